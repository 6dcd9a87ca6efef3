package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Section is one part of the reasons, with a screen of its own.
type Section struct {
	Title string
	Doc   Document
}

// Sections returns the reasons for a result, in the order in which people ask for them:
// why, why not more urgent, what would change it, what was answered, and the full text of
// the rules that decided. Nothing is more urgent than an ambulance, so with one there are
// only three.
func (write Writer) Sections(as *triage.Assessment, path []triage.Turn) []Section {
	w := write.Words
	sections := []Section{
		{w.WhyTab, write.why(as)},
		{w.WhyNotTab, write.whyNot(as)},
		{w.ChangeTab, write.wouldChange(as)},
		{w.AnswersTab, write.Review(path, false)},
		{w.RuleTab, write.aboutRules(as)},
	}
	if as.AtLeast == triage.Call {
		sections = append(sections[:1], sections[3:]...)
	}
	return sections
}

// why returns each rule that decided as a check list: its conditions, and the answers that
// meet them. Other rules that hold are named.
func (write Writer) why(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	for _, r := range as.Deciding {
		d.Add(Subheading, r.Rule.Title)
		d.add(Block{Kind: Urgency, Text: w.UrgencyName[r.Rule.Urgency], Level: int(r.Rule.Urgency.Category())})
		rows, asks := write.checkList(as, r), w.AsksFor
		if len(rows) == 1 {
			asks = w.AsksForOne
		}
		d.columnsOf(Checks, asks, w.YourAnswer, rows)
		d.Add(Paragraph, r.Rule.Because)
		d.Add(Subheading, w.RuleSources)
		d.sources(t, titles(t, sourcesOf(as, r.Rule)), func(s *triage.Source) string { return s.Title })
	}
	d.section(w.AlsoFired, func(d *Document) {
		var rows [][2]string
		for _, r := range as.Distinct() {
			rows = append(rows, [2]string{r.Rule.Title, w.UrgencyName[r.Rule.Urgency]})
		}
		d.pairs(Pairs, rows)
	})
	return d
}

// titles returns the sources without those that repeat a title.
func titles(t *triage.Table, ids []string) (of []string) {
	for _, id := range ids {
		if !slices.ContainsFunc(of, func(other string) bool { return t.Source(other).Title == t.Source(id).Title }) {
			of = append(of, id)
		}
	}
	return of
}

// sources adds a list of sources in the words of say, with links to their pages.
func (d *Document) sources(t *triage.Table, ids []string, say func(*triage.Source) string) {
	b := Block{Kind: List}
	for _, id := range ids {
		s := t.Source(id)
		b.Items, b.Links = append(b.Items, say(s)), append(b.Links, s.Address)
	}
	if len(ids) > 0 {
		d.add(b)
	}
}

// mostAsked is how many of the answers that would meet a condition a check list names.
const mostAsked = 3

// checkList returns the conditions of a rule that fired, each with the answers that meet
// it. A condition that asks only for what the ones before it name is left out: it does no
// more than exclude "not sure".
func (write Writer) checkList(as *triage.Assessment, r triage.Reason) (rows [][2]string) {
	w, t := write.Words, as.Answers.Table()
	var named []int // scales
	for _, condition := range r.Rule.When {
		again := !slices.ContainsFunc(condition, func(s triage.Step) bool { return !slices.Contains(named, s.Scale) })
		for _, s := range condition {
			named = append(named, s.Scale)
		}
		if again {
			continue
		}
		var asked, met []string
		for _, s := range condition {
			scale := t.Scales()[s.Scale]
			asked = append(asked, write.answer(t, triage.Given(s)))
			if scale.Option < 0 { // this answer or a worse one
				for _, o := range scale.Question.Options[s.Value+1:] {
					asked = append(asked, o.Say)
				}
			}
			if v, known := as.Answers.Value(s.Scale); known && v >= s.Value {
				text := write.answer(t, triage.Given{Scale: s.Scale, Value: v})
				if scale.Option >= 0 && v == triage.TickUnsure {
					text = w.Whole(text, w.Beside(scale.Question).NotSure)
				}
				met = append(met, text)
			}
		}
		rows = append(rows, [2]string{write.either(asked, mostAsked), strings.Join(met, "; ")})
	}
	return rows
}

// either names answers of which one is enough. If there are several they are quoted, since
// some have an "or" of their own. Only as many as most are named; the others are counted.
func (write Writer) either(answers []string, most int) string {
	if len(answers) == 1 {
		return answers[0]
	}
	var quoted []string
	for i, answer := range answers {
		if len(answers) > most && i == most-1 {
			quoted = append(quoted, write.Words.Count(write.Words.MoreAnswers, len(answers)-i))
			break
		}
		quoted = append(quoted, write.quoted(answer))
	}
	return strings.Join(quoted, " "+write.Words.Or+" ")
}

// group is one kind of more urgent trouble, with the answers that rule it out.
type group struct {
	about   string
	answers []triage.Given // those against the nearest of its rules first
	nearest distance
}

// distance is how far a rule is from firing: how many of its conditions do not hold, and
// how many do.
type distance struct{ lacks, has int }

func (a distance) compare(b distance) int {
	return cmp.Or(cmp.Compare(a.lacks, b.lacks), cmp.Compare(b.has, a.has))
}

// groups returns the more urgent rules that were ruled out, by kind of trouble, with the
// kind that is nearest to firing first.
func (write Writer) groups(as *triage.Assessment) (groups []*group) {
	at := map[string]*group{}
	for _, r := range as.RuledOut {
		about := r.Rule.About
		if about == "" {
			about = r.Rule.Title
		}
		if name, signs := write.Words.Signs(about); signs {
			about = name // the trouble and its signs are one group
		}
		var far distance
		for i := range r.Rule.When {
			if as.Answers.Holds(r.Rule, i) == triage.Fired {
				far.has++
			} else {
				far.lacks++
			}
		}
		g := at[about]
		if g == nil {
			g = &group{about: about, nearest: far}
			at[about], groups = g, append(groups, g)
		}
		if far.compare(g.nearest) < 0 {
			g.nearest, g.answers = far, append(r.Answers[:len(r.Answers):len(r.Answers)], g.answers...)
		} else {
			g.answers = append(g.answers, r.Answers...)
		}
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return a.nearest.compare(b.nearest) })
	return groups
}

// mostNear is how many kinds of more urgent trouble are listed. The others are counted:
// all of them would be a hundred lines, and a list of illnesses to lie awake over.
const mostNear = 12

// whyNot returns the nearest kinds of more urgent trouble, each with the answers that rule
// it out.
func (write Writer) whyNot(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d.Add(Headline, w.WhyNotTitle)
	if len(as.RuledOut) == 0 {
		d.Add(Paragraph, w.WhyNotOpen)
		return d
	}
	d.Add(Paragraph, w.WhyNotHow)
	var rows [][2]string
	groups := write.groups(as)
	near := min(len(groups), mostNear)
	for _, g := range groups[:near] {
		var no, other []string
		for n, given := range g.answers {
			if slices.Contains(g.answers[:n], given) {
				continue
			}
			if s := t.Scales()[given.Scale]; s.Option >= 0 && given.Value == triage.TickNo {
				no = append(no, write.answer(t, given))
			} else {
				other = append(other, write.answer(t, given))
			}
		}
		said := write.few(other)
		if len(no) > 0 {
			said = strings.TrimPrefix(said+"; "+words.Fill(w.AnsweredNo, "answer", write.few(no)), "; ") // what follows a no would read as one
		}
		rows = append(rows, [2]string{upperFirst(g.about), said})
	}
	d.columnsOf(Pairs, w.WhyNotHead, w.YourAnswers, rows)
	if n := len(groups) - near; n > 0 {
		d.Add(Paragraph, w.Count(w.WhyNotFar, n))
	}
	return d
}

// few joins the first texts, and counts the others.
func (write Writer) few(texts []string) string {
	const most = 4
	if len(texts) > most+1 {
		texts = append(slices.Clone(texts[:most]), write.Words.Count(write.Words.MoreAnswers, len(texts)-most))
	}
	return strings.Join(texts, "; ") // they have commas of their own
}

func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// deniedSigns says in one line what the person said they have no signs of, or returns "".
func (write Writer) deniedSigns(as *triage.Assessment) string {
	w := write.Words
	var names []string
	for _, about := range as.Answers.Denied() {
		if name, signs := w.Signs(about); signs {
			names = append(names, name)
		}
	}
	const most = 3
	if len(names) == 0 {
		return ""
	}
	if len(names) > most+1 {
		names = append(names[:most], w.Count(w.MoreSigns, len(names)-most))
	}
	return words.Fill(w.DeniedSigns, "signs", strings.Join(names, ", "))
}

// wouldChange returns the smallest changes of answers that lead to a more urgent category,
// by the urgency that they lead to.
func (write Writer) wouldChange(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d.Add(Headline, w.ChangeTitle)
	if len(as.Changes) == 0 {
		d.Add(Paragraph, w.ChangeNone)
		return d
	}
	d.Add(Paragraph, w.ChangeHow)
	// A single answer goes beside its question, and the second of two beside the first.
	for u := triage.Call; u > triage.Home; u-- {
		d.section(upperFirst(w.UrgencyName[u]), func(d *Document) {
			for size := 1; size <= 2; size++ {
				var left []string
				right := map[string][]string{}
				for _, c := range as.Changes {
					if c.To != u || len(c.Answers) != size {
						continue
					}
					first, last := t.Scales()[c.Answers[0].Scale], write.would(t, c.Answers[size-1])
					key := short(first.Question)
					switch {
					case size == 2:
						key = write.would(t, c.Answers[0])
					case first.Option < 0: // what the question is about stands beside it
						last = first.Question.Options[c.Answers[0].Value].Say
					}
					if right[key] == nil {
						left = append(left, key)
					}
					right[key] = append(right[key], last)
				}
				var rows [][2]string
				for _, key := range left {
					rows = append(rows, [2]string{key, strings.Join(right[key], "; ")})
				}
				if size == 2 && len(rows) > 0 {
					d.Add(Subheading, w.ChangeTwo)
				}
				d.pairs(Pairs, rows)
			}
		})
	}
	return d
}

// would names an answer that was not given.
func (write Writer) would(t *triage.Table, g triage.Given) string {
	if s := t.Scales()[g.Scale]; s.Option >= 0 && g.Value == triage.TickNo {
		return words.Fill(write.Words.Not, "answer", write.answer(t, g))
	}
	return write.answer(t, g)
}

// aboutRules is for clinicians: each deciding rule by its id with its conditions, the
// answers that are enough, which other rules hold, and where each source can be read.
func (write Writer) aboutRules(as *triage.Assessment) Document {
	w, t := write.Words, as.Answers.Table()
	var d Document
	d.Add(Headline, w.RuleTitle)
	var ids []string // of sources
	for _, r := range as.Deciding {
		d.Add(Subheading, r.Rule.Title)
		d.Add(Fine, words.Fill(w.RuleID, "id", r.Rule.ID, "urgency", w.UrgencyName[r.Rule.Urgency], "status", w.StatusName[r.Rule.Status]))
		if len(r.Rule.When) == 0 {
			d.Add(Paragraph, w.RuleAlways)
		}
		for i, condition := range write.Conditions(t, r.Rule.When) {
			d.List(w.Marks[as.Answers.Holds(r.Rule, i)] + " " + condition)
		}
		for _, id := range r.Rule.Sources {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if category, settled := as.Category(); settled && category == triage.Emergency {
		// For anything else this would be nearly every answer.
		d.section(w.EnoughTitle, func(d *Document) {
			var items []string
			for _, g := range as.Enough() {
				items = append(items, write.would(t, g))
			}
			d.List(items...)
		})
	}
	d.section(w.AlsoFired, func(d *Document) {
		var rows [][2]string
		for _, r := range as.Distinct() {
			rows = append(rows, [2]string{r.Rule.Title, r.Rule.ID})
		}
		d.pairs(Pairs, rows)
	})
	// The first section has the titles of the sources that are web pages.
	d.section(w.RuleSources, func(d *Document) {
		d.sources(t, ids, func(s *triage.Source) string {
			if strings.Contains(s.Address, "://") {
				return s.Address
			}
			return s.Title
		})
	})
	d.Add(Note, write.madeFrom(t))
	return d
}

// mostBear is how many rules are told that a question bears on.
const mostBear = 12

// WhyAsked tells why a question is asked, which rules hang on it, and the question in
// full. The rules are those that the answers to other questions leave open and that are
// no less urgent than what these have led to. In a, the page has no answer afterwards.
func (write Writer) WhyAsked(a triage.Answers, page triage.Page) Document {
	var d Document
	d.Add(Headline, write.Words.WhyTitle)
	d.Add(Paragraph, page.Question.Why)
	from, to := page.Question.Scales()
	if page.Tick >= 0 {
		from, to = from+page.Tick, from+page.Tick+1
	}
	for s := from; s < to; s++ {
		a.Clear(s)
	}
	least, _ := a.Range()
	d.section(write.Words.WhyRules, func(d *Document) {
		var items []string
		for _, r := range a.Table().RulesAbout(from, to) {
			if a.State(r) == triage.Open && r.Urgency >= least {
				items = append(items, words.Fill(write.Words.WhyBear, "title", r.Title, "urgency", write.Words.UrgencyName[r.Urgency]))
			}
		}
		most := min(len(items), mostBear)
		d.List(items[:most]...)
		if n := len(items) - most; n > 0 {
			d.Add(Paragraph, write.Words.Count(write.Words.WhyBearMore, n))
		}
	})
	d.Add(Heading, page.Question.Ask)
	if page.Tick >= 0 {
		o := page.Question.Options[page.Tick]
		d.Add(Paragraph, write.Words.Whole(o.Say, o.Detail))
		return d
	}
	var items []string
	for _, o := range write.Words.Drawn(page) {
		if !o.Extra {
			items = append(items, write.Words.Whole(o.Head, o.Detail))
		}
	}
	d.List(items...)
	return d
}
