package screen

import (
	"image/color"
	"math"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/report"
)

// minContrast is the least contrast between ink and background at which small
// text counts as legible (WCAG 2, level AA).
const minContrast = 4.5

// look is how things look: colours where they are legible, marks always.
//
// A colour is used only when its contrast with the background that the
// terminal reported is high enough; without a report, or with few colours, the
// terminal's own ink is used and bold alone sets things apart. So colour is
// never the only sign, and no background can make a text unreadable.
type look struct {
	background color.Color // nil until the terminal reports it
	colours    bool        // whether the terminal shows enough of them
}

// The colours, each from dark to light: the first that is legible is taken.
var (
	red   = []string{"#a30d11", "#c62828", "#ff8a80", "#ffb4ab"}
	amber = []string{"#7a4a00", "#8d5500", "#ffb74d", "#ffd699"}
	green = []string{"#1b5e20", "#2e7d32", "#81c784", "#b6e3b8"}
	blue  = []string{"#0b4f8a", "#1565c0", "#90caf9", "#c3e1ff"}
	grey  = []string{"#555555", "#666666", "#aaaaaa", "#bbbbbb"}
)

// marks set the categories apart by shape. They are symbols that common
// terminal fonts have.
var marks = [3]string{triage.SelfCare: "●", triage.SeeDoctor: "◆", triage.Emergency: "▲"}

// withProfile tells the look how many colours the terminal shows.
func (l look) withProfile(p colorprofile.Profile) look {
	l.colours = p >= colorprofile.ANSI256
	return l
}

// ink returns a style with the first colour that is legible on the reported
// background, or with none.
func (l look) ink(colours []string) lipgloss.Style {
	style := lipgloss.NewStyle()
	if l.background == nil || !l.colours {
		return style
	}
	for _, c := range colours {
		if contrast(lipgloss.Color(c), l.background) >= minContrast {
			return style.Foreground(lipgloss.Color(c))
		}
	}
	return style
}

// category is drawn in reverse, so that it stands out without colours too. Its
// contrast is that of the ink on the background, the other way round.
func (l look) category(level int) lipgloss.Style {
	return l.ink([][]string{green, amber, red}[level]).Bold(true).Reverse(true)
}

// line draws one line of a document.
func (l look) line(ln report.Line) string {
	switch ln.Kind {
	case report.Verdict:
		return l.category(ln.Level).Render(" " + marks[ln.Level] + " " + ln.Text + " ")
	case report.Headline, report.Subheading:
		return lipgloss.NewStyle().Bold(true).Render(ln.Text)
	case report.Heading:
		return l.ink(blue).Bold(true).Render(ln.Text)
	case report.Quote:
		return lipgloss.NewStyle().Italic(true).Render(ln.Text)
	case report.Fine, report.Note:
		return l.dim(ln.Text)
	}
	return ln.Text
}

func (l look) dim(text string) string    { return l.ink(grey).Render(text) }
func (l look) strong(text string) string { return lipgloss.NewStyle().Bold(true).Render(text) }
func (l look) accent(text string) string { return l.ink(blue).Bold(true).Render(text) }

// contrast returns the WCAG 2 contrast of two colours, from 1 to 21.
func contrast(a, b color.Color) float64 {
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

// footer drops keys from the end until the line fits, keeping the first.
func footer(keys string, width int) string {
	parts := strings.Split(keys, " · ")
	for len(parts) > 1 && ansi.StringWidth(strings.Join(parts, " · ")) > width {
		parts = parts[:len(parts)-1]
	}
	return ansi.Truncate(strings.Join(parts, " · "), width, "…")
}
