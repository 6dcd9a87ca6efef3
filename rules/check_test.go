package rules

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/crillab/gophersat/solver"

	"legtriage/triage"
)

// This file proves the shipped table a second time, with a SAT solver. A check reads
// its proofs off minimal sets of answers; the solver gets the meaning of answers, rules
// and advice as propositional formulas and searches by itself. The two share only the
// table.

// formula is a table as clauses. A literal is a number, its negation has a
// minus sign.
type formula struct {
	table   *triage.Table
	clauses [][]int
	last    int // variable
}

// someone is one set of answers inside a formula.
type someone struct {
	f       *formula
	atLeast [][]int // by scale and value from 1: "this value or a worse one"
	holds   []int   // by rule
	reaches []int   // by urgency: at least this one
	places  []int   // by place: at least this one
}

// newFormula returns the formula of a table, without any person yet.
func newFormula(table *triage.Table) *formula { return &formula{table: table} }

func (f *formula) variable() int {
	f.last++
	return f.last
}

func (f *formula) clause(literals ...int) { f.clauses = append(f.clauses, literals) }

// or returns a literal that is true when one of these is (Tseitin 1968).
func (f *formula) or(literals ...int) int {
	out := f.variable()
	for _, l := range literals {
		f.clause(-l, out)
	}
	f.clause(append(slices.Clone(literals), -out)...)
	return out
}

// and returns a literal that is true when all of these are.
func (f *formula) and(literals ...int) int {
	negated := make([]int, len(literals))
	for i, l := range literals {
		negated[i] = -l
	}
	return -f.or(negated...)
}

// somebody adds a person: an answer to every question, in order encoding, and
// a tick on each list that needs one.
func (f *formula) somebody() *someone {
	p := &someone{f: f}
	for _, scale := range f.table.Scales() {
		var bits []int
		for v := 1; v <= scale.Top; v++ {
			bits = append(bits, f.variable())
			if v > 1 {
				f.clause(-bits[v-1], bits[v-2]) // a worse answer is also "this one or a worse one"
			}
		}
		p.atLeast = append(p.atLeast, bits)
	}
	for i := range f.table.Questions {
		if q := &f.table.Questions[i]; q.AtLeastOne {
			var ticks []int
			for from, to := q.Scales(); from < to; from++ {
				ticks = append(ticks, p.atLeast[from][triage.TickYes-1])
			}
			f.clause(ticks...)
		}
	}
	for i := range f.table.Rules {
		p.holds = append(p.holds, p.when(f.table.Rules[i].When))
	}
	for _, u := range triage.Urgencies() {
		var rules []int
		for i, r := range f.table.Rules {
			if r.Status != triage.Retired && r.Urgency >= u {
				rules = append(rules, p.holds[i])
			}
		}
		if u == triage.Home {
			rules = append(rules, f.and()) // everybody reaches home
		}
		p.reaches = append(p.reaches, f.or(rules...))
	}
	for _, place := range triage.Places() {
		p.places = append(p.places, f.or(p.holding(func(r *triage.Rule) bool { return sentTo(r.Urgency, r.Contact) >= place })...))
	}
	return p
}

// holding returns the literals of these rules: true when the rule holds.
func (p *someone) holding(which func(r *triage.Rule) bool) (out []int) {
	for i := range p.f.table.Rules {
		if r := &p.f.table.Rules[i]; r.Status != triage.Retired && which(r) {
			out = append(out, p.holds[i])
		}
	}
	return out
}

// sentTo returns where a rule of this urgency and contact sends people.
func sentTo(u triage.Urgency, contact string) triage.Place {
	switch {
	case u == triage.Call:
		return triage.Ambulance
	case u == triage.Home:
		return triage.AtHome
	case u == triage.Go:
		return triage.Department
	case contact != "":
		return triage.Maternity
	}
	return triage.Doctor
}

// at returns a literal that is true when the urgency is exactly u.
func (p *someone) at(u triage.Urgency) int { return p.f.and(p.reaches[u], -p.above(u)) }

// unit returns a literal that is true when somebody who is told u is told of the
// maternity unit: nothing that holds names a higher place, or one of the deciding rules
// names it.
func (p *someone) unit(u triage.Urgency) int {
	highest := p.f.and(p.places[triage.Maternity], -p.places[triage.Department])
	return p.f.or(append(p.holding(func(r *triage.Rule) bool { return r.Urgency == u && r.Contact != "" }), highest)...)
}

func (p *someone) step(s triage.Step) int {
	if s.Value == 0 {
		return p.f.and() // the calmest answer or a worse one
	}
	return p.atLeast[s.Scale][s.Value-1]
}

func (p *someone) when(w triage.When) int {
	var all []int
	for _, condition := range w {
		var any []int
		for _, s := range condition {
			any = append(any, p.step(s))
		}
		all = append(all, p.f.or(any...))
	}
	return p.f.and(all...)
}

// above returns a literal that is true when the urgency is higher than u.
func (p *someone) above(u triage.Urgency) int {
	if u == triage.Call {
		return -p.f.and()
	}
	return p.reaches[u+1]
}

// given returns a literal that is true when the advice is given: it suits, nothing
// withholds it, and the urgency is in its range.
func (p *someone) given(ad *triage.Advice) int {
	all := []int{p.when(ad.Suits), p.reaches[ad.From], -p.above(ad.UpTo)}
	for _, w := range ad.Without {
		all = append(all, -p.when(w.When))
	}
	if ad.Waiting {
		all = append(all, p.reaches[triage.Go])
	} else {
		all = append(all, -p.reaches[triage.Go])
	}
	return p.f.and(all...)
}

// solving is held while the solver runs: all solvers share one buffer of their package
// (bufLits), and two at the same time search for ever.
var solving sync.Mutex

// solve returns a model in which all these literals are true.
func (f *formula) solve(literals ...int) (model []bool, found bool) {
	solving.Lock()
	defer solving.Unlock()
	clauses := slices.Clone(f.clauses)
	for _, l := range literals {
		clauses = append(clauses, []int{l})
	}
	s := solver.New(solver.ParseSlice(clauses))
	if s.Solve() != solver.Sat {
		return nil, false
	}
	model = s.Model()
	for _, c := range clauses {
		if !slices.ContainsFunc(c, func(l int) bool { return model[max(l, -l)-1] == (l > 0) }) {
			panic(fmt.Sprintf("rules: the solver takes %v for true", c))
		}
	}
	return model, true
}

// aside runs a question and then forgets the clauses that it added, so that they do not
// slow down the next ones.
func (f *formula) aside(ask func()) {
	clauses, last := len(f.clauses), f.last
	ask()
	f.clauses, f.last = f.clauses[:clauses], last
}

// values reads a person out of a model.
func (p *someone) values(model []bool) values {
	v := make(values, len(p.atLeast))
	for s, bits := range p.atLeast {
		for _, bit := range bits {
			if model[bit-1] {
				v[s]++
			}
		}
	}
	return v
}

// solved is what the solver decides about a table, keyed by the words that a check
// uses.
type solved struct {
	t        *testing.T
	f        *formula
	p        *someone
	verdicts map[string]bool // true: there is a finding
}

// solve puts every question about a table to the solver. The evaluator must tell each
// person it finds what the formula says they are told.
func solve(t *testing.T, table *triage.Table) map[string]bool {
	t.Helper()
	f := newFormula(table)
	s := &solved{t, f, f.somebody(), map[string]bool{}}
	s.redFlags()
	s.unsureAlone()
	s.rules()
	s.invariants()
	s.advice()
	s.contradictions()
	s.unguarded()
	s.monotone()
	return s.verdicts
}

// solveShipped is solve for the shipped table, run once for all tests.
func solveShipped(t *testing.T) map[string]bool {
	t.Helper()
	if shippedVerdicts == nil {
		shippedVerdicts = solve(t, leg(t))
	}
	return shippedVerdicts
}

var shippedVerdicts map[string]bool

// possible reports whether there is somebody for whom all these hold.
func (s *solved) possible(literals ...int) bool {
	model, found := s.f.solve(literals...)
	if found {
		v := s.p.values(model)
		said := triage.Home
		for u, l := range s.p.reaches {
			if model[l-1] {
				said = triage.Urgency(u)
			}
		}
		if atLeast, atMost := v.answers(s.f.table).Range(); atLeast != said || atMost != said {
			s.t.Fatalf("the solver reaches %v, the evaluator %v to %v: %s", said, atLeast, atMost, v.shown(s.f.table))
		}
		place := triage.AtHome
		for p, l := range s.p.places {
			if model[l-1] {
				place = triage.Place(p)
			}
		}
		if now, _ := v.answers(s.f.table).Assess().Disposition(); now.Place != place {
			s.t.Fatalf("the solver sends people to %v, the evaluator to %v: %s", place, now.Place, v.shown(s.f.table))
		}
	}
	return found
}

func (s *solved) redFlags() {
	table := s.f.table
	for i := range table.Questions {
		q := &table.Questions[i]
		from, _ := q.Scales()
		for o, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			yes := triage.Step{Scale: from, Value: o}
			if q.List {
				yes = triage.Step{Scale: from + o, Value: triage.TickYes}
			}
			s.f.aside(func() {
				// The flag, its partners, and which of them are sure.
				flag, partners, sure := s.p.step(yes), s.p.when(option.With), s.f.and()
				if len(option.With) == 0 {
					flag = s.p.step(unsureToo(table, yes))
				} else if table.UnsureNeverAlone {
					flag = s.p.step(unsureToo(table, yes))
					any := []int{s.p.step(notUnsure(table, yes))}
					var open triage.When
					for _, c := range option.With {
						var lower triage.Condition
						for _, step := range c {
							lower = append(lower, unsureToo(table, step))
							if makesSure(table, q, option.With, c) {
								any = append(any, s.p.step(notUnsure(table, step)))
							}
						}
						open = append(open, lower)
					}
					partners, sure = s.p.when(open), s.f.or(any...)
				}
				s.verdicts[fmt.Sprintf("red flag %s.%s does not force an emergency", q.ID, option.ID)] =
					s.possible(flag, partners, sure, -s.p.reaches[triage.Go])
			})
		}
	}
}

// makesSure reports whether this partner of a red flag can be the one that is sure: not
// the tick that opened the page of the flag, if there is another partner.
func makesSure(table *triage.Table, q *triage.Question, with triage.When, partner triage.Condition) bool {
	opens := func(c triage.Condition) bool {
		return !slices.ContainsFunc(c, func(s triage.Step) bool {
			scale := table.Scales()[s.Scale]
			return scale.Option < 0 || !slices.Contains(scale.Question.Options[scale.Option].Opens, q.ID)
		})
	}
	return !opens(partner) || !slices.ContainsFunc(with, func(c triage.Condition) bool { return !opens(c) })
}

// unsureToo returns s, lowered to include "not sure".
func unsureToo(table *triage.Table, s triage.Step) triage.Step {
	return triage.Step{Scale: s.Scale, Value: min(s.Value, table.Scales()[s.Scale].ValueOf(triage.Unsure))}
}

// notUnsure returns s, raised to begin above "not sure".
func notUnsure(table *triage.Table, s triage.Step) triage.Step {
	scale := table.Scales()[s.Scale]
	if s.Value < scale.Top && scale.Value(s.Value) == triage.Unsure {
		s.Value++
	}
	return s
}

// unsureAlone looks for people who are sure of no worry and not even unsure of a red
// flag without partners, and for whom an emergency rule holds.
func (s *solved) unsureAlone() {
	t := s.f.table
	if !t.UnsureNeverAlone {
		return
	}
	var none []int // none of these is true of them
	for i, scale := range t.Scales() {
		q := scale.Question
		if worst := scale.ValueOf(triage.Unsure); worst < scale.Top && !q.AtLeastOne {
			none = append(none, s.p.step(triage.Step{Scale: i, Value: worst + 1}))
		}
		for o, option := range q.Options {
			yes := triage.Step{Scale: i, Value: o}
			if scale.Option >= 0 {
				yes.Value = triage.TickYes
			}
			if (scale.Option < 0 || scale.Option == o) && option.RedFlag && len(option.With) == 0 {
				none = append(none, s.p.step(unsureToo(t, yes)))
			}
		}
	}
	for i, r := range t.Rules {
		if r.Status != triage.Retired && r.Urgency >= triage.Go {
			s.f.aside(func() {
				s.verdicts["rule "+r.ID+" makes an emergency"] = s.possible(s.p.holds[i], -s.f.or(none...))
			})
		}
	}
}

func (s *solved) rules() {
	for i, r := range s.f.table.Rules {
		if r.Status != triage.Retired {
			s.f.aside(func() {
				s.verdicts[fmt.Sprintf("rule %s can never decide", r.ID)] = !s.possible(s.p.holds[i], -s.p.above(r.Urgency))
			})
		}
	}
}

func (s *solved) invariants() {
	for i := range s.f.table.Invariants {
		in := &s.f.table.Invariants[i]
		s.f.aside(func() {
			w := s.p.when(in.When)
			fails := func(what string, literals ...int) bool {
				found := s.possible(literals...)
				s.verdicts[fmt.Sprintf("invariant %s fails: %s", in.ID, what)] = found
				return found
			}
			if in.AtLeast > triage.Home {
				short := s.f.or(-s.p.reaches[in.AtLeast], -s.p.places[sentTo(in.AtLeast, in.Contact)])
				if !fails("these answers", w, short) && in.Contact != "" {
					fails("the maternity unit is not named", w, s.p.at(in.AtLeast), -s.p.unit(in.AtLeast))
				}
			}
			for i, r := range s.f.table.Rules {
				if r.Status != triage.Retired && in.OnlyContact != "" && r.Contact == in.OnlyContact {
					fails("rule "+r.ID+" sends somebody else to the "+r.Contact+" unit", s.p.holds[i], -w)
				}
			}
			for i := range s.f.table.Advice {
				ad := &s.f.table.Advice[i]
				if slices.Contains(in.Never, ad.ID) {
					fails("advice "+ad.ID+" is given", w, s.p.given(ad), s.p.reaches[in.From])
				}
				if slices.Contains(in.Given, ad.ID) {
					// Nobody whom another promise rules out was promised it.
					all := []int{w, -s.p.given(ad), s.p.reaches[in.From], -s.p.above(in.To)}
					for j := range s.f.table.Invariants {
						if other := &s.f.table.Invariants[j]; slices.Contains(other.Never, ad.ID) {
							all = append(all, -s.f.and(s.p.when(other.When), s.p.reaches[other.From]))
						}
					}
					fails("advice "+ad.ID+" is not given", all...)
				}
				if slices.Contains(in.Only, ad.ID) {
					fails("advice "+ad.ID+" is given to somebody else", -w, s.p.given(ad))
				}
			}
		})
	}
}

// against reports whether one of these texts tells an act that contradicts one of the
// other's.
func (s *solved) against(a, b []string) bool {
	return slices.ContainsFunc(s.f.table.Acts, func(act triage.Act) bool {
		return slices.ContainsFunc(act.Against, func(other string) bool {
			return slices.Contains(a, act.ID) && slices.Contains(b, other) || slices.Contains(a, other) && slices.Contains(b, act.ID)
		})
	})
}

func (s *solved) contradictions() {
	t := s.f.table
	together := func(a, b string, literals ...int) {
		s.verdicts[a+" beside "+b] = s.possible(literals...)
	}
	rules := t.ByUrgency()
	holds := func(r *triage.Rule) int {
		return s.p.holds[slices.IndexFunc(t.Rules, func(o triage.Rule) bool { return o.ID == r.ID })]
	}
	for i, r := range rules {
		for _, o := range rules[i:] {
			if o.Urgency == r.Urgency && s.against(r.Tells, o.Tells) {
				s.f.aside(func() { together("rule "+r.ID, "rule "+o.ID, holds(r), holds(o), -s.p.above(r.Urgency)) })
			}
		}
		for j := range t.Advice {
			if ad := &t.Advice[j]; s.against(r.Tells, ad.Tells) {
				s.f.aside(func() { together("rule "+r.ID, "advice "+ad.ID, holds(r), -s.p.above(r.Urgency), s.p.given(ad)) })
			}
		}
	}
	for i := range t.Advice {
		for j := i; j < len(t.Advice); j++ {
			if a, b := &t.Advice[i], &t.Advice[j]; s.against(a.Tells, b.Tells) {
				s.f.aside(func() { together("advice "+a.ID, "advice "+b.ID, s.p.given(a), s.p.given(b)) })
			}
		}
	}
}

// unguarded looks for people whom the promises alone, whatever the rules are, would
// allow to be told less, or to be given advice that could harm them.
func (s *solved) unguarded() {
	t := s.f.table
	if !t.Guarded {
		return
	}
	var about []int // whether each promise is about the person
	for i := range t.Invariants {
		about = append(about, s.p.when(t.Invariants[i].When))
	}
	promised := func(which func(in *triage.Invariant) bool) int {
		var any []int
		for i := range t.Invariants {
			if which(&t.Invariants[i]) {
				any = append(any, about[i])
			}
		}
		return s.f.or(any...)
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		if r.Status == triage.Retired || r.Urgency == triage.Home {
			continue
		}
		s.f.aside(func() {
			place := sentTo(r.Urgency, r.Contact)
			less := []int{
				-promised(func(in *triage.Invariant) bool { return in.AtLeast >= r.Urgency }),
				-promised(func(in *triage.Invariant) bool {
					return in.AtLeast > triage.Home && sentTo(in.AtLeast, in.Contact) >= place
				}),
			}
			if r.Urgency == triage.Go && r.Contact != "" {
				named := promised(func(in *triage.Invariant) bool {
					return in.AtLeast > r.Urgency || in.AtLeast == r.Urgency && in.Contact != ""
				})
				s.verdicts["rule "+r.ID+" names the "+r.Contact+" unit"] = s.possible(s.p.holds[i], -named)
			}
			s.verdicts["rule "+r.ID+" leads to"] = s.possible(s.p.holds[i], s.f.or(less...))
		})
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		least := ad.From
		if ad.Waiting {
			least = max(least, triage.Go)
		}
		never := func(u triage.Urgency) int {
			return promised(func(in *triage.Invariant) bool { return slices.Contains(in.Never, ad.ID) && in.From <= u })
		}
		for _, w := range ad.Without {
			s.f.aside(func() {
				s.verdicts["advice "+ad.ID+" is withheld because "+w.Because] = s.possible(s.p.when(w.When), -never(least))
			})
		}
		s.f.aside(func() {
			if ad.UpTo < triage.Call {
				s.verdicts[fmt.Sprintf("advice %s is given up to %v", ad.ID, ad.UpTo)] = s.possible(-never(ad.UpTo + 1))
			}
			allowed := []int{-s.p.when(ad.Suits)}
			for i, in := range t.Invariants {
				if slices.Contains(in.Only, ad.ID) {
					allowed = append(allowed, about[i])
				}
			}
			s.verdicts["advice "+ad.ID+" is only for those whom it suits"] = s.possible(allowed...)
			for u := least; ad.Waiting && u <= ad.UpTo; u++ {
				given := promised(func(in *triage.Invariant) bool { return slices.Contains(in.Given, ad.ID) && in.From <= u && u <= in.To })
				s.verdicts[fmt.Sprintf("advice %s is given to those who wait at %v", ad.ID, u)] = s.possible(s.p.when(ad.Suits), -given)
			}
		})
	}
}

func (s *solved) advice() {
	for i := range s.f.table.Advice {
		ad := &s.f.table.Advice[i]
		s.f.aside(func() {
			given := s.p.given(ad)
			s.verdicts[fmt.Sprintf("advice %s is never given", ad.ID)] = !s.possible(given)
			s.verdicts[fmt.Sprintf("advice %s is given above %v", ad.ID, ad.UpTo)] = s.possible(given, s.p.above(ad.UpTo))
			for _, w := range ad.Without {
				s.verdicts[fmt.Sprintf("advice %s is given although it is withheld: %s", ad.ID, w.Because)] = s.possible(given, s.p.when(w.When))
			}
		})
	}
}

// monotone looks for two people, one of whom gives no calmer answer anywhere and is
// less urgent all the same.
func (s *solved) monotone() {
	f := newFormula(s.f.table)
	calm, worse := f.somebody(), f.somebody()
	for scale, bits := range calm.atLeast {
		for v, bit := range bits {
			f.clause(-bit, worse.atLeast[scale][v])
		}
	}
	var lower []int
	for u := range calm.reaches {
		lower = append(lower, f.and(calm.reaches[u], -worse.reaches[u]))
	}
	_, found := f.solve(f.or(lower...))
	s.verdicts["not monotone"] = found
}

// needlessBySolver returns the rules, conditions and steps that change nobody's
// urgency, in the words of a check. It leaves out the parts of a needless rule or
// condition.
func needlessBySolver(t *testing.T, table *triage.Table) []string {
	f := newFormula(table)
	s := &solved{t, f, f.somebody(), nil}
	var out []string
	for i, r := range table.Rules {
		if r.Status == triage.Retired || len(r.When) == 0 {
			continue
		}
		var others []int // so that no other rule makes up for this one
		for j, other := range table.Rules {
			if j != i && other.Status != triage.Retired && other.Urgency >= r.Urgency {
				others = append(others, -s.p.holds[j])
			}
		}
		// changes reports whether it matters to somebody's urgency that the rule asks
		// for more than w.
		changes := func(w triage.When) bool {
			found := false
			f.aside(func() {
				now := s.p.when(w)
				differ := f.or(f.and(now, -s.p.holds[i]), f.and(-now, s.p.holds[i]))
				found = s.possible(append([]int{differ}, others...)...)
			})
			return found
		}
		if !s.possible(append([]int{s.p.holds[i]}, others...)...) {
			out = append(out, fmt.Sprintf("rule %s changes no urgency", r.ID))
			continue
		}
		for c, condition := range r.When {
			fewer := slices.Delete(slices.Clone(r.When), c, c+1)
			if !changes(fewer) {
				out = append(out, fmt.Sprintf("rule %s: the condition on %s never matters", r.ID, asks(table, condition...)))
				continue
			}
			for m := range condition {
				if len(condition) == 1 {
					break
				}
				fewer := slices.Clone(r.When)
				fewer[c] = slices.Delete(slices.Clone(condition), m, m+1)
				if !changes(fewer) {
					out = append(out, fmt.Sprintf("rule %s: %s never makes the difference", r.ID, asks(table, condition[m])))
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// asks names the questions and ticks of some steps, each once.
func asks(table *triage.Table, steps ...triage.Step) string {
	var out []string
	for _, s := range steps {
		scale := table.Scales()[s.Scale]
		name := scale.Question.ID
		if scale.Option >= 0 {
			name += "." + scale.Question.Options[scale.Option].ID
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// beside finds the two parts that a message calls contradictory.
var beside = regexp.MustCompile(`^(\S+ \S+) tells people to .*, and (\S+ \S+) to .*, in one result$`)

// checked returns the errors and the needless parts that a check finds, in the
// words of this file.
func checked(t *testing.T, table *triage.Table) (errors map[string]bool, needless []string) {
	t.Helper()
	errors = map[string]bool{}
	for _, f := range table.Check(triage.DefaultBudget).Findings {
		what := f.Message
		switch f.Kind {
		case "needless":
			what, _, _ = strings.Cut(what, ": rule ") // without the rule that makes it needless
			needless = append(needless, what)
			continue
		case "unused", "review", "late-call", "person", "wording", "ignored", "opener":
			continue // not a question for a solver
		case "not-monotone":
			what = "not monotone"
		case "red-flag":
			what, _, _ = strings.Cut(what, ":")
		case "unsure-alone":
			what, _, _ = strings.Cut(what, " although")
		case "dead":
			what, _, _ = strings.Cut(what, ":")
			what = strings.TrimSuffix(what, " to anybody")
		case "invariant":
			what, _, _ = strings.Cut(what, " reach")
			if _, fails, _ := strings.Cut(what, " fails: "); !regexp.MustCompile(`^(these answers|advice|rule|the maternity unit)`).MatchString(fails) {
				continue // about a part of the table
			}
		case "contradiction":
			what = beside.ReplaceAllString(what, "$1 beside $2")
		case "unguarded":
			what, _, _ = strings.Cut(what, unguarded)
			if !strings.HasPrefix(what, "advice") && !strings.Contains(what, " leads to ") && !strings.Contains(what, " names the ") {
				continue // about another part of the table
			}
			if strings.Contains(what, " leads to ") {
				what, _, _ = strings.Cut(what, " leads to ")
				what += " leads to"
			}
		case "advice":
			what, _, _ = strings.Cut(what, ", in rule ")
		}
		errors[what] = true
	}
	slices.Sort(needless)
	return errors, needless
}

// TestSolverAgreesOnTheShippedTable proves everything that a check proves of
// the shipped table once more.
func TestSolverAgreesOnTheShippedTable(t *testing.T) {
	t.Parallel()
	table := leg(t)
	verdicts := solveShipped(t)
	errors, needless := checked(t, table)
	agree(t, "shipped", verdicts, errors)
	if want := needlessBySolver(t, table); !slices.Equal(needless, want) {
		t.Errorf("the check finds %q needless, the solver %q", needless, want)
	}
	if !slices.Contains(slices.Collect(maps.Values(verdicts)), true) {
		t.Logf("all %d properties hold", len(verdicts))
	}
}

// TestSolverAgreesOnSmallTables does the same for tables that use every kind of
// promise, the sound one and those with faults.
func TestSolverAgreesOnSmallTables(t *testing.T) {
	table := mustLoad(t, completeTable)
	verdicts := solve(t, table)
	errors, _ := checked(t, table)
	agree(t, "complete", verdicts, errors)
	found := map[string]int{}
	for _, a := range faultyArchives(t) {
		if a.budget(t) < triage.DefaultBudget {
			continue
		}
		table, err := Load(a.files)
		if err != nil {
			t.Fatalf("\n%s: does not load:\n%v", a.path, err)
		}
		verdicts := solve(t, table)
		errors, _ := checked(t, table)
		agree(t, a.path, verdicts, errors)
		for name, yes := range verdicts {
			if yes {
				for _, word := range []string{"these answers", "unit is not named", "to the maternity unit", "is given", "is not given", "somebody else", " beside ", "leads to", "names the", "withheld because", "given up to", "only for", "who wait"} {
					if strings.Contains(name, word) {
						found[word]++
					}
				}
			}
		}
	}
	if len(found) < 12 {
		t.Errorf("not all kinds of faults are found by the solver: %v", found)
	}
}

// agree compares what the solver decided with what a check found, and returns
// how many findings there are.
func agree(t *testing.T, what string, verdicts, errors map[string]bool) {
	t.Helper()
	for name, found := range verdicts {
		if found != errors[name] {
			t.Errorf("%s: %s: the solver says %v, the check %v", what, name, found, errors[name])
		}
	}
	for name := range errors {
		if _, asked := verdicts[name]; !asked {
			t.Errorf("%s: a finding that the solver was not asked about: %s", what, name)
		}
	}
}

// fewChanges are changes of changes_test.go that together flip verdicts of every kind;
// each of manyKinds is a kind of change that flips some.
var (
	fewChanges = []string{"rule deleted: chest-or-breath", "rule condition dropped: calf-always-sore pattern"}
	manyKinds  = []string{"rule deleted", "rule condition dropped", "urgency of a rule lowered", "urgency of a rule raised", "withheld: reason deleted"}
)

// changedTables returns copies of the shipped table: one with fewChanges, all of them
// since each table takes a second to solve, or with -long a larger sample with one
// change each.
func changedTables(t *testing.T) (names []string, tables []*triage.Table) {
	t.Helper()
	c, seen := newTableEditor(t), 0
	var few, wanted []change
	for _, made := range c.changes {
		alone := false
		if slices.Contains(fewChanges, made.label) {
			few, alone = append(few, made), *long
		}
		if *long && slices.Contains(manyKinds, made.kind) {
			seen++
			alone = alone || seen%24 == 0
		}
		if alone {
			wanted = append(wanted, made)
		}
	}
	if len(few) < len(fewChanges) {
		t.Errorf("only %d of the changes %q exist", len(few), fewChanges)
	}
	if !*long {
		wanted = []change{{label: strings.Join(fewChanges, ", "), edit: func() {
			for _, made := range few {
				made.edit()
			}
		}}}
	}
	for _, made := range wanted {
		c.make(t, made, func(files fs.FS, _ *naive) {
			if table, err := Load(files); err == nil {
				names, tables = append(names, made.label), append(tables, table)
			}
		})
	}
	return names, tables
}

// TestSolverAgreesOnChangedTables compares check and solver where there is
// something to find.
func TestSolverAgreesOnChangedTables(t *testing.T) {
	t.Parallel()
	shipped := solveShipped(t)
	names, tables := changedTables(t)
	if len(tables) < 1 || *long && len(tables) < 20 {
		t.Errorf("only %d changed tables were compared", len(tables))
	}
	flips, verdicts, parts := map[string]int{}, 0, 0
	for i, table := range tables { // not in parallel: all users of the solver share a buffer
		now := solve(t, table)
		errors, needless := checked(t, table)
		agree(t, names[i], now, errors)
		for name, found := range now {
			if found != shipped[name] {
				flips[kindOf(name)]++
			}
		}
		if verdicts += len(now); strings.HasPrefix(names[i], "withheld") {
			continue // the change did not touch the rules
		}
		want := needlessBySolver(t, table)
		if parts += len(want); !slices.Equal(needless, want) {
			t.Errorf("%s: the check finds %q needless, the solver %q", names[i], needless, want)
		}
	}
	t.Logf("%d verdicts on %d changed tables; the other way than on the shipped one: %v; %d needless parts", verdicts, len(tables), flips, parts)
	for _, kind := range []string{"red flag", "rule", "invariant", "advice"} {
		if flips[kind] == 0 {
			t.Errorf("no verdict on a %s came out the other way", kind)
		}
	}
}

// kindOf returns what a verdict is about: a red flag, a rule, an invariant or
// a piece of advice.
func kindOf(verdict string) string {
	for _, kind := range []string{"red flag", "rule", "invariant", "advice"} {
		if strings.HasPrefix(verdict, kind) {
			return kind
		}
	}
	return verdict
}

// faultyArchives are tables that load but in which a check finds faults. After "###"
// comes "error" or "warning", the message, and in brackets the witness, if there is
// one: its answers above the calmest. A line "budget: N" above the files sets the
// budget.
func faultyArchives(t *testing.T) []archive {
	t.Helper()
	paths, err := filepath.Glob("../testdata/faulty/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no faulty tables", err)
	}
	var all []archive
	for _, path := range paths {
		all = append(all, readArchive(t, path))
	}
	return all
}

func (a archive) budget(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile(a.path)
	if err != nil {
		t.Fatal(err)
	}
	above, _, _ := strings.Cut(string(data), "\n-- ")
	budget := triage.DefaultBudget
	if _, after, ok := strings.Cut(above, "\nbudget: "); ok {
		if _, err := fmt.Sscan(after, &budget); err != nil {
			t.Fatalf("\n%s: %v", a.path, err)
		}
	}
	return budget
}

// written returns a finding as the archives write it.
func written(table *triage.Table, f triage.Finding) Error {
	message := f.Severity.String() + ": " + f.Message
	if f.Witness != nil {
		message += " [" + valuesOf(*f.Witness).line(table) + "]"
	}
	return Error{File: f.At.File, Line: f.At.Line, Column: f.At.Column, Message: message}
}

func TestFaultyTablesHaveExactlyTheirFindings(t *testing.T) {
	for _, a := range faultyArchives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(a.path), ".txtar"), func(t *testing.T) {
			table, err := Load(a.files)
			if err != nil {
				t.Fatalf("\n%s: does not load:\n%v", a.path, err)
			}
			missing := slices.Clone(a.want)
			for _, f := range table.Check(a.budget(t)).Findings {
				got := written(table, f)
				if i := slices.IndexFunc(missing, func(e expected) bool { return e.Error == got }); i >= 0 {
					missing = slices.Delete(missing, i, i+1)
				} else {
					t.Errorf("\n%s:%d: found: %d: %s", a.path, a.above[got.File]+got.Line, got.Column, got.Message)
				}
				if why := unshown(table, f); why != "" {
					t.Errorf("\n%s:%d: %s: %s", a.path, a.above[got.File]+got.Line, got.Message, why)
				}
			}
			for _, e := range missing {
				t.Errorf("\n%s:%d: not found: %v", a.path, e.from, &e.Error)
			}
		})
	}
}

// unshown assesses the witness of a finding and says what it fails to show, or returns
// "". The position of the finding says which part of the table is at fault.
func unshown(table *triage.Table, f triage.Finding) string {
	if f.Witness == nil {
		return ""
	}
	as := f.Witness.Assess()
	v := valuesOf(as.Answers)
	if slices.Contains(v, unsaid) {
		return "the witness leaves an answer out"
	}
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		if q.AtLeastOne && !slices.Contains(v[from:to], triage.TickYes) {
			return "the witness ticks nothing of " + q.ID
		}
		for o, option := range q.Options {
			if f.Kind == "red-flag" && f.At == option.At && (!promises(table, q, o, v) || as.AtLeast >= triage.Go) {
				return "the witness does not show it"
			}
		}
	}
	if f.Kind == "unsure-alone" && as.AtLeast < triage.Go {
		return "the witness is no emergency"
	}
	for i := range table.Invariants {
		if in := &table.Invariants[i]; f.Kind == "invariant" && f.At == in.At && !breaks(in, as) {
			return "the witness does not show it"
		}
	}
	told := as.Tells()
	if f.Kind == "contradiction" && !slices.ContainsFunc(table.Acts, func(act triage.Act) bool {
		return slices.Contains(told, act.ID) && slices.ContainsFunc(act.Against, func(other string) bool { return slices.Contains(told, other) })
	}) {
		return "the witness is told nothing that contradicts itself"
	}
	for _, p := range table.People {
		if f.Kind == "person" && f.At == p.At && !as.Answers.Equal(p.Answers) {
			return "the witness is somebody else"
		}
	}
	return ""
}

// promises reports whether a red flag promises an emergency to somebody.
func promises(table *triage.Table, q *triage.Question, option int, v values) bool {
	from, _ := q.Scales()
	flag := triage.Condition{{Scale: from, Value: option}}
	if q.List {
		flag = triage.Condition{{Scale: from + option, Value: triage.TickYes}}
	}
	all := append(triage.When{flag}, q.Options[option].With...)
	if len(all) > 1 && !table.UnsureNeverAlone {
		return v.meets(all)
	}
	surely := len(all) == 1
	for _, c := range all {
		maybe := false
		for _, s := range c {
			maybe = maybe || v[s.Scale] >= unsureToo(table, s).Value
			surely = surely || v[s.Scale] >= notUnsure(table, s).Value && makesSure(table, q, q.Options[option].With, c)
		}
		if !maybe {
			return false
		}
	}
	return surely
}

// breaks reports whether what somebody with an answer to everything is told and given
// breaks a promise.
func breaks(in *triage.Invariant, as *triage.Assessment) bool {
	gets := func(ids []string) (some, all bool) {
		all = true
		for _, id := range ids {
			given := slices.ContainsFunc(as.Advice, func(ad *triage.Advice) bool { return ad.ID == id })
			some, all = some || given, all && given
		}
		return some, all
	}
	never, _ := gets(in.Never)
	_, given := gets(in.Given)
	only, _ := gets(in.Only)
	sent := func(r triage.Reason) bool { return in.OnlyContact != "" && r.Rule.Contact == in.OnlyContact }
	if !valuesOf(as.Answers).meets(in.When) {
		return only || slices.ContainsFunc(slices.Concat(as.Deciding, as.Also), sent)
	}
	said, _ := as.Disposition()
	place := (&triage.Rule{Urgency: in.AtLeast, Contact: in.Contact}).Place()
	return said.Urgency < in.AtLeast || said.Place < place || in.Contact != "" && said.Urgency == in.AtLeast && !said.Names(triage.Maternity) ||
		never && said.Urgency >= in.From || !given && in.From <= said.Urgency && said.Urgency <= in.To
}

// meets reports whether w holds for a full set of answers.
func (v values) meets(w triage.When) bool {
	for _, condition := range w {
		if !slices.ContainsFunc(condition, func(s triage.Step) bool { return v[s.Scale] >= s.Value }) {
			return false
		}
	}
	return true
}

// spoiled are faults that no files can have: the loader refuses them, or they cannot
// occur as long as the evaluator does what the table says. So completeTable is changed
// after it was compiled, while the evaluator still uses the old version.
var spoiled = []struct {
	name  string
	spoil func(table *triage.Table)
	want  string
}{
	{"a rule that became more urgent without taking its place", func(table *triage.Table) { table.Rule("rest").Urgency = triage.Today },
		"rule rest is read after a less urgent rule"},
	{"a rule that holds and is not seen to", func(table *triage.Table) { table.Rule("infection").When = nil },
		"rule infection holds, yet the urgency stays below go"},
	{"advice that is not withheld", func(table *triage.Table) { table.Advice[0].Without[0].When = nil },
		"advice cream is given although it is withheld: it can sting."},
	{"advice in spite of an emergency", func(table *triage.Table) { table.Rule("infection").When = table.Advice[0].Suits },
		"advice cream is given above routine, in rule infection"},
	{"a rule that holds and is told less of", func(table *triage.Table) { table.Rule("infection").When = nil },
		"rule infection holds, but people are told less than it asks for, or not its place"},
	{"a promise about advice that is not there", func(table *triage.Table) { table.Invariants[1].Never = []string{"salve"} },
		"invariant stings names advice salve, which the table does not have"},
	{"a promise about a question that is not there", func(table *triage.Table) { table.Invariants[8].Stages["foot"] = triage.StageLimb },
		"invariant parts fails: there is no question foot"},
	{"a promise about a line that is not there", func(table *triage.Table) { table.SafetyNet = nil },
		"invariant parts fails: the safety net has no line worse"},
	{"a promise about numbers that are not there", func(table *triage.Table) { table.Numbers = nil },
		"invariant parts fails: there are no numbers for GB"},
	{"a review by nobody", func(table *triage.Table) { table.Rule("infection").Review.By = "" },
		"rule infection is reviewed, but its source, its reviewer or the date is missing"},
}

func TestSpoiledTablesAreFound(t *testing.T) {
	sound := mustLoad(t, completeTable).Check(triage.DefaultBudget)
	for _, test := range spoiled {
		t.Run(test.name, func(t *testing.T) {
			table := mustLoad(t, completeTable)
			test.spoil(table)
			says := func(f triage.Finding) bool { return f.Severity == triage.Mistaken && f.Message == test.want }
			if slices.ContainsFunc(sound.Findings, says) {
				t.Error("the unchanged table already has this finding")
			}
			report := table.Check(triage.DefaultBudget)
			if !slices.ContainsFunc(report.Findings, says) {
				t.Errorf("not found: %s\nfound: %v", test.want, report.Findings)
			}
			if test.name != "a review by nobody" && len(report.Proved) >= len(sound.Proved) {
				t.Error("as many properties are proved as before")
			}
		})
	}
}

// unreachable is the one message that no table and no answers can produce: a compiled
// condition is a choice of bits, and a worse answer only sets more of them. It is there
// for the day when somebody writes another evaluator.
const unreachable = "rule %s: a worse answer to %s stops it from holding"

// TestEveryFindingHasAFaultyTable reads the messages from the source, so that a new one
// needs an example too.
func TestEveryFindingHasAFaultyTable(t *testing.T) {
	var examples []string
	for _, a := range faultyArchives(t) {
		for _, e := range a.want {
			_, message, _ := strings.Cut(e.Message, ": ")
			message, _, _ = strings.Cut(message, " [")
			examples = append(examples, message)
		}
	}
	for _, test := range spoiled {
		examples = append(examples, test.want)
	}
	verb := regexp.MustCompile(`%[a-z]`)
	found := 0
	for _, file := range []string{"check.go", "promise.go", "unsure.go", "ignored.go", "opener.go", "people.go", "wording.go"} {
		for at, format := range findingFormats(t, "../triage/"+file) {
			found++
			message := regexp.MustCompile("^" + verb.ReplaceAllString(regexp.QuoteMeta(format), ".*") + "$")
			if format != unreachable && !slices.ContainsFunc(examples, message.MatchString) {
				t.Errorf("\n%s: no file in testdata/faulty shows %q", at, format)
			}
		}
	}
	if found < 69 {
		t.Errorf("only %d messages were found in the source", found)
	}
}

// findingFormats yields the formats of the findings in one source file: in calls that
// make a finding, and in calls of the helpers there that put something before or after
// the text.
func findingFormats(t *testing.T, file string) iter.Seq2[token.Position, string] {
	t.Helper()
	around := map[string]struct {
		argument      int
		before, after string
	}{
		"find":       {4, "", ""},
		"promised":   {1, "invariant %s fails: ", ""},
		"fail":       {0, "invariant %s fails: ", ""},
		"tell":       {1, "", ""},
		"wrong":      {0, "person %s: ", ""},
		"open":       {2, "", unguarded},
		"unpromised": {3, "advice %s is ", unguarded},
	}
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(token.Position, string) bool) {
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			part, ok := around[name]
			if !ok || len(call.Args) <= part.argument {
				return true
			}
			literal, ok := call.Args[part.argument].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true // such a helper itself; its calls are read instead
			}
			format, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			return yield(files.Position(call.Pos()), part.before+format+part.after)
		})
	}
}

// unguarded is the end of a finding that something is not promised.
const unguarded = ": no invariant promises it, so it could be lost unnoticed"

// BenchmarkCheck checks the shipped table, and tables that contain it several times,
// each copy with its own questions, rules, advice and invariants. Only the first copy
// has a list that needs a tick: every such list multiplies the minimal sets of answers
// of every proof by its ticks.
func BenchmarkCheck(b *testing.B) {
	for _, times := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprint(times, "x"), func(b *testing.B) {
			table := multiplied(b, times)
			b.ReportAllocs()
			for b.Loop() {
				if table.Check(triage.DefaultBudget).Failed() {
					b.Fatal("the check fails")
				}
			}
		})
	}
}

// multiplied returns one table that contains the shipped table several times.
func multiplied(b *testing.B, times int) *triage.Table {
	b.Helper()
	table := leg(b)
	out := *table
	out.Questions, out.Rules, out.Advice = slices.Clone(table.Questions), slices.Clone(table.Rules), slices.Clone(table.Advice)
	out.Invariants = slices.Clone(table.Invariants)
	// Copies of a text share its key words, copies of contradictory acts can be told
	// together, and the people have no answers to the added questions.
	out.Wording, out.Acts, out.People = nil, nil, nil
	for n := 1; n < times; n++ {
		suffix := fmt.Sprint("-", n)
		shift := func(w triage.When) triage.When {
			w = slices.Clone(w)
			for c, condition := range w {
				w[c] = slices.Clone(condition)
				for i := range w[c] {
					w[c][i].Scale += n * len(table.Scales())
				}
			}
			return w
		}
		for _, q := range table.Questions {
			q.ID, q.AtLeastOne, q.Options = q.ID+suffix, false, slices.Clone(q.Options)
			for i := range q.Options {
				o := &q.Options[i]
				o.With, o.Opens = shift(o.With), slices.Clone(o.Opens)
				for j := range o.Opens {
					o.Opens[j] += suffix
				}
				if id, way, found := strings.Cut(o.Ungated, "."); found {
					o.Ungated = id + suffix + "." + way
				}
			}
			out.Questions = append(out.Questions, q)
		}
		for _, r := range table.Rules {
			if len(r.When) > 0 { // one rule for the rest is enough
				r.ID, r.When, r.Contact = r.ID+suffix, shift(r.When), "" // only the first copy may send people to the unit
				out.Rules = append(out.Rules, r)
			}
		}
		for _, ad := range table.Advice {
			ad.ID, ad.Suits, ad.Without = ad.ID+suffix, shift(ad.Suits), slices.Clone(ad.Without)
			for i := range ad.Without {
				ad.Without[i].When = shift(ad.Without[i].When)
			}
			out.Advice = append(out.Advice, ad)
		}
		for _, in := range table.Invariants {
			if in.OnlyContact != "" {
				continue
			}
			in.ID, in.When, in.Contact, in.Ticks = in.ID+suffix, shift(in.When), "", nil
			for _, ids := range []*[]string{&in.Never, &in.Given, &in.Only} {
				*ids = slices.Clone(*ids)
				for i := range *ids {
					(*ids)[i] += suffix
				}
			}
			stages := map[string]triage.Stage{}
			for id, stage := range in.Stages {
				stages[id+suffix] = stage
			}
			orders := map[string][]string{}
			for id, order := range in.Orders {
				orders[id+suffix] = order
			}
			in.Stages, in.Orders = stages, orders
			out.Invariants = append(out.Invariants, in)
		}
	}
	if err := out.Compile(); err != nil {
		b.Fatal(err)
	}
	return &out
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
