package rules

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"legtriage/triage"
)

// vignette is one line of testdata/vignettes.jsonl: a case in one line, its
// answers, and the level that others have given it.
type vignette struct {
	ID         string          `json:"id"`
	About      string          `json:"about"`
	Gold       string          `json:"gold"`
	Acceptable []string        `json:"acceptable"`
	Answers    json.RawMessage `json:"answers"`
}

func vignettes(t *testing.T) []vignette {
	t.Helper()
	f, err := os.Open("../testdata/vignettes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []vignette
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v vignette
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return table
}

// TestVignettes plays every case as it was encoded, both as a full set of
// answers and through the interview, which must agree on the category.
func TestVignettes(t *testing.T) {
	table := leg(t)
	exact, inRange, safe := 0, 0, 0
	cases := vignettes(t)
	if len(cases) != 82 {
		t.Fatalf("%d cases, want 82", len(cases))
	}
	for _, v := range cases {
		a, err := Answers(table, v.ID, v.Answers)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		as := a.Assess()
		c, settled := as.Category()
		if !settled {
			t.Errorf("%s: not settled: %v to %v", v.ID, as.AtLeast, as.AtMost)
		}
		var rules []string
		for _, r := range as.Deciding {
			rules = append(rules, r.Rule.ID)
		}
		in := triage.NewInterview(table)
		pages := walk(t, in, a)
		if got, _ := in.Answers().Assess().Category(); got != c {
			t.Errorf("%s: the interview ends at %v, the full answers at %v", v.ID, got, c)
		}
		if c.String() == v.Gold {
			exact++
		}
		if c >= level(v.Gold) {
			safe++
		}
		if v.Gold == "emergency" && c == triage.SelfCare {
			t.Errorf("%s: an emergency is sent to self-care", v.ID)
		}
		if slices.Contains(v.Acceptable, c.String()) {
			inRange++
		} else {
			t.Logf("miss %s: gold %s, got %v (%v) by %v: %s", v.ID, v.Gold, c, as.AtLeast, rules, v.About)
		}
		if c == triage.SelfCare && pages > 20 {
			t.Errorf("%s: self-care after %d pages", v.ID, pages)
		}
		t.Logf("%s gold %s got %v/%v %v pages %d %v", v.ID, v.Gold, c, as.AtLeast, rules, pages, in.Path())
	}
	t.Logf("strict %d, acceptable %d, as urgent as gold or more %d of %d", exact, inRange, safe, len(cases))
}

func level(name string) triage.Category {
	for _, c := range []triage.Category{triage.SelfCare, triage.SeeDoctor, triage.Emergency} {
		if c.String() == name {
			return c
		}
	}
	panic(name)
}

// walk answers the interview as somebody does whose full answers are a, and
// returns the number of pages.
func walk(t *testing.T, in *triage.Interview, a triage.Answers) (pages int) {
	t.Helper()
	for page, more := in.Page(); more; page, more = in.Page() {
		ids, ok := a.Replied(page.Question)
		if page.Tick >= 0 {
			from, _ := page.Question.Scales()
			v, known := a.Value(from + page.Tick)
			ids, ok = []string{triage.TickNames[v]}, known
		}
		if !ok {
			t.Fatalf("no answer to %v", page)
		}
		if err := in.Answer(ids...); err != nil {
			t.Fatal(err)
		}
		pages++
	}
	return pages
}
