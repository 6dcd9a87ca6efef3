//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unicode"
	"unicode/utf8"
)

// run runs the program in a folder, with empty input, and returns what it prints. A
// program that waits for something fails the test.
func run(t *testing.T, folder string, env []string, args ...string) (out, wrong string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, program(t), args...)
	command.Dir = folder
	command.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var failed *exec.ExitError
	if ctx.Err() != nil || err != nil && !errors.As(err, &failed) {
		t.Fatalf("%q: %v, %v", args, err, ctx.Err())
	}
	return stdout.String(), stderr.String(), command.ProcessState.ExitCode()
}

// wantHarmless fails on characters that act on a terminal or hide text.
func wantHarmless(t *testing.T, what any, out string) {
	t.Helper()
	for i, r := range out {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r)) ||
			r == utf8.RuneError && !utf8.ValidString(out) {
			t.Errorf("%q prints %U: %q", what, r, out[max(0, i-60):min(len(out), i+60)])
			return
		}
	}
}

// nasty acts on a terminal, reverses the direction of text, is not UTF-8, and looks
// like markup.
const nasty = "\x1b[2J\x1b]0;own\a\u202e\u2066<script>\xff\r\b\u200b'\"`$(x)"

// TestNastyArgumentsAreHarmless puts nasty text wherever something can be typed: with
// -long each form of it everywhere, otherwise in turn.
func TestNastyArgumentsAreHarmless(t *testing.T) {
	folder := t.TempDir()
	for i, name := range []string{nasty, "{" + nasty, "-" + nasty, "--" + nasty} {
		for j, args := range [][]string{
			{name}, {"--table", name}, {"--country", name}, {"--language", name}, {"--answers", name + "/x"}, {"--plain", "--answers", name + "/x"},
			{"assess", name}, {"assess", "--format", name}, {"rules", name}, {"rules", "--table", name}, {"check", "--view", name}, {"check", "--budget", name},
			{"check", "--vignettes", name}, {"check", "--pairs", name}, {"score", name}, {"diff", name}, {"diff", name, name}, {"words", name},
			{"completion", name}, {"help", name}, {name, name},
			{"export", name}, {"export", "cql", name}, {"export", "sql", name}, {"export", "sql", "--part", name}, {"export", "sheet", "--table", name}, {"review", name},
		} {
			if !*long && (i+j)%4 > 0 {
				continue
			}
			out, wrong, code := runHere(t, folder, nil, args...)
			wantHarmless(t, args, out)
			wantHarmless(t, args, wrong)
			if code != exitUsage && args[0] != "help" && !(args[0] == "completion" && code == 0) {
				t.Errorf("%q: exit code %d\n%s%s", args, code, out, wrong)
			}
		}
	}
}

// TestNastyEnvironmentIsHarmless puts nasty text into every variable that the program
// reads: into all of them at once, and with -long also into each alone.
func TestNastyEnvironmentIsHarmless(t *testing.T) {
	t.Parallel()
	var all []string
	for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "TERM", "COLORTERM", "NO_COLOR", "ACCESSIBLE", "TEA_DEBUG", "CLICOLOR_FORCE", "TERM_PROGRAM", "COLUMNS"} {
		all = append(all, name+"="+nasty)
	}
	environments := [][]string{all}
	if *long {
		for i := range all {
			environments = append(environments, all[i:i+1])
		}
	}
	for _, env := range environments {
		for _, args := range [][]string{{}, {"--plain"}, {"rules"}, {"assess", "--lines"}} {
			out, wrong, _ := run(t, t.TempDir(), env, args...)
			wantHarmless(t, append(args, env...), out)
			wantHarmless(t, append(args, env...), wrong)
		}
	}
}

// TestNastyFilesAreHarmless reads nasty text as every kind of file: with -long each
// text as every kind, otherwise as some of them.
func TestNastyFilesAreHarmless(t *testing.T) {
	folder := t.TempDir()
	for i, text := range []string{
		nasty, `{"id": "` + nasty + `"}`, `{"\u001b[2J\u202e": "\u001b]0;a\u0007"}`, "{\"life\": [\"\\u001b[2J\"]}", `"\e[2J": ["\e]0;x\a"]`,
		"{\"id\":\"a\",\"about\":\"\\u001b[2J\",\"source\":\"\\u202e\",\"gold\":\"\\u001b\",\"acceptable\":[],\"answers\":{}}", "\x00\x00\x00", "a: &a [*a, *a]\n",
		"a: &a [1]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", strings.Repeat("[", 100_000), strings.Repeat("{a: ", 10_000), "{\"age\": " + strings.Repeat("9", 100_000) + "}",
		"{\"start\": 1e99999999}", "start: 0x" + strings.Repeat("f", 5000), "start: !!binary gIGC\n", "!!python/object:os.system x\n", "{\"start\": \"days\", \"start\": \"slowly\"}",
		strings.Repeat("a: b\n", 50_000), "%TAG ! tag:x,1:\n---\n!a b\n", "? {a: b}\n: c\n", strings.Repeat("# \u00e9\n", 400_000),
	} {
		name := fmt.Sprintf("file-%d", i)
		table := filepath.Join(folder, fmt.Sprintf("table-%d", i))
		if err := os.Mkdir(table, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{filepath.Join(folder, name), filepath.Join(table, "a.yaml"), filepath.Join(table, "words.yaml"), filepath.Join(table, "table.yaml")} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for j, args := range [][]string{
			{"assess", name}, {"--answers", name}, {"score", name}, {"check", "--vignettes", name}, {"check", "--pairs", name},
			{"export", "cql", "--table", table}, {"export", "sql", "--table", table}, {"export", "sheet", "--table", table}, {"review", name},
			{"rules", "--table", table}, {"check", "--table", table}, {"diff", table}, {"rules", "--language", table}, {"--plain", "--language", table},
		} {
			if !*long && (i+j)%10 > 0 {
				continue
			}
			out, wrong, code := runHere(t, folder, nil, args...)
			wantHarmless(t, args, out)
			wantHarmless(t, args, wrong)
			if code != exitUsage || !strings.Contains(wrong, "cannot be") {
				t.Errorf("%q with %.40q: exit code %d\n%.300s%.300s", args, text, code, out, wrong)
			}
			if len(wrong) > 1<<16 {
				t.Errorf("%q with %.40q writes %d bytes of errors", args, text, len(wrong))
			}
		}
	}
}

// TestWhatFollowsAnswersIsReadInLinearTime puts much blank space around one set of answers.
// Going over all of it again for each line took minutes; going over it once takes a
// fraction of a second.
func TestWhatFollowsAnswersIsReadInLinearTime(t *testing.T) {
	t.Parallel()
	const many = 400_000
	for what, text := range map[string]string{
		"lines after":           `{"start":"days"}` + strings.Repeat("\n", many),
		"lines with \\r after":  `{"start":"days"}` + strings.Repeat("\r\n", many),
		"lines of spaces after": `{"start":"days"}` + strings.Repeat("\n ", many),
		"spaces after":          `{"start":"days"}` + strings.Repeat(" ", many),
		"lines before":          strings.Repeat("\n", many) + `{"start":"days"}`,
		"comments after":        "start: days\n" + strings.Repeat("#\n", many),
	} {
		name := filepath.Join(t.TempDir(), "answers")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, wrong, code := run(t, ".", nil, "assess", name) // fails the test if it takes too long
		if code != exitNoResult || !strings.Contains(out, "Not enough answers") {
			t.Errorf("%s: exit code %d\n%.300s%.300s", what, code, out, wrong)
		}
	}
}

// TestOneByteOrderMarkIsAccepted puts byte-order marks before one set of answers and before
// many.
func TestOneByteOrderMarkIsAccepted(t *testing.T) {
	for _, text := range []string{`{"start":"days"}`, "{\"start\":\"days\"}\n{\"start\":\"days\"}\n"} {
		for marks, want := range map[int]string{1: "", 2: ":1:2: the character U+FEFF is not allowed"} {
			name := filepath.Join(t.TempDir(), "answers")
			if err := os.WriteFile(name, []byte(strings.Repeat("\ufeff", marks)+text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, wrong, code := runHere(t, ".", nil, "assess", name)
			if !strings.Contains(wrong, want) || want == "" && wrong != "" {
				t.Errorf("%d marks before %q: exit code %d, %q", marks, text, code, wrong)
			}
		}
	}
}

// TestOnlyRegularFilesAreRead gives the program folders, pipes that nobody writes to,
// devices, and links out of the folder, wherever it reads a file: with -long each of
// them everywhere, otherwise in turn.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.yaml")
	if err := os.WriteFile(outside, []byte("secret: [word]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, odd := range []struct {
		name string
		make func(path string) error
	}{
		{"folder", func(path string) error { return os.Mkdir(path, 0o700) }},
		{"pipe", func(path string) error { return syscall.Mkfifo(path, 0o600) }},
		{"device", func(path string) error { return os.Symlink("/dev/zero", path) }},
		{"link", func(path string) error { return os.Symlink(outside, path) }},
		{"climbing link", func(path string) error { return os.Symlink("../../../../../../../../.."+outside, path) }},
		{"link to itself", func(path string) error { return os.Symlink(filepath.Base(path), path) }},
		{"link to naught", func(path string) error { return os.Symlink("nowhere", path) }},
	} {
		name := odd.name
		folder := t.TempDir()
		for _, file := range []string{"a.yaml", "words.yaml"} {
			if err := odd.make(filepath.Join(folder, file)); err != nil {
				t.Fatal(err)
			}
		}
		for j, args := range [][]string{
			{"review", filepath.Join(folder, "a.yaml")}, {"export", "cql", "--table", folder},
			{"rules", "--table", folder}, {"diff", folder}, {"--plain", "--language", folder}, {"--answers", filepath.Join(folder, "a.yaml")},
			{"assess", filepath.Join(folder, "a.yaml")}, {"score", filepath.Join(folder, "a.yaml")}, {"check", "--pairs", filepath.Join(folder, "a.yaml")},
		} {
			if !*long && (i+2*j)%7 > 2 { // three of the seven kinds, each of them three times
				continue
			}
			out, wrong, code := runHere(t, folder, nil, args...)
			if code != exitUsage || out != "" || !strings.Contains(wrong, "a.yaml:") && !strings.Contains(wrong, "words.yaml: ") && !strings.Contains(wrong, "cannot be kept in") {
				t.Errorf("%s, %q: exit code %d\n%s%s", name, args, code, out, wrong)
			}
			// A link may be followed if the person names it, but never out of a folder.
			if strings.Contains(wrong, "secret") && (slices.Contains(args, "--table") || slices.Contains(args, "--language") || args[0] == "diff") {
				t.Errorf("%s, %q shows what is outside:\n%s", name, args, wrong)
			}
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) != 2 {
			t.Errorf("%s: the folder has %v now (%v)", name, left, err)
		}
	}
}

// TestACopyOfTheAnswersWaitsForNobody has a pipe, a folder and a link under the names
// that copies of an answers file would get.
func TestACopyOfTheAnswersWaitsForNobody(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "answers.json")
	err := errors.Join(os.WriteFile(file, []byte(`{"start": "days"}`), 0o600), syscall.Mkfifo(file+".old", 0o600),
		os.Mkdir(file+".old2", 0o700), os.Symlink("/dev/zero", file+".old3"))
	if err != nil {
		t.Fatal(err)
	}
	out, wrong, code := run(t, folder, nil, "--plain", "--answers", file)
	if copied, err := os.ReadFile(file + ".old4"); code != exitNoResult || err != nil || string(copied) != `{"start": "days"}` {
		t.Errorf("exit code %d, %v, copied %q\n%s%s", code, err, copied, out, wrong)
	}
}

// TestNothingOfTheNetwork looks at the imports: no net packages in this module, and no
// HTTP in anything it depends on.
func TestNothingOfTheNetwork(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "legtriage/triage") {
		t.Fatalf("go list says %v", deps)
	}
	for _, dep := range deps {
		switch dep {
		case "net/http", "net/rpc", "net/smtp", "crypto/tls", "html/template":
			t.Errorf("the program depends on %s", dep)
		}
	}
	var files []string
	for _, pattern := range []string{"*.go", "../../*/*.go", "../../*/*/*.go"} {
		some, err := filepath.Glob(pattern)
		if err != nil || len(some) == 0 {
			t.Fatalf("no file matches %s: %v", pattern, err)
		}
		files = append(files, some...)
	}
	for _, name := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			if path, _ := strconv.Unquote(i.Path.Value); path == "net" || strings.HasPrefix(path, "net/") {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
