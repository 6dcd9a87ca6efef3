package triage_test

import (
	"slices"
	"testing"

	"legtriage/triage"
)

// TestViewsSayWhenTheirBudgetRanOut gives the views of many tables too small a budget.
// A view that says it is decided must be complete; any other must say nothing false.
func TestViewsSayWhenTheirBudgetRanOut(t *testing.T) {
	short := map[string]int{}
	for number := range 500 {
		table, _ := versions(number)
		overlaps, decided := table.Overlaps(triage.DefaultBudget)
		calm, calmDecided := table.OnlyDefault(triage.DefaultBudget)
		costs, costsDecided := table.Costs(triage.DefaultBudget, plainly)
		if !decided || !calmDecided || !costsDecided {
			t.Fatalf("table %d: not decided with the whole budget", number)
		}
		for _, budget := range []int{0, 1, 2, 5} {
			got, decided := table.Overlaps(budget)
			if !decided {
				short["overlaps"]++
			} else if !slices.Equal(got, overlaps) {
				t.Fatalf("table %d, budget %d: decided, yet %v is not %v", number, budget, got, overlaps)
			}
			for _, o := range got {
				if !slices.Contains(overlaps, o) && (o.Always || !slices.Contains(overlaps, triage.Overlap{Rule: o.Rule, With: o.With, Always: true})) {
					t.Fatalf("table %d, budget %d: %v is not true", number, budget, o)
				}
			}
			given, decided := table.OnlyDefault(budget)
			if !decided {
				short["default"]++
			} else if !slices.Equal(given, calm) {
				t.Fatalf("table %d, budget %d: decided, yet %v is not %v", number, budget, given, calm)
			}
			paid, decided := table.Costs(budget, plainly)
			if !decided {
				short["costs"]++
			}
			for i, c := range paid {
				if c.People > costs[i].People || decided && c.People != costs[i].People {
					t.Fatalf("table %d, budget %d: decided %v, %v cost %v, not %v", number, budget, decided, c.Category, c, costs[i])
				}
			}
		}
	}
	for _, view := range []string{"overlaps", "default", "costs"} {
		if short[view] < 100 {
			t.Errorf("%s ran out only %d times", view, short[view])
		}
	}
}
