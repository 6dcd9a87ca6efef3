package read

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// sameNodes demands that [plainNodes] makes the same nodes of a line as the YAML
// reader, if that can read it: a key of more than a thousand characters is too long for
// YAML.
func sameNodes(t *testing.T, data []byte) {
	t.Helper()
	if !json.Valid(data) || !plain(data) {
		return
	}
	var errs Errors
	want := New("a.jsonl", &errs).Root(data)
	if want == nil {
		if !strings.Contains(errs.Error(), "nested more than") && !strings.Contains(errs.Error(), "longer than") && len(data) < 1000 {
			t.Errorf("%s\nis not YAML: %v", data, errs)
		}
		return
	}
	var same func(a, b *yaml.Node) bool
	same = func(a, b *yaml.Node) bool {
		if a.Kind != b.Kind || a.Value != b.Value || a.Line != b.Line || a.Column != b.Column || len(a.Content) != len(b.Content) {
			t.Errorf("%s\na node is %+v, and the YAML reader makes %+v", data, a, b)
			return false
		}
		for i := range a.Content {
			if !same(a.Content[i], b.Content[i]) {
				return false
			}
		}
		return true
	}
	nodes, odd := plainNodes(data, nil)
	if same(nodes, want); odd {
		return
	}
	f := New("a.jsonl", &errs)
	if !f.sound(nodes, 1, false) {
		t.Errorf("%s\nis not reported as odd, but is refused: %v", data, errs)
	}
}

// TestPlainLinesReadTheSame reads right and wrong lines both ways.
func TestPlainLinesReadTheSame(t *testing.T) {
	for _, line := range []string{
		`{"life": ["none"], "limb": ["none"], "swelling": ["leg"], "change": "new"}`, `{}`, `[]`, `null`, `7`, `-1.5e3`, `"word"`, `true`,
		`  { "a" : [ ] , "b":{ },"c" : [1,2 ,{"d":null}]}`, `{"é": "ü", "ß": ["日本", "x"]}`, `{"a": 1e999, "a": 1}`, `{"a":[[[["b"]]]]}`,
		`{"a b": "c: d", "e": "- f", "g": "#h", "i": "&j", "k": "*l", "m": "!n", "o": "%p", "q": "' '"}`, `{"":""}`, "{\"a\":1}\r\n", "{\"a\":1} \n\n",
	} {
		if !json.Valid([]byte(line)) || !plain([]byte(line)) {
			t.Errorf("%q is not plain", line)
		}
		sameNodes(t, []byte(line))
	}
	for _, line := range []string{`{"a": "\n"}`, "{\"a\":\t1}", "\ufeff{}", "{\"a\": \"\u202e\"}", "{\n}", "", "\n", "{\"a\": \"\xff\"}"} {
		if plain([]byte(line)) {
			t.Errorf("%q is plain", line)
		}
	}
}

// FuzzLine compares the nodes of any plain JSON.
func FuzzLine(f *testing.F) {
	for _, line := range []string{`{"life": ["none"], "skin": {"hot": "yes"}, "age": "adult"}`, `{"a": [1, true, null, {"b": []}]}`, `{"é": "日本"}`, "[]"} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameNodes(t, data) })
}
