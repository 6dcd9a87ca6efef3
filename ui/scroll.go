package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// scroll is a document on the screen.
type scroll struct {
	doc    Document
	footer string
	look   Look
	words  *Words

	top           int
	width, height int
	drawn         []line
}

func newScroll(doc Document, footer string, w *Words, look Look) *scroll {
	return &scroll{doc: doc, footer: footer, words: w, look: look}
}

// resize lays the document out anew and keeps about the same place in view.
func (s *scroll) resize(w, h int) {
	before, place := len(s.drawn), s.top
	s.width, s.height = max(w, 1), max(h, 1)
	s.drawn = s.doc.lines(min(s.width, maxColumn) - markWidth)
	if before > 0 {
		s.top = place * len(s.drawn) / before
	}
	s.move(0)
}

// markWidth is kept free, so that the mark of a category fits on its line.
const markWidth = 4

// rows returns how many lines of the document fit.
func (s *scroll) rows() int {
	rows := s.height - 1 // the note
	if s.height >= 5 {
		rows-- // the footer
	}
	return max(1, rows)
}

func (s *scroll) move(by int) {
	s.top = max(0, min(s.top+by, len(s.drawn)-s.rows()))
}

func (s *scroll) key(act action) {
	switch act {
	case actUp:
		s.move(-1)
	case actDown:
		s.move(1)
	case actPageUp:
		s.move(-max(1, s.rows()-1))
	case actPageDown, actTick:
		s.move(max(1, s.rows()-1))
	case actTop:
		s.move(-len(s.drawn))
	case actBottom:
		s.move(len(s.drawn))
	}
}

func (s *scroll) view() string {
	var out []string
	for _, l := range s.drawn[s.top:min(len(s.drawn), s.top+s.rows())] {
		out = append(out, s.look.line(l))
	}
	for len(out) < s.rows() {
		out = append(out, "")
	}
	below := len(s.drawn) - s.top - s.rows()
	out = append(out, s.look.accent(ansi.Truncate(moreNote(s.words, s.top, below), s.width, "…")))
	if s.height >= 5 {
		out = append(out, s.look.dim(footer(s.footer, s.width)))
	}
	return strings.Join(out, "\n")
}
