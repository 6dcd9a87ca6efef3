package triage_test

import (
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// contactTable has a rule that sends people to the maternity unit, and a promise that
// only people for whom it holds are sent there.
func contactTable(rule, promise triage.When) *triage.Table {
	table := &triage.Table{
		Guarded:   true,
		Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "pregnant"}, {ID: "leg"}}}},
		Rules: []triage.Rule{
			{ID: "rest", Urgency: triage.Home},
			{ID: "unit", Urgency: triage.Go, Contact: triage.ContactMaternity, When: rule},
		},
		Invariants: []triage.Invariant{
			{ID: "level", When: rule, AtLeast: triage.Go, Contact: triage.ContactMaternity},
			{ID: "only", When: promise, OnlyContact: triage.ContactMaternity},
		},
	}
	mustCompile(table)
	return table
}

// TestOnlyThoseWhoBelongThereAreSentToTheMaternityUnit proves, breaks, leaves out
// and weakens the promise that nobody else is sent to the maternity unit.
func TestOnlyThoseWhoBelongThereAreSentToTheMaternityUnit(t *testing.T) {
	pregnant, leg := triage.Condition{{Scale: 0, Value: triage.TickYes}}, triage.Condition{{Scale: 1, Value: triage.TickYes}}
	found := func(findings []triage.Finding, kind, words string) bool {
		return slices.ContainsFunc(findings, func(f triage.Finding) bool { return f.Kind == kind && strings.Contains(f.Message, words) })
	}
	const broken = "invariant only fails: rule unit sends somebody else to the maternity unit"
	kept := contactTable(triage.When{pregnant, leg}, triage.When{pregnant})
	if findings := kept.Check(triage.DefaultBudget).Findings; found(findings, "invariant", broken) || found(findings, "unguarded", "rule unit") {
		t.Errorf("a promise that is kept is broken or missing: %v", findings)
	}
	other := contactTable(triage.When{leg}, triage.When{pregnant})
	report := other.Check(triage.DefaultBudget)
	if !found(report.Findings, "invariant", broken) {
		t.Errorf("somebody else is sent there, and that is not found: %v", report.Findings)
	}
	without := contactTable(triage.When{pregnant, leg}, triage.When{pregnant})
	without.Invariants = without.Invariants[:1]
	mustCompile(without)
	if findings := without.Check(triage.DefaultBudget).Findings; !found(findings, "unguarded", "rule unit sends to the maternity unit only people") {
		t.Errorf("the promise is not there, and that is not found: %v", findings)
	}
	const gone = "invariant only is gone or weaker"
	if findings := without.LostGuards(kept, triage.DefaultBudget); !found(findings, "guard", gone) {
		t.Errorf("the promise is gone, and that is not found: %v", findings)
	}
	wider := contactTable(triage.When{pregnant, leg}, triage.When{append(slices.Clone(pregnant), leg...)})
	if findings := wider.LostGuards(kept, triage.DefaultBudget); !found(findings, "guard", gone) {
		t.Errorf("the promise is wider, and that is not found: %v", findings)
	}
	if findings := kept.LostGuards(wider, triage.DefaultBudget); len(findings) > 0 {
		t.Errorf("a stricter promise is called weaker: %v", findings)
	}
}
