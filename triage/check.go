package triage

import (
	"fmt"
	"slices"
	"strings"
)

// This file proves properties of a table, over every possible set of answers.
//
// Every property below has the form "is there a set of answers at which these
// conditions hold and none of those rules does?". All conditions look upward, so
// the minimal sets of answers at which the conditions hold are enough to decide it:
// a rule that holds at a minimal set also holds at every worse set, and a minimal
// set at which none of those rules holds is the witness. The minimal sets come from
// choosing one step of each condition, so there are few of them, and the search is
// exact. Nothing is sampled. In two-level logic they are the prime implicants of a
// unate function (Quine 1953, McNaughton 1961; on covering, Brayton and others
// 1984), in fault trees the minimal cut sets (Rauzy 1993).
//
// A real person ticks at least one box of a list that needs a tick, so each such list
// adds a condition to every search.
//
// "None of those rules holds" is antitone: once it is false, it is false of every worse
// set of answers, since a rule that holds keeps holding. A search therefore prunes a
// branch as soon as a forbidden rule holds, whatever conditions are still to come, and
// loses no witness by doing so (branch and bound; Land and Doig 1960). Most branches
// are pruned once the conditions of the property itself hold, before those of advice
// and of lists. A test that is not antitone, for instance that advice for the wait
// needs an emergency, is made once all conditions hold.
//
// A proof that would take more than its budget of minimal sets, complete or pruned,
// ends as undecided, which is a finding like any other. Every branch ends in one such
// set and is no longer than the number of conditions, so the budget also bounds the
// time.

// Position is a place in the files of a table. The zero value means unknown.
type Position struct {
	File         string
	Line, Column int
}

// Severity says whether a finding makes a table unfit for use.
type Severity uint8

// The severities.
const (
	Warning  Severity = iota // worth a look
	Mistaken                 // must not be used
)

// String returns warning or error.
func (s Severity) String() string { return [...]string{"warning", "error"}[s] }

// Finding is something that a check proved wrong, with answers that show it.
type Finding struct {
	Severity Severity
	Kind     string
	At       Position
	Message  string
	Witness  *Answers // nil when no single set of answers shows it
}

// Proof is a property that holds, and the number of cases that the proof looked at.
// A case is a set of answers that stands for all worse ones, or a rule and a piece
// of advice that an earlier proof has shown never to occur together.
type Proof struct {
	Property string
	Cases    int
}

// Report is the outcome of a check.
type Report struct {
	Findings []Finding // errors first, each in the table's order
	Proved   []Proof
}

// Failed reports whether there is an error among the findings.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == Mistaken })
}

// DefaultBudget is a budget of minimal sets for one proof, far above what any real
// table needs.
const DefaultBudget = 1_000_000

// Check proves what can be proved of t, with a budget of minimal sets of answers
// for each proof.
func (t *Table) Check(budget int) *Report {
	c := &checker{t: t, budget: budget, all: t.required()}
	c.upward()
	c.redFlags()
	c.unsureAlone()
	c.ignored()
	c.openers()
	c.noEmergencyHidden()
	c.neverMilder()
	c.callsRestOnDanger()
	c.invariants()
	c.adviceSafe()
	c.contradictions()
	c.alive()
	c.needless()
	c.unused()
	c.people()
	c.wording()
	c.guarded()
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int { return int(b.Severity) - int(a.Severity) })
	return &c.report
}

type checker struct {
	t      *Table
	budget int
	all    When // what holds of every real person
	report Report

	cases int // of the present property
	bad   int // its errors

	seen    []bool  // by rule: wherever it holds, the urgency is proved to be at least its own
	calmest Answers // the calmest answer to everything, made when first needed
}

// required returns the conditions that every real person meets: one tick of each
// list that asks for one.
func (t *Table) required() When {
	var out When
	for i := range t.Questions {
		if q := &t.Questions[i]; q.AtLeastOne {
			var c Condition
			from, to := q.Scales()
			for s := from; s < to; s++ {
				c = append(c, Step{s, TickYes})
			}
			out = append(out, c)
		}
	}
	return out
}

// minimal calls yield with every minimal set of answers of a real person at which
// all of w holds, until yield returns false. Sets may repeat, and some may not be
// minimal, but none is missed. It returns false if the budget ran out first. The
// answers are reused: yield must clone what it keeps.
func (c *checker) minimal(w When, yield func(Answers) bool) (decided bool) {
	return c.search(w, nil, nil, yield)
}

// search is minimal for w and more together. Once w holds, it prunes answers at which
// may is false, together with all worse ones. So may must be antitone; nil prunes
// nothing.
func (c *checker) search(w, more When, may, yield func(Answers) bool) (decided bool) {
	asked := len(w)
	w = slices.Concat(w, more, c.all)
	a := c.calm()
	left, stopped := c.budget, false
	// another counts a case, and reports whether the budget allowed it.
	another := func() bool {
		if left--; left < 0 {
			return false
		}
		c.cases++
		return true
	}
	var choose func(i int)
	choose = func(i int) {
		for i < len(w) && a.reaches(w[i]) {
			i++
		}
		switch {
		case i == len(w):
			if another() {
				stopped = !yield(a)
			}
			return
		case i >= asked && may != nil && !may(a):
			another()
			return
		}
		for _, s := range w[i] {
			v, _ := a.Value(s.Scale)
			a.Set(s.Scale, s.Value)
			choose(i + 1)
			a.Set(s.Scale, v)
			if stopped || left < 0 {
				return
			}
		}
	}
	choose(0)
	return stopped || left >= 0
}

// calm returns the calmest answer to everything.
func (c *checker) calm() Answers {
	if c.calmest.table == nil {
		c.calmest = c.t.NoAnswers()
		for s := range c.t.scales {
			c.calmest.Set(s, 0)
		}
	}
	return c.calmest.Clone()
}

// reaches reports whether a step of the condition is answered with its value or a worse
// one.
func (a Answers) reaches(condition Condition) bool {
	for _, s := range condition {
		if v, known := a.Value(s.Scale); known && v >= s.Value {
			return true
		}
	}
	return false
}

// witness returns a minimal set of answers at which w and more hold and ok is
// true. The function may is that of search, and must be true wherever ok is.
func (c *checker) witness(w, more When, may, ok func(Answers) bool) (witness *Answers, decided bool) {
	decided = c.search(w, more, may, func(a Answers) bool {
		if !ok(a) {
			return true
		}
		found := a.Clone()
		witness = &found
		return false
	})
	return witness, decided
}

// exists returns a minimal set of answers at which w holds and ok is true.
func (c *checker) exists(w When, ok func(Answers) bool) (witness *Answers, decided bool) {
	return c.witness(w, nil, nil, ok)
}

// escapes is exists for an ok that is antitone, as "these rules do not hold"
// and "the urgency is below that" are.
func (c *checker) escapes(w When, ok func(Answers) bool) (witness *Answers, decided bool) {
	return c.witness(w, nil, ok, ok)
}

// decidedBy returns answers at which r holds and nothing more urgent does. That the
// urgency is at most that of r is antitone; that it is at least that of r is not, and
// is tested last.
func (c *checker) decidedBy(r *Rule) (witness *Answers, decided bool) {
	return c.witness(r.When, nil,
		func(a Answers) bool { return c.t.highest(a.low) <= r.Urgency },
		func(a Answers) bool { return c.t.highest(a.low) == r.Urgency })
}

// givenTo returns answers at which w holds, the advice is given, and besides is true.
// The function besides must be antitone; nil is always true. Worse answers can help
// with one thing only: raising the urgency high enough for the advice. So there is one
// search for each rule that can raise it that far.
func (c *checker) givenTo(ad *Advice, w When, besides func(Answers) bool) (witness *Answers, decided bool) {
	return c.givenFrom(ad, w, Home, besides)
}

// givenFrom is givenTo for people at this urgency or above.
func (c *checker) givenFrom(ad *Advice, w When, from Urgency, besides func(Answers) bool) (witness *Answers, decided bool) {
	from = max(from, ad.lowest())
	may := func(a Answers) bool { return c.mayGive(ad, a) && (besides == nil || besides(a)) }
	ok := func(a Answers) bool {
		return ad.given(a) && c.t.highest(a.low) >= from && (besides == nil || besides(a))
	}
	if from == Home {
		return c.witness(w, ad.Suits, may, ok)
	}
	for _, i := range c.t.byUrgent {
		if r := &c.t.Rules[i]; r.Urgency >= from && r.Urgency <= ad.UpTo {
			if witness, decided = c.witness(w, slices.Concat(ad.Suits, r.When), may, ok); witness != nil || !decided {
				return witness, decided
			}
		}
	}
	return nil, true
}

// mayGive reports whether the advice may be given at a or at worse answers. It is
// [Advice.given] without the two tests that worse answers can make true: that the
// advice suits, and that the urgency is high enough. The rest is antitone, since worse
// answers can only raise the urgency and add reasons to withhold the advice.
func (c *checker) mayGive(ad *Advice, a Answers) bool {
	if slices.ContainsFunc(ad.Without, func(w Withhold) bool { return w.when.holds(a.low) }) {
		return false
	}
	u := c.t.highest(a.low)
	return u <= ad.UpTo && (ad.Waiting || u < Go)
}

// other reports whether a rule other than r holds at a with at least this urgency.
func (c *checker) other(a Answers, r *Rule, u Urgency) bool {
	for _, i := range c.t.byUrgent {
		o := &c.t.Rules[i]
		if o.Urgency < u {
			return false
		}
		if o != r && o.when.holds(a.low) {
			return true
		}
	}
	return false
}

func (c *checker) find(s Severity, kind string, at Position, witness *Answers, format string, args ...any) {
	if s == Mistaken {
		c.bad++
	}
	c.report.Findings = append(c.report.Findings, Finding{s, kind, at, fmt.Sprintf(format, args...), witness})
}

// undecided adds a finding unless the proof was decided within its budget.
func (c *checker) undecided(decided bool, at Position, what string) bool {
	if !decided {
		c.find(Mistaken, "undecided", at, nil, "%s: not decided within %d minimal sets of answers", what, c.budget)
	}
	return !decided
}

// property runs the proofs of one property, and records it as proved if none failed.
func (c *checker) property(name string, prove func()) {
	c.cases, c.bad = 0, 0
	prove()
	if c.bad == 0 {
		c.report.Proved = append(c.report.Proved, Proof{name, c.cases})
	}
}

// upward checks that no rule stops holding when an answer gets worse. Rules cannot
// even be written otherwise; this proof trusts only the evaluator. A condition is a
// choice among tests of single scales, so it is enough to try each scale by itself:
// as its value gets worse, the condition may go from false to true, never back.
func (c *checker) upward() {
	c.property("a worse answer, or \"not sure\" in place of \"no\", never lowers the urgency", func() {
		base := c.calm()
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			for n := range r.when {
				one := r.when[n : n+1]
				for s, scale := range c.t.scales {
					held := false
					for v := 0; v <= scale.Top; v++ {
						base.Set(s, v)
						c.cases++
						holds := one.holds(base.low)
						if held && !holds {
							witness := base.Clone()
							c.find(Mistaken, "not-monotone", r.At, &witness, "rule %s: a worse answer to %s stops it from holding", r.ID, scale.Question.ID)
						}
						held = holds
					}
					base.Set(s, 0)
				}
			}
		}
		last := Call
		for _, i := range c.t.byUrgent {
			if r := &c.t.Rules[i]; r.Urgency > last {
				c.find(Mistaken, "not-monotone", r.At, nil, "rule %s is read after a less urgent rule", r.ID)
			} else {
				last = r.Urgency
			}
		}
	})
}

// redFlags checks that each red flag forces an emergency wherever it promises one,
// whatever else is answered.
func (c *checker) redFlags() {
	c.property("every red flag forces an emergency, whatever else is answered", func() {
		for i := range c.t.Questions {
			q := &c.t.Questions[i]
			for o := range q.Options {
				if !q.Options[o].RedFlag {
					continue
				}
				witness, decided := c.escapes(c.t.promised(q, o), func(a Answers) bool {
					return c.t.highest(a.low) < Go
				})
				what := fmt.Sprintf("red flag %s.%s", q.ID, q.Options[o].ID)
				if !c.undecided(decided, q.Options[o].At, what) && witness != nil {
					c.find(Mistaken, "red-flag", q.Options[o].At, witness, "%s does not force an emergency: these answers reach only %v", what, c.t.highest(witness.low))
				}
			}
		}
	})
}

// noEmergencyHidden checks that no category is reached while a more urgent rule could
// hold: wherever a rule holds, the urgency is at least its own. Being below an urgency
// is antitone, and so is not having fired.
func (c *checker) noEmergencyHidden() {
	c.seen = make([]bool, len(c.t.Rules))
	c.property("self-care is never reached while a more urgent rule holds or is open", func() {
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			witness, decided := c.escapes(r.When, func(a Answers) bool {
				atLeast, atMost := a.Range()
				return atLeast < r.Urgency || atMost < r.Urgency || a.State(r) != Fired
			})
			if !c.undecided(decided, r.At, "rule "+r.ID) && witness != nil {
				c.find(Mistaken, "hidden", r.At, witness, "rule %s holds, yet the urgency stays below %v", r.ID, r.Urgency)
			}
			c.seen[i] = decided && witness == nil
		}
	})
}

// adviceSafe checks that advice is never given despite an answer that withholds it,
// above its highest urgency, or in an emergency unless it is for the wait; and that
// each piece of advice is given to somebody.
func (c *checker) adviceSafe() {
	c.property("no advice is given against its own conditions or in an emergency that it is not for", func() {
		for i := range c.t.Advice {
			ad := &c.t.Advice[i]
			unsafe := func(w When, why string) {
				witness, decided := c.givenTo(ad, w, nil)
				if !c.undecided(decided, ad.At, "advice "+ad.ID) && witness != nil {
					c.find(Mistaken, "advice", ad.At, witness, "advice %s is given %s", ad.ID, why)
				}
			}
			for _, without := range ad.Without {
				unsafe(without.When, "although it is withheld: "+without.Because)
			}
			for _, n := range c.t.byUrgent {
				switch r := &c.t.Rules[n]; {
				case r.Urgency >= ad.From && r.Urgency <= ad.UpTo && (r.Urgency < Go || ad.Waiting): // it is meant for them
				case r.Urgency < ad.From: // a more urgent rule may hold as well
				case c.seen[n]:
					c.cases++ // wherever r holds, the urgency is outside its range
				default:
					unsafe(r.When, fmt.Sprintf("above %v, in rule %s", ad.UpTo, r.ID))
				}
			}
		}
	})
	for i := range c.t.Advice {
		ad := &c.t.Advice[i]
		witness, decided := c.givenTo(ad, nil, nil)
		if !c.undecided(decided, ad.At, "advice "+ad.ID) && witness == nil {
			c.find(Mistaken, "dead", ad.At, nil, "advice %s is never given to anybody", ad.ID)
		}
	}
}

// alive checks that each rule decides for somebody.
func (c *checker) alive() {
	c.property("every rule decides the result for somebody", func() {
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			witness, decided := c.decidedBy(r)
			if !c.undecided(decided, r.At, "rule "+r.ID) && witness == nil {
				c.find(Mistaken, "dead", r.At, nil, "rule %s can never decide: whenever it holds, a more urgent rule does", r.ID)
			}
		}
	})
}

// needless reports rules, conditions and steps that change no result. Their words may
// still matter, so these are warnings. Both tests are antitone: that no other rule
// holds, and that this one, or a part of it, does not.
func (c *checker) needless() {
	for _, i := range c.t.byUrgent {
		r := &c.t.Rules[i]
		if len(r.When) == 0 {
			continue
		}
		alone, decided := c.escapes(r.When, func(a Answers) bool { return !c.other(a, r, r.Urgency) })
		if c.undecided(decided, r.At, "rule "+r.ID) {
			continue
		}
		if alone == nil {
			by := ""
			if o := c.subsumer(r); o != nil {
				by = ": rule " + o.ID + " always holds with it"
			}
			c.find(Warning, "needless", r.At, nil, "rule %s changes no urgency%s", r.ID, by)
			continue
		}
		for n, condition := range r.When {
			without := slices.Delete(slices.Clone(r.When), n, n+1)
			matters, decided := c.escapes(without, func(a Answers) bool {
				return !r.when.holds(a.low) && !c.other(a, r, r.Urgency)
			})
			if !c.undecided(decided, r.At, "rule "+r.ID) && matters == nil {
				c.find(Warning, "needless", r.At, nil, "rule %s: the condition on %s never matters", r.ID, c.names(condition))
				continue
			}
			for m := range condition {
				c.needlessStep(r, n, m)
			}
		}
	}
}

// needlessStep reports a step that never makes a difference beside the other steps of
// its condition.
func (c *checker) needlessStep(r *Rule, n, m int) {
	condition := r.When[n]
	if len(condition) < 2 {
		return
	}
	fewer := slices.Clone(r.When)
	fewer[n] = slices.Delete(slices.Clone(condition), m, m+1)
	compiled, err := c.t.compileWhen(fewer)
	if err != nil {
		return
	}
	only := slices.Clone(r.When)
	only[n] = Condition{condition[m]}
	matters, decided := c.escapes(only, func(a Answers) bool {
		return !compiled.holds(a.low) && !c.other(a, r, r.Urgency)
	})
	if !c.undecided(decided, r.At, "rule "+r.ID) && matters == nil {
		c.find(Warning, "needless", r.At, nil, "rule %s: %s never makes the difference", r.ID, c.names(condition[m:m+1]))
	}
}

// subsumer returns a rule that is at least as urgent as r and holds whenever r does, or
// nil.
func (c *checker) subsumer(r *Rule) *Rule {
	for _, i := range c.t.byUrgent {
		o := &c.t.Rules[i]
		if o == r || o.Urgency < r.Urgency {
			continue
		}
		apart, decided := c.escapes(r.When, func(a Answers) bool { return !o.when.holds(a.low) })
		if decided && apart == nil {
			return o
		}
	}
	return nil
}

// names returns the questions and ticks of a condition.
func (c *checker) names(condition Condition) string {
	var out []string
	for _, s := range condition {
		name := c.t.scales[s.Scale].name()
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// unused reports questions, ticks and sources that nothing refers to.
func (c *checker) unused() {
	used := make([]bool, len(c.t.scales))
	cited := map[string]bool{}
	mark := func(w When) {
		for _, condition := range w {
			for _, s := range condition {
				used[s.Scale] = true
			}
		}
	}
	cite := func(ids []string) {
		for _, id := range ids {
			cited[id] = true
		}
	}
	for i := range c.t.Rules {
		if r := &c.t.Rules[i]; r.Status != Retired {
			mark(r.When)
			cite(r.Sources)
			if r.Status == Reviewed && (len(r.Sources) == 0 || r.Review.By == "" || r.Review.On == "") {
				c.find(Mistaken, "review", r.At, nil, "rule %s is reviewed, but its source, its reviewer or the date is missing", r.ID)
			}
		}
	}
	for i := range c.t.Advice {
		mark(c.t.Advice[i].Suits)
		cite(c.t.Advice[i].Sources)
		for _, w := range c.t.Advice[i].Without {
			mark(w.When)
		}
	}
	for _, s := range c.t.SafetyNet {
		cite(s.Sources)
	}
	for _, n := range c.t.Numbers {
		cite(n.Sources)
	}
	for _, in := range c.t.Invariants {
		cite(in.Sources)
	}
	for _, p := range c.t.People {
		cite(p.Sources)
	}
	for i := range c.t.Questions {
		q := &c.t.Questions[i]
		from, to := q.Scales()
		if !slices.Contains(used[from:to], true) {
			c.find(Warning, "unused", q.At, nil, "no rule and no advice uses the question %s", q.ID)
			continue
		}
		for s := from; s < to && q.List; s++ {
			if !used[s] {
				c.find(Warning, "unused", q.Options[s-from].At, nil, "no rule and no advice uses %s.%s", q.ID, q.Options[s-from].ID)
			}
		}
	}
	for _, s := range c.t.Sources {
		if !cited[s.ID] {
			c.find(Warning, "unused", s.At, nil, "nothing cites the source %s", s.ID)
		}
	}
}
