package triage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// TestAssessmentSortsEveryRule wants each rule in the right list, in order, or in none.
func TestAssessmentSortsEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as, truth := v.answers(table).Assess(), survey(table, v)
		var deciding, also, ruledOut, open []string
		for u := int(triage.Call); u >= 0; u-- {
			for i, r := range table.Rules {
				if int(r.Urgency) != u || r.Status == triage.Retired {
					continue
				}
				switch state, above := truth.rules[i].whole.state(), r.Urgency > truth.least; {
				case state == triage.Fired && r.Urgency == truth.least:
					deciding = append(deciding, r.ID)
				case state == triage.Fired && u > int(triage.Home):
					also = append(also, r.ID)
				case state == triage.Open && above:
					open = append(open, r.ID)
				case above:
					ruledOut = append(ruledOut, r.ID)
				}
			}
		}
		same := func(what string, want []string, got []string) {
			if !slices.Equal(got, want) {
				wrong(t, table, v, "%s is %v, want %v", what, got, want)
			}
		}
		same("Deciding", deciding, ruleIDs(as.Deciding))
		same("Also", also, ruleIDs(as.Also))
		same("RuledOut", ruledOut, ruleIDs(as.RuledOut))
		var openIDs []string
		for _, r := range as.Open {
			openIDs = append(openIDs, r.ID)
		}
		same("Open", open, openIDs)
		var nets, wantNets []string
		for _, s := range as.ComeBack {
			nets = append(nets, s.ID)
		}
		for u := triage.Call; u > truth.least; u-- {
			for _, s := range table.SafetyNet {
				if s.Urgency == u {
					wantNets = append(wantNets, s.ID)
				}
			}
		}
		same("ComeBack", wantNets, nets)
	})
}

// TestSubsumedRulesHoldWithAnother checks each rule that Distinct leaves out: for every
// full set of answers for which a more urgent rule that it keeps holds, that rule holds.
func TestSubsumedRulesHoldWithAnother(t *testing.T) {
	left := 0
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := fully(t, table)
		as := v.answers(table).Assess()
		kept := as.Distinct()
		for _, r := range as.Also {
			if slices.Contains(ruleIDs(kept), r.Rule.ID) {
				continue
			}
			left++
			if !slices.ContainsFunc(append(kept, as.Deciding...), func(o triage.Reason) bool {
				always := o.Rule.Urgency > r.Rule.Urgency
				completions(table, slices.Repeat(values{missing}, len(table.Scales())), func(full values) {
					always = always && (holds(r.Rule.When, full) || !holds(o.Rule.When, full))
				})
				return always
			}) {
				wrong(t, table, v, "%s is left out, and says something of its own", r.Rule.ID)
			}
		}
	})
	if left == 0 {
		t.Error("no rule was left out, so this tested nothing")
	}
}

func ruleIDs(reasons []triage.Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.Rule.ID)
	}
	return out
}

// TestReasonsStandOnTheirOwn keeps only the answers that a reason names and wants the
// rule decided all the same. A reason without an answer that it needs would be half a
// truth, and one with an answer of no bearing would mislead.
func TestReasonsStandOnTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as := v.answers(table).Assess()
		check := func(reasons []triage.Reason, want triage.State) {
			for _, reason := range reasons {
				for i, g := range reason.Answers {
					if v[g.Scale] != g.Value {
						wrong(t, table, v, "%s is explained by %s, which nobody said", reason.Rule.ID, shownGiven(table, g))
					}
					if slices.Contains(reason.Answers[:i], g) {
						wrong(t, table, v, "%s is explained by %s twice", reason.Rule.ID, shownGiven(table, g))
					}
					if !speaks(reason.Rule.When, g, want) {
						wrong(t, table, v, "%s is %v, but %s has no part in it", reason.Rule.ID, want, shownGiven(table, g))
					}
				}
				tally := newTally(reason.Rule.When)
				completions(table, only(table, reason.Answers), tally.see)
				if got := tally.whole.state(); got != want {
					wrong(t, table, v, "%s is %v, but with no more than %s it is %v", reason.Rule.ID, want, shownAnswers(table, reason.Answers), got)
				}
			}
		}
		check(as.Deciding, triage.Fired)
		check(as.Also, triage.Fired)
		check(as.RuledOut, triage.Refuted)
	})
}

// speaks reports whether an answer can have helped a rule to fire or to be refuted: it
// reaches a step of the rule, or falls short of one.
func speaks(w triage.When, g triage.Given, state triage.State) bool {
	return slices.ContainsFunc(w, func(c triage.Condition) bool {
		return slices.ContainsFunc(c, func(s triage.Step) bool {
			return s.Scale == g.Scale && (g.Value >= s.Value) == (state == triage.Fired)
		})
	})
}

// TestChangesAreSureAndSmall tries every change: given in place of the present answers
// it leads to a more urgent category whatever is missing, the rule it names is then one
// that decides, and no part of it is enough. None of its answers is "not sure", since a
// change must be something that can be true.
func TestChangesAreSureAndSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		now, _ := span(table, v)
		as := v.answers(table).Assess()
		for i, c := range as.Changes {
			shown := shownAnswers(table, c.Answers)
			to, sure := surely(table, v.with(c.Answers...), now)
			if !sure {
				wrong(t, table, v, "the change %s does not lead above %v for sure", shown, now)
			}
			if to != c.To || c.Rule.Urgency != to {
				wrong(t, table, v, "the change %s leads to %v, not to %v by %s", shown, to, c.To, shownRule(table, c.Rule))
			}
			decides := newTally(c.Rule.When)
			completions(table, v.with(c.Answers...), decides.see)
			if !decides.whole.all {
				wrong(t, table, v, "%s does not hold after the change %s", shownRule(table, c.Rule), shown)
			}
			if len(c.Answers) < 1 || len(c.Answers) > 2 {
				wrong(t, table, v, "the change %s has %d answers", shown, len(c.Answers))
			}
			for j, g := range c.Answers {
				if scale := table.Scales()[g.Scale]; scale.Value(g.Value) == triage.Unsure && g.Value < scale.Top {
					wrong(t, table, v, "the change %s asks somebody to be not sure", shown)
				}
				if v[g.Scale] != missing && v[g.Scale] >= g.Value {
					wrong(t, table, v, "the change %s raises nothing on scale %d", shown, g.Scale)
				}
				part := slices.Delete(slices.Clone(c.Answers), j, j+1)
				if _, enough := surely(table, v.with(part...), now); enough {
					wrong(t, table, v, "of the change %s already %s is enough", shown, shownAnswers(table, part))
				}
			}
			for _, other := range as.Changes[:i] {
				if !slices.ContainsFunc(other.Answers, func(g triage.Given) bool { return !slices.Contains(c.Answers, g) }) {
					wrong(t, table, v, "the change %s repeats %s", shown, shownAnswers(table, other.Answers))
				}
			}
		}
	})
}

// TestChangesOfOneAnswerAreComplete tries every single answer by brute force. One that
// leads to a more urgent category for sure must be among the changes, at this value or
// at a lower one that leads as high. "Not sure" is left out: a change must be something
// that can be true.
func TestChangesOfOneAnswerAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		now, _ := span(table, v)
		changes := v.answers(table).Assess().Changes
		for s, scale := range table.Scales() {
			for value := max(1, v[s]+1); value <= scale.Top && scale.Question.ID != wide; value++ {
				if scale.Value(value) == triage.Unsure && value < scale.Top {
					continue
				}
				g := triage.Given{Scale: s, Value: value}
				to, sure := surely(table, v.with(g), now)
				if sure && !slices.ContainsFunc(changes, func(c triage.Change) bool {
					return len(c.Answers) == 1 && c.Answers[0].Scale == s && c.Answers[0].Value <= value && c.To == to
				}) {
					wrong(t, table, v, "%s alone leads to %v, but is not among the changes %v", shownGiven(table, g), to, shownChanges(table, changes))
				}
			}
		}
	})
}

// TestChangesOfTwoAnswersAreComplete does the same for pairs, over full answers, where
// a worse answer can only raise. A pair in which one answer is enough is not a smallest
// change, so it need not be listed.
func TestChangesOfTwoAnswersAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := fully(t, table)
		now := rung(urgency(table, v))
		changes := v.answers(table).Assess().Changes
		var notEnough []triage.Given
		for s, scale := range table.Scales() {
			for value := v[s] + 1; value <= scale.Top && scale.Question.ID != wide; value++ {
				g := triage.Given{Scale: s, Value: value}
				plain := scale.Value(value) != triage.Unsure || value == scale.Top
				if plain && rung(urgency(table, v.with(g))) <= now {
					notEnough = append(notEnough, g)
				}
			}
		}
		for i, first := range notEnough {
			for _, second := range notEnough[i+1:] {
				to := urgency(table, v.with(first, second))
				if first.Scale == second.Scale || rung(to) <= now {
					continue
				}
				milder := func(g triage.Given) bool {
					return g.Scale == first.Scale && g.Value <= first.Value || g.Scale == second.Scale && g.Value <= second.Value
				}
				if !slices.ContainsFunc(changes, func(c triage.Change) bool {
					return c.To == to && len(c.Answers) == 2 && milder(c.Answers[0]) && milder(c.Answers[1])
				}) {
					wrong(t, table, v, "%s leads to %v, but is not among the changes %v",
						shownAnswers(table, []triage.Given{first, second}), to, shownChanges(table, changes))
				}
			}
		}
	})
}

func shownChanges(table *triage.Table, changes []triage.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, shownAnswers(table, c.Answers)+" to "+c.To.String()+" by "+c.Rule.ID)
	}
	return out
}

// TestAdviceIsGivenOnlyWhenSafeWhateverIsMissing wants every piece of advice in the
// right list. It is given if it suits in all completions and is unsafe in none; if it
// suits but may be unsafe, it is withheld with a reason that applies.
func TestAdviceIsGivenOnlyWhenSafeWhateverIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as, truth := v.answers(table).Assess(), survey(table, v)
		for i := range table.Advice {
			ad := &table.Advice[i]
			now := truth.most // the worst case decides what is safe at home
			if ad.Waiting {
				now = truth.least // people wait for help only if the emergency is certain
			}
			fits := truth.settled() && ad.From <= truth.least && now <= ad.UpTo && ad.Waiting == (truth.least.Category() == triage.Emergency) && truth.suits[i].whole.all
			worst := triage.Refuted
			because := map[triage.State][]string{}
			for j, w := range truth.without[i] {
				state := w.whole.state()
				worst = max(worst, state)
				because[state] = append(because[state], ad.Without[j].Because)
			}
			given := slices.Contains(as.Advice, ad)
			if want := fits && worst == triage.Refuted; given != want {
				wrong(t, table, v, "%s is given: %v, want %v", ad.ID, given, want)
			}
			at := slices.IndexFunc(as.Withheld, func(w triage.Withheld) bool { return w.Advice == ad })
			if want := fits && worst != triage.Refuted; (at >= 0) != want {
				wrong(t, table, v, "%s is withheld: %v, want %v", ad.ID, at >= 0, want)
			}
			if at >= 0 {
				w := as.Withheld[at]
				if w.Sure != (worst == triage.Fired) || !slices.Contains(because[worst], w.Because) {
					wrong(t, table, v, "%s is withheld because %q, sure %v; the reason is %v: %q", ad.ID, w.Because, w.Sure, worst, because[worst])
				}
			}
		}
		if len(as.Advice)+len(as.Withheld) > len(table.Advice) {
			wrong(t, table, v, "duplicate advice")
		}
	})
}

// TestMissingQuestionsAreAllThatMatters answers the missing questions in every way: the
// urgency then depends on nothing else. None is listed without need: each bears on an
// unsettled condition of a rule that can still raise the urgency.
func TestMissingQuestionsAreAllThatMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		as, truth := v.answers(table).Assess(), survey(table, v)
		mark := make([]bool, len(table.Scales()))
		for i, r := range table.Rules {
			if r.Urgency > truth.least && truth.rules[i].whole.state() == triage.Open {
				truth.rules[i].unsettled(v, mark)
			}
		}
		var want []string
		for i := range table.Questions {
			from, to := table.Questions[i].Scales()
			if slices.Contains(mark[from:to], true) {
				want = append(want, table.Questions[i].ID)
			}
		}
		var got []string
		for _, q := range as.Missing {
			got = append(got, q.ID)
		}
		if !slices.Equal(got, want) {
			wrong(t, table, v, "missing %v, want %v", got, want)
		}
		urgencies := map[string]triage.Urgency{}
		completions(table, v, func(full values) {
			var key []byte
			for _, q := range as.Missing {
				from, to := q.Scales()
				for _, value := range full[from:to] {
					key = append(key, byte(value))
				}
			}
			u := urgency(table, full)
			if before, seen := urgencies[string(key)]; seen && before != u {
				wrong(t, table, full, "more than the missing questions %v matters: %v and %v", got, before, u)
			}
			urgencies[string(key)] = u
		})
	})
}

// TestAssessmentKeepsItsAnswers checks that later answers do not change an assessment,
// and that assessing does not change the answers.
func TestAssessmentKeepsItsAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := aTable(t)
		v := partly(t, table)
		a := v.answers(table)
		as := a.Assess()
		if got := valuesOf(a); !slices.Equal(got, v) {
			wrong(t, table, v, "assessing changed the answers to %s", shownValues(table, got))
		}
		for s := range v {
			a.Set(s, table.Scales()[s].Top)
		}
		if got := valuesOf(as.Answers); !slices.Equal(got, v) {
			wrong(t, table, v, "a later answer changed the assessment to %s", shownValues(table, got))
		}
	})
}
