package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"legtriage/rules/export"
	"legtriage/triage"
)

// signedOff applies the patch of some reviews, and wants the same table with these
// reviews.
func signedOff(t *testing.T, files fstest.MapFS, reviews map[string]triage.Review) fstest.MapFS {
	t.Helper()
	was := load1(t, files)
	for id, review := range reviews {
		review.Of = reviewable(was, was.Rule(id))
		reviews[id] = review
	}
	patch, err := SignOff(files, reviews)
	if err != nil {
		t.Fatal(err)
	}
	patched := applied(t, files, patch)
	now := load1(t, patched)
	for i := range was.Rules {
		if review, ok := reviews[was.Rules[i].ID]; ok {
			was.Rules[i].Status, was.Rules[i].Review = triage.Reviewed, review
		}
	}
	was.Hash = now.Hash
	before, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	after, err := json.Marshal(now)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Fatalf("the table says something else now:\n%s\n%s", before, after)
	}
	return patched
}

var hunk = regexp.MustCompile(`^@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n$`)

// applied applies a patch strictly: every line of it must be exactly where it says.
func applied(t *testing.T, files fstest.MapFS, patch []byte) fstest.MapFS {
	t.Helper()
	out := maps.Clone(files)
	lines := strings.SplitAfter(string(patch), "\n")
	var was, now []string
	name := ""
	end := func() {
		if name != "" {
			out[name] = &fstest.MapFile{Data: []byte(strings.Join(append(now, was...), ""))}
		}
	}
	at, toWas, toNow := 1, 0, 0
	for i := 0; i < len(lines) && lines[i] != ""; i++ {
		line := lines[i]
		next := i+1 < len(lines) && strings.HasPrefix(lines[i+1], `\`)
		text := line[1:]
		if next {
			text = strings.TrimSuffix(text, "\n")
		}
		switch {
		case toWas+toNow == 0 && strings.HasPrefix(line, "--- a/"):
			end()
			name = strings.TrimSuffix(line[6:], "\n")
			was, now, at = strings.SplitAfter(string(files[name].Data), "\n"), nil, 1
		case toWas+toNow == 0 && strings.HasPrefix(line, "+++ b/"):
			if line[6:] != name+"\n" {
				t.Fatalf("%s becomes %s", name, line)
			}
		case toWas+toNow == 0 && hunk.MatchString(line):
			var m [4]int
			for k, text := range hunk.FindStringSubmatch(line)[1:] {
				fmt.Sscan(text, &m[k])
			}
			now = append(now, was[:m[0]-at]...)
			was, at, toWas, toNow = was[m[0]-at:], m[0], m[1], m[3]
			if len(now) != m[2]-1 {
				t.Fatalf("a hunk begins at line %d, and says %s", len(now)+1, line)
			}
		case line[0] == '\\':
		case line[0] == '+':
			now, toNow = append(now, text), toNow-1
		case line[0] == '-' || line[0] == ' ':
			if len(was) == 0 || was[0] != text {
				t.Fatalf("line %d is %q and not %q", at, was[:min(1, len(was))], text)
			}
			was, at, toWas = was[1:], at+1, toWas-1
			if line[0] == ' ' {
				now, toNow = append(now, text), toNow-1
			}
		default:
			t.Fatalf("not a line of a patch: %q", line)
		}
	}
	if toWas+toNow != 0 {
		t.Fatalf("the last hunk lacks %d and %d lines", toWas, toNow)
	}
	end()
	return out
}

// TestSignOffKeepsEverythingElse compares the bytes: without the added reviews, the
// files must be the same as before.
func TestSignOffKeepsEverythingElse(t *testing.T) {
	ann := triage.Review{By: `Dr. "Ann" O'Neil: #1 \ {x}`, On: "2026-11-30"}
	patched := signedOff(t, panelTable, map[string]triage.Review{"warm": ann, "dry": ann, "both": ann, "json": ann, "crlf": ann, "known": ann, "rest": ann})
	table := load1(t, panelTable)
	of := func(id string) string { return reviewable(table, table.Rule(id)) }
	text := func(id string) string {
		return `{by: "Dr. \"Ann\" O'Neil: #1 \\ {x}", on: "2026-11-30", of: "` + of(id) + `"}`
	}
	for name, want := range map[string][]string{
		"a.yaml": {
			"    status: draft    # nobody has looked yet\n", "    status: reviewed    # nobody has looked yet\n    review: " + text("warm") + "\n",
			"  - status: 'draft'\n", "  - status: 'reviewed'\n    review: " + text("dry") + "\n",
			"status: draft} # in one line\n", "status: reviewed, review: " + text("both") + "} # in one line\n",
		},
		"b.yaml": {`"status": "draft"}` + "\r\n", `"status": "reviewed", "review": ` + strings.NewReplacer("by:", `"by":`, "on:", `"on":`, "of:", `"of":`).Replace(text("json")) + "}\r\n", "status: draft   \r\n", "status: reviewed   \r\n  review: " + text("crlf") + "\r\n"},
		"c.yaml": {
			"    by: Dr. Old   # she left\n    on: 2026-01-31\n", "    by: \"Dr. \\\"Ann\\\" O'Neil: #1 \\\\ {x}\"   # she left\n    on: \"2026-11-30\"\n",
			"  status: draft", "  status: reviewed\n  review: " + text("rest"),
		},
	} {
		data := string(panelTable[name].Data)
		for i := 0; i < len(want); i += 2 {
			if strings.Count(data, want[i]) != 1 {
				t.Fatalf("%s has %q %d times", name, want[i], strings.Count(data, want[i]))
			}
			data = strings.Replace(data, want[i], want[i+1], 1)
		}
		if got := string(patched[name].Data); got != data {
			t.Errorf("%s is now\n%s\nwant\n%s", name, got, data)
		}
	}
	if patch, err := SignOff(panelTable, nil); err != nil || len(patch) != 0 {
		t.Errorf("no review, and the patch is %q, %v", patch, err)
	}
}

func TestSignOffRefuses(t *testing.T) {
	ann := triage.Review{By: "Ann", On: "2026-11-30"}
	for _, test := range []struct{ name, was, now, id, want string }{
		{"a folded status", "    status: draft    #", "    status: >-\n      draft\n    #", "warm", "a.yaml:10:5: the status or the review of warm is written in a way that cannot be changed"},
		{"a status with escapes", "'draft'", `"dr\x61ft"`, "dry", "of dry is written in a way"},
		{"a status with a tag", "'draft'", `!!str draft`, "dry", "of dry is written in a way"},
		{"a rule that is not there", "", "", "nowhere", "table: 1 of the rules are no longer in its files"},
	} {
		files := maps.Clone(panelTable)
		files["a.yaml"] = &fstest.MapFile{Data: bytes.Replace(files["a.yaml"].Data, []byte(test.was), []byte(test.now), 1)}
		load1(t, files)
		if patch, err := SignOff(files, map[string]triage.Review{test.id: ann}); err == nil || len(patch) > 0 || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

// TestTheShippedTableCanBeSigned goes all the way: table, sheet, signatures, patch, and
// a table in which every rule is reviewed and every comment is kept.
func TestTheShippedTableCanBeSigned(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	names, err := fs.Glob(Files(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	table := load1(t, files)
	if table.AllReviewed() || slices.ContainsFunc(table.Rules, func(r triage.Rule) bool { return r.Status == triage.Reviewed }) {
		t.Error("the shipped table says that somebody reviewed it")
	}
	rows := printed(t, table)
	if len(rows) != len(table.ByUrgency())+1 {
		t.Fatalf("%d rows for %d rules", len(rows), len(table.ByUrgency()))
	}
	for i, row := range rows[1:] {
		sign(row, []string{"Dr. Example, made up", "Nurse Example, made up"}[i%2], thatDay, "agree", "")
	}
	sheet, err := Sheet(table, contentOf(table), "a.csv", saved(rows, ';', true), thatDay)
	if err != nil {
		t.Fatal(err)
	}
	reviews := map[string]triage.Review{}
	for _, s := range sheet.Signed {
		reviews[s.Rule.ID] = s.Review
	}
	patched := signedOff(t, files, reviews)
	now := load1(t, patched)
	if !now.AllReviewed() {
		t.Error("not every rule is reviewed")
	}
	for name := range files {
		was, now := comments(files[name].Data), comments(patched[name].Data)
		if !slices.Equal(was, now) {
			t.Errorf("%s: the comments are\n%q\nand were\n%q", name, now, was)
		}
	}
	// A rule that changes afterwards gets another fingerprint; a review does not change
	// it.
	for i, r := range now.ByUrgency() {
		if got, want := export.Fingerprint(panelWords.Content(now, r)), rows[i+1][colPrint]; got != want {
			t.Fatalf("%s: the review has changed the fingerprint", r.ID)
		}
	}
}

// comments returns the lines with a comment.
func comments(data []byte) (lines []string) {
	for line := range strings.Lines(string(data)) {
		if strings.Contains(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}
