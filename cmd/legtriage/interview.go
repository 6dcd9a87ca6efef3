package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/triage"
	"legtriage/ui/plain"
	"legtriage/ui/report"
	"legtriage/ui/screen"
	"legtriage/ui/session"
)

// interview runs the interview, on the full screen or line by line.
func (f *flags) interview(cmd *cobra.Command) error {
	w, err := f.sentences()
	if err != nil {
		return err
	}
	setup := session.Setup{Words: w, Table: func() (*triage.Table, report.Country, error) {
		t, err := f.load()
		if err != nil {
			return nil, report.Country{}, err
		}
		place, err := f.place(t)
		// Reading a table takes some ten times the memory of the table. The program may
		// wait for hours after this, so it keeps none of that.
		go debug.FreeOSMemory()
		return t, place, err
	}, Save: saveAs, Now: func() string { return time.Now().Format("2 January 2006, 15:04") }, Width: columns}
	keep := cmd.Flags().Changed("answers")
	if f.table != "" || f.country != "" || f.words != "" || keep {
		// Errors in what the person gave are reported before the screen changes.
		t, place, err := setup.Table()
		if err != nil {
			return err
		}
		setup.Table = func() (*triage.Table, report.Country, error) { return t, place, nil }
		if f.table != "" {
			written, err := f.loadTable()
			if err != nil {
				return err
			}
			setup.Beware = report.Writer{Words: w}.TableFails(f.table, written)
		}
		setup.Beware = strings.TrimSpace(setup.Beware + " " + f.partial(w))
		if keep {
			if setup.Keeping, err = keepIn(f.answers, t); err != nil {
				return err
			}
			setup.Save = func(name string, data []byte, replace bool) error {
				name, err := atHome(name)
				switch {
				case err != nil:
					return err
				case sameFile(name, f.answers):
					return errors.New("your answers are kept there; choose another name")
				}
				return save(name, data, replace)
			}
		}
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	out := cmd.OutOrStdout()
	var outcome session.Outcome
	full := !f.usePlain()
	if full {
		outcome, err = screen.Run(ctx, setup, os.Stdin, os.Stdout, f.environment())
	} else {
		outcome, err = plain.Run(ctx, setup, cmd.InOrStdin(), out)
	}
	fault := errors.Is(err, screen.ErrFault)
	if fault {
		fmt.Fprintln(cmd.ErrOrStderr(), err)
	}
	switch {
	case err != nil && !fault:
		return err
	case outcome.Assessment == nil:
		fmt.Fprintln(out)
		err = unstyled(out, outcome.Writer.NoResult(outcome.AtLeast))
	case full:
		// The full screen disappears with the program; what matters most stays.
		err = unstyled(out, outcome.Writer.Brief(outcome.Assessment))
	}
	last := setup.Keeping.Told(outcome.Writer)
	if outcome.Unsaved {
		last.Add(report.Paragraph, w.NoteNotSaved)
	}
	if err == nil && len(last) > 0 {
		fmt.Fprintln(out)
		err = unstyled(out, last)
	}
	switch {
	case fault:
		return exit{exitFault, "a fault in legtriage itself stopped it. What you see above may help to mend it."}
	case err != nil || outcome.Assessment != nil:
		return err
	case ctx.Err() != nil:
		return exit{exitInterrupted, "stopped: " + context.Cause(ctx).Error() + "."}
	case outcome.Interrupted:
		return exit{code: exitInterrupted}
	}
	return exit{code: exitNoResult}
}

// columns returns how wide printed text may be: as wide as the window, but no wider
// than is easy to read. It returns 0 without a window, since programs that read lines
// aloud or take them apart want them whole.
func columns() int {
	const most, least = 76, 20
	if !term.IsTerminal(os.Stdout.Fd()) {
		return 0
	}
	if w, _, err := term.GetSize(os.Stdout.Fd()); err == nil && w > 0 {
		return max(least, min(most, w))
	}
	return most
}

// usePlain reports whether to go line by line: if asked to, and wherever a full screen
// would not work or could not be read aloud.
func (f *flags) usePlain() bool {
	terminal := os.Getenv("TERM")
	return f.plain || os.Getenv("ACCESSIBLE") != "" || terminal == "dumb" ||
		terminal == "" && runtime.GOOS != "windows" || // Windows sets none
		!term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd())
}
