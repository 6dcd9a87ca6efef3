package rules

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// Answers reads one set of answers to t, as YAML or JSON: a mapping of question
// ids to an option id, to a list of ticked option ids, or to a mapping of
// single ticks to no, unsure or yes. Questions that are not there stay
// missing. The name is used in errors, which are of type [Errors].
func Answers(t *triage.Table, name string, data []byte) (triage.Answers, error) {
	return answers(t, name, 0, data)
}

// AnswersLine is [Answers] for one line of a file that holds many.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	return answers(t, name, line, data)
}

// answers reads one set from a file, or from a line of it when line is not 0.
func answers(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	var errs Errors
	f := file{quotable(name), &errs}
	a := f.answersOf(t, f.root(data))
	if len(errs) == 0 {
		return a, nil
	}
	for _, e := range errs {
		if line > 0 {
			e.Line, e.Column = line, max(e.Column, 1)
		}
	}
	return triage.Answers{}, errs
}

func (f file) answer(a triage.Answers, e entry) {
	t := a.Table()
	q := t.Question(e.key)
	if q == nil {
		var known []string
		for i := range t.Questions {
			known = append(known, t.Questions[i].ID)
		}
		f.fail(e.at, "there is no question %s%s", quoted(e.key), f.nearest(e.key, known))
		return
	}
	var ids []string
	for i := range q.Options {
		ids = append(ids, q.Options[i].ID)
	}
	switch {
	case !q.List:
		if o := f.choice(e.value, "option of "+q.ID, ids); o >= 0 {
			from, _ := q.Scales()
			a.Set(from, o)
		}
	case e.value.Kind == yaml.SequenceNode:
		// Reply refuses these two where at least one tick is needed, and says why.
		known := append(slices.Clone(ids), triage.None, triage.Unsure)
		var reply []string
		for _, item := range f.items(e.value, q.ID) {
			if f.choice(item, "option of "+q.ID, known) >= 0 {
				reply = append(reply, item.Value)
			}
		}
		if len(reply) == len(e.value.Content) && len(reply) > 0 {
			if err := a.Reply(q, reply...); err != nil {
				f.fail(e.value, "%s", quotable(err.Error()))
			}
		}
	case e.value.Kind == yaml.MappingNode:
		from, _ := q.Scales()
		no := 0
		for _, tick := range f.entries(e.value, q.ID) {
			o := q.Option(tick.key)
			if o < 0 {
				f.fail(tick.at, "there is no option of %s %s%s", q.ID, quoted(tick.key), f.nearest(tick.key, ids))
				continue
			}
			if v := f.choice(tick.value, "value of "+tick.key, triage.TickNames[:]); v >= 0 {
				a.Set(from+o, v)
				if v == triage.TickNo {
					no++
				}
			}
		}
		if q.AtLeastOne && no == len(q.Options) {
			f.fail(e.value, "%s: needs at least one of its options", q.ID)
		}
	default:
		f.fail(e.value, "%s is a list of ticks: write [%s]", q.ID, quotable(e.value.Value))
	}
}
