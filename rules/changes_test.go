package rules

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file tests whether a table guards itself. It changes the files of the shipped
// table in every small way that an author could get wrong, lets naive_test.go judge
// each changed table, and sees whether a check, given only the changed table, finds the
// harmful ones. Changes to what guards a table (promises, marks of red flags) are kept
// apart: a check cannot miss a guard that it never saw, so they are for check
// --against.

var (
	showMissed  = flag.Bool("missed", false, "name the changes of the table that do harm and are not found, and those that do none")
	changeKinds = flag.String("changes", "", "make all changes of the table whose kind this regular expression matches, and no others")
)

// What the tests allocate is short-lived: collecting it less often costs some megabytes
// and saves time.
func init() { debug.SetGCPercent(400) }

var long = flag.Bool("long", false, "try every change of the table, and all else that takes minutes")

// change is one change of the files of a table.
type change struct {
	kind, label string
	guard       bool   // it changes what guards the table
	edit        func() // changes the nodes; make undoes it
}

// tableEditor holds the files of a table in memory, and collects changes to them.
type tableEditor struct {
	names   []string // of the files
	files   map[string]*yaml.Node
	rest    fstest.MapFS // the files as written out
	changes []change
}

// parsed returns the files of the shipped table.
func parsed(tb testing.TB) map[string]*yaml.Node {
	tb.Helper()
	files := map[string]*yaml.Node{}
	names, err := fs.Glob(Files(), "*.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			tb.Fatal(err)
		}
		files[name] = &yaml.Node{}
		if err := yaml.Unmarshal(data, files[name]); err != nil {
			tb.Fatal(name, err)
		}
	}
	return files
}

// newTableEditor returns every change of the shipped table, always in the same
// order.
func newTableEditor(tb testing.TB) *tableEditor {
	tb.Helper()
	c := &tableEditor{files: parsed(tb), rest: fstest.MapFS{}}
	c.names = slices.Sorted(maps.Keys(c.files))
	err := fs.WalkDir(Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(Files(), name)
		c.rest[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range c.names {
		c.rest[name] = &fstest.MapFile{Data: c.written(tb, name)}
	}
	c.rules()
	c.advice()
	c.safetyNet()
	c.questions()
	c.texts()
	c.numbers()
	c.guards()
	return c
}

func (c *tableEditor) written(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := yaml.Marshal(c.files[name])
	if err != nil {
		tb.Fatal(name, err)
	}
	return data
}

// make makes a change, passes on the changed files, and undoes the change.
func (c *tableEditor) make(tb testing.TB, made change, look func(files fs.FS, table *naive)) {
	tb.Helper()
	type saved struct {
		file string
		node *yaml.Node
		was  yaml.Node
	}
	var all []saved
	var keep func(file string, n *yaml.Node)
	keep = func(file string, n *yaml.Node) {
		was := *n
		was.Content = slices.Clone(n.Content)
		all = append(all, saved{file, n, was})
		for _, child := range n.Content {
			keep(file, child)
		}
	}
	for _, name := range c.names {
		keep(name, c.files[name])
	}
	made.edit()
	files, written := maps.Clone(c.rest), map[string]bool{}
	for _, k := range all {
		if !written[k.file] && (k.node.Value != k.was.Value || !slices.Equal(k.node.Content, k.was.Content)) {
			files[k.file], written[k.file] = &fstest.MapFile{Data: c.written(tb, k.file)}, true
		}
	}
	look(files, readNaive(c.files))
	for _, k := range all {
		*k.node = k.was
	}
}

func (c *tableEditor) add(kind, label string, edit func()) {
	c.changes = append(c.changes, change{kind: kind, label: kind + ": " + label, edit: edit})
}

// section calls yield with every item of a section that is a list, and with the list.
func (c *tableEditor) section(name string, yield func(list, item *yaml.Node, id string)) {
	for _, file := range c.names {
		if list := at(c.files[file].Content[0], name); list.Kind == yaml.SequenceNode {
			for _, item := range list.Content {
				yield(list, item, at(item, "id").Value)
			}
		}
	}
}

func (c *tableEditor) items(name string) []*yaml.Node {
	var out []*yaml.Node
	c.section(name, func(_, item *yaml.Node, _ string) { out = append(out, item) })
	return out
}

func word(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

// set changes the text of a scalar.
func set(n *yaml.Node, text string) {
	n.Value, n.Tag, n.Style = text, "!!str", yaml.DoubleQuotedStyle
}

func remove(list *yaml.Node, item *yaml.Node) {
	list.Content = slices.DeleteFunc(list.Content, func(n *yaml.Node) bool { return n == item })
}

func removeKey(mapping *yaml.Node, key string) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			mapping.Content = slices.Delete(mapping.Content, i, i+2)
			return
		}
	}
}

func setKey(mapping *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			mapping.Content[i+1] = value
			return
		}
	}
	mapping.Content = append(mapping.Content, word(key), value)
}

// swap exchanges the words of two scalars.
func swap(a, b *yaml.Node) {
	one, two := a.Value, b.Value
	set(a, two)
	set(b, one)
}

// urgency changes an urgency by one step and to each end.
func (c *tableEditor) urgency(kind, owner string, n *yaml.Node) {
	now, seen := slices.Index(ladder, n.Value), []int{}
	for _, to := range []int{now - 1, now + 1, atHome, callNow} {
		if to < atHome || to > callNow || to == now || slices.Contains(seen, to) {
			continue
		}
		seen = append(seen, to)
		direction := "raised"
		if to < now {
			direction = "lowered"
		}
		c.add(kind+" "+direction, fmt.Sprintf("%s: %s -> %s", owner, ladder[now], ladder[to]), func() { set(n, ladder[to]) })
	}
}

// rules changes everything about rules except their texts.
//   - deleted, retired, urgency: people who came by this rule alone are told something
//     lower.
//   - a condition or step: fewer answers fire the rule, so somebody is told less; or
//     more answers do, which lowers nobody.
//   - contact: see told.lower.
func (c *tableEditor) rules() {
	c.section("rules", func(list, r *yaml.Node, id string) {
		c.add("rule deleted", id, func() { remove(list, r) })
		c.add("rule retired", id, func() { set(at(r, "status"), "retired") })
		c.urgency("urgency of a rule", id, at(r, "urgency"))
		if contact := at(r, "contact"); contact.Kind != 0 {
			c.add("contact removed", id, func() { removeKey(r, "contact") })
			c.add("contact changed", id, func() { set(contact, "doctor") })
		} else {
			c.add("contact added", id, func() { setKey(r, "contact", word("maternity")) })
		}
		c.conditions("rule", id, r, "when")
	})
}

// conditions changes each condition under a key of owner, and each of its steps.
func (c *tableEditor) conditions(kind, id string, owner *yaml.Node, key string) {
	when := at(owner, key)
	if when.Kind == yaml.ScalarNode {
		return
	}
	asked := map[string]bool{}
	entry := func(holder, k, v *yaml.Node) {
		asked[k.Value] = true
		what := id + " " + k.Value
		c.add(kind+" condition dropped", what, func() {
			removeKey(holder, k.Value)
			switch {
			case len(holder.Content) > 0:
			case when.Kind == yaml.SequenceNode:
				remove(when, holder)
			default:
				setKey(owner, key, word("always"))
			}
		})
		if k.Value == "any" {
			return
		}
		c.steps(kind, what, holder, k, v)
	}
	holders := []*yaml.Node{when}
	if when.Kind == yaml.SequenceNode {
		holders = when.Content
	}
	for _, holder := range holders {
		for k, v := range pairs(holder) {
			entry(holder, k, v)
			if k.Value == "any" {
				for inner, values := range pairs(v) {
					asked[inner.Value] = true
					c.add(kind+" alternative dropped", id+" any "+inner.Value, func() { removeKey(v, inner.Value) })
					c.steps(kind, id+" any "+inner.Value, v, inner, values)
				}
			}
		}
	}
	// A condition on some unrelated question. Only the name determines which, so that
	// other changes of a table do not affect the choice.
	var others []string
	for _, q := range c.items("questions") {
		if id := at(q, "id").Value; at(q, "list").Kind != 0 && !asked[id] && at(q, "at_least_one").Kind == 0 {
			others = append(others, id+" "+at(q, "list").Content[0].Value)
		}
	}
	sum := 0
	for _, letter := range kind + id {
		sum += int(letter)
	}
	question, tick, _ := strings.Cut(others[sum%len(others)], " ")
	c.add(kind+" condition added", id+" "+question+"."+tick, func() {
		if when.Kind == yaml.SequenceNode {
			when.Content = append(when.Content, &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{word(question), word(tick)}})
		} else {
			setKey(when, question, word(tick))
		}
	})
}

// steps changes the answers of one condition.
func (c *tableEditor) steps(kind, what string, holder, k, v *yaml.Node) {
	var q *yaml.Node
	for _, question := range c.items("questions") {
		if at(question, "id").Value == k.Value {
			q = question
		}
	}
	if options := at(q, "options"); options.Kind != 0 {
		from, worse := strings.CutSuffix(v.Value, " or worse")
		suffix := ""
		if worse {
			suffix = " or worse"
		}
		for i := 0; i < len(options.Content); i += 2 {
			if options.Content[i].Value != from {
				continue
			}
			if i > 0 {
				to := options.Content[i-2].Value
				c.add(kind+" value lowered", what+" "+from+" -> "+to, func() { set(v, to+suffix) })
			}
			if i+2 < len(options.Content) {
				to := options.Content[i+2].Value
				c.add(kind+" value raised", what+" "+from+" -> "+to, func() { set(v, to+suffix) })
			}
		}
		return
	}
	ticks := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		ticks = v.Content
	}
	named := map[string]bool{}
	for _, tick := range ticks {
		id, unsure := strings.CutSuffix(tick.Value, " or unsure")
		named[id] = true
		if len(ticks) > 1 {
			c.add(kind+" step dropped", what+"."+id, func() { remove(v, tick) })
		}
		if unsure {
			c.add(kind+" \"or unsure\" lost", what+"."+id, func() { set(tick, id) })
		} else if at(q, "at_least_one").Kind == 0 {
			c.add(kind+" \"or unsure\" gained", what+"."+id, func() { set(tick, id+" or unsure") })
		}
	}
	for other := range pairs(at(q, "list")) {
		if named[other.Value] {
			continue
		}
		c.add(kind+" step added", what+"."+other.Value, func() {
			setKey(holder, k.Value, &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: append(slices.Clone(ticks), word(other.Value))})
		})
		if len(ticks) == 1 {
			c.add(kind+" step replaced", what+"."+ticks[0].Value+" -> "+other.Value, func() { setKey(holder, k.Value, word(other.Value)) })
		}
		break // one for each condition will do
	}
}

// advice changes what advice is given and to whom. Advice that somebody new gets is
// harm, and so is advice lost while somebody waits for help; advice lost at home is
// not.
func (c *tableEditor) advice() {
	c.section("advice", func(list, a *yaml.Node, id string) {
		c.add("advice deleted", id, func() { remove(list, a) })
		if at(a, "suits").Kind != yaml.ScalarNode {
			c.add("advice for everybody", id, func() { setKey(a, "suits", word("always")) })
			c.conditions("advice suits:", id, a, "suits")
		}
		c.urgency("advice up_to", id, at(a, "up_to"))
		if at(a, "waiting").Kind != 0 {
			c.add("advice waiting toggled", id+" off", func() { removeKey(a, "waiting") })
			c.add("advice from the wait to home", id, func() { removeKey(a, "waiting"); set(at(a, "up_to"), "today") })
		} else {
			c.add("advice waiting toggled", id+" on", func() { setKey(a, "waiting", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}) })
			c.add("advice from home to the wait", id, func() {
				setKey(a, "waiting", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"})
				set(at(a, "up_to"), "call")
			})
		}
		without := at(a, "without")
		for i, w := range without.Content {
			name := fmt.Sprintf("%s reason %d", id, i+1)
			c.add("withheld: reason deleted", name, func() {
				if remove(without, w); len(without.Content) == 0 {
					removeKey(a, "without")
				}
			})
			c.conditions("withheld:", name, w, "when")
		}
	})
}

// unsafeTexts are what no text may tell anybody for whom a rule has fired.
var unsafeTexts = []string{
	"Rest at home.",
	"Drive to the hospital.",
	"Wait until tomorrow.",
	"See how it goes for a few days.",
	"Rub the leg well.",
	"You have a blood clot.",
	"Take an aspirin now.",
	"Stop taking your tablets today.",
}

// safetyNet changes what brings people back. It is harm if a line is no longer shown
// where it was, or names a place that does not belong to its urgency.
func (c *tableEditor) safetyNet() {
	lines := c.items("safety_net")
	c.section("safety_net", func(list, line *yaml.Node, id string) {
		c.add("safety net: line deleted", id, func() { remove(list, line) })
		c.urgency("safety net", id, at(line, "urgency"))
		for _, text := range unsafeTexts[:4] {
			c.add("safety net: text replaced", id+": "+text, func() { set(at(line, "say"), text) })
		}
		for _, other := range lines[slices.Index(lines, line)+1:] {
			c.add("safety net: texts swapped", id+" and "+at(other, "id").Value, func() { swap(at(line, "say"), at(other, "say")) })
		}
	})
}

// questions changes what is asked, in which order and in which words. People go by the
// words: if words are swapped, they tick the other answer, and the harm is what they
// are told then (inOtherWords).
func (c *tableEditor) questions() {
	var flags []*yaml.Node // the words of the red flags
	var names []string
	say := func(option *yaml.Node) *yaml.Node {
		if option.Kind == yaml.MappingNode {
			return at(option, "say")
		}
		return option
	}
	flagged := func(option *yaml.Node) bool { return at(option, "red_flag").Kind != 0 }
	c.section("questions", func(list, q *yaml.Node, id string) {
		if stage := at(q, "stage"); stage.Kind != 0 {
			c.add("stage dropped", id, func() { removeKey(q, "stage") })
			for _, to := range []string{"life", "limb", "person", "problem"} {
				if to != stage.Value {
					c.add("stage changed", id+" -> "+to, func() { set(stage, to) })
				}
			}
		} else {
			for _, to := range []string{"life", "limb", "person"} {
				c.add("stage changed", id+" -> "+to, func() { setKey(q, "stage", word(to)) })
			}
		}
		place := slices.Index(list.Content, q)
		if place > 0 {
			c.add("question order changed", id+" first", func() { list.Content = slices.Insert(slices.Delete(list.Content, place, place+1), 0, q) })
			c.add("question order changed", id+" one up", func() {
				list.Content[place], list.Content[place-1] = list.Content[place-1], list.Content[place]
			})
		}
		if at(q, "at_least_one").Kind != 0 {
			c.add("at_least_one dropped", id, func() { removeKey(q, "at_least_one") })
		}
		c.add("question deleted", id, func() { remove(list, q) })
		options, ordered := at(q, "list"), false
		if options.Kind == 0 {
			options, ordered = at(q, "options"), true
		}
		for i := 0; i < len(options.Content); i += 2 {
			name, option := id+"."+options.Content[i].Value, options.Content[i+1]
			c.add("option deleted", name, func() { removeKey(options, options.Content[i].Value) })
			for j := i + 2; j < len(options.Content); j += 2 {
				both, other := name+" and "+options.Content[j].Value, options.Content[j+1]
				if ordered {
					c.add("options swapped in order", both, func() {
						o := options.Content
						o[i], o[i+1], o[j], o[j+1] = o[j], o[j+1], o[i], o[i+1]
					})
				}
				switch {
				case flagged(option) && flagged(other):
					c.add("words of red flags swapped", both, func() { swap(say(option), say(other)) })
				case flagged(option) || flagged(other):
					c.add("words of a red flag and another swapped", both, func() { swap(say(option), say(other)) })
				default:
					c.add("words of options swapped", both, func() { swap(say(option), say(other)) })
				}
			}
			if flagged(option) {
				flags, names = append(flags, option), append(names, name)
			}
		}
	})
	for i, one := range flags {
		if j := (i + len(flags)/2) % len(flags); i < j {
			c.add("words of red flags swapped", names[i]+" and "+names[j], func() { swap(say(one), say(flags[j])) })
		}
	}
}

var doNot = regexp.MustCompile(`(^|[.!?:] )Do not (\w)`)

var inDoNot = regexp.MustCompile(`\b(do not|not|never) `)

// texts changes what is said. Which changes do harm is written down in naive.unsaid and
// naive.lost. Another reason or title does no harm as long as people are told to do the
// same, unless the text breaks a rule about words.
func (c *tableEditor) texts() {
	rules := c.items("rules")
	id := func(n *yaml.Node) string { return at(n, "id").Value }
	for i, r := range rules {
		for _, text := range unsafeTexts {
			c.add("do replaced", id(r)+": "+text, func() { set(at(r, "do"), text) })
		}
		for _, like := range []bool{true, false} {
			kind := " swapped, other urgency"
			if like {
				kind = " swapped, same urgency"
			}
			var others []*yaml.Node
			for _, other := range rules {
				if other != r && (at(other, "urgency").Value == at(r, "urgency").Value) == like {
					others = append(others, other)
				}
			}
			if len(others) == 0 {
				continue
			}
			other := others[i*7%len(others)] // a different one each time
			for _, key := range []string{"do", "because", "title", "about"} {
				if at(r, key).Kind != 0 && at(other, key).Kind != 0 {
					c.add(key+kind, id(r)+" and "+id(other), func() { swap(at(r, key), at(other, key)) })
				}
			}
		}
		do := at(r, "do")
		if parts := strings.SplitAfter(do.Value, ". "); len(parts) > 1 {
			for n, part := range parts {
				c.add("sentence of do deleted", id(r)+": "+part, func() {
					set(do, strings.TrimSpace(strings.Join(slices.Delete(slices.Clone(parts), n, n+1), "")))
				})
			}
		}
		c.wording(id(r), do)
		c.wording(id(r), at(r, "because"))
	}
	for _, section := range []string{"advice", "safety_net"} {
		for _, item := range c.items(section) {
			c.wording(id(item), at(item, "say"))
		}
	}
	for _, q := range c.items("questions") {
		c.wording(id(q), at(q, "why"))
	}
	advice := c.items("advice")
	for i, a := range advice {
		for step := 1; step <= 2; step++ {
			if i+step < len(advice) {
				c.add("advice texts swapped", id(a)+" and "+id(advice[i+step]), func() { swap(at(a, "say"), at(advice[i+step], "say")) })
			}
		}
		c.add("advice text replaced", id(a), func() { set(at(a, "say"), unsafeTexts[i%len(unsafeTexts)]) })
	}
}

// wording changes single words of a text: a negation is lost, or an ambulance becomes
// an emergency department or the other way round.
func (c *tableEditor) wording(id string, n *yaml.Node) {
	text := n.Value
	for _, m := range doNot.FindAllStringSubmatchIndex(text, -1) {
		// "Do not rub" -> "Rub"
		lost := text[:m[3]] + strings.ToUpper(text[m[4]:m[5]]) + text[m[5]:]
		c.add("negation lost", id+": "+text[m[3]:], func() { set(n, lost) })
	}
	for _, m := range inDoNot.FindAllStringIndex(text, -1) {
		lost := text[:m[0]] + text[m[1]:]
		c.add("negation lost", id+": "+text[m[0]:], func() { set(n, lost) })
	}
	for _, words := range [][2]string{{"all an ambulance", "o to an emergency department"}, {"o to an emergency department", "all an ambulance"}} {
		first := map[string]string{"all an ambulance": "Gg", "o to an emergency department": "Cc"}[words[0]]
		for from := 0; ; {
			i := strings.Index(text[from:], words[0])
			if i < 1 {
				break
			}
			i += from
			letter := first[:1]
			if text[i-1] >= 'a' {
				letter = first[1:]
			}
			kind := "ambulance becomes emergency department"
			if first == "Cc" {
				kind = "emergency department becomes ambulance"
			}
			c.add(kind, id+": "+text[i-1:], func() { set(n, text[:i-1]+letter+words[1]+text[i+len(words[0]):]) })
			from = i + len(words[0])
		}
	}
}

// numbers changes what people dial: any other number is harm.
func (c *tableEditor) numbers() {
	for _, file := range c.names {
		countries := at(c.files[file].Content[0], "numbers").Content
		for i := 0; i < len(countries); i += 2 {
			country, n := countries[i].Value, at(countries[i+1], "emergency")
			for d, digit := range n.Value {
				if digit >= '0' && digit <= '9' {
					to := n.Value[:d] + strconv.Itoa(int(digit-'0'+1)%10) + n.Value[d+1:]
					c.add("digit of a number changed", country+" "+to, func() { set(n, to) })
				}
			}
			for j := i + 2; j < len(countries); j += 2 {
				if other := at(countries[j+1], "emergency"); other.Value != n.Value {
					c.add("numbers of countries swapped", country+" and "+countries[j].Value, func() { swap(n, other) })
					break
				}
			}
		}
	}
}

// known are the sections that say what a table does; every other section, and the mark
// of a red flag, guards it.
var known = []string{"table", "questions", "rules", "advice", "safety_net", "sources", "numbers"}

// guards changes what guards the table: each item of a section that serves only as a
// guard is deleted, loses a field, or asks for less.
func (c *tableEditor) guards() {
	from := len(c.changes)
	for _, file := range c.names {
		for section, list := range pairs(c.files[file].Content[0]) {
			if slices.Contains(known, section.Value) {
				continue
			}
			name := section.Value
			if list.Kind == yaml.MappingNode {
				for k := range pairs(list) {
					c.add(name+" deleted", k.Value, func() { removeKey(list, k.Value) })
				}
				continue
			}
			for _, item := range list.Content {
				id := at(item, "id").Value
				c.add(name+" deleted", id, func() { remove(list, item) })
				for k, v := range pairs(item) {
					switch {
					case slices.Contains([]string{"id", "say", "sources", "when"}, k.Value):
					case slices.Contains(ladder, v.Value):
						c.add(name+" weakened", id+" "+k.Value, func() { removeKey(item, k.Value) })
						c.urgency(name+" "+k.Value, id, v)
					default:
						c.add(name+" weakened", id+" "+k.Value, func() { removeKey(item, k.Value) })
					}
				}
				if at(item, "when").Kind != 0 {
					c.conditions(name, id, item, "when")
				}
			}
		}
	}
	c.section("questions", func(_, q *yaml.Node, id string) {
		for _, key := range []string{"list", "options"} {
			for k, v := range pairs(at(q, key)) {
				switch flag := at(v, "red_flag"); {
				case flag.Kind == yaml.MappingNode:
					c.conditions("red flag partner", id+"."+k.Value, v, "red_flag")
					fallthrough
				case flag.Kind != 0:
					c.add("red flag mark deleted", id+"."+k.Value, func() { removeKey(v, "red_flag") })
				}
			}
		}
	})
	for i := from; i < len(c.changes); i++ {
		c.changes[i].guard = true
	}
}

// judge says what harm a changed table does.
type judge struct {
	table  *naive
	crowd  []naivePerson
	before *told
	held   heldBy
}

// judges are the judges made so far, by the number of people drawn for them.
var judges = map[int]*judge{}

func newJudge(tb testing.TB, drawn int) *judge {
	if j := judges[drawn]; j != nil {
		return j
	}
	j := &judge{table: readNaive(parsed(tb)), held: heldBy{}}
	j.crowd = naiveCrowd(j.table, drawn)
	j.before = j.table.tell(j.crowd, j.held)
	judges[drawn] = j
	return j
}

// harm returns the harm that a changed table does to somebody, or "".
func (j *judge) harm(changed *naive) string {
	if harm := j.table.spoiled(changed); harm != "" {
		return harm
	}
	people, who := inOtherWords(j.table, changed, j.crowd)
	switch {
	case len(people) > 0:
		const some = 500 // the first of them usually show it
		for from := 0; from < len(people); from += some {
			to := min(from+some, len(people))
			if harm := j.before.of(who[from:to]).lower(changed.tell(people[from:to], heldBy{})); harm != "" {
				return harm
			}
		}
		return ""
	case changed.does(j.table):
		return ""
	}
	return j.before.lower(changed.tell(j.crowd, maps.Clone(j.held)))
}

// tally counts the changes of one kind.
type tally struct{ changes, harmful, loader, check, passed int }

// TestChangesThatDoHarmAreFound changes the shipped table, and demands that reading or
// checking the changed table finds the changes that do harm. Without -long it makes a
// sample of the changes.
func TestChangesThatDoHarmAreFound(t *testing.T) {
	t.Parallel()
	every, drawn := 1, 3_000
	if !*long && *changeKinds == "" {
		every, drawn = 1597, 300
	}
	wanted := regexp.MustCompile(*changeKinds)
	j := newJudge(t, drawn)
	var all []change
	counts := map[string]*tally{}
	var mu sync.Mutex
	var missed, harmless []string
	var next atomic.Int64
	t.Run("all", func(t *testing.T) {
		for part := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint("part ", part), func(t *testing.T) {
				t.Parallel()
				c := newTableEditor(t)
				mine := &judge{j.table, j.crowd, j.before, j.held}
				mu.Lock()
				all = c.changes
				mu.Unlock()
				for {
					i := int(next.Add(1)-1) * every
					if i >= len(c.changes) {
						return
					}
					made := c.changes[i]
					if !wanted.MatchString(made.kind) {
						continue
					}
					c.make(t, made, func(files fs.FS, changed *naive) {
						harm := ""
						if !made.guard {
							harm = mine.harm(changed)
						}
						var loaded bool
						var found []string
						if harm != "" || made.guard {
							loaded, found = findings(files)
						}
						mu.Lock()
						defer mu.Unlock()
						if counts[made.kind] == nil {
							counts[made.kind] = &tally{}
						}
						n := counts[made.kind]
						n.changes++
						if harm == "" && !made.guard {
							harmless = append(harmless, made.label)
							return
						}
						n.harmful++
						switch {
						case !loaded:
							n.loader++
						case len(found) > 0:
							n.check++
						default:
							n.passed++
							missed = append(missed, fmt.Sprintf("%s\n\t%s", made.label, harm))
						}
					})
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	if guards := len(all) - len(slices.DeleteFunc(slices.Clone(all), func(c change) bool { return c.guard })); len(all)-guards < 2_500 {
		t.Errorf("only %d changes were tried", len(all)-guards)
	}
	report := func(guard bool) {
		var sum tally
		var kinds []string
		for _, c := range all {
			if c.guard == guard && !slices.Contains(kinds, c.kind) && counts[c.kind] != nil {
				kinds = append(kinds, c.kind)
			}
		}
		var b strings.Builder
		for _, kind := range kinds {
			n := counts[kind]
			fmt.Fprintf(&b, "%-42s %5d %7d %7d %6d %6d\n", kind, n.changes, n.harmful, n.loader, n.check, n.passed)
			sum = tally{sum.changes + n.changes, sum.harmful + n.harmful, sum.loader + n.loader, sum.check + n.check, sum.passed + n.passed}
			if !guard && n.passed > 0 {
				t.Errorf("%s: %d changes that do harm are not found (-missed names them)", kind, n.passed)
			}
		}
		t.Logf("\n%-42s %5s %7s %7s %6s %6s\n%s%-42s %5d %7d %7d %6d %6d", "kind", "all", "harmful", "loader", "check", "passed",
			b.String(), "in all", sum.changes, sum.harmful, sum.loader, sum.check, sum.passed)
	}
	report(false)
	t.Log("of what guards the table, for check --against (all count as harmful):")
	report(true)
	slices.Sort(missed)
	slices.Sort(harmless)
	for _, h := range harmless {
		t.Log("HARMLESS ", h)
	}
	if *showMissed {
		t.Logf("not found:\n%s\nharmless:\n%s", strings.Join(missed, "\n"), strings.Join(harmless, "\n"))
	}
}

// findings returns the errors that a check of a table finds, and whether the table
// loads at all.
func findings(files fs.FS) (loaded bool, errors []string) {
	table, err := Load(files)
	if err != nil {
		return false, nil
	}
	for _, f := range table.Check(triage.DefaultBudget).Findings {
		if f.Severity == triage.Mistaken {
			errors = append(errors, f.Kind+": "+f.Message)
		}
	}
	return true, errors
}

// TestUnchangedTableIsNotFound makes no change: the files written out again say the
// same, and nobody is harmed.
func TestUnchangedTableIsNotFound(t *testing.T) {
	t.Parallel()
	c, j := newTableEditor(t), newJudge(t, 300)
	c.make(t, change{edit: func() {}}, func(files fs.FS, table *naive) {
		if harm := j.harm(table); harm != "" {
			t.Errorf("an unchanged table does harm: %s", harm)
		}
		if loaded, found := findings(files); !loaded || len(found) > 0 {
			t.Errorf("an unchanged table: loaded %v, found %v", loaded, found)
		}
	})
}
