package triage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// This file is about what a table promises apart from its rules. The promises are a
// second, independent account of the sources, written by hand, and every check compares
// the rules with them. A table that is "guarded" promises everything that keeps people
// safe, so that no rule, advice or question can be changed for the worse without a
// promise failing.

// Invariant is a promise by the author of a table, which a check proves. One
// invariant can promise several things; a field that is not set promises nothing.
type Invariant struct {
	ID   string
	Say  string
	When When // whom it is about

	// AtLeast is the lowest urgency that they may be told, and its place the lowest
	// place. All of them who are told exactly that urgency are told the Contact too.
	AtLeast Urgency
	Contact string

	// Ids of advice. Never: none of them gets it at the urgency From or above.
	// Given: all of them get it from the urgency From up to To. Only: nobody else
	// gets it.
	Never, Given, Only []string
	From, To           Urgency

	// OnlyContact is a contact to which nobody else is sent.
	OnlyContact string

	// Promises about the table itself, for everybody: the latest stage of a question,
	// the options of a question from the least to the most worrying, lists that need a
	// tick, the lowest urgency of a line of the safety net, and the emergency number of
	// a country.
	Stages map[string]Stage
	Orders map[string][]string
	Ticks  []string
	Nets   map[string]Urgency
	Dial   map[string]string

	Sources []string
	At      Position

	when when
}

// least returns the least that this promise lets people be told.
func (in *Invariant) least() Disposition {
	return Disposition{Urgency: in.AtLeast, Place: (&Rule{Urgency: in.AtLeast, Contact: in.Contact}).Place()}
}

// neverMilder checks that a worse answer never makes what people are told milder. They are
// told the highest urgency and the highest place among the rules that hold, and a worse
// answer only adds rules. So it is enough to prove two things at the answers that only
// just meet the conditions of a rule: people are told no less than the rule asks for,
// and if the rule decides, its place is named. Falling short is antitone.
func (c *checker) neverMilder() {
	c.property("a worse answer never makes what people are told milder, and the place of every deciding rule is named", func() {
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			own := Disposition{Urgency: r.Urgency, Place: r.Place()}
			witness, decided := c.escapes(r.When, func(a Answers) bool {
				said := a.disposition(a.Range())
				return said.Lower(own) || said.Urgency == own.Urgency && !said.Names(r.named())
			})
			if !c.undecided(decided, r.At, "rule "+r.ID) && witness != nil {
				c.find(Mistaken, "milder", r.At, witness, "rule %s holds, but people are told less than it asks for, or not its place", r.ID)
			}
		}
	})
}

// callsRestOnDanger checks that rules for an ambulance ask only about the danger
// pages and what these open: in an emergency the interview ends once these are
// answered, so a later question could go unasked.
func (c *checker) callsRestOnDanger() {
	c.property("every rule that calls an ambulance rests on the danger pages alone", func() {
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			if r.Urgency < Call {
				break
			}
			var late []*Question // each is reported once
			for _, condition := range r.When {
				for _, s := range condition {
					c.cases++
					if q := c.t.scales[s.Scale].Question; !c.t.withDanger(q) && !slices.Contains(late, q) {
						late = append(late, q)
						c.find(Mistaken, "late-call", r.At, nil, "rule %s calls an ambulance for an answer to %s, which is not a danger page: an interview can end before it is asked", r.ID, q.ID)
					}
				}
			}
		}
	})
}

// invariants checks what the author of the table promises.
func (c *checker) invariants() {
	if len(c.t.Invariants) == 0 {
		return
	}
	c.property("the table's own invariants hold", func() {
		for i := range c.t.Invariants {
			in := &c.t.Invariants[i]
			c.atLeast(in)
			for _, id := range in.Never {
				c.promised(in, "advice %s is given", id, func(ad *Advice) (*Answers, bool) { return c.givenFrom(ad, in.When, in.From, nil) })
			}
			for _, id := range in.Only {
				c.promised(in, "advice %s is given to somebody else", id, func(ad *Advice) (*Answers, bool) {
					return c.givenTo(ad, nil, func(a Answers) bool { return !in.when.holds(a.low) })
				})
			}
			for _, id := range in.Given {
				c.promised(in, "advice %s is not given", id, func(ad *Advice) (*Answers, bool) { return c.notGiven(ad, in) })
			}
			c.onlyContact(in)
			c.fixed(in)
		}
	})
}

// onlyContact checks that no rule sends anybody to the contact whom the promise does
// not cover. Not being covered is antitone.
func (c *checker) onlyContact(in *Invariant) {
	for _, i := range c.t.byUrgent {
		r := &c.t.Rules[i]
		if in.OnlyContact == "" || r.Contact != in.OnlyContact {
			continue
		}
		witness, decided := c.escapes(r.When, func(a Answers) bool { return !in.when.holds(a.low) })
		if !c.undecided(decided, in.At, "invariant "+in.ID) && witness != nil {
			c.find(Mistaken, "invariant", in.At, witness, "invariant %s fails: rule %s sends somebody else to the %s unit", in.ID, r.ID, r.Contact)
		}
	}
}

// promised adds a finding if find returns answers that break a promise about a
// piece of advice.
func (c *checker) promised(in *Invariant, broken, id string, find func(*Advice) (*Answers, bool)) {
	ad := c.t.advice(id)
	if ad == nil {
		c.find(Mistaken, "invariant", in.At, nil, "invariant %s names advice %s, which the table does not have", in.ID, id)
		return
	}
	witness, decided := find(ad)
	if !c.undecided(decided, in.At, "invariant "+in.ID) && witness != nil {
		c.find(Mistaken, "invariant", in.At, witness, "invariant %s fails: "+broken, in.ID, id)
	}
}

// atLeast checks the urgency, the place and the contact of a promise. Being told
// less is antitone.
func (c *checker) atLeast(in *Invariant) {
	if in.AtLeast == Home {
		return
	}
	want := in.least()
	witness, decided := c.escapes(in.When, func(a Answers) bool { return a.disposition(a.Range()).Lower(want) })
	if c.undecided(decided, in.At, "invariant "+in.ID) {
		return
	}
	if witness != nil {
		c.find(Mistaken, "invariant", in.At, witness, "invariant %s fails: these answers reach %s, not %s", in.ID, witness.disposition(witness.Range()).describe(), want.describe())
		return
	}
	if in.Contact == "" {
		return
	}
	// As long as the urgency stays the same, a place once named stays named, so
	// this is antitone.
	unnamed := func(a Answers) bool {
		said := a.disposition(a.Range())
		return said.Urgency < in.AtLeast || said.Urgency == in.AtLeast && !said.Names(Maternity)
	}
	witness, decided = c.escapes(in.When, unnamed)
	if !c.undecided(decided, in.At, "invariant "+in.ID) && witness != nil {
		c.find(Mistaken, "invariant", in.At, witness, "invariant %s fails: the %s unit is not named", in.ID, in.Contact)
	}
}

// describe names the urgency, and the place if it is not the usual one.
func (s Disposition) describe() string {
	if s.Place == s.Urgency.place() {
		return s.Urgency.String()
	}
	return fmt.Sprintf("%v (%v)", s.Urgency, s.Place)
}

// notGiven returns answers of somebody who was promised the advice and does not get it.
// If the advice does not suit, or is for another urgency, the minimal answers to a rule
// of the person's urgency show it. A reason to withhold it may need worse answers, so
// each reason is searched for as well. If another promise says that the person never
// gets the advice, they were not promised it; since that promise covers all worse
// answers too, the search misses nothing.
func (c *checker) notGiven(ad *Advice, in *Invariant) (witness *Answers, decided bool) {
	within := func(a Answers) bool { return c.t.highest(a.low) <= in.To }
	var never []*Invariant // the promises that somebody never gets the advice
	for i := range c.t.Invariants {
		if slices.Contains(c.t.Invariants[i].Never, ad.ID) {
			never = append(never, &c.t.Invariants[i])
		}
	}
	broken := func(a Answers) bool {
		return within(a) && !ad.given(a) && !slices.ContainsFunc(never, func(in *Invariant) bool {
			return in.From <= c.t.highest(a.low) && a.state(in.when) == Fired
		})
	}
	worse := []When{nil}
	for _, w := range ad.Without {
		worse = append(worse, w.When)
	}
	for _, i := range c.t.byUrgent {
		r := &c.t.Rules[i]
		if r.Urgency < in.From || r.Urgency > in.To {
			continue
		}
		for _, w := range worse {
			if witness, decided = c.witness(in.When, slices.Concat(r.When, w), within, broken); witness != nil || !decided {
				return witness, decided
			}
		}
	}
	return nil, true
}

// fixed checks what a promise says about the table itself.
func (c *checker) fixed(in *Invariant) {
	fail := func(format string, args ...any) {
		c.find(Mistaken, "invariant", in.At, nil, "invariant %s fails: "+format, append([]any{in.ID}, args...)...)
	}
	for _, id := range sortedKeys(in.Stages) {
		c.cases++
		switch q := c.t.Question(id); {
		case q == nil:
			fail("there is no question %s", id)
		case q.Stage > in.Stages[id]:
			fail("the question %s comes too late, in the stage %v and not %v", id, q.Stage, in.Stages[id])
		}
	}
	for _, id := range sortedKeys(in.Orders) {
		c.cases++
		if q := c.t.Question(id); q == nil || !slices.EqualFunc(q.Options, in.Orders[id], func(o Option, id string) bool { return o.ID == id }) {
			fail("the options of %s are not %s, from the least to the most worrying", id, strings.Join(in.Orders[id], ", "))
		}
	}
	for _, id := range in.Ticks {
		c.cases++
		if q := c.t.Question(id); q == nil || !q.AtLeastOne {
			fail("the question %s can be passed without a tick", id)
		}
	}
	for _, id := range sortedKeys(in.Nets) {
		c.cases++
		i := slices.IndexFunc(c.t.SafetyNet, func(s SafetyNet) bool { return s.ID == id })
		switch {
		case i < 0:
			fail("the safety net has no line %s", id)
		case c.t.SafetyNet[i].Urgency < in.Nets[id]:
			fail("the line %s of the safety net calls only for %v, not %v", id, c.t.SafetyNet[i].Urgency, in.Nets[id])
		}
	}
	for _, country := range sortedKeys(in.Dial) {
		c.cases++
		i := slices.IndexFunc(c.t.Numbers, func(n Number) bool { return n.Country == country })
		switch {
		case i < 0:
			fail("there are no numbers for %s", country)
		case c.t.Numbers[i].Emergency != in.Dial[country]:
			fail("the emergency number of %s is %s, not %s", country, c.t.Numbers[i].Emergency, in.Dial[country])
		}
	}
}

// sortedKeys returns the keys of m in their order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// guarded checks that everything that keeps people safe is promised, so that any
// change for the worse breaks a promise: each rule at its urgency and place, each
// reason to withhold advice, to whom and up to which urgency advice is given, advice
// for the wait, stages, lists that need a tick, the safety net and the emergency
// numbers.
func (c *checker) guarded() {
	if !c.t.Guarded {
		return
	}
	c.property("everything that keeps people safe is promised", func() {
		open := func(at Position, witness *Answers, format string, args ...any) {
			c.find(Mistaken, "unguarded", at, witness, format+": no invariant promises it, so it could be lost unnoticed", args...)
		}
		for _, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			if r.Urgency == Home {
				continue
			}
			own := Disposition{Urgency: r.Urgency, Place: r.Place()}
			// Antitone: all promises that hold fall short of the rule.
			witness, decided := c.escapes(r.When, func(a Answers) bool {
				return c.promisedAt(a).Lower(own)
			})
			if !c.undecided(decided, r.At, "rule "+r.ID) && witness != nil {
				open(r.At, witness, "rule %s leads to %s", r.ID, own.describe())
			}
			if r.named() != r.Place() {
				// Antitone: no promise that holds names the contact.
				witness, decided := c.escapes(r.When, func(a Answers) bool { return c.mayBeUnnamed(a, r.Urgency) })
				if !c.undecided(decided, r.At, "rule "+r.ID) && witness != nil {
					open(r.At, witness, "rule %s names the %s unit", r.ID, r.Contact)
				}
			}
			if r.Contact != "" && !slices.ContainsFunc(c.t.Invariants, func(in Invariant) bool { return in.OnlyContact == r.Contact }) {
				open(r.At, nil, "rule %s sends to the %s unit only people whom the unit looks after", r.ID, r.Contact)
			}
		}
		for i := range c.t.Advice {
			c.adviceGuarded(&c.t.Advice[i], open)
		}
		for i := range c.t.Questions {
			q := &c.t.Questions[i]
			promised := func(is func(*Invariant) bool) bool {
				return slices.ContainsFunc(c.t.Invariants, func(in Invariant) bool { return is(&in) })
			}
			c.cases++
			if q.Stage < StageProblem && !promised(func(in *Invariant) bool { s, ok := in.Stages[q.ID]; return ok && s == q.Stage }) {
				open(q.At, nil, "the question %s comes in the stage %v", q.ID, q.Stage)
			}
			if !q.List && !promised(func(in *Invariant) bool { return len(in.Orders[q.ID]) > 0 }) {
				open(q.At, nil, "the options of %s run from the least to the most worrying", q.ID)
			}
			if q.AtLeastOne && !promised(func(in *Invariant) bool { return slices.Contains(in.Ticks, q.ID) }) {
				open(q.At, nil, "the question %s needs a tick", q.ID)
			}
		}
		for _, s := range c.t.SafetyNet {
			c.cases++
			if !slices.ContainsFunc(c.t.Invariants, func(in Invariant) bool { u, ok := in.Nets[s.ID]; return ok && u == s.Urgency }) {
				open(s.At, nil, "the line %s of the safety net calls for %v", s.ID, s.Urgency)
			}
		}
		for _, n := range c.t.Numbers {
			c.cases++
			if !slices.ContainsFunc(c.t.Invariants, func(in Invariant) bool { return in.Dial[n.Country] != "" }) {
				open(n.At, nil, "the emergency number of %s is %s", n.Country, n.Emergency)
			}
		}
	})
}

// promisedAt returns the most that the promises ask for at answers that are complete.
func (c *checker) promisedAt(a Answers) Disposition {
	var most Disposition
	for i := range c.t.Invariants {
		if in := &c.t.Invariants[i]; in.AtLeast > Home && in.when.holds(a.low) {
			said := in.least()
			most.Urgency, most.Place = max(most.Urgency, said.Urgency), max(most.Place, said.Place)
		}
	}
	return most
}

// mayBeUnnamed reports whether the promises allow leaving out the maternity unit for
// somebody with complete answers a who is told this urgency. It can be left out only
// beside an emergency department.
func (c *checker) mayBeUnnamed(a Answers, u Urgency) bool {
	return u == Go && !slices.ContainsFunc(c.t.Invariants, func(in Invariant) bool {
		return (in.AtLeast > u || in.AtLeast == u && in.Contact == ContactMaternity) && in.when.holds(a.low)
	})
}

// adviceGuarded checks that whatever keeps a piece of advice from doing harm is
// promised.
func (c *checker) adviceGuarded(ad *Advice, open func(at Position, witness *Answers, format string, args ...any)) {
	about := func(ids func(*Invariant) []string) []*Invariant {
		var out []*Invariant
		for i := range c.t.Invariants {
			if in := &c.t.Invariants[i]; slices.Contains(ids(in), ad.ID) {
				out = append(out, in)
			}
		}
		return out
	}
	// unpromised looks for somebody for whom w holds and none of these promises does,
	// which is an antitone test.
	unpromised := func(w When, promises []*Invariant, as func(*Invariant) bool, format string, args ...any) {
		witness, decided := c.escapes(w, func(a Answers) bool {
			return !slices.ContainsFunc(promises, func(in *Invariant) bool { return as(in) && in.when.holds(a.low) })
		})
		if !c.undecided(decided, ad.At, "advice "+ad.ID) && witness != nil {
			open(ad.At, witness, "advice %s is "+format, append([]any{ad.ID}, args...)...)
		}
	}
	never := about(func(in *Invariant) []string { return in.Never })
	for _, w := range ad.Without {
		unpromised(w.When, never, func(in *Invariant) bool { return in.From <= ad.lowest() }, "withheld because %s", w.Because)
	}
	if ad.UpTo < Call {
		unpromised(nil, never, func(in *Invariant) bool { return in.From <= ad.UpTo+1 }, "given up to %v", ad.UpTo)
	}
	var allowed When // the people to whom no promise forbids it
	for _, in := range about(func(in *Invariant) []string { return in.Only }) {
		allowed = append(allowed, in.When...)
	}
	witness, decided := c.escapes(allowed, func(a Answers) bool { return !ad.suits.holds(a.low) })
	if !c.undecided(decided, ad.At, "advice "+ad.ID) && witness != nil {
		open(ad.At, witness, "advice %s is only for those whom it suits", ad.ID)
	}
	if ad.Waiting {
		given := about(func(in *Invariant) []string { return in.Given })
		for u := ad.lowest(); u <= ad.UpTo; u++ {
			unpromised(ad.Suits, given, func(in *Invariant) bool { return in.From <= u && u <= in.To }, "given to those who wait at %v", u)
		}
	}
}

// String returns life, limb, person or problem.
func (s Stage) String() string {
	return [...]string{"life", "limb", "person", "problem"}[min(s, StageProblem)]
}

// conflict returns an act of a and an act of b that contradict each other, if there are
// any.
func (t *Table) conflict(a, b []string) (x, y string, found bool) {
	for _, act := range t.Acts {
		for _, other := range act.Against {
			switch {
			case slices.Contains(a, act.ID) && slices.Contains(b, other):
				return act.ID, other, true
			case slices.Contains(b, act.ID) && slices.Contains(a, other):
				return other, act.ID, true
			}
		}
	}
	return "", "", false
}

// Act is something that a text can tell a person to do or not to do. Two acts that
// contradict each other never appear in one result.
type Act struct {
	ID      string
	Against []string // ids of acts
	At      Position
}

// contradictions checks that no result tells a person opposite things, whether in two
// deciding rules, in a deciding rule and a piece of advice, or in two pieces of advice.
func (c *checker) contradictions() {
	if len(c.t.Acts) == 0 {
		return
	}
	c.property("no two texts in one result contradict each other", func() {
		clash := func(at Position, a, b string, x, y []string, find func() (*Answers, bool)) {
			one, other, opposite := c.t.conflict(x, y)
			if !opposite {
				return
			}
			witness, decided := find()
			if !c.undecided(decided, at, a+" beside "+b) && witness != nil {
				c.find(Mistaken, "contradiction", at, witness, "%s tells people to %s, and %s to %s, in one result", a, spaced(one), b, spaced(other))
			}
		}
		for n, i := range c.t.byUrgent {
			r := &c.t.Rules[i]
			decides := func(a Answers) bool { return c.t.highest(a.low) <= r.Urgency }
			for _, j := range c.t.byUrgent[n:] {
				o := &c.t.Rules[j]
				if o.Urgency < r.Urgency {
					break
				}
				clash(r.At, "rule "+r.ID, "rule "+o.ID, r.Tells, o.Tells, func() (*Answers, bool) {
					return c.escapes(slices.Concat(r.When, o.When), decides)
				})
			}
			for k := range c.t.Advice {
				ad := &c.t.Advice[k]
				clash(ad.At, "rule "+r.ID, "advice "+ad.ID, r.Tells, ad.Tells, func() (*Answers, bool) {
					return c.givenFrom(ad, r.When, r.Urgency, decides)
				})
			}
		}
		for i := range c.t.Advice {
			a := &c.t.Advice[i]
			for j := i; j < len(c.t.Advice); j++ {
				b := &c.t.Advice[j]
				clash(b.At, "advice "+a.ID, "advice "+b.ID, a.Tells, b.Tells, func() (*Answers, bool) { return c.givenBoth(a, b) })
			}
		}
	})
}

// givenBoth returns answers at which two pieces of advice are given.
func (c *checker) givenBoth(a, b *Advice) (witness *Answers, decided bool) {
	if a.Waiting != b.Waiting {
		return nil, true
	}
	// That b is given follows: it suits, it may be given, and it is urgent enough.
	return c.givenFrom(a, b.Suits, b.lowest(), func(answers Answers) bool { return c.mayGive(b, answers) })
}

// spaced turns an id into words: keep-level becomes keep level.
func spaced(id string) string { return strings.ReplaceAll(id, "-", " ") }
