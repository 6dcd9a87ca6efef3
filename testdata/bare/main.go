// Command bare is a minimal Bubble Tea program: one line, which counts keys. It is the
// measure for how long legtriage takes to start and to answer a key, and for what it
// takes to do nothing. It draws up to 120 frames a second, the most that Bubble Tea
// can, or as many as its argument says.
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
	frames := 120
	if len(os.Args) > 1 {
		fmt.Sscan(os.Args[1], &frames)
	}
	if _, err := tea.NewProgram(line(0), tea.WithFPS(frames)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
