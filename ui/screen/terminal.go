package screen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/cancelreader"

	"legtriage/rules/read"
	"legtriage/ui/session"
)

// ErrFault means that the program itself is at fault. An error that wraps it says
// what went wrong, for whoever mends it.
const ErrFault fault = "a fault in legtriage itself"

type fault string

func (f fault) Error() string { return string(f) }

// Run pieces the interview on a terminal. It ends when ctx does, as after
// a signal, and when the terminal is gone. However it ends, also by a fault in
// it or in a library, the terminal is as it was before.
func Run(ctx context.Context, setup session.Setup, in, out *os.File, environment []string) (session.Outcome, error) {
	app := newApp(setup)
	profile := colorprofile.Detect(out, environment)
	app.look = newLook(environment, profile)
	t := newTerminal(ctx, app, uv.NewConsole(in, out, environment), profile)
	err := t.run()
	switch {
	case app.err != nil:
		return session.Outcome{}, app.err
	case errors.Is(err, tea.ErrProgramKilled):
		app.interrupted, err = true, nil
	case err != nil:
		return session.Outcome{Writer: app.write}, err
	}
	return app.outcome(), err
}

// terminal pieces a model on a terminal. It stands between the two as a model
// itself: Bubble Tea has the messages and commands, and the terminal has what
// Bubble Tea would do in goroutines where a panic would end the process and leave
// the terminal raw: it decodes the input and draws. The other
// goroutines of the libraries only pass bytes and messages on, and what they call here
// is guarded.
//
// Bubble Tea's own renderer wakes 60 or 120 times a second to see whether there is
// something to draw, also while nobody touches a key. Here a frame is drawn only after
// a message.
type terminal struct {
	model   model
	console uv.Console
	profile colorprofile.Profile

	ctx    context.Context // done when the program is to end, by a fault or otherwise
	cancel context.CancelCauseFunc

	program *tea.Program
	keys    cancelreader.CancelReader
	events  chan tea.Msg // what is typed, and what the terminal says
	now     func() time.Time
	drain   drain
	signals chan os.Signal
	sift    func(*terminal) io.Reader  // the keys as the library gets them
	stop    func(t *terminal, pid int) // until somebody makes it go on; nil where nobody can

	on            bool // the program has the terminal
	width, height int
	frame         uv.ScreenBuffer // what is to be on the screen
	there         uv.ScreenBuffer // what is; empty where that would take much memory
	pen           *uv.TerminalRenderer
	drawn         tea.View
	output        bytes.Buffer
}

// model is what pieces on a terminal.
type model interface {
	tea.Model
	// standing tells pages apart: another number is another page.
	standing() int
}

func newTerminal(ctx context.Context, model model, console uv.Console, profile colorprofile.Profile) *terminal {
	t := &terminal{
		model: model, console: console, profile: profile, sift: (*terminal).input, stop: stopProcess,
		events: make(chan tea.Msg, 64), signals: make(chan os.Signal, 8), now: time.Now,
	}
	t.ctx, t.cancel = context.WithCancelCause(ctx)
	return t
}

// run returns when the model quits. The error is tea.ErrProgramKilled when the
// context ends or the terminal is gone, and ErrFault when something panics.
func (t *terminal) run() error {
	defer t.cancel(nil)
	var err error
	if t.keys, err = uv.NewCancelReader(t.console.Reader()); err != nil {
		return err
	}
	defer t.keys.Close()
	t.size()
	t.program = tea.NewProgram(t, tea.WithContext(t.ctx), tea.WithInput(nil), tea.WithOutput(io.Discard),
		tea.WithEnvironment(t.console.Environ()), tea.WithWindowSize(t.width, t.height), tea.WithColorProfile(t.profile),
		tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
		// A renderer that does nothing, once a second, which is as rarely as it can be.
		tea.WithoutRenderer(), tea.WithFPS(1))
	var listening sync.WaitGroup
	t.guard(func() {
		// This makes the first frame right. Bubble Tea sends both again later.
		t.model.Update(tea.ColorProfileMsg{Profile: t.profile})
		t.model.Update(tea.WindowSizeMsg{Width: t.width, Height: t.height})
		if err = t.enter(); err != nil {
			return
		}
		t.write(ansi.RequestBackgroundColor) // only once, so that no answer comes when nobody listens
		listening.Go(func() { t.guard(t.listen) })
		go t.guard(t.forward)
		t.notify()
		go t.guard(t.hear)
		_, err = t.program.Run()
	})
	signal.Stop(t.signals)
	t.cancel(nil)
	if t.on {
		t.leave()
	}
	if t.keys.Cancel() {
		listening.Wait() // or it would take what is typed next
	}
	if fault := context.Cause(t.ctx); errors.Is(fault, ErrFault) {
		return fault
	}
	return err
}

// guard calls do, and ends the program if that panics. Only the first fault counts;
// others may follow from it.
func (t *terminal) guard(do func()) {
	defer func() {
		if fault := recover(); fault != nil {
			t.cancel(fmt.Errorf("%w: %s\n%s", ErrFault, read.Harmless(fmt.Sprint(fault)), strings.ReplaceAll(string(debug.Stack()), "\t", "    ")))
		}
	}()
	do()
}

// guarded returns a command that pieces under guard, with all that it starts.
func (t *terminal) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		t.guard(func() {
			msg = cmd()
			if batch, ok := msg.(tea.BatchMsg); ok {
				for i := range batch {
					batch[i] = t.guarded(batch[i])
				}
			}
		})
		return msg
	}
}

// listen decodes what is typed until there is no more to come, and notes when it came.
func (t *terminal) listen() {
	defer close(t.events)
	decoded := make(chan uv.Event)
	go func() {
		defer close(decoded) // after a fault is told, or this would look like a terminal that is gone
		t.guard(func() { uv.NewTerminalReader(t.sift(t), t.console.Getenv("TERM")).StreamEvents(t.ctx, decoded) })
	}()
	for event := range decoded {
		var msg tea.Msg = event
		switch event := event.(type) {
		case uv.KeyPressEvent:
			msg = typed{tea.KeyPressMsg(event), t.now()}
		case uv.PasteEvent:
			msg = typed{tea.PasteMsg{Content: event.Content}, t.now()}
		}
		t.events <- msg
	}
	t.cancel(nil) // the terminal is gone, unless this is the end anyway
}

// sifted is the terminal's input, as far as the sieve lets it pass.
type sifted struct {
	t     *terminal
	sieve sieve
	last  time.Time // when something was read
	left  []byte    // what may pass and was not asked for yet
}

// Read pieces in a goroutine of the library, and so guards itself.
func (r *sifted) Read(p []byte) (n int, err error) {
	err = io.EOF // if it panics
	r.t.guard(func() { n, err = r.read(p) })
	return n, err
}

func (r *sifted) read(p []byte) (n int, err error) {
	if len(r.left) == 0 {
		var in [4096]byte
		n, err = r.t.keys.Read(in[:])
		now := time.Now()
		r.left = r.sieve.sift(in[:n], now.Sub(r.last))
		r.last = now
	}
	n = copy(p, r.left)
	r.left = r.left[n:]
	return n, err
}

// forward hands events to the program.
func (t *terminal) forward() {
	for event := range t.events {
		t.program.Send(event)
	}
}

// Messages of the terminal itself.
type (
	suspendMsg  struct{ pid int } // stop this process, or all of its group for 0
	continueMsg struct{}
	windowMsg   struct{}
)

func (t *terminal) Init() tea.Cmd { return t.guarded(t.model.Init()) }

// Update hears one message.
func (t *terminal) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case suspendMsg:
		msg = t.suspend(m.pid)
	case continueMsg: // after a stop of which nothing was heard
		t.leave()
		t.enter()
		msg = t.size()
	case typed:
		return t, t.hears(m)
	case waitedMsg:
		return t, t.hands(t.drain.waited(m.which)...)
	case windowMsg: // it may have been another size meanwhile
		t.anew()
		msg = t.size()
	case tea.WindowSizeMsg:
		msg = t.resize(m.Width, m.Height)
	}
	_, cmd := t.model.Update(msg)
	t.drain.opens(t.model.standing(), "", t.now())
	return t, t.guarded(cmd)
}

// hears takes what was typed, of which the page gets what is meant for it.
func (t *terminal) hears(m typed) tea.Cmd {
	k, key := m.Msg.(tea.KeyPressMsg)
	switch {
	case !key: // a paste
		if t.drain.early(m.at) {
			return nil
		}
		return t.hands(m)
	case t.stop != nil && k.String() == "ctrl+z":
		return t.hands(typed{t.suspend(0), m.at})
	case meaning(k).act == actLeave:
		return t.hands(m)
	}
	heard, wait := t.drain.hears(m)
	which := t.drain.waits
	cmd := t.hands(heard...)
	if wait {
		return t.guarded(tea.Batch(cmd, tea.Tick(unseen, func(time.Time) tea.Msg { return waitedMsg{which} })))
	}
	return cmd
}

// hands hands on what is heard, up to what closes the page.
func (t *terminal) hands(heard ...typed) tea.Cmd {
	for i, m := range heard {
		_, cmd := t.model.Update(m.Msg)
		by := ""
		if k, ok := m.Msg.(tea.KeyPressMsg); ok {
			by = k.String()
		}
		if page := t.model.standing(); page != t.drain.page || i == len(heard)-1 {
			t.drain.opens(page, by, m.at)
			return t.guarded(cmd)
		}
	}
	return nil
}

// View draws, unless more messages wait. It gives Bubble Tea nothing to draw.
func (t *terminal) View() tea.View {
	if t.on && len(t.events) == 0 {
		t.draw(t.model.View())
		t.drain.shows(t.now())
	}
	return tea.View{}
}

// The largest screen that is drawn on, in columns and lines. Larger than any
// window with letters that can be read; what is beyond stays empty.
const (
	mostColumns = 512
	mostLines   = 256
)

// size looks at the size of the window.
func (t *terminal) size() tea.WindowSizeMsg {
	width, height, err := t.console.GetSize()
	if err != nil {
		width, height = 0, 0
	}
	return t.resize(width, height)
}

// resize takes a size, wherever it comes from, and keeps it within limits.
func (t *terminal) resize(width, height int) tea.WindowSizeMsg {
	if width <= 0 || height <= 0 { // a terminal that does not know
		width, height = 80, 24
	}
	width, height = min(width, mostColumns), min(height, mostLines)
	if width != t.width || height != t.height {
		t.width, t.height = width, height
		t.anew()
	}
	return tea.WindowSizeMsg{Width: width, Height: height}
}

// anew forgets what is on the screen, so that the next frame is drawn in full.
func (t *terminal) anew() {
	t.drawn = tea.View{}
	t.frame, t.there = uv.NewScreenBuffer(t.width, t.height), uv.ScreenBuffer{}
	if t.width*t.height <= mostCells {
		t.there = uv.NewScreenBuffer(t.width, t.height)
	}
	t.pen = uv.NewTerminalRenderer(&t.output, t.console.Environ())
	t.pen.SetColorProfile(t.profile)
	t.pen.SetFullscreen(true)
	t.pen.SetRelativeCursor(false)
	t.pen.SetScrollOptim(true)
	t.pen.SetTabStops(-1)
	t.pen.Erase()
}

// enter takes the terminal over. It does not ask the
// terminal to send keys in another way: every terminal sends those in use here.
func (t *terminal) enter() error {
	if _, err := t.console.MakeRaw(); err != nil {
		t.cancel(nil) // the terminal is gone, or somebody else's
		return err
	}
	t.on = true
	t.anew()
	t.write(ansi.SetModeAltScreenSaveCursor + ansi.SetModeBracketedPaste)
	return nil
}

// leave gives the terminal back as it was. First it goes to the last line, for
// terminals without a second screen.
func (t *terminal) leave() {
	t.on = false
	t.write(ansi.ResetStyle + ansi.CursorPosition(1, t.height) + ansi.ResetModeBracketedPaste + ansi.SetWindowTitle("") +
		ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor)
	t.console.Restore()
}

// suspend stops the program until it is continued, and returns the size of the window
// then.
func (t *terminal) suspend(pid int) tea.WindowSizeMsg {
	t.leave()
	t.stop(t, pid)
	t.enter()
	return t.size()
}

// draw draws one frame, in one write. Every view has a cursor.
func (t *terminal) draw(v tea.View) {
	if d := t.drawn; d.Cursor != nil && v.Content == d.Content && v.WindowTitle == d.WindowTitle && v.Cursor.Position == d.Cursor.Position {
		return
	}
	t.frame.Clear()
	uv.NewStyledString(v.Content).Draw(t.frame, t.frame.Bounds())
	t.render(v.Cursor.Y)
	if x, y := t.pen.Position(); y == v.Cursor.Y && x > v.Cursor.X && x < t.width { // which the library does in more bytes
		t.pen.Flush()
		t.output.WriteString(ansi.CursorBackward(x - v.Cursor.X))
		t.pen.SetPosition(v.Cursor.X, v.Cursor.Y)
	}
	t.pen.MoveTo(v.Cursor.X, v.Cursor.Y)
	t.pen.Flush()
	title := ""
	if v.WindowTitle != t.drawn.WindowTitle {
		title = ansi.SetWindowTitle(v.WindowTitle)
	}
	t.write(ansi.HideCursor + title + t.output.String() + ansi.ShowCursor)
	t.output.Reset()
	t.drawn = v
}

// piece is a part of a line, up to an end.
type piece struct{ y, from, to int }

// What is changed in pieces.
const (
	mostCells  = 300 * 100
	mostPieces = 12 // more of them are drawn in one go
	between    = 4  // so few cells that stay are cheaper to draw again than to skip
)

// render draws what has changed. The library draws all between the first and the last
// change of a line again, with all its colours. The mark of the focus and the words beside
// it are apart, and so a few changes are given to it piece by piece, those on the line of
// the cursor last.
func (t *terminal) render(last int) {
	if t.there.RenderBuffer == nil {
		t.pen.Render(t.frame.RenderBuffer)
		return
	}
	var pieces []piece
	narrow := true
	for y := range t.height {
		for x := range t.width {
			is, was := t.frame.CellAt(x, y), t.there.CellAt(x, y)
			if is.Equal(was) {
				continue
			}
			narrow = narrow && is.Width == 1 && was.Width == 1
			if n := len(pieces); n > 0 && pieces[n-1].y == y && x-pieces[n-1].to < between {
				pieces[n-1].to = x + 1
			} else {
				pieces = append(pieces, piece{y, x, x + 1})
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		switch {
		case a.y == b.y || a.y != last && b.y != last:
			return 0
		case a.y == last:
			return 1
		}
		return -1
	})
	if !narrow || len(pieces) > mostPieces {
		t.frame, t.there = t.there, t.frame
		t.pen.Render(t.there.RenderBuffer)
		return
	}
	for _, p := range pieces {
		for x := p.from; x < p.to; x++ {
			t.there.SetCell(x, p.y, t.frame.CellAt(x, p.y))
		}
		t.pen.Render(t.there.RenderBuffer)
	}
}

// write writes to the terminal. When that fails the terminal is gone.
func (t *terminal) write(s string) {
	if _, err := io.WriteString(t.console.Writer(), s); err != nil {
		t.cancel(nil)
	}
}
