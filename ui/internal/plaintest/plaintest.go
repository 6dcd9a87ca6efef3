// Package plaintest talks to plain mode, for its tests and for those that compare it
// with the full screen.
package plaintest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/plain"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// Talk is somebody at the other end of two pipes: the program's output comes out of
// one, and what the person types goes into the other. Nothing is typed before the
// program has finished speaking, so that nothing depends on time.
type Talk struct {
	t       testing.TB
	Typed   *io.PipeWriter
	said    *io.PipeReader
	All     strings.Builder   // everything that was said
	Lines   []string          // everything that was typed
	Files   map[string]string // saved, by name
	Outcome session.Outcome
	Err     error
	Ended   bool
	done    chan struct{}
}

// Start starts plain mode.
func Start(t testing.TB, ctx context.Context) *Talk {
	t.Helper()
	return StartIn(t, ctx, nil)
}

// StartIn starts plain mode in a window of this width.
func StartIn(t testing.TB, ctx context.Context, width func() int) *Talk {
	t.Helper()
	in, typed := io.Pipe()
	said, out := io.Pipe()
	p := &Talk{t: t, Typed: typed, said: said, done: make(chan struct{}), Files: map[string]string{}}
	setup := Setup(t)
	setup.Width = width
	setup.Save = func(name string, data []byte, replace bool) error {
		if _, there := p.Files[name]; there && !replace {
			return fs.ErrExist
		}
		p.Files[name] = string(data)
		return nil
	}
	go func() {
		p.Outcome, p.Err = plain.Run(ctx, setup, in, out)
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

// Setup is an interview with the embedded table.
func Setup(t testing.TB) session.Setup {
	t.Helper()
	table := legtest.Table(t)
	return session.Setup{Words: words.English(), Table: func() (*triage.Table, report.Country, error) { return table, report.Country{}, nil }}
}

// Width is the widest column of plain text.
const Width = 72

// Prompted reports whether a text ends with a prompt for a line.
func Prompted(said string) bool { return prompts.MatchString(legtest.OneLine(said)) }

var prompts = regexp.MustCompile(`(1 to \d+|\d+ for none|q to leave|q to stop|alone to (go on|stay|change none|save nothing|keep it|leave it out)):$`)

// Hear returns what is said up to the next prompt or the end.
func (p *Talk) Hear() string {
	p.t.Helper()
	var heard strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := p.said.Read(buf)
		heard.Write(buf[:n])
		p.All.Write(buf[:n])
		switch {
		case err == io.EOF:
			p.Ended = true
			<-p.done
			return heard.String()
		case err != nil:
			p.t.Fatal(err)
		case Prompted(heard.String()):
			return heard.String()
		case heard.Len() > 1<<20:
			p.t.Fatalf("it does not stop talking:\n%.3000s", heard.String())
		}
	}
}

// Say types a line and returns what is said next.
func (p *Talk) Say(line string) string {
	p.t.Helper()
	p.Lines = append(p.Lines, line)
	if _, err := io.WriteString(p.Typed, line+"\n"); err != nil {
		p.t.Fatalf("%q: %v, after:\n%s", line, err, p.All.String())
	}
	return p.Hear()
}

// WantSaid fails unless these words were said.
func (p *Talk) WantSaid(heard, words string) {
	p.t.Helper()
	if !strings.Contains(legtest.OneLine(heard), words) {
		p.t.Fatalf("%q was not said, but:\n%s", words, heard)
	}
}

var (
	questionLine = regexp.MustCompile(`(?m)^Question \d+\. .*(?:\n(?:[a-z, ]* )?answer\.)?$`)
	optionLine   = regexp.MustCompile(`^(\d+)\. (.*)$`)
)

// ReadPage reads from what was said which page is asked, and which number each answer
// has. It returns false if that was not a question.
func ReadPage(t testing.TB, heard string) (page triage.Page, numbers map[string]int, ok bool) {
	t.Helper()
	at := questionLine.FindAllStringIndex(heard, -1)
	if at == nil {
		return triage.Page{}, nil, false
	}
	numbers = map[string]int{}
	ask, label, n := "", "", -1
	note := func() {
		if n >= 0 {
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
		case n >= 0:
			label += " " + strings.TrimSpace(line)
		default:
			ask = strings.TrimSpace(ask + " " + line)
		}
	}
	note()
	table := legtest.Table(t)
	for i := range table.Questions {
		q := &table.Questions[i]
		if ask == q.Ask {
			return triage.Page{Question: q, Tick: -1}, numbers, true
		}
		for o := range q.Options {
			if ask == words.English().OneByOne+" "+legtest.Whole(q.Options[o]) {
				return triage.Page{Question: q, Tick: o}, numbers, true
			}
		}
	}
	t.Fatalf("this is no question of the table: %q, in:\n%s", ask, heard)
	return
}

// Numbers returns what to type to give these answers to a page.
func (p *Talk) Numbers(heard string, ids ...string) string {
	p.t.Helper()
	page, numbers, ok := ReadPage(p.t, heard)
	if !ok {
		p.t.Fatalf("this is no question:\n%s", heard)
	}
	var typed []string
	for i, id := range legtest.IDs(page) {
		if slices.Contains(ids, id) {
			n, offered := numbers[legtest.Labels(page)[i]]
			if !offered {
				p.t.Fatalf("%q was not offered, but %v", legtest.Labels(page)[i], numbers)
			}
			typed = append(typed, fmt.Sprint(n))
		}
	}
	return strings.Join(typed, " ")
}

// AnswerAs answers every question as somebody with these answers, confirms the list of
// answers, and returns the result.
func (p *Talk) AnswerAs(a triage.Answers) string {
	p.t.Helper()
	heard := p.Hear()
	for range 60 {
		page, _, ok := ReadPage(p.t, heard)
		if !ok {
			if strings.Contains(legtest.OneLine(heard), "Press enter alone if they are right") {
				heard = p.Say("")
			}
			return heard
		}
		heard = p.Say(p.Numbers(heard, legtest.Reply(p.t, a, page)...))
	}
	p.t.Fatalf("there is no end of questions:\n%s", p.All.String())
	return ""
}

// Case is one of the vignettes, with the beginning of its result.
type Case struct {
	ID       string // of the case whose answers they give
	Verdict  string
	Headline string
}

// Cases returns six vignettes.
func Cases() []Case {
	return []Case{
		{"G-E01", "EMERGENCY", "Call an ambulance now."},
		{"LB-DEF015", "SEE A DOCTOR", "See a doctor today."},
		{"G-S03", "SELF-CARE", "You can look after this at home."},
		{"G-D34", "EMERGENCY", "Go to an emergency department now. " + words.English().ByWhen[triage.Go] + " Call your maternity unit on the way."},
		{"AV176", "SEE A DOCTOR", "See a doctor within two weeks."},
		{"G-S14", "SELF-CARE", "You can look after this at home."},
	}
}

// JSON returns a whole assessment as text, for comparison.
func JSON(t testing.TB, as *triage.Assessment) string {
	t.Helper()
	out, err := json.Marshal(as)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// WantPlain fails on anything that a screen reader or a pipe should not get: control
// characters and symbols outside ASCII. Letters of any script and typographic quotes
// are allowed, since the table's words may have them.
func WantPlain(t testing.TB, text string) {
	t.Helper()
	for i, r := range text {
		if r == '\n' || r >= ' ' && r < 0x7f || strings.ContainsRune("“”‘’", r) || unicode.IsLetter(r) {
			continue
		}
		t.Errorf("%U in %q", r, text[max(0, i-60):min(len(text), i+60)])
		return
	}
}
