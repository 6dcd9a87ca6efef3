package triage_test

import (
	"fmt"
	"testing"

	"legtriage/triage"
)

// plainly shows a page in as few words as there can be.
func plainly(p triage.Page) (ask string, options []string) {
	if p.Tick >= 0 {
		return p.Question.Options[p.Tick].Say, []string{"no", "not sure", "yes"}
	}
	for _, o := range p.Question.Options {
		options = append(options, o.Say)
	}
	if p.Question.List && !p.Question.AtLeastOne {
		options = append(options, "none of these", "not sure")
	}
	return p.Question.Ask, options
}

// TestLoadIsCountedByHand plays two questions and counts what was asked.
func TestLoadIsCountedByHand(t *testing.T) {
	table := &triage.Table{
		Questions: []triage.Question{
			{ID: "signs", Ask: "Is any of this true?", List: true, Options: []triage.Option{{ID: "chest", Say: "Chest pain"}, {ID: "weak", Say: "A weak  leg"}}}, // 5 + 2 + 3 words, and 3 + 2
			{ID: "fever", Ask: "Fever?", Options: []triage.Option{{ID: "no", Say: "No"}, {ID: "unsure", Say: "Not sure"}, {ID: "yes", Say: "Yes, 38 or more"}}},  // 1 + 1 + 2 + 4
		},
		Rules: []triage.Rule{
			{ID: "heart", Urgency: triage.Call, When: triage.When{{{Scale: 0, Value: triage.TickYes}}}},
			{ID: "limp", Urgency: triage.Go, When: triage.When{{{Scale: 1, Value: triage.TickYes}}}},
			{ID: "weak", Urgency: triage.Today, When: triage.When{{{Scale: 1, Value: triage.TickUnsure}}}},
			{ID: "ill", Urgency: triage.Routine, When: triage.When{{{Scale: 2, Value: 2}}}},
			{ID: "rest", Urgency: triage.Home},
		},
	}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	type replies [][]string
	for _, test := range []struct {
		what    string
		replies replies
		want    triage.Load
	}{
		{"nothing yet: enter on the first page", nil, triage.Load{Keys: 1}},
		{"an emergency on the first page", replies{{"chest"}}, triage.Load{Pages: 1, Options: 4, Words: 15, Keys: 1 + 2}},
		{"to an emergency department, told at once too", replies{{"weak"}}, triage.Load{Pages: 1, Options: 4, Words: 15, Keys: 1 + 2}},
		{"both ticks", replies{{"chest", "weak"}}, triage.Load{Pages: 1, Options: 4, Words: 15, Keys: 1 + 3}},
		{"half way: no review yet", replies{{"none"}}, triage.Load{Pages: 1, Options: 4, Words: 15, Keys: 1 + 1}},
		{"self-care, looked over", replies{{"none"}, {"no"}}, triage.Load{Pages: 2, Options: 7, Words: 15 + 8, Keys: 1 + 1 + 1 + 1}},
		// The words of a tick: 2 or 3 of its own, and no, not sure, yes.
		{"not sure, one by one", replies{{"unsure"}, {"no"}, {"unsure"}}, triage.Load{Pages: 3, Options: 4 + 3 + 3, Words: 15 + 6 + 7, Keys: 1 + 2 + 1 + 1 + 1}},
	} {
		in := triage.NewInterview(table)
		for _, ids := range test.replies {
			if err := in.Answer(ids...); err != nil {
				t.Fatalf("%s: %v", test.what, err)
			}
		}
		if got := in.Load(plainly); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.what, got, test.want)
		}
	}
}

// TestKeysToRowsWithoutADigit counts the keys by hand where a page is long.
func TestKeysToRowsWithoutADigit(t *testing.T) {
	list := func(n int) *triage.Table {
		q := triage.Question{ID: "q", Ask: "Which?", List: true}
		for i := range n {
			q.Options = append(q.Options, triage.Option{ID: fmt.Sprint(i), Say: "x"})
		}
		return &triage.Table{Questions: []triage.Question{q}}
	}
	one := func(n int) *triage.Table {
		table := list(n)
		table.Questions[0].List = false
		return table
	}
	for _, test := range []struct {
		what  string
		table *triage.Table
		reply []string
		want  int
	}{
		{"digit, enter", list(7), []string{"unsure"}, 2},
		{"9, enter: the tenth row, since the ninth is none", list(8), []string{"unsure"}, 2},
		{"the last letter, enter: row 23, since row 22 is none", list(21), []string{"unsure"}, 2},
		{"end, space, enter", list(22), []string{"unsure"}, 3},
		{"0", list(25), []string{"none"}, 1},
		{"letter down space enter", list(25), []string{"21", "22"}, 4},
		{"letter twice down space enter", list(25), []string{"22"}, 5},
		{"end up up space enter", list(25), []string{"24"}, 5},
		{"1 letter down space end up up space enter", list(29), []string{"0", "21", "22", "28"}, 9},
		{"end space up up up space enter", list(25), []string{"unsure", "23"}, 7},
		{"letter twice down space down space enter", list(31), []string{"22", "23"}, 7},
		{"end up up space up space enter", list(25), []string{"23", "24"}, 7},
		{"digit: one answer", one(9), []string{"8"}, 1},
		{"letter: one answer", one(22), []string{"21"}, 1},
		{"end up up up up enter", one(27), []string{"22"}, 6},
		{"end enter", one(27), []string{"26"}, 2},
	} {
		table := test.table
		table.Rules = []triage.Rule{{ID: "some", Urgency: triage.Today, When: triage.When{{{Scale: 0, Value: 1}}}}, {ID: "rest", Urgency: triage.Home}}
		if err := table.Compile(); err != nil {
			t.Fatal(err)
		}
		in := triage.NewInterview(table)
		before := in.Load(plainly).Keys
		if err := in.Answer(test.reply...); err != nil {
			t.Fatal(err)
		}
		review := 0
		if _, more := in.Page(); !more {
			review = 1
		}
		if got := in.Load(plainly).Keys - before - review; got != test.want {
			t.Errorf("%s: %d keys, want %d", test.what, got, test.want)
		}
	}
}

func TestLoadsTogether(t *testing.T) {
	loads := triage.Loads{{4, 10, 900, 8}, {1, 40, 100, 2}, {3, 20, 300, 9}, {9, 30, 200, 7}}
	if got, want := loads.Median(), (triage.Load{3, 20, 200, 7}); got != want {
		t.Errorf("the median is %+v, want %+v", got, want)
	}
	if got, want := loads.Most(), (triage.Load{9, 40, 900, 9}); got != want {
		t.Errorf("the most is %+v, want %+v", got, want)
	}
	if loads[0] != (triage.Load{4, 10, 900, 8}) {
		t.Error("the loads are no longer in their order")
	}
	if none := (triage.Loads{}); none.Median() != (triage.Load{}) || none.Most() != (triage.Load{}) {
		t.Error("the load of no interviews is not zero")
	}
}

// TestScoreCountsEachWay plays cases, some with a text that does not mention fever.
func TestScoreCountsEachWay(t *testing.T) {
	table := &triage.Table{
		Questions: []triage.Question{
			{ID: "sign", Ask: "True?", List: true, Options: []triage.Option{{ID: "chest", Say: "Chest pain"}}},
			{ID: "fever", Ask: "Fever?", Options: []triage.Option{{ID: "no", Say: "No"}, {ID: "unsure", Say: "Not sure"}, {ID: "yes", Say: "Yes"}}},
		},
		Rules: []triage.Rule{
			{ID: "heart", Urgency: triage.Call, When: triage.When{{{Scale: 0, Value: triage.TickUnsure}}}},
			{ID: "fever", Urgency: triage.Go, When: triage.When{{{Scale: 1, Value: 1}}}},
			{ID: "rest", Urgency: triage.Home},
		},
	}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	fever := table.Question("fever")
	person := func(gold triage.Category, chest, hot string, unstated ...*triage.Question) triage.Vignette {
		a := table.NoAnswers()
		for id, reply := range map[string]string{"sign": chest, "fever": hot} {
			if err := a.Reply(table.Question(id), reply); err != nil {
				t.Fatal(err)
			}
		}
		return triage.Vignette{ID: fmt.Sprint(gold, chest, hot), Answers: a, Gold: gold, Acceptable: []triage.Category{gold}, Unstated: unstated}
	}
	cases := []triage.Vignette{
		person(triage.Emergency, "chest", "no", fever),
		person(triage.Emergency, "none", "no"), // sent home, whatever the way
		person(triage.SelfCare, "none", "no"),
		person(triage.SelfCare, "none", "no", fever), // kept as encoded only
		person(triage.SelfCare, "none", "yes"),       // wrong each way, so never kept
		person(triage.SeeDoctor, "none", "no", fever),
	}
	share := func(part, of int) triage.Share { return triage.Share{Of: of, Part: part} }
	for _, want := range []struct {
		way                        triage.Assumption
		strict, right, kept, over  triage.Share
		home, interviews, sentFull int
	}{
		{triage.AsEncoded, share(3, 6), share(2, 3), share(2, 2), share(1, 4), 1, 6, 2},
		{triage.UnstatedUnsure, share(2, 6), share(1, 3), share(1, 2), share(3, 4), 1, 6, 4},
		{triage.UnstatedAbsent, share(2, 4), share(1, 2), share(1, 2), share(1, 2), 1, 4, 2},
	} {
		card := triage.Score(cases, want.way, plainly)
		if card.Strict != want.strict || card.ByLevel[triage.SelfCare] != want.right || card.SelfCareKept != want.kept || card.Overreferred != want.over || card.SentHome != want.home {
			t.Errorf("%v: strict %v, self-care right %v and kept %v, too urgent %v, sent home %d", want.way, card.Strict, card.ByLevel[triage.SelfCare], card.SelfCareKept, card.Overreferred, card.SentHome)
		}
		if all, urgent := card.Loads(triage.SelfCare, triage.SeeDoctor, triage.Emergency), card.Loads(triage.Emergency); len(all) != want.interviews || len(urgent) != want.sentFull {
			t.Errorf("%v: %d interviews, %d of them to an emergency", want.way, len(all), len(urgent))
		}
	}
}
