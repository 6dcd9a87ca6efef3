package triage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// wander answers, goes back and changes replies at random. It returns whether
// the path is straight: nothing was taken back or changed.
func wander(t *rapid.T, in *triage.Interview, table *triage.Table) (straight bool) {
	straight = true
	for range rapid.IntRange(0, 25).Draw(t, "steps") {
		page, more := in.Page()
		switch kind := rapid.IntRange(0, 9).Draw(t, "step"); {
		case kind == 0:
			in.Back()
			straight = false
		case kind == 1 && len(in.Path()) > 0:
			turn := rapid.IntRange(0, len(in.Path())-1).Draw(t, "turn")
			if err := in.Change(turn, pageReply(t, in.Path()[turn].Page)...); err != nil {
				stray(t, in, table, "turn %d cannot be changed: %v", turn, err)
			}
			straight = false
		case more:
			must(t, in, table, pageReply(t, page))
		}
	}
	return straight
}

// unsaid reports whether the path has a list that was answered "not sure" and nothing
// else, neither beside it nor tick by tick. What is kept of such a list says more than
// the path.
func unsaid(path []triage.Turn) bool {
	for _, turn := range path {
		q := turn.Question
		if turn.Tick < 0 && q.List && slices.Contains(turn.Reply, triage.Unsure) && !ticks(turn) &&
			!slices.ContainsFunc(path, func(other triage.Turn) bool { return other.Question == q && other.Tick >= 0 }) {
			return true
		}
	}
	return false
}

// ticks reports whether the reply of a turn about a list has ticks in it.
func ticks(turn triage.Turn) bool {
	return slices.ContainsFunc(turn.Reply, func(id string) bool { return turn.Question.Option(id) >= 0 })
}

// TestResumeGoesOnWhereItEnded ends an interview anywhere and takes it up: nothing that
// was said is lost, questions about danger and the person are asked again with nothing
// offered, and somebody who answers them as before is back where they were, at the same
// urgency, except perhaps for answers that nothing depends on.
func TestResumeGoesOnWhereItEnded(t *testing.T) {
	straightOnes, same := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		for i := range table.Questions {
			if rapid.IntRange(0, 5).Draw(t, "flag") == 0 {
				table.Questions[i].Options[0].RedFlag = true
			}
		}
		before := triage.NewInterview(table)
		straight := wander(t, before, table)
		last := before.Last()
		if straight && !unsaid(before.Path()) && !last.Equal(before.Answers()) {
			stray(t, before, table, "keeps %s", shownValues(table, valuesOf(last)))
		}

		after := triage.Resume(last)
		if now := after.Last(); !now.Equal(last) {
			stray(t, before, table, "taken up without an answer, %s became %s", shownValues(table, valuesOf(last)), shownValues(table, valuesOf(now)))
		}
		taken := 0
		for {
			for _, turn := range after.TakeUp() {
				taken++
				if askedAgain(turn.Question) {
					stray(t, after, table, "%v is not asked again", turn.Page)
				}
			}
			page, more := after.Page()
			if !more {
				break
			}
			if offered := after.Offered(page); offered != nil {
				stray(t, after, table, "%v offers %q", page, offered)
			}
			i := slices.IndexFunc(before.Path(), func(turn triage.Turn) bool { return turn.Page == page })
			if i < 0 {
				break
			}
			if _, known := after.Last().Value(firstOf(page)); !askedAgain(page.Question) && straight && known && !allUnsure(last, page.Question) && !mixed(before.Path()) {
				stray(t, after, table, "%v was answered %q and is asked again", page, before.Path()[i].Reply)
			}
			must(t, after, table, before.Path()[i].Reply)
			if now := after.Last(); straight && !unsaid(before.Path()) && !unsaid(after.Path()) && !mixed(before.Path()) && !lies(now, last) {
				stray(t, before, table, "%s lost %s", shownValues(table, valuesOf(now)), shownValues(table, valuesOf(last)))
			}
		}
		if !straight || unsaid(before.Path()) {
			return
		}
		straightOnes++
		got, want := after.Answers(), before.Answers()
		if got.Equal(want) {
			same++
			return
		}
		// A list is taken up before the pages that came between its ticks, and may make
		// those needless. Their answers are still kept.
		for s, value := range valuesOf(got) {
			if value != missing && value != valuesOf(want)[s] {
				stray(t, before, table, "taken up it says %s (%d taken)", shownValues(table, valuesOf(got)), taken)
			}
		}
		least, _ := got.Range()
		if was, _ := want.Range(); least != was {
			stray(t, before, table, "taken up it says %s (%d taken), which is %v", shownValues(table, valuesOf(got)), taken, least)
		}
	})
	if same < 20 || same*100 < straightOnes*99 {
		t.Errorf("only %d of %d interviews were the same again", same, straightOnes)
	}
}

// mixed reports whether the path has a list with some ticks given at once and a "yes"
// given on its own. Answers alone do not show that.
func mixed(path []triage.Turn) bool {
	return slices.ContainsFunc(path, func(alone triage.Turn) bool {
		return alone.Tick >= 0 && alone.Reply[0] == "yes" && slices.ContainsFunc(path, func(whole triage.Turn) bool {
			return whole.Question == alone.Question && whole.Tick < 0 && ticks(whole)
		})
	})
}

// TestListsAreTakenUpWhole has a list where a second tick is an emergency, and the
// first one may make it a worse one. Whether told in one go or one by one, the answers
// must lead to the same danger.
func TestListsAreTakenUpWhole(t *testing.T) {
	table := &triage.Table{
		Questions: []triage.Question{
			{ID: "q", Stage: triage.StageProblem, List: true, Options: []triage.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}},
		},
		Rules: []triage.Rule{
			{ID: "both", Urgency: triage.Call, When: triage.When{{{Scale: 0, Value: triage.TickUnsure}}, {{Scale: 1, Value: triage.TickYes}}}},
			{ID: "one", Urgency: triage.Go, When: triage.When{{{Scale: 1, Value: triage.TickYes}}}},
			{ID: "other", Urgency: triage.Today, When: triage.When{{{Scale: 2, Value: triage.TickYes}}}},
			{ID: "default", Urgency: triage.Home},
		},
	}
	mustCompile(table)
	for _, replies := range [][][]string{ // to the list, to its ticks a and b
		{{triage.Unsure}, {"unsure"}, {"yes"}},
		{{"b", triage.Unsure}, {"unsure"}},
		{{"c", triage.Unsure}, {"unsure"}, {"no"}},
		{{"c", triage.Unsure}, {"unsure"}, {"yes"}},
	} {
		before := triage.NewInterview(table)
		for _, reply := range replies {
			if err := before.Answer(reply...); err != nil {
				t.Fatal(err)
			}
		}
		after := triage.Resume(before.Last())
		after.TakeUp()
		if want := before.Answers(); after.Again() || !after.Answers().Equal(want) {
			t.Errorf("%v became %v", before.Path(), after.Path())
		}
		if last := before.Last(); !after.Last().Equal(last) {
			t.Errorf("%v: %s is kept, want %s", before.Path(), shownValues(table, valuesOf(after.Last())), shownValues(table, valuesOf(last)))
		}
	}
}

// TestNotSureIsGoneThroughAfterAll ends right after "not sure": that does not answer
// the ticks, which are asked one by one when the interview continues.
func TestNotSureIsGoneThroughAfterAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		whole := triage.NewInterview(table)
		finish(t, whole, table, fully(t, table), func(page triage.Page) {})
		before := triage.NewInterview(table)
		for _, turn := range whole.Path() {
			q := turn.Question
			if turn.Tick >= 0 || !q.List || q.AtLeastOne || askedAgain(q) {
				must(t, before, table, turn.Reply)
				continue
			}
			must(t, before, table, []string{triage.Unsure})
			next, more := before.Page()
			if !more || next.Question != q {
				return
			}
			after := triage.Resume(before.Last())
			for {
				after.TakeUp()
				page, _ := after.Page()
				i := slices.IndexFunc(before.Path(), func(turn triage.Turn) bool { return turn.Page == page })
				if i < 0 {
					break
				}
				must(t, after, table, before.Path()[i].Reply)
			}
			if page, _ := after.Page(); page != next {
				stray(t, before, table, "asks %v, not %v", page, next)
			}
			if known(after.Answers(), q) {
				stray(t, after, table, "%v has an answer that nobody gave", q.ID)
			}
			return
		}
	})
}

// known reports whether a says anything about q.
func known(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if _, ok := a.Value(s); ok {
			return true
		}
	}
	return false
}

// askedAgain reports whether a question is asked again whatever the answer was: it is
// about danger or the person, or has a red flag that needs no partner.
func askedAgain(q *triage.Question) bool {
	for _, o := range q.Options {
		if o.RedFlag && len(o.With) == 0 {
			return true
		}
	}
	return q.Stage != triage.StageProblem
}

// allUnsure reports whether every tick of q is "not sure".
func allUnsure(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if v, known := a.Value(s); !q.List || !known || v != triage.TickUnsure {
			return false
		}
	}
	return true
}

// firstOf returns a scale that the page answers.
func firstOf(page triage.Page) int {
	from, _ := page.Question.Scales()
	return from + max(page.Tick, 0)
}

// lies reports whether now says the same as last, except that single ticks may be
// missing: they are while a page is asked again, or while a list is gone through of
// which only "not sure" is known.
func lies(now, last triage.Answers) bool {
	for s := range last.Table().Scales() {
		v, known := now.Value(s)
		if was, there := last.Value(s); known && (!there || v != was) {
			return false
		}
		if q := last.Table().Scales()[s].Question; !known && !askedAgain(q) && !allUnsure(last, q) {
			if _, there := last.Value(s); there {
				return false
			}
		}
	}
	return true
}

// TestTakeUpTakesNothingTwice goes back over what was taken up: it is then offered, and
// only the person can answer it.
func TestTakeUpTakesNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		before := triage.NewInterview(table)
		finish(t, before, table, fully(t, table), func(triage.Page) {})
		in := triage.Resume(before.Last())
		for page, more := in.Page(); more; page, more = in.Page() {
			if len(in.TakeUp()) == 0 {
				must(t, in, table, pageReply(t, page))
			}
		}
		for in.Back() {
			page, more := in.Page()
			if !more {
				continue
			}
			if in.Offered(page) == nil {
				stray(t, in, table, "%v is not offered", page)
			}
			if taken := in.TakeUp(); len(taken) > 0 {
				stray(t, in, table, "%v is taken up again", taken)
			}
		}
	})
}
