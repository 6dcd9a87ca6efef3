package report

import (
	"fmt"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// ScoredSet is the scorecard of one set of vignettes, played with one assumption.
type ScoredSet struct {
	Name    string
	Assumed triage.Assumption
	Card    triage.Scorecard
}

// title returns the name, made harmless since any file can be a set, and the assumption.
func (s ScoredSet) title() string { return read.Harmless(s.Name) + ", " + s.Assumed.String() }

// Score returns the scorecards with their misses, and if each is set, with the load of
// each case.
func (write Writer) Score(t *triage.Table, sets []ScoredSet, each bool) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.ScoreTitle)
	calmer := 0 // cases whose result is less urgent than the gold level
	for _, s := range sets {
		c := s.Card
		calmer += c.Safe.Of - c.Safe.Part
		d.Add(Heading, s.title())
		d.Add(Paragraph, w.Count(w.ScoreCases, c.Cases))
		d.List(
			share(w, w.ScoreStrict, c.Strict),
			share(w, w.ScoreInRange, c.InRange),
			share(w, w.ScoreSafe, c.Safe),
			words.Fill(w.ScoreHome, "n", c.SentHome, "of", c.ByLevel[triage.Emergency].Of),
			share(w, w.ScoreOverreferred, c.Overreferred),
			share(w, w.ScoreOver, c.Overtriage),
			share(w, w.ScoreAll, c.Comprehensive),
			share(w, w.Categories[triage.Emergency], c.ByLevel[triage.Emergency]),
			share(w, w.Categories[triage.SeeDoctor], c.ByLevel[triage.SeeDoctor]),
			share(w, w.Categories[triage.SelfCare], c.ByLevel[triage.SelfCare]),
			share(w, w.ScoreKept, c.SelfCareKept),
		)
		write.loads(&d, c)
		if s.Assumed == triage.AsEncoded {
			d.Add(Paragraph, w.ScoreBase)
			d.List(baseline(w, w.Categories[triage.Emergency], c.AlwaysUrgent), baseline(w, w.Categories[triage.SeeDoctor], c.AlwaysDoctor))
		}
		if each {
			d.section(w.ScoreCasesEach, func(d *Document) {
				var items []string
				for _, in := range c.Interviews {
					items = append(items, words.Fill(w.ScoreCase, "id", in.ID, "level", in.Category, "load", load(w, in.Load)))
				}
				d.List(items...)
			})
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
		d.Add(Headline, words.Fill(w.ScoreNotWell, "n", calmer))
	} else {
		d.Add(Headline, w.ScoreWell)
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

// levels are the categories that an interview can end with, the most urgent first.
var levels = []triage.Category{triage.Emergency, triage.SeeDoctor, triage.SelfCare}

// loads adds how much the interviews ask of a person.
func (write Writer) loads(d *Document, c triage.Scorecard) {
	w := write.Words
	var items []string
	add := func(what string, loads triage.Loads) {
		if len(loads) > 0 {
			items = append(items, w.Count(w.ScoreLoadOf, len(loads), "what", what, "median", load(w, loads.Median()), "most", load(w, loads.Most())))
		}
	}
	add(w.ScoreLoadAll, c.Loads(levels...))
	for _, level := range levels {
		add(w.Categories[level], c.Loads(level))
	}
	if len(items) > 0 {
		d.Add(Paragraph, w.ScoreLoad)
		d.List(items...)
	}
}

func load(w *words.Sentences, l triage.Load) string {
	return words.Fill(w.Load, "pages", l.Pages, "options", l.Options, "words", l.Words, "keys", l.Keys)
}

// measures are the measures of a load, by their names in JSON.
var measures = map[string]func(triage.Load) int{
	"pages":   func(l triage.Load) int { return l.Pages },
	"options": func(l triage.Load) int { return l.Options },
	"words":   func(l triage.Load) int { return l.Words },
	"keys":    func(l triage.Load) int { return l.Keys },
}

// loadsJSON returns the median and the maximum of each measure.
func loadsJSON(loads triage.Loads) map[string]any {
	median, most := loads.Median(), loads.Most()
	out := map[string]any{"interviews": len(loads)}
	for name, of := range measures {
		out[name] = map[string]int{"median": of(median), "most": of(most)}
	}
	return out
}

func ruleIDs(rules []*triage.Rule) []string {
	ids := []string{}
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// ScoreJSON returns the scorecards for programs.
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
		interviews := []object{}
		for _, in := range c.Interviews {
			interview := object{"id": in.ID, "category": in.Category.String()}
			for name, of := range measures {
				interview[name] = of(in.Load)
			}
			interviews = append(interviews, interview)
		}
		all := c.Loads(levels...)
		byLevel := object{"all": loadsJSON(all)}
		for _, level := range levels {
			byLevel[level.String()] = loadsJSON(c.Loads(level))
		}
		count := func(s triage.Share) [2]int { return [2]int{s.Part, s.Of} }
		interval := func(s triage.Share) [2]float64 {
			low, high := s.Interval()
			return [2]float64{low, high}
		}
		baseline := func(b triage.Baseline) object {
			return object{"strict": b.Strict.Value(), "in_range": b.InRange.Value(), "safety": b.Safe.Value()}
		}
		out = append(out, object{
			"name": s.title(), "cases": c.Cases, "strict": c.Strict.Value(), "in_range": c.InRange.Value(), "safety": c.Safe.Value(),
			"self_care_kept": c.SelfCareKept.Value(), "overtriage_to_emergency": c.Overreferred.Value(),
			"emergencies_at_self_care": c.SentHome, "overtriage_inclination": c.Overtriage.Value(), "comprehensiveness": c.Comprehensive.Value(),
			"by_level": object{
				triage.Emergency.String(): c.ByLevel[triage.Emergency].Value(),
				triage.SeeDoctor.String(): c.ByLevel[triage.SeeDoctor].Value(),
				triage.SelfCare.String():  c.ByLevel[triage.SelfCare].Value(),
			},
			"intervals": object{"strict": interval(c.Strict), "in_range": interval(c.InRange), "safety": interval(c.Safe)},
			"counts": object{
				"strict": count(c.Strict), "in_range": count(c.InRange), "safety": count(c.Safe),
				"self_care_right": count(c.ByLevel[triage.SelfCare]), "self_care_kept": count(c.SelfCareKept),
				"overtriage_to_emergency": count(c.Overreferred), "emergencies_at_self_care": [2]int{c.SentHome, c.ByLevel[triage.Emergency].Of},
				"overtriage_inclination": count(c.Overtriage), "comprehensiveness": count(c.Comprehensive),
			},
			"pages":      object{"median": all.Median().Pages, "most": all.Most().Pages, "to_emergency": c.Loads(triage.Emergency).Median().Pages},
			"load":       byLevel,
			"interviews": interviews,
			"baselines":  object{"always_emergency": baseline(c.AlwaysUrgent), "always_see_a_doctor": baseline(c.AlwaysDoctor)},
			"misses":     misses,
		})
	}
	return object{"table": object{"name": t.Name, "version": t.Version, "hash": t.Hash}, "sets": out}
}
