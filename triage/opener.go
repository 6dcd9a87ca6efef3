package triage

import (
	"fmt"
	"slices"
	"strings"
)

// This file is about openers: ticks that open questions about details which make sense
// only after them, such as the signs of a broken leg after a fall. Nobody else is asked
// these questions. As with everything that is skipped, the rules alone bring that
// about, and this file proves that they do.

// findOpeners sets the openers of every question.
func (t *Table) findOpeners() error {
	for i := range t.Questions {
		t.Questions[i].openers = nil
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		for o := range q.Options {
			for _, id := range q.Options[o].Opens {
				opened := t.Question(id)
				switch {
				case opened == nil || opened == q || opened.AtLeastOne:
					return fmt.Errorf("%s.%s cannot open the question %s", q.ID, q.Options[o].ID, id)
				case !q.List:
					return fmt.Errorf("%s.%s is not a tick and cannot open a question", q.ID, q.Options[o].ID)
				}
				opened.openers = append(opened.openers, q.first+o)
			}
		}
	}
	return nil
}

// name names a scale: question, or question.tick.
func (s Scale) name() string {
	if s.Option < 0 {
		return s.Question.ID
	}
	return s.Question.ID + "." + s.id()
}

// openers checks what a table says about openers: people who say no to all openers of a
// question are not asked it, people who say yes or are not sure are, and no red flag is
// behind an opener without need.
func (c *checker) openers() {
	var opened []*Question
	for i := range c.t.Questions {
		if q := &c.t.Questions[i]; len(q.openers) > 0 {
			opened = append(opened, q)
		}
	}
	strays := slices.ContainsFunc(c.t.Questions, func(q Question) bool {
		return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Gated != "" || o.Ungated != "" })
	})
	if len(opened) == 0 && !strays {
		return
	}
	c.property("a tick's questions are put to everybody who may have ticked it, and hide no danger from the others", func() {
		for _, q := range opened {
			c.inOrder(q)
			c.closed(q)
		}
		c.opens()
		for i := range c.t.Questions {
			for o := range c.t.Questions[i].Options {
				c.gated(&c.t.Questions[i], o)
			}
		}
	})
}

// inOrder checks that the openers of q are asked before it, and of everybody.
func (c *checker) inOrder(q *Question) {
	for _, s := range q.openers {
		c.cases++
		by := c.t.scales[s]
		if slices.Index(c.t.order, by.Question.index) > slices.Index(c.t.order, q.index) {
			c.find(Mistaken, "opener", q.At, nil, "the question %s comes before %s, which opens it", q.ID, by.name())
		}
		if len(by.Question.openers) > 0 {
			c.find(Mistaken, "opener", q.At, nil, "the question %s is opened by %s, which has to be opened itself", q.ID, by.name())
		}
	}
}

// closed checks that nothing depends on q for people who say no to all its openers. The
// interview asks q only for a condition on it in a rule or piece of advice that may
// still hold, so it is enough to show that none can hold even when everything else has
// its worst answer.
func (c *checker) closed(q *Question) {
	closed := c.calm()
	for s, scale := range c.t.scales {
		if !slices.Contains(q.openers, s) {
			closed.Set(s, scale.Top)
		}
	}
	if !c.real(closed) {
		return // everybody has to open it
	}
	reads := func(w When) bool {
		return slices.ContainsFunc(slices.Concat(w...), func(s Step) bool { return c.t.scales[s.Scale].Question == q })
	}
	// asks reports w if it can hold together with all of these.
	asks := func(what string, at Position, w When, all ...when) bool {
		may := func(a Answers) bool {
			return !slices.ContainsFunc(all, func(w when) bool { return !w.holds(a.low) })
		}
		c.cases++
		if !reads(w) || !may(closed) {
			return false
		}
		witness := c.least(closed, may)
		c.find(Mistaken, "opener", at, &witness, "%s asks about %s even when nothing has opened it", what, q.ID)
		return true
	}
	for _, i := range c.t.byUrgent {
		r := &c.t.Rules[i]
		asks("rule "+r.ID, r.At, r.When, r.when)
	}
	for i := range c.t.Advice {
		ad := &c.t.Advice[i]
		told := asks("advice "+ad.ID, ad.At, ad.Suits, ad.suits)
		for j := 0; j < len(ad.Without) && !told; j++ {
			told = asks("advice "+ad.ID, ad.At, ad.Without[j].When, ad.suits, ad.Without[j].when)
		}
	}
}

// opens checks that everybody who answers an opener with yes or "not sure" is asked
// what it opens.
func (c *checker) opens() {
	all, whole := c.complaints()
	for i := range c.t.Questions {
		q := &c.t.Questions[i]
		for o := range q.Options {
			option := &q.Options[o]
			name := q.ID + "." + option.ID
			if len(option.Opens) == 0 || c.undecided(whole, option.At, name) {
				continue
			}
			var unasked [TickYes + 1]map[string]*Answers // by value and question
			came := false
			for v := TickUnsure; v <= TickYes; v++ {
				unasked[v] = map[string]*Answers{}
				for _, one := range all {
					if q.AtLeastOne && (v < TickYes || !one.answers.reaches(Condition{{q.first + o, v}})) {
						continue // one problem at a time, and never "not sure"
					}
					c.cases++
					if one = one.with(Step{q.first + o, v}).interviewed(); !one.asked[q.index] {
						continue
					}
					came = true
					for _, id := range option.Opens {
						if opened := c.t.Question(id); !one.asked[opened.index] && unasked[v][id] == nil {
							unasked[v][id] = &one.answers
						}
					}
				}
			}
			if !came {
				c.find(Mistaken, "opener", option.At, nil, "%s opens questions, but nobody who is otherwise calm is asked it", name)
			}
			for _, id := range option.Opens {
				for v := TickUnsure; v <= TickYes; v++ {
					if a := unasked[v][id]; a != nil {
						c.find(Mistaken, "opener", option.At, a, "%s opens %s, which is not asked when the answer is %s", name, id, TickNames()[v])
						break
					}
				}
			}
		}
	}
}

// gated checks a red flag on a question that has to be opened. The openers must be its
// partner, and another red flag that everybody is asked about must lead at least as
// far, or the table must say why there is none.
func (c *checker) gated(q *Question, option int) {
	o := &q.Options[option]
	name := "red flag " + q.ID + "." + o.ID
	tell := func(witness *Answers, format string, args ...any) {
		c.find(Mistaken, "opener", o.At, witness, format, args...)
	}
	c.cases++
	if !o.RedFlag || len(q.openers) == 0 {
		if o.Gated != "" || o.Ungated != "" {
			tell(nil, "%s.%s is not a red flag that has to be opened, so it needs neither gated nor ungated", q.ID, o.ID)
		}
		return
	}
	if !slices.ContainsFunc(o.With, q.areOpeners) {
		var by []string
		for _, s := range q.openers {
			by = append(by, c.t.scales[s].name())
		}
		tell(nil, "%s does not name %s, which opens it, as its partner", name, strings.Join(by, " or "))
	}
	switch other, way := c.t.option(o.Ungated); {
	case o.Gated != "":
	case o.Ungated == "":
		tell(nil, "%s has to be opened: under ungated, name another red flag that everybody is asked about, or say under gated why there is none", name)
	case other == nil || !other.Options[way].RedFlag || len(other.Options[way].With) > 0 || len(other.openers) > 0:
		tell(nil, "%s: %s is not a red flag that everybody is asked about", name, o.Ungated)
	default:
		own, _, decided := c.forced(append(When{{q.given(option)}}, o.With...))
		reached, witness, same := c.forced(When{{other.given(way)}})
		if !c.undecided(decided && same, o.At, name) && reached < own {
			tell(witness, "%s leads to %v, and %s only to %v", name, own, o.Ungated, reached)
		}
	}
}

// areOpeners reports whether a condition asks only for openers of q.
func (q *Question) areOpeners(c Condition) bool {
	return len(c) > 0 && !slices.ContainsFunc(c, func(s Step) bool { return !slices.Contains(q.openers, s.Scale) })
}

// option returns the question and the option that question.option names, or nil.
func (t *Table) option(name string) (*Question, int) {
	id, option, _ := strings.Cut(name, ".")
	if q := t.Question(id); q != nil && q.Option(option) >= 0 {
		return q, q.Option(option)
	}
	return nil, 0
}

// forced returns the lowest urgency among the people for whom w holds, and one of those
// who have it.
func (c *checker) forced(w When) (least Urgency, witness *Answers, decided bool) {
	decided = c.minimal(w, func(a Answers) bool {
		if u := c.t.highest(a.low); witness == nil || u < least {
			found := a.Clone()
			least, witness = u, &found
		}
		return least > Home
	})
	return least, witness, decided
}

// withDanger reports whether q is one of the danger pages, or opened only by their ticks.
func (t *Table) withDanger(q *Question) bool {
	late := func(s int) bool { return t.scales[s].Question.Stage > StageLimb }
	return q.Stage <= StageLimb || len(q.openers) > 0 && !slices.ContainsFunc(q.openers, late)
}
