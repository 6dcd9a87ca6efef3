package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	ready  = flag.String("program", "", "test this program in a terminal instead of building one")
	long   = flag.Bool("long", false, "test with as many rounds as .ci/run does")
	update = flag.Bool("update", false, "write what scripts expect instead of comparing it")
)

// patience is how long a test waits for what does not come. Nothing is waited
// for by time: a test that passes never needs it.
const patience = 20 * time.Second

// TestMain lets the scripts call this test's own program as legtriage, and
// makes room for the programs that are built for the terminal.
func TestMain(m *testing.M) {
	testscript.Main(runner{m}, map[string]func(){"legtriage": main})
}

type runner struct{ *testing.M }

// builds is the folder of the programs that are built.
var builds string

func (r runner) Run() int {
	var err error
	if builds, err = os.MkdirTemp("", "legtriage-test"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(builds)
	return r.M.Run()
}

// program returns the program to test in a terminal. It is built once, when
// the first test asks for it.
func program(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	if *ready != "" {
		return *ready, nil
	}
	return build("legtriage", ".")
})

// build builds a package into the folder of builds. Arguments before the
// package are flags of go build.
func build(name string, arguments ...string) (path string, err error) {
	path = filepath.Join(builds, name)
	out, err := exec.Command("go", append([]string{"build", "-o", path}, arguments...)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return path, nil
}
