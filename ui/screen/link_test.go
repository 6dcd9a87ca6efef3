package screen

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/internal/legtest"
	"legtriage/ui/report"
	"legtriage/ui/words"
)

// TestLinksWhereATerminalTakesThem makes links on several terminals, to safe and to unsafe
// addresses.
func TestLinksWhereATerminalTakesThem(t *testing.T) {
	const page = "https://www.nhs.uk/conditions/phlebitis/"
	linked := ansi.SetHyperlink(page)
	for _, test := range []struct {
		environment string
		profile     colorprofile.Profile
		want        bool
	}{
		{"TERM=xterm-256color", colorprofile.TrueColor, true},
		{"TERM=xterm-256color NO_COLOR=1", colorprofile.ASCII, true},
		{"TERM=tmux-256color", colorprofile.ANSI256, true},
		{"TERM=screen-256color TMUX=/tmp/tmux", colorprofile.ANSI256, true},
		{"TERM=screen", colorprofile.ANSI, false}, // GNU screen
		{"TERM=linux", colorprofile.ANSI, false},
		{"TERM=dumb", colorprofile.NoTTY, false},
		{"TERM=vt100", colorprofile.ASCII, false},
		{"", colorprofile.ANSI, false},
		{"TERM=xterm-256color", colorprofile.NoTTY, false}, // into a file
	} {
		l := newLook(strings.Fields(test.environment), test.profile)
		if got := l.link(page, "NHS"); strings.Contains(got, linked) != test.want || ansi.Strip(got) != "NHS" {
			t.Errorf("%s, %v: %q", test.environment, test.profile, got)
		}
	}
	l := look{links: true}
	for _, address := range []string{
		"", "http://www.nhs.uk/", "000_d0b368899af42012.txt", "javascript:alert(1)", "https://a\x1b\\\x1b[2J", "https://a\x07", "https://a b", "https://ä.example", "file:///etc/passwd", "https://a\u202e", "HTTPS://a",
	} {
		if got := l.link(address, "NHS"); got != "NHS" {
			t.Errorf("%q leads somewhere: %q", address, got)
		}
	}
}

// TestSourcesLeadToTheirPages looks for the links of a result and of a rule, on the screen
// and as the verbs print them. On a terminal that takes no links there are none.
func TestSourcesLeadToTheirPages(t *testing.T) {
	s := start(t, size{80, 60})
	s.press("enter", "1", "enter", "w")
	if strings.Contains(s.app.View().Content, "\x1b]8;") {
		t.Error("there are links on a terminal that takes none")
	}
	before := s.screen()
	s.app.look.links = true
	for _, r := range s.app.session.Assessment().Deciding {
		for _, id := range r.Rule.Sources {
			source := legtest.Table(t).Source(id)
			if !strings.HasPrefix(source.Address, "https://") || !strings.Contains(s.text(), strings.Join(strings.Fields(source.Title), " ")) {
				continue
			}
			if !strings.Contains(s.app.View().Content, ansi.SetHyperlink(source.Address)) {
				t.Errorf("%s does not lead to %s", source.Title, source.Address)
			}
		}
	}
	if strings.Count(s.app.View().Content, "\x1b]8;;https://") == 0 || s.screen() != before {
		t.Errorf("there is no link, or links changed the text:\n%s", s.screen())
	}
	table := legtest.Table(t)
	rule := &table.Rules[0]
	doc := report.Writer{Words: words.English()}.Rule(table, rule)
	for links, want := range map[bool]bool{true: true, false: false} {
		var out bytes.Buffer
		if err := (look{links: links}).print(&out, doc, 76); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "\x1b]8;;https://") != want {
			t.Errorf("links %v: %q", links, out.String())
		}
	}
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Print(&out, file, doc, 76, []string{"TERM=xterm-256color", "COLORTERM=truecolor"}); err != nil || strings.Contains(out.String(), "\x1b]") {
		t.Errorf("into a file: %q, %v", out.String(), err)
	}
}
