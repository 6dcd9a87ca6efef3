package rules

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// This file writes the table down a second time, as people: for each rule
// somebody calm on whom it decides, and the same person with one answer a
// little calmer. Whoever changes a rule sees in testdata/generated.txt which
// people that is about and what they are told from now on.

var update = flag.Bool("update", false, "write testdata/generated.txt anew")

const generatedFile = "../testdata/generated.txt"

// generatedHead explains the file to who reads it.
const generatedHead = `# People made from the rules of the shipped table, rule by rule in the table's
# order: somebody calm on whom the rule decides, for each step of each of its
# conditions ("by"), and the same person with that one answer a step calmer
# ("with", "without"). A tick with ? is "not sure"; whatever is not named has its
# calmest answer. "beside" and "under" name the rules that decide as well or
# instead. Made by go test ./rules -run Generated -update; do not edit.
`

// made is one of these people.
type made struct {
	label string
	values
	urgency triage.Urgency
	note    string // which rules decide beside or instead of the one meant
}

// line writes a person in one line.
func (m made) line(table *triage.Table) string {
	return fmt.Sprintf("%s: %v%s: %s", m.label, m.urgency, m.note, m.values.line(table))
}

// line writes the answers that are not calm as question=value or
// question=tick,tick.
func (v values) line(table *triage.Table) string {
	var out []string
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		var said []string
		for s := from; s < to; s++ {
			if v[s] > 0 {
				said = append(said, worded(table, triage.Given{Scale: s, Value: v[s]}))
			}
		}
		if len(said) > 0 {
			out = append(out, q.ID+"="+strings.Join(said, ","))
		}
	}
	return strings.Join(out, " ")
}

// worded names one answer without its question: an option, or a tick, which
// has a question mark when it is not sure.
func worded(table *triage.Table, g triage.Given) string {
	scale := table.Scales()[g.Scale]
	if scale.Option < 0 {
		return scale.Value(g.Value)
	}
	id := scale.Question.Options[scale.Option].ID
	if g.Value == triage.TickUnsure {
		id += "?"
	}
	return id
}

// madePeople returns all people made from a table.
func madePeople(table *triage.Table) []made {
	var out []made
	for i := range table.Rules {
		if r := &table.Rules[i]; r.Status != triage.Retired {
			out = append(out, madeFrom(table, r)...)
		}
	}
	return out
}

// madeFrom returns the people made from one rule: somebody for each of its
// steps, where one person stands for as many of them as there are conditions,
// and for each step the calmer neighbour of whom it was first shown on.
func madeFrom(table *triage.Table, r *triage.Rule) []made {
	least := leastPeople(table, r)
	shown := map[triage.Step]bool{}
	var out []made
	show := func(label string, among []leastPerson) {
		best := slices.MinFunc(among, leastPerson.compare)
		out = append(out, made{label, best.values, best.urgency, best.note(r)})
		for _, step := range best.steps {
			if shown[step] {
				continue
			}
			shown[step] = true
			v, change := calmer(table, r, best.values, step)
			neighbour := judged(table, r, v)
			out = append(out, made{r.ID + " " + change, v, neighbour.urgency, ""})
		}
	}
	show(r.ID, least)
	for _, condition := range r.When {
		for _, step := range condition {
			using := slices.DeleteFunc(slices.Clone(least), func(l leastPerson) bool { return !slices.Contains(l.steps, step) })
			if shown[step] || len(using) == 0 {
				continue // shown before, or never the only one to hold
			}
			show(r.ID+" by "+named(table, triage.Given(step)), using)
		}
	}
	return out
}

// leastPerson is somebody with a minimal set of answers at which a rule holds.
type leastPerson struct {
	values
	steps    []triage.Step // the only ones of their conditions that hold
	decides  bool          // whether the rule decides
	deciding []*triage.Rule
	urgency  triage.Urgency
	fired    int // rules that hold in all
	worries  int // answers above the calmest
}

// leastPeople returns everybody with a minimal set of answers at which r holds.
// In a list that needs a tick they tick what r asks for, or else one thing.
func leastPeople(table *triage.Table, r *triage.Rule) []leastPerson {
	w := slices.Clone(r.When)
	for i := range table.Questions {
		if q := &table.Questions[i]; q.AtLeastOne {
			var c triage.Condition
			from, to := q.Scales()
			for s := from; s < to; s++ {
				c = append(c, triage.Step{Scale: s, Value: triage.TickYes})
			}
			w = append(w, c)
		}
	}
	var out []leastPerson
	v := make(values, len(table.Scales()))
	var pick func(i int)
	pick = func(i int) {
		if i == len(w) {
			out = append(out, judged(table, r, v))
			return
		}
		if len(v.fulfilling(w[i])) > 0 {
			pick(i + 1)
			return
		}
		for _, s := range w[i] {
			before := v[s.Scale]
			v[s.Scale] = s.Value
			pick(i + 1)
			v[s.Scale] = before
		}
	}
	pick(0)
	return out
}

// fulfilling returns the steps of a condition that hold.
func (v values) fulfilling(c triage.Condition) []triage.Step {
	var out []triage.Step
	for _, s := range c {
		if v[s.Scale] >= s.Value {
			out = append(out, s)
		}
	}
	return out
}

// judged returns what becomes of a person, and of r with them.
func judged(table *triage.Table, r *triage.Rule, v values) leastPerson {
	as := v.answers(table).Assess()
	out := leastPerson{values: slices.Clone(v), urgency: as.AtLeast, fired: len(as.Deciding) + len(as.Also)}
	for _, reason := range as.Deciding {
		out.deciding = append(out.deciding, reason.Rule)
	}
	out.decides = slices.Contains(out.deciding, r)
	for _, condition := range r.When {
		if by := v.fulfilling(condition); len(by) == 1 {
			out.steps = append(out.steps, by[0])
		}
	}
	for _, value := range v {
		if value > 0 {
			out.worries++
		}
	}
	return out
}

// compare puts first whom the rule decides on, alone if possible, then who
// shows most of its steps, and then who has the least other trouble.
func (l leastPerson) compare(other leastPerson) int {
	rank := func(l leastPerson) []int {
		under := 1
		if l.decides {
			under = 0
		}
		return []int{under, len(l.deciding), -len(l.steps), l.fired, l.worries}
	}
	return slices.Compare(rank(l), rank(other))
}

// note names the rules that decide beside r, or in its place.
func (l leastPerson) note(r *triage.Rule) string {
	var others []string
	for _, other := range l.deciding {
		if other != r {
			others = append(others, other.ID)
		}
	}
	switch {
	case len(others) == 0:
		return ""
	case l.decides:
		return " beside " + strings.Join(others, ", ")
	}
	return " under " + strings.Join(others, ", ")
}

// calmer returns v with the answer that fulfils a step one value calmer, and
// the change in words. If that was the only tick of a list that needs one,
// something else is ticked that the rule does not ask for.
func calmer(table *triage.Table, r *triage.Rule, v values, step triage.Step) (values, string) {
	v = slices.Clone(v)
	v[step.Scale]--
	scale := table.Scales()[step.Scale]
	if from, to := scale.Question.Scales(); scale.Question.AtLeastOne {
		asked := slices.Concat(r.When...)
		for s := from; s < to && !slices.Contains(v[from:to], triage.TickYes); s++ {
			if !slices.ContainsFunc(asked, func(step triage.Step) bool { return step.Scale == s }) {
				v[s] = triage.TickYes
			}
		}
	}
	if scale.Option >= 0 && v[step.Scale] == triage.TickNo {
		return v, "without " + named(table, triage.Given(step))
	}
	return v, "with " + named(table, triage.Given{Scale: step.Scale, Value: v[step.Scale]})
}

// named writes one answer as question=option or question=tick.
func named(table *triage.Table, g triage.Given) string {
	return table.Scales()[g.Scale].Question.ID + "=" + worded(table, g)
}

// TestGeneratedPeople compares the people made from the shipped table with
// those in testdata/generated.txt, and makes sure that each is somebody.
func TestGeneratedPeople(t *testing.T) {
	table := leg(t)
	var b bytes.Buffer
	b.WriteString(generatedHead)
	decided := map[string]bool{}
	for _, m := range madePeople(table) {
		fmt.Fprintln(&b, m.line(table))
		for i := range table.Questions {
			q := &table.Questions[i]
			if from, to := q.Scales(); q.AtLeastOne && !slices.Contains(m.values[from:to], triage.TickYes) {
				t.Errorf("%s: nothing is ticked of %s", m.line(table), q.ID)
			}
		}
		if rule := table.Rule(m.label); rule != nil {
			decided[rule.ID] = m.urgency == rule.Urgency
		}
	}
	for _, r := range table.ByUrgency() {
		if !decided[r.ID] {
			t.Errorf("nobody is shown on whom rule %s decides", r.ID)
		}
	}
	if *update {
		if err := os.WriteFile(generatedFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(generatedFile)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Bytes(); !bytes.Equal(got, want) {
		t.Errorf("other people, or told something else (-update writes them down):\n%s", changedLines(string(want), string(got)))
	}
}

// changedLines returns the lines of only one of two texts, with - or + in front.
func changedLines(old, now string) string {
	before, after := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(old) {
		before[line] = true
	}
	var b strings.Builder
	for line := range strings.Lines(now) {
		if after[line] = true; !before[line] {
			b.WriteString("+ " + line)
		}
	}
	for line := range strings.Lines(old) {
		if !after[line] {
			b.WriteString("- " + line)
		}
	}
	return b.String()
}
