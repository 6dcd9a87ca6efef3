package report

import (
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// Writer puts assessments, answers and rules into words.
type Writer struct {
	Words *words.Sentences
	Place Place
}

// TableFails says that a table fails its own check, or returns "". The name is
// that of its folder.
func (write Writer) TableFails(name string, t *triage.Table) string {
	if !t.Check(triage.DefaultBudget).Failed() {
		return ""
	}
	return words.Fill(write.Words.TableFails, "name", read.Harmless(name))
}

// Result tells the outcome: what to do and by when, whom to call, why, what to
// do meanwhile, and when to come back. Without a settled category it names
// the questions that still matter and suggests nothing.
func (write Writer) Result(as *triage.Assessment) Document {
	w := write.Words
	category, settled := as.Category()
	if !settled {
		return write.unsettled(as)
	}
	said, _ := as.Said()
	d := Document{{Kind: Verdict, Text: w.Categories[category], Level: int(category)}}
	d.Add(Headline, w.Headline(said))
	if said.Urgency == triage.Call { // before anything else that could be read first
		d.Add(Paragraph, write.Place.Emergency(w))
	}
	d.Add(Paragraph, w.ByWhen[said.Urgency])
	switch {
	case said.Place == triage.Maternity:
		d.Add(Paragraph, w.MaternityElse)
	case said.Also == triage.Maternity:
		d.Add(Paragraph, w.MaternityToo)
	}
	if said.Urgency > as.AtLeast { // what the rules say that hold so far is for less
		d.section(w.NotYet, func(d *Document) {
			d.Add(Paragraph, words.Fill(w.NotYetLeast, "least", w.Headlines[as.AtLeast]))
			d.List(questions(as.Missing)...)
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
				d.Add(Paragraph, dos[0])
			} else {
				d.List(dos...)
			}
		})
	}
	switch {
	case category == triage.SeeDoctor:
		d.section(w.Call, func(d *Document) { d.Add(Paragraph, write.Place.advice(w)) })
	case said.Urgency == triage.Go:
		d.section(w.CallWorse, func(d *Document) {
			d.Add(Paragraph, write.Place.Emergency(w))
			var instead []string
			for _, r := range as.Instead() {
				instead = append(instead, r.Title)
			}
			if len(instead) > 0 {
				d.Add(Paragraph, w.CallInstead)
				d.List(instead...)
			}
		})
	}
	d.section(w.Why, func(d *Document) {
		for _, r := range as.Deciding {
			write.reason(d, as, r, false)
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
		d.List(items...)
	})
	d.section(w.LeftOut, func(d *Document) {
		var items []string
		for _, h := range as.Withheld {
			text := w.LeftOutMay
			if h.Sure {
				text = w.LeftOutSure
			}
			items = append(items, words.Fill(text, "advice", h.Advice.Say, "because", h.Because))
		}
		d.List(items...)
	})
	d.section(w.ComeBack, func(d *Document) {
		var items []string
		for _, s := range as.ComeBack {
			items = append(items, s.Say)
		}
		d.List(items...)
	})
	write.smallPrint(&d, as.Answers.Table())
	return d
}

// Brief tells the result in a few lines, for the terminal after the screen is
// gone.
func (write Writer) Brief(as *triage.Assessment) Document {
	var brief Document
	for _, b := range write.Result(as) {
		if b.Kind == Verdict || b.Kind == Headline {
			brief = append(brief, b)
		}
	}
	if category, settled := as.Category(); settled && category == triage.Emergency {
		brief.Add(Paragraph, write.Place.Emergency(write.Words))
	}
	brief.Add(Fine, write.Words.NotDoctor)
	return brief
}

// NoResult tells that there is none, and suggests nothing but to ask.
func (write Writer) NoResult() Document {
	var d Document
	d.Add(Paragraph, write.Words.LeftEarly)
	d.Add(Paragraph, words.Fill(write.Words.NoneGiven, "number", write.Place.Emergency(write.Words)))
	return d
}

func (write Writer) unsettled(as *triage.Assessment) Document {
	w := write.Words
	d := Document{}
	d.Add(Headline, w.Unsettled)
	// The headline of self-care is not repeated here: it must not be read as a
	// result.
	if as.AtLeast > triage.Home {
		d.Add(Paragraph, words.Fill(w.SoFar, "least", w.Headlines[as.AtLeast]))
	}
	d.Add(Paragraph, words.Fill(w.MayBe, "most", w.Headlines[as.AtMost]))
	d.section(w.StillOpen, func(d *Document) {
		d.List(questions(as.Missing)...)
	})
	write.smallPrint(&d, as.Answers.Table())
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
func (write Writer) reason(d *Document, as *triage.Assessment, r triage.Reason, full bool) {
	w := write.Words
	d.Add(Subheading, r.Rule.Title)
	d.Add(Paragraph, r.Rule.Because)
	for _, g := range r.Answers {
		d.Add(Quote, write.said(as.Answers.Table(), g))
	}
	var titles []string
	for i, id := range r.Rule.Sources {
		s := as.Answers.Table().Source(id)
		switch {
		case full:
			titles = append(titles, write.source(s))
		case i < 2:
			titles = append(titles, s.Title)
		case i == 2:
			titles = append(titles, w.Count(w.MoreSources, len(r.Rule.Sources)-2))
		}
	}
	switch {
	case full:
		d.Add(Fine, words.Fill(w.RuleID, "id", r.Rule.ID, "urgency", w.UrgencyName[r.Rule.Urgency], "status", w.StatusName[r.Rule.Status]))
		d.Add(Fine, w.RuleSources+":")
		d.List(titles...)
	case len(r.Rule.Sources) == 1:
		d.Add(Fine, words.Fill(w.SourceOne, "sources", titles[0]))
	default:
		d.Add(Fine, words.Fill(w.SourceMany, "sources", strings.Join(titles, "; ")))
	}
}

func (write Writer) source(s *triage.Source) string {
	text := s.Title + ". " + s.Address
	if s.Note != "" {
		text += " (" + s.Note + ")"
	}
	return text
}

func (write Writer) quoted(text string) string { return words.Fill(write.Words.Quoted, "text", text) }

// said repeats an answer in the person's own terms.
func (write Writer) said(t *triage.Table, g triage.Given) string {
	w, s := write.Words, t.Scales()[g.Scale]
	answer := ""
	if s.Option >= 0 {
		answer = write.quoted(s.Question.Options[s.Option].Say)
		if g.Value == triage.TickUnsure {
			return words.Fill(w.YouUnsure, "answer", answer)
		}
		return words.Fill(w.YouSaid, "answer", answer)
	}
	answer = write.quoted(s.Question.Ask) + " " + s.Question.Options[g.Value].Say + "."
	return words.Fill(w.YouSaid, "answer", strings.ReplaceAll(answer, "..", "."))
}

func (write Writer) smallPrint(d *Document, t *triage.Table) {
	w := write.Words
	d.Add(Fine, w.NotDoctor)
	if !t.AllReviewed() {
		d.Add(Fine, w.NotReviewed)
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
}

// why tells which rules decided, with the answers that made them fire and all
// of their sources, and which other rules fired.
func (write Writer) why(as *triage.Assessment) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.WhyResult)
	d.section(w.Deciding, func(d *Document) {
		for _, r := range as.Deciding {
			write.reason(d, as, r, true)
		}
	})
	if category, settled := as.Category(); settled && category != triage.SelfCare {
		// For self-care this would be nearly every answer.
		d.section(w.EnoughTitle, func(d *Document) {
			for _, g := range as.Enough() {
				d.Add(Quote, write.said(as.Answers.Table(), g))
			}
		})
	}
	d.section(w.AlsoFired, func(d *Document) {
		if len(as.Also) == 0 {
			d.Add(Paragraph, w.NoOther)
		}
		for _, r := range as.Also {
			write.reason(d, as, r, true)
		}
	})
	write.smallPrint(&d, as.Answers.Table())
	return d
}

// WhyAsked tells why a question is asked, what hangs on it, and the question
// in full.
func (write Writer) WhyAsked(t *triage.Table, page triage.Page) Document {
	var d Document
	d.Add(Headline, write.Words.WhyTitle)
	d.Add(Paragraph, page.Question.Why)
	d.section(write.Words.WhyBears, func(d *Document) {
		var items []string
		for _, r := range t.Bears(page.Question) {
			items = append(items, words.Fill(write.Words.WhyBear, "title", r.Title, "urgency", write.Words.UrgencyName[r.Urgency]))
		}
		d.List(items...)
	})
	d.Add(Heading, page.Question.Ask)
	if page.Tick >= 0 {
		d.Add(Paragraph, page.Question.Options[page.Tick].Say)
		return d
	}
	var items []string
	for _, o := range page.Question.Options {
		items = append(items, o.Say)
	}
	d.List(items...)
	return d
}

// Review tells what was answered so far, in the order of asking.
func (write Writer) Review(path []triage.Turn) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.Review)
	if len(path) == 0 {
		d.Add(Paragraph, w.ReviewEmpty)
	}
	for _, turn := range path {
		question := turn.Question.Ask
		if turn.Tick >= 0 {
			question = turn.Question.Options[turn.Tick].Say
		}
		d.Add(Subheading, question)
		var said []string
		for _, id := range turn.Reply {
			said = append(said, write.label(turn.Page, id))
		}
		d.List(said...)
	}
	return d
}

// Turn tells one answer on one line.
func (write Writer) Turn(turn triage.Turn) string {
	question := turn.Question.Ask
	if turn.Tick >= 0 {
		question = turn.Question.Options[turn.Tick].Say
	}
	var said []string
	for _, id := range turn.Reply {
		said = append(said, write.label(turn.Page, id))
	}
	return question + " " + strings.Join(said, "; ")
}

// Changed tells what an edit did to the result, and to the other answers: those of
// the path before it that are not on the one now.
func (write Writer) Changed(before, now *triage.Assessment, was, path []triage.Turn) Document {
	d := write.changed(before, now)
	aside := 0
	for _, turn := range was {
		if !slices.ContainsFunc(path, func(still triage.Turn) bool { return still.Page == turn.Page }) {
			aside++
		}
	}
	if aside > 0 {
		d.Add(Paragraph, words.Fill(write.Words.ChangedAside, "n", aside))
	}
	return d
}

func (write Writer) changed(before, now *triage.Assessment) Document {
	w := write.Words
	name := func(as *triage.Assessment) string {
		if said, settled := as.Said(); settled {
			return w.Headline(said)
		}
		return w.Unsettled
	}
	var d Document
	if name(before) == name(now) {
		d.Add(Paragraph, w.ChangedSame)
		return d
	}
	because := ""
	if len(now.Deciding) > 0 {
		because = now.Deciding[0].Rule.Title
	}
	d.Add(Paragraph, words.Fill(w.ChangedWas, "was", name(before), "now", name(now), "because", because))
	return d
}

// label returns the words of one possible answer to a page.
func (write Writer) label(p triage.Page, id string) string {
	for _, o := range write.Words.Options(p) {
		if o.ID == id {
			return o.Label
		}
	}
	return id
}

// Rule tells one rule as a clinician reads it: conditions in words, reason,
// instruction, sources, status, and an example that fires it.
func (write Writer) Rule(t *triage.Table, r *triage.Rule) Document {
	w := write.Words
	var d Document
	d.Add(Headline, r.Title)
	d.Add(Fine, words.Fill(w.RuleID, "id", r.ID, "urgency", w.UrgencyName[r.Urgency], "status", w.StatusName[r.Status]))
	if r.Status != triage.Reviewed {
		d.Add(Fine, w.RuleNo)
	} else {
		d.Add(Fine, words.Fill(w.RuleReview, "by", r.Review.By, "on", r.Review.On))
	}
	if len(r.When) == 0 {
		d.Add(Paragraph, w.RuleAlways)
	} else {
		d.Add(Heading, w.RuleWhen)
		d.List(write.conditions(t, r.When)...)
	}
	d.Add(Heading, w.RuleBecause)
	d.Add(Paragraph, r.Because)
	d.Add(Heading, w.RuleDo)
	d.Add(Paragraph, r.Do)
	d.Add(Heading, w.RuleSources)
	var sources []string
	for _, id := range r.Sources {
		sources = append(sources, write.source(t.Source(id)))
	}
	d.List(sources...)
	if len(r.When) > 0 {
		d.Add(Heading, w.RuleExample)
		d.Add(Code, exampleOf(t, r))
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
func (write Writer) conditions(t *triage.Table, when triage.When) []string {
	w := write.Words
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
				answer = words.Fill(w.RuleUnsure, "option", q.Options[scale.Option].Say)
			case scale.Option >= 0:
				answer = q.Options[scale.Option].Say
			case s.Value < scale.Top:
				answer = words.Fill(w.RuleOrWorse, "option", q.Options[s.Value].Say)
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
func (write Writer) Table(t *triage.Table) Document {
	w := write.Words
	var d Document
	d.Add(Headline, words.Fill(w.RulesTitle, "table", t.Name, "version", t.Version))
	if !t.AllReviewed() {
		d.Add(Paragraph, w.NotReviewed)
	}
	for u := triage.Call; ; u-- {
		d.section(w.UrgencyName[u], func(d *Document) {
			for i := range t.Rules {
				if r := &t.Rules[i]; r.Urgency == u {
					d.Add(Subheading, r.ID+": "+r.Title)
					if len(r.When) == 0 {
						d.List(w.RuleAlways)
					}
					d.List(write.conditions(t, r.When)...)
				}
			}
		})
		if u == triage.Home {
			break
		}
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d
}

// Outdated says which questions have changed since they were answered, one a
// line.
func (write Writer) Outdated(outdated []triage.Outdated) (lines []string) {
	for _, o := range outdated {
		if o.Question == nil {
			lines = append(lines, words.Fill(write.Words.KeptGone, "id", read.Harmless(o.ID)))
		} else {
			lines = append(lines, words.Fill(write.Words.KeptChanged, "question", o.Question.Ask))
		}
	}
	return lines
}
