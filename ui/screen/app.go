// Package screen is the full screen: a Bubble Tea model that draws a session, and the
// terminal that it runs on.
//
//	app.go       the model: screens that stand one over the other
//	screens.go   each of them: what its keys do, and which one comes next
//	save.go      the one that saves the result
//	keys.go      every key, in one place
//	look.go      how everything looks: the sheet of styles
//	print.go     the same for what the verbs print on a terminal
//	page.go      a question with its answers
//	heading.go   its first line: where the interview stands
//	ladder.go    how urgent the result can still be
//	choice.go    the one form field, for single answers and for ticks
//	list.go      moving through rows
//	room.go      how the lines of a page are shared out
//	scroll.go    a document
//	document.go  a line of one: frames, margins and columns
//	viewport.go  the part of some lines that is on the screen
//	terminal.go  running the model: reading, drawing, suspending, faults
//	drain.go     what passes of the keys when a page is new
//	sieve.go     what passes of the bytes that a terminal sends
//
// A terminal is not trusted either. Text, keys, pastes of up to 64 kB and the colour of
// the background pass the sieve, and nothing else does. At most 512 columns and 256
// lines of a window are drawn on.
package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/session"
)

// app is the Bubble Tea model: a session, and the screens that stand one over the
// other. Keys go to the uppermost one, and that one is drawn. Its only command
// loads the table. Files are written while a key is handled, because what comes next
// depends on whether that worked.
type app struct {
	setup   session.Setup
	write   report.Writer
	session *session.Session // nil until the table is there
	look    look
	err     error

	width, height int
	screens       []screen // the lowest one draws the session
	moves         int      // of the session, when the lowest one was made
	turned        int      // how often a screen came or went

	starting    bool // enter was pressed before the table was there
	left        bool
	interrupted bool
}

// screen is something that fills the window.
type screen interface {
	key(k press)
	// view draws it, and says where the terminal's cursor belongs.
	view() (content string, x, y int)
	resize(width, height int)
}

// loaded is the message that brings the table.
type loaded struct {
	table *triage.Table
	place report.Country
	err   error
}

func newApp(setup session.Setup) *app {
	a := &app{setup: setup, write: report.Writer{Words: setup.Words}, width: 80, height: 24}
	a.push(a.welcome())
	return a
}

// firstFrame is about how long it takes to draw the first screen. Reading the table
// meanwhile would delay it, and nobody presses a key so soon.
const firstFrame = 20 * time.Millisecond

// Init loads the table once the first screen stands.
func (a *app) Init() tea.Cmd {
	return tea.Tick(firstFrame, func(time.Time) tea.Msg {
		t, place, err := a.setup.Table()
		return loaded{t, place, err}
	})
}

// Update hears one message. Messages it does not know change nothing.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if a.err = msg.err; a.err != nil {
			return a, tea.Quit
		}
		a.session, a.write.Country = a.setup.Begin(msg.table), msg.place
		if a.starting {
			a.session.Start()
		}
		turned := a.turned
		if a.redraw(); !a.starting {
			a.turned = turned // it is the same page, and says a little more now
		}
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		for _, s := range a.screens {
			a.fit(s)
		}
	case tea.BackgroundColorMsg:
		a.look.hear(msg.Color)
	case tea.ColorProfileMsg:
		a.look.profile = msg.Profile
	case tea.KeyPressMsg:
		_, typing := a.top().(*saveScreen) // there a letter is a letter
		switch k := meaning(msg); {
		case k.act == actLeave:
			a.leave()
		case k.act == actHelp && !typing:
			a.help()
		default:
			a.top().key(k)
		}
	case tea.PasteMsg:
		if s, ok := a.top().(*saveScreen); ok {
			s.paste(msg.Content)
		}
	}
	if a.left {
		return a, tea.Quit
	}
	return a, nil
}

// View draws the uppermost screen.
func (a *app) View() tea.View {
	var v tea.View
	v.AltScreen, v.WindowTitle = true, a.setup.Words.Name
	content, x, y := a.top().view()
	left, above, _ := place(a.width, a.height)
	margin := "\n" + strings.Repeat(" ", left)
	content = strings.Repeat("\n", above) + margin[1:] + strings.ReplaceAll(content, "\n", margin)
	v.Content, v.Cursor = a.look.legible(content), tea.NewCursor(x+left, y+above)
	return v
}

// leave ends the program, as far as the session lets it.
func (a *app) leave() {
	if a.session == nil {
		a.left = true
	} else {
		a.session.Leave()
		a.follow()
	}
	a.interrupted = a.left
}

func (a *app) outcome() session.Outcome { return session.End(a.session, a.write, a.interrupted) }
