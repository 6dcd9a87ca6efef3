package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAnUntouchedScreenRests leaves the first page and a question untouched. Nothing
// may keep polling for something to do.
func TestAnUntouchedScreenRests(t *testing.T) {
	t.Parallel()
	s := window{}.open(t)
	s.sees("enter start")
	for _, page := range []string{"welcome", "question"} {
		// On a busy machine the same few instructions take longer, but what polls
		// polls in each of these times.
		share := 1.0
		for tries := 0; share > 0.002 && tries < 5; tries++ {
			share = min(share, idle(s, 3*time.Second))
		}
		if share > 0.002 {
			t.Errorf("%s: %.2f %% of a core, want 0.2 at most", page, 100*share)
		}
		s.keys(enter)
		s.sees(firstPage)
	}
}

// TestAWindowOfAnySizeTakesLittleMemory starts in a window of the largest size that a
// terminal can have, resizes a window to that size, and then reports an even larger one in
// escape sequences.
func TestAWindowOfAnySizeTakesLittleMemory(t *testing.T) {
	t.Parallel()
	s := window{program: "/bin/sh", args: []string{"-c", `stty rows 65535 cols 65535; exec "$0"`, program(t)}}.open(t)
	shows := func(words string) { // the emulated window is smaller and breaks lines
		t.Helper()
		s.until(words, func(now display) bool {
			squash := func(text string) string { return strings.ReplaceAll(text, " ", "") }
			return strings.Contains(squash(strings.Join(now.lines, "")), squash(words))
		})
	}
	shows("enter start")
	for _, way := range []string{"as it is", "later", "reported"} {
		switch way {
		case "later":
			s.resizePty(80, 24)
			s.resizePty(65535, 65535)
		case "reported":
			s.keys("\x1b[8;50000;50000t", "\x1b[48;50000;50000;9;9t")
		}
		s.keys(enter)
		shows("? why we ask") // its first lines have scrolled away
		if held := resident(t, s.command.Process.Pid); held > 120 {
			t.Errorf("%s: it holds %.0f MiB", way, held)
		}
		s.keys(esc)
		shows("Press enter to start.")
	}
	s.keys(ctrlC)
	if code, left := s.leaves(); code != exitInterrupted {
		t.Errorf("exit code %d, left:\n%s", code, left)
	}
}

// BenchmarkStartedIdle measures the share of a core that an untouched screen takes,
// over three seconds in each round.
func BenchmarkStartedIdle(b *testing.B) {
	of := benches(b)
	slow := *of[1]
	slow.name, slow.window.args = "bare60", []string{"60"}
	of = append(of, &slow)
	for b.Loop() {
		for _, x := range of {
			x.figures = append(x.figures, 100*idle(x.open(b), 3*time.Second))
		}
	}
	tellFigures(b, "idle", "%", of)
}

// idle returns the share of a core that a program takes during the next while.
func idle(s *terminal, while time.Duration) float64 {
	s.t.Helper()
	time.Sleep(500 * time.Millisecond) // until it has finished what it was doing
	before, start := processor(s.t, s.command.Process.Pid), time.Now()
	time.Sleep(while)
	return float64(processor(s.t, s.command.Process.Pid)-before) / float64(time.Since(start))
}

// processor returns the processor time of a process, over all its threads.
func processor(t testing.TB, pid int) (had time.Duration) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		t.Fatalf("process %d has the threads %v, %v", pid, threads, err)
	}
	for _, name := range threads {
		text, err := os.ReadFile(name)
		var ns int64
		if _, scanned := fmt.Sscan(string(text), &ns); err != nil || scanned != nil {
			t.Fatalf("%s: %q, %v, %v", name, text, err, scanned)
		}
		had += time.Duration(ns)
	}
	return had
}
