// Package report puts assessments, answers, rules and checks into words. A [Writer]
// makes documents, and a [Document] is drawn as text, Markdown or HTML, or laid out in
// lines for a screen. It decides nothing: what is urgent, and why, is for triage.
package report

import "slices"

// Document is what a screen or a report says, in order, but not how it looks. The full
// screen, plain mode, Markdown and HTML are made from the same documents.
type Document []Block

// Block is one piece of a document.
type Block struct {
	Kind   Kind
	Text   string   // for Pairs and Checks the head of the left column, or ""
	Beside string   // the head of the right column
	Items  []string // the items of a List, and the left column of Pairs and Checks
	Links  []string // for a List the address of each item, or ""
	Right  []string // for Pairs and Checks the right column
	Level  int      // for a Verdict and an Urgency the triage.Category
}

// Kind is what a block means, not how it looks.
type Kind uint8

// The kinds of blocks.
const (
	Paragraph  Kind = iota
	Verdict         // the category, once, on top
	Headline        // the one sentence to remember
	Heading         // starts a section
	Subheading      // starts a part of a section
	List            // items
	Quote           // what the person said
	Fine            // sources, versions and other small print
	Note            // small print that belongs to no section
	Code            // answers to paste, on one line
	Pairs           // two columns
	Checks          // two columns: conditions that hold, and the answers that make them hold
	Part            // starts a separate part, on paper a new page
	Own             // what the person wrote
	Urgency         // how urgent a rule makes it
)

func (d *Document) add(b Block) { *d = append(*d, b) }

// Add adds a block of text, unless the text is empty.
func (d *Document) Add(kind Kind, text string) {
	if text != "" {
		d.add(Block{Kind: kind, Text: text})
	}
}

// List adds a list, unless it has no items.
func (d *Document) List(items ...string) {
	if len(items) > 0 {
		d.add(Block{Kind: List, Items: items})
	}
}

// pairs adds two columns, Pairs or Checks, by their rows.
func (d *Document) pairs(kind Kind, rows [][2]string) { d.columnsOf(kind, "", "", rows) }

// columnsOf is pairs with heads above the columns.
func (d *Document) columnsOf(kind Kind, left, right string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	b := Block{Kind: kind, Text: left, Beside: right}
	for _, row := range rows {
		b.Items, b.Right = append(b.Items, row[0]), append(b.Right, row[1])
	}
	d.add(b)
}

// list returns the items of a block, if it has any. A row of two columns is returned as
// one text, for narrow windows and for whoever listens to it.
func (b Block) list() (out []string) {
	between := ": "
	switch b.Kind {
	case List:
		return b.Items
	case Checks: // the items have colons of their own
		between = "; " + b.Beside + ": "
	}
	for i, item := range b.Items {
		out = append(out, item+between+b.Right[i])
	}
	return out
}

// head returns the heads of two columns as one text. The right head of Checks is left out,
// since [Block.list] puts it into each row.
func (b Block) head() string {
	if b.Kind == Pairs && b.Beside != "" {
		return b.Text + ": " + b.Beside
	}
	return b.Text
}

// Split splits a document before the first block of a kind. More can be added to the first
// part without changing the rest.
func (d Document) Split(kind Kind) (before, rest Document) {
	n := 0
	for n < len(d) && d[n].Kind != kind {
		n++
	}
	return d[:n:n], d[n:]
}

// Apart takes the sections with these headings out of a document, for a screen that shows
// them beside the rest.
func (d Document) Apart(headings ...string) (apart, rest Document) {
	in := false
	for _, b := range d {
		switch b.Kind {
		case Heading:
			in = slices.Contains(headings, b.Text)
		case Note, Part: // belong to no section
			in = false
		}
		if in {
			apart.add(b)
		} else {
			rest.add(b)
		}
	}
	return apart, rest
}

// section adds a section with a heading, unless fill adds nothing to it.
func (d *Document) section(heading string, fill func(*Document)) {
	var part Document
	if fill(&part); len(part) > 0 {
		d.Add(Heading, heading)
		*d = append(*d, part...)
	}
}
