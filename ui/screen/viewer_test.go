package screen

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// size is the size of a window in cells.
type size struct{ w, h int }

func (s size) String() string { return fmt.Sprintf("%dx%d", s.w, s.h) }

// sizes are an ordinary window, a small one, and one that is too small for most things.
var sizes = []size{{80, 24}, {40, 12}, {20, 6}}

// viewer is somebody in front of the full screen: keys and window sizes go in, screens come
// out. There is no terminal, so that a whole interview takes milliseconds.
type viewer struct {
	t     testing.TB
	app   *app
	size  size
	files map[string]string // saved, by name
	left  bool              // the program has ended
	watch func(key string)  // called after each key, unless nil
}

// open opens the welcome page before the table has been loaded.
func open(t testing.TB, in size) *viewer {
	t.Helper()
	table := legtest.Table(t)
	s := &viewer{t: t, files: map[string]string{}}
	s.app = newApp(session.Setup{
		Words: words.English(),
		Table: func() (*triage.Table, report.Country, error) { return table, report.Country{}, nil },
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
func start(t testing.TB, in size) *viewer {
	t.Helper()
	s := open(t, in)
	s.hear(loaded{table: legtest.Table(t), place: report.Country{}})
	return s
}

// startAt opens the page that a route leads to, without typing the answers.
func startAt(t testing.TB, in size, route legtest.Route) *viewer {
	t.Helper()
	s := start(t, in)
	s.app.session.Start()
	for _, ids := range route.Replies {
		page, _ := s.app.session.Asked()
		if err := s.app.session.Reply(page, ids...); err != nil {
			t.Fatal(err)
		}
	}
	s.app.follow()
	if page, _ := s.app.session.Asked(); page != route.Page {
		t.Fatalf("the route leads to %v, not to %v", page, route.Page)
	}
	return s
}

func (s *viewer) resize(to size) {
	s.t.Helper()
	s.size = to
	s.hear(tea.WindowSizeMsg{Width: to.w, Height: to.h})
}

// hear gives a message to the model. The only command that may come back ends the program:
// any other message could reach a later page and answer it.
func (s *viewer) hear(msg tea.Msg) {
	s.t.Helper()
	_, cmd := s.app.Update(msg)
	if cmd == nil {
		return
	}
	switch out := cmd().(type) {
	case tea.QuitMsg:
		s.left = true
	default:
		s.t.Fatalf("%#v led to the message %#v, on:\n%s", msg, out, s.screen())
	}
}

// over returns the topmost screen of one type, and whether there is one.
func over[S screen](s *viewer) (found S, ok bool) {
	for _, on := range s.app.screens {
		if at, is := on.(S); is {
			found, ok = at, true
		}
	}
	return found, ok
}

// question returns the page of the interview, even if other screens are on top, or nil.
func (s *viewer) question() *questionPage {
	if at, ok := over[pageScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// review returns the list of answers, or nil.
func (s *viewer) review() *questionPage {
	if at, ok := over[listScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// ask returns the question to confirm something, or nil.
func (s *viewer) ask() *questionPage {
	if at, ok := over[askScreen](s); ok {
		return at.questionPage
	}
	return nil
}

// result returns the result, even if other screens are on top, or nil.
func (s *viewer) result() *scroll {
	if at, ok := over[resultScreen](s); ok {
		return at.scroll
	}
	return nil
}

// document returns the document of the top screen.
func (s *viewer) document() *scroll {
	s.t.Helper()
	switch at := s.app.top().(type) {
	case welcomeScreen:
		return at.scroll
	case resultScreen:
		return at.scroll
	case readScreen:
		return at.scroll
	}
	s.t.Fatalf("this is not a document:\n%s", s.screen())
	return nil
}

var keyNames = map[string]tea.Key{
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "space": {Code: tea.KeySpace, Text: " "},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete}, "f1": {Code: tea.KeyF1},
	"alt+esc": {Code: tea.KeyEscape, Mod: tea.ModAlt}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+a": {Code: 'a', Mod: tea.ModCtrl}, "ctrl+z": {Code: 'z', Mod: tea.ModCtrl},
}

// press presses keys by their names.
func (s *viewer) press(names ...string) {
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
		if s.watch != nil {
			s.watch(name)
		}
	}
}

// screen returns what is drawn, without colours, blanks at the ends of lines, the margins
// of a large window, and the panel beside a page.
func (s *viewer) screen() string {
	content, _, _ := s.app.top().view()
	return strings.Join(drawnLines(content, s.column()), "\n")
}

// column returns the width of the text if there is a panel beside it, and otherwise 0.
func (s *viewer) column() int {
	if at, asks := s.app.top().(pageScreen); asks && at.beside {
		return at.column
	}
	if at, is := s.app.top().(resultScreen); is && len(at.aside) > 0 {
		return at.scroll.column()
	}
	return 0
}

// textWidth returns the width of the question and its answers.
func (s *viewer) textWidth() int {
	if column := s.column(); column > 0 {
		return column
	}
	return min(s.size.w, maxColumn)
}

// cursor returns where the cursor belongs on the screen.
func (s *viewer) cursor() (x, y int) {
	_, x, y = s.app.top().view()
	return x, y
}

// drawnLines returns lines without colours and without blanks at their ends. If there is a
// panel beside a column of text, it returns only the column, but all of the first and the
// last line.
func drawnLines(content string, column int) []string {
	lines := strings.Split(ansi.Strip(content), "\n")
	for i, l := range lines {
		if column > 0 && i > 0 && i < len(lines)-1 {
			l = ansi.Truncate(l, column, "")
		}
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

// placed returns the window as it is drawn, without colours and blanks at the ends of
// lines.
func (s *viewer) placed() string {
	return strings.Join(drawnLines(s.app.View().Content, 0), "\n")
}

// text returns the screen as one line, for words that may be wrapped.
func (s *viewer) text() string { return strings.Join(strings.Fields(s.screen()), " ") }

// want fails unless these words are on the screen.
func (s *viewer) want(words string) {
	s.t.Helper()
	if !strings.Contains(s.text(), words) {
		s.t.Fatalf("%q is not on the screen of %v:\n%s", words, s.size, s.screen())
	}
}

// wantUnseen fails unless the last key did nothing because not all was on the screen, and
// a key is named that leads to the rest. It returns that key, or "" if it is here.
func (s *viewer) wantUnseen() (key string) {
	s.t.Helper()
	for arrow, key := range map[string]string{"Press ↑": "up", "Press ↓": "down", "Read these": ""} {
		if strings.Contains(s.text(), arrow) && s.choice().note == words.English().SeeAll[0] {
			return key
		}
	}
	s.t.Fatalf("no key is named that leads to what was not seen in %v:\n%s", s.size, s.screen())
	return ""
}

// wantAsked fails unless this question is on the screen.
func (s *viewer) wantAsked(id string) {
	s.t.Helper()
	s.want(legtest.Ask(s.t, id))
}

// on returns the page that is asked, also when it is asked again to be changed.
func (s *viewer) on() triage.Page {
	s.t.Helper()
	if _, asks := s.app.top().(pageScreen); !asks {
		s.t.Fatalf("this is not a question:\n%s", s.screen())
	}
	page, _ := s.app.session.Asked()
	return page
}

// choice returns the list of answers on the screen.
func (s *viewer) choice() *choice {
	if s.review() != nil {
		return s.review().choice
	}
	return s.question().choice
}

// answers returns the question on the screen, the words of every possible answer in order,
// and how much room the marks before them take. In the list of answers, these are the
// rows: each answer, and before them "Yes, go on" if there is that choice.
func (s *viewer) answers() (ask string, labels []string, lead int) {
	s.t.Helper()
	if s.review() == nil {
		page := s.on()
		if ask = page.Question.Ask; page.Tick >= 0 {
			ask = legtest.Whole(page.Question.Options[page.Tick])
		}
		return ask, legtest.Labels(page), len("> 1 [ ] ")
	}
	if ask = s.review().ask; s.app.session.OfLastTime() {
		labels = append(labels, "Yes, go on")
	}
	_, turns := s.app.session.Listed()
	for _, turn := range turns {
		labels = append(labels, s.app.write.Turn(turn))
	}
	return ask, labels, len("> 1 ")
}

// answerLine is one line of an answer.
type answerLine struct {
	row    int    // the number of the answer
	begins bool   // it is the first line of the answer
	words  string // without spaces, since words are broken in small windows
}

// squash removes spaces, and colons: there is none between head and detail where they are
// side by side.
func squash(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), ":", "")
}

// drawnLine is one line of an answer as it is on the screen.
type drawnLine struct {
	y     int    // its line on the screen
	focus bool   // it has the mark of the focus
	on    bool   // it has the mark of what is chosen
	digit string // the key that chooses it; "" for none
	answerLine
}

// lineStart is how a line of an answer begins, by the width of the marks before it: 8 with
// a box, and 4 in the list of answers, without one.
var lineStart = map[int]*regexp.Regexp{
	8: regexp.MustCompile(`^([> ])(?: ([0-9a-z ]) [\[(]([ x])[\])] |        *)(\S.*)$`),
	4: regexp.MustCompile(`^([> ])(?: ([0-9a-z-])() |   *)(\S.*)$`),
}

// window is what can be seen of a page.
type window struct {
	lines        []answerLine // every line of every answer, at this width
	drawn        []drawnLine  // those on the screen
	above, below int          // how many are out of sight
	at           int          // the answer with the mark of the focus, or -1
	focus        drawnLine    // the line with that mark
	from, to     int          // the letters of the question that are on the screen
	ask          int          // how many letters the question has, without spaces
}

// window reads the screen. It fails unless the screen shows some of the lines, one after
// the other and with nothing cut off; at most one mark of the focus; and a part of the
// question.
func (s *viewer) window() window {
	s.t.Helper()
	ask, labels, lead := s.answers()
	w := window{at: -1, ask: len(squash(ask))}
	for row, label := range labels {
		all := ""
		for i, l := range s.wrapped(label, labels, s.textWidth()-lead) {
			w.lines = append(w.lines, answerLine{row, i == 0, squash(l)})
			all += squash(l)
		}
		if all != squash(label) {
			s.t.Fatalf("%q is broken into %q", label, all)
		}
	}
	w.above = s.choice().top // the lines on the screen are compared with this below
	head, ruled := "", 0
	screen := strings.Split(s.screen(), "\n")
	for y, l := range screen {
		if s.review() != nil && strings.HasPrefix(l, "    no to ") {
			break // no answer, but what the one with the focus denies
		}
		m := lineStart[lead].FindStringSubmatch(l)
		if strings.Contains(l, "┈┈") {
			ruled++
		} else if m == nil && len(w.drawn) == 0 && (y > 0 || s.size.h < 10) {
			head += squash(l) // not the heading
		} else if m != nil {
			begins := strings.TrimRight(l[1:lead], " ") != ""
			d := drawnLine{y, m[1] == ">", m[3] == "x", strings.Trim(m[2], " -"), answerLine{begins: begins, words: squash(m[4])}}
			at := w.above + len(w.drawn)
			if at >= len(w.lines) || len(w.drawn) > 0 && y != w.drawn[0].y+len(w.drawn)+ruled || w.lines[at].begins != begins || w.lines[at].words != d.words {
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
		s.t.Fatalf("%q is not a part of the question:\n%s", head, s.screen())
	}
	return w
}

// wrapped returns the lines of one among the answers of a page. In a wide window, details
// have a column of their own.
func (s *viewer) wrapped(label string, among []string, width int) []string {
	head, detail, both := strings.Cut(label, ": ")
	column := 0
	for _, l := range among {
		if h, _, both := strings.Cut(l, ": "); both {
			column = max(column, len(h)+2)
		}
	}
	if s.textWidth() < 60 || !both || s.review() != nil {
		return report.Wrap(label, width)
	}
	lines := report.Wrap(detail, width-column)
	lines[0] = head + " " + lines[0]
	return lines
}

// begun returns the lines on the screen in which an answer begins.
func (s *viewer) begun() []drawnLine {
	s.t.Helper()
	return slices.DeleteFunc(s.window().drawn, func(l drawnLine) bool { return !l.begins })
}

// until presses a key until it changes nothing any more, and calls each after every press
// but the last.
func (s *viewer) until(key string, each func()) {
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

// goTo presses down until this answer has the focus.
func (s *viewer) goTo(row int) {
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

// reading records which letters of the question and of each answer have been on the
// screen.
type reading struct {
	s    *viewer
	ask  []bool
	rows [][]bool
}

func (s *viewer) reading() *reading {
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

// row reports whether all of an answer has been on the screen.
func (r *reading) row(i int) bool { return !slices.Contains(r.rows[i], false) }

// unread returns the first of the leading rows that has not been on the screen in full, or
// "".
func (r *reading) unread(rows int) string {
	_, labels, _ := r.s.answers()
	for i := range rows {
		if !r.row(i) {
			return labels[i]
		}
	}
	return ""
}

// wantAll fails unless all of the question and of the answers has been on the screen.
func (r *reading) wantAll(how string) {
	r.s.t.Helper()
	if label := r.unread(len(r.rows)); label != "" {
		r.s.t.Fatalf("%s: not all of %q was on the screen, which in the end is:\n%s", how, label, r.s.screen())
	}
	if slices.Contains(r.ask, false) {
		r.s.t.Fatalf("%s: not all of the question was on the screen, which in the end is:\n%s", how, r.s.screen())
	}
}

// chosen returns the ids that are chosen, including those out of sight.
func (s *viewer) chosen() []string { return slices.Clone(s.question().choice.said) }

// reply types the reply to the present page: with arrows and space, or with digits as far
// as there are some.
func (s *viewer) reply(arrows bool, ids ...string) {
	s.t.Helper()
	page := s.on()
	known := legtest.IDs(page)
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
	screenNo := s.app.screenNo
	for i, id := range known {
		if s.app.screenNo != screenNo {
			return // the digit went on
		}
		wanted := slices.Contains(ids, id)
		if wanted == slices.Contains(s.chosen(), id) || !wanted && (one || id == triage.None) {
			continue // another tick clears "none of these"
		}
		switch digit := digitOf(known, i); {
		case digit != "":
			s.press(digit)
		default:
			s.press("home")
			s.goTo(i)
			s.press("space")
		}
	}
	if s.app.screenNo != screenNo {
		return
	}
	s.press("enter")
	if s.question() != nil && s.question().choice.note == words.English().SeeAll[0] {
		s.press("home")
		s.goTo(len(known) - 1)
		s.press("enter")
	}
}

// lookOver brings every answer onto the screen, and then says that they are right.
func (s *viewer) lookOver() {
	s.t.Helper()
	s.press("home")
	for n := 0; s.review().choice.unread() >= 0; n++ {
		if n > 200 {
			s.t.Fatalf("not all answers come onto the screen:\n%s", s.screen())
		}
		s.press("pgdown")
	}
	s.press("enter")
}

// answerAs goes to the result as somebody with these answers, with arrows and digits in
// turn, and looks over the answers before the result.
func (s *viewer) answerAs(a triage.Answers) {
	s.t.Helper()
	for n := 0; s.result() == nil; n++ {
		if n > 60 {
			s.t.Fatalf("no result after %d pages:\n%s", n, s.screen())
		}
		if s.review() != nil {
			s.lookOver()
			continue
		}
		page := s.on()
		s.reply(n%2 == 0, legtest.Reply(s.t, a, page)...)
		if s.question() != nil && s.review() == nil {
			if now, _ := s.app.session.Asked(); now == page {
				s.t.Fatalf("%v was not answered with %v:\n%s", page, legtest.Reply(s.t, a, page), s.screen())
			}
		}
	}
}

// digitOf returns the key of an answer: they are counted without "none of these", which has
// 0, and those after the ninth have letters.
func digitOf(ids []string, i int) string {
	none := slices.Index(ids, triage.None)
	if i == none {
		return "0"
	}
	if none >= 0 && none < i {
		i--
	}
	const keys = "123456789abcdfilmptuvz"
	if i < len(keys) {
		return keys[i : i+1]
	}
	return ""
}

// choices returns the ids of rows.
func choices(rows []row) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}
