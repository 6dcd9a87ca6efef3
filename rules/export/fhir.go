package export

import (
	"slices"
	"strconv"
	"strings"

	"legtriage/triage"
)

// This file writes a table as a FHIR R4 Questionnaire, a form that other systems can
// show.
//
// The link id of a question is its id. A list is a choice that repeats, with the codes
// of its ticks, unsure, and none, which excludes the others. People who are not sure
// about a list go through it tick by tick, in a group of its own after it: an item for
// each tick, named like look.leg, with no, unsure and yes. So the form can say all that
// answers can: what is ticked, what is not, what is not sure, and what was not asked.
//
// A page that nothing depends on is disabled until an answer makes something depend on
// it (enableWhen). The rules and the advice determine which answers do so; see
// openedBy. The form asks more than the interview, since it cannot stop when nothing
// more urgent is possible, and never less.
//
// A code belongs to one question in its present wording: the name of the code system
// contains the question's fingerprint. So answers to another wording are not taken for
// answers to this one, while answers to an unchanged question still count whatever else
// changes in the table.

// The program's own names in a form are URNs, because nothing about them is on the web.
const urn = "urn:legtriage:"

// formURL is the canonical address of the form.
const formURL = urn + "questionnaire"

// SystemPrefix begins the name of every code system that a form defines.
const SystemPrefix = urn + "codes:"

// System names the code system of the answers to q.
func System(q *triage.Question) string { return SystemPrefix + q.ID + ":" + q.Hash }

// TickID returns the link id of a single tick.
func TickID(q *triage.Question, option int) string { return q.ID + "." + q.Options[option].ID }

// scaleID names a scale in every export as in CSV: a question, or question.tick.
func scaleID(s triage.Scale) string {
	if s.Option < 0 {
		return s.Question.ID
	}
	return TickID(s.Question, s.Option)
}

// tableVersion names a table exactly. It is the version of the form.
func tableVersion(t *triage.Table) string { return t.Version + "+" + t.Hash }

// FormWords is what a form says beside the texts of the table.
type FormWords struct {
	Language string
	About    []string // what comes first
	TickAll  string
	OneByOne string // above a list that is gone through tick by tick
	Now      string // below an answer that is an emergency by itself
	// Answers returns the possible answers to a page with their texts.
	Answers func(triage.Page) []Answer
}

// Answer is a possible answer: an id of [triage.Answers.Reply], or no, unsure or yes.
type Answer struct{ ID, Say string }

// sayIn is one of the program's own extensions, with a text.
func sayIn(name, text string) string {
	return fill(`{"url":?,"valueString":?}`, urn+name, text)
}

// How forms show an item.
const (
	help    = `{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/questionnaire-item-control","code":"help"}]}}`
	radio   = `{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/questionnaire-item-control","code":"radio-button"}]}}`
	boxes   = `{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/questionnaire-item-control","code":"check-box"}]}}`
	below   = `{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation","valueCode":"vertical"}` // each answer below the other
	alone   = `{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive","valueBoolean":true}`
	redFlag = `{"url":"urn:legtriage:red-flag","valueBoolean":true}`
)

// Questionnaire writes t as a FHIR R4 Questionnaire.
func Questionnaire(t *triage.Table, f *FormWords) []byte {
	status, experimental := "draft", "true"
	if t.AllReviewed() {
		status, experimental = "active", "false"
	}
	var items, sources []string
	for i, text := range f.About {
		items = append(items, fill(`{"linkId":?,"text":?,"type":"display"}`, "about/"+strconv.Itoa(i+1), text))
	}
	order := inOrder(t)
	cited := map[string]bool{}
	for _, q := range order {
		items = append(items, f.question(t, q, openedBy(t, order, q), cited)...)
	}
	for i := range t.Sources {
		if s := &t.Sources[i]; cited[s.ID] {
			sources = append(sources, fill(`{"url":"urn:legtriage:source","valueRelatedArtifact":@}`, cite(s)))
		}
	}
	return indented(fill(`{"resourceType":"Questionnaire","language":?@,"url":?,"version":?,"name":"Legtriage","title":?,"status":?,"experimental":@,"subjectType":["Patient"]@}`,
		f.Language, listMember("extension", sources), formURL, tableVersion(t), t.Name, status, experimental, listMember("item", items)))
}

// cite returns a source as a citation, without an address if that is only the name of a
// file.
func cite(s *triage.Source) string {
	note, address := s.Note, s.Address
	if !strings.Contains(address, "://") {
		note, address = strings.TrimPrefix(note+", "+address, ", "), ""
	}
	return fill(`{"type":"citation","label":?,"display":?@@}`, s.ID, s.Title, textMember("citation", note), textMember("url", address))
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
func (f *FormWords) question(t *triage.Table, q *triage.Question, opened triage.Condition, cited map[string]bool) []string {
	whole := triage.Page{Question: q, Tick: -1}
	text, look, repeats := q.Ask, radio, ""
	if q.List {
		text, look, repeats = q.Ask+" "+f.TickAll, boxes, `,"repeats":true`
	}
	items := []string{fill(`{"extension":@,"linkId":?,"text":?,"type":"choice"@,"required":true@@,"item":[{"extension":[@],"linkId":?,"text":?,"type":"display"}]}`,
		listed(append([]string{look, below}, sourcesOf(t, q, cited)...)), q.ID, text, when(enabled(t, opened, true)), repeats, f.options(t, whole), help, q.ID+"/why", q.Why)}
	if q.List && !q.AtLeastOne {
		var ticks []string
		for o := range q.Options {
			ticks = append(ticks, fill(`{"extension":[@],"linkId":?,"text":?,"type":"choice"@}`,
				radio, TickID(q, o), f.text(whole, q.Options[o].ID), f.options(t, triage.Page{Question: q, Tick: o})))
		}
		items = append(items, fill(`{"linkId":?,"text":?,"type":"group"@@}`,
			q.ID+"/each", f.OneByOne, when([]string{enabler(q, q.ID, triage.Unsure)}), listMember("item", ticks)))
	}
	if now := enabled(t, emergencies(t, q), false); len(now) > 0 {
		items = append(items, fill(`{"linkId":?,"text":?,"type":"display"@}`, q.ID+"/now", f.Now, when(now)))
	}
	return items
}

// when is what enables an item. Any one of several conditions is enough; FHIR allows
// saying so only if there are several.
func when(conditions []string) string {
	if len(conditions) > 1 {
		return listMember("enableWhen", conditions) + `,"enableBehavior":"any"`
	}
	return listMember("enableWhen", conditions)
}

// text returns the text of one answer to a page.
func (f *FormWords) text(p triage.Page, id string) string {
	for _, a := range f.Answers(p) {
		if a.ID == id {
			return a.Say
		}
	}
	return id
}

// coding returns an answer to q as a code, with its text.
func coding(q *triage.Question, id, say string) string {
	return fill(`{"system":?,"code":?,"display":?}`, System(q), id, say)
}

// options returns the possible answers to a page.
func (f *FormWords) options(t *triage.Table, p triage.Page) string {
	var options []string
	for _, a := range f.Answers(p) {
		var more []string
		switch o := p.Question.Option(a.ID); {
		case p.Tick >= 0:
		case o >= 0:
			more = flag(t, &p.Question.Options[o])
		case a.ID == triage.None:
			more = []string{alone}
		}
		options = append(options, fill(`{@"valueCoding":@}`, commaLast(listMember("extension", more)), coding(p.Question, a.ID, a.Say)))
	}
	return listMember("answerOption", options)
}

// flag returns the extensions that mark a red flag and name its partners, one for each
// condition: any of its answers, or a worse one.
func flag(t *triage.Table, o *triage.Option) (out []string) {
	if !o.RedFlag {
		return nil
	}
	out = append(out, redFlag)
	for _, c := range o.With {
		var any []string
		for _, s := range c {
			scale := t.Scales()[s.Scale]
			any = append(any, scaleID(scale)+"="+scale.Value(s.Value))
		}
		out = append(out, sayIn("red-flag-with", strings.Join(any, " or ")))
	}
	return out
}

// reads reports whether w asks for an answer to q.
func reads(t *triage.Table, w triage.When, q *triage.Question) bool {
	return slices.ContainsFunc(w, func(c triage.Condition) bool {
		return slices.ContainsFunc(c, func(s triage.Step) bool { return t.Scales()[s.Scale].Question == q })
	})
}

// sourcesOf names the sources of the rules that depend on q, and adds them to cited.
func sourcesOf(t *triage.Table, q *triage.Question, cited map[string]bool) []string {
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
	return []string{sayIn("sources", strings.Join(ids, " "))}
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

// openedBy returns answers to earlier questions such that, unless one of them or a
// worse one is given, nothing depends on q. It is empty if q always matters.
//
// A rule, or anything else that asks for an answer to q, cannot hold as long as one of
// its other conditions does not. So for each of them it is enough to wait for one
// condition that asks only about earlier questions. To open q with few answers, each
// step takes the condition that serves most of the rules still left.
func openedBy(t *triage.Table, order []*triage.Question, q *triage.Question) (opened triage.Condition) {
	earlier := order[:slices.Index(order, q)]
	met := func(c triage.Condition) bool { // whenever c holds, q has already been opened
		return !slices.ContainsFunc(c, func(s triage.Step) bool {
			return !slices.ContainsFunc(opened, func(o triage.Step) bool { return o.Scale == s.Scale && o.Value <= s.Value })
		})
	}
	var left [][]triage.Condition // for each dependent, the conditions that it can wait for
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
func enabler(q *triage.Question, item, id string) string {
	return fill(`{"question":?,"operator":"=","answerCoding":{"system":?,"code":?}}`, item, System(q), id)
}

// enabled returns what meets c in the answers of a form. A tick may be ticked in its
// list, or answered when the list is gone through. "Not sure" about the list means "not
// sure" about each tick that nothing else is said about, but counts only if whole is
// true: as in an interview, nobody is told of an emergency before the list has been
// gone through.
func enabled(t *triage.Table, c triage.Condition, whole bool) (when []string) {
	add := func(q *triage.Question, item, id string) {
		if e := enabler(q, item, id); !slices.Contains(when, e) {
			when = append(when, e)
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
