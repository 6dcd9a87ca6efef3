package screen

import "io"

// Windows cannot suspend a program. It sends no signal when the size of the window
// changes; the console reports that among the keys.
var stopProcess func(*terminal, int)

// input returns what is typed, unsifted: the console delivers keys as records, which only
// the library's own reader can decode.
func (t *terminal) input() io.Reader { return t.keys }

func (t *terminal) notify() {}

func (t *terminal) hear() {}
