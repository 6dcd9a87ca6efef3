//go:build unix

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkLines measures how much of many sets of answers a whole run of the
// program reads in a second, beside a program that only decodes the same lines
// with the same library, in turn. The results go nowhere, so that no disk is
// measured:
//
//	go test ./cmd/legtriage -run '^$' -bench Lines
func BenchmarkLines(b *testing.B) {
	decode := stripped(b, "decode", "../../testdata/decode")
	program := stripped(b, "legtriage", ".")
	var many bytes.Buffer
	random := rand.New(rand.NewPCG(20, 27))
	for many.Len() < 16<<20 {
		var line bytes.Buffer
		if calmLine(&line, leg(b), random); line.Len() > 100 { // no bad ones: decode would stop
			many.Write(line.Bytes())
		}
	}
	file := filepath.Join(b.TempDir(), "many.ndjson")
	if err := os.WriteFile(file, many.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	of := []struct {
		name string
		args []string
		took []time.Duration
	}{
		{name: "decode", args: []string{decode, file}},
		{name: "text", args: []string{program, "assess", "--lines", file}},
		{name: "json", args: []string{program, "assess", "--lines", "--format", "json", file}},
	}
	for b.Loop() {
		for i := range of {
			start := time.Now()
			if err := exec.Command(of[i].args[0], of[i].args[1:]...).Run(); err != nil {
				b.Fatal(err)
			}
			of[i].took = append(of[i].took, time.Since(start))
		}
	}
	median := func(i int) float64 {
		slices.Sort(of[i].took)
		return of[i].took[len(of[i].took)/2].Seconds()
	}
	for i := range of {
		b.ReportMetric(float64(many.Len())/1e6/median(i), of[i].name+"-MB/s")
		if i > 0 {
			b.ReportMetric(median(i)/median(0), of[i].name+"-of-decode-ratio")
		}
	}
	b.ReportMetric(0, "ns/op")
}
