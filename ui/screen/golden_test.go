package screen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

var update = flag.Bool("update", false, "write the golden screens instead of comparing them")

// goldenScreen is a screen and the keys that lead to it.
type goldenScreen struct {
	name string
	goTo func(*viewer)
}

// withStyles are the golden screens whose files have the styles too. Every style is on at
// least one of them.
var withStyles = []string{"welcome", "part-way", "first-page", "focus-and-tick", "emergency", "see-a-doctor", "self-care", "why", "why-not", "review"}

// goldenScreens returns all screens that are compared.
func goldenScreens(t testing.TB) []goldenScreen {
	people := legtest.People(t)
	var screens []goldenScreen
	for i := range legtest.Table(t).Questions {
		q := &legtest.Table(t).Questions[i]
		screens = append(screens, goldenScreen{"question-" + q.ID, func(s *viewer) {
			s.press("enter")
			s.app.screens = nil
			s.app.push(s.app.page(triage.Page{Question: s.app.session.Table().Question(q.ID), Tick: -1}, nil))
		}})
	}
	// usually does something in an ordinary window, where it takes fewer keys.
	usually := func(s *viewer, do func()) {
		in := s.size
		s.resize(sizes[0])
		s.press("enter")
		do()
		s.resize(in)
	}
	answer := func(s *viewer, id string) {
		for s.review() == nil && s.result() == nil {
			s.reply(false, legtest.Reply(t, people[id], s.on())...)
		}
	}
	// ticked goes to a question as this person, and ticks something.
	ticked := func(id, question string, row int) func(*viewer) {
		return func(s *viewer) {
			usually(s, func() {
				for s.on().Question.ID != question {
					s.reply(false, legtest.Reply(t, people[id], s.on())...)
				}
			})
			s.press("home")
			s.goTo(row)
			s.press("space")
			s.goTo(row + 1)
		}
	}
	result := func(id string) func(*viewer) {
		return func(s *viewer) {
			usually(s, func() {
				for answer(s, id); s.result() == nil; {
					s.lookOver()
				}
			})
		}
	}
	for n, name := range []string{"why-change", "why-answers", "why-rule"} {
		screens = append(screens, goldenScreen{name, func(s *viewer) {
			result("LB-DEF015")(s)
			s.press("w")
			for range n + 2 {
				s.press("right")
			}
		}})
	}
	return append(screens, []goldenScreen{
		{"welcome", func(*viewer) {}},
		{"first-page", func(s *viewer) { s.press("enter") }},
		{"focus-and-tick", func(s *viewer) {
			s.press("enter")
			s.goTo(1)
			s.press("space")
			s.goTo(2)
		}},
		{"problem", ticked("R95", "problem", 0)},
		{"part-way", ticked("LB-DEF015", "conditions", 5)},
		{"long-answer", func(s *viewer) { // from below, so that its end is on the screen
			s.press("enter")
			s.goTo(6)
			s.press("up")
		}},
		{"one-answer", func(s *viewer) {
			usually(s, func() {
				for s.on().Question.List {
					s.reply(false, legtest.Reply(t, people["G-S07"], s.on())...)
				}
			})
		}},
		{"tick-by-tick", func(s *viewer) {
			s.press("enter")
			s.reply(true, "unsure")
		}},
		{"said-before", func(s *viewer) {
			s.press("enter")
			s.reply(true, "none")
			s.press("esc")
		}},
		{"why-asked", func(s *viewer) { s.press("enter", "?") }},
		{"leave", func(s *viewer) {
			s.press("enter")
			s.reply(true, "none")
			s.press("ctrl+c")
		}},
		{"review", func(s *viewer) {
			usually(s, func() { answer(s, "LB-DEF015") })
			s.goTo(1)
		}},
		{"change", func(s *viewer) {
			result("LB-DEF015")(s)
			s.press("e")
			s.goTo(1)
			s.press("enter")
		}},
		{"emergency", result("G-E01")},
		{"emergency-wrong", func(s *viewer) {
			result("G-E01")(s)
			s.press("esc")
		}},
		{"see-a-doctor", result("LB-DEF015")},
		{"self-care", result("G-S03")},
		{"why", func(s *viewer) {
			result("LB-DEF015")(s)
			s.press("w")
		}},
		{"why-not", func(s *viewer) {
			result("LB-DEF015")(s)
			s.press("w", "right")
		}},
		{"save", func(s *viewer) {
			result("LB-DEF015")(s)
			s.press("s")
		}},
	}...)
}

// TestGoldenScreens compares whole screens with the files in testdata/golden. A change
// there is a change to what people see, and should be reviewed as such.
func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	const folder = "../../testdata/golden"
	made := map[string]bool{"styles.txt": true}
	for _, screen := range goldenScreens(t) {
		styled, in := slices.Contains(withStyles, screen.name), sizes
		if styled {
			in = []size{{100, 30}, {80, 24}, {40, 12}, {20, 6}}
		}
		for _, in := range in {
			file := screen.name + "-" + in.String() + ".txt"
			made[file] = true
			t.Run(screen.name+"/"+in.String(), func(t *testing.T) {
				s := start(t, in)
				screen.goTo(s)
				cursor := s.app.View().Cursor
				drawn := s.placed() + "\n"
				if styled {
					drawn = s.layers()
				}
				got := fmt.Sprintf("%v, cursor %d,%d\n%s", in, cursor.X, cursor.Y, drawn)
				// The hash changes with any change of the table.
				got = strings.ReplaceAll(got, legtest.Table(t).Hash, strings.Repeat("#", len(legtest.Table(t).Hash)))
				golden(t, filepath.Join(folder, file), got)
			})
		}
	}
	files, err := filepath.Glob(folder + "/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !made[filepath.Base(f)] {
			t.Errorf("%s is not a golden screen any more: delete it", f)
		}
	}
}

// golden compares text with a file, or writes it there.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\n%s\nwrite it with: go test ./ui/screen -run Golden -update", err, got)
	}
	if got != string(want) {
		t.Errorf("%s is not what is drawn now. If that is meant: go test ./ui/screen -run Golden -update\n--- want\n%s--- got\n%s", path, want, got)
	}
}
