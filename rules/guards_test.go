package rules

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

var updateGuards = flag.Bool("update-guards", false, "take the shipped table as what it is held to from now on")

// guardsFolder holds the table as it was, so that a guard that gets weaker is
// seen in the change that weakens it.
const guardsFolder = "../testdata/guards"

// goneFile says which guards were given up on purpose since then, one finding a
// line, with the reason behind " because ".
const goneFile = guardsFolder + "/gone.txt"

// TestGuardsDoNotShrink holds the shipped table to what guarded the one before
// it: promises, red flags, golden people, rules about words. What is given up on
// purpose is named, with a reason, in gone.txt. When all is well,
//
//	go test ./rules -run Guards -update-guards
//
// takes the table as it is now for the one before.
func TestGuardsDoNotShrink(t *testing.T) {
	table := leg(t)
	old, err := Load(os.DirFS(guardsFolder))
	if err != nil && !*updateGuards {
		t.Fatalf("\n%v", err)
	}
	text, err := os.ReadFile(goneFile)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var meant []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		finding, reason, _ := strings.Cut(strings.TrimSpace(line), " because ")
		if reason == "" {
			t.Errorf("%s: %q has no reason: write it behind \" because \"", goneFile, finding)
		}
		meant = append(meant, finding)
	}
	if old != nil {
		for _, f := range table.Against(old, triage.DefaultBudget) {
			if i := slices.Index(meant, f.Message); i >= 0 {
				meant = slices.Delete(meant, i, i+1)
				continue
			}
			t.Errorf("%s:%d: %s. Was that meant? Then say so in %s", f.At.File, f.At.Line, f.Message, goneFile)
		}
	}
	for _, finding := range meant {
		t.Errorf("%s names what is not gone: %s", goneFile, finding)
	}
	if t.Failed() || !*updateGuards {
		return
	}
	if err := os.RemoveAll(guardsFolder); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(guardsFolder, Files()); err != nil {
		t.Fatal(err)
	}
	const head = "# Guards of the table in this folder that were given up on purpose: the finding, and \" because \" and the reason.\n"
	if err := os.WriteFile(goneFile, []byte(head), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestGuardsAreThoseOfTheTable wants the snapshot to be taken anew when the table
// has got new guards: else those could be lost again unseen.
func TestGuardsAreThoseOfTheTable(t *testing.T) {
	old, err := Load(os.DirFS(guardsFolder))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	for _, f := range old.Against(leg(t), triage.DefaultBudget) {
		t.Errorf("new since the snapshot: %s (%s:%d). Take it in: go test ./rules -run Guards -update-guards", f.Message, f.At.File, f.At.Line)
	}
}

// TestNobodyIsToldAnythingElseThanBefore compares the shipped table with version
// 0.2.0, whose texts, promises and guards it changes, but not its rules.
func TestNobodyIsToldAnythingElseThanBefore(t *testing.T) {
	old, err := Load(os.DirFS("../testdata/table-0.2.0"))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	c, decided := triage.Compare(old, leg(t), triage.DefaultBudget)
	if !decided || !c.Same() || len(c.Gone)+len(c.New) > 0 {
		t.Errorf("decided %v; lowered %v, raised %v, gone %v, new %v", decided, c.Lowered, c.Raised, c.Gone, c.New)
	}
	// Its promises and its red flags are kept.
	for _, f := range leg(t).Against(old, triage.DefaultBudget) {
		t.Errorf("%s", f.Message)
	}
}
