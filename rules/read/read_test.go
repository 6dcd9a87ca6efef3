package read

import (
	"strings"
	"testing"
	"time"
)

// TestOneOddThingDoesNotTakeLong reads large amounts of one odd thing. A reader that
// goes back over everything for each further byte takes minutes for any of these; one
// that does not takes milliseconds.
func TestOneOddThingDoesNotTakeLong(t *testing.T) {
	const size, enough = MaxBytes / 4, 20 * time.Second
	full := func(before, much, after string) string {
		return before + strings.Repeat(much, (size-len(before)-len(after))/len(much)) + after
	}
	keys := func(before, after string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(before + strings.Repeat("k", i%7) + string(rune('a'+i%26)) + time.Duration(i).String() + after)
		}
		return b.String()
	}
	for what, text := range map[string]string{
		"lines behind":          full("{a: b}", "\n", ""),
		"lines before":          full("", "\n", "{a: b}"),
		"lines within":          full("a: b\n", "\n", "c: d"),
		"lines in a list":       full("[a", "\n", "]"),
		"lines in quotes":       full(`a: "b`, "\n", `"`),
		"lines in a text":       full("a: b", "\n", " c"),
		"lines with \\r":        full("{a: b}", "\r\n", ""),
		"spaces behind":         full("{a: b}", " ", ""),
		"spaces before":         full("", " ", "{a: b}"),
		"comments behind":       full("a: b\n", "#\n", ""),
		"comments before":       full("", "#\n", "a: b"),
		"comments within":       full("a:\n", "  #\n\n", "  b: c"),
		"a long comment":        full("a: b #", "c", ""),
		"comments between":      full("", "- a\n# b\n", ""),
		"documents":             full("", "---\n", ""),
		"documents behind":      full("a: b\n", "---\n", ""),
		"ends of documents":     full("a: b\n", "...\n", ""),
		"a list":                full("[", "b,", "]"),
		"nothing between":       full("[", ",", "]"),
		"words without a comma": full("{", `"a" `, "}"),
		"deep":                  full("", "[", ""),
		"deep in lines":         full("", "- ", ""),
		"keys of keys":          full("", "? ", ""),
		"colons":                full("", "a: ", ""),
		"one key":               full("", "a: b\n", ""),
		"one word":              full("a: ", "b", ""),
		"one quoted word":       full(`a: "`, "b", `"`),
		"one text of lines":     full("a: |\n", " b\n", ""),
		"folded text":           full("a: >\n", " b\n\n", ""),
		"anchors":               full("[", "&a b,", "]"),
		"aliases":               full("[", "*a,", "]"),
		"keys":                  keys("", ": a\n"),
		"keys in one line":      "{" + keys("", ": a,") + "}",
	} {
		var errs Errors
		done := make(chan bool)
		go func() {
			defer close(done)
			f := New("a", &errs)
			if root := f.Root([]byte(text)); root != nil {
				f.Record(root, "a file", "a", "b")
			}
		}()
		select {
		case <-done:
		case <-time.After(enough):
			t.Fatalf("%s: takes more than %v", what, enough)
		}
		if len(errs) > MaxErrors+1 {
			t.Errorf("%s: %d errors", what, len(errs))
		}
	}
}

// TestTranslatedTextsMayHaveTheMarksOfTheirScripts reads the same file as a
// translation and as a table.
func TestTranslatedTextsMayHaveTheMarksOfTheirScripts(t *testing.T) {
	for _, c := range []struct{ text, table, translation string }{
		{"a: ساق پا", "", ""},
		{"a: می\u200cخواهم", "f:1:6: the character U+200C is not allowed", ""},
		{`a: "می\u200cخواهم"`, "f:1:4: the character U+200C is not allowed", ""},
		{"a: ساق (CT\u200e)", "f:1:11: the character U+200E is not allowed", ""},
		{"a: pass\u200cword", "f:1:8: the character U+200C is not allowed", "f:1:4: the character U+200C is not allowed"},
		{"a: b\u200f", "f:1:5: the character U+200F is not allowed", "f:1:4: the character U+200F is not allowed"},
		{"می\u200cخواهم: a", "f:1:3: the character U+200C is not allowed", "f:1:1: the character U+200C is not allowed"},
		{"a: ساق\u202eb", "f:1:7: the character U+202E is not allowed", "f:1:7: the character U+202E is not allowed"},
		{`a: "ساق\u2067b"`, "f:1:4: the character U+2067 is not allowed", "f:1:4: the character U+2067 is not allowed"},
		{"a: b # ساق\u202a", "f:1:11: the character U+202A is not allowed", "f:1:11: the character U+202A is not allowed"},
	} {
		for _, translated := range []bool{false, true} {
			want := c.table
			if translated {
				want = c.translation
			}
			var errs Errors
			f := New("f", &errs)
			f.Translated = translated
			f.Root([]byte(c.text))
			if got := errs.Error(); got != want {
				t.Errorf("%+q, translated %v: %q, want %q", c.text, translated, got, want)
			}
		}
	}
}
