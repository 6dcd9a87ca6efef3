package triage

import "slices"

// Assessment is the result for one set of answers, with its reasons. All of it
// is computed from the table by the one evaluator; nothing in it is written by
// hand for a case.
type Assessment struct {
	Answers         Answers
	AtLeast, AtMost Urgency // the range that the missing answers leave

	Deciding []Reason   // rules that fired at AtLeast
	Also     []Reason   // rules that fired below it, most urgent first
	RuledOut []Reason   // refuted rules above AtLeast, with the answers that refuted them
	Open     []*Rule    // rules above AtLeast that missing answers leave open
	Changes  []Change   // the smallest changes that lead to a more urgent category
	Advice   []*Advice  // safe for this person under every missing answer
	Withheld []Withheld // advice that would suit but may not be safe

	ComeBack []*SafetyNet // what should bring the person back, most urgent first
	Missing  []*Question  // questions that can still change the result
}

// Reason is a rule together with the person's own answers that decided it.
type Reason struct {
	Rule    *Rule
	Answers []Given
}

// Given is the value that was answered on a scale.
type Given struct{ Scale, Value int }

// Change is a set of answers that, given in place of the present ones, makes
// the result more urgent.
type Change struct {
	To      Urgency
	Rule    *Rule // the rule that would decide
	Answers []Given
}

// Withheld is a piece of advice left out, and why. Sure tells whether the
// answers say so; otherwise an answer is missing that could.
type Withheld struct {
	Advice  *Advice
	Because string
	Sure    bool
}

// Settled tells whether the missing answers cannot change the category any
// more.
func (as *Assessment) Settled() bool { return as.AtLeast.Category() == as.AtMost.Category() }

// Category returns the category, or false when it is not settled. Self-care is
// never returned while anything more urgent is possible.
func (as *Assessment) Category() (c Category, settled bool) {
	return as.AtLeast.Category(), as.Settled()
}

// Contact returns whom the deciding rules ask to contact instead of a doctor,
// or "".
func (as *Assessment) Contact() string {
	for _, r := range as.Deciding {
		if r.Rule.Contact != "" {
			return r.Rule.Contact
		}
	}
	return ""
}

// Assess decides what a leads to, and why.
func (a Answers) Assess() *Assessment {
	t := a.table
	as := &Assessment{Answers: a.Clone()}
	as.AtLeast, as.AtMost = a.Range()
	missing := make([]bool, len(t.scales))
	for _, i := range t.byUrgent {
		r := &t.Rules[i]
		switch state := a.state(r.when); {
		case state == Fired && r.Urgency == as.AtLeast:
			as.Deciding = append(as.Deciding, Reason{r, a.satisfied(r.When)})
		case state == Fired:
			as.Also = append(as.Also, Reason{r, a.satisfied(r.When)})
		case r.Urgency <= as.AtLeast:
		case state == Open:
			as.Open = append(as.Open, r)
			if !as.Settled() {
				a.unsettled(r.When, r.when, missing)
			}
		default:
			as.RuledOut = append(as.RuledOut, Reason{r, a.refuting(r)})
		}
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		if from, to := q.Scales(); slices.Contains(missing[from:to], true) {
			as.Missing = append(as.Missing, q)
		}
	}
	as.Changes = a.changes(as.AtLeast.Category())
	as.advise()
	for u := Call; u > as.AtLeast; u-- {
		for i := range t.SafetyNet {
			if t.SafetyNet[i].Urgency == u {
				as.ComeBack = append(as.ComeBack, &t.SafetyNet[i])
			}
		}
	}
	return as
}

// satisfied returns the answers that make w hold: of each condition, every
// step that the answers given so far fulfil.
func (a Answers) satisfied(w When) []Given {
	var given []Given
	for _, condition := range w {
		for _, s := range condition {
			if v, known := a.Value(s.Scale); known && v >= s.Value {
				given = add(given, Given{s.Scale, v})
			}
		}
	}
	return given
}

// refuting returns the answers that keep r from holding, of every condition
// that cannot hold.
func (a Answers) refuting(r *Rule) []Given {
	var given []Given
	for i, condition := range r.When {
		if a.state(r.when[i:i+1]) != Refuted {
			continue
		}
		for _, s := range condition {
			if v, known := a.Value(s.Scale); known {
				given = add(given, Given{s.Scale, v})
			}
		}
	}
	return given
}

func add(given []Given, g Given) []Given {
	if slices.Contains(given, g) {
		return given
	}
	return append(given, g)
}

// changes returns the smallest changes, of one answer and then of two, that
// lead to a category above now for certain: the whole range must lie in it.
// A pair that contains a change already found is left out. They come in the
// order of the rules, the most urgent first.
//
// Only steps of rules that could decide need to be tried: a change that raises
// the urgency makes some rule hold, so one of its answers fulfils a condition
// of that rule which did not hold, and if it is a pair the other answer
// fulfils the rest.
func (a Answers) changes(now Category) []Change {
	t, work := a.table, a.Clone()
	enough := make([]int, len(t.scales)) // the least answer that alone is enough; 0: none
	suffices := func(g Given) bool { return enough[g.Scale] > 0 && g.Value >= enough[g.Scale] }
	tried := map[[2]Given]bool{}
	var found []Change
	// try notes the change if it does what it says.
	try := func(given ...Given) bool {
		key := [2]Given{given[0]}
		if len(given) == 2 {
			key[1] = given[1]
			if key[1].Scale < key[0].Scale {
				key[0], key[1] = key[1], key[0]
			}
		}
		if tried[key] {
			return false
		}
		tried[key] = true
		for _, g := range given {
			work.Set(g.Scale, g.Value)
		}
		atLeast, atMost := work.Range()
		decider := work.decider()
		for _, g := range given {
			work.copy(a, g.Scale)
		}
		if atLeast.Category() <= now || atLeast.Category() != atMost.Category() {
			return false
		}
		found = append(found, Change{atLeast, decider, given})
		return true
	}
	// steps calls yield with every answer that fulfils a condition of r which
	// does not hold at the present answers of work.
	steps := func(r *Rule, yield func(Given)) {
		for i, condition := range r.When {
			if r.when[i : i+1].holds(work.low) {
				continue
			}
			for _, s := range condition {
				yield(Given{s.Scale, t.scales[s.Scale].plainly(s.Value)})
			}
		}
	}
	for size := 1; size <= 2; size++ {
		for _, i := range t.byUrgent {
			r := &t.Rules[i]
			if r.Urgency.Category() <= now {
				break
			}
			steps(r, func(first Given) {
				if size == 1 {
					if try(first) && (enough[first.Scale] == 0 || first.Value < enough[first.Scale]) {
						enough[first.Scale] = first.Value
					}
					return
				}
				if suffices(first) {
					return
				}
				var seconds []Given
				work.Set(first.Scale, first.Value)
				steps(r, func(second Given) { seconds = append(seconds, second) })
				work.copy(a, first.Scale)
				for _, second := range seconds {
					if second.Scale != first.Scale && !suffices(second) {
						try(first, second)
					}
				}
			})
		}
	}
	return found
}

// copy makes one scale of a say what it says in b.
func (a Answers) copy(b Answers, scale int) {
	if v, known := b.Value(scale); known {
		a.Set(scale, v)
	} else {
		a.Clear(scale)
	}
}

// plainly returns v, or the next worse value if v is only "not sure": a change
// is described by an answer that a person would give when it is true.
func (s Scale) plainly(v int) int {
	if s.Value(v) == Unsure && v < s.Top {
		return v + 1
	}
	return v
}

// advise fills in the advice that is safe under every missing answer and the
// advice that was left out.
func (as *Assessment) advise() {
	if !as.Settled() {
		return
	}
	for i := range as.Answers.table.Advice {
		ad := &as.Answers.table.Advice[i]
		if !ad.fits(as.Answers) {
			continue
		}
		left, state := Withheld{Advice: ad}, Refuted
		for _, w := range ad.Without {
			if s := as.Answers.state(w.when); s > state {
				left.Because, state = w.Because, s
			}
		}
		if left.Sure = state == Fired; state == Refuted {
			as.Advice = append(as.Advice, ad)
		} else {
			as.Withheld = append(as.Withheld, left)
		}
	}
}

// fits tells whether the advice suits and is meant for this urgency, under
// every missing answer.
func (ad *Advice) fits(a Answers) bool {
	atLeast, atMost := a.Range()
	if a.state(ad.suits) != Fired || ad.Waiting != (atLeast >= Go) {
		return false
	}
	if ad.Waiting {
		return atLeast <= ad.UpTo
	}
	return atMost <= ad.UpTo
}

// given tells whether the advice is given: it fits, and nothing that withholds
// it could hold.
func (ad *Advice) given(a Answers) bool {
	return ad.fits(a) && !slices.ContainsFunc(ad.Without, func(w Withhold) bool { return a.state(w.when) != Refuted })
}
