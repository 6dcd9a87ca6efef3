package export

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"legtriage/triage"
)

// This file writes a table as the sheet that a panel of clinicians reads and signs: CSV
// with a row for each rule. Package rules reads what was signed.
//
// Each row has a fingerprint of its content: of every cell that is signed for. A
// signature is for these words alone: it no longer counts once one of these cells, or
// the rule, has changed.

// The columns of a sheet. Brackets after a heading say what to write there.
const (
	SheetRule        = "rule"
	SheetBy          = "reviewed by"
	SheetOn          = "reviewed on"
	SheetVerdict     = "verdict"
	SheetRemark      = "remark"
	SheetFingerprint = "fingerprint"
)

// sheetContent are the columns that are signed for, and sheetRest the others.
var (
	sheetContent = []string{SheetRule, "how soon", "title", "about", "when all of this holds", "why it matters", "what to do", "contact", "sources"}
	sheetRest    = []string{"status", SheetBy, SheetOn + " (like 2026-01-31)", SheetVerdict + " (agree or disagree)", SheetRemark, SheetFingerprint, "table"}
)

// The verdicts that a row can be signed with.
const (
	Agree    = "agree"
	Disagree = "disagree"
)

// SheetWords has the words of a sheet that are not in the table.
type SheetWords struct {
	Urgency func(triage.Urgency) string
	When    func(*triage.Table, *triage.Rule) []string // a line for each condition
	Source  func(*triage.Source) string
	Status  func(triage.Status) string
}

// SheetContent returns the headings of the columns that are signed for.
func SheetContent() []string { return sheetContent }

// Content returns the cells of r that are signed for.
func (words SheetWords) Content(t *triage.Table, r *triage.Rule) []string {
	var sources []string
	for _, id := range r.Sources {
		sources = append(sources, words.Source(t.Source(id)))
	}
	return []string{r.ID, words.Urgency(r.Urgency), r.Title, r.About, strings.Join(words.When(t, r), "\n"), r.Because, r.Do, r.Contact, strings.Join(sources, "\n")}
}

// Fingerprint identifies the content of a row. It begins with letters, or spreadsheets
// would take some fingerprints for numbers. Spaces and line ends do not count, since
// programs change them.
func Fingerprint(content []string) string {
	hash := sha256.New()
	for _, cell := range content {
		fmt.Fprintf(hash, "%q\n", strings.Join(strings.Fields(cell), " "))
	}
	return "fp-" + hex.EncodeToString(hash.Sum(nil))[:16]
}

// Sheet writes the rules of t that are in use, the most urgent first. A byte-order mark
// tells spreadsheets that it is UTF-8.
func Sheet(out io.Writer, t *triage.Table, words SheetWords) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	write := func(cells ...string) {
		for i := range cells {
			cells[i] = Guarded(cells[i])
		}
		w.Write(cells) // Flush keeps the error
	}
	write(append(append([]string{}, sheetContent...), sheetRest...)...)
	for _, r := range t.ByUrgency() {
		content := words.Content(t, r)
		status := words.Status(r.Status)
		if r.Status == triage.Reviewed {
			status += ": " + r.Review.By + ", " + r.Review.On
		}
		print := Fingerprint(content)
		write(append(content, status, "", "", "", "", print, fmt.Sprintf("%s, %s, %s", t.Name, t.Version, t.Hash))...)
	}
	w.Flush()
	return w.Error()
}

// formula are the characters that make a spreadsheet take a cell for a formula,
// including the wide ones of East Asia. Some programs cut spaces off first.
const formula = "=+-@\t\r\n|%＝＋－＠"

// Guarded returns a text as a cell that no spreadsheet takes for a formula: it puts an
// apostrophe before a text that would begin one.
func Guarded(text string) string {
	if guarded := strings.TrimLeft(text, "'"); begins(guarded) {
		return "'" + text
	}
	return text
}

// Unguarded is the inverse of [Guarded].
func Unguarded(cell string) string {
	if text, ok := strings.CutPrefix(cell, "'"); ok && begins(strings.TrimLeft(text, "'")) {
		return text
	}
	return cell
}

// begins reports whether a spreadsheet may take a text for a formula.
func begins(text string) bool {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0"))
	return size > 0 && strings.ContainsRune(formula, first)
}
