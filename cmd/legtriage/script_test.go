package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts in testdata/scripts: command lines, their exit codes and
// their output. In addition to the commands of package testscript they have
//
//	code N PROGRAM ARGS...   runs the program and demands this exit code
//	full legtriage ARGS...   runs it with an output that is always full
//	shape FILE               prints which keys JSON has, and of what type
//
// After code and full, legtriage runs in this process, see [here]; after exec it is
// always a separate process.
//
// With -update, the files that a script compares with cmp are rewritten in it.
func TestScripts(t *testing.T) {
	table, err := filepath.Abs("../../rules/leg")
	if err != nil {
		t.Fatal(err)
	}
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	folders := t.TempDir()
	path := os.Getenv("PATH") // while a step runs in this process, PATH is that of the step
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(testdata, "scripts"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Deadline:            time.Now().Add(5 * time.Minute), // in case a program hangs
		Setup: func(env *testscript.Env) error {
			env.Setenv("TABLE", table)
			env.Setenv("TESTDATA", testdata)
			env.Setenv("PATH", path)
			folder, err := os.MkdirTemp(folders, "")
			env.Values[aside{}] = folder
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "full": full, "shape": shape},
	})
}

func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var failed *exec.ExitError
	if args[1] == "legtriage" && !*long {
		got, _ = step(ts, "", args[2:])
	} else if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// aside is the key of the folder for files that a step of a script needs outside the
// script's folder.
type aside struct{}

// step runs the program in this process, with the folder, the environment and the input of
// the script, and returns the exit code and what it wrote to its error output. Its output
// goes to the named file, or to the script if there is no name.
func step(ts *testscript.TestScript, output string, args []string) (code int, wrote string) {
	folder := ts.Value(aside{}).(string)
	// Package testscript gives the input only to a process, and starting one takes longer
	// than most steps do.
	if reflect.ValueOf(ts).Elem().FieldByName("stdin").Len() > 0 {
		ts.Check(ts.Exec("sh", "-c", `cat >"$1/in"`, "sh", folder))
	} else {
		ts.Check(os.WriteFile(filepath.Join(folder, "in"), nil, 0o600))
	}
	open := func(name string, flag int) *os.File {
		file, err := os.OpenFile(name, flag, 0o600)
		ts.Check(err)
		return file
	}
	in := open(filepath.Join(folder, "in"), os.O_RDONLY)
	defer in.Close()
	wrong := open(filepath.Join(folder, "wrong"), os.O_RDWR|os.O_CREATE|os.O_TRUNC)
	defer wrong.Close()
	told := output == ""
	if told {
		output = filepath.Join(folder, "out")
	}
	out := open(output, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	defer out.Close()
	code, err := here(ts.MkAbs("."), environment(ts), in, out, wrong, args...)
	ts.Check(err)
	if told {
		fmt.Fprint(ts.Stdout(), ts.ReadFile(output))
	}
	wrote = ts.ReadFile(wrong.Name())
	fmt.Fprint(ts.Stderr(), wrote)
	return code, wrote
}

// environment returns the environment of the script. Package testscript gives all of it
// only to processes.
func environment(ts *testscript.TestScript) (env []string) {
	all := reflect.ValueOf(ts).Elem().FieldByName("env")
	for i := range all.Len() {
		env = append(env, all.Index(i).String())
	}
	return append(env, "PWD="+ts.MkAbs("."))
}

// full runs the program with an output that is always full, and demands that it says
// so, by its exit code and in one line.
func full(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || args[0] != "legtriage" {
		ts.Fatalf("usage: full legtriage args...")
	}
	code, wrong := 0, ""
	if !*long {
		code, wrong = step(ts, "/dev/full", args[1:])
	} else {
		var failed *exec.ExitError
		if err := ts.Exec("sh", append([]string{"-c", `"$@" >/dev/full`, "sh"}, args...)...); errors.As(err, &failed) {
			code, wrong = failed.ExitCode(), ts.ReadFile("stderr")
		} else {
			ts.Check(err)
		}
	}
	const said = "legtriage: the standard output cannot be written: no space left on device."
	if code != exitUsage || !slices.Contains(strings.Split(wrong, "\n"), said) {
		ts.Fatalf("exit code %d, want %d, and not said: %q\n%s", code, exitUsage, said, wrong)
	}
}

func shape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shape file")
	}
	out, err := shapeOf([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	fmt.Fprint(ts.Stdout(), out)
}

// shapeOf returns a line for every key of the JSON values in data, with its types. A
// key that some objects of a list lack has a question mark. Keys that are ids are
// written <id>.
func shapeOf(data []byte) (string, error) {
	types := map[string]map[string]bool{}
	present, possible := map[string]int{}, map[string]int{}
	var visit func(path string, v any)
	visit = func(path string, v any) {
		kind := map[bool]string{true: "null"}[v == nil]
		switch v := v.(type) {
		case map[string]any:
			kind = "object"
			possible[path]++
			byID := strings.HasSuffix(path, "changes[].answers") || strings.HasSuffix(path, "changes[].answers.<id>")
			for key, value := range v {
				if byID {
					key = "<id>"
				}
				present[path+"."+key]++
				visit(path+"."+key, value)
			}
		case []any:
			kind = "list"
			for _, item := range v {
				visit(path+"[]", item)
			}
		case string:
			kind = "string"
		case bool:
			kind = "bool"
		case float64:
			kind = "number"
		}
		if types[path] == nil {
			types[path] = map[string]bool{}
		}
		types[path][kind] = true
	}
	for dec := json.NewDecoder(bytes.NewReader(data)); dec.More(); {
		var v any
		if err := dec.Decode(&v); err != nil {
			return "", err
		}
		visit("", v)
	}
	var out strings.Builder
	for _, path := range slices.Sorted(maps.Keys(types)) {
		if path == "" {
			continue
		}
		sometimes := ""
		if parent := path[:strings.LastIndexAny(path, ".[")]; strings.HasPrefix(path[len(parent):], ".") && present[path] < possible[parent] {
			sometimes = "?"
		}
		fmt.Fprintf(&out, "%s%s %s\n", path[1:], sometimes, strings.Join(slices.Sorted(maps.Keys(types[path])), "|"))
	}
	return out.String(), nil
}
