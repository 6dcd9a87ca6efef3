package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
)

// This file assesses many sets of answers, one a line. Lines are read, assessed
// on all cores and written in their order, a batch at a time; how many batches
// there are at once is fixed, so memory does not grow with the input.

// How much input one worker takes at a time: so many lines, since each makes
// some kilobytes of output however short it is, or about so many bytes. With
// a few batches more than there are workers, all the results on their way need
// some tens of megabytes on the largest machine.
const (
	batchLines  = 64
	batchBytes  = 32 << 10
	mostWorkers = 16
	roomToKeep  = 4 << 20 // of a batch; what a few long results needed is given back

	memoryAimed = 96 << 20 // from here on, memory is collected as often as it takes
)

// batch is some lines on their way. When they are done, it is used again.
type batch struct {
	first int    // the number of the first line
	lines []byte // with their ends
	ends  []int  // of each line in lines
	out   []byte
	wrong []byte    // for the standard error output
	bad   bool      // a line was bad
	fault any       // what went wrong with this program itself, and where
	done  chan bool // receives when all lines are assessed
}

// line returns one line of the batch and its number.
func (b *batch) line(i int) (line []byte, number int) {
	from := 0
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.lines[from:b.ends[i]], b.first + i
}

// assessLines assesses one set of answers a line, the first of which has been
// read. A bad line is reported in its place and does not stop the others.
func (f *flags) assessLines(cmd *cobra.Command, t *triage.Table, name string, first []byte, r *bufio.Reader) error {
	if f.format != "json" && f.format != "text" {
		return exit{exitUsage, "many sets of answers can be told as text or json, not as " + f.format + "."}
	}
	if os.Getenv("GOGC") == "" {
		// Nearly all memory is free again after its line, and little of it is in
		// use: collecting more rarely costs some megabytes and saves a quarter of
		// the time.
		defer debug.SetGCPercent(debug.SetGCPercent(400))
		if os.Getenv("GOMEMLIMIT") == "" {
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryAimed))
		}
	}
	workers := min(runtime.GOMAXPROCS(0), mostWorkers)
	batches := workers + 2
	free, work, order := make(chan *batch, batches), make(chan *batch, batches), make(chan *batch, batches)
	for range batches {
		free <- &batch{done: make(chan bool, 1)}
	}
	write := t.AssessmentWriter()
	for range workers {
		go func() {
			for b := range work {
				f.assessBatch(t, name, b, write)
				b.done <- true
			}
		}()
	}
	stop := make(chan struct{}) // closed when nobody wants more
	defer close(stop)
	var failed error // of the input; set before order is closed
	go func() {
		defer close(order)
		defer close(work)
		line := first
		for number := 1; len(line) > 0; {
			var b *batch
			select {
			case b = <-free:
			case <-stop:
				return
			}
			b.first, b.lines, b.ends = number, b.lines[:0], b.ends[:0]
			for len(line) > 0 {
				b.lines = append(b.lines, line...)
				b.ends = append(b.ends, len(b.lines))
				number, line = number+1, nil
				if len(b.lines) >= batchBytes || len(b.ends) >= batchLines || r.Buffered() == 0 {
					break // also when the next line may be long in coming
				}
				line, failed = readLine(r)
			}
			order <- b
			work <- b
			if len(line) == 0 && failed == nil {
				line, failed = readLine(r)
			}
		}
	}()
	show := newProgress(cmd)
	bad := false
	for b := range order {
		<-b.done
		if _, err := cmd.OutOrStdout().Write(b.out); err != nil {
			return err
		}
		if len(b.wrong) > 0 {
			show.clear()
			cmd.ErrOrStderr().Write(b.wrong)
		}
		if b.fault != nil {
			panic(b.fault)
		}
		bad = bad || b.bad
		show.done(b.first + len(b.ends) - 1)
		free <- b
	}
	show.clear()
	switch {
	case failed != nil && failed != io.EOF:
		return exit{exitUsage, name + ": " + reason(failed)}
	case bad:
		return exit{code: exitFound}
	}
	return nil
}

// assessBatch assesses the lines of a batch.
func (f *flags) assessBatch(t *triage.Table, name string, b *batch, w *triage.AssessmentWriter) {
	b.fault = nil
	defer func() {
		if fault := recover(); fault != nil { // main tells of it
			b.fault = fmt.Sprintf("%v\n%s", fault, debug.Stack())
		}
	}()
	if cap(b.out) > roomToKeep {
		b.out = nil
	}
	b.out, b.wrong, b.bad = b.out[:0], b.wrong[:0], false
	for i := range b.ends {
		line, number := b.line(i)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		a, err := rules.AnswersLine(t, name, number, line)
		b.bad = b.bad || err != nil
		switch {
		case err != nil && f.format == "text":
			b.wrong = append(append(b.wrong, err.Error()...), '\n')
		case err != nil:
			b.out = appendLineError(b.out, number, err)
		case f.format == "text":
			b.out = appendLine(b.out, number, a)
		default:
			b.out = appendResult(b.out, number, a, w)
		}
	}
}

// appendLineError appends what is wrong with a line as an object in its place.
func appendLineError(out []byte, number int, err error) []byte {
	messages := []string{err.Error()}
	var errs rules.Errors
	if errors.As(err, &errs) {
		messages = nil
		for _, e := range errs {
			messages = append(messages, fmt.Sprintf("column %d: %s", e.Column, e.Message))
		}
	}
	var object bytes.Buffer
	printJSON(&object, struct {
		Line  int    `json:"line"`
		Error string `json:"error"`
	}{number, strings.Join(messages, "; ")})
	return append(out, object.Bytes()...)
}

// appendResult appends an assessment, with the number of the line before all
// else: lines that are blank have none.
func appendResult(out []byte, number int, a triage.Answers, w *triage.AssessmentWriter) []byte {
	out = fmt.Appendf(out, `{"line":%d`, number)
	comma := len(out)
	out = append(w.Append(out, a.Assess()), '\n')
	out[comma] = ',' // in place of the bracket that it begins with
	return out
}

// appendLine appends the result of a line in a few words: the category, the
// urgency, and the rules that decided.
func appendLine(out []byte, number int, a triage.Answers) []byte {
	atLeast, atMost := a.Range()
	if atLeast.Category() == atMost.Category() {
		out = fmt.Appendf(out, "%d: %v, %v: ", number, atLeast.Category(), atLeast)
	} else {
		out = fmt.Appendf(out, "%d: not settled, from %v to %v: ", number, atLeast, atMost)
		if atLeast == triage.Home { // what holds so far is no reason to stay at home
			return append(out[:len(out)-2], '\n')
		}
	}
	between := ""
	var room [16]int
	for _, i := range a.Fired(room[:0]) {
		if r := &a.Table().Rules[i]; r.Urgency == atLeast {
			out = append(append(out, between...), r.ID...)
			between = ", "
		}
	}
	return append(out, '\n')
}

// progress says on a terminal how far many sets of answers are, when their
// results go somewhere else.
type progress struct {
	out   io.Writer // nil: nowhere
	last  time.Time
	shown bool
}

// progressEvery is how often progress is shown, and the time before the first.
const progressEvery = 500 * time.Millisecond

func newProgress(cmd *cobra.Command) *progress {
	p := &progress{last: time.Now()}
	if term.IsTerminal(os.Stderr.Fd()) && !term.IsTerminal(os.Stdout.Fd()) {
		p.out = cmd.ErrOrStderr()
	}
	return p
}

// done says how many lines are done.
func (p *progress) done(lines int) {
	if p.out != nil && time.Since(p.last) >= progressEvery {
		p.last, p.shown = time.Now(), true
		fmt.Fprintf(p.out, "\r%d lines done", lines)
	}
}

// clear removes what is shown, so that nothing is written beside it.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.out, "\r"+strings.Repeat(" ", 40)+"\r")
	}
}
