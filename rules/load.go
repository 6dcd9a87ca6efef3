package rules

import (
	"cmp"
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

	"legtriage/rules/read"
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
func Load(folder fs.FS) (*triage.Table, error) { return load(folder, nil) }

// load is [Load], but only hashes the files in unread, without parsing them.
func load(folder fs.FS, unread []string) (*triage.Table, error) {
	l := &loader{table: &triage.Table{}, seen: map[string]taken{}}
	l.readFiles(folder, unread)
	// Questions come first: everything else refers to them.
	l.each("table", l.readTable)
	l.each("questions", l.readQuestions)
	l.table.NumberScales()
	l.each("sources", l.readSources)
	for i := range l.table.Sources {
		l.sources = append(l.sources, l.table.Sources[i].ID)
	}
	l.readMarks()
	l.each("acts", l.readActs)
	l.each("rules", l.readRules)
	l.each("advice", l.readAdvice)
	l.each("safety_net", l.readSafetyNet)
	l.each("numbers", l.readNumbers)
	l.each("invariants", l.readInvariants)
	l.each("wording", l.readWording)
	if len(l.errs) == 0 {
		l.checkReviews()
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
	names   []string         // of the files, for the order of errors
	seen    map[string]taken // ids taken, by kind
	marks   []pendingMarks
	reviews []reviewed
	sources []string
}

// part is one section of one file.
type part struct {
	file
	section string
	node    *yaml.Node
}

// pendingMarks are the marks of an option that name other questions. They are read once
// all questions are known.
type pendingMarks struct {
	read.Record
	file
	question, option int
}

func (l *loader) whole(name, format string, args ...any) {
	l.errs = append(l.errs, &Error{File: name, Message: fmt.Sprintf(format, args...)})
}

func (l *loader) readFiles(folder fs.FS, unread []string) {
	names, err := fs.Glob(folder, "*.yaml")
	if others, _ := fs.Glob(folder, "*.yml"); len(others) > 0 {
		l.whole("table", "%s would not be read: its name must end in .yaml", read.Quoted(path.Base(others[0])))
	}
	switch {
	case err != nil:
		l.whole("table", "%s", read.Short(err.Error()))
	case len(names) == 0:
		if _, err := fs.ReadDir(folder, "."); err != nil {
			l.whole("table", "cannot be opened: %s", reason(err))
		} else {
			l.whole("table", "the folder has no .yaml files")
		}
	case len(names) > maxFiles:
		l.whole("table", "the folder has more than %d .yaml files", maxFiles)
		return
	}
	hash, size := sha256.New(), 0
	for _, name := range names {
		shown := read.Harmless(path.Base(name))
		l.names = append(l.names, shown)
		data, err := ReadFile(folder, name)
		if err != nil {
			l.whole(shown, "%s", reason(err))
			continue
		}
		if size += len(data); size > maxTable {
			l.whole("table", "the files together are larger than %d bytes", maxTable)
			return
		}
		fmt.Fprintf(hash, "%s %d\n", name, len(data))
		hash.Write(data)
		if slices.Contains(unread, name) {
			continue
		}
		f := newFile(shown, &l.errs)
		root := f.Root(data)
		if root == nil {
			continue
		}
		for _, e := range f.Record(root, "a table file", sections...).Fields {
			l.parts = append(l.parts, part{f, e.Key, e.Value})
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
	return read.Short(err.Error())
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
	if id != "" && !idPattern.MatchString(id) {
		f.Fail(n, "the id %s must be made of a-z, 0-9, - and _", read.Quoted(id))
		return
	}
	l.claimed(kind).claim(f, n, f.position(n), kind, id)
}

// claimed returns the ids of a kind that are taken.
func (l *loader) claimed(kind string) taken {
	if l.seen[kind] == nil {
		l.seen[kind] = taken{}
	}
	return l.seen[kind]
}

func (l *loader) readTable(f file, n *yaml.Node) {
	r := f.Record(n, "table", "name", "version", "guarded", "unsure_never_alone")
	if l.table.Name != "" {
		f.Fail(n, "the table is named twice")
	}
	l.table.Name, l.table.Version, l.table.Guarded = r.Text("name"), r.Text("version"), r.Yes("guarded")
	l.table.UnsureNeverAlone = r.Yes("unsure_never_alone")
	l.table.At = f.position(n)
}

func (l *loader) readQuestions(f file, n *yaml.Node) {
	for _, item := range f.Items(n, "questions") {
		r := f.Record(item, "question", "id", "stage", "ask", "why", "options", "list", "at_least_one", "symptoms", "heading", "short")
		q := triage.Question{At: f.position(item), ID: r.Text("id"), Ask: r.Text("ask"), Why: r.Text("why"), Stage: triage.StageProblem, AtLeastOne: r.Yes("at_least_one"), Symptoms: r.Yes("symptoms"), Heading: r.Optional("heading"), Short: r.Optional("short")}
		if q.ID != "" {
			at := r.Get("id")
			r.What = "question " + read.Short(q.ID)
			l.claim(f, at, "question", q.ID)
			if q.ID == "any" {
				f.Fail(at, `"any" has a meaning of its own and cannot be a question`)
			}
		}
		if at := r.Get("stage"); at != nil {
			if i := f.Choice(at, "stage", stages); i >= 0 {
				q.Stage = triage.Stage(i)
			}
		}
		options, ticks := r.Get("options"), r.Get("list")
		switch {
		case (options == nil) == (ticks == nil):
			f.Fail(item, "%s needs either options or a list", r.What)
			continue
		case ticks != nil:
			q.List = true
			options = ticks
		case q.AtLeastOne:
			f.Fail(r.Get("at_least_one"), "%s: at_least_one is for lists", r.What)
		}
		if q.AtLeastOne && q.Symptoms {
			f.Fail(r.Get("symptoms"), "%s: a list that everybody has to tick leads to the symptoms, so it cannot be about them", r.What)
		}
		l.readOptions(f, r.What, &q, options)
		l.table.Questions = append(l.table.Questions, q)
	}
}

func (l *loader) readOptions(f file, what string, q *triage.Question, n *yaml.Node) {
	for _, e := range f.Entries(n, what+": its options") {
		o := triage.Option{ID: e.Key, At: f.position(e.At)}
		switch {
		case !idPattern.MatchString(e.Key):
			f.Fail(e.At, "the id %s must be made of a-z, 0-9, - and _", read.Quoted(e.Key))
		case e.Key == triage.None, e.Key == triage.Unsure && q.List:
			if q.List {
				f.Fail(e.At, "%s: %q is offered with every list and cannot be one of its options", what, e.Key)
			}
			if !q.List && e.Key == triage.None {
				f.Fail(e.At, "%s: %q is for lists only", what, e.Key)
			}
		}
		if e.Value.Kind == yaml.MappingNode {
			r := f.Record(e.Value, what+": "+read.Short(e.Key), "say", "detail", "red_flag", "beside", "opens", "ungated", "gated")
			o.Say, o.Detail, o.Beside, o.Gated = r.Text("say"), r.Optional("detail"), r.Optional("beside"), r.Optional("gated")
			if flag := r.Get("red_flag"); flag != nil {
				o.RedFlag = flag.Kind == yaml.MappingNode || r.Yes("red_flag")
			}
			calm := !q.List && (len(q.Options) == 0 || e.Key == triage.Unsure)
			if at := r.Get("beside"); at != nil && (calm || !q.Symptoms) {
				f.Fail(at, "%s: beside is for worrying answers to a question about symptoms", r.What)
			}
			l.marks = append(l.marks, pendingMarks{r, f, len(l.table.Questions), len(q.Options)})
		} else {
			o.Say = f.Word(e.Value, what+": "+read.Short(e.Key))
		}
		q.Options = append(q.Options, o)
	}
	switch unsure := q.Option(triage.Unsure); {
	case q.List && len(q.Options) == 0 || !q.List && len(q.Options) < 2:
		f.Fail(n, "%s has too few options", what)
	case q.List:
	case unsure < 0:
		f.Fail(n, "%s needs an option %q", what, triage.Unsure)
	case unsure == 0:
		f.Fail(n, "%s: %q cannot be the least worrying option", what, triage.Unsure)
	}
}

// readMarks reads the partners of red flags, and the questions that ticks open.
func (l *loader) readMarks() {
	for _, m := range l.marks {
		q := &l.table.Questions[m.question]
		o := &q.Options[m.option]
		if flag := m.Get("red_flag"); flag != nil && flag.Kind == yaml.MappingNode {
			o.With = l.when(m.file, flag, "red_flag")
			for _, c := range o.With {
				for _, s := range c {
					if q := l.table.Scales()[s.Scale].Question; q.AtLeastOne {
						m.file.Fail(flag, "a red flag cannot depend on %q, the kind of problem ticked at the start", q.ID)
					}
				}
			}
		}
		if at := m.Get("opens"); at != nil {
			o.Opens = l.choices(m.Record, "opens", "question", l.questionIDs())
			if !q.List {
				m.file.Fail(at, "%s: only a tick can open a question", m.What)
			}
			for _, id := range o.Opens {
				if opened := l.table.Question(id); opened == q || opened.AtLeastOne {
					m.file.Fail(at, "%s: it cannot open %s, which is asked in any case", m.What, id)
				}
			}
		}
		if at := m.Get("ungated"); at != nil && o.Gated != "" {
			m.file.Fail(at, "%s: give either ungated, another red flag for the danger, or gated, the reason why there is none", m.What)
		} else if at != nil {
			o.Ungated = m.Optional("ungated")
			id, option, _ := strings.Cut(o.Ungated, ".")
			if i := m.file.Choice(&yaml.Node{Kind: at.Kind, Value: id, Line: at.Line, Column: at.Column}, "question", l.questionIDs()); i >= 0 {
				l.option(m.file, at, &l.table.Questions[i], option)
			}
		}
	}
}

// when reads conditions: "always", a mapping, or a list of mappings.
func (l *loader) when(f file, n *yaml.Node, what string) triage.When {
	var out triage.When
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Value != "always" {
			f.Fail(n, "%s must be conditions, or the word always", what)
		}
	case yaml.SequenceNode:
		for _, item := range f.Items(n, what) {
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
	entries := f.Entries(n, what)
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		f.Fail(n, "%s has no condition", what)
	}
	for _, e := range entries {
		var c triage.Condition
		if e.Key == "any" {
			alternatives := f.Entries(e.Value, what+": any")
			if e.Value.Kind == yaml.MappingNode && len(e.Value.Content) < 4 {
				f.Fail(e.Value, "any needs at least two conditions")
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
func (l *loader) steps(f file, e read.Entry) triage.Condition {
	index := slices.IndexFunc(l.table.Questions, func(q triage.Question) bool { return q.ID == e.Key })
	if index < 0 {
		f.Fail(e.At, "there is no question %s%s", read.Quoted(e.Key), f.Nearest(e.Key, l.questionIDs()))
		return nil
	}
	q := &l.table.Questions[index]
	first, _ := q.Scales()
	if !q.List {
		if e.Value.Kind != yaml.ScalarNode {
			f.Fail(e.Value, "%s takes one answer: write the least worrying one that counts", q.ID)
			return nil
		}
		o := l.option(f, e.Value, q, strings.TrimSuffix(e.Value.Value, " or worse"))
		if o == 0 {
			f.Fail(e.Value, "%s: %q or worse is every answer, so the condition says nothing", q.ID, q.Options[0].ID)
		}
		if o <= 0 {
			return nil
		}
		return triage.Condition{{Scale: first, Value: o}}
	}
	ticks := []*yaml.Node{e.Value}
	if e.Value.Kind == yaml.SequenceNode {
		ticks = f.Items(e.Value, q.ID)
	}
	var out triage.Condition
	for _, tick := range ticks {
		if tick.Kind != yaml.ScalarNode {
			f.Fail(tick, "%s: an answer must be a word, not %s", q.ID, read.Kind(tick))
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
			f.Fail(tick, "%s: duplicate %q", q.ID, id)
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
		f.Fail(n, "%s has no option %s%s", q.ID, read.Quoted(id), f.Nearest(id, known))
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

func (l *loader) urgency(r read.Record, key string) triage.Urgency {
	n := r.Need(key)
	if n == nil {
		return triage.Home
	}
	var names []string
	for _, u := range triage.Urgencies() {
		names = append(names, u.String())
	}
	return triage.Urgency(max(0, r.Choice(n, "urgency", names)))
}

func (l *loader) readRules(f file, n *yaml.Node) {
	for _, item := range f.Items(n, "rules") {
		r := f.Record(item, "rule", "id", "urgency", "title", "about", "when", "because", "do", "contact", "tells", "sources", "status", "review")
		rule := triage.Rule{ID: r.Text("id"), At: f.position(item)}
		if rule.ID != "" {
			r.What = "rule " + read.Short(rule.ID)
			l.claim(f, r.Get("id"), "rule", rule.ID)
		}
		rule.Urgency = l.urgency(r, "urgency")
		rule.Title, rule.Because, rule.Do = r.Text("title"), r.Text("because"), r.Text("do")
		if rule.Urgency > triage.Home {
			rule.About = r.Text("about")
		} else {
			rule.About = r.Optional("about")
		}
		if when := r.Need("when"); when != nil {
			rule.When = l.when(f, when, r.What)
			if when.Value == "always" && rule.Urgency > triage.Home {
				f.Fail(when, "%s: only a rule with urgency home can hold always", r.What)
			}
			if rule.Urgency >= triage.Go {
				l.redFlagsFromUnsure(f, when, rule)
			}
		}
		if at := r.Get("contact"); at != nil && f.Choice(at, "contact", contacts) >= 0 {
			if rule.Contact = at.Value; rule.Urgency == triage.Home || rule.Urgency == triage.Call {
				f.Fail(at, "%s: a contact is for those who see a doctor or go to an emergency department", r.What)
			}
		}
		rule.Tells = l.choices(r, "tells", "act", l.acts())
		rule.Sources = l.sourceIDs(r)
		if at := r.Need("status"); at != nil {
			if i := f.Choice(at, "status", statuses); i >= 0 {
				rule.Status = triage.Status(statuses[i])
			}
		}
		switch at := r.Get("review"); {
		case at != nil:
			review := f.Record(at, r.What+": review", "by", "on", "of")
			rule.Review = triage.Review{By: review.Text("by"), On: f.day(review, "on"), Of: review.Text("of")}
			if rule.Status == triage.Reviewed {
				l.reviews = append(l.reviews, reviewed{f, review.Get("of"), len(l.table.Rules)})
			}
		case rule.Status == triage.Reviewed:
			f.Fail(item, "%s is reviewed: legtriage review writes by whom, on which day and of which words", r.What)
		}
		l.table.Rules = append(l.table.Rules, rule)
	}
}

// day reads a date that must be there.
func (f file) day(r read.Record, key string) string {
	day := r.Text(key)
	if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
		f.Fail(r.Get(key), "%s: a date is written like 2026-01-31, not %s", r.What, read.Quoted(day))
	}
	return day
}

// redFlagsFromUnsure reports conditions of an emergency rule that are on a red flag but
// would not hold for "not sure".
func (l *loader) redFlagsFromUnsure(f file, at *yaml.Node, rule triage.Rule) {
	for _, c := range rule.When {
		for _, s := range c {
			scale := l.table.Scales()[s.Scale]
			q, tick := scale.Question, scale.Option
			strict := func(o triage.Option) bool { return o.RedFlag && !sureOrPartner(rule.When, c, o) }
			switch {
			case tick >= 0 && s.Value > triage.TickUnsure && strict(q.Options[tick]):
				f.Fail(at, "rule %s: %s is a red flag, so its condition must start at not sure: write %q", rule.ID, q.Options[tick].ID, q.Options[tick].ID+" or unsure")
			case tick < 0 && s.Value > q.Option(triage.Unsure) && slices.ContainsFunc(q.Options[s.Value:], strict):
				f.Fail(at, "rule %s: %s has a red flag, so its condition must start at not sure: write %q", rule.ID, q.ID, "unsure or worse")
			}
		}
	}
}

// sureOrPartner reports whether condition c of w asks for a red flag with a partner, or
// an alternative to it, to be sure, while other conditions let each of them start at
// "not sure". The check proves where the flag itself starts.
func sureOrPartner(w triage.When, c triage.Condition, o triage.Option) bool {
	lower := func(s triage.Step) bool {
		return slices.ContainsFunc(w, func(other triage.Condition) bool {
			return slices.ContainsFunc(other, func(o triage.Step) bool { return o.Scale == s.Scale && o.Value < s.Value })
		})
	}
	return len(o.With) > 0 && len(c) > 1 && !slices.ContainsFunc(c, func(s triage.Step) bool { return !lower(s) })
}

func (l *loader) sourceIDs(r read.Record) []string {
	var ids []string
	if n := r.Need("sources"); n != nil {
		for _, item := range r.Items(n, r.What+": sources") {
			if r.Choice(item, "source", l.sources) >= 0 {
				ids = append(ids, item.Value)
			}
		}
	}
	return ids
}

func (l *loader) readAdvice(f file, n *yaml.Node) {
	for _, item := range f.Items(n, "advice") {
		r := f.Record(item, "advice", "id", "say", "suits", "without", "from", "up_to", "waiting", "tells", "sources")
		a := triage.Advice{At: f.position(item), ID: r.Text("id"), Say: r.Text("say"), UpTo: l.urgency(r, "up_to"), Waiting: r.Yes("waiting")}
		if a.ID != "" {
			r.What = "advice " + read.Short(a.ID)
			l.claim(f, r.Get("id"), "piece of advice", a.ID)
		}
		if at := r.Get("from"); at != nil {
			a.From = l.urgency(r, "from")
			if at.Value == a.From.String() && (a.From > a.UpTo || a.Waiting && a.From < triage.Go) {
				f.Fail(at, "%s: nobody gets it: from must not be above up_to, and an emergency begins at go", r.What)
			}
		}
		a.Tells = l.choices(r, "tells", "act", l.acts())
		if at := r.Get("up_to"); at != nil && at.Value == a.UpTo.String() && a.Waiting != (a.UpTo >= triage.Go) {
			f.Fail(at, "%s: emergencies get only advice for the wait (waiting: true), and nobody else gets it", r.What)
		}
		if suits := r.Need("suits"); suits != nil {
			a.Suits = l.when(f, suits, r.What)
		}
		if without := r.Get("without"); without != nil {
			for _, w := range f.Items(without, r.What+": without") {
				wr := f.Record(w, r.What+": without", "when", "because")
				reason := triage.Withhold{Because: wr.Text("because")}
				if when := wr.Need("when"); when != nil {
					reason.When = l.when(f, when, r.What+": without")
				}
				a.Without = append(a.Without, reason)
			}
		}
		a.Sources = l.sourceIDs(r)
		l.table.Advice = append(l.table.Advice, a)
	}
}

func (l *loader) readSafetyNet(f file, n *yaml.Node) {
	for _, item := range f.Items(n, "safety_net") {
		r := f.Record(item, "safety net", "id", "say", "urgency", "sources")
		s := triage.SafetyNet{At: f.position(item), ID: r.Text("id"), Say: r.Text("say"), Urgency: l.urgency(r, "urgency"), Sources: l.sourceIDs(r)}
		if s.ID != "" {
			l.claim(f, r.Get("id"), "safety net", s.ID)
		}
		l.table.SafetyNet = append(l.table.SafetyNet, s)
	}
}

func (l *loader) readSources(f file, n *yaml.Node) {
	for _, e := range f.Entries(n, "sources") {
		r := f.Record(e.Value, "source "+read.Short(e.Key), "title", "address", "note")
		l.claim(f, e.At, "source", e.Key)
		l.table.Sources = append(l.table.Sources, triage.Source{At: f.position(e.At), ID: e.Key, Title: r.Text("title"), Address: r.Text("address"), Note: r.Optional("note")})
	}
}

func (l *loader) readNumbers(f file, n *yaml.Node) {
	for _, e := range f.Entries(n, "numbers") {
		r := f.Record(e.Value, "number "+read.Short(e.Key), "name", "also", "emergency", "advice", "sources", "verified")
		if !countryPattern.MatchString(e.Key) {
			f.Fail(e.At, "a country is two capital letters, like GB, not %s", read.Quoted(e.Key))
		} else {
			l.claimed("country").claim(f, e.At, f.position(e.At), "country", e.Key)
		}
		if advice := r.Optional("advice"); advice != "" && !strings.ContainsFunc(advice, unicode.IsLetter) {
			f.Fail(r.Get("advice"), "the advice number %s needs words beside it: alone it can be the emergency number of another country", read.Quoted(advice))
		}
		number := triage.Number{At: f.position(e.At), Country: e.Key, Name: r.Text("name"), Emergency: r.Text("emergency"), Advice: r.Optional("advice"), Sources: l.sourceIDs(r)}
		if also := r.Get("also"); also != nil {
			for _, item := range f.Items(also, r.What+": also") {
				number.Also = append(number.Also, f.Word(item, r.What+": also"))
			}
		}
		if at := r.Get("verified"); at != nil {
			number.Verified = f.day(r, "verified")
		}
		l.table.Numbers = append(l.table.Numbers, number)
	}
}

// wholeTable checks what no section shows by itself.
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
			l.whole("table", "%s", read.Short(err.Error()))
		}
		for i := range t.Questions {
			t.Questions[i].Hash = questionHash(&t.Questions[i])
		}
	}
}

// questionHash identifies a question by everything that its answers depend on.
func questionHash(q *triage.Question) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q %v %v", q.ID, q.Ask, q.List, q.AtLeastOne)
	for _, o := range q.Options {
		fmt.Fprintf(hash, " %q %q", o.ID, o.Say)
		if o.Detail != "" { // so that older tables keep their hashes
			fmt.Fprintf(hash, " detail %q", o.Detail)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

// sortErrors sorts the errors by file and line, with the message that there are more at
// the end.
func (l *loader) sortErrors() {
	slices.SortStableFunc(l.errs, func(a, b *Error) int {
		switch {
		case a.Message == read.MoreErrors:
			return 1
		case b.Message == read.MoreErrors:
			return -1
		}
		return cmp.Or(slices.Index(l.names, a.File)-slices.Index(l.names, b.File), a.Line-b.Line, a.Column-b.Column)
	})
}
