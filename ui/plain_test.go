package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"legtriage/triage"
)

// talk is somebody at the other end of two pipes: what the program says comes
// out of one, what the person types goes into the other. The program is heard
// out before anything is typed, so that nothing depends on time.
type talk struct {
	t       testing.TB
	typed   *io.PipeWriter
	said    *io.PipeReader
	all     strings.Builder   // everything that was said
	lines   []string          // everything that was typed
	files   map[string]string // saved, by name
	outcome Outcome
	err     error
	ended   bool
	done    chan struct{}
}

// startPlain starts plain mode.
func startPlain(t testing.TB, ctx context.Context) *talk {
	t.Helper()
	return startPlainIn(t, ctx, nil)
}

// startPlainIn starts plain mode in a window of so many columns.
func startPlainIn(t testing.TB, ctx context.Context, width func() int) *talk {
	t.Helper()
	in, typed := io.Pipe()
	said, out := io.Pipe()
	p := &talk{t: t, typed: typed, said: said, done: make(chan struct{}), files: map[string]string{}}
	iv := plainly(t)
	iv.Width = width
	iv.Save = func(name string, data []byte, replace bool) error {
		if _, there := p.files[name]; there && !replace {
			return fs.ErrExist
		}
		p.files[name] = string(data)
		return nil
	}
	go func() {
		p.outcome, p.err = RunPlain(ctx, iv, in, out)
		close(p.done)
		out.Close()
		in.Close()
	}()
	// A program that says too much or too little would keep both ends waiting.
	late := time.AfterFunc(time.Minute, func() {
		typed.CloseWithError(errors.New("it takes too long"))
		said.CloseWithError(errors.New("it takes too long"))
	})
	t.Cleanup(func() {
		late.Stop()
		typed.Close()
		said.Close()
		<-p.done
	})
	return p
}

// plainly is an interview over the table that is part of the program.
func plainly(t testing.TB) Interview {
	t.Helper()
	table := leg(t)
	return Interview{Words: English(), Table: func() (*triage.Table, Place, error) { return table, Place{}, nil }}
}

// prompts are the ends of everything that asks for a line.
var prompts = regexp.MustCompile(`(1 to \d+|\d+ for none|q to leave|q to stop|alone to (go on|stay|change none|save nothing|keep it)):$`)

// hear returns what is said up to the next prompt, or up to the end.
func (p *talk) hear() string {
	p.t.Helper()
	var heard strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := p.said.Read(buf)
		heard.Write(buf[:n])
		p.all.Write(buf[:n])
		switch {
		case err == io.EOF:
			p.ended = true
			<-p.done
			return heard.String()
		case err != nil:
			p.t.Fatal(err)
		case prompts.MatchString(oneLine(heard.String())):
			return heard.String()
		case heard.Len() > 1<<20:
			p.t.Fatalf("it does not stop talking:\n%.3000s", heard.String())
		}
	}
}

// say types a line and returns what is said then.
func (p *talk) say(line string) string {
	p.t.Helper()
	p.lines = append(p.lines, line)
	if _, err := io.WriteString(p.typed, line+"\n"); err != nil {
		p.t.Fatalf("%q: %v, after:\n%s", line, err, p.all.String())
	}
	return p.hear()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wantSaid fails unless these words were said.
func (p *talk) wantSaid(heard, words string) {
	p.t.Helper()
	if !strings.Contains(oneLine(heard), words) {
		p.t.Fatalf("%q was not said, but:\n%s", words, heard)
	}
}

var (
	questionLine = regexp.MustCompile(`(?m)^Question \d+\. .*$`)
	optionLine   = regexp.MustCompile(`^(\d+)\. (.*)$`)
)

// readPage reads which page was asked, and which number each answer has, out
// of what was said. It returns false when that was no question.
func readPage(t testing.TB, heard string) (page triage.Page, numbers map[string]int, ok bool) {
	t.Helper()
	at := questionLine.FindAllStringIndex(heard, -1)
	if at == nil {
		return triage.Page{}, nil, false
	}
	numbers = map[string]int{}
	ask, label, n := "", "", 0
	note := func() {
		if n > 0 {
			numbers[label] = n
		}
	}
lines:
	for _, line := range strings.Split(heard[at[len(at)-1][1]+1:], "\n") {
		m := optionLine.FindStringSubmatch(line)
		switch {
		case m != nil:
			note()
			fmt.Sscan(m[1], &n)
			label = m[2]
		case line == "":
			break lines // the prompt comes next
		case n > 0:
			label += " " + strings.TrimSpace(line)
		default:
			ask = strings.TrimSpace(ask + " " + line)
		}
	}
	note()
	table := leg(t)
	for i := range table.Questions {
		q := &table.Questions[i]
		if ask == q.Ask {
			return triage.Page{Question: q, Tick: -1}, numbers, true
		}
		for o := range q.Options {
			if ask == English().OneByOne+" "+q.Options[o].Say {
				return triage.Page{Question: q, Tick: o}, numbers, true
			}
		}
	}
	t.Fatalf("this is no question of the table: %q, in:\n%s", ask, heard)
	return
}

// numbers returns what to type for these answers to the page that was heard.
func (p *talk) numbers(heard string, ids ...string) string {
	p.t.Helper()
	page, numbers, ok := readPage(p.t, heard)
	if !ok {
		p.t.Fatalf("this is no question:\n%s", heard)
	}
	var typed []string
	for i, id := range idsOf(page) {
		if slices.Contains(ids, id) {
			n := numbers[labelsOf(page)[i]]
			if n == 0 {
				p.t.Fatalf("%q was not offered, but %v", labelsOf(page)[i], numbers)
			}
			typed = append(typed, fmt.Sprint(n))
		}
	}
	return strings.Join(typed, " ")
}

// answerAs answers every question by its number, hears all answers before a
// result, and returns the result.
func (p *talk) answerAs(a triage.Answers) string {
	p.t.Helper()
	heard := p.hear()
	for range 60 {
		page, _, ok := readPage(p.t, heard)
		if !ok {
			if strings.Contains(oneLine(heard), "Press enter alone if they are right") {
				heard = p.say("")
			}
			return heard
		}
		heard = p.say(p.numbers(heard, replyOf(p.t, a, page)...))
	}
	p.t.Fatalf("there is no end of questions:\n%s", p.all.String())
	return ""
}

// people are six ways through the questions, by the case whose answers they
// give.
var people = []struct {
	id       string
	verdict  string
	headline string
}{
	{"G-E01", "EMERGENCY", "Call an ambulance now."},
	{"LB-DEF015", "SEE A DOCTOR", "See a doctor today."},
	{"G-S03", "SELF-CARE", "You can look after this at home."},
	{"LB-MTR019", "EMERGENCY", "Go to an emergency department now. " + English().ByWhen[triage.Go] + " Call your maternity unit on the way."},
	{"AV176", "SEE A DOCTOR", "See a doctor within two weeks."},
	{"G-S14", "SELF-CARE", "You can look after this at home."},
}

// asJSON is the whole assessment, to compare two.
func asJSON(t testing.TB, as *triage.Assessment) string {
	t.Helper()
	out, err := json.Marshal(as)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestPlainTellsPeopleTheirResult(t *testing.T) {
	cases := vignettes(t)
	for _, person := range people {
		t.Run(person.id, func(t *testing.T) {
			p := startPlain(t, context.Background())
			told := p.answerAs(cases[person.id])
			if !strings.HasPrefix(oneLine(told), person.verdict+" "+person.headline) {
				t.Fatalf("it does not begin with %s, %s:\n%s", person.verdict, person.headline, told)
			}
			p.wantSaid(p.say("w"), "Why this result The rules that decided")
			p.wantSaid(p.say("?"), "Type w to hear why")
			p.wantSaid(p.say("n"), "Why it is not more urgent")
			p.wantSaid(p.say("c"), "What would make it more urgent")
			p.wantSaid(p.say("r"), "Your answers so far")
			p.wantSaid(p.say("f"), "The rules that decided, in full")
			p.say("s")
			p.wantSaid(p.say(person.id+".html"), "Saved as "+person.id+".html.")
			if page := p.files[person.id+".html"]; !strings.Contains(page, "<h1 class=") || !strings.Contains(page, ">"+person.verdict+"<") {
				t.Fatalf("the saved page is %s", page)
			}
			p.say("q")
			if !p.ended || p.err != nil || p.outcome.Assessment == nil || p.outcome.Interrupted {
				t.Fatalf("ended %v with %+v, %v", p.ended, p.outcome, p.err)
			}
			wantPlain(t, p.all.String())
		})
	}
}

func TestPlainReasonNamesWhatThePersonSaid(t *testing.T) {
	p := startPlain(t, context.Background())
	p.wantSaid(p.answerAs(vignettes(t)["AV176"]), "You said: “"+say(t, "pattern", "walk")+"”")
}

// TestPlainCorrectedAnswerLeadsToTheOtherResult ticks a bigger leg by
// mistake, is sent to an emergency department, goes back and is not.
func TestPlainCorrectedAnswerLeadsToTheOtherResult(t *testing.T) {
	truth := vignettes(t)["G-S14"]
	slip := truth.Clone()
	for question, option := range map[string]string{"swelling": "leg", "change": "new"} {
		if err := slip.Reply(leg(t).Question(question), option); err != nil {
			t.Fatal(err)
		}
	}
	p := startPlain(t, context.Background())
	p.wantSaid(p.answerAs(slip), "EMERGENCY Go to an emergency department now.")
	p.wantSaid(p.say("b"), "If an answer was wrong, type yes to go back.")
	p.wantSaid(p.say("yes"), ask(t, "change"))
	heard := p.say("b")
	p.wantSaid(heard, ask(t, "swelling"))
	p.wantSaid(heard, "You said 1 before.")
	heard = p.say(p.numbers(heard, "none"))
	for {
		page, _, ok := readPage(t, heard)
		if !ok {
			break
		}
		heard = p.say(p.numbers(heard, replyOf(t, truth, page)...))
	}
	p.wantSaid(p.say(""), "SELF-CARE")
	p.say("q")
	straight := startPlain(t, context.Background())
	straight.answerAs(truth)
	straight.say("q")
	if got, want := asJSON(t, p.outcome.Assessment), asJSON(t, straight.outcome.Assessment); got != want {
		t.Errorf("corrected answers lead to\n%s\nthe same answers at once to\n%s", got, want)
	}
}

// TestPlainAndFullScreenAgree sends every case through both, and expects the
// same questions and the same result, to the letter.
func TestPlainAndFullScreenAgree(t *testing.T) {
	cases := vignettes(t)
	for i, id := range slices.Sorted(maps.Keys(cases)) {
		if testing.Short() && i%8 > 0 {
			continue
		}
		t.Run(id, func(t *testing.T) {
			p := startPlain(t, context.Background())
			told := p.answerAs(cases[id])
			p.say("q")
			wantPlain(t, p.all.String())
			s := start(t, sizes[0])
			s.press("enter")
			s.answerAs(cases[id])
			s.press("q")
			if plain, full := asJSON(t, p.outcome.Assessment), asJSON(t, s.app.outcome().Assessment); plain != full {
				t.Fatalf("plain mode comes to\n%s\nthe full screen to\n%s", plain, full)
			}
			var document bytes.Buffer
			if err := s.result().doc.Text(&document, plainWidth); err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(told, "\n"+document.String()) {
				t.Fatalf("plain mode tells\n%s\nthe full screen\n%s", told, document.String())
			}
		})
	}
}

// TestPlainFollowsTheWindow goes through plain mode in windows of several
// widths, one of which changes on the way. No line is wider than the window,
// nor than is easy to read, and the words are those of every other window.
func TestPlainFollowsTheWindow(t *testing.T) {
	for _, person := range people {
		truth := vignettes(t)[person.id]
		straight := startPlain(t, context.Background())
		straight.answerAs(truth)
		straight.say("q")
		for _, columns := range []int{20, 37, 200} {
			p := startPlainIn(t, context.Background(), func() int { return columns })
			p.hear()
			for _, line := range straight.lines {
				p.say(line)
			}
			if got, want := oneLine(p.all.String()), oneLine(straight.all.String()); got != want {
				t.Errorf("%s in %d columns: it says\n%s\nwant\n%s", person.id, columns, got, want)
			}
			for l := range strings.Lines(p.all.String()) {
				if l = strings.TrimRight(l, "\n"); len([]rune(l)) > min(columns, plainWidth) && strings.Contains(strings.TrimLeft(l, " -0123456789."), " ") {
					t.Errorf("%s in %d columns: %q", person.id, columns, l)
				}
			}
		}
	}
	columns := 200
	p := startPlainIn(t, context.Background(), func() int { return columns })
	wide := p.hear()
	columns = 24
	narrow := p.say("?")
	longest := func(s string) (n int) {
		for l := range strings.Lines(s) {
			n = max(n, len(strings.TrimSpace(l)))
		}
		return n
	}
	if longest(wide) < 50 || longest(narrow) > 24 {
		t.Errorf("the window became narrower, the text did not:\n%s%s", wide, narrow)
	}
	p.say("q")
}

// TestAddressesStayWhole prints a long address so that it can be copied, and
// keeps it inside the window on the full screen.
func TestAddressesStayWhole(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("a-long-way/", 10)
	d := Document{{Kind: Paragraph, Text: "It stands in " + address + " and elsewhere."}}
	var out strings.Builder
	if err := d.Text(&out, 40); err != nil {
		t.Fatal(err)
	}
	if want := "It stands in\n" + address + "\nand elsewhere.\n"; out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	for _, l := range d.lines(40) {
		if len(l.text) > 40 {
			t.Errorf("on the screen: %q", l.text)
		}
	}
}

// wantPlain fails on anything that a screen reader or a pipe should not get:
// control characters, and symbols that are not ASCII. Letters of any script
// and typographic quotes can be in the table's words.
func wantPlain(t testing.TB, text string) {
	t.Helper()
	for i, r := range text {
		if r == '\n' || r >= ' ' && r < 0x7f || strings.ContainsRune("“”‘’", r) || unicode.IsLetter(r) {
			continue
		}
		t.Errorf("%U in %q", r, text[max(0, i-60):min(len(text), i+60)])
		return
	}
}

// wantNoSuggestion fails when a category or what to do was said.
func wantNoSuggestion(t testing.TB, text string) {
	t.Helper()
	for _, words := range slices.Concat(English().Categories[:], English().Headlines[:], English().Maternity[1:4]) {
		if strings.Contains(oneLine(text), words) {
			t.Fatalf("%q was said:\n%s", words, text)
		}
	}
}

// TestEndOfInputIsNeverAnAnswer cuts the input of six people after every line,
// and in the middle of a line. Without the result having been told there must
// be no assessment.
func TestEndOfInputIsNeverAnAnswer(t *testing.T) {
	cases := vignettes(t)
	for _, person := range people {
		t.Run(person.id, func(t *testing.T) {
			p := startPlain(t, context.Background())
			p.answerAs(cases[person.id])
			for n := 0; n <= len(p.lines); n++ {
				input := ""
				for _, line := range p.lines[:n] {
					input += line + "\n"
				}
				var out endless
				o, err := RunPlain(context.Background(), plainly(t), strings.NewReader(input), &out)
				if told := n == len(p.lines); err != nil || o.Interrupted || (o.Assessment != nil) != told {
					t.Fatalf("after %d of %d lines: %+v, %v:\n%s", n, len(p.lines), o, err, out.String())
				}
				if n < len(p.lines) {
					wantNoSuggestion(t, out.String())
				}
				wantPlain(t, out.String())
			}
		})
	}
}

// endless is an output that fails when too much is said, so that a program that
// does not stop talking fails a test and not the machine.
type endless struct{ bytes.Buffer }

func (e *endless) Write(p []byte) (int, error) {
	if e.Len() > 1<<20 {
		return 0, errors.New("it does not stop talking")
	}
	return e.Buffer.Write(p)
}

// plainNumbers returns the numbers of none and not sure on the first page.
func plainNumbers(t testing.TB) (none, unsure string) {
	n := len(leg(t).Question("life").Options)
	return fmt.Sprint(n + 1), fmt.Sprint(n + 2)
}

// TestEndOfInputBesideTheWay ends the input at the prompts that a straight way
// does not come to.
func TestEndOfInputBesideTheWay(t *testing.T) {
	none, unsure := plainNumbers(t)
	home := startPlain(t, context.Background())
	home.answerAs(vignettes(t)["G-S14"])
	calm := home.lines // up to the result, which is no emergency
	before := calm[:len(calm)-1]
	for _, test := range []struct {
		name  string
		lines []string
		told  bool
	}{
		{"asked whether to stop", []string{none, "q"}, false},
		{"having said no to that", []string{none, "q", ""}, false},
		{"asked tick by tick", []string{unsure}, false},
		{"in the middle of the ticks", []string{unsure, "1", "1"}, false},
		{"after help", []string{"?"}, false},
		{"after a bad line", []string{"nonsense"}, false},
		{"asked whether the answers are right", before, false},
		{"having said nonsense to that", slices.Concat(before, []string{"x"}), false},
		{"asked which answer to change", slices.Concat(before, []string{"e"}), false},
		{"having said none", slices.Concat(before, []string{"e", ""}), false},
		{"changing an answer", slices.Concat(before, []string{"e", "1"}), false},
		{"having changed it to the same", slices.Concat(before, []string{"e", "1", ""}), false},
		{"gone back from the answers", slices.Concat(before, []string{"b"}), false},
		{"stopping there", slices.Concat(before, []string{"q", "yes"}), false},
		{"asked there whether to stop", slices.Concat(before, []string{"q"}), false},
		{"a calm result told", calm, true},
		{"changing an answer after it", slices.Concat(calm, []string{"e", "1"}), false},
		{"asked which answer to change after it", slices.Concat(calm, []string{"e"}), true},
		{"gone back from it", slices.Concat(calm, []string{"b"}), false},
		{"an emergency told", []string{"1"}, true},
		{"asked whether an answer was wrong", []string{"1", "b"}, true},
		{"having stayed", []string{"1", "b", ""}, true},
		{"gone back from the result", []string{"1", "b", "yes"}, false},
		{"gone back and asked whether to stop", []string{none, "1", "b", "yes", "q"}, false},
		{"gone on for the doctor", []string{"1", "g"}, true},
		{"gone on and some more", []string{"1", "g", "1", "b"}, true},
		{"gone on and back and back", []string{"1", "g", "b", "b", "yes"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out endless
			o, err := RunPlain(context.Background(), plainly(t), strings.NewReader(strings.Join(test.lines, "\n")+"\n"), &out)
			if err != nil || o.Interrupted || (o.Assessment != nil) != test.told {
				t.Fatalf("%+v, %v:\n%s", o, err, out.String())
			}
			wantPlain(t, out.String())
		})
	}
}

func TestPlainCommands(t *testing.T) {
	none, _ := plainNumbers(t)
	p := startPlain(t, context.Background())
	p.wantSaid(p.hear(), "Type the number of your answer and press enter.")
	p.wantSaid(p.say("b"), "This is the first question.")
	p.wantSaid(p.say("?"), "Why we ask "+leg(t).Question("life").Why)
	p.wantSaid(p.say("r"), "You have not answered anything yet.")
	p.wantSaid(p.say(""), "Type a number from the list")
	p.wantSaid(p.say(none), "Question 2.")
	p.wantSaid(p.say(" B "), "You said "+none+" before. Press enter alone to keep it. All numbers that fit")
	p.wantSaid(p.say(""), "Question 2.")
	p.wantSaid(p.say("R"), "Your answers so far "+ask(t, "life")+" - None of these")
	p.wantSaid(p.say("q"), "Leave now? Your answers are not kept. Type yes to stop")
	p.wantSaid(p.say("no"), "All numbers that fit")
	p.wantSaid(p.say("q"), "Leave now?")
	p.say("yes")
	if !p.ended || p.err != nil || p.outcome.Assessment != nil || p.outcome.Interrupted {
		t.Fatalf("ended %v with %+v, %v:\n%s", p.ended, p.outcome, p.err, p.all.String())
	}
	wantNoSuggestion(t, p.all.String())
	wantPlain(t, p.all.String())
}

func TestPlainQuitsAtOnceWithoutAnswers(t *testing.T) {
	p := startPlain(t, context.Background())
	p.hear()
	p.say("q")
	if !p.ended || p.outcome.Assessment != nil {
		t.Fatalf("ended %v with %+v:\n%s", p.ended, p.outcome, p.all.String())
	}
}

func TestPlainResultCommands(t *testing.T) {
	none, _ := plainNumbers(t)
	p := startPlain(t, context.Background())
	p.hear()
	p.wantSaid(p.say("1"), "EMERGENCY Call an ambulance now.")
	p.wantSaid(p.say("b"), "If an answer was wrong, type yes to go back.")
	p.wantSaid(p.say(""), "Type ? to hear what you can type")
	p.wantSaid(p.say("?"), "Type w to hear why")
	p.wantSaid(p.say("x"), `"x" is not one of the answers.`)
	p.wantSaid(p.say("g"), "Question 2.")
	p.wantSaid(p.say("b"), "EMERGENCY")
	p.wantSaid(p.say("e"), "1. "+ask(t, "life")+" "+say(t, "life", "chest"))
	p.wantSaid(p.say("1"), "type yes")
	p.wantSaid(p.say("no"), "Type ? to hear what you can type")
	p.wantSaid(p.say("b"), "type yes")
	p.wantSaid(p.say("yes"), "You said 1 before.")
	p.wantSaid(p.say(none), "Question 2.")
}

// TestPlainChangesAnAnswerInPlace changes one of the first answers of a calm
// result, and hears at once what that does.
func TestPlainChangesAnAnswerInPlace(t *testing.T) {
	p := startPlain(t, context.Background())
	p.answerAs(vignettes(t)["G-S14"])
	p.wantSaid(p.say("e"), "1. "+ask(t, "life")+" None of these")
	heard := p.say("1")
	p.wantSaid(heard, "You are changing this answer.")
	p.wantSaid(p.say("?"), "Why we ask")
	told := p.say("1")
	p.wantSaid(told, "EMERGENCY Call an ambulance now.")
	p.wantSaid(told, "Was: You can look after this at home. Now: Call an ambulance now.")
	p.say("q")
	if as := p.outcome.Assessment; as == nil || as.AtLeast != triage.Call {
		t.Fatalf("the outcome is %+v", p.outcome)
	}
	wantPlain(t, p.all.String())
}

// TestPlainChangesAnAnswerHalfWay changes the first answer from a later question, as
// the full screen does from its list of answers.
func TestPlainChangesAnAnswerHalfWay(t *testing.T) {
	none, _ := plainNumbers(t)
	p := startPlain(t, context.Background())
	p.wantSaid(p.hear(), "r to hear your answers, e to change one, b to go back, or q to stop.")
	p.wantSaid(p.say("e"), "You have not answered anything yet.")
	p.say(none)
	p.wantSaid(p.say("e"), "1. "+ask(t, "life")+" None of these")
	p.wantSaid(p.say(""), "All numbers that fit")
	p.say("e")
	p.wantSaid(p.say("2"), `"2" is not one of the answers.`)
	p.say("e")
	p.wantSaid(p.say("1"), "You are changing this answer. "+ask(t, "life"))
	p.wantSaid(p.say("b"), "Question 2.")
	p.say("e")
	p.say("1")
	p.wantSaid(p.say("1"), "EMERGENCY Call an ambulance now.")
	p.say("q")
	wantPlain(t, p.all.String())
}

// TestPlainHelpNamesWhatCanBeTyped reads every sentence that says what can be typed:
// it names all letters that do something on that screen, each once, and no other.
func TestPlainHelpNamesWhatCanBeTyped(t *testing.T) {
	p := &plain{w: English(), session: NewSession(leg(t), nil, nil), iv: Interview{Words: English()}}
	for _, test := range []struct {
		on       Screen
		sentence string
		save     bool
		want     string
	}{
		{Page, English().PlainHelp, true, "? r e b q"}, {LookOver, English().KeptPlainReview, true, "e b q"}, {Review, English().PlainReview, true, "e b q"},
		{Result, English().PlainAfter, true, "w n c f r e s b q"}, {Result, English().PlainAfter, false, "w n c f r e b q"},
	} {
		if p.iv.Save = nil; test.save {
			p.iv.Save = func(string, []byte, bool) error { return nil }
		}
		var got []string
		for _, m := range regexp.MustCompile(`(?:Type|,(?: or)?) ([bcefgnqrsw?]) `).FindAllStringSubmatch(p.offer(test.sentence, test.on), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("it names %v, want %s: %s", got, test.want, p.offer(test.sentence, test.on))
		}
	}
}

// TestPlainBackOutOfAChangeLeavesTheAnswers starts to change an answer and
// goes back: nothing was changed then, so the same result comes again.
func TestPlainBackOutOfAChangeLeavesTheAnswers(t *testing.T) {
	p := startPlain(t, context.Background())
	told := p.answerAs(vignettes(t)["G-S14"])
	p.say("e")
	p.say("1")
	if again := p.say("b"); again != told {
		t.Fatalf("after going back out of the change it says\n%s\nbefore it said\n%s", again, told)
	}
}

func TestPlainSaves(t *testing.T) {
	p := startPlain(t, context.Background())
	p.hear()
	p.say("1")
	p.wantSaid(p.say("s"), "Save the result. Name of the file?")
	p.wantSaid(p.say(""), "Type ? to hear what you can type")
	p.say("s")
	p.wantSaid(p.say("result.txt"), "The name must end in .html, .md or .json.")
	p.say("s")
	p.wantSaid(p.say("My Result.md"), "Saved as My Result.md.")
	p.say("s")
	p.wantSaid(p.say("My Result.md"), `"My Result.md" is there already. Replace it?`)
	p.files["My Result.md"] = "mine"
	p.wantSaid(p.say("no"), "Type ? to hear what you can type")
	if p.files["My Result.md"] != "mine" {
		t.Fatal("a file was replaced without being asked to")
	}
	p.say("s")
	p.say("My Result.md")
	p.wantSaid(p.say("yes"), "Saved as My Result.md.")
	if !strings.HasPrefix(p.files["My Result.md"], "# EMERGENCY") || len(p.files) != 1 {
		t.Fatalf("the files are %v", p.files)
	}
	wantPlain(t, p.all.String())
}

// TestPlainNotSureGoesThroughTheList opens a list item by item.
func TestPlainNotSureGoesThroughTheList(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := startPlain(t, context.Background())
	p.hear()
	heard := p.say(unsure)
	for i, o := range leg(t).Question("life").Options {
		page, numbers, _ := readPage(t, heard)
		if page.Question.ID != "life" || page.Tick != i {
			t.Fatalf("%v is asked, want %s:\n%s", page, o.ID, heard)
		}
		if want := map[string]int{"No": 1, "Not sure": 2, "Yes": 3}; !maps.Equal(numbers, want) {
			t.Fatalf("the answers are %v:\n%s", numbers, heard)
		}
		p.wantSaid(heard, "Question 1.")
		heard = p.say("1")
	}
	p.wantSaid(heard, "Question 2.")
}

func TestPlainUnsureRedFlagIsAnEmergency(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := startPlain(t, context.Background())
	p.hear()
	p.say(unsure)
	p.say("1")
	told := p.say("2")
	p.wantSaid(told, "EMERGENCY")
	p.wantSaid(told, "You were not sure: “"+say(t, "life", "breath")+"” To be safe, it counts as yes.")
}

// TestPlainTakesNoNonsense types what people and cats type. Nothing of it may
// be taken for an answer, and nothing that could act on a terminal may come
// back.
func TestPlainTakesNoNonsense(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := startPlain(t, context.Background())
	page, _, _ := readPage(t, p.hear())
	for _, line := range []string{
		"00", "99", "-1", "1e0", "0x1", "99999999999999999999", "one", "yes", "y", "none", "1 2 x", unsure + " 99", "1;2", ",", ". .",
		"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x1b[?1049h", "\x9b31m", "\x00", "1\x00", "\x7f\x08\x08", "\xff\xfe", "\u202e1", "\u200b1",
		"%s%n%d", "{n}", strings.Repeat("1 ", 1<<19), strings.Repeat("x", 1<<20), strings.Repeat("\x1b[A", 1<<18),
	} {
		heard := p.say(line)
		if p.ended {
			t.Fatalf("%.40q ended it: %v", line, p.err)
		}
		p.wantSaid(heard, "is not one of the answers. Type a number from the list")
		wantPlain(t, heard)
		if len(heard) > 1000 {
			t.Fatalf("%.40q is repeated at length: %d bytes", line, len(heard))
		}
	}
	if now, _, _ := readPage(t, p.all.String()); now != page {
		t.Fatalf("it went on to %v", now)
	}
	p.wantSaid(p.say("1,2 . 3"), "EMERGENCY")
}

// TestPlainTakesNoughtForNone types 0 where there is "none of these", as on the
// whole screen, and where there is not.
func TestPlainTakesNoughtForNone(t *testing.T) {
	p := startPlain(t, context.Background())
	p.hear()
	p.wantSaid(p.say("0"), "Question 2.")
	p.wantSaid(p.say("0"), "Question 3.")
	p.wantSaid(p.say("0"), "is not one of the answers.")
}

func TestPlainTakesOneAnswerWhereThereIsOne(t *testing.T) {
	p := startPlain(t, context.Background())
	heard := p.hear()
	heard = p.say(p.numbers(heard, "none"))
	heard = p.say(p.numbers(heard, "none"))
	p.wantSaid(heard, ask(t, "age"))
	p.wantSaid(p.say("1 2"), `"1 2" is not one of the answers.`)
	p.wantSaid(p.say("1"), "Question 4.")
}

func TestPlainIsInterrupted(t *testing.T) {
	none, _ := plainNumbers(t)
	for _, test := range []struct {
		name  string
		lines []string
		told  bool
	}{
		{"at the first question", nil, false},
		{"half way", []string{none}, false},
		{"asked whether to stop", []string{none, "q"}, false},
		{"after the result", []string{"1"}, true},
		{"after the result was taken back", []string{"1", "b", "yes"}, false},
		{"while an answer is changed", []string{"1", "e", "1", "yes"}, true}, // an emergency stands until it was
		{"gone on for the doctor", []string{"1", "g"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			p := startPlain(t, ctx)
			p.hear()
			for _, line := range test.lines {
				p.say(line)
			}
			cancel()
			p.hear()
			if !p.ended || p.err != nil || p.outcome.Interrupted == test.told || (p.outcome.Assessment != nil) != test.told {
				t.Fatalf("ended %v with %+v, %v:\n%s", p.ended, p.outcome, p.err, p.all.String())
			}
		})
	}
}

// broken is an output that fails after some writes, as a pipe does whose
// reader has gone.
type broken struct{ writes int }

var errBroken = errors.New("broken pipe")

func (b *broken) Write(p []byte) (int, error) {
	if b.writes--; b.writes < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestPlainEndsWhenNobodyListens(t *testing.T) {
	none, _ := plainNumbers(t)
	for writes := range 40 {
		o, err := RunPlain(context.Background(), plainly(t), strings.NewReader(strings.Repeat(none+"\n", 3)), &broken{writes})
		if !errors.Is(err, errBroken) || o.Assessment != nil {
			t.Fatalf("after %d writes: %+v, %v", writes, o, err)
		}
	}
}

// TestPlainLeavesNobodyReading ends plain mode in several ways while there is
// more to read, and looks for goroutines that are still there.
func TestPlainLeavesNobodyReading(t *testing.T) {
	for range 20 {
		for _, input := range []string{"q\nmore\nmore\n", "1\nq\nmore\n", "", "\n\n\n"} {
			if _, err := RunPlain(context.Background(), plainly(t), strings.NewReader(input), io.Discard); err != nil {
				t.Fatal(err)
			}
		}
	}
	var stacks string
	for range 100 {
		buf := make([]byte, 1<<20)
		if stacks = string(buf[:runtime.Stack(buf, true)]); !strings.Contains(stacks, "readLines") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("still there:\n%s", stacks)
}

func TestPlainTellsThatTheTableIsBroken(t *testing.T) {
	broken := errors.New("broken table")
	iv := Interview{Words: English(), Table: func() (*triage.Table, Place, error) { return nil, Place{}, broken }}
	var out bytes.Buffer
	if o, err := RunPlain(context.Background(), iv, strings.NewReader("12\n"), &out); !errors.Is(err, broken) || o.Assessment != nil || out.Len() > 0 {
		t.Fatalf("%+v, %v: %s", o, err, out.String())
	}
}
