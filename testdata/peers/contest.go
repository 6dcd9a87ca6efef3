package peers

import (
	"fmt"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
)

// sample is how many people are decided in turn. With only one, the processor would
// learn the branches by heart.
const sample = 64

// Contender is one thing to be timed.
type Contender struct {
	Name  string // ours/fired
	Form  string // of a peer
	Bench func(*testing.B)
}

// Deciders returns the contenders that decide one set of answers: the engine's urgency,
// its fired rules and its whole result with reasons, and each form of each peer.
func Deciders(t *triage.Table) ([]Contender, error) {
	people := People(t, sample)
	answers := make([]triage.Answers, sample)
	for i, p := range people {
		answers[i] = p.Answers(t)
	}
	out := []Contender{
		{Name: "ours/level", Bench: func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				answers[i%sample].Range()
			}
		}},
		{Name: "ours/fired", Bench: func(b *testing.B) {
			b.ReportAllocs()
			fired := make([]int, 0, len(t.Rules))
			for i := 0; b.Loop(); i++ {
				fired = answers[i%sample].Fired(fired[:0])
			}
		}},
		{Name: "ours/assess", Bench: func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				answers[i%sample].Assess()
			}
		}},
	}
	for _, peer := range Peers() {
		decide, err := peer.Compile(t)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", peer.Library, peer.Form, err)
		}
		encoded := make([]any, sample)
		for i, p := range people {
			encoded[i] = peer.Encode(t, p)
		}
		out = append(out, Contender{peer.Library + "/fired", peer.Form, func(b *testing.B) {
			b.ReportAllocs()
			fired, err := make([]int, 0, len(t.Rules)), error(nil)
			for i := 0; b.Loop(); i++ {
				if fired, err = decide(encoded[i%sample], fired[:0]); err != nil {
					b.Fatal(err)
				}
			}
		}})
	}
	return out, nil
}

// Preparers returns the contenders that get ready to decide. The engine's load reads
// the files of the table with its texts, sources and advice, and checks them; its
// compile and the peers begin with the rules in memory. The peers' expressions are
// written again each time, which takes little compared with compiling them.
func Preparers(t *triage.Table) []Contender {
	out := []Contender{
		{Name: "ours/load", Bench: func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rules.Load(rules.Files()); err != nil {
					b.Fatal(err)
				}
			}
		}},
		{Name: "ours/compile", Bench: func(b *testing.B) {
			b.ReportAllocs()
			own, err := rules.Load(rules.Files()) // compiling changes a table
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := own.Compile(); err != nil {
					b.Fatal(err)
				}
			}
		}},
	}
	for _, peer := range Peers() {
		out = append(out, Contender{peer.Library + "/compile", peer.Form, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := peer.Compile(t); err != nil {
					b.Fatal(err)
				}
			}
		}})
	}
	return out
}
