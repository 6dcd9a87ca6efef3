package words

import (
	"slices"

	"legtriage/triage"
)

// Option is one possible answer.
type Option struct {
	ID    string
	Label string
	Alone bool // drops every other answer, and is dropped by them
	Extra bool // stands with every list, so it need not be seen before "none"
}

// Options returns the possible answers to a page of the interview.
func (w *Sentences) Options(p triage.Page) []Option {
	w = w.Beside(p.Question)
	if p.Tick >= 0 {
		return []Option{
			{ID: triage.TickNames()[triage.TickNo], Label: w.No},
			{ID: triage.TickNames()[triage.TickUnsure], Label: w.NotSure},
			{ID: triage.TickNames()[triage.TickYes], Label: w.Yes},
		}
	}
	var options []Option
	for _, o := range p.Question.Options {
		options = append(options, Option{ID: o.ID, Label: o.Say})
	}
	if p.Question.List && !p.Question.AtLeastOne {
		options = append(options, Option{ID: triage.None, Label: w.None, Alone: true, Extra: true}, Option{ID: triage.Unsure, Label: w.NotSure, Extra: true})
	}
	return options
}

// Shown returns what there is to read on a page, as [triage.Shown]: what is
// beside the question and its answers is left out.
func (w *Sentences) Shown(p triage.Page) (ask string, options []string) {
	for _, o := range w.Options(p) {
		options = append(options, o.Label)
	}
	if p.Tick >= 0 {
		return p.Question.Options[p.Tick].Say, options
	}
	return p.Question.Ask, options
}

// Beside returns the words for the answers that the interface adds to a question.
func (w *Sentences) Beside(q *triage.Question) *Sentences {
	if slices.Contains(w.asked, q.ID) {
		return &english
	}
	return w
}
