package screen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/internal/plaintest"
	"legtriage/ui/plain"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// TestFrontEndsGoTheSameWay makes the same random choices on the full screen, by keys, and
// in plain mode, by lines: answers, steps back, changes, going on for the doctor, leaving,
// a sudden end, and another start with what was kept. Both must show the same screens in
// the same words, keep the same answers, and come to the same outcome. With -long there
// are 10,000 walks.
//
// Faults that were planted in plain mode alone, and found: answers that no longer count as
// looked over after a change; a step back from an emergency without asking; the list from
// last time numbered from the first answer of all; an abandoned edit reported as a change;
// no reminder while an answer is changed.
func TestFrontEndsGoTheSameWay(t *testing.T) {
	t.Parallel()
	walks := 30
	if *long {
		walks = 10_000
	}
	seen, shards := map[string]int{}, runtime.GOMAXPROCS(0)
	t.Run("walks", func(t *testing.T) {
		var mutex sync.Mutex
		for shard := range shards {
			t.Run(fmt.Sprint(shard), func(t *testing.T) {
				t.Parallel()
				here := map[string]int{}
				for seed := shard; seed < walks; seed += shards {
					w := &twoFrontEnds{t: t, seed: seed, random: rand.New(rand.NewPCG(uint64(seed), 11)), seen: here}
					w.earlier = legtest.Table(t).NoAnswers()
					for again := true; again; again = w.random.IntN(3) == 0 {
						w.walk()
					}
				}
				mutex.Lock()
				defer mutex.Unlock()
				for what, n := range here {
					seen[what] += n
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	for _, what := range []string{
		"page", "review", "look over", "result", "wrong", "leave", "again", // screens
		"reply", "keep", "back", "edit", "right", "go on", "to result", "yes", "no", "why", "answers", "section", "start", // choices
		"left with a result", "left without", "ended with a result", "ended without", "changed", "not kept", "emergency",
	} {
		if seen[what] < walks/60+1 {
			t.Errorf("%s: %d times in %d walks: this tested too little of it", what, seen[what], walks)
		}
	}
}

// twoFrontEnds is one random walk through both front ends.
type twoFrontEnds struct {
	t       testing.TB
	seed    int
	random  *rand.Rand
	full    *viewer
	plain   *listener
	earlier triage.Answers    // kept last time
	kept    [2]triage.Answers // by the full screen and by plain mode
	choices []string          // for messages
	seen    map[string]int
}

func (w *twoFrontEnds) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("walk %d, %s\n%s\nthe full screen:\n%.3000s\nplain mode, since the last line was typed:\n%.3000s", w.seed, strings.Join(w.choices, ", "),
		fmt.Sprintf(format, args...), strings.TrimSpace(w.full.screen()), w.plain.heard)
}

// keeping keeps answers for one of the front ends. Every seventh time it fails.
func (w *twoFrontEnds) keeping(frontEnd int) *session.Keeping {
	times := 0
	w.kept[frontEnd] = w.earlier
	return &session.Keeping{File: "kept.json", Earlier: w.earlier, Write: func(a triage.Answers) error {
		if times++; times%7 == 0 {
			return errors.New("the disk is full")
		}
		w.kept[frontEnd] = a.Clone()
		return nil
	}}
}

// tall is a window that shows any page at once, and tallest one that shows any document.
var tall, tallest = size{80, 120}, size{80, 4000}

// walk starts both front ends and makes choices until one ends them.
func (w *twoFrontEnds) walk() {
	w.t.Helper()
	w.choices = append(w.choices, "start")
	w.full = open(w.t, tall)
	w.full.app.setup.Keeping = w.keeping(0)
	w.full.hear(loaded{table: legtest.Table(w.t), place: report.Country{}})
	setup := plaintest.Setup(w.t)
	setup.Width = func() int { return 0 } // lines are whole
	setup.Keeping = w.keeping(1)
	w.plain = listen(setup)
	defer w.plain.end()
	w.full.press("enter")
	for choices := 0; ; choices++ {
		full, plain := w.full.shown(), w.plain.shown()
		if full.screen == "result" && plain.screen == "result" {
			if not := sameWords(full.asks, plain.asks); not != "" {
				w.fatalf("the result: %s", not)
			}
			full.asks, plain.asks = "", ""
		}
		if full != plain {
			w.fatalf("the full screen shows %s", apart(fmt.Sprintf("%+v", full), fmt.Sprintf("%+v", plain)))
		}
		w.seen[full.screen]++
		if full.emergency {
			w.seen["emergency"]++
		}
		if !w.kept[0].Equal(w.kept[1]) {
			w.fatalf("they do not keep the same answers")
		}
		if choices == 60 || w.random.IntN(40) == 0 {
			w.choices = append(w.choices, "ended")
			w.plain.end()
			break
		}
		if w.choose(full.screen); w.plain.ended != w.full.left {
			w.fatalf("the full screen has ended: %v, plain mode: %v", w.full.left, w.plain.ended)
		}
		if w.full.left {
			break
		}
	}
	full, plain := w.full.app.outcome(), w.plain.outcome
	how := "ended"
	if w.full.left {
		how = "left"
	}
	switch {
	case w.plain.err != nil:
		w.fatalf("plain mode ends with %v", w.plain.err)
	case (full.Assessment == nil) != (plain.Assessment == nil):
		w.fatalf("the full screen comes to %+v, plain mode to %+v", full, plain)
	case full.Assessment == nil:
		w.seen[how+" without"]++
	case !full.Assessment.Answers.Equal(plain.Assessment.Answers):
		w.fatalf("the outcomes are of different answers")
	default:
		w.seen[how+" with a result"]++
		var brief bytes.Buffer
		plain.Writer.Brief(plain.Assessment).Text(&brief, math.MaxInt32)
		if told := strings.HasSuffix(w.plain.heard, brief.String()); told != (w.full.app.session.Screen() != session.Result) {
			w.fatalf("plain mode ends with the result in brief: %v", told)
		}
	}
	w.earlier = w.kept[0]
}

// choose makes the same choice in both front ends.
func (w *twoFrontEnds) choose(screen string) {
	w.t.Helper()
	s := w.full.app.session
	_, turns := s.Listed()
	choice := ""
	for n := w.random.IntN(100); choice == ""; n = w.random.IntN(100) {
		switch screen {
		case "page":
			choice = pickBy(n, 62, "reply", 70, "keep", 84, "back", 92, "edit", 93, "why", 95, "answers", 97, "leave", 100, "to result")
		case "review", "look over":
			choice = pickBy(n, 55, "right", 75, "edit", 92, "back", 96, "leave")
		case "result":
			choice = pickBy(n, 22, "back", 55, "edit", 75, "go on", 88, "section", 92, "leave", 96, "again")
		default:
			choice = pickBy(n, 50, "yes", 100, "no")
		}
		switch _, offered := s.Asked(); {
		case choice == "keep" && len(offered) == 0, choice == "edit" && len(turns) == 0, choice == "go on" && !s.CanGoOn(), choice == "to result" && !s.WentOn(), choice == "leave" && s.First():
			choice = ""
		}
	}
	w.seen[choice]++
	said := choice
	defer func() { w.choices = append(w.choices, said) }()
	switch choice {
	case "reply":
		page, _ := s.Asked()
		ids := legtest.RandomReply(w.random, page)
		if page.Question.List && page.Tick < 0 && w.random.IntN(5) == 0 {
			ids = w.ticks(page)
		}
		said = page.String() + "=" + strings.Join(ids, " ")
		w.full.mark(ids)
		w.plain.say(w.plain.numbers(page, ids))
		w.wantKept()
	case "keep":
		w.full.press("enter")
		w.plain.say("")
		w.wantKept()
	case "back":
		first := s.First()
		if w.full.press("esc"); first { // and there is nothing before it in plain mode
			w.full.press("enter")
			w.seen["start"]++
		}
		w.plain.say("b")
	case "edit":
		n := w.random.IntN(len(turns))
		said = "edit " + turns[n].Page.String()
		if w.full.edit(n); s.Changing() {
			w.seen["changed"]++
		}
		w.plain.say("e")
		w.plain.say(fmt.Sprint(n + 1))
	case "right":
		w.full.press("home", "enter") // everything is on the screen
		w.plain.say("")
	case "again":
		w.full.press("o")
		w.plain.say("o")
	case "go on", "to result":
		w.full.press("g")
		w.plain.say("g")
	case "yes":
		w.full.press([][]string{{"2"}, {"y"}, {"down", "down", "enter"}}[w.random.IntN(3)]...)
		w.plain.say("y")
	case "no":
		w.full.press([][]string{{"esc"}, {"1"}, {"n"}}[w.random.IntN(3)]...)
		w.plain.say("no")
	case "leave":
		w.full.press("ctrl+c")
		w.plain.say("q")
	case "why":
		w.full.press("?")
		w.plain.say("?")
		w.wantTold(0)
	case "answers":
		w.full.press("r")
		w.plain.say("r")
		if len(turns) == 0 {
			w.wantTold(0)
		} else {
			if full, plain := w.full.listed(), answersOnly(w.plain.told()); full != plain {
				w.fatalf("the full screen lists %s", apart(full, plain))
			}
			w.full.press("esc")
		}
	case "section":
		letters := []string{"w", "n", "c", "r", "f"}
		if s := w.full.app.session; s.Assessment().AtLeast == triage.Call {
			letters = []string{"w", "r", "f"} // nothing is more urgent
		}
		n := w.random.IntN(len(letters))
		w.full.press("w")
		for range n {
			w.full.press("right")
		}
		w.plain.say(letters[n])
		w.wantTold(1)
	}
}

// apart shows where two texts begin to differ.
func apart(full, plain string) string {
	at := 0
	for at < min(len(full), len(plain)) && full[at] == plain[at] {
		at++
	}
	around := func(s string) string { return s[max(0, min(at, len(s))-80):min(len(s), at+80)] }
	return fmt.Sprintf("at byte %d\n%q, plain mode\n%q", at, around(full), around(plain))
}

// pickBy returns the word after the first number above n, or "".
func pickBy(n int, pairs ...any) string {
	for i := 0; i < len(pairs); i += 2 {
		if n < pairs[i].(int) {
			return pairs[i+1].(string)
		}
	}
	return ""
}

// ticks returns random ticks of a list, perhaps with "not sure" about the others.
func (w *twoFrontEnds) ticks(page triage.Page) (ids []string) {
	for _, o := range page.Question.Options {
		if w.random.IntN(len(page.Question.Options)) == 0 {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return []string{page.Question.Options[0].ID}
	}
	if !page.Question.AtLeastOne && w.random.IntN(3) == 0 {
		ids = append(ids, triage.Unsure)
	}
	return ids
}

// wantKept fails if only one of the two says that the last answer could not be kept.
func (w *twoFrontEnds) wantKept() {
	w.t.Helper()
	if w.full.app.setup.NotKept() != "" {
		w.seen["not kept"]++
	}
	note := squash("last answer is not kept: the disk is full") // the screen cuts off the rest
	if full, plain := strings.Contains(squash(w.full.screen()), note), strings.Contains(squash(w.plain.heard), note); full != plain {
		w.fatalf("the last answer is not kept: the full screen says so: %v, plain mode: %v", full, plain)
	}
}

// wantTold fails unless both show the same document, and leaves it. On the full screen it
// has head lines above it.
func (w *twoFrontEnds) wantTold(head int) {
	w.t.Helper()
	if not := sameWords(w.full.read(head), w.plain.told()); not != "" {
		w.fatalf("%s", not)
	}
	w.full.press("esc")
}

// shown is what a person sees, without what only one of the front ends has.
type shown struct {
	screen    string
	emergency bool   // there is a reminder of one
	progress  string // how many questions are left
	asks      string // a question with all its answers, or all of a document
	offered   string // the answers that are marked
}

var (
	toGo  = regexp.MustCompile(`about (\d+) to go`)
	more  = regexp.MustCompile(`About (\d+) more\.`)
	isNew = regexp.MustCompile(`(\d+) new\b`)
)

// left returns how many questions are left and how many of them are new, as read from the
// words of either front end.
func left(says string) string {
	says = legtest.OneLine(says)
	n := 1 // for the last one
	if m := toGo.FindStringSubmatch(says); m != nil {
		fmt.Sscan(m[1], &n)
	} else if m := more.FindStringSubmatch(says); m != nil {
		fmt.Sscan(m[1], &n)
		n++ // it leaves out the present one
	} else if strings.Contains(says, words.English().Changing) {
		return words.English().Changing
	} else if !strings.Contains(says, words.English().ToGoLast) && !strings.Contains(says, "This may be the last one.") {
		return says
	}
	return fmt.Sprintf("%d left, %s", n, isNew.FindString(says))
}

// reminders returns what may be said above a page while there is an emergency.
func reminders() []string {
	w := words.English()
	return []string{w.Reminder, w.ReminderCall, w.ForAmbulance}
}

// shown reads the screen.
func (s *viewer) shown() shown {
	s.t.Helper()
	switch at := s.app.top().(type) {
	case askScreen:
		if at.ask == words.English().Leave {
			return shown{screen: "leave", asks: squash(at.ask + at.hint)}
		}
		if at.ask == words.English().Again {
			return shown{screen: "again", asks: squash(at.ask + at.hint)}
		}
		return shown{screen: "wrong"}
	case listScreen:
		if at.ask == words.English().KeptReview {
			return shown{screen: "look over", asks: s.listed()}
		}
		return shown{screen: "review", asks: s.listed()}
	case resultScreen:
		return shown{screen: "result", asks: s.read(0)}
	case pageScreen:
		lines := strings.Split(s.screen(), "\n")
		on := shown{screen: "page", progress: left(lines[0])}
		for _, reminder := range reminders() {
			on.emergency = on.emergency || strings.Contains(lines[0], reminder)
		}
		ask, rows, marked := "", "", false
		for _, l := range lines[1:] {
			m := lineStart[8].FindStringSubmatch(l)
			switch {
			case strings.Contains(l, "┈┈"): // above none of these
				continue
			case m == nil && rows == "":
				ask += squash(l)
				continue
			case m == nil:
				on.asks = strings.TrimSuffix(ask, squash(words.English().TickAll)) + rows
				return on
			case strings.Contains(l[:8], "[") || strings.Contains(l[:8], "("): // an answer begins
				marked = m[3] == "x"
			}
			if rows += squash(m[4]); marked {
				on.offered += squash(m[4])
			}
		}
	}
	s.t.Fatalf("this is not a screen of the session:\n%s", s.screen())
	return shown{}
}

// read returns the text of the document on the screen, which has head lines above it.
func (s *viewer) read(head int) string {
	if s.document().seen.below() > 0 {
		s.resize(tallest)
		defer s.resize(tall)
	}
	lines := strings.Split(s.screen(), "\n")
	return strings.Join(lines[head:len(lines)-2], "\n")
}

// sameWords returns "" if a document has the same words in the same order on the screen
// and in plain mode, where lines are not broken, and says otherwise where it differs. A
// row of two columns is one line in plain mode. On the screen each column may be broken
// into lines, so only the words within a column are in order.
func sameWords(screen, plain string) string {
	seen := wordsOf(screen)
	for line := range strings.Lines(plain) {
		line = oneHead.Replace(line)
		heard := wordsOf(line)
		var row []string
		for i := 0; i < len(heard) && len(seen) > 0; i++ {
			word := seen[0]
			for seen = seen[1:]; len(seen) > 0 && word != heard[i] && strings.HasPrefix(heard[i], word+seen[0]); seen = seen[1:] {
				word += seen[0] // an address that is wider than the screen
			}
			row = append(row, word)
		}
		if !slices.Equal(row, heard) && !inColumns(row, line) {
			return fmt.Sprintf("the full screen says %q, plain mode %q", row, line)
		}
	}
	if len(seen) > 0 {
		return fmt.Sprintf("only the full screen says %q", seen)
	}
	return ""
}

// wordsOf returns the words of a text without punctuation that only one of the front ends
// has.
func wordsOf(text string) (words []string) {
	for _, word := range strings.Fields(text) {
		if word = drawnOnly.ReplaceAllString(word, ""); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// inColumns reports whether a row of two columns has the same words as an item of a list,
// in the same order within each column.
func inColumns(row []string, item string) bool {
	if !strings.HasPrefix(item, "- ") {
		return false
	}
	heard := wordsOf(item)
	if a, b := slices.Sorted(slices.Values(heard)), slices.Sorted(slices.Values(row)); !slices.Equal(a, b) {
		return false
	}
	within := func(column []string) bool {
		for _, word := range row {
			if len(column) > 0 && word == column[0] {
				column = column[1:]
			}
		}
		return len(column) == 0
	}
	for _, at := range regexp.MustCompile(`[:;] `).FindAllStringIndex(item, -1) {
		if left := wordsOf(item[:at[0]]); len(left) > 0 && left[0] == row[0] && within(left) && within(wordsOf(item[at[1]:])) {
			return true
		}
	}
	return false
}

// oneHead moves the head of a right column, which plain mode repeats in each row, to one
// place above the rows, where the screen has it.
var oneHead = func() *strings.Replacer {
	w := words.English()
	return strings.NewReplacer("; "+w.YourAnswer+": ", "; ", w.AsksFor+"\n", w.AsksFor+" "+w.YourAnswer+"\n", w.AsksForOne+"\n", w.AsksForOne+" "+w.YourAnswer+"\n")
}()

// drawnOnly is punctuation between words, and what only a screen draws.
var drawnOnly = regexp.MustCompile(`[-;:\s╭╮╰╯│─✓` + strings.Join(marks[:], "") + `]`)

// listed returns the answers in the list on the screen.
func (s *viewer) listed() string {
	var out strings.Builder
	bare := false
	for _, l := range strings.Split(s.screen(), "\n") {
		if m := lineStart[4].FindStringSubmatch(l); m != nil {
			if m[2] != "" || l[2] == '-' { // an answer begins
				bare = strings.HasPrefix(m[4], words.English().KeptStill)
			}
			if !bare {
				out.WriteString(m[4])
			}
		}
	}
	return answersOnly(out.String())
}

var aside = regexp.MustCompile(`[-;:\s]`)

// answersOnly removes the heading above answers, and the punctuation between them.
func answersOnly(text string) string {
	text = aside.ReplaceAllString(text, "")
	for _, above := range []string{words.English().Review, words.English().KeptReview} {
		text = strings.TrimPrefix(text, aside.ReplaceAllString(above, ""))
	}
	return text
}

// mark chooses these answers on the page, by digits or else by moving to them, and goes on.
func (s *viewer) mark(ids []string) {
	c, screenNo := s.question().choice, s.app.screenNo
	for i, r := range c.rows {
		if s.app.screenNo != screenNo {
			return // the digit went on
		}
		wanted := slices.Contains(ids, r.ID)
		if c.many && wanted == slices.Contains(c.said, r.ID) || !wanted && (!c.many || r.Alone) {
			continue // another tick clears an answer that excludes all others
		}
		switch digit := digitOf(choices(c.rows), i); {
		case digit != "":
			s.press(digit)
		default:
			s.press("end")
			for range len(c.rows) - 1 - i {
				s.press("up")
			}
			s.press("space")
		}
	}
	if s.app.screenNo == screenNo {
		s.press("enter")
	}
}

// edit begins to change one of the answers that are listed.
func (s *viewer) edit(n int) {
	if s.review() == nil {
		s.press("e")
	}
	rows := s.review().choice.rows
	row := n + len(rows) - len(slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.ID == "right" }))
	s.press("end")
	for range len(rows) - 1 - row {
		s.press("up")
	}
	s.press("e")
}

// listener is somebody who uses plain mode. What it writes up to a prompt, or up to its
// end, is heard at once.
type listener struct {
	in      *io.PipeWriter
	out     chan string
	saying  bytes.Buffer
	heard   string // since the last line that was typed
	on      shown
	ended   bool
	outcome session.Outcome
	err     error
}

func listen(setup session.Setup) *listener {
	in, typed := io.Pipe()
	l := &listener{in: typed, out: make(chan string)}
	go func() {
		l.outcome, l.err = plain.Run(context.Background(), setup, in, l)
		in.Close()
		close(l.out) // hear takes what was written since the last prompt from saying
	}()
	l.hear()
	return l
}

// Write collects what is written, up to a prompt, which is written in one call.
func (l *listener) Write(p []byte) (int, error) {
	l.saying.Write(p)
	if bytes.HasSuffix(p, []byte(":\n")) && plaintest.Prompted(string(p)) {
		text := l.saying.String()
		l.saying.Reset()
		l.out <- text
	}
	return len(p), nil
}

func (l *listener) hear() {
	text, more := <-l.out
	if l.heard = text; !more {
		l.ended, l.heard = true, l.saying.String()
	}
}

func (l *listener) say(line string) {
	if !l.ended {
		io.WriteString(l.in, line+"\n")
		l.hear()
	}
}

// end ends the input.
func (l *listener) end() {
	if l.in.Close(); !l.ended {
		l.hear()
	}
}

// numbers returns what to type for these answers to a page.
func (l *listener) numbers(page triage.Page, ids []string) string {
	var typed []string
	n := 0
	for _, id := range legtest.IDs(page) {
		number := 0
		if id != triage.None {
			n++
			number = n
		}
		if slices.Contains(ids, id) {
			typed = append(typed, fmt.Sprint(number))
		}
	}
	return strings.Join(typed, " ")
}

// told returns what was heard before the prompt, without the paragraph about an answer
// that could not be kept, which is a note on the full screen.
func (l *listener) told() string {
	told := strings.TrimSpace(l.heard[:max(0, strings.LastIndex(l.heard, "\n\n"))])
	return strings.TrimPrefix(told, words.Fill(words.English().KeptNotNote, "error", "the disk is full"))
}

var (
	optionStart = regexp.MustCompile(`^(\d+)\. (.*)$`)
	pageStarts  = regexp.MustCompile(`(?m)^(Question \d+\. .*(?:\n(?:[a-z, ]* )?answer\.)?|You are changing this answer\.)$`)
	// What can be typed is listed only after the first result.
	verdictStarts = regexp.MustCompile(`(?s)^\s*(?:Your last answer is not kept.*?another\s+file\.\s+)?(?:` + strings.Join(words.English().Categories[:], "|") + `)\n`)
	saidBefore    = regexp.MustCompile(`^You said ([\d ]+) before\.`)
)

// shown returns where plain mode is by what was heard. If that was only a prompt, it is
// where it was before.
func (l *listener) shown() shown {
	paragraphs := strings.Split(l.heard, "\n\n")
	prompt := legtest.OneLine(paragraphs[len(paragraphs)-1])
	at := pageStarts.FindAllStringIndex(l.heard, -1)
	switch {
	case strings.HasSuffix(prompt, words.English().PlainConfirm):
		return shown{screen: "leave", asks: squash(strings.TrimSuffix(prompt, words.English().PlainConfirm))}
	case strings.HasSuffix(prompt, words.English().PlainAgain):
		return shown{screen: "again", asks: squash(strings.TrimSuffix(prompt, words.English().PlainAgain))}
	case strings.HasSuffix(prompt, words.English().PlainWrong):
		return shown{screen: "wrong"}
	case strings.HasPrefix(prompt, "Press enter alone if they are right") && len(paragraphs) > 2:
		l.on = shown{screen: "review", asks: answersOnly(l.told())}
	case strings.HasPrefix(prompt, "Press enter alone if it is still true") && len(paragraphs) > 2:
		l.on = shown{screen: "look over", asks: answersOnly(l.told())}
	case strings.HasSuffix(prompt, "q to leave:") && verdictStarts.MatchString(l.heard):
		l.on = shown{screen: "result", asks: l.told()}
	case at != nil:
		from := at[len(at)-1]
		l.on = shown{screen: "page", progress: left(l.heard[from[0]:from[1]]), emergency: slices.ContainsFunc(reminders(), func(r string) bool { return strings.Contains(l.heard[:from[0]], r) })}
		var labels, numbers []string
		var ask strings.Builder
		page, _, _ := strings.Cut(l.heard[from[1]:], "\n\n")
		for line := range strings.Lines(page) {
			switch m := optionStart.FindStringSubmatch(strings.TrimRight(line, "\n")); {
			case m != nil:
				labels, numbers = append(labels, squash(m[2])), append(numbers, m[1])
			case len(labels) == 0:
				ask.WriteString(squash(line))
			default:
				labels[len(labels)-1] += squash(line)
			}
		}
		l.on.asks = ask.String() + strings.Join(labels, "")
		if m := saidBefore.FindStringSubmatch(prompt); m != nil {
			for _, number := range strings.Fields(m[1]) {
				l.on.offered += labels[slices.Index(numbers, number)]
			}
		}
	}
	return l.on
}

// TestPlainAndFullScreenAgree takes every case through both, and expects the same questions
// and the same result, to the letter.
func TestPlainAndFullScreenAgree(t *testing.T) {
	t.Parallel()
	cases := legtest.People(t)
	for i, id := range slices.Sorted(maps.Keys(cases)) {
		if !oneIn(4, i) {
			continue
		}
		t.Run(id, func(t *testing.T) {
			p := plaintest.Start(t, context.Background())
			told := p.AnswerAs(cases[id])
			p.Say("q")
			plaintest.WantPlain(t, p.All.String())
			s := start(t, sizes[0])
			s.press("enter")
			s.answerAs(cases[id])
			s.press("q")
			if plain, full := plaintest.JSON(t, p.Outcome.Assessment), plaintest.JSON(t, s.app.outcome().Assessment); plain != full {
				t.Fatalf("plain mode comes to\n%s\nthe full screen to\n%s", plain, full)
			}
			var document bytes.Buffer
			if err := s.result().doc.Text(&document, plaintest.Width); err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(told, "\n"+document.String()) {
				t.Fatalf("plain mode tells\n%s\nthe full screen\n%s", told, document.String())
			}
		})
	}
}

// TestEmergencyIsRecalledOnEveryPage goes on for the doctor after an emergency.
func TestEmergencyIsRecalledOnEveryPage(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter")
	s.reply(false, "chest")
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.Say("1")
	heard := ""
	s.press("g")
	heard = p.Say("g")
	for range 3 {
		s.want(words.English().ReminderCall)
		p.WantSaid(heard, words.English().ReminderCall)
		if s.press("end", "0"); s.question() != nil && len(s.chosen()) == 0 && !s.question().choice.many {
			s.press("1")
		}
		heard = p.Say("1")
	}
}
