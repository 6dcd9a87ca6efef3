package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"legtriage/triage"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
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

// width is the widest column of plain text.
const width = 72

// prompted reports whether what was said ends with something that asks for a line.
func prompted(said string) bool { return prompts.MatchString(oneLine(said)) }

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
		case prompted(heard.String()):
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

// person is a way through the questions.
type person struct {
	id       string // of the case whose answers they give
	verdict  string
	headline string
}

// people returns six of them.
func people() []person {
	return []person{
		{"G-E01", "EMERGENCY", "Call an ambulance now."},
		{"LB-DEF015", "SEE A DOCTOR", "See a doctor today."},
		{"G-S03", "SELF-CARE", "You can look after this at home."},
		{"LB-MTR019", "EMERGENCY", "Go to an emergency department now. " + English().ByWhen[triage.Go] + " Call your maternity unit on the way."},
		{"AV176", "SEE A DOCTOR", "See a doctor within two weeks."},
		{"G-S14", "SELF-CARE", "You can look after this at home."},
	}
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
