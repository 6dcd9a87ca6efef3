package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// reported returns the parts of the report for the doctor, by their titles.
func reported(t testing.TB, a triage.Answers) map[string][]string {
	t.Helper()
	parts, title := map[string][]string{}, ""
	for _, b := range (Teller{Words: English()}).Report(a.Assess(), "") {
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
	table := leg(t)
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
	want(heading("conditions"), English().None)
	want(heading("medicines"), English().ReportNotAsked)
	want(heading("problem"), English().ReportNotAsked)
	want(English().ReportPositive, table.Question("limb").Ask+" "+table.Question("limb").Options[table.Question("limb").Option("saddle")].Say)
	want(English().ReportUnsure, English().ReportNone)
	want(English().ReportOther, "Are you 18 or older? Yes")
	want(English().ReportNegative, in("life"), in("limb", "saddle"), in("swelling"), in("conditions"))
	for _, rule := range parts[English().ReportRules] {
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
	want(English().ReportPositive, English().ReportNoMore)

	// What was said of single ticks is said of no others.
	a = table.NoAnswers()
	from, _ := medicines.Scales()
	a.Set(from, triage.TickNo)
	parts = reported(t, a)
	want(medicines.Heading, English().ReportInPart)
	want(English().ReportNegative, medicines.Ask+" "+medicines.Options[0].Say)
	a.Set(from, triage.TickYes)
	parts = reported(t, a)
	want(medicines.Heading, medicines.Options[0].Say, English().ReportInPart)
	want(English().ReportNegative, English().ReportNone)
	say("medicines", triage.Unsure)
	parts = reported(t, a)
	want(medicines.Heading, English().NotSure)
	want(English().ReportPositive, English().ReportNone)
	want(English().ReportUnsure, in("medicines"))
}

// TestReportTellsEveryAnswerOnce plays every case: each tick that was answered is
// in one part of the report, and none that was not.
func TestReportTellsEveryAnswerOnce(t *testing.T) {
	table := leg(t)
	for id, given := range vignettes(t) {
		a := triage.Play(given).Answers()
		parts := reported(t, a)
		for i := range table.Questions {
			q := &table.Questions[i]
			if !q.List {
				continue
			}
			from, _ := q.Scales()
			for o := range q.Options {
				title := English().ReportPositive
				switch v, known := a.Value(from + o); {
				case !known:
					title = ""
				case v == triage.TickNo:
					title = English().ReportNegative
				case v == triage.TickUnsure:
					title = English().ReportUnsure
				case q.Heading != "":
					title = q.Heading
				}
				for _, part := range []string{English().ReportPositive, English().ReportNegative, English().ReportUnsure, q.Heading} {
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
	if got := fmt.Sprint(parts["Illnesses"], parts["Age"], parts[English().ReportOther]); got != "[A cold] [Young] [nothing]" {
		t.Error(got)
	}
}

// TestEmergencyStandsInPlainMode leaves after an emergency in every way: it is
// the last thing that is said, unless an answer was changed.
func TestEmergencyStandsInPlainMode(t *testing.T) {
	for name, lines := range map[string][]string{
		"gone on, and left":         {"1", "g", "q"},
		"gone on, and ended":        {"1", "g"},
		"changing, and left":        {"1", "e", "1", "yes", "q"},
		"changing, and ended":       {"1", "e", "1", "yes"},
		"asked for more, and ended": {"1", "g", "?"},
	} {
		p := startPlain(t, context.Background())
		p.hear()
		last := ""
		for _, line := range lines {
			last = p.say(line)
		}
		if !p.ended {
			p.typed.Close()
			last = p.hear()
		}
		if !strings.Contains(last, "EMERGENCY\n\nCall an ambulance now.") || p.outcome.Assessment == nil {
			t.Errorf("%s: the end is\n%s", name, last)
		}
	}
}

// TestEmergencyIsRecalledOnEveryPage goes on for the doctor.
func TestEmergencyIsRecalledOnEveryPage(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.reply(false, "chest")
	p := startPlain(t, context.Background())
	p.hear()
	p.say("1")
	heard := ""
	s.press("g")
	heard = p.say("g")
	for range 3 {
		s.want(English().Reminder)
		p.wantSaid(heard, English().Reminder)
		s.press("0", "enter")
		if s.question() != nil && len(s.chosen()) == 0 && !s.question().choice.many {
			s.press("1", "enter")
		}
		heard = p.say("1")
	}
}

// TestTicksAreNotLostOnTheWayBack leaves a page by going back, before its ticks
// were confirmed.
func TestTicksAreNotLostOnTheWayBack(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "0", "enter")
	s.wantAsked("limb")
	s.press("4", "6", "esc")
	s.wantAsked("life")
	s.press("enter")
	s.wantAsked("limb")
	if got := s.chosen(); !slices.Equal(got, []string{"broken", "crash"}) {
		t.Fatalf("%q is ticked:\n%s", got, s.screen())
	}
	if got := s.app.session.in.Answers(); known(got, leg(t).Question("limb")) {
		t.Error("what was not confirmed counts")
	}
	s.press("4", "6", "8", "enter")
	s.want("EMERGENCY")
	if got := s.app.session.in.Path()[1].Reply; !slices.Equal(got, []string{"bleed"}) {
		t.Errorf("%q is the answer", got)
	}
}

// TestChangeTellsWhatIsSetAside changes an answer so that an emergency makes the
// later ones needless.
func TestChangeTellsWhatIsSetAside(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	a := vignettes(t)["G-S03"]
	s.answerAs(a)
	s.want("SELF-CARE")
	answers := len(s.app.session.in.Path())
	s.press("e", "2", "enter")
	s.reply(false, "saddle")
	s.want("EMERGENCY")
	if want := fill(English().ChangedAside, "n", answers-2); !strings.Contains(s.whole(), want) {
		t.Errorf("%q is not said:\n%s", want, s.screen())
	}
}

// whole returns the text of the result, also what is out of sight.
func (s *session) whole() string {
	var b strings.Builder
	if err := s.result().doc.Text(&b, 10000); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}
