package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
)

func newReview(f *flags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review FILE",
		Short: "Read a sheet signed by clinicians, and print a patch for the table",
		Long: `review reads a signed sheet of legtriage export sheet, and prints a patch that
writes the reviews into the files of the table: which rule was reviewed, by whom and
on which date. The patch keeps every comment and every other byte. Nothing
is written before you apply it, and patch --reverse takes it back.

A row counts if it is signed with a name, a date that is not in the future, and the
verdict agree, if it says what the table says, and if its fingerprint is that of the
rule. A rule with the verdict disagree is not reviewed; that and the remark are
reported. Refused rows are reported by row and column, and are not in the patch. A
rule without a signed row is not reviewed.

Use the same --table and --language as for printing the sheet.

Exit code: 0 done, 1 a row was refused, 2 unreadable.`,
		Example: `  legtriage review signed.csv --table my-table > review.patch
  patch -p1 -d my-table < review.patch
  patch -p1 -d my-table --reverse < review.patch`,
		Args: one("FILE"),
		RunE: withNames(func(cmd *cobra.Command, args []string) error {
			t, write, err := f.tableAndWriter()
			if err != nil {
				return err
			}
			data, err := readSheet(args[0])
			if err != nil {
				return exit{exitUsage, args[0] + ": " + reason(err)}
			}
			words := sheetWords(write)
			sheet, err := rules.Sheet(t, func(r *triage.Rule) []string { return words.Content(t, r) }, args[0], data, today())
			if sheet == nil {
				return exit{exitUsage, "the sheet cannot be read:\n" + err.Error()}
			}
			reviews := map[string]triage.Review{}
			for _, s := range sheet.Signed {
				if s.Agrees && !s.Known {
					reviews[s.Rule.ID] = s.Review
				}
			}
			patch, failed := f.signOff(reviews)
			if failed != nil {
				return exit{exitUsage, "the reviews cannot be written into the table:\n" + failed.Error()}
			}
			if _, err := cmd.OutOrStdout().Write(patch); err != nil {
				return err
			}
			tellReviews(cmd.ErrOrStderr(), sheet)
			if err != nil {
				return exit{exitFound, "rows that are left out:\n" + err.Error()}
			}
			return nil
		}),
	}
	cmd.ValidArgsFunction = cobra.FixedCompletions([]string{"csv"}, cobra.ShellCompDirectiveFilterFileExt)
	return cmd
}

// readSheet reads a regular file, up to one byte more than is allowed, so that the
// reader of sheets refuses a file that is too large.
func readSheet(name string) ([]byte, error) {
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, rules.MaxFileBytes+1))
}

// today returns the latest date that it is anywhere in the world, so that no signature of
// today counts as one from the future.
func today() string { return time.Now().UTC().Add(14 * time.Hour).Format(time.DateOnly) }

// signOff returns the patch for the table that the flags name.
func (f *flags) signOff(reviews map[string]triage.Review) ([]byte, error) {
	folder := fs.FS(rules.Files())
	if f.table != "" {
		root, err := os.OpenRoot(f.table)
		if err != nil {
			return nil, errors.New(f.table + ": " + reason(err))
		}
		defer root.Close()
		folder = root.FS()
	}
	return rules.SignOff(folder, reviews)
}

// tellReviews reports who reviewed what, and what nobody reviewed.
func tellReviews(out io.Writer, sheet *rules.SignedSheet) {
	var told []string
	rulesOf := map[string][]string{}
	add := func(what string, r *triage.Rule) {
		if rulesOf[what] == nil {
			told = append(told, what)
		}
		rulesOf[what] = append(rulesOf[what], r.ID)
	}
	for _, s := range sheet.Signed {
		what := fmt.Sprintf("reviewed by %s on %s", s.Review.By, s.Review.On)
		if !s.Agrees {
			what = fmt.Sprintf("not agreed to by %s on %s", s.Review.By, s.Review.On)
			if s.Rule.Status == triage.Reviewed {
				what += ", and the table says that it is reviewed"
			}
		} else if s.Known {
			what += ", as the table says already"
		}
		add(what, s.Rule)
	}
	slices.Sort(told)
	for _, r := range sheet.Unsigned {
		add("not signed", r)
	}
	for _, r := range sheet.Absent {
		add("not in the sheet, so not reviewed", r)
	}
	for _, what := range told {
		fmt.Fprintf(out, "%s (%d): %s\n", read.Harmless(what), len(rulesOf[what]), strings.Join(rulesOf[what], ", "))
	}
	for _, s := range slices.Concat(sheet.Signed, sheet.Remarks) {
		if s.Remark != "" {
			fmt.Fprintf(out, "remark on %s: %s\n", s.Rule.ID, s.Remark)
		}
	}
}
