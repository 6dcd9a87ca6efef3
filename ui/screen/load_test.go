package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// TestKeysAreTheFewestThereAre tries every sequence of up to four keys, or five with -long,
// on pages of several lengths, the short ones first. The keys that triage counts for a reply are as many as the first
// sequence has that gives it.
func TestKeysAreTheFewestThereAre(t *testing.T) {
	t.Parallel()
	most := 4
	if *long {
		most++
	}
	for _, page := range []struct {
		options int
		list    bool
	}{{2, true}, {8, true}, {11, true}, {24, true}, {5, false}, {12, false}, {25, false}} {
		q := triage.Question{ID: "q", Ask: "Which?", List: page.list}
		for i := range page.options {
			q.Options = append(q.Options, triage.Option{ID: fmt.Sprint(i), Say: "x"})
		}
		table := &triage.Table{Questions: []triage.Question{q}, Rules: []triage.Rule{
			{ID: "some", Urgency: triage.Today, When: triage.When{{{Scale: 0, Value: 1}}}}, {ID: "rest", Urgency: triage.Home},
		}}
		if err := table.Compile(); err != nil {
			t.Fatal(err)
		}
		counted := func(reply []string) int {
			in := triage.NewInterview(table)
			load := in.Load(words.English().Shown).Keys
			if err := in.Answer(reply...); err != nil {
				t.Fatal(err)
			}
			load = in.Load(words.English().Shown).Keys - load
			if _, more := in.Page(); !more {
				load-- // to look over the answer
			}
			return load
		}
		tried := map[string]int{} // replies, by the number of keys
		for n, reply := range fewest(&table.Questions[0], most) {
			if got := counted(reply); got != n {
				t.Errorf("%+v, %v: counted %d keys, but %d are enough", page, reply, got, n)
			}
			tried[strings.Join(reply, " ")] = n
		}
		// No reply is counted with fewer keys than any that give it.
		for _, id := range append(legtest.IDs(triage.Page{Question: &table.Questions[0], Tick: -1}), "") {
			for _, other := range legtest.IDs(triage.Page{Question: &table.Questions[0], Tick: -1}) {
				reply := []string{id, other}
				if id == "" || id == other {
					reply = []string{other}
				}
				if len(reply) > 1 && (!page.list || slices.Contains(reply, triage.None)) {
					continue
				}
				given := slices.ContainsFunc([]string{strings.Join(reply, " "), other + " " + id}, func(s string) bool { return tried[s] > 0 })
				if n := counted(reply); n <= most && !given {
					t.Errorf("%+v, %v: counted %d keys, but it takes more", page, reply, n)
				}
			}
		}
	}
}

// fewest yields every reply to a page that takes at most so many keys, with the fewest
// keys that it takes, on a screen that shows the whole page.
func fewest(q *triage.Question, most int) func(yield func(int, []string) bool) {
	var codes []tea.KeyPressMsg
	for _, r := range "0123456789" + letterKeys {
		codes = append(codes, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	for _, code := range []rune{tea.KeyUp, tea.KeyDown, tea.KeyHome, tea.KeyEnd, tea.KeyPgUp, tea.KeyPgDown, tea.KeySpace, tea.KeyEnter} {
		codes = append(codes, tea.KeyPressMsg{Code: code})
	}
	var rows []row
	for _, o := range words.English().Choices(triage.Page{Question: q, Tick: -1}) {
		rows = append(rows, row{Choice: o})
	}
	first := newChoice(rows, q.List, nil, words.English(), &look{})
	first.layout(first.wrap(70), 100)
	return func(yield func(int, []string) bool) {
		seen, sent := map[string]bool{}, map[string]bool{}
		states := []*choice{first}
		for n := 1; n <= most; n++ {
			var next []*choice
			for _, state := range states {
				for _, code := range codes {
					c := *state
					c.Update(code)
					said := strings.Join(c.said, " ")
					switch key := fmt.Sprintf("%d: %s", c.at, said); {
					case c.sent && !sent[said]:
						sent[said] = true
						if !yield(n, c.said) {
							return
						}
					case !c.sent && !seen[key]:
						seen[key] = true
						next = append(next, &c)
					}
				}
			}
			states = next
		}
	}
}

// TestKeysOfAWholeInterview goes from the first page to the result in several cases, and
// needs exactly as many keys as triage counts.
func TestKeysOfAWholeInterview(t *testing.T) {
	for _, id := range []string{"AV005", "AV073", "AV232", "AV313", "G-S03"} {
		a := legtest.People(t)[id]
		in := triage.Play(a)
		s := start(t, size{80, 200})
		keys := 0
		press := func(names ...string) {
			keys += len(names)
			s.press(names...)
		}
		press("enter")
		for s.result() == nil {
			if s.review() != nil {
				press("enter")
				continue
			}
			page := s.on()
			reply, known := legtest.Reply(t, a, page), legtest.IDs(page)
			for i, id := range known {
				if slices.Contains(reply, id) {
					press(digitOf(known, i))
				}
			}
			if now, _ := s.app.session.Asked(); now == page && s.result() == nil {
				press("enter")
			}
		}
		if got := in.Load(words.English().Shown).Keys; got != keys {
			t.Errorf("%s: counted %d keys, pressed %d", id, got, keys)
		}
	}
}
