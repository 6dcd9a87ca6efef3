package report

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
	"legtriage/ui/internal/legtest"
	"legtriage/ui/words"
)

// everybody returns the assessment of each golden person of the table, by id.
func everybody(t *testing.T) map[string]*triage.Assessment {
	t.Helper()
	table, out := legtest.Table(t), map[string]*triage.Assessment{}
	for i := range table.People {
		out[table.People[i].ID] = table.People[i].Answers.Assess()
	}
	if len(out) < 50 {
		t.Fatalf("only %d people", len(out))
	}
	return out
}

// headings returns the headings of a document, in their order.
func headings(d Document) (out []string) {
	for _, b := range d {
		if b.Kind == Heading {
			out = append(out, b.Text)
		}
	}
	return out
}

// under returns the items and paragraphs under a heading.
func under(d Document, heading string) (out []string) {
	at := ""
	for _, b := range d {
		switch b.Kind {
		case Heading:
			at = b.Text
		case List, Pairs, Checks:
			if at == heading {
				out = append(out, b.list()...)
			}
		case Paragraph:
			if at == heading {
				out = append(out, b.Text)
			}
		}
	}
	return out
}

// TestResultsHaveOneOrder checks that the sections of each result come in the order in
// which they are needed.
func TestResultsHaveOneOrder(t *testing.T) {
	w := words.English()
	write := Writer{Words: w}
	order := []string{w.NotYet, w.Do, w.CallInstead, w.ComeBack, w.Why, w.Meanwhile, w.ComeBackLess, w.Denied, w.MeanwhileMore, w.LeftOut}
	home := []string{w.ComeBack, w.Meanwhile, w.ComeBackLess, w.Denied, w.Why, w.MeanwhileMore, w.LeftOut}
	seen := map[string]int{}
	for id, as := range everybody(t) {
		category, settled := as.Category()
		if !settled {
			continue
		}
		d, at := write.Result(as), -1
		if d[0].Kind != Verdict || d[1].Kind != Headline {
			t.Errorf("%s does not begin with verdict and headline", id)
		}
		for _, h := range headings(d) {
			i := slices.Index(order, h)
			if category == triage.SelfCare {
				i = slices.Index(home, h)
			}
			if i <= at {
				t.Errorf("%s: %q is in the wrong place in %q", id, h, headings(d))
			}
			at = i
			seen[h]++
		}
		if !slices.Contains(headings(d), w.Why) || category != triage.Emergency && !slices.Contains(headings(d), w.ComeBack) {
			t.Errorf("%s has only %q", id, headings(d))
		}
		if category == triage.Emergency && (slices.Contains(headings(d), w.Denied) || slices.Contains(headings(d), w.Meanwhile)) {
			t.Errorf("%s is an emergency and has %q", id, headings(d))
		}
	}
	for _, h := range order[1:] {
		if h != w.CallInstead && seen[h] == 0 {
			t.Errorf("nobody has %q", h)
		}
	}
}

// TestNoSentenceIsSaidTwice reads every result, except the person's own answers and the
// names of sources, which reasons can share.
func TestNoSentenceIsSaidTwice(t *testing.T) {
	write := Writer{Words: words.English()}
	for id, as := range everybody(t) {
		said := map[string]bool{}
		for _, b := range write.Result(as) {
			if b.Kind == Quote || b.Kind == Fine {
				continue
			}
			for _, text := range append(b.list(), b.Text) {
				for _, s := range sentences(text) {
					if s != "" && said[s] {
						t.Errorf("%s: %q is said twice", id, s)
					}
					said[s] = true
				}
			}
		}
	}
}

// TestEverythingForAPersonIsSaid looks in each result for every sentence of the rules that
// decided, of the advice and of the safety net: none may get lost where repetitions are
// left out.
func TestEverythingForAPersonIsSaid(t *testing.T) {
	write := Writer{Words: words.English()}
	for id, as := range everybody(t) {
		said, settled := as.Disposition()
		if !settled {
			continue
		}
		var all strings.Builder
		if err := write.Result(as).Text(&all, 100_000); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, r := range as.Deciding {
			texts = append(texts, r.Rule.Because)
			if said.Urgency == as.AtLeast {
				texts = append(texts, r.Rule.Do)
			}
		}
		for _, ad := range as.Advice {
			texts = append(texts, ad.Say)
		}
		for _, s := range as.ComeBack {
			texts = append(texts, s.Say)
		}
		for _, text := range texts {
			for _, s := range sentences(text) {
				if !strings.Contains(all.String(), s) {
					t.Errorf("%s is not told %q", id, s)
				}
			}
		}
	}
}

// TestWhatHelpsIsShort checks that only a few tips are shown first, and that no tip is lost
// or repeated.
func TestWhatHelpsIsShort(t *testing.T) {
	long := 0
	for id, as := range everybody(t) {
		most, more := whatHelps(as)
		if len(most) > mostTips || len(more) > 0 && len(most) < closeTips {
			t.Errorf("%s: %d of %d tips", id, len(most), len(as.Advice))
		}
		all := slices.Concat(most, more)
		if len(all) != len(as.Advice) {
			t.Errorf("%s: %d tips became %d", id, len(as.Advice), len(all))
		}
		for _, ad := range as.Advice {
			if !slices.Contains(all, ad) {
				t.Errorf("%s loses %s", id, ad.ID)
			}
		}
		if len(more) > 0 {
			long++
		}
	}
	if long == 0 {
		t.Error("nobody has more tips than fit")
	}
	// A pregnant woman with cramps first sees tips for cramps and tips for her.
	a := legtest.Table(t).NoAnswers()
	a.Calm()
	for q, option := range map[string]string{"person": "pregnant", "problem": "cramp"} {
		if err := a.Reply(legtest.Table(t).Question(q), option); err != nil {
			t.Fatal(err)
		}
	}
	most, _ := whatHelps(a.Assess())
	var ids []string
	for _, ad := range most {
		ids = append(ids, ad.ID)
	}
	if !slices.Contains(ids, "stretch-now") || !slices.Contains(ids, "side-with-pillow") || !slices.Contains(ids, "signs-in-pregnancy") {
		t.Errorf("she is told %q", ids)
	}
}

// TestAWithheldTipIsNoTip checks that each tip that is left out is marked as such from the
// first word, and is in no other place.
func TestAWithheldTipIsNoTip(t *testing.T) {
	w := words.English()
	write, withheld := Writer{Words: w}, 0
	lead, _, _ := strings.Cut(w.LeftOutSure, "{")
	for id, as := range everybody(t) {
		if _, settled := as.Category(); !settled {
			continue
		}
		d := write.Result(as)
		items := under(d, w.LeftOut)
		if len(items) != len(as.Withheld) {
			t.Errorf("%s: %d tips are withheld, %d named", id, len(as.Withheld), len(items))
			continue
		}
		for i, h := range as.Withheld {
			withheld++
			if !strings.HasPrefix(items[i], lead) || !strings.Contains(items[i], h.Because) {
				t.Errorf("%s is told %q", id, items[i])
			}
			for _, b := range d {
				for _, text := range append(b.list(), b.Text) {
					if strings.HasPrefix(text, sentences(h.Advice.Say)[0]) {
						t.Errorf("%s is told %s, which is withheld", id, h.Advice.ID)
					}
				}
			}
		}
	}
	if withheld == 0 {
		t.Error("nothing is withheld from anybody")
	}
}

// TestSignsOfAnEmergencyAreNotToDoNow checks where a result says what would be an
// emergency: under "get help if", unless it is an emergency already, where it stays with
// what to do now.
func TestSignsOfAnEmergencyAreNotToDoNow(t *testing.T) {
	w := words.English()
	write, moved, stay := Writer{Words: w}, 0, 0
	signs := regexp.MustCompile(`(^|[.!?] )(Call an ambulance|Call one too|Go to an emergency department|Go too) if `)
	all := everybody(t)
	for id, full := range legtest.People(t) {
		all[id] = full.Assess()
	}
	for id, as := range all {
		category, settled := as.Category()
		if !settled {
			continue
		}
		for _, d := range []Document{write.Result(as), write.Brief(as)} {
			for _, text := range under(d, w.Do) {
				switch {
				case !signs.MatchString(text):
				case category == triage.Emergency:
					stay++
				default:
					t.Errorf("%s is told to do now: %q", id, text)
				}
			}
			said, _ := as.Disposition()
			if category == triage.Emergency || said.Urgency > as.AtLeast {
				continue
			}
			help := strings.Join(under(d, w.ComeBack), " ")
			for _, r := range as.Deciding {
				for _, s := range sentences(r.Rule.Do) {
					if signs.MatchString(s) {
						if moved++; !strings.Contains(help, s) {
							t.Errorf("%s is told to get help for %q, not for %q", id, help, s)
						}
					}
				}
			}
		}
	}
	if moved < 100 || stay < 20 {
		t.Errorf("%d sentences were moved, and %d stayed with what to do in an emergency: this tested too little", moved, stay)
	}
}

// TestNothingIsWrittenDownAtHome checks that nobody who stays at home is told to take notes
// for a visit.
func TestNothingIsWrittenDownAtHome(t *testing.T) {
	write, home, doctor := Writer{Words: words.English()}, 0, 0
	for id, as := range everybody(t) {
		var out strings.Builder
		if err := write.Result(as).Text(&out, 1000); err != nil {
			t.Fatal(err)
		}
		notes := strings.Contains(out.String(), "Write down for the visit")
		switch category, settled := as.Category(); {
		case !settled:
		case category == triage.SelfCare && notes:
			t.Errorf("%s is told to take notes for a visit", id)
		case category == triage.SelfCare:
			home++
		case notes:
			doctor++
		}
	}
	if home == 0 || doctor == 0 {
		t.Errorf("%d at home, %d with notes: this tested too little", home, doctor)
	}
}

// TestDeniedIsWhatNoRuleHoldsAbout takes each name after "you said no to signs of", and
// looks for a rule about it that could still fire.
func TestDeniedIsWhatNoRuleHoldsAbout(t *testing.T) {
	w, table := words.English(), legtest.Table(t)
	write, named := Writer{Words: w}, 0
	for id, as := range everybody(t) {
		for _, r := range table.Rules {
			could := slices.ContainsFunc(table.Rules, func(other triage.Rule) bool {
				return other.About == r.About && as.Answers.State(&other) != triage.Refuted
			})
			name, ok := w.Signs(r.About)
			if ok && strings.Contains(write.deniedSigns(as), " "+name+",") {
				if named++; could {
					t.Errorf("%s is told to have said no to signs of %s", id, name)
				}
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d names", named)
	}
	// Somebody who is not pregnant was not asked about signs that only pregnancy can bring,
	// and so has not denied them.
	a := table.NoAnswers()
	a.Calm()
	for q, option := range map[string]string{"problem": "veins", "look": "vein"} {
		if err := a.Reply(table.Question(q), option); err != nil {
			t.Fatal(err)
		}
	}
	if told := write.deniedSigns(a.Assess()); told == "" || strings.Contains(told, "pregnan") {
		t.Errorf("it says %q", told)
	}
}

// TestBriefTellsNoAnswers checks that the text left on the terminal says what to do and
// when to get help, and nothing that the person said.
func TestBriefTellsNoAnswers(t *testing.T) {
	w := words.English()
	write := Writer{Words: w}
	for id, as := range everybody(t) {
		category, settled := as.Category()
		if !settled {
			continue
		}
		d := write.Brief(as)
		for _, b := range d {
			if b.Kind == Quote || b.Kind == Checks || b.Kind == Heading && b.Text == w.Why {
				t.Errorf("%s leaves behind %+v", id, b)
			}
		}
		got := headings(d)
		if category != triage.Emergency && !slices.Contains(got, w.ComeBack) || !slices.ContainsFunc(d, func(b Block) bool { return strings.Contains(b.Text, w.NotDoctor) }) {
			t.Errorf("%s leaves behind only %q", id, got)
		}
		wanted := []string{w.NotYet, w.Do, w.CallInstead, w.ComeBack, w.ComeBackLess}
		full := slices.DeleteFunc(headings(write.Result(as)), func(h string) bool { return !slices.Contains(wanted, h) })
		if !slices.Equal(got, full) {
			t.Errorf("%s leaves behind %q of %q", id, got, full)
		}
	}
}

// TestWhyAskedNamesWhatIsStillPossible goes through interviews and asks at each page why.
// It names the most urgent of the rules that may still hold and that this page decides
// about, and says how many there are. A rule that the answers have refuted is not among
// them, and an answer that is asked again says nothing about its own page.
func TestWhyAskedNamesWhatIsStillPossible(t *testing.T) {
	w := words.English()
	write := Writer{Words: w}
	gone, cut := 0, 0
	for id, person := range legtest.People(t) {
		in := triage.NewInterview(person.Table())
		var before []Document
		for page, more := in.Page(); more; page, more = in.Page() {
			now := in.Answers()
			least, _ := now.Range()
			var want []string
			for _, r := range now.Table().ByUrgency() {
				about := slices.ContainsFunc(r.When, func(c triage.Condition) bool {
					return slices.ContainsFunc(c, func(s triage.Step) bool {
						scale := now.Table().Scales()[s.Scale]
						return scale.Question == page.Question && (page.Tick < 0 || page.Tick == scale.Option)
					})
				})
				refuted := false
				for i := range r.When {
					refuted = refuted || now.Holds(r, i) == triage.Refuted
				}
				if about && refuted {
					gone++
				}
				if about && !refuted && r.Urgency >= least && now.State(r) != triage.Fired {
					want = append(want, words.Fill(w.WhyBear, "title", r.Title, "urgency", w.UrgencyName[r.Urgency]))
				}
			}
			d := write.WhyAsked(now, page)
			before = append(before, d)
			if n := len(want) - mostBear; n > 0 {
				want = append(want[:mostBear], w.Count(w.WhyBearMore, n))
				cut++
			}
			if got := under(d, w.WhyRules); !slices.Equal(got, want) {
				t.Fatalf("%s at %v is told\n%q, want\n%q", id, page, got, want)
			}
			if err := in.Answer(legtest.Reply(t, person, page)...); err != nil {
				t.Fatal(err)
			}
		}
		if path := in.Path(); len(path) > 0 {
			last := len(path) - 1
			if got := write.WhyAsked(in.Answers(), path[last].Page); !reflect.DeepEqual(got, before[last]) {
				t.Errorf("%s: its own answer changes why %v is asked:\n%v\n%v", id, path[last].Page, before[last], got)
			}
		}
	}
	if gone == 0 || cut == 0 {
		t.Errorf("%d rules were refuted and %d lists long: this tested nothing", gone, cut)
	}
}

// TestNoSectionIsEmpty wants five sections of reasons with something in each, and three with
// an ambulance: nothing is more urgent.
func TestNoSectionIsEmpty(t *testing.T) {
	w := words.English()
	calls := 0
	for id, as := range everybody(t) {
		want := []string{w.WhyTab, w.WhyNotTab, w.ChangeTab, w.AnswersTab, w.RuleTab}
		if as.AtLeast == triage.Call {
			calls++
			want = []string{w.WhyTab, w.AnswersTab, w.RuleTab}
		}
		var got []string
		for _, s := range (Writer{Words: w}).Sections(as, nil) {
			if got = append(got, s.Title); len(s.Doc) < 2 {
				t.Errorf("%s: %s has only %v", id, s.Title, s.Doc)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has the sections %q, want %q", id, got, want)
		}
	}
	if calls == 0 {
		t.Error("nobody needed an ambulance: this tested nothing")
	}
}

// TestThePageForTheDoctorNamesRulesByTitle wants no id on it, and how urgent each rule is.
func TestThePageForTheDoctorNamesRulesByTitle(t *testing.T) {
	w := words.English()
	rules := 0
	for id, as := range everybody(t) {
		d, at := Writer{Words: w}.ForDoctor(as, Added{}), ""
		for _, b := range d {
			if b.Kind == Subheading {
				at = b.Text
			}
			if b.Kind != Pairs || at != w.ReportRules {
				continue
			}
			for i, r := range append(slices.Clone(as.Deciding), as.Distinct()...) {
				if rules++; b.Items[i] != r.Rule.Title || b.Right[i] != w.UrgencyName[r.Rule.Urgency] {
					t.Errorf("%s: rule %s stands there as %q, %q", id, r.Rule.ID, b.Items[i], b.Right[i])
				}
			}
		}
	}
	if rules == 0 {
		t.Error("no rule stands there: this tested nothing")
	}
}

// TestWhyNotHasALineAGroup checks that "why not" lists each kind of more urgent trouble
// once, the nearest first, and has no headline of something more urgent.
func TestWhyNotHasALineAGroup(t *testing.T) {
	w := words.English()
	write := Writer{Words: w}
	for id, as := range everybody(t) {
		d := write.whyNot(as)
		kinds := map[string]bool{}
		for _, r := range as.RuledOut {
			kinds[strings.TrimPrefix(r.Rule.About, "signs of ")] = true
		}
		rows := 0
		for _, b := range d {
			rows += len(b.Items)
			for _, text := range append(b.list(), b.Text) {
				if slices.Contains(w.Headlines[:], text) {
					t.Errorf("%s: %q is among what it is not", id, text)
				}
			}
		}
		if rows != min(mostNear, len(kinds)) {
			t.Errorf("%s: %d lines for %d kinds of trouble", id, rows, len(kinds))
		}
		if n := len(kinds) - rows; n > 0 && d[len(d)-1].Text != w.Count(w.WhyNotFar, n) {
			t.Errorf("%s is not told that there are %d more: %q", id, n, d[len(d)-1].Text)
		}
		last := 0
		for _, g := range write.groups(as) {
			if g.nearest.lacks < last {
				t.Errorf("%s: %s is nearer than what is above it", id, g.about)
			}
			last = g.nearest.lacks
		}
	}
}

// TestCheckListsHaveAnAnswerARow checks that every condition in a check list has an answer
// of the person beside it, and that every answer that made the rule fire is beside one.
func TestCheckListsHaveAnAnswerARow(t *testing.T) {
	write := Writer{Words: words.English()}
	for id, as := range everybody(t) {
		for _, r := range as.Deciding {
			rows := write.checkList(as, r)
			if len(rows) > len(r.Rule.When) || (len(rows) == 0) != (len(r.Rule.When) == 0) {
				t.Errorf("%s: %s has %d rows for %d conditions", id, r.Rule.ID, len(rows), len(r.Rule.When))
			}
			// Every answer that the reason names is beside a condition.
			for _, g := range r.Answers {
				if !slices.ContainsFunc(rows, func(row [2]string) bool { return strings.Contains(row[1], write.answer(legtest.Table(t), g)) }) {
					t.Errorf("%s: %s lacks an answer in %q", id, r.Rule.ID, rows)
				}
			}
			for _, row := range rows {
				if row[0] == "" || row[1] == "" {
					t.Errorf("%s: %s has a row %q", id, r.Rule.ID, row)
				}
			}
		}
	}
}

// TestPlacedSaysWhatTextSays lays out all documents of all golden people for screens of
// several widths: no line is too wide, and the words are the same as in the text.
func TestPlacedSaysWhatTextSays(t *testing.T) {
	write := Writer{Words: words.English()}
	letters := func(lines []Line) map[rune]int {
		out := map[rune]int{}
		for _, l := range lines {
			for _, r := range l.Label + l.Text + l.Right {
				if !strings.ContainsRune(" -:;", r) {
					out[r]++
				}
			}
		}
		return out
	}
	for id, as := range everybody(t) {
		docs := []Document{write.Result(as), write.Brief(as)}
		for _, s := range write.Sections(as, nil) {
			docs = append(docs, s.Doc)
		}
		for n, d := range docs {
			text := letters(d.Lines(10_000))
			for _, b := range d { // a head that is above its column here, and in the text in each row
				if b.Kind == Checks {
					for r, count := range letters([]Line{{Text: b.Beside}}) {
						text[r] -= count * (len(b.Items) - 1)
					}
				}
			}
			for _, width := range []int{LeastPlaced, 63, 76} {
				lines := d.Placed(width)
				for _, l := range lines {
					room := width - l.Margin
					if l.Card == CardInside {
						room -= 4
						if l.Kind == Verdict {
							room -= 4 // the mark
						}
					}
					if cells(l.Text)+cells(l.Right) > room || cells(l.Label) >= l.Margin && l.Label != "" {
						t.Errorf("%s, document %d in %d: too wide: %+v", id, n, width, l)
					}
				}
				placed := letters(lines)
				for r, count := range text {
					if got := placed[r]; got != count {
						t.Errorf("%s, document %d in %d: %q is there %d times, and in the text %d times", id, n, width, r, got, count)
						break
					}
				}
			}
		}
	}
}

// TestWhatIsStillOpenIsSaid removes the answers to one question of each golden person. If
// the result then goes by the worst that is still possible, it says so, and names the
// questions that decide; if nothing depends on them it says nothing of the kind.
func TestWhatIsStillOpenIsSaid(t *testing.T) {
	table, w := legtest.Table(t), words.English()
	open, closed := 0, 0
	for id, as := range everybody(t) {
		for i := range table.Questions {
			answers := as.Answers.Clone()
			from, to := table.Questions[i].Scales()
			for s := from; s < to; s++ {
				answers.Clear(s)
			}
			less := answers.Assess()
			if category, settled := less.Category(); !settled || category != triage.SeeDoctor {
				continue
			}
			told := under((Writer{Words: w}).Result(less), w.NotYet)
			if less.AtLeast == less.AtMost {
				if closed++; len(told) > 0 {
					t.Fatalf("%s without %s is settled, but told %q", id, table.Questions[i].ID, told)
				}
				continue
			}
			if open++; len(told) == 0 {
				t.Fatalf("%s without %s is not told that it is %v to %v", id, table.Questions[i].ID, less.AtLeast, less.AtMost)
			}
			for _, q := range less.Missing {
				if !slices.ContainsFunc(told, func(text string) bool { return strings.Contains(text, q.Ask) }) {
					t.Errorf("%s: %q does not name %s", id, told, q.ID)
				}
			}
		}
	}
	if open < 20 || closed < 20 {
		t.Errorf("%d results that may turn out less urgent, %d that cannot: this tested too little", open, closed)
	}
}

// TestSignsThatAreWorseForThisPersonAreNamed takes each person whose result is not an
// emergency, and ticks one more sign. If that makes it an emergency for this person, but
// would not for somebody with no other trouble, the result must name that sign among those
// to go for: the safety net speaks to everybody, and may ask for less.
func TestSignsThatAreWorseForThisPersonAreNamed(t *testing.T) {
	table, w, named := legtest.Table(t), words.English(), 0
	for id, answers := range legtest.People(t) {
		as := answers.Assess()
		if category, settled := as.Category(); !settled || category == triage.Emergency {
			continue
		}
		first := ""
		var told alreadySaid
		for _, b := range (Writer{Words: w}).first(as, &told) {
			first += b.Text + " " + strings.Join(b.Items, " ")
		}
		for s, scale := range table.Scales() {
			q := scale.Question
			if v, known := answers.Value(s); !q.Symptoms || !q.List || known && v > 0 {
				continue
			}
			from, _ := q.Scales()
			theirs, calm := answers.Clone(), table.NoAnswers()
			for other := range table.Scales() {
				calm.Set(other, 0)
			}
			theirs.Set(s, triage.TickYes)
			calm.Set(s, triage.TickYes)
			least, _ := theirs.Range()
			_, most := calm.Range()
			if least < triage.Go || most >= triage.Go {
				continue
			}
			if named++; !strings.Contains(first, q.Options[s-from].Say) {
				t.Errorf("%s is not told to go for %q:\n%s", id, q.Options[s-from].Say, first)
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d signs were looked for", named)
	}
}

// TestWhatStaysOnTheTerminalGivesNoTickAway leaves as each person: the text on the terminal
// names no signs from pages that only a pregnancy, a fall or a wound brings up.
func TestWhatStaysOnTheTerminalGivesNoTickAway(t *testing.T) {
	table, write := legtest.Table(t), Writer{Words: words.English()}
	signs := func(d Document) (n int, first string) {
		text := ""
		for _, b := range d {
			text += strings.Join(b.Items, " ") + " "
		}
		for i := range table.Questions {
			q := &table.Questions[i]
			for _, o := range q.Options {
				if opened(table, q) && strings.Contains(text, write.quoted(o.Say)) {
					n, first = n+1, o.Say
				}
			}
		}
		return n, first
	}
	shown := 0
	for id, answers := range legtest.People(t) {
		as := answers.Assess()
		if category, settled := as.Category(); !settled || category == triage.Emergency {
			continue
		}
		var said alreadySaid
		n, _ := signs(write.first(as, &said))
		shown += n
		if n, sign := signs(write.Brief(as)); n > 0 {
			t.Errorf("%s leaves %q behind", id, sign)
		}
	}
	if shown < 30 {
		t.Errorf("only %d signs from such pages are on the screen", shown)
	}
}

// TestWhatWouldChangeNamesAQuestionOnce looks at what would change the result of every
// case: an answer does not repeat what its question is about, which stands beside it.
func TestWhatWouldChangeNamesAQuestionOnce(t *testing.T) {
	write, single := Writer{Words: words.English()}, 0
	for id, a := range legtest.People(t) {
		for _, b := range write.wouldChange(a.Assess()) {
			if b.Kind != Pairs {
				continue
			}
			for i, about := range b.Items {
				for _, of := range strings.Split(b.Right[i], "; ") {
					if strings.HasPrefix(of, about+":") {
						t.Errorf("%s: %q beside %q", id, of, about)
					}
				}
				if about == "How bad" {
					single++
				}
			}
		}
	}
	if single == 0 {
		t.Error("nobody is told of another answer to how bad it is: this tested nothing")
	}
}

// TestWhatIsLeftEndsWithWhatToDo looks at what is left on the terminal, of which a small
// window shows only the end: it ends with what to do, unless that is self-care.
func TestWhatIsLeftEndsWithWhatToDo(t *testing.T) {
	w := words.English()
	for id, as := range everybody(t) {
		d := Writer{Words: w}.Brief(as)
		last := d[len(d)-1].Text
		category, settled := as.Category()
		said, _ := as.Disposition()
		if got, want := last == w.Categories[category]+": "+w.Headline(said), settled && category > triage.SelfCare; got != want {
			t.Errorf("%s, %v: it ends with %q", id, category, last)
		}
	}
}
