package triage_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// TestAnswersAsJSONSayTheSame reads the JSON of answers back with a reader of its own
// and wants every value and every gap again. It also wants the shortest shape: an array
// wherever one reply can say it.
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
				v[from+q.Option(tick)] = slices.Index(triage.TickNames(), value.(string))
			}
		default:
			t.Fatalf("%s is written as %v", id, answer)
		}
	}
	return v
}

// TestAssessmentAsJSONKeepsItsContract checks the shape that programs rely on: all keys
// are there, no list is null, whatever is not settled is null, and a change can be laid
// over the answers as it is.
func TestAssessmentAsJSONKeepsItsContract(t *testing.T) {
	t.Parallel()
	keys := []string{
		"table", "category", "urgency", "said", "at_least", "at_most", "settled", "reasons", "ruled_out", "open", "changes", "advice", "withheld",
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
			known := true
			switch key {
			case "category", "said":
				known = as.Settled()
			case "urgency":
				known = as.AtLeast == as.AtMost
			}
			if !there || (value != nil) != known {
				wrong(t, table, v, "%s is %v in %s", key, value, data)
			}
		}
		if len(got) != len(keys) {
			wrong(t, table, v, "%d keys, want %d: %s", len(got), len(keys), data)
		}
		if got["at_least"] != as.AtLeast.String() || got["at_most"] != as.AtMost.String() || got["settled"] != as.Settled() {
			wrong(t, table, v, "the range is %v to %v: %s", as.AtLeast, as.AtMost, data)
		}
		if c, settled := as.Category(); settled && got["category"] != c.String() {
			wrong(t, table, v, "it is settled as %v: %s", c, data)
		}
		if as.AtLeast == as.AtMost && got["urgency"] != as.AtLeast.String() {
			wrong(t, table, v, "the urgency is %v: %s", as.AtLeast, data)
		}
		if said, settled := as.Disposition(); settled {
			told := got["said"].(map[string]any)
			also, there := told["also"]
			if told["urgency"] != said.Urgency.String() || told["place"] != said.Place.String() || there != (said.Also != said.Place) || there && also != said.Also.String() {
				wrong(t, table, v, "it says %v: %s", said, data)
			}
			var instead []any
			for _, r := range as.Instead() {
				instead = append(instead, r.ID)
			}
			if !slices.Equal(told["instead"].([]any), instead) {
				wrong(t, table, v, "it says instead of that %v: %s", instead, data)
			}
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

// TestTableAsJSONKeepsEveryCondition reads the conditions back from the JSON of a table
// and wants the same steps.
func TestTableAsJSONKeepsEveryCondition(t *testing.T) {
	t.Parallel()
	type step struct {
		Question string
		Option   *string
		AtLeast  string `json:"at_least"`
	}
	type document struct {
		Questions []struct{ ID string }
		Rules     []struct {
			ID, Urgency, Status, Contact string
			Tells                        []string
			When                         [][]step
		}
		Advice []struct {
			ID      string
			From    string
			Tells   []string
			UpTo    string `json:"up_to"`
			Waiting bool
			Suits   [][]step
			Without []struct{ When [][]step }
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		read := func(table *triage.Table) (doc document) {
			data, err := json.Marshal(table)
			if err == nil {
				err = json.Unmarshal(data, &doc)
			}
			if err != nil {
				wrong(t, table, nil, "%v", err)
			}
			return doc
		}
		same := func(owner string, w triage.When, read [][]step) {
			var got triage.When
			for _, condition := range read {
				var c triage.Condition
				for _, s := range condition {
					q := table.Question(s.Question)
					scale := firstScale(q)
					if (s.Option != nil) != q.List {
						wrong(t, table, nil, "%s names the option of %s wrongly", owner, q.ID)
					}
					if s.Option != nil {
						scale += q.Option(*s.Option)
					}
					c = append(c, triage.Step{Scale: scale, Value: table.Scales()[scale].ValueOf(s.AtLeast)})
				}
				got = append(got, c)
			}
			if !slices.EqualFunc(got, w, slices.Equal[triage.Condition]) {
				wrong(t, table, nil, "%s says %s, want %s", owner, shownWhen(table, got), shownWhen(table, w))
			}
		}
		doc := read(table)
		if len(doc.Rules) != len(table.Rules) || len(doc.Advice) != len(table.Advice) || len(doc.Questions) != len(table.Questions) {
			wrong(t, table, nil, "something was left out: %+v", doc)
		}
		for i, r := range table.Rules {
			got := doc.Rules[i]
			if got.ID != r.ID || got.Urgency != r.Urgency.String() || got.Status != string(r.Status) || got.Contact != r.Contact || !slices.Equal(got.Tells, r.Tells) {
				wrong(t, table, nil, "rule %s is written as %+v", r.ID, got)
			}
			same(r.ID, r.When, got.When)

			// The excerpt of one rule has the same conditions, and only its questions.
			excerpt := read(table.Excerpt(triage.Found{Rules: []*triage.Rule{&table.Rules[i]}}))
			if len(excerpt.Rules) != 1 || excerpt.Rules[0].ID != r.ID {
				wrong(t, table, nil, "the excerpt of %s has the rules %+v", r.ID, excerpt.Rules)
			}
			same("the excerpt of "+r.ID, r.When, excerpt.Rules[0].When)
			var want, questions []string
			for j := range table.Questions {
				from, to := table.Questions[j].Scales()
				for s := from; s < to; s++ {
					if slices.ContainsFunc(slices.Concat(r.When...), func(step triage.Step) bool { return step.Scale == s }) {
						want = append(want, table.Questions[j].ID)
						break
					}
				}
			}
			for _, q := range excerpt.Questions {
				questions = append(questions, q.ID)
			}
			if !slices.Equal(questions, want) {
				wrong(t, table, nil, "the excerpt of %s has the questions %v, want %v", r.ID, questions, want)
			}
		}
		for i, a := range table.Advice {
			got := doc.Advice[i]
			from := a.From
			if a.Waiting { // people wait for help only in an emergency
				from = max(from, triage.Go)
			}
			if got.ID != a.ID || got.From != from.String() || got.UpTo != a.UpTo.String() || got.Tells == nil || !slices.Equal(got.Tells, a.Tells) || got.Waiting != a.Waiting || len(got.Without) != len(a.Without) {
				wrong(t, table, nil, "advice %s is written as %+v", a.ID, got)
			}
			same(a.ID, a.Suits, got.Suits)
			for j, w := range a.Without {
				same(a.ID+" without", w.When, got.Without[j].When)
			}
		}
	})
}

// TestAnyTextAsJSONIsTheSameText writes an assessment whose texts are arbitrary, reads
// it with the library, and wants each of them back.
func TestAnyTextAsJSONIsTheSameText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		odd := rapid.OneOf(rapid.String(), rapid.StringMatching(`[<>&"\\/\x00-\x20\x7f\x{2028}\x{2029}\x{feff}é€😀a-z]*`))
		text := func(what string) string { return odd.Draw(t, what) }
		table := &triage.Table{
			Name: text("name"), Version: text("version"), Hash: text("hash"),
			Questions: []triage.Question{{ID: text("id"), List: true, Options: []triage.Option{{ID: text("option")}, {ID: "other"}}}},
			Rules: []triage.Rule{
				{ID: text("rule"), Urgency: triage.Soon, Title: text("title"), Because: text("because"), Do: text("do"), Contact: text("contact"), Sources: []string{text("source")}, When: triage.When{{{Scale: 0, Value: 2}}}},
				{ID: "call", Urgency: triage.Call, Title: text("second"), When: triage.When{{{Scale: 1, Value: 2}}}},
			},
			Advice:    []triage.Advice{{ID: text("advice"), Say: text("say"), UpTo: triage.Soon}},
			SafetyNet: []triage.SafetyNet{{Say: text("net"), Urgency: triage.Call}},
		}
		if err := table.Compile(); err != nil {
			t.Fatal(err)
		}
		a := table.NoAnswers()
		a.Set(0, triage.TickYes)
		a.Set(1, triage.TickNo)
		before := "["
		data := table.AssessmentWriter().Append([]byte(before), a.Assess())
		var got struct {
			Table   struct{ Name, Version, Hash string }
			Reasons []struct {
				Rule, Title, Because, Do, Contact string
				Answers                           []struct{ Question, Option, Value string }
				Sources                           []string
			}
			Changes    []struct{ Answers map[string]map[string]string }
			Advice     []struct{ ID, Text string }
			ComeBackIf []string `json:"come_back_if"`
		}
		if err := json.Unmarshal(data[len(before):], &got); err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		q, r := table.Questions[0], table.Rules[0]
		reason := got.Reasons[0]
		for _, pair := range [][2]string{
			{got.Table.Name, table.Name}, {got.Table.Version, table.Version}, {got.Table.Hash, table.Hash}, {reason.Rule, r.ID}, {reason.Title, r.Title},
			{reason.Because, r.Because}, {reason.Do, r.Do}, {reason.Contact, r.Contact}, {reason.Answers[0].Question, q.ID}, {reason.Answers[0].Option, q.Options[0].ID},
			{reason.Sources[0], r.Sources[0]}, {got.Advice[0].ID, table.Advice[0].ID}, {got.Advice[0].Text, table.Advice[0].Say}, {got.ComeBackIf[0], table.SafetyNet[0].Say},
			{got.Changes[0].Answers[q.ID]["other"], "yes"},
		} {
			if pair[0] != pair[1] {
				t.Fatalf("%q is written as %q: %s", pair[1], pair[0], data)
			}
		}
	})
}
