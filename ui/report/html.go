package report

import (
	"io"
	"strconv"
	"strings"

	"legtriage/ui/palette"
	"legtriage/ui/words"
)

// pageStart is everything in a page from its head to its first block. The style sheet has
// two halves. On a screen a result looks as it does in the program: a card in the colour
// of the category, and the headings of sections in the margin. On paper everything is
// black on white: the category shows by its word and its mark, and the part for the doctor
// begins a new page.
const pageStart = `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
.card { border: 3px solid; border-radius: .8rem; padding: .8rem 1.2rem; }
.card.level0 { border-color: {0}; } .card.level1 { border-color: {1}; } .card.level2 { border-color: {2}; }
h1 { display: inline-block; margin: 0; padding: .1rem .8rem; font-size: 1.5rem; color: #fff; }
h1.level0 { background: {0}; } h1.level1 { background: {1}; } h1.level2 { background: {2}; }
.headline { margin: .4rem 0; font-size: 1.4rem; font-weight: 700; } .card p { margin: .3rem 0; } .level2 .headline ~ p { font-weight: 700; }
h2 { font-size: 1.1rem; color: {accent}; } h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
p, ul, table { margin: .3rem 0; } ul { padding-inline-start: 1.2rem; } li { margin: .2rem 0; }
section { display: grid; grid-template-columns: 8rem 1fr; gap: 0 1rem; margin: 1rem 0; }
section.wide { display: block; } section h2 { margin: .3rem 0; }
blockquote { margin: .3rem 0; margin-inline-start: 1rem; color: #333; }
blockquote.own { padding: .2rem .8rem; border: 1px solid #666; overflow: hidden; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .15rem 0; padding-inline-end: 1rem; text-align: start; vertical-align: top; border-bottom: 1px solid #ccc; } th { font-weight: 400; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.fine { font-size: .85rem; color: #444; }
.part { margin-top: 2rem; border-top: 3px solid {accent}; } .part th { width: 30%; color: #444; }
@media (max-width: 36rem) { section { display: block; } }
@media print {
  @page { margin: 10mm 14mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.25; color: #000; }
  .card { padding: 4pt 10pt; break-inside: avoid; }
  h1 { font-size: 15pt; padding: 0 8pt; border: 2px solid #000; }
  h1.level0, h1.level1, h1.level2 { color: #000; background: none; }
  .headline { font-size: 14pt; margin: 3pt 0; }
  h2 { font-size: 10.5pt; color: #000; break-after: avoid; } h3 { font-size: 9pt; margin: 5pt 0 1pt; break-after: avoid; }
  section { margin: 4pt 0; grid-template-columns: 84pt 1fr; gap: 0 8pt; }
  section h2, p, ul, table, blockquote { margin-top: 1pt; margin-bottom: 1pt; } section h2 { break-after: auto; } li { margin: 1pt 0; break-inside: avoid; } th, td { padding: .5pt 0; padding-inline-end: 8pt; }
  .fine { font-size: 8pt; margin: 1pt 0; } .note ~ section { font-size: 8pt; line-height: 1.2; } .note ~ section h2 { font-size: 9pt; }
  .note ~ section ul { columns: 2; column-gap: 18pt; } .note ~ section li:only-child { column-span: all; }
  .part { font-size: 8.5pt; margin: 0; border: 0; break-before: page; } .part h2 { font-size: 14pt; margin: 0; }
  .part table:last-child { display: block; columns: 2; column-gap: 14pt; font-size: 8pt; }
  .part table:last-child tr { display: block; break-inside: avoid; } .part table:last-child th, .part table:last-child td { display: inline; border: 0; }
  .part table:last-child th { color: #000; font-weight: 700; }
}
</style>
</head>
<body>
`

// escaped returns a text so that it cannot become markup, not even in an attribute.
// Package html would do the same, and bring the names of 2,231 characters: 70 kB.
func escaped(text string) string { return markup.Replace(text) }

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// widestSide is the width of the longest heading that goes beside its section on a page.
const widestSide = 30

// HTML writes the document as one self-contained page that prints well, in the language
// and direction of the words. Text cannot become markup. What the person wrote has a
// direction of its own, and cannot cover anything outside its frame.
//
// It is written out here because html/template calls methods by name, which
// makes the linker keep every method of every type: two megabytes.
func (d Document) HTML(out io.Writer, w *words.Sentences) error {
	title := w.Name
	for _, b := range d {
		if b.Kind == Headline {
			title += ": " + b.Text
			break
		}
	}
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html>
<html lang="` + escaped(w.Language) + `" dir="` + escaped(w.Direction) + `">
` + words.Fill(pageStart, "title", escaped(title), "accent", palette.Accent().OnPaper(),
		"0", palette.Categories()[0].OnPaper(), "1", palette.Categories()[1].OnPaper(), "2", palette.Categories()[2].OnPaper()))
	open := "" // the tags that end the part of the page that has begun
	begin := func(tags, ends string) {
		b.WriteString(open + tags)
		open = ends
	}
	result := len(d) > 0 && d[0].Kind == Verdict // only a result has its headings in the margin, as on a screen
	for _, block := range d {
		text := escaped(block.Text)
		switch block.Kind {
		case Verdict:
			level := "level" + strconv.Itoa(block.Level)
			begin(`<div class="card `+level+`">`+"\n", "</div>\n")
			b.WriteString(`<h1 class="` + level + `"><span aria-hidden="true">` + palette.Marks()[block.Level] + "</span> " + text + "</h1>\n")
		case Headline:
			b.WriteString(`<p class="headline">` + text + "</p>\n")
		case Heading:
			class := ""
			if cells(block.Text) > widestSide {
				class = ` class="wide"`
			}
			if result {
				begin("<section"+class+">\n<h2>"+text+"</h2>\n<div>\n", "</div>\n</section>\n")
			} else {
				b.WriteString("<h2>" + text + "</h2>\n")
			}
		case Part:
			begin(`<div class="part">`+"\n<h2>"+text+"</h2>\n", "</div>\n")
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
		case Own:
			b.WriteString(`<blockquote class="own" dir="auto">` + text + "</blockquote>\n")
		case Code:
			b.WriteString("<pre>" + text + "</pre>\n")
		case Note:
			if result {
				begin("", "")
			}
			b.WriteString(`<p class="fine note">` + text + "</p>\n")
		case Fine:
			b.WriteString(`<p class="fine">` + text + "</p>\n")
		default:
			b.WriteString("<p>" + text + "</p>\n")
		}
	}
	b.WriteString(open + "</body>\n</html>\n")
	_, err := io.WriteString(out, b.String())
	return err
}
