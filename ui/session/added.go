package session

import (
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// This file is what the person adds for the doctor when a result is saved: the leg, and
// a note. It is no answer. Nothing is decided by it, and it is not kept with the answers,
// which hold nothing but what was chosen. It is offered again with every report until the
// person leaves, and who leaves without having saved it is told so.

// added is what was added.
type added struct {
	report.Added
	unsaved bool // some of it is in no file
}

// Added returns what the person has added so far.
func (s *Session) Added() (side report.Side, note string) { return s.added.Side, s.added.Note }

// Add takes the place of what was added before.
func (s *Session) Add(side report.Side, note string) {
	note, _ = report.CleanNote(note)
	if now := (report.Added{Side: side, Note: note}); now != s.added.Added {
		s.added = added{now, note != ""}
	}
}

// Write saves the report with what was added, as [Setup.Save] does.
func (setup Setup) Write(s *Session, write report.Writer, name string, replace bool) error {
	all := s.added.Added
	all.When = setup.When()
	data, err := write.File(name, s.Assessment(), all)
	if err == nil {
		err = setup.Save(name, data, replace)
	}
	if err == nil {
		s.added.unsaved = false
	}
	return err
}

// NobodyReads says beside a note that no help comes of it, and whom to call.
func NobodyReads(write report.Writer) string {
	return words.Fill(write.Words.NoteNobody, "number", write.Country.Emergency(write.Words))
}
