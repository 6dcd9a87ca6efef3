package triage_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// folded returns what a path says, worked out independently of the engine, and the
// lists on it that are gone through tick by tick.
func folded(table *triage.Table, path []triage.Turn) (v values, opened []*triage.Question) {
	v = only(table, nil)
	for _, turn := range path {
		q := turn.Question
		from, _ := q.Scales()
		switch {
		case turn.Tick >= 0:
			v[from+turn.Tick] = slices.Index(triage.TickNames(), turn.Reply[0])
		case q.List && slices.Contains(turn.Reply, triage.Unsure):
			// Only the ticks count at once; the rest is asked one by one.
			opened = append(opened, q)
			for i, o := range q.Options {
				if slices.Contains(turn.Reply, o.ID) {
					v[from+i] = triage.TickYes
				}
			}
		default:
			v = v.with(meant(q, turn.Reply)...)
		}
	}
	return v, opened
}

// due returns the page that the specification asks for after this path, or false for
// the end. Life comes first, then limb, then the person, then the order of the table; a
// question is due for an open rule at or above the urgency so far that has an unsettled
// condition on it (at go: for one that calls an ambulance), and for advice only when no
// rule needs one and nothing as urgent as today is possible any more.
func due(table *triage.Table, path []triage.Turn, onward bool) (triage.Page, bool) {
	v, opened := folded(table, path)
	truth := survey(table, v)
	first := func(needed []bool) (triage.Page, bool) {
		for _, stage := range []triage.Stage{triage.StageLife, triage.StageLimb, triage.StagePerson, triage.StageProblem} {
			for i := range table.Questions {
				q := &table.Questions[i]
				from, to := q.Scales()
				at := slices.Index(needed[from:to], true)
				switch {
				case q.Stage != stage || at < 0:
				case slices.Contains(opened, q):
					return triage.Page{Question: q, Tick: at}, true
				default:
					return triage.Page{Question: q, Tick: -1}, true
				}
			}
		}
		return triage.Page{}, false
	}
	lowest := max(truth.least, triage.Routine)
	switch {
	case onward:
		lowest = triage.Routine
	case truth.least == triage.Call:
		return triage.Page{}, false
	case truth.least == triage.Go:
		lowest = triage.Call // only rules that call an ambulance
	}
	byRules, byAdvice := make([]bool, len(v)), make([]bool, len(v))
	for i, r := range table.Rules {
		if r.Urgency >= lowest && truth.rules[i].whole.state() == triage.Open {
			truth.rules[i].unsettled(v, byRules)
		}
	}
	if page, ok := first(byRules); ok || truth.most >= triage.Today {
		return page, ok
	}
	for i, ad := range table.Advice {
		unsafe := slices.ContainsFunc(truth.without[i], func(w *tally) bool { return w.whole.all })
		if ad.Waiting || truth.least > ad.UpTo || truth.most < ad.From || !truth.suits[i].whole.some || unsafe {
			continue // this advice cannot be given any more
		}
		truth.suits[i].unsettled(v, byAdvice)
		for _, w := range truth.without[i] {
			if w.whole.state() == triage.Open {
				w.unsettled(v, byAdvice)
			}
		}
	}
	return first(byAdvice)
}

// pageReply draws any reply to a page; said is the reply of a given person.
func pageReply(t *rapid.T, page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{rapid.SampledFrom(triage.TickNames()).Draw(t, "tick")}
	}
	return reply(t, page.Question)
}

// said returns what a person who knows all answers replies to a page. If some ticks of
// a list are "no" and others "not sure", one reply cannot say so: then the ticks are
// given beside "not sure", and the rest is said tick by tick.
func said(v values, page triage.Page) []string {
	q := page.Question
	from, to := q.Scales()
	switch {
	case page.Tick >= 0:
		return []string{triage.TickNames()[v[from+page.Tick]]}
	case !q.List:
		return []string{q.Options[v[from]].ID}
	}
	var ids []string
	for i, o := range q.Options {
		if v[from+i] == triage.TickYes {
			ids = append(ids, o.ID)
		}
	}
	if slices.Contains(v[from:to], triage.TickUnsure) {
		ids = append(ids, triage.Unsure)
	}
	if len(ids) == 0 {
		ids = []string{triage.None}
	}
	return ids
}

// stray fails a test and shows the table and the way through the interview.
func stray(t *rapid.T, in *triage.Interview, table *triage.Table, format string, args ...any) {
	t.Helper()
	t.Fatalf("\n%s\n%spath %v", fmt.Sprintf(format, args...), shown(table), in.Path())
}

// must answers the present page.
func must(t *rapid.T, in *triage.Interview, table *triage.Table, ids []string) {
	t.Helper()
	page, _ := in.Page()
	if err := in.Answer(ids...); err != nil {
		stray(t, in, table, "%v does not take %q: %v", page, ids, err)
	}
}

// finish answers as this person until the interview is done, and calls after with every
// page once it is answered. It fails if the interview does not end.
func finish(t *rapid.T, in *triage.Interview, table *triage.Table, person values, after func(page triage.Page)) {
	t.Helper()
	for page, more := in.Page(); more; page, more = in.Page() {
		if len(in.Path()) >= len(table.Scales())+len(table.Questions) {
			stray(t, in, table, "it does not end for %s", shownValues(table, person))
		}
		must(t, in, table, said(person, page))
		after(page)
	}
}

// never is the place for somebody who has not gone on past an emergency.
const never = -1

// changed returns the path after a reply on it was replaced, and the place on it where
// the person went on past an emergency. The replies before it stay; those after it stay
// as long as their pages are due, one after the other; and everything after the first
// page without a reply is off the path. Somebody who had gone on does so again where
// the interview would now end with an emergency.
func changed(table *triage.Table, path []triage.Turn, at int, ids []string, onward int) ([]triage.Turn, int) {
	out := append(slices.Clone(path[:at]), triage.Turn{Page: path[at].Page, Reply: ids})
	wentOn, place := onward != never, onward
	if at < onward {
		place = never
	}
	for {
		page, more := due(table, out, place != never)
		if !more && wentOn && place == never {
			v, _ := folded(table, out)
			least, _ := span(table, v)
			if _, further := due(table, out, true); least.Category() == triage.Emergency && further {
				place = len(out)
				continue
			}
		}
		again := slices.IndexFunc(path[at+1:], func(turn triage.Turn) bool { return turn.Page == page })
		if !more || again < 0 {
			return out, place
		}
		out = append(out, path[at+1+again])
	}
}

// TestInterviewFollowsTheSpecification walks at random: forward, back, past an
// emergency, with replies that are refused and replies that are replaced in place.
// Beside it runs a model that has only a stack of replies, the place on it where the
// person went on past an emergency, and the last reply to every page.
func TestInterviewFollowsTheSpecification(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		in := triage.NewInterview(table)
		var path []triage.Turn
		kept := map[triage.Page][]string{}
		onward, other, total := never, true, 0 // other: the last action was not a reply
		for range rapid.IntRange(1, 16).Draw(t, "steps") {
			want, more := due(table, path, onward != never)
			page, ok := in.Page()
			if ok != more || page != want {
				stray(t, in, table, "asks %v, want %v", shownPage(page, ok), shownPage(want, more))
			}
			v, _ := folded(table, path)
			if got := valuesOf(in.Answers()); !slices.Equal(got, v) {
				stray(t, in, table, "the answers are %s, but the path says %s", shownValues(table, got), shownValues(table, v))
			}
			if !slices.EqualFunc(in.Path(), path, sameTurn) {
				stray(t, in, table, "the path should be %v", path)
			}
			if ok && !slices.Equal(in.Offered(page), kept[page]) {
				stray(t, in, table, "%v offers %q, want %q", page, in.Offered(page), kept[page])
			}
			if ok && slices.ContainsFunc(path, func(turn triage.Turn) bool { return turn.Page == page }) {
				stray(t, in, table, "%v is asked a second time", page)
			}
			if len(path) > len(table.Scales())+len(table.Questions) {
				stray(t, in, table, "it does not end")
			}
			done, now := in.Counts()
			if (now > 0) != ok {
				stray(t, in, table, "%d left, more to ask: %v", now, ok)
			}
			if opened := max(0, done+now-total); !other && in.Opened() != opened {
				stray(t, in, table, "the last reply opened %d, but said is %d", opened, in.Opened())
			}
			total, other = done+now, true
			least, _ := span(table, v)
			emergency := least.Category() == triage.Emergency
			if least == triage.Call && onward == never && ok {
				stray(t, in, table, "asks %v, although an ambulance has to be called already", page)
			}
			_, further := due(table, path, true)
			canGoOn := emergency && onward == never && further && !ok
			if got := in.CanGoOn(); got != canGoOn {
				stray(t, in, table, "can go on: %v, want %v", got, canGoOn)
			}

			switch action := rapid.SampledFrom([]string{"answer", "answer", "answer", "back", "bad reply", "go on", "change"}).Draw(t, "action"); {
			case action == "back" && onward == len(path):
				// Going on was the last step, and is one of its own.
				if !in.Back() {
					stray(t, in, table, "there is no way back from going on")
				}
				onward = never
			case action == "back" && len(path) == 0:
				if in.Back() {
					stray(t, in, table, "there is a way back from the first page")
				}
			case action == "back":
				undone := path[len(path)-1]
				path = path[:len(path)-1]
				if !in.Back() {
					stray(t, in, table, "there is no way back from %v", undone)
				}
				if page, ok := in.Page(); !ok || page != undone.Page || !slices.Equal(in.Offered(page), undone.Reply) {
					stray(t, in, table, "back from %v leads to %v, which offers %q", undone, shownPage(page, ok), in.Offered(page))
				}
			case action == "go on":
				if in.GoOn(); canGoOn { // otherwise it does nothing
					onward = len(path)
				}
			case action == "change":
				at := rapid.IntRange(-1, len(path)).Draw(t, "turn")
				if at < 0 || at == len(path) {
					if err := in.Change(at, triage.None); err == nil {
						stray(t, in, table, "turn %d is changed, which is not there", at)
					}
					continue
				}
				ids, good := pageReply(t, path[at].Page), rapid.IntRange(0, 3).Draw(t, "good") > 0
				if !good {
					ids = []string{"maybe"}
				}
				before, there := due(table, path[:at], onward != never && at >= onward)
				err := in.Change(at, ids...)
				if want := good && there && before == path[at].Page; (err == nil) != want {
					stray(t, in, table, "turn %d is changed to %q: %v, want %v", at, ids, err, want)
				}
				if err == nil {
					kept[path[at].Page] = ids
					path, onward = changed(table, path, at, ids, onward)
				}
			case !ok:
				if err := in.Answer(triage.None); err == nil {
					stray(t, in, table, "takes an answer after the end")
				}
			case action == "bad reply":
				bad := []string{"maybe"}
				if page.Tick < 0 {
					bad = badReply(t, page.Question)
				}
				if err := in.Answer(bad...); err == nil {
					stray(t, in, table, "%v takes %q", page, bad)
				}
			default:
				ids := pageReply(t, page)
				given := slices.Clone(ids)
				must(t, in, table, given)
				given[0] = "changed by the caller" // this must not reach the interview
				path = append(path, triage.Turn{Page: page, Reply: ids})
				kept[page], other = ids, false
			}
		}
	})
}

func sameTurn(a, b triage.Turn) bool { return a.Page == b.Page && slices.Equal(a.Reply, b.Reply) }

func shownPage(page triage.Page, ok bool) string {
	if !ok {
		return "nothing"
	}
	return page.String()
}

// left returns how many questions are left for somebody who is calm from now on.
func left(in *triage.Interview) int {
	_, left := in.Counts()
	return left
}

// TestSkippingNeverChangesTheResult sends random people through the interview. What it
// leaves out must not matter: below an emergency they get the urgency of their full
// answers, and an emergency remains one.
func TestSkippingNeverChangesTheResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		person := fully(t, table)
		in := triage.NewInterview(table)
		finish(t, in, table, person, func(page triage.Page) {})
		if n := left(in); n != 0 {
			stray(t, in, table, "%d left at the end", n)
		}
		for s, value := range valuesOf(in.Answers()) {
			if value != missing && value != person[s] {
				stray(t, in, table, "scale %d is answered %d by %s", s, value, shownValues(table, person))
			}
		}
		want := urgency(table, person)
		atLeast, atMost := in.Answers().Range()
		if atLeast != want || atMost != want {
			stray(t, in, table, "ends at %v to %v, the full answers at %v: %s", atLeast, atMost, want, shownValues(table, person))
		}
	})
}

// TestCalmPeopleAreAskedWhatIsCounted lets somebody answer at random, and calmly from
// some page on. Then the number of questions left is the number that still come, it
// falls by one with each, and no answer opens any. Until the person has said what the
// matter is, that is true of the longest way, and the other ways are not longer.
func TestCalmPeopleAreAskedWhatIsCounted(t *testing.T) {
	exact, forks := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		needed := 0 // lists that need a tick; of several, only the first is tried tick by tick
		for _, q := range table.Questions {
			if q.AtLeastOne {
				needed++
			}
		}
		if needed > 1 {
			return
		}
		in := triage.NewInterview(table)
		for range rapid.IntRange(0, 6).Draw(t, "pages") {
			if page, more := in.Page(); more {
				must(t, in, table, pageReply(t, page))
			}
		}
		// walk goes on calmly, with one tick of the first list that needs one, and
		// returns how many questions came.
		walk := func(in *triage.Interview, tick int) (came int, forked *triage.Question) {
			met := map[*triage.Question]bool{}
			for page, more := in.Page(); more; page, more = in.Page() {
				q := page.Question
				met[q] = true
				_, before := in.Counts()
				reply := []string{triage.None}
				switch {
				case page.Tick >= 0:
					reply = []string{"no"}
				case q.AtLeastOne && forked == nil:
					forked, reply = q, []string{q.Options[min(tick, len(q.Options)-1)].ID}
				case q.AtLeastOne || !q.List:
					reply = []string{q.Options[0].ID}
				}
				must(t, in, table, reply)
				// A list that another page interrupts is still left.
				if fell := before - left(in); fell < 0 || fell > 1 && !q.AtLeastOne || fell == 0 && page.Tick < 0 {
					stray(t, in, table, "%d left, then %d", before, left(in))
				}
				if in.Opened() != 0 {
					stray(t, in, table, "a calm answer to %v opened %d questions", page, in.Opened())
				}
			}
			return len(met), forked
		}
		counted, most := left(in), 0
		for tick := range 4 {
			again := triage.NewInterview(table)
			for _, turn := range in.Path() {
				must(t, again, table, turn.Reply)
			}
			came, forked := walk(again, tick)
			if most = max(most, came); forked == nil {
				exact++
				break
			}
			if forks++; tick+1 >= len(forked.Options) {
				break
			}
		}
		if most != counted {
			stray(t, in, table, "%d are counted, and %d come", counted, most)
		}
	})
	if exact < 5 || forks < 5 { // a short run draws 200 tables
		t.Errorf("%d ways without a list that needs a tick, %d with one", exact, forks)
	}
}

// TestRepliesTakenBackNeverReachTheRules lets one person begin, change a reply in place
// and go back, and another one continue. What the first said and took back must be
// gone: the end is that of the second, apart from the replies still on the path.
func TestRepliesTakenBackNeverReachTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		first, second := fully(t, table), fully(t, table)
		in := triage.NewInterview(table)
		for range rapid.IntRange(0, 8).Draw(t, "pages") {
			if page, more := in.Page(); more {
				must(t, in, table, said(first, page))
			}
		}
		if path := in.Path(); len(path) > 0 && rapid.Bool().Draw(t, "change in place") {
			at := rapid.IntRange(0, len(path)-1).Draw(t, "turn")
			if err := in.Change(at, said(second, path[at].Page)...); err != nil {
				stray(t, in, table, "%v cannot be changed: %v", path[at], err)
			}
		}
		for range rapid.IntRange(0, 8).Draw(t, "pages back") {
			in.Back()
		}
		person := slices.Clone(second)
		stands, _ := folded(table, in.Path())
		for s, value := range stands {
			if value != missing {
				person[s] = value
			}
		}
		finish(t, in, table, person, func(triage.Page) {})
		if got, _ := folded(table, in.Path()); !slices.Equal(got, valuesOf(in.Answers())) {
			stray(t, in, table, "the answers are %s, but the path says %s", shownValues(table, valuesOf(in.Answers())), shownValues(table, got))
		}
		want := urgency(table, person)
		atLeast, atMost := in.Answers().Range()
		if atLeast != want || atMost != want {
			stray(t, in, table, "ends at %v to %v, want %v for %s", atLeast, atMost, want, shownValues(table, person))
		}
	})
}

// TestGoingOnOnlyRaises goes on past the emergency. The urgency never falls,
// and in the end it is that of the full answers, since every rule is settled.
func TestGoingOnOnlyRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		person := fully(t, table)
		in := triage.NewInterview(table)
		finish(t, in, table, person, func(triage.Page) {})
		if !in.CanGoOn() {
			return
		}
		in.GoOn()
		least, most := in.Answers().Range()
		finish(t, in, table, person, func(page triage.Page) {
			l, m := in.Answers().Range()
			if l < least || m > most {
				stray(t, in, table, "%v leads from %v-%v to %v-%v", page, least, most, l, m)
			}
			least, most = l, m
		})
		if want := urgency(table, person); least != want || most != want || left(in) != 0 {
			stray(t, in, table, "ends at %v to %v with %d left, the full answers at %v: %s", least, most, left(in), want, shownValues(table, person))
		}
	})
}

// TestCountersAgree reads the two counters that a front end shows side by side. No
// question is both done and still to come, and their sum rises only by what was opened.
func TestCountersAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		person := fully(t, table)
		in := triage.NewInterview(table)
		done, left := in.Counts()
		finish(t, in, table, person, func(triage.Page) {
			d, l := in.Counts()
			if d+l > done+left+in.Opened() || d+l > len(table.Questions) {
				stray(t, in, table, "%d done and %d left, then %d and %d, with %d opened", done, left, d, l, in.Opened())
			}
			done, left = d, l
		})
		asked := map[*triage.Question]bool{}
		for _, turn := range in.Path() {
			asked[turn.Question] = true
		}
		if done != len(asked) {
			stray(t, in, table, "%d done at the end, want %d", done, len(asked))
		}
	})
}

// TestWhatIsAheadIsOfThePathAsItIs keeps asking one interview what is ahead, while
// answers are given, changed and taken back. It must say the same as a fresh interview
// with the same path, which remembers nothing.
func TestWhatIsAheadIsOfThePathAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		in := triage.NewInterview(table)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			person, path := fully(t, table), in.Path()
			page, more := in.Page()
			switch act := rapid.IntRange(0, 3).Draw(t, "act"); {
			case act == 0 || !more:
				in.Back()
			case act == 1 && len(path) > 0:
				at := rapid.IntRange(0, len(path)-1).Draw(t, "turn")
				if err := in.Change(at, said(person, path[at].Page)...); err != nil {
					stray(t, in, table, "%v cannot be changed: %v", path[at], err)
				}
			default:
				must(t, in, table, said(person, page))
			}
			fresh := triage.NewInterview(table)
			for _, turn := range in.Path() {
				must(t, fresh, table, turn.Reply)
			}
			if got, want := in.Ahead(), fresh.Ahead(); !slices.Equal(got, want) {
				stray(t, in, table, "%v is ahead, want %v", got, want)
			}
			if got, want := in.Opened(), fresh.Opened(); got != want {
				stray(t, in, table, "%d opened, want %d", got, want)
			}
		}
	})
}
