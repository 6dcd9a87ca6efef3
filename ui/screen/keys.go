package screen

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// action is what a key means.
type action uint8

const (
	actNone action = iota
	actUp
	actDown
	actPageUp
	actPageDown
	actHalfUp
	actHalfDown
	actTop
	actBottom
	actTick
	actEnter
	actBack
	actLeave // ctrl+c
	actQuit  // q
	actWhy   // w on a result
	actAsk   // ? on a question
	actReview
	actGoOn // g: from a result on with the questions, and back to it; elsewhere to the top
	actLeft
	actRight
	actEdit
	actSave
	actAgain // o on a result
	actHelp
	actNo
	actYes
	actDigit
)

var keys = map[string]action{
	"up": actUp, "k": actUp, "down": actDown, "j": actDown,
	"left": actLeft, "right": actRight, "tab": actRight,
	"pgup": actPageUp, "pgdown": actPageDown, "home": actTop, "end": actBottom, "G": actBottom,
	"ctrl+u": actHalfUp, "ctrl+d": actHalfDown,
	"space": actTick, "x": actTick, "enter": actEnter,
	// Two quick presses of esc arrive as alt+esc, and ctrl+c soon after esc as
	// ctrl+alt+c.
	"esc": actBack, "alt+esc": actBack, "shift+tab": actBack,
	"ctrl+c": actLeave, "ctrl+alt+c": actLeave, "q": actQuit, "w": actWhy, "?": actAsk, "r": actReview, "g": actGoOn,
	"e": actEdit, "s": actSave, "o": actAgain, "h": actHelp, "f1": actHelp, "n": actNo, "y": actYes,
}

// letterKeys are the keys of answers beyond the ninth: the letters that mean nothing else
// on any screen.
const letterKeys = "abcdfilmptuvz"

// rowKey returns the key of an answer, whose number counts from 1, or "" if it has none.
func rowKey(number int) string {
	switch {
	case number <= 9:
		return strconv.Itoa(number)
	case number <= 9+len(letterKeys):
		return letterKeys[number-10 : number-9]
	}
	return ""
}

// press is a key that was pressed, and what it means.
type press struct {
	tea.KeyPressMsg
	act   action
	digit int // of actDigit: which answer, by its digit or letter; 0 for none of these
}

// meaning returns what a key means.
func meaning(k tea.KeyPressMsg) press {
	s := k.String()
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return press{k, actDigit, int(s[0] - '0')}
	}
	if i := strings.Index(letterKeys, s); i >= 0 && len(s) == 1 {
		return press{k, actDigit, 10 + i}
	}
	return press{k, keys[s], 0}
}

// listed returns the footer of a screen on which the same keys always work.
func listed(keys string) func() []string {
	return func() []string { return strings.Split(keys, " · ") }
}
