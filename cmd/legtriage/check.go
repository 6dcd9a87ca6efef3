package main

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui"
)

// shippedPairs is where the near misses of this project are, seen from its top.
const shippedPairs = "testdata/near_miss.jsonl"

func newCheck(f *flags) *cobra.Command {
	var vignettes, pairs []string
	var view string
	budget := triage.DefaultBudget
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Prove the table's properties; every failure with a place and a witness",
		Long: `check proves, over every possible set of answers, that a worse answer never
lowers the urgency, that every red flag forces an emergency, that self-care is
never reached while something more urgent holds, that the table's own invariants
hold, that no advice is given where it is unsafe, and that every rule decides for
somebody. What fails is printed with its place and, where one set of answers can
show it, a witness: answers to paste into legtriage assess.

With --vignettes and --pairs it also plays cases whose right level is known; a
case outside of what is acceptable is an error, unless it is marked as contested.

Exit code: 0 nothing found but warnings, 1 an error was found, 2 unreadable.`,
		Example: `  legtriage check
  legtriage check --table my-table
  legtriage check --view costs
  legtriage check --vignettes ` + shippedVignettes + ` --pairs ` + shippedPairs,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if budget < 1 {
				return exit{exitUsage, "--budget must be at least 1."}
			}
			t, tell, err := f.teller()
			if err != nil {
				return err
			}
			if view != "" {
				if !slices.Contains(ui.Views, view) {
					return exit{exitUsage, unknown("view", view, ui.Views, "")}
				}
				return f.print(cmd, tell.View(t, view, budget))
			}
			report := t.Check(budget)
			for _, name := range vignettes {
				cases, err := readVignettes(t, name)
				if err != nil {
					return err
				}
				report.Vignettes(name, cases)
			}
			for _, name := range pairs {
				in, err := open(name)
				if err != nil {
					return exit{exitUsage, name + ": " + reason(err)}
				}
				read, err := rules.Pairs(t, name, in)
				in.Close()
				if err != nil {
					return exit{exitUsage, "the pairs cannot be read:\n" + err.Error()}
				}
				report.Pairs(name, read)
			}
			if f.table != "" {
				for i := range report.Findings {
					if at := &report.Findings[i].At; at.File != "" && !slices.Contains(slices.Concat(vignettes, pairs), at.File) {
						at.File = f.table + string(os.PathSeparator) + at.File
					}
				}
			}
			if f.format == "json" {
				err = printJSON(cmd.OutOrStdout(), ui.CheckJSON(t, report))
			} else {
				err = f.print(cmd, tell.Check(t, report))
			}
			if err == nil && report.Failed() {
				return exit{code: exitFound}
			}
			return err
		},
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	nameVar(cmd.Flags(), namesValue{&vignettes, aFile}, "vignettes", "also play the vignettes in this file (may be given again)")
	nameVar(cmd.Flags(), namesValue{&pairs, aFile}, "pairs", "also play the near-miss pairs in this file (may be given again)")
	cmd.Flags().StringVar(&view, "view", "", "in place of the proofs, show one of "+strings.Join(ui.Views, ", "))
	must(cmd.RegisterFlagCompletionFunc("view", cobra.FixedCompletions(ui.Views, cobra.ShellCompDirectiveNoFileComp)))
	cmd.Flags().IntVar(&budget, "budget", budget, "least sets of answers that one proof may look at")
	return cmd
}
