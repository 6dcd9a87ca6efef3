package triage_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// TestAnswersAsJSONSayTheSame reads the JSON of answers back, by rules that
// are written out here once more, and wants every value and every gap again.
// It also wants the shortest shape: an array wherever a reply can say it.
func TestAnswersAsJSONSayTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		data, err := json.Marshal(v.answers(table))
		if err != nil {
			wrong(t, table, v, "%v", err)
		}
		var object map[string]any
		if err := json.Unmarshal(data, &object); err != nil {
			wrong(t, table, v, "not an object: %s: %v", data, err)
		}
		got := readObject(t, table, object)
		if !slices.Equal(got, v) {
			wrong(t, table, v, "%s means %s", data, shownValues(table, got))
		}
		for i := range table.Questions {
			q := &table.Questions[i]
			if _, short := object[q.ID].([]any); short != (q.List && sayable(q, v)) {
				wrong(t, table, v, "%s is written as %v", q.ID, object[q.ID])
			}
		}
	})
}

// readObject reads an answers object: an option id for a question with one
// answer, for a list an array of ids or an object of single ticks.
func readObject(t *rapid.T, table *triage.Table, object map[string]any) values {
	v := only(table, nil)
	for id, answer := range object {
		q := table.Question(id)
		if q == nil {
			t.Fatalf("there is no question %s", id)
		}
		from, _ := q.Scales()
		switch answer := answer.(type) {
		case string:
			if q.List {
				t.Fatalf("the list %s is written as %q", id, answer)
			}
			v[from] = q.Option(answer)
		case []any:
			var ids []string
			for _, item := range answer {
				ids = append(ids, item.(string))
			}
			if err := table.NoAnswers().Reply(q, ids...); err != nil {
				t.Fatalf("%s is written as %q, which is no reply: %v", id, ids, err)
			}
			v = v.with(meant(q, ids)...)
		case map[string]any:
			if len(answer) == 0 || !q.List {
				t.Fatalf("%s is written as %v", id, answer)
			}
			for tick, value := range answer {
				v[from+q.Option(tick)] = slices.Index(triage.TickNames[:], value.(string))
			}
		default:
			t.Fatalf("%s is written as %v", id, answer)
		}
	}
	return v
}

// TestAssessmentAsJSONKeepsItsContract checks the shape that programs rely on:
// all keys there, no list null, category and urgency null until settled, and a
// change that can be laid over the answers as it stands.
func TestAssessmentAsJSONKeepsItsContract(t *testing.T) {
	keys := []string{
		"table", "category", "urgency", "at_least", "at_most", "settled", "reasons", "ruled_out", "open", "changes", "advice", "withheld",
		"come_back_if", "missing",
	}
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as := v.answers(table).Assess()
		data, err := json.Marshal(as)
		if err != nil {
			wrong(t, table, v, "%v", err)
		}
		var got map[string]any
		if err := json.Unmarshal(data, &got); err != nil {
			wrong(t, table, v, "%v: %s", err, data)
		}
		for _, key := range keys {
			value, there := got[key]
			settled := as.Settled() || key != "category" && key != "urgency"
			if !there || (value != nil) != settled {
				wrong(t, table, v, "%s is %v in %s", key, value, data)
			}
		}
		if len(got) != len(keys) {
			wrong(t, table, v, "%d keys, want %d: %s", len(got), len(keys), data)
		}
		if got["at_least"] != as.AtLeast.String() || got["at_most"] != as.AtMost.String() || got["settled"] != as.Settled() {
			wrong(t, table, v, "the range is %v to %v: %s", as.AtLeast, as.AtMost, data)
		}
		if c, settled := as.Category(); settled && (got["category"] != c.String() || got["urgency"] != as.AtLeast.String()) {
			wrong(t, table, v, "it is settled as %v, %v: %s", c, as.AtLeast, data)
		}
		for i, reason := range got["reasons"].([]any) {
			r := slices.Concat(as.Deciding, as.Also)[i]
			if id := reason.(map[string]any)["rule"]; id != r.Rule.ID {
				wrong(t, table, v, "reason %d is %v, want %s", i, id, r.Rule.ID)
			}
			for _, list := range []string{"answers", "sources"} {
				if reason.(map[string]any)[list] == nil {
					wrong(t, table, v, "%s of %s is null", list, r.Rule.ID)
				}
			}
		}
		for i, change := range got["changes"].([]any) {
			laidOver := readObject(t, table, change.(map[string]any)["answers"].(map[string]any))
			if want := only(table, as.Changes[i].Answers); !slices.Equal(laidOver, want) {
				wrong(t, table, v, "change %v, want %s", change, shownValues(table, want))
			}
		}
	})
}
