package ui

import (
	"image/color"
	"regexp"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"pgregory.net/rapid"
)

func markdown(t testing.TB, d Document) string {
	t.Helper()
	var out strings.Builder
	if err := d.Markdown(&out); err != nil {
		t.Fatal(err)
	}
	return strings.TrimRight(out.String(), "\n")
}

// TestTextIsNoLinkInMarkdown writes addresses that readers of Markdown turn into
// links by themselves. Each is code, which no reader does that to.
func TestTextIsNoLinkInMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"See https://example.org/a_b.":         "See `https://example.org/a_b`.",
		"HTTP://EXAMPLE.ORG":                   "`HTTP://EXAMPLE.ORG`",
		"(www.example.org), or ask":            "(`www.example.org`), or ask",
		"Write to me@example.org!":             "Write to `me@example.org`!",
		"mailto:me, xmpp:me, ftp://x/":         "`mailto:me`, `xmpp:me`, `ftp://x/`",
		"<https://example.org>":                "&lt;`https://example.org`&gt;",
		"[a](https://example.org)":             "\\[a\\](`https://example.org`)",
		"a`https://example.org`b":              "`` a`https://example.org`b ``",
		"javascript://x":                       "`javascript://x`",
		"@name and #1":                         "`@name` and \\#1",
		"no address: a.b, 5 @ 6, www, a:b, //": "no address: a.b, 5 @ 6, www, a:b, //",
		"[a](b) *c* _d_ `e` <f> &amp; ~g~ h|i": "\\[a\\](b) \\*c\\* \\_d\\_ \\`e\\` &lt;f&gt; &amp;amp; \\~g\\~ h\\|i",
		"1. a":                                 "1\\. a",
		"- www.a.b":                            "\\- `www.a.b`",
	} {
		if got := markdown(t, Document{{Kind: Paragraph, Text: text}}); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}

// TestAnyTextIsNoLinkInMarkdown joins pieces that make links in any way: outside of
// code no piece is left that starts one.
func TestAnyTextIsNoLinkInMarkdown(t *testing.T) {
	pieces := []string{"http://", "https://", "ftp://", "www.", "WWW.", "@", "mailto:", "a", "b.org", ".", ",", ")", "(", " ", "`", "``", "\\", "<", ">", "[", "]", "*", "_", "|", "é", "”"}
	starts := regexp.MustCompile(`(?i)(https?|ftp)://\w|www\.\w|(mailto|xmpp):\w|\w@\w`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "text"), ""))
		var out strings.Builder
		if err := (Document{{Kind: List, Items: []string{text}}}).Markdown(&out); err != nil {
			t.Fatal(err)
		}
		if rest := withoutCode(out.String()); starts.MatchString(rest) {
			t.Errorf("%q is written %q: %q can be a link", text, out.String(), rest)
		}
	})
}

// withoutCode takes away code spans as CommonMark finds them: from a run of
// backquotes, the first not escaped, to the next run of the same length.
func withoutCode(markdown string) string {
	var out strings.Builder
	for i := 0; i < len(markdown); {
		if markdown[i] == '\\' && i+1 < len(markdown) {
			out.WriteString(markdown[i : i+2])
			i += 2
			continue
		}
		if markdown[i] != '`' {
			out.WriteByte(markdown[i])
			i++
			continue
		}
		run := len(markdown[i:]) - len(strings.TrimLeft(markdown[i:], "`"))
		end := -1
		for j := i + run; j < len(markdown); j++ {
			if markdown[j] == '`' {
				n := len(markdown[j:]) - len(strings.TrimLeft(markdown[j:], "`"))
				if n == run {
					end = j + n
					break
				}
				j += n - 1
			}
		}
		if end < 0 {
			out.WriteString(markdown[i : i+run])
			i += run
			continue
		}
		out.WriteByte(' ')
		i = end
	}
	return out.String()
}

// TestCodeIsNoPartOfAList writes answers to paste behind a list.
func TestCodeIsNoPartOfAList(t *testing.T) {
	d := Document{}
	d.list("a")
	d.add(Code, `{"a": "http://x"}`)
	if got, want := markdown(t, d), "- a\n\n```\n{\"a\": \"http://x\"}\n```"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// rules of a style sheet, in their order.
type styleRule struct {
	print    bool
	selector string
	specific int
	declared map[string]string
}

// styles reads the rules of a page: one level of @media print, and selectors of a
// tag, a class, or both.
func styles(t *testing.T) []styleRule {
	t.Helper()
	_, sheet, _ := strings.Cut(pageStart, "<style>")
	sheet, _, _ = strings.Cut(sheet, "</style>")
	screen, print, ok := strings.Cut(sheet, "@media print {")
	if !ok {
		t.Fatal("nothing is said about print")
	}
	var out []styleRule
	for i, part := range []string{screen, print} {
		for _, m := range regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(part, -1) {
			declared := map[string]string{}
			for _, d := range strings.Split(m[2], ";") {
				if name, value, ok := strings.Cut(d, ":"); ok {
					declared[strings.TrimSpace(name)] = strings.TrimSpace(value)
				}
			}
			for _, s := range strings.Split(m[1], ",") {
				s = strings.TrimSpace(s)
				tag, _, _ := strings.Cut(s, ".")
				specific := 10 * strings.Count(s, ".")
				if tag != "" {
					specific++
				}
				out = append(out, styleRule{i == 1, s, specific, declared})
			}
		}
	}
	return out
}

// TestTheCategoryIsLegibleOnScreenAndPaper computes what the style sheet makes of
// the category: of two rules the more specific one counts, then the later one.
func TestTheCategoryIsLegibleOnScreenAndPaper(t *testing.T) {
	sheet := styles(t)
	computed := func(tag, class, property string, print bool) string {
		value, best := "", -1
		for _, r := range sheet {
			if v := r.declared[property]; v != "" && (!r.print || print) && (r.selector == tag || r.selector == "."+class || r.selector == tag+"."+class) && r.specific >= best {
				value, best = v, r.specific
			}
		}
		return value
	}
	white := color.Color(lipgloss.Color("#ffffff"))
	for _, level := range []string{"level0", "level1", "level2"} {
		for _, print := range []bool{false, true} {
			ink, ground := computed("h1", level, "color", print), computed("h1", level, "background", print)
			on := white
			if ground != "none" {
				on = lipgloss.Color(ground)
			}
			if ink == "" || ground == "" || contrast(lipgloss.Color(ink), on) < minContrast {
				t.Errorf("%s, printed %v: %q on %q", level, print, ink, ground)
			}
			if print && ground != "none" { // browsers leave colours out; ink costs
				t.Errorf("%s is printed on %s", level, ground)
			}
		}
	}
}

// TestPagesSayTheirLanguage writes a page in a language of the other direction.
func TestPagesSayTheirLanguage(t *testing.T) {
	for want, w := range map[string]*Words{
		"<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>": English(),
		"<!DOCTYPE html>\n<html lang=\"fa\" dir=\"rtl\">\n<head>": {Language: "fa", Direction: rightToLeft},
	} {
		var out strings.Builder
		if err := (Document{{Kind: Paragraph, Text: "a"}}).HTML(&out, w); err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%v: %.60q, not %q", err, out.String(), want)
		}
	}
}
