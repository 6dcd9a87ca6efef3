package triage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// placeOf returns where a rule sends a person, as the table puts it: the
// ambulance for call, the emergency department for go, below that the maternity
// unit where the rule names it as its contact, and otherwise a doctor.
func placeOf(r *triage.Rule) triage.Place {
	switch {
	case r.Urgency == triage.Home:
		return triage.AtHome
	case r.Urgency == triage.Call:
		return triage.Ambulance
	case r.Urgency == triage.Go:
		return triage.Department
	case r.Contact == "maternity":
		return triage.Maternity
	}
	return triage.Doctor
}

// namedBy returns the place that a rule names: the maternity unit also for go.
func namedBy(r *triage.Rule) triage.Place {
	if r.Urgency == triage.Go && r.Contact == "maternity" {
		return triage.Maternity
	}
	return placeOf(r)
}

// told returns what a person with an answer to everything is told: the highest
// urgency and the highest place among all rules that hold, and the next lower
// place of a rule that decides.
func told(table *triage.Table, full values) triage.Disposition {
	s := triage.Disposition{Urgency: urgency(table, full)}
	var deciding []triage.Place
	for i := range table.Rules {
		r := &table.Rules[i]
		if r.Status == triage.Retired || !holds(r.When, full) {
			continue
		}
		s.Place = max(s.Place, placeOf(r))
		if r.Urgency == s.Urgency {
			deciding = append(deciding, namedBy(r))
		}
	}
	s.Also = s.Place
	for p := s.Place; p > triage.AtHome; p-- {
		for _, other := range deciding {
			if other == p-1 && other > triage.AtHome && s.Also == s.Place {
				s.Also = other
			}
		}
	}
	return s
}

func TestDispositionIsTheHighestUrgencyAndPlaceOfTheRulesThatHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := fully(t, table)
		got, settled := v.answers(table).Assess().Disposition()
		if want := told(table, v); got != want || !settled {
			wrong(t, table, v, "said is %+v, settled %v, want %+v", got, settled, want)
		}
		for _, p := range triage.Places() {
			if want := p == got.Place || p == got.Also; got.Names(p) != want {
				wrong(t, table, v, "%+v names %v: %v", got, p, !want)
			}
		}
	})
}

// TestPlaceOfEveryDecidingRuleIsNamed wants the place of every deciding rule to be
// named: somebody whom a rule sends to the maternity unit must not read only of a
// doctor, nor the other way round.
func TestPlaceOfEveryDecidingRuleIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := fully(t, table)
		as := v.answers(table).Assess()
		said, _ := as.Disposition()
		for _, r := range as.Deciding {
			if p := namedBy(r.Rule); r.Rule.Place() != placeOf(r.Rule) || p > triage.AtHome && !said.Names(p) {
				wrong(t, table, v, "%s decides and names %v (%v), but said is %+v", r.Rule.ID, p, r.Rule.Place(), said)
			}
		}
	})
}

func TestWorseAnswerNeverLowersWhatIsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := fully(t, table)
		said, _ := v.answers(table).Assess().Disposition()
		for s, scale := range table.Scales() {
			for value := v[s] + 1; value <= scale.Top && scale.Question.ID != wide; value++ {
				g := triage.Given{Scale: s, Value: value}
				if worse, _ := v.with(g).answers(table).Assess().Disposition(); worse.Lower(said) {
					wrong(t, table, v, "%s lowers %+v to %+v", shownGiven(table, g), said, worse)
				}
			}
		}
	})
}

// TestWhatIsSaidCoversAllThatIsMissing fills in what is missing in every way. Nobody
// may turn out to need more than was said, except an ambulance in place of the
// emergency department, by one of the rules told beside it. Nor may more be said than
// somebody may need.
func TestWhatIsSaidCoversAllThatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as := v.answers(table).Assess()
		said, settled := as.Disposition()
		least, most := span(table, v)
		if settled != (least.Category() == most.Category()) {
			wrong(t, table, v, "settled is %v, from %v to %v", settled, least, most)
		}
		if !settled {
			return
		}
		instead := as.Instead()
		for _, r := range instead {
			if r.Urgency != triage.Call || said.Urgency != triage.Go {
				wrong(t, table, v, "%s is told beside %+v", r.ID, said)
			}
		}
		// The place is one that a rule of this urgency or below may still name.
		may := slices.ContainsFunc(table.Rules, func(r triage.Rule) bool {
			w := newTally(r.When)
			completions(table, v, w.see)
			return r.Status != triage.Retired && r.Urgency <= said.Urgency && placeOf(&r) == said.Place && w.whole.some
		})
		urgent := false
		completions(table, v, func(full values) {
			now := told(table, full)
			urgent = urgent || now.Urgency == said.Urgency
			if !said.Lower(now) {
				return
			}
			excused := false
			for _, r := range instead {
				excused = excused || holds(r.When, full)
			}
			if said.Urgency != triage.Go || now.Urgency != triage.Call || !excused {
				wrong(t, table, v, "said is %+v, but %s makes it %+v", said, shownValues(table, full), now)
			}
		})
		if !urgent || !may {
			wrong(t, table, v, "said is %+v, and nobody needs that: urgency %v, place %v", said, urgent, may)
		}
	})
}

func TestLowerLooksAtBothParts(t *testing.T) {
	all := []triage.Disposition{}
	for _, u := range triage.Urgencies() {
		for _, p := range triage.Places() {
			all = append(all, triage.Disposition{Urgency: u, Place: p, Also: p})
		}
	}
	for _, s := range all {
		for _, o := range all {
			if want := !(s.Urgency >= o.Urgency && s.Place >= o.Place); s.Lower(o) != want {
				t.Errorf("%+v lower than %+v: %v", s, o, !want)
			}
		}
	}
}

func TestPlacesHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for i, p := range triage.Places() {
		if int(p) != i || seen[p.String()] || p.String() == "place(?)" {
			t.Errorf("place %d is %v", i, p)
		}
		seen[p.String()] = true
	}
	if got := triage.Place(len(triage.Places())).String(); got != "place(?)" {
		t.Errorf("an unknown place is called %s", got)
	}
}

// TestDispositionDoesNotAllocate keeps what is said as cheap as the range.
func TestDispositionDoesNotAllocate(t *testing.T) {
	for seed := range 20 {
		table := tables().Example(seed).Table
		as := table.NoAnswers().Assess()
		if n := testing.AllocsPerRun(50, func() { as.Disposition() }); n != 0 {
			t.Errorf("Disposition allocates %v times on\n%s", n, shown(table))
		}
	}
}
