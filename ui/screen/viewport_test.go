package screen

import (
	"testing"

	"pgregory.net/rapid"
)

// wellPlaced fails unless the window is within the lines, and full if it can be.
func wellPlaced(t *rapid.T, v viewport) {
	if v.above()+v.below()+v.end()-v.top != v.lines || v.top < 0 || v.end() > v.lines || v.end()-v.top > v.height {
		t.Fatalf("%+v is not within its lines", v)
	}
	if v.end()-v.top < min(v.lines, v.height) {
		t.Fatalf("%+v shows blank lines", v)
	}
}

// TestViewport scrolls anywhere, and keeps any lines in sight: they are on the screen, or
// the screen is full of them, and it moves no further than it must.
func TestViewport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := viewport{lines: rapid.IntRange(0, 40).Draw(t, "lines"), height: rapid.IntRange(1, 15).Draw(t, "height")}
		for range rapid.IntRange(1, 8).Draw(t, "moves") {
			line := rapid.IntRange(-20, 60).Draw(t, "line")
			v.to(line)
			wellPlaced(t, v)
			if line >= 0 && line <= v.lines-v.height && v.top != line {
				t.Fatalf("to %d leads to %+v", line, v)
			}
			if v.lines == 0 {
				continue
			}
			from := rapid.IntRange(0, v.lines-1).Draw(t, "from")
			to := rapid.IntRange(from+1, v.lines).Draw(t, "to")
			before := v
			v.keep(from, to)
			wellPlaced(t, v)
			switch moved := v.top != before.top; {
			case to-from <= v.height && (from < v.top || to > v.end()):
				t.Fatalf("%d to %d is not in sight of %+v", from, to, v)
			case to-from > v.height && (v.top < from || v.end() > to):
				t.Fatalf("%+v is not full of %d to %d", v, from, to)
			case moved && (from >= before.top && to <= before.end() || before.top >= from && before.end() <= to):
				t.Fatalf("%+v moved to %+v for %d to %d", before, v, from, to)
			case moved && v.top < before.top && v.top != from && v.end() != to, moved && v.top > before.top && v.end() != to && v.top != from:
				t.Fatalf("%+v moved too far, to %+v, for %d to %d", before, v, from, to)
			}
		}
	})
}

// TestAPageLeavesOneLine goes through all lines page by page: one line stays each time, and
// none is skipped.
func TestAPageLeavesOneLine(t *testing.T) {
	for height := 1; height < 8; height++ {
		v := viewport{lines: 30, height: height}
		for v.below() > 0 {
			end := v.end()
			if v.to(v.top + v.step()); v.top > end || height > 1 && v.top != end-1 && v.below() > 0 {
				t.Fatalf("a page of %d leads from line %d to %+v", height, end, v)
			}
		}
	}
}
