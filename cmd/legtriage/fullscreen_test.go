//go:build unix

package main

import (
	"fmt"
	"image/color"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"legtriage/triage"
)

// suggestions are words that only a result has.
var suggestions = []string{
	"SELF-CARE", "SEE A DOCTOR", "EMERGENCY", "You can look after this at home", "See a doctor within", "See a doctor today",
	"Go to an emergency department", "Call an ambulance", "Call your maternity unit",
}

// wantNoSuggestion fails if a result is on the screen.
func wantNoSuggestion(t testing.TB, now display) {
	t.Helper()
	for _, words := range suggestions {
		if now.has(words) {
			t.Errorf("%q is on the screen:\n%s", words, now)
		}
	}
}

// wantUnanswered fails unless the page with this question is on the screen and nothing
// on it is chosen. It first opens and closes the help that says why the question is
// asked: by then every key typed before has been handled.
func (p *person) wantUnanswered(id string) {
	p.t.Helper()
	q := p.table.Question(id)
	p.keys("?")
	if now := p.sees("Why we ask"); !now.has(q.Why) {
		p.t.Fatalf("this is not about %q:\n%s", id, now)
	}
	p.keys("?")
	page := p.page()
	if page.Question != q || slices.ContainsFunc(page.rows, func(r drawnRow) bool { return r.on }) {
		p.t.Fatalf("%q is not unanswered:\n%s", id, p.now())
	}
}

// TestABurstOfEntersAnswersNoPageWithoutAKey types enter three times in one
// write, as a key that is held down or a bad connection does.
func TestABurstOfEntersAnswersNoPageWithoutAKey(t *testing.T) {
	t.Parallel()
	times := 3
	if *long {
		times = 20
	}
	t.Run("welcome", func(t *testing.T) {
		t.Parallel()
		for i := range times {
			p := meet(t, window{args: []string{"--country", "GB"}}, "G-S14")
			if i%2 == 0 { // wait for the table; otherwise it is still being read
				p.sees("the emergency number in the UK")
			}
			p.keys(enter + enter + enter)
			p.sees(firstPage)
			p.wantUnanswered("life")
			p.command.Process.Kill()
		}
	})
	bigger := []string{end + "0", end + "0", "0", "3" + enter, "0", "1" + enter} // a bigger leg, so that the next page asks for one answer
	for _, test := range []struct {
		name string
		way  []string // keys up to the page that is answered, page by page
		keys string   // an answer, followed by three enters
		next string   // the page that must be unanswered
		undo string   // removes the answer, so that every round is like the first
	}{
		{"none of these", nil, end + "0", "limb", end + up + " "},
		{"none of these with arrows", nil, end + up, "limb", end + up + " "},
		{"one answer", bigger, "1", "conditions", ""},
		{"one answer with arrows", bigger, home, "conditions", ""},
		{"ticks of which one is needed", bigger[:3], "1", "general", "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			for i, keys := range test.way {
				left := p.now().left()
				p.goesOn(keys)
				p.until(fmt.Sprintf("question %d", i+2), func(now display) bool { return now.left() != left })
			}
			for range times {
				before := p.page()
				p.keys(test.keys + enter + enter + enter)
				p.until("the next page", func(now display) bool {
					next, ok := now.read(p.table)
					return ok && next.Page != before.Page
				})
				p.wantUnanswered(test.next)
				p.keys(esc)
				p.until("the page before", func(now display) bool {
					next, ok := now.read(p.table)
					return ok && next.Page == before.Page
				})
				if test.undo != "" {
					p.keys(test.undo)
				}
			}
		})
	}
}

// holds types a key as a keyboard does when the key is held down, and returns the longest
// delay of a repetition: a busy machine may not let the test go on in time.
func (s *terminal) holds(key string, delay, repeat time.Duration) (late time.Duration) {
	s.t.Helper()
	s.keys(key)
	last := time.Now()
	for i, wait := 0, delay; i < 30; i, wait = i+1, repeat {
		time.Sleep(wait)
		if _, err := s.pty.WriteString(key); err != nil {
			s.t.Fatal(err)
		}
		late = max(late, time.Since(last)-wait)
		last = time.Now()
	}
	return late
}

// TestAHeldEnterStopsAtTheReview holds enter down on the last page. The list of answers
// that comes up must not be passed unseen; once enter has been released, it shows the
// result. If a repetition came too late, enter was not held as far as the program can
// tell, and a list that was passed proves nothing.
func TestAHeldEnterStopsAtTheReview(t *testing.T) {
	t.Parallel()
	const review = "These are your answers. Are they right?"
	p := begin(t, window{}, "G-S14")
	for now := p.answer(); !now.has(review); {
		now = p.answer()
	}
	for _, board := range []struct{ delay, repeat time.Duration }{{250, 33}, {500, 40}, {660, 92}} {
		p.keys(esc)
		p.page()
		late := p.holds(enter, board.delay*time.Millisecond, board.repeat*time.Millisecond)
		p.until("what the key led to", func(now display) bool { return now.has(review) || now.has("SELF-CARE") })
		time.Sleep(letGo + seen)
		if now := p.now(); !now.has(review) {
			// The program waits 150 ms for the next repetition.
			if late > 140*time.Millisecond-board.repeat*time.Millisecond {
				t.Skipf("held enter, %v: a repetition came %v too late, as if enter had been released", board, late)
			}
			t.Fatalf("held enter, %v: the answers were not looked over:\n%s", board, now)
		}
	}
	p.keys(enter)
	p.sees("SELF-CARE")
}

// TestABurstOfAnswersAnswersOnePage types the answers to several pages in one write.
func TestABurstOfAnswersAnswersOnePage(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-S14")
	p.keys(strings.Repeat("0"+end+enter, 5) + down)
	p.sees(secondPage(t))
	time.Sleep(letGo)
	p.wantUnanswered("limb")
	if now := p.now(); !now.has(secondPage(t)) {
		t.Fatalf("a page was passed:\n%s", now)
	}
}

// focused returns the visible lines of the answer with the focus, starting at the
// terminal's cursor.
func (s display) focused() (lines []string) {
	const lead = len("> 1 [ ] ")
	for i, line := range s.lines[s.y:] {
		begins := i == 0 && strings.HasPrefix(line, ">")
		if !begins && (i == 0 || !strings.HasPrefix(line, strings.Repeat(" ", lead))) {
			break
		}
		lines = append(lines, strings.TrimSpace(line[lead:]))
	}
	return lines
}

// down presses down and waits until the screen has changed and is completely drawn.
func (p *person) down() display {
	p.t.Helper()
	before := p.now()
	p.keys(down)
	now := p.until("another screen", func(now display) bool {
		return !slices.Equal(now.lines, before.lines) && len(now.focused()) > 0
	})
	for {
		time.Sleep(30 * time.Millisecond)
		later := p.now()
		if slices.Equal(later.lines, now.lines) && later.y == now.y {
			return now
		}
		now = later
	}
}

// reads moves down through one answer until all of it has been on the screen.
func (p *person) reads(label string) display {
	p.t.Helper()
	var read []string
	for range 20 {
		now := p.down()
		lines := now.focused()
		for known := min(len(read), len(lines)); known >= 0; known-- { // lines that are still there from the screen before
			if slices.Equal(read[len(read)-known:], lines[:known]) {
				read = append(read, lines[known:]...)
				break
			}
		}
		if said(strings.Join(read, " ")) == label {
			return now
		}
	}
	p.t.Fatalf("%q is read as %q:\n%s", label, read, p.now())
	return display{}
}

// TestEveryAnswerIsReachedInASmallWindow moves through the first list with the arrow
// keys: all of each answer comes on the screen, the terminal's cursor is on it, and the
// screen says if there is more out of sight.
func TestEveryAnswerIsReachedInASmallWindow(t *testing.T) {
	t.Parallel()
	for _, w := range []window{{width: 80, height: 24}, {width: 40, height: 12}, {width: 20, height: 6}} {
		t.Run(fmt.Sprintf("%dx%d", w.width, w.height), func(t *testing.T) {
			t.Parallel()
			p := meet(t, w, "G-S14")
			p.keys(enter)
			p.sees("1 [ ]")
			all := labels(triage.Page{Question: p.table.Question("life"), Tick: -1})
			for i, l := range all {
				now := p.reads(l)
				want := " above, " // every answer fills the smallest window
				switch {
				case w.height > 6:
					continue
				case i == len(all)-1:
					want = "more above"
				}
				if !now.has(want) {
					t.Errorf("nothing says %q:\n%s", want, now)
				}
			}
		})
	}
}

func TestTheScreenComesBackAfterAVerySmallWindow(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-S14")
	bounce := func() {
		t.Helper()
		before := p.now()
		p.resize(10, 3)
		p.until("a small screen", func(now display) bool { return now.lines[0] != "" && len(now.lines) == 3 })
		p.resize(80, 24)
		p.until("the screen as it was", func(now display) bool {
			return slices.Equal(now.lines, before.lines) && now.x == before.x && now.y == before.y
		})
	}
	bounce()
	p.choose(p.page(), label(asked(t, "life"), "blood"), true, true)
	bounce()
	p.keys(enter)
	p.sees("EMERGENCY")
	bounce()
}

// TestNoneOfTheseNeedsALookAtAllAnswers says "none of these" at once in a window that
// shows one answer, and again after going through all of them.
func TestNoneOfTheseNeedsALookAtAllAnswers(t *testing.T) {
	t.Parallel()
	p := meet(t, window{width: 20, height: 6}, "G-S14")
	p.keys(enter)
	p.sees("1 [ ]")
	p.keys("0", enter, enter, enter, "?")
	if now := p.sees("Why we ask"); !now.has(strings.Join(strings.Fields(p.table.Question("life").Why)[:3], " ")) {
		t.Fatalf("none of these was taken:\n%s", now)
	}
	p.keys("?", home)
	p.until("the first answer", func(now display) bool {
		return len(now.focused()) > 0 && strings.HasPrefix(now.focused()[0], say(t, "life", "chest"))
	})
	for presses := 0; p.down().focused()[0] != "Not sure:"; presses++ {
		if presses > 100 {
			t.Fatalf("the last answer is not reached:\n%s", p.now())
		}
	}
	p.keys(enter)
	p.until("the next page", func(now display) bool {
		return now.has(secondPage(t)) && !now.has("[x]")
	})
}

func TestLeavingHalfWay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		keys []string
	}{
		{"ctrl+c twice", []string{ctrlC}},
		{"ctrl+c and yes", []string{"2"}},
		{"ctrl+c and yes with arrows", []string{down, down, enter}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			p.answer()
			before := p.answer()
			p.keys(ctrlC)
			p.sees("Leave now? Your answers are not kept.")
			p.keys(enter, enter)
			p.goesOn("1") // enter alone does nothing, and this stays
			p.until("the page again", func(now display) bool { return slices.Equal(now.lines, before.lines) })
			p.keys(ctrlC)
			p.sees("Leave now?")
			p.keys(test.keys...)
			code, left := p.leaves()
			if code != 130 {
				t.Errorf("exit code %d, want 130", code)
			}
			if !left.has("You left before the end, so there is no result.") {
				t.Errorf("nothing says that there is no result:\n%s", left)
			}
			wantNoSuggestion(t, left)
			p.wantRestored(left)
		})
	}
}

func TestLeavingTheWelcomePage(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]int{"q": 3, ctrlC: 130} {
		s := window{}.open(t)
		s.sees("Press enter to start.")
		s.keys(key)
		code, left := s.leaves()
		if code != want {
			t.Errorf("%q: exit code %d, want %d", key, code, want)
		}
		wantNoSuggestion(t, left)
		s.wantRestored(left)
	}
}

func TestSignalsLeaveWithoutASuggestion(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			p.answer()
			if err := p.command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			code, left := p.leaves()
			if code == 0 {
				t.Error("exit code 0")
			}
			wantNoSuggestion(t, left)
			p.wantRestored(left)
		})
	}
}

// TestAClosedWindowEndsTheProgram closes the terminal under the program, even under one
// that ignores the hang-up signal.
func TestAClosedWindowEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		w    window
	}{
		{"hang up", window{}},
		{"hang up ignored", window{program: "/bin/sh", args: []string{"-c", `trap "" HUP; exec "$0"`, program(t)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, test.w, "G-S14")
			p.answer()
			p.pty.Close()
			if code, _ := p.leaves(); code == 0 {
				t.Error("exit code 0")
			}
		})
	}
}

func TestAResultStaysOnTheScreen(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", ctrlC} {
		s := window{args: []string{"--country", "GB"}}.open(t)
		s.sees("Call 999, the emergency number in the UK.")
		s.keys(enter)
		s.sees(firstPage)
		s.keys("1", enter)
		s.sees("EMERGENCY Call an ambulance now.")
		s.keys(key)
		code, left := s.leaves()
		if code != 0 {
			t.Errorf("%q: exit code %d, want 0", key, code)
		}
		for _, words := range []string{"EMERGENCY", "Call an ambulance now.", "Call 999, the emergency number in the UK.", "This is not a diagnosis."} {
			if !left.has(words) {
				t.Errorf("%q: %q is not left on the screen:\n%s", key, words, left)
			}
		}
		s.wantRestored(left)
	}
}

// TestAResultIsReadToItsEnd scrolls through a result and its sections, which say if
// there is more out of sight.
func TestAResultIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	s := window{env: []string{"NO_COLOR=1"}}.open(t) // without colours the open section has brackets
	s.sees("enter start")
	s.keys(enter)
	s.sees(firstPage)
	s.keys("1", enter)
	s.sees("EMERGENCY Call an ambulance now.")
	s.sees("more below")
	s.keys(pgdown)
	s.sees("more above")
	s.sees("No clinician has reviewed these rules yet.")
	s.keys("w")
	s.sees("[Why]")
	for _, section := range []string{"[Your answers]", "[The rule]", "[Why]"} {
		s.keys("\x1b[C") // right
		s.sees(section)
		if section == "[The rule]" {
			s.sees("holds:")
		}
	}
	s.keys("q") // back to the result, at the place where it was left
	s.sees("Do this now")
	s.keys("q")
	if code, _ := s.leaves(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestAResultIsSavedForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := window{dir: dir}.open(t)
	s.sees("Press enter to start.")
	s.keys(enter)
	s.sees(firstPage)
	s.keys("1", enter)
	s.sees("EMERGENCY")
	s.keys("s")
	s.sees("> legtriage.html")
	s.keys(enter)
	s.sees("Saved as legtriage.html.")
	info, err := os.Stat(filepath.Join(dir, "legtriage.html"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	s.keys("s")
	s.sees("> legtriage.html")
	s.keys(enter)
	s.sees("is there already. Replace it?")
	s.keys(esc)
	s.sees("> legtriage.html")
	s.keys(strings.Repeat("\x7f", len("legtriage.html")), "no/such/folder.md", enter)
	s.sees("It could not be saved:")
	files, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil || len(files) != 1 {
		t.Errorf("the folder has %v, %v", files, err)
	}
}

func TestEscGoesBackAndKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"esc": esc, "esc twice, quickly": altEsc, "shift+tab": "\x1b[Z"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			p.answer()
			p.sees(secondPage(t))
			p.keys(key)
			p.sees("This is what you said before. Press enter to keep it.")
			p.waitRow("the mark", "None of these", func(r drawnRow, now display) bool { return r.on && r.focus && r.line == now.y })
			p.answer() // as it is
			p.sees(secondPage(t))
		})
	}
}

func TestEscOnAnEmergencyAsksFirst(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-E01")
	result := p.toResult()
	for _, stay := range []string{altEsc, enter + enter + "1" + enter} {
		p.keys(esc)
		p.sees("Was an answer wrong?")
		p.keys(stay)
		p.until("the result again", func(now display) bool { return slices.Equal(now.lines, result.lines) })
	}
	p.keys(esc)
	p.sees("Was an answer wrong?")
	p.goesOn("2")
	p.waitRow("the mark", label(asked(t, "life"), "chest"), func(r drawnRow, _ display) bool { return r.on })
}

// TestKeysWithoutAMeaningDoNothing types keys that forms and shells know, and then a
// key that does something: only that may have an effect.
func TestKeysWithoutAMeaningDoNothing(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]string{
		"paste":              "\x1b[200~1\r2\r\x1b[201~",
		"paste of an end":    "\x1b[200~\x1b[F\r\x1b[201~",
		"slash":              "/[{",
		"ctrl+a":             ctrlA,
		"tab":                tab,
		"mouse":              "\x1b[<0;3;7M\x1b[<0;3;7m",
		"left and right":     "\x1b[C\x1b[D",
		"function keys":      "\x1bOQ\x1b[15~",
		"letters":            "oswAQZ",
		"a report of focus":  "\x1b[I\x1b[O",
		"a reply to a query": "\x1b]11;rgb:0000/0000/0000\x07\x1b[?2026;2$y",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			before := p.now()
			p.keys(keys)
			p.wantUnanswered("life")
			if after := p.now(); !slices.Equal(after.lines, before.lines) {
				t.Errorf("the screen was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

func TestGoingOnAfterAnEmergency(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-D34")
	result := p.toResult()
	if !result.has("EMERGENCY") || !result.has("g go on for the doctor") {
		t.Fatalf("there is nothing to go on with:\n%s", result)
	}
	p.keys("g")
	p.sees(ask(t, "problem"))
	p.keys(esc)
	p.until("the result again", func(now display) bool { return slices.Equal(now.lines, result.lines) })
	p.keys("g")
	p.sees(ask(t, "problem"))
	again := p.toResult()
	if again.lines[0] != result.lines[0] || again.lines[2] != result.lines[2] || again.has("g go on") {
		t.Fatalf("after all questions the result is:\n%s", again)
	}
	p.keys("q")
	if code, left := p.leaves(); code != 0 || !strings.Contains(p.afterwards(), "EMERGENCY Go to an emergency department now.") {
		t.Errorf("exit code %d, and what is left is:\n%s", code, left)
	}
}

// TestATerminalThatAnswersNothingGetsTheSixteenColours opens a terminal whose background
// stays unknown: only the sixteen colours, which people set themselves, are sure to be
// legible there.
func TestATerminalThatAnswersNothingGetsTheSixteenColours(t *testing.T) {
	t.Parallel()
	s := window{silent: true}.open(t)
	s.sees("Press enter to start.")
	s.keys(enter)
	s.sees(firstPage)
	s.keys("1", enter)
	s.sees("EMERGENCY")
	s.keys("q")
	s.leaves()
	wantSixteen(t, colourCodes(s.written()))
}

// wantSixteen fails unless there are colours, all of them among the sixteen.
func wantSixteen(t *testing.T, codes []string) {
	t.Helper()
	if len(codes) == 0 || slices.ContainsFunc(codes, func(code string) bool { return strings.Contains(code, "8;") }) {
		t.Errorf("want some of the sixteen colours, have %q", codes)
	}
}

func TestColoursCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, w window) []string {
		s := w.open(t)
		s.sees("Press enter to start.")
		s.keys(enter)
		s.sees(firstPage)
		s.keys("1", enter)
		s.sees("EMERGENCY")
		s.keys("w")
		s.sees("The rule")
		s.keys(ctrlC)
		s.leaves()
		return colourCodes(s.written())
	}
	if codes := run(t, window{}); len(codes) == 0 {
		t.Error("there are no colours to switch off")
	}
	for name, w := range map[string]window{
		"NO_COLOR":      {env: []string{"NO_COLOR=1"}},
		"any text":      {env: []string{"NO_COLOR=please"}},
		"--no-color":    {args: []string{"--no-color"}},
		"--theme plain": {args: []string{"--theme", "plain"}},
		"its variable":  {env: []string{"LEGTRIAGE_THEME=plain"}},
		"both":          {env: []string{"NO_COLOR=1"}, args: []string{"--theme", "dark"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if codes := run(t, w); len(codes) > 0 {
				t.Errorf("colours all the same: %v", codes)
			}
		})
	}
	t.Run("sixteen", func(t *testing.T) {
		t.Parallel()
		wantSixteen(t, run(t, window{env: []string{"TERM=vt100", "COLORTERM="}}))
	})
}

// TestColoursCanBeRead measures the contrast of everything in colour, on backgrounds
// that people use: on two of them, or with -long on all.
func TestColoursCanBeRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		background color.Color
		coloured   bool // some colour is legible there
	}{
		{"black", color.Black, true},
		{"white", color.White, true},
		{"solarized dark", color.RGBA{0x00, 0x2b, 0x36, 0xff}, true},
		{"solarized light", color.RGBA{0xfd, 0xf6, 0xe3, 0xff}, true},
		{"dark grey", color.RGBA{0x40, 0x40, 0x40, 0xff}, true},
		{"middle grey", color.RGBA{0x80, 0x80, 0x80, 0xff}, false},
	} {
		if !*long && test.name != "white" && test.name != "middle grey" {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lowest, seen := math.Inf(1), 0
			look := func(now display) {
				for _, i := range now.inks {
					seen++
					lowest = min(lowest, contrast(i.text, i.back))
				}
			}
			for _, id := range []string{"G-E01", "G-S03", "LB-DEF015"} {
				p := begin(t, window{background: test.background}, id)
				if test.coloured { // the first frame is drawn before the background is known
					p.until("a colour", func(now display) bool { return len(now.inks) > 0 })
				}
				p.keys(down)
				p.waitRow("the focus", label(asked(t, "life"), "chest"), func(r drawnRow, now display) bool { return r.focus })
				look(p.now())
				look(p.toResult())
				p.readOn()
				look(p.now())
				p.keys("w")
				look(p.sees("The rule"))
				p.keys(ctrlC)
				p.leaves()
			}
			if (seen > 0) != test.coloured {
				t.Errorf("%d colours were measured", seen)
			}
			t.Logf("lowest contrast %.2f", lowest)
			if lowest < 4.5 {
				t.Errorf("a colour has a contrast of %.2f, want 4.5", lowest)
			}
		})
	}
}

// contrast returns the contrast ratio of two colours by WCAG 2, from 1 to 21. It was
// written independently, from the recommendation, so that the program is not checked by
// its own code.
func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) float64 {
		var sum float64
		r, g, b, _ := c.RGBA()
		for i, v := range []uint32{r, g, b} {
			s := float64(v>>8) / 255
			if s <= 0.03928 {
				s /= 12.92
			} else {
				s = math.Pow((s+0.055)/1.055, 2.4)
			}
			sum += s * []float64{0.2126, 0.7152, 0.0722}[i]
		}
		return sum
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}
