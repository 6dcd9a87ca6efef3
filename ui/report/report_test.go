package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// reported returns the parts of the report for the doctor by their titles: in the first
// table, what is beside the title, and otherwise the rows below it.
func reported(t testing.TB, a triage.Answers) map[string][]string {
	t.Helper()
	parts, title, doctor := map[string][]string{}, "", false
	for _, b := range (Writer{Words: words.English()}).ForDoctor(a.Assess(), Added{}) {
		switch {
		case b.Kind == Part:
			title, doctor = "", true
		case b.Kind == Subheading:
			title = b.Text
		case doctor && b.Kind == Pairs && title == "":
			for i, item := range b.Items {
				parts[item] = strings.Split(b.Right[i], "; ")
			}
		case doctor && b.Kind == Pairs:
			for i, item := range b.Items {
				parts[title] = append(parts[title], item+" "+b.Right[i])
			}
		}
	}
	return parts
}

// TestReportTellsNoneFromNotAsked checks that the doctor sees what was answered yes, what
// was answered no, and what was not asked, and that these are not mixed up.
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
	say("start", "days")
	say("look", triage.None)
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
		return q.Short + " " + strings.Join(says, "; ")
	}
	want(heading("conditions"), words.English().None)
	want(heading("medicines"), words.English().ReportNotAsked)
	want(heading("problem"), words.English().ReportNotAsked)
	want(words.English().ReportPositive, table.Question("limb").Short+" "+table.Question("limb").Options[table.Question("limb").Option("saddle")].Say)
	want(words.English().ReportUnsure, words.English().ReportNone)
	want(words.English().ReportOther, table.Question("start").Short+" "+legtest.Say(t, "start", "days"))
	want(words.English().ReportNegative, in("life"), in("limb", "saddle"), in("look"), in("conditions"))
	for _, rule := range parts[words.English().ReportRules] {
		if strings.HasSuffix(rule, words.English().UrgencyName[triage.Home]) {
			t.Errorf("an emergency names %s", rule)
		}
	}

	// An illness or a medicine is a yes too, and is listed under its own heading.
	say("limb", triage.None)
	say("medicines", "statin")
	parts = reported(t, a)
	medicines := table.Question("medicines")
	want(medicines.Heading, medicines.Options[medicines.Option("statin")].Say)
	want(words.English().ReportPositive, words.English().ReportNoMore)

	// An answer to a single tick says nothing about the others.
	a = table.NoAnswers()
	from, _ := medicines.Scales()
	a.Set(from, triage.TickNo)
	parts = reported(t, a)
	want(medicines.Heading, words.English().ReportInPart)
	want(words.English().ReportNegative, medicines.Short+" "+medicines.Options[0].Say)
	a.Set(from, triage.TickYes)
	parts = reported(t, a)
	want(medicines.Heading, medicines.Options[0].Say, words.English().ReportInPart)
	want(words.English().ReportNegative)
	say("medicines", triage.Unsure)
	parts = reported(t, a)
	want(medicines.Heading, words.English().NotSure)
	want(words.English().ReportPositive, words.English().ReportNone)
	want(words.English().ReportUnsure, in("medicines"))
}

// TestReportTellsEveryAnswerOnce plays every case: each tick that was answered is in
// exactly one part of the report, and one that was not is in none.
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
						ticks, asked := strings.CutPrefix(item, q.Short+" ")
						if (asked || part == q.Heading) && slices.Contains(strings.Split(ticks, "; "), q.Options[o].Say) {
							found++
						}
					}
					if part != "" && (found == 1) != (part == title) || found > 1 {
						t.Errorf("%s: %s.%s is %d times under %q, and should be under %q", id, q.ID, q.Options[o].ID, found, part, title)
					}
				}
			}
		}
	}
}

// TestAHeadingFollowsItsQuestion checks that a part of the report does not depend on the id
// of its question.
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
	if got := fmt.Sprint(parts["Illnesses"], parts["Age"], parts[words.English().ReportOther]); got != "[A cold] [Young] []" {
		t.Error(got)
	}
}

// TestReasonsRepeatTheHeadAlone gives every answer a detail with a word that can be found:
// it appears where a question is explained, and nowhere that an answer or a rule is
// repeated later.
func TestReasonsRepeatTheHeadAlone(t *testing.T) {
	const mark = "detailword"
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	for i := range table.Questions {
		for j := range table.Questions[i].Options {
			table.Questions[i].Options[j].Detail = mark
		}
	}
	write := Writer{Words: words.English()}
	told := func(d Document) string {
		var b strings.Builder
		if err := d.Text(&b, 1000); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	every := table.Find(mark) // all questions
	for i := range table.Rules {
		every.Rules = append(every.Rules, &table.Rules[i])
	}
	texts := []string{told(write.Found(table, every, "x", false)), told(write.Rules(table, every.Rules, true))}
	for i := range table.Rules {
		texts = append(texts, told(write.Rule(table, &table.Rules[i])))
	}
	asked := 0
	for _, id := range []string{"G-E01", "LB-DEF015", "G-S03"} {
		data, err := legtest.People(t)[id].MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		a, err := rules.Answers(table, "a.json", data)
		if err != nil {
			t.Fatal(err)
		}
		in := triage.NewInterview(table)
		for page, more := in.Page(); more; page, more = in.Page() {
			if got := strings.Count(told(write.WhyAsked(in.Answers(), page)), mark); got != len(page.Question.Options) {
				t.Errorf("%s is explained with %d details", page.Question.ID, got)
			}
			asked++
			if err := in.Answer(legtest.Reply(t, a, page)...); err != nil {
				t.Fatal(err)
			}
		}
		as := in.Answers().Assess()
		texts = append(texts, told(write.Result(as)), told(write.Brief(as)), told(write.ForDoctor(as, Added{})))
		for _, s := range write.Sections(as, in.Path()) {
			texts = append(texts, told(s.Doc))
		}
		for _, turn := range in.Path() {
			texts = append(texts, write.Turn(turn))
		}
	}
	if asked < 20 {
		t.Errorf("only %d pages were asked", asked)
	}
	for _, text := range texts {
		if strings.Contains(text, mark) {
			t.Errorf("a detail is repeated:\n%s", text)
		}
	}
}
