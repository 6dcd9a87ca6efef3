package screen

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"legtriage/ui/internal/legtest"
)

// stills are the golden screens that are pictures too, by name: the window each is drawn
// in, and what it shows.
var stills = map[string]struct {
	in    size
	title string
}{
	"focus-and-tick": {sizes[0], "A question: signs of danger to tick, with what is ticked and what has the focus"},
	"problem":        {sizes[0], "A question: the kinds of trouble to tick"},
	"part-way":       {size{112, 24}, "A question in a wide window: beside it stands how urgent the result can still be"},
	"emergency":      {sizes[0], "The result of an emergency: call an ambulance now, what to do until then, and why"},
	"self-care":      {sizes[0], "The result of a night cramp: it can be looked after at home, and when to get help all the same"},
	"why":            {sizes[0], "Why: what the rule asks for, with the answers that met it, and the sources"},
}

// TestPicturesAreCurrent draws the pictures of the README, from the golden screens and from
// an interview that is played with keys. To write them again: go test ./ui/screen -run
// Pictures -update.
func TestPicturesAreCurrent(t *testing.T) {
	t.Parallel()
	for _, screen := range goldenScreens(t) {
		if picture, ok := stills[screen.name]; ok {
			s := start(t, picture.in)
			screen.goTo(s)
			current(t, screen.name, still(picture.title, s.size, s.shot()))
		}
	}
	shots := interview(t)
	all := moving("A whole interview: an ordinary cramp at night, from the first question to self-care", shots.size, shots.shots, shots.result)
	if len(all) >= 300_000 {
		t.Errorf("the moving picture has %d bytes", len(all))
	}
	current(t, "interview", all)
}

// current compares a picture with its file, or writes it there.
func current(t *testing.T, name string, drawn []byte) {
	t.Helper()
	file := filepath.Join("..", "..", "testdata", "screens", name+".svg")
	if *update {
		if err := os.WriteFile(file, drawn, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if was, err := os.ReadFile(file); err != nil || !bytes.Equal(was, drawn) {
		t.Errorf("%s is not what is drawn now: go test ./ui/screen -run Pictures -update", file)
	}
}

// shot takes a picture of the window on both backgrounds.
func (s *viewer) shot() shot { return shot{dark: s.frameIn(dark), light: s.frameIn(light)} }

// film is an interview in pictures.
type film struct {
	size
	shots  []shot
	result int // the first picture of the result
}

// interview plays the interview of somebody with an ordinary cramp at night, key by key.
func interview(t *testing.T) film {
	f := film{size: size{100, 24}}
	s := start(t, f.size)
	take := func(key string) {
		now := s.shot()
		if n := len(f.shots); n > 0 {
			f.shots[n-1].caption = key
			if f.shots[n-1].dark.text() == now.dark.text() {
				return
			}
		}
		f.shots = append(f.shots, now)
	}
	take("")
	s.watch = take
	s.press("enter")
	person := legtest.People(t)["R95"]
	for s.review() == nil && s.result() == nil {
		s.reply(false, legtest.Reply(t, person, s.on())...)
	}
	if s.press("enter"); s.result() == nil {
		t.Fatalf("the review does not lead to the result:\n%s", s.screen())
	}
	f.result = len(f.shots) - 1
	s.press("pgdown", "w")
	s.watch = nil
	before := ""
	for i := range f.shots {
		// A picture is shown for as long as it takes to see what is new.
		text := f.shots[i].dark.text()
		fresh := 0
		for line := range strings.Lines(text) {
			if !strings.Contains(before, line) {
				fresh += len(strings.Fields(line))
			}
		}
		f.shots[i].stands = min(500*time.Millisecond+time.Duration(fresh)*20*time.Millisecond, 2*time.Second)
		if i >= f.result {
			f.shots[i].stands = 4 * time.Second
		}
		before = text
	}
	return f
}

var drawTo = flag.String("draw", "", "a folder: draw every golden screen there, in all sizes and for all kinds of terminals, to look at")

// TestLook draws screens for somebody to look at; it checks nothing.
func TestLook(t *testing.T) {
	if *drawTo == "" {
		t.Skip("with -draw FOLDER it draws all golden screens there")
	}
	ascii := terminalKind{"C locale", "LANG=C", sixteen.profile, ""}
	for _, screen := range goldenScreens(t) {
		if !slices.Contains(withStyles, screen.name) && screen.name != "one-answer" && screen.name != "tick-by-tick" {
			continue
		}
		for _, in := range []size{{20, 6}, {40, 12}, {80, 24}, {100, 30}, {200, 60}} {
			s := start(t, in)
			screen.goTo(s)
			for _, kind := range append(terminalKinds[:], ascii) {
				f := s.frameIn(kind)
				file := fmt.Sprintf("%s-%v-%s.svg", screen.name, in, strings.ReplaceAll(kind.name, " ", "-"))
				drawn := still(file, in, shot{dark: f, light: f})
				scheme := "print" // never on a screen, so that the page is dark
				if kind.ground == light.ground {
					scheme = "all"
				}
				drawn = bytes.ReplaceAll(drawn, []byte("(prefers-color-scheme:light)"), []byte(scheme))
				if err := os.WriteFile(filepath.Join(*drawTo, file), drawn, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
