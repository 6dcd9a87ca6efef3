// Command sql makes the input for the databases of the run script beside it, and
// compares their results.
//
//	sql generate N                     N sets of answers, as CSV
//	sql inserts N ANSWERS              the first N of them as statements
//	sql faults DIR                     views with one fault in each file
//	sql compare WANT RESULTS ERRORS    whether an engine decided as assess did
//	sql kept N WANT IDS                whether checks kept out what assess refuses
//
// WANT is what legtriage assess --format csv wrote. Exit code: 0 the same, 1 not, 2 nothing
// could be compared.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"legtriage/rules"
	"legtriage/triage"
)

func main() {
	t, err := rules.Leg()
	if err == nil {
		err = run(t, os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		if errors.Is(err, errDifferent) {
			os.Exit(1)
		}
		os.Exit(2)
	}
}

func run(t *triage.Table, args []string) error {
	number := func(i int) (n int) {
		if i < len(args) {
			n, _ = strconv.Atoi(args[i])
		}
		return n
	}
	switch {
	case len(args) == 2 && args[0] == "generate" && number(1) > 0:
		return generate(os.Stdout, t, number(1))
	case len(args) == 3 && args[0] == "inserts" && number(1) > 0:
		return inserts(os.Stdout, number(1), args[2])
	case len(args) == 2 && args[0] == "faults":
		return writeFaults(t, args[1])
	case len(args) == 4 && args[0] == "compare":
		return compare(os.Stdout, t, args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "kept" && number(1) > 0:
		return kept(os.Stdout, number(1), args[2], args[3])
	}
	return fmt.Errorf("usage: see main.go, not %q", args)
}
