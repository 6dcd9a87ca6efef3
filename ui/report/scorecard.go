package report

import (
	"fmt"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// ScoredSet is the scorecard of one set of vignettes, played with one assumption.
type ScoredSet struct {
	Name    string
	Assumed triage.Assumption
	Card    triage.Scorecard
}

func (s ScoredSet) title() string { return s.Name + ", " + s.Assumed.String() }

// Score tells the scorecards, with the misses of each.
func (write Writer) Score(t *triage.Table, sets []ScoredSet) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.ScoreTitle)
	calmer := 0 // than their gold level
	for _, s := range sets {
		c := s.Card
		calmer += c.Safe.Of - c.Safe.Part
		d.Add(Heading, s.title())
		d.Add(Paragraph, w.Count(w.ScoreCases, c.Cases))
		d.List(
			share(w, w.ScoreStrict, c.Strict),
			share(w, w.ScoreInRange, c.InRange),
			share(w, w.ScoreSafe, c.Safe),
			words.Fill(w.ScoreHome, "n", c.SentHome),
			share(w, w.ScoreOver, c.Overtriage),
			share(w, w.ScoreAll, c.Comprehensive),
			share(w, w.Categories[triage.Emergency], c.ByLevel[triage.Emergency]),
			share(w, w.Categories[triage.SeeDoctor], c.ByLevel[triage.SeeDoctor]),
			share(w, w.Categories[triage.SelfCare], c.ByLevel[triage.SelfCare]),
			w.Count(w.ScorePages, len(c.Pages), "median", triage.Median(c.Pages), "most", most(c.Pages), "urgent", triage.Median(c.ToEmergency), "urgentmost", most(c.ToEmergency)),
		)
		if s.Assumed == triage.AsEncoded {
			d.Add(Paragraph, w.ScoreBase)
			d.List(baseline(w, w.Categories[triage.Emergency], c.AlwaysUrgent), baseline(w, w.Categories[triage.SeeDoctor], c.AlwaysDoctor))
		}
		var misses []string
		for _, m := range c.Misses {
			if !m.Settled {
				continue
			}
			misses = append(misses, words.Fill(w.ScoreMiss, "id", m.ID, "gold", m.Gold, "got", m.Got, "urgency", m.Urgency, "rules", strings.Join(ruleIDs(m.Rules), ", ")))
		}
		d.section(w.ScoreMisses, func(d *Document) { d.List(misses...) })
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	if calmer > 0 {
		d.Add(Paragraph, words.Fill(w.ScoreNotWell, "n", calmer))
	} else {
		d.Add(Paragraph, w.ScoreWell)
	}
	return d
}

func share(w *words.Sentences, what string, s triage.Share) string {
	if s.Of == 0 {
		return words.Fill(w.ScoreNone, "what", what)
	}
	low, high := s.Interval()
	return words.Fill(w.ScoreShare, "what", what, "share", fraction(s.Value()), "part", s.Part, "of", s.Of, "low", fraction(low), "high", fraction(high))
}

func fraction(f float64) string { return fmt.Sprintf("%.3f", f) }

func baseline(w *words.Sentences, name string, b triage.Baseline) string {
	return words.Fill(w.ScoreAlways, "level", name, "strict", fraction(b.Strict.Value()), "range", fraction(b.InRange.Value()), "safe", fraction(b.Safe.Value()))
}

func most(sorted []int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)-1]
}

func ruleIDs(rules []*triage.Rule) []string {
	ids := []string{}
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// ScoreJSON returns the scorecards in the shape that programs read.
func ScoreJSON(t *triage.Table, sets []ScoredSet) any {
	type object map[string]any
	out := []object{}
	for _, s := range sets {
		c := s.Card
		misses := []object{}
		for _, m := range c.Misses {
			got := any(m.Got.String())
			if !m.Settled {
				got = nil
			}
			misses = append(misses, object{"id": m.ID, "gold": m.Gold.String(), "got": got, "urgency": m.Urgency.String(), "rules": ruleIDs(m.Rules)})
		}
		interval := func(s triage.Share) [2]float64 {
			low, high := s.Interval()
			return [2]float64{low, high}
		}
		baseline := func(b triage.Baseline) object {
			return object{"strict": b.Strict.Value(), "in_range": b.InRange.Value(), "safety": b.Safe.Value()}
		}
		out = append(out, object{
			"name": s.title(), "cases": c.Cases, "strict": c.Strict.Value(), "in_range": c.InRange.Value(), "safety": c.Safe.Value(),
			"emergencies_at_self_care": c.SentHome, "overtriage_inclination": c.Overtriage.Value(), "comprehensiveness": c.Comprehensive.Value(),
			"by_level": object{
				triage.Emergency.String(): c.ByLevel[triage.Emergency].Value(),
				triage.SeeDoctor.String(): c.ByLevel[triage.SeeDoctor].Value(),
				triage.SelfCare.String():  c.ByLevel[triage.SelfCare].Value(),
			},
			"intervals": object{"strict": interval(c.Strict), "in_range": interval(c.InRange), "safety": interval(c.Safe)},
			"pages":     object{"median": triage.Median(c.Pages), "most": most(c.Pages), "to_emergency": triage.Median(c.ToEmergency)},
			"baselines": object{"always_emergency": baseline(c.AlwaysUrgent), "always_see_a_doctor": baseline(c.AlwaysDoctor)},
			"misses":    misses,
		})
	}
	return object{"table": object{"name": t.Name, "version": t.Version, "hash": t.Hash}, "sets": out}
}
