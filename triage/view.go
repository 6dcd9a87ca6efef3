package triage

// Views of a table for its authors: not faults, but things worth knowing. Like a proof,
// each search of a view has a budget of minimal sets of answers. A view that is not
// decided may be incomplete, but what it does say is true.

// Overlap says that With holds at some minimal sets of answers of Rule, or at all of
// them if Always. With is at least as urgent as Rule.
type Overlap struct {
	Rule, With *Rule
	Always     bool
}

// Overlaps returns the rules that hold together, in the order of the rules.
func (t *Table) Overlaps(budget int) (out []Overlap, decided bool) {
	c := &checker{t: t, budget: budget, all: t.required()}
	decided = true
	for _, r := range t.ByUrgency() {
		if len(r.When) == 0 {
			continue
		}
		for _, o := range t.ByUrgency() {
			if o == r || o.Urgency < r.Urgency || len(o.When) == 0 {
				continue
			}
			together, ok := c.exists(r.When, func(a Answers) bool { return o.when.holds(a.low) })
			if together == nil {
				decided = decided && ok
				continue
			}
			apart, ok := c.escapes(r.When, func(a Answers) bool { return !o.when.holds(a.low) })
			decided = decided && (ok || apart != nil)
			out = append(out, Overlap{r, o, ok && apart == nil})
		}
	}
	return out, decided
}

// OnlyDefault returns the worrying answers that leave the urgency at home when
// everything else is calm.
func (t *Table) OnlyDefault(budget int) (out []Given, decided bool) {
	calm, decided := t.calm(budget)
	if calm == nil {
		return nil, decided
	}
	for s, scale := range t.scales {
		for v := 1; v <= scale.Top; v++ {
			a := calm.Clone()
			a.Set(s, v)
			if atLeast, _ := a.Range(); atLeast == Home {
				out = append(out, Given{s, v})
			}
		}
	}
	return out, true
}

// calm returns a real person who is sent home: everything at its calmest, and one tick
// of each list that needs one. It returns nil when there is nobody.
func (t *Table) calm(budget int) (person *Answers, decided bool) {
	c := &checker{t: t, budget: budget, all: t.required()}
	return c.escapes(nil, func(a Answers) bool { return t.highest(a.low) == Home })
}

// Cost says how much an interview that ends in a category asks of people, over the
// calmest person of each rule that decides there.
type Cost struct {
	Category Category
	People   int
	Loads    Loads          // in the order of the rules
	Asked    map[string]int // how many of them were asked each question
}

// Costs returns the cost of each category, the most urgent first.
func (t *Table) Costs(budget int, shown Shown) (out []Cost, decided bool) {
	c := &checker{t: t, budget: budget, all: t.required()}
	decided = true
	for category := Emergency; ; category-- {
		cost := Cost{Category: category, Asked: map[string]int{}}
		for _, r := range t.ByUrgency() {
			if r.Urgency.Category() != category {
				continue
			}
			person, ok := c.decidedBy(r)
			if person == nil {
				decided = decided && ok
				continue
			}
			cost.People++
			in := Play(*person)
			cost.Loads = append(cost.Loads, in.Load(shown))
			asked := map[string]bool{}
			for _, turn := range in.path {
				asked[turn.Question.ID] = true
			}
			for id := range asked {
				cost.Asked[id]++
			}
		}
		out = append(out, cost)
		if category == SelfCare {
			return out, decided
		}
	}
}
