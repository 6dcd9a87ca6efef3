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
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/report"
)

// This file assesses many sets of answers, one on each line. Lines are read, assessed
// on all cores and written in order, a batch at a time; the number of batches is fixed,
// so memory does not grow with the input.

// How much input one worker takes at a time: at most this many lines, since each makes
// some kilobytes of output however short it is, or about this many bytes. There are a
// few more batches than workers, so all pending results need some tens of megabytes on
// the largest machine.
const (
	batchLines  = 64
	batchBytes  = 32 << 10
	mostWorkers = 16
	roomToKeep  = 4 << 20 // bytes of output buffer; one that long results made larger is released

	memoryAimed = 96 << 20 // the soft memory limit, above which the collector works harder
)

// batch is a number of lines that are assessed together. It is reused when they are
// done.
type batch struct {
	first int    // the number of the first line
	count int    // the number of lines
	lines []byte // including their endings
	ends  []int  // where in lines each line ends, or for CSV each row
	out   []byte
	wrong []string  // errors for the standard error output
	more  int       // how many more errors there were
	bad   bool      // a line was bad
	fault any       // a fault in this program itself, and where it happened
	done  chan bool // receives when all lines are assessed
}

// Write adds to the output. It makes a batch an io.Writer.
func (b *batch) Write(p []byte) (int, error) {
	b.out = append(b.out, p...)
	return len(p), nil
}

// source is where many sets of answers come from.
type source struct {
	name string
	// next reads the lines of one set, including their endings, and returns how many
	// there are. The bytes are valid until the next call.
	next func() (line []byte, lines int, err error)
	// columns are the columns of CSV, or nil if each line is JSON.
	columns *rules.Columns
	waits   func() bool // reports whether reading the next line may have to wait for input
}

// line returns one line of the batch and its number.
func (b *batch) line(i int) (line []byte, number int) {
	from := 0
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.lines[from:b.ends[i]], b.first + i
}

// linesOf returns a source of lines, whose first line has been read already.
func linesOf(name string, first []byte, r *bufio.Reader) source {
	var line []byte
	next := func() ([]byte, int, error) {
		if first != nil {
			line, first = first, nil
			return line, 1, nil
		}
		var err error
		line, err = readLine(r, line)
		return line, 1, err
	}
	return source{name: name, next: next, waits: func() bool { return r.Buffered() == 0 }}
}

// rowsOf reads the header and returns a source of rows, and the number of the line on
// which the first row begins.
func rowsOf(t *triage.Table, name string, in io.Reader) (source, int, error) {
	r := bufio.NewReaderSize(in, 2*batchBytes)
	var separator rune
	var row, line []byte
	next := func() (_ []byte, lines int, err error) {
		row = row[:0]
		for open := false; err == nil; {
			line, err = readLine(r, line)
			if len(line) == 0 {
				break
			}
			row, lines = append(row, line...), lines+1
			if len(row) > rules.MaxFileBytes {
				row = row[:rules.MaxFileBytes+1]
				break
			}
			if open = rules.QuoteOpen(line, open, separator); !open {
				break
			}
		}
		return row, lines, err
	}
	header, lines, err := next()
	if err != nil && err != io.EOF {
		return source{}, 0, exit{exitUsage, name + ": " + reason(err)}
	}
	columns, err := rules.CSV(t, name, header)
	if err != nil {
		return source{}, 0, exit{exitUsage, "the answers cannot be read:\n" + err.Error()}
	}
	separator = columns.Separator()
	return source{name, next, columns, func() bool { return r.Buffered() == 0 }}, lines + 1, nil
}

// assessLines assesses many sets of answers, the first of which is on the line with
// this number. A bad one is reported in its place and does not stop the others.
func (f *flags) assessLines(cmd *cobra.Command, t *triage.Table, write report.Writer, in source, number int) error {
	form := f.form(t, write, in.columns != nil && in.columns.HasID())
	told := &complaints{out: cmd.ErrOrStderr(), enough: new(atomic.Bool)}
	if form == nil {
		return exit{exitUsage, "many sets of answers can be written as text, json, csv or fhir, not as " + f.format + "."}
	}
	if os.Getenv("GOGC") == "" {
		// Nearly all memory is released with its line, and little is in use: collecting
		// it less often costs some megabytes and saves a quarter of the time.
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
	for range workers {
		go func() {
			for b := range work {
				f.assessBatch(t, in, b, form, told.enough)
				b.done <- true
			}
		}()
	}
	stop := make(chan struct{}) // closed when no more input is wanted
	defer close(stop)
	var failed error // of the input; set before order is closed
	go func() {
		defer close(order)
		defer close(work)
		var line []byte
		var lines int
		for line, lines, failed = in.next(); len(line) > 0; {
			var b *batch
			select {
			case b = <-free:
			case <-stop:
				return
			}
			b.first, b.count, b.lines, b.ends = number, 0, b.lines[:0], b.ends[:0]
			for len(line) > 0 {
				large := len(line) > rules.MaxFileBytes // it will be refused, and gets a batch of its own
				if large && len(b.ends) > 0 {
					break
				}
				b.lines = append(b.lines, line...)
				b.ends = append(b.ends, len(b.lines))
				b.count += lines
				line = nil
				if large || len(b.lines) >= batchBytes || len(b.ends) >= batchLines || in.waits() {
					break // do not hold lines back while waiting for input
				}
				line, lines, failed = in.next()
			}
			number += b.count
			order <- b
			work <- b
			if len(line) == 0 && failed == nil {
				line, lines, failed = in.next()
			}
		}
	}()
	if _, err := io.WriteString(cmd.OutOrStdout(), form.head); err != nil {
		return err
	}
	show := newProgress(cmd)
	bad := false
	for b := range order {
		<-b.done
		if _, err := cmd.OutOrStdout().Write(b.out); err != nil {
			return err
		}
		if len(b.wrong)+b.more > 0 {
			show.clear()
			told.tell(b)
		}
		if b.fault != nil {
			panic(b.fault)
		}
		bad = bad || b.bad
		show.done(b.first + b.count - 1)
		free <- b
	}
	show.clear()
	told.end()
	switch {
	case failed != nil && failed != io.EOF:
		return exit{exitUsage, in.name + ": " + reason(failed)}
	case bad:
		return exit{code: exitFound}
	}
	return nil
}

// complaints reports errors on the standard error output: up to [read.MaxErrors] of them,
// and then how many more there were.
type complaints struct {
	out    io.Writer
	told   int
	enough *atomic.Bool // no more will be reported
}

func (c *complaints) tell(b *batch) {
	for _, err := range b.wrong {
		if c.told++; c.told <= read.MaxErrors {
			fmt.Fprintln(c.out, err)
		}
	}
	c.told += b.more
	c.enough.Store(c.told >= read.MaxErrors)
}

func (c *complaints) end() {
	if more := c.told - read.MaxErrors; more > 0 {
		fmt.Fprintf(c.out, "legtriage: errors that are not shown here: %d. With --format json or csv each is in its place.\n", more)
	}
}

// assessBatch assesses the lines of a batch.
func (f *flags) assessBatch(t *triage.Table, in source, b *batch, form *form, enough *atomic.Bool) {
	b.fault = nil
	defer func() {
		if fault := recover(); fault != nil { // main reports it
			b.fault = fmt.Sprintf("%v\n%s", fault, debug.Stack())
		}
	}()
	if cap(b.out) > roomToKeep {
		b.out = nil
	}
	b.out, b.wrong, b.more, b.bad = b.out[:0], b.wrong[:0], 0, false
	tell := form.on(b)
	defer tell.end()
	take := func(row rules.Row, err error) {
		var errs rules.Errors
		switch b.bad = b.bad || err != nil; {
		case err == nil:
			tell.result(row)
		case !errors.As(err, &errs):
			panic(err) // no reader returns any other error
		case form.apart && enough.Load():
			b.more += len(errs)
		default:
			tell.wrong(row, errs)
		}
	}
	switch {
	case in.columns == nil:
		for i := range b.ends {
			line, number := b.line(i)
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			a, err := rules.AnswersLine(t, in.name, number, line)
			take(rules.Row{Line: number, Answers: a}, err)
		}
	case len(b.lines) > rules.MaxFileBytes && len(b.ends) == 1:
		take(rules.Row{Line: b.first}, rules.Errors{{File: read.Harmless(in.name), Line: b.first, Column: 1, Message: fmt.Sprintf("the row is larger than %d bytes", rules.MaxFileBytes)}})
	default:
		rows := in.columns.Rows(b.lines, b.first)
		for row, err := rows.Next(); err != io.EOF; row, err = rows.Next() {
			take(row, err)
		}
	}
}

// progress shows on a terminal how many sets of answers are done, if the results go
// somewhere else.
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

// done shows how many lines are done.
func (p *progress) done(lines int) {
	if p.out != nil && time.Since(p.last) >= progressEvery {
		p.last, p.shown = time.Now(), true
		fmt.Fprintf(p.out, "\r%d lines done", lines)
	}
}

// clear removes what is shown, so that nothing else ends up on the same line.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.out, "\r"+strings.Repeat(" ", 40)+"\r")
	}
}
