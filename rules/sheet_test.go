package rules

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"legtriage/rules/export"
	"legtriage/rules/read"
	"legtriage/triage"
)

// panelTable is a table whose rules are written in every form that can take a review.
var panelTable = fstest.MapFS{
	"a.yaml": {Data: []byte(`# The table. This comment stays.
table: {name: Panel, version: "1"}
questions:
  - id: skin   # and so does this one
    ask: How is the skin?
    why: It helps.
    list: {warm: Warm, dry: "=Dry"}
rules:
  # before a rule
  - id: warm
    urgency: soon
    title: Warm skin
    about: warm skin
    when: {skin: warm or unsure}
    because: It can be "more" than it looks; so it is seen.
    do: See a doctor.
    sources: [page, other]
    status: draft    # nobody has looked yet
    # behind the status

  - status: 'draft'
    id: dry
    urgency: routine
    title: -Dry skin
    about: dry skin
    when: {skin: dry}
    because: +It itches.
    do: "@home: use a cream, and see a doctor."
    sources: [page]
  - {id: both, urgency: today, title: Both, about: both, when: [{skin: warm}, {skin: dry}], because: It is so., do: See a doctor today., sources: [page], status: draft} # in one line
`)},
	"b.yaml": {Data: []byte("rules:\r\n- {\"id\": \"json\", \"urgency\": \"soon\", \"title\": \"J\", \"about\": \"j\", \"when\": {\"skin\": \"warm\"}, \"because\": \"B.\",\r\n   \"do\": \"Ü.\", \"sources\": [\"page\"], \"status\": \"draft\"}\r\n- id: crlf\r\n  urgency: routine\r\n  title: C\r\n  about: c\r\n  when: {skin: dry}\r\n  because: C.\r\n  status: draft   \r\n  do: C.\r\n  sources: [page]\r\n- id: gone\r\n  urgency: soon\r\n  title: Gone\r\n  about: gone\r\n  when: {skin: dry}\r\n  because: It was so.\r\n  do: Ask.\r\n  sources: [page]\r\n  status: retired\r\nsources:\r\n  page: {title: A page, address: \"https://example.org/a,b\"}\r\n  other: {title: Another page, address: \"https://example.org/2\"}\r\n")},
	"c.yaml": {Data: []byte("rules:\n- id: known\n  urgency: routine\n  title: Known\n  about: known\n  when: {skin: dry}\n  because: So.\n  do: Ask.\n  sources: [page]\n  status: reviewed\n  review:\n    by: Dr. Old   # she left\n    on: 2026-01-31\n    of: fp-0aadcdf08aa4c77c\n- id: rest\n  urgency: home\n  title: Nothing é\n  when: always\n  because: Nothing.\n  do: Rest.\n  sources: [page]\n  status: draft")},
}

func load1(tb testing.TB, files fs.FS) *triage.Table {
	tb.Helper()
	table, err := Load(files)
	if err != nil {
		tb.Fatal(err)
	}
	return table
}

// panelWords are the words of a sheet in these tests.
var panelWords = export.SheetWords{
	Urgency: triage.Urgency.String,
	When: func(t *triage.Table, r *triage.Rule) (lines []string) {
		for _, c := range r.When {
			line := ""
			for _, s := range c {
				scale := t.Scales()[s.Scale]
				line += scale.Question.Ask + " " + scale.Question.Options[max(0, scale.Option)].Say + "/" + scale.Value(s.Value) + " "
			}
			lines = append(lines, line)
		}
		return lines
	},
	Source: func(s *triage.Source) string { return s.Title + ": " + s.Address },
	Status: func(s triage.Status) string { return string(s) },
}

func contentOf(t *triage.Table) func(*triage.Rule) []string {
	return func(r *triage.Rule) []string { return panelWords.Content(t, r) }
}

// printed returns the cells of a sheet.
func printed(tb testing.TB, t *triage.Table) [][]string {
	tb.Helper()
	var out bytes.Buffer
	if err := export.Sheet(&out, t, panelWords); err != nil {
		tb.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

// The columns of a sheet.
const (
	colTitle, colWhen, colBy, colOn, colVerdict, colRemark, colPrint = 2, 4, 10, 11, 12, 13, 14
)

func sign(row []string, by, on, verdict, remark string) {
	row[colBy], row[colOn], row[colVerdict], row[colRemark] = by, on, verdict, remark
}

// saved returns a sheet as a spreadsheet saves it.
func saved(rows [][]string, comma rune, crlf bool) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = comma, crlf
	w.WriteAll(rows)
	return out.Bytes()
}

func rowOf(tb testing.TB, rows [][]string, id string) []string {
	tb.Helper()
	for _, row := range rows {
		if row[0] == id {
			return row
		}
	}
	tb.Fatalf("no row for %s", id)
	return nil
}

const thatDay = "2026-11-30" // today, in these tests

func TestSignedSheet(t *testing.T) {
	table := load1(t, panelTable)
	rows := printed(t, table)
	sign(rowOf(t, rows, "warm"), "  Dr.  Ann O'Neil ", "2026-11-30", " Agree", "")
	sign(rowOf(t, rows, "dry"), "=Bo", "2026-01-02", "disagree", "-too \n wide")
	sign(rowOf(t, rows, "known"), "Dr. Old", "2026-01-31", "agree", "")
	sign(rowOf(t, rows, "both"), "", "", "", "is this one new?")
	rows = slices.DeleteFunc(rows, func(row []string) bool { return row[0] == "json" })
	// In another order, with an extra column and empty rows between.
	slices.Reverse(rows[1:])
	for i := range rows {
		rows[i] = slices.Insert(rows[i], 1, map[bool]string{true: "our notes"}[i == 0])
	}
	rows = slices.Insert(rows, 2, make([]string, len(rows[0])))
	want := `signed warm by "Dr. Ann O'Neil" on 2026-11-30 agrees true known false remark ""
signed dry by "=Bo" on 2026-01-02 agrees false known false remark "-too wide"
signed known by "Dr. Old" on 2026-01-31 agrees true known true remark ""
unsigned both
unsigned crlf
unsigned rest
absent json
remark on both: is this one new?
`
	for _, comma := range ",;\t" {
		for _, crlf := range []bool{false, true} {
			for _, bom := range []string{"", "\ufeff"} {
				data := append([]byte(bom), saved(rows, comma, crlf)...)
				sheet, err := Sheet(table, contentOf(table), "a.csv", data, thatDay)
				if err != nil {
					t.Fatal(err)
				}
				if got := sheetText(sheet); got != want {
					t.Fatalf("separator %q: got\n%swant\n%s", comma, got, want)
				}
			}
		}
	}
}

func sheetText(sheet *SignedSheet) string {
	var out strings.Builder
	for _, s := range sheet.Signed {
		fmt.Fprintf(&out, "signed %s by %q on %s agrees %v known %v remark %q\n", s.Rule.ID, s.Review.By, s.Review.On, s.Agrees, s.Known, s.Remark)
	}
	for _, r := range sheet.Unsigned {
		fmt.Fprintf(&out, "unsigned %s\n", r.ID)
	}
	for _, r := range sheet.Absent {
		fmt.Fprintf(&out, "absent %s\n", r.ID)
	}
	for _, s := range sheet.Remarks {
		fmt.Fprintf(&out, "remark on %s: %s\n", s.Rule.ID, s.Remark)
	}
	return out.String()
}

func TestSheetRefuses(t *testing.T) {
	table := load1(t, panelTable)
	changed := fstest.MapFS{}
	for name, file := range panelTable {
		changed[name] = &fstest.MapFile{Data: bytes.Replace(file.Data, []byte("warm or unsure"), []byte("warm"), 1)}
	}
	const day, last = "2026-11-30", 2 // warm is the second of the rows, on line 4
	for _, test := range []struct {
		name string
		edit func(rows [][]string, warm []string) [][]string
		want string
	}{
		{"a rule that is not known", func(rows [][]string, warm []string) [][]string { warm[0] = "wrm"; return rows }, `a.csv:4:1: row 3, "rule": there is no rule "wrm"; did you mean "warm"?`},
		{"no rule", func(rows [][]string, warm []string) [][]string { warm[0] = " "; return rows }, `a.csv:4:1: row 3, "rule": the row does not say which rule it is about`},
		{"no name", func(rows [][]string, warm []string) [][]string { warm[colBy] = ""; return rows }, `row 3, "reviewed by": the reviewer's name is missing`},
		{"no name but a sign", func(rows [][]string, warm []string) [][]string { warm[colBy] = "✓"; return rows }, `row 3, "reviewed by": "✓" is not a name`},
		{"a name that acts", func(rows [][]string, warm []string) [][]string { warm[colBy] = "Bo\x1b[2J"; return rows }, `row 3, "reviewed by": the name has a character that is not allowed`},
		{"a long name", func(rows [][]string, warm []string) [][]string { warm[colBy] = strings.Repeat("Bo ", 70); return rows }, `row 3, "reviewed by": the name is longer than 200 characters`},
		{"no day", func(rows [][]string, warm []string) [][]string { warm[colOn] = ""; return rows }, `row 3, "reviewed on": the date of the review is missing`},
		{"a day of a spreadsheet", func(rows [][]string, warm []string) [][]string { warm[colOn] = "1/31/2026"; return rows }, `row 3, "reviewed on": a date is written like 2026-01-31, not "1/31/2026": give the column that date format, and save the file again`},
		{"a day that is none", func(rows [][]string, warm []string) [][]string { warm[colOn] = "2026-02-30"; return rows }, `row 3, "reviewed on": a date is written like 2026-01-31, not "2026-02-30"`},
		{"tomorrow", func(rows [][]string, warm []string) [][]string { warm[colOn] = "2026-12-01"; return rows }, `row 3, "reviewed on": 2026-12-01 is in the future`},
		{"no verdict", func(rows [][]string, warm []string) [][]string { warm[colVerdict] = ""; return rows }, `row 3, "verdict": the verdict is missing: write agree or disagree`},
		{"another verdict", func(rows [][]string, warm []string) [][]string { warm[colVerdict] = "agreed"; return rows }, `row 3, "verdict": there is no verdict "agreed"; did you mean "agree"?`},
		{"the same row again", func(rows [][]string, warm []string) [][]string { return append(rows, slices.Clone(warm)) }, `row 9, "rule": the rule warm has another row, 3: only one of them can count`},
		{"another signature", func(rows [][]string, warm []string) [][]string {
			again := slices.Clone(warm)
			again[colVerdict] = "disagree"
			return append(rows, again)
		}, `row 9, "rule": the rule warm is signed differently in row 3: only one of them can count`},
		{"a row beside an unsigned one", func(rows [][]string, warm []string) [][]string {
			again := slices.Clone(warm)
			sign(again, "", "", "", "")
			return append(rows, again)
		}, `row 9, "rule": the rule warm is signed differently in row 3: only one of them can count`},
		{"a text that was changed in the sheet", func(rows [][]string, warm []string) [][]string { warm[colTitle] = "Hot skin"; return rows }, `row 3, "title": this was changed in the sheet and is not what the table says of warm`},
		{"a rule that was changed since", func(rows [][]string, warm []string) [][]string {
			was := printed(t, load1(t, changed))
			old := rowOf(t, was, "warm")
			sign(old, "Ann", day, "agree", "")
			rows[last] = old
			return rows
		}, `row 3, "when all of this holds": the rule warm has changed here since the sheet was printed: print it again`},
		{"both", func(rows [][]string, warm []string) [][]string {
			warm[colTitle], warm[colPrint] = "Hot skin", "fp-0"
			return rows
		}, `row 3, "title": this was changed in the sheet, and the rule warm has changed since it was printed`},
		{"the fingerprint of another", func(rows [][]string, warm []string) [][]string { warm[colPrint] = rows[1][colPrint]; return rows }, `row 3, "fingerprint": the fingerprint belongs to another row`},
		{"no fingerprint", func(rows [][]string, warm []string) [][]string { warm[colPrint] = ""; return rows }, `row 3, "fingerprint": the fingerprint is missing`},
		{"a short row", func(rows [][]string, warm []string) [][]string { rows[last] = warm[:colRemark]; return rows }, `a.csv:4:1: row 3, "fingerprint": the fingerprint is missing`},
		{"a rule that is retired", func(rows [][]string, warm []string) [][]string { warm[0] = "gone"; return rows }, `row 3, "rule": the rule gone is retired and no longer used`},
		{"a review that is older", func(rows [][]string, warm []string) [][]string {
			known := rowOf(t, rows, "known")
			sign(known, "Bo", "2026-01-31", "agree", "")
			return rows
		}, `row 7, "reviewed on": the table already has a review of known that is not older: by Dr. Old on 2026-01-31`},
	} {
		rows := printed(t, table)
		warm := rowOf(t, rows, "warm")
		if &rows[last][0] != &warm[0] {
			t.Fatal("the rows are not in the expected order")
		}
		sign(warm, "Ann", day, "agree", "")
		sign(rowOf(t, rows, "json"), "Ann", day, "agree", "")
		rows = test.edit(rows, warm)
		sheet, err := Sheet(table, contentOf(table), "a.csv", saved(rows, ',', true), thatDay)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
			continue
		}
		// The row is left out; the others count.
		for _, s := range sheet.Signed {
			if s.Rule.ID == "known" || s.Rule.ID == "warm" && !strings.Contains(test.name, "older") {
				t.Errorf("%s: %s counts as signed", test.name, s.Rule.ID)
			}
		}
		if !slices.ContainsFunc(sheet.Signed, func(s Signature) bool { return s.Rule.ID == "json" }) {
			t.Errorf("%s: the row beside it is no longer signed", test.name)
		}
	}
}

func TestSheetThatCannotBeRead(t *testing.T) {
	table := load1(t, panelTable)
	good := string(saved(printed(t, table), ',', true))
	for _, test := range []struct{ name, data, want string }{
		{"empty", "", `a.csv:1:1: the first row must have the headings that legtriage export sheet writes`},
		{"a picture", "\x89PNG\r\n\x1a\n\x00", `a.csv: the file is not UTF-8 text: save it as "CSV UTF-8"`},
		{"UTF-16", "\xff\xfer\x00u\x00", `a.csv: the file is not UTF-8 text`},
		{"too large", strings.Repeat("x", MaxFileBytes+1), `a.csv: the file is larger than 1048576 bytes`},
		{"another file", "id,life\n1,none\n", `a.csv:1:1: there is no column "rule"`},
		{"a heading that was changed", strings.Replace(good, "reviewed by", "reviewd by", 1), `a.csv:1:1: there is no column "reviewed by"; it has one called "reviewd by"`},
		{"a heading twice", strings.Replace(good, "title", "rule", 1), `duplicate column "rule"`},
		{"an open quote", strings.Replace(good, "\r\n", "\r\n\"", 1), `a quoted cell is not closed`},
	} {
		if sheet, err := Sheet(table, contentOf(table), "a.csv", []byte(test.data), thatDay); sheet != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

// TestRowsAreNumberedAsASpreadsheetDoes has line breaks in cells, and empty rows.
func TestRowsAreNumberedAsASpreadsheetDoes(t *testing.T) {
	table := load1(t, panelTable)
	rows := printed(t, table)
	sign(rowOf(t, rows, "rest"), "", thatDay, "agree", "")
	rows[1][colRemark] = "one\ntwo\n\nthree"
	text := strings.Replace(string(saved(rows, ',', false)), "\nwarm", "\n\n\nwarm", 1)
	if !strings.Contains(text, "\n\n\nwarm") {
		t.Fatal("no empty rows")
	}
	place := regexp.MustCompile(`a\.csv:(\d+):(\d+): row 10, "reviewed by"`)
	_, err := Sheet(table, contentOf(table), "a.csv", []byte(text), thatDay)
	if err == nil || !place.MatchString(err.Error()) {
		t.Fatal(err)
	}
	// The line and column of the message are those of the cell in the file.
	at := place.FindStringSubmatch(err.Error())
	line := strings.Split(text, "\n")[number(at[1])-1]
	if before := string([]rune(line)[:number(at[2])-1]); !strings.HasSuffix(before, ",draft,") {
		t.Errorf("the message points behind %q", before)
	}
}

func number(text string) (n int) {
	fmt.Sscan(text, &n)
	return n
}

// TestAHostileSheetIsReadQuickly has very many rows, cells, errors or headings. Each
// sheet would take minutes if the cost of one item grew with the number before it.
func TestAHostileSheetIsReadQuickly(t *testing.T) {
	table := load1(t, panelTable)
	good := string(saved(printed(t, table), ',', false))
	header, _, _ := strings.Cut(good, "\n")
	const n = 200_000
	for name, text := range map[string]string{
		"rows that are not known": header + strings.Repeat("\nx", n),
		"rows of one rule":        header + strings.Repeat("\nwarm", n),
		"empty rows":              header + strings.Repeat("\n", n),
		"rows with breaks":        header + strings.Repeat("\n\"x\n\"", n),
		"cells":                   header + "\n" + strings.Repeat(",", n),
		"headings":                header + strings.Repeat(",x", n),
	} {
		began := time.Now()
		_, err := Sheet(table, contentOf(table), "a.csv", []byte(text), thatDay)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if errs := mustErrors(t, err); len(errs) > read.MaxErrors+1 {
			t.Errorf("%s: %d errors", name, len(errs))
		}
	}
}

// FuzzSheet reads anything as a signed sheet. Every signature that counts must be for
// what the table says, by somebody, on a date that is not in the future, and must be
// writable into the table.
func FuzzSheet(f *testing.F) {
	table := load1(f, panelTable)
	content := contentOf(table)
	rows := printed(f, table)
	for i, row := range rows[1:] {
		sign(row, []string{"Ann", "=Bo \"x\"", "O'Neil\\"}[i%3], "2026-11-30", []string{"agree", "disagree"}[i%2], "-")
	}
	for _, comma := range ",;\t" {
		f.Add(saved(rows, comma, comma == ','))
	}
	f.Add([]byte("rule,\"how\nsoon\"\n\n\"a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := Sheet(table, content, "a.csv", data, thatDay)
		for _, e := range mustErrors(t, err) {
			if e.Message == "" || strings.ContainsAny(e.Error(), "\n\x1b") {
				t.Errorf("the message is %q", e.Error())
			}
		}
		if sheet == nil {
			return
		}
		reviews := map[string]triage.Review{}
		for _, s := range sheet.Signed {
			if s.Review.By == "" || s.Review.On > thatDay || len(s.Review.On) != 10 {
				t.Errorf("%s counts as signed by %q on %q", s.Rule.ID, s.Review.By, s.Review.On)
			}
			if !bytes.Contains(data, []byte(export.Fingerprint(content(s.Rule)))) {
				t.Errorf("%s counts without its fingerprint", s.Rule.ID)
			}
			if s.Agrees {
				reviews[s.Rule.ID] = s.Review
			}
		}
		if all := len(sheet.Signed) + len(sheet.Unsigned) + len(sheet.Absent); all > len(table.ByUrgency()) || all < len(table.ByUrgency()) && err == nil {
			t.Errorf("%d rules are reported, of %d", all, len(table.ByUrgency()))
		}
		signedOff(t, panelTable, reviews)
	})
}
