//go:build unix

package screen

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
)

// quickly is how long the program may take to react.
const quickly = 20 * time.Second

// console is a terminal in memory.
type console struct {
	uv.Console
	pieces        chan []byte // what is typed; what does not fit into one read is lost
	width, height int
	out           io.Writer
}

func newConsole() *console {
	return &console{pieces: make(chan []byte), width: 80, height: 24, out: io.Discard}
}

func (g *console) Read(p []byte) (int, error) {
	piece, more := <-g.pieces
	if !more {
		return 0, io.EOF
	}
	return copy(p, piece), nil
}

func (g *console) Environ() []string             { return []string{"TERM=xterm-256color"} }
func (g *console) Getenv(key string) string      { return uv.Environ(g.Environ()).Getenv(key) }
func (g *console) Reader() io.Reader             { return g }
func (g *console) Writer() io.Writer             { return g.out }
func (g *console) MakeRaw() (*term.State, error) { return nil, nil }
func (g *console) Restore() error                { return nil }
func (g *console) GetSize() (int, int, error)    { return g.width, g.height, nil }

// unhurried returns a clock that advances by a second at every look, so that no key comes
// too fast.
func unhurried() func() time.Time {
	var seconds atomic.Int64
	return func() time.Time { return time.Unix(seconds.Add(1), 0) }
}

// quick is the app of a viewer, which has the table already.
type quick struct{ *app }

func (quick) Init() tea.Cmd { return nil }

// FuzzTerminal types any bytes, split anywhere, in a window of any size: the program takes
// all of them, draws on a screen of a reasonable size, and then ends at ctrl+c.
func FuzzTerminal(f *testing.F) {
	long := strings.Repeat("1;", 40)
	for _, seed := range []string{
		"", "\r\r1\r\x1b[A\x1b[B 0\x1b[F\r", "\x1b[" + long + "m", "\x1bP" + long + "q\x1b\\", "\x9bM!!!", "\x1b[M!!!", "\x1b[200~1\r", "\x1b[00200;1~q\x1b[201~",
		"\x1b[8;50000;50000t\x1b[48;50000;50000;9;9t", "\x1b[65;0;97;1;0;65535_", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;", "\x1b\x1b\x1b[A\x1bO", "\x1b_G",
		"\r1\rs\x1b[200~a.md\x1b[201~\r", "\x1a\x1a\r\x1a", "\xff\xfe\xe6\xbc\xc2\x9b", "\x1b[99;5u\x1b[27;5;99~", "\x1bP1+r524742\x1b\\\x1b[?2026;2$y\x1b[?2027;2$y",
		strings.Repeat("\x1b", 5000), "\x1b[200~" + strings.Repeat("1\r", 3000),
	} {
		f.Add([]byte(seed), byte(len(seed)), byte(len(seed)))
	}
	table := legtest.Table(f)
	f.Fuzz(func(t *testing.T, data []byte, window, cut byte) {
		if len(data) > 1<<13 {
			return // more bytes would only take longer
		}
		g := newConsole()
		g.width, g.height = []int{80, 20, 1, 0, 65535, 40, 10, 200}[window%8], []int{24, 6, 1, 0, 65535, 12, 3, 60}[window/8%8]
		s := start(t, sizes[0])
		s.app.setup.Table = func() (*triage.Table, report.Country, error) { return table, report.Country{}, nil }
		r := newTerminal(context.Background(), quick{s.app}, g, colorprofile.TrueColor)
		r.now = unhurried()
		stopped := 0
		r.stop = func(*terminal, int) { stopped++ }
		ended := make(chan error, 1)
		go func() { ended <- r.run() }()
		defer close(g.pieces)
		over := time.After(quickly)
		typed := func(piece []byte) (err error, done bool) {
			select {
			case g.pieces <- piece:
				return nil, false
			case err = <-ended:
				return err, true
			case <-over:
				t.Fatalf("it takes no more input before %q", data)
				return
			}
		}
		var err error
		done := false
		for len(data) > 0 && !done {
			n := min(1+int(cut)*int(cut)%997, len(data))
			err, done = typed(data[:n])
			data, cut = data[n:], cut*7+5
		}
		for range 3 { // one may be taken for part of what came before, and one makes it ask
			if !done {
				err, done = typed([]byte(ctrlC))
			}
		}
		if !done {
			select {
			case err = <-ended:
			case <-over:
				t.Fatal("ctrl+c does not end it")
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.width < 1 || r.height < 1 || r.width > mostColumns || r.height > mostLines || s.app.width != r.width || s.app.height != r.height {
			t.Fatalf("the window is %d by %d, the app is %d by %d", r.width, r.height, s.app.width, s.app.height)
		}
		if is := r.there; is.RenderBuffer != nil && (is.Width() != r.width || is.Height() != r.height) {
			t.Fatalf("the window is %d by %d, the frame %v", r.width, r.height, is.Bounds())
		}
	})
}

// TestTheSizeIsLimited reports sizes of the window by a message, and then by the console.
func TestTheSizeIsLimited(t *testing.T) {
	for _, test := range []struct{ says, want tea.WindowSizeMsg }{
		{tea.WindowSizeMsg{Width: 120, Height: 40}, tea.WindowSizeMsg{Width: 120, Height: 40}},
		{tea.WindowSizeMsg{Width: 50000, Height: 50000}, tea.WindowSizeMsg{Width: mostColumns, Height: mostLines}},
		{tea.WindowSizeMsg{Width: 1, Height: 1 << 40}, tea.WindowSizeMsg{Width: 1, Height: mostLines}},
		{tea.WindowSizeMsg{}, tea.WindowSizeMsg{Width: 80, Height: 24}},
		{tea.WindowSizeMsg{Width: -5, Height: 10}, tea.WindowSizeMsg{Width: 80, Height: 24}},
	} {
		g := newConsole()
		s := start(t, sizes[0])
		r := newTerminal(context.Background(), quick{s.app}, g, colorprofile.TrueColor)
		r.Update(test.says)
		g.width, g.height = test.says.Width, test.says.Height
		asked := r.size()
		r.ready()
		if asked != test.want || s.app.width != test.want.Width || s.app.height != test.want.Height || r.frame.Width() != test.want.Width || r.frame.Height() != test.want.Height {
			t.Errorf("%+v becomes %+v; the app is %d by %d, the frame %v", test.says, asked, s.app.width, s.app.height, r.frame.Bounds())
		}
	}
}

// faultyModel is a model that panics where it is told to.
type faultyModel struct {
	quick
	where string
	typed bool // a key has come
}

func (p *faultyModel) faulty() tea.Msg { panic("planted") }

func (p *faultyModel) Init() tea.Cmd {
	switch p.where {
	case "command":
		return p.faulty
	case "command of many":
		return tea.Batch(nil, tea.Batch(func() tea.Msg { return nil }, p.faulty))
	}
	return nil
}

func (p *faultyModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, key := msg.(tea.KeyPressMsg); key {
		switch p.where {
		case "update":
			panic("planted")
		case "later command":
			return p, p.faulty
		}
		p.typed = true
	}
	return p.quick.Update(msg)
}

func (p *faultyModel) View() tea.View {
	if p.typed && p.where == "view" {
		panic("planted")
	}
	return p.quick.View()
}

// faultyConsole is a console whose input or output panics.
type faultyConsole struct {
	uv.Console
	where string
	wrote int
}

func (p *faultyConsole) Reader() io.Reader {
	if p.where == "reading" {
		return struct {
			*faultyConsole
			io.Writer
		}{p, nil}
	}
	return p.Console.Reader()
}

func (p *faultyConsole) Read([]byte) (int, error) { panic("planted") }

func (p *faultyConsole) Writer() io.Writer { return p }

func (p *faultyConsole) Write(out []byte) (int, error) {
	if p.wrote++; p.wrote == map[string]int{"asking": 2, "drawing": 3}[p.where] {
		panic("planted")
	}
	return p.Console.Writer().Write(out)
}

// slowFault is a fault that takes a while to format, so that other goroutines run on.
type slowFault struct{}

func (slowFault) String() string {
	time.Sleep(100 * time.Millisecond)
	return "planted"
}

// TestAPanicAnywhereGivesTheTerminalBack panics in each goroutine, on a real terminal. In
// the decoder's, it is the library that panics.
func TestAPanicAnywhereGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"command", "command of many", "later command", "update", "view", "asking", "drawing", "reading", "decoding", "sifting"} {
		t.Run(where, func(t *testing.T) {
			master, slave, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close()
			defer slave.Close()
			before, err := term.GetState(slave.Fd())
			if err != nil {
				t.Fatal(err)
			}
			shown := make(chan string)
			go func() {
				var out strings.Builder
				pressed := false
				for buf := make([]byte, 4096); ; {
					n, err := master.Read(buf)
					out.Write(buf[:n])
					if !pressed && strings.Contains(out.String(), "start") { // the first frame
						pressed = true
						// More than once, since a key that comes while the frame is still
						// being written is too early.
						go func() {
							for range 100 {
								if _, err := master.WriteString("j\x1b[" + strings.Repeat("1;", 40) + "m"); err != nil {
									return
								}
								time.Sleep(20 * time.Millisecond)
							}
						}()
					}
					if err != nil || strings.Contains(out.String(), "\x1b[?1049l\x1b[?25h") {
						shown <- out.String()
						return
					}
				}
			}()
			console := &faultyConsole{Console: uv.NewConsole(slave, slave, []string{"TERM=xterm"}), where: where}
			r := newTerminal(context.Background(), &faultyModel{quick: quick{start(t, sizes[0]).app}, where: where}, console, colorprofile.TrueColor)
			want := "planted"
			switch where {
			case "decoding":
				r.sift, want = func(t *terminal) io.Reader { return t.keys }, "index out of range"
			case "sifting":
				r.sift = func(*terminal) io.Reader { panic(slowFault{}) }
			}
			r.now = unhurried()
			ended := make(chan error, 1)
			go func() { ended <- r.run() }()
			select {
			case err = <-ended:
			case <-time.After(quickly):
				t.Fatal("it does not end")
			}
			if !errors.Is(err, ErrFault) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "terminal.go") {
				t.Errorf("it ends with %v", err)
			}
			if after, err := term.GetState(slave.Fd()); err != nil || !reflect.DeepEqual(after, before) {
				t.Errorf("the settings of the terminal were %+v and are %+v, %v", before, after, err)
			}
			select {
			case out := <-shown:
				if strings.Count(out, "\x1b[?2004h") != 1 || strings.Index(out, "\x1b[?2004l") < strings.Index(out, "\x1b[?2004h") {
					t.Errorf("bracketed paste is not reset: %q", out)
				}
			case <-time.After(quickly):
				t.Error("the screen is not given back")
			}
		})
	}
}

// TestPartialUpdatesMakeTheWholeFrame draws random frames, with letters of one and of two
// cells, and compares what a terminal emulator shows with what should be there.
func TestPartialUpdatesMakeTheWholeFrame(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 9))
	g := newConsole()
	emulator := vt.NewEmulator(g.width, g.height)
	g.out = emulator
	r := newTerminal(context.Background(), quick{start(t, sizes[0]).app}, g, colorprofile.TrueColor)
	r.size()
	var lines [24]string
	for frame := range 400 {
		for range 1 + random.IntN([]int{3, 3, 3, 24}[frame%4]) {
			var line strings.Builder
			for range random.IntN(38) {
				line.WriteString([]string{"a", "b", " ", "   ", "\x1b[1mc\x1b[m", "\x1b[31md\x1b[m", "é", "漢"}[random.IntN(7+random.IntN(2)*(frame/200))])
			}
			lines[random.IntN(24)] = line.String()
		}
		x, y := random.IntN(80), random.IntN(24)
		v := tea.View{Content: strings.Join(lines[:], "\n"), Cursor: tea.NewCursor(x, y)}
		r.draw(v)
		for y, line := range lines {
			var shown strings.Builder
			for x := 0; x < 80; x++ {
				if cell := emulator.CellAt(x, y); cell != nil {
					shown.WriteString(cell.Content)
					x += max(0, cell.Width-1)
				}
			}
			if got, want := strings.TrimRight(shown.String(), " "), strings.TrimRight(ansi.Strip(line), " "); got != want {
				t.Fatalf("frame %d, line %d shows %q, want %q", frame, y, got, want)
			}
		}
		if at := emulator.CursorPosition(); at.X != x || at.Y != y {
			t.Fatalf("frame %d: the cursor is at %v, want %d,%d", frame, at, x, y)
		}
	}
}
