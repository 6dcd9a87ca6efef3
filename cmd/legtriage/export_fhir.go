package main

import (
	"github.com/spf13/cobra"

	"legtriage/rules/export"
	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

func newExportFHIR(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "fhir",
		Short: "A form: a FHIR R4 Questionnaire",
		Long: `fhir writes the questions as a FHIR R4 Questionnaire, a form for other systems.
legtriage assess reads the QuestionnaireResponse that comes back.

Link ids are question ids. A list is a choice that repeats, with the codes none and
unsure; people who are not sure go through it tick by tick. A page is enabled once an
answer makes something depend on it. Red flags, sources and the reasons for asking
are included.`,
		Example: `  legtriage export fhir > questionnaire.json
  legtriage assess response.json
  legtriage assess --format fhir response.json > bundle.json
  legtriage export fhir --language fr`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t, write, err := f.tableInUse(cmd)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(export.Questionnaire(t, formOf(write)))
			return err
		},
	}
}

// formOf returns what a form says besides the texts of the table. It leaves out the first
// sentence of the welcome page, which says how an interview ends: that is not true of a
// form.
func formOf(write report.Writer) *export.FormWords {
	w := write.Words
	return &export.FormWords{
		Language: w.Language,
		About:    append([]string{words.Fill(w.WelcomeNow, "number", write.Country.Emergency(w))}, w.WelcomeIs[min(1, len(w.WelcomeIs)):]...),
		TickAll:  w.TickAll,
		OneByOne: w.OneByOne,
		Now:      w.Reminder,
		Answers: func(p triage.Page) (answers []export.Answer) {
			for _, c := range w.Choices(p) {
				answers = append(answers, export.Answer{ID: c.ID, Say: w.Whole(c.Head, c.Detail)})
			}
			return answers
		},
	}
}

// recordOf returns what a record says besides the texts of the table.
func recordOf(write report.Writer) *export.BundleWords {
	return &export.BundleWords{FormWords: *formOf(write), Urgency: func(u triage.Urgency) string { return write.Words.UrgencyName[u] }}
}
