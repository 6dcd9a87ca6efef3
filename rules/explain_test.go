package rules

import (
	"sync/atomic"
	"testing"

	"legtriage/triage"
)

// TestEveryExplanationIsProvedAgain checks the reasons of thousands of people: with
// only the answers that a reason names, its rule fires or is refuted; each change leads
// where it says; the answers called enough are enough, and none of them is needless;
// each relief lowers the category.
func TestEveryExplanationIsProvedAgain(t *testing.T) {
	t.Parallel()
	table := leg(t)
	var ends [3]atomic.Int64
	t.Run("people", func(t *testing.T) {
		inParallel(t, func(t *testing.T, number int) {
			v, _ := person(table, number)
			in := triage.Play(v.answers(table))
			a := in.Answers()
			as := a.Assess()
			category, settled := as.Category()
			if !settled {
				t.Errorf("person %d %s: not settled", number, v.shown(table))
				return
			}
			ends[category].Add(1)
			fail := func(format string, args ...any) {
				t.Helper()
				t.Errorf("person %d %s, %v: "+format, append([]any{number, v.shown(table), as.AtLeast}, args...)...)
			}
			for _, r := range append(as.Deciding, as.Also...) {
				if got := only(table, r.Answers).State(r.Rule); got != triage.Fired {
					fail("the answers named for rule %s leave it %v", r.Rule.ID, got)
				}
			}
			for _, r := range as.RuledOut {
				if got := only(table, r.Answers).State(r.Rule); got != triage.Refuted {
					fail("the answers that rule out %s leave it %v", r.Rule.ID, got)
				}
			}
			for _, c := range as.Changes {
				changed := a.Clone()
				for _, g := range c.Answers {
					changed.Set(g.Scale, g.Value)
				}
				least, most := changed.Range()
				if worse := least.Category() > category || as.AtLeast == triage.Go && least == triage.Call; least != c.To || !worse || most.Category() != least.Category() {
					fail("the change %v leads from %v to %v, not to %v", c.Answers, least, most, c.To)
				}
				if changed.State(c.Rule) != triage.Fired {
					fail("the change %v does not fire %s", c.Answers, c.Rule.ID)
				}
			}
			enough := as.Enough()
			if got, settled := only(table, enough).Assess().Category(); !settled || got != category {
				fail("the answers that are enough lead to %v", got)
			}
			if number%10 == 0 { // what follows takes many assessments
				for i := range enough {
					fewer := append(append([]triage.Given{}, enough[:i]...), enough[i+1:]...)
					if least, most := only(table, fewer).Range(); least.Category() == category && most.Category() == category {
						fail("answer %v is one too many", enough[i])
					}
				}
			}
			for _, c := range as.Relief() {
				changed := a.Clone()
				for _, g := range c.Answers {
					changed.Set(g.Scale, g.Value)
				}
				if _, most := changed.Range(); most.Category() >= category {
					fail("the relief %v leaves %v", c.Answers, most)
				}
			}
		})
	})
	for c := range ends {
		if n := ends[c].Load(); n < int64(crowd()/10) {
			t.Errorf("only %d people end in %v", n, triage.Category(c))
		}
	}
}

// only returns answers in which nothing but these is given.
func only(table *triage.Table, given []triage.Given) triage.Answers {
	a := table.NoAnswers()
	for _, g := range given {
		a.Set(g.Scale, g.Value)
	}
	return a
}
