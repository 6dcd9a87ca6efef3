package screen

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawList draws a list with rows of random heights, in a window of a random height.
func drawList(t *rapid.T) *list {
	heights := rapid.SliceOfN(rapid.IntRange(1, 7), 1, 12).Draw(t, "heights")
	l := newList(len(heights))
	l.overhead = rapid.Bool().Draw(t, "overhead")
	l.layout(heights, rapid.IntRange(1, 9).Draw(t, "height"))
	return &l
}

// seenLines records which lines of each row have been on the screen.
type seenLines struct {
	l    *list
	rows [][]bool
}

func lookAt(l *list) *seenLines {
	s := &seenLines{l: l}
	for _, h := range l.heights {
		s.rows = append(s.rows, make([]bool, h))
	}
	s.look()
	return s
}

func (s *seenLines) look() {
	for row, lines := range s.rows {
		for i := range lines {
			at := s.l.from(row) + i
			lines[i] = lines[i] || at >= s.l.top && at < s.l.end()
		}
	}
}

func (s *seenLines) all(row int) bool { return !slices.Contains(s.rows[row], false) }

// pressIn does what a key does, and fails unless the row with the focus is then on the
// screen, or fills it.
func pressIn(t *rapid.T, l *list, act action) {
	l.move(act)
	l.hold()
	if l.at < -1 || l.at >= len(l.heights) || l.at < 0 && !l.overhead && act != actNone {
		t.Fatalf("after %v row %d has the focus", act, l.at)
	}
	if l.at < 0 {
		return
	}
	from, to := l.from(l.at), l.from(l.at+1)
	if shown := min(to, l.end()) - max(from, l.top); shown < min(to-from, l.height) {
		t.Fatalf("after %v only %d lines of row %d are on the screen: %+v", act, shown, l.at, l)
	}
}

// TestEveryLineOfAListIsReached goes down and up through a list, by lines and by pages: the
// focus skips no row, and no line remains unseen.
func TestEveryLineOfAListIsReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawList(t)
		for _, way := range [][2]action{{actDown, actUp}, {actPageDown, actPageUp}} {
			l.at, l.top = -1, 0
			l.hold()
			for i, act := range way {
				seen := lookAt(l)
				for n := 0; ; n++ {
					at, top := l.at, l.top
					pressIn(t, l, act)
					seen.look()
					if l.at == at && l.top == top {
						break
					}
					if step := max(l.at-at, at-l.at); step > 1 && act == way[0] && way[0] == actDown || n > 200 {
						t.Fatalf("%v leads from row %d to %d", act, at, l.at)
					}
				}
				if end := []int{len(l.heights) - 1, map[bool]int{true: -1, false: 0}[l.overhead]}[i]; l.at != end {
					t.Fatalf("%v ends at row %d, want %d", act, l.at, end)
				}
				for row := range l.heights {
					if !seen.all(row) {
						t.Fatalf("%v skips a line of row %d of %+v", act, row, l)
					}
				}
			}
		}
	})
}

// TestWholeRowsWereOnTheScreen moves anywhere, with new heights in between: a row counts
// as seen once all of its lines, from first to last, have been on the screen in one
// layout, and never before.
func TestWholeRowsWereOnTheScreen(t *testing.T) {
	acts := []action{actUp, actDown, actPageUp, actPageDown, actHalfUp, actHalfDown, actTop, actBottom, actNone}
	whole := 0
	rapid.Check(t, func(t *rapid.T) {
		l := drawList(t)
		seen, ever := lookAt(l), make([]bool, len(l.heights))
		check := func() {
			seen.look()
			for row := range l.heights {
				ever[row] = ever[row] || seen.all(row)
				if l.whole[row] && !ever[row] {
					t.Fatalf("row %d counts as seen, but was not: %+v", row, l)
				}
				if l.whole[row] {
					whole++
				}
			}
		}
		check()
		for range rapid.IntRange(1, 30).Draw(t, "keys") {
			if rapid.IntRange(0, 9).Draw(t, "what") == 0 {
				heights := slices.Clone(l.heights)
				for i := range heights {
					heights[i] = rapid.IntRange(1, 7).Draw(t, "height")
				}
				l.layout(heights, rapid.IntRange(1, 9).Draw(t, "window"))
				seen = lookAt(l)
			} else {
				pressIn(t, l, rapid.SampledFrom(acts).Draw(t, "key"))
			}
			check()
		}
		// Going through all of it makes all of it seen, in either direction.
		ends, way := []action{actTop, actBottom}, rapid.IntRange(0, 1).Draw(t, "way")
		pressIn(t, l, ends[way])
		for range 200 {
			pressIn(t, l, []action{actDown, actUp}[way])
		}
		if slices.Contains(l.whole, false) {
			t.Fatalf("not all rows count as seen: %+v", l)
		}
	})
	if whole == 0 {
		t.Error("no row was seen: this tested nothing")
	}
}

// TestAListGrowsBack lays a list out for other windows, with other line breaks, and then
// as before: the same lines are on the screen.
func TestAListGrowsBack(t *testing.T) {
	acts := []action{actUp, actDown, actPageUp, actPageDown, actHalfUp, actHalfDown, actTop, actBottom}
	rapid.Check(t, func(t *rapid.T) {
		l := drawList(t)
		for range rapid.IntRange(1, 20).Draw(t, "keys") {
			pressIn(t, l, rapid.SampledFrom(acts).Draw(t, "key"))
		}
		before, heights := *l, slices.Clone(l.heights)
		for range rapid.IntRange(1, 3).Draw(t, "windows") {
			other := slices.Clone(heights)
			for i := range other {
				other[i] = rapid.IntRange(1, 7).Draw(t, "height")
			}
			l.layout(other, rapid.IntRange(1, 9).Draw(t, "window"))
		}
		l.layout(heights, before.height)
		if l.top != before.top || l.at != before.at {
			t.Fatalf("before\n%+v\nafter\n%+v", before, *l)
		}
	})
}
