package rules

import (
	"bytes"
	"encoding/json"
	"slices"

	"legtriage/triage"
)

// This file reads sets of answers that come in great numbers, one on each line. Nearly
// all of them are valid plain JSON, and the wrong ones should not hold up the others,
// so there are two short cuts beside the YAML reader. They exist for speed alone, under
// these conditions:
//
//   - [readFast] reads only what [kept] reads too, with the same answers. It never says
//     what is wrong, and it leaves anything doubtful to the other reader: a word that
//     is not an id of the table (ids have no escapes, so it need not decode any), a
//     tab, a duplicate key. A doubtful entry is passed over.
//   - [read.File.Line] turns plain JSON, or those entries alone, into the same nodes as
//     the YAML reader, so that the same code reports what is wrong, at the same places.
//
// Tests and fuzz targets compare both with the long way.

// AnswersLine is [Answers] for one line of a file of many sets.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	data = bytes.TrimRight(data, "\r\n")
	a, passed := t.NoAnswers(), []int(nil)
	small := len(data) <= MaxFileBytes
	if small {
		var ok bool
		if passed, ok = readFast(a, data); ok && passed == nil {
			return a, nil
		}
	}
	var errs Errors
	var k Earlier
	f := newFile(name, &errs)
	if isResource(data) {
		k = f.response(t, f.JSON(data), false)
	} else {
		var err error
		if small && !json.Valid(data) {
			var whole json.RawMessage // only its validity matters here
			err = json.Unmarshal(data, &whole)
		}
		k = f.earlier(a, f.Line(data, err, passed), false)
	}
	if len(errs) == 0 {
		return k.Answers, nil
	}
	for _, e := range errs {
		e.Line, e.Column = line, max(e.Column, 1)
	}
	return triage.Answers{}, errs
}

// readFast reads one object into a, and returns where the entries begin that it passed
// over, if any. It returns false for anything that it cannot read, right or wrong.
func readFast(a triage.Answers, data []byte) (passed []int, ok bool) {
	t := a.Table()
	l := plainLine{data}
	begun := make([]int, len(t.Questions)) // 1 + the offset of the entry, or 0
	ok = l.items('{', '}', func() bool {
		entry, at := l.rest, len(data)-len(l.rest)
		id, ok := l.key()
		if !ok || string(id) == stampKey {
			return false
		}
		switch q := t.Question(string(id)); {
		case q == nil:
		case begun[q.Index()] > 0: // a duplicate is reported together with the first
			passed = append(passed, begun[q.Index()]-1)
		default:
			begun[q.Index()] = at + 1
			if l.answer(a, q) {
				return true
			}
		}
		passed = append(passed, at)
		return l.pass(entry)
	})
	slices.Sort(passed)
	passed = slices.Compact(passed)
	if ok = ok && len(bytes.TrimLeft(l.rest, " ")) == 0; !ok {
		return nil, false
	}
	return passed, true
}

// plainLine is the rest of a line. Each of its methods reads one part of it, and
// returns false if that part is not there.
type plainLine struct{ rest []byte }

// pass skips to the end of an entry. If the line is not JSON, it may end up anywhere.
func (l *plainLine) pass(entry []byte) bool {
	depth := 0
	for i := 0; i < len(entry); i++ {
		switch entry[i] {
		case '"':
			end := bytes.IndexByte(entry[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '[', '{':
			depth++
		case ',', ']', '}':
			if depth == 0 {
				l.rest = entry[i:]
				return true
			}
			if entry[i] != ',' {
				depth--
			}
		}
	}
	return false
}

// begins reports whether c comes next, after any spaces.
func (l *plainLine) begins(c byte) bool {
	for len(l.rest) > 0 && l.rest[0] == ' ' {
		l.rest = l.rest[1:]
	}
	return len(l.rest) > 0 && l.rest[0] == c
}

func (l *plainLine) take(c byte) bool {
	if !l.begins(c) {
		return false
	}
	l.rest = l.rest[1:]
	return true
}

func (l *plainLine) word() (word []byte, ok bool) {
	if !l.take('"') {
		return nil, false
	}
	end := bytes.IndexByte(l.rest, '"')
	if end < 0 {
		return nil, false
	}
	word, l.rest = l.rest[:end], l.rest[end+1:]
	return word, true
}

func (l *plainLine) key() (key []byte, ok bool) {
	key, ok = l.word()
	return key, ok && l.take(':')
}

// items reads a list or an object, each item of which is read by item.
func (l *plainLine) items(opening, closing byte, item func() bool) bool {
	if !l.take(opening) {
		return false
	}
	if l.take(closing) {
		return true
	}
	for item() {
		if l.take(closing) {
			return true
		}
		if !l.take(',') {
			return false
		}
	}
	return false
}

func (l *plainLine) answer(a triage.Answers, q *triage.Question) bool {
	switch {
	case !q.List:
		return l.option(a, q)
	case l.begins('['):
		return l.reply(a, q)
	}
	return l.ticks(a, q)
}

func (l *plainLine) option(a triage.Answers, q *triage.Question) bool {
	word, ok := l.word()
	o := q.Option(string(word))
	if !ok || o < 0 {
		return false
	}
	from, _ := q.Scales()
	a.Set(from, o)
	return true
}

func (l *plainLine) reply(a triage.Answers, q *triage.Question) bool {
	var room [8]string
	reply := room[:0]
	return l.items('[', ']', func() bool {
		word, ok := l.word()
		switch o := q.Option(string(word)); {
		case o >= 0:
			reply = append(reply, q.Options[o].ID)
		case string(word) == triage.None:
			reply = append(reply, triage.None)
		case string(word) == triage.Unsure:
			reply = append(reply, triage.Unsure)
		default:
			return false
		}
		return ok
	}) && a.Reply(q, reply...) == nil
}

func (l *plainLine) ticks(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	given, ticked := 0, false
	ok := l.items('{', '}', func() bool {
		id, isKey := l.key()
		name, isWord := l.word()
		o, v := q.Option(string(id)), tickValue(name)
		if !isKey || !isWord || o < 0 || v < 0 {
			return false
		}
		if _, twice := a.Value(from + o); twice {
			return false
		}
		a.Set(from+o, v)
		given, ticked = given+1, ticked || v == triage.TickYes
		return true
	})
	return ok && (!q.AtLeastOne || ticked || given < to-from)
}

var tickNames = triage.TickNames()

// tickValue returns the value of a tick with this name, or -1.
func tickValue[T []byte | string](name T) int {
	return slices.IndexFunc(tickNames, func(n string) bool { return n == string(name) })
}
