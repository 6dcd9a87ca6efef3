package rules

import (
	"embed"
	"io/fs"
	"sync"

	"legtriage/triage"
)

//go:embed leg
var embedded embed.FS

// Schema is the JSON Schema of a table's files, for editors.
//
//go:embed schema.json
var Schema []byte

// Files returns the files of the leg table that is part of the program.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "leg")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

// Leg returns the leg table that is part of the program. It is read once.
var Leg = sync.OnceValues(func() (*triage.Table, error) { return Load(Files()) })
