//go:build unix

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// variable matches the name of an environment variable.
var variable = regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)

// variables returns the variables that the libraries of the program may read on a
// system, each with a place: arguments of functions with the name of one that reads a
// variable, and the indices of maps. An argument that is not a literal appears as its
// source text, with the package before it.
func variables(t *testing.T, system string) map[string]token.Position {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-f", `{{if .Module}}{{if not .Module.Main}}{{.Dir}}{{range .GoFiles}}|{{.}}{{end}}{{end}}{{end}}`, ".")
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if len(packages) < 30 {
		t.Fatalf("go list says %q", packages)
	}
	found := map[string]token.Position{}
	positions := token.NewFileSet()
	for _, p := range packages {
		files := strings.Split(p, "|")
		for _, name := range files[1:] {
			file, err := parser.ParseFile(positions, filepath.Join(files[0], name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			note := func(x ast.Expr, always bool) {
				name := file.Name.Name + ": " + types.ExprString(x)
				if literal, ok := x.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					name, _ = strconv.Unquote(literal.Value)
					always = always || variable.MatchString(name)
				}
				if always {
					found[name] = positions.Position(x.Pos())
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					called := types.ExprString(n.Fun)
					switch called = strings.ToLower(called[strings.LastIndex(called, ".")+1:]); {
					case (called == "getenv" || called == "lookupenv" || called == "expandenv") && len(n.Args) == 1:
						note(n.Args[0], true)
					case called == "environ" && len(n.Args) == 0:
						note(n, true)
					case len(n.Args) > 0:
						note(n.Args[0], false)
					}
				case *ast.IndexExpr:
					note(n.Index, false)
				}
				return true
			})
		}
	}
	return found
}

// elsewhere are the places that read no variable with a fixed name: they pass on a name or
// all variables, or read one whose name cobra puts together.
var elsewhere = []string{
	"cobra: activeHelpEnvVar(cmd.Root().Name())", "cobra: activeHelpGlobalEnvVar", "cobra: configEnvVar(cmd.Root().Name(), suffix)",
	"cobra: configEnvVar(configEnvVarGlobalPrefix, suffix)",
	"libyaml: os.Environ()", // for a plugin that is not in use
	"lipgloss: os.Environ()", "tea: key", "tea: os.Environ()", "unix: key", "unix: syscall.Environ()", "uv: key", "uv: os.Environ()", "uv: t.con.Environ()",
	"windows: key", "windows: syscall.Environ()",
	"RGB", "TAG", "YAML", // these are not variables
}

// TestEveryVariableOfALibraryIsKnown reads the source of the libraries that the program
// is built from. Every variable that they read must be in environment.go, either
// removed or known to be harmless, and every variable removed there must be read by one
// of them.
func TestEveryVariableOfALibraryIsKnown(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("environment.go")
	if err != nil {
		t.Fatal(err)
	}
	known := regexp.MustCompile(`\w+`).FindAllString(string(text), -1)
	read := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for name, at := range variables(t, system) {
			read[name] = true
			if !slices.Contains(known, name) && !slices.Contains(elsewhere, name) {
				t.Errorf("%s: %s reads %s: is it harmless?", system, at, name)
			}
		}
	}
	for _, name := range traces {
		if !read[name] {
			t.Errorf("no library reads %s", name)
		}
	}
}

// TestNoTraceIsWritten sets every variable that makes a library write a file.
func TestNoTraceIsWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var env []string
	for _, name := range []string{"TEA_TRACE", "UV_DEBUG", "BASH_COMP_DEBUG_FILE"} {
		env = append(env, name+"="+filepath.Join(folder, name))
	}
	env = append(env, "TEA_DEBUG=1")
	p := meet(t, window{env: env, dir: folder}, "G-E01")
	p.keys(enter)
	p.sees(firstPage)
	p.keys("1", enter)
	p.sees("EMERGENCY")
	p.keys("q")
	p.leaves()
	run(t, folder, env, "--plain")
	run(t, folder, env, "__complete", "--wrong", "x")
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}
