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

// Leg returns the leg table that is part of the program. It is read once, and may
// be used by many goroutines.
func Leg() (*triage.Table, error) { return shipped() }

var shipped = sync.OnceValues(func() (*triage.Table, error) { return Load(Files()) })
