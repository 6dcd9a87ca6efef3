package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// symptomChecker is how well a symptom checker did, as counts.
type symptomChecker struct {
	name      string
	safe      triage.Share // of the cases it answered: at least as urgent as the gold level
	rightHome triage.Share // of the answered cases with the gold level self-care: got self-care
}

// apps are the 22 apps that gave triage advice on the 45 standard vignettes in 2020 (15
// each of emergency, non-emergency and self-care), in the order of their names. Source:
// Schmieding and others, J Med Internet Res 2022;24(5):e31810; counted from their data,
// doi 10.5281/zenodo.6054092, as published in symptomcheckR 0.1.3 (symptomcheckRdata).
var apps = []symptomChecker{
	{"Ada", triage.Share{Part: 43, Of: 45}, triage.Share{Part: 4, Of: 15}},
	{"Ask NHS", triage.Share{Part: 22, Of: 33}, triage.Share{Part: 8, Of: 10}},
	{"Babylon", triage.Share{Part: 38, Of: 42}, triage.Share{Part: 4, Of: 13}},
	{"Caidr", triage.Share{Part: 20, Of: 26}, triage.Share{Part: 4, Of: 11}},
	{"Drugs.com", triage.Share{Part: 33, Of: 40}, triage.Share{Part: 9, Of: 12}},
	{"Earlydoc", triage.Share{Part: 16, Of: 22}, triage.Share{Part: 4, Of: 7}},
	{"Everyday Health", triage.Share{Part: 24, Of: 31}, triage.Share{Part: 0, Of: 9}},
	{"Familydoctor", triage.Share{Part: 29, Of: 41}, triage.Share{Part: 9, Of: 14}},
	{"Healthdirect", triage.Share{Part: 28, Of: 40}, triage.Share{Part: 5, Of: 13}},
	{"Healthily", triage.Share{Part: 28, Of: 30}, triage.Share{Part: 5, Of: 8}},
	{"HealthTap", triage.Share{Part: 32, Of: 42}, triage.Share{Part: 1, Of: 13}},
	{"Healthwise", triage.Share{Part: 36, Of: 42}, triage.Share{Part: 4, Of: 14}},
	{"Healthy Children", triage.Share{Part: 14, Of: 14}, triage.Share{Part: 6, Of: 6}},
	{"Isabel", triage.Share{Part: 42, Of: 45}, triage.Share{Part: 0, Of: 15}},
	{"K Health", triage.Share{Part: 27, Of: 31}, triage.Share{Part: 0, Of: 9}},
	{"Mayo", triage.Share{Part: 27, Of: 38}, triage.Share{Part: 9, Of: 11}},
	{"NHS", triage.Share{Part: 23, Of: 29}, triage.Share{Part: 7, Of: 10}},
	{"Quro", triage.Share{Part: 30, Of: 43}, triage.Share{Part: 3, Of: 14}},
	{"Symcat", triage.Share{Part: 36, Of: 44}, triage.Share{Part: 0, Of: 14}},
	{"Symptify", triage.Share{Part: 39, Of: 42}, triage.Share{Part: 3, Of: 13}},
	{"Symptomate", triage.Share{Part: 24, Of: 31}, triage.Share{Part: 3, Of: 9}},
	{"WebMD", triage.Share{Part: 36, Of: 45}, triage.Share{Part: 0, Of: 15}},
}

// point is one symptom checker in the picture.
type point struct {
	mark  string // a number or letters, which the list below the plot explains
	entry string // its entry in that list
	symptomChecker
}

// drawn reports whether the point has a place in the plot: a share of nothing has none.
func (o *point) drawn() bool { return o.safe.Of > 0 && o.rightHome.Of > 0 }

// The measures of the picture, in pixels. Letters are at most wide times as wide as high,
// as in the sans-serif fonts of browsers.
const (
	pictureWidth  = 800
	pictureMargin = 24
	plotLeft      = 64
	plotHeight    = 440
	lineHeight    = 1.4
	mostMarks     = 8 // that points in the same place share
	wide          = 0.6
)

// The colours, which are those of the palette on white: our sets have the accent, and
// everything else is grey.
const (
	inkColour   = "#1a1a1a"
	oursColour  = "#0b4f8a"
	appsColour  = "#555555"
	rangeColour = "#aaaaaa" // of the intervals of apps, which the list gives as counts too
	gridColour  = "#e4e4e4"
)

// Standing returns an SVG picture that compares the sets with the published apps: safety
// against correct self-care, with intervals. The picture itself says why this is not a
// trial. It has no script, and loads nothing.
func (write Writer) Standing(t *triage.Table, sets []ScoredSet) string {
	w := write.Words
	var ours, others []point
	entry := func(name string, a symptomChecker) string {
		return words.Fill(w.StandingEntry, "name", name, "safe", a.safe.Part, "answered", a.safe.Of, "right", a.rightHome.Part, "home", a.rightHome.Of)
	}
	for i, s := range sets {
		a := symptomChecker{s.title(), s.Card.Safe, s.Card.ByLevel[triage.SelfCare]}
		ours = append(ours, point{letters(i), entry(a.name, a), a})
	}
	for i, a := range apps {
		others = append(others, point{fmt.Sprint(i + 1), entry(a.name, a), a})
	}

	p := picture{rtl: w.Direction == "rtl"}
	title := words.Fill(w.StandingTitle, "n", len(apps))
	p.down(8)
	p.text(title, 18, "bold", inkColour)
	p.down(6)
	p.text(w.StandingNoTrial, 14, "bold", inkColour)
	p.down(10)
	p.text(w.StandingSafe, 13, "normal", inkColour)
	p.plot(ours, others)
	p.text(w.StandingHome, 13, "normal", inkColour)
	p.down(6)
	p.text(w.StandingInterval, 13, "normal", inkColour)
	p.down(10)
	p.text(w.StandingSets, 14, "bold", oursColour)
	p.list(ours, oursColour, 1)
	p.down(10)
	p.text(w.StandingApps, 14, "bold", appsColour)
	p.list(others, appsColour, 2)
	p.down(10)
	p.text(w.StandingSource, 12, "normal", appsColour)
	p.text(words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash), 12, "normal", appsColour)

	says := w.StandingNoTrial
	for _, o := range ours {
		says += " " + o.entry + "."
	}
	height := int(math.Ceil(p.y)) + pictureMargin
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-labelledby="standing-title standing-desc"`, pictureWidth, height)
	fmt.Fprintf(&out, ` xml:lang="%s" font-family="system-ui, sans-serif">`+"\n", escaped(w.Language))
	fmt.Fprintf(&out, `<title id="standing-title">%s</title>`+"\n"+`<desc id="standing-desc">%s</desc>`+"\n", escaped(title), escaped(says))
	fmt.Fprintf(&out, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", pictureWidth, height)
	out.WriteString(p.out.String() + "</svg>\n")
	return out.String()
}

// letters returns A to Z for the first 26, and then AA and so on.
func letters(i int) string {
	name := string(rune('A' + i%26))
	if i >= 26 {
		return letters(i/26-1) + name
	}
	return name
}

// picture is what is drawn so far.
type picture struct {
	out strings.Builder
	y   float64 // where the next thing goes
	rtl bool
}

func (p *picture) add(format string, args ...any) { fmt.Fprintf(&p.out, format+"\n", args...) }

func (p *picture) down(by float64) { p.y += by }

// text writes a text across the whole width, in as many lines as it takes.
func (p *picture) text(text string, size float64, weight, colour string) {
	for _, line := range Wrap(text, int((pictureWidth-2*pictureMargin)/(wide*size))) {
		p.line(line, pictureMargin, pictureWidth-pictureMargin, size, weight, colour)
	}
}

// line writes one line between two edges, starting at the one where reading begins.
func (p *picture) line(text string, left, right int, size float64, weight, colour string) {
	p.y += size * lineHeight
	x, direction := left, "ltr"
	if p.rtl {
		x, direction = right, "rtl"
	}
	p.add(`<text x="%d" y="%.1f" font-size="%g" font-weight="%s" fill="%s" direction="%s">%s</text>`, x, p.y, size, weight, colour, direction, escaped(text))
}

// list writes what the marks mean, in columns that are read downward.
func (p *picture) list(points []point, colour string, columns int) {
	const size = 13
	width := (pictureWidth - 2*pictureMargin) / columns
	rows := (len(points) + columns - 1) / columns
	top, end := p.y, p.y
	for i, o := range points {
		if i%max(rows, 1) == 0 {
			p.y = top
		}
		left := pictureMargin + i/rows*width
		if p.rtl {
			left = pictureMargin + (columns-1-i/rows)*width
		}
		for _, line := range Wrap(o.mark+"  "+o.entry, int(float64(width-8)/(wide*size))) {
			p.line(line, left, left+width, size, "normal", colour)
		}
		end = max(end, p.y)
	}
	p.y = end
}

// dot is a point at its place in the plot, with its intervals.
type dot struct {
	mark      string
	x, y      float64
	intervals string // the path of the lines
}

func (o dot) around() box { return box{o.x - 7, o.y - 7, o.x + 7, o.y + 7} }

// plot draws the points, with correct self-care from left to right and safety from bottom
// to top. The safety axis begins at the tenth below the lowest interval.
func (p *picture) plot(ours, others []point) {
	const top, right = 30, pictureWidth - pictureMargin - 16 // with room for marks
	p.down(top)
	least := 1.0
	for _, o := range slices.Concat(others, ours) {
		if low, _ := o.safe.Interval(); o.drawn() {
			least = min(least, math.Floor(low*10)/10)
		}
	}
	x := func(share float64) float64 { return plotLeft + share*(right-plotLeft) }
	y := func(share float64) float64 { return p.y + (1-share)/(1-least)*plotHeight }
	for i := range 11 {
		share := float64(i) / 10
		p.add(`<path d="M%.1f %.1fV%.1f" stroke="%s"/>`, x(share), y(1), y(least), gridColour)
		p.add(`<text x="%.1f" y="%.1f" font-size="12" text-anchor="middle" fill="%s">%d %%</text>`, x(share), y(least)+18, inkColour, 10*i)
		if share >= least-0.01 {
			p.add(`<path d="M%.1f %.1fH%.1f" stroke="%s"/>`, x(0), y(share), x(1), gridColour)
			p.add(`<text x="%.1f" y="%.1f" font-size="12" text-anchor="end" fill="%s">%d %%</text>`, x(0)-8, y(share)+4, inkColour, 10*i)
		}
	}
	var taken []box // where points and marks are
	place := func(points []point) (dots []dot) {
		for i := range points {
			if o := &points[i]; o.drawn() {
				left, right := o.rightHome.Interval()
				low, high := o.safe.Interval()
				d := dot{mark: o.mark, x: x(o.rightHome.Value()), y: y(o.safe.Value())}
				d.intervals = fmt.Sprintf("M%.1f %.1fH%.1fM%.1f %.1fV%.1f", x(left), d.y, x(right), d.x, y(low), y(high))
				dots, taken = append(dots, d), append(taken, d.around())
			}
		}
		return dots
	}
	mark := func(text string, size float64, by dot, style string) {
		half := wide * size * float64(cells(text)) / 2
		var at box
		for _, to := range [][2]float64{{0, -1.4}, {0, 1.4}, {1.2, 0}, {-1.2, 0}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}} {
			mx, my := by.x+to[0]*(half+8), by.y+to[1]*(size/2+4)
			mx = min(max(mx, half), pictureWidth-half)
			if at = (box{mx - half, my - size/2, mx + half, my + size/2}); !slices.ContainsFunc(taken, at.meets) {
				break
			}
		}
		taken = append(taken, at)
		p.add(`<text x="%.1f" y="%.1f" font-size="%g" text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke" %s>%s</text>`,
			(at.left+at.right)/2, at.bottom-2, size, style, escaped(text))
	}
	// Intervals are drawn first, and our sets last, on top.
	theirs, own := place(others), place(ours)
	for _, o := range theirs {
		p.add(`<path d="%s" stroke="%s" stroke-width="1"/>`, o.intervals, rangeColour)
	}
	for _, o := range theirs {
		p.add(`<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>`, o.x, o.y, appsColour)
	}
	for _, o := range theirs {
		mark(o.mark, 12, o, `fill="`+appsColour+`"`)
	}
	for _, o := range own {
		p.add(`<path d="%s" stroke="%s" stroke-width="2"/>`, o.intervals, oursColour)
	}
	for _, o := range own {
		p.add(`<path d="M%.1f %.1fl7 7l-7 7l-7 -7z" fill="%s" stroke="#ffffff"/>`, o.x, o.y-7, oursColour)
	}
	for len(own) > 0 { // points that overlap share a mark
		first := own[0]
		var marks []string
		own = slices.DeleteFunc(own, func(o dot) bool {
			near := first.around().meets(o.around())
			if near {
				marks = append(marks, o.mark)
			}
			return near
		})
		if len(marks) > mostMarks {
			marks = append(marks[:mostMarks], "…")
		}
		mark(strings.Join(marks, " "), 14, first, `font-weight="bold" fill="`+oursColour+`"`)
	}
	p.y = y(least) + 22
}

// box is a rectangle in the picture.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(c box) bool {
	return b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom
}
