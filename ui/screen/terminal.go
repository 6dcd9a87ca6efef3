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

// ErrFault means that the program itself is at fault. An error that wraps it says what
// went wrong, for whoever fixes it.
const ErrFault fault = "a fault in legtriage itself"

type fault string

func (f fault) Error() string { return string(f) }

// Run runs the interview on a terminal. It ends when ctx does, as after a signal, and
// when the terminal is gone. However it ends, even by a panic in it or in a library, it
// leaves the terminal as it was.
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
		return app.afterFault(), err
	}
	return app.outcome(), err
}

// terminal runs a model on a terminal. It is itself a model, which wraps that one. Bubble
// Tea handles messages and commands. Decoding the input and drawing are done here: Bubble
// Tea would do both in goroutines in which a panic ends the process and leaves the
// terminal raw. The other goroutines of the libraries only pass on bytes and messages,
// and what they call here is guarded.
//
// Bubble Tea's own renderer wakes 60 or 120 times a second to see whether there is
// something to draw, even while nobody touches a key. Here a frame is drawn only after
// a message.
type terminal struct {
	model   model
	console uv.Console
	profile colorprofile.Profile

	ctx    context.Context // done when the program is to end, by a fault or otherwise
	cancel context.CancelCauseFunc

	program *tea.Program
	keys    cancelreader.CancelReader
	reading sync.Mutex   // held during a read of the input
	ended   bool         // nothing may be read any more; guarded by reading
	events  chan tea.Msg // what is typed, and what the terminal reports
	now     func() time.Time
	drain   drain
	signals chan os.Signal
	sift    func(*terminal) io.Reader  // returns the input for the decoder
	stop    func(t *terminal, pid int) // stops the process until it is continued; nil where that is impossible

	on            bool // the program has the terminal
	width, height int
	frame         uv.ScreenBuffer // what should be on the screen
	there         uv.ScreenBuffer // what is on it; empty if nothing is, or that would take much memory
	renderer      *uv.TerminalRenderer
	drawn         tea.View
	output        bytes.Buffer
}

// model is what runs on a terminal.
type model interface {
	tea.Model
	// screenNumber returns another number whenever another screen is up.
	screenNumber() int
	// typing reports whether the screen takes text, so that a letter is no command.
	typing() bool
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
		// A renderer that does nothing, once a second, which is the lowest rate it takes.
		tea.WithoutRenderer(), tea.WithFPS(1))
	var listening sync.WaitGroup
	t.guard(func() {
		// This makes the first frame right. Bubble Tea sends both again later.
		t.model.Update(tea.ColorProfileMsg{Profile: t.profile})
		t.model.Update(tea.WindowSizeMsg{Width: t.width, Height: t.height})
		if err = t.enter(); err != nil {
			return
		}
		t.write(ansi.RequestBackgroundColor) // only once, so that no answer comes after the end
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
		listening.Wait() // or it would read what is typed for the next program
		// After a panic of the decoder, the library may still be in a read.
		t.reading.Lock()
		t.ended = true
		t.reading.Unlock()
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

// guarded returns a command that runs cmd, and all commands that cmd returns, under
// guard.
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

// listen decodes what is typed until the input ends, and notes when it came.
func (t *terminal) listen() {
	defer close(t.events)
	decoded := make(chan uv.Event)
	go func() {
		defer close(decoded) // only once a fault is recorded, or this would look as if the terminal were gone
		t.guard(func() {
			uv.NewTerminalReader(reader{t, t.sift(t)}, t.console.Getenv("TERM")).StreamEvents(t.ctx, decoded)
		})
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

// reader is the decoder's input, until the program ends.
type reader struct {
	t *terminal
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	r.t.reading.Lock()
	defer r.t.reading.Unlock()
	if r.t.ended {
		return 0, io.EOF
	}
	return r.Reader.Read(p)
}

// sifted is what the sieve lets through of the terminal's input.
type sifted struct {
	t     *terminal
	sieve sieve
	last  time.Time // of the last read
	left  []byte    // what was let through and is not read yet
}

// Read runs in a goroutine of the library, and so guards itself.
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

// Messages to the terminal itself.
type (
	suspendMsg  struct{ pid int } // stop this process, or with 0 its whole group
	continueMsg struct{}
	windowMsg   struct{}
)

func (t *terminal) Init() tea.Cmd { return t.guarded(t.model.Init()) }

// Update handles one message.
func (t *terminal) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case suspendMsg:
		msg = t.suspend(m.pid)
	case continueMsg: // after a SIGSTOP, which is not announced
		t.leave()
		t.enter()
		msg = t.size()
	case typed:
		return t, t.receive(m)
	case waitedMsg:
		return t, t.deliver(t.drain.waited(m.which)...)
	case windowMsg: // redraw in full, since the size may have changed and changed back
		t.anew()
		msg = t.size()
	case tea.WindowSizeMsg:
		msg = t.resize(m.Width, m.Height)
	}
	_, cmd := t.model.Update(msg)
	t.drain.opens(t.model.screenNumber(), "", t.now())
	return t, t.guarded(cmd)
}

// receive takes what was typed, and delivers what counts on the page that is up.
func (t *terminal) receive(m typed) tea.Cmd {
	k, key := m.Msg.(tea.KeyPressMsg)
	switch {
	case !key: // a paste
		if t.drain.early(m.at) {
			return nil
		}
		return t.deliver(m)
	case t.stop != nil && k.String() == "ctrl+z":
		return t.deliver(typed{t.suspend(0), m.at})
	case meaning(k).act == actLeave:
		return t.deliver(m)
	}
	heard, wait := t.drain.admit(m, t.model.typing())
	which := t.drain.waits
	cmd := t.deliver(heard...)
	if wait {
		return t.guarded(tea.Batch(cmd, tea.Tick(unseen, func(time.Time) tea.Msg { return waitedMsg{which} })))
	}
	return cmd
}

// deliver passes these on to the model, and drops those that come after one that closes
// the page.
func (t *terminal) deliver(heard ...typed) tea.Cmd {
	for i, m := range heard {
		_, cmd := t.model.Update(m.Msg)
		by := ""
		if k, ok := m.Msg.(tea.KeyPressMsg); ok {
			by = k.String()
		}
		if page := t.model.screenNumber(); page != t.drain.page || i == len(heard)-1 {
			t.drain.opens(page, by, m.at)
			return t.guarded(cmd)
		}
	}
	return nil
}

// View draws, unless more messages are waiting. It gives Bubble Tea nothing to draw.
func (t *terminal) View() tea.View {
	if t.on && len(t.events) == 0 {
		t.draw(t.model.View())
		t.drain.shows(t.now())
	}
	return tea.View{}
}

// The largest screen that is drawn on. No window with legible letters is larger; whatever
// is beyond it stays empty.
const (
	mostColumns = 512
	mostLines   = 256
)

// size asks for the size of the window.
func (t *terminal) size() tea.WindowSizeMsg {
	width, height, err := t.console.GetSize()
	if err != nil {
		width, height = 0, 0
	}
	return t.resize(width, height)
}

// resize takes a size, wherever it comes from, and limits it.
func (t *terminal) resize(width, height int) tea.WindowSizeMsg {
	if width <= 0 || height <= 0 { // the terminal does not know
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
	t.drawn, t.frame, t.there, t.renderer = tea.View{}, uv.ScreenBuffer{}, uv.ScreenBuffer{}, nil
}

// ready makes what the next frame needs and does not have yet. Buffers are large, and
// anew is called more than once before the first frame.
func (t *terminal) ready() {
	if t.frame.RenderBuffer == nil {
		t.frame = uv.NewScreenBuffer(t.width, t.height)
	}
	if t.renderer != nil {
		return
	}
	t.renderer = uv.NewTerminalRenderer(&t.output, t.console.Environ())
	t.renderer.SetColorProfile(t.profile)
	t.renderer.SetFullscreen(true)
	t.renderer.SetRelativeCursor(false)
	t.renderer.SetScrollOptim(true)
	t.renderer.SetTabStops(-1)
	t.renderer.Erase()
}

// enter takes over the terminal. It asks for no extended encoding of keys: every terminal
// sends the ones in use here.
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

// leave gives the terminal back as it was. First it moves to the last line, for terminals
// without an alternate screen.
func (t *terminal) leave() {
	t.on = false
	t.write(ansi.ResetStyle + ansi.CursorPosition(1, t.height) + ansi.ResetModeBracketedPaste + ansi.SetWindowTitle("") +
		ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor)
	t.console.Restore()
}

// suspend stops the program until it is continued, and returns the size that the window
// has then.
func (t *terminal) suspend(pid int) tea.WindowSizeMsg {
	t.leave()
	t.stop(t, pid)
	t.enter()
	return t.size()
}

// draw draws one frame, in one write. Every view must have a cursor.
func (t *terminal) draw(v tea.View) {
	if d := t.drawn; d.Cursor != nil && v.Content == d.Content && v.WindowTitle == d.WindowTitle && v.Cursor.Position == d.Cursor.Position {
		return
	}
	t.ready()
	t.frame.Clear()
	uv.NewStyledString(v.Content).Draw(t.frame, t.frame.Bounds())
	t.render(v.Cursor.Y)
	// Move back on the line, for which the library takes more bytes.
	if x, y := t.renderer.Position(); y == v.Cursor.Y && x > v.Cursor.X && x < t.width {
		t.renderer.Flush()
		t.output.WriteString(ansi.CursorBackward(x - v.Cursor.X))
		t.renderer.SetPosition(v.Cursor.X, v.Cursor.Y)
	}
	t.renderer.MoveTo(v.Cursor.X, v.Cursor.Y)
	t.renderer.Flush()
	title := ""
	if v.WindowTitle != t.drawn.WindowTitle {
		title = ansi.SetWindowTitle(v.WindowTitle)
	}
	t.write(ansi.HideCursor + title + t.output.String() + ansi.ShowCursor)
	t.output.Reset()
	t.drawn = v
}

// span is a part of a line: the cells from (included) to to (excluded).
type span struct{ y, from, to int }

// The limits of drawing span by span.
const (
	mostCells = 300 * 100 // in a larger window there is no second buffer to compare with
	mostSpans = 12        // if there are more, they are drawn in one go
	between   = 4         // so few unchanged cells are cheaper to draw again than to skip
)

// render draws what has changed. The library redraws a line from its first to its last
// change, with all colours. That is much for the mark of the focus and a few words
// further on, so small changes are given to it span by span, with those on the cursor's
// line last.
func (t *terminal) render(last int) {
	if t.there.RenderBuffer == nil {
		t.renderer.Render(t.frame.RenderBuffer)
		if t.width*t.height <= mostCells {
			t.frame, t.there = uv.ScreenBuffer{}, t.frame
		}
		return
	}
	var spans []span
	narrow := true
	for y := range t.height {
		for x := range t.width {
			is, was := t.frame.CellAt(x, y), t.there.CellAt(x, y)
			if is.Equal(was) {
				continue
			}
			narrow = narrow && is.Width == 1 && was.Width == 1
			if n := len(spans); n > 0 && spans[n-1].y == y && x-spans[n-1].to < between {
				spans[n-1].to = x + 1
			} else {
				spans = append(spans, span{y, x, x + 1})
			}
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int {
		switch {
		case a.y == b.y || a.y != last && b.y != last:
			return 0
		case a.y == last:
			return 1
		}
		return -1
	})
	if !narrow || len(spans) > mostSpans {
		t.frame, t.there = t.there, t.frame
		t.renderer.Render(t.there.RenderBuffer)
		return
	}
	for _, s := range spans {
		for x := s.from; x < s.to; x++ {
			t.there.SetCell(x, s.y, t.frame.CellAt(x, s.y))
		}
		t.renderer.Render(t.there.RenderBuffer)
	}
}

// write writes to the terminal. If that fails, the terminal is gone.
func (t *terminal) write(s string) {
	if _, err := io.WriteString(t.console.Writer(), s); err != nil {
		t.cancel(nil)
	}
}
