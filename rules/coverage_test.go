package rules

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// TestEveryFactIsCarried checks testdata/coverage.yaml: each row of the seed ledger and
// of the evidence is carried by something that exists, or left out with a reason where
// that is allowed.
func TestEveryFactIsCarried(t *testing.T) {
	data, err := os.ReadFile("../testdata/coverage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	type row struct {
		By      []string
		Source  string
		Role    string
		LeftOut string `yaml:"left_out"`
	}
	rows, notes, lines := map[string]row{}, map[string]string{}, map[string]int{}
	for i := 0; i+1 < len(root.Content[0].Content); i += 2 {
		key, value := root.Content[0].Content[i], root.Content[0].Content[i+1]
		if key.Value == "notes" {
			if err := value.Decode(&notes); err != nil {
				t.Fatal(err)
			}
			continue
		}
		var r row
		if err := value.Decode(&r); err != nil {
			t.Fatalf("testdata/coverage.yaml:%d: %v", key.Line, err)
		}
		if _, twice := rows[key.Value]; twice {
			t.Errorf("testdata/coverage.yaml:%d: duplicate %s", key.Line, key.Value)
		}
		rows[key.Value], lines[key.Value] = r, key.Line
	}

	// The rows of the ledger and the evidence.
	var want []string
	for prefix, count := range map[string]int{"S0-%03d": 151, "S1-%03d": 29, "S2-%03d": 49, "S3-%03d": 21, "S4-%03d": 29, "B-%02d": 60, "C-%02d": 68, "D-%02d": 54} {
		for n := 1; n <= count; n++ {
			if prefix == "D-%02d" && n > 5 && n < 10 {
				continue // the evidence has no such rows
			}
			want = append(want, fmt.Sprintf(prefix, n))
		}
	}
	for _, id := range want {
		if _, ok := rows[id]; !ok {
			t.Errorf("row %s is missing", id)
		}
	}

	table := leg(t)
	load := map[string]int{}
	seeds := regexp.MustCompile(`^S(\d)-`)
	for id, r := range rows {
		at := fmt.Sprintf("testdata/coverage.yaml:%d: %s", lines[id], id)
		if !slices.Contains(want, id) {
			t.Errorf("%s is not a row of the ledger or the evidence", at)
		}
		seed := seeds.FindStringSubmatch(id)
		switch {
		case (len(r.By) == 0) == (r.LeftOut == ""):
			t.Errorf("%s needs either by or left_out", at)
		case r.LeftOut != "" && seed != nil && r.Role != "background" && r.Role != "discard":
			t.Errorf("%s is left out, but its role is %q", at, r.Role)
		}
		cites, canCite := false, false
		for _, carrier := range r.By {
			load[carrier]++
			sources, found := carried(table, carrier)
			if !found {
				t.Errorf("%s: there is no %s", at, carrier)
			}
			canCite = canCite || sources != nil
			cites = cites || seed == nil && slices.Contains(sources, r.Source) ||
				seed != nil && slices.ContainsFunc(sources, func(s string) bool { return strings.HasPrefix(s, "00"+seed[1]+"_") })
		}
		// Some rows rest on a judgement, an unreadable page, a seller's page, or a copy
		// in a newspaper: nothing may cite those.
		uncitable := []string{"judgement", "medlineplus_edema", "phlegmasia", "mg_ods", "cochrane_mg_preg", "nhs_oedema_news", "oedema_news"}
		if canCite && !cites && !slices.Contains(uncitable, r.Source) {
			t.Errorf("%s: none of %v cites the article or %q", at, r.By, r.Source)
		}
	}
	for carrier, n := range load {
		if n > 8 && notes[carrier] == "" {
			t.Errorf("%s carries %d rows without a note", carrier, n)
		}
	}
}

// carried reports whether "rule x", "advice x", "safety_net x", "question x", "option
// q.x" or "act x" exists, and what it cites. An act is something that texts tell people
// to do, or warn them not to do.
func carried(t *triage.Table, carrier string) (sources []string, found bool) {
	kind, id, _ := strings.Cut(carrier, " ")
	switch kind {
	case "rule":
		if r := t.Rule(id); r != nil && r.Status != triage.Retired {
			return r.Sources, true
		}
	case "advice":
		for _, a := range t.Advice {
			if a.ID == id {
				return a.Sources, true
			}
		}
	case "safety_net":
		for _, s := range t.SafetyNet {
			if s.ID == id {
				return s.Sources, true
			}
		}
	case "act":
		return nil, slices.ContainsFunc(t.Acts, func(a triage.Act) bool { return a.ID == id })
	case "question":
		return nil, t.Question(id) != nil
	case "option":
		question, option, _ := strings.Cut(id, ".")
		q := t.Question(question)
		return nil, q != nil && q.Option(option) >= 0
	}
	return nil, false
}
