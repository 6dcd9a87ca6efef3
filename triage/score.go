package triage

import (
	"fmt"
	"math"
	"slices"
)

// Vignette is a case whose right level, a [Category], others have determined.
type Vignette struct {
	ID         string
	Source     string // where the case comes from
	About      string // the case in one line
	Answers    Answers
	Gold       Category
	Acceptable []Category // levels that are not wrong; Gold is one of them
	Timeframe  string
	Unstated   []*Question // what the text says nothing about
	Elsewhere  bool        // the problem is none of those that the table is for
	Contested  string      // both views, if sources disagree on the level
	At         Position
}

// Assumption is how a vignette is played where its text is silent: what is left out can
// be taken as "no", as "not sure" or as missing.
type Assumption uint8

// The assumptions, from the calmest on.
const (
	AsEncoded      Assumption = iota // unstated is no
	UnstatedUnsure                   // unstated is "not sure"
	UnstatedAbsent                   // unstated is missing
)

// String returns "as encoded", "not sure" or "missing".
func (as Assumption) String() string { return [...]string{"as encoded", "not sure", "missing"}[as] }

// Played returns the answers of the case, played with this assumption.
func (v Vignette) Played(assumed Assumption) Answers {
	a := v.Answers.Clone()
	for _, q := range v.Unstated {
		from, to := q.Scales()
		for s := from; s < to; s++ {
			switch scale := a.table.scales[s]; assumed {
			case UnstatedUnsure:
				// "Not sure" must not make an answer calmer.
				if v, _ := a.Value(s); v < scale.ValueOf(Unsure) {
					a.Set(s, scale.ValueOf(Unsure))
				}
			case UnstatedAbsent:
				a.Clear(s)
			}
		}
	}
	return a
}

// Play answers an interview as a person with the answers a would, and returns it at its
// end, or at the first page that a does not answer in full.
func Play(a Answers) *Interview {
	in := NewInterview(a.table)
	for page, more := in.Page(); more; page, more = in.Page() {
		from, to := page.Question.Scales()
		if page.Tick >= 0 {
			v, known := a.Value(from + page.Tick)
			if !known || in.Answer(TickNames()[v]) != nil {
				return in
			}
			continue
		}
		reply, ok := a.Replied(page.Question)
		if !ok && page.Question.List && a.Answered(page.Question) {
			// Some ticks are unsure beside others that are no: "not sure"
			// opens the list, and each tick is then answered by itself.
			reply, ok = []string{Unsure}, true
			for s := from; s < to; s++ {
				if v, _ := a.Value(s); v == TickYes {
					reply = append(reply, page.Question.Options[s-from].ID)
				}
			}
		}
		if !ok || in.Answer(reply...) != nil {
			return in
		}
	}
	return in
}

// Share is a part of a number of cases.
type Share struct{ Of, Part int }

func (s *Share) count(hit bool) {
	s.Of++
	if hit {
		s.Part++
	}
}

// Value returns the share as a number from 0 to 1, and 0 of nothing.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Part) / float64(s.Of)
}

// Interval returns the Wilson score interval of the share at 95 %.
func (s Share) Interval() (low, high float64) {
	if s.Of == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(s.Of), s.Value()
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// Miss is a case without a result, or with one that is not acceptable.
type Miss struct {
	ID      string
	Gold    Category
	Got     Category
	Settled bool // false: no result
	Urgency Urgency
	Rules   []*Rule // that decided
}

// Scorecard measures a table on a set of vignettes with the measures of the field
// (Kopka and others 2023, doi 10.1177/20552076231194929). The shares are of the cases
// that got a result, except Comprehensive, which is of all.
type Scorecard struct {
	Cases         int
	Comprehensive Share    // got any result
	Strict        Share    // got the gold level
	InRange       Share    // got an acceptable level
	Safe          Share    // got the gold level or a more urgent one
	Overtriage    Share    // of the errors, those that are too urgent
	ByLevel       [3]Share // strict, by gold level
	SelfCareKept  Share    // of the self-care cases that are right as encoded, those right with this assumption too; no result is not right
	Overreferred  Share    // of the cases that are not emergencies, those that got one
	SentHome      int      // emergencies that got self-care
	Interviews    []Ended  // in the order of the cases; full interviews only
	Misses        []Miss   // in the order of the cases
	AlwaysUrgent  Baseline // what "always emergency" would score
	AlwaysDoctor  Baseline // what "always see a doctor" would score
}

// Ended is a finished interview of a case: its result and its reading load.
type Ended struct {
	ID string // of the case
	Category
	Load
}

// Loads returns the loads of the interviews that ended at one of these levels.
func (c Scorecard) Loads(levels ...Category) (out Loads) {
	for _, in := range c.Interviews {
		if slices.Contains(levels, in.Category) {
			out = append(out, in.Load)
		}
	}
	return out
}

// Baseline is the score of a program that gives every case the same level.
type Baseline struct{ Strict, InRange, Safe Share }

func (b *Baseline) count(v Vignette, got Category) {
	b.Strict.count(got == v.Gold)
	b.InRange.count(slices.Contains(v.Acceptable, got))
	b.Safe.count(got >= v.Gold)
}

// Score plays the cases with one assumption and counts the results.
func Score(cases []Vignette, assumed Assumption, shown Shown) Scorecard {
	card := Scorecard{Cases: len(cases)}
	for _, v := range cases {
		card.AlwaysUrgent.count(v, Emergency)
		card.AlwaysDoctor.count(v, SeeDoctor)
		a := v.Played(assumed)
		as := a.Assess()
		got, settled := as.Category()
		card.Comprehensive.count(settled)
		if settled {
			card.Strict.count(got == v.Gold)
			card.ByLevel[v.Gold].count(got == v.Gold)
			card.InRange.count(slices.Contains(v.Acceptable, got))
			card.Safe.count(got >= v.Gold)
			if got != v.Gold {
				card.Overtriage.count(got > v.Gold)
			}
			if v.Gold == Emergency && got == SelfCare {
				card.SentHome++
			}
			if v.Gold != Emergency {
				card.Overreferred.count(got == Emergency)
			}
		}
		if v.Gold == SelfCare {
			if encoded, ok := v.Played(AsEncoded).Assess().Category(); ok && encoded == SelfCare {
				card.SelfCareKept.count(settled && got == SelfCare)
			}
		}
		if !settled || !slices.Contains(v.Acceptable, got) {
			miss := Miss{ID: v.ID, Gold: v.Gold, Got: got, Settled: settled, Urgency: as.AtLeast}
			for _, r := range as.Deciding {
				miss.Rules = append(miss.Rules, r.Rule)
			}
			card.Misses = append(card.Misses, miss)
		}
		in := Play(a)
		if _, more := in.Page(); !more {
			now, _ := in.Answers().Range()
			card.Interviews = append(card.Interviews, Ended{v.ID, now.Category(), in.Load(shown)})
		}
	}
	return card
}

// Pair is a near miss: two people who differ in little and must get different
// urgencies, or, if Equal, the same one.
type Pair struct {
	ID, About string
	A, B      PairSide
	Equal     bool
	At        Position
}

// PairSide is one person of a [Pair], with the urgencies that are right.
type PairSide struct {
	Answers Answers
	Urgency []Urgency
}

// Vignettes adds a finding for each case whose result is not acceptable, unless its
// gold level is contested, and for each emergency that is sent home.
func (r *Report) Vignettes(name string, cases []Vignette) {
	failed := false
	for _, v := range cases {
		as := v.Answers.Assess()
		got, settled := as.Category()
		home := settled && v.Gold == Emergency && got == SelfCare
		if settled && slices.Contains(v.Acceptable, got) || v.Contested != "" && !home {
			continue
		}
		failed = true
		message := fmt.Sprintf("vignette %s: got %v (%v), acceptable is %v", v.ID, got, as.AtLeast, v.Acceptable)
		if !settled {
			message = fmt.Sprintf("vignette %s: no result (%v to %v), acceptable is %v", v.ID, as.AtLeast, as.AtMost, v.Acceptable)
		}
		r.Findings = append(r.Findings, Finding{Mistaken, "vignette", v.At, message, &as.Answers})
	}
	if !failed {
		r.Proved = append(r.Proved, Proof{"the vignettes of " + name + " get an acceptable level", len(cases)})
	}
}

// Pairs adds a finding for each side of a pair that gets a wrong urgency.
func (r *Report) Pairs(name string, pairs []Pair) {
	failed := false
	for _, p := range pairs {
		var got [2]Urgency
		for i, side := range []PairSide{p.A, p.B} {
			if got[i], _ = side.Answers.Range(); !slices.Contains(side.Urgency, got[i]) {
				failed = true
				message := fmt.Sprintf("near miss %s, side %c: got %v, right is %v", p.ID, 'a'+i, got[i], side.Urgency)
				r.Findings = append(r.Findings, Finding{Mistaken, "near-miss", p.At, message, &side.Answers})
			}
		}
		if p.Equal && got[0] != got[1] {
			failed = true
			message := fmt.Sprintf("near miss %s: got %v and %v, they must be equal", p.ID, got[0], got[1])
			r.Findings = append(r.Findings, Finding{Mistaken, "near-miss", p.At, message, &p.A.Answers})
		}
	}
	if !failed {
		r.Proved = append(r.Proved, Proof{"both sides of each near miss of " + name + " are on their rung", len(pairs)})
	}
}
