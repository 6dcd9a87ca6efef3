package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	ready  = flag.String("program", "", "test this program in a terminal instead of the test's own")
	long   = flag.Bool("long", false, "test with as many rounds as .ci/run does")
	update = flag.Bool("update", false, "write what scripts expect instead of comparing it")
)

// patience is how long a test waits for something that does not come. It never delays a
// test that passes.
const patience = 20 * time.Second

// TestMain lets the test binary serve as legtriage: it is what runs under the name
// legtriage, with a fault of fault_test.go if the environment asks for one. So the race
// detector sees the program as well.
func TestMain(m *testing.M) {
	testscript.Main(runner{m}, map[string]func(){"legtriage": func() {
		plantFault()
		main()
	}})
}

type runner struct{ *testing.M }

// builds is the folder of programs built for benchmarks and with -long.
var builds string

func (r runner) Run() int {
	// Most tests spend their time waiting for a screen, or as long as a person takes to
	// look at it.
	if flag.Parse(); flag.Lookup("test.parallel").Value.String() == flag.Lookup("test.parallel").DefValue {
		flag.Set("test.parallel", fmt.Sprint(12*runtime.GOMAXPROCS(0)))
	}
	var err error
	if builds, err = os.MkdirTemp("", "legtriage-test"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(builds)
	races := filepath.Join(builds, "race")
	os.Setenv("GORACE", "exitcode=0 log_path="+races)
	code := r.M.Run()
	// What the race detector found in the programs that the tests started.
	found, err := filepath.Glob(races + "*")
	if err != nil {
		panic(err)
	}
	for _, name := range found {
		report, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		fmt.Printf("--- FAIL: in legtriage, started by a test:\n%s\n", report)
		code = 1
	}
	return code
}

// program returns the program to test in a terminal.
func program(t testing.TB) string {
	t.Helper()
	if *ready != "" {
		return *ready
	}
	path, err := exec.LookPath("legtriage")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

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
