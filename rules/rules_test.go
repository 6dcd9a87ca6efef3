package rules

import (
	"encoding/json"
	"reflect"
	"testing"

	"legtriage/triage"
)

// TestLegToAskIsLegWithoutItsGuards compares the two tables field by field, and what
// each tells the golden people.
func TestLegToAskIsLegWithoutItsGuards(t *testing.T) {
	t.Parallel()
	whole := leg(t)
	asking, err := LegToAsk()
	if err != nil {
		t.Fatal(err)
	}
	of, with := reflect.ValueOf(*asking), reflect.ValueOf(*whole)
	for i := range of.NumField() {
		switch field := of.Type().Field(i); {
		case !field.IsExported():
		case field.Name == "Invariants", field.Name == "People", field.Name == "Wording":
			if !of.Field(i).IsZero() || with.Field(i).IsZero() {
				t.Errorf("%s: is read to ask, or is not in the whole table", field.Name)
			}
		case !reflect.DeepEqual(of.Field(i).Interface(), with.Field(i).Interface()):
			t.Errorf("%s: not the same in both", field.Name)
		}
	}
	for _, p := range whole.People {
		said, err := json.Marshal(p.Answers)
		if err != nil {
			t.Fatal(err)
		}
		answers, err := Answers(asking, p.ID, said)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(answers.Assess())
		if err != nil {
			t.Fatal(err)
		}
		if want, err := json.Marshal(p.Answers.Assess()); err != nil || string(got) != string(want) {
			t.Errorf("%s (%v): is told\n%s\nand by the whole table\n%s", p.ID, err, got, want)
		}
	}
}

// TestNobodyTakesLegToAskForTheWholeTable checks the table without guards, and compares
// it with the whole one: since it says that it is guarded, missing guards are found.
func TestNobodyTakesLegToAskForTheWholeTable(t *testing.T) {
	t.Parallel()
	asking, err := LegToAsk()
	if err != nil {
		t.Fatal(err)
	}
	if !asking.Check(triage.DefaultBudget).Failed() {
		t.Error("a check of it finds nothing")
	}
	if len(asking.LostGuards(leg(t), triage.DefaultBudget)) == 0 {
		t.Error("it is as well guarded as the whole table")
	}
}
