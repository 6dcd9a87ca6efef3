package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// This file reads JSON without the YAML parser: single lines of long files, and what
// other programs wrote.
//
// There may be a million lines, nearly all plain JSON, and the YAML parser takes ten
// times as long as necessary. The nodes made here are the same as its own.
//
// Other programs write escapes that YAML does not know, long texts, and names in any
// script. [File.JSON] refuses none of that: its caller decides whether a text is one of
// the expected words, and shows it only through [Quoted].

// Line is [File.Root] for one line of many. The error is what the JSON library said
// about the line: nil if it is JSON. For plain JSON, it may leave out all entries
// except those that begin at these offsets; nil means all.
func (f File) Line(data []byte, err error, entries []int) *yaml.Node {
	var syntax *json.SyntaxError
	switch at := (&yaml.Node{}); {
	case len(data) > MaxBytes:
		f.Fail(at, "the line is larger than %d bytes", MaxBytes)
		return nil
	case !plain(data):
		return f.Root(data)
	case !errors.As(err, &syntax):
		root, odd := plainNodes(data, entries)
		if odd && !f.sound(root, 1, false) {
			return nil
		}
		return root
	case syntax.Error() == "unexpected end of JSON input" && data[0] == '{':
		// It is the beginning of JSON, so it is not YAML either.
		at.Column = utf8.RuneCount(bytes.TrimRight(data, "\r\n")) + 1
		f.Fail(at, "the line ends before all its brackets and quotes are closed")
		return nil
	}
	return f.Root(data)
}

// maxJSONDepth is how deep lists and objects of other programs may be nested. Forms
// write deeper structures than people do.
const maxJSONDepth = 64

// JSON parses data and returns the root of its one value, or nil. It checks only the
// size and the depth; text has the style yaml.DoubleQuotedStyle.
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
	r := nodeReader{data: data, line: 1, column: 1}
	var all json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, &all); errors.As(err, &syntax) {
		for r.at < min(int(syntax.Offset)-1, len(data)) {
			r.step()
		}
		at.Line, at.Column = r.line, r.column
		f.Fail(at, "cannot be read as JSON: %s", Short(syntax.Error()))
		return nil
	}
	root := r.value()
	if r.deepest > maxJSONDepth {
		f.Fail(at, "nested more than %d deep", maxJSONDepth)
		return nil
	}
	return root
}

// plain reports whether a line has no character that is refused or that means something
// else in YAML than in JSON: no backslash, no control character, nothing hidden.
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

// plainNodes returns the nodes of a line that is valid JSON and [plain], or of these
// entries if it is an object. odd says that some may be too deep or too long, which
// [File.sound] refuses.
func plainNodes(data []byte, entries []int) (root *yaml.Node, odd bool) {
	r := nodeReader{data: data, line: 1, column: 1}
	if entries == nil {
		root = r.value()
	} else {
		r.next()
		root = r.node()
		root.Kind = yaml.MappingNode
		r.depth++
	}
	for _, at := range entries {
		r.column += utf8.RuneCount(data[r.at:at])
		r.at = at
		root.Content = append(root.Content, r.value(), r.value())
	}
	return root, r.deepest > maxDepth || r.long
}

// nodeReader reads the nodes of valid JSON.
type nodeReader struct {
	data         []byte
	at           int         // in data
	line, column int         // of it
	room         []yaml.Node // for the next ones
	depth        int
	deepest      int  // the greatest depth so far
	long         bool // there is a text that may be too long
}

// node returns a new node at the reader's place.
func (r *nodeReader) node() *yaml.Node {
	if len(r.room) == 0 {
		r.room = make([]yaml.Node, 8)
	}
	n := &r.room[0]
	r.room = r.room[1:]
	n.Kind, n.Line, n.Column = yaml.ScalarNode, r.line, r.column
	return n
}

// step advances by one byte.
func (r *nodeReader) step() {
	switch c := r.data[r.at]; {
	case c == '\n':
		r.line, r.column = r.line+1, 1
	case c < utf8.RuneSelf || c&0xc0 == 0xc0: // the first byte of a character
		r.column++
	}
	r.at++
}

// next advances to the next byte that is neither a space nor a separator, and returns
// it.
func (r *nodeReader) next() byte {
	for {
		switch c := r.data[r.at]; c {
		case ' ', ',', ':', '\t', '\r', '\n':
			r.step()
		default:
			return c
		}
	}
}

func (r *nodeReader) value() *yaml.Node {
	r.depth++
	r.deepest = max(r.deepest, r.depth)
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
		n.Style = yaml.DoubleQuotedStyle
		r.step()
		escaped := false
		for r.data[r.at] != '"' {
			if r.data[r.at] == '\\' {
				escaped = true
				r.step()
			}
			r.step()
		}
		r.step()
		if n.Value = string(r.data[begin+1 : r.at-1]); escaped {
			json.Unmarshal(r.data[begin:r.at], &n.Value) // it is valid
		}
	default:
		for r.at < len(r.data) && !strings.ContainsRune(" ,]}\t\r\n", rune(r.data[r.at])) {
			r.step()
		}
		n.Value = string(r.data[begin:r.at])
	}
	r.long = r.long || n.Kind == yaml.ScalarNode && r.at-begin > MaxText
	r.depth--
	return n
}
