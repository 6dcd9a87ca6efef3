package rules_test

import (
	"fmt"
	"os"
	"testing/fstest"

	"legtriage/rules"
	"legtriage/triage"
)

// The embedded table is read once and may be used by many goroutines.
func ExampleLeg() {
	table, err := rules.Leg()
	if err != nil {
		fmt.Println(err)
		return
	}
	answers, err := rules.Answers(table, "answers.json", []byte(`{"life": ["none"], "limb": ["none"], "look": ["leg"], "change": "new"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	as := answers.Assess()
	category, settled := as.Category()
	fmt.Println(category, settled, as.Deciding[0].Rule.ID)
	// Output: emergency true clot-in-leg
}

// Answers that the table does not have are refused, with the nearest right word.
func ExampleAnswers() {
	table, err := rules.Leg()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = rules.Answers(table, "mine.yaml", []byte("look: [leg]\nchange: newer\n"))
	fmt.Println(err)
	// Output: mine.yaml:2:9: there is no option of change "newer"; did you mean "new"?
}

// A folder of YAML files is a table. Everything that is wrong with it is
// reported at once.
func ExampleLoad() {
	folder := fstest.MapFS{"small.yaml": {Data: []byte(`
table: {name: small, version: 1}
questions:
  - id: swelling
    ask: Is your leg swollen?
    why: A swollen leg can be a sign of a blood clot.
    options: {no: "No", unsure: Not sure, yes: "Yes"}
sources:
  handbook: {title: A handbook, address: https://example.org}
rules:
  - id: swollen-leg
    urgency: today
    title: A swollen leg
    about: a blood clot
    when: {sweling: unsure or worse}
    because: It can be a sign of a blood clot.
    do: See a doctor today.
    sources: [handbook]
    status: draft
  - id: the-rest
    urgency: home
    title: No sign of danger
    when: always
    because: Nothing points to danger.
    do: Rest.
    sources: [handbook]
    status: draft
`)}}
	_, err := rules.Load(folder)
	fmt.Println(err)
	// Output: small.yaml:15:12: there is no question "sweling"; did you mean "swelling"?
}

// Answers are kept with a stamp, so that a later table can tell which of its
// questions are still the same.
func ExampleKeep() {
	table, err := rules.Leg()
	if err != nil {
		fmt.Println(err)
		return
	}
	answers := table.NoAnswers()
	if err := answers.Reply(table.Question("life"), triage.None); err != nil {
		fmt.Println(err)
		return
	}
	data, err := rules.Keep(answers)
	if err != nil {
		fmt.Println(err)
		return
	}
	earlier, err := rules.Kept(table, "kept.json", data)
	fmt.Println(earlier.Answers.Equal(answers), len(earlier.Outdated), err)
	// Output: true 0 <nil>
}

// A changed table is compared with what guarded the old one.
func ExampleLoad_against() {
	old, err := rules.Leg()
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := rules.Load(os.DirFS("leg"))
	if err != nil {
		fmt.Println(err)
		return
	}
	now.People = now.People[1:]
	for _, finding := range now.LostGuards(old, triage.DefaultBudget) {
		fmt.Println(finding.Message)
	}
	// Output: the golden person chest-not-sure-in-the-night is gone
}
