package screen

import (
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
)

// TestTheFirstScreenOfSelfCare wants everything that matters at night on the first screen
// of an ordinary window, for an ordinary cramp and for one in pregnancy: the verdict, the
// signs to call an ambulance for, those for an emergency department, and three tips.
func TestTheFirstScreenOfSelfCare(t *testing.T) {
	for _, id := range []string{"R95", "G-S03"} {
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
				want = append(want, doc[i+1].Items[:3]...)
			}
		}
		if len(want) < 7 {
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
