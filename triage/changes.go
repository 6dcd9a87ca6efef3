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

// changes returns the smallest changes, of one answer and then of two, that are
// certain to lead to something worse than now: the whole range must lie in one
// category. A change that contains a smaller one, or asks for a worse answer
// where a milder one is enough, is left out. They come in the order of the rules
// that then decide, the most urgent first.
//
// A change raises the category by making some rule above it hold, so only
// changes that meet every condition such a rule lacks are worth trying. The most
// urgent rule comes first: if a change makes a more urgent rule hold too, it was
// already found for that rule, or a smaller one was, unless missing answers kept
// it from being certain.
func (a Answers) changes(now Urgency) []Change {
	if now == Call {
		return nil
	}
	c := changer{Answers: a, enough: make([]int, len(a.table.scales)), partners: make([]uint64, len(a.table.scales)), complete: slices.Equal(a.low, a.high)}
	if !c.complete {
		c.work = a.Clone()
	}
	var room [128]found // most people have some dozens
	c.found = room[:0]
	worse := now.worse()
	for size := 1; size <= 2; size++ {
		for _, i := range a.table.byUrgent {
			r := &a.table.Rules[i]
			if r.Urgency < worse {
				break
			}
			c.lacks = c.lacks[:0]
			for n := range r.When {
				if !r.when[n : n+1].holds(a.low) {
					c.lacks = append(c.lacks, n)
				}
			}
			c.cover(r, size)
		}
	}
	return c.changes()
}

// changer looks for changes to answers.
type changer struct {
	Answers
	complete bool    // nothing is missing
	work     Answers // a copy to try changes on; unused if complete
	lacks    []int   // the conditions of the present rule that do not hold now
	enough   []int   // by scale, the mildest answer that is enough alone; 0: none
	found    []found
	// By scale, the scales it is paired with in found, modulo 64. Nearly all pairs that
	// come up are new, and a look here says so without a search through found, which
	// would make BenchmarkAssess (package rules) take a quarter longer.
	partners []uint64
}

// found is a change that was found: of one answer, given twice, or of two.
type found struct {
	decider       *Rule
	first, second Given
}

// changes returns what was found.
func (c *changer) changes() []Change {
	changes, room := make([]Change, len(c.found)), make(givens, 0, 2*len(c.found))
	for i, f := range c.found {
		from := len(room)
		room.add(from, f.first)
		room.add(from, f.second)
		changes[i] = Change{f.decider.Urgency, f.decider, room.since(from)}
	}
	return changes
}

// cover finds the changes of one or two answers that make r hold. One of the two
// has to meet the first condition that r lacks, so it is enough to begin with
// that one, unless another condition asks for a worse answer on the same scale.
func (c *changer) cover(r *Rule, size int) {
	if len(c.lacks) < size {
		return // each answer of a change has to meet a condition
	}
	begin := c.lacks[:1]
	if r.graded {
		begin = c.lacks
	}
	for _, n := range begin {
		for _, s := range r.When[n] {
			first := c.plainly(s)
			switch rest := c.rest(r, first, first); {
			case c.suffices(first):
			case size == 1 && rest == nil:
				if decider := c.decides(r, first, first); decider != nil {
					c.found = append(c.found, found{decider, first, first})
					c.enough[first.Scale] = first.Value
				}
			case size == 2:
				for _, s := range rest {
					second := c.plainly(s)
					if second.Scale != first.Scale && !c.suffices(second) && c.rest(r, first, second) == nil &&
						!c.isFound(first, second) {
						if decider := c.decides(r, first, second); decider != nil {
							c.found = append(c.found, found{decider, first, second})
							c.partners[first.Scale] |= 1 << (second.Scale % 64)
							c.partners[second.Scale] |= 1 << (first.Scale % 64)
						}
					}
				}
			}
		}
	}
}

// plainly returns the answer that meets s, as a person would give it.
func (c *changer) plainly(s Step) Given {
	return Given{s.Scale, c.table.scales[s.Scale].plainly(s.Value)}
}

// rest returns the first condition that r still lacks once both answers are given,
// or nil.
func (c *changer) rest(r *Rule, g, h Given) Condition {
conditions:
	for _, n := range c.lacks {
		for _, s := range r.When[n] {
			if s.Scale == g.Scale && g.Value >= s.Value || s.Scale == h.Scale && h.Value >= s.Value {
				continue conditions
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

// isFound reports whether two answers are those of a pair that was found, or
// worse.
func (c *changer) isFound(g, h Given) bool {
	if c.partners[g.Scale]&(1<<(h.Scale%64)) == 0 {
		return false
	}
	covers := func(g, f Given) bool { return f.Scale == g.Scale && f.Value <= g.Value }
	return slices.ContainsFunc(c.found, func(f found) bool {
		return covers(g, f.first) && covers(h, f.second) || covers(g, f.second) && covers(h, f.first)
	})
}

// decides returns the rule that decides once two answers that make r hold are
// given, or nil if the category is not settled even then.
func (c *changer) decides(r *Rule, g, h Given) *Rule {
	if c.complete || r.Urgency.Category() == Emergency {
		return r // see Answers.changes: a change for a more urgent rule was found already
	}
	c.work.Set(g.Scale, g.Value)
	c.work.Set(h.Scale, h.Value)
	most, decider := c.table.highest(c.work.high), c.table.decider(c.work.low)
	c.work.copy(c.Answers, g.Scale)
	c.work.copy(c.Answers, h.Scale)
	if most.Category() != decider.Urgency.Category() {
		return nil
	}
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

// plainly returns v, or the next worse value if v is "not sure": a change is told
// by the answer of a person to whom it has happened.
func (s Scale) plainly(v int) int {
	if s.Value(v) == Unsure && v < s.Top {
		return v + 1
	}
	return v
}
