package report

import (
	"fmt"

	"legtriage/triage"
	"legtriage/ui/words"
)

// Views returns the names of the views of a table that [Writer.View] and
// [Writer.ViewJSON] know.
func Views() []string { return []string{"overlaps", "default", "costs"} }

// View returns one of the [Views] of a table. If the budget was not enough for all of it,
// the document says so and decided is false.
func (write Writer) View(t *triage.Table, view string, budget int) (d Document, decided bool) {
	w := write.Words
	switch view {
	case "overlaps":
		d.Add(Headline, w.ViewOverlaps)
		var overlaps []triage.Overlap
		overlaps, decided = t.Overlaps(budget)
		for _, always := range []bool{true, false} {
			heading := w.ViewSometimes
			if always {
				heading = w.ViewAlways
			}
			d.section(heading, func(d *Document) {
				var items []string
				for _, o := range overlaps {
					if o.Always == always {
						items = append(items, fmt.Sprintf("%s (%v), %s (%v)", o.Rule.ID, o.Rule.Urgency, o.With.ID, o.With.Urgency))
					}
				}
				d.List(items...)
			})
		}
	case "default":
		d.Add(Headline, w.ViewDefault)
		var given []triage.Given
		given, decided = t.OnlyDefault(budget)
		var items []string
		for _, g := range given {
			s := t.Scales()[g.Scale]
			name := s.Question.ID
			if s.Option >= 0 {
				name += "." + s.Question.Options[s.Option].ID
			}
			items = append(items, name+": "+s.Value(g.Value))
		}
		d.List(items...)
	case "costs":
		d.Add(Headline, w.ViewCosts)
		var costs []triage.Cost
		costs, decided = t.Costs(budget, w.Shown)
		for _, c := range costs {
			d.Add(Heading, w.Categories[c.Category])
			d.Add(Paragraph, w.Count(w.ViewLoad, c.People, "median", load(w, c.Loads.Median()), "most", load(w, c.Loads.Most())))
			var items []string
			for i := range t.Questions {
				if n := c.Asked[t.Questions[i].ID]; n > 0 {
					items = append(items, fmt.Sprintf("%s: %d", t.Questions[i].ID, n))
				}
			}
			d.List(items...)
		}
	}
	if !decided {
		d.Add(Paragraph, words.Fill(w.ViewUndecided, "n", budget))
	}
	d.Add(Fine, words.Fill(w.Made, "table", t.Name, "version", t.Version, "hash", t.Hash))
	return d, decided
}

// ViewJSON returns one of the [Views] for programs.
func (write Writer) ViewJSON(t *triage.Table, view string, budget int) (shape any, decided bool) {
	type object map[string]any
	items := []object{}
	key := view
	switch view {
	case "overlaps":
		var overlaps []triage.Overlap
		overlaps, decided = t.Overlaps(budget)
		for _, o := range overlaps {
			items = append(items, object{"rule": o.Rule.ID, "urgency": o.Rule.Urgency.String(), "with": o.With.ID, "with_urgency": o.With.Urgency.String(), "always": o.Always})
		}
	case "default":
		key = "answers"
		var given []triage.Given
		given, decided = t.OnlyDefault(budget)
		for _, g := range given {
			s := t.Scales()[g.Scale]
			item := object{"question": s.Question.ID, "value": s.Value(g.Value)}
			if s.Option >= 0 {
				item["option"] = s.Question.Options[s.Option].ID
			}
			items = append(items, item)
		}
	case "costs":
		var costs []triage.Cost
		costs, decided = t.Costs(budget, write.Words.Shown)
		for _, c := range costs {
			asked := []object{}
			for i := range t.Questions {
				if n := c.Asked[t.Questions[i].ID]; n > 0 {
					asked = append(asked, object{"question": t.Questions[i].ID, "people": n})
				}
			}
			items = append(items, object{
				"category": c.Category.String(), "people": c.People, "asked": asked,
				"pages": object{"median": c.Loads.Median().Pages, "most": c.Loads.Most().Pages},
				"load":  loadsJSON(c.Loads),
			})
		}
	}
	return object{
		"table": object{"name": t.Name, "version": t.Version, "hash": t.Hash},
		"view":  view, "decided": decided, key: items,
	}, decided
}
