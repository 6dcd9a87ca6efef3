package screen

import (
	"slices"
	"strings"

	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/report"
	"legtriage/ui/words"
)

// answerKey is the key of the one field of every form.
const answerKey = "answer"

// questionPage is a question on the screen: a new form with one field. The form's
// commands are never passed on to Bubble Tea: they would reach the form of the next page
// and answer it.
type questionPage struct {
	form    *huh.Form
	choice  *choice
	heading *heading // nil: none
	about   string   // above the question, where a tick of a list is asked alone
	ask     string
	hint    string // below the question
	footer  func() []string
	ladder  *ladder  // nil: none
	denied  []string // of each row in a list of answers: what it says no to; nil: it is no such list
	look    *look
	words   *words.Sentences

	width, height int
	column        int           // the width of the text
	tight         bool          // not all of it fits
	beside, below bool          // where the ladder is drawn, if there is room for it
	question      viewport      // of head
	head          []report.Line // the question, with as much around it as there is room for
	from          int           // its first line on the screen, as the last key left it
}

// newPage makes a page; it has to be resized before it is drawn.
func newPage(ask string, rows []row, many bool, said []string, w *words.Sentences, look *look) *questionPage {
	p := &questionPage{ask: ask, words: w, look: look, choice: newChoice(rows, many, said, w, look)}
	p.form = huh.NewForm(huh.NewGroup(p.choice)).WithShowHelp(false).WithShowErrors(false).WithTheme(plainTheme)
	p.form.Init()
	return p
}

// plainTheme has no border and no padding, which would make long lines overflow. All
// forms share its styles, which the library only reads.
var plainTheme = func() huh.ThemeFunc {
	none := &huh.Styles{}
	return func(bool) *huh.Styles { return none }
}()

// resize lays the page out. While no answer has the focus, a question that is longer
// than its room stays where the last key left it.
func (p *questionPage) resize(w, h int) {
	p.width, p.height = max(w, 1), max(h, 1)
	column := min(p.width, maxColumn)
	p.beside = false
	if narrow := min(maxColumn, p.width-panelGap-panelWidth); p.ladder != nil && p.width >= panelFrom {
		// A panel is not worth it if only then the answers no longer fit.
		high := sum(p.choice.wrap(narrow))
		p.beside = high <= pageLines(p.height)-usualHead || high <= sum(p.choice.wrap(column))+panelCosts
		if p.beside {
			column = narrow
		}
	}
	p.column = column
	about, ask, hint := drawn(report.Fine, p.about, column), drawn(report.Headline, p.ask, column), drawn(report.Fine, p.hint, column)
	forms := [][]report.Line{slices.Concat(about, ask, hint, []report.Line{{}}), slices.Concat(about, ask, hint), slices.Concat(ask, hint), ask}
	var lengths []int
	for _, form := range forms {
		lengths = append(lengths, len(form))
	}
	answers := p.choice.wrap(column)
	lines := pageLines(p.height)
	if p.tight = p.height >= progressFrom && lengths[len(lengths)-1]+sum(answers) > lines; p.tight {
		lines++ // the blank one below the heading
	}
	spare := lines - lengths[0] - sum(answers)
	if p.choice.rule = -1; spare >= 1 {
		if p.choice.rule = p.choice.extra(); p.choice.rule >= 0 {
			answers[p.choice.rule]++
			spare--
		}
	}
	if p.below = p.ladder != nil && !p.beside && spare >= 2; p.below {
		lines -= 2
	}
	room := shareOut(lines, lengths, sum(answers), p.choice.at >= 0)
	p.head = forms[room.form]
	p.question = viewport{lines: len(p.head), height: room.question}
	if p.choice.at < 0 {
		p.question.to(p.from)
	}
	p.choice.overhead = room.cut
	p.choice.layout(answers, room.answers)
	p.form.WithWidth(column).WithHeight(room.answers)
}

func sum(of []int) (n int) {
	for _, i := range of {
		n += i
	}
	return n
}

const (
	usualHead  = 5 // lines of a question
	panelCosts = 3 // how many lines longer a panel may make the answers
)

// maxColumn is the widest column of text: longer lines are hard to read.
const maxColumn = 76

// drawn breaks a text into lines, all of one kind.
func drawn(kind report.Kind, text string, width int) []report.Line {
	if text == "" {
		return nil
	}
	var out []report.Line
	for _, l := range report.Wrap(text, width) {
		out = append(out, report.Line{Kind: kind, Text: l})
	}
	return out
}

// move scrolls a question that is longer than its room, and reports whether there was
// more of it in the direction of the key.
func (p *questionPage) move(act action) bool {
	switch q := &p.question; {
	case (act == actUp || act == actPageUp || act == actHalfUp) && q.above() > 0:
		q.to(q.top - q.step())
	case (act == actDown || act == actPageDown || act == actHalfDown) && q.below() > 0:
		q.to(q.top + q.step())
	default:
		return false
	}
	p.from, p.choice.note = p.question.top, ""
	return true
}

// hear passes a key to the form, and reports whether it completed the page. While no
// answer has the focus, the question gets the key first.
func (p *questionPage) hear(k press) (answer []string, done bool) {
	unread := p.choice.at < 0
	if unread && p.move(k.act) {
		return nil, false
	}
	if p.form.Update(k.KeyPressMsg); p.choice.overhead && unread != (p.choice.at < 0) {
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

// view draws the page. The terminal's cursor belongs on the answer with the focus, or on
// the question if none has it.
func (p *questionPage) view() (content string, x, y int) {
	var top, out []string
	if p.heading != nil && p.height >= progressFrom {
		if top = append(top, p.heading.line(p.look, p.width)); !p.tight {
			top = append(top, "")
		}
	}
	y = len(top)
	for i, l := range p.head[p.question.top:p.question.end()] {
		if i == p.question.height-1 && p.question.below() > 0 {
			l.Text = ansi.Truncate(l.Text, max(1, p.column-1), "") + "…"
		}
		out = append(out, p.look.line(l))
	}
	if line, ok := p.choice.cursor(); ok {
		y, x = len(top)+len(out)+line, 0
	}
	out = append(out, strings.Split(p.choice.View(), "\n")...)
	out = append(out, p.lastNote())
	var end []string
	if p.below {
		end = append(end, p.ladder.line(p.look, p.width), "")
	}
	if p.height >= footerFrom {
		end = append(end, p.look.keys(p.footer(), p.width))
	}
	if p.denied != nil && p.choice.at >= 0 {
		out = append(out, p.saidNo(p.denied[p.choice.at], p.height-len(top)-len(out)-len(end))...)
	}
	// In a tall window the keys follow what there is, but not so closely that they
	// jump from page to page.
	for len(top)+len(out)+len(end) < min(p.height, usualHeight) {
		out = append(out, "")
	}
	if p.beside {
		panel := p.ladder.panel(p.look, min(p.height, max(usualHeight, len(top)+len(out)+len(end)))-len(top)-len(end)-1)
		out = []string{withPanel(out, p.column, panel)}
	}
	return strings.Join(slices.Concat(top, out, end), "\n"), x, y
}

// saidNo draws what the answer with the focus says no to, as much of it as there is room
// for.
func (p *questionPage) saidNo(text string, room int) []string {
	const indent = "    " // as the answers have
	lines := report.Wrap(text, p.column-len(indent))
	if text == "" || room < 1 {
		return nil
	}
	if len(lines) > room {
		lines = lines[:room]
		lines[room-1] = ansi.Truncate(lines[room-1], p.column-len(indent)-1, "") + "…"
	}
	for i, l := range lines {
		lines[i] = indent + p.look.dim(l)
	}
	return lines
}

// usualHeight is the height of most windows.
const usualHeight = 24

// lastNote draws the note. In a window too low for the heading, an emergency is shown
// here.
func (p *questionPage) lastNote() string {
	note := p.note()
	if note == "" && p.heading != nil && p.height < progressFrom && p.heading.alarm != "" {
		return p.heading.line(p.look, p.width)
	}
	return p.look.accent(ansi.Truncate(note, p.column, "…"))
}

// note says what to do after a key that did nothing, or what is out of sight.
func (p *questionPage) note() string {
	above, below := p.choice.hidden() // answers; a question that is cut counts as one more
	if p.question.above() > 0 || p.choice.at >= 0 && p.question.below() > 0 {
		above++ // up leads back to the rest of the question
	}
	if p.choice.at < 0 && p.question.below() > 0 {
		below++
	}
	out := moreNote(p.words, above, below)
	switch {
	case p.choice.note == "":
		return out
	case p.choice.note == p.words.SeeAll[0]:
		return p.toUnread()
	case out == "":
		return p.choice.note
	}
	note := out + ": " + p.choice.note
	if ansi.StringWidth(note) <= p.width || ansi.StringWidth(out)+5 < p.width {
		return note
	}
	return out // what is out of sight must not be cut off
}

// toUnread says which key leads to the answers that were not on the screen yet.
func (p *questionPage) toUnread() string {
	switch row := p.choice.unread(); {
	case row < 0:
		return p.words.SeeThese // the key brought them here
	case p.choice.unseen(row) < p.choice.top:
		return p.words.SeeAll[0]
	}
	return p.words.SeeAll[1]
}
