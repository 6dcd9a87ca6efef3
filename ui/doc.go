// Package ui is everything that people see. It consists of these packages, whose imports
// run one way:
//
//	screen   the full screen, on a terminal
//	plain    the same interview line by line
//	session  how an interview goes: which screen is shown, what each act leads to, and
//	         what both of them say about it
//	report   results, reasons, rules and checks as documents, and documents as text,
//	         Markdown and HTML
//	words    every sentence of the interface, and its languages
//	palette  every colour
//
// screen and plain both show a session.Session and the same documents, so they cannot
// disagree. They import session, report and words; session imports report; report
// imports words and palette; and none of these four knows what a terminal is. Nothing
// here decides anything about urgency.
//
// # One answer, from the key to the reason
//
// Somebody on the full screen has ticked "One leg bigger" and presses enter.
//
//   - screen/terminal.go reads the bytes. screen/sieve.go lets through text, keys and
//     pastes; the library decodes them, screen/drain.go drops keys that were pressed
//     before the page was shown, and the model gets the key.
//   - screen/app.go is the model. screen/keys.go says what the key means (actEnter),
//     and the topmost of its screens gets it.
//   - screen/screens.go has those screens. For a page of the interview, back, help and
//     the list of answers are acts of their own; everything else goes to the page.
//   - screen/page.go passes the key to its form, and screen/choice.go, the only field
//     of the form, sends what is ticked. Only then is the page complete.
//   - screen/screens.go gives the ids of the ticks to the session as a reply.
//   - session/session.go passes the reply to the interview of package triage, which
//     works out the answers and the next page. It then saves the answers, if they are
//     kept (session/keep.go), and says which screen comes now: another page, the list
//     to look over, or the result.
//   - screen/screens.go follows: it sees that the session has moved, and shows the new
//     screen.
//   - For a result, session/setup.go asks for its document, and report/report.go makes
//     it: what to do, by when, and for each rule that decided, the person's own answers
//     in the words of the table. report/why.go adds the other reasons, which the key w
//     shows.
//   - report/place.go lays the document out for a screen, and report/render.go breaks it
//     into lines. screen/scroll.go and screen/viewport.go show those that fit,
//     screen/document.go and screen/look.go draw them, and screen/terminal.go writes
//     them in one go.
//
// In plain mode the path is shorter: plain/plain.go reads a line, finds the numbers in
// it, and gives the same reply to the same session. The result is the same document,
// written as text.
//
// CHANGING.md says how to change a sentence, a key or a colour.
package ui
