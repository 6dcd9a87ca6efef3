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
//     yes or no, and never what is wrong. Whatever it is in doubt about is a no: a
//     word that is no id of the table (so no escape needs to be read: no id has
//     one), a tab, a duplicate key.
//   - [read.File.Line] makes of plain JSON the nodes that the reader of YAML makes
//     of it, so that what is wrong is said by the same code, with the same places.
//
// Tests and fuzz targets compare each with the long way.

// AnswersLine is [Answers] for one line of a file that holds many.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	data = bytes.TrimRight(data, "\r\n")
	small := len(data) <= MaxFileBytes
	if small {
		if a, ok := quickly(t, data); ok {
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
		if small {
			var whole json.RawMessage // what is in it does not matter here
			err = json.Unmarshal(data, &whole)
		}
		k = f.earlier(t, f.Line(data, err), false)
	}
	if len(errs) == 0 {
		return k.Answers, nil
	}
	for _, e := range errs {
		e.Line, e.Column = line, max(e.Column, 1)
	}
	return triage.Answers{}, errs
}

// quickly reads one object with nothing wrong in it. It returns false for
// everything else, also for what it only does not know.
func quickly(t *triage.Table, data []byte) (a triage.Answers, ok bool) {
	a = t.NoAnswers()
	l := plainLine{data}
	answered := make([]bool, len(t.Questions))
	ok = l.items('{', '}', func() bool {
		id, ok := l.key()
		q := t.Question(string(id))
		if !ok || q == nil || answered[q.Index()] {
			return false
		}
		answered[q.Index()] = true
		switch {
		case !q.List:
			return l.option(a, q)
		case l.begins('['):
			return l.reply(a, q)
		}
		return l.ticks(a, q)
	})
	return a, ok && len(bytes.TrimLeft(l.rest, " ")) == 0
}

// plainLine is what is left of a line. Each of its methods reads one part of
// it, and returns false if that is not there.
type plainLine struct{ rest []byte }

// begins reports whether this is next, behind spaces.
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

// tickValue returns the value of a tick that has this name, or -1.
func tickValue[T []byte | string](name T) int {
	return slices.IndexFunc(tickNames, func(n string) bool { return n == string(name) })
}
