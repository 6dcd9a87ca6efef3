//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
)

// person reads the pages on the screen and answers them as somebody for whom these
// answers are true.
type person struct {
	*terminal
	table   *triage.Table
	answers triage.Answers
	pages   int // answered so far
}

// answersOf returns the encoded answers of one case in testdata/vignettes.jsonl.
func answersOf(t testing.TB, id string) triage.Answers {
	t.Helper()
	f, err := os.Open("../../testdata/vignettes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v struct {
			ID      string          `json:"id"`
			Answers json.RawMessage `json:"answers"`
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if v.ID == id {
			a, err := rules.Answers(leg(t), id, v.Answers)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
	}
	t.Fatalf("there is no case %s", id)
	panic("unreachable")
}

// leg returns the embedded table.
func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return table
}

// ask returns the words of a question, and say those of an option. Tests do not repeat
// the words of the table, since these change.
func ask(t testing.TB, question string) string {
	t.Helper()
	q := leg(t).Question(question)
	if q == nil {
		t.Fatalf("the table has no question %s", question)
	}
	return q.Ask
}

func say(t testing.TB, question, option string) string {
	t.Helper()
	ask(t, question)
	q := leg(t).Question(question)
	i := q.Option(option)
	if i < 0 {
		t.Fatalf("the table has no option %s of %s", option, question)
	}
	return q.Options[i].Say
}

// asked returns the page of a question.
func asked(t testing.TB, question string) triage.Page {
	ask(t, question)
	return triage.Page{Question: leg(t).Question(question), Tick: -1}
}

// meet opens a window with a person at the welcome page.
func meet(t testing.TB, w window, id string) *person {
	t.Helper()
	p := &person{terminal: w.open(t), table: leg(t), answers: answersOf(t, id)}
	if welcome := p.sees("Leg trouble?"); !welcome.alternate {
		t.Fatalf("what was on the screen before is gone:\n%s", welcome)
	}
	return p
}

// begin opens a window with a person at the first question.
func begin(t testing.TB, w window, id string) *person {
	t.Helper()
	p := meet(t, w, id)
	p.keys(enter)
	p.sees(firstPage)
	return p
}

// drawnPage is a question as drawn on the screen.
type drawnPage struct {
	triage.Page
	rows []drawnRow
}

// drawnRow is one possible answer on the screen.
type drawnRow struct {
	line  int
	label string
	digit string // "" for none
	focus bool
	on    bool
}

var rowStart = regexp.MustCompile(`^([> ]) ([0-9a-z ]) [\[(]([ x])[\])] (.*)$`)

// heading matches the first line of a page. In narrow windows part of it is missing.
var heading = regexp.MustCompile(`about \d+ to go|maybe the last one|You are changing this answer\.|EMERGENCY: (?:get help|call an ambulance) now\.`)

// left returns what the first line of a page says about how much is left.
func (s display) left() string { return heading.FindString(s.lines[0]) }

// firstPage is text that is on the first page but not on the welcome page.
const firstPage = "Danger signs"

// secondPage returns words of the second page that a calm person sees.
func secondPage(t testing.TB) string {
	return strings.Join(strings.Fields(ask(t, "limb"))[:3], " ")
}

// read returns the page on the screen, or false if there is none.
func (s display) read(table *triage.Table) (page drawnPage, ok bool) {
	if !heading.MatchString(s.lines[0]) {
		return page, false
	}
	head := ""
	for y, line := range s.lines[1:] {
		rest, indented := strings.CutPrefix(line, "        ")
		m := rowStart.FindStringSubmatch(line)
		switch {
		case m != nil:
			page.rows = append(page.rows, drawnRow{y + 1, said(m[4]), strings.TrimSpace(m[2]), m[1] == ">", m[3] == "x"})
		case len(page.rows) == 0:
			head = strings.TrimSpace(head + " " + strings.TrimSpace(line))
		case indented:
			page.rows[len(page.rows)-1].label += " " + said(rest)
		}
	}
	one, oneByOne := strings.CutPrefix(head, "You were not sure, so one by one: ")
	for i := range table.Questions {
		q := &table.Questions[i]
		if !oneByOne && strings.HasPrefix(head, q.Ask) {
			page.Page = triage.Page{Question: q, Tick: -1}
			return page, true
		}
		for o := range q.Options {
			if oneByOne && said(one) == whole(q.Options[o]) {
				page.Page = triage.Page{Question: q, Tick: o}
				return page, true
			}
		}
	}
	return page, false
}

// page waits for a page that can be read.
func (p *person) page() drawnPage {
	p.t.Helper()
	var page drawnPage
	p.until("a question", func(now display) (ok bool) {
		page, ok = now.read(p.table)
		return ok && len(page.rows) > 1
	})
	return page
}

// waitRow waits until the row with this label is as it should be.
func (p *person) waitRow(what, label string, is func(drawnRow, display) bool) {
	p.t.Helper()
	p.until(fmt.Sprintf("%s of %q", what, label), func(now display) bool {
		page, ok := now.read(p.table)
		return ok && slices.ContainsFunc(page.rows, func(r drawnRow) bool { return r.label == label && is(r, now) })
	})
}

// labels returns the words of all possible answers to a page, in order.
func labels(page triage.Page) []string {
	if page.Tick >= 0 {
		return []string{"No", "Yes", "Not sure"}
	}
	var out []string
	unsureOne := page.Question.Option(triage.Unsure) // of a question with one answer: it is drawn last
	for i, o := range page.Question.Options {
		if i != unsureOne {
			out = append(out, whole(o))
		}
	}
	if unsureOne >= 0 {
		out = append(out, whole(page.Question.Options[unsureOne]))
	}
	if page.Question.List && !page.Question.AtLeastOne {
		out = append(out, noneOfThese, unsure)
	}
	return out
}

// label returns the words of one answer.
func label(page triage.Page, id string) string {
	if page.Tick >= 0 {
		return map[string]string{"no": "No", "unsure": "Not sure", "yes": "Yes"}[id]
	}
	if o := page.Question.Option(id); o >= 0 {
		return whole(page.Question.Options[o])
	}
	return map[string]string{triage.None: noneOfThese, triage.Unsure: unsure}[id]
}

// The last answers of a list.
const (
	noneOfThese = "None of these"
	unsure      = "Not sure then one by one"
)

// walkTo moves the focus to an answer with the arrow keys, and expects the terminal's
// cursor to follow.
func (p *person) walkTo(page triage.Page, label string) {
	p.t.Helper()
	p.keys(home)
	for _, l := range labels(page) {
		p.waitRow("the focus", l, func(r drawnRow, now display) bool { return r.focus && r.line == now.y })
		if l == label {
			return
		}
		p.keys(down)
	}
	p.t.Fatalf("%q is not on the page:\n%s", label, p.now())
}

// choose makes sure that an answer is chosen, or that it is not, with the arrows and the
// space bar or with its digit.
func (p *person) choose(page drawnPage, label string, want, arrows bool) {
	p.t.Helper()
	i := slices.IndexFunc(page.rows, func(r drawnRow) bool { return r.label == label })
	switch {
	case i >= 0 && page.rows[i].on == want, i < 0 && !want:
		return
	case i >= 0 && !arrows && page.rows[i].digit != "":
		p.keys(page.rows[i].digit)
	default: // it may be out of sight
		p.walkTo(page.Page, label)
		p.keys(" ")
	}
	p.waitRow("the mark", label, func(r drawnRow, _ display) bool { return r.on == want })
}

// answer answers the page on the screen, and waits for what comes next.
func (p *person) answer() display {
	p.t.Helper()
	page := p.page()
	arrows := p.pages%2 == 0
	p.pages++
	ids, ok := p.answers.Replied(page.Question)
	if page.Tick >= 0 {
		from, _ := page.Question.Scales()
		var v int
		v, ok = p.answers.Value(from + page.Tick)
		ids = []string{triage.TickNames()[v]}
	}
	if !ok {
		p.t.Fatalf("the person has no answer to %v; every case in testdata/vignettes.jsonl needs one:\n%s", page.Page, p.now())
	}
	var wanted []string
	for _, id := range ids {
		wanted = append(wanted, label(page.Page, id))
	}
	switch {
	case !arrows && (page.Tick >= 0 || !page.Question.List || wanted[0] == noneOfThese):
		i := slices.IndexFunc(page.rows, func(r drawnRow) bool { return r.label == wanted[0] })
		if i < 0 { // out of sight
			p.walkTo(page.Page, wanted[0])
			p.keys(enter)
			break
		}
		p.goesOn(page.rows[i].digit)
	case page.Question.List && page.Tick < 0:
		for _, r := range page.rows {
			if r.label != noneOfThese && !slices.Contains(wanted, r.label) { // another tick clears "none of these"
				p.choose(page, r.label, false, arrows)
			}
		}
		for _, l := range wanted {
			p.choose(page, l, true, arrows)
		}
		p.keys(enter)
	default:
		p.walkTo(page.Page, wanted[0]) // enter takes it
		p.keys(enter)
	}
	now := p.after(page)
	if now.has(ticksGone) {
		p.keys(enter)
		now = p.until("what comes after "+page.String(), func(now display) bool { return p.isAfter(page, now) })
	}
	if now.has(unseen) {
		for range labels(page.Page) {
			p.keys(up)
		}
		for range labels(page.Page) {
			p.keys(down)
		}
		p.keys(enter)
		now = p.until("what comes after "+page.String(), func(now display) bool { return p.isAfter(page, now) })
	}
	return now
}

// unseen is said where not all was on the screen.
const unseen = "to see the rest first"

// ticksGone is the note after "none of these" has cleared ticks.
const ticksGone = "None of these: your ticks are gone."

// after waits for what comes after a page that was answered, or for the note that says why
// nothing does.
func (p *person) after(page drawnPage) display {
	p.t.Helper()
	return p.until("what comes after "+page.String(), func(now display) bool {
		return p.isAfter(page, now) || now.has(unseen) || now.has(ticksGone)
	})
}

func (p *person) isAfter(page drawnPage, now display) bool {
	next, ok := now.read(p.table)
	return !ok && now.lines[len(now.lines)-1] != "" || ok && len(next.rows) > 1 && next.Page != page.Page
}

// toResult answers pages until there are no more, confirms the answers, and returns the
// result.
func (p *person) toResult() display {
	p.t.Helper()
	for range 40 {
		now := p.answer()
		if now.has("These are your answers. Are they right?") {
			p.keys(home, enter)
			return p.until("the result", func(now display) bool { return now.has("q leave") || now.has("w why") })
		}
		if _, more := now.read(p.table); !more {
			return now
		}
	}
	p.t.Fatalf("there is no end of questions:\n%s", p.now())
	panic("unreachable")
}

// readOn reads a document to its end, page by page, and returns all of it as one line.
func (p *person) readOn() string {
	p.t.Helper()
	now := p.now()
	all := slices.Clone(now.lines[:len(now.lines)-2])
	for strings.Contains(now.lines[len(now.lines)-2], "below") {
		before := now
		p.keys(pgdown)
		now = p.until("the next lines", func(now display) bool { return !slices.Equal(now.lines, before.lines) })
		next := now.lines[:len(now.lines)-2]
		for n := len(next); n >= 0; n-- { // lines from the screen before are not read twice
			if n <= len(all) && slices.Equal(all[len(all)-n:], next[:n]) {
				all = append(all, next[n:]...)
				break
			}
		}
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

func TestPeopleGetTheirResult(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, id string
		verdict  string
		headline string
		reason   string // under Why
		pages    int    // at most
	}{
		{"a clot with breathlessness", "G-E01", "EMERGENCY", "Call an ambulance now.", "“" + say(t, "life", "breath") + "”", 3},
		{"a hard, sore vein", "LB-DEF015", "SEE A DOCTOR", "See a doctor today.", "“" + say(t, "look", "vein") + "”", 20},
		{"night cramps in pregnancy", "G-S03", "SELF-CARE", "You can look after this at home.", "None of your answers points", 20},
		{"pre-eclampsia", "G-D34", "EMERGENCY", "Go to an emergency department now.", "“" + say(t, "mother", "puffy") + "”", 6},
		{"pain on walking", "AV176", "SEE A DOCTOR", "See a doctor within two weeks.", "“" + say(t, "pattern", "walk") + "”", 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, test.id)
			result := p.toResult()
			if !strings.Contains(result.lines[1], " "+test.verdict+" ") || !strings.Contains(result.lines[1], test.headline) {
				t.Fatalf("it does not begin with %s, %s:\n%s", test.verdict, test.headline, result)
			}
			if p.pages > test.pages {
				t.Errorf("%d pages, want at most %d", p.pages, test.pages)
			}
			told := p.readOn()
			_, why, _ := strings.Cut(told, " Why ")
			if (test.verdict != "SELF-CARE") != strings.Contains(why, "You said:") || !strings.Contains(why, strings.NewReplacer("“", `"`, "”", `"`).Replace(test.reason)) { // the locale has no other quotes
				t.Errorf("the reason %q is missing from:\n%s", test.reason, told)
			}
			p.keys("q")
			code, left := p.leaves()
			if code != 0 || !strings.Contains(p.afterwards(), test.verdict+" "+test.headline) {
				t.Errorf("exit code %d, and what is left is:\n%s", code, left)
			}
			p.wantRestored(left)
		})
	}
}

// TestAPersonWhoCorrectsAnAnswerGetsTheOtherResult ticks a bigger leg by mistake, is
// sent to an emergency department, goes back to correct it, and gets self-care.
func TestAPersonWhoCorrectsAnAnswerGetsTheOtherResult(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-S14")
	truth := p.answers
	p.answers = truth.Clone()
	for question, option := range map[string]string{"look": "leg", "change": "new"} {
		if err := p.answers.Reply(p.table.Question(question), option); err != nil {
			t.Fatal(err)
		}
	}
	if result := p.toResult(); !result.has("EMERGENCY Go to an emergency department now.") {
		t.Fatalf("a leg that became bigger is not an emergency:\n%s", result)
	}
	p.keys(esc)
	p.sees("Was an answer wrong?")
	p.goesOn("2")
	p.waitRow("the mark", label(asked(t, "change"), "new"), func(r drawnRow, _ display) bool { return r.on })
	p.keys(esc)
	p.waitRow("the mark", label(asked(t, "look"), "leg"), func(r drawnRow, _ display) bool { return r.on })
	p.answers = truth
	if result := p.toResult(); !result.has("SELF-CARE You can look after this at home.") {
		t.Fatalf("the corrected answers do not lead to self-care:\n%s", result)
	}
	p.keys("w")
	p.sees("Why not more urgent")
	for range 3 {
		p.keys(right)
	}
	p.sees("Your answers so far")
	if told := p.readOn(); strings.Contains(told, say(t, "look", "leg")) {
		t.Errorf("the wrong answer is still there:\n%s", told)
	}
	p.keys("q")
	p.sees("SELF-CARE")
	p.keys("q")
	if code, left := p.leaves(); code != 0 || !strings.Contains(p.afterwards(), "SELF-CARE") || strings.Contains(p.afterwards(), "EMERGENCY") {
		t.Errorf("exit code %d, and what is left is:\n%s", code, left)
	}
}

// TestAnAnswerIsChangedInTheList changes the same answer in the list of all answers,
// and goes back from there.
func TestAnAnswerIsChangedInTheList(t *testing.T) {
	t.Parallel()
	p := begin(t, window{}, "G-S14")
	for now := p.answer(); !now.has("These are your answers. Are they right?"); {
		now = p.answer()
	}
	p.keys(ctrlC)
	now := p.sees("Leave now?") // there is no result yet
	wantNoSuggestion(t, now)
	p.keys(esc)
	p.sees("These are your answers.")
	p.keys(home)
	p.until("the focus on the first row", func(now display) bool { return strings.HasPrefix(now.lines[now.y], "> 1 ") })
	p.keys("e")
	p.sees("You are changing this answer.")
	p.choose(p.page(), label(asked(t, "life"), "chest"), true, true)
	p.keys(enter)
	p.sees("EMERGENCY Call an ambulance now.")
	p.keys("e", down, enter)
	p.sees("Was an answer wrong?")
	p.goesOn("2")
	p.sees("You are changing this answer.")
	changed := p.page()
	p.choose(changed, "None of these", true, false)
	p.keys(enter)
	p.after(changed)
	if result := p.toResult(); !result.has("SELF-CARE") {
		t.Fatalf("changing the answer back does not lead to self-care:\n%s", result)
	}
}

// whole returns all words of an option, and said those of a part of the screen, both
// without colons: head and detail have one between them or are in columns.
func whole(o triage.Option) string { return said(o.Say + " " + o.Detail) }

func said(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, ":", "")), " ")
}
