package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
)

// TestTheFirstScreenOfSelfCare checks that an ordinary window shows everything that matters
// at night without scrolling, for an ordinary cramp and for one in pregnancy: the verdict,
// the signs to call an ambulance for, those for an emergency department, and three tips.
// In pregnancy more signs are an emergency, and below them is room for one tip.
func TestTheFirstScreenOfSelfCare(t *testing.T) {
	for id, tips := range map[string]int{"R95": 3, "G-S03": 1} {
		s := start(t, sizes[0])
		s.press("enter")
		s.answerAs(legtest.People(t)[id])
		doc, w := s.result().doc, s.app.setup.Words
		want := []string{w.Categories[triage.SelfCare], w.Headlines[triage.Home]}
		for _, net := range legtest.Table(t).SafetyNet {
			if net.Urgency >= triage.Go {
				want = append(want, net.Say)
			}
		}
		if len(want) < 4 {
			t.Fatal("the safety net has no emergencies")
		}
		for i, b := range doc {
			if b.Kind == report.Heading && b.Text == w.Meanwhile {
				want = append(want, doc[i+1].Items[:tips]...)
			}
		}
		if len(want) < 4+tips {
			t.Fatalf("%s is told only %q", id, want)
		}
		first := strings.ReplaceAll(s.text(), "- ", "")
		for _, text := range want {
			if !strings.Contains(first, text) {
				t.Errorf("%s does not see %q at once:\n%s", id, text, s.screen())
			}
		}
	}
}

// TestTheSignsStayInSightInAWideWindow scrolls results to their end in wide windows: where
// there is room for the panel, the signs to get help for are always in sight, and nothing
// of the result is lost between the panel and the rest.
func TestTheSignsStayInSightInAWideWindow(t *testing.T) {
	t.Parallel()
	beside := 0
	for _, id := range []string{"R95", "G-S03", "LB-DEF015", "R24", "G-E01"} {
		for _, in := range []size{{99, 40}, {100, 30}, {112, 24}, {200, 60}, {100, 12}} {
			s := start(t, sizes[0])
			s.press("enter")
			s.answerAs(legtest.People(t)[id])
			whole := s.result().doc
			s.resize(in)
			signs, _ := whole.Apart(s.app.setup.Words.ComeBack)
			panel := len(s.result().aside) > 0
			if room := in.w >= 100 && len(signs) > 0; panel && !room || !panel && room && (in.h > 24 || in.h > 20 && id != "G-S03") {
				t.Fatalf("%s in %v: panel %v:\n%s", id, in, panel, s.placed())
			}
			seen := map[string]bool{}
			for end := false; !end; s.press("pgdown") {
				here := map[string]bool{}
				for _, word := range wordsOf(s.placed()) {
					seen[word], here[word] = true, true
				}
				if panel {
					for _, l := range signs.Lines(1000) {
						for _, word := range wordsOf(l.Text) {
							if beside++; !here[word] {
								t.Fatalf("%s in %v: %q is out of sight:\n%s", id, in, word, s.placed())
							}
						}
					}
				}
				for i, l := range strings.Split(s.placed(), "\n") {
					if i < in.h-1 && ansi.StringWidth(l) > in.w {
						t.Fatalf("%s in %v: too wide: %q", id, in, l)
					}
				}
				end = s.result().seen.below() == 0
			}
			for _, l := range whole.Lines(1000) {
				for _, word := range wordsOf(l.Text) {
					if !seen[word] {
						t.Errorf("%s in %v does not say %q of %q", id, in, word, l.Text)
					}
				}
			}
		}
	}
	if beside < 500 {
		t.Errorf("only %d words were looked for in a panel", beside)
	}
}
