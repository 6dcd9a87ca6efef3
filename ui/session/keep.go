package session

import (
	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// Keeping keeps the answers in a file during the interview, so that no confirmed answer is
// lost if the program, its window or the computer stops. An answer is written before the
// next page is shown; if that failed, the page says so.
type Keeping struct {
	File     string            // the name of the file, as the person gave it
	Earlier  triage.Answers    // the answers in it when the program started
	Outdated []triage.Outdated // answers in it that no longer count
	Old      string            // the name of a copy of the old file, or ""
	Write    func(triage.Answers) error

	wrote  bool  // something has been written
	failed error // the error of the last write, or nil
}

// before reports whether the file held answers when the program started.
func (k *Keeping) before() bool { return !k.Earlier.Equal(k.Earlier.Table().NoAnswers()) }

// Begin starts a session, or continues with the kept answers.
func (setup Setup) Begin(t *triage.Table) *Session {
	if setup.Keeping == nil {
		return newSession(t, nil, setup.keep)
	}
	return newSession(t, &setup.Keeping.Earlier, setup.keep)
}

// keep writes what has been said so far.
func (setup Setup) keep(last triage.Answers) {
	if k := setup.Keeping; k != nil {
		k.failed = k.Write(last)
		k.wrote = k.wrote || k.failed == nil
	}
}

// NotKept says in a few words that the last answer is not kept, or returns "".
func (setup Setup) NotKept() string {
	if setup.Keeping == nil || setup.Keeping.failed == nil {
		return ""
	}
	return words.Fill(setup.Words.KeptNotNote, "error", read.Harmless(setup.Keeping.failed.Error()))
}

// LeaveWhy says how urgent it is at least by what was said, without a result, and what
// becomes of the answers, and of an unsaved note, if the person leaves now.
func (setup Setup) LeaveWhy(s *Session) string {
	why := setup.lost(s)
	if least := s.least(); least > triage.Home && !s.hasResult() {
		why = words.Fill(setup.Words.SoFar, "least", setup.Words.Headlines[least]) + " " + why
	}
	return why
}

// lost says what becomes of the answers and of an unsaved note.
func (setup Setup) lost(s *Session) string {
	switch {
	case s.added.unsaved && s.hasResult():
		return setup.Words.NoteNotSaved
	case s.added.unsaved:
		return setup.answersThen() + " " + setup.Words.NoteNotSaved
	}
	return setup.answersThen()
}

func (setup Setup) answersThen() string {
	if setup.Keeping == nil || setup.Keeping.failed != nil {
		return setup.Words.LeaveWhy
	}
	return words.Fill(setup.Words.KeptLeave, "name", read.Harmless(setup.Keeping.File))
}

// AgainWhy says what becomes of the answers, and of an unsaved note, if the person starts
// again.
func (setup Setup) AgainWhy(s *Session) string {
	why := setup.Words.AgainWhy
	if setup.Keeping != nil {
		why += " " + words.Fill(setup.Words.KeptAgain, "name", read.Harmless(setup.Keeping.File))
	}
	if s.added.unsaved {
		why += " " + setup.Words.NoteNotSaved
	}
	return why
}

// privacy says where the answers go, whether there are any already, and which of them
// no longer count.
func (setup Setup) privacy() []string {
	w, k := setup.Words, setup.Keeping
	if k == nil {
		return []string{w.WelcomePrivate}
	}
	out := []string{words.Fill(w.WelcomeKept, "name", read.Harmless(k.File))}
	t := k.Earlier.Table()
	if k.before() {
		out = append(out, w.KeptBefore)
	}
	out = append(out, report.Writer{Words: w}.Outdated(k.Outdated)...)
	kept := triage.Resume(k.Earlier).Last()
	for i := range t.Questions {
		q := &t.Questions[i]
		if known(k.Earlier, q) && !known(kept, q) {
			out = append(out, words.Fill(w.KeptInPart, "question", q.Ask))
		}
	}
	if k.Old != "" {
		out = append(out, words.Fill(w.KeptOld, "name", read.Harmless(k.Old)))
	}
	return out
}

// known reports whether q has been answered, at least in part.
func known(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if _, ok := a.Value(s); ok {
			return true
		}
	}
	return false
}

// Told returns what to say at the end: where the answers are kept, and whether all of them
// are.
func (k *Keeping) Told(write report.Writer) report.Document {
	var d report.Document
	switch {
	case k == nil:
	case k.failed != nil:
		d.Add(report.Paragraph, words.Fill(write.Words.KeptNot, "name", read.Harmless(k.File), "error", read.Harmless(k.failed.Error())))
	case k.wrote || k.before():
		d.Add(report.Paragraph, words.Fill(write.Words.KeptEnd, "name", read.Harmless(k.File)))
	}
	return d
}
