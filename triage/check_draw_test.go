package triage_test

import (
	"fmt"
	"slices"
	"strings"

	"legtriage/triage"
)

// This file draws what guards the tables of check_test.go: contacts, acts, promises of
// every kind, golden people and rules about words. Each holds about as often as not.

// guards draws all of them except the people, for whom the table has to be compiled.
func (d *drawer) guards() {
	t := d.table
	t.SafetyNet[0].At, t.Numbers[0].At, t.Numbers[0].Emergency = d.at(), d.at(), "999"
	for i := range t.Rules {
		if r := &t.Rules[i]; triage.Home < r.Urgency && r.Urgency < triage.Call && d.once(3) {
			r.Contact = triage.ContactMaternity
		}
	}
	for i := range t.Advice {
		if d.once(4) {
			t.Advice[i].From = d.urgency()
		}
	}
	if d.once(2) {
		d.acts()
	}
	for range 1 + d.IntN(4) {
		d.promise()
	}
	if t.Guarded = d.once(2); t.Guarded {
		d.promises()
	}
	if d.once(3) {
		d.wording()
	}
}

// acts draws acts that contradict each other, and texts that tell them.
func (d *drawer) acts() {
	t := d.table
	t.Acts = []triage.Act{{ID: "x", Against: []string{"keep-y"}, At: d.at()}, {ID: "keep-y", At: d.at()}, {ID: "z", Against: []string{"keep-y", "x"}, At: d.at()}}
	for i := range t.Rules {
		t.Rules[i].Tells = d.some("x", "keep-y", "z")
	}
	for i := range t.Advice {
		t.Advice[i].Tells = d.some("x", "keep-y", "z")
	}
}

// some draws each of these in one of three cases.
func (d *drawer) some(words ...string) (out []string) {
	for _, w := range words {
		if d.once(3) {
			out = append(out, w)
		}
	}
	return out
}

// invariant adds a promise and draws what it leaves open.
func (d *drawer) invariant(in triage.Invariant) {
	in.ID, in.At = fmt.Sprint("p", len(d.table.Invariants)), d.at()
	d.table.Invariants = append(d.table.Invariants, in)
}

// about draws conditions that hold for some of the people for whom w does, for all of
// them, or for others.
func (d *drawer) about(w triage.When) triage.When {
	switch d.IntN(4) {
	case 0:
		return d.when(0, 2)
	case 1:
		return append(slices.Clone(w), d.condition())
	case 2:
		if len(w) > 0 {
			return slices.Delete(slices.Clone(w), 0, 1)
		}
	}
	return w
}

// bounds draws the urgencies from and up to which a promise applies.
func (d *drawer) bounds(from, to triage.Urgency) (triage.Urgency, triage.Urgency) {
	switch d.IntN(3) {
	case 0:
		return from, to
	case 1:
		return triage.Home, triage.Call
	}
	from, to = d.urgency(), d.urgency()
	return min(from, to), max(from, to)
}

// promise draws one promise of any kind.
func (d *drawer) promise() {
	t := d.table
	in := triage.Invariant{To: triage.Call}
	r := t.Rules[d.IntN(len(t.Rules))]
	kind := d.IntN(6)
	if len(t.Advice) == 0 {
		kind = 3 + kind%3
	}
	switch kind {
	case 5:
		if i := slices.IndexFunc(t.Rules, func(r triage.Rule) bool { return r.Contact != "" && r.Status != triage.Retired }); i >= 0 {
			r = t.Rules[i]
		}
		in.OnlyContact, in.When = triage.ContactMaternity, d.about(r.When)
	case 3:
		if i := slices.IndexFunc(t.Rules, func(r triage.Rule) bool { return r.Urgency == triage.Go }); i >= 0 && d.once(2) {
			r = t.Rules[i] // a rule where the unit is not the highest place
		}
		if in.When, in.AtLeast = d.about(r.When), r.Urgency; !d.once(4) && triage.Home < r.Urgency && r.Urgency < triage.Call {
			in.Contact = triage.ContactMaternity
		}
	case 4:
		d.fixed(&in)
	default:
		ad := t.Advice[d.IntN(len(t.Advice))]
		ids := []string{ad.ID}
		if other := t.Advice[d.IntN(len(t.Advice))].ID; other != ad.ID {
			ids = append(ids, other)
		}
		if d.once(8) {
			ids[0] = "gone"
		}
		in.When = d.about(ad.Suits)
		switch kind {
		case 0:
			if len(ad.Without) > 0 && d.once(2) {
				in.When = d.about(ad.Without[0].When)
			}
			in.Never, in.From = ids, d.urgency()
		case 1:
			from := ad.From
			if ad.Waiting {
				from = max(from, triage.Go)
			}
			in.Given, in.When = ids[:1], slices.Concat(ad.Suits, d.when(0, 1))
			in.From, in.To = d.bounds(from, ad.UpTo)
		default:
			in.Only = ids
		}
	}
	d.invariant(in)
}

// fixed draws what a promise says about parts of the table.
func (d *drawer) fixed(in *triage.Invariant) {
	t := d.table
	question := func() string {
		if d.once(6) {
			return "nowhere"
		}
		return t.Questions[d.IntN(len(t.Questions))].ID
	}
	if d.once(2) {
		in.Stages = map[string]triage.Stage{question(): triage.Stage(d.IntN(4)), question(): triage.Stage(d.IntN(4))}
	}
	if d.once(2) {
		in.Ticks = []string{question()}
	}
	if d.once(2) {
		id := question()
		in.Orders = map[string][]string{id: d.order(t.Question(id))}
	}
	if d.once(2) {
		in.Nets = map[string]triage.Urgency{d.pick("net", "net", "nothing"): d.urgency()}
	}
	if d.once(2) {
		in.Dial = map[string]string{d.pick("GB", "GB", "FR"): d.pick("999", "112")}
	}
}

// order returns the options of a question, most of them, or all in another order.
func (d *drawer) order(q *triage.Question) []string {
	if q == nil {
		return []string{"a", "b"}
	}
	var ids []string
	for _, o := range q.Options {
		ids = append(ids, o.ID)
	}
	switch d.IntN(4) {
	case 0:
		slices.Reverse(ids)
	case 1:
		ids = ids[:len(ids)-1]
	}
	return ids
}

func (d *drawer) pick(words ...string) string { return words[d.IntN(len(words))] }

// promises promises most of what has to be promised in a table, sometimes wrongly.
func (d *drawer) promises() {
	t := d.table
	for _, r := range slices.Clone(t.Rules) {
		if d.once(2) {
			in := triage.Invariant{When: d.about(r.When), AtLeast: r.Urgency, Contact: r.Contact}
			if d.once(4) {
				in.AtLeast, in.Contact = d.urgency(), ""
			}
			d.invariant(in)
		}
	}
	for _, ad := range t.Advice {
		never := func(w triage.When, from triage.Urgency) {
			d.invariant(triage.Invariant{When: w, Never: []string{ad.ID}, From: from, To: triage.Call})
		}
		for _, w := range ad.Without {
			if d.once(2) {
				from, _ := d.bounds(ad.From, ad.UpTo)
				never(d.about(w.When), from)
			}
		}
		if d.once(2) {
			never(d.pickWhen(nil, nil, d.when(1, 1)), min(triage.Call, ad.UpTo+1+triage.Urgency(d.IntN(2))))
		}
		if d.once(2) {
			d.invariant(triage.Invariant{When: d.about(ad.Suits), Only: []string{ad.ID}, To: triage.Call})
		}
		if ad.Waiting && !d.once(4) {
			in := triage.Invariant{When: d.pickWhen(ad.Suits, ad.Suits, d.about(ad.Suits)), Given: []string{ad.ID}}
			in.From, in.To = d.bounds(triage.Go, ad.UpTo)
			d.invariant(in)
		}
	}
	if d.once(2) {
		d.invariant(triage.Invariant{OnlyContact: triage.ContactMaternity, When: d.when(0, 1)})
	}
	in := triage.Invariant{Stages: map[string]triage.Stage{}, Orders: map[string][]string{}, Nets: map[string]triage.Urgency{}, Dial: map[string]string{}}
	for _, q := range t.Questions {
		if stage := q.Stage; d.once(2) {
			if d.once(4) {
				stage = triage.Stage(d.IntN(4))
			}
			in.Stages[q.ID] = stage
		}
		if d.once(2) {
			in.Ticks = append(in.Ticks, q.ID)
		}
		if !q.List && d.once(2) {
			in.Orders[q.ID] = d.order(&q)
		}
	}
	if d.once(2) {
		in.Nets["net"] = t.SafetyNet[0].Urgency + triage.Urgency(d.IntN(2))
	}
	if d.once(2) {
		in.Dial["GB"] = "999"
	}
	d.invariant(in)
}

func (d *drawer) pickWhen(some ...triage.When) triage.When { return some[d.IntN(len(some))] }

// person draws somebody with an answer to everything.
func (d *drawer) person() values {
	t := d.table
	full := make(values, len(t.Scales()))
	for s := range full {
		if t.Scales()[s].Question.ID != wide {
			full[s] = d.IntN(t.Scales()[s].Top + 1)
		}
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		if from, to := q.Scales(); q.AtLeastOne && !slices.Contains(full[from:to], triage.TickYes) {
			full[from] = triage.TickYes
		}
	}
	return full
}

// golden draws people and what they should be told: exactly what they are told, or
// more, or less.
func (d *drawer) golden() {
	t := d.table
	for i := range d.IntN(3) {
		full := d.person()
		said := told(t, full)
		p := triage.Person{ID: fmt.Sprint("person", i), Answers: full.answers(t), Urgency: said.Urgency, Place: said.Place, At: d.at()}
		if d.once(4) {
			p.Urgency = d.urgency()
		}
		if d.once(4) {
			p.Place = triage.Place(d.IntN(len(triage.Places())))
		}
		if d.once(3) {
			p.Also = triage.Place(d.IntN(len(triage.Places())))
		} else if d.once(2) {
			p.Also = said.Also
		}
		for j := range t.Advice {
			ad := &t.Advice[j]
			switch gets := suited(t, ad, full); {
			case d.once(3): // nobody asks
			case gets != d.once(2):
				p.Advice = append(p.Advice, ad.ID)
			default:
				p.Never = append(p.Never, ad.ID)
			}
		}
		if len(t.Acts) > 0 {
			p.Tells = d.some("x", "keep-y", "z")
		}
		t.People = append(t.People, p)
	}
}

// The words of texts, and phrases that some of them say.
var (
	textWords = []string{"Rub it", "do not rub it", "don’t rub", "Ice", "notice", "resting", "scrub", "Call", "9 ice"}
	phrases   = []string{"rub", "do not rub", "Don't rub", "ice", "rest", "call", "rub it", "not"}
)

func (d *drawer) text() string {
	var words []string
	for range 1 + d.IntN(3) {
		words = append(words, d.pick(textWords...))
	}
	return strings.Join(words, d.pick(" ", ", "))
}

func (d *drawer) phrases(most int) (out []string) {
	for range d.IntN(most + 1) {
		if p := d.pick(phrases...); !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// wording draws texts, and rules about their words.
func (d *drawer) wording() {
	t := d.table
	var named []string
	for i := range t.Questions {
		q := &t.Questions[i]
		if q.ID == wide {
			continue
		}
		q.Ask, q.Why = d.text(), d.text()
		named = append(named, "ask "+q.ID, "why "+q.ID)
		for o := range q.Options {
			q.Options[o].Say = d.text()
			if d.once(2) {
				q.Options[o].Detail = d.text()
			}
			named = append(named, "option "+q.ID+"."+q.Options[o].ID, "head "+q.ID+"."+q.Options[o].ID)
		}
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		r.Title, r.Because, r.Do = d.text(), d.text(), d.text()
		if r.Urgency > triage.Home {
			r.About = d.text()
		}
		named = append(named, "do "+r.ID, "about "+r.ID)
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		ad.Say = d.text()
		for j := range ad.Without {
			ad.Without[j].Because += " " + d.text()
		}
		named = append(named, "advice "+ad.ID, "withheld "+ad.ID)
	}
	t.SafetyNet[0].Say = d.text()
	named = append(named, "net net", "net gone")

	w := &triage.Wording{Language: "en"}
	if d.once(2) && len(t.Acts) > 0 {
		for _, act := range t.Acts {
			w.Acts = append(w.Acts, triage.ActWords{Act: act.ID, Phrases: d.phrases(2)})
		}
	}
	for i := range d.IntN(3) {
		r := triage.WordRule{ID: fmt.Sprint("w", i), Must: d.phrases(2), Never: d.phrases(2), Except: d.phrases(1), First: d.phrases(1), MaxWords: d.IntN(9), At: d.at()}
		for _, kind := range triage.TextKinds() {
			if d.once(4) {
				r.Of = append(r.Of, kind)
			}
		}
		for range d.IntN(3) {
			r.Urgencies = append(r.Urgencies, d.urgency())
		}
		w.Rules = append(w.Rules, r)
	}
	if d.once(2) {
		for _, name := range named {
			if d.once(6) || strings.HasPrefix(name, "option") && d.once(4) {
				k := triage.KeyWords{Text: name, Words: d.phrases(1), At: d.at()}
				if k.Words = append(k.Words, "rub"); d.once(2) && len(k.Words) > 1 {
					k.Words = k.Words[:1]
				}
				w.Keys = append(w.Keys, k)
			}
		}
	}
	t.Wording = w
}
