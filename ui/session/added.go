package session

import (
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// This file is about what a person adds for the doctor when saving a result: the leg, and
// a note. These are not answers. They decide nothing, and they are not kept with the
// answers, which hold only what was chosen. They are offered again with every report until
// the person leaves or starts again, and people who do that without having saved a note
// are told so.

// added is what the person has added.
type added struct {
	report.Added
	unsaved bool // the note is not in any file yet
}

// Added returns what the person has added so far.
func (s *Session) Added() (side report.Side, note string) { return s.added.Side, s.added.Note }

// Add replaces what was added before.
func (s *Session) Add(side report.Side, note string) {
	note, _ = report.CleanNote(note)
	if now := (report.Added{Side: side, Note: note}); now != s.added.Added {
		s.added = added{now, note != ""}
	}
}

// Write saves the report, including what was added, as [Setup.Save] does.
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

// NobodyReads says, where a note is asked for, that writing one brings no help, and whom to
// call.
func NobodyReads(write report.Writer) string {
	return words.Fill(write.Words.NoteNobody, "number", write.Country.Emergency(write.Words))
}
