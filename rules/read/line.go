package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// This file reads single lines of files that hold many. There may be a million of
// them, nearly all plain JSON, and the parser of YAML takes ten times as long as that
// needs. The nodes made here are the same as its own.

// Line is [File.Root] for one line of many. The error is what the JSON library
// has said of the line: nil when it is JSON.
func (f File) Line(data []byte, err error) *yaml.Node {
	var syntax *json.SyntaxError
	switch at := (&yaml.Node{}); {
	case len(data) > MaxBytes:
		f.Fail(at, "the line is larger than %d bytes", MaxBytes)
		return nil
	case !plain(data):
		return f.Root(data)
	case !errors.As(err, &syntax):
		root, odd := plainNodes(data)
		if odd && !f.sound(root, 1, false) {
			return nil
		}
		return root
	case syntax.Error() == "unexpected end of JSON input" && data[0] == '{':
		// Up to here it is JSON, so it is no YAML either.
		at.Column = utf8.RuneCount(bytes.TrimRight(data, "\r\n")) + 1
		f.Fail(at, "the line ends before all its brackets and quotes are closed")
		return nil
	}
	return f.Root(data)
}

// plain reports whether a line has no character that means something else in YAML
// than in JSON, or that is refused: no backslash, no control, nothing hidden.
func plain(data []byte) bool {
	line := bytes.TrimRight(data, "\r\n")
	for i, c := range line {
		switch {
		case c == '\\' || c < ' ' || c == 0x7f:
			return false
		case c >= utf8.RuneSelf:
			rest := string(line[i:])
			return utf8.ValidString(rest) && !strings.ContainsFunc(rest, func(r rune) bool { return acts(r) || r == '\\' })
		}
	}
	return len(line) > 0
}

// plainNodes returns the nodes of a line that is valid JSON and [plain]. They may
// be too deep or too long; [File.sound] refuses those.
func plainNodes(data []byte) (root *yaml.Node, odd bool) {
	r := nodeReader{data: data, column: 1}
	root = r.value()
	return root, r.odd
}

// nodeReader reads the nodes of a line.
type nodeReader struct {
	data   []byte
	at     int         // in data
	column int         // of it
	room   []yaml.Node // for the next ones
	depth  int
	odd    bool // there is something deep or long
}

// node returns a new node, which is at the place where the reader is.
func (r *nodeReader) node() *yaml.Node {
	if len(r.room) == 0 {
		r.room = make([]yaml.Node, 32)
	}
	n := &r.room[0]
	r.room = r.room[1:]
	n.Kind, n.Line, n.Column = yaml.ScalarNode, 1, r.column
	return n
}

// step goes on by one byte.
func (r *nodeReader) step() {
	if c := r.data[r.at]; c < utf8.RuneSelf || c&0xc0 == 0xc0 { // the first byte of a character
		r.column++
	}
	r.at++
}

// next goes on to the next byte that is no space and no separator, and returns it.
func (r *nodeReader) next() byte {
	for {
		switch c := r.data[r.at]; c {
		case ' ', ',', ':':
			r.step()
		default:
			return c
		}
	}
}

func (r *nodeReader) value() *yaml.Node {
	r.depth++
	c := r.next()
	n := r.node()
	begin := r.at
	switch c {
	case '{', '[':
		n.Kind = yaml.SequenceNode
		if c == '{' {
			n.Kind = yaml.MappingNode
		}
		for r.step(); ; {
			if c := r.next(); c == '}' || c == ']' {
				break
			}
			n.Content = append(n.Content, r.value())
		}
		r.step()
	case '"':
		r.step()
		from := r.at
		for r.data[r.at] != '"' {
			r.step()
		}
		n.Value = string(r.data[from:r.at])
		r.step()
	default:
		from := r.at
		for r.at < len(r.data) && !strings.ContainsRune(" ,]}\r\n", rune(r.data[r.at])) {
			r.step()
		}
		n.Value = string(r.data[from:r.at])
	}
	r.odd = r.odd || r.depth > maxDepth || n.Kind == yaml.ScalarNode && r.at-begin > MaxText
	r.depth--
	return n
}
