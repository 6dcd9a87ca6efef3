package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"legtriage/triage"
)

func TestPlainTellsPeopleTheirResult(t *testing.T) {
	cases := vignettes(t)
	for _, person := range people() {
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

// TestPlainFollowsTheWindow goes through plain mode in windows of several
// widths, one of which changes on the way. No line is wider than the window,
// nor than is easy to read, and the words are those of every other window.
func TestPlainFollowsTheWindow(t *testing.T) {
	for _, person := range people() {
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
				if l = strings.TrimRight(l, "\n"); len([]rune(l)) > min(columns, width) && strings.Contains(strings.TrimLeft(l, " -0123456789."), " ") {
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
	for _, person := range people() {
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
				o.Teller.Brief(o.Assessment).Text(brief, width)
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

// TestPlainModeTakesYesOfTheLanguage stops, in English and in a language where yes
// is another word: only that word, in any case, means yes.
func TestPlainModeTakesYesOfTheLanguage(t *testing.T) {
	french := *English()
	french.SayYes = Spoken{"oui", "o"}
	for typed, stops := range map[*Words]map[string]bool{
		English(): {"yes": true, "Y": true, "yesterday": false, "you": false, "oui": false, "no": false},
		&french:   {"oui": true, "O": true, "y": false, "yes": false, "ouille": false},
	} {
		for word, want := range stops {
			iv := plainly(t)
			iv.Words = typed
			var out strings.Builder
			if _, err := RunPlain(context.Background(), iv, strings.NewReader("0\nq\n"+word+"\n0\n"), &out); err != nil {
				t.Fatal(err)
			}
			if asked := strings.Contains(out.String(), "Question 3."); asked == want {
				t.Errorf("%q in %s stops: %v\n%s", word, typed.SayYes, !asked, out.String())
			}
		}
	}
}

// TestEmergencyStandsInPlainMode leaves after an emergency in every way: it is
// the last thing that is said, unless an answer was changed.
func TestEmergencyStandsInPlainMode(t *testing.T) {
	for name, lines := range map[string][]string{
		"gone on, and left":         {"1", "g", "q"},
		"gone on, and ended":        {"1", "g"},
		"changing, and left":        {"1", "e", "1", "yes", "q"},
		"changing, and ended":       {"1", "e", "1", "yes"},
		"asked for more, and ended": {"1", "g", "?"},
	} {
		p := startPlain(t, context.Background())
		p.hear()
		last := ""
		for _, line := range lines {
			last = p.say(line)
		}
		if !p.ended {
			p.typed.Close()
			last = p.hear()
		}
		if !strings.Contains(last, "EMERGENCY\n\nCall an ambulance now.") || p.outcome.Assessment == nil {
			t.Errorf("%s: the end is\n%s", name, last)
		}
	}
}
