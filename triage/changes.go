package triage

import "slices"

// This file looks for the smallest changes to the answers that make the result
// more urgent.

// worse returns the lowest urgency that people would call worse than u: that of
// the next category, or an ambulance in place of an emergency department.
func (u Urgency) worse() Urgency {
	switch u.Category() {
	case SelfCare:
		return Routine
	case SeeDoctor:
		return Go
	}
	return u + 1
}

// changes returns the smallest changes, of one answer and then of two, that are certain
// to lead to something worse than now: the whole range must then lie in one category. A
// change is left out if it contains a smaller one, or if a milder answer would be
// enough. The changes come in the order of the rules that would then decide, the most
// urgent first.
//
// A change raises the category by making some rule above it hold, so only changes that
// meet every condition such a rule lacks are worth trying. The rules are tried from the
// most urgent down, so a change that also makes a more urgent rule hold was already
// found for that rule, or a smaller one was, unless missing answers kept it from being
// certain.
func (a Answers) changes(now Urgency) []Change {
	if now == Call {
		return nil
	}
	n := len(a.table.scales)
	c := changer{
		Answers: a, work: a.Clone(), enough: make([]int, n), last: make([]int, n),
		// Most people have a hundred or two.
		found: make([]Change, 0, 256), given: make(givens, 0, 512), before: make([]int, 0, 256),
	}
	worse := now.worse()
	for size := 1; size <= 2; size++ {
		for _, i := range a.table.byUrgent {
			r := &a.table.Rules[i]
			if r.Urgency < worse {
				break
			}
			c.lacks = c.lacks[:0]
			open := false // on missing answers
			for n := range r.When {
				if condition := r.when[n : n+1]; !condition.holds(a.low) {
					c.lacks = append(c.lacks, n)
					open = open || size == 1 && condition.holds(a.high)
				}
			}
			if open && r.Urgency.Category() == Emergency {
				c.threats = append(c.threats, r)
			}
			c.cover(r, size)
		}
	}
	return c.found
}

// changer looks for changes to answers.
type changer struct {
	Answers
	work    Answers // a copy to try changes on
	lacks   []int   // the conditions of the present rule that do not hold now
	enough  []int   // by scale, the mildest answer that is enough alone; 0: none
	threats []*Rule // the rules for an emergency that missing answers leave open
	found   []Change
	given   givens // the answers of found
	// Linked lists through found, one for each scale that is the lower of a pair. last
	// has, by scale, one more than the index of its last change; before has, by change,
	// one more than the index of the change before it; 0 ends a list. Most pairs that
	// come up are duplicates, and searching all of found for them would make the
	// assessment of a calm person take half as long again.
	last, before []int
}

// add adds a change of one answer, given twice, or of two.
func (c *changer) add(decider *Rule, g, h Given) {
	from, last := len(c.given), &c.last[min(g.Scale, h.Scale)]
	c.given.add(from, g)
	c.given.add(from, h)
	c.found = append(c.found, Change{decider.Urgency, decider, c.given.since(from)})
	c.before = append(c.before, *last)
	*last = len(c.found)
}

// cover finds the changes of one or two answers that make r hold. One of the two has to
// meet the first condition that r lacks, so the search can start from that condition
// alone, unless another condition asks about the same scale.
func (c *changer) cover(r *Rule, size int) {
	if len(c.lacks) < size || r.apart && len(c.lacks) > size {
		return // each answer has to meet a condition, and here meets at most one
	}
	begin := c.lacks[:1]
	if !r.apart {
		begin = c.lacks
	}
	for _, n := range begin {
		for _, s := range r.When[n] {
			first := c.plainly(s)
			if c.suffices(first) {
				continue
			}
			switch rest := c.rest(r, first); {
			case size == 1 && rest == nil:
				if decider := c.decides(r, first, first); decider != nil {
					c.add(decider, first, first)
					c.enough[first.Scale] = first.Value
				}
			case size == 2:
				for _, s := range rest {
					second := c.plainly(s)
					if second.Scale != first.Scale && !c.suffices(second) && c.rest(r, first, second) == nil &&
						!c.isFound(first, second) {
						if decider := c.decides(r, first, second); decider != nil {
							c.add(decider, first, second)
						}
					}
				}
			}
		}
	}
}

// plainly returns the answer that a person would give to meet s.
func (c *changer) plainly(s Step) Given {
	return Given{s.Scale, c.table.scales[s.Scale].plainly(s.Value)}
}

// rest returns the first condition that r still lacks once these answers are given,
// or nil. Each of these answers meets a condition that r lacks now.
func (c *changer) rest(r *Rule, answers ...Given) Condition {
	if r.apart { // and no other
		if len(answers) < len(c.lacks) {
			return r.When[c.lacks[len(answers)]]
		}
		return nil
	}
conditions:
	for _, n := range c.lacks {
		for _, s := range r.When[n] {
			for _, g := range answers {
				if s.Scale == g.Scale && g.Value >= s.Value {
					continue conditions
				}
			}
		}
		return r.When[n]
	}
	return nil
}

// suffices reports whether this one answer was found to be enough.
func (c *changer) suffices(g Given) bool {
	return c.enough[g.Scale] > 0 && g.Value >= c.enough[g.Scale]
}

// isFound reports whether g and h are a pair that was found, or worse than one.
func (c *changer) isFound(g, h Given) bool {
	covers := func(g, f Given) bool { return f.Scale == g.Scale && f.Value <= g.Value }
	for place := c.last[min(g.Scale, h.Scale)]; place > 0; place = c.before[place-1] {
		f := c.found[place-1].Answers
		first, second := f[0], f[len(f)-1]
		if covers(g, first) && covers(h, second) || covers(g, second) && covers(h, first) {
			return true
		}
	}
	return false
}

// decides returns the rule that decides once two answers that make r hold are
// given, or nil if the category is not settled even then.
func (c *changer) decides(r *Rule, g, h Given) *Rule {
	// A change that makes a more urgent rule hold was found for that rule, unless it
	// was not certain there. A change that leads to an emergency is always certain.
	if r.Urgency.Category() == Emergency || len(c.threats) == 0 {
		return r
	}
	c.work.Set(g.Scale, g.Value)
	c.work.Set(h.Scale, h.Value)
	var decider *Rule
	if !slices.ContainsFunc(c.threats, func(r *Rule) bool { return r.when.holds(c.work.high) }) {
		decider = c.table.decider(c.work.low)
	}
	c.work.copy(c.Answers, g.Scale)
	c.work.copy(c.Answers, h.Scale)
	return decider
}

// copy gives one scale of a the value that it has in b, or none.
func (a Answers) copy(b Answers, scale int) {
	if v, known := b.Value(scale); known {
		a.Set(scale, v)
	} else {
		a.Clear(scale)
	}
}

// plainly returns v, or the next worse value if v is "not sure": a change names the
// answer of somebody to whom it has happened.
func (s Scale) plainly(v int) int {
	if s.Value(v) == Unsure && v < s.Top {
		return v + 1
	}
	return v
}
