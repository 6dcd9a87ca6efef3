package screen

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/palette"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// linear is a colour as amounts of red, green and blue light.
type linear [3]float64

// sights are matrices that turn red, green and blue light into what people with the
// strongest form of each colour blindness see. Source: Machado, Oliveira and Fernandes,
// IEEE Transactions on Visualization and Computer Graphics 15 (2009), 1291-1298.
var sights = map[string][3]linear{
	"all colours": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"no red":      {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"no green":    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"no blue":     {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// seen returns a colour as it is seen by this sight.
func seen(c color.Color, by [3]linear) linear {
	r, g, b, _ := c.RGBA()
	light := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	in := linear{light(r), light(g), light(b)}
	var out linear
	for i, row := range by {
		out[i] = min(1, max(0, row[0]*in[0]+row[1]*in[1]+row[2]*in[2]))
	}
	return out
}

// contrast is the contrast ratio of WCAG 2.
func (c linear) contrast(on linear) float64 {
	luminance := func(c linear) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] + 0.05 }
	a, b := luminance(c), luminance(on)
	return max(a, b) / min(a, b)
}

// apart is how different two colours look, from 0 to the 1 between black and white: their
// distance in Oklab (Ottosson 2020). Side by side, 0.02 can just be told apart.
func (c linear) apart(from linear) float64 {
	lab := func(c linear) [3]float64 {
		l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
		m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
		s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
		return [3]float64{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, 1.9779984951*l - 2.4285922050*m + 0.4505937099*s, 0.0259040371*l + 0.7827717662*m - 0.8086757660*s}
	}
	a, b := lab(c), lab(from)
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

// leastApart is four times what can just be told apart.
const leastApart = 0.08

// TestColoursForThoseWhoSeeFewer looks at every ink as people with each of the three
// common kinds of colour blindness do: all inks are legible, and the categories still
// have three colours.
func TestColoursForThoseWhoSeeFewer(t *testing.T) {
	for _, ground := range []string{dark.ground, light.ground, palette.DarkGround, palette.LightGround, "#000000", "#ffffff"} {
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			l := look{background: palette.Hex(ground), profile: profile}
			for who, sight := range sights {
				on, drawn := seen(l.background, sight), map[string]linear{}
				for name, ink := range inks() {
					drawn[name] = seen(l.ink(ink).GetForeground(), sight)
					if c := drawn[name].contrast(on); c < palette.Least {
						t.Errorf("%s, %v, %s: %s has a contrast of %.2f", ground, profile, who, name, c)
					}
				}
				for a := triage.SelfCare; a <= triage.Emergency; a++ {
					for b := triage.SelfCare; b < a; b++ {
						if d := drawn[a.String()].apart(drawn[b.String()]); d < leastApart {
							t.Errorf("%s, %v, %s: %v and %v are only %.3f apart", ground, profile, who, a, b, d)
						}
					}
				}
			}
		}
	}
}

// TestNothingIsToldByColourAlone draws things that have to be told apart on every kind of
// terminal, and removes the colours: they still differ, in characters or attributes.
func TestNothingIsToldByColourAlone(t *testing.T) {
	page := func(l look, at int, said ...string) string {
		p := newPage("Which?", []row{{Choice: words.Choice{ID: "a", Head: "One"}}, {Choice: words.Choice{ID: "b", Head: "Two"}}}, true, said, words.English(), &l)
		p.choice.at = at
		p.footer = listed("")
		p.resize(40, 12)
		content, _, _ := p.view()
		return content
	}
	between := func(least, most triage.Urgency) *ladder {
		return &ladder{least: least, most: most, words: words.English()}
	}
	stages := func(over bool) *heading {
		return &heading{stages: []string{"One", "Two"}, over: []bool{over, false}, at: 1, left: 1}
	}
	sections := []report.Section{{Title: "One"}, {Title: "Two"}}
	for name, draw := range map[string]func(l look, other bool) string{
		"the focus":    func(l look, other bool) string { return page(l, map[bool]int{true: 1}[other]) },
		"a tick":       func(l look, other bool) string { return page(l, 0, map[bool][]string{true: {"a"}}[other]...) },
		"one answer":   func(l look, other bool) string { return l.box(false, other) },
		"what is done": func(l look, other bool) string { return l.bar(map[bool]int{true: 3}[other], 9, 9) },
		"a stage":      func(l look, other bool) string { return stages(other).line(&l, 60) },
		"a tab":        func(l look, other bool) string { return l.tabs(sections, map[bool]int{true: 1}[other], 40) },
		"an excluded rung": func(l look, other bool) string {
			return between(triage.Home, triage.Call-map[bool]triage.Urgency{true: 1}[other]).panel(&l, 9)
		},
		"the rung that is reached": func(l look, other bool) string {
			return between(triage.Soon-map[bool]triage.Urgency{true: 1}[other], triage.Go).panel(&l, 9)
		},
		"an emergency":    func(l look, other bool) string { return l.category(map[bool]int{false: 1, true: 2}[other], "x") },
		"seeing a doctor": func(l look, other bool) string { return l.category(map[bool]int{true: 1}[other], "x") },
	} {
		for _, kind := range append(terminalKinds[:], terminalKind{"C", "LANG=C", colorprofile.ANSI, ""}, terminalKind{"C without colours", "LANG=C NO_COLOR=1", colorprofile.ANSI, ""}) {
			l := kind.look()
			var drawn [2]string
			for i := range drawn {
				for _, line := range cut(l.legible(draw(l, i == 1)), size{60, 12}) {
					for _, c := range line {
						c.Style.Fg, c.Style.Bg = nil, nil
						drawn[i] += c.Content + style(&c)
					}
				}
			}
			if drawn[0] == drawn[1] {
				t.Errorf("%s, %s: no difference without colours:\n%s", name, kind.name, ansi.Strip(draw(l, true)))
			}
			if strings.TrimSpace(drawn[0]+drawn[1]) == "" {
				t.Errorf("%s, %s: nothing is drawn", name, kind.name)
			}
		}
	}
}
