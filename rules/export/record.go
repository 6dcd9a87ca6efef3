package export

import (
	"crypto/sha256"
	"encoding/hex"

	"legtriage/triage"
)

// This file writes answers and their result as FHIR R4 resources for a record: a Bundle
// that is a transaction, which can be posted to a server as it is, with
//
//   - the QuestionnaireResponse: the answers. Its status is completed only if no
//     missing answer can change the urgency.
//   - a GuidanceResponse: what the table makes of them. It is the resource for the
//     answer of a decision support module, names the module with its version and hash,
//     and has the status data-required as long as missing answers can change the
//     category. Its parameters have the range of the urgency, the rules that decide,
//     and what is missing.
//   - once the category is settled, a RequestGroup: what is proposed. It has an action
//     for each rule that decides, with its reason and its sources, one for each piece
//     of advice, and notes on what should make the person come back.
//
// There is no RiskAssessment, which predicts an outcome, no ClinicalImpression, which
// is what a clinician found, and no Condition or Flag: this is not a diagnosis. The
// program does not know whose answers these are or when they were given; the record
// that takes the bundle adds subject, encounter and time.

// BundleWords is what a bundle says beside the texts of the table.
type BundleWords struct {
	FormWords
	Urgency func(triage.Urgency) string // in words
}

// Bundle writes the result of one set of answers, with its name if it has one, on one
// line.
func (r *BundleWords) Bundle(as *triage.Assessment, name string) []byte {
	t := as.Answers.Table()
	response := r.Response(as)
	// Servers give resources their own ids. These only tie the bundle together.
	sum := sha256.Sum256([]byte(name + response))
	sum[6], sum[8] = 0x80|sum[6]&0x0f, 0x80|sum[8]&0x3f // version 8, the variant
	id := func(n string) string {
		h := hex.EncodeToString(sum[:15]) + n
		return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	}
	entry := func(n, kind, resource string) string {
		return fill(`{"fullUrl":?,"resource":@,"request":{"method":"POST","url":?}}`, id(n), resource, kind)
	}
	status, result, proposal := "data-required", "", ""
	if as.Settled() {
		status = "success"
		result = fill(`,"result":{"reference":?}`, id("03"))
		proposal = "," + entry("03", "RequestGroup", r.proposal(as))
	}
	guidance := fill(`{"resourceType":"GuidanceResponse","contained":[@],"moduleUri":?,"status":?,"outputParameters":{"reference":"#result"}@}`,
		parameters(as, id("01")), module(t), status, result)
	if name != "" {
		name = fill(`,"identifier":{"system":"urn:legtriage:row","value":?}`, name)
	}
	return []byte(fill(`{"resourceType":"Bundle"@,"type":"transaction","entry":[@,@@]}`,
		name, entry("01", "QuestionnaireResponse", response), entry("02", "GuidanceResponse", guidance), proposal) + "\n")
}

// Wrong writes what is wrong with a set of answers, in place of its bundle.
func Wrong(name, message string) []byte {
	return []byte(fill(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":?}]}`, name+": "+message) + "\n")
}

// module names the table that made a result.
func module(t *triage.Table) string { return urn + "table:" + tableVersion(t) }

// Response returns the answers as a QuestionnaireResponse. Package rules reads it back
// as the same answers.
func (r *BundleWords) Response(as *triage.Assessment) string {
	t := as.Answers.Table()
	var items []string
	for _, q := range inOrder(t) {
		items = append(items, r.itemsOf(as.Answers, q)...)
	}
	status := "in-progress"
	if as.AtLeast == as.AtMost {
		status = "completed"
	}
	return fill(`{"resourceType":"QuestionnaireResponse","questionnaire":?,"status":?@}`, formURL+"|"+tableVersion(t), status, listMember("item", items))
}

// itemsOf returns the items that answer q. If the list alone cannot say it, its ticks are
// answered one by one, as the form asks them; a list that is partly missing is not
// answered as a whole.
func (r *BundleWords) itemsOf(a triage.Answers, q *triage.Question) []string {
	whole := triage.Page{Question: q, Tick: -1}
	item := func(p triage.Page, link, text string, ids []string) string {
		var answers []string
		for _, id := range ids {
			answers = append(answers, fill(`{"valueCoding":@}`, coding(q, id, r.text(p, id))))
		}
		return fill(`{"linkId":?,"text":?@}`, link, text, listMember("answer", answers))
	}
	list := func(ids []string) string {
		if q.List {
			return item(whole, q.ID, q.Ask+" "+r.TickAll, ids)
		}
		return item(whole, q.ID, q.Ask, ids)
	}
	if ids, ok := a.Replied(q); ok {
		return []string{list(ids)}
	}
	if !q.List {
		return nil
	}
	var ticks, yes []string
	from, _ := q.Scales()
	for o := range q.Options {
		v, known := a.Value(from + o)
		if !known {
			continue
		}
		if v == triage.TickYes {
			yes = append(yes, q.Options[o].ID)
		}
		ticks = append(ticks, item(triage.Page{Question: q, Tick: o}, TickID(q, o), r.text(whole, q.Options[o].ID), []string{triage.TickNames()[v]}))
	}
	if len(ticks) == 0 {
		return nil
	}
	group := fill(`{"linkId":?,"text":?@}`, q.ID+"/each", r.OneByOne, listMember("item", ticks))
	if len(ticks) < len(q.Options) || q.AtLeastOne {
		return []string{group}
	}
	return []string{list(append(yes, triage.Unsure)), group}
}

// parameters returns what the table makes of the answers, for programs.
func parameters(as *triage.Assessment, response string) string {
	all := []string{fill(`{"name":"answers","valueReference":{"reference":?}}`, response)}
	code := func(name, value string) { all = append(all, fill(`{"name":?,"valueCode":?}`, name, value)) }
	text := func(name, value string) { all = append(all, fill(`{"name":?,"valueString":?}`, name, value)) }
	if said, settled := as.Disposition(); settled {
		code("category", as.AtLeast.Category().String())
		code("said", said.Urgency.String())
		code("place", said.Place.String())
	}
	code("at-least", as.AtLeast.String())
	code("at-most", as.AtMost.String())
	for _, reason := range as.Deciding {
		if reason.Rule.Urgency > triage.Home || as.Settled() {
			text("deciding", reason.Rule.ID)
		}
	}
	for _, q := range as.Missing {
		text("missing", q.ID)
	}
	for _, rule := range as.Instead() {
		text("may-call", rule.ID)
	}
	return fill(`{"resourceType":"Parameters","id":"result"@}`, listMember("parameter", all))
}

// priorities are those of FHIR.
var priorities = [...]string{triage.Home: "routine", triage.Routine: "routine", triage.Soon: "routine", triage.Today: "urgent", triage.Go: "asap", triage.Call: "stat"}

// proposal returns what is proposed when the category is settled.
func (r *BundleWords) proposal(as *triage.Assessment) string {
	t := as.Answers.Table()
	said, _ := as.Disposition()
	var actions, notes []string
	act := func(first, description, kind, id string, sources []string) {
		var documents []string
		for _, id := range sources {
			if s := t.Source(id); s != nil {
				documents = append(documents, cite(s))
			}
		}
		actions = append(actions, fill(`{@"description":?,"code":[{"coding":[{"system":?,"code":?}]}]@}`, first, description, urn+kind, id, listMember("documentation", documents)))
	}
	for _, reason := range as.Deciding {
		rule := reason.Rule
		act(fill(`"title":?,"textEquivalent":?,"priority":?,`, rule.Title, rule.Because, priorities[rule.Urgency]), rule.Do, "rule", rule.ID, rule.Sources)
	}
	for _, ad := range as.Advice {
		act("", ad.Say, "advice", ad.ID, ad.Sources)
	}
	for _, s := range as.ComeBack {
		notes = append(notes, fill(`{"text":?}`, s.Say))
	}
	return fill(`{"resourceType":"RequestGroup","instantiatesUri":[?],"status":"active","intent":"proposal","priority":?,"code":{"text":?}@@}`,
		module(t), priorities[said.Urgency], r.Urgency(said.Urgency), listMember("note", notes), listMember("action", actions))
}
