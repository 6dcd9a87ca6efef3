// Package screen is the full screen: a Bubble Tea model that draws a session, and the
// terminal that it runs on.
//
//	app.go       the model: a stack of screens
//	screens.go   each screen: what its keys do, and which one comes next
//	save.go      the screen that saves the result
//	keys.go      every key, in one place
//	look.go      the styles: how everything looks
//	print.go     the same styles for what the verbs print on a terminal
//	page.go      a question with its answers
//	heading.go   its first line: how far the interview has come
//	ladder.go    how urgent the result can still be
//	choice.go    the one form field, for single answers and for ticks
//	list.go      moving through rows
//	room.go      how the lines of a page are shared between question and answers
//	scroll.go    a document
//	document.go  drawing its lines: frames, margins and columns
//	viewport.go  which lines are on the screen
//	terminal.go  running the model: reading, drawing, suspending, faults
//	drain.go     which keys count while a page is new
//	sieve.go     which bytes from the terminal get through
//
// A terminal is not trusted either. Text, keys, pastes of up to 64 kB and the colour of
// the background get through the sieve, and nothing else does. Only the first 512
// columns and 256 lines of a window are drawn on.
package screen

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/session"
)

// app is the Bubble Tea model: a session and a stack of screens. The top screen is
// drawn and gets the keys. The only command loads the table. Files are written while a
// key is handled, because what comes next depends on whether that worked.
type app struct {
	setup   session.Setup
	write   report.Writer
	session *session.Session // nil until the table is there
	look    look
	err     error

	width, height int
	screens       []screen // the bottom one shows the session
	moves         int      // session.Moves() when the bottom one was made
	screenNo      int      // counts up whenever another screen is on top

	starting    bool // enter was pressed before the table was there
	left        bool
	interrupts  bool // the last wish to leave was ctrl+c, not q
	interrupted bool // the program was ended from outside
}

// screen is something that fills the window.
type screen interface {
	key(k press)
	// view returns what to draw, and where the terminal's cursor belongs.
	view() (content string, x, y int)
	resize(width, height int)
}

// loaded is the message that the table has been loaded, or could not be.
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

// firstFrame is about how long it takes to draw the first screen. Loading the table in
// the meantime would delay it, and nobody presses a key that soon.
const firstFrame = 20 * time.Millisecond

// Init loads the table once the first screen has been drawn.
func (a *app) Init() tea.Cmd {
	return tea.Tick(firstFrame, func(time.Time) tea.Msg {
		t, place, err := a.setup.Table()
		return loaded{t, place, err}
	})
}

// Update handles one message. Messages it does not know change nothing.
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
		screenNo := a.screenNo
		if a.redraw(); !a.starting {
			a.screenNo = screenNo // the welcome page again, which now says a little more
		}
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		for _, s := range a.screens {
			a.fit(s)
		}
	case tea.BackgroundColorMsg:
		a.look.reported(msg.Color)
	case tea.ColorProfileMsg:
		a.look.profile = msg.Profile
	case tea.KeyPressMsg:
		switch k := meaning(msg); {
		case k.act == actLeave:
			a.leave(true)
		case k.act == actHelp && !a.typing():
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

// View draws the top screen.
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

// leave ends the program, by ctrl+c or otherwise, unless the session has a question first.
func (a *app) leave(interrupt bool) {
	a.interrupts = interrupt
	if a.session == nil {
		a.left = true
		return
	}
	if asks := a.session.Asks(); asks != session.Nothing && asks != session.Leaving {
		// This question takes the place of that one.
		a.screens = slices.DeleteFunc(a.screens, func(s screen) bool { _, asking := s.(askScreen); return asking })
	}
	var chosen []string
	for _, s := range a.screens {
		switch s := s.(type) {
		case pageScreen:
			chosen = s.choice.said
		case *saveScreen:
			s.keep()
		}
	}
	a.session.Leave(chosen...)
	a.follow()
}

// afterFault returns what is left to say after a fault in the program: how urgent it is at
// least. The fault may lie in what says that.
func (a *app) afterFault() (o session.Outcome) {
	o.Writer = a.write
	defer func() { _ = recover() }()
	o.AtLeast = a.outcome().AtLeast
	return o
}

func (a *app) outcome() session.Outcome {
	return session.End(a.session, a.write, a.interrupted || a.left && a.interrupts)
}
