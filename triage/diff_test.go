package triage_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"legtriage/triage"
)

// This file compares Compare with brute force: every person whom both versions of a
// small table can meet is judged by both.

// comparedTables is how many pairs of tables are compared.
const comparedTables = 5000

// versions returns a random table and a changed copy of it: rules dropped,
// added, made more or less urgent, conditions and steps dropped, added and
// moved, questions and ticks dropped, added and put in another order.
func versions(number int) (old, now *triage.Table) {
	d := &drawer{Rand: rand.New(rand.NewPCG(20_264, uint64(number))), table: &triage.Table{Name: "random", Version: "1"}}
	d.questions()
	d.flags()
	d.rules()
	for i := range d.table.Questions {
		if q := &d.table.Questions[i]; !q.List {
			q.Options[0].RedFlag = false // as a red flag it would stand for every answer
		}
	}
	mustCompile(d.table)
	old = d.table
	now = &triage.Table{Name: "random", Version: "2"}
	for _, q := range old.Questions {
		q.Options = slices.Clone(q.Options)
		for o := range q.Options {
			q.Options[o].With = nil // Compare looks at the red flags of old only
		}
		now.Questions = append(now.Questions, q)
	}
	added := ""
	if d.once(2) {
		added = d.changeQuestions(now)
	}
	mustCompile(now) // it numbers the scales that the rules are then moved to
	for _, r := range old.Rules {
		r.When = moved(r.When, old, now)
		now.Rules = append(now.Rules, r)
	}
	*d = drawer{Rand: d.Rand, table: now}
	d.learn(now)
	if added != "" {
		s := slices.IndexFunc(now.Scales(), func(s triage.Scale) bool { return scaleName(s) == added })
		yes := triage.Step{Scale: s, Value: now.Scales()[s].Top}
		r := triage.Rule{ID: "added", Urgency: d.urgency(), When: triage.When{{yes}}}
		if d.once(2) {
			r.When[0] = append(r.When[0], d.step())
		}
		now.Rules = append(now.Rules, r)
	}
	for range d.IntN(4) {
		d.changeRules()
	}
	mustCompile(now)
	return old, now
}

// changeQuestions changes one question, and returns the name of a scale that
// it added, or "".
func (d *drawer) changeQuestions(t *triage.Table) string {
	i := d.IntN(len(t.Questions))
	q := &t.Questions[i]
	if q.ID == wide {
		return ""
	}
	switch n := len(q.Options); d.IntN(6) {
	case 0:
		if len(t.Questions) > 1 {
			t.Questions = slices.Delete(t.Questions, i, i+1)
		}
	case 1: // drop an option
		if o := d.IntN(n); n > 2 || q.List && n > 1 {
			q.Options = slices.Delete(q.Options, o, o+1)
		}
	case 2: // put the options in another order
		slices.Reverse(q.Options)
	case 3:
		rest := t.Questions
		if rest[0].ID == wide {
			rest = rest[1:] // not the one in front, which moves the others along
		}
		slices.Reverse(rest)
	case 4: // a new tick
		if q.List {
			q.Options = slices.Insert(q.Options, d.IntN(n+1), triage.Option{ID: "new"})
			return q.ID + ".new"
		}
	default:
		added := triage.Question{ID: "added", Options: []triage.Option{{ID: "no"}, {ID: triage.Unsure}, {ID: "yes"}}}
		t.Questions = slices.Insert(t.Questions, i, added)
		return "added"
	}
	return ""
}

// changeRules changes one rule, but not the one for the rest.
func (d *drawer) changeRules() {
	t := d.table
	i := d.IntN(len(t.Rules))
	r := &t.Rules[i]
	r.When = slices.Clone(r.When)
	if r.ID == "default" {
		return
	}
	n := d.IntN(max(1, len(r.When)))
	if len(r.When) > 0 {
		r.When[n] = slices.Clone(r.When[n])
	}
	switch kind := d.IntN(9); {
	case kind == 0:
		t.Rules = slices.Delete(t.Rules, i, i+1)
	case kind < 3:
		r.Urgency = d.urgency()
	case kind == 3:
		r.When = append(r.When, d.condition())
	case kind == 4:
		t.Rules = append(t.Rules, triage.Rule{ID: fmt.Sprint("more", len(t.Rules)), Urgency: d.urgency(), When: d.when(1, 2)})
	case kind == 5:
		r.Status = triage.Retired
	case len(r.When) == 0:
	case kind == 6:
		r.When = slices.Delete(r.When, n, n+1)
	case kind == 7:
		r.When[n] = append(r.When[n], d.step())
	default:
		r.When[n][0] = d.step()
	}
}

// scaleName names a scale so that it can be found in another table.
func scaleName(s triage.Scale) string {
	if s.Option < 0 {
		return s.Question.ID
	}
	return s.Question.ID + "." + s.Question.Options[s.Option].ID
}

// moved returns w in the scales of another version, without what is no longer asked.
func moved(w triage.When, from, to *triage.Table) triage.When {
	var out triage.When
	for _, condition := range w {
		var c triage.Condition
		for _, step := range condition {
			name := scaleName(from.Scales()[step.Scale])
			s := slices.IndexFunc(to.Scales(), func(s triage.Scale) bool { return scaleName(s) == name })
			if s >= 0 && step.Value <= to.Scales()[s].Top {
				c = append(c, triage.Step{Scale: s, Value: step.Value})
			}
		}
		if len(c) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// twins returns for each scale of one version the scale of the other one that
// means the same, or -1: a tick of the same name in a list of the same name,
// or a question with the same options in the same order.
func twins(from, to *triage.Table) []int {
	meaning := func(s triage.Scale) string {
		if s.Option >= 0 {
			return "list " + scaleName(s)
		}
		name := scaleName(s)
		for _, o := range s.Question.Options {
			name += " " + o.ID
		}
		return name
	}
	out := make([]int, len(from.Scales()))
	for i, s := range from.Scales() {
		out[i] = slices.IndexFunc(to.Scales(), func(other triage.Scale) bool { return meaning(other) == meaning(s) })
	}
	return out
}

// translated returns answers to one version as answers to the other; what only
// the other asks gets its calmest answer.
func translated(full values, to *triage.Table, twins []int) values {
	out := make(values, len(to.Scales()))
	for s, twin := range twins {
		if twin >= 0 {
			out[twin] = full[s]
		}
	}
	return out
}

// shared calls yield with every person of a version who answers calmly what only this
// version asks, and who, in each list that needs a tick, ticks something that both
// versions ask about if the list has such a thing.
func shared(table *triage.Table, twins []int, yield func(full values)) {
	all := make(values, len(table.Scales()))
	var fill func(s int)
	fill = func(s int) {
		switch {
		case s == len(all):
			if ticksShared(table, twins, all) {
				yield(all)
			}
		case twins[s] < 0, table.Scales()[s].Question.ID == wide:
			fill(s + 1)
		default:
			for all[s] = 0; all[s] <= table.Scales()[s].Top; all[s]++ {
				fill(s + 1)
			}
		}
	}
	fill(0)
}

func ticksShared(table *triage.Table, twins []int, full values) bool {
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		both := slices.ContainsFunc(twins[from:to], func(twin int) bool { return twin >= 0 })
		if q.AtLeastOne && both && !slices.Contains(full[from:to], triage.TickYes) {
			return false
		}
	}
	return true
}

// alone returns the names of what only one version asks: a question as a
// whole, or single ticks.
func alone(table *triage.Table, twins []int) []string {
	var out []string
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		var ticks []string
		for s := from; s < to; s++ {
			if twins[s] < 0 {
				ticks = append(ticks, scaleName(table.Scales()[s]))
			}
		}
		if len(ticks) == to-from {
			ticks = []string{q.ID}
		}
		out = append(out, ticks...)
	}
	return out
}

// first returns the rule that decides: of the most urgent that hold, the one
// that is listed first.
func first(table *triage.Table, full values) *triage.Rule {
	var out *triage.Rule
	for i := range table.Rules {
		r := &table.Rules[i]
		if r.Status != triage.Retired && holds(r.When, full) && (out == nil || r.Urgency > out.Urgency) {
			out = r
		}
	}
	return out
}

// TestCompareAgreesWithEverybody compares pairs of versions. Compare lists lowered
// answers exactly when somebody's urgency falls, and raised ones exactly when it rises;
// everybody for whom it does is in a group; and each example shows what its group says.
func TestCompareAgreesWithEverybody(t *testing.T) {
	t.Parallel()
	count := tallies{}
	for number := range comparedTables {
		old, now := versions(number)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("pair %d: %s\nOLD\n%sNOW\n%s", number, fmt.Sprintf(format, args...), shownChecked(old), shownChecked(now))
		}
		c, decided := triage.Compare(old, now, triage.DefaultBudget)
		if !decided {
			fail("not decided")
		}
		forth, back := twins(old, now), twins(now, old)
		if want := alone(old, forth); !slices.Equal(c.Gone, want) {
			fail("gone are %v, not %v", c.Gone, want)
		}
		if want := alone(now, back); !slices.Equal(c.New, want) {
			fail("new are %v, not %v", c.New, want)
		}
		if c.Same() != (len(c.Lowered)+len(c.Raised) == 0) {
			fail("Same is %v", c.Same())
		}

		lowered, raised := false, false
		grouped := func(groups []triage.Difference, was, is triage.Urgency) bool {
			return slices.ContainsFunc(groups, func(g triage.Difference) bool { return g.Was == was && g.Now == is })
		}
		shared(old, forth, func(full values) {
			was, is := urgency(old, full), urgency(now, translated(full, now, forth))
			if lowered = lowered || is < was; is < was && !grouped(c.Lowered, was, is) {
				fail("from %v to %v, and in no group: %s", was, is, shownValues(old, full))
			}
		})
		shared(now, back, func(full values) {
			was, is := urgency(old, translated(full, old, back)), urgency(now, full)
			if raised = raised || is > was; is > was && !grouped(c.Raised, was, is) {
				fail("from %v to %v, and in no group: %s", was, is, shownValues(now, full))
			}
		})
		if lowered != (len(c.Lowered) > 0) || raised != (len(c.Raised) > 0) {
			fail("lowered %v, raised %v; the groups are %v and %v", lowered, raised, c.Lowered, c.Raised)
		}
		count.see(verdict{what: "lowered", found: lowered})
		count.see(verdict{what: "raised", found: raised})

		pairs := map[[2]*triage.Rule]bool{}
		for i, g := range slices.Concat(c.Lowered, c.Raised) {
			if g.Answers.Table() != now {
				fail("the example answers another table")
			}
			full := valuesOf(g.Answers)
			before := translated(full, old, back)
			what := fmt.Sprintf("%v to %v at %s", g.Was, g.Now, shownValues(now, full))
			if slices.Contains(full, missing) {
				fail("%s: the example does not answer everything", what)
			}
			if was, is := urgency(old, before), urgency(now, full); was != g.Was || is != g.Now || (was > is) != (i < len(c.Lowered)) || was == is {
				fail("%s: the example goes from %v to %v", what, was, is)
			}
			if g.OldRule != first(old, before) || g.NewRule != first(now, full) {
				fail("%s: rules %v and %v decide, not %v and %v", what, first(old, before), first(now, full), g.OldRule, g.NewRule)
			}
			if i < len(c.Lowered) && !ticksShared(old, forth, before) || i >= len(c.Lowered) && !ticksShared(now, back, full) {
				fail("%s: the example is not a possible person", what)
			}
			if pair := [2]*triage.Rule{g.OldRule, g.NewRule}; pairs[pair] || g.Cases < 1 {
				fail("%s: grouped twice, or of nobody", what)
			} else {
				pairs[pair] = true
			}
			flags := map[string]bool{} // red flags with an answer in the group that lost their emergency
			if g.Was >= triage.Go && g.Now < triage.Go {
				shared(old, forth, func(full values) {
					if first(old, full) == g.OldRule && first(now, translated(full, now, forth)) == g.NewRule {
						for _, flag := range flagged(old, full) {
							flags[flag] = true
						}
					}
				})
			}
			count.see(verdict{what: "red flag lost", found: len(flags) > 0})
			if (g.RedFlag != "") != (len(flags) > 0) {
				fail("%s: the red flag is %q; those that lost their emergency are %v", what, g.RedFlag, flags)
			}
			if g.RedFlag != "" && !slices.Contains(flagged(old, before), g.RedFlag) {
				fail("%s: the example does not answer the red flag %s", what, g.RedFlag)
			}
		}
	}
	count.demand(t, 200, "lowered", "raised", "red flag lost")
}

// flagged returns the red flags that a person has, each with its partners: an option or
// a worse one, or a tick with yes.
func flagged(table *triage.Table, full values) []string {
	var out []string
	for i := range table.Questions {
		q := &table.Questions[i]
		from, _ := q.Scales()
		for o, option := range q.Options {
			answered := full[from] >= o
			if q.List {
				answered = full[from+o] == triage.TickYes
			}
			if option.RedFlag && answered && holds(option.With, full) {
				out = append(out, q.ID+"."+option.ID)
			}
		}
	}
	return out
}

// TestComparisonTurnsRound compares pairs both ways round: what is lowered one way is
// raised the other way. Lists that need a tick are left out, since with them the
// versions may differ in which people are possible.
func TestComparisonTurnsRound(t *testing.T) {
	for number := range comparedTables / 5 {
		old, now := versions(number)
		if slices.ContainsFunc(slices.Concat(old.Questions, now.Questions), func(q triage.Question) bool { return q.AtLeastOne }) {
			continue
		}
		forth, _ := triage.Compare(old, now, triage.DefaultBudget)
		back, _ := triage.Compare(now, old, triage.DefaultBudget)
		rungs := func(groups []triage.Difference, turned bool) map[string]int {
			out := map[string]int{}
			for _, g := range groups {
				was, is := g.Was, g.Now
				if turned {
					was, is = is, was
				}
				out[fmt.Sprint(was, " to ", is)] += g.Cases
			}
			return out
		}
		if !maps.Equal(rungs(forth.Lowered, false), rungs(back.Raised, true)) || !maps.Equal(rungs(forth.Raised, false), rungs(back.Lowered, true)) {
			t.Fatalf("pair %d: %v and, the other way round, %v\nOLD\n%sNOW\n%s", number, forth, back, shownChecked(old), shownChecked(now))
		}
		if !slices.Equal(forth.Gone, back.New) || !slices.Equal(forth.New, back.Gone) {
			t.Fatalf("pair %d: gone and new are %v %v and, the other way round, %v %v", number, forth.Gone, forth.New, back.Gone, back.New)
		}
	}
}

// TestTablesAreTheSameAsTheirCopies compares tables with themselves, with a copy, and
// with a copy whose questions and rules are in reverse order.
func TestTablesAreTheSameAsTheirCopies(t *testing.T) {
	t.Parallel()
	for number := range comparedTables / 5 {
		table, _ := versions(number)
		turned := &triage.Table{Questions: slices.Clone(table.Questions)}
		slices.Reverse(turned.Questions)
		for i := range turned.Questions {
			turned.Questions[i].Options = slices.Clone(turned.Questions[i].Options)
			for o := range turned.Questions[i].Options {
				turned.Questions[i].Options[o].With = nil
			}
			if turned.Questions[i].List {
				slices.Reverse(turned.Questions[i].Options)
			}
		}
		mustCompile(turned)
		for _, r := range table.Rules {
			r.When = moved(r.When, table, turned)
			turned.Rules = append(turned.Rules, r)
		}
		slices.Reverse(turned.Rules)
		mustCompile(turned)
		for _, other := range []*triage.Table{table, checkedCopy(table), turned} {
			if c, decided := triage.Compare(table, other, triage.DefaultBudget); !decided || !c.Same() || len(c.Gone)+len(c.New) > 0 {
				t.Fatalf("table %d: decided %v, %v\n%s", number, decided, c, shownChecked(table))
			}
		}
	}
}

// checkedCopy returns a table that says the same and shares nothing that
// Compile fills in.
func checkedCopy(table *triage.Table) *triage.Table {
	out := &triage.Table{Questions: slices.Clone(table.Questions), Rules: slices.Clone(table.Rules)}
	mustCompile(out)
	return out
}

// TestComparisonSaysWhenItsBudgetRanOut gives comparisons too small a budget: they say
// so, and what they found until then is true.
func TestComparisonSaysWhenItsBudgetRanOut(t *testing.T) {
	undecided := 0
	for number := range comparedTables / 5 {
		old, now := versions(number)
		whole, _ := triage.Compare(old, now, triage.DefaultBudget)
		for _, budget := range []int{0, 1, 3} {
			c, decided := triage.Compare(old, now, budget)
			if !decided {
				undecided++
			}
			if decided && (len(c.Lowered) != len(whole.Lowered) || len(c.Raised) != len(whole.Raised)) {
				t.Fatalf("pair %d: decided with a budget of %d, yet %v is not %v", number, budget, c, whole)
			}
			for i, g := range slices.Concat(c.Lowered, c.Raised) {
				groups := whole.Raised
				if i < len(c.Lowered) {
					groups = whole.Lowered
				}
				if !slices.ContainsFunc(groups, func(w triage.Difference) bool { return w.OldRule == g.OldRule && w.NewRule == g.NewRule }) {
					t.Fatalf("pair %d, budget %d: %v to %v is not true", number, budget, g.Was, g.Now)
				}
			}
			if budget == 0 && decided {
				t.Fatalf("pair %d: decided without a budget", number)
			}
		}
	}
	if undecided < 1000 {
		t.Errorf("only %d comparisons ran out of budget", undecided)
	}
}
