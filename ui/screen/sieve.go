package screen

import (
	"regexp"
	"sync"
	"time"
	"unicode/utf8"
)

// sieve lets through what a terminal may send: text, keys, pastes and the colour of the
// background. Anything can arrive, from the replies to a file that was printed a moment
// ago to the halves of a broken line. The library that decodes it panics on more than 32
// parameters and on a mouse report in eight bits, draws a screen of any size that is
// reported, and collects a paste for ever. So this is a list of what is allowed, not of
// what is known to be bad: whole sequences of a known form, with few and short numbers.
// The program asks for no report of the size, of the mouse or of the kind of terminal,
// so none of them is let through.
//
// Input may be split anywhere. The state is a few bytes and does not grow.
type sieve struct {
	state   state
	begun   []byte // the sequence or character that has begun
	skip    int    // bytes of a mouse report still to come
	sent    bool   // the escape that begins the sequence has been let through already
	alone   bool   // and the library has taken that escape for a key of its own
	hanging bool   // the last byte that was let through is an escape
	pasting pasting
	pasted  int // bytes
}

type state uint8

const (
	stateGround   state = iota
	stateRune           // in a character of several bytes
	stateEscape         // after an escape, which may be a key of its own
	stateControl        // in a control sequence
	stateSS3            // in a key as some keypads send it
	stateColour         // in a string that may tell a colour
	stateString         // in any other string
	stateColourST       // after an escape that may end the string with a colour
	stateStringST       // after an escape that may end the other string
	stateMouse          // in the three bytes that end an old mouse report
)

type pasting uint8

const (
	pasteNone pasting = iota
	pasteOn
	pasteCut // too much was pasted: the rest is dropped
)

const (
	bel    = 0x07
	escape = 0x1b
	del    = 0x7f

	ctrlC      = "\x03"
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	// mostPasted is how much of a paste is let through, in bytes.
	mostPasted = 64 << 10
	// mostBegun is the longest sequence that is let through, in bytes.
	mostBegun = 48
	// pause is the silence after which an escape is a key of its own.
	pause = 50 * time.Millisecond
	// slowPause is the silence after which a sequence that has begun is over: it was a
	// key such as alt+[. It is longer than pause, since the digits of a sequence that a
	// slow line delivers in parts would answer a question, and no key of this program
	// begins like that.
	slowPause = 500 * time.Millisecond
	// longPause is the silence after which a paste that was cut is over, even though
	// its end has not arrived.
	longPause = time.Second
)

var (
	// keySequence is a key such as an arrow or home, also in the form of newer
	// terminals, with up to six short numbers.
	keySequence = compiled(`^\x1b\[([0-9]{0,7}([;:][0-9]{0,7}){0,5})?[A-FHPQSZa-d~^@u]$`)
	// ss3Sequence is a key as some keypads send it.
	ss3Sequence = compiled(`^\x1bO[0-9]{0,2}[A-FHPQRSMXj-y]$`)
	// colourSequence is the answer to the question for the background.
	colourSequence = compiled(`^\x1b\]11;(#[0-9a-fA-F]{3,12}|rgba?:[0-9a-fA-F/]{5,24})(\x07|\x1b\\)$`)
	// ctrlCSequence is ctrl+c as newer terminals send it.
	ctrlCSequence = compiled(`^\x1b\[(99(:[0-9:]*)?;5(:1)?(;[0-9:]*)?u|27;5;99~)$`)
	// pasteSequence is the start (0) or the end (1) of a paste, in every form that the
	// library recognizes.
	pasteSequence = compiled(`^\x1b\[0*20([01])([;:][0-9;:]*)?~$`)
)

// compiled compiles a pattern when it is first needed. Verbs and plain mode never need
// one, and compiling all of them would cost every start some milliseconds.
func compiled(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// sift returns what is let through of the next bytes, which came after a silence of this
// length.
func (s *sieve) sift(in []byte, silence time.Duration) (out []byte) {
	if silence > slowPause || silence > pause && (s.state == stateEscape || s.state == stateGround) {
		s.ground()
		s.alone = s.hanging
	}
	if silence > longPause && s.pasting == pasteCut {
		s.pasting = pasteNone
	}
	for _, b := range in {
		out = s.step(out, b)
	}
	if s.state == stateEscape {
		out = s.lead(out) // a key of its own, as far as one can tell
	}
	return out
}

// ground drops what has begun. But if the last byte that was let through is an escape,
// the decoder still waits for what follows it, and so does the sieve.
func (s *sieve) ground() {
	s.state, s.begun, s.sent, s.alone = stateGround, s.begun[:0], false, false
	if s.hanging {
		s.begin(stateEscape, escape)
		s.sent = true
	}
}

// begin begins a sequence or character with b.
func (s *sieve) begin(as state, b byte) {
	s.state, s.begun, s.sent, s.alone = as, append(s.begun[:0], b), false, false
}

// grow adds to what has begun. Anything longer than mostBegun has no known form, and need
// not be kept.
func (s *sieve) grow(b byte) {
	if len(s.begun) < mostBegun {
		s.begun = append(s.begun, b)
	}
}

// step takes one byte, and appends to out what is let through now.
func (s *sieve) step(out []byte, b byte) []byte {
	if b == ctrlC[0] { // it counts in the middle of anything
		return s.interrupt(out)
	}
	control := b < ' ' || b == del
	switch s.state {
	case stateRune:
		if b&0xc0 == 0x80 {
			if s.grow(b); utf8.FullRune(s.begun) {
				if r, n := utf8.DecodeRune(s.begun); n == len(s.begun) && r >= 0xa0 {
					out = s.text(out, string(s.begun))
				}
				s.ground()
			}
			return out
		}
	case stateEscape:
		if next := opened(b); next != stateGround {
			// A slow line may split a sequence after its escape. The rest needs an
			// escape of its own, or it would be typed.
			s.state, s.sent, s.alone = next, s.sent && !s.alone, false
			s.grow(b)
			return out
		}
		out = s.lead(out) // together with the next key it is that key with alt
	case stateControl:
		switch {
		case b >= '@' && b < del:
			s.grow(b)
			return s.control(out)
		case !control && b < del:
			s.grow(b)
			return out
		}
	case stateSS3:
		if !control && b < del {
			s.grow(b)
			if b < '0' || b > '9' {
				out = s.pass(out, ss3Sequence)
				s.ground()
			}
			return out
		}
	case stateColour, stateString:
		switch {
		case b == escape:
			s.state += stateColourST - stateColour
			return out
		case b == bel && s.state == stateColour:
			s.grow(b)
			out = s.pass(out, colourSequence)
			s.ground()
			return out
		case !control:
			s.grow(b)
			return out
		}
	case stateColourST, stateStringST:
		if b == '\\' {
			if s.state == stateColourST {
				s.begun = append(s.begun, escape, b)
				out = s.pass(out, colourSequence)
			}
			s.ground()
			return out
		}
		s.begin(stateEscape, escape) // not the end of the string: it begins something else
		return s.step(out, b)
	case stateMouse:
		if !control {
			if s.skip--; s.skip == 0 {
				s.ground()
			}
			return out
		}
	}
	if s.state != stateGround && s.state != stateEscape { // what has begun is cut short
		s.ground()
		return s.step(out, b)
	}
	switch {
	case b == escape:
		s.begin(stateEscape, b)
		return out
	case b >= 0xc2 && b <= 0xf4:
		s.begin(stateRune, b)
		return out
	}
	if b < 0x80 {
		out = s.text(out, string(rune(b)))
	}
	s.ground()
	return out
}

// opened returns the state after an escape and b.
func opened(b byte) state {
	switch b {
	case '[':
		return stateControl
	case 'O':
		return stateSS3
	case ']':
		return stateColour
	case 'P', 'X', '^', '_':
		return stateString
	}
	return stateGround
}

// control ends a control sequence.
func (s *sieve) control(out []byte) []byte {
	paste := pasteSequence().FindSubmatch(s.begun)
	switch {
	case string(s.begun) == "\x1b[M":
		s.begin(stateMouse, 'M')
		s.skip = 3
		return out
	case ctrlCSequence().Match(s.begun):
		return s.interrupt(out)
	case paste != nil && paste[1][0] == '0':
		if s.pasting == pasteNone {
			out = s.let(s.lead(out), pasteStart[1:])
			s.pasting, s.pasted = pasteOn, 0
		}
	case paste != nil:
		if s.pasting == pasteOn {
			out = s.let(out, pasteEnd)
		}
		s.pasting = pasteNone
	default:
		out = s.pass(out, keySequence)
	}
	s.ground()
	return out
}

// interrupt lets ctrl+c through and ends what it interrupts.
func (s *sieve) interrupt(out []byte) []byte {
	if s.pasting == pasteOn {
		out = s.let(out, pasteEnd)
	}
	s.pasting = pasteNone
	out = s.let(out, ctrlC)
	s.ground()
	return out
}

// lead lets through the escape that begins the sequence, unless it was let through
// before.
func (s *sieve) lead(out []byte) []byte {
	if s.sent || s.pasting != pasteNone {
		return out
	}
	s.sent = true
	return s.let(out, string(rune(escape)))
}

// pass lets the sequence through if it has this form, except during a paste.
func (s *sieve) pass(out []byte, form func() *regexp.Regexp) []byte {
	if s.pasting != pasteNone || len(s.begun) >= mostBegun || !form().Match(s.begun) {
		return out
	}
	return s.let(s.lead(out), string(s.begun[1:]))
}

// text lets a character through. Of the control characters, a paste may have only tabs
// and ends of lines.
func (s *sieve) text(out []byte, char string) []byte {
	b := char[0]
	switch {
	case s.pasting == pasteNone:
		return s.let(out, char)
	case s.pasting == pasteCut, b < ' ' && b != '\t' && b != '\r' && b != '\n', b == del:
		return out
	case s.pasted+len(char) > mostPasted:
		s.pasting = pasteCut
		return s.let(out, pasteEnd)
	}
	s.pasted += len(char)
	return s.let(out, char)
}

// let appends what is let through.
func (s *sieve) let(out []byte, this string) []byte {
	s.hanging = this[len(this)-1] == escape
	return append(out, this...)
}
