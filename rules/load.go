package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// The sections of a table. Any file may hold any of them; a section in more
// than one file is the sum, in the order of the file names.
var sections = []string{"table", "questions", "rules", "advice", "safety_net", "sources", "numbers", "invariants", "acts", "people", "wording"}

var stages = []string{"life", "limb", "person", "problem"}

var contacts = []string{triage.ContactMaternity}

var statuses = []string{string(triage.Draft), string(triage.Reviewed), string(triage.Retired)}

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

var countryPattern = regexp.MustCompile(`^[A-Z]{2}$`)

// Load reads the table in a folder: all its files that end in .yaml. On
// failure the error is of type [Errors] and holds everything that is wrong.
func Load(folder fs.FS) (*triage.Table, error) {
	l := &loader{table: &triage.Table{}, seen: map[string]bool{}}
	l.readFiles(folder)
	// Questions come first: everything else refers to them.
	l.each("table", l.readTable)
	l.each("questions", l.readQuestions)
	l.each("sources", l.readSources)
	for i := range l.table.Sources {
		l.sources = append(l.sources, l.table.Sources[i].ID)
	}
	l.readRedFlags()
	l.each("acts", l.readActs)
	l.each("rules", l.readRules)
	l.each("advice", l.readAdvice)
	l.each("safety_net", l.readSafetyNet)
	l.each("numbers", l.readNumbers)
	l.each("invariants", l.readInvariants)
	l.each("wording", l.readWording)
	if len(l.errs) == 0 {
		l.wholeTable()
	}
	if len(l.errs) == 0 {
		l.each("people", l.readPeople)
	}
	if len(l.errs) > 0 {
		l.sortErrors()
		return nil, l.errs
	}
	return l.table, nil
}

type loader struct {
	table   *triage.Table
	errs    Errors
	parts   []part
	names   []string        // of the files, for the order of errors
	seen    map[string]bool // ids taken: "rule x"
	flags   []pendingFlag
	sources []string
}

// part is one section of one file.
type part struct {
	file
	section string
	node    *yaml.Node
}

// pendingFlag is the partner of a red flag, read once all questions are known.
type pendingFlag struct {
	file
	question, option int
	node             *yaml.Node
}

func (l *loader) whole(name, format string, args ...any) {
	l.errs = append(l.errs, &Error{File: name, Message: fmt.Sprintf(format, args...)})
}

func (l *loader) readFiles(folder fs.FS) {
	names, err := fs.Glob(folder, "*.yaml")
	if others, _ := fs.Glob(folder, "*.yml"); len(others) > 0 {
		l.whole("table", "%s would not be read: its name must end in .yaml", quoted(path.Base(others[0])))
	}
	switch {
	case err != nil:
		l.whole("table", "%s", quotable(err.Error()))
	case len(names) == 0:
		if _, err := fs.ReadDir(folder, "."); err != nil {
			l.whole("table", "cannot be opened: %s", reason(err))
		} else {
			l.whole("table", "the folder has no .yaml files")
		}
	case len(names) > MaxFiles:
		l.whole("table", "the folder has more than %d .yaml files", MaxFiles)
		return
	}
	hash, size := sha256.New(), 0
	for _, name := range names {
		shown := fileName(path.Base(name))
		l.names = append(l.names, shown)
		data, err := ReadFile(folder, name)
		if err != nil {
			l.whole(shown, "%s", reason(err))
			continue
		}
		if size += len(data); size > MaxTable {
			l.whole("table", "the files together are larger than %d bytes", MaxTable)
			return
		}
		fmt.Fprintf(hash, "%s %d\n", name, len(data))
		hash.Write(data)
		f := file{shown, &l.errs}
		root := f.root(data)
		if root == nil {
			continue
		}
		for _, e := range f.record(root, "a table file", sections...).fields {
			l.parts = append(l.parts, part{f, e.key, e.value})
		}
	}
	l.table.Hash = hex.EncodeToString(hash.Sum(nil))[:12]
}

// ReadFile reads a regular file of at most [MaxFileBytes] in a folder.
func ReadFile(folder fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err == nil && len(data) > MaxFileBytes {
		err = fmt.Errorf("is larger than %d bytes", MaxFileBytes)
	}
	return data, err
}

// reason returns what went wrong without the path, which the message names.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return quotable(err.Error())
}

func (l *loader) each(section string, read func(file, *yaml.Node)) {
	for _, p := range l.parts {
		if p.section == section {
			read(p.file, p.node)
		}
	}
}

// claim reports an id that is badly formed or already taken.
func (l *loader) claim(f file, n *yaml.Node, kind, id string) {
	switch key := kind + " " + id; {
	case id == "":
	case !idPattern.MatchString(id):
		f.fail(n, "the id %s must be made of a-z, 0-9, - and _", quoted(id))
	case l.seen[key]:
		f.fail(n, "there is another %s called %s", kind, quoted(id))
	default:
		l.seen[key] = true
	}
}

func (l *loader) readTable(f file, n *yaml.Node) {
	r := f.record(n, "table", "name", "version", "guarded")
	if l.table.Name != "" {
		f.fail(n, "the table is named twice")
	}
	l.table.Name, l.table.Version, l.table.Guarded = r.text("name"), r.text("version"), r.yes("guarded")
}

func (l *loader) readQuestions(f file, n *yaml.Node) {
	for _, item := range f.items(n, "questions") {
		r := f.record(item, "question", "id", "stage", "ask", "why", "options", "list", "at_least_one")
		q := triage.Question{At: f.position(item), ID: r.text("id"), Ask: r.text("ask"), Why: r.text("why"), Stage: triage.StageProblem, AtLeastOne: r.yes("at_least_one")}
		if q.ID != "" {
			at := r.get("id")
			r.what = "question " + quotable(q.ID)
			l.claim(f, at, "question", q.ID)
			if q.ID == "any" {
				f.fail(at, `"any" has a meaning of its own and cannot be a question`)
			}
		}
		if at := r.get("stage"); at != nil {
			if i := f.choice(at, "stage", stages); i >= 0 {
				q.Stage = triage.Stage(i)
			}
		}
		options, ticks := r.get("options"), r.get("list")
		switch {
		case (options == nil) == (ticks == nil):
			f.fail(item, "%s needs either options or a list", r.what)
			continue
		case ticks != nil:
			q.List = true
			options = ticks
		case q.AtLeastOne:
			f.fail(r.get("at_least_one"), "%s: at_least_one is for lists", r.what)
		}
		l.readOptions(f, r.what, &q, options)
		l.table.Questions = append(l.table.Questions, q)
	}
}

func (l *loader) readOptions(f file, what string, q *triage.Question, n *yaml.Node) {
	for _, e := range f.entries(n, what+": its options") {
		o := triage.Option{ID: e.key, At: f.position(e.at)}
		switch {
		case !idPattern.MatchString(e.key):
			f.fail(e.at, "the id %s must be made of a-z, 0-9, - and _", quoted(e.key))
		case e.key == triage.None, e.key == triage.Unsure && q.List:
			if q.List {
				f.fail(e.at, "%s: %q is offered with every list and cannot be one of its options", what, e.key)
			}
			if !q.List && e.key == triage.None {
				f.fail(e.at, "%s: %q is for lists only", what, e.key)
			}
		}
		if e.value.Kind == yaml.MappingNode {
			r := f.record(e.value, what+": "+quotable(e.key), "say", "red_flag")
			o.Say = r.text("say")
			switch flag := r.get("red_flag"); {
			case flag == nil:
			case flag.Kind == yaml.MappingNode:
				o.RedFlag = true
				l.flags = append(l.flags, pendingFlag{f, len(l.table.Questions), len(q.Options), flag})
			default:
				o.RedFlag = r.yes("red_flag")
			}
		} else {
			o.Say = f.word(e.value, what+": "+quotable(e.key))
		}
		q.Options = append(q.Options, o)
	}
	switch unsure := q.Option(triage.Unsure); {
	case q.List && len(q.Options) == 0 || !q.List && len(q.Options) < 2:
		f.fail(n, "%s has too few options", what)
	case q.List:
	case unsure < 0:
		f.fail(n, "%s needs an option %q", what, triage.Unsure)
	case unsure == 0:
		f.fail(n, "%s: %q cannot be the least worrying option", what, triage.Unsure)
	}
}

// readRedFlags reads the partners of red flags.
func (l *loader) readRedFlags() {
	for _, p := range l.flags {
		with := l.when(p.file, p.node, "red_flag")
		l.table.Questions[p.question].Options[p.option].With = with
		for _, c := range with {
			for _, s := range c {
				if q, _ := l.scale(s.Scale); q.AtLeastOne {
					p.fail(p.node, "a red flag cannot depend on %q, the kind of problem ticked at the start", q.ID)
				}
			}
		}
	}
}

// scale returns the question of a scale and the index of its tick or -1,
// counting as triage.Table.Compile does.
func (l *loader) scale(n int) (*triage.Question, int) {
	for i := range l.table.Questions {
		q := &l.table.Questions[i]
		size := 1
		if q.List {
			size = len(q.Options)
		}
		if n < size {
			if !q.List {
				return q, -1
			}
			return q, n
		}
		n -= size
	}
	panic("rules: no such scale")
}

func (l *loader) firstScale(question int) int {
	first := 0
	for _, q := range l.table.Questions[:question] {
		if q.List {
			first += len(q.Options)
		} else {
			first++
		}
	}
	return first
}

// when reads conditions: "always", a mapping, or a list of mappings.
func (l *loader) when(f file, n *yaml.Node, what string) triage.When {
	var out triage.When
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Value != "always" {
			f.fail(n, "%s must be conditions, or the word always", what)
		}
	case yaml.SequenceNode:
		for _, item := range f.items(n, what) {
			out = append(out, l.conditions(f, item, what)...)
		}
	default:
		out = l.conditions(f, n, what)
	}
	return out
}

// conditions reads a mapping of questions to answers. The key any holds
// another mapping, of which one entry is enough.
func (l *loader) conditions(f file, n *yaml.Node, what string) triage.When {
	var out triage.When
	entries := f.entries(n, what)
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		f.fail(n, "%s has no condition", what)
	}
	for _, e := range entries {
		var c triage.Condition
		if e.key == "any" {
			alternatives := f.entries(e.value, what+": any")
			if e.value.Kind == yaml.MappingNode && len(e.value.Content) < 4 {
				f.fail(e.value, "any needs at least two conditions")
			}
			for _, a := range alternatives {
				c = append(c, l.steps(f, a)...)
			}
		} else {
			c = l.steps(f, e)
		}
		if len(c) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// steps reads the answers of one question that fulfil a condition.
func (l *loader) steps(f file, e entry) triage.Condition {
	index := slices.IndexFunc(l.table.Questions, func(q triage.Question) bool { return q.ID == e.key })
	if index < 0 {
		f.fail(e.at, "there is no question %s%s", quoted(e.key), f.nearest(e.key, l.questionIDs()))
		return nil
	}
	q, first := &l.table.Questions[index], l.firstScale(index)
	if !q.List {
		if e.value.Kind != yaml.ScalarNode {
			f.fail(e.value, "%s takes one answer: write the least worrying one that counts", q.ID)
			return nil
		}
		o := l.option(f, e.value, q, strings.TrimSuffix(e.value.Value, " or worse"))
		if o == 0 {
			f.fail(e.value, "%s: %q or worse is every answer, so the condition says nothing", q.ID, q.Options[0].ID)
		}
		if o <= 0 {
			return nil
		}
		return triage.Condition{{Scale: first, Value: o}}
	}
	ticks := []*yaml.Node{e.value}
	if e.value.Kind == yaml.SequenceNode {
		ticks = f.items(e.value, q.ID)
	}
	var out triage.Condition
	for _, tick := range ticks {
		if tick.Kind != yaml.ScalarNode {
			f.fail(tick, "%s: an answer must be a word, not %s", q.ID, kind(tick))
			continue
		}
		id, orUnsure := strings.CutSuffix(tick.Value, " or unsure")
		o := l.option(f, tick, q, id)
		if o < 0 {
			continue
		}
		step := triage.Step{Scale: first + o, Value: triage.TickYes}
		if orUnsure {
			step.Value = triage.TickUnsure
		}
		if slices.ContainsFunc(out, func(s triage.Step) bool { return s.Scale == step.Scale }) {
			f.fail(tick, "%s: %q stands twice", q.ID, id)
		}
		out = append(out, step)
	}
	return out
}

func (l *loader) option(f file, n *yaml.Node, q *triage.Question, id string) int {
	o := q.Option(id)
	if o < 0 {
		var known []string
		for _, option := range q.Options {
			known = append(known, option.ID)
		}
		f.fail(n, "%s has no option %s%s", q.ID, quoted(id), f.nearest(id, known))
	}
	return o
}

func (l *loader) questionIDs() []string {
	var ids []string
	for _, q := range l.table.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}

func (l *loader) urgency(r record, key string) triage.Urgency {
	n := r.need(key)
	if n == nil {
		return triage.Home
	}
	var names []string
	for _, u := range triage.Urgencies() {
		names = append(names, u.String())
	}
	return triage.Urgency(max(0, r.choice(n, "urgency", names)))
}

func (l *loader) readRules(f file, n *yaml.Node) {
	for _, item := range f.items(n, "rules") {
		r := f.record(item, "rule", "id", "urgency", "title", "about", "when", "because", "do", "contact", "tells", "sources", "status", "review")
		rule := triage.Rule{ID: r.text("id"), At: f.position(item)}
		if rule.ID != "" {
			r.what = "rule " + quotable(rule.ID)
			l.claim(f, r.get("id"), "rule", rule.ID)
		}
		rule.Urgency = l.urgency(r, "urgency")
		rule.Title, rule.Because, rule.Do = r.text("title"), r.text("because"), r.text("do")
		if rule.Urgency > triage.Home {
			rule.About = r.text("about")
		} else {
			rule.About = r.optional("about")
		}
		if when := r.need("when"); when != nil {
			rule.When = l.when(f, when, r.what)
			if when.Value == "always" && rule.Urgency > triage.Home {
				f.fail(when, "%s: only a rule with urgency home can hold always", r.what)
			}
			if rule.Urgency >= triage.Go {
				l.redFlagsFromUnsure(f, when, rule)
			}
		}
		if at := r.get("contact"); at != nil && f.choice(at, "contact", contacts) >= 0 {
			if rule.Contact = at.Value; rule.Urgency == triage.Home || rule.Urgency == triage.Call {
				f.fail(at, "%s: a contact is for those who see a doctor or go to an emergency department", r.what)
			}
		}
		rule.Tells = l.some(r, "tells", "act", l.acts())
		rule.Sources = l.sourceIDs(r)
		if at := r.need("status"); at != nil {
			if i := f.choice(at, "status", statuses); i >= 0 {
				rule.Status = triage.Status(statuses[i])
			}
		}
		switch at := r.get("review"); {
		case at != nil:
			review := f.record(at, r.what+": review", "by", "on")
			rule.Review = triage.Review{By: review.text("by"), On: review.text("on")}
			if _, err := time.Parse(time.DateOnly, rule.Review.On); err != nil && rule.Review.On != "" {
				f.fail(review.get("on"), "%s: a day is written like 2026-01-31, not %s", review.what, quoted(rule.Review.On))
			}
		case rule.Status == triage.Reviewed:
			f.fail(item, "%s is reviewed: name by whom and on which day under review", r.what)
		}
		l.table.Rules = append(l.table.Rules, rule)
	}
}

// redFlagsFromUnsure reports conditions of an emergency rule on a red flag
// that would not hold for "not sure".
func (l *loader) redFlagsFromUnsure(f file, at *yaml.Node, rule triage.Rule) {
	for _, c := range rule.When {
		for _, s := range c {
			q, tick := l.scale(s.Scale)
			switch {
			case tick >= 0 && q.Options[tick].RedFlag && s.Value > triage.TickUnsure:
				f.fail(at, "rule %s: %s is a red flag, so its condition must start at not sure: write %q", rule.ID, q.Options[tick].ID, q.Options[tick].ID+" or unsure")
			case tick < 0 && s.Value > q.Option(triage.Unsure) && slices.ContainsFunc(q.Options[s.Value:], func(o triage.Option) bool { return o.RedFlag }):
				f.fail(at, "rule %s: %s has a red flag, so its condition must start at not sure: write %q", rule.ID, q.ID, "unsure or worse")
			}
		}
	}
}

func (l *loader) sourceIDs(r record) []string {
	var ids []string
	if n := r.need("sources"); n != nil {
		for _, item := range r.items(n, r.what+": sources") {
			if r.choice(item, "source", l.sources) >= 0 {
				ids = append(ids, item.Value)
			}
		}
	}
	return ids
}

func (l *loader) readAdvice(f file, n *yaml.Node) {
	for _, item := range f.items(n, "advice") {
		r := f.record(item, "advice", "id", "say", "suits", "without", "from", "up_to", "waiting", "tells", "sources")
		a := triage.Advice{At: f.position(item), ID: r.text("id"), Say: r.text("say"), UpTo: l.urgency(r, "up_to"), Waiting: r.yes("waiting")}
		if a.ID != "" {
			r.what = "advice " + quotable(a.ID)
			l.claim(f, r.get("id"), "piece of advice", a.ID)
		}
		if at := r.get("from"); at != nil {
			a.From = l.urgency(r, "from")
			if at.Value == a.From.String() && (a.From > a.UpTo || a.Waiting && a.From < triage.Go) {
				f.fail(at, "%s: nobody gets it: from must not be above up_to, and an emergency begins at go", r.what)
			}
		}
		a.Tells = l.some(r, "tells", "act", l.acts())
		if at := r.get("up_to"); at != nil && at.Value == a.UpTo.String() && a.Waiting != (a.UpTo >= triage.Go) {
			f.fail(at, "%s: an emergency gives only advice for the wait (waiting: true), and no other result does", r.what)
		}
		if suits := r.need("suits"); suits != nil {
			a.Suits = l.when(f, suits, r.what)
		}
		if without := r.get("without"); without != nil {
			for _, w := range f.items(without, r.what+": without") {
				wr := f.record(w, r.what+": without", "when", "because")
				reason := triage.Withhold{Because: wr.text("because")}
				if when := wr.need("when"); when != nil {
					reason.When = l.when(f, when, r.what+": without")
				}
				a.Without = append(a.Without, reason)
			}
		}
		a.Sources = l.sourceIDs(r)
		l.table.Advice = append(l.table.Advice, a)
	}
}

func (l *loader) readSafetyNet(f file, n *yaml.Node) {
	for _, item := range f.items(n, "safety_net") {
		r := f.record(item, "safety net", "id", "say", "urgency", "sources")
		s := triage.SafetyNet{At: f.position(item), ID: r.text("id"), Say: r.text("say"), Urgency: l.urgency(r, "urgency"), Sources: l.sourceIDs(r)}
		if s.ID != "" {
			l.claim(f, r.get("id"), "safety net", s.ID)
		}
		l.table.SafetyNet = append(l.table.SafetyNet, s)
	}
}

func (l *loader) readSources(f file, n *yaml.Node) {
	for _, e := range f.entries(n, "sources") {
		r := f.record(e.value, "source "+quotable(e.key), "title", "address", "note")
		l.claim(f, e.at, "source", e.key)
		l.table.Sources = append(l.table.Sources, triage.Source{At: f.position(e.at), ID: e.key, Title: r.text("title"), Address: r.text("address"), Note: r.optional("note")})
	}
}

func (l *loader) readNumbers(f file, n *yaml.Node) {
	for _, e := range f.entries(n, "numbers") {
		r := f.record(e.value, "number "+quotable(e.key), "name", "emergency", "advice", "sources")
		if !countryPattern.MatchString(e.key) {
			f.fail(e.at, "a country is two capital letters, like GB, not %s", quoted(e.key))
		} else if slices.ContainsFunc(l.table.Numbers, func(n triage.Number) bool { return n.Country == e.key }) {
			f.fail(e.at, "the numbers of %s stand twice", e.key)
		}
		if advice := r.optional("advice"); advice != "" && !strings.ContainsFunc(advice, unicode.IsLetter) {
			f.fail(r.get("advice"), "the advice number %s needs words beside it: alone it can be the emergency number of another country", quoted(advice))
		}
		l.table.Numbers = append(l.table.Numbers, triage.Number{At: f.position(e.at), Country: e.key, Name: r.text("name"), Emergency: r.text("emergency"), Advice: r.optional("advice"), Sources: l.sourceIDs(r)})
	}
}

// wholeTable checks what no single section can show.
func (l *loader) wholeTable() {
	t := l.table
	switch {
	case t.Name == "":
		l.whole("table", "no file has a section %q with name and version", "table")
	case len(t.Questions) == 0:
		l.whole("table", "no file has questions")
	case !slices.ContainsFunc(t.Rules, func(r triage.Rule) bool {
		return r.Urgency == triage.Home && len(r.When) == 0 && r.Status != triage.Retired
	}):
		l.whole("table", "there is no rule for the rest: urgency home, when always")
	default:
		if err := t.Compile(); err != nil {
			l.whole("table", "%s", quotable(err.Error()))
		}
		for i := range t.Questions {
			t.Questions[i].Hash = questionHash(&t.Questions[i])
		}
	}
}

// questionHash names a question by all that its answers depend on.
func questionHash(q *triage.Question) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q %v %v", q.ID, q.Ask, q.List, q.AtLeastOne)
	for _, o := range q.Options {
		fmt.Fprintf(hash, " %q %q", o.ID, o.Say)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

// sortErrors puts the errors in the order of files and lines, and last that there
// are more.
func (l *loader) sortErrors() {
	slices.SortStableFunc(l.errs, func(a, b *Error) int {
		switch {
		case a.Message == moreErrors:
			return 1
		case b.Message == moreErrors:
			return -1
		}
		if d := slices.Index(l.names, a.File) - slices.Index(l.names, b.File); d != 0 {
			return d
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
}
