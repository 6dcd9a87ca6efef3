package rules

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file reads what guards a table: promises, acts, rules about words and
// golden people.

// some returns the words of a key: one word or a list, each of them known.
func (l *loader) some(r record, key, what string, known []string) []string {
	n := r.get(key)
	if n == nil {
		return nil
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = r.items(n, r.what+": "+key)
	}
	var out []string
	for _, item := range items {
		if r.choice(item, what, known) < 0 {
			continue
		}
		if slices.Contains(out, item.Value) {
			r.fail(item, "%s: %s: %s stands twice", r.what, key, quoted(item.Value))
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
		items = f.items(n, what)
	}
	var out []string
	for _, item := range items {
		if phrase := f.word(item, what); phrase != "" {
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

// readActs reads the acts: id to what it is against.
func (l *loader) readActs(f file, n *yaml.Node) {
	entries := f.entries(n, "acts")
	first := len(l.table.Acts)
	for _, e := range entries {
		l.claim(f, e.at, "act", e.key)
		l.table.Acts = append(l.table.Acts, triage.Act{ID: e.key, At: f.position(e.at)})
	}
	for i, e := range entries {
		r := f.record(e.value, "act "+quotable(e.key), "against")
		l.table.Acts[first+i].Against = l.some(r, "against", "act", l.acts())
	}
}

func (l *loader) readInvariants(f file, n *yaml.Node) {
	for _, item := range f.items(n, "invariants") {
		r := f.record(item, "invariant", "id", "say", "when", "at_least", "contact", "never", "given", "only", "only_contact", "from", "to", "stages", "orders", "ticks", "safety_net", "dial", "sources")
		in := triage.Invariant{ID: r.text("id"), Say: r.text("say"), To: triage.Call, At: f.position(item)}
		if in.ID != "" {
			r.what = "invariant " + quotable(in.ID)
			l.claim(f, r.get("id"), "invariant", in.ID)
		}
		advice := l.adviceIDs()
		in.Never = l.some(r, "never", "advice", advice)
		in.Given = l.some(r, "given", "advice", advice)
		in.Only = l.some(r, "only", "advice", advice)
		if r.get("at_least") != nil {
			in.AtLeast = l.urgency(r, "at_least")
		}
		if at := r.get("contact"); at != nil && f.choice(at, "contact", contacts) >= 0 {
			in.Contact = at.Value
		}
		if at := r.get("only_contact"); at != nil && f.choice(at, "contact", contacts) >= 0 {
			in.OnlyContact = at.Value
		}
		for key, bound := range map[string]*triage.Urgency{"from": &in.From, "to": &in.To} {
			if r.get(key) != nil {
				*bound = l.urgency(r, key)
			}
		}
		l.readFixed(r, &in)
		about := r.get("at_least") != nil || r.get("never") != nil || r.get("given") != nil || r.get("only") != nil || r.get("only_contact") != nil
		fixed := len(in.Stages)+len(in.Orders)+len(in.Ticks)+len(in.Nets)+len(in.Dial) > 0
		switch when := r.get("when"); {
		case when != nil:
			in.When = l.when(f, when, r.what)
		case about:
			r.need("when")
		}
		switch {
		case !about && !fixed:
			f.fail(item, "%s promises nothing: it needs at_least, never, given, only, only_contact, stages, orders, ticks, safety_net or dial", r.what)
		case in.From > in.To:
			f.fail(item, "%s: from is above to, so it is about nobody", r.what)
		case in.Contact != "" && (in.AtLeast == triage.Home || in.AtLeast == triage.Call):
			f.fail(item, "%s: a contact is for those who see a doctor or go to an emergency department", r.what)
		}
		if r.get("sources") != nil {
			in.Sources = l.sourceIDs(r)
		}
		l.table.Invariants = append(l.table.Invariants, in)
	}
}

// readFixed reads what a promise says about parts of the table themselves.
func (l *loader) readFixed(r record, in *triage.Invariant) {
	words := func(key string, each func(e entry)) {
		if n := r.get(key); n != nil {
			for _, e := range r.entries(n, r.what+": "+key) {
				each(e)
			}
		}
	}
	words("stages", func(e entry) {
		q := r.choice(e.at, "question", l.questionIDs())
		if s := r.choice(e.value, "stage", stages); q >= 0 && s >= 0 {
			put(&in.Stages, e.key, triage.Stage(s))
		}
	})
	words("orders", func(e entry) {
		q := r.choice(e.at, "question", l.questionIDs())
		if q < 0 {
			return
		}
		var known []string
		for _, o := range l.table.Questions[q].Options {
			known = append(known, o.ID)
		}
		if l.table.Questions[q].List {
			r.fail(e.at, "%s: %s is a list of ticks, which have no order", r.what, e.key)
		}
		var order []string
		for _, item := range r.items(e.value, r.what+": orders") {
			if r.choice(item, "option of "+e.key, known) >= 0 {
				order = append(order, item.Value)
			}
		}
		put(&in.Orders, e.key, order)
	})
	words("safety_net", func(e entry) {
		var lines []string
		for _, s := range l.table.SafetyNet {
			lines = append(lines, s.ID)
		}
		line := r.choice(e.at, "line of the safety net", lines)
		if u := r.choice(e.value, "urgency", urgencyNames()); line >= 0 && u >= 0 {
			put(&in.Nets, e.key, triage.Urgency(u))
		}
	})
	words("dial", func(e entry) {
		var countries []string
		for _, n := range l.table.Numbers {
			countries = append(countries, n.Country)
		}
		if number := r.word(e.value, r.what+": dial"); r.choice(e.at, "country", countries) >= 0 {
			put(&in.Dial, e.key, number)
		}
	})
	in.Ticks = l.some(r, "ticks", "question", l.questionIDs())
}

// put puts a value into a map that may not have been made yet.
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
		f.fail(n, "the rules about words stand in one file only")
		return
	}
	r := f.record(n, "wording", "language", "acts", "rules", "keys")
	w := &triage.Wording{Language: r.text("language")}
	l.table.Wording = w
	if at := r.get("acts"); at != nil {
		for _, e := range f.entries(at, "wording: acts") {
			if f.choice(e.at, "act", l.acts()) >= 0 {
				w.Acts = append(w.Acts, triage.ActWords{Act: e.key, Phrases: f.phrases(e.value, "phrases of "+quotable(e.key)), At: f.position(e.at)})
			}
		}
	}
	if at := r.get("rules"); at != nil {
		for _, item := range f.items(at, "wording: rules") {
			w.Rules = append(w.Rules, l.readWordRule(f, item))
		}
	}
	if at := r.get("keys"); at != nil {
		for _, e := range f.entries(at, "wording: keys") {
			if _, _, named := strings.Cut(e.key, " "); !named {
				f.fail(e.at, "key words belong to a text, named like %q, not to %s", "option life.chest", quoted(e.key))
			}
			w.Keys = append(w.Keys, triage.KeyWords{Text: e.key, Words: f.phrases(e.value, "key words of "+quotable(e.key)), At: f.position(e.at)})
		}
	}
}

func (l *loader) readWordRule(f file, n *yaml.Node) triage.WordRule {
	r := f.record(n, "rule about words", "id", "say", "of", "at", "must", "never", "except")
	rule := triage.WordRule{ID: r.text("id"), Say: r.text("say"), At: f.position(n)}
	if rule.ID != "" {
		r.what = "rule about words " + quotable(rule.ID)
		l.claim(f, r.get("id"), "rule about words", rule.ID)
	}
	var kinds []string
	for _, k := range triage.TextKinds() {
		kinds = append(kinds, k.String())
	}
	if r.need("of") != nil {
		for _, k := range l.some(r, "of", "kind of text", kinds) {
			rule.Of = append(rule.Of, triage.TextKind(k))
		}
	}
	for _, name := range l.some(r, "at", "urgency", urgencyNames()) {
		rule.Urgencies = append(rule.Urgencies, triage.Urgency(slices.Index(urgencyNames(), name)))
	}
	rule.Must = f.phrases(r.get("must"), r.what+": must")
	rule.Never = f.phrases(r.get("never"), r.what+": never")
	rule.Except = f.phrases(r.get("except"), r.what+": except")
	if len(rule.Must)+len(rule.Never) == 0 {
		f.fail(n, "%s asks for nothing: it needs must or never", r.what)
	}
	return rule
}

// readPeople reads the golden people, once the table can hold answers. What is
// not said of a person is calm.
func (l *loader) readPeople(f file, n *yaml.Node) {
	t := l.table
	places := make([]string, 0, len(triage.Places()))
	for _, p := range triage.Places() {
		places = append(places, p.String())
	}
	for _, item := range f.items(n, "people") {
		r := f.record(item, "person", "id", "about", "answers", "urgency", "place", "advice", "never", "tells", "sources")
		p := triage.Person{ID: r.text("id"), About: r.text("about"), Answers: f.answersOf(t, r.need("answers")), Urgency: l.urgency(r, "urgency"), At: f.position(item)}
		if p.ID != "" {
			r.what = "person " + quotable(p.ID)
			l.claim(f, r.get("id"), "person", p.ID)
		}
		for i := range t.Questions {
			if q := &t.Questions[i]; q.AtLeastOne && !p.Answers.Answered(q) && r.get("answers") != nil {
				f.fail(r.get("answers"), "%s: %s needs at least one tick", r.what, q.ID)
			}
		}
		p.Answers.Calm()
		p.Place = (&triage.Rule{Urgency: p.Urgency}).Place()
		if at := r.get("place"); at != nil {
			p.Place = triage.Place(max(0, f.choice(at, "place", places)))
		}
		p.Advice = l.some(r, "advice", "advice", l.adviceIDs())
		p.Never = l.some(r, "never", "advice", l.adviceIDs())
		p.Tells = l.some(r, "tells", "act", l.acts())
		p.Sources = l.sourceIDs(r)
		t.People = append(t.People, p)
	}
}
