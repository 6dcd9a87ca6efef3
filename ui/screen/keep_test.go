package screen

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/internal/plaintest"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// resumed starts the full screen with answers from last time. It also returns where the
// answers are that were kept last.
func resumed(t testing.TB, in size, earlier triage.Answers, outdated ...triage.Outdated) (*viewer, *triage.Answers) {
	t.Helper()
	s, kept := open(t, in), earlier
	s.app.setup.Keeping = &session.Keeping{File: "kept.json", Earlier: earlier, Outdated: outdated, Write: func(a triage.Answers) error {
		kept = a.Clone()
		return nil
	}}
	s.hear(loaded{table: legtest.Table(t), place: report.Country{}})
	return s, &kept
}

// again gives the answers a to what is asked again, up to the list of the answers from
// last time.
func again(s *viewer, a triage.Answers) {
	s.t.Helper()
	s.press("enter")
	for s.question() != nil {
		page := s.on()
		if page.Question.Stage >= triage.StageProblem && page.Question.ID != "look" { // which has a red flag of its own
			s.t.Fatalf("%v is asked before the list:\n%s", page, s.screen())
		}
		if offered := s.chosen(); len(offered) > 0 && s.question().choice.many {
			s.t.Fatalf("%v offers %v:\n%s", page, offered, s.screen())
		}
		s.reply(false, legtest.Reply(s.t, a, page)...)
	}
	s.want(words.English().KeptReview)
}

// playedAgain returns another interview with the same answers.
func playedAgain(s *viewer) *triage.Interview {
	s.t.Helper()
	in := triage.NewInterview(s.app.session.Table())
	for _, turn := range s.app.session.Path() {
		if err := in.Answer(turn.Reply...); err != nil {
			s.t.Fatal(err)
		}
	}
	return in
}

// TestResuming checks that a second start asks about danger and the person again, lists
// the rest once, and leads to the same result in every window.
func TestResuming(t *testing.T) {
	t.Parallel()
	for _, person := range plaintest.Cases() {
		a := legtest.People(t)[person.ID]
		whole := triage.NewInterview(a.Table())
		for page, more := whole.Page(); more; page, more = whole.Page() {
			whole.Answer(legtest.Reply(t, a, page)...)
		}
		earlier := legtest.Half(t, a, 4)
		if !slices.ContainsFunc(whole.Path(), func(turn triage.Turn) bool { return turn.Question.Stage >= triage.StageProblem }) {
			continue // an emergency before the problem comes up
		}
		for _, in := range sizes {
			s, kept := resumed(t, in, earlier)
			again(s, a)
			s.press("home", "enter")
			if in.h == 6 && s.review() == nil {
				t.Errorf("%s: \"all is still true\" counts, but not all was on the screen", person.ID)
			}
			if s.review() != nil { // not all of them have been on the screen
				if note := s.review().choice.note; note != words.English().SeeAll[0] {
					t.Fatalf("it says %q:\n%s", note, s.screen())
				}
				s.until("pgdown", func() {})
				s.press("home", "enter")
			}
			s.answerAs(a)
			if got, want := s.app.session.Assessment().Answers, whole.Answers(); !got.Equal(want) {
				t.Errorf("%s in %v: the answers differ", person.ID, in)
			}
			if !kept.Equal(playedAgain(s).Last()) {
				t.Errorf("%s in %v: not all is kept", person.ID, in)
			}
		}
	}
}

// TestAllIsStillTrueNeedsEveryLine goes some way through what was said last time, in a
// small window, and says that it is all still true. That counts once the last line has
// been on the screen, and not before. A change of the window in the middle of an answer
// must not make half of it count as all.
func TestAllIsStillTrueNeedsEveryLine(t *testing.T) {
	t.Parallel()
	a := legtest.People(t)["LB-DEF015"]
	// Some answers are longer than a line of each window.
	for question, options := range map[string][]string{"problem": {"skin", "veins", "nail", "restless", "lump"}, "conditions": {"liver", "thyroid", "nerves"}} {
		if err := a.Reply(legtest.Table(t).Question(question), options...); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"down", "pgdown"} {
		for _, other := range []size{sizes[2], {26, 6}, {15, 7}} {
			refused, taken := 0, 0
			for presses := range 40 { // and the end is reached before that
				if !oneIn(3, presses) {
					continue
				}
				s, _ := resumed(t, sizes[0], legtest.Half(t, a, 4))
				again(s, a)
				s.resize(sizes[2])
				s.app.redraw() // anew, so that nothing of it was on the screen before
				seen := s.reading()
				for range presses {
					s.press(key)
					seen.look()
				}
				if other != s.size {
					s.resize(other)
					seen.look()
					s.until(key, func() { seen.look() })
				}
				unread := seen.unread(len(seen.rows))
				s.press("home", "enter")
				switch counts := s.review() == nil; {
				case counts != (unread == ""):
					t.Fatalf("%s %d times, then %v: it counts: %v, not read is %q:\n%s", key, presses, other, counts, unread, s.screen())
				case counts:
					taken++
				default:
					s.wantUnseen()
					refused++
					s.until(key, func() {})
					if s.press("home", "enter"); s.review() != nil {
						t.Fatalf("%s %d times, then %v: it does not count, though everything was on the screen:\n%s", key, presses, other, s.screen())
					}
				}
			}
			if refused == 0 && other == sizes[2] || taken == 0 { // in the others all was read in the end
				t.Errorf("%s, then %v: refused %d and taken %d times: this tested nothing", key, other, refused, taken)
			}
		}
	}
}

// TestResumingLooksOverWhatWasSaid changes an answer in the list, which then comes back;
// an emergency is shown at once.
func TestResumingLooksOverWhatWasSaid(t *testing.T) {
	a := legtest.People(t)["G-S14"]
	s, kept := resumed(t, sizes[0], legtest.Half(t, a, 4))
	again(s, a)
	first, _ := s.app.session.Listed()
	path := s.app.session.Path()
	page := path[first].Page
	rows := len(s.review().choice.rows)
	if rows != len(path)-first+1 {
		t.Fatalf("%d rows for %d turns:\n%s", rows, len(path)-first, s.screen())
	}

	s.press("2", "enter") // change the first of them
	if s.on() != page {
		t.Fatalf("%v is changed, not %v", s.on(), page)
	}
	s.press("esc")
	s.want(words.English().KeptReview)
	s.press("2", "enter")
	s.reply(false, "numb")
	s.want(words.English().KeptReview)
	if got := s.app.session.Path()[first].Reply; !slices.Equal(got, []string{"numb"}) {
		t.Errorf("after the change it says %v", got)
	}
	if !kept.Equal(playedAgain(s).Last()) {
		t.Error("the change is not kept")
	}

	// Going back leaves the list for the last page on it, with its answer offered.
	s.press("esc")
	if s.review() != nil || s.question() == nil || len(s.chosen()) == 0 {
		t.Fatalf("nothing is offered:\n%s", s.screen())
	}

	// An emergency that comes from the file is shown once the list was looked over, and
	// one that comes from a change at once.
	a = legtest.People(t)["LB-DEF013"] // a child
	general := legtest.Table(t).Question("general")
	urgent := legtest.Half(t, a, 4)
	urgent.Reply(general, "fever")
	s, _ = resumed(t, sizes[0], urgent)
	again(s, a)
	if s.app.outcome().Assessment != nil {
		t.Error("a result that was not shown")
	}
	s.press("home", "enter")
	s.want(words.English().Categories[triage.Emergency])

	s, _ = resumed(t, sizes[0], legtest.Half(t, a, 6))
	again(s, a)
	i := slices.IndexFunc(s.app.session.Path(), func(turn triage.Turn) bool { return turn.Question == general })
	if i < 0 {
		t.Fatalf("%s is not on the path %v", general.ID, s.app.session.Path())
	}
	from, _ := s.app.session.Listed()
	s.press(strconv.Itoa(i-from+2), "enter")
	s.reply(false, "fever")
	s.want(words.English().Categories[triage.Emergency])
}

// TestAnAnswerCountsForTheQuestionOnTheScreen begins to change an answer, goes back to the
// list instead, goes on from there, and answers the next questions.
func TestAnAnswerCountsForTheQuestionOnTheScreen(t *testing.T) {
	for _, id := range []string{"G-D04", "AV348", "G-S14"} {
		a := legtest.People(t)[id]
		s, _ := resumed(t, sizes[0], legtest.Half(t, a, 6))
		again(s, a)
		_, turns := s.app.session.Listed()
		first := turns[0]
		s.press("2", "enter") // change the first
		s.press("r")
		s.want(words.English().KeptReview)
		s.press("home", "enter") // all of it is still true
		s.answerAs(a)
		for _, turn := range s.app.session.Path() {
			if want := legtest.Reply(t, a, turn.Page); !slices.Equal(slices.Sorted(slices.Values(turn.Reply)), slices.Sorted(slices.Values(want))) {
				t.Errorf("%s: %v, but the answer was %v", id, turn, want)
			}
		}
		if got := s.app.session.Path(); !slices.ContainsFunc(got, func(turn triage.Turn) bool { return turn.Page == first.Page }) {
			t.Errorf("%s: %v is gone", id, first)
		}
	}
}

// TestLeavingAChangeHasNoResult leaves while an answer is being changed: the person has
// doubts about it, so self-care is not the result any more. An emergency still is, until
// the change is made.
func TestLeavingAChangeHasNoResult(t *testing.T) {
	for id, stands := range map[string]bool{"G-S14": false, "LB-DEF015": false, "G-E01": true} {
		a := legtest.People(t)[id]
		s := start(t, sizes[0])
		s.press("enter")
		s.answerAs(a)
		if s.result() == nil {
			t.Fatalf("%s has no result:\n%s", id, s.screen())
		}
		if s.app.outcome().Assessment == nil {
			t.Errorf("%s: no outcome", id)
		}
		s.press("e", "1", "enter")
		if s.ask() != nil {
			s.press("2") // yes, change it
		}
		if !s.app.session.Changing() {
			t.Fatalf("%s: nothing is being changed:\n%s", id, s.screen())
		}
		if got := s.app.outcome().Assessment != nil; got != stands {
			t.Errorf("%s: left while changing, has a result: %v, want %v", id, got, stands)
		}
		s.press("esc")
		if s.app.outcome().Assessment == nil {
			t.Errorf("%s: no outcome after the change was abandoned", id)
		}
	}
}

// TestWhatIsKeptIsTold reads a welcome page that has everything to say.
func TestWhatIsKeptIsTold(t *testing.T) {
	table := legtest.Table(t)
	partly := table.NoAnswers()
	problem := table.Question("problem")
	from, _ := problem.Scales()
	partly.Set(from, triage.TickYes)
	s, _ := resumed(t, size{80, 60}, partly, triage.Outdated{ID: "old\x1b"}, triage.Outdated{ID: "skin", Question: table.Question("skin")})
	for _, words := range []string{
		"kept.json", words.English().KeptBefore, "The question old? is no longer asked", "A question has changed since you answered it: “" + legtest.Ask(t, "skin"),
		"only in part: “" + legtest.Ask(t, "problem"),
	} {
		s.want(words)
	}
	if strings.Contains(s.text(), words.English().WelcomePrivate) {
		t.Errorf("it says that nothing is kept:\n%s", s.screen())
	}
	s = start(t, size{80, 60})
	s.want(words.English().WelcomePrivate)
}

// TestAnswersThatCannotBeKeptAreTold makes writing fail once: the next screen says so, the
// one after it does not, and leaving says truly what is kept both times.
func TestAnswersThatCannotBeKeptAreTold(t *testing.T) {
	s, _ := resumed(t, sizes[0], legtest.Table(t).NoAnswers())
	keeping := s.app.setup.Keeping
	write := keeping.Write
	keeping.Write = func(triage.Answers) error { return errors.New("the disk is full") }
	s.press("enter", "end", "0")
	s.want("not kept: the disk is full")
	s.press("ctrl+c")
	s.want(words.English().LeaveWhy)
	s.press("esc")
	keeping.Write = write
	s.press("end", "0")
	if strings.Contains(s.text(), "not kept") {
		t.Errorf("still not kept:\n%s", s.screen())
	}
	s.press("ctrl+c")
	s.want("Your answers are kept in kept.json.")
}
