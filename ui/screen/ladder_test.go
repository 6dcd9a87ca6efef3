package screen

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/palette"
	"legtriage/ui/words"
)

// TestRungs goes through all ranges that answers can leave possible: each rung outside is
// excluded, and the lowest inside is reached, except self-care if it is not certain.
func TestRungs(t *testing.T) {
	for _, least := range triage.Urgencies() {
		for most := least; most <= triage.Call; most++ {
			l := ladder{least: least, most: most, words: words.English()}
			for _, u := range triage.Urgencies() {
				want := possible
				switch {
				case u < least || u > most:
					want = excluded
				case u == least && u != triage.Home, least == triage.Home && most == triage.Home && u == triage.Home:
					want = reached
				}
				if got := l.rung(u); got != want {
					t.Errorf("%v to %v: %v is %d, want %d", least, most, u, got, want)
				}
			}
		}
	}
}

// TestPossibleIsNeverAlarming looks for the colours of categories: only a rung that is
// reached has one, and it is bold too.
func TestPossibleIsNeverAlarming(t *testing.T) {
	dark := look{background: color.Black, profile: colorprofile.TrueColor}
	coloured := func(drawn string, c triage.Category) bool {
		before, _, _ := strings.Cut(dark.ink(palette.Categories()[c]).Bold(true).Render("x"), "x")
		return strings.Contains(drawn, before)
	}
	for _, least := range triage.Urgencies() {
		for most := least; most <= triage.Call; most++ {
			l := ladder{least: least, most: most, words: words.English()}
			for name, drawn := range map[string]string{"panel": l.panel(&dark, 20), "line": l.line(&dark, 76)} {
				for c := triage.SelfCare; c <= triage.Emergency; c++ {
					want := least.Category() == c && (least > triage.Home || most == triage.Home)
					if coloured(drawn, c) != want {
						t.Errorf("%v to %v, %s: %v has its colour: %v\n%s", least, most, name, c, !want, drawn)
					}
				}
			}
		}
	}
}

func TestPanel(t *testing.T) {
	l := ladder{least: triage.Today, most: triage.Go, words: words.English(), denied: []string{"signs of a stroke", "restless legs", "signs of an infection that has reached the whole body", "signs of a broken bone"}}
	for lines, want := range map[int]string{
		20: `╭─ How urgent can it still be? ────╮
│ ▲ ambulance now               no │
│ ▲ emergency department           │
│ ◆ doctor today          at least │
│ ◆ doctor in 2 or 3 days       no │
│ ◆ doctor within 2 weeks       no │
│ ● self-care                   no │
╰──────────────────────────────────╯

╭─ You said no to signs of ────────╮
│ – a stroke                       │
│ – an infection that has reached  │
│   the whole body                 │
│ – a broken bone                  │
╰──────────────────────────────────╯`,
		13: `╭─ How urgent can it still be? ────╮
│ ▲ ambulance now               no │
│ ▲ emergency department           │
│ ◆ doctor today          at least │
│ ◆ doctor in 2 or 3 days       no │
│ ◆ doctor within 2 weeks       no │
│ ● self-care                   no │
╰──────────────────────────────────╯

╭─ You said no to signs of ────────╮
│ – a stroke                       │
╰──────────────────────────────────╯`,
	} {
		if got := ansi.Strip(l.panel(&look{}, lines)); got != want {
			t.Errorf("in %d lines:\n%s\nwant\n%s", lines, got, want)
		}
	}
	for lines := 8; lines < 30; lines++ {
		if got := l.panel(&look{}, lines); strings.Count(got, "\n")+1 > lines {
			t.Errorf("more than %d lines:\n%s", lines, got)
		}
	}
}

func TestLadderInOneLine(t *testing.T) {
	for between, want := range map[[2]triage.Urgency]string{
		{triage.Home, triage.Call}:    "can still be  ● self-care  ─  ◆ doctor  ─  ▲ emergency",
		{triage.Home, triage.Routine}: "can still be  ● self-care  ─  ◆ doctor",
		{triage.Soon, triage.Go}:      "at least  ◆ doctor  ─  ▲ emergency",
		{triage.Soon, triage.Today}:   "points to  ◆ doctor",
		{triage.Home, triage.Home}:    "points to  ● self-care",
		{triage.Go, triage.Call}:      "points to  ▲ emergency",
	} {
		l := ladder{least: between[0], most: between[1], words: words.English()}
		if got := ansi.Strip(l.line(&look{}, 76)); got != want {
			t.Errorf("%v: %q, want %q", between, got, want)
		}
	}
}

// TestTheLadderStandsStillWhileTicking ticks a sign of an emergency: the ladder does not
// move before the answer is given.
func TestTheLadderStandsStillWhileTicking(t *testing.T) {
	for _, in := range []size{{112, 40}, {80, 40}} {
		s := start(t, in)
		s.press("enter")
		seen := func() string {
			at := s.app.top().(pageScreen)
			if in.w > 100 {
				return at.ladder.panel(at.look, 30)
			}
			return at.ladder.line(at.look, 76)
		}
		before := seen()
		if !strings.Contains(s.placed(), words.English().Ladder[triage.Call]) && !strings.Contains(s.placed(), "can still be") {
			t.Fatalf("%v: there is no ladder:\n%s", in, s.placed())
		}
		s.press("1", "down", "space")
		if now := seen(); now != before {
			t.Errorf("%v: it moved from\n%s to\n%s", in, before, now)
		}
		s.press("home", "0", "enter", "0", "enter")
		if now := seen(); now == before && in.w > 100 { // a category more or less takes longer
			t.Errorf("%v: it does not move with answers:\n%s", in, now)
		}
	}
}

// TestThePanelNeverCoversThePage asks every question in a window with a panel: no line is
// cut off, and all answers are there.
func TestThePanelNeverCoversThePage(t *testing.T) {
	t.Parallel()
	for _, route := range legtest.Routes(t) {
		s := startAt(t, size{100, 60}, route)
		if !slices.ContainsFunc(strings.Split(s.placed(), "\n"), func(l string) bool { return strings.Contains(l, words.English().LadderTitle) }) {
			t.Fatalf("%v has no panel:\n%s", route.Page, s.placed())
		}
		if s.question().choice.below() == 0 {
			s.window() // it checks all lines
		}
		for l := range strings.Lines(s.app.View().Content) {
			if ansi.StringWidth(strings.TrimSuffix(l, "\n")) > 100 {
				t.Fatalf("%v: %q is too wide", route.Page, ansi.Strip(l))
			}
		}
	}
}

// TestAPanelDoesNotMakeAPageLong opens the longest page in a window where it fits without
// a panel but not with one: there the ladder is a line.
func TestAPanelDoesNotMakeAPageLong(t *testing.T) {
	routes := legtest.Routes(t)
	route := routes[slices.IndexFunc(routes, func(r legtest.Route) bool { return r.Page.String() == "limb" })]
	for _, in := range []size{{100, 34}, {100, 60}, {112, 24}} {
		s := startAt(t, in, route)
		if panel := strings.Contains(s.placed(), words.English().LadderTitle); panel != (in.h != 34) {
			t.Errorf("%v: a panel: %v\n%s", in, panel, s.placed())
		}
		if line := strings.Contains(s.placed(), "can still be  "); line != (in.h == 34) {
			t.Errorf("%v: a line: %v\n%s", in, line, s.placed())
		}
	}
}
