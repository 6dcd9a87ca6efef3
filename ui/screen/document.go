package screen

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"legtriage/triage"
	"legtriage/ui/palette"
	"legtriage/ui/report"
)

// This file draws the lines of a document that was laid out for a screen: the frame
// around a verdict, headings in the margin, two columns, and the panel beside it all.

// placed draws one of the lines that [report.Document.Placed] laid out in a column of
// this width.
func (l look) placed(ln report.Line, width int) string {
	switch {
	case ln.Card == report.CardTop:
		return l.edge(ln.Level, "╭"+strings.Repeat("─", width-2)+"╮")
	case ln.Card == report.CardEnd:
		return l.edge(ln.Level, "╰"+strings.Repeat("─", width-2)+"╯")
	case ln.Card == report.CardInside:
		text := l.inCard(ln)
		side := l.edge(ln.Level, "│")
		return side + " " + text + strings.Repeat(" ", max(0, width-4-ansi.StringWidth(text))) + " " + side
	case ln.Kind == report.Pairs && ln.Right == "":
		return l.margin(ln) + l.dim(strings.TrimRight(ln.Text, " "))
	case ln.Kind == report.Pairs:
		return l.margin(ln) + l.dim(ln.Text) + ln.Right
	case ln.Kind == report.Subheading && ln.Right != "": // the heads of columns
		return l.margin(ln) + l.strong(ln.Text) + l.dim(ln.Right)
	case ln.Kind == report.Urgency && ln.Right != "": // to the right of its rule
		return l.strong(ln.Text) + l.reached(triage.Category(ln.Level), marks[ln.Level]+" "+ln.Right)
	case ln.Kind == report.Checks:
		text := ln.Text
		if ln.First {
			text = l.reached(triage.SelfCare, "✓") + strings.TrimPrefix(text, " ")
		}
		return l.margin(ln) + text + l.strong(ln.Right)
	}
	return l.margin(ln) + l.line(ln)
}

// beside draws sections as a panel, with the first heading in its frame.
func (l look) beside(d report.Document) string {
	var lines []string
	for _, ln := range d[1:].Lines(panelWidth - 4) {
		if ln.Kind == report.List && ln.Text[0] == '-' && len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, l.line(ln))
	}
	return l.frame(d[0].Text, lines, panelWidth)
}

// withPanel draws a panel to the right of a column of text.
func withPanel(text []string, column int, panel string) string {
	return lipgloss.JoinHorizontal(lipgloss.Top, lipgloss.PlaceHorizontal(column+panelGap, lipgloss.Left, strings.Join(text, "\n")), panel)
}

// inCard draws a line of a card. Apart from the verdict it has the terminal's own
// colour, so that a number to call can be read everywhere.
func (l look) inCard(ln report.Line) string {
	if ln.Kind == report.Verdict {
		text := l.category(ln.Level, ln.Text)
		if ln.Right != "" {
			text += "  " + l.strong(ln.Right)
		}
		return text
	}
	if ln.Kind == report.Headline {
		return l.strong(ln.Text)
	}
	return ln.Text
}

// margin draws the heading to the left of a line, or as many blanks.
func (l look) margin(ln report.Line) string {
	if ln.Label == "" {
		return strings.Repeat(" ", ln.Margin)
	}
	return l.accent(ln.Label) + strings.Repeat(" ", max(1, ln.Margin-ansi.StringWidth(ln.Label)))
}

// edge draws a part of a frame in the colour of a category.
func (l look) edge(level int, text string) string {
	return l.ink(palette.Categories()[level]).Render(text)
}

// tabs draws the titles of sections as tabs, or returns "" where there is no room for
// them. The open one is drawn in reverse, and without colours in brackets.
func (l look) tabs(sections []report.Section, at, width int) string {
	var out []string
	taken := 0
	for i, s := range sections {
		title := " " + s.Title + " "
		taken += ansi.StringWidth(title) + 1
		switch {
		case i == at && l.plain():
			title = l.strong("[" + s.Title + "]")
		case i == at:
			open := lipgloss.NewStyle() // without a colour, for the reason that [look.category] gives
			if !l.basic() {
				open = l.ink(palette.Accent())
			}
			title = open.Bold(true).Reverse(true).Render(title)
		default:
			title = l.dim(title)
		}
		out = append(out, title)
	}
	if taken-1 > width {
		return ""
	}
	return strings.Join(out, l.dim("│"))
}
