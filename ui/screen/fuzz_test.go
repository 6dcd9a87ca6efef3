package screen

import (
	"math/rand/v2"
	"slices"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

// fuzzSource is a source of random numbers that the fuzzer chooses, and with them all that
// is random in a walk. When its bytes are used up, it goes on by itself.
type fuzzSource struct {
	left []byte
	rest *rand.PCG
}

func (s *fuzzSource) Uint64() uint64 {
	if len(s.left) < 2 {
		s.left = nil
		return s.rest.Uint64()
	}
	// The upper bits decide what is drawn.
	next := uint64(s.left[0])<<56 | uint64(s.left[1])<<48
	s.left = s.left[2:]
	return next | s.rest.Uint64()>>16
}

// FuzzKeys presses keys and changes the size of the window as the fuzzer likes. Besides
// all that holds for every walk, leaving ends with a result only if one was shown.
func FuzzKeys(f *testing.F) {
	for seed := range uint64(8) {
		data := make([]byte, 600)
		random := rand.New(rand.NewPCG(seed, 9))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		source := &fuzzSource{data, rand.NewPCG(1, 2)}
		w := &walk{viewer: start(t, sizes[0]), random: rand.New(source)}
		if w.random.IntN(2) == 0 { // half of them go on from last time
			before := triage.NewInterview(legtest.Table(t))
			for page, more := before.Page(); more && w.random.IntN(20) > 0; page, more = before.Page() {
				reply := legtest.RandomReply(w.random, page)
				if page.Tick < 0 && page.Question.List && !page.Question.AtLeastOne && w.random.IntN(4) > 0 {
					reply = []string{triage.None} // or it would be an emergency too soon
				}
				if err := before.Answer(reply...); err != nil {
					t.Fatal(err)
				}
			}
			w.viewer, _ = resumed(t, sizes[0], before.Last())
			w.earlier = resumedTurns(before.Path())
		}
		for steps := 0; len(source.left) > 0 && steps < 1000 && !w.left; steps++ {
			w.step()
		}
		as := w.app.outcome().Assessment
		if as == nil {
			return
		}
		if now, _ := as.Answers.Range(); !as.Settled() || now < triage.Go && w.result() == nil {
			t.Fatalf("%v: left with %v to %v, which was not shown", w.keys, as.AtLeast, as.AtMost)
		}
	})
}

// resumedTurns returns turns as they come back from a file: ticks win over "none", and
// come in the order of the options.
func resumedTurns(path []triage.Turn) (turns []triage.Turn) {
	for _, turn := range path {
		a := turn.Question.Options
		ids := slices.DeleteFunc(slices.Clone(turn.Reply), func(id string) bool { return id == triage.None && len(turn.Reply) > 1 })
		slices.SortFunc(ids, func(x, y string) int { // in the order of the options, "not sure" last
			place := func(id string) int {
				if i := slices.IndexFunc(a, func(o triage.Option) bool { return o.ID == id }); i >= 0 {
					return i
				}
				return len(a)
			}
			return place(x) - place(y)
		})
		turns = append(turns, triage.Turn{Page: turn.Page, Reply: ids})
	}
	return turns
}
