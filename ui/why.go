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
				d.add(Quote, fill(w.MoreAnswers, "n", len(r.Answers)-3))
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
	positive, negative, unsure, other := tell.findings(as)
	part := func(title string, items []string) {
		d.add(Subheading, title)
		if len(items) == 0 {
			items = []string{w.ReportNone}
		}
		d.list(items...)
	}
	for _, group := range []struct{ title, question string }{
		{w.ReportProblem, "problem"}, {w.ReportConditions, "conditions"}, {w.ReportMedicines, "medicines"},
	} {
		q := t.Question(group.question)
		if q == nil {
			continue
		}
		said := positive[group.question]
		switch ids, _ := as.Answers.Replied(q); {
		case len(said) > 0:
		case slices.Equal(ids, []string{triage.None}):
			said = []string{w.None}
		case !known(as.Answers, q):
			said = []string{w.ReportNotAsked}
		}
		part(group.title, said)
		delete(positive, group.question)
	}
	part(w.ReportPositive, ordered(t, positive))
	part(w.ReportNegative, ordered(t, negative))
	part(w.ReportUnsure, ordered(t, unsure))
	part(w.ReportOther, ordered(t, other))
	var rules []string
	for _, r := range slices.Concat(as.Deciding, as.Also) {
		rules = append(rules, r.Rule.ID+" ("+r.Rule.Urgency.String()+"): "+r.Rule.Title)
	}
	part(w.ReportRules, rules)
	if relief := as.Relief(); len(relief) > 0 {
		var items []string
		for _, c := range relief {
			var said []string
			for _, g := range c.Answers {
				said = append(said, tell.would(t, g))
			}
			items = append(items, strings.Join(said, " "+w.And+" ")+": "+c.To.String())
		}
		part(w.ReportRelief, items)
	}
	return d
}

// findings sorts the answers into what was said yes to, no to, and not sure
// about, by question, and the answers to questions with one choice. Only pertinent
// negatives are there: signs of danger, and those that ruled out something more
// urgent.
func (tell Teller) findings(as *triage.Assessment) (positive, negative, unsure, other map[string][]string) {
	a, pertinent := as.Answers, map[int]bool{}
	for _, r := range as.RuledOut {
		for _, g := range r.Answers {
			pertinent[g.Scale] = true
		}
	}
	positive, negative, unsure, other = map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}
	for i, s := range a.Table().Scales() {
		v, known := a.Value(i)
		if !known {
			continue
		}
		id := s.Question.ID
		if s.Option < 0 {
			other[id] = append(other[id], s.Question.Ask+" "+s.Question.Options[v].Say)
			continue
		}
		text := s.Question.Options[s.Option].Say
		switch {
		case s.Value(v) == triage.Unsure:
			unsure[id] = append(unsure[id], text)
		case v > 0:
			positive[id] = append(positive[id], text)
		case pertinent[i], s.Question.Stage <= triage.StageLimb:
			negative[id] = append(negative[id], text)
		}
	}
	return positive, negative, unsure, other
}

// ordered joins findings in the order of the questions.
func ordered(t *triage.Table, by map[string][]string) []string {
	var out []string
	for i := range t.Questions {
		if said := by[t.Questions[i].ID]; len(said) > 0 {
			out = append(out, strings.Join(said, "; "))
		}
	}
	return out
}
