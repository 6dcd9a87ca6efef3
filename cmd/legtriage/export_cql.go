package main

import (
	"github.com/spf13/cobra"

	"legtriage/rules/export"
)

func newExportCQL(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "cql",
		Short: "Decision logic: a CQL library",
		Long: `cql writes the rules as one library of CQL, the Clinical Quality Language of HL7, for
guideline repositories and clinical decision support.

Answers are parameters, named like the columns of CSV: a question, or one tick of
a list, as question.tick. A parameter that is not given is missing, which is not
"no". The library has a definition for each rule, which is true, false, or null as
long as missing answers can decide it; "at least" and "at most", the urgencies that
they can lead to; "category" and "urgency", null unless settled; and "fired" and
"deciding", the ids of rules. Words that are not answers are listed in "wrong
answers", and then there is no result. The texts and sources of the rules are in
"rules" and "sources".`,
		Example: `  legtriage export cql > leg.cql
  legtriage export cql --table my-table > my.cql`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t, _, err := f.tableInUse(cmd)
			if err != nil {
				return err
			}
			return export.CQL(cmd.OutOrStdout(), t)
		},
	}
}
