// Package peers decides the shipped table with general rule languages, to compare their
// speed with the engine's. It is a separate module, so that users of legtriage never
// download them:
//
//	cd testdata/peers
//	go test .          # they decide the same
//	go run ./figures   # how long each takes
//
// The peers get every advantage that keeps the comparison honest: the answers
// of each person are put into their form before the clock starts, and each
// library is tried in several forms, of which the fastest counts.
package peers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"legtriage/triage"
)

// Person is a full set of answers: a value for every scale of a table.
type Person []int

// seed makes the people the same each time.
const seed = 64

// calm is the mean number of answers among which one is worrying, as it is for
// the people of the tests of package rules.
const calm = 40

// People draws n people who are mostly calm, as people are. At least one tick says what
// the problem is, and none there is unsure, since that list does not take "not sure".
func People(t *triage.Table, n int) []Person {
	out := make([]Person, n)
	for i := range out {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		p := make(Person, len(t.Scales()))
		for s, scale := range t.Scales() {
			if r.IntN(calm) == 0 {
				p[s] = 1 + r.IntN(scale.Top)
			}
			if scale.Question.AtLeastOne && p[s] > triage.TickNo {
				p[s] = triage.TickYes
			}
		}
		for q := range t.Questions {
			q := &t.Questions[q]
			if from, to := q.Scales(); q.AtLeastOne && !slices.Contains(p[from:to], triage.TickYes) {
				p[from+r.IntN(to-from)] = triage.TickYes
			}
		}
		out[i] = p
	}
	return out
}

// Answers returns what p says, as the engine keeps it.
func (p Person) Answers(t *triage.Table) triage.Answers {
	a := t.NoAnswers()
	for scale, value := range p {
		a.Set(scale, value)
	}
	return a
}

// Peer is one form in which a library decides a table.
type Peer struct {
	Library string // expr or cel
	Form    string // of the programs and of the answers
	Encode  func(*triage.Table, Person) any
	Compile func(*triage.Table) (Fired, error)
}

// Fired appends to fired the indices in [triage.Table.Rules] of the rules that hold for
// encoded answers, the most urgent first, as [triage.Answers.Fired] does.
type Fired func(answers any, fired []int) ([]int, error)

// Peers returns all forms that are tried.
func Peers() []Peer { return slices.Concat(exprForms(), celForms()) }

// Disagreement returns an error that names the first person for whom a peer and the
// engine fire different rules, or nil. It also returns for how many people more fires
// than the rules that always hold.
func Disagreement(t *triage.Table, peers []Peer, people []Person) (some int, err error) {
	always := 0
	for _, r := range t.ByUrgency() {
		if len(r.When) == 0 {
			always++
		}
	}
	for _, p := range people {
		if len(p.Answers(t).Fired(nil)) > always {
			some++
		}
	}
	for _, peer := range peers {
		fired, err := peer.Compile(t)
		if err != nil {
			return some, fmt.Errorf("%s, %s: %w", peer.Library, peer.Form, err)
		}
		for i, p := range people {
			got, err := fired(peer.Encode(t, p), nil)
			if err != nil {
				return some, fmt.Errorf("%s, %s, person %d: %w", peer.Library, peer.Form, i, err)
			}
			if want := p.Answers(t).Fired(nil); !slices.Equal(got, want) {
				return some, fmt.Errorf("%s, %s, person %d: fired %v, and the engine %v", peer.Library, peer.Form, i, got, want)
			}
		}
	}
	return some, nil
}

// inUse returns the rules that can fire and their indices in the table, the most urgent
// first.
func inUse(t *triage.Table) (rules []*triage.Rule, places []int) {
	rules = t.ByUrgency()
	for _, r := range rules {
		places = append(places, slices.IndexFunc(t.Rules, func(other triage.Rule) bool { return other.ID == r.ID }))
	}
	return rules, places
}

// text writes the conditions of a rule as an expression, which is the same in both
// languages; step writes one step.
func text(w triage.When, step func(triage.Step) string) string {
	if len(w) == 0 {
		return "true"
	}
	var all []string
	for _, condition := range w {
		var some []string
		for _, s := range condition {
			some = append(some, step(s))
		}
		all = append(all, "("+strings.Join(some, " || ")+")")
	}
	return strings.Join(all, " && ")
}

// texts writes every rule in use, the most urgent first.
func texts(t *triage.Table, step func(triage.Step) string) []string {
	var out []string
	for _, r := range t.ByUrgency() {
		out = append(out, text(r.When, step))
	}
	return out
}

// steps returns every step that a scale has.
func steps(t *triage.Table) []triage.Step {
	var out []triage.Step
	for scale, s := range t.Scales() {
		for v := 1; v <= s.Top; v++ {
			out = append(out, triage.Step{Scale: scale, Value: v})
		}
	}
	return out
}

// The ways to write a step: as the name of a truth, such as S3_1, which is how the
// engine keeps answers too; by the name of a value, such as S3 >= 1; and by its place
// in a list.
func truthName(s triage.Step) string { return fmt.Sprintf("S%d_%d", s.Scale, s.Value) }
func valueName(scale int) string     { return fmt.Sprintf("S%d", scale) }
func byValue(s triage.Step) string   { return fmt.Sprintf("S%d >= %d", s.Scale, s.Value) }
func byPlace(s triage.Step) string   { return fmt.Sprintf("V[%d] >= %d", s.Scale, s.Value) }

// truths returns the answers of p as a truth for each step.
func truths(t *triage.Table, p Person) any {
	out := map[string]any{}
	for _, s := range steps(t) {
		out[truthName(s)] = p[s.Scale] >= s.Value
	}
	return out
}

// values returns the answers of p as a value for each scale.
func values(_ *triage.Table, p Person) any {
	out := map[string]any{}
	for scale, value := range p {
		out[valueName(scale)] = value
	}
	return out
}
