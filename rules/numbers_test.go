package rules

import (
	"strings"
	"testing"
)

// TestNumbersAreVerified wants the date on which each country's numbers were checked,
// and that no name stands for two countries.
func TestNumbersAreVerified(t *testing.T) {
	table := leg(t)
	names := map[string]string{}
	for _, n := range table.Numbers {
		if n.Verified == "" {
			t.Errorf("%s: there is no date on which its numbers were verified", n.Country)
		}
		for _, name := range append([]string{n.Country, strings.TrimPrefix(n.Name, "the ")}, n.Also...) {
			name = strings.ToLower(name)
			if other, taken := names[name]; taken {
				t.Errorf("%q is %s and %s", name, other, n.Country)
			}
			names[name] = n.Country
		}
	}
	// The countries that must have numbers.
	for _, country := range strings.Fields(`
		AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE
		IS LI NO CH GB US CA MX AU NZ IN JP ZA BR`) {
		if names[strings.ToLower(country)] != country {
			t.Errorf("%s has no number", country)
		}
	}
}
