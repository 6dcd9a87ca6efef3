package screen

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/session"
)

// languages are the kinds of languages that a layout may not be prepared for.
var languages = map[string]func(word string) string{
	// Compounds that are wider than a small window.
	"long words": func(w string) string {
		if len(w) < 4 || strings.ContainsAny(w, "0123456789") {
			return w
		}
		return w + strings.Repeat(strings.ToLower(strings.Trim(w, ".,;:!?“”()")), 3)
	},
	// Letters that are written from right to left, some with marks of no width.
	"right to left": func(w string) string {
		return letterByLetter(w, func(i int, r rune) string {
			hebrew := string([]rune("אבגדהוזחטיכלמנסעפצקרשת")[r%22])
			if i%3 == 0 {
				return hebrew + "\u05b8"
			}
			return hebrew
		})
	},
	// Characters that are two cells wide.
	"wide": func(w string) string {
		return letterByLetter(w, func(_ int, r rune) string { return string([]rune("足痛腫熱赤血管骨膝腰")[r%10]) })
	},
}

func letterByLetter(w string, letter func(i int, r rune) string) string {
	var out strings.Builder
	for i, r := range []rune(w) {
		if unicode.IsLetter(r) {
			out.WriteString(letter(i, r))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// TestLayoutHoldsInEveryLanguage draws questions, reviews, results and their reasons in
// such languages and in windows of every size: nothing is wider or higher than its window,
// and every frame is closed.
func TestLayoutHoldsInEveryLanguage(t *testing.T) {
	for name, word := range languages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, table := translated(t, func(catalogue []byte) []byte {
				out := string(legtest.InWords(t, catalogue, word))
				if name == "right to left" {
					out = strings.Replace(out, "direction: ltr", "direction: rtl", 1)
				}
				return []byte(out)
			})
			a := newApp(session.Setup{Words: w, Save: func(string, []byte, bool) error { return nil }})
			windows, frames := 0, 0
			holds := func(what string) {
				t.Helper()
				for _, in := range []size{{200, 60}, {100, 30}, {80, 24}, {40, 12}, {20, 6}} {
					kind := []terminalKind{dark, noInk}[windows%2]
					windows++
					a.look = kind.look()
					a.Update(tea.WindowSizeMsg{Width: in.w, Height: in.h})
					frames += held(t, fmt.Sprintf("%s, %v, %s", what, in, kind.name), a.View().Content, in)
				}
			}
			press := func(code rune, text string) { a.Update(tea.KeyPressMsg{Code: code, Text: text}) }
			a.Update(loaded{table: table})
			holds("welcome")
			press(tea.KeyEnter, "")
			for i := range table.Questions {
				if q := &table.Questions[i]; oneIn(5, i) {
					a.screens = nil
					a.push(a.page(triage.Page{Question: q, Tick: -1}, nil))
					holds("question " + q.ID)
				}
			}
			people := legtest.People(t)
			for i, id := range []string{"LB-DEF015", "G-E01", "R95"} {
				if !oneIn(3, i) {
					continue
				}
				a.session = a.setup.Begin(table)
				a.session.Start()
				for a.session.Screen() == session.Page {
					page, _ := a.session.Asked()
					if err := a.session.Reply(page, legtest.Reply(t, people[id], page)...); err != nil {
						t.Fatal(err)
					}
				}
				a.redraw()
				holds("review of " + id)
				a.session.Right()
				a.redraw()
				holds("result of " + id)
				press('w', "w")
				for range 5 {
					holds("why of " + id)
					press(tea.KeyRight, "")
				}
				press(tea.KeyEscape, "")
			}
			if frames == 0 {
				t.Error("no frame was drawn")
			}
		})
	}
}

// held fails unless what is drawn stays within its window and its frames are closed. It
// returns how many frames there are.
func held(t *testing.T, what, drawn string, in size) (frames int) {
	t.Helper()
	lines := strings.Split(drawn, "\n")
	if len(lines) > in.h {
		t.Errorf("%s: %d lines:\n%s", what, len(lines), ansi.Strip(drawn))
	}
	for _, l := range lines {
		if ansi.StringWidth(l) > in.w {
			t.Errorf("%s: too wide: %q", what, ansi.Strip(l))
		}
	}
	cells := cut(drawn, in)
	at := func(x, y int) string {
		if x < 0 || y < 0 || y >= len(cells) || x >= len(cells[y]) {
			return ""
		}
		return cells[y][x].Content
	}
	for y := range cells {
		for x := range cells[y] {
			if at(x, y) != "╭" {
				continue
			}
			right, end := x+1, y+1
			for right < in.w && at(right, y) != "╮" {
				right++
			}
			for end < in.h && at(x, end) == "│" && at(right, end) == "│" {
				end++
			}
			if end < in.h && (at(x, end) != "╰" || at(right, end) != "╯") {
				t.Errorf("%s: the frame at column %d of line %d is not closed:\n%s", what, x, y, cells.text())
			}
			frames++
		}
	}
	return frames
}
