package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"legtriage/triage"
)

// TestEveryFormatIsHonouredOrRefused runs each verb that has --format with every format
// of any verb. It must either print in that format, or print nothing and say so with
// the exit code.
func TestEveryFormatIsHonouredOrRefused(t *testing.T) {
	folder := t.TempDir()
	defer func(ask func() (*triage.Table, error)) { legToAsk = ask }(legToAsk)
	legToAsk = readOnce
	file := func(name, text string) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const chest = `{"life": ["chest"]}` + "\n"
	cases := file("cases.jsonl", `{"id": "x", "source": "nobody", "about": "Chest pain", "gold": "emergency", "acceptable": ["emergency"], "timeframe": "now", "answers": {"life": ["chest"]}}`)
	runs := [][]string{
		{"assess", file("one.json", chest)}, {"assess", file("many.ndjson", chest+chest)}, {"assess", file("many.csv", "life\nchest\n")},
		{"rules"}, {"rules", "cramp-will-not-go"}, {"score", cases}, {"diff", "../../rules/leg"},
		{"check"}, {"check", "--view", "overlaps"}, {"check", "--view", "default"}, {"check", "--view", "costs"},
	}
	honoured := map[string]int{}
	for _, run := range runs {
		for _, format := range []string{"text", "json", "markdown", "html", "csv", "xml"} {
			root := newRoot()
			root.SetArgs(append(run, "--format", format))
			var out, wrong bytes.Buffer
			root.SetOut(&out)
			root.SetErr(&wrong)
			var e exit
			if err := root.Execute(); err != nil {
				if !errors.As(err, &e) || e.code != exitUsage || out.Len() > 0 {
					t.Errorf("%q as %s: %v, and prints %.100q", run, format, err, out.String())
				}
				continue
			}
			honoured[format]++
			is := map[string]bool{
				"json":     strings.HasPrefix(out.String(), "{") && json.NewDecoder(bytes.NewReader(out.Bytes())).Decode(new(any)) == nil,
				"markdown": strings.HasPrefix(out.String(), "#") || strings.HasPrefix(out.String(), "**"),
				"html":     strings.HasPrefix(out.String(), "<!DOCTYPE html>"),
			}
			rows, err := csv.NewReader(bytes.NewReader(out.Bytes())).ReadAll()
			is["csv"] = err == nil && len(rows) > 1 && len(rows[0]) == 8
			is["text"] = out.Len() > 0 && !is["json"] && !is["markdown"] && !is["html"] && !is["csv"]
			if !is[format] {
				t.Errorf("%q as %s prints %.100q", run, format, out.String())
			}
		}
	}
	if honoured["xml"] > 0 || honoured["json"] != len(runs) || honoured["text"] != len(runs) || honoured["csv"] != 3 || honoured["html"] != len(runs)-2 {
		t.Errorf("honoured: %v", honoured)
	}
}
