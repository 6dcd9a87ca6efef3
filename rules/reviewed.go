package rules

import (
	"go.yaml.in/yaml/v4"

	"legtriage/rules/export"
	"legtriage/rules/read"
	"legtriage/triage"
)

// This file keeps reviews honest. A review is of certain words: those of the rule, and
// those of the questions, answers and sources that the rule names. It carries their
// fingerprint, and a table in which any of these words has changed since does not load
// until the rule is a draft again, or has been reviewed again.

// reviewable returns the fingerprint of what a clinician agrees to who reviews r. Spaces
// and line ends do not count. It does not depend on the words of the program, so that a
// review is still one in the next version of the program.
func reviewable(t *triage.Table, r *triage.Rule) string {
	words := []string{r.ID, r.Urgency.String(), r.Title, r.About, r.Because, r.Do, r.Contact}
	for _, id := range r.Sources {
		source := t.Source(id)
		words = append(words, "source", source.Title, source.Address)
	}
	for _, condition := range r.When {
		words = append(words, "condition")
		for _, step := range condition {
			scale := t.Scales()[step.Scale]
			options := scale.Question.Options[step.Value:] // from this answer up
			if scale.Option >= 0 {
				options = scale.Question.Options[scale.Option : scale.Option+1]
				words = append(words, scale.Value(step.Value))
			}
			words = append(words, "question", scale.Question.Ask)
			for _, o := range options {
				words = append(words, o.Say, o.Detail)
			}
		}
	}
	return export.Fingerprint(words)
}

// reviewed is the review of a rule in use, and where it says what was reviewed.
type reviewed struct {
	file
	at   *yaml.Node
	rule int // index in Table.Rules
}

// checkReviews reports reviews of words that are no longer those of the rule.
func (l *loader) checkReviews() {
	for _, is := range l.reviews {
		r := &l.table.Rules[is.rule]
		if r.Review.Of != reviewable(l.table, r) {
			is.Fail(is.at, "rule %s, or a question, an answer or a source that it names, has changed since the review by %s on %s: set its status back to draft and remove review, or have it reviewed again (see legtriage export sheet)",
				read.Short(r.ID), read.Short(r.Review.By), r.Review.On)
		}
	}
}
