package report

import (
	"strings"
	"unicode/utf8"

	"legtriage/rules/read"
)

// Added is what a report says beside the answers and what they lead to. None of it is an
// answer: no rule reads it, and it is not kept with the answers.
type Added struct {
	When string // when the questions were answered, in words
	Side Side   // of the trouble, as the person says
	Note string // for the doctor, in the person's own words
}

// Side is the leg that the trouble is in.
type Side uint8

// The sides, of which [words.Sentences] has the names.
const (
	NoSide Side = iota // the person did not say
	Left
	Right
	Both
)

// MarshalText names a side for programs.
func (s Side) MarshalText() ([]byte, error) {
	return []byte([...]string{"", "left", "right", "both"}[s]), nil
}

// MostNote is the longest note, in characters: a page for the doctor has room for it.
const MostNote = 400

// CleanNote returns what was typed or pasted as a note: on one line, without characters that
// act on a terminal or turn other text round. It reports whether that is short enough.
func CleanNote(typed string) (note string, fits bool) {
	note = strings.Join(strings.Fields(read.Stripped(strings.Join(strings.Fields(typed), " "))), " ")
	return note, utf8.RuneCountInString(note) <= MostNote
}
