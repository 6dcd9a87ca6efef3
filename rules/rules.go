package rules

import (
	"embed"
	"io/fs"
	"sync"

	"legtriage/triage"
)

//go:embed leg
var embedded embed.FS

// Files returns the files of the embedded leg table.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "leg")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

// guards are its files that only [triage.Table.Check] and [triage.Table.LostGuards] use.
var guards = []string{"invariants.yaml", "people.yaml", "wording.yaml"}

// Leg returns the embedded leg table. It is read once, and may be used by many
// goroutines.
func Leg() (*triage.Table, error) { return shipped() }

var shipped = sync.OnceValues(func() (*triage.Table, error) { return Load(Files()) })

// LegToAsk returns the leg table without its guards: promises, golden people and rules
// about words, which are half of what there is to parse. It asks the same questions,
// leads to the same results and has the same hash, but a check of it fails. Each call
// reads a new table, whose texts may be changed before it is used.
func LegToAsk() (*triage.Table, error) { return load(Files(), guards) }
