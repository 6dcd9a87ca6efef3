package report

import (
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

// why tells which rules decided, with the answers that made them fire and all
// of their sources, and which other rules fired.
func (write Writer) why(as *triage.Assessment) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.WhyResult)
	d.section(w.Deciding, func(d *Document) {
		for _, r := range as.Deciding {
			write.reason(d, as, r, true)
		}
	})
	if category, settled := as.Category(); settled && category != triage.SelfCare {
		// For self-care this would be nearly every answer.
		d.section(w.EnoughTitle, func(d *Document) {
			for _, g := range as.Enough() {
				d.Add(Quote, write.said(as.Answers.Table(), g))
			}
		})
	}
	d.section(w.AlsoFired, func(d *Document) {
		if len(as.Also) == 0 {
			d.Add(Paragraph, w.NoOther)
		}
		for _, r := range as.Also {
			write.reason(d, as, r, true)
		}
	})
	write.smallPrint(&d, as.Answers.Table())
	return d
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

// WhyAsked tells why a question is asked, what hangs on it, and the question
// in full.
func (write Writer) WhyAsked(t *triage.Table, page triage.Page) Document {
	var d Document
	d.Add(Headline, write.Words.WhyTitle)
	d.Add(Paragraph, page.Question.Why)
	d.section(write.Words.WhyRules, func(d *Document) {
		var items []string
		for _, r := range t.RulesAbout(page.Question) {
			items = append(items, words.Fill(write.Words.WhyBear, "title", r.Title, "urgency", write.Words.UrgencyName[r.Urgency]))
		}
		d.List(items...)
	})
	d.Add(Heading, page.Question.Ask)
	if page.Tick >= 0 {
		o := page.Question.Options[page.Tick]
		d.Add(Paragraph, write.Words.Whole(o.Say, o.Detail))
		return d
	}
	var items []string
	for _, o := range page.Question.Options {
		items = append(items, write.Words.Whole(o.Say, o.Detail))
	}
	d.List(items...)
	return d
}
