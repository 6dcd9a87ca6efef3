package triage

import "strings"

// Found is the part of a table that is about something, in the table's order.
type Found struct {
	Rules     []*Rule
	Advice    []*Advice
	Questions []FoundQuestion
}

// FoundQuestion is a question with those of its options that were found.
type FoundQuestion struct {
	*Question
	Options []*Option
}

// Empty reports whether nothing was found.
func (f Found) Empty() bool { return len(f.Rules)+len(f.Advice)+len(f.Questions) == 0 }

// Find returns the rules, advice and questions that have a phrase in their texts or
// ids, at the beginning of a word.
func (t *Table) Find(phrase string) (f Found) {
	has := func(id string, texts ...string) bool {
		for _, text := range append(texts, id, strings.ReplaceAll(id, "-", " ")) {
			if says(folded(text), phrase) {
				return true
			}
		}
		return false
	}
	for i := range t.Rules {
		if r := &t.Rules[i]; has(r.ID, r.Title, r.About, r.Because, r.Do) {
			f.Rules = append(f.Rules, r)
		}
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		texts := []string{ad.Say}
		for _, w := range ad.Without {
			texts = append(texts, w.Because)
		}
		if has(ad.ID, texts...) {
			f.Advice = append(f.Advice, ad)
		}
	}
	for i := range t.Questions {
		q := FoundQuestion{Question: &t.Questions[i]}
		for o := range q.Question.Options {
			if option := &q.Question.Options[o]; has(option.ID, option.Say, option.Detail) {
				q.Options = append(q.Options, option)
			}
		}
		if len(q.Options) > 0 || has(q.ID, q.Ask, q.Why) {
			f.Questions = append(f.Questions, q)
		}
	}
	return f
}

// Topic returns the question that a rule is about, or nil if the rule always holds. It
// is the question of the first condition, or the list of details that this question
// leads to if the rule has a condition on that list too.
func (t *Table) Topic(r *Rule) *Question {
	if len(r.When) == 0 {
		return nil
	}
	first := t.scales[r.When[0][0].Scale].Question
	for _, c := range r.When[1:] {
		if q := t.scales[c[0].Scale].Question; q.List && q.detailOf(first) {
			return q
		}
	}
	return first
}

// detailOf reports whether q asks for details of an answer to the question of: one that
// opens q, or the question where everybody has to say what the matter is.
func (q *Question) detailOf(of *Question) bool {
	if of.AtLeastOne && q.Symptoms && q != of {
		return true
	}
	for _, s := range q.openers {
		if from, to := of.Scales(); from <= s && s < to {
			return true
		}
	}
	return false
}
