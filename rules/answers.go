package rules

import (
	"encoding/json"
	"slices"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// Answers reads one set of answers to t, as YAML or JSON: a mapping of question
// ids to an option id, to a list of ticked option ids, or to a mapping of
// single ticks to no, unsure or yes. Questions that are not there stay
// missing. The name is used in errors, which are of type [Errors].
//
// Answers that [Keep] wrote have a stamp, which tells the version of the
// table that they were given to. A question that has changed since is an error
// here; see [Kept].
func Answers(t *triage.Table, name string, data []byte) (triage.Answers, error) {
	k, err := kept(t, name, 0, data, false)
	return k.Answers, err
}

// AnswersLine is [Answers] for one line of a file that holds many.
func AnswersLine(t *triage.Table, name string, line int, data []byte) (triage.Answers, error) {
	if a, ok := quickly(t, data); ok {
		return a, nil
	}
	k, err := kept(t, name, line, data, false)
	return k.Answers, err
}

// Earlier is a set of answers that was kept, perhaps by an older version of the
// table.
type Earlier struct {
	Answers  triage.Answers
	Outdated []triage.Outdated // what was left out, in its order in the file
	Stamped  bool              // [Keep] wrote it, not a person
}

// Kept is [Answers] for answers that an older version of the table may have
// been asked for: where a stamp says so, a question that has changed since, or
// is there no more, is left out and told of.
func Kept(t *triage.Table, name string, data []byte) (Earlier, error) {
	return kept(t, name, 0, data, true)
}

// kept reads one set from a file, or from a line of it when line is not 0.
func kept(t *triage.Table, name string, line int, data []byte, lenient bool) (Earlier, error) {
	var errs Errors
	f := newFile(name, &errs)
	out := Earlier{Answers: t.NoAnswers()}
	if line > 0 && len(data) > MaxFileBytes {
		f.Fail(&yaml.Node{}, "the line is larger than %d bytes", MaxFileBytes)
	} else if root := f.Root(data); root != nil {
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
	if len(errs) == 0 {
		return out, nil
	}
	for _, e := range errs {
		if line > 0 {
			e.Line, e.Column = line, max(e.Column, 1)
		}
	}
	return Earlier{}, errs
}

// quickly reads what is plain JSON and has nothing wrong with it, which is most
// of what comes in great numbers. It returns false for everything else, also
// for what it only does not know: [kept] decides then, and says what is wrong.
func quickly(t *triage.Table, data []byte) (a triage.Answers, ok bool) {
	var object map[string]any
	if len(data) > MaxFileBytes || json.Unmarshal(data, &object) != nil || object == nil || hasTwice(data, object) {
		return a, false
	}
	a = t.NoAnswers()
	var reply []string
	for id, value := range object {
		q := t.Question(id)
		if q == nil {
			return a, false
		}
		from, _ := q.Scales()
		switch value := value.(type) {
		case string:
			o := q.Option(value)
			if q.List || o < 0 {
				return a, false
			}
			a.Set(from, o)
		case []any:
			reply = reply[:0]
			for _, item := range value {
				id, isText := item.(string)
				if !isText {
					return a, false
				}
				reply = append(reply, id)
			}
			if !q.List || a.Reply(q, reply...) != nil {
				return a, false
			}
		case map[string]any:
			if !q.List {
				return a, false
			}
			ticked := false
			for id, value := range value {
				name, isText := value.(string)
				o, v := q.Option(id), slices.Index(triage.TickNames[:], name)
				if !isText || o < 0 || v < 0 {
					return a, false
				}
				a.Set(from+o, v)
				ticked = ticked || v == triage.TickYes
			}
			if q.AtLeastOne && !ticked && len(value) == len(q.Options) {
				return a, false
			}
		default:
			return a, false
		}
	}
	return a, true
}

// hasTwice tells whether a key stands twice in data, which is valid JSON for
// object: then it has more colons than there are keys. JSON readers keep the
// last one without a word.
func hasTwice(data []byte, object map[string]any) bool {
	colons, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case c == ':' && !inString:
			colons++
		}
	}
	keys := len(object)
	for _, value := range object {
		if inner, ok := value.(map[string]any); ok {
			keys += len(inner) // deeper ones are refused
		}
	}
	return colons != keys
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

// stamp returns the hashes of the questions as they were when they were
// answered. It is nil without a stamp, and when the table is still the same:
// then an unknown word is a mistake like any other.
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
	var ids []string
	for i := range q.Options {
		ids = append(ids, q.Options[i].ID)
	}
	switch {
	case !q.List:
		if o := f.Choice(e.Value, "option of "+q.ID, ids); o >= 0 {
			from, _ := q.Scales()
			a.Set(from, o)
		}
	case e.Value.Kind == yaml.SequenceNode:
		// Reply refuses these two where at least one tick is needed, and says why.
		known := append(slices.Clone(ids), triage.None, triage.Unsure)
		var reply []string
		for _, item := range f.Items(e.Value, q.ID) {
			if f.Choice(item, "option of "+q.ID, known) >= 0 {
				reply = append(reply, item.Value)
			}
		}
		if len(reply) == len(e.Value.Content) && len(reply) > 0 {
			if err := a.Reply(q, reply...); err != nil {
				f.Fail(e.Value, "%s", read.Short(err.Error()))
			}
		}
	case e.Value.Kind == yaml.MappingNode:
		from, _ := q.Scales()
		given, yes := 0, 0
		for _, tick := range f.Entries(e.Value, q.ID) {
			o := q.Option(tick.Key)
			if o < 0 {
				f.Fail(tick.At, "there is no option of %s %s%s", q.ID, read.Quoted(tick.Key), f.Nearest(tick.Key, ids))
				continue
			}
			if v := f.Choice(tick.Value, "value of "+tick.Key, triage.TickNames[:]); v >= 0 {
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
	default:
		example := ids[0]
		if slices.Contains(ids, e.Value.Value) || e.Value.Value == triage.None || e.Value.Value == triage.Unsure {
			example = e.Value.Value
		}
		f.Fail(e.Value, "%s is a list of ticks: write [%s]", q.ID, example)
	}
}
