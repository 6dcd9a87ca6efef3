package triage

import "slices"

// Distinct returns the rules of Also that are not subsumed: those that do not hold merely
// because a more urgent rule does. A table has pairs such as "a fever" and "perhaps a
// fever". To somebody who is sure of the fever, the second says nothing new, and reads as
// if the fever were in doubt.
func (as *Assessment) Distinct() []Reason {
	fired := slices.Concat(as.Deciding, as.Also)
	return slices.DeleteFunc(slices.Clone(as.Also), func(r Reason) bool {
		return slices.ContainsFunc(fired, func(o Reason) bool {
			return o.Rule.Urgency > r.Rule.Urgency && o.Rule.When.implies(r.Rule.When)
		})
	})
}

// implies reports whether other holds whenever w does, as far as single conditions show:
// each condition of other must follow from one of w. It can miss an implication, but never
// claims a false one, and it is fast enough for every result; a check finds all of them,
// with a search.
func (w When) implies(other When) bool {
	return !slices.ContainsFunc(other, func(c Condition) bool {
		return !slices.ContainsFunc(w, func(from Condition) bool { return from.implies(c) })
	})
}

// implies reports whether every step of c is a step of other, or a worse value than one.
func (c Condition) implies(other Condition) bool {
	return !slices.ContainsFunc(c, func(s Step) bool {
		return !slices.ContainsFunc(other, func(o Step) bool { return s.Scale == o.Scale && s.Value >= o.Value })
	})
}
