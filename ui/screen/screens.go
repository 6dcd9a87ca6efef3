package screen

import (
	"slices"
	"strconv"
	"strings"

	"legtriage/triage"
	"legtriage/ui/report"
	"legtriage/ui/session"
	"legtriage/ui/words"
)

// This file has the screens: each draws a document or a page of answers, and turns keys
// into acts of the session. The stack of them comes first, and then what an act leads to.

// place returns where in a window its content goes: in the middle, and in a tall window
// below a margin. It depends only on the size of the window, so that nothing moves from
// screen to screen.
func place(width, height int) (left, above, column int) {
	column = min(width, maxColumn)
	if width-2 >= panelFrom {
		column = min(width-2, maxColumn+panelGap+panelWidth)
	}
	return (width - column) / 2, min(2, max(0, height-usualHeight)/4), column
}

// fit gives a screen its size in the window.
func (a *app) fit(s screen) {
	_, above, column := place(a.width, a.height)
	s.resize(column, a.height-above)
}

func (a *app) screenNumber() int { return a.screenNo }

func (a *app) typing() bool {
	_, text := a.top().(*saveScreen)
	return text
}

func (a *app) top() screen { return a.screens[len(a.screens)-1] }

func (a *app) push(s screen) {
	a.fit(s)
	a.screens = append(a.screens, s)
	a.screenNo++
}

// pop removes the top screen, unless it is the only one.
func (a *app) pop() {
	if len(a.screens) > 1 {
		a.screens = a.screens[:len(a.screens)-1]
		a.screenNo++
	}
}

// follow shows what an act has led to.
func (a *app) follow() {
	w := a.setup.Words
	switch a.left = a.session.Left(); {
	case a.left:
	case a.session.Asks() == session.BackWrong:
		a.confirm(w.Wrong, w.WrongWhy, w.WrongStay, w.WrongGo, a.confirmed)
	case a.session.Asks() == session.EditWrong:
		a.confirm(w.Wrong, w.WrongWhy, w.WrongStay, w.WrongEdit, a.confirmed)
	case a.session.Asks() == session.Again:
		a.confirm(w.Again, a.setup.AgainWhy(a.session), w.AgainStay, w.AgainGo, a.confirmed)
	case a.session.Asks() == session.Leaving:
		a.confirm(w.Leave, a.setup.LeaveWhy(a.session), w.LeaveStay, w.LeaveGo, a.confirmed)
	case a.moves != a.session.Moves():
		a.redraw()
	}
}

// confirmed passes the answer to a question of the session on to it.
func (a *app) confirmed(yes bool) {
	a.session.Confirm(yes)
	a.follow()
}

// redraw replaces the stack by the screen of the session.
func (a *app) redraw() {
	a.moves, a.screens = a.session.Moves(), nil
	switch a.session.Screen() {
	case session.Welcome:
		a.push(a.welcome())
	case session.Page:
		a.push(a.page(a.session.Asked()))
	case session.LookOver, session.Review:
		a.push(a.list(true))
	case session.Result:
		a.push(a.result())
	}
}

func (a *app) scroll(doc report.Document, footer string) *scroll {
	return newScroll(doc, footer, a.setup.Words, &a.look)
}

// welcomeScreen may be up before the table has been loaded.
type welcomeScreen struct {
	*scroll
	app *app
}

func (a *app) welcome() screen {
	return welcomeScreen{a.scroll(a.setup.Welcome(a.write.Country, a.setup.Words.WelcomeStart), a.setup.Words.KeysWelcome), a}
}

func (s welcomeScreen) key(k press) {
	switch {
	case k.act == actQuit:
		s.app.leave(false)
	case k.act == actEnter && s.app.session == nil:
		s.app.starting = true // the table is a few milliseconds away
	case k.act == actEnter:
		s.app.session.Start()
		s.app.follow()
	default:
		s.hear(k.act)
	}
}

// narrow is the least width of a window whose last line names letters besides digits.
const narrow = 24

// pageScreen shows a page of the interview.
type pageScreen struct {
	*questionPage
	app  *app
	page triage.Page
}

func (a *app) page(page triage.Page, offered []string) screen {
	w := a.setup.Words
	many, first := page.Tick < 0 && page.Question.List, a.session.First()
	var rows []row
	for _, o := range w.Drawn(page) {
		rows = append(rows, row{Choice: o, says: map[string]action{triage.TickNames()[triage.TickNo]: actNo, triage.TickNames()[triage.TickYes]: actYes}[o.ID]})
	}
	p := newPage(page.Question.Ask, rows, many, offered, w, &a.look)
	if page.Tick >= 0 {
		o := page.Question.Options[page.Tick]
		p.about, p.ask = w.OneByOne, w.Whole(o.Say, o.Detail)
	} else if many {
		p.hint = w.TickAll
	}
	p.footer = func() []string {
		keys := []string{w.KeyMove}
		switch {
		case many && p.choice.at >= 0:
			keys = append(keys, w.KeyTick)
		case many && len(rows) > 10 && p.width >= narrow:
			keys = append(keys, w.KeyLetter)
		case many:
			keys = append(keys, w.KeyDigit)
		case slices.ContainsFunc(rows, func(r row) bool { return r.says != actNone }):
			keys = append(keys, w.KeyYesNo)
		default:
			keys = append(keys, w.KeyChoose)
		}
		if p.choice.at >= 0 || len(p.choice.said) > 0 {
			keys = append(keys, w.KeyNext)
		}
		if keys = append(keys, w.KeyAsk); first {
			return append(keys, w.KeyLeave, w.KeyHelp)
		}
		if keys = append(keys, w.KeyBack); a.session.WentOn() {
			keys = append(keys, w.KeyResult)
		}
		return append(keys, w.KeyReview, w.KeyHelp)
	}
	at := a.session.Progress()
	p.heading = &heading{w.Name, w.Stages[:], int(at.Part), at.Over[:], at.Done, at.Left, a.session.ToGo(w), a.session.Alarm(w), w.Reminder}
	if least, most, confirmed := a.session.Range(); confirmed {
		p.ladder = &ladder{least, most, a.session.Denied(), w}
	}
	if len(p.choice.said) > 0 {
		p.choice.note = w.Offered
	}
	if note := a.setup.NotKept(); note != "" {
		p.choice.note = note
	}
	return pageScreen{p, a, page}
}

func (s pageScreen) key(k press) {
	session := s.app.session
	switch k.act {
	case actNone, actWhy, actLeft, actRight, actSave, actAgain:
	case actQuit:
		s.app.leave(false)
		return
	case actGoOn:
		if session.WentOn() {
			session.ToResult()
		} else {
			s.hear(k)
		}
	case actBack:
		session.Back(s.choice.said...)
	case actAsk:
		s.app.read(s.app.scroll(session.WhyAsked(s.app.write), s.app.setup.Words.KeysRead))
	case actReview, actEdit:
		s.app.showAnswers()
	default:
		answer, done := s.hear(k)
		if !done {
			return
		}
		if err := session.Reply(s.page, answer...); err != nil {
			s.choice.note = err.Error()
		}
	}
	s.app.follow()
}

// listScreen lists answers; enter on one changes it. If they are from last time and have
// to be looked over, the first row says that they are still right. Before a result, enter
// shows the result from any row, once all answers have been on the screen, and another
// key changes an answer.
type listScreen struct {
	*questionPage
	app    *app
	bottom bool // it is the screen of the session, and lies over no other
}

func (a *app) list(bottom bool) screen {
	w := a.setup.Words
	var rows []row
	var denied []string
	ask := w.Review
	switch {
	case a.session.OfLastTime():
		ask = w.KeptReview
		denied = append(denied, "")
		rows = append(rows, row{Choice: words.Choice{ID: "right", Head: w.KeptStill}, bare: true, all: true})
	case bottom:
		ask = w.ReviewLast
	}
	first, turns := a.session.Listed()
	for i, turn := range turns {
		about, reply := a.write.Answered(turn)
		denied = append(denied, a.write.Denied(turn))
		rows = append(rows, row{Choice: words.Choice{ID: strconv.Itoa(first + i), Head: about, Detail: reply}, bare: true})
	}
	p := newPage(ask, rows, false, nil, w, &a.look)
	p.denied = denied
	at := a.session.Progress()
	p.heading = &heading{w.Name, []string{w.ReviewPart}, 0, []bool{false}, at.Done, at.Left, a.session.ToGo(w), a.session.Alarm(w), w.Reminder}
	p.hint, p.footer, p.choice.note = w.ReviewHint, listed(w.KeysReview), a.setup.NotKept()
	if bottom && !a.session.OfLastTime() {
		p.hint, p.footer = w.ReviewDone, listed(w.KeysReviewLast)
	}
	return listScreen{p, a, bottom}
}

// showAnswers puts the list of the answers so far on top.
func (a *app) showAnswers() {
	if _, turns := a.session.Listed(); len(turns) == 0 {
		a.read(a.scroll(a.session.Answers(a.write, false), a.setup.Words.KeysRead))
		return
	}
	a.push(a.list(false))
}

func (s listScreen) key(k press) {
	switch k.act {
	case actBack, actQuit, actReview:
		if s.app.pop(); s.bottom {
			s.app.session.Back()
		}
	case actEdit: // the answer with the focus; "Yes, go on" is none
		if at := s.choice.at; at >= 0 && !s.choice.rows[at].all {
			s.answered(s.choice.rows[at].ID)
		}
	case actEnter:
		if s.bottom && !s.app.session.OfLastTime() {
			if s.choice.unread() < 0 {
				s.answered("right")
			} else {
				s.choice.note = s.choice.words.SeeAll[0]
			}
			break
		}
		fallthrough
	default: // a digit moves to an answer; enter changes it
		answer, done := s.hear(k)
		if !done {
			return
		}
		s.answered(answer[0])
	}
	s.app.follow()
}

// answered does what a row is for: it changes an answer, or says that all are right.
func (s listScreen) answered(row string) {
	s.app.pop()
	if turn, err := strconv.Atoi(row); err == nil {
		s.app.session.Edit(turn)
	} else {
		s.app.session.Right()
	}
}

// resultScreen shows the result.
type resultScreen struct {
	*scroll
	app *app
}

func (a *app) result() screen {
	keys := a.setup.Words.KeysResult
	if a.session.CanGoOn() {
		keys = a.setup.Words.KeysGoOn
	}
	s := resultScreen{a.scroll(a.session.Result(a.write), keys), a}
	// In a wide window the signs to get help for stay in sight.
	s.asides = []string{a.setup.Words.ComeBack, a.setup.Words.ComeBackLess}
	s.note = a.setup.NotKept()
	return s
}

func (s resultScreen) key(k press) {
	a := s.app
	switch k.act {
	case actQuit:
		a.leave(false)
		return
	case actWhy:
		a.read(newTabs(a.write.Sections(a.session.Assessment(), a.session.Path()), a.setup.Words.KeysWhy, a.setup.Words, &a.look))
	case actReview, actEdit:
		a.showAnswers()
	case actSave:
		a.startSave(s.scroll)
	case actGoOn:
		if a.session.CanGoOn() {
			a.session.GoOn()
		} else {
			s.hear(k.act)
		}
	case actAgain:
		a.session.Again()
	case actBack:
		a.session.Back()
	default:
		s.hear(k.act)
	}
	a.follow()
}

// readScreen shows something to read on top of another screen.
type readScreen struct {
	*scroll
	app  *app
	help bool // it is the list of all keys
}

func (a *app) read(s *scroll) { a.push(readScreen{s, a, false}) }

// help puts the list of all keys on top, or removes it.
func (a *app) help() {
	if on, ok := a.top().(readScreen); ok && on.help {
		a.pop()
		return
	}
	w := a.setup.Words
	d := report.Document{{Kind: report.Subheading, Text: w.HelpTitle}, {Kind: report.Pairs}}
	for _, k := range w.HelpKeys {
		key, meaning, _ := strings.Cut(k, " ")
		d[1].Items, d[1].Right = append(d[1].Items, key), append(d[1].Right, meaning)
	}
	a.push(readScreen{a.scroll(d, w.KeysRead), a, true})
}

func (s readScreen) key(k press) {
	switch k.act {
	case actBack, actQuit, actEnter, actAsk, actWhy:
		s.app.pop()
	default:
		s.hear(k.act)
	}
}

// askScreen asks for a confirmation on top of another screen.
type askScreen struct {
	*questionPage
	app  *app
	then func(yes bool)
}

// confirm puts a question with two answers on top. The first one is a no, and so is
// going back.
func (a *app) confirm(ask, why, stay, leave string, then func(yes bool)) {
	p := newPage(ask, []row{{Choice: words.Choice{ID: "stay", Head: stay}, says: actNo}, {Choice: words.Choice{ID: "go", Head: leave}, says: actYes}}, false, nil, a.setup.Words, &a.look)
	p.hint, p.footer = why, listed(a.setup.Words.KeysAsk)
	a.push(askScreen{p, a, then})
}

func (s askScreen) key(k press) {
	if k.act == actBack {
		s.app.pop()
		s.then(false)
	} else if answer, done := s.hear(k); done {
		s.app.pop()
		s.then(answer[0] == "go")
	}
}
