package export

import (
	"crypto/sha256"
	"fmt"

	"legtriage/triage"
)

// This file writes answers and what they lead to as FHIR R4 resources that a record can
// keep: a Bundle that is a transaction, to be posted to a server as it is, with
//
//   - the QuestionnaireResponse: the answers. Its status is completed only if nothing
//     that is missing can change the urgency.
//   - a GuidanceResponse: what the table makes of them. It is the resource for the
//     answer of a decision support module, names the module with its version and hash,
//     and has a status that says what is rarely said: data-required, as long as
//     missing answers can change the category. Its parameters have the range of the
//     urgency, the rules that decide, and what is missing.
//   - once the category is settled, a RequestGroup: what is proposed. It is an action
//     for each rule that decides, with its reason and its sources, one for each piece
//     of advice, and what should bring the person back as notes.
//
// Not a RiskAssessment, whose prediction is an outcome, nor a ClinicalImpression, which
// is what a clinician found, nor a Condition or Flag: no program makes a diagnosis here.
// Whose answers these are, and when they were given, nobody has told this program; the
// record that takes the bundle adds subject, encounter and time.

// Record is what a bundle says beside the texts of the table.
type Record struct {
	Form
	Urgency func(triage.Urgency) string // in words
}

// Bundle writes the result of one set of answers, by name if it has one, on one line.
func (r Record) Bundle(as *triage.Assessment, name string) []byte {
	t := as.Answers.Table()
	response := r.Response(as)
	// Servers give resources ids of their own. These only tie the bundle together.
	sum := sha256.Sum256(response.append([]byte(name)))
	id := func(n byte) string {
		u := sum
		u[6], u[8], u[15] = 0x80|u[6]&0x0f, 0x80|u[8]&0x3f, n // version 8, the variant
		return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
	}
	entry := func(n byte, kind string, resource object) object {
		return object{{"fullUrl", id(n)}, {"resource", resource}, {"request", object{{"method", "POST"}, {"url", kind}}}}
	}
	guidance := object{
		{"resourceType", "GuidanceResponse"},
		{"contained", []object{r.parameters(as, id(1))}},
		{"moduleUri", urn + "table:" + Version(t)},
		{"status", "data-required"},
		{"outputParameters", reference("#result")},
	}
	entries := []object{entry(1, "QuestionnaireResponse", response)}
	if as.Settled() {
		guidance[3].value = "success"
		guidance = append(guidance, member{"result", reference(id(3))})
		entries = append(entries, entry(2, "GuidanceResponse", guidance), entry(3, "RequestGroup", r.proposal(as)))
	} else {
		entries = append(entries, entry(2, "GuidanceResponse", guidance))
	}
	bundle := object{{"resourceType", "Bundle"}, {"type", "transaction"}, {"entry", entries}}
	if name != "" {
		bundle = append(bundle[:1:1], append(object{{"identifier", object{{"system", urn + "row"}, {"value", name}}}}, bundle[1:]...)...)
	}
	return append(bundle.append(nil), '\n')
}

// Wrong writes what is wrong with a set of answers, in the place of its bundle.
func Wrong(name, message string) []byte {
	return append(object{
		{"resourceType", "OperationOutcome"},
		{"issue", []object{{{"severity", "error"}, {"code", "invalid"}, {"diagnostics", name + ": " + message}}}},
	}.append(nil), '\n')
}

func reference(to string) object { return object{{"reference", to}} }

// Response returns the answers as a QuestionnaireResponse. The reader of package rules
// takes it back to the same answers.
func (r Record) Response(as *triage.Assessment) object {
	a := as.Answers
	t := a.Table()
	var items []object
	for _, q := range inOrder(t) {
		items = append(items, r.said(a, q)...)
	}
	status := "in-progress"
	if as.AtLeast == as.AtMost {
		status = "completed"
	}
	return object{
		{"resourceType", "QuestionnaireResponse"},
		{"questionnaire", FormURL + "|" + Version(t)},
		{"status", status},
		{"item", items},
	}
}

// said returns the items that answer q. Where the list alone cannot say it, its ticks are
// answered one by one, as the form asks them; a list of which something is missing is not
// answered as a whole.
func (r Record) said(a triage.Answers, q *triage.Question) []object {
	whole := triage.Page{Question: q, Tick: -1}
	answered := func(ids []string) object {
		var answers []object
		for _, id := range ids {
			answers = append(answers, object{{"valueCoding", coding(q, id, r.text(whole, id))}})
		}
		text := q.Ask
		if q.List {
			text += " " + r.TickAll
		}
		return object{{"linkId", q.ID}, {"text", text}, {"answer", answers}}
	}
	if ids, ok := a.Replied(q); ok {
		return []object{answered(ids)}
	}
	var ticks []object
	var yes []string
	from, to := q.Scales()
	for s := from; s < to; s++ {
		v, known := a.Value(s)
		if !known {
			continue
		}
		o := s - from
		if v == triage.TickYes {
			yes = append(yes, q.Options[o].ID)
		}
		id := triage.TickNames()[v]
		ticks = append(ticks, object{
			{"linkId", TickID(q, o)}, {"text", r.text(whole, q.Options[o].ID)},
			{"answer", []object{{{"valueCoding", coding(q, id, r.text(triage.Page{Question: q, Tick: o}, id))}}}},
		})
	}
	if len(ticks) == 0 {
		return nil
	}
	group := object{{"linkId", q.ID + "/each"}, {"text", r.OneByOne}, {"item", ticks}}
	if len(ticks) < to-from || q.AtLeastOne {
		return []object{group}
	}
	return []object{answered(append(yes, triage.Unsure)), group}
}

// parameters returns what the table makes of the answers, for programs.
func (r Record) parameters(as *triage.Assessment, response string) object {
	var all []object
	add := func(name, kind string, value any) { all = append(all, object{{"name", name}, {"value" + kind, value}}) }
	add("answers", "Reference", reference(response))
	if c, settled := as.Category(); settled {
		add("category", "Code", c.String())
		if said, ok := as.Said(); ok {
			add("said", "Code", said.Urgency.String())
			add("place", "Code", said.Place.String())
		}
	}
	add("at-least", "Code", as.AtLeast.String())
	add("at-most", "Code", as.AtMost.String())
	for _, reason := range as.Deciding {
		if reason.Rule.Urgency > triage.Home || as.Settled() {
			add("deciding", "String", reason.Rule.ID)
		}
	}
	for _, q := range as.Missing {
		add("missing", "String", q.ID)
	}
	for _, rule := range as.Instead() {
		add("may-call", "String", rule.ID)
	}
	return object{{"resourceType", "Parameters"}, {"id", "result"}, {"parameter", all}}
}

// priorities are those of FHIR.
var priorities = [...]string{triage.Home: "routine", triage.Routine: "routine", triage.Soon: "routine", triage.Today: "urgent", triage.Go: "asap", triage.Call: "stat"}

// proposal returns what is proposed when the category is settled.
func (r Record) proposal(as *triage.Assessment) object {
	t := as.Answers.Table()
	documents := func(ids []string) (out []object) {
		for _, id := range ids {
			if s := t.Source(id); s != nil {
				out = append(out, cite(s))
			}
		}
		return out
	}
	said, _ := as.Said()
	var actions, notes []object
	for _, reason := range as.Deciding {
		rule := reason.Rule
		actions = append(actions, object{
			{"title", rule.Title}, {"description", rule.Do}, {"textEquivalent", rule.Because},
			{"priority", priorities[rule.Urgency]},
			{"code", []object{{{"coding", []object{{{"system", urn + "rule"}, {"code", rule.ID}}}}}}},
			{"documentation", documents(rule.Sources)},
		})
	}
	for _, ad := range as.Advice {
		actions = append(actions, object{
			{"description", ad.Say},
			{"code", []object{{{"coding", []object{{{"system", urn + "advice"}, {"code", ad.ID}}}}}}},
			{"documentation", documents(ad.Sources)},
		})
	}
	for _, s := range as.ComeBack {
		notes = append(notes, object{{"text", s.Say}})
	}
	return object{
		{"resourceType", "RequestGroup"},
		{"instantiatesUri", []string{urn + "table:" + Version(t)}},
		{"status", "active"},
		{"intent", "proposal"},
		{"priority", priorities[said.Urgency]},
		{"code", object{{"text", r.Urgency(said.Urgency)}}},
		{"note", notes},
		{"action", actions},
	}
}
