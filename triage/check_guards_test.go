package triage_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"legtriage/triage"
)

// This file is the oracle for what guards a table: promises, acts, golden
// people and words. See check_test.go.

// The properties of what guards a table, as reports call them.
const (
	milder     = "a worse answer never makes what people are told milder, and the place of every deciding rule is named"
	lateCalls  = "every rule that calls an ambulance rests on the danger pages alone"
	clashes    = "no two texts in one result contradict each other"
	goldens    = "every golden person gets what the sources say"
	wordRules  = "every text says what the rules about words ask of it"
	actsMarked = "every text is marked with exactly the acts that it tells"
	keysKnown  = "every text that people must know by its words can be known by them"
	guarded    = "everything that keeps people safe is promised"
)

// The verdicts on what guards a table.
var guardVerdicts = []string{
	"late call",
	"invariant on the unit", "invariant on advice given", "invariant on advice for others", "invariant on others at the unit", "invariant on a stage", "invariant on an order", "invariant on a tick",
	"invariant on the safety net", "invariant on a number", "invariant on advice that is not there", "invariant on a question that is not there",
	"rule against rule", "rule against itself", "rule against advice", "advice against advice",
	"person told something else", "person without a place", "person without advice", "person with advice", "person without an act",
	"word that is missing", "word that must not be", "word that must not be first", "too many words", "act that is not said", "act that is not marked",
	"key word that is missing", "key words of another", "key text that is not there", "red flag without key words",
	"rule unguarded", "unit unguarded", "withheld unguarded", "top unguarded", "suits unguarded", "wait unguarded", "contact unguarded", "stage unguarded", "order unguarded", "tick unguarded", "net unguarded", "number unguarded",
}

// describe writes what people are told as messages do: the urgency, and the
// place when it is not the one that goes with the urgency.
func describe(s triage.Disposition) string {
	if usual := placeOf(&triage.Rule{Urgency: s.Urgency}); s.Place != usual {
		return s.Urgency.String() + " (" + s.Place.String() + ")"
	}
	return s.Urgency.String()
}

// allowed reports whether the promise lets somebody whom it is about be told s.
func allowed(in *triage.Invariant, s triage.Disposition) bool {
	least := placeOf(&triage.Rule{Urgency: in.AtLeast, Contact: in.Contact})
	switch {
	case in.AtLeast == triage.Home:
		return true
	case s.Urgency < in.AtLeast || s.Place < least:
		return false
	}
	return in.Contact == "" || s.Urgency > in.AtLeast || s.Names(triage.Maternity)
}

// outcomes are all that people can be told.
var outcomes = func() (out []triage.Disposition) {
	for u, places := range map[triage.Urgency][]triage.Place{
		triage.Home: {triage.AtHome}, triage.Routine: {triage.Doctor, triage.Maternity}, triage.Soon: {triage.Doctor, triage.Maternity},
		triage.Today: {triage.Doctor, triage.Maternity}, triage.Go: {triage.Department}, triage.Call: {triage.Ambulance},
	} {
		for _, p := range places {
			for _, also := range places {
				if also <= p {
					out = append(out, triage.Disposition{Urgency: u, Place: p, Also: also})
				}
			}
		}
	}
	return append(out, triage.Disposition{Urgency: triage.Go, Place: triage.Department, Also: triage.Maternity})
}()

// couldBeTold reports whether the promises about a person, taken together, allow them
// to be told something for which less is true.
func couldBeTold(table *triage.Table, full values, less func(triage.Disposition) bool) bool {
	var about []*triage.Invariant
	for i := range table.Invariants {
		if in := &table.Invariants[i]; in.AtLeast > triage.Home && holds(in.When, full) {
			about = append(about, in)
		}
	}
	return slices.ContainsFunc(outcomes, func(s triage.Disposition) bool {
		return less(s) && !slices.ContainsFunc(about, func(in *triage.Invariant) bool { return !allowed(in, s) })
	})
}

func (o *everybody) lateCalls() {
	later := func(q *triage.Question) bool { return q.Stage == triage.StagePerson || q.Stage == triage.StageProblem }
	for _, r := range o.inUse() {
		if r.Urgency != triage.Call {
			continue
		}
		for i := range o.table.Questions {
			q := &o.table.Questions[i]
			from, to := q.Scales()
			named := slices.ContainsFunc(slices.Concat(r.When...), func(s triage.Step) bool { return from <= s.Scale && s.Scale < to })
			if named {
				o.add(verdict{
					what: "late call", property: lateCalls, found: later(q) && (len(o.openersOf(q)) == 0 || slices.ContainsFunc(o.openersOf(q), func(s int) bool { return later(o.table.Scales()[s].Question) })),
					Finding: finding(triage.Mistaken, "late-call", r.At,
						"rule %s calls an ambulance for an answer to %s, which is not a danger page: an interview can end before it is asked", r.ID, q.ID),
				})
			}
		}
	}
}

// fixed is about promises on parts of the table.
func (o *everybody) fixed(in *triage.Invariant) {
	add := func(what string, found bool, format string, args ...any) {
		o.add(verdict{what: what, property: promises, found: found, Finding: finding(triage.Mistaken, "invariant", in.At, "invariant "+in.ID+" fails: "+format, args...)})
	}
	stages := []string{"life", "limb", "person", "problem"}
	for id, stage := range in.Stages {
		q := o.table.Question(id)
		add("invariant on a question that is not there", q == nil, "there is no question %s", id)
		if q != nil {
			add("invariant on a stage", q.Stage > stage, "the question %s comes too late, in the stage %s and not %s", id, stages[q.Stage], stages[stage])
		}
	}
	for id, order := range in.Orders {
		var ids []string
		if q := o.table.Question(id); q != nil {
			for _, option := range q.Options {
				ids = append(ids, option.ID)
			}
		}
		add("invariant on an order", !slices.Equal(ids, order), "the options of %s are not %s, from the least to the most worrying", id, strings.Join(order, ", "))
	}
	for _, id := range in.Ticks {
		q := o.table.Question(id)
		add("invariant on a tick", q == nil || !q.AtLeastOne, "the question %s can be passed without a tick", id)
	}
	for id, u := range in.Nets {
		if id != "net" {
			add("invariant on the safety net", true, "the safety net has no line %s", id)
		} else {
			add("invariant on the safety net", triage.Today < u, "the line net of the safety net calls only for today, not %v", u)
		}
	}
	for country, number := range in.Dial {
		if country != "GB" {
			add("invariant on a number", true, "there are no numbers for %s", country)
		} else {
			add("invariant on a number", number != "999", "the emergency number of GB is 999, not %s", number)
		}
	}
}

// opposite returns the first two contradictory acts, one told by each text.
func (o *everybody) opposite(a, b []string) (string, string, bool) {
	for _, act := range o.table.Acts {
		for _, other := range act.Against {
			if slices.Contains(a, act.ID) && slices.Contains(b, other) {
				return act.ID, other, true
			}
			if slices.Contains(a, other) && slices.Contains(b, act.ID) {
				return other, act.ID, true
			}
		}
	}
	return "", "", false
}

func (o *everybody) contradictions() {
	clash := func(what string, at triage.Position, a, b string, x, y []string, together func(full values) bool) {
		if one, other, against := o.opposite(x, y); against {
			spaced := strings.NewReplacer("-", " ")
			o.add(verdict{
				what: what, property: clashes, proof: a + " beside " + b, shows: together,
				Finding: finding(triage.Mistaken, "contradiction", at, "%s tells people to %s, and %s to %s, in one result", a, spaced.Replace(one), b, spaced.Replace(other)),
			})
		}
	}
	rules := o.inUse()
	decides := func(r *triage.Rule, full values) bool {
		return holds(r.When, full) && urgency(o.table, full) == r.Urgency
	}
	for n, r := range rules {
		for _, other := range rules[n:] {
			what := "rule against rule"
			if other == r {
				what = "rule against itself"
			}
			if other.Urgency == r.Urgency {
				clash(what, r.At, "rule "+r.ID, "rule "+other.ID, r.Tells, other.Tells, func(full values) bool { return decides(r, full) && decides(other, full) })
			}
		}
		for i := range o.table.Advice {
			ad := &o.table.Advice[i]
			clash("rule against advice", ad.At, "rule "+r.ID, "advice "+ad.ID, r.Tells, ad.Tells, func(full values) bool { return decides(r, full) && suited(o.table, ad, full) })
		}
	}
	for i := range o.table.Advice {
		for j := i; j < len(o.table.Advice); j++ {
			a, b := &o.table.Advice[i], &o.table.Advice[j]
			clash("advice against advice", b.At, "advice "+a.ID, "advice "+b.ID, a.Tells, b.Tells, func(full values) bool {
				return suited(o.table, a, full) && suited(o.table, b, full)
			})
		}
	}
}

func (o *everybody) golden() {
	for i := range o.table.People {
		p := &o.table.People[i]
		full := valuesOf(p.Answers)
		add := func(what string, found bool, format string, args ...any) {
			o.add(verdict{
				what: what, property: goldens, found: found,
				Finding: finding(triage.Mistaken, "person", p.At, "person "+p.ID+": "+format, args...), witness: full,
			})
		}
		said := told(o.table, full)
		add("person told something else", said.Urgency != p.Urgency || said.Place != p.Place,
			"is told %s, not %s", describe(said), describe(triage.Disposition{Urgency: p.Urgency, Place: p.Place}))
		if p.Also > triage.AtHome {
			add("person without a place", !said.Names(p.Also), "the place %v is not named", p.Also)
		}
		gets := map[string]bool{}
		tells := map[string]bool{}
		for _, r := range o.inUse() {
			for _, act := range r.Tells {
				tells[act] = tells[act] || holds(r.When, full) && r.Urgency == said.Urgency
			}
		}
		for j := range o.table.Advice {
			ad := &o.table.Advice[j]
			gets[ad.ID] = suited(o.table, ad, full)
			for _, act := range ad.Tells {
				tells[act] = tells[act] || gets[ad.ID]
			}
		}
		for _, id := range p.Advice {
			add("person without advice", !gets[id], "does not get the advice %s", id)
		}
		for _, id := range p.Never {
			add("person with advice", gets[id], "gets the advice %s", id)
		}
		for _, act := range p.Tells {
			add("person without an act", !tells[act], "nothing tells them to %s", strings.ReplaceAll(act, "-", " "))
		}
	}
}

// textOf is one text of a table.
type textOf struct {
	kind, name, beside string // beside: the group of texts it must be told from by its words
	least, most        triage.Urgency
	say                string
	tells              []string
	at                 triage.Position
}

func textsOf(table *triage.Table) (out []textOf) {
	for _, q := range table.Questions {
		out = append(out,
			textOf{"ask", "ask " + q.ID, "", triage.Home, triage.Call, q.Ask, nil, q.At},
			textOf{"why", "why " + q.ID, "", triage.Home, triage.Call, q.Why, nil, q.At})
		for _, o := range q.Options {
			for kind, say := range map[string]string{"option": o.Say, "head": o.Say, "detail": o.Detail} {
				if kind == "option" && o.Detail != "" {
					say += " | " + o.Detail
				}
				out = append(out, textOf{kind, kind + " " + q.ID + "." + o.ID, q.ID, triage.Home, triage.Call, say, nil, o.At})
			}
		}
	}
	for _, r := range table.Rules {
		if r.Status == triage.Retired {
			continue
		}
		for kind, say := range map[string]string{"title": r.Title, "about": r.About, "because": r.Because, "do": r.Do} {
			x := textOf{kind, kind + " " + r.ID, "", r.Urgency, r.Urgency, say, nil, r.At}
			if kind == "do" {
				x.tells = r.Tells
			}
			out = append(out, x)
		}
	}
	for _, ad := range table.Advice {
		least := ad.From
		if ad.Waiting {
			least = max(least, triage.Go)
		}
		out = append(out, textOf{"advice", "advice " + ad.ID, "", least, ad.UpTo, ad.Say, ad.Tells, ad.At})
		for _, w := range ad.Without {
			out = append(out, textOf{"withheld", "withheld " + ad.ID, "", least, ad.UpTo, w.Because, nil, ad.At})
		}
	}
	for _, s := range table.SafetyNet {
		out = append(out, textOf{"net", "net " + s.ID, "", s.Urgency, s.Urgency, s.Say, nil, s.At})
	}
	return out
}

// phrase returns a pattern for a phrase that begins at the beginning of a word.
func phrase(p string) *regexp.Regexp {
	return pattern(`(?i)(^|[^\p{L}\p{Nd}])` + regexp.QuoteMeta(strings.ReplaceAll(p, "’", "'")))
}

// pattern compiles each expression once.
var pattern = func() func(string) *regexp.Regexp {
	made := map[string]*regexp.Regexp{}
	return func(expression string) *regexp.Regexp {
		if made[expression] == nil {
			made[expression] = regexp.MustCompile(expression)
		}
		return made[expression]
	}
}()

func says(text, p string) bool { return phrase(p).MatchString(strings.ReplaceAll(text, "’", "'")) }

// less returns a text without a phrase.
func less(text, p string) string {
	text = strings.ReplaceAll(text, "’", "'")
	for says(text, p) {
		text = phrase(p).ReplaceAllString(text, "$1 ")
	}
	return text
}

func (o *everybody) wording() {
	w := o.table.Wording
	if w == nil {
		return
	}
	texts := textsOf(o.table)
	add := func(what, property string, found bool, at triage.Position, format string, args ...any) {
		o.add(verdict{what: what, property: property, found: found, Finding: finding(triage.Mistaken, "wording", at, format, args...)})
	}
	for _, r := range w.Rules {
		for _, x := range texts {
			kinds := slices.ContainsFunc(r.Of, func(k triage.TextKind) bool { return string(k) == x.kind })
			there := len(r.Urgencies) == 0
			for u := x.least; u <= x.most; u++ {
				there = there || slices.Contains(r.Urgencies, u)
			}
			if !kinds || !there || x.say == "" {
				continue
			}
			if len(r.Must) > 0 {
				must := strings.Join(r.Must, "” or “")
				add("word that is missing", wordRules, !slices.ContainsFunc(r.Must, func(p string) bool { return says(x.say, p) }), x.at, "%s: must say “%s” (%s)", x.name, must, r.ID)
			}
			rest := x.say
			for _, p := range r.Except {
				rest = less(rest, p)
			}
			for _, p := range r.Never {
				add("word that must not be", wordRules, says(rest, p), x.at, "%s: must not say %q (%s)", x.name, p, r.ID)
			}
			for _, p := range r.First {
				first := pattern(`(?i)^[^\pL\pN]*` + strings.ReplaceAll(p, "’", "'") + `([^\pL\pN]|$)`).MatchString(strings.ReplaceAll(x.say, "’", "'"))
				add("word that must not be first", wordRules, first, x.at, "%s: must not begin with %q (%s)", x.name, p, r.ID)
			}
			if r.MaxWords > 0 {
				n := len(pattern(`[^ ]*[\pL\pN][^ ]*`).FindAllString(x.say, -1))
				add("too many words", wordRules, n > r.MaxWords, x.at, "%s: has %d words, and at most %d are allowed (%s)", x.name, n, r.MaxWords, r.ID)
			}
		}
	}
	var actPhrases []string // the longest first, as "do not rub" is not "rub"
	for _, a := range w.Acts {
		actPhrases = append(actPhrases, a.Phrases...)
	}
	slices.SortFunc(actPhrases, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	actPhrases = slices.Compact(actPhrases)
	for _, x := range texts {
		if x.kind != "do" && x.kind != "advice" {
			continue
		}
		said, rest := map[string]bool{}, x.say
		for _, p := range actPhrases {
			for _, a := range w.Acts {
				said[a.Act] = said[a.Act] || slices.Contains(a.Phrases, p) && says(rest, p)
			}
			rest = less(rest, p)
		}
		for _, act := range []string{"x", "keep-y", "z"} {
			marked := slices.Contains(x.tells, act)
			if marked {
				add("act that is not said", actsMarked, !said[act], x.at, "%s: is marked with %s, but does not say so", x.name, act)
			} else {
				add("act that is not marked", actsMarked, said[act], x.at, "%s: tells people to %s, but is not marked with it", x.name, strings.ReplaceAll(act, "-", " "))
			}
		}
	}
	keyed := map[string]bool{}
	for _, k := range w.Keys {
		own := slices.IndexFunc(texts, func(x textOf) bool { return x.name == k.Text })
		add("key text that is not there", keysKnown, own < 0, k.At, "key words are given for %s, but there is no such text", k.Text)
		if own < 0 {
			continue
		}
		keyed[k.Text] = true
		for _, word := range k.Words {
			add("key word that is missing", keysKnown, !says(texts[own].say, word), texts[own].at, "%s: must say %q, since that is how people know it", k.Text, word)
		}
		for i, x := range texts {
			alone := []string{"option", "advice", "net"} // known by their words alone
			if i == own || !slices.Contains(alone, x.kind) || x.kind != texts[own].kind || x.beside != texts[own].beside {
				continue
			}
			all := true
			for _, word := range k.Words {
				all = all && says(x.say, word)
			}
			add("key words of another", keysKnown, all, x.at, "%s: has the key words of %s", x.name, k.Text)
		}
	}
	for _, q := range o.table.Questions {
		for _, option := range q.Options {
			name := q.ID + "." + option.ID
			if option.RedFlag {
				add("red flag without key words", keysKnown, !keyed["option "+name], option.At, "the red flag %s has no key words", name)
			}
		}
	}
}

// guarded is about what has to be promised. A part of a table is promised when the
// promises alone rule out anything worse.
func (o *everybody) guarded() {
	t := o.table
	if !t.Guarded {
		return
	}
	add := func(v verdict, at triage.Position, format string, args ...any) {
		v.property = guarded
		v.Finding = finding(triage.Mistaken, "unguarded", at, format+": no invariant promises it, so it could be lost unnoticed", args...)
		o.add(v)
	}
	promised := func(is func(in triage.Invariant) bool) bool { return slices.ContainsFunc(t.Invariants, is) }
	for _, r := range o.inUse() {
		if r.Urgency == triage.Home {
			continue
		}
		p := placeOf(r)
		add(verdict{what: "rule unguarded", shows: func(full values) bool {
			return holds(r.When, full) && couldBeTold(t, full, func(s triage.Disposition) bool { return s.Urgency < r.Urgency || s.Place < p })
		}}, r.At, "rule %s leads to %s", r.ID, describe(triage.Disposition{Urgency: r.Urgency, Place: p}))
		if namedBy(r) != p {
			add(verdict{what: "unit unguarded", shows: func(full values) bool {
				return holds(r.When, full) && couldBeTold(t, full, func(s triage.Disposition) bool { return s.Urgency == r.Urgency && !s.Names(namedBy(r)) })
			}}, r.At, "rule %s names the %s unit", r.ID, r.Contact)
		}
	}
	for _, r := range o.inUse() {
		if r.Urgency > triage.Home && r.Contact != "" {
			add(verdict{what: "contact unguarded", found: !promised(func(in triage.Invariant) bool { return in.OnlyContact == r.Contact })},
				r.At, "rule %s sends to the %s unit only people whom the unit looks after", r.ID, r.Contact)
		}
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		least := ad.From
		if ad.Waiting {
			least = max(least, triage.Go)
		}
		// ruledOut reports whether a promise forbids giving somebody the advice at this
		// urgency.
		ruledOut := func(full values, u triage.Urgency) bool {
			return promised(func(in triage.Invariant) bool {
				return slices.Contains(in.Never, ad.ID) && u >= in.From && holds(in.When, full)
			})
		}
		for _, w := range ad.Without {
			add(verdict{what: "withheld unguarded", shows: func(full values) bool { return holds(w.When, full) && !ruledOut(full, least) }},
				ad.At, "advice %s is withheld because %s", ad.ID, w.Because)
		}
		if ad.UpTo < triage.Call {
			add(verdict{what: "top unguarded", shows: func(full values) bool { return !ruledOut(full, ad.UpTo+1) }}, ad.At, "advice %s is given up to %v", ad.ID, ad.UpTo)
		}
		add(verdict{what: "suits unguarded", shows: func(full values) bool {
			return !holds(ad.Suits, full) && !promised(func(in triage.Invariant) bool { return slices.Contains(in.Only, ad.ID) && !holds(in.When, full) })
		}}, ad.At, "advice %s is only for those whom it suits", ad.ID)
		for u := least; ad.Waiting && u <= ad.UpTo; u++ {
			add(verdict{what: "wait unguarded", shows: func(full values) bool {
				return holds(ad.Suits, full) && !promised(func(in triage.Invariant) bool {
					return slices.Contains(in.Given, ad.ID) && in.From <= u && u <= in.To && holds(in.When, full)
				})
			}}, ad.At, "advice %s is given to those who wait at %v", ad.ID, u)
		}
	}
	for _, q := range t.Questions {
		if q.Stage != triage.StageProblem {
			add(verdict{what: "stage unguarded", found: !promised(func(in triage.Invariant) bool { s, ok := in.Stages[q.ID]; return ok && s == q.Stage })},
				q.At, "the question %s comes in the stage %v", q.ID, q.Stage)
		}
		if !q.List {
			add(verdict{what: "order unguarded", found: !promised(func(in triage.Invariant) bool { return len(in.Orders[q.ID]) > 0 })},
				q.At, "the options of %s run from the least to the most worrying", q.ID)
		}
		if q.AtLeastOne {
			add(verdict{what: "tick unguarded", found: !promised(func(in triage.Invariant) bool { return slices.Contains(in.Ticks, q.ID) })}, q.At, "the question %s needs a tick", q.ID)
		}
	}
	for _, s := range t.SafetyNet {
		add(verdict{what: "net unguarded", found: !promised(func(in triage.Invariant) bool { u, ok := in.Nets[s.ID]; return ok && u == s.Urgency })},
			s.At, "the line %s of the safety net calls for %v", s.ID, s.Urgency)
	}
	for _, n := range t.Numbers {
		add(verdict{what: "number unguarded", found: !promised(func(in triage.Invariant) bool { _, ok := in.Dial[n.Country]; return ok })},
			n.At, "the emergency number of %s is %s", n.Country, n.Emergency)
	}
}

// named is the part of a message that says what it is about; the message of an
// undecided proof begins with the same words.
func (v verdict) named() string {
	return cmp.Or(v.proof, subject.FindString(v.Message), fmt.Sprint(v.At))
}
