package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func TestAtHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home) // the same on Windows
	for name, want := range map[string]string{
		"~":           home,
		"~/":          home,
		"~/a.json":    filepath.Join(home, "a.json"),
		"~/a/b.json":  filepath.Join(home, "a", "b.json"),
		"":            "",
		"-":           "-",
		"a.json":      "a.json",
		"./~/a.json":  "./~/a.json",
		"a/~/b.json":  "a/~/b.json",
		"~somebody/a": "~somebody/a",
		"~$draft.md":  "~$draft.md",
		home + "/~/a": home + "/~/a",
	} {
		if got, err := atHome(name); err != nil || got != want {
			t.Errorf("%q is %q, %v, want %q", name, got, err, want)
		}
	}
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	if got, err := atHome("~/a.json"); err == nil || got != "" {
		t.Errorf("without a home folder: %q, %v", got, err)
	}
	if err := saveAs("~/a.json", nil, true); err == nil || !strings.Contains(err.Error(), "home folder is not known") {
		t.Errorf("saving without a home folder: %v", err)
	}
}

// TestEveryOptionWithANameKnowsTheHomeFolder looks at all options of all verbs: each either
// has a type for names of files and folders, or is in the list of those that take no such
// name.
func TestEveryOptionWithANameKnowsTheHomeFolder(t *testing.T) {
	t.Parallel()
	noNames := map[string]bool{"country": true, "format": true, "view": true, "urgency": true, "theme": true, "part": true}
	names := 0
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		look := func(f *pflag.Flag) {
			switch f.Value.(type) {
			case nameValue, namesValue:
				names++
				return
			}
			if kind := f.Value.Type(); kind != "bool" && kind != "int" && !noNames[f.Name] {
				t.Errorf("%s --%s is of type %s: does it name a file?", cmd.CommandPath(), f.Name, kind)
			}
		}
		cmd.LocalFlags().VisitAll(look)
		for _, c := range cmd.Commands() {
			visit(c)
		}
	}
	visit(newRoot())
	if names < 5 {
		t.Errorf("only %d options name a file or folder", names)
	}
}

// TestNothingIsWrittenWithoutALook has a file in the home folder and one in a folder
// called ~, and keeps answers in the first: there must be a copy of the old file, and
// the second file must be untouched.
func TestNothingIsWrittenWithoutALook(t *testing.T) {
	home, here := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(here)
	const mine = "# mine\nlife: [none]\n"
	if err := os.Mkdir("~", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(home, "a.json"), filepath.Join("~", "a.json")} {
		if err := os.WriteFile(name, []byte(mine), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root := newRoot()
	root.SetArgs([]string{"--plain", "--answers=~/a.json"})
	root.SetIn(strings.NewReader("2\n2\n"))
	var out strings.Builder
	root.SetOut(&out)
	root.Execute()
	for name, want := range map[string]string{filepath.Join(home, "a.json.old"): mine, filepath.Join("~", "a.json"): mine} {
		if data, err := os.ReadFile(name); err != nil || string(data) != want {
			t.Errorf("%s: %q, %v\n%s", name, data, err, out.String())
		}
	}
}
