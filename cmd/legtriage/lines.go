package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
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

// batchBytes is about how much input one worker takes at a time.
const batchBytes = 32 << 10

// batch is some lines on their way.
type batch struct {
	first int      // the number of the first line
	lines [][]byte // with their ends
	out   bytes.Buffer
	wrong bytes.Buffer  // for the standard error output
	bad   bool          // a line was bad
	done  chan struct{} // closed when all lines are assessed
}

// assessLines assesses one set of answers a line, the first of which has been
// read. A bad line is reported in its place and does not stop the others.
func (f *flags) assessLines(cmd *cobra.Command, t *triage.Table, name string, first []byte, r *bufio.Reader) error {
	if f.format != "json" && f.format != "text" {
		return exit{exitUsage, "many sets of answers can be told as text or json, not as " + f.format + "."}
	}
	workers := runtime.GOMAXPROCS(0)
	work, order := make(chan *batch), make(chan *batch, 2*workers)
	stop := make(chan struct{}) // closed when nobody wants more
	defer close(stop)
	for range workers {
		go func() {
			for b := range work {
				f.assessBatch(t, name, b)
			}
		}()
	}
	var failed error // of the input; set before order is closed
	go func() {
		defer close(order)
		defer close(work)
		failed = inBatches(first, r, func(b *batch) bool {
			select {
			case order <- b:
			case <-stop:
				return false
			}
			select {
			case work <- b:
			case <-stop:
				return false
			}
			return true
		})
	}()
	show := newProgress(cmd)
	bad := false
	for b := range order {
		<-b.done
		if _, err := cmd.OutOrStdout().Write(b.out.Bytes()); err != nil {
			return err
		}
		show.clear()
		if _, err := cmd.ErrOrStderr().Write(b.wrong.Bytes()); err != nil {
			return err
		}
		bad = bad || b.bad
		show.done(b.first + len(b.lines) - 1)
	}
	show.clear()
	switch {
	case failed != nil:
		return exit{exitUsage, name + ": " + reason(failed)}
	case bad:
		return exit{code: exitFound}
	}
	return nil
}

// inBatches reads lines to the end and hands them over until hand returns false.
func inBatches(line []byte, r *bufio.Reader, hand func(*batch) bool) error {
	b := &batch{first: 1, done: make(chan struct{})}
	size := 0
	for {
		if len(line) > 0 {
			b.lines = append(b.lines, line)
			size += len(line)
		}
		if size >= batchBytes {
			next := b.first + len(b.lines)
			if !hand(b) {
				return nil
			}
			b, size = &batch{first: next, done: make(chan struct{})}, 0
		}
		var err error
		if line, err = readLine(r); err != nil && len(line) == 0 {
			hand(b)
			if err == io.EOF {
				err = nil
			}
			return err
		}
	}
}

// assessBatch assesses the lines of a batch.
func (f *flags) assessBatch(t *triage.Table, name string, b *batch) {
	defer close(b.done)
	for i, line := range b.lines {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		n := b.first + i
		a, err := rules.AnswersLine(t, name, n, line)
		switch {
		case err != nil && f.format == "text":
			b.bad = true
			fmt.Fprintln(&b.wrong, err)
		case err != nil:
			b.bad = true
			writeLineError(&b.out, n, err)
		case f.format == "text":
			writeLine(&b.out, n, a)
		default:
			err = printJSON(&b.out, a.Assess())
		}
	}
}

// writeLineError writes what is wrong with a line as an object in its place.
func writeLineError(out io.Writer, n int, err error) {
	messages := []string{err.Error()}
	var errs rules.Errors
	if errors.As(err, &errs) {
		messages = nil
		for _, e := range errs {
			messages = append(messages, fmt.Sprintf("column %d: %s", e.Column, e.Message))
		}
	}
	printJSON(out, struct {
		Line  int    `json:"line"`
		Error string `json:"error"`
	}{n, strings.Join(messages, "; ")})
}

// writeLine writes the result of a line in a few words: the category, the
// urgency, and the rules that decided.
func writeLine(out *bytes.Buffer, n int, a triage.Answers) {
	atLeast, atMost := a.Range()
	fmt.Fprintf(out, "%d: ", n)
	if atLeast.Category() == atMost.Category() {
		fmt.Fprintf(out, "%v, %v: ", atLeast.Category(), atLeast)
	} else {
		fmt.Fprintf(out, "not settled, from %v to %v: ", atLeast, atMost)
	}
	between := ""
	for _, i := range a.Fired(nil) {
		if r := &a.Table().Rules[i]; r.Urgency == atLeast {
			out.WriteString(between)
			out.WriteString(r.ID)
			between = ", "
		}
	}
	out.WriteByte('\n')
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
