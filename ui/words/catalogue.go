package words

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"legtriage/rules/read"
	"legtriage/triage"
)

// This file turns the sentences of the interface and the texts of a table into
// catalogues, and back. A language is two files, one of each kind; no code knows how
// many languages there are.
//
// A catalogue need not be complete. Texts that it lacks, and texts that no longer fit
// the English ones they stand for, remain English; [Gaps] says which. What people read
// as a unit is in one language: a question with all its answers, a rule, or a sentence
// that names a word to type together with that word.

// Gaps is what a catalogue leaves in English.
type Gaps struct {
	Of       int         // the number of texts
	Missing  []string    // the names of those that are missing
	Outdated read.Errors // why some of these are not used, and which names no longer exist

	asked []string // the questions that stay in English
}

// Catalogue returns the sentences as YAML, by name, for a translator to start from.
// Those that a language lacks are in English and marked.
func (w *Sentences) Catalogue() []byte {
	var b bytes.Buffer
	for name, field := range fields(w) {
		writeMissing(&b, name, w.gaps.Missing)
		writeNamed(&b, "", name, field)
	}
	return b.Bytes()
}

// fields visits the fields of a catalogue by name, in their order.
func fields(w *Sentences) func(yield func(string, reflect.Value) bool) {
	return func(yield func(string, reflect.Value) bool) {
		v := reflect.ValueOf(w).Elem()
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !yield(snake(f.Name), v.Field(i)) {
				return
			}
		}
	}
}

// Catalogues are written by the code here: the library's writer handles any value and
// any style, and would make the program 110 kB larger.

// writeMissing writes a mark before a text that a language lacks.
func writeMissing(b *bytes.Buffer, name string, missing []string) {
	if slices.Contains(missing, name) {
		b.WriteString("# not translated yet\n")
	}
}

// writeNamed writes a name and its value.
func writeNamed(b *bytes.Buffer, indent, name string, v reflect.Value) {
	b.WriteString(indent + scalar(name) + ":")
	writeValue(b, indent, v)
}

// writeValue writes a text on the current line, and the parts of any other value below
// it.
func writeValue(b *bytes.Buffer, indent string, v reflect.Value) {
	if c, ok := v.Interface().(Counted); ok && c == (Counted{Other: c.Other}) {
		v = reflect.ValueOf(c.Other)
	}
	switch {
	case v.Kind() == reflect.String:
		b.WriteString(" " + scalar(v.String()) + "\n")
		return
	case v.Kind() == reflect.Struct && v.IsZero(): // the plurals of a language without any
		b.WriteString(" {}")
	}
	b.WriteString("\n")
	indent += "    "
	switch v.Kind() {
	case reflect.Struct: // Counted or Plurals
		for i := range v.NumField() {
			if text := v.Field(i); text.String() != "" {
				writeNamed(b, indent, forms[i], text)
			}
		}
	case reflect.Map:
		for _, k := range sortedKeys(v) {
			writeNamed(b, indent, k, v.MapIndex(reflect.ValueOf(k).Convert(v.Type().Key())))
		}
	default:
		for i := range v.Len() {
			b.WriteString(indent + "-")
			writeValue(b, indent, v.Index(i))
		}
	}
}

// scalar writes a text as YAML, without quotes if it cannot be taken for anything else.
func scalar(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || r == '\ufeff' }):
		return strconv.Quote(text) // its escapes are also those of YAML
	case !unicode.IsLetter(first), strings.HasSuffix(text, " "), strings.HasSuffix(text, ":"), strings.Contains(text, ": "), strings.Contains(text, " #"),
		slices.Contains([]string{"null", "true", "false"}, strings.ToLower(text)):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text
}

func sortedKeys(m reflect.Value) []string {
	var keys []string
	for _, k := range m.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}

// snake turns WhyNotSent into why_not_sent.
func snake(name string) string {
	var out strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(rune(name[i-1])) || i+1 < len(name) && unicode.IsLower(rune(name[i+1]))) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// needed are the sentences that no language can do without: its tag and direction, and
// the answers that are offered with every question.
var needed = []string{"language", "direction", "none", "not_sure", "no", "yes"}

// together are groups of sentences that only make sense in the same language.
var together = [][]string{
	{"say_yes", "plain_confirm", "plain_wrong", "plain_yes"},
	{"leave", "leave_why", "leave_stay", "leave_go"},
	{"wrong", "wrong_why", "wrong_stay", "wrong_go"},
	{"save_exists", "save_replace", "save_keep"},
}

// Read reads a translated catalogue of [Sentences.Catalogue]. What it lacks is taken
// from English.
func Read(name string, data []byte) (*Sentences, Gaps, error) {
	w := &Sentences{}
	c := newCatalogue(name, data)
	english := maps.Collect(fields(&english))
	for key, field := range fields(w) {
		c.decode(key, c.take(key), field, english[key])
	}
	for _, key := range needed {
		if c.root != nil && slices.Contains(c.gaps.Missing, key) {
			c.Fail(c.root, "the catalogue needs %q", key)
		}
	}
	if n := c.given["language"]; n != nil && w.Language != "" && !tag.MatchString(w.Language) {
		c.Fail(n, "there is no language %s; a language is written like fr or pt-BR", read.Quoted(w.Language))
	}
	if n := c.given["direction"]; n != nil {
		c.Choice(n, "direction", []string{leftToRight, rightToLeft})
	}
	if n := c.given["plain_confirm"]; n != nil && len(w.SayYes) > 0 {
		for _, sentence := range []string{w.PlainConfirm, w.PlainWrong, w.PlainYes} {
			if sentence != "" && !strings.Contains(sentence, w.SayYes[0]) {
				c.outdated(n, "%s must name %s, the first word of say_yes", read.Quoted(sentence), read.Quoted(w.SayYes[0]))
				c.gaps.Missing = append(c.gaps.Missing, "plain_confirm")
			}
		}
	}
	for _, group := range together {
		if slices.ContainsFunc(group, func(key string) bool { return slices.Contains(c.gaps.Missing, key) }) {
			c.gaps.Missing = append(c.gaps.Missing, group...)
		}
	}
	gaps, err := c.end()
	for key, field := range fields(w) {
		if slices.Contains(gaps.Missing, key) {
			field.Set(english[key])
		}
	}
	w.gaps = gaps
	return w, gaps, err
}

// catalogue reads a file of texts and collects what is wrong with it, and what stays in
// English.
type catalogue struct {
	read.File
	errs  *read.Errors
	root  *yaml.Node            // nil if the file cannot be read
	given map[string]*yaml.Node // by name
	known []string
	gaps  Gaps
}

func newCatalogue(name string, data []byte) *catalogue {
	errs := &read.Errors{}
	c := &catalogue{File: read.New(name, errs), errs: errs, given: map[string]*yaml.Node{}}
	c.Translated = true
	if c.root = c.Root(data); c.root != nil {
		for _, e := range c.Entries(c.root, "the catalogue") {
			c.given[e.Key] = e.Value
		}
	}
	return c
}

// take returns the value of a name, or nil.
func (c *catalogue) take(name string) *yaml.Node {
	c.known = append(c.known, name)
	c.gaps.Of++
	return c.given[name]
}

// outdated records why a text is not used. That is not an error: the text was right for
// an earlier version.
func (c *catalogue) outdated(n *yaml.Node, format string, args ...any) {
	f := read.New(c.Name, &c.gaps.Outdated)
	f.Fail(n, format, args...)
}

// end returns what stays in English, and what is wrong.
func (c *catalogue) end() (Gaps, error) {
	if c.root != nil && c.root.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(c.root.Content); i += 2 {
			if key := c.root.Content[i]; !slices.Contains(c.known, key.Value) {
				c.outdated(key, "the catalogue has no %s%s", read.Quoted(key.Value), c.Nearest(key.Value, c.known))
			}
		}
	}
	slices.Sort(c.gaps.Missing)
	c.gaps.Missing = slices.Compact(c.gaps.Missing)
	if len(*c.errs) > 0 {
		return c.gaps, *c.errs
	}
	return c.gaps, nil
}

// tag matches the tag of a language (BCP 47).
var tag = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)

var braces = regexp.MustCompile(`\{[a-z]+\}`)

// decode reads a value of the same shape as the English one. If it does not fit, the
// name counts as missing.
func (c *catalogue) decode(name string, n *yaml.Node, v, english reflect.Value) {
	if !c.fits(name, n, v, english) {
		c.gaps.Missing = append(c.gaps.Missing, name)
	}
}

func (c *catalogue) fits(name string, n *yaml.Node, v, english reflect.Value) bool {
	if n == nil {
		return false
	}
	switch english.Interface().(type) {
	case Counted:
		return c.counted(name, n, v, english.Interface().(Counted))
	case Plurals:
		r := c.Record(n, name, forms[:v.NumField()]...)
		for i, form := range forms[:v.NumField()] {
			rule := r.Optional(form)
			if _, err := plural(rule, 0); err != nil {
				c.Fail(r.Get(form), "%s %s: %v", name, form, err)
			}
			v.Field(i).SetString(rule)
		}
		return true
	case Spoken:
		var out Spoken
		for _, item := range c.Items(n, name) {
			out = append(out, c.Word(item, name))
		}
		v.Set(reflect.ValueOf(out))
		return len(out) > 0
	}
	ok := true
	switch english.Kind() {
	case reflect.String:
		text, fits := c.text(name, n, english.String())
		v.SetString(text)
		return fits
	case reflect.Map:
		v.Set(reflect.MakeMap(english.Type()))
		given := map[string]*yaml.Node{}
		for _, e := range c.Entries(n, name) {
			given[e.Key] = e.Value
		}
		for _, key := range sortedKeys(english) {
			k, one := reflect.ValueOf(key).Convert(english.Type().Key()), reflect.New(english.Type().Elem()).Elem()
			ok = c.fits(name+" "+key, given[key], one, english.MapIndex(k)) && ok
			v.SetMapIndex(k, one)
		}
	default:
		if n.Kind != yaml.SequenceNode {
			c.Fail(n, "%s must be a list, not %s", name, read.Kind(n))
			return false
		}
		if len(n.Content) != english.Len() {
			c.outdated(n, "%s must be a list of %d texts, like the English one", name, english.Len())
			return false
		}
		if v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), english.Len(), english.Len()))
		}
		for i := range english.Len() {
			ok = c.fits(name, n.Content[i], v.Index(i), english.Index(i)) && ok
		}
	}
	return ok
}

// counted reads the forms of a sentence about a number: one text for all, or a mapping
// of CLDR categories. All except other may leave the number out: "one rule".
func (c *catalogue) counted(name string, n *yaml.Node, v reflect.Value, english Counted) bool {
	if n.Kind != yaml.MappingNode {
		text, ok := c.text(name, n, english.Other)
		v.Set(reflect.ValueOf(Counted{Other: text}))
		return ok
	}
	r := c.Record(n, name, forms...)
	if r.Need("other") == nil {
		return false
	}
	ok := true
	for i, form := range forms {
		if at := r.Get(form); at != nil {
			text, fits := c.text(name+" "+form, at, english.Other, form != "other")
			v.Field(i).SetString(text)
			ok = ok && fits
		}
	}
	return ok
}

// text reads one text, the translation of an English one, and reports whether it is in
// use. Uncounted texts may leave {n} out.
func (c *catalogue) text(name string, n *yaml.Node, english string, uncounted ...bool) (string, bool) {
	if n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" {
		return "", english == ""
	}
	text := c.Word(n, name)
	want, got := braces.FindAllString(english, -1), braces.FindAllString(text, -1)
	if len(uncounted) > 0 && uncounted[0] && !slices.Contains(got, "{n}") {
		want = slices.DeleteFunc(want, func(b string) bool { return b == "{n}" })
	}
	slices.Sort(want)
	slices.Sort(got)
	switch {
	case english == "":
		c.outdated(n, "%s is empty in English", name)
		return "", false
	case !slices.Equal(want, got):
		c.outdated(n, "%s must have %s, like the English text", name, strings.Join(want, " "))
		return "", false
	}
	return text, text != ""
}

// texts calls visit with the name, made of ids, and the address of every text of a
// table that a person reads. Texts of one part of the table belong together.
func texts(t *triage.Table, visit func(part, name string, text *string)) {
	for i := range t.Questions {
		q := &t.Questions[i]
		part := "question " + q.ID
		visit(part, part+" ask", &q.Ask)
		visit(part, part+" why", &q.Why)
		if q.Heading != "" {
			visit(part, part+" heading", &q.Heading)
		}
		if q.Short != "" {
			visit(part, part+" short", &q.Short)
		}
		for j := range q.Options {
			name := "option " + q.ID + "." + q.Options[j].ID
			visit(part, name, &q.Options[j].Say)
			if q.Options[j].Detail != "" {
				visit(part, name+" detail", &q.Options[j].Detail)
			}
		}
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		part := "rule " + r.ID
		visit(part, part+" title", &r.Title)
		if r.About != "" {
			visit(part, part+" about", &r.About)
		}
		visit(part, part+" because", &r.Because)
		visit(part, part+" do", &r.Do)
	}
	for i := range t.Advice {
		a := &t.Advice[i]
		part := "advice " + a.ID
		visit(part, part, &a.Say)
		for j := range a.Without {
			visit(part, fmt.Sprintf("%s without %d", part, j+1), &a.Without[j].Because)
		}
	}
	for i := range t.SafetyNet {
		part := "safety_net " + t.SafetyNet[i].ID
		visit(part, part, &t.SafetyNet[i].Say)
	}
	for i := range t.Numbers {
		n := &t.Numbers[i]
		part := "number " + n.Country
		visit(part, part+" name", &n.Name)
		visit(part, part+" emergency", &n.Emergency)
		if n.Advice != "" {
			visit(part, part+" advice", &n.Advice)
		}
	}
	visit("table", "table", &t.Name)
}

// TableCatalogue returns the texts of a table as YAML, by id, for a translator to start
// from. Those that a language lacks are in the table's language.
func TableCatalogue(t *triage.Table, gaps Gaps) []byte {
	var b bytes.Buffer
	texts(t, func(_, name string, text *string) {
		writeMissing(&b, name, gaps.Missing)
		writeNamed(&b, "", name, reflect.ValueOf(*text))
	})
	return b.Bytes()
}

// digits returns the numbers in a text.
func digits(text string) []string { return regexp.MustCompile(`[0-9]+`).FindAllString(text, -1) }

// Translate replaces the texts of t, which must not be in use yet, with those of a
// catalogue. Rules and ids stay as they are; so does every part with a missing text, as
// a whole. No translation changes a number to dial.
func Translate(t *triage.Table, name string, data []byte) (Gaps, error) {
	c := newCatalogue(name, data)
	translated, lacking := map[string]string{}, map[string]bool{}
	texts(t, func(part, name string, text *string) {
		n, ok := c.take(name), false
		if n != nil {
			translated[name], ok = c.text(name, n, *text)
			if ok && strings.HasPrefix(part, "number ") && !slices.Equal(digits(translated[name]), digits(*text)) {
				c.outdated(n, "%s must have the same numbers: %s", name, strings.Join(digits(*text), " "))
				ok = false
			}
		}
		if !ok {
			lacking[part] = true
		}
	})
	texts(t, func(part, name string, text *string) {
		if lacking[part] {
			c.gaps.Missing = append(c.gaps.Missing, name)
		} else {
			*text = translated[name]
		}
	})
	for i := range t.Questions {
		if lacking["question "+t.Questions[i].ID] {
			c.gaps.asked = append(c.gaps.asked, t.Questions[i].ID)
		}
	}
	return c.end()
}
