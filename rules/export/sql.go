package export

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"legtriage/triage"
)

// This file writes a table as SQL, in words that PostgreSQL, DuckDB and SQLite share.
// SQL's three-valued logic is that of the engine: a rule is true, false or NULL exactly
// when it has fired, is refuted or is open.

// The names of what the SQL creates.
const (
	SQLAnswers = "legtriage_answers" // a table: one row for each set of answers
	SQLResults = "legtriage_results" // a view: what each leads to
	SQLErrors  = "legtriage_errors"  // a view: the rows that cannot be used, and why
)

// The limits of PostgreSQL, which has the lowest.
const (
	sqlNameBytes   = 63 // it would cut longer names
	sqlColumns     = 1600
	sqlExpressions = 1664
)

// sqlID is the column that names the rows.
const sqlID = "id"

// sqlPart is a part of the SQL that can be exported alone.
type sqlPart struct {
	name  string
	write func(*sqlWriter)
}

var sqlParts = []sqlPart{
	{"table", func(w *sqlWriter) { w.table(true) }},
	{"results", (*sqlWriter).results},
	{"errors", (*sqlWriter).errors},
	{"loading", func(w *sqlWriter) { w.table(false) }},
	{"empty", (*sqlWriter).empty},
}

// SQLParts returns the names of the parts of the SQL.
func SQLParts() (names []string) {
	for _, p := range sqlParts {
		names = append(names, p.name)
	}
	return names
}

// SQL returns t as SQL: the named parts, or without names the table of answers and both
// views.
func SQL(t *triage.Table, parts ...string) (string, error) {
	if len(parts) == 0 {
		parts = []string{"table", "results", "errors"}
	}
	w := &sqlWriter{t: t}
	if err := sqlFits(t); err != nil {
		return "", err
	}
	w.head()
	for _, name := range parts {
		i := slices.IndexFunc(sqlParts, func(p sqlPart) bool { return p.name == name })
		if i < 0 {
			return "", fmt.Errorf("there is no part %q", name)
		}
		sqlParts[i].write(w)
	}
	return w.String(), nil
}

// sqlFits reports what in t some engine would not take as it is.
func sqlFits(t *triage.Table) error {
	var errs []error
	names := []string{}
	for _, s := range t.Scales() {
		names = append(names, scaleID(s))
	}
	answers := len(names)
	for _, r := range t.ByUrgency() {
		names = append(names, sqlRule(r))
	}
	for _, name := range names {
		if len(name) > sqlNameBytes {
			errs = append(errs, fmt.Errorf("the name %s has %d bytes, and PostgreSQL takes at most %d", name, len(name), sqlNameBytes))
		}
	}
	if t.Question(sqlID) != nil {
		errs = append(errs, fmt.Errorf("a question is called %s, like the column that names the rows", sqlID))
	}
	if n := 1 + answers; n > sqlColumns {
		errs = append(errs, fmt.Errorf("the answers need %d columns, and PostgreSQL has at most %d in a table", n, sqlColumns))
	} else if n := 4 + len(names); n > sqlExpressions {
		errs = append(errs, fmt.Errorf("answers and rules need %d columns, and PostgreSQL has at most %d in a view", n, sqlExpressions))
	}
	return errors.Join(errs...)
}

// sqlRule returns the name of the column for r. It differs from that of every answer,
// since no id has a colon.
func sqlRule(r *triage.Rule) string { return "rule:" + r.ID }

// sqlName quotes a name.
func sqlName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// sqlText quotes a text.
func sqlText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// sqlComment returns a text on one line, so that it cannot end the comment it is in.
func sqlComment(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }), " ")
}

// sqlChain joins many expressions. If there are very many, it brackets groups of them,
// because SQLite accepts no expression deeper than 1000.
func sqlChain(op string, all []string) string {
	const most = 200
	if len(all) > most {
		var parts []string
		for part := range slices.Chunk(all, most) {
			parts = append(parts, "("+strings.Join(part, op)+")")
		}
		all = parts
	}
	return strings.Join(all, op)
}

// sqlWriter writes the parts of the SQL of a table.
type sqlWriter struct {
	t *triage.Table
	strings.Builder
}

func (w *sqlWriter) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

// of returns the scales of a question.
func (w *sqlWriter) of(q *triage.Question) []triage.Scale {
	from, to := q.Scales()
	return w.t.Scales()[from:to]
}

// sqlWords returns the values of a scale from one to another.
func sqlWords(s triage.Scale, from, to int) (words []string) {
	for v := from; v <= to; v++ {
		words = append(words, sqlText(s.Value(v)))
	}
	return words
}

// step returns the condition that a scale has this value or a worse one.
func (w *sqlWriter) step(step triage.Step) string {
	s := w.t.Scales()[step.Scale]
	name, words := sqlName(scaleID(s)), sqlWords(s, step.Value, s.Top)
	if len(words) == 1 {
		return name + " = " + words[0]
	}
	return name + " IN (" + strings.Join(words, ", ") + ")"
}

// condition returns a condition, which is NULL while it is open.
func (w *sqlWriter) condition(c triage.Condition) string {
	var steps []string
	for _, s := range c {
		steps = append(steps, w.step(s))
	}
	if len(steps) == 1 {
		return steps[0]
	}
	return "(" + sqlChain(" OR ", steps) + ")"
}

// head names the table that the SQL was made from.
func (w *sqlWriter) head() {
	w.printf("-- %s\n-- version %s, %s\n", sqlComment(w.t.Name), sqlComment(w.t.Version), sqlComment(w.t.Hash))
	w.WriteString(`--
-- A missing answer is NULL. It stands for every answer, never for "no".
`)
}

// table creates the table of answers, with or without checks.
func (w *sqlWriter) table(checks bool) {
	if checks {
		w.WriteString(`
-- The answers, one row for each set. A column is a question or a tick of a list, and holds
-- one of the words below or NULL.
`)
	} else {
		w.WriteString(`
-- The answers, one row for each set, for data that has not been checked: it takes any word.
-- A row that cannot be used has no result, and is listed in ` + SQLErrors + `.
`)
	}
	w.printf("CREATE TABLE %s (\n  %s TEXT", SQLAnswers, sqlName(sqlID))
	if checks {
		w.WriteString(" NOT NULL PRIMARY KEY")
	}
	var needs []string
	for i := range w.t.Questions {
		q := &w.t.Questions[i]
		for _, s := range w.of(q) {
			name := sqlName(scaleID(s))
			w.printf(",\n  %s TEXT", name)
			if checks {
				w.printf(" CHECK (%s IN (%s))", name, strings.Join(sqlWords(s, 0, s.Top), ", "))
			}
		}
		if q.AtLeastOne && checks {
			needs = append(needs, w.noneTicked(q))
		}
	}
	for _, none := range needs {
		w.printf(",\n  CHECK (NOT (%s))", none)
	}
	w.WriteString("\n);\n")
}

// empty turns empty cells into missing answers.
func (w *sqlWriter) empty() {
	w.WriteString(`
-- An empty cell of a CSV file is missing. The shell of SQLite reads it as an empty text.
`)
	w.printf("UPDATE %s SET", SQLAnswers)
	between := "\n"
	for _, s := range w.t.Scales() {
		name := sqlName(scaleID(s))
		w.printf("%s  %s = NULLIF(%[2]s, '')", between, name)
		between = ",\n"
	}
	w.WriteString(";\n")
}

// noneTicked returns the condition that a whole list has been answered and nothing is
// ticked.
func (w *sqlWriter) noneTicked(q *triage.Question) string {
	var all []string
	for _, s := range w.of(q) {
		all = append(all, sqlName(scaleID(s))+" <> "+sqlText(s.Value(s.Top)))
	}
	return sqlChain(" AND ", all)
}

// sqlWrong is one thing that can be wrong with a row.
type sqlWrong struct{ test, message string }

// wrongs returns what can be wrong with the answers to a question.
func (w *sqlWriter) wrongs(q *triage.Question) (all []sqlWrong) {
	for _, s := range w.of(q) {
		known := sqlWords(s, 0, s.Top)
		var plain []string
		for v := 0; v <= s.Top; v++ {
			plain = append(plain, s.Value(v))
		}
		all = append(all, sqlWrong{
			sqlName(scaleID(s)) + " NOT IN (" + strings.Join(known, ", ") + ")",
			scaleID(s) + " can be " + strings.Join(plain, ", "),
		})
	}
	if q.AtLeastOne {
		all = append(all, sqlWrong{"(" + w.noneTicked(q) + ")", q.ID + " needs at least one of its options"})
	}
	return all
}

// sqlUnnamed is what is wrong with a row without an id.
var sqlUnnamed = sqlWrong{sqlName(sqlID) + " IS NULL", "the row has no id"}

// unusable returns the condition that anything is wrong with a row.
func (w *sqlWriter) unusable(indent string) string {
	all := []string{sqlUnnamed.test}
	for i := range w.t.Questions {
		var tests []string
		for _, wrong := range w.wrongs(&w.t.Questions[i]) {
			tests = append(tests, wrong.test)
		}
		all = append(all, "("+sqlChain("\n"+indent+"  OR ", tests)+")")
	}
	return sqlChain("\n"+indent+"OR ", all)
}

// errors creates the view of the rows that cannot be used.
func (w *sqlWriter) errors() {
	w.WriteString(`
-- The rows that cannot be used, and what is wrong with each. They have no result.
`)
	w.printf("CREATE VIEW %s AS\nSELECT\n  %s,\n  SUBSTR(", SQLErrors, sqlName(sqlID))
	message := func(wrong sqlWrong) string {
		return fmt.Sprintf("CASE WHEN %s THEN %s ELSE '' END", wrong.test, sqlText("; "+wrong.message))
	}
	all := []string{message(sqlUnnamed)}
	for i := range w.t.Questions {
		var messages []string
		for _, wrong := range w.wrongs(&w.t.Questions[i]) {
			messages = append(messages, message(wrong))
		}
		all = append(all, "("+sqlChain("\n      || ", messages)+")")
	}
	w.printf("%s, 3) AS \"errors\"\nFROM %s\nWHERE %s;\n", sqlChain("\n    || ", all), SQLAnswers, w.unusable("  "))
}

// results creates the view of what the answers lead to.
func (w *sqlWriter) results() {
	w.printf(`
-- What the answers lead to. at_least and at_most are the urgencies that the missing
-- answers leave possible, from home to call; category and urgency are NULL unless all of
-- these agree. deciding are the rules that decide, missing_count is the number
-- of questions that can still change the urgency. All are NULL for a row that cannot be
-- used: see %s.
CREATE VIEW %s AS
WITH rules AS (
  SELECT
    %s,
`, SQLErrors, SQLResults, sqlName(sqlID))
	columns := 1
	for i := range w.t.Questions {
		var names []string
		for _, s := range w.of(&w.t.Questions[i]) {
			names = append(names, sqlName(scaleID(s)))
		}
		columns += len(names)
		w.printf("    %s,\n", strings.Join(names, ", "))
	}
	w.printf("    -- Can the row be used?\n    CASE WHEN %s\n    THEN FALSE ELSE TRUE END AS \"usable\",", w.unusable("      "))
	columns++
	w.WriteString("\n    -- A rule is true (it holds), false, or NULL (missing answers decide).")
	byUrgency := map[triage.Urgency][]*triage.Rule{}
	for i, r := range w.t.ByUrgency() {
		if i > 0 {
			w.WriteString(",")
		}
		byUrgency[r.Urgency] = append(byUrgency[r.Urgency], r)
		conditions := []string{"TRUE"}
		if len(r.When) > 0 {
			conditions = nil
		}
		for _, c := range r.When {
			conditions = append(conditions, w.condition(c))
		}
		w.printf("\n    -- %v: %s\n    %s AS %s", r.Urgency, sqlComment(r.Title), sqlChain("\n      AND ", conditions), sqlName(sqlRule(r)))
		columns++
	}
	w.printf("\n  FROM %s", SQLAnswers)
	w.once(columns)
	w.WriteString("\n), ranges AS (\n  SELECT\n    *")
	for _, bound := range []struct{ name, test string }{{"low", "%s"}, {"high", "COALESCE(%s, TRUE)"}} {
		w.WriteString(",\n    CASE WHEN \"usable\" THEN CASE")
		for u := triage.Call; u > triage.Home; u-- {
			if rules := byUrgency[u]; len(rules) > 0 {
				w.printf("\n      -- %v\n      WHEN %s THEN %d", u, fmt.Sprintf(bound.test, sqlChain(" OR ", sqlRules(rules))), u)
			}
		}
		w.printf("\n      ELSE %d END END AS %s", triage.Home, sqlName(bound.name))
		columns++
	}
	w.WriteString("\n  FROM rules")
	w.once(columns)
	w.printf("\n)\nSELECT\n  %s", sqlName(sqlID))
	w.category()
	w.printf(",\n  CASE WHEN \"low\" = \"high\" THEN %s END AS \"urgency\"", sqlUrgency("low"))
	w.printf(",\n  %s AS \"at_least\"", sqlUrgency("low"))
	w.printf(",\n  %s AS \"at_most\"", sqlUrgency("high"))
	w.deciding(byUrgency)
	w.missing()
	w.WriteString("\nFROM ranges;\n")
}

// once keeps engines from inlining a subquery and so computing it again wherever it is
// used. The part without FROM prevents that in SQLite, the union in PostgreSQL, and
// both engines still look at one row if only one is asked for.
func (w *sqlWriter) once(columns int) {
	w.printf("\n  -- This adds no row. It keeps engines from computing the above again and again.\n  UNION ALL SELECT NULL%s WHERE FALSE", strings.Repeat(", NULL", columns-1))
}

func sqlRules(rules []*triage.Rule) (names []string) {
	for _, r := range rules {
		names = append(names, sqlName(sqlRule(r)))
	}
	return names
}

// sqlUrgency returns the name of the urgency that a column has as a number.
func sqlUrgency(column string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CASE %s", sqlName(column))
	for _, u := range triage.Urgencies() {
		fmt.Fprintf(&b, " WHEN %d THEN %s", u, sqlText(u.String()))
	}
	return b.String() + " END"
}

// category writes the category, which is NULL unless it is settled.
func (w *sqlWriter) category() {
	w.WriteString(",\n  CASE")
	lowest := map[triage.Category]triage.Urgency{}
	for _, u := range slices.Backward(triage.Urgencies()) {
		lowest[u.Category()] = u
	}
	w.printf(" WHEN \"low\" >= %d THEN %s WHEN \"high\" >= %[1]d THEN NULL", lowest[triage.Emergency], sqlText(triage.Emergency.String()))
	w.printf("\n    WHEN \"low\" >= %d THEN %s", lowest[triage.SeeDoctor], sqlText(triage.SeeDoctor.String()))
	w.printf("\n    WHEN \"high\" = %d THEN %s END AS \"category\"", triage.Home, sqlText(triage.SelfCare.String()))
}

// deciding writes the ids of the rules that decide, separated by commas. No rule
// decides for staying at home as long as something more urgent is possible.
func (w *sqlWriter) deciding(byUrgency map[triage.Urgency][]*triage.Rule) {
	w.WriteString(",\n  CASE \"low\"")
	for _, u := range slices.Backward(triage.Urgencies()) {
		ids := "''"
		var all []string
		for _, r := range byUrgency[u] {
			all = append(all, fmt.Sprintf("CASE WHEN %s THEN %s ELSE '' END", sqlName(sqlRule(r)), sqlText(","+r.ID)))
		}
		if len(all) > 0 {
			ids = "SUBSTR(" + sqlChain("\n      || ", all) + ", 2)"
		}
		if u == triage.Home {
			ids = fmt.Sprintf("CASE WHEN \"high\" = %d THEN %s ELSE '' END", u, ids)
		}
		w.printf("\n    WHEN %d THEN %s", u, ids)
	}
	w.WriteString("\n  END AS \"deciding\"")
}

// missing writes the number of questions that can still change the urgency: those that
// an open rule above the lowest possible urgency waits for.
func (w *sqlWriter) missing() {
	var all []string
	for i := range w.t.Questions {
		q := &w.t.Questions[i]
		var waits strings.Builder
		for u := triage.Call; u > triage.Home; u-- {
			if open := w.waiting(q, u); len(open) > 0 {
				fmt.Fprintf(&waits, "\n      WHEN %s THEN %d", sqlChain("\n        OR ", open), u)
			}
		}
		if waits.Len() > 0 {
			all = append(all, fmt.Sprintf("\n    -- %s\n    + CASE WHEN \"low\" < CASE%s\n      ELSE %d END THEN 1 ELSE 0 END", sqlComment(q.ID), waits.String(), triage.Home))
		}
	}
	w.printf(",\n  CASE WHEN \"low\" = \"high\" THEN 0 WHEN \"usable\" THEN 0%s\n  END AS \"missing_count\"", strings.Join(all, ""))
}

// waiting returns, for each condition on q in a rule of this urgency, a test that it is
// open and waits for an answer to q.
func (w *sqlWriter) waiting(q *triage.Question, u triage.Urgency) (tests []string) {
	from, to := q.Scales()
	on := func(s triage.Step) bool { return s.Scale >= from && s.Scale < to }
	for _, r := range w.t.ByUrgency() {
		if r.Urgency != u {
			continue
		}
		for _, c := range r.When {
			if !slices.ContainsFunc(c, on) {
				continue
			}
			test := sqlName(sqlRule(r)) + " IS NULL AND " + w.condition(c) + " IS NULL"
			if len(c) == 1 {
				test = sqlName(sqlRule(r)) + " IS NULL AND " + sqlName(scaleID(w.t.Scales()[c[0].Scale])) + " IS NULL"
			} else if slices.ContainsFunc(c, func(s triage.Step) bool { return !on(s) }) {
				var own []string
				for _, s := range c {
					if name := sqlName(scaleID(w.t.Scales()[s.Scale])) + " IS NULL"; on(s) && !slices.Contains(own, name) {
						own = append(own, name)
					}
				}
				test += " AND (" + sqlChain(" OR ", own) + ")"
			}
			if test = "(" + test + ")"; !slices.Contains(tests, test) {
				tests = append(tests, test)
			}
		}
	}
	return tests
}
