package screen

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestScreensOfTheReadmeAreTheGoldenOnes draws the pictures of the README from
// the golden screens, so that they show what the program shows. With -update
// they are drawn anew: go test ./ui/screen -run Screens -update.
func TestScreensOfTheReadmeAreTheGoldenOnes(t *testing.T) {
	for _, name := range []string{"first-page", "emergency", "self-care", "why-not"} {
		frame, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", name+"-80x24.txt"))
		if err != nil {
			t.Fatal(err)
		}
		_, lines, _ := strings.Cut(string(frame), "\n") // the first line tells the size and the cursor
		got := picture(lines, 80, 24)
		file := filepath.Join("..", "..", "testdata", "screens", name+".svg")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the golden screen %s shows: go test ./ui/screen -run Screens -update", file, name)
		}
	}
}

// picture draws a frame as SVG: a dark terminal, with the line of the category
// in its colour.
func picture(frame string, columns, rows int) []byte {
	const cell, row, margin = 8.4, 19, 14
	var out bytes.Buffer
	width, height := float64(columns)*cell+2*margin, rows*row+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14">`+"\n", width, height)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" rx="8" fill="#16181d"/>`+"\n")
	for i, line := range strings.Split(strings.TrimRight(frame, "\n"), "\n") {
		y := margin + i*row + 14
		ink, weight := "#dfe3ea", "400"
		for category, mark := range marks {
			if strings.HasPrefix(line, " "+mark+" ") {
				fill := []string{"#81c784", "#ffb74d", "#ff8a80"}[category]
				fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", margin, y-14, float64(ansi.StringWidth(strings.TrimRight(line, " "))+1)*cell, row, fill)
				ink, weight = "#16181d", "700"
			}
		}
		if strings.TrimSpace(line) != "" {
			fmt.Fprintf(&out, `<text x="%d" y="%d" fill="%s" font-weight="%s" xml:space="preserve" textLength="%.1f">%s</text>`+"\n",
				margin, y, ink, weight, float64(ansi.StringWidth(line))*cell, html.EscapeString(line))
		}
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}
