package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"legtriage/rules"
	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/screen"
	"legtriage/ui/words"
)

// flags are the flags that more than one verb has.
type flags struct {
	table   string
	words   string
	country string
	noColor bool
	theme   string
	format  string
	plain   bool
	brief   bool
	version bool
	answers string

	untranslated words.Gaps // what is not translated of the texts of the table
}

func newRoot() *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:   "legtriage",
		Short: "Questions about a leg symptom, and what to do next",
		Long: `legtriage asks short questions about a leg symptom and suggests one of three
things: self-care, see a doctor, or seek emergency care. It shows which rule
decided, and why. Nothing leaves this computer, and nothing is kept unless you
save it or name a file with --answers.

It is not a doctor and makes no diagnosis. In an emergency, call for help first.`,
		Example: `  legtriage                       start the questions
  legtriage --plain               line by line, for screen readers and pipes
  legtriage --country GB          with the numbers to call in the UK
  legtriage --answers my.json     keep each answer; the same command goes on
  legtriage assess answers.json   what a set of answers leads to
  legtriage rules clot-in-leg     read one rule`,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.version {
				return f.printVersion(cmd)
			}
			return f.interview(cmd)
		},
	}
	nameVar(root.PersistentFlags(), nameValue{&f.table, aFolder}, "table", "use the table in this folder instead of the one built in")
	root.PersistentFlags().StringVar(&f.country, "country", "", "show the emergency number of this country, like GB or Ireland")
	root.PersistentFlags().BoolVar(&f.noColor, "no-color", false, "use no colours")
	root.PersistentFlags().Var((*themeValue)(&f.theme), "theme", "colours for a background that is dark or light, or plain for none")
	root.Flags().BoolVar(&f.plain, "plain", false, "line by line, for screen readers, pipes and simple terminals")
	nameVar(root.Flags(), nameValue{&f.answers, aFile}, "answers", "keep each answer in this file, and go on from what it holds", "json")
	root.Flags().BoolVar(&f.version, "version", false, "print the versions of the program and of its table")
	nameVar(root.PersistentFlags(), nameValue{&f.words, aFolder}, "language", "use the language in this folder (words.yaml and table.yaml, see legtriage words)")
	root.AddCommand(newWords(f), newAssess(f), newRules(f), newCheck(f), newScore(f), newDiff(f), newExport(f), newReview(f))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var no *pflag.NotExistError
		if errors.As(err, &no) && len(no.GetSpecifiedName()) > 1 {
			var known []string
			cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
			return exit{exitUsage, unknown("flag", "--"+no.GetSpecifiedName(), known, "See "+cmd.CommandPath()+" --help.")}
		}
		var bad *pflag.InvalidValueError
		if errors.As(err, &bad) && bad.GetFlag().Value.Type() == "int" {
			return exit{exitUsage, fmt.Sprintf("--%s needs a whole number, not %q. See %s --help.", bad.GetFlag().Name, bad.GetValue(), cmd.CommandPath())}
		}
		return exit{exitUsage, err.Error() + ". See " + cmd.CommandPath() + " --help."}
	})
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" { // the library's own accepts any word and calls that a success
			show := c.Run
			c.Run, c.RunE = nil, func(cmd *cobra.Command, args []string) error {
				if of, rest, err := root.Find(args); err != nil || of.HasSubCommands() && len(rest) > 0 {
					return noArgs(of, rest)
				}
				show(cmd, args)
				return nil
			}
		}
	}
	must(root.RegisterFlagCompletionFunc("country", f.completeCountry))
	must(root.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(screen.Themes(), cobra.ShellCompDirectiveNoFileComp)))
	return root
}

// noArgs refuses arguments, naming the nearest verb if one was probably meant.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		verbs = append(verbs, c.Name())
	}
	return exit{exitUsage, unknown("command", args[0], verbs, "See legtriage --help.")}
}

// atMostOne refuses more than one argument.
func atMostOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return exit{exitUsage, fmt.Sprintf("%s takes one %s, not %d. See %s --help.", cmd.Name(), what, len(args), cmd.CommandPath())}
		}
		return nil
	}
}

// one requires exactly one argument.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return exit{exitUsage, fmt.Sprintf("%s needs a %s. See %s --help.", cmd.Name(), what, cmd.CommandPath())}
		}
		return atMostOne(what)(cmd, args)
	}
}

// none refuses all arguments, for a command without subcommands.
func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return exit{exitUsage, fmt.Sprintf("%s takes no words, but got %q. See %s --help.", cmd.Name(), args[0], cmd.CommandPath())}
	}
	return nil
}

// unknown says that a word is not one of the known ones, and names the nearest.
func unknown(what, word string, known []string, more string) string {
	message := fmt.Sprintf("there is no %s %q%s", what, word, read.Nearest(word, known))
	if !strings.HasSuffix(message, "?") {
		message += "."
	}
	return strings.TrimSpace(message + " " + more)
}

// must ends the program on errors that only a mistake in this package can cause.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// legToAsk is a variable so that tests can replace it.
var legToAsk = rules.LegToAsk

// load returns the table that the flags name, for asking questions and for showing it. It
// may be without its guards; [flags.loadTable] returns one with them.
func (f *flags) load() (*triage.Table, error) {
	t, err := f.written(legToAsk)
	if err != nil || f.words == "" {
		return t, err
	}
	name, data, err := f.readWords("table.yaml")
	if err == nil {
		f.untranslated, err = words.Translate(t, name, data)
	}
	if err != nil {
		return nil, exit{exitUsage, "the language cannot be used:\n" + err.Error()}
	}
	return t, nil
}

// sentences returns the sentences of the interface.
func (f *flags) sentences() (*words.Sentences, error) {
	w, _, err := f.language()
	return w, err
}

// language returns the sentences, and what they lack.
func (f *flags) language() (*words.Sentences, words.Gaps, error) {
	if f.words == "" {
		return words.English(), words.Gaps{}, nil
	}
	name, data, err := f.readWords("words.yaml")
	if err != nil {
		return nil, words.Gaps{}, exit{exitUsage, "the language cannot be used:\n" + err.Error()}
	}
	w, gaps, err := words.Read(name, data)
	if err != nil {
		return nil, gaps, exit{exitUsage, "the language cannot be used:\n" + err.Error()}
	}
	return w, gaps, nil
}

// partial fits the words to the loaded table, and says how much of the language is not
// translated, if anything.
func (f *flags) partial(w *words.Sentences) string {
	if f.words == "" {
		return ""
	}
	w.Complete(f.untranslated)
	return w.Partial()
}

// readWords reads a file in the folder of the language, and nothing outside it. The
// error names the file.
func (f *flags) readWords(file string) (name string, data []byte, err error) {
	name = filepath.Join(f.words, file)
	root, err := os.OpenRoot(f.words)
	if err == nil {
		defer root.Close()
		data, err = rules.ReadFile(root.FS(), file)
	}
	if err != nil {
		err = fmt.Errorf("%s: %s", name, reason(err))
	}
	return name, data, err
}

// loadTable returns the whole table in its original language. A check needs this one,
// because the rules about words are for these texts.
func (f *flags) loadTable() (*triage.Table, error) { return f.written(rules.Leg) }

// written returns the table in its original language: the shipped one, or the one in
// the folder that the flags name.
func (f *flags) written(shipped func() (*triage.Table, error)) (*triage.Table, error) {
	if f.table == "" {
		return shipped()
	}
	root, err := os.OpenRoot(f.table) // no link can lead out of it
	if err != nil {
		return nil, exit{exitUsage, "the table cannot be used:\n" + f.table + ": cannot be opened: " + reason(err)}
	}
	defer root.Close()
	t, err := rules.Load(root.FS())
	var errs rules.Errors
	if errors.As(err, &errs) {
		for _, e := range errs {
			if e.File == "table" {
				e.File = f.table
			} else {
				e.File = filepath.Join(f.table, e.File)
			}
		}
		return nil, exit{exitUsage, "the table cannot be used:\n" + errs.Error()}
	}
	return t, err
}

// place returns the person's country, from the flags or the locale.
func (f *flags) place(t *triage.Table) (report.Country, error) {
	place, err := report.CountryFor(t, f.country, locale())
	if err != nil {
		return place, exit{exitUsage, err.Error() + "."}
	}
	return place, nil
}

// locale returns the setting that may name a country, in the C library's order of
// precedence.
func locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return ""
}

// tableAndWriter loads the table, and returns it with the writer that puts it into
// words.
func (f *flags) tableAndWriter() (*triage.Table, report.Writer, error) {
	t, err := f.load()
	if err != nil {
		return nil, report.Writer{}, err
	}
	w, err := f.sentences()
	if err != nil {
		return nil, report.Writer{}, err
	}
	if line := f.partial(w); line != "" {
		fmt.Fprintln(os.Stderr, line)
	}
	place, err := f.place(t)
	return t, report.Writer{Words: w, Country: place}, err
}

// tableInUse is [flags.tableAndWriter] for results that somebody may act on: it warns
// if the table that the flags name fails its own check.
func (f *flags) tableInUse(cmd *cobra.Command) (*triage.Table, report.Writer, error) {
	t, write, err := f.tableAndWriter()
	if err != nil || f.table == "" {
		return t, write, err
	}
	written, err := f.loadTable()
	if err != nil {
		return nil, report.Writer{}, err
	}
	if line := write.TableFails(f.table, written); line != "" {
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
	return t, write, nil
}

func (f *flags) completeCountry(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	t, err := f.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, n := range t.Numbers {
		out = append(out, n.Country+"\t"+n.Name)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// addFormat gives a verb the flag --format.
func (f *flags) addFormat(cmd *cobra.Command, formats ...string) {
	cmd.Flags().StringVar(&f.format, "format", formats[0], "one of "+strings.Join(formats, ", "))
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp)))
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if slices.Contains(formats, f.format) {
			return nil
		}
		return exit{exitUsage, unknown("format", f.format, formats, "")}
	}
}

// print writes a document in the format that the flags name, except json.
func (f *flags) print(cmd *cobra.Command, d report.Document) error {
	switch f.format {
	case "markdown":
		return d.Markdown(cmd.OutOrStdout())
	case "html":
		w, err := f.sentences()
		if err != nil {
			return err
		}
		return d.HTML(cmd.OutOrStdout(), w)
	}
	return f.text(cmd, d)
}

// text writes a document as text, and on a terminal in the styles of the screens.
func (f *flags) text(cmd *cobra.Command, d report.Document) error {
	out := cmd.OutOrStdout()
	if columns() > 0 && os.Getenv("TERM") != "dumb" {
		return screen.Print(out, os.Stdout, d, columns(), f.environment())
	}
	return unstyled(out, d)
}

// unstyled writes a document as text alone.
func unstyled(out io.Writer, d report.Document) error {
	width := columns()
	if width == 0 {
		width = math.MaxInt32
	}
	return d.Text(out, width)
}

// environment returns the environment, changed by what the flags say about colours.
func (f *flags) environment() []string {
	environment := os.Environ()
	if f.theme != "" {
		environment = append(environment, "LEGTRIAGE_THEME="+f.theme)
	}
	if f.noColor || os.Getenv("NO_COLOR") != "" { // the library accepts only 1 or true
		environment = append(environment, "NO_COLOR=1")
	}
	return environment
}

// themeValue is the name of a theme.
type themeValue string

func (v *themeValue) String() string { return string(*v) }
func (v *themeValue) Type() string   { return "dark, light or plain" }

func (v *themeValue) Set(s string) error {
	if !slices.Contains(screen.Themes(), s) {
		return errors.New(unknown("theme", s, screen.Themes(), "It can be "+strings.Join(screen.Themes(), ", ")+"."))
	}
	*v = themeValue(s)
	return nil
}

// version is what .ci/release sets with -ldflags '-X main.version=...'.
var version string

func (f *flags) printVersion(cmd *cobra.Command) error {
	t, err := f.load()
	if err != nil {
		return err
	}
	program := version
	if info, ok := debug.ReadBuildInfo(); program == "" && ok && info.Main.Version != "(devel)" {
		program = info.Main.Version
	}
	if program == "" {
		program = "(not released)"
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "legtriage %s\ntable %q version %s, %s\n", program, t.Name, t.Version, t.Hash)
	return err
}

// reason says what went wrong with a file, without naming it.
func reason(err error) string { return bare(err).Error() }
