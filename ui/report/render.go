package report

import (
	"io"
	"regexp"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Line is one line of a document that was laid out. It has the kind of its block, so that
// a screen can style it.
type Line struct {
	Kind  Kind
	Level int
	Text  string
	Link  string // the address that the text links to, or ""

	// Only [Document.Placed] fills these in.
	Right  string // the second column, or the headline after a verdict
	First  bool   // in two columns: a row begins here
	Label  string // the heading in the margin
	Margin int    // the width of the margin
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
		case Heading, Headline, Verdict, Note, Part, Own:
			gap()
		case Fine:
			if i > 0 && d[i-1].Kind != Fine && d[i-1].Kind != Quote && d[i-1].Kind != Paragraph && d[i-1].Kind != Subheading {
				gap()
			}
		case Paragraph:
			if i > 0 && (d[i-1].Kind == Paragraph || d[i-1].list() != nil) {
				gap()
			}
		}
		if items := b.list(); items != nil {
			if head := b.head(); head != "" {
				gap()
				out = append(out, Document{{Kind: Subheading, Text: head}}.fold(width, wrap)...)
			}
			for i, item := range items {
				link := ""
				if i < len(b.Links) {
					link = b.Links[i]
				}
				for j, l := range wrap(item, width-2) {
					mark := "  "
					if j == 0 {
						mark = "- "
					}
					out = append(out, Line{Kind: List, Text: mark + l, Link: link})
				}
			}
			continue
		}
		if b.Kind == Code { // never wrapped, so that it can be copied
			out = append(out, Line{Kind: Code, Text: "  " + b.Text})
			continue
		}
		indent := ""
		switch b.Kind {
		case Quote:
			indent = "  "
		case Own:
			indent = "> " // before every line, so that none looks like one of ours
		}
		room := width - len(indent)
		switch b.Kind { // room for the mark, and for the filled edges of a verdict
		case Urgency:
			room -= 2
		case Verdict:
			room -= 4
		}
		for _, l := range wrap(b.Text, room) {
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

// Wrap breaks text into lines of at most width cells. It breaks only at spaces, so that an
// address or a date stays whole, and in a word that is wider than a line.
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

// WrapWhole is [Wrap] for text that people copy from: a word that is wider than a line
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

// cells returns how wide a text is on a terminal. Most text is ASCII, for which nothing
// has to be looked up.
func cells(text string) int {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

// TextLines is [Document.Lines] for text that people copy from: a line is longer than
// width only if it is one word, such as a web address.
func (d Document) TextLines(width int) []Line { return d.fold(width, WrapWhole) }

// Text writes [Document.TextLines] as plain text, without any escape sequence.
func (d Document) Text(out io.Writer, width int) error {
	var b strings.Builder
	for _, l := range d.TextLines(width) {
		b.WriteString(strings.TrimRight(l.Text, " "))
		b.WriteByte('\n')
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// address is a word that Markdown renderers may turn into a link by themselves: a web or
// mail address, or a name after an @. A backslash does not stop all of them. Punctuation
// around the word is not part of it.
var address = regexp.MustCompile(`(?i)[^\s"'(<\[“‘]*(://|www\.|mailto:|xmpp:|@)\S*[^\s.,;:!?"')>\]”’]`)

// codeSpan returns text as a code span, in which nothing is markup.
func codeSpan(text string) string {
	if mark := fence("`", text); len(mark) > 1 {
		return mark + " " + text + " " + mark
	}
	return "`" + text + "`"
}

// fenced returns text as a fenced code block. An indented one would become part of a list
// before it.
func fenced(text string) string {
	mark := fence("```", text)
	return mark + "\n" + text + "\n" + mark
}

// fence returns a row of backquotes that is longer than any in the text.
func fence(mark, text string) string {
	for strings.Contains(text, mark) {
		mark += "`"
	}
	return mark
}

var startsList = regexp.MustCompile(`^(\d*)([-+.)])`)

// Markdown writes the document as Markdown. Text can become neither markup nor a link: an
// address is written as code, to be copied.
func (d Document) Markdown(out io.Writer) error {
	escape := strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "#", `\#`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`, "~", `\~`,
	)
	// At the beginning of a line, what would start a list is escaped as well.
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
		case Heading, Part:
			b.WriteString("## " + text + "\n\n")
		case Subheading:
			b.WriteString("### " + text + "\n\n")
		case Quote, Own:
			b.WriteString("> " + text + "\n\n")
		case Code:
			b.WriteString(fenced(block.Text) + "\n\n")
		case List, Pairs, Checks:
			if head := block.head(); head != "" {
				b.WriteString("### " + plain(head) + "\n\n")
			}
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
