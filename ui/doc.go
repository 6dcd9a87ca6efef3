// Package ui is everything that people see: the full-screen interview, the
// plain line mode, and the result as text, Markdown and HTML.
//
//	words.go      every sentence of the interface, in one place, in English
//	keys.go       every key, in one place
//	look.go       every colour and mark, in one place
//	session.go    the flow: which screen stands, and what each act leads to
//	interview.go  what both faces say about a session
//	app.go        the full screen: screens that stand one over the other
//	screens.go    each of them: what its keys do
//	terminal.go   running them on a terminal: reading, drawing, suspending, faults
//	sieve.go      what passes of the bytes that a terminal sends
//	page.go       a question with its answers, on the screen
//	choice.go     the one form field, for single answers and for ticks
//	list.go       moving through rows
//	room.go       how the lines of a page are shared out
//	scroll.go     a document on the screen
//	viewport.go   the part of some lines that is on the screen
//	plain.go      the same session line by line
//	keep.go       keeping the answers in a file, and going on from it
//	save.go       saving the result from the screen
//	document.go   what a result, a reason or a rule says, before it is drawn
//	report.go     the result, a rule, the whole table
//	why.go        the reasons of a result, and the page for the clinician
//	checked.go    what check and diff found
//	scorecard.go  what score measured
//	render.go     a document as text, Markdown or HTML
//	place.go      whom to call
//	catalogue.go  languages: words and texts as files
//	language.go   what languages differ in: direction, numbers, the word for yes
//
// The full screen and plain mode are two faces of one [Session] and show the same
// documents, so they cannot disagree. Nothing here decides anything about urgency.
package ui
