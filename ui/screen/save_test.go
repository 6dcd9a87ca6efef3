package screen

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// typeIn types a text, key by key.
func (s *viewer) typeIn(text string) {
	for _, r := range text {
		if r == ' ' {
			s.press("space")
		} else {
			s.press(string(r))
		}
	}
}

// TestSavingALegAndANote adds both: they are in the report and are still there when the
// page is opened again, and leaving without saving asks first.
func TestSavingALegAndANote(t *testing.T) {
	for _, in := range sizes {
		t.Run(in.String(), func(t *testing.T) {
			s := start(t, in)
			s.press("enter", "1", "enter", "s", "tab", "right")
			s.press("tab")
			if in.w > 50 {
				s.want("Nobody reads the note now")
			}
			s.typeIn("since 6, q s j k")
			s.want("> since 6, q s j k")
			s.press("esc")
			s.want("EMERGENCY")
			if len(s.files) > 0 {
				t.Fatal("esc saved something")
			}
			s.press("q")
			s.want(words.English().Leave)
			s.press("1", "enter", "s", "shift+tab")
			s.want("> since 6, q s j k")
			s.press("up")
			if side, _ := s.app.session.Added(); side != report.Left {
				t.Errorf("the leg is %v", side)
			}
			s.press("left", "left", "space", "down", "enter") // none, both, none
			page := s.files["legtriage.html"]
			if !strings.Contains(page, "“since 6, q s j k”") || strings.Contains(page, words.English().ReportSide) {
				t.Errorf("the file is %s", page)
			}
			if s.press("q"); !s.left {
				t.Errorf("leaving asks, though everything is saved:\n%s", s.screen())
			}
		})
	}
}

// TestANoteHasAnEnd types and pastes more than a note can hold, and pastes characters that
// act on a terminal: what does not fit is refused with a message, not cut.
func TestANoteHasAnEnd(t *testing.T) {
	s := start(t, sizes[0])
	s.press("enter", "1", "enter", "s", "tab", "tab")
	s.hear(tea.PasteMsg{Content: strings.Repeat("x", report.MostNote+1)})
	s.want("A note can have 400 characters at most.")
	if note := s.app.top().(*saveScreen).note.text; note != "" {
		t.Errorf("it took %q", note)
	}
	s.hear(tea.PasteMsg{Content: "a\x1b[2J\r\n\tb\u202e " + strings.Repeat("y", report.MostNote-8)})
	s.press("z")
	if note := s.app.top().(*saveScreen).note.text; !strings.HasPrefix(note, "a[2J b yy") || len(note) != report.MostNote {
		t.Errorf("the note is %q", note)
	}
	s.press("z")
	s.want("A note can have 400 characters at most.")
	s.press("tab", "x", "tab", "tab", "enter")
	if page := s.files["legtriage.htmlx"]; page != "" || len(s.files) > 0 {
		t.Error("it was saved under a name without a known format")
	}
	s.want(words.English().SaveEnding)
}

// TestSavePageFits draws the page in every window, with the focus on each field and a long
// note: the line to fill in and the keys are there, and nothing is wider or higher than
// the window.
func TestSavePageFits(t *testing.T) {
	for _, in := range append([]size{{12, 4}, {30, 8}, {200, 60}}, sizes...) {
		for field := range int(saveFields) {
			s := start(t, in)
			s.app.session.Start()
			page, _ := s.app.session.Asked()
			if err := s.app.session.Reply(page, legtest.IDs(page)[0]); err != nil {
				t.Fatal(err)
			}
			s.app.session.Add(report.Both, strings.Repeat("a long note ", 30))
			s.app.redraw()
			s.press("s")
			for range field {
				s.press("tab")
			}
			lines := strings.Split(s.screen(), "\n")
			want := map[int]string{0: "> ", 1: "left", 2: "> "}[field]
			if in.w < 20 && field == 1 {
				want = "( )"
			}
			if len(lines) > in.h || !strings.Contains(s.screen(), want) || !strings.Contains(s.screen(), "enter save") && !strings.Contains(s.screen(), "choose") {
				t.Errorf("%v, field %d:\n%s", in, field, s.screen())
			}
			if x, y := s.cursor(); x < 0 || y < 0 || x >= in.w || y >= in.h {
				t.Errorf("%v, field %d: the cursor is at %d, %d", in, field, x, y)
			}
		}
	}
}
