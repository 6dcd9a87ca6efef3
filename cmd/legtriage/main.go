// Command legtriage asks about a leg symptom and suggests what to do next:
// self-care, see a doctor, or seek emergency care. It also assesses sets of
// answers for programs, and shows the rules it goes by.
//
// This package holds flags, verbs and exit codes; everything else lives in
// triage, rules and ui.
package main

import (
	"context"
	"errors"
	"fmt"
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

// exit is an error that carries its exit code. Without a message nothing more
// is printed: what there was to say has been said.
type exit struct {
	code    int
	message string
}

func (e exit) Error() string { return e.message }

func main() {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(os.Stderr, "%v\n%s\nlegtriage: a fault in legtriage itself stopped it. What you see above may help to mend it.\n", fault, debug.Stack())
			os.Exit(exitFault)
		}
	}()
	err := newRoot().ExecuteContext(context.Background())
	if err == nil {
		return
	}
	code := exitUsage
	var e exit
	if errors.As(err, &e) {
		code = e.code
	}
	if message := err.Error(); message != "" {
		fmt.Fprintln(os.Stderr, "legtriage: "+read.HarmlessLines(message))
	}
	os.Exit(code)
}
