package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// reported returns the parts of the report for the doctor, by their titles.
func reported(t testing.TB, a triage.Answers) map[string][]string {
	t.Helper()
	parts, title := map[string][]string{}, ""
	for _, b := range (Teller{Words: English}).Report(a.Assess(), "") {
		switch b.Kind {
		case Subheading:
			title = b.Text
		case List:
			parts[title] = append(parts[title], b.Items...)
		}
	}
	return parts
}

// TestReportTellsNoneFromNotAsked wants the doctor to see what was denied, what
// was not asked, and every sign of danger that was denied.
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
	say("conditions", triage.None)
	parts := reported(t, a)
	want := func(title string, items ...string) {
		t.Helper()
		if !slices.Equal(parts[title], items) {
			t.Errorf("%s: %q, want %q", title, parts[title], items)
		}
	}
	want(English.ReportConditions, English.None)
	want(English.ReportMedicines, English.ReportNotAsked)
	want(English.ReportProblem, English.ReportNotAsked)
	want(English.ReportPositive, table.Question("limb").Options[table.Question("limb").Option("saddle")].Say)
	want(English.ReportUnsure, English.ReportNone)
	want(English.ReportOther, "Are you 18 or older? Yes")
	denied := strings.Join(parts[English.ReportNegative], "; ")
	for _, id := range []string{"life", "limb"} {
		for _, o := range table.Question(id).Options {
			if strings.Contains(denied, o.Say) == (o.ID == "saddle") {
				t.Errorf("%s.%s stands wrongly in %q", id, o.ID, denied)
			}
		}
	}
	for _, rule := range parts[English.ReportRules] {
		if strings.Contains(rule, "(home)") {
			t.Errorf("an emergency names %s", rule)
		}
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
		s.want(English.Reminder)
		p.wantSaid(heard, English.Reminder)
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
	if want := fill(English.ChangedAside, "n", answers-2); !strings.Contains(s.whole(), want) {
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
