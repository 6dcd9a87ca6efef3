package triage

import (
	"fmt"
	"slices"
)

// Answers are what a person has said so far about the questions of one table. An
// answer that has not been given is missing, which is not the same as "no": it
// stands for every value at once.
//
// The zero value cannot be used; start with [Table.NoAnswers]. Copies share their
// contents; [Answers.Clone] does not.
type Answers struct {
	table     *Table
	low, high bits // with every missing answer at its least, and at its most worrying value
}

// NoAnswers returns answers in which everything is missing.
func (t *Table) NoAnswers() Answers {
	if !t.compiled {
		panic("triage: NoAnswers on a table that is not compiled")
	}
	return Answers{t, make(bits, t.words), slices.Clone(t.open)}
}

// Table returns the table that the answers belong to.
func (a Answers) Table() *Table { return a.table }

// Clone returns a copy that shares nothing with a.
func (a Answers) Clone() Answers {
	return Answers{a.table, slices.Clone(a.low), slices.Clone(a.high)}
}

// Equal reports whether a and b say the same. Both must belong to the same table.
func (a Answers) Equal(b Answers) bool {
	return slices.Equal(a.low, b.low) && slices.Equal(a.high, b.high)
}

// Set answers one scale with a value from 0 to its Top.
func (a Answers) Set(scale, value int) {
	s := &a.table.scales[scale]
	a.low.first(s.bit, s.Top, value)
	a.high.first(s.bit, s.Top, value)
}

// Clear makes one scale missing again.
func (a Answers) Clear(scale int) {
	s := &a.table.scales[scale]
	a.low.first(s.bit, s.Top, 0)
	a.high.first(s.bit, s.Top, s.Top)
}

// Calm gives every missing answer its calmest value.
func (a Answers) Calm() { copy(a.high, a.low) }

// Value returns the value given on a scale, or false if it is missing.
func (a Answers) Value(scale int) (value int, known bool) {
	s := &a.table.scales[scale]
	if a.high.get(s.bit) && !a.low.get(s.bit) {
		return 0, false
	}
	for value < s.Top && a.low.get(s.bit+value) {
		value++
	}
	return value, true
}

// Answered reports whether every scale of q has a value.
func (a Answers) Answered(q *Question) bool {
	from, to := q.Scales()
	for s := from; s < to; s++ {
		if _, known := a.Value(s); !known {
			return false
		}
	}
	return true
}

// Reply answers a whole question with option ids, as a person would. A question with
// one answer takes one id. A list takes the ids of its ticks; the other ticks are no,
// or unsure if "unsure" is among the ids. "None" alone makes every tick no, and
// changes nothing beside other ids. After an error a is unchanged.
func (a Answers) Reply(q *Question, ids ...string) error {
	if err := q.accepts(ids); err != nil {
		return err
	}
	from, _ := q.Scales()
	if !q.List {
		a.Set(from, q.Option(ids[0]))
		return nil
	}
	rest := TickNo
	if slices.Contains(ids, Unsure) {
		rest = TickUnsure
	}
	for i, o := range q.Options {
		if slices.Contains(ids, o.ID) {
			a.Set(from+i, TickYes)
		} else {
			a.Set(from+i, rest)
		}
	}
	return nil
}

// accepts returns an error that says why ids are not an answer to q, or nil.
func (q *Question) accepts(ids []string) error {
	if len(ids) == 0 {
		return fmt.Errorf("%s: no answer given", q.ID)
	}
	if !q.List && len(ids) > 1 {
		return fmt.Errorf("%s: takes one answer, not %d", q.ID, len(ids))
	}
	for _, id := range ids {
		special := q.List && (id == None || id == Unsure)
		if special && q.AtLeastOne {
			return fmt.Errorf("%s: needs at least one of its options, not %q", q.ID, id)
		}
		if !special && q.Option(id) < 0 {
			return fmt.Errorf("%s: has no option %q", q.ID, id)
		}
	}
	return nil
}

// Replied is the inverse of [Answers.Reply]: it returns the ids that give the present
// values of q. It returns false if part of q is missing, or if no single reply gives
// these values: some ticks are unsure and others no, or a list that needs a tick has
// none.
func (a Answers) Replied(q *Question) (ids []string, ok bool) {
	from, to := q.Scales()
	if !q.List {
		v, known := a.Value(from)
		if !known {
			return nil, false
		}
		return []string{q.Options[v].ID}, true
	}
	no, unsure := 0, 0
	for s := from; s < to; s++ {
		switch v, known := a.Value(s); {
		case !known:
			return nil, false
		case v == TickYes:
			ids = append(ids, q.Options[s-from].ID)
		case v == TickUnsure:
			unsure++
		default:
			no++
		}
	}
	switch {
	case unsure > 0 && (no > 0 || q.AtLeastOne):
		return nil, false
	case unsure > 0:
		ids = append(ids, Unsure)
	case len(ids) == 0 && q.AtLeastOne:
		return nil, false
	case len(ids) == 0:
		ids = []string{None}
	}
	return ids, true
}

func (b bits) get(i int) bool { return b[i/64]>>(i%64)&1 == 1 }

// first sets the first "on" of the n bits that start at i, and clears the others.
func (b bits) first(i, n, on int) {
	at := i % 64
	if at+n > 64 { // across two words
		for k := range n {
			b.put(i+k, k < on)
		}
		return
	}
	ones := func(n int) uint64 { return 1<<n - 1 }
	b[i/64] = b[i/64]&^(ones(n)<<at) | ones(on)<<at
}

func (b bits) put(i int, on bool) {
	if on {
		b[i/64] |= 1 << (i % 64)
	} else {
		b[i/64] &^= 1 << (i % 64)
	}
}
