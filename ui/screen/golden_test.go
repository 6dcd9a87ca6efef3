package screen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

var update = flag.Bool("update", false, "write the golden screens instead of comparing them")

// TestGoldenScreens compares whole screens with the files in testdata/golden.
// A change there is a change of what people see, and is reviewed as such.
func TestGoldenScreens(t *testing.T) {
	people := legtest.People(t)
	type goldenScreen struct {
		name string
		goTo func(*viewer)
	}
	var screens []goldenScreen
	for i := range legtest.Table(t).Questions {
		q := &legtest.Table(t).Questions[i]
		screens = append(screens, goldenScreen{"question-" + q.ID, func(s *viewer) {
			s.press("enter")
			s.app.screens = nil
			s.app.push(s.app.page(triage.Page{Question: s.app.session.Table().Question(q.ID), Tick: -1}, nil))
		}})
	}
	for n, name := range []string{"why-change", "why-answers", "why-rule"} {
		screens = append(screens, goldenScreen{name, func(s *viewer) {
			s.press("enter")
			s.answerAs(people["LB-DEF015"])
			s.press("w")
			for range n + 2 {
				s.press("right")
			}
		}})
	}
	result := func(id string) func(*viewer) {
		return func(s *viewer) {
			s.press("enter")
			s.answerAs(people[id])
		}
	}
	for _, screen := range append(screens, []goldenScreen{
		{"welcome", func(*viewer) {}},
		{"first-page", func(s *viewer) { s.press("enter") }},
		{"focus-and-tick", func(s *viewer) {
			s.press("enter")
			s.goTo(1)
			s.press("space")
			s.goTo(2)
		}},
		{"long-answer", func(s *viewer) { // from below, so that its end is on the screen
			s.press("enter")
			s.goTo(6)
			s.press("up")
		}},
		{"one-answer", func(s *viewer) {
			s.press("enter")
			for s.on().Question.List {
				s.reply(true, legtest.Reply(t, people["G-S07"], s.on())...)
			}
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
			s.press("enter")
			for s.review() == nil {
				s.reply(true, legtest.Reply(t, people["LB-DEF015"], s.on())...)
			}
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
	}...) {
		for _, in := range sizes {
			t.Run(screen.name+"/"+in.String(), func(t *testing.T) {
				s := start(t, in)
				screen.goTo(s)
				cursor := s.app.View().Cursor
				got := fmt.Sprintf("%v, cursor %d,%d\n%s\n", in, cursor.X, cursor.Y, s.screen())
				// Any change of the table changes its hash, and is seen elsewhere.
				got = strings.ReplaceAll(got, legtest.Table(t).Hash, strings.Repeat("#", len(legtest.Table(t).Hash)))
				golden(t, filepath.Join("../../testdata/golden", screen.name+"-"+in.String()+".txt"), got)
			})
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
		t.Errorf("%s is not what is drawn now. When that is meant: go test ./ui/screen -run Golden -update\n--- want\n%s--- got\n%s", path, want, got)
	}
}
