package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"legtriage/ui/words"
)

func newWords(f *flags) *cobra.Command {
	table := false
	cmd := &cobra.Command{
		Use:   "words",
		Short: "Print the sentences of the interface, or of the table, to translate",
		Long: `words prints every sentence of the interface by name, and with --texts every text
of the table by id. A language is a folder with both, translated:

  legtriage words > fr/words.yaml
  legtriage words --texts > fr/table.yaml
  legtriage --language fr

Words in braces, like {n}, are filled in and must stay. A sentence about a number
can have a form for each of zero, one, two, few, many and other, as the language
needs them; plurals says when, in the notation of Unicode's CLDR. say_yes is what
people type for yes.

Whatever a language lacks appears in English. words --language fr lists that, and what
has changed in English since, and prints the completed catalogue to continue from.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, gaps, err := f.language()
			if err != nil {
				return err
			}
			data := w.Catalogue()
			if table {
				t, err := f.load()
				if err != nil {
					return err
				}
				gaps = f.untranslated
				data = words.TableCatalogue(t, gaps)
			}
			for _, name := range gaps.Missing {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s: not translated\n", name)
			}
			for _, e := range gaps.Outdated {
				fmt.Fprintln(cmd.ErrOrStderr(), e)
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
	cmd.Flags().BoolVar(&table, "texts", false, "the texts of the table instead of the sentences of the interface")
	return cmd
}
