package report

import (
	"slices"
	"strings"

	"legtriage/rules/read"
	"legtriage/triage"
	"legtriage/ui/words"
)

// Review tells what was answered so far, in the order of asking; in full, it names what was
// denied.
func (write Writer) Review(path []triage.Turn, full bool) Document {
	w := write.Words
	var d Document
	d.Add(Headline, w.Review)
	if len(path) == 0 {
		d.Add(Paragraph, w.ReviewEmpty)
	}
	var rows [][2]string
	for _, turn := range path {
		about, reply := write.Answered(turn)
		if no := write.Denied(turn); full && no != "" {
			if slices.Contains(turn.Reply, triage.None) {
				reply = no
			} else {
				reply += "; " + no
			}
		}
		rows = append(rows, [2]string{about, reply})
	}
	d.pairs(Pairs, rows)
	return d
}

// Turn returns one answer, and what it is about, on one line.
func (write Writer) Turn(turn triage.Turn) string { return write.Words.Whole(write.Answered(turn)) }

// Answered returns in a few words what the question of a turn is about, and the reply
// without details. "None of these" comes with the number of things that it denies.
func (write Writer) Answered(turn triage.Turn) (about, reply string) {
	var said []string
	for _, id := range turn.Reply {
		if id == triage.None {
			said = append(said, write.Words.Count(write.Words.NoneOf, len(turn.Question.Options)))
		} else {
			said = append(said, write.label(turn.Page, id))
		}
	}
	reply = strings.Join(said, "; ")
	if turn.Tick >= 0 {
		reply = write.Words.Whole(turn.Question.Options[turn.Tick].Say, reply)
	}
	return short(turn.Question), reply
}

// Denied tells what a reply to a list says no to, or returns "". What it leaves open is not
// among that.
func (write Writer) Denied(turn triage.Turn) string {
	var heads []string
	if turn.Tick < 0 && turn.Question.List && !slices.Contains(turn.Reply, triage.Unsure) {
		for _, o := range turn.Question.Options {
			if !slices.Contains(turn.Reply, o.ID) {
				heads = append(heads, o.Say)
			}
		}
	}
	if len(heads) == 0 {
		return ""
	}
	return words.Fill(write.Words.AnsweredNo, "answer", strings.Join(heads, "; "))
}

// Changed says what an edit did to the result, and how many of the other answers it made
// unnecessary: those on the path before it (was) whose pages are not on the path now.
func (write Writer) Changed(before, now *triage.Assessment, was, path []triage.Turn) Document {
	d := write.changed(before, now)
	aside := 0
	for _, turn := range was {
		if !slices.ContainsFunc(path, func(still triage.Turn) bool { return still.Page == turn.Page }) {
			aside++
		}
	}
	if aside > 0 {
		d.Add(Paragraph, words.Fill(write.Words.ChangedAside, "n", aside))
	}
	return d
}

func (write Writer) changed(before, now *triage.Assessment) Document {
	w := write.Words
	name := func(as *triage.Assessment) string {
		if said, settled := as.Disposition(); settled {
			return w.Headline(said)
		}
		return w.Unsettled
	}
	var d Document
	if name(before) == name(now) {
		d.Add(Paragraph, w.ChangedSame)
		return d
	}
	because := ""
	if len(now.Deciding) > 0 {
		because = now.Deciding[0].Rule.Title
	}
	d.Add(Paragraph, words.Fill(w.ChangedWas, "was", name(before), "now", name(now), "because", because))
	return d
}

// label returns the words of an answer to a page.
func (write Writer) label(p triage.Page, id string) string {
	for _, o := range write.Words.Choices(p) {
		if o.ID == id {
			return o.Head
		}
	}
	return id
}

// Outdated says which questions have changed since they were answered, one on each line.
func (write Writer) Outdated(outdated []triage.Outdated) (lines []string) {
	for _, o := range outdated {
		if o.Question == nil {
			lines = append(lines, words.Fill(write.Words.KeptGone, "id", read.Harmless(o.ID)))
		} else {
			lines = append(lines, words.Fill(write.Words.KeptChanged, "question", o.Question.Ask))
		}
	}
	return lines
}
