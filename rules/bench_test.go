package rules

import (
	"encoding/json"
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

// BenchmarkAssessmentJSON writes one assessment as JSON in the ways there are:
// into room that is there, as a value of its own, and by the JSON library, which
// reads over what MarshalJSON returns.
func BenchmarkAssessmentJSON(b *testing.B) {
	a, err := Answers(leg(b), "clot", []byte(`{"life": ["none"], "limb": ["none"], "swelling": ["leg"], "change": "new"}`))
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

// TestAnAssessmentIsWrittenWithoutItsTable looks at how often memory is asked for
// when one assessment is written: the texts of the table are made ready once,
// which takes thousands of times.
func TestAnAssessmentIsWrittenWithoutItsTable(t *testing.T) {
	as := leg(t).NoAnswers().Assess()
	if n := testing.AllocsPerRun(100, func() { as.MarshalJSON() }); n > 10 {
		t.Errorf("%v allocations", n)
	}
}
