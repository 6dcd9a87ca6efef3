package rules

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

// checkErrors demands what this package promises about its errors: they are of type
// [Errors], and each is one line that is safe to print.
func checkErrors(t *testing.T, err error) {
	t.Helper()
	for _, e := range mustErrors(t, err) {
		if i := strings.IndexFunc(e.Error(), unicode.IsControl); i >= 0 {
			t.Errorf("there is a control character in %q", e.Error())
		}
		if e.Line < 0 || (e.Line == 0) != (e.Column == 0) {
			t.Errorf("an error is at line %d, column %d: %q", e.Line, e.Column, e.Message)
		}
	}
}

// hostileTexts are what an attacker might try.
var hostileTexts = []string{
	"", "---", "---\n---\n", "\x00", "\xff\xfe", "\ufeff{}", "a: \"\\e[2J\"", "\"\\e\": {\"\\u202e\": 1}", "a\u202eb: 1",
	"a: &a [*a]", "<<: {a: b}", "? [a]\n: b", "!!binary x: !!int y", "%YAML 3.0\n---\na: b",
	strings.Repeat("[", 100), strings.Repeat("{a: ", 100), strings.Repeat("- ", 100), strings.Repeat("a", 1000) + ": b",
	"questions: [{id: any, list: {any: any}}]\nrules: [{when: {any: {any: any, \"any\": any}}}]",
	"questions: [{id: a, list: {b: {say: c, red_flag: {a: b}}}}, {id: a, options: {unsure: b}}]",
	"table:\n  name: |\n    a\n    b\n",
	"questions: [{id: a, list: {\"b\\tc\": d}}]\nrules: [{when: {a: e}}]",
}

func FuzzLoad(f *testing.F) {
	for _, text := range append([]string{completeTable}, hostileTexts...) {
		f.Add([]byte(text))
	}
	for _, a := range brokenArchives(f) {
		for _, file := range a.files {
			f.Add(file.Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Load(fstest.MapFS{"a.yaml": {Data: data}})
		if checkErrors(t, err); err == nil {
			table.NoAnswers().Range()
		}
	})
}

var plainLines = []string{
	`{}`, `{"ill":"yes"}`, ` { "ill" : "yes" , "skin" : [ "none" ] } `, `{"skin":["warm","unsure"],"problem":["pain"]}`,
	`{"skin":{"warm":"unsure"}}`, `{"skin":{}}`, `{"problem":{"pain":"no","itch":"yes"}}`, `{"problem":{"pain":"no"}}`,
}

// doubtfulLines are lines that [readFast] must not read, whether they are right or
// wrong.
var doubtfulLines = []string{
	``, ` `, `{`, `[]`, `null`, `{"ill":"yes"`, `{"ill":"yes"}}`, `{"ill":"yes"} x`, `{"ill":"yes",}`, `{"ill" "yes"}`, `{ill:"yes"}`,
	`{"ill":"yes","ill":"no"}`, `{"skin":["none"],"skin":{}}`, `{"skin":{"warm":"no","warm":"yes"}}`, `{"ill":"yes","more":1}`,
	`{"ill":"ye\u0073"}`, "{\"ill\":\t\"yes\"}", `{"ill":["yes"]}`, `{"ill":1}`, `{"ill":"oh"}`, `{"skin":"warm"}`, `{"skin":[]}`,
	`{"skin":["warm" "none"]}`, `{"skin":["warm",]}`, `{"skin":["warm"`, `{"skin":["oh"]}`, `{"skin":{"oh":"no"}}`, `{"skin":{"warm":"oh"}}`,
	`{"problem":["none"]}`, `{"problem":{"pain":"no","itch":"unsure"}}`,
}

func TestOnlyPlainLinesAreReadFast(t *testing.T) {
	table := mustLoad(t, completeTable)
	for i, line := range append(plainLines, doubtfulLines...) {
		a := table.NoAnswers()
		passed, ok := readFast(a, []byte(line))
		if ok = ok && passed == nil; ok != (i < len(plainLines)) {
			t.Errorf("%s: read fast: %v", line, ok)
		}
		if long, err := Answers(table, "a.json", []byte(line)); ok && (err != nil || !a.Equal(long)) {
			t.Errorf("%s is %s when read fast, otherwise %s (%v)", line, said(a), said(long), err)
		}
	}
}

func FuzzAnswers(f *testing.F) {
	table := mustLoad(f, completeTable)
	for _, line := range append(plainLines, doubtfulLines...) {
		f.Add([]byte(line))
	}
	for _, text := range append([]string{
		`{"more":1,"ill":"yes", "skin":["oh","warm",[]],"ill":"no", "é":{"a":["b,","}"]},"problem":{"pain":"yes"},"more":{}}`,
		`{"skin": ["warm", "unsure"], "ill": "yes"}`, "skin: {warm: unsure}\nproblem: [pain]", "skin: [none]\nill: [no]",
		"problem: [none]", "problem: {pain: no, itch: no}", `{"problem": {"pain": "no", "itch": "unsure"}}`, `{"problem": {"pain": "no", "itch": "yes"}}`, `{"problem": {"pain": "no"}}`, "skin: \"\\e\"", "skin: {\"\\e\": \"\\e\"}", "ill: \"\\e\"",
	}, hostileTexts...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Answers(table, "a.json", data)
		if checkErrors(t, err); err == nil {
			a.Range()
		} else {
			a = table.NoAnswers()
		}
		quick := table.NoAnswers()
		if passed, right := readFast(quick, data); right && passed == nil && (err != nil || !quick.Equal(a)) {
			t.Errorf("read fast as %s, otherwise as %s (%v)", said(quick), said(a), err)
		}
		line, lineErr := AnswersLine(table, "a.jsonl", 3, data)
		if (lineErr == nil) != (err == nil) || lineErr == nil && !line.Equal(a) {
			t.Errorf("as a line %s (%v), otherwise %s (%v)", said(line), lineErr, said(a), err)
		}
		checkErrors(t, lineErr)
		long := mustErrors(t, err)
		for i, e := range mustErrors(t, lineErr) {
			if e.Line != 3 {
				t.Errorf("an error is on line %d, not 3", e.Line)
			}
			if json.Valid(data) && (len(long) != len(mustErrors(t, lineErr)) || e.Message != long[i].Message || e.Column != max(1, long[i].Column)) {
				t.Errorf("%s\nas a line %v\notherwise %v", data, lineErr, err)
			}
		}
	})
}
