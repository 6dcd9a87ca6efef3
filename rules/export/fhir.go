package export

import (
	"slices"
	"strconv"
	"strings"

	"legtriage/triage"
)

// This file writes a table as a FHIR R4 Questionnaire, a form that other systems show.
//
// The link id of a question is its id. A list is a choice that repeats, with the codes
// none, which excludes the others, and unsure beside those of its ticks. Whoever is not
// sure about a list goes through it tick by tick, in a group of its own behind it: an
// item for each tick, named like look.leg, with no, unsure and yes. That loses nothing
// that answers can say: what is ticked, what is not, what is not sure, and what was not
// asked.
//
// A page that nothing depends on is disabled until an answer makes something depend on
// it (enableWhen). Which answers these are follows from the rules and the advice; see
// openedBy. The form asks more than the interview does, since it cannot stop when
// nothing more urgent is possible, and never less.
//
// A code belongs to one question as it is worded now: the code system has its
// fingerprint in its name. So answers to another wording are not taken for answers to
// this one, and whatever else changes in a table, they still count.

// What is ours in a form is named by URNs, because it stands nowhere on the web.
const urn = "urn:legtriage:"

// FormURL is the canonical address of the form.
const FormURL = urn + "questionnaire"

// SystemPrefix begins the name of every code system of ours.
const SystemPrefix = urn + "codes:"

// System names the code system of the answers to q.
func System(q *triage.Question) string { return SystemPrefix + q.ID + ":" + q.Hash }

// TickID returns the link id of a single tick.
func TickID(q *triage.Question, option int) string { return q.ID + "." + q.Options[option].ID }

// Version names a table exactly. It is the version of the form.
func Version(t *triage.Table) string { return t.Version + "+" + t.Hash }

// Form is what a form says beside the texts of the table.
type Form struct {
	Language string
	About    []string // what comes first
	TickAll  string
	OneByOne string // above a list that is gone through
	Now      string // below an answer that is an emergency by itself
	// Answers returns the possible answers to a page with their texts.
	Answers func(triage.Page) []Answer
}

// Answer is a possible answer: an id of [triage.Answers.Reply], or no, unsure or yes.
type Answer struct{ ID, Say string }

// extension returns an extension whose value has this type.
func extension(url, kind string, value any) object {
	return object{{"url", url}, {"value" + kind, value}}
}

// hl7 is where the extensions of the standard are.
const hl7 = "http://hl7.org/fhir/StructureDefinition/"

// control says how an item looks.
func control(code string) object {
	return extension(hl7+"questionnaire-itemControl", "CodeableConcept", object{{"coding", []object{{
		{"system", "http://hl7.org/fhir/questionnaire-item-control"}, {"code", code},
	}}}})
}

// below puts the possible answers of an item below each other.
var below = extension(hl7+"questionnaire-choiceOrientation", "Code", "vertical")

// Questionnaire writes t as a FHIR R4 Questionnaire.
func Questionnaire(t *triage.Table, f Form) []byte {
	status := "draft"
	if t.AllReviewed() {
		status = "active"
	}
	var items []object
	for i, text := range f.About {
		items = append(items, object{{"linkId", "about/" + strconv.Itoa(i+1)}, {"text", text}, {"type", "display"}})
	}
	order := inOrder(t)
	cited := map[string]bool{}
	for _, q := range order {
		items = append(items, f.question(t, q, openedBy(t, order, q), cited)...)
	}
	var sources []object
	for i := range t.Sources {
		if s := &t.Sources[i]; cited[s.ID] {
			sources = append(sources, extension(urn+"source", "RelatedArtifact", cite(s)))
		}
	}
	return object{
		{"resourceType", "Questionnaire"},
		{"language", f.Language},
		{"extension", sources},
		{"url", FormURL},
		{"version", Version(t)},
		{"name", "Legtriage"},
		{"title", t.Name},
		{"status", status},
		{"experimental", status == "draft"},
		{"subjectType", []string{"Patient"}},
		{"item", items},
	}.indented()
}

// cite returns a source as a citation. The name of a file is no address to go to.
func cite(s *triage.Source) object {
	note, address := s.Note, s.Address
	if !strings.Contains(address, "://") {
		note, address = strings.TrimPrefix(note+", "+address, ", "), ""
	}
	return object{{"type", "citation"}, {"label", s.ID}, {"display", s.Title}, {"citation", note}, {"url", address}}
}

// inOrder returns the questions in the order in which they are asked.
func inOrder(t *triage.Table) (order []*triage.Question) {
	for i := range t.Questions {
		order = append(order, &t.Questions[i])
	}
	slices.SortStableFunc(order, func(a, b *triage.Question) int { return int(a.Stage) - int(b.Stage) })
	return order
}

// question returns the items of one question, enabled by what opens it.
func (f Form) question(t *triage.Table, q *triage.Question, opened triage.Condition, cited map[string]bool) []object {
	when := enabled(t, opened, true)
	whole := triage.Page{Question: q, Tick: -1}
	text, look := q.Ask, "radio-button"
	if q.List {
		text, look = q.Ask+" "+f.TickAll, "check-box"
	}
	item := object{
		{"extension", append([]object{control(look), below}, sourcesOf(t, q, cited)...)},
		{"linkId", q.ID},
		{"text", text},
		{"type", "choice"},
		{"enableWhen", when},
		{"enableBehavior", behavior(when)},
		{"required", true},
		{"repeats", q.List},
		{"answerOption", f.options(t, whole)},
		{"item", []object{{
			{"extension", []object{control("help")}}, {"linkId", q.ID + "/why"}, {"text", q.Why}, {"type", "display"},
		}}},
	}
	items := []object{item}
	if q.List && !q.AtLeastOne {
		var ticks []object
		for o := range q.Options {
			page := triage.Page{Question: q, Tick: o}
			ticks = append(ticks, object{
				{"extension", []object{control("radio-button")}},
				{"linkId", TickID(q, o)},
				{"text", f.text(whole, q.Options[o].ID)},
				{"type", "choice"},
				{"answerOption", f.options(t, page)},
			})
		}
		items = append(items, object{
			{"linkId", q.ID + "/each"}, {"text", f.OneByOne}, {"type", "group"},
			{"enableWhen", []object{enabler(q, q.ID, triage.Unsure)}},
			{"item", ticks},
		})
	}
	if now := enabled(t, emergencies(t, q), false); len(now) > 0 {
		items = append(items, object{
			{"linkId", q.ID + "/now"}, {"text", f.Now}, {"type", "display"}, {"enableWhen", now}, {"enableBehavior", behavior(now)},
		})
	}
	return items
}

// behavior says that one of several conditions is enough. It must not stand where there
// is only one.
func behavior(when []object) string {
	if len(when) > 1 {
		return "any"
	}
	return ""
}

// text returns the text of one answer to a page.
func (f Form) text(p triage.Page, id string) string {
	for _, a := range f.Answers(p) {
		if a.ID == id {
			return a.Say
		}
	}
	return id
}

// coding returns an answer to q as a code, with its text if it has one.
func coding(q *triage.Question, id, say string) object {
	return object{{"system", System(q)}, {"code", id}, {"display", say}}
}

// options returns the possible answers to a page.
func (f Form) options(t *triage.Table, p triage.Page) (options []object) {
	for _, a := range f.Answers(p) {
		var more []object
		if p.Tick < 0 {
			switch o := p.Question.Option(a.ID); {
			case o >= 0:
				more = flag(t, &p.Question.Options[o])
			case a.ID == triage.None:
				more = []object{extension(hl7+"questionnaire-optionExclusive", "Boolean", true)}
			}
		}
		options = append(options, object{{"extension", more}, {"valueCoding", coding(p.Question, a.ID, a.Say)}})
	}
	return options
}

// flag returns what marks a red flag and names its partners, a condition each: one of
// its answers, or a worse one.
func flag(t *triage.Table, o *triage.Option) (out []object) {
	if !o.RedFlag {
		return nil
	}
	out = append(out, extension(urn+"red-flag", "Boolean", true))
	for _, c := range o.With {
		var any []string
		for _, s := range c {
			scale := t.Scales()[s.Scale]
			name := scale.Question.ID
			if scale.Option >= 0 {
				name = TickID(scale.Question, scale.Option)
			}
			any = append(any, name+"="+scale.Value(s.Value))
		}
		out = append(out, extension(urn+"red-flag-with", "String", strings.Join(any, " or ")))
	}
	return out
}

// reads reports whether w asks for an answer to q.
func reads(t *triage.Table, w triage.When, q *triage.Question) bool {
	return slices.ContainsFunc(w, func(c triage.Condition) bool {
		return slices.ContainsFunc(c, func(s triage.Step) bool { return t.Scales()[s.Scale].Question == q })
	})
}

// sourcesOf names the sources of the rules that depend on q, and notes them.
func sourcesOf(t *triage.Table, q *triage.Question, cited map[string]bool) []object {
	var ids []string
	for _, r := range t.ByUrgency() {
		if !reads(t, r.When, q) {
			continue
		}
		for _, id := range r.Sources {
			if cited[id] = true; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []object{extension(urn+"sources", "String", strings.Join(ids, " "))}
}

// emergencies returns the answers to q that are an emergency whatever else is said.
func emergencies(t *triage.Table, q *triage.Question) (c triage.Condition) {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		for v := 1; v <= t.Scales()[s].Top; v++ {
			a := t.NoAnswers()
			a.Set(s, v)
			if atLeast, _ := a.Range(); atLeast >= triage.Go {
				c = append(c, triage.Step{Scale: s, Value: v})
				break
			}
		}
	}
	return c
}

// dependents returns all that can depend on an answer: each rule, each piece of advice,
// and each reason to withhold one from those it suits.
func dependents(t *triage.Table) (all []triage.When) {
	for _, r := range t.ByUrgency() {
		all = append(all, r.When)
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		all = append(all, ad.Suits)
		for _, w := range ad.Without {
			all = append(all, slices.Concat(ad.Suits, w.When))
		}
	}
	return all
}

// openedBy returns answers to earlier questions, or worse ones, without all of which
// nothing depends on q. It is empty if q always matters.
//
// A rule, or anything else that asks for an answer to q, cannot hold as long as one of
// its other conditions does not. So for each it is enough to wait for one of them that
// asks only about earlier questions. These are chosen so that few answers open q:
// again and again, the condition that serves most of those that are left.
func openedBy(t *triage.Table, order []*triage.Question, q *triage.Question) (opened triage.Condition) {
	earlier := order[:slices.Index(order, q)]
	met := func(c triage.Condition) bool { // whenever c holds, q is open already
		return !slices.ContainsFunc(c, func(s triage.Step) bool {
			return !slices.ContainsFunc(opened, func(o triage.Step) bool { return o.Scale == s.Scale && o.Value <= s.Value })
		})
	}
	var left [][]triage.Condition // of each dependent, what it can wait for
	for _, w := range dependents(t) {
		if !reads(t, w, q) {
			continue
		}
		var guards []triage.Condition
		for _, c := range w {
			if !slices.ContainsFunc(c, func(s triage.Step) bool { return !slices.Contains(earlier, t.Scales()[s.Scale].Question) }) {
				guards = append(guards, c)
			}
		}
		if len(guards) == 0 {
			return nil
		}
		left = append(left, guards)
	}
	for {
		left = slices.DeleteFunc(left, func(guards []triage.Condition) bool { return slices.ContainsFunc(guards, met) })
		if len(left) == 0 {
			return opened
		}
		var best triage.Condition
		most := 0
		for _, guards := range left {
			for _, c := range guards {
				serves := 0
				for _, others := range left {
					if slices.ContainsFunc(others, func(o triage.Condition) bool { return within(o, c) }) {
						serves++
					}
				}
				if serves > most || serves == most && len(c) < len(best) {
					best, most = c, serves
				}
			}
		}
		opened = append(opened, best...)
	}
}

// within reports whether c holds whenever b does.
func within(b, c triage.Condition) bool {
	return !slices.ContainsFunc(b, func(s triage.Step) bool {
		return !slices.ContainsFunc(c, func(o triage.Step) bool { return o.Scale == s.Scale && o.Value <= s.Value })
	})
}

// enabler is one answer that enables an item.
func enabler(q *triage.Question, item, id string) object {
	return object{{"question", item}, {"operator", "="}, {"answerCoding", object{{"system", System(q)}, {"code", id}}}}
}

// enabled returns what meets c in the answers of a form. A tick may be ticked in its
// list, or answered when the list is gone through; whoever is not sure about the list
// is not sure about each tick, as long as nothing else is said about it. That counts
// only if whole is true: nobody is told of an emergency, here as in an interview, before
// the list has been gone through.
func enabled(t *triage.Table, c triage.Condition, whole bool) (when []object) {
	seen := map[string]bool{}
	add := func(q *triage.Question, item, id string) {
		if !seen[item+"="+id] {
			seen[item+"="+id] = true
			when = append(when, enabler(q, item, id))
		}
	}
	for _, s := range c {
		scale := t.Scales()[s.Scale]
		q := scale.Question
		if scale.Option < 0 {
			for v := s.Value; v <= scale.Top; v++ {
				add(q, q.ID, scale.Value(v))
			}
			continue
		}
		add(q, q.ID, q.Options[scale.Option].ID)
		if q.AtLeastOne {
			continue
		}
		if whole && s.Value <= triage.TickUnsure {
			add(q, q.ID, triage.Unsure)
		}
		for v := s.Value; v <= triage.TickYes; v++ {
			add(q, TickID(q, scale.Option), scale.Value(v))
		}
	}
	return when
}
