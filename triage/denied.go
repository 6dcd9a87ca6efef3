package triage

import "slices"

// Denied returns what the person said no to the signs of: what rules are about, all of
// them that are about the same, the newest no first. It is what the answers so far
// say, and no finding.
//
// A rule counts only if an answer about the present trouble refutes it: whoever is not
// pregnant, say, has said nothing about the signs of an illness in pregnancy.
func (in *Interview) Denied() []string {
	var denied []string
	for turns := 0; turns <= len(in.path); turns++ {
		until := Interview{table: in.table, path: in.path[:turns]}
		var news []string
		for _, about := range until.Answers().Denied() {
			if !slices.Contains(denied, about) {
				news = append(news, about)
			}
		}
		denied = append(news, denied...)
	}
	return denied
}

// Denied returns the same of answers whose order is not known, the most urgent first.
func (a Answers) Denied() []string {
	var all, open []string
	for _, i := range a.table.byUrgent {
		r := &a.table.Rules[i]
		if !slices.Contains(all, r.About) && r.About != "" {
			all = append(all, r.About)
		}
		if !a.denies(r) {
			open = append(open, r.About)
		}
	}
	return slices.DeleteFunc(all, func(about string) bool { return slices.Contains(open, about) })
}

// denies reports whether an answer about the present trouble refutes r.
func (a Answers) denies(r *Rule) bool {
conditions:
	for i, condition := range r.When {
		if a.Holds(r, i) != Refuted {
			continue
		}
		for _, s := range condition {
			if !a.table.scales[s.Scale].Question.Symptoms {
				continue conditions
			}
		}
		return true
	}
	return false
}
