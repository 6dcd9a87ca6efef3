//go:build unix

package main

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// The keys that are not letters, as a terminal sends them.
const (
	enter  = "\r"
	esc    = "\x1b"
	up     = "\x1b[A"
	down   = "\x1b[B"
	right  = "\x1b[C"
	home   = "\x1b[H"
	end    = "\x1b[F"
	pgdown = "\x1b[6~"
	tab    = "\t"
	ctrlA  = "\x01"
	ctrlC  = "\x03"
	altEsc = "\x1b\x1b" // two quick presses of esc
)

// window is a terminal's window and what runs in it.
type window struct {
	width, height int         // 80 by 24 when zero
	background    color.Color // black when nil
	silent        bool        // it answers no queries, like some terminals
	env           []string    // besides an environment with colours and no locale
	dir           string      // the folder to start in
	program       string      // legtriage when empty
	args          []string
}

// terminal is a program running in a window: a real pseudo-terminal, with an emulator
// as its screen. Keys are bytes, and tests wait for something on the screen, as people
// do.
type terminal struct {
	t       testing.TB
	command *exec.Cmd
	pty     *os.File // the window's side
	slave   string   // the name of the program's side
	started time.Time
	before  *term.State // the settings of the terminal before the program changed them

	mu       sync.Mutex
	emulator *vt.Emulator
	drawing  bool // the cursor is hidden: a frame is being drawn
	modes    map[ansi.Mode]bool
	output   bytes.Buffer
	changed  chan struct{} // closed when there is more on the screen
	over     bool          // nothing more will come
	closer   string        // the last key that was not a move: it may have closed a page
	closed   time.Time     // when it was typed
	moved    bool          // a move has been typed since
	answered time.Time     // when the page that it may have led to was drawn
	last     string        // what was typed last
	typed    time.Time     // when
	echoed   bool          // something has come since
	again    int           // how often it was typed again, since nothing came of it
	lost     int           // how often any key was

	exited chan struct{}
}

// open starts the program in the window.
func (w window) open(t testing.TB) *terminal {
	t.Helper()
	if w.width == 0 {
		w.width, w.height = 80, 24
	}
	if w.background == nil {
		w.background = color.Black
	}
	if w.program == "" {
		w.program = program(t)
	}
	s := &terminal{
		t: t, command: exec.Command(w.program, w.args...), emulator: vt.NewEmulator(w.width, w.height),
		modes: map[ansi.Mode]bool{}, changed: make(chan struct{}), exited: make(chan struct{}),
	}
	s.command.Dir = w.dir
	s.command.Env = append([]string{
		"TERM=xterm-256color", "COLORTERM=truecolor", "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"),
		"GORACE=" + os.Getenv("GORACE"),
	}, w.env...)
	s.emulator.SetBackgroundColor(w.background)
	s.emulator.SetCallbacks(vt.Callbacks{
		CursorVisibility: func(visible bool) { s.drawing = !visible },
		EnableMode:       func(m ansi.Mode) { s.modes[m] = true },
		DisableMode:      func(m ansi.Mode) { delete(s.modes, m) },
	})
	var slave *os.File
	s.pty, slave = openPty(t)
	s.slave = slave.Name()
	s.resizePty(w.width, w.height)
	s.before = s.settings()
	s.command.Stdin, s.command.Stdout, s.command.Stderr = slave, slave, slave
	s.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.started = time.Now()
	s.closed = s.started
	err := s.command.Start()
	slave.Close()
	if err != nil {
		t.Fatal(err)
	}
	listened := make(chan struct{})
	go func() {
		s.listen()
		close(listened)
	}()
	answers := io.Writer(s.pty)
	if w.silent {
		answers = io.Discard
	}
	go io.Copy(answers, s.emulator) // the terminal's answers to queries
	go func() {
		s.command.Wait()
		close(s.exited)
	}()
	t.Cleanup(func() {
		s.command.Process.Kill()
		<-s.exited
		s.pty.Close()
		<-listened
		s.emulator.InputPipe().(io.Closer).Close()
	})
	return s
}

// openPty opens a pseudo-terminal whose window can be closed while it is being read.
// That is not possible with one from package pty.
func openPty(t testing.TB) (master, slave *os.File) {
	t.Helper()
	blocking, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer blocking.Close()
	syscall.ForkLock.RLock() // or a program started now would inherit it
	fd, err := syscall.Dup(int(blocking.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err == nil {
		err = syscall.SetNonblock(fd, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), "window"), slave
}

// listen passes what the program writes to the emulator, until the program and
// everything it started have closed the terminal.
func (s *terminal) listen() {
	buf := make([]byte, 1<<16)
	for {
		n, err := s.pty.Read(buf)
		s.mu.Lock()
		s.output.Write(buf[:n])
		if n > 0 {
			s.echoed = true
		}
		if !s.moved && n > 0 {
			s.answered = time.Now()
		}
		s.emulator.Write(buf[:n])
		s.over = err != nil
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// keys types like somebody who looks at each page before the first key.
func (s *terminal) keys(keys ...string) {
	s.t.Helper()
	for i, k := range keys {
		s.types(k, !moves[k])
		if i < len(keys)-1 && !s.echoes(nothingYet) {
			s.unheard(nothingYet)
		}
	}
}

// echoes reports whether anything comes of the last key within this time.
func (s *terminal) echoes(within time.Duration) bool {
	late := time.After(within)
	for {
		s.mu.Lock()
		echoed, changed, over := s.echoed, s.changed, s.over
		s.mu.Unlock()
		if echoed || over {
			return true
		}
		select {
		case <-changed:
		case <-late:
			return false
		}
	}
}

// goesOn types a digit that answers the page.
func (s *terminal) goesOn(digit string) {
	s.t.Helper()
	s.types(digit, true)
}

func (s *terminal) types(key string, closes bool) {
	s.t.Helper()
	s.unhurried(key, closes)
	s.mu.Lock()
	s.last, s.typed, s.echoed, s.again = key, time.Now(), false, 0
	s.mu.Unlock()
	if _, err := s.pty.WriteString(key); err != nil {
		s.t.Fatalf("typing %q: %v, on:\n%s", key, err, s.now())
	}
}

// How long a page must be shown before its first key counts, and before the key that
// closed the previous page counts: what package screen promises, and a little more,
// since the clock on this side is not quite that of the program.
const (
	seen  = 150*time.Millisecond + 70*time.Millisecond
	letGo = 300*time.Millisecond + 20*time.Millisecond
	// nothingCame is the time after which a key has led to nothing.
	nothingCame = 2 * time.Second
	// nothingYet is the same for a key that another one follows.
	nothingYet = 500 * time.Millisecond
)

// unhurried waits until a key counts on the page that the last key may have led to. closes
// says whether the key may close that page.
func (s *terminal) unhurried(key string, closes bool) {
	switch last := key[len(key)-1:]; {
	case strings.Contains(key, enter):
		key = enter
	case strings.Contains("0123456789", last):
		key = last
	}
	for {
		s.mu.Lock()
		since, needs := s.answered, seen
		if key == s.closer {
			needs = letGo
		}
		nothing, over := s.answered.IsZero() && time.Since(s.closed) > nothingCame, s.over
		s.mu.Unlock()
		left := nothingCame
		if !since.IsZero() {
			left = needs - time.Since(since)
		}
		if nothing || over || left <= 0 {
			break
		}
		time.Sleep(min(left, 5*time.Millisecond))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.moved = !closes; closes {
		s.closer, s.closed, s.answered = key, time.Now(), time.Time{}
	}
}

// unheard types the last key again if not a byte came of it in this time. On a busy machine the program
// may note that the page is on the screen long after this side has read it, and then drops
// the key as typed too early. People press again, which is safe: a key that was only late
// is followed by one too early for the next page.
func (s *terminal) unheard(in time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == "" || s.echoed || s.over || time.Since(s.typed) < in || s.again == 2 {
		return
	}
	s.again++
	s.typed = time.Now()
	if s.lost++; s.lost > 5 {
		s.t.Errorf("nothing comes of many keys, lastly of %q", s.last)
	}
	s.t.Logf("nothing came of %q, so it is typed again", s.last)
	s.pty.WriteString(s.last)
}

// moves are the keys that do not close a page. A digit that does is typed by goesOn.
var moves = map[string]bool{up: true, down: true, right: true, home: true, end: true, pgdown: true, tab: true, " ": true,
	"0": true, "1": true, "2": true, "3": true, "4": true, "5": true, "6": true, "7": true, "8": true, "9": true}

func (s *terminal) resizePty(width, height int) {
	s.t.Helper()
	// On the program's side: package pty would make the window's side blocking.
	slave, err := os.OpenFile(s.slave, os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	defer slave.Close()
	if err := pty.Setsize(slave, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		s.t.Fatal(err)
	}
}

// settings returns the settings of the terminal: echo, line mode and so on.
func (s *terminal) settings() (state *term.State) {
	s.t.Helper()
	raw, err := s.pty.SyscallConn() // Fd would make the window blocking
	if err != nil {
		s.t.Fatal(err)
	}
	raw.Control(func(fd uintptr) { state, err = term.GetState(fd) })
	if err != nil {
		s.t.Fatal(err)
	}
	return state
}

// resize changes the size of the window.
func (s *terminal) resize(width, height int) {
	s.t.Helper()
	s.mu.Lock()
	s.emulator.Resize(width, height)
	s.mu.Unlock()
	s.resizePty(width, height)
}

// display is what is visible at one moment.
type display struct {
	lines     []string
	inks      []ink
	x, y      int  // of the cursor
	cursor    bool // it is visible
	alternate bool // this is the screen that disappears with the program
}

// ink is a colour of text, and the colour behind it, somewhere on the screen.
type ink struct{ text, back color.Color }

func (s display) String() string {
	return fmt.Sprintf("%s\n(cursor %d,%d, seen: %v, alternate screen: %v)", strings.Join(s.lines, "\n"), s.x, s.y, s.cursor, s.alternate)
}

// text is the screen as one line, for words that may be wrapped.
func (s display) text() string { return strings.Join(strings.Fields(strings.Join(s.lines, " ")), " ") }

func (s display) has(words string) bool { return strings.Contains(s.text(), words) }

// look returns the screen. The caller must hold the lock.
func (s *terminal) look() display {
	var out display
	seen := map[ink]bool{}
	for y := range s.emulator.Height() {
		var line strings.Builder
		for x := 0; x < s.emulator.Width(); x++ {
			cell := s.emulator.CellAt(x, y)
			if cell == nil || cell.Content == "" {
				line.WriteByte(' ')
				continue
			}
			line.WriteString(cell.Content)
			if cell.Content != " " && (cell.Style.Fg != nil || cell.Style.Bg != nil) {
				i := ink{cell.Style.Fg, cell.Style.Bg} // reversed or not: the contrast is the same
				if i.text == nil {
					i.text = s.emulator.ForegroundColor()
				}
				if i.back == nil {
					i.back = s.emulator.BackgroundColor()
				}
				if !seen[i] {
					seen[i] = true
					out.inks = append(out.inks, i)
				}
			}
			x += cell.Width - 1
		}
		out.lines = append(out.lines, strings.TrimRight(line.String(), " "))
	}
	at := s.emulator.CursorPosition()
	out.x, out.y, out.cursor, out.alternate = at.X, at.Y, !s.drawing, s.emulator.IsAltScreen()
	if margin := out.margin(); out.alternate && margin <= out.x {
		for i, l := range out.lines {
			out.lines[i] = l[min(len(l), margin):]
		}
		out.x -= margin
	}
	return out
}

// margin returns how many cells at the beginning of every line are blank.
func (s display) margin() int {
	margin := -1
	for _, l := range s.lines {
		if free := len(l) - len(strings.TrimLeft(l, " ")); l != "" && (margin < 0 || free < margin) {
			margin = free
		}
	}
	return max(margin, 0)
}

// now returns the screen at this moment.
func (s *terminal) now() display {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.look()
}

// until waits for a screen and returns it. Half-drawn frames do not count: the program
// hides the cursor while it draws.
func (s *terminal) until(what string, is func(display) bool) display {
	s.t.Helper()
	late := time.After(patience)
	unheard := time.NewTicker(nothingCame)
	defer unheard.Stop()
	for {
		s.mu.Lock()
		now, changed, over := s.look(), s.changed, s.over
		s.mu.Unlock()
		if now.cursor && is(now) {
			return now
		}
		if over {
			s.t.Fatalf("the program ended before %s was on the screen:\n%s", what, now)
		}
		select {
		case <-changed:
		case <-unheard.C:
			s.unheard(nothingCame)
		case <-late:
			out := s.written()
			s.t.Fatalf("%s was never on the screen:\n%s\nThe last it wrote, of %d bytes:\n%q", what, now, len(out), out[max(0, len(out)-3000):])
		}
	}
}

// sees waits for words on the screen.
func (s *terminal) sees(words string) display {
	s.t.Helper()
	return s.until(fmt.Sprintf("%q", words), func(now display) bool { return now.has(words) })
}

// leaves waits for the end of the program. It returns the exit code, which is -1 after a
// signal, and what is left on the screen.
func (s *terminal) leaves() (code int, left display) {
	s.t.Helper()
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatalf("the program does not end:\n%s", s.now())
	}
	for { // what it wrote last may still be on its way
		s.mu.Lock()
		left, changed, over := s.look(), s.changed, s.over
		s.mu.Unlock()
		if over {
			return s.command.ProcessState.ExitCode(), left
		}
		<-changed
	}
}

// written returns every byte that the program wrote so far.
func (s *terminal) written() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.String()
}

// afterwards returns what the program wrote after it had left the alternate screen,
// even if it has scrolled away, as words with single spaces.
func (s *terminal) afterwards() string {
	out := s.written()
	return strings.Join(strings.Fields(ansi.Strip(out[strings.LastIndex(out, "\x1b[?1049l")+1:])), " ")
}

var cursorShape = regexp.MustCompile(`\x1b\[[0-9]* q`)

// wantRestored fails unless the terminal is as it was before the program.
func (s *terminal) wantRestored(left display) {
	s.t.Helper()
	if left.alternate || !left.cursor {
		s.t.Errorf("the terminal is not restored:\n%s", left)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A cursor shape stays after the program unless it is reset.
	if shapes := cursorShape.FindAllString(s.output.String(), -1); len(shapes) > 0 && shapes[len(shapes)-1] != "\x1b[0 q" {
		s.t.Errorf("the shape of the cursor is left as %q", shapes[len(shapes)-1])
	}
	for mode := range s.modes {
		// These are on from the start.
		if mode != ansi.ModeTextCursorEnable && mode != ansi.ModeAutoWrap {
			s.t.Errorf("the mode %v is still on:\n%s", mode, left)
		}
	}
	if after := s.settings(); !reflect.DeepEqual(after, s.before) {
		s.t.Errorf("the settings of the terminal were %+v and are %+v", s.before, after)
	}
}

var sgr = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)

// colourCodes returns the sequences in out that set a colour.
func colourCodes(out string) (codes []string) {
	for _, m := range sgr.FindAllStringSubmatch(out, -1) {
		for _, p := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ';' || r == ':' }) {
			n := 0
			fmt.Sscan(p, &n)
			if n >= 30 && n <= 38 || n >= 40 && n <= 48 || n >= 90 && n <= 107 {
				codes = append(codes, fmt.Sprintf("%q", m[0]))
				break
			}
		}
	}
	return codes
}
