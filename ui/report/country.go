package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// Country is where the person is. The zero value means that this is not known.
type Country struct {
	number *triage.Number // nil: not known
	stated bool           // by the person, not guessed from the computer's settings
}

// CountryFor returns a country and its numbers to call. The country comes from the person,
// as its two letters or its name; it is an error if the table does not know it. The
// locale, such as en_GB.UTF-8, comes from the computer's settings and is only a guess.
func CountryFor(t *triage.Table, country, locale string) (Country, error) {
	find := func(is func(*triage.Number) bool) *triage.Number {
		for i := range t.Numbers {
			if is(&t.Numbers[i]) {
				return &t.Numbers[i]
			}
		}
		return nil
	}
	if country != "" {
		n := find(func(n *triage.Number) bool {
			return strings.EqualFold(n.Country, country) || slices.ContainsFunc(names(n), func(name string) bool {
				return strings.EqualFold(name, country) || strings.EqualFold("the "+name, country)
			})
		})
		if n == nil {
			return Country{}, unknownCountry(t, country)
		}
		return Country{n, true}, nil
	}
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	if _, region, ok := strings.Cut(locale, "_"); ok {
		return Country{find(func(n *triage.Number) bool { return strings.EqualFold(n.Country, region) }), false}, nil
	}
	return Country{}, nil
}

// names returns the names of a country that a person may type.
func names(n *triage.Number) []string {
	return append([]string{strings.TrimPrefix(n.Name, "the ")}, n.Also...)
}

// unknownCountry returns an error that names the country that may be meant, or else those
// that are known.
func unknownCountry(t *triage.Table, country string) error {
	var known, listed []string
	for i := range t.Numbers {
		n := &t.Numbers[i]
		known = append(known, names(n)...)
		listed = append(listed, n.Country+" ("+n.Name+")")
	}
	if len(listed) == 0 {
		return errors.New("this table has no numbers for any country")
	}
	meant := read.Nearest(country, known)
	if !strings.HasSuffix(meant, "?") {
		meant = "; known are " + strings.Join(listed, ", ") + "."
	}
	return fmt.Errorf("no number is known for the country %q%s Leave it out to get a general line", country, meant)
}

// Emergency says which number to call in an emergency. A number never appears without its
// country.
func (c Country) Emergency(w *words.Sentences) string {
	switch {
	case c.number == nil:
		return w.CallAny
	case c.stated:
		return words.Fill(w.CallStated, "number", c.number.Emergency, "country", c.number.Name)
	}
	return words.Fill(w.CallGuessed, "number", c.number.Emergency, "country", c.number.Name)
}

// hasAdvice reports whether the person's country has a telephone line for advice.
func (c Country) hasAdvice() bool { return c.number != nil && c.stated && c.number.Advice != "" }

// advice says whom to ask if no doctor can be reached.
func (c Country) advice(w *words.Sentences) string {
	if !c.hasAdvice() {
		return w.AdviseAny
	}
	return words.Fill(w.Advise, "line", c.number.Advice)
}

// tonight says whom to ask if this cannot wait until tomorrow.
func (c Country) tonight(w *words.Sentences) string {
	if !c.hasAdvice() {
		return w.AdviseNight
	}
	return words.Fill(w.AdviseLine, "line", c.number.Advice)
}
