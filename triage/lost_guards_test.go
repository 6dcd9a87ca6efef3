package triage_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// This file compares LostGuards with brute force: does the new version's set of promises,
// red flags and golden people protect anybody less than the old one's? Rules about
// words are tried case by case.

// heldTables is how many pairs of tables are held against each other.
const heldTables = 3000

// heldVersions returns a random table and a changed copy of it, in which some of its
// guards are weaker, stronger, or in another place.
func heldVersions(number int) (old, now *triage.Table) {
	d := &drawer{Rand: rand.New(rand.NewPCG(20_265, uint64(number))), table: &triage.Table{Name: "random", Version: "1"}}
	d.questions()
	d.flags()
	d.rules()
	d.advice()
	d.sources()
	d.guards()
	mustCompile(d.table)
	d.golden()
	old, now = d.table, &triage.Table{Name: "random", Version: "2"}
	for _, q := range old.Questions {
		q.Options = slices.Clone(q.Options)
		for o := range q.Options {
			q.Options[o].With = nil
		}
		now.Questions = append(now.Questions, q)
	}
	if d.once(2) {
		d.changeQuestions(now)
	}
	mustCompile(now) // it numbers the scales for the rest
	*d = drawer{Rand: d.Rand, table: now}
	d.learn(now)
	now.Guarded, now.Acts, now.Wording = old.Guarded && !d.once(4), old.Acts, old.Wording
	now.Rules = slices.Clone(old.Rules)
	for i := range now.Rules {
		now.Rules[i].When = moved(now.Rules[i].When, old, now)
	}
	for _, ad := range old.Advice {
		if ad.Suits, ad.Without = moved(ad.Suits, old, now), nil; !d.once(10) {
			now.Advice = append(now.Advice, ad)
		}
	}
	for _, in := range old.Invariants {
		in.When = moved(in.When, old, now)
		in.Never, in.Given, in.Only, in.Ticks = slices.Clone(in.Never), slices.Clone(in.Given), slices.Clone(in.Only), slices.Clone(in.Ticks)
		in.Stages, in.Orders, in.Nets, in.Dial = maps.Clone(in.Stages), maps.Clone(in.Orders), maps.Clone(in.Nets), maps.Clone(in.Dial)
		now.Invariants = append(now.Invariants, in)
	}
	for i := range now.Questions {
		q := &now.Questions[i]
		before := old.Question(q.ID)
		for o := range q.Options {
			option := &q.Options[o]
			if before != nil && before.Option(option.ID) >= 0 {
				option.With = moved(before.Options[before.Option(option.ID)].With, old, now)
			}
			if !option.RedFlag {
				continue
			}
			switch d.IntN(10) {
			case 0:
				option.RedFlag = false
			case 1:
				option.With = append(option.With, d.condition())
			case 2:
				option.With = nil
			case 3, 4:
				if len(option.With) > 0 {
					option.With[0] = append(option.With[0], d.step())
				}
			}
		}
	}
	for range d.IntN(8) {
		d.changePromise()
	}
	mustCompile(now)
	for _, p := range old.People {
		d.changePerson(p, translated(valuesOf(p.Answers), now, twins(old, now)))
	}
	old.UnsureNeverAlone, now.UnsureNeverAlone = d.once(2), !d.once(4)
	for _, t := range []*triage.Table{old, now} {
		for i := range t.Questions {
			q := &t.Questions[i]
			q.Symptoms = !d.once(4)
			for o := range q.Options {
				if d.once(4) {
					q.Options[o].Beside = "why"
				}
			}
		}
	}
	return old, now
}

// changePromise changes one promise.
func (d *drawer) changePromise() {
	t := d.table
	if len(t.Invariants) == 0 {
		return
	}
	i := d.IntN(len(t.Invariants))
	in := &t.Invariants[i]
	n := d.IntN(max(1, len(in.When)))
	in.When = slices.Clone(in.When)
	last := func(ids []string) []string { return ids[:max(0, len(ids)-1)] }
	another := func() *triage.Invariant { // like it, under another id
		other := *in
		other.ID, other.When = in.ID+"-more", slices.Clone(in.When)
		t.Invariants = append(t.Invariants, other)
		in = &t.Invariants[i]
		return &t.Invariants[len(t.Invariants)-1]
	}
	switch kind := d.IntN(13); {
	case kind == 0:
		t.Invariants = slices.Delete(t.Invariants, i, i+1)
	case kind == 1:
		in.ID = "moved"
	case kind == 2: // two promises that together say the same
		if len(in.When) > 0 && len(in.When[n]) > 1 {
			other := another()
			other.When[n], in.When[n] = in.When[n][1:], in.When[n][:1]
		}
	case kind == 3 && in.AtLeast > triage.Home:
		in.AtLeast, in.Contact = d.urgency(), ""
	case in.Contact != "" && d.once(2):
		in.Contact = ""
	case kind == 4 && in.AtLeast > triage.Home && in.AtLeast < triage.Call:
		if in.Contact == "" {
			in.Contact = triage.ContactMaternity
		} else {
			in.Contact = ""
		}
	case kind == 5 || kind == 3:
		in.When = append(in.When, d.condition())
	case kind == 6 && len(in.When) > 0:
		in.When = slices.Delete(in.When, n, n+1)
	case kind == 7 && len(in.When) > 0:
		in.When[n] = append(slices.Clone(in.When[n]), d.step())
	case kind == 8 || kind == 4:
		in.Never, in.Given, in.Only, in.Ticks, in.OnlyContact = last(in.Never), last(in.Given), last(in.Only), last(in.Ticks), ""
	case kind == 9 || kind == 6:
		in.From, in.To = d.bounds(in.From, in.To)
	case kind == 10 && len(in.Given) > 0 && in.From < in.To:
		other := another()
		other.From, in.To = in.From+1, in.From
	case kind == 11 || kind == 10:
		d.fixed(in)
	default: // the urgency without the place
		if in.Contact != "" && in.AtLeast < triage.Go {
			other := another()
			in.Contact, other.AtLeast = "", triage.Routine
		}
	}
}

// changePerson adds a golden person of the old table, changed a little or not at all.
func (d *drawer) changePerson(p triage.Person, full values) {
	t := d.table
	if d.once(3) {
		s := d.first + d.IntN(len(d.tops))
		full[s] = d.IntN(t.Scales()[s].Top + 1)
	}
	p.Answers = full.answers(t)
	p.Advice, p.Never, p.Tells = slices.Clone(p.Advice), slices.Clone(p.Never), slices.Clone(p.Tells)
	switch d.IntN(10) {
	case 0:
		return
	case 1:
		p.ID = "somebody"
	case 2:
		p.Urgency = d.urgency()
	case 3:
		p.Place = triage.Place(d.IntN(len(triage.Places())))
	case 4:
		p.Advice = p.Advice[:d.IntN(len(p.Advice)+1)]
	case 5:
		p.Never = p.Never[:d.IntN(len(p.Never)+1)]
	case 6:
		p.Tells = p.Tells[:d.IntN(len(p.Tells)+1)]
	case 7:
		p.Urgency, p.Place = triage.Call, triage.Ambulance
	case 8:
		p.Also = triage.AtHome
	}
	t.People = append(t.People, p)
}

// held is the oracle for two versions, by looking at everybody.
type held struct {
	*everybody // of the new version
	old        *triage.Table
	forth      []int // scales of the old version in the new one
}

func (h *held) gone(what string, found bool, at triage.Position, format string, args ...any) *verdict {
	h.add(verdict{what: what, found: found, Finding: finding(triage.Mistaken, "guard", at, format, args...)})
	return &h.verdicts[len(h.verdicts)-1]
}

// before returns the answers of a person of the new version as answers to the old one.
func (h *held) before(full values) values {
	out := make(values, len(h.old.Scales()))
	for s, twin := range h.forth {
		if twin >= 0 {
			out[s] = full[twin]
		}
	}
	return out
}

// asked reports whether each condition can still be met.
func (h *held) asked(w triage.When) bool {
	return !slices.ContainsFunc(w, func(c triage.Condition) bool {
		return !slices.ContainsFunc(c, func(s triage.Step) bool { return h.forth[s.Scale] >= 0 })
	})
}

func (h *held) promises() {
	stages := []string{"life", "limb", "person", "problem"}
	now := h.table.Invariants
	for i := range h.old.Invariants {
		in := &h.old.Invariants[i]
		asked := h.asked(in.When)
		h.gone("promise about what is not asked", !asked, in.At, "invariant %s is about answers that are no longer asked for", in.ID)
		if !asked {
			continue
		}
		about := func(full values) bool { return holds(in.When, h.before(full)) }
		weaker := func(what string, shows func(full values) bool, format string, args ...any) *verdict {
			v := h.gone(what, false, in.At, "invariant %s is gone or weaker: it promised %s", in.ID, fmt.Sprintf(format, args...))
			v.shows = shows
			return v
		}
		if in.AtLeast > triage.Home {
			place := placeOf(&triage.Rule{Urgency: in.AtLeast, Contact: in.Contact})
			less := weaker("urgency or place promised less", func(full values) bool {
				return about(full) && couldBeTold(h.table, full, func(s triage.Disposition) bool { return s.Urgency < in.AtLeast || s.Place < place })
			}, "%s", describe(triage.Disposition{Urgency: in.AtLeast, Place: place}))
			if short := h.somebody(less.shows); in.Contact != "" && !short {
				weaker("unit not promised", func(full values) bool {
					return about(full) && couldBeTold(h.table, full, func(s triage.Disposition) bool { return s.Urgency == in.AtLeast && !s.Names(triage.Maternity) })
				}, "that the maternity unit is named")
			}
		}
		there := func(id string) bool {
			return slices.ContainsFunc(h.table.Advice, func(ad triage.Advice) bool { return ad.ID == id })
		}
		for _, id := range in.Never {
			if there(id) {
				weaker("advice not ruled out", func(full values) bool {
					return about(full) && !slices.ContainsFunc(now, func(n triage.Invariant) bool {
						return slices.Contains(n.Never, id) && n.From <= in.From && holds(n.When, full)
					})
				}, "that advice %s is never given", id)
			}
		}
		for _, id := range in.Given {
			weaker("advice not promised", func(full values) bool {
				for u := in.From; u <= in.To; u++ {
					if !slices.ContainsFunc(now, func(n triage.Invariant) bool {
						return slices.Contains(n.Given, id) && n.From <= u && u <= n.To && holds(n.When, full)
					}) {
						return about(full)
					}
				}
				return false
			}, "that advice %s is given", id)
		}
		for _, id := range in.Only {
			if there(id) {
				weaker("advice not kept from others", func(full values) bool {
					return !about(full) && !slices.ContainsFunc(now, func(n triage.Invariant) bool { return slices.Contains(n.Only, id) && !holds(n.When, full) })
				}, "that only those it is about get advice %s", id)
			}
		}
		if in.OnlyContact != "" {
			weaker("unit not kept from others", func(full values) bool {
				return !about(full) && !slices.ContainsFunc(now, func(n triage.Invariant) bool { return n.OnlyContact == in.OnlyContact && !holds(n.When, full) })
			}, "that only those it is about are sent to the maternity unit")
		}
		kept := func(what string, is func(n triage.Invariant) bool, format string, args ...any) {
			v := weaker(what, nil, format, args...)
			v.found = !slices.ContainsFunc(now, is)
		}
		for id, stage := range in.Stages {
			kept("stage not promised", func(n triage.Invariant) bool { s, ok := n.Stages[id]; return ok && s <= stage }, "that the question %s comes by the stage %s", id, stages[stage])
		}
		for id, order := range in.Orders {
			kept("order not promised", func(n triage.Invariant) bool { return slices.Equal(n.Orders[id], order) }, "the order of the options of %s", id)
		}
		for _, id := range in.Ticks {
			kept("tick not promised", func(n triage.Invariant) bool { return slices.Contains(n.Ticks, id) }, "that the question %s needs a tick", id)
		}
		for id, u := range in.Nets {
			kept("net not promised", func(n triage.Invariant) bool { v, ok := n.Nets[id]; return ok && v >= u }, "the line %s of the safety net at %v", id, u)
		}
		for country, number := range in.Dial {
			kept("number not promised", func(n triage.Invariant) bool { return n.Dial[country] == number }, "the emergency number %s of %s", number, country)
		}
	}
}

func (h *held) symptoms() {
	h.gone("emergencies for what is not sure", h.old.UnsureNeverAlone && !h.table.UnsureNeverAlone, h.old.At, "the table no longer says that no emergency rests on \"not sure\" alone")
	for _, q := range h.old.Questions {
		now := h.table.Question(q.ID)
		if !q.Symptoms || now == nil {
			continue
		}
		h.gone("symptoms no longer marked", !now.Symptoms, q.At, "the question %s is no longer marked as one about symptoms", q.ID)
		for _, o := range q.Options {
			excused := slices.ContainsFunc(now.Options, func(n triage.Option) bool { return n.ID == o.ID && n.Beside != "" })
			if now.Symptoms && o.Beside == "" {
				h.gone("answer excused", excused, o.At, "%s.%s no longer has to count alone", q.ID, o.ID)
			}
		}
	}
}

func (h *held) redFlags() {
	for i := range h.old.Questions {
		q := &h.old.Questions[i]
		for o, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			name, now := q.ID+"."+option.ID, h.table.Question(q.ID)
			index := -1
			if now != nil {
				index = now.Option(option.ID)
			}
			h.gone("red flag not asked", index < 0, option.At, "the red flag %s is no longer asked about", name)
			if index < 0 {
				continue
			}
			is := now.Options[index]
			h.gone("red flag not marked", !is.RedFlag, option.At, "%s is no longer marked as a red flag", name)
			if !is.RedFlag {
				continue
			}
			if !q.List {
				milder := slices.IndexFunc(q.Options[o:], func(worse triage.Option) bool { n := now.Option(worse.ID); return n >= 0 && n < index })
				v := h.gone("red flag of fewer answers", milder >= 0, option.At, "")
				if milder >= 0 {
					v.Message = fmt.Sprintf("%s.%s is now less worrying than the red flag %s", q.ID, q.Options[o+milder].ID, name)
				}
			}
			lost := !h.asked(option.With) && len(is.With) > 0
			h.gone("red flag without its partner", lost, option.At, "the red flag %s had a partner that is no longer asked about", name)
			if lost {
				continue
			}
			from, _ := now.Scales()
			h.gone("red flag that needs more", false, option.At, "the red flag %s needs more answers beside it than before", name).shows = func(full values) bool {
				answered := full[from] >= index
				if now.List {
					answered = full[from+index] == triage.TickYes
				}
				return answered && (holds(option.With, h.before(full)) || !h.asked(option.With)) && !holds(is.With, full)
			}
		}
	}
}

func (h *held) golden() {
	for _, p := range h.old.People {
		was := valuesOf(p.Answers)
		full := translated(was, h.table, h.forth)
		lost := false // something that they said is no longer asked
		for s, twin := range h.forth {
			lost = lost || twin < 0 && was[s] > 0
		}
		i := slices.IndexFunc(h.table.People, func(n triage.Person) bool { return n.ID == p.ID })
		if i < 0 && !lost {
			i = slices.IndexFunc(h.table.People, func(n triage.Person) bool { return slices.Equal(valuesOf(n.Answers), full) })
		}
		h.gone("person gone", i < 0, p.At, "the golden person %s is gone", p.ID)
		if i < 0 {
			continue
		}
		now := h.table.People[i]
		answers := valuesOf(now.Answers)
		other := false
		for s := range answers {
			other = other || answers[s] != full[s] && (slices.Contains(h.forth, s) || !lost)
		}
		v := h.gone("person of other answers", other, p.At, "the golden person %s has other answers now", p.ID)
		if v.witness = full; other {
			continue
		}
		less := now.Urgency < p.Urgency || now.Place < p.Place || p.Also > triage.AtHome && p.Also != now.Also && p.Also != now.Place
		v = h.gone("person to be told less", less, p.At, "the golden person %s is to be told less than before", p.ID)
		if v.witness = answers; less {
			continue
		}
		unchecked := ""
		for _, id := range p.Advice {
			if unchecked == "" && !slices.Contains(now.Advice, id) {
				unchecked = id
			}
		}
		for _, id := range p.Never {
			there := slices.ContainsFunc(h.table.Advice, func(ad triage.Advice) bool { return ad.ID == id })
			if unchecked == "" && there && !slices.Contains(now.Never, id) {
				unchecked = id
			}
		}
		for _, act := range p.Tells {
			if unchecked == "" && !slices.Contains(now.Tells, act) {
				unchecked = act
			}
		}
		v = h.gone("person checked for less", unchecked != "", p.At, "the golden person %s is no longer checked for %s", p.ID, unchecked)
		v.witness = answers
	}
}

// TestLostGuardsAgreesWithEverybody wants exactly what the oracle finds weaker, word for
// word.
func TestLostGuardsAgreesWithEverybody(t *testing.T) {
	t.Parallel()
	count := tallies{}
	same := 0
	for number := range tablesOf(heldTables) {
		old, now := heldVersions(number)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("pair %d: %s\nOLD\n%sNOW\n%s", number, fmt.Sprintf(format, args...), shownChecked(old), shownChecked(now))
		}
		h := &held{allPeople(now), old, twins(old, now)}
		h.gone("guarded", old.Guarded && !now.Guarded, triage.Position{}, "the table no longer says that it is guarded")
		h.promises()
		h.redFlags()
		h.symptoms()
		h.golden()
		open := now.LostGuards(old, triage.DefaultBudget)
		if len(open) == 0 {
			same++
		}
		for _, v := range h.verdicts {
			if v.shows != nil {
				v.found = h.somebody(v.shows)
			}
			count.see(v)
			var wrong string
			if open, wrong = v.settle(now, open); wrong != "" {
				fail("%s", wrong)
			}
		}
		for _, f := range open {
			fail("found, but not true: %s", f.Message)
		}
		if found := old.LostGuards(old, triage.DefaultBudget); len(found) > 0 {
			fail("a table is weaker than itself: %v", found[0].Message)
		}
	}
	t.Logf("%d pairs in which nothing is weaker", same)
	count.demand(t, 20, "guarded", "emergencies for what is not sure", "symptoms no longer marked", "answer excused", "urgency or place promised less", "unit not promised", "advice not ruled out", "advice not promised",
		"advice not kept from others", "unit not kept from others", "order not promised", "stage not promised", "tick not promised", "net not promised", "number not promised", "red flag not asked",
		"red flag not marked", "red flag of fewer answers", "red flag without its partner", "red flag that needs more", "person gone",
		"person of other answers", "person to be told less", "person checked for less", "promise about what is not asked")
}

// TestLostGuardsThatRunsOutOfBudgetIsUndecided gives LostGuards no budget: what it cannot
// look at it must report as undecided.
func TestLostGuardsThatRunsOutOfBudgetIsUndecided(t *testing.T) {
	w := triage.When{{{Scale: 0, Value: triage.TickYes}}}
	table := &triage.Table{
		Questions:  []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a", RedFlag: true, With: w}}}},
		Rules:      []triage.Rule{{ID: "r", Urgency: triage.Go, When: w}},
		Advice:     []triage.Advice{{ID: "ad", UpTo: triage.Today}},
		Invariants: []triage.Invariant{{ID: "i", When: w, AtLeast: triage.Go, Never: []string{"ad"}, Given: []string{"ad"}, Only: []string{"ad"}}},
	}
	mustCompile(table)
	var got []string
	for _, f := range table.LostGuards(table, 0) {
		got = append(got, f.Kind+": "+f.Message)
	}
	const end = ": not decided within 0 minimal sets of answers"
	want := slices.Repeat([]string{"undecided: invariant i" + end}, 4)
	if want = append(want, "undecided: red flag q.a"+end); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// worded returns a table with rules about words, and marks of acts.
func worded() *triage.Table {
	t := &triage.Table{
		Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a"}}}},
		Rules:     []triage.Rule{{ID: "r", Urgency: triage.Go, Tells: []string{"walk", "drink"}}},
		Advice:    []triage.Advice{{ID: "ad", UpTo: triage.Today, Tells: []string{"rest"}}},
		Acts:      []triage.Act{{ID: "walk", Against: []string{"rest"}}, {ID: "rest"}, {ID: "drink"}},
		Wording: &triage.Wording{
			Language: "en",
			Acts:     []triage.ActWords{{Act: "walk", Phrases: []string{"walk", "stroll"}}},
			Rules: []triage.WordRule{{
				ID: "w", Of: []triage.TextKind{triage.TextDo, triage.TextTitle}, Urgencies: []triage.Urgency{triage.Today, triage.Go},
				Must: []string{"call", "dial"}, Never: []string{"drive", "wait"}, Except: []string{"do not drive", "never drive"},
				First: []string{"and", "or"}, MaxWords: 20,
			}, {ID: "all", Of: []triage.TextKind{triage.TextDo}, Never: []string{"cure"}}},
			Keys: []triage.KeyWords{{Text: "do r", Words: []string{"go", "now"}}},
		},
	}
	mustCompile(t)
	return t
}

// TestWordsHeldAgainstAnOldTable weakens, moves and strengthens rules about
// words and marks of acts, one at a time.
func TestWordsHeldAgainstAnOldTable(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *triage.Table)
		want   string // "" when nothing is weaker
	}{
		{"nothing", func(*triage.Table) {}, ""},
		{"mark of a rule", func(t *triage.Table) { t.Rules[0].Tells = []string{"walk"} }, "rule r no longer tells people to drink"},
		{"mark of advice", func(t *triage.Table) { t.Advice[0].Tells = nil }, "advice ad no longer tells people to rest"},
		{"marks in another order, and more", func(t *triage.Table) { t.Rules[0].Tells = []string{"rest", "drink", "walk"} }, ""},
		{"rule gone", func(t *triage.Table) { t.Rules = nil }, ""},
		{"advice gone", func(t *triage.Table) { t.Advice = nil }, ""},
		{"act gone", func(t *triage.Table) { t.Acts = t.Acts[:2] }, "the act drink is gone"},
		{"acts not against each other", func(t *triage.Table) { t.Acts[0].Against = nil }, "the acts walk and rest no longer contradict each other"},
		{"acts against each other the other way round", func(t *triage.Table) { t.Acts[0].Against, t.Acts[1].Against = nil, []string{"walk"} }, ""},
		{"no words", func(t *triage.Table) { t.Wording = nil }, "the rules about words in the language en are gone"},
		{"another language", func(t *triage.Table) { t.Wording.Language = "de" }, "the rules about words in the language en are gone"},
		{"word rule gone", func(t *triage.Table) { t.Wording.Rules = t.Wording.Rules[1:] }, "the rule about words w is gone"},
		{"word rule under another id", func(t *triage.Table) { t.Wording.Rules[0].ID = "other" }, ""},
		{"word rule of fewer texts", func(t *triage.Table) { t.Wording.Rules[0].Of = t.Wording.Rules[0].Of[:1] }, "the rule about words w is weaker: it is about fewer kinds of texts"},
		{"word rule at fewer urgencies", func(t *triage.Table) { t.Wording.Rules[0].Urgencies = []triage.Urgency{triage.Go} }, "the rule about words w is weaker: it is about fewer urgencies"},
		{"word rule at some urgencies", func(t *triage.Table) { t.Wording.Rules[1].Urgencies = triage.Urgencies()[1:] }, "the rule about words all is weaker: it is about fewer urgencies"},
		{"word rule at all urgencies", func(t *triage.Table) { t.Wording.Rules[0].Urgencies = nil }, ""},
		{"word rule that names all urgencies", func(t *triage.Table) { t.Wording.Rules[1].Urgencies = triage.Urgencies() }, ""},
		{"word rule that asks for nothing", func(t *triage.Table) { t.Wording.Rules[0].Must = nil }, "the rule about words w is weaker: it asks for fewer words"},
		{"word rule that takes one word more", func(t *triage.Table) { t.Wording.Rules[0].Must = []string{"call", "dial", "ring"} }, "the rule about words w is weaker: it asks for fewer words"},
		{"word rule that takes one word less", func(t *triage.Table) { t.Wording.Rules[0].Must = []string{"call"} }, ""},
		{"word rule that asks for words too", func(t *triage.Table) { t.Wording.Rules[1].Must = []string{"call"} }, ""},
		{"word rule that forbids less", func(t *triage.Table) { t.Wording.Rules[0].Never = []string{"drive"} }, "the rule about words w is weaker: it forbids fewer words"},
		{"word rule that forbids more", func(t *triage.Table) { t.Wording.Rules[0].Never = []string{"drive", "wait", "cycle"} }, ""},
		{"word rule with more exceptions", func(t *triage.Table) { t.Wording.Rules[1].Except = []string{"no cure"} }, "the rule about words all is weaker: it has more exceptions"},
		{"word rule with fewer exceptions", func(t *triage.Table) { t.Wording.Rules[0].Except = nil }, ""},
		{"word rule that forbids fewer beginnings", func(t *triage.Table) { t.Wording.Rules[0].First = []string{"or"} }, "the rule about words w is weaker: it forbids fewer beginnings"},
		{"word rule that allows more words", func(t *triage.Table) { t.Wording.Rules[0].MaxWords++ }, "the rule about words w is weaker: it allows more words"},
		{"word rule that allows any number of words", func(t *triage.Table) { t.Wording.Rules[0].MaxWords = 0 }, "the rule about words w is weaker: it allows more words"},
		{"word rule that allows fewer words", func(t *triage.Table) { t.Wording.Rules[0].MaxWords, t.Wording.Rules[1].MaxWords = 4, 4 }, ""},
		{"key words gone", func(t *triage.Table) { t.Wording.Keys = nil }, "key words of do r are gone"},
		{"fewer key words", func(t *triage.Table) { t.Wording.Keys[0].Words = []string{"go"} }, "key words of do r are gone"},
		{"more key words", func(t *triage.Table) { t.Wording.Keys[0].Words = []string{"now", "go", "there"} }, ""},
		{"words of an act gone", func(t *triage.Table) { t.Wording.Acts = nil }, "phrases that tell people to walk are gone"},
		{"a phrase of an act gone", func(t *triage.Table) { t.Wording.Acts[0].Phrases = []string{"stroll"} }, "phrases that tell people to walk are gone"},
		{"more phrases of an act", func(t *triage.Table) { t.Wording.Acts[0].Phrases = []string{"go on foot", "stroll", "walk"} }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := worded()
			c.change(now)
			mustCompile(now)
			var got []string
			for _, f := range now.LostGuards(worded(), triage.DefaultBudget) {
				if f.Severity != triage.Mistaken || f.Kind != "guard" || f.Witness != nil {
					t.Errorf("%v", f)
				}
				got = append(got, f.Message)
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// TestBeginningsAreWholeWords tries beginnings of texts.
func TestBeginningsAreWholeWords(t *testing.T) {
	for _, c := range []struct {
		say, first string
		found      bool
	}{
		{"And more", "and", true},
		{"“And” more", "and", true},
		{"android", "and", false},
		{"More and more", "and", false},
		{"As well as that", "as well", true},
		{"As good", "as well", false},
		{"Anything", "", false},
	} {
		table := &triage.Table{
			Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a", Detail: c.say}}}},
			Wording:   &triage.Wording{Rules: []triage.WordRule{{ID: "w", Of: []triage.TextKind{triage.TextDetail}, First: []string{c.first}}}},
		}
		mustCompile(table)
		found := slices.ContainsFunc(table.Check(triage.DefaultBudget).Findings, func(f triage.Finding) bool { return f.Kind == "wording" })
		if found != c.found {
			t.Errorf("%q begins with %q: %v", c.say, c.first, found)
		}
	}
}

// TestPhrasesBeginWithAWord tries phrases at word boundaries, and one that is only a
// space, which must not be searched for without end.
func TestPhrasesBeginWithAWord(t *testing.T) {
	for _, c := range []struct {
		say, never string
		found      bool
	}{
		{"Rub it.", "rub", true},
		{"Scrub it.", "rub", false},
		{"Rubbing helps.", "rub", true},
		{"Do not scrub, rub it.", "rub", true},
		{"911rub", "rub", false},
		{"élan", "lan", false},
		{"Don’t rub", "don't", true},
		{"One and two. Three!", " ", false},
		{"One and two. Three!", "", false},
	} {
		table := &triage.Table{
			Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a"}}, Ask: c.say}},
			Wording: &triage.Wording{Rules: []triage.WordRule{
				{ID: "w", Of: []triage.TextKind{triage.TextAsk}, Never: []string{c.never}, Except: []string{" ", ""}},
			}},
		}
		mustCompile(table)
		found := slices.ContainsFunc(table.Check(triage.DefaultBudget).Findings, func(f triage.Finding) bool { return f.Kind == "wording" })
		if found != c.found {
			t.Errorf("%q says %q: %v", c.say, c.never, found)
		}
	}
}
