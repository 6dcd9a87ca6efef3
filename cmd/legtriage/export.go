package main

import (
	"strings"

	"github.com/spf13/cobra"
)

func newExport(f *flags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "The table in the languages of other systems",
		Long: `export writes the table for another system, so that it asks the same questions or
decides by the same rules. Each export has the version and the hash of the table.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var names []string
			for _, c := range cmd.Commands() {
				names = append(names, c.Name())
			}
			return exit{exitUsage, "export needs the name of what to write: " + strings.Join(names, ", ") + ". See " + cmd.CommandPath() + " --help."}
		},
	}
	cmd.AddCommand(newExportFHIR(f), newExportSQL(f), newExportCQL(f), newExportSheet(f))
	return cmd
}
