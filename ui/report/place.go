package report

import "strings"

// This file lays a document out for a screen with some room: the verdict in a frame, the
// headings of sections in the margin, two columns side by side. What says it is the same
// as in [Document.Lines].

// Card tells where in the frame round a verdict a line is.
type Card uint8

// The parts of a card.
const (
	NoCard Card = iota
	CardTop
	CardInside
	CardEnd
)

// LeastPlaced is the least width that [Document.Placed] needs.
const LeastPlaced = 50

const (
	widestLabel = 13 // longer headings stand on a line of their own
	cardIndent  = 4  // of what stands below the verdict in its frame
)

// Placed lays the document out in a column of the given width, as a screen shows it.
// Only a result has its headings in the margin.
func (d Document) Placed(width int) []Line {
	out, rest := d.card(width)
	if len(out) == 0 {
		return d.columns(width)
	}
	margin := 0
	for _, b := range rest {
		if n := cells(b.Text); b.Kind == Heading && n <= widestLabel {
			margin = max(margin, n+1)
		}
	}
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && rest[n].Kind != Heading {
			n++
		}
		part, label, indent := rest[:n], "", 0
		if part[0].Kind == Heading && cells(part[0].Text) <= widestLabel {
			label, indent, part = part[0].Text, margin, part[1:]
		}
		if len(out) > 0 {
			out = append(out, Line{})
		}
		for i, l := range part.columns(width - indent) {
			if l.Margin = indent; i == 0 {
				l.Label = label
			}
			out = append(out, l)
		}
		rest = rest[n:]
	}
	return out
}

// card lays out what a result says first in its frame, and returns what comes after it.
func (d Document) card(width int) (lines []Line, rest Document) {
	if len(d) == 0 || d[0].Kind != Verdict {
		return nil, d
	}
	n := 1
	for n < len(d) && d[n].Kind != Heading {
		n++
	}
	inside := width - 4 // the frame, and a space on each side
	verdict := Line{Kind: Verdict, Text: d[0].Text}
	part := d[1:n]
	// The headline stands behind the word where there is room for both: 6 cells are for
	// the mark and the spaces.
	if len(part) > 0 && part[0].Kind == Headline && cells(d[0].Text)+cells(part[0].Text)+6 <= inside {
		verdict.Right, part = part[0].Text, part[1:]
	}
	lines = append(lines, Line{Card: CardTop}, verdict)
	for _, b := range part {
		for _, l := range Wrap(b.Text, inside-cardIndent) {
			lines = append(lines, Line{Kind: b.Kind, Text: strings.Repeat(" ", cardIndent) + l})
		}
	}
	lines = append(lines, Line{Card: CardEnd})
	for i := range lines {
		if lines[i].Level = d[0].Level; lines[i].Card == NoCard {
			lines[i].Card = CardInside
		}
	}
	return lines, d[n:]
}

// columns lays out blocks, those of two columns side by side.
func (d Document) columns(width int) (out []Line) {
	for len(d) > 0 {
		n := 0
		for n < len(d) && d[n].Kind != Pairs && d[n].Kind != Checks {
			n++
		}
		if n > 0 {
			if len(out) > 0 && d[0].Kind != Fine {
				out = append(out, Line{})
			}
			out = append(out, d[:n].Lines(width)...)
		}
		if d = d[n:]; len(d) > 0 {
			if n > 0 && out[len(out)-1].Kind != Heading && out[len(out)-1].Kind != Subheading {
				out = append(out, Line{})
			}
			out = append(out, d[0].sideBySide(width)...)
			d = d[1:]
		}
	}
	return out
}

// sideBySide lays out two columns.
func (b Block) sideBySide(width int) (out []Line) {
	const between = 2
	lead := 0
	if b.Kind == Checks {
		lead = 2 // for the mark
	}
	left, right := 0, 0
	for i, item := range b.Items {
		left, right = max(left, cells(item)), max(right, cells(b.Right[i]))
	}
	// A column that needs less than half leaves the rest to the other.
	room := width - lead - between
	left = min(left, max(room/2, room-right))
	right = room - left
	for i, item := range b.Items {
		a, c := Wrap(item, left), Wrap(b.Right[i], right)
		for j := range max(len(a), len(c)) {
			l := Line{Kind: b.Kind, First: j == 0}
			if j < len(a) {
				l.Text = a[j]
			}
			l.Text = strings.Repeat(" ", lead) + l.Text + strings.Repeat(" ", left-cells(l.Text)+between)
			if j < len(c) {
				l.Right = c[j]
			}
			out = append(out, l)
		}
	}
	return out
}
