package screen

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestRoomIsSharedOut shares the lines of any window between a question and answers of any
// length.
func TestRoomIsSharedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := pageLines(rapid.IntRange(1, 40).Draw(t, "height"))
		forms := rapid.SliceOfN(rapid.IntRange(1, 20), 1, 4).Draw(t, "forms")
		slices.SortFunc(forms, func(a, b int) int { return b - a })
		answers := rapid.IntRange(1, 60).Draw(t, "answers")
		for _, focus := range []bool{true, false} {
			r := shareOut(lines, forms, answers, focus)
			question := forms[r.form]
			fits := question+answers <= lines
			switch {
			case r.question < 1 || r.answers < 1 || r.question+r.answers > max(lines, 2):
				t.Fatalf("%d lines: %+v", lines, r)
			case fits && (r.cut || r.question != question || r.answers < answers):
				t.Fatalf("it fits, but is %+v", r)
			case r.form > 0 && forms[r.form-1]+answers <= lines:
				t.Fatalf("a longer form than %d of %v fits", r.form, forms)
			case !fits && r.form < len(forms)-1:
				t.Fatalf("a shorter form than %d of %v might fit", r.form, forms)
			case r.question < question && !r.cut:
				t.Fatalf("the question is cut, and nothing says so: %+v", r)
			case focus && r.cut && r.question > max(1, (lines-1)/2):
				t.Fatalf("with the focus on an answer, the question has %d of %d lines", r.question, lines)
			case !focus && r.cut && r.question < min(question, lines-1):
				t.Fatalf("without the focus, the question has %d of %d lines", r.question, lines)
			}
		}
	})
}

// TestPageLines counts what is left of windows of several heights.
func TestPageLines(t *testing.T) {
	for height, want := range map[int]int{1: 2, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 9: 7, 10: 6, 24: 20} {
		if got := pageLines(height); got != want {
			t.Errorf("of %d lines %d are for the question and its answers, want %d", height, got, want)
		}
	}
}
