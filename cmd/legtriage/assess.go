package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui"
)

func newAssess(f *flags) *cobra.Command {
	lines := false
	cmd := &cobra.Command{
		Use:   "assess [FILE|-]",
		Short: "What a set of answers leads to, and why",
		Long: `assess reads one set of answers, as YAML or JSON, and tells what they lead to:

  {"life": ["none"], "limb": ["none"], "swelling": ["leg"], "change": "new"}

Keys are question ids; a value is an option id, a list of ticks, or a mapping of
single ticks to no, unsure or yes. In a list, the ticks that are not there are
no; "none" means that all are no; "unsure" that the ones not there are unsure.
Questions that are not there are missing, which is not "no": the result is then
a range. legtriage rules --format json lists all questions and options.

A file with one JSON object a line is taken as many sets of answers.

Exit code: 0 done, 1 a line of many was bad, 2 unreadable, 3 not settled.`,
		Example: `  legtriage assess answers.yaml
  legtriage assess --format json - < answers.json
  legtriage assess --lines --format json many.ndjson`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			t, tell, err := f.teller()
			if err != nil {
				return err
			}
			name, in := "standard input", cmd.InOrStdin()
			if len(args) == 1 && args[0] != "-" {
				file, err := open(args[0])
				if err != nil {
					return exit{exitUsage, args[0] + ": " + reason(err)}
				}
				defer file.Close()
				name, in = args[0], file
			}
			return f.assess(cmd, t, tell, name, in, lines)
		},
	}
	f.addFormat(cmd, "text", "json", "markdown", "html")
	cmd.Flags().BoolVar(&lines, "lines", false, "take each line as one set of answers, also the first")
	return cmd
}

// open opens a regular file: anything else, like a pipe that nobody writes to,
// could keep the program waiting for ever.
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

func (f *flags) assess(cmd *cobra.Command, t *triage.Table, tell ui.Teller, name string, in io.Reader, lines bool) error {
	r := bufio.NewReader(in)
	first, err := readLine(r)
	if err != nil && err != io.EOF {
		return exit{exitUsage, name + ": " + reason(err)}
	}
	if !lines && err == nil && json.Valid(first) {
		_, more := r.Peek(1)
		lines = more == nil
	}
	if lines {
		return f.assessLines(cmd, t, name, first, r, err == io.EOF)
	}
	rest, err := io.ReadAll(io.LimitReader(r, rules.MaxFileBytes+1))
	if err != nil {
		return exit{exitUsage, name + ": " + reason(err)}
	}
	kept, err := rules.Kept(t, name, append(first, rest...))
	if err != nil {
		return exit{exitUsage, "the answers cannot be read:\n" + err.Error()}
	}
	for _, line := range tell.Outdated(kept.Outdated) {
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
	as := kept.Answers.Assess()
	if f.format == "json" {
		err = printJSON(cmd.OutOrStdout(), as)
	} else {
		d := tell.Result(as)
		if as.Settled() && f.format != "text" {
			d = tell.Report(as, "")
		}
		err = f.print(cmd, d)
	}
	if err == nil && !as.Settled() {
		return exit{code: exitNoResult}
	}
	return err
}

// readLine reads a line with its end, of at most rules.MaxFileBytes and one
// byte: one more than may be used, so that the reader of answers refuses it.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
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

// assessLines assesses one set of answers a line. A bad line is reported in
// its place and does not stop the others.
func (f *flags) assessLines(cmd *cobra.Command, t *triage.Table, name string, line []byte, r *bufio.Reader, last bool) error {
	if f.format != "json" && f.format != "text" {
		return exit{exitUsage, "many sets of answers can be told as text or json, not as " + f.format + "."}
	}
	out := bufio.NewWriter(cmd.OutOrStdout())
	defer out.Flush()
	bad := false
	for n := 1; ; n++ {
		if len(bytes.TrimSpace(line)) > 0 {
			a, err := rules.AnswersLine(t, name, n, line)
			if err != nil {
				bad = true
				f.lineError(cmd, out, n, err)
			} else if err := f.lineResult(out, n, a.Assess()); err != nil {
				return err
			}
		}
		if last {
			break
		}
		var err error
		line, err = readLine(r)
		if err != nil && err != io.EOF {
			return exit{exitUsage, name + ": " + reason(err)}
		}
		last = err == io.EOF
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if bad {
		return exit{code: exitFound}
	}
	return nil
}

func (f *flags) lineError(cmd *cobra.Command, out io.Writer, n int, err error) {
	if f.format == "text" {
		fmt.Fprintln(cmd.ErrOrStderr(), err)
		return
	}
	var messages []string
	var errs rules.Errors
	if errors.As(err, &errs) {
		for _, e := range errs {
			messages = append(messages, fmt.Sprintf("column %d: %s", e.Column, e.Message))
		}
	}
	printJSON(out, struct {
		Line  int    `json:"line"`
		Error string `json:"error"`
	}{n, strings.Join(messages, "; ")})
}

func (f *flags) lineResult(out io.Writer, n int, as *triage.Assessment) error {
	if f.format == "json" {
		return printJSON(out, as)
	}
	var ids []string
	for _, r := range as.Deciding {
		ids = append(ids, r.Rule.ID)
	}
	result := fmt.Sprintf("not settled, from %v to %v", as.AtLeast, as.AtMost)
	if c, settled := as.Category(); settled {
		result = fmt.Sprintf("%v, %v", c, as.AtLeast)
	}
	_, err := fmt.Fprintf(out, "%d: %s: %s\n", n, result, strings.Join(ids, ", "))
	return err
}

// printJSON writes one object on one line, with the characters of its texts as
// they are.
func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
