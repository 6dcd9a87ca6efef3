package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"go.yaml.in/yaml/v4"
	plurals "golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
)

// pseudo makes every text of a catalogue bracketed, longer by half, and free of
// plain letters, so that a text that is not in the catalogue shows at once.
func pseudo(t *testing.T, catalogue []byte) []byte {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(catalogue, &doc); err != nil {
		t.Fatal(err)
	}
	var walk func(n *yaml.Node, value bool)
	walk = func(n *yaml.Node, value bool) {
		switch {
		case n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				switch n.Content[i].Value {
				case "language", "direction", "plurals":
				case "say_yes": // the sentences name it
					n.Content[i+1].Content = []*yaml.Node{{Kind: yaml.ScalarNode, Value: accents.Replace("yes")}}
				default:
					walk(n.Content[i+1], true)
				}
			}
		case n.Kind == yaml.ScalarNode && value && n.Value != "":
			n.Value = pseudoText(n.Value)
			n.Style = yaml.DoubleQuotedStyle
		default:
			for _, c := range n.Content {
				walk(c, true)
			}
		}
	}
	walk(doc.Content[0], false)
	out, err := yaml.Marshal(&doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var accents = func() *strings.Replacer {
	var pairs []string
	for i, r := range "abcdefghijklmnopqrstuvwxyz" {
		accented := []rune("åƀçđéƒĝĥîĵķļɱñöþɋŕšŧůṽŵẋýž")[i]
		pairs = append(pairs, string(r), string(accented), strings.ToUpper(string(r)), string(accented))
	}
	return strings.NewReplacer(pairs...)
}()

func pseudoText(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		parts := braces.FindAllString(w, -1)
		plain := braces.Split(w, -1)
		for j := range plain {
			plain[j] = accents.Replace(plain[j])
		}
		words[i] = plain[0]
		for j, p := range parts {
			words[i] += p + plain[j+1]
		}
	}
	for n := utf8.RuneCountInString(s) / 2; n > 0; n -= 6 {
		words = append(words, strings.Repeat("ẋ", min(5, n)))
	}
	return "[" + strings.Join(words, " ") + "]"
}

// inPseudo returns the interface and a table in the pseudo-language.
func inPseudo(t *testing.T) (*Words, *triage.Table) {
	t.Helper()
	catalogue, err := English().Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	words, gaps, err := ReadWords("words.yaml", pseudo(t, catalogue))
	if err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 {
		t.Fatal(err, gaps)
	}
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := TableCatalogue(table, Gaps{})
	if err != nil {
		t.Fatal(err)
	}
	if gaps, err := Translate(table, "table.yaml", pseudo(t, texts)); err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 {
		t.Fatal(err, gaps)
	}
	return words, table
}

// TestNoTextOutsideTheCatalogues goes through every question and the result of
// many people in the pseudo-language: no screen, no document and no prompt
// shows a plain letter, apart from ids, versions and the names of sources, and
// every screen keeps within its window.
func TestNoTextOutsideTheCatalogues(t *testing.T) {
	words, table := inPseudo(t)
	allowed := []string{table.Version, table.Hash, "legtriage"}
	for _, s := range table.Sources {
		allowed = append(allowed, s.Title, s.Address, s.Note)
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
	document := func(what string, d Document) {
		t.Helper()
		for _, b := range d {
			if b.Kind != Code {
				seen(what, b.Text+"\n"+strings.Join(b.Items, "\n"))
			}
		}
	}
	tell := Teller{Words: words}
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
			case readScreen, resultScreen: // sources are cut in the middle there
			default:
				seen(what, ansi.Strip(content))
			}
		}
	}
	key := func(a *app, code rune, text string) { a.Update(tea.KeyPressMsg{Code: code, Text: text}) }
	start := func() *app {
		a := newApp(Interview{Words: words, Save: func(string, []byte, bool) error { return nil }})
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
			document("why "+q.ID, tell.WhyAsked(table, triage.Page{Question: q, Tick: tick}))
		}
	}
	for _, r := range table.ByUrgency() {
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
		document("result of "+r.ID, tell.Result(as))
		document("report of "+r.ID, tell.Report(as, "0"))
		for _, s := range tell.Sections(as, in.Path()) {
			seen("section of "+r.ID, s.Title)
			document(s.Title+" of "+r.ID, withoutQuestionIDs(s.Doc))
		}
		document("rule "+r.ID, withoutQuestionIDs(tell.Rule(table, r)))
		a := start()
		key(a, tea.KeyEnter, "")
		a.session.in = in
		a.session.reviewed = true
		a.redraw()
		screens(a, "result of "+r.ID)
		key(a, 'w', "w")
		screens(a, "why of "+r.ID)
		key(a, tea.KeyEscape, "")
		key(a, 's', "s")
	}
	a = start()
	key(a, tea.KeyEnter, "")
	a.confirm(words.Leave, words.LeaveWhy, words.LeaveStay, words.LeaveGo, nil)
	screens(a, "leaving")
	var out strings.Builder
	iv := Interview{Words: words, Table: func() (*triage.Table, Place, error) { return table, Place{}, nil }}
	if _, err := RunPlain(t.Context(), iv, strings.NewReader("?\n99\nr\n1\n7\ng\nq\n"), &out); err != nil {
		t.Fatal(err)
	}
	letter := regexp.MustCompile(`(^|[ \[])[bcefgnqrsw] `) // to type; they are the same in every language
	for _, prompt := range strings.Split(out.String(), "\n\n") {
		if strings.Contains(prompt, "[") {
			seen("plain mode", letter.ReplaceAllString(strings.ReplaceAll(prompt, "\n", " "), "$1"))
		}
	}
}

// withoutQuestionIDs takes the ids away that stand before the conditions of a
// rule: a rule author looks for them.
func withoutQuestionIDs(d Document) Document {
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

// changed returns the English catalogue with one text in place of another.
func changed(t *testing.T, old, new string) []byte {
	t.Helper()
	catalogue, err := English().Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	out := strings.Replace(string(catalogue), old, new, 1)
	if out == string(catalogue) && old != new {
		t.Fatalf("%q is not in the catalogue", old)
	}
	return []byte(out)
}

// TestEnglishComesBack writes English and reads it.
func TestEnglishComesBack(t *testing.T) {
	words, gaps, err := ReadWords("w", changed(t, "", ""))
	if err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 || gaps.Of < 200 {
		t.Fatalf("%v, %v", err, gaps)
	}
	words.gaps = Gaps{}
	if !reflect.DeepEqual(words, English()) {
		t.Errorf("English came back as %+v", words)
	}
}

// TestCatalogueErrorsNameThePlace breaks a catalogue in ways that no version of the
// program could read.
func TestCatalogueErrorsNameThePlace(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"no_answer: Choose an answer first.", "no_answer: \"\\e\"", "w:41:12: the character U+001B is not allowed"},
		{"no_answer: Choose an answer first.", "no_answer: [a]", "w:41:12: no_answer must be text, not a list"},
		{"no_answer: Choose an answer first.", "no_answer: a\nno_answer: b", `w:42:1: "no_answer" stands twice in the catalogue`},
		{"no_answer: Choose", "no_answer: &a Choose", "w:41:12: anchors and aliases (& and *) are not allowed"},
		{"language: en", "language: english-language", `w:2:11: there is no language "english-language"; a language is written like fr or pt-BR`},
		{"language: en\n", "", `w:1:1: the catalogue needs "language"`},
		{"direction: ltr", "direction: lrt", `w:3:12: there is no direction "lrt"; it can be ltr, rtl`},
		{"none: None of these\n", "", `w:1:1: the catalogue needs "none"`},
		{"more_sources: '{n} more'", "more_sources: {one: '{n} more', ohter: '{n} more'}", `more_sources has no key "ohter"; did you mean "other"?`},
		{"plurals:\n    one: n = 1", "plurals: {one: n is 1}", `w:5:16: plurals one: "n is 1" is no rule such as n % 10 = 2..4`},
		{"plurals:\n    one: n = 1", "plurals: {one: n = 1...2}", `w:5:16: plurals one: "1...2" is no number or span such as 2..4`},
		{"headlines:", "headlines: no\nx:", "headlines must be a list, not text"},
	} {
		_, _, err := ReadWords("w", changed(t, c.old, c.new))
		if err == nil || !strings.Contains(regexp.MustCompile(`^w:\d+:`).ReplaceAllString(err.Error(), "w:N:"), regexp.MustCompile(`^w:\d+:`).ReplaceAllString(c.want, "w:N:")) {
			t.Errorf("%q: got %v, want %q", c.new, err, c.want)
		}
	}
}

// TestAPartOfACatalogueIsCompleted takes texts away, and has texts that belong to
// another version: English stands for them, together with what belongs to them,
// and each is named.
func TestAPartOfACatalogueIsCompleted(t *testing.T) {
	for _, c := range []struct{ old, new, missing, outdated string }{
		{"no_answer: Choose an answer first.\n", "", "no_answer", ""},
		{"no_answer: Choose an answer first.", "no_answer: ''", "no_answer", ""},
		{"no_answer: ", "no_anwser: ", "no_answer", `the catalogue has no "no_anwser"; did you mean "no_answer"?`},
		{"Question {number}. At", "Question. At", "progress", "progress must have {number} {n}, like the English text"},
		{"leave_stay: ", "leave_stays: ", "leave leave_go leave_stay leave_why", `the catalogue has no "leave_stays"; did you mean "leave_stay"?`},
		{"say_yes:\n    - yes", "say_yes:\n    - oui", "plain_confirm plain_wrong plain_yes say_yes", `must name "oui", the first word of say_yes`},
		{"categories:\n    - SELF-CARE\n", "categories:\n", "categories", "categories must be a list of 3 texts, like the English one"},
	} {
		words, gaps, err := ReadWords("w", changed(t, c.old, c.new))
		if err != nil {
			t.Errorf("%q: %v", c.new, err)
			continue
		}
		if got := strings.Join(gaps.Missing, " "); got != c.missing || !strings.Contains(gaps.Outdated.Error(), c.outdated) || (c.outdated == "") != (len(gaps.Outdated) == 0) {
			t.Errorf("%q: missing %q, outdated %v; want %q, %q", c.new, got, gaps.Outdated, c.missing, c.outdated)
		}
		words.gaps = Gaps{}
		if !reflect.DeepEqual(words, English()) {
			t.Errorf("%q: not completed from English", c.new)
		}
	}
	words, gaps, err := ReadWords("w", []byte("language: fr\ndirection: ltr\nnone: Rien\nnot_sure: Sais pas\nno: Non\nyes: Oui\n"))
	if err != nil || words.None != "Rien" || words.Leave != English().Leave || len(gaps.Missing) != gaps.Of-6 {
		t.Fatal(err, gaps)
	}
	words.Complete(Gaps{Of: 10})
	if want := fill(English().NotTranslated.Other, "n", gaps.Of-6, "of", gaps.Of+10); words.Partial() != want {
		t.Errorf("%q is said, not %q", words.Partial(), want)
	}
	catalogue, err := words.Catalogue()
	if n := strings.Count(string(catalogue), "# not translated yet\n"); err != nil || n != gaps.Of-6 {
		t.Errorf("%v, %d texts are marked", err, n)
	}
}

// TestAQuestionIsAskedInOneLanguage leaves out one answer of one question: it is
// asked in English as a whole, with the answers that the interface adds.
func TestAQuestionIsAskedInOneLanguage(t *testing.T) {
	words, _ := inPseudo(t)
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	english := leg(t).Question("life")
	texts, err := TableCatalogue(table, Gaps{})
	if err != nil {
		t.Fatal(err)
	}
	texts = regexp.MustCompile(`(?m)^option life\.blood: .*\n`).ReplaceAll(pseudo(t, texts), nil)
	gaps, err := Translate(table, "t", texts)
	if err != nil || len(gaps.Missing) != len(english.Options)+2 {
		t.Fatal(err, gaps)
	}
	words.Complete(gaps)
	for i, q := range []*triage.Question{table.Question("life"), table.Question("limb")} {
		asked := q.Ask
		for _, tick := range []int{-1, 0} {
			for _, o := range words.Options(triage.Page{Question: q, Tick: tick}) {
				asked += o.Label
			}
		}
		if strings.ContainsAny(asked, "[]") == (i == 0) || regexp.MustCompile(`[a-z]`).MatchString(asked) == (i == 1) {
			t.Errorf("%s mixes languages: %s", q.ID, asked)
		}
	}
}

// TestLanguagesAreReadLikeTables gives the reader of languages what the reader of
// tables refuses: it says the same of it, in the same place.
func TestLanguagesAreReadLikeTables(t *testing.T) {
	names, err := filepath.Glob("../testdata/broken/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "\n-- ")[1:] {
			file, text, _ := strings.Cut(part, " --\n")
			if strings.HasPrefix(file, "answers") {
				continue
			}
			text = regexp.MustCompile(`(?m) *### .*$`).ReplaceAllString(text, "")
			var want read.Errors
			f := read.New(file, &want)
			f.Translated = true
			root := f.Root([]byte(text))
			if root != nil {
				f.Entries(root, "the catalogue")
			}
			_, _, words := ReadWords(file, []byte(text))
			_, table := Translate(&triage.Table{}, file, []byte(text))
			for what, got := range map[string]error{"words": words, "texts": table} {
				var errs read.Errors
				if got != nil && !errors.As(got, &errs) {
					t.Fatalf("%s of %s: a %T", what, name, got)
				}
				if len(want) > 0 && (len(errs) < len(want) || errs[:len(want)].Error() != want.Error()) {
					t.Errorf("%s of %s:\n%v\nwant\n%v", what, name, errs, want)
				}
			}
			seen += len(want)
		}
	}
	if seen < 20 {
		t.Errorf("only %d errors are compared", seen)
	}
}

// FuzzLanguage reads anything as a language. Errors are safe to print, and so is
// what is read.
func FuzzLanguage(f *testing.F) {
	catalogue, err := English().Catalogue()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(catalogue)
	for _, text := range []string{
		"", "---", "---\n---\n", "\x00", "\xff\xfe", "\ufeff{}", "none: \"\\e[2J\"", "\"\\e\": {\"\\u202e\": 1}", "a\u202eb: 1", "none: &a [*a]", "<<: {none: b}",
		"? [a]\n: b", "!!binary none: !!int y", "%YAML 3.0\n---\nnone: b", strings.Repeat("[", 100), "say_yes: [y, y]\nheadlines: {a: b}", "more_sources: {one: '{n}', other: '{n} \u200c'}",
		"none: می\u200cخواهم\nlanguage: fa\ndirection: rtl\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		words, gaps, err := ReadWords("w", data)
		_, other := Translate(&triage.Table{Name: "a"}, "w", data)
		said := fmt.Sprint(err, other, gaps.Missing, gaps.Outdated)
		if err == nil {
			said += fmt.Sprintf("%s%s%s", words.None, words.Language, strings.Join(words.Headlines[:], ""))
		}
		if read.HarmlessLines(said) != said {
			t.Errorf("%q", said)
		}
	})
}

// TestTranslationsHaveTheMarksOfTheirScripts reads Persian with its joiners, and
// refuses what turns other text round.
func TestTranslationsHaveTheMarksOfTheirScripts(t *testing.T) {
	persian := "می\u200cخواهم (CT\u200e)"
	words, _, err := ReadWords("w", changed(t, "None of these", persian))
	if err != nil || words.None != persian {
		t.Errorf("%v: %+q", err, words.None)
	}
	for _, bad := range []string{"می\u202bخواهم", "No\u200cne", "می\u2067خواهم\u2069"} {
		if _, _, err := ReadWords("w", changed(t, "None of these", bad)); err == nil {
			t.Errorf("%+q is taken", bad)
		}
	}
}

// TestNumbersHaveTheirForms counts in English and in a language with more forms.
func TestNumbersHaveTheirForms(t *testing.T) {
	for field, v := range fields(&english) {
		c, ok := v.Interface().(Counted)
		if !ok {
			continue
		}
		one, two := english.count(c, 1), english.count(c, 2)
		if plurals := regexp.MustCompile(`\b1 (more )?(answers|cases|interviews|people|sets|texts|(\w+ ){0,2}\w+ are)\b`); plurals.MatchString(one) {
			t.Errorf("%s: %q", field, one)
		}
		if c.One != "" && one == strings.ReplaceAll(two, "2", "1") || !strings.Contains(two, "2") {
			t.Errorf("%s: %q and %q", field, one, two)
		}
	}
	polish := &Words{Plurals: Plurals{One: "i = 1 and v = 0", Few: "v = 0 and i % 10 = 2..4 and i % 100 != 12..14", Many: "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14"}}
	c := Counted{One: "jedna", Few: "{n} odpowiedzi", Many: "{n} odpowiedzi!", Other: "{n} odpowiedzi?"}
	for n, want := range map[int]string{1: "jedna", 2: "2 odpowiedzi", 5: "5 odpowiedzi!", 22: "22 odpowiedzi", 12: "12 odpowiedzi!"} {
		if got := polish.count(c, n); got != want {
			t.Errorf("%d is %q, not %q", n, got, want)
		}
	}
}

// TestPluralsAreThoseOfCLDR compares rules as CLDR writes them with a library that
// knows them.
func TestPluralsAreThoseOfCLDR(t *testing.T) {
	for name, p := range map[string]Plurals{
		"en": English().Plurals,
		"fr": {One: "i = 0,1", Many: "e = 0 and i != 0 and i % 1000000 = 0 and v = 0 or e != 0..5"},
		"ru": {One: "v = 0 and i % 10 = 1 and i % 100 != 11", Few: "v = 0 and i % 10 = 2..4 and i % 100 != 12..14", Many: "v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 11..14"},
		"ar": {Zero: "n = 0", One: "n = 1", Two: "n = 2", Few: "n % 100 = 3..10", Many: "n % 100 = 11..99"},
		"lt": {One: "n % 10 = 1 and n % 100 != 11..19", Few: "n % 10 = 2..9 and n % 100 != 11..19", Many: "f != 0"},
		"cs": {One: "i = 1 and v = 0", Few: "i = 2..4 and v = 0", Many: "v != 0"},
		"ja": {},
	} {
		w, named := &Words{Plurals: p}, Counted{"zero", "one", "two", "few", "many", "other"}
		for n := range 1000 {
			form := plurals.Cardinal.MatchPlural(language.MustParse(name), n, 0, 0, 0, 0)
			want := map[plurals.Form]string{plurals.Zero: "zero", plurals.One: "one", plurals.Two: "two", plurals.Few: "few", plurals.Many: "many", plurals.Other: "other"}[form]
			if got := w.count(named, n); got != want {
				t.Errorf("%d in %s is %s, not %s", n, name, got, want)
			}
		}
	}
}

// TestYesIsAWholeWord takes the words of the language, and no other that begins so.
func TestYesIsAWholeWord(t *testing.T) {
	french := &Words{SayYes: Spoken{"oui", "o"}}
	for _, c := range []struct {
		words *Words
		typed string
		yes   bool
	}{
		{English(), "yes", true}, {English(), "Y", true}, {English(), " YES ", true}, {English(), "yesterday", false}, {English(), "you", false}, {English(), "no", false},
		{English(), "", false}, {English(), "oui", false}, {french, "Oui", true}, {french, "o", true}, {french, "y", false}, {french, "non", false},
	} {
		if got := c.words.IsYes(c.typed); got != c.yes {
			t.Errorf("%q is yes: %v", c.typed, got)
		}
	}
}
