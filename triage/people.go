package triage

import "slices"

// Person is a golden person: somebody whose right result is known from a source. Golden
// people are kept beside the table and written from the sources, never from the rules,
// and every check plays them.
type Person struct {
	ID      string
	About   string  // the whole story, in a sentence or two
	Answers Answers // in full
	Urgency Urgency // exactly this
	Place   Place   // exactly this
	Also    Place   // a place that must be named as well; AtHome: none
	// Ids of advice that they must get and must not get, and of acts that their
	// result must tell them.
	Advice, Never, Tells []string
	Sources              []string
	At                   Position
}

// people plays the golden people.
func (c *checker) people() {
	if len(c.t.People) == 0 {
		return
	}
	c.property("every golden person gets what the sources say", func() {
		for i := range c.t.People {
			p := &c.t.People[i]
			c.cases++
			as := p.Answers.Assess()
			wrong := func(format string, args ...any) {
				c.find(Mistaken, "person", p.At, &p.Answers, "person %s: "+format, append([]any{p.ID}, args...)...)
			}
			if got, _ := as.Disposition(); got.Urgency != p.Urgency || got.Place != p.Place {
				want := Disposition{Urgency: p.Urgency, Place: p.Place}
				wrong("is told %s, not %s", got.describe(), want.describe())
			}
			if got, _ := as.Disposition(); p.Also > AtHome && !got.Names(p.Also) {
				wrong("the place %v is not named", p.Also)
			}
			gets := func(id string) bool {
				return slices.ContainsFunc(as.Advice, func(ad *Advice) bool { return ad.ID == id })
			}
			for _, id := range p.Advice {
				if !gets(id) {
					wrong("does not get the advice %s", id)
				}
			}
			for _, id := range p.Never {
				if gets(id) {
					wrong("gets the advice %s", id)
				}
			}
			told := as.Tells()
			for _, act := range p.Tells {
				if !slices.Contains(told, act) {
					wrong("nothing tells them to %s", spaced(act))
				}
			}
		}
	})
}

// Tells returns the ids of all acts that the result tells the person to do or not
// to do, in the deciding rules and in the advice that is given.
func (as *Assessment) Tells() []string {
	var out []string
	for _, r := range as.Deciding {
		out = append(out, r.Rule.Tells...)
	}
	for _, ad := range as.Advice {
		out = append(out, ad.Tells...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
