//go:build unix

package screen

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"legtriage/ui/internal/legtest"
	"legtriage/ui/session"
)

// typist types on a terminal by a clock of its own, so that no test has to wait.
type typist struct {
	*viewer
	r     *terminal
	clock time.Time
	due   time.Time // when the press that is held will count
}

// newTypist returns a typist who has been looking at the viewer's page for a long time.
func newTypist(s *viewer) *typist {
	s.t.Helper()
	p := &typist{viewer: s, clock: time.Unix(1, 0)}
	p.r = newTerminal(context.Background(), quick{s.app}, newConsole(), colorprofile.TrueColor)
	p.r.now = func() time.Time { return p.clock }
	p.r.on = true
	p.r.size()
	p.r.Update(tea.WindowSizeMsg{Width: s.size.w, Height: s.size.h})
	p.r.View()
	p.pass(time.Hour)
	return p
}

// pass lets time pass.
func (p *typist) pass(d time.Duration) {
	p.clock = p.clock.Add(d)
	if !p.due.IsZero() && !p.clock.Before(p.due) {
		p.due = time.Time{}
		p.r.Update(waitedMsg{p.r.drain.waits})
	}
}

// reads types a key, after which the frame that it leads to is drawn.
func (p *typist) reads(name string) {
	p.t.Helper()
	p.gets(name)
	p.r.View()
}

// gets types a key that others follow at once, before anything is drawn.
func (p *typist) gets(name string) {
	p.t.Helper()
	k, ok := keyNames[name]
	if !ok {
		k = tea.Key{Code: []rune(name)[0], Text: name}
	}
	waits := p.r.drain.waits
	if _, cmd := p.r.Update(typed{tea.KeyPressMsg(k), p.clock}); cmd != nil && p.r.drain.waits > waits {
		p.due = p.clock.Add(unseen)
	}
}

// hold holds a key down, on a keyboard that after a delay repeats it at this interval.
func (p *typist) hold(name string, delay, repeat time.Duration) {
	p.t.Helper()
	p.reads(name)
	for i, wait := 0, delay; i < 40; i, wait = i+1, repeat {
		p.pass(wait)
		p.reads(name)
	}
	p.pass(time.Second) // and lets it go
}

// played returns a viewer at the review of answers that were not typed, or at the result.
func played(t *testing.T, result bool) *viewer {
	t.Helper()
	s := start(t, sizes[0])
	s.app.session.Start()
	for s.app.session.Screen() == session.Page {
		page, _ := s.app.session.Asked()
		if err := s.app.session.Reply(page, legtest.Reply(t, legtest.People(t)["G-S03"], page)...); err != nil {
			t.Fatal(err)
		}
	}
	if result {
		s.app.session.Right()
	}
	s.app.follow()
	return s
}

// places are pages, each with a key that leads away from it.
var places = []struct {
	name, key string
	goTo      func(t *testing.T) *viewer
}{
	{"welcome", "enter", func(t *testing.T) *viewer { return start(t, sizes[0]) }},
	{"question", "enter", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "end", "up") // none of these
		return s
	}},
	{"question, by 0", "0", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter")
		return s
	}},
	{"last question", "enter", func(t *testing.T) *viewer {
		s := played(t, false)
		s.press("esc")
		return s
	}},
	{"answers from before", "enter", func(t *testing.T) *viewer {
		s := played(t, false)
		for n := len(s.app.session.Path()); n > 1; n-- {
			s.press("esc")
		}
		return s
	}},
	{"back", "esc", func(t *testing.T) *viewer { return played(t, false) }},
	{"back, quickly", "alt+esc", func(t *testing.T) *viewer { return played(t, false) }},
	{"review", "enter", func(t *testing.T) *viewer { return played(t, false) }},
	{"one by one", "enter", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "end", "space", "enter", "down")
		return s
	}},
	{"one by one, by a digit", "1", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "end", "space", "enter")
		return s
	}},
	{"one by one, by n", "n", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "end", "space", "enter")
		return s
	}},
	{"why", "esc", func(t *testing.T) *viewer {
		s := played(t, true)
		s.press("w")
		return s
	}},
	{"why, by q", "q", func(t *testing.T) *viewer {
		s := played(t, true)
		s.press("w")
		return s
	}},
	{"emergency", "esc", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "1", "enter")
		return s
	}},
	{"go on for the doctor", "g", func(t *testing.T) *viewer {
		s := start(t, sizes[0])
		s.press("enter", "1", "enter")
		return s
	}},
}

// TestABurstClosesOnePage types one key over and over, faster than anybody can read: it
// closes the page that was read, and no other. The keys of a burst may come before the
// first of them has led to a frame, or each after a frame of its own.
func TestABurstClosesOnePage(t *testing.T) {
	t.Parallel()
	for n, place := range places {
		for i, gap := range []time.Duration{0, 1, 5, 10, 20, 33, 50, 92, 120, 149, 151, 200, 250, 299} {
			for _, drawn := range []bool{true, false} {
				if !*long && (drawn == (i%2 == 0) || (i+n)%3 > 0) {
					continue
				}
				p := newTypist(place.goTo(t))
				before, was := p.app.screenNo, p.screen()
				for range 40 {
					if drawn {
						p.reads(place.key)
					} else {
						p.gets(place.key)
					}
					p.pass(gap * time.Millisecond)
				}
				p.r.View()
				if n := p.app.screenNo - before; n != 1 || p.left {
					t.Errorf("%s, %s every %v, each drawn: %v: %d pages came up, ended: %v; before\n%s\nafter\n%s", place.name, place.key, gap*time.Millisecond, drawn, n, p.left, was, p.screen())
				}
			}
		}
	}
}

// TestAHeldKeyClosesOnePage holds a key down on keyboards of all kinds. Once it has been
// released, pressing it again counts.
func TestAHeldKeyClosesOnePage(t *testing.T) {
	t.Parallel()
	for n, place := range places {
		for i, delay := range []time.Duration{150, 250, 301, 375, 500, 660, 1000} {
			for j, repeat := range []time.Duration{10, 25, 33, 50, 92, 140} {
				if !*long && (i+j+n)%8 > 0 {
					continue
				}
				p := newTypist(place.goTo(t))
				before, was := p.app.screenNo, p.screen()
				p.hold(place.key, delay*time.Millisecond, repeat*time.Millisecond)
				if n := p.app.screenNo - before; n != 1 {
					t.Errorf("%s, %s held, repeated after %v and then every %v: %d pages came up; before\n%s\nafter\n%s", place.name, place.key, delay*time.Millisecond, repeat*time.Millisecond, n, was, p.screen())
				}
				if session := p.app.session; place.name == "last question" {
					p.reads("enter")
					p.pass(unseen)
					if session.Screen() == 0 || p.result() == nil {
						t.Errorf("enter does not count after it was released:\n%s", p.screen())
					}
				}
			}
		}
	}
}

// TestFastHonestTypingCounts goes through an interview as fast as is promised: the first
// key of a page comes after unseen, and enter comes letGo after the last enter.
func TestFastHonestTypingCounts(t *testing.T) {
	a := legtest.People(t)["G-S03"]
	s := start(t, size{80, 200})
	s.press("enter")
	p := newTypist(s)
	for p.question() != nil {
		page := p.on()
		p.pass(unseen)
		for i, id := range legtest.IDs(page) {
			if slices.Contains(legtest.Reply(t, a, page), id) {
				if digit := digitOf(legtest.IDs(page), i); digit != "" {
					p.reads(digit)
					continue
				}
				p.reads("0")
				p.reads("home")
				for range i {
					p.reads("down")
				}
				p.reads("space")
			}
		}
		p.pass(letGo - unseen)
		p.reads("enter")
		if p.app.top() != nil && p.question() != nil && p.on() == page {
			t.Fatalf("enter did not count:\n%s", p.screen())
		}
	}
	p.pass(letGo)
	p.reads("enter")
	p.pass(unseen)
	p.want("SELF-CARE")
}

// TestATextKeepsEveryLetter opens the page to save with s, and types and pastes a note
// with many of them, at every speed. A terminal without bracketed paste sends a paste as
// keys.
func TestATextKeepsEveryLetter(t *testing.T) {
	const note = "sisters miss us, assess ss lessons"
	for _, gap := range []time.Duration{0, 1, 20, 50, 120, 250, 301, 1000} {
		s := start(t, sizes[0])
		s.press("enter", "1", "enter")
		p := newTypist(s)
		p.reads("s")
		p.pass(unseen)
		p.reads("tab")
		p.reads("tab")
		for _, letter := range note {
			p.pass(gap * time.Millisecond)
			if name := string(letter); name == " " {
				p.reads("space")
			} else {
				p.reads(name)
			}
		}
		p.pass(time.Second)
		p.reads("esc")
		if _, got := p.app.session.Added(); got != note {
			t.Errorf("%v apart: %q becomes %q", gap*time.Millisecond, note, got)
		}
	}
	// Held down, it still types nothing.
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	p := newTypist(s)
	p.hold("s", 250*time.Millisecond, 33*time.Millisecond)
	p.want("> legtriage.html")
}

// TestNothingIsAnsweredUnseen types anything at any speed, while the program is sometimes
// slow to draw. Whenever a page closes, it has been up for a while, and if that was by the
// key that closed the page before, that key has been quiet for a while.
func TestNothingIsAnsweredUnseen(t *testing.T) {
	t.Parallel()
	closed, walks := 0, 12
	if *long {
		walks = 2000
	}
	keys := []string{"enter", "enter", "enter", "0", "0", "1", "down", "end", "space", "esc", "r", "w", "q", "g", "?", "2", "e"}
	for seed := range walks {
		random := rand.New(rand.NewPCG(uint64(seed), 8))
		p := newTypist(start(t, []size{{80, 24}, {80, 200}}[seed%2]))
		drawn, born := true, p.clock.Add(-time.Hour)
		read, quiet := map[string]time.Time{}, map[string]time.Duration{} // when each key came last, and the pause before that
		var last string                                                   // the key that closed the page
		var log []string
		screenNo := p.app.screenNo
		check := func() {
			if p.app.screenNo == screenNo {
				return
			}
			closed++
			key := p.r.drain.closer
			if stood := read[key].Sub(born); !drawn || stood < unseen || key == last && quiet[key] < letGo {
				t.Fatalf("walk %d: %v: %s closed a page that had been up for %v (drawn: %v), %v after the last %s", seed, log, key, stood, drawn, quiet[key], key)
			}
			screenNo, last, drawn = p.app.screenNo, key, false
		}
		draws := func() {
			p.r.View()
			if !drawn {
				drawn, born = true, p.clock
			}
		}
		for range 120 {
			gap := time.Duration(random.IntN(450)) * time.Millisecond
			if random.IntN(3) > 0 {
				gap /= 10
			}
			p.pass(gap)
			check()
			key := keys[random.IntN(len(keys))]
			log = append(log, fmt.Sprint(gap, " ", key))
			if p.gets(key); p.r.drain.closer != key { // perhaps one that was held closed the page
				check()
			}
			read[key], quiet[key] = p.clock, p.clock.Sub(read[key])
			if check(); random.IntN(4) > 0 {
				draws()
				log = append(log, "drawn")
			}
			if p.app.left {
				break
			}
		}
	}
	if closed < 3*walks {
		t.Errorf("%d pages closed in %d walks: this tested too little", closed, walks)
	}
}

// TestCtrlCAlwaysCounts presses it twice in a row on a page that has just come up.
func TestCtrlCAlwaysCounts(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	p := newTypist(s)
	p.reads("0")
	p.gets("ctrl+c")
	if p.ask() == nil {
		t.Fatalf("the first one does not count:\n%s", p.screen())
	}
	if p.gets("ctrl+c"); !p.app.left {
		t.Error("the second one does not count")
	}
}

// TestAPasteTooEarlyIsDropped pastes a name as soon as it is asked for, and later.
func TestAPasteTooEarlyIsDropped(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	p := newTypist(s)
	p.reads("s")
	p.r.Update(typed{tea.PasteMsg{Content: "early"}, p.clock})
	p.pass(unseen)
	p.r.Update(typed{tea.PasteMsg{Content: "late"}, p.clock})
	if p.want("htmllate"); p.app.session.Screen() != session.Result {
		t.Error("the result is gone")
	}
}
