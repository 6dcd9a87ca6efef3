package triage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// TestRangeIsThatOfAllCompletions is the heart of the matter: missing means
// every value at once, and the range is exact, neither too wide nor too narrow.
func TestRangeIsThatOfAllCompletions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		least, most := span(table, v)
		a := v.answers(table)
		if gotLeast, gotMost := a.Range(); gotLeast != least || gotMost != most {
			wrong(t, table, v, "range %v to %v, but the completions lie from %v to %v", gotLeast, gotMost, least, most)
		}
		as := a.Assess()
		if as.AtLeast != least || as.AtMost != most {
			wrong(t, table, v, "assessed %v to %v, but the completions lie from %v to %v", as.AtLeast, as.AtMost, least, most)
		}
		c, settled := as.Category()
		if want := least.Category() == most.Category(); settled != want || as.Settled() != want {
			wrong(t, table, v, "settled %v, want %v: from %v to %v", settled, want, least, most)
		}
		if c != least.Category() {
			wrong(t, table, v, "category %v of %v", c, least)
		}
		if settled && c == triage.SelfCare && most != triage.Home {
			wrong(t, table, v, "self-care, although %v is possible", most)
		}
	})
}

func TestRuleHasFiredWhenItHoldsInAllCompletionsAndIsRefutedWhenInNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		a, truth := v.answers(table), survey(table, v)
		var fired []int
		for i := range table.Rules {
			r := &table.Rules[i]
			if got, want := a.State(r), truth.rules[i].whole.state(); got != want {
				wrong(t, table, v, "%s is %v, want %v", r.ID, got, want)
			}
			if truth.rules[i].whole.all {
				fired = append(fired, i)
			}
		}
		slices.SortStableFunc(fired, func(i, j int) int { return int(table.Rules[j].Urgency) - int(table.Rules[i].Urgency) })
		if got := a.Fired(nil); !slices.Equal(got, fired) {
			wrong(t, table, v, "fired %v, want %v", got, fired)
		}
		if got := a.Fired([]int{-7}); !slices.Equal(got, append([]int{-7}, fired...)) {
			wrong(t, table, v, "fired %v after -7, want %v", got, fired)
		}
	})
}

// TestWorseAnswerNeverLowersUrgency checks that the engine is monotone, also when
// answers are missing, and at both ends of the range.
func TestWorseAnswerNeverLowersUrgency(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		least, most := v.answers(table).Range()
		for s, scale := range table.Scales() {
			if v[s] == missing {
				continue
			}
			for value := v[s] + 1; value <= scale.Top; value++ {
				worse := v.with(triage.Given{Scale: s, Value: value})
				if l, m := worse.answers(table).Range(); l < least || m < most {
					wrong(t, table, v, "%s lowers %v-%v to %v-%v", shownGiven(table, triage.Given{Scale: s, Value: value}), least, most, l, m)
				}
			}
		}
	})
}

// TestAnsweringNarrowsTheRange checks that answering a missing question never leads
// outside the range that was possible before.
func TestAnsweringNarrowsTheRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		least, most := v.answers(table).Range()
		for s, scale := range table.Scales() {
			for value := 0; v[s] == missing && value <= scale.Top; value++ {
				more := v.with(triage.Given{Scale: s, Value: value})
				if l, m := more.answers(table).Range(); l < least || m > most {
					wrong(t, table, v, "%s widens %v-%v to %v-%v", shownGiven(table, triage.Given{Scale: s, Value: value}), least, most, l, m)
				}
			}
		}
	})
}

// TestRangeAndFiredDoNotAllocate keeps a promise that matters to whoever plays many
// sets of answers.
func TestRangeAndFiredDoNotAllocate(t *testing.T) {
	for seed := range 20 {
		table := tables().Example(seed).Table
		a := table.NoAnswers()
		fired := make([]int, 0, len(table.Rules))
		if n := testing.AllocsPerRun(50, func() { a.Range() }); n != 0 {
			t.Errorf("Range allocates %v times on\n%s", n, shown(table))
		}
		if n := testing.AllocsPerRun(50, func() { fired = a.Fired(fired[:0]) }); n != 0 {
			t.Errorf("Fired allocates %v times on\n%s", n, shown(table))
		}
	}
}
