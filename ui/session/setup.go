package session

import (
	"slices"

	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// This file has what both front ends need, the full screen and plain mode: their setup,
// and what both say about a session.

// Setup is what an interview needs from the outside.
type Setup struct {
	Words *words.Sentences
	// Table returns the table and the country that the person is in. The full screen
	// calls it after it has drawn its first screen.
	Table func() (*triage.Table, report.Country, error)
	// Save writes a file that only its owner can read. Unless replace is set, it leaves
	// an existing file alone and returns fs.ErrExist.
	Save func(name string, data []byte, replace bool) error
	// Now returns the present time in words, for the report. It is nil if the time is
	// not known.
	Now func() string
	// Width returns the present width for plain text, or 0 if its lines should not be
	// broken. It is nil if the width is not known.
	Width func() int
	// Beware is a warning for the first page, or "".
	Beware string
	// Keeping is nil if nothing is kept.
	Keeping *Keeping
}

// Outcome is how an interview ended.
type Outcome struct {
	// Assessment is nil if no result was reached.
	Assessment  *triage.Assessment
	AtLeast     triage.Urgency // how urgent it is by what was said so far, result or not
	Interrupted bool           // by ctrl+c or a signal
	Unsaved     bool           // a note for the doctor is lost, and the person was not told
	Writer      report.Writer
}

// When returns in words when the questions are answered, or "" if that is not known.
func (setup Setup) When() string {
	if setup.Now == nil {
		return ""
	}
	return setup.Now()
}

// Welcome says what this is, what becomes of the answers, and how to start.
func (setup Setup) Welcome(country report.Country, start string) report.Document {
	w := setup.Words
	var d report.Document
	d.Add(report.Headline, w.Welcome)
	d.Add(report.Subheading, words.Fill(w.WelcomeNow, "number", country.Emergency(w)))
	d.Add(report.Paragraph, setup.Beware)
	d.List(slices.Concat(w.WelcomeIs, setup.privacy())...)
	d.Add(report.Paragraph, start)
	return d
}

// ProgressLines says that there is an emergency, if there is one, which question this is,
// how many follow if all is well, and how many of these the last answer added.
func (s *Session) ProgressLines(w *words.Sentences) (says []string) {
	if alarm := s.Alarm(w); alarm != "" {
		says = append(says, alarm)
	}
	if s.Changing() {
		return append(says, w.Changing)
	}
	done, left := s.counts()
	count := words.Fill(w.ProgressLast, "n", done+1)
	if left > 1 {
		count = w.Count(w.Progress, left-1, "number", done+1)
	}
	if opened := s.in.Opened(); opened > 0 {
		count += " " + w.Count(w.Opened, opened)
	}
	return append(says, count)
}

// Answers returns the listed answers, in full or as short as they can be.
func (s *Session) Answers(write report.Writer, full bool) report.Document {
	_, turns := s.Listed()
	d := write.Review(turns, full)
	if s.OfLastTime() {
		d[0].Text = write.Words.KeptReview
	}
	return d
}

// WhyAsked tells why the page is asked.
func (s *Session) WhyAsked(write report.Writer) report.Document {
	page, _ := s.Asked()
	return write.WhyAsked(s.in.Answers(), page)
}

// Result returns the result, and what a change did to it. What that was comes after the
// verdict and whom to call.
func (s *Session) Result(write report.Writer) report.Document {
	as := s.Assessment()
	doc := write.Result(as)
	if before := s.before; before != nil {
		first, rest := doc.Split(report.Heading)
		doc = append(append(first, write.Changed(before.Assessment, as, before.path, s.Path())...), rest...)
	}
	return doc
}

// End returns how a session ended. The session is nil if the table has not been loaded.
func End(s *Session, write report.Writer, interrupted bool) Outcome {
	o := Outcome{Writer: write}
	if s != nil {
		o.Assessment, o.AtLeast, o.Unsaved = s.outcome(), s.least(), s.added.unsaved
	}
	o.Interrupted = interrupted && o.Assessment == nil
	return o
}
