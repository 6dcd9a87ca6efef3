package ui

import (
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
)

// Teller puts assessments, answers and rules into words.
type Teller struct {
	Words *Words
	Place Place
}

// TableFails says that a table fails its own check, or returns "". The name is
// that of its folder.
func (tell Teller) TableFails(name string, t *triage.Table) string {
	if !t.Check(triage.DefaultBudget).Failed() {
		return ""
	}
	return fill(tell.Words.TableFails, "name", read.Harmless(name))
}

// Result tells the outcome: what to do and by when, whom to call, why, what to
// do meanwhile, and when to come back. Without a settled category it names
// the questions that still matter and suggests nothing.
func (tell Teller) Result(as *triage.Assessment) Document {
	w := tell.Words
	category, settled := as.Category()
	if !settled {
		return tell.unsettled(as)
	}
	said, _ := as.Said()
	d := Document{{Kind: Verdict, Text: w.Categories[category], Level: int(category)}}
	d.add(Headline, w.headline(said))
	if said.Urgency == triage.Call { // before anything else that could be read first
		d.add(Paragraph, tell.Place.emergency(w))
	}
	d.add(Paragraph, w.ByWhen[said.Urgency])
	switch {
	case said.Place == triage.Maternity:
		d.add(Paragraph, w.MaternityElse)
	case said.Also == triage.Maternity:
		d.add(Paragraph, w.MaternityToo)
	}
	if said.Urgency > as.AtLeast { // what the rules say that hold so far is for less
		d.section(w.NotYet, func(d *Document) {
			d.add(Paragraph, fill(w.NotYetLeast, "least", w.Headlines[as.AtLeast]))
			d.list(questions(as.Missing)...)
		})
	} else {
		d.section(w.Do, func(d *Document) {
			var dos []string
			for _, r := range as.Deciding {
				if !slices.Contains(dos, r.Rule.Do) {
					dos = append(dos, r.Rule.Do)
				}
			}
			if len(dos) == 1 {
				d.add(Paragraph, dos[0])
			} else {
				d.list(dos...)
			}
		})
	}
	switch {
	case category == triage.SeeDoctor:
		d.section(w.Call, func(d *Document) { d.add(Paragraph, tell.Place.advice(w)) })
	case said.Urgency == triage.Go:
		d.section(w.CallWorse, func(d *Document) {
			d.add(Paragraph, tell.Place.emergency(w))
			var instead []string
			for _, r := range as.Instead() {
				instead = append(instead, r.Title)
			}
			if len(instead) > 0 {
				d.add(Paragraph, w.CallInstead)
				d.list(instead...)
			}
		})
	}
	d.section(w.Why, func(d *Document) {
		for _, r := range as.Deciding {
			tell.reason(d, as, r, false)
		}
	})
	meanwhile := w.Meanwhile
	switch said.Urgency {
	case triage.Call:
		meanwhile = w.Waiting
	case triage.Go:
		meanwhile = w.OnTheWay
	}
	d.section(meanwhile, func(d *Document) {
		var items []string
		for _, a := range as.Advice {
			items = append(items, a.Say)
		}
		d.list(items...)
	})
	d.section(w.LeftOut, func(d *Document) {
		var items []string
		for _, h := range as.Withheld {
			text := w.LeftOutMay
			if h.Sure {
				text = w.LeftOutSure
			}
			items = append(items, fill(text, "advice", h.Advice.Say, "because", h.Because))
		}
		d.list(items...)
	})
	d.section(w.ComeBack, func(d *Document) {
		var items []string
		for _, s := range as.ComeBack {
			items = append(items, s.Say)
		}
		d.list(items...)
	})
	tell.smallPrint(&d, as.Answers.Table())
	return d
}

// Brief tells the result in a few lines, for the terminal after the screen is
// gone.
func (tell Teller) Brief(as *triage.Assessment) Document {
	var brief Document
	for _, b := range tell.Result(as) {
		if b.Kind == Verdict || b.Kind == Headline {
			brief = append(brief, b)
		}
	}
	if category, settled := as.Category(); settled && category == triage.Emergency {
		brief.add(Paragraph, tell.Place.emergency(tell.Words))
	}
	brief.add(Fine, tell.Words.NotDoctor)
	return brief
}

// NoResult tells that there is none, and suggests nothing but to ask.
func (tell Teller) NoResult() Document {
	var d Document
	d.add(Paragraph, tell.Words.LeftEarly)
	d.add(Paragraph, fill(tell.Words.NoneGiven, "number", tell.Place.emergency(tell.Words)))
	return d
}

func (tell Teller) unsettled(as *triage.Assessment) Document {
	w := tell.Words
	d := Document{}
	d.add(Headline, w.Unsettled)
	// The headline of self-care is not repeated here: it must not be read as a
	// result.
	if as.AtLeast > triage.Home {
		d.add(Paragraph, fill(w.SoFar, "least", w.Headlines[as.AtLeast]))
	}
	d.add(Paragraph, fill(w.MayBe, "most", w.Headlines[as.AtMost]))
	d.section(w.StillOpen, func(d *Document) {
		d.list(questions(as.Missing)...)
	})
	tell.smallPrint(&d, as.Answers.Table())
	return d
}

// questions names questions, each with its id for those who write answers.
func questions(qs []*triage.Question) []string {
	var items []string
	for _, q := range qs {
		items = append(items, q.ID+": "+q.Ask)
	}
	return items
}

// reason tells one rule that fired: its title, its sentence, the person's own
// answers, and where it comes from; with all of its sources when in full.
func (tell Teller) reason(d *Document, as *triage.Assessment, r triage.Reason, full bool) {
	w := tell.Words
	d.add(Subheading, r.Rule.Title)
	d.add(Paragraph, r.Rule.Because)
	for _, g := range r.Answers {
		d.add(Quote, tell.said(as.Answers.Table(), g))
	}
	var titles []string
	for i, id := range r.Rule.Sources {
		s := as.Answers.Table().Source(id)
		switch {
		case full:
			titles = append(titles, tell.source(s))
		case i < 2:
			titles = append(titles, s.Title)
		case i == 2:
			titles = append(titles, w.count(w.MoreSources, len(r.Rule.Sources)-2))
		}
	}
	switch {
	case full:
		d.add(Fine, fill(w.RuleID, "id", r.Rule.ID, "urgency", w.UrgencyName[r.Rule.Urgency], "status", w.StatusName[r.Rule.Status]))
		d.add(Fine, w.RuleSources+":")
		d.list(titles...)
	case len(r.Rule.Sources) == 1:
		d.add(Fine, fill(w.SourceOne, "sources", titles[0]))
	default:
		d.add(Fine, fill(w.SourceMany, "sources", strings.Join(titles, "; ")))
	}
}

func (tell Teller) source(s *triage.Source) string {
	text := s.Title + ". " + s.Address
	if s.Note != "" {
		text += " (" + s.Note + ")"
	}
	return text
}

func (tell Teller) quoted(text string) string { return fill(tell.Words.Quoted, "text", text) }

// said repeats an answer in the person's own terms.
func (tell Teller) said(t *triage.Table, g triage.Given) string {
	w, s := tell.Words, t.Scales()[g.Scale]
	answer := ""
	if s.Option >= 0 {
		answer = tell.quoted(s.Question.Options[s.Option].Say)
		if g.Value == triage.TickUnsure {
			return fill(w.YouUnsure, "answer", answer)
		}
		return fill(w.YouSaid, "answer", answer)
	}
	answer = tell.quoted(s.Question.Ask) + " " + s.Question.Options[g.Value].Say + "."
	return fill(w.YouSaid, "answer", strings.ReplaceAll(answer, "..", "."))
}

func (tell Teller) smallPrint(d *Document, t *triage.Table) {
	w := tell.Words
	d.add(Fine, w.NotDoctor)
	if !t.AllReviewed() {
		d.add(Fine, w.NotReviewed)
	}
	d.add(Fine, fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
}

// Why tells which rules decided, with the answers that made them fire and all
// of their sources, and which other rules fired.
func (tell Teller) Why(as *triage.Assessment) Document {
	w := tell.Words
	var d Document
	d.add(Headline, w.WhyResult)
	d.section(w.Deciding, func(d *Document) {
		for _, r := range as.Deciding {
			tell.reason(d, as, r, true)
		}
	})
	if category, settled := as.Category(); settled && category != triage.SelfCare {
		// For self-care this would be nearly every answer.
		d.section(w.EnoughTitle, func(d *Document) {
			for _, g := range as.Enough() {
				d.add(Quote, tell.said(as.Answers.Table(), g))
			}
		})
	}
	d.section(w.AlsoFired, func(d *Document) {
		if len(as.Also) == 0 {
			d.add(Paragraph, w.NoOther)
		}
		for _, r := range as.Also {
			tell.reason(d, as, r, true)
		}
	})
	tell.smallPrint(&d, as.Answers.Table())
	return d
}

// WhyAsked tells why a question is asked, what hangs on it, and the question
// in full.
func (tell Teller) WhyAsked(t *triage.Table, page triage.Page) Document {
	var d Document
	d.add(Headline, tell.Words.WhyTitle)
	d.add(Paragraph, page.Question.Why)
	d.section(tell.Words.WhyBears, func(d *Document) {
		var items []string
		for _, r := range t.Bears(page.Question) {
			items = append(items, fill(tell.Words.WhyBear, "title", r.Title, "urgency", tell.Words.UrgencyName[r.Urgency]))
		}
		d.list(items...)
	})
	d.add(Heading, page.Question.Ask)
	if page.Tick >= 0 {
		d.add(Paragraph, page.Question.Options[page.Tick].Say)
		return d
	}
	var items []string
	for _, o := range page.Question.Options {
		items = append(items, o.Say)
	}
	d.list(items...)
	return d
}

// Review tells what was answered so far, in the order of asking.
func (tell Teller) Review(path []triage.Turn) Document {
	w := tell.Words
	var d Document
	d.add(Headline, w.Review)
	if len(path) == 0 {
		d.add(Paragraph, w.ReviewEmpty)
	}
	for _, turn := range path {
		question := turn.Question.Ask
		if turn.Tick >= 0 {
			question = turn.Question.Options[turn.Tick].Say
		}
		d.add(Subheading, question)
		var said []string
		for _, id := range turn.Reply {
			said = append(said, tell.label(turn.Page, id))
		}
		d.list(said...)
	}
	return d
}

// turn tells one answer on one line.
func (tell Teller) turn(turn triage.Turn) string {
	question := turn.Question.Ask
	if turn.Tick >= 0 {
		question = turn.Question.Options[turn.Tick].Say
	}
	var said []string
	for _, id := range turn.Reply {
		said = append(said, tell.label(turn.Page, id))
	}
	return question + " " + strings.Join(said, "; ")
}

// Changed tells what an edit did to the result, and to the other answers: those of
// the path before it that are not on the one now.
func (tell Teller) Changed(before, now *triage.Assessment, was, path []triage.Turn) Document {
	d := tell.changed(before, now)
	aside := 0
	for _, turn := range was {
		if !slices.ContainsFunc(path, func(still triage.Turn) bool { return still.Page == turn.Page }) {
			aside++
		}
	}
	if aside > 0 {
		d.add(Paragraph, fill(tell.Words.ChangedAside, "n", aside))
	}
	return d
}

func (tell Teller) changed(before, now *triage.Assessment) Document {
	w := tell.Words
	name := func(as *triage.Assessment) string {
		if said, settled := as.Said(); settled {
			return w.headline(said)
		}
		return w.Unsettled
	}
	var d Document
	if name(before) == name(now) {
		d.add(Paragraph, w.ChangedSame)
		return d
	}
	because := ""
	if len(now.Deciding) > 0 {
		because = now.Deciding[0].Rule.Title
	}
	d.add(Paragraph, fill(w.ChangedWas, "was", name(before), "now", name(now), "because", because))
	return d
}

// label returns the words of one possible answer to a page.
func (tell Teller) label(p triage.Page, id string) string {
	for _, o := range tell.Words.Options(p) {
		if o.ID == id {
			return o.Label
		}
	}
	return id
}

// Rule tells one rule as a clinician reads it: conditions in words, reason,
// instruction, sources, status, and an example that fires it.
func (tell Teller) Rule(t *triage.Table, r *triage.Rule) Document {
	w := tell.Words
	var d Document
	d.add(Headline, r.Title)
	d.add(Fine, fill(w.RuleID, "id", r.ID, "urgency", w.UrgencyName[r.Urgency], "status", w.StatusName[r.Status]))
	if r.Status != triage.Reviewed {
		d.add(Fine, w.RuleNo)
	} else {
		d.add(Fine, fill(w.RuleReview, "by", r.Review.By, "on", r.Review.On))
	}
	if len(r.When) == 0 {
		d.add(Paragraph, w.RuleAlways)
	} else {
		d.add(Heading, w.RuleWhen)
		d.list(tell.conditions(t, r.When)...)
	}
	d.add(Heading, w.RuleBecause)
	d.add(Paragraph, r.Because)
	d.add(Heading, w.RuleDo)
	d.add(Paragraph, r.Do)
	d.add(Heading, w.RuleSources)
	var sources []string
	for _, id := range r.Sources {
		sources = append(sources, tell.source(t.Source(id)))
	}
	d.list(sources...)
	if len(r.When) > 0 {
		d.add(Heading, w.RuleExample)
		d.add(Code, exampleOf(t, r))
	}
	return d
}

// exampleOf returns answers that make r fire, as one line to paste into assess.
func exampleOf(t *triage.Table, r *triage.Rule) string {
	a := t.NoAnswers()
	for _, c := range r.When {
		step := c[0]
		for _, s := range c {
			if _, known := a.Value(s.Scale); known {
				step = s
			}
		}
		if v, known := a.Value(step.Scale); !known || v < step.Value {
			a.Set(step.Scale, t.Scales()[step.Scale].Top)
		}
	}
	out, err := a.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// conditions puts each condition into words: the question, and the answers
// that fulfil it.
func (tell Teller) conditions(t *triage.Table, when triage.When) []string {
	w := tell.Words
	var out []string
	for _, c := range when {
		var parts []string
		var last *triage.Question
		for _, s := range c {
			scale := t.Scales()[s.Scale]
			q := scale.Question
			answer := ""
			switch {
			case scale.Option >= 0 && s.Value == triage.TickUnsure:
				answer = fill(w.RuleUnsure, "option", q.Options[scale.Option].Say)
			case scale.Option >= 0:
				answer = q.Options[scale.Option].Say
			case s.Value < scale.Top:
				answer = fill(w.RuleOrWorse, "option", q.Options[s.Value].Say)
			default:
				answer = q.Options[s.Value].Say
			}
			if q != last {
				answer = q.ID + ": " + answer
			}
			last = q
			parts = append(parts, answer)
		}
		if len(parts) == 1 {
			out = append(out, parts[0])
		} else {
			out = append(out, w.RuleAny+" "+strings.Join(parts, " / "))
		}
	}
	return out
}

// Table tells all rules of a table, the most urgent first.
func (tell Teller) Table(t *triage.Table) Document {
	w := tell.Words
	var d Document
	d.add(Headline, fill(w.RulesTitle, "table", t.Name, "version", t.Version))
	if !t.AllReviewed() {
		d.add(Paragraph, w.NotReviewed)
	}
	for u := triage.Call; ; u-- {
		d.section(w.UrgencyName[u], func(d *Document) {
			for i := range t.Rules {
				if r := &t.Rules[i]; r.Urgency == u {
					d.add(Subheading, r.ID+": "+r.Title)
					if len(r.When) == 0 {
						d.list(w.RuleAlways)
					}
					d.list(tell.conditions(t, r.When)...)
				}
			}
		})
		if u == triage.Home {
			break
		}
	}
	d.add(Fine, fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d
}

// Outdated says which questions have changed since they were answered, one a
// line.
func (tell Teller) Outdated(outdated []triage.Outdated) (lines []string) {
	for _, o := range outdated {
		if o.Question == nil {
			lines = append(lines, fill(tell.Words.KeptGone, "id", read.Harmless(o.ID)))
		} else {
			lines = append(lines, fill(tell.Words.KeptChanged, "question", o.Question.Ask))
		}
	}
	return lines
}
