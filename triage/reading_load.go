package triage

import (
	"slices"
	"strings"
)

// Load is the reading load of an interview: how much a person has to read and type.
type Load struct {
	Pages   int
	Options int // possible answers on the pages, including "none of these" and "not sure"
	Words   int // of the questions and of the options
	Keys    int // the fewest key presses on the full screen
}

// Shown returns what there is to read on a page: the question, and every possible
// answer from the first row to the last. A list ends with "none of these" and "not
// sure", unless it needs a tick.
type Shown func(Page) (ask string, options []string)

// Key presses beside those of the answers. An emergency is told at once; before any
// other result the answers are looked over.
const (
	keysToStart  = 1 // enter
	keysToReview = 1 // enter
)

// Load returns the load of the interview so far: once it is done, of all of it, from
// the welcome page to the result.
func (in *Interview) Load(shown Shown) Load {
	load := Load{Pages: len(in.path), Keys: keysToStart}
	for _, turn := range in.path {
		ask, options := shown(turn.Page)
		load.Options += len(options)
		load.Keys += turn.keys(len(options))
		for _, text := range append(options, ask) {
			load.Words += len(strings.Fields(text))
		}
	}
	now, _ := in.Answers().Range()
	if _, more := in.Page(); !more && now < Go {
		load.Keys += keysToReview
	}
	return load
}

// digits is how many rows of a page have a digit of their own, or a letter after the ninth.
const digits = 22

// keys returns the fewest key presses that give the reply on a page with this many
// rows, on a screen where all of them fit. On a list, a digit or a letter ticks a row
// and goes there, space ticks the row with the focus, enter goes on, and 0 ("none of
// these") goes on at once. Where there is one answer, a digit or a letter chooses it and
// goes on, and so does enter on its row. The arrows and end go to rows without a digit.
func (t Turn) keys(rows int) int {
	last := rows - 1
	if t.Tick >= 0 {
		return 1
	}
	if !t.Question.List {
		row := t.Question.Option(t.Reply[0])
		if row < digits {
			return 1
		}
		return min(row+1, last-row+1) + 1
	}
	if slices.Equal(t.Reply, []string{None}) {
		return 1
	}
	keys, lastDigit := 1, -1
	var far []int // rows without a digit, from the top
	for row := range rows {
		id, number := None, row
		switch {
		case row < len(t.Question.Options):
			id = t.Question.Options[row].ID
		case row == last:
			id = Unsure
			number-- // "none of these" above it has 0
		}
		switch {
		case id == None || !slices.Contains(t.Reply, id):
		case number < digits:
			lastDigit = row
			keys++
		default:
			far = append(far, row)
		}
	}
	if len(far) == 0 {
		return keys
	}
	// The shortest way to these rows: down from a row with a digit to the first few of
	// them, and up from the end to the rest. Either part may be empty. Pressing the
	// last digit twice goes there and ticks nothing.
	way := 1 + last - far[0]
	for i, row := range far {
		down := min(row-lastDigit, row-(digits-1)+2)
		if i+1 < len(far) {
			down += 1 + last - far[i+1]
		}
		way = min(way, down)
	}
	return keys + way + len(far)
}

// Loads are the loads of several interviews.
type Loads []Load

// Median returns the median of each measure by itself, the lower one of two.
func (l Loads) Median() Load {
	return l.each(func(sorted []int) int { return sorted[(len(sorted)-1)/2] })
}

// Most returns the most of each measure by itself.
func (l Loads) Most() Load {
	return l.each(func(sorted []int) int { return sorted[len(sorted)-1] })
}

// each returns one value of each measure, picked from all of them in order, and
// zero of nothing.
func (l Loads) each(pick func(sorted []int) int) (out Load) {
	if len(l) == 0 {
		return out
	}
	measure := func(of func(*Load) *int) {
		var all []int
		for i := range l {
			all = append(all, *of(&l[i]))
		}
		slices.Sort(all)
		*of(&out) = pick(all)
	}
	measure(func(l *Load) *int { return &l.Pages })
	measure(func(l *Load) *int { return &l.Options })
	measure(func(l *Load) *int { return &l.Words })
	measure(func(l *Load) *int { return &l.Keys })
	return out
}
