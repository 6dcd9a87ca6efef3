package rules

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

var categories = []string{triage.SelfCare.String(), triage.SeeDoctor.String(), triage.Emergency.String()}

// Vignettes reads cases, one JSON object on each line, with the keys id, source, about,
// gold, acceptable, timeframe and answers, and optionally leg, unstated (ids of
// questions that the text says nothing about), contested (both views, if sources
// disagree on the level) and note. Every error is reported, each with its line.
func Vignettes(t *triage.Table, name string, in io.Reader) ([]triage.Vignette, error) {
	var out []triage.Vignette
	ids := taken{}
	err := eachLine(name, in, func(f file, n *yaml.Node) {
		r := f.Record(n, "vignette", "id", "source", "about", "gold", "acceptable", "timeframe", "leg", "answers", "unstated", "contested", "note")
		v := triage.Vignette{ID: r.Text("id"), Source: r.Text("source"), About: r.Text("about"), Timeframe: r.Optional("timeframe"), Contested: r.Optional("contested"), At: f.position(n)}
		ids.claim(f, r.Get("id"), v.At, "vignette", v.ID)
		v.Elsewhere = !r.Yes("leg") && r.Get("leg") != nil
		v.Gold = f.category(r.Need("gold"))
		if acceptable := r.Need("acceptable"); acceptable != nil {
			for _, item := range f.Items(acceptable, "acceptable") {
				v.Acceptable = append(v.Acceptable, f.category(item))
			}
			if !slices.Contains(v.Acceptable, v.Gold) {
				f.Fail(acceptable, "the gold level is not among the acceptable ones")
			}
		}
		v.Answers = f.answersOf(t, r.Need("answers"))
		if unstated := r.Get("unstated"); unstated != nil && (unstated.Kind != yaml.SequenceNode || len(unstated.Content) > 0) {
			var ids []string
			for i := range t.Questions {
				ids = append(ids, t.Questions[i].ID)
			}
			for _, item := range f.Items(unstated, "unstated") {
				if i := f.Choice(item, "question", ids); i >= 0 {
					v.Unstated = append(v.Unstated, &t.Questions[i])
				}
			}
		}
		out = append(out, v)
	})
	return out, err
}

// Pairs reads near-miss pairs, one JSON object on each line, with the keys id, about, a
// and b (each with urgency and answers), and optionally relation, which is equal if
// both sides must get the same urgency.
func Pairs(t *triage.Table, name string, in io.Reader) ([]triage.Pair, error) {
	var names []string
	for _, u := range triage.Urgencies() {
		names = append(names, u.String())
	}
	var out []triage.Pair
	ids := taken{}
	err := eachLine(name, in, func(f file, n *yaml.Node) {
		r := f.Record(n, "pair", "id", "about", "a", "b", "relation")
		p := triage.Pair{ID: r.Text("id"), About: r.Text("about"), At: f.position(n)}
		ids.claim(f, r.Get("id"), p.At, "pair", p.ID)
		if relation := r.Get("relation"); relation != nil {
			p.Equal = f.Choice(relation, "relation", []string{"equal"}) == 0
		}
		for i, side := range []*triage.PairSide{&p.A, &p.B} {
			key := []string{"a", "b"}[i]
			at := r.Need(key)
			if at == nil {
				continue
			}
			s := f.Record(at, "side "+key, "urgency", "answers")
			if urgency := s.Need("urgency"); urgency != nil {
				for _, item := range f.Items(urgency, "urgency") {
					if i := f.Choice(item, "urgency", names); i >= 0 {
						side.Urgency = append(side.Urgency, triage.Urgency(i))
					}
				}
			}
			side.Answers = f.answersOf(t, s.Need("answers"))
		}
		out = append(out, p)
	})
	return out, err
}

// taken are the ids in use, each with its position.
type taken map[string]triage.Position

// claim takes an id for something at a position. If the id is in use, claim reports
// that at n and names the other position: only the author knows which of the two is the
// mistake.
func (ids taken) claim(f file, n *yaml.Node, at triage.Position, kind, id string) {
	if first, ok := ids[id]; ok {
		f.Fail(n, "there is another %s called %s, at %s:%d", kind, read.Quoted(id), first.File, first.Line)
	} else if id != "" {
		ids[id] = at
	}
}

// eachLine reads every non-empty line as one document.
func eachLine(name string, in io.Reader, take func(file, *yaml.Node)) error {
	var errs Errors
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, MaxFileBytes)
	cases := 0
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if cases++; cases > maxCases || len(errs) > read.MaxErrors {
			break
		}
		var found Errors
		f := newFile(name, &found)
		if root := f.Root(lines.Bytes()); root != nil {
			root.Line = number // a line is a document of one line
			take(f, root)
		}
		for _, e := range found {
			e.Line, e.Column = number, max(e.Column, 1)
		}
		errs = append(errs, found...)
	}
	err := lines.Err()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		err = fmt.Errorf("a line is longer than %d bytes", MaxFileBytes)
	case cases > maxCases:
		err = fmt.Errorf("more than %d cases", maxCases)
	case len(errs) > read.MaxErrors:
		errs, err = errs[:read.MaxErrors], errors.New(read.MoreErrors)
	}
	if err != nil {
		errs = append(errs, &Error{File: read.Harmless(name), Message: err.Error()})
	}
	if len(errs) > 0 {
		return errs
	}
	return nil
}

func (f file) category(n *yaml.Node) triage.Category {
	if n == nil {
		return triage.SelfCare
	}
	return triage.Category(max(0, f.Choice(n, "level", categories)))
}

// answersOf reads a set of answers inside another document.
func (f file) answersOf(t *triage.Table, n *yaml.Node) triage.Answers {
	a := t.NoAnswers()
	if n != nil {
		for _, e := range f.Entries(n, "a set of answers") {
			f.answer(a, e)
		}
	}
	return a
}
