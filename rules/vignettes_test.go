package rules

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"legtriage/triage"
)

func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return table
}

func vignettes(t testing.TB) []triage.Vignette {
	t.Helper()
	f, err := os.Open("../testdata/vignettes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := Vignettes(leg(t), "testdata/vignettes.jsonl", f)
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return cases
}

// unread shows nothing, for tests that do not measure how much there is to read.
func unread(triage.Page) (ask string, options []string) { return "", nil }

// TestVignettes holds the table to what it has reached on the cases: the shares are of
// the leg cases, the rest of all cases. The one miss is a case that two sources judge
// differently; its gold level stays as it is.
func TestVignettes(t *testing.T) {
	t.Parallel()
	cases := vignettes(t)
	if len(cases) != 138 {
		t.Fatalf("%d cases, want 138", len(cases))
	}
	var legs []triage.Vignette
	var contested []string
	for _, v := range cases {
		if !v.Elsewhere {
			legs = append(legs, v)
		}
		if v.Contested != "" {
			contested = append(contested, v.ID)
		}
	}
	if !slices.Equal(contested, []string{"G-D05"}) {
		t.Errorf("the list of contested cases changed: %v", contested)
	}
	for _, assumed := range []triage.Assumption{triage.AsEncoded, triage.UnstatedUnsure, triage.UnstatedAbsent} {
		card := triage.Score(cases, assumed, unread)
		if card.SentHome > 0 {
			t.Errorf("%v: %d emergencies are sent to self-care", assumed, card.SentHome)
		}
		if card.Safe.Part != card.Safe.Of {
			t.Errorf("%v: only %d of %d are as urgent as the gold level", assumed, card.Safe.Part, card.Safe.Of)
		}
		atLeast := func(what string, share triage.Share, want float64) {
			if share.Value() < want {
				t.Errorf("%v: %s %d of %d cases, want a share of %v", assumed, what, share.Part, share.Of, want)
			}
		}
		leg := triage.Score(legs, assumed, unread)
		switch assumed {
		case triage.AsEncoded:
			atLeast("an acceptable level gets", leg.InRange, 0.96)
			atLeast("the gold level gets", leg.Strict, 0.88)
			atLeast("self-care is right for", leg.ByLevel[triage.SelfCare], 0.85)
			for _, m := range card.Misses {
				switch {
				case slices.Contains(contested, m.ID):
				case !m.Settled:
					t.Errorf("%s: no result; does the case answer every question?", m.ID)
				default:
					t.Errorf("%s: gold %v, got %v (%v)", m.ID, m.Gold, m.Got, m.Urgency)
				}
			}
		case triage.UnstatedUnsure:
			atLeast("self-care is kept for", leg.SelfCareKept, 0.7)
		}
	}
}

// TestVignettesThreeWays checks that being unsure about what a text leaves out, or
// leaving it missing, never makes a case less urgent, and that the interview ends where
// the full answers do.
func TestVignettesThreeWays(t *testing.T) {
	t.Parallel()
	for _, v := range vignettes(t) {
		encoded, _ := v.Answers.Range()
		unsure, _ := v.Played(triage.UnstatedUnsure).Range()
		_, absent := v.Played(triage.UnstatedAbsent).Range()
		if unsure < encoded {
			t.Errorf("%s: %v as encoded, %v when not sure", v.ID, encoded, unsure)
		}
		if absent < encoded {
			t.Errorf("%s: %v as encoded, at most %v with answers missing", v.ID, encoded, absent)
		}
		for _, assumed := range []triage.Assumption{triage.AsEncoded, triage.UnstatedUnsure} {
			a := v.Played(assumed)
			in := triage.Play(a)
			if page, more := in.Page(); more {
				t.Errorf("%s %v: the interview stops at %v, to which the case has no answer", v.ID, assumed, page)
			}
			full, _ := a.Assess().Category()
			if got, settled := in.Answers().Assess().Category(); !settled || got != full {
				t.Errorf("%s %v: the interview ends at %v, the full answers at %v, after %v", v.ID, assumed, got, full, in.Path())
			}
		}
	}
}

// TestPagesAreFew limits the length of the interview: an ordinary cramp takes at most
// 12 pages, any self-care 15, signs of danger 3.
func TestPagesAreFew(t *testing.T) {
	for _, v := range vignettes(t) {
		in := triage.Play(v.Answers)
		pages := len(in.Path())
		switch c, _ := in.Answers().Assess().Category(); {
		case c == triage.SelfCare && pages > 15:
			t.Errorf("%s: self-care after %d pages: %v", v.ID, pages, in.Path())
		case v.ID == "G-S03" && pages > 12:
			t.Errorf("%s: an ordinary cramp takes %d pages: %v", v.ID, pages, in.Path())
		case danger(v.Answers) && pages > 3:
			t.Errorf("%s: a sign of danger to life or limb takes %d pages: %v", v.ID, pages, in.Path())
		}
	}
}

// danger reports whether a sign of danger to life or limb was ticked that needs no
// partner.
func danger(a triage.Answers) bool {
	for i, s := range a.Table().Scales() {
		v, _ := a.Value(i)
		if s.Question.Stage > triage.StageLimb || v != triage.TickYes {
			continue
		}
		if o := s.Question.Options[s.Option]; o.RedFlag && len(o.With) == 0 {
			return true
		}
	}
	return false
}

// TestNearMisses checks that both people of each pair get the right urgency.
func TestNearMisses(t *testing.T) {
	f, err := os.Open("../testdata/near_miss.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := Pairs(leg(t), "testdata/near_miss.jsonl", f)
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	if len(pairs) != 19 {
		t.Fatalf("%d pairs, want 19", len(pairs))
	}
	for _, p := range pairs {
		var got [2]triage.Urgency
		for i, side := range []triage.PairSide{p.A, p.B} {
			as := side.Answers.Assess()
			got[i] = as.AtLeast
			if !slices.Contains(side.Urgency, as.AtLeast) {
				t.Errorf("%s side %c: got %v by %s, want one of %v: %s", p.ID, 'a'+i, as.AtLeast, as.Deciding[0].Rule.ID, side.Urgency, p.About)
			}
		}
		if p.Equal && got[0] != got[1] {
			t.Errorf("%s: the sides must be equal, got %v and %v: %s", p.ID, got[0], got[1], p.About)
		}
	}
}

// TestSecondReaderAgrees compares the first reader's answers with those of a second
// reader, who encoded thirty of the cases without seeing the first's answers.
func TestSecondReaderAgrees(t *testing.T) {
	first := map[string]triage.Answers{}
	for _, v := range vignettes(t) {
		first[v.ID] = v.Answers
	}
	data, err := os.ReadFile("../testdata/second_encoding.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	table := leg(t)
	cases, same, all := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		var second struct {
			ID      string          `json:"id"`
			Answers json.RawMessage `json:"answers"`
		}
		if err := json.Unmarshal([]byte(line), &second); err != nil {
			t.Fatal(err)
		}
		a, err := Answers(table, second.ID, second.Answers)
		if err != nil {
			t.Fatal(err)
		}
		cases++
		for i := range table.Questions {
			q := &table.Questions[i]
			mine, _ := a.Replied(q)
			theirs, _ := first[second.ID].Replied(q)
			all++
			if slices.Equal(mine, theirs) {
				same++
			} else {
				t.Logf("%s: %s is %v to the one, %v to the other", second.ID, q.ID, theirs, mine)
			}
		}
		one, _ := first[second.ID].Range()
		other, _ := a.Range()
		if one.Category() != other.Category() {
			t.Logf("%s: %v to the one, %v to the other", second.ID, one, other)
		}
	}
	t.Logf("%d cases: the same answer to %d of %d questions", cases, same, all)
	if cases != 30 || same*100 < all*95 {
		t.Errorf("%d cases: only %d of %d questions have the same answer", cases, same, all)
	}
}

// TestCasesAreReadInLinearTime reads large files of cases that say nothing. A reader
// that goes over the whole file again for each line would take minutes.
func TestCasesAreReadInLinearTime(t *testing.T) {
	table := mustLoad(t, completeTable)
	for what, text := range map[string]string{
		"blank lines":           strings.Repeat("\n", 1<<20),
		"one long line":         "{" + strings.Repeat(" ", MaxFileBytes-3) + "}",
		"many lines of nothing": strings.Repeat("{}\n", 1<<18),
		"a line of keys":        "{" + strings.Repeat(`"a": 1, `, 1<<16) + `"b": 1}`,
	} {
		read := make(chan error, 2)
		go func() {
			_, vignettes := Vignettes(table, "a", strings.NewReader(text))
			_, pairs := Pairs(table, "a", strings.NewReader(text))
			read <- vignettes
			read <- pairs
		}()
		for range 2 {
			select {
			case err := <-read:
				if errs := mustErrors(t, err); len(errs) > 101 {
					t.Errorf("%s: %d errors", what, len(errs))
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s: takes too long", what)
			}
		}
	}
}
