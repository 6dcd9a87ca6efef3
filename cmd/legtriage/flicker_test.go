//go:build unix

package main

import (
	"strings"
	"testing"
	"time"
)

// hideCursor begins every frame of legtriage.
const hideCursor = "\x1b[?25l"

// writes presses keys in turn, and returns what the program wrote after each until it was
// quiet again.
func (x *bench) writes(s *terminal, keys ...string) (out []string) {
	s.t.Helper()
	for _, key := range keys {
		before := len(s.written())
		s.keys(key)
		x.draws(s, func(out string) bool { return len(out) > before })
		for n := -1; n != len(s.written()); time.Sleep(40 * time.Millisecond) {
			n = len(s.written())
		}
		out = append(out, s.written()[before:])
	}
	return out
}

// TestAKeyWritesLittle counts the bytes that each key makes the program write. So that
// nothing flickers, even on a slow connection, they must be one frame and never the whole
// screen, and at most three times as many as a bare list with as many rows writes.
func TestAKeyWritesLittle(t *testing.T) {
	own := &bench{name: "legtriage", window: window{env: []string{"LANG=C.UTF-8"}}, painted: "start"}
	bare := &bench{name: "bare", window: window{program: stripped(t, "barelist", "../../testdata/barelist")}, painted: "bare list"}
	moves := []string{end, home, end, home}
	var bytes [2]int
	whole := 0
	for i, x := range []*bench{own, bare} {
		s := x.open(t)
		if i == 0 {
			s.keys(enter)
			s.sees(firstPage)
			s.keys(home)
			s.sees("❯ 1")
			start := s.written()
			whole = len(start) - strings.LastIndex(start[:strings.LastIndex(start, hideCursor)], hideCursor)
		}
		for n, out := range x.writes(s, moves...) {
			if bytes[i] += len(out); i == 0 && strings.Count(out, hideCursor) != 1 {
				t.Errorf("key %d is drawn in %d frames: %q", n, strings.Count(out, hideCursor), out)
			}
		}
		if i > 0 {
			continue
		}
		for _, out := range x.writes(s, " ", " ", down, " ", up, " ") {
			if strings.Count(out, hideCursor) != 1 || strings.Contains(out, "\x1b[2J") || strings.Contains(out, "\x1b[J") || strings.Contains(out, "Any of these") || len(out) > whole/4 {
				t.Errorf("a tick or a step draws %d of %d bytes, in %d frames: %q", len(out), whole, strings.Count(out, hideCursor), out)
			}
		}
	}
	t.Logf("for %d keys, legtriage writes %d bytes, a bare list %d: %.2f times as many; the whole page is %d", len(moves), bytes[0], bytes[1], float64(bytes[0])/float64(bytes[1]), whole)
	if bytes[0] > 3*bytes[1] {
		t.Errorf("legtriage writes %d bytes, a bare list %d", bytes[0], bytes[1])
	}
}
