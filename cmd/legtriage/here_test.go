package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"legtriage/rules"
)

// Much that is tested of the program needs no process of its own: to start one and to
// read the table again takes longer than most of what is asked of it. So it also runs
// in the process of the tests, one run at a time, because the folder, the environment
// and the standard files are those of the whole process. With -long, everything is
// started as people start it.

// running is held by the one that runs.
var running sync.Mutex

// readOnce is what the runs in this process ask with. A language changes the texts of
// a table, so with one it is read anew.
var readOnce = sync.OnceValues(rules.LegToAsk)

// here runs the whole program in this process, in a folder, with nothing but this
// environment and with these standard files, and returns its exit code. No test that
// runs at the same time may rest on the folder or the environment of the process; those
// that call t.Parallel do not start before this one ends.
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

// TestHereIsLikeAProcess runs the program both ways: what it prints, what it leaves in
// a folder and its exit code are the same, and this process is as it was.
func TestHereIsLikeAProcess(t *testing.T) {
	environ, was := os.Environ(), [3]*os.File{os.Stdin, os.Stdout, os.Stderr}
	for _, args := range [][]string{
		{"--version"}, {"rules", "clot-in-leg"}, {"rules", "clots"}, {"--plain", "--answers", "kept.json"}, {"assess", "answers.json"},
		{"assess", "--lines", "many.ndjson"}, {"check", "--view", "default"}, {"words"}, {"--country", "GB", "--nonsense"},
	} {
		type end struct {
			out, wrong, left string
			code             int
		}
		var ends [2]end
		for i := range ends {
			folder := t.TempDir()
			for name, text := range map[string]string{"answers.json": `{"start": "days"}`, "many.ndjson": "{\"life\": [\"chest\"]}\n{\"life\": [\"chets\"]}\n"} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if i == 0 {
				ends[i].out, ends[i].wrong, ends[i].code = run(t, folder, []string{"LANG=en_US.UTF-8"}, args...)
			} else {
				ends[i].out, ends[i].wrong, ends[i].code = runHere(t, folder, []string{"LANG=en_US.UTF-8"}, args...)
			}
			names, err := filepath.Glob(filepath.Join(folder, "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				ends[i].left += filepath.Base(name) + ": " + string(data) + "\n"
			}
		}
		if ends[0] != ends[1] {
			t.Errorf("%q\nas a process: %+v\nhere: %+v", args, ends[0], ends[1])
		}
	}
	if now := [3]*os.File{os.Stdin, os.Stdout, os.Stderr}; now != was || !slices.Equal(os.Environ(), environ) {
		t.Error("this process is not as it was")
	}
}

// runHere is run in this process. With -long it is run.
func runHere(t *testing.T, folder string, env []string, args ...string) (out, wrong string, code int) {
	t.Helper()
	if *long {
		return run(t, folder, env, args...)
	}
	var files [2]*os.File
	for i := range files {
		file, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		files[i] = file
	}
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	code, err = here(folder, append(os.Environ(), env...), in, files[0], files[1], args...)
	if err != nil {
		t.Fatal(err)
	}
	var texts [2]string
	for i, file := range files {
		data, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(data)
	}
	return texts[0], texts[1], code
}
