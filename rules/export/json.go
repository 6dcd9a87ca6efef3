package export

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Resources are written as they look, with blanks: ? is filled in by a text, @ by JSON as
// it is. That keeps the shape of a resource in one place, and what it costs small.
func fill(resource string, blanks ...string) string {
	var out strings.Builder
	for _, blank := range blanks {
		i := strings.IndexAny(resource, "?@")
		out.WriteString(resource[:i])
		if resource[i] == '?' {
			blank = quoted(blank)
		}
		out.WriteString(blank)
		resource = resource[i+1:]
	}
	out.WriteString(resource)
	return out.String()
}

// many returns a member that is a list, behind a comma, and nothing if the list is empty,
// as FHIR wants it.
func many(name string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return `,"` + name + `":` + listed(list)
}

// some is many for a text.
func some(name, text string) string {
	if text == "" {
		return ""
	}
	return `,"` + name + `":` + quoted(text)
}

// before moves the comma behind the member.
func before(member string) string {
	if member == "" {
		return ""
	}
	return member[1:] + ","
}

func listed(list []string) string { return "[" + strings.Join(list, ",") + "]" }

// quoted returns a text as JSON.
func quoted(text string) string {
	var out bytes.Buffer
	library := json.NewEncoder(&out)
	library.SetEscapeHTML(false)
	if err := library.Encode(text); err != nil {
		panic("export: a text cannot be written as JSON: " + err.Error())
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// indented returns JSON for people to read too.
func indented(resource string) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(resource), "", "  "); err != nil {
		panic("export: what was written is no JSON: " + err.Error())
	}
	out.WriteByte('\n')
	return out.Bytes()
}
