package screen

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/internal/plaintest"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// This file tests the promise that a worse answer never lowers what the person is told,
// in every way of telling it: the full screen, plain mode, the text of assess and the
// reports. It reads that from the words themselves, so that a front end with a headline
// of its own would be found.

// heard reads from a text what it says first: the headline, and with it the urgency and
// the place.
func heard(text string) (triage.Disposition, error) {
	text = legtest.OneLine(text)
	var found []triage.Disposition
	at := len(text)
	see := func(headline string, said triage.Disposition) {
		if headline == "" {
			return
		}
		switch i := strings.Index(text, headline); {
		case i >= 0 && i < at:
			at, found = i, []triage.Disposition{said}
		case i >= 0 && i == at:
			found = append(found, said)
		}
	}
	for _, u := range triage.Urgencies() {
		place := (&triage.Rule{Urgency: u}).Place()
		see(words.English().Headlines[u], triage.Disposition{Urgency: u, Place: place})
		see(words.English().Maternity[u], triage.Disposition{Urgency: u, Place: triage.Maternity})
	}
	if len(found) != 1 {
		return triage.Disposition{}, fmt.Errorf("%d headlines begin %q", len(found), text[:min(300, len(text))])
	}
	return found[0], nil
}

// saidBy are the ways to be told the result of answers.
var saidBy = []struct {
	name string
	tell func(t *testing.T, a triage.Answers) string
}{
	{"the text of assess", func(t *testing.T, a triage.Answers) string {
		return written(t, report.Writer{Words: words.English()}.Result(a.Assess()).Lines(72))
	}},
	{"the brief text", func(t *testing.T, a triage.Answers) string {
		return written(t, report.Writer{Words: words.English()}.Brief(a.Assess()).Lines(72))
	}},
	{"the HTML report", func(t *testing.T, a triage.Answers) string { return saved(t, "report.html", a) }},
	{"the Markdown report", func(t *testing.T, a triage.Answers) string { return saved(t, "report.md", a) }},
}

func written(t *testing.T, lines []report.Line) string {
	t.Helper()
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "\n")
}

func saved(t *testing.T, name string, a triage.Answers) string {
	t.Helper()
	data, err := report.Writer{Words: words.English()}.File(name, a.Assess(), report.Added{})
	if err != nil {
		t.Fatal(err)
	}
	if _, body, ok := bytes.Cut(data, []byte("<body>")); ok {
		data = body
	}
	return string(data)
}

// walker draws random people and makes their answers worse.
type walker struct {
	*rand.Rand
	table *triage.Table
}

// person draws full answers, calm but for a few.
func (w walker) person() triage.Answers {
	a := w.table.NoAnswers()
	a.Calm()
	for range w.IntN(5) {
		w.worsen(a)
	}
	for i := range w.table.Questions {
		if q := &w.table.Questions[i]; q.AtLeastOne {
			from, to := q.Scales()
			a.Set(from+w.IntN(to-from), triage.TickYes)
		}
	}
	return a
}

// worsen makes an answer worse; or, one time in three, the answers worse that a rule with
// a contact, or one of the same urgency, asks for.
func (w walker) worsen(a triage.Answers) {
	scales := w.table.Scales()
	if w.IntN(3) > 0 {
		s := w.IntN(len(scales))
		v, _ := a.Value(s)
		a.Set(s, min(scales[s].Top, v+1+w.IntN(scales[s].Top)))
		return
	}
	rules := w.table.ByUrgency()
	r := rules[w.IntN(len(rules))]
	for range 20 {
		if r.Contact != "" || r.Urgency == triage.Go {
			break
		}
		r = rules[w.IntN(len(rules))]
	}
	for _, condition := range r.When {
		step := condition[w.IntN(len(condition))]
		if v, _ := a.Value(step.Scale); v < step.Value {
			a.Set(step.Scale, step.Value)
		}
	}
}

// forget returns the answers without some of them: any, or one that is a worry, which often
// leaves a range of urgencies within one category.
func (w walker) forget(a triage.Answers) triage.Answers {
	b := a.Clone()
	var worries []int
	for s := range w.table.Scales() {
		if v, _ := a.Value(s); v > 0 {
			worries = append(worries, s)
		}
	}
	if w.IntN(2) == 0 && len(worries) > 0 {
		b.Clear(worries[w.IntN(len(worries))])
		return b
	}
	for s := range w.table.Scales() {
		if w.IntN(4) == 0 {
			b.Clear(s)
		}
	}
	return b
}

// TestWhatIsSaidNeverGetsMilder makes answers worse one by one, and tells the result in
// every way. What is heard is what the engine says, and never gets milder. If the category
// is settled though some answers are missing, what is heard is never milder than with all
// of them, unless the result names the rule that would make it an ambulance.
func TestWhatIsSaidNeverGetsMilder(t *testing.T) {
	t.Parallel()
	table := legtest.Table(t)
	w := walker{rand.New(rand.NewPCG(20_26, 11)), table}
	people := 60
	if *long {
		people = 3000
	}
	contacts, milderInPart, partly := 0, 0, 0
	for range people {
		a := w.person()
		before := make([]triage.Disposition, len(saidBy))
		for step := range 6 {
			as := a.Assess()
			want, settled := as.Disposition()
			if !settled {
				t.Fatal("full answers are not settled")
			}
			if want.Place == triage.Maternity || want.Also == triage.Maternity {
				contacts++
			}
			for i, by := range saidBy {
				text := by.tell(t, a)
				got, err := heard(text)
				switch {
				case err != nil:
					t.Fatalf("%s: %v", by.name, err)
				case got.Urgency != want.Urgency || got.Place != want.Place:
					t.Fatalf("%s says %v, want %v:\n%s", by.name, got, want, text)
				case step > 0 && got.Lower(before[i]):
					t.Fatalf("%s says %v, and before an answer got worse it said %v:\n%s", by.name, got, before[i], text)
				}
				before[i] = got
			}
			some := w.forget(a)
			if said, settled := some.Assess().Disposition(); settled {
				partly++
				text := saidBy[0].tell(t, some)
				got, err := heard(text)
				if err != nil {
					t.Fatal(err)
				}
				if got.Urgency != said.Urgency || got.Place != said.Place {
					t.Fatalf("it says %v, want %v:\n%s", got, said, text)
				}
				if got.Lower(want) {
					milderInPart++
					if !namesInstead(text, as) {
						t.Fatalf("with answers missing it says %v, with all of them %v, and it does not name the rule that decides:\n%s", got, want, text)
					}
				}
			}
			w.worsen(a)
		}
	}
	if t.Logf("%d results with a contact, %d settled with answers missing, %d of them milder than with all", contacts, partly, milderInPart); contacts < people/10 || partly < people/2 || milderInPart == 0 {
		t.Error("this tested too little")
	}
}

// namesInstead reports whether a text names a rule by which the result with all answers is
// an ambulance.
func namesInstead(text string, full *triage.Assessment) bool {
	_, instead, found := strings.Cut(legtest.OneLine(text), words.English().CallInstead)
	return found && slices.ContainsFunc(full.Deciding, func(r triage.Reason) bool {
		return r.Rule.Urgency == triage.Call && strings.Contains(instead, r.Rule.Title)
	})
}

// TestFrontEndsSayTheSame takes people through the full screen and plain mode. Both say
// what the engine says about the answers that they asked for.
func TestFrontEndsSayTheSame(t *testing.T) {
	t.Parallel()
	w := walker{rand.New(rand.NewPCG(20_26, 12)), legtest.Table(t)}
	people := 20
	if *long {
		people = 400
	}
	for range people {
		a := w.person()
		for s, scale := range w.table.Scales() { // one reply cannot be unsure of one tick only
			if v, _ := a.Value(s); scale.Option >= 0 && v == triage.TickUnsure {
				a.Set(s, triage.TickYes)
			}
		}
		screen := start(t, size{80, 100})
		screen.press("enter")
		screen.answerAs(a)
		want, _ := screen.app.session.Assessment().Disposition()
		plain := plaintest.Start(t, context.Background())
		for name, text := range map[string]string{"the full screen": screen.screen(), "plain mode": plain.AnswerAs(a)} {
			got, err := heard(text)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got.Urgency != want.Urgency || got.Place != want.Place {
				t.Fatalf("%s says %v, want %v:\n%s", name, got, want, text)
			}
		}
		if full, _ := a.Assess().Disposition(); want.Urgency != full.Urgency || want.Place < full.Place {
			t.Fatalf("the questions end with %v, all answers with %v: %v", want, full, screen.app.session.Path())
		}
	}
}
