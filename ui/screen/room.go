package screen

// room is how the lines of a page are shared out between its question and the
// answers.
type room struct {
	form     int  // of the question: which of the forms it has
	question int  // its lines on the screen
	answers  int  // the lines for answers
	cut      bool // the question and all answers do not fit
}

// shareOut shares lines out. A question has forms, the longest first: the first
// that fits with all lines of all answers is taken, or else the last. Where there
// is not room for both, the question has nearly all of it until an answer has
// the focus, and less than half of it then.
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

// What of a page is there only where the window is high enough for it.
const (
	footerFrom   = 5  // the keys
	progressFrom = 10 // which question this is, and a blank line
)

// pageLines returns how many lines of a window are for a question and its
// answers.
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
