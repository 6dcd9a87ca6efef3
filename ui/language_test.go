package ui

import (
	"context"
	"strings"
	"testing"
)

// TestPlainModeTakesYesOfTheLanguage stops, in English and in a language where yes
// is another word: only that word, in any case, means yes.
func TestPlainModeTakesYesOfTheLanguage(t *testing.T) {
	french := *English()
	french.SayYes = Spoken{"oui", "o"}
	for typed, stops := range map[*Words]map[string]bool{
		English(): {"yes": true, "Y": true, "yesterday": false, "you": false, "oui": false, "no": false},
		&french:   {"oui": true, "O": true, "y": false, "yes": false, "ouille": false},
	} {
		for word, want := range stops {
			iv := plainly(t)
			iv.Words = typed
			var out strings.Builder
			if _, err := RunPlain(context.Background(), iv, strings.NewReader("0\nq\n"+word+"\n0\n"), &out); err != nil {
				t.Fatal(err)
			}
			if asked := strings.Contains(out.String(), "Question 3."); asked == want {
				t.Errorf("%q in %s stops: %v\n%s", word, typed.SayYes, !asked, out.String())
			}
		}
	}
}
