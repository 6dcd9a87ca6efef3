package triage

import "slices"

// Assessment is the result for one set of answers, with its reasons. All of it
// is computed from the table by the one evaluator; nothing in it is written by
// hand for a case.
type Assessment struct {
	Answers         Answers
	AtLeast, AtMost Urgency // the range that the missing answers leave

	Deciding []Reason   // rules that fired at AtLeast
	Also     []Reason   // rules that fired below it, most urgent first; none for self-care, which it is not
	RuledOut []Reason   // refuted rules above AtLeast, with the answers that refuted them
	Open     []*Rule    // rules above AtLeast that missing answers leave open
	Changes  []Change   // the smallest changes that lead to a more urgent category, or from going to calling
	Advice   []*Advice  // safe for this person under every missing answer
	Withheld []Withheld // advice that would suit but may not be safe

	ComeBack []*SafetyNet // what should bring the person back, most urgent first
	Missing  []*Question  // questions that can still change the urgency
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

// Missing returns the questions that can still change the urgency, in the order
// of the table.
func (a Answers) Missing() (questions []*Question) {
	atLeast, atMost := a.Range()
	if atLeast == atMost {
		return nil
	}
	t := a.table
	missing := make([]bool, len(t.scales))
	for _, i := range t.byUrgent {
		if r := &t.Rules[i]; r.Urgency <= atLeast {
			break
		} else if a.state(r.when) == Open {
			a.unsettled(r.When, r.when, missing)
		}
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		if from, to := q.Scales(); slices.Contains(missing[from:to], true) {
			questions = append(questions, q)
		}
	}
	return questions
}

// givens is room for the answers of many reasons, so that each of them needs
// none of its own.
type givens []Given

// since returns what was added from a length on, as a slice that nobody else
// appends to.
func (room *givens) since(from int) []Given { return (*room)[from:len(*room):len(*room)] }

// add adds g unless it is there since from.
func (room *givens) add(from int, g Given) {
	if !slices.Contains((*room)[from:], g) {
		*room = append(*room, g)
	}
}

// satisfying returns the answers that make w hold: of each condition, every
// step that the answers given so far fulfil.
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

// refuting returns the answers that keep r from holding, of every condition
// that cannot hold.
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

// worse returns the least urgency that people would call worse than u: that of
// the next category, or calling an ambulance in place of going by oneself.
func (u Urgency) worse() Urgency {
	switch u.Category() {
	case SelfCare:
		return Routine
	case SeeDoctor:
		return Go
	}
	return u + 1
}

// changes returns the smallest changes, of one answer and then of two, that
// lead to something worse than now for certain: the whole range must lie in
// its category.
// One that says more than another that was found already is left out. They
// come in the order of the rules that decide then, the most urgent first.
//
// A change raises the category by making some rule above it hold, so what is
// worth trying is what fulfils all that such a rule lacks. The most urgent rule
// comes first: if a change makes a more urgent rule hold too, that one was found
// with the same change or a smaller one, unless missing answers kept it from
// being certain.
func (a Answers) changes(now Urgency) []Change {
	if now == Call {
		return nil
	}
	c := changer{Answers: a, enough: make([]int, len(a.table.scales)), complete: slices.Equal(a.low, a.high)}
	if !c.complete {
		c.work = a.Clone()
	}
	var room [128]found // most people have some dozens
	c.found = room[:0]
	worse := now.worse()
	for size := 1; size <= 2; size++ {
		for _, i := range a.table.byUrgent {
			r := &a.table.Rules[i]
			if r.Urgency < worse {
				break
			}
			c.lacks = c.lacks[:0]
			for n := range r.When {
				if !r.when[n : n+1].holds(a.low) {
					c.lacks = append(c.lacks, n)
				}
			}
			c.cover(r, size)
		}
	}
	return c.changes()
}

// changer looks for changes to answers.
type changer struct {
	Answers
	complete bool    // nothing is missing
	work     Answers // the same, to try on; unless complete
	lacks    []int   // the conditions of a rule that do not hold now
	enough   []int   // of each scale, the least answer that alone is enough; 0: none
	found    []found
	sieved   [64]uint64 // a bit for the scales of each pair; several may share one
}

// found is a change that was found: of one answer given twice, or of two.
type found struct {
	decider       *Rule
	first, second Given
}

// changes returns what was found.
func (c *changer) changes() []Change {
	changes, room := make([]Change, len(c.found)), make(givens, 0, 2*len(c.found))
	for i, f := range c.found {
		from := len(room)
		room.add(from, f.first)
		room.add(from, f.second)
		changes[i] = Change{f.decider.Urgency, f.decider, room.since(from)}
	}
	return changes
}

// sieve returns the bit for two scales, in whichever order.
func sieve(g, h Given) (word int, bit uint64) {
	n := uint(min(g.Scale, h.Scale)*61+max(g.Scale, h.Scale)) % 4096
	return int(n / 64), 1 << (n % 64)
}

// cover finds the changes of one or two answers that make r hold. One of them
// has to fulfil the first condition that r lacks, so that the others need not be
// begun with, unless they ask for more on the same scale.
func (c *changer) cover(r *Rule, size int) {
	if len(c.lacks) < size {
		return // each answer has something to fulfil
	}
	begin := c.lacks[:1]
	if r.unlike {
		begin = c.lacks
	}
	for _, n := range begin {
		for _, s := range r.When[n] {
			first := c.plainly(s)
			switch rest := c.rest(r, first, first); {
			case c.suffices(first):
			case size == 1 && rest == nil:
				if decider := c.decides(r, first, first); decider != nil {
					c.found = append(c.found, found{decider, first, first})
					c.enough[first.Scale] = first.Value
				}
			case size == 2:
				for _, s := range rest {
					second := c.plainly(s)
					if second.Scale != first.Scale && !c.suffices(second) && c.rest(r, first, second) == nil &&
						!c.isFound(first, second) {
						if decider := c.decides(r, first, second); decider != nil {
							c.found = append(c.found, found{decider, first, second})
							word, bit := sieve(first, second)
							c.sieved[word] |= bit
						}
					}
				}
			}
		}
	}
}

// plainly returns the answer that fulfils s as a person would give it.
func (c *changer) plainly(s Step) Given {
	return Given{s.Scale, c.table.scales[s.Scale].plainly(s.Value)}
}

// rest returns the first condition of r that is still lacking with two answers
// given, or nil.
func (c *changer) rest(r *Rule, g, h Given) Condition {
conditions:
	for _, n := range c.lacks {
		for _, s := range r.When[n] {
			if s.Scale == g.Scale && g.Value >= s.Value || s.Scale == h.Scale && h.Value >= s.Value {
				continue conditions
			}
		}
		return r.When[n]
	}
	return nil
}

// suffices tells whether an answer alone was found to be enough.
func (c *changer) suffices(g Given) bool {
	return c.enough[g.Scale] > 0 && g.Value >= c.enough[g.Scale]
}

// isFound tells whether two answers say no less than a pair that was found.
func (c *changer) isFound(g, h Given) bool {
	if word, bit := sieve(g, h); c.sieved[word]&bit == 0 {
		return false
	}
	covers := func(g, f Given) bool { return f.Scale == g.Scale && f.Value <= g.Value }
	return slices.ContainsFunc(c.found, func(f found) bool {
		return covers(g, f.first) && covers(h, f.second) || covers(g, f.second) && covers(h, f.first)
	})
}

// decides returns the rule that decides with two answers that make r hold, or
// nil when the category is not settled then.
func (c *changer) decides(r *Rule, g, h Given) *Rule {
	if c.complete || r.Urgency.Category() == Emergency {
		return r // see changes: a more urgent one was found already
	}
	c.work.Set(g.Scale, g.Value)
	c.work.Set(h.Scale, h.Value)
	most, decider := c.table.highest(c.work.high), c.table.decider(c.work.low)
	c.work.copy(c.Answers, g.Scale)
	c.work.copy(c.Answers, h.Scale)
	if most.Category() != decider.Urgency.Category() {
		return nil
	}
	return decider
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

// fits tells whether the advice suits and is meant for this range of urgency,
// under every missing answer.
func (ad *Advice) fits(a Answers, atLeast, atMost Urgency) bool {
	if a.state(ad.suits) != Fired || ad.Waiting != (atLeast >= Go) {
		return false
	}
	if ad.Waiting { // what is said then is what it is at least
		return ad.lowest() <= atLeast && atLeast <= ad.UpTo
	}
	return ad.From <= atLeast && atMost <= ad.UpTo
}

// given tells whether the advice is given: it fits, and nothing that withholds
// it could hold.
func (ad *Advice) given(a Answers) bool {
	atLeast, atMost := a.Range()
	return ad.fits(a, atLeast, atMost) && !slices.ContainsFunc(ad.Without, func(w Withhold) bool { return a.state(w.when) != Refuted })
}
