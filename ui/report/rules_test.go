package report

import (
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// TestConditionsNameTheAnswersThatAreMeant puts steps of all questions into words. For a
// question with one answer, a step names that answer and all worse ones, in the order of
// the question, and no calmer one.
func TestConditionsNameTheAnswersThatAreMeant(t *testing.T) {
	table := legtest.Table(t)
	write := Writer{Words: words.English()}
	ordered := 0
	for i, scale := range table.Scales() {
		for v := 1; v <= scale.Top; v++ {
			want := scale.Question.Ask + " "
			switch {
			case scale.Option < 0:
				ordered++
				var says []string
				for _, o := range scale.Question.Options[v:] {
					says = append(says, "“"+o.Say+"”")
				}
				if want += strings.Join(says, " or "); len(says) == 1 {
					want = strings.NewReplacer("“", "", "”", "").Replace(want)
				}
			case v == triage.TickUnsure:
				want += scale.Question.Options[scale.Option].Say + " (or not sure)"
			default:
				want += scale.Question.Options[scale.Option].Say
			}
			step := triage.Step{Scale: i, Value: v}
			other := triage.Step{Scale: (i + len(table.Scales())/2) % len(table.Scales()), Value: 1}
			got := write.Conditions(table, triage.When{{step}, {other, step}})
			if got[0] != want || !strings.HasPrefix(got[1], "one of: ") || !strings.HasSuffix(got[1], "; "+want) {
				t.Errorf("%s from %s: %q, want %q", scale.Question.ID, scale.Value(v), got, want)
			}
		}
	}
	if ordered < 10 {
		t.Errorf("only %d steps on questions with one answer", ordered)
	}
}

// TestContentsHaveEveryRuleOnce looks for each rule under its urgency and topic.
func TestContentsHaveEveryRuleOnce(t *testing.T) {
	table := legtest.Table(t)
	write := Writer{Words: words.English()}
	var all []*triage.Rule
	for i := range table.Rules {
		all = append(all, &table.Rules[i])
	}
	var urgency, topic string
	found := map[string][]string{}
	for _, b := range write.Rules(table, all, false) {
		switch b.Kind {
		case Heading:
			urgency, topic = b.Text, ""
		case Subheading:
			topic = b.Text
		case List:
			for _, item := range b.Items {
				found[item] = append(found[item], urgency+"/"+topic)
			}
		}
	}
	if len(found) != len(all) {
		t.Errorf("%d rules, want %d", len(found), len(all))
	}
	for _, r := range all {
		want := write.Words.UrgencyName[r.Urgency] + "/"
		if q := table.Topic(r); q != nil {
			want += q.Ask + " (" + q.ID + ")"
		}
		if got := found[r.ID+": "+r.Title]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is at %q, want %q", r.ID, got, want)
		}
	}
	// What a rule is about is decided by its first condition, or by the questions for
	// details that this leads to.
	for id, want := range map[string]string{
		"chest-or-breath": "life", "hot-skin": "look", "clot-in-leg": "look", "sickle-cell-pain": "conditions",
		"foot-wound": "wound", "calf-always-sore": "pattern", "cramp-always-sore": "cramp", "something-else": "problem",
		"sore-after-cramp-and-clot-risk": "cramp", "very-bad-pain": "severity",
	} {
		if r := table.Rule(id); r == nil || table.Topic(r) == nil || table.Topic(r).ID != want {
			t.Errorf("%s is not about %s", id, want)
		}
	}
	if table.Topic(table.Rule("nothing-urgent")) != nil {
		t.Error("a rule that always holds has a topic")
	}
}
