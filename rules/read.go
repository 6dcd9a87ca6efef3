package rules

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// Limits on what is read. They are far above any honest table and keep a
// hostile one from using up memory or time.
const (
	MaxFileBytes = 1 << 20 // of one file
	MaxFiles     = 64      // in one table
	MaxTable     = 4 << 20 // bytes of all files of a table together
	MaxCases     = 10_000  // vignettes or pairs in one file
	MaxDepth     = 16      // of lists and mappings inside each other
	MaxText      = 2000    // characters of one text
	MaxErrors    = 100     // reported in one go
	maxShown     = 40      // characters of a wrong word shown in a message
)

// Error is one thing that is wrong in a file. Line and Column count from 1;
// they are 0 when the file as a whole is meant.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

// Error writes file:line:column: message.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all the errors found in one go, in the order of the files.
type Errors []*Error

// Error writes one error a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// file is a YAML or JSON document being read; it collects what is wrong.
type file struct {
	name string
	errs *Errors
}

func (f file) fail(n *yaml.Node, format string, args ...any) {
	switch {
	case len(*f.errs) < MaxErrors:
		*f.errs = append(*f.errs, &Error{f.name, n.Line, n.Column, fmt.Sprintf(format, args...)})
	case !f.full():
		*f.errs = append(*f.errs, &Error{File: f.name, Message: moreErrors})
	}
}

// moreErrors stands behind the errors when there are too many.
const moreErrors = "there are more errors"

// full tells whether no more errors are reported, so that a hostile file
// cannot make its reader write about each of a million words.
func (f file) full() bool { return len(*f.errs) > MaxErrors }

// position returns where a node stands.
func (f file) position(n *yaml.Node) triage.Position {
	return triage.Position{File: f.name, Line: n.Line, Column: n.Column}
}

// root parses data and returns its one document, or nil.
func (f file) root(data []byte) *yaml.Node {
	at := &yaml.Node{}
	switch {
	case len(data) > MaxFileBytes:
		f.fail(at, "the file is larger than %d bytes", MaxFileBytes)
		return nil
	case !utf8.Valid(data):
		bad := 0
		for bad < len(data) {
			r, n := utf8.DecodeRune(data[bad:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			bad += n
		}
		before := string(data[:bad])
		at.Line = strings.Count(before, "\n") + 1
		at.Column = utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
		f.fail(at, "the file is not UTF-8 text")
		return nil
	}
	if !f.visible(string(data)) {
		return nil
	}
	var docs []*yaml.Node
	loader, err := yaml.NewLoader(strings.NewReader(string(data)))
	for err == nil && len(docs) < 2 {
		var doc yaml.Node
		if err = loader.Load(&doc); err == nil {
			docs = append(docs, &doc)
		}
	}
	var broken *yaml.LoadError
	switch {
	case errors.As(err, &broken):
		at.Line, at.Column = broken.Mark.Line, broken.Mark.Column
		if at.Line == 0 && broken.ContextMark.Line > 0 {
			at.Line, at.Column = broken.ContextMark.Line, broken.ContextMark.Column
		}
		// The parser places the end of a text on a line of its own.
		if text := strings.TrimRight(string(data), "\r\n"); at.Line > strings.Count(text, "\n")+1 {
			at.Line = strings.Count(text, "\n") + 1
			at.Column = utf8.RuneCountInString(text[strings.LastIndex(text, "\n")+1:]) + 1
		}
		f.fail(at, "cannot be read as YAML or JSON: %s", quotable(broken.Message))
		return nil
	case err != nil && !errors.Is(err, io.EOF):
		f.fail(at, "cannot be read as YAML or JSON: %s", quotable(err.Error()))
		return nil
	case len(docs) == 0 || len(docs[0].Content) == 0:
		f.fail(at, "the file is empty")
		return nil
	case len(docs) > 1:
		f.fail(docs[1], "a second document starts here; one file holds one")
		return nil
	}
	root := docs[0].Content[0]
	if !f.sound(root, 1, "\n\t") {
		return nil
	}
	return root
}

// sound refuses what no table needs and what could do harm: aliases, deep
// nesting, and characters that act on a terminal or hide text, except those in
// folded, which [file.word] folds in a text.
func (f file) sound(n *yaml.Node, depth int, folded string) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		f.fail(n, "anchors and aliases (& and *) are not allowed")
		return false
	case depth > MaxDepth:
		f.fail(n, "nested more than %d deep", MaxDepth)
		return false
	}
	ok := true
	if n.Kind == yaml.ScalarNode {
		if utf8.RuneCountInString(n.Value) > MaxText {
			f.fail(n, "longer than %d characters", MaxText)
			return false
		}
		for _, r := range n.Value {
			if hostile(r) && !strings.ContainsRune(folded, r) {
				f.fail(n, "the character U+%04X is not allowed", r)
				return false
			}
		}
	}
	for i, child := range n.Content {
		inside := folded
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			inside = "" // a key is no text
		}
		ok = f.sound(child, depth+1, inside) && ok
	}
	return ok
}

// visible refuses characters that are hidden, or act on a terminal, wherever
// they stand, also in comments. Those written as escapes are left to sound.
func (f file) visible(text string) bool {
	ok := true
	line, column := 1, 0
	for i, r := range text {
		column++
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == '\t', r == '\r', r == '\ufeff' && i == 0:
		case hostile(r):
			f.fail(&yaml.Node{Line: line, Column: column}, "the character U+%04X is not allowed", r)
			ok = false
		}
	}
	return ok
}

// hostile tells whether a character could act on a terminal or hide text:
// controls (escape sequences begin with one) and marks that change direction.
func hostile(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' ||
		unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c'
}

// quotable makes words of unknown origin fit for a message: short, and
// without characters that could act on a terminal.
func quotable(s string) string {
	s = fileName(s)
	if runes := []rune(s); len(runes) > maxShown*3 {
		s = string(runes[:maxShown*3]) + "..."
	}
	return s
}

// fileName makes a file's name fit for a message. It stays whole: a part of a
// name names no file.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if hostile(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, name)
}

// quoted is quotable with quotes, and shorter.
func quoted(s string) string {
	if runes := []rune(s); len(runes) > maxShown {
		s = string(runes[:maxShown]) + "..."
	}
	return strconv.Quote(quotable(s))
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	at    *yaml.Node
	value *yaml.Node
}

// entries returns the entries of a mapping, reporting what is not a mapping,
// keys that stand twice, and keys that are not text.
func (f file) entries(n *yaml.Node, what string) []entry {
	if n.Kind != yaml.MappingNode {
		f.fail(n, "%s must be a mapping of keys to values, not %s", what, kind(n))
		return nil
	}
	var out []entry
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			f.fail(key, "a key of %s must be a word, not %s", what, kind(key))
			continue
		}
		if seen[key.Value] {
			f.fail(key, "%s stands twice in %s", quoted(key.Value), what)
			continue
		}
		seen[key.Value] = true
		out = append(out, entry{key.Value, key, value})
	}
	return out
}

// record is a mapping whose keys are known beforehand.
type record struct {
	file
	at     *yaml.Node
	what   string
	fields []entry
}

// record reads a mapping with these keys; others are reported.
func (f file) record(n *yaml.Node, what string, keys ...string) record {
	r := record{f, n, what, nil}
	for _, e := range f.entries(n, what) {
		if !slices.Contains(keys, e.key) {
			f.fail(e.at, "%s has no key %s%s", what, quoted(e.key), f.nearest(e.key, keys))
			continue
		}
		r.fields = append(r.fields, e)
	}
	return r
}

// get returns the value of a key, or nil.
func (r record) get(key string) *yaml.Node {
	for _, e := range r.fields {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// need is get, reporting a key that is missing.
func (r record) need(key string) *yaml.Node {
	n := r.get(key)
	if n == nil && r.at.Kind == yaml.MappingNode {
		r.fail(r.at, "%s needs %s", r.what, quoted(key))
	}
	return n
}

// text returns the text of a key that must be there and not be empty.
func (r record) text(key string) string {
	if n := r.need(key); n != nil {
		return r.word(n, r.what+": "+key)
	}
	return ""
}

// optional returns the text of a key, or "".
func (r record) optional(key string) string {
	if n := r.get(key); n != nil {
		return r.word(n, r.what+": "+key)
	}
	return ""
}

// word returns the text of a scalar as it is written, with spaces folded.
func (f file) word(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode {
		f.fail(n, "%s must be text, not %s", what, kind(n))
		return ""
	}
	s := strings.Join(strings.Fields(n.Value), " ")
	if s == "" {
		f.fail(n, "%s is empty", what)
	}
	return s
}

// yes returns whether a key is there and true.
func (r record) yes(key string) bool {
	n := r.get(key)
	if n == nil {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		r.fail(n, "%s: %s must be true or false", r.what, key)
		return false
	}
	return n.Value == "true"
}

// items returns the items of a list that must not be empty.
func (f file) items(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		f.fail(n, "%s must be a list, not %s", what, kind(n))
		return nil
	}
	if len(n.Content) == 0 {
		f.fail(n, "%s is an empty list", what)
	}
	return n.Content
}

// choice returns the place of the word of n among known, or -1 after
// reporting it with the nearest known word.
func (f file) choice(n *yaml.Node, what string, known []string) int {
	if n.Kind != yaml.ScalarNode {
		f.fail(n, "%s must be a word, not %s", what, kind(n))
		return -1
	}
	i := slices.Index(known, n.Value)
	if i < 0 {
		f.fail(n, "there is no %s %s%s", what, quoted(n.Value), f.nearest(n.Value, known))
	}
	return i
}

// nearest is [Nearest] as long as it is of use.
func (f file) nearest(word string, known []string) string {
	if f.full() {
		return ""
	}
	return Nearest(word, known)
}

// Nearest completes an error message with the known word that comes closest,
// or with all of them when they are few; it is empty when neither helps.
func Nearest(word string, known []string) string {
	best, distance := "", len(word)/2+1
	if len(word) > 4*maxShown {
		return ""
	}
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), k); d < distance {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("; did you mean %q?", best)
	case len(known) > 0 && len(known) <= 8:
		return "; it can be " + strings.Join(known, ", ")
	}
	return ""
}

func kind(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		return "text"
	}
	return "an alias"
}
