package screen

import (
	"math/rand/v2"
	"slices"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
)

// fuzzed is a source of randomness that a fuzzer types: what is random in a
// walk is then what it chose. It goes on by itself after the end, since whoever
// draws may want more.
type fuzzed struct {
	left []byte
	rest *rand.PCG
}

func (s *fuzzed) Uint64() uint64 {
	if len(s.left) < 2 {
		s.left = nil
		return s.rest.Uint64()
	}
	// The upper bits decide what is drawn.
	next := uint64(s.left[0])<<56 | uint64(s.left[1])<<48
	s.left = s.left[2:]
	return next | s.rest.Uint64()>>16
}

// FuzzKeys presses keys and changes the size of the window as the fuzzer likes.
// Beside what every walk has to keep to, leaving gives a result only where one
// was shown.
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
		source := &fuzzed{data, rand.NewPCG(1, 2)}
		w := &walk{viewer: start(t, sizes[0]), random: rand.New(source)}
		if w.random.IntN(2) == 0 { // half of them go on from last time
			before := triage.NewInterview(legtest.Table(t))
			for page, more := before.Page(); more && w.random.IntN(20) > 0; page, more = before.Page() {
				reply := legtest.RandomReply(w.random, page)
				if page.Tick < 0 && page.Question.List && !page.Question.AtLeastOne && w.random.IntN(4) > 0 {
					reply = []string{triage.None} // or it is an emergency too soon
				}
				if err := before.Answer(reply...); err != nil {
					t.Fatal(err)
				}
			}
			w.viewer, _ = resumed(t, sizes[0], before.Last())
			w.earlier = takenUp(before.Path())
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

// takenUp returns turns as they come back: a tick wins beside "none", and where
// nothing but "not sure" was said, the ticks are asked again.
func takenUp(path []triage.Turn) (turns []triage.Turn) {
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
