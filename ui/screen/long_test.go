package screen

import (
	"flag"
	"runtime/debug"
)

var long = flag.Bool("long", false, "run the tests that take minutes in full")

// oneIn reports whether the i-th of many cases should be tried: one in n of them, or with
// -long all.
func oneIn(n, i int) bool { return *long || i%n == 0 }

// The tests make much short-lived garbage: collecting it less often costs a few megabytes
// and saves time.
func init() { debug.SetGCPercent(400) }
