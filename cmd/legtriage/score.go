package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui"
)

// shippedVignettes is where the cases of this project are, seen from its top.
const shippedVignettes = "testdata/vignettes.jsonl"

func newScore(f *flags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "score [FILE...]",
		Short: "Play vignettes against the table and print the scorecard",
		Long: `score plays cases whose right level is known, from files with one JSON object a
line (id, source, about, answers, gold, acceptable, timeframe, unstated), and
measures the table as the field does. Each case is played three ways: as it was
encoded; with the questions that its text says nothing about answered "not
sure"; and with those missing.

Without a file it plays ` + shippedVignettes + `.

Exit code: 0 done, 1 a case got a less urgent level than its gold level, 2 a file
cannot be read.`,
		Example: `  legtriage score
  legtriage score --format json my-cases.jsonl`,
		RunE: withNames(func(cmd *cobra.Command, args []string) error {
			t, tell, err := f.teller()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if _, err := os.Stat(shippedVignettes); err != nil {
					return exit{exitUsage, "name a file of vignettes: " + shippedVignettes + " is not here."}
				}
				args = []string{shippedVignettes}
			}
			var sets []ui.ScoredSet
			found := false
			for _, name := range args {
				cases, err := readVignettes(t, name)
				if err != nil {
					return err
				}
				for _, way := range []triage.Way{triage.AsEncoded, triage.UnstatedUnsure, triage.UnstatedAbsent} {
					card := triage.Score(cases, way)
					base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
					sets = append(sets, ui.ScoredSet{Name: base, Way: way, Card: card})
					found = found || card.Safe.Part < card.Safe.Of
				}
			}
			if f.format == "json" {
				err = printJSON(cmd.OutOrStdout(), ui.ScoreJSON(t, sets))
			} else {
				err = f.print(cmd, tell.Score(t, sets))
			}
			if err == nil && found {
				return exit{code: exitFound}
			}
			return err
		}),
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	return cmd
}

func readVignettes(t *triage.Table, name string) ([]triage.Vignette, error) {
	in, err := open(name)
	if err != nil {
		if os.IsNotExist(err) {
			err = fs.ErrNotExist
		}
		return nil, exit{exitUsage, name + ": " + reason(err)}
	}
	defer in.Close()
	cases, err := rules.Vignettes(t, name, in)
	if err != nil {
		return nil, exit{exitUsage, "the vignettes cannot be read:\n" + err.Error()}
	}
	return cases, nil
}
