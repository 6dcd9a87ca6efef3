package report

import (
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// Rule returns one rule for a clinician: status, conditions in words, reason, instruction,
// sources, and an example that makes it fire.
func (write Writer) Rule(t *triage.Table, r *triage.Rule) Document {
	w := write.Words
	var d Document
	d.Add(Headline, r.Title)
	d.Add(Fine, words.Fill(w.RuleID, "id", r.ID, "urgency", w.UrgencyName[r.Urgency], "status", w.StatusName[r.Status]))
	if r.Status != triage.Reviewed {
		d.Add(Fine, w.RuleNo)
	} else {
		d.Add(Fine, words.Fill(w.RuleReview, "by", r.Review.By, "on", r.Review.On))
	}
	if len(r.When) == 0 {
		d.Add(Paragraph, w.RuleAlways)
	} else {
		d.Add(Heading, w.RuleWhen)
		d.List(write.Conditions(t, r.When)...)
	}
	d.Add(Heading, w.RuleBecause)
	d.Add(Paragraph, r.Because)
	d.Add(Heading, w.RuleDo)
	d.Add(Paragraph, r.Do)
	d.Add(Heading, w.RuleSources)
	d.sources(t, r.Sources, write.Source)
	if len(r.When) > 0 {
		d.Add(Heading, w.RuleExample)
		d.Add(Code, exampleOf(t, r))
	}
	return d
}

// exampleOf returns answers that make r fire, as one line to paste into the verb assess.
func exampleOf(t *triage.Table, r *triage.Rule) string {
	a := t.NoAnswers()
	for _, c := range r.When {
		step := c[0]
		for _, s := range c {
			if _, known := a.Value(s.Scale); known {
				step = s
			}
		}
		if v, known := a.Value(step.Scale); !known || v < step.Value {
			a.Set(step.Scale, t.Scales()[step.Scale].Top)
		}
	}
	out, err := a.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// Conditions puts each condition into words: the question, and the answers that meet it.
// For a question with one answer it names all of them rather than "this or worse", since
// a reader cannot know which answers count as worse.
func (write Writer) Conditions(t *triage.Table, when triage.When) []string {
	w := write.Words
	var out []string
	for _, c := range when {
		var parts []string // one for each question
		var answers []string
		for i, s := range c {
			scale := t.Scales()[s.Scale]
			q := scale.Question
			switch {
			case scale.Option < 0:
				for _, o := range q.Options[s.Value:] {
					answers = append(answers, o.Say)
				}
			case s.Value == triage.TickUnsure:
				answers = append(answers, words.Fill(w.RuleUnsure, "option", q.Options[scale.Option].Say))
			default:
				answers = append(answers, q.Options[scale.Option].Say)
			}
			if i+1 == len(c) || t.Scales()[c[i+1].Scale].Question != q {
				parts = append(parts, words.Fill(w.RuleAnswers, "question", q.Ask, "answers", write.either(answers, len(answers))))
				answers = nil
			}
		}
		if len(parts) == 1 {
			out = append(out, parts[0])
		} else {
			out = append(out, w.RuleAny+" "+strings.Join(parts, "; "))
		}
	}
	return out
}

// Rules lists some rules of a table, the most urgent first and then by what they are
// about, or in full with their conditions.
func (write Writer) Rules(t *triage.Table, rules []*triage.Rule, full bool) Document {
	w := write.Words
	var d Document
	d.Add(Headline, words.Fill(w.RulesTitle, "table", t.Name, "version", t.Version))
	if !t.AllReviewed() {
		d.Add(Paragraph, w.NotReviewed)
	}
	for _, u := range slices.Backward(triage.Urgencies()) {
		d.section(w.UrgencyName[u], func(d *Document) {
			if full {
				for _, r := range rules {
					if r.Urgency == u {
						d.Add(Subheading, named(r))
						if len(r.When) == 0 {
							d.List(w.RuleAlways)
						}
						d.List(write.Conditions(t, r.When)...)
					}
				}
				return
			}
			about := map[*triage.Question][]string{}
			for _, r := range rules {
				if q := t.Topic(r); r.Urgency == u {
					about[q] = append(about[q], named(r))
				}
			}
			d.List(about[nil]...)
			for i := range t.Questions {
				if q := &t.Questions[i]; len(about[q]) > 0 {
					d.Add(Subheading, words.Fill(w.RulesAbout, "ask", q.Ask, "id", q.ID))
					d.List(about[q]...)
				}
			}
		})
	}
	if !full {
		d.Add(Fine, w.RulesMore)
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d
}

func named(r *triage.Rule) string { return r.ID + ": " + r.Title }

// Found lists what in a table contains a word: rules as [Writer.Rules] does, then advice
// and questions.
func (write Writer) Found(t *triage.Table, f triage.Found, word string, full bool) Document {
	w := write.Words
	d := write.Rules(t, f.Rules, full)
	d, end := d.Split(Fine)
	d[0].Text = words.Fill(w.FoundTitle, "word", write.quoted(read.Short(word)), "table", d[0].Text)
	d.section(w.FoundAdvice, func(d *Document) {
		var items []string
		for _, ad := range f.Advice {
			items = append(items, ad.ID+": "+ad.Say)
		}
		d.List(items...)
	})
	d.section(w.FoundQuestions, func(d *Document) {
		for _, q := range f.Questions {
			d.Add(Subheading, words.Fill(w.RulesAbout, "ask", q.Ask, "id", q.ID))
			var items []string
			for _, o := range q.Options {
				items = append(items, o.ID+": "+o.Say)
			}
			d.List(items...)
		}
	})
	return append(d, end...)
}
