package ui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"legtriage/rules/read"
	"legtriage/triage"
)

// plainWidth is the column of plain text where the window is not narrower.
// Screen readers do not care; people with a small window do.
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
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // or whoever reads the lines would wait for ever
	p := &plain{
		iv: iv, ctx: ctx, out: out, w: iv.Words,
		tell: Teller{iv.Words, place}, in: iv.interview(table), looking: -1, lines: readLines(ctx, in),
	}
	err = p.run()
	o := Outcome{Teller: p.tell, Interrupted: errors.Is(err, context.Canceled)}
	if now, _ := p.in.Answers().Range(); p.told || p.looking < 0 && now >= triage.Go {
		// An emergency stands until an answer is changed, also when the person has
		// gone on or is changing one. It is the last thing that is said.
		o.Assessment, o.Interrupted = p.in.Answers().Assess(), false
		if !p.told || p.beyond {
			p.show(p.tell.Brief(o.Assessment))
		}
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
	iv    Interview
	ctx   context.Context
	out   io.Writer
	w     *Words
	tell  Teller
	in    *triage.Interview
	lines <-chan string

	told     bool  // the result was told, and nothing was taken back since
	reviewed bool  // the answers were looked over before the result
	looking  int   // the first turn of an earlier interview to look over now; -1: none
	before   *told // the result before a change
	beyond   bool  // something else was said since the result
	changing bool  // the page that is asked is being changed
	failed   error // of the output
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
				line = line[:0] + "..."
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

// width returns the column of text in the window as it is now.
func (p *plain) width() int {
	if p.iv.Width == nil {
		return plainWidth
	}
	return min(plainWidth, p.iv.Width())
}

// wrapped says a sentence, wrapped.
func (p *plain) wrapped(s string) { p.say("%s", strings.Join(wrapWhole(s, p.width()), "\n")) }

// text says a sentence, wrapped, after a blank line.
func (p *plain) text(s string) {
	p.say("")
	p.wrapped(s)
}

// numbered says a line of a numbered list, wrapped.
func (p *plain) numbered(n int, s string) {
	lead := fmt.Sprintf("%d. ", n)
	for _, l := range wrapWhole(s, p.width()-len(lead)) {
		p.say("%s%s", lead, l)
		lead = strings.Repeat(" ", len(lead))
	}
}

func (p *plain) show(d Document) {
	p.say("")
	if err := d.Text(p.out, p.width()); err != nil && p.failed == nil {
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
		line = strings.TrimSpace(line)
		if len(line) <= len("yes") { // commands; a file name keeps its case
			line = strings.ToLower(line)
		}
		return line, nil
	}
}

func (p *plain) run() error {
	p.wrapped(p.w.Welcome)
	p.text(fill(p.w.WelcomeNow, "number", p.tell.Place.emergency(p.w)))
	if p.iv.Beware != "" {
		p.text(p.iv.Beware)
	}
	for _, line := range slices.Concat(p.w.WelcomeIs, p.iv.privacy()) {
		p.text(line)
	}
	p.text(p.w.PlainStart)
	for {
		p.looking = takeUp(p.in, p.looking)
		page, more := p.in.Page()
		var err error
		if p.looking >= 0 && !p.in.Again() {
			err = p.look()
		} else if more {
			err = p.page(page, p.in.Offered(page), p.answer, p.in.Back)
		} else if now, _ := p.in.Answers().Range(); now < triage.Go && !p.reviewed {
			err = p.review()
		} else {
			err = p.result()
		}
		if err != nil {
			return err
		}
	}
}

// page asks one page until its answer is given, or the person goes back.
func (p *plain) page(page triage.Page, kept []string, give func([]string) error, back func() bool) error {
	rows := rowsFor(p.tell, page)
	many := page.Tick < 0 && page.Question.List
	if now, _ := p.in.Answers().Range(); now >= triage.Go {
		p.text(p.w.Reminder)
	}
	if p.changing {
		p.text(p.w.Changing)
	} else {
		p.text(progress(p.w, p.in))
	}
	if page.Tick >= 0 {
		p.wrapped(p.w.OneByOne)
		p.wrapped(page.Question.Options[page.Tick].Say)
	} else {
		p.wrapped(page.Question.Ask)
	}
	var keptNumbers []string
	for i, r := range rows {
		p.numbered(i+1, r.label)
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
			if !back() {
				p.text(p.w.PlainFirst)
				continue
			}
			return nil
		case "?":
			p.show(p.tell.WhyAsked(p.in.Answers().Table(), page))
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
			return give(kept)
		}
		ids, bad := pick(rows, line, many)
		if bad != "" {
			p.text(fill(p.w.PlainBad, "said", clean(bad)) + " " + p.w.PlainHelp)
			continue
		}
		if err := give(ids); err != nil {
			p.text(clean(err.Error()))
			continue
		}
		return nil
	}
}

// answer replies to the present page.
func (p *plain) answer(ids []string) error { return p.kept(p.in.Answer(ids...)) }

// kept keeps what was said unless it was refused, and says so when it cannot be.
func (p *plain) kept(refused error) error {
	if refused != nil {
		return refused
	}
	p.iv.keep(p.in)
	if note := p.iv.notKept(); note != "" {
		p.text(note)
	}
	return nil
}

// review tells all answers before the result, and lets one be changed.
func (p *plain) review() error {
	err := p.lookOver(p.tell.Review(p.in.Path()), p.w.PlainReview)
	if err == errRight {
		p.reviewed, err = true, nil
	}
	return err
}

// look tells the answers taken up from an earlier interview, until they are
// said to be right.
func (p *plain) look() error {
	d := p.tell.Review(p.in.Path()[p.looking:])
	d[0].Text = p.w.KeptReview
	err := p.lookOver(d, p.w.KeptPlainReview)
	if err == errRight {
		p.looking, err = -1, nil
	}
	return err
}

// errRight says that the answers that were looked over are right.
var errRight = errors.New("right")

// lookOver tells answers and lets one be changed. It returns errRight when
// they are said to be right, and nil when something was changed or taken back.
func (p *plain) lookOver(answers Document, prompt string) error {
	p.show(answers)
	for {
		line, err := p.ask(prompt)
		if err != nil {
			return err
		}
		switch line {
		case "":
			return errRight
		case "e":
			return p.edit()
		case "b":
			p.in.Back()
			p.looking = -1
			return nil
		case "q":
			if stop, err := p.stop(); stop || err != nil {
				return errors.Join(err, errStopped)
			}
		default:
			p.text(fill(p.w.PlainBad, "said", clean(line)))
		}
	}
}

// edit lets the person change one answer. What it makes needless is set aside;
// what it makes needed is asked next.
func (p *plain) edit() error {
	path := p.in.Path()
	for i, turn := range path {
		p.numbered(i+1, p.tell.turn(turn))
	}
	line, err := p.ask(fill(p.w.PlainEdit, "n", len(path)))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(line)
	if err != nil || n < 1 || n > len(path) {
		if line != "" {
			p.text(fill(p.w.PlainBad, "said", clean(line)))
		}
		return nil
	}
	as := p.in.Answers().Assess()
	if as.AtLeast >= triage.Go && p.told {
		sure, err := p.ask(p.w.PlainWrong)
		if err != nil || !p.w.IsYes(sure) {
			return err
		}
	}
	was := p.told
	p.told, p.changing = false, true
	defer func() { p.changing = false }()
	return p.page(path[n-1].Page, path[n-1].Reply, func(ids []string) error {
		err := p.kept(p.in.Change(n-1, ids...))
		if err == nil && was {
			p.before = &told{as, path}
		}
		return err
	}, func() bool { return true }) // going back leaves the answer as it was
}

// save asks for the name of a file and writes the report there.
func (p *plain) save(as *triage.Assessment) error {
	name, err := p.ask(p.w.SaveTitle + " " + p.w.SaveHint + " " + p.w.PlainCancel)
	if err != nil || name == "" {
		return err
	}
	data, err := p.tell.File(name, as, p.iv.now())
	if err != nil {
		p.text(p.w.SaveEnding)
		return nil
	}
	err = p.iv.Save(name, data, false)
	if errors.Is(err, fs.ErrExist) {
		sure, askErr := p.ask(fill(p.w.SaveExists, "name", clean(name)) + " " + p.w.PlainYes)
		if askErr != nil {
			return askErr
		}
		if !p.w.IsYes(sure) {
			return nil
		}
		err = p.iv.Save(name, data, true)
	}
	if err != nil {
		p.text(fill(p.w.SaveFailed, "error", safe(err.Error())))
		return nil
	}
	p.text(fill(p.w.SaveDone, "name", safe(name)))
	return nil
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
		if word == "0" { // as on the whole screen
			n = slices.IndexFunc(rows, func(r row) bool { return r.alone }) + 1
		}
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
	line, err := p.ask(p.w.Leave + " " + p.iv.leaveWhy() + " " + p.w.PlainConfirm)
	return p.w.IsYes(line) || line == "q", err
}

// result tells the result and waits for what the person wants next.
func (p *plain) result() error {
	as := p.in.Answers().Assess()
	p.told, p.beyond = true, false
	if p.before != nil {
		p.show(p.tell.Changed(*p.before, as, p.in.Path()))
		p.before = nil
	}
	p.show(p.tell.Result(as))
	sections := p.tell.Sections(as, p.in.Path())
	after := p.w.PlainAfter
	if p.in.CanGoOn() {
		after = p.w.PlainGoOn + " " + after
	}
	prompt := after
	for {
		line, err := p.ask(prompt)
		if err != nil {
			return err
		}
		prompt = p.w.PlainNext // nobody wants to hear all of it again
		switch line {
		case "?", "":
			prompt = after
		case "w":
			p.show(sections[0].Doc)
		case "n":
			p.show(sections[1].Doc)
		case "c":
			p.show(sections[2].Doc)
		case "r":
			p.show(sections[3].Doc)
		case "f":
			p.show(sections[4].Doc)
		case "e":
			if err := p.edit(); err != nil || !p.told {
				return err
			}
		case "s":
			if p.iv.Save == nil {
				p.text(fill(p.w.PlainBad, "said", clean(line)))
			} else if err := p.save(as); err != nil {
				return err
			}
		case "b":
			if as.AtLeast >= triage.Go {
				sure, err := p.ask(p.w.PlainWrong)
				if err != nil {
					return err
				}
				if !p.w.IsYes(sure) {
					continue
				}
			}
			p.told, p.reviewed = false, false
			p.in.Back()
			return nil
		case "g":
			if p.in.CanGoOn() {
				p.in.GoOn()
				p.beyond = true
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

// clean is a word of unknown origin for a message.
func clean(s string) string { return read.Quoted(s) }

// safe is a name or a message of unknown origin, whole.
func safe(s string) string { return read.Harmless(s) }
