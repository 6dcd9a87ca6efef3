package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts in testdata/scripts: command lines, their exit
// codes and what they print. Beside the commands of package testscript they
// have
//
//	code N PROGRAM ARGS...   runs the program and wants this exit code
//	shape FILE               prints which keys JSON has, and of what type
//
// With -update, what a script compares with cmp is written into it.
func TestScripts(t *testing.T) {
	table, err := filepath.Abs("../../rules/leg")
	if err != nil {
		t.Fatal(err)
	}
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(testdata, "scripts"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Deadline:            time.Now().Add(time.Minute), // for a program that hangs
		Setup: func(env *testscript.Env) error {
			env.Setenv("TABLE", table)
			env.Setenv("TESTDATA", testdata)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "shape": shape},
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
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
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

// shapeOf returns a line for every key of the JSON values in data, with the
// types that it has. A key that some objects of a list lack has a question
// mark. Keys that are ids are written <id>.
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
