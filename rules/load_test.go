package rules

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"legtriage/rules/read"
	"legtriage/triage"
)

// completeTable is a small sound table that uses every key.
const completeTable = `
table: {name: Small, version: 1, guarded: true}
questions:
  - id: problem
    ask: What is the matter?
    why: It tells what else to ask.
    at_least_one: true
    heading: Presenting problem
    list: {pain: Pain, itch: An itch}
  - id: skin
    stage: limb
    ask: Is this true of your skin?
    why: It can be an infection.
    list:
      warm: {say: It is warm, detail: red or darker counts too, red_flag: {ill: unsure}}
      sore: {say: It is sore, red_flag: false}
      dry: {say: It is dry, detail: flaky or cracked}
  - id: ill
    stage: person
    ask: Do you feel ill?
    why: It can be an infection.
    options:
      no: "No"
      unsure: Not sure
      yes: {say: "Yes", red_flag: {skin: warm}}
rules:
  - id: infection
    urgency: go
    title: Warm skin and feeling ill
    about: an infection
    when: {skin: warm or unsure, ill: unsure}
    because: An infection can spread.
    do: Go now.
    contact: maternity
    sources: [page]
    status: reviewed
    review: {by: A doctor, on: 2026-01-02, of: fp-79c7a55e4ca87300}
  - id: itch
    urgency: routine
    title: An itch
    about: an itch
    when:
      - any: {skin: [dry, sore], ill: unsure or worse}
      - problem: [pain, itch]
    because: There are creams.
    do: See a doctor.
    sources: [page]
    status: draft
  - id: rest
    urgency: home
    title: Nothing
    about: nothing
    when: always
    because: |
      Nothing points
      to more.
    do: Rest.
    tells: [rest]
    sources: [page]
    status: draft
advice:
  - id: cream
    say: Use cream.
    suits: {problem: itch}
    without:
      - {when: {skin: sore}, because: it can sting.}
    from: home
    up_to: routine
    sources: [page]
  - {id: door, say: Sit still by the open door., suits: always, up_to: call, waiting: true, tells: still, sources: [page]}
safety_net:
  - {id: worse, say: Come back when it gets worse., urgency: soon, sources: [page]}
sources:
  page: {title: A page, address: "https://example.org", note: A copy}
numbers:
  GB: {name: the UK, also: [Britain], emergency: 999, advice: dial 111 in the UK, sources: [page], verified: 2026-01-31}
invariants:
  - {id: infected, say: An infection is not sent home., when: {skin: warm, ill: "yes"}, at_least: today, sources: [page]}
  - {id: stings, say: Sore skin gets no cream., when: {skin: sore}, never: cream}
  - {id: spreads, say: Warm skin and feeling unwell is an emergency., when: {skin: warm or unsure, ill: unsure}, at_least: go, contact: maternity}
  - {id: itches, say: An itch is looked at., when: [any: {skin: [dry, sore], ill: unsure}, problem: [pain, itch]], at_least: routine}
  - {id: cream-top, say: Cream is for what can wait., when: always, never: [cream], from: soon}
  - {id: cream-only, say: Cream is for an itch., when: {problem: itch}, only: cream}
  - {id: open-door, say: Who waits opens the door., when: always, given: [door], from: go, to: call}
  - {id: unit, say: The unit is for those who are unwell., when: {ill: unsure}, only_contact: maternity}
  - id: parts
    say: These parts stay.
    stages: {skin: limb, ill: person}
    orders: {ill: [no, unsure, "yes"]}
    ticks: [problem]
    safety_net: {worse: soon}
    dial: {GB: 999}
acts:
  rest: {}
  still: {}
  walk: {against: [rest, still]}
people:
  - id: hot
    about: A hot leg, and unwell.
    answers: {problem: [pain], skin: {warm: "yes"}, ill: "yes"}
    urgency: go
    place: department
    also: maternity
    advice: [door]
    never: cream
    tells: still
    sources: [page]
  - {id: calm, about: An itch., answers: {problem: [itch]}, urgency: home, advice: cream, never: [door], tells: [rest], sources: [page]}
wording:
  language: en
  acts: {rest: Rest, still: [sit down, sit still], walk: [walk]}
  rules:
    - {id: now, say: Who goes is told when., of: do, at: [go, call], must: [now, at once], never: wait, except: [do not wait]}
    - {id: promise, say: No cure is promised., of: [do, advice], at: home, never: [cure]}
    - {id: short, say: A head is short., of: head, max_words: 4}
    - {id: examples, say: A detail gives examples., of: [detail], never_first: [and, but], max_words: 25}
  keys: {option skin.warm: warm, option ill.yes: ["yes"]}
`

func mustLoad(tb testing.TB, table string) *triage.Table {
	tb.Helper()
	t, err := Load(fstest.MapFS{"table.yaml": {Data: []byte(table)}})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func TestCompleteTableLoads(t *testing.T) {
	table := mustLoad(t, completeTable)
	for what, n := range map[string]int{
		"questions":  len(table.Questions) - 3,
		"rules":      len(table.Rules) - 3,
		"advice":     len(table.Advice) - 2,
		"safety net": len(table.SafetyNet) - 1,
		"sources":    len(table.Sources) - 1,
		"numbers":    len(table.Numbers) - 1,
		"invariants": len(table.Invariants) - 9,
		"acts":       len(table.Acts) - 3,
		"people":     len(table.People) - 2,
		"word rules": len(table.Wording.Rules) - 4,
		"key words":  len(table.Wording.Keys) - 2,
	} {
		if n != 0 {
			t.Errorf("%s: %+d", what, n)
		}
	}
	if n := table.Numbers[0]; n.Emergency != "999" || n.Advice != "dial 111 in the UK" || n.Verified != "2026-01-31" || fmt.Sprint(n.Also) != "[Britain]" {
		t.Errorf("numbers are not as they are written: %+v", n)
	}
	if o := table.Question("skin").Options[2]; o.Say != "It is dry" || o.Detail != "flaky or cracked" {
		t.Errorf("an option is not as it is written: %+v", o)
	}
	if r := table.Wording.Rules[3]; !slices.Equal(r.First, []string{"and", "but"}) || r.MaxWords != 25 {
		t.Errorf("a rule about words is not as it is written: %+v", r)
	}
	if got := table.Question("ill").Options[2].With; fmt.Sprint(got) != "[[{2 2}]]" {
		t.Errorf("the partner of the red flag ill: yes is %v, not skin: warm, the third scale at yes", got)
	}
}

// expected is an error that an archive expects, and the line of the archive that says
// so.
type expected struct {
	Error
	from int
}

// archive is a text that holds the files of one broken table, or broken sets
// of answers to completeTable. Each file begins after a line "-- NAME --".
//
// Each expected error is written where it happens: as "### COLUMN: MESSAGE" at the end
// of a wrong line, or as "### NAME: MESSAGE" before the first file if a whole file is
// wrong. They are removed before the files are read, so they can be inside a text, or
// in JSON. One on a line of its own is an error at the end of the file, after its last
// line.
type archive struct {
	path  string
	files fstest.MapFS
	above map[string]int // lines of the archive before the first one of a file
	want  []expected
}

func readArchive(tb testing.TB, path string) archive {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	a := archive{path, fstest.MapFS{}, map[string]int{}, nil}
	name := ""
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if header, ok := strings.CutPrefix(line, "-- "); ok {
			name = strings.TrimSuffix(header, " --")
			a.files[name], a.above[name] = &fstest.MapFile{}, i+1
			continue
		}
		text, marks, marked := strings.Cut(line, "### ")
		if marked {
			text = strings.TrimRight(text, " ")
			for _, mark := range strings.Split(marks, " ### ") {
				where, message, _ := strings.Cut(mark, ": ")
				e := expected{Error{File: where, Message: message}, i + 1}
				if name != "" {
					e.File, e.Line = name, i+1-a.above[name]
					if e.Column, err = strconv.Atoi(where); err != nil {
						tb.Fatalf("\n%s:%d: %q is no column", path, i+1, where)
					}
				}
				a.want = append(a.want, e)
			}
		}
		if name != "" && !(marked && text == "") {
			a.files[name].Data = append(a.files[name].Data, text+"\n"...)
		}
	}
	return a
}

// read returns what is wrong with the files of a.
func (a archive) read(t *testing.T) Errors {
	t.Helper()
	var all Errors
	tables := fstest.MapFS{}
	answered := mustLoad(t, completeTable)
	for name, file := range a.files {
		var err error
		switch {
		case strings.HasPrefix(name, "answers"):
			_, err = Answers(answered, name, file.Data)
		case strings.HasPrefix(name, "vignettes"):
			_, err = Vignettes(answered, name, bytes.NewReader(file.Data))
		case strings.HasPrefix(name, "pairs"):
			_, err = Pairs(answered, name, bytes.NewReader(file.Data))
		default:
			tables[name] = file
		}
		all = append(all, mustErrors(t, err)...)
	}
	if len(tables) > 0 {
		_, err := Load(tables)
		all = append(all, mustErrors(t, err)...)
	}
	return all
}

// mustErrors demands that err is of the promised type.
func mustErrors(tb testing.TB, err error) Errors {
	tb.Helper()
	var errs Errors
	if err != nil && !errors.As(err, &errs) {
		tb.Fatalf("the error is a %T, not Errors: %v", err, err)
	}
	if err != nil && len(errs) == 0 {
		tb.Fatal("the error has no message")
	}
	return errs
}

func brokenArchives(tb testing.TB) []archive {
	tb.Helper()
	paths, err := filepath.Glob("../testdata/broken/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatal("there are no broken tables", err)
	}
	var all []archive
	for _, path := range paths {
		all = append(all, readArchive(tb, path))
	}
	return all
}

func TestBrokenFilesReportExactlyTheirErrors(t *testing.T) {
	t.Parallel()
	for _, a := range brokenArchives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(a.path), ".txtar"), func(t *testing.T) {
			if len(a.want) == 0 {
				t.Errorf("\n%s:1: expects no error", a.path)
			}
			missing := slices.Clone(a.want)
			for _, got := range a.read(t) {
				same := func(e expected) bool { return e.Error == *got }
				if i := slices.IndexFunc(missing, same); i >= 0 {
					missing = slices.Delete(missing, i, i+1)
				} else if got.Line == 0 {
					t.Errorf("\n%s:1: reported: %v", a.path, got)
				} else {
					t.Errorf("\n%s:%d: reported: %d: %s", a.path, a.above[got.File]+got.Line, got.Column, got.Message)
				}
			}
			for _, e := range missing {
				t.Errorf("\n%s:%d: not reported: %v", a.path, e.from, &e.Error)
			}
		})
	}
}

func TestErrorsComeInTheOrderOfFilesAndLines(t *testing.T) {
	for _, a := range brokenArchives(t) {
		_, err := Load(a.files)
		errs := mustErrors(t, err)
		if last := len(errs) - 1; last >= 0 && errs[last].Message == read.MoreErrors {
			errs = errs[:last] // comes last, whatever file it is about
		}
		if !slices.IsSortedFunc(errs, func(a, b *Error) int {
			return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
		}) {
			t.Errorf("\n%s:1: out of order:\n%v", a.path, err)
		}
	}
}

// unwritable are the broken tables that a text file cannot hold.
var unwritable = []struct {
	name  string
	files fs.FS
	want  string
}{
	{"not UTF-8", fstest.MapFS{
		"a.yaml": {Data: []byte("table:\n  name: L\xe9g\n")},
		"b.yaml": {Data: []byte("\xff\xfet\x00")},
	}, "a.yaml:2:10: the file is not UTF-8 text\nb.yaml:1:1: the file is not UTF-8 text"},
	{"an escape in the name of a file", fstest.MapFS{
		"\x1b[2J.yaml": {Data: []byte("{}")},
		"a.yaml":       {Data: []byte("rule: []")},
		"b\x1b.yaml":   {},
	}, "a.yaml:1:1: a table file has no key \"rule\"; did you mean \"rules\"?\nb?.yaml: the file is empty"},
	{"too large", fstest.MapFS{"a.yaml": {Data: []byte(strings.Repeat("#", MaxFileBytes+1))}},
		"a.yaml: is larger than 1048576 bytes"},
	{"too large together", largeFiles(5), "table: the files together are larger than 4194304 bytes"},
	{"too many files", manyFiles(maxFiles + 1), "table: the folder has more than 64 .yaml files"},
	{"a folder for a file", fstest.MapFS{"a.yaml/b.yaml": {}}, "a.yaml: is not a regular file"},
	{"a file that may not be read", locked{fstest.MapFS{"a.yaml": {}}}, "a.yaml: permission denied"},
	{"no folder", noFolder{}, "table: cannot be opened: file does not exist"},
}

func largeFiles(n int) fs.FS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%d.yaml", i)] = &fstest.MapFile{Data: []byte("{}" + strings.Repeat(" ", MaxFileBytes-2))}
	}
	return files
}

func manyFiles(n int) fs.FS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%d.yaml", i)] = &fstest.MapFile{Data: []byte("{}")}
	}
	return files
}

// locked has files that can be seen but not opened.
type locked struct{ fstest.MapFS }

func (locked) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

// noFolder behaves as os.DirFS does for a folder that does not exist.
type noFolder struct{}

func (noFolder) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestUnwritableTablesAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range unwritable {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(test.files)
			if mustErrors(t, err); err == nil || err.Error() != test.want {
				t.Errorf("got  %q\nwant %q", fmt.Sprint(err), test.want)
			}
		})
	}
}

func TestFolderThatIsNotThereIsNamedAsSuch(t *testing.T) {
	_, err := Load(os.DirFS(filepath.Join(t.TempDir(), "nowhere")))
	if mustErrors(t, err); err == nil || !strings.HasPrefix(err.Error(), "table: cannot be opened: ") {
		t.Error(err)
	}
}

func TestLongWordsAreCutInMessages(t *testing.T) {
	_, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(strings.Repeat("long", 100) + ": 1")}})
	want := `a.yaml:1:1: a table file has no key "` + strings.Repeat("long", 10) + `..."`
	if mustErrors(t, err); err == nil || err.Error() != want {
		t.Errorf("\ngot  %v\nwant %s", err, want)
	}
}

// TestEveryMessageHasABrokenFile reads the messages from the source, so that a new one
// needs an example too.
func TestEveryMessageHasABrokenFile(t *testing.T) {
	var examples []string
	for _, a := range brokenArchives(t) {
		for _, e := range a.want {
			examples = append(examples, e.Message)
		}
	}
	for _, test := range unwritable {
		for line := range strings.Lines(test.want) {
			_, message, _ := strings.Cut(line, ": ")
			examples = append(examples, strings.TrimSpace(message))
		}
	}
	// Only answers that were not read from a file can be so large.
	examples = append(examples, fmt.Sprintf("the file is larger than %d bytes", MaxFileBytes), fmt.Sprintf("the line is larger than %d bytes", MaxFileBytes))

	verb := regexp.MustCompile(`%[0-9]*[a-zA-Z]`)
	visit := func(at token.Position, name string, args []ast.Expr) {
		if name != "Fail" && name != "whole" {
			return
		}
		i := slices.IndexFunc(args, func(e ast.Expr) bool { _, ok := e.(*ast.BasicLit); return ok })
		if name == "whole" && i == 0 {
			i++ // after the name of a file
		}
		format, err := strconv.Unquote(args[i].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(at, err)
		}
		if format == "%s" {
			return // another package's message
		}
		message := regexp.MustCompile("^" + verb.ReplaceAllString(regexp.QuoteMeta(format), ".*") + "$")
		if !slices.ContainsFunc(examples, message.MatchString) {
			t.Errorf("\n%s: no file in testdata/broken shows %q", at, format)
		}
	}
	calls(t, "load.go", visit)
	calls(t, "guards.go", visit)
	calls(t, "read/read.go", visit)
	calls(t, "answers.go", visit)
}

// calls visits the method calls in a file.
func calls(t *testing.T, file string, visit func(at token.Position, name string, args []ast.Expr)) {
	t.Helper()
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if method, ok := call.Fun.(*ast.SelectorExpr); ok {
				visit(files.Position(call.Pos()), method.Sel.Name, call.Args)
			}
		}
		return true
	})
}
