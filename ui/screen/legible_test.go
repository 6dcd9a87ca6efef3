package screen

import (
	"fmt"
	"image/color"
	"regexp"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"legtriage/ui/report"
	"legtriage/ui/words"
)

// rules of a style sheet, in their order.
type styleRule struct {
	print    bool
	selector string
	specific int
	declared map[string]string
}

// styles reads the rules of a page: one level of @media print, and selectors of a
// tag, a class, or both.
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

// TestTheCategoryIsLegibleOnScreenAndPaper computes what the style sheet makes of
// the category: of two rules the more specific one counts, then the later one.
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
			if ink == "" || ground == "" || contrast(lipgloss.Color(ink), on) < minContrast {
				t.Errorf("%s, printed %v: %q on %q", level, print, ink, ground)
			}
			if print && ground != "none" { // browsers leave colours out; ink costs
				t.Errorf("%s is printed on %s", level, ground)
			}
		}
	}
}

// TestEveryColourHasItsUse looks for a legible colour on a white and on a black
// terminal, where text would otherwise have no colour, and has the page for the doctor
// use the darkest ones of the screen.
func TestEveryColourHasItsUse(t *testing.T) {
	for name, colours := range map[string][]string{"red": red, "amber": amber, "green": green, "blue": blue, "grey": grey} {
		for _, background := range []string{"#ffffff", "#000000"} {
			l := look{background: lipgloss.Color(background), colours: true}
			if _, none := l.ink(colours).GetForeground().(lipgloss.NoColor); none {
				t.Errorf("no %s has enough contrast on %s", name, background)
			}
		}
	}
	onPaper := map[string]string{}
	for _, r := range styles(t) {
		if ground := r.declared["background"]; ground != "" && !r.print {
			onPaper[r.selector] = ground
		}
	}
	for level, colours := range [][]string{green, amber, red} {
		if selector := fmt.Sprintf("h1.level%d", level); onPaper[selector] != colours[0] {
			t.Errorf("%s is %s on the page for the doctor (ui/report/render.go), %s on the screen", selector, onPaper[selector], colours[0])
		}
	}
}
