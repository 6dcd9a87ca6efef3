//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRulesGoThroughThePager reads a rule on a terminal, with every kind of pager.
func TestRulesGoThroughThePager(t *testing.T) {
	t.Parallel()
	bin := t.TempDir() // a less that says it was called
	if err := os.WriteFile(filepath.Join(bin, "less"), []byte("#!/bin/sh\necho \"less, LESS=$LESS\"; cat\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	path := "PATH=" + bin + ":" + os.Getenv("PATH")
	const rule = "Rule clot-in-leg"
	for _, c := range []struct {
		env    []string
		option string
		wants  string // what must be on the screen
		lacks  string // and what must not, if anything
	}{
		{env: []string{`PAGER=sed 's/^Rule/a pager: &/'`}, wants: "a pager: " + rule},
		{env: []string{path}, wants: "less, LESS=FRX One leg is bigger, and this is or may be new " + rule},
		{env: []string{path, "LESS=i"}, wants: "less, LESS=i One leg is bigger, and this is or may be new " + rule},
		{env: []string{path, "TERM=dumb"}, wants: rule, lacks: "LESS="},
		{env: []string{path, "PAGER="}, wants: rule, lacks: "LESS="},
		{env: []string{path, "PAGER=cat"}, wants: rule, lacks: "LESS="},
		{env: []string{path, "PAGER=less"}, option: "--no-pager", wants: rule, lacks: "LESS="},
		{env: []string{path, "PAGER=less"}, option: "--format=markdown", wants: rule, lacks: "LESS="},
		{env: []string{"PATH=/nowhere"}, wants: rule},
		{env: []string{"PAGER=no-such-program"}, wants: rule},
		{env: []string{"PATH=/nowhere", "PAGER=no-such-program -R"}, wants: rule},
		{env: []string{"PAGER=head -n 1; exit 3"}, wants: "One leg is bigger, and this is or may be new", lacks: rule}, // has read enough
	} {
		w := window{env: c.env, args: append([]string{"rules", "clot-in-leg"}, strings.Fields(c.option)...), width: 100, height: 60}
		if code, left := w.open(t).leaves(); code != 0 || !left.has(c.wants) || c.lacks != "" && left.has(c.lacks) {
			t.Errorf("%q %s: exit code %d\n%s", c.env, c.option, code, left)
		}
	}
}

// TestAPagerThatEndsEarlyIsNoError leaves most of the text unread.
func TestAPagerThatEndsEarlyIsNoError(t *testing.T) {
	t.Parallel()
	text := bytes.Repeat([]byte("a line\n"), 1<<18) // more than fits into a pipe
	for command, want := range map[string]bool{"true": true, "exit 1": true, "no-such-program 2>/dev/null": false, "/ 2>/dev/null": false} {
		if got := through(exec.Command("sh", "-c", command), text); got != want {
			t.Errorf("%q was started: %v", command, got)
		}
	}
	if through(exec.Command("/nowhere/less"), text) {
		t.Error("a program that is not there was started")
	}
}

// TestCtrlCIsForThePager interrupts a pager that handles the signal, and reads on.
func TestCtrlCIsForThePager(t *testing.T) {
	t.Parallel()
	s := window{env: []string{`PAGER=trap 'echo interrupted' INT; echo waiting; while [ -z "$key" ]; do read key </dev/tty; done; echo "read $key"`}, args: []string{"rules"}}.open(t)
	s.sees("waiting")
	s.keys(ctrlC)
	s.sees("interrupted")
	s.keys("on", enter)
	if code, left := s.leaves(); code != 0 || !left.has("read on") {
		t.Errorf("exit code %d\n%s", code, left)
	}
}

// TestVerbsAreDrawnOnATerminal prints a result on a terminal: with the mark and the
// colours of the screens, without colours if they are switched off, and as plain text
// if the terminal is dumb or there is none.
func TestVerbsAreDrawnOnATerminal(t *testing.T) {
	t.Parallel()
	answers := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(answers, []byte(`{"life": ["chest"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	coloured := regexp.MustCompile(`\x1b\[[0-9;]*3[0-9]`)
	for _, c := range []struct {
		env           []string
		drawn, colour bool
	}{
		{[]string{"LANG=C.UTF-8"}, true, true}, {[]string{"LANG=C.UTF-8", "NO_COLOR=1"}, true, false}, {[]string{"LANG=C.UTF-8", "TERM=dumb"}, false, false},
	} {
		s := window{env: c.env, args: []string{"assess", answers}, width: 100, height: 60}.open(t)
		code, left := s.leaves()
		if code != 0 || !left.has("EMERGENCY") || left.has("▲ EMERGENCY") != c.drawn || coloured.MatchString(s.written()) != c.colour || strings.Contains(s.written(), "\x1b[") != c.drawn {
			t.Errorf("%q: exit code %d\n%s\n%q", c.env, code, left, s.written())
		}
	}
}
