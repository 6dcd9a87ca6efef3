package triage_test

import (
	"cmp"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

// This file compares Table.Check with brute force. A check proves its verdicts on a few
// minimal sets of answers; the oracle here knows nothing of minimal sets. It writes out
// every person that a small table can meet, with an answer to everything, and looks at
// all of them.

// long multiplies the number of tables.
var long = flag.Bool("long", false, "check several times as many random tables")

// checkedTables is how many random tables are checked. The tables are the same
// ones each time, so the counts of verdicts that the tests demand do not
// depend on luck.
const checkedTables = 2500

// tablesOf returns the numbers of n tables, or of several times as many with -long.
func tablesOf(n int) iter.Seq[int] {
	if *long {
		n *= 8
	}
	return func(yield func(int) bool) {
		for number := 0; number < n && yield(number); number++ {
		}
	}
}

// mostPeople bounds how many people a table can meet.
const mostPeople = 150

// drawer draws one small table, from a random source that depends only on the number of
// the table. Unlike the tables of table_gen_test.go these have red flags, invariants,
// sources and reviews, and are shaped so that each verdict comes out both ways: rules
// that repeat others, invariants that follow from a rule, advice that nobody can be
// given.
type drawer struct {
	*rand.Rand
	table *triage.Table
	tops  []int // of the scales that rules may name
	first int   // the number of the first of them
	lines int   // used up for positions
}

// checkedTable returns the table with this number.
func checkedTable(number int) *triage.Table {
	d := &drawer{Rand: rand.New(rand.NewPCG(20_261, uint64(number))), table: &triage.Table{Name: "random", Version: "1"}}
	d.questions()
	d.flags()
	d.rules()
	d.advice()
	d.invariants()
	d.sources()
	d.guards()
	mustCompile(d.table)
	d.golden()
	d.symptoms()
	return d.table
}

func mustCompile(table *triage.Table) {
	if err := table.Compile(); err != nil {
		panic(fmt.Sprintf("a generated table is refused: %v\n%s", err, shown(table)))
	}
}

// once is true in one of n cases.
func (d *drawer) once(n int) bool { return d.IntN(n) == 0 }

// at returns a position that nothing else in the table has, so that it identifies what
// a finding is about.
func (d *drawer) at() triage.Position {
	d.lines++
	return triage.Position{File: "random.yaml", Line: d.lines, Column: 1}
}

func (d *drawer) urgency() triage.Urgency { return triage.Urgency(d.IntN(int(triage.Call) + 1)) }

func (d *drawer) questions() {
	if d.once(8) {
		// Ticks that no rule names push the others across the border between
		// two words of the bit sets. See wide in table_gen_test.go.
		d.first = 30 + d.IntN(4)
		q := triage.Question{ID: wide, List: true, At: d.at()}
		for i := range d.first {
			q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("w", i), At: d.at()})
		}
		d.table.Questions = append(d.table.Questions, q)
	}
	room := mostPeople
	for i := range 2 + d.IntN(3) {
		if room < 3 {
			break
		}
		q := triage.Question{ID: fmt.Sprint("q", i), Stage: triage.Stage(d.IntN(4)), At: d.at()}
		if q.List = d.once(2); !q.List {
			size := min(2+d.IntN(3), room)
			unsure := d.IntN(size) // 0: it has none
			for o := range size {
				id := fmt.Sprint("o", o)
				if o == unsure && o > 0 {
					id = triage.Unsure
				}
				q.Options = append(q.Options, triage.Option{ID: id, At: d.at()})
			}
			room /= size
			d.tops = append(d.tops, size-1)
		} else {
			q.AtLeastOne = d.once(3)
			for o := range 1 + d.IntN(3) {
				if room /= 3; o > 0 && room < 1 {
					break
				}
				q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("t", o), At: d.at()})
				d.tops = append(d.tops, triage.TickYes)
			}
		}
		d.table.Questions = append(d.table.Questions, q)
	}
}

// flags makes some answers red flags, half of them with a partner.
func (d *drawer) flags() {
	for i := range d.table.Questions {
		q := &d.table.Questions[i]
		for o := range q.Options {
			if q.ID == wide || !d.once(4) {
				continue
			}
			q.Options[o].RedFlag = true
			if d.once(2) {
				q.Options[o].With = d.when(1, 1)
			}
		}
	}
}

// when draws from least to most conditions.
func (d *drawer) when(least, most int) triage.When {
	var w triage.When
	for range least + d.IntN(most-least+1) {
		w = append(w, d.condition())
	}
	return w
}

func (d *drawer) condition() triage.Condition {
	var c triage.Condition
	for range 1 + d.IntN(3) {
		c = append(c, d.step())
	}
	return c
}

func (d *drawer) step() triage.Step {
	s := d.IntN(len(d.tops))
	return triage.Step{Scale: d.first + s, Value: 1 + d.IntN(d.tops[s])}
}

func (d *drawer) rules() {
	t := d.table
	t.Rules = append(t.Rules, triage.Rule{ID: "default", Urgency: triage.Home, Status: triage.Draft, At: d.at()})
	var flags []triage.When // what makes each red flag, from its calmest answer that is above the lowest
	scale := 0
	for i := range t.Questions {
		q := &t.Questions[i]
		for o, option := range q.Options {
			yes := triage.Step{Scale: scale, Value: 1}
			if q.List {
				yes.Scale += o
			}
			if option.RedFlag {
				flags = append(flags, append(triage.When{{yes}}, option.With...))
			}
		}
		if scale++; q.List {
			scale += len(q.Options) - 1
		}
	}
	for i := range 2 + d.IntN(6) {
		r := triage.Rule{ID: fmt.Sprint("r", i), Urgency: d.urgency(), Status: triage.Draft, At: d.at(), When: d.when(1, 3)}
		other := t.Rules[d.IntN(len(t.Rules))]
		switch shape := d.IntN(10); {
		case shape < 3 && len(flags) > 0:
			r.When, r.Urgency = flags[d.IntN(len(flags))], triage.Go+triage.Urgency(d.IntN(2))
		case shape < 5: // asks for more than another rule and is no more urgent
			r.When = append(slices.Clone(other.When), d.condition())
			r.Urgency = triage.Urgency(d.IntN(int(other.Urgency) + 1))
		case shape < 6: // repeats one of its conditions, a little weaker
			r.When = append(r.When, append(slices.Clone(r.When[0]), d.step()))
		case shape < 7:
			if d.once(3) {
				r.When = nil // always holds
			}
		}
		switch d.IntN(8) {
		case 0:
			r.Status = triage.Retired
		case 1, 2:
			r.Status = triage.Reviewed
			if !d.once(5) {
				r.Review.By = "A doctor"
			}
			if !d.once(5) {
				r.Review.On = "2026-01-02"
			}
		}
		t.Rules = append(t.Rules, r)
	}
}

func (d *drawer) advice() {
	for i := range d.IntN(4) {
		a := triage.Advice{ID: fmt.Sprint("a", i), Say: "say", Suits: d.when(0, 2), UpTo: d.urgency(), At: d.at()}
		if a.Waiting = a.UpTo >= triage.Go; d.once(6) {
			a.Waiting = !a.Waiting // a loader refuses this, the engine does not
		}
		for j := range d.IntN(3) {
			a.Without = append(a.Without, triage.Withhold{When: d.when(1, 2), Because: fmt.Sprint("because ", j)})
		}
		d.table.Advice = append(d.table.Advice, a)
	}
}

// invariants draws promises; half of them follow from a rule, or from what
// withholds a piece of advice.
func (d *drawer) invariants() {
	t := d.table
	for i := range d.IntN(5) {
		in := triage.Invariant{ID: fmt.Sprint("i", i), When: d.when(0, 2), At: d.at()}
		r := t.Rules[d.IntN(len(t.Rules))]
		switch {
		case d.once(2) && len(t.Advice) > 0:
			a := t.Advice[d.IntN(len(t.Advice))]
			in.Never = []string{a.ID}
			if d.once(2) && len(a.Without) > 0 {
				in.When = append(in.When, a.Without[0].When...)
			}
		case d.once(2):
			in.AtLeast = d.urgency()
		default:
			in.When = append(in.When, r.When...)
			in.AtLeast = triage.Urgency(d.IntN(int(r.Urgency) + 1))
		}
		t.Invariants = append(t.Invariants, in)
	}
}

// sources adds sources, and lets anything that can cite them do so.
func (d *drawer) sources() {
	t := d.table
	for i := range 3 {
		t.Sources = append(t.Sources, triage.Source{ID: fmt.Sprint("s", i), At: d.at()})
	}
	cite := func(one int) []string {
		if d.once(one) {
			return []string{t.Sources[d.IntN(len(t.Sources))].ID}
		}
		return nil
	}
	for i := range t.Rules {
		t.Rules[i].Sources = cite(3)
	}
	for i := range t.Advice {
		t.Advice[i].Sources = cite(6)
	}
	for i := range t.Invariants {
		t.Invariants[i].Sources = cite(8)
	}
	t.SafetyNet = []triage.SafetyNet{{ID: "net", Say: "net", Urgency: triage.Today, Sources: cite(8)}}
	t.Numbers = []triage.Number{{Country: "GB", Sources: cite(8)}}
}

// people calls yield with every person: a full set of answers with a plain yes on each
// list that needs a tick. Questions that nothing names are answered with their lowest
// value, since no answer to them can make a difference.
func people(table *triage.Table, yield func(full values)) {
	all := make(values, len(table.Scales()))
	var fill func(s int)
	fill = func(s int) {
		switch {
		case s == len(all):
			if isPerson(table, all) {
				yield(all)
			}
		case table.Scales()[s].Question.ID == wide:
			fill(s + 1)
		default:
			for all[s] = 0; all[s] <= table.Scales()[s].Top; all[s]++ {
				fill(s + 1)
			}
		}
	}
	fill(0)
}

// isPerson reports whether every list that needs a tick has one.
func isPerson(table *triage.Table, full values) bool {
	for i := range table.Questions {
		q := &table.Questions[i]
		if from, to := q.Scales(); q.AtLeastOne && !slices.Contains(full[from:to], triage.TickYes) {
			return false
		}
	}
	return true
}

// suited reports whether a person is given a piece of advice: it suits, nothing
// withholds it, and the urgency is one that it is meant for.
func suited(table *triage.Table, ad *triage.Advice, full values) bool {
	u := urgency(table, full)
	return holds(ad.Suits, full) && !slices.ContainsFunc(ad.Without, func(w triage.Withhold) bool { return holds(w.When, full) }) &&
		ad.From <= u && u <= ad.UpTo && ad.Waiting == (u >= triage.Go)
}

// verdict is one thing that a check decides about a table.
type verdict struct {
	what     string // for counting
	property string // that is not proved when it is found; "" for none
	triage.Finding
	// shows reports whether a person shows it. It is nil where no single person
	// can; then found says what looking at everybody found.
	shows func(full values) bool
	found bool
	// reaches returns what goes into the place that the message has for what
	// the witness reaches; nil when it has none.
	reaches func(full values) string
	witness values // the one witness allowed; nil: any
	proof   string // the name of the proof when it is not decided; "": the beginning of the message
	// moot says that the whole rule or condition is needless, so that a check with
	// enough budget does not report this part of it.
	moot bool
}

// The properties, as reports call them.
const (
	monotone = "a worse answer, or \"not sure\" in place of \"no\", never lowers the urgency"
	redFlags = "every red flag forces an emergency, whatever else is answered"
	seen     = "self-care is never reached while a more urgent rule holds or is open"
	promises = "the table's own invariants hold"
	safe     = "no advice is given against its own conditions or in an emergency that it is not for"
	decides  = "every rule decides the result for somebody"
)

// everybody is every person that a table can meet, and the verdicts from looking at all
// of them.
type everybody struct {
	table    *triage.Table
	people   []values
	verdicts []verdict
	met      map[string]map[*triage.Question]bool // what somebody was asked, by their answers
}

func allPeople(table *triage.Table) *everybody {
	o := &everybody{table: table}
	people(table, func(full values) { o.people = append(o.people, slices.Clone(full)) })
	return o
}

// oracle returns every verdict on a table, true or not.
func oracle(table *triage.Table) []verdict {
	o := allPeople(table)
	o.redFlags()
	o.unsureAlone()
	o.ignored()
	o.openers()
	o.lateCalls()
	o.invariants()
	o.advice()
	o.contradictions()
	o.dead()
	o.needless()
	o.unused()
	o.golden()
	o.wording()
	o.guarded()
	for i := range o.verdicts {
		if v := &o.verdicts[i]; v.shows != nil {
			v.found = o.somebody(v.shows)
		}
	}
	return o.verdicts
}

func (o *everybody) somebody(shows func(full values) bool) bool {
	return slices.ContainsFunc(o.people, shows)
}

func (o *everybody) add(v verdict) { o.verdicts = append(o.verdicts, v) }

func finding(s triage.Severity, kind string, at triage.Position, format string, args ...any) triage.Finding {
	return triage.Finding{Severity: s, Kind: kind, At: at, Message: fmt.Sprintf(format, args...)}
}

func (o *everybody) redFlags() {
	for i := range o.table.Questions {
		q := &o.table.Questions[i]
		for n, option := range q.Options {
			if !option.RedFlag {
				continue
			}
			o.add(verdict{
				what: "red flag", property: redFlags, reaches: func(full values) string { return urgency(o.table, full).String() },
				Finding: finding(triage.Mistaken, "red-flag", option.At, "red flag %s.%s does not force an emergency: these answers reach only %%s", q.ID, option.ID),
				shows:   func(full values) bool { return promised(o.table, q, n, full) && urgency(o.table, full) < triage.Go },
			})
		}
	}
}

func (o *everybody) invariants() {
	for i := range o.table.Invariants {
		in := &o.table.Invariants[i]
		least := triage.Disposition{Urgency: in.AtLeast, Place: placeOf(&triage.Rule{Urgency: in.AtLeast, Contact: in.Contact})}
		short := verdict{
			what: "invariant on the urgency", property: promises, reaches: func(full values) string { return describe(told(o.table, full)) },
			Finding: finding(triage.Mistaken, "invariant", in.At, "invariant %s fails: these answers reach %%s, not %s", in.ID, describe(least)),
			shows: func(full values) bool {
				s := told(o.table, full)
				return holds(in.When, full) && in.AtLeast > triage.Home && (s.Urgency < least.Urgency || s.Place < least.Place)
			},
		}
		o.add(short)
		if in.Contact != "" {
			o.add(verdict{
				what: "invariant on the unit", property: promises, moot: o.somebody(short.shows),
				Finding: finding(triage.Mistaken, "invariant", in.At, "invariant %s fails: the maternity unit is not named", in.ID),
				shows:   func(full values) bool { return holds(in.When, full) && !allowed(in, told(o.table, full)) },
			})
		}
		for what, ids := range map[string][]string{"invariant on advice": in.Never, "invariant on advice given": in.Given, "invariant on advice for others": in.Only} {
			for _, id := range ids {
				i := slices.IndexFunc(o.table.Advice, func(ad triage.Advice) bool { return ad.ID == id })
				o.add(verdict{
					what: "invariant on advice that is not there", property: promises, found: i < 0,
					Finding: finding(triage.Mistaken, "invariant", in.At, "invariant %s names advice %s, which the table does not have", in.ID, id),
				})
				if i < 0 {
					continue
				}
				ad := &o.table.Advice[i]
				v := verdict{what: what, property: promises}
				fails := ""
				switch what {
				case "invariant on advice":
					fails = "given"
					v.shows = func(full values) bool {
						return holds(in.When, full) && urgency(o.table, full) >= in.From && suited(o.table, ad, full)
					}
					if ad.Waiting {
						v.what = "invariant on advice for the wait"
					}
				case "invariant on advice given":
					fails = "not given"
					v.shows = func(full values) bool {
						u := urgency(o.table, full)
						never := func(other triage.Invariant) bool {
							return slices.Contains(other.Never, ad.ID) && u >= other.From && holds(other.When, full)
						}
						return holds(in.When, full) && in.From <= u && u <= in.To && !suited(o.table, ad, full) && !slices.ContainsFunc(o.table.Invariants, never)
					}
				default:
					fails = "given to somebody else"
					v.shows = func(full values) bool { return !holds(in.When, full) && suited(o.table, ad, full) }
				}
				v.Finding = finding(triage.Mistaken, "invariant", in.At, "invariant %s fails: advice %s is %s", in.ID, ad.ID, fails)
				o.add(v)
			}
		}
		for _, r := range o.inUse() {
			if in.OnlyContact != "" && r.Contact == in.OnlyContact {
				o.add(verdict{
					what: "invariant on others at the unit", property: promises,
					Finding: finding(triage.Mistaken, "invariant", in.At, "invariant %s fails: rule %s sends somebody else to the maternity unit", in.ID, r.ID),
					shows:   func(full values) bool { return holds(r.When, full) && !holds(in.When, full) },
				})
			}
		}
		o.fixed(in)
	}
}

func (o *everybody) advice() {
	for i := range o.table.Advice {
		ad := &o.table.Advice[i]
		o.add(verdict{
			what: "advice for nobody", Finding: finding(triage.Mistaken, "dead", ad.At, "advice %s is never given to anybody", ad.ID),
			found: !o.somebody(func(full values) bool { return suited(o.table, ad, full) }),
		})
	}
}

// inUse returns the rules that can hold, the most urgent first.
func (o *everybody) inUse() []*triage.Rule {
	var rules []*triage.Rule
	for i := range o.table.Rules {
		if r := &o.table.Rules[i]; r.Status != triage.Retired {
			rules = append(rules, r)
		}
	}
	slices.SortStableFunc(rules, func(a, b *triage.Rule) int { return cmp.Compare(b.Urgency, a.Urgency) })
	return rules
}

func (o *everybody) dead() {
	for _, r := range o.inUse() {
		o.add(verdict{
			what: "dead rule", property: decides,
			Finding: finding(triage.Mistaken, "dead", r.At, "rule %s can never decide: whenever it holds, a more urgent rule does", r.ID),
			found:   !o.somebody(func(full values) bool { return holds(r.When, full) && urgency(o.table, full) == r.Urgency }),
		})
	}
}

// needless removes each rule, each condition and each step in turn and sees whether
// anybody gets another urgency.
func (o *everybody) needless() {
	rules := o.inUse()
	for _, r := range rules {
		if len(r.When) == 0 {
			continue // the rule for the rest, and the like
		}
		// changes reports whether somebody's urgency changes if this rule holds only
		// for those for whom fewer is true.
		changes := func(fewer func(full values) bool) bool {
			return o.somebody(func(full values) bool {
				return holds(r.When, full) != fewer(full) && !slices.ContainsFunc(rules, func(other *triage.Rule) bool {
					return other != r && other.Urgency >= r.Urgency && holds(other.When, full)
				})
			})
		}
		add := func(what string, needless, moot bool, format string, args ...any) {
			o.add(verdict{what: what, found: needless, moot: moot, Finding: finding(triage.Warning, "needless", r.At, format, args...)})
		}
		by := ""
		if i := slices.IndexFunc(rules, func(other *triage.Rule) bool {
			return other != r && other.Urgency >= r.Urgency && !o.somebody(func(full values) bool { return holds(r.When, full) && !holds(other.When, full) })
		}); i >= 0 {
			by = ": rule " + rules[i].ID + " always holds with it"
		}
		rule := !changes(func(values) bool { return false })
		add("needless rule", rule, false, "rule %s changes no urgency%s", r.ID, by)
		for n, condition := range r.When {
			fewer := slices.Delete(slices.Clone(r.When), n, n+1)
			whole := !changes(func(full values) bool { return holds(fewer, full) })
			add("needless condition", whole, rule, "rule %s: the condition on %s never matters", r.ID, o.names(condition...))
			for m, step := range condition {
				if len(condition) == 1 {
					break
				}
				fewer := slices.Clone(r.When)
				fewer[n] = slices.Delete(slices.Clone(condition), m, m+1)
				needless := !changes(func(full values) bool { return holds(fewer, full) })
				add("needless step", needless, rule || whole, "rule %s: %s never makes the difference", r.ID, o.names(step))
			}
		}
	}
}

// names writes the questions and ticks of some steps, each once.
func (o *everybody) names(steps ...triage.Step) string {
	var out []string
	for _, s := range steps {
		name, _, _ := strings.Cut(shownGiven(o.table, triage.Given(s)), "=")
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

func (o *everybody) unused() {
	t := o.table
	var used []triage.Step
	var cited []string
	mark := func(w triage.When) {
		for _, c := range w {
			used = append(used, c...)
		}
	}
	for _, r := range o.inUse() {
		mark(r.When)
		cited = append(cited, r.Sources...)
		if r.Status == triage.Reviewed {
			o.add(verdict{
				what:    "review that is not whole",
				Finding: finding(triage.Mistaken, "review", r.At, "rule %s is reviewed, but its source, its reviewer or the date is missing", r.ID),
				found:   len(r.Sources) == 0 || r.Review.By == "" || r.Review.On == "",
			})
		}
	}
	for _, ad := range t.Advice {
		mark(ad.Suits)
		for _, w := range ad.Without {
			mark(w.When)
		}
		cited = append(cited, ad.Sources...)
	}
	for _, in := range t.Invariants {
		cited = append(cited, in.Sources...)
	}
	cited = append(append(cited, t.SafetyNet[0].Sources...), t.Numbers[0].Sources...)
	for i := range t.Questions {
		q := &t.Questions[i]
		from, to := q.Scales()
		asked := slices.ContainsFunc(used, func(s triage.Step) bool { return from <= s.Scale && s.Scale < to })
		o.add(verdict{
			what: "unused question", found: !asked,
			Finding: finding(triage.Warning, "unused", q.At, "no rule and no advice uses the question %s", q.ID),
		})
		for n := 0; asked && q.List && n < len(q.Options); n++ {
			o.add(verdict{
				what: "unused tick", found: !slices.ContainsFunc(used, func(s triage.Step) bool { return s.Scale == from+n }),
				Finding: finding(triage.Warning, "unused", q.Options[n].At, "no rule and no advice uses %s.%s", q.ID, q.Options[n].ID),
			})
		}
	}
	for _, s := range t.Sources {
		o.add(verdict{
			what: "unused source", found: !slices.Contains(cited, s.ID),
			Finding: finding(triage.Warning, "unused", s.At, "nothing cites the source %s", s.ID),
		})
	}
}

// about reports whether f is the finding that v would be.
func (v verdict) about(f triage.Finding) bool {
	message := v.Message
	if v.reaches != nil && f.Witness != nil {
		message = fmt.Sprintf(message, v.reaches(valuesOf(*f.Witness)))
	}
	return v.Severity == f.Severity && v.Kind == f.Kind && v.At == f.At && message == f.Message
}

// refuted says why the witness of f does not show v, or returns "".
func (v verdict) refuted(table *triage.Table, f triage.Finding) string {
	switch {
	case v.witness != nil && (f.Witness == nil || !slices.Equal(valuesOf(*f.Witness), v.witness)):
		return "the witness is not the one person whom it is about"
	case v.witness != nil:
		return ""
	case v.shows == nil && f.Witness != nil:
		return "it has a witness, though no single person can show it"
	case v.shows == nil:
		return ""
	case f.Witness == nil:
		return "it has no witness"
	}
	full := valuesOf(*f.Witness)
	switch {
	case slices.Contains(full, missing):
		return "the witness has not answered everything: " + shownValues(table, full)
	case !isPerson(table, full):
		return "the witness is not a possible person: " + shownValues(table, full)
	case !v.shows(full):
		return "the witness does not show it: " + shownValues(table, full)
	}
	return ""
}

// settle removes the finding of v from the open ones and returns the rest, and what is
// wrong: with the finding, or because it is missing.
func (v verdict) settle(table *triage.Table, open []triage.Finding) (rest []triage.Finding, wrong string) {
	i := slices.IndexFunc(open, func(f triage.Finding) bool { return v.about(f) })
	switch {
	case v.found && i < 0:
		return open, "not found: " + v.Message
	case !v.found || i < 0:
		return open, "" // a false finding stays open
	}
	if why := v.refuted(table, open[i]); why != "" {
		wrong = open[i].Message + ": " + why
	}
	return slices.Delete(open, i, i+1), wrong
}

// tallies counts verdicts both ways.
type tallies map[string]*[2]int

func (c tallies) see(v verdict) {
	if c[v.what] == nil {
		c[v.what] = &[2]int{}
	}
	if v.found {
		c[v.what][0]++
	} else {
		c[v.what][1]++
	}
}

// demand fails the test if a kind of verdict came out one way too rarely for that way
// to count as tested.
func (c tallies) demand(t *testing.T, atLeast int, kinds ...string) {
	t.Helper()
	for _, what := range kinds {
		n := c[what]
		if n == nil {
			n = &[2]int{}
		}
		t.Logf("%-34s found %6d, not found %6d", what, n[0], n[1])
		if min(n[0], n[1]) < atLeast {
			t.Errorf("%s: found %d times and not found %d times; both must be at least %d", what, n[0], n[1], atLeast)
		}
	}
	for what := range c {
		if !slices.Contains(kinds, what) {
			t.Errorf("%s is not counted", what)
		}
	}
}

// proved reports whether a report says that a property is proved.
func proved(report *triage.Report, property string) bool {
	return slices.ContainsFunc(report.Proved, func(p triage.Proof) bool { return p.Property == property })
}

// TestCheckAgreesWithEverybody compares all that a check says about a table
// with what the oracle says: the same findings, word for word, no more and no
// fewer, each with a witness that shows it; and the same properties proved.
func TestCheckAgreesWithEverybody(t *testing.T) {
	t.Parallel()
	count := tallies{}
	for number := range tablesOf(checkedTables) {
		table := checkedTable(number)
		report := table.Check(triage.DefaultBudget)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("table %d: %s\n%s", number, fmt.Sprintf(format, args...), shownChecked(table))
		}
		open := slices.Clone(report.Findings)
		failed := map[string]bool{}
		for _, v := range oracle(table) {
			if v.moot {
				continue
			}
			count.see(v)
			var wrong string
			if open, wrong = v.settle(table, open); wrong != "" {
				fail("%s", wrong)
			}
			failed[v.property] = failed[v.property] || v.found
		}
		for _, f := range open {
			fail("found, but not true: %s: %s", f.Kind, f.Message)
		}
		var want, got []string
		for _, property := range []string{monotone, redFlags, neverAlone, heard, opened, seen, milder, lateCalls, promises, safe, clashes, decides, goldens, wordRules, actsMarked, keysKnown, guarded} {
			if !failed[property] && looked(table, property) {
				want = append(want, property)
			}
		}
		for _, p := range report.Proved {
			got = append(got, p.Property)
		}
		if !slices.Equal(got, want) {
			fail("proved are\n  %s\nnot\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
		errors := 0
		for i, f := range report.Findings {
			if f.Severity == triage.Mistaken {
				if errors++; errors <= i {
					fail("a warning comes before an error")
				}
			}
		}
		if report.Failed() != (errors > 0) {
			fail("Failed is %v with %d errors", report.Failed(), errors)
		}
	}
	count.demand(t, checkedTables/25, append(slices.Concat(guardVerdicts, symptomVerdicts), "red flag", "invariant on the urgency", "invariant on advice", "invariant on advice for the wait", "advice for nobody", "dead rule",
		"needless rule", "needless condition", "needless step", "unused question", "unused tick", "unused source", "review that is not whole")...)
}

// looked reports whether the table has anything that a property is about. Some
// properties are about every table.
func looked(table *triage.Table, property string) bool {
	switch property {
	case promises:
		return len(table.Invariants) > 0
	case clashes:
		return len(table.Acts) > 0
	case goldens:
		return len(table.People) > 0
	case wordRules, actsMarked, keysKnown:
		return table.Wording != nil
	case guarded:
		return table.Guarded
	case neverAlone:
		return table.UnsureNeverAlone
	case heard:
		return slices.ContainsFunc(table.Questions, func(q triage.Question) bool { return q.Symptoms })
	case opened:
		return slices.ContainsFunc(table.Questions, func(q triage.Question) bool {
			return slices.ContainsFunc(q.Options, func(o triage.Option) bool { return len(o.Opens) > 0 || o.Gated+o.Ungated != "" })
		})
	}
	return true
}

// shownChecked is shown with what only a check looks at.
func shownChecked(table *triage.Table) string {
	var b strings.Builder
	b.WriteString(shown(table))
	for _, q := range table.Questions {
		for _, o := range q.Options {
			if o.RedFlag {
				fmt.Fprintf(&b, "red flag %s.%s with %s\n", q.ID, o.ID, shownWhen(table, o.With))
			}
			if q.Symptoms || len(o.Opens) > 0 || o.Gated+o.Ungated != "" {
				fmt.Fprintf(&b, "%s.%s is about symptoms %v, counts beside others %q, opens %q, ungated %q, gated %q\n", q.ID, o.ID, q.Symptoms, o.Beside, o.Opens, o.Ungated, o.Gated)
			}
		}
	}
	for _, in := range table.Invariants {
		fmt.Fprintf(&b, "invariant %s: %s: at least %v %s, never %q, given %q, only %q, only contact %s, from %v to %v, stages %v, orders %v, ticks %q, nets %v, dial %v\n", in.ID,
			shownWhen(table, in.When), in.AtLeast, in.Contact, in.Never, in.Given, in.Only, in.OnlyContact, in.From, in.To, in.Stages, in.Orders, in.Ticks, in.Nets, in.Dial)
	}
	for _, p := range table.People {
		fmt.Fprintf(&b, "person %s: %s: %v %v, advice %q, never %q, tells %q\n", p.ID, shownValues(table, valuesOf(p.Answers)), p.Urgency, p.Place, p.Advice, p.Never, p.Tells)
	}
	if table.Guarded || table.UnsureNeverAlone || len(table.Acts) > 0 {
		fmt.Fprintf(&b, "guarded %v, unsure never alone %v, acts %v\n", table.Guarded, table.UnsureNeverAlone, table.Acts)
	}
	if w := table.Wording; w != nil {
		fmt.Fprintf(&b, "words: acts %v, rules %v, keys %v\n", w.Acts, w.Rules, w.Keys)
		for _, x := range textsOf(table) {
			fmt.Fprintf(&b, "  %s: %q, tells %q\n", x.name, x.say, x.tells)
		}
	}
	return b.String()
}

// TestCheckSeesAnEvaluatorThatGoesWrong is about the three verdicts that cannot occur
// as long as the evaluator does what the table says. So the table is changed after it
// was compiled: the evaluator then uses one version of a rule, or of a reason to
// withhold advice, and the check another. The oracle knows both.
func TestCheckSeesAnEvaluatorThatGoesWrong(t *testing.T) {
	t.Parallel()
	count := tallies{}
	for number := range tablesOf(checkedTables) {
		d := &drawer{Rand: rand.New(rand.NewPCG(20_262, uint64(number)))}
		table := checkedTable(number)
		// In such a table, advice that needs an emergency could mean more than one
		// thing.
		table.Advice = slices.DeleteFunc(table.Advice, func(a triage.Advice) bool { return a.Waiting })
		table.People = nil // an assessment cannot be made of it either
		for i := range table.Questions {
			table.Questions[i].Symptoms = false // nor an interview
			for o := range table.Questions[i].Options {
				table.Questions[i].Options[o].Opens = nil
			}
		}
		mustCompile(table)
		evaluated := &triage.Table{Rules: slices.Clone(table.Rules), Advice: slices.Clone(table.Advice)}
		d.learn(table)
		if d.once(2) || len(table.Advice) == 0 {
			table.Rules[d.IntN(len(table.Rules))].When = d.when(0, 2)
		} else {
			a := &table.Advice[d.IntN(len(table.Advice))]
			a.Without = slices.Clone(a.Without)
			for j := range a.Without {
				a.Without[j].When = d.when(1, 2)
			}
		}

		o := allPeople(table)
		for _, r := range o.inUse() {
			compiled := evaluated.Rule(r.ID)
			o.add(verdict{
				what: "rule that holds unseen", property: seen,
				Finding: finding(triage.Mistaken, "hidden", r.At, "rule %s holds, yet the urgency stays below %v", r.ID, r.Urgency),
				shows: func(full values) bool {
					return holds(r.When, full) && (urgency(evaluated, full) < r.Urgency || !holds(compiled.When, full))
				},
			})
		}
		for _, r := range o.inUse() {
			p := placeOf(r)
			o.add(verdict{
				what: "rule that is told less of", property: milder,
				Finding: finding(triage.Mistaken, "milder", r.At, "rule %s holds, but people are told less than it asks for, or not its place", r.ID),
				shows: func(full values) bool {
					s := told(evaluated, full)
					return holds(r.When, full) && (s.Urgency < r.Urgency || s.Place < p || s.Urgency == r.Urgency && !s.Names(namedBy(r)))
				},
			})
		}
		for i := range table.Advice {
			ad, compiled := &table.Advice[i], &evaluated.Advice[i]
			add := func(w triage.When, why string) {
				o.add(verdict{
					what: "unsafe advice", property: safe,
					Finding: finding(triage.Mistaken, "advice", ad.At, "advice %s is given %s", ad.ID, why),
					shows:   func(full values) bool { return holds(w, full) && suited(evaluated, compiled, full) },
				})
			}
			for _, w := range ad.Without {
				add(w.When, "although it is withheld: "+w.Because)
			}
			for _, r := range o.inUse() {
				if r.Urgency >= ad.From && (r.Urgency > ad.UpTo || r.Urgency >= triage.Go) {
					add(r.When, fmt.Sprintf("above %v, in rule %s", ad.UpTo, r.ID))
				}
			}
		}

		report := table.Check(triage.DefaultBudget)
		fail := func(what string) {
			t.Helper()
			t.Fatalf("table %d: %s\n%s", number, what, shownChecked(table))
		}
		open := slices.DeleteFunc(slices.Clone(report.Findings), func(f triage.Finding) bool { return f.Kind != "hidden" && f.Kind != "milder" && f.Kind != "advice" })
		failed := map[string]bool{}
		for _, v := range o.verdicts {
			v.found = o.somebody(v.shows)
			count.see(v)
			var wrong string
			if open, wrong = v.settle(table, open); wrong != "" {
				fail(wrong)
			}
			failed[v.property] = failed[v.property] || v.found
		}
		for _, f := range open {
			fail("found, but not true: " + f.Message)
		}
		for _, property := range []string{seen, milder, safe} {
			if proved(report, property) == failed[property] {
				fail(fmt.Sprintf("proved is %v: %s", !failed[property], property))
			}
		}
	}
	count.demand(t, 200, "rule that holds unseen", "rule that is told less of", "unsafe advice")
}

// learn lets d draw steps for a table that another drawer has made.
func (d *drawer) learn(table *triage.Table) {
	for _, s := range table.Scales() {
		if s.Question.ID == wide {
			d.first++
		} else {
			d.tops = append(d.tops, s.Top)
		}
	}
}

// TestCheckSeesRulesReadInTheWrongOrder raises a rule after the order of evaluation was
// settled.
func TestCheckSeesRulesReadInTheWrongOrder(t *testing.T) {
	table := &triage.Table{
		Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a"}}}},
		Rules: []triage.Rule{
			{ID: "first", Urgency: triage.Today, When: triage.When{{{Scale: 0, Value: 2}}}},
			{ID: "second", Urgency: triage.Soon, When: triage.When{{{Scale: 0, Value: 1}}}, At: triage.Position{Line: 7}},
		},
	}
	mustCompile(table)
	table.Rules[1].Urgency = triage.Go
	got := table.Check(triage.DefaultBudget)
	want := finding(triage.Mistaken, "not-monotone", triage.Position{Line: 7}, "rule second is read after a less urgent rule")
	if !slices.Contains(got.Findings, want) {
		t.Errorf("not found: %s\nfound: %v", want.Message, got.Findings)
	}
	if proved(got, monotone) {
		t.Error("the property is called proved all the same")
	}
}

// The positions of planted faults.
var (
	planted     = triage.Position{File: "planted.yaml", Line: 1}
	plantedTick = triage.Position{File: "planted.yaml", Line: 2}

	plantedOpener = triage.Position{File: "planted.yaml", Line: 3}
)

// plants are faults that are put into a table under the id planted, each with the
// finding that a check must make of it; a message that ends in "..." continues with
// something that depends on the rest of the table. Emergencies are first removed from
// the table, so that nothing can cover the fault up, and a question is added that
// nothing else refers to: own is the first of its two ticks.
var plants = []struct {
	name string
	sow  func(d *drawer, own int)
	want triage.Finding
}{
	{"dead rule", func(d *drawer, own int) {
		w := triage.When{{{Scale: own, Value: 1}}}
		d.plantRule(triage.Call, w).ID = "cover"
		d.plantRule(triage.Urgency(d.IntN(int(triage.Call))), append(w, d.condition()))
	}, finding(triage.Mistaken, "dead", planted, "rule planted can never decide: whenever it holds, a more urgent rule does")},
	{"needless rule", func(d *drawer, own int) {
		w := triage.When{{{Scale: own, Value: 1}}}
		d.plantRule(triage.Call, w).ID = "cover"
		d.plantRule(triage.Call, append(w, d.condition()))
	}, finding(triage.Warning, "needless", planted, "rule planted changes no urgency: rule cover always holds with it")},
	{"needless condition", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}, {{Scale: own, Value: 1}, {Scale: own + 1, Value: 1}}})
	}, finding(triage.Warning, "needless", planted, "rule planted: the condition on planted.a, planted.b never matters")},
	{"needless step", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own + 1, Value: 1}, {Scale: own, Value: 1}, {Scale: own, Value: 2}}})
	}, finding(triage.Warning, "needless", planted, "rule planted: planted.a never makes the difference")},
	{"review that is not whole", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}}).Status = triage.Reviewed
	}, finding(triage.Mistaken, "review", planted, "rule planted is reviewed, but its source, its reviewer or the date is missing")},
	{"red flag that is no emergency", func(d *drawer, own int) {
		option := &d.table.Questions[len(d.table.Questions)-1].Options[0]
		option.RedFlag, option.With = true, d.when(0, 2)
	}, finding(triage.Mistaken, "red-flag", plantedTick, "red flag planted.a does not force an emergency: ...")},
	{"red flag whose partner has to be sure", func(d *drawer, own int) {
		d.added().Options[0].RedFlag, d.added().Options[0].With = true, triage.When{{{Scale: own + 1, Value: 2}}}
		d.table.UnsureNeverAlone = true
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}, {{Scale: own + 1, Value: 2}}}).ID = "other"
	}, finding(triage.Mistaken, "red-flag", plantedTick, "red flag planted.a does not force an emergency: ...")},
	{"emergency for what is not sure", func(d *drawer, own int) {
		d.table.UnsureNeverAlone = true
		for _, q := range d.table.Questions {
			for o := range q.Options {
				q.Options[o].RedFlag = q.Options[o].RedFlag && !q.AtLeastOne // or everybody could be sure of one
			}
		}
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}, {{Scale: own + 1, Value: 1}}})
	}, finding(triage.Mistaken, "unsure-alone", planted, "rule planted makes an emergency although no worrying answer is sure")},
	{"symptom that is ignored", func(d *drawer, own int) {
		d.added().Stage, d.added().Symptoms = triage.StageLife, true
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}, {{Scale: own + 1, Value: 1}}})
	}, finding(triage.Mistaken, "ignored", plantedTick, "planted.a alone changes nothing that the person is told...")},
	{"excuse that is not needed", func(d *drawer, own int) {
		d.added().Stage, d.added().Symptoms, d.added().Options[0].Beside = triage.StageLife, true, "why"
		d.plantRule(triage.Call, triage.When{{{Scale: own, Value: 2}}})
	}, finding(triage.Warning, "ignored", plantedTick, "planted.a needs no reason under beside: it is never ignored")},
	{"rule for every tick", func(d *drawer, own int) {
		d.added().Symptoms = true
		d.plantRule(triage.Soon, triage.When{{{Scale: own, Value: 2}, {Scale: own + 1, Value: 1}}})
	}, finding(triage.Mistaken, "ignored", planted, "rule planted holds for every answer to planted, and so does not tell them apart")},
	{"rule that asks whoever did not open it", func(d *drawer, own int) {
		d.opener(own, "planted")
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}})
	}, finding(triage.Mistaken, "opener", planted, "rule planted asks about planted even when nothing has opened it")},
	{"advice that asks whoever did not open it", func(d *drawer, own int) {
		d.opener(own, "planted")
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "planted", UpTo: triage.Today, Without: []triage.Withhold{{When: triage.When{{{Scale: own, Value: 1}}}}}, At: planted})
	}, finding(triage.Mistaken, "opener", planted, "advice planted asks about planted even when nothing has opened it")},
	{"opened and not asked when that is not sure", func(d *drawer, own int) {
		opener := d.opener(own, "planted")
		d.plantRule(triage.Call, triage.When{{{Scale: own, Value: 1}}, {{Scale: opener, Value: 2}}})
	}, finding(triage.Mistaken, "opener", plantedOpener, "opener.c opens planted, which is not asked when the answer is unsure")},
	{"opener that comes to nobody", func(d *drawer, own int) { d.opener(own, "planted") },
		finding(triage.Mistaken, "opener", plantedOpener, "opener.c opens questions, but nobody who is otherwise calm is asked it")},
	{"opened too early", func(d *drawer, own int) {
		d.opener(own, "planted")
		d.table.Questions[len(d.table.Questions)-1].Stage = triage.StageProblem
	}, finding(triage.Mistaken, "opener", planted, "the question planted comes before opener.c, which opens it")},
	{"opened flag without its partner", func(d *drawer, own int) {
		d.opener(own, "planted")
		d.table.Questions[len(d.table.Questions)-2].Options[0].RedFlag = true
	}, finding(triage.Mistaken, "opener", plantedTick, "red flag planted.a does not name opener.c, which opens it, as its partner")},
	{"opened flag without another way", func(d *drawer, own int) {
		d.opener(own, "planted")
		d.table.Questions[len(d.table.Questions)-2].Options[0].RedFlag = true
	}, finding(triage.Mistaken, "opener", plantedTick, "red flag planted.a has to be opened: under ungated, name another red flag that everybody is asked about, or say under gated why there is none")},
	{"other way that is none", func(d *drawer, own int) {
		d.opener(own, "planted")
		flag := &d.table.Questions[len(d.table.Questions)-2].Options[0]
		flag.RedFlag, flag.Ungated = true, "planted.b"
	}, finding(triage.Mistaken, "opener", plantedTick, "red flag planted.a: planted.b is not a red flag that everybody is asked about")},
	{"other way that leads less far", func(d *drawer, own int) {
		opener := d.opener(own, "planted")
		flag := &d.table.Questions[len(d.table.Questions)-2].Options[0]
		flag.RedFlag, flag.Ungated, flag.With = true, "opener.c", triage.When{{{Scale: opener, Value: 2}}}
		d.added().Options[0].RedFlag = true
		d.plantRule(triage.Call, triage.When{{{Scale: own, Value: 1}}, {{Scale: opener, Value: 1}}})
		d.plantRule(triage.Go, triage.When{{{Scale: opener, Value: 1}}}).ID = "other"
	}, finding(triage.Mistaken, "opener", plantedTick, "red flag planted.a leads to call, and opener.c only to go")},
	{"promise of an urgency that is not kept", func(d *drawer, own int) {
		d.table.Invariants = append(d.table.Invariants, triage.Invariant{ID: "planted", When: d.when(0, 2), AtLeast: triage.Go, At: planted})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: these answers reach ...")},
	{"promise about advice that is not kept", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "harm", Suits: d.when(0, 1), UpTo: triage.Today})
		d.table.Invariants = append(d.table.Invariants, triage.Invariant{ID: "planted", When: d.when(0, 1), Never: []string{"harm"}, At: planted})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: advice harm is given")},
	{"advice that is always withheld", func(d *drawer, own int) {
		w := d.when(1, 1)
		d.table.Advice = append(d.table.Advice, triage.Advice{
			ID: "planted", Suits: append(w, d.condition()), Without: []triage.Withhold{{When: w}}, UpTo: triage.Today, At: planted,
		})
	}, finding(triage.Mistaken, "dead", planted, "advice planted is never given to anybody")},
	{"advice for an emergency that does not come", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "planted", UpTo: triage.Call, Waiting: true, At: planted})
	}, finding(triage.Mistaken, "dead", planted, "advice planted is never given to anybody")},
	{"unused question", func(d *drawer, own int) {},
		finding(triage.Warning, "unused", planted, "no rule and no advice uses the question planted")},
	{"unused tick", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own + 1, Value: 1}}}).ID = "other"
	}, finding(triage.Warning, "unused", plantedTick, "no rule and no advice uses planted.a")},
	{"unused source", func(d *drawer, own int) {
		d.table.Sources = append(d.table.Sources, triage.Source{ID: "planted", At: planted})
	}, finding(triage.Warning, "unused", planted, "nothing cites the source planted")},
	{"ambulance for a late answer", func(d *drawer, own int) {
		d.added().Stage = triage.StagePerson
		d.plantRule(triage.Call, triage.When{{{Scale: own, Value: 1}, d.step()}})
	}, finding(triage.Mistaken, "late-call", planted, "rule planted calls an ambulance for an answer to planted, which is not a danger page: an interview can end before it is asked")},
	{"promise of the unit that is not kept", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}}).ID = "go"
		d.plantPromise(triage.Invariant{When: triage.When{{{Scale: own, Value: 2}}}, AtLeast: triage.Go, Contact: triage.ContactMaternity})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the maternity unit is not named")},
	{"promise to give advice that is not kept", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "help", Suits: triage.When{{{Scale: own, Value: 1}}}, UpTo: triage.Today})
		d.plantPromise(triage.Invariant{Given: []string{"help"}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: advice help is not given")},
	{"promise that others do not get advice that is not kept", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "help", UpTo: triage.Today})
		d.plantPromise(triage.Invariant{When: triage.When{{{Scale: own, Value: 1}}}, Only: []string{"help"}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: advice help is given to somebody else")},
	{"danger page that comes later", func(d *drawer, own int) {
		d.added().Stage = triage.StageLimb
		d.plantPromise(triage.Invariant{Stages: map[string]triage.Stage{"planted": triage.StageLife}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the question planted comes too late, in the stage limb and not life")},
	{"options in another order", func(d *drawer, own int) {
		d.added().List = false
		d.plantPromise(triage.Invariant{Orders: map[string][]string{"planted": {"b", "a"}}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the options of planted are not b, a, from the least to the most worrying")},
	{"somebody else at the unit", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}}).Contact = triage.ContactMaternity
		d.plantPromise(triage.Invariant{OnlyContact: triage.ContactMaternity, When: triage.When{{{Scale: own, Value: 2}}}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: rule planted sends somebody else to the maternity unit")},
	{"list without a tick", func(d *drawer, own int) { d.plantPromise(triage.Invariant{Ticks: []string{"planted"}}) },
		finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the question planted can be passed without a tick")},
	{"safety net that calls for less", func(d *drawer, own int) {
		d.plantPromise(triage.Invariant{Nets: map[string]triage.Urgency{"net": triage.Go}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the line net of the safety net calls only for today, not go")},
	{"another emergency number", func(d *drawer, own int) {
		d.plantPromise(triage.Invariant{Dial: map[string]string{"GB": "998"}})
	}, finding(triage.Mistaken, "invariant", planted, "invariant planted fails: the emergency number of GB is 999, not 998")},
	{"two rules that contradict each other", func(d *drawer, own int) {
		d.opposites()
		w := triage.When{{{Scale: own, Value: 2}}}
		one := d.plantRule(triage.Go, w)
		one.ID, one.Tells = "one", []string{"keep-still"}
		d.plantRule(triage.Go, append(w, d.condition())).Tells = []string{"walk"}
	}, finding(triage.Mistaken, "contradiction", planted, "rule one tells people to keep still, and rule planted to walk, in one result")},
	{"a rule and advice that contradict each other", func(d *drawer, own int) {
		d.opposites()
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}}).Tells = []string{"walk"}
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "help", UpTo: triage.Call, Waiting: true, Suits: d.when(0, 1), Tells: []string{"keep-still"}, At: planted})
	}, finding(triage.Mistaken, "contradiction", planted, "rule planted tells people to walk, and advice help to keep still, in one result")},
	{"two pieces of advice that contradict each other", func(d *drawer, own int) {
		d.opposites()
		d.table.Advice = append(d.table.Advice,
			triage.Advice{ID: "one", UpTo: triage.Today, Suits: triage.When{{{Scale: own, Value: 1}}}, Tells: []string{"walk"}, At: planted},
			triage.Advice{ID: "other", UpTo: triage.Today, Suits: d.when(0, 1), Tells: []string{"keep-still"}, At: planted})
	}, finding(triage.Mistaken, "contradiction", planted, "advice one tells people to walk, and advice other to keep still, in one result")},
	{"unguarded rule", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{When: triage.When{{{Scale: own, Value: 2}}}, AtLeast: triage.Go})
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}})
	}, unguarded("rule planted leads to go")},
	{"unguarded unit", func(d *drawer, own int) {
		w := triage.When{{{Scale: own, Value: 1}}}
		d.guardOnly(triage.Invariant{When: w, AtLeast: triage.Go})
		d.plantRule(triage.Go, w).Contact = triage.ContactMaternity
	}, unguarded("rule planted names the maternity unit")},
	{"unguarded reason to withhold advice", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{When: triage.When{{{Scale: own, Value: 2}}}, Never: []string{"planted"}})
		d.table.Advice = append(d.table.Advice, triage.Advice{
			ID: "planted", UpTo: triage.Today, Without: []triage.Withhold{{When: triage.When{{{Scale: own, Value: 1}}}, Because: "why"}}, At: planted,
		})
	}, unguarded("advice planted is withheld because why")},
	{"unguarded highest urgency of advice", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Never: []string{"planted"}, From: triage.Call})
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "planted", UpTo: triage.Today, At: planted})
	}, unguarded("advice planted is given up to today")},
	{"unguarded suits", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{When: triage.When{{{Scale: own, Value: 1}}}, Only: []string{"planted"}})
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "planted", UpTo: triage.Today, Suits: triage.When{{{Scale: own, Value: 2}}}, At: planted})
	}, unguarded("advice planted is only for those whom it suits")},
	{"unguarded wait", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Given: []string{"planted"}, From: triage.Go, To: triage.Go})
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "planted", UpTo: triage.Call, Waiting: true, At: planted})
	}, unguarded("advice planted is given to those who wait at call")},
	{"unguarded stage", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Stages: map[string]triage.Stage{"planted": triage.StagePerson}})
	}, unguarded("the question planted comes in the stage life")},
	{"unguarded order", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Orders: map[string][]string{"other": {"a", "b"}}})
		d.added().List = false
	}, unguarded("the options of planted run from the least to the most worrying")},
	{"unguarded contact", func(d *drawer, own int) {
		w := triage.When{{{Scale: own, Value: 1}}}
		d.guardOnly(triage.Invariant{When: w, AtLeast: triage.Go, Contact: triage.ContactMaternity})
		d.plantRule(triage.Go, w).Contact = triage.ContactMaternity
	}, unguarded("rule planted sends to the maternity unit only people whom the unit looks after")},
	{"unguarded tick", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Ticks: []string{"other"}})
		d.added().AtLeastOne = true
	}, unguarded("the question planted needs a tick")},
	{"unguarded safety net", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Nets: map[string]triage.Urgency{"planted": triage.Today}})
		d.table.SafetyNet = append(d.table.SafetyNet, triage.SafetyNet{ID: "planted", Urgency: triage.Go, At: planted})
	}, unguarded("the line planted of the safety net calls for go")},
	{"unguarded number", func(d *drawer, own int) {
		d.guardOnly(triage.Invariant{Dial: map[string]string{"GB": "999"}})
		d.table.Numbers = append(d.table.Numbers, triage.Number{Country: "IE", Emergency: "112", At: planted})
	}, unguarded("the emergency number of IE is 112")},
	{"golden person told less", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}})
		d.plantPerson(own, triage.Person{Urgency: triage.Call, Place: triage.Ambulance})
	}, finding(triage.Mistaken, "person", planted, "person planted: is told go, not call")},
	{"golden person told another place", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}})
		d.plantPerson(own, triage.Person{Urgency: triage.Go, Place: triage.Maternity})
	}, finding(triage.Mistaken, "person", planted, "person planted: is told go, not go (maternity)")},
	{"golden person without advice", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "help", UpTo: triage.Today, Without: []triage.Withhold{{When: triage.When{{{Scale: own, Value: 2}}}}}})
		d.plantPerson(own, triage.Person{Advice: []string{"help"}})
	}, finding(triage.Mistaken, "person", planted, "person planted: does not get the advice help")},
	{"golden person with advice", func(d *drawer, own int) {
		d.table.Advice = append(d.table.Advice, triage.Advice{ID: "harm", UpTo: triage.Today})
		d.plantPerson(own, triage.Person{Never: []string{"harm"}})
	}, finding(triage.Mistaken, "person", planted, "person planted: gets the advice harm")},
	{"golden person whom nothing tells", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 2}}}).Tells = []string{"walk"}
		d.plantPerson(own, triage.Person{Tells: []string{"keep-still"}})
	}, finding(triage.Mistaken, "person", planted, "person planted: nothing tells them to keep still")},
	{"word that is missing", func(d *drawer, own int) {
		d.plantRule(triage.Call, triage.When{{{Scale: own, Value: 1}}}).Do = "Go to hospital."
		d.table.Wording = &triage.Wording{Rules: []triage.WordRule{{ID: "dial", Of: []triage.TextKind{triage.TextDo}, Urgencies: []triage.Urgency{triage.Call}, Must: []string{"call", "dial"}}}}
	}, finding(triage.Mistaken, "wording", planted, "do planted: must say “call” or “dial” (dial)")},
	{"word that must not be", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}}).Do = "Do not drive there. Drive home."
		d.table.Wording = &triage.Wording{Rules: []triage.WordRule{{ID: "car", Of: triage.TextKinds(), Never: []string{"drive"}, Except: []string{"do not drive"}}}}
	}, finding(triage.Mistaken, "wording", planted, `do planted: must not say "drive" (car)`)},
	{"word that must not be first", func(d *drawer, own int) {
		d.added().Options[0].Detail = "And a second fact, and more"
		d.table.Wording = &triage.Wording{Rules: []triage.WordRule{{ID: "one", Of: []triage.TextKind{triage.TextHead, triage.TextDetail}, First: []string{"and"}}}}
	}, finding(triage.Mistaken, "wording", plantedTick, `detail planted.a: must not begin with "and" (one)`)},
	{"too many words", func(d *drawer, own int) {
		d.added().Options[0].Say = "Knock, twist - or bad fall"
		d.table.Wording = &triage.Wording{Rules: []triage.WordRule{{ID: "short", Of: []triage.TextKind{triage.TextHead}, MaxWords: 4}}}
	}, finding(triage.Mistaken, "wording", plantedTick, "head planted.a: has 5 words, and at most 4 are allowed (short)")},
	{"act that is not marked", func(d *drawer, own int) {
		d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}}).Do = "Walk there."
		d.table.Wording = &triage.Wording{Acts: []triage.ActWords{{Act: "walk-on", Phrases: []string{"walk"}}}}
	}, finding(triage.Mistaken, "wording", planted, "do planted: tells people to walk on, but is not marked with it")},
	{"act that is not said", func(d *drawer, own int) {
		r := d.plantRule(triage.Go, triage.When{{{Scale: own, Value: 1}}})
		r.Do, r.Tells = "Do not walk there.", []string{"walk"}
		d.table.Wording = &triage.Wording{Acts: []triage.ActWords{{Act: "walk", Phrases: []string{"walk"}}, {Act: "keep-still", Phrases: []string{"do not walk"}}}}
	}, finding(triage.Mistaken, "wording", planted, "do planted: is marked with walk, but does not say so")},
	{"key word that is missing", func(d *drawer, own int) {
		d.added().Ask = "Is there pain?"
		d.table.Wording = &triage.Wording{Keys: []triage.KeyWords{{Text: "ask planted", Words: []string{"chest"}}}}
	}, finding(triage.Mistaken, "wording", planted, `ask planted: must say "chest", since that is how people know it`)},
	{"key words of another", func(d *drawer, own int) {
		q := d.added()
		q.Options[0].Say, q.Options[1].Say = "Pain in the chest", "The chest, without pain"
		d.table.Wording = &triage.Wording{Keys: []triage.KeyWords{{Text: "option planted.b", Words: []string{"chest", "pain"}}}}
	}, finding(triage.Mistaken, "wording", plantedTick, "option planted.a: has the key words of option planted.b")},
	{"red flag without key words", func(d *drawer, own int) {
		d.added().Options[0].RedFlag = true
		d.table.Wording = &triage.Wording{}
	}, finding(triage.Mistaken, "wording", plantedTick, "the red flag planted.a has no key words")},
	{"key words of nothing", func(d *drawer, own int) {
		d.table.Wording = &triage.Wording{Keys: []triage.KeyWords{{Text: "do nothing", At: planted}}}
	}, finding(triage.Mistaken, "wording", planted, "key words are given for do nothing, but there is no such text")},
}

func unguarded(what string) triage.Finding {
	return finding(triage.Mistaken, "unguarded", planted, "%s: no invariant promises it, so it could be lost unnoticed", what)
}

// added returns the question that was added for the fault.
func (d *drawer) added() *triage.Question { return &d.table.Questions[len(d.table.Questions)-1] }

// opener adds one more question in front, with a tick that opens the question with this
// id, and returns the scale of that tick. own is the first scale of the question that
// every fault adds.
func (d *drawer) opener(own int, id string) int {
	q := triage.Question{ID: "opener", List: true, Options: []triage.Option{{ID: "c", Opens: []string{id}, At: plantedOpener}}}
	d.added().Stage = triage.StageLimb
	d.table.Questions = append(d.table.Questions, q)
	return own + 2
}

// plantPromise adds a promise under the id planted, which is about people at any
// urgency.
func (d *drawer) plantPromise(in triage.Invariant) {
	in.ID, in.At, in.To = "planted", planted, triage.Call
	d.table.Invariants = append(d.table.Invariants, in)
}

// guardOnly makes d's table guarded, with this promise as the only one.
func (d *drawer) guardOnly(in triage.Invariant) {
	d.table.Guarded, d.table.Invariants = true, []triage.Invariant{in}
}

// opposites adds two acts that contradict each other.
func (d *drawer) opposites() {
	d.table.Acts = []triage.Act{{ID: "walk", Against: []string{"keep-still"}}, {ID: "keep-still"}}
}

// plantPerson adds a golden person who has ticked what was added.
func (d *drawer) plantPerson(own int, p triage.Person) {
	mustCompile(d.table)
	full := d.person()
	full[own] = triage.TickYes
	p.ID, p.At, p.Answers = "planted", planted, full.answers(d.table)
	d.table.People = append(d.table.People, p)
}

func (d *drawer) plantRule(u triage.Urgency, w triage.When) *triage.Rule {
	d.table.Rules = append(d.table.Rules, triage.Rule{ID: "planted", Urgency: u, When: w, At: planted})
	return &d.table.Rules[len(d.table.Rules)-1]
}

// TestPlantedFaultsAreFoundByTheirIDs puts one fault into each of many tables.
func TestPlantedFaultsAreFoundByTheirIDs(t *testing.T) {
	t.Parallel()
	for _, plant := range plants {
		t.Run(plant.name, func(t *testing.T) {
			for number := range tablesOf(30) {
				table := checkedTable(number)
				d := &drawer{Rand: rand.New(rand.NewPCG(20_263, uint64(number))), table: table}
				d.learn(table)
				table.People = nil // they have no answers to what was added
				table.Rules = slices.DeleteFunc(table.Rules, func(r triage.Rule) bool { return r.Urgency >= triage.Go })
				own := len(table.Scales())
				table.Questions = append(table.Questions, triage.Question{
					ID: "planted", List: true, At: planted, Options: []triage.Option{{ID: "a", At: plantedTick}, {ID: "b"}},
				})
				plant.sow(d, own)
				mustCompile(table)
				begins, open := strings.CutSuffix(plant.want.Message, "...")
				if !slices.ContainsFunc(table.Check(triage.DefaultBudget).Findings, func(f triage.Finding) bool {
					return f.Severity == plant.want.Severity && f.Kind == plant.want.Kind && f.At == plant.want.At &&
						(f.Message == begins || open && strings.HasPrefix(f.Message, begins))
				}) {
					t.Fatalf("table %d: not found: %s\n%s", number, plant.want.Message, shownChecked(table))
				}
			}
		})
	}
}

// subject is what a message is about.
var subject = regexp.MustCompile(`^(red flag|invariant|advice|rule) [a-z0-9.]+`)

// TestProofsThatRunOutOfBudgetAreUndecided gives checks too small a budget. What they
// say must still be true: nothing false is proved or found, and everything no longer
// found is named as undecided.
func TestProofsThatRunOutOfBudgetAreUndecided(t *testing.T) {
	t.Parallel()
	undecided, decided := 0, 0
	for number := range tablesOf(checkedTables / 8) {
		table := checkedTable(number)
		truth := oracle(table)
		broken := map[string]bool{}
		for _, v := range truth {
			broken[v.property] = broken[v.property] || v.found
		}
		for _, budget := range []int{0, 1, 2, 4, 16} {
			report := table.Check(budget)
			fail := func(format string, args ...any) {
				t.Helper()
				t.Fatalf("table %d, budget %d: %s\n%s", number, budget, fmt.Sprintf(format, args...), shownChecked(table))
			}
			// The rule that makes another one needless may remain unknown.
			says := func(f triage.Finding, v verdict) bool {
				if v.what == "needless rule" {
					f.Message, _, _ = strings.Cut(f.Message, ": rule ")
					v.Message, _, _ = strings.Cut(v.Message, ": rule ")
				}
				return v.about(f)
			}
			open := map[string]bool{} // position and name of each undecided proof
			for _, f := range report.Findings {
				if f.Kind == "undecided" {
					undecided++
					name, ok := strings.CutSuffix(f.Message, fmt.Sprintf(": not decided within %d minimal sets of answers", budget))
					if !ok || f.Severity != triage.Mistaken || f.Witness != nil {
						fail("%v", f)
					}
					open[fmt.Sprint(f.At, name)] = true
					continue
				}
				decided++
				i := slices.IndexFunc(truth, func(v verdict) bool { return v.found && says(f, v) })
				if i < 0 {
					fail("not true: %s", f.Message)
				}
				if why := truth[i].refuted(table, f); why != "" {
					fail("%s: %s", f.Message, why)
				}
			}
			for _, v := range truth {
				if !v.found || v.moot || open[fmt.Sprint(v.At, v.named())] {
					continue
				}
				if !slices.ContainsFunc(report.Findings, func(f triage.Finding) bool { return says(f, v) }) {
					fail("not reported: %s", v.Message)
				}
			}
			for _, p := range report.Proved {
				if broken[p.Property] {
					fail("called proved: %s", p.Property)
				}
				// With nothing to spend, only what needs no search is proved.
				if budget == 0 && searches(table, p.Property) > 0 {
					fail("called proved without a search: %s", p.Property)
				}
			}
		}
	}
	if t.Logf("%d proofs ended undecided, %d with a finding", undecided, decided); undecided < 200 || decided < 200 {
		t.Error("too few proofs ended undecided, or too few with a finding, to test this")
	}
}

// searches returns the least number of searches that the proof of a property takes.
func searches(table *triage.Table, property string) int {
	n := 0
	switch property {
	case monotone:
	case redFlags:
		for _, q := range table.Questions {
			for _, o := range q.Options {
				if o.RedFlag {
					n++
				}
			}
		}
	case neverAlone, heard, opened, lateCalls, goldens, wordRules, actsMarked, keysKnown:
	case promises:
		for _, in := range table.Invariants {
			if in.AtLeast > triage.Home {
				n++
			}
			for _, id := range slices.Concat(in.Never, in.Given, in.Only) {
				// Each is a search where somebody can be as urgent as all that.
				i := slices.IndexFunc(table.Advice, func(ad triage.Advice) bool { return ad.ID == id && !ad.Waiting && ad.From == triage.Home })
				if i >= 0 && in.From == triage.Home {
					n++
				}
			}
		}
	case clashes:
		rules := table.ByUrgency()
		o := everybody{table: table}
		for i, r := range rules {
			for _, other := range rules[i:] {
				if _, _, against := o.opposite(r.Tells, other.Tells); against && r.Urgency == other.Urgency {
					n++
				}
			}
		}
	case guarded:
		for _, r := range table.ByUrgency() {
			if r.Urgency > triage.Home {
				n++
			}
		}
		for _, ad := range table.Advice {
			n += 1 + len(ad.Without)
		}
	case safe:
		for _, ad := range table.Advice {
			least := ad.From
			if ad.Waiting {
				least = max(least, triage.Go)
			}
			if least > triage.Home && !slices.ContainsFunc(table.ByUrgency(), func(r *triage.Rule) bool { return least <= r.Urgency && r.Urgency <= ad.UpTo }) {
				continue // nobody is as urgent as that
			}
			n += len(ad.Without)
			for _, r := range table.ByUrgency() {
				if r.Urgency >= ad.From && (r.Urgency > ad.UpTo || r.Urgency >= triage.Go && !ad.Waiting) {
					n++
				}
			}
		}
	default:
		n = len(table.ByUrgency())
	}
	return n
}

// TestBudgetEqualToTheMinimalSetsIsEnough has a red flag with three alternative
// partners: three minimal sets of answers.
func TestBudgetEqualToTheMinimalSetsIsEnough(t *testing.T) {
	with := triage.When{{{Scale: 1, Value: 1}, {Scale: 2, Value: 2}, {Scale: 3, Value: 1}}}
	table := &triage.Table{
		Questions: []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a", RedFlag: true, With: with}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}},
		Rules:     []triage.Rule{{ID: "r", Urgency: triage.Go, When: triage.When{{{Scale: 0, Value: 1}}}}},
	}
	mustCompile(table)
	if report := table.Check(3); !slices.Contains(report.Proved, triage.Proof{Property: redFlags, Cases: 3}) {
		t.Errorf("a budget of 3 is not enough: %v", report)
	}
	report := table.Check(2)
	if want := finding(triage.Mistaken, "undecided", triage.Position{}, "red flag q.a: not decided within 2 minimal sets of answers"); !slices.Contains(report.Findings, want) {
		t.Errorf("a budget of 2 is enough: %v", report)
	}
	if proved(report, redFlags) {
		t.Error("what is not decided is called proved")
	}
}

// TestWhatWorseAnswersBringAboutIsLookedFor has advice that is not given at the answers
// that a promise is about, and which a search must not give up there: only worse
// answers make it suit, or bring the emergency that it is for.
func TestWhatWorseAnswersBringAboutIsLookedFor(t *testing.T) {
	yes := func(scales ...int) (w triage.When) {
		for _, s := range scales {
			w = append(w, triage.Condition{{Scale: s, Value: triage.TickYes}})
		}
		return w
	}
	for _, c := range []struct {
		advice triage.Advice
		to     values // whom it is given
	}{
		{triage.Advice{ID: "rest", UpTo: triage.Today, Suits: yes(1)}, values{2, 2, 0}},
		{triage.Advice{ID: "wait", UpTo: triage.Call, Waiting: true, Suits: yes(1)}, values{2, 2, 2}},
		{triage.Advice{ID: "wait", UpTo: triage.Call, Waiting: true}, values{2, 0, 2}},
	} {
		table := &triage.Table{
			Questions:  []triage.Question{{ID: "q", List: true, Options: []triage.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}}},
			Rules:      []triage.Rule{{ID: "rest", Urgency: triage.Home}, {ID: "r", Urgency: triage.Go, When: yes(2)}},
			Advice:     []triage.Advice{c.advice},
			Invariants: []triage.Invariant{{ID: "i", When: yes(0), Never: []string{c.advice.ID}}},
		}
		mustCompile(table)
		findings := table.Check(triage.DefaultBudget).Findings
		if !slices.ContainsFunc(findings, func(f triage.Finding) bool {
			return f.Message == "invariant i fails: advice "+c.advice.ID+" is given" && slices.Equal(valuesOf(*f.Witness), c.to)
		}) {
			t.Errorf("%+v: that it is given to %s is not found: %v", c.advice, shownValues(table, c.to), findings)
		}
		if slices.ContainsFunc(findings, func(f triage.Finding) bool { return f.Kind == "dead" }) {
			t.Errorf("%+v: found to be given to nobody: %v", c.advice, findings)
		}
	}
}

// TestListsThatNeedATickDoNotMultiply has thirty lists of three ticks. Written
// out, each rule would have 3^30 minimal sets of answers.
func TestListsThatNeedATickDoNotMultiply(t *testing.T) {
	const lists, ticks, budget = 30, 3, 1000
	table := &triage.Table{}
	for i := range lists {
		q := triage.Question{ID: fmt.Sprint("q", i), List: true, AtLeastOne: true}
		for o := range ticks {
			q.Options = append(q.Options, triage.Option{ID: fmt.Sprint("t", o)})
		}
		table.Questions = append(table.Questions, q)
	}
	flag := triage.Condition{{Scale: lists * ticks, Value: 1}}
	mild := triage.Condition{{Scale: lists*ticks + 1, Value: 1}}
	table.Questions = append(table.Questions, triage.Question{ID: "q", List: true, Options: []triage.Option{{ID: "flag", RedFlag: true}, {ID: "mild"}}})
	table.Rules = []triage.Rule{
		{ID: "default", Urgency: triage.Home},
		{ID: "flag", Urgency: triage.Go, When: triage.When{flag}},
		{ID: "mild", Urgency: triage.Today, When: triage.When{mild}},
	}
	table.Advice = []triage.Advice{
		{ID: "rest", UpTo: triage.Home, Without: []triage.Withhold{{When: triage.When{mild}}}},
		{ID: "wait", UpTo: triage.Call, Waiting: true, Without: []triage.Withhold{{When: triage.When{mild}}}},
	}
	table.Invariants = []triage.Invariant{{ID: "i", When: triage.When{flag}, AtLeast: triage.Go, Never: []string{"rest"}}}
	mustCompile(table)
	report := table.Check(budget)
	for _, f := range report.Findings {
		if f.Severity == triage.Mistaken {
			t.Errorf("%s: %s", f.Kind, f.Message)
		}
	}
	for _, property := range []string{redFlags, seen, promises, safe, decides} {
		if !proved(report, property) {
			t.Errorf("not proved: %s", property)
		}
	}

	// Now a rule on the sixth list holds for everybody, so that the default and the
	// mild rule decide for nobody. To see that, the search has to go through the lists
	// before it.
	var all triage.Condition
	for o := range ticks {
		all = append(all, triage.Step{Scale: 5*ticks + o, Value: triage.TickYes})
	}
	table.Rules = append(table.Rules, triage.Rule{ID: "all", Urgency: triage.Go, When: triage.When{all}})
	mustCompile(table)
	findings := table.Check(budget).Findings
	for _, want := range []triage.Finding{
		finding(triage.Mistaken, "dead", triage.Position{}, "rule default can never decide: whenever it holds, a more urgent rule does"),
		finding(triage.Mistaken, "dead", triage.Position{}, "rule mild can never decide: whenever it holds, a more urgent rule does"),
		finding(triage.Mistaken, "dead", triage.Position{}, "advice rest is never given to anybody"),
	} {
		if !slices.Contains(findings, want) {
			t.Errorf("not found: %s", want.Message)
		}
	}
}
