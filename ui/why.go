package ui

import (
	"slices"
	"strings"

	"legtriage/triage"
)

// Section is one part of the reasons, a screen of its own.
type Section struct {
	Title string
	Doc   Document
}

// Sections tells the reasons of a result, in the order of what people ask:
// why, why not more urgent, what would change it, what was answered, and the
// rules that decided in full.
func (tell Teller) Sections(as *triage.Assessment, path []triage.Turn) []Section {
	w := tell.Words
	return []Section{
		{w.WhyTab, tell.Why(as)},
		{w.WhyNotTab, tell.WhyNot(as)},
		{w.ChangeTab, tell.WouldChange(as)},
		{w.AnswersTab, tell.Review(path)},
		{w.RuleTab, tell.AboutRules(as)},
	}
}

// WhyNot tells for each more urgent rule which answers ruled it out.
func (tell Teller) WhyNot(as *triage.Assessment) Document {
	w := tell.Words
	var d Document
	d.add(Headline, w.WhyNotTitle)
	switch {
	case len(as.RuledOut) == 0 && len(as.Open) == 0:
		d.add(Paragraph, w.WhyNotNone)
		return d
	case len(as.RuledOut) == 0:
		d.add(Paragraph, w.WhyNotOpen)
	}
	last := triage.Urgency(255)
	for _, r := range as.RuledOut {
		if r.Rule.Urgency != last {
			last = r.Rule.Urgency
			d.add(Heading, w.Headlines[last])
		}
		about := r.Rule.About
		if about == "" {
			about = r.Rule.Title
		}
		d.add(Subheading, r.Rule.Title)
		d.add(Paragraph, fill(w.WhyNotSent[last], "about", about))
		for i, g := range r.Answers {
			if i == 3 && len(r.Answers) > 4 {
				d.add(Quote, w.count(w.MoreAnswers, len(r.Answers)-3))
				break
			}
			d.add(Quote, tell.saidNot(as.Answers.Table(), g))
		}
		d.add(Paragraph, fill(w.WhyNotIf, "headline", w.Headlines[last]))
	}
	return d
}

// saidNot repeats an answer that ruled something out.
func (tell Teller) saidNot(t *triage.Table, g triage.Given) string {
	s := t.Scales()[g.Scale]
	if s.Option < 0 || g.Value != triage.TickNo {
		return tell.said(t, g)
	}
	return fill(tell.Words.YouSaidNo, "answer", tell.quoted(s.Question.Options[s.Option].Say))
}

// WouldChange tells the smallest changes of answers that lead to a more urgent
// category, and which rule each would fire.
func (tell Teller) WouldChange(as *triage.Assessment) Document {
	w, t := tell.Words, as.Answers.Table()
	var d Document
	d.add(Headline, w.ChangeTitle)
	if len(as.Changes) == 0 {
		d.add(Paragraph, w.ChangeNone)
		return d
	}
	d.add(Paragraph, w.ChangeHow)
	for size := 1; size <= 2; size++ {
		for u := triage.Call; u > triage.Home; u-- {
			var items []string
			for _, c := range as.Changes {
				if c.To != u || len(c.Answers) != size {
					continue
				}
				var said []string
				for _, g := range c.Answers {
					said = append(said, tell.would(t, g))
				}
				items = append(items, strings.Join(said, " "+w.And+" ")+" ("+c.Rule.ID+")")
			}
			if len(items) == 0 {
				continue
			}
			heading := w.Headlines[u]
			if size == 2 {
				heading = fill(w.ChangeTwo, "headline", heading)
			}
			d.add(Heading, heading)
			d.list(items...)
		}
	}
	return d
}

// would repeats an answer that was not given.
func (tell Teller) would(t *triage.Table, g triage.Given) string {
	s := t.Scales()[g.Scale]
	if s.Option < 0 {
		return tell.quoted(s.Question.Ask) + " " + s.Question.Options[g.Value].Say
	}
	said := tell.quoted(s.Question.Options[s.Option].Say)
	if g.Value == triage.TickNo {
		return fill(tell.Words.Not, "answer", said)
	}
	return said
}

// AboutRules tells the deciding rules in full, with a mark for each condition.
func (tell Teller) AboutRules(as *triage.Assessment) Document {
	w, t := tell.Words, as.Answers.Table()
	var d Document
	d.add(Headline, w.RuleTitle)
	for _, r := range as.Deciding {
		d.add(Heading, r.Rule.Title)
		d.add(Fine, fill(w.RuleID, "id", r.Rule.ID, "urgency", w.UrgencyName[r.Rule.Urgency], "status", w.StatusName[r.Rule.Status]))
		if len(r.Rule.When) == 0 {
			d.add(Paragraph, w.RuleAlways)
		}
		for i, condition := range tell.conditions(t, r.Rule.When) {
			mark := w.Marks[as.Answers.Holds(r.Rule, i)]
			d.list(mark + " " + condition)
		}
		d.add(Paragraph, r.Rule.Because)
		d.add(Fine, w.RuleSources+":")
		var sources []string
		for _, id := range r.Rule.Sources {
			sources = append(sources, tell.source(t.Source(id)))
		}
		d.list(sources...)
	}
	tell.smallPrint(&d, t)
	return d
}

// Report is the page to keep and to hand over: first for the person, then for
// the clinician. The time is when the questions were answered, in words.
func (tell Teller) Report(as *triage.Assessment, when string) Document {
	w, t := tell.Words, as.Answers.Table()
	var d Document
	d = append(d, tell.Result(as)...)
	d.add(Heading, w.ForDoctor)
	if when != "" {
		d.add(Paragraph, fill(w.ReportWhen, "when", when))
	}
	part := func(title string, items []string, none string) {
		d.add(Subheading, title)
		if len(items) == 0 {
			items = []string{none}
		}
		d.list(items...)
	}
	// Every answer stands once: under its question's own heading, or by what was said.
	var yes, no, unsure, other []string
	above := false // something was said yes to that stands under a heading
	for i := range t.Questions {
		q := &t.Questions[i]
		f := repliesTo(as.Answers, q)
		if q.Heading != "" {
			part(q.Heading, tell.under(q, f), "")
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
				said = append(said, tell.would(t, g))
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
func (tell Teller) under(q *triage.Question, f replies) []string {
	w := tell.Words
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
		items = append(items, w.beside(q).None)
	case len(f.yes) == 0:
		items = append(items, w.beside(q).NotSure)
	}
	return items
}
