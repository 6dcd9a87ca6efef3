package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// drain withholds keys from a page that nobody can have read yet. Keys come in bursts
// from a slow connection, from a key that is held down, and from people who press enter
// once too often, and each of them would answer a page that its reader has never seen.
//
// A page gets no key that was read before its first frame was written, nor in the moment
// after it. The key that closed the page before counts again only after it was released,
// since it may be held down: it has to be quiet for a while. That is not enough where a
// keyboard waits half a second before it repeats a key. So the first press after the
// quiet is held for a moment, and counts if no other follows; unless this page has got
// some other key, after which no keyboard repeats the one before. For the same reason
// nothing is withheld from a text any more once it has got another key: there, the key
// that opened the page is a letter like all others.
//
// What this costs somebody who types fast has a limit. A page takes its first key once it
// has been up for unseen, and the key that closed the page before once that was quiet for
// letGo. If that key closes the page by itself, as a digit does where one answer is asked
// for, it is held for unseen once more. Within a page nothing is held back.
//
// ctrl+c always gets through: it answers nothing, and asks first where something would
// be lost.
type drain struct {
	page   int       // the number of the page that is up
	shown  time.Time // when its first frame was written; zero: not yet
	closer string    // the key that closed the page before
	last   time.Time // when that key was last read
	other  bool      // this page has got another key

	waiting *typed // a press that is held for a moment
	waits   int    // how many have been held
}

const (
	// unseen is how long after its first frame nobody can have read a page yet.
	unseen = 150 * time.Millisecond
	// letGo is how long a key that was held down must be quiet to have been released.
	letGo = 300 * time.Millisecond
)

// typed is what came from the keyboard, and when it was read.
type typed struct {
	tea.Msg
	at time.Time
}

// waitedMsg says that the moment is over for which a press was held.
type waitedMsg struct{ which int }

// opens notes which page is up after a key, or after something else if by is "".
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

// early reports whether nobody can have read the page by that time.
func (d *drain) early(at time.Time) bool {
	return d.shown.IsZero() || at.Before(d.shown.Add(unseen))
}

// admit returns the keys that the page gets when a key comes in: that one or none, and
// before it one that was held. It reports whether the key is held now. text says that
// keys are the letters of a text.
func (d *drain) admit(k typed, text bool) (heard []typed, wait bool) {
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
	case text && d.other:
		return []typed{k}, false
	case d.early(k.at) || quiet < letGo || key.IsRepeat:
		return nil, false
	case d.other:
		return []typed{k}, false
	}
	d.waiting = &k
	d.waits++
	return nil, true
}

// waited returns the press that was held, unless another one followed it.
func (d *drain) waited(which int) (heard []typed) {
	if d.waiting != nil && which == d.waits {
		heard, d.waiting = []typed{*d.waiting}, nil
	}
	return heard
}
