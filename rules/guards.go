package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// This file reads what guards a table: promises, acts, rules about words, and golden
// people.

// choices returns the words of a key: one word or a list, each of them known.
func (l *loader) choices(r read.Record, key, what string, known []string) []string {
	n := r.Get(key)
	if n == nil {
		return nil
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = r.Items(n, r.What+": "+key)
	}
	var out []string
	for _, item := range items {
		if r.Choice(item, what, known) < 0 {
			continue
		}
		if slices.Contains(out, item.Value) {
			r.Fail(item, "%s: %s: duplicate %s", r.What, key, read.Quoted(item.Value))
		}
		out = append(out, item.Value)
	}
	return out
}

// phrases returns the texts of a list, or of a single one.
func (f file) phrases(n *yaml.Node, what string) []string {
	if n == nil {
		return nil
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = f.Items(n, what)
	}
	var out []string
	for _, item := range items {
		if phrase := f.Word(item, what); phrase != "" {
			out = append(out, phrase)
		}
	}
	return out
}

func (l *loader) acts() []string {
	var ids []string
	for _, a := range l.table.Acts {
		ids = append(ids, a.ID)
	}
	return ids
}

func (l *loader) adviceIDs() []string {
	var ids []string
	for _, a := range l.table.Advice {
		ids = append(ids, a.ID)
	}
	return ids
}

// readActs reads the acts: each id with the acts that it contradicts.
func (l *loader) readActs(f file, n *yaml.Node) {
	entries := f.Entries(n, "acts")
	first := len(l.table.Acts)
	for _, e := range entries {
		l.claim(f, e.At, "act", e.Key)
		l.table.Acts = append(l.table.Acts, triage.Act{ID: e.Key, At: f.position(e.At)})
	}
	for i, e := range entries {
		r := f.Record(e.Value, "act "+read.Short(e.Key), "against")
		l.table.Acts[first+i].Against = l.choices(r, "against", "act", l.acts())
	}
}

func (l *loader) readInvariants(f file, n *yaml.Node) {
	for _, item := range f.Items(n, "invariants") {
		r := f.Record(item, "invariant", "id", "say", "when", "at_least", "contact", "never", "given", "only", "only_contact", "from", "to", "stages", "orders", "ticks", "safety_net", "dial", "sources")
		in := triage.Invariant{ID: r.Text("id"), Say: r.Text("say"), To: triage.Call, At: f.position(item)}
		if in.ID != "" {
			r.What = "invariant " + read.Short(in.ID)
			l.claim(f, r.Get("id"), "invariant", in.ID)
		}
		advice := l.adviceIDs()
		in.Never = l.choices(r, "never", "advice", advice)
		in.Given = l.choices(r, "given", "advice", advice)
		in.Only = l.choices(r, "only", "advice", advice)
		if r.Get("at_least") != nil {
			in.AtLeast = l.urgency(r, "at_least")
		}
		if at := r.Get("contact"); at != nil && f.Choice(at, "contact", contacts) >= 0 {
			in.Contact = at.Value
		}
		if at := r.Get("only_contact"); at != nil && f.Choice(at, "contact", contacts) >= 0 {
			in.OnlyContact = at.Value
		}
		for key, bound := range map[string]*triage.Urgency{"from": &in.From, "to": &in.To} {
			if r.Get(key) != nil {
				*bound = l.urgency(r, key)
			}
		}
		l.readFixed(r, &in)
		about := r.Get("at_least") != nil || r.Get("never") != nil || r.Get("given") != nil || r.Get("only") != nil || r.Get("only_contact") != nil
		fixed := len(in.Stages)+len(in.Orders)+len(in.Ticks)+len(in.Nets)+len(in.Dial) > 0
		switch when := r.Get("when"); {
		case when != nil:
			in.When = l.when(f, when, r.What)
		case about:
			r.Need("when")
		}
		switch {
		case !about && !fixed:
			f.Fail(item, "%s promises nothing: it needs at_least, never, given, only, only_contact, stages, orders, ticks, safety_net or dial", r.What)
		case in.From > in.To:
			f.Fail(item, "%s: from is above to, so it is about nobody", r.What)
		case in.Contact != "" && (in.AtLeast == triage.Home || in.AtLeast == triage.Call):
			f.Fail(item, "%s: a contact is for those who see a doctor or go to an emergency department", r.What)
		}
		if r.Get("sources") != nil {
			in.Sources = l.sourceIDs(r)
		}
		l.table.Invariants = append(l.table.Invariants, in)
	}
}

// readFixed reads what a promise says about parts of the table itself.
func (l *loader) readFixed(r read.Record, in *triage.Invariant) {
	words := func(key string, each func(e read.Entry)) {
		if n := r.Get(key); n != nil {
			for _, e := range r.Entries(n, r.What+": "+key) {
				each(e)
			}
		}
	}
	words("stages", func(e read.Entry) {
		q := r.Choice(e.At, "question", l.questionIDs())
		if s := r.Choice(e.Value, "stage", stages); q >= 0 && s >= 0 {
			put(&in.Stages, e.Key, triage.Stage(s))
		}
	})
	words("orders", func(e read.Entry) {
		q := r.Choice(e.At, "question", l.questionIDs())
		if q < 0 {
			return
		}
		var known []string
		for _, o := range l.table.Questions[q].Options {
			known = append(known, o.ID)
		}
		if l.table.Questions[q].List {
			r.Fail(e.At, "%s: %s is a list of ticks, which have no order", r.What, e.Key)
		}
		var order []string
		for _, item := range r.Items(e.Value, r.What+": orders") {
			if r.Choice(item, "option of "+e.Key, known) >= 0 {
				order = append(order, item.Value)
			}
		}
		put(&in.Orders, e.Key, order)
	})
	words("safety_net", func(e read.Entry) {
		var lines []string
		for _, s := range l.table.SafetyNet {
			lines = append(lines, s.ID)
		}
		line := r.Choice(e.At, "line of the safety net", lines)
		if u := r.Choice(e.Value, "urgency", urgencyNames()); line >= 0 && u >= 0 {
			put(&in.Nets, e.Key, triage.Urgency(u))
		}
	})
	words("dial", func(e read.Entry) {
		var countries []string
		for _, n := range l.table.Numbers {
			countries = append(countries, n.Country)
		}
		if number := r.Word(e.Value, r.What+": dial"); r.Choice(e.At, "country", countries) >= 0 {
			put(&in.Dial, e.Key, number)
		}
	})
	in.Ticks = l.choices(r, "ticks", "question", l.questionIDs())
}

// put adds a value to a map, which it makes if necessary.
func put[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
}

func urgencyNames() []string {
	var names []string
	for _, u := range triage.Urgencies() {
		names = append(names, u.String())
	}
	return names
}

func (l *loader) readWording(f file, n *yaml.Node) {
	if l.table.Wording != nil {
		f.Fail(n, "the rules about words must be in one file")
		return
	}
	r := f.Record(n, "wording", "language", "acts", "rules", "keys")
	w := &triage.Wording{Language: r.Text("language"), At: f.position(n)}
	l.table.Wording = w
	if at := r.Get("acts"); at != nil {
		for _, e := range f.Entries(at, "wording: acts") {
			if f.Choice(e.At, "act", l.acts()) >= 0 {
				w.Acts = append(w.Acts, triage.ActWords{Act: e.Key, Phrases: f.phrases(e.Value, "phrases of "+read.Short(e.Key)), At: f.position(e.At)})
			}
		}
	}
	if at := r.Get("rules"); at != nil {
		for _, item := range f.Items(at, "wording: rules") {
			w.Rules = append(w.Rules, l.readWordRule(f, item))
		}
	}
	if at := r.Get("keys"); at != nil {
		for _, e := range f.Entries(at, "wording: keys") {
			if _, _, named := strings.Cut(e.Key, " "); !named {
				f.Fail(e.At, "key words belong to a text, named like %q, not to %s", "option life.chest", read.Quoted(e.Key))
			}
			w.Keys = append(w.Keys, triage.KeyWords{Text: e.Key, Words: f.phrases(e.Value, "key words of "+read.Short(e.Key)), At: f.position(e.At)})
		}
	}
}

var maxWordsPattern = regexp.MustCompile(`^[1-9][0-9]{0,2}$`)

func (l *loader) readWordRule(f file, n *yaml.Node) triage.WordRule {
	r := f.Record(n, "rule about words", "id", "say", "of", "at", "must", "never", "except", "never_first", "max_words")
	rule := triage.WordRule{ID: r.Text("id"), Say: r.Text("say"), At: f.position(n)}
	if rule.ID != "" {
		r.What = "rule about words " + read.Short(rule.ID)
		l.claim(f, r.Get("id"), "rule about words", rule.ID)
	}
	var kinds []string
	for _, k := range triage.TextKinds() {
		kinds = append(kinds, k.String())
	}
	if r.Need("of") != nil {
		for _, k := range l.choices(r, "of", "kind of text", kinds) {
			rule.Of = append(rule.Of, triage.TextKind(k))
		}
	}
	for _, name := range l.choices(r, "at", "urgency", urgencyNames()) {
		rule.Urgencies = append(rule.Urgencies, triage.Urgency(slices.Index(urgencyNames(), name)))
	}
	rule.Must = f.phrases(r.Get("must"), r.What+": must")
	rule.Never = f.phrases(r.Get("never"), r.What+": never")
	rule.Except = f.phrases(r.Get("except"), r.What+": except")
	rule.First = f.phrases(r.Get("never_first"), r.What+": never_first")
	if at := r.Get("max_words"); at != nil {
		most := f.Word(at, r.What+": max_words")
		if number, err := strconv.Atoi(most); err == nil && maxWordsPattern.MatchString(most) {
			rule.MaxWords = number
		} else if most != "" {
			f.Fail(at, "%s: max_words is a number from 1 to 999, not %s", r.What, read.Quoted(most))
		}
	}
	if r.Get("max_words") == nil && len(rule.Must)+len(rule.Never)+len(rule.First) == 0 {
		f.Fail(n, "%s asks for nothing: it needs must, never, never_first or max_words", r.What)
	}
	return rule
}

// readPeople reads the golden people, once the table is compiled. Answers that are not
// given for a person are calm.
func (l *loader) readPeople(f file, n *yaml.Node) {
	t := l.table
	places := make([]string, 0, len(triage.Places()))
	for _, p := range triage.Places() {
		places = append(places, p.String())
	}
	for _, item := range f.Items(n, "people") {
		r := f.Record(item, "person", "id", "about", "answers", "urgency", "place", "also", "advice", "never", "tells", "sources")
		p := triage.Person{ID: r.Text("id"), About: r.Text("about"), Answers: f.answersOf(t, r.Need("answers")), Urgency: l.urgency(r, "urgency"), At: f.position(item)}
		if p.ID != "" {
			r.What = "person " + read.Short(p.ID)
			l.claim(f, r.Get("id"), "person", p.ID)
		}
		for i := range t.Questions {
			if q := &t.Questions[i]; q.AtLeastOne && !p.Answers.Answered(q) && r.Get("answers") != nil {
				f.Fail(r.Get("answers"), "%s: %s needs at least one tick", r.What, q.ID)
			}
		}
		p.Answers.Calm()
		p.Place = (&triage.Rule{Urgency: p.Urgency}).Place()
		if at := r.Get("place"); at != nil {
			p.Place = triage.Place(max(0, f.Choice(at, "place", places)))
		}
		if at := r.Get("also"); at != nil {
			p.Also = triage.Place(max(0, f.Choice(at, "place", places)))
		}
		p.Advice = l.choices(r, "advice", "advice", l.adviceIDs())
		p.Never = l.choices(r, "never", "advice", l.adviceIDs())
		p.Tells = l.choices(r, "tells", "act", l.acts())
		p.Sources = l.sourceIDs(r)
		t.People = append(t.People, p)
	}
}
