package session

import (
	"legtriage/triage"
	"legtriage/ui/words"
)

// Part is a part of an interview as a person sees it: a stage of the table, or a part of
// its last stage.
type Part uint8

// The parts. Their names for people are in [words.Sentences].
const (
	Danger Part = iota
	You
	Leg
	Health
	Advice
	parts
)

// partOf returns the part that a question belongs to.
func partOf(q *triage.Question) Part {
	switch {
	case q.Stage <= triage.StageLimb:
		return Danger
	case q.Stage == triage.StagePerson:
		return You
	case q.Symptoms || q.AtLeastOne: // signs, or what is wrong with the leg
		return Leg
	}
	return Health
}

// Progress is how far an interview has come.
type Progress struct {
	Part Part // the part that the present page belongs to
	// Over says for each part whether none of it is left if every further answer is calm.
	Over [parts]bool
	// How many questions are done, and how many are left if every further answer is calm.
	// The present one counts as left.
	Done, Left int
}

// Progress returns how far the interview has come.
func (s *Session) Progress() Progress {
	var at Progress
	at.Done, at.Left = s.counts()
	for i := range at.Over {
		at.Over[i] = at.Done > 0 && Part(i) < Advice
	}
	table := s.Table()
	for i, asked := range s.in.Ahead() {
		if asked {
			at.Over[partOf(&table.Questions[i])] = false
		}
	}
	page, _ := s.Asked()
	if page.Question == nil {
		return at
	}
	if at.Part = partOf(page.Question); !s.Changing() && s.in.ForAdvice() {
		at.Part = Advice
	}
	return at
}

// Alarm says that there is an emergency, or returns "".
func (s *Session) Alarm(w *words.Sentences) string {
	least, _, _ := s.Range()
	switch {
	case !s.emergency():
		return ""
	case least == triage.Call: // in the words of the result: nobody may read that it is in doubt
		return w.ReminderCall
	case s.forAmbulance():
		return w.ForAmbulance
	}
	return w.Reminder
}

// ToGo says in a few words how many questions are left, and how many of these the last
// answer added.
func (s *Session) ToGo(w *words.Sentences) string {
	if s.Changing() {
		return w.Changing
	}
	_, left := s.counts()
	switch opened := s.in.Opened(); {
	case opened > 0:
		return w.Count(w.ToGoOpened, opened, "left", left)
	case left > 1:
		return w.Count(w.ToGo, left)
	case left == 0:
		return w.ToGoNone
	}
	return w.ToGoLast
}

// Range returns the lowest and the highest urgency that the answers can still lead to.
// confirmed is false while answers from last time have to be looked over.
func (s *Session) Range() (least, most triage.Urgency, confirmed bool) {
	least, most = s.in.Answers().Range()
	return least, most, s.looking < 0
}

// Denied returns what the person said they have no signs of, the latest first. In an
// emergency it returns nothing, since that could reassure.
func (s *Session) Denied() []string {
	if s.emergency() {
		return nil
	}
	return s.in.Denied()
}
