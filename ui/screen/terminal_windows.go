package screen

import "io"

// Windows cannot suspend programs. It sends no signal when the size of the window
// changes; the console reports that among the keys.
var stopProcess func(*terminal, int)

// input returns what is typed, unsifted: the console hands keys over as records, and
// only the library's own reader knows them.
func (t *terminal) input() io.Reader { return t.keys }

func (t *terminal) notify() {}

func (t *terminal) hear() {}
