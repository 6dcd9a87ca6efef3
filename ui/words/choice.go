package words

import (
	"slices"

	"legtriage/triage"
)

// Choice is one possible answer.
type Choice struct {
	ID    string
	Label string
	Alone bool // drops every other answer, and is dropped by them
	Extra bool // stands with every list, so it need not be seen before "none"
}

// Choices returns the possible answers to a page of the interview.
func (w *Sentences) Choices(p triage.Page) []Choice {
	w = w.Beside(p.Question)
	if p.Tick >= 0 {
		return []Choice{
			{ID: triage.TickNames()[triage.TickNo], Label: w.No},
			{ID: triage.TickNames()[triage.TickUnsure], Label: w.NotSure},
			{ID: triage.TickNames()[triage.TickYes], Label: w.Yes},
		}
	}
	var options []Choice
	for _, o := range p.Question.Options {
		options = append(options, Choice{ID: o.ID, Label: o.Say})
	}
	if p.Question.List && !p.Question.AtLeastOne {
		options = append(options, Choice{ID: triage.None, Label: w.None, Alone: true, Extra: true}, Choice{ID: triage.Unsure, Label: w.NotSure, Extra: true})
	}
	return options
}

// Beside returns the words for the answers that the interface adds to a question.
func (w *Sentences) Beside(q *triage.Question) *Sentences {
	if slices.Contains(w.asked, q.ID) {
		return &english
	}
	return w
}
