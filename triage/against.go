package triage

import (
	"fmt"
	"slices"
)

// Against reports what guards the old table and no longer guards t: promises,
// red flags, golden people, rules about words, and what texts tell people. Rules
// may change freely; what they are held to may not shrink unnoticed. Each
// finding stands where the old table has what is gone, and its witness, if any,
// is a set of answers to t. Each proof may spend budget minimal sets of answers.
func (t *Table) Against(old *Table, budget int) []Finding {
	g := &guard{checker: &checker{t: t, budget: budget, all: t.required()}, old: old, scales: shared(old, t)}
	if old.Guarded && !t.Guarded {
		g.gone(Position{}, nil, "the table no longer says that it is guarded")
	}
	for i := range old.Invariants {
		g.invariant(&old.Invariants[i])
	}
	g.redFlags()
	for i := range old.People {
		g.person(&old.People[i])
	}
	g.words()
	return g.report.Findings
}

// guard compares what guards an old table with what guards the checker's.
type guard struct {
	*checker
	old    *Table
	scales []int // of the old table, to those of the new one
}

func (g *guard) gone(at Position, witness *Answers, format string, args ...any) {
	g.find(Mistaken, "guard", at, witness, format, args...)
}

// carried returns conditions of the old table in the scales of the new one, or
// false when one of them asks for an answer that is not there any more.
func (g *guard) carried(w When) (When, bool) {
	var out When
	for _, condition := range mappable(w, g.scales) {
		c := slices.Clone(condition)
		for i := range c {
			c[i].Scale = g.scales[c[i].Scale]
		}
		out = append(out, c)
	}
	return out, len(out) == len(w)
}

// invariant reports what an old promise says and no new ones do.
func (g *guard) invariant(in *Invariant) {
	about, ok := g.carried(in.When)
	if !ok {
		g.gone(in.At, nil, "invariant %s is about answers that are not asked for any more", in.ID)
		return
	}
	// uncovered looks for somebody whom the old promise is about, and none of the
	// new ones that say as much. That none of them holds is antitone.
	uncovered := func(as func(*Invariant) bool, format string, args ...any) {
		var covers []*Invariant
		for i := range g.t.Invariants {
			if now := &g.t.Invariants[i]; as(now) {
				covers = append(covers, now)
			}
		}
		witness, decided := g.escapes(about, func(a Answers) bool {
			return !slices.ContainsFunc(covers, func(now *Invariant) bool { return now.when.holds(a.low) })
		})
		if !g.undecided(decided, in.At, "invariant "+in.ID) && witness != nil {
			g.gone(in.At, witness, "invariant %s is gone or weaker: it promised "+format, append([]any{in.ID}, args...)...)
		}
	}
	if in.AtLeast > Home {
		want := in.said()
		uncovered(func(now *Invariant) bool { return now.AtLeast > Home && !now.said().Lower(want) }, "%s", want.describe())
	}
	if in.Contact != "" {
		uncovered(func(now *Invariant) bool { return now.AtLeast == in.AtLeast && now.Contact == in.Contact }, "that the %s unit is named", in.Contact)
	}
	for _, id := range in.Never {
		if g.t.advice(id) != nil {
			uncovered(func(now *Invariant) bool { return slices.Contains(now.Never, id) && now.From <= in.From }, "that advice %s is never given", id)
		}
	}
	for _, id := range in.Given {
		uncovered(func(now *Invariant) bool {
			return slices.Contains(now.Given, id) && now.From <= in.From && now.To >= in.To
		}, "that advice %s is given", id)
	}
	for _, id := range in.Only {
		if g.t.advice(id) == nil {
			continue
		}
		strict := slices.ContainsFunc(g.t.Invariants, func(now Invariant) bool {
			if !slices.Contains(now.Only, id) {
				return false
			}
			compiled, err := g.t.compileWhen(about)
			looser, decided := g.escapes(now.When, func(a Answers) bool { return !compiled.holds(a.low) })
			return err == nil && decided && looser == nil
		})
		if !strict {
			g.gone(in.At, nil, "invariant %s is gone or weaker: it promised that only those it is about get advice %s", in.ID, id)
		}
	}
	if in.OnlyContact != "" {
		compiled, err := g.t.compileWhen(about)
		strict := err == nil && slices.ContainsFunc(g.t.Invariants, func(now Invariant) bool {
			looser, decided := g.escapes(now.When, func(a Answers) bool { return !compiled.holds(a.low) })
			return now.OnlyContact == in.OnlyContact && decided && looser == nil
		})
		if !strict {
			g.gone(in.At, nil, "invariant %s is gone or weaker: it promised that only those it is about are sent to the %s unit", in.ID, in.OnlyContact)
		}
	}
	kept := func(holds func(now *Invariant) bool, format string, args ...any) {
		if !slices.ContainsFunc(g.t.Invariants, func(now Invariant) bool { return holds(&now) }) {
			g.gone(in.At, nil, "invariant %s is gone or weaker: it promised "+format, append([]any{in.ID}, args...)...)
		}
	}
	for _, id := range sorted(in.Stages) {
		kept(func(now *Invariant) bool { s, ok := now.Stages[id]; return ok && s <= in.Stages[id] }, "that the question %s comes by the stage %v", id, in.Stages[id])
	}
	for _, id := range sorted(in.Orders) {
		kept(func(now *Invariant) bool { return slices.Equal(now.Orders[id], in.Orders[id]) }, "the order of the options of %s", id)
	}
	for _, id := range in.Ticks {
		kept(func(now *Invariant) bool { return slices.Contains(now.Ticks, id) }, "that the question %s needs a tick", id)
	}
	for _, id := range sorted(in.Nets) {
		kept(func(now *Invariant) bool { u, ok := now.Nets[id]; return ok && u >= in.Nets[id] }, "the line %s of the safety net at %v", id, in.Nets[id])
	}
	for _, country := range sorted(in.Dial) {
		kept(func(now *Invariant) bool { return now.Dial[country] == in.Dial[country] }, "the emergency number %s of %s", in.Dial[country], country)
	}
}

// redFlags reports red flags that lost their mark, or now need a partner that
// they did not need.
func (g *guard) redFlags() {
	for i := range g.old.Questions {
		q := &g.old.Questions[i]
		for o, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			name := q.ID + "." + option.ID
			now := g.t.Question(q.ID)
			if now == nil || now.Option(option.ID) < 0 {
				g.gone(option.At, nil, "the red flag %s is not asked about any more", name)
				continue
			}
			is := now.Options[now.Option(option.ID)]
			if !is.RedFlag {
				g.gone(option.At, nil, "%s is no longer marked as a red flag", name)
				continue
			}
			partners, whole := g.carried(option.With)
			with, err := g.t.compileWhen(is.With)
			if !whole || err != nil {
				g.gone(option.At, nil, "the red flag %s had a partner that is not asked about any more", name)
				continue
			}
			from, _ := now.Scales()
			yes := Step{from, now.Option(option.ID)}
			if now.List {
				yes = Step{from + now.Option(option.ID), TickYes}
			} else if g.scales[q.first] < 0 {
				yes.Value = min(o, len(now.Options)-1)
			}
			narrower, decided := g.escapes(append(When{{yes}}, partners...), func(a Answers) bool { return !with.holds(a.low) })
			if !g.undecided(decided, option.At, "red flag "+name) && narrower != nil {
				g.gone(option.At, narrower, "the red flag %s needs more beside it than before", name)
			}
		}
	}
}

// person reports a golden person who is gone, is somebody else, or is promised
// less.
func (g *guard) person(p *Person) {
	i := slices.IndexFunc(g.t.People, func(now Person) bool { return now.ID == p.ID })
	if i < 0 {
		g.gone(p.At, nil, "the golden person %s is gone", p.ID)
		return
	}
	now := &g.t.People[i]
	was := carry(p.Answers, g.t, g.scales)
	switch less := missingOf(p, now); {
	case !now.Answers.Equal(was) && len(only(g.old, g.scales)) == 0:
		g.gone(p.At, &was, "the golden person %s has other answers now", p.ID)
	case now.Urgency < p.Urgency || now.Place < p.Place:
		g.gone(p.At, &now.Answers, "the golden person %s is to be told less than before", p.ID)
	case less != "":
		g.gone(p.At, &now.Answers, "the golden person %s is no longer checked for %s", p.ID, less)
	}
}

// missingOf returns what the old person is checked for and the new one is not.
func missingOf(old, now *Person) string {
	for _, part := range []struct{ old, now []string }{{old.Advice, now.Advice}, {old.Never, now.Never}, {old.Tells, now.Tells}} {
		for _, id := range part.old {
			if !slices.Contains(part.now, id) {
				return id
			}
		}
	}
	return ""
}

// words reports rules about words, key words and marks of acts that are gone or
// weaker.
func (g *guard) words() {
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
				g.gone(act.At, nil, "the acts %s and %s are no longer against each other", act.ID, other)
			}
		}
	}
	was, now := g.old.Wording, g.t.Wording
	switch {
	case was == nil:
		return
	case now == nil || now.Language != was.Language:
		g.gone(Position{}, nil, "the rules about words in the language %s are gone", was.Language)
		return
	}
	for _, r := range was.Rules {
		i := slices.IndexFunc(now.Rules, func(n WordRule) bool { return n.ID == r.ID })
		if i < 0 {
			g.gone(r.At, nil, "the rule about words %s is gone", r.ID)
			continue
		}
		if why := r.weaker(now.Rules[i]); why != "" {
			g.gone(r.At, nil, "the rule about words %s is weaker: %s", r.ID, why)
		}
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

// weaker says in which way now asks for less than r, or returns "".
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

// lacks reports whether some of what is wanted is not there.
func lacks(have, want []string) bool {
	return slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}
