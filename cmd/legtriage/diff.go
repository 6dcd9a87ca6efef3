package main

import (
	"github.com/spf13/cobra"

	"legtriage/triage"
	"legtriage/ui/report"
)

func newDiff(f *flags) *cobra.Command {
	budget := triage.DefaultBudget
	cmd := &cobra.Command{
		Use:   "diff OLDTABLE",
		Short: "Which answers get another urgency under the current table",
		Long: `diff compares the table in the folder OLDTABLE with the current one (the one
built in, or --table) and says which answers get another urgency. It lists every
pair of urgencies, before and now, that somebody gets, lowered and raised ones
separately, grouped by the rules that decided and now decide. Each group has an
example: its answers that are not the calmest. With --format json the example has all
its answers, to paste into legtriage assess. Questions and options that only one
table has are listed, and compared with their calmest answer.

Exit code: 0 no difference, 1 a difference or the budget was not enough to say,
2 unreadable.`,
		Example: `  legtriage diff ../last-release/rules/leg
  legtriage diff old --table new --format json`,
		Args: one("folder"),
		RunE: withNames(func(cmd *cobra.Command, args []string) error {
			if budget < 1 {
				return exit{exitUsage, "--budget must be at least 1."}
			}
			now, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			old, err := (&flags{table: args[0]}).load()
			if err != nil {
				return err
			}
			c, decided := triage.Compare(old, now, budget)
			if f.format == "json" {
				err = printJSON(cmd.OutOrStdout(), report.DiffJSON(old, now, c, decided))
			} else {
				err = f.print(cmd, write.Diff(old, now, c, decided))
			}
			if err == nil && (!c.Same() || !decided) {
				return exit{code: exitFound}
			}
			return err
		}),
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	cmd.Flags().IntVar(&budget, "budget", budget, "minimal sets of answers that one rule may need")
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	return cmd
}
