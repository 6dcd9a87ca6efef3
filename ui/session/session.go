// Package session is an interview as a person goes through it, whatever it looks like. A
// [Setup] has what it needs, and a [Session] is how it goes. The full screen and plain mode
// are its two front ends. It draws nothing, reads nothing, and writes only through the
// functions that it is given.
package session

import (
	"errors"
	"slices"

	"legtriage/triage"
)

// Screen is what a person has in front of them.
type Screen uint8

// The screens.
const (
	Welcome  Screen = iota
	LookOver        // the answers from last time: are they still true?
	Page            // a page of the interview, or an answer that is being changed
	Review          // all answers, before a result: are they right?
	Result
)

// Confirmation is a question to answer before an act that takes something away.
type Confirmation uint8

// The confirmations.
const (
	Nothing   Confirmation = iota
	BackWrong              // before a step back from an emergency: was an answer wrong?
	EditWrong              // the same, before a change of an answer
	Leaving                // leave, and lose answers or a note?
	Again                  // start again, and drop everything that was said?
)

// Session is one interview: which screen is shown, what each act leads to, what has been
// done, and what the outcome is. The front ends draw it and take input; they decide
// nothing. It knows no terminal, no file and no clock.
//
// There is a result in two cases. An emergency is one as soon as the answers point to it,
// unless some of them still have to be looked over. It remains one while more is asked and
// while an answer is being changed, and people who leave then are told it. Any other
// result counts only while its screen is shown.
//
// An emergency cannot be left by a slip: a step back from its screen, a step back that
// would end it, and every change of an answer have to be confirmed. Stepping back among
// the questions for the doctor loses nothing and needs no confirmation; nor does leaving
// with a result, unless a note is not saved yet.
//
// Answers are looked over once, before a result that is not an emergency. They count as
// looked over until somebody goes back to one of them and answers it differently. A change
// in place is no reason to look them over again: it was made on purpose, from the list of
// all answers, and the result says what it did. Nor is a new question that it led to,
// which was answered a moment ago. So people who go back to reread a question, and on
// again, are not asked twice whether the answers are right; people who answer it
// differently are.
//
// The next result says what a change did to the result, whatever was answered or taken
// back in between.
type Session struct {
	in   *triage.Interview
	keep func(triage.Answers)

	started  bool
	looking  int                      // the first turn from last time that has to be looked over; -1: none
	edited   int                      // the turn that is being changed; -1: none
	paused   bool                     // the person went back to the result from the questions for the doctor
	reviewed bool                     // the answers were looked over
	before   *seenResult              // the result that was shown before a change
	drafts   map[triage.Page][]string // what was chosen on pages that were left by going back
	added    added
	chosen   []string // on the page, when the person wanted to leave

	asks  Confirmation
	then  func() // what to do once it is confirmed
	moves int
	left  bool
}

// seenResult is a result that the person has seen, and the answers that led to it.
type seenResult struct {
	*triage.Assessment
	path []triage.Turn
}

// newSession starts at the welcome page, with the answers from last time, if there are
// any. After each answer that is given or changed, keep is called with everything that
// would be lost if the program ended then.
func newSession(t *triage.Table, earlier *triage.Answers, keep func(triage.Answers)) *Session {
	s := &Session{keep: keep, looking: -1, edited: -1, drafts: map[triage.Page][]string{}}
	if s.in = triage.NewInterview(t); earlier != nil {
		s.in = triage.Resume(*earlier)
	}
	return s
}

// Screen returns the screen to show now.
func (s *Session) Screen() Screen {
	if s.edited >= 0 {
		return Page
	}
	return s.beneath()
}

// beneath returns the screen to show when no answer is being changed.
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

// Moves counts the screens so far: while it does not change, the screen is the same.
func (s *Session) Moves() int { return s.moves }

// Asked returns the page to show on [Page], and the reply that is offered for it.
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

// forAmbulance reports whether a page is asked only because its answer could turn the
// emergency into one for an ambulance.
func (s *Session) forAmbulance() bool {
	return s.emergency() && !s.Changing() && !s.in.WentOn()
}

// counts returns how many questions are done, and how many are left if every further
// answer is calm.
func (s *Session) counts() (done, left int) { return s.in.Counts() }

// Listed returns the turns for a list of answers, and the index of the first of them for
// [Session.Edit]. While answers from last time have to be looked over it lists these, and
// otherwise all.
func (s *Session) Listed() (first int, turns []triage.Turn) {
	first = max(0, s.looking)
	return first, s.in.Path()[first:]
}

// OfLastTime reports whether answers from last time have to be looked over.
func (s *Session) OfLastTime() bool { return s.looking >= 0 }

// emergency reports whether there is an emergency.
func (s *Session) emergency() bool {
	now, _ := s.in.Answers().Range()
	return s.looking < 0 && now >= triage.Go
}

// hasResult reports whether there is a result.
func (s *Session) hasResult() bool { return s.emergency() || s.Screen() == Result }

// Assessment returns what the answers so far lead to, which is not always a result yet.
func (s *Session) Assessment() *triage.Assessment { return s.in.Answers().Assess() }

// Table returns the table that the session is about.
func (s *Session) Table() *triage.Table { return s.in.Answers().Table() }

// outcome returns the result, or nil if there is none.
func (s *Session) outcome() *triage.Assessment {
	if !s.hasResult() {
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

// Start goes from the welcome page to the questions.
func (s *Session) Start() {
	s.started = true
	s.goOn()
}

// goOn takes over answers from last time as far as possible, and goes to the next screen.
func (s *Session) goOn() {
	s.edited, s.paused = -1, false
	if s.started {
		s.looking = takeUp(s.in, s.looking)
	}
	s.moves++
}

// edit begins to change the answer of a turn, or with -1 stops changing one.
func (s *Session) edit(turn int) {
	s.edited = turn
	s.moves++
}

// takeUp takes over the next answers from an earlier interview. It returns the first turn
// that the person has to look over then, or -1. Answers have to be looked over until the
// person says that they are right, unless a change has led to an emergency, which is
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

// errElsewhere is the error of a reply to a page that is not shown.
var errElsewhere = errors.New("another question is asked now")

// Reply answers the page that is shown, or changes the answer to it.
func (s *Session) Reply(page triage.Page, ids ...string) error {
	if asked, _ := s.Asked(); s.Screen() != Page || page != asked {
		return errElsewhere
	}
	if s.edited >= 0 {
		before := s.before
		if s.beneath() == Result {
			before = &seenResult{s.Assessment(), s.in.Path()}
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

// First reports whether nothing has been answered yet.
func (s *Session) First() bool { return len(s.in.Path()) == 0 }

// Back takes a step back: out of a change, which leaves the answer as it was; to the page
// before; or from the first page to the welcome page. What was chosen on the page that is
// left does not count, but is offered when the page comes up again.
func (s *Session) Back(chosen ...string) {
	back := func() { s.back(chosen) }
	switch {
	case !s.started:
	case s.edited >= 0:
		s.edit(-1)
	case s.Screen() == Result && s.paused:
		s.GoOn()
	case s.emergency() && (s.Screen() == Result || s.byLastAnswer()):
		s.ask(BackWrong, back)
	default:
		back()
	}
}

// byLastAnswer reports whether it is an emergency only because of the last answer.
func (s *Session) byLastAnswer() bool {
	earlier := *s.in // the step back changes only the copy
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

// Edit asks the page of a turn again, which is given by its index in the path.
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

// Right says that the answers that had to be looked over are right.
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

// CanGoOn reports whether there is more to ask for the doctor after an emergency.
func (s *Session) CanGoOn() bool { return s.Screen() == Result && (s.paused || s.in.CanGoOn()) }

// GoOn goes on with the questions for the doctor. Going back from the first leads to the
// result again.
func (s *Session) GoOn() {
	if s.CanGoOn() {
		s.before = nil
		if !s.paused {
			s.in.GoOn()
		}
		s.goOn()
	}
}

// WentOn reports whether the page that is shown is asked only for the doctor, after an
// emergency.
func (s *Session) WentOn() bool {
	return s.Screen() == Page && !s.Changing() && s.emergency() && s.in.WentOn()
}

// ToResult goes from the questions for the doctor back to the result, which includes
// everything answered since. [Session.GoOn] and [Session.Back] lead to the same page again.
func (s *Session) ToResult() {
	if s.WentOn() {
		s.paused = true
		s.moves++
	}
}

// Again starts again from a result, without answers. It asks first.
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

// Leave ends the session. It asks once if answers, something chosen on the page, or a note
// for the doctor would be lost. This question takes the place of any other.
func (s *Session) Leave(chosen ...string) {
	leave := func() { s.left, s.added.unsaved = true, false }
	if s.asks != Leaving {
		s.chosen = chosen
	}
	if s.asks == Leaving || (s.First() && len(chosen) == 0 || s.hasResult()) && !s.added.unsaved {
		leave()
		return
	}
	s.ask(Leaving, leave)
}

// least returns how urgent it is at least by the answers, and by what was chosen on the
// page when the person wanted to leave. Answers from last time count only once they have
// been looked over, since they may no longer be true.
func (s *Session) least() triage.Urgency {
	said := s.in
	if s.OfLastTime() {
		said = triage.NewInterview(s.Table())
	}
	least, _ := said.Answers().Range()
	if s.Screen() == Page && len(s.chosen) > 0 {
		page, _ := s.Asked()
		more, _ := said.With(triage.Turn{Page: page, Reply: s.chosen}).Range()
		least = max(least, more)
	}
	return least
}

func (s *Session) ask(what Confirmation, then func()) { s.asks, s.then = what, then }

// Confirm answers the question of [Session.Asks]. After a no, everything is as before.
func (s *Session) Confirm(yes bool) {
	then := s.then
	s.asks, s.then = Nothing, nil
	switch {
	case !yes:
		s.chosen = nil // the page may change it
	case then != nil:
		then()
	}
}
