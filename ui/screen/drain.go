package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// drain keeps keys from a page that nobody can have read yet. Keys come in bursts from
// a slow connection, from a key that is held down, and from people who press enter once
// too often, and each of them would answer a page that its reader has never seen.
//
// A page hears no key that was read before its first frame was written, nor in the
// moment after it. The key that closed the page before it counts again only once it was
// let go, since it may be held down: it has to be quiet for a while. That is not enough
// where a keyboard waits half a second before it repeats a key, so the first press after
// the quiet waits a moment, and counts when no other follows; unless some other key was
// heard on this page, after which no keyboard repeats the one before.
//
// It costs somebody who types fast this much and no more: nobody answers a page sooner
// than unseen, or by one and the same key sooner than letGo after the last press, and a
// page that such a key alone closes, as a digit does where one answer is asked for, goes
// unseen later than that. Within a page nothing is held back.
//
// ctrl+c is always heard: it answers nothing, and asks first where something is lost.
type drain struct {
	page   int       // the one that stands
	shown  time.Time // when its first frame was written; zero: it was not yet
	closer string    // the key that closed the page before
	last   time.Time // when that key was last read
	other  bool      // another key was heard on this page

	waiting *typed // a press that waits
	waits   int    // how many have waited
}

const (
	unseen = 150 * time.Millisecond
	letGo  = 300 * time.Millisecond
)

// typed is what came from the keyboard, and when it was read.
type typed struct {
	tea.Msg
	at time.Time
}

// waitedMsg says that a press has waited.
type waitedMsg struct{ which int }

// opens notes which page stands after a key, or after something else for "".
func (d *drain) opens(page int, by string, at time.Time) {
	if page != d.page {
		*d = drain{page: page, closer: by, last: at, waits: d.waits}
	}
}

// shows notes that a frame of the page was written.
func (d *drain) shows(at time.Time) {
	if d.shown.IsZero() {
		d.shown = at
	}
}

// early reports whether nobody can have read the page at that time.
func (d *drain) early(at time.Time) bool {
	return d.shown.IsZero() || at.Before(d.shown.Add(unseen))
}

// hears returns the keys that the page hears when a key comes in: that one, or none, and
// before it one that has waited. It reports whether the key has to wait.
func (d *drain) hears(k typed) (heard []typed, wait bool) {
	key := k.Msg.(tea.KeyPressMsg)
	name := key.String()
	waiting := d.waiting
	d.waiting = nil
	if name != d.closer {
		if waiting != nil {
			heard = append(heard, *waiting)
		}
		if !d.early(k.at) {
			d.other = true
			heard = append(heard, k)
		}
		return heard, false
	}
	quiet := k.at.Sub(d.last)
	d.last = k.at
	switch {
	case d.early(k.at) || quiet < letGo || key.IsRepeat:
		return nil, false
	case d.other:
		return []typed{k}, false
	}
	d.waiting = &k
	d.waits++
	return nil, true
}

// waited returns the press that has waited, unless another one followed.
func (d *drain) waited(which int) (heard []typed) {
	if d.waiting != nil && which == d.waits {
		heard, d.waiting = []typed{*d.waiting}, nil
	}
	return heard
}
