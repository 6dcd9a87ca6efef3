package triage_test

import (
	"fmt"

	"legtriage/triage"
)

// smallTable is a table of two questions and three rules, written out in Go. A
// real one is read from files; see the examples of package rules.
func smallTable() *triage.Table {
	t := &triage.Table{
		Name: "small", Version: "1",
		Questions: []triage.Question{
			{ID: "life", Stage: triage.StageLife, Ask: "Do you have any of these?", List: true, Options: []triage.Option{
				{ID: "chest", Say: "Chest pain", RedFlag: true},
			}},
			{ID: "swelling", Stage: triage.StageProblem, Ask: "Is your leg swollen?", Options: []triage.Option{
				{ID: "no", Say: "No"}, {ID: "unsure", Say: "Not sure"}, {ID: "yes", Say: "Yes"},
			}},
		},
	}
	// A step is "this value, or a worse one, on this scale". Each tick of a list is a
	// scale, and so is each question with one answer.
	chest, swelling := 0, 1
	t.Rules = []triage.Rule{
		{ID: "chest-pain", Urgency: triage.Call, Title: "Chest pain", When: triage.When{{{Scale: chest, Value: triage.TickUnsure}}}},
		{ID: "swollen-leg", Urgency: triage.Today, Title: "A swollen leg", When: triage.When{{{Scale: swelling, Value: 1}}}},
		{ID: "the-rest", Urgency: triage.Home, Title: "No sign of danger"},
	}
	if err := t.Compile(); err != nil {
		panic(err)
	}
	return t
}

// A missing answer stands for every answer, so the result is a range until
// nothing that is missing can change it.
func Example() {
	t := smallTable()
	a := t.NoAnswers()
	fmt.Println(a.Range())

	if err := a.Reply(t.Question("life"), triage.None); err != nil {
		fmt.Println(err)
	}
	fmt.Println(a.Range())

	if err := a.Reply(t.Question("swelling"), "unsure"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(a.Range())
	// Output:
	// home call
	// home today
	// today today
}

// An assessment says what the person is told, and why.
func ExampleAnswers_Assess() {
	t := smallTable()
	a := t.NoAnswers()
	_ = a.Reply(t.Question("life"), triage.None)
	_ = a.Reply(t.Question("swelling"), "yes")

	as := a.Assess()
	said, settled := as.Disposition()
	fmt.Println(settled, said.Urgency, said.Place)
	for _, reason := range as.Deciding {
		for _, given := range reason.Answers {
			scale := t.Scales()[given.Scale]
			fmt.Println(reason.Rule.Title, "because", scale.Question.ID, "is", scale.Value(given.Value))
		}
	}
	for _, change := range as.Changes {
		fmt.Println(change.To, "by", change.Rule.ID)
	}
	// Output:
	// true today doctor
	// A swollen leg because swelling is yes
	// call by chest-pain
}

// An interview asks what can still matter, in the order of danger, and stops as
// soon as nothing can.
func ExampleInterview() {
	t := smallTable()
	in := triage.NewInterview(t)
	for page, more := in.Page(); more; page, more = in.Page() {
		reply := triage.None
		if !page.Question.List {
			reply = "no"
		}
		fmt.Println(page.Question.Ask, reply)
		if err := in.Answer(reply); err != nil {
			fmt.Println(err)
			return
		}
	}
	said, _ := in.Answers().Assess().Disposition()
	fmt.Println(said.Urgency)

	in.Back() // its reply is kept and offered, but does not count any more
	page, _ := in.Page()
	fmt.Println(page, in.Offered(page))
	// Output:
	// Do you have any of these? none
	// Is your leg swollen? no
	// home
	// swelling [no]
}

// A check proves what a table promises, or shows answers that break it.
func ExampleTable_Check() {
	t := smallTable()
	t.Invariants = []triage.Invariant{{ID: "swelling-is-urgent", When: triage.When{{{Scale: 1, Value: 2}}}, AtLeast: triage.Go}}
	if err := t.Compile(); err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range t.Check(triage.DefaultBudget).Findings {
		if finding.Kind == "invariant" {
			witness, _ := finding.Witness.MarshalJSON()
			fmt.Println(finding.Message)
			fmt.Println(string(witness))
		}
	}
	// Output:
	// invariant swelling-is-urgent fails: these answers reach today, not go
	// {"life":["none"],"swelling":"yes"}
}
