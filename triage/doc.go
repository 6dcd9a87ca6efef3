// Package triage decides how soon a person with a leg symptom should be seen,
// and shows why.
//
// # The idea
//
// A [Table] holds questions, rules and advice. Every answer lies on a [Scale] that runs
// from the least to the most worrying value: a question with one answer is one scale,
// each tick of a list is a scale of its own (no < unsure < yes). A rule asks for "this
// value or worse" on some scales, and for nothing else. So a worse answer can only make
// more rules hold, and the urgency of a set of answers, which is the highest urgency
// among the rules that hold, can only rise. That takes no care on anybody's part: a
// rule that lowers the urgency cannot be written.
//
// An answer that is missing stands for every value at once. Because every condition
// looks upward, the best case is the one where each missing answer has its least
// worrying value and the worst case the one where each has its most worrying value.
// [Answers] hold exactly these two cases, as bit sets with one bit for each value above
// the lowest, where a bit means "this value or worse". A rule that holds in the best
// case has fired, one that does not hold even in the worst case is refuted, and every
// other is open. This is exact, not an estimate. The same test of a rule against a bit
// set serves the urgency, the interview, the reasons and the advice: there is one
// evaluator (holds, in evaluate.go).
//
// # One answer, from the reply to the reason
//
// Somebody is asked to look at both legs and ticks "One leg bigger" (look: leg).
//
//   - interview.go takes the reply. It adds a turn, the page with its reply, to the
//     path. Everything else is worked out from the path each time, so a step back
//     leaves no trace.
//     answers.go turns each reply into answers: the tick leg becomes yes and the other
//     ticks of the list become no, each as bits of the best and the worst case.
//   - evaluate.go says which rules have now fired, which are refuted and which are
//     open. The rule clot-in-leg was open, and is still open, because it also asks when
//     the leg became bigger.
//   - interview.go picks the next page. It marks every missing scale on which an open
//     rule at or above the urgency reached so far depends, and takes the first one in
//     the order of asking (table.go): the question about the change.
//   - The person answers "new". That rule fires, and the urgency of the best case is
//     now an emergency department. No open rule can call for an ambulance, so no
//     page is left.
//   - assess.go makes the assessment. For each rule that decided it repeats the answers
//     that met its conditions, and for each more urgent rule the answers that ruled it
//     out. It chooses the advice, and changes.go adds the smallest changes of answers
//     that would raise the urgency.
//   - disposition.go says how soon and where the person is sent, and reasons.go which of
//     the answers would have been enough.
//
// Package ui then puts the assessment into words.
//
// # Where to look
//
// The idea, in reading order:
//
//	urgency.go       the ladder from self-care to ambulance
//	table.go         questions, rules, advice, and how a table is put together
//	answers.go       what a person has said
//	evaluate.go      fired, refuted, open; the range of urgency
//
// An interview and its result:
//
//	interview.go     which question comes next, and the way back
//	resume.go        going on from the answers of an earlier interview
//	assess.go        the result: urgency, reasons and advice
//	subsume.go       which of the rules that fired say something of their own
//	changes.go       what would make it more urgent
//	reasons.go       which answers are enough, and which rules depend on a question
//	disposition.go   how soon and where a result sends people
//	denied.go        signs of danger that the person has denied
//	reading_load.go  how much an interview has people read and type
//
// What a table is held to:
//
//	check.go         proofs over every possible set of answers, and why they are exact
//	ignored.go       no symptom that is asked about is ignored
//	opener.go        ticks that open questions about details
//	unsure.go        what may rest on "not sure"
//	promise.go       the promises of a table (invariants)
//	people.go        golden people
//	wording.go       what the texts of a table must and must not say
//	lost_guards.go   what guarded an old table and no longer guards the new one
//	diff.go          which answers two tables judge differently
//	score.go         playing vignettes and near misses
//	view.go          views of a table for its authors
//	find.go          searching a table for a word
//
// For programs:
//
//	json.go, assessment_json.go  tables, answers and assessments
//
// # Goals and non-goals
//
// The package is pure: no files, no terminal, no clock, no randomness. The
// same answers give the same result. It does not diagnose, it keeps no score
// that could outweigh a warning sign, and it knows nothing about legs: all
// medicine is in the table.
package triage
