//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"legtriage/triage"
)

// These benchmarks measure what a person waits for, the first screen and the frame
// after a key, and what the program takes up in memory and on disk. They measure
// legtriage in turn with a bare Bubble Tea program and gum choose, in the same kind of
// terminal, since the figures say more about the machine than about any of the
// programs. They assert nothing:
//
//	go test ./cmd/legtriage -run '^$' -bench Start -benchtime 5s

// bench is one of the programs that the benchmarks run in turn.
type bench struct {
	name    string
	window  window
	painted string    // the end of the first frame
	ended   string    // what ends every frame; "": showing the cursor again
	ready   []string  // keys that lead to a screen where every key below has a visible effect
	keys    []string  // pressed in turn
	figures []float64 // one for each round
}

// lean are the flags with which all programs are built here, so that they do not differ
// in how they were built.
var lean = []string{"-trimpath", "-ldflags", "-s -w -buildid="}

// stripped builds a package once, as it would be released.
func stripped(b testing.TB, name, folder string) string {
	b.Helper()
	b.Setenv("CGO_ENABLED", "0")
	name += "-stripped"
	path := filepath.Join(builds, name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	path, err := build(name, append(slices.Clone(lean), folder)...)
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// fetched installs gum, which is not a dependency of this module, into the folder of
// builds.
var fetched = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "go", append(append([]string{"install"}, lean...), "github.com/charmbracelet/gum@v0.17.0")...)
	install.Env = append(os.Environ(), "GOBIN="+builds, "CGO_ENABLED=0")
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v\n%s", err, out)
	}
	return filepath.Join(builds, "gum"), nil
})

// against returns legtriage, a bare program, and, if it can be installed, gum with the
// first list of legtriage. Gum draws up to 60 frames a second, its default, bare up to
// 120; legtriage draws whenever it has handled a key.
func against(b *testing.B, bare *bench) []*bench {
	b.Helper()
	own := *ready
	if own == "" {
		own = stripped(b, "legtriage", ".")
	}
	of := []*bench{
		{name: "legtriage", window: window{program: own}, painted: "start", ready: []string{enter}, keys: []string{end, home}},
		bare,
	}
	gum, err := fetched()
	if err != nil {
		b.Log("without gum: ", err)
		return of
	}
	options := labels(triage.Page{Question: leg(b).Question("life"), Tick: -1})
	list := window{program: gum, args: append([]string{"choose", "--no-limit", "--height", fmt.Sprint(len(options))}, options...)}
	// Gum never shows the cursor. A frame ends with it at the left edge.
	return append(of, &bench{name: "gum", window: list, painted: "select all", ended: "\x1b[80D", keys: []string{end, home}})
}

func benches(b *testing.B) []*bench {
	b.Helper()
	return against(b, &bench{name: "bare", window: window{program: stripped(b, "bare", "../../testdata/bare")}, painted: "bare 0"})
}

// lists are the programs whose lists are compared key by key.
func lists(b *testing.B) []*bench {
	b.Helper()
	list := stripped(b, "barelist", "../../testdata/barelist")
	return against(b, &bench{name: "bare", window: window{program: list}, painted: "bare list", keys: []string{end, home}})
}

// open starts the program and waits for its first frame.
func (x *bench) open(b testing.TB) *terminal {
	b.Helper()
	s := x.window.open(b)
	x.draws(s, func(out string) bool { return strings.Contains(out, x.painted) })
	return s
}

// draws waits for a complete frame. It looks only at what the program writes, since
// looking at the screen takes time.
func (x *bench) draws(s *terminal, is func(out string) bool) {
	s.t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		out, changed, whole := s.output.String(), s.changed, !s.drawing
		s.mu.Unlock()
		if x.ended != "" {
			whole = strings.HasSuffix(out, x.ended)
		}
		if whole && is(out) {
			return
		}
		select {
		case <-changed:
		case <-late:
			s.t.Fatalf("nothing comes after:\n%s", s.now())
		}
	}
}

// note adds a time to the figures, in milliseconds.
func (x *bench) note(d time.Duration) {
	x.figures = append(x.figures, float64(d.Microseconds())/1000)
}

// tellFigures reports the medians, for varying figures the 95th percentiles, and the
// ratio of legtriage's median to that of each other program.
func tellFigures(b *testing.B, what, unit string, of []*bench) {
	b.Helper()
	var own float64
	for i, x := range of {
		slices.Sort(x.figures)
		median := x.figures[len(x.figures)/2]
		b.ReportMetric(median, x.name+"-"+what+"-"+unit)
		if late := x.figures[len(x.figures)*95/100]; late > x.figures[0] {
			b.ReportMetric(late, x.name+"-"+what+"-p95-"+unit)
		}
		if i == 0 {
			own = median
		} else {
			b.ReportMetric(own/median, what+"-of-"+x.name+"-ratio")
		}
	}
	b.ReportMetric(0, "ns/op") // it would include all programs, and ending them
}

func BenchmarkStartToFirstPaint(b *testing.B) {
	of := benches(b)
	for b.Loop() {
		for _, x := range of {
			s := x.open(b)
			x.note(time.Since(s.started))
			s.command.Process.Kill()
			<-s.exited
		}
	}
	tellFigures(b, "first-paint", "ms", of)
}

func BenchmarkStartedKeyToFrame(b *testing.B) {
	of := lists(b)
	var running []*terminal
	for _, x := range of {
		s := x.open(b)
		s.keys(x.ready...)
		if len(x.ready) > 0 {
			s.sees(firstPage)
		}
		running = append(running, s)
	}
	for i := 0; b.Loop(); i++ {
		for n, x := range of {
			s := running[n]
			// People do not type in step with the renderer's clock.
			time.Sleep(time.Duration(i%17) * 700 * time.Microsecond)
			before := len(s.written())
			start := time.Now()
			s.keys(x.keys[i%len(x.keys)])
			x.draws(s, func(out string) bool { return len(out) > before })
			x.note(time.Since(start))
		}
	}
	tellFigures(b, "key-to-frame", "ms", of)
}

// BenchmarkStartedMemory measures the memory that a program holds when its first frame
// is on the screen.
func BenchmarkStartedMemory(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only Linux has this in /proc")
	}
	of := benches(b)
	for b.Loop() {
		for _, x := range of {
			s := x.open(b)
			x.figures = append(x.figures, resident(b, s.command.Process.Pid))
			s.command.Process.Kill()
			<-s.exited
		}
	}
	tellFigures(b, "resident", "MiB", of)
}

// resident returns the memory that a process holds, in MiB.
func resident(b testing.TB, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var kib float64
	if _, err := fmt.Sscan(after, &kib); err != nil {
		b.Fatalf("no VmRSS: %v", err)
	}
	return kib / 1024
}

// BenchmarkStartSize measures the files of the programs.
func BenchmarkStartSize(b *testing.B) {
	of := benches(b)
	for b.Loop() {
		for _, x := range of {
			file, err := os.Stat(x.window.program)
			if err != nil {
				b.Fatal(err)
			}
			x.figures = []float64{float64(file.Size()) / (1 << 20)}
		}
	}
	tellFigures(b, "size", "MiB", of)
}
