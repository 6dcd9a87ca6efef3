package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// This file writes reviews into the files of a table, as a patch that changes nothing
// else: no comment, no space, no line end. Only the words that have to change are
// replaced, in place. The result is read again and must say what the file said before,
// apart from the reviews; otherwise there is no patch.

// SignOff returns a patch for the files in a folder, in the unified format, that makes
// rules reviewed. The key of a review is the id of the rule. The reviews are of the words
// in these files, even if a translation of them was read; so the fingerprint is added
// here. If a review cannot be written, the error is of type [Errors], and there is no
// patch.
func SignOff(folder fs.FS, reviews map[string]triage.Review) ([]byte, error) {
	table, err := Load(folder)
	if err != nil {
		return nil, err
	}
	of := map[string]triage.Review{}
	for id, review := range reviews {
		if r := table.Rule(id); r != nil {
			review.Of = reviewable(table, r)
			of[id] = review
		}
	}
	var errs Errors
	var patch bytes.Buffer
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	done := 0
	for _, name := range names {
		data, err := ReadFile(folder, name)
		if err != nil {
			return nil, Errors{{File: read.Harmless(path.Base(name)), Message: reason(err)}}
		}
		s := &signer{file: newFile(path.Base(name), &errs), errs: &errs, data: data}
		n := s.sign(of)
		if len(errs) > 0 {
			return nil, errs
		}
		if done += n; n > 0 {
			s.diff(&patch, name)
		}
	}
	if done != len(reviews) {
		return nil, Errors{{File: "table", Message: fmt.Sprintf("%d of the rules are no longer in its files", len(reviews)-done)}}
	}
	return patch.Bytes(), nil
}

// signer writes reviews into one file.
type signer struct {
	file
	errs  *Errors
	data  []byte
	edits []*edit // sorted by offset, once all are made
}

// edit replaces the bytes from one offset up to another with text.
type edit struct {
	from, to int
	text     string
}

// sign makes the edits for the rules of the file, and returns the number of rules.
func (s *signer) sign(reviews map[string]triage.Review) (done int) {
	root := s.Root(s.data)
	if root == nil {
		return 0
	}
	for _, section := range s.Entries(root, "a table file") {
		if section.Key != "rules" {
			continue
		}
		for _, item := range s.Items(section.Value, "rules") {
			r := s.Record(item, "rule", "id", "urgency", "title", "about", "when", "because", "do", "contact", "tells", "sources", "status", "review")
			id := r.Text("id")
			review, ok := reviews[id]
			if !ok {
				continue
			}
			done++
			if !s.one(item, review) {
				s.Fail(item, "the status or the review of %s is written in a way that cannot be changed: write \"status: draft\" on a line of its own", id)
			}
		}
	}
	if done == 0 || len(*s.errs) > 0 {
		return done
	}
	slices.SortStableFunc(s.edits, func(a, b *edit) int { return a.from - b.from })
	var again Errors
	if now := newFile(s.Name, &again).Root(s.after()); now == nil || !alike(root, now) {
		s.Fail(root, "the reviews cannot be written without changing something else")
	}
	return done
}

// one makes the edits for one rule, and changes its nodes to what they should be
// afterwards.
func (s *signer) one(rule *yaml.Node, review triage.Review) bool {
	var key, status, was *yaml.Node
	at := 0 // of the value of status in rule.Content
	for i := 0; i+1 < len(rule.Content); i += 2 {
		switch rule.Content[i].Value {
		case "status":
			key, status, at = rule.Content[i], rule.Content[i+1], i+1
		case "review":
			was = rule.Content[i+1]
		}
	}
	if status == nil {
		return false
	}
	_, end, _ := s.token(status)
	if !s.replace(status, string(triage.Reviewed)) {
		return false
	}
	if was != nil {
		for i := 0; i+1 < len(was.Content); i += 2 {
			to := map[string]string{"by": review.By, "on": review.On, "of": review.Of}[was.Content[i].Value]
			if was.Content[i+1].Value != to && !s.replace(was.Content[i+1], to) {
				return false
			}
		}
		return true
	}
	by, on, of, name := quotedName(review.By), strconv.Quote(review.On), strconv.Quote(review.Of), "review"
	text := fmt.Sprintf("{by: %s, on: %s, of: %s}", by, on, of)
	if key.Style&yaml.DoubleQuotedStyle != 0 { // JSON
		text, name = fmt.Sprintf(`{"by": %s, "on": %s, "of": %s}`, by, on, of), `"review"`
	}
	if rule.Style&yaml.FlowStyle != 0 {
		s.edits = append(s.edits, &edit{end, end, ", " + name + ": " + text})
	} else {
		newline := "\n"
		if n := bytes.IndexByte(s.data[end:], '\n'); n >= 0 {
			if end += n; s.data[end-1] == '\r' {
				end, newline = end-1, "\r\n"
			}
		} else if end = len(s.data); bytes.Contains(s.data, []byte("\r\n")) {
			newline = "\r\n"
		}
		s.edits = append(s.edits, &edit{end, end, newline + strings.Repeat(" ", key.Column-1) + name + ": " + text})
	}
	scalar := func(text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text} }
	written := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("by"), scalar(review.By), scalar("on"), scalar(review.On), scalar("of"), scalar(review.Of)}}
	rule.Content = append(append(rule.Content[:at+1:at+1], scalar("review"), written), rule.Content[at+1:]...)
	return true
}

// quotedName returns a name in double quotes, which YAML reads as JSON does.
func quotedName(name string) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.Encode(name) // cannot fail for a string
	return strings.TrimSpace(out.String())
}

// replace replaces a scalar on one line with text. A status keeps its quotes, or the
// lack of them; everything else is put into double quotes.
func (s *signer) replace(n *yaml.Node, text string) bool {
	from, to, ok := s.token(n)
	if !ok {
		return false
	}
	n.Value = text
	switch quote := s.data[from]; {
	case text != string(triage.Reviewed) || quote == '"':
		text = quotedName(text)
	case quote == '\'':
		text = "'" + text + "'"
	}
	s.edits = append(s.edits, &edit{from, to, text})
	return true
}

// token returns where a scalar begins and ends in the data, if it is written plainly.
func (s *signer) token(n *yaml.Node) (from, to int, ok bool) {
	rest := s.data
	for line := 1; line < n.Line; line++ {
		_, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			return 0, 0, false
		}
		rest = after
	}
	from = len(s.data) - len(rest)
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(line)
		if size == 0 {
			return 0, 0, false
		}
		line, from = line[size:], from+size
	}
	for _, raw := range []string{n.Value, `"` + n.Value + `"`, "'" + n.Value + "'", quotedName(n.Value)} {
		if raw != "" && bytes.HasPrefix(line, []byte(raw)) {
			return from, from + len(raw), true
		}
	}
	return 0, 0, false
}

// after returns the data with the edits.
func (s *signer) after() []byte {
	var out []byte
	from := 0
	for _, e := range s.edits {
		out = append(append(out, s.data[from:e.from]...), e.text...)
		from = e.to
	}
	return append(out, s.data[from:]...)
}

// alike reports whether two documents say the same in the same order.
func alike(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, alike)
}

// context is the number of lines that a patch shows around each change.
const context = 3

// diff appends the patch of one file. Each edit is within one line of the old file.
func (s *signer) diff(out *bytes.Buffer, name string) {
	type change struct {
		line int // in the old file, from 0
		now  []string
	}
	was := linesOf(s.data)
	starts := make([]int, len(was)+1)
	for i, line := range was {
		starts[i+1] = starts[i] + len(line)
	}
	var changes []change
	edits := s.edits
	for i, line := range was {
		mine := &signer{data: []byte(line)}
		for ; len(edits) > 0 && (edits[0].from < starts[i+1] || i+1 == len(was)); edits = edits[1:] {
			e := edits[0]
			mine.edits = append(mine.edits, &edit{e.from - starts[i], e.to - starts[i], e.text})
		}
		if len(mine.edits) > 0 {
			changes = append(changes, change{i, linesOf(mine.after())})
		}
	}
	fmt.Fprintf(out, "--- %s\n+++ %s\n", fileInPatch("a/"+name), fileInPatch("b/"+name))
	more := 0 // lines that the hunks before have added
	for len(changes) > 0 {
		n := 1 // number of changes in this hunk
		for n < len(changes) && changes[n].line-changes[n-1].line <= 2*context {
			n++
		}
		from, to := max(0, changes[0].line-context), min(len(was), changes[n-1].line+1+context)
		added := 0
		for _, c := range changes[:n] {
			added += len(c.now) - 1
		}
		fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", from+1, to-from, from+1+more, to-from+added)
		more += added
		for i := from; i < to; i++ {
			if n > 0 && changes[0].line == i {
				patchLine(out, '-', was[i])
				for _, line := range changes[0].now {
					patchLine(out, '+', line)
				}
				changes, n = changes[1:], n-1
			} else {
				patchLine(out, ' ', was[i])
			}
		}
	}
}

// linesOf returns the lines with their ends.
func linesOf(data []byte) (lines []string) {
	for line := range bytes.Lines(data) {
		lines = append(lines, string(line))
	}
	return lines
}

func patchLine(out *bytes.Buffer, sign byte, line string) {
	out.WriteByte(sign)
	out.WriteString(line)
	if !strings.HasSuffix(line, "\n") {
		out.WriteString("\n\\ No newline at end of file\n")
	}
}

// fileInPatch returns the name of a file as a patch writes it: in quotes if it would
// otherwise end too early.
func fileInPatch(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return strconv.Quote(name)
	}
	return name
}
