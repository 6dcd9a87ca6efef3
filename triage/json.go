package triage

import "encoding/json"

// This file writes tables and answers as JSON, and assessment_json.go writes
// assessments. Other programs rely on their keys and shapes.

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
	Detail  string `json:"detail,omitempty"`
	RedFlag bool   `json:"red_flag"`
	With    []any  `json:"with,omitempty"`

	Beside  string   `json:"beside,omitempty"`
	Opens   []string `json:"opens,omitempty"`
	Ungated string   `json:"ungated,omitempty"`
	Gated   string   `json:"gated,omitempty"`
}

type jsonQuestion struct {
	ID         string       `json:"id"`
	Ask        string       `json:"ask"`
	Why        string       `json:"why"`
	List       bool         `json:"list"`
	AtLeastOne bool         `json:"at_least_one,omitempty"`
	Symptoms   bool         `json:"symptoms,omitempty"`
	Options    []jsonOption `json:"options"`
}

type jsonRule struct {
	ID      string   `json:"id"`
	Urgency string   `json:"urgency"`
	Title   string   `json:"title"`
	When    []any    `json:"when"`
	Because string   `json:"because"`
	Do      string   `json:"do"`
	Contact string   `json:"contact,omitempty"`
	Tells   []string `json:"tells,omitempty"`
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
	Numbers   []jsonNumber   `json:"numbers"`
}

type jsonNumber struct {
	Country   string   `json:"country"`
	Name      string   `json:"name"`
	Emergency string   `json:"emergency"`
	Advice    string   `json:"advice,omitempty"`
	Sources   []string `json:"sources"`
	Verified  string   `json:"verified,omitempty"`
}

// step is one alternative of a condition, in words that mean the same for
// lists and other questions: this value, or a worse one.
type step struct {
	Question string `json:"question"`
	Option   string `json:"option,omitempty"`
	AtLeast  string `json:"at_least"`
}

// conditions returns w as a list of conditions that must all hold, each a list
// of steps, one of which must hold.
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
	out := jsonTable{t.identity(), []jsonQuestion{}, []jsonRule{}, []any{}, []jsonSource{}, []jsonNumber{}}
	for _, q := range t.Questions {
		j := jsonQuestion{q.ID, q.Ask, q.Why, q.List, q.AtLeastOne, q.Symptoms, nil}
		for _, o := range q.Options {
			option := jsonOption{ID: o.ID, Say: o.Say, Detail: o.Detail, RedFlag: o.RedFlag, Beside: o.Beside, Opens: o.Opens, Ungated: o.Ungated, Gated: o.Gated}
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
			"from": a.lowest().String(), "up_to": a.UpTo.String(), "waiting": a.Waiting, "tells": list(a.Tells), "sources": list(a.Sources),
		})
	}
	for _, s := range t.Sources {
		out.Sources = append(out.Sources, jsonSource{s.ID, s.Title, s.Address, s.Note})
	}
	for _, n := range t.Numbers {
		out.Numbers = append(out.Numbers, jsonNumber{n.Country, n.Name, n.Emergency, n.Advice, list(n.Sources), n.Verified})
	}
	return json.Marshal(out)
}

func (t *Table) jsonRule(r *Rule) jsonRule {
	return jsonRule{r.ID, r.Urgency.String(), r.Title, t.conditions(r.When), r.Because, r.Do, r.Contact, r.Tells, list(r.Sources), string(r.Status)}
}

// Excerpt returns the part of the table that was found: the rules and advice with their
// sources, the questions found, and the questions that the conditions of the rules name.
// It is good for [Table.MarshalJSON] only.
func (t *Table) Excerpt(f Found) *Table {
	out := &Table{Name: t.Name, Version: t.Version, Hash: t.Hash, scales: t.scales}
	asked, cited := map[*Question]bool{}, map[string]bool{}
	cite := func(sources []string) {
		for _, id := range sources {
			cited[id] = true
		}
	}
	for _, r := range f.Rules {
		out.Rules = append(out.Rules, *r)
		cite(r.Sources)
		for _, c := range r.When {
			for _, s := range c {
				asked[t.scales[s.Scale].Question] = true
			}
		}
	}
	for _, ad := range f.Advice {
		out.Advice = append(out.Advice, *ad)
		cite(ad.Sources)
	}
	for _, q := range f.Questions {
		asked[q.Question] = true
	}
	for i := range t.Questions {
		if asked[&t.Questions[i]] {
			out.Questions = append(out.Questions, t.Questions[i])
		}
	}
	for _, s := range t.Sources {
		if cited[s.ID] {
			out.Sources = append(out.Sources, s)
		}
	}
	return out
}
