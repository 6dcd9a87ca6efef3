package rules

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"legtriage/triage"
)

// anyAnswers draws answers, with questions and single ticks missing.
func anyAnswers(t *rapid.T, table *triage.Table) triage.Answers {
	a := table.NoAnswers()
	for i := range table.Questions {
		q := &table.Questions[i]
		from, to := q.Scales()
		for s := from; s < to; s++ {
			if rapid.Bool().Draw(t, "known") {
				a.Set(s, rapid.IntRange(0, table.Scales()[s].Top).Draw(t, "value"))
			}
		}
		if _, ok := a.Replied(q); q.AtLeastOne && !ok {
			a.Set(from, triage.TickYes) // everybody has a problem
		}
	}
	return a
}

// TestKeptAnswersComeBack writes answers and reads them back, as kept answers and as
// any file of answers.
func TestKeptAnswersComeBack(t *testing.T) {
	t.Parallel()
	table, err := Leg()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(t, table)
		data, err := Keep(a)
		if err != nil {
			t.Fatal(err)
		}
		k, err := Kept(table, "kept.json", data)
		if err != nil || len(k.Outdated) > 0 || !k.Answers.Equal(a) {
			t.Fatalf("%v, changed %v: %s came back as %s\n%s", err, k.Outdated, said(a), said(k.Answers), data)
		}
		if plain, err := Answers(table, "kept.json", data); err != nil || !plain.Equal(a) {
			t.Fatalf("%v: %s\n%s", err, said(plain), data)
		}
	})
}

// TestOldAnswersLoadWithALineForEachChange changes a table in every way that turns a
// question into another one, and reads answers to the old table.
func TestOldAnswersLoadWithALineForEachChange(t *testing.T) {
	old := mustLoad(t, completeTable)
	a, err := Answers(old, "a.yaml", []byte("problem: [pain]\nskin: [warm, unsure]\nill: yes"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := Keep(a)
	if err != nil {
		t.Fatal(err)
	}
	skin, ill := old.Question("skin"), old.Question("ill")
	for _, test := range []struct{ name, from, to, changed, want string }{
		{"nothing", "", "", "", said(a)},
		{"something else", "version: ", "version: 2", "", said(a)},
		{"the words of a question", skin.Ask, "Is anything else wrong?", "skin", "problem yes no, skin ? ? ?, ill yes"},
		{"the words of an answer", skin.Options[0].Say, "Skin like fire", "skin", "problem yes no, skin ? ? ?, ill yes"},
		{"the words of a detail", skin.Options[0].Detail, "Like fire", "skin", "problem yes no, skin ? ? ?, ill yes"},
		{"a new detail", "pain: Pain", "pain: {say: Pain, detail: an ache}", "problem", "problem ? ?, skin yes unsure unsure, ill yes"},
		{"a detail that is gone", ", detail: flaky or cracked", "", "skin", "problem yes no, skin ? ? ?, ill yes"},
		{"the id of a question", "ill", "sick", "ill", "problem yes no, skin yes unsure unsure, sick ?"},
		{"the id of an answer", "warm", "hot", "skin", "problem yes no, skin ? ? ?, ill yes"},
		{"the words of an answer to one question", ill.Options[2].Say, "Very", "ill", "problem yes no, skin yes unsure unsure, ill ?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(completeTable, test.from, test.to)
			if test.from == "" {
				text = completeTable
			} else if text == completeTable {
				t.Fatalf("the table has no %q", test.from)
			}
			// The review of a rule is of its old words.
			table := mustLoad(t, regexp.MustCompile(`status: reviewed\n +review: .*`).ReplaceAllString(text, "status: draft"))
			k, err := Kept(table, "a.json", data)
			if err != nil {
				t.Fatal(err)
			}
			var changed []string
			for _, c := range k.Outdated {
				changed = append(changed, c.ID)
				if (c.Question == nil) != (table.Question(c.ID) == nil) {
					t.Errorf("%s: %v", c.ID, c.Question)
				}
			}
			if got := strings.Join(changed, " "); got != test.changed || said(k.Answers) != test.want {
				t.Errorf("changed %q, want %q; reads %s, want %s", got, test.changed, said(k.Answers), test.want)
			}
			if _, err := Answers(table, "a.json", data); (err != nil) != (test.changed != "") {
				t.Errorf("as answers to this version: %v", err)
			}
		})
	}
}

// TestAnswersOfTheReleasedVersionLoad reads answers that the last release kept. An
// answer counts only if the words of its question are still the same; there is a line
// for each of the others.
func TestAnswersOfTheReleasedVersionLoad(t *testing.T) {
	const name = releasedFolder + "/answers.json"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var given map[string]any
	if err := json.Unmarshal(data, &given); err != nil {
		t.Fatal(err)
	}
	table := leg(t)
	k, err := Kept(table, name, data)
	if err != nil {
		t.Fatal(err)
	}
	var same []string
	outdated := map[string]bool{}
	for _, o := range k.Outdated {
		outdated[o.ID] = true
		if o.Question != table.Question(o.ID) {
			t.Errorf("%s: %v", o.ID, o.Question)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(given)) {
		q := table.Question(id)
		switch {
		case id == stampKey:
		case q == nil && !outdated[id]:
			t.Errorf("%s is no longer asked, and no line says so", id)
		case q != nil && outdated[id] == k.Answers.Answered(q):
			t.Errorf("%s: outdated %v, answered %v", id, outdated[id], k.Answers.Answered(q))
		case q != nil && !outdated[id]:
			same = append(same, id)
		}
	}
	if got := strings.Join(same, " "); got != "weight" {
		t.Errorf("the questions with unchanged words are %q", got)
	}
	if category, settled := k.Answers.Assess().Category(); settled {
		t.Errorf("the answers that still count lead to %v", category)
	}
	_, err = Answers(table, name, data)
	if lines := len(mustErrors(t, err)); lines != len(k.Outdated) {
		t.Errorf("there are %d lines for %d outdated questions:\n%v", lines, len(k.Outdated), err)
	}
}
