package plain

import (
	"regexp"
	"strings"
	"testing"

	"legtriage/ui/internal/legtest"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// TestPlainHelpNamesWhatCanBeTyped reads every sentence that says what can be typed: it
// must name all letters that do something on that screen, each once, and no others.
func TestPlainHelpNamesWhatCanBeTyped(t *testing.T) {
	p := &plain{w: words.English(), session: session.Setup{}.Begin(legtest.Table(t)), setup: session.Setup{Words: words.English()}}
	for _, test := range []struct {
		on       session.Screen
		sentence string
		save     bool
		want     string
	}{
		{session.Page, words.English().PlainHelp, true, "? r e b q"}, {session.LookOver, words.English().KeptPlainReview, true, "r e b q"}, {session.Review, words.English().PlainReview, true, "r e b q"},
		{session.Result, words.English().PlainAfter, true, "w n c f r e s b q"}, {session.Result, words.English().PlainAfter, false, "w n c f r e b q"},
	} {
		if p.setup.Save = nil; test.save {
			p.setup.Save = func(string, []byte, bool) error { return nil }
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
