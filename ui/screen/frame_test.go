package screen

import (
	"fmt"
	"image/color"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/palette"
	"legtriage/ui/report"
)

// terminalKind is a kind of terminal that a screen is drawn for.
type terminalKind struct {
	name        string
	environment string
	profile     colorprofile.Profile
	ground      string // what it reports as its background; "" for nothing
}

var (
	dark    = terminalKind{"dark", "LANG=C.UTF-8", colorprofile.TrueColor, "#16161e"}
	light   = terminalKind{"light", "LANG=C.UTF-8", colorprofile.TrueColor, "#fafafa"}
	sixteen = terminalKind{"16 colours", "LANG=C.UTF-8", colorprofile.ANSI, ""}
	noInk   = terminalKind{"no colours", "LANG=C.UTF-8 NO_COLOR=1", colorprofile.TrueColor, "#16161e"}
)

// terminalKinds are the ones that golden frames are drawn for. Those with colours come
// first.
var terminalKinds = [...]terminalKind{dark, light, sixteen, noInk}

func (k terminalKind) look() look {
	l := newLook(strings.Fields(k.environment), k.profile)
	if k.ground != "" {
		l.reported(palette.Hex(k.ground))
	}
	return l
}

// frame is what a terminal shows, cell by cell.
type frame []uv.Line

// cut turns what is drawn into cells, as a terminal does.
func cut(content string, in size) frame {
	cells := uv.NewScreenBuffer(in.w, in.h)
	uv.NewStyledString(content).Draw(cells, cells.Bounds())
	return frame(cells.Lines)
}

// frameIn returns the window as it looks on this kind of terminal. It leaves the viewer as
// it was.
func (s *viewer) frameIn(kind terminalKind) frame {
	before := s.app.look
	set := func(l look) {
		s.app.look = l
		s.resize(s.size)
	}
	set(kind.look())
	defer set(before)
	return cut(s.app.View().Content, s.size)
}

// text returns the frame without styles, and without blanks at the ends of lines.
func (f frame) text() string {
	var out strings.Builder
	for _, line := range f {
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}

// style says in words how a cell looks. On a blank, only what can be seen counts.
func style(c *uv.Cell) string {
	if c.Style.IsZero() {
		return ""
	}
	s := c.Style
	if strings.TrimSpace(c.Content) == "" && s.Attrs&(uv.AttrReverse|uv.AttrStrikethrough) == 0 {
		s.Attrs, s.Fg = 0, nil
	}
	var out []string
	for i, name := range []string{"bold", "faint", "italic", "", "", "reverse", "", "struck"} {
		if s.Attrs&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	if s.Fg != nil {
		out = append(out, colourName(s.Fg))
	}
	if s.Bg != nil {
		out = append(out, "on "+colourName(s.Bg))
	}
	if s.Underline != 0 {
		out = append(out, "underlined")
	}
	return strings.Join(out, " ")
}

func colourName(c color.Color) string {
	if basic, ok := c.(ansi.BasicColor); ok {
		return []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}[basic%8]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// sheet lists the styles, and the letter for each in golden frames.
var sheet = []struct {
	letter string
	name   string
	draw   func(l look) string
}{
	{"a", "accent", func(l look) string { return l.accent("x") }},
	{"A", "accent, filled", func(l look) string {
		tab := l.tabs([]report.Section{{Title: "x"}}, 0, 9)
		return ansi.Cut(tab, 1, 2)
	}},
	{"k", "key", func(l look) string { return l.key("x") }},
	{"b", "strong", func(l look) string { return l.strong("x") }},
	{"d", "dim", func(l look) string { return l.dim("x") }},
	{"t", "title of a frame", func(l look) string { return ansi.Cut(l.frame("x", nil, 9), 3, 4) }},
	{"-", "struck", func(l look) string { return l.struck("x") }},
	{"v", "done", func(l look) string { return l.done("x") }},
	{"i", "quoted", func(l look) string { return l.line(report.Line{Kind: report.Quote, Text: "x"}) }},
	{"H", "self-care, word", func(l look) string { return ansi.Cut(l.category(int(triage.SelfCare), "x"), 3, 4) }},
	{"x", "self-care, mark", func(l look) string { return ansi.Cut(l.category(int(triage.SelfCare), "x"), 1, 2) }},
	{"X", "self-care, round it", func(l look) string { return ansi.Cut(l.category(int(triage.SelfCare), "x"), 0, 1) }},
	{"M", "see a doctor, word", func(l look) string { return ansi.Cut(l.category(int(triage.SeeDoctor), "x"), 3, 4) }},
	{"y", "see a doctor, mark", func(l look) string { return ansi.Cut(l.category(int(triage.SeeDoctor), "x"), 1, 2) }},
	{"Y", "see a doctor, round it", func(l look) string { return ansi.Cut(l.category(int(triage.SeeDoctor), "x"), 0, 1) }},
	{"E", "emergency, word", func(l look) string { return ansi.Cut(l.category(int(triage.Emergency), "x"), 3, 4) }},
	{"z", "emergency, mark", func(l look) string { return ansi.Cut(l.category(int(triage.Emergency), "x"), 1, 2) }},
	{"Z", "emergency, round it", func(l look) string { return ansi.Cut(l.category(int(triage.Emergency), "x"), 0, 1) }},
	{"h", "self-care, reached", func(l look) string { return ansi.Cut(l.reached(triage.SelfCare, "x y"), 2, 3) }},
	{"4", "self-care, its mark", func(l look) string { return l.reached(triage.SelfCare, "x") }},
	{"m", "see a doctor, reached", func(l look) string { return ansi.Cut(l.reached(triage.SeeDoctor, "x y"), 2, 3) }},
	{"5", "see a doctor, its mark", func(l look) string { return l.reached(triage.SeeDoctor, "x") }},
	{"e", "emergency, reached", func(l look) string { return ansi.Cut(l.reached(triage.Emergency, "x y"), 2, 3) }},
	{"6", "emergency, its mark", func(l look) string { return l.reached(triage.Emergency, "x") }},
	{"1", "self-care, frame", func(l look) string { return l.edge(int(triage.SelfCare), "x") }},
	{"2", "see a doctor, frame", func(l look) string { return l.edge(int(triage.SeeDoctor), "x") }},
	{"3", "emergency, frame", func(l look) string { return l.edge(int(triage.Emergency), "x") }},
}

// colours is how many of the kinds of terminals have colours.
const colours = len(terminalKinds) - 1

// onAll is how something looks on each kind of terminal, and inColours on those with
// colours, by which styles are told apart.
type (
	onAll     [len(terminalKinds)]string
	inColours [colours]string
)

// drawnOnAll returns how a letter looks on each kind of terminal.
func drawnOnAll(draw func(look) string) (w onAll) {
	for i, kind := range terminalKinds {
		w[i] = style(&cut(draw(kind.look()), size{1, 1})[0][0])
	}
	return w
}

// TestGoldenStyles compares the styles with their golden file. The golden frames name
// styles by letters, so that a different colour changes a line there and no frame.
func TestGoldenStyles(t *testing.T) {
	var out strings.Builder
	line := func(letter, name string, w onAll) {
		out.WriteString(strings.TrimRight(fmt.Sprintf("%-2s %-24s %-22s %-22s %-18s %s", letter, name, w[0], w[1], w[2], w[3]), " ") + "\n")
	}
	line("", "", onAll{"dark", "light", "16 colours", "no colours"})
	seen := map[inColours]string{{}: "plain text"}
	for _, l := range sheet {
		w := drawnOnAll(l.draw)
		if same, ok := seen[inColours(w[:colours])]; ok {
			t.Errorf("%s looks the same as %s: %v", l.name, same, w)
		}
		seen[inColours(w[:colours])] = l.name
		line(l.letter, l.name, w)
	}
	golden(t, "../../testdata/golden/styles.txt", out.String())
}

// letterOf returns the letter of a style.
var letterOf = sync.OnceValue(func() map[inColours]string {
	of := map[inColours]string{{}: " "}
	for _, l := range sheet {
		w := drawnOnAll(l.draw)
		of[inColours(w[:colours])] = l.letter
	}
	return of
})

// letterWithout has the letters of styles where there are no colours.
var letterWithout = map[string]string{"": " ", "bold": "b", "bold reverse": "r", "struck": "-", "italic": "i"}

// layers draws the window as text with the letters of its styles below, once with colours,
// where the text is the same on all kinds of terminals, and once without, where the marks
// differ.
func (s *viewer) layers() string {
	s.t.Helper()
	var frames [len(terminalKinds)]frame
	for i, kind := range terminalKinds {
		frames[i] = s.frameIn(kind)
	}
	first, without := frames[0].text(), frames[colours]
	for i, f := range frames[:colours] {
		if f.text() != first {
			s.t.Errorf("%s and %s do not show the same text:\n%s%s", terminalKinds[0].name, terminalKinds[i].name, first, f.text())
		}
	}
	return "in colours\n" + first + "styles\n" + s.layer(without, func(x, y int) (string, bool) {
		var w inColours
		for i := range w {
			w[i] = style(&frames[i][y][x])
		}
		l, ok := letterOf()[w]
		return l, ok
	}) + "without colours\n" + without.text() + "styles\n" + s.layer(without, func(x, y int) (string, bool) {
		l, ok := letterWithout[style(&without[y][x])]
		return l, ok
	})
}

// layer writes a letter for each cell of a frame.
func (s *viewer) layer(f frame, letter func(x, y int) (string, bool)) string {
	s.t.Helper()
	var out strings.Builder
	for y, line := range f {
		var of strings.Builder
		for x := range line {
			l, ok := letter(x, y)
			if !ok {
				s.t.Fatalf("column %d of line %d has a style that is not in sheet:\n%s", x, y, f.text())
			}
			of.WriteString(l)
		}
		out.WriteString(strings.TrimRight(of.String(), " ") + "\n")
	}
	return out.String()
}
