package triage_test

import (
	"slices"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
)

// denials is a table in which two rules are about the same thing, and one depends on a
// question about the person.
func denials(t *testing.T) *triage.Table {
	t.Helper()
	option := func(id string) triage.Option { return triage.Option{ID: id, Say: id} }
	table := &triage.Table{
		Questions: []triage.Question{
			{ID: "danger", Ask: "?", List: true, Symptoms: true, Options: []triage.Option{option("chest"), option("breath")}},
			{ID: "person", Ask: "?", List: true, Options: []triage.Option{option("pregnant")}},
			{ID: "leg", Ask: "?", List: true, Symptoms: true, Options: []triage.Option{option("swollen")}},
		},
		Rules: []triage.Rule{
			{ID: "heart", Urgency: triage.Call, About: "signs of heart trouble", When: triage.When{{{Scale: 0, Value: 1}}}},
			{ID: "heart-too", Urgency: triage.Go, About: "signs of heart trouble", When: triage.When{{{Scale: 1, Value: 1}}, {{Scale: 3, Value: 1}}}},
			{ID: "lung", Urgency: triage.Go, About: "signs of lung trouble", When: triage.When{{{Scale: 1, Value: 1}}}},
			{ID: "pregnancy", Urgency: triage.Today, About: "signs of trouble in pregnancy", When: triage.When{{{Scale: 2, Value: 1}}, {{Scale: 3, Value: 1}}}},
			{ID: "clot", Urgency: triage.Today, About: "signs of a clot", When: triage.When{{{Scale: 3, Value: 1}}}},
			{ID: "rest", Urgency: triage.Home},
		},
	}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	return table
}

func TestDenied(t *testing.T) {
	for _, c := range []struct {
		replies [][]string
		want    []string
	}{
		{nil, nil},
		{[][]string{{"none"}}, []string{"signs of heart trouble", "signs of lung trouble"}},
		// The person is not pregnant, and has said nothing about trouble in pregnancy.
		{[][]string{{"none"}, {"none"}}, []string{"signs of heart trouble", "signs of lung trouble"}},
		// The newest no comes first.
		{[][]string{{"none"}, {"none"}, {"none"}}, []string{"signs of a clot", "signs of heart trouble", "signs of lung trouble"}},
		{[][]string{{"none"}, {"pregnant"}, {"none"}}, []string{"signs of trouble in pregnancy", "signs of a clot", "signs of heart trouble", "signs of lung trouble"}},
		{[][]string{{"unsure"}}, nil},
		{[][]string{{"unsure"}, {"no"}}, nil}, // breath is open, and one of two rules with it
		{[][]string{{"none"}, {"none"}, {"swollen"}}, []string{"signs of heart trouble", "signs of lung trouble"}},
	} {
		in := triage.NewInterview(denials(t))
		for _, reply := range c.replies {
			if err := in.Answer(reply...); err != nil {
				if _, more := in.Page(); more {
					t.Fatal(err)
				}
			}
		}
		if got := in.Denied(); !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.replies, got, c.want)
		}
	}
}

// TestDeniedAgainstAnotherWay plays people and looks at every rule after each answer:
// rules about something denied are refuted, and new denials come first.
func TestDeniedAgainstAnotherWay(t *testing.T) {
	table, err := rules.Leg()
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	in := triage.NewInterview(table)
	for page, more := in.Page(); more; page, more = in.Page() {
		before := in.Denied()
		reply := page.Question.Options[0].ID
		if page.Question.List && !page.Question.AtLeastOne {
			reply = triage.None
		}
		if err := in.Answer(reply); err != nil {
			t.Fatal(err)
		}
		denied := in.Denied()
		old := slices.DeleteFunc(slices.Clone(denied), func(about string) bool { return !slices.Contains(before, about) })
		gone := slices.DeleteFunc(before, func(about string) bool { return !slices.Contains(denied, about) })
		if said += len(denied); !slices.Equal(denied[len(denied)-len(old):], gone) {
			t.Fatalf("after %v: %q, before it: %q", page, denied, before)
		}
		a := in.Answers()
		for _, r := range table.ByUrgency() {
			if slices.Contains(denied, r.About) && a.State(r) != triage.Refuted {
				t.Fatalf("after %v: %q is denied, and %s is %v", page, r.About, r.ID, a.State(r))
			}
		}
	}
	if said == 0 {
		t.Error("nobody denied anything, so this tested nothing")
	}
}
