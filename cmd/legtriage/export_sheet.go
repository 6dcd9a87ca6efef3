package main

import (
	"github.com/spf13/cobra"

	"legtriage/rules/export"
	"legtriage/triage"
	"legtriage/ui/report"
)

func newExportSheet(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "sheet",
		Short: "A sheet for clinicians to read and sign: CSV",
		Long: `sheet writes the rules as CSV for a panel of clinicians, one row for each rule: how
soon, the conditions in words, why it matters, what to do, and its sources. Reviewers
who have read a row sign it with name, date (like 2026-01-31) and verdict: agree or
disagree. legtriage review reads the signed sheet.

Each row has a fingerprint of its words. A signature counts for these words alone: a
row that was changed in the sheet, or whose rule has changed since, is refused. Rows
may be sorted or deleted, and columns added.

No spreadsheet takes a cell for a formula: a cell that would begin one gets an
apostrophe in front.`,
		Example: `  legtriage export sheet > sheet.csv
  legtriage export sheet --table my-table > sheet.csv`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			return export.Sheet(cmd.OutOrStdout(), t, sheetWords(write))
		},
	}
}

// sheetWords returns what a sheet says besides the texts of the table.
func sheetWords(write report.Writer) export.SheetWords {
	return export.SheetWords{
		Urgency: func(u triage.Urgency) string { return write.Words.UrgencyName[u] },
		When: func(t *triage.Table, r *triage.Rule) []string {
			if len(r.When) == 0 {
				return []string{write.Words.RuleAlways}
			}
			return write.Conditions(t, r.When)
		},
		Source: write.Source,
		Status: func(s triage.Status) string { return write.Words.StatusName[s] },
	}
}
