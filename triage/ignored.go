package triage

import (
	"slices"
	"strings"
)

// This file checks that a table ignores none of the symptoms it asks about. Whatever
// the kind of problem, somebody with one symptom alone must be told something different
// from somebody without it. There are few such people, and the check looks at all of
// them.

// patient is somebody whose answers are calm except for the complaint, which is what the
// matter is, and perhaps a tick that opens a page of details.
type patient struct {
	answers Answers
	about   string // the answers that are not calm, for messages
	opener  int    // the scale of that tick, or -1
	asked   []bool // by question: whether the interview asks it
	told    Disposition
}

// complaints returns everybody who ticks one thing on each list that needs a tick and
// is otherwise calm. It returns false if there are more than the budget allows.
func (c *checker) complaints() (all []patient, whole bool) {
	all = []patient{{answers: c.calm(), opener: -1}}
	for _, condition := range c.all {
		var more []patient
		for _, one := range all {
			if len(more)+len(condition) > c.budget {
				return nil, false
			}
			for _, s := range condition {
				more = append(more, one.with(s))
			}
		}
		all = more
	}
	return all, len(all) <= c.budget
}

// with returns the same person with one more answer.
func (one patient) with(s Step) patient {
	a := one.answers.Clone()
	a.Set(s.Scale, s.Value)
	about := a.table.scales[s.Scale].name()
	if one.about != "" {
		about = one.about + " with " + about
	}
	return patient{answers: a, about: about, opener: -1}
}

// interviewed returns the same person with the questions that the interview asks them.
func (one patient) interviewed() patient {
	one.asked = make([]bool, len(one.answers.table.Questions))
	for _, turn := range Play(one.answers).path {
		one.asked[turn.Question.index] = true
	}
	one.told = one.answers.disposition(one.answers.Range())
	return one
}

// comesTo reports whether the interview asks them q, and not merely because of a tick
// that was made to open another question.
func (one *patient) comesTo(q *Question) bool {
	opens := func(s int) bool { return one.answers.reaches(Condition{{s, TickYes}}) }
	return one.asked[q.index] && (len(q.openers) == 0 || slices.ContainsFunc(q.openers, opens)) && (one.opener < 0 || slices.Contains(q.openers, one.opener))
}

// ignored checks that each worrying answer to a question about symptoms, given alone,
// changes what everybody who is asked the question is told: the urgency, the place, or
// a piece of advice for this answer. It is also enough that a rule for this answer asks
// for what the person is told anyway because of the complaint. "Not sure" is not a
// worrying answer here.
func (c *checker) ignored() {
	if !slices.ContainsFunc(c.t.Questions, func(q Question) bool { return q.Symptoms }) {
		return
	}
	c.property("no symptom that is asked about is ignored", func() {
		all, whole := c.complaints()
		opened := map[int]bool{}
		for i := range c.t.Questions {
			if q := &c.t.Questions[i]; q.Symptoms {
				for _, s := range q.openers {
					opened[s] = !c.t.scales[s].Question.AtLeastOne
				}
			}
		}
		for i, n := 0, len(all); i < n; i++ {
			for _, s := range sortedKeys(opened) {
				if opened[s] {
					one := all[i].with(Step{s, TickYes})
					one.opener = s
					all = append(all, one.interviewed())
				}
			}
			all[i] = all[i].interviewed()
		}
		for i := range c.t.Questions {
			q := &c.t.Questions[i]
			if !q.Symptoms || q.AtLeastOne {
				continue
			}
			for o := range q.Options {
				if s := q.given(o); s.Value > 0 && (q.List || q.Options[o].ID != Unsure) {
					c.symptomCounts(q, o, all, whole)
				}
			}
		}
		c.catchAll()
	})
}

// saidAnyway reports whether a rule holds at a but not at the answers of one, and is no
// more urgent than what one is told already for another reason. The result then names
// this rule as well, or is more urgent than it.
func (c *checker) saidAnyway(one *patient, a Answers) bool {
	return slices.ContainsFunc(c.t.Rules, func(r Rule) bool {
		return r.Urgency > Home && r.Urgency <= one.told.Urgency && a.State(&r) == Fired && one.answers.State(&r) != Fired
	})
}

// symptomCounts checks one answer about a symptom.
func (c *checker) symptomCounts(q *Question, option int, all []patient, whole bool) {
	s, o := q.given(option), &q.Options[option]
	name := q.ID + "." + o.ID
	var advice []*Advice // for this answer
	for i := range c.t.Advice {
		ad := &c.t.Advice[i]
		if slices.ContainsFunc(slices.Concat(ad.Suits...), func(step Step) bool { return step.Scale == s.Scale && step.Value <= s.Value }) {
			advice = append(advice, ad)
		}
	}
	var same []*patient // who are told the same either way
	left := c.budget
	for i := range all {
		one := &all[i]
		if !one.comesTo(q) || one.opener == s.Scale {
			continue
		}
		if left--; left < 0 {
			break
		}
		c.cases++
		a := one.answers.Clone()
		a.Set(s.Scale, s.Value)
		given := func(ad *Advice) bool { return ad.given(a) && !ad.given(one.answers) }
		if a.disposition(a.Range()) == one.told && !slices.ContainsFunc(advice, given) && !c.saidAnyway(one, a) {
			same = append(same, one)
		}
	}
	switch {
	case c.undecided(whole && left >= 0, o.At, name):
	case o.Beside == "" && len(same) > 0:
		witness := same[0].answers.Clone()
		witness.Set(s.Scale, s.Value)
		beside := ""
		for _, one := range same {
			beside += ", " + one.about
		}
		beside = strings.TrimSuffix(strings.Replace(beside, ", ", " beside ", 1), " beside ")
		c.find(Mistaken, "ignored", o.At, &witness, "%s alone changes nothing that the person is told%s", name, beside)
	case o.Beside != "" && len(same) == 0:
		c.find(Warning, "ignored", o.At, nil, "%s needs no reason under beside: it is never ignored", name)
	}
}

// catchAll reports rules below an emergency that hold for any tick of a list of
// symptoms. Such a rule knows that something was ticked, but not what.
func (c *checker) catchAll() {
	for _, i := range c.t.byUrgent {
		r := &c.t.Rules[i]
		if r.Urgency >= Go || len(r.When) != 1 {
			continue
		}
		for j := range c.t.Questions {
			q := &c.t.Questions[j]
			if !q.Symptoms || !q.List || len(q.Options) < 2 {
				continue
			}
			c.cases++
			named := func(s int) bool {
				return slices.ContainsFunc(r.When[0], func(step Step) bool { return step.Scale == s })
			}
			from, to := q.Scales()
			for from < to && named(from) {
				from++
			}
			if from == to {
				c.find(Mistaken, "ignored", r.At, nil, "rule %s holds for every answer to %s, and so does not tell them apart", r.ID, q.ID)
			}
		}
	}
}
