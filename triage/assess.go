package triage

import "slices"

// Assessment is the result for one set of answers, with its reasons. All of it is
// computed from the table by the one evaluator.
type Assessment struct {
	Answers         Answers
	AtLeast, AtMost Urgency // the range that the missing answers leave

	Deciding []Reason   // rules that fired at AtLeast
	Also     []Reason   // rules that fired below AtLeast, most urgent first, without those for self-care
	RuledOut []Reason   // refuted rules above AtLeast, with the answers that refuted them
	Open     []*Rule    // rules above AtLeast that missing answers leave open
	Changes  []Change   // the smallest changes that lead to a more urgent category, or from Go to Call
	Advice   []*Advice  // safe for this person whatever the missing answers are
	Withheld []Withheld // advice that would suit but may not be safe

	ComeBack []*SafetyNet // what should make the person come back, most urgent first
	Missing  []*Question  // questions that can still change the urgency
}

// Reason is a rule, with the person's own answers that made it hold or refuted it.
type Reason struct {
	Rule    *Rule
	Answers []Given
}

// Given is the value that was answered on a scale.
type Given struct{ Scale, Value int }

// Change is one or two answers that, given in place of the present ones, change the
// urgency of the result.
type Change struct {
	To      Urgency
	Rule    *Rule // the rule that would decide
	Answers []Given
}

// Withheld is a piece of advice that is left out, and why.
type Withheld struct {
	Advice  *Advice
	Because string
	Sure    bool // the answers give the reason; otherwise a missing answer could
}

// Settled reports whether missing answers can no longer change the category.
func (as *Assessment) Settled() bool { return as.AtLeast.Category() == as.AtMost.Category() }

// Category returns the category. It is the result only if it is settled; otherwise it is
// the lowest that is possible, and must not be shown as a result.
func (as *Assessment) Category() (c Category, settled bool) {
	return as.AtLeast.Category(), as.Settled()
}

// Assess decides what a leads to, and why.
func (a Answers) Assess() *Assessment {
	t := a.table
	as := &Assessment{Answers: a.Clone()}
	as.AtLeast, as.AtMost = a.Range()
	above := 0 // rules above what is reached
	for above < len(t.byUrgent) && t.Rules[t.byUrgent[above]].Urgency > as.AtLeast {
		above++
	}
	as.RuledOut = make([]Reason, 0, above)
	given := make(givens, 0, 8+3*above)
	values := a.values()
	for _, i := range t.byUrgent {
		r := &t.Rules[i]
		switch state := a.state(r.when); {
		case state == Fired && r.Urgency == as.AtLeast:
			as.Deciding = append(as.Deciding, Reason{r, given.satisfying(values, r.When)})
		case state == Fired && r.Urgency > Home:
			as.Also = append(as.Also, Reason{r, given.satisfying(values, r.When)})
		case r.Urgency <= as.AtLeast:
		case state == Open:
			as.Open = append(as.Open, r)
		default:
			as.RuledOut = append(as.RuledOut, Reason{r, given.refuting(a, values, r)})
		}
	}
	as.Missing = a.Missing()
	as.Changes = a.changes(as.AtLeast)
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

// Missing returns the questions that can still change the urgency, in the order of
// the table.
func (a Answers) Missing() (questions []*Question) {
	atLeast, atMost := a.Range()
	if atLeast == atMost {
		return nil
	}
	t := a.table
	missing := make(bits, t.words)
	for _, i := range t.byUrgent {
		if t.Rules[i].Urgency <= atLeast {
			break
		}
		a.unsettled(t.Rules[i].when, missing)
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		if t.marked(q, missing) {
			questions = append(questions, q)
		}
	}
	return questions
}

// givens holds the answers of many reasons in one slice, so that a reason needs no
// allocation of its own.
type givens []Given

// since returns what was added from this length on, as a slice to which nothing more
// is appended.
func (room *givens) since(from int) []Given { return (*room)[from:len(*room):len(*room)] }

// add adds g unless it was added from this length on.
func (room *givens) add(from int, g Given) {
	if !slices.Contains((*room)[from:], g) {
		*room = append(*room, g)
	}
}

// satisfying returns the answers that make w hold: for each condition, the answer to
// every step that they meet.
func (room *givens) satisfying(values []int, w When) []Given {
	from := len(*room)
	for _, condition := range w {
		for _, s := range condition {
			if v := values[s.Scale]; v >= s.Value {
				room.add(from, Given{s.Scale, v})
			}
		}
	}
	return room.since(from)
}

// refuting returns the answers that keep r from holding: the answers to every
// condition that cannot hold.
func (room *givens) refuting(a Answers, values []int, r *Rule) []Given {
	from := len(*room)
	for i, condition := range r.When {
		if r.when[i : i+1].holds(a.high) {
			continue
		}
		for _, s := range condition {
			if v := values[s.Scale]; v >= 0 {
				room.add(from, Given{s.Scale, v})
			}
		}
	}
	return room.since(from)
}

// values returns the value given on each scale, -1 where it is missing.
func (a Answers) values() []int {
	values := make([]int, len(a.table.scales))
	for s := range values {
		if v, known := a.Value(s); known {
			values[s] = v
		} else {
			values[s] = -1
		}
	}
	return values
}

// advise fills in the advice that is safe whatever the missing answers are, and the
// advice that is withheld.
func (as *Assessment) advise() {
	if !as.Settled() {
		return
	}
	for i := range as.Answers.table.Advice {
		ad := &as.Answers.table.Advice[i]
		if !ad.fits(as.Answers, as.AtLeast, as.AtMost) {
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

// fits reports whether the advice suits and is meant for this range of urgency,
// whatever the missing answers are.
func (ad *Advice) fits(a Answers, atLeast, atMost Urgency) bool {
	if a.state(ad.suits) != Fired || ad.Waiting != (atLeast >= Go) {
		return false
	}
	if ad.Waiting { // in an emergency the least urgency is told; see Assessment.Disposition
		return ad.lowest() <= atLeast && atLeast <= ad.UpTo
	}
	return ad.From <= atLeast && atMost <= ad.UpTo
}

// given reports whether the advice is given: it fits, and no reason to withhold it can
// hold.
func (ad *Advice) given(a Answers) bool {
	atLeast, atMost := a.Range()
	return ad.fits(a, atLeast, atMost) && !slices.ContainsFunc(ad.Without, func(w Withhold) bool { return a.state(w.when) != Refuted })
}
