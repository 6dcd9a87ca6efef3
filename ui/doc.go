// Package ui is everything that people see. It is rooms, each a package of its own,
// whose imports run one way:
//
//	screen   the full screen, on a terminal
//	plain    the same interview line by line
//	session  how an interview goes: which screen stands, what each act leads to, and
//	         what both of them say about it
//	report   results, reasons, rules and checks as documents, and documents as text,
//	         Markdown and HTML
//	words    every sentence of the interface, and its languages
//
// screen and plain show one session.Session and the same documents, so they cannot
// disagree. They import session, report and words; session imports report; report
// imports words; and of these three none knows what a terminal is. Nothing here
// decides anything about urgency.
//
// An answer on the full screen goes this way: screen/terminal.go reads the key and
// hands it to screen/app.go, and that to the screen that is drawn, in
// screen/screens.go. Its page (screen/page.go) and the field of the page
// (screen/choice.go) make an answer of it, which session/session.go hears. Then
// screen/screens.go puts up what stands next: another page, or the result as
// report/report.go tells it.
package ui
