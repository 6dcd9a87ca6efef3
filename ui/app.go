package ui

import (
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"legtriage/triage"
)

// Interview is what both front ends need.
type Interview struct {
	Words *Words
	// Table returns the table and where the person is. The full-screen front
	// end calls it while the first screen is already being drawn.
	Table func() (*triage.Table, Place, error)
	// Save writes a file that only its owner can read. Unless replace is set, a
	// file that is there already is left alone and the error is fs.ErrExist.
	Save func(name string, data []byte, replace bool) error
	// Now says in words when the questions are answered, for the report.
	Now func() string
	// Width says how many columns there are for plain text now; nil when nobody
	// knows.
	Width func() int
	// Beware is said on the first page, or is "".
	Beware string
	// Keeping is nil when nothing is kept.
	Keeping *Keeping
}

// Outcome is how an interview ended.
type Outcome struct {
	// Assessment is nil when no result was reached.
	Assessment  *triage.Assessment
	Interrupted bool // by ctrl+c or a signal
	Teller      Teller
}

// app is the Bubble Tea model: one screen at the bottom, and at most one over
// it. Its only command loads the table. Files are written while a key is heard:
// what comes next depends on whether that went well.
type app struct {
	iv   Interview
	tell Teller
	in   *triage.Interview // nil until the table is there
	look Look
	err  error

	width, height int

	// Exactly one of these is the bottom screen.
	welcome  *scroll
	question *questionPage
	asked    triage.Page // by the question
	result   *scroll

	review *questionPage            // over it: all answers, to look over or to change one
	edited int                      // the turn that is being changed; -1: none
	before *told                    // the result before a change
	drafts map[triage.Page][]string // what was chosen on a page that was left by going back

	read *scroll        // over the bottom screen: something to read
	ask  *questionPage  // over the bottom screen: something to confirm
	then func() tea.Cmd // what happens when it is confirmed

	save     *savePage // over the bottom screen: the name of a file
	reviewed bool      // the answers were looked over before the result
	looking  int       // the first turn of an earlier interview to look over now; -1: none

	starting    bool // enter was pressed before the table was there
	interrupted bool
}

// loaded is the message that brings the table.
type loaded struct {
	table *triage.Table
	place Place
	err   error
}

func newApp(iv Interview) *app {
	a := &app{iv: iv, tell: Teller{Words: iv.Words}, width: 80, height: 24, edited: -1, looking: -1, drafts: map[triage.Page][]string{}}
	a.welcome = a.scroll(a.welcomeDocument(), iv.Words.KeysWelcome)
	return a
}

// firstFrame is about how long the first screen takes to be drawn. Reading the
// table before that would take the processor from it; nobody presses a key so
// soon.
const firstFrame = 20 * time.Millisecond

// Init loads the table once the first screen stands.
func (a *app) Init() tea.Cmd {
	return tea.Tick(firstFrame, func(time.Time) tea.Msg {
		t, place, err := a.iv.Table()
		return loaded{t, place, err}
	})
}

func (a *app) welcomeDocument() Document {
	w := a.iv.Words
	var d Document
	d.add(Headline, w.Welcome)
	d.add(Paragraph, fill(w.WelcomeNow, "number", a.tell.Place.emergency(w)))
	if a.iv.Beware != "" {
		d.add(Paragraph, a.iv.Beware)
	}
	d.list(slices.Concat(w.WelcomeIs, a.iv.privacy())...)
	d.add(Paragraph, w.WelcomeStart)
	return d
}

func (a *app) scroll(doc Document, footer string) *scroll {
	s := newScroll(doc, footer, a.iv.Words, a.look)
	s.resize(a.width, a.height)
	return s
}

// Update hears one message. Messages it does not know change nothing.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if a.err = msg.err; a.err != nil {
			return a, tea.Quit
		}
		a.in, a.tell.Place = a.iv.interview(msg.table), msg.place
		if a.welcome != nil {
			a.welcome = a.scroll(a.welcomeDocument(), a.iv.Words.KeysWelcome)
		}
		if a.starting {
			a.next()
		}
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		a.eachScroll(func(s *scroll) { s.resize(a.width, a.height) })
		a.eachPage(func(p *questionPage) { p.resize(a.width, a.height) })
		if a.save != nil {
			a.save.resize(a.width, a.height)
		}
	case tea.BackgroundColorMsg:
		a.look.background = msg.Color
		a.relook()
	case tea.ColorProfileMsg:
		a.look = a.look.withProfile(msg.Profile)
		a.relook()
	case tea.KeyPressMsg:
		return a, a.key(msg)
	}
	return a, nil
}

func (a *app) eachScroll(do func(*scroll)) {
	for _, s := range []*scroll{a.welcome, a.result, a.read} {
		if s != nil {
			do(s)
		}
	}
}

func (a *app) eachPage(do func(*questionPage)) {
	for _, p := range []*questionPage{a.question, a.review, a.ask} {
		if p != nil {
			do(p)
		}
	}
}

func (a *app) relook() {
	a.eachScroll(func(s *scroll) { s.look = a.look })
	a.eachPage(func(p *questionPage) { p.look, p.choice.look = a.look, a.look })
}

// key sends a key to the uppermost screen.
func (a *app) key(k tea.KeyPressMsg) tea.Cmd {
	act, _ := meaning(k)
	switch {
	case act == actLeave:
		return a.leave()
	case a.ask != nil:
		return a.askKey(k, act)
	case a.save != nil:
		return a.saveKey(k, act)
	case a.read != nil:
		if act == actBack || act == actQuit || act == actEnter || act == actAsk || act == actWhy {
			a.read = nil
		} else {
			a.read.key(act)
		}
	case a.welcome != nil:
		return a.welcomeKey(act)
	case a.review != nil:
		a.reviewKey(k, act)
	case a.result != nil:
		return a.resultKey(act)
	default:
		a.questionKey(k, act)
	}
	return nil
}

// leave ends the program. It asks once when answers would be lost.
func (a *app) leave() tea.Cmd {
	w := a.iv.Words
	quit := func() tea.Cmd {
		a.interrupted = true
		return tea.Quit
	}
	if a.ask != nil && a.ask.ask == w.Leave || a.in == nil || len(a.in.Path()) == 0 || a.finished() {
		return quit()
	}
	a.confirm(w.Leave, a.iv.leaveWhy(), w.LeaveStay, w.LeaveGo, quit)
	return nil
}

// confirm lays a question with two answers over the screen. Only the second
// one does something.
func (a *app) confirm(ask, why, stay, leave string, then func() tea.Cmd) {
	a.ask = newPage(ask, []row{{id: "stay", label: stay}, {id: "go", label: leave}}, false, nil, a.iv.Words, a.look)
	a.ask.hint, a.ask.footer = why, a.iv.Words.KeysAsk
	a.ask.resize(a.width, a.height)
	a.then = then
}

func (a *app) askKey(k tea.KeyPressMsg, act action) tea.Cmd {
	if act == actBack {
		a.ask = nil
		return nil
	}
	answer, done := a.ask.key(k)
	if !done {
		return nil
	}
	a.ask = nil
	if answer[0] == "go" {
		return a.then()
	}
	return nil
}

func (a *app) welcomeKey(act action) tea.Cmd {
	switch act {
	case actEnter:
		if a.in == nil {
			a.starting = true // the table is a few milliseconds away
			return nil
		}
		a.next()
	case actQuit:
		return tea.Quit
	default:
		a.welcome.key(act)
	}
	return nil
}

func (a *app) questionKey(k tea.KeyPressMsg, act action) {
	switch act {
	case actNone, actQuit, actWhy, actGoOn, actLeft, actRight, actSave:
	case actBack:
		if a.edited >= 0 {
			a.before = nil
			a.next()
			return
		}
		a.drafts[a.asked] = a.question.choice.said
		a.back()
	case actAsk:
		page, _ := a.in.Page()
		if a.edited >= 0 {
			page = a.in.Path()[a.edited].Page
		}
		a.read = a.scroll(a.tell.WhyAsked(a.in.Answers().Table(), page), a.iv.Words.KeysRead)
	case actReview, actEdit:
		a.showReview(false)
	default:
		answer, done := a.question.key(k)
		if !done {
			return
		}
		var err error
		page, _ := a.in.Page()
		switch {
		case a.edited >= 0 && a.in.Path()[a.edited].Page == a.asked:
			err = a.in.Change(a.edited, answer...)
		case a.edited < 0 && page == a.asked:
			err = a.in.Answer(answer...)
		default: // never: an answer counts for the question that was on the screen
			a.next()
			return
		}
		if err != nil {
			a.question.choice.note = err.Error()
			return
		}
		delete(a.drafts, a.asked)
		a.iv.keep(a.in)
		a.next()
	}
}

// showReview lists all answers. Enter on one changes it. Before the first
// result the list ends the questions, and its first row shows the result. What
// was taken up from an earlier interview is listed before the next question,
// and the first row goes on.
func (a *app) showReview(last bool) {
	w := a.iv.Words
	var rows []row
	ask, from := w.Review, 0
	switch {
	case last:
		ask = w.ReviewLast
		rows = append(rows, row{id: "result", label: w.ReviewDone, bare: true})
	case a.looking >= 0:
		ask, from = w.KeptReview, a.looking
		rows = append(rows, row{id: "still", label: w.KeptStill, bare: true, all: true})
	}
	for i, turn := range a.in.Path()[from:] {
		rows = append(rows, row{id: strconv.Itoa(from + i), label: a.tell.turn(turn), bare: true})
	}
	if len(rows) == 0 {
		a.read = a.scroll(a.tell.Review(nil), w.KeysRead)
		return
	}
	a.review = newPage(ask, rows, false, nil, w, a.look)
	a.review.hint, a.review.footer, a.review.choice.note = w.ReviewHint, w.KeysReview, a.iv.notKept()
	a.review.resize(a.width, a.height)
}

func (a *app) reviewKey(k tea.KeyPressMsg, act action) {
	switch act {
	case actBack, actQuit, actReview:
		a.review = nil
		if a.result == nil && a.question == nil { // the list that ends the questions
			a.back()
		}
		return
	case actDigit: // a digit goes there; enter changes
	}
	answer, done := a.review.key(k)
	if !done {
		return
	}
	a.review = nil
	switch answer[0] {
	case "result":
		a.reviewed = true
		a.next()
		return
	case "still":
		a.looking = -1
		a.next()
		return
	}
	turn, _ := strconv.Atoi(answer[0])
	edit := func() tea.Cmd {
		a.edit(turn)
		return nil
	}
	if now, _ := a.in.Answers().Range(); now >= triage.Go && a.result != nil {
		w := a.iv.Words
		a.confirm(w.Wrong, w.WrongWhy, w.WrongStay, w.WrongEdit, edit)
		return
	}
	edit()
}

// edit asks one page of the path again.
func (a *app) edit(turn int) {
	if a.result != nil {
		a.before = &told{a.in.Answers().Assess(), a.in.Path()}
	}
	a.edited = turn
	path := a.in.Path()
	a.show(path[turn].Page, path[turn].Reply)
	a.question.progress = a.iv.Words.Changing
	a.question.resize(a.width, a.height)
}

func (a *app) resultKey(act action) tea.Cmd {
	w := a.iv.Words
	switch act {
	case actQuit:
		return tea.Quit
	case actWhy:
		a.read = newTabs(a.tell.Sections(a.in.Answers().Assess(), a.in.Path()), w.KeysWhy, w, a.look)
		a.read.resize(a.width, a.height)
	case actReview, actEdit:
		a.showReview(false)
	case actSave:
		a.startSave()
	case actGoOn:
		if a.in.CanGoOn() {
			a.in.GoOn()
			a.next()
		}
	case actBack:
		if now, _ := a.in.Answers().Range(); now < triage.Go {
			a.back()
			return nil
		}
		a.confirm(w.Wrong, w.WrongWhy, w.WrongStay, w.WrongGo, func() tea.Cmd {
			a.back()
			return nil
		})
	default:
		a.result.key(act)
	}
	return nil
}

// next shows the page that the interview asks for now, or the result.
func (a *app) next() {
	a.starting, a.welcome, a.question, a.result, a.review = false, nil, nil, nil, nil
	a.edited = -1
	a.looking = takeUp(a.in, a.looking)
	page, more := a.in.Page()
	switch {
	case a.looking >= 0 && !a.in.Again():
		a.showReview(false)
		return
	case more:
		offered := a.drafts[page]
		if len(offered) == 0 {
			offered = a.in.Offered(page)
		}
		a.show(page, offered)
		return
	}
	if now, _ := a.in.Answers().Range(); now < triage.Go && !a.reviewed {
		a.showReview(true)
		return
	}
	a.showResult()
}

// showResult shows the result, and what an edit changed.
func (a *app) showResult() {
	w := a.iv.Words
	keys := w.KeysResult
	if a.in.CanGoOn() {
		keys = w.KeysGoOn
	}
	as := a.in.Answers().Assess()
	doc := a.tell.Result(as)
	if a.before != nil {
		// Before the first section, but the verdict and whom to call come first.
		first := slices.IndexFunc(doc, func(b Block) bool { return b.Kind == Heading })
		doc = slices.Insert(doc, max(first, 0), a.tell.Changed(*a.before, as, a.in.Path())...)
	}
	a.result = a.scroll(doc, keys)
	a.result.note = a.iv.notKept()
}

// show shows a page of the interview with the reply that is offered.
func (a *app) show(page triage.Page, offered []string) {
	w := a.iv.Words
	a.result, a.asked = nil, page
	many := page.Tick < 0 && page.Question.List
	p := newPage(page.Question.Ask, rowsFor(a.tell, page), many, offered, w, a.look)
	first := len(a.in.Path()) == 0
	switch {
	case page.Tick >= 0:
		p.about, p.ask, p.footer = w.OneByOne, page.Question.Options[page.Tick].Say, w.KeysOne
	case many && first:
		p.hint, p.footer = w.TickAll, w.KeysFirstList
	case many:
		p.hint, p.footer = w.TickAll, w.KeysList
	case first:
		p.footer = w.KeysFirstOne
	default:
		p.footer = w.KeysOne
	}
	p.progress = progress(w, a.in)
	if now, _ := a.in.Answers().Range(); now >= triage.Go {
		p.progress = w.Reminder + " " + p.progress
	}
	if len(p.choice.said) > 0 {
		p.choice.note = w.Offered
	}
	if note := a.iv.notKept(); note != "" {
		p.choice.note = note
	}
	p.resize(a.width, a.height)
	a.question = p
}

// progress says which question this is and how many can still come after it.
func progress(w *Words, in *triage.Interview) string {
	done, left := in.Counts()
	if left <= 1 {
		return fill(w.ProgressLast, "n", done+1)
	}
	return fill(w.Progress, "n", done+1, "left", left-1)
}

// back returns to the page before, or to the welcome page.
func (a *app) back() {
	a.reviewed, a.before, a.looking = false, nil, -1
	if !a.in.Back() {
		a.question = nil
		a.welcome = a.scroll(a.welcomeDocument(), a.iv.Words.KeysWelcome)
		return
	}
	a.next()
}

// View draws the uppermost screen.
func (a *app) View() tea.View {
	var v tea.View
	v.AltScreen, v.WindowTitle = true, a.iv.Words.Name
	x, y := 0, 0
	switch {
	case a.ask != nil:
		v.Content, x, y = a.ask.view()
	case a.save != nil:
		v.Content, x, y = a.save.view()
	case a.read != nil:
		v.Content = a.read.view()
	case a.review != nil:
		v.Content, x, y = a.review.view()
	case a.welcome != nil:
		v.Content = a.welcome.view()
	case a.result != nil:
		v.Content = a.result.view()
	default:
		v.Content, x, y = a.question.view()
	}
	v.Cursor = tea.NewCursor(x, y)
	return v
}

// finished tells whether a result was shown and still stands: an emergency, also
// when the person went on for the doctor, or the end of the questions after the
// answers were looked over. There is none while answers from last time are to be
// looked over. Nor is there while an answer is being changed, but an emergency
// stands until the change is made.
func (a *app) finished() bool {
	if a.in == nil || a.looking >= 0 {
		return false
	}
	if now, _ := a.in.Answers().Range(); now >= triage.Go {
		return true
	}
	_, more := a.in.Page()
	return !more && a.reviewed && a.edited < 0
}

func (a *app) outcome() Outcome {
	o := Outcome{Teller: a.tell, Interrupted: a.interrupted}
	if a.finished() {
		o.Assessment, o.Interrupted = a.in.Answers().Assess(), false
	}
	return o
}
