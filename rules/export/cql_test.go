package export_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"legtriage/rules"
	"legtriage/rules/export"
	"legtriage/triage"
)

// cqlTable is a table with a question of each kind.
func cqlTable(t *testing.T) *triage.Table {
	t.Helper()
	table := &triage.Table{
		Name: "Small table", Version: "1", Hash: "abc",
		Questions: []triage.Question{
			{ID: "problem", Ask: "What is the matter?", List: true, AtLeastOne: true, Options: []triage.Option{{ID: "pain", Say: "Pain"}, {ID: "itch", Say: "An itch", Detail: "new too"}}},
			{ID: "change", Ask: "Has it changed?", Options: []triage.Option{{ID: "no", Say: "No"}, {ID: "unsure", Say: "Not sure"}, {ID: "yes", Say: "Yes"}}},
		},
		Rules: []triage.Rule{
			{ID: "worse", Urgency: triage.Today, Title: "Worse", About: "worse", When: triage.When{{{Scale: 0, Value: triage.TickUnsure}, {Scale: 1, Value: triage.TickYes}}, {{Scale: 2, Value: 1}}}, Because: "It's so.", Do: "See a doctor today.", Sources: []string{"page"}, Status: triage.Draft},
			{ID: "old", Urgency: triage.Call, When: triage.When{{{Scale: 2, Value: 2}}}, Status: triage.Retired},
			{ID: "rest", Urgency: triage.Home, Title: "Nothing", Because: "Nothing.", Do: "Rest.", Sources: []string{"page"}, Status: triage.Reviewed, Review: triage.Review{By: "Ann", On: "2026-01-31"}},
		},
		Sources: []triage.Source{{ID: "page", Title: "A page", Address: "https://example.org"}},
	}
	if err := table.Compile(); err != nil {
		t.Fatal(err)
	}
	return table
}

// TestCQL compares a whole library, of the kind that the engines in testdata/engines
// run.
func TestCQL(t *testing.T) {
	want := `// The rule table "Small table", version 1, hash abc.
// Written by legtriage export cql: change the table and export it again instead of editing this.
// No clinician has reviewed all of these rules: each says its status.
//
// A parameter is an answer; null is a missing answer, which is not "no". The results are
// "at least" and "at most", the lowest and the highest urgency that the missing answers
// leave possible; "category" and "urgency", null unless settled; and "fired" and
// "deciding", ids of rules. All of these are null unless "wrong answers" is empty.
library "SmallTable" version '1'

// What is the matter?
//   pain (no, unsure, yes): Pain
parameter "problem.pain" String default null
//   itch (no, unsure, yes): An itch (new too)
parameter "problem.itch" String default null

// Has it changed?
//   no: No
//   unsure: Not sure
//   yes: Yes
parameter "change" String default null

define "table": Tuple { name: 'Small table', version: '1', hash: 'abc' }

// The place of each answer on its scale, from 0, the least worrying. A word that is no answer
// has none, as if it were missing.
define "place of problem.pain": case "problem.pain" when 'no' then 0 when 'unsure' then 1 when 'yes' then 2 else null end
define "place of problem.itch": case "problem.itch" when 'no' then 0 when 'unsure' then 1 when 'yes' then 2 else null end
define "place of change": case "change" when 'no' then 0 when 'unsure' then 1 when 'yes' then 2 else null end

// The words that are no answers, each after its parameter, and the questions that need a
// tick and have none.
define "wrong answers":
  ({
    if "problem.pain" is not null and "place of problem.pain" is null then 'problem.pain: ' + "problem.pain" else null,
    if "problem.itch" is not null and "place of problem.itch" is null then 'problem.itch: ' + "problem.itch" else null,
    if "change" is not null and "place of change" is null then 'change: ' + "change" else null,
    if ("place of problem.pain" < 2 and "place of problem.itch" < 2) is true then 'problem: needs a tick' else null
  }) W where W is not null

// worse: Worse
// It's so.
// Urgency: today. Status: draft.
define "rule worse":
  ("place of problem.pain" >= 1 or "place of problem.itch" >= 2) // problem.pain or unsure; problem.itch
  and ("place of change" >= 1) // change: unsure or worse

// rest: Nothing
// Nothing.
// Urgency: home. Status: reviewed by Ann on 2026-01-31.
define "rule rest":
  true

define "any today":
  "rule worse"

define "fired today":
  ({
    if "rule worse" is true then 'worse' else null
  }) R where R is not null

define "any home":
  "rule rest"

define "fired home":
  ({
    if "rule rest" is true then 'rest' else null
  }) R where R is not null

define "at least":
  if exists "wrong answers" then null
  else if "any today" is true then 'today'
  else 'home'

define "at most":
  if exists "wrong answers" then null
  else if "any today" is not false then 'today'
  else 'home'

`
	var out bytes.Buffer
	if err := export.CQL(&out, cqlTable(t)); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := strings.Cut(out.String(), "define \"category at least\""); got != want {
		line := 0
		for line < min(strings.Count(got, "\n"), strings.Count(want, "\n")) && strings.Split(got, "\n")[line] == strings.Split(want, "\n")[line] {
			line++
		}
		t.Errorf("from line %d on\n%s\nwant\n%s", line+1, strings.Join(strings.Split(got, "\n")[line:], "\n"), strings.Join(strings.Split(want, "\n")[line:], "\n"))
	}
}

// cqlTexts are the comments and the texts of CQL, with their quotes.
var cqlTexts = regexp.MustCompile(`//[^\n]*|'(?:[^'\\]|\\.)*'`)

// TestNoTextLeavesItsPlaceInCQL puts an attack into every text of the table. Without
// comments and quoted texts, the library must be the same as before.
func TestNoTextLeavesItsPlaceInCQL(t *testing.T) {
	table, err := rules.LegToAsk()
	if err != nil {
		t.Fatal(err)
	}
	var was, now bytes.Buffer
	if err := export.CQL(&was, table); err != nil {
		t.Fatal(err)
	}
	attacks := []string{"'", "\\", "*/", "/*", "\n", "\r", "\u2028", "\u0085", "\\'", "\\\n", "\x00", "\U000e0041", "//", "\"", "%s"}
	n := 0
	spoil := func(texts ...*string) {
		for _, text := range texts {
			attack := attacks[n%len(attacks)]
			*text += attack + " define \"at most\": 'home' " + attack
			n++
		}
	}
	spoil(&table.Version, &table.Hash)
	for i := range table.Questions {
		q := &table.Questions[i]
		spoil(&q.Ask)
		for o := range q.Options {
			spoil(&q.Options[o].Say, &q.Options[o].Detail)
		}
	}
	for i := range table.Rules {
		r := &table.Rules[i]
		spoil(&r.Title, &r.About, &r.Because, &r.Do, &r.Contact, &r.Review.By, &r.Review.On)
	}
	for i := range table.Sources {
		s := &table.Sources[i]
		spoil(&s.Title, &s.Address, &s.Note)
	}
	if err := export.CQL(&now, table); err != nil {
		t.Fatal(err)
	}
	bare := func(text string) []string { return strings.Split(cqlTexts.ReplaceAllString(text, "."), "\n") }
	before, after := bare(was.String()), bare(now.String())
	for i := range before {
		if i >= len(after) || before[i] != after[i] {
			t.Fatalf("line %d has become %q, and was %q", i+1, strings.Split(now.String(), "\n")[i], strings.Split(was.String(), "\n")[i])
		}
	}
	if len(after) != len(before) || strings.Contains(now.String(), "\u2028") || !slices.Equal(before, after) {
		t.Errorf("the library has %d lines, and had %d before", len(after), len(before))
	}
}

func TestCQLNamesItsLibraryAfterTheTable(t *testing.T) {
	for name, want := range map[string]string{
		"Leg symptoms in adults": `library "LegSymptomsInAdults"`,
		"2nd table, \"new\"":     `library "NdTableNew"`,
		"Beinbeschwerden (Ü 2)":  `library "Beinbeschwerden2"`,
		"腿":                      `library "Table"`,
	} {
		table := cqlTable(t)
		table.Name = name
		var out bytes.Buffer
		if err := export.CQL(&out, table); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\n"+want+" version") {
			t.Errorf("%s: the library has no %s", name, want)
		}
	}
}
