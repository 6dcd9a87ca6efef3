package rules

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// BenchmarkLoad reads the embedded table, which every start of the program does.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Files()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAssessmentJSON writes one assessment as JSON in three ways: into an existing
// buffer, as a new value, and by the JSON library, which validates what MarshalJSON
// returns.
func BenchmarkAssessmentJSON(b *testing.B) {
	a, err := Answers(leg(b), "clot", []byte(`{"life": ["none"], "limb": ["none"], "look": ["leg"], "change": "new"}`))
	if err != nil {
		b.Fatal(err)
	}
	as := a.Assess()
	for name, write := range map[string]func() error{
		"append":  func() error { room = leg(b).AssessmentWriter().Append(room[:0], as); return nil },
		"method":  func() error { _, err := as.MarshalJSON(); return err },
		"library": func() error { _, err := json.Marshal(as); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var room []byte

// TestAnAssessmentIsWrittenWithoutItsTable counts the allocations of writing one
// assessment: the texts of the table are encoded only once, which takes thousands of
// them.
func TestAnAssessmentIsWrittenWithoutItsTable(t *testing.T) {
	as := leg(t).NoAnswers().Assess()
	if n := testing.AllocsPerRun(100, func() { as.MarshalJSON() }); n > 10 {
		t.Errorf("writing an assessment allocates %v times", n)
	}
}

// badLines are the ways in which one line of many can go wrong, each made from a right
// one.
var badLines = map[string]func(line string) string{
	"right":         func(line string) string { return line },
	"option":        func(line string) string { return strings.Replace(line, `"none"`, `"nome"`, 1) },
	"question":      func(line string) string { return strings.Replace(line, `"limb"`, `"limp"`, 1) },
	"number":        func(line string) string { return strings.Replace(line, `["none"]`, `7`, 1) },
	"key twice":     func(line string) string { return strings.Replace(line, `{"`, `{"life": ["none"], "`, 1) },
	"cut off":       func(line string) string { return line[:len(line)/2] },
	"no comma":      func(line string) string { return strings.Replace(line, `],"`, `]"`, 1) },
	"words outside": func(line string) string { return line + " and more" },
}

// BenchmarkBadLine reads the answers of a hundred people, with every line right or
// wrong in one way.
func BenchmarkBadLine(b *testing.B) {
	people := hundred(b)
	for _, what := range slices.Sorted(maps.Keys(badLines)) {
		var lines [][]byte
		for _, a := range people {
			line, err := json.Marshal(a)
			if err != nil {
				b.Fatal(err)
			}
			lines = append(lines, []byte(badLines[what](string(line))))
		}
		b.Run(what, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := AnswersLine(leg(b), "many", 1, lines[i%len(lines)]); (err == nil) != (what == "right") {
					b.Fatal(err)
				}
			}
		})
	}
}
