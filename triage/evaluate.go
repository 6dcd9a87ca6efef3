package triage

import (
	"errors"
	"fmt"
)

// bits has one bit for each value above the lowest of every scale. A set bit
// means "this value or a worse one".
type bits []uint64

// mask is a part of a condition: the bits of it that lie in one word.
type mask struct {
	word int
	bits uint64
}

// when is a compiled [When]: conditions that must all hold, each by any of its
// masks.
type when [][]mask

// compileWhen turns steps into masks.
func (t *Table) compileWhen(w When) (when, error) {
	var out when
	for _, condition := range w {
		if len(condition) == 0 {
			return nil, errors.New("a condition without a step never holds")
		}
		var masks []mask
	steps:
		for _, s := range condition {
			if s.Scale < 0 || s.Scale >= len(t.scales) {
				return nil, fmt.Errorf("there is no scale %d", s.Scale)
			}
			if s.Value < 1 || s.Value > t.scales[s.Scale].Top {
				return nil, fmt.Errorf("value %d of question %s says nothing or does not exist", s.Value, t.scales[s.Scale].Question.ID)
			}
			bit := t.scales[s.Scale].bit + s.Value - 1
			for i := range masks {
				if masks[i].word == bit/64 {
					masks[i].bits |= 1 << (bit % 64)
					continue steps
				}
			}
			masks = append(masks, mask{bit / 64, 1 << (bit % 64)})
		}
		out = append(out, masks)
	}
	return out, nil
}

// holds is the evaluator: whether w holds when exactly these bits are set.
// Everything that this package says about a rule comes from here.
func (w when) holds(b bits) bool {
conditions:
	for _, condition := range w {
		for _, m := range condition {
			if b[m.word]&m.bits != 0 {
				continue conditions
			}
		}
		return false
	}
	return true
}

// State is what the answers so far say about a rule.
type State uint8

// A rule is open as long as missing answers can still make or break it.
const (
	Refuted State = iota // it cannot hold any more
	Open                 // it may hold
	Fired                // it holds, whatever else is answered
)

// String returns refuted, open or fired.
func (s State) String() string { return [...]string{"refuted", "open", "fired"}[s] }

func (a Answers) state(w when) State {
	switch {
	case w.holds(a.low):
		return Fired
	case w.holds(a.high):
		return Open
	}
	return Refuted
}

// State returns what a says about r, which must be a rule of the same table.
func (a Answers) State(r *Rule) State {
	if r.Status == Retired {
		return Refuted
	}
	return a.state(r.when)
}

// Holds returns what a says about one condition of r, by its place in r.When.
func (a Answers) Holds(r *Rule, condition int) State {
	return a.state(r.when[condition : condition+1])
}

// Range returns the lowest and the highest urgency that answering the rest can
// lead to. It does not allocate.
func (a Answers) Range() (atLeast, atMost Urgency) {
	return a.table.highest(a.low), a.table.highest(a.high)
}

func (t *Table) highest(b bits) Urgency {
	for _, i := range t.byUrgent {
		if t.Rules[i].when.holds(b) {
			return t.Rules[i].Urgency
		}
	}
	return Home
}

// decider returns the first of the rules that decide at the best case of a, or
// nil.
func (a Answers) decider() *Rule {
	for _, i := range a.table.byUrgent {
		if a.table.Rules[i].when.holds(a.low) {
			return &a.table.Rules[i]
		}
	}
	return nil
}

// Fired appends to rules the places in [Table.Rules] of the rules that have
// fired, the most urgent first, and returns the longer slice. It allocates
// only when rules is too short.
func (a Answers) Fired(rules []int) []int {
	for _, i := range a.table.byUrgent {
		if a.table.Rules[i].when.holds(a.low) {
			rules = append(rules, i)
		}
	}
	return rules
}

// unsettled marks every missing scale on which a condition of w depends that
// is not decided yet.
func (a Answers) unsettled(w When, compiled when, mark []bool) {
	for i, condition := range w {
		if a.state(compiled[i:i+1]) != Open {
			continue
		}
		for _, s := range condition {
			if _, known := a.Value(s.Scale); !known {
				mark[s.Scale] = true
			}
		}
	}
}
