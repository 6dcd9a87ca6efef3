package triage_test

import (
	"slices"

	"legtriage/triage"
)

// This file is the oracle: the meaning of a table spelled out over plain integers. It
// knows nothing of bit sets or of best and worst cases. It fills in what is missing in
// every possible way and looks at all the results.

// holds reports whether w holds for a full set of answers.
func holds(w triage.When, full values) bool {
	for _, c := range w {
		if !slices.ContainsFunc(c, func(s triage.Step) bool { return full[s.Scale] >= s.Value }) {
			return false
		}
	}
	return true
}

// urgency returns the urgency of a full set of answers: the highest among the
// rules that hold, where a retired rule never does.
func urgency(table *triage.Table, full values) triage.Urgency {
	highest := triage.Home
	for _, r := range table.Rules {
		if r.Status != triage.Retired && holds(r.When, full) {
			highest = max(highest, r.Urgency)
		}
	}
	return highest
}

// named returns the scales on which any rule or advice of the table depends. No
// other scale can make a difference, so none has to be filled in.
func named(table *triage.Table) []bool {
	out := make([]bool, len(table.Scales()))
	mark := func(w triage.When) {
		for _, c := range w {
			for _, s := range c {
				out[s.Scale] = true
			}
		}
	}
	for _, r := range table.Rules {
		mark(r.When)
	}
	for _, a := range table.Advice {
		mark(a.Suits)
		for _, w := range a.Without {
			mark(w.When)
		}
	}
	return out
}

// completions calls yield with every full set of answers that agrees with v.
// The argument is reused from one call to the next.
func completions(table *triage.Table, v values, yield func(full values)) {
	matters := named(table)
	full := slices.Clone(v)
	var fill func(s int)
	fill = func(s int) {
		switch {
		case s == len(full):
			yield(full)
		case v[s] != missing:
			fill(s + 1)
		case !matters[s]:
			full[s] = 0
			fill(s + 1)
		default:
			for full[s] = 0; full[s] <= table.Scales()[s].Top; full[s]++ {
				fill(s + 1)
			}
		}
	}
	fill(0)
}

// outcome says whether something holds in some completions, and in all.
type outcome struct{ some, all bool }

func (o outcome) state() triage.State {
	switch {
	case o.all:
		return triage.Fired
	case o.some:
		return triage.Open
	}
	return triage.Refuted
}

// tally follows a When through all completions, as a whole and condition by
// condition.
type tally struct {
	when       triage.When
	whole      outcome
	conditions []outcome
}

func newTally(w triage.When) *tally {
	t := &tally{w, outcome{false, true}, make([]outcome, len(w))}
	for i := range t.conditions {
		t.conditions[i].all = true
	}
	return t
}

func (o *outcome) see(held bool) {
	o.some = o.some || held
	o.all = o.all && held
}

func (t *tally) see(full values) {
	t.whole.see(holds(t.when, full))
	for i := range t.when {
		t.conditions[i].see(holds(t.when[i:i+1], full))
	}
}

// unsettled marks the missing scales named by a condition that holds in some
// completions and not in others.
func (t *tally) unsettled(v values, mark []bool) {
	for i, c := range t.when {
		if t.conditions[i].state() != triage.Open {
			continue
		}
		for _, s := range c {
			if v[s.Scale] == missing {
				mark[s.Scale] = true
			}
		}
	}
}

// truth is what all completions of some answers have in common.
type truth struct {
	least, most triage.Urgency
	rules       []*tally // as in the table; of a retired rule nothing holds
	suits       []*tally
	without     [][]*tally
}

// survey goes through all completions of v.
func survey(table *triage.Table, v values) *truth {
	out := &truth{least: triage.Call, most: triage.Home}
	var all []*tally
	follow := func(w triage.When) *tally {
		t := newTally(w)
		all = append(all, t)
		return t
	}
	for _, r := range table.Rules {
		out.rules = append(out.rules, follow(r.When))
	}
	for _, a := range table.Advice {
		out.suits = append(out.suits, follow(a.Suits))
		var without []*tally
		for _, w := range a.Without {
			without = append(without, follow(w.When))
		}
		out.without = append(out.without, without)
	}
	completions(table, v, func(full values) {
		u := urgency(table, full)
		out.least, out.most = min(out.least, u), max(out.most, u)
		for _, t := range all {
			t.see(full)
		}
	})
	for i, r := range table.Rules {
		if r.Status == triage.Retired {
			out.rules[i].whole = outcome{}
		}
	}
	return out
}

func (tr *truth) settled() bool { return tr.least.Category() == tr.most.Category() }

// span returns only the range, which is all that most questions need.
func span(table *triage.Table, v values) (least, most triage.Urgency) {
	least, most = triage.Call, triage.Home
	completions(table, v, func(full values) {
		u := urgency(table, full)
		least, most = min(least, u), max(most, u)
	})
	return least, most
}

// surely reports whether v leads to a category above now in every completion,
// and always to the same one.
func surely(table *triage.Table, v values, now triage.Urgency) (triage.Urgency, bool) {
	least, most := span(table, v)
	return least, rung(least) > rung(now) && least.Category() == most.Category()
}

// rung orders what people would call different outcomes: the categories, with calling
// an ambulance above going to a department.
func rung(u triage.Urgency) int {
	if u == triage.Call {
		return int(triage.Emergency) + 1
	}
	return int(u.Category())
}
