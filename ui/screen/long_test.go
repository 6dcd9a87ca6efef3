package screen

import "flag"

var long = flag.Bool("long", false, "run the tests that take minutes in full")

// oneIn reports whether the i-th of many cases should be tried: one in n of them, or with
// -long all.
func oneIn(n, i int) bool { return *long || i%n == 0 }
