package read

import (
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file is the only definition of harmless text: text that may be shown on a
// terminal or in a report, whoever wrote it.
//
// A character is hostile if it acts on a terminal (escape sequences begin with a
// control character), reverses the direction of other text, is invisible and so can
// hide something, or stands for bytes that are not text. Everything else is harmless,
// even a letter that no font here can draw.
//
// Five invisible characters are harmless only where they belong: the joiners, which
// Persian and the scripts of India write inside words, and the marks that set the
// direction at one point of a text with both directions. An embedding, override or
// isolate is never harmless, since it affects the text around it.

// acts reports whether a character is hostile, leaving aside where a script may need it.
func acts(r rune) bool {
	if r <= unicode.MaxASCII { // the fast path: nearly all of a table, which is read at every start
		return r < ' ' || r == '\x7f'
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point) ||
		r == utf8.RuneError || unicode.Is(unicode.Variation_Selector, r) && r != textStyle && r != emojiStyle
}

// acting yields the characters of a text that act.
func acting(text string) iter.Seq2[int, rune] {
	return func(yield func(int, rune) bool) {
		for i, r := range text {
			if acts(r) && !yield(i, r) {
				return
			}
		}
	}
}

const (
	textStyle, emojiStyle = '\ufe0e', '\ufe0f' // after a symbol, common in plain text

	nonJoiner, joiner = '\u200c', '\u200d'
	leftToRightMark   = '\u200e'
	rightToLeftMark   = '\u200f'
	arabicLetterMark  = '\u061c'
)

// helps reports whether a character acts but is needed by some scripts.
func helps(r rune) bool {
	switch r {
	case nonJoiner, joiner, leftToRightMark, rightToLeftMark, arabicLetterMark:
		return true
	}
	return false
}

// joining are the scripts that use joiners: those whose letters connect, and those with
// a sign that removes a vowel.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Javanese, unicode.Balinese,
}

// leftward are the scripts that are written from right to left. A direction mark has an
// effect only beside them.
var leftward = []*unicode.RangeTable{
	unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Mandaic, unicode.Samaritan, unicode.Adlam, unicode.Hanifi_Rohingya,
}

// hostile yields the hostile characters of a text. A joiner is harmless after a letter
// that joins, with or without marks on it; a direction mark in a text with a letter
// that is written from right to left; and neither directly after another such
// character.
func hostile(text string) iter.Seq2[int, rune] {
	return func(yield func(int, rune) bool) {
		turned := strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) && unicode.In(r, leftward...) })
		var last, letter rune // the character before, and the last one that was not a mark
		for i, r := range text {
			bad := acts(r)
			if helps(r) && !helps(last) {
				switch r {
				case nonJoiner, joiner:
					bad = !unicode.In(letter, joining...)
				default:
					bad = !turned
				}
			}
			if bad && !yield(i, r) {
				return
			}
			last = r
			if !unicode.Is(unicode.Mn, r) && !helps(r) {
				letter = r
			}
		}
	}
}

// Harmless returns a text of unknown origin with a question mark in place of each
// hostile character and each byte that is not text, so that it can be part of a line of
// a message. It does not shorten the text, because a shortened file name would name no
// file.
func Harmless(s string) string { return replaced(s, "?") }

// Stripped is [Harmless] without the question marks, for typed text.
func Stripped(s string) string { return replaced(s, "") }

func replaced(s, with string) string {
	s = strings.ToValidUTF8(s, with)
	var out strings.Builder
	from := 0
	for i, r := range hostile(s) {
		out.WriteString(s[from:i])
		out.WriteString(with)
		from = i + utf8.RuneLen(r)
	}
	out.WriteString(s[from:])
	return out.String()
}

// HarmlessLines is [Harmless] for a text of several lines.
func HarmlessLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = Harmless(lines[i])
	}
	return strings.Join(lines, "\n")
}

// Short is [Harmless], cut to what fits into a message.
func Short(s string) string { return Harmless(cut(s, 3*maxShown)) }

// Quoted is a word for a message: harmless, short, and in quotes.
func Quoted(s string) string { return strconv.Quote(Harmless(cut(s, maxShown))) }

func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return s
}
