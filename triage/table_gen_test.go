package triage_test

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// TestMain sets other defaults for rapid. There are more tables than its 100, and more
// still with -long, because a table that exposes a subtle fault is rare and a check is
// quick. Failures are not written to files, which would litter the folder: a failing
// test prints the table, the answers and the seed that repeats it. Flags on the command
// line still win.
func TestMain(m *testing.M) {
	checks := "1000"
	if slices.Contains(os.Args, "-long") { // flags are parsed later, so these can still be overridden
		checks = "3000"
	}
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	// Random tables are short-lived: collecting them less often costs some megabytes
	// and saves time.
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// mostCompletions bounds how many full sets of answers a random table has, so
// that the oracle can go through every one of them.
const mostCompletions = 1500

// wide is the id of a question that no rule names. Its ticks fill the first
// word of the engine's bit sets almost to the brim, so that the scales that
// matter straddle the border between two words, as they do in a large table.
const wide = "wide"

// randomTable and randomValues print themselves readably when rapid lists what
// it drew.
type (
	randomTable  struct{ *triage.Table }
	randomValues struct {
		values
		table *triage.Table
	}
)

func (r randomTable) GoString() string  { return "\n" + shown(r.Table) }
func (r randomValues) GoString() string { return shownValues(r.table, r.values) }

// aTable draws a small table.
func aTable(t *rapid.T) *triage.Table { return tables().Draw(t, "table").Table }

// tables generates small tables. They are odd on purpose: emergencies that always hold,
// a scale named twice in a rule, retired rules, steps that no clinician would write.
// The engine must be right about all of them.
func tables() *rapid.Generator[randomTable] {
	return rapid.Custom(func(t *rapid.T) randomTable {
		table := &triage.Table{Name: "random", Version: "1"}
		var tops []int // of the scales that rules may name
		first := 0     // the number of the first of them
		if rapid.IntRange(0, 2).Draw(t, "word border") == 2 {
			first = rapid.IntRange(30, 33).Draw(t, "ticks before the border")
			q := triage.Question{ID: wide, List: true, Stage: triage.StageProblem}
			for i := range first {
				q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("w", i)})
			}
			table.Questions = append(table.Questions, q)
		}
		room := mostCompletions
		for i := range rapid.IntRange(2, 5).Draw(t, "questions") {
			if room < 3 {
				break
			}
			q, more := question(t, i, room)
			table.Questions = append(table.Questions, q)
			for _, top := range more {
				room /= top + 1
			}
			tops = append(tops, more...)
		}
		when := func(most int) triage.When { return conditions(t, most, first, tops) }
		table.Rules = append(table.Rules, triage.Rule{ID: "default", Urgency: triage.Home, Status: triage.Draft})
		for i := range rapid.IntRange(1, 8).Draw(t, "rules") {
			r := triage.Rule{
				ID: fmt.Sprint("r", i), Urgency: rapid.SampledFrom(triage.Urgencies()).Draw(t, "urgency"), When: when(3), Status: triage.Draft,
			}
			if rapid.IntRange(0, 9).Draw(t, "status") == 9 {
				r.Status = triage.Retired
			}
			if rapid.IntRange(0, 3).Draw(t, "contact") == 3 {
				r.Contact = triage.ContactMaternity // a loader refuses it at home and at call, the engine does not
			}
			r.Tells = tells(t)
			table.Rules = append(table.Rules, r)
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "advice") {
			a := triage.Advice{ID: fmt.Sprint("a", i), Say: "say", Suits: when(2)}
			a.UpTo = rapid.SampledFrom(triage.Urgencies()).Draw(t, "up to")
			a.Waiting, a.Tells = rapid.Bool().Draw(t, "waiting"), tells(t)
			if rapid.IntRange(0, 2).Draw(t, "from above home") == 2 {
				a.From = rapid.SampledFrom(triage.Urgencies()).Draw(t, "from")
			}
			for j := range rapid.IntRange(0, 2).Draw(t, "without") {
				a.Without = append(a.Without, triage.Withhold{When: when(2), Because: fmt.Sprint("because ", j)})
			}
			table.Advice = append(table.Advice, a)
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "safety nets") {
			table.SafetyNet = append(table.SafetyNet, triage.SafetyNet{
				ID: fmt.Sprint("s", i), Say: fmt.Sprint("net ", i), Urgency: rapid.SampledFrom(triage.Urgencies()).Draw(t, "net"),
			})
		}
		if err := table.Compile(); err != nil {
			t.Fatalf("a generated table is refused: %v\n%s", err, shown(table))
		}
		return randomTable{table}
	})
}

// question generates the question with this number, with at most room combinations of
// values, and returns the top values of its scales.
func question(t *rapid.T, number, room int) (triage.Question, []int) {
	q := triage.Question{ID: fmt.Sprint("q", number)}
	q.Stage = rapid.SampledFrom([]triage.Stage{triage.StageProblem, triage.StagePerson, triage.StageLimb, triage.StageLife}).Draw(t, "stage")
	if rapid.Bool().Draw(t, "one answer") {
		size := min(rapid.IntRange(2, 4).Draw(t, "options"), room)
		unsure := rapid.IntRange(0, size-1).Draw(t, "place of not sure") // 0: it has none
		for o := range size {
			id := fmt.Sprint("o", o)
			if o == unsure && o > 0 {
				id = triage.Unsure
			}
			q.Options = append(q.Options, triage.Option{ID: id})
		}
		return q, []int{size - 1}
	}
	q.List = true
	q.AtLeastOne = rapid.IntRange(0, 4).Draw(t, "at least one") == 4
	var tops []int
	for o := range rapid.IntRange(1, 3).Draw(t, "ticks") {
		if room /= 3; o > 0 && room < 1 {
			break
		}
		q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("t", o)})
		tops = append(tops, triage.TickYes)
	}
	return q, tops
}

// tells generates the acts that a text tells.
func tells(t *rapid.T) []string {
	return [][]string{nil, {"rest"}, {"rest", "walk"}}[rapid.IntRange(0, 2).Draw(t, "tells")]
}

// conditions generates at most this many conditions over the scales from
// first on. No condition at all is rare, since such a rule drowns the others.
func conditions(t *rapid.T, most, first int, tops []int) triage.When {
	var w triage.When
	size := rapid.SampledFrom([]int{1, 1, 1, 2, 2, 2, 3, 3, 3, 0}).Draw(t, "conditions")
	for range min(size, most) {
		var c triage.Condition
		for range rapid.IntRange(1, 3).Draw(t, "steps") {
			s := rapid.IntRange(0, len(tops)-1).Draw(t, "scale")
			c = append(c, triage.Step{Scale: first + s, Value: rapid.IntRange(1, tops[s]).Draw(t, "value")})
		}
		w = append(w, c)
	}
	return w
}

// missing is the value of a scale that was not answered.
const missing = -1

// values are answers in the plainest form there is: for every scale its value,
// or missing. The oracle computes with them and never with triage.Answers.
type values []int

// partly draws answers in which any scale may be missing.
func partly(t *rapid.T, table *triage.Table) values {
	return rapid.Custom(func(t *rapid.T) randomValues {
		v := make(values, len(table.Scales()))
		for i, s := range table.Scales() {
			if v[i] = missing; s.Question.ID == wide {
				continue // no rule can see it
			}
			if rapid.Bool().Draw(t, "given") {
				v[i] = rapid.IntRange(0, s.Top).Draw(t, "value")
			}
		}
		return randomValues{v, table}
	}).Draw(t, "answers").values
}

// fully draws a person with an answer to everything that the pages of an interview can
// express: a list that needs a tick has one, and nothing on it is unsure.
func fully(t *rapid.T, table *triage.Table) values {
	return rapid.Custom(func(t *rapid.T) randomValues {
		v := make(values, len(table.Scales()))
		for i, s := range table.Scales() {
			if s.Question.ID != wide {
				v[i] = rapid.IntRange(0, s.Top).Draw(t, "value")
			}
		}
		for i := range table.Questions {
			if q := &table.Questions[i]; q.AtLeastOne {
				from, to := q.Scales()
				for s := from; s < to; s++ {
					if v[s] == triage.TickUnsure {
						v[s] = triage.TickNo
					}
				}
				if !slices.Contains(v[from:to], triage.TickYes) {
					v[from] = triage.TickYes
				}
			}
		}
		return randomValues{v, table}
	}).Draw(t, "person").values
}

// answers hands v to the engine.
func (v values) answers(table *triage.Table) triage.Answers {
	a := table.NoAnswers()
	for s, value := range v {
		if value != missing {
			a.Set(s, value)
		}
	}
	return a
}

// valuesOf reads back what the engine has been told.
func valuesOf(a triage.Answers) values {
	v := make(values, len(a.Table().Scales()))
	for s := range v {
		value, known := a.Value(s)
		if v[s] = value; !known {
			v[s] = missing
		}
	}
	return v
}

// only returns nothing but these answers; everything else is missing.
func only(table *triage.Table, given []triage.Given) values {
	v := make(values, len(table.Scales()))
	for s := range v {
		v[s] = missing
	}
	return v.with(given...)
}

// with returns v with these answers in place of its own.
func (v values) with(given ...triage.Given) values {
	v = slices.Clone(v)
	for _, g := range given {
		v[g.Scale] = g.Value
	}
	return v
}

// shown writes a table so that a failing test can be read.
func shown(table *triage.Table) string {
	var b strings.Builder
	stages := []string{"life", "limb", "person", "problem"}
	for _, q := range table.Questions {
		kind, from := "", 0
		if q.List {
			kind = " list"
		}
		if q.AtLeastOne {
			kind += " (at least one)"
		}
		var ids []string
		for _, o := range q.Options {
			ids = append(ids, o.ID)
		}
		from, _ = q.Scales()
		fmt.Fprintf(&b, "question %s, stage %s, from scale %d%s: %s\n", q.ID, stages[q.Stage], from, kind, strings.Join(ids, " "))
	}
	for i := range table.Rules {
		fmt.Fprintln(&b, shownRule(table, &table.Rules[i]))
	}
	for _, a := range table.Advice {
		fmt.Fprintf(&b, "advice %s from %v up to %v, waiting %v, suits %s", a.ID, a.From, a.UpTo, a.Waiting, shownWhen(table, a.Suits))
		for _, w := range a.Without {
			fmt.Fprintf(&b, ", without %s", shownWhen(table, w.When))
		}
		fmt.Fprintln(&b)
	}
	for _, s := range table.SafetyNet {
		fmt.Fprintf(&b, "safety net %s %v\n", s.ID, s.Urgency)
	}
	return b.String()
}

func shownRule(table *triage.Table, r *triage.Rule) string {
	contact := ""
	if r.Contact != "" {
		contact = " (" + r.Contact + ")"
	}
	return fmt.Sprintf("rule %s %v%s %s: %s", r.ID, r.Urgency, contact, r.Status, shownWhen(table, r.When))
}

func shownWhen(table *triage.Table, w triage.When) string {
	if len(w) == 0 {
		return "always"
	}
	var all []string
	for _, c := range w {
		var any []string
		for _, s := range c {
			any = append(any, shownGiven(table, triage.Given(s))+"+")
		}
		all = append(all, "("+strings.Join(any, " or ")+")")
	}
	return strings.Join(all, " and ")
}

// shownGiven writes an answer as q0=o1 or q1.t0=yes.
func shownGiven(table *triage.Table, g triage.Given) string {
	s := table.Scales()[g.Scale]
	if s.Option < 0 {
		return s.Question.ID + "=" + s.Value(g.Value)
	}
	return s.Question.ID + "." + s.Question.Options[s.Option].ID + "=" + s.Value(g.Value)
}

func shownAnswers(table *triage.Table, given []triage.Given) string {
	var out []string
	for _, g := range given {
		out = append(out, shownGiven(table, g))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func shownValues(table *triage.Table, v values) string {
	var given []triage.Given
	for s, value := range v {
		if value != missing && table.Scales()[s].Question.ID != wide {
			given = append(given, triage.Given{Scale: s, Value: value})
		}
	}
	return shownAnswers(table, given)
}

// wrong fails a test and shows the table and the answers it failed on.
func wrong(t *rapid.T, table *triage.Table, v values, format string, args ...any) {
	t.Helper()
	t.Fatalf("\n%s\n%sanswers %s", fmt.Sprintf(format, args...), shown(table), shownValues(table, v))
}
