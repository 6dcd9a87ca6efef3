package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/rules/read"
	"legtriage/triage"
)

// savePage asks for the name of a file. It is a form with huh's own input.
type savePage struct {
	form   *huh.Form
	name   string
	note   string
	look   Look
	words  *Words
	width  int
	height int
}

func newSavePage(name string, w *Words, look Look) *savePage {
	s := &savePage{name: name, look: look, words: w}
	s.renew()
	return s
}

// renew makes a fresh form around the name: a form that was completed hears no
// more keys.
func (s *savePage) renew() {
	input := huh.NewInput().Key(answerKey).Prompt("> ").CharLimit(200).Value(&s.name)
	s.form = huh.NewForm(huh.NewGroup(input)).WithShowHelp(false).WithShowErrors(false).WithTheme(plainTheme)
	s.form.Init()
	if s.width > 0 {
		s.form.WithWidth(s.width)
	}
}

func (s *savePage) resize(w, h int) {
	s.width, s.height = max(1, min(w, maxColumn)), h
	s.form.WithWidth(s.width)
}

// key hands a key to the form; done tells that the name was confirmed.
func (s *savePage) key(k tea.KeyPressMsg, act action) (name string, done bool) {
	s.note = ""
	if act == actEnter {
		s.form.Update(k)
		s.form.NextField()
		s.form.NextGroup()
		name = strings.TrimSpace(s.form.GetString(answerKey))
		s.name = name
		s.renew()
		return name, name != ""
	}
	if k.Text != "" || strings.Contains("backspace delete left right home end ctrl+a ctrl+e ctrl+k ctrl+u ctrl+w", k.Keystroke()) {
		s.form.Update(k)
	}
	return "", false
}

func (s *savePage) view() (content string, x, y int) {
	room := max(0, s.height-3) // the input, the note and the keys come first
	var out []string
	for _, part := range [][]line{drawn(Headline, s.words.SaveTitle, s.width), drawn(Fine, s.words.SaveHint, s.width), {{}}} {
		if len(out)+len(part) > room {
			part = part[:max(0, room-len(out))]
		}
		for _, l := range part {
			out = append(out, s.look.line(l))
		}
	}
	y = len(out)
	input, _, _ := strings.Cut(s.form.View(), "\n")
	out = append(out, ansi.Truncate(input, s.width, ""), s.look.accent(ansi.Truncate(s.note, s.width, "…")))
	for len(out) < s.height-1 {
		out = append(out, "")
	}
	out = append(out, s.look.dim(footer(s.words.KeysSave, s.width)))
	return strings.Join(out, "\n"), min(s.width-1, 2+ansi.StringWidth(s.name)), y
}

// startSave opens the page with a name to change or keep.
func (a *app) startSave() {
	if a.iv.Save == nil {
		return
	}
	a.save = newSavePage("legtriage.html", a.iv.Words, a.look)
	a.save.resize(a.width, a.height)
}

func (a *app) saveKey(k tea.KeyPressMsg, act action) tea.Cmd {
	if act == actBack {
		a.save = nil
		return nil
	}
	name, done := a.save.key(k, act)
	if !done {
		return nil
	}
	return a.write(name, false)
}

// write makes the file and shows what came of it. A file that is there already
// is replaced only after asking.
func (a *app) write(name string, replace bool) tea.Cmd {
	w := a.iv.Words
	data, err := a.tell.File(name, a.in.Answers().Assess(), a.iv.now())
	if err != nil {
		a.save.note = w.SaveEnding
		return nil
	}
	switch err := a.iv.Save(name, data, replace); {
	case errors.Is(err, fs.ErrExist):
		a.confirm(fill(w.SaveExists, "name", `"`+read.Harmless(name)+`"`), "", w.SaveKeep, w.SaveReplace, func() tea.Cmd { return a.write(name, true) })
	case err != nil:
		a.save.note = fill(w.SaveFailed, "error", read.Harmless(err.Error()))
	default:
		a.save = nil
		if a.result != nil {
			a.result.note = fill(w.SaveDone, "name", read.Harmless(name))
		}
	}
	return nil
}

// now says when the questions are answered, or nothing.
func (iv Interview) now() string {
	if iv.Now == nil {
		return ""
	}
	return iv.Now()
}

// errEnding says that a file name does not tell its format.
var errEnding = errors.New("the name must end in .html, .md or .json")

// File returns the report as the ending of the file name tells: .html, .md or
// .json.
func (tell Teller) File(name string, as *triage.Assessment, when string) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		err = tell.Report(as, when).HTML(&out, tell.Words)
	case ".md":
		err = tell.Report(as, when).Markdown(&out)
	case ".json":
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(struct {
			When       string             `json:"answered,omitempty"`
			Answers    triage.Answers     `json:"answers"`
			Assessment *triage.Assessment `json:"assessment"`
		}{when, as.Answers, as})
	default:
		err = errEnding
	}
	return out.Bytes(), err
}
