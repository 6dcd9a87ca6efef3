package rules

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"legtriage/rules/read"
	"legtriage/triage"
)

// readCSV reads a whole file as CSV, in batches of rows that end where cut says.
func readCSV(t testing.TB, table *triage.Table, text string, cut func(rows int) bool) (rows []Row, wrong Errors) {
	t.Helper()
	var columns *Columns
	var batch []byte
	began := 0 // the line of the batch
	drain := func() {
		for reader := columns.Rows(batch, began); ; {
			row, err := reader.Next()
			if err == io.EOF {
				break
			}
			rows, wrong = append(rows, row), append(wrong, mustErrors(t, err)...)
		}
		batch = nil
	}
	open, separator := false, rune(0)
	inBatch, from, number := 0, 0, 0
	lines := bytes.SplitAfter([]byte(text), []byte("\n"))
	for i, line := range lines {
		number++
		if open = QuoteOpen(line, open, separator); open && i+1 < len(lines) {
			continue
		}
		row := bytes.Join(lines[from:i+1], nil)
		if from == 0 {
			var err error
			if columns, err = CSV(table, "a.csv", row); err != nil {
				return nil, mustErrors(t, err)
			}
			separator = columns.Separator()
		} else {
			if len(batch) == 0 {
				began = from + 1
			}
			batch = append(batch, row...)
			if inBatch++; cut(inBatch) {
				drain()
				inBatch = 0
			}
		}
		from = i + 1
	}
	if columns != nil {
		drain()
	}
	return rows, wrong
}

func whole(int) bool { return false }

// shownRows writes rows as "line id: answers", with "-" for the answers of a bad one.
func shownRows(rows []Row) string {
	var out []string
	for _, r := range rows {
		text := "-"
		if r.Answers.Table() != nil {
			text = said(r.Answers)
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s", r.Line, r.ID))+": "+text)
	}
	return strings.Join(out, "\n")
}

func TestCSV(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, test := range []struct{ name, text, want string }{
		{"questions as columns", "problem,skin,ill\npain,warm dry,yes\nitch,none,\n",
			"2: problem yes no, skin yes no yes, ill yes\n3: problem no yes, skin no no no, ill ?"},
		{"ticks as columns", "skin.warm,skin.dry\nyes,\n,unsure\n",
			"2: problem ? ?, skin yes ? ?, ill ?\n3: problem ? ?, skin ? ? unsure, ill ?"},
		{"every row for itself", "skin,ill,problem.pain\nwarm,yes,yes\n,,\nwarm,yes,yes\nwarm,yes,yes\nnone, ,no\n\"warm\",yes,no\n,yes,\n",
			"2: problem yes ?, skin yes no no, ill yes\n3: problem ? ?, skin ? ? ?, ill ?\n4: problem yes ?, skin yes no no, ill yes\n5: problem yes ?, skin yes no no, ill yes\n" +
				"6: problem no ?, skin no no no, ill ?\n7: problem no ?, skin yes no no, ill yes\n8: problem ? ?, skin ? ? ?, ill yes"},
		{"an empty cell is missing", "skin,ill\n,\n", "2: problem ? ?, skin ? ? ?, ill ?"},
		{"not sure", "skin,ill\nwarm unsure,unsure\nunsure,no\n",
			"2: problem ? ?, skin yes unsure unsure, ill unsure\n3: problem ? ?, skin unsure unsure unsure, ill no"},
		{"rows with names", "ill,id\nno,one\nyes,\"two, or \"\"2\"\"\"\n", "2 one: problem ? ?, skin ? ? ?, ill no\n3 two, or \"2\": problem ? ?, skin ? ? ?, ill yes"},
		{"as a spreadsheet writes it", "\ufeffid;ill;skin\r\n1;\"no\";\"none\"\r\n\r\n2; yes ;dry\r\n",
			"2 1: problem ? ?, skin no no no, ill no\n4 2: problem ? ?, skin no no yes, ill yes"},
		{"tabs", "ill\tskin\nno\tdry\n", "2: problem ? ?, skin no no yes, ill no"},
		{"line breaks in quotes", "ill,skin\n\"no\n\",\"\ndry\r\n\"\nyes,none\n", "2: problem ? ?, skin no no yes, ill no\n6: problem ? ?, skin no no no, ill yes"},
		{"no end of the last line", "ill\nno", "2: problem ? ?, skin ? ? ?, ill no"},
		{"one column", "ill\nyes\n", "2: problem ? ?, skin ? ? ?, ill yes"},
		{"no rows", "ill\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, wrong := readCSV(t, table, test.text, whole)
			if got := shownRows(rows); got != test.want || len(wrong) > 0 {
				t.Errorf("\ngot  %s\nwant %s\n%v", got, test.want, wrong)
			}
		})
	}
}

// TestCSVRowBehindWrongOnes has rows that repeat the row above where that one was
// partly wrong, too short, or wrong in the same way.
func TestCSVRowBehindWrongOnes(t *testing.T) {
	rows, wrong := readCSV(t, mustLoad(t, completeTable), "skin,ill\nwarm,no\ndry,oh\nwarm,no\ndry,oh\ndry,oh\ndry,\nwarm\ndry,\n", whole)
	want := "2: problem ? ?, skin yes no no, ill no\n3: -\n4: problem ? ?, skin yes no no, ill no\n5: -\n6: -\n7: problem ? ?, skin no no yes, ill ?\n8: -\n9: problem ? ?, skin no no yes, ill ?"
	if got := shownRows(rows); got != want || len(wrong) != 4 {
		t.Errorf("\ngot  %s\nwant %s\n%v", got, want, wrong)
	}
}

func TestCSVErrorsNameTheCell(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, test := range []struct{ name, text, rows, want string }{
		{"a column that is near", "ills,skin.wram\nno,yes\n", "", `a.csv:1:1: there is no column "ills"; did you mean "ill"?` + "\n" + `a.csv:1:6: there is no column "skin.wram"; did you mean "skin.warm"?`},
		{"a tick of a question with one answer", "ill.yes\nno\n", "", `a.csv:1:1: ill has one answer: its column is called "ill" alone`},
		{"a column twice", "ill,skin,ill\n", "", `a.csv:1:10: duplicate column "ill": it is column 1 too`},
		{"a tick and its list", "skin.warm,skin\n", "", `a.csv:1:11: the column "skin" answers the same as column 1, "skin.warm"`},
		{"a list and its tick", "skin,skin.warm\n", "", `a.csv:1:6: the column "skin.warm" answers the same as column 1, "skin"`},
		{"a column without a name", "ill,,skin\n", "", `a.csv:1:5: column 2 has no name`},
		{"nothing", "", "", `a.csv:1:1: the first row must name the columns: questions, or single ticks like problem.pain`},
		{"a header with an open quote", "ill,\"skin\n", "", `a.csv:1:11: a quoted cell is not closed, or a quote inside it is not doubled`},
		{"a word that is near", "id,skin,ill\nä,drie hot,nö\n", "2 ä: -", `a.csv:2:3: there is no option of skin "drie"; did you mean "dry"?` + "\n" + `a.csv:2:12: there is no option of ill "nö"; did you mean "no"?`},
		{"a word that is far", "skin,problem.pain\nzzzzz,jein\n", "2: -", `a.csv:2:1: there is no option of skin "zzzzz"; it can be warm, sore, dry, none, unsure` + "\n" + `a.csv:2:7: there is no value of problem.pain "jein"; it can be no, unsure, yes`},
		{"others go on", "ill\nmaybe\nyes\n", "2: -\n3: problem ? ?, skin ? ? ?, ill yes", `a.csv:2:1: there is no option of ill "maybe"; it can be no, unsure, yes`},
		{"too few cells", "id,ill\nx\ny,no\n", "2 x: -\n3 y: problem ? ?, skin ? ? ?, ill no", `a.csv:2:1: the row has 1 cells, and the header has 2`},
		{"semicolons in some rows", "ill,skin\nno;none\n", "2: -", `a.csv:2:1: the row has 1 cells, and the header has 2`},
		{"no id", "id,ill\n,no\n", "2: -", `a.csv:2:1: the row has no id`},
		{"an id that acts", "id,ill\n\x1b[2J,no\n", "2: -", `a.csv:2:1: the id has a character that is not allowed`},
		{"a value that acts", "ill\n\x1b[2J\n", "2: -", `a.csv:2:1: there is no option of ill "?[2J"; it can be no, unsure, yes`},
		{"a quote in a cell", "ill,skin\nno,d\"ry\nyes,dry\n", "2: -\n3: problem ? ?, skin no no yes, ill yes", `a.csv:2:5: a cell that contains a quote must be in quotes, with that quote doubled`},
		{"a quote that is not closed", "ill,skin\nno,\"dry\nyes,dry\n", "2: -", `a.csv:3:9: a quoted cell is not closed, or a quote inside it is not doubled`},
		{"a row after line breaks in quotes", "ill,skin\n\"no\n\",dry\nyes,dri\n", "2: problem ? ?, skin no no yes, ill no\n4: -", `a.csv:4:5: there is no option of skin "dri"; did you mean "dry"?`},
		{"no problem ticked", "problem\nnone\n", "2: -", `a.csv:2:1: problem: needs at least one of its options, not "none"`},
		{"no problem ticked, tick by tick", "problem.pain,problem.itch\nno,unsure\n,no\n", "2: -\n3: problem ? no, skin ? ? ?, ill ?", `a.csv:2:1: problem: needs at least one of its options`},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, wrong := readCSV(t, table, test.text, whole)
			if got := shownRows(rows); got != test.rows || wrong.Error() != test.want {
				t.Errorf("\ngot  %s\nwant %s\ngot  %v\nwant %s", got, test.rows, wrong, test.want)
			}
		})
	}
}

// TestCSVAndJSONMeanTheSame writes the answers of many people as JSON and as CSV, with
// a column for each question or for each tick.
func TestCSVAndJSONMeanTheSame(t *testing.T) {
	table := leg(t)
	var want []triage.Answers
	questions, ticks := []string{}, []string{}
	for i := range table.Questions {
		q := &table.Questions[i]
		questions = append(questions, q.ID)
		if !q.List {
			ticks = append(ticks, q.ID)
		}
		for o := range q.Options {
			if q.List {
				ticks = append(ticks, q.ID+"."+q.Options[o].ID)
			}
		}
	}
	byQuestion, byTick := strings.Join(questions, ",")+"\n", strings.Join(ticks, ",")+"\n"
	for number := range 300 {
		v, _ := person(table, number)
		a := v.answers(table)
		var cells, single []string
		for i := range table.Questions {
			q := &table.Questions[i]
			from, to := q.Scales()
			if number%3 > 0 && (i+number)%7 == 0 {
				for s := from; s < to; s++ {
					a.Clear(s)
				}
			}
			ids, _ := a.Replied(q)
			if q.List && len(ids) == 0 && a.Answered(q) { // some unsure, others no: a list's column cannot say so
				if err := a.Reply(q, triage.Unsure); err != nil {
					t.Fatal(err)
				}
				ids = []string{triage.Unsure}
			}
			cells = append(cells, strings.Join(ids, " "))
			for s := from; s < to; s++ {
				value := ""
				if v, known := a.Value(s); known {
					value = table.Scales()[s].Value(v)
				}
				single = append(single, value)
			}
		}
		want = append(want, a)
		byQuestion += strings.Join(cells, ",") + "\n"
		byTick += strings.Join(single, ",") + "\n"
	}
	for _, text := range []string{byQuestion, byTick} {
		rows, wrong := readCSV(t, table, text, func(n int) bool { return n == 7 })
		if len(rows) != len(want) || len(wrong) > 0 {
			t.Fatalf("read %d rows, %v", len(rows), wrong)
		}
		for i, r := range rows {
			if !r.Answers.Equal(want[i]) || r.Line != i+2 {
				t.Fatalf("row %d, line %d\ngot  %s\nwant %s", i, r.Line, said(r.Answers), said(want[i]))
			}
		}
	}
}

// TestCSVIsCutAsTheLibraryDoes reads rows without quotes both ways, each of them below
// each of the others. A cell that counts as unchanged must equal the one above.
func TestCSVIsCutAsTheLibraryDoes(t *testing.T) {
	columns, err := CSV(mustLoad(t, completeTable), "a.csv", []byte("id;ill;skin\n"))
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"a;b;c", "a;b", "a;b;", "a;b;cc", "a;bb;c", "aa;b;c", "a;b;d", "a;;c", ";;", "a", " a ; b ;\tc ", "a,b;c;", "ä;ö;日本", ";", " ", "a;b\rc;d",
		"a;b;c;d;e;f;g;h;i;j", "a;b;c;d;ee;f;g;h;i;j", "a;b;c;d;e;f;g;h;i;k", "a;b;c;d;e;f;g;h;i;j;k", "a;b;c;d;e;f;g;h;i;jk",
	}
	for _, above := range append(texts, "") {
		for _, row := range texts {
			want, err := columns.reader([]byte(row + "\n")).Read()
			if err != nil {
				t.Fatal(err)
			}
			rows := columns.Rows(nil, 1)
			cells := func(row string, ends []int) (cells []string) {
				begin := 0
				for _, end := range ends {
					cells = append(cells, row[begin:end])
					begin = end + 1
				}
				return cells
			}
			var before []string
			if above != "" {
				rows.ends = rows.cut([]byte(above))
				rows.above, rows.changed = []byte(above), nil
				before = cells(above, rows.ends)
			}
			got := cells(row, rows.cut([]byte(row)))
			if !slices.Equal(got, want) {
				t.Errorf("%q below %q is cut into %q, by the library into %q", row, above, got, want)
			}
			for i, cell := range got {
				if !slices.Contains(rows.changed, i) && (i == columns.id || i >= len(before) || cell != before[i]) {
					t.Errorf("%q below %q: cell %d is not seen to have changed", row, above, i)
				}
			}
			if above == row && len(rows.changed) != 1 {
				t.Errorf("%q below itself: the cells %v have changed", row, rows.changed)
			}
		}
	}
}

// FuzzCSV reads anything as CSV, all at once and row by row, and wants the same rows
// and the same errors, each with its place and safe to print.
func FuzzCSV(f *testing.F) {
	table := mustLoad(f, completeTable)
	for _, text := range append([]string{
		"ill,skin\nno,warm dry\n", "\ufeffid;ill\r\n1;\"no\"\r\n2;yes\r\n", "skin.warm\tskin.dry\nyes\tno\n", "ill,skin\n\"no\n\",\"dry\"\"\"\nyes,none\n",
		"ill\n\"\n", "ill,skin\na;\"b,c\nno,\"none\"\n", "problem.pain,problem.itch\nno,no\n", "id\n\u202e\n", "ill\nno\rill\n", "\"ill\n\",skin\nno,dry\n",
		strings.Repeat(",", 200), // more errors than are reported
	}, hostileTexts...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, wrong := readCSV(t, table, text, whole)
		again, wrongAgain := readCSV(t, table, text, func(int) bool { return true })
		if shownRows(rows) != shownRows(again) || wrong.Error() != wrongAgain.Error() {
			t.Errorf("%q\nat once    %s\n%v\nrow by row %s\n%v", text, shownRows(rows), wrong, shownRows(again), wrongAgain)
		}
		if len(wrong) > 0 {
			checkErrors(t, wrong)
		}
		lines := strings.Count(text, "\n") + 1
		for _, e := range wrong {
			if e.Message == read.MoreErrors {
				continue // that there are more errors has no place
			}
			if e.Line < 1 || e.Line > lines || e.Column < 1 {
				t.Errorf("%q: line %d of %d, column %d: %v", text, e.Line, lines, e.Column, e)
			}
		}
		for i, r := range rows {
			if r.Line < 2 || r.Line > lines || i > 0 && r.Line <= rows[i-1].Line {
				t.Errorf("%q: row %d on line %d of %d", text, i, r.Line, lines)
			}
		}
	})
}
