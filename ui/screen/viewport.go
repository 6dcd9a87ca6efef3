package screen

import "legtriage/ui/words"

// viewport is the part of some lines that is on the screen. Documents and answers scroll
// by it and by nothing else. It never shows blank lines while others are out of sight.
type viewport struct {
	lines  int // how many there are
	height int // how many there is room for
	top    int // the first one on the screen
}

// to brings a line to the top, as far as there are lines to fill the screen below it.
func (v *viewport) to(line int) { v.top = max(0, min(line, v.lines-v.height)) }

// keep brings the lines from (included) to to (excluded) onto the screen, with as little
// movement as possible. If they do not all fit, they fill the screen.
func (v *viewport) keep(from, to int) {
	v.to(min(max(v.top, min(from, to-v.height)), max(from, to-v.height)))
}

// end returns the line after the last one on the screen.
func (v viewport) end() int { return min(v.lines, v.top+v.height) }

// above and below return how many lines are out of sight.
func (v viewport) above() int { return v.top }
func (v viewport) below() int { return v.lines - v.end() }

// step returns by how many lines a page moves: all but one, which stays to read on from.
func (v viewport) step() int { return max(1, v.height-1) }

// moreNote says how much there is above and below the window.
func moreNote(w *words.Sentences, above, below int) string {
	switch {
	case above > 0 && below > 0:
		return words.Fill(w.MoreBoth, "above", above, "n", below)
	case above > 0:
		return w.Count(w.MoreAbove, above)
	case below > 0:
		return w.Count(w.MoreBelow, below)
	}
	return ""
}
