package main

import (
	"github.com/spf13/cobra"

	"legtriage/ui"
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

Words in braces, like {n}, are filled in and must stay.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			words, err := f.sentences()
			if err != nil {
				return err
			}
			data, err := words.Catalogue()
			if table {
				t, loadErr := f.load()
				if loadErr != nil {
					return loadErr
				}
				data, err = ui.TableCatalogue(t)
			}
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
	cmd.Flags().BoolVar(&table, "texts", false, "the texts of the table in place of the sentences of the interface")
	return cmd
}
