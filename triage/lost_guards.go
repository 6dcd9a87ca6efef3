package triage

import (
	"fmt"
	"slices"
)

// LostGuards reports what guards the old table but no longer guards t: promises, red
// flags, golden people, rules about words, and what texts tell people. Rules may change
// freely, but what they are held to must not shrink unnoticed. Each finding has the
// position of the missing part in the old table, and its witness, if any, is a set of
// answers to t. Each proof may spend budget minimal sets of answers.
func (t *Table) LostGuards(old *Table, budget int) []Finding {
	g := &guardComparison{checker: &checker{t: t, budget: budget, all: t.required()}, old: old, scales: shared(old, t)}
	if old.Guarded && !t.Guarded {
		g.gone(old.At, nil, "the table no longer says that it is guarded")
	}
	if old.UnsureNeverAlone && !t.UnsureNeverAlone {
		g.gone(old.At, nil, "the table no longer says that no emergency rests on \"not sure\" alone")
	}
	for i := range old.Invariants {
		g.invariant(&old.Invariants[i])
	}
	g.redFlags()
	g.symptoms()
	for i := range old.People {
		g.person(&old.People[i])
	}
	g.words()
	return g.report.Findings
}

// guardComparison compares what guards an old table with what guards the checker's table.
type guardComparison struct {
	*checker
	old    *Table
	scales []int // of the old table, to those of the new one
}

func (g *guardComparison) gone(at Position, witness *Answers, format string, args ...any) {
	g.find(Mistaken, "guard", at, witness, format, args...)
}

// carried translates conditions of the old table to the scales of the new one. It
// returns false if one of them asks for an answer that no longer exists.
func (g *guardComparison) carried(w When) (When, bool) {
	out := translated(w, g.scales)
	return out, len(out) == len(w)
}

// invariant reports what an old promise says and no new promise does.
func (g *guardComparison) invariant(in *Invariant) {
	about, ok := g.carried(in.When)
	if !ok {
		g.gone(in.At, nil, "invariant %s is about answers that are no longer asked for", in.ID)
		return
	}
	// weaker looks for somebody covered by the old promise for whom the new ones leave
	// open what it rules out. That they leave it open is antitone.
	weaker := func(about When, open func(a Answers) bool, format string, args ...any) (found bool) {
		witness, decided := g.escapes(about, open)
		if !g.undecided(decided, in.At, "invariant "+in.ID) && witness != nil {
			g.gone(in.At, witness, "invariant %s is gone or weaker: it promised "+format, append([]any{in.ID}, args...)...)
		}
		return !decided || witness != nil
	}
	none := func(covers func(*Invariant) bool) func(Answers) bool {
		return func(a Answers) bool {
			return !slices.ContainsFunc(g.t.Invariants, func(now Invariant) bool { return covers(&now) && now.when.holds(a.low) })
		}
	}
	if in.AtLeast > Home {
		want := in.least()
		less := weaker(about, func(a Answers) bool { return g.promisedAt(a).Lower(want) }, "%s", want.describe())
		if in.Contact != "" && !less {
			weaker(about, func(a Answers) bool { return g.mayBeUnnamed(a, in.AtLeast) }, "that the %s unit is named", in.Contact)
		}
	}
	for _, id := range in.Never {
		if g.t.advice(id) != nil {
			weaker(about, none(func(now *Invariant) bool { return slices.Contains(now.Never, id) && now.From <= in.From }), "that advice %s is never given", id)
		}
	}
	for _, id := range in.Given {
		for u := in.From; u <= in.To; u++ {
			covers := func(now *Invariant) bool { return slices.Contains(now.Given, id) && now.From <= u && u <= now.To }
			if weaker(about, none(covers), "that advice %s is given", id) {
				break
			}
		}
	}
	// othersThan looks for somebody whom the old promise kept from something, since it
	// does not cover them, and whom none of these new ones does.
	othersThan := func(of func(*Invariant) bool, format string, args ...any) {
		var allowed When
		for i := range g.t.Invariants {
			if now := &g.t.Invariants[i]; of(now) {
				allowed = append(allowed, now.When...)
			}
		}
		compiled, err := g.t.compileWhen(about)
		weaker(allowed, func(a Answers) bool { return err != nil || !compiled.holds(a.low) }, format, args...)
	}
	for _, id := range in.Only {
		if g.t.advice(id) != nil {
			othersThan(func(now *Invariant) bool { return slices.Contains(now.Only, id) }, "that only those it is about get advice %s", id)
		}
	}
	if in.OnlyContact != "" {
		othersThan(func(now *Invariant) bool { return now.OnlyContact == in.OnlyContact }, "that only those it is about are sent to the %s unit", in.OnlyContact)
	}
	kept := func(holds func(now *Invariant) bool, format string, args ...any) {
		if !slices.ContainsFunc(g.t.Invariants, func(now Invariant) bool { return holds(&now) }) {
			g.gone(in.At, nil, "invariant %s is gone or weaker: it promised "+format, append([]any{in.ID}, args...)...)
		}
	}
	for _, id := range sortedKeys(in.Stages) {
		kept(func(now *Invariant) bool { s, ok := now.Stages[id]; return ok && s <= in.Stages[id] }, "that the question %s comes by the stage %v", id, in.Stages[id])
	}
	for _, id := range sortedKeys(in.Orders) {
		kept(func(now *Invariant) bool { return slices.Equal(now.Orders[id], in.Orders[id]) }, "the order of the options of %s", id)
	}
	for _, id := range in.Ticks {
		kept(func(now *Invariant) bool { return slices.Contains(now.Ticks, id) }, "that the question %s needs a tick", id)
	}
	for _, id := range sortedKeys(in.Nets) {
		kept(func(now *Invariant) bool { u, ok := now.Nets[id]; return ok && u >= in.Nets[id] }, "the line %s of the safety net at %v", id, in.Nets[id])
	}
	for _, country := range sortedKeys(in.Dial) {
		kept(func(now *Invariant) bool { return now.Dial[country] == in.Dial[country] }, "the emergency number %s of %s", in.Dial[country], country)
	}
}

// redFlags reports red flags that have lost their mark, or that need a partner they did
// not need before.
func (g *guardComparison) redFlags() {
	for i := range g.old.Questions {
		q := &g.old.Questions[i]
		for o, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			name := q.ID + "." + option.ID
			now := g.t.Question(q.ID)
			if now == nil || now.Option(option.ID) < 0 {
				g.gone(option.At, nil, "the red flag %s is no longer asked about", name)
				continue
			}
			is := now.Options[now.Option(option.ID)]
			if !is.RedFlag {
				g.gone(option.At, nil, "%s is no longer marked as a red flag", name)
				continue
			}
			if milder := lessWorrying(q, now, o); milder != "" {
				g.gone(option.At, nil, "%s.%s is now less worrying than the red flag %s", q.ID, milder, name)
			}
			partners, whole := g.carried(option.With)
			with, err := g.t.compileWhen(is.With)
			if !whole && len(is.With) > 0 || err != nil {
				g.gone(option.At, nil, "the red flag %s had a partner that is no longer asked about", name)
				continue
			}
			yes := When{{now.given(now.Option(option.ID))}}
			narrower, decided := g.escapes(append(yes, partners...), func(a Answers) bool { return !with.holds(a.low) })
			if !g.undecided(decided, option.At, "red flag "+name) && narrower != nil {
				g.gone(option.At, narrower, "the red flag %s needs more answers beside it than before", name)
			}
		}
	}
}

// symptoms reports questions that are no longer about symptoms, and answers to them
// that no longer have to count alone. A question that is no longer asked cannot be
// ignored.
func (g *guardComparison) symptoms() {
	for i := range g.old.Questions {
		q := &g.old.Questions[i]
		now := g.t.Question(q.ID)
		switch {
		case !q.Symptoms || now == nil:
			continue
		case !now.Symptoms:
			g.gone(q.At, nil, "the question %s is no longer marked as one about symptoms", q.ID)
			continue
		}
		for _, o := range q.Options {
			if n := now.Option(o.ID); o.Beside == "" && n >= 0 && now.Options[n].Beside != "" {
				g.gone(o.At, nil, "%s.%s no longer has to count alone", q.ID, o.ID)
			}
		}
	}
}

// lessWorrying returns an option that was at least as worrying as this one in the old
// question and is less worrying now, or "".
func lessWorrying(old, now *Question, option int) string {
	if old.List || now.List {
		return ""
	}
	for _, o := range old.Options[option:] {
		if i := now.Option(o.ID); i >= 0 && i < now.Option(old.Options[option].ID) {
			return o.ID
		}
	}
	return ""
}

// person reports a golden person who is gone, has other answers now, or is promised
// less.
func (g *guardComparison) person(p *Person) {
	was := carry(p.Answers, g.t, g.scales)
	i := slices.IndexFunc(g.t.People, func(now Person) bool { return now.ID == p.ID })
	if i < 0 && !g.loses(p.Answers) { // the same person may have another id
		i = slices.IndexFunc(g.t.People, func(now Person) bool { return now.Answers.Equal(was) })
	}
	if i < 0 {
		g.gone(p.At, nil, "the golden person %s is gone", p.ID)
		return
	}
	now := &g.t.People[i]
	switch less := g.missingOf(p, now); {
	case !g.answersAs(now.Answers, p.Answers, was):
		g.gone(p.At, &was, "the golden person %s has other answers now", p.ID)
	case now.Urgency < p.Urgency || now.Place < p.Place || p.Also > AtHome && p.Also != now.Also && p.Also != now.Place:
		g.gone(p.At, &now.Answers, "the golden person %s is to be told less than before", p.ID)
	case less != "":
		g.gone(p.At, &now.Answers, "the golden person %s is no longer checked for %s", p.ID, less)
	}
}

// answersAs reports whether now says what old said; was is old carried over to the new
// table. Questions that only the new table has must have their calmest answer, unless
// old says something that the new table no longer asks: then that may have to be said
// in another way.
func (g *guardComparison) answersAs(now, old, was Answers) bool {
	lost := g.loses(old)
	for s := range g.t.scales {
		a, _ := now.Value(s)
		b, _ := was.Value(s)
		if a != b && (!lost || slices.Contains(g.scales, s)) {
			return false
		}
	}
	return true
}

// loses reports whether old answers say something that the new table no longer asks
// about.
func (g *guardComparison) loses(old Answers) bool {
	for s, other := range g.scales {
		if v, _ := old.Value(s); other < 0 && v > 0 {
			return true
		}
	}
	return false
}

// missingOf returns something that the old person is checked for and the new one is
// not. Advice that no longer exists is given to nobody.
func (g *guardComparison) missingOf(old, now *Person) string {
	never := slices.DeleteFunc(slices.Clone(old.Never), func(id string) bool { return g.t.advice(id) == nil })
	for _, part := range []struct{ old, now []string }{{old.Advice, now.Advice}, {never, now.Never}, {old.Tells, now.Tells}} {
		for _, id := range part.old {
			if !slices.Contains(part.now, id) {
				return id
			}
		}
	}
	return ""
}

// words reports word rules, key words and marks of acts that are gone or weaker.
func (g *guardComparison) words() {
	marks := func(kind, id string, at Position, was, now []string) {
		for _, act := range was {
			if !slices.Contains(now, act) {
				g.gone(at, nil, "%s %s no longer tells people to %s", kind, id, spaced(act))
			}
		}
	}
	for i := range g.old.Rules {
		if now := g.t.Rule(g.old.Rules[i].ID); now != nil {
			marks("rule", now.ID, g.old.Rules[i].At, g.old.Rules[i].Tells, now.Tells)
		}
	}
	for i := range g.old.Advice {
		if now := g.t.advice(g.old.Advice[i].ID); now != nil {
			marks("advice", now.ID, g.old.Advice[i].At, g.old.Advice[i].Tells, now.Tells)
		}
	}
	for _, act := range g.old.Acts {
		now := slices.IndexFunc(g.t.Acts, func(a Act) bool { return a.ID == act.ID })
		if now < 0 {
			g.gone(act.At, nil, "the act %s is gone", act.ID)
			continue
		}
		for _, other := range act.Against {
			if _, _, found := g.t.conflict([]string{act.ID}, []string{other}); !found {
				g.gone(act.At, nil, "the acts %s and %s no longer contradict each other", act.ID, other)
			}
		}
	}
	was, now := g.old.Wording, g.t.Wording
	switch {
	case was == nil:
		return
	case now == nil || now.Language != was.Language:
		g.gone(was.At, nil, "the rules about words in the language %s are gone", was.Language)
		return
	}
	for _, r := range was.Rules {
		if slices.ContainsFunc(now.Rules, func(n WordRule) bool { return r.weaker(n) == "" }) {
			continue
		}
		i := slices.IndexFunc(now.Rules, func(n WordRule) bool { return n.ID == r.ID })
		if i < 0 {
			g.gone(r.At, nil, "the rule about words %s is gone", r.ID)
			continue
		}
		g.gone(r.At, nil, "the rule about words %s is weaker: %s", r.ID, r.weaker(now.Rules[i]))
	}
	for _, k := range was.Keys {
		i := slices.IndexFunc(now.Keys, func(n KeyWords) bool { return n.Text == k.Text })
		if i < 0 || lacks(now.Keys[i].Words, k.Words) {
			g.gone(k.At, nil, "key words of %s are gone", k.Text)
		}
	}
	for _, a := range was.Acts {
		i := slices.IndexFunc(now.Acts, func(n ActWords) bool { return n.Act == a.Act })
		if i < 0 || lacks(now.Acts[i].Phrases, a.Phrases) {
			g.gone(a.At, nil, "phrases that tell people to %s are gone", spaced(a.Act))
		}
	}
}

// weaker says how now asks for less than r, or returns "".
func (r WordRule) weaker(now WordRule) string {
	urgencies := func(us []Urgency) []string {
		if len(us) == 0 {
			us = Urgencies()
		}
		return namesOf(us)
	}
	switch {
	case lacks(namesOf(now.Of), namesOf(r.Of)):
		return "it is about fewer kinds of texts"
	case lacks(urgencies(now.Urgencies), urgencies(r.Urgencies)):
		return "it is about fewer urgencies"
	case len(r.Must) > 0 && (len(now.Must) == 0 || lacks(r.Must, now.Must)):
		return "it asks for fewer words"
	case lacks(now.Never, r.Never):
		return "it forbids fewer words"
	case lacks(r.Except, now.Except):
		return "it has more exceptions"
	case lacks(now.First, r.First):
		return "it forbids fewer beginnings"
	case r.MaxWords > 0 && (now.MaxWords == 0 || now.MaxWords > r.MaxWords):
		return "it allows more words"
	}
	return ""
}

// namesOf returns the names of some values.
func namesOf[T fmt.Stringer](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.String()
	}
	return out
}

// lacks reports whether have lacks any of want.
func lacks(have, want []string) bool {
	return slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}
