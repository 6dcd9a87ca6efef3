//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"legtriage/rules"
	"legtriage/triage"
)

// keptIn reads the file of the answers. It fails unless there is no file, or a complete
// one that only its owner can read.
func keptIn(t testing.TB, file string) triage.Answers {
	t.Helper()
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return leg(t).NoAnswers()
	}
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		t.Errorf("%s has the mode %v", file, info.Mode())
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k, err := rules.Kept(leg(t), file, data)
	if err != nil || len(k.Outdated) > 0 {
		t.Fatalf("half a file, or a wrong one: %v, outdated %v\n%s", err, k.Outdated, data)
	}
	return k.Answers
}

// wantKept fails unless the file has everything that was known before and the pages
// confirmed since, and nothing that the person did not say.
func (p *person) wantKept(file string, before triage.Answers, confirmed []triage.Page) triage.Answers {
	p.t.Helper()
	now := keptIn(p.t, file)
	for s, scale := range p.table.Scales() {
		was, known := before.Value(s)
		got, there := now.Value(s)
		if truth, _ := p.answers.Value(s); there && got != truth {
			p.t.Errorf("%s says %s, which nobody said", file, scale.Question.ID)
		}
		if known && (!there || got != was) {
			p.t.Errorf("%s has lost %s", file, scale.Question.ID)
		}
	}
	for _, page := range confirmed {
		from, to := page.Question.Scales()
		if page.Tick >= 0 {
			from, to = from+page.Tick, from+page.Tick+1
		} else if ids, _ := p.answers.Replied(page.Question); len(ids) == 0 {
			continue // not sure: tick by tick
		}
		for s := from; s < to; s++ {
			if _, there := now.Value(s); !there {
				p.t.Errorf("%v was confirmed and is not in %s", page, file)
				break
			}
		}
	}
	return now
}

// doomed is a test whose program is killed on purpose: waiting in vain ends the waiting
// goroutine, not the test.
type doomed struct {
	testing.TB
	killed *atomic.Bool
}

func (d doomed) Fatalf(format string, args ...any) {
	if d.killed.Load() {
		runtime.Goexit()
	}
	d.TB.Errorf(format, args...)
	runtime.Goexit()
}

// onward answers everything up to the result, and records what is confirmed.
func (p *person) onward(confirmed *[]triage.Page) {
	p.keys(enter)
	p.until("something to answer", func(now display) bool { return now.has(firstPage) })
	for {
		now := p.until("a page or a list", func(now display) bool {
			page, ok := now.read(p.table)
			return ok && len(page.rows) > 1 || now.has("Still true?") || now.has("Are they right?") || now.has("q leave")
		})
		switch {
		case now.has("Still true?"), now.has("Are they right?"):
			p.keys(home, enter)
			p.until("what comes after the list", func(next display) bool { return next.lines[0] != now.lines[0] })
		case now.has("q leave"):
			return
		default:
			page := p.page()
			p.answer()
			*confirmed = append(*confirmed, page.Page)
		}
	}
}

// TestKilledAtRandomMoments kills the program with the one signal that it cannot catch
// and starts it with the same file, again and again until the result, over and over.
// Whatever the moment, the confirmed answers must be there and the file complete.
func TestKilledAtRandomMoments(t *testing.T) {
	kills := 4
	if *long {
		kills = 200
	}
	people := []string{"G-S14", "G-D01", "G-S03", "AV115"}
	var done, results, further atomic.Int64
	t.Cleanup(func() {
		t.Logf("%d kills, %d of them with more answers kept than at the start; %d results", done.Load(), further.Load(), results.Load())
		if done.Load() < int64(kills) || !t.Failed() && results.Load() == 0 && *long {
			t.Errorf("only %d kills and %d results", done.Load(), results.Load())
		}
	})
	for i, id := range people {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(i), 1))
			file := filepath.Join(t.TempDir(), "answers.json")
			longest := time.Second // the length of a session; measured below
			here := 0
			for here < kills/len(people) && !t.Failed() {
				before := keptIn(t, file)
				killed := &atomic.Bool{}
				p := meet(t, window{args: []string{"--answers", file}}, id)
				p.t = doomed{t, killed}
				var confirmed []triage.Page
				over := make(chan struct{})
				began := time.Now()
				go func() {
					defer close(over)
					p.onward(&confirmed)
				}()
				select {
				case <-over: // at the result
					longest = max(longest, time.Since(began))
					p.wantKept(file, before, confirmed)
					p.command.Process.Kill()
					<-p.exited
					results.Add(1)
					os.Remove(file)
				case <-time.After(time.Duration(random.Int64N(int64(longest)))):
					killed.Store(true)
					p.command.Process.Kill()
					<-p.exited
					<-over
					p.t = t
					if now := p.wantKept(file, before, confirmed); !now.Equal(before) {
						further.Add(1)
					}
					here++
					done.Add(1)
				}
				p.pty.Close()
			}
		})
	}
}

// TestKilledAtEachStepOfSaving dies before and after each step of saving for the third
// time. The first two answers must be there, the third may be, and the same command
// continues. Dying after a step is nearly the same as before the next one, so only
// -long does both.
func TestKilledAtEachStepOfSaving(t *testing.T) {
	t.Parallel()
	for _, step := range savingSteps {
		for _, when := range []string{"die before ", "die after "} {
			if !*long && when == "die after " && step != savingSteps[len(savingSteps)-1] {
				continue
			}
			t.Run(when+step, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(t.TempDir(), "answers.json")
				killed := &atomic.Bool{}
				killed.Store(true)
				w := window{args: []string{"--answers", file}, env: withFault("%s%s, 3", when, step)}
				p := meet(t, w, "G-S14")
				p.t = doomed{t, killed}
				var confirmed []triage.Page
				over := make(chan struct{})
				go func() {
					defer close(over)
					p.onward(&confirmed)
				}()
				<-over
				<-p.exited
				p.t = t
				if len(confirmed) != 2 {
					t.Fatalf("died after %d answers", len(confirmed))
				}
				now := p.wantKept(file, leg(t).NoAnswers(), confirmed)
				from, _ := leg(t).Question("person").Scales()
				_, there := now.Value(from)
				if want := step == "sync folder" || when+step == "die after rename"; there != want {
					t.Errorf("the third answer is there: %v, want %v", there, want)
				}

				again := meet(t, window{args: []string{"--answers", file}}, "G-S14")
				confirmed = nil
				again.onward(&confirmed)
				again.wantKept(file, now, confirmed)
				left, err := os.ReadDir(filepath.Dir(file))
				if err != nil || len(left) != 1 {
					t.Errorf("left behind: %v (%v)", left, err)
				}
			})
		}
	}
}

// TestAnswersThatCannotBeKept fails at each step of saving in the middle of an
// interview: the person is told, the interview continues, the file stays complete, and
// the next saving catches up.
func TestAnswersThatCannotBeKept(t *testing.T) {
	t.Parallel()
	for _, step := range savingSteps[:3] {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "answers.json")
			w := window{args: []string{"--answers", file}, env: withFault("fail at %s, 2", step)}
			p := meet(t, w, "G-S14")
			p.keys(enter)
			p.sees(firstPage)
			first := p.page()
			p.answer()
			p.answer()
			p.sees("not kept: no space left on device")
			p.wantKept(file, leg(t).NoAnswers(), []triage.Page{first.Page})
			third := p.page()
			if now := p.answer(); now.has("not kept") {
				t.Errorf("kept by now:\n%s", now)
			}
			p.wantKept(file, leg(t).NoAnswers(), []triage.Page{first.Page, third.Page})
			p.keys(ctrlC)
			p.sees("Your answers are kept in")
			p.goesOn("2")
			code, left := p.leaves()
			if code != exitInterrupted || !left.has("The same command goes on with them.") {
				t.Errorf("exit code %d, left:\n%s", code, left)
			}
			p.wantRestored(left)
		})
	}
}

// TestTwoProgramsOnOneFile answers in one window, then in another that was opened
// earlier, then in the first again. Nobody's answers may be overwritten.
func TestTwoProgramsOnOneFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "answers.json")
	open := func() *person {
		p := meet(t, window{args: []string{"--answers", file}}, "G-S14")
		p.keys(enter)
		p.sees(firstPage)
		return p
	}
	one, two := open(), open()
	first := one.page()
	one.answer()
	one.answer()
	kept := one.wantKept(file, leg(t).NoAnswers(), []triage.Page{first.Page})
	two.answer()
	two.sees("not kept: another program has changed it")
	two.wantKept(file, kept, nil)
	two.keys(ctrlC)
	two.sees("Leave now? Your answers are not kept.")
	two.keys("2")
	if _, left := two.leaves(); !left.has("Your last answers could not be kept in") {
		t.Errorf("left:\n%s", left)
	}
	if now := one.answer(); now.has("not kept") {
		t.Errorf("the first program can no longer keep answers:\n%s", now)
	}
}

// TestADiskThatIsFullTheWholeTime cannot keep a single answer: the program must say so
// before the first question, and make no suggestion.
func TestADiskThatIsFullTheWholeTime(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "answers.json")
	t.Cleanup(func() {
		if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v (%v)", left, err)
		}
	})
	for name, w := range map[string]window{
		"no room in a file":              {program: "/bin/sh", args: []string{"-c", `ulimit -f 0; exec "$0" --answers "$1"`, program(t), file}},
		"no such folder":                 {args: []string{"--answers", filepath.Join(t.TempDir(), "gone", "answers.json")}},
		"a folder that nobody writes to": {args: []string{"--answers", "/proc/answers.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := w.open(t)
			code, left := s.leaves()
			if code != exitUsage || !left.has("the answers cannot be kept in") || !left.has("Choose another folder") {
				t.Errorf("exit code %d, left:\n%s", code, left)
			}
			wantNoSuggestion(t, left)
			s.wantRestored(left)
		})
	}
}

// answersOne starts the program with the given environment, keeping the answers, and
// answers the first page with "none of these", on the full screen or line by line.
func answersOne(t *testing.T, env []string, plain bool) (p *person, file string, first triage.Page) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "answers.json")
	w := window{args: []string{"--answers", file}, env: env}
	if plain {
		w.args = append(w.args, "--plain")
	}
	p = &person{terminal: w.open(t), table: leg(t), answers: answersOf(t, "G-S14")}
	first = triage.Page{Question: &p.table.Questions[0], Tick: -1}
	if plain {
		p.sees("for none:")
		p.keys("0", enter)
		p.sees(secondPage(t))
	} else {
		p.sees("enter start")
		p.keys(enter)
		p.sees(firstPage)
		p.goesOn("0")
		p.sees(secondPage(t))
	}
	return p, file, first
}

// TestSignalsSayWhatHappened sends each signal in the middle of the questions, on the full
// screen and line by line. Then the terminal must be restored, a line must say what
// happened, the answers must be kept, and there must be no suggestion.
func TestSignalsSayWhatHappened(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		for _, plain := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v, plain %v", signal, plain), func(t *testing.T) {
				t.Parallel()
				p, file, first := answersOne(t, nil, plain)
				if err := p.command.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				code, left := p.leaves()
				if code != exitInterrupted || !left.has("legtriage: stopped: "+signal.String()) || !left.has("so there is no result") {
					t.Errorf("exit code %d, left:\n%s", code, left)
				}
				wantNoSuggestion(t, left)
				p.wantRestored(left)
				p.wantKept(file, p.table.NoAnswers(), []triage.Page{first})
			})
		}
	}
}

// TestAPanicGivesTheTerminalBack panics while the second answer is handled, on the full
// screen and line by line. The tests of package screen check that a panic anywhere else
// ends the full screen in the same way.
func TestAPanicGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, plain := range []bool{false, true} {
		t.Run(fmt.Sprintf("plain %v", plain), func(t *testing.T) {
			t.Parallel()
			p, file, first := answersOne(t, withFault("panic at write, 2"), plain)
			if plain {
				p.keys("0", enter)
			} else {
				p.goesOn("0")
			}
			code, left := p.leaves()
			if code != exitFault || !strings.Contains(p.written(), "wrote?[2J wrong") || !left.has("a fault in legtriage itself stopped it") {
				t.Errorf("exit code %d, left:\n%s", code, left)
			}
			wantNoSuggestion(t, left)
			p.wantRestored(left)
			p.wantKept(file, p.table.NoAnswers(), []triage.Page{first})
		})
	}
}
