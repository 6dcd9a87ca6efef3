package screen

import (
	"errors"
	"io/fs"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/rules/read"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// saveScreen asks for the name of a file. It is a form with huh's own input.
type saveScreen struct {
	app    *app
	onto   *scroll // says what was saved
	form   *huh.Form
	name   string
	note   string
	width  int
	height int
}

// startSave opens the page with a name to change or keep.
func (a *app) startSave(onto *scroll) {
	if a.setup.Save != nil {
		s := &saveScreen{app: a, onto: onto, name: "legtriage.html"}
		s.renew()
		a.push(s)
	}
}

// renew makes a fresh form around the name: a form that was completed hears no
// more keys.
func (s *saveScreen) renew() {
	input := huh.NewInput().Key(answerKey).Prompt("> ").CharLimit(200).Value(&s.name)
	s.form = huh.NewForm(huh.NewGroup(input)).WithShowHelp(false).WithShowErrors(false).WithTheme(plainTheme)
	s.form.Init()
	if s.width > 0 {
		s.form.WithWidth(s.width)
	}
}

func (s *saveScreen) resize(w, h int) {
	s.width, s.height = max(1, min(w, maxColumn)), h
	s.form.WithWidth(s.width)
}

func (s *saveScreen) key(k press) {
	s.note = ""
	switch {
	case k.act == actBack:
		s.app.pop()
	case k.act == actEnter:
		s.form.Update(k.KeyPressMsg)
		s.form.NextField()
		s.form.NextGroup()
		s.name = strings.TrimSpace(s.form.GetString(answerKey))
		if s.renew(); s.name != "" {
			s.write(false)
		}
	case k.Text != "" || strings.Contains("backspace delete left right home end ctrl+a ctrl+e ctrl+k ctrl+u ctrl+w", k.Keystroke()):
		s.form.Update(k.KeyPressMsg)
	}
}

// paste puts text into the name. What would act on a terminal, or end a line, is
// left out of it.
func (s *saveScreen) paste(text string) {
	s.note = ""
	s.form.Update(tea.PasteMsg{Content: read.Stripped(text)})
}

// write makes the file and shows what came of it. A file that is there already
// is replaced only after asking.
func (s *saveScreen) write(replace bool) {
	a, w := s.app, s.app.setup.Words
	data, err := a.write.File(s.name, a.session.Assessment(), a.setup.When())
	if err != nil {
		s.note = w.SaveEnding
		return
	}
	switch err := a.setup.Save(s.name, data, replace); {
	case errors.Is(err, fs.ErrExist):
		a.confirm(words.Fill(w.SaveExists, "name", `"`+read.Harmless(s.name)+`"`), "", w.SaveKeep, w.SaveReplace, func(yes bool) {
			if yes {
				s.write(true)
			}
		})
	case err != nil:
		s.note = words.Fill(w.SaveFailed, "error", read.Harmless(err.Error()))
	default:
		a.pop()
		s.onto.note = words.Fill(w.SaveDone, "name", read.Harmless(s.name))
	}
}

func (s *saveScreen) view() (content string, x, y int) {
	room := max(0, s.height-3) // the input, the note and the keys come first
	var out []string
	for _, part := range [][]report.Line{drawn(report.Headline, s.app.setup.Words.SaveTitle, s.width), drawn(report.Fine, s.app.setup.Words.SaveHint, s.width), {{}}} {
		if len(out)+len(part) > room {
			part = part[:max(0, room-len(out))]
		}
		for _, l := range part {
			out = append(out, s.app.look.line(l))
		}
	}
	y = len(out)
	input, _, _ := strings.Cut(s.form.View(), "\n")
	out = append(out, ansi.Truncate(input, s.width, ""), s.app.look.accent(ansi.Truncate(s.note, s.width, "…")))
	for len(out) < min(s.height, usualHeight)-1 {
		out = append(out, "")
	}
	out = append(out, s.app.look.keys(listed(s.app.setup.Words.KeysSave)(), s.width))
	return strings.Join(out, "\n"), min(s.width-1, 2+ansi.StringWidth(s.name)), y
}
