package triage_test

import (
	"fmt"
	"slices"
	"strings"

	"legtriage/triage"
)

// This file is the oracle for what a table makes of single answers. See check_test.go.

// The properties of what a table makes of single answers, as reports call them.
const (
	neverAlone = "no emergency rests on \"not sure\" alone"
	heard      = "no symptom that is asked about is ignored"
	opened     = "a tick's questions are put to everybody who may have ticked it, and hide no danger from the others"
)

// The verdicts on it.
var symptomVerdicts = []string{
	"emergency for nobody who is sure",
	"symptom that is ignored", "excuse that is not needed", "rule for every tick",
	"opened too early", "opened by what is opened", "rule that asks the others", "advice that asks the others", "opener that nobody is asked", "opened and not asked",
	"opened flag without its partner", "opened flag without another way", "other way that is none", "other way that leads less far", "way to what needs none",
}

// symptoms draws openers, questions about symptoms, and reasons under beside.
func (d *drawer) symptoms() {
	t := d.table
	t.UnsureNeverAlone = d.once(2)
	if !d.once(3) {
		for range 1 + d.IntN(5) {
			d.open()
		}
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		q.Symptoms = q.ID != wide && d.once(2)
		for o := range q.Options {
			if q.ID != wide && d.once(3) {
				q.Options[o].Beside = "why"
			}
			if q.ID != wide && d.once(20) {
				q.Options[o].Gated = "why"
			}
		}
		if from, to := q.Scales(); q.Symptoms && q.List && d.once(4) {
			var every triage.Condition
			for s := from; s < to-d.IntN(2); s++ {
				every = append(every, triage.Step{Scale: s, Value: 1 + d.IntN(2)})
			}
			if len(every) > 0 {
				d.rule("every", d.urgency(), every)
			}
		}
	}
	mustCompile(t)
}

// open lets a tick open a question. In most cases the rules and advice that ask about
// the question then ask for the tick as well.
func (d *drawer) open() {
	t := d.table
	by, to := &t.Questions[d.IntN(len(t.Questions))], &t.Questions[d.IntN(len(t.Questions))]
	for _, q := range t.Questions {
		for _, o := range q.Options {
			if len(o.Opens) > 0 && d.once(2) {
				by = t.Question(o.Opens[0]) // has to be opened itself
			}
		}
	}
	if by == to || by.ID == wide || to.ID == wide || !by.List || to.AtLeastOne {
		return
	}
	o := d.IntN(len(by.Options))
	if slices.Contains(by.Options[o].Opens, to.ID) {
		return
	}
	by.Options[o].Opens = append(by.Options[o].Opens, to.ID)
	if d.once(6) {
		return // nothing else refers to it
	}
	from, _ := by.Scales()
	opener := triage.Step{Scale: from + o, Value: 1 + d.IntN(5)/4}
	gate := func(w triage.When) triage.When {
		if names(to, w) && !d.once(6) {
			return append(slices.Clone(w), triage.Condition{opener})
		}
		return w
	}
	for i := range t.Rules {
		t.Rules[i].When = gate(t.Rules[i].When)
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		if d.once(2) {
			ad.Suits = gate(ad.Suits)
		}
		ad.Without = slices.Clone(ad.Without)
		for j := range ad.Without {
			ad.Without[j].When = gate(ad.Without[j].When)
		}
	}
	if !d.once(4) {
		to.Stage = max(to.Stage, by.Stage)
	}
	for i := range to.Options {
		flag := &to.Options[i]
		if flag.RedFlag = flag.RedFlag || d.once(2); flag.RedFlag && !d.once(4) {
			flag.With = append(slices.Clone(flag.With), triage.Condition{{Scale: opener.Scale, Value: triage.TickYes}})
		}
		switch d.IntN(5) {
		case 0:
			flag.Gated = "why"
		case 1, 2, 3:
			flag.Ungated = d.otherWay()
			if own := orWorse(to, i); own.Value > 0 {
				d.rule("own", triage.Go+triage.Urgency(d.IntN(2)), triage.Condition{own}, triage.Condition{opener})
			}
		}
	}
}

// otherWay draws an option to name under ungated, in most cases a right one.
func (d *drawer) otherWay() string {
	q := &d.table.Questions[d.IntN(len(d.table.Questions))]
	o := d.IntN(len(q.Options))
	if way := orWorse(q, o); q.ID != wide && way.Value > 0 && !d.once(4) {
		q.Options[o].RedFlag, q.Options[o].With = true, nil
		d.rule("way", triage.Routine+triage.Urgency(d.IntN(4)), triage.Condition{way})
	}
	if d.once(8) {
		return "nowhere.at-all"
	}
	return q.ID + "." + q.Options[o].ID
}

// orWorse returns the step that asks for an option or a worse one, and for a tick that
// may be true.
func orWorse(q *triage.Question, option int) triage.Step {
	from, _ := q.Scales()
	if q.List {
		return triage.Step{Scale: from + option, Value: triage.TickUnsure}
	}
	return triage.Step{Scale: from, Value: option}
}

// rule adds one more rule.
func (d *drawer) rule(id string, u triage.Urgency, w ...triage.Condition) {
	d.table.Rules = append(d.table.Rules, triage.Rule{ID: fmt.Sprint(id, len(d.table.Rules)), Urgency: u, When: w, Status: triage.Draft, At: d.at()})
}

// names reports whether a condition asks about q.
func names(q *triage.Question, w triage.When) bool {
	from, to := q.Scales()
	return slices.ContainsFunc(slices.Concat(w...), func(s triage.Step) bool { return from <= s.Scale && s.Scale < to })
}

// unsure reports whether this value on a scale is "not sure".
func unsure(scale triage.Scale, v int) bool { return v > 0 && scale.Value(v) == triage.Unsure }

// given reports whether somebody gives an answer for sure, and whether they give it or
// one that leaves it open.
func given(table *triage.Table, q *triage.Question, option int, full values) (surely, maybe bool) {
	from, _ := q.Scales()
	if q.List {
		return full[from+option] == triage.TickYes, full[from+option] >= triage.TickUnsure
	}
	return atLeast(table, triage.Step{Scale: from, Value: option}, full)
}

// atLeast reports whether somebody gives this answer, or a worse one, for sure, and
// whether they give it or one that leaves it open.
func atLeast(table *triage.Table, s triage.Step, full values) (surely, maybe bool) {
	scale, v := table.Scales()[s.Scale], full[s.Scale]
	for open := 1; open <= v; open++ {
		maybe = maybe || unsure(scale, open) // this worrying or worse
	}
	surely = v >= s.Value
	if unsure(scale, s.Value) && s.Value < scale.Top {
		surely = v > s.Value
	}
	return surely, maybe || v >= s.Value
}

// promised reports whether a red flag promises somebody an emergency.
func promised(table *triage.Table, q *triage.Question, option int, full values) bool {
	surely, maybe := given(table, q, option, full)
	with := q.Options[option].With
	if len(with) == 0 {
		return maybe
	}
	if !table.UnsureNeverAlone {
		from, _ := q.Scales()
		if q.List {
			return surely && holds(with, full)
		}
		return full[from] >= option && holds(with, full)
	}
	opener := func(c triage.Condition) bool { return onlyOf(table, c, openersOf(table, q)) }
	takesMore := slices.ContainsFunc(with, func(c triage.Condition) bool { return !opener(c) })
	for _, partner := range with {
		open := false
		for _, s := range partner {
			sure, perhaps := atLeast(table, s, full)
			open = open || perhaps
			if !opener(partner) || !takesMore {
				surely = surely || sure
			}
		}
		maybe = maybe && open
	}
	return surely && maybe
}

// openersOf returns the ticks that open a question.
func openersOf(table *triage.Table, q *triage.Question) (scales []int) {
	for _, by := range table.Questions {
		from, _ := by.Scales()
		for i, o := range by.Options {
			if slices.Contains(o.Opens, q.ID) {
				scales = append(scales, from+i)
			}
		}
	}
	return scales
}

// onlyOf reports whether a condition asks only for these ticks: it does not hold for
// somebody who says no to them and gives the worst answer to everything else.
func onlyOf(table *triage.Table, c triage.Condition, ticks []int) bool {
	full := make(values, len(table.Scales()))
	for s := range full {
		full[s] = table.Scales()[s].Top
	}
	for _, s := range ticks {
		full[s] = 0
	}
	return len(ticks) > 0 && !holds(triage.When{c}, full)
}

// unsureOfAll reports whether somebody is sure of no worrying answer, except what the
// matter is, and says no to every red flag without a partner.
func unsureOfAll(table *triage.Table, full values) bool {
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		for s := from; s < to; s++ {
			scale := table.Scales()[s]
			worst := 0 // of the answers up to "not sure"
			for v := 1; v <= scale.Top; v++ {
				if unsure(scale, v) {
					worst = v
				}
			}
			if full[s] > worst && !q.AtLeastOne {
				return false
			}
		}
		for o, option := range q.Options {
			if _, maybe := given(table, q, o, full); option.RedFlag && len(option.With) == 0 && maybe && (q.List || full[from] > 0) {
				return false
			}
		}
	}
	return true
}

func (o *everybody) unsureAlone() {
	if !o.table.UnsureNeverAlone {
		return
	}
	for _, r := range o.inUse() {
		if r.Urgency < triage.Go {
			continue
		}
		shows := func(full values) bool { return holds(r.When, full) && unsureOfAll(o.table, full) }
		o.add(verdict{
			what: "emergency for nobody who is sure", property: neverAlone,
			Finding: finding(triage.Mistaken, "unsure-alone", r.At, "rule %s makes an emergency although no worrying answer is sure", r.ID),
			shows:   func(full values) bool { return shows(full) && o.least(full, shows) },
		})
	}
}

// least reports whether nobody with one calmer answer shows the same.
func (o *everybody) least(full values, shows func(full values) bool) bool {
	return !slices.ContainsFunc(o.people, func(other values) bool {
		calmer := 0
		for s := range full {
			if other[s] > full[s] {
				return false
			}
			if other[s] < full[s] {
				calmer++
			}
		}
		return calmer > 0 && shows(other)
	})
}

// complaints returns the people who are calm except for one tick of each list that
// needs one, in the order of the ticks.
func (o *everybody) complaints() (out []values) {
	for _, p := range o.people {
		lone := true
		for i := range o.table.Questions {
			q := &o.table.Questions[i]
			from, to := q.Scales()
			said := slices.DeleteFunc(slices.Clone(p[from:to]), func(v int) bool { return v == 0 })
			lone = lone && (len(said) == 0 || q.AtLeastOne && slices.Equal(said, []int{triage.TickYes}))
		}
		if lone {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b values) int { return -slices.Compare(a, b) })
	return out
}

// asked returns the questions that an interview asks somebody.
func (o *everybody) asked(full values) map[*triage.Question]bool {
	if o.met == nil {
		o.met = map[string]map[*triage.Question]bool{}
	}
	key := fmt.Sprint(full)
	if out, known := o.met[key]; known {
		return out
	}
	out := map[*triage.Question]bool{}
	o.met[key] = out
	var path []triage.Turn
	for page, more := due(o.table, path, false); more; page, more = due(o.table, path, false) {
		out[page.Question] = true
		path = append(path, triage.Turn{Page: page, Reply: said(full, page)})
	}
	return out
}

// openersOf returns the ticks that open q.
func (o *everybody) openersOf(q *triage.Question) (out []int) {
	for i := range o.table.Questions {
		by := &o.table.Questions[i]
		from, _ := by.Scales()
		for n, option := range by.Options {
			if slices.Contains(option.Opens, q.ID) {
				out = append(out, from+n)
			}
		}
	}
	return out
}

// worries names what is not calm about somebody: what the matter is, and then the rest.
func (o *everybody) worries(full values, last ...int) string {
	var out []string
	for s, v := range full {
		if v > 0 && !slices.Contains(last, s) {
			out = append(out, o.names(triage.Step{Scale: s, Value: v}))
		}
	}
	for _, s := range last {
		out = append(out, o.names(triage.Step{Scale: s, Value: full[s]}))
	}
	return strings.Join(out, " with ")
}

func (o *everybody) ignored() {
	for i := range o.table.Questions {
		if q := &o.table.Questions[i]; q.Symptoms && !q.AtLeastOne {
			for n := range q.Options {
				o.symptom(q, n)
			}
		}
		if q := &o.table.Questions[i]; q.Symptoms && q.List && len(q.Options) > 1 {
			from, to := q.Scales()
			for _, r := range o.inUse() {
				every := len(r.When) == 1
				for s := from; s < to && every; s++ {
					every = slices.ContainsFunc(r.When[0], func(step triage.Step) bool { return step.Scale == s })
				}
				o.add(verdict{
					what: "rule for every tick", property: heard, found: every && r.Urgency < triage.Go,
					Finding: finding(triage.Mistaken, "ignored", r.At, "rule %s holds for every answer to %s, and so does not tell them apart", r.ID, q.ID),
				})
			}
		}
	}
}

// symptom looks at everybody who gives this one answer and is otherwise calm.
func (o *everybody) symptom(q *triage.Question, n int) {
	option := q.Options[n]
	s, _ := q.Scales()
	v := n
	if q.List {
		s, v = s+n, triage.TickYes
	} else if n == 0 || option.ID == triage.Unsure {
		return
	}
	type person struct {
		calm  values
		about string
	}
	var all []person
	openers := o.openersOf(q)
	for _, p := range o.complaints() {
		ticked := slices.ContainsFunc(openers, func(s int) bool { return p[s] > 0 })
		if len(openers) == 0 || ticked {
			all = append(all, person{p, o.worries(p)})
		}
	}
	for _, p := range o.complaints() {
		for _, by := range openers {
			if !o.table.Scales()[by].Question.AtLeastOne && by != s {
				opens := slices.Clone(p)
				opens[by] = triage.TickYes
				all = append(all, person{opens, o.worries(opens, by)})
			}
		}
	}
	var beside []string
	var witness values
	for _, p := range all {
		if !o.asked(p.calm)[q] {
			continue
		}
		worse := slices.Clone(p.calm)
		worse[s] = v
		advised := slices.ContainsFunc(o.table.Advice, func(ad triage.Advice) bool {
			own := slices.ContainsFunc(slices.Concat(ad.Suits...), func(step triage.Step) bool { return step.Scale == s && step.Value <= v })
			return own && suited(o.table, &ad, worse) && !suited(o.table, &ad, p.calm)
		})
		anyway := slices.ContainsFunc(o.table.Rules, func(r triage.Rule) bool {
			now := urgency(o.table, p.calm)
			return r.Status != triage.Retired && r.Urgency > triage.Home && r.Urgency <= now && holds(r.When, worse) && !holds(r.When, p.calm)
		})
		if told(o.table, worse) == told(o.table, p.calm) && !advised && !anyway {
			if beside = append(beside, p.about); witness == nil {
				witness = worse
			}
		}
	}
	name := q.ID + "." + option.ID
	message := name + " alone changes nothing that the person is told"
	if all := strings.Join(beside, ", "); all != "" {
		message += " beside " + all
	}
	if option.Beside == "" {
		o.add(verdict{
			what: "symptom that is ignored", property: heard, found: witness != nil, witness: witness, proof: name,
			Finding: finding(triage.Mistaken, "ignored", option.At, "%s", message),
		})
	} else {
		o.add(verdict{
			what: "excuse that is not needed", found: witness == nil, proof: name,
			Finding: finding(triage.Warning, "ignored", option.At, "%s needs no reason under beside: it is never ignored", name),
		})
	}
}

func (o *everybody) openers() {
	at := func(q *triage.Question) int { // place in an interview
		return int(q.Stage)*len(o.table.Questions) + q.Index()
	}
	for i := range o.table.Questions {
		q := &o.table.Questions[i]
		openers := o.openersOf(q)
		for _, s := range openers {
			by := o.table.Scales()[s].Question
			add := func(what string, found bool, format string) {
				o.add(verdict{what: what, property: opened, found: found, Finding: finding(triage.Mistaken, "opener", q.At, format, q.ID, o.names(triage.Step{Scale: s}))})
			}
			add("opened too early", at(by) > at(q), "the question %s comes before %s, which opens it")
			add("opened by what is opened", len(o.openersOf(by)) > 0, "the question %s is opened by %s, which has to be opened itself")
		}
		if len(openers) > 0 {
			o.closed(q, openers)
		}
		for n := range q.Options {
			o.opens(q, n)
			o.gated(q, n, openers)
		}
	}
}

// closed looks at everybody who says no to all openers of a question.
func (o *everybody) closed(q *triage.Question, openers []int) {
	closed := func(full values) bool {
		return !slices.ContainsFunc(openers, func(s int) bool { return full[s] > 0 })
	}
	for _, r := range o.inUse() {
		if names(q, r.When) {
			o.add(verdict{
				what: "rule that asks the others", property: opened,
				Finding: finding(triage.Mistaken, "opener", r.At, "rule %s asks about %s even when nothing has opened it", r.ID, q.ID),
				shows:   func(full values) bool { return closed(full) && holds(r.When, full) },
			})
		}
	}
	for _, ad := range o.table.Advice {
		o.add(verdict{
			what: "advice that asks the others", property: opened,
			Finding: finding(triage.Mistaken, "opener", ad.At, "advice %s asks about %s even when nothing has opened it", ad.ID, q.ID),
			shows: func(full values) bool {
				withheld := func(w triage.Withhold) bool { return names(q, w.When) && holds(w.When, full) }
				return closed(full) && holds(ad.Suits, full) && (names(q, ad.Suits) || slices.ContainsFunc(ad.Without, withheld))
			},
		})
	}
}

// opens looks at everybody who may have ticked an opener and is otherwise calm.
func (o *everybody) opens(q *triage.Question, n int) {
	option := q.Options[n]
	if len(option.Opens) == 0 {
		return
	}
	from, _ := q.Scales()
	name, came := q.ID+"."+option.ID, false
	type unasked struct {
		who   values
		value int
	}
	passed := map[string]unasked{} // by the question that was opened
	for v := triage.TickUnsure; v <= triage.TickYes; v++ {
		for _, p := range o.complaints() {
			if q.AtLeastOne && p[from+n] != v {
				continue
			}
			p = slices.Clone(p)
			p[from+n] = v
			asked := o.asked(p)
			if !asked[q] {
				continue
			}
			came = true
			for _, id := range option.Opens {
				if _, known := passed[id]; !known && !asked[o.table.Question(id)] {
					passed[id] = unasked{p, v}
				}
			}
		}
	}
	o.add(verdict{
		what: "opener that nobody is asked", property: opened, found: !came, proof: name,
		Finding: finding(triage.Mistaken, "opener", option.At, "%s opens questions, but nobody who is otherwise calm is asked it", name),
	})
	for _, id := range option.Opens {
		u, found := passed[id]
		o.add(verdict{
			what: "opened and not asked", property: opened, found: found, witness: u.who, proof: name,
			Finding: finding(triage.Mistaken, "opener", option.At, "%s opens %s, which is not asked when the answer is %s", name, id, triage.TickNames()[u.value]),
		})
	}
}

// gated looks at a red flag that has to be opened, and at everybody who has ticked the
// other one that it names.
func (o *everybody) gated(q *triage.Question, n int, openers []int) {
	option := q.Options[n]
	name := "red flag " + q.ID + "." + option.ID
	add := func(what string, found bool, format string, args ...any) {
		o.add(verdict{what: what, property: opened, found: found, Finding: finding(triage.Mistaken, "opener", option.At, format, args...)})
	}
	if !option.RedFlag || len(openers) == 0 {
		add("way to what needs none", option.Gated+option.Ungated != "", "%s.%s is not a red flag that has to be opened, so it needs neither gated nor ungated", q.ID, option.ID)
		return
	}
	var by []string
	for _, s := range openers {
		by = append(by, o.names(triage.Step{Scale: s}))
	}
	partner := slices.ContainsFunc(option.With, func(c triage.Condition) bool { return onlyOf(o.table, c, openers) })
	add("opened flag without its partner", !partner, "%s does not name %s, which opens it, as its partner", name, strings.Join(by, " or "))
	if option.Gated != "" {
		return
	}
	add("opened flag without another way", option.Ungated == "", "%s has to be opened: under ungated, name another red flag that everybody is asked about, or say under gated why there is none", name)
	if option.Ungated == "" {
		return
	}
	id, way, _ := strings.Cut(option.Ungated, ".")
	other := o.table.Question(id)
	none := other == nil || other.Option(way) < 0
	if !none {
		flag := other.Options[other.Option(way)]
		none = !flag.RedFlag || len(flag.With) > 0 || len(o.openersOf(other)) > 0
	}
	add("other way that is none", none, "%s: %s is not a red flag that everybody is asked about", name, option.Ungated)
	if none {
		return
	}
	has := func(q *triage.Question, n int, full values) bool {
		surely, _ := given(o.table, q, n, full)
		from, _ := q.Scales()
		return surely && q.List || !q.List && full[from] >= n
	}
	least := func(who func(full values) bool) triage.Urgency {
		u := triage.Call
		for _, p := range o.people {
			if who(p) {
				u = min(u, urgency(o.table, p))
			}
		}
		return u
	}
	own := least(func(full values) bool { return has(q, n, full) && holds(option.With, full) })
	reached := least(func(full values) bool { return has(other, other.Option(way), full) })
	o.add(verdict{
		what: "other way that leads less far", property: opened, proof: name,
		Finding: finding(triage.Mistaken, "opener", option.At, "%s leads to %v, and %s only to %v", name, own, option.Ungated, reached),
		shows: func(full values) bool {
			return reached < own && has(other, other.Option(way), full) && urgency(o.table, full) == reached
		},
	})
}
