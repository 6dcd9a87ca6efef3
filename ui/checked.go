package ui

import (
	"encoding/json"
	"fmt"

	"legtriage/triage"
)

// Check tells what a check proved and what it found.
func (tell Teller) Check(t *triage.Table, r *triage.Report) Document {
	w := tell.Words
	var d Document
	d.add(Headline, w.CheckTitle)
	d.section(w.CheckFound, func(d *Document) {
		for _, f := range r.Findings {
			text := fill(w.CheckFinding, "at", place(f.At), "severity", f.Severity, "message", f.Message)
			d.list(text)
			if f.Witness != nil {
				d.add(Quote, witness(f.Witness))
			}
		}
		if len(r.Findings) == 0 {
			d.add(Paragraph, w.CheckNothing)
		}
	})
	d.section(w.CheckProved, func(d *Document) {
		var items []string
		for _, p := range r.Proved {
			items = append(items, fill(w.CheckProof, "property", p.Property, "cases", p.Cases))
		}
		d.list(items...)
	})
	d.add(Fine, w.CheckLimits)
	d.add(Fine, fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d
}

func place(at triage.Position) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
}

func witness(a *triage.Answers) string {
	out, err := json.Marshal(a)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// CheckJSON returns the report in the shape that programs read.
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
