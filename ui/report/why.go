package report

import (
	"slices"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Section is one part of the reasons, a screen of its own.
type Section struct {
	Title string
	Doc   Document
}

// Sections tells the reasons of a result, in the order of what people ask:
// why, why not more urgent, what would change it, what was answered, and the
// rules that decided in full.
func (write Writer) Sections(as *triage.Assessment, path []triage.Turn) []Section {
	w := write.Words
	return []Section{
		{w.WhyTab, write.why(as)},
		{w.WhyNotTab, write.whyNot(as)},
		{w.ChangeTab, write.wouldChange(as)},
		{w.AnswersTab, write.Review(path)},
		{w.RuleTab, write.aboutRules(as)},
	}
}

// whyNot tells for each more urgent rule which answers ruled it out.
func (write Writer) whyNot(as *triage.Assessment) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.WhyNotTitle)
	switch {
	case len(as.RuledOut) == 0 && len(as.Open) == 0:
		d.Add(Paragraph, w.WhyNotNone)
		return d
	case len(as.RuledOut) == 0:
		d.Add(Paragraph, w.WhyNotOpen)
	}
	last := triage.Urgency(255)
	for _, r := range as.RuledOut {
		if r.Rule.Urgency != last {
			last = r.Rule.Urgency
			d.Add(Heading, w.Headlines[last])
		}
		about := r.Rule.About
		if about == "" {
			about = r.Rule.Title
		}
		d.Add(Subheading, r.Rule.Title)
		d.Add(Paragraph, words.Fill(w.WhyNotSent[last], "about", about))
		for i, g := range r.Answers {
			if i == 3 && len(r.Answers) > 4 {
				d.Add(Quote, w.Count(w.MoreAnswers, len(r.Answers)-3))
				break
			}
			d.Add(Quote, write.saidNot(as.Answers.Table(), g))
		}
		d.Add(Paragraph, words.Fill(w.WhyNotIf, "headline", w.Headlines[last]))
	}
	return d
}

// saidNot repeats an answer that ruled something out.
func (write Writer) saidNot(t *triage.Table, g triage.Given) string {
	s := t.Scales()[g.Scale]
	if s.Option < 0 || g.Value != triage.TickNo {
		return write.said(t, g)
	}
	return words.Fill(write.Words.YouSaidNo, "answer", write.quoted(s.Question.Options[s.Option].Say))
}

// wouldChange tells the smallest changes of answers that lead to a more urgent
// category, and which rule each would fire.
func (write Writer) wouldChange(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d.Add(Headline, w.ChangeTitle)
	if len(as.Changes) == 0 {
		d.Add(Paragraph, w.ChangeNone)
		return d
	}
	d.Add(Paragraph, w.ChangeHow)
	for size := 1; size <= 2; size++ {
		for u := triage.Call; u > triage.Home; u-- {
			var items []string
			for _, c := range as.Changes {
				if c.To != u || len(c.Answers) != size {
					continue
				}
				var said []string
				for _, g := range c.Answers {
					said = append(said, write.would(t, g))
				}
				items = append(items, strings.Join(said, " "+w.And+" ")+" ("+c.Rule.ID+")")
			}
			if len(items) == 0 {
				continue
			}
			heading := w.Headlines[u]
			if size == 2 {
				heading = words.Fill(w.ChangeTwo, "headline", heading)
			}
			d.Add(Heading, heading)
			d.List(items...)
		}
	}
	return d
}

// would repeats an answer that was not given.
func (write Writer) would(t *triage.Table, g triage.Given) string {
	s := t.Scales()[g.Scale]
	if s.Option < 0 {
		return write.quoted(s.Question.Ask) + " " + s.Question.Options[g.Value].Say
	}
	said := write.quoted(s.Question.Options[s.Option].Say)
	if g.Value == triage.TickNo {
		return words.Fill(write.Words.Not, "answer", said)
	}
	return said
}

// aboutRules tells the deciding rules in full, with a mark for each condition.
func (write Writer) aboutRules(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d.Add(Headline, w.RuleTitle)
	for _, r := range as.Deciding {
		d.Add(Heading, r.Rule.Title)
		d.Add(Fine, words.Fill(w.RuleID, "id", r.Rule.ID, "urgency", w.UrgencyName[r.Rule.Urgency], "status", w.StatusName[r.Rule.Status]))
		if len(r.Rule.When) == 0 {
			d.Add(Paragraph, w.RuleAlways)
		}
		for i, condition := range write.conditions(t, r.Rule.When) {
			mark := w.Marks[as.Answers.Holds(r.Rule, i)]
			d.List(mark + " " + condition)
		}
		d.Add(Paragraph, r.Rule.Because)
		d.Add(Fine, w.RuleSources+":")
		var sources []string
		for _, id := range r.Rule.Sources {
			sources = append(sources, write.source(t.Source(id)))
		}
		d.List(sources...)
	}
	write.smallPrint(&d, t)
	return d
}

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
	// Every answer stands once: under its question's own heading, or by what was said.
	var yes, no, unsure, other []string
	above := false // something was said yes to that stands under a heading
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

// replies are what was said to one question: which of its ticks were said yes and
// no to and were not sure, and how many were not answered; or the one answer.
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

// under returns what stands under the heading of a question: what was said yes to,
// or that nothing was, or that it was not asked, in full or at all. What was not
// shown is never told as denied.
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
