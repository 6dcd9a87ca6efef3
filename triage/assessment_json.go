package triage

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
)

// MarshalJSON writes the assessment. The keys category and said (what the person is
// told) are null unless the category is settled; urgency is null unless at_least and
// at_most are the same. Lists are never null. The deciding rules come first among the
// reasons; a rule for self-care is not a reason while something more urgent is
// possible.
//
// [encoding/json.Marshal] validates and copies all that this returns, which takes much
// longer than writing it. To write many assessments, call this or
// [AssessmentWriter.Append] directly.
func (as *Assessment) MarshalJSON() ([]byte, error) {
	room := marshalRoom.Get().(*[]byte)
	defer marshalRoom.Put(room)
	*room = as.Answers.table.AssessmentWriter().Append((*room)[:0], as)
	return bytes.Clone(*room), nil
}

// marshalRoom holds buffers to write in, so that MarshalJSON allocates only its
// result, at its exact size.
var marshalRoom = sync.Pool{New: func() any { return new([]byte) }}

// AssessmentWriter writes assessments as JSON. Most of each consists of texts of the
// table, which the writer has already encoded. It may be used by many goroutines at
// once.
type AssessmentWriter struct {
	table   string      // the object that names the table
	rules   []ruleJSON  // by Rule.index
	scales  []scaleJSON // by scale
	asked   []string    // by Question.index, the id
	ticks   []string    // by Question.index, the key before an object of ticks
	advice  map[*Advice]string
	returns map[*SafetyNet]string
}

// ruleJSON is what all assessments that name a rule have in common: each object up to
// the point where they differ.
type ruleJSON struct {
	named   string // in every list of rules
	fired   string // up to the answers
	sources string // the member behind the answers of a rule that has fired
	refuted string // up to the answers
	decides string // a change after which the rule decides, up to the answers
}

// scaleJSON has, for each value of a scale, the object for the answer, the member of
// an answers object for this one answer, and the same without the question that has
// the tick.
type scaleJSON struct{ given, alone, member []string }

// AssessmentWriter returns the writer for assessments of t. It is made on first use,
// since most runs of a program write none.
func (t *Table) AssessmentWriter() *AssessmentWriter { return t.writer() }

func (t *Table) newAssessmentWriter() *AssessmentWriter {
	aw := &AssessmentWriter{advice: map[*Advice]string{}, returns: map[*SafetyNet]string{}}
	// part returns what write writes, without the brackets.
	part := func(write func(w *jsonWriter)) string {
		var w jsonWriter
		write(&w)
		return string(w)
	}
	aw.table = part(func(w *jsonWriter) {
		w.open('{')
		w.key("name").text(t.Name)
		w.key("version").text(t.Version)
		w.key("hash").text(t.Hash)
		w.close('}')
	})
	for i := range t.Rules {
		r := &t.Rules[i]
		named := part(func(w *jsonWriter) {
			w.open('{')
			w.key("rule").text(r.ID)
			w.key("urgency").text(r.Urgency.String())
			w.key("title").text(r.Title)
		})
		aw.rules = append(aw.rules, ruleJSON{
			named: named,
			fired: part(func(w *jsonWriter) {
				w.raw(named)
				w.key("because").text(r.Because)
				w.key("do").text(r.Do)
				if r.Contact != "" {
					w.key("contact").text(r.Contact)
				}
				w.key("answers")
			}),
			sources: part(func(w *jsonWriter) {
				w.key("sources").open('[')
				for _, s := range r.Sources {
					w.text(s)
				}
				w.close(']')
			}),
			refuted: part(func(w *jsonWriter) {
				w.raw(named)
				w.key("answers")
			}),
			decides: part(func(w *jsonWriter) {
				w.open('{')
				w.key("to").text(r.Urgency.Category().String())
				w.key("urgency").text(r.Urgency.String())
				w.key("rule").text(r.ID)
				w.key("answers")
			}),
		})
	}
	for _, s := range t.scales {
		var j scaleJSON
		for v := range s.Top + 1 {
			j.given = append(j.given, part(func(w *jsonWriter) {
				w.open('{')
				w.key("question").text(s.Question.ID)
				if s.Option >= 0 {
					w.key("option").text(s.id())
				}
				w.key("value").text(s.Value(v))
				w.close('}')
			}))
			member := part(func(w *jsonWriter) {
				w.text(s.id())
				w.close(':')
				w.text(s.Value(v))
			})
			alone := member
			if s.Option >= 0 {
				alone = part(func(w *jsonWriter) {
					w.text(s.Question.ID)
					w.close(':')
					w.raw("{" + member + "}")
				})
			}
			j.member, j.alone = append(j.member, member), append(j.alone, alone)
		}
		aw.scales = append(aw.scales, j)
	}
	for i := range t.Questions {
		id := part(func(w *jsonWriter) { w.text(t.Questions[i].ID) })
		aw.asked, aw.ticks = append(aw.asked, id), append(aw.ticks, id+":")
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		aw.advice[ad] = part(func(w *jsonWriter) {
			w.open('{')
			w.key("id").text(ad.ID)
			w.key("text").text(ad.Say)
			w.close('}')
		})
	}
	for i := range t.SafetyNet {
		s := &t.SafetyNet[i]
		aw.returns[s] = part(func(w *jsonWriter) { w.text(s.Say) })
	}
	return aw
}

// Append appends to out what [Assessment.MarshalJSON] writes. The assessment
// must be of the table that the writer is for.
func (aw *AssessmentWriter) Append(out []byte, as *Assessment) []byte {
	t, w := as.Answers.table, append(jsonWriter(out), '{')
	w.key("table").raw(aw.table)
	if c, settled := as.Category(); settled {
		w.key("category").text(c.String())
	} else {
		w.key("category").raw("null")
	}
	if as.AtLeast == as.AtMost {
		w.key("urgency").text(as.AtLeast.String())
	} else {
		w.key("urgency").raw("null")
	}
	w.said(as)
	w.key("at_least").text(as.AtLeast.String())
	w.key("at_most").text(as.AtMost.String())
	w.key("settled").raw(strconv.FormatBool(as.Settled()))
	w.key("reasons").open('[')
	for _, reasons := range [][]Reason{as.Deciding, as.Also} {
		for _, r := range reasons {
			if r.Rule.Urgency == Home && !as.Settled() {
				continue // its texts are for self-care, which is not the result
			}
			w.raw(aw.rules[r.Rule.index].fired)
			w.given(aw, r.Answers)
			w.raw(aw.rules[r.Rule.index].sources)
			w.close('}')
		}
	}
	w.close(']')
	w.key("ruled_out").open('[')
	for _, r := range as.RuledOut {
		w.raw(aw.rules[r.Rule.index].refuted)
		w.given(aw, r.Answers)
		w.close('}')
	}
	w.close(']')
	w.key("open").open('[')
	for _, r := range as.Open {
		w.raw(aw.rules[r.index].named)
		w.close('}')
	}
	w.close(']')
	w.key("changes").open('[')
	for _, c := range as.Changes {
		w.raw(aw.rules[c.Rule.index].decides)
		w.overlay(aw, t, c.Answers)
		w.close('}')
	}
	w.close(']')
	w.key("advice").open('[')
	for _, a := range as.Advice {
		w.raw(aw.advice[a])
	}
	w.close(']')
	w.key("withheld").open('[')
	for _, a := range as.Withheld {
		w.open('{')
		w.key("id").text(a.Advice.ID)
		w.key("because").text(a.Because)
		w.close('}')
	}
	w.close(']')
	w.key("come_back_if").open('[')
	for _, s := range as.ComeBack {
		w.raw(aw.returns[s])
	}
	w.close(']')
	w.key("missing").open('[')
	for _, q := range as.Missing {
		w.raw(aw.asked[q.index])
	}
	w.close(']')
	w.close('}')
	return w
}

// said writes what the person is told, or null unless that is settled.
func (w *jsonWriter) said(as *Assessment) {
	said, settled := as.Disposition()
	if !settled {
		w.key("said").raw("null")
		return
	}
	w.key("said").open('{')
	w.key("urgency").text(said.Urgency.String())
	w.key("place").text(said.Place.String())
	if said.Also != said.Place {
		w.key("also").text(said.Also.String())
	}
	w.key("instead").open('[')
	for _, r := range as.Instead() {
		w.text(r.ID)
	}
	w.close(']')
	w.close('}')
}

// given writes answers as a list of objects.
func (w *jsonWriter) given(aw *AssessmentWriter, given []Given) {
	w.open('[')
	for _, g := range given {
		w.raw(aw.scales[g.Scale].given[g.Value])
	}
	w.close(']')
}

// overlay writes one or two answers as an answers object that can be laid over
// another, the questions in the order of the table.
func (w *jsonWriter) overlay(aw *AssessmentWriter, t *Table, given []Given) {
	w.open('{')
	g, h := given[0], given[len(given)-1]
	q, other := t.scales[g.Scale].Question, t.scales[h.Scale].Question
	switch {
	case g == h:
		w.raw(aw.scales[g.Scale].alone[g.Value])
	case q == other:
		w.raw(aw.ticks[q.index])
		w.open('{')
		w.raw(aw.scales[g.Scale].member[g.Value])
		w.raw(aw.scales[h.Scale].member[h.Value])
		w.close('}')
	default:
		if q.index > other.index {
			g, h = h, g
		}
		w.raw(aw.scales[g.Scale].alone[g.Value])
		w.raw(aw.scales[h.Scale].alone[h.Value])
	}
	w.close('}')
}

// jsonWriter is JSON being written. It adds the commas.
type jsonWriter []byte

// next writes the comma before a value or a key, if one belongs there.
func (w *jsonWriter) next() {
	if n := len(*w); n > 0 {
		switch (*w)[n-1] {
		case '{', '[', ':':
		default:
			*w = append(*w, ',')
		}
	}
}

func (w *jsonWriter) open(bracket byte) {
	w.next()
	*w = append(*w, bracket)
}

func (w *jsonWriter) close(bracket byte) { *w = append(*w, bracket) }

// key writes a key. It must be one that needs no escape.
func (w *jsonWriter) key(key string) *jsonWriter {
	w.next()
	*w = append(append(append(*w, '"'), key...), '"', ':')
	return w
}

// raw writes a value, or a key with its value, that is JSON already.
func (w *jsonWriter) raw(json string) {
	w.next()
	*w = append(*w, json...)
}

// text writes a string. A string that may need an escape is left to the library.
func (w *jsonWriter) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			var quoted bytes.Buffer
			library := json.NewEncoder(&quoted)
			library.SetEscapeHTML(false) // as below
			if err := library.Encode(s); err != nil {
				panic("triage: a string cannot be written as JSON: " + err.Error())
			}
			w.raw(strings.TrimSuffix(quoted.String(), "\n"))
			return
		}
	}
	w.next()
	*w = append(append(append(*w, '"'), s...), '"')
}
