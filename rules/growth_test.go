package rules

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

// This file makes tables many times as large as the shipped one, to see what a table
// costs as it grows.

// grown returns the files of a table that contains this many copies of the shipped one,
// each with its own questions, rules, advice and promises, whose ids end in the number
// of the copy. Only the first copy has a list that needs a tick: a real table has one
// page that sorts the problems.
func grown(tb testing.TB, copies int) fs.FS {
	tb.Helper()
	names, err := fs.Glob(Files(), "*.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	out := fstest.MapFS{}
	for number := range copies {
		sections := map[string]*yaml.Node{}
		for _, name := range names {
			data, err := fs.ReadFile(Files(), name)
			if err != nil {
				tb.Fatal(err)
			}
			var document yaml.Node
			if err := yaml.Unmarshal(data, &document); err != nil {
				tb.Fatal(err)
			}
			for key, value := range pairs(document.Content[0]) {
				if seen := sections[key.Value]; seen != nil {
					seen.Content = append(seen.Content, value.Content...)
				} else {
					sections[key.Value] = value
				}
			}
		}
		delete(sections, "wording") // it refers to texts by name
		delete(sections, "acts")    // what one copy advises, another warns of
		for _, section := range []string{"rules", "advice", "people"} {
			for _, item := range sections[section].Content {
				drop(item, "tells")
			}
		}
		if number > 0 {
			for _, once := range []string{"table", "sources", "numbers", "people"} {
				delete(sections, once)
			}
			promises := sections["invariants"]
			promises.Content = slices.DeleteFunc(promises.Content, func(promise *yaml.Node) bool {
				for key := range pairs(promise) {
					if key.Value == "dial" || key.Value == "ticks" || key.Value == "only_contact" {
						return true // the first copy has promised it
					}
				}
				return false
			})
			// Only the list of problems of the first copy needs a tick, so nobody could
			// come to the symptoms of the others with one problem alone.
			for _, item := range sections["questions"].Content {
				drop(item, "symptoms")
				for key, options := range pairs(item) {
					if key.Value == "list" || key.Value == "options" {
						for _, option := range pairs(options) {
							drop(option, "beside")
						}
					}
				}
			}
			// Only the first copy sends people to the unit, and its promise says that
			// nobody else is sent there.
			for _, section := range []string{"rules", "invariants"} {
				for _, item := range sections[section].Content {
					drop(item, "contact")
				}
			}
			for _, section := range sections {
				rename(section, fmt.Sprint("-", number))
			}
		}
		data, err := yaml.Marshal(sections)
		if err != nil {
			tb.Fatal(err)
		}
		out[fmt.Sprintf("copy%02d.yaml", number)] = &fstest.MapFile{Data: data}
	}
	return out
}

// pairs calls yield with the keys and values of a mapping.
func pairs(mapping *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if !yield(mapping.Content[i], mapping.Content[i+1]) {
				return
			}
		}
	}
}

// drop removes a key from a mapping.
func drop(mapping *yaml.Node, unwanted string) {
	var kept []*yaml.Node
	for key, value := range pairs(mapping) {
		if key.Value != unwanted {
			kept = append(kept, key, value)
		}
	}
	mapping.Content = kept
}

// rename turns a section of a table into that of a copy. Only one question of a table can
// have at_least_one. "Not sure" is an answer to its copies, for which nobody asks what a
// tick of it opens.
func rename(section *yaml.Node, suffix string) {
	for _, item := range section.Content {
		var kept []*yaml.Node
		complaint := false
		for key := range pairs(item) {
			complaint = complaint || key.Value == "at_least_one"
		}
		for key, value := range pairs(item) {
			switch key.Value {
			case "id":
				value.Value += suffix
			case "never", "given", "only":
				renameWords(value, suffix)
			case "stages", "orders", "safety_net":
				renameKeys(value, suffix)
			case "at_least_one":
				continue
			case "list":
				for _, option := range pairs(value) {
					if complaint && option.Kind == yaml.MappingNode {
						drop(option, "opens")
					}
				}
			}
			kept = append(kept, key, value)
		}
		item.Content = kept
		askCopy(item, suffix)
	}
}

// renameWords renames one word or a list of them.
func renameWords(n *yaml.Node, suffix string) {
	if n.Kind == yaml.ScalarNode {
		n.Value += suffix
	}
	for _, item := range n.Content {
		renameWords(item, suffix)
	}
}

// askCopy makes all conditions in n ask the questions of a copy.
func askCopy(n *yaml.Node, suffix string) {
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			askCopy(item, suffix)
		}
		return
	}
	for key, value := range pairs(n) {
		switch key.Value {
		case "when", "suits", "red_flag":
			renameKeys(value, suffix)
		case "opens":
			renameWords(value, suffix)
		case "ungated":
			question, option, _ := strings.Cut(value.Value, ".")
			value.Value = question + suffix + "." + option
		default:
			askCopy(value, suffix)
		}
	}
}

// renameKeys makes conditions ask the questions of a copy.
func renameKeys(when *yaml.Node, suffix string) {
	if when.Kind == yaml.SequenceNode {
		for _, item := range when.Content {
			renameKeys(item, suffix)
		}
		return
	}
	for key, value := range pairs(when) {
		if key.Value == "any" {
			renameKeys(value, suffix)
		} else {
			key.Value += suffix
		}
	}
}

func grownTable(tb testing.TB, copies int) *triage.Table {
	tb.Helper()
	table, err := Load(grown(tb, copies))
	if err != nil {
		tb.Fatalf("\n%v", err)
	}
	return table
}

// BenchmarkGrowth measures a table many times as large as the shipped one: reading it,
// judging a calm person, and proving it.
func BenchmarkGrowth(b *testing.B) {
	for _, copies := range []int{1, 2, 4, 8} {
		files, table := grown(b, copies), grownTable(b, copies)
		b.Run(fmt.Sprintf("copies=%d/load", copies), func(b *testing.B) {
			for b.Loop() {
				if _, err := Load(files); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("copies=%d/assess", copies), func(b *testing.B) {
			calm := calmest(b, table)
			fired := make([]int, 0, len(table.Rules))
			for b.Loop() {
				calm.Assess()
				calm.Range()
				fired = calm.Fired(fired[:0])
			}
		})
		b.Run(fmt.Sprintf("copies=%d/check", copies), func(b *testing.B) {
			for b.Loop() {
				if table.Check(triage.DefaultBudget).Failed() {
					b.Fatal("the check finds errors")
				}
			}
			b.ReportMetric(float64(len(table.ByUrgency())), "rules")
		})
	}
}

// calmest returns somebody with an answer to everything who is sent home.
func calmest(tb testing.TB, table *triage.Table) triage.Answers {
	tb.Helper()
	a := table.NoAnswers()
	for s := range table.Scales() {
		a.Set(s, 0)
	}
	for i := range table.Questions {
		if q := &table.Questions[i]; q.AtLeastOne {
			from, _ := q.Scales()
			a.Set(from, triage.TickYes)
		}
	}
	if atLeast, _ := a.Range(); atLeast > triage.Home {
		tb.Fatalf("the calmest answers lead to %v", atLeast)
	}
	return a
}

// TestProofsOfManyCopies checks that copies change no verdict, and that the number of
// cases in a proof grows no faster than the square of the table's size, since every
// piece of advice meets every rule, and every condition every scale. Half as many again
// are allowed: only rules of the first copy ask about the list that needs a tick, so
// the rules of the others are tried with each of its ticks.
func TestProofsOfManyCopies(t *testing.T) {
	t.Parallel()
	copies := 3
	switch {
	case testing.Short():
		copies = 2
	case *long:
		copies = 5
	}
	one, many := grownTable(t, 1).Check(triage.DefaultBudget), grownTable(t, copies).Check(triage.DefaultBudget)
	if many.Failed() || len(many.Findings) != copies*len(one.Findings) {
		t.Errorf("one copy has %d findings, %d copies have %v", len(one.Findings), copies, many.Findings)
	}
	if len(many.Proved) != len(one.Proved) {
		t.Fatalf("one copy proves %d properties, %d copies %d", len(one.Proved), copies, len(many.Proved))
	}
	for i, p := range many.Proved {
		if was := one.Proved[i]; p.Property != was.Property || 2*p.Cases > 3*copies*copies*was.Cases {
			t.Errorf("one copy proves %v, %d copies %v", was, copies, p)
		}
	}
}
