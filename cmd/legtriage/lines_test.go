//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode"

	"legtriage/rules"
	"legtriage/triage"
)

// assessed runs assess on many lines and returns what it prints.
func assessed(t testing.TB, format string, in io.Reader, out io.Writer) (wrong string, code int) {
	t.Helper()
	root := newRoot()
	var errs bytes.Buffer
	root.SetArgs([]string{"assess", "--lines", "--format", format})
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(&errs)
	err := root.Execute()
	var e exit
	if err != nil && !errors.As(err, &e) && !errors.Is(err, errFull) {
		t.Fatalf("%v", err)
	}
	return errs.String(), e.code
}

// calmLine writes the answers of somebody whose answers are mostly calm, so that every
// urgency comes up. A few are missing, a few are single ticks, and one line in a hundred
// is bad.
func calmLine(out *bytes.Buffer, table *triage.Table, random *rand.Rand) {
	if random.IntN(100) == 0 {
		out.WriteString([]string{"\n", "{\n", "{\"life\": [\"chets\"]}\n", "{\"age\": \"adult\", \"age\": \"child\"}\n"}[random.IntN(4)])
		return
	}
	calm := random.IntN(200) + 10
	a := table.NoAnswers()
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		if random.IntN(40) == 0 && !q.AtLeastOne {
			continue
		}
		for s := from; s < to; s++ {
			value := 0
			if random.IntN(calm) == 0 {
				value = random.IntN(table.Scales()[s].Top + 1)
			}
			a.Set(s, value)
		}
		if q.AtLeastOne {
			a.Set(from+random.IntN(to-from), triage.TickYes)
		}
	}
	line, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	out.Write(line)
	out.WriteByte('\n')
}

// TestManyLinesAreSingleAssessments assesses many sets of answers at once, with -long
// 100,000, and each of them on its own, read the slow way: the results must be the same
// bytes in the same order.
func TestManyLinesAreSingleAssessments(t *testing.T) {
	t.Parallel()
	count := 1_000
	if *long {
		count = 100_000
	}
	table := leg(t)
	in, fill := io.Pipe()
	read, out := io.Pipe()
	lines := make(chan []byte, 1000)
	go func() {
		random := rand.New(rand.NewPCG(20, 26))
		for range count {
			var line bytes.Buffer
			calmLine(&line, table, random)
			lines <- line.Bytes()
			fill.Write(line.Bytes())
		}
		close(lines)
		fill.Close()
	}()
	code := -1
	go func() {
		_, code = assessed(t, "json", in, out)
		out.Close()
	}()
	results := bufio.NewReaderSize(read, 1<<16)
	categories, bad, n := map[triage.Category]int{}, 0, 0
	var want, single []byte
	writer := table.AssessmentWriter()
	for line := range lines {
		if n++; len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		got, err := results.ReadBytes('\n')
		if err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
		// Not AnswersLine: the quick reader is to be compared with the slow one.
		a, err := rules.Answers(table, "line", line)
		if err != nil {
			bad++
			if prefix := fmt.Sprintf(`{"line":%d,"error":"`, n); !strings.HasPrefix(string(got), prefix) {
				t.Fatalf("line %d: %s\nis %s", n, line, got)
			}
			continue
		}
		as := a.Assess()
		if c, settled := as.Category(); settled {
			categories[c]++
		}
		single = writer.Append(single[:0], as)
		if n%100 == 1 {
			if alone, err := as.MarshalJSON(); err != nil || !bytes.Equal(alone, single) {
				t.Fatalf("line %d: one of many is\n%s\nbut alone (%v)\n%s", n, single, err, alone)
			}
		}
		want = fmt.Appendf(want[:0], `{"line":%d,%s`+"\n", n, single[1:])
		if !bytes.Equal(got, want) {
			t.Fatalf("line %d: %s\ngot  %s\nwant %s", n, line, got, want)
		}
	}
	if rest, err := io.ReadAll(results); err != nil || len(rest) > 0 {
		t.Errorf("%v, and left over: %.200s", err, rest)
	}
	if code != exitFound {
		t.Errorf("exit code %d with %d bad lines", code, bad)
	}
	t.Logf("%d lines, %d bad, %v", n, bad, categories)
	if len(categories) < 3 || bad == 0 {
		t.Errorf("%v and %d bad lines: this tested too little", categories, bad)
	}
}

// endlessLines is an endless input of lines that stops after a number of them.
type endlessLines struct {
	line []byte
	left atomic.Int64
	at   int
}

func (e *endlessLines) Read(p []byte) (int, error) {
	if e.left.Load() == 0 {
		return 0, io.EOF
	}
	n := copy(p, e.line[e.at:])
	if e.at += n; e.at == len(e.line) {
		e.at = 0
		e.left.Add(-1)
	}
	return n, nil
}

// TestManyLinesNeedTheMemoryOfAFew compares the peak memory of the program for a short
// and for a long input. Both are long enough for all batches to have been in use.
// Collection happens at random times, so up to twice as much is tolerated; a kilobyte
// kept from each line would be more.
func TestManyLinesNeedTheMemoryOfAFew(t *testing.T) {
	t.Parallel()
	if !*long {
		t.Skip("needs many lines: it runs with -long")
	}
	needed := func(lines int, cores string) int64 {
		command := exec.Command(program(t), "assess", "--lines", "--format", "json")
		in := &endlessLines{line: []byte("{}\n")}
		in.left.Store(int64(lines))
		command.Stdin = in
		command.Env = append(os.Environ(), "GOMAXPROCS="+cores)
		if err := command.Run(); err != nil {
			t.Fatal(err)
		}
		return command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	}
	few, many, wide := needed(5_000, "2"), needed(60_000, "2"), needed(60_000, "64")
	t.Logf("5,000 lines need %d kB, 60,000 lines %d, on 64 cores %d", few, many, wide)
	if many > 2*few || wide > 3*many {
		t.Errorf("5,000 lines need %d kB, 60,000 lines %d, on 64 cores %d", few, many, wide)
	}
}

// slow is an output that takes its time, and records how far the input has been read.
type slow struct {
	in    *endlessLines
	lines int // in all
	most  int // read by the time of the first write
}

func (s *slow) Write(p []byte) (int, error) {
	if s.most == 0 {
		time.Sleep(50 * time.Millisecond)
		s.most = s.lines - int(s.in.left.Load())
	}
	return len(p), nil
}

// TestManyLinesWaitForASlowReader reads no further than the batches allow.
func TestManyLinesWaitForASlowReader(t *testing.T) {
	in := &endlessLines{line: []byte("{\"life\": [\"chest\"]}\n")}
	limit := 4 * runtime.GOMAXPROCS(0) * batchBytes / len(in.line)
	out := &slow{in: in, lines: 3 * limit}
	in.left.Store(int64(out.lines))
	assessed(t, "text", in, out)
	if out.most == 0 || out.most > limit {
		t.Errorf("%d lines were read before the first was written, of %d that fit", out.most, limit)
	}
}

// TestEachLineIsAnsweredBeforeTheNextOneComes talks to the program line by line, as
// another program might.
func TestEachLineIsAnsweredBeforeTheNextOneComes(t *testing.T) {
	in, ask := io.Pipe()
	answers, out := io.Pipe()
	go func() {
		assessed(t, "text", in, out)
		out.Close()
	}()
	late := time.AfterFunc(patience, func() { out.CloseWithError(errors.New("no answer comes")) })
	defer late.Stop()
	heard := bufio.NewReader(answers)
	for n := 1; n <= 5; n++ {
		io.WriteString(ask, "{\"life\": [\"chest\"]}\n")
		if got, err := heard.ReadString('\n'); err != nil || got != fmt.Sprintf("%d: emergency, call: chest-or-breath\n", n) {
			t.Fatalf("%q, %v", got, err)
		}
	}
	ask.Close()
	if rest, err := io.ReadAll(heard); err != nil || len(rest) > 0 {
		t.Errorf("%q, %v", rest, err)
	}
}

// TestProgressIsShownOnATerminalOnly sends the results elsewhere and looks at the
// terminal, and the other way round.
func TestProgressIsShownOnATerminalOnly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "many.ndjson")
	if err := os.WriteFile(file, bytes.Repeat([]byte("{\"life\": [\"chest\"]}\n"), 3_000), 0o600); err != nil {
		t.Fatal(err)
	}
	w := window{program: "/bin/sh", args: []string{"-c", `{ cat "$1"; sleep 1; cat "$1"; sleep 1; } | "$0" assess --lines --format json - >/dev/null; echo "code $?"`, program(t), file}}
	s := w.open(t)
	s.sees("lines done")
	if _, left := s.leaves(); left.text() != "code 0" {
		t.Errorf("left on the screen:\n%s", left)
	}
	w.args[1] = `slowly() { cat "$1"; sleep 1; cat "$1"; }
		slowly "$1" | "$0" assess --lines - 2>/dev/null | tail -1; slowly "$1" | "$0" assess --lines - | tail -1 >/dev/null 2>&1`
	s = w.open(t)
	if _, left := s.leaves(); !left.has("6000: emergency") || left.has("lines done") {
		t.Errorf("left on the screen:\n%s", left)
	}
}

// TestABrokenPipeIsQuiet closes the pipe after the first line.
func TestABrokenPipeIsQuiet(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json"} {
		file := filepath.Join(t.TempDir(), "many.ndjson")
		if err := os.WriteFile(file, bytes.Repeat([]byte("{\"life\": [\"chest\"]}\n"), 200_000), 0o600); err != nil {
			t.Fatal(err)
		}
		var wrong bytes.Buffer
		command := exec.Command(program(t), "assess", "--lines", "--format", format, file)
		command.Stderr = &wrong
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		out.Close()
		err = command.Wait()
		status, ok := command.ProcessState.Sys().(syscall.WaitStatus)
		if err == nil || !ok || !status.Signaled() || status.Signal() != syscall.SIGPIPE {
			t.Errorf("%s: ends with %v", format, err)
		}
		if wrong.Len() > 0 {
			t.Errorf("%s: says %q", format, wrong.String())
		}
	}
}

// TestAFaultInAWorkerIsReported panics while a result is written.
func TestAFaultInAWorkerIsReported(t *testing.T) {
	t.Parallel()
	command := exec.Command(program(t), "assess", "--lines")
	command.Env = append(os.Environ(), withFault("rules lost")...)
	command.Stdin = strings.NewReader(strings.Repeat("{}\n", 10_000) + "{\"life\": [\"chest\"]}\n")
	var wrong bytes.Buffer
	command.Stderr = &wrong
	command.Run()
	if code := command.ProcessState.ExitCode(); code != exitFault || !strings.Contains(wrong.String(), "index out of range") || !strings.Contains(wrong.String(), "a fault in legtriage itself") {
		t.Errorf("exit code %d:\n%s", code, wrong.String())
	}
}

// TestNoGoroutineIsLeftBehind assesses, breaks off, and looks for goroutines that are
// still running.
func TestNoGoroutineIsLeftBehind(t *testing.T) {
	rounds := 5
	if *long || testing.Short() { // a short run has the race detector
		rounds = 20
	}
	for range rounds {
		assessed(t, "json", strings.NewReader(strings.Repeat("{}\n", 100)), io.Discard)
		assessed(t, "json", strings.NewReader(strings.Repeat("{}\n", 50_000)), &failing{})
	}
	var stacks []byte
	for range 100 {
		stacks = make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		if !bytes.Contains(stacks, []byte("assessLines")) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("still there:\n%s", stacks)
}

var errFull = errors.New("full")

// failing is an output that fails after its first write.
type failing struct{ writes int }

func (f *failing) Write(p []byte) (int, error) {
	if f.writes++; f.writes > 1 {
		return 0, errFull
	}
	return len(p), nil
}

// FuzzLines assesses arbitrary input as lines, in both formats: each line that is not blank
// must have a result or an error, in order, as text that is safe to print.
func FuzzLines(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 1))
	var many bytes.Buffer
	for range 40 {
		calmLine(&many, leg(f), random)
	}
	for _, seed := range []string{
		"", "\n\n", "{}", "{}\r\n{}", many.String(), "[]\n1\nnull\n\"a\"\n{\"life\":[]}\n", "{\"life\":[\"none\"],\"life\":[\"chest\"]}\n",
		"{\"\\u001b[2J\":\"\\u202e\"}\n\x00\n\xff\n", strings.Repeat("[", 5000), "{\"skin\":{\"hot\":\"yes\",\"hot\":\"no\"}}", "{\"age\":{\"adult\":{}}}",
		"{\"$table\":{\"version\":\"1\",\"hash\":\"1\",\"questions\":{\"age\":\"1\"}},\"age\":\"adult\"}\n", "{\"age\":1e999}\n{\"age\":\"adult\"}}\n",
	} {
		f.Add([]byte(seed))
	}
	ask := legToAsk
	legToAsk = readOnce
	f.Cleanup(func() { legToAsk = ask })
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := 0
		for _, line := range bytes.SplitAfter(data, []byte("\n")) {
			if len(bytes.TrimSpace(line)) > 0 {
				lines++
			}
		}
		var told bytes.Buffer
		_, code := assessed(t, "json", bytes.NewReader(data), &told)
		bad, results := 0, 0
		for decoder := json.NewDecoder(bytes.NewReader(told.Bytes())); ; results++ {
			var result struct {
				Line  int    `json:"line"`
				Error string `json:"error"`
				Table any    `json:"table"`
			}
			err := decoder.Decode(&result)
			if err == io.EOF {
				break
			}
			if err != nil || (result.Error == "") == (result.Table == nil) {
				t.Fatalf("%v: %+v", err, result)
			}
			if result.Error != "" {
				bad++
			}
		}
		if results != lines || bytes.Count(told.Bytes(), []byte("\n")) != lines {
			t.Fatalf("%d lines, %d results:\n%s", lines, results, told.String())
		}
		if (code == exitFound) != (bad > 0) || code != exitFound && code != 0 {
			t.Fatalf("exit code %d with %d bad lines", code, bad)
		}
		var text bytes.Buffer
		wrong, again := assessed(t, "text", bytes.NewReader(data), &text)
		if again != code || strings.Count(text.String(), "\n") != lines-bad {
			t.Fatalf("exit code %d, then %d; %d good lines:\n%s", code, again, lines-bad, text.String())
		}
		for _, out := range []string{told.String(), wrong, text.String()} {
			for i, r := range out {
				if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
					t.Fatalf("%U in %q", r, out[max(0, i-60):])
				}
			}
		}
	})
}
