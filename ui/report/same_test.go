package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// notTheSame are pairs of sentences that share words and still say two different things:
// a part of each, and the reason.
var notTheSame = [][3]string{
	{"Call an ambulance if", "Call one too if a leg suddenly goes cold", "a rule warns those whose leg has little blood, or whose legs get weak, of any change; the safety net warns everybody of a sudden one"},
	{"turns cold, pale or black all at once", "turns cold, pale, blue or black", "a foot that has changed already, and one that has not"},
	{"if you get a fever or cannot stand on the leg", "hot, sore skin with a fever", "with a bad joint a fever alone is enough"},
	{"an infection has reached the blood", "an infection has reached the blood", "two rules, each by its own signs"},
	{"a sign of infection or gout", "a sign of gout or infection", "two rules, each by its own signs"},
	{"if the joint turns hot", "not hot or swollen yet", "what to do, and why"},
	{"if the joint turns hot", "A joint that is hot and swollen", "what to do about one joint, and why another counts"},
	{"if the calf gets bigger too", "one calf or thigh gets bigger", "the leg that is bad, and either leg"},
	{"One bigger leg should be checked the same day", "A clot can make a leg swell", "two rules, each by its own signs"},
	{"Keep the leg still", "Keep still until help comes", "the leg that is hurt, and the whole person"},
}

// TestNoTwoLinesSayTheSame reads the results of all cases, in a country with a telephone
// line for advice and without a country: no two sentences of a result share most of the
// words that carry their sense.
func TestNoTwoLinesSayTheSame(t *testing.T) {
	table, read, found, met := legtest.Table(t), 0, map[string]string{}, map[int]bool{}
	country, err := CountryFor(table, "GB", "")
	if err != nil {
		t.Fatal(err)
	}
	for id, full := range legtest.People(t) {
		for _, a := range []triage.Answers{full, triage.Play(full).Answers()} {
			for _, place := range []Country{{}, country} {
				said := lines((Writer{Words: words.English(), Country: place}).Result(a.Assess()))
				read += len(said)
				for i, one := range said {
					for _, other := range said[:i] {
						again := i > 0 && other == said[0] && strings.HasPrefix(one, strings.TrimSuffix(other, ".")) // the headline again, with more after it
						if !again && !alike(one, other) {
							continue
						}
						known := slices.IndexFunc(notTheSame, func(pair [3]string) bool {
							return strings.Contains(other, pair[0]) && strings.Contains(one, pair[1])
						})
						if met[known] = true; known < 0 {
							found[fmt.Sprintf("%q\n\t%q", other, one)] = id
						}
					}
				}
			}
		}
	}
	for pair, id := range found {
		t.Errorf("%s is told the same twice:\n\t%s", id, pair)
	}
	for i, pair := range notTheSame {
		if !met[i] {
			t.Errorf("nobody is told %q together with %q any more", pair[0], pair[1])
		}
	}
	if read < 5000 {
		t.Errorf("only %d lines", read)
	}
}

// TestNoSentenceLosesWhatItLeansOn checks that no item begins with a sentence that depends
// on one before it: that one is said only once, and may be in an item of another rule.
func TestNoSentenceLosesWhatItLeansOn(t *testing.T) {
	leans := regexp.MustCompile(`^(Call one|Go|Go there|Do so|See one) too`)
	write, read := Writer{Words: words.English()}, 0
	see := func(id, text string) {
		if read++; leans.MatchString(text) {
			t.Errorf("%s is told %q, without what that refers to", id, text)
		}
	}
	for id, full := range legtest.People(t) {
		for _, b := range write.Result(full.Assess()) {
			for _, text := range append(b.list(), b.Text) {
				see(id, text)
			}
		}
	}
	// Any sentence of a rule may come first, depending on which rules decide together.
	for _, r := range legtest.Table(t).Rules {
		for _, s := range sentences(r.Do) {
			see(r.ID, s)
		}
	}
	if read < 2000 {
		t.Errorf("only %d texts", read)
	}
}

// lines returns the sentences that tell a person something, without their own answers, the
// names of sources, and withheld tips.
func lines(d Document) (out []string) {
	at := ""
	own, _, _ := strings.Cut(words.English().ComeBackOwn, "{")
	for _, b := range d {
		if b.Kind == Heading {
			at = b.Text
		}
		if slices.Contains([]Kind{Verdict, Heading, Subheading, Quote, Fine, Note}, b.Kind) || at == words.English().LeftOut {
			continue
		}
		for _, text := range append(b.list(), b.Text) {
			for _, s := range sentences(text) {
				if s != "" && !strings.HasPrefix(s, own) {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// alike reports whether two sentences have most of their words in common.
func alike(a, b string) bool {
	one, other := about(a), about(b)
	if len(one) > len(other) {
		one, other = other, one
	}
	both := 0
	for w := range one {
		if other[w] {
			both++
		}
	}
	return len(one) != 1 && 3*both >= 2*len(one) && (len(one) > 0 || len(other) == 0)
}

// about returns the words of a sentence that carry its sense.
func about(sentence string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }) {
		if w = strings.TrimSuffix(w, "s"); !slices.Contains(empty, w) {
			out[w] = true
		}
	}
	return out
}

var empty = strings.Fields("a an the it i that thi there what which who you your one if or and but not no be been can may do doe doing have ha had get go to at in on of for from with by after before so than then too up out as when how will would should now " +
	"call see doctor ambulance emergency department today within two three day week ask")
