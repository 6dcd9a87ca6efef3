package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"legtriage/rules"
	"legtriage/rules/export"
	"legtriage/triage"
	"legtriage/ui/report"
)

// This file writes the results of many sets of answers in one of five forms: a line of
// words, the whole assessment as JSON, a bundle for a record, or the short form, which
// says what was decided and by which rules, as JSON or as CSV.

// form is one way to write results.
type form struct {
	head  string // comes before all results
	on    func(*batch) resultWriter
	apart bool // errors go to the standard error output
}

// resultWriter writes the results of a batch.
type resultWriter interface {
	result(rules.Row)
	wrong(rules.Row, rules.Errors)
	end()
}

// form returns the form that the flags ask for, or nil if that cannot hold many sets of
// answers. Rows are named by their ids if byID is true, and otherwise by their lines.
func (f *flags) form(t *triage.Table, write report.Writer, byID bool) *form {
	switch {
	case f.brief:
		return &form{on: func(b *batch) resultWriter { return &briefJSON{short{b, byID}} }}
	case f.format == "csv":
		name := "line"
		if byID {
			name = "id"
		}
		head := name + ",category,urgency,at_least,at_most,deciding,missing,error\n"
		return &form{head: head, on: func(b *batch) resultWriter { return &briefCSV{short{b, byID}, csv.NewWriter(b)} }}
	case f.format == "json":
		w := t.AssessmentWriter()
		return &form{on: func(b *batch) resultWriter { return &fullJSON{short{b, byID}, w} }}
	case f.format == "fhir":
		return &form{on: func(b *batch) resultWriter { return &bundles{short{b, byID}, recordOf(write)} }}
	case f.format == "text":
		return &form{apart: true, on: func(b *batch) resultWriter { return &briefText{short{b, byID}} }}
	}
	return nil
}

// short is what the short form says about a set of answers.
type short struct {
	*batch
	byID bool
}

func (s *short) end() {}

// name returns the name of a row.
func (s *short) name(row rules.Row) string {
	if s.byID {
		return row.ID
	}
	return strconv.Itoa(row.Line)
}

// deciding calls yield with the rules that decide. No rule is a reason to stay at home
// as long as something more urgent is possible.
func (s *short) deciding(a triage.Answers, atLeast, atMost triage.Urgency, yield func(r *triage.Rule)) {
	if atLeast == triage.Home && atMost > triage.Home {
		return
	}
	var room [16]int
	for _, i := range a.Fired(room[:0]) {
		if r := &a.Table().Rules[i]; r.Urgency == atLeast {
			yield(r)
		}
	}
}

// missing returns the questions that can still change the urgency.
func (s *short) missing(a triage.Answers, atLeast, atMost triage.Urgency) []*triage.Question {
	if atLeast == atMost {
		return nil // to save a second look at the rules
	}
	return a.Missing()
}

// messages returns what is wrong with a row, on one line.
func (s *short) messages(errs rules.Errors) string {
	var messages []string
	for _, e := range errs {
		where := fmt.Sprintf("column %d", e.Column)
		if s.byID {
			where = fmt.Sprintf("line %d, column %d", e.Line, e.Column)
		}
		messages = append(messages, where+": "+e.Message)
	}
	return strings.Join(messages, "; ")
}

// briefText writes one line for each result: the category, the urgency, and the rules
// that decided. Errors go to the standard error output.
type briefText struct{ short }

func (w *briefText) wrong(_ rules.Row, errs rules.Errors) {
	for _, e := range errs {
		w.batch.wrong = append(w.batch.wrong, e.Error())
	}
}

func (w *briefText) result(row rules.Row) {
	atLeast, atMost := row.Answers.Range()
	out := append(append(w.out, w.name(row)...), ": "...)
	switch {
	case atLeast.Category() != atMost.Category():
		out = fmt.Appendf(out, "not settled, from %v to %v", atLeast, atMost)
	case atLeast != atMost:
		out = fmt.Appendf(out, "%v, from %v to %v", atLeast.Category(), atLeast, atMost)
	default:
		out = fmt.Appendf(out, "%v, %v", atLeast.Category(), atLeast)
	}
	between := ": "
	w.deciding(row.Answers, atLeast, atMost, func(r *triage.Rule) {
		out = append(append(out, between...), r.ID...)
		between = ", "
	})
	w.out = append(out, '\n')
}

// fullJSON writes whole assessments. The error of a row is an object in its place.
type fullJSON struct {
	short
	w *triage.AssessmentWriter
}

func (j *fullJSON) result(row rules.Row) {
	j.out = append(append(j.out, '{'), j.key(row)...)
	comma := len(j.out)
	j.out = append(j.w.Append(j.out, row.Answers.Assess()), '\n')
	j.out[comma] = ',' // in place of its opening bracket
}

func (j *fullJSON) wrong(row rules.Row, errs rules.Errors) {
	j.out = append(append(j.out, '{'), j.key(row)...)
	j.out = append(append(j.out, `,"error":`...), quotedJSON(j.messages(errs))...)
	j.out = append(j.out, "}\n"...)
}

// bundles writes results as a record keeps them, one on each line.
type bundles struct {
	short
	record *export.BundleWords
}

func (r *bundles) result(row rules.Row) {
	r.out = append(r.out, r.record.Bundle(row.Answers.Assess(), r.name(row))...)
}

func (r *bundles) wrong(row rules.Row, errs rules.Errors) {
	r.out = append(r.out, export.Wrong(r.name(row), r.messages(errs))...)
}

// key returns the first member of the object for a row.
func (s *short) key(row rules.Row) string {
	if s.byID {
		return `"id":` + quotedJSON(row.ID)
	}
	return `"line":` + strconv.Itoa(row.Line)
}

func quotedJSON(text string) string {
	var quoted bytes.Buffer
	enc := json.NewEncoder(&quoted)
	enc.SetEscapeHTML(false)
	must(enc.Encode(text))
	return strings.TrimSuffix(quoted.String(), "\n")
}

// briefJSON is the short form as JSON: every object has the same members.
type briefJSON struct{ short }

func (j *briefJSON) result(row rules.Row) {
	atLeast, atMost := row.Answers.Range()
	out := append(append(j.out, '{'), j.key(row)...)
	out = append(out, `,"category":`...)
	if atLeast.Category() == atMost.Category() {
		out = append(append(append(out, '"'), atLeast.Category().String()...), '"')
	} else {
		out = append(out, "null"...)
	}
	out = append(out, `,"urgency":`...)
	if atLeast == atMost {
		out = append(append(append(out, '"'), atLeast.String()...), '"')
	} else {
		out = append(out, "null"...)
	}
	out = append(append(out, `,"at_least":"`...), atLeast.String()...)
	out = append(append(out, `","at_most":"`...), atMost.String()...)
	out = append(out, `","deciding":[`...)
	between := `"`
	j.deciding(row.Answers, atLeast, atMost, func(r *triage.Rule) {
		out = append(append(append(out, between...), r.ID...), '"')
		between = `,"`
	})
	out = append(out, `],"missing":[`...)
	between = `"`
	for _, q := range j.missing(row.Answers, atLeast, atMost) {
		out = append(append(append(out, between...), q.ID...), '"')
		between = `,"`
	}
	j.out = append(out, "],\"error\":null}\n"...)
}

func (j *briefJSON) wrong(row rules.Row, errs rules.Errors) {
	j.out = append(append(j.out, '{'), j.key(row)...)
	j.out = append(j.out, `,"category":null,"urgency":null,"at_least":null,"at_most":null,"deciding":[],"missing":[],"error":`...)
	j.out = append(append(j.out, quotedJSON(j.messages(errs))...), "}\n"...)
}

// briefCSV is the short form as CSV. A cell is empty if its value is not known or there
// is none; several rules or questions are separated by commas.
type briefCSV struct {
	short
	w *csv.Writer
}

func (c *briefCSV) end() { c.w.Flush() }

func (c *briefCSV) result(row rules.Row) {
	atLeast, atMost := row.Answers.Range()
	cells := [8]string{0: c.name(row), 3: atLeast.String(), 4: atMost.String()}
	if atLeast.Category() == atMost.Category() {
		cells[1] = atLeast.Category().String()
	}
	if atLeast == atMost {
		cells[2] = atLeast.String()
	}
	var ids []string
	c.deciding(row.Answers, atLeast, atMost, func(r *triage.Rule) { ids = append(ids, r.ID) })
	cells[5] = strings.Join(ids, ",")
	ids = ids[:0]
	for _, q := range c.missing(row.Answers, atLeast, atMost) {
		ids = append(ids, q.ID)
	}
	cells[6] = strings.Join(ids, ",")
	c.w.Write(cells[:]) // writing into the batch does not fail
}

func (c *briefCSV) wrong(row rules.Row, errs rules.Errors) {
	c.w.Write([]string{0: c.name(row), 7: c.messages(errs)})
}
