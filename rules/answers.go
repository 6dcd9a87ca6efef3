package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// Answers reads one set of answers to t, as YAML or JSON: a mapping of question
// ids to an option id, to a list of ticked option ids, or to a mapping of
// single ticks to no, unsure or yes. Questions that are not there stay
// missing. It may also be a FHIR resource; see fhir.go. The name is used in errors,
// which are of type [Errors].
//
// Answers that [Keep] wrote have a stamp, which names the version of the table that
// they belong to. A question that has changed since is an error here; see [Kept].
func Answers(t *triage.Table, name string, data []byte) (triage.Answers, error) {
	k, err := kept(t, name, data, false)
	return k.Answers, err
}

// Earlier is a set of answers that was kept, perhaps by an older version of the
// table.
type Earlier struct {
	Answers  triage.Answers
	Outdated []triage.Outdated // what was left out, in its order in the file
	Stamped  bool              // [Keep] wrote it, not a person
}

// Kept is [Answers] for answers that may have been given to an older version of the
// table: if the stamp says so, questions that have changed or gone since are left out
// and listed.
func Kept(t *triage.Table, name string, data []byte) (Earlier, error) {
	return kept(t, name, data, true)
}

func kept(t *triage.Table, name string, data []byte, lenient bool) (Earlier, error) {
	var errs Errors
	f := newFile(name, &errs)
	var out Earlier
	if isResource(data) {
		out = f.response(t, f.JSON(data), lenient)
	} else {
		out = f.earlier(t.NoAnswers(), f.Root(data), lenient)
	}
	if len(errs) > 0 {
		return Earlier{}, errs
	}
	return out, nil
}

// earlier reads a set of answers into a from its root, which is nil if an error was
// reported.
func (f file) earlier(a triage.Answers, root *yaml.Node, lenient bool) Earlier {
	t, out := a.Table(), Earlier{Answers: a}
	if root != nil {
		entries := f.Entries(root, "a set of answers")
		given := f.stamp(t, entries)
		for _, e := range entries {
			if e.Key == stampKey {
				out.Stamped = true
				continue
			}
			q := t.Question(e.Key)
			switch was, stamped := given[e.Key]; {
			case !stamped, q != nil && q.Hash == was:
				f.answer(out.Answers, e)
			case lenient:
				out.Outdated = append(out.Outdated, triage.Outdated{ID: e.Key, Question: q})
			case q == nil:
				f.Fail(e.At, "the question %s is no longer asked", read.Quoted(e.Key))
			default:
				f.Fail(e.At, "the question %s has changed since it was answered", read.Quoted(e.Key))
			}
		}
	}
	return out
}

// stampKey is the key of a stamp among answers. No question can have this id.
const stampKey = "$table"

// stamp is what [Keep] writes beside the answers.
type stamp struct {
	Version   string            `json:"version"`
	Hash      string            `json:"hash"`
	Questions map[string]string `json:"questions"` // the hashes of the questions answered
}

// Keep writes answers as JSON, with a stamp of the table they belong to, so that
// a later version can tell which of its questions are still the same.
func Keep(a triage.Answers) ([]byte, error) {
	t := a.Table()
	plain, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal(plain, &out); err != nil {
		return nil, err
	}
	s := stamp{t.Version, t.Hash, map[string]string{}}
	for id := range out {
		s.Questions[id] = t.Question(id).Hash
	}
	if out[stampKey], err = json.Marshal(s); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(out, "", "  ")
	return append(data, '\n'), err
}

// stamp returns the hashes of the questions as they were when they were answered. It
// returns nil without a stamp, or if the table is still the same: then an unknown word
// is an ordinary mistake.
func (f file) stamp(t *triage.Table, entries []read.Entry) map[string]string {
	i := slices.IndexFunc(entries, func(e read.Entry) bool { return e.Key == stampKey })
	if i < 0 {
		return nil
	}
	r := f.Record(entries[i].Value, stampKey, "version", "hash", "questions")
	r.Text("version")
	hash := r.Text("hash")
	questions := r.Need("questions")
	if questions == nil {
		return nil
	}
	given := map[string]string{}
	for _, e := range f.Entries(questions, "questions of "+stampKey) {
		given[e.Key] = f.Word(e.Value, "the hash of "+read.Short(e.Key))
	}
	if hash == t.Hash {
		return nil
	}
	return given
}

func (f file) answer(a triage.Answers, e read.Entry) {
	t := a.Table()
	q := t.Question(e.Key)
	if q == nil {
		var known []string
		for i := range t.Questions {
			known = append(known, t.Questions[i].ID)
		}
		f.Fail(e.At, "there is no question %s%s", read.Quoted(e.Key), f.Nearest(e.Key, known))
		return
	}
	ids := func() (ids []string) { // for what is wrong
		for i := range q.Options {
			ids = append(ids, q.Options[i].ID)
		}
		return ids
	}
	// said reports whether a node is a word that a reply to q may have.
	said := func(n *yaml.Node) bool {
		return n.Kind == yaml.ScalarNode && (q.Option(n.Value) >= 0 || q.List && (n.Value == triage.None || n.Value == triage.Unsure))
	}
	switch from, _ := q.Scales(); {
	case !q.List && said(e.Value):
		a.Set(from, q.Option(e.Value.Value))
	case !q.List:
		f.Choice(e.Value, "option of "+q.ID, ids())
	case e.Value.Kind == yaml.SequenceNode:
		var reply []string
		for _, item := range f.Items(e.Value, q.ID) {
			switch {
			case said(item):
				reply = append(reply, item.Value)
			case item.Kind == yaml.ScalarNode:
				f.noOption(item, "there is no option of "+q.ID, append(ids(), triage.None, triage.Unsure))
			default:
				f.Choice(item, "option of "+q.ID, nil)
			}
		}
		if len(reply) == len(e.Value.Content) && len(reply) > 0 {
			// It refuses none and unsure where at least one tick is needed.
			if err := a.Reply(q, reply...); err != nil {
				f.Fail(e.Value, "%s", read.Short(err.Error()))
			}
		}
	case e.Value.Kind == yaml.MappingNode:
		given, yes := 0, 0
		for _, tick := range f.Entries(e.Value, q.ID) {
			o := q.Option(tick.Key)
			if o < 0 {
				f.noOption(tick.At, "there is no option of "+q.ID, ids())
				continue
			}
			if v := f.Choice(tick.Value, "value of "+tick.Key, triage.TickNames()); v >= 0 {
				a.Set(from+o, v)
				given++
				if v == triage.TickYes {
					yes++
				}
			}
		}
		if q.AtLeastOne && given == len(q.Options) && yes == 0 {
			f.Fail(e.Value, "%s: needs at least one of its options", q.ID)
		}
	case said(e.Value):
		f.Fail(e.Value, "%s is a list of ticks: write [%s]", q.ID, e.Value.Value)
	default:
		f.noOption(e.Value, q.ID+" is a list of ticks, like ["+q.Options[0].ID+"], and has no", ids())
	}
}

// noOption reports a word that is not an option of a list, with the nearest option, or
// with all of them if none is near.
func (f file) noOption(n *yaml.Node, what string, known []string) {
	f.Fail(n, "%s %s%s", what, read.Quoted(n.Value), nearestOrAll(n.Value, known))
}

// nearestOrAll is [read.Nearest], or all the known words if none is near.
func nearestOrAll(word string, known []string) string {
	if near := read.Nearest(word, known); near != "" {
		return near
	}
	return "; it can be " + strings.Join(known, ", ")
}
