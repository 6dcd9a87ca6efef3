package ui

import (
	"slices"

	"legtriage/triage"
)

// This file is what both faces need, and what both say about a session before either
// draws it.

// Interview is what both front ends need.
type Interview struct {
	Words *Words
	// Table returns the table and where the person is. The full-screen front
	// end calls it while the first screen is already being drawn.
	Table func() (*triage.Table, Place, error)
	// Save writes a file that only its owner can read. Unless replace is set, a
	// file that is there already is left alone and the error is fs.ErrExist.
	Save func(name string, data []byte, replace bool) error
	// Now says in words when the questions are answered, for the report.
	Now func() string
	// Width says how many columns there are for plain text now; nil when nobody
	// knows.
	Width func() int
	// Beware is said on the first page, or is "".
	Beware string
	// Keeping is nil when nothing is kept.
	Keeping *Keeping
}

// Outcome is how an interview ended.
type Outcome struct {
	// Assessment is nil when no result was reached.
	Assessment  *triage.Assessment
	Interrupted bool // by ctrl+c or a signal
	Teller      Teller
}

// now says when the questions are answered, or nothing.
func (iv Interview) now() string {
	if iv.Now == nil {
		return ""
	}
	return iv.Now()
}

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

// Progress says that an emergency stands, if one does, and which question this is
// and how many can still come after it.
func (s *Session) Progress(w *Words) (says []string) {
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

// Answers tells the answers that are listed.
func (s *Session) Answers(tell Teller) Document {
	_, turns := s.Listed()
	d := tell.Review(turns)
	if s.OfLastTime() {
		d[0].Text = tell.Words.KeptReview
	}
	return d
}

// Result tells the result, and what a change did to it: the verdict and whom to
// call come first.
func (s *Session) Result(tell Teller) Document {
	as := s.Assessment()
	doc := tell.Result(as)
	if before := s.before; before != nil {
		first := slices.IndexFunc(doc, func(b Block) bool { return b.Kind == Heading })
		doc = slices.Insert(doc, max(first, 0), tell.Changed(before.Assessment, as, before.path, s.Path())...)
	}
	return doc
}

// End returns how a session ended. There is none before the table is there.
func End(s *Session, tell Teller, interrupted bool) Outcome {
	o := Outcome{Teller: tell}
	if s != nil {
		o.Assessment = s.outcome()
	}
	o.Interrupted = interrupted && o.Assessment == nil
	return o
}
