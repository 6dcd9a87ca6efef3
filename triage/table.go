package triage

import (
	"fmt"
	"sync"
)

// The ids that mean the same in every question.
const (
	None   = "none"   // of a list: none of these
	Unsure = "unsure" // not sure
)

// The values of one tick of a list, from least to most worrying.
const (
	TickNo = iota
	TickUnsure
	TickYes
)

// TickNames returns the ids of the values of a tick.
func TickNames() []string { return []string{TickNo: "no", TickUnsure: Unsure, TickYes: "yes"} }

// Stage says when a question comes. Life and limb come before everything.
type Stage uint8

// The stages of an interview, in their order.
const (
	StageLife    Stage = iota // signs of danger to life
	StageLimb                 // signs of danger to the leg
	StagePerson               // who the person is
	StageProblem              // all other questions, in the table's order
)

// Table is everything a result can depend on. Fill in the exported fields and
// call [Table.Compile]; after that a table must not change, and may be used
// from many goroutines at once.
type Table struct {
	Name    string   // what the table is about
	Version string   // of its contents
	Hash    string   // of its files, so that a result can name exactly what made it
	At      Position // of its name

	Questions []Question
	Rules     []Rule
	Advice    []Advice
	SafetyNet []SafetyNet
	Sources   []Source
	Numbers   []Number

	// What guards the table: see promise.go, people.go and wording.go.
	Guarded bool // every part that keeps people safe is promised
	// UnsureNeverAlone promises that no emergency rests on "not sure" alone, and that a
	// red flag and its partners make an emergency as soon as one of them is sure and
	// the others may be true.
	UnsureNeverAlone bool
	Invariants       []Invariant
	People           []Person
	Acts             []Act
	Wording          *Wording // nil: no rules about words

	scales   []Scale
	order    []int // questions by stage, then as listed
	byUrgent []int // rules, most urgent first, then as listed
	words    int   // 64-bit words in a bit set of this table
	open     bits  // the bits of the worst case when nothing is answered
	index    index // of the rules that may hold
	writer   func() *AssessmentWriter
	compiled bool
}

// Question is one page of the interview.
type Question struct {
	ID    string
	Stage Stage
	Ask   string // the question in plain words
	Why   string // why it is asked
	// List says that the options are ticks, each a fact of its own. Otherwise they are
	// the possible answers, least worrying first.
	List bool
	// AtLeastOne makes "none of these" and "not sure" no answers to a list.
	AtLeastOne bool
	Symptoms   bool   // it is about the present trouble, so each answer must count
	Heading    string // of its own section in the report for a doctor, if it has one
	Short      string // what it is about in a few words, for where its answers are repeated; may be empty
	Options    []Option
	Hash       string // of its words and answers; another hash means another question
	At         Position

	index   int
	first   int   // its first scale
	openers []int // the scales of the ticks that open it; none: it needs no opener
}

// Option is one possible answer, or one tick of a list.
type Option struct {
	ID     string
	Say    string // the head, in the words of the person who answers; true alone
	Detail string // examples of what it means, or ""
	// RedFlag promises that this answer, or "not sure" about it, leads to an emergency,
	// whatever else is said. If it has partners, With names them, and all of them are
	// needed. See [Table.UnsureNeverAlone] for answers that are not sure.
	RedFlag bool
	With    When
	// Beside says why this answer to a question about symptoms counts only together
	// with others.
	Beside string
	// Opens are ids of questions about details that make sense only after this tick.
	Opens []string
	// A red flag on a question that has to be opened names either another red flag, as
	// question.option, that everybody is asked about and that covers the same danger,
	// or the reason why there is none.
	Ungated, Gated string
	At             Position
}

// Rule says: when these answers are given, the urgency is at least this.
type Rule struct {
	ID      string
	Urgency Urgency
	Title   string // what it is about, without a diagnosis
	About   string // the trouble, like "signs of a stroke", for lists of what was ruled out or denied
	When    When
	Because string   // why it matters, one plain sentence
	Do      string   // what to do now
	Contact string   // whom to contact in place of a doctor: "" or [ContactMaternity]
	Tells   []string // ids of the acts that Do tells a person to do or not to do
	Sources []string
	Status  Status
	Review  Review
	At      Position

	index int // in Table.Rules
	when  when
	apart bool // no two of its conditions ask about the same scale
}

// ContactMaternity is the contact of a rule whose people are looked after by a
// maternity unit or a midwife.
const ContactMaternity = "maternity"

// Status says how far a rule has come on its way to review.
type Status string

// A rule is a draft until a clinician has reviewed it. A retired rule stays in the
// table for readers and is never evaluated.
const (
	Draft    Status = "draft"
	Reviewed Status = "reviewed"
	Retired  Status = "retired"
)

// Review names the clinician who reviewed a rule, the day, as YYYY-MM-DD, and the
// fingerprint of the words that were reviewed, which package rules checks.
type Review struct{ By, On, Of string }

// Advice is something to do at home, or while help is on the way.
type Advice struct {
	ID      string
	Say     string
	Suits   When       // given only to people for whom this holds
	Without []Withhold // and left out when one of these could hold
	From    Urgency    // the lowest urgency it is given at
	UpTo    Urgency    // the highest urgency it is given at
	Waiting bool       // for the wait in an emergency, and only then
	Tells   []string   // ids of acts
	Sources []string
	At      Position

	suits when
}

// lowest returns the lowest urgency that the advice is given at.
func (ad *Advice) lowest() Urgency {
	if ad.Waiting {
		return max(ad.From, Go)
	}
	return ad.From
}

// Withhold is a reason not to give a piece of advice.
type Withhold struct {
	When    When
	Because string // completes "we left this out because ..."

	when when
}

// SafetyNet tells a person what should make them come back, and how fast. It is shown
// with every less urgent result.
type SafetyNet struct {
	ID      string
	Say     string
	Urgency Urgency
	Sources []string
	At      Position
}

// Source is a page or file that a rule rests on.
type Source struct {
	ID      string
	Title   string
	Address string // a web address, or the name of a file
	Note    string // for instance that the page is a copy
	At      Position
}

// Number is what to dial in a country.
type Number struct {
	Country   string   // ISO 3166-1 alpha-2
	Name      string   // in a sentence: "the UK"
	Also      []string // other names that people give it
	Emergency string   // 999
	Advice    string   // whom to ask when it is not an emergency; may be empty
	Sources   []string
	Verified  string // the day on which the sources were checked, as YYYY-MM-DD; may be empty
	At        Position
}

// When is a list of conditions that must all hold. An empty one always holds.
type When []Condition

// Condition holds when at least one of its steps does.
type Condition []Step

// Step is "this value, or a worse one, on this scale".
type Step struct {
	Scale int
	Value int // from 1: the lowest value always holds and says nothing
}

// Scale is one thing that can be answered: a question with one answer, or one
// tick of a list. Its values run from 0, the least worrying, to Top.
type Scale struct {
	Question *Question
	Option   int // the tick's index in Question.Options, or -1
	Top      int
	bit      int // the bit of value 1; value v has bit+v-1
}

// NumberScales numbers the scales in the order of the questions and their ticks. It
// needs only the questions. After it, [Table.Scales] and [Question.Scales] can be used
// to fill in the steps of conditions. [Table.Compile] calls it too.
func (t *Table) NumberScales() {
	t.scales = nil
	bit := 0
	add := func(q *Question, option, top int) {
		t.scales = append(t.scales, Scale{q, option, top, bit})
		bit += top
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		q.index, q.first = i, len(t.scales)
		if !q.List {
			add(q, -1, max(0, len(q.Options)-1))
			continue
		}
		for o := range q.Options {
			add(q, o, TickYes)
		}
	}
}

// Compile checks that the table is whole and makes it ready for use.
func (t *Table) Compile() error {
	for i := range t.Questions {
		if q := &t.Questions[i]; q.List && len(q.Options) == 0 || !q.List && len(q.Options) < 2 {
			return fmt.Errorf("question %s has too few options", q.ID)
		}
	}
	t.NumberScales()
	t.order, t.byUrgent = nil, nil
	size := 0 // in bits
	for _, s := range t.scales {
		size += s.Top
	}
	t.words = (size + 63) / 64
	t.open = make(bits, t.words)
	for i := range size {
		t.open.put(i, true)
	}
	for stage := StageLife; stage <= StageProblem; stage++ {
		for i := range t.Questions {
			if t.Questions[i].Stage == stage {
				t.order = append(t.order, i)
			}
		}
	}
	for u := Call; ; u-- {
		for i := range t.Rules {
			if r := &t.Rules[i]; r.Urgency == u && r.Status != Retired {
				t.byUrgent = append(t.byUrgent, i)
			}
		}
		if u == Home {
			break
		}
	}
	var err error
	compile := func(owner string, w When) when {
		c, e := t.compileWhen(w)
		if e != nil && err == nil {
			err = fmt.Errorf("%s: %w", owner, e)
		}
		return c
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		r.index, r.when, r.apart = i, compile("rule "+r.ID, r.When), apart(r.When)
	}
	for i := range t.Advice {
		a := &t.Advice[i]
		a.suits = compile("advice "+a.ID, a.Suits)
		for j := range a.Without {
			a.Without[j].when = compile("advice "+a.ID, a.Without[j].When)
		}
	}
	for i := range t.Invariants {
		in := &t.Invariants[i]
		in.when = compile("invariant "+in.ID, in.When)
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		for o := range q.Options {
			compile("question "+q.ID, q.Options[o].With)
		}
	}
	if e := t.findOpeners(); err == nil {
		err = e
	}
	if t.compiled = err == nil; t.compiled {
		t.makeIndex()
		t.writer = sync.OnceValue(t.newAssessmentWriter)
	}
	return err
}

// apart reports whether no two conditions of w ask about the same scale.
func apart(w When) bool {
	asked := map[int]int{} // the condition that asks, by scale
	for i, condition := range w {
		for _, s := range condition {
			if before, ok := asked[s.Scale]; ok && before != i {
				return false
			}
			asked[s.Scale] = i
		}
	}
	return true
}

// Scales returns the scales in their order. They must not be changed.
func (t *Table) Scales() []Scale { return t.scales }

// Question returns the question with this id, or nil.
func (t *Table) Question(id string) *Question {
	for i := range t.Questions {
		if t.Questions[i].ID == id {
			return &t.Questions[i]
		}
	}
	return nil
}

// advice returns the piece of advice with this id, or nil.
func (t *Table) advice(id string) *Advice {
	for i := range t.Advice {
		if t.Advice[i].ID == id {
			return &t.Advice[i]
		}
	}
	return nil
}

// Rule returns the rule with this id, or nil.
func (t *Table) Rule(id string) *Rule {
	for i := range t.Rules {
		if t.Rules[i].ID == id {
			return &t.Rules[i]
		}
	}
	return nil
}

// Source returns the source with this id, or nil.
func (t *Table) Source(id string) *Source {
	for i := range t.Sources {
		if t.Sources[i].ID == id {
			return &t.Sources[i]
		}
	}
	return nil
}

// ByUrgency returns the rules in use, the most urgent first and otherwise as listed.
func (t *Table) ByUrgency() []*Rule {
	rules := make([]*Rule, len(t.byUrgent))
	for i, r := range t.byUrgent {
		rules[i] = &t.Rules[r]
	}
	return rules
}

// AllReviewed reports whether a clinician has reviewed every rule in use.
func (t *Table) AllReviewed() bool {
	for _, i := range t.byUrgent {
		if t.Rules[i].Status != Reviewed {
			return false
		}
	}
	return true
}

// Option returns the index of the option with this id, or -1.
func (q *Question) Option(id string) int {
	for i := range q.Options {
		if q.Options[i].ID == id {
			return i
		}
	}
	return -1
}

// Index returns the place of q in [Table.Questions].
func (q *Question) Index() int { return q.index }

// Scales returns the numbers of the first scale of q and of the one after its last.
func (q *Question) Scales() (from, to int) {
	if q.List {
		return q.first, q.first + len(q.Options)
	}
	return q.first, q.first + 1
}

// Value returns the id of a value on s: an option of its question, or no,
// unsure or yes.
func (s Scale) Value(v int) string {
	if s.Option < 0 {
		return s.Question.Options[v].ID
	}
	return TickNames()[v]
}

// ValueOf is the inverse of Value; it returns -1 for an unknown id.
func (s Scale) ValueOf(id string) int {
	for v := 0; v <= s.Top; v++ {
		if s.Value(v) == id {
			return v
		}
	}
	return -1
}
