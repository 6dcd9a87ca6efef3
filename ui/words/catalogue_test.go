package words

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	plurals "golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

// changed returns the English catalogue with one text replaced by another.
func changed(t *testing.T, old, new string) []byte {
	t.Helper()
	catalogue := English().Catalogue()
	out := strings.Replace(string(catalogue), old, new, 1)
	if out == string(catalogue) && old != new {
		t.Fatalf("%q is not in the catalogue", old)
	}
	return []byte(out)
}

// TestEnglishComesBack writes English and reads it back.
func TestEnglishComesBack(t *testing.T) {
	w, gaps, err := Read("w", changed(t, "", ""))
	if err != nil || len(gaps.Missing)+len(gaps.Outdated) > 0 || gaps.Of < 200 {
		t.Fatalf("%v, %v", err, gaps)
	}
	w.gaps = Gaps{}
	if !reflect.DeepEqual(w, English()) {
		t.Errorf("English came back as %+v", w)
	}
}

// TestTextsComeBackAsTheyAre writes texts that YAML could take for something else, and
// reads them back with the library.
func TestTextsComeBackAsTheyAre(t *testing.T) {
	for _, text := range []string{
		"", " ", "a", "a ", " a", "a: b", "a:b", "a:", "a:\tb", "a #b", "a#b", "#a", "# a", "- a", "-", "? a", ": a", "a, b", "[a]", "{n} a", "a [b] {c}", "*a", "&a", "!a", "|", "> a", "%a", "@a", "`a`",
		"'", "''", "a'b", "'a'", `"`, `a"b`, `"a"`, `\`, `a\nb`, `\u0041`, "a\nb", "a\n", "\na", "a\tb", "a\rb", "a\x00b", "a\x1b[2Jb", "\u0085", "a\u2028b", "a\u2029b", "\ufeffa", "a\ufeff",
		"null", "Null", "NULL", "~", "true", "False", "yes", "no", "y", "on", "1", "0999", "1.5", ".inf", "inf", "NaN", "0x1F", "1e3", "2026-01-31", "12:30", "a\u00a0?", "« a »", "“a”", "é: b", "日本: 語", "日本：語", "م\u200cم", "a\u202eb", "---", "--- a", "...", "<<", "=",
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte("- "+scalar(text)+"\n- "+scalar(text)+"\n"), &doc); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		list := doc.Content[0].Content
		if len(list) != 2 || list[0].Kind != yaml.ScalarNode || list[0].ShortTag() != "!!str" || list[0].Value != text || list[1].Value != text {
			t.Errorf("%q is written as %s, and read as %+v", text, scalar(text), list[0])
		}
	}
}

// TestALanguageWithoutPluralsComesBack writes an empty value.
func TestALanguageWithoutPluralsComesBack(t *testing.T) {
	w := *English()
	w.Plurals = Plurals{}
	again, gaps, err := Read("w", w.Catalogue())
	if err != nil || len(gaps.Missing) > 0 || again.Plurals != w.Plurals {
		t.Errorf("%v, missing %v, %+v", err, gaps.Missing, again.Plurals)
	}
}

// TestCatalogueErrorsNameThePlace breaks a catalogue in ways that no version of the
// program could read.
func TestCatalogueErrorsNameThePlace(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"no_answer: Choose an answer first.", "no_answer: \"\\e\"", "w:41:12: the character U+001B is not allowed"},
		{"no_answer: Choose an answer first.", "no_answer: [a]", "w:41:12: no_answer must be text, not a list"},
		{"no_answer: Choose an answer first.", "no_answer: a\nno_answer: b", `w:42:1: duplicate "no_answer" in the catalogue`},
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
		_, _, err := Read("w", changed(t, c.old, c.new))
		if err == nil || !strings.Contains(regexp.MustCompile(`^w:\d+:`).ReplaceAllString(err.Error(), "w:N:"), regexp.MustCompile(`^w:\d+:`).ReplaceAllString(c.want, "w:N:")) {
			t.Errorf("%q: got %v, want %q", c.new, err, c.want)
		}
	}
}

// TestAPartOfACatalogueIsCompleted removes texts, and has texts that belong to another
// version: English replaces them, together with what belongs to them, and each is
// named.
func TestAPartOfACatalogueIsCompleted(t *testing.T) {
	for _, c := range []struct{ old, new, missing, outdated string }{
		{"no_answer: Choose an answer first.\n", "", "no_answer", ""},
		{"no_answer: Choose an answer first.", "no_answer: ''", "no_answer", ""},
		{"no_answer: ", "no_anwser: ", "no_answer", `the catalogue has no "no_anwser"; did you mean "no_answer"?`},
		{"Question {number}. About {n}", "Question. {n}", "progress", "progress must have {number} {n}, like the English text"},
		{"leave_stay: ", "leave_stays: ", "leave leave_go leave_stay leave_why", `the catalogue has no "leave_stays"; did you mean "leave_stay"?`},
		{"say_yes:\n    - yes", "say_yes:\n    - oui", "plain_confirm plain_wrong plain_yes say_yes", `must name "oui", the first word of say_yes`},
		{"categories:\n    - SELF-CARE\n", "categories:\n", "categories", "categories must be a list of 3 texts, like the English one"},
	} {
		w, gaps, err := Read("w", changed(t, c.old, c.new))
		if err != nil {
			t.Errorf("%q: %v", c.new, err)
			continue
		}
		if got := strings.Join(gaps.Missing, " "); got != c.missing || !strings.Contains(gaps.Outdated.Error(), c.outdated) || (c.outdated == "") != (len(gaps.Outdated) == 0) {
			t.Errorf("%q: missing %q, outdated %v; want %q, %q", c.new, got, gaps.Outdated, c.missing, c.outdated)
		}
		w.gaps = Gaps{}
		if !reflect.DeepEqual(w, English()) {
			t.Errorf("%q: not completed from English", c.new)
		}
	}
	w, gaps, err := Read("w", []byte("language: fr\ndirection: ltr\nnone: Rien\nnot_sure: Sais pas\nno: Non\nyes: Oui\n"))
	if err != nil || w.None != "Rien" || w.Leave != English().Leave || len(gaps.Missing) != gaps.Of-6 {
		t.Fatal(err, gaps)
	}
	w.Complete(Gaps{Of: 10})
	if want := Fill(English().NotTranslated.Other, "n", gaps.Of-6, "of", gaps.Of+10); w.Partial() != want {
		t.Errorf("Partial says %q, not %q", w.Partial(), want)
	}
	if n := strings.Count(string(w.Catalogue()), "# not translated yet\n"); n != gaps.Of-6 {
		t.Errorf("%d texts are marked as not translated", n)
	}
}

// TestAQuestionIsAskedInOneLanguage leaves out the detail of one answer: the whole
// question is asked in English, with the answers that the interface adds.
func TestAQuestionIsAskedInOneLanguage(t *testing.T) {
	catalogue := English().Catalogue()
	w, _, err := Read("words.yaml", legtest.Pseudo(t, catalogue))
	if err != nil {
		t.Fatal(err)
	}
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	english := legtest.Table(t).Question("life")
	texts := TableCatalogue(table, Gaps{})
	texts = regexp.MustCompile(`(?m)^option life\.chest detail: .*\n`).ReplaceAll(legtest.Pseudo(t, texts), nil)
	gaps, err := Translate(table, "t", texts)
	want := 3 + len(english.Options) // ask, short and why
	for _, o := range english.Options {
		if o.Detail != "" {
			want++
		}
	}
	if err != nil || len(gaps.Missing) != want {
		t.Fatal(err, gaps)
	}
	w.Complete(gaps)
	for i, q := range []*triage.Question{table.Question("life"), table.Question("limb")} {
		asked := q.Ask
		for _, tick := range []int{-1, 0} {
			for _, o := range w.Choices(triage.Page{Question: q, Tick: tick}) {
				asked += o.Head + o.Detail
			}
		}
		if strings.ContainsAny(asked, "[]") == (i == 0) || regexp.MustCompile(`[a-z]`).MatchString(asked) == (i == 1) {
			t.Errorf("%s mixes languages: %s", q.ID, asked)
		}
	}
}

// TestLanguagesAreReadLikeTables gives the reader of languages what the reader of
// tables refuses, and wants the same message at the same place.
func TestLanguagesAreReadLikeTables(t *testing.T) {
	names, err := filepath.Glob("../../testdata/broken/*.txtar")
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
			_, _, words := Read(file, []byte(text))
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

// FuzzLanguage reads anything as a language. Errors must be safe to print, and so must
// the texts read.
func FuzzLanguage(f *testing.F) {
	catalogue := English().Catalogue()
	f.Add(catalogue)
	for _, text := range []string{
		"", "---", "---\n---\n", "\x00", "\xff\xfe", "\ufeff{}", "none: \"\\e[2J\"", "\"\\e\": {\"\\u202e\": 1}", "a\u202eb: 1", "none: &a [*a]", "<<: {none: b}",
		"? [a]\n: b", "!!binary none: !!int y", "%YAML 3.0\n---\nnone: b", strings.Repeat("[", 100), "say_yes: [y, y]\nheadlines: {a: b}", "more_sources: {one: '{n}', other: '{n} \u200c'}",
		"none: می\u200cخواهم\nlanguage: fa\ndirection: rtl\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w, gaps, err := Read("w", data)
		_, other := Translate(&triage.Table{Name: "a"}, "w", data)
		said := fmt.Sprint(err, other, gaps.Missing, gaps.Outdated)
		if err == nil {
			said += fmt.Sprintf("%s%s%s", w.None, w.Language, strings.Join(w.Headlines[:], ""))
		}
		if read.HarmlessLines(said) != said {
			t.Errorf("%q", said)
		}
	})
}

// TestTranslationsHaveTheMarksOfTheirScripts reads Persian with its joiners, and
// refuses characters that reverse other text.
func TestTranslationsHaveTheMarksOfTheirScripts(t *testing.T) {
	persian := "می\u200cخواهم (CT\u200e)"
	w, _, err := Read("w", changed(t, "None of these", persian))
	if err != nil || w.None != persian {
		t.Errorf("%v: %+q", err, w.None)
	}
	for _, bad := range []string{"می\u202bخواهم", "No\u200cne", "می\u2067خواهم\u2069"} {
		if _, _, err := Read("w", changed(t, "None of these", bad)); err == nil {
			t.Errorf("%+q is accepted", bad)
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
		one, two := english.Count(c, 1), english.Count(c, 2)
		if plurals := regexp.MustCompile(`\b1 (more )?(answers|cases|interviews|people|sets|texts|(\w+ ){0,2}\w+ are)\b`); plurals.MatchString(one) {
			t.Errorf("%s: %q", field, one)
		}
		if c.One != "" && one == strings.ReplaceAll(two, "2", "1") || !strings.Contains(two, "2") {
			t.Errorf("%s: %q and %q", field, one, two)
		}
	}
	polish := &Sentences{Plurals: Plurals{One: "i = 1 and v = 0", Few: "v = 0 and i % 10 = 2..4 and i % 100 != 12..14", Many: "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14"}}
	c := Counted{One: "jedna", Few: "{n} odpowiedzi", Many: "{n} odpowiedzi!", Other: "{n} odpowiedzi?"}
	for n, want := range map[int]string{1: "jedna", 2: "2 odpowiedzi", 5: "5 odpowiedzi!", 22: "22 odpowiedzi", 12: "12 odpowiedzi!"} {
		if got := polish.Count(c, n); got != want {
			t.Errorf("%d is %q, not %q", n, got, want)
		}
	}
}

// TestPluralsAreThoseOfCLDR compares rules in CLDR's notation with a library that knows
// them.
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
		w, named := &Sentences{Plurals: p}, Counted{"zero", "one", "two", "few", "many", "other"}
		for n := range 1000 {
			form := plurals.Cardinal.MatchPlural(language.MustParse(name), n, 0, 0, 0, 0)
			want := map[plurals.Form]string{plurals.Zero: "zero", plurals.One: "one", plurals.Two: "two", plurals.Few: "few", plurals.Many: "many", plurals.Other: "other"}[form]
			if got := w.Count(named, n); got != want {
				t.Errorf("%d in %s is %s, not %s", n, name, got, want)
			}
		}
	}
}

// TestYesIsAWholeWord accepts the language's words for yes, but no longer word that
// begins with one.
func TestYesIsAWholeWord(t *testing.T) {
	french := &Sentences{SayYes: Spoken{"oui", "o"}}
	for _, c := range []struct {
		words *Sentences
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
