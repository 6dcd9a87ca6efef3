package triage

import "slices"

// Denied returns the dangers whose signs the person has denied, the latest first: each
// [Rule.About] of which every rule is refuted. It repeats the answers so far and is not a
// medical finding.
//
// At least one of these rules must be refuted by answers about the present trouble
// alone: somebody who is not pregnant, for instance, has denied no sign of an illness in
// pregnancy.
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

// Denied is [Interview.Denied] for answers whose order is not known, the most urgent
// first.
func (a Answers) Denied() []string {
	var denied, left []string // left: a rule about it may still hold
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

// denies reports whether answers about the present trouble, and nothing else, refute r.
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
