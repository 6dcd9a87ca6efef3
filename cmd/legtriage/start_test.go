//go:build unix

package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// These benchmarks measure what a person waits for: the first screen, and the
// frame after a key. Beside legtriage they measure a bare Bubble Tea program,
// in turn and in the same kind of terminal, since the figures are those of the
// machine more than of either. They assert nothing:
//
//	go test ./cmd/legtriage -run '^$' -bench Start

// bench is what the benchmarks run in turn.
type bench struct {
	name    string
	window  window
	painted string   // the end of the first frame
	ready   []string // keys to a screen on which every key below is seen
	keys    []string // pressed in turn
	took    []time.Duration
}

func benches(b *testing.B) []*bench {
	b.Helper()
	bare, err := build("bare", "../../testdata/bare")
	if err != nil {
		b.Fatal(err)
	}
	return []*bench{
		{name: "legtriage", window: window{program: program(b)}, painted: "enter start", ready: []string{enter}, keys: []string{end, home}},
		{name: "bare", window: window{program: bare}, painted: "bare 0", keys: []string{down}},
	}
}

// lists are the programs whose lists are compared key by key.
func lists(b *testing.B) []*bench {
	b.Helper()
	list, err := build("barelist", "../../testdata/barelist")
	if err != nil {
		b.Fatal(err)
	}
	return []*bench{
		{name: "legtriage", window: window{program: program(b)}, painted: "enter start", ready: []string{enter}, keys: []string{end, home}},
		{name: "bare", window: window{program: list}, painted: "bare list", keys: []string{end, home}},
	}
}

// writes waits until the program has written these words.
func (s *terminal) writes(words string) {
	s.t.Helper()
	s.outputs(func(out string) bool { return strings.Contains(out, words) })
}

// outputs waits for what the program writes, without looking at the screen,
// which takes time of its own.
func (s *terminal) outputs(is func(out string) bool) {
	s.t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		out, changed, drawing := s.output.String(), s.changed, s.drawing
		s.mu.Unlock()
		if !drawing && is(out) {
			return
		}
		select {
		case <-changed:
		case <-late:
			s.t.Fatalf("nothing comes after:\n%s", s.now())
		}
	}
}

// report reports the medians and the 95th percentiles, and how much longer
// legtriage takes than the bare program.
func report(b *testing.B, what string, of []*bench) {
	b.Helper()
	var medians []float64
	for _, x := range of {
		slices.Sort(x.took)
		ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
		median := ms(x.took[len(x.took)/2])
		medians = append(medians, median)
		b.ReportMetric(median, x.name+"-"+what+"-ms")
		b.ReportMetric(ms(x.took[len(x.took)*95/100]), x.name+"-"+what+"-p95-ms")
	}
	b.ReportMetric(medians[0]/medians[1], what+"-ratio")
	b.ReportMetric(0, "ns/op") // it would be the time of both, with their ends
}

func BenchmarkStartToFirstPaint(b *testing.B) {
	of := benches(b)
	for b.Loop() {
		for _, x := range of {
			s := x.window.open(b)
			s.writes(x.painted)
			x.took = append(x.took, time.Since(s.started))
			s.command.Process.Kill()
			<-s.exited
		}
	}
	report(b, "first-paint", of)
}

func BenchmarkStartedKeyToFrame(b *testing.B) {
	of := lists(b)
	var running []*terminal
	for _, x := range of {
		s := x.window.open(b)
		s.writes(x.painted)
		s.keys(x.ready...)
		if len(x.ready) > 0 {
			s.sees("Question 1.")
		}
		running = append(running, s)
	}
	for i := 0; b.Loop(); i++ {
		for n, x := range of {
			s := running[n]
			// People do not type in step with the clock of the renderer.
			time.Sleep(time.Duration(i%17) * 700 * time.Microsecond)
			before := len(s.written())
			start := time.Now()
			s.keys(x.keys[i%len(x.keys)])
			s.outputs(func(out string) bool { return len(out) > before })
			x.took = append(x.took, time.Since(start))
		}
	}
	report(b, "key-to-frame", of)
}
