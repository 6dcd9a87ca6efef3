package report

import "strings"

// This file lays a document out for a screen with some room: the verdict in a frame, the
// headings of sections in the margin, and two columns side by side. The words are the same
// as in [Document.Lines].

// Card is where in the frame around a verdict a line is.
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
	widestLabel = 13 // longer headings have a line of their own
	cardIndent  = 4  // of what is below the verdict in its frame
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

// card lays out what a result says first, in its frame, and returns the rest.
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
	// The headline is on the same line as the verdict if there is room for both. The mark
	// and the spaces take 6 cells.
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

// columns lays out blocks: side by side where [Document.beside] can, and otherwise one
// below the other.
func (d Document) columns(width int) (out []Line) {
	plain := false // the blocks above are not side by side
	for len(d) > 0 {
		lines, n := d.beside(width)
		gap := n > 1 || n == 1 && (d[0].Text != "" || plain && out[len(out)-1].Kind != Heading && out[len(out)-1].Kind != Subheading)
		if plain = n == 0; plain {
			for n = 1; n < len(d); n++ {
				if _, next := d[n:].beside(width); next > 0 {
					break
				}
			}
			lines, gap = d[:n].Lines(width), d[0].Kind != Fine
		}
		if gap && len(out) > 0 {
			out = append(out, Line{})
		}
		out, d = append(out, lines...), d[n:]
	}
	return out
}

// beside lays out the first blocks of a document side by side, and returns how many they
// are: two columns, a title with its urgency to the right, or a title in the margin of a
// list of sources. It returns 0 for anything else.
func (d Document) beside(width int) (lines []Line, blocks int) {
	if d[0].Kind == Pairs || d[0].Kind == Checks {
		return d[0].sideBySide(width), 1
	}
	if len(d) == 1 || d[0].Kind != Subheading {
		return nil, 0
	}
	switch title, next := d[0].Text, d[1]; {
	case next.Kind == Urgency:
		if room := width - cells(title) - cells(next.Text) - 2; room >= 2 { // 2 for the mark
			return append(lines, Line{Kind: Urgency, Level: next.Level, Text: title + strings.Repeat(" ", room), Right: next.Text}), 2
		}
	case next.Kind == List && len(next.Links) > 0:
		margin := cells(title) + 2
		for i, l := range d[1:2].Lines(width - margin) {
			if l.Margin = margin; i == 0 {
				l.Label = title
			}
			lines = append(lines, l)
		}
		return lines, 2
	}
	return nil, 0
}

// sideBySide lays out two columns.
func (b Block) sideBySide(width int) (out []Line) {
	const between = 2
	lead := 0
	if b.Kind == Checks {
		lead = 2 // for the mark
	}
	items, beside := b.Items, b.Right
	if b.Text != "" { // the heads are a row too, but begin further left, where the marks are
		items, beside = append([]string{b.Text}, items...), append([]string{b.Beside}, beside...)
	}
	left, right := 0, 0
	for i, item := range items {
		left, right = max(left, cells(item)), max(right, cells(beside[i]))
	}
	// A column that needs less than half leaves the rest to the other one.
	room := width - lead - between
	left = min(left, max(room/2, room-right))
	right = room - left
	for i, item := range items {
		kind, lead, left := b.Kind, lead, left
		if i == 0 && b.Text != "" {
			kind, lead, left = Subheading, 0, left+lead
		}
		a, c := Wrap(item, left), Wrap(beside[i], right)
		for j := range max(len(a), len(c)) {
			l := Line{Kind: kind, First: j == 0}
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
