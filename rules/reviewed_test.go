package rules

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestAReviewIsOfCertainWords changes a table with a reviewed rule in one place after
// another. It must not load if that changes what the clinician agreed to, and must load
// otherwise.
func TestAReviewIsOfCertainWords(t *testing.T) {
	const of = "of: fp-79c7a55e4ca87300"
	for _, test := range []struct{ name, from, to string }{
		{"how urgent it is", "urgency: go\n    title: Warm", "urgency: today\n    title: Warm"},
		{"the title", "Warm skin and feeling ill", "Warm skin or feeling ill"},
		{"what it is about", "about: an infection", "about: perhaps an infection"},
		{"an answer that counts", "{skin: warm or unsure, ill: unsure}", "{skin: [warm or unsure, dry], ill: unsure}"},
		{"a condition that is gone", "{skin: warm or unsure, ill: unsure}", "{skin: warm or unsure}"},
		{"an answer that need not be given", "{skin: warm or unsure, ill: unsure}", "{any: {skin: warm or unsure, ill: unsure}}"},
		{"why it matters", "An infection can spread.", "An infection cannot spread."},
		{"what to do", "do: Go now.", "do: Go."},
		{"whom to contact", "    contact: maternity\n    sources: [page]\n    status: reviewed", "    sources: [page]\n    status: reviewed"},
		{"the words of a question", "ask: Do you feel ill?", "ask: Do you feel well?"},
		{"the words of an answer", "It is warm", "It is red"},
		{"the detail of an answer", "red or darker counts too", "red does not count"},
		{"the words of a worse answer", `say: "Yes"`, `say: "A little"`},
		{"a source", "https://example.org", "https://example.com"},
		{"a fingerprint by hand", of, "of: fp-0000000000000000"},
	} {
		text := strings.Replace(completeTable, test.from, test.to, 1)
		if text == completeTable {
			t.Fatalf("%s: the table has no %q", test.name, test.from)
		}
		_, err := Load(fstest.MapFS{"table.yaml": {Data: []byte(text)}})
		errs := mustErrors(t, err)
		if len(errs) != 1 || !strings.Contains(errs[0].Message, "rule infection, or a question, an answer or a source that it names, has changed since the review by A doctor on 2026-01-02") || errs[0].Column != 48 {
			t.Errorf("%s has changed: %v", test.name, err)
		}
	}
	for _, test := range []struct{ name, from, to string }{
		{"a line end", "because: An infection can spread.", "because: An infection can\n      spread."},
		{"another answer", "It is dry", "It is very dry"},
		{"another rule", "title: An itch", "title: Itching"},
		{"why a question is asked", "why: It can be an infection.", "why: It matters."},
		{"the version", "version: ", "version: 2"},
		{"the name of the reviewer", "by: A doctor", "by: The doctor"},
	} {
		text := strings.Replace(completeTable, test.from, test.to, 1)
		if text == completeTable {
			t.Fatalf("%s: the table has no %q", test.name, test.from)
		}
		if _, err := Load(fstest.MapFS{"table.yaml": {Data: []byte(text)}}); err != nil {
			t.Errorf("%s has changed: %v", test.name, err)
		}
	}
}
