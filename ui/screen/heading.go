package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// heading is the first line of a page: how far the interview has come.
type heading struct {
	name   string
	stages []string
	at     int    // the index of the current stage
	over   []bool // for each stage, whether none of it is left
	done   int    // questions
	left   int
	togo   string // the same in words
	alarm  string // what stands in place of the stages: an emergency
	short  string // the same, where there is no room for all of it
}

const (
	leastBar = 8  // cells; a shorter bar would show nothing
	mostBar  = 26 // and a longer one nothing more
)

// line draws as much of it as there is room for. In a narrow window, parts are left out
// before a word is cut: the other stages first, then the name, the bar and the stage.
func (h *heading) line(l *look, width int) string {
	if h.alarm != "" {
		alarm := l.category(2, h.alarm)
		if ansi.StringWidth(alarm) > width {
			alarm = ansi.Truncate(l.category(2, h.short), width, "…")
		}
		if ansi.StringWidth(alarm)+2+ansi.StringWidth(h.togo) > width {
			return alarm
		}
		return alarm + "  " + l.dim(h.togo)
	}
	stage, all := l.key(h.stages[h.at]), make([]string, len(h.stages))
	for i, name := range h.stages {
		switch {
		case i == h.at:
			all[i] = l.accent(name)
		case h.over[i]:
			all[i] = l.done("✓") + l.dim(" "+name)
		default:
			all[i] = l.dim(name)
		}
	}
	name := l.accent(h.name)
	for _, parts := range [][]string{{name, strings.Join(all, l.dim(" › "))}, {name, stage}, {stage}} {
		text := strings.Join(parts, "  ")
		bar := min(mostBar, width-ansi.StringWidth(text)-2-2-ansi.StringWidth(h.togo))
		if bar >= leastBar {
			return text + "  " + l.bar(h.done, h.done+h.left, bar) + "  " + l.dim(h.togo)
		}
	}
	if ansi.StringWidth(h.stages[h.at])+2+ansi.StringWidth(h.togo) <= width {
		return stage + "  " + l.dim(h.togo)
	}
	return l.dim(ansi.Truncate(h.togo, width, "…"))
}
