package screen

import (
	"image/color"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/palette"
	"legtriage/ui/report"
)

// look has the styles of everything on a screen, and of what the verbs print on a
// terminal. Nothing else names a colour or draws a mark.
//
// Colour is never the only sign, and no background makes text unreadable:
//   - if the background is known, a colour has the first of its shades that is legible
//     on it;
//   - otherwise, or if the terminal has few colours, it is one of the sixteen that
//     people can set themselves;
//   - without colours, things differ by bold, marks and words.
type look struct {
	theme      string               // what the person asks for: dark, light, plain or ""
	background color.Color          // nil if it is not known
	profile    colorprofile.Profile // how many colours the terminal shows
	ascii      bool                 // it shows no other characters
	links      bool                 // it can follow a link
}

// Themes returns the themes that a person can ask for. Without one, the terminal is
// asked for its background.
func Themes() []string { return []string{"dark", "light", "plain"} }

// The environment variables that decide how things look.
const (
	themeVariable  = "LEGTRIAGE_THEME"
	groundVariable = "COLORFGBG" // such as 15;0: foreground and background, as numbers among the sixteen colours
)

func newLook(environment []string, profile colorprofile.Profile) look {
	env := uv.Environ(environment)
	l := look{theme: env.Getenv(themeVariable), profile: profile, ascii: !utf8Locale(env.Getenv) || env.Getenv("TERM") == "linux"}
	if !slices.Contains(Themes(), l.theme) {
		l.theme = ""
	}
	l.links = profile > colorprofile.NoTTY && opensLinks(env.Getenv)
	ground := env.Getenv(groundVariable)
	of16, err := strconv.Atoi(ground[strings.LastIndex(ground, ";")+1:])
	switch {
	case env.Getenv("NO_COLOR") != "":
		l.theme = "plain"
	case l.theme == "dark":
		l.background = palette.Hex(palette.DarkGround)
	case l.theme == "light":
		l.background = palette.Hex(palette.LightGround)
	case err == nil && (of16 == 7 || of16 == 15):
		l.background = palette.Hex(palette.LightGround)
	case err == nil && of16 >= 0 && of16 <= 8:
		l.background = palette.Hex(palette.DarkGround)
	}
	return l
}

// utf8Locale reports whether the locale has more characters than ASCII, by the variables
// that the C library goes by. Windows sets none of them, and always has more.
func utf8Locale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}

// opensLinks reports whether a terminal can be trusted with a link (OSC 8). Most show it
// as a link or ignore it; the ones named here print the escape sequence, or may. GNU
// screen calls itself screen; so does an older tmux, which also sets TMUX.
func opensLinks(getenv func(string) string) bool {
	term := getenv("TERM")
	for _, old := range []string{"dumb", "linux", "vt", "ansi", "cons25", "eterm", "sun"} {
		if term == "" || strings.HasPrefix(term, old) {
			return false
		}
	}
	return !strings.HasPrefix(term, "screen") || getenv("TMUX") != ""
}

// link makes a text a link to a web page. There is no link to an address with a character
// that could act on the terminal, or that could mislead about where it goes.
func (l look) link(address, text string) string {
	unsafe := strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\";<>\\^`{|}", r) })
	if !l.links || unsafe || !strings.HasPrefix(address, "https://") {
		return text
	}
	return l.ink(palette.Accent()).Hyperlink(address).Render(text)
}

// reported takes the background that the terminal reports. A theme that the person asks
// for takes precedence.
func (l *look) reported(background color.Color) {
	if l.theme == "" {
		l.background = background
	}
}

// plain reports whether there are no colours.
func (l look) plain() bool { return l.theme == "plain" || l.profile < colorprofile.ANSI }

// basic reports whether only the sixteen colours are used that people can set themselves.
func (l look) basic() bool {
	return !l.plain() && (l.background == nil || l.profile < colorprofile.ANSI256)
}

// ink returns a style in a legible shade of an ink, or without a colour if there is none.
func (l look) ink(ink palette.Ink) lipgloss.Style {
	style := lipgloss.NewStyle()
	switch {
	case l.plain():
	case l.basic():
		if ink.Basic < 0 {
			return style.Faint(true)
		}
		return style.Foreground(ansi.BasicColor(ink.Basic))
	default:
		if c, ok := ink.On(l.background, l.profile.Convert); ok {
			return style.Foreground(c)
		}
	}
	return style
}

// The styles. What is bold is bold without colours too.
func (l look) dim(text string) string    { return inked(l.ink(palette.Dim()), text) }
func (l look) done(text string) string   { return inked(l.ink(palette.Done()), text) }
func (l look) strong(text string) string { return inked(lipgloss.NewStyle().Bold(true), text) }
func (l look) accent(text string) string { return inked(l.ink(palette.Accent()).Bold(true), text) }
func (l look) key(text string) string    { return inked(l.ink(palette.Accent()), text) }

// inked is [lipgloss.Style.Render] for a style that is bold, faint or coloured and
// nothing else. Render looks for margins, borders and a width too, which took a third of
// the time of a frame.
func inked(style lipgloss.Style, text string) string {
	if text == "" || strings.ContainsAny(text, "\t\r\n") {
		return style.Render(text)
	}
	pen := ansi.NewStyle()
	if style.GetBold() {
		pen = pen.Bold()
	}
	if style.GetFaint() {
		pen = pen.Faint()
	}
	if ink := style.GetForeground(); ink != (lipgloss.NoColor{}) {
		pen = pen.ForegroundColor(ink)
	}
	return pen.Styled(text)
}

// struck is dim and struck out. Not every terminal can strike text out, so a word beside
// it says the same.
func (l look) struck(text string) string {
	return l.ink(palette.Dim()).Strikethrough(true).StrikethroughSpaces(false).Render(text)
}

// reached is for a category that the answers have led to: its mark, and perhaps a word
// after it.
func (l look) reached(level triage.Category, text string) string {
	ink := l.ink(palette.Categories()[level]).Bold(true)
	if mark, word, ok := strings.Cut(text, " "); ok && l.basic() { // as for category
		return ink.Render(mark) + " " + l.strong(word)
	}
	return ink.Render(text)
}

// category draws the word of a category with its mark, in reverse, so that it stands out
// without colours too. Reversing an ink and its background keeps their contrast. Among
// the sixteen colours, whose shades are not known, only the mark has one: on most dark
// terminals, a word on their red is hard to read.
func (l look) category(level int, word string) string {
	ink := l.ink(palette.Categories()[level]).Bold(true)
	if l.basic() {
		return " " + ink.Render(marks[level]) + " " + lipgloss.NewStyle().Bold(true).Reverse(true).Render(word) + " "
	}
	return ink.Reverse(true).Render(" " + marks[level] + " " + word + " ")
}

// line draws one line of a document.
func (l look) line(ln report.Line) string {
	switch ln.Kind {
	case report.Verdict:
		return l.category(ln.Level, ln.Text)
	case report.Urgency:
		return l.reached(triage.Category(ln.Level), marks[ln.Level]+" "+ln.Text)
	case report.Headline, report.Subheading:
		return l.strong(ln.Text)
	case report.Heading:
		return l.accent(ln.Text)
	case report.Quote:
		return lipgloss.NewStyle().Italic(true).Render(ln.Text)
	case report.Fine, report.Note:
		return l.dim(ln.Text)
	case report.List:
		lead := len("- ")
		return ln.Text[:lead] + l.link(ln.Link, ln.Text[lead:])
	}
	return ln.Text
}

// marks tell the categories apart by their shape.
var marks = palette.Marks()

// focus is the mark of the row with the focus.
func (l look) focus() string {
	if l.plain() || l.ascii {
		return ">"
	}
	return "❯"
}

// box is the mark of what can be chosen: one answer, or a tick. One that is chosen is
// not only green but also filled; without colours it is the "[x]" that everybody knows.
func (l look) box(many, on bool) string {
	drawn, i := l.boxes(many), 0
	if on {
		i = 1
	}
	switch {
	case l.plain() || l.ascii && !on:
		return drawn[i]
	case on:
		return l.done(drawn[i])
	}
	return l.dim(drawn[i])
}

// boxes are the two marks of [look.box]: not chosen, and chosen.
func (l look) boxes(many bool) [2]string {
	switch plain := l.plain() || l.ascii; {
	case plain && many:
		return [2]string{"[ ]", "[x]"}
	case plain:
		return [2]string{"( )", "(x)"}
	case many:
		return [2]string{"□", "■"}
	}
	return [2]string{"○", "◉"}
}

// bar draws a progress bar of so many cells. What is done is thick too, so that its
// colour is not the only sign.
func (l look) bar(done, of, cells int) string {
	thick := 0
	if of > 0 {
		thick = min(cells, (done*cells+of/2)/of)
	}
	return l.accent(strings.Repeat("━", thick)) + l.dim(strings.Repeat("─", cells-thick))
}

// frame draws lines in a frame with a title. They must not be wider than width-4. (A
// border of Lip Gloss has no title, and cannot be faint.)
func (l look) frame(title string, lines []string, width int) string {
	title = ansi.Truncate(title, width-6, "…")
	out := []string{l.dim("╭─ ") + l.ink(palette.Dim()).Bold(true).Render(title) + l.dim(" "+strings.Repeat("─", width-5-ansi.StringWidth(title))+"╮")}
	for _, line := range lines {
		out = append(out, l.dim("│")+" "+line+strings.Repeat(" ", width-4-ansi.StringWidth(line))+" "+l.dim("│"))
	}
	return strings.Join(append(out, l.dim("╰"+strings.Repeat("─", width-2)+"╯")), "\n")
}

// keys draws keys with their meanings. Where there is no room for all, as many of the
// first ones as fit are kept, and the last one, which leads to the list of all keys. The
// first one is always there.
func (l look) keys(keys []string, width int) string {
	gap := strings.Repeat(" ", keyGap)
	fits := func(keys []string) bool { return ansi.StringWidth(strings.Join(keys, gap)) <= width }
	if !fits(keys) {
		gap = gap[1:]
	}
	shown, last := keys, len(keys)-1
	for n := last - 1; n > 0 && !fits(shown); n-- {
		shown = append(slices.Clone(keys[:n]), keys[last])
	}
	if !fits(shown) {
		shown = keys[:1]
	}
	if !fits(shown) {
		return l.dim(ansi.Truncate(keys[0], width, "…"))
	}
	var out []string
	for _, k := range shown {
		key, meaning, _ := strings.Cut(k, " ")
		out = append(out, l.key(key)+l.dim(" "+meaning))
	}
	return strings.Join(out, gap)
}

const keyGap = 3 // between two keys, and one less where room is scarce

// asASCII replaces every character that screens draw and that a terminal without UTF-8
// does not show, each by one of the same width. Letters of another language are left as
// they are.
var asASCII = strings.NewReplacer(
	marks[0], "o", marks[1], "+", marks[2], "!", "❯", ">", "›", ">", "✓", "*", "━", "#", "─", "-",
	"│", "|", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "┈", "-", "·", "-", "↑", "^", "↓", "v", "←", "<", "→", ">",
	"“", `"`, "”", `"`, "‘", "'", "’", "'", "…", "~", "–", "-",
)

// legible returns what is drawn, in characters that the terminal can show.
func (l look) legible(drawn string) string {
	if l.ascii {
		return asASCII.Replace(drawn)
	}
	return drawn
}
