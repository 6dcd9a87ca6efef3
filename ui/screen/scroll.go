package screen

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/report"
	"legtriage/ui/words"
)

// scroll is a document on the screen, or several that left and right move between.
type scroll struct {
	doc    report.Document
	tabs   []report.Section // nil: one document
	tab    int
	footer string
	look   *look
	words  *words.Sentences
	asides []string        // headings of the sections that a wide window shows in a panel, as many as fit
	aside  report.Document // what is in the panel now

	note          string // shown until the next key, in place of "more below"
	width, height int
	drawn         []report.Line
	seen          viewport // of drawn
}

func newScroll(doc report.Document, footer string, w *words.Sentences, look *look) *scroll {
	return &scroll{doc: doc, footer: footer, words: w, look: look}
}

// newTabs shows the sections, the first one first.
func newTabs(tabs []report.Section, footer string, w *words.Sentences, look *look) *scroll {
	s := newScroll(tabs[0].Doc, footer, w, look)
	s.tabs = tabs
	return s
}

// turn goes to the top of another section.
func (s *scroll) turn(by int) {
	if len(s.tabs) == 0 {
		return
	}
	s.tab = (s.tab + by + len(s.tabs)) % len(s.tabs)
	s.doc, s.drawn = s.tabs[s.tab].Doc, nil
	s.resize(s.width, s.height)
}

// heading says which section this is.
func (s *scroll) heading() string {
	return words.Fill(s.words.Tab, "n", s.tab+1, "of", len(s.tabs), "title", s.tabs[s.tab].Title)
}

// resize lays the document out again, and keeps about the same part in view.
func (s *scroll) resize(w, h int) {
	before := len(s.drawn)
	s.width, s.height = max(w, 1), max(h, 1)
	doc := s.doc
	s.aside = nil
	for n := len(s.asides); n > 0 && len(s.aside) == 0 && s.width >= panelFrom; n-- {
		apart, rest := s.doc.Apart(s.asides[:n]...)
		if len(apart) > 0 && strings.Count(s.look.beside(apart), "\n") < s.rows() {
			s.aside, doc = apart, rest
		}
	}
	if s.column() < report.LeastPlaced {
		s.drawn = doc.Lines(s.column())
		for i := 0; i+1 < len(s.drawn) && (s.drawn[i].Kind == report.Verdict || s.drawn[i].Kind == report.Headline); i++ {
			if s.drawn[i+1].Text == "" {
				s.drawn = slices.Delete(s.drawn, i+1, i+2) // what comes next matters more than the gap
			}
		}
	} else {
		s.drawn = doc.Placed(s.column())
	}
	place := 0
	if before > 0 {
		place = s.seen.top * len(s.drawn) / before
	}
	s.seen = viewport{lines: len(s.drawn), height: s.rows()}
	s.seen.to(place)
}

// column returns the width of the text.
func (s *scroll) column() int {
	if len(s.aside) > 0 {
		return min(s.width-panelGap-panelWidth, maxColumn)
	}
	return min(s.width, maxColumn)
}

// rows returns how many lines of the document fit.
func (s *scroll) rows() int {
	rows := s.height - 1 // the note
	if s.height >= footerFrom {
		rows-- // the footer
	}
	return max(1, rows-s.head())
}

// head returns how many lines the tabs take. In an ordinary window a line sets them apart
// from the section.
func (s *scroll) head() int {
	switch {
	case len(s.tabs) == 0:
		return 0
	case s.height < usualHeight:
		return 1
	}
	return 2
}

// hear moves the document by a key.
func (s *scroll) hear(act action) {
	s.note = ""
	switch act {
	case actUp:
		s.seen.to(s.seen.top - 1)
	case actDown:
		s.seen.to(s.seen.top + 1)
	case actPageUp:
		s.seen.to(s.seen.top - s.seen.step())
	case actPageDown, actTick:
		s.seen.to(s.seen.top + s.seen.step())
	case actHalfUp:
		s.seen.to(s.seen.top - max(1, s.seen.height/2))
	case actHalfDown:
		s.seen.to(s.seen.top + max(1, s.seen.height/2))
	case actTop, actGoOn:
		s.seen.to(0)
	case actBottom:
		s.seen.to(s.seen.lines)
	case actLeft:
		s.turn(-1)
	case actRight:
		s.turn(1)
	}
}

// view draws the document. There is nothing for the terminal's cursor to point at.
func (s *scroll) view() (content string, x, y int) {
	var out []string
	if len(s.tabs) > 0 {
		tabs := s.look.tabs(s.tabs, s.tab, s.width)
		if tabs == "" {
			tabs = s.look.accent(ansi.Truncate(s.heading(), s.width, "…"))
		}
		out = append(out, tabs)
		if s.head() > 1 {
			out = append(out, s.look.dim(strings.Repeat("─", s.column())))
		}
	}
	for _, l := range s.drawn[s.seen.top:s.seen.end()] {
		out = append(out, s.look.placed(l, s.column()))
	}
	for len(out) < min(s.seen.height+s.head(), usualHeight-2) {
		out = append(out, "")
	}
	if len(s.aside) > 0 {
		out = []string{withPanel(out, s.column(), s.look.beside(s.aside))}
	}
	note := moreNote(s.words, s.seen.above(), s.seen.below())
	if s.note != "" {
		note = s.note
	}
	out = append(out, s.look.accent(ansi.Truncate(note, s.width, "…")))
	if s.height >= footerFrom {
		keys := listed(s.footer)()
		if s.seen.lines > s.seen.height {
			keys = append([]string{s.words.KeyRead}, keys...)
		}
		out = append(out, s.look.keys(keys, s.width))
	}
	return strings.Join(out, "\n"), 0, 0
}
