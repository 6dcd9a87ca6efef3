package export_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"legtriage/rules/export"
	"legtriage/triage"
)

var sheetWords = export.SheetWords{
	Urgency: triage.Urgency.String,
	When:    func(_ *triage.Table, r *triage.Rule) []string { return []string{"When one", "and two"} },
	Source:  func(s *triage.Source) string { return s.Title + ". " + s.Address },
	Status:  func(s triage.Status) string { return string(s) },
}

func TestSheet(t *testing.T) {
	var out bytes.Buffer
	if err := export.Sheet(&out, cqlTable(t), sheetWords); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffrule,how soon,title,about,when all of this holds,why it matters,what to do,contact,sources,status,reviewed by,reviewed on (like 2026-01-31),verdict (agree or disagree),remark,fingerprint,table\r\n" +
		"worse,today,Worse,worse,\"When one\r\nand two\",It's so.,See a doctor today.,,A page. https://example.org,draft,,,,,fp-8cdb447c73c33d95,\"Small table, 1, abc\"\r\n" +
		"rest,home,Nothing,,\"When one\r\nand two\",Nothing.,Rest.,,A page. https://example.org,\"reviewed: Ann, 2026-01-31\",,,,,fp-202123b48bb80647,\"Small table, 1, abc\"\r\n"
	if out.String() != want {
		t.Errorf("got\n%q\nwant\n%q", out.String(), want)
	}
}

// attacks are texts that spreadsheets take for formulas.
var attacks = []string{"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "'=1", "''=1", "＝1", "＋1", "－1", "＠1", "|calc", "%1"}

func TestNoCellOfASheetIsAFormula(t *testing.T) {
	for _, attack := range attacks {
		table := cqlTable(t)
		table.Name = attack
		for i := range table.Rules {
			r := &table.Rules[i]
			r.Title, r.About, r.Because, r.Do, r.Contact, r.Review.By = attack, attack, attack, attack, attack, attack
		}
		table.Sources[0].Title = attack
		words := sheetWords
		words.When = func(*triage.Table, *triage.Rule) []string { return []string{attack} }
		words.Status = func(triage.Status) string { return attack }
		var out bytes.Buffer
		if err := export.Sheet(&out, table, words); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		guarded := 0
		for _, row := range rows[1:] {
			for _, cell := range row {
				first := strings.TrimLeft(cell, " \u00a0")
				if first != "" && strings.ContainsAny(first[:1], "=+-@\t\r\n|%") || slices.Contains([]string{"＝", "＋", "－", "＠"}, string([]rune(first + " ")[:1])) {
					t.Errorf("%q: the cell %q begins a formula", attack, cell)
				}
				if strings.HasPrefix(cell, "'") {
					guarded++
				}
			}
		}
		if guarded < 2*8 {
			t.Errorf("%q: %d cells are guarded", attack, guarded)
		}
	}
}

func TestGuardedCellsComeBack(t *testing.T) {
	for _, text := range append(attacks, "", "'", "''", "'t Hooft", "''t", "O'Neil", "plain", "1-2", "'''-x", " ' =x") {
		if got := export.Unguarded(export.Guarded(text)); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	}
	// What a person writes is left alone.
	for _, text := range []string{"'t Hooft", "Dr. A-B", "see page 3 = that"} {
		if got := export.Guarded(text); got != text {
			t.Errorf("%q is written as %q", text, got)
		}
		if got := export.Unguarded(text); got != text {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestFingerprintIsOfEveryWord(t *testing.T) {
	content := []string{"a", "b c", "", "d"}
	was := export.Fingerprint(content)
	for _, same := range [][]string{{"a", "b\r\nc", "", "d"}, {" a ", "b  c", "", "d"}} {
		if export.Fingerprint(same) != was {
			t.Errorf("%q has another fingerprint", same)
		}
	}
	for _, other := range [][]string{{"a", "bc", "", "d"}, {"a", "b", "c", "d"}, {"a", "b c", "d", ""}, {"a", "b c", "", "D"}, {"a", "b c", "", "d", ""}, {"a", "b\" \"c", "", "d"}} {
		if export.Fingerprint(other) == was {
			t.Errorf("%q has the same fingerprint", other)
		}
	}
	// The status is not among them.
	table := cqlTable(t)
	r := table.Rule("worse")
	was = export.Fingerprint(sheetWords.Content(table, r))
	r.Status, r.Review = triage.Reviewed, triage.Review{By: "Ann", On: "2026-01-31"}
	if export.Fingerprint(sheetWords.Content(table, r)) != was {
		t.Error("a review changes the fingerprint")
	}
	for _, text := range []*string{&r.Title, &r.About, &r.Because, &r.Do, &r.Contact, &table.Sources[0].Address} {
		old := *text
		if *text += "x"; export.Fingerprint(sheetWords.Content(table, r)) == was {
			t.Errorf("%q has the same fingerprint", *text)
		}
		*text = old
	}
	if r.Urgency = triage.Go; export.Fingerprint(sheetWords.Content(table, r)) == was {
		t.Error("another urgency has the same fingerprint")
	}
}
