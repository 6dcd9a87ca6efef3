package report

import (
	"slices"
	"strings"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Writer puts assessments, answers and rules into words.
type Writer struct {
	Words   *words.Sentences
	Country Country

	discreet bool // the text stays on the terminal, where others may see it
}

// Result returns the result, in the order in which it is needed: the verdict with the
// number to call, what to do now, which signs are an emergency, why, what helps, which
// signs are for a doctor, and what was denied. For self-care, why comes last. No sentence
// is said twice. If the category is not settled, Result names the questions that still
// matter and suggests nothing.
func (write Writer) Result(as *triage.Assessment) Document {
	w := write.Words
	category, settled := as.Category()
	if !settled {
		return write.unsettled(as)
	}
	var told alreadySaid
	d := write.first(as, &told)
	why := func() {
		d.section(w.Why, func(d *Document) {
			for _, r := range as.Deciding {
				write.reason(d, as, r, &told)
			}
		})
	}
	if category != triage.SelfCare { // for self-care, why is only that nothing was found: tips matter more
		why()
	}
	var most, more []*triage.Advice
	if category != triage.Emergency { // in an emergency, advice is part of what to do now
		most, more = whatHelps(as)
	}
	d.section(w.Meanwhile, func(d *Document) {
		d.List(told.advice(most)...)
		if len(more) > 0 {
			d.Add(Fine, w.Count(w.MoreTips, len(more)))
		}
	})
	write.comeBack(&d, w.ComeBackLess, as, triage.Home, triage.Today, nil, &told)
	if category != triage.Emergency {
		d.section(w.Denied, func(d *Document) { d.Add(Paragraph, write.deniedSigns(as)) })
	}
	if category == triage.SelfCare {
		why()
	}
	d.Add(Note, write.disclaimer(as))
	d.section(w.MeanwhileMore, func(d *Document) { d.List(told.advice(more)...) })
	d.section(w.LeftOut, func(d *Document) {
		var items []string
		for _, h := range as.Withheld {
			text := w.LeftOutMay
			if h.Sure {
				text = w.LeftOutSure
			}
			items = append(items, words.Fill(text, "advice", sentences(h.Advice.Say)[0], "because", h.Because))
		}
		d.List(items...)
	})
	d.Add(Note, write.madeFrom(as.Answers.Table()))
	return d
}

// first returns what comes before all reasons: the verdict and whom to call, what to do
// now, and which signs should bring the person back.
func (write Writer) first(as *triage.Assessment, told *alreadySaid) Document {
	w := write.Words
	category, _ := as.Category()
	said, _ := as.Disposition()
	d := Document{{Kind: Verdict, Text: w.Categories[category], Level: int(category)}}
	d.Add(Headline, told.once(w.Headline(said)))
	say := func(text string) { d.Add(Paragraph, told.once(text)) }
	if said.Urgency == triage.Call { // before anything else that could be read first
		say(write.Country.Emergency(w))
	}
	when := w.ByWhen[said.Urgency]
	if said.Urgency == triage.Today {
		when += " " + write.Country.tonight(w) + " " + w.GoIfWorse
	}
	say(when)
	switch {
	case said.Place == triage.Maternity:
		say(w.MaternityElse)
	case said.Also == triage.Maternity:
		say(w.MaternityToo)
	}
	switch {
	case category == triage.SeeDoctor && said.Urgency < triage.Today:
		say(write.Country.advice(w))
	case said.Urgency == triage.Go:
		say(words.Fill(w.CallWorse, "number", write.Country.Emergency(w)))
	}
	var dos []string
	signs := map[triage.Urgency]string{} // what would be an emergency
	if said.Urgency > as.AtLeast {       // the rules that hold so far say what to do for less than this
		d.section(w.NotYet, func(d *Document) {
			d.Add(Paragraph, words.Fill(w.NotYetLeast, "least", w.Headlines[as.AtLeast]))
			d.List(questions(as.Missing)...)
		})
	} else {
		for _, r := range as.Deciding {
			do := told.once(r.Rule.Do)
			if category != triage.Emergency {
				do = write.takeSigns(do, signs)
			}
			dos = append(dos, do)
		}
	}
	switch category {
	case triage.SelfCare: // nothing to do now
		for _, do := range dos {
			d.Add(Paragraph, do)
		}
		dos = nil
	case triage.Emergency:
		dos = append(dos, told.advice(as.Advice)...)
	}
	d.section(w.Do, func(d *Document) {
		dos = slices.DeleteFunc(dos, func(do string) bool { return do == "" })
		if len(dos) == 1 {
			d.Add(Paragraph, dos[0])
		} else {
			d.List(dos...)
		}
	})
	if said.Urgency == triage.Go {
		d.section(w.CallInstead, func(d *Document) {
			var instead []string
			for _, r := range as.Instead() {
				instead = append(instead, r.Title)
			}
			d.List(instead...)
		})
	}
	write.comeBack(&d, w.ComeBack, as, triage.Go, triage.Call, signs, told)
	return d
}

// takeSigns moves the sentences about what would be an emergency from what to do now to
// the signs, by urgency. Under "do this now" they would read as if it were one.
func (write Writer) takeSigns(do string, signs map[triage.Urgency]string) string {
	w := write.Words
	var now []string
	for _, s := range sentences(do) {
		switch {
		case strings.HasPrefix(s, w.DoCallIf):
			signs[triage.Call] += s + " "
		case strings.HasPrefix(s, w.DoGoIf):
			signs[triage.Go] += s + " "
		default:
			now = append(now, s)
		}
	}
	return strings.Join(now, " ")
}

// alreadySaid has the sentences that a document has said so far.
type alreadySaid []string

// once returns the sentences of a text that have not been said yet, and records them.
func (t *alreadySaid) once(text string) string {
	var fresh []string
	for _, s := range sentences(text) {
		if !slices.Contains(*t, s) {
			*t = append(*t, s)
			fresh = append(fresh, s)
		}
	}
	return strings.Join(fresh, " ")
}

// advice returns what these pieces of advice say, without what has been said already.
func (t *alreadySaid) advice(advice []*triage.Advice) (items []string) {
	for _, a := range advice {
		if say := t.once(a.Say); say != "" {
			items = append(items, say)
		}
	}
	return items
}

// sentences splits a text at the ends of its sentences.
func sentences(text string) (out []string) {
	var one []string
	for _, word := range strings.Fields(text) {
		one = append(one, word)
		if strings.HasSuffix(word, ".") || strings.HasSuffix(word, "!") || strings.HasSuffix(word, "?") {
			out, one = append(out, strings.Join(one, " ")), nil
		}
	}
	if len(one) > 0 || len(out) == 0 {
		out = append(out, strings.Join(one, " "))
	}
	return out
}

// mostTips is how many tips are shown before the fine print, and closeTips how many of
// these places are reserved for tips that are only for people like this one.
const mostTips, closeTips = 5, 3

// whatHelps splits the advice into what matters most for these answers and the rest, both
// in the order of the table, where the best comes first. Advice that depends on more than
// the complaint fits this person better than advice for everybody who has it.
func whatHelps(as *triage.Assessment) (most, more []*triage.Advice) {
	t := as.Answers.Table()
	near := func(ad *triage.Advice) bool {
		return slices.ContainsFunc(ad.Suits, func(c triage.Condition) bool {
			return !slices.ContainsFunc(c, func(s triage.Step) bool { return t.Scales()[s.Scale].Question.AtLeastOne })
		})
	}
	kept := 0
	for _, ad := range as.Advice {
		if near(ad) && kept < closeTips {
			kept++
		}
	}
	others := mostTips - kept
	for _, ad := range as.Advice {
		switch {
		case near(ad) && kept > 0:
			kept--
			most = append(most, ad)
		case !near(ad) && others > 0:
			others--
			most = append(most, ad)
		default:
			more = append(more, ad)
		}
	}
	return most, more
}

// comeBack adds what should bring the person back, for the urgencies from least to most:
// one item for each, the most urgent first, with the signs that the rules name, the safety
// net, and the signs that are this urgent for this person.
func (write Writer) comeBack(d *Document, heading string, as *triage.Assessment, least, most triage.Urgency, signs map[triage.Urgency]string, told *alreadySaid) {
	w := write.Words
	d.section(heading, func(d *Document) {
		var items []string
		for u := most + 1; u > least; {
			u--
			said := signs[u]
			for _, s := range as.ComeBack {
				if s.Urgency == u {
					said += told.once(s.Say) + " "
				}
			}
			if signs := write.ownSigns(as, u); signs != "" {
				lead := w.ComeBackOwn
				if said == "" {
					lead = w.ComeBackAlone
				}
				said += words.Fill(lead, "urgency", upperFirst(w.UrgencyName[u]), "signs", signs)
			}
			if said != "" {
				items = append(items, strings.TrimSpace(said))
			}
		}
		// The safety net speaks to everybody. For some, one of its signs is more urgent.
		if most < triage.Go && len(items) > 0 && write.ownSigns(as, triage.Go) != "" {
			items = slices.Insert(items, 0, w.ComeBackFirst)
		}
		d.List(items...)
	})
}

// ownSigns returns the single answers that would make it this urgent because of something
// that is already true of this person: the complaint, a pregnancy, an illness, an injury.
func (write Writer) ownSigns(as *triage.Assessment, u triage.Urgency) string {
	t := as.Answers.Table()
	var heads []string
	for _, c := range as.Changes {
		if c.To != u || u <= as.AtMost || len(c.Answers) != 1 {
			continue
		}
		s := t.Scales()[c.Answers[0].Scale]
		own := false
		for _, condition := range c.Rule.When {
			for _, step := range condition {
				v, _ := as.Answers.Value(step.Scale)
				own = own || v > 0 && v >= step.Value && step.Scale != c.Answers[0].Scale
			}
		}
		if own && s.Question.Symptoms && !(write.discreet && opened(t, s.Question)) {
			heads = append(heads, write.quoted(write.answer(t, c.Answers[0])))
		}
	}
	return strings.Join(heads, ", ")
}

// opened reports whether a question is asked only after a tick elsewhere, such as a
// pregnancy.
func opened(t *triage.Table, q *triage.Question) bool {
	for i := range t.Questions {
		for _, o := range t.Questions[i].Options {
			if slices.Contains(o.Opens, q.ID) {
				return true
			}
		}
	}
	return false
}

// Brief returns the verdict, what to do and when to get help, to be left on the terminal
// after the full screen has closed. It gives away no more of the answers than what to do
// does.
func (write Writer) Brief(as *triage.Assessment) Document {
	write.discreet = true
	var told alreadySaid
	brief := Document{}
	if _, settled := as.Category(); settled {
		brief = write.first(as, &told)
		write.comeBack(&brief, write.Words.ComeBackLess, as, triage.Home, triage.Today, nil, &told)
	} else {
		brief.Add(Headline, write.Words.Unsettled)
	}
	brief.Add(Note, write.notDoctor(as))
	brief.Add(Headline, write.verdict(as, triage.SeeDoctor)) // again, since a small window shows only the end
	return brief
}

// Alarm says in one line that the result is an emergency and what to do, or returns "" if
// it is not.
func (write Writer) Alarm(as *triage.Assessment) string { return write.verdict(as, triage.Emergency) }

// verdict says in one line what the result is and what to do, or returns "" if it is of a
// lower category.
func (write Writer) verdict(as *triage.Assessment, least triage.Category) string {
	category, settled := as.Category()
	if !settled || category < least {
		return ""
	}
	said, _ := as.Disposition()
	return write.Words.Categories[category] + ": " + write.Words.Headline(said)
}

// NoResult says that there is no result, how urgent it is at least by the answers so far,
// and whom to ask. It never suggests self-care.
func (write Writer) NoResult(least triage.Urgency) Document {
	var d Document
	d.Add(Paragraph, write.Words.LeftEarly)
	if least > triage.Home {
		d.Add(Paragraph, words.Fill(write.Words.SoFar, "least", write.Words.Headlines[least]))
	}
	number := write.Country.Emergency(write.Words)
	if least < triage.Go { // no "if you are worried" after an emergency
		number = words.Fill(write.Words.NoneGiven, "number", number)
	}
	d.Add(Paragraph, number)
	return d
}

func (write Writer) unsettled(as *triage.Assessment) Document {
	w := write.Words
	d := Document{}
	d.Add(Headline, w.Unsettled)
	// The headline of self-care is not repeated here: it must not be read as a
	// result.
	if as.AtLeast > triage.Home {
		d.Add(Paragraph, words.Fill(w.SoFar, "least", w.Headlines[as.AtLeast]))
	}
	d.Add(Paragraph, words.Fill(w.MayBe, "most", w.Headlines[as.AtMost]))
	d.section(w.StillOpen, func(d *Document) {
		d.List(questions(as.Missing)...)
	})
	d.Add(Note, write.disclaimer(as))
	d.Add(Fine, write.madeFrom(as.Answers.Table()))
	return d
}

// questions lists questions, each with its id, for those who write answers by hand.
func questions(qs []*triage.Question) []string {
	var items []string
	for _, q := range qs {
		items = append(items, q.ID+": "+q.Ask)
	}
	return items
}

// reason adds one rule that fired: its title, its reason, the person's own answers, and
// who says so. A rule that always holds needs no title and has no answers.
func (write Writer) reason(d *Document, as *triage.Assessment, r triage.Reason, told *alreadySaid) {
	t := as.Answers.Table()
	if len(r.Rule.When) > 0 {
		d.Add(Subheading, r.Rule.Title)
	}
	d.Add(Paragraph, told.once(r.Rule.Because))
	for _, line := range write.youSaid(t, r.Answers) {
		d.Add(Quote, line)
	}
	d.Add(Fine, write.publishers(t, sourcesOf(as, r.Rule)))
}

// sourcesOf returns the sources of a rule that a person can read on the web. For a rule
// that always holds, it returns those of the advice, which fit the complaint better.
func sourcesOf(as *triage.Assessment, r *triage.Rule) (ids []string) {
	t, all := as.Answers.Table(), r.Sources
	if most, _ := whatHelps(as); len(r.When) == 0 && len(most) > 0 {
		all = nil
		for _, ad := range most {
			all = append(all, ad.Sources...)
		}
	}
	for _, id := range all {
		if strings.Contains(t.Source(id).Address, "://") && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// youSaid repeats answers in the person's own terms: on one line all that were said, and on
// a line each those that they were not sure about.
func (write Writer) youSaid(t *triage.Table, answers []triage.Given) (lines []string) {
	w := write.Words
	var said []string
	for _, g := range answers {
		if s := t.Scales()[g.Scale]; s.Option >= 0 && g.Value == triage.TickUnsure {
			lines = append(lines, words.Fill(w.YouUnsure, "answer", write.quoted(write.answer(t, g))))
		} else {
			said = append(said, write.quoted(write.answer(t, g)))
		}
	}
	if len(said) > 0 {
		lines = append([]string{words.Fill(w.YouSaid, "answer", strings.Join(said, ", "))}, lines...)
	}
	return lines
}

// answer returns an answer without its detail. A single answer to a question comes with
// what the question is about, since by itself it may say little.
func (write Writer) answer(t *triage.Table, g triage.Given) string {
	s := t.Scales()[g.Scale]
	if s.Option >= 0 {
		return s.Question.Options[s.Option].Say
	}
	return write.Words.Whole(short(s.Question), s.Question.Options[g.Value].Say)
}

// short returns what a question is about.
func short(q *triage.Question) string {
	if q.Short == "" {
		return q.Ask
	}
	return q.Short
}

// publishers names who says so, each once: the part of a title before the first comma.
func (write Writer) publishers(t *triage.Table, ids []string) string {
	w := write.Words
	var names []string
	for _, id := range ids {
		name, _, _ := strings.Cut(t.Source(id).Title, ", ")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	const most = 3
	if len(names) > most {
		names = append(names[:most], w.Count(w.MoreSources, len(names)-most))
	}
	if len(names) == 0 {
		return ""
	}
	if len(names) == 1 {
		return words.Fill(w.SourceOne, "sources", names[0])
	}
	return words.Fill(w.SourceMany, "sources", strings.Join(names, "; "))
}

// Source names a source, with its address if it is a web page. How it was read matters
// only to the maintainers of the table: that is in its files and in JSON.
func (write Writer) Source(s *triage.Source) string {
	if !strings.Contains(s.Address, "://") {
		return s.Title
	}
	if strings.HasSuffix(s.Title, "?") {
		return s.Title + " " + s.Address
	}
	return s.Title + ". " + s.Address
}

func (write Writer) quoted(text string) string { return words.Fill(write.Words.Quoted, "text", text) }

// disclaimer says what a result is not, and that nobody has reviewed the rules.
func (write Writer) disclaimer(as *triage.Assessment) string {
	if as.Answers.Table().AllReviewed() {
		return write.notDoctor(as)
	}
	return write.notDoctor(as) + " " + write.Words.NotReviewed
}

// notDoctor says what a result is not. After an emergency, "see a doctor" would be a step
// down.
func (write Writer) notDoctor(as *triage.Assessment) string {
	if write.Alarm(as) != "" {
		return write.Words.NotDoctor
	}
	return write.Words.NotDoctor + " " + write.Words.IfWorried
}

// madeFrom says what a result was made from.
func (write Writer) madeFrom(t *triage.Table) string {
	return words.Fill(write.Words.Made, "table", t.Name, "version", t.Version, "hash", t.Hash)
}
