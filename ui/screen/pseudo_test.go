package screen

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/plain"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// inPseudo returns the interface and a table in the pseudo-language.
func inPseudo(t *testing.T) (*words.Sentences, *triage.Table) {
	t.Helper()
	return translated(t, func(catalogue []byte) []byte { return legtest.Pseudo(t, catalogue) })
}

// translated returns the interface and a table in another language.
func translated(t *testing.T, translate func(catalogue []byte) []byte) (*words.Sentences, *triage.Table) {
	t.Helper()
	w, gaps, err := words.Read("words.yaml", translate(words.English().Catalogue()))
	if err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 {
		t.Fatal(err, gaps)
	}
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	texts := words.TableCatalogue(table, words.Gaps{})
	if gaps, err := words.Translate(table, "table.yaml", translate(texts)); err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 {
		t.Fatal(err, gaps)
	}
	return w, table
}

// TestNoTextOutsideTheCatalogues goes through every question and the results of many
// people in the pseudo-language: no screen, document or prompt shows a plain letter, apart
// from ids, versions and the names of sources, and every screen stays within its window.
func TestNoTextOutsideTheCatalogues(t *testing.T) {
	t.Parallel()
	w, table := inPseudo(t)
	allowed := []string{table.Version, table.Hash, "legtriage"}
	for _, s := range table.Sources {
		publisher, _, _ := strings.Cut(s.Title, ", ")
		allowed = append(allowed, s.Title, s.Address, s.Note, publisher)
	}
	for _, r := range table.Rules {
		allowed = append(allowed, r.ID)
	}
	for _, u := range triage.Urgencies() {
		allowed = append(allowed, "): "+u.String(), "("+u.String()+")", ": "+u.String())
	}
	slices.SortFunc(allowed, func(a, b string) int { return len(b) - len(a) })
	letters := regexp.MustCompile(`[A-Za-z]+`)
	seen := func(what, text string) {
		t.Helper()
		for _, a := range allowed {
			if a != "" {
				text = strings.ReplaceAll(text, a, "")
			}
		}
		if plain := letters.FindString(text); plain != "" {
			t.Errorf("%s shows %q, which is in no catalogue:\n%s", what, plain, text)
		}
	}
	document := func(what string, d report.Document) {
		t.Helper()
		for _, b := range d {
			if b.Kind != report.Code {
				seen(what, b.Text+"\n"+strings.Join(slices.Concat(b.Items, b.Right), "\n"))
			}
		}
	}
	// The keys of answers are the same in every language.
	rowKeys := regexp.MustCompile(`(?m)^( *[❯>]? +)[` + letterKeys + `] `)
	write := report.Writer{Words: w}
	screens := func(a *app, what string) {
		t.Helper()
		for _, size := range [][2]int{{80, 24}, {40, 12}, {20, 6}} {
			a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			content := a.View().Content
			lines := strings.Split(content, "\n")
			if len(lines) > size[1] {
				t.Errorf("%s at %v has %d lines", what, size, len(lines))
			}
			for _, l := range lines {
				if ansi.StringWidth(l) > size[0] {
					t.Errorf("%s at %v: too wide: %q", what, size, l)
				}
			}
			switch a.top().(type) {
			case readScreen, resultScreen: // here the names of sources may be broken in the middle
			default:
				seen(what, rowKeys.ReplaceAllString(ansi.Strip(content), "$1"))
			}
		}
	}
	key := func(a *app, code rune, text string) { a.Update(tea.KeyPressMsg{Code: code, Text: text}) }
	start := func() *app {
		a := newApp(session.Setup{Words: w, Save: func(string, []byte, bool) error { return nil }})
		a.Update(loaded{table: table})
		return a
	}

	a := start()
	screens(a, "welcome")
	key(a, tea.KeyEnter, "")
	for i := range table.Questions {
		q := &table.Questions[i]
		for tick := -1; tick < len(q.Options); tick++ {
			if tick >= 0 && !q.List {
				break
			}
			a.screens = nil
			a.push(a.page(triage.Page{Question: q, Tick: tick}, nil))
			screens(a, "question "+q.ID)
			document("why "+q.ID, write.WhyAsked(table.NoAnswers(), triage.Page{Question: q, Tick: tick}))
		}
	}
	for i, r := range table.ByUrgency() {
		person := table.NoAnswers()
		for s := range table.Scales() {
			person.Set(s, 0)
		}
		for _, c := range append(r.When, triage.Condition{{Scale: firstScale(table, "problem"), Value: triage.TickYes}}) {
			if v, _ := person.Value(c[0].Scale); v < c[0].Value {
				person.Set(c[0].Scale, c[0].Value)
			}
		}
		in := triage.Play(person)
		as := in.Answers().Assess()
		document("result of "+r.ID, write.Result(as))
		document("report of "+r.ID, write.ForDoctor(as, report.Added{When: "0"}))
		for _, s := range write.Sections(as, in.Path()) {
			seen("section of "+r.ID, s.Title)
			document(s.Title+" of "+r.ID, withoutQuestionIDs(s.Doc))
		}
		document("rule "+r.ID, withoutQuestionIDs(write.Rule(table, r)))
		if !oneIn(3, i) {
			continue // the screens show what the documents say
		}
		a := start()
		key(a, tea.KeyEnter, "")
		a.session.Start()
		for _, turn := range in.Path() {
			if err := a.session.Reply(turn.Page, turn.Reply...); err != nil {
				t.Fatal(err)
			}
		}
		a.session.Right()
		a.redraw()
		screens(a, "result of "+r.ID)
		key(a, 'w', "w")
		screens(a, "why of "+r.ID)
		key(a, tea.KeyEscape, "")
		key(a, 's', "s")
	}
	a = start()
	key(a, tea.KeyEnter, "")
	a.confirm(w.Leave, w.LeaveWhy, w.LeaveStay, w.LeaveGo, nil)
	screens(a, "leaving")
	var out strings.Builder
	setup := session.Setup{Words: w, Table: func() (*triage.Table, report.Country, error) { return table, report.Country{}, nil }}
	if _, err := plain.Run(t.Context(), setup, strings.NewReader("?\n99\nr\n1\n7\ng\nq\n"), &out); err != nil {
		t.Fatal(err)
	}
	letter := regexp.MustCompile(`(^|[ \[])[bcefgnoqrsw] `) // to type; they are the same in every language
	for _, prompt := range strings.Split(out.String(), "\n\n") {
		if strings.Contains(prompt, "[") {
			seen("plain mode", letter.ReplaceAllString(strings.ReplaceAll(prompt, "\n", " "), "$1"))
		}
	}
}

// withoutQuestionIDs removes the ids before the conditions of a rule, which are for its
// author and the same in every language.
func withoutQuestionIDs(d report.Document) report.Document {
	ids := regexp.MustCompile(`(^|[:\]] |/ )[a-z]+: `)
	for i := range d {
		for j := range d[i].Items {
			d[i].Items[j] = ids.ReplaceAllString(d[i].Items[j], "$1")
		}
	}
	return d
}

func firstScale(t *triage.Table, question string) int {
	from, _ := t.Question(question).Scales()
	return from
}
