package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
)

// textWidth is the width of text in a file.
const textWidth = 76

// Saves reports whether a report can be saved under this name, whose ending decides the
// format.
func Saves(name string) bool { return slices.Contains(endings, ending(name)) }

var endings = []string{".html", ".htm", ".md", ".txt", ".json"}

func ending(name string) string { return strings.ToLower(filepath.Ext(name)) }

// File returns the report in the format that the ending of the file's name asks for.
func (write Writer) File(name string, as *triage.Assessment, added Added) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch ending(name) {
	case ".html", ".htm":
		err = write.ForDoctor(as, added).HTML(&out, write.Words)
	case ".md":
		err = write.ForDoctor(as, added).Markdown(&out)
	case ".txt":
		err = write.ForDoctor(as, added).Text(&out, textWidth)
	case ".json":
		note, _ := CleanNote(added.Note)
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(struct {
			When       string             `json:"answered,omitempty"`
			Side       Side               `json:"side,omitempty"`
			Note       string             `json:"note,omitempty"`
			Answers    triage.Answers     `json:"answers"`
			Assessment *triage.Assessment `json:"assessment"`
		}{added.When, added.Side, note, as.Answers, as})
	default:
		err = errors.New("no format has the ending " + read.Quoted(ending(name)))
	}
	return out.Bytes(), err
}
