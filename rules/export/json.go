package export

import (
	"bytes"
	"encoding/json"
	"strings"
)

// fill fills in the blanks of a resource: ? with a text, @ with JSON as it is. This shows
// the shape of a resource in one place, and takes little code.
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

// listMember returns a comma and a member that is a list, or nothing if the list is empty, as
// FHIR demands.
func listMember(name string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return `,"` + name + `":` + listed(list)
}

// textMember is [listMember] for a text.
func textMember(name, text string) string {
	if text == "" {
		return ""
	}
	return `,"` + name + `":` + quoted(text)
}

// commaLast moves the comma to the end of the member.
func commaLast(member string) string {
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

// indented returns JSON in a form that people can read too.
func indented(resource string) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(resource), "", "  "); err != nil {
		panic("export: what was written is no JSON: " + err.Error())
	}
	out.WriteByte('\n')
	return out.Bytes()
}
