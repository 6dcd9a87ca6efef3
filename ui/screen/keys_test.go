package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// TestALetterMeansOneThing checks that no letter of an answer is a key with another
// meaning on any screen.
func TestALetterMeansOneThing(t *testing.T) {
	for _, letter := range letterKeys {
		if act, taken := keys[string(letter)]; taken || strings.Count(letterKeys, string(letter)) > 1 {
			t.Errorf("%c chooses an answer, and means %v too", letter, act)
		}
	}
	longest := 0
	for i := range legtest.Table(t).Questions {
		longest = max(longest, len(legtest.IDs(triage.Page{Question: &legtest.Table(t).Questions[i], Tick: -1}))-1)
	}
	if rowKey(longest) == "" || longest <= 9 {
		t.Errorf("a list of %d answers does not have a key for each", longest)
	}
}

// TestYesAndNo presses n and y where a question has these answers: both go on.
func TestYesAndNo(t *testing.T) {
	for _, test := range []struct{ key, want string }{{"y", "yes"}, {"n", "no"}} {
		s := start(t, size{80, 30})
		s.press("enter", "end", "space", "enter")
		s.want("n/y choose")
		s.press(test.key)
		if path := s.app.session.Path(); len(path) != 2 || !slices.Equal(path[1].Reply, []string{test.want}) {
			t.Fatalf("%s leads to %v:\n%s", test.key, path, s.screen())
		}
		if test.key == "n" {
			continue
		}
		s.want("EMERGENCY")
		result := s.screen()
		if s.press("esc", "n"); s.screen() != result {
			t.Fatalf("n does not mean no:\n%s", s.screen())
		}
		if s.press("esc", "y"); s.result() != nil {
			t.Fatalf("y does not mean yes:\n%s", s.screen())
		}
	}
}

// TestADigitChoosesAndGoesOn presses the key of every answer on every page. Where one
// answer is asked for, the key gives it and goes on, but only if all of that answer has
// been on the screen; in a list it ticks. "None of these" goes on once all answers have
// been on the screen, unless it cleared a tick.
func TestADigitChoosesAndGoesOn(t *testing.T) {
	t.Parallel()
	went, stayed := 0, 0
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) {
		page := route.Page
		known := legtest.IDs(page)
		one := !page.Question.List || page.Tick >= 0
		for i, id := range known {
			s := startAt(t, in, route)
			before := len(s.app.session.Path())
			s.choice().said = nil // what was offered
			seen := s.reading()
			seen.look()
			on := func() bool { return s.result() == nil && s.app.top() != nil && len(s.app.session.Path()) == before }
			read := seen.row(i)
			if id == triage.None {
				read = seen.unread(len(page.Question.Options)) == ""
			}
			s.press(digitOf(known, i))
			if goes := (one || id == triage.None) && read; goes == on() {
				t.Fatalf("%v at %v: the key of %s goes on: %v, want %v:\n%s", page, in, id, !on(), goes, s.screen())
			} else if !goes {
				stayed++
				if !slices.Equal(s.chosen(), []string{id}) {
					t.Fatalf("%v at %v: the key of %s chooses %v:\n%s", page, in, id, s.chosen(), s.screen())
				}
				continue
			}
			went++
			if path := s.app.session.Path(); !slices.Equal(path[before].Reply, []string{id}) {
				t.Fatalf("%v at %v: the key of %s gives %v", page, in, id, path[before].Reply)
			}
		}
	})
	if went < 8 || stayed < 30 {
		t.Errorf("%d keys went on, and %d did not", went, stayed)
	}
	s := start(t, size{80, 60})
	s.press("enter", "2", "0")
	s.want(words.English().NoneNow)
	if first, _ := s.app.session.Asked(); first != s.on() || !slices.Equal(s.chosen(), []string{triage.None}) {
		t.Fatalf("0 clears a tick and leads to:\n%s", s.screen())
	}
	if s.press("0"); len(s.app.session.Path()) != 1 {
		t.Fatalf("0 again leads to:\n%s", s.screen())
	}
}

// TestKeysAsInLess goes through documents and lists by the keys of less. Moving by half a
// page skips no line.
func TestKeysAsInLess(t *testing.T) {
	t.Parallel()
	s := start(t, sizes[1])
	s.press("enter", "1", "enter")
	shown := s.document()
	for _, move := range []struct {
		key string
		top int
	}{{"ctrl+d", shown.seen.height / 2}, {"ctrl+d", shown.seen.height / 2 * 2}, {"ctrl+u", shown.seen.height / 2}, {"G", shown.seen.lines - shown.seen.height}, {"home", 0}, {"ctrl+u", 0}} {
		if s.press(move.key); shown.seen.top != move.top {
			t.Errorf("%s leads to line %d, want %d", move.key, shown.seen.top, move.top)
		}
	}
	s.press("w", "G")
	if shown = s.document(); shown.seen.below() > 0 || shown.seen.top == 0 {
		t.Errorf("G leads to line %d", shown.seen.top)
	}
	if s.press("g"); shown.seen.top != 0 {
		t.Errorf("g leads to line %d", shown.seen.top)
	}
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) {
		s := startAt(t, in, route)
		for _, key := range []string{"ctrl+d", "ctrl+u"} {
			seen := s.reading()
			s.until(key, func() { seen.look() })
			seen.wantAll(key)
		}
		s.press("G")
		wantFocus(s, len(s.choice().rows)-1)
		s.press("g")
		wantFocus(s, 0)
	})
}

// TestEveryKeyIsListed opens the list of keys from every kind of screen, and looks for
// every key that means something.
func TestEveryKeyIsListed(t *testing.T) {
	t.Parallel()
	w := words.English()
	listed := strings.Fields(strings.ReplaceAll(strings.Join(w.HelpKeys, " "), ",", " "))
	for key := range keys {
		name := strings.NewReplacer("up", "↑", "down", "↓", "left", "←", "right", "→").Replace(key)
		if !slices.Contains(listed, key) && !slices.Contains(listed, name) && !strings.Contains("alt+esc shift+tab ctrl+alt+c", key) {
			t.Errorf("the list of keys lacks %s", key)
		}
	}
	for _, way := range []string{"", "enter", "enter ?", "enter ctrl+c", "enter 0 enter r", "enter 1 enter", "enter 1 enter w", "enter 1 enter esc"} {
		for _, key := range []string{"h", "f1"} {
			for _, back := range []string{"h", "f1", "esc", "q", "enter"} {
				s := start(t, size{80, 40})
				s.press(strings.Fields(way)...)
				if s.left {
					continue
				}
				before := s.screen()
				s.press(key)
				s.want(w.HelpTitle)
				for _, k := range w.HelpKeys {
					_, meaning, _ := strings.Cut(k, " ")
					s.want(meaning)
				}
				if s.press(back); s.screen() != before {
					t.Fatalf("%q, %s, %s leads to:\n%s", way, key, back, s.screen())
				}
			}
		}
	}
	s := start(t, sizes[0]) // where a name is typed, h is a letter
	s.press("enter", "1", "enter", "s", "h")
	s.want("htmlh")
}

// TestStartingAgainFromAResult drops all answers, but not by a single wrong key.
func TestStartingAgainFromAResult(t *testing.T) {
	for _, id := range []string{"G-E01", "G-S03"} {
		s := start(t, size{80, 60})
		s.press("enter")
		s.answerAs(legtest.People(t)[id])
		result := s.screen()
		for _, stay := range []string{"o esc", "o n", "o 1", "o enter enter esc"} {
			if s.press(strings.Fields(stay)...); s.screen() != result {
				t.Fatalf("%s leads to:\n%s", stay, s.screen())
			}
		}
		s.press("o")
		s.want(words.English().AgainWhy)
		s.press("y")
		s.wantAsked("life")
		if len(s.chosen()) > 0 || len(s.app.session.Path()) > 0 || s.app.outcome().Assessment != nil {
			t.Fatalf("something is left of %v:\n%s", s.app.session.Path(), s.screen())
		}
		s.answerAs(legtest.People(t)[id])
		if s.screen() != result {
			t.Fatalf("the same answers now lead to:\n%s\nbefore they led to\n%s", s.screen(), result)
		}
	}
}

// TestBackToTheResultFromQuestionsForTheDoctor goes back to the result from every page
// after an emergency: what was answered since counts, and then the same page comes back.
func TestBackToTheResultFromQuestionsForTheDoctor(t *testing.T) {
	a := legtest.People(t)["G-D34"]
	s := start(t, sizes[0])
	s.press("enter")
	s.answerAs(a)
	s.press("g")
	pages := 0
	for s.question() != nil {
		pages++
		page, path := s.screen(), fmt.Sprint(s.app.session.Path())
		for _, back := range []string{"g", "esc"} {
			s.want(words.English().KeyResult)
			s.press("g")
			if s.result() == nil || fmt.Sprint(s.app.session.Path()) != path || !s.app.session.CanGoOn() {
				t.Fatalf("g leads to:\n%s", s.screen())
			}
			if s.press(back); s.screen() != page {
				t.Fatalf("%s leads from there to:\n%s\nit was\n%s", back, s.screen(), page)
			}
		}
		s.reply(pages%2 == 0, legtest.Reply(t, a, s.on())...)
	}
	if pages < 3 {
		t.Errorf("%d pages: this tested too little", pages)
	}
	s.want("EMERGENCY")
}
