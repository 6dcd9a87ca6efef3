package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/report"
)

func newAssess(f *flags) *cobra.Command {
	var in input
	cmd := &cobra.Command{
		Use:   "assess [FILE|-]",
		Short: "What a set of answers leads to, and why",
		Long: `assess reads one set of answers, as YAML or JSON, and says what it leads to:

  {"life": ["none"], "limb": ["none"], "look": ["leg"], "change": "new"}

Keys are question ids; a value is an option id, a list of ticks, or a mapping of
single ticks to no, unsure or yes. In a list, ticks that are left out are no, or
unsure if "unsure" is in the list; "none" alone means that all are no. Questions
that are left out are missing, which is not "no": the result is then a range.
legtriage rules --format json lists all questions and options.

The answers can also be a FHIR R4 QuestionnaireResponse to the form of legtriage
export fhir, or a Bundle with one. With --format fhir the result is a Bundle for a
record: the answers as a QuestionnaireResponse, a GuidanceResponse with the range of
the urgency, and once the category is settled a RequestGroup with what to do.

A file with one JSON object on each line is read as many sets of answers. So is a
CSV file, whose name ends in .csv: each row is a set, each column a question or one
tick of a list, named like look.leg. A cell holds an option; for a list, ticks
with spaces between them; for one tick, no, unsure or yes. An empty cell is missing.
A column id names the rows.

  id,life,limb,look.leg,change
  17,none,none,yes,new

In CSV, and in JSON with --brief, a result is short: line (or id), category,
urgency, at_least, at_most, deciding (rules), missing (questions) and error.
Category and urgency are there only if missing answers cannot change them. For a
line that cannot be read, the error is in place of the result; in text, the first
hundred errors go to the standard error output.

Exit code: 0 done, 1 a line of many was bad, 2 unreadable, 3 not settled.`,
		Example: `  legtriage assess answers.yaml
  legtriage assess --format json - < answers.json
  legtriage assess --lines --format json many.ndjson
  legtriage assess --format csv many.csv > results.csv
  legtriage assess --format fhir response.json > bundle.json`,
		Args: atMostOne("FILE"),
		RunE: withNames(func(cmd *cobra.Command, args []string) error {
			t, write, err := f.tableInUse(cmd)
			if err != nil {
				return err
			}
			if f.brief && cmd.Flags().Changed("format") && f.format != "json" {
				return exit{exitUsage, "--brief is short JSON: leave out --format " + f.format + "."}
			}
			in.name, in.Reader = "standard input", cmd.InOrStdin()
			if len(args) == 1 && args[0] != "-" {
				file, err := open(args[0])
				if err != nil {
					return exit{exitUsage, args[0] + ": " + reason(err)}
				}
				defer file.Close()
				in.name, in.Reader = args[0], file
				in.csv = in.csv || strings.EqualFold(filepath.Ext(in.name), ".csv")
			} else if len(args) == 0 && in.Reader == os.Stdin && term.IsTerminal(os.Stdin.Fd()) {
				fmt.Fprintln(cmd.ErrOrStderr(), "Type or paste answers, and end with ctrl+d on a line of its own. See legtriage assess --help.")
			}
			return f.assess(cmd, t, write, in)
		}),
	}
	f.addFormat(cmd, "text", "json", "csv", "fhir", "markdown", "html")
	cmd.Flags().BoolVar(&f.brief, "brief", false, "one short JSON object for each set of answers")
	cmd.Flags().BoolVar(&in.lines, "lines", false, "read every line as a set of answers, even a single one")
	cmd.Flags().BoolVar(&in.csv, "csv", false, "read the answers as CSV, whatever the file is called")
	return cmd
}

// input is what assess reads.
type input struct {
	io.Reader
	name       string
	lines, csv bool
}

// open opens a regular file. Anything else, such as a pipe that nobody writes to, could
// keep the program waiting for ever.
func open(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	return os.Open(name)
}

func (f *flags) assess(cmd *cobra.Command, t *triage.Table, write report.Writer, in input) error {
	if in.csv {
		rows, number, err := rowsOf(t, in.name, in)
		if err != nil {
			return err
		}
		return f.assessLines(cmd, t, write, rows, number)
	}
	name, lines := in.name, in.lines
	r := bufio.NewReaderSize(in, 2*batchBytes)
	first, err := readLine(r, nil)
	if err != nil && err != io.EOF {
		return exit{exitUsage, name + ": " + reason(err)}
	}
	// A byte-order mark is left in place: the reader of answers accepts one, and
	// refuses a second.
	if !lines && err == nil && json.Valid(bytes.TrimPrefix(first, []byte("\ufeff"))) {
		// There are many sets if anything but blank lines follows. Each line is looked
		// at only once, however many there are.
		var behind []byte
		for err == nil && len(behind) < rules.MaxFileBytes && !lines {
			var line []byte
			line, err = readLine(r, nil)
			behind = append(behind, line...)
			lines = len(bytes.TrimSpace(line)) > 0
		}
		r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(behind), r), 2*batchBytes)
	}
	if lines {
		return f.assessLines(cmd, t, write, linesOf(name, first, r), 1)
	}
	rest, err := io.ReadAll(io.LimitReader(r, rules.MaxFileBytes+1))
	if err != nil {
		return exit{exitUsage, name + ": " + reason(err)}
	}
	kept, err := rules.Kept(t, name, append(first, rest...))
	if err != nil {
		return exit{exitUsage, "the answers cannot be read:\n" + err.Error()}
	}
	for _, line := range write.Outdated(kept.Outdated) {
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
	as := kept.Answers.Assess()
	if form := f.form(t, write, false); f.brief || f.format == "csv" {
		var b batch
		tell := form.on(&b)
		tell.result(rules.Row{Line: 1, Answers: kept.Answers})
		tell.end()
		_, err = io.WriteString(cmd.OutOrStdout(), form.head+string(b.out))
	} else if f.format == "json" {
		err = printJSON(cmd.OutOrStdout(), as)
	} else if f.format == "fhir" {
		_, err = cmd.OutOrStdout().Write(recordOf(write).Bundle(as, ""))
	} else {
		d := write.Result(as)
		if as.Settled() && f.format != "text" {
			d = write.ForDoctor(as, report.Added{})
		}
		err = f.print(cmd, d)
	}
	if err == nil && !as.Settled() {
		return exit{code: exitNoResult}
	}
	return err
}

// readLine reads a line, including its ending, up to one byte more than
// rules.MaxFileBytes, so that the reader of answers refuses a line that is too long. It
// reuses room if that is large enough.
func readLine(r *bufio.Reader, room []byte) ([]byte, error) {
	line := room[:0]
	for {
		part, err := r.ReadSlice('\n')
		if room := rules.MaxFileBytes + 1 - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// printJSON writes one object on one line, without escaping HTML characters in its texts.
func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
