package triage

import "slices"

// This file lets an interview continue where an earlier one stopped.

// Resume starts an interview that knows the answers of an earlier one. New danger may
// have come up since, so some pages are asked again as if nothing were known: those
// about life, limb and the person, and any other with a red flag that is an
// emergency by itself. The other answers wait for [Interview.TakeUp].
func Resume(a Answers) *Interview {
	in := NewInterview(a.table)
	in.earlier = map[Page][]string{}
	for i := range a.table.Questions {
		for _, turn := range a.turns(&a.table.Questions[i]) {
			in.earlier[turn.Page] = turn.Reply
		}
	}
	return in
}

// Outdated is a question that has changed since it was answered, so that its answer
// no longer counts.
type Outdated struct {
	ID       string
	Question *Question // nil when the table has none of this id
}

// turns returns the turns of an interview that lead to what a says about q. There are
// none if q is missing, or if no interview can lead there, since some ticks of a list
// that needs one are missing or unsure. If all ticks are unsure, only the list itself
// is answered: "not sure" may be all that was said, and no rule sees it until the list
// has been gone through.
func (a Answers) turns(q *Question) []Turn {
	if ids, ok := a.Replied(q); ok && !(q.List && slices.Contains(ids, Unsure)) {
		return []Turn{{Page{q, -1}, ids}}
	}
	if !q.List || q.AtLeastOne {
		return nil
	}
	whole := Turn{Page: Page{q, -1}}
	var ticks []Turn
	from, _ := q.Scales()
	for i, o := range q.Options {
		switch v, known := a.Value(from + i); {
		case !known:
		case v == TickYes:
			whole.Reply = append(whole.Reply, o.ID)
		default:
			ticks = append(ticks, Turn{Page{q, i}, []string{TickNames()[v]}})
		}
	}
	if len(whole.Reply)+len(ticks) == 0 {
		return nil
	}
	whole.Reply = append(whole.Reply, Unsure)
	if ids, ok := a.Replied(q); ok && len(ids) == 1 {
		return []Turn{whole}
	}
	return append([]Turn{whole}, ticks...)
}

// asksAgain reports whether it would be dangerous if the answer to q were out of date.
func asksAgain(q *Question) bool {
	return q.Stage < StageProblem || slices.ContainsFunc(q.Options, func(o Option) bool { return o.RedFlag && len(o.With) == 0 })
}

// Again reports whether the present page was answered in an earlier interview and has
// to be asked again.
func (in *Interview) Again() bool {
	page, more := in.Page()
	_, known := in.earlier[page]
	return more && known
}

// TakeUp answers the next pages from the earlier interview, up to the first page that
// was not answered there or has to be asked again. It returns the turns it added, for
// the person to look over; they are on the path now and can be changed like any
// other.
func (in *Interview) TakeUp() []Turn {
	from := len(in.path)
	for {
		page, more := in.Page()
		if !more || asksAgain(page.Question) {
			break
		}
		turns := in.follow(page)
		if turns == nil {
			break
		}
		for _, turn := range turns {
			delete(in.earlier, turn.Page)
			in.kept[turn.Page] = turn.Reply
		}
		in.path = append(in.path, turns...)
	}
	return in.Path()[from:]
}

// follow returns the turns that answer page as in the earlier interview: one turn, or
// a list followed by the ticks that were given one by one. It returns nil if the page
// was not answered, or cannot be answered in the same way.
//
// The answers to a list do not show which ticks were given at once and which one by
// one, and that affects what is asked: a "yes" given at once can make it needless to
// ask about another tick. So both ways are tried. If neither reaches all ticks, those
// left out matter to no rule that could still count.
func (in *Interview) follow(page Page) []Turn {
	reply, known := in.earlier[page]
	if !known {
		return nil
	}
	whole := Turn{page, reply}
	if !whole.opens() {
		return []Turn{whole}
	}
	ticks := map[Page][]string{}
	for i := range page.Question.Options {
		tick := Page{page.Question, i}
		if reply, known := in.earlier[tick]; known {
			ticks[tick] = reply
		}
	}
	atOnce := in.through(whole, ticks)
	if len(atOnce) == 1+len(ticks) {
		return atOnce
	}
	for _, id := range reply {
		if i := page.Question.Option(id); i >= 0 {
			ticks[Page{page.Question, i}] = []string{TickNames()[TickYes]}
		}
	}
	if oneByOne := in.through(Turn{page, []string{Unsure}}, ticks); len(oneByOne) == 1+len(ticks) {
		return oneByOne
	}
	return atOnce
}

// through goes through a list with the given ticks, as long as the next tick asked is
// one of them, and returns the turns.
func (in *Interview) through(whole Turn, ticks map[Page][]string) []Turn {
	try := Interview{table: in.table, path: append(slices.Clone(in.path), whole), onward: in.onward}
	for {
		page, more := try.Page()
		reply, known := ticks[page]
		if !more || !known {
			return try.path[len(in.path):]
		}
		try.path = append(try.path, Turn{page, reply})
	}
}

// Last returns the last reply to every page, including those that were taken back, set
// aside, or not yet confirmed from an earlier interview: everything that would be lost
// if the program ended now. Keep these answers for [Resume]; the result rests on
// [Interview.Answers] alone.
//
// A list that was answered "not sure" and not gone through at all has only unsure
// ticks, since that is what was said.
func (in *Interview) Last() Answers {
	last := func(p Page) ([]string, bool) {
		if reply, ok := in.kept[p]; ok {
			return reply, true
		}
		reply, ok := in.earlier[p]
		return reply, ok
	}
	a := in.table.NoAnswers()
	for i := range in.table.Questions {
		q := &in.table.Questions[i]
		reply, ok := last(Page{q, -1})
		if !ok {
			continue
		}
		whole := Turn{Page{q, -1}, reply}
		if whole.opens() {
			from, _ := q.Scales()
			said := false
			for o := range q.Options {
				tick, ok := last(Page{q, o})
				switch {
				case slices.Contains(reply, q.Options[o].ID):
					a.Set(from+o, TickYes)
				case ok:
					a.Set(from+o, slices.Index(TickNames(), tick[0]))
				default:
					continue
				}
				said = true
			}
			if said {
				continue
			}
		}
		if err := a.Reply(q, reply...); err != nil {
			panic("triage: a reply that was accepted is refused: " + err.Error())
		}
	}
	return a
}
