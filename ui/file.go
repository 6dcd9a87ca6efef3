package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"

	"legtriage/triage"
)

// errEnding says that a file name does not tell its format.
var errEnding = errors.New("the name must end in .html, .md or .json")

// File returns the report as the ending of the file name tells: .html, .md or
// .json.
func (tell Teller) File(name string, as *triage.Assessment, when string) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		err = tell.Report(as, when).HTML(&out, tell.Words)
	case ".md":
		err = tell.Report(as, when).Markdown(&out)
	case ".json":
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(struct {
			When       string             `json:"answered,omitempty"`
			Answers    triage.Answers     `json:"answers"`
			Assessment *triage.Assessment `json:"assessment"`
		}{when, as.Answers, as})
	default:
		err = errEnding
	}
	return out.Bytes(), err
}
