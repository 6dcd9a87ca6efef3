package screen

import "slices"

// list is rows of one or more lines each, seen through a viewport. One row can have the
// focus. It knows how long the rows are, not what they say.
type list struct {
	viewport
	heights  []int // how many lines each row has
	at       int   // the row with the focus; -1: none
	overhead bool  // up leads from the first row to something above the list

	// The row at the top of the window, and which of its lines, as the last key left
	// them: a window that shrinks and grows back shows the same again.
	topRow, topLine int

	seen  []bool // lines that have been on the screen since they were laid out
	whole []bool // rows that have been on the screen in full, however they were laid out
}

func newList(rows int) list {
	return list{at: -1, whole: make([]bool, rows)}
}

// layout sets new heights of the rows and of the window.
func (l *list) layout(heights []int, height int) {
	l.heights, l.height = heights, height
	l.lines = l.from(len(heights))
	l.seen = make([]bool, l.lines)
	l.to(l.from(l.topRow) + min(l.topLine, heights[l.topRow]-1))
	l.settle()
}

// from returns the first line of a row.
func (l *list) from(row int) int {
	n := 0
	for _, h := range l.heights[:row] {
		n += h
	}
	return n
}

// hidden returns how many rows above and below are not on the screen, or not in full.
func (l *list) hidden() (above, below int) {
	for row := range l.heights {
		if l.from(row) < l.top {
			above++
		}
		if l.from(row+1) > l.end() {
			below++
		}
	}
	return above, below
}

// settle moves the window to the row with the focus, or as much of it as fits, and notes
// what is on the screen.
func (l *list) settle() {
	if l.at >= 0 {
		l.keep(l.from(l.at), l.from(l.at+1))
	}
	for line := l.top; line < l.end(); line++ {
		l.seen[line] = true
	}
	for row := range l.heights {
		l.whole[row] = l.whole[row] || l.unseen(row) < 0
	}
}

// unseen returns the first line of a row that was not on the screen, counted from the
// first line of all, or -1.
func (l *list) unseen(row int) int {
	for line := l.from(row); line < l.from(row+1); line++ {
		if !l.seen[line] {
			return line
		}
	}
	return -1
}

// hold settles after a key, and remembers where the window is then.
func (l *list) hold() {
	l.settle()
	for l.topRow = 0; l.from(l.topRow+1) <= l.top; {
		l.topRow++
	}
	l.topLine = l.top - l.from(l.topRow)
}

// move moves the focus and the window by a key.
func (l *list) move(act action) {
	switch act {
	case actUp:
		l.up()
	case actDown:
		l.down()
	case actPageUp:
		l.pageUp()
	case actPageDown:
		l.pageDown()
	case actHalfUp:
		l.half(l.up)
	case actHalfDown:
		l.half(l.down)
	case actTop, actGoOn:
		l.at = 0
		l.to(0)
	case actBottom:
		l.at = len(l.heights) - 1
		l.to(l.lines)
	}
}

// half moves by half a window, row by row. The rows that it passes are not drawn, and so
// do not count as seen.
func (l *list) half(step func()) {
	for from, n := l.top, max(1, l.height/2); n > 0 && max(l.top-from, from-l.top) < max(1, l.height/2); n-- {
		if step(); l.at >= 0 {
			l.keep(l.from(l.at), l.from(l.at+1))
		}
	}
}

// up moves the focus to the row above, or moves back through a row that is longer than
// the window.
func (l *list) up() {
	switch {
	case l.at >= 0 && l.top > l.from(l.at):
		l.to(max(l.from(l.at), l.top-l.step()))
	case l.at <= 0 && l.overhead:
		l.at = -1
	default:
		l.at = max(0, l.at-1)
	}
}

// down moves the focus to the row below, or moves on through a row that is longer than
// the window.
func (l *list) down() {
	if l.at >= 0 && l.end() < l.from(l.at+1) {
		l.to(min(l.from(l.at+1)-l.height, l.top+l.step()))
		return
	}
	l.at = min(len(l.heights)-1, l.at+1)
}

// pageDown brings the first row that was not shown in full to the top, and gives it the
// focus. So no row is skipped, nor a part of one that is longer than the window.
func (l *list) pageDown() {
	if l.at < 0 && l.overhead {
		l.at = 0 // what is above the list had the room so far
		return
	}
	for row := range l.heights {
		from, to := l.from(row), l.from(row+1)
		switch {
		case to <= l.end():
			continue
		case l.top < from:
			l.to(from)
		default:
			l.to(min(to-l.height, l.top+l.step()))
		}
		l.at = row
		return
	}
	l.at = len(l.heights) - 1
}

// pageUp brings the last row that was not shown in full to the bottom of the window, and
// gives it the focus.
func (l *list) pageUp() {
	for row, height := range slices.Backward(l.heights) {
		from := l.from(row)
		to := from + height
		switch {
		case from >= l.top:
			continue
		case to <= l.top:
			l.to(to - l.height)
		default:
			l.to(max(min(from, to-l.height), l.top-l.step()))
		}
		l.at = row
		return
	}
	if l.at > 0 {
		l.at = 0
		return
	}
	l.up()
}
