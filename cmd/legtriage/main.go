// Command legtriage asks about a leg symptom and suggests what to do next:
// self-care, see a doctor, or seek emergency care. It also assesses sets of
// answers for programs, and shows the rules it goes by.
//
// This package holds flags, verbs and exit codes, writes files and answers many lines at
// once. What is asked, decided and said lives in triage, rules and ui.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"legtriage/rules/read"
)

// The exit codes.
const (
	exitFound       = 1   // a check found something, or a line of many was bad
	exitUsage       = 2   // bad usage, unreadable input, or output that cannot be written
	exitNoResult    = 3   // the interview ended early, or the answers do not settle it
	exitFault       = 70  // legtriage itself is at fault
	exitInterrupted = 130 // by ctrl+c or a signal, before a result
)

// exit is an error that carries its exit code. If it has no message, nothing more is
// printed.
type exit struct {
	code    int
	message string
}

func (e exit) Error() string { return e.message }

func main() { os.Exit(execute()) }

// execute runs the whole program and returns its exit code.
func execute() (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(os.Stderr, "%s\n%s\nlegtriage: a fault in legtriage itself stopped it. What you see above may help to mend it.\n", read.HarmlessLines(fmt.Sprint(fault)), debug.Stack())
			code = exitFault
		}
	}()
	untraced()
	root, out := newRoot(), &output{Writer: os.Stdout}
	root.SetOut(out)
	err := root.ExecuteContext(context.Background())
	code = exitUsage
	var e exit
	if errors.As(err, &e) {
		code = e.code
	}
	switch {
	case out.err != nil && code != exitFault && code != exitInterrupted:
		code = exitUsage
		err = exit{code, "the standard output cannot be written: " + reason(out.err) + "."}
	case err == nil:
		return 0
	}
	if message := err.Error(); message != "" {
		fmt.Fprintln(os.Stderr, "legtriage: "+read.HarmlessLines(message))
	}
	return code
}

// output is the standard output. It remembers the first error, because many callers,
// including the library's help, ignore theirs, and a program with incomplete output has
// failed.
//
// A standard output that was closed, as by >&- in a shell, is not an error: the Go
// runtime opens the null device in its place, which looks the same as output that is
// meant to be discarded.
type output struct {
	io.Writer
	err error // the first one
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}
