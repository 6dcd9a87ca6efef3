package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules/export"
)

func newExportSQL(f *flags) *cobra.Command {
	var only string
	cmd := &cobra.Command{
		Use:   "sql",
		Short: "As views that decide in a database: PostgreSQL, DuckDB or SQLite",
		Long: `sql writes the table as SQL that PostgreSQL, DuckDB and SQLite take as it is:

  table     the table ` + export.SQLAnswers + `, with checks: a column id, and one for each
            question or tick, named as in assess --format csv (look.leg)
  results   the view ` + export.SQLResults + `: id, category, urgency, at_least, at_most,
            deciding (rules, with commas) and missing_count
  errors    the view ` + export.SQLErrors + `: id and what is wrong with its row

A missing answer is NULL, which is not "no". A row with a word that the table does not
know, or with nothing ticked where something has to be, has no result: all of it is
NULL, and legtriage_errors says why. Category and urgency are NULL too if missing
answers can change them.

The table refuses such rows. To load data as it comes and look at the errors, use these
parts instead of the first:

  loading   the same table without checks
  empty     makes empty cells missing, for SQLite, which loads them as texts

Exit code: 0 done, 2 the table has names or a size that a database does not take.`,
		Example: `  legtriage export sql | psql study
  legtriage export sql --part loading,results,errors > views.sql
  legtriage export sql --part empty | sqlite3 study.db`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var parts []string
			if only != "" {
				parts = strings.Split(only, ",")
			}
			for _, part := range parts {
				if !slices.Contains(export.SQLParts(), part) {
					return exit{exitUsage, unknown("part", part, export.SQLParts(), "It can be "+strings.Join(export.SQLParts(), ", ")+".")}
				}
			}
			t, _, err := f.tableInUse(cmd)
			if err != nil {
				return err
			}
			sql, err := export.SQL(t, parts...)
			if err != nil {
				return exit{exitUsage, "the table cannot be written as SQL:\n" + err.Error()}
			}
			_, err = io.WriteString(cmd.OutOrStdout(), sql)
			return err
		},
	}
	cmd.Flags().StringVar(&only, "part", "", "only these parts, separated by commas: "+strings.Join(export.SQLParts(), ", "))
	must(cmd.RegisterFlagCompletionFunc("part", cobra.FixedCompletions(export.SQLParts(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}
