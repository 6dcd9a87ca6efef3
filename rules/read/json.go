package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// This file reads JSON of other programs. They write escapes that YAML does not know,
// long texts, and names of people in any script. Nothing of that is refused: whoever
// looks at a text decides whether it is one of the words that it can be, and shows it
// only through [Quoted].

// maxJSONDepth is how deep lists and objects may be inside each other. What a form
// writes is nested deeper than what a person does.
const maxJSONDepth = 64

// JSON parses data and returns the root of its one value, or nil. Nothing in it is
// checked but its size and its depth; text has the style yaml.DoubleQuotedStyle.
func (f File) JSON(data []byte) *yaml.Node {
	at := &yaml.Node{}
	if len(data) > MaxBytes {
		f.Fail(at, "the file is larger than %d bytes", MaxBytes)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		f.Fail(at, "the file is not UTF-8 text")
		return nil
	}
	p := jsonPlaces{data: data, line: 1, column: 1}
	var all json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, &all); errors.As(err, &syntax) {
		at.Line, at.Column = p.at(int(syntax.Offset) - 1)
		f.Fail(at, "cannot be read as JSON: %s", Short(syntax.Error()))
		return nil
	}
	p.from = json.NewDecoder(bytes.NewReader(data))
	p.from.UseNumber()
	root := p.value(1)
	if root == nil {
		at.Line, at.Column = p.line, p.column
		f.Fail(at, "nested more than %d deep", maxJSONDepth)
	}
	return root
}

// jsonPlaces reads valid JSON and knows where it is.
type jsonPlaces struct {
	data         []byte
	from         *json.Decoder
	seen         int // bytes of data
	line, column int // of what comes next
}

// at returns the line and the column of a byte, which is not before the last one asked
// for.
func (p *jsonPlaces) at(offset int) (line, column int) {
	for offset = min(max(offset, p.seen), len(p.data)); p.seen < offset; p.seen++ {
		switch c := p.data[p.seen]; {
		case c == '\n':
			p.line, p.column = p.line+1, 1
		case utf8.RuneStart(c):
			p.column++
		}
	}
	return p.line, p.column
}

// value returns the next value, or nil when it is too deep.
func (p *jsonPlaces) value(depth int) *yaml.Node {
	begins := int(p.from.InputOffset())
	for begins < len(p.data) && strings.IndexByte(" \t\r\n,:", p.data[begins]) >= 0 {
		begins++
	}
	n := &yaml.Node{Kind: yaml.ScalarNode}
	n.Line, n.Column = p.at(begins)
	token, _ := p.from.Token() // all of it is valid
	switch token := token.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if token == '{' {
			n.Kind = yaml.MappingNode
		}
		if depth > maxJSONDepth {
			return nil
		}
		for p.from.More() {
			child := p.value(depth + 1)
			if child == nil {
				return nil
			}
			n.Content = append(n.Content, child)
		}
		p.from.Token()
	case string:
		n.Value, n.Style = token, yaml.DoubleQuotedStyle
	default: // a number, true, false or null
		n.Value = string(p.data[begins:p.from.InputOffset()])
	}
	return n
}
