package screen

import (
	"image/color"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/palette"
	"legtriage/ui/report"
)

// TestLookOfAnEnvironment goes through environments, with what the terminal then reports.
func TestLookOfAnEnvironment(t *testing.T) {
	const many = colorprofile.ANSI256
	dark, light, white, basic := palette.Hex("#7cc8ff"), palette.Hex("#0b4f8a"), palette.Hex("#1565c0"), color.Color(ansi.Cyan)
	none := color.Color(lipgloss.NoColor{})
	for _, c := range []struct {
		environment string
		profile     colorprofile.Profile
		reported    color.Color
		accent      color.Color
		ascii       bool
	}{
		{"LANG=C.UTF-8", many, nil, basic, false},
		{"LANG=C.UTF-8", many, color.Black, dark, false},
		{"LANG=C.UTF-8", many, palette.Hex(palette.LightGround), light, false},
		{"LANG=C.UTF-8", colorprofile.ANSI, color.Black, basic, false},
		{"LANG=C.UTF-8", colorprofile.ASCII, color.Black, none, false},
		{"LANG=C.UTF-8 COLORFGBG=15;0", many, nil, dark, false},
		{"LANG=C.UTF-8 COLORFGBG=0;default;15", many, nil, light, false},
		{"LANG=C.UTF-8 COLORFGBG=15;default", many, nil, basic, false},
		{"LANG=C.UTF-8 COLORFGBG=15;0", many, color.White, white, false},
		{"LANG=C.UTF-8 LEGTRIAGE_THEME=dark", many, color.White, dark, false},
		{"LANG=C.UTF-8 LEGTRIAGE_THEME=light", many, color.Black, light, false},
		{"LANG=C.UTF-8 LEGTRIAGE_THEME=plain", many, color.Black, none, false},
		{"LANG=C.UTF-8 LEGTRIAGE_THEME=pink", many, color.Black, dark, false},
		{"LANG=C.UTF-8 LEGTRIAGE_THEME=dark NO_COLOR=1", many, color.Black, none, false},
		{"LANG=de_DE.utf8", many, color.Black, dark, false},
		{"LANG=C", many, color.Black, dark, true},
		{"LANG=C.UTF-8 LC_CTYPE=C", many, color.Black, dark, true},
		{"LANG=C.UTF-8 LC_ALL=POSIX LC_CTYPE=C.UTF-8", many, color.Black, dark, true},
		{"LANG=C LC_CTYPE=en_GB.UTF-8", many, color.Black, dark, false},
		{"LANG=C.UTF-8 TERM=linux", many, color.Black, dark, true},
	} {
		l := newLook(strings.Fields(c.environment), c.profile)
		if c.reported != nil {
			l.reported(c.reported)
		}
		want := c.accent
		if want != none && want != basic {
			want = c.profile.Convert(want)
		}
		if got := l.ink(palette.Accent()).GetForeground(); !reflect.DeepEqual(got, want) || l.ascii != c.ascii {
			t.Errorf("%q, %v, background %v: the accent is %v, ASCII %v, want %v, %v", c.environment, c.profile, c.reported, got, l.ascii, want, c.ascii)
		}
	}
}

// TestOnlyASCIIIsDrawnWhereThereIsNothingElse draws every mark and frame for a terminal
// without UTF-8: they are as wide as elsewhere.
func TestOnlyASCIIIsDrawnWhereThereIsNothingElse(t *testing.T) {
	l := look{profile: colorprofile.TrueColor, background: color.Black, ascii: true}
	drawn := strings.Join([]string{
		l.frame("Title", []string{strings.Join(marks[:], " "), "“so” he’s …"}, 30), l.bar(3, 7, 20), l.focus(),
		l.box(true, true), l.box(true, false), l.box(false, true), l.box(false, false), l.keys([]string{"↑↓ move", "←→ section"}, 40), "✓ a › b · ┈┈",
	}, "\n")
	out := l.legible(drawn)
	for _, r := range ansi.Strip(out) {
		if r > '~' {
			t.Errorf("%q is drawn in:\n%s", r, out)
		}
	}
	for i, line := range strings.Split(ansi.Strip(out), "\n") {
		if before := strings.Split(ansi.Strip(drawn), "\n")[i]; ansi.StringWidth(line) != ansi.StringWidth(before) {
			t.Errorf("%q is not as wide as %q", line, before)
		}
	}
	if kept := (look{}).legible(drawn); kept != drawn {
		t.Errorf("it is changed for a terminal with UTF-8:\n%s", kept)
	}
}

// TestMarksAreApart checks that no two marks of one kind are the same, also in ASCII.
func TestMarksAreApart(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		l := look{ascii: ascii, profile: colorprofile.ANSI}
		seen := map[string]bool{}
		for _, m := range marks {
			seen[l.legible(m)] = true
		}
		if len(seen) != 3 {
			t.Errorf("the categories are drawn as %v", seen)
		}
		if l.box(true, true) == l.box(true, false) || ansi.Strip(l.box(false, true)) == ansi.Strip(l.box(false, false)) {
			t.Errorf("ASCII %v: chosen and not chosen look the same", ascii)
		}
		if bar := ansi.Strip(l.legible(l.bar(1, 2, 10))); bar[:len(bar)/2] == bar[len(bar)/2:] {
			t.Errorf("in %q, what is done looks like the rest", bar)
		}
	}
}

func TestBar(t *testing.T) {
	for _, c := range []struct{ done, of, cells, want int }{{0, 0, 10, 0}, {0, 9, 10, 0}, {9, 9, 10, 10}, {1, 3, 9, 3}, {1, 2, 9, 5}, {20, 9, 10, 10}} {
		bar := ansi.Strip(look{}.bar(c.done, c.of, c.cells))
		if got := strings.Count(bar, "━"); got != c.want || ansi.StringWidth(bar) != c.cells {
			t.Errorf("%+v: %q", c, bar)
		}
	}
}

// TestKeysFit checks that keys are left out from the middle, next to the last one first,
// and that no word is cut off but one of the first key.
func TestKeysFit(t *testing.T) {
	keys := []string{"↑↓ move", "enter next", "esc back"}
	for width, want := range map[int]string{40: "↑↓ move   enter next   esc back", 30: "↑↓ move  enter next  esc back", 27: "↑↓ move  esc back", 17: "↑↓ move  esc back", 16: "↑↓ move", 7: "↑↓ move", 6: "↑↓ mo…", 1: "…"} {
		if got := ansi.Strip(look{}.keys(keys, width)); got != want {
			t.Errorf("in %d cells: %q, want %q", width, got, want)
		}
	}
	l := look{background: color.Black, profile: colorprofile.TrueColor}
	if got, want := l.keys(keys[1:2], 20), l.key("enter")+l.dim(" next"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPrintedDocumentsHaveTheLookOfScreens prints a verdict, and the same without
// colours.
func TestPrintedDocumentsHaveTheLookOfScreens(t *testing.T) {
	d := report.Document{{Kind: report.Verdict, Text: "EMERGENCY", Level: 2}, {Kind: report.Fine, Text: "see 😀 https://example.org/a/long/address"}}
	for name, l := range map[string]look{"16": {profile: colorprofile.ANSI}, "plain": {}, "C": {ascii: true}} {
		var out strings.Builder
		if err := l.print(&out, d, 20); err != nil {
			t.Fatal(err)
		}
		verdict, rest, _ := strings.Cut(out.String(), "\n")
		if verdict != l.legible(l.category(2, "EMERGENCY")) || !strings.Contains(ansi.Strip(rest), "\nhttps://example.org/a/long/address\n") {
			t.Errorf("%s: %q", name, out.String())
		}
		if coloured := strings.Contains(out.String(), "\x1b[1;31m"); coloured != (name == "16") {
			t.Errorf("%s: %q", name, out.String())
		}
	}
}

// TestPlaceOfABlock checks that both margins are the same, and that a small window has
// none.
func TestPlaceOfABlock(t *testing.T) {
	for _, c := range []struct{ width, height, left, above, column int }{
		{20, 6, 0, 0, 20}, {76, 24, 0, 0, 76}, {80, 24, 2, 0, 76}, {99, 24, 11, 0, 76}, {100, 24, 1, 0, 98}, {112, 30, 1, 1, 110}, {116, 24, 1, 0, 114}, {200, 60, 43, 2, 114},
	} {
		if left, above, column := place(c.width, c.height); left != c.left || above != c.above || column != c.column {
			t.Errorf("%dx%d: %d, %d, %d", c.width, c.height, left, above, column)
		}
	}
	for width := range 512 {
		for height := range 256 {
			if left, above, column := place(width, height); 2*left+column > width || width-2*left-column > 1 || above > 0 && height-above < usualHeight {
				t.Fatalf("%dx%d: %d, %d, %d", width, height, left, above, column)
			}
		}
	}
}

// TestInkedIsWhatTheLibraryDraws compares inked with the library's own Render, in every
// style and on every kind of background.
func TestInkedIsWhatTheLibraryDraws(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.Ascii, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		for _, background := range []color.Color{nil, color.Black, color.White, color.Gray{0x80}} {
			l := look{profile: profile, background: background}
			for _, ink := range []palette.Ink{palette.Dim(), palette.Done(), palette.Accent()} {
				for _, style := range []lipgloss.Style{lipgloss.NewStyle(), l.ink(ink), l.ink(ink).Bold(true), lipgloss.NewStyle().Bold(true)} {
					for _, text := range []string{"", " ", "a b", "“so” 😀", "two\nlines", "a\ttab", "cr\r\n"} {
						if got, want := inked(style, text), style.Render(text); got != want {
							t.Errorf("%v on %v: %q is drawn as %q, want %q", profile, background, text, got, want)
						}
					}
				}
			}
		}
	}
}
