package ui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"legtriage/triage"
)

// typed is a source of randomness that a fuzzer types: what is random in a
// walk is then what it chose. It goes on by itself after the end, since whoever
// draws may want more.
type typed struct {
	left []byte
	rest *rand.PCG
}

func (s *typed) Uint64() uint64 {
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
		source := &typed{data, rand.NewPCG(1, 2)}
		w := &walk{session: start(t, sizes[0]), random: rand.New(source)}
		if w.random.IntN(2) == 0 { // half of them go on from last time
			before := triage.NewInterview(leg(t))
			for page, more := before.Page(); more && w.random.IntN(20) > 0; page, more = before.Page() {
				reply := randomReply(w.random, page)
				if page.Tick < 0 && page.Question.List && !page.Question.AtLeastOne && w.random.IntN(4) > 0 {
					reply = []string{triage.None} // or it is an emergency too soon
				}
				if err := before.Answer(reply...); err != nil {
					t.Fatal(err)
				}
			}
			w.session, _ = resumed(t, sizes[0], before.Last())
			w.earlier = takenUp(before.Path())
		}
		for steps := 0; len(source.left) > 0 && steps < 1000 && !w.left; steps++ {
			w.step()
		}
		as := w.app.outcome().Assessment
		if as == nil {
			return
		}
		if now, _ := as.Answers.Range(); !as.Settled() || now < triage.Go && !w.app.session.reviewed {
			t.Fatalf("%v: left with %v to %v, reviewed %v", w.keys, as.AtLeast, as.AtMost, w.app.session.reviewed)
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

// FuzzPlain types anything at plain mode, ends the input anywhere, and starts
// again with the answers that were kept and the rest of the input. What is
// printed is plain, a suggestion is printed only with a result, and what was
// kept is there when it is started again.
func FuzzPlain(f *testing.F) {
	none := fmt.Sprintf("%d\n", len(leg(f).Questions[0].Options)+1)
	for _, input := range []string{
		"", "\n", "1\n", "11", "1 2 3\nw\nn\nc\nf\nr\ne\n1\n" + none + "q\n", none + "b\n?\nr\nq\ny\n", "99999999999999999999\n-1\n0\n1,2\n", "1\ns\nreport.html\ns\nreport.html\nyes\nq\n",
		"\x00\x1b[2J\n\xff\xfe\n" + strings.Repeat("9", 5000) + "\n", "q\nno\nQ\nq\n", strings.Repeat(none, 2) + strings.Repeat("1\n", 30), "13\n1\n2\n3\n1\n",
	} {
		f.Add(input, 7)
	}
	f.Fuzz(func(t *testing.T, input string, cut int) {
		if len(input) > 1<<14 {
			return // it would only take longer
		}
		kept := leg(t).NoAnswers()
		files := map[string][]byte{}
		run := func(input string) {
			before := kept
			iv := plainly(t)
			iv.Save = func(name string, data []byte, _ bool) error {
				files[name] = data
				return nil
			}
			iv.Keeping = &Keeping{File: "kept.json", Earlier: before, Write: func(a triage.Answers) error {
				kept = a.Clone()
				return nil
			}}
			var out endless
			o, err := RunPlain(context.Background(), iv, strings.NewReader(input), &out)
			if err != nil || o.Interrupted {
				t.Fatalf("%v, interrupted %v", err, o.Interrupted)
			}
			for i, r := range out.String() {
				if r != '\n' && !unicode.IsPrint(r) {
					t.Fatalf("%U in %q", r, out.String()[max(0, i-60):])
				}
			}
			after, brief := fill(English().TypeWhy, "key", "w"), &strings.Builder{}
			if o.Assessment != nil {
				o.Teller.Brief(o.Assessment).Text(brief, plainWidth)
			}
			switch told := strings.Contains(oneLine(out.String()), after); {
			case !told && o.Assessment == nil:
				wantNoSuggestion(t, out.String())
			case !told && (o.Assessment.AtLeast < triage.Go || !strings.HasSuffix(out.String(), brief.String())):
				// An emergency stands while more is asked, and is told at the end.
				t.Fatalf("a result that was not told:\n%s", out.String())
			}
			if o.Assessment != nil && !o.Assessment.Settled() {
				t.Fatalf("a result that is not settled:\n%s", out.String())
			}
		}
		at := 0
		if len(input) > 0 {
			at = int(uint(cut) % uint(len(input)+1))
		}
		run(input[:at])
		first := kept
		if again := triage.Resume(first).Last(); !again.Equal(first) {
			t.Fatal("what was kept is not there when it is started again")
		}
		run(input[at:])
		run(input)
	})
}
