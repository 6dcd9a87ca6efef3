package words

import (
	"slices"
	"strings"

	"legtriage/triage"
)

// Choice is one possible answer.
type Choice struct {
	ID     string
	Head   string // what people scan, and what reasons repeat
	Detail string // beside the head where the question is asked; may be empty
	Alone  bool   // excludes every other answer, and is excluded by them
	Extra  bool   // comes with every list, so it need not be seen before "none"
}

// Drawn returns the [Sentences.Choices] as people see them: "not sure" last.
func (w *Sentences) Drawn(p triage.Page) []Choice {
	choices := w.Choices(p)
	for i, c := range choices {
		if c.ID == triage.Unsure {
			copy(choices[i:], choices[i+1:])
			choices[len(choices)-1] = c
			break
		}
	}
	return choices
}

// Choices returns the possible answers to a page of the interview, from the least to the
// most worrying where only one can be given.
func (w *Sentences) Choices(p triage.Page) []Choice {
	w = w.Beside(p.Question)
	if p.Tick >= 0 {
		return []Choice{
			{ID: triage.TickNames()[triage.TickNo], Head: w.No},
			{ID: triage.TickNames()[triage.TickUnsure], Head: w.NotSure},
			{ID: triage.TickNames()[triage.TickYes], Head: w.Yes},
		}
	}
	var options []Choice
	for _, o := range p.Question.Options {
		options = append(options, Choice{ID: o.ID, Head: o.Say, Detail: o.Detail})
	}
	if p.Question.List && !p.Question.AtLeastOne {
		options = append(options, Choice{ID: triage.None, Head: w.None, Alone: true, Extra: true}, Choice{ID: triage.Unsure, Head: w.NotSure, Detail: w.UnsureThen, Extra: true})
	}
	return options
}

// Whole returns a head with its detail, in one run of text.
func (w *Sentences) Whole(head, detail string) string {
	if detail == "" {
		return head
	}
	return Fill(w.Detailed, "head", head, "detail", detail)
}

// Shown returns what there is to read on a page, as a [triage.Shown]: only the question
// and its answers.
func (w *Sentences) Shown(p triage.Page) (ask string, options []string) {
	for _, o := range w.Choices(p) {
		if o.Extra {
			o.Detail = ""
		}
		options = append(options, w.Whole(o.Head, o.Detail))
	}
	if p.Tick >= 0 {
		o := p.Question.Options[p.Tick]
		return w.Whole(o.Say, o.Detail), options
	}
	return p.Question.Ask, options
}

// Signs returns what the signs are of, if a rule is about signs of something: stroke,
// for "signs of stroke".
func (w *Sentences) Signs(about string) (what string, ok bool) {
	before, after, _ := strings.Cut(w.SignsOf, "{what}")
	what, begins := strings.CutPrefix(about, before)
	what, ends := strings.CutSuffix(what, after)
	return what, begins && ends && what != ""
}

// Beside returns the words for the answers that the interface adds to a question.
func (w *Sentences) Beside(q *triage.Question) *Sentences {
	if slices.Contains(w.asked, q.ID) {
		return &english
	}
	return w
}
