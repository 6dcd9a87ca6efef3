package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"legtriage/rules"
)

// printed returns what a command line prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		t.Fatalf("legtriage %s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

// verbs returns the names of all verbs that people see.
func verbs() []string {
	root := newRoot()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// TestCompletionScriptsAskTheProgram checks that the scripts contain no verbs of their own,
// but ask the program for them.
func TestCompletionScriptsAskTheProgram(t *testing.T) {
	for shell, asks := range map[string]string{
		"bash":       `requestComp="${words[0]} __complete ${args[*]}"`,
		"zsh":        `requestComp="${words[1]} __complete ${words[2,-1]}"`,
		"fish":       `$args[1] __complete`,
		"powershell": `$RequestComp="$Program __complete $Arguments"`,
	} {
		script := printed(t, "completion", shell)
		for _, want := range []string{asks, "legtriage"} {
			if !strings.Contains(script, want) {
				t.Errorf("the script for %s does not contain %q", shell, want)
			}
		}
	}
}

func TestCompletionNamesEveryVerb(t *testing.T) {
	lines := map[string]string{}
	for line := range strings.Lines(printed(t, cobra.ShellCompRequestCmd, "")) {
		name, about, _ := strings.Cut(strings.TrimSpace(line), "\t")
		lines[name] = about
	}
	if len(verbs()) < 8 {
		t.Fatalf("only these verbs: %q", verbs())
	}
	for _, verb := range verbs() {
		if lines[verb] == "" {
			t.Errorf("%s is not completed, or says nothing about itself: %q", verb, lines)
		}
	}
}

// TestCompletionInBash loads the script into a shell and presses tab.
func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	script := filepath.Join(t.TempDir(), "legtriage.bash")
	if err := os.WriteFile(script, []byte(printed(t, "completion", "bash")), 0o600); err != nil {
		t.Fatal(err)
	}
	press := `
_get_comp_words_by_ref() { cur= prev=legtriage words=(legtriage "") cword=1; }
compopt() { :; }
source "$1"
COMP_LINE='legtriage ' COMP_POINT=10 COMP_TYPE=9 COMP_WORDS=(legtriage "") COMP_CWORD=1
__start_legtriage
printf '%s\n' "${COMPREPLY[@]}"`
	cmd := exec.Command(bash, "--norc", "--noprofile", "-c", press, "bash", script)
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(program(t))+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	offered := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ") // a description may follow
		offered[word] = true
	}
	for _, verb := range verbs() {
		if !offered[verb] {
			t.Errorf("tab does not offer %s:\n%s", verb, out)
		}
	}
}

func TestVersion(t *testing.T) {
	table, err := rules.Leg()
	if err != nil {
		t.Fatal(err)
	}
	if table.Name == "" || table.Version == "" || table.Hash == "" {
		t.Fatalf("the identity of the table is incomplete: %q, %q, %q", table.Name, table.Version, table.Hash)
	}
	want := func(version string) string {
		return fmt.Sprintf("legtriage %s\ntable %q version %s, %s\n", version, table.Name, table.Version, table.Hash)
	}

	if got := printed(t, "--version"); got != want("(not released)") {
		t.Errorf("not released: got\n%swant\n%s", got, want("(not released)"))
	}

	defer func() { version = "" }() // .ci/release sets it through the linker
	version = "1.2.3-rc.4"
	if got := printed(t, "--version"); got != want("1.2.3-rc.4") {
		t.Errorf("released: got\n%swant\n%s", got, want("1.2.3-rc.4"))
	}
}
