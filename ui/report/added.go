package report

import (
	"strings"
	"unicode/utf8"

	"legtriage/rules/read"
)

// Added is what a report says besides the answers and the result. None of it is an answer:
// no rule reads it, and it is not kept with the answers.
type Added struct {
	When string // when the questions were answered, in words
	Side Side   // which leg it is about, as the person says
	Note string // for the doctor, in the person's own words
}

// Side is the leg that hurts or looks wrong.
type Side uint8

// The sides. Their names for people are in [words.Sentences].
const (
	NoSide Side = iota // the person did not say
	Left
	Right
	Both
)

// MarshalText returns the name of a side for programs.
func (s Side) MarshalText() ([]byte, error) {
	return []byte([...]string{"", "left", "right", "both"}[s]), nil
}

// MostNote is the greatest length of a note, in characters: the page for the doctor has
// room for that.
const MostNote = 400

// CleanNote returns a note that was typed or pasted on one line, without characters that
// act on a terminal or reverse the text beside them. It reports whether the note is short
// enough.
func CleanNote(typed string) (note string, fits bool) {
	note = strings.Join(strings.Fields(read.Stripped(strings.Join(strings.Fields(typed), " "))), " ")
	return note, utf8.RuneCountInString(note) <= MostNote
}
