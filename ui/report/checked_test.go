package report

import (
	"math/rand/v2"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

// TestAWitnessIsTheFewAnswersThatMatter reads back what is printed for random answers: with
// calm answers in place of those left out, they are the same. A missing answer is never
// taken for a calm one.
func TestAWitnessIsTheFewAnswersThatMatter(t *testing.T) {
	table := legtest.Table(t)
	r := rand.New(rand.NewPCG(20_26, 13))
	calm := table.NoAnswers()
	calm.Calm()
	for range 200 {
		a := calm.Clone()
		from, to := table.Question("problem").Scales() // everybody has at least one of these
		for range r.IntN(6) {
			s := r.IntN(len(table.Scales()))
			a.Set(s, r.IntN(table.Scales()[s].Top+1))
		}
		a.Set(from+r.IntN(to-from), triage.TickYes)
		line, left := witness(a)
		few, err := rules.Answers(table, "witness", []byte(line))
		if err != nil || !left {
			t.Fatalf("%s, %v: %v", line, left, err)
		}
		for s := range table.Scales() {
			if v, known := few.Value(s); known && v == 0 {
				t.Fatalf("a calm answer is among %s", line)
			}
		}
		few.Calm()
		if !few.Equal(a) {
			t.Fatalf("%s does not come back as the same answers", line)
		}
		a.Clear(r.IntN(from))
		line, left = witness(a)
		if all, err := rules.Answers(table, "witness", []byte(line)); err != nil || left || !all.Equal(a) {
			t.Fatalf("%.200s, %v: %v", line, left, err)
		}
	}
}
