package session

import (
	"legtriage/triage"
	"legtriage/ui/words"
)

// Part is a part of an interview, as a person sees it: a stage of the table, or a share
// of its last one.
type Part uint8

// The parts of which [words.Sentences] has the names.
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
	case q.Symptoms || q.AtLeastOne: // the present trouble, or what the matter is
		return Leg
	}
	return Health
}

// Standing is where an interview stands.
type Standing struct {
	Part Part
	// Over tells of each part whether somebody who is calm from here on has answered
	// all of it.
	Over [parts]bool
	// Questions that are done and left, if every further answer is calm. The present
	// one is left.
	Done, Left int
}

// Standing returns where the interview stands. Its part is that of a [Page].
func (s *Session) Standing() Standing {
	var at Standing
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

// Alarm says that an emergency stands, or returns "".
func (s *Session) Alarm(w *words.Sentences) string {
	switch {
	case s.forAmbulance():
		return w.ForAmbulance
	case s.emergency():
		return w.Reminder
	}
	return ""
}

// ToGo says how many questions are left and how many of these the last answer brought
// in, in as few words as there are.
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

// Range returns the lowest and the highest urgency that the answers can still lead to;
// false while some of them have to be looked over, since nobody has confirmed these.
func (s *Session) Range() (least, most triage.Urgency, confirmed bool) {
	least, most = s.in.Answers().Range()
	return least, most, s.looking < 0
}

// Denied returns what the person said no to the signs of, the newest no first. In an
// emergency there is nothing to be said about that.
func (s *Session) Denied() []string {
	if s.emergency() {
		return nil
	}
	return s.in.Denied()
}
