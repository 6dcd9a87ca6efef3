package rules

import (
	"strings"
	"testing"

	"legtriage/triage"
)

// said writes every question of a table with the values of its scales, with ? for a
// missing one: "problem ? ?, skin yes no no, ill ?".
func said(a triage.Answers) string {
	var questions []string
	for i := range a.Table().Questions {
		q := &a.Table().Questions[i]
		words := []string{q.ID}
		from, to := q.Scales()
		for s := from; s < to; s++ {
			word := "?"
			if v, known := a.Value(s); known {
				word = a.Table().Scales()[s].Value(v)
			}
			words = append(words, word)
		}
		questions = append(questions, strings.Join(words, " "))
	}
	return strings.Join(questions, ", ")
}

func TestAnswersMeanTheSameInYAMLAndJSON(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, test := range []struct{ name, yaml, json, want string }{
		{"nothing said stays missing",
			`{}`, `{}`, "problem ? ?, skin ? ? ?, ill ?"},
		{"one answer",
			`ill: no`, `{"ill": "no"}`, "problem ? ?, skin ? ? ?, ill no"},
		{"unsure is an answer",
			`ill: unsure`, `{"ill": "unsure"}`, "problem ? ?, skin ? ? ?, ill unsure"},
		{"a tick makes the others no",
			`skin: [warm]`, `{"skin": ["warm"]}`, "problem ? ?, skin yes no no, ill ?"},
		{"a duplicate tick counts once",
			`skin: [warm, warm]`, `{"skin": ["warm", "warm"]}`, "problem ? ?, skin yes no no, ill ?"},
		{"a tick beside unsure makes the others unsure",
			`skin: [warm, unsure]`, `{"skin": ["warm", "unsure"]}`, "problem ? ?, skin yes unsure unsure, ill ?"},
		{"unsure before a tick is the same",
			`skin: [unsure, warm]`, `{"skin": ["unsure", "warm"]}`, "problem ? ?, skin yes unsure unsure, ill ?"},
		{"unsure alone makes all unsure",
			`skin: [unsure]`, `{"skin": ["unsure"]}`, "problem ? ?, skin unsure unsure unsure, ill ?"},
		{"none makes all no",
			`skin: [none]`, `{"skin": ["none"]}`, "problem ? ?, skin no no no, ill ?"},
		{"none beside unsure makes all unsure",
			`skin: [none, unsure]`, `{"skin": ["none", "unsure"]}`, "problem ? ?, skin unsure unsure unsure, ill ?"},
		{"a tick wins beside none",
			`skin: [none, dry]`, `{"skin": ["none", "dry"]}`, "problem ? ?, skin no no yes, ill ?"},
		{"a tick wins beside none and unsure",
			`skin: [dry, none, unsure]`, `{"skin": ["dry", "none", "unsure"]}`, "problem ? ?, skin unsure unsure yes, ill ?"},
		{"a mapping leaves the rest missing",
			`skin: {warm: unsure}`, `{"skin": {"warm": "unsure"}}`, "problem ? ?, skin unsure ? ?, ill ?"},
		{"a mapping takes no and yes as they are written",
			"skin:\n  warm: no\n  sore: yes", `{"skin": {"warm": "no", "sore": "yes"}}`, "problem ? ?, skin no yes ?, ill ?"},
		{"a mapping may leave the kind of problem open",
			`problem: {pain: no}`, `{"problem": {"pain": "no"}}`, "problem no ?, skin ? ? ?, ill ?"},
		{"all of it",
			"problem: [itch]\nskin: [none]\nill: yes", `{"problem": ["itch"], "skin": ["none"], "ill": "yes"}`,
			"problem no yes, skin no no no, ill yes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, text := range map[string]string{"answers.yaml": test.yaml, "answers.json": test.json} {
				a, err := Answers(table, name, []byte(text))
				if err != nil {
					t.Error(err)
				} else if got := said(a); got != test.want {
					t.Errorf("%s: %s\ngot  %s\nwant %s", name, text, got, test.want)
				}
			}
		})
	}
}

func TestEmptyListIsNoAnswer(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, text := range []string{`skin: []`, `{"skin": []}`} {
		if a, err := Answers(table, "answers", []byte(text)); err == nil {
			t.Errorf("%s was read as %s", text, said(a))
		}
	}
}

func TestAnswersErrorsNameFileAndLine(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, test := range []struct {
		name, file string
		line       int // of the file; 0: the whole file is read
		text, want string
	}{
		{"in a file", "a.yaml", 0, "ill: no\nskin: warm", `a.yaml:2:7: skin is a list of ticks: write [warm]`},
		{"in the first line", "a.jsonl", 1, `{"skin": "warm"}`, `a.jsonl:1:10: skin is a list of ticks: write [warm]`},
		{"in a later line", "a.jsonl", 7, `{"skin": "warm"}`, `a.jsonl:7:10: skin is a list of ticks: write [warm]`},
		{"at the end of a line", "a.jsonl", 7, `{"skin": [`, `a.jsonl:7:11: the line ends before all its brackets and quotes are closed`},
		{"in a first line that is empty", "a.jsonl", 1, "", `a.jsonl:1:1: the file is empty`},
		{"in a line that is empty", "a.jsonl", 7, "", `a.jsonl:7:1: the file is empty`},
		{"in a file whose name is an escape", "\x1b[2J", 0, "ill: ]", `?[2J:1:6: cannot be read as YAML or JSON: did not find expected node content`},
		{"in a file that is too large", "a.json", 0, strings.Repeat(" ", MaxFileBytes+1), `a.json: the file is larger than 1048576 bytes`},
		{"of a value that is an escape", "a.json", 0, `{"skin": "\u001b[2J"}`, `a.json:1:10: the character U+001B is not allowed`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var err error
			if test.line == 0 {
				_, err = Answers(table, test.file, []byte(test.text))
			} else {
				_, err = AnswersLine(table, test.file, test.line, []byte(test.text))
			}
			if mustErrors(t, err); err == nil || err.Error() != test.want {
				t.Errorf("\ngot  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestWrongAnswersGiveNoAnswers(t *testing.T) {
	a, err := Answers(mustLoad(t, completeTable), "a.yaml", []byte("ill: no\nskin: warm"))
	if err == nil || a.Table() != nil {
		t.Error("some answers of a wrong file were kept")
	}
}
