package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// element is one element of a picture, with the text in it.
type element struct {
	name string
	at   map[string]string
	text string
}

func (e element) number(t *testing.T, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.at[name], 64)
	if err != nil {
		t.Fatalf("%s of %+v: %v", name, e, err)
	}
	return v
}

// elements reads a picture, which must be well-formed XML.
func elements(t *testing.T, svg string) (out []element) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(svg))
	var open []int
	for {
		token, err := in.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, at: map[string]string{}}
			for _, a := range token.Attr {
				if a.Name.Local != "xmlns" {
					e.at[a.Name.Local] = a.Value
				}
			}
			open, out = append(open, len(out)), append(out, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				out[open[len(open)-1]].text += string(token)
			}
		}
	}
	if len(out) == 0 || out[0].name != "svg" {
		t.Fatalf("this is not a picture:\n%s", svg)
	}
	return out
}

var pathStep = regexp.MustCompile(`([MHVlz])\s*([-0-9. ]*)`)

// corners returns the bounding box of an element.
func (e element) corners(t *testing.T) box {
	t.Helper()
	switch e.name {
	case "rect":
		return box{0, 0, e.number(t, "width"), e.number(t, "height")}
	case "circle":
		x, y, r := e.number(t, "cx"), e.number(t, "cy"), e.number(t, "r")
		return box{x - r, y - r, x + r, y + r}
	case "text":
		size, x, y := e.number(t, "font-size"), e.number(t, "x"), e.number(t, "y")
		width := wide * size * float64(len([]rune(e.text)))
		switch {
		case e.at["text-anchor"] == "middle":
			x -= width / 2
		case (e.at["text-anchor"] == "end") != (e.at["direction"] == "rtl"):
			x -= width
		}
		return box{x, y - size, x + width, y + size/3}
	case "path":
		b, x, y := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}, 0.0, 0.0
		for _, step := range pathStep.FindAllStringSubmatch(e.at["d"], -1) {
			var by []float64
			for _, n := range strings.Fields(strings.ReplaceAll(step[2], "-", " -")) {
				v, err := strconv.ParseFloat(n, 64)
				if err != nil {
					t.Fatalf("%+v: %v", e, err)
				}
				by = append(by, v)
			}
			switch step[1] {
			case "M":
				x, y = by[0], by[1]
			case "H":
				x = by[0]
			case "V":
				y = by[0]
			case "l":
				x, y = x+by[0], y+by[1]
			}
			b = box{min(b.left, x), min(b.top, y), max(b.right, x), max(b.bottom, y)}
		}
		return b
	}
	t.Fatalf("unexpected element %s", e.name)
	return box{}
}

func scored(name string, assumed triage.Assumption, safe, of, right, home int) ScoredSet {
	card := triage.Scorecard{Safe: triage.Share{Part: safe, Of: of}}
	card.ByLevel[triage.SelfCare] = triage.Share{Part: right, Of: home}
	return ScoredSet{name, assumed, card}
}

// TestThePictureHoldsWhatItDraws draws ordinary and strange sets. Each picture is
// well-formed and the same when drawn again, and everything is inside it. No text is small
// or pale, and nothing in it is active.
func TestThePictureHoldsWhatItDraws(t *testing.T) {
	table := legtest.Table(t)
	english := words.English()
	long := words.English()
	long.Direction, long.Language = "rtl", "ar"
	for _, s := range []*string{&long.StandingTitle, &long.StandingNoTrial, &long.StandingSafe, &long.StandingHome, &long.StandingInterval, &long.StandingEntry, &long.StandingSource} {
		*s = strings.Repeat(*s+" ", 4)
	}
	var many []ScoredSet
	for i := range 60 {
		many = append(many, scored(fmt.Sprint("set ", i), triage.AsEncoded, i, 59, 59-i, 59))
	}
	for name, sets := range map[string][]ScoredSet{
		"none":     nil,
		"ordinary": {scored("a", triage.AsEncoded, 82, 82, 20, 24), scored("a", triage.UnstatedUnsure, 82, 82, 20, 24), scored("a", triage.UnstatedAbsent, 70, 70, 3, 20)},
		"ends":     {scored("a", 0, 0, 9, 0, 9), scored("b", 0, 9, 9, 9, 9), scored("c", 0, 0, 1, 1, 1), scored("d", 0, 1, 1, 0, 1)},
		"nothing":  {scored("a", 0, 0, 0, 0, 0), scored("b", 0, 5, 5, 0, 0)},
		"names":    {scored("<script>alert(1)</script>\x1b[2J\x00\ufffe\uffff\xff]]>&amp;'\"", 0, 3, 4, 1, 2), scored(strings.Repeat("long", 200), 0, 3, 4, 1, 2)},
		"many":     many,
		"one spot": slices.Repeat([]ScoredSet{scored("a", 0, 9, 9, 9, 9)}, 60),
	} {
		for _, w := range []*words.Sentences{english, long} {
			svg := Writer{Words: w}.Standing(table, sets)
			if again := (Writer{Words: w}).Standing(table, sets); again != svg {
				t.Errorf("%s: drawn again it is a different picture", name)
			}
			all := elements(t, svg)
			width, height := all[0].number(t, "width"), all[0].number(t, "height")
			if all[0].at["role"] != "img" || all[0].at["aria-labelledby"] != all[1].at["id"]+" "+all[2].at["id"] || all[1].name != "title" || all[2].name != "desc" {
				t.Errorf("%s: the picture has no name: %+v", name, all[:3])
			}
			if !strings.Contains(all[2].text, w.StandingNoTrial) || all[0].at["lang"] != w.Language {
				t.Errorf("%s: its description is %q", name, all[2].text)
			}
			frame := box{width, height, 0, 0}
			for _, e := range all[3:] {
				if b := e.corners(t); e.at["stroke"] == gridColour {
					frame = box{min(frame.left, b.left), min(frame.top, b.top), max(frame.right, b.right), max(frame.bottom, b.bottom)}
				}
			}
			for _, e := range all[3:] {
				b := e.corners(t)
				if most := 7.1; (e.name == "path" || e.name == "circle") && (b.left < frame.left-most || b.top < frame.top-most || b.right > frame.right+most || b.bottom > frame.bottom+most) {
					t.Errorf("%s: outside of the axes %+v: %+v at %+v", name, frame, e, b)
				}
				if e.name == "text" && e.at["text-anchor"] == "" && e.at["direction"] != w.Direction {
					t.Errorf("%s: written %s: %+v", name, e.at["direction"], e)
				}
				if b.left < 0 || b.top < 0 || b.right > width || b.bottom > height {
					t.Errorf("%s: outside of %v by %v: %+v at %+v", name, width, height, e, b)
				}
				if e.name == "text" && (e.number(t, "font-size") < 12 || onWhite(t, e.at["fill"]) < 4.5) {
					t.Errorf("%s: hard to read: %+v", name, e)
				}
				for key := range e.at {
					if strings.HasPrefix(key, "on") || strings.Contains(key, "href") || key == "style" {
						t.Errorf("%s: an attribute %s", name, key)
					}
				}
			}
		}
	}
}

// onWhite returns the WCAG 2 contrast of a colour on white.
func onWhite(t *testing.T, colour string) float64 {
	t.Helper()
	var rgb [3]uint8
	if n, err := fmt.Sscanf(colour, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); n != 3 {
		t.Fatalf("colour %q: %v", colour, err)
	}
	luminance := 0.0
	for i, part := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(rgb[i]) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		luminance += part * v
	}
	return 1.05 / (luminance + 0.05)
}

// TestThePictureIsTrue measures points and lines against the axes, and reads what the
// picture says.
func TestThePictureIsTrue(t *testing.T) {
	table := legtest.Table(t)
	sets := []ScoredSet{scored("mine", triage.AsEncoded, 80, 82, 20, 24), scored("mine", triage.UnstatedAbsent, 60, 70, 5, 20)}
	all := elements(t, Writer{Words: words.English()}.Standing(table, sets))
	at := map[string][2]float64{} // of the texts, by what they say
	says := ""
	var dots, diamonds [][2]float64
	var lines []box
	for _, e := range all {
		switch {
		case e.name == "text":
			says += e.text + " "
			if strings.HasSuffix(e.text, "0 %") {
				at[e.at["text-anchor"]+e.text] = [2]float64{e.number(t, "x"), e.number(t, "y")}
			}
		case e.name == "circle":
			dots = append(dots, [2]float64{e.number(t, "cx"), e.number(t, "cy")})
		case e.name == "path" && e.at["fill"] != "":
			b := e.corners(t)
			diamonds = append(diamonds, [2]float64{(b.left + b.right) / 2, (b.top + b.bottom) / 2})
		case e.name == "path" && e.at["stroke-width"] != "":
			lines = append(lines, e.corners(t))
		}
	}
	x := func(share float64) float64 {
		zero, one := at["middle0 %"][0], at["middle100 %"][0]
		return zero + share*(one-zero)
	}
	y := func(share float64) float64 { // 90 % and 100 % are always there
		ninety, one := at["end90 %"][1]-4, at["end100 %"][1]-4
		return one + (1-share)*10*(ninety-one)
	}
	if x(1)-x(0) < 500 || y(0.9)-y(1) < 30 {
		t.Fatalf("axes: %v", at)
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.6 }
	check := func(name string, safe, right triage.Share, got [2]float64, line box) {
		low, high := safe.Interval()
		left, far := right.Interval()
		if !near(got[0], x(right.Value())) || !near(got[1], y(safe.Value())) ||
			!near(line.left, x(left)) || !near(line.right, x(far)) || !near(line.bottom, y(low)) || !near(line.top, y(high)) {
			t.Errorf("%s is at %v, %+v", name, got, line)
		}
	}
	if len(dots) != len(apps) || len(diamonds) != len(sets) || len(lines) != len(apps)+len(sets) {
		t.Fatalf("%d dots, %d diamonds, %d lines", len(dots), len(diamonds), len(lines))
	}
	for i, a := range apps {
		check(a.name, a.safe, a.rightHome, dots[i], lines[i])
		if want := fmt.Sprintf("%d %s: safe %d/%d, self-care %d/%d", i+1, a.name, a.safe.Part, a.safe.Of, a.rightHome.Part, a.rightHome.Of); !strings.Contains(says, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	for i, s := range sets {
		check(s.title(), s.Card.Safe, s.Card.ByLevel[triage.SelfCare], diamonds[i], lines[len(apps)+i])
	}
	for _, want := range []string{
		"no trial", "The cases differ", "encoded by our own readers", "95 % Wilson intervals", "e31810", "10.5281/zenodo.6054092",
		"A mine, as encoded: safe 80/82, self-care 20/24", "B mine, missing: safe 60/70, self-care 5/20", table.Hash,
	} {
		if !strings.Contains(says, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// TestTheAppsAreThoseOfTheStudy compares the counts with sums over its data: 22 apps, 796
// answers, 647 of them safe, 255 to cases of self-care, 88 of them right; and with shares
// that were counted from it independently.
func TestTheAppsAreThoseOfTheStudy(t *testing.T) {
	var safe, right triage.Share
	var names []string
	for _, a := range apps {
		names = append(names, strings.ToLower(a.name))
		safe.Part, safe.Of = safe.Part+a.safe.Part, safe.Of+a.safe.Of
		right.Part, right.Of = right.Part+a.rightHome.Part, right.Of+a.rightHome.Of
		if a.safe.Of > 45 || a.rightHome.Of > 15 || a.safe.Part > a.safe.Of || a.rightHome.Part > a.rightHome.Of {
			t.Errorf("%+v: there were 45 cases, 15 of them self-care", a)
		}
	}
	if len(apps) != 22 || safe != (triage.Share{Part: 647, Of: 796}) || right != (triage.Share{Part: 88, Of: 255}) {
		t.Errorf("%d apps, safe %+v, self-care %+v", len(apps), safe, right)
	}
	for _, a := range apps {
		want, ok := map[string]string{
			"Drugs.com": ".825 .75", "Healthily": ".933 .62", "Babylon": ".905 .31", "Ada": ".956 .27", "NHS": ".793 .70", "Mayo": ".711 .82",
			"Symptify": ".929 .23", "Ask NHS": ".667 .80", "Healthwise": ".857 .29", "Isabel": ".933 .00", "Healthdirect": ".700 .38",
			"Symptomate": ".774 .33", "K Health": ".871 .00", "WebMD": ".800 .00",
		}[a.name]
		if got := strings.ReplaceAll(fmt.Sprintf("%.3f %.2f", a.safe.Value(), a.rightHome.Value()), "0.", "."); ok && got != want {
			t.Errorf("%s has %s, want %s", a.name, got, want)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(apps) {
		t.Errorf("not in the order of names: %q", names)
	}
}
