package screen

import (
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"legtriage/ui/report"
)

// Print writes a document as the screens draw it, for what is printed on a terminal.
// Nobody asks the terminal for its background then, since its answer could come when the
// program is gone.
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
