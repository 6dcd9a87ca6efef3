package rules

import (
	"embed"
	"io/fs"
	"sync"

	"legtriage/triage"
)

//go:embed leg
var embedded embed.FS

// Files returns the files of the leg table that is part of the program.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "leg")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

// guards are those of its files that only a check looks at, [triage.Table.Check] or
// [triage.Table.Against].
var guards = []string{"invariants.yaml", "people.yaml", "wording.yaml"}

// Leg returns the leg table that is part of the program. It is read once, and may
// be used by many goroutines.
func Leg() (*triage.Table, error) { return shipped() }

var shipped = sync.OnceValues(func() (*triage.Table, error) { return Load(Files()) })

// LegToAsk returns the leg table without what guards it: without promises, golden
// people and rules about words, which are half of what there is to read. It asks the
// same questions, leads to the same results and has the same hash, but a check of it
// fails. Each call reads a new table, whose texts may be changed before it is used.
func LegToAsk() (*triage.Table, error) { return load(Files(), guards) }
