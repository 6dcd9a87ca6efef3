package triage

import "slices"

// Comparison says which answers get a different urgency under a new table.
type Comparison struct {
	Lowered, Raised []Difference
	// Ids of questions, and of options as question.option, that only the old or
	// only the new table has. They are compared with their calmest answer.
	Gone, New []string
}

// Difference is a group of answers that two rules judge differently. At the example,
// and at all worse answers that the same two rules decide, the urgency was Was and is
// Now.
type Difference struct {
	Was, Now         Urgency
	OldRule, NewRule *Rule   // the rules that decided, and that now decide
	Answers          Answers // the example
	Cases            int     // minimal sets of answers in the group
	// RedFlag is a red flag, as question.option, to which somebody in the group has
	// said yes and which no longer makes an emergency for them. The example is then
	// such a person.
	RedFlag string
}

// Same reports whether all answers get the same urgency as before.
func (c *Comparison) Same() bool { return len(c.Lowered) == 0 && len(c.Raised) == 0 }

// Compare says which answers get a different urgency under now than under old. Every
// pair of an old and a new urgency that somebody gets is among the differences. Each
// search has a budget of minimal sets of answers; decided is false if that was not
// enough.
func Compare(old, now *Table, budget int) (c *Comparison, decided bool) {
	forth, back := shared(old, now), shared(now, old)
	c = &Comparison{}
	c.Gone, c.New = only(old, forth), only(now, back)
	lowered := newLowering(old, now, forth, back, budget)
	decided = lowered.find(func(a, b Answers) { c.Lowered = group(c.Lowered, a, b, b) })
	raised := newLowering(now, old, back, forth, budget)
	decided = raised.find(func(a, b Answers) { c.Raised = group(c.Raised, b, a, a) }) && decided
	for i := range c.Lowered {
		if d := &c.Lowered[i]; d.Was >= Go && d.Now < Go {
			decided = d.lostFlag(lowered) && decided
		}
	}
	return c, decided
}

// lowering finds the answers that get a lower urgency in one table than in another.
// With the tables swapped it finds those that get a higher one.
type lowering struct {
	*checker    // of the table from, over people who answer what both tables ask
	from, to    *Table
	there, back []int                    // the scales of each in the other
	found       func(a, b Answers)       // called with the answers in both tables
	listed      [Call + 1][Call + 1]bool // the pairs of urgencies that were found
}

func newLowering(from, to *Table, there, back []int, budget int) *lowering {
	ck := &checker{t: from, budget: budget, all: required(from, there)}
	return &lowering{checker: ck, from: from, to: to, there: there, back: back}
}

// find calls found with minimal sets of answers that are lowered, at least one for
// every pair of urgencies that occurs.
//
// It is exact for the same reason as a check. Suppose somebody has the urgency u here
// and a lower one, v, in the other table. Then a rule of urgency u holds here, and at
// one of its minimal sets nothing more urgent holds and the other table says v or less.
// So the minimal sets of each rule show every urgency that is lowered for somebody.
// They may not show every pair: at worse answers the other table may say more, though
// still less than u. So there is a second search, at the minimal sets where a rule for
// u here and a rule for v there hold together and nothing more urgent holds in either.
func (l *lowering) find(found func(a, b Answers)) (decided bool) {
	l.found = found
	decided = true
	var lowered []*Rule // rules that decide for somebody who gets a lower urgency in the other table
	for _, r := range l.from.ByUrgency() {
		w, ok := l.here(r)
		if !ok {
			continue
		}
		lowers := false
		decided = l.minimal(w, func(a Answers) bool {
			was, is := l.look(a)
			lowers = lowers || was == r.Urgency && is < was
			return true
		}) && decided
		if lowers {
			lowered = append(lowered, r)
		}
	}
	if !decided {
		return false
	}
	for _, r := range lowered {
		w, _ := l.here(r)
		for _, s := range l.to.ByUrgency() {
			if s.Urgency >= r.Urgency || l.listed[r.Urgency][s.Urgency] {
				continue
			}
			other, ok := l.over(s)
			if !ok {
				continue
			}
			may := func(a Answers) bool {
				return l.from.highest(a.low) <= r.Urgency && l.to.highest(carry(a, l.to, l.there).low) <= s.Urgency
			}
			if !l.search(w, other, may, func(a Answers) bool {
				if may(a) {
					l.look(a)
				}
				return true
			}) {
				return false
			}
		}
	}
	return true
}

// look returns the urgencies that answers get in both tables, and records them if the
// second is lower.
func (l *lowering) look(a Answers) (was, is Urgency) {
	b := carry(a, l.to, l.there)
	was, is = l.from.highest(a.low), l.to.highest(b.low)
	if is < was {
		l.listed[was][is] = true
		l.found(a.Clone(), b)
	}
	return was, is
}

// here returns the conditions of a rule of this table without the steps that only this
// table has. It returns false if the rule needs one of them.
func (l *lowering) here(r *Rule) (w When, ok bool) {
	w = mappable(r.When, l.there)
	return w, w != nil || len(r.When) == 0
}

// over is like here, for a rule of the other table, in the scales of this one.
func (l *lowering) over(r *Rule) (w When, ok bool) {
	w = translated(r.When, l.back)
	return w, w != nil || len(r.When) == 0
}

// lostFlag looks for somebody in the group who has said yes to a red flag. The group is
// everybody for whom its two rules decide.
func (d *Difference) lostFlag(l *lowering) (decided bool) {
	old, now, forth := l.from, l.to, l.there
	w, _ := l.here(d.OldRule)
	if d.NewRule != nil {
		other, _ := l.over(d.NewRule)
		w = slices.Concat(w, other)
	}
	for i := range old.Questions {
		q := &old.Questions[i]
		for o := range q.Options {
			flag := append(When{{q.given(o)}}, q.Options[o].With...)
			shared := mappable(flag, forth)
			if !q.Options[o].RedFlag || len(shared) < len(flag) {
				continue
			}
			a, ok := l.exists(slices.Concat(w, shared), func(a Answers) bool {
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

// required returns the conditions that real people meet when everything that only one
// table asks has its calmest answer.
func required(t *Table, scales []int) When {
	var out When
	for _, c := range t.required() {
		out = append(out, mappable(When{c}, scales)...)
	}
	return out
}

// shared maps each scale of one table to the one of another that means the same, or to
// -1.
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
		var missing []string
		for s := from; s < to; s++ {
			if scales[s] < 0 {
				missing = append(missing, q.ID+"."+t.scales[s].id())
			}
		}
		if len(missing) == to-from {
			missing = []string{q.ID}
		}
		out = append(out, missing...)
	}
	return out
}

// translated returns w on the scales of the other table, without the steps that only
// this one has, or nil if that leaves a condition without a step.
func translated(w When, scales []int) (out When) {
	for _, condition := range mappable(w, scales) {
		c := slices.Clone(condition)
		for i := range c {
			c[i].Scale = scales[c[i].Scale]
		}
		out = append(out, c)
	}
	return out
}

// mappable returns w without the steps that only one table has, or nil if that leaves a
// condition without a step.
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

// carry returns a as answers to another table. What only that table asks gets its
// calmest answer.
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

// group adds a difference to the group of its two rules, and keeps as the example the
// one with the fewest worrying answers.
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
