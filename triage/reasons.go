package triage

import "slices"

// Enough returns a minimal set of answers that settles the category: with only these
// given, it is the same whatever else is answered. It returns nil if the category is
// not settled.
func (as *Assessment) Enough() []Given {
	category, settled := as.Category()
	if !settled {
		return nil
	}
	only := as.Answers.Clone()
	if category == Emergency && len(as.Deciding) > 0 {
		// One rule is enough, and its answers are what a person looks for.
		only = as.Answers.table.NoAnswers()
		for _, g := range as.Deciding[0].Answers {
			only.Set(g.Scale, g.Value)
		}
	}
	var enough []Given
	for s := range only.table.scales {
		v, known := only.Value(s)
		if !known {
			continue
		}
		only.Clear(s)
		if atLeast, atMost := only.Range(); atLeast.Category() != category || atMost.Category() != category {
			only.Set(s, v)
			enough = append(enough, Given{s, v})
		}
	}
	return enough
}

// Relief returns the smallest changes, first of one answer and then of two, that lead
// to a less urgent category when the answers become their calmest. It is for authors of
// tables and for clinicians, never for a person in an emergency: it would teach them
// which answer to take back.
func (as *Assessment) Relief() []Change {
	category, settled := as.Category()
	if !settled || category == SelfCare {
		return nil
	}
	var worries []Given
	for s := range as.Answers.table.scales {
		if v, known := as.Answers.Value(s); known && v > 0 && as.Answers.weighs(s) {
			worries = append(worries, Given{s, v})
		}
	}
	work := as.Answers.Clone()
	relieves := func(given ...Given) (Change, bool) {
		for _, g := range given {
			work.Set(g.Scale, 0)
		}
		atLeast, atMost := work.Range()
		decider := work.decider()
		change := Change{To: atLeast, Rule: decider}
		for _, g := range given {
			change.Answers = append(change.Answers, Given{g.Scale, 0})
			work.Set(g.Scale, g.Value)
		}
		return change, atMost.Category() < category
	}
	var found []Change
	alone := map[int]bool{}
	for _, g := range worries {
		if c, ok := relieves(g); ok {
			found = append(found, c)
			alone[g.Scale] = true
		}
	}
	for i, g := range worries {
		for _, h := range worries[i+1:] {
			if alone[g.Scale] || alone[h.Scale] {
				continue
			}
			if c, ok := relieves(g, h); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// weighs reports whether a rule that has fired has a condition on the scale.
func (a Answers) weighs(scale int) bool {
	for _, i := range a.table.byUrgent {
		r := &a.table.Rules[i]
		if !r.when.holds(a.low) {
			continue
		}
		for _, c := range r.When {
			if slices.ContainsFunc(c, func(s Step) bool { return s.Scale == scale }) {
				return true
			}
		}
	}
	return false
}

// RulesAbout returns the rules that ask about the scales from (included) to to
// (excluded), the most urgent first.
func (t *Table) RulesAbout(from, to int) []*Rule {
	var out []*Rule
	for _, r := range t.ByUrgency() {
		if slices.ContainsFunc(r.When, func(c Condition) bool {
			return slices.ContainsFunc(c, func(s Step) bool { return s.Scale >= from && s.Scale < to })
		}) {
			out = append(out, r)
		}
	}
	return out
}
