package report

import (
	"slices"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Writer puts assessments, answers and rules into words.
type Writer struct {
	Words   *words.Sentences
	Country Country
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
		d.Add(Paragraph, write.Country.Emergency(w))
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
		d.section(w.Call, func(d *Document) { d.Add(Paragraph, write.Country.advice(w)) })
	case said.Urgency == triage.Go:
		d.section(w.CallWorse, func(d *Document) {
			d.Add(Paragraph, write.Country.Emergency(w))
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
		brief.Add(Paragraph, write.Country.Emergency(write.Words))
	}
	brief.Add(Fine, write.Words.NotDoctor)
	return brief
}

// NoResult tells that there is none, and suggests nothing but to ask.
func (write Writer) NoResult() Document {
	var d Document
	d.Add(Paragraph, write.Words.LeftEarly)
	d.Add(Paragraph, words.Fill(write.Words.NoneGiven, "number", write.Country.Emergency(write.Words)))
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

// source names a source, with its address if it is a page. How it was read is for who
// looks after the table and stands in its files and in JSON.
func (write Writer) source(s *triage.Source) string {
	if !strings.Contains(s.Address, "://") {
		return s.Title
	}
	return s.Title + ". " + s.Address
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
