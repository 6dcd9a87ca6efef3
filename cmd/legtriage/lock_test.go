//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"legtriage/triage"
)

// talk is legtriage running line by line, with the answers kept.
type talk struct {
	t       testing.TB
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// talking starts the program and reads up to its first question.
func talking(t testing.TB, file string) *talk {
	t.Helper()
	k := &talk{t: t, command: exec.Command(program(t), "--plain", "--answers", file)}
	in, err := k.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := k.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	k.in, k.out = in, bufio.NewReader(out)
	if err := k.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.command.Process.Kill(); k.command.Wait() })
	k.readTo("for none:")
	return k
}

// readTo reads up to some words and returns everything up to there.
func (k *talk) readTo(words string) string {
	k.t.Helper()
	late := time.AfterFunc(patience, func() { k.command.Process.Kill() })
	defer late.Stop()
	var read strings.Builder
	for !strings.HasSuffix(read.String(), words) {
		b, err := k.out.ReadByte()
		if err != nil {
			k.t.Errorf("%q does not come (%v):\n%s", words, err, read.String())
			break
		}
		read.WriteByte(b)
	}
	return read.String()
}

// end closes the input and reports whether the program says that all answers are kept.
func (k *talk) end() bool {
	k.t.Helper()
	k.in.Close()
	rest, err := io.ReadAll(k.out)
	if err != nil {
		k.t.Error(err)
	}
	text := strings.Join(strings.Fields(string(rest)), " ")
	kept, lost := strings.Contains(text, "Your answers are kept in"), strings.Contains(text, "could not be kept in")
	if kept == lost {
		k.t.Errorf("says neither that the answers are kept nor that they are not, or both:\n%s", rest)
	}
	return kept
}

// TestTwoProgramsAtTheSameMoment lets two programs write answers to one file at the
// same moment, over and over: one keeps its answer and says so, the other says that it
// could not.
func TestTwoProgramsAtTheSameMoment(t *testing.T) {
	t.Parallel()
	rounds := 6
	if *long {
		rounds = 200
	}
	first := &leg(t).Questions[0]
	// Their answers to the first page: none of these, and not sure.
	said := [2]triage.Answers{leg(t).NoAnswers(), leg(t).NoAnswers()}
	replies := [2]string{}
	for i, id := range []string{triage.None, triage.Unsure} {
		// "None of these" has 0, and is not counted.
		replies[i] = fmt.Sprintf("%d\n", i*(len(first.Options)+1))
		if err := said[i].Reply(first, id); err != nil {
			t.Fatal(err)
		}
	}
	won := [2]int{}
	for round := range rounds {
		file := filepath.Join(t.TempDir(), "answers.json")
		both := [2]*talk{talking(t, file), talking(t, file)}
		start := make(chan struct{})
		var told [2]bool
		var over sync.WaitGroup
		for i, k := range both {
			over.Go(func() {
				<-start
				io.WriteString(k.in, replies[i])
				told[i] = k.end()
			})
		}
		close(start)
		over.Wait()
		kept := keptIn(t, file)
		if told[0] == told[1] {
			t.Fatalf("round %d: told that it is kept: %v", round, told)
		}
		for i := range both {
			if told[i] {
				won[i]++
			}
			if kept.Equal(said[i]) != told[i] {
				t.Fatalf("round %d: program %d was told that it is kept: %v. The file has\n%v", round, i, told[i], kept)
			}
		}
		if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
			t.Fatalf("round %d: left behind: %v (%v)", round, left, err)
		}
	}
	t.Logf("%d rounds, kept by the first %d, by the second %d", rounds, won[0], won[1])
}

// TestASecondProgramLeavesTheFirstOnesHalf stops a program in the middle of writing and
// starts a second one on the same file: what the first has written so far must still be
// there, and nobody may be told that anything is kept.
func TestASecondProgramLeavesTheFirstOnesHalf(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "answers.json")
	inside, goOn, over := make(chan string), make(chan struct{}), make(chan error)
	go func() {
		over <- locked(name, func() error {
			f, err := create(name)
			if err != nil {
				return err
			}
			_, err = f.WriteString("half")
			inside <- f.Name()
			<-goOn
			return errors.Join(err, f.Close(), os.Rename(f.Name(), name))
		})
	}()
	half := <-inside
	second := exec.Command(program(t), "--plain", "--answers", name)
	out, err := second.CombinedOutput()
	if second.ProcessState.ExitCode() != exitUsage || !strings.Contains(string(out), "another program is writing it") {
		t.Errorf("the second program: %v\n%s", err, out)
	}
	if data, err := os.ReadFile(half); err != nil || string(data) != "half" {
		t.Errorf("%q, %v", data, err)
	}
	close(goOn)
	if err := <-over; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(filepath.Dir(name)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// TestAKilledProgramLeavesNoLock kills a program that has the lock: the next one gets
// it, and removes what was left behind.
func TestAKilledProgramLeavesNoLock(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "answers.json")
	if holder := os.Getenv("LEGTRIAGE_TEST_HOLDS"); holder != "" {
		err := locked(holder, func() error {
			f, err := create(holder)
			if err == nil {
				_, err = f.WriteString("half")
			}
			fmt.Println("holds", err)
			select {}
		})
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0], "-test.run", "^TestAKilledProgramLeavesNoLock$")
	command.Env = append(os.Environ(), "LEGTRIAGE_TEST_HOLDS="+name)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "holds <nil>\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if err := save(name, []byte("one"), true); err == nil || err.Error() != errLocked.Error() {
		t.Errorf("while another program has the lock: %v", err)
	}
	command.Process.Signal(syscall.SIGKILL)
	command.Wait()
	if left, err := os.ReadDir(filepath.Dir(name)); err != nil || len(left) != 2 {
		t.Errorf("the killed program has left: %v (%v)", left, err)
	}
	if err := save(name, []byte("two"), true); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(filepath.Dir(name)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// TestOneLockAtATime counts how many hold the lock of one file at the same time, while the
// lock is constantly removed and created again.
func TestOneLockAtATime(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "answers.json")
	var inside, taken atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				err := locked(name, func() error {
					if inside.Add(1) > 1 {
						t.Error("two at a time")
					}
					taken.Add(1)
					runtime.Gosched()
					inside.Add(-1)
					return nil
				})
				if err != nil && err.Error() != errLocked.Error() {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if taken.Load() < 200 {
		t.Errorf("only %d got the lock", taken.Load())
	}
}
