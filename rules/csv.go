package rules

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// This file reads sets of answers from CSV, as spreadsheets and databases write it:
// each row is a set of answers, each column a question or a single tick.
//
//	id,life,look.leg,change
//	17,none,yes,new
//	18,chest faint,,unsure
//
// A column is named by a question, or by a question and one of its ticks. A cell in the
// column of a question with one answer holds an option; of a list, ticks with spaces
// between them, none or unsure; of a tick, no, unsure or yes. An empty cell is a
// missing answer, which is not "no". A column called id names the rows.
//
// It accepts what spreadsheets write: a byte-order mark, lines that end in carriage
// return and line feed, semicolons or tabs in place of commas, quotes around cells,
// spaces around words, and empty lines.

// idColumn is the name of the column that names the rows, unless the table has
// a question of that name.
const idColumn = "id"

// Columns are what the columns of a CSV file mean.
type Columns struct {
	table   *triage.Table
	name    string
	comma   rune
	columns []column
	id      int   // the column that names the rows, or -1
	whole   []int // indices of the questions that need a tick and have all their ticks as columns
}

// column is what a column answers: a question, or one tick of it.
type column struct {
	name     string
	question *triage.Question // nil: the column names the rows
	tick     int              // -1: the whole question
	scale    int              // of the tick, or the first one of the question
}

// Row is one row of a CSV file.
type Row struct {
	Line    int    // on which it begins
	ID      string // by which it is named, or ""
	Answers triage.Answers
}

// CSV reads the header of a CSV file, its first row. The name of the file is used
// in errors, which are of type [Errors].
func CSV(t *triage.Table, name string, header []byte) (*Columns, error) {
	var errs Errors
	f := newFile(name, &errs)
	c := &Columns{table: t, name: name, id: -1}
	at := &yaml.Node{Line: 1, Column: 1}
	header = bytes.TrimPrefix(header, []byte("\ufeff"))
	switch {
	case len(header) > MaxFileBytes:
		f.Fail(at, "the row is larger than %d bytes", MaxFileBytes)
		return nil, errs
	case len(bytes.TrimSpace(header)) == 0:
		f.Fail(at, "the first row must name the columns: questions, or single ticks like %s", exampleTick(t))
		return nil, errs
	}
	c.comma = separator(header)
	r := c.reader(header)
	names, err := r.Read()
	if err != nil {
		f.failCSV(err, 1, header)
		return nil, errs
	}
	known := c.known()
	first := map[string]int{} // column by name
	for i, name := range names {
		if len(errs) > read.MaxErrors {
			break
		}
		at := &yaml.Node{}
		at.Line, at.Column = place(r, i, header)
		name = strings.TrimSpace(name)
		col, ok := c.column(name)
		switch before, twice := first[name]; {
		case name == "":
			f.Fail(at, "column %d has no name", i+1)
		case twice:
			f.Fail(at, "duplicate column %s: it is column %d too", read.Quoted(name), before+1)
		case !ok && col.question != nil:
			f.Fail(at, "%s has one answer: its column is called %s alone", col.question.ID, read.Quoted(col.question.ID))
		case !ok:
			f.Fail(at, "there is no column %s%s", read.Quoted(name), f.Nearest(name, known))
		case col.question == nil:
			c.id = i
		case col.tick >= 0:
			if before, twice := first[col.question.ID]; twice {
				f.Fail(at, "the column %s answers the same as column %d, %s", read.Quoted(name), before+1, read.Quoted(col.question.ID))
			}
		default:
			for _, o := range col.question.Options {
				if before, twice := first[col.question.ID+"."+o.ID]; twice && col.question.List {
					f.Fail(at, "the column %s answers the same as column %d, %s", read.Quoted(name), before+1, read.Quoted(col.question.ID+"."+o.ID))
					break
				}
			}
		}
		if _, twice := first[name]; !twice {
			first[name] = i
		}
		c.columns = append(c.columns, col)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		if q.AtLeastOne && !slices.ContainsFunc(q.Options, func(o triage.Option) bool { _, ok := first[q.ID+"."+o.ID]; return !ok }) {
			c.whole = append(c.whole, i)
		}
	}
	return c, nil
}

// HasID reports whether a column names the rows.
func (c *Columns) HasID() bool { return c.id >= 0 }

// exampleTick returns the name of a column for a single tick.
func exampleTick(t *triage.Table) string {
	for i := range t.Questions {
		if q := &t.Questions[i]; q.List {
			return q.ID + "." + q.Options[0].ID
		}
	}
	return "question.tick"
}

// known returns the names that a column can have.
func (c *Columns) known() []string {
	names := []string{idColumn}
	for i := range c.table.Questions {
		q := &c.table.Questions[i]
		names = append(names, q.ID)
		for o := range q.Options {
			if q.List {
				names = append(names, q.ID+"."+q.Options[o].ID)
			}
		}
	}
	return names
}

// column returns what a name stands for. If it stands for nothing, column returns
// false; the question is set if the name adds a tick to a question with one answer.
func (c *Columns) column(name string) (col column, ok bool) {
	id, tick, single := strings.Cut(name, ".")
	q := c.table.Question(id)
	switch {
	case name == idColumn && q == nil:
		return column{name, nil, -1, -1}, true
	case q == nil:
		return column{}, false
	case single && !q.List:
		return column{name, q, -1, -1}, false
	}
	from, _ := q.Scales()
	if single {
		if o := q.Option(tick); o >= 0 {
			return column{name, q, o, from + o}, true
		}
		return column{}, false
	}
	return column{name, q, -1, from}, true
}

// separator returns the first separator outside quotes in the header.
func separator(header []byte) rune {
	quoted := false
	for _, c := range header {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ';' || c == '\t'):
			return rune(c)
		}
	}
	return ','
}

func (c *Columns) reader(data []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.ReuseRecord, r.FieldsPerRecord = c.comma, true, -1
	return r
}

// place returns the line and the column, in characters, of a field of the row that r
// read last from data.
func place(r *csv.Reader, field int, data []byte) (line, column int) {
	line, column = r.FieldPos(field)
	return line, inCharacters(data, line, column)
}

// inCharacters turns a column counted in bytes into one counted in characters.
func inCharacters(data []byte, line, column int) int {
	for n := 1; n < line; n++ {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	return utf8.RuneCount(data[:min(column-1, len(data))]) + 1
}

// Rows reads the rows in data, which begins on this line of the file and holds whole
// rows only.
func (c *Columns) Rows(data []byte, line int) *Rows {
	return &Rows{columns: c, data: data, line: line, given: c.table.NoAnswers()}
}

// Rows are rows being read. Most rows have no quotes and are cut at their separators
// here, since the CSV library takes more than twice as long; it reads the other rows.
// Most cells say the same as the cell above, so only cells that differ are read as
// answers.
type Rows struct {
	columns *Columns
	data    []byte         // still to be read
	line    int            // of its first byte
	above   []byte         // the row before, if it was valid and had no quotes
	ends    []int          // of its cells
	given   triage.Answers // what it says
	changed []int          // the cells of this row that may say something else
	room    []int          // for its ends
}

// row returns the next row that is not empty, and the line on which it begins. It
// returns nil after the last one.
func (rows *Rows) row() (row []byte, line int) {
	for len(rows.data) > 0 {
		end, line := 0, rows.line
		for open := false; end < len(rows.data); {
			from := end
			if n := bytes.IndexByte(rows.data[end:], '\n'); n >= 0 {
				end += n + 1
			} else {
				end = len(rows.data)
			}
			rows.line++
			if open = QuoteOpen(rows.data[from:end], open, rows.columns.comma); !open {
				break
			}
		}
		row, rows.data = rows.data[:end], rows.data[end:]
		if len(bytes.TrimRight(row, "\r\n")) > 0 {
			return row, line
		}
	}
	return nil, 0
}

// cut returns the ends of the cells of a row without quotes, and finds the cells that
// have changed. Wherever the row differs from the one above, it measures how far the
// two agree after that cell.
func (rows *Rows) cut(row []byte) []int {
	ends, begin := rows.room[:0], 0
	moved, same := 0, inCommon(row, rows.above) // the shift against the row above; where the stretch that agrees ends
	for i := 0; begin <= len(row); i++ {
		end := len(row) + 1
		if i < len(rows.ends) && i != rows.columns.id {
			end = rows.ends[i] + moved
		}
		if end > same || end == same && end < len(row) {
			// Cells are so short that a search for the separator would take longer.
			for end = begin; end < len(row) && row[end] != byte(rows.columns.comma); end++ {
			}
			rows.changed = append(rows.changed, i)
			if i < len(rows.ends) {
				moved, same = end-rows.ends[i], end+inCommon(row[end:], rows.above[rows.ends[i]:])
			}
		}
		ends, begin = append(ends, end), end+1
	}
	return ends
}

// inCommon returns how many bytes a and b have in common at their beginnings.
func inCommon(a, b []byte) (n int) {
	a, b = a[:min(len(a), len(b))], b[:min(len(a), len(b))]
	for n+8 <= len(a) && binary.NativeEndian.Uint64(a[n:]) == binary.NativeEndian.Uint64(b[n:]) {
		n += 8
	}
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}

// Next returns the next row. If a row is wrong, the error is of type [Errors], the row
// has its line, and its id if that could be read, and the next call goes on with the
// next row. The error is io.EOF after the last row.
func (rows *Rows) Next() (Row, error) {
	c := rows.columns
	data, first := rows.row()
	if data == nil {
		return Row{}, io.EOF
	}
	var errs Errors
	fail := func(line, column int, format string, args ...any) {
		newFile(c.name, &errs).Fail(&yaml.Node{Line: line, Column: column}, format, args...)
	}
	row := Row{Line: first}
	var plain []byte // the row, if it has no quotes
	var ends []int
	var count int // of cells
	var cell func(i int) string
	var where func(i int) (line, column int) // of a cell, counted from the start of the row
	rows.changed = rows.changed[:0]
	if bytes.IndexByte(data, '"') < 0 {
		plain = bytes.TrimRight(data, "\r\n")
		ends = rows.cut(plain)
		begin := func(i int) int {
			if i == 0 {
				return 0
			}
			return ends[i-1] + 1
		}
		count = len(ends)
		cell = func(i int) string { return string(plain[begin(i):ends[i]]) }
		where = func(i int) (line, column int) { return 1, utf8.RuneCount(plain[:begin(i)]) + 1 }
	} else {
		r := c.reader(data)
		cells, err := r.Read()
		if err != nil {
			newFile(c.name, &errs).failCSV(err, first, data)
			return row, errs
		}
		for i := range cells {
			rows.changed = append(rows.changed, i)
		}
		count = len(cells)
		cell = func(i int) string { return cells[i] }
		where = func(i int) (line, column int) { return place(r, i, data) }
	}
	if count != len(c.columns) {
		if c.id >= 0 && c.id < count {
			row.ID = read.Harmless(strings.TrimSpace(cell(c.id)))
		}
		fail(first, 1, "the row has %d cells, and the header has %d", count, len(c.columns))
		return row, errs
	}
	for _, i := range rows.changed {
		said := strings.TrimSpace(cell(i))
		if message := c.columns[i].take(rows.given, said); message != "" {
			line, column := where(i)
			fail(first+line-1, column, "%s", message)
		} else if i == c.id {
			row.ID = said
		}
	}
	for _, i := range c.whole {
		if q := &c.table.Questions[i]; noneTicked(rows.given, q) {
			fail(first, 1, "%s: needs at least one of its options", q.ID)
		}
	}
	if len(errs) > 0 {
		rows.above, rows.ends = nil, rows.ends[:0]
		return row, errs
	}
	row.Answers = rows.given.Clone()
	rows.above, rows.ends, rows.room = plain, ends, rows.ends
	return row, nil
}

// failCSV says what is wrong with the quotes of a row in data, which begins on
// this line of the file.
func (f file) failCSV(err error, line int, data []byte) {
	var broken *csv.ParseError
	if !errors.As(err, &broken) {
		f.Fail(&yaml.Node{Line: line, Column: 1}, "cannot be read as CSV: %s", read.Short(err.Error()))
		return
	}
	at := &yaml.Node{Line: line + broken.Line - 1, Column: inCharacters(data, broken.Line, broken.Column)}
	switch broken.Err {
	case csv.ErrQuote:
		f.Fail(at, "a quoted cell is not closed, or a quote inside it is not doubled")
	case csv.ErrBareQuote:
		f.Fail(at, "a cell that contains a quote must be in quotes, with that quote doubled")
	default:
		f.Fail(at, "cannot be read as CSV: %s", read.Short(broken.Err.Error()))
	}
}

// QuoteOpen reports whether a quoted cell continues after a line, so that the next line
// belongs to the same row; open says whether one continued into the line. The separator
// is 0 until the header has been read.
func QuoteOpen(line []byte, open bool, separator rune) bool {
	if !open && bytes.IndexByte(line, '"') < 0 {
		return false
	}
	begins := !open // a cell
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case open && c == '"' && i+1 < len(line) && line[i+1] == '"':
			i++
		case c == '"' && (open || begins):
			open, begins = !open, false
		default:
			begins = rune(c) == separator || separator == 0 && (c == ',' || c == ';' || c == '\t')
		}
	}
	return open
}

// Separator returns the character between the cells.
func (c *Columns) Separator() rune { return c.comma }

// noneTicked reports whether everything in a list was answered with no or not
// sure.
func noneTicked(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if v, known := a.Value(s); !known || v == triage.TickYes {
			return false
		}
	}
	return true
}

// take reads a cell as an answer, or reports what is wrong with it.
func (col *column) take(a triage.Answers, cell string) (message string) {
	q := col.question
	switch {
	case q == nil:
		switch {
		case cell == "":
			return "the row has no id"
		case len(cell) > read.MaxText:
			return fmt.Sprintf("the id is longer than %d bytes", read.MaxText)
		case strings.ContainsRune(cell, '\n') || read.Harmless(cell) != cell:
			return "the id has a character that is not allowed"
		}
		return ""
	case cell == "":
		from, to := col.scale, col.scale+1
		if col.tick < 0 {
			from, to = q.Scales()
		}
		for s := from; s < to; s++ {
			a.Clear(s)
		}
		return ""
	case col.tick >= 0:
		v := tickValue(cell)
		if v < 0 {
			return fmt.Sprintf("there is no value of %s %s%s", col.name, read.Quoted(cell), read.Nearest(cell, triage.TickNames()))
		}
		a.Set(col.scale, v)
		return ""
	case !q.List:
		o := q.Option(cell)
		if o < 0 {
			return noSuchOption(q, cell, nil)
		}
		a.Set(col.scale, o)
		return ""
	}
	words := strings.Fields(cell)
	for _, word := range words {
		if q.Option(word) < 0 && word != triage.None && word != triage.Unsure {
			return noSuchOption(q, word, []string{triage.None, triage.Unsure})
		}
	}
	if err := a.Reply(q, words...); err != nil {
		return read.Short(err.Error())
	}
	return ""
}

// noSuchOption says that a question has no such option.
func noSuchOption(q *triage.Question, word string, more []string) string {
	var ids []string
	for i := range q.Options {
		ids = append(ids, q.Options[i].ID)
	}
	return fmt.Sprintf("there is no option of %s %s%s", q.ID, read.Quoted(word), nearestOrAll(word, append(ids, more...)))
}
