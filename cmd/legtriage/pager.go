package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/ui/report"
)

// page is [flags.print] for documents longer than a window: on a terminal, text goes
// through the person's pager.
func (f *flags) page(cmd *cobra.Command, d report.Document, noPager bool) error {
	out, ours := cmd.OutOrStdout().(*output)
	if f.format != "text" || noPager || !ours || out.Writer != os.Stdout || !term.IsTerminal(os.Stdout.Fd()) {
		return f.print(cmd, d)
	}
	pager, wanted := pagerCommand()
	if !wanted {
		return f.print(cmd, d)
	}
	var text bytes.Buffer
	if err := d.Text(&text, columns()); err != nil {
		return err
	}
	if !through(pager, text.Bytes()) {
		return f.print(cmd, d)
	}
	return nil
}

// pagerCommand returns the pager to start, or false if none is wanted or found. The
// value of PAGER is the person's own and, as in git and man, goes to a shell, so that
// it can have options and quotes. The text goes only to the standard input.
func pagerCommand() (pager *exec.Cmd, wanted bool) {
	line, set := os.LookupEnv("PAGER")
	line = strings.TrimSpace(line)
	switch {
	case os.Getenv("TERM") == "dumb" || set && (line == "" || line == "cat"):
		return nil, false
	case !set:
		less, err := exec.LookPath("less")
		if err != nil {
			return nil, false
		}
		pager = exec.Command(less)
	default:
		if sh, err := exec.LookPath("sh"); err == nil {
			pager = exec.Command(sh, "-c", line)
		} else { // as on Windows
			words := strings.Fields(line)
			pager = exec.Command(words[0], words[1:]...)
		}
	}
	pager.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		pager.Env = append(pager.Env, "LESS=FRX") // print a text that fits, and leave it on the screen
	}
	return pager, true
}

// The exit codes by which a shell says that it cannot start a program.
const cannotRun, notThere = 126, 127

// through shows a text in a pager, and reports whether the pager could be started. A
// pager that ends early, or with an error, has done what the person wanted.
func through(pager *exec.Cmd, text []byte) (started bool) {
	pager.Stdin, pager.Stdout, pager.Stderr = bytes.NewReader(text), os.Stdout, os.Stderr
	// ctrl+c is for the pager: this program must not end before the pager does.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	err := pager.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode() != cannotRun && ended.ExitCode() != notThere
	}
	return pager.ProcessState != nil
}
