package report

import (
	"errors"
	"fmt"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Country is where the person is, as far as it is known; it may be empty.
type Country struct {
	number *triage.Number // nil: nothing
	stated bool           // by the person, not guessed from the computer's settings
}

// CountryFor finds the numbers to call. The country, its two letters or its name,
// comes from the person and is an error when the table does not know it; the locale, like
// en_GB.UTF-8, comes from the computer's settings and is only a guess.
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
			return strings.EqualFold(n.Country, country) || strings.EqualFold(n.Name, country) || strings.EqualFold(n.Name, "the "+country)
		})
		if n == nil {
			var known []string
			for _, n := range t.Numbers {
				known = append(known, n.Country+" ("+n.Name+")")
			}
			if len(known) == 0 {
				return Country{}, errors.New("this table has no numbers for any country")
			}
			return Country{}, fmt.Errorf("no number is known for the country %q; known are %s. Leave it out to get a general line", country, strings.Join(known, ", "))
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

// Emergency says which number to call in an emergency. A number never stands
// without its country.
func (c Country) Emergency(w *words.Sentences) string {
	switch {
	case c.number == nil:
		return w.CallAny
	case c.stated:
		return words.Fill(w.CallStated, "number", c.number.Emergency, "country", c.number.Name)
	}
	return words.Fill(w.CallGuessed, "number", c.number.Emergency, "country", c.number.Name)
}

// advice says whom to ask when no doctor can be reached.
func (c Country) advice(w *words.Sentences) string {
	if c.number == nil || !c.stated || c.number.Advice == "" {
		return w.AdviseAny
	}
	return words.Fill(w.Advise, "line", c.number.Advice)
}
