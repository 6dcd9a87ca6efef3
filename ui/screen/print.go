package screen

import (
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"legtriage/ui/report"
)

// Print writes a document to a terminal in the styles of the screens. It does not ask the
// terminal for its background, since the answer could come after the program has ended.
func Print(out io.Writer, terminal *os.File, d report.Document, width int, environment []string) error {
	l := newLook(environment, colorprofile.Detect(terminal, environment))
	return l.print(out, d, width)
}

func (l look) print(out io.Writer, d report.Document, width int) error {
	var b strings.Builder
	for _, ln := range d.TextLines(width) {
		b.WriteString(l.legible(l.line(ln)) + "\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}
