package report

import (
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Rule tells one rule as a clinician reads it: conditions in words, reason,
// instruction, sources, status, and an example that fires it.
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
		d.List(write.conditions(t, r.When)...)
	}
	d.Add(Heading, w.RuleBecause)
	d.Add(Paragraph, r.Because)
	d.Add(Heading, w.RuleDo)
	d.Add(Paragraph, r.Do)
	d.Add(Heading, w.RuleSources)
	var sources []string
	for _, id := range r.Sources {
		sources = append(sources, write.source(t.Source(id)))
	}
	d.List(sources...)
	if len(r.When) > 0 {
		d.Add(Heading, w.RuleExample)
		d.Add(Code, exampleOf(t, r))
	}
	return d
}

// exampleOf returns answers that make r fire, as one line to paste into assess.
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

// conditions puts each condition into words: the question, and the answers
// that fulfil it.
func (write Writer) conditions(t *triage.Table, when triage.When) []string {
	w := write.Words
	var out []string
	for _, c := range when {
		var parts []string
		var last *triage.Question
		for _, s := range c {
			scale := t.Scales()[s.Scale]
			q := scale.Question
			answer := ""
			switch {
			case scale.Option >= 0 && s.Value == triage.TickUnsure:
				answer = words.Fill(w.RuleUnsure, "option", q.Options[scale.Option].Say)
			case scale.Option >= 0:
				answer = q.Options[scale.Option].Say
			case s.Value < scale.Top:
				answer = words.Fill(w.RuleOrWorse, "option", q.Options[s.Value].Say)
			default:
				answer = q.Options[s.Value].Say
			}
			if q != last {
				answer = q.ID + ": " + answer
			}
			last = q
			parts = append(parts, answer)
		}
		if len(parts) == 1 {
			out = append(out, parts[0])
		} else {
			out = append(out, w.RuleAny+" "+strings.Join(parts, " / "))
		}
	}
	return out
}

// Table tells all rules of a table, the most urgent first.
func (write Writer) Table(t *triage.Table) Document {
	w := write.Words
	var d Document
	d.Add(Headline, words.Fill(w.RulesTitle, "table", t.Name, "version", t.Version))
	if !t.AllReviewed() {
		d.Add(Paragraph, w.NotReviewed)
	}
	for u := triage.Call; ; u-- {
		d.section(w.UrgencyName[u], func(d *Document) {
			for i := range t.Rules {
				if r := &t.Rules[i]; r.Urgency == u {
					d.Add(Subheading, r.ID+": "+r.Title)
					if len(r.When) == 0 {
						d.List(w.RuleAlways)
					}
					d.List(write.conditions(t, r.When)...)
				}
			}
		})
		if u == triage.Home {
			break
		}
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d
}
