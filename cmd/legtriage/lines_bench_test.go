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

	"legtriage/rules"
)

// BenchmarkLines measures how many bytes of answers a whole run of the program reads in
// a second. It runs in turn with a program that only decodes the same lines, or rows,
// with the same library, and with itself on lines of which 19 in 100 are wrong. The
// results are discarded, so that no disk is measured:
//
//	go test ./cmd/legtriage -run '^$' -bench Lines
func BenchmarkLines(b *testing.B) {
	decode := stripped(b, "decode", "../../testdata/decode")
	program := stripped(b, "legtriage", ".")
	var many bytes.Buffer
	random := rand.New(rand.NewPCG(20, 27))
	for many.Len() < 16<<20 {
		var line bytes.Buffer
		if calmLine(&line, leg(b), random); line.Len() > 100 { // no bad lines: decode would stop
			many.Write(line.Bytes())
		}
	}
	write := func(name string, data []byte) string {
		file := filepath.Join(b.TempDir(), name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			b.Fatal(err)
		}
		return file
	}
	file := write("many.ndjson", many.Bytes())
	partly := write("partly.ndjson", partlyBad(many.Bytes(), random))
	rows := asCSV(b, many.Bytes())
	sheet := write("many.csv", rows)
	of := []struct {
		name  string
		than  int // the one it is compared with
		size  int
		args  []string
		found bool // it exits with 1
		took  []time.Duration
		cpu   []time.Duration // of all cores; depends less on what else the machine is doing
	}{
		{name: "decode", than: 0, size: many.Len(), args: []string{decode, file}},
		{name: "text", size: many.Len(), args: []string{program, "assess", "--lines", file}},
		{name: "json", size: many.Len(), args: []string{program, "assess", "--lines", "--format", "json", file}},
		{name: "brief", size: many.Len(), args: []string{program, "assess", "--lines", "--brief", file}},
		{name: "csv", size: many.Len(), args: []string{program, "assess", "--lines", "--format", "csv", file}},
		{name: "text-partly-bad", than: 1, size: many.Len(), args: []string{program, "assess", "--lines", partly}, found: true},
		{name: "json-partly-bad", than: 2, size: many.Len(), args: []string{program, "assess", "--lines", "--format", "json", partly}, found: true},
		{name: "decode-csv", than: 7, size: len(rows), args: []string{decode, sheet}},
		{name: "csv-text", than: 7, size: len(rows), args: []string{program, "assess", sheet}},
		{name: "csv-brief", than: 7, size: len(rows), args: []string{program, "assess", "--brief", sheet}},
		{name: "csv-csv", than: 7, size: len(rows), args: []string{program, "assess", "--format", "csv", sheet}},
	}
	for b.Loop() {
		for i := range of {
			start := time.Now()
			command := exec.Command(of[i].args[0], of[i].args[1:]...)
			if err := command.Run(); err != nil && !(of[i].found && command.ProcessState.ExitCode() == exitFound) {
				b.Fatal(of[i].name, err)
			}
			of[i].took = append(of[i].took, time.Since(start))
			of[i].cpu = append(of[i].cpu, command.ProcessState.UserTime()+command.ProcessState.SystemTime())
		}
	}
	median := func(took []time.Duration) float64 {
		slices.Sort(took)
		return took[len(took)/2].Seconds()
	}
	for i := range of {
		b.ReportMetric(float64(of[i].size)/1e6/median(of[i].took), of[i].name+"-MB/s")
		if i != of[i].than {
			b.ReportMetric(median(of[i].took)/median(of[of[i].than].took), of[i].name+"-of-"+of[of[i].than].name)
			b.ReportMetric(median(of[i].cpu)/median(of[of[i].than].cpu), of[i].name+"-cpu-of-"+of[of[i].than].name)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// partlyBad makes 19 in 100 lines wrong, each in one of the ways in which a program
// that writes them can fail.
func partlyBad(lines []byte, random *rand.Rand) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(lines) {
		if random.IntN(100) < 19 {
			switch random.IntN(5) {
			case 0:
				line = bytes.Replace(line, []byte(`"none"`), []byte(`"nome"`), 1)
			case 1:
				line = bytes.Replace(line, []byte(`"limb"`), []byte(`"limp"`), 1)
			case 2:
				line = bytes.Replace(line, []byte(`["none"]`), []byte("7"), 1)
			case 3:
				line = bytes.Replace(line, []byte(`{"`), []byte(`{"life":["none"],"`), 1)
			default:
				line = append(bytes.Clone(line[:len(line)/2]), '\n')
			}
		}
		out.Write(line)
	}
	return out.Bytes()
}

// asCSV returns answers in lines of JSON as CSV, with a column for each tick.
func asCSV(b *testing.B, lines []byte) []byte {
	b.Helper()
	table := leg(b)
	var out bytes.Buffer
	cell := func(s int, text string) {
		if s > 0 {
			out.WriteByte(',')
		}
		out.WriteString(text)
	}
	for s, scale := range table.Scales() {
		name := scale.Question.ID
		if scale.Option >= 0 {
			name += "." + scale.Question.Options[scale.Option].ID
		}
		cell(s, name)
	}
	for line := range bytes.Lines(lines) {
		a, err := rules.AnswersLine(table, "line", 1, line)
		if err != nil {
			b.Fatal(err)
		}
		out.WriteByte('\n')
		for s, scale := range table.Scales() {
			text := ""
			if v, known := a.Value(s); known {
				text = scale.Value(v)
			}
			cell(s, text)
		}
	}
	out.WriteByte('\n')
	return out.Bytes()
}
