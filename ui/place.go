package ui

import (
	"errors"
	"fmt"
	"strings"

	"legtriage/triage"
)

// Place is what is known about where the person is: nothing, when it is empty.
type Place struct {
	number *triage.Number // nil: nothing
	stated bool           // by the person, not guessed from the computer's settings
}

// PlaceFor finds the numbers to call. The country, its two letters or its name,
// comes from the person and is an error when the table does not know it; the locale, like
// en_GB.UTF-8, comes from the computer's settings and is only a guess.
func PlaceFor(t *triage.Table, country, locale string) (Place, error) {
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
				return Place{}, errors.New("this table has no numbers for any country")
			}
			return Place{}, fmt.Errorf("no number is known for the country %q; known are %s. Leave it out to get a general line", country, strings.Join(known, ", "))
		}
		return Place{n, true}, nil
	}
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	if _, region, ok := strings.Cut(locale, "_"); ok {
		return Place{find(func(n *triage.Number) bool { return strings.EqualFold(n.Country, region) }), false}, nil
	}
	return Place{}, nil
}

// emergency says which number to call in an emergency. A number never stands
// without its country.
func (p Place) emergency(w *Words) string {
	switch {
	case p.number == nil:
		return w.CallAny
	case p.stated:
		return fill(w.CallStated, "number", p.number.Emergency, "country", p.number.Name)
	}
	return fill(w.CallGuessed, "number", p.number.Emergency, "country", p.number.Name)
}

// advice says whom to ask when no doctor can be reached.
func (p Place) advice(w *Words) string {
	if p.number == nil || !p.stated || p.number.Advice == "" {
		return w.AdviseAny
	}
	return fill(w.Advise, "line", p.number.Advice)
}
