package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file reads sets of answers that come in great numbers, one a line. Nearly
// all of them are plain JSON and right, and those that are wrong should not hold
// up the others, so there are two short cuts beside the reader of YAML. They are
// there for their speed alone, and hold to this:
//
//   - [quickly] reads only what [kept] reads too, and to the same answers. It says
//     yes or no, and never what is wrong. It is in doubt about a key that stands
//     twice, since the JSON library keeps the last one without a word; see
//     [hasTwice].
//   - [plainNodes] makes of plain JSON the nodes that the reader of YAML makes of
//     it, so that what is wrong is said by the same code, with the same places.
//
// Tests and a fuzz target compare each with the long way.

// AnswersLine is [Answers] for one line of a file that holds many.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	var object map[string]any
	var err error
	var syntax *json.SyntaxError
	if len(data) <= MaxFileBytes {
		if err = json.Unmarshal(data, &object); err == nil {
			if a, ok := quickly(t, data, object); ok {
				return a, nil
			}
		}
	}
	var errs Errors
	f := file{fileName(name), &errs}
	var root *yaml.Node
	switch at := (&yaml.Node{}); {
	case len(data) > MaxFileBytes:
		f.fail(at, "the line is larger than %d bytes", MaxFileBytes)
	case !plain(data):
		root = f.root(data)
	case !errors.As(err, &syntax):
		if root = plainNodes(data); !f.sound(root, 1, "") {
			root = nil
		}
	case syntax.Error() == "unexpected end of JSON input" && data[0] == '{':
		// Up to here it is JSON, so it is no YAML either.
		at.Column = utf8.RuneCount(bytes.TrimRight(data, "\r\n")) + 1
		f.fail(at, "the line ends before all its brackets and quotes are closed")
	default:
		root = f.root(data)
	}
	k, err := f.earlier(t, root, false)
	for _, e := range errs {
		e.Line, e.Column = line, max(e.Column, 1)
	}
	return k.Answers, err
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
			return utf8.ValidString(rest) && !strings.ContainsFunc(rest, func(r rune) bool { return hostile(r) || r == '\\' })
		}
	}
	return len(line) > 0
}

// plainNodes returns the nodes of a line that is valid JSON and [plain].
func plainNodes(data []byte) *yaml.Node {
	r := nodeReader{data: data, column: 1}
	return r.value()
}

// nodeReader reads the nodes of a line.
type nodeReader struct {
	data   []byte
	at     int         // in data
	column int         // of it
	room   []yaml.Node // for the next ones
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

// next goes on to what is no space and no separator, and returns it.
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
	c := r.next()
	n := r.node()
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
	return n
}

// quickly reads what has nothing wrong with it: object is data, as the JSON
// library reads it. It returns false for everything else, also for what it only
// does not know.
func quickly(t *triage.Table, data []byte, object map[string]any) (a triage.Answers, ok bool) {
	if object == nil || hasTwice(data, object) {
		return a, false
	}
	a = t.NoAnswers()
	var reply []string
	for id, value := range object {
		q := t.Question(id)
		if q == nil {
			return a, false
		}
		from, _ := q.Scales()
		switch value := value.(type) {
		case string:
			o := q.Option(value)
			if q.List || o < 0 {
				return a, false
			}
			a.Set(from, o)
		case []any:
			reply = reply[:0]
			for _, item := range value {
				id, isText := item.(string)
				if !isText {
					return a, false
				}
				reply = append(reply, id)
			}
			if !q.List || a.Reply(q, reply...) != nil {
				return a, false
			}
		case map[string]any:
			if !q.List {
				return a, false
			}
			ticked := false
			for id, value := range value {
				name, isText := value.(string)
				o, v := q.Option(id), slices.Index(triage.TickNames[:], name)
				if !isText || o < 0 || v < 0 {
					return a, false
				}
				a.Set(from+o, v)
				ticked = ticked || v == triage.TickYes
			}
			if q.AtLeastOne && !ticked && len(value) == len(q.Options) {
				return a, false
			}
		default:
			return a, false
		}
	}
	return a, true
}

// hasTwice reports whether a key may stand twice in data, which is valid JSON for
// object. An object has as many colons outside of strings as it has keys, those
// of the objects inside it counted too: when there are more colons than keys were
// kept, a key stands twice, or there is an object deeper inside, which nobody asks
// for.
func hasTwice(data []byte, object map[string]any) bool {
	colons, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case c == ':' && !inString:
			colons++
		}
	}
	keys := len(object)
	for _, value := range object {
		if inner, ok := value.(map[string]any); ok {
			keys += len(inner) // deeper ones are refused
		}
	}
	return colons != keys
}
