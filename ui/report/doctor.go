package report

import (
	"slices"
	"strings"

	"legtriage/triage"
)

// ForDoctor returns the page to keep and to hand over. Its first part is for the person.
// The second is for the clinician, in the order of importance: what was suggested, the
// person's own words, what they said yes to, why, and last, because it is the longest,
// what they said no to.
func (write Writer) ForDoctor(as *triage.Assessment, added Added) Document {
	w, t := write.Words, as.Answers.Table()
	d := write.Result(as)
	d.Add(Part, w.ForDoctor)
	suggested := w.Unsettled
	if said, settled := as.Disposition(); settled {
		suggested = w.UrgencyName[said.Urgency]
	}
	var first [][2]string
	if added.When != "" {
		first = append(first, [2]string{w.ReportWhen, added.When})
	}
	first = append(first, [2]string{w.ReportSuggested, suggested})
	if added.Side != NoSide {
		first = append(first, [2]string{w.ReportSide, w.Sides[added.Side-1]})
	}
	// Every answer is listed once: beside its question's own heading, or under yes, no and
	// not sure.
	var yes, no, unsure, other [][2]string
	above := false // a yes is listed beside a heading of its own
	for i := range t.Questions {
		q := &t.Questions[i]
		f := repliesTo(as.Answers, q)
		if q.Heading != "" {
			first = append(first, [2]string{q.Heading, strings.Join(write.under(q, f), "; ")})
			above = above || len(f.yes) > 0
		} else {
			yes = f.beside(yes, q, f.yes)
		}
		no = f.beside(no, q, f.no)
		unsure = f.beside(unsure, q, f.unsure)
		if f.one != "" && q.Heading == "" {
			other = append(other, [2]string{short(q), f.one})
		}
	}
	nothing := w.ReportNone
	if above {
		nothing = w.ReportNoMore
	}
	if len(yes) == 0 {
		first = append(first, [2]string{w.ReportPositive, nothing})
	}
	if len(unsure) == 0 {
		first = append(first, [2]string{w.ReportUnsure, w.ReportNone})
	}
	d.pairs(Pairs, first)
	if note, _ := CleanNote(added.Note); note != "" {
		d.Add(Subheading, w.ReportNote)
		d.Add(Own, write.quoted(note))
	}
	part := func(title string, rows [][2]string) {
		if len(rows) > 0 {
			d.Add(Subheading, title)
			d.pairs(Pairs, rows)
		}
	}
	part(w.ReportPositive, yes)
	part(w.ReportUnsure, unsure)
	part(w.ReportOther, other)
	var rules [][2]string
	for _, fired := range [][]triage.Reason{as.Deciding, as.Distinct()} {
		for _, r := range fired {
			rules = append(rules, [2]string{r.Rule.Title, w.UrgencyName[r.Rule.Urgency]})
		}
	}
	part(w.ReportRules, rules)
	var relief [][2]string
	changes := as.Relief()
	if as.AtMost.Category() == triage.Emergency {
		changes = nil // the person sees the page too, and would learn which answer to take back
	}
	for _, c := range changes {
		var said []string
		for _, g := range c.Answers {
			said = append(said, write.would(t, g))
		}
		relief = append(relief, [2]string{strings.Join(said, " "+w.And+" "), w.UrgencyName[c.To]})
	}
	part(w.ReportRelief, relief)
	part(w.ReportNegative, no)
	return d
}

// replies are the answers to one question.
type replies struct {
	yes, no, unsure []string // ticks
	open            int      // how many ticks were not answered
	one             string   // the answer to a question that has only one
}

func repliesTo(a triage.Answers, q *triage.Question) replies {
	var f replies
	from, to := q.Scales()
	for i := from; i < to; i++ {
		v, known := a.Value(i)
		switch {
		case !known:
			f.open++
		case !q.List:
			f.one = q.Options[v].Say
		case v == triage.TickYes:
			f.yes = append(f.yes, q.Options[i-from].Say)
		case v == triage.TickUnsure:
			f.unsure = append(f.unsure, q.Options[i-from].Say)
		default:
			f.no = append(f.no, q.Options[i-from].Say)
		}
	}
	return f
}

// beside adds a row with ticks beside what their question is about, if there are any.
func (f replies) beside(rows [][2]string, q *triage.Question, ticks []string) [][2]string {
	if len(ticks) == 0 {
		return rows
	}
	return append(rows, [2]string{short(q), strings.Join(ticks, "; ")})
}

// under returns what goes beside the heading of a question: the ticks that were answered
// yes, or that there are none, or that the question was not asked, or not in full. What
// was not asked is never reported as denied.
func (write Writer) under(q *triage.Question, f replies) []string {
	w := write.Words
	from, to := q.Scales()
	switch {
	case f.open == to-from:
		return []string{w.ReportNotAsked}
	case f.one != "":
		return []string{f.one}
	}
	items := slices.Clone(f.yes)
	switch {
	case f.open > 0:
		items = append(items, w.ReportInPart)
	case len(f.yes) == 0 && len(f.unsure) == 0:
		items = append(items, w.Beside(q).None)
	case len(f.yes) == 0:
		items = append(items, w.Beside(q).NotSure)
	}
	return items
}
