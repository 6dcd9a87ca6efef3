package triage

import "slices"

// This file is about answers that are not sure, and what may rest on them.

// given returns the step that asks for option o of q: the tick, or this answer or a
// worse one.
func (q *Question) given(o int) Step {
	if q.List {
		return Step{q.first + o, TickYes}
	}
	return Step{q.first, o}
}

// unsure returns the value on s of "not sure", or 0 if it has none.
func (s Scale) unsure() int {
	if s.Option >= 0 {
		return TickUnsure
	}
	return max(0, s.Question.Option(Unsure))
}

// orUnsure returns s with "not sure" counted as well.
func (t *Table) orUnsure(s Step) Step {
	if u := t.scales[s.Scale].unsure(); u > 0 {
		s.Value = min(s.Value, u)
	}
	return s
}

// surely returns s, raised by one if its value is "not sure". A value below "not sure"
// is a sure answer and stays, so "not sure" then counts as a worse one.
func (t *Table) surely(s Step) Step {
	scale := t.scales[s.Scale]
	if u := scale.unsure(); u > 0 && s.Value == u && u < scale.Top {
		s.Value++
	}
	return s
}

// promised returns the answers for which the red flag at option o of q promises an
// emergency. Without partners, "not sure" is enough. With partners, all must be sure,
// except in a table where no emergency may rest on "not sure" alone: there one that is
// sure, the flag or a partner, is enough for the others to be "not sure".
func (t *Table) promised(q *Question, o int) When {
	flag, with := q.given(o), q.Options[o].With
	switch {
	case len(with) == 0:
		return When{{t.orUnsure(flag)}}
	case !t.UnsureNeverAlone:
		return append(When{{flag}}, with...)
	}
	// That a question was opened says nothing about its answers if the red flag has
	// other partners.
	onlyOpened := !slices.ContainsFunc(with, func(c Condition) bool { return !q.areOpeners(c) })
	w, sure := When{{t.orUnsure(flag)}}, Condition{t.surely(flag)}
	for _, partner := range with {
		var c Condition
		for _, s := range partner {
			c = append(c, t.orUnsure(s))
			if onlyOpened || !q.areOpeners(partner) {
				sure = append(sure, t.surely(s))
			}
		}
		w = append(w, c)
	}
	return append(w, sure)
}

// mostUnsure returns the most worrying value on scale s that says nothing for sure:
// "not sure", or no or the calmest answer if there is no such value or if it is a red
// flag that needs no partner. Only ticks that say what the matter is may be sure.
func (t *Table) mostUnsure(s int) int {
	scale := t.scales[s]
	q := scale.Question
	alone := func(o int) bool { return q.Options[o].RedFlag && len(q.Options[o].With) == 0 }
	switch {
	case scale.Option >= 0 && alone(scale.Option):
		return TickNo
	case q.List && q.AtLeastOne:
		return TickYes
	case q.List:
		return TickUnsure
	}
	most := scale.unsure()
	for o := range q.Options {
		if alone(o) {
			most = min(most, max(0, t.orUnsure(q.given(o)).Value-1))
		}
	}
	return most
}

// unsureAlone checks that nobody is sent to an emergency department because of unsure
// answers alone, unless one of them is a red flag that needs no partner. A rule that
// holds for one person who is sure of nothing also holds for the one with the worst
// such answers, so that one is enough.
func (c *checker) unsureAlone() {
	if !c.t.UnsureNeverAlone {
		return
	}
	c.property("no emergency rests on \"not sure\" alone", func() {
		worst := c.calm()
		for s := range c.t.scales {
			worst.Set(s, c.t.mostUnsure(s))
		}
		c.cases++
		if !c.real(worst) {
			return // everybody is sure of a red flag
		}
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			if r.Urgency >= Go && r.when.holds(worst.low) {
				witness := c.least(worst, func(a Answers) bool { return r.when.holds(a.low) })
				c.find(Mistaken, "unsure-alone", r.At, &witness, "rule %s makes an emergency although no worrying answer is sure", r.ID)
			}
		}
	})
}

// real reports whether a real person can give these answers.
func (c *checker) real(a Answers) bool {
	for _, condition := range c.all {
		if !a.reaches(condition) {
			return false
		}
	}
	return true
}

// least makes the answers of a calmer, one by one, as long as ok stays true and they
// are those of a real person. The function ok must be true of a, and of every set of
// answers that is worse than one of which it is true.
func (c *checker) least(a Answers, ok func(Answers) bool) Answers {
	a = a.Clone()
	for s := len(c.t.scales) - 1; s >= 0; s-- {
		worst, _ := a.Value(s)
		for v := range worst + 1 {
			if a.Set(s, v); ok(a) && c.real(a) {
				break
			}
		}
	}
	return a
}
