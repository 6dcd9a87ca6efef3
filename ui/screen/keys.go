package screen

import tea "charm.land/bubbletea/v2"

// action is what a key means. Keys that mean nothing here reach nobody.
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
	// Two quick presses of esc arrive as alt+esc, and ctrl+c after one as this.
	"esc": actBack, "alt+esc": actBack, "shift+tab": actBack,
	"ctrl+c": actLeave, "ctrl+alt+c": actLeave, "q": actQuit, "w": actWhy, "?": actAsk, "r": actReview, "g": actGoOn,
	"e": actEdit, "s": actSave,
}

// meaning returns what a key means, and the digit for actDigit: 1 to 9 for the
// first answers, 0 for none of these.
func meaning(k tea.KeyPressMsg) (action, int) {
	s := k.String()
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return actDigit, int(s[0] - '0')
	}
	return keys[s], 0
}
