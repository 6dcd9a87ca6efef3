package triage

import (
	"errors"
	"fmt"
	mathbits "math/bits"
)

// bits has one bit for each value above the lowest of every scale. A set bit
// means "this value or a worse one".
type bits []uint64

// mask is the part of a condition whose bits lie in one word.
type mask struct {
	word int
	bits uint64
}

// when is a compiled [When]: conditions that must all hold, each by any of its
// masks.
type when [][]mask

// compileWhen turns steps into masks.
func (t *Table) compileWhen(w When) (when, error) {
	var out when
	for _, condition := range w {
		if len(condition) == 0 {
			return nil, errors.New("a condition without a step never holds")
		}
		var masks []mask
	steps:
		for _, s := range condition {
			if s.Scale < 0 || s.Scale >= len(t.scales) {
				return nil, fmt.Errorf("there is no scale %d", s.Scale)
			}
			if s.Value < 1 || s.Value > t.scales[s.Scale].Top {
				return nil, fmt.Errorf("value %d of question %s says nothing or does not exist", s.Value, t.scales[s.Scale].Question.ID)
			}
			bit := t.scales[s.Scale].bit + s.Value - 1
			for i := range masks {
				if masks[i].word == bit/64 {
					masks[i].bits |= 1 << (bit % 64)
					continue steps
				}
			}
			masks = append(masks, mask{bit / 64, 1 << (bit % 64)})
		}
		out = append(out, masks)
	}
	return out, nil
}

// holds is the evaluator: it reports whether w holds when exactly these bits are set.
// Everything that this package says about a rule comes from here.
func (w when) holds(b bits) bool {
conditions:
	for _, condition := range w {
		for _, m := range condition {
			if b[m.word]&m.bits != 0 {
				continue conditions
			}
		}
		return false
	}
	return true
}

// index finds the rules that may hold without looking at the others. A rule holds only
// if all its conditions do, so one of them, its key, is enough to rule it out: a rule is
// looked at only if a bit is set that meets its key. Whether it holds is for
// [when.holds] to say.
type index struct {
	words    int    // 64-bit words in a set of rules
	always   bits   // rules without a condition, by their place in byUrgent
	fulfills []bits // for each bit, the rules whose key it meets
}

// indexChunk is the number of words of a set of rules that are worked on at a time.
// With more than manyBits bits set it is faster to try all rules in order: where much
// is missing, one of the first rules decides.
const (
	indexChunk = 4
	manyBits   = 64
)

func (t *Table) makeIndex() {
	n := (len(t.byUrgent) + 63) / 64
	t.index = index{n, make(bits, n), make([]bits, t.words*64)}
	for i := range t.index.fulfills {
		t.index.fulfills[i] = make(bits, n)
	}
	for place, i := range t.byUrgent {
		var key []mask
		least := 0
		for _, condition := range t.Rules[i].when {
			size := 0
			for _, m := range condition {
				size += mathbits.OnesCount64(m.bits)
			}
			if key == nil || size < least {
				key, least = condition, size
			}
		}
		if key == nil {
			t.index.always.put(place, true)
		}
		for _, m := range key {
			for rest := m.bits; rest != 0; rest &= rest - 1 {
				t.index.fulfills[m.word*64+mathbits.TrailingZeros64(rest)].put(place, true)
			}
		}
	}
}

// holding calls yield with the index in [Table.Rules] of each rule that holds when
// exactly these bits are set, the most urgent first, until yield returns false.
func (t *Table) holding(b bits, yield func(rule int) bool) {
	set := 0
	for _, word := range b {
		set += mathbits.OnesCount64(word)
	}
	if set > manyBits {
		for _, i := range t.byUrgent {
			if t.Rules[i].when.holds(b) && !yield(i) {
				return
			}
		}
		return
	}
	for from := 0; from < t.index.words; from += indexChunk {
		var chunk [indexChunk]uint64
		to := min(from+indexChunk, t.index.words)
		maybe := chunk[:copy(chunk[:], t.index.always[from:to])]
		for w, rest := range b {
			for ; rest != 0; rest &= rest - 1 {
				fulfilling := t.index.fulfills[w*64+mathbits.TrailingZeros64(rest)][from:to]
				for k := range maybe {
					maybe[k] |= fulfilling[k]
				}
			}
		}
		for k, rest := range maybe {
			for ; rest != 0; rest &= rest - 1 {
				i := t.byUrgent[(from+k)*64+mathbits.TrailingZeros64(rest)]
				if t.Rules[i].when.holds(b) && !yield(i) {
					return
				}
			}
		}
	}
}

// State says whether a rule holds, as far as the answers show.
type State uint8

// A rule is open as long as missing answers can still decide it either way.
const (
	Refuted State = iota // it can no longer hold
	Open                 // it may hold
	Fired                // it holds, whatever else is answered
)

// String returns refuted, open or fired.
func (s State) String() string { return [...]string{"refuted", "open", "fired"}[s] }

func (a Answers) state(w when) State {
	switch {
	case w.holds(a.low):
		return Fired
	case w.holds(a.high):
		return Open
	}
	return Refuted
}

// State returns what a says about r, which must be a rule of the same table.
func (a Answers) State(r *Rule) State {
	if r.Status == Retired {
		return Refuted
	}
	return a.state(r.when)
}

// Holds returns what a says about one condition of r, given by its index in r.When.
func (a Answers) Holds(r *Rule, condition int) State {
	return a.state(r.when[condition : condition+1])
}

// Range returns the lowest and the highest urgency that answering the rest can
// lead to. It does not allocate.
func (a Answers) Range() (atLeast, atMost Urgency) {
	return a.table.highest(a.low), a.table.highest(a.high)
}

func (t *Table) highest(b bits) Urgency {
	if r := t.decider(b); r != nil {
		return r.Urgency
	}
	return Home
}

// decider returns the first rule that holds when exactly these bits are set,
// most urgent first, or nil.
func (t *Table) decider(b bits) (decider *Rule) {
	t.holding(b, func(i int) bool {
		decider = &t.Rules[i]
		return false
	})
	return decider
}

// decider returns the first of the rules that decide in the best case of a, or nil.
func (a Answers) decider() *Rule { return a.table.decider(a.low) }

// Fired appends to rules the indices in [Table.Rules] of the rules that have fired,
// the most urgent first, and returns the extended slice. It allocates only if the
// slice has to grow.
func (a Answers) Fired(rules []int) []int {
	a.table.holding(a.low, func(i int) bool {
		rules = append(rules, i)
		return true
	})
	return rules
}

// unsettled marks the steps on missing scales in the undecided conditions of w, if w
// can still hold. (If it has fired, no condition is undecided.) No bit of an undecided
// condition is set in the best case, so its bits that are set in the worst case are on
// missing scales.
func (a Answers) unsettled(w when, mark bits) {
	if !w.holds(a.high) {
		return
	}
	for i, condition := range w {
		if w[i : i+1].holds(a.low) {
			continue
		}
		for _, m := range condition {
			mark[m.word] |= m.bits & a.high[m.word]
		}
	}
}

// marked reports whether a step of the question is marked.
func (t *Table) marked(q *Question, mark bits) bool {
	from, to := q.Scales()
	return t.firstMarked(from, to, mark) < to
}

// firstMarked returns the first of the scales from..to-1 with a marked step, or to.
func (t *Table) firstMarked(from, to int, mark bits) int {
	for ; from < to; from++ {
		s := &t.scales[from]
		for bit := s.bit; bit < s.bit+s.Top; bit++ {
			if mark.get(bit) {
				return from
			}
		}
	}
	return to
}
