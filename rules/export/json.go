package export

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// object is a JSON object whose members keep their order. A member that says nothing,
// an empty text or list or false, is left out, as FHIR wants it.
type object []member

type member struct {
	name  string
	value any // string, bool, object, []object or []string
}

// append appends o as JSON.
func (o object) append(out []byte) []byte {
	out = append(out, '{')
	first := true
	for _, m := range o {
		if empty(m.value) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(appendText(out, m.name), ':')
		out = appendValue(out, m.value)
	}
	return append(out, '}')
}

func empty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case bool:
		return !v
	case object:
		return len(v) == 0
	case []object:
		return len(v) == 0
	case []string:
		return len(v) == 0
	}
	return false
}

func appendValue(out []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendText(out, v)
	case bool:
		return strconv.AppendBool(out, v)
	case object:
		return v.append(out)
	case []object:
		return appendList(out, v, appendValue)
	case []string:
		return appendList(out, v, appendValue)
	}
	panic("export: a value of this type is not written")
}

func appendList[T any](out []byte, list []T, write func([]byte, any) []byte) []byte {
	out = append(out, '[')
	for i, item := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = write(out, item)
	}
	return append(out, ']')
}

func appendText(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			var quoted bytes.Buffer
			library := json.NewEncoder(&quoted)
			library.SetEscapeHTML(false)
			if err := library.Encode(s); err != nil {
				panic("export: a string cannot be written as JSON: " + err.Error())
			}
			return append(out, strings.TrimSuffix(quoted.String(), "\n")...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// indented returns o as JSON for people to read too.
func (o object) indented() []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, o.append(nil), "", "  "); err != nil {
		panic("export: what was written is no JSON: " + err.Error())
	}
	out.WriteByte('\n')
	return out.Bytes()
}
