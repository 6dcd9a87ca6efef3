package ui

import (
	"legtriage/rules/read"
	"legtriage/triage"
)

// Keeping keeps the answers in a file while the interview goes on, so that
// nothing that was confirmed is lost when the program, its window or the
// computer stops. The next page is shown when the answer to this one is kept, or
// says that it is not.
type Keeping struct {
	File     string            // its name, as the person gave it
	Earlier  triage.Answers    // what the file held before
	Outdated []triage.Outdated // what it held that does not count any more
	Old      string            // the name of a copy of the file as it was, or ""
	Write    func(triage.Answers) error

	wrote  bool
	failed error // of the last writing
}

// before reports whether the file held answers when the program began.
func (k *Keeping) before() bool { return !k.Earlier.Equal(k.Earlier.Table().NoAnswers()) }

// session starts a session, or goes on with what is kept.
func (iv Interview) session(t *triage.Table) *Session {
	if iv.Keeping == nil {
		return NewSession(t, nil, iv.keep)
	}
	return NewSession(t, &iv.Keeping.Earlier, iv.keep)
}

// keep writes what has been said so far.
func (iv Interview) keep(last triage.Answers) {
	if k := iv.Keeping; k != nil {
		k.failed = k.Write(last)
		k.wrote = k.wrote || k.failed == nil
	}
}

// notKept says in a few words that the last answer is not kept, or returns "".
func (iv Interview) notKept() string {
	if iv.Keeping == nil || iv.Keeping.failed == nil {
		return ""
	}
	return fill(iv.Words.KeptNotNote, "error", read.Harmless(iv.Keeping.failed.Error()))
}

// leaveWhy says what becomes of the answers when the person leaves now.
func (iv Interview) leaveWhy() string {
	if iv.Keeping == nil || iv.Keeping.failed != nil {
		return iv.Words.LeaveWhy
	}
	return fill(iv.Words.KeptLeave, "name", read.Harmless(iv.Keeping.File))
}

// privacy says where the answers go, what is known of them already, and which
// of them do not count any more.
func (iv Interview) privacy() []string {
	w, k := iv.Words, iv.Keeping
	if k == nil {
		return []string{w.WelcomePrivate}
	}
	out := []string{fill(w.WelcomeKept, "name", read.Harmless(k.File))}
	t := k.Earlier.Table()
	if k.before() {
		out = append(out, w.KeptBefore)
	}
	out = append(out, Teller{Words: w}.Outdated(k.Outdated)...)
	kept := triage.Resume(k.Earlier).Last()
	for i := range t.Questions {
		q := &t.Questions[i]
		if known(k.Earlier, q) && !known(kept, q) {
			out = append(out, fill(w.KeptInPart, "question", q.Ask))
		}
	}
	if k.Old != "" {
		out = append(out, fill(w.KeptOld, "name", read.Harmless(k.Old)))
	}
	return out
}

// known reports whether anything is known about q.
func known(a triage.Answers, q *triage.Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if _, ok := a.Value(s); ok {
			return true
		}
	}
	return false
}

// Told tells at the end where the answers are, and whether all of them are.
func (k *Keeping) Told(tell Teller) Document {
	var d Document
	switch {
	case k == nil:
	case k.failed != nil:
		d.add(Paragraph, fill(tell.Words.KeptNot, "name", read.Harmless(k.File), "error", read.Harmless(k.failed.Error())))
	case k.wrote || k.before():
		d.add(Paragraph, fill(tell.Words.KeptEnd, "name", read.Harmless(k.File)))
	}
	return d
}
