package triage

import "slices"

// Views of a table for its authors: not faults, but things worth knowing.

// Overlap tells that whenever the least answers for Rule are given, or at some
// of them only, With holds too. With is at least as urgent.
type Overlap struct {
	Rule, With *Rule
	Always     bool
}

// Overlaps returns the rules that hold together, in the order of the rules.
func (t *Table) Overlaps(budget int) []Overlap {
	c := &checker{t: t, budget: budget, all: t.required()}
	var out []Overlap
	for _, r := range t.ByUrgency() {
		if len(r.When) == 0 {
			continue
		}
		for _, o := range t.ByUrgency() {
			if o == r || o.Urgency < r.Urgency || len(o.When) == 0 {
				continue
			}
			together, _ := c.exists(r.When, func(a Answers) bool { return o.when.holds(a.low) })
			if together == nil {
				continue
			}
			apart, _ := c.escapes(r.When, func(a Answers) bool { return !o.when.holds(a.low) })
			out = append(out, Overlap{r, o, apart == nil})
		}
	}
	return out
}

// OnlyDefault returns the answers that, given to a person who is calm in all
// else, still leave the urgency at home.
func (t *Table) OnlyDefault() []Given {
	calm, ok := t.calm()
	if !ok {
		return nil
	}
	var out []Given
	for s, scale := range t.scales {
		for v := 1; v <= scale.Top; v++ {
			a := calm.Clone()
			a.Set(s, v)
			if atLeast, _ := a.Range(); atLeast == Home {
				out = append(out, Given{s, v})
			}
		}
	}
	return out
}

// calm returns a real person who is sent home: everything at its calmest, and
// one tick of each list that asks for one.
func (t *Table) calm() (Answers, bool) {
	c := &checker{t: t, budget: DefaultBudget, all: t.required()}
	found, _ := c.escapes(nil, func(a Answers) bool { return t.highest(a.low) == Home })
	if found == nil {
		return Answers{}, false
	}
	return *found, true
}

// Cost tells how many pages an interview takes that ends in a category, over
// the calmest person of each rule that decides there.
type Cost struct {
	Category Category
	People   int
	Pages    []int          // sorted
	Asked    map[string]int // how many of them were asked each question
}

// Costs returns the cost of each category, the most urgent first.
func (t *Table) Costs(budget int) []Cost {
	c := &checker{t: t, budget: budget, all: t.required()}
	var out []Cost
	for category := Emergency; ; category-- {
		cost := Cost{Category: category, Asked: map[string]int{}}
		for _, r := range t.ByUrgency() {
			if r.Urgency.Category() != category {
				continue
			}
			person, _ := c.decidedBy(r)
			if person == nil {
				continue
			}
			cost.People++
			path := Play(*person).Path()
			cost.Pages = append(cost.Pages, len(path))
			asked := map[string]bool{}
			for _, turn := range path {
				asked[turn.Question.ID] = true
			}
			for id := range asked {
				cost.Asked[id]++
			}
		}
		slices.Sort(cost.Pages)
		out = append(out, cost)
		if category == SelfCare {
			return out
		}
	}
}
