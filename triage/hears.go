package triage

import (
	"slices"
	"strings"
)

// This file checks that a table hears what it asks. Whoever is troubled by one thing
// alone is told something else than somebody who is not, whatever the kind of problem.
// There are few such people, and all of them are looked at.

// asker is somebody whose answers are calm but for what the matter is, and for a tick
// by which they come to a page of details.
type asker struct {
	answers Answers
	about   string // the answers that are not calm
	opener  int    // the scale of that tick, or -1
	asked   []bool // by question: the interview asks it
	told    Said
}

// complaints returns everybody who ticks one thing on each list that needs a tick, and
// is calm otherwise, or false if there are more than the budget allows.
func (c *checker) complaints() (all []asker, whole bool) {
	all = []asker{{answers: c.calm(), opener: -1}}
	for _, condition := range c.all {
		var more []asker
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

// with returns somebody who gives one more answer.
func (one asker) with(s Step) asker {
	a := one.answers.Clone()
	a.Set(s.Scale, s.Value)
	about := a.table.scales[s.Scale].name()
	if one.about != "" {
		about = one.about + " with " + about
	}
	return asker{answers: a, about: about, opener: -1}
}

// interviewed notes which questions the interview asks of them.
func (one asker) interviewed() asker {
	one.asked = make([]bool, len(one.answers.table.Questions))
	for _, turn := range Play(one.answers).path {
		one.asked[turn.Question.index] = true
	}
	one.told = one.answers.said(one.answers.Range())
	return one
}

// comesTo reports whether the interview asks q of them, and not only because of
// something that they ticked to come to another question.
func (one *asker) comesTo(q *Question) bool {
	opens := func(s int) bool { return one.answers.reaches(Condition{{s, TickYes}}) }
	return one.asked[q.index] && (len(q.openers) == 0 || slices.ContainsFunc(q.openers, opens)) && (one.opener < 0 || slices.Contains(q.openers, one.opener))
}

// ignored checks that each worrying answer to a question about symptoms, given alone,
// changes what is said to everybody who comes to the question: the urgency, the place,
// or a piece of advice for this answer; or that a rule asks for what is said already, for
// the sake of the complaint. "Not sure" is no such answer.
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
					c.heard(q, o, all, whole)
				}
			}
		}
		c.catchAll()
	})
}

// saidAnyway reports whether a rule holds at a and not at the answers of one, and what
// it asks for is said to one already, for another reason. Then the result names the rule
// too, or the person is told something more urgent.
func (c *checker) saidAnyway(one *asker, a Answers) bool {
	return slices.ContainsFunc(c.t.Rules, func(r Rule) bool {
		return r.Urgency > Home && r.Urgency <= one.told.Urgency && a.State(&r) == Fired && one.answers.State(&r) != Fired
	})
}

// heard checks one answer about a symptom.
func (c *checker) heard(q *Question, option int, all []asker, whole bool) {
	s, o := q.given(option), &q.Options[option]
	name := q.ID + "." + o.ID
	var advice []*Advice // for this answer
	for i := range c.t.Advice {
		ad := &c.t.Advice[i]
		if slices.ContainsFunc(slices.Concat(ad.Suits...), func(step Step) bool { return step.Scale == s.Scale && step.Value <= s.Value }) {
			advice = append(advice, ad)
		}
	}
	var deaf []*asker // to whom the same is said
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
		if a.said(a.Range()) == one.told && !slices.ContainsFunc(advice, given) && !c.saidAnyway(one, a) {
			deaf = append(deaf, one)
		}
	}
	switch {
	case c.undecided(whole && left >= 0, o.At, name):
	case o.Beside == "" && len(deaf) > 0:
		witness := deaf[0].answers.Clone()
		witness.Set(s.Scale, s.Value)
		beside := ""
		for _, one := range deaf {
			beside += ", " + one.about
		}
		beside = strings.TrimSuffix(strings.Replace(beside, ", ", " beside ", 1), " beside ")
		c.find(Mistaken, "ignored", o.At, &witness, "%s alone changes nothing that is said%s", name, beside)
	case o.Beside != "" && len(deaf) == 0:
		c.find(Warning, "ignored", o.At, nil, "%s needs no excuse: it is never ignored", name)
	}
}

// catchAll reports rules below an emergency that hold for any tick at all of a list of
// symptoms. They hear that something was ticked, and not what.
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
				c.find(Mistaken, "ignored", r.At, nil, "rule %s holds for every answer to %s, and so hears none of them", r.ID, q.ID)
			}
		}
	}
}
