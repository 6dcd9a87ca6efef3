package ui

import (
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"legtriage/triage"
)

// This file is what languages differ in beside their sentences: the direction of
// writing, the forms that go with a number, and what is typed for yes.

// The directions of writing, as HTML names them.
const (
	leftToRight = "ltr"
	rightToLeft = "rtl"
)

// Counted is a sentence about {n} things, in the forms that the language tells
// apart (the plural categories of Unicode's CLDR). Other is always there and
// stands for what is left empty.
type Counted struct{ Zero, One, Two, Few, Many, Other string }

// forms are the names of the fields of [Counted], in their order.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// count fills in a sentence about n things.
func (w *Words) count(c Counted, n int, pairs ...any) string {
	tag, err := language.Parse(w.Language)
	if err != nil {
		tag = language.English
	}
	text := ""
	switch plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		text = c.Zero
	case plural.One:
		text = c.One
	case plural.Two:
		text = c.Two
	case plural.Few:
		text = c.Few
	case plural.Many:
		text = c.Many
	}
	if text == "" {
		text = c.Other
	}
	return fill(text, append(pairs, "n", n)...)
}

// Spoken are words that mean the same when a person types them. Sentences name
// the first.
type Spoken []string

// IsYes reports whether what a person typed is a word for yes, and nothing else.
func (w *Words) IsYes(typed string) bool {
	typed = strings.TrimSpace(typed)
	return slices.ContainsFunc(w.SayYes, func(word string) bool { return strings.EqualFold(word, typed) })
}

// Complete makes the words fit a table of which some texts are not translated: the
// answers beside a question are in its language.
func (w *Words) Complete(table Gaps) {
	w.asked = table.asked
	w.left = len(w.gaps.Missing) + len(table.Missing)
	w.of = w.gaps.Of + table.Of
}

// Partial says how much of the language is not translated, or returns "".
func (w *Words) Partial() string {
	if w.left == 0 {
		return ""
	}
	return w.count(w.NotTranslated, w.left, "of", w.of)
}

// beside returns the words for the answers that the interface adds to a question.
func (w *Words) beside(q *triage.Question) *Words {
	if slices.Contains(w.asked, q.ID) {
		return English
	}
	return w
}
