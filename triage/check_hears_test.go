package triage_test

import (
	"slices"

	"legtriage/triage"
)

// This file is the oracle for what a table makes of single answers. See check_test.go.

// The properties of what a table makes of single answers, as reports call them.
const neverAlone = "no emergency rests on \"not sure\" alone"

// unsure reports whether somebody with this answer on a scale says that they are not
// sure.
func unsure(scale triage.Scale, v int) bool { return v > 0 && scale.Value(v) == triage.Unsure }

// given reports whether somebody gives an answer for sure, and whether they give it or
// one that leaves it open.
func given(table *triage.Table, q *triage.Question, option int, full values) (surely, maybe bool) {
	from, _ := q.Scales()
	if q.List {
		return full[from+option] == triage.TickYes, full[from+option] >= triage.TickUnsure
	}
	return atLeast(table, triage.Step{Scale: from, Value: option}, full)
}

// atLeast reports whether somebody gives this answer, or a worse one, for sure, and
// whether they give it or one that leaves it open.
func atLeast(table *triage.Table, s triage.Step, full values) (surely, maybe bool) {
	scale, v := table.Scales()[s.Scale], full[s.Scale]
	for open := 1; open <= v; open++ {
		maybe = maybe || unsure(scale, open) // this worrying or worse
	}
	surely = v >= s.Value
	if unsure(scale, s.Value) && s.Value < scale.Top {
		surely = v > s.Value
	}
	return surely, maybe || v >= s.Value
}

// promised reports whether a red flag promises somebody an emergency.
func promised(table *triage.Table, q *triage.Question, option int, full values) bool {
	surely, maybe := given(table, q, option, full)
	with := q.Options[option].With
	if len(with) == 0 {
		return maybe
	}
	if !table.UnsureNeverAlone {
		from, _ := q.Scales()
		if q.List {
			return surely && holds(with, full)
		}
		return full[from] >= option && holds(with, full)
	}
	for _, partner := range with {
		open := false
		for _, s := range partner {
			sure, perhaps := atLeast(table, s, full)
			surely, open = surely || sure, open || perhaps
		}
		maybe = maybe && open
	}
	return surely && maybe
}

// unsureOfAll reports whether somebody is sure of nothing that is a worry but what the
// matter is, and is not even unsure of a red flag without a partner.
func unsureOfAll(table *triage.Table, full values) bool {
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		for s := from; s < to; s++ {
			scale := table.Scales()[s]
			worst := 0 // of the answers that are not above "not sure"
			for v := 1; v <= scale.Top; v++ {
				if unsure(scale, v) {
					worst = v
				}
			}
			if full[s] > worst && !q.AtLeastOne {
				return false
			}
		}
		for o, option := range q.Options {
			if _, maybe := given(table, q, o, full); option.RedFlag && len(option.With) == 0 && maybe && (q.List || full[from] > 0) {
				return false
			}
		}
	}
	return true
}

func (o *everybody) unsureAlone() {
	if !o.table.UnsureNeverAlone {
		return
	}
	for _, r := range o.inUse() {
		if r.Urgency < triage.Go {
			continue
		}
		shows := func(full values) bool { return holds(r.When, full) && unsureOfAll(o.table, full) }
		o.add(verdict{
			what: "emergency for nobody who is sure", property: neverAlone,
			Finding: finding(triage.Mistaken, "unsure-alone", r.At, "rule %s is an emergency for answers of which no worrying one is sure", r.ID),
			shows:   func(full values) bool { return shows(full) && o.least(full, shows) },
		})
	}
}

// least reports whether no person with one calmer answer shows the same.
func (o *everybody) least(full values, shows func(full values) bool) bool {
	return !slices.ContainsFunc(o.people, func(other values) bool {
		calmer := 0
		for s := range full {
			if other[s] > full[s] {
				return false
			}
			if other[s] < full[s] {
				calmer++
			}
		}
		return calmer > 0 && shows(other)
	})
}
