package ui

import (
	"slices"

	"legtriage/triage"
)

// This file is what both faces say about a session, before either draws it.

// welcome tells what this is and what becomes of the answers, and how to start.
func (iv Interview) welcome(place Place, start string) Document {
	w := iv.Words
	var d Document
	d.add(Headline, w.Welcome)
	d.add(Paragraph, fill(w.WelcomeNow, "number", place.emergency(w)))
	d.add(Paragraph, iv.Beware)
	d.list(slices.Concat(w.WelcomeIs, iv.privacy())...)
	d.add(Paragraph, start)
	return d
}

// progress says that an emergency stands, if one does, and which question this is
// and how many can still come after it.
func progress(w *Words, s *Session) (says []string) {
	switch {
	case s.ForAmbulance():
		says = append(says, w.ForAmbulance)
	case s.Emergency():
		says = append(says, w.Reminder)
	}
	switch done, left := s.Counts(); {
	case s.Changing():
		return append(says, w.Changing)
	case left <= 1:
		return append(says, fill(w.ProgressLast, "n", done+1))
	default:
		return append(says, w.count(w.Progress, left-1, "number", done+1))
	}
}

// rowsFor returns the possible answers to a page of the interview.
func rowsFor(tell Teller, p triage.Page) []row {
	w := tell.Words.beside(p.Question)
	if p.Tick >= 0 {
		return []row{
			{id: triage.TickNames[triage.TickNo], label: w.No},
			{id: triage.TickNames[triage.TickUnsure], label: w.NotSure},
			{id: triage.TickNames[triage.TickYes], label: w.Yes},
		}
	}
	var rows []row
	for _, o := range p.Question.Options {
		rows = append(rows, row{id: o.ID, label: o.Say})
	}
	if p.Question.List && !p.Question.AtLeastOne {
		rows = append(rows, row{id: triage.None, label: w.None, alone: true, extra: true}, row{id: triage.Unsure, label: w.NotSure, extra: true})
	}
	return rows
}

// review tells the answers that are listed.
func (tell Teller) review(s *Session) Document {
	_, turns := s.Listed()
	d := tell.Review(turns)
	if s.OfLastTime() {
		d[0].Text = tell.Words.KeptReview
	}
	return d
}

// result tells the result, and what a change did to it: the verdict and whom to
// call come first.
func (tell Teller) result(s *Session) Document {
	as := s.Assessment()
	doc := tell.Result(as)
	if before := s.Before(); before != nil {
		first := slices.IndexFunc(doc, func(b Block) bool { return b.Kind == Heading })
		doc = slices.Insert(doc, max(first, 0), tell.Changed(*before, as, s.Path())...)
	}
	return doc
}

// outcome returns how a session ended. There is none before the table is there.
func outcome(s *Session, tell Teller, interrupted bool) Outcome {
	o := Outcome{Teller: tell}
	if s != nil {
		o.Assessment = s.Outcome()
	}
	o.Interrupted = interrupted && o.Assessment == nil
	return o
}
