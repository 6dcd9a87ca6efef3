package plain_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/internal/plaintest"
	"legtriage/ui/plain"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

func TestPlainTellsPeopleTheirResult(t *testing.T) {
	cases := legtest.People(t)
	for _, person := range plaintest.Cases() {
		t.Run(person.ID, func(t *testing.T) {
			p := plaintest.Start(t, context.Background())
			told := p.AnswerAs(cases[person.ID])
			if !strings.HasPrefix(legtest.OneLine(told), person.Verdict+" "+person.Headline) {
				t.Fatalf("it does not begin with %s, %s:\n%s", person.Verdict, person.Headline, told)
			}
			p.WantSaid(p.Say("w"), words.English().RuleSources)
			p.WantSaid(p.Say("?"), "Type w to hear why")
			whyNot, change := words.English().WhyNotTitle, words.English().ChangeTitle
			if person.Headline == words.English().Headlines[triage.Call] {
				whyNot, change = words.English().WhyNotNone, words.English().WhyNotNone
			}
			p.WantSaid(p.Say("n"), whyNot)
			p.WantSaid(p.Say("c"), change)
			p.WantSaid(p.Say("r"), "Your answers so far")
			p.WantSaid(p.Say("f"), words.English().RuleTitle)
			p.Say("s")
			p.Say(person.ID + ".html")
			p.Say("left")
			p.WantSaid(p.Say("Since Tuesday."), "Saved as "+person.ID+".html.")
			if page := p.Files[person.ID+".html"]; !strings.Contains(page, "<h1 class=") || !strings.Contains(page, "</span> "+person.Verdict+"</h1>") || !strings.Contains(page, "“Since Tuesday.”") {
				t.Fatalf("the saved page is %s", page)
			}
			p.Say("q")
			if !p.Ended || p.Err != nil || p.Outcome.Assessment == nil || p.Outcome.Interrupted {
				t.Fatalf("ended %v with %+v, %v", p.Ended, p.Outcome, p.Err)
			}
			plaintest.WantPlain(t, p.All.String())
		})
	}
}

func TestPlainReasonNamesWhatThePersonSaid(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.WantSaid(p.AnswerAs(legtest.People(t)["AV176"]), "“"+legtest.Say(t, "pattern", "walk")+"”")
}

// TestPlainCorrectedAnswerLeadsToTheOtherResult ticks a bigger leg by mistake, is sent
// to an emergency department, goes back to correct it, and gets another result.
func TestPlainCorrectedAnswerLeadsToTheOtherResult(t *testing.T) {
	truth := legtest.People(t)["G-S14"]
	slip := truth.Clone()
	for question, option := range map[string]string{"look": "leg", "change": "new"} {
		if err := slip.Reply(legtest.Table(t).Question(question), option); err != nil {
			t.Fatal(err)
		}
	}
	p := plaintest.Start(t, context.Background())
	p.WantSaid(p.AnswerAs(slip), "EMERGENCY Go to an emergency department now.")
	p.WantSaid(p.Say("b"), "If an answer was wrong, type yes to go back.")
	p.WantSaid(p.Say("yes"), legtest.Ask(t, "change"))
	heard := p.Say("b")
	p.WantSaid(heard, legtest.Ask(t, "look"))
	p.WantSaid(heard, "You said 1 before.")
	heard = p.Say(p.Numbers(heard, "none"))
	for {
		page, _, ok := plaintest.ReadPage(t, heard)
		if !ok {
			break
		}
		heard = p.Say(p.Numbers(heard, legtest.Reply(t, truth, page)...))
	}
	p.WantSaid(p.Say(""), "SELF-CARE")
	p.Say("q")
	straight := plaintest.Start(t, context.Background())
	straight.AnswerAs(truth)
	straight.Say("q")
	if got, want := plaintest.JSON(t, p.Outcome.Assessment), plaintest.JSON(t, straight.Outcome.Assessment); got != want {
		t.Errorf("corrected answers lead to\n%s\nthe same answers at once to\n%s", got, want)
	}
}

// TestPlainFollowsTheWindow goes through plain mode in windows of several widths, one
// of which changes on the way. No line may be wider than the window, or than is easy to
// read, and the words must be the same in every window.
func TestPlainFollowsTheWindow(t *testing.T) {
	for _, person := range plaintest.Cases() {
		truth := legtest.People(t)[person.ID]
		straight := plaintest.Start(t, context.Background())
		straight.AnswerAs(truth)
		straight.Say("q")
		for _, columns := range []int{20, 37, 200} {
			p := plaintest.StartIn(t, context.Background(), func() int { return columns })
			p.Hear()
			for _, line := range straight.Lines {
				p.Say(line)
			}
			if got, want := legtest.OneLine(p.All.String()), legtest.OneLine(straight.All.String()); got != want {
				t.Errorf("%s in %d columns: it says\n%s\nwant\n%s", person.ID, columns, got, want)
			}
			for l := range strings.Lines(p.All.String()) {
				if l = strings.TrimRight(l, "\n"); len([]rune(l)) > min(columns, plaintest.Width) && strings.Contains(strings.TrimLeft(l, " -0123456789."), " ") {
					t.Errorf("%s in %d columns: %q", person.ID, columns, l)
				}
			}
		}
	}
	columns := 200
	p := plaintest.StartIn(t, context.Background(), func() int { return columns })
	wide := p.Hear()
	columns = 24
	narrow := p.Say("?")
	longest := func(s string) (n int) {
		for l := range strings.Lines(s) {
			n = max(n, len(strings.TrimSpace(l)))
		}
		return n
	}
	if longest(wide) < 50 || longest(narrow) > 24 {
		t.Errorf("the window became narrower, the text did not:\n%s%s", wide, narrow)
	}
	p.Say("q")
}

// wantNoSuggestion fails if the text has a category or says what to do.
func wantNoSuggestion(t testing.TB, text string) {
	t.Helper()
	for _, words := range slices.Concat(words.English().Categories[:], words.English().Headlines[:], words.English().Maternity[1:4]) {
		if strings.Contains(legtest.OneLine(text), words) {
			t.Fatalf("%q was said:\n%s", words, text)
		}
	}
}

// TestEndOfInputIsNeverAnAnswer cuts the input of six people after every line, and in
// the middle of a line. There must be no assessment unless the result has been told.
func TestEndOfInputIsNeverAnAnswer(t *testing.T) {
	cases := legtest.People(t)
	for _, person := range plaintest.Cases() {
		t.Run(person.ID, func(t *testing.T) {
			p := plaintest.Start(t, context.Background())
			p.AnswerAs(cases[person.ID])
			for n := 0; n <= len(p.Lines); n++ {
				input := ""
				for _, line := range p.Lines[:n] {
					input += line + "\n"
				}
				var out endless
				o, err := plain.Run(context.Background(), plaintest.Setup(t), strings.NewReader(input), &out)
				if told := n == len(p.Lines); err != nil || o.Interrupted || (o.Assessment != nil) != told {
					t.Fatalf("after %d of %d lines: %+v, %v:\n%s", n, len(p.Lines), o, err, out.String())
				}
				if n < len(p.Lines) {
					wantNoSuggestion(t, out.String())
				}
				plaintest.WantPlain(t, out.String())
			}
		})
	}
}

// endless is an output that fails if too much is written, so that a program that does
// not stop fails the test instead of filling the memory.
type endless struct{ bytes.Buffer }

func (e *endless) Write(p []byte) (int, error) {
	if e.Len() > 1<<20 {
		return 0, errors.New("it does not stop talking")
	}
	return e.Buffer.Write(p)
}

// plainNumbers returns the numbers of none and not sure on the first page.
func plainNumbers(t testing.TB) (none, unsure string) {
	n := len(legtest.Table(t).Question("life").Options)
	return "0", fmt.Sprint(n + 1)
}

// TestEndOfInputAtSidePrompts ends the input at prompts that a straight interview does
// not reach.
func TestEndOfInputAtSidePrompts(t *testing.T) {
	none, unsure := plainNumbers(t)
	home := plaintest.Start(t, context.Background())
	home.AnswerAs(legtest.People(t)["G-S14"])
	calm := home.Lines // up to the result, which is not an emergency
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
			o, err := plain.Run(context.Background(), plaintest.Setup(t), strings.NewReader(strings.Join(test.lines, "\n")+"\n"), &out)
			if err != nil || o.Interrupted || (o.Assessment != nil) != test.told {
				t.Fatalf("%+v, %v:\n%s", o, err, out.String())
			}
			plaintest.WantPlain(t, out.String())
		})
	}
}

// calmLife is how a list of answers says that no sign of danger was ticked.
func calmLife(t testing.TB) string {
	q := legtest.Table(t).Question("life")
	return fmt.Sprintf("%s: none of %d", q.Short, len(q.Options))
}

// TestPlainHearsWords types the words of the catalogue in place of numbers and letters,
// in any case.
func TestPlainHearsWords(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.WantSaid(p.Hear(), "or 0 for none:")
	p.WantSaid(p.Say("Why"), "Why we ask "+legtest.Table(t).Question("life").Why)
	p.WantSaid(p.Say("HELP"), "Type a number from the list, ? to hear why we ask")
	p.WantSaid(p.Say("yes"), "is not one of the answers") // which of them?
	p.WantSaid(p.Say("none"), "Question 2.")
	p.WantSaid(p.Say("back"), "Question 1.")
	p.WantSaid(p.Say("No"), "Question 2.")
	unsure := fmt.Sprint(len(legtest.Table(t).Question("limb").Options) + 1)
	p.WantSaid(p.Say(unsure), "so one by one")
	p.WantSaid(p.Say("no"), "so one by one")
	p.WantSaid(p.Say("none"), "is not one of the answers")
	p.WantSaid(p.Say("yes"), "EMERGENCY")
	p.WantSaid(p.Say("why"), "The rule asks for this")
	p.WantSaid(p.Say("help"), "Type w to hear why")
	p.Say("quit")
	if !p.Ended || p.Outcome.Assessment == nil {
		t.Fatalf("ended %v with %+v", p.Ended, p.Outcome)
	}
}

// TestPlainHearsAnswersInWords types answers as they are read out.
func TestPlainHearsAnswersInWords(t *testing.T) {
	for said, want := range map[string]string{
		"chest pain": "EMERGENCY", "Chest pain.": "EMERGENCY", "Not sure": "Chest pain",
		"help me": "1 to ", "my chest hurts": `"my chest hurts" is not one of the answers`, "1 chest": `"chest" is not one of the answers`,
	} {
		p := plaintest.Start(t, t.Context())
		p.Hear()
		p.WantSaid(p.Say(said), want)
	}
	p := plaintest.Start(t, t.Context())
	p.Hear()
	if p.Say("stop"); !p.Ended || p.Outcome.Assessment != nil {
		t.Errorf("stop does not end it: %+v", p.Outcome)
	}
}

// TestPlainHearsWordsOfTheLanguage types the words of a catalogue.
func TestPlainHearsWordsOfTheLanguage(t *testing.T) {
	w := words.English()
	w.SayNone, w.SayBack, w.SayQuit = words.Spoken{"keines"}, words.Spoken{"zurück"}, words.Spoken{"ende"}
	setup := plaintest.Setup(t)
	setup.Words = w
	var out endless
	if _, err := plain.Run(context.Background(), setup, strings.NewReader("none\nkeines\nZURÜCK\nende\n"), &out); err != nil {
		t.Fatal(err)
	}
	told := legtest.OneLine(out.String())
	at := -1
	for _, want := range []string{"is not one of the answers", "Question 2.", "Question 1."} {
		next := strings.LastIndex(told, want)
		if next < at || next < 0 {
			t.Errorf("%q is not said, or too early:\n%s", want, out.String())
		}
		at = next
	}
	if n := strings.Count(told, "is not one of the answers"); n != 1 {
		t.Errorf("%d lines are no answers, want the one in English:\n%s", n, out.String())
	}
}

// TestPlainLeavesLinesWholeWithoutAWindow wants each sentence, option and item on one
// line if there is no window.
func TestPlainLeavesLinesWholeWithoutAWindow(t *testing.T) {
	p := plaintest.StartIn(t, context.Background(), func() int { return 0 })
	told := p.AnswerAs(legtest.People(t)["G-S03"])
	for _, whole := range []string{words.English().NotDoctor, legtest.Table(t).SafetyNet[0].Say} {
		if !strings.Contains(told, whole) {
			t.Errorf("%q is broken:\n%s", whole, told)
		}
	}
	if o := legtest.Table(t).Question("life").Options[0]; !strings.Contains(p.All.String(), "1. "+legtest.Whole(o)+"\n") {
		t.Errorf("an option is broken:\n%s", p.All.String())
	}
}

func TestPlainCommands(t *testing.T) {
	none, _ := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	p.WantSaid(p.Hear(), "Type the number of your answer and press enter.")
	p.WantSaid(p.Say("b"), "This is the first question.")
	p.WantSaid(p.Say("?"), "Why we ask "+legtest.Table(t).Question("life").Why)
	p.WantSaid(p.Say("r"), "You have not answered anything yet.")
	p.WantSaid(p.Say(""), "Type a number from the list")
	p.WantSaid(p.Say(none), "Question 2.")
	p.WantSaid(p.Say(" B "), "You said "+none+" before. Press enter alone to keep it. All numbers that fit")
	p.WantSaid(p.Say(""), "Question 2.")
	p.WantSaid(p.Say("R"), "Your answers so far - "+calmLife(t))
	p.WantSaid(p.Say("q"), "Leave now? Your answers are not kept. Type yes to stop")
	p.WantSaid(p.Say("no"), "All numbers that fit")
	p.WantSaid(p.Say("q"), "Leave now?")
	p.Say("yes")
	if !p.Ended || p.Err != nil || p.Outcome.Assessment != nil || p.Outcome.Interrupted {
		t.Fatalf("ended %v with %+v, %v:\n%s", p.Ended, p.Outcome, p.Err, p.All.String())
	}
	wantNoSuggestion(t, p.All.String())
	plaintest.WantPlain(t, p.All.String())
}

func TestPlainQuitsAtOnceWithoutAnswers(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.Say("q")
	if !p.Ended || p.Outcome.Assessment != nil {
		t.Fatalf("ended %v with %+v:\n%s", p.Ended, p.Outcome, p.All.String())
	}
}

func TestPlainResultCommands(t *testing.T) {
	none, _ := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.WantSaid(p.Say("1"), "EMERGENCY Call an ambulance now.")
	p.WantSaid(p.Say("b"), "If an answer was wrong, type yes to go back.")
	p.WantSaid(p.Say(""), "Type ? to hear what you can type")
	p.WantSaid(p.Say("?"), "Type w to hear why, f the rule in full, r your answers")
	p.WantSaid(p.Say("n"), words.English().WhyNotNone)
	p.WantSaid(p.Say("c"), words.English().WhyNotNone)
	p.WantSaid(p.Say("x"), `"x" is not one of the answers.`)
	p.WantSaid(p.Say("g"), "Question 2.")
	p.WantSaid(p.Say("b"), "EMERGENCY")
	p.WantSaid(p.Say("e"), "1. "+legtest.Table(t).Question("life").Short+": "+legtest.Say(t, "life", "chest"))
	p.WantSaid(p.Say("1"), "type yes")
	p.WantSaid(p.Say("no"), "Type ? to hear what you can type")
	p.WantSaid(p.Say("b"), "type yes")
	p.WantSaid(p.Say("yes"), "You said 1 before.")
	p.WantSaid(p.Say(none), "Question 2.")
}

// TestPlainChangesAnAnswerInPlace changes one of the first answers of a calm result,
// and is told at once what that does.
func TestPlainChangesAnAnswerInPlace(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.AnswerAs(legtest.People(t)["G-S14"])
	p.WantSaid(p.Say("e"), "1. "+calmLife(t))
	heard := p.Say("1")
	p.WantSaid(heard, "You are changing this answer.")
	p.WantSaid(p.Say("?"), "Why we ask")
	told := p.Say("1")
	p.WantSaid(told, "EMERGENCY Call an ambulance now.")
	p.WantSaid(told, "Was: You can look after this at home. Now: Call an ambulance now.")
	p.Say("q")
	if as := p.Outcome.Assessment; as == nil || as.AtLeast != triage.Call {
		t.Fatalf("the outcome is %+v", p.Outcome)
	}
	plaintest.WantPlain(t, p.All.String())
}

// TestPlainChangesAnAnswerHalfWay changes the first answer from a later question, as
// the full screen does from its list of answers.
func TestPlainChangesAnAnswerHalfWay(t *testing.T) {
	none, _ := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	p.WantSaid(p.Hear(), "r to hear your answers, e to change one, b to go back, or q to stop.")
	p.WantSaid(p.Say("e"), "You have not answered anything yet.")
	p.Say(none)
	p.WantSaid(p.Say("e"), "1. "+calmLife(t))
	p.WantSaid(p.Say(""), "All numbers that fit")
	p.Say("e")
	p.WantSaid(p.Say("2"), `"2" is not one of the answers.`)
	p.Say("e")
	p.WantSaid(p.Say("1"), "You are changing this answer. "+legtest.Ask(t, "life"))
	p.WantSaid(p.Say("b"), "Question 2.")
	p.Say("e")
	p.Say("1")
	p.WantSaid(p.Say("1"), "EMERGENCY Call an ambulance now.")
	p.Say("q")
	plaintest.WantPlain(t, p.All.String())
}

// TestPlainBackOutOfAChangeLeavesTheAnswers starts to change an answer and goes back:
// nothing has changed, so the same result comes again.
func TestPlainBackOutOfAChangeLeavesTheAnswers(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	told := p.AnswerAs(legtest.People(t)["G-S14"])
	p.Say("e")
	p.Say("1")
	again := p.Say("b")
	p.WantSaid(again, words.English().PlainNext) // the commands are told only once
	result := func(s string) string { return s[:strings.LastIndex(s, "\n\n")] }
	if result(again) != result(told) {
		t.Fatalf("after going back out of the change it says\n%s\nbefore it said\n%s", again, told)
	}
}

// TestPlainSaysAnEmergencyBeforeEveryPrompt reads on after a result: what was said first
// may have scrolled out of sight.
func TestPlainSaysAnEmergencyBeforeEveryPrompt(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.Hear()
	for _, said := range []string{p.Say("1"), p.Say("w"), p.Say("n"), p.Say("c"), p.Say("f"), p.Say("zzz"), p.Say("?")} {
		last := said[strings.LastIndex(said, "\n\n")+2:]
		if !strings.HasPrefix(last, "EMERGENCY: Call an ambulance now.\n") {
			t.Errorf("the last words are %q", last)
		}
	}
	p.Say("q")
	calm := plaintest.Start(t, context.Background())
	if told := calm.AnswerAs(legtest.People(t)["G-S14"]); strings.Contains(told, "EMERGENCY") {
		t.Errorf("there is no emergency, and it says\n%s", told)
	}
}

func TestPlainSaves(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.Say("1")
	named := func(name string) (told string) { // without a leg and a note
		p.Say(name)
		p.Say("")
		return p.Say("")
	}
	p.WantSaid(p.Say("s"), "Save the result. Name of the file?")
	p.WantSaid(p.Say(""), "Nothing was saved. EMERGENCY: Call an ambulance now. What next? Type ? to hear what you can type")
	p.Say("s")
	p.WantSaid(p.Say("back"), "Nothing was saved.")
	p.Say("s")
	p.WantSaid(p.Say("result.doc"), words.English().SaveEnding)
	p.Say("s")
	p.WantSaid(named("My Result.md"), "Saved as My Result.md.")
	p.Say("s")
	p.WantSaid(named("My Result.md"), `"My Result.md" is there already. Replace it?`)
	p.Files["My Result.md"] = "mine"
	p.WantSaid(p.Say("no"), "Nothing was saved. EMERGENCY: Call an ambulance now. What next?")
	if p.Files["My Result.md"] != "mine" {
		t.Fatal("a file was replaced without being asked to")
	}
	p.Say("s")
	named("My Result.md")
	p.WantSaid(p.Say("yes"), "Saved as My Result.md.")
	if !strings.HasPrefix(p.Files["My Result.md"], "# EMERGENCY") || len(p.Files) != 1 {
		t.Fatalf("the files are %v", p.Files)
	}
	plaintest.WantPlain(t, p.All.String())
}

// TestPlainNotSureGoesThroughTheList opens a list item by item.
func TestPlainNotSureGoesThroughTheList(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	p.Hear()
	heard := p.Say(unsure)
	for i, o := range legtest.Table(t).Question("life").Options {
		page, numbers, _ := plaintest.ReadPage(t, heard)
		if page.Question.ID != "life" || page.Tick != i {
			t.Fatalf("%v is asked, want %s:\n%s", page, o.ID, heard)
		}
		if want := map[string]int{"No": 1, "Yes": 2, "Not sure": 3}; !maps.Equal(numbers, want) {
			t.Fatalf("the answers are %v:\n%s", numbers, heard)
		}
		p.WantSaid(heard, "Question 1.")
		heard = p.Say("1")
	}
	p.WantSaid(heard, "Question 2.")
}

func TestPlainUnsureRedFlagIsAnEmergency(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.Say(unsure)
	p.Say("1")
	told := p.Say("3")
	p.WantSaid(told, "EMERGENCY")
	p.WantSaid(told, "You were not sure: “"+legtest.Say(t, "life", "breath")+"”. To be safe, it counts as yes.")
}

// TestPlainTakesNoNonsense types what people and cats type. None of it may be taken for
// an answer, and nothing that could act on a terminal may be repeated.
func TestPlainTakesNoNonsense(t *testing.T) {
	_, unsure := plainNumbers(t)
	p := plaintest.Start(t, context.Background())
	page, _, _ := plaintest.ReadPage(t, p.Hear())
	for _, line := range []string{
		"00", "99", "-1", "1e0", "0x1", "99999999999999999999", "one", "yes", "y", "1 2 x", unsure + " 99", "1;2", ",", ". .",
		"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x1b[?1049h", "\x9b31m", "\x00", "1\x00", "\x7f\x08\x08", "\xff\xfe", "\u202e1", "\u200b1",
		"%s%n%d", "{n}", strings.Repeat("1 ", 1<<19), strings.Repeat("x", 1<<20), strings.Repeat("\x1b[A", 1<<18),
	} {
		heard := p.Say(line)
		if p.Ended {
			t.Fatalf("%.40q ended it: %v", line, p.Err)
		}
		p.WantSaid(heard, "is not one of the answers. Type a number from the list")
		plaintest.WantPlain(t, heard)
		if len(heard) > 1000 {
			t.Fatalf("%.40q is repeated at length: %d bytes", line, len(heard))
		}
	}
	if now, _, _ := plaintest.ReadPage(t, p.All.String()); now != page {
		t.Fatalf("it went on to %v", now)
	}
	p.WantSaid(p.Say("1,2 . 3"), "EMERGENCY")
}

// TestPlainTakesNoughtForNone types 0 on a page with "none of these", as on the full
// screen, and on one without.
func TestPlainTakesNoughtForNone(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.WantSaid(p.Say("0"), "Question 2.")
	p.WantSaid(p.Say("0"), "Question 3.")
	p.WantSaid(p.Say("0"), legtest.Ask(t, "problem"))
	p.WantSaid(p.Say("0"), "is not one of the answers.")
}

func TestPlainTakesOneAnswerWhereThereIsOne(t *testing.T) {
	a := legtest.People(t)["G-S14"]
	if err := a.Reply(legtest.Table(t).Question("look"), "leg"); err != nil {
		t.Fatal(err)
	}
	p := plaintest.Start(t, context.Background())
	heard := p.Hear()
	for {
		page, _, ok := plaintest.ReadPage(t, heard)
		if !ok {
			t.Fatalf("no page takes one answer:\n%s", p.All.String())
		}
		if !page.Question.List {
			break
		}
		heard = p.Say(p.Numbers(heard, legtest.Reply(t, a, page)...))
	}
	p.WantSaid(heard, legtest.Ask(t, "change"))
	p.WantSaid(p.Say("1 2"), `"1 2" is not one of the answers.`)
	p.WantSaid(p.Say("1"), legtest.Ask(t, "conditions"))
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
		{"while an answer is changed", []string{"1", "e", "1", "yes"}, true}, // it is an emergency until it has been changed
		{"gone on for the doctor", []string{"1", "g"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			p := plaintest.Start(t, ctx)
			p.Hear()
			for _, line := range test.lines {
				p.Say(line)
			}
			cancel()
			p.Hear()
			if !p.Ended || p.Err != nil || p.Outcome.Interrupted == test.told || (p.Outcome.Assessment != nil) != test.told {
				t.Fatalf("ended %v with %+v, %v:\n%s", p.Ended, p.Outcome, p.Err, p.All.String())
			}
		})
	}
}

// broken is an output that fails after some writes, like a pipe without a reader.
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
		o, err := plain.Run(context.Background(), plaintest.Setup(t), strings.NewReader(strings.Repeat(none+"\n", 3)), &broken{writes})
		if !errors.Is(err, errBroken) || o.Assessment != nil {
			t.Fatalf("after %d writes: %+v, %v", writes, o, err)
		}
	}
}

// TestPlainLeavesNobodyReading ends plain mode in several ways while there is more to
// read, and looks for goroutines that are still running.
func TestPlainLeavesNobodyReading(t *testing.T) {
	for range 20 {
		for _, input := range []string{"q\nmore\nmore\n", "1\nq\nmore\n", "", "\n\n\n"} {
			if _, err := plain.Run(context.Background(), plaintest.Setup(t), strings.NewReader(input), io.Discard); err != nil {
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
	t.Errorf("goroutines are still running:\n%s", stacks)
}

func TestPlainTellsThatTheTableIsBroken(t *testing.T) {
	broken := errors.New("broken table")
	setup := session.Setup{Words: words.English(), Table: func() (*triage.Table, report.Country, error) { return nil, report.Country{}, broken }}
	var out bytes.Buffer
	if o, err := plain.Run(context.Background(), setup, strings.NewReader("12\n"), &out); !errors.Is(err, broken) || o.Assessment != nil || out.Len() > 0 {
		t.Fatalf("%+v, %v: %s", o, err, out.String())
	}
}

// FuzzPlain types anything into plain mode, ends the input anywhere, and starts again
// with the kept answers and the rest of the input. The output must be plain, with a
// suggestion only if there is a result, and kept answers must be there when it starts
// again.
func FuzzPlain(f *testing.F) {
	const none = "0\n"
	for _, input := range []string{
		"", "\n", "1\n", "11", "1 2 3\nw\nn\nc\nf\nr\ne\n1\n" + none + "q\n", none + "b\n?\nr\nq\ny\n", "99999999999999999999\n-1\n0\n1,2\n", "1\ns\nreport.html\ns\nreport.html\nyes\nq\n",
		"\x00\x1b[2J\n\xff\xfe\n" + strings.Repeat("9", 5000) + "\n", "q\nno\nQ\nq\n", strings.Repeat(none, 2) + strings.Repeat("1\n", 30), "13\n1\n2\n3\n1\n",
	} {
		f.Add(input, 7)
	}
	f.Fuzz(func(t *testing.T, input string, cut int) {
		if len(input) > 1<<14 {
			return // longer inputs would only take longer
		}
		kept := legtest.Table(t).NoAnswers()
		files := map[string][]byte{}
		run := func(input string) {
			before := kept
			setup := plaintest.Setup(t)
			setup.Save = func(name string, data []byte, _ bool) error {
				files[name] = data
				return nil
			}
			setup.Keeping = &session.Keeping{File: "kept.json", Earlier: before, Write: func(a triage.Answers) error {
				kept = a.Clone()
				return nil
			}}
			var out endless
			o, err := plain.Run(context.Background(), setup, strings.NewReader(input), &out)
			if err != nil || o.Interrupted {
				t.Fatalf("%v, interrupted %v", err, o.Interrupted)
			}
			for i, r := range out.String() {
				if r != '\n' && !unicode.IsPrint(r) {
					t.Fatalf("%U in %q", r, out.String()[max(0, i-60):])
				}
			}
			after, brief := words.Fill(words.English().TypeWhy, "key", "w"), &strings.Builder{}
			if o.Assessment != nil {
				o.Writer.Brief(o.Assessment).Text(brief, plaintest.Width)
			}
			switch told := strings.Contains(legtest.OneLine(out.String()), after); {
			case !told && o.Assessment == nil:
				wantNoSuggestion(t, out.String())
			case !told && (o.Assessment.AtLeast < triage.Go || !strings.HasSuffix(out.String(), brief.String())):
				// It is an emergency while more is asked, which must be said at the end.
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

// TestPlainModeTakesYesOfTheLanguage stops the interview, in English and in a language
// with another word for yes: only that word, in any case, means yes.
func TestPlainModeTakesYesOfTheLanguage(t *testing.T) {
	french := *words.English()
	french.SayYes = words.Spoken{"oui", "o"}
	for typed, stops := range map[*words.Sentences]map[string]bool{
		words.English(): {"yes": true, "Y": true, "yesterday": false, "you": false, "oui": false, "no": false},
		&french:         {"oui": true, "O": true, "y": false, "yes": false, "ouille": false},
	} {
		for word, want := range stops {
			setup := plaintest.Setup(t)
			setup.Words = typed
			var out strings.Builder
			if _, err := plain.Run(context.Background(), setup, strings.NewReader("0\nq\n"+word+"\n0\n"), &out); err != nil {
				t.Fatal(err)
			}
			if asked := strings.Contains(out.String(), "Question 3."); asked == want {
				t.Errorf("%q in %s stops: %v\n%s", word, typed.SayYes, !asked, out.String())
			}
		}
	}
}

// TestEmergencyStandsInPlainMode leaves after an emergency in every way: the emergency
// must be the last thing that is said, unless an answer was changed.
func TestEmergencyStandsInPlainMode(t *testing.T) {
	for name, lines := range map[string][]string{
		"gone on, and left":         {"1", "g", "q"},
		"gone on, and ended":        {"1", "g"},
		"changing, and left":        {"1", "e", "1", "yes", "q"},
		"changing, and ended":       {"1", "e", "1", "yes"},
		"asked for more, and ended": {"1", "g", "?"},
	} {
		p := plaintest.Start(t, context.Background())
		p.Hear()
		last := ""
		for _, line := range lines {
			last = p.Say(line)
		}
		if !p.Ended {
			p.Typed.Close()
			last = p.Hear()
		}
		if !strings.Contains(last, "EMERGENCY\n\nCall an ambulance now.") || p.Outcome.Assessment == nil {
			t.Errorf("%s: the end is\n%s", name, last)
		}
	}
}

// TestPlainSavesALegAndANote adds both when saving, and is told whom to call before the
// note. Both are offered again the next time; a note that is too long is refused, not
// cut; and leaving with a note that is in no file has to be confirmed.
func TestPlainSavesALegAndANote(t *testing.T) {
	w := words.English()
	p := plaintest.Start(t, context.Background())
	p.Hear()
	p.Say("1")
	p.Say("s")
	p.WantSaid(p.Say("a.md"), "which leg is it? Type left, right or both")
	p.WantSaid(p.Say("middle"), `"middle" is not one of the answers. For the doctor: which leg`)
	p.WantSaid(p.Say("RIGHT"), "Nobody reads the note now, and it does not change the result. Does your chest hurt, or is it hard to breathe? "+w.CallAny)
	p.WantSaid(p.Say(strings.Repeat("x", report.MostNote+1)), "400 characters at most. This is more, so it was not taken.")
	p.WantSaid(p.Say(strings.Repeat("x", 1<<16)), "400 characters at most.")
	p.WantSaid(p.Say("# since \x1b[2J6, {number} "), "Saved as a.md.")
	if file := p.Files["a.md"]; !strings.Contains(file, "\n> “\\# since \\[2J6, {number}”\n") || !strings.Contains(file, "- "+w.ReportSide+": right\n") {
		t.Errorf("the file is %s", file)
	}
	p.Say("s")
	p.Say("b.md")
	p.WantSaid(p.Say(""), "Your note so far is “# since [2J6, {number}” Type another, or none for none")
	p.WantSaid(p.Say(""), "Saved as b.md.")
	if file := p.Files["b.md"]; !strings.Contains(file, "since") || strings.Contains(file, w.ReportSide) {
		t.Errorf("the second file is %s", file)
	}
	p.Say("s")
	p.Say("b.md")
	p.Say("both")
	p.WantSaid(p.Say("another"), "is there already")
	p.WantSaid(p.Say(""), "Nothing was saved.")
	p.WantSaid(p.Say("q"), "Leave now? Your note for the doctor is not saved.")
	p.Say("")
	p.Say("s")
	p.Say("c.md")
	p.Say("")
	p.WantSaid(p.Say("none"), "Saved as c.md.")
	if file := p.Files["c.md"]; strings.Contains(file, w.ReportNote) {
		t.Errorf("the third file is %s", file)
	}
	if p.Say("q"); !p.Ended || p.Outcome.Unsaved {
		t.Errorf("ended %v, %+v", p.Ended, p.Outcome)
	}
	plaintest.WantPlain(t, p.All.String())
}

// TestPlainEndsWithANoteThatIsNotSaved ends the input between the note and the file.
func TestPlainEndsWithANoteThatIsNotSaved(t *testing.T) {
	for input, unsaved := range map[string]bool{"1\ns\na.md\nleft\n": false, "1\ns\na.md\nleft\nmine\n": true, "1\ns\na.md\n": false} {
		var out bytes.Buffer
		setup := plaintest.Setup(t)
		setup.Save = func(string, []byte, bool) error { return fs.ErrExist }
		o, err := plain.Run(context.Background(), setup, strings.NewReader(input), &out)
		if err != nil || o.Unsaved != unsaved || !strings.Contains(out.String(), words.English().PlainNotSaved) {
			t.Errorf("after %q: %v, %+v:\n%s", input, err, o, out.String())
		}
	}
}

// TestPlainNumbersNoneWithNought wants one number for each answer: none of these is 0
// and nothing else.
func TestPlainNumbersNoneWithNought(t *testing.T) {
	p := plaintest.Start(t, context.Background())
	_, numbers, _ := plaintest.ReadPage(t, p.Hear())
	n := len(legtest.Table(t).Question("life").Options)
	if numbers[words.English().None] != 0 || numbers[words.English().NotSure+": "+words.English().UnsureThen] != n+1 || len(numbers) != n+2 {
		t.Errorf("the numbers are %v", numbers)
	}
	p.WantSaid(p.Say(fmt.Sprint(n+2)), "is not one of the answers")
	p.WantSaid(p.Say("00"), "is not one of the answers")
	p.WantSaid(p.Say("0"), "Question 2.")
	p.Say("q")
}

// TestPlainHearsYesWhereAllIsRight confirms the list of answers with the word yes.
func TestPlainHearsYesWhereAllIsRight(t *testing.T) {
	straight := plaintest.Start(t, context.Background())
	straight.AnswerAs(legtest.People(t)["G-S14"])
	straight.Say("q")
	p := plaintest.Start(t, context.Background())
	p.Hear()
	for _, line := range straight.Lines[:len(straight.Lines)-2] { // up to the list of answers
		p.Say(line)
	}
	p.WantSaid(p.Say("e"), "Which answer do you want to change")
	p.WantSaid(p.Say("back"), "Press enter alone if they are right")
	p.WantSaid(p.Say("Yes"), "SELF-CARE")
	p.Say("q")
}

// TestPlainNamesWhatWasDenied wants the answers short before a result, and with everything
// that was denied for who asks for that.
func TestPlainNamesWhatWasDenied(t *testing.T) {
	straight := plaintest.Start(t, t.Context())
	straight.AnswerAs(legtest.People(t)["G-S14"])
	straight.Say("q")
	p := plaintest.Start(t, t.Context())
	heard := p.Hear()
	for _, line := range straight.Lines[:len(straight.Lines)-2] { // up to the list of answers
		heard = p.Say(line)
	}
	life := legtest.Table(t).Question("life")
	full := p.Say("r")
	for _, o := range life.Options {
		if strings.Contains(legtest.OneLine(heard), o.Say) {
			t.Errorf("%q makes the list long:\n%s", o.Say, heard)
		}
		p.WantSaid(full, o.Say)
	}
	p.WantSaid(heard, words.English().Count(words.English().NoneOf, len(life.Options)))
	p.WantSaid(full, "no to "+life.Options[0].Say)
}
