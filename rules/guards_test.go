package rules

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"legtriage/triage"
)

var updateGuards = flag.Bool("update-guards", false, "take the shipped table as what it is held to from now on")

// guardsFolder holds the table as it was, so that the tests of a change show any guard
// that it weakens.
const guardsFolder = "../testdata/guards"

// goneFile says which guards have been given up on purpose since then.
const goneFile = guardsFolder + "/gone.txt"

// releasedFolder holds the table of the last release. portedFile says what its answers
// are in today's table, and toldFile what people are now told differently on purpose.
const (
	releasedFolder = "../testdata/table-0.2.0"
	portedFile     = releasedFolder + "/ported.txt"
	toldFile       = releasedFolder + "/told.txt"
)

// onlyMeant fails for each finding that the file does not list, and for each line of
// the file that is not a finding. A line is a finding, " because " and the reason.
func onlyMeant(t *testing.T, file string, found []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		line = strings.TrimSpace(line)
		means := func(finding string) bool { return strings.HasPrefix(line, finding+" because ") }
		if i := slices.IndexFunc(found, means); i >= 0 {
			found = slices.Delete(found, i, i+1)
		} else {
			t.Errorf("%s has a line that is not a finding, or that has no reason after \" because \": %s", file, line)
		}
	}
	for _, finding := range found {
		t.Errorf("%s. Was that meant? Then add this line to %s, with the reason:\n%s because ", finding, file, finding)
	}
}

// TestGuardsDoNotShrink compares the shipped table with what guarded the one before it:
// promises, red flags, golden people, rules about words. Guards that are given up on
// purpose are listed, with a reason, in gone.txt. When all is well,
//
//	go test ./rules -run Guards -update-guards
//
// makes the present table the one to compare with.
func TestGuardsDoNotShrink(t *testing.T) {
	table := leg(t)
	old, err := Load(os.DirFS(guardsFolder))
	if err != nil && !*updateGuards {
		t.Fatalf("\n%v", err)
	}
	if old != nil {
		var found []string
		for _, f := range table.LostGuards(old, triage.DefaultBudget) {
			found = append(found, f.Message)
		}
		onlyMeant(t, goneFile, found)
	}
	if t.Failed() || !*updateGuards {
		return
	}
	if err := os.RemoveAll(guardsFolder); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(guardsFolder, Files()); err != nil {
		t.Fatal(err)
	}
	const head = "# Guards of the table in this folder that were given up on purpose: the finding, \" because \", and the reason.\n"
	if err := os.WriteFile(goneFile, []byte(head), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestGuardsAreThoseOfTheTable wants a new snapshot when the table has new guards:
// otherwise they could be lost again unseen.
func TestGuardsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	old, err := Load(os.DirFS(guardsFolder))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	for _, f := range old.LostGuards(leg(t), triage.DefaultBudget) {
		t.Errorf("%s:%d: %s does not have this guard yet (compared with the table, %s). Take it in: go test ./rules -run Guards -update-guards", f.At.File, f.At.Line, guardsFolder, f.Message)
	}
}

// TestPeopleAreToldOnlyMeantDifferences sends everybody who is covered by a rule or a
// promise of the last released table through today's table. Both tables are monotone,
// so the least answers for each rule or promise are enough, combined with each
// complaint. Differences in what people are told, and advice that was promised never to
// be given, must be listed in told.txt, with a reason.
func TestPeopleAreToldOnlyMeantDifferences(t *testing.T) {
	t.Parallel()
	old, err := Load(os.DirFS(releasedFolder))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	now := leg(t)
	into := ported(t, old, now)
	var found []string
	seen := map[string]bool{}
	note := func(format string, args ...any) {
		if line := fmt.Sprintf(format, args...); !seen[line] {
			seen[line] = true
			found = append(found, line)
		}
	}
	for _, r := range old.ByUrgency() {
		leastPeople(old, r.When, func(v values) {
			was, is := v.answers(old).Assess(), into(v).answers(now).Assess()
			before, _ := was.Disposition()
			after, _ := is.Disposition()
			rule := was.Deciding[0].Rule.ID
			switch {
			case is.AtLeast < was.AtLeast:
				note("less urgent: was %v by %s, now %v", was.AtLeast, rule, is.AtLeast)
			case is.AtLeast > was.AtLeast:
				note("more urgent: was %v by %s, now %v", was.AtLeast, rule, is.AtLeast)
			case after.Place < before.Place:
				note("another place: was %v by %s, now %v", before.Place, rule, after.Place)
			}
		})
	}
	for i := range old.Invariants {
		in := &old.Invariants[i]
		if len(in.When) == 0 {
			continue // a promise about the table itself
		}
		leastPeople(old, in.When, func(v values) {
			is := into(v).answers(now).Assess()
			said, _ := is.Disposition()
			if place := (&triage.Rule{Urgency: in.AtLeast, Contact: in.Contact}).Place(); in.AtLeast > triage.Home && (said.Urgency < in.AtLeast || said.Place < place) {
				note("promise %s: was %v, now %v", in.ID, in.AtLeast, said.Urgency)
			}
			for _, ad := range is.Advice {
				if slices.Contains(in.Never, ad.ID) && said.Urgency >= in.From {
					note("promise %s: advice %s is given", in.ID, ad.ID)
				}
			}
			for _, id := range in.Given {
				given := slices.ContainsFunc(is.Advice, func(ad *triage.Advice) bool { return ad.ID == id })
				if !given && in.From <= said.Urgency && said.Urgency <= in.To {
					note("promise %s: advice %s is not given", in.ID, id)
				}
			}
		})
	}
	onlyMeant(t, toldFile, found)
}

// leastPeople calls yield with each of the least ways to meet w, combined with each
// complaint if w names none. For a question with one answer, every answer that is
// worrying enough is tried, since another table may tell them apart.
func leastPeople(table *triage.Table, w triage.When, yield func(v values)) {
	wider := make(triage.When, len(w))
	for i, condition := range w {
		for _, s := range condition {
			top := s.Value
			if scale := table.Scales()[s.Scale]; scale.Option < 0 {
				top = scale.Top
			}
			for v := s.Value; v <= top; v++ {
				wider[i] = append(wider[i], triage.Step{Scale: s.Scale, Value: v})
			}
		}
	}
	for i := range table.Questions {
		if q := &table.Questions[i]; q.AtLeastOne {
			var ticks triage.Condition
			for from, to := q.Scales(); from < to; from++ {
				ticks = append(ticks, triage.Step{Scale: from, Value: triage.TickYes})
			}
			leastWays(table, append(wider, ticks), yield)
			return
		}
	}
	leastWays(table, wider, yield)
}

// ported returns a function that turns answers to the released table into answers to
// this one, by portedFile. It fails for an answer that is not in that file.
func ported(t *testing.T, old, now *triage.Table) func(values) values {
	t.Helper()
	text, err := os.ReadFile(portedFile)
	if err != nil {
		t.Fatal(err)
	}
	into := map[triage.Step]triage.Condition{}
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, targets, _ := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		step, list, ok := stepOf(old, name)
		if !ok || named[name] {
			t.Fatalf("%s: the released table asks for no %s, or it is there twice", portedFile, name)
		}
		named[name] = true
		from := step.Value
		if list {
			from = triage.TickUnsure
		}
		for v := from; v <= step.Value; v++ {
			for _, target := range strings.Fields(targets) {
				to, _, ok := stepOf(now, strings.TrimRight(target, "!?"))
				if !ok {
					t.Fatalf("%s: the table asks for no %s", portedFile, target)
				}
				switch {
				case strings.HasSuffix(target, "?"):
					to.Value = triage.TickUnsure
				case !strings.HasSuffix(target, "!"):
					to.Value = v
				}
				into[triage.Step{Scale: step.Scale, Value: v}] = append(into[triage.Step{Scale: step.Scale, Value: v}], to)
			}
		}
	}
	for i, s := range old.Scales() {
		for v := 1; v <= s.Top; v++ {
			name := s.Question.ID + "." + s.Value(v)
			if s.Option >= 0 {
				name = s.Question.ID + "." + s.Question.Options[s.Option].ID
			}
			if named[name] {
				continue
			}
			to, list, ok := stepOf(now, name)
			if !ok || list != s.Question.List {
				t.Errorf("%s does not say what has become of %s", portedFile, name)
			}
			if list {
				to.Value = v
			}
			into[triage.Step{Scale: i, Value: v}] = triage.Condition{to}
		}
	}
	return func(v values) values {
		out := make(values, len(now.Scales()))
		for s, value := range v {
			for _, to := range into[triage.Step{Scale: s, Value: value}] {
				out[to.Scale] = max(out[to.Scale], to.Value)
			}
		}
		return out
	}
}

// stepOf returns the step that question.option names; for a tick, that it is sure.
func stepOf(table *triage.Table, name string) (step triage.Step, list, ok bool) {
	id, option, _ := strings.Cut(name, ".")
	q := table.Question(id)
	if q == nil || q.Option(option) < 0 {
		return step, false, false
	}
	from, _ := q.Scales()
	if q.List {
		return triage.Step{Scale: from + q.Option(option), Value: triage.TickYes}, true, true
	}
	return triage.Step{Scale: from, Value: q.Option(option)}, false, true
}
