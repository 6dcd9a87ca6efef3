package ui_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	// So that the test runs again when a package has changed.
	_ "legtriage/ui/plain"
	_ "legtriage/ui/screen"
)

// terminal are the libraries that draw on a terminal or read from it, and their parts.
var terminal = []string{"charm.land/", "github.com/charmbracelet/", "github.com/muesli/", "golang.org/x/term"}

// width measures how many cells a text takes, and breaks lines. It knows no terminal,
// and the full screen draws by the same measure, so that lines laid out by it fit
// there.
const width = "github.com/charmbracelet/x/ansi"

// TestImportsRunOneWay lists what each package of ui links: only those that it may know,
// and terminal libraries in the full screen alone.
func TestImportsRunOneWay(t *testing.T) {
	for name, knows := range map[string]string{
		"palette": "triage",
		"words":   "rules/read triage",
		"report":  "rules/read triage ui/palette ui/words",
		"session": "rules/read triage ui/palette ui/report ui/words",
		"plain":   "rules/read triage ui/palette ui/report ui/session ui/words",
		"screen":  "rules/read triage ui/palette ui/report ui/session ui/words",
	} {
		out, err := exec.Command("go", "list", "-deps", "legtriage/ui/"+name).Output()
		if err != nil {
			t.Fatal(err)
		}
		var links, terminals []string
		for _, path := range strings.Fields(string(out)) {
			if other, ours := strings.CutPrefix(path, "legtriage/"); ours && other != "ui/"+name {
				links = append(links, other)
			}
			if path != width && !strings.HasPrefix(path, width+"/") && slices.ContainsFunc(terminal, func(lib string) bool { return strings.HasPrefix(path, lib) }) {
				terminals = append(terminals, path)
			}
		}
		if slices.Sort(links); strings.Join(links, " ") != knows {
			t.Errorf("%s links %v, want %s", name, links, knows)
		}
		if (len(terminals) > 0) != (name == "screen") {
			t.Errorf("%s links %v", name, terminals)
		}
	}
}
