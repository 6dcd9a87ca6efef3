package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/report"
)

// shippedVignettes is the path of the project's cases, relative to its root.
const shippedVignettes = "testdata/vignettes.jsonl"

func newScore(f *flags) *cobra.Command {
	var each, legOnly bool
	cmd := &cobra.Command{
		Use:   "score [FILE...]",
		Short: "Play vignettes against the table and print the scorecard",
		Long: `score plays cases whose right level is known, from files with one JSON object a
line (id, source, about, answers, gold, acceptable, timeframe, unstated), and
measures the table as is usual in the field. Each case is played three ways: as it was
encoded; with the questions that its text says nothing about answered "not
sure"; and with those missing. Counts are shown beside the shares.

It also measures what the interview of each case asks of a person: pages; possible
answers on them; words of the questions and answers; and the fewest key presses on
the full screen, from the first page to the result. As JSON each
set has load, with all and each level: {interviews, pages, options, words, keys},
each measure {median, most}; and interviews: [{id, category, pages, options, words,
keys}].

As SVG it draws the table beside 22 published apps: safety against correct
self-care, with intervals.

Without a file it plays ` + shippedVignettes + ` in the source of this project.
A case looks like this, but on one line:

  {"id": "one", "source": "my clinic", "about": "Chest pain and a swollen leg",
   "gold": "emergency", "acceptable": ["emergency"], "timeframe": "now",
   "answers": {"life": ["chest"], "limb": ["none"], "look": ["leg"]}}

Exit code: 0 done, 1 a case got a less urgent level than its gold level, 2 a file
cannot be read.`,
		Example: `  legtriage score
  legtriage score --format json my-cases.jsonl
  legtriage score --format svg > standing.svg`,
		RunE: withNames(func(cmd *cobra.Command, args []string) error {
			t, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if _, err := os.Stat(shippedVignettes); err != nil {
					return exit{exitUsage, "score needs a file of cases, like legtriage score my-cases.jsonl. Those of this project are in its source, as " + shippedVignettes + ", which is not here. legtriage score --help says what a case looks like."}
				}
				args = []string{shippedVignettes}
			}
			var sets []report.ScoredSet
			found := false
			titles, err := setTitles(args)
			if err != nil {
				return err
			}
			for i, name := range args {
				cases, err := readCases(t, name, "vignettes", rules.Vignettes)
				if err != nil {
					return err
				}
				if legOnly {
					cases = slices.DeleteFunc(cases, func(v triage.Vignette) bool { return v.Elsewhere })
				}
				for _, assumed := range []triage.Assumption{triage.AsEncoded, triage.UnstatedUnsure, triage.UnstatedAbsent} {
					card := triage.Score(cases, assumed, write.Words.Shown)
					sets = append(sets, report.ScoredSet{Name: titles[i], Assumed: assumed, Card: card})
					found = found || card.Safe.Part < card.Safe.Of
				}
			}
			switch f.format {
			case "json":
				err = printJSON(cmd.OutOrStdout(), report.ScoreJSON(t, sets))
			case "svg":
				_, err = io.WriteString(cmd.OutOrStdout(), write.Standing(t, sets))
			default:
				err = f.print(cmd, write.Score(t, sets, each))
			}
			if err == nil && found {
				return exit{code: exitFound}
			}
			return err
		}),
	}
	f.addFormat(cmd, "text", "json", "markdown", "html", "svg")
	cmd.Flags().BoolVar(&each, "cases", false, "also print what the interview of each case asks of a person")
	cmd.Flags().BoolVar(&legOnly, "leg-only", false, "leave out cases that are not about the leg (\"leg\": false)")
	return cmd
}

// setTitles returns a title for each file: its base name, or its whole path if two have
// the same base name. The sets are separate, so two of them may share ids, but no file
// may be given twice.
func setTitles(names []string) ([]string, error) {
	titles, of := make([]string, len(names)), map[string]int{}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, exit{exitUsage, name + " is given twice."}
		}
		titles[i] = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		of[titles[i]]++
	}
	for i, title := range titles {
		if of[title] > 1 {
			titles[i] = names[i]
		}
	}
	return titles, nil
}

// readCases reads a file of cases with one of the readers of package rules.
func readCases[T any](t *triage.Table, name, what string, read func(*triage.Table, string, io.Reader) ([]T, error)) ([]T, error) {
	in, err := open(name)
	if err != nil {
		return nil, exit{exitUsage, name + ": " + reason(err)}
	}
	defer in.Close()
	cases, err := read(t, name, in)
	if err != nil {
		return nil, exit{exitUsage, "the " + what + " cannot be read:\n" + err.Error()}
	}
	return cases, nil
}

// uniqueIDs finds duplicate ids across the files of one command. Within a file, its reader
// finds them.
type uniqueIDs struct {
	kind       string
	taken      map[string]triage.Position
	duplicates []string
}

func (u *uniqueIDs) claim(id string, at triage.Position) {
	if u.taken == nil {
		u.taken = map[string]triage.Position{}
	}
	if first, ok := u.taken[id]; ok {
		u.duplicates = append(u.duplicates, fmt.Sprintf("%s:%d: there is another %s called %q, at %s:%d", at.File, at.Line, u.kind, id, first.File, first.Line))
		return
	}
	u.taken[id] = at
}

func (u *uniqueIDs) err() error {
	if len(u.duplicates) == 0 {
		return nil
	}
	return exit{exitUsage, "an id can stand for one case only:\n" + strings.Join(u.duplicates[:min(len(u.duplicates), read.MaxErrors)], "\n")}
}
