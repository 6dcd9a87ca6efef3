package screen

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/rules/read"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// saveScreen asks for the name of a file and, for the doctor, for the leg and a note.
// enter saves from every field, so that whoever has nothing to add needs no other key.
// What was added is kept in the session when the page is left.
type saveScreen struct {
	app    *app
	onto   *scroll // the result, which says afterwards what was saved
	at     field
	name   entry
	side   report.Side
	note   entry
	says   string
	width  int
	height int
}

// field is one of the fields of the page.
type field uint8

const (
	atName field = iota
	atSide
	atNote
	saveFields
)

// entry is a line of text to fill in: a form with huh's own input. Its field of several
// lines would make the program 270 kB larger, so a note that is wider than the line is
// drawn below it.
type entry struct {
	form *huh.Form
	text string
	most int // characters
}

// renew makes a new form around the text: a form that was completed takes no more keys.
func (e *entry) renew(width int) {
	input := huh.NewInput().Key(answerKey).Prompt("> ").CharLimit(e.most).Value(&e.text)
	e.form = huh.NewForm(huh.NewGroup(input)).WithShowHelp(false).WithShowErrors(false).WithTheme(plainTheme)
	e.form.Init()
	if width > 0 {
		e.form.WithWidth(width)
	}
}

// end takes over what is typed so far as the text.
func (e *entry) end(width int) {
	e.form.NextField()
	e.form.NextGroup()
	e.text = strings.TrimSpace(e.form.GetString(answerKey))
	e.renew(width)
}

// line draws the input on one line.
func (e *entry) line() string {
	input, _, _ := strings.Cut(e.form.View(), "\n")
	return input
}

// startSave opens the page, with a name that can be kept or changed.
func (a *app) startSave(onto *scroll) {
	if a.setup.Save != nil {
		s := &saveScreen{app: a, onto: onto, name: entry{text: "legtriage.html", most: 200}, note: entry{most: report.MostNote}}
		s.side, s.note.text = a.session.Added()
		s.name.renew(0)
		s.note.renew(0)
		a.push(s)
	}
}

func (s *saveScreen) resize(w, h int) {
	s.width, s.height = max(1, min(w, maxColumn)), h
	s.name.form.WithWidth(s.width)
	s.note.form.WithWidth(s.width)
}

// entry returns the line of text that has the focus, or nil.
func (s *saveScreen) entry() *entry {
	return map[field]*entry{atName: &s.name, atNote: &s.note}[s.at]
}

// editing are the keys other than characters that change a line of text.
var editing = []string{"backspace", "delete", "left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w"}

func (s *saveScreen) key(k press) {
	s.says = ""
	on, stroke := s.entry(), k.String()
	switch {
	case stroke == "tab" || stroke == "down":
		s.at = (s.at + 1) % saveFields
	case stroke == "shift+tab" || stroke == "up":
		s.at = (s.at + saveFields - 1) % saveFields
	case k.act == actBack:
		s.keep()
		s.app.pop()
	case k.act == actEnter:
		s.keep()
		s.write(false)
	case on == nil && (k.act == actRight || k.act == actTick):
		s.side = (s.side + 1) % (report.Both + 1)
	case on == nil && k.act == actDigit && k.digit > 0 && k.digit <= int(report.Both):
		s.side = report.Side(k.digit)
	case on == nil && k.act == actLeft:
		s.side = (s.side + report.Both) % (report.Both + 1)
	case on == nil:
	case k.Text != "" && s.at == atNote && s.tooLong(k.Text):
	case k.Text != "" || slices.Contains(editing, stroke):
		on.form.Update(k.KeyPressMsg)
	}
}

// keep stores what was added in the session.
func (s *saveScreen) keep() {
	s.name.end(s.width)
	s.note.end(s.width)
	s.app.session.Add(s.side, s.note.text)
}

// paste puts text into the line that has the focus, without characters that would act on
// a terminal or end the line. The lines of a note are joined.
func (s *saveScreen) paste(text string) {
	s.says = ""
	switch s.at {
	case atName:
		s.name.form.Update(tea.PasteMsg{Content: read.Stripped(text)})
	case atNote:
		if note, _ := report.CleanNote(text); !s.tooLong(note) {
			s.note.form.Update(tea.PasteMsg{Content: note})
		}
	}
}

// tooLong reports whether the note has no room for more, and says so on the page: the
// input itself would silently cut it off.
func (s *saveScreen) tooLong(more string) bool {
	n := utf8.RuneCountInString(s.note.text + more)
	if n > report.MostNote {
		s.says = words.Fill(s.app.setup.Words.NoteTooLong, "most", report.MostNote)
	}
	return n > report.MostNote
}

// write writes the file and shows what came of it. An existing file is replaced only
// after asking.
func (s *saveScreen) write(replace bool) {
	a, w, name := s.app, s.app.setup.Words, s.name.text
	if !report.Saves(name) {
		s.at, s.says = atName, w.SaveEnding
		return
	}
	switch err := a.setup.Write(a.session, a.write, name, replace); {
	case errors.Is(err, fs.ErrExist):
		a.confirm(words.Fill(w.SaveExists, "name", `"`+read.Harmless(name)+`"`), "", w.SaveKeep, w.SaveReplace, func(yes bool) {
			if yes {
				s.write(true)
			}
		})
	case err != nil:
		s.at, s.says = atName, words.Fill(w.SaveFailed, "error", read.Harmless(err.Error()))
	default:
		a.pop()
		s.onto.note = words.Fill(w.SaveDone, "name", read.Harmless(name))
	}
}

// block is a field as it is drawn: what is asked, the line to fill in, and what is below
// it.
type block struct {
	asks []report.Line
	line string
	says []report.Line
}

func (s *saveScreen) blocks() [saveFields]block {
	w, l := s.app.setup.Words, s.app.look
	var sides strings.Builder
	for i, name := range w.Sides {
		sides.WriteString(l.dim(rowKey(i+1)) + " " + l.box(false, int(s.side) == i+1) + " " + name + "   ")
	}
	focus := "  "
	if s.at == atSide {
		focus = l.accent(l.focus()) + " "
	}
	var below []report.Line
	if ansi.StringWidth(s.note.text) > s.width-3 {
		below = drawn(report.Fine, s.note.text, s.width)
	}
	return [saveFields]block{
		atName: {append(drawn(report.Headline, w.SaveTitle, s.width), drawn(report.Fine, w.SaveHint, s.width)...), s.name.line(), nil},
		atSide: {drawn(report.Headline, w.SideAsk, s.width), ansi.Truncate(focus+strings.TrimRight(sides.String(), " "), s.width, "…"), nil},
		atNote: {append(drawn(report.Headline, w.NoteAsk, s.width), drawn(report.Paragraph, session.NobodyReads(s.app.write), s.width)...), s.note.line(), below},
	}
}

// result returns the result that is saved, in one line.
func (s *saveScreen) result() string {
	var verdict, headline report.Block
	for _, b := range s.onto.doc {
		switch {
		case b.Kind == report.Verdict && verdict.Text == "":
			verdict = b
		case b.Kind == report.Headline && headline.Text == "":
			headline = b
		}
	}
	return ansi.Truncate(s.app.look.category(verdict.Level, verdict.Text)+"  "+headline.Text, s.width, "…")
}

// view draws all fields, or only the one that has the focus where there is no room for
// all. If even that does not fit, its line to fill in, the note and the keys are kept.
func (s *saveScreen) view() (content string, x, y int) {
	l, w := s.app.look, s.app.setup.Words
	blocks := s.blocks()
	total := 1 // the keys
	for _, b := range blocks {
		total += len(b.asks) + 1 + 1 + len(b.says) + 1
	}
	var out []string
	if total+2 <= s.height {
		out = append(out, s.result(), "")
	}
	for at, b := range blocks {
		all := total <= s.height
		if !all && field(at) != s.at {
			continue
		}
		asks, below := b.asks, b.says
		if !all {
			room := max(0, s.height-3)
			asks = asks[:min(len(asks), room)]
			below = below[:min(len(below), max(0, room-len(asks)-1))]
		}
		if len(asks) < s.height-3 {
			asks = append(asks, report.Line{})
		}
		for _, ln := range asks {
			out = append(out, l.line(ln))
		}
		if field(at) == s.at {
			x, y = 2, len(out)
		}
		out = append(out, ansi.Truncate(b.line, s.width, ""))
		for _, ln := range below {
			out = append(out, l.line(ln))
		}
		if field(at) == s.at {
			out = append(out, l.accent(ansi.Truncate(s.says, s.width, "…")))
		} else {
			out = append(out, "")
		}
	}
	if e := s.entry(); e != nil {
		x = min(s.width-1, 2+ansi.StringWidth(e.text))
	}
	for len(out) < min(s.height, usualHeight)-1 {
		out = append(out, "")
	}
	keys := [saveFields]string{atName: w.KeysSave, atSide: w.KeysSaveSide, atNote: w.KeysSaveNote}[s.at]
	out = append(out, l.keys(listed(keys)(), s.width))
	return strings.Join(out, "\n"), x, y
}
