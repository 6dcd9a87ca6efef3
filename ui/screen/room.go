package screen

// room is how the lines of a page are shared between its question and the answers.
type room struct {
	form     int  // which of its forms the question has
	question int  // how many lines of it are on the screen
	answers  int  // how many lines there are for answers
	cut      bool // the question is cut, since it does not fit with all answers
}

// shareOut shares the lines between question and answers. forms are the lengths that the
// question can have, the longest first: it gets the first that fits with all answers, or
// else the last. If even that does not fit, the question has nearly all of the room until
// an answer has the focus, and less than half of it from then on.
func shareOut(lines int, forms []int, answers int, focus bool) room {
	r := room{form: len(forms) - 1}
	for form, n := range forms {
		if n+answers <= lines {
			r.form = form
			break
		}
	}
	r.question = forms[r.form]
	if most := max(1, (lines-1)/2); r.question+answers > lines && r.question > most {
		if r.cut = true; !focus {
			most = max(1, lines-1)
		}
		r.question = min(r.question, most)
	}
	r.answers = max(1, lines-r.question)
	return r
}

// How high a window must be to have these parts of a page.
const (
	footerFrom   = 5  // the keys
	progressFrom = 10 // the heading, and a blank line
)

// pageLines returns how many lines of a window are for a question and its answers.
func pageLines(height int) int {
	lines := height - 1 // for notes
	if height >= footerFrom {
		lines--
	}
	if height >= progressFrom {
		lines -= 2
	}
	return max(lines, 2)
}
