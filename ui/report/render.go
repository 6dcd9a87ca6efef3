package report

import (
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/palette"
	"legtriage/ui/words"
)

// Line is one line of a drawn document with the kind it belongs to, so that
// the screen can give it a look without another layout.
type Line struct {
	Kind  Kind
	Level int
	Text  string

	// What only [Document.Placed] fills in.
	Right  string // the second column, or the headline behind a verdict
	First  bool   // of two columns: a row begins here
	Label  string // the heading that stands in the margin here
	Margin int    // cells in front of the text
	Card   Card
}

// Lines lays the document out in a column of the given width: for plain mode, for files
// and for small screens.
func (d Document) Lines(width int) []Line { return d.fold(width, Wrap) }

// fold is [Document.Lines] with another way to break a text into lines.
func (d Document) fold(width int, wrap func(text string, width int) []string) []Line {
	width = max(width, 1)
	var out []Line
	gap := func() {
		if len(out) > 0 && out[len(out)-1].Text != "" {
			out = append(out, Line{})
		}
	}
	for i, b := range d {
		switch b.Kind {
		case Subheading:
			if i > 0 && d[i-1].Kind != Heading {
				gap()
			}
		case Heading, Headline, Verdict, Note:
			gap()
		case Fine:
			if i > 0 && d[i-1].Kind != Fine && d[i-1].Kind != Quote && d[i-1].Kind != Paragraph && d[i-1].Kind != Subheading {
				gap()
			}
		case Paragraph:
			if i > 0 && (d[i-1].Kind == Paragraph || d[i-1].Kind == List) {
				gap()
			}
		}
		if items := b.list(); items != nil {
			for _, item := range items {
				for j, l := range wrap(item, width-2) {
					mark := "  "
					if j == 0 {
						mark = "- "
					}
					out = append(out, Line{Kind: List, Text: mark + l})
				}
			}
			continue
		}
		if b.Kind == Code { // never wrapped, so that it can be copied
			out = append(out, Line{Kind: Code, Text: "  " + b.Text})
			continue
		}
		indent := ""
		if b.Kind == Quote {
			indent = "  "
		}
		for _, l := range wrap(b.Text, width-len(indent)) {
			out = append(out, Line{Kind: b.Kind, Level: b.Level, Text: indent + l})
		}
		if b.Kind == Headline {
			gap()
		}
	}
	for len(out) > 0 && out[len(out)-1].Text == "" {
		out = out[:len(out)-1]
	}
	return out
}

// Wrap breaks text into lines of at most width cells. It breaks at spaces only,
// so that an address or a date stays whole; a word wider than a line is broken.
func Wrap(text string, width int) []string {
	var out []string
	width = max(width, 1)
	for _, l := range WrapWhole(text, width) {
		if cells(l) <= width {
			out = append(out, l)
		} else {
			out = append(out, strings.Split(ansi.Hardwrap(l, width, false), "\n")...)
		}
	}
	return out
}

// WrapWhole is [Wrap] for text that people copy from: a word wider than a line
// stays whole, on a line of its own.
func WrapWhole(text string, width int) []string {
	var out []string
	for _, paragraph := range strings.Split(text, "\n") {
		var line []string
		taken := 0 // cells of the line
		for _, word := range strings.Fields(paragraph) {
			wide := cells(word)
			if len(line) > 0 && taken+1+wide > width {
				out = append(out, strings.Join(line, " "))
				line, taken = line[:0], 0
			}
			if len(line) > 0 {
				taken++
			}
			line, taken = append(line, word), taken+wide
		}
		out = append(out, strings.Join(line, " "))
	}
	return out
}

// cells is how many cells of a terminal a text takes. Most text is ASCII, and for
// that nothing has to be looked up.
func cells(text string) int {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

// TextLines is [Document.Lines] for text that people copy from: only a word that is
// wider than a line, such as an address on the web, makes it longer.
func (d Document) TextLines(width int) []Line { return d.fold(width, WrapWhole) }

// Text writes these lines as plain text, without any escape sequence.
func (d Document) Text(out io.Writer, width int) error {
	var b strings.Builder
	for _, l := range d.TextLines(width) {
		b.WriteString(strings.TrimRight(l.Text, " "))
		b.WriteByte('\n')
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// address is a word that a reader of Markdown may take for a link by itself: an
// address on the web or for mail, or a name behind an @. No backslash stops all of
// them. The signs around it stay outside.
var address = regexp.MustCompile(`(?i)[^\s"'(<\[“‘]*(://|www\.|mailto:|xmpp:|@)\S*[^\s.,;:!?"')>\]”’]`)

// codeSpan writes text in a line that is taken as it is.
func codeSpan(text string) string {
	if mark := fence("`", text); len(mark) > 1 {
		return mark + " " + text + " " + mark
	}
	return "`" + text + "`"
}

// fenced writes lines that are taken as they are, also behind a list: an indent
// would make them a part of it.
func fenced(text string) string {
	mark := fence("```", text)
	return mark + "\n" + text + "\n" + mark
}

// fence returns a mark that is longer than any in the text.
func fence(mark, text string) string {
	for strings.Contains(text, mark) {
		mark += "`"
	}
	return mark
}

var startsList = regexp.MustCompile(`^(\d*)([-+.)])`)

// Markdown writes the document as Markdown. Text cannot become markup, nor a link:
// an address in it is written as code, to be copied.
func (d Document) Markdown(out io.Writer) error {
	escape := strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "#", `\#`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`, "~", `\~`,
	)
	// What would start a list at the beginning of a line is escaped as well.
	plain := func(text string) string {
		var b strings.Builder
		from := 0
		for _, at := range address.FindAllStringIndex(text, -1) {
			b.WriteString(escape.Replace(text[from:at[0]]) + codeSpan(text[at[0]:at[1]]))
			from = at[1]
		}
		b.WriteString(escape.Replace(text[from:]))
		return startsList.ReplaceAllString(b.String(), `$1\$2`)
	}
	var b strings.Builder
	for _, block := range d {
		text := plain(block.Text)
		switch block.Kind {
		case Verdict:
			b.WriteString("# " + text + "\n\n")
		case Headline:
			b.WriteString("**" + text + "**\n\n")
		case Heading:
			b.WriteString("## " + text + "\n\n")
		case Subheading:
			b.WriteString("### " + text + "\n\n")
		case Quote:
			b.WriteString("> " + text + "\n\n")
		case Code:
			b.WriteString(fenced(block.Text) + "\n\n")
		case List, Pairs, Checks:
			for _, item := range block.list() {
				b.WriteString("- " + plain(item) + "\n")
			}
			b.WriteByte('\n')
		default:
			b.WriteString(text + "\n\n")
		}
	}
	_, err := io.WriteString(out, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

// pageStart is everything of a page before its first block, but for the language.
const pageStart = `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>legtriage</title>
<style>
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
h1 { display: inline-block; padding: .2rem .8rem; color: #fff; }
h1.level0 { background: {0}; } h1.level1 { background: {1}; } h1.level2 { background: {2}; }
.headline { font-size: 1.4rem; font-weight: 700; }
blockquote { margin: .3rem 0; margin-inline-start: 1rem; color: #333; }
th, td { padding: .1rem 1rem .1rem 0; text-align: start; vertical-align: top; } th { font-weight: 400; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.fine { font-size: .85rem; color: #444; }
@media print {
  @page { margin: 14mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; }
  h1 { font-size: 13pt; margin: 0 0 4pt; border: 2px solid #000; }
  h1.level0, h1.level1, h1.level2 { color: #000; background: none; }
  h2 { font-size: 10.5pt; margin: 7pt 0 2pt; } h3 { font-size: 9pt; margin: 5pt 0 1pt; }
  h2, h3 { break-after: avoid; } p, ul, blockquote { margin-top: 2pt; margin-bottom: 2pt; }
  .headline { font-size: 11pt; } .fine { font-size: 7.5pt; }
}
</style>
</head>
<body>
`

// escaped returns a text that cannot become markup, also in an attribute. Package
// html would do the same, and bring the names of 2,231 characters: 70 kB.
func escaped(text string) string { return markup.Replace(text) }

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// HTML writes the document as one self-contained page that prints well, in the
// language and direction of the words. Text cannot become markup.
//
// It is written out here because html/template calls methods by name, which
// makes the linker keep every method of every type: two megabytes.
func (d Document) HTML(out io.Writer, w *words.Sentences) error {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html>
<html lang="` + escaped(w.Language) + `" dir="` + escaped(w.Direction) + `">
` + words.Fill(pageStart, "0", palette.Category[0].Shades[0], "1", palette.Category[1].Shades[0], "2", palette.Category[2].Shades[0]))
	for _, block := range d {
		text := escaped(block.Text)
		switch block.Kind {
		case Verdict:
			b.WriteString(`<h1 class="level` + strconv.Itoa(block.Level) + `">` + text + "</h1>\n")
		case Headline:
			b.WriteString(`<p class="headline">` + text + "</p>\n")
		case Heading:
			b.WriteString("<h2>" + text + "</h2>\n")
		case Subheading:
			b.WriteString("<h3>" + text + "</h3>\n")
		case List:
			b.WriteString("<ul>")
			for _, item := range block.Items {
				b.WriteString("\n<li>" + escaped(item) + "</li>")
			}
			b.WriteString("\n</ul>\n")
		case Pairs, Checks:
			b.WriteString("<table>")
			for i, item := range block.Items {
				b.WriteString("\n<tr><th scope=\"row\">" + escaped(item) + "</th><td>" + escaped(block.Right[i]) + "</td></tr>")
			}
			b.WriteString("\n</table>\n")
		case Quote:
			b.WriteString("<blockquote>" + text + "</blockquote>\n")
		case Code:
			b.WriteString("<pre>" + text + "</pre>\n")
		case Fine, Note:
			b.WriteString(`<p class="fine">` + text + "</p>\n")
		default:
			b.WriteString("<p>" + text + "</p>\n")
		}
	}
	b.WriteString("</body>\n</html>\n")
	_, err := io.WriteString(out, b.String())
	return err
}
