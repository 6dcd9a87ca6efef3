package export

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"legtriage/triage"
)

// This file writes a table as a library of CQL, the Clinical Quality Language of HL7
// (https://cql.hl7.org, version 1.5).
//
// Answers are parameters, named like the columns of CSV: a question, or one tick of a
// list, as question.tick. A parameter that is null is missing. Each becomes a number,
// its place on its scale, and a condition says "this place or a worse one".
// Comparisons, "and" and "or" of CQL have three values: a rule is true if it has fired,
// false if it is refuted, and null if it is open. So "at least" counts the rules that
// are true, and "at most" those that are not false.
//
// A word that is not an answer has no number. It never reads as "no": it goes into the
// list of wrong answers, and there is no result unless that list is empty.
//
// "in {...}" would be shorter, but null in {...} is false on the reference engine: a
// missing answer would be a no.

// CQL writes t as one library of CQL.
func CQL(out io.Writer, t *triage.Table) error {
	c := &cql{table: t}
	c.head()
	c.parameters()
	c.identity()
	c.places()
	c.wrong()
	c.rules()
	c.results()
	c.texts()
	_, err := io.WriteString(out, c.out.String())
	return err
}

type cql struct {
	table *triage.Table
	out   strings.Builder
}

// line writes a line.
func (c *cql) line(format string, args ...any) {
	fmt.Fprintf(&c.out, format, args...)
	c.out.WriteByte('\n')
}

// comment writes the text as a comment of one line, whatever it contains.
func (c *cql) comment(format string, args ...any) {
	c.line("%s", strings.TrimRight("// "+cqlOneLine(fmt.Sprintf(format, args...)), " "))
}

func (c *cql) head() {
	t := c.table
	c.comment("The rule table %q, version %s, hash %s.", t.Name, t.Version, t.Hash)
	c.comment("Written by legtriage export cql: change the table and export it again instead of editing this.")
	if !t.AllReviewed() {
		c.comment("No clinician has reviewed all of these rules: each says its status.")
	}
	c.comment("")
	c.comment("A parameter is an answer; null is a missing answer, which is not \"no\". The results are")
	c.comment("\"at least\" and \"at most\", the lowest and the highest urgency that the missing answers")
	c.comment("leave possible; \"category\" and \"urgency\", null unless settled; and \"fired\" and")
	c.comment("\"deciding\", ids of rules. All of these are null unless \"wrong answers\" is empty.")
	c.line("library %s version %s", cqlName(libraryName(t.Name)), cqlText(t.Version))
	c.line("")
}

// libraryName makes an identifier of the name of a table.
func libraryName(name string) string {
	var out strings.Builder
	up := true
	for _, r := range name {
		switch letter := r < unicode.MaxASCII && unicode.IsLetter(r); {
		case letter && up:
			out.WriteRune(unicode.ToUpper(r))
			up = false
		case letter, r >= '0' && r <= '9' && out.Len() > 0:
			out.WriteRune(r)
		default:
			up = true
		}
	}
	if out.Len() == 0 {
		return "Table"
	}
	return out.String()
}

func (c *cql) parameters() {
	t := c.table
	for i := range t.Questions {
		q := &t.Questions[i]
		c.comment("%s", q.Ask)
		from, to := q.Scales()
		if !q.List {
			for _, o := range q.Options {
				c.comment("  %s: %s", o.ID, optionText(o))
			}
		}
		for s := from; s < to; s++ {
			if scale := t.Scales()[s]; q.List {
				c.comment("  %s (%s): %s", q.Options[scale.Option].ID, strings.Join(triage.TickNames(), ", "), optionText(q.Options[scale.Option]))
			}
			c.line("parameter %s String default null", cqlName(scaleID(t.Scales()[s])))
		}
		c.line("")
	}
}

// optionText returns an option in words.
func optionText(o triage.Option) string {
	if o.Detail == "" {
		return o.Say
	}
	return o.Say + " (" + o.Detail + ")"
}

func (c *cql) identity() {
	t := c.table
	c.line("define \"table\": Tuple { name: %s, version: %s, hash: %s }", cqlText(t.Name), cqlText(t.Version), cqlText(t.Hash))
	c.line("")
}

// placeOf names the definition of the place of an answer on its scale.
func placeOf(s triage.Scale) string { return cqlName("place of " + scaleID(s)) }

func (c *cql) places() {
	c.comment("The place of each answer on its scale, from 0, the least worrying. A word that is no answer")
	c.comment("has none, as if it were missing.")
	for _, s := range c.table.Scales() {
		var whens strings.Builder
		for v := 0; v <= s.Top; v++ {
			fmt.Fprintf(&whens, " when %s then %d", cqlText(s.Value(v)), v)
		}
		c.line("define %s: case %s%s else null end", placeOf(s), cqlName(scaleID(s)), whens.String())
	}
	c.line("")
}

func (c *cql) wrong() {
	t := c.table
	var all []string
	for _, s := range t.Scales() {
		all = append(all, fmt.Sprintf("if %[1]s is not null and %[2]s is null then %[3]s + %[1]s else null", cqlName(scaleID(s)), placeOf(s), cqlText(scaleID(s)+": ")))
	}
	for i := range t.Questions {
		if q := &t.Questions[i]; q.AtLeastOne {
			var none []string
			for s, to := q.Scales(); s < to; s++ {
				none = append(none, fmt.Sprintf("%s < %d", placeOf(t.Scales()[s]), triage.TickYes))
			}
			all = append(all, fmt.Sprintf("if (%s) is true then %s else null", strings.Join(none, " and "), cqlText(q.ID+": needs a tick")))
		}
	}
	c.comment("The words that are no answers, each after its parameter, and the questions that need a")
	c.comment("tick and have none.")
	c.line("define \"wrong answers\":\n  ({\n    %s\n  }) W where W is not null", strings.Join(all, ",\n    "))
	c.line("")
}

// rule names the definition of a rule.
func rule(r *triage.Rule) string { return cqlName("rule " + r.ID) }

func (c *cql) rules() {
	for _, r := range c.table.ByUrgency() {
		c.comment("%s: %s", r.ID, r.Title)
		c.comment("%s", r.Because)
		c.comment("Urgency: %v. Status: %s.", r.Urgency, status(r))
		c.line("define %s:", rule(r))
		if len(r.When) == 0 {
			c.line("  true")
		}
		for i, condition := range r.When {
			var steps, words []string
			for _, s := range condition {
				scale := c.table.Scales()[s.Scale]
				steps = append(steps, fmt.Sprintf("%s >= %d", placeOf(scale), s.Value))
				words = append(words, c.step(scale, s.Value))
			}
			and := "  "
			if i > 0 {
				and = "  and "
			}
			c.line("%s(%s) // %s", and, strings.Join(steps, " or "), cqlOneLine(strings.Join(words, "; ")))
		}
		c.line("")
	}
}

// step writes a step in the words of the table's files.
func (c *cql) step(s triage.Scale, value int) string {
	switch {
	case s.Option >= 0 && value < triage.TickYes:
		return scaleID(s) + " or unsure"
	case s.Option < 0 && value < s.Top:
		return scaleID(s) + ": " + s.Value(value) + " or worse"
	case s.Option < 0:
		return scaleID(s) + ": " + s.Value(value)
	}
	return scaleID(s)
}

// status says how far a rule has come, and who reviewed it on which day.
func status(r *triage.Rule) string {
	if r.Status == triage.Reviewed {
		return fmt.Sprintf("%s by %s on %s", r.Status, r.Review.By, r.Review.On)
	}
	return string(r.Status)
}

func (c *cql) results() {
	// The urgencies that some rule leads to, the most urgent first.
	var some []triage.Urgency
	for _, r := range c.table.ByUrgency() {
		if len(some) == 0 || some[len(some)-1] != r.Urgency {
			some = append(some, r.Urgency)
		}
	}
	any := func(u triage.Urgency) string { return cqlName("any " + u.String()) }
	fired := func(u triage.Urgency) string { return cqlName("fired " + u.String()) }
	var allFired []string
	for _, u := range some {
		var rules, ids []string
		for _, r := range c.table.ByUrgency() {
			if r.Urgency == u {
				rules = append(rules, rule(r))
				ids = append(ids, fmt.Sprintf("if %s is true then %s else null", rule(r), cqlText(r.ID)))
			}
		}
		allFired = append(allFired, fired(u))
		c.line("define %s:\n  %s", any(u), strings.Join(rules, "\n  or "))
		c.line("")
		c.line("define %s:\n  ({\n    %s\n  }) R where R is not null", fired(u), strings.Join(ids, ",\n    "))
		c.line("")
	}
	highest := func(name, counts string) {
		c.line("define %s:\n  if exists \"wrong answers\" then null", cqlName(name))
		for _, u := range some {
			if u > triage.Home {
				c.line("  else if %s %s then %s", any(u), counts, cqlText(u.String()))
			}
		}
		c.line("  else %s", cqlText(triage.Home.String()))
		c.line("")
	}
	highest("at least", "is true")
	highest("at most", "is not false")
	for _, bound := range []string{"at least", "at most"} {
		var whens strings.Builder
		for _, u := range triage.Urgencies() {
			fmt.Fprintf(&whens, " when %s then %s", cqlText(u.String()), cqlText(u.Category().String()))
		}
		c.line("define %s: case %s%s else null end", cqlName("category "+bound), cqlName(bound), whens.String())
	}
	c.line("define \"category\": if \"category at least\" = \"category at most\" then \"category at least\" else null")
	c.line("define \"urgency\": if \"at least\" = \"at most\" then \"at least\" else null")
	c.line("")
	c.comment("The rules that hold, whatever else is answered, the most urgent first.")
	c.line("define \"fired\": if exists \"wrong answers\" then null else flatten { %s }", strings.Join(allFired, ", "))
	c.line("")
	c.comment("Those of them that decide. Nothing is a reason to stay at home as long as something more")
	c.comment("urgent is possible.")
	c.line("define \"deciding\":\n  if \"at least\" = %[1]s and \"at most\" != %[1]s then List<String>{}\n  else case \"at least\"", cqlText(triage.Home.String()))
	for _, u := range some {
		c.line("    when %s then %s", cqlText(u.String()), fired(u))
	}
	c.line("    else null end")
	c.line("")
}

// texts writes what the table says of each rule, and its sources.
func (c *cql) texts() {
	list := func(name string, tuples []string) {
		if len(tuples) == 0 {
			tuples = []string{"Tuple { id: '' }"} // an empty list has no type
			name = "no " + name
		}
		c.line("define %s:\n  {\n    %s\n  }", cqlName(name), strings.Join(tuples, ",\n    "))
	}
	var rules []string
	for _, r := range c.table.ByUrgency() {
		sources := make([]string, len(r.Sources))
		for i, id := range r.Sources {
			sources[i] = cqlText(id)
		}
		rules = append(rules, fmt.Sprintf(`Tuple {
      id: %s, urgency: %s,
      title: %s,
      about: %s,
      reason: %s,
      instruction: %s,
      contact: %s, status: %s, reviewedBy: %s, reviewedOn: %s,
      sources: List<String>{ %s }
    }`, cqlText(r.ID), cqlText(r.Urgency.String()), cqlText(r.Title), cqlText(r.About), cqlText(r.Because), cqlText(r.Do),
			cqlText(r.Contact), cqlText(string(r.Status)), cqlText(r.Review.By), cqlText(r.Review.On), strings.Join(sources, ", ")))
	}
	list("rules", rules)
	c.line("")
	var sources []string
	for _, s := range c.table.Sources {
		sources = append(sources, fmt.Sprintf("Tuple { id: %s, title: %s, address: %s, note: %s }", cqlText(s.ID), cqlText(s.Title), cqlText(s.Address), cqlText(s.Note)))
	}
	list("sources", sources)
}

// cqlName quotes a name as an identifier.
func cqlName(name string) string { return `"` + cqlEscaped(name, '"') + `"` }

// cqlText quotes a text as a string.
func cqlText(text string) string { return "'" + cqlEscaped(text, '\'') + "'" }

func cqlEscaped(text string, quote rune) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == quote || r == '\\':
			out.WriteRune('\\')
			out.WriteRune(r)
		case hidden(r) && r <= 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// cqlOneLine returns a text on one line, so that it cannot end the comment it is in.
func cqlOneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return ' '
		}
		return r
	}, text)
}

// hidden reports whether a character cannot be seen, and may end a line.
func hidden(r rune) bool {
	return r != ' ' && !unicode.IsGraphic(r) || unicode.In(r, unicode.Zl, unicode.Zp)
}
