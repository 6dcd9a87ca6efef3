package screen

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"legtriage/ui/words"
)

// TestHeadAndDetail lays out answers of any length in columns of any width: every
// letter of a head is there as head and every letter of a detail as detail, no line
// is too wide, and in a wide column the details begin at one place.
func TestHeadAndDetail(t *testing.T) {
	text := rapid.StringMatching(`[a-zé]{1,9}( [a-zé]{1,14}){0,8}`)
	columns, runs := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var rows []row
		widest := 0
		heads, narrowest := text, 8
		if rapid.Bool().Draw(t, "in a column of their own") {
			heads, narrowest = rapid.StringMatching(`[a-zé]{1,9}( [a-zé]{1,14})?`), 70
		}
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			o := words.Choice{ID: fmt.Sprint(len(rows)), Head: heads.Draw(t, "head")}
			if rapid.Bool().Draw(t, "with detail") {
				o.Detail = text.Draw(t, "detail")
				widest = max(widest, ansi.StringWidth(o.Head))
			}
			rows = append(rows, row{Choice: o})
		}
		c := newChoice(rows, rapid.Bool().Draw(t, "many"), nil, words.English(), &look{})
		column := rapid.IntRange(narrowest, maxColumn).Draw(t, "column")
		heights := c.wrap(column)
		starts := map[int]bool{}
		for i, lines := range c.labels {
			var head, detail strings.Builder
			for _, l := range lines {
				head.WriteString(l.head)
				detail.WriteString(l.detail)
				if wide := len(c.lead(i)) + ansi.StringWidth(l.head+l.detail); wide > max(column, len(c.lead(i))+1) {
					t.Fatalf("%d cells in a column of %d: %q", wide, column, l)
				}
				if l.detail != "" && l.detail[0] != ' ' {
					starts[ansi.StringWidth(l.head)] = true
				}
			}
			if heights[i] != len(lines) || squash(head.String()) != squash(rows[i].Head) || squash(detail.String()) != squash(rows[i].Detail) {
				t.Fatalf("%+v is drawn as %q", rows[i].Choice, lines)
			}
		}
		switch {
		case column >= 70 && widest > 0 && widest <= 30:
			if columns++; len(starts) != 1 || !starts[widest+2] {
				t.Fatalf("details begin at %v, and the widest head has %d", starts, widest)
			}
		case widest > 0:
			runs++
		}
	})
	if columns == 0 || runs == 0 {
		t.Errorf("details in a column %d times, behind their heads %d times", columns, runs)
	}
}

// TestDetailsAreFaint wants the head of the row with the focus to stand out, and
// details to stay back.
func TestDetailsAreFaint(t *testing.T) {
	seen := &look{background: color.Black, colours: true}
	for column, want := range map[int]string{
		40:        seen.strong("> 1 [x] Chest pain:") + seen.dim(" tight counts too"),
		maxColumn: seen.strong("> 1 [x] Chest pain  ") + seen.dim("tight counts too"),
	} {
		c := newChoice([]row{{Choice: words.Choice{ID: "a", Head: "Chest pain", Detail: "tight counts too"}}}, true, []string{"a"}, words.English(), seen)
		c.layout(c.wrap(column), 5)
		if view := c.View(); view != want {
			t.Errorf("at %d: %q, want %q", column, view, want)
		}
	}
}
