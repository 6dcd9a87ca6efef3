package export_test

import (
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"legtriage/rules"
	"legtriage/rules/export"
	"legtriage/triage"
)

// What the tests allocate is short-lived: collecting it less often costs some megabytes
// and saves time.
func init() { debug.SetGCPercent(400) }

// small is a table with one of everything that matters to an export.
const small = `
table: {name: Small, version: 2}
questions:
  - id: problem
    ask: What is the matter?
    why: It tells what else to ask.
    at_least_one: true
    list: {pain: Pain, itch: An itch}
  - id: life
    stage: life
    ask: Any of these?
    why: These can be signs of danger.
    list: {chest: Chest pain, faint: Passed out}
  - id: change
    ask: When did it start?
    why: It tells how fast.
    options: {slow: Years ago, unsure: Not sure, new: Lately}
rules:
  - {id: danger, urgency: call, title: Chest pain, about: danger, when: {life: chest or unsure}, because: It can be bad., do: Call., sources: [page], status: draft}
  - {id: both, urgency: go, title: Faint and new, about: more, when: {life: faint, change: unsure or worse, any: {problem: pain, change: new}}, because: It can be bad., do: Go., sources: [page], status: draft}
  - {id: itch, urgency: routine, title: An itch, about: an itch, when: {problem: itch}, because: There are creams., do: See a doctor., sources: [page], status: draft}
  - {id: gone, urgency: today, title: No longer used, about: nothing, when: {problem: pain}, because: It was., do: Ask., sources: [page], status: retired}
  - {id: rest, urgency: home, title: Nothing, when: always, because: Nothing points to more., do: Rest., sources: [page], status: draft}
sources:
  page: {title: A page, address: "https://example.org"}
`

func sql(t *testing.T, table *triage.Table, parts ...string) string {
	t.Helper()
	out, err := export.SQL(table, parts...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSQLOfASmallTable(t *testing.T) {
	table := load(t, small)
	table.Hash = "of the small table"
	golden(t, "views.sql", []byte(sql(t, table, export.SQLParts()...)))
}

// Without names of parts, the SQL is what a database needs to take right answers.
func TestSQLWithoutParts(t *testing.T) {
	table := load(t, small)
	if sql(t, table) != sql(t, table, "table", "results", "errors") {
		t.Error("without names of parts, the SQL is not the table and the views")
	}
	if _, err := export.SQL(table, "results", "tabel"); err == nil || !strings.Contains(err.Error(), `"tabel"`) {
		t.Errorf("an unknown part is not refused by its name: %v", err)
	}
}

// token is what SQL is made of: a comment, a name or a text in quotes, or a character.
var token = regexp.MustCompile(`(?s)--[^\n\r]*|"(?:[^"]|"")*"|'(?:[^']|'')*'|.`)

// skeleton returns SQL without the comments, and with one letter in place of every name
// and every text.
func skeleton(sql string) string {
	return token.ReplaceAllStringFunc(sql, func(part string) string {
		switch {
		case strings.HasPrefix(part, "--"):
			return "--"
		case part[0] == '"' && len(part) > 1:
			return "N"
		case part[0] == '\'' && len(part) > 1:
			return "T"
		}
		return part
	})
}

// Whatever the texts and ids of a table are, the SQL around them stays the same. Files
// cannot have most of these ids; a table that a program puts together can.
func TestSQLHoldsHostileTexts(t *testing.T) {
	want := skeleton(sql(t, load(t, small), export.SQLParts()...))
	for _, hostile := range []string{
		"\nDROP TABLE x;", "\rDROP TABLE x;", "\r\n;", "\u2028;\u2029;\u0085;", "\v;\f;", "a\x00b",
		"'", "''", "'; DROP TABLE x; --", `"`, `""`, `"; DROP TABLE x; --`, `\'`, `\"`, "*/ ; /*", "--", "$$", ":x :'x' :\"x\"", "%s %d %!", "\u202ex",
	} {
		table := load(t, small)
		table.Name, table.Version, table.Hash = hostile, hostile, hostile
		for i := range table.Questions {
			q := &table.Questions[i]
			q.Ask, q.Why, q.ID = hostile, hostile, q.ID+hostile
			for o := range q.Options {
				q.Options[o].ID += hostile
				q.Options[o].Say = hostile
			}
		}
		for i := range table.Rules {
			r := &table.Rules[i]
			r.ID, r.Title, r.Because, r.Do, r.About = r.ID+hostile, hostile, hostile, hostile, hostile
		}
		if err := table.Compile(); err != nil {
			t.Fatal(err)
		}
		got := sql(t, table, export.SQLParts()...)
		if skeleton(got) != want {
			t.Errorf("%q changes what the SQL does", hostile)
		}
		for line := range strings.Lines(got) {
			if _, comment, ok := strings.Cut(line, "-- "); ok && strings.ContainsAny(strings.TrimSuffix(comment, "\n"), "\r\v\f\x00\u0085\u2028\u2029\u202e") {
				t.Errorf("%q stands in a comment as it is", hostile)
			}
		}
	}
}

// In the SQL of the shipped table, every answer has a column, and every rule in use is
// computed once, is in both bounds unless it is for home, and can be named.
func TestSQLOfTheShippedTable(t *testing.T) {
	table, err := rules.Leg()
	if err != nil {
		t.Fatal(err)
	}
	results := sql(t, table, "results")
	count := func(in, what string, want int) {
		t.Helper()
		if got := strings.Count(in, what); got != want {
			t.Errorf("%s occurs %d times, not %d", what, got, want)
		}
	}
	low := results[strings.Index(results, "), ranges AS"):strings.Index(results, ` AS "low"`)]
	high := results[strings.Index(results, ` AS "low"`):strings.Index(results, ` AS "high"`)]
	for _, r := range table.ByUrgency() {
		name := `"rule:` + r.ID + `"`
		count(results, " AS "+name, 1)
		count(results, "CASE WHEN "+name+" THEN '"+","+r.ID+"'", 1)
		bounded := 1
		if r.Urgency == triage.Home {
			bounded = 0
		}
		count(low, name, bounded)
		count(high, name, bounded)
	}
	answers, loading, errors := sql(t, table, "table"), sql(t, table, "loading"), sql(t, table, "errors")
	for _, s := range table.Scales() {
		name := s.Question.ID
		if s.Option >= 0 {
			name += "." + s.Question.Options[s.Option].ID
		}
		count(answers, `"`+name+`" TEXT CHECK (`, 1)
		count(loading, `"`+name+`" TEXT`, 1)
		count(results, `"`+name+`" NOT IN ('`+s.Value(0)+`'`, 1)
		count(errors, `"`+name+`" NOT IN ('`+s.Value(0)+`'`, 2) // listed and told
	}
	if strings.Contains(loading, "CHECK") || strings.Contains(loading, "NOT NULL") {
		t.Error("the table for loading refuses rows")
	}
}

// Anything that an engine would cut, refuse or misread is an error here.
func TestSQLRefusesWhatDoesNotFit(t *testing.T) {
	long := strings.Repeat("long", 15)
	for _, c := range []struct {
		change func(*triage.Table)
		want   string
	}{
		{func(t *triage.Table) { t.Questions[0].ID = long }, "the name " + long + ".pain has 65 bytes, and PostgreSQL takes at most 63"},
		{func(t *triage.Table) { t.Rules[0].ID = long }, "the name rule:" + long + " has 65 bytes, and PostgreSQL takes at most 63"},
		{func(t *triage.Table) { t.Questions[2].ID = "id" }, "a question is called id, like the column that names the rows"},
		{func(t *triage.Table) { t.Questions = append(t.Questions, wide(1595)) }, "the answers need 1601 columns, and PostgreSQL has at most 1600 in a table"},
		{func(t *triage.Table) {
			t.Questions = append(t.Questions, wide(1594))
			for i := range 60 {
				r := t.Rules[0]
				r.ID = fmt.Sprint("r", i)
				t.Rules = append(t.Rules, r)
			}
		}, "answers and rules need 1667 columns, and PostgreSQL has at most 1664 in a view"},
	} {
		table := load(t, small)
		c.change(table)
		if err := table.Compile(); err != nil {
			t.Fatal(err)
		}
		if out, err := export.SQL(table); err == nil || !strings.Contains(err.Error(), c.want) || out != "" {
			t.Errorf("the error is %v, not %q", err, c.want)
		}
	}
}

// wide returns a question with this many ticks.
func wide(ticks int) triage.Question {
	q := triage.Question{ID: "wide", List: true}
	for i := range ticks {
		q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("t", i)})
	}
	return q
}

// SQLite accepts no expression deeper than 1000, and every operator in a chain is one
// level deeper.
func TestSQLIsNotDeep(t *testing.T) {
	table := load(t, small)
	table.Questions = append(table.Questions, wide(1300))
	for i := range 300 {
		r := table.Rules[0]
		r.ID = fmt.Sprint("r", i)
		table.Rules = append(table.Rules, r)
	}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	for _, part := range export.SQLParts() {
		if d := deepest(sql(t, table, part)); d >= 900 {
			t.Errorf("%s: an expression is %d deep", part, d)
		}
	}
}

// deepest returns the greatest number of chained operators inside any brackets,
// including those around them.
func deepest(sql string) int {
	most := 0
	open := []int{0}
	for _, word := range regexp.MustCompile(`[(),;]|\b(?:OR|AND|CASE|SELECT|FROM)\b|\|\||\+`).FindAllString(skeleton(sql), -1) {
		last := len(open) - 1
		switch word {
		case "(":
			open = append(open, 1)
		case ")":
			open = open[:max(1, last)]
		case ",", ";", "SELECT", "FROM":
			open[last] = 0
		default:
			open[last]++
		}
		sum := 0
		for _, n := range open {
			sum += n
		}
		most = max(most, sum)
	}
	return most
}

func TestSQLPartsAreNamedOnce(t *testing.T) {
	parts := export.SQLParts()
	slices.Sort(parts)
	if len(parts) < 5 || len(slices.Compact(slices.Clone(parts))) != len(parts) {
		t.Errorf("the parts are %q", parts)
	}
}
