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
//	palette  every colour
//
// screen and plain show one session.Session and the same documents, so they cannot
// disagree. They import session, report and words; session imports report; report
// imports words and palette; and of these four none knows what a terminal is. Nothing
// here decides anything about urgency.
//
// # One answer, from the key to the reason
//
// Somebody on the full screen has ticked "one leg is bigger" and presses enter.
//
//   - screen/terminal.go reads the bytes. screen/sieve.go lets through what is text, a
//     key or a paste; the library decodes that, screen/drain.go keeps back what was
//     pressed before the page stood, and the model gets the key.
//   - screen/app.go is the model. screen/keys.go says what the key means (actEnter),
//     and the uppermost of its screens gets it.
//   - screen/screens.go has those screens. For a page of the interview, back, help and
//     the list of answers are acts of their own; everything else goes to the page.
//   - screen/page.go hands the key to its form, and screen/choice.go, the one field of
//     the form, sends what is ticked. Only then is the page complete.
//   - screen/screens.go gives the ids of the ticks to the session as a reply.
//   - session/session.go hands the reply to the interview of package triage, which
//     works out the answers and the next page. It then has the answers kept, if they
//     are kept (session/keep.go), and says which screen stands now: another page, the
//     list to look over, or the result.
//   - screen/screens.go follows: it sees that the session has moved, and puts up the
//     screen that stands.
//   - For a result, session/faces.go asks for its document, and report/report.go makes
//     it: what to do, by when, and for each rule that decided, the person's own answers
//     in the words of the table. report/why.go has the rest of the reasons, which the
//     key w shows.
//   - report/place.go lays the document out for a screen, and report/render.go breaks it
//     into lines. screen/scroll.go and screen/viewport.go show those that fit,
//     screen/document.go and screen/look.go draw them, and screen/terminal.go writes
//     them in one go.
//
// In plain mode the way is shorter: plain/plain.go reads a line, finds the numbers in
// it, and gives the same reply to the same session. The result is the same document,
// written as text.
//
// CHANGING.md says how to change a sentence, a key or a colour.
package ui
