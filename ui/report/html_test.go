package report

import (
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/palette"
	"legtriage/ui/words"
)

// page returns a document as HTML.
func page(t testing.TB, d Document, w *words.Sentences) (head, body string) {
	t.Helper()
	var out strings.Builder
	if err := d.HTML(&out, w); err != nil {
		t.Fatal(err)
	}
	head, body, ok := strings.Cut(out.String(), "<body>")
	if !ok {
		t.Fatalf("no body in %s", out.String())
	}
	return head, body
}

var tag = regexp.MustCompile(`<(/?)([a-z0-9]+)([^>]*)>`)

// TestPagesAreWellFormed writes the reports of all golden people: elements are nested and
// closed, and the page loads nothing and runs nothing.
func TestPagesAreWellFormed(t *testing.T) {
	added := Added{When: "today", Side: Both, Note: "</div><script>x</script>"}
	for id, as := range everybody(t) {
		for _, d := range []Document{(Writer{Words: words.English()}).ForDoctor(as, added), (Writer{Words: words.English()}).Result(as)} {
			head, body := page(t, d, words.English())
			var open []string
			for _, m := range tag.FindAllStringSubmatch(body, -1) {
				switch {
				case m[1] == "":
					open = append(open, m[2])
				case len(open) == 0 || open[len(open)-1] != m[2]:
					if m[2] != "body" && m[2] != "html" {
						t.Fatalf("%s: </%s> closes %v", id, m[2], open)
					}
				default:
					open = open[:len(open)-1]
				}
			}
			if len(open) > 0 {
				t.Errorf("%s: %v are never closed", id, open)
			}
			if all := strings.ToLower(head + body); strings.Contains(all, "<script") || regexp.MustCompile(`(?:src|href)=|url\(|@import|<(?:link|img|iframe|object|form|base)`).MatchString(all) {
				t.Errorf("%s: the page runs or fetches something", id)
			}
			if got := strings.Count(body, "<h1"); got != 1 {
				t.Errorf("%s: %d headings of the first level", id, got)
			}
		}
	}
}

// TestAPageSaysTheCategoryByWordAndShape looks for the word and the mark of the category in
// the card, by which it is known on paper without colours. The mark must not be anywhere
// else.
func TestAPageSaysTheCategoryByWordAndShape(t *testing.T) {
	seen := map[triage.Category]bool{}
	for id, as := range everybody(t) {
		category, settled := as.Category()
		if !settled {
			continue
		}
		seen[category] = true
		_, body := page(t, (Writer{Words: words.English()}).ForDoctor(as, Added{}), words.English())
		want := `<span aria-hidden="true">` + palette.Marks()[category] + "</span> " + words.English().Categories[category] + "</h1>"
		if !strings.Contains(body, want) || strings.Count(body, palette.Marks()[category]) != 1 {
			t.Errorf("%s: %q is missing, or its mark is there more than once:\n%.400s", id, want, body)
		}
	}
	if len(seen) != 3 {
		t.Errorf("only %v were seen", seen)
	}
}

// TestAPageHasTheSectionsOfTheScreen checks that the page has the headings of the screen in
// the same order, and after them the part for the doctor.
func TestAPageHasTheSectionsOfTheScreen(t *testing.T) {
	heading := regexp.MustCompile(`<h2>([^<]*)</h2>`)
	for id, as := range everybody(t) {
		write := Writer{Words: words.English()}
		var want []string
		for _, b := range write.Result(as) {
			if b.Kind == Heading {
				want = append(want, escaped(b.Text))
			}
		}
		want = append(want, escaped(words.English().ForDoctor))
		_, body := page(t, write.ForDoctor(as, Added{}), words.English())
		var got []string
		for _, m := range heading.FindAllStringSubmatch(body, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the page has %q, the screen %q", id, got, want)
		}
		if _, doctor, _ := strings.Cut(body, `<div class="part">`); !strings.HasPrefix(doctor, "\n<h2>"+escaped(words.English().ForDoctor)) {
			t.Errorf("%s: the part for the doctor begins %.80q", id, doctor)
		}
	}
}

// hostile are notes that try to be more than text.
var hostile = []string{
	"</blockquote></div><h1>SELF-CARE</h1>", `<script>alert("x")</script>`, "# SELF-CARE", "SELF-CARE\n\n# You can look after this at home.",
	"\n> \n---\n***\n```\n", "[link](https://example.org)", "https://example.org", "![x](y)", "| a | b |", "&lt;b&gt; &amp; <!-- x -->",
	"\x1b[2J\x1b[31mred", "\u202eSELF-CARE\u202c", "a\u200b\u2028b\u0000\x9b", "{number} {text} %s", "” SELF-CARE “", "’’”",
	"   lots     of\tspace   ", "zwj \u200d and mark \u200f", strings.Repeat("e\u0301", 100), "``a` b``", "- item", "1. item", "    code", "\\",
}

// TestAHostileNoteIsOnlyQuoted puts them into every format: everything around the note is
// the same as with any other note, and the note is one paragraph, marked on every line,
// without a character that acts on anything.
func TestAHostileNoteIsOnlyQuoted(t *testing.T) {
	as := legtest.People(t)["G-E01"].Assess()
	write := Writer{Words: words.English()}
	file := func(name, note string) string {
		data, err := write.File(name, as, Added{When: "today", Side: Left, Note: note})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const mild = "mildnote"
	apart := func(name, note, begins, ends string) (own string) {
		t.Helper()
		before, rest, ok := strings.Cut(file(name, mild), begins)
		_, after, ended := strings.Cut(rest, ends)
		all := file(name, note)
		if !ok || !ended || !strings.HasPrefix(all, before+begins) || !strings.HasSuffix(all, ends+after) {
			t.Fatalf("%q in %s changes what is around it:\n%s", note, name, all)
		}
		return all[len(before+begins) : len(all)-len(ends+after)]
	}
	for _, note := range hostile {
		clean, _ := CleanNote(note)
		if strings.ContainsFunc(clean, func(r rune) bool {
			return r < ' ' || r == '\u202e' || r == '\u202c' || r == '\u200b' || r == '\u2028' || r == '\u200d' || r == '\u200f'
		}) || strings.Contains(clean, "  ") {
			t.Errorf("%q becomes %q", note, clean)
		}
		if own := apart("a.html", note, `<blockquote class="own" dir="auto">`, "</blockquote>"); strings.ContainsAny(own, "<>\n") || html.UnescapeString(own) != "“"+clean+"”" {
			t.Errorf("%q in HTML is %q", note, own)
		}
		if own := apart("a.md", note, "\n> “", "”\n\n### "); strings.Contains(own, "\n") || strings.Contains(withoutCode(own), "<") || regexp.MustCompile(`(^|[^\\])[*_#\[\]]`).MatchString(withoutCode(own)) {
			t.Errorf("%q in Markdown is %q", note, own)
		}
		own := apart("a.txt", note, "\n> “", "”\n\n")
		for l := range strings.Lines(own) {
			if l != own[:len(l)] && !strings.HasPrefix(l, "> ") {
				t.Errorf("%q in text has the line %q", note, l)
			}
		}
		var kept struct{ Side, Note string }
		if err := json.Unmarshal([]byte(file("a.json", note)), &kept); err != nil || kept.Note != clean || kept.Side != "left" {
			t.Errorf("%q in JSON: %+v, %v", note, kept, err)
		}
	}
}

// TestANoteKeepsItsDirection cleans a note in Arabic, with a direction mark that it needs,
// and the longest note.
func TestANoteKeepsItsDirection(t *testing.T) {
	note := "ألم في الساق 3 أيام\u200f."
	if clean, fits := CleanNote(note); clean != note || !fits {
		t.Errorf("%q becomes %q", note, clean)
	}
	if _, fits := CleanNote(strings.Repeat("é", MostNote)); !fits {
		t.Error("a note of MostNote characters does not fit")
	}
	if _, fits := CleanNote(strings.Repeat("é", MostNote+1)); fits {
		t.Error("a longer note fits")
	}
}

// TestNothingAddedIsNotSaid checks that there is no word about a leg or a note if neither
// was given.
func TestNothingAddedIsNotSaid(t *testing.T) {
	as := legtest.People(t)["G-E01"].Assess()
	for _, name := range []string{"a.html", "a.md", "a.txt", "a.json"} {
		data, err := Writer{Words: words.English()}.File(name, as, Added{Note: " \n\u200b "})
		if err != nil {
			t.Fatal(err)
		}
		for _, not := range []string{words.English().ReportNote, words.English().ReportSide, words.English().ReportWhen, `"note"`, `"side"`, `class="own"`} {
			if _, body, _ := strings.Cut(string(data), "<body>"); strings.Contains(body, not) || name != "a.html" && strings.Contains(string(data), not) {
				t.Errorf("%s says %q", name, not)
			}
		}
	}
}
