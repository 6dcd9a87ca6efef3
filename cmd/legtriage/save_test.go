package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestSaving writes a report where the person says, readable by its owner only, and
// never overwrites anything unless told to.
func TestSaving(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home) // the same on Windows
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if err := saveAs("~/report.md", []byte("one"), false); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(home, "report.md")
	if got := read(name); got != "one" {
		t.Errorf("it holds %q", got)
	}
	if err := save(name, []byte("two"), false); !errors.Is(err, fs.ErrExist) || read(name) != "one" {
		t.Errorf("a file that is there: %v, and it holds %q", err, read(name))
	}
	if err := save(name, []byte("two"), true); err != nil || read(name) != "two" {
		t.Errorf("%v, and it holds %q", err, read(name))
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	if err := save(home, []byte("three"), true); err == nil || err.Error() != "it is a folder" {
		t.Errorf("a folder: %v", err)
	}
	if err := save(filepath.Join(home, "no", "report.md"), nil, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if left, err := os.ReadDir(home); err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}
