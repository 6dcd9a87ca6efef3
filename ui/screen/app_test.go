package screen

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// everyPage runs a test on every question, each at one of these sizes in turn, and on a
// few pages that ask a tick alone, which are all alike. With -long it runs it on every
// page at every size.
func everyPage(t *testing.T, sizes []size, test func(t *testing.T, in size, route legtest.Route)) {
	t.Helper()
	routes := legtest.Routes(t)
	for turn, in := range sizes {
		ticks := 0
		for i, route := range routes {
			if testing.Short() && i%4 > 0 || !oneIn(len(sizes), i+turn) {
				continue
			}
			if route.Page.Tick >= 0 {
				if ticks++; !*long && ticks > 3 {
					continue
				}
			}
			t.Run(fmt.Sprintf("%v/%v", route.Page, in), func(t *testing.T) { test(t, in, route) })
		}
	}
}

// wantAnnounced fails unless the screen says that there is more in exactly the directions
// in which something is out of sight. Above the first answer is the question, which is
// cut where there is no room for it.
func wantAnnounced(s *viewer) {
	s.t.Helper()
	w := s.window()
	above, below := w.above > 0 || w.from > 0, w.below > 0
	if w.to < w.ask {
		above, below = above || w.at >= 0, below || w.at < 0
	}
	rows := func(lines []answerLine) (n int) {
		last := -1
		for _, l := range lines {
			if l.row != last {
				last = l.row
				n++
			}
		}
		return n
	}
	over, under := rows(w.lines[:w.above]), rows(w.lines[w.above+len(w.drawn):])
	if above && (w.from > 0 || w.to < w.ask && w.at >= 0) {
		over++ // the question
	}
	if below && w.to < w.ask && w.at < 0 {
		under++
	}
	want := ""
	switch {
	case above && below:
		want = fmt.Sprintf("%d above, %d below", over, under)
	case above:
		want = fmt.Sprintf("%d more above", over)
	case below:
		want = fmt.Sprintf("%d more below", under)
	}
	said := regexp.MustCompile(`\d+ above, \d+ below|\d+ more above|\d+ more below`).FindString(s.text())
	if said != want {
		s.t.Fatalf("it says %q, not %q:\n%s", said, want, s.screen())
	}
}

// wantFocus fails unless answer i has the focus (or none if i is -1) and can be read in
// full, or as far as there is room. Its first line on the screen must have the mark and
// the terminal's cursor, which screen readers and magnifiers follow.
func wantFocus(s *viewer, i int) {
	s.t.Helper()
	w := s.window()
	if w.at != i {
		s.t.Fatalf("answer %d has the focus, want %d:\n%s", w.at, i, s.screen())
	}
	wantAnnounced(s)
	if i < 0 {
		return
	}
	var shown, long int
	for _, l := range w.drawn {
		if l.row == i {
			if shown++; shown == 1 && l.y != w.focus.y {
				s.t.Fatalf("the mark is not where the answer begins on the screen:\n%s", s.screen())
			}
		}
	}
	for _, l := range w.lines {
		if l.row == i {
			long++
		}
	}
	if shown < long && shown < len(w.drawn) {
		s.t.Fatalf("%d of %d lines of answer %d are on the screen, and there is room for more:\n%s", shown, long, i, s.screen())
	}
	if x, y := s.cursor(); x != 0 || y != w.focus.y {
		s.t.Fatalf("the cursor is at %d,%d, the focus on line %d:\n%s", x, y, w.focus.y, s.screen())
	}
}

// wantEverythingReached goes down through a page that was just opened, and up again: the
// focus visits the answers one after the other, and all of the question and of each
// answer comes onto the screen both ways.
func wantEverythingReached(s *viewer) {
	s.t.Helper()
	opening := s.screen()
	down := s.reading()
	wantAnnounced(s)
	at, last := down.look().at, len(down.rows)-1
	if down.look().from > 0 {
		s.t.Fatalf("the question does not begin at its beginning:\n%s", s.screen())
	}
	s.until("down", func() {
		now := down.look().at
		switch {
		case now == at && at < 0: // the rest of the question
		case now == at && !down.rows[at][0], now != at && now != at+1:
			s.t.Fatalf("down leads from answer %d to %d:\n%s", at, now, s.screen())
		case now == at+1 && at >= 0 && !down.row(at):
			s.t.Fatalf("not all of answer %d was on the screen before the next one:\n%s", at, s.screen())
		}
		at = now
		wantFocus(s, at)
	})
	if at != last {
		s.t.Fatalf("down leads to answer %d of %d:\n%s", at, last, s.screen())
	}
	down.wantAll("down")

	up := s.reading()
	s.until("up", func() {
		now := up.look().at
		if now != at && now != at-1 || now == at-1 && !up.row(at) {
			s.t.Fatalf("up leads from answer %d to %d:\n%s", at, now, s.screen())
		}
		at = now
		wantFocus(s, at)
	})
	if at < 0 && s.screen() != opening {
		s.t.Fatalf("up leads to\n%s\nit was\n%s", s.screen(), opening)
	}
	up.wantAll("up")

	s.press("end")
	wantFocus(s, last)
	if s.window().below > 0 {
		s.t.Fatalf("this is not the end:\n%s", s.screen())
	}
	s.press("home")
	wantFocus(s, 0)
	if s.window().above > 0 {
		s.t.Fatalf("this is not the beginning:\n%s", s.screen())
	}
}

func TestArrowsReachEveryAnswerAndWhatIsOutOfSightIsAnnounced(t *testing.T) {
	t.Parallel()
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) { wantEverythingReached(startAt(t, in, route)) })
}

// TestPagesOfAnswersLeaveNoneOut presses page down to the end, and page up to the
// beginning: both ways, all of every answer must have been on the screen.
func TestPagesOfAnswersLeaveNoneOut(t *testing.T) {
	t.Parallel()
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) {
		s := startAt(t, in, route)
		for _, key := range []string{"pgdown", "pgup"} {
			seen := s.reading()
			before := s.window().at
			s.until(key, func() {
				at := seen.look().at
				if key == "pgdown" && at < before || key == "pgup" && at > before {
					t.Fatalf("%s leads from answer %d to %d:\n%s", key, before, at, s.screen())
				}
				before = at
				wantFocus(s, at)
			})
			seen.wantAll(key)
		}
	})
}

// TestNoneOfTheseNeedsALookAtAllAnswers moves about and says "none of these" every now
// and then: it must not count before every answer has been on the screen.
func TestNoneOfTheseNeedsALookAtAllAnswers(t *testing.T) {
	t.Parallel()
	rounds := 1
	if *long {
		rounds = 6
	}
	random := rand.New(rand.NewPCG(3, 4))
	refused, taken := 0, 0
	for i, route := range legtest.Routes(t) {
		q := route.Page.Question
		if route.Page.Tick >= 0 || !q.List || q.AtLeastOne {
			continue
		}
		for turn, in := range sizes {
			if !oneIn(len(sizes), i+turn) {
				continue
			}
			for range rounds {
				s := startAt(t, in, route)
				seen := s.reading()
				longest, key := len(s.window().lines), "down"
				for n := 0; ; n++ {
					if n > 20_000 {
						t.Fatalf("%v at %v: none of these cannot be said:\n%s", route.Page, in, s.screen())
					}
					if random.IntN(6) == 0 {
						key = []string{"down", "up", "down", "up", "down", "up", "pgdown", "pgup", "home", "end"}[random.IntN(10)]
					}
					if random.IntN(40) == 0 { // another window, in the middle of anything
						s.resize(size{max(10, in.w-6+random.IntN(12)), in.h + random.IntN(2)})
						seen.look()
					}
					if random.IntN(4+longest/2) > 0 {
						s.press(key)
						seen.look()
						continue
					}
					before, unread := s.screen(), seen.unread(len(q.Options))
					s.press("0")
					if len(s.app.session.Path()) > len(route.Replies) {
						// "None of these" and "not sure" need not have been seen: every
						// list ends with them.
						if unread != "" {
							t.Fatalf("%v at %v: none of these counts, but not all of %q was on the screen:\n%s", route.Page, in, unread, before)
						}
						taken++
						break
					}
					seen.look()
					if s.size.w > 14 { // or there is no room for it
						s.wantUnseen()
					}
					refused++
					if random.IntN(2) == 0 {
						s.press("space") // removes the tick again
						seen.look()
					}
				}
			}
		}
	}
	if refused == 0 || taken == 0 {
		t.Errorf("refused %d and taken %d times: this tested nothing", refused, taken)
	}
}

// TestTheKeyToTheRestLeadsThere says "none of these" too early, and presses the key that
// is then named until all was on the screen. From then on it counts. The same goes for
// enter on the list of answers.
func TestTheKeyToTheRestLeadsThere(t *testing.T) {
	t.Parallel()
	refused := map[string]int{}
	follow := func(s *viewer, key string, there func() bool) {
		t.Helper()
		for s.press(key); !there(); s.press(key) {
			named := s.wantUnseen()
			refused[named]++
			for n := 0; s.choice().unread() >= 0; n++ {
				if n > 100 {
					t.Fatalf("%q does not lead to all that was not seen:\n%s", named, s.screen())
				}
				s.press(named)
			}
			if refused[named] > 20 {
				t.Fatalf("%s still does not count:\n%s", key, s.screen())
			}
		}
	}
	for _, in := range []size{{80, 24}, {80, 20}, {80, 12}, {40, 12}, {20, 6}} {
		s := start(t, in)
		s.press("enter")
		follow(s, "0", func() bool { return len(s.app.session.Path()) > 0 })
		s = atReview(t, in, "G-S03")
		follow(s, "enter", func() bool { return s.review() == nil })
	}
	if refused["up"] == 0 || refused["down"] == 0 || refused[""] == 0 {
		t.Errorf("refused %v: this tested nothing", refused)
	}
}

// TestNoneOfTheseNeedsEveryLine goes some way through a list whose answers are longer than
// the window, and says "none of these". That counts once the last line has been on the
// screen, and not before.
func TestNoneOfTheseNeedsEveryLine(t *testing.T) {
	t.Parallel()
	for _, route := range legtest.Routes(t) {
		q := route.Page.Question
		if route.Page.Tick >= 0 || !q.List || q.AtLeastOne || !*long && q.ID != "life" {
			continue
		}
		for _, key := range []string{"down", "pgdown"} {
			refused, taken := 0, 0
			for presses := 0; taken < 2; presses++ {
				s := startAt(t, sizes[2], route)
				seen := s.reading()
				for range presses {
					s.press(key)
					seen.look()
				}
				before, unread := s.screen(), seen.unread(len(q.Options))
				s.press("0")
				switch counts := len(s.app.session.Path()) > len(route.Replies); {
				case counts != (unread == ""):
					t.Fatalf("%v, %s %d times: none of these counts: %v; not on the screen yet: %q:\n%s", route.Page, key, presses, counts, unread, before)
				case counts:
					taken++
				default:
					if s.wantUnseen(); s.choice().at != len(q.Options) {
						t.Fatalf("answer %d has the focus:\n%s", s.choice().at, s.screen())
					}
					refused++
				}
				if presses > 200 {
					t.Fatalf("%v, %s: none of these cannot be said:\n%s", route.Page, key, before)
				}
			}
			if refused == 0 {
				t.Errorf("%v, %s: refused %d times: this tested nothing", route.Page, key, refused)
			}
		}
	}
}

// TestHalfAnAnswerIsNotAllOfItInAnotherWindow sees a part of a long answer and all of the
// others, in windows of any width: "none of these" must not count before all of that
// answer has been on the screen too.
func TestHalfAnAnswerIsNotAllOfItInAnotherWindow(t *testing.T) {
	t.Parallel()
	route := legtest.Routes(t)[0]
	options := route.Page.Question.Options
	long := slices.IndexFunc(options, func(o triage.Option) bool { return o.ID == "stroke" })
	for further := range 4 {
		for _, key := range []string{"down", "pgdown"} {
			s := startAt(t, sizes[2], route)
			seen := s.reading()
			for s.window().at < long {
				s.press("down")
				seen.look()
			}
			for range further {
				s.press("down")
				seen.look()
			}
			s.press(fmt.Sprint(long+2), fmt.Sprint(long+2)) // to the next one
			s.until(key, func() { seen.look() })
			for width := 10; width < 60; width++ {
				if !oneIn(3, width) {
					continue
				}
				s.resize(size{width, 6})
				seen.look()
			}
			s.press("0")
			if got, want := seen.look(), legtest.Whole(options[long]); got.at != len(options) || seen.unread(len(options)) != want {
				t.Fatalf("answer %d has the focus; not on the screen yet: %q, want %q", got.at, seen.unread(len(options)), want)
			}
			if s.press("enter"); len(s.app.session.Path()) > 0 {
				t.Fatalf("none of these counts after half of that answer and %d lines more", further)
			}
			s.wantUnseen()

			// Another window in the middle of that answer: it is still to be read.
			s.press("0", "home")
			s.resize(sizes[2])
			s.goTo(long)
			s.press("down")
			s.resize(size{24, 6})
			s.until(key, func() {})
			if s.press("0", "enter"); len(s.app.session.Path()) > 0 {
				t.Fatal("none of these counts, but all of that answer was not on the screen")
			}
			s.press("0", "home")
			s.until(key, func() {})
			if s.press("0", "enter"); len(s.app.session.Path()) == 0 {
				t.Fatalf("none of these does not count, though everything was on the screen:\n%s", s.screen())
			}
		}
	}
}

// TestAMarkIsOnTheScreenWhenItIsMade chooses each answer in a small window, at its end or
// from afar by its digit: its beginning, where the mark is, comes onto the screen.
func TestAMarkIsOnTheScreenWhenItIsMade(t *testing.T) {
	t.Parallel()
	everyPage(t, sizes[2:], func(t *testing.T, in size, route legtest.Route) {
		ids := legtest.IDs(route.Page)
		for i := range ids {
			digit := digitOf(ids, i)
			if !oneIn(6, i) {
				continue
			}
			for _, keys := range [][]string{{"space"}, {"home", digit}, {"end", digit}} {
				s := startAt(t, in, route)
				s.press("home")
				s.goTo(i)
				for w := s.window(); w.at == i && w.drawn[len(w.drawn)-1].row == i && w.below > 0 && keys[0] == "space"; w = s.window() {
					s.press("down")
				}
				if s.window().at > i {
					s.press("up")
				}
				if keys[0] != "space" && digit == "" {
					continue
				}
				if s.press(keys...); len(s.app.session.Path()) > len(route.Replies) && keys[0] != "space" {
					continue // the digit gave an answer that had been read
				}
				wantFocus(s, i)
				if w := s.window(); !w.focus.begins || !w.focus.on || !slices.Equal(s.chosen(), ids[i:i+1]) {
					t.Fatalf("%v does not show that answer %d is chosen:\n%s", keys, i, s.screen())
				}
			}
		}
	})
}

// bounce makes the window smaller or larger, and then as it was: the screen must be the
// same again.
func bounce(s *viewer, what string) {
	s.t.Helper()
	in, before, cursor := s.size, s.screen(), *s.app.View().Cursor
	for _, to := range []size{{10, 3}, {1, 1}, {40, 12}, {200, 50}} {
		s.resize(to)
		s.resize(in)
		if after := s.screen(); after != before || *s.app.View().Cursor != cursor {
			s.t.Fatalf("%s: after %v the screen is\n%s\nit was\n%s", what, to, after, before)
		}
	}
}

func TestGrowingBackAfterShrinkingGivesTheSameScreen(t *testing.T) {
	t.Parallel()
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) {
		s := startAt(t, in, route)
		bounce(s, "untouched")
		s.press("down")
		bounce(s, "a little further down")
		s.press("down", "down", "space")
		bounce(s, "with an answer chosen")
		s.press("end")
		bounce(s, "at the end")
		s.press("up", "up")
		bounce(s, "a little before the end")
	})
	s := start(t, sizes[0])
	bounce(s, "welcome")
	s.press("enter", "?")
	bounce(s, "why asked")
	s.press("esc", "1", "enter")
	bounce(s, "result")
	s.press("w")
	bounce(s, "why")
	s.press("right", "right")
	bounce(s, "another section")
	s.press("esc", "e", "down")
	bounce(s, "answers")
	s.press("esc", "s")
	bounce(s, "saving")
}

func TestNothingIsAnsweredBeforeAKey(t *testing.T) {
	everyPage(t, sizes, func(t *testing.T, in size, route legtest.Route) {
		s := startAt(t, in, route)
		before := s.screen()
		if len(s.chosen()) > 0 || slices.ContainsFunc(s.window().drawn, func(l drawnLine) bool { return l.on || l.focus }) {
			t.Fatalf("an answer is chosen or has the focus:\n%s", before)
		}
		s.press("enter", "enter", "enter")
		if now := s.on(); now != route.Page || len(s.chosen()) > 0 {
			t.Fatalf("enter alone answered %v:\n%s", route.Page, s.screen())
		}
		if in.w > 30 { // in a small window there is no room for it
			if route.Page.Question.List && route.Page.Tick < 0 {
				s.want("Tick an answer with")
			} else {
				s.want("Choose an answer")
			}
		}
		s.press("space")
		if len(s.chosen()) > 0 {
			t.Fatalf("space without a focus chose %v:\n%s", s.chosen(), s.screen())
		}
	})
}

// TestWhatIsOutOfSightIsAnnouncedBesideEveryNote looks at screens on which the note says
// something else.
func TestWhatIsOutOfSightIsAnnouncedBesideEveryNote(t *testing.T) {
	notes := []struct {
		name string
		keys []string
	}{
		{"enter without an answer", []string{"enter"}},
		{"enter on a tick", []string{"down", "enter"}},
		{"none of these, too early", []string{"0", "enter"}},
		{"answered before", []string{"1", "enter", "esc", "2", "enter"}},
	}
	for _, in := range sizes {
		for _, note := range notes {
			t.Run(note.name+"/"+in.String(), func(t *testing.T) {
				s := start(t, in)
				s.press("enter")
				s.press(note.keys...)
				if len(s.app.session.Path()) > 0 {
					t.Skip("there is room for all answers, so that they count")
				}
				above, below := s.window().above, s.window().below
				if s.choice().note == words.English().SeeAll[0] {
					s.wantUnseen() // which says it too
					return
				}
				if text := s.text(); above > 0 && !strings.Contains(text, "above") {
					t.Errorf("nothing says that there is more above:\n%s", s.screen())
				}
				if text := s.text(); below > 0 && !strings.Contains(text, "below") {
					t.Errorf("nothing says that there is more below:\n%s", s.screen())
				}
			})
		}
	}
}

func TestDigitsChooseTheAnswerThatShowsThem(t *testing.T) {
	t.Parallel()
	everyPage(t, []size{{80, 60}}, func(t *testing.T, in size, route legtest.Route) {
		ids := legtest.IDs(route.Page)
		list := route.Page.Question.List && route.Page.Tick < 0
		s := startAt(t, in, route)
		rows := s.begun()
		if len(rows) != len(ids) {
			t.Fatalf("%d answers on the screen, want %d:\n%s", len(rows), len(ids), s.screen())
		}
		for i, row := range rows {
			if want := digitOf(ids, i); row.digit != want {
				t.Errorf("answer %d shows %q, want %q:\n%s", i+1, row.digit, want, s.screen())
			}
		}
		for _, digit := range "0123456789" + letterKeys {
			at := slices.IndexFunc(rows, func(l drawnLine) bool { return l.digit == string(digit) })
			if at >= 0 && (!list || ids[at] == triage.None) {
				s := startAt(t, in, route)
				s.press(string(digit))
				if path := s.app.session.Path(); len(path) != len(route.Replies)+1 || !slices.Equal(path[len(path)-1].Reply, ids[at:at+1]) {
					t.Fatalf("%c chose %v, not %s:\n%s", digit, path, ids[at], s.screen())
				}
				continue
			}
			before := s.screen()
			s.press(string(digit))
			if at < 0 {
				if s.screen() != before {
					t.Fatalf("no answer shows %c, but it did something:\n%s", digit, s.screen())
				}
				continue
			}
			if got := s.chosen(); !slices.Equal(got, ids[at:at+1]) {
				t.Fatalf("%c chose %v, not %s:\n%s", digit, got, ids[at], s.screen())
			}
			wantFocus(s, at)
			if !s.begun()[at].on {
				t.Fatalf("%c shows no mark:\n%s", digit, s.screen())
			}
			if now := s.on(); now != route.Page {
				t.Fatalf("%c went on to %v", digit, now)
			}
			s.press(string(digit))
			if len(s.chosen()) > 0 {
				t.Fatalf("%c twice leaves a tick:\n%s", digit, s.screen())
			}
		}
	})
}

func TestNoneOfTheseStandsAlone(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	for _, step := range []struct {
		key  string
		want string
	}{
		{"2", "breath"},
		{"1", "chest breath"}, // in the order of the page
		{"0", "none"},
		{"space", ""},
		{"2", "breath"},
		{"0", "none"},
		{"3", "blood"},
		{"end", "blood"},
		{"space", "blood unsure"}, // "not sure" about the others
		{"0", "none"},
		{"end", "none"},
		{"space", "unsure"},
		{"x", ""},
	} {
		s.press(step.key)
		if got := strings.Join(s.chosen(), " "); got != step.want {
			t.Fatalf("after %s %q is chosen, want %q:\n%s", step.key, got, step.want, s.screen())
		}
	}
}

// TestEnter shows what enter does in every state of a page.
func TestEnter(t *testing.T) {
	routes := legtest.Routes(t)
	route := func(name string) legtest.Route {
		return routes[slices.IndexFunc(routes, func(w legtest.Route) bool { return w.Page.String() == name })]
	}
	for _, test := range []struct {
		name, page, keys string
		answered         string // what the page got; "" when it is still there
		note             string
	}{
		{"nothing chosen of one", "change", "enter", "", "Choose an answer first."},
		{"the focus of one", "change", "down enter", "steady", ""},
		{"a digit of one", "change", "3", "new", ""},
		{"none of these", "look", "0", "none", ""},
		{"none of these after a tick", "look", "1 0", "", "None of these: your ticks are gone."},
		{"and again", "look", "1 0 0", "none", ""},
		{"nothing ticked", "limb", "enter", "", "Tick an answer with space first."},
		{"the focus ticks first", "limb", "down enter", "", "Ticked. Tick more, or press enter to go on."},
		{"and goes on then", "limb", "down enter enter", "cold", ""},
		{"where something is ticked, the focus does not count", "limb", "2 down enter", "dead", ""},
		{"focus on none of these", "look", "end up enter", "none", ""},
		{"focus on not sure ticks first", "look", "end enter", "", "Ticked. Tick more, or press enter to go on."},
		{"a tick removed", "limb", "2 2 up enter", "", "Ticked. Tick more, or press enter to go on."},
		{"a list that needs a tick", "problem", "enter", "", "Tick an answer with space first."},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := route(test.page)
			s := startAt(t, size{80, 30}, w)
			s.press(strings.Fields(test.keys)...)
			path := s.app.session.Path()
			if test.answered != "" {
				if len(path) != len(w.Replies)+1 || path[len(path)-1].String() != test.page+"="+test.answered {
					t.Fatalf("%s gave %v, want %s:\n%s", test.keys, path, test.answered, s.screen())
				}
				return
			}
			if len(path) != len(w.Replies) {
				t.Fatalf("%s answered the page: %v", test.keys, path)
			}
			s.want(test.note)
		})
	}
}

func TestEnterBeforeTheTableIsThereStartsLater(t *testing.T) {
	s := open(t, sizes[0])
	s.press("enter", "enter", "enter")
	s.want("Press enter to start.")
	s.hear(loaded{table: legtest.Table(t)})
	s.wantAsked("life")
	if len(s.chosen()) > 0 || len(s.app.session.Path()) > 0 {
		t.Fatalf("the early keys answered something:\n%s", s.screen())
	}
}

func TestATableThatCannotBeReadEndsTheProgram(t *testing.T) {
	s := open(t, sizes[0])
	s.hear(loaded{err: errors.New("broken")})
	if !s.left || s.app.outcome().Assessment != nil {
		t.Fatalf("it goes on:\n%s", s.screen())
	}
}

func TestKeysWithoutAMeaningChangeNothing(t *testing.T) {
	everyPage(t, sizes[:1], func(t *testing.T, in size, route legtest.Route) {
		s := startAt(t, in, route)
		s.press("down")
		before := s.screen()
		for _, key := range []string{"/", "tab", "ctrl+a", "ctrl+z", "left", "right", "backspace", "delete", "A", "o", "w", "s", "Q", "é", "*"} {
			if s.press(key); s.screen() != before || s.left {
				t.Fatalf("%s did something:\n%s", key, s.screen())
			}
		}
		for _, msg := range []tea.Msg{
			tea.PasteMsg{Content: "1\r"}, tea.MouseClickMsg{X: 2, Y: 6, Button: tea.MouseLeft}, tea.FocusMsg{}, tea.BlurMsg{},
			tea.KeyReleaseMsg{Code: tea.KeyEnter}, nil,
		} {
			if s.hear(msg); s.screen() != before || s.left {
				t.Fatalf("%#v did something:\n%s", msg, s.screen())
			}
		}
	})
}

func TestBackKeepsTheAnswer(t *testing.T) {
	for _, key := range []string{"esc", "alt+esc", "shift+tab"} {
		t.Run(key, func(t *testing.T) {
			s := start(t, sizes[0])
			s.press("enter")
			s.reply(true, "none")            // life
			s.reply(false, "dead", "unsure") // limb: an emergency
			s.press(key, "2")
			if got := s.on().String() + "=" + strings.Join(s.chosen(), " "); got != "limb=dead unsure" {
				t.Fatalf("back at %s:\n%s", got, s.screen())
			}
			s.want("This is what you said before.")
			s.press(key)
			if got := s.on().String() + "=" + strings.Join(s.chosen(), " "); got != "life=none" {
				t.Fatalf("back at %s:\n%s", got, s.screen())
			}
			if got := s.app.session.Path(); len(got) > 0 {
				t.Fatalf("what was taken back still counts: %v", got)
			}
			s.press(key)
			s.want("Press enter to start.")
			s.press("enter")
			if got := strings.Join(s.chosen(), " "); got != "none" {
				t.Fatalf("%q is kept over the welcome page:\n%s", got, s.screen())
			}
		})
	}
}

func TestEscOnAnEmergencyAsksFirst(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	s.want("EMERGENCY")
	result := s.screen()
	for _, stay := range [][]string{{"esc", "esc"}, {"esc", "1"}, {"esc", "down", "enter"}, {"esc", "enter", "enter", "enter", "alt+esc"}} {
		s.press(stay...)
		if s.screen() != result {
			t.Fatalf("%v leads away from the result:\n%s", stay, s.screen())
		}
	}
	s.press("esc")
	s.want("Was an answer wrong?")
	s.press("2")
	s.wantAsked("life")
}

func TestEscOnAnotherResultGoesStraightBack(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.answerAs(legtest.People(t)["G-S03"])
	s.want("SELF-CARE")
	path := s.app.session.Path()
	s.press("esc")
	if last := path[len(path)-1]; s.on() != last.Page || !slices.Equal(s.chosen(), last.Reply) {
		t.Fatalf("%v is not asked again:\n%s", last, s.screen())
	}
}

func TestGoingOnAfterAnEmergencyAndBack(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.answerAs(legtest.People(t)["G-D34"])
	s.want("EMERGENCY")
	s.want("g go on for the doctor")
	result := s.screen()
	s.press("g")
	s.wantAsked("problem")
	s.press("esc")
	if s.screen() != result {
		t.Fatalf("esc right after g does not return to the result:\n%s", s.screen())
	}
	s.press("g", "9", "enter", "esc", "esc")
	if s.screen() != result {
		t.Fatalf("esc twice after g and an answer does not return to the result:\n%s", s.screen())
	}
	s.press("g")
	s.answerAs(legtest.People(t)["G-D34"])
	s.want("EMERGENCY")
	if strings.Contains(s.text(), "g go on") {
		t.Errorf("there is still something to go on with:\n%s", s.screen())
	}
}

// TestLeaving shows which keys end the program where, and with what.
func TestLeaving(t *testing.T) {
	for _, test := range []struct {
		name, keys        string
		left, interrupted bool
		result            bool
	}{
		{"q on the welcome page", "q", true, false, false},
		{"ctrl+c on the welcome page", "ctrl+c", true, true, false},
		{"ctrl+c before the first answer", "enter ctrl+c", true, true, false},
		{"ctrl+c half way asks", "enter 0 ctrl+c", false, false, false},
		{"and leaves the second time", "enter 0 ctrl+c ctrl+c", true, true, false},
		{"or on a yes", "enter 0 ctrl+c 2", true, true, false},
		{"but not by enter alone", "enter 0 ctrl+c enter enter enter", false, false, false},
		{"and not by staying", "enter 0 ctrl+c 1", false, false, false},
		{"nor by esc", "enter 0 ctrl+c esc", false, false, false},
		{"ctrl+c before the first answer, with something ticked, asks", "enter 1 ctrl+c", false, false, false},
		{"and leaves on a yes", "enter 1 ctrl+c 2", true, true, false},
		{"q on the welcome page, after ctrl+c and staying", "enter 1 ctrl+c 1 esc q", true, false, false},
		{"q before the first answer", "enter q", true, false, false},
		{"q half way asks", "enter 0 q", false, false, false},
		{"and leaves on a yes", "enter 0 q 2", true, false, false},
		{"or by ctrl+c", "enter 0 q ctrl+c", true, true, false},
		{"q on the answers so far", "enter 0 r q", false, false, false},
		{"ctrl+c on the answers so far asks", "enter 0 r ctrl+c", false, false, false},
		{"q on a result", "enter 1 enter q", true, false, true},
		{"ctrl+c on a result", "enter 1 enter ctrl+c", true, false, true},
		{"ctrl+c while asked whether an answer was wrong", "enter 1 enter esc ctrl+c", true, false, true},
		{"ctrl+c while reading why", "enter 1 enter w ctrl+c", true, false, true},
		{"ctrl+c while saving", "enter 1 enter s ctrl+c", true, false, true},
		{"ctrl+c while going on for the doctor", "enter 1 enter g ctrl+c", true, false, true},
		{"ctrl+c after going back from an emergency", "enter 0 1 enter esc 2 ctrl+c ctrl+c", true, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, size{80, 30})
			s.press(strings.Fields(test.keys)...)
			o := s.app.outcome()
			if s.left != test.left || test.left && (o.Interrupted != test.interrupted || (o.Assessment != nil) != test.result) {
				t.Fatalf("left %v, %+v:\n%s", s.left, o, s.screen())
			}
			if want := strings.Count(test.keys, " 0"); !s.left && len(s.app.session.Path()) != want {
				t.Fatalf("the answers are %v", s.app.session.Path())
			}
		})
	}
}

// atReview goes to the list of answers that comes before a result.
func atReview(t *testing.T, in size, id string) *viewer {
	t.Helper()
	s := start(t, in)
	s.press("enter")
	for n := 0; s.review() == nil; n++ {
		if s.result() != nil {
			t.Fatalf("the result came before the answers were looked over:\n%s", s.screen())
		}
		s.reply(n%2 == 0, legtest.Reply(t, legtest.People(t)[id], s.on())...)
	}
	return s
}

func TestAnswersAreLookedOverBeforeAResult(t *testing.T) {
	s := atReview(t, sizes[0], "G-S03")
	s.want("These are your answers. Are they right?")
	for _, words := range append(words.English().Headlines[:], words.English().Categories[:]...) {
		if strings.Contains(s.text(), words) {
			t.Fatalf("%q is shown before the answers were looked over:\n%s", words, s.screen())
		}
	}
	s.press("ctrl+c", "ctrl+c")
	if o := s.app.outcome(); !s.left || o.Assessment != nil || !o.Interrupted {
		t.Fatalf("leaving there ends with %+v", o)
	}
	s = atReview(t, sizes[0], "G-S03")
	last := s.app.session.Path()[len(s.app.session.Path())-1]
	s.press("esc")
	if s.on() != last.Page {
		t.Fatalf("esc does not lead back to %v:\n%s", last, s.screen())
	}
	s.press("enter", "enter")
	s.want("SELF-CARE")
}

// TestReviewNamesWhatWasDenied goes over the answers before a result: of the one with the
// focus, everything that it says no to is named. A window without room names none of it
// or a part, and says that there is more; enter then shows all of it.
func TestReviewNamesWhatWasDenied(t *testing.T) {
	t.Parallel()
	parts := 0
	for _, in := range []size{{100, 30}, {80, 24}, {60, 19}, {40, 12}, {20, 6}} {
		s := atReview(t, in, "G-S03")
		s.press("home")
		_, turns := s.app.session.Listed()
		for row, turn := range turns {
			s.goTo(row)
			said, named := s.text(), 0
			for _, o := range turn.Question.Options {
				denied := turn.Question.List && turn.Tick < 0 && !slices.Contains(turn.Reply, triage.Unsure) && !slices.Contains(turn.Reply, o.ID)
				if there := strings.Contains(said, o.Say); there && denied {
					named++
				} else if in.h >= 24 && denied {
					t.Errorf("%v: %q was denied and is not named:\n%s", in, o.Say, s.screen())
				}
			}
			if all := len(turn.Question.Options); named > 0 && named < all && slices.Contains(turn.Reply, triage.None) {
				if parts++; !strings.Contains(said, "…") {
					t.Errorf("%v: %d of %d are named, and not that there are more:\n%s", in, named, all, s.screen())
				}
			}
			if turn.Question.List && slices.Contains(turn.Reply, triage.Unsure) && named > 0 {
				t.Errorf("%v: what is not sure counts as denied:\n%s", in, s.screen())
			}
		}
	}
	if parts == 0 {
		t.Error("no window named a part: this tested nothing")
	}
}

// TestEnterShowsTheResultOnceAllIsRead checks that enter shows the result from every row,
// but not before every answer has been on the screen.
func TestEnterShowsTheResultOnceAllIsRead(t *testing.T) {
	t.Parallel()
	s := atReview(t, sizes[0], "G-S03")
	_, turns := s.app.session.Listed()
	for row := range turns {
		s = atReview(t, sizes[0], "G-S03")
		s.press("home")
		s.goTo(row)
		s.press("enter")
		s.want("SELF-CARE")
	}
	s = atReview(t, size{40, 8}, "G-S03")
	for range 3 {
		s.press("enter")
		s.wantUnseen()
	}
	s.lookOver()
	if s.result() == nil {
		t.Fatalf("there is no result:\n%s", s.screen())
	}
}

// TestEveryAnswerInTheListCanBeReached walks through the list of answers.
func TestEveryAnswerInTheListCanBeReached(t *testing.T) {
	t.Parallel()
	for _, in := range sizes {
		t.Run(in.String(), func(t *testing.T) {
			s := atReview(t, in, "G-S03")
			wantEverythingReached(s)
		})
	}
}

func TestAnAnswerIsChangedInPlace(t *testing.T) {
	s := atReview(t, sizes[0], "G-S14")
	before := s.app.session.Path()
	at := slices.IndexFunc(before, func(turn triage.Turn) bool { return turn.Question.ID == "look" })
	s.press("home")
	for range at {
		s.press("down")
	}
	s.press("e")
	s.want("You are changing this answer.")
	if s.on() != before[at].Page || !slices.Equal(s.chosen(), before[at].Reply) {
		t.Fatalf("%v is not on the screen to be changed:\n%s", before[at], s.screen())
	}
	s.press("esc")
	s.want("These are your answers.")
	if got := s.app.session.Path(); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Fatalf("esc changed the answers from %v to %v", before, got)
	}
	s.press("home")
	for range at {
		s.press("down")
	}
	s.press("e")
	s.reply(true, "leg")
	s.wantAsked("change")
	s.reply(true, "new")
	s.want("EMERGENCY")
	// And back again, from the result.
	result := s.screen()
	s.press("e")
	for range at + 1 {
		s.press("down")
	}
	s.press("enter")
	s.want("Was an answer wrong?")
	if s.press("1"); s.screen() != result {
		t.Fatalf("staying leads to:\n%s", s.screen())
	}
	s.press("e")
	for range at + 1 {
		s.press("down")
	}
	s.press("enter", "2")
	s.want("You are changing this answer.")
	s.reply(true, "none")
	s.answerAs(legtest.People(t)["G-S14"])
	s.want("SELF-CARE")
	if got := s.app.session.Path(); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Fatalf("the answers are %v, were %v", got, before)
	}
}

// TestLeavingAChangeLeavesTheResultAsItWas begins to change an answer, and then does not.
func TestLeavingAChangeLeavesTheResultAsItWas(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.answerAs(legtest.People(t)["G-S14"])
	result := s.screen()
	for _, keys := range []string{"e esc", "e down enter esc", "e down down enter down esc", "r q", "e 3 enter ? esc esc"} {
		s.press(strings.Fields(keys)...)
		if s.screen() != result {
			t.Fatalf("after %s the result is\n%s\nit was\n%s", keys, s.screen(), result)
		}
	}
}

func TestSaving(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	result := s.screen()
	s.press("s", "esc")
	if s.screen() != result || len(s.files) > 0 {
		t.Fatalf("esc saved %v:\n%s", s.files, s.screen())
	}
	s.press("s", "enter")
	s.want("Saved as legtriage.html.")
	if !strings.Contains(s.files["legtriage.html"], "EMERGENCY") {
		t.Fatalf("the files are %v", s.files)
	}
	s.press("down", "up")
	s.files["legtriage.html"] = "mine"
	s.press("s", "enter")
	s.want(`"legtriage.html" is there already. Replace it?`)
	s.press("enter", "enter", "1")
	if s.files["legtriage.html"] != "mine" {
		t.Fatal("a file was replaced without being asked to")
	}
	s.press("enter", "2")
	if s.files["legtriage.html"] == "mine" {
		t.Fatalf("the file was not replaced:\n%s", s.screen())
	}
	s.want("Saved as legtriage.html.")
	s.press("s")
	for range len("legtriage.html") {
		s.press("backspace")
	}
	s.press("enter") // without a name
	s.want(words.English().SaveEnding)
	s.press("q", "r", "g", "space", "enter")
	s.want(words.English().SaveEnding)
	s.press(".", "m", "d", "enter")
	s.want("Saved as qrg.md.")
	if !strings.HasPrefix(s.files["qrg.md"], "# EMERGENCY") {
		t.Fatalf("the files are %v", s.files)
	}
}

// stub is a screen that records what it gets.
type stub struct {
	name string
	keys int
	size
}

func (s *stub) key(press) { s.keys++ }

func (s *stub) view() (content string, x, y int) { return s.name, s.keys, 0 }

func (s *stub) resize(width, height int) { s.size = size{width, height} }

// TestTheScreenThatIsDrawnGetsTheKeys stacks screens: the top one is drawn and gets the
// keys, and all of them get a new size of the window.
func TestTheScreenThatIsDrawnGetsTheKeys(t *testing.T) {
	s := start(t, sizes[0])
	stubs := []*stub{{name: "first"}, {name: "second"}, {name: "third"}}
	for _, on := range stubs {
		s.app.push(on)
	}
	s.resize(sizes[1])
	for i := len(stubs) - 1; i >= 0; i-- {
		s.press("up", "q", "enter")
		if v := s.app.View(); v.Content != stubs[i].name || v.Cursor.X != 3 || stubs[i].keys != 3 || stubs[i].size != sizes[1] {
			t.Errorf("%s is drawn, cursor %d; %+v", v.Content, v.Cursor.X, stubs[i])
		}
		s.app.pop()
	}
	s.want(words.English().Welcome)
	if s.app.pop(); len(s.app.screens) != 1 {
		t.Error("the bottom screen is gone")
	}
}

// TestAPasteGoesIntoTheNameOfTheFile pastes where the name is asked for, and on another
// screen. What would act on a terminal or end the line is left out, and no paste confirms
// anything.
func TestAPasteGoesIntoTheNameOfTheFile(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	result := s.screen()
	if s.hear(tea.PasteMsg{Content: "s\r"}); s.screen() != result {
		t.Fatalf("a paste on the result leads to:\n%s", s.screen())
	}
	s.press("s")
	for range "legtriage.html" {
		s.press("backspace")
	}
	s.hear(tea.PasteMsg{Content: "\x1b[201~my\r\n re\tsu\x00lt\u202e\xff\x9b"})
	s.want("> [201~my result")
	s.press("home")
	for range "[201~" {
		s.press("delete")
	}
	s.press("end")
	s.hear(tea.PasteMsg{Content: ".md\n"})
	s.want("> my result.md")
	if x, _ := s.cursor(); x != len("> my result.md") {
		t.Errorf("the cursor is at %d", x)
	}
	if len(s.files) > 0 {
		t.Fatal("a paste saved something")
	}
	s.press("enter")
	if s.want("Saved as my result.md."); !strings.HasPrefix(s.files["my result.md"], "# EMERGENCY") {
		t.Fatalf("the files are %v", s.files)
	}
	s.press("s")
	s.hear(tea.PasteMsg{Content: strings.Repeat("long ", 1<<18)})
	if screen := s.screen(); len(screen) > 3000 {
		t.Errorf("a long paste draws %d bytes", len(screen))
	}
	s.press("esc")
	s.want("EMERGENCY")
}

// TestEveryLineOfADocumentCanBeRead scrolls through the documents.
func TestEveryLineOfADocumentCanBeRead(t *testing.T) {
	for _, in := range sizes {
		for _, keys := range []string{"", "enter ?", "enter 1 enter", "enter 1 enter w", "enter 1 enter w right", "enter 1 enter w right right", "enter 1 enter w left left", "enter 1 enter w left"} {
			t.Run(in.String()+"/"+keys, func(t *testing.T) {
				s := start(t, in)
				s.press(strings.Fields(keys)...)
				shown := s.document()
				var want []string
				for _, l := range shown.drawn {
					want = append(want, strings.TrimRight(ansi.Strip(s.app.look.placed(l, shown.column())), " "))
				}
				head := shown.head()
				rows := in.h - 2 - head
				for top := 0; ; top++ {
					got := strings.Split(s.screen(), "\n")
					for y := range min(rows, len(want)) {
						if got[head+y] != want[top+y] {
							t.Fatalf("line %d is %q, want %q:\n%s", head+y, got[head+y], want[top+y], s.screen())
						}
					}
					below := len(want) > top+rows
					note := map[[2]bool]string{
						{true, true}: fmt.Sprintf("%d above, %d below", top, len(want)-top-rows), {true, false}: fmt.Sprintf("%d more above", top),
						{false, true}: fmt.Sprintf("%d more below", len(want)-top-rows),
					}[[2]bool{top > 0, below}]
					if got[head+rows] != note {
						t.Fatalf("the note is %q, want %q:\n%s", got[head+rows], note, s.screen())
					}
					if !below {
						break
					}
					s.press("down")
				}
				s.press("home")
				for range want {
					s.press("pgdown")
				}
				bottom := s.screen()
				if s.press("end"); s.screen() != bottom {
					t.Fatalf("page down does not lead to the end:\n%s", bottom)
				}
			})
		}
	}
}

func TestReasonsHaveFiveSections(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.answerAs(legtest.People(t)["LB-DEF015"])
	s.press("w")
	w := words.English()
	tabs := []string{w.WhyTab, w.WhyNotTab, w.ChangeTab, w.AnswersTab, w.RuleTab}
	titles := []string{"A hard, sore vein", w.WhyNotTitle, w.ChangeTitle, w.Review, w.RuleTitle}
	for i, title := range slices.Concat(titles, titles[:1]) {
		lines := strings.Split(s.screen(), "\n")
		if !strings.Contains(lines[0], "["+tabs[i%5]+"]") || strings.Count(lines[0], "[") != 1 || strings.Trim(lines[1], "─") != "" || !strings.HasPrefix(lines[2], title) {
			t.Fatalf("section %d is not %q:\n%s", i%5+1, title, s.screen())
		}
		s.press([]string{"right", "tab"}[i%2])
	}
	s.press("left")
	s.want("[" + w.WhyTab + "]")
	s.press("left")
	s.want("[" + w.RuleTab + "]")
	s.resize(sizes[1]) // no room for tabs
	s.want("5 of 5: " + w.RuleTab)
	s.resize(sizes[0])
	s.press("esc")
	s.want("SEE A DOCTOR")
}

// TestAnAmbulanceHasThreeSections wants no section without anything in it.
func TestAnAmbulanceHasThreeSections(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	s.want("Call an ambulance now.")
	w := words.English()
	for _, key := range []string{"w", "right", "right"} {
		s.press(key)
		if said := s.text(); strings.Contains(said, w.WhyNotTab) || strings.Contains(said, w.ChangeTab) || strings.Contains(said, w.WhyNotNone) {
			t.Fatalf("there is a section with nothing in it:\n%s", s.screen())
		}
	}
	s.want("[" + w.RuleTab + "]")
	s.press("right")
	s.want("[" + w.WhyTab + "]")
	s.resize(size{20, 6})
	s.want("1 of 3: " + w.WhyTab)
}

// TestNotSureGoesThroughTheList says "not sure" to a whole list: its ticks are then asked
// one by one, and together count as one question.
func TestNotSureGoesThroughTheList(t *testing.T) {
	s := start(t, size{80, 30})
	s.press("enter")
	listed := left(s.screen())
	s.press("end", "space", "enter")
	for _, o := range legtest.Table(t).Question("life").Options {
		s.want("You were not sure, so one by one: " + legtest.Whole(o))
		s.want("Danger signs")
		if now := left(s.screen()); now != listed {
			t.Errorf("the list does not count as one question: %q on the list, %q at %s", listed, now, o.ID)
		}
		s.press("1")
	}
	s.wantAsked("limb")
	if left(s.screen()) == listed {
		t.Errorf("after the list it still says %q", listed)
	}
}

func TestAnUnsureRedFlagIsAnEmergency(t *testing.T) {
	s := start(t, size{80, 30})
	s.press("enter", "end", "space", "enter", "3")
	s.want("EMERGENCY")
	s.want("You were not sure: “" + legtest.Say(t, "life", "chest") + "”. To be safe, it counts as yes.")
	s.press("w")
	s.want(legtest.Say(t, "life", "chest") + ": " + words.English().NotSure)
}

// TestRandomWalks presses keys and changes the size of the window at random. The frame
// must always fit, and the answers must be exactly what was on the screen when they were
// confirmed.
func TestRandomWalks(t *testing.T) {
	t.Parallel()
	walks := 15
	if *long {
		walks = 60
	}
	results, changes := 0, 0
	for seed := range walks {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &walk{viewer: start(t, sizes[0]), random: rand.New(rand.NewPCG(uint64(seed), 5))}
			for range 150 {
				if w.step(); w.left {
					break // by "Yes, leave"
				}
				if w.result() != nil {
					results++
				}
			}
			changes += w.changes
		})
	}
	if results == 0 || changes == 0 {
		t.Errorf("%d results and %d changes: this tested too little", results, changes)
	}
}

type walk struct {
	*viewer
	random    *rand.Rand
	confirmed []triage.Turn // what was on the screen when it was confirmed
	changes   int           // how often an answer was changed in place
	keys      []string
	earlier   []triage.Turn // answers from last time, which may come back
	onward    int           // one more than how many were confirmed when the person went on after an emergency; 0: did not
}

var walkKeys = strings.Fields(`up down down down space space enter enter enter enter 0 0 0 1 2 3 4 9 home end end pgup pgdown j k x
	esc alt+esc shift+tab ? w r g ctrl+a tab / left right a e e s ctrl+c q`)

func (w *walk) step() {
	w.t.Helper()
	if w.random.IntN(10) == 0 {
		to := size{10 + w.random.IntN(90), 4 + w.random.IntN(30)}
		w.keys = append(w.keys, to.String())
		w.resize(to)
		w.check()
		return
	}
	key := walkKeys[w.random.IntN(len(walkKeys))]
	if w.question() != nil && !w.app.session.Changing() && w.random.IntN(3) == 0 {
		key = "0" // or the walks end in an emergency too soon
	}
	if (key == "ctrl+c" || key == "q") && (w.ask() != nil || w.app.outcome().Assessment != nil || len(w.app.session.Path()) == 0) {
		return // it would end the walk
	}
	w.keys = append(w.keys, key)
	asked, page, edited, shown := w.ask(), w.question(), w.edited(), w.shown()
	var offered []row
	if asked != nil {
		offered = asked.choice.rows
	}
	goes := key == "enter"
	if reply := w.byKey(key); reply != nil && shown != nil {
		shown.Reply, goes = reply, true
	}
	further := w.app.session.CanGoOn()
	w.press(key)
	if further && !w.app.session.CanGoOn() && key == "g" {
		w.onward = len(w.confirmed) + 1
	} else if now, _ := w.app.session.Assessment().Answers.Range(); !further && w.app.session.CanGoOn() && now >= triage.Go && key != "enter" {
		w.onward = 0 // back before going on
	}
	switch {
	case w.left:
		return
	case asked != nil:
		if w.ask() == nil && (key == "enter" || key == "2") && asked.choice.said[0] == "go" && offered[1].Head == words.English().WrongGo {
			w.confirmed = w.confirmed[:len(w.confirmed)-1] // "Yes, go back and change it"
		}
	case shown != nil && goes && w.question() != page && edited >= 0:
		w.change(edited, shown.Reply)
	case shown != nil && goes && w.question() != page:
		w.confirmed = append(w.confirmed, *shown)
	case key == "esc" || key == "alt+esc" || key == "shift+tab" || key == "r" || key == "q":
		// The path tells whether it went back, but then it must be by one.
		if n := len(w.app.session.Path()); n == len(w.confirmed)-1 {
			w.confirmed = w.confirmed[:n]
		}
	}
	w.check()
}

// edited returns the index of the answer that is being changed, or -1.
func (w *walk) edited() int {
	if !w.app.session.Changing() {
		return -1
	}
	page, _ := w.app.session.Asked()
	return slices.IndexFunc(w.app.session.Path(), func(turn triage.Turn) bool { return turn.Page == page })
}

// change does to confirmed what changing an answer in place promises: later answers count
// where they are still asked for, up to the first page that was not answered before.
func (w *walk) change(turn int, reply []string) {
	w.t.Helper()
	w.changes++
	old, wentOn := w.confirmed, w.onward > 0
	w.confirmed = append(slices.Clone(old[:turn]), triage.Turn{Page: old[turn].Page, Reply: reply})
	if turn < w.onward-1 {
		w.onward = 0
	}
	for {
		played := w.played()
		page, more := played.Page()
		if !more && wentOn && played.CanGoOn() {
			w.onward = len(w.confirmed) + 1
			played.GoOn()
			page, more = played.Page()
		}
		i := slices.IndexFunc(old[turn+1:], func(later triage.Turn) bool { return later.Page == page })
		if !more || i < 0 {
			return
		}
		w.confirmed = append(w.confirmed, old[turn+1+i])
	}
}

// played returns an interview with the confirmed answers.
func (w *walk) played() *triage.Interview {
	w.t.Helper()
	again := triage.NewInterview(legtest.Table(w.t))
	for _, turn := range w.confirmed {
		if page, more := again.Page(); !more || page != turn.Page {
			again.GoOn() // as the person must have done
		}
		if page, more := again.Page(); !more || page != turn.Page {
			w.t.Fatalf("%v: %v was confirmed, but the interview asks for %v:\n%s", w.keys, turn, page, w.screen())
		}
		if err := again.Answer(turn.Reply...); err != nil {
			w.t.Fatalf("%v: %v: %v", w.keys, turn, err)
		}
	}
	return again
}

// shown returns the page on the screen with the answers that are chosen, or that enter
// would choose. It returns nil if something else is on the screen.
func (w *walk) shown() *triage.Turn {
	w.t.Helper()
	if _, asks := w.app.top().(pageScreen); !asks {
		return nil
	}
	page := w.on()
	said := w.chosen()
	ids := legtest.IDs(page)
	for _, l := range w.begun() {
		if l.on != slices.Contains(said, ids[l.row]) {
			w.t.Fatalf("%v: the mark of answer %d is wrong, chosen is %v:\n%s", w.keys, l.row, said, w.screen())
		}
	}
	at := w.question().choice.at
	if one := !page.Question.List || page.Tick >= 0; at >= 0 && (one || len(said) == 0 && ids[at] == triage.None) {
		said = []string{ids[at]}
	}
	return &triage.Turn{Page: page, Reply: said}
}

// byKey returns the answer that a digit alone can give to the page, or nil: where one
// answer is asked for, that one; in a list without ticks, none of these. Whether the page
// then closes is for the caller to see.
func (w *walk) byKey(key string) []string {
	w.t.Helper()
	if _, asks := w.app.top().(pageScreen); !asks {
		return nil
	}
	page := w.on()
	ids, one := legtest.IDs(page), !page.Question.List || page.Tick >= 0
	for i, id := range ids {
		ticked := slices.ContainsFunc(w.chosen(), func(said string) bool { return said != id })
		if digitOf(ids, i) == key && (one || id == triage.None && !ticked) {
			return []string{id}
		}
	}
	return nil
}

func (w *walk) check() {
	w.t.Helper()
	lines := strings.Split(w.app.View().Content, "\n")
	if len(lines) > w.size.h {
		w.t.Fatalf("%v: %d lines in a window of %v:\n%s", w.keys, len(lines), w.size, w.screen())
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > w.size.w {
			w.t.Fatalf("%v: %q is too wide for %v:\n%s", w.keys, ansi.Strip(line), w.size, w.screen())
		}
	}
	if c := w.app.View().Cursor; c.X >= w.size.w || c.Y >= len(lines) {
		w.t.Fatalf("%v: the cursor is at %d,%d in a window of %v:\n%s", w.keys, c.X, c.Y, w.size, w.screen())
	}
	on := w.app.session.Path()
	for len(on) > len(w.confirmed) { // taken over from last time
		next := on[len(w.confirmed)]
		if !slices.ContainsFunc(w.earlier, func(turn triage.Turn) bool { return fmt.Sprint(turn) == fmt.Sprint(next) }) || next.Question.Stage < triage.StageProblem {
			break
		}
		w.confirmed = append(w.confirmed, next)
	}
	if fmt.Sprint(on) != fmt.Sprint(w.confirmed) {
		w.t.Fatalf("%v: %v was confirmed, but the interview has %v:\n%s", w.keys, w.confirmed, on, w.screen())
	}
	if !w.app.session.Assessment().Answers.Equal(w.played().Answers()) {
		w.t.Fatalf("%v: the answers are not those of %v:\n%s", w.keys, w.confirmed, w.screen())
	}
}

// TestTicksAreNotLostOnTheWayBack goes back from a page before its ticks are confirmed.
func TestTicksAreNotLostOnTheWayBack(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.reply(false, "none")
	s.wantAsked("limb")
	s.press("4", "6", "esc")
	s.wantAsked("life")
	s.reply(false, "none")
	s.wantAsked("limb")
	if got := s.chosen(); !slices.Equal(got, []string{"stand", "bleed"}) {
		t.Fatalf("%q is ticked:\n%s", got, s.screen())
	}
	from, to := legtest.Table(t).Question("limb").Scales()
	for scale := from; scale < to; scale++ {
		if _, known := s.app.session.Assessment().Answers.Value(scale); known {
			t.Error("what was not confirmed counts")
		}
	}
	s.press("4", "6", "8", "enter")
	s.want("EMERGENCY")
	if got := s.app.session.Path()[1].Reply; !slices.Equal(got, []string{"deep"}) {
		t.Errorf("the answer is %q", got)
	}
}

// TestChangeTellsWhatIsSetAside changes an answer so that an emergency makes the later
// ones unnecessary.
func TestChangeTellsWhatIsSetAside(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	a := legtest.People(t)["G-S03"]
	s.answerAs(a)
	s.want("SELF-CARE")
	answers := len(s.app.session.Path())
	s.press("e", "2", "enter")
	s.reply(false, "saddle")
	s.want("EMERGENCY")
	if want := words.Fill(words.English().ChangedAside, "n", answers-2); !strings.Contains(s.whole(), want) {
		t.Errorf("%q is not said:\n%s", want, s.screen())
	}
}

// whole returns the text of the result, including what is out of sight.
func (s *viewer) whole() string {
	var b strings.Builder
	if err := s.result().doc.Text(&b, 10000); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}
