package ui

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file turns the sentences of the interface and the texts of a table into
// catalogues, and catalogues into both. A language is two files, one of each;
// no code knows how many there are.

// Catalogue returns the sentences as YAML, by name, for a translator to start
// from.
func (w *Words) Catalogue() ([]byte, error) {
	root := &yaml.Node{Kind: yaml.MappingNode}
	v := reflect.ValueOf(w).Elem()
	for i := range v.NumField() {
		add(root, snake(v.Type().Field(i).Name), encode(v.Field(i)))
	}
	return yaml.Marshal(root)
}

func add(m *yaml.Node, key string, value *yaml.Node) {
	m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
}

func encode(v reflect.Value) *yaml.Node {
	switch v.Kind() {
	case reflect.String:
		n := &yaml.Node{}
		n.SetString(v.String())
		return n
	case reflect.Map:
		m := &yaml.Node{Kind: yaml.MappingNode}
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			add(m, k.String(), encode(v.MapIndex(k)))
		}
		return m
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		list.Content = append(list.Content, encode(v.Index(i)))
	}
	return list
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

// ReadWords reads a catalogue that [Words.Catalogue] wrote and somebody
// translated. Every sentence of English must be there, with the same words in
// braces; everything that is wrong is reported at once.
func ReadWords(name string, data []byte) (*Words, error) {
	words := &Words{}
	c, root := newCatalogue(name, data)
	if root != nil {
		v, english := reflect.ValueOf(words).Elem(), reflect.ValueOf(English).Elem()
		var known []string
		for i := range v.NumField() {
			key := snake(v.Type().Field(i).Name)
			known = append(known, key)
			c.decode(key, c.take(root, key, "the catalogue"), v.Field(i), english.Field(i))
		}
		c.rest(root, known, "the catalogue")
	}
	return words, c.err()
}

// catalogue reads a file of texts and collects what is wrong with it.
type catalogue struct {
	name string
	errs []error
}

func newCatalogue(name string, data []byte) (*catalogue, *yaml.Node) {
	c := &catalogue{name: safe(name)}
	var doc yaml.Node
	if len(data) > 1<<20 {
		c.errs = append(c.errs, fmt.Errorf("%s: larger than a megabyte", c.name))
		return c, nil
	}
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		c.errs = append(c.errs, fmt.Errorf("%s: cannot be read as a mapping in YAML", c.name))
		return c, nil
	}
	return c, doc.Content[0]
}

// err returns what is wrong, as much of it as is of use at a time.
func (c *catalogue) err() error {
	if len(c.errs) > maxErrors {
		return errors.Join(append(c.errs[:maxErrors:maxErrors], fmt.Errorf("%s: there are more errors", c.name))...)
	}
	return errors.Join(c.errs...)
}

// maxErrors is how many errors of one catalogue are told.
const maxErrors = 100

func (c *catalogue) fail(n *yaml.Node, format string, args ...any) {
	if len(c.errs) > maxErrors {
		return
	}
	c.errs = append(c.errs, fmt.Errorf("%s:%d:%d: %s", c.name, n.Line, n.Column, fmt.Sprintf(format, args...)))
}

// take returns the value of a key that must be there.
func (c *catalogue) take(m *yaml.Node, key, what string) *yaml.Node {
	if m == nil {
		return nil
	}
	for i := 0; i+1 < len(m.Content) && m.Kind == yaml.MappingNode; i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	c.fail(m, "%s needs %q", what, key)
	return nil
}

// rest reports keys that nobody knows.
func (c *catalogue) rest(m *yaml.Node, known []string, what string) {
	if m == nil || m.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if !slices.Contains(known, m.Content[i].Value) {
			c.fail(m.Content[i], "%s has no %s", what, clean(m.Content[i].Value))
		}
	}
}

var braces = regexp.MustCompile(`\{[a-z]+\}`)

// decode reads a value of the same shape as the English one.
func (c *catalogue) decode(key string, n *yaml.Node, v, english reflect.Value) {
	if n == nil {
		return
	}
	switch english.Kind() {
	case reflect.String:
		v.SetString(c.text(key, n, english.String()))
	case reflect.Map:
		v.Set(reflect.MakeMap(english.Type()))
		var known []string
		for _, k := range english.MapKeys() {
			known = append(known, k.String())
			one := reflect.New(english.Type().Elem()).Elem()
			c.decode(key, c.take(n, k.String(), key), one, english.MapIndex(k))
			v.SetMapIndex(k, one)
		}
		c.rest(n, known, key)
	default:
		if n.Kind != yaml.SequenceNode || len(n.Content) != english.Len() {
			c.fail(n, "%s must be a list of %d texts", key, english.Len())
			return
		}
		if v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), english.Len(), english.Len()))
		}
		for i := range english.Len() {
			c.decode(key, n.Content[i], v.Index(i), english.Index(i))
		}
	}
}

// text reads one text, which stands for an English one.
func (c *catalogue) text(key string, n *yaml.Node, english string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		c.fail(n, "%s must be a text", key)
		return ""
	}
	want, got := braces.FindAllString(english, -1), braces.FindAllString(n.Value, -1)
	slices.Sort(want)
	slices.Sort(got)
	switch {
	case (n.Value == "") != (english == ""):
		c.fail(n, "%s is empty, or should be", key)
	case !slices.Equal(want, got):
		c.fail(n, "%s must have %s, like the English text", key, strings.Join(want, " "))
	case strings.ContainsFunc(n.Value, func(r rune) bool { return !unicode.IsPrint(r) }):
		c.fail(n, "%s has a character that cannot be shown", key)
	}
	return n.Value
}

// texts calls visit with the name and the address of every text of a table
// that a person reads, by ids.
func texts(t *triage.Table, visit func(name string, text *string)) {
	for i := range t.Questions {
		q := &t.Questions[i]
		visit("question "+q.ID+" ask", &q.Ask)
		visit("question "+q.ID+" why", &q.Why)
		for j := range q.Options {
			visit("option "+q.ID+"."+q.Options[j].ID, &q.Options[j].Say)
		}
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		visit("rule "+r.ID+" title", &r.Title)
		if r.About != "" {
			visit("rule "+r.ID+" about", &r.About)
		}
		visit("rule "+r.ID+" because", &r.Because)
		visit("rule "+r.ID+" do", &r.Do)
	}
	for i := range t.Advice {
		a := &t.Advice[i]
		visit("advice "+a.ID, &a.Say)
		for j := range a.Without {
			visit(fmt.Sprintf("advice %s without %d", a.ID, j+1), &a.Without[j].Because)
		}
	}
	for i := range t.SafetyNet {
		visit("safety_net "+t.SafetyNet[i].ID, &t.SafetyNet[i].Say)
	}
	for i := range t.Numbers {
		n := &t.Numbers[i]
		visit("number "+n.Country+" name", &n.Name)
		visit("number "+n.Country+" emergency", &n.Emergency)
		if n.Advice != "" {
			visit("number "+n.Country+" advice", &n.Advice)
		}
	}
	visit("table", &t.Name)
}

// TableCatalogue returns the texts of a table as YAML, by ids, for a
// translator to start from.
func TableCatalogue(t *triage.Table) ([]byte, error) {
	root := &yaml.Node{Kind: yaml.MappingNode}
	texts(t, func(name string, text *string) { add(root, name, encode(reflect.ValueOf(*text))) })
	return yaml.Marshal(root)
}

// Translate puts the texts of a catalogue in place of those of t, which must
// not be in use yet. Rules and ids stay as they are.
func Translate(t *triage.Table, name string, data []byte) error {
	c, root := newCatalogue(name, data)
	if root != nil {
		var known []string
		texts(t, func(key string, text *string) {
			known = append(known, key)
			if n := c.take(root, key, "the catalogue"); n != nil {
				*text = c.text(key, n, *text)
			}
		})
		c.rest(root, known, "the catalogue")
	}
	return c.err()
}
