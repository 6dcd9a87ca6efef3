package report

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"legtriage/ui/words"
)

func markdown(t testing.TB, d Document) string {
	t.Helper()
	var out strings.Builder
	if err := d.Markdown(&out); err != nil {
		t.Fatal(err)
	}
	return strings.TrimRight(out.String(), "\n")
}

// TestTextIsNoLinkInMarkdown writes addresses that Markdown renderers turn into links by
// themselves. Each becomes code, which no renderer turns into a link.
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

// TestAnyTextIsNoLinkInMarkdown joins pieces of links at random: outside of code, nothing
// is left that starts one.
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

// withoutCode removes code spans as CommonMark finds them: from a run of backquotes whose
// first is not escaped to the next run of the same length.
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

// TestCodeIsNoPartOfAList writes answers to paste after a list.
func TestCodeIsNoPartOfAList(t *testing.T) {
	d := Document{}
	d.List("a")
	d.Add(Code, `{"a": "http://x"}`)
	if got, want := markdown(t, d), "- a\n\n```\n{\"a\": \"http://x\"}\n```"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// TestPagesSayTheirLanguage writes pages in English and in a language that is written from
// right to left.
func TestPagesSayTheirLanguage(t *testing.T) {
	for want, w := range map[string]*words.Sentences{
		"<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>": words.English(),
		"<!DOCTYPE html>\n<html lang=\"fa\" dir=\"rtl\">\n<head>": {Language: "fa", Direction: "rtl"},
	} {
		var out strings.Builder
		if err := (Document{{Kind: Paragraph, Text: "a"}}).HTML(&out, w); err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%v: %.60q, not %q", err, out.String(), want)
		}
	}
}

// TestAddressesStayWhole checks that a long address is printed whole, so that it can be
// copied, and is broken on the full screen to stay within the window.
func TestAddressesStayWhole(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("a-long-way/", 10)
	d := Document{{Kind: Paragraph, Text: "It stands in " + address + " and elsewhere."}}
	var out strings.Builder
	if err := d.Text(&out, 40); err != nil {
		t.Fatal(err)
	}
	if want := "It stands in\n" + address + "\nand elsewhere.\n"; out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	for _, l := range d.Lines(40) {
		if len(l.Text) > 40 {
			t.Errorf("on the screen: %q", l.Text)
		}
	}
}

// TestTextsAreEscapedAsPackageHTMLDoes compares the two on all characters that could become
// markup.
func TestTextsAreEscapedAsPackageHTMLDoes(t *testing.T) {
	for _, text := range []string{"", "plain", `<a href="x" id='y'>&amp;</a>`, "a & b < c > d", `'"`, "é “x” \u202e"} {
		if got, want := escaped(text), html.EscapeString(text); got != want {
			t.Errorf("%q is written as %q, not as %q", text, got, want)
		}
	}
}
