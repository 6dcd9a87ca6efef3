package triage

import "slices"

// Denied returns what the person said no to the signs of: what rules are about, when
// all rules that are about it are refuted, the newest no first. It is what the answers
// so far say, and no finding.
//
// An answer about the present trouble has to refute one of them that could be about
// this person. Whoever is not pregnant, say, has said nothing about the signs of an
// illness in pregnancy, whatever else is answered.
func (in *Interview) Denied() []string {
	now := in.Answers().Denied()
	var out []string
	for turns := 0; turns <= len(in.path) && len(out) < len(now); turns++ {
		until := Interview{table: in.table, path: in.path[:turns]}
		var news []string
		for _, about := range until.Answers().Denied() {
			if slices.Contains(now, about) && !slices.Contains(out, about) {
				news = append(news, about)
			}
		}
		out = append(news, out...)
	}
	return out
}

// Denied returns the same of answers whose order is not known, the most urgent first.
func (a Answers) Denied() []string {
	var denied, left []string // left are those that a rule may still be about
	for _, i := range a.table.byUrgent {
		r := &a.table.Rules[i]
		switch {
		case a.State(r) != Refuted:
			left = append(left, r.About)
		case r.About != "" && !slices.Contains(denied, r.About) && a.denies(r):
			denied = append(denied, r.About)
		}
	}
	return slices.DeleteFunc(denied, func(about string) bool { return slices.Contains(left, about) })
}

// denies reports whether an answer about the present trouble refutes r, and nothing
// else does.
func (a Answers) denies(r *Rule) bool {
	denies := false
	for i, condition := range r.When {
		if a.Holds(r, i) != Refuted {
			continue
		}
		for _, s := range condition {
			if !a.table.scales[s.Scale].Question.Symptoms {
				return false
			}
		}
		denies = true
	}
	return denies
}
