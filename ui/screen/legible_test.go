package screen

import (
	"fmt"
	"image/color"
	"regexp"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"legtriage/triage"
	"legtriage/ui/palette"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// styleRule is one rule of a style sheet.
type styleRule struct {
	print    bool // it is within @media print
	selector string
	specific int // the specificity
	declared map[string]string
}

// styles returns the rules of the page for the doctor, in their order. It understands one
// @media print, and selectors of a tag, a class, or both.
func styles(t *testing.T) []styleRule {
	t.Helper()
	var page strings.Builder
	if err := (report.Document{}).HTML(&page, words.English()); err != nil {
		t.Fatal(err)
	}
	_, sheet, _ := strings.Cut(page.String(), "<style>")
	sheet, _, _ = strings.Cut(sheet, "</style>")
	screen, print, ok := strings.Cut(sheet, "@media print {")
	if !ok {
		t.Fatal("nothing is said about print")
	}
	var out []styleRule
	for i, part := range []string{screen, print} {
		for _, m := range regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(part, -1) {
			declared := map[string]string{}
			for _, d := range strings.Split(m[2], ";") {
				if name, value, ok := strings.Cut(d, ":"); ok {
					declared[strings.TrimSpace(name)] = strings.TrimSpace(value)
				}
			}
			for _, s := range strings.Split(m[1], ",") {
				s = strings.TrimSpace(s)
				tag, _, _ := strings.Cut(s, ".")
				specific := 10 * strings.Count(s, ".")
				if tag != "" {
					specific++
				}
				out = append(out, styleRule{i == 1, s, specific, declared})
			}
		}
	}
	return out
}

// TestTheCategoryIsLegibleOnScreenAndPaper computes the colours that the style sheet gives
// to the category: of two rules the more specific one counts, and then the later one.
func TestTheCategoryIsLegibleOnScreenAndPaper(t *testing.T) {
	sheet := styles(t)
	computed := func(tag, class, property string, print bool) string {
		value, best := "", -1
		for _, r := range sheet {
			if v := r.declared[property]; v != "" && (!r.print || print) && (r.selector == tag || r.selector == "."+class || r.selector == tag+"."+class) && r.specific >= best {
				value, best = v, r.specific
			}
		}
		return value
	}
	white := color.Color(lipgloss.Color("#ffffff"))
	for _, level := range []string{"level0", "level1", "level2"} {
		for _, print := range []bool{false, true} {
			ink, ground := computed("h1", level, "color", print), computed("h1", level, "background", print)
			on := white
			if ground != "none" {
				on = lipgloss.Color(ground)
			}
			if ink == "" || ground == "" || palette.Contrast(lipgloss.Color(ink), on) < palette.Least {
				t.Errorf("%s, printed %v: %q on %q", level, print, ink, ground)
			}
			if print && ground != "none" { // browsers do not print backgrounds, and ink costs money
				t.Errorf("%s is printed on %s", level, ground)
			}
		}
	}
}

// inks returns all inks of the palette.
func inks() map[string]palette.Ink {
	all := map[string]palette.Ink{"accent": palette.Accent(), "done": palette.Done(), "dim": palette.Dim()}
	for c, ink := range palette.Categories() {
		all[triage.Category(c).String()] = ink
	}
	return all
}

// TestEveryPairIsLegible computes the contrast of every ink with the background of each
// theme and those that terminals are likely to report, in the colours that the terminal
// then shows. Text in reverse has the same contrast.
func TestEveryPairIsLegible(t *testing.T) {
	grounds := map[string]string{"dark": palette.DarkGround, "light": palette.LightGround}
	for name, ground := range map[string]string{
		"black": "#000000", "tokyo night": "#16161e", "solarized dark": "#002b36", "dracula": "#282a36",
		"white": "#ffffff", "solarized light": "#fdf6e3", "paper": "#fafafa",
	} {
		grounds[name] = ground
	}
	for name, ground := range grounds {
		for _, profile := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.TrueColor} {
			l := look{background: palette.Hex(ground), profile: profile}
			for what, ink := range inks() {
				drawn := l.ink(ink).GetForeground()
				if drawn == (lipgloss.NoColor{}) {
					t.Errorf("no %s is legible on %s, %v", what, name, profile)
				} else if c := palette.Contrast(drawn, l.background); c < 4.5 {
					t.Errorf("%s on %s, %v: %.2f", what, name, profile, c)
				}
			}
		}
	}
}

// TestAThemeIsLegibleOnItsKindOfBackground checks that every ink of a theme is legible on
// all greys up to, or from, the one that the theme assumes.
func TestAThemeIsLegibleOnItsKindOfBackground(t *testing.T) {
	for theme, covers := range map[string]func(grey int) bool{
		"dark":  func(grey int) bool { return grey <= 0x30 },
		"light": func(grey int) bool { return grey >= 0xe4 },
	} {
		l := newLook([]string{"LEGTRIAGE_THEME=" + theme, "LANG=C.UTF-8"}, colorprofile.TrueColor)
		for grey := range 256 {
			if !covers(grey) {
				continue
			}
			ground := palette.Hex(fmt.Sprintf("#%02x%02x%02x", grey, grey, grey))
			for what, ink := range inks() {
				if c := palette.Contrast(l.ink(ink).GetForeground(), ground); c < 4.5 {
					t.Errorf("%s, %s: %.2f on the grey %d", theme, what, c, grey)
				}
			}
		}
	}
}

// TestThePageHasTheColoursOfTheScreen compares the page for the doctor with the palette.
func TestThePageHasTheColoursOfTheScreen(t *testing.T) {
	onPaper := map[string]string{}
	for _, r := range styles(t) {
		if ground := r.declared["background"]; ground != "" && !r.print {
			onPaper[r.selector] = ground
		}
	}
	for level, ink := range palette.Categories() {
		if selector := fmt.Sprintf("h1.level%d", level); onPaper[selector] != ink.OnPaper() {
			t.Errorf("%s is %q on the page for the doctor, %s on the screen", selector, onPaper[selector], ink.OnPaper())
		}
	}
}
