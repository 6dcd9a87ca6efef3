//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestHereIsLikeAProcess runs the program both ways: its output, the files it leaves
// and its exit code must be the same, and this process unchanged.
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

// runHere is like run, but in this process unless -long is set.
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
