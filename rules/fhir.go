package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/export"
	"legtriage/rules/read"
	"legtriage/triage"
)

// This file reads answers to the form that package export makes of a table, a FHIR R4
// QuestionnaireResponse. It also takes a Bundle with one of them.
//
// An answer that is absent or was disabled is missing, which is not "no". An answer
// that is present counts, even if the form should have disabled it: nothing depends on
// a disabled page, so it does no harm, and no tick is lost. A tick beside "none"
// counts, since few forms enforce that none excludes the others. If a list and one of
// its ticks disagree, the worse answer counts, except that after "not sure" about a
// list the answers given one by one count.
//
// The status is not trusted: some forms say completed with questions left open. A
// response that was entered in error, or that has elements which must not be ignored
// (modifierExtension, implicitRules), is refused.
//
// Every error names the place by line and column and by its path, like
// QuestionnaireResponse.item[3].answer[0].valueCoding.code.

// isResource reports whether data is a FHIR resource and not a plain set of answers.
// No question can have this id.
func isResource(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return len(data) > 0 && data[0] == '{' && bytes.Contains(data, []byte(`"resourceType"`))
}

// response reads a resource from its root, which is nil when an error was reported. Like
// [file.earlier] it leaves out answers to questions that have changed, if lenient is true.
func (f file) response(t *triage.Table, root *yaml.Node, lenient bool) Earlier {
	r := responseReader{file: f, table: t, lenient: lenient, given: make([]givenTo, len(t.Questions))}
	r.out.Answers = t.NoAnswers()
	if root != nil {
		r.resource(root)
	}
	for i := range r.given {
		r.conclude(&t.Questions[i], &r.given[i])
	}
	return r.out
}

// responseReader reads a response.
type responseReader struct {
	file
	table   *triage.Table
	lenient bool
	given   []givenTo // by question
	out     Earlier
}

// givenTo is what a response says about a question.
type givenTo struct {
	at    located // of the first answer
	list  []string
	ticks map[int]int // the values of single ticks
}

// located is a node of a resource and the path to it.
type located struct {
	*yaml.Node
	path string
}

// fail reports what is wrong at a place.
func (r *responseReader) fail(p located, format string, args ...any) {
	r.Fail(p.Node, "%s: %s", p.path, fmt.Sprintf(format, args...))
}

// members returns the members of an object with these names, each with its place. Other
// members are ignored, except that those which change the meaning of the rest are
// refused.
func (r *responseReader) members(p located, names ...string) map[string]located {
	if p.Kind != yaml.MappingNode {
		r.fail(p, "must be an object, not %s", jsonKind(p.Node))
		return nil
	}
	out := map[string]located{}
	for i := 0; i+1 < len(p.Content); i += 2 {
		name, at := p.Content[i].Value, located{p.Content[i+1], p.path}
		switch _, twice := out[name]; {
		case name == "modifierExtension" || name == "implicitRules":
			at.path += "." + name
			r.fail(at, "may change what the answers mean, and is not understood")
		case slices.Contains(names, name) && twice:
			at.path += "." + name
			r.fail(at, "is here twice")
		case slices.Contains(names, name):
			at.path += "." + name
			out[name] = at
		}
	}
	return out
}

// list returns the items of a list, each with its place.
func (r *responseReader) list(p located) (items []located) {
	switch {
	case p.Node == nil:
	case p.Kind != yaml.SequenceNode:
		r.fail(p, "must be a list, not %s", jsonKind(p.Node))
	default:
		for i, n := range p.Content {
			items = append(items, located{n, p.path + "[" + strconv.Itoa(i) + "]"})
		}
	}
	return items
}

// text returns the text at a place, and false if there is none.
func (r *responseReader) text(p located, of located, name string) (string, bool) {
	switch {
	case p.Node == nil:
		r.fail(of, "needs %s", name)
	case p.Kind != yaml.ScalarNode || p.Style != yaml.DoubleQuotedStyle:
		r.fail(p, "must be text, not %s", jsonKind(p.Node))
	default:
		return p.Value, true
	}
	return "", false
}

// jsonKind names the kind of a node of JSON for a message.
func jsonKind(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "an object"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Style == yaml.DoubleQuotedStyle:
		return "text"
	}
	return read.Short(n.Value)
}

// The resources that are read.
const (
	bundleType   = "Bundle"
	responseType = "QuestionnaireResponse"
)

// resource reads a response, or a bundle that has one.
func (r *responseReader) resource(root *yaml.Node) {
	top := located{root, "$"}
	m := r.members(top, "resourceType", "entry", "status", "item")
	if m == nil {
		return
	}
	kind, ok := r.text(m["resourceType"], top, "resourceType")
	switch {
	case !ok:
	case kind == responseType:
		r.whole(located{root, responseType})
	case kind == bundleType:
		var found []located
		m := r.members(located{root, bundleType}, "entry")
		for _, e := range r.list(m["entry"]) {
			resource := r.members(e, "resource")["resource"]
			if resource.Node == nil || resource.Kind != yaml.MappingNode {
				continue
			}
			for i := 0; i+1 < len(resource.Content); i += 2 {
				if resource.Content[i].Value == "resourceType" && resource.Content[i+1].Value == responseType {
					found = append(found, resource)
				}
			}
		}
		if len(found) != 1 {
			r.fail(located{root, bundleType}, "must have one %s, and has %d; many are read as one resource a line", responseType, len(found))
			return
		}
		r.whole(found[0])
	default:
		r.fail(m["resourceType"], "must be %s, or a %s with one, not %s", responseType, bundleType, read.Quoted(kind))
	}
}

// whole reads a response.
func (r *responseReader) whole(p located) {
	m := r.members(p, "status", "item")
	if status := m["status"]; status.Node != nil && status.Value == "entered-in-error" {
		r.fail(status, "these answers were entered in error")
	}
	r.items(m["item"])
}

// items reads items and the items inside them.
func (r *responseReader) items(p located) {
	for _, item := range r.list(p) {
		m := r.members(item, "linkId", "answer", "item")
		if m == nil {
			continue
		}
		if link, ok := r.text(m["linkId"], item, "linkId"); ok && m["answer"].Node != nil {
			r.answers(m["answer"], m["linkId"], link)
		}
		r.items(m["item"])
	}
}

// answers reads the answers to the item with this link id.
func (r *responseReader) answers(p, at located, link string) {
	id, tick, single := strings.Cut(link, ".")
	q := r.table.Question(id)
	option := -1
	if q != nil && single {
		if option = q.Option(tick); option < 0 || !q.List {
			q = nil
		}
	}
	var codes []string
	answers := r.list(p)
	for _, answer := range answers {
		m := r.members(answer, "valueCoding", "item")
		r.items(m["item"])
		if m == nil {
			continue
		}
		coding := m["valueCoding"]
		if coding.Node == nil {
			r.fail(answer, "needs a valueCoding: a question is answered with a code")
			continue
		}
		c := r.members(coding, "system", "code")
		if c == nil {
			continue
		}
		code, ok := r.text(c["code"], coding, "code")
		if system := c["system"]; ok && system.Node != nil {
			hash, ours := strings.CutPrefix(system.Value, export.SystemPrefix+id+":")
			now := r.table.Question(id)
			switch {
			case system.Style != yaml.DoubleQuotedStyle || !ours || hash == "":
				r.fail(system, "%s is not the code system of this question", read.Quoted(system.Value))
				continue
			case now != nil && hash == now.Hash:
			case r.lenient:
				gone := triage.Outdated{ID: read.Short(id), Question: now} // it will be shown
				if !slices.Contains(r.out.Outdated, gone) && len(r.out.Outdated) < read.MaxErrors {
					r.out.Outdated = append(r.out.Outdated, gone)
				}
				return
			case now == nil:
				r.fail(at, "the question %s is no longer asked", read.Quoted(id))
				return
			default:
				r.fail(at, "the question %s has changed since it was answered", read.Quoted(id))
				return
			}
		}
		if ok && (q == nil || r.known(c["code"], q, option, code)) {
			codes = append(codes, code)
		}
	}
	switch {
	case len(answers) == 0:
		if p.Kind == yaml.SequenceNode {
			r.fail(p, "must be a non-empty list")
		}
		return
	case len(codes) < len(answers): // the reason has been reported
		return
	case q == nil:
		r.fail(at, "there is no question %s%s", read.Quoted(link), r.Nearest(link, r.links()))
		return
	case len(codes) > 1 && (!q.List || option >= 0):
		r.fail(p, "%s takes one answer, not %d", link, len(codes))
		return
	}
	given := &r.given[q.Index()]
	if given.at.Node == nil {
		given.at = at
	}
	_, twice := given.ticks[option]
	switch {
	case twice || option < 0 && given.list != nil:
		r.fail(at, "%s is answered twice", link)
	case option < 0:
		given.list = codes
	default:
		if given.ticks == nil {
			given.ticks = map[int]int{}
		}
		given.ticks[option] = tickValue(codes[0])
	}
}

// known reports whether a code is an answer to a question, or to one of its ticks.
func (r *responseReader) known(p located, q *triage.Question, option int, code string) bool {
	if option >= 0 {
		if tickValue(code) >= 0 {
			return true
		}
		r.fail(p, "there is no value of %s %s%s", export.TickID(q, option), read.Quoted(code), r.Nearest(code, triage.TickNames()))
		return false
	}
	var more []string
	if q.List {
		more = []string{triage.None, triage.Unsure}
	}
	if q.Option(code) >= 0 || slices.Contains(more, code) {
		return true
	}
	r.fail(p, "%s", noSuchOption(q, code, more))
	return false
}

// links returns the link ids that can be answered.
func (r *responseReader) links() (ids []string) {
	for i := range r.table.Questions {
		q := &r.table.Questions[i]
		ids = append(ids, q.ID)
		for o := range q.Options {
			if q.List {
				ids = append(ids, export.TickID(q, o))
			}
		}
	}
	return ids
}

// conclude combines everything that was given for q into its answers.
func (r *responseReader) conclude(q *triage.Question, given *givenTo) {
	a := r.out.Answers
	if given.list != nil {
		if err := a.Reply(q, given.list...); err != nil {
			r.fail(given.at, "%s", read.Short(err.Error()))
			return
		}
	}
	from, _ := q.Scales()
	for o, v := range given.ticks {
		if was, known := a.Value(from + o); !known || was == triage.TickUnsure || was < v {
			a.Set(from+o, v)
		}
	}
	if q.AtLeastOne && noneTicked(a, q) {
		r.fail(given.at, "%s: needs at least one of its options", q.ID)
	}
}
