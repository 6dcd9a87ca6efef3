package words

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"legtriage/rules/read"
)

// This file is about what differs between languages apart from their sentences: the
// direction of writing, the forms that go with a number, and the words to type for yes.

// The directions of writing, as HTML names them.
const (
	leftToRight = "ltr"
	rightToLeft = "rtl"
)

// Counted is a sentence about {n} things, in the forms that the language distinguishes
// (the plural categories of Unicode's CLDR). Other is always there and is used for
// forms that are left empty.
type Counted struct{ Zero, One, Two, Few, Many, Other string }

// Plurals say which numbers each form, except other, is for: "n % 10 = 2..4 and n % 100
// != 12..14". They are in CLDR's notation, so that a translator can copy the language's
// rules, and no code knows any language.
type Plurals struct{ Zero, One, Two, Few, Many string }

// forms are the names of the fields of both, in their order.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// Count fills in a sentence about n things.
func (w *Sentences) Count(c Counted, n int, pairs ...any) string {
	text := c.Other
	rules := [...]string{w.Plurals.Zero, w.Plurals.One, w.Plurals.Two, w.Plurals.Few, w.Plurals.Many}
	for i, form := range [...]string{c.Zero, c.One, c.Two, c.Few, c.Many} {
		if holds, err := plural(rules[i], n); err == nil && holds && form != "" {
			text = form
		}
	}
	return Fill(text, append(pairs, "n", n)...)
}

var relation = regexp.MustCompile(`^([nivwftce])(?: % ([1-9][0-9]{0,6}))? (=|!=) ([0-9., ]+)$`)

// plural reports whether a CLDR rule holds for a whole number. A rule is alternatives
// of relations that must all hold; an empty rule holds for no number.
func plural(rule string, n int) (holds bool, err error) {
	if rule == "" {
		return false, nil
	}
	for _, alternative := range strings.Split(rule, " or ") {
		all := true
		for _, part := range strings.Split(alternative, " and ") {
			m := relation.FindStringSubmatch(strings.TrimSpace(part))
			if m == nil {
				return false, fmt.Errorf("%s is no rule such as n %% 10 = 2..4", read.Quoted(part))
			}
			value := n
			if m[1] != "n" && m[1] != "i" { // about decimals and powers, which a whole number does not have
				value = 0
			}
			if m[2] != "" {
				by, _ := strconv.Atoi(m[2])
				value %= by
			}
			among := false
			for _, span := range strings.Split(m[4], ",") {
				low, high, isSpan := strings.Cut(strings.TrimSpace(span), "..")
				from, wrong := strconv.Atoi(low)
				to := from
				if isSpan {
					to, err = strconv.Atoi(high)
				}
				if wrong != nil || err != nil {
					return false, fmt.Errorf("%s is no number or span such as 2..4", read.Quoted(span))
				}
				among = among || from <= value && value <= to
			}
			all = all && among == (m[3] == "=")
		}
		holds = holds || all
	}
	return holds, nil
}

// Spoken are words that mean the same when a person types them. Sentences use the
// first.
type Spoken []string

// Is reports whether what a person typed is one of the words, and nothing else.
func (s Spoken) Is(typed string) bool {
	typed = strings.TrimSpace(typed)
	return slices.ContainsFunc(s, func(word string) bool { return strings.EqualFold(word, typed) })
}

// IsYes reports whether what a person typed is a word for yes, and nothing else.
func (w *Sentences) IsYes(typed string) bool { return w.SayYes.Is(typed) }

// Complete makes the words fit a table with untranslated texts: the answers that the
// interface adds to a question get the question's language.
func (w *Sentences) Complete(table Gaps) {
	w.asked = table.asked
	w.left = len(w.gaps.Missing) + len(table.Missing)
	w.of = w.gaps.Of + table.Of
}

// Partial says how much of the language is not translated, or returns "".
func (w *Sentences) Partial() string {
	if w.left == 0 {
		return ""
	}
	return w.Count(w.NotTranslated, w.left, "of", w.of)
}
