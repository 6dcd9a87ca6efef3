package rules

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/export"
	"legtriage/rules/read"
	"legtriage/triage"
)

// This file reads a signed sheet: the CSV that package export writes, as a spreadsheet
// saved it. Columns may be in another order, others may have been added, rows may have
// been sorted or deleted, and the quotes, separators and line ends may be any that
// csv.go takes.
//
// A row that is not signed says nothing, whatever it contains. A signed row counts only
// if all of it is right: see [Sheet].

// maxName is the greatest length of a reviewer's name, in characters.
const maxName = 200

// SignedSheet is what a sheet says.
type SignedSheet struct {
	Signed   []Signature
	Unsigned []*triage.Rule // rules with a row that nobody signed
	Absent   []*triage.Rule // rules without a row
	Remarks  []Signature    // of rows without a signature
}

// Signature is the signature on one row.
type Signature struct {
	Rule   *triage.Rule
	Review triage.Review
	Agrees bool
	Remark string
	Known  bool // the table already has it
}

// Sheet reads a signed sheet of t. The function content returns what the row of a rule
// must say, in the order of [export.SheetContent]; today is the last date that a
// signature can have.
//
// A signed row is left out and reported among the errors if its signature lacks the
// name, the date or the verdict; if it does not say what the table says, or what was
// printed; or if its rule is unknown, is retired, has another row, or has a later
// review. Sheet returns nil if no row can be read.
func Sheet(t *triage.Table, content func(*triage.Rule) []string, name string, data []byte, today string) (*SignedSheet, error) {
	s := &sheetReader{table: t, content: content, today: today, data: data}
	s.file = newFile(name, &s.errs)
	for i := range t.Rules {
		s.ids = append(s.ids, t.Rules[i].ID)
	}
	rows := s.rows()
	if len(s.errs) > 0 {
		return nil, s.errs
	}
	out := &SignedSheet{}
	stands := map[*triage.Rule]sheetRow{}
	signed := map[*triage.Rule]*Signature{} // nil: signed in more than one row
	for _, row := range rows {
		r := s.ruleOf(row)
		if r == nil {
			continue
		}
		if other, twice := stands[r]; twice {
			signed[r] = nil
			if s.says(row) == s.says(other) {
				s.fail(row, export.SheetRule, "the rule %s has another row, %d: only one of them can count", r.ID, other.number)
			} else {
				s.fail(row, export.SheetRule, "the rule %s is signed differently in row %d: only one of them can count", r.ID, other.number)
			}
			continue
		}
		stands[r] = row
		if signature := s.signature(row, r); signature != nil {
			signed[r] = signature
		}
	}
	for _, r := range t.ByUrgency() {
		row, stands := stands[r]
		switch signature := signed[r]; {
		case signature != nil:
			out.Signed = append(out.Signed, *signature)
		case !stands:
			out.Absent = append(out.Absent, r)
		case !s.isSigned(row):
			out.Unsigned = append(out.Unsigned, r)
			if remark := s.remark(row); remark != "" {
				out.Remarks = append(out.Remarks, Signature{Rule: r, Remark: remark})
			}
		}
	}
	if len(s.errs) > 0 {
		placed := s.errs[:min(len(s.errs), read.MaxErrors)] // the next one says that there are more
		slices.SortStableFunc(placed, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		return out, s.errs
	}
	return out, nil
}

type sheetReader struct {
	file
	errs    Errors
	table   *triage.Table
	content func(*triage.Rule) []string
	today   string
	data    []byte
	ids     []string       // of all rules
	column  map[string]int // by heading
}

// sheetRow is a row, with the number that a spreadsheet shows for it.
type sheetRow struct {
	number int
	cells  []string
	at     [][2]int // line and column of each cell, in bytes
}

// rows reads all rows that are not empty.
func (s *sheetReader) rows() (rows []sheetRow) {
	whole := &yaml.Node{}
	switch {
	case len(s.data) > MaxFileBytes:
		s.Fail(whole, "the file is larger than %d bytes", MaxFileBytes)
		return nil
	case !utf8.Valid(s.data):
		s.Fail(whole, "the file is not UTF-8 text: save it as \"CSV UTF-8\", or export it with the character set UTF-8")
		return nil
	}
	s.data = bytes.TrimPrefix(s.data, []byte("\ufeff"))
	c := &Columns{comma: separator(s.data)}
	r := c.reader(s.data)
	r.ReuseRecord = false
	number, end, lines := 0, 0, 0 // of the row before: its number, where it ends, and the lines up to there
	for {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			s.failCSV(err, 1, s.data)
			return nil
		}
		row := sheetRow{cells: cells}
		for i := range cells {
			line, column := r.FieldPos(i)
			row.at = append(row.at, [2]int{line, column})
		}
		// Empty rows are not read, but have numbers all the same.
		row.number = number + row.at[0][0] - lines
		lines += bytes.Count(s.data[end:r.InputOffset()], []byte("\n"))
		number, end = row.number, int(r.InputOffset())
		for i := range cells {
			cells[i] = strings.TrimSpace(export.Unguarded(cells[i]))
		}
		switch {
		case !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }):
		case s.column == nil:
			s.head(row)
		default:
			rows = append(rows, row)
		}
	}
	if s.column == nil {
		s.Fail(&yaml.Node{Line: 1, Column: 1}, "the first row must have the headings that legtriage export sheet writes")
	}
	return rows
}

// head reads the headings, without the brackets after them.
func (s *sheetReader) head(row sheetRow) {
	s.column = map[string]int{}
	needed := slices.Concat(export.SheetContent(), []string{export.SheetBy, export.SheetOn, export.SheetVerdict, export.SheetRemark, export.SheetFingerprint})
	var found []string
	for i, cell := range row.cells {
		heading, _, _ := strings.Cut(strings.ToLower(strings.Join(strings.Fields(cell), " ")), " (")
		found = append(found, heading)
		if _, twice := s.column[heading]; twice && slices.Contains(needed, heading) {
			s.Fail(s.place(row, i), "duplicate column %s", read.Quoted(heading))
		}
		s.column[heading] = i
	}
	for _, heading := range needed {
		if _, ok := s.column[heading]; !ok {
			near := ""
			if n := read.Nearest(heading, found); strings.Contains(n, "mean") {
				near = "; it has one called " + strings.TrimSuffix(strings.TrimPrefix(n, "; did you mean "), "?")
			}
			s.Fail(s.place(row, 0), "there is no column %q%s", heading, read.Short(near))
		}
	}
}

// place returns the place of a cell. A row may have fewer cells than there are columns.
func (s *sheetReader) place(row sheetRow, i int) *yaml.Node {
	if i >= len(row.at) {
		return &yaml.Node{Line: row.at[0][0], Column: 1}
	}
	line, column := row.at[i][0], row.at[i][1]
	return &yaml.Node{Line: line, Column: inCharacters(s.data, line, column)}
}

// fail reports what is wrong with a cell. The message also has what a spreadsheet
// shows: the number of the row and the heading of the column.
func (s *sheetReader) fail(row sheetRow, heading, format string, args ...any) {
	if len(s.errs) > read.MaxErrors {
		return // to save the search for the place
	}
	s.Fail(s.place(row, s.column[heading]), "row %d, %q: %s", row.number, heading, fmt.Sprintf(format, args...))
}

func (s *sheetReader) cell(row sheetRow, heading string) string {
	if i := s.column[heading]; i < len(row.cells) {
		return row.cells[i]
	}
	return ""
}

// isSigned reports whether a row has any part of a signature.
func (s *sheetReader) isSigned(row sheetRow) bool {
	return s.cell(row, export.SheetBy)+s.cell(row, export.SheetOn)+s.cell(row, export.SheetVerdict) != ""
}

// says returns the signature of a row, for comparison.
func (s *sheetReader) says(row sheetRow) [3]string {
	return [3]string{s.cell(row, export.SheetBy), s.cell(row, export.SheetOn), strings.ToLower(s.cell(row, export.SheetVerdict))}
}

// ruleOf returns the rule of a row, or nil after reporting that there is none.
func (s *sheetReader) ruleOf(row sheetRow) *triage.Rule {
	id := s.cell(row, export.SheetRule)
	if r := s.table.Rule(id); r != nil {
		return r
	}
	if id == "" {
		s.fail(row, export.SheetRule, "the row does not say which rule it is about")
		return nil
	}
	s.fail(row, export.SheetRule, "there is no rule %s%s", read.Quoted(id), s.Nearest(id, s.ids))
	return nil
}

// signature returns the signature of a row. It returns nil if the row is not signed,
// or, after reporting why, if the signature does not count.
func (s *sheetReader) signature(row sheetRow, r *triage.Rule) *Signature {
	if !s.isSigned(row) {
		return nil
	}
	before := len(s.errs)
	out := &Signature{Rule: r, Review: triage.Review{By: s.name(row), On: s.day(row)}}
	switch verdict := strings.ToLower(s.cell(row, export.SheetVerdict)); verdict {
	case export.Agree:
		out.Agrees = true
	case export.Disagree:
	case "":
		s.fail(row, export.SheetVerdict, "the verdict is missing: write %s or %s", export.Agree, export.Disagree)
	default:
		s.fail(row, export.SheetVerdict, "there is no verdict %s%s", read.Quoted(verdict), s.Nearest(verdict, []string{export.Agree, export.Disagree}))
	}
	out.Remark = s.remark(row)
	if r.Status == triage.Retired {
		s.fail(row, export.SheetRule, "the rule %s is retired and no longer used", r.ID)
	} else {
		s.unchanged(row, r)
	}
	if len(s.errs) == before && out.Agrees && r.Status == triage.Reviewed {
		switch was := r.Review; {
		case was.By == out.Review.By && was.On == out.Review.On:
			out.Known = true
		case was.On >= out.Review.On:
			s.fail(row, export.SheetOn, "the table already has a review of %s that is not older: by %s on %s", r.ID, read.Short(was.By), was.On)
		}
	}
	if len(s.errs) > before {
		return nil
	}
	return out
}

// remark returns the remark of a row as one line.
func (s *sheetReader) remark(row sheetRow) string {
	return read.Harmless(strings.Join(strings.Fields(s.cell(row, export.SheetRemark)), " "))
}

// name returns the name of the reviewer.
func (s *sheetReader) name(row sheetRow) string {
	name := strings.Join(strings.Fields(s.cell(row, export.SheetBy)), " ")
	switch {
	case name == "":
		s.fail(row, export.SheetBy, "the reviewer's name is missing")
	case utf8.RuneCountInString(name) > maxName:
		s.fail(row, export.SheetBy, "the name is longer than %d characters", maxName)
	case read.Harmless(name) != name:
		s.fail(row, export.SheetBy, "the name has a character that is not allowed")
	case strings.IndexFunc(name, unicode.IsLetter) < 0:
		s.fail(row, export.SheetBy, "%s is not a name", read.Quoted(name))
	}
	return name
}

// day returns the date of a signature.
func (s *sheetReader) day(row sheetRow) string {
	day := s.cell(row, export.SheetOn)
	_, err := time.Parse(time.DateOnly, day)
	switch {
	case day == "":
		s.fail(row, export.SheetOn, "the date of the review is missing")
	case err != nil:
		s.fail(row, export.SheetOn, "a date is written like 2026-01-31, not %s: give the column that date format, and save the file again", read.Quoted(day))
	case day > s.today:
		s.fail(row, export.SheetOn, "%s is in the future", day)
	}
	return day
}

// unchanged reports how a row differs from what was printed, or from what the table
// says now.
func (s *sheetReader) unchanged(row sheetRow, r *triage.Rule) {
	now := s.content(r)
	var cells []string
	different := "" // the first column that is not what the table says
	for i, heading := range export.SheetContent() {
		cell := s.cell(row, heading)
		cells = append(cells, cell)
		if different == "" && strings.Join(strings.Fields(cell), " ") != strings.Join(strings.Fields(now[i]), " ") {
			different = heading
		}
	}
	switch printed := s.cell(row, export.SheetFingerprint); {
	case different == "" && printed == export.Fingerprint(now):
	case printed == "":
		s.fail(row, export.SheetFingerprint, "the fingerprint is missing, so nobody can say what was signed: print the rule %s again", r.ID)
	case different == "":
		s.fail(row, export.SheetFingerprint, "the fingerprint belongs to another row, or to other words: print the rule %s again", r.ID)
	case printed == export.Fingerprint(now):
		s.fail(row, different, "this was changed in the sheet and is not what the table says of %s: change the table, then print the rule again", r.ID)
	case printed == export.Fingerprint(cells):
		s.fail(row, different, "the rule %s has changed here since the sheet was printed: print it again, to be read and signed anew", r.ID)
	default:
		s.fail(row, different, "this was changed in the sheet, and the rule %s has changed since it was printed: print it again", r.ID)
	}
}
