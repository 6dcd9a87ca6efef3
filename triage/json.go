package triage

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// This file gives tables, answers and assessments the shapes that programs
// read. Keys and shapes are a contract; see the README.

// MarshalJSON writes the answers by question id: an option id for a question
// with one answer; for a list the array that [Answers.Reply] takes, or an
// object of single ticks where some are missing or unsure beside others that
// are no. Missing questions are left out.
func (a Answers) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for i := range a.table.Questions {
		q := &a.table.Questions[i]
		from, to := q.Scales()
		ticks := map[string]string{}
		for s := from; s < to; s++ {
			if v, known := a.Value(s); known {
				ticks[a.table.scales[s].id()] = a.table.scales[s].Value(v)
			}
		}
		ids, sayable := a.Replied(q)
		switch {
		case len(ticks) == 0:
		case !q.List:
			out[q.ID] = ids[0]
		case sayable:
			out[q.ID] = ids
		default:
			out[q.ID] = ticks
		}
	}
	return json.Marshal(out)
}

// id returns the id of the tick or of the question.
func (s Scale) id() string {
	if s.Option < 0 {
		return s.Question.ID
	}
	return s.Question.Options[s.Option].ID
}

type jsonIdentity struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

func (t *Table) identity() jsonIdentity { return jsonIdentity{t.Name, t.Version, t.Hash} }

// MarshalJSON writes the assessment. Category and urgency are null unless the
// category is settled; then urgency is at_least. Lists are never null. The
// deciding rules come first among the reasons; a rule for self-care is none as
// long as something more urgent is possible.
func (as *Assessment) MarshalJSON() ([]byte, error) { return as.AppendJSON(nil), nil }

// AppendJSON appends what [Assessment.MarshalJSON] writes to out, for those
// who write many.
func (as *Assessment) AppendJSON(out []byte) []byte {
	t, w := as.Answers.table, append(jsonWriter(out), '{')
	w.key("table").open('{')
	w.key("name").text(t.Name)
	w.key("version").text(t.Version)
	w.key("hash").text(t.Hash)
	w.close('}')
	if c, settled := as.Category(); settled {
		w.key("category").text(c.String())
		w.key("urgency").text(as.AtLeast.String())
	} else {
		w.key("category").raw("null")
		w.key("urgency").raw("null")
	}
	w.key("at_least").text(as.AtLeast.String())
	w.key("at_most").text(as.AtMost.String())
	w.key("settled").raw(strconv.FormatBool(as.Settled()))
	// rule starts an object with what every list of rules tells of a rule.
	rule := func(r *Rule) {
		w.open('{')
		w.key("rule").text(r.ID)
		w.key("urgency").text(r.Urgency.String())
		w.key("title").text(r.Title)
	}
	w.key("reasons").open('[')
	for _, reasons := range [][]Reason{as.Deciding, as.Also} {
		for _, r := range reasons {
			if r.Rule.Urgency == Home && !as.Settled() {
				continue // what it says is for self-care, which is not the result
			}
			rule(r.Rule)
			w.key("because").text(r.Rule.Because)
			w.key("do").text(r.Rule.Do)
			if r.Rule.Contact != "" {
				w.key("contact").text(r.Rule.Contact)
			}
			w.key("answers").given(t, r.Answers)
			w.key("sources").open('[')
			for _, s := range r.Rule.Sources {
				w.text(s)
			}
			w.close(']')
			w.close('}')
		}
	}
	w.close(']')
	w.key("ruled_out").open('[')
	for _, r := range as.RuledOut {
		rule(r.Rule)
		w.key("answers").given(t, r.Answers)
		w.close('}')
	}
	w.close(']')
	w.key("open").open('[')
	for _, r := range as.Open {
		rule(r)
		w.close('}')
	}
	w.close(']')
	w.key("changes").open('[')
	for _, c := range as.Changes {
		w.open('{')
		w.key("to").text(c.To.Category().String())
		w.key("urgency").text(c.To.String())
		w.key("rule").text(c.Rule.ID)
		w.key("answers").overlay(t, c.Answers)
		w.close('}')
	}
	w.close(']')
	w.key("advice").open('[')
	for _, a := range as.Advice {
		w.open('{')
		w.key("id").text(a.ID)
		w.key("text").text(a.Say)
		w.close('}')
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
		w.text(s.Say)
	}
	w.close(']')
	w.key("missing").open('[')
	for _, q := range as.Missing {
		w.text(q.ID)
	}
	w.close(']')
	w.close('}')
	return w
}

// jsonWriter is JSON being written. Commas come by themselves.
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

func (w *jsonWriter) key(key string) *jsonWriter {
	w.text(key)
	*w = append(*w, ':')
	return w
}

func (w *jsonWriter) raw(json string) {
	w.next()
	*w = append(*w, json...)
}

// text writes a string. What could need an escape is left to the library.
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

// given writes answers as a list of objects.
func (w *jsonWriter) given(t *Table, given []Given) {
	w.open('[')
	for _, g := range given {
		s := t.scales[g.Scale]
		w.open('{')
		w.key("question").text(s.Question.ID)
		if s.Option >= 0 {
			w.key("option").text(s.id())
		}
		w.key("value").text(s.Value(g.Value))
		w.close('}')
	}
	w.close(']')
}

// overlay writes answers as an answers object that can be laid over another.
func (w *jsonWriter) overlay(t *Table, given []Given) {
	w.open('{')
	for i := range t.Questions {
		q, ticks := &t.Questions[i], 0
		for _, g := range given {
			s := t.scales[g.Scale]
			switch {
			case s.Question != q:
			case s.Option < 0:
				w.key(q.ID).text(s.Value(g.Value))
			default:
				if ticks++; ticks == 1 {
					w.key(q.ID).open('{')
				}
				w.key(s.id()).text(s.Value(g.Value))
			}
		}
		if ticks > 0 {
			w.close('}')
		}
	}
	w.close('}')
}

// list returns s, or an empty list in place of nil.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

type jsonOption struct {
	ID      string `json:"id"`
	Say     string `json:"say"`
	RedFlag bool   `json:"red_flag"`
	With    []any  `json:"with,omitempty"`
}

type jsonQuestion struct {
	ID         string       `json:"id"`
	Ask        string       `json:"ask"`
	Why        string       `json:"why"`
	List       bool         `json:"list"`
	AtLeastOne bool         `json:"at_least_one,omitempty"`
	Options    []jsonOption `json:"options"`
}

type jsonRule struct {
	ID      string   `json:"id"`
	Urgency string   `json:"urgency"`
	Title   string   `json:"title"`
	When    []any    `json:"when"`
	Because string   `json:"because"`
	Do      string   `json:"do"`
	Sources []string `json:"sources"`
	Status  string   `json:"status"`
}

type jsonSource struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Address string `json:"address"`
	Note    string `json:"note,omitempty"`
}

type jsonTable struct {
	Table     jsonIdentity   `json:"table"`
	Questions []jsonQuestion `json:"questions"`
	Rules     []jsonRule     `json:"rules"`
	Advice    []any          `json:"advice"`
	Sources   []jsonSource   `json:"sources"`
}

// step is one alternative of a condition, in words that mean the same for
// lists and other questions: this value, or a worse one.
type step struct {
	Question string `json:"question"`
	Option   string `json:"option,omitempty"`
	AtLeast  string `json:"at_least"`
}

// conditions returns w as a list of conditions that must all hold, each a list
// of steps of which one must.
func (t *Table) conditions(w When) []any {
	out := []any{}
	for _, c := range w {
		steps := []step{}
		for _, s := range c {
			scale := t.scales[s.Scale]
			j := step{Question: scale.Question.ID, AtLeast: scale.Value(s.Value)}
			if scale.Option >= 0 {
				j.Option = scale.id()
			}
			steps = append(steps, j)
		}
		out = append(out, steps)
	}
	return out
}

// MarshalJSON writes the table, options least worrying first.
func (t *Table) MarshalJSON() ([]byte, error) {
	out := jsonTable{t.identity(), []jsonQuestion{}, []jsonRule{}, []any{}, []jsonSource{}}
	for _, q := range t.Questions {
		j := jsonQuestion{q.ID, q.Ask, q.Why, q.List, q.AtLeastOne, nil}
		for _, o := range q.Options {
			option := jsonOption{ID: o.ID, Say: o.Say, RedFlag: o.RedFlag}
			if len(o.With) > 0 {
				option.With = t.conditions(o.With)
			}
			j.Options = append(j.Options, option)
		}
		out.Questions = append(out.Questions, j)
	}
	for i := range t.Rules {
		out.Rules = append(out.Rules, t.jsonRule(&t.Rules[i]))
	}
	for _, a := range t.Advice {
		without := []any{}
		for _, w := range a.Without {
			without = append(without, map[string]any{"when": t.conditions(w.When), "because": w.Because})
		}
		out.Advice = append(out.Advice, map[string]any{
			"id": a.ID, "say": a.Say, "suits": t.conditions(a.Suits), "without": without,
			"up_to": a.UpTo.String(), "waiting": a.Waiting, "sources": list(a.Sources),
		})
	}
	for _, s := range t.Sources {
		out.Sources = append(out.Sources, jsonSource{s.ID, s.Title, s.Address, s.Note})
	}
	return json.Marshal(out)
}

func (t *Table) jsonRule(r *Rule) jsonRule {
	return jsonRule{r.ID, r.Urgency.String(), r.Title, t.conditions(r.When), r.Because, r.Do, list(r.Sources), string(r.Status)}
}

// Excerpt returns the part of the table that speaks of one rule, in the shape
// of the whole: the questions its conditions name, the rule, its sources.
func (t *Table) Excerpt(r *Rule) *Table {
	out := &Table{Name: t.Name, Version: t.Version, Hash: t.Hash, scales: t.scales, Rules: []Rule{*r}}
	used := map[*Question]bool{}
	for _, c := range r.When {
		for _, s := range c {
			used[t.scales[s.Scale].Question] = true
		}
	}
	for i := range t.Questions {
		if used[&t.Questions[i]] {
			out.Questions = append(out.Questions, t.Questions[i])
		}
	}
	for _, id := range r.Sources {
		if s := t.Source(id); s != nil {
			out.Sources = append(out.Sources, *s)
		}
	}
	return out
}
