// Package read reads YAML and JSON without trusting their authors, and says which text
// is harmless to show. Tables, answers, cases and languages all go through it, so there
// is one set of limits, one way to say what is wrong and where, and one definition of
// harmless.
//
// It works on the nodes of the YAML parser, so that all errors are reported at once,
// each with file, line and column, the wrong word, and the nearest right one. Words
// that YAML would take for something else (no, on, 1e3) are taken as they are written.
// The package knows nothing of tables.
//
// A file may have 1 MiB, lists and mappings nested 16 deep, and texts of 2000
// characters. Anchors, aliases, duplicate keys, control characters, hidden characters
// and marks that change the direction of text are refused, except the marks that the
// script of a translation needs. After a hundred errors it only says that there are
// more.
package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v4"
)

// Limits on what is read. They are far above what any honest file needs, and keep a
// hostile one from using up memory or time.
const (
	MaxBytes  = 1 << 20 // of one file
	maxDepth  = 16      // of nested lists and mappings
	MaxText   = 2000    // characters of one text
	MaxErrors = 100     // reported in one go
	maxShown  = 40      // characters of a wrong word shown in a message
)

// Error is one thing that is wrong in a file. Line and Column count from 1;
// they are 0 if the error is about the whole file.
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

// Error writes one error on each line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// File is a YAML or JSON document being read; it collects what is wrong.
type File struct {
	Name string
	// Translated says that the texts may be in any language: the marks that some
	// scripts need are allowed beside their letters. See [Harmless].
	Translated bool

	errs *Errors
}

// New begins to read a file. Its errors are added to errs.
func New(name string, errs *Errors) File { return File{Name: Harmless(name), errs: errs} }

// Fail reports what is wrong with a node. After the hundredth error it only reports,
// once, that there are more.
func (f File) Fail(n *yaml.Node, format string, args ...any) {
	switch {
	case len(*f.errs) < MaxErrors:
		*f.errs = append(*f.errs, &Error{f.Name, n.Line, n.Column, fmt.Sprintf(format, args...)})
	case !f.full():
		*f.errs = append(*f.errs, &Error{File: f.Name, Message: MoreErrors})
	}
}

// MoreErrors is the last message when there are too many errors.
const MoreErrors = "there are more errors"

// full reports whether the limit of errors is reached, so that a hostile file cannot
// produce a message for each of a million words.
func (f File) full() bool { return len(*f.errs) > MaxErrors }

// Root parses data and returns the root of its one document, or nil.
func (f File) Root(data []byte) *yaml.Node {
	at := &yaml.Node{}
	switch {
	case len(data) > MaxBytes:
		f.Fail(at, "the file is larger than %d bytes", MaxBytes)
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
		f.Fail(at, "the file is not UTF-8 text")
		return nil
	}
	if !f.visible(string(data)) {
		return nil
	}
	var docs []*yaml.Node
	loader, err := yaml.NewLoader(bytes.NewReader(data))
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
		// The parser places the end of a text on an extra line.
		if text := strings.TrimRight(string(data), "\r\n"); at.Line > strings.Count(text, "\n")+1 {
			at.Line = strings.Count(text, "\n") + 1
			at.Column = utf8.RuneCountInString(text[strings.LastIndex(text, "\n")+1:]) + 1
		}
		f.Fail(at, "cannot be read as YAML or JSON: %s", Short(broken.Message))
		return nil
	case err != nil && !errors.Is(err, io.EOF):
		f.Fail(at, "cannot be read as YAML or JSON: %s", Short(err.Error()))
		return nil
	case len(docs) == 0 || len(docs[0].Content) == 0:
		f.Fail(at, "the file is empty")
		return nil
	case len(docs) > 1:
		f.Fail(docs[1], "a second document starts here; a file holds only one")
		return nil
	}
	root := docs[0].Content[0]
	if !f.sound(root, 1, false) {
		return nil
	}
	return root
}

// sound refuses what no table needs and what could do harm: aliases, deep nesting, and
// hostile characters. A text, though not a key, may have the spaces that [File.Word]
// folds and the marks that a translation needs.
func (f File) sound(n *yaml.Node, depth int, key bool) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		f.Fail(n, "anchors and aliases (& and *) are not allowed")
		return false
	case depth > maxDepth:
		f.Fail(n, "nested more than %d deep", maxDepth)
		return false
	}
	ok := true
	if n.Kind == yaml.ScalarNode {
		if utf8.RuneCountInString(n.Value) > MaxText {
			f.Fail(n, "longer than %d characters", MaxText)
			return false
		}
		refused := acting
		if f.Translated && !key {
			refused = hostile
		}
		for _, r := range refused(n.Value) {
			if key || r != '\n' && r != '\t' {
				f.Fail(n, "the character U+%04X is not allowed", r)
				return false
			}
		}
	}
	for i, child := range n.Content {
		ok = f.sound(child, depth+1, n.Kind == yaml.MappingNode && i%2 == 0) && ok
	}
	return ok
}

// visible refuses characters that are hidden, or that act on a terminal, anywhere in
// the file, even in comments. It leaves those written as escapes to sound.
func (f File) visible(text string) bool {
	ok := true
	line, column := 1, 0
	for i, r := range text {
		column++
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == '\t', r == '\r', r == '\ufeff' && i == 0:
		case f.Translated && helps(r): // sound checks that it is beside its letters
		case acts(r):
			f.Fail(&yaml.Node{Line: line, Column: column}, "the character U+%04X is not allowed", r)
			ok = false
		}
	}
	return ok
}

// Entry is one key of a mapping with its value.
type Entry struct {
	Key   string
	At    *yaml.Node // where the key stands
	Value *yaml.Node
}

// Entries returns the entries of a mapping, reporting what is not a mapping,
// duplicate keys, and keys that are not text.
func (f File) Entries(n *yaml.Node, what string) []Entry {
	if n.Kind != yaml.MappingNode {
		f.Fail(n, "%s must be a mapping of keys to values, not %s", what, Kind(n))
		return nil
	}
	out := make([]Entry, 0, len(n.Content)/2)
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			f.Fail(key, "a key of %s must be a word, not %s", what, Kind(key))
			continue
		}
		if seen[key.Value] {
			f.Fail(key, "duplicate %s in %s", Quoted(key.Value), what)
			continue
		}
		seen[key.Value] = true
		out = append(out, Entry{key.Value, key, value})
	}
	return out
}

// Record is a mapping whose keys are known beforehand.
type Record struct {
	File
	What   string // its name in errors
	Fields []Entry

	at *yaml.Node
}

// Record reads a mapping with these keys, and reports any others.
func (f File) Record(n *yaml.Node, what string, keys ...string) Record {
	r := Record{File: f, What: what, at: n}
	for _, e := range f.Entries(n, what) {
		if !slices.Contains(keys, e.Key) {
			f.Fail(e.At, "%s has no key %s%s", what, Quoted(e.Key), f.Nearest(e.Key, keys))
			continue
		}
		r.Fields = append(r.Fields, e)
	}
	return r
}

// Get returns the value of a key, or nil.
func (r Record) Get(key string) *yaml.Node {
	for _, e := range r.Fields {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// Need is [Record.Get], reporting a key that is missing.
func (r Record) Need(key string) *yaml.Node {
	n := r.Get(key)
	if n == nil && r.at.Kind == yaml.MappingNode {
		r.Fail(r.at, "%s needs %s", r.What, Quoted(key))
	}
	return n
}

// Text returns the text of a key that must be there and not be empty.
func (r Record) Text(key string) string {
	if n := r.Need(key); n != nil {
		return r.Word(n, r.What+": "+key)
	}
	return ""
}

// Optional returns the text of a key, or "".
func (r Record) Optional(key string) string {
	if n := r.Get(key); n != nil {
		return r.Word(n, r.What+": "+key)
	}
	return ""
}

// Word returns the text of a scalar as it is written, with runs of spaces folded.
func (f File) Word(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode {
		f.Fail(n, "%s must be text, not %s", what, Kind(n))
		return ""
	}
	s := strings.Join(strings.Fields(n.Value), " ")
	if s == "" {
		f.Fail(n, "%s is empty", what)
	}
	return s
}

// Yes reports whether a key is there and true.
func (r Record) Yes(key string) bool {
	n := r.Get(key)
	if n == nil {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		r.Fail(n, "%s: %s must be true or false", r.What, key)
		return false
	}
	return n.Value == "true"
}

// Items returns the items of a list that must not be empty.
func (f File) Items(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		f.Fail(n, "%s must be a list, not %s", what, Kind(n))
		return nil
	}
	if len(n.Content) == 0 {
		f.Fail(n, "%s is an empty list", what)
	}
	return n.Content
}

// Choice returns the index in known of the word in n. If it is not there, Choice
// reports it with the nearest known word and returns -1.
func (f File) Choice(n *yaml.Node, what string, known []string) int {
	if n.Kind != yaml.ScalarNode {
		f.Fail(n, "%s must be a word, not %s", what, Kind(n))
		return -1
	}
	i := slices.Index(known, n.Value)
	if i < 0 {
		f.Fail(n, "there is no %s %s%s", what, Quoted(n.Value), f.Nearest(n.Value, known))
	}
	return i
}

// Nearest is [Nearest], until there are too many errors.
func (f File) Nearest(word string, known []string) string {
	if f.full() {
		return ""
	}
	return Nearest(word, known)
}

// Nearest completes an error message with the nearest known word, or with all of them
// if they are few. It is empty if neither helps.
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

// Kind names the kind of a node for a message.
func Kind(n *yaml.Node) string {
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
