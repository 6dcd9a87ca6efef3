package session

import (
	"fmt"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// flow starts a session, and records what it keeps.
func flow(t testing.TB, earlier *triage.Answers) (*Session, *triage.Answers) {
	t.Helper()
	kept := legtest.Table(t).NoAnswers()
	s := newSession(legtest.Table(t), earlier, func(a triage.Answers) { kept = a.Clone() })
	s.Start()
	return s, &kept
}

// give replies to the page that is asked.
func give(t testing.TB, s *Session, ids ...string) {
	t.Helper()
	page, _ := s.Asked()
	if err := s.Reply(page, ids...); err != nil {
		t.Fatalf("%v: %v", page, err)
	}
}

// answerAll replies as this person until no page is asked.
func answerAll(t testing.TB, s *Session, a triage.Answers) {
	t.Helper()
	for s.Screen() == Page {
		page, _ := s.Asked()
		give(t, s, legtest.Reply(t, a, page)...)
	}
}

// toResult goes to the result of a case.
func toResult(t testing.TB, id string) (*Session, triage.Answers) {
	t.Helper()
	a := legtest.People(t)[id]
	s, _ := flow(t, nil)
	answerAll(t, s, a)
	s.Right()
	wantScreen(t, s, Result)
	return s, a
}

func wantScreen(t testing.TB, s *Session, want Screen) {
	t.Helper()
	if got := s.Screen(); got != want || s.Asks() != Nothing {
		t.Fatalf("screen %d stands, want %d; it asks %d; the path is %v", got, want, s.Asks(), s.Path())
	}
}

// wantAsks fails unless this act asks for this confirmation. While it is asked, the
// result must stand, and without a yes nothing may happen.
func wantAsks(t testing.TB, s *Session, what Confirmation, act func()) {
	t.Helper()
	moves, path := s.Moves(), fmt.Sprint(s.Path())
	for _, yes := range []bool{false, true} {
		if act(); s.Asks() != what || s.Moves() != moves || s.Left() {
			t.Fatalf("it asks %d, want %d; moves %d, were %d", s.Asks(), what, s.Moves(), moves)
		}
		if s.Confirm(yes); !yes && (s.Asks() != Nothing || s.Moves() != moves || fmt.Sprint(s.Path()) != path || s.Left()) {
			t.Fatalf("answering no has led to %v, screen %d", s.Path(), s.Screen())
		}
	}
}

// TestTheSessionIsPure reads the imports of session.go: no terminal, no file, no clock.
func TestTheSessionIsPure(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "session.go", nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		if !slices.Contains([]string{`"errors"`, `"slices"`, `"legtriage/triage"`}, i.Path.Value) {
			t.Errorf("it imports %s", i.Path.Value)
		}
	}
}

// TestAnswersAreLookedOverOnce goes to results, changes an answer so that a new
// question comes, and goes back from there and on again: nobody is asked twice whether
// the answers are right, unless one was answered differently.
func TestAnswersAreLookedOverOnce(t *testing.T) {
	again, otherwise := 0, 0
	for _, id := range []string{"G-S14", "G-S03", "LB-DEF015", "AV176"} {
		result, a := toResult(t, id)
		for turn, was := range result.Path() {
			for _, other := range was.Question.Options {
				s, _ := toResult(t, id)
				if s.Edit(turn); was.Tick >= 0 || s.Reply(was.Page, other.ID) != nil || s.Screen() != Page {
					continue
				}
				changed := a.Clone()
				changed.Reply(was.Question, other.ID)
				for s.Screen() == Page { // otherwise calm
					page, _ := s.Asked()
					if known(changed, page.Question) && page.Tick < 0 {
						give(t, s, legtest.Reply(t, changed, page)...)
						continue
					}
					give(t, s, randomCalm(page)...)
				}
				if s.emergency() {
					continue
				}
				wantScreen(t, s, Result)
				moves := s.Path()
				for range 3 {
					s.Back()
				}
				for s.Screen() == Page {
					_, offered := s.Asked()
					give(t, s, offered...)
				}
				if wantScreen(t, s, Result); fmt.Sprint(s.Path()) != fmt.Sprint(moves) {
					t.Fatalf("back and on again leads from %v to %v", moves, s.Path())
				}
				again++

				// Now with a different answer.
				s.Back()
				page, offered := s.Asked()
				for _, ids := range [][]string{{page.Question.Options[0].ID}, {page.Question.Options[1].ID}} {
					if !same(ids, offered) && page.Tick < 0 && s.Screen() == Page {
						give(t, s, ids...)
						for s.Screen() == Page {
							now, _ := s.Asked()
							give(t, s, randomCalm(now)...)
						}
						if !s.emergency() {
							wantScreen(t, s, Review)
							otherwise++
						}
						break
					}
				}
			}
		}
	}
	if again < 10 || otherwise < 5 {
		t.Errorf("%d times on again and %d times otherwise: this tested too little", again, otherwise)
	}
}

// randomCalm returns the calmest reply to a page.
func randomCalm(page triage.Page) []string {
	switch q := page.Question; {
	case page.Tick >= 0:
		return []string{"no"}
	case q.List && !q.AtLeastOne:
		return []string{triage.None}
	default:
		return []string{q.Options[0].ID}
	}
}

// TestAnEmergencyIsNotLeftByASlip wants a confirmation before a step back and before a
// change, but not among the questions for the doctor.
func TestAnEmergencyIsNotLeftByASlip(t *testing.T) {
	for _, id := range []string{"G-E01", "G-D34"} {
		s, _ := toResult(t, id)
		if !s.emergency() || !s.rests() {
			t.Fatalf("%s: emergency %v, rests on the last answer %v", id, s.emergency(), s.rests())
		}
		wantAsks(t, s, BackWrong, func() { s.Back() })
		wantScreen(t, s, Page)

		s, _ = toResult(t, id)
		wantAsks(t, s, EditWrong, func() { s.Edit(0) })
		wantScreen(t, s, Page)
		if !s.Changing() || !s.stands() {
			t.Errorf("%s: changing %v, stands %v", id, s.Changing(), s.stands())
		}
		s.Back() // out of it
		wantScreen(t, s, Result)

		if !s.CanGoOn() {
			t.Fatalf("%s: there is nothing to go on with", id)
		}
		s.GoOn()
		wantScreen(t, s, Page)
		for range 2 {
			page, _ := s.Asked()
			give(t, s, randomCalm(page)...)
		}
		for range 3 { // the last of them is the step to the result
			if !s.emergency() || !s.stands() || s.rests() {
				t.Fatalf("%s: going on, emergency %v, stands %v, rests on the last answer %v", id, s.emergency(), s.stands(), s.rests())
			}
			wantScreen(t, s, Page)
			s.Back()
		}
		wantScreen(t, s, Result)
		s.GoOn()
		wantAsks(t, s, EditWrong, func() { s.Edit(0) })
		if give(t, s, s.Path()[0].Reply...); !s.emergency() {
			t.Errorf("%s: the same answer again ends the emergency", id)
		}
	}
}

// TestAnEmergencyStandsWhileMoreIsAsked ticks the first signs that lead to an emergency
// department: the other page of dangers is still asked. The emergency stands, people
// who leave are told it, and it is not left by a slip.
func TestAnEmergencyStandsWhileMoreIsAsked(t *testing.T) {
	asked := 0
	for _, o := range legtest.Table(t).Question("life").Options {
		s, _ := flow(t, nil)
		give(t, s, o.ID)
		if s.Screen() != Page {
			continue
		}
		if asked++; !s.emergency() || !s.stands() || s.CanGoOn() || s.Progress(words.English())[0] != words.English().ForAmbulance {
			t.Errorf("%s: emergency %v, stands %v, can go on %v", o.ID, s.emergency(), s.stands(), s.CanGoOn())
		}
		if s.Leave(); !s.Left() || s.outcome() == nil || s.outcome().AtLeast != triage.Go {
			t.Errorf("%s: somebody who leaves is told %+v", o.ID, s.outcome())
		}
		s, _ = flow(t, nil)
		give(t, s, o.ID)
		wantAsks(t, s, BackWrong, func() { s.Back() })
		if wantScreen(t, s, Page); s.emergency() || !s.First() {
			t.Errorf("%s: back leads to %v", o.ID, s.Path())
		}
		give(t, s, o.ID)
		give(t, s, triage.Unsure) // the other page, tick by tick
		for range 2 {
			give(t, s, "no")
		}
		if s.Back(); s.Asks() != Nothing || !s.emergency() {
			t.Errorf("%s: a step back that ends no emergency is asked about", o.ID)
		}
	}
	if asked == 0 {
		t.Error("no sign leads to the other page of dangers: this tested nothing")
	}
}

// TestLeavingAsksWhereSomethingIsLost leaves from every screen.
func TestLeavingAsksWhereSomethingIsLost(t *testing.T) {
	a := legtest.People(t)["G-S14"]
	s, _ := flow(t, nil)
	s.Back() // to the welcome page
	wantScreen(t, s, Welcome)
	if s.Leave(); !s.Left() || s.outcome() != nil {
		t.Error("on the welcome page")
	}
	s, _ = flow(t, nil)
	give(t, s, "none")
	wantAsks(t, s, Leaving, s.Leave)
	if !s.Left() || s.outcome() != nil {
		t.Error("half way")
	}
	s, _ = flow(t, nil)
	answerAll(t, s, a)
	wantScreen(t, s, Review)
	if s.Leave(); s.Asks() != Leaving {
		t.Error("at the list of answers")
	}
	if s.Leave(); !s.Left() || s.outcome() != nil {
		t.Error("asked twice")
	}
	s, _ = toResult(t, "G-S14")
	if s.Edit(0); s.stands() {
		t.Error("a calm result stands while an answer is changed")
	}
	wantAsks(t, s, Leaving, s.Leave)
	s, _ = toResult(t, "G-S14")
	if s.Leave(); !s.Left() || s.outcome() == nil {
		t.Error("at a calm result")
	}
	s, _ = toResult(t, "G-E01")
	s.GoOn()
	if s.Leave(); !s.Left() || s.outcome() == nil {
		t.Error("going on for the doctor")
	}
}

// TestWhatAChangeDidIsToldOnce changes an answer of a result so that another question
// comes, and goes back and on. The result before the change is remembered until the
// next result has been told, and not for the one after that.
func TestWhatAChangeDidIsToldOnce(t *testing.T) {
	s, a := toResult(t, "G-S14")
	if s.before != nil {
		t.Fatal("nothing was changed")
	}
	turn := slices.IndexFunc(s.Path(), func(turn triage.Turn) bool { return turn.Question.ID == "look" })
	if s.Edit(turn); s.before != nil {
		t.Error("an answer that is looked at is no change")
	}
	s.Back()
	if wantScreen(t, s, Result); s.before != nil {
		t.Error("nor is one that was left as it is")
	}
	was := s.Assessment()
	s.Edit(turn)
	give(t, s, "leg")
	if page, _ := s.Asked(); page.Question.ID != "change" {
		t.Fatalf("%v is asked", page)
	}
	s.Back()
	page, offered := s.Asked()
	give(t, s, offered...)
	if s.before == nil || !s.before.Answers.Equal(was.Answers) {
		t.Fatalf("after %v again the result before is %+v", page, s.before)
	}
	for s.Screen() == Page {
		page, _ := s.Asked()
		give(t, s, randomCalm(page)...)
	}
	for s.Screen() == Review {
		s.Right()
	}
	wantScreen(t, s, Result)
	if doc := s.Result(report.Writer{Words: words.English()}); !strings.Contains(fmt.Sprint(doc), "Changed. Was:") && !strings.Contains(fmt.Sprint(doc), words.English().ChangedSame) {
		t.Errorf("the result does not tell what changed: %v", doc)
	}
	s.Back()
	s.Confirm(true)
	answerAll(t, s, a)
	s.Right()
	if s.before != nil {
		t.Error("it is told again with the next result")
	}
}

// TestAReplyCountsForItsPage replies to pages that are not asked.
func TestAReplyCountsForItsPage(t *testing.T) {
	s, kept := flow(t, nil)
	life, _ := s.Asked()
	give(t, s, "none")
	if s.Reply(life, "none") == nil || len(s.Path()) != 1 {
		t.Errorf("a reply to %v counts for another page: %v", life, s.Path())
	}
	if !kept.Equal(s.in.Last()) {
		t.Error("it is not kept")
	}
	a := legtest.People(t)["G-S14"]
	earlier := legtest.Half(t, a, 4)
	s, _ = flow(t, &earlier)
	answerAll(t, s, a)
	wantScreen(t, s, LookOver)
	if next, more := s.in.Page(); !more || s.Reply(next, randomCalm(next)...) == nil {
		t.Errorf("a reply to %v counts while answers are looked over", next)
	}
}

// TestTheSameReplyInAnotherOrder compares replies as people type them.
func TestTheSameReplyInAnotherOrder(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{{"cold dead", "dead cold", true}, {"cold", "cold", true}, {"cold", "dead", false}, {"cold dead", "cold", false}, {"none", "cold none", false}} {
		if got := same(strings.Fields(test.a), strings.Fields(test.b)); got != test.same {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}

// TestBackOutOfAChangeLeavesWhatIsToBeLookedOver takes up an emergency of last time,
// begins to change an answer, and goes back: the answer still has to be looked over.
func TestBackOutOfAChangeLeavesWhatIsToBeLookedOver(t *testing.T) {
	a := legtest.People(t)["LB-DEF013"] // a child
	urgent := legtest.Half(t, a, 4)
	urgent.Reply(legtest.Table(t).Question("general"), "fever")
	s, _ := flow(t, &urgent)
	answerAll(t, s, a)
	wantScreen(t, s, LookOver)
	first, turns := s.Listed()
	if len(turns) == 0 || first != len(s.Path())-len(turns) || s.stands() {
		t.Fatalf("%d turns from %d are listed, stands %v", len(turns), first, s.stands())
	}
	s.Edit(first)
	wantScreen(t, s, Page)
	s.Back()
	if wantScreen(t, s, LookOver); s.stands() {
		t.Error("an emergency stands that nobody looked over")
	}
	s.Right()
	if wantScreen(t, s, Result); !s.emergency() {
		t.Error("the emergency does not stand")
	}
}

// TestStartingAgainAsksAndDropsEverything starts again from results of every kind.
func TestStartingAgainAsksAndDropsEverything(t *testing.T) {
	for _, id := range []string{"G-E01", "G-S14", "LB-DEF015"} {
		s, a := toResult(t, id)
		first := s.Assessment()
		s.Add(0, "a note")
		wantAsks(t, s, Again, s.Again)
		if wantScreen(t, s, Page); !s.First() || s.stands() || s.outcome() != nil || s.OfLastTime() {
			t.Fatalf("%s: %v is left, or a result stands", id, s.Path())
		}
		if _, note := s.Added(); note != "" {
			t.Errorf("%s: the note %q is left", id, note)
		}
		for s.Screen() == Page {
			page, offered := s.Asked()
			if len(offered) > 0 {
				t.Fatalf("%s: %v is offered on %v", id, offered, page)
			}
			give(t, s, legtest.Reply(t, a, page)...)
		}
		if s.Right(); !s.Assessment().Answers.Equal(first.Answers) {
			t.Errorf("%s: the same answers lead elsewhere", id)
		}
	}
	s, _ := flow(t, nil)
	give(t, s, "none")
	if s.Again(); s.Asks() != Nothing {
		t.Error("it starts again where there is no result")
	}
}

// TestTheResultComesBackAmongQuestionsForTheDoctor goes on after an emergency and asks for
// the result: nothing is taken back, and an answer since then counts.
func TestTheResultComesBackAmongQuestionsForTheDoctor(t *testing.T) {
	s, a := toResult(t, "G-D34")
	if s.ToResult(); s.WentOn() {
		t.Fatal("the person has not gone on")
	}
	s.GoOn()
	times := 0
	for ; s.Screen() == Page; times++ {
		page, _ := s.Asked()
		path, was := fmt.Sprint(s.Path()), s.Assessment().AtLeast
		s.ToResult()
		if wantScreen(t, s, Result); fmt.Sprint(s.Path()) != path || !s.CanGoOn() || s.outcome() == nil || s.Assessment().AtLeast < was {
			t.Fatalf("on %v: the path is %v, it was %s", page, s.Path(), path)
		}
		if times%2 == 0 {
			s.GoOn()
		} else {
			s.Back()
		}
		if again, _ := s.Asked(); again != page || s.Asks() != Nothing {
			t.Fatalf("%v comes after %v", again, page)
		}
		give(t, s, legtest.Reply(t, a, page)...)
	}
	if wantScreen(t, s, Result); times < 3 || s.CanGoOn() {
		t.Errorf("%d pages, and it can go on: %v", times, s.CanGoOn())
	}
}
