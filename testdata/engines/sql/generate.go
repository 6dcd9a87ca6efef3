package main

import (
	"bufio"
	"io"
	"math/rand/v2"
	"strconv"

	"legtriage/triage"
)

// seed makes the same sets of answers each time.
const seed = 20261130

// badWords are words that spreadsheets, databases and people write instead of those of
// a table. None of them may be read as "no".
var badWords = []string{
	"Yes", "YES", "No", "y", "n", "true", "false", "t", "0", "1", "none", "not sure", "unknown",
	"NULL", "null", "N/A", "-", "ja", "yes.", "no, yes", "unsure,yes", "nо", "'", `\N`, "%", "new!",
	"'); DROP TABLE legtriage_answers; --",
}

// generator makes sets of answers: mostly calm ones, some near a rule, some with many
// answers missing or not sure, and a few that cannot be used.
type generator struct {
	r      *rand.Rand
	t      *triage.Table
	rules  []*triage.Rule
	ticks  []*triage.Question // lists that need a tick
	values []int              // by scale; missing where it is -1
	cells  []string
}

const missing = -1

func newGenerator(t *triage.Table) *generator {
	g := &generator{r: rand.New(rand.NewPCG(seed, 0)), t: t, rules: t.ByUrgency()}
	for i := range t.Questions {
		if q := &t.Questions[i]; q.AtLeastOne {
			g.ticks = append(g.ticks, q)
		}
	}
	g.values, g.cells = make([]int, len(t.Scales())), make([]string, len(t.Scales()))
	return g
}

// pick returns a random index of weights, each in proportion to its weight.
func (g *generator) pick(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := g.r.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return 0
}

// next makes the next set.
func (g *generator) next() {
	scales := g.t.Scales()
	worry := []float64{0, 0.002, 0.01, 0.05, 0.4}[g.pick(30, 30, 25, 12, 3)]
	gone := []float64{0, 0.01, 0.1, 0.5, 0.97}[g.pick(55, 20, 12, 8, 5)]
	for s := range scales {
		v := 0
		if g.r.Float64() < worry {
			v = 1 + g.r.IntN(scales[s].Top)
		}
		g.values[s] = v
	}
	for _, q := range g.ticks {
		from, to := q.Scales()
		g.values[from+g.r.IntN(to-from)] = triage.TickYes
	}
	if g.pick(1, 1) == 1 { // near a rule
		for _, condition := range g.rules[g.r.IntN(len(g.rules))].When {
			step := condition[g.r.IntN(len(condition))]
			switch v := step.Value + g.r.IntN(scales[step.Scale].Top-step.Value+1); g.pick(12, 1, 1) {
			case 0:
				g.values[step.Scale] = v
			case 1:
				g.values[step.Scale] = step.Value - 1
			default:
				g.values[step.Scale] = missing
			}
		}
	}
	for s := range scales {
		if gone > 0 && g.r.Float64() < gone {
			g.values[s] = missing
		}
		g.cells[s] = ""
		if v := g.values[s]; v != missing {
			g.cells[s] = scales[s].Value(v)
		}
	}
	switch g.pick(970, 20, 5, 5) {
	case 1:
		g.spoil()
	case 2:
		for range 2 + g.r.IntN(6) {
			g.spoil()
		}
	case 3:
		if len(g.ticks) > 0 { // nothing ticked on a list that needs a tick
			q := g.ticks[g.r.IntN(len(g.ticks))]
			from, to := q.Scales()
			for s := from; s < to; s++ {
				g.cells[s] = scales[s].Value(g.r.IntN(2))
			}
		}
	}
}

// spoil puts a wrong word into a cell: a bad word, or one that would be right in
// another column.
func (g *generator) spoil() {
	scales := g.t.Scales()
	s := g.r.IntN(len(scales))
	word := badWords[g.r.IntN(len(badWords))]
	if g.pick(3, 1) == 1 {
		other := scales[g.r.IntN(len(scales))]
		word = other.Value(g.r.IntN(other.Top + 1))
	}
	if scales[s].ValueOf(word) < 0 {
		g.cells[s] = word
	}
}

// generate writes n sets of answers as CSV, with a column for each tick or question,
// and the number of the set as its id.
func generate(out io.Writer, t *triage.Table, n int) error {
	w := bufio.NewWriterSize(out, 1<<20)
	w.WriteString("id")
	for _, s := range t.Scales() {
		w.WriteByte(',')
		w.WriteString(column(s))
	}
	w.WriteByte('\n')
	g := newGenerator(t)
	var row []byte
	for i := range n {
		g.next()
		row = strconv.AppendInt(row[:0], int64(i), 10)
		for _, cell := range g.cells {
			row = append(row, ',')
			row = appendCell(row, cell)
		}
		w.Write(append(row, '\n'))
	}
	return w.Flush()
}

// appendCell appends a cell, in quotes if it needs them.
func appendCell(row []byte, cell string) []byte {
	for _, c := range []byte(cell) {
		if c == ',' || c == '"' || c == '\'' || c == '\\' {
			return append(append(append(row, '"'), cell...), '"') // no bad word has quotes
		}
	}
	return append(row, cell...)
}

// column returns the name of the column for a scale.
func column(s triage.Scale) string {
	if s.Option < 0 {
		return s.Question.ID
	}
	return s.Question.ID + "." + s.Question.Options[s.Option].ID
}
