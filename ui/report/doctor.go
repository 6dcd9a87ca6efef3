package report

import (
	"slices"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// ForDoctor is the page to keep and to hand over: first for the person, then for
// the clinician. The time is when the questions were answered, in words.
func (write Writer) ForDoctor(as *triage.Assessment, when string) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d = append(d, write.Result(as)...)
	d.Add(Heading, w.ForDoctor)
	if when != "" {
		d.Add(Paragraph, words.Fill(w.ReportWhen, "when", when))
	}
	part := func(title string, items []string, none string) {
		d.Add(Subheading, title)
		if len(items) == 0 {
			items = []string{none}
		}
		d.List(items...)
	}
	// Every answer is listed once: under its question's own heading, or under yes, no and
	// not sure.
	var yes, no, unsure, other []string
	above := false // a yes is listed under a heading
	for i := range t.Questions {
		q := &t.Questions[i]
		f := repliesTo(as.Answers, q)
		if q.Heading != "" {
			part(q.Heading, write.under(q, f), "")
			above = above || len(f.yes) > 0
		} else {
			yes = append(yes, f.of(q, f.yes)...)
		}
		no = append(no, f.of(q, f.no)...)
		unsure = append(unsure, f.of(q, f.unsure)...)
		if f.one != "" && q.Heading == "" {
			other = append(other, q.Ask+" "+f.one)
		}
	}
	nothing := w.ReportNone
	if above {
		nothing = w.ReportNoMore
	}
	part(w.ReportPositive, yes, nothing)
	part(w.ReportNegative, no, w.ReportNone)
	part(w.ReportUnsure, unsure, w.ReportNone)
	part(w.ReportOther, other, w.ReportNone)
	var rules []string
	for _, r := range slices.Concat(as.Deciding, as.Also) {
		rules = append(rules, r.Rule.ID+" ("+r.Rule.Urgency.String()+"): "+r.Rule.Title)
	}
	part(w.ReportRules, rules, w.ReportNone)
	if relief := as.Relief(); len(relief) > 0 {
		var items []string
		for _, c := range relief {
			var said []string
			for _, g := range c.Answers {
				said = append(said, write.would(t, g))
			}
			items = append(items, strings.Join(said, " "+w.And+" ")+": "+c.To.String())
		}
		part(w.ReportRelief, items, w.ReportNone)
	}
	return d
}

// replies are the answers to one question: its ticks by yes, no and not sure, and how
// many ticks were not answered; or the one answer.
type replies struct {
	yes, no, unsure []string
	open            int
	one             string
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

// of returns ticks in one line behind their question, or nothing.
func (f replies) of(q *triage.Question, ticks []string) []string {
	if len(ticks) == 0 {
		return nil
	}
	return []string{q.Ask + " " + strings.Join(ticks, "; ")}
}

// under returns what stands under the heading of a question: the ticks answered yes, or
// that there are none, or that the question was not asked, or not in full. What was not
// asked is never reported as denied.
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
