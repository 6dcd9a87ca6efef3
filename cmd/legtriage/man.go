//go:build man

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// With the build tag man the program has one more verb, which is not in the help:
//
//	legtriage man DIR
//
// writes the manual into the folder, one page for each verb. Released programs have
// neither this verb nor the library that writes manuals.
func init() {
	if len(os.Args) != 3 || os.Args[1] != "man" {
		return
	}
	if err := writeManual(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "legtriage: "+err.Error())
		os.Exit(exitUsage)
	}
	os.Exit(0)
}

// writeManual writes the manual, with the same bytes at any time and place: its date is
// SOURCE_DATE_EPOCH, in seconds, or without that the start of 2026.
func writeManual(dir string) error {
	date := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
		}
		date = time.Unix(seconds, 0).UTC()
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	root := newRoot()
	root.InitDefaultCompletionCmd()
	return writePages(root, doc.GenManHeader{
		Section: "1",
		Date:    &date,
		Source:  strings.TrimSpace("legtriage " + version),
		Manual:  "legtriage manual",
	}, dir)
}

// writePages writes the pages of a verb and of those below it.
func writePages(cmd *cobra.Command, header doc.GenManHeader, dir string) error {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && !c.IsAdditionalHelpTopicCommand() {
			if err := writePages(c, header, dir); err != nil {
				return err
			}
		}
	}
	// Cobra takes the texts for Markdown, where examples need four spaces.
	cmd.Long = strings.ReplaceAll(cmd.Long, "\n  ", "\n    ")
	cmd.DisableAutoGenTag = true
	var page bytes.Buffer
	if err := doc.GenMan(cmd, &header, &page); err != nil {
		return err
	}
	text := option.ReplaceAllString(page.String(), ".TP\n$1")
	// Switches are written --plain, not --plain[=false].
	text = strings.ReplaceAll(text, "[=false]", "")
	text = strings.ReplaceAll(text, `=""`, `=`)
	text = strings.ReplaceAll(text, "\\fP=\n", "\\fP=\\fIVALUE\\fP\n")
	if !cmd.HasParent() {
		var found bool
		if text, found = insert(text, ".SH SEE ALSO\n", moreSections); !found {
			return fmt.Errorf("the page has no section SEE ALSO")
		}
	}
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
}

// option finds an option in a page: its name, and on the next line its text.
var option = regexp.MustCompile(`(?:\.PP\n)?(\\fB-.*\n)\t`)

// insert puts more before mark, which text must have exactly once.
func insert(text, mark, more string) (string, bool) {
	if strings.Count(text, mark) != 1 {
		return text, false
	}
	return strings.Replace(text, mark, more+mark, 1), true
}

// moreSections are sections of the first page that are not in the help.
const moreSections = `.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
\fBcheck\fP, \fBscore\fP, \fBdiff\fP or \fBreview\fP found something, or a line of many
was bad.
.TP
.B 2
Bad usage, unreadable input, or output that cannot be written.
.TP
.B 3
No result: the questions ended early, or one set of answers is not settled.
.TP
.B 70
A fault in legtriage itself stopped it.
.TP
.B 130
Interrupted, or stopped by a signal.
.SH ENVIRONMENT
.TP
.B NO_COLOR
Any text: use no colours, like \fB\-\-no\-color\fP.
.TP
.B LEGTRIAGE_THEME
\fBdark\fP, \fBlight\fP or \fBplain\fP: the colours, like \fB\-\-theme\fP.
.TP
.B ACCESSIBLE
Any text: go line by line, like \fB\-\-plain\fP.
.TP
.B TERM
\fBdumb\fP, or none except on Windows: go line by line. It also does so whenever
standard input or standard output is not a terminal.
.TP
.B PAGER
The program in which \fBlegtriage rules\fP shows its text on a terminal; \fBless\fP if
it is not set. Empty or \fBcat\fP: no pager.
.TP
.B LESS
Options of \fBless\fP; \fBFRX\fP if it is not set.
.TP
.BR LC_ALL ", " LC_MESSAGES ", " LANG
The first that is set tells the country whose emergency number is shown, unless
\fB\-\-country\fP does: \fBen_GB.UTF\-8\fP means GB.
.SH FILES
legtriage has no settings. It writes what it is told to save, and while it does that
a lock or a new file beside it, which begins with \fB.legtriage\-\fP. Its table of rules
is built in.
.TP
\fIFILE\fP
For \fB\-\-answers\fP \fIFILE\fP: the answers that are kept. Only its owner can read
it. If some of it no longer counts, a copy stays in \fIFILE\fP.old, or \fIFILE\fP.old2
and so on.
.TP
\fIDIR\fP/*.yaml
A table, for \fB\-\-table\fP \fIDIR\fP: its questions, rules, sources and numbers
to call.
.TP
\fIDIR\fP/words.yaml, \fIDIR\fP/table.yaml
A language, for \fB\-\-language\fP \fIDIR\fP; see \fBlegtriage\-words\fP(1).
`
