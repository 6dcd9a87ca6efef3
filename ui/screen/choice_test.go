package screen

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"legtriage/ui/words"
)

// TestHeadAndDetail lays out answers of any length in columns of any width: every letter
// of a head is drawn as head and every letter of a detail as detail, no line is too wide,
// and in a wide column all details begin at the same place.
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
				if wide := c.indent(i) + ansi.StringWidth(l.head+l.detail); wide > max(column, c.indent(i)+1) {
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
		case column >= 60 && widest > 0 && widest <= 30:
			if columns++; len(starts) != 1 || !starts[widest+2] {
				t.Fatalf("details begin at %v, and the widest head is %d wide", starts, widest)
			}
		case widest > 0:
			runs++
		}
	})
	if columns == 0 || runs == 0 {
		t.Errorf("details were in a column %d times, right after their heads %d times", columns, runs)
	}
}

// TestFocusAndTickAndDetail checks that the row with the focus and the ticked ones can be
// told apart, with colours and without, and that details are dim.
func TestFocusAndTickAndDetail(t *testing.T) {
	for name, l := range map[string]look{
		"dark":  {background: color.Black, profile: colorprofile.TrueColor},
		"16":    {profile: colorprofile.ANSI},
		"plain": {},
		"C":     {background: color.Black, profile: colorprofile.TrueColor, ascii: true},
	} {
		c := newChoice([]row{{Choice: words.Choice{ID: "a", Head: "Chest pain", Detail: "tight counts too"}}, {Choice: words.Choice{ID: "b", Head: "Fits"}}}, true, []string{"b"}, words.English(), &l)
		c.at = 0
		c.layout(c.wrap(maxColumn), 5)
		off, on, mark := "□", "■", "❯"
		if name == "plain" || name == "C" {
			off, on, mark = "[ ]", "[x]", ">"
		}
		if name != "plain" && name != "C" {
			off = l.dim(off)
		}
		if name != "plain" {
			on = l.done(on)
		}
		want := mark + " " + l.dim("1") + " " + off + " " + l.accent("Chest pain") + "  " + l.dim("tight counts too") + "\n" +
			"  " + l.dim("2") + " " + on + " Fits"
		if view := c.View(); view != want {
			t.Errorf("%s: %q, want %q", name, view, want)
		}
	}
}

// TestTheLineAboveNone draws a line above the answers that end every list. The cursor
// moves down with it.
func TestTheLineAboveNone(t *testing.T) {
	rows := []row{{Choice: words.Choice{ID: "a", Head: "Chest pain"}}, {Choice: words.Choice{ID: "none", Head: "None", Alone: true, Extra: true}}, {Choice: words.Choice{ID: "unsure", Head: "Not sure", Extra: true}}}
	for _, height := range []int{24, 10} {
		p := newPage("Which?", rows, true, nil, words.English(), &look{})
		p.footer = listed("")
		p.resize(40, height)
		p.choice.move(actBottom)
		p.choice.hold()
		p.choice.move(actUp)
		p.choice.hold()
		content, _, y := p.view()
		lines := strings.Split(ansi.Strip(content), "\n")
		if !strings.HasPrefix(lines[y], "> 0 [ ] None") || !strings.Contains(lines[y-1], "┈┈┈") || strings.Count(content, "┈┈┈┈┈┈") == 0 || !strings.HasPrefix(lines[y-2], "  1 [ ] Chest") {
			t.Errorf("at %d lines, cursor on %d:\n%s", height, y, ansi.Strip(content))
		}
	}
	// Where there is no room for it, answers come first.
	p := newPage("Which?", rows, true, nil, words.English(), &look{})
	p.footer = listed("")
	p.resize(40, 6)
	if content, _, _ := p.view(); strings.Contains(content, "┈") || !strings.Contains(content, "Not sure") {
		t.Errorf("at 6 lines:\n%s", ansi.Strip(content))
	}
}
