// Package report puts assessments, answers, rules and checks into words. A [Writer]
// makes documents, and a [Document] is drawn as text, Markdown or HTML, or laid out in
// lines for a screen. It decides nothing: what is urgent, and why, is for triage.
package report

// Document is what a screen or a report says, in order, before anybody decides
// how it looks. The screen, the plain mode, Markdown and HTML are drawn from
// the same documents.
type Document []Block

// Block is one piece of a document.
type Block struct {
	Kind  Kind
	Text  string
	Items []string // of a List
	Level int      // of a Verdict: the triage.Category
}

// Kind tells what a block is, not how it looks.
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
	Code            // answers to paste, on one line
)

func (d *Document) Add(kind Kind, text string) {
	if text != "" {
		*d = append(*d, Block{Kind: kind, Text: text})
	}
}

func (d *Document) List(items ...string) {
	if len(items) > 0 {
		*d = append(*d, Block{Kind: List, Items: items})
	}
}

// section starts a section with a heading, if it has something to say.
func (d *Document) section(heading string, fill func(*Document)) {
	var part Document
	if fill(&part); len(part) > 0 {
		d.Add(Heading, heading)
		*d = append(*d, part...)
	}
}
