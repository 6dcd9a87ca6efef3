// Package session is an interview as a person goes through it, whatever it looks like.
// A [Setup] says what it is about, and a [Session] how it goes. The full screen and
// plain mode are two faces of it. It is pure: it draws nothing, reads nothing, and
// writes only through the functions that it is given.
package session

import (
	"errors"
	"slices"

	"legtriage/triage"
)

// Screen is what stands before a person.
type Screen uint8

// The screens.
const (
	Welcome  Screen = iota
	LookOver        // the answers of last time: still true?
	Page            // a page of the interview, or an answer that is being changed
	Review          // all answers, before a result: are they right?
	Result
)

// Confirmation is what is asked before an act is done that takes something away.
type Confirmation uint8

// The confirmations.
const (
	Nothing   Confirmation = iota
	BackWrong              // was an answer wrong? Before a step back from an emergency
	EditWrong              // the same, before an answer is changed
	Leaving                // leave, with answers and without a result?
	Again                  // start again, and drop all that was said?
)

// Session is one interview as a person goes through it, whatever it looks like:
// which screen stands now, what each act leads to, what is finished, and what the
// outcome is. The faces draw it and hear people; they decide nothing. It is pure:
// no terminal, no file, no clock.
//
// A result stands in two cases. An emergency stands as soon as the answers point
// to one and none of them waits to be looked over. It goes on standing while more
// is asked and while an answer is being changed, and whoever leaves then is told of
// it. Any other result stands while its screen does.
//
// An emergency that stands is not left by a slip: a step back from its screen, a
// step back that would end it, and every change of an answer have to be confirmed.
// Stepping back among the questions for the doctor takes nothing away and is not
// asked about. Nor is leaving with a result: nothing is lost by it.
//
// Answers are looked over once before a result that is no emergency. They count as
// looked over until one of them is taken back and answered differently. A change in
// place is no reason to look over them again: it was made on purpose, from the list
// of all answers, and the result says what it did. Nor is a new question that it led
// to, which was answered a moment ago. So whoever goes back to read a question once
// more, and on again, is not asked twice whether all is right; whoever answers it
// differently is.
//
// What a change did to the result is told with the next result, whatever was
// answered or taken back between them.
type Session struct {
	in   *triage.Interview
	keep func(triage.Answers)

	started  bool
	looking  int   // the first turn of last time that is to be looked over; -1: none
	edited   int   // the turn that is being changed; -1: none
	paused   bool  // among the questions for the doctor, the result was asked for
	reviewed bool  // the answers were looked over
	before   *told // the result that was told before a change
	drafts   map[triage.Page][]string
	added    added // for the doctor

	asks  Confirmation
	then  func() // what is done when it is confirmed
	moves int
	left  bool
}

// told is a result that the person has seen, and the answers that led to it.
type told struct {
	*triage.Assessment
	path []triage.Turn
}

// newSession starts at the welcome page, with the answers of last time, if there
// are any. After each answer that was given or changed, keep gets all that would
// be lost if the program ended then.
func newSession(t *triage.Table, earlier *triage.Answers, keep func(triage.Answers)) *Session {
	s := &Session{keep: keep, looking: -1, edited: -1, drafts: map[triage.Page][]string{}}
	if s.in = triage.NewInterview(t); earlier != nil {
		s.in = triage.Resume(*earlier)
	}
	return s
}

// Screen returns the screen that stands now.
func (s *Session) Screen() Screen {
	if s.edited >= 0 {
		return Page
	}
	return s.beneath()
}

// beneath returns the screen without the answer that is being changed.
func (s *Session) beneath() Screen {
	_, more := s.in.Page()
	switch {
	case !s.started:
		return Welcome
	case s.looking >= 0 && !s.in.Again():
		return LookOver
	case more && !s.paused:
		return Page
	case s.emergency() || s.reviewed:
		return Result
	}
	return Review
}

// Moves counts the screens so far: where it has not changed, the same one stands.
func (s *Session) Moves() int { return s.moves }

// Asked returns the page that is asked on [Page], and the reply to it that is
// offered.
func (s *Session) Asked() (page triage.Page, offered []string) {
	if s.edited >= 0 {
		turn := s.in.Path()[s.edited]
		return turn.Page, turn.Reply
	}
	page, _ = s.in.Page()
	if draft := s.drafts[page]; len(draft) > 0 {
		return page, draft
	}
	return page, s.in.Offered(page)
}

// Changing reports whether an answer is being changed.
func (s *Session) Changing() bool { return s.edited >= 0 }

// forAmbulance reports whether a page is asked only because its answer could make
// an emergency that stands one for an ambulance.
func (s *Session) forAmbulance() bool {
	return s.emergency() && !s.Changing() && !s.in.WentOn()
}

// counts returns how many questions are done, and how many are left if every further
// answer is calm.
func (s *Session) counts() (done, left int) { return s.in.Counts() }

// Listed returns the turns that a list of answers shows, and the place of the
// first of them for [Session.Edit]: those of last time while they are to be looked
// over, all of them otherwise.
func (s *Session) Listed() (first int, turns []triage.Turn) {
	first = max(0, s.looking)
	return first, s.in.Path()[first:]
}

// OfLastTime reports whether answers of last time are to be looked over.
func (s *Session) OfLastTime() bool { return s.looking >= 0 }

// emergency reports whether an emergency stands.
func (s *Session) emergency() bool {
	now, _ := s.in.Answers().Range()
	return s.looking < 0 && now >= triage.Go
}

// stands reports whether a result stands.
func (s *Session) stands() bool { return s.emergency() || s.Screen() == Result }

// Assessment returns what the answers so far lead to. It is a result only where
// one stands.
func (s *Session) Assessment() *triage.Assessment { return s.in.Answers().Assess() }

// Table returns the table that the session is about.
func (s *Session) Table() *triage.Table { return s.in.Answers().Table() }

// outcome returns the result that stands, or nil.
func (s *Session) outcome() *triage.Assessment {
	if !s.stands() {
		return nil
	}
	return s.Assessment()
}

// Path returns the turns so far, oldest first.
func (s *Session) Path() []triage.Turn { return s.in.Path() }

// Asks returns what has to be confirmed now.
func (s *Session) Asks() Confirmation { return s.asks }

// Left reports whether the person has left.
func (s *Session) Left() bool { return s.left }

// Start begins with the questions.
func (s *Session) Start() {
	s.started = true
	s.goOn()
}

// goOn takes up what can be taken up, and goes to the screen that comes next.
func (s *Session) goOn() {
	s.edited, s.paused = -1, false
	if s.started {
		s.looking = takeUp(s.in, s.looking)
	}
	s.moves++
}

// edit goes to the answer of a turn, or away from it with -1.
func (s *Session) edit(turn int) {
	s.edited = turn
	s.moves++
}

// takeUp takes up what comes next from an earlier interview. It returns the first turn
// that the person has to look over now, or -1. Turns stay to be looked over until the
// person says that they are right, unless a change has led to an emergency: that is
// never held back.
func takeUp(in *triage.Interview, looking int) int {
	taken := len(in.TakeUp())
	turns := len(in.Path())
	now, _ := in.Answers().Range()
	switch {
	case taken > 0 && looking < 0:
		return turns - taken
	case looking >= turns, taken == 0 && now >= triage.Go:
		return -1
	}
	return looking
}

// errElsewhere says that an answer was given to a page that is not asked.
var errElsewhere = errors.New("another question is asked now")

// Reply answers the page, or changes the answer to it.
func (s *Session) Reply(page triage.Page, ids ...string) error {
	if asked, _ := s.Asked(); s.Screen() != Page || page != asked {
		return errElsewhere
	}
	if s.edited >= 0 {
		before := s.before
		if s.beneath() == Result {
			before = &told{s.Assessment(), s.in.Path()}
		}
		if err := s.in.Change(s.edited, ids...); err != nil {
			return err
		}
		s.before = before
	} else {
		given := s.in.Offered(page)
		if err := s.in.Answer(ids...); err != nil {
			return err
		}
		if given != nil && !same(given, ids) {
			s.reviewed = false
		}
	}
	delete(s.drafts, page)
	s.keep(s.in.Last())
	s.goOn()
	return nil
}

// same reports whether two replies have the same ids, in any order.
func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// First reports whether nothing stands before the page that is asked.
func (s *Session) First() bool { return len(s.in.Path()) == 0 }

// Back takes a step back: out of a change, which leaves the answer as it was, to
// the page before, or from the first page to the welcome page. What was chosen on
// the page that is left is offered when it comes again, and counts for nothing.
func (s *Session) Back(chosen ...string) {
	back := func() { s.back(chosen) }
	switch {
	case !s.started:
	case s.edited >= 0:
		s.edit(-1)
	case s.Screen() == Result && s.paused:
		s.GoOn()
	case s.emergency() && (s.Screen() == Result || s.rests()):
		s.ask(BackWrong, back)
	default:
		back()
	}
}

// rests reports whether the emergency depends on the last answer.
func (s *Session) rests() bool {
	earlier := *s.in // a step back changes nothing but the copy
	earlier.Back()
	now, _ := earlier.Answers().Range()
	return now < triage.Go
}

func (s *Session) back(chosen []string) {
	switch s.Screen() {
	case Page:
		page, _ := s.in.Page()
		s.drafts[page] = chosen
	case Result:
		s.before = nil
	}
	s.looking = -1
	s.started = s.in.Back()
	s.goOn()
}

// Edit asks a page of the path again. The turn is its index in the path.
func (s *Session) Edit(turn int) {
	edit := func() { s.edit(turn) }
	switch {
	case turn < 0 || turn >= len(s.in.Path()):
	case s.emergency() && s.edited < 0:
		s.ask(EditWrong, edit)
	default:
		edit()
	}
}

// Right says that the answers that are to be looked over are right.
func (s *Session) Right() {
	switch {
	case s.looking >= 0:
		s.looking = -1
	case s.Screen() == Review:
		s.reviewed = true
	default:
		return
	}
	s.goOn()
}

// CanGoOn reports whether there is more to ask after an emergency, for the doctor.
func (s *Session) CanGoOn() bool { return s.Screen() == Result && (s.paused || s.in.CanGoOn()) }

// GoOn asks it. Going back at once leads to the result again.
func (s *Session) GoOn() {
	if s.CanGoOn() {
		s.before = nil
		if !s.paused {
			s.in.GoOn()
		}
		s.goOn()
	}
}

// WentOn reports whether a page is asked for the doctor only, after an emergency.
func (s *Session) WentOn() bool {
	return s.Screen() == Page && !s.Changing() && s.emergency() && s.in.WentOn()
}

// ToResult shows the result again, with all that was answered since. [Session.GoOn] and
// [Session.Back] lead to the same page again.
func (s *Session) ToResult() {
	if s.WentOn() {
		s.paused = true
		s.moves++
	}
}

// Again starts again from a result, with no answers. It asks first.
func (s *Session) Again() {
	if s.Screen() != Result {
		return
	}
	s.ask(Again, func() {
		again := newSession(s.Table(), nil, s.keep)
		again.started, again.moves = true, s.moves
		*s = *again
		s.goOn()
	})
}

// Leave leaves. It asks once when answers, or a note for the doctor, would be lost.
func (s *Session) Leave() {
	leave := func() { s.left, s.added.unsaved = true, false }
	if s.asks == Leaving || (s.First() || s.stands()) && !s.added.unsaved {
		leave()
		return
	}
	s.ask(Leaving, leave)
}

func (s *Session) ask(what Confirmation, then func()) { s.asks, s.then = what, then }

// Confirm answers what is asked. Without a yes, nothing has happened.
func (s *Session) Confirm(yes bool) {
	then := s.then
	if s.asks, s.then = Nothing, nil; yes && then != nil {
		then()
	}
}
