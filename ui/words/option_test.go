package words

import (
	"os"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
)

// TestLoadOfACaseByHand counts what the table of 0.2.0 asks of somebody who finds it hard to
// breathe: its first page, and no more. The case is AV005.
func TestLoadOfACaseByHand(t *testing.T) {
	table, err := rules.Load(os.DirFS("../../testdata/table-0.2.0"))
	if err != nil {
		t.Fatal(err)
	}
	a := table.NoAnswers()
	if err := a.Reply(table.Question("life"), "breath"); err != nil {
		t.Fatal(err)
	}
	in := triage.Play(a)
	if _, more := in.Page(); more {
		t.Fatal("the interview is not done")
	}
	ask, ticks, beside := 14, []int{8, 15, 3, 11, 11, 21, 10, 19, 10, 11, 15}, []int{3, 2}
	want := triage.Load{Pages: 1, Options: len(ticks) + len(beside), Words: ask, Keys: 1 + 1 + 1} // start, tick, go on
	for _, words := range append(ticks, beside...) {
		want.Words += words
	}
	if got := in.Load(English().Shown); got != want {
		t.Errorf("the load is %+v, want %+v", got, want)
	}
}

// TestShownIsInTheLanguageOfThePage asks about a single tick, in a language that has
// only the words of the interface.
func TestShownIsInTheLanguageOfThePage(t *testing.T) {
	q := &triage.Question{ID: "signs", Ask: "Is any of this true?", List: true, Options: []triage.Option{{ID: "chest", Say: "Chest pain", Detail: "or tight"}}}
	w := *English()
	w.None, w.NotSure, w.No, w.Yes, w.Detailed = "nichts davon", "unsicher", "nein", "ja", "{head} ({detail})"
	for _, test := range []struct {
		tick    int
		ask     string
		options []string
	}{
		{-1, "Is any of this true?", []string{"Chest pain (or tight)", "nichts davon", "unsicher"}},
		{0, "Chest pain (or tight)", []string{"nein", "unsicher", "ja"}},
	} {
		ask, options := w.Shown(triage.Page{Question: q, Tick: test.tick})
		if ask != test.ask || len(options) != 3 || options[0] != test.options[0] || options[1] != test.options[1] || options[2] != test.options[2] {
			t.Errorf("tick %d: %q %q", test.tick, ask, options)
		}
	}
}

// TestNotSureIsDrawnLast wants the other answers in the order of the table, and leaves that
// order to whoever asks for the scale.
func TestNotSureIsDrawnLast(t *testing.T) {
	ids := func(choices []Choice) (out string) {
		for _, c := range choices {
			out += c.ID + " "
		}
		return out
	}
	pain := &triage.Question{ID: "pain", Options: []triage.Option{{ID: "mild"}, {ID: triage.Unsure}, {ID: "strong"}, {ID: "worst"}}}
	signs := &triage.Question{ID: "signs", List: true, Options: []triage.Option{{ID: "chest"}, {ID: "breath"}}}
	for _, test := range []struct {
		page         triage.Page
		drawn, scale string
	}{
		{triage.Page{Question: pain, Tick: -1}, "mild strong worst unsure ", "mild unsure strong worst "},
		{triage.Page{Question: signs, Tick: 1}, "no yes unsure ", "no unsure yes "},
		{triage.Page{Question: signs, Tick: -1}, "chest breath none unsure ", "chest breath none unsure "},
	} {
		if drawn, scale := ids(English().Drawn(test.page)), ids(English().Choices(test.page)); drawn != test.drawn || scale != test.scale {
			t.Errorf("%v: %s and %s, want %s and %s", test.page, drawn, scale, test.drawn, test.scale)
		}
	}
}
