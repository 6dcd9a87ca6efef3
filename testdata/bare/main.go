// Command bare is the least that a Bubble Tea program can be: one line, which
// counts keys. What legtriage takes to start and to answer a key is measured
// against it.
package main

import (
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
)

type line int

func (line) Init() tea.Cmd { return nil }

func (l line) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if k.String() == "q" {
			return l, tea.Quit
		}
		l++
	}
	return l, nil
}

func (l line) View() tea.View {
	v := tea.NewView(fmt.Sprintf("bare %d", int(l)))
	v.AltScreen, v.Cursor = true, tea.NewCursor(0, 0)
	return v
}

func main() {
	if _, err := tea.NewProgram(line(0), tea.WithFPS(120)).Run(); err != nil { // as legtriage does
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
