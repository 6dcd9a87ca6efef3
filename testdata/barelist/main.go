// Command barelist is a minimal list in Bubble Tea, with as many rows as the first page
// of legtriage and a mark that moves. It is the measure for how long legtriage takes to
// answer a key.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
)

const rows = 18

type list int // the marked row

func (list) Init() tea.Cmd { return nil }

func (l list) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "q":
			return l, tea.Quit
		case "end":
			return list(rows - 1), nil
		case "home":
			return list(0), nil
		}
	}
	return l, nil
}

func (l list) View() tea.View {
	var out strings.Builder
	out.WriteString("bare list\n\n")
	for i := range rows {
		mark := "  "
		if i == int(l) {
			mark = "> "
		}
		fmt.Fprintf(&out, "%s%2d [ ] An answer of about the usual length, number %d\n", mark, i+1, i)
	}
	v := tea.NewView(out.String())
	v.AltScreen, v.Cursor = true, tea.NewCursor(0, int(l)+2)
	return v
}

func main() {
	if _, err := tea.NewProgram(list(1), tea.WithFPS(120)).Run(); err != nil { // as legtriage does
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
