package triage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Interview decides which page comes next, and remembers the way back. It is a pure
// state machine, and nothing else decides what is asked: the full screen and the
// line prompts both drive it.
//
// A page is asked if an open rule depends on it, at or above the urgency reached so
// far. Once no such rule is left, pages are also asked for the sake of advice. So the
// rules alone determine what is skipped. A skipped answer stays missing; it never
// becomes "no".
//
// The interview ends as soon as an ambulance has to be called. If the result is an
// emergency department, whatever could still call for an ambulance is asked first:
// the rest of a list that was answered "not sure", and the other danger page.
//
// An interview is for one goroutine at a time, even for reading: it remembers what lies
// ahead.
type Interview struct {
	table  *Table
	path   []Turn            // what has been answered, oldest first
	kept   map[Page][]string // the last reply to every page, on the path or not
	onward int               // the length of the path when the person went on past an emergency; -1: they did not

	earlier map[Page][]string // replies of an earlier interview that have not been confirmed in this one

	lately []wayAhead // the last results of lookAhead, the latest last
}

// wayAhead is what somebody is asked who answers calmly after a path.
type wayAhead struct {
	path   []Turn
	onward int
	asked  []bool // by question
}

// Page is one thing to ask: a whole question, or one tick of a list that is
// gone through tick by tick after the answer "not sure".
type Page struct {
	Question *Question
	Tick     int // index in Question.Options, or -1 for the whole question
}

// Turn is a page with the reply to it: option ids for a whole question, one of
// no, unsure and yes for a tick.
type Turn struct {
	Page
	Reply []string
}

// NewInterview starts an interview over t.
func NewInterview(t *Table) *Interview {
	return &Interview{table: t, kept: map[Page][]string{}, onward: -1}
}

// Answers returns the answers on the path so far, and nothing that is off the path.
func (in *Interview) Answers() Answers {
	a := in.table.NoAnswers()
	for _, turn := range in.path {
		turn.tell(a)
	}
	return a
}

// With returns the answers on the path and those of one turn more, which is not added to
// the path: something chosen on a page that has not been sent.
func (in *Interview) With(turn Turn) Answers {
	a := in.Answers()
	turn.tell(a)
	return a
}

// tell adds the reply to the answers of the turns before it.
func (t Turn) tell(a Answers) {
	from, _ := t.Question.Scales()
	switch {
	case t.Tick >= 0:
		a.Set(from+t.Tick, slices.Index(TickNames(), t.Reply[0]))
	case t.opens():
		// No rule sees "not sure" until the list has been gone through.
		for i, o := range t.Question.Options {
			if slices.Contains(t.Reply, o.ID) {
				a.Set(from+i, TickYes)
			}
		}
	default:
		if err := a.Reply(t.Question, t.Reply...); err != nil {
			panic("triage: a reply that was accepted is refused: " + err.Error())
		}
	}
}

// opens reports whether the turn asks for its list to be gone through tick by tick.
func (t Turn) opens() bool {
	return t.Tick < 0 && t.Question.List && slices.Contains(t.Reply, Unsure)
}

// Page returns the page to ask now, or false when the interview is done.
func (in *Interview) Page() (Page, bool) { return in.next(in.Answers()) }

// next is Page for the answers of the path.
func (in *Interview) next(a Answers) (Page, bool) {
	if page, ok := in.first(in.neededByRules(a)); ok {
		return page, true
	}
	if _, most := a.Range(); most >= Today {
		return Page{}, false // people who see a doctor today are spared questions about advice
	}
	return in.first(neededByAdvice(a))
}

// ForAdvice reports whether the present page is asked for the sake of advice alone.
func (in *Interview) ForAdvice() bool {
	_, rules := in.first(in.neededByRules(in.Answers()))
	_, more := in.Page()
	return more && !rules
}

// first returns the page of the first needed scale, in the order of asking.
func (in *Interview) first(needed bits) (Page, bool) {
	for _, i := range in.table.order {
		q := &in.table.Questions[i]
		from, to := q.Scales()
		if s := in.table.firstMarked(from, to, needed); s < to {
			return in.page(q, s), true
		}
	}
	return Page{}, false
}

// page returns the page that asks for a scale of q: the single tick if the list is
// being gone through, otherwise the whole question.
func (in *Interview) page(q *Question, scale int) Page {
	for _, turn := range in.path {
		if turn.Question == q && turn.opens() {
			return Page{q, scale - q.first}
		}
	}
	return Page{q, -1}
}

// neededByRules marks the missing scales on which an open rule depends, if the rule
// is urgent enough to be worth asking about.
func (in *Interview) neededByRules(a Answers) bits {
	needed := make(bits, in.table.words)
	least, counts := in.worthAsking(a)
	for _, i := range in.table.byUrgent {
		r := &in.table.Rules[i]
		if !counts || r.Urgency < least {
			break
		}
		a.unsettled(r.when, needed)
	}
	return needed
}

// neededByAdvice marks the missing scales that decide whether a piece of
// advice is given, where it may be given at all.
func neededByAdvice(a Answers) bits {
	needed := make(bits, a.table.words)
	now, most := a.Range()
advice:
	for i := range a.table.Advice {
		ad := &a.table.Advice[i]
		if ad.Waiting || now > ad.UpTo || most < ad.From || a.state(ad.suits) == Refuted {
			continue
		}
		for _, w := range ad.Without {
			if a.state(w.when) == Fired {
				continue advice
			}
		}
		a.unsettled(ad.suits, needed)
		for _, w := range ad.Without {
			a.unsettled(w.when, needed)
		}
	}
	return needed
}

// worthAsking returns the lowest urgency of an open rule that is worth asking about,
// or false if none is. That includes the present urgency: otherwise the rule that
// gives the true reason might be left open. In an emergency only a worse one counts,
// unless the person chose to go on.
func (in *Interview) worthAsking(a Answers) (u Urgency, counts bool) {
	now, _ := a.Range()
	switch {
	case in.onward >= 0:
		return Routine, true
	case now >= Go:
		return now + 1, now < Call
	}
	return max(now, Routine), true
}

// Answer replies to the present page and goes on to the next one.
func (in *Interview) Answer(ids ...string) error {
	page, more := in.Page()
	if !more {
		return errors.New("the interview is over")
	}
	if page.Tick >= 0 {
		if len(ids) != 1 || !slices.Contains(TickNames(), ids[0]) {
			return fmt.Errorf("%s: answer no, unsure or yes", page.Question.Options[page.Tick].ID)
		}
	} else if err := page.Question.accepts(ids); err != nil {
		return err
	}
	ids = slices.Clone(ids)
	in.kept[page] = ids
	in.path = append(in.path, Turn{page, ids})
	for old := range in.earlier {
		if old == page || old.Question == page.Question && page.Tick < 0 {
			delete(in.earlier, old)
		}
	}
	return nil
}

// Back takes back the last reply, so that its page is asked again. The reply is kept
// and offered, but counts only once it is given again. Right after [Interview.GoOn],
// Back undoes that instead. It returns false at the first page.
func (in *Interview) Back() bool {
	switch {
	case in.onward == len(in.path):
		in.onward = -1
	case len(in.path) == 0:
		return false
	default:
		in.path = in.path[:len(in.path)-1]
	}
	return true
}

// Change replaces the reply of one turn, given by its index in the path. Later
// replies are kept as long as their pages are asked next, up to the first page that
// has no reply yet. A reply whose page is no longer asked is set aside, and offered
// if the page comes up again. If the person had gone on past an emergency and the
// answers still make one, they have still gone on.
func (in *Interview) Change(turn int, ids ...string) error {
	if turn < 0 || turn >= len(in.path) {
		return fmt.Errorf("there is no answer %d to change", turn+1)
	}
	old, onward := in.Path(), in.onward
	in.path = in.path[:turn]
	if turn < onward {
		in.onward = -1 // there may be another emergency now, or none
	}
	page, more := in.Page()
	if !more || page != old[turn].Page {
		in.path, in.onward = old, onward
		return errors.New("this answer cannot be changed alone")
	}
	if err := in.Answer(ids...); err != nil {
		in.path, in.onward = old, onward
		return err
	}
	confirmed := map[Page][]string{}
	for _, t := range old[turn+1:] {
		confirmed[t.Page] = t.Reply
	}
	for {
		page, more := in.Page()
		if !more && onward >= 0 && in.CanGoOn() {
			in.GoOn()
			continue
		}
		reply, ok := confirmed[page]
		if !more || !ok || in.Answer(reply...) != nil {
			return nil
		}
	}
}

// Offered returns the reply that was once given to page, or nil.
func (in *Interview) Offered(page Page) []string { return slices.Clone(in.kept[page]) }

// Path returns the pages answered so far with their replies, oldest first.
func (in *Interview) Path() []Turn {
	path := slices.Clone(in.path)
	for i := range path {
		path[i].Reply = slices.Clone(path[i].Reply)
	}
	return path
}

// GoOn makes the interview ask the questions that an emergency had cut short, so that
// the person has the answers at hand for the doctor. They can only raise the urgency.
// It does nothing unless [Interview.CanGoOn].
func (in *Interview) GoOn() {
	if in.CanGoOn() {
		in.onward = len(in.path)
	}
}

// WentOn reports whether the person chose to answer more for the doctor.
func (in *Interview) WentOn() bool { return in.onward >= 0 }

// CanGoOn reports whether the interview stopped for an emergency and there is more
// to ask.
func (in *Interview) CanGoOn() bool {
	if now, _ := in.Answers().Range(); in.onward >= 0 || now < Go {
		return false
	}
	if _, more := in.Page(); more {
		return false // it has not stopped
	}
	more := Interview{table: in.table, path: in.path, onward: len(in.path)}
	_, ok := more.Page()
	return ok
}

// Counts returns how many questions are done, and how many are left, including the
// present one, if every further answer is calm. Until the person has said what the
// matter is, left is the longest of the ways that this could lead. A list that is gone
// through tick by tick counts as one question.
//
// So left is exact for somebody who is calm from here on, and each calm answer lowers
// it by one. It rises only by the questions that an answer brings in; see
// [Interview.Opened].
func (in *Interview) Counts() (done, left int) {
	ahead := in.Ahead()
	asked := make([]bool, len(ahead))
	for _, turn := range in.path {
		asked[turn.Question.index] = true
	}
	for i, still := range ahead {
		switch {
		case still:
			left++
		case asked[i]:
			done++
		}
	}
	return done, left
}

// Opened returns how many questions the last answer brought in that a calm person would
// not be asked: details that it opened, or questions that now tell one cause from
// another.
func (in *Interview) Opened() int {
	if len(in.path) == 0 || in.onward == len(in.path) {
		return 0
	}
	before := Interview{table: in.table, path: in.path[:len(in.path)-1], onward: in.onward, lately: in.lately}
	doneBefore, leftBefore := before.Counts()
	in.lately = before.lately
	done, left := in.Counts()
	return max(0, done+left-doneBefore-leftBefore)
}

// Ahead reports, by question, what somebody is asked who is calm from here on. In the
// first list that needs a tick, every tick is tried; in later ones only the first.
//
// It is called several times on each page, also for the page before, and takes as long
// as answering many pages, so the last two results are remembered.
func (in *Interview) Ahead() []bool {
	for _, found := range in.lately {
		if found.onward == in.onward && slices.EqualFunc(found.path, in.path, Turn.equal) {
			return slices.Clone(found.asked)
		}
	}
	asked := in.lookAhead()
	in.lately = append(slices.Clone(in.lately[max(0, len(in.lately)-1):]), wayAhead{in.Path(), in.onward, asked})
	return slices.Clone(asked)
}

func (t Turn) equal(other Turn) bool {
	return t.Page == other.Page && slices.Equal(t.Reply, other.Reply)
}

func (in *Interview) lookAhead() []bool {
	asked := make([]bool, len(in.table.Questions))
	walk := Interview{table: in.table, path: slices.Clone(in.path), onward: in.onward}
	fork, more := walk.calmly(asked, true)
	if !more {
		return asked
	}
	most, longest := -1, asked
	for _, o := range fork.Question.Options {
		try := Interview{table: in.table, path: append(slices.Clone(walk.path), Turn{fork, []string{o.ID}}), onward: in.onward}
		way, n := slices.Clone(asked), 0
		try.calmly(way, false)
		for _, still := range way {
			if still {
				n++
			}
		}
		if n > most {
			most, longest = n, way
		}
	}
	return longest
}

// calmly answers calmly to the end and marks the questions that are asked. If stop is
// true, it stops at a list that needs a tick.
func (in *Interview) calmly(asked []bool, stop bool) (fork Page, more bool) {
	a := in.Answers()
	for page, more := in.next(a); more; page, more = in.next(a) {
		q := page.Question
		asked[q.index] = true
		if q.AtLeastOne && stop {
			return page, true
		}
		reply := q.Options[0].ID
		switch {
		case page.Tick >= 0:
			reply = TickNames()[TickNo]
		case q.List && !q.AtLeastOne:
			reply = None
		}
		turn := Turn{page, []string{reply}}
		in.path = append(in.path, turn)
		turn.tell(a)
	}
	return Page{}, false
}

// String names the page for messages: look, or look.leg for a tick.
func (p Page) String() string {
	if p.Tick < 0 {
		return p.Question.ID
	}
	return p.Question.ID + "." + p.Question.Options[p.Tick].ID
}

// String names the page and the reply: look=leg,both.
func (t Turn) String() string { return t.Page.String() + "=" + strings.Join(t.Reply, ",") }
