package rules

import (
	"encoding/json"
	"slices"

	"legtriage/triage"
)

// This file reads most of what comes in great numbers: sets of answers that are
// plain JSON and have nothing wrong with them. It is a second reader beside
// [kept], there for its speed alone, and holds to this:
//
//   - what it reads, kept reads too, and to the same answers;
//   - it says yes or no, and never what is wrong;
//   - it is in doubt about a key that stands twice, since the JSON library keeps
//     the last one without a word. A JSON object has as many colons outside of
//     strings as it has keys, those of the objects inside it counted too; so when
//     the keys that were kept are as many as the colons, none stands twice.
//
// Tests and a fuzz target compare the two on every line that they can think of.

// quickly reads what is plain JSON and has nothing wrong with it, which is most
// of what comes in great numbers. It returns false for everything else, also
// for what it only does not know: [kept] decides then, and says what is wrong.
func quickly(t *triage.Table, data []byte) (a triage.Answers, ok bool) {
	var object map[string]any
	if len(data) > MaxFileBytes || json.Unmarshal(data, &object) != nil || object == nil || hasTwice(data, object) {
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

// hasTwice reports whether a key may stand twice in data, which is valid JSON
// for object: it does, or there is an object deeper inside, which nobody asks
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
