package report

import (
	"encoding/json"
	"fmt"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// Check returns what a check found and what it proved.
func (write Writer) Check(t *triage.Table, r *triage.Report) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.CheckTitle)
	d.section(w.CheckFound, func(d *Document) {
		short := false // calm answers were left out
		for _, f := range r.Findings {
			text := words.Fill(w.CheckFinding, "at", place(f.At), "severity", f.Severity, "message", f.Message)
			d.List(text)
			if f.Witness != nil {
				answers, left := witness(*f.Witness)
				d.Add(Code, answers)
				short = short || left
			}
		}
		if short {
			d.Add(Fine, w.CheckCalm)
		}
		if len(r.Findings) == 0 {
			d.Add(Paragraph, w.CheckNothing)
		}
	})
	d.section(w.CheckProved, func(d *Document) {
		var items []string
		for _, p := range r.Proved {
			items = append(items, w.Count(w.CheckProof, p.Cases, "property", p.Property))
		}
		d.List(items...)
	})
	d.Add(Fine, w.CheckLimits)
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	errors := 0
	for _, f := range r.Findings {
		if f.Severity == triage.Mistaken {
			errors++
		}
	}
	end := w.CheckWell
	if errors > 0 {
		end = w.CheckNotWell
	}
	if !t.Guarded {
		d.Add(Fine, w.CheckUnguarded)
	}
	d.Add(Headline, words.Fill(end, "errors", errors, "warnings", len(r.Findings)-errors))
	return d
}

func place(at triage.Position) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
}

// witness returns the answers of a witness as one line, without the calm ones, and reports
// whether there were any. If an answer is missing, it leaves none out: a calm one would
// then look as if it were missing too.
func witness(a triage.Answers) (line string, left bool) {
	few := a.Table().NoAnswers()
	for s := range a.Table().Scales() {
		switch v, known := a.Value(s); {
		case !known:
			return marshalled(a), false
		case v > 0:
			few.Set(s, v)
		default:
			left = true
		}
	}
	return marshalled(few), left
}

func marshalled(a triage.Answers) string {
	out, err := json.Marshal(a)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// CheckJSON returns the report for programs.
func CheckJSON(t *triage.Table, r *triage.Report) any {
	type object map[string]any
	findings, proved := []object{}, []object{}
	for _, f := range r.Findings {
		findings = append(findings, object{
			"severity": f.Severity.String(), "kind": f.Kind, "file": f.At.File, "line": f.At.Line, "column": f.At.Column,
			"message": f.Message, "witness": f.Witness,
		})
	}
	for _, p := range r.Proved {
		proved = append(proved, object{"property": p.Property, "cases": p.Cases})
	}
	return object{"table": object{"name": t.Name, "version": t.Version, "hash": t.Hash}, "findings": findings, "proved": proved}
}

// Diff returns the answers whose urgency is lowered, and those whose urgency is raised.
func (write Writer) Diff(old, now *triage.Table, c *triage.Comparison, decided bool) Document {
	w := write.Words
	var d Document
	short, flags := false, map[string]bool{} // flags: the red flags that are lost
	d.Add(Headline, words.Fill(w.DiffTitle, "old", old.Version, "oldhash", old.Hash, "new", now.Version, "newhash", now.Hash))
	for _, part := range []struct {
		heading string
		list    []triage.Difference
	}{{w.DiffLowered, c.Lowered}, {w.DiffRaised, c.Raised}} {
		d.section(part.heading, func(d *Document) {
			for _, x := range part.list {
				text := w.Count(w.DiffOne, x.Cases, "was", x.Was, "now", x.Now, "old", x.OldRule.ID, "new", x.NewRule.ID)
				if x.RedFlag != "" {
					flags[x.RedFlag] = true
					text = words.Fill(w.DiffRedFlag, "flag", x.RedFlag) + " " + text
				}
				d.List(text)
				answers, left := witness(x.Answers)
				d.Add(Code, answers)
				short = short || left
			}
		})
	}
	if short {
		d.Add(Fine, w.CheckCalm)
	}
	d.section(w.DiffGone, func(d *Document) { d.List(c.Gone...) })
	d.section(w.DiffNew, func(d *Document) { d.List(c.New...) })
	switch {
	case !decided: // even if everything is the same so far
		d.Add(Headline, w.DiffUndecided)
	case c.Same():
		d.Add(Headline, w.DiffSame)
	default:
		end := w.DiffOther
		if len(flags) > 0 {
			end = w.DiffFlags
		}
		d.Add(Headline, words.Fill(end, "n", len(flags), "lowered", len(c.Lowered), "raised", len(c.Raised)))
	}
	return d
}

// DiffJSON returns the comparison for programs.
func DiffJSON(old, now *triage.Table, c *triage.Comparison, decided bool) any {
	type object map[string]any
	identity := func(t *triage.Table) object { return object{"name": t.Name, "version": t.Version, "hash": t.Hash} }
	list := func(ds []triage.Difference) []object {
		out := []object{}
		for _, d := range ds {
			out = append(out, object{"was": d.Was.String(), "now": d.Now.String(), "old_rule": d.OldRule.ID, "new_rule": d.NewRule.ID, "cases": d.Cases, "red_flag": d.RedFlag, "answers": d.Answers})
		}
		return out
	}
	strings := func(s []string) []string { return append([]string{}, s...) }
	return object{"old": identity(old), "table": identity(now), "decided": decided, "lowered": list(c.Lowered), "raised": list(c.Raised), "gone": strings(c.Gone), "new": strings(c.New)}
}

// TableFails returns a warning if a table fails its own check, and otherwise "". The name
// is that of its folder.
func (write Writer) TableFails(name string, t *triage.Table) string {
	if !t.Check(triage.DefaultBudget).Failed() {
		return ""
	}
	return words.Fill(write.Words.TableFails, "name", read.Harmless(name))
}
