package ui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"legtriage/triage"
)

// plainWidth is the column of plain text. Screen readers do not care; people
// with a small window do.
const plainWidth = 72

// maxLine is the longest line of input that is looked at, in bytes.
const maxLine = 4096

// Plain runs the interview line by line, for screen readers, pipes and simple
// terminals: the same engine and the same words, no escape sequences, no
// symbols. The end of the input ends the interview; it is never an answer.
func (iv Interview) Plain(ctx context.Context, in io.Reader, out io.Writer) (Outcome, error) {
	table, place, err := iv.Table()
	if err != nil {
		return Outcome{}, err
	}
	p := &plain{
		ctx: ctx, out: out, w: iv.Words,
		tell: Teller{iv.Words, place}, in: triage.NewInterview(table), lines: readLines(ctx, in),
	}
	err = p.run()
	o := Outcome{Teller: p.tell, Interrupted: errors.Is(err, context.Canceled)}
	if p.told {
		o.Assessment, o.Interrupted = p.in.Answers().Assess(), false
	}
	if p.failed != nil {
		return o, p.failed
	}
	if errors.Is(err, io.EOF) || errors.Is(err, errStopped) || errors.Is(err, context.Canceled) {
		err = nil
	}
	return o, err
}

// errStopped says that the person stopped.
var errStopped = errors.New("stopped")

type plain struct {
	ctx   context.Context
	out   io.Writer
	w     *Words
	tell  Teller
	in    *triage.Interview
	lines <-chan string

	told   bool  // the result was told, and nothing was taken back since
	failed error // of the output
}

// readLines reads lines in the background, so that an interrupt is heard while
// the program waits for one. It closes the channel at the end of the input.
func readLines(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReaderSize(in, maxLine)
		for {
			text, prefix, err := r.ReadLine()
			line := string(text)
			for prefix && err == nil { // the rest of a line that is too long
				line = line[:0] + "…"
				_, prefix, err = r.ReadLine()
			}
			if err != nil {
				return
			}
			select {
			case lines <- line:
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

func (p *plain) say(format string, args ...any) {
	if _, err := fmt.Fprintf(p.out, format+"\n", args...); err != nil && p.failed == nil {
		p.failed = err
	}
}

// text says a sentence, wrapped, after a blank line.
func (p *plain) text(s string) { p.say("\n%s", strings.Join(wrap(s, plainWidth), "\n")) }

func (p *plain) show(d Document) {
	p.say("")
	if err := d.Text(p.out, plainWidth); err != nil && p.failed == nil {
		p.failed = err
	}
}

// ask says what to type and waits for a line.
func (p *plain) ask(prompt string) (string, error) {
	p.text(prompt)
	if p.failed != nil {
		return "", p.failed
	}
	select {
	case <-p.ctx.Done():
		return "", context.Canceled
	case line, ok := <-p.lines:
		if !ok {
			return "", io.EOF
		}
		return strings.ToLower(strings.TrimSpace(line)), nil
	}
}

func (p *plain) run() error {
	p.say("%s", strings.Join(wrap(p.w.Welcome, plainWidth), "\n"))
	p.text(fill(p.w.WelcomeNow, "number", p.tell.Place.emergency(p.w)))
	for _, line := range p.w.WelcomeIs {
		p.text(line)
	}
	p.text(p.w.PlainStart)
	for {
		page, more := p.in.Page()
		var err error
		if more {
			err = p.question(page)
		} else {
			err = p.result()
		}
		if err != nil {
			return err
		}
	}
}

// question asks one page until it is answered, or the person goes back.
func (p *plain) question(page triage.Page) error {
	rows := rowsFor(p.tell, page)
	many := page.Tick < 0 && page.Question.List
	p.text(progress(p.w, p.in))
	if page.Tick >= 0 {
		p.say("%s", p.w.OneByOne)
		p.say("%s", strings.Join(wrap(page.Question.Options[page.Tick].Say, plainWidth), "\n"))
	} else {
		p.say("%s", strings.Join(wrap(page.Question.Ask, plainWidth), "\n"))
	}
	kept := p.in.Offered(page)
	var keptNumbers []string
	for i, r := range rows {
		lead := fmt.Sprintf("%d. ", i+1)
		for j, l := range wrap(r.label, plainWidth-len(lead)) {
			if j > 0 {
				lead = strings.Repeat(" ", len(lead))
			}
			p.say("%s%s", lead, l)
		}
		if slices.Contains(kept, r.id) {
			keptNumbers = append(keptNumbers, strconv.Itoa(i+1))
		}
	}
	prompt := fill(p.w.PlainOne, "n", len(rows))
	if many {
		prompt = fill(p.w.PlainList, "n", len(rows))
		if i := slices.IndexFunc(rows, func(r row) bool { return r.id == triage.None }); i >= 0 {
			prompt = fill(p.w.PlainNone, "n", len(rows), "none", i+1)
		}
	}
	if len(kept) > 0 {
		prompt = fill(p.w.PlainKept, "n", strings.Join(keptNumbers, " ")) + "\n" + prompt
	}
	for {
		line, err := p.ask(prompt)
		if err != nil {
			return err
		}
		switch line {
		case "b":
			if !p.in.Back() {
				p.text(p.w.PlainFirst)
				continue
			}
			return nil
		case "?":
			p.show(p.tell.WhyAsked(page))
			continue
		case "r":
			p.show(p.tell.Review(p.in.Path()))
			continue
		case "q":
			if stop, err := p.stop(); stop || err != nil {
				return errors.Join(err, errStopped)
			}
			continue
		case "":
			if len(kept) == 0 {
				p.text(p.w.PlainHelp)
				continue
			}
			return p.in.Answer(kept...)
		}
		ids, bad := pick(rows, line, many)
		if bad != "" {
			p.text(fill(p.w.PlainBad, "said", clean(bad)) + " " + p.w.PlainHelp)
			continue
		}
		if err := p.in.Answer(ids...); err != nil {
			p.text(clean(err.Error()))
			continue
		}
		return nil
	}
}

// pick returns the ids of the rows whose numbers stand in the line, or the
// first word that is not one of them. A tick beside "none" wins later, in the
// engine.
func pick(rows []row, line string, many bool) (ids []string, bad string) {
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '.' || unicode.IsSpace(r) })
	if len(words) == 0 || len(words) > 1 && !many {
		return nil, line
	}
	for _, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > len(rows) {
			return nil, word
		}
		if id := rows[n-1].id; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, ""
}

// stop asks once whether to stop when answers would be lost.
func (p *plain) stop() (bool, error) {
	if len(p.in.Path()) == 0 {
		return true, nil
	}
	line, err := p.ask(p.w.Leave + " " + p.w.LeaveWhy + " " + p.w.PlainConfirm)
	return strings.HasPrefix(line, "y") || line == "q", err
}

// result tells the result and waits for what the person wants next.
func (p *plain) result() error {
	as := p.in.Answers().Assess()
	p.told = true
	p.show(p.tell.Result(as))
	for {
		line, err := p.ask(p.w.PlainAfter)
		if err != nil {
			return err
		}
		switch line {
		case "w", "?":
			p.show(p.tell.Why(as))
		case "r":
			p.show(p.tell.Review(p.in.Path()))
		case "b":
			if as.AtLeast >= triage.Go {
				sure, err := p.ask(p.w.PlainWrong)
				if err != nil {
					return err
				}
				if !strings.HasPrefix(sure, "y") {
					continue
				}
			}
			p.told = false
			p.in.Back()
			return nil
		case "g":
			if p.in.CanGoOn() {
				p.in.GoOn()
				return nil
			}
			p.text(p.w.PlainNoMore)
		case "q":
			return errStopped
		default:
			p.text(fill(p.w.PlainBad, "said", clean(line)))
		}
	}
}

// clean makes words of unknown origin fit to be shown: short, and without
// characters that could act on a terminal.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
	if runes := []rune(s); len(runes) > 40 {
		s = string(runes[:40]) + "..."
	}
	return "\"" + s + "\""
}
