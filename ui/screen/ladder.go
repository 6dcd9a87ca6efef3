package screen

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// ladder shows how urgent the result can still be, going only by the answers that were
// given. It does not move while somebody ticks: nobody should learn that one tick less
// lowers the urgency.
//
// What is merely possible never has a colour, which could alarm; only what the answers
// have reached is drawn in the colour of its category.
type ladder struct {
	least, most triage.Urgency
	denied      []string // what the person said they have no signs of
	words       *words.Sentences
}

// rung is what the answers so far say about one urgency.
type rung uint8

const (
	excluded rung = iota
	possible
	reached
)

// rung returns what the answers say about u. Self-care is reached only when nothing else
// is possible: until then it only means that no answer has spoken against it yet.
func (l *ladder) rung(u triage.Urgency) rung {
	switch {
	case u < l.least || u > l.most:
		return excluded
	case u == l.least && (u > triage.Home || l.most == triage.Home):
		return reached
	}
	return possible
}

// The panel beside a page.
const (
	panelWidth = 36
	panelGap   = 2
	panelFrom  = 98 // the least width of a page that has one
)

// panel draws the ladder as a panel, in at most this many lines.
func (l *ladder) panel(look *look, lines int) string {
	const inside = panelWidth - 4
	var rungs []string
	for _, u := range slices.Backward(triage.Urgencies()) {
		text, says := marks[u.Category()]+" "+l.words.Ladder[u], ""
		drawn := text
		switch l.rung(u) {
		case excluded:
			drawn, says = look.struck(text), l.words.LadderNo
		case reached:
			drawn, says = look.reached(u.Category(), text), l.words.LadderLeast
			if l.least == l.most {
				says = l.words.LadderOnly
			}
		}
		if room := inside - ansi.StringWidth(text) - ansi.StringWidth(says); says != "" && room > 0 {
			drawn += strings.Repeat(" ", room) + look.dim(says)
		}
		rungs = append(rungs, ansi.Truncate(drawn, inside, "…"))
	}
	out := look.frame(l.words.LadderTitle, rungs, panelWidth)
	room := lines - len(rungs) - 2 - 1 - 2 // two frames and a blank line between them
	var signs []string
	for _, about := range l.denied {
		what, ok := l.words.Signs(about)
		if !ok {
			continue
		}
		wrapped := report.Wrap(what, inside-2)
		if len(signs)+len(wrapped) > room {
			break
		}
		for i, text := range wrapped {
			lead := "  "
			if i == 0 {
				lead = look.dim("–") + " " // no tick: nobody has ruled it out
			}
			signs = append(signs, lead+text)
		}
	}
	if len(signs) > 0 {
		out += "\n\n" + look.frame(l.words.SaidNo, signs, panelWidth)
	}
	return out
}

// line draws the ladder in one line, with the categories that are possible. The others
// are left out: not every terminal can strike them out, and a line has no room for a word
// that says so.
func (l *ladder) line(look *look, width int) string {
	lead := l.words.LadderCan
	low, high := l.least.Category(), l.most.Category()
	switch {
	case low == high:
		lead = l.words.LadderIs
	case low > triage.SelfCare:
		lead = l.words.LadderAtLeast
	}
	out := look.dim(lead)
	for c := low; c <= high; c++ {
		text := marks[c] + " " + l.words.LadderCategory[c]
		if c > low {
			out += look.dim("  ─  ")
		} else {
			out += "  "
		}
		if c == low && (c > triage.SelfCare || low == high) {
			text = look.reached(c, text)
		}
		out += text
	}
	return ansi.Truncate(out, width, "…")
}
