package read

import (
	"strings"
	"testing"
	"unicode"
)

// TestHarmless says what is allowed and what is not, with the reason.
func TestHarmless(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"letters and signs of any script", "Bein: “ja”, 足, कृपया, ساق, שוק, 🦵", "Bein: “ja”, 足, कृपया, ساق, שוק, 🦵"},
		{"spaces that keep words together", "10\u00a0km\u202f?", "10\u00a0km\u202f?"},
		{"letters that no font may have", "\ue000\u0378", "\ue000\u0378"},
		{"marks on letters", "e\u0301 \u0939\u094d", "e\u0301 \u0939\u094d"},
		{"a symbol in colour", "❤\ufe0f", "❤\ufe0f"},
		{"bytes that are no text, one mark for a run of them", "a\xff\xfeb", "a?b"},
		{"the sign for such bytes", "a\ufffdb", "a?b"},
		{"escape sequences", "\x1b[2J\u009b0m\a\b", "?[2J?0m??"},
		{"the first and the last control characters", "\x00\x1f ~\x7f\u0080\u009f\u00a0", "?? ~???\u00a0"},
		{"what breaks lines", "a\r\nb\u0085c\u2028d\u2029e\v\f\t", "a??b?c?d?e???"},
		{"what turns other text round", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "?????????"},
		{"the same among letters that are written from right to left", "ساق\u202eabc\u2067", "ساق?abc?"},
		{"what cannot be seen", "\u00ad\u034f\u115f\u2060\u2061\u2800\u3164\ufeff\uffa0", "?????\u2800???"},
		{"tags and variations that carry hidden words", "a\U000e0041\U000e0100\ufe01", "a???"},
		{"what is no character", "\ufdd0\uffff", "??"},
		{"joiners inside Persian and Indic words, and at their end", "می\u200cخواهم ه\u200d ക്\u200d क्\u200dष", "می\u200cخواهم ه\u200d ക്\u200d क्\u200dष"},
		{"joiners behind a letter with a mark", "بَ\u200cب", "بَ\u200cب"},
		{"joiners elsewhere", "pass\u200cword \u200da 1\u200d ש\u200dש 👩\u200d⚕", "pass?word ?a 1? ש?ש 👩?⚕"},
		{"marks of direction in a text from right to left", "ساق (CT\u200e) \u061c5\u200f", "ساق (CT\u200e) \u061c5\u200f"},
		{"marks of direction elsewhere", "a\u200eb\u200fc\u061cd", "a?b?c?d"},
		{"one mark in a place, not many", "م\u200c\u200c\u200d\u200eم", "م\u200c???م"},
	} {
		if got := Harmless(c.text); got != c.want {
			t.Errorf("%s: %+q became %+q, want %+q", c.why, c.text, got, c.want)
		}
	}
	if got := Stripped("a?\x1b\xff\u202eb\n"); got != "a?b" {
		t.Errorf("stripped, it became %q", got)
	}
	if got := HarmlessLines("a\x1b\nb\r\n"); got != "a?\nb?\n" {
		t.Errorf("lines became %q", got)
	}
}

// TestNamesStayWhole checks that words in messages are cut, and names are not.
func TestNamesStayWhole(t *testing.T) {
	long := strings.Repeat("long", 100)
	if got := Harmless(long + "\x1b"); got != long+"?" {
		t.Errorf("a name became %q", got)
	}
	if got := Quoted(long); got != `"`+long[:maxShown]+`..."` {
		t.Errorf("a word became %s", got)
	}
	if got := Short(long); got != long[:3*maxShown]+"..." {
		t.Errorf("a message became %s", got)
	}
	if got := New("\x1b"+long, &Errors{}).Name; got != "?"+long {
		t.Errorf("a file name became %q", got)
	}
}

// FuzzHarmless demands that the result of every sanitiser is harmless, and that
// harmless text stays as it is.
func FuzzHarmless(f *testing.F) {
	f.Add("می\u200cخواهم\x1b\u202e\xff\ufeff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, got := range []string{Harmless(text), Short(text), Quoted(text)} {
			for i, r := range hostile(got) {
				t.Errorf("%+q has %U at %d", got, r, i)
			}
			if strings.ContainsFunc(got, unicode.IsControl) || Harmless(got) != got {
				t.Errorf("%+q became %+q, then %+q", text, got, Harmless(got))
			}
		}
	})
}
