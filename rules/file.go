package rules

import (
	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// Limits on what is read, beside those of package read for a single file.
const (
	MaxFileBytes = read.MaxBytes
	maxFiles     = 64      // in one table
	maxTable     = 4 << 20 // bytes of all files of a table together
	maxCases     = 10_000  // vignettes or pairs in one file
)

// Error is one thing that is wrong in a file, and Errors are all of them.
type (
	Error  = read.Error
	Errors = read.Errors
)

// file is a document of a table, or of answers to one.
type file struct{ read.File }

func newFile(name string, errs *Errors) file { return file{read.New(name, errs)} }

// position returns where a node stands.
func (f file) position(n *yaml.Node) triage.Position {
	return triage.Position{File: f.Name, Line: n.Line, Column: n.Column}
}
