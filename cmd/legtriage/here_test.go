package main

import (
	"os"
	"slices"
	"strings"
	"sync"

	"legtriage/rules"
)

// Many tests of the program need no separate process: starting one and reading the
// table again takes longer than most of what is tested. So the program also runs in the
// process of the tests, one run at a time, because the folder, the environment and the
// standard files belong to the whole process. With -long, everything is started as
// people start it.

// running is locked during a run.
var running sync.Mutex

// readOnce returns the table for runs in this process. A language changes the texts of a
// table, so runs with a language load their own.
var readOnce = sync.OnceValues(rules.LegToAsk)

// here runs the whole program in this process, in a folder, with only this environment
// and these standard files, and returns its exit code. No test running at the same time
// may depend on the folder or the environment of the process; tests that call
// t.Parallel do not start before this one ends.
func here(folder string, env []string, in, out, wrong *os.File, args ...string) (code int, err error) {
	running.Lock()
	defer running.Unlock()
	was, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	if err := os.Chdir(folder); err != nil {
		return 0, err
	}
	environ, arguments, ask := os.Environ(), os.Args, legToAsk
	stdin, stdout, stderr := os.Stdin, os.Stdout, os.Stderr
	setEnviron := func(all []string) {
		os.Clearenv()
		for _, v := range all {
			if name, value, ok := strings.Cut(v, "="); ok && name != "" {
				os.Setenv(name, value)
			}
		}
	}
	setEnviron(env)
	os.Args = append([]string{"legtriage"}, args...)
	os.Stdin, os.Stdout, os.Stderr = in, out, wrong
	if !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--language") }) {
		legToAsk = readOnce
	}
	defer func() {
		os.Stdin, os.Stdout, os.Stderr = stdin, stdout, stderr
		os.Args, legToAsk = arguments, ask
		setEnviron(environ)
		if back := os.Chdir(was); err == nil {
			err = back
		}
	}()
	return execute(), nil
}
