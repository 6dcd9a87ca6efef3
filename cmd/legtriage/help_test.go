//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"legtriage/rules"
)

// TestExamplesOfAnswersAreValid reads every set of answers that the help of a command or
// a document gives as an example. People copy them.
func TestExamplesOfAnswersAreValid(t *testing.T) {
	texts := map[string]string{}
	var collect func(cmd *cobra.Command)
	collect = func(cmd *cobra.Command) {
		texts["help of "+cmd.CommandPath()] = cmd.Long + cmd.Example
		for _, c := range cmd.Commands() {
			collect(c)
		}
	}
	collect(newRoot())
	for _, pattern := range []string{"../../*.md", "../../*/*.md", "../../testdata/*/README.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	sets, columns := 0, 0
	for where, text := range texts {
		for at := range len(text) {
			var set map[string]json.RawMessage
			if text[at] != '{' || json.NewDecoder(strings.NewReader(text[at:])).Decode(&set) != nil {
				continue
			}
			if _, ok := set["life"]; !ok { // every set begins with it
				continue
			}
			sets++
			whole, err := json.Marshal(set)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := rules.Answers(leg(t), where, whole); err != nil {
				t.Errorf("%s: %s\n%v", where, whole, err)
			}
		}
		for _, head := range csvHead.FindAllString(text, -1) {
			columns++
			if _, err := rules.CSV(leg(t), where, []byte(head)); err != nil {
				t.Errorf("%s: %s\n%v", where, head, err)
			}
		}
	}
	if sets < 2 || columns == 0 {
		t.Errorf("%d sets of answers and %d heads of CSV: this tested nothing", sets, columns)
	}
}

// csvHead is a line of column names that begins as the ones in the documents do.
var csvHead = regexp.MustCompile(`(?m)\b(?:id,)?life,[a-z.,]+$`)
