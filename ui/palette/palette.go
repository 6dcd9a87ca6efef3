// Package palette has every colour that people see: on the screens, in what the verbs
// print on a terminal, and on the page for the doctor. It knows nothing of terminals.
//
// A colour is never the only sign: a word and a shape say the same.
package palette

import (
	"image/color"
	"math"
	"strconv"

	"legtriage/triage"
)

// Ink is one colour in several shades.
type Ink struct {
	// shades are written as in HTML, in order of preference: the first legible one is
	// used. Some are for light and some for dark backgrounds, and the first is for paper.
	shades [5]string
	// Basic is the number of the ink among the sixteen colours that people can set
	// themselves, for terminals that do not report their background. -1 means faint text
	// in the terminal's own colour.
	Basic int
}

// Accent is the ink for things that can be acted on.
func Accent() Ink { return Ink{[5]string{"#1565c0", "#0b4f8a", "#7cc8ff", "#c3e1ff"}, 6} }

// Done is the ink for things that are ticked or finished.
func Done() Ink { return Ink{[5]string{"#2e7d32", "#1b5e20", "#81c784", "#b6e3b8"}, 2} }

// Dim is the ink for what matters less.
func Dim() Ink { return Ink{[5]string{"#666670", "#555555", "#8f8f9a", "#aaaaaa", "#c8c8c8"}, -1} }

// Categories returns the ink of each [triage.Category]. They differ in lightness and in
// blue as well as in red and green, so that they are distinct even for people who cannot
// tell red from green.
func Categories() [3]Ink {
	return [3]Ink{
		triage.SelfCare:  {[5]string{"#00625a", "#00463d", "#7ceac9", "#b6f2df"}, 2},
		triage.SeeDoctor: {[5]string{"#7e4a00", "#5e3800", "#ffc53d", "#ffd699"}, 3},
		triage.Emergency: {[5]string{"#70001c", "#4a0410", "#ff6b70", "#ff8f8f", "#ffb4ab"}, 1},
	}
}

// Marks returns the shape of each [triage.Category]. Common fonts have these symbols.
func Marks() [3]string {
	return [3]string{triage.SelfCare: "●", triage.SeeDoctor: "◆", triage.Emergency: "▲"}
}

// The backgrounds that the themes assume: colours that are legible on them are legible on
// any darker dark one, or any lighter light one.
const (
	DarkGround  = "#303030"
	LightGround = "#e4e4e4"
)

// Least is the lowest contrast at which small text counts as legible (WCAG 2, level
// AA).
const Least = 4.5

// wanted is the contrast that a shade must have. It is higher than Least since people who
// do not see red see reds darker, and people who do not see blue see blues lighter.
const wanted = 1.15 * Least

// On returns the first shade that is legible on a background, even to colour-blind people.
// shown converts a shade to what the terminal shows for it. The result is false if no
// shade is legible.
func (ink Ink) On(ground color.Color, shown func(color.Color) color.Color) (color.Color, bool) {
	for _, shade := range ink.shades {
		if shade == "" {
			break
		}
		if c := shown(Hex(shade)); Contrast(c, ground) >= wanted {
			return c, true
		}
	}
	return nil, false
}

// OnPaper returns the shade for a white page, as written in HTML.
func (ink Ink) OnPaper() string { return ink.shades[0] }

// Hex returns the colour that is written like #1b5e20.
func Hex(s string) color.Color {
	n, err := strconv.ParseUint(s[1:], 16, 24)
	if err != nil || len(s) != len("#1b5e20") {
		panic("palette: " + s + " is not a colour")
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}

// Contrast returns the contrast ratio of two colours by WCAG 2, from 1 to 21.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
