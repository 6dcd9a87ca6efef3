// Package legtest is what the tests of the rooms share: the embedded table, people with
// answers, and routes to every page. It imports no room, so that the tests inside every
// room can use it.
package legtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/rules"
	"legtriage/triage"
)

// What the tests allocate is short-lived: collecting it less often costs some megabytes
// and saves time.
func init() { debug.SetGCPercent(400) }

// Table returns the embedded table.
func Table(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return table
}

// People returns the encoded answers of every case by its id.
func People(t testing.TB) map[string]triage.Answers {
	t.Helper()
	read, err := readVignettes()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]triage.Answers{}
	for id, a := range read {
		out[id] = a.Clone() // tests may change what they get
	}
	return out
}

var readVignettes = sync.OnceValues(func() (map[string]triage.Answers, error) {
	table, err := rules.Leg()
	if err != nil {
		return nil, err
	}
	f, err := os.Open("../../testdata/vignettes.jsonl")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]triage.Answers{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v struct {
			ID      string          `json:"id"`
			Answers json.RawMessage `json:"answers"`
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, err
		}
		if out[v.ID], err = rules.Answers(table, v.ID, v.Answers); err != nil {
			return nil, err
		}
	}
	return out, nil
})

// Ask returns the words of a question, and Say the head of an option. Tests do not
// repeat the words of the table, since these change.
func Ask(t testing.TB, question string) string {
	t.Helper()
	q := Table(t).Question(question)
	if q == nil {
		t.Fatalf("the table has no question %s", question)
	}
	return q.Ask
}

func Say(t testing.TB, question, option string) string {
	t.Helper()
	Ask(t, question)
	q := Table(t).Question(question)
	i := q.Option(option)
	if i < 0 {
		t.Fatalf("the table has no option %s of %s", option, question)
	}
	return q.Options[i].Say
}

// Whole returns all words of an option in one run of text.
func Whole(o triage.Option) string {
	if o.Detail == "" {
		return o.Say
	}
	return o.Say + ": " + o.Detail
}

// Reply returns what somebody with these full answers replies to a page.
func Reply(t testing.TB, a triage.Answers, page triage.Page) []string {
	t.Helper()
	ids, ok := a.Replied(page.Question)
	if page.Tick >= 0 {
		from, _ := page.Question.Scales()
		v, known := a.Value(from + page.Tick)
		ids, ok = []string{triage.TickNames()[v]}, known
	}
	if !ok {
		t.Fatalf("the person has no answer to %v; every case in testdata/vignettes.jsonl needs one", page)
	}
	return ids
}

// Route is a page together with the replies that lead to it.
type Route struct {
	Page    triage.Page
	Replies [][]string
}

// Routes returns a route to every question, and to every tick of a list that is gone
// through one by one. It fails if it cannot find one for some page.
func Routes(t testing.TB) []Route {
	t.Helper()
	routes, err := findRoutes()
	if err != nil {
		t.Fatal(err)
	}
	return routes
}

// findRoutes sends random people through interviews, the same people each time.
var findRoutes = sync.OnceValues(func() (routes []Route, err error) {
	table, err := rules.Leg()
	if err != nil {
		return nil, err
	}
	found := map[triage.Page]bool{}
	lacking := 0
	for i := range table.Questions {
		lacking++
		if q := &table.Questions[i]; q.List && !q.AtLeastOne {
			lacking += len(q.Options)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for tries := 0; len(routes) < lacking; tries++ {
		if tries == 20_000 {
			return nil, fmt.Errorf("after %d interviews only %d of %d pages were asked", tries, len(routes), lacking)
		}
		in := triage.NewInterview(table)
		var replies [][]string
		for page, more := in.Page(); more; page, more = in.Page() {
			if !found[page] {
				found[page] = true
				routes = append(routes, Route{page, slices.Clone(replies)})
			}
			ids := RandomReply(random, page)
			if err := in.Answer(ids...); err != nil {
				return nil, err
			}
			replies = append(replies, ids)
		}
	}
	return routes, nil
})

// RandomReply prefers answers that are not worrying, so that interviews get long.
func RandomReply(random *rand.Rand, page triage.Page) []string {
	q := page.Question
	worried := random.IntN(4) == 0
	switch {
	case page.Tick >= 0 && !worried:
		return []string{"no"}
	case page.Tick >= 0:
		return []string{triage.TickNames()[random.IntN(3)]}
	case !q.List && (!worried || q.Stage < triage.StageProblem && random.IntN(2) == 0):
		return []string{q.Options[0].ID}
	case q.List && !q.AtLeastOne && !worried:
		return []string{triage.None}
	case q.List && !q.AtLeastOne && random.IntN(2) == 0:
		return []string{triage.Unsure}
	}
	return []string{q.Options[random.IntN(len(q.Options))].ID}
}

// options returns the options of a question as they are drawn: "not sure" stands last.
func options(page triage.Page) (out []triage.Option) {
	unsure := page.Question.Option(triage.Unsure)
	for i, o := range page.Question.Options {
		if i != unsure {
			out = append(out, o)
		}
	}
	if unsure >= 0 {
		out = append(out, page.Question.Options[unsure])
	}
	return out
}

// Labels returns the words of every possible answer to a page, in the order in which they
// are drawn.
func Labels(page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{"No", "Yes", "Not sure"}
	}
	var out []string
	for _, o := range options(page) {
		out = append(out, Whole(o))
	}
	if page.Question.List && !page.Question.AtLeastOne {
		out = append(out, "None of these", "Not sure: then one by one")
	}
	return out
}

// IDs returns the ids that belong to [Labels].
func IDs(page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{"no", "yes", triage.Unsure}
	}
	var out []string
	for _, o := range options(page) {
		out = append(out, o.ID)
	}
	if page.Question.List && !page.Question.AtLeastOne {
		out = append(out, triage.None, triage.Unsure)
	}
	return out
}

func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Pseudo makes every text of a catalogue bracketed, longer by half, and free of plain
// letters, so that a text from outside the catalogue is obvious at once.
func Pseudo(t *testing.T, catalogue []byte) []byte {
	t.Helper()
	return rewritten(t, catalogue, accents.Replace, pseudoText)
}

// InWords replaces every word in the texts of a catalogue with another, except those in
// braces.
func InWords(t *testing.T, catalogue []byte, word func(string) string) []byte {
	t.Helper()
	return rewritten(t, catalogue, word, func(s string) string { return strings.Join(eachWord(s, word), " ") })
}

func rewritten(t *testing.T, catalogue []byte, word, text func(string) string) []byte {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(catalogue, &doc); err != nil {
		t.Fatal(err)
	}
	var walk func(n *yaml.Node, value bool)
	walk = func(n *yaml.Node, value bool) {
		switch {
		case n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				switch n.Content[i].Value {
				case "language", "direction", "plurals":
				case "say_yes": // the sentences contain it
					n.Content[i+1].Content = []*yaml.Node{{Kind: yaml.ScalarNode, Value: word("yes")}}
				default:
					walk(n.Content[i+1], true)
				}
			}
		case n.Kind == yaml.ScalarNode && value && n.Value != "":
			n.Value = text(n.Value)
			n.Style = yaml.DoubleQuotedStyle
		default:
			for _, c := range n.Content {
				walk(c, true)
			}
		}
	}
	walk(doc.Content[0], false)
	out, err := yaml.Marshal(&doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var accents = func() *strings.Replacer {
	var pairs []string
	for i, r := range "abcdefghijklmnopqrstuvwxyz" {
		accented := []rune("åƀçđéƒĝĥîĵķļɱñöþɋŕšŧůṽŵẋýž")[i]
		pairs = append(pairs, string(r), string(accented), strings.ToUpper(string(r)), string(accented))
	}
	return strings.NewReplacer(pairs...)
}()

// eachWord returns the words of a text in other words.
func eachWord(s string, word func(string) string) []string {
	words := strings.Fields(s)
	for i, w := range words {
		parts := fillIns.FindAllString(w, -1)
		plain := fillIns.Split(w, -1)
		words[i] = word(plain[0])
		for j, p := range parts {
			words[i] += p + word(plain[j+1])
		}
	}
	return words
}

func pseudoText(s string) string {
	words := eachWord(s, accents.Replace)
	for n := utf8.RuneCountInString(s) / 2; n > 0; n -= 6 {
		words = append(words, strings.Repeat("ẋ", min(5, n)))
	}
	return "[" + strings.Join(words, " ") + "]"
}

// Half returns what somebody has said after this many questions about the problem.
func Half(t *testing.T, a triage.Answers, questions int) triage.Answers {
	t.Helper()
	in := triage.NewInterview(a.Table())
	for page, more := in.Page(); more && questions > 0; page, more = in.Page() {
		if err := in.Answer(Reply(t, a, page)...); err != nil {
			t.Fatal(err)
		}
		if page.Question.Stage >= triage.StageProblem {
			questions--
		}
	}
	return in.Last()
}

var fillIns = regexp.MustCompile(`\{[a-z]+\}`)
