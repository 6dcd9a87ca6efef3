package screen

import (
	"fmt"
	"html"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// This file draws frames as SVG: one file for light and dark pages, without a script, with
// the colours and the bold of the frames. Every run of text starts at its own cell and is
// as wide as its cells, so that no font can break a column, and box-drawing characters are
// strokes, so that lines have no gaps.

// shot is a frame on a dark and on a light background, and how long it is shown in a
// moving picture.
type shot struct {
	dark, light frame
	caption     string // below it
	stands      time.Duration
}

// The measures of a picture, in its own units. It is shown somewhat smaller.
const (
	cellWide, cellHigh = 10, 22
	letterSize         = 16.6 // a letter of common fonts is as wide as a cell then
	baseline           = 16
	pictureMargin      = 16
	captionHigh        = 34
	shownAt            = 0.86
)

// The colours of plain text, and of the edge of the window.
var (
	darkInk, lightInk   = "#dfe3ea", "#1f2328"
	darkEdge, lightEdge = "#33363f", "#d0d7de"
)

// drawing is a picture that is being drawn.
type drawing struct {
	in      size
	onDark  strings.Builder   // the style sheet on a dark background: the colour of each class
	onLight strings.Builder   // and on a light one
	classes map[string]string // by both colours
}

// still draws one frame.
func still(title string, in size, s shot) []byte {
	p := &drawing{in: in, classes: map[string]string{}}
	var rows strings.Builder
	for y := range s.dark {
		if row := p.row(s.dark[y], s.light[y]); row != "" {
			fmt.Fprintf(&rows, "<g transform=\"translate(0 %d)\">%s</g>\n", y*cellHigh, row)
		}
	}
	return p.file(title, 0, "", "<g transform=\"translate(16 16)\">\n"+rows.String()+"</g>\n")
}

// moving draws frames one after the other, over and over, as a strip of film that moves
// behind a window. Rows that occur more than once are in the file once. Whoever prefers
// no motion sees the frame with the index poster.
func moving(title string, in size, shots []shot, poster int) []byte {
	p := &drawing{in: in, classes: map[string]string{}}
	var defs, strip, steps strings.Builder
	ids := map[string]string{}
	use := func(drawn string, y int) {
		if drawn == "" {
			return
		}
		if ids[drawn] == "" {
			ids[drawn] = "r" + strconv.FormatInt(int64(len(ids)), 36)
			fmt.Fprintf(&defs, "<g id=\"%s\">%s</g>\n", ids[drawn], drawn)
		}
		fmt.Fprintf(&strip, "<use href=\"#%s\" y=\"%d\"/>", ids[drawn], y)
	}
	var all, gone time.Duration
	for _, s := range shots {
		all += s.stands
	}
	high := in.h*cellHigh + pictureMargin + captionHigh
	for i, s := range shots {
		fmt.Fprintf(&steps, "%.2f%%{transform:translateY(-%dpx)}", 100*gone.Seconds()/all.Seconds(), i*high)
		gone += s.stands
		for y := range s.dark {
			use(p.row(s.dark[y], s.light[y]), i*high+y*cellHigh)
		}
		use(p.caption(s.caption), i*high+in.h*cellHigh+pictureMargin/2)
		strip.WriteByte('\n')
	}
	css := fmt.Sprintf("@keyframes film{%s}#film{animation:film %.1fs step-end infinite}\n@media (prefers-reduced-motion:reduce){#film{animation:none;transform:translateY(-%dpx)}}\n", steps.String(), all.Seconds(), poster*high)
	width := in.w * cellWide
	return p.file(title, captionHigh-pictureMargin/2, css, fmt.Sprintf("<defs>\n%s</defs>\n<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><g id=\"film\">\n%s</g></svg>\n",
		defs.String(), pictureMargin, pictureMargin, width, high-pictureMargin/2, strip.String()))
}

// file returns the whole picture.
func (p *drawing) file(title string, below int, css, body string) []byte {
	w, h := p.in.w*cellWide+2*pictureMargin, p.in.h*cellHigh+2*pictureMargin+below
	name := html.EscapeString(title)
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%.0f" height="%.0f" role="img" aria-label="%s">
<title>%s</title>
<style>
text{font:%vpx ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:currentColor;white-space:pre}
.f{fill:currentColor}path{fill:none;stroke:currentColor;stroke-width:1.2}.t{stroke-width:3.4}.o{stroke-dasharray:2 3}
.b{font-weight:700}.i{font-style:italic}.s{text-decoration:line-through}.u{text-decoration:underline}.w{opacity:.6}
.ground{fill:%s;stroke:%s}%s
@media (prefers-color-scheme:light){.ground{fill:%s;stroke:%s}%s}
%s</style>
<rect class="ground" x=".5" y=".5" width="%d" height="%d" rx="9"/>
%s</svg>
`, w, h, float64(w)*shownAt, float64(h)*shownAt, name, name, letterSize, dark.ground, darkEdge, p.onDark.String(), light.ground, lightEdge, p.onLight.String(), css, w-1, h-1, body)
}

// class returns the class of a pair of colours, one for each background.
func (p *drawing) class(onDark, onLight string) string {
	both := onDark + onLight
	if p.classes[both] == "" {
		name := "c" + strconv.FormatInt(int64(len(p.classes)), 36)
		p.classes[both] = name
		fmt.Fprintf(&p.onDark, ".%s{color:%s}", name, onDark)
		fmt.Fprintf(&p.onLight, ".%s{color:%s}", name, onLight)
	}
	return p.classes[both]
}

// run is some cells of a row that look the same.
type run struct {
	at, wide int
	text     string
	ink      string // classes
	ground   string // a class, or "" for the background of the terminal
}

// parts finds the columns of a text: more than one blank separates them.
var parts = regexp.MustCompile(`[^ ]+( [^ ]+)*`)

// joins reports whether the next run can be joined to r. Blanks join any text, and a
// box-drawing character joins only the same one.
func (r run) joins(next run) bool {
	switch blank := strings.TrimSpace(next.text) == ""; {
	case r.at+r.wide != next.at || r.ground != next.ground:
		return false
	case alone(r.text) || alone(next.text):
		return r.ink == next.ink && stroke(next.text) && strings.HasSuffix(r.text, next.text)
	default:
		return r.ink == next.ink || blank && !strings.Contains(r.ink+next.ink, " s") && !strings.Contains(r.ink+next.ink, " u")
	}
}

// row draws one row, at the top of the picture.
func (p *drawing) row(onDark, onLight uv.Line) string {
	var runs []run
	for x := 0; x < len(onDark); x++ {
		c := &onDark[x]
		if c.Width == 0 {
			continue // the second cell of a wide character
		}
		other := c
		if x < len(onLight) && onLight[x].Content == c.Content {
			other = &onLight[x]
		}
		r := run{at: x, wide: max(1, c.Width), text: c.Content}
		r.ink, r.ground = p.look(c, other)
		if last := len(runs) - 1; last >= 0 && runs[last].joins(r) {
			runs[last].text, runs[last].wide = runs[last].text+r.text, runs[last].wide+r.wide
			continue
		}
		runs = append(runs, r)
	}
	var grounds, texts strings.Builder
	for i, r := range runs {
		if r.ground != "" && (i == 0 || runs[i-1].ground != r.ground) {
			to := r.at
			for _, next := range runs[i:] {
				if next.at != to || next.ground != r.ground {
					break
				}
				to += next.wide
			}
			fmt.Fprintf(&grounds, `<rect class="f %s" x="%d" width="%d" height="%d"/>`, r.ground, r.at*cellWide, (to-r.at)*cellWide, cellHigh)
		}
		text := strings.TrimRight(r.text, " ")
		switch first, _ := utf8.DecodeRuneInString(text); {
		case text == "":
		case stroke(text):
			texts.WriteString(strokes(r, first))
		default:
			for _, part := range parts.FindAllStringIndex(text, -1) {
				from, said, width := ansi.StringWidth(text[:part[0]]), text[part[0]:part[1]], ""
				if wide := ansi.StringWidth(said); wide > 1 {
					width = fmt.Sprintf(` textLength="%d"`, wide*cellWide)
				}
				fmt.Fprintf(&texts, `<text x="%d" y="%d" class="%s"%s>%s</text>`, (r.at+from)*cellWide, baseline, r.ink, width, html.EscapeString(said))
			}
		}
	}
	return grounds.String() + texts.String()
}

// look returns the classes of a cell: those of its text, and that of its background.
func (p *drawing) look(onDark, onLight *uv.Cell) (ink, ground string) {
	hex := func(c color.Color, otherwise string) string {
		if c == nil {
			return otherwise
		}
		r, g, b, _ := c.RGBA()
		return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	}
	d, l := onDark.Style, onLight.Style
	ink = p.class(hex(d.Fg, darkInk), hex(l.Fg, lightInk))
	switch {
	case d.Attrs&uv.AttrReverse != 0:
		ink, ground = p.class(hex(d.Bg, dark.ground), hex(l.Bg, light.ground)), ink
	case d.Bg != nil:
		ground = p.class(hex(d.Bg, ""), hex(l.Bg, light.ground))
	}
	for _, a := range []struct {
		bit   uint8
		class string
	}{{uv.AttrBold, " b"}, {uv.AttrItalic, " i"}, {uv.AttrStrikethrough, " s"}, {uv.AttrFaint, " w"}} {
		if d.Attrs&a.bit != 0 {
			ink += a.class
		}
	}
	if d.Underline != 0 {
		ink += " u"
	}
	return ink, ground
}

// alone reports whether a character must not be part of a longer text, since fonts
// disagree on its width.
func alone(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r >= 0x2190
}

// boxes are the box-drawing characters, which are drawn as strokes.
const boxes = "─━┈│┃╭╮╰╯"

func stroke(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(boxes, r)
}

// strokes draws a run of one box-drawing character.
func strokes(r run, part rune) string {
	const midX, midY, round = cellWide / 2, cellHigh / 2, 5
	class := r.ink
	switch part {
	case '━', '┃':
		class += " t"
	case '┈':
		class += " o"
	}
	x := r.at * cellWide
	var d string
	switch part {
	case '─', '━', '┈':
		d = fmt.Sprintf("M%d %dh%d", x, midY, r.wide*cellWide)
	case '│', '┃':
		for i := range r.wide {
			d += fmt.Sprintf("M%d 0v%d", x+i*cellWide+midX, cellHigh)
		}
	case '╭':
		d = fmt.Sprintf("M%d %dv-%dq0-%d %d-%dh%d", x+midX, cellHigh, cellHigh-midY-round, round, round, round, cellWide-midX-round)
	case '╮':
		d = fmt.Sprintf("M%d %dh%dq%d 0 %d %dv%d", x, midY, midX-round, round, round, round, cellHigh-midY-round)
	case '╰':
		d = fmt.Sprintf("M%d 0v%dq0 %d %d %dh%d", x+midX, midY-round, round, round, round, cellWide-midX-round)
	case '╯':
		d = fmt.Sprintf("M%d %dh%dq%d 0 %d-%dv-%d", x, midY, midX-round, round, round, round, midY-round)
	}
	return fmt.Sprintf(`<path class="%s" d="%s"/>`, class, d)
}

// caption draws the key that is pressed next, below a frame.
func (p *drawing) caption(key string) string {
	if key == "" {
		return ""
	}
	wide := ansi.StringWidth(key)*cellWide + 20
	x := p.in.w*cellWide - wide
	ink := p.class(darkInk, lightInk)
	return fmt.Sprintf(`<path class="%s" d="M%d 2h%dv24h-%dz" opacity=".5"/><text x="%d" y="19" class="%s" textLength="%d">%s</text>`, ink, x-1, wide, wide, x+9, ink, wide-20, html.EscapeString(key))
}
