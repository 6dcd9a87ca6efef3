package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"legtriage/triage"
	"legtriage/ui"
)

// interview runs the questions, on the whole screen or line by line.
func (f *flags) interview(cmd *cobra.Command) error {
	words, err := f.sentences()
	if err != nil {
		return err
	}
	iv := ui.Interview{Words: words, Table: func() (*triage.Table, ui.Place, error) {
		t, err := f.load()
		if err != nil {
			return nil, ui.Place{}, err
		}
		place, err := f.place(t)
		return t, place, err
	}, Save: save, Now: func() string { return time.Now().Format("2 January 2006, 15:04") }}
	if f.table != "" || f.country != "" || f.words != "" {
		// What the person gave can be wrong: say so before the screen changes.
		t, place, err := iv.Table()
		if err != nil {
			return err
		}
		iv.Table = func() (*triage.Table, ui.Place, error) { return t, place, nil }
	}
	var outcome ui.Outcome
	full := !f.usePlain()
	if full {
		environment := os.Environ()
		if f.noColor {
			environment = append(environment, "NO_COLOR=1")
		}
		outcome, err = iv.FullScreen(cmd.Context(), os.Stdin, os.Stdout, environment)
	} else {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		outcome, err = iv.Plain(ctx, cmd.InOrStdin(), cmd.OutOrStdout())
		stop()
	}
	switch {
	case err != nil:
		return err
	case outcome.Assessment != nil && full:
		// The screen is gone with the program; what matters most stays.
		return outcome.Teller.Brief(outcome.Assessment).Text(cmd.OutOrStdout(), 76)
	case outcome.Assessment != nil:
		return nil
	}
	fmt.Fprintln(cmd.OutOrStdout())
	if err := outcome.Teller.NoResult().Text(cmd.OutOrStdout(), 76); err != nil {
		return err
	}
	if outcome.Interrupted {
		return exit{code: exitInterrupted}
	}
	return exit{code: exitNoResult}
}

// usePlain tells whether to go line by line: when asked to, and wherever a
// full screen would not work or not be heard.
func (f *flags) usePlain() bool {
	terminal := os.Getenv("TERM")
	return f.plain || os.Getenv("ACCESSIBLE") != "" || terminal == "dumb" ||
		terminal == "" && runtime.GOOS != "windows" || // Windows sets none
		!term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd())
}
