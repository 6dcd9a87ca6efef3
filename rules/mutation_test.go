package rules

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// This file asks how good the tests of the table are: it changes the table in
// every small way there is and looks whether anything notices. What nothing
// notices is a rule, a condition or a step that could be wrong today.

// mutation is one small change of a table.
type mutation struct {
	kind  string
	label string
	apply func(t *triage.Table)
}

// mutations returns every small change of the rules of a table: a rule
// dropped, one urgency up or down; a condition dropped or added; a step
// dropped, one value up or down.
func mutations(table *triage.Table) []mutation {
	var out []mutation
	for i := range table.Rules {
		r := &table.Rules[i]
		if r.Status == triage.Retired {
			continue
		}
		add := func(kind, what string, change func(r *triage.Rule)) {
			out = append(out, mutation{kind, strings.TrimSpace(kind + " of " + r.ID + " " + what), func(t *triage.Table) { change(&t.Rules[i]) }})
		}
		if r.Urgency < triage.Call {
			add("urgency up", "", func(r *triage.Rule) { r.Urgency++ })
		}
		if r.Urgency == triage.Home {
			continue // without a rule for the rest, the rest is at home too
		}
		add("urgency down", "", func(r *triage.Rule) { r.Urgency-- })
		// A retired rule never holds, which is what a dropped one does too.
		add("rule dropped", "", func(r *triage.Rule) { r.Status = triage.Retired })
		unrelated := unrelatedTick(table, r, i)
		add("condition added", shownStep(table, unrelated), func(r *triage.Rule) { r.When = append(r.When, triage.Condition{unrelated}) })
		for c, condition := range r.When {
			add("condition dropped", shownCondition(table, condition), func(r *triage.Rule) { r.When = slices.Delete(r.When, c, c+1) })
			for s, step := range condition {
				move := func(by int) func(r *triage.Rule) {
					return func(r *triage.Rule) { r.When[c][s].Value += by }
				}
				what := shownStep(table, step)
				if len(condition) > 1 {
					add("step dropped", what, func(r *triage.Rule) { r.When[c] = slices.Delete(r.When[c], s, s+1) })
				}
				if step.Value > 1 {
					add("step calmer", what, move(-1))
				}
				if step.Value < table.Scales()[step.Scale].Top {
					add("step worse", what, move(1))
				}
			}
		}
	}
	return out
}

// unrelatedTick returns a tick that has nothing to do with a rule, another one
// for each rule: of a list that is no question of the rule and needs no tick.
func unrelatedTick(table *triage.Table, r *triage.Rule, number int) triage.Step {
	var ticks []triage.Step
	for s, scale := range table.Scales() {
		asked := slices.ContainsFunc(slices.Concat(r.When...), func(step triage.Step) bool {
			return table.Scales()[step.Scale].Question == scale.Question
		})
		if scale.Option >= 0 && !asked && !scale.Question.AtLeastOne {
			ticks = append(ticks, triage.Step{Scale: s, Value: triage.TickYes})
		}
	}
	return ticks[number*7%len(ticks)]
}

func shownStep(table *triage.Table, s triage.Step) string { return named(table, triage.Given(s)) }

func shownCondition(table *triage.Table, c triage.Condition) string {
	var out []string
	for _, s := range c {
		out = append(out, shownStep(table, s))
	}
	return strings.Join(out, "|")
}

// copied returns a table that says the same and can be changed without
// changing the first one.
func copied(table *triage.Table) *triage.Table {
	out := *table
	out.Questions = slices.Clone(table.Questions)
	out.Rules = slices.Clone(table.Rules)
	for i := range out.Rules {
		out.Rules[i].When = copiedWhen(table.Rules[i].When)
	}
	out.Advice = slices.Clone(table.Advice)
	for i := range out.Advice {
		out.Advice[i].Without = slices.Clone(table.Advice[i].Without)
	}
	out.Invariants = slices.Clone(table.Invariants)
	return &out
}

func copiedWhen(w triage.When) triage.When {
	w = slices.Clone(w)
	for i := range w {
		w[i] = slices.Clone(w[i])
	}
	return w
}

// mutated returns a changed copy of a table, ready for use.
func mutated(tb testing.TB, table *triage.Table, change func(t *triage.Table)) *triage.Table {
	tb.Helper()
	out := copied(table)
	change(out)
	if err := out.Compile(); err != nil {
		tb.Fatal(err)
	}
	out.People = slices.Clone(table.People)
	for i := range out.People { // who answer this table now
		out.People[i].Answers = valuesOf(table.People[i].Answers).answers(out)
	}
	return out
}

// watch is everything that may notice a change of the table. It has a table of
// its own, which is changed and made ready over and over, since then the
// answers need not be made anew each time.
type watch struct {
	table    *triage.Table
	people   []expectation
	cases    []expectation
	mistakes map[string]bool // that a check finds before any change
}

// expectation is somebody and what they are to be told.
type expectation struct {
	answers triage.Answers
	right   func(atLeast, atMost triage.Urgency) bool
}

func newWatch(t *testing.T, table *triage.Table) *watch {
	t.Helper()
	w := &watch{table: mutated(t, table, func(*triage.Table) {}), mistakes: map[string]bool{}}
	for _, m := range madePeople(table) {
		w.people = append(w.people, expectation{m.answers(w.table), func(atLeast, _ triage.Urgency) bool { return atLeast == m.urgency }})
	}
	for _, v := range readCases(t, "../testdata/vignettes.jsonl", w.table, Vignettes) {
		if v.Contested == "" {
			w.cases = append(w.cases, expectation{v.Answers, func(atLeast, atMost triage.Urgency) bool {
				return atLeast.Category() == atMost.Category() && slices.Contains(v.Acceptable, atLeast.Category())
			}})
		}
	}
	for _, p := range readCases(t, "../testdata/near_miss.jsonl", w.table, Pairs) {
		for _, side := range []triage.Side{p.A, p.B} {
			w.cases = append(w.cases, expectation{side.Answers, func(atLeast, _ triage.Urgency) bool { return slices.Contains(side.Urgency, atLeast) }})
		}
	}
	for _, mistake := range w.found() {
		w.mistakes[mistake] = true
	}
	if surprised(w.people) || surprised(w.cases) {
		t.Fatal("a table that is not changed is taken for one that is")
	}
	return w
}

// surprised reports whether somebody is told something else than is right.
func surprised(expected []expectation) bool {
	return slices.ContainsFunc(expected, func(e expectation) bool { return !e.right(e.answers.Range()) })
}

// found returns the errors that a check finds. What a witness reaches is left
// out, since that is not what the error is about.
func (w *watch) found() []string {
	var out []string
	for _, f := range w.table.Check(triage.DefaultBudget).Findings {
		if f.Severity == triage.Mistaken {
			about, _, _ := strings.Cut(f.Message, ": these answers reach")
			out = append(out, about)
		}
	}
	return out
}

// mistaken reports whether a check finds an error that it did not find before.
func (w *watch) mistaken() bool {
	return slices.ContainsFunc(w.found(), func(mistake string) bool { return !w.mistakes[mistake] })
}

// try makes a change, looks at the table, and takes the change back.
func (w *watch) try(t *testing.T, m mutation, look func()) {
	t.Helper()
	rules := w.table.Rules
	w.table.Rules = copied(w.table).Rules
	m.apply(w.table)
	if err := w.table.Compile(); err != nil {
		t.Fatalf("%s: %v", m.label, err)
	}
	look()
	w.table.Rules = rules
	if err := w.table.Compile(); err != nil {
		t.Fatal(err)
	}
}

// survivors are the changes of the shipped table that change somebody's
// urgency and that nothing notices.
var survivors []string

// noChanges are those that change nobody's urgency.
var noChanges = []string{
	"step dropped of restless-legs worry=daily",
	"step calmer of restless-legs worry=daily",
}

// noticedWithoutPeople is the share of the changes that must be noticed by
// what was written apart from the rules: the vignettes and near misses, the
// red flags, the invariants and the other proofs. The generated people are
// made from the rules, so they show that something changed, never that it was
// wrong before.
const noticedWithoutPeople = 0.409

// TestSmallChangesOfTheTableAreNoticed makes every small change of the shipped
// table. One that changes nobody's urgency, which Compare proves, is no change
// at all. Each other one must be noticed by the people of
// testdata/generated.txt, by a vignette or a near miss, or by a check.
func TestSmallChangesOfTheTableAreNoticed(t *testing.T) {
	table := leg(t)
	type result struct{ people, cases, check, same bool }
	all := mutations(table)
	results := make([]result, len(all))
	every := 1
	if testing.Short() {
		every = 100 // the race detector has seen all the code by then
	}
	t.Run("all", func(t *testing.T) {
		const parts = 4
		for part := range parts {
			t.Run(fmt.Sprint("part ", part), func(t *testing.T) {
				t.Parallel()
				w := newWatch(t, table)
				for i := part; i < len(all); i += parts * every {
					w.try(t, all[i], func() {
						r := &results[i]
						r.people, r.cases = surprised(w.people), surprised(w.cases)
						if r.check = !r.cases && w.mistaken(); !r.people && !r.cases && !r.check {
							difference, decided := triage.Compare(table, w.table, triage.DefaultBudget)
							r.same = decided && difference.Same()
						}
					})
				}
			})
		}
	})
	if testing.Short() || t.Failed() {
		return
	}

	type count struct{ all, same, people, cases, check, apart, nobody int }
	counts, kinds := map[string]*count{}, []string{"in all"}
	var unnoticed, same []string
	for i, m := range all {
		if !slices.Contains(kinds, m.kind) {
			kinds = slices.Insert(kinds, len(kinds)-1, m.kind)
		}
		r := results[i]
		nobody := !r.people && !r.cases && !r.check && !r.same
		if nobody {
			unnoticed = append(unnoticed, m.label)
		}
		if r.same {
			same = append(same, m.label)
		}
		for _, kind := range []string{m.kind, "in all"} {
			if counts[kind] == nil {
				counts[kind] = &count{}
			}
			c := counts[kind]
			for n, hit := range map[*int]bool{
				&c.all: true, &c.same: r.same, &c.people: r.people, &c.cases: r.cases, &c.check: r.check, &c.apart: r.cases || r.check, &c.nobody: nobody,
			} {
				if hit {
					*n++
				}
			}
		}
	}
	for _, kind := range kinds {
		c := counts[kind]
		t.Logf("%-18s %4d, %d of them no change: noticed by people %4d, by cases %3d, else by a check %3d; by nobody %d", kind, c.all, c.same, c.people, c.cases, c.check, c.nobody)
	}
	c := counts["in all"]
	apart := float64(c.apart) / float64(c.all-c.same)
	t.Logf("noticed: %d of %d; by cases and checks alone: %.3f", c.all-c.same-c.nobody, c.all-c.same, apart)
	if !slices.Equal(unnoticed, survivors) {
		t.Errorf("unnoticed are\n  %s\nnot\n  %s", strings.Join(unnoticed, "\n  "), strings.Join(survivors, "\n  "))
	}
	if !slices.Equal(same, noChanges) {
		t.Errorf("no changes are\n  %s\nnot\n  %s", strings.Join(same, "\n  "), strings.Join(noChanges, "\n  "))
	}
	if apart < noticedWithoutPeople {
		t.Errorf("cases and checks alone notice a share of %.3f, less than %v", apart, noticedWithoutPeople)
	}
}

// readCases reads a file of cases as answers to a table.
func readCases[T any](t *testing.T, name string, table *triage.Table, as func(*triage.Table, string, io.Reader) ([]T, error)) []T {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := as(table, name, f)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal(name, "is empty")
	}
	return out
}
