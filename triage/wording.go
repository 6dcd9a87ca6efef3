package triage

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wording is what the texts of a table must and must not say. The words belong
// to one language; a translation brings its own, or has none.
type Wording struct {
	Language string     // BCP 47, like en
	Acts     []ActWords // how a text says each act
	Rules    []WordRule
	Keys     []KeyWords
	At       Position
}

// ActWords are phrases that tell people to do an act; any one of them is enough. A text
// says exactly the acts that it is marked with.
type ActWords struct {
	Act     string
	Phrases []string
	At      Position
}

// WordRule says of texts of some kinds, at some urgencies, what they must and
// must not say.
type WordRule struct {
	ID        string
	Say       string // the rule in one sentence
	Of        []TextKind
	Urgencies []Urgency // none: all
	Must      []string  // one of these phrases, if there are any
	Never     []string  // none of these
	Except    []string  // phrases in which one of Never may stand: "do not drive"
	First     []string  // none of these at the beginning
	MaxWords  int       // 0: as many as it likes
	At        Position
}

// KeyWords are words that one text must have. For answers, advice and the safety net,
// no text that could be mistaken for it may have all of them: another answer to the
// question, other advice, another line.
type KeyWords struct {
	Text  string // its name, like option life.chest, do broken-leg, net ambulance-if
	Words []string
	At    Position
}

// TextKind is a kind of text in a table.
type TextKind string

// The kinds of texts, by what they belong to.
const (
	TextAsk      TextKind = "ask"      // a question
	TextWhy      TextKind = "why"      // why it is asked
	TextOption   TextKind = "option"   // an answer, all of it
	TextHead     TextKind = "head"     // an answer
	TextDetail   TextKind = "detail"   // an answer
	TextTitle    TextKind = "title"    // a rule
	TextAbout    TextKind = "about"    // a rule, in lists of what was ruled out
	TextBecause  TextKind = "because"  // a rule
	TextDo       TextKind = "do"       // a rule
	TextAdvice   TextKind = "advice"   // a piece of advice
	TextWithheld TextKind = "withheld" // why it is withheld
	TextNet      TextKind = "net"      // a line of the safety net
)

// String returns the name that tables use.
func (k TextKind) String() string { return string(k) }

// TextKinds returns the kinds of texts.
func TextKinds() []TextKind {
	return []TextKind{TextAsk, TextWhy, TextOption, TextHead, TextDetail, TextTitle, TextAbout, TextBecause, TextDo, TextAdvice, TextWithheld, TextNet}
}

// text is a text of a table with what it belongs to.
type text struct {
	kind     TextKind
	of       string // the id of what it belongs to
	group    string // of a kind that is unique: texts of one group could be taken for each other
	from, to Urgency
	say      string
	tells    []string // acts it is marked with, if it can be
	at       Position
}

func (x text) name() string { return string(x.kind) + " " + x.of }

// unique reports whether people tell the text from others by its words alone.
func (x text) unique() bool { return x.kind == TextOption || x.kind == TextAdvice || x.kind == TextNet }

// texts returns the texts of a table that people read.
func (t *Table) texts() []text {
	var out []text
	for i := range t.Questions {
		q := &t.Questions[i]
		out = append(out, text{TextAsk, q.ID, "", Home, Call, q.Ask, nil, q.At}, text{TextWhy, q.ID, "", Home, Call, q.Why, nil, q.At})
		for _, o := range q.Options {
			of := func(kind TextKind, say string) {
				out = append(out, text{kind, q.ID + "." + o.ID, q.ID, Home, Call, say, nil, o.At})
			}
			of(TextOption, strings.TrimSuffix(o.Say+"\n"+o.Detail, "\n")) // so that no phrase spans the two
			of(TextHead, o.Say)
			of(TextDetail, o.Detail)
		}
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		if r.Status == Retired {
			continue
		}
		of := func(kind TextKind, say string, tells []string) {
			out = append(out, text{kind, r.ID, "", r.Urgency, r.Urgency, say, tells, r.At})
		}
		of(TextTitle, r.Title, nil)
		of(TextAbout, r.About, nil)
		of(TextBecause, r.Because, nil)
		of(TextDo, r.Do, r.Tells)
	}
	for i := range t.Advice {
		ad := &t.Advice[i]
		out = append(out, text{TextAdvice, ad.ID, "", ad.lowest(), ad.UpTo, ad.Say, ad.Tells, ad.At})
		for _, w := range ad.Without {
			out = append(out, text{TextWithheld, ad.ID, "", ad.lowest(), ad.UpTo, w.Because, nil, ad.At})
		}
	}
	for _, s := range t.SafetyNet {
		out = append(out, text{TextNet, s.ID, "", s.Urgency, s.Urgency, s.Say, nil, s.At})
	}
	return out
}

// wording checks what the texts say.
func (c *checker) wording() {
	w := c.t.Wording
	if w == nil {
		return
	}
	texts := c.t.texts()
	c.property("every text says what the rules about words ask of it", func() {
		for i := range w.Rules {
			r := &w.Rules[i]
			for _, x := range texts {
				if !slices.Contains(r.Of, x.kind) || x.say == "" || len(r.Urgencies) > 0 && !slices.ContainsFunc(r.Urgencies, func(u Urgency) bool { return x.from <= u && u <= x.to }) {
					continue
				}
				c.cases++
				said := folded(x.say)
				if len(r.Must) > 0 && !slices.ContainsFunc(r.Must, func(p string) bool { return says(said, p) }) {
					c.find(Mistaken, "wording", x.at, nil, "%s: must say %s (%s)", x.name(), choice(r.Must), r.ID)
				}
				for _, p := range r.Except {
					said = without(said, p)
				}
				for _, p := range r.Never {
					if says(said, p) {
						c.find(Mistaken, "wording", x.at, nil, "%s: must not say %q (%s)", x.name(), p, r.ID)
					}
				}
				for _, p := range r.First {
					if begins(x.say, p) {
						c.find(Mistaken, "wording", x.at, nil, "%s: must not begin with %q (%s)", x.name(), p, r.ID)
					}
				}
				if n := len(wordsOf(x.say)); r.MaxWords > 0 && n > r.MaxWords {
					c.find(Mistaken, "wording", x.at, nil, "%s: has %d words, and at most %d are allowed (%s)", x.name(), n, r.MaxWords, r.ID)
				}
			}
		}
	})
	c.property("every text is marked with exactly the acts that it tells", func() { c.actsSaid(texts) })
	c.property("every text that people must know by its words can be known by them", func() { c.keys(texts) })
}

// actsSaid checks that the marks of each text are those of its words. Longer
// phrases are found first, so that "do not rub" is not "rub".
func (c *checker) actsSaid(texts []text) {
	acts := map[string][]string{} // by phrase; one may tell several: "do not warm or cool it"
	for _, a := range c.t.Wording.Acts {
		for _, p := range a.Phrases {
			acts[p] = append(acts[p], a.Act)
		}
	}
	phrases := sortedKeys(acts)
	slices.SortStableFunc(phrases, func(a, b string) int { return len(b) - len(a) })
	for _, x := range texts {
		if x.kind != TextDo && x.kind != TextAdvice {
			continue
		}
		c.cases++
		said, told := folded(x.say), map[string]bool{}
		for _, p := range phrases {
			if !says(said, p) {
				continue
			}
			said = without(said, p)
			for _, act := range acts[p] {
				told[act] = true
			}
		}
		for _, act := range x.tells {
			if !told[act] {
				c.find(Mistaken, "wording", x.at, nil, "%s: is marked with %s, but does not say so", x.name(), act)
			}
		}
		for _, act := range sortedKeys(told) {
			if !slices.Contains(x.tells, act) {
				c.find(Mistaken, "wording", x.at, nil, "%s: tells people to %s, but is not marked with it", x.name(), spaced(act))
			}
		}
	}
}

// keys checks that each text has its key words, that no text which could be mistaken
// for it has all of them, and that each red flag has some.
func (c *checker) keys(texts []text) {
	keyed := map[string]bool{}
	for _, k := range c.t.Wording.Keys {
		c.cases++
		i := slices.IndexFunc(texts, func(x text) bool { return x.name() == k.Text })
		if i < 0 {
			c.find(Mistaken, "wording", k.At, nil, "key words are given for %s, but there is no such text", k.Text)
			continue
		}
		keyed[k.Text] = true
		for _, word := range k.Words {
			if !says(folded(texts[i].say), word) {
				c.find(Mistaken, "wording", texts[i].at, nil, "%s: must say %q, since that is how people know it", k.Text, word)
			}
		}
		for j, x := range texts {
			if j != i && x.unique() && x.kind == texts[i].kind && x.group == texts[i].group && !slices.ContainsFunc(k.Words, func(word string) bool { return !says(folded(x.say), word) }) {
				c.find(Mistaken, "wording", x.at, nil, "%s: has the key words of %s", x.name(), k.Text)
			}
		}
	}
	for i := range c.t.Questions {
		q := &c.t.Questions[i]
		for _, o := range q.Options {
			name := text{kind: TextOption, of: q.ID + "." + o.ID}.name()
			if o.RedFlag && !keyed[name] {
				c.find(Mistaken, "wording", o.At, nil, "the red flag %s.%s has no key words", q.ID, o.ID)
			}
		}
	}
}

// folded prepares a text for says: in lower case, with plain quotes.
func folded(s string) string { return strings.ReplaceAll(strings.ToLower(s), "’", "'") }

// says reports whether a folded text has a phrase, at the beginning of a word.
func says(text, phrase string) bool { return find(text, folded(phrase)) >= 0 }

// find returns where a phrase begins in a text, at the beginning of a word, or
// -1.
func find(text, phrase string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 || strings.TrimSpace(phrase) == "" {
			return -1
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		if at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return at
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		from = at + size
	}
}

// begins reports whether a text begins with a phrase, as whole words.
func begins(text, phrase string) bool {
	said, first := wordsOf(folded(text)), wordsOf(folded(phrase))
	return len(first) > 0 && len(said) >= len(first) && slices.Equal(said[:len(first)], first)
}

// wordsOf returns the words of a text, without the signs around them: what stands
// between spaces and has a letter or a figure.
func wordsOf(text string) []string {
	var out []string
	for _, field := range strings.Fields(text) {
		if word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// without removes every occurrence of a phrase from a folded text.
func without(text, phrase string) string {
	phrase = folded(phrase)
	for at := find(text, phrase); at >= 0; at = find(text, phrase) {
		text = text[:at] + " " + text[at+len(phrase):]
	}
	return text
}

// choice lists alternative phrases.
func choice(phrases []string) string {
	quoted := make([]string, len(phrases))
	for i, p := range phrases {
		quoted[i] = "“" + p + "”"
	}
	return strings.Join(quoted, " or ")
}
