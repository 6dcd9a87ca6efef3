package rules

import (
	"flag"
	"fmt"
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

// goneFile says which guards were given up on purpose since then.
const goneFile = guardsFolder + "/gone.txt"

// releasedFolder holds the table of the last version that was released, and
// toldFile says what people are told differently since then on purpose.
const (
	releasedFolder = "../testdata/table-0.2.0"
	toldFile       = releasedFolder + "/told.txt"
)

// onlyMeant fails for each finding that the file does not name, and for each line of
// the file that names none. A line is a finding, " because " and the reason.
func onlyMeant(t *testing.T, file string, found []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		finding, reason, _ := strings.Cut(strings.TrimSpace(line), " because ")
		if reason == "" {
			t.Errorf("%s: %q has no reason: write it behind \" because \"", file, finding)
		}
		if i := slices.Index(found, finding); i >= 0 {
			found = slices.Delete(found, i, i+1)
		} else {
			t.Errorf("%s names what is not so: %s", file, finding)
		}
	}
	for _, finding := range found {
		t.Errorf("%s. Was that meant? Then add this line to %s, with the reason:\n%s because ", finding, file, finding)
	}
}

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
	if old != nil {
		var found []string
		for _, f := range table.Against(old, triage.DefaultBudget) {
			found = append(found, f.Message)
		}
		onlyMeant(t, goneFile, found)
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
		t.Errorf("%s:%d: %s does not have this guard yet (compared with the table, %s). Take it in: go test ./rules -run Guards -update-guards", f.At.File, f.At.Line, guardsFolder, f.Message)
	}
}

// TestPeopleAreToldOnlyMeantDifferences compares the shipped table with the one that was
// released last. Whoever is told something else now, and every promise and red flag that
// is gone, is named in told.txt, with a reason.
func TestPeopleAreToldOnlyMeantDifferences(t *testing.T) {
	old, err := Load(os.DirFS(releasedFolder))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	c, decided := triage.Compare(old, leg(t), triage.DefaultBudget)
	if !decided {
		t.Error("the comparison was not finished within its budget")
	}
	var found []string
	for _, d := range c.Lowered {
		found = append(found, fmt.Sprintf("less urgent: was %v by %s, now %v by %s", d.Was, d.OldRule.ID, d.Now, d.NewRule.ID))
		if d.RedFlag != "" {
			t.Errorf("the red flag %s no longer leads to an emergency", d.RedFlag)
		}
	}
	for _, d := range c.Raised {
		found = append(found, fmt.Sprintf("more urgent: was %v by %s, now %v by %s", d.Was, d.OldRule.ID, d.Now, d.NewRule.ID))
	}
	for _, id := range c.Gone {
		found = append(found, "no longer asked: "+id)
	}
	for _, id := range c.New {
		found = append(found, "newly asked: "+id)
	}
	for _, f := range leg(t).Against(old, triage.DefaultBudget) {
		found = append(found, f.Message)
	}
	onlyMeant(t, toldFile, found)
}
