package rules

import (
	"bytes"
	"encoding/json"
	"slices"

	"legtriage/triage"
)

// This file reads sets of answers that come in great numbers, one a line. Nearly
// all of them are plain JSON and right, and those that are wrong should not hold
// up the others, so there are two short cuts beside the reader of YAML. They are
// there for their speed alone, and hold to this:
//
//   - [quickly] reads only what [kept] reads too, and to the same answers. It says
//     yes or no, and never what is wrong. It gives up where a key may be
//     duplicate, since the JSON library keeps the last one without a word; see
//     [mayRepeat].
//   - [read.File.Line] makes of plain JSON the nodes that the reader of YAML makes
//     of it, so that what is wrong is said by the same code, with the same places.
//
// Tests and fuzz targets compare each with the long way.

// AnswersLine is [Answers] for one line of a file that holds many.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	var object map[string]any
	var err error
	data = bytes.TrimRight(data, "\r\n")
	if len(data) <= MaxFileBytes {
		if err = json.Unmarshal(data, &object); err == nil {
			if a, ok := quickly(t, data, object); ok {
				return a, nil
			}
		}
	}
	var errs Errors
	f := newFile(name, &errs)
	k := f.earlier(t, f.Line(data, err), false)
	if len(errs) == 0 {
		return k.Answers, nil
	}
	for _, e := range errs {
		e.Line, e.Column = line, max(e.Column, 1)
	}
	return triage.Answers{}, errs
}

// quickly reads what has nothing wrong with it: object is data, as the JSON
// library reads it. It returns false for everything else, also for what it only
// does not know.
func quickly(t *triage.Table, data []byte, object map[string]any) (a triage.Answers, ok bool) {
	if object == nil || mayRepeat(data, object) {
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

// mayRepeat reports whether data may have a duplicate key. It is valid JSON for
// object. An object has as many colons outside of strings as it has keys, those
// of the objects inside it counted too: when there are more colons than keys were
// kept, there is a duplicate key, or an object deeper inside, which nobody asks for.
func mayRepeat(data []byte, object map[string]any) bool {
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
