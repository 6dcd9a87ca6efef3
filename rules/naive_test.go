package rules

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file works out independently what a table tells people, from the nodes of its
// files alone. It shares no loader, no scales and no bit sets with the program, and has
// only maps of answers and plain loops. It judges whether a changed table does harm
// (changes_test.go), so it must not be wrong in the same way as the program.

// naive is a table as written in its files.
type naive struct {
	questions []naiveQuestion
	rules     []naiveRule
	advice    []naiveAdvice
	net       []naiveLine
	numbers   map[string]string // by country, what to dial in an emergency
}

type naiveQuestion struct {
	id, stage, ask, why string
	list, atLeastOne    bool
	options             []naiveOption
}

type naiveOption struct {
	id, say string
	flag    bool
}

type naiveRule struct {
	id, title, about, because, do, contact string
	urgency                                int // in ladder
	when                                   naiveWhen
}

type naiveAdvice struct {
	id, say string
	suits   naiveWhen
	without []naiveWithhold
	from    int // -1: any
	upTo    int
	waiting bool
}

type naiveWithhold struct {
	when    naiveWhen
	because string
}

type naiveLine struct {
	id, say string
	urgency int
}

// ladder holds the urgencies from the lowest to the highest.
var ladder = []string{"home", "routine", "soon", "today", "go", "call"}

const (
	atHome = iota
	inTwoWeeks
	inTwoDays
	sameDay
	goNow
	callNow
)

// naiveWhen is a list of conditions that must all hold; a condition is a list of
// alternatives. The answers that meet an alternative are written out, the calmest
// first, so that no code needs to know what is worse.
type naiveWhen [][]alternative

type alternative struct {
	about  string // a question, or question.tick
	counts []string
}

// String writes everything that w means, so that equal meanings give equal texts.
func (w naiveWhen) String() string {
	var b strings.Builder
	for _, condition := range w {
		for _, a := range condition {
			b.WriteString(a.about)
			for _, answer := range a.counts {
				b.WriteString("=" + answer)
			}
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// at returns the value of a key in a mapping, or an empty node.
func at(n *yaml.Node, key string) *yaml.Node {
	for k, v := range pairs(n) {
		if k.Value == key {
			return v
		}
	}
	return &yaml.Node{}
}

// readNaive reads the files of a table, leaving out what makes no sense.
func readNaive(files map[string]*yaml.Node) *naive {
	t := &naive{numbers: map[string]string{}}
	section := func(name string, read func(n *yaml.Node)) {
		for _, file := range slices.Sorted(maps.Keys(files)) {
			if section := at(files[file].Content[0], name); section.Kind == yaml.SequenceNode {
				for _, item := range section.Content {
					read(item)
				}
			}
		}
	}
	section("questions", func(n *yaml.Node) {
		q := naiveQuestion{id: at(n, "id").Value, stage: at(n, "stage").Value, ask: at(n, "ask").Value, why: at(n, "why").Value, atLeastOne: at(n, "at_least_one").Value == "true"}
		options := at(n, "options")
		if q.list = options.Kind == 0; q.list {
			options = at(n, "list")
		}
		for k, v := range pairs(options) {
			o := naiveOption{id: k.Value, say: v.Value}
			if v.Kind == yaml.MappingNode {
				o.say, o.flag = at(v, "say").Value, at(v, "red_flag").Kind != 0
			}
			q.options = append(q.options, o)
		}
		t.questions = append(t.questions, q)
	})
	section("rules", func(n *yaml.Node) {
		r := naiveRule{
			id: at(n, "id").Value, urgency: slices.Index(ladder, at(n, "urgency").Value), when: t.when(at(n, "when")), contact: at(n, "contact").Value,
			title: at(n, "title").Value, about: at(n, "about").Value, because: at(n, "because").Value, do: at(n, "do").Value,
		}
		if at(n, "status").Value != "retired" {
			t.rules = append(t.rules, r)
		}
	})
	section("advice", func(n *yaml.Node) {
		a := naiveAdvice{
			id: at(n, "id").Value, say: at(n, "say").Value, suits: t.when(at(n, "suits")),
			from: slices.Index(ladder, at(n, "from").Value), upTo: slices.Index(ladder, at(n, "up_to").Value), waiting: at(n, "waiting").Value == "true",
		}
		for _, w := range at(n, "without").Content {
			a.without = append(a.without, naiveWithhold{t.when(at(w, "when")), at(w, "because").Value})
		}
		t.advice = append(t.advice, a)
	})
	section("safety_net", func(n *yaml.Node) {
		t.net = append(t.net, naiveLine{at(n, "id").Value, at(n, "say").Value, slices.Index(ladder, at(n, "urgency").Value)})
	})
	for _, file := range files {
		for country, n := range pairs(at(file.Content[0], "numbers")) {
			t.numbers[country.Value] = at(n, "emergency").Value
		}
	}
	return t
}

func (t *naive) question(id string) *naiveQuestion {
	for i := range t.questions {
		if t.questions[i].id == id {
			return &t.questions[i]
		}
	}
	return nil
}

func (q *naiveQuestion) option(id string) *naiveOption {
	for i := range q.options {
		if q.options[i].id == id {
			return &q.options[i]
		}
	}
	return nil
}

func (t *naive) when(n *yaml.Node) naiveWhen {
	var out naiveWhen
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			out = append(out, t.when(item)...)
		}
		return out
	}
	for k, v := range pairs(n) {
		var condition []alternative
		if k.Value == "any" {
			for k, v := range pairs(v) {
				condition = append(condition, t.alternatives(k.Value, v)...)
			}
		} else {
			condition = t.alternatives(k.Value, v)
		}
		out = append(out, condition)
	}
	return out
}

func (t *naive) alternatives(question string, n *yaml.Node) []alternative {
	q := t.question(question)
	if q == nil {
		return nil
	}
	if !q.list {
		from := strings.TrimSuffix(n.Value, " or worse")
		a := alternative{about: question}
		for _, o := range q.options {
			if o.id == from || len(a.counts) > 0 {
				a.counts = append(a.counts, o.id)
			}
		}
		return []alternative{a}
	}
	ticks := n.Content
	if n.Kind == yaml.ScalarNode {
		ticks = []*yaml.Node{n}
	}
	var out []alternative
	for _, tick := range ticks {
		id, unsure := strings.CutSuffix(tick.Value, " or unsure")
		counts := []string{"yes"}
		if unsure {
			counts = []string{"unsure", "yes"}
		}
		out = append(out, alternative{question + "." + id, counts})
	}
	return out
}

// naivePerson is what a person says to every question: an option for a question with
// one answer, unsure or yes for a tick. An absent tick is a no.
type naivePerson map[string]string

func (p naivePerson) says(about string) string {
	if answer, ok := p[about]; ok {
		return answer
	}
	return "no"
}

// wasPregnant reports whether somebody is pregnant, was lately, or may be.
func (p naivePerson) wasPregnant() bool {
	return slices.ContainsFunc([]string{"person.pregnant", "person.baby", "person.year"}, func(about string) bool { return p.says(about) != "no" })
}

func (w naiveWhen) holds(p naivePerson) bool {
	for _, condition := range w {
		held := false
		for _, a := range condition {
			if slices.Contains(a.counts, p.says(a.about)) {
				held = true
				break
			}
		}
		if !held {
			return false
		}
	}
	return true
}

// String names the answers that are not calm.
func (p naivePerson) String() string {
	var out []string
	for _, about := range slices.Sorted(maps.Keys(p)) {
		out = append(out, about+"="+p[about])
	}
	return strings.Join(out, " ")
}

// calmest returns somebody who meets these alternatives as calmly as possible and is
// otherwise calm, or nil if they exclude each other.
func (t *naive) calmest(alternatives ...alternative) naivePerson {
	p := naivePerson{}
	for _, q := range t.questions {
		if !q.list && len(q.options) > 0 {
			p[q.id] = q.options[0].id
		}
	}
	asked := map[string][]string{}
	for _, a := range alternatives {
		counts, again := asked[a.about]
		if !again {
			counts = a.counts
		}
		asked[a.about] = slices.DeleteFunc(slices.Clone(counts), func(answer string) bool { return !slices.Contains(a.counts, answer) })
	}
	for about, counts := range asked {
		if len(counts) == 0 {
			return nil
		}
		p[about] = counts[0]
	}
	return p
}

// choices returns every way to choose one alternative of each condition.
func (w naiveWhen) choices() [][]alternative {
	out := [][]alternative{nil}
	for _, condition := range w {
		var next [][]alternative
		for _, chosen := range out {
			for _, a := range condition {
				next = append(next, append(slices.Clone(chosen), a))
			}
		}
		out = next
	}
	return out
}

// ticked returns people who say what p says and also tick one thing on each list that
// needs a tick: if p ticks nothing there, one person for each tick, or only for the
// first.
func (t *naive) ticked(p naivePerson, all bool) []naivePerson {
	out := []naivePerson{p}
	for _, q := range t.questions {
		if !q.atLeastOne || p == nil {
			continue
		}
		if slices.ContainsFunc(q.options, func(o naiveOption) bool { return p.says(q.id+"."+o.id) == "yes" }) {
			continue
		}
		var next []naivePerson
		for _, p := range out {
			for _, o := range q.options {
				with := naivePerson{}
				for k, v := range p {
					with[k] = v
				}
				with[q.id+"."+o.id] = "yes"
				next = append(next, with)
				if !all {
					break
				}
			}
		}
		out = next
	}
	return out
}

// naiveCrowd makes the people on whom tables are compared: for each rule, everybody
// with a minimal set of answers for it, and one of them combined with each other rule;
// for each piece of advice, everybody whom it suits, alone, with each answer that
// withholds it, and with each rule; and random people, who are calm in most answers.
func naiveCrowd(t *naive, drawn int) []naivePerson {
	var out []naivePerson
	seen := map[string]bool{}
	add := func(all bool, alternatives ...alternative) {
		for _, p := range t.ticked(t.calmest(alternatives...), all) {
			if name := p.String(); p != nil && !seen[name] {
				seen[name] = true
				out = append(out, p)
			}
		}
	}
	first := func(w naiveWhen) []alternative {
		for _, chosen := range w.choices() {
			return chosen
		}
		return nil
	}
	for i, r := range t.rules {
		for _, chosen := range r.when.choices() {
			add(true, chosen...)
		}
		for _, other := range t.rules[i+1:] {
			add(false, append(first(r.when), first(other.when)...)...)
		}
	}
	for _, a := range t.advice {
		for _, chosen := range a.suits.choices() {
			add(true, chosen...)
			for _, w := range a.without {
				for _, reason := range w.when.choices() {
					add(false, append(slices.Clone(chosen), reason...)...)
				}
			}
		}
		for _, r := range t.rules {
			add(false, append(first(a.suits), first(r.when)...)...)
		}
	}
	for number := range drawn {
		r := rand.New(rand.NewPCG(crowdSeed, uint64(number)))
		p := t.calmest()
		for _, q := range t.questions {
			for i, o := range q.options {
				switch {
				case r.IntN(calm) > 0:
				case q.list && (q.atLeastOne || r.IntN(2) == 0):
					p[q.id+"."+o.id] = "yes"
				case q.list:
					p[q.id+"."+o.id] = "unsure"
				default:
					p[q.id] = q.options[i].id
				}
			}
		}
		ticks := t.ticked(p, true)
		out = append(out, ticks[r.IntN(len(ticks))])
	}
	return out
}

// The places that a person can be sent to, from the lowest to the highest.
const (
	placeHome = iota
	placeDoctor
	placeMaternity
	placeDepartment
	placeAmbulance
)

var placeNames = []string{"home", "a doctor", "the maternity unit", "the emergency department", "an ambulance"}

// told is what a table tells a crowd, person by person.
type told struct {
	table   *naive
	people  []naivePerson
	urgency []int
	place   []int
	unit    []bool            // sent to the maternity unit, now or later
	given   map[string][]bool // by the words of the advice
}

// heldBy says for which people of a crowd conditions hold, by the meaning of the
// conditions.
type heldBy map[string][]bool

func (h heldBy) of(w naiveWhen, people []naivePerson) []bool {
	name := w.String()
	if h[name] == nil {
		held := make([]bool, len(people))
		for i, p := range people {
			held[i] = len(w) != 1 || len(w[0]) != 1 || w.holds(p)
		}
		if len(w) != 1 || len(w[0]) != 1 {
			// Each part is tested on everybody once, however often it comes up.
			for _, condition := range w {
				met := make([]bool, len(people))
				for _, a := range condition {
					for i, holds := range h.of(naiveWhen{{a}}, people) {
						met[i] = met[i] || holds
					}
				}
				for i := range held {
					held[i] = held[i] && met[i]
				}
			}
		}
		h[name] = held
	}
	return h[name]
}

// tell works out what a table tells a crowd. It reuses what is in held.
func (t *naive) tell(people []naivePerson, held heldBy) *told {
	out := &told{t, people, make([]int, len(people)), make([]int, len(people)), make([]bool, len(people)), map[string][]bool{}}
	for _, r := range t.rules {
		for i, holds := range held.of(r.when, people) {
			if holds {
				out.urgency[i] = max(out.urgency[i], r.urgency)
			}
		}
	}
	for i, u := range out.urgency {
		out.place[i] = [...]int{placeHome, placeDoctor, placeDoctor, placeDoctor, placeDepartment, placeAmbulance}[u]
		out.unit[i] = placeHome < out.place[i] && out.place[i] < placeAmbulance
	}
	// The maternity unit is named only when every deciding rule names it.
	for _, r := range t.rules {
		for i, holds := range held.of(r.when, people) {
			if holds && r.urgency == out.urgency[i] && r.contact != "maternity" {
				out.unit[i] = false
			}
		}
	}
	for i, unit := range out.unit {
		if unit && out.place[i] == placeDepartment {
			out.place[i] = placeMaternity
		}
	}
	for _, a := range t.advice {
		given := make([]bool, len(people))
		suits := held.of(a.suits, people)
		var without [][]bool
		for _, w := range a.without {
			without = append(without, held.of(w.when, people))
		}
	people:
		for i := range people {
			if !suits[i] || out.urgency[i] < a.from || out.urgency[i] > a.upTo || a.waiting != (out.urgency[i] >= goNow) {
				continue
			}
			for _, w := range without {
				if w[i] {
					continue people
				}
			}
			given[i] = true
		}
		if before := out.given[a.say]; before != nil {
			for i := range given {
				given[i] = given[i] || before[i]
			}
		}
		out.given[a.say] = given
	}
	return out
}

// does reports whether two tables do the same with every person, apart from texts.
func (t *naive) does(other *naive) bool {
	return slices.EqualFunc(t.rules, other.rules, func(a, b naiveRule) bool {
		return a.urgency == b.urgency && a.contact == b.contact && a.when.String() == b.when.String()
	}) && reflect.DeepEqual(t.advice, other.advice)
}

// lower returns the first harm that a changed table does to somebody in a crowd, or "".
// The people are the same in both, in the same order.
//   - A lower urgency, or a lower place at the same urgency: the person comes
//     too late, or to the wrong door.
//   - The maternity unit for somebody who is not pregnant and has not been: nobody
//     there will see them.
//   - Advice that the person was not given before: it was withheld to protect them.
//     Advice is identified by its words, so other words are other advice. Advice for
//     the wait in a new emergency is not harm, nor is advice lost because the urgency
//     rises.
//   - Advice for the wait that is lost in an emergency.
func (before *told) lower(after *told) string {
	for i, p := range before.people {
		was, is := before.urgency[i], after.urgency[i]
		switch {
		case is < was:
			return fmt.Sprintf("%s, not %s, for %v", ladder[is], ladder[was], p)
		case after.place[i] < before.place[i]:
			return fmt.Sprintf("%s, not %s, for %v", placeNames[after.place[i]], placeNames[before.place[i]], p)
		case after.unit[i] && !before.unit[i] && !p.wasPregnant():
			return fmt.Sprintf("the maternity unit for %v", p)
		}
	}
	waiting := func(t *naive, say string) bool {
		return slices.ContainsFunc(t.advice, func(a naiveAdvice) bool { return a.say == say && a.waiting })
	}
	for _, say := range slices.Sorted(maps.Keys(after.given)) {
		was := before.given[say]
		for i, given := range after.given[say] {
			if given && (was == nil || !was[i]) && (before.urgency[i] >= goNow || !waiting(after.table, say)) {
				return fmt.Sprintf("advice %q for %v", say, before.people[i])
			}
		}
	}
	for _, say := range slices.Sorted(maps.Keys(before.given)) {
		is := after.given[say]
		if !waiting(before.table, say) && !strings.Contains(say, "at once") {
			continue
		}
		for i, given := range before.given[say] {
			if given && (is == nil || !is[i]) && before.urgency[i] == after.urgency[i] {
				return fmt.Sprintf("no advice %q any more for %v", say, before.people[i])
			}
		}
	}
	return ""
}

// inOtherWords returns what people in a crowd answer to a changed table if they go by
// the words, and which people answer differently. Somebody whose words are gone cannot
// tick them, and is not sure which other answer would be right.
func inOtherWords(before, after *naive, people []naivePerson) (changed []naivePerson, who []int) {
	ids := map[string]string{}
	for _, q := range before.questions {
		now := after.question(q.id)
		if now == nil {
			continue
		}
		for _, o := range q.options {
			to := o.id
			if same := now.option(o.id); same == nil || same.say != o.say {
				i := slices.IndexFunc(now.options, func(n naiveOption) bool { return n.say == o.say })
				switch {
				case i >= 0:
					to = now.options[i].id
				case same == nil:
					to = ""
				}
			}
			if to != o.id {
				ids[q.id+"."+o.id] = to
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	for i, p := range people {
		other, differs := naivePerson{}, false
		for about, answer := range p {
			if question, _, tick := strings.Cut(about, "."); tick {
				if to, ok := ids[about]; ok {
					differs = true
					if to == "" {
						continue
					}
					about = question + "." + to
				}
			} else if to, ok := ids[about+"."+answer]; ok {
				differs = true
				if answer = to; to == "" {
					answer = "unsure"
				}
			}
			other[about] = answer
		}
		if differs {
			changed, who = append(changed, other), append(who, i)
		}
	}
	return changed, who
}

// of returns what some of the people were told.
func (t *told) of(who []int) *told {
	out := &told{table: t.table, given: map[string][]bool{}}
	for _, i := range who {
		out.people = append(out.people, t.people[i])
		out.urgency = append(out.urgency, t.urgency[i])
		out.place = append(out.place, t.place[i])
		out.unit = append(out.unit, t.unit[i])
	}
	for say, given := range t.given {
		some := make([]bool, len(who))
		for n, i := range who {
			some[n] = given[i]
		}
		out.given[say] = some
	}
	return out
}

// pages returns the questions in the order in which they are asked.
func (t *naive) pages() []string {
	var out []string
	for _, stage := range []string{"life", "limb", "person", ""} {
		for _, q := range t.questions {
			if q.stage == stage || stage == "" && q.stage == "problem" {
				out = append(out, q.id)
			}
		}
	}
	return out
}

// spoiled returns the first harm that a changed table does to people in general, or "".
//   - A line of the safety net that is no longer shown with a result: nobody says when
//     to come back.
//   - A page of danger signs that is no longer at the start.
//   - A list that needed a tick and can now be passed without one.
//   - A red flag with other words: people tick something else.
//   - Another number to dial.
//   - A text that newly breaks a rule about words, or that has lost something that
//     protects people.
func (before *naive) spoiled(after *naive) string {
	for u := range ladder {
		for _, line := range before.net {
			shown := func(l naiveLine) bool {
				now := sentences(l.say)
				return l.urgency > u && !slices.ContainsFunc(sentences(line.say), func(s string) bool { return !stays(s, now) })
			}
			if line.urgency > u && !slices.ContainsFunc(after.net, shown) {
				return fmt.Sprintf("the safety net at %s lacks %q", ladder[u], line.say)
			}
		}
	}
	if was, is := before.pages(), after.pages(); !slices.Equal(was[:2], is[:min(2, len(is))]) {
		return fmt.Sprintf("the first pages are %v", is[:2])
	}
	for _, q := range before.questions {
		now := after.question(q.id)
		if q.atLeastOne && (now == nil || !now.atLeastOne) {
			return q.id + " can be passed without an answer"
		}
		for _, o := range q.options {
			if !o.flag || now == nil {
				continue
			}
			if same := now.option(o.id); same == nil || same.say != o.say {
				return fmt.Sprintf("the red flag %s.%s has other words", q.id, o.id)
			}
		}
	}
	for _, country := range slices.Sorted(maps.Keys(before.numbers)) {
		if is := after.numbers[country]; is != before.numbers[country] {
			return fmt.Sprintf("%s dials %q", country, is)
		}
	}
	known := before.unsaid()
	for _, broken := range after.unsaid() {
		if !slices.Contains(known, broken) {
			return broken
		}
	}
	return before.lost(after)
}

// sentences returns the sentences of a text in lower case.
func sentences(text string) []string {
	var out []string
	text = strings.TrimRight(strings.ToLower(text), ".!? ")
	for i := 0; i+1 < len(text); i++ {
		if strings.IndexByte(".!?", text[i]) >= 0 && text[i+1] == ' ' {
			out = append(out, strings.TrimLeft(text[:i], " "))
			text, i = text[i+1:], -1
		}
	}
	return append(out, strings.TrimLeft(text, " "))
}

// conditional reports whether a sentence is about what may happen.
func conditional(sentence string) bool {
	return strings.HasPrefix(sentence, "if ") || strings.Contains(sentence, " if ")
}

// forbids reports whether a sentence says what not to do.
func forbids(sentence string) bool {
	return strings.Contains(sentence, "do not ") || strings.Contains(sentence, "never ")
}

// stays reports whether a sentence is still there, perhaps with an ambulance in place
// of the emergency department, which is no less.
func stays(sentence string, now []string) bool {
	return slices.Contains(now, sentence) || slices.Contains(now, strings.ReplaceAll(sentence, "go to an emergency department", "call an ambulance"))
}

// says returns the urgency of what an instruction says to do now: the highest of its
// sentences without an "if".
func says(text string) int {
	u := atHome
	for _, s := range sentences(text) {
		has := func(words ...string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
		}
		switch {
		case conditional(s) || forbids(s):
		case has("ambulance"):
			u = max(u, callNow)
		case has("hospital", "emergency department", "maternity unit", " team ", " team") && has("now", "at once", "drive"):
			u = max(u, goNow)
		case has("today"):
			u = max(u, sameDay)
		case has("two or three days"):
			u = max(u, inTwoDays)
		case has("two weeks"):
			u = max(u, inTwoWeeks)
		}
	}
	return u
}

// drug matches an instruction to take a drug. "Take no tablets" and "take your
// medicines with you" are not such instructions.
var drug = regexp.MustCompile(`\btake (an? |some |one |two )?(aspirin|ibuprofen|paracetamol|naproxen|painkiller|tablet|antibiotic)`)

// unsaid returns every text of the table that breaks a rule about words, with the rule.
// The rules are few, and each thinks of somebody who does what they read:
//   - The "do" of a rule names no lower urgency than the rule has. So a "call" names
//     the ambulance and a "go" says where to go now.
//   - Nobody is told to drive. Nobody who needs an ambulance is told to wait, to go by
//     themselves, or to stay at home; nobody who needs an emergency department is told
//     to stay at home or to wait; nobody who needs a doctor is told to see how it goes.
//   - Nobody who can stay at home is told to come at once.
//   - Calming words are for self-care only.
//   - Nobody is told what they have, to take a drug, to stop taking one, or, if a rule
//     has fired, to rub the leg.
//   - A line of the safety net names the place that belongs to its urgency.
func (t *naive) unsaid() []string {
	var out []string
	text := func(owner, text string, broken func(sentence string) string) {
		for _, s := range sentences(text) {
			if why := broken(s); why != "" {
				out = append(out, fmt.Sprintf("%s %s: %q", owner, why, s))
			}
		}
	}
	anywhere := func(s string) string {
		switch {
		case strings.HasPrefix(s, "you have a ") || strings.HasPrefix(s, "you have an "):
			return "says what somebody has"
		case strings.Contains(s, "stop taking"):
			return "says to stop taking a medicine"
		case strings.Contains(s, "take ") && drug.MatchString(s):
			return "says to take a medicine"
		}
		return ""
	}
	for _, r := range t.rules {
		owner := "rule " + r.id
		// If the maternity unit comes first, the headline names the places and the rule
		// says what to tell them there.
		if said := says(r.do); said < r.urgency && !(r.contact == "maternity" && r.urgency == goNow && strings.Contains(r.do, "about the pregnancy")) {
			out = append(out, fmt.Sprintf("%s, which is %s, says only %s: %q", owner, ladder[r.urgency], ladder[said], r.do))
		} else if r.urgency == atHome && said >= sameDay {
			out = append(out, fmt.Sprintf("%s, which is for home, says to come: %q", owner, r.do))
		}
		text(owner, r.do, func(s string) string {
			has := func(words ...string) bool {
				return !forbids(s) && slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
			}
			switch {
			case has("drive"):
				return "says to drive"
			case r.urgency == callNow && has("go to ", "by yourself", "walk"):
				return "says to go"
			case r.urgency >= goNow && has("at home", "wait ", "tomorrow"):
				return "says to wait"
			case r.urgency >= inTwoWeeks && has("how it goes"):
				return "says to wait"
			case has("rub ", "massage"):
				return "says to rub"
			}
			return anywhere(s)
		})
		for _, other := range []string{r.title, r.about, r.because, r.do} {
			text(owner, other, func(s string) string {
				if r.urgency > atHome && slices.ContainsFunc([]string{"no sign that you need", "none of your answers", "at home"}, func(calms string) bool { return strings.Contains(s, calms) }) {
					return "calms"
				}
				return anywhere(s)
			})
		}
	}
	for _, a := range t.advice {
		text("advice "+a.id, a.say, anywhere)
		for _, w := range a.without {
			text("advice "+a.id, w.because, anywhere)
		}
	}
	for _, line := range t.net {
		place := [...]string{"", "doctor", "doctor", "same day", "emergency department", "ambulance"}[line.urgency]
		if !strings.Contains(strings.ToLower(line.say), place) {
			out = append(out, fmt.Sprintf("safety net %s, which is for %s, does not say so", line.id, ladder[line.urgency]))
		}
		text("safety net "+line.id, line.say, anywhere)
	}
	return out
}

// lost returns a protective sentence of a rule that the changed table no longer has, or
// "": what not to do, when to get more help, to keep taking a medicine until somebody
// has been asked, and, in an emergency, anything to do. A question, too, must keep
// saying what not to do. And no sentence may lose its "not", which would make it say
// the opposite.
func (before *naive) lost(after *naive) string {
	protects := func(was, is string, all bool) string {
		now := sentences(is)
		for _, s := range sentences(was) {
			has := func(words ...string) bool {
				return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
			}
			if !stays(s, now) && (all || forbids(s) || has("signs named here", "keep taking", "before your next dose") ||
				conditional(s) && has("ambulance", "emergency department", "today")) {
				return s
			}
		}
		return ""
	}
	opposite := func(was, is string) string {
		now := sentences(is)
		for _, s := range sentences(was) {
			for _, negation := range []string{"do not ", "not ", "never "} {
				for from := 0; ; {
					i := strings.Index(s[from:], negation)
					if i < 0 {
						break
					}
					from += i
					if slices.Contains(now, s[:from]+s[from+len(negation):]) {
						return s
					}
					from += len(negation)
				}
			}
		}
		return ""
	}
	for _, r := range before.rules {
		for _, now := range after.rules {
			if now.id != r.id {
				continue
			}
			if s := protects(r.do, now.do, r.urgency >= goNow && now.urgency == r.urgency); s != "" {
				return fmt.Sprintf("rule %s does not say %q any more", r.id, s)
			}
			if s := opposite(r.because, now.because); s != "" {
				return fmt.Sprintf("rule %s says the opposite of %q", r.id, s)
			}
		}
	}
	for _, q := range before.questions {
		if now := after.question(q.id); now != nil {
			if s := cmp.Or(protects(q.why, now.why, false), opposite(q.why, now.why)); s != "" {
				return fmt.Sprintf("question %s does not say %q any more", q.id, s)
			}
		}
	}
	return ""
}

// TestNaiveTellsWhatTheTableTells compares the naive evaluation with the program on the
// shipped table: urgency, advice, safety net, and the first pages of the interview.
func TestNaiveTellsWhatTheTableTells(t *testing.T) {
	t.Parallel()
	table, naive := leg(t), readNaive(parsed(t))
	crowd := naiveCrowd(naive, 1_000)
	told := naive.tell(crowd, heldBy{})
	emergencies := 0
	for i := 0; i < len(crowd); i += 7 {
		p := crowd[i]
		answers := table.NoAnswers()
		for s, scale := range table.Scales() {
			about := scale.Question.ID
			if scale.Option >= 0 {
				about += "." + scale.Question.Options[scale.Option].ID
			}
			answers.Set(s, scale.ValueOf(p.says(about)))
		}
		as := answers.Assess()
		if got := as.AtLeast.String(); got != ladder[told.urgency[i]] {
			t.Fatalf("%v: %s, by the files %s", p, got, ladder[told.urgency[i]])
		}
		if told.urgency[i] >= goNow {
			emergencies++
		}
		given := map[string]bool{}
		for _, ad := range as.Advice {
			given[ad.Say] = true
		}
		for say, is := range told.given {
			if is[i] != given[say] {
				t.Fatalf("%v: advice %q %v, by the files %v", p, say, given[say], is[i])
			}
		}
		var shown []string
		for _, line := range naive.net {
			if line.urgency > told.urgency[i] {
				shown = append(shown, line.id)
			}
		}
		if got := len(as.ComeBack); got != len(shown) {
			t.Fatalf("%v: %d lines of the safety net, by the files %v", p, got, shown)
		}
	}
	if emergencies == 0 || emergencies == len(crowd) {
		t.Errorf("%d of %d people are emergencies", emergencies, len(crowd))
	}
	in := triage.NewInterview(table)
	for _, want := range naive.pages()[:2] {
		page, _ := in.Page()
		if page.Question.ID != want {
			t.Errorf("the interview asks %v, by the files %s", page, want)
		}
		if err := in.Answer(triage.None); err != nil {
			t.Fatal(err)
		}
	}
	if broken := naive.unsaid(); len(broken) > 0 {
		t.Errorf("the shipped table breaks rules about words:\n%s", strings.Join(broken, "\n"))
	}
	t.Logf("%d people", len(crowd))
}
