package screen

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/report"
	"legtriage/ui/words"
)

// row is one possible answer, or one thing that can be done.
type row struct {
	words.Choice
	all  bool   // speaks for all the others, so that they have to be seen first
	bare bool   // a thing to do, drawn without a box
	says action // actNo or actYes, where the answer is just that
}

// choice is a form field: one answer of several, or ticks. Nothing is chosen and
// nothing has the focus until the person does something, so that one key press too many
// can never answer a question.
//
// It implements huh.Field, because huh's own fields preselect the first option, hide
// options on small screens, and offer no way back.
type choice struct {
	list
	rows   []row
	many   bool
	said   []string  // ids, in the order of rows
	labels [][]label // the drawn lines of each row
	column int       // the width of the field
	rule   int       // the row with a line above it, which sets it apart; -1: none
	look   *look
	words  *words.Sentences

	note string // what to do next, after a key that did nothing
	sent bool   // the answer has been given
}

func newChoice(rows []row, many bool, said []string, w *words.Sentences, look *look) *choice {
	c := &choice{list: newList(len(rows)), rows: rows, many: many, rule: -1, words: w, look: look}
	for i, r := range rows {
		if slices.Contains(said, r.ID) {
			c.said = append(c.said, r.ID)
			if c.at < 0 {
				c.at = i
			}
		}
	}
	return c
}

// label is one line of a row: a part of its head, of its detail, or of both.
type label struct{ head, detail string }

// Details have a column of their own where there is room for it.
const (
	besideFrom = 60 // the width of the page from which they do
	widestHead = 30 // with a wider head in front of a detail, there is no room
	besideGap  = 2
)

// wrap breaks the rows into lines for a column of this width, and returns how many
// lines each row takes.
func (c *choice) wrap(column int) (heights []int) {
	c.column = column
	c.labels = c.labels[:0]
	heads := 0 // the width of the column of heads; 0: details follow their heads
	for _, r := range c.rows {
		if r.Detail != "" && column >= besideFrom {
			heads = max(heads, ansi.StringWidth(r.Head))
		}
	}
	if heads > widestHead {
		heads = 0
	}
	for i, r := range c.rows {
		width := max(column, 8) - c.indent(i)
		var lines []label
		switch {
		case r.Detail == "":
			for _, l := range report.Wrap(r.Head, width) {
				lines = append(lines, label{head: l})
			}
		case heads > 0:
			lines = beside(r.Head, report.Wrap(r.Detail, width-heads-besideGap), heads+besideGap)
		default:
			whole := c.words.Whole(r.Head, r.Detail)
			lines = runIn(report.Wrap(whole, width), strings.TrimSuffix(whole, r.Detail))
		}
		c.labels = append(c.labels, lines)
		heights = append(heights, len(lines))
	}
	return heights
}

// beside puts the lines of a detail to the right of the column of heads.
func beside(head string, detail []string, column int) (lines []label) {
	for _, l := range detail {
		lines = append(lines, label{head + strings.Repeat(" ", column-ansi.StringWidth(head)), l})
		head = ""
	}
	return lines
}

// runIn splits lines of text, which begin with a head, into that head and the detail.
func runIn(text []string, head string) (lines []label) {
	left := utf8.RuneCountInString(strings.Join(strings.Fields(head), "")) // without spaces: a line may end at any of them
	for _, l := range text {
		to := len(l)
		for i, r := range l {
			if left == 0 {
				to = i
				break
			}
			if r != ' ' {
				left--
			}
		}
		lines = append(lines, label{l[:to], l[to:]})
	}
	return lines
}

// digit returns the key that chooses row i, in one cell: a digit, or a letter.
func (c *choice) digit(i int) string {
	number := i + 1
	if alone := c.alone(); alone >= 0 && alone < i {
		number-- // the one above that has 0
	}
	key := rowKey(number)
	switch {
	case c.rows[i].Alone:
		return "0"
	case key != "":
		return key
	case c.rows[i].bare:
		return "-" // or it would look like one more line of the row above
	}
	return " "
}

// alone returns the row that clears all others ("none of these"), or -1. There is one at
// most.
func (c *choice) alone() int { return slices.IndexFunc(c.rows, func(r row) bool { return r.Alone }) }

// indent returns the width of what comes before the words of row i: the mark of the
// focus, the digit and the box.
func (c *choice) indent(i int) int {
	if c.rows[i].bare {
		return len("> 1 ")
	}
	return len("> 1 ") + ansi.StringWidth(c.look.boxes(c.many)[0]) + 1
}

// extra returns the first of the rows that end every list, or -1.
func (c *choice) extra() int { return slices.IndexFunc(c.rows, func(r row) bool { return r.Extra }) }

// Update moves the focus, ticks and sends. Keys it does not know do nothing.
func (c *choice) Update(msg tea.Msg) (huh.Model, tea.Cmd) {
	typed, ok := msg.(tea.KeyPressMsg)
	if !ok || c.sent {
		return c, nil
	}
	c.note = ""
	switch k := meaning(typed); k.act {
	case actDigit:
		i := k.digit - 1
		if alone := c.alone(); k.digit == 0 {
			i = alone
		} else if alone >= 0 && i >= alone {
			i++
		}
		c.call(i)
	case actNo, actYes:
		c.call(slices.IndexFunc(c.rows, func(r row) bool { return r.says == k.act }))
	case actTick:
		if c.at >= 0 {
			c.pick(c.at)
		}
	case actEnter:
		c.enter()
	default:
		c.move(k.act)
	}
	c.hold()
	return c, nil
}

// call chooses row i by its own key. Where that completes the answer, it goes on as
// well, but never with an answer that was not on the screen, nor by a key that cleared
// ticks.
func (c *choice) call(i int) {
	if i < 0 || i >= len(c.rows) {
		return
	}
	r, was, seen := c.rows[i], c.said, c.whole[i]
	c.at = i
	if c.many && r.Alone && slices.Contains(was, r.ID) {
		was = nil // it is chosen already
	} else {
		c.pick(i)
	}
	switch {
	case r.bare || c.many && !r.Alone || !c.many && !seen:
	case c.many && len(was) > 0:
		c.note = c.words.NoneNow
	default:
		c.enter()
	}
}

// pick chooses row i, or removes its tick. An answer that excludes all others clears
// them. The window moves to where the row begins, since its mark is there.
func (c *choice) pick(i int) {
	c.to(min(c.top, c.from(i)))
	picked, was := c.rows[i], c.said
	c.said = nil
	switch {
	case !c.many:
		c.said = []string{picked.ID}
		return
	case slices.Contains(was, picked.ID):
		c.said = slices.DeleteFunc(slices.Clone(was), func(id string) bool { return id == picked.ID })
		return
	}
	for _, r := range c.rows { // in the order of the rows
		if r.ID == picked.ID || slices.Contains(was, r.ID) && !picked.Alone && !r.Alone {
			c.said = append(c.said, r.ID)
		}
	}
}

// enter sends what was chosen. If nothing is chosen, it first chooses the row with the
// focus, since that is what many people expect; among ticks it takes a second enter to
// go on.
func (c *choice) enter() {
	switch {
	case !c.many && c.at >= 0:
		c.pick(c.at)
	case len(c.said) == 0 && c.at >= 0 && !c.rows[c.at].Alone:
		c.pick(c.at)
		c.note = c.words.TickedOne
		return
	case len(c.said) == 0 && c.at >= 0:
		c.pick(c.at)
	}
	switch {
	case len(c.said) == 0 && c.many:
		c.note = c.words.NoTick
	case len(c.said) == 0:
		c.note = c.words.NoAnswer
	case c.saysAll() && c.unread() >= 0:
		c.note = c.words.SeeAll[0]
	default:
		c.sent = true
	}
}

// unread returns the first answer that was not on the screen in full, or -1.
func (c *choice) unread() int {
	for i, r := range c.rows {
		if !r.Extra && !c.whole[i] {
			return i
		}
	}
	return -1
}

// saysAll reports whether what is chosen answers for every row, as "none of these" does.
func (c *choice) saysAll() bool {
	return slices.ContainsFunc(c.rows, func(r row) bool { return (c.many && r.Alone || r.all) && slices.Contains(c.said, r.ID) })
}

// View draws the rows that are in the window. The line above one of them is drawn only
// where there is room for all of them.
func (c *choice) View() string {
	var out []string
	for i, lines := range c.labels {
		if i == c.rule {
			out = append(out, "  "+c.look.dim(strings.Repeat("┈", max(1, c.column-4))))
		}
		on := slices.Contains(c.said, c.rows[i].ID)
		first := max(0, c.top-c.from(i)) // the line of the row that is the first in the window
		for j, l := range lines {
			focus, digit, box := " ", " ", strings.Repeat(" ", c.indent(i)-len("> 1 "))
			if i == c.at && j == first {
				focus = c.look.focus() // without a colour, which would cost some twenty bytes at each key
			}
			if j == 0 {
				digit = c.look.dim(c.digit(i))
			}
			if j == 0 && !c.rows[i].bare {
				box = c.look.box(c.many, on) + " "
			}
			head, detail := l.head, l.detail
			// In a list of answers that were given, the answer is what is to be read.
			given := c.rows[i].bare && c.rows[i].Detail != ""
			switch {
			case i == c.at: // but not the gap before the details, so that less is redrawn
				bare := strings.TrimRight(head, " ")
				head = c.look.accent(bare) + head[len(bare):]
			case given:
				head = c.look.dim(head)
			}
			if !given && detail != "" {
				detail = c.look.dim(detail)
			}
			out = append(out, focus+" "+digit+" "+box+head+detail)
		}
	}
	return strings.Join(out[c.top:c.end()], "\n")
}

// cursor returns the line of the focused row within the window.
func (c *choice) cursor() (y int, ok bool) {
	y = max(0, c.from(max(0, c.at))-c.top)
	if c.at >= 0 && c.at == c.rule {
		y++
	}
	return y, c.at >= 0
}

// The rest of huh.Field. The page that holds the field draws its question, gets its
// keys, and takes its answer from the form.

func (c *choice) Init() tea.Cmd           { return nil }
func (c *choice) Focus() tea.Cmd          { return nil }
func (c *choice) Blur() tea.Cmd           { return nil }
func (c *choice) Error() error            { return nil }
func (c *choice) Run() error              { return huh.Run(c) }
func (c *choice) Skip() bool              { return false }
func (c *choice) Zoom() bool              { return false }
func (c *choice) GetKey() string          { return answerKey }
func (c *choice) GetValue() any           { return slices.Clone(c.said) }
func (c *choice) KeyBinds() []key.Binding { return nil }

func (c *choice) WithTheme(huh.Theme) huh.Field            { return c }
func (c *choice) WithKeyMap(*huh.KeyMap) huh.Field         { return c }
func (c *choice) WithWidth(int) huh.Field                  { return c }
func (c *choice) WithHeight(int) huh.Field                 { return c }
func (c *choice) WithPosition(huh.FieldPosition) huh.Field { return c }

// RunAccessible is not used: plain mode does not go through the form.
func (c *choice) RunAccessible(io.Writer, io.Reader) error {
	return errors.New("use plain mode")
}
