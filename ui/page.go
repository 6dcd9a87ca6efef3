package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
)

// answerKey is the key of the one field of every form.
const answerKey = "answer"

// questionPage is a question on the screen: a fresh form with one field. The form's
// commands are never given back to Bubble Tea: they would reach the form of
// the next page, and answer it.
type questionPage struct {
	form     *huh.Form
	choice   *Choice
	progress string // "Question 3. At most 8 more."
	about    string // above the question, for a tick on its own
	ask      string
	hint     string // below the question
	footer   string
	look     Look
	words    *Words

	width, height int
	head          []line // the drawn question, or what there is room for
	from          int    // its first line on the screen, as the last key left it
	above, below  int    // its lines that are out of sight before and after that
}

// newPage makes a page; it has to be resized before it is drawn.
func newPage(ask string, rows []row, many bool, said []string, w *Words, look Look) *questionPage {
	p := &questionPage{ask: ask, words: w, look: look, choice: newChoice(rows, many, said, w, look)}
	p.form = huh.NewForm(huh.NewGroup(p.choice)).WithShowHelp(false).WithShowErrors(false).WithTheme(plainTheme)
	p.form.Init()
	return p
}

// plainTheme has no border and no padding, which would make long lines overflow.
var plainTheme = huh.ThemeFunc(func(bool) *huh.Styles { return &huh.Styles{} })

// resize lays the page out to a budget: the options come first, then the
// question, then everything else. Where there is not room for both, the question
// has nearly all of it until an option has the focus, and moves if that is not
// enough. Less than half is left of it then.
func (p *questionPage) resize(w, h int) {
	p.width, p.height = max(w, 1), max(h, 1)
	column := min(p.width, maxColumn)
	body := p.height
	if p.height >= 5 {
		body-- // the footer
	}
	if p.height >= 10 {
		body -= 2 // progress and a blank line
	}
	body-- // the line for notes
	body = max(body, 2)
	rows := func() int { return p.choice.lineOf(len(p.choice.labels)) }
	p.choice.layout(column, max(1, body-1))

	about, ask, hint, blank := drawn(Fine, p.about, column), drawn(Headline, p.ask, column), drawn(Fine, p.hint, column), []line{{}}
	for _, parts := range [][][]line{{about, ask, hint, blank}, {about, ask, hint}, {ask, hint}, {ask}} {
		p.head = slices.Concat(parts...)
		if len(p.head)+rows() <= body {
			break
		}
	}
	p.choice.cutHead, p.above, p.below = false, 0, 0
	if most := max(1, (body-1)/2); len(p.head)+rows() > body && len(p.head) > most {
		if p.choice.cutHead = true; p.choice.at < 0 {
			most = min(len(p.head), max(1, body-1))
			p.above = min(p.from, len(p.head)-most)
		}
		p.below = len(p.head) - most - p.above
		if p.head = p.head[p.above : p.above+most]; p.below > 0 {
			p.head[most-1].text = ansi.Truncate(p.head[most-1].text, max(1, column-1), "") + "…"
		}
	}
	p.choice.layout(column, max(1, body-len(p.head)))
	p.choice.scroll()
	p.form.WithWidth(column).WithHeight(max(1, body-len(p.head)))
}

// maxColumn is the widest column of text: longer lines are hard to read.
const maxColumn = 76

// drawn returns the lines of a text of one kind.
func drawn(kind Kind, text string, width int) []line {
	if text == "" {
		return nil
	}
	var out []line
	for _, l := range wrap(text, width) {
		out = append(out, line{kind: kind, text: l})
	}
	return out
}

// move moves a question that is longer than its room, and tells whether there
// was more of it in the direction of a key.
func (p *questionPage) move(act action) bool {
	step := max(1, len(p.head)-1) // one line stays to go on from
	switch {
	case (act == actUp || act == actPageUp) && p.above > 0:
		p.from = max(0, p.above-step)
	case (act == actDown || act == actPageDown) && p.below > 0:
		p.from = p.above + min(step, p.below)
	default:
		return false
	}
	p.choice.note = ""
	p.resize(p.width, p.height)
	return true
}

// key hands a key to the form and tells whether it completed the page. While no
// option has the focus, the question hears it first.
func (p *questionPage) key(k tea.KeyPressMsg) (answer []string, done bool) {
	unread := p.choice.at < 0
	if act, _ := meaning(k); unread && p.move(act) {
		return nil, false
	}
	if p.form.Update(k); p.choice.cutHead && unread != (p.choice.at < 0) {
		p.resize(p.width, p.height)
	}
	if p.choice.sent {
		p.form.NextField()
		p.form.NextGroup()
	}
	if p.form.State != huh.StateCompleted {
		return nil, false
	}
	answer, _ = p.form.Get(answerKey).([]string)
	return answer, len(answer) > 0
}

// view draws the page and says where the terminal's cursor belongs: on the
// focused answer, or on the question when none is.
func (p *questionPage) view() (content string, x, y int) {
	var out []string
	if p.height >= 10 && p.progress != "" {
		out = append(out, p.look.dim(ansi.Truncate(p.progress, p.width, "…")), "")
	}
	y = len(out)
	for _, l := range p.head {
		out = append(out, p.look.line(l))
	}
	if line, ok := p.choice.cursor(); ok {
		y, x = len(out)+line, 0
	}
	out = append(out, strings.Split(p.choice.View(), "\n")...)
	out = append(out, p.look.accent(ansi.Truncate(p.note(), p.width, "…")))
	if p.height >= 5 {
		for len(out) < p.height-1 {
			out = append(out, "")
		}
		out = append(out, p.look.dim(footer(p.footer, p.width)))
	}
	return strings.Join(out, "\n"), x, y
}

// note says what a key that did nothing needs, or what is out of sight.
func (p *questionPage) note() string {
	above, below := p.choice.more()
	if above += p.above; p.choice.at < 0 {
		below += p.below
	} else {
		above += p.below // up leads back to the rest of the question
	}
	out := moreNote(p.words, above, below)
	switch {
	case p.choice.note == "":
		return out
	case out == "":
		return p.choice.note
	}
	note := out + ": " + p.choice.note
	switch {
	case ansi.StringWidth(note) <= p.width:
		return note
	case p.choice.note == p.words.SeeAll:
		return p.choice.note // which says as much, and why nothing happened
	case ansi.StringWidth(out)+5 < p.width:
		return note
	}
	return out // what is out of sight must not be cut off
}

func moreNote(w *Words, above, below int) string {
	switch {
	case above > 0 && below > 0:
		return w.MoreBoth
	case above > 0:
		return w.MoreAbove
	case below > 0:
		return w.MoreBelow
	}
	return ""
}

// footer drops keys from the end until the line fits, keeping the first.
func footer(keys string, width int) string {
	parts := strings.Split(keys, " · ")
	for len(parts) > 1 && ansi.StringWidth(strings.Join(parts, " · ")) > width {
		parts = parts[:len(parts)-1]
	}
	return ansi.Truncate(strings.Join(parts, " · "), width, "…")
}

// rowsFor returns the possible answers to a page of the interview.
func rowsFor(tell Teller, p triage.Page) []row {
	w := tell.Words.beside(p.Question)
	if p.Tick >= 0 {
		return []row{
			{id: triage.TickNames[triage.TickNo], label: w.No},
			{id: triage.TickNames[triage.TickUnsure], label: w.NotSure},
			{id: triage.TickNames[triage.TickYes], label: w.Yes},
		}
	}
	var rows []row
	for _, o := range p.Question.Options {
		rows = append(rows, row{id: o.ID, label: o.Say})
	}
	if p.Question.List && !p.Question.AtLeastOne {
		rows = append(rows, row{id: triage.None, label: w.None, alone: true, extra: true}, row{id: triage.Unsure, label: w.NotSure, extra: true})
	}
	return rows
}
