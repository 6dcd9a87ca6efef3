package triage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Interview says which page comes next and holds the way back. It is a pure
// state machine: both the full-screen pages and the line prompts drive it, and
// nothing else decides what is asked.
//
// A page is asked when a rule that is still open depends on it, at or above
// the urgency reached so far; when all of those are settled, also when a piece
// of advice depends on it. So what is skipped follows from the rules. A
// skipped answer stays missing; it never becomes "no".
//
// The interview ends the moment an ambulance has to be called. When it is an
// emergency department, what could still make it an ambulance is asked first:
// the rest of a list that was answered "not sure", and the other page of
// dangers. Then it ends.
type Interview struct {
	table  *Table
	path   []Turn            // what has been answered, oldest first
	kept   map[Page][]string // the last reply to every page, on the path or not
	onward int               // replies given when the person went on past an emergency; -1: did not

	earlier map[Page][]string // replies of an earlier interview that nobody has looked at in this one
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

// Answers returns what has been said on the path so far. Replies that are off
// the path are not in it.
func (in *Interview) Answers() Answers {
	a := in.table.NoAnswers()
	for _, turn := range in.path {
		q := turn.Question
		from, _ := q.Scales()
		switch {
		case turn.Tick >= 0:
			a.Set(from+turn.Tick, slices.Index(TickNames[:], turn.Reply[0]))
		case turn.opens():
			// No rule sees "not sure" before the list was gone through.
			for i, o := range q.Options {
				if slices.Contains(turn.Reply, o.ID) {
					a.Set(from+i, TickYes)
				}
			}
		default:
			if err := a.Reply(q, turn.Reply...); err != nil {
				panic("triage: a reply that was accepted is refused: " + err.Error())
			}
		}
	}
	return a
}

// opens reports whether the turn asks for its list to be gone through tick by tick.
func (t Turn) opens() bool {
	return t.Tick < 0 && t.Question.List && slices.Contains(t.Reply, Unsure)
}

// Page returns the page to ask now, or false when the interview is done.
func (in *Interview) Page() (Page, bool) {
	a := in.Answers()
	if page, ok := in.first(in.neededByRules(a)); ok {
		return page, true
	}
	if _, most := a.Range(); most >= Today {
		return Page{}, false // such advice would come too late to matter
	}
	return in.first(neededByAdvice(a))
}

// first returns the page of the first needed scale, in the order of asking.
func (in *Interview) first(needed []bool) (Page, bool) {
	for _, i := range in.table.order {
		q := &in.table.Questions[i]
		from, to := q.Scales()
		if s := slices.Index(needed[from:to], true); s >= 0 {
			return in.page(q, from+s), true
		}
	}
	return Page{}, false
}

// page returns the page for a wanted scale of q: the tick if the list is being
// gone through, the whole question otherwise.
func (in *Interview) page(q *Question, scale int) Page {
	for _, turn := range in.path {
		if turn.Question == q && turn.opens() {
			return Page{q, scale - q.first}
		}
	}
	return Page{q, -1}
}

// neededByRules marks the missing scales that matter to an open rule which
// could still count.
func (in *Interview) neededByRules(a Answers) []bool {
	needed := make([]bool, len(in.table.scales))
	least, counts := in.worthAsking(a)
	for _, i := range in.table.byUrgent {
		r := &in.table.Rules[i]
		if !counts || r.Urgency < least {
			break
		}
		if a.state(r.when) == Open {
			a.unsettled(r.When, r.when, needed)
		}
	}
	return needed
}

// neededByAdvice marks the missing scales that decide whether a piece of
// advice is given, where it may be given at all.
func neededByAdvice(a Answers) []bool {
	needed := make([]bool, len(a.table.scales))
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
		a.unsettled(ad.Suits, ad.suits, needed)
		for _, w := range ad.Without {
			a.unsettled(w.When, w.when, needed)
		}
	}
	return needed
}

// worthAsking returns the lowest urgency of an open rule that is worth asking about.
// At or above the present urgency, not only above: else the rule that names
// the true reason may be left open. In an emergency only what makes it a worse
// one counts, unless the person chose to go on.
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
		if len(ids) != 1 || !slices.Contains(TickNames[:], ids[0]) {
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

// Back takes back the last reply, so that its page is asked again. The reply
// is kept and offered, but counts only when it is given again. Right after
// [Interview.GoOn] it takes that back instead. It returns false at the first
// page.
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

// Change replaces the reply of one turn of the path, by its place there. What
// was answered after it still counts where its page is still asked, up to the
// first page that was not answered before. Who had gone on past an emergency
// still has, if it is still one. What is not asked any more is set aside, and
// offered if it comes again.
func (in *Interview) Change(turn int, ids ...string) error {
	if turn < 0 || turn >= len(in.path) {
		return fmt.Errorf("there is no answer %d to change", turn+1)
	}
	old, onward := in.Path(), in.onward
	in.path = in.path[:turn]
	if turn < onward {
		in.onward = -1 // the emergency may be another one now, or none
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

// GoOn asks the questions that an emergency made needless, so that the person
// has them at hand for the doctor. What it adds can only raise the urgency. It
// does nothing unless [Interview.CanGoOn].
func (in *Interview) GoOn() {
	if in.CanGoOn() {
		in.onward = len(in.path)
	}
}

// WentOn reports whether the person chose to answer more for the doctor.
func (in *Interview) WentOn() bool { return in.onward >= 0 }

// CanGoOn reports whether the interview stopped for an emergency and going on
// would find something to ask.
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

// Counts returns how many questions are done, and how many can still come, the
// present one counted. A list that is gone through tick by tick counts once,
// when nothing of it can come any more. What can still come rises only by
// going back: an answer can settle rules and advice, never unsettle them.
func (in *Interview) Counts() (done, atMostLeft int) {
	a := in.Answers()
	rules, advice := in.neededByRules(a), make([]bool, len(in.table.scales))
	if now, _ := a.Range(); now < Today {
		advice = neededByAdvice(a)
	}
	asked := make([]bool, len(in.table.Questions))
	for _, turn := range in.path {
		asked[turn.Question.index] = true
	}
	for i := range in.table.Questions {
		from, to := in.table.Questions[i].Scales()
		switch {
		case slices.Contains(rules[from:to], true), slices.Contains(advice[from:to], true):
			atMostLeft++
		case asked[i]:
			done++
		}
	}
	return done, atMostLeft
}

// String names the page for messages: swelling, or swelling.leg for a tick.
func (p Page) String() string {
	if p.Tick < 0 {
		return p.Question.ID
	}
	return p.Question.ID + "." + p.Question.Options[p.Tick].ID
}

// String names the page and the reply: swelling=leg,both.
func (t Turn) String() string { return t.Page.String() + "=" + strings.Join(t.Reply, ",") }
