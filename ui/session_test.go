package ui

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/rules"
	"legtriage/triage"
)

// leg returns the table that is part of the program.
func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return table
}

// vignettes returns the encoded answers of every case by its id.
func vignettes(t testing.TB) map[string]triage.Answers {
	t.Helper()
	f, err := os.Open("../testdata/vignettes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]triage.Answers{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v struct {
			ID      string          `json:"id"`
			Answers json.RawMessage `json:"answers"`
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if out[v.ID], err = rules.Answers(leg(t), v.ID, v.Answers); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// ask returns the words of a question, and say those of an option. Tests do
// not repeat the words of the table, which change.
func ask(t testing.TB, question string) string {
	t.Helper()
	q := leg(t).Question(question)
	if q == nil {
		t.Fatalf("the table has no question %s", question)
	}
	return q.Ask
}

func say(t testing.TB, question, option string) string {
	t.Helper()
	ask(t, question)
	q := leg(t).Question(question)
	i := q.Option(option)
	if i < 0 {
		t.Fatalf("the table has no option %s of %s", option, question)
	}
	return q.Options[i].Say
}

// replyOf returns what somebody with these full answers replies to a page.
func replyOf(t testing.TB, a triage.Answers, page triage.Page) []string {
	t.Helper()
	ids, ok := a.Replied(page.Question)
	if page.Tick >= 0 {
		from, _ := page.Question.Scales()
		v, known := a.Value(from + page.Tick)
		ids, ok = []string{triage.TickNames[v]}, known
	}
	if !ok {
		t.Fatalf("the person has no answer to %v", page)
	}
	return ids
}

// wayTo is a page together with the replies that lead to it.
type wayTo struct {
	page    triage.Page
	replies [][]string
}

// waysToEveryPage returns a way to every question, and to every tick of a list
// that is gone through one by one. It fails when a page cannot be found.
func waysToEveryPage(t testing.TB) []wayTo {
	t.Helper()
	ways, err := findWays()
	if err != nil {
		t.Fatal(err)
	}
	return ways
}

// findWays sends random people through interviews, always the same ones.
var findWays = sync.OnceValues(func() (ways []wayTo, err error) {
	table, err := rules.Leg()
	if err != nil {
		return nil, err
	}
	found := map[triage.Page]bool{}
	lacking := 0
	for i := range table.Questions {
		lacking++
		if q := &table.Questions[i]; q.List && !q.AtLeastOne {
			lacking += len(q.Options)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for tries := 0; len(ways) < lacking; tries++ {
		if tries == 20_000 {
			return nil, fmt.Errorf("after %d interviews only %d of %d pages were asked", tries, len(ways), lacking)
		}
		in := triage.NewInterview(table)
		var replies [][]string
		for page, more := in.Page(); more; page, more = in.Page() {
			if !found[page] {
				found[page] = true
				ways = append(ways, wayTo{page, slices.Clone(replies)})
			}
			ids := randomReply(random, page)
			if err := in.Answer(ids...); err != nil {
				return nil, err
			}
			replies = append(replies, ids)
		}
	}
	return ways, nil
})

// randomReply leans to what is not worrying, so that interviews get long.
func randomReply(random *rand.Rand, page triage.Page) []string {
	q := page.Question
	worried := random.IntN(4) == 0
	switch {
	case page.Tick >= 0 && !worried:
		return []string{"no"}
	case page.Tick >= 0:
		return []string{triage.TickNames[random.IntN(3)]}
	case !q.List && (!worried || q.Stage < triage.StageProblem && random.IntN(2) == 0):
		return []string{q.Options[0].ID}
	case q.List && !q.AtLeastOne && !worried:
		return []string{triage.None}
	case q.List && !q.AtLeastOne && random.IntN(2) == 0:
		return []string{triage.Unsure}
	}
	return []string{q.Options[random.IntN(len(q.Options))].ID}
}

// labelsOf returns the words of every possible answer to a page, in order.
func labelsOf(page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{"No", "Not sure", "Yes"}
	}
	var out []string
	for _, o := range page.Question.Options {
		out = append(out, o.Say)
	}
	if page.Question.List && !page.Question.AtLeastOne {
		out = append(out, "None of these", "Not sure")
	}
	return out
}

// idsOf returns the ids that belong to labelsOf.
func idsOf(page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{"no", triage.Unsure, "yes"}
	}
	var out []string
	for _, o := range page.Question.Options {
		out = append(out, o.ID)
	}
	if page.Question.List && !page.Question.AtLeastOne {
		out = append(out, triage.None, triage.Unsure)
	}
	return out
}

// size is the size of a window in cells.
type size struct{ w, h int }

func (s size) String() string { return fmt.Sprintf("%dx%d", s.w, s.h) }

// sizes are an ordinary window, a small one, and one that is too small for
// most things.
var sizes = []size{{80, 24}, {40, 12}, {20, 6}}

// session is somebody in front of the full screen: keys and window sizes go
// in, screens come out. There is no terminal, so a whole interview costs
// milliseconds.
type session struct {
	t     testing.TB
	app   *app
	size  size
	files map[string]string // saved, by name
	left  bool              // the program has ended
}

// open opens the welcome page before the table is there.
func open(t testing.TB, in size) *session {
	t.Helper()
	table := leg(t)
	s := &session{t: t, files: map[string]string{}}
	s.app = newApp(Interview{
		Words: English,
		Table: func() (*triage.Table, Place, error) { return table, Somewhere, nil },
		Save: func(name string, data []byte, replace bool) error {
			if _, there := s.files[name]; there && !replace {
				return fs.ErrExist
			}
			s.files[name] = string(data)
			return nil
		},
		Now: func() string { return "today" },
	})
	s.resize(in)
	return s
}

// start opens the welcome page.
func start(t testing.TB, in size) *session {
	t.Helper()
	s := open(t, in)
	s.hear(loaded{table: leg(t), place: Somewhere})
	return s
}

// startAt opens the page that a way leads to. It does not type the way, which
// other tests do.
func startAt(t testing.TB, in size, way wayTo) *session {
	t.Helper()
	s := start(t, in)
	for _, ids := range way.replies {
		if err := s.app.in.Answer(ids...); err != nil {
			t.Fatal(err)
		}
	}
	s.app.next()
	if page, _ := s.app.in.Page(); page != way.page {
		t.Fatalf("the way leads to %v, not to %v", page, way.page)
	}
	return s
}

func (s *session) resize(to size) {
	s.t.Helper()
	s.size = to
	s.hear(tea.WindowSizeMsg{Width: to.w, Height: to.h})
}

// hear hands a message to the model. Its commands end the program: anything else
// could reach a later page and answer it.
func (s *session) hear(msg tea.Msg) {
	s.t.Helper()
	_, cmd := s.app.Update(msg)
	if cmd == nil {
		return
	}
	switch out := cmd().(type) {
	case tea.QuitMsg:
		s.left = true
	default:
		s.t.Fatalf("%#v made a command that says %#v, on:\n%s", msg, out, s.screen())
	}
}

var keyNames = map[string]tea.Key{
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "space": {Code: tea.KeySpace, Text: " "},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete}, "f1": {Code: tea.KeyF1},
	"alt+esc": {Code: tea.KeyEscape, Mod: tea.ModAlt}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+a": {Code: 'a', Mod: tea.ModCtrl}, "ctrl+z": {Code: 'z', Mod: tea.ModCtrl},
}

// press presses keys by their names.
func (s *session) press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		k, ok := keyNames[name]
		if !ok {
			k = tea.Key{Code: []rune(name)[0], Text: name}
		}
		msg := tea.KeyPressMsg(k)
		if msg.String() != name {
			s.t.Fatalf("the key %q calls itself %q", name, msg)
		}
		s.hear(msg)
	}
}

// screen returns what is drawn, without colours and without blanks at the
// ends of lines.
func (s *session) screen() string {
	lines := strings.Split(ansi.Strip(s.app.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// text returns the screen as one line, for words that may be wrapped.
func (s *session) text() string { return strings.Join(strings.Fields(s.screen()), " ") }

// want fails unless these words are on the screen.
func (s *session) want(words string) {
	s.t.Helper()
	if !strings.Contains(s.text(), words) {
		s.t.Fatalf("%q is not on the screen of %v:\n%s", words, s.size, s.screen())
	}
}

// wantAsked fails unless this question is on the screen.
func (s *session) wantAsked(id string) {
	s.t.Helper()
	s.want(ask(s.t, id))
}

// on returns the page that is asked now, or asked again to be changed.
func (s *session) on() triage.Page {
	s.t.Helper()
	if s.app.question == nil || s.app.review != nil || s.app.read != nil || s.app.ask != nil || s.app.save != nil {
		s.t.Fatalf("this is no question:\n%s", s.screen())
	}
	if s.app.edited >= 0 {
		return s.app.in.Path()[s.app.edited].Page
	}
	page, _ := s.app.in.Page()
	return page
}

// drawnRow is one possible answer as it stands on the screen.
type drawnRow struct {
	line  int    // of the screen
	focus bool   // it has the mark of the focus
	on    bool   // it is chosen
	digit string // the key that chooses it; "" for none
	words string // without any spaces, since words are broken in small windows
}

// whole tells whether all of label can be read, or as much as fits with the
// sign that there is more.
func (r drawnRow) whole(label string) bool {
	label = squash(label)
	start, cut := strings.CutSuffix(r.words, "…")
	return r.words == label || cut && strings.HasPrefix(label, start)
}

func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// rowStart is how an answer begins.
var rowStart = regexp.MustCompile(`^([> ]) ([0-9 ]) [\[(]([ x])[\])] (.*)$`)

// rows returns the answers on the screen, and whether its first lines belong
// to one that began above.
func (s *session) rows() (rows []drawnRow, began bool) {
	indent := strings.Repeat(" ", len("> 1 [ ] "))
	for y, line := range strings.Split(s.screen(), "\n") {
		rest, indented := strings.CutPrefix(line, indent)
		if m := rowStart.FindStringSubmatch(line); m != nil {
			rows = append(rows, drawnRow{y, m[1] == ">", m[3] == "x", strings.TrimSpace(m[2]), squash(m[4])})
		} else if indented && len(rows) == 0 {
			began = true
		} else if indented {
			rows[len(rows)-1].words += squash(rest)
		}
	}
	return rows, began
}

// focus returns the row with the focus and its place among the rows on the
// screen, or -1.
func (s *session) focus() (drawnRow, int) {
	s.t.Helper()
	rows, _ := s.rows()
	at := slices.IndexFunc(rows, func(r drawnRow) bool { return r.focus })
	if at < 0 {
		return drawnRow{}, -1
	}
	if slices.ContainsFunc(rows[at+1:], func(r drawnRow) bool { return r.focus }) {
		s.t.Fatalf("more than one answer has the focus:\n%s", s.screen())
	}
	return rows[at], at
}

// chosen returns the ids that are chosen, also those out of sight.
func (s *session) chosen() []string { return slices.Clone(s.app.question.choice.said) }

// reply types the reply to the present page: with arrows and space when
// arrows is true, with digits where there are some otherwise.
func (s *session) reply(arrows bool, ids ...string) {
	s.t.Helper()
	page := s.on()
	known := idsOf(page)
	one := !page.Question.List || page.Tick >= 0
	if arrows {
		s.press("home") // this puts the focus on the first answer
		for i, id := range known {
			if i > 0 {
				s.press("down")
			}
			want := slices.Contains(ids, id)
			if _, at := s.focus(); at < 0 {
				s.t.Fatalf("answer %d of %v has no focus:\n%s", i, page, s.screen())
			}
			if one && want {
				break
			}
			if !one && want != slices.Contains(s.chosen(), id) {
				s.press("space")
			}
		}
		s.press("enter")
		return
	}
	for i, id := range known {
		if slices.Contains(ids, id) == slices.Contains(s.chosen(), id) || one && !slices.Contains(ids, id) {
			continue
		}
		switch {
		case id == triage.None:
			s.press("0")
		case i < 9:
			s.press(fmt.Sprint(i + 1))
		default:
			s.press("home")
			for range i {
				s.press("down")
			}
			s.press("space")
		}
	}
	s.press("enter")
	if s.app.question != nil && s.app.question.choice.note == English.SeeAll {
		s.press("home")
		for range known {
			s.press("down")
		}
		s.press("enter")
	}
}

// answerAs goes to the result as somebody with these full answers does, with
// arrows and digits in turn, and looks over the answers before it.
func (s *session) answerAs(a triage.Answers) {
	s.t.Helper()
	for n := 0; s.app.result == nil; n++ {
		if n > 60 {
			s.t.Fatalf("no result after %d pages:\n%s", n, s.screen())
		}
		if s.app.review != nil {
			s.press("home")
			s.want("Yes, show the result")
			s.press("enter")
			continue
		}
		page := s.on()
		s.reply(n%2 == 0, replyOf(s.t, a, page)...)
		if s.app.question != nil && s.app.review == nil {
			if now, _ := s.app.in.Page(); now == page {
				s.t.Fatalf("%v was not answered with %v:\n%s", page, replyOf(s.t, a, page), s.screen())
			}
		}
	}
}
