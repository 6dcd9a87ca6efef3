package triage

import "slices"

// Comparison tells which answers get another urgency under a new table.
type Comparison struct {
	Lowered, Raised []Difference
	// Ids of questions, and of options as question.option, that only one of
	// the tables has. Answers to them are compared as their calmest value.
	Gone, New []string
}

// Difference is a group of answers that two rules judge differently. At the
// example, and at everything worse that no other rule judges, the urgency was
// Was and is Now.
type Difference struct {
	Was, Now         Urgency
	OldRule, NewRule *Rule // that decided and that decides
	Answers          Answers
	Cases            int // least sets of answers in the group
	// RedFlag is a red flag, as question.option, that somebody in the group
	// has answered and whose emergency is gone. The example then shows it.
	RedFlag string
}

// Same tells whether no answers get another urgency.
func (c *Comparison) Same() bool { return len(c.Lowered) == 0 && len(c.Raised) == 0 }

// Compare tells exactly which answers get another urgency under now than
// under old, within the budget of least sets for each rule; decided is false
// when that was not enough.
//
// It is exact for the same reason as a check: where the urgency is lower under
// now, some rule of old holds, and at a least set of answers where that rule
// holds the urgency is lower too. The same the other way round.
func Compare(old, now *Table, budget int) (c *Comparison, decided bool) {
	forth, back := shared(old, now), shared(now, old)
	c = &Comparison{}
	c.Gone, c.New = only(old, forth), only(now, back)
	decided = true
	lowered := func(from, to *Table, scales []int, add func(a, b Answers)) {
		ck := &checker{t: from, budget: budget, all: required(from, scales)}
		for _, i := range from.byUrgent {
			w := mappable(slices.Concat(from.Rules[i].When), scales)
			if w == nil && len(from.Rules[i].When) > 0 {
				continue // it needs an answer that the other table does not ask for
			}
			ok := ck.least(w, func(a Answers) bool {
				b := carry(a, to, scales)
				if to.highest(b.low) < from.highest(a.low) {
					add(a.Clone(), b)
				}
				return true
			})
			decided = decided && ok
		}
	}
	lowered(old, now, forth, func(a, b Answers) { c.Lowered = group(c.Lowered, a, b, b) })
	lowered(now, old, back, func(a, b Answers) { c.Raised = group(c.Raised, b, a, a) })
	for i := range c.Lowered {
		if d := &c.Lowered[i]; d.Was >= Go && d.Now < Go {
			decided = d.lostFlag(old, now, forth, back, budget) && decided
		}
	}
	return c, decided
}

// lostFlag looks for somebody in the group who has answered a red flag. The
// group is those for whom both its rules hold and decide.
func (d *Difference) lostFlag(old, now *Table, forth, back []int, budget int) (decided bool) {
	w := mappable(d.OldRule.When, forth)
	if d.NewRule != nil {
		for _, condition := range mappable(d.NewRule.When, back) {
			c := slices.Clone(condition)
			for i := range c {
				c[i].Scale = back[c[i].Scale]
			}
			w = append(w, c)
		}
	}
	ck := &checker{t: old, budget: budget, all: required(old, forth)}
	for i := range old.Questions {
		q := &old.Questions[i]
		for o := range q.Options {
			flag := When{{{q.first, o}}}
			if q.List {
				flag = When{{{q.first + o, TickYes}}}
			}
			flag = append(flag, q.Options[o].With...)
			shared := mappable(flag, forth)
			if !q.Options[o].RedFlag || len(shared) < len(flag) {
				continue
			}
			a, ok := ck.exists(slices.Concat(w, shared), func(a Answers) bool {
				return a.decider() == d.OldRule && carry(a, now, forth).decider() == d.NewRule
			})
			if a != nil {
				d.RedFlag, d.Answers = q.ID+"."+q.Options[o].ID, carry(*a, now, forth)
			}
			if a != nil || !ok {
				return ok
			}
		}
	}
	return true
}

// required returns the conditions on real people that are left when what only
// one table asks gets its calmest answer.
func required(t *Table, scales []int) When {
	var out When
	for _, c := range t.required() {
		out = append(out, mappable(When{c}, scales)...)
	}
	return out
}

// shared maps the scales of one table to those of another that mean the same,
// or to -1.
func shared(from, to *Table) []int {
	out := make([]int, len(from.scales))
	for i, s := range from.scales {
		out[i] = -1
		q := to.Question(s.Question.ID)
		if q == nil || q.List != s.Question.List {
			continue
		}
		if s.Option >= 0 {
			if o := q.Option(s.id()); o >= 0 {
				out[i] = q.first + o
			}
			continue
		}
		same := slices.EqualFunc(q.Options, s.Question.Options, func(a, b Option) bool { return a.ID == b.ID })
		if same {
			out[i] = q.first
		}
	}
	return out
}

// only returns the names of the scales that the other table does not have.
func only(t *Table, scales []int) []string {
	var out []string
	for i := range t.Questions {
		q := &t.Questions[i]
		from, to := q.Scales()
		missing := slices.DeleteFunc(seq(from, to), func(s int) bool { return scales[s] >= 0 })
		switch {
		case len(missing) == to-from:
			out = append(out, q.ID)
		default:
			for _, s := range missing {
				out = append(out, q.ID+"."+t.scales[s].id())
			}
		}
	}
	return out
}

func seq(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// mappable returns w without the steps that only one table knows, or nil when
// a condition has no other step.
func mappable(w When, scales []int) When {
	var out When
	for _, condition := range w {
		var c Condition
		for _, s := range condition {
			if scales[s.Scale] >= 0 {
				c = append(c, s)
			}
		}
		if len(c) == 0 {
			return nil
		}
		out = append(out, c)
	}
	return out
}

// carry returns the answers a to the questions of another table; what only
// that table asks gets its calmest answer.
func carry(a Answers, to *Table, scales []int) Answers {
	b := to.NoAnswers()
	for s := range to.scales {
		b.Set(s, 0)
	}
	for s, other := range scales {
		if v, known := a.Value(s); known && other >= 0 {
			b.Set(other, v)
		}
	}
	return b
}

// group adds a difference to the group of its two rules, keeping as example
// the one that takes the fewest answers.
func group(groups []Difference, old, now, shown Answers) []Difference {
	d := Difference{
		Was: old.table.highest(old.low), Now: now.table.highest(now.low),
		OldRule: old.decider(), NewRule: now.decider(), Answers: shown, Cases: 1,
	}
	for i := range groups {
		g := &groups[i]
		if g.OldRule == d.OldRule && g.NewRule == d.NewRule {
			g.Cases++
			if shown.worries() < g.Answers.worries() {
				g.Answers = shown
			}
			return groups
		}
	}
	return append(groups, d)
}

// worries returns how many scales are above their calmest value.
func (a Answers) worries() int {
	n := 0
	for s := range a.table.scales {
		if v, _ := a.Value(s); v > 0 {
			n++
		}
	}
	return n
}
