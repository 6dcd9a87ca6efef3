package session

import (
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// TestProgress goes through an interview with calm answers: the part that is asked is not
// over, one that is over stays so, and ever fewer questions are left, in words too.
func TestProgress(t *testing.T) {
	s := newSession(legtest.Table(t), nil, func(triage.Answers) {})
	s.Start()
	w := words.English()
	var before Progress
	seen := map[Part]bool{}
	for n := 0; s.Screen() == Page; n++ {
		at := s.Progress()
		page, _ := s.Asked()
		if seen[at.Part] = true; at.Over[at.Part] {
			t.Errorf("%v is asked, and its part %d is over", page, at.Part)
		}
		if n == 0 && (at.Part != Danger || at.Done != 0 || at.Over != [parts]bool{}) {
			t.Errorf("it begins with %+v", at)
		}
		if n > 0 && s.in.Opened() == 0 && (at.Left >= before.Left || at.Done != before.Done+1) {
			t.Errorf("%v: after %+v comes %+v", page, before, at)
		}
		for i := range at.Over {
			if before.Over[i] && !at.Over[i] && s.in.Opened() == 0 {
				t.Errorf("%v: part %d is no longer over", page, i)
			}
		}
		if at.Left == 1 && s.ToGo(w) != w.ToGoLast && s.in.Opened() == 0 || at.Left == 5 && s.in.Opened() == 0 && s.ToGo(w) != "about 5 to go" {
			t.Errorf("%+v is put into words as %q", at, s.ToGo(w))
		}
		before = at
		reply := page.Question.Options[0].ID
		switch {
		case page.Tick >= 0:
			reply = triage.TickNames()[triage.TickNo]
		case page.Question.List && !page.Question.AtLeastOne:
			reply = triage.None
		}
		if err := s.Reply(page, reply); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []Part{Danger, You, Leg, Health} {
		if !seen[part] {
			t.Errorf("part %d never came", part)
		}
	}
}

// TestNothingIsDeniedInAnEmergency says no to a page of signs, and then changes that to
// chest pain.
func TestNothingIsDeniedInAnEmergency(t *testing.T) {
	s := newSession(legtest.Table(t), nil, func(triage.Answers) {})
	s.Start()
	page, _ := s.Asked()
	if err := s.Reply(page, triage.None); err != nil {
		t.Fatal(err)
	}
	if len(s.Denied()) == 0 || s.Alarm(words.English()) != "" {
		t.Fatalf("denied: %q", s.Denied())
	}
	s.Edit(0)
	if err := s.Reply(page, "chest"); err != nil {
		t.Fatal(err)
	}
	if denied := s.Denied(); denied != nil || s.Alarm(words.English()) == "" {
		t.Errorf("denied in an emergency: %q", denied)
	}
	if least, most, confirmed := s.Range(); least < triage.Go || most < least || !confirmed {
		t.Errorf("%v to %v, %v", least, most, confirmed)
	}
}
