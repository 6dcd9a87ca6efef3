package rules

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file holds the words of the shipped table to a reading age of about 11.
// The measure is the Flesch-Kincaid grade (Kincaid and others 1975):
//
//	0.39 words per sentence + 11.8 syllables per word - 15.59
//
// As in Flesch's own directions, contractions, words with a hyphen and figures
// are one word each.

// shortest is the number of words below which a text has no meaningful grade.
const shortest = 5

// onTheBox are names of medicines. People recognise them from the box or the letter,
// and no shorter word would do, so they have no grade.
var onTheBox = strings.Fields(`
	atorvastatin simvastatin furosemide indapamide amlodipine ramipril losartan salbutamol
	ciprofloxacin levofloxacin warfarin apixaban rivaroxaban prednisolone`)

// withoutNames returns a text without the names of medicines.
func withoutNames(text string) string {
	for _, name := range onTheBox {
		text = strings.ReplaceAll(text, name, "")
	}
	return text
}

// readGroup is texts of one kind, and the highest grade they may have, on average and
// each.
type readGroup struct {
	name          string
	average, each float64
	texts         []string
}

// readGroups returns all texts of a table that users read.
func readGroups(t *triage.Table) []readGroup {
	var asks, options, details, whys, titles, abouts, becauses, dos, advice, withheld, nets []string
	for _, q := range t.Questions {
		asks, whys = append(asks, q.Ask), append(whys, q.Why)
		for _, o := range q.Options {
			whole := o.Say
			if o.Detail != "" {
				whole += "\n" + o.Detail
				details = append(details, o.Detail)
			}
			options = append(options, whole)
		}
	}
	for _, r := range t.Rules {
		if r.Status != triage.Retired {
			titles, becauses, dos = append(titles, r.Title), append(becauses, r.Because), append(dos, r.Do)
			if r.About != "" {
				abouts = append(abouts, r.About)
			}
		}
	}
	for _, a := range t.Advice {
		advice = append(advice, a.Say)
		for _, w := range a.Without {
			withheld = append(withheld, w.Because)
		}
	}
	for _, s := range t.SafetyNet {
		nets = append(nets, s.Say)
	}
	noLimit := math.Inf(1)
	return []readGroup{
		{"questions", 6, 9, asks},
		{"options", 6, 9, options},
		{"details", 6, noLimit, details},
		{"whys", 8, noLimit, whys},
		{"rule titles", 8, noLimit, titles},
		{"abouts", 4, 11, abouts},
		{"becauses", 8, noLimit, becauses},
		{"dos", 8, noLimit, dos},
		{"advice", 8, noLimit, advice},
		{"reasons to leave advice out", 8, noLimit, withheld},
		{"safety net", 8, noLimit, nets},
	}
}

// TestReadingAge holds each group to its limits and shows the hardest texts of a group
// that fails, or with -v of all. Duplicate texts count once.
func TestReadingAge(t *testing.T) {
	t.Parallel()
	table, err := Leg()
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	places := textPlaces(t)
	for _, name := range onTheBox {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(places)), func(text string) bool { return strings.Contains(text, name) }) {
			t.Errorf("no text names %s", name)
		}
	}
	for _, g := range readGroups(table) {
		t.Run(g.name, func(t *testing.T) {
			sum, grades := 0.0, map[string]float64{}
			slices.Sort(g.texts)
			for _, text := range slices.Compact(g.texts) {
				head, _, _ := strings.Cut(text, "\n")
				if places[text] = places[head]; places[head] == nil {
					t.Errorf("no file has %q", text)
				}
				if c := countText(withoutNames(text)); c.words >= shortest {
					grades[text] = c.grade()
					sum += c.grade()
				}
			}
			if len(grades) == 0 {
				t.Fatal("nothing to measure")
			}
			hardest := slices.SortedFunc(maps.Keys(grades), func(a, b string) int {
				return cmp.Or(cmp.Compare(grades[b], grades[a]), cmp.Compare(a, b))
			})
			show := func(text string) string {
				return fmt.Sprintf("\n%s: grade %.1f: %s", strings.Join(places[text], ", "), grades[text], text)
			}
			var worst strings.Builder
			for _, text := range hardest[:min(10, len(hardest))] {
				worst.WriteString(show(text))
			}
			average := sum / float64(len(grades))
			t.Logf("%d texts, grade %.2f on average; the hardest:%s", len(grades), average, &worst)
			if average > g.average {
				t.Errorf("grade %.2f on average, want at most %g", average, g.average)
			}
			for _, text := range hardest {
				if grades[text] > g.each {
					t.Errorf("over grade %g:%s", g.each, show(text))
				}
			}
		})
	}
}

// textPlaces returns the places of each text of the shipped table, as file:line.
func textPlaces(t *testing.T) map[string][]string {
	names, err := fs.Glob(Files(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	places := map[string][]string{}
	for _, name := range names {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		var root yaml.Node
		if err := yaml.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			if n.Kind == yaml.ScalarNode {
				places[n.Value] = append(places[n.Value], fmt.Sprintf("%s:%d", path.Join("rules/leg", name), n.Line))
			}
			for _, child := range n.Content {
				walk(child)
			}
		}
		walk(&root)
	}
	return places
}

// textCount is what the grade of a text depends on.
type textCount struct{ words, sentences, syllables int }

func (c textCount) grade() float64 {
	words := float64(c.words)
	return 0.39*words/float64(c.sentences) + 11.8*float64(c.syllables)/words - 15.59
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?:;]+["”’)]*(\s+|$)`)
	wordPattern = regexp.MustCompile(`[\pL\pN]+(['’-][\pL\pN]+)*`)
)

func countText(text string) textCount {
	var c textCount
	for _, sentence := range sentenceEnd.Split(text, -1) {
		words := wordPattern.FindAllString(sentence, -1)
		if len(words) > 0 {
			c.sentences++
		}
		c.words += len(words)
		for _, w := range words {
			c.syllables += syllables(w)
		}
	}
	return c
}

// syllables counts the syllables of a word as it is said: "18" is eighteen,
// "HRT" three letters.
func syllables(word string) int {
	n := 0
	for part := range strings.SplitSeq(word, "-") {
		switch number, err := strconv.Atoi(part); {
		case err == nil:
			n += numberSyllables(number)
		case len(part) > 1 && part == strings.ToUpper(part):
			n += len(part) + 2*strings.Count(part, "W")
		default:
			n += letterSyllables(strings.ToLower(part))
		}
	}
	return n
}

// numberSyllables counts a number with the British "and". From 1000 on, the
// figures are said one by one.
func numberSyllables(n int) int {
	low := [...]int{2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2}
	switch {
	case n >= 1000:
		sum := 0
		for ; n > 0; n /= 10 {
			sum += low[n%10]
		}
		return sum
	case n < len(low):
		return low[n]
	case n < 100:
		tens := 2
		if n/10 == 7 {
			tens = 3
		}
		if n%10 == 0 {
			return tens
		}
		return tens + low[n%10]
	case n%100 == 0:
		return low[n/100] + 2
	default:
		return low[n/100] + 3 + numberSyllables(n%100)
	}
}

// oddWords are words that the rules below get wrong. A final s makes no difference.
var oddWords = map[string]int{
	"ache": 1, "anyone": 3, "area": 3, "business": 2, "diabetes": 4, "diarrhoea": 4,
	"evening": 2, "every": 2, "everybody": 4, "everything": 3, "fluid": 2,
	"headache": 2, "hundred": 2, "idea": 3, "kg": 3, "somebody": 3,
	"something": 2, "sometimes": 2, "somewhere": 2, "tired": 2,
}

var (
	vowelGroup = regexp.MustCompile(`[aeiouy]+`)
	// a y that sounds as in "yes" or "buying"
	consonantY = regexp.MustCompile(`(^|[aeiou])y([aeiou])`)

	// Each match is a silent vowel group.
	silentVowels = patterns(
		`([^aeiouyl]|[aeiouylr]l)e$`,            // take, whole; not ankle
		`([^aeiouylszxcgh]|[aeiouylr]l|th)es$`,  // takes, clothes; not ankles, pulses
		`([^aeiouyltd]|[aeiouylr]l)ed$`,         // passed; not tingled, treated
		`[^aeiouy]e(ly|ty|ful(ly)?|less|ness)$`, // safely, careful
		`[aeiouy][^aeiouyl]ements?$`,            // movement; not supplement
		`gues?$`,                                // tongue
	)
	// Each match is two vowels in one group that are pronounced separately, or a
	// syllable without a vowel letter.
	extraVowels = patterns(
		`[aeiouy]ing$`,                // being; not buying, by consonantY
		`[^ctsg]ia`,                   // medial; not special
		`[^tscgxnl]io`,                // serious; not station, million
		`iu`,                          // medium
		`iet`,                         // quiet
		`[^tc]ien[tc]`,                // client; not patient
		`[aeiouy][^aeiouy]+ie(r|st)$`, // heavier
		`[^qg]ua`,                     // gradual; not quality
		`uou`,                         // continuous
		`creat[eio]`,                  // created; not creature
		`[bct]res?$`,                  // centre
		`(s|th)ms?$`,                  // spasm, rhythm
		`([sxz]|[cs]h)['’]s$`,         // fox's
		`[ds]n['’]t$`,                 // doesn't
	)
)

func patterns(exprs ...string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, e := range exprs {
		out = append(out, regexp.MustCompile(e))
	}
	return out
}

func letterSyllables(word string) int {
	if n := cmp.Or(oddWords[word], oddWords[strings.TrimSuffix(word, "s")]); n > 0 {
		return n
	}
	word = consonantY.ReplaceAllString(word, "${1}j$2")
	n := len(vowelGroup.FindAllString(word, -1))
	for _, p := range silentVowels {
		n -= len(p.FindAllString(word, -1))
	}
	for _, p := range extraVowels {
		n += len(p.FindAllString(word, -1))
	}
	return max(n, 1)
}

// marked reads a text whose syllables are separated by hand with a · inside the words.
// It returns the text without the marks, and the number of syllables.
func marked(text string) (plain string, syllables int) {
	plain = strings.ReplaceAll(text, "·", "")
	return plain, len(wordPattern.FindAllString(plain, -1)) + strings.Count(text, "·")
}

// TestSyllables checks the counter on words separated by hand, so that a reader can see
// that the number is right.
func TestSyllables(t *testing.T) {
	words := strings.Fields(`
		leg an·kle an·kles mus·cle mus·cles knee toes shoes thigh tongue
		cramp cramps cramped swell·ing swol·len bruise bruised bruis·es
		bleed·ing pulse puls·es ache aches head·ache sore sores nurse nurs·es
		passed pressed need·ed treat·ed tin·gled called healed limp·ing
		take takes clothes whole some·times some·thing some·bod·y ev·ery
		safe·ly care·ful pain·less move·ment un·less mo·ment sup·ple·ment
		safe·ty so·ci·e·ty cli·ent sud·den·ly
		be·ing go·ing dy·ing try·ing buy·ing stay·ing eyes yes be·yond day
		ar·e·a i·de·a di·a·be·tes di·ar·rhoe·a am·bu·lance e·mer·gen·cy
		med·i·cine med·i·cines phar·ma·cist sta·tin am·lo·di·pine i·bu·pro·fen
		cip·ro·flox·a·cin cho·les·ter·ol var·i·cose preg·nant in·fec·tion
		spe·cial me·di·a pa·tient qui·et se·ri·ous sta·tion mil·lion cen·tre li·tres flu·id
		grad·u·al qual·i·ty cre·at·ed crea·ture heav·i·er con·tin·u·ous ti·red
		the a I can·not doc·tor's fox·'s is·n't don't nerves ar·ter·y in·ju·ries
		me·di·um an·y·one eve·ning busi·ness ev·ery·one ev·ery·bod·y ev·ery·thing
		head·aches hun·dred some·one some·where ring-·shaped long-·term X-·ray`)
	for _, w := range words {
		if plain, want := marked(w); syllables(plain) != want {
			t.Errorf("%s: %d syllables, want %d", w, syllables(plain), want)
		}
	}
	// Words that no mark can separate.
	for word, want := range map[string]int{
		"0": 2, "1": 1, "2": 1, "7": 2, "8": 1, "10": 1, "11": 3, "12": 1, "15": 2, "17": 3,
		"18": 2, "20": 2, "24": 3, "60": 2, "70": 3, "77": 5, "100": 3, "112": 5, "999": 7, "1177": 6,
		"kg": 3, "HRT": 3, "COPD": 4, "WHO": 5, "spasm": 2, "spasms": 2, "rhythm": 2, "75-year-old": 6,
	} {
		if got := syllables(word); got != want {
			t.Errorf("%s: %d syllables, want %d", word, got, want)
		}
	}
}

// published is what others have published about a passage: its reading ease, which
// rests on the same counts, and its grade. Programs that publish a grade guess
// syllables, hence the tolerance. Zero means not published.
type published struct{ ease, grade, tolerance float64 }

// ease is the Flesch reading ease.
func (c textCount) ease() float64 {
	words := float64(c.words)
	return 206.835 - 1.015*words/float64(c.sentences) - 84.6*float64(c.syllables)/words
}

// TestGrade checks the measure on passages whose words, sentences and syllables were
// counted by hand: the counts must be the same. Published values must be met too.
func TestGrade(t *testing.T) {
	for _, p := range []struct {
		name             string
		words, sentences int
		syllables        int
		grade            float64
		text             string
		published        published
	}{
		// Wikipedia, "Flesch-Kincaid readability tests": reading ease 116.
		{"The cat", 6, 1, 6, -1.45, `The cat sat on the mat.`, published{ease: 116}},
		// The readme of the npm package flesch-kincaid: 1 sentence, 13 words,
		// 26 syllables, grade 13.08.
		{"The platypus", 13, 1, 26, 13.08, `The Aus·tral·i·an plat·y·pus is seem·ing·ly a hy·brid of a mam·mal and
			rep·til·i·an crea·ture.`, published{grade: 13.08, tolerance: 0.01}},
		// Lincoln 1863 (the Bliss copy). Microsoft Word counts 271 words and 10
		// sentences and gives a reading ease of 65 (edbarr.blogspot.com, 10
		// November 2009). Strauss and Lin give grade 10.6 (Journal of
		// Accountancy, January 2016).
		{"The Gettysburg Address", 271, 10, 367, 10.96, `
			Four score and sev·en years a·go our fa·thers brought forth on this con·ti·nent, a new na·tion,
			con·ceived in Lib·er·ty, and ded·i·cat·ed to the prop·o·si·tion that all men are cre·at·ed e·qual.
			Now we are en·gaged in a great civ·il war, test·ing wheth·er that na·tion, or an·y na·tion so
			con·ceived and so ded·i·cat·ed, can long en·dure. We are met on a great bat·tle-·field of that war. We
			have come to ded·i·cate a por·tion of that field, as a fi·nal rest·ing place for those who here gave
			their lives that that na·tion might live. It is al·to·geth·er fit·ting and prop·er that we should do
			this. But, in a larg·er sense, we can not ded·i·cate -- we can not con·se·crate -- we can not hal·low
			-- this ground. The brave men, liv·ing and dead, who strug·gled here, have con·se·crat·ed it, far
			a·bove our poor pow·er to add or de·tract. The world will lit·tle note, nor long re·mem·ber what we
			say here, but it can nev·er for·get what they did here. It is for us the liv·ing, rath·er, to be
			ded·i·cat·ed here to the un·fin·ished work which they who fought here have thus far so no·bly
			ad·vanced. It is rath·er for us to be here ded·i·cat·ed to the great task re·main·ing be·fore us --
			that from these hon·ored dead we take in·creased de·vo·tion to that cause for which they gave the last
			full meas·ure of de·vo·tion -- that we here high·ly re·solve that these dead shall not have died in
			vain -- that this na·tion, un·der God, shall have a new birth of free·dom -- and that gov·ern·ment of
			the peo·ple, by the peo·ple, for the peo·ple, shall not per·ish from the earth.`, published{ease: 65, grade: 10.6, tolerance: 0.5}},
		// The Declaration of Independence, 1776.
		{"We hold these truths", 35, 1, 55, 16.60, `We hold these truths to be self-·ev·i·dent, that all men are
			cre·at·ed e·qual, that they are en·dowed by their Cre·a·tor with cer·tain un·al·ien·a·ble Rights, that
			a·mong these are Life, Lib·er·ty and the pur·suit of Hap·pi·ness.`, published{}},
		// Lewis Carroll, Alice's Adventures in Wonderland, 1865. The colon
		// ends a sentence here.
		{"Alice", 57, 2, 79, 11.88, `Al·ice was be·gin·ning to get ver·y ti·red of sit·ting by her sis·ter on the
			bank, and of hav·ing noth·ing to do: once or twice she had peeped in·to the book her sis·ter was
			read·ing, but it had no pic·tures or con·ver·sa·tions in it, “and what is the use of a book,” thought
			Al·ice “with·out pic·tures or con·ver·sa·tions?”`, published{}},
		// The Aesop for Children, 1919.
		{"The Fox and the Grapes", 68, 4, 78, 4.58, `A Fox one day spied a beau·ti·ful bunch of ripe grapes hang·ing
			from a vine trained a·long the branch·es of a tree. The grapes seemed read·y to burst with juice, and
			the Fox·'s mouth wa·tered as he gazed long·ing·ly at them. The bunch hung from a high branch, and the
			Fox had to jump for it. The first time he jumped he missed it by a long way.`, published{}},
	} {
		text, byHand := marked(p.text)
		if byHand != p.syllables {
			t.Errorf("%s: the marks give %d syllables, not %d", p.name, byHand, p.syllables)
		}
		got := countText(text)
		if want := (textCount{p.words, p.sentences, p.syllables}); got != want {
			t.Errorf("%s: %+v, by hand %+v", p.name, got, want)
			for _, w := range strings.Fields(p.text) {
				if plain, want := marked(w); countText(plain).syllables != want {
					t.Errorf("%s: %d syllables", w, countText(plain).syllables)
				}
			}
		}
		if math.Abs(got.grade()-p.grade) > 0.005 {
			t.Errorf("%s: grade %.3f, want %.2f", p.name, got.grade(), p.grade)
		}
		if want := p.published; want.ease != 0 && math.Abs(got.ease()-want.ease) > 0.5 {
			t.Errorf("%s: reading ease %.1f, published %g", p.name, got.ease(), want.ease)
		}
		if want := p.published; want.grade != 0 && math.Abs(got.grade()-want.grade) > want.tolerance {
			t.Errorf("%s: grade %.2f, published %g", p.name, got.grade(), want.grade)
		}
	}
}

// TestNoTwoRulesHaveOneTitle makes sure that readers can tell rules apart by title.
func TestNoTwoRulesHaveOneTitle(t *testing.T) {
	by := map[string]string{}
	for _, r := range leg(t).Rules {
		if other := by[r.Title]; other != "" {
			t.Errorf("%s and %s are both called %q", other, r.ID, r.Title)
		}
		by[r.Title] = r.ID
	}
}
