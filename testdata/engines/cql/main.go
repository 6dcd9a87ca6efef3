// Command cql writes the files that the comparison with CQL engines needs: the library
// of the leg table, a library with hostile texts and a list of them, sets of answers,
// and the state of each rule for each set.
//
// The sets are the same in every run: for each rule, people for whom it has fired, is
// open, and is refuted by one condition alone; people who are mostly calm, with some
// answers missing or not sure; and lines that are not answers.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"legtriage/rules"
	"legtriage/rules/export"
	"legtriage/triage"
)

const (
	sets = 2000 // that can be read
	bad  = 100  // that cannot
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: cql FOLDER"))
	}
	folder := os.Args[1]
	t, err := rules.Leg()
	fail(err)
	write(folder, "leg.cql", func(out *bufio.Writer) error { return export.CQL(out, t) })
	hostile, err := rules.LegToAsk()
	fail(err)
	spoil(hostile)
	write(folder, "hostile.cql", func(out *bufio.Writer) error { return export.CQL(out, hostile) })
	write(folder, "hostile.json", func(out *bufio.Writer) error { line(out, texts(hostile)); return nil })
	d := drawer{t, rand.New(rand.NewPCG(14, 2026))}
	all := d.ofRules()
	for len(all) < sets {
		all = append(all, d.person())
	}
	write(folder, "sets.ndjson", func(out *bufio.Writer) error {
		for i := range bad {
			line(out, d.wrong(i))
		}
		for _, a := range all {
			line(out, d.ticks(a))
		}
		return nil
	})
	write(folder, "states.ndjson", func(out *bufio.Writer) error {
		for range bad {
			fmt.Fprintln(out, "{}")
		}
		for _, a := range all {
			fmt.Fprint(out, "{")
			for i, r := range t.ByUrgency() {
				if i > 0 {
					fmt.Fprint(out, ",")
				}
				fmt.Fprintf(out, "%q:%q", r.ID, a.State(r)) // in this order
			}
			fmt.Fprint(out, "}\n")
		}
		return nil
	})
	// Every rule has to occur in each state, or the comparison says nothing about it.
	for _, r := range t.ByUrgency() {
		var seen [3]int
		for _, a := range all {
			seen[a.State(r)]++
		}
		if seen[triage.Fired] == 0 || len(r.When) > 0 && (seen[triage.Open] == 0 || seen[triage.Refuted] == 0) {
			fail(fmt.Errorf("rule %s is %d times refuted, %d times open and %d times fired", r.ID, seen[triage.Refuted], seen[triage.Open], seen[triage.Fired]))
		}
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "cql:", err)
		os.Exit(1)
	}
}

func write(folder, name string, to func(*bufio.Writer) error) {
	f, err := os.Create(filepath.Join(folder, name))
	fail(err)
	out := bufio.NewWriter(f)
	fail(to(out))
	fail(out.Flush())
	fail(f.Close())
}

func line(out *bufio.Writer, v any) {
	data, err := json.Marshal(v)
	fail(err)
	fmt.Fprintf(out, "%s\n", data)
}

// spoil replaces every text of t with one that tries to break out of its comment or
// quotes.
func spoil(t *triage.Table) {
	n := 0
	next := func(text *string) {
		endings := []string{"'", "\"", "\\", "*/", "/*", "\n", "\r", "\u2028", "\u0085", "\\u000a", "${x}", "@tag: x", "//", "`", "\\'", "%s", "\x00", "\U000e0041"}
		*text += endings[n%len(endings)] + " define \"at least\": 'home' " + endings[n%len(endings)]
		n++
	}
	next(&t.Name)
	next(&t.Version)
	for i := range t.Questions {
		next(&t.Questions[i].Ask)
		for o := range t.Questions[i].Options {
			next(&t.Questions[i].Options[o].Say)
			next(&t.Questions[i].Options[o].Detail)
		}
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		for _, text := range []*string{&r.Title, &r.About, &r.Because, &r.Do, &r.Contact, &r.Review.By, &r.Review.On} {
			next(text)
		}
	}
	for i := range t.Sources {
		next(&t.Sources[i].Title)
		next(&t.Sources[i].Address)
		next(&t.Sources[i].Note)
	}
}

// texts returns the texts of t as its library should have them.
func texts(t *triage.Table) any {
	type table struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Hash    string `json:"hash"`
	}
	type rule struct {
		ID          string   `json:"id"`
		Urgency     string   `json:"urgency"`
		Title       string   `json:"title"`
		About       string   `json:"about"`
		Reason      string   `json:"reason"`
		Instruction string   `json:"instruction"`
		Contact     string   `json:"contact"`
		Status      string   `json:"status"`
		ReviewedBy  string   `json:"reviewedBy"`
		ReviewedOn  string   `json:"reviewedOn"`
		Sources     []string `json:"sources"`
	}
	type source struct {
		ID      string `json:"id"`
		Title   string `json:"title"`
		Address string `json:"address"`
		Note    string `json:"note"`
	}
	var all struct {
		Table   table    `json:"table"`
		Rules   []rule   `json:"rules"`
		Sources []source `json:"sources"`
	}
	all.Table = table{t.Name, t.Version, t.Hash}
	for _, r := range t.ByUrgency() {
		all.Rules = append(all.Rules, rule{r.ID, r.Urgency.String(), r.Title, r.About, r.Because, r.Do, r.Contact, string(r.Status), r.Review.By, r.Review.On, r.Sources})
	}
	for _, s := range t.Sources {
		all.Sources = append(all.Sources, source{s.ID, s.Title, s.Address, s.Note})
	}
	return all
}

type drawer struct {
	t *triage.Table
	*rand.Rand
}

// calm is somebody with the calmest answer everywhere, and a random tick on each list
// that needs one.
func (d drawer) calm() triage.Answers {
	a := d.t.NoAnswers()
	a.Calm()
	for i := range d.t.Questions {
		d.tick(a, &d.t.Questions[i])
	}
	return a
}

// tick ticks something on a list that needs a tick, unless something is ticked or
// missing there.
func (d drawer) tick(a triage.Answers, q *triage.Question) {
	if !q.AtLeastOne {
		return
	}
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if v, known := a.Value(s); !known || v == triage.TickYes {
			return
		}
	}
	a.Set(from+d.IntN(to-from), triage.TickYes)
}

// ofRules makes people for whom a rule has just fired, is open because of one answer,
// or is refuted by one condition.
func (d drawer) ofRules() (all []triage.Answers) {
	for _, r := range d.t.ByUrgency() {
		fires := d.calm()
		for _, condition := range r.When {
			if step := condition[d.IntN(len(condition))]; fires.Holds(r, index(r, condition)) != triage.Fired {
				fires.Set(step.Scale, step.Value)
			}
		}
		all = append(all, fires)
		for _, condition := range r.When {
			open, refuted := fires.Clone(), fires.Clone()
			for _, s := range condition {
				if v, _ := open.Value(s.Scale); v >= s.Value {
					open.Clear(s.Scale)
				}
				refuted.Set(s.Scale, s.Value-1)
			}
			for i := range d.t.Questions {
				d.tick(refuted, &d.t.Questions[i])
			}
			all = append(all, open, refuted)
		}
	}
	return all
}

func index(r *triage.Rule, condition triage.Condition) int {
	for i := range r.When {
		if &r.When[i][0] == &condition[0] {
			return i
		}
	}
	return -1
}

// person draws somebody who is mostly calm: the number of answers that are missing, not
// sure and worrying varies.
func (d drawer) person() triage.Answers {
	some := []float64{0, 0.005, 0.02, 0.1, 0.4}
	missing, unsure, worrying := some[d.IntN(5)], some[d.IntN(4)], some[d.IntN(4)]
	a := d.calm()
	for s, scale := range d.t.Scales() {
		switch {
		case d.Float64() < missing:
			a.Clear(s)
		case d.Float64() < worrying:
			a.Set(s, 1+d.IntN(scale.Top))
		case d.Float64() < unsure:
			if v := scale.ValueOf(triage.Unsure); v > 0 {
				a.Set(s, v)
			}
		}
	}
	for i := range d.t.Questions {
		d.tick(a, &d.t.Questions[i])
	}
	return a
}

// ticks returns the answers with each tick by itself, without those that are missing.
func (d drawer) ticks(a triage.Answers) map[string]any {
	out := map[string]any{}
	for s, scale := range d.t.Scales() {
		v, known := a.Value(s)
		switch q := scale.Question; {
		case !known:
		case !q.List:
			out[q.ID] = scale.Value(v)
		default:
			if out[q.ID] == nil {
				out[q.ID] = map[string]any{}
			}
			out[q.ID].(map[string]any)[q.Options[scale.Option].ID] = scale.Value(v)
		}
	}
	return out
}

// wrong draws a person and spoils one answer: in one of five, a list that needs a tick
// has none; the others have a word that is not an answer.
func (d drawer) wrong(i int) map[string]any {
	a := d.person()
	if i%5 == 0 {
		for i := range d.t.Questions {
			q := &d.t.Questions[i]
			if from, to := q.Scales(); q.AtLeastOne {
				for s := from; s < to; s++ {
					a.Set(s, d.IntN(triage.TickYes))
				}
			}
		}
		return d.ticks(a)
	}
	out := d.ticks(a)
	scale := d.t.Scales()[d.IntN(len(d.t.Scales()))]
	q := scale.Question
	words := []string{"yse", "No", "none", "true", "0", "no ", "ja"}
	word := words[d.IntN(len(words))]
	if !q.List {
		out[q.ID] = word
		return out
	}
	if out[q.ID] == nil {
		out[q.ID] = map[string]any{}
	}
	out[q.ID].(map[string]any)[q.Options[scale.Option].ID] = word
	return out
}
