package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// reported returns the parts of the report for the doctor, by their titles.
func reported(t testing.TB, a triage.Answers) map[string][]string {
	t.Helper()
	parts, title := map[string][]string{}, ""
	for _, b := range (Writer{Words: words.English()}).ForDoctor(a.Assess(), "") {
		switch b.Kind {
		case Subheading:
			title = b.Text
		case List:
			parts[title] = append(parts[title], b.Items...)
		}
	}
	return parts
}

// TestReportTellsNoneFromNotAsked wants the doctor to see what was said yes and no
// to, and what was not asked: everything that was shown, and nothing else.
func TestReportTellsNoneFromNotAsked(t *testing.T) {
	table := legtest.Table(t)
	a := table.NoAnswers()
	say := func(id string, reply ...string) {
		if err := a.Reply(table.Question(id), reply...); err != nil {
			t.Fatal(err)
		}
	}
	say("life", triage.None)
	say("limb", "saddle")
	say("age", "adult")
	say("swelling", triage.None)
	say("conditions", triage.None)
	parts := reported(t, a)
	want := func(title string, items ...string) {
		t.Helper()
		if !slices.Equal(parts[title], items) {
			t.Errorf("%s: %q, want %q", title, parts[title], items)
		}
	}
	heading := func(id string) string { return table.Question(id).Heading }
	in := func(id string, but ...string) string {
		q := table.Question(id)
		var says []string
		for _, o := range q.Options {
			if !slices.Contains(but, o.ID) {
				says = append(says, o.Say)
			}
		}
		return q.Ask + " " + strings.Join(says, "; ")
	}
	want(heading("conditions"), words.English().None)
	want(heading("medicines"), words.English().ReportNotAsked)
	want(heading("problem"), words.English().ReportNotAsked)
	want(words.English().ReportPositive, table.Question("limb").Ask+" "+table.Question("limb").Options[table.Question("limb").Option("saddle")].Say)
	want(words.English().ReportUnsure, words.English().ReportNone)
	want(words.English().ReportOther, "Are you 18 or older? Yes")
	want(words.English().ReportNegative, in("life"), in("limb", "saddle"), in("swelling"), in("conditions"))
	for _, rule := range parts[words.English().ReportRules] {
		if strings.Contains(rule, "(home)") {
			t.Errorf("an emergency names %s", rule)
		}
	}

	// An illness or a medicine is a yes as well, and stands under its heading.
	say("limb", triage.None)
	say("medicines", "statin")
	parts = reported(t, a)
	medicines := table.Question("medicines")
	want(medicines.Heading, medicines.Options[medicines.Option("statin")].Say)
	want(words.English().ReportPositive, words.English().ReportNoMore)

	// What was said of single ticks is said of no others.
	a = table.NoAnswers()
	from, _ := medicines.Scales()
	a.Set(from, triage.TickNo)
	parts = reported(t, a)
	want(medicines.Heading, words.English().ReportInPart)
	want(words.English().ReportNegative, medicines.Ask+" "+medicines.Options[0].Say)
	a.Set(from, triage.TickYes)
	parts = reported(t, a)
	want(medicines.Heading, medicines.Options[0].Say, words.English().ReportInPart)
	want(words.English().ReportNegative, words.English().ReportNone)
	say("medicines", triage.Unsure)
	parts = reported(t, a)
	want(medicines.Heading, words.English().NotSure)
	want(words.English().ReportPositive, words.English().ReportNone)
	want(words.English().ReportUnsure, in("medicines"))
}

// TestReportTellsEveryAnswerOnce plays every case: each tick that was answered is
// in one part of the report, and none that was not.
func TestReportTellsEveryAnswerOnce(t *testing.T) {
	table := legtest.Table(t)
	for id, given := range legtest.People(t) {
		a := triage.Play(given).Answers()
		parts := reported(t, a)
		for i := range table.Questions {
			q := &table.Questions[i]
			if !q.List {
				continue
			}
			from, _ := q.Scales()
			for o := range q.Options {
				title := words.English().ReportPositive
				switch v, known := a.Value(from + o); {
				case !known:
					title = ""
				case v == triage.TickNo:
					title = words.English().ReportNegative
				case v == triage.TickUnsure:
					title = words.English().ReportUnsure
				case q.Heading != "":
					title = q.Heading
				}
				for _, part := range []string{words.English().ReportPositive, words.English().ReportNegative, words.English().ReportUnsure, q.Heading} {
					found := 0
					for _, item := range parts[part] {
						ticks, asked := strings.CutPrefix(item, q.Ask+" ")
						if (asked || part == q.Heading) && slices.Contains(strings.Split(ticks, "; "), q.Options[o].Say) {
							found++
						}
					}
					if part != "" && (found == 1) != (part == title) || found > 1 {
						t.Errorf("%s: %s.%s stands %d times under %q, and should under %q", id, q.ID, q.Options[o].ID, found, part, title)
					}
				}
			}
		}
	}
}

// TestAHeadingFollowsItsQuestion renames a question: the report keeps its part.
func TestAHeadingFollowsItsQuestion(t *testing.T) {
	table := &triage.Table{Name: "a", Version: "1", Questions: []triage.Question{
		{ID: "x", Ask: "Ill?", Why: "y", Heading: "Illnesses", List: true, Options: []triage.Option{{ID: "a", Say: "A cold"}}},
		{ID: "z", Ask: "Old?", Why: "y", Heading: "Age", Options: []triage.Option{{ID: "no", Say: "Young"}, {ID: triage.Unsure, Say: "Not sure"}}},
	}, Rules: []triage.Rule{{ID: "rest", Title: "t", Because: "b", Do: "d", Status: triage.Draft}}}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	a := table.NoAnswers()
	a.Set(0, triage.TickYes)
	a.Set(1, 0)
	parts := reported(t, a)
	if got := fmt.Sprint(parts["Illnesses"], parts["Age"], parts[words.English().ReportOther]); got != "[A cold] [Young] [nothing]" {
		t.Error(got)
	}
}
