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
	read, err := readVignettes()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]triage.Answers{}
	for id, a := range read {
		out[id] = a.Clone() // tests change what they get
	}
	return out
}

var readVignettes = sync.OnceValues(func() (map[string]triage.Answers, error) {
	table, err := rules.Leg()
	if err != nil {
		return nil, err
	}
	f, err := os.Open("../testdata/vignettes.jsonl")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]triage.Answers{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v struct {
			ID      string          `json:"id"`
			Answers json.RawMessage `json:"answers"`
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, err
		}
		if out[v.ID], err = rules.Answers(table, v.ID, v.Answers); err != nil {
			return nil, err
		}
	}
	return out, nil
})

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
		Words: English(),
		Table: func() (*triage.Table, Place, error) { return table, Place{}, nil },
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
	s.hear(loaded{table: leg(t), place: Place{}})
	return s
}

// startAt opens the page that a way leads to. It does not type the way, which
// other tests do.
func startAt(t testing.TB, in size, way wayTo) *session {
	t.Helper()
	s := start(t, in)
	for _, ids := range way.replies {
		if err := s.app.session.in.Answer(ids...); err != nil {
			t.Fatal(err)
		}
	}
	s.app.session.Start()
	s.app.follow()
	if page, _ := s.app.session.in.Page(); page != way.page {
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

// over returns the uppermost screen of one kind, or false.
func over[S screen](s *session) (found S, ok bool) {
	for _, on := range s.app.screens {
		if at, is := on.(S); is {
			found, ok = at, true
		}
	}
	return found, ok
}

// question returns the page that is asked, also under other screens, or nil.
func (s *session) question() *questionPage {
	if at, ok := over[pageScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// review returns the list of answers, or nil.
func (s *session) review() *questionPage {
	if at, ok := over[listScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// ask returns what is to be confirmed, or nil.
func (s *session) ask() *questionPage {
	if at, ok := over[askScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// result returns the result, also under other screens, or nil.
func (s *session) result() *scroll {
	if at, ok := over[resultScreen](s); ok {
		return at.scroll
	}
	return nil
}

// document returns what is to be read on the uppermost screen.
func (s *session) document() *scroll {
	s.t.Helper()
	switch at := s.app.top().(type) {
	case welcomeScreen:
		return at.scroll
	case resultScreen:
		return at.scroll
	case readScreen:
		return at.scroll
	}
	s.t.Fatalf("this is no document:\n%s", s.screen())
	return nil
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
	if _, asks := s.app.top().(pageScreen); !asks {
		s.t.Fatalf("this is no question:\n%s", s.screen())
	}
	if s.app.session.edited >= 0 {
		return s.app.session.in.Path()[s.app.session.edited].Page
	}
	page, _ := s.app.session.in.Page()
	return page
}

// choice returns the list of answers on the screen.
func (s *session) choice() *Choice {
	if s.review() != nil {
		return s.review().choice
	}
	return s.question().choice
}

// answers returns the question on the screen, the words of every possible
// answer in order, and how much room the marks before them take. In the list of
// answers, each of them can be chosen, and so can what stands above them.
func (s *session) answers() (ask string, labels []string, lead int) {
	s.t.Helper()
	if s.review() == nil {
		page := s.on()
		if ask = page.Question.Ask; page.Tick >= 0 {
			ask = page.Question.Options[page.Tick].Say
		}
		return ask, labelsOf(page), len("> 1 [ ] ")
	}
	from := 0
	switch ask = s.review().ask; {
	case s.app.session.looking >= 0:
		labels, from = append(labels, "Yes, go on"), s.app.session.looking
	case s.app.session.Screen() == Review:
		labels = append(labels, "Yes, show the result")
	}
	for _, turn := range s.app.session.in.Path()[from:] {
		labels = append(labels, s.app.tell.turn(turn))
	}
	return ask, labels, len("> 1 ")
}

// answerLine is one line of an answer.
type answerLine struct {
	row    int    // the number of the answer
	begins bool   // it is the first line of it
	words  string // without spaces, since words are broken in small windows
}

func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// drawnLine is one line of an answer as it stands on the screen.
type drawnLine struct {
	y     int    // of the screen
	focus bool   // it has the mark of the focus
	on    bool   // it has the mark of what is chosen
	digit string // the key that chooses it; "" for none
	answerLine
}

// lineStart is how a line of an answer begins: with a box, and in the list of
// answers without one.
var lineStart = map[int]*regexp.Regexp{
	8: regexp.MustCompile(`^([> ])(?: ([0-9 ]) [\[(]([ x])[\])] |       )(\S.*)$`),
	4: regexp.MustCompile(`^([> ])(?: ([0-9-])() |   )(\S.*)$`),
}

// window is what is on the screen of a page.
type window struct {
	lines        []answerLine // every line of every answer, as they are in a window of this width
	drawn        []drawnLine  // those on the screen
	above, below int          // how many of them are not
	at           int          // the answer with the mark of the focus, or -1
	focus        drawnLine    // the line with that mark
	from, to     int          // of the letters of the question, those on the screen
	ask          int          // how many letters it has, without spaces
}

// window reads the screen. It fails unless that shows some of the lines that
// there are, one after the other, with nothing cut off, and one mark of the focus
// at most; and of the question its beginning, or another piece of it.
func (s *session) window() window {
	s.t.Helper()
	ask, labels, lead := s.answers()
	w := window{at: -1, ask: len(squash(ask))}
	for row, label := range labels {
		all := ""
		for i, l := range wrap(label, min(s.size.w, maxColumn)-lead) {
			w.lines = append(w.lines, answerLine{row, i == 0, squash(l)})
			all += squash(l)
		}
		if all != squash(label) {
			s.t.Fatalf("%q is broken into %q", label, all)
		}
	}
	w.above = s.choice().top // which the lines on the screen bear out, or not
	head := ""
	screen := strings.Split(s.screen(), "\n")
	for y, l := range screen {
		m := lineStart[lead].FindStringSubmatch(l)
		if m == nil && len(w.drawn) == 0 && (y > 1 || s.size.h < 10 || s.review() != nil) {
			head += squash(l) // and there is no progress in it
		} else if m != nil {
			begins := strings.TrimRight(l[1:lead], " ") != ""
			d := drawnLine{y, m[1] == ">", m[3] == "x", strings.Trim(m[2], " -"), answerLine{begins: begins, words: squash(m[4])}}
			at := w.above + len(w.drawn)
			if at >= len(w.lines) || len(w.drawn) > 0 && y != w.drawn[0].y+len(w.drawn) || w.lines[at].begins != begins || w.lines[at].words != d.words {
				s.t.Fatalf("line %d of the screen is not line %d of the answers:\n%s", y, at, s.screen())
			}
			if d.row = w.lines[at].row; d.focus && w.at >= 0 {
				s.t.Fatalf("there is more than one mark of the focus:\n%s", s.screen())
			} else if d.focus {
				w.at, w.focus = d.row, d
			}
			w.drawn = append(w.drawn, d)
		}
	}
	if w.below = len(w.lines) - w.above - len(w.drawn); len(w.drawn) == 0 {
		s.t.Fatalf("there are no answers on the screen:\n%s", s.screen())
	}
	if strings.Contains(head, squash(ask)) { // perhaps with a hint
		w.to = w.ask
		return w
	}
	head, cut := strings.CutSuffix(head, "…")
	w.from = strings.Index(squash(ask), head)
	if w.to = w.from + len(head); w.from < 0 || cut != (w.to < w.ask) {
		s.t.Fatalf("%q is not what is asked:\n%s", head, s.screen())
	}
	return w
}

// begun returns the lines on the screen with which an answer begins.
func (s *session) begun() []drawnLine {
	s.t.Helper()
	return slices.DeleteFunc(s.window().drawn, func(l drawnLine) bool { return !l.begins })
}

// until presses a key until that changes nothing any more.
func (s *session) until(key string, each func()) {
	s.t.Helper()
	most := 10 + 2*len(s.window().lines)
	for n := 0; ; n++ {
		before := s.screen()
		if s.press(key); s.screen() == before {
			return
		}
		if n > most {
			s.t.Fatalf("%s does not come to an end:\n%s", key, s.screen())
		}
		each()
	}
}

// goTo presses down until this answer has the focus, which takes more than one
// press where an answer is longer than the window.
func (s *session) goTo(row int) {
	s.t.Helper()
	for n := 0; ; n++ {
		w := s.window()
		if w.at == row {
			return
		}
		if w.at > row || n > 10+len(w.lines) {
			s.t.Fatalf("down does not lead to answer %d, but to %d:\n%s", row, w.at, s.screen())
		}
		s.press("down")
	}
}

// reading notes which letters of the question and of each answer have been on
// the screen.
type reading struct {
	s    *session
	ask  []bool
	rows [][]bool
}

func (s *session) reading() *reading {
	s.t.Helper()
	ask, labels, _ := s.answers()
	r := &reading{s: s, ask: make([]bool, len(squash(ask)))}
	for _, label := range labels {
		r.rows = append(r.rows, make([]bool, len(squash(label))))
	}
	r.look()
	return r
}

// look reads what is on the screen now, and returns it.
func (r *reading) look() window {
	r.s.t.Helper()
	w := r.s.window()
	for i := w.from; i < w.to; i++ {
		r.ask[i] = true
	}
	at := 0
	for i, l := range w.lines {
		if l.begins {
			at = 0
		}
		for range len(l.words) {
			r.rows[l.row][at] = r.rows[l.row][at] || i >= w.above && i < w.above+len(w.drawn)
			at++
		}
	}
	return w
}

// row tells whether all of an answer has been on the screen.
func (r *reading) row(i int) bool { return !slices.Contains(r.rows[i], false) }

// unread returns the first of so many answers of which not all has been on the
// screen, or "".
func (r *reading) unread(rows int) string {
	_, labels, _ := r.s.answers()
	for i := range rows {
		if !r.row(i) {
			return labels[i]
		}
	}
	return ""
}

// wantAll fails unless all of the question and of the answers has been on the
// screen.
func (r *reading) wantAll(how string) {
	r.s.t.Helper()
	if label := r.unread(len(r.rows)); label != "" {
		r.s.t.Fatalf("%s: not all of %q was on the screen, which ends with:\n%s", how, label, r.s.screen())
	}
	if slices.Contains(r.ask, false) {
		r.s.t.Fatalf("%s: not all of the question was on the screen, which ends with:\n%s", how, r.s.screen())
	}
}

// chosen returns the ids that are chosen, also those out of sight.
func (s *session) chosen() []string { return slices.Clone(s.question().choice.said) }

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
			s.goTo(i)
			want := slices.Contains(ids, id)
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
			s.goTo(i)
			s.press("space")
		}
	}
	s.press("enter")
	if s.question() != nil && s.question().choice.note == English().SeeAll {
		s.press("home")
		s.goTo(len(known) - 1)
		s.press("enter")
	}
}

// answerAs goes to the result as somebody with these full answers does, with
// arrows and digits in turn, and looks over the answers before it.
func (s *session) answerAs(a triage.Answers) {
	s.t.Helper()
	for n := 0; s.result() == nil; n++ {
		if n > 60 {
			s.t.Fatalf("no result after %d pages:\n%s", n, s.screen())
		}
		if s.review() != nil {
			s.press("home")
			s.want("Yes, show the result")
			s.press("enter")
			continue
		}
		page := s.on()
		s.reply(n%2 == 0, replyOf(s.t, a, page)...)
		if s.question() != nil && s.review() == nil {
			if now, _ := s.app.session.in.Page(); now == page {
				s.t.Fatalf("%v was not answered with %v:\n%s", page, replyOf(s.t, a, page), s.screen())
			}
		}
	}
}
