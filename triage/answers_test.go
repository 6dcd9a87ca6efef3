package triage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// reply generates option ids that q accepts, sometimes with duplicates or with none
// beside a tick: people who write files do all of that.
func reply(t *rapid.T, q *triage.Question) []string {
	var ids []string
	for _, o := range q.Options {
		ids = append(ids, o.ID)
	}
	if !q.List {
		return []string{rapid.SampledFrom(ids).Draw(t, "option")}
	}
	if !q.AtLeastOne {
		ids = append(ids, triage.None, triage.Unsure)
	}
	return rapid.SliceOfN(rapid.SampledFrom(ids), 1, 4).Draw(t, "ticks")
}

// badReply generates ids that q must refuse.
func badReply(t *rapid.T, q *triage.Question) []string {
	bad := [][]string{nil, {}, {"no-such-option"}, {q.Options[0].ID, "no-such-option"}, {""}}
	if !q.List {
		bad = append(bad, []string{triage.None}, []string{q.Options[0].ID, q.Options[1].ID})
	}
	if q.AtLeastOne {
		bad = append(bad, []string{triage.None}, []string{triage.Unsure}, []string{q.Options[0].ID, triage.Unsure})
	}
	return rapid.SampledFrom(bad).Draw(t, "bad reply")
}

// meant returns what a reply says, worked out independently of the engine: a tick is
// yes; the rest is unsure beside "not sure", and no otherwise.
func meant(q *triage.Question, ids []string) []triage.Given {
	from, _ := q.Scales()
	var out []triage.Given
	for i, o := range q.Options {
		switch ticked := slices.Contains(ids, o.ID); {
		case !q.List && ticked:
			return []triage.Given{{Scale: from, Value: i}}
		case !q.List:
		case ticked:
			out = append(out, triage.Given{Scale: from + i, Value: triage.TickYes})
		case slices.Contains(ids, triage.Unsure):
			out = append(out, triage.Given{Scale: from + i, Value: triage.TickUnsure})
		default:
			out = append(out, triage.Given{Scale: from + i, Value: triage.TickNo})
		}
	}
	return out
}

func TestReplySetsItsQuestionAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		a := v.answers(table)
		q := &table.Questions[rapid.IntRange(0, len(table.Questions)-1).Draw(t, "question")]
		before := a.Clone()
		bad := badReply(t, q)
		if err := a.Reply(q, bad...); err == nil {
			wrong(t, table, v, "%s accepts %q", q.ID, bad)
		}
		if !a.Equal(before) {
			wrong(t, table, v, "%s refuses %q, but it changed the answers to %s", q.ID, bad, shownValues(table, valuesOf(a)))
		}
		ids := reply(t, q)
		if err := a.Reply(q, ids...); err != nil {
			wrong(t, table, v, "%s refuses %q: %v", q.ID, ids, err)
		}
		if got, want := valuesOf(a), v.with(meant(q, ids)...); !slices.Equal(got, want) {
			wrong(t, table, v, "%s=%q leads to %s, want %s", q.ID, ids, shownValues(table, got), shownValues(table, want))
		}
		if !a.Answered(q) {
			wrong(t, table, v, "%s=%q does not count as answered", q.ID, ids)
		}
		if got := valuesOf(before); !slices.Equal(got, v) {
			wrong(t, table, v, "a clone changed to %s", shownValues(table, got))
		}
	})
}

// TestRepliedIsTheInverseOfReply goes both ways: after a reply, Replied returns a reply
// with the same values, and Reply accepts whatever Replied returns. Replied returns
// false for exactly those values that no reply gives.
func TestRepliedIsTheInverseOfReply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		q := &table.Questions[rapid.IntRange(0, len(table.Questions)-1).Draw(t, "question")]
		if rapid.Bool().Draw(t, "as a reply") {
			v = v.with(meant(q, reply(t, q))...)
		}
		a := v.answers(table)
		ids, ok := a.Replied(q)
		if want := sayable(q, v); ok != want {
			wrong(t, table, v, "%s can be said as one reply: %v (%q), want %v", q.ID, ok, ids, want)
		}
		if !ok {
			return
		}
		again := a.Clone()
		again.Clear(firstScale(q))
		if err := again.Reply(q, ids...); err != nil {
			wrong(t, table, v, "Replied gives %q, which Reply refuses: %v", ids, err)
		}
		if !again.Equal(a) {
			wrong(t, table, v, "Replied gives %q, which means %s", ids, shownValues(table, valuesOf(again)))
		}
	})
}

func firstScale(q *triage.Question) int {
	from, _ := q.Scales()
	return from
}

// sayable reports whether one reply can give the values that v has on q.
func sayable(q *triage.Question, v values) bool {
	from, to := q.Scales()
	has := func(value int) bool { return slices.Contains(v[from:to], value) }
	switch {
	case has(missing):
		return false
	case !q.List:
		return true
	case q.AtLeastOne:
		return has(triage.TickYes) && !has(triage.TickUnsure)
	}
	return !has(triage.TickUnsure) || !has(triage.TickNo)
}

func TestClearMakesMissingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		a := v.answers(table)
		for s := range v {
			a.Clear(s)
			if value, known := a.Value(s); known {
				wrong(t, table, v, "scale %d still has the value %d", s, value)
			}
		}
		if !a.Equal(table.NoAnswers()) {
			wrong(t, table, v, "with every scale cleared there is still %s", shownValues(table, valuesOf(a)))
		}
	})
}
