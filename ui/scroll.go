package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// scroll is a document on the screen, or several that left and right move
// between.
type scroll struct {
	doc    Document
	tabs   []Section // nil: one document
	tab    int
	footer string
	look   Look
	words  *Words

	note          string // shown once in place of "more below"
	top           int
	width, height int
	drawn         []line
}

func newScroll(doc Document, footer string, w *Words, look Look) *scroll {
	return &scroll{doc: doc, footer: footer, words: w, look: look}
}

// newTabs shows the sections, the first one first.
func newTabs(tabs []Section, footer string, w *Words, look Look) *scroll {
	s := newScroll(tabs[0].Doc, footer, w, look)
	s.tabs = tabs
	return s
}

// turn goes to another section and starts it from the top.
func (s *scroll) turn(by int) {
	if len(s.tabs) == 0 {
		return
	}
	s.tab = (s.tab + by + len(s.tabs)) % len(s.tabs)
	s.doc, s.top, s.drawn = s.tabs[s.tab].Doc, 0, nil
	s.resize(s.width, s.height)
}

// heading says which section this is.
func (s *scroll) heading() string {
	return fill(s.words.Tab, "n", s.tab+1, "of", len(s.tabs), "title", s.tabs[s.tab].Title)
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
	if len(s.tabs) > 0 {
		rows-- // which section this is
	}
	return max(1, rows)
}

func (s *scroll) move(by int) {
	s.top = max(0, min(s.top+by, len(s.drawn)-s.rows()))
}

func (s *scroll) key(act action) {
	s.note = ""
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
	case actLeft:
		s.turn(-1)
	case actRight:
		s.turn(1)
	}
}

func (s *scroll) view() string {
	var out []string
	if len(s.tabs) > 0 {
		out = append(out, s.look.accent(ansi.Truncate(s.heading(), s.width, "…")))
	}
	for _, l := range s.drawn[s.top:min(len(s.drawn), s.top+s.rows())] {
		out = append(out, s.look.line(l))
	}
	for len(out) < s.rows()+min(1, len(s.tabs)) {
		out = append(out, "")
	}
	below := len(s.drawn) - s.top - s.rows()
	note := moreNote(s.words, s.top, below)
	if s.note != "" {
		note = s.note
	}
	out = append(out, s.look.accent(ansi.Truncate(note, s.width, "…")))
	if s.height >= 5 {
		out = append(out, s.look.dim(footer(s.footer, s.width)))
	}
	return strings.Join(out, "\n")
}
