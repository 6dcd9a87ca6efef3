package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// crowdSeed makes the people who are sent through the shipped table the same each time.
const crowdSeed = 20_260

// crowd is the number of people: more with -long, fewer with -short, for the race
// detector.
func crowd() int {
	switch {
	case testing.Short():
		return 1_000
	case *long:
		return 10_000
	}
	return 1_500
}

// calm is the mean number of answers among which one is worrying. As in life, people
// are mostly calm: with uniformly random answers, the many warning signs of the table
// would call an ambulance for almost everybody.
const calm = 40

// values are the answers of a person, one for every scale of a table, as plain
// integers. Expected results are computed from them wherever possible.
type values []int

// calmPerson draws a person with all answers. Every answer is calm, with one chance in
// forty of any other. At least one tick says what the problem is, and none there is
// unsure, since that list does not take "not sure".
func calmPerson(table *triage.Table, r *rand.Rand) values {
	v := make(values, len(table.Scales()))
	for s, scale := range table.Scales() {
		if r.IntN(calm) == 0 {
			v[s] = 1 + r.IntN(scale.Top)
		}
		if scale.Question.AtLeastOne && v[s] > triage.TickNo {
			v[s] = triage.TickYes
		}
	}
	for i := range table.Questions {
		q := &table.Questions[i]
		if from, to := q.Scales(); q.AtLeastOne && !slices.Contains(v[from:to], triage.TickYes) {
			v[from+r.IntN(to-from)] = triage.TickYes
		}
	}
	return v
}

// person returns the person with this number, always the same one, and a random source
// for what happens to them.
func person(table *triage.Table, number int) (values, *rand.Rand) {
	r := rand.New(rand.NewPCG(crowdSeed, uint64(number)))
	return calmPerson(table, r), r
}

func (v values) answers(table *triage.Table) triage.Answers {
	a := table.NoAnswers()
	for s, value := range v {
		a.Set(s, value)
	}
	return a
}

// shown names the answers that are not calm.
func (v values) shown(table *triage.Table) string {
	var out []string
	for s, value := range v {
		if value <= 0 {
			continue
		}
		scale := table.Scales()[s]
		name := scale.Question.ID
		if scale.Option >= 0 {
			name += "." + scale.Question.Options[scale.Option].ID
		}
		out = append(out, name+"="+scale.Value(value))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// reply returns what the person says to a page. If some ticks of a list are unsure and
// others are not, one reply cannot say so: the person ticks what is sure, adds "not
// sure", and is asked for the rest tick by tick.
func (v values) reply(page triage.Page) []string {
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

// unsaid is the value in folded of a scale that the path does not mention.
const unsaid = -1

// folded works out independently of the engine what a path says.
func folded(table *triage.Table, path []triage.Turn) values {
	v := make(values, len(table.Scales()))
	for s := range v {
		v[s] = unsaid
	}
	for _, turn := range path {
		q := turn.Question
		from, _ := q.Scales()
		switch {
		case turn.Tick >= 0:
			v[from+turn.Tick] = slices.Index(triage.TickNames(), turn.Reply[0])
		case !q.List:
			v[from] = q.Option(turn.Reply[0])
		default:
			opened := slices.Contains(turn.Reply, triage.Unsure)
			for i, o := range q.Options {
				switch {
				case slices.Contains(turn.Reply, o.ID):
					v[from+i] = triage.TickYes
				case !opened:
					v[from+i] = triage.TickNo
				}
			}
		}
	}
	return v
}

func valuesOf(a triage.Answers) values {
	v := make(values, len(a.Table().Scales()))
	for s := range v {
		v[s] = unsaid
		if value, known := a.Value(s); known {
			v[s] = value
		}
	}
	return v
}

// inParallel runs a test for everybody, on all processors.
func inParallel(t *testing.T, one func(t *testing.T, number int)) {
	const parts = 8
	for part := range parts {
		t.Run(fmt.Sprint("part ", part), func(t *testing.T) {
			t.Parallel()
			for number := part; number < crowd() && !t.Failed(); number += parts {
				one(t, number)
			}
		})
	}
}

// TestCrowdMeetsEveryCategory makes sure that the other tests on these people cover
// each category.
func TestCrowdMeetsEveryCategory(t *testing.T) {
	table := leg(t)
	count := map[triage.Category]int{}
	urgencies := map[triage.Urgency]int{}
	for number := range crowd() {
		v, _ := person(table, number)
		atLeast, atMost := v.answers(table).Range()
		if atLeast != atMost {
			t.Fatalf("person %d: full answers leave %v to %v: %s", number, atLeast, atMost, v.shown(table))
		}
		count[atLeast.Category()]++
		urgencies[atLeast]++
	}
	t.Logf("of %d people: %v; %v", crowd(), count, urgencies)
	for _, c := range []triage.Category{triage.SelfCare, triage.SeeDoctor, triage.Emergency} {
		if count[c] < crowd()/10 {
			t.Errorf("only %d of %d people end in %v", count[c], crowd(), c)
		}
	}
}

// TestPeopleEndWhereTheirFullAnswersDo sends everybody through the interview. What it
// skips must not matter: the urgency is that of the full answers. At go only the danger
// pages are asked, which may make it an ambulance. On the way the number of questions
// rises only by what an answer opened, and somebody who stops early is never told
// self-care while something more urgent is possible.
func TestPeopleEndWhereTheirFullAnswersDo(t *testing.T) {
	table := leg(t)
	inParallel(t, func(t *testing.T, number int) {
		v, r := person(table, number)
		want, _ := v.answers(table).Range()
		in := triage.NewInterview(table)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("person %d: %s\nanswers %s\npath %v", number, fmt.Sprintf(format, args...), v.shown(table), in.Path())
		}
		stop := r.IntN(12) // the page at which a full assessment is made
		done, left := in.Counts()
		pages := 0
		for page, more := in.Page(); more; page, more = in.Page() {
			atLeast, atMost := in.Answers().Range()
			if atLeast == triage.Call || atLeast == triage.Go && page.Question.Stage > triage.StageLimb {
				fail("%v is asked at %v", page, atLeast)
			}
			if atLeast > want || atMost < want {
				fail("%v to %v before %v, but the full answers lead to %v", atLeast, atMost, page, want)
			}
			if pages == stop {
				stoppedHere(table, in, want, fail)
			}
			if err := in.Answer(v.reply(page)...); err != nil {
				fail("%v", err)
			}
			if was := done + left; number%32 == 0 { // Counts goes through what is left each time
				if done, left = in.Counts(); done+left > was+in.Opened() {
					fail("%d done and %d left after %v, which opened %d; before that there were %d", done, left, page, in.Opened(), was)
				}
			}
			if pages++; pages > len(v)+len(table.Questions) {
				fail("it does not end")
			}
		}
		if _, left = in.Counts(); left != 0 {
			fail("%d left at the end", left)
		}
		if atLeast, atMost := in.Answers().Range(); atLeast != want || atMost != want {
			fail("the interview ends at %v to %v, the full answers at %v", atLeast, atMost, want)
		}
	})
}

// stoppedHere looks at the result of somebody who stops before the end. It may be
// self-care only if every rule above home is already refuted and only tips are still
// asked about: then no further answer can make it wrong.
func stoppedHere(table *triage.Table, in *triage.Interview, want triage.Urgency, fail func(string, ...any)) {
	as := in.Answers().Assess()
	if c, settled := as.Category(); c != triage.SelfCare || !settled {
		return
	}
	for _, rule := range table.ByUrgency() {
		if state := in.Answers().State(rule); rule.Urgency > triage.Home && state != triage.Refuted {
			fail("self-care on stopping, although rule %s is %v", rule.ID, state)
		}
	}
	if want != triage.Home || len(as.Missing) > 0 {
		fail("self-care on stopping, but the full answers lead to %v; missing are %v", want, as.Missing)
	}
}

// TestRepliesSetAsideNeverReachTheRules lets everybody change their mind: they answer
// some pages, replace one reply in place or go back some pages, and from there answer
// as somebody else. What they took back must be gone.
func TestRepliesSetAsideNeverReachTheRules(t *testing.T) {
	table := leg(t)
	inParallel(t, func(t *testing.T, number int) {
		v, r := person(table, number)
		other, _ := person(table, crowd()+number)
		in := triage.NewInterview(table)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("person %d: %s\nanswers %s\npath %v", number, fmt.Sprintf(format, args...), other.shown(table), in.Path())
		}
		answer := func(page triage.Page, ids []string) {
			t.Helper()
			if err := in.Answer(ids...); err != nil {
				fail("%v: %v", page, err)
			}
			if want, got := folded(table, in.Path()), valuesOf(in.Answers()); !slices.Equal(got, want) {
				fail("the answers are %s, but the path says %s", got.shown(table), want.shown(table))
			}
			if len(in.Path()) > len(v)+len(table.Questions) {
				fail("it does not end")
			}
		}
		for range 1 + r.IntN(15) {
			if page, more := in.Page(); more {
				answer(page, v.reply(page))
			}
		}
		path := in.Path()
		if len(path) == 0 {
			fail("nothing is asked")
		}
		if at := r.IntN(len(path)); r.IntN(2) == 0 {
			if err := in.Change(at, other.reply(path[at].Page)...); err != nil {
				fail("%v cannot be changed: %v", path[at], err)
			}
		} else {
			for range len(path) - at {
				in.Back()
			}
			if page, more := in.Page(); !more || page != path[at].Page || !slices.Equal(in.Offered(page), path[at].Reply) {
				fail("going back to %v leads to %v, which offers %q", path[at], page, in.Offered(page))
			}
		}
		// From here on the answers are those of the other person, apart from the
		// replies still on the path.
		for s, value := range folded(table, in.Path()) {
			if value != unsaid {
				other[s] = value
			}
		}
		for page, more := in.Page(); more; page, more = in.Page() {
			answer(page, other.reply(page))
		}
		want, _ := other.answers(table).Range()
		atLeast, atMost := in.Answers().Range()
		if atLeast.Category() != want.Category() || want < triage.Go && (atLeast != want || atMost != want) {
			fail("ends at %v to %v, want %v", atLeast, atMost, want)
		}
	})
}

// leastWays calls yield with each of the least ways to make a When hold: one step of
// every condition at exactly its value, and every other scale at its lowest. Any
// answers that make it hold are at least as worrying as one of these.
func leastWays(table *triage.Table, w triage.When, yield func(v values)) {
	v := make(values, len(table.Scales()))
	var pick func(i int)
	pick = func(i int) {
		if i == len(w) {
			yield(v)
			return
		}
		for _, s := range w[i] {
			before := v[s.Scale]
			v[s.Scale] = max(before, s.Value)
			pick(i + 1)
			v[s.Scale] = before
		}
	}
	pick(0)
}

// TestRedFlagsLeadToAnEmergency answers every red flag with yes, and also with "not
// sure", together with the partners it names and the least worrying answer to all else.
// Nothing is sampled and nothing is left out: every condition looks upward, so any
// other answers can only add rules to those that hold here. An emergency here is one in
// every set of answers with this red flag.
func TestRedFlagsLeadToAnEmergency(t *testing.T) {
	table := leg(t)
	flags := 0
	for i := range table.Questions {
		q := &table.Questions[i]
		from, _ := q.Scales()
		for o, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			flags++
			answered := []triage.Step{{Scale: from, Value: o}, {Scale: from, Value: q.Option(triage.Unsure)}}
			if q.List {
				answered = []triage.Step{{Scale: from + o, Value: triage.TickYes}, {Scale: from + o, Value: triage.TickUnsure}}
			}
			for _, step := range answered {
				leastWays(table, append(slices.Clone(option.With), triage.Condition{step}), func(v values) {
					if atLeast, _ := v.answers(table).Range(); atLeast < triage.Go {
						t.Errorf("the red flag %s.%s leads only to %v with %s", q.ID, option.ID, atLeast, v.shown(table))
					}
				})
			}
		}
	}
	if flags == 0 {
		t.Error("the table has no red flag")
	}
	t.Logf("%d red flags", flags)
}

// TestEveryRuleCanDecide looks for answers in which a rule fires and no other rule is
// as urgent. It is enough to try the least ways to make the rule fire: worse answers
// can only bring in more rules. A rule that never decides alone is not wrong, since it
// may add a reason of its own, but it is worth knowing about.
func TestEveryRuleCanDecide(t *testing.T) {
	table := leg(t)
	for _, rule := range table.ByUrgency() {
		fires, alone, beside := false, false, ""
		leastWays(table, rule.When, func(v values) {
			as := v.answers(table).Assess()
			fires = fires || as.Answers.State(rule) == triage.Fired
			other := slices.IndexFunc(as.Deciding, func(r triage.Reason) bool { return r.Rule != rule })
			if other >= 0 {
				beside = as.Deciding[other].Rule.ID
			}
			alone = alone || len(as.Deciding) == 1 && other < 0
		})
		if !fires {
			t.Errorf("rule %s never fires", rule.ID)
		}
		if !alone {
			t.Logf("rule %s never decides alone, for instance beside %s", rule.ID, beside)
		}
	}
}

// TestTextsNeitherDiagnoseNorStopMedicines reads every sentence that a person
// may be shown. The program may say what something can be a sign of, never
// what somebody has, and may never tell anybody to stop a medicine.
func TestTextsNeitherDiagnoseNorStopMedicines(t *testing.T) {
	table := leg(t)
	check := func(owner, text string, forbidden ...string) {
		for _, words := range forbidden {
			if strings.Contains(strings.ToLower(text), words) {
				t.Errorf("%s says %q: %s", owner, words, text)
			}
		}
	}
	for _, r := range table.Rules {
		for _, text := range []string{r.Title, r.About, r.Because, r.Do} {
			check("rule "+r.ID, text, "stop taking")
		}
		for _, text := range []string{r.Title, r.About, r.Because} {
			check("rule "+r.ID, text, "you have a")
		}
	}
	for _, a := range table.Advice {
		check("advice "+a.ID, a.Say, "stop taking")
		for _, w := range a.Without {
			check("advice "+a.ID, w.Because, "stop taking", "you have a")
		}
	}
	for _, s := range table.SafetyNet {
		check("safety net "+s.ID, s.Say, "stop taking", "you have a")
	}
}

func TestRangeAndFiredDoNotAllocateOnTheLegTable(t *testing.T) {
	table := leg(t)
	v, _ := person(table, 0)
	a := v.answers(table)
	fired := make([]int, 0, len(table.Rules))
	if n := testing.AllocsPerRun(100, func() { a.Range() }); n != 0 {
		t.Errorf("Range allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() { fired = a.Fired(fired[:0]) }); n != 0 {
		t.Errorf("Fired allocates %v times", n)
	}
}

// hundred returns the full answers of a hundred people, so that a benchmark does not
// rest on one unusual case.
func hundred(b *testing.B) []triage.Answers {
	b.Helper()
	table := leg(b)
	out := make([]triage.Answers, 100)
	for number := range out {
		v, _ := person(table, number)
		out[number] = v.answers(table)
	}
	b.ReportAllocs()
	return out
}

func BenchmarkRange(b *testing.B) {
	people := hundred(b)
	for i := 0; b.Loop(); i++ {
		people[i%len(people)].Range()
	}
}

func BenchmarkFired(b *testing.B) {
	people := hundred(b)
	fired := make([]int, 0, len(people[0].Table().Rules))
	for i := 0; b.Loop(); i++ {
		fired = people[i%len(people)].Fired(fired[:0])
	}
}

func BenchmarkAssess(b *testing.B) {
	people := hundred(b)
	for i := 0; b.Loop(); i++ {
		people[i%len(people)].Assess()
	}
}

func BenchmarkAssessAsJSON(b *testing.B) {
	people := hundred(b)
	var assessed []*triage.Assessment
	for _, a := range people {
		assessed = append(assessed, a.Assess())
	}
	var out []byte
	w := people[0].Table().AssessmentWriter()
	for i := 0; b.Loop(); i++ {
		out = w.Append(out[:0], assessed[i%len(assessed)])
	}
}
