package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/report"
)

// shippedPairs is the path of the project's near misses, relative to its root.
const shippedPairs = "testdata/near_miss.jsonl"

func newCheck(f *flags) *cobra.Command {
	var vignettes, pairs []string
	var view, against string
	budget := triage.DefaultBudget
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Prove the table's properties; every failure with a place and a witness",
		Long: `check proves, over every possible set of answers, that a worse answer never
makes a result less urgent or milder, that every red flag forces an emergency, that
self-care is never reached while something more urgent holds, that the table's own
invariants hold, that no advice is given where it is unsafe, that no two texts on
one result contradict each other, and that every rule decides for somebody. It
plays the golden people of the table and holds its texts to its rules about words.
If a table says that it is guarded, everything that keeps people safe has to be
promised too. Each failure is printed with its place and, if one set of answers can
show it, a witness: its answers that are not the calmest. With --format json the
witness has all its answers, to paste into legtriage assess.

With --against it also reports what guards an older table but not this one: promises,
red flags, golden people and rules about words that are gone or weaker.

With --vignettes and --pairs it also plays cases whose right level is known; a
case that gets no acceptable level is an error, unless it is marked as contested.

With --view it shows what is not a fault but worth knowing: which rules hold
together, which answers alone leave a person at home, what an interview costs.
As JSON, beside table, view and decided:

  overlaps  overlaps: [{rule, urgency, with, with_urgency, always}]
  default   answers: [{question, option, value}]
  costs     costs: [{category, people, pages: {median, most},
                     load: {interviews, pages, options, words, keys},
                     asked: [{question, people}]}]

Exit code: 0 nothing worse than warnings, 1 an error was found or the budget was not
enough for every proof, 2 unreadable.`,
		Example: `  legtriage check
  legtriage check --table my-table
  legtriage check --table my-table --against last-release
  legtriage check --view costs
  legtriage check --vignettes ` + shippedVignettes + ` --pairs ` + shippedPairs,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if budget < 1 {
				return exit{exitUsage, "--budget must be at least 1."}
			}
			_, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			t, err := f.loadTable()
			if err != nil {
				return err
			}
			if view != "" {
				if len(vignettes)+len(pairs) > 0 || against != "" {
					return exit{exitUsage, "--view shows the table alone: leave out --vignettes, --pairs and --against."}
				}
				if !slices.Contains(report.Views(), view) {
					return exit{exitUsage, unknown("view", view, report.Views(), "")}
				}
				return f.view(cmd, t, write, view, budget)
			}
			found := t.Check(budget)
			cases := uniqueIDs{kind: "vignette"}
			for _, name := range vignettes {
				read, err := readCases(t, name, "vignettes", rules.Vignettes)
				for _, v := range read {
					cases.claim(v.ID, v.At)
				}
				if err := errors.Join(err, cases.err()); err != nil {
					return err
				}
				found.Vignettes(name, read)
			}
			misses := uniqueIDs{kind: "pair"}
			for _, name := range pairs {
				read, err := readCases(t, name, "pairs", rules.Pairs)
				for _, p := range read {
					misses.claim(p.ID, p.At)
				}
				if err := errors.Join(err, misses.err()); err != nil {
					return err
				}
				found.Pairs(name, read)
			}
			// in adds the folder of a table to the places in its files.
			in := func(folder string, findings []triage.Finding) {
				for i := range findings {
					if at := &findings[i].At; folder != "" && at.File != "" && !slices.Contains(slices.Concat(vignettes, pairs), at.File) {
						at.File = filepath.Join(folder, at.File)
					}
				}
			}
			in(f.table, found.Findings)
			if against != "" {
				old, err := (&flags{table: against}).loadTable()
				if err != nil {
					return err
				}
				gone := t.LostGuards(old, budget)
				in(against, gone)
				found.Findings = append(gone, found.Findings...)
			}
			if f.format == "json" {
				err = printJSON(cmd.OutOrStdout(), report.CheckJSON(t, found))
			} else {
				err = f.print(cmd, write.Check(t, found))
			}
			if err == nil && found.Failed() {
				return exit{code: exitFound}
			}
			return err
		},
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	nameVar(cmd.Flags(), namesValue{&vignettes, aFile}, "vignettes", "also play the vignettes in this file (may be given again)")
	nameVar(cmd.Flags(), namesValue{&pairs, aFile}, "pairs", "also play the near-miss pairs in this file (may be given again)")
	nameVar(cmd.Flags(), nameValue{&against, aFolder}, "against", "also report what guards the table in this folder but not the current one")
	cmd.Flags().StringVar(&view, "view", "", "instead of the proofs, show one of "+strings.Join(report.Views(), ", "))
	must(cmd.RegisterFlagCompletionFunc("view", cobra.FixedCompletions(report.Views(), cobra.ShellCompDirectiveNoFileComp)))
	cmd.Flags().IntVar(&budget, "budget", budget, "minimal sets of answers that one proof may look at")
	return cmd
}

// view shows a view of the table.
func (f *flags) view(cmd *cobra.Command, t *triage.Table, write report.Writer, view string, budget int) error {
	var decided bool
	var err error
	if f.format == "json" {
		var shape any
		shape, decided = write.ViewJSON(t, view, budget)
		err = printJSON(cmd.OutOrStdout(), shape)
	} else {
		var d report.Document
		d, decided = write.View(t, view, budget)
		err = f.print(cmd, d)
	}
	if err == nil && !decided {
		return exit{code: exitFound}
	}
	return err
}
