package ui

import (
	"regexp"
	"strings"
	"testing"
)

// TestPlainHelpNamesWhatCanBeTyped reads every sentence that says what can be typed:
// it names all letters that do something on that screen, each once, and no other.
func TestPlainHelpNamesWhatCanBeTyped(t *testing.T) {
	p := &plain{w: English(), session: NewSession(leg(t), nil, nil), iv: Interview{Words: English()}}
	for _, test := range []struct {
		on       Screen
		sentence string
		save     bool
		want     string
	}{
		{Page, English().PlainHelp, true, "? r e b q"}, {LookOver, English().KeptPlainReview, true, "e b q"}, {Review, English().PlainReview, true, "e b q"},
		{Result, English().PlainAfter, true, "w n c f r e s b q"}, {Result, English().PlainAfter, false, "w n c f r e b q"},
	} {
		if p.iv.Save = nil; test.save {
			p.iv.Save = func(string, []byte, bool) error { return nil }
		}
		var got []string
		for _, m := range regexp.MustCompile(`(?:Type|,(?: or)?) ([bcefgnqrsw?]) `).FindAllStringSubmatch(p.offer(test.sentence, test.on), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("it names %v, want %s: %s", got, test.want, p.offer(test.sentence, test.on))
		}
	}
}
