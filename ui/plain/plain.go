// Package plain is plain mode: an interview line by line, for screen readers, pipes and
// simple terminals. It prompts and reads what is typed; the session does the rest.
package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// plainWidth is the width of plain text, unless the window is narrower. Screen readers
// do not care; people with a small window do.
const plainWidth = 72

// maxLine is the longest line of input that is accepted, in bytes.
const maxLine = 4096

// tooLong replaces a longer line. It is not an answer, a command or a note.
const tooLong = "..."

// Run runs the interview line by line, for screen readers, pipes and simple
// terminals: the same engine and the same words, no escape sequences, no
// symbols. The end of the input ends the interview; it is never an answer.
func Run(ctx context.Context, setup session.Setup, in io.Reader, out io.Writer) (session.Outcome, error) {
	table, place, err := setup.Table()
	if err != nil {
		return session.Outcome{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // or readLines would wait for ever
	p := &plain{
		setup: setup, ctx: ctx, out: out, w: setup.Words,
		write: report.Writer{Words: setup.Words, Country: place}, session: setup.Begin(table), lines: readLines(ctx, in),
	}
	err = p.run()
	o := session.End(p.session, p.write, errors.Is(err, context.Canceled))
	if o.Assessment != nil && p.session.Screen() != session.Result {
		p.show(p.write.Brief(o.Assessment)) // an emergency must be the last thing that is said
	}
	if p.failed != nil {
		return o, p.failed
	}
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		err = nil
	}
	return o, err
}

type plain struct {
	setup   session.Setup
	ctx     context.Context
	out     io.Writer
	w       *words.Sentences
	write   report.Writer
	session *session.Session
	lines   <-chan string
	told    bool  // people have been told what can be typed after a result
	failed  error // of the output
}

// readLines reads lines in the background, so that an interrupt is handled while the
// program waits for a line. It closes the channel at the end of the input.
func readLines(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReaderSize(in, maxLine)
		for {
			text, prefix, err := r.ReadLine()
			line := string(text)
			for prefix && err == nil { // the rest of a line that is too long
				line = tooLong
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

// width returns the present width of text.
func (p *plain) width() int {
	if p.setup.Width == nil {
		return plainWidth
	}
	if columns := p.setup.Width(); columns > 0 {
		return min(plainWidth, columns)
	}
	return math.MaxInt32
}

// wrapped says a sentence, wrapped.
func (p *plain) wrapped(s string) { p.say("%s", strings.Join(report.WrapWhole(s, p.width()), "\n")) }

// text says a sentence, wrapped, after a blank line.
func (p *plain) text(s string) {
	p.say("")
	p.wrapped(s)
}

// numbered says a line of a numbered list, wrapped.
func (p *plain) numbered(n int, s string) {
	lead := fmt.Sprintf("%d. ", n)
	for _, l := range report.WrapWhole(s, p.width()-len(lead)) {
		p.say("%s%s", lead, l)
		lead = strings.Repeat(" ", len(lead))
	}
}

func (p *plain) show(d report.Document) {
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

// run presents one screen after another, until the person leaves.
func (p *plain) run() error {
	for i, block := range p.setup.Welcome(p.write.Country, p.offer(p.w.PlainStart, session.Page)) {
		for _, text := range append(block.Items, block.Text) {
			switch {
			case i == 0:
				p.wrapped(text)
			case text != "":
				p.text(text)
			}
		}
	}
	for !p.session.Left() {
		var err error
		switch p.session.Screen() {
		case session.Welcome:
			p.session.Start()
		case session.Page:
			err = p.page()
		case session.LookOver:
			err = p.look(p.w.KeptPlainReview)
		case session.Review:
			err = p.look(p.w.PlainReview)
		case session.Result:
			err = p.result()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// command is something to type that is not an answer.
type command struct {
	letter string
	word   words.Spoken // words that mean the same
	on     int          // where it counts: a bit for each screen
	says   string       // what it does; {key} is the letter
	apart  bool         // it gets its own sentence, before the others
	off    bool         // it cannot be used now and is not offered
	not    string       // the reply to it in that case; "": it is treated like any other line
	do     func() error
}

// commands returns everything that can be typed beside answers, in the order in which
// it is told.
func (p *plain) commands() []command {
	w, s := p.w, p.session
	does := func(act func()) func() error {
		return func() error { act(); return nil }
	}
	least, _, _ := s.Range()
	most := least == triage.Call // then there are no sections for n and c
	tells := func(title string) func() error {
		return does(func() {
			for _, section := range p.write.Sections(s.Assessment(), s.Path()) {
				if section.Title == title {
					p.show(section.Doc)
				}
			}
		})
	}
	const page, result, review, lists = 1 << session.Page, 1 << session.Result, 1 << session.Review, 1<<session.LookOver | 1<<session.Review
	return []command{
		{letter: "g", on: result, says: w.PlainGoOn, apart: true, off: !s.CanGoOn(), not: w.PlainNoMore, do: does(s.GoOn)},
		{letter: "g", on: page, says: w.TypeResult, off: !s.WentOn(), do: does(s.ToResult)},
		{letter: "w", word: w.SayWhy, on: result, says: w.TypeWhy, do: tells(w.WhyTab)},
		{letter: "n", on: result, says: w.TypeWhyNot, off: most, not: w.WhyNotNone, do: tells(w.WhyNotTab)},
		{letter: "c", on: result, says: w.TypeChange, off: most, not: w.WhyNotNone, do: tells(w.ChangeTab)},
		{letter: "f", on: result, says: w.TypeRule, do: tells(w.RuleTab)},
		{letter: "?", word: w.SayWhy, on: page, says: w.TypeAsk, do: does(func() { p.show(s.WhyAsked(p.write)) })},
		{letter: "r", on: page, says: w.TypeHear, do: does(func() { p.show(s.Answers(p.write, false)) })},
		{letter: "r", on: lists, says: w.TypeFull, do: does(func() { p.show(s.Answers(p.write, true)) })},
		{letter: "r", on: result, says: w.TypeAnswers, do: tells(w.AnswersTab)},
		{letter: "e", on: page | review | result, says: w.TypeEdit, do: p.edit},
		{letter: "e", on: 1 << session.LookOver, says: w.TypeEditOne, do: p.edit},
		{letter: "s", on: result, says: w.TypeSave, off: p.setup.Save == nil, do: p.save},
		{letter: "o", on: result, says: w.TypeAgain, do: does(s.Again)},
		{letter: "b", word: w.SayBack, on: page | lists | result, says: w.TypeBack, do: p.back},
		{letter: "q", word: w.SayQuit, on: lists | page, says: w.TypeStop, do: does(func() { s.Leave() })},
		{letter: "q", word: w.SayQuit, on: result, says: w.TypeLeave, do: does(func() { s.Leave() })},
	}
}

// offer fills what can be typed on a screen into a sentence: {last} is the last
// command, {commands} the rest.
func (p *plain) offer(sentence string, on session.Screen) string {
	var apart string
	var says []string
	for _, c := range p.commands() {
		switch text := words.Fill(c.says, "key", c.letter); {
		case c.off || c.on>>on&1 == 0:
		case c.apart:
			apart += text + " "
		default:
			says = append(says, text)
		}
	}
	last := len(says) - 1
	return apart + words.Fill(sentence, "commands", strings.Join(says[:last], ", "), "last", says[last])
}

// typed returns the command that a line stands for on this screen, or nil.
func (p *plain) typed(line string) *command {
	for _, c := range p.commands() {
		if (c.letter == line || c.word.Is(line)) && c.on>>p.session.Screen()&1 == 1 {
			return &c
		}
	}
	return nil
}

// hear asks for lines until one leads to another screen. A line that is not a command
// goes to take. For ?, it calls help and says everything that can be typed.
func (p *plain) hear(help func(), prompt func() string, take func(line string)) error {
	for moves := p.session.Moves(); moves == p.session.Moves() && !p.session.Left(); {
		line, err := p.ask(prompt())
		if err != nil {
			return err
		}
		switch c := p.typed(line); {
		case p.w.SayHelp.Is(line):
			help()
		case c == nil || c.off && c.not == "":
			take(line)
		case c.off:
			p.text(c.not)
		default:
			err = c.do()
		}
		if err == nil {
			err = p.confirm()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// confirm asks for the session's confirmation, if it wants one.
func (p *plain) confirm() error {
	asks, question := p.session.Asks(), p.w.PlainWrong
	switch asks {
	case session.Nothing:
		return nil
	case session.Leaving:
		question = p.w.Leave + " " + p.setup.LeaveWhy(p.session) + " " + p.w.PlainConfirm
	case session.Again:
		question = p.w.Again + " " + p.setup.AgainWhy(p.session) + " " + p.w.PlainAgain
	}
	line, err := p.ask(question)
	if err == nil {
		p.session.Confirm(p.w.IsYes(line) || asks == session.Leaving && (line == "q" || p.w.SayQuit.Is(line)))
	}
	return err
}

// bad says that a line cannot be typed here.
func (p *plain) bad(line string) { p.text(words.Fill(p.w.PlainBad, "said", read.Quoted(line))) }

// page asks one page until it is answered, or something else comes.
func (p *plain) page() error {
	page, kept := p.session.Asked()
	options := p.w.Drawn(page)
	many := page.Tick < 0 && page.Question.List
	for _, text := range p.session.ProgressLines(p.w) {
		p.text(text)
	}
	if page.Tick >= 0 {
		p.wrapped(p.w.OneByOne)
		o := page.Question.Options[page.Tick]
		p.wrapped(p.w.Whole(o.Say, o.Detail))
	} else {
		p.wrapped(page.Question.Ask)
	}
	var keptNumbers []string
	numbers := numbersOf(options)
	for i, o := range options {
		p.numbered(numbers[i], p.w.Whole(o.Head, o.Detail))
		if slices.Contains(kept, o.ID) {
			keptNumbers = append(keptNumbers, strconv.Itoa(numbers[i]))
		}
	}
	sentence := p.w.PlainOne
	switch {
	case slices.Contains(numbers, 0):
		sentence = p.w.PlainNone
	case many:
		sentence = p.w.PlainList
	}
	prompt := words.Fill(sentence, "n", slices.Max(numbers))
	if len(kept) > 0 {
		prompt = words.Fill(p.w.PlainKept, "n", strings.Join(keptNumbers, " ")) + "\n" + prompt
	}
	help := p.offer(p.w.PlainHelp, session.Page)
	return p.hear(func() { p.text(help) }, func() string { return prompt }, func(line string) {
		ids, bad := kept, ""
		if id := p.spoken(options, line, many); id != "" {
			ids = []string{id}
		} else if line != "" {
			ids, bad = pick(options, line, many)
		}
		switch {
		case bad != "":
			p.text(words.Fill(p.w.PlainBad, "said", read.Quoted(bad)) + " " + help)
		case len(ids) == 0:
			p.text(help)
		default:
			p.reply(page, ids)
		}
	})
}

// spoken returns the id of the option that words stand for, or "": the head of an option
// for that option, and no for none in a list.
func (p *plain) spoken(options []words.Choice, line string, many bool) string {
	for _, o := range options {
		if (words.Spoken{o.Head}).Is(strings.TrimRight(line, ".!")) {
			return o.ID
		}
	}
	id := ""
	switch names := triage.TickNames(); {
	case many && (p.w.SayNone.Is(line) || p.w.SayNo.Is(line)):
		id = triage.None
	case !many && p.w.SayNo.Is(line):
		id = names[triage.TickNo]
	case !many && p.w.IsYes(line):
		id = names[triage.TickYes]
	}
	if slices.ContainsFunc(options, func(o words.Choice) bool { return o.ID == id }) {
		return id
	}
	return ""
}

// reply gives an answer, and says so if it cannot be kept.
func (p *plain) reply(page triage.Page, ids []string) {
	if err := p.session.Reply(page, ids...); err != nil {
		p.text(read.Quoted(err.Error()))
	} else if note := p.setup.NotKept(); note != "" {
		p.text(note)
	}
}

// back takes a step back, if that is possible.
func (p *plain) back() error {
	if p.session.First() {
		p.text(p.w.PlainFirst)
	} else {
		p.session.Back()
	}
	return nil
}

// look reads out answers until the person confirms them, or something else comes.
func (p *plain) look(prompt string) error {
	p.show(p.session.Answers(p.write, false))
	prompt = p.offer(prompt, p.session.Screen())
	return p.hear(func() {}, func() string { return prompt }, func(line string) {
		if line == "" || p.w.IsYes(line) {
			p.session.Right()
		} else {
			p.bad(line)
		}
	})
}

// result reads out the result and waits for what the person wants next.
func (p *plain) result() error {
	p.show(p.session.Result(p.write))
	all := p.offer(p.w.PlainAfter, session.Result)
	return p.hear(func() { p.told = false }, func() string {
		prompt := p.w.PlainNext // nobody wants to hear all the commands again
		if !p.told {
			prompt, p.told = all, true
		}
		if alarm := p.write.Alarm(p.session.Assessment()); alarm != "" {
			prompt = alarm + "\n" + prompt // the result may have scrolled out of sight
		}
		return prompt
	}, func(line string) {
		if line == "" || line == "?" {
			p.told = false
		} else {
			p.bad(line)
		}
	})
}

// edit asks which answer to change.
func (p *plain) edit() error {
	first, turns := p.session.Listed()
	if len(turns) == 0 {
		p.show(p.session.Answers(p.write, false))
		return nil
	}
	for i, turn := range turns {
		p.numbered(i+1, p.write.Turn(turn))
	}
	line, err := p.ask(words.Fill(p.w.PlainEdit, "n", len(turns)))
	if err != nil || line == "" || p.w.SayNone.Is(line) || p.w.SayBack.Is(line) {
		return err
	}
	if n, err := strconv.Atoi(line); err != nil || n < 1 || n > len(turns) {
		p.bad(line)
	} else {
		p.session.Edit(first + n - 1)
	}
	return nil
}

// save asks for the name of a file and for the person's additions, and writes the
// report there.
func (p *plain) save() error {
	name, err := p.ask(p.w.SaveTitle + " " + p.w.SaveHint + " " + p.w.PlainCancel)
	switch {
	case err != nil:
		return err
	case name == "" || p.w.SayBack.Is(name):
		p.text(p.w.PlainNotSaved)
		return nil
	case !report.Saves(name):
		p.text(p.w.SaveEnding)
		return nil
	}
	if err := p.add(); err != nil {
		p.text(p.w.PlainNotSaved)
		return err
	}
	err = p.setup.Write(p.session, p.write, name, false)
	if errors.Is(err, fs.ErrExist) {
		sure, askErr := p.ask(words.Fill(p.w.SaveExists, "name", `"`+read.Harmless(name)+`"`) + " " + p.w.PlainYes)
		if askErr != nil || !p.w.IsYes(sure) {
			p.text(p.w.PlainNotSaved)
			return askErr
		}
		err = p.setup.Write(p.session, p.write, name, true)
	}
	if err != nil {
		p.text(words.Fill(p.w.SaveFailed, "error", read.Harmless(err.Error())))
	} else {
		p.text(words.Fill(p.w.SaveDone, "name", read.Harmless(name)))
	}
	return nil
}

// add asks for what the person adds for the doctor: the leg, and a note.
func (p *plain) add() error {
	w := p.w
	side, note := p.session.Added()
	for asking := true; asking; {
		line, err := p.ask(words.Fill(w.PlainSide, "left", w.Sides[0], "right", w.Sides[1], "both", w.Sides[2]))
		if err != nil {
			return err
		}
		named := slices.IndexFunc(w.Sides[:], func(name string) bool { return words.Spoken{name}.Is(line) })
		if asking = line != "" && named < 0; asking {
			p.bad(line)
		}
		side = report.Side(named + 1)
	}
	p.session.Add(side, note)
	for {
		prompt := words.Fill(w.PlainNote, "nobody", session.NobodyReads(p.write))
		if note != "" {
			prompt = words.Fill(w.PlainNoteKept, "note", words.Fill(w.Quoted, "text", note), "none", w.SayNone[0])
		}
		line, err := p.ask(prompt)
		if err != nil || line == "" {
			return err
		}
		switch {
		case w.SayNone.Is(line):
			line = ""
		case w.SayBack.Is(line) || w.SayQuit.Is(line) || p.typed(line) != nil: // no note has one letter
			p.text(words.Fill(w.PlainNoNote, "said", read.Quoted(line)))
			continue
		}
		line, fits := report.CleanNote(line)
		if fits && line != tooLong {
			p.session.Add(side, line)
			return nil
		}
		p.text(words.Fill(w.NoteTooLong, "most", report.MostNote))
	}
}

// pick returns the ids of the options whose numbers are in the line, or the first word
// that is not such a number. If there is a tick beside "none", the engine lets the tick
// win.
func pick(options []words.Choice, line string, many bool) (ids []string, bad string) {
	typed := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '.' || unicode.IsSpace(r) })
	if len(typed) == 0 || len(typed) > 1 && !many {
		return nil, line
	}
	numbers := numbersOf(options)
	for _, word := range typed {
		n, err := strconv.Atoi(word)
		at := slices.Index(numbers, n)
		switch {
		case err != nil && len(ids) == 0: // not numbers, but words
			return nil, line
		case err != nil || at < 0 || n == 0 && word != "0":
			return nil, word
		}
		if id := options[at].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, ""
}

// numbersOf returns what to type for each option: 0 for "none of these", as on the full
// screen, and numbers from 1 for the others.
func numbersOf(options []words.Choice) (numbers []int) {
	n := 0
	for _, o := range options {
		if o.Alone {
			numbers = append(numbers, 0)
			continue
		}
		n++
		numbers = append(numbers, n)
	}
	return numbers
}
