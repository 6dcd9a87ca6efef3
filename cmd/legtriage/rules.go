package main

import (
	"github.com/spf13/cobra"
)

func newRules(f *flags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "Read the table, or one rule with its reason and sources",
		Long: `rules shows all rules of the table, the most urgent first. With the id of a rule
it shows that rule: its conditions in words, why it matters, what it tells to do,
its sources, whether a clinician has reviewed it, and answers that make it fire.`,
		Example: `  legtriage rules
  legtriage rules clot-in-leg
  legtriage rules --format json`,
		Args: atMostOne("rule"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			t, err := f.load()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			var out []string
			for _, r := range t.Rules {
				out = append(out, r.ID+"\t"+r.Title)
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			t, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if f.format == "json" {
					return printJSON(cmd.OutOrStdout(), t)
				}
				return f.print(cmd, write.Table(t))
			}
			r := t.Rule(args[0])
			if r == nil {
				var ids []string
				for _, r := range t.Rules {
					ids = append(ids, r.ID)
				}
				return exit{exitUsage, unknown("rule", args[0], ids, "See legtriage rules.")}
			}
			if f.format == "json" {
				return printJSON(cmd.OutOrStdout(), t.Excerpt(r))
			}
			return f.print(cmd, write.Rule(t, r))
		},
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	return cmd
}
