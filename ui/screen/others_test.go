//go:build unix

package screen

import (
	"flag"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"legtriage/ui/palette"
)

// other is a demonstration of somebody else's program, to compare ours with.
type other struct {
	name, title string
	in          size
	command     []string // the first word is a program in the folder of -capture
	keys        []string
}

var others = []other{
	{"gum-choose", "gum choose, with the choices and the keys of its own demonstration", size{80, 12},
		[]string{"gum", "choose", "--limit", "2", "Banana", "Cherry", "Orange"}, []string{"j", "x", "j", "x", "k"}},
	{"huh-burger", "The burger form of huh's examples", size{80, 24},
		[]string{"burger"}, []string{"\r", "\r", "\x1b[B", "\x1b[B", " "}},
	{"huh-bubbletea", "The Bubble Tea form of huh's examples, with its status beside it", size{100, 24},
		[]string{"bubbletea"}, []string{"\r", "\r", "\x1b[B"}},
}

// othersFolder has the screens that were captured, as text with escape sequences.
const othersFolder = "../../testdata/screens/others"

// TestPicturesOfOthersAreCurrent draws the captured screens in the same way as ours.
func TestPicturesOfOthersAreCurrent(t *testing.T) {
	for _, o := range others {
		var s shot
		for ground, f := range map[string]*frame{"dark": &s.dark, "light": &s.light} {
			drawn, err := os.ReadFile(filepath.Join(othersFolder, o.name+"-"+ground+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			*f = cut(string(drawn), o.in)
		}
		if s.dark.text() != s.light.text() || strings.TrimSpace(s.dark.text()) == "" {
			t.Errorf("%s shows something else on a light background:\n%s%s", o.name, s.dark.text(), s.light.text())
		}
		current(t, filepath.Join("others", o.name), still(o.title, o.in, s))
	}
}

var captureFrom = flag.String("capture", "", "a folder with the programs gum, burger and bubbletea: capture their screens anew")

// TestCaptureOthers captures the screens of the programs in the folder that -capture
// names. testdata/screens/README.md says how to build them.
func TestCaptureOthers(t *testing.T) {
	if *captureFrom == "" {
		t.Skip("with -capture FOLDER it captures the screens of the programs there")
	}
	for _, o := range others {
		for ground, background := range map[string]string{"dark": dark.ground, "light": light.ground} {
			drawn := o.capture(t, filepath.Join(*captureFrom, o.command[0]), palette.Hex(background))
			if err := os.WriteFile(filepath.Join(othersFolder, o.name+"-"+ground+".txt"), []byte(drawn), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// capture runs the program, types its keys, and returns what it shows once it has been
// quiet for a while.
func (o other) capture(t *testing.T, program string, background color.Color) string {
	t.Helper()
	screen := vt.NewEmulator(o.in.w, o.in.h)
	screen.SetBackgroundColor(background)
	run := exec.Command(program, o.command[1:]...)
	run.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	window, err := pty.StartWithSize(run, &pty.Winsize{Cols: uint16(o.in.w), Rows: uint16(o.in.h)})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Wait()
	defer run.Process.Kill()
	defer window.Close()
	go io.Copy(window, screen) // the replies of the terminal
	written := make(chan []byte)
	go func() {
		defer close(written)
		for {
			buf := make([]byte, 1<<16)
			n, err := window.Read(buf)
			if written <- buf[:n]; err != nil {
				return
			}
		}
	}()
	quiet := func() {
		for {
			select {
			case out, more := <-written:
				if !more {
					t.Fatalf("%s ended:\n%s", o.name, screen.String())
				}
				screen.Write(out)
			case <-time.After(time.Second):
				return
			}
		}
	}
	quiet()
	for _, k := range o.keys {
		if _, err := io.WriteString(window, k); err != nil {
			t.Fatal(err)
		}
		quiet()
	}
	return strings.ReplaceAll(screen.Render(), "\r\n", "\n")
}
