package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"legtriage/rules/export"
	"legtriage/triage"
)

// fault is a mistake that the author of the SQL could make. Each replaces the first
// match of a pattern with a text, and compare has to notice it.
type fault struct {
	name, part string
	find, put  string
}

var faults = []fault{
	{"most-as-no", "results", `COALESCE\((.*), TRUE\) THEN 5`, `COALESCE(${1}, FALSE) THEN 5`},
	{"condition-as-no", "results", `\n      AND ("[^"\n]*" IN \([^)\n]*\))`, "\n      AND COALESCE(${1}, FALSE)"},
	{"unsure-forgotten", "results", `("life.chest") IN \('unsure', 'yes'\)`, `${1} = 'yes'`},
	{"unsure-for-yes", "results", `("change") = 'new'`, `${1} IN ('unsure', 'new')`},
	{"or-for-and", "results", `(\n    -- go: .*\n    .*\n)      AND`, `${1}      OR`},
	{"condition-left-out", "results", `(\n    -- today: [^\n]*\n    [^\n]*)\n      AND [^\n]*( AS "rule:)`, `${1}${2}`},
	{"rule-forgotten", "results", `(-- call\n      WHEN "[^"]*") OR "[^"]*"`, `${1}`},
	{"most-forgotten", "results", `(-- soon\n      WHEN COALESCE\("[^"]*") OR "[^"]*"`, `${1}`},
	{"urgency-wrong", "results", `THEN 3(\n      -- soon\n      WHEN )`, `THEN 2${1}`},
	{"calm-unsettled", "results", `WHEN "high" = 0 (THEN 'self-care')`, `WHEN "low" = 0 ${1}`},
	{"doctor-unsettled", "results", ` WHEN "high" >= 4 THEN NULL`, ``},
	{"home-named-unsettled", "results", `CASE WHEN "high" = 0 THEN (SUBSTR)`, `CASE WHEN TRUE THEN ${1}`},
	{"decider-forgotten", "results", `\|\| CASE WHEN "[^"]*" THEN '[^']*' ELSE '' END`, `|| ''`},
	{"decider-misnamed", "results", `THEN ',clot-in-leg'`, `THEN ',clot-in-legs'`},
	{"missing-below", "results", `CASE WHEN "low" < CASE`, `CASE WHEN "low" <= CASE`},
	{"missing-refuted", "results", `\("rule:slowly-bigger-leg" IS NULL AND ("change" IS NULL)\)`, `(${1})`},
	{"missing-forgotten", "results", `\("rule:[^"]*" IS NULL AND "[^"]*" IS NULL\)\n        OR `, ``},
	{"words-unnoticed", "results", `(\n        OR "risk\.[a-z]*" NOT IN [^\n]*)+`, `)`},
	{"tick-not-needed", "results", `\n        OR \("problem\.[^\n]*\)\)\n`, ")\n"},
	{"bad-row-judged", "results", `THEN FALSE ELSE TRUE END AS "usable"`, `THEN TRUE ELSE TRUE END AS "usable"`},
	{"words-not-listed", "errors", `(\n    OR "risk\.[a-z]*" NOT IN [^\n]*)+`, `);`},
	{"tick-not-listed", "errors", `\n    OR \("problem\.[^\n]*\)\)\n`, ")\n"},
}

// writeFaults writes a file for each fault, containing the views with it.
func writeFaults(t *triage.Table, dir string) error {
	results, err := export.SQL(t, "results")
	if err != nil {
		return err
	}
	errors, err := export.SQL(t, "errors")
	if err != nil {
		return err
	}
	for _, f := range faults {
		views := map[string]string{"results": results, "errors": errors}
		found := regexp.MustCompile(f.find).FindStringSubmatchIndex(views[f.part])
		if found == nil {
			return fmt.Errorf("the fault %s finds nothing to spoil", f.name)
		}
		right := views[f.part]
		put := regexp.MustCompile(f.find).ExpandString(nil, f.put, right, found)
		views[f.part] = right[:found[0]] + string(put) + right[found[1]:]
		if views[f.part] == right || strings.Contains(f.name, ".") {
			return fmt.Errorf("the fault %s spoils nothing", f.name)
		}
		if err := os.WriteFile(filepath.Join(dir, f.name+".sql"), []byte(views["results"]+"\n"+views["errors"]), 0o666); err != nil {
			return err
		}
	}
	return nil
}
