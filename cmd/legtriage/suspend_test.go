//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const ctrlZ = "\x1a"

// shells returns the installed shells that have job control.
func shells() (shells [][]string) {
	for _, shell := range [][]string{{"sh", "-i"}, {"bash", "--norc", "-i"}} {
		if path, err := exec.LookPath(shell[0]); err == nil {
			shells = append(shells, append([]string{path}, shell[1:]...))
		}
	}
	return shells
}

// inShell starts the program from a shell. It returns the process id and the file in
// which the answers are kept.
func inShell(t *testing.T, shell []string, args ...string) (s *terminal, pid int, file string) {
	t.Helper()
	folder := t.TempDir()
	file = filepath.Join(folder, "answers.json")
	s = window{program: shell[0], args: shell[1:], dir: folder, env: []string{"PS1=prompt> ", "ENV="}}.open(t)
	s.sees("prompt>")
	s.keys(fmt.Sprintf("sh -c 'echo $$ >pid; exec \"$@\"' - %s %s\r", program(t), strings.Join(append(args, "--answers", "answers.json"), " ")))
	if slices.Contains(args, "--plain") {
		s.sees("for none:")
	} else {
		s.sees("enter start")
	}
	text, err := os.ReadFile(filepath.Join(folder, "pid"))
	if err == nil {
		pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, pid, file
}

// prompts reports whether the shell waits for a command.
func (s display) prompts() bool {
	line := s.lines[s.y]
	return strings.HasSuffix(strings.TrimSpace(line[:min(s.x, len(line))]), "prompt>")
}

// works types a command, and fails unless the shell executes it.
func (s *terminal) works(n int) {
	s.t.Helper()
	s.keys(fmt.Sprintf("echo shell-$((%d+1))\r", n))
	s.sees(fmt.Sprintf("shell-%d", n+1))
}

// TestSuspendAndGoOn suspends the full screen with ctrl+z and by signals, uses the shell,
// resizes the window in the meantime, and resumes.
func TestSuspendAndGoOn(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		t.Run(filepath.Base(shell[0]), func(t *testing.T) {
			t.Parallel()
			s, pid, file := inShell(t, shell)
			s.keys(enter)
			s.sees(firstPage)
			s.goesOn("0")
			s.sees(secondPage(t))
			s.keys("1") // not confirmed
			s.sees("[x]")
			for i, way := range []struct {
				name    string
				suspend func()
			}{
				{"ctrl+z", func() { s.keys(ctrlZ) }},
				{"ctrl+z again", func() { s.keys(ctrlZ) }},
				{"SIGTSTP", func() { syscall.Kill(pid, syscall.SIGTSTP) }},
				{"SIGSTOP", func() { syscall.Kill(pid, syscall.SIGSTOP) }},
			} {
				before := s.now()
				way.suspend()
				s.until("the shell after "+way.name, func(now display) bool {
					return now.prompts() && now.alternate == (way.name == "SIGSTOP")
				})
				if way.name == "SIGSTOP" { // the program could not restore the terminal, and not all shells do
					s.keys("fg\n")
				} else {
					s.works(10 * i)
				}
				if i == 1 {
					s.resize(60, 20)
					s.works(10*i + 5)
				}
				if way.name != "SIGSTOP" {
					s.keys("fg\r")
				}
				after := s.until("the screen again after "+way.name, func(now display) bool {
					return now.alternate && now.has(secondPage(t)) && now.has("[x]") && !now.has("shell-") && !now.has("prompt>")
				})
				if i != 1 && !slices.Equal(after.lines, before.lines) {
					t.Errorf("%s: the screen was\n%s\nand is\n%s", way.name, before, after)
				}
				s.keys("1")
				s.until("the tick gone after "+way.name, func(now display) bool { return now.has(secondPage(t)) && !now.has("[x]") })
				s.keys("1")
				s.sees("[x]")
			}
			s.keys(esc, home, pgdown, pgdown, pgdown, enter) // back, and on again
			s.sees(secondPage(t))
			s.keys(ctrlC)
			s.sees("Leave now?")
			s.goesOn("2")
			s.sees("so there is no result.")
			s.keys("echo code $?\r")
			s.sees("code 130")
			if kept, err := os.ReadFile(file); err != nil || !strings.Contains(string(kept), "life") || strings.Contains(string(kept), "limb") {
				t.Errorf("kept: %s, %v", kept, err)
			}
		})
	}
}

// TestSuspendedPlainModeGoesOn does the same line by line.
func TestSuspendedPlainModeGoesOn(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		t.Run(filepath.Base(shell[0]), func(t *testing.T) {
			t.Parallel()
			s, pid, file := inShell(t, shell, "--plain")
			for i, suspend := range []func(){func() { s.keys(ctrlZ) }, func() { syscall.Kill(pid, syscall.SIGTSTP) }} {
				suspend()
				s.until("the shell", display.prompts)
				s.works(10 * i)
				s.keys("fg\r")
				s.until("the shell naming what goes on", func(now display) bool {
					text := now.text()
					return strings.Contains(text[strings.LastIndex(text, "prompt>"):], "exec")
				})
				// The shell names the job before it lets it go on, and a stop signal
				// that came in between would be lost. So wait for the program to
				// answer.
				said := fmt.Sprintf("go-%d", i)
				s.keys(said + "\r")
				s.sees(fmt.Sprintf("%q is not one of the answers", said))
			}
			s.keys("0\r")
			s.sees(secondPage(t))
			s.keys("q\r")
			s.sees("Leave now?")
			s.keys("y\r")
			s.sees("so there is no result.")
			if kept, err := os.ReadFile(file); err != nil || !strings.Contains(string(kept), "life") {
				t.Errorf("kept: %s, %v", kept, err)
			}
		})
	}
}

// TestCtrlZWhereNobodyGoesOn presses ctrl+z in a window in which only the program runs.
// There it must not stop, since nobody could continue it.
func TestCtrlZWhereNobodyGoesOn(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-S14")
	p.answer()
	for range 3 {
		before := p.sees(secondPage(t))
		left := strings.Count(p.written(), "\x1b[?1049l")
		p.keys(ctrlZ)
		// The first screen may be there for less time than it takes to look.
		p.until("the first screen", func(display) bool { return strings.Count(p.written(), "\x1b[?1049l") > left })
		p.until("the page again", func(now display) bool { return now.alternate && slices.Equal(now.lines, before.lines) })
		p.keys("1")
		p.sees("[x]")
		p.keys("1")
		p.until("the tick gone", func(now display) bool { return !now.has("[x]") })
	}
}
