package screen

import (
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// TestCtrlCLosesNothingWithoutAWord presses ctrl+c on every screen that can lie above
// something that was chosen or typed.
func TestCtrlCLosesNothingWithoutAWord(t *testing.T) {
	w := words.English()
	for _, in := range sizes {
		// A sign of danger that is ticked: below the keys, below why it is asked, and on
		// the page itself. The question says what it means, and so does what is left.
		for _, above := range [][]string{nil, {"h"}, {"?"}, {"h", "h"}} {
			s := start(t, in)
			s.press("enter", "1")
			s.press(above...)
			if s.press("ctrl+c"); s.left {
				t.Fatalf("%v: ctrl+c above %v drops a tick", in, above)
			}
			if in.h > 8 { // there is room for it
				s.want(w.Headlines[triage.Call])
			}
			s.press("2")
			if o := s.app.outcome(); !s.left || o.AtLeast != triage.Call {
				t.Errorf("%v: leaving from above %v ends with %+v", in, above, o)
			}
		}
		// A note that is being typed.
		s := start(t, in)
		s.press("enter", "1", "enter", "s", "tab", "tab")
		s.typeIn("since 6")
		if s.press("ctrl+c"); s.left {
			t.Fatalf("%v: ctrl+c drops a note that is being typed", in)
		}
		if in.h > 8 {
			s.want(w.NoteNotSaved)
		}
		s.press("1")
		s.want("> since 6")
	}
}

// TestCtrlCTakesThePlaceOfAnotherQuestion presses ctrl+c where it is asked whether an
// answer was wrong. After staying, that question is gone, and can be asked again.
func TestCtrlCTakesThePlaceOfAnotherQuestion(t *testing.T) {
	w := words.English()
	s := start(t, sizes[0])
	s.press("enter", "1", "enter", "s", "tab", "tab")
	s.typeIn("since 6")
	s.press("esc", "esc")
	s.want(w.Wrong)
	s.press("h", "ctrl+c")
	s.want(w.Leave)
	s.press("1")
	if s.ask() != nil {
		t.Fatalf("a question is left over:\n%s", s.screen())
	}
	s.press("esc") // the list of keys
	if s.result() == nil {
		t.Fatalf("below it is:\n%s", s.screen())
	}
	s.press("esc")
	s.want(w.Wrong)
	if s.press("2"); s.question() == nil {
		t.Errorf("going back leads to:\n%s", s.screen())
	}
}

// TestOnlySeenAnswersAreStillTrue presses e, the key for changing an answer, on "Yes, go
// on" above answers that were not all on the screen.
func TestOnlySeenAnswersAreStillTrue(t *testing.T) {
	s, _ := resumed(t, size{40, 8}, legtest.People(t)["G-S14"])
	again(s, legtest.People(t)["G-S14"])
	s.press("home")
	if s.press("e"); !s.app.session.OfLastTime() {
		t.Errorf("e says that answers are still true that nobody has seen:\n%s", s.screen())
	}
	for range 40 {
		s.press("down")
	}
	if s.press("home", "enter"); s.app.session.OfLastTime() {
		t.Errorf("enter does not go on after all was seen:\n%s", s.screen())
	}
}

// TestAFaultKeepsTheUrgency ends with a fault in the middle of an emergency.
func TestAFaultKeepsTheUrgency(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter")
	if o := s.app.afterFault(); o.AtLeast != triage.Call || o.Assessment != nil {
		t.Errorf("after a fault it is %+v", o)
	}
	s.app.session = &session.Session{} // whatever is asked of it panics
	if o := s.app.afterFault(); o.AtLeast != triage.Home || o.Writer.Words == nil {
		t.Errorf("after a second fault it is %+v", o)
	}
}
