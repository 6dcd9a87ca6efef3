package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/triage"
)

func newRules(f *flags) *cobra.Command {
	var urgency string
	var full, noPager bool
	cmd := &cobra.Command{
		Use:   "rules [ID | WORD]",
		Short: "Read the table, or one rule with its reason and sources",
		Long: `rules shows the contents of the table: its rules, the most urgent first, by what
they are about. With --full, the conditions of each follow it in words.

With the id of a rule it shows that rule: its conditions in words, why it matters,
what to do, its sources, whether a clinician has reviewed it, and answers
that make it fire. With any other word it shows the rules, tips and questions that
have it in their texts or ids. Put several words in quotes.

On a terminal the text goes through the program in $PAGER, or through less if that
is not set; with --no-pager, or when PAGER is empty or cat, it is printed at once.`,
		Example: `  legtriage rules
  legtriage rules --urgency go
  legtriage rules clot-in-leg
  legtriage rules "blood thinner"
  legtriage rules --format json`,
		Args: atMostOne("id or word"),
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
			if urgency != "" && !slices.Contains(urgencies(), urgency) {
				return exit{exitUsage, unknown("urgency", urgency, urgencies(), "")}
			}
			if len(args) > 0 {
				if r := t.Rule(args[0]); r != nil {
					if urgency != "" {
						return exit{exitUsage, args[0] + " is the id of a rule, and shown whatever its urgency: leave out --urgency."}
					}
					if f.format == "json" {
						return printJSON(cmd.OutOrStdout(), t.Excerpt(triage.Found{Rules: []*triage.Rule{r}}))
					}
					return f.page(cmd, write.Rule(t, r), noPager)
				}
			}
			var found triage.Found
			if len(args) > 0 {
				found = t.Find(args[0])
			} else {
				for i := range t.Rules {
					found.Rules = append(found.Rules, &t.Rules[i])
				}
			}
			if urgency != "" {
				found = triage.Found{Rules: slices.DeleteFunc(found.Rules, func(r *triage.Rule) bool {
					return urgency != r.Urgency.String() && urgency != r.Urgency.Category().String()
				})}
			}
			switch {
			case len(args) > 0 && found.Empty():
				var ids []string
				for _, r := range t.Rules {
					ids = append(ids, r.ID)
				}
				more := "No rule, tip or question has it in its texts either."
				if urgency != "" {
					more = "No rule of this urgency has it in its texts either."
				}
				return exit{exitUsage, unknown("rule", args[0], ids, more+" See legtriage rules.")}
			case f.format == "json" && len(args) == 0 && urgency == "":
				return printJSON(cmd.OutOrStdout(), t)
			case f.format == "json":
				return printJSON(cmd.OutOrStdout(), t.Excerpt(found))
			case len(args) > 0:
				return f.page(cmd, write.Found(t, found, args[0], full), noPager)
			}
			return f.page(cmd, write.Rules(t, found.Rules, full), noPager)
		},
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	cmd.Flags().StringVar(&urgency, "urgency", "", "only rules of this urgency: "+strings.Join(urgencies(), ", "))
	must(cmd.RegisterFlagCompletionFunc("urgency", cobra.FixedCompletions(urgencies(), cobra.ShellCompDirectiveNoFileComp)))
	cmd.Flags().BoolVar(&full, "full", false, "with the conditions of each rule")
	cmd.Flags().BoolVar(&noPager, "no-pager", false, "print at once, even on a terminal")
	return cmd
}

// urgencies returns the values of --urgency: the urgencies, and the categories that
// have more than one.
func urgencies() (names []string) {
	for _, u := range slices.Backward(triage.Urgencies()) {
		names = append(names, u.String())
	}
	return append(names, triage.Emergency.String(), triage.SeeDoctor.String())
}
