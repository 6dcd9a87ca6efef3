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

// flow starts a session. It also returns where what it keeps last is recorded.
func flow(t testing.TB, earlier *triage.Answers) (*Session, *triage.Answers) {
	t.Helper()
	kept := legtest.Table(t).NoAnswers()
	s := newSession(legtest.Table(t), earlier, func(a triage.Answers) { kept = a.Clone() })
	s.Start()
	return s, &kept
}

// give replies to the page that is shown.
func give(t testing.TB, s *Session, ids ...string) {
	t.Helper()
	page, _ := s.Asked()
	if err := s.Reply(page, ids...); err != nil {
		t.Fatalf("%v: %v", page, err)
	}
}

// answerAll replies as this person until no page is left.
func answerAll(t testing.TB, s *Session, a triage.Answers) {
	t.Helper()
	for s.Screen() == Page {
		page, _ := s.Asked()
		give(t, s, legtest.Reply(t, a, page)...)
	}
}

// toResult goes to the result of this case.
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
		t.Fatalf("screen %d is shown, want %d; it asks %d; the path is %v", got, want, s.Asks(), s.Path())
	}
}

// wantAsks fails unless this act asks for this confirmation. Nothing may happen before the
// yes, and nothing at all after a no.
func wantAsks(t testing.TB, s *Session, what Confirmation, act func()) {
	t.Helper()
	moves, path := s.Moves(), fmt.Sprint(s.Path())
	for _, yes := range []bool{false, true} {
		if act(); s.Asks() != what || s.Moves() != moves || s.Left() {
			t.Fatalf("it asks %d, want %d; moves %d, were %d", s.Asks(), what, s.Moves(), moves)
		}
		if s.Confirm(yes); !yes && (s.Asks() != Nothing || s.Moves() != moves || fmt.Sprint(s.Path()) != path || s.Left()) {
			t.Fatalf("a no has led to %v, screen %d", s.Path(), s.Screen())
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

// TestAnswersAreLookedOverOnce goes to results, changes an answer so that a new question
// comes up, goes back a few steps and on again: nobody is asked twice whether the answers
// are right, unless one of them was given differently.
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
				for s.Screen() == Page { // new questions get calm answers
					page, _ := s.Asked()
					if known(changed, page.Question) && page.Tick < 0 {
						give(t, s, legtest.Reply(t, changed, page)...)
						continue
					}
					give(t, s, calmest(page)...)
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
							give(t, s, calmest(now)...)
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
		t.Errorf("%d times with the same answers and %d times with another one: this tested too little", again, otherwise)
	}
}

// calmest returns the calmest reply to a page.
func calmest(page triage.Page) []string {
	switch q := page.Question; {
	case page.Tick >= 0:
		return []string{"no"}
	case q.List && !q.AtLeastOne:
		return []string{triage.None}
	default:
		return []string{q.Options[0].ID}
	}
}

// TestAnEmergencyIsNotLeftByASlip checks that a step back from an emergency and a change
// have to be confirmed, but not steps among the questions for the doctor.
func TestAnEmergencyIsNotLeftByASlip(t *testing.T) {
	for _, id := range []string{"G-E01", "G-D34"} {
		s, _ := toResult(t, id)
		if !s.emergency() || !s.byLastAnswer() {
			t.Fatalf("%s: emergency %v, by the last answer %v", id, s.emergency(), s.byLastAnswer())
		}
		wantAsks(t, s, BackWrong, func() { s.Back() })
		wantScreen(t, s, Page)

		s, _ = toResult(t, id)
		wantAsks(t, s, EditWrong, func() { s.Edit(0) })
		wantScreen(t, s, Page)
		if !s.Changing() || !s.hasResult() {
			t.Errorf("%s: changing %v, has a result %v", id, s.Changing(), s.hasResult())
		}
		s.Back() // without a change
		wantScreen(t, s, Result)

		if !s.CanGoOn() {
			t.Fatalf("%s: there is nothing to go on with", id)
		}
		s.GoOn()
		wantScreen(t, s, Page)
		for range 2 {
			page, _ := s.Asked()
			give(t, s, calmest(page)...)
		}
		for range 3 { // the last of them is the step to the result
			if !s.emergency() || !s.hasResult() || s.byLastAnswer() {
				t.Fatalf("%s: going on, emergency %v, has a result %v, by the last answer %v", id, s.emergency(), s.hasResult(), s.byLastAnswer())
			}
			wantScreen(t, s, Page)
			s.Back()
		}
		wantScreen(t, s, Result)
		s.GoOn()
		wantAsks(t, s, EditWrong, func() { s.Edit(0) })
		if give(t, s, s.Path()[0].Reply...); !s.emergency() {
			t.Errorf("%s: giving the same answer again ends the emergency", id)
		}
	}
}

// TestAnEmergencyRemainsWhileMoreIsAsked ticks signs on the first page that lead to an
// emergency department: the other page of danger signs is still asked. Meanwhile it is an
// emergency, people who leave are told it, and it is not left by a slip.
func TestAnEmergencyRemainsWhileMoreIsAsked(t *testing.T) {
	asked := 0
	for _, o := range legtest.Table(t).Question("life").Options {
		s, _ := flow(t, nil)
		give(t, s, o.ID)
		if s.Screen() != Page {
			continue
		}
		if asked++; !s.emergency() || !s.hasResult() || s.CanGoOn() || s.ProgressLines(words.English())[0] != words.English().ForAmbulance {
			t.Errorf("%s: emergency %v, has a result %v, can go on %v", o.ID, s.emergency(), s.hasResult(), s.CanGoOn())
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
			t.Errorf("%s: a step back that does not end the emergency has to be confirmed", o.ID)
		}
	}
	if asked == 0 {
		t.Error("no sign leads to the other page of danger signs: this tested nothing")
	}
}

// TestLeavingAsksWhereSomethingIsLost leaves from every screen.
func TestLeavingAsksWhereSomethingIsLost(t *testing.T) {
	a := legtest.People(t)["G-S14"]
	s, _ := flow(t, nil)
	s.Back() // to the welcome page
	wantScreen(t, s, Welcome)
	if s.Leave(); !s.Left() || s.outcome() != nil {
		t.Error("leaving the welcome page does not end it without a result")
	}
	s, _ = flow(t, nil)
	give(t, s, "none")
	wantAsks(t, s, Leaving, func() { s.Leave() })
	if !s.Left() || s.outcome() != nil {
		t.Error("leaving half way, once confirmed, does not end it without a result")
	}
	s, _ = flow(t, nil)
	answerAll(t, s, a)
	wantScreen(t, s, Review)
	if s.Leave(); s.Asks() != Leaving {
		t.Error("leaving at the list of answers is not asked about")
	}
	if s.Leave(); !s.Left() || s.outcome() != nil {
		t.Error("leaving a second time does not end it without a result")
	}
	s, _ = toResult(t, "G-S14")
	if s.Edit(0); s.hasResult() {
		t.Error("there is a calm result while an answer is changed")
	}
	wantAsks(t, s, Leaving, func() { s.Leave() })
	s, _ = toResult(t, "G-S14")
	if s.Leave(); !s.Left() || s.outcome() == nil {
		t.Error("leaving at a calm result does not end it with the result")
	}
	s, _ = toResult(t, "G-E01")
	s.GoOn()
	if s.Leave(); !s.Left() || s.outcome() == nil {
		t.Error("leaving among the questions for the doctor does not end it with the result")
	}
}

// TestWhatAChangeDidIsToldOnce changes an answer of a result so that another question comes
// up, and goes back and on. The result before the change is remembered until the next
// result has been shown, and not for the one after that.
func TestWhatAChangeDidIsToldOnce(t *testing.T) {
	s, a := toResult(t, "G-S14")
	if s.before != nil {
		t.Fatal("a change is remembered, but there was none")
	}
	turn := slices.IndexFunc(s.Path(), func(turn triage.Turn) bool { return turn.Question.ID == "look" })
	if s.Edit(turn); s.before != nil {
		t.Error("an answer that is only looked at counts as a change")
	}
	s.Back()
	if wantScreen(t, s, Result); s.before != nil {
		t.Error("an answer that was left as it is counts as a change")
	}
	was := s.Assessment()
	s.Edit(turn)
	give(t, s, "leg")
	if page, _ := s.Asked(); page.Question.ID != "change" {
		t.Fatalf("unexpected question %v", page)
	}
	s.Back()
	page, offered := s.Asked()
	give(t, s, offered...)
	if s.before == nil || !s.before.Answers.Equal(was.Answers) {
		t.Fatalf("after answering %v again, the result before the change is %+v", page, s.before)
	}
	for s.Screen() == Page {
		page, _ := s.Asked()
		give(t, s, calmest(page)...)
	}
	for s.Screen() == Review {
		s.Right()
	}
	wantScreen(t, s, Result)
	if doc := s.Result(report.Writer{Words: words.English()}); !strings.Contains(fmt.Sprint(doc), "Changed. Was:") && !strings.Contains(fmt.Sprint(doc), words.English().ChangedSame) {
		t.Errorf("the result does not say what changed: %v", doc)
	}
	s.Back()
	s.Confirm(true)
	answerAll(t, s, a)
	s.Right()
	if s.before != nil {
		t.Error("the next result says it again")
	}
}

// TestAReplyCountsForItsPage replies to pages that are not shown.
func TestAReplyCountsForItsPage(t *testing.T) {
	s, kept := flow(t, nil)
	life, _ := s.Asked()
	give(t, s, "none")
	if s.Reply(life, "none") == nil || len(s.Path()) != 1 {
		t.Errorf("a reply to %v counts for another page: %v", life, s.Path())
	}
	if !kept.Equal(s.in.Last()) {
		t.Error("the first reply is not kept")
	}
	a := legtest.People(t)["G-S14"]
	earlier := legtest.Half(t, a, 4)
	s, _ = flow(t, &earlier)
	answerAll(t, s, a)
	wantScreen(t, s, LookOver)
	if next, more := s.in.Page(); !more || s.Reply(next, calmest(next)...) == nil {
		t.Errorf("a reply to %v counts while answers are looked over", next)
	}
}

// TestTheSameReplyInAnotherOrder compares replies whose ids come in any order.
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

// TestBackOutOfAChangeLeavesWhatIsToBeLookedOver resumes with an emergency from last time,
// begins to change an answer, and goes back: the answers still have to be looked over.
func TestBackOutOfAChangeLeavesWhatIsToBeLookedOver(t *testing.T) {
	a := legtest.People(t)["LB-DEF013"] // a child
	urgent := legtest.Half(t, a, 4)
	urgent.Reply(legtest.Table(t).Question("general"), "fever")
	s, _ := flow(t, &urgent)
	answerAll(t, s, a)
	wantScreen(t, s, LookOver)
	first, turns := s.Listed()
	if len(turns) == 0 || first != len(s.Path())-len(turns) || s.hasResult() {
		t.Fatalf("%d turns from %d are listed, has a result %v", len(turns), first, s.hasResult())
	}
	s.Edit(first)
	wantScreen(t, s, Page)
	s.Back()
	if wantScreen(t, s, LookOver); s.hasResult() {
		t.Error("there is a result, though nobody looked over the answers")
	}
	s.Right()
	if wantScreen(t, s, Result); !s.emergency() {
		t.Error("there is no emergency")
	}
}

// TestStartingAgainAsksAndDropsEverything starts again from results of every kind.
func TestStartingAgainAsksAndDropsEverything(t *testing.T) {
	for _, id := range []string{"G-E01", "G-S14", "LB-DEF015"} {
		s, a := toResult(t, id)
		first := s.Assessment()
		s.Add(0, "a note")
		if why := (Setup{Words: words.English()}).AgainWhy(s); !strings.Contains(why, words.English().NoteNotSaved) {
			t.Errorf("%s: it asks, and the note goes without a word: %s", id, why)
		}
		wantAsks(t, s, Again, s.Again)
		if wantScreen(t, s, Page); !s.First() || s.hasResult() || s.outcome() != nil || s.OfLastTime() {
			t.Fatalf("%s: %v is left, or a result", id, s.Path())
		}
		if _, note := s.Added(); note != "" {
			t.Errorf("%s: the note %q is left", id, note)
		}
		for s.Screen() == Page {
			page, offered := s.Asked()
			if len(offered) > 0 {
				t.Fatalf("%s: %v is offered as the answer to %v", id, offered, page)
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
		t.Error("it offers to start again where there is no result")
	}
}

// TestAFreshSignCountsBesideAnswersOfLastTime takes up answers from last time that say an
// emergency, and chooses a sign of danger on the first page: leaving tells of what was
// chosen now, and without it of nothing.
func TestAFreshSignCountsBesideAnswersOfLastTime(t *testing.T) {
	earlier := legtest.People(t)["G-D34"]
	for _, test := range []struct {
		chosen []string
		want   triage.Urgency
	}{{nil, triage.Home}, {[]string{"chest"}, triage.Call}, {[]string{"none"}, triage.Home}} {
		s := newSession(legtest.Table(t), &earlier, func(triage.Answers) {})
		s.Start()
		s.looking = 0
		if page, _ := s.Asked(); s.Screen() != Page || page.Question.ID != "life" {
			t.Fatalf("%v asks %v", s.Screen(), page)
		}
		s.Leave(test.chosen...)
		if o := End(s, report.Writer{Words: words.English()}, false); o.AtLeast != test.want {
			t.Errorf("with %v chosen it is at least %v, want %v", test.chosen, o.AtLeast, test.want)
		}
	}
}

// TestLeavingTakesThePlaceOfAnotherQuestion wants to leave while another question is
// asked. Whoever stays is asked nothing any more, and can do the same act again.
func TestLeavingTakesThePlaceOfAnotherQuestion(t *testing.T) {
	s, _ := toResult(t, "G-E01")
	s.Add(0, "a note")
	path := len(s.Path())
	s.Back()
	if s.Asks() != BackWrong {
		t.Fatalf("stepping back from an emergency asks %v", s.Asks())
	}
	if s.Leave(); s.Asks() != Leaving || s.Left() {
		t.Fatalf("leaving with a note asks %v", s.Asks())
	}
	if s.Confirm(false); s.Asks() != Nothing || s.Left() || len(s.Path()) != path {
		t.Fatalf("whoever stays is asked %v", s.Asks())
	}
	s.Back()
	if s.Confirm(true); len(s.Path()) != path-1 {
		t.Errorf("there are %d answers, were %d", len(s.Path()), path)
	}
}

// TestTheResultComesBackAmongQuestionsForTheDoctor goes on after an emergency, and from
// each page back to the result: nothing is lost, and answers given since count.
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
			t.Fatalf("on %v: the path is %v, and was %s", page, s.Path(), path)
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

// TestLeavingSaysHowUrgentItIsAtLeast leaves at every page of every case: what is said is
// never more urgent than the case turns out to be, never less than what the answers
// settle, and never self-care. With the reply chosen, but not sent, it is what the reply
// makes it, and the question before leaving says so.
func TestLeavingSaysHowUrgentItIsAtLeast(t *testing.T) {
	w := words.English()
	urgent, alarming := 0, 0
	for id, a := range legtest.People(t) {
		end, _ := a.Range()
		s, _ := flow(t, nil)
		for s.Screen() == Page {
			o := End(s, report.Writer{Words: w}, false)
			if settled := a.Table().NoAnswers(); o.Assessment == nil {
				for _, turn := range s.Path() {
					if turn.Tick < 0 {
						if err := settled.Reply(turn.Question, turn.Reply...); err != nil {
							t.Fatal(err)
						}
					}
				}
				least, _ := settled.Range()
				if o.AtLeast < least || o.AtLeast > end {
					t.Fatalf("%s after %v: at least %v, want %v to %v", id, s.Path(), o.AtLeast, least, end)
				}
				var told strings.Builder
				if err := o.Writer.NoResult(o.AtLeast).Text(&told, 1000); err != nil {
					t.Fatal(err)
				}
				for u := triage.Home; u <= triage.Call; u++ {
					if said := strings.Contains(told.String(), w.Headlines[u]); said != (u == o.AtLeast && u > triage.Home) {
						t.Fatalf("%s, at least %v, is told:\n%s", id, o.AtLeast, told.String())
					}
				}
				if o.AtLeast > triage.Home {
					urgent++
				}
			}
			page, _ := s.Asked()
			reply := legtest.Reply(t, a, page)
			before := s.least()
			s.Leave(reply...)
			asks, chosen, why := s.Asks(), End(s, report.Writer{Words: w}, false).AtLeast, Setup{Words: w}.LeaveWhy(s)
			var told strings.Builder
			if err := (report.Writer{Words: w}).NoResult(chosen).Text(&told, 1000); err != nil {
				t.Fatal(err)
			}
			if worried := strings.Contains(told.String(), "worried"); worried != (chosen < triage.Go) || !strings.Contains(told.String(), w.CallAny) {
				t.Fatalf("%s, at least %v, is told:\n%s", id, chosen, told.String())
			}
			s.Confirm(false)
			if s.least() != before {
				t.Fatalf("%s chose %v, wanted to leave and did not: it still counts", id, reply)
			}
			wentOn := s.hasResult()
			give(t, s, reply...)
			least, _ := s.in.Answers().Range()
			if chosen != max(before, least) {
				t.Fatalf("%s left with %v chosen after %v: at least %v, want %v", id, reply, s.Path(), chosen, max(before, least))
			}
			if said := strings.Contains(why, w.Headlines[chosen]); !wentOn && (asks != Leaving || said != (chosen > triage.Home)) {
				t.Fatalf("%s is asked before leaving with %v (%v): %s", id, reply, chosen, why)
			}
			if !wentOn && chosen >= triage.Go {
				alarming++
			}
		}
	}
	if urgent == 0 || alarming == 0 {
		t.Errorf("%d left with something urgent, %d with a sign of an emergency chosen", urgent, alarming)
	}
}

// TestAnAmbulanceIsNeverInDoubt gives every sign that calls an ambulance, then goes on for
// the doctor, changes an answer and looks at the list: the reminder says what the result
// says.
func TestAnAmbulanceIsNeverInDoubt(t *testing.T) {
	w := words.English()
	signs := 0
	for _, o := range legtest.Table(t).Question("life").Options {
		s, _ := flow(t, nil)
		give(t, s, o.ID)
		if least, _, _ := s.Range(); least != triage.Call {
			continue
		}
		signs++
		for _, do := range []func(){func() {}, s.GoOn, func() { give(t, s, "none") }, s.ToResult, func() { s.Edit(1) }} {
			if do(); s.emergency() && s.Alarm(w) != w.ReminderCall {
				t.Fatalf("%s, screen %d: %q", o.ID, s.Screen(), s.Alarm(w))
			}
		}
	}
	if signs == 0 {
		t.Error("no sign calls an ambulance: this tested nothing")
	}
}
