package session

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// TestWhatIsAddedIsNoAnswer adds a leg and a note to an emergency: they are not kept with
// the answers, they decide nothing, and leaving without having saved the note has to be
// confirmed.
func TestWhatIsAddedIsNoAnswer(t *testing.T) {
	kept := 0
	s := newSession(legtest.Table(t), nil, func(triage.Answers) { kept++ })
	s.Start()
	page, _ := s.Asked()
	if err := s.Reply(page, "chest"); err != nil {
		t.Fatal(err)
	}
	before, moves := kept, s.Moves()
	answers, as := s.in.Answers(), inJSON(t, s)
	s.Add(report.Left, " no chest pain,\n\x1bit is my  arm ")
	if side, note := s.Added(); side != report.Left || note != "no chest pain, it is my arm" {
		t.Errorf("it has %v, %q", side, note)
	}
	if kept != before || s.Moves() != moves || !s.in.Answers().Equal(answers) || inJSON(t, s) != as {
		t.Error("a note has changed something about the answers")
	}
	write := report.Writer{Words: words.English()}
	if o := End(s, write, false); !o.Unsaved || o.Assessment == nil {
		t.Errorf("after a sudden end, nothing says that the note is lost: %+v", o)
	}
	setup := Setup{Words: words.English()}
	wantLeave := func(asks bool) {
		t.Helper()
		s.Leave()
		if got := s.Asks() == Leaving; got != asks || s.Left() == asks {
			t.Fatalf("leaving asks: %v, want %v", got, asks)
		}
		if asks {
			if why := setup.LeaveWhy(s); why != words.English().NoteNotSaved {
				t.Errorf("it asks, with the reason %q", why)
			}
			s.Confirm(false)
		}
		s.left = false
	}
	wantLeave(true)

	saved, failed := "", errors.New("the disk is full")
	setup.Save = func(_ string, data []byte, _ bool) error { saved = string(data); return failed }
	if err := setup.Write(s, write, "a.md", false); err != failed {
		t.Errorf("%v, want %v", err, failed)
	}
	wantLeave(true)
	failed = nil
	if err := setup.Write(s, write, "a.md", false); err != nil || !strings.Contains(saved, "> “no chest pain, it is my arm”") {
		t.Errorf("%v, saved %s", err, saved)
	}
	wantLeave(false)
	s.Add(report.Left, "no chest pain, it is my arm") // the same as before
	wantLeave(false)
	s.Add(report.Left, "another")
	wantLeave(true)
	s.Leave()
	s.Confirm(true)
	if o := End(s, write, false); !s.Left() || o.Unsaved {
		t.Errorf("somebody who chose to lose the note is told again: %+v", o)
	}
}

// TestWhoToCallIsBesideTheNote looks for the number of the country.
func TestWhoToCallIsBesideTheNote(t *testing.T) {
	place, err := report.CountryFor(legtest.Table(t), "IE", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := NobodyReads(report.Writer{Words: words.English(), Country: place}); !strings.Contains(got, "112") || !strings.HasPrefix(got, "Nobody reads") {
		t.Error(got)
	}
}

func inJSON(t *testing.T, s *Session) string {
	t.Helper()
	out, err := json.Marshal(s.Assessment())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
