package screen

import (
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
	actGoOn
	actLeft
	actRight
	actEdit
	actSave
	actDigit
)

var keys = map[string]action{
	"up": actUp, "k": actUp, "down": actDown, "j": actDown,
	"left": actLeft, "right": actRight, "tab": actRight,
	"pgup": actPageUp, "pgdown": actPageDown, "home": actTop, "end": actBottom,
	"space": actTick, "x": actTick, "enter": actEnter,
	// Two quick presses of esc arrive as alt+esc, and ctrl+c soon after esc as
	// ctrl+alt+c.
	"esc": actBack, "alt+esc": actBack, "shift+tab": actBack,
	"ctrl+c": actLeave, "ctrl+alt+c": actLeave, "q": actQuit, "w": actWhy, "?": actAsk, "r": actReview, "g": actGoOn,
	"e": actEdit, "s": actSave,
}

// press is a key that was pressed, and what it means.
type press struct {
	tea.KeyPressMsg
	act   action
	digit int // of actDigit: 1 to 9 for the first answers, 0 for none of these
}

// meaning returns what a key means.
func meaning(k tea.KeyPressMsg) press {
	s := k.String()
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return press{k, actDigit, int(s[0] - '0')}
	}
	return press{k, keys[s], 0}
}

// listed returns the keys of a line of them.
func listed(keys string) func() []string {
	return func() []string { return strings.Split(keys, " · ") }
}
