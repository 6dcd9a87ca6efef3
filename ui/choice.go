package ui

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// row is one possible answer.
type row struct {
	id    string
	label string
	alone bool // drops every other answer, and is dropped by them
	extra bool // stands with every list, so it need not be seen before "none"
	all   bool // stands for all the others, which have to be seen before it
	bare  bool // something to do, not an answer: drawn without a box
}

// Choice is a form field: one answer of several, or ticks. Nothing is chosen
// and nothing has the focus until the person does something, so that a key
// that was pressed too often can never answer a question.
//
// It implements huh.Field, because huh's own fields choose the first option by
// themselves, hide options on small screens, and cannot be left backwards.
type Choice struct {
	rows            []row
	many            bool
	said            []string // ids, in the order of rows
	at              int      // the row with the focus; -1: none
	top             int      // the first line shown
	topRow, topLine int      // the row and its line at the top, as the last key left them
	width           int
	height          int
	labels          [][]string // the drawn lines of each row
	seen            []int      // the lines of each row, from its first, that have been on the screen
	sawRow          []bool     // rows that have been on the screen in full, however they were drawn
	cutHead         bool       // the question above has no room while a row has the focus
	look            Look
	words           *Words

	note string // what to do next, after a key that did nothing
	sent bool   // the answer was given
}

func newChoice(rows []row, many bool, said []string, w *Words, look Look) *Choice {
	c := &Choice{rows: rows, many: many, at: -1, words: w, look: look, seen: make([]int, len(rows)), sawRow: make([]bool, len(rows))}
	for i, r := range rows {
		if slices.Contains(said, r.id) {
			c.said = append(c.said, r.id)
			if c.at < 0 {
				c.at = i
			}
		}
	}
	return c
}

// layout lays the rows out anew for a window of w by h cells, scrolled to where
// the last key left it: a window that shrinks and grows shows the same again.
func (c *Choice) layout(w, h int) {
	c.width, c.height = max(w, 8), max(h, 1)
	c.labels = c.labels[:0]
	for i, r := range c.rows {
		c.labels = append(c.labels, wrap(r.label, c.width-len(c.lead(i))))
		c.seen[i] = 0
	}
	c.top = c.lineOf(c.topRow) + min(c.topLine, len(c.labels[c.topRow])-1)
}

// lead returns what stands before the words of row i when it is not chosen.
func (c *Choice) lead(i int) string {
	digit := "  "
	switch {
	case c.rows[i].alone: // there is one at most: none of these
		digit = "0 "
	case i < 9:
		digit = fmt.Sprintf("%d ", i+1)
	}
	if c.rows[i].bare {
		if digit == "  " {
			digit = "- " // or it looks like one more line of the row above
		}
		return "  " + digit
	}
	if c.many {
		return "  " + digit + "[ ] "
	}
	return "  " + digit + "( ) "
}

func (c *Choice) lineOf(row int) int {
	n := 0
	for _, l := range c.labels[:row] {
		n += len(l)
	}
	return n
}

// scroll moves the window so that the focused row is in it, or as much of the
// row as there is room for, and notes what is on the screen.
func (c *Choice) scroll() {
	all := c.lineOf(len(c.labels))
	if c.at >= 0 && c.at < len(c.labels) {
		from, to := c.lineOf(c.at), c.lineOf(c.at+1)
		c.top = min(max(c.top, min(from, to-c.height)), max(from, to-c.height))
	}
	c.top = max(0, min(c.top, all-c.height))
	for i, label := range c.labels {
		from := c.lineOf(i)
		if c.top <= from+c.seen[i] {
			c.seen[i] = max(c.seen[i], min(len(label), c.top+c.height-from))
		}
		c.sawRow[i] = c.sawRow[i] || c.seen[i] == len(label)
	}
}

// up moves the focus to the row above, or what is on the screen of a long row
// towards its beginning. Above the first row is the question, if it was cut.
func (c *Choice) up() {
	switch {
	case c.at >= 0 && c.top > c.lineOf(c.at):
		c.top = max(c.lineOf(c.at), c.top-c.step())
	case c.at <= 0 && c.cutHead:
		c.at = -1
	default:
		c.at = max(0, c.at-1)
	}
}

// down moves the focus to the row below, or what is on the screen of a long row
// towards its end.
func (c *Choice) down() {
	if c.at >= 0 && c.top+c.height < c.lineOf(c.at+1) {
		c.top = min(c.lineOf(c.at+1)-c.height, c.top+c.step())
		return
	}
	c.at = min(len(c.rows)-1, c.at+1)
}

// step is how many lines a long row moves, one of which stays to go on from.
func (c *Choice) step() int { return max(1, c.height-1) }

// more tells how many lines are out of sight above and below.
func (c *Choice) more() (above, below int) {
	return c.top, max(0, c.lineOf(len(c.labels))-c.top-c.height)
}

// Update moves the focus, ticks and sends. Keys it does not know do nothing.
func (c *Choice) Update(msg tea.Msg) (huh.Model, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || c.sent {
		return c, nil
	}
	c.note = ""
	last := len(c.rows) - 1
	switch act, digit := meaning(k); act {
	case actUp:
		c.up()
	case actDown:
		c.down()
	case actPageUp:
		c.page(-1)
	case actPageDown:
		c.page(1)
	case actTop:
		c.at, c.top = 0, 0
	case actBottom:
		c.at, c.top = last, c.lineOf(len(c.labels))-c.height
	case actDigit:
		i := digit - 1
		if alone := slices.IndexFunc(c.rows, func(r row) bool { return r.alone }); digit == 0 {
			i = alone
		} else if i == alone {
			i = -1 // its digit is 0
		}
		if i >= 0 && i <= last {
			c.at = i
			c.pick(i)
		}
	case actTick:
		if c.at >= 0 {
			c.pick(c.at)
		}
	case actEnter:
		c.enter()
	}
	c.scroll()
	for c.topRow = 0; c.lineOf(c.topRow+1) <= c.top; {
		c.topRow++
	}
	c.topLine = c.top - c.lineOf(c.topRow)
	return c, nil
}

// page moves the window so that the first row that was not shown in full below
// comes to its top, or the last one above to its end, and focuses that row. So
// no row is passed over, nor a part of one that is longer than the window.
func (c *Choice) page(direction int) {
	if direction > 0 && c.at < 0 && c.cutHead {
		c.at = 0 // the question had the room so far
		return
	}
	if direction > 0 {
		c.at = len(c.rows) - 1
		for i := range c.labels {
			from, to := c.lineOf(i), c.lineOf(i+1)
			if to > c.top+c.height {
				c.at = i
				if c.top < from {
					c.top = from
				} else {
					c.top = min(to-c.height, c.top+c.step())
				}
				return
			}
		}
		return
	}
	for i := len(c.rows) - 1; i >= 0; i-- {
		from, to := c.lineOf(i), c.lineOf(i+1)
		if from < c.top {
			c.at = i
			if to <= c.top {
				c.top = to - c.height
			} else {
				c.top = max(min(from, to-c.height), c.top-c.step())
			}
			return
		}
	}
	if c.at > 0 {
		c.at = 0
		return
	}
	c.up()
}

// pick chooses row i, or takes a tick away. What stands alone drops the rest.
// The window moves to where the row begins, since its mark is there.
func (c *Choice) pick(i int) {
	c.top = min(c.top, c.lineOf(i))
	picked, was := c.rows[i], c.said
	c.said = nil
	switch {
	case !c.many:
		c.said = []string{picked.id}
		return
	case slices.Contains(was, picked.id):
		c.said = slices.DeleteFunc(slices.Clone(was), func(id string) bool { return id == picked.id })
		return
	}
	for _, r := range c.rows { // in the order of the rows
		if r.id == picked.id || slices.Contains(was, r.id) && !picked.alone && !r.alone {
			c.said = append(c.said, r.id)
		}
	}
}

// enter sends what was chosen. On a row that has the focus while nothing is
// chosen it chooses that row first, since that is what many people expect; for
// ticks a second enter then goes on.
func (c *Choice) enter() {
	switch {
	case !c.many && c.at >= 0:
		c.pick(c.at)
	case len(c.said) == 0 && c.at >= 0 && !c.rows[c.at].alone:
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
	case c.saysAll() && !c.sawAll():
		c.note = c.words.SeeAll
	default:
		c.sent = true
	}
}

// sawAll tells whether every answer was on the screen in full.
func (c *Choice) sawAll() bool {
	for i, r := range c.rows {
		if !r.extra && !c.sawRow[i] {
			return false
		}
	}
	return true
}

// saysAll tells whether what is chosen says something about every answer.
func (c *Choice) saysAll() bool {
	return slices.ContainsFunc(c.rows, func(r row) bool { return (c.many && r.alone || r.all) && slices.Contains(c.said, r.id) })
}

// View draws the window of rows.
func (c *Choice) View() string {
	var out []string
	for i, label := range c.labels {
		lead := []byte(c.lead(i))
		on := slices.Contains(c.said, c.rows[i].id)
		if on && !c.rows[i].bare {
			lead[len(lead)-3] = 'x'
		}
		focus := max(0, c.top-c.lineOf(i)) // the first line of the row that is in the window
		for j, l := range label {
			if j > 0 {
				lead = []byte(strings.Repeat(" ", len(lead)))
			}
			if i == c.at && j == focus {
				lead[0] = '>'
			}
			text := string(lead) + l
			if i == c.at || on {
				text = c.look.strong(text)
			}
			out = append(out, text)
		}
	}
	from := min(c.top, len(out))
	return strings.Join(out[from:min(len(out), from+c.height)], "\n")
}

// cursor returns the line of the focused row within the window.
func (c *Choice) cursor() (y int, ok bool) {
	return max(0, c.lineOf(max(0, c.at))-c.top), c.at >= 0
}

// The rest of huh.Field. The page that holds the field draws its question,
// hears its keys, and takes its answer from the form.

func (c *Choice) Init() tea.Cmd           { return nil }
func (c *Choice) Focus() tea.Cmd          { return nil }
func (c *Choice) Blur() tea.Cmd           { return nil }
func (c *Choice) Error() error            { return nil }
func (c *Choice) Run() error              { return huh.Run(c) }
func (c *Choice) Skip() bool              { return false }
func (c *Choice) Zoom() bool              { return false }
func (c *Choice) GetKey() string          { return answerKey }
func (c *Choice) GetValue() any           { return slices.Clone(c.said) }
func (c *Choice) KeyBinds() []key.Binding { return nil }

func (c *Choice) WithTheme(huh.Theme) huh.Field            { return c }
func (c *Choice) WithKeyMap(*huh.KeyMap) huh.Field         { return c }
func (c *Choice) WithWidth(int) huh.Field                  { return c }
func (c *Choice) WithHeight(int) huh.Field                 { return c }
func (c *Choice) WithPosition(huh.FieldPosition) huh.Field { return c }

// RunAccessible is not used: plain mode is a front end of its own.
func (c *Choice) RunAccessible(io.Writer, io.Reader) error {
	return errors.New("use plain mode")
}
