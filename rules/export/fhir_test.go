package export_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"legtriage/rules"
	"legtriage/rules/export"
	"legtriage/triage"
)

var update = flag.Bool("update", false, "write the golden files anew")

// words are what a form says beside the texts of a table.
var words = export.BundleWords{
	FormWords: export.FormWords{
		Language: "en", About: []string{"About this form."}, TickAll: "Tick all.", OneByOne: "One by one:", Now: "Get help now.",
		Answers: func(p triage.Page) (answers []export.Answer) {
			if p.Tick >= 0 {
				return []export.Answer{{ID: "no", Say: "No"}, {ID: "unsure", Say: "Not sure"}, {ID: "yes", Say: "Yes"}}
			}
			for _, o := range p.Question.Options {
				say := o.Say
				if o.Detail != "" {
					say += ": " + o.Detail
				}
				answers = append(answers, export.Answer{ID: o.ID, Say: say})
			}
			if p.Question.List && !p.Question.AtLeastOne {
				answers = append(answers, export.Answer{ID: triage.None, Say: "None of these"}, export.Answer{ID: triage.Unsure, Say: "Not sure"})
			}
			return answers
		},
	},
	Urgency: triage.Urgency.String,
}

func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Leg()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// A form as read by somebody who knows FHIR and nothing of tables.
type (
	form struct {
		Item []*item
	}
	item struct {
		LinkID         string `json:"linkId"`
		Type           string
		Repeats        bool
		EnableWhen     []condition
		EnableBehavior string
		AnswerOption   []option
		Extension      []extension
		Item           []*item
	}
	condition struct {
		Question, Operator string
		AnswerCoding       code
	}
	option struct {
		ValueCoding code
		Extension   []extension
	}
	extension struct {
		URL          string
		ValueBoolean bool
		ValueString  string
	}
	code struct{ System, Code string }
)

func formOf(t testing.TB, table *triage.Table) *form {
	t.Helper()
	data := export.Questionnaire(table, &words.FormWords)
	if !bytes.Contains(data, []byte(table.Version+"+"+table.Hash)) {
		t.Error("the form does not name the version and the hash of its table")
	}
	f := &form{}
	if err := json.Unmarshal(data, f); err != nil {
		t.Fatal(err)
	}
	return f
}

// filled is a form that is being filled in: the codes by link id.
type filled map[string][]code

// enabled is what FHIR R4 says about enableWhen.
func (in filled) enabled(it *item) bool {
	if len(it.EnableWhen) == 0 {
		return true
	}
	met := 0
	for _, c := range it.EnableWhen {
		if c.Operator != "=" {
			panic("only = is used")
		}
		if slices.Contains(in[c.Question], c.AnswerCoding) {
			met++
		}
	}
	if len(it.EnableWhen) > 1 && it.EnableBehavior != "any" {
		panic("several conditions need a behavior")
	}
	return met > 0
}

// person is somebody with answers who fills in a form.
type person struct {
	answers triage.Answers // to everything
	one     []bool         // by question: goes through the list tick by tick
	none    bool           // ticks "none" as well, wherever it is
	brief   bool           // does not go through a list when "not sure" says it all
	stops   int            // after this many questions; -1: never
}

// fill fills in a form from top to bottom. It returns the codes, and the questions and
// notices that were shown.
func (p person) fill(f *form) (in filled, asked map[string]bool, notices []string) {
	in, asked = filled{}, map[string]bool{}
	table := p.answers.Table()
	var visit func(items []*item)
	visit = func(items []*item) {
		for _, it := range items {
			if !in.enabled(it) {
				continue
			}
			switch it.Type {
			case "display":
				notices = append(notices, it.LinkID)
			case "group":
				id, _, _ := strings.Cut(it.LinkID, "/")
				q := table.Question(id)
				if _, sayable := p.answers.Replied(q); !p.brief || !sayable || p.one[q.Index()] {
					visit(it.Item)
				}
			default:
				id, tick, single := strings.Cut(it.LinkID, ".")
				q := table.Question(id)
				from, to := q.Scales()
				give := func(id string) {
					for _, o := range it.AnswerOption {
						if o.ValueCoding.Code == id {
							in[it.LinkID] = append(in[it.LinkID], o.ValueCoding)
							return
						}
					}
					panic(it.LinkID + " has no answer " + id)
				}
				value := func(s int) int {
					v, known := p.answers.Value(s)
					if !known {
						panic("a person knows everything")
					}
					return v
				}
				if single {
					give(triage.TickNames()[value(from+q.Option(tick))])
					continue
				}
				if p.stops >= 0 && len(asked) >= p.stops {
					continue
				}
				asked[q.ID] = true
				if !q.List {
					give(q.Options[value(from)].ID)
					continue
				}
				ids, sayable := p.answers.Replied(q)
				if !sayable || p.one[q.Index()] && !q.AtLeastOne {
					ids = nil
					for s := from; s < to; s++ {
						if value(s) == triage.TickYes && (s-from)%2 == 0 { // some in the list, some in the group
							ids = append(ids, q.Options[s-from].ID)
						}
					}
					ids = append(ids, triage.Unsure)
				}
				for _, id := range ids {
					give(id)
				}
				if p.none && !q.AtLeastOne && ids[0] != triage.None {
					give(triage.None)
				}
			}
		}
	}
	visit(f.Item)
	return in, asked, notices
}

// response writes what was filled in as a flat response. FHIR does not allow that for a
// form with groups, but the reader takes items wherever they are.
func (in filled) response() []byte {
	type answer struct {
		ValueCoding code `json:"valueCoding"`
	}
	type said struct {
		LinkID string   `json:"linkId"`
		Answer []answer `json:"answer"`
	}
	var out struct {
		ResourceType string `json:"resourceType"`
		Status       string `json:"status"`
		Item         []said `json:"item,omitempty"`
	}
	out.ResourceType, out.Status = "QuestionnaireResponse", "completed"
	for id, codes := range in {
		s := said{LinkID: id}
		for _, c := range codes {
			s.Answer = append(s.Answer, answer{c})
		}
		out.Item = append(out.Item, s)
	}
	data, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte(`"System"`), []byte(`"system"`)), []byte(`"Code"`), []byte(`"code"`))
}

// told is what a result says, in ids.
func told(a triage.Answers) string {
	as := a.Assess()
	var out []string
	for _, r := range slices.Concat(as.Deciding, as.Also) {
		out = append(out, r.Rule.ID)
	}
	for _, ad := range as.Advice {
		out = append(out, ad.ID)
	}
	for _, w := range as.Withheld {
		out = append(out, "not "+w.Advice.ID+" "+w.Because)
	}
	return fmt.Sprintf("%v to %v: %s", as.AtLeast, as.AtMost, strings.Join(out, ", "))
}

// compare says how the form that a person fills in and their answers lead to different
// results, or returns "".
func (p person) compare(f *form) string {
	in, asked, notices := p.fill(f)
	back, err := rules.Answers(p.answers.Table(), "response.json", in.response())
	if err != nil {
		return err.Error()
	}
	if p.stops >= 0 {
		atLeast, atMost := back.Range()
		if u, _ := p.answers.Range(); u < atLeast || u > atMost {
			return fmt.Sprintf("%v is outside of %v to %v after %d questions", u, atLeast, atMost, p.stops)
		}
	} else {
		if got, want := told(back), told(p.answers); got != want {
			return fmt.Sprintf("the form leads to %s\nthe answers to %s", got, want)
		}
		for _, turn := range triage.Play(p.answers).Path() {
			if !asked[turn.Question.ID] {
				return "the interview asks " + turn.Question.ID + ", and the form does not"
			}
		}
	}
	for _, id := range notices {
		if atLeast, _ := back.Range(); strings.HasSuffix(id, "/now") && atLeast < triage.Go {
			return fmt.Sprintf("%s is shown, and it is %v", id, atLeast)
		}
	}
	return ""
}

// somebody draws a person. Most are calm except for a few answers.
func somebody(table *triage.Table, r *rand.Rand) person {
	p := person{answers: table.NoAnswers(), one: make([]bool, len(table.Questions)), none: r.IntN(4) == 0, brief: r.IntN(2) == 0, stops: -1}
	worry := []float64{0.005, 0.02, 0.05, 0.2, 0.5}[r.IntN(5)]
	for s, scale := range table.Scales() {
		v := 0
		if r.Float64() < worry {
			v = 1 + r.IntN(scale.Top)
		}
		p.answers.Set(s, v)
	}
	for i := range table.Questions {
		q := &table.Questions[i]
		p.one[i] = r.IntN(8) == 0
		if from, to := q.Scales(); q.AtLeastOne {
			for s := from; s < to; s++ { // the form has no "not sure" here
				if v, _ := p.answers.Value(s); v == triage.TickUnsure {
					p.answers.Set(s, triage.TickYes)
				}
			}
			p.answers.Set(from+r.IntN(to-from), triage.TickYes)
		}
	}
	if r.IntN(4) == 0 {
		p.stops = r.IntN(len(table.Questions))
	}
	return p
}

// worried returns people who are calm except for one way of meeting one rule, one piece
// of advice, or one reason to withhold advice.
func worried(table *triage.Table) iter.Seq2[person, string] {
	return func(yield func(person, string) bool) { worriedBy(table, yield) }
}

func worriedBy(table *triage.Table, yield func(p person, about string) bool) {
	all := map[string]triage.When{}
	for _, r := range table.ByUrgency() {
		all[r.ID] = r.When
	}
	for _, ad := range table.Advice {
		all[ad.ID] = ad.Suits
		for i, w := range ad.Without {
			all[fmt.Sprint(ad.ID, " ", i)] = slices.Concat(ad.Suits, w.When)
		}
	}
	for about, w := range all {
		ways := 1
		for _, c := range w {
			ways = max(ways, len(c))
		}
		for way := range 2 * ways {
			a := table.NoAnswers()
			a.Calm()
			for _, c := range w {
				s := c[way/2%len(c)]
				worse := s.Value
				if way%2 == 0 { // not always "not sure"
					worse = table.Scales()[s.Scale].Top
				}
				if v, _ := a.Value(s.Scale); v < worse {
					a.Set(s.Scale, worse)
				}
			}
			for i := range table.Questions {
				if q := &table.Questions[i]; q.AtLeastOne {
					from, to := q.Scales()
					ticked := false
					for s := from; s < to; s++ {
						v, _ := a.Value(s)
						ticked = ticked || v == triage.TickYes
					}
					if !ticked {
						a.Set(from+way/2%(to-from), triage.TickYes)
					}
				}
			}
			if !yield(person{answers: a, one: make([]bool, len(table.Questions)), stops: -1}, about) {
				return
			}
		}
	}
}

func TestTheFormLeadsToWhatTheAnswersLeadTo(t *testing.T) {
	table := leg(t)
	f := formOf(t, table)
	one := 0
	for p, about := range worried(table) {
		if one++; one%4 > 0 {
			continue // there are many; each run takes others
		}
		if why := p.compare(f); why != "" {
			t.Errorf("%s: %s\n%s", about, why, shown(p.answers))
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 250 {
		if p := somebody(table, r); t.Failed() {
			return
		} else if why := p.compare(f); why != "" {
			t.Errorf("%s\n%s", why, shown(p.answers))
		}
	}
}

// A form that asks less than it should is found: one that never shows a page, and one
// that does not show it after a tick that opens it. (Losing another condition may do no
// harm: the form asks for any of several answers where a rule asks for all.)
func TestAFormThatAsksLessIsFound(t *testing.T) {
	table := leg(t)
	opens := map[string]bool{}
	for _, q := range table.Questions {
		for _, o := range q.Options {
			for _, id := range o.Opens {
				opens[q.ID+"."+o.ID+" "+id] = true
			}
		}
	}
	missed := func(f *form, page string) bool {
		from, to := table.Question(page).Scales()
		for p := range worried(table) {
			calm := true
			for s := from; s < to; s++ {
				v, _ := p.answers.Value(s)
				calm = calm && v == 0
			}
			if !calm && p.compare(f) != "" {
				return true
			}
		}
		return false
	}
	pages := 0
	for i, it := range formOf(t, table).Item {
		if it.Type != "choice" || len(it.EnableWhen) == 0 {
			continue
		}
		pages++
		f := formOf(t, table)
		f.Item[i].EnableWhen = []condition{{Question: "nothing", Operator: "="}}
		if !missed(f, it.LinkID) {
			t.Errorf("%s is never asked, and that goes unnoticed", it.LinkID)
		}
		for name := range opens {
			if !strings.HasSuffix(name, " "+it.LinkID) {
				continue
			}
			tick, _, _ := strings.Cut(name, " ")
			f := formOf(t, table)
			f.Item[i].EnableWhen = append(slices.DeleteFunc(f.Item[i].EnableWhen, func(c condition) bool {
				return c.Question == tick || c.Question+"."+c.AnswerCoding.Code == tick
			}), condition{Question: "nothing", Operator: "="})
			f.Item[i].EnableBehavior = "any"
			if !missed(f, it.LinkID) {
				t.Errorf("%s is not asked after %s, and that goes unnoticed", it.LinkID, tick)
			}
		}
	}
	if pages < 15 {
		t.Errorf("only %d pages can be skipped", pages)
	}
}

// As the table says, the pages that a tick opens are opened by nothing else.
func TestOpenersOpen(t *testing.T) {
	table := leg(t)
	want := map[string][]string{}
	for _, q := range table.Questions {
		for _, o := range q.Options {
			for _, id := range o.Opens {
				want[id] = append(want[id], q.ID+"="+o.ID)
			}
		}
	}
	if len(want) == 0 {
		t.Fatal("no tick opens a page")
	}
	for _, it := range formOf(t, table).Item {
		if want[it.LinkID] == nil {
			continue
		}
		var got []string
		for _, c := range it.EnableWhen {
			if !strings.Contains(c.Question, ".") && c.AnswerCoding.Code != triage.Unsure {
				got = append(got, c.Question+"="+c.AnswerCoding.Code)
			}
		}
		slices.Sort(got)
		slices.Sort(want[it.LinkID])
		if !slices.Equal(got, want[it.LinkID]) {
			t.Errorf("%s is opened by %v, the table says %v", it.LinkID, got, want[it.LinkID])
		}
	}
}

func TestRedFlagsSourcesAndExclusionsGoAlong(t *testing.T) {
	table := leg(t)
	flags, exclusive, sourced := 0, 0, 0
	for _, it := range formOf(t, table).Item {
		q := table.Question(it.LinkID)
		if q == nil {
			continue
		}
		if len(it.Item) != 1 || it.Item[0].LinkID != q.ID+"/why" {
			t.Errorf("%s does not say why it is asked", q.ID)
		}
		for _, e := range it.Extension {
			if e.URL == "urn:legtriage:sources" && e.ValueString != "" {
				sourced++
			}
		}
		for _, o := range it.AnswerOption {
			flag, with, alone := false, 0, false
			for _, e := range o.Extension {
				flag = flag || e.URL == "urn:legtriage:red-flag" && e.ValueBoolean
				alone = alone || strings.HasSuffix(e.URL, "questionnaire-optionExclusive") && e.ValueBoolean
				if e.URL == "urn:legtriage:red-flag-with" {
					with++
				}
			}
			if alone != (q.List && o.ValueCoding.Code == triage.None) {
				t.Errorf("%s.%s is exclusive: %v", q.ID, o.ValueCoding.Code, alone)
			}
			if alone {
				exclusive++
			}
			if i := q.Option(o.ValueCoding.Code); i >= 0 && (flag != q.Options[i].RedFlag || with != len(q.Options[i].With)) {
				t.Errorf("%s.%s: red flag %v with %d partners", q.ID, o.ValueCoding.Code, flag, with)
			}
			if flag {
				flags++
			}
		}
	}
	if flags < 50 || exclusive < 15 || sourced != len(table.Questions) {
		t.Errorf("%d red flags, %d lists with none, %d questions with sources", flags, exclusive, sourced)
	}
}

// tiny has one of everything that a form shows.
const tiny = `
table: {name: Tiny, version: 3}
questions:
  - id: danger
    stage: life
    ask: Any of these?
    why: They are dangerous.
    list:
      chest: {say: Chest pain, detail: "tight, or \"heavy\"", red_flag: true}
      fall: {say: A fall, opens: injury}
  - {id: injury, stage: limb, ask: What did it do?, why: It can break., list: {bent: {say: It is bent, red_flag: {danger: fall}, ungated: danger.chest}}}
  - {id: cold, stage: limb, ask: Is the foot cold?, why: It may need more., options: {no: "No", unsure: Not sure, yes: "Yes"}}
  - {id: problem, ask: What is it?, why: It tells what to ask., at_least_one: true, list: {cramp: A cramp, lump: A lump}}
  - {id: lump, ask: Is it growing?, why: It may matter., options: {no: "No", unsure: Not sure, yes: "Yes"}}
  - {id: sleep, ask: How do you sleep?, why: Tips depend on it., options: {well: Well, unsure: Not sure, badly: Badly}}
sources:
  page: {title: A page, address: "https://example.org/a?b=1&c=<2>", note: A copy}
  file: {title: A file, address: file.txt}
rules:
  - {id: chest, urgency: call, title: Chest pain, about: the heart, when: {danger: chest or unsure}, because: It is., do: Call now., sources: [page], status: draft}
  - {id: broken, urgency: go, title: A bent leg, about: a break, when: {danger: fall or unsure, injury: bent or unsure}, because: It is., do: Go now., sources: [page, file], status: draft}
  - {id: cold, urgency: soon, title: A cold foot, about: the blood flow, when: {danger: fall, cold: "yes"}, because: It is., do: Ask., sources: [file], status: draft}
  - {id: sleepless, urgency: routine, title: A lump that keeps you awake, about: a lump, when: {lump: unsure or worse, problem: lump, sleep: badly}, because: It is., do: Ask., sources: [page], status: draft}
  - {id: lump, urgency: routine, title: A lump, about: a lump, when: {problem: lump, lump: unsure or worse}, because: It is., do: Ask., sources: [page], status: draft}
  - {id: rest, urgency: home, title: Nothing, about: nothing, when: always, because: It is., do: Rest., sources: [page], status: draft}
advice:
  - {id: pillow, say: Take a pillow., suits: {problem: cramp, sleep: badly}, without: [{when: {lump: "yes"}, because: it can press.}], up_to: soon, sources: [page]}
`

func load(t testing.TB, text string) *triage.Table {
	t.Helper()
	table, err := rules.Load(fstest.MapFS{"table.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = "../../testdata/golden/" + name
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; see it with git diff after go test -update:\n%s", name, got)
	}
}

func TestGoldenForm(t *testing.T) {
	golden(t, "questionnaire.json", export.Questionnaire(load(t, tiny), &words.FormWords))
}

func TestGoldenBundle(t *testing.T) {
	table := load(t, tiny)
	var out []byte
	for _, text := range []string{
		`{"danger": {"chest": "no", "fall": "unsure"}, "injury": ["bent"], "problem": ["lump"], "lump": "yes"}`,
		`{"danger": {"chest": "no"}, "problem": ["cramp"]}`,
		`{"danger": ["none"], "injury": ["none"], "problem": ["cramp"], "lump": "no", "sleep": "badly"}`,
	} {
		a, err := rules.Answers(table, "a.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var one bytes.Buffer
		if err := json.Indent(&one, words.Bundle(a.Assess(), "17"), "", "  "); err != nil {
			t.Fatal(err)
		}
		out = append(out, one.Bytes()...)
	}
	golden(t, "bundle.json", out)
}

// Every full set of answers to a small table, filled in in each way.
func TestTheFormOfASmallTableToTheLast(t *testing.T) {
	table := load(t, tiny)
	f := formOf(t, table)
	people := 0
	values := make([]int, len(table.Scales()))
	for {
		a := table.NoAnswers()
		possible := false
		for s, v := range values {
			a.Set(s, v)
			possible = possible || table.Scales()[s].Question.AtLeastOne && v == triage.TickYes
		}
		for s, v := range values {
			possible = possible && (v != triage.TickUnsure || !table.Scales()[s].Question.AtLeastOne)
		}
		for way := 0; possible && way < 3; way++ {
			p := person{answers: a, one: make([]bool, len(table.Questions)), none: way == 1, brief: way == 2, stops: -1}
			p.one[0], p.one[1] = way == 1, way == 1
			people++
			if why := p.compare(f); why != "" {
				t.Fatalf("%s\n%s", why, shown(a))
			}
		}
		s := 0
		for ; s < len(values); s++ {
			if values[s]++; values[s] <= table.Scales()[s].Top {
				break
			}
			values[s] = 0
		}
		if s == len(values) {
			break
		}
	}
	if people < 4000 {
		t.Errorf("only %d people filled in the form", people)
	}
}

// shown writes answers as JSON.
func shown(a triage.Answers) string {
	data, err := json.Marshal(a)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// Answers come back from a response as they were, whatever is missing or not sure.
func TestAnswersComeBackFromAResponse(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, table := range []*triage.Table{leg(t), load(t, tiny)} {
		for range 150 {
			a := somebody(table, r).answers
			for i := range table.Questions {
				from, to := table.Questions[i].Scales()
				missing := []float64{0, 0, 0.1, 0.5, 1}[r.IntN(5)]
				for s := from; s < to; s++ {
					if r.Float64() < missing {
						a.Clear(s)
					} else if r.IntN(6) == 0 && !table.Questions[i].AtLeastOne {
						a.Set(s, r.IntN(table.Scales()[s].Top+1))
					}
				}
				if q := &table.Questions[i]; q.AtLeastOne && a.Answered(q) {
					a.Set(from, triage.TickYes)
				}
			}
			bundle := words.Bundle(a.Assess(), "")
			back, err := rules.AnswersLine(table, "bundle.json", 1, bundle)
			if err != nil {
				t.Fatalf("%v\n%s", err, shown(a))
			}
			if !back.Equal(a) {
				t.Fatalf("%s\ncame back as\n%s", shown(a), shown(back))
			}
		}
	}
}
