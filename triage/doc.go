// Package triage decides how soon a person with a leg symptom should be seen,
// and shows why.
//
// # The idea
//
// A [Table] holds questions, rules and advice. Every answer lies on a [Scale]
// that runs from the least to the most worrying value: a question with one
// answer is one scale, each tick of a list is a scale of its own
// (no < unsure < yes). A rule asks for "this value or worse" on some scales,
// and for nothing else. So a worse answer can only make more rules hold, and
// the urgency of a set of answers, which is the highest urgency among the
// rules that hold, can only rise. Nobody has to be careful for that to be
// true: a rule that lowers cannot be written.
//
// An answer that is missing stands for every value at once. Because every
// condition looks upward, the best case is the one where each missing answer
// has its least worrying value and the worst case the one where each has its
// most worrying value. [Answers] are kept as exactly these two cases, as bit
// sets with one bit for each value above the lowest, and a bit means "this
// value or worse". A rule that holds in the best case has fired, one that does
// not hold even in the worst case is refuted, every other is open. This is
// exact, not an estimate. The same test of a rule against a bit set serves the
// urgency, the interview, the reasons and the advice: there is one evaluator
// (holds, in evaluate.go).
//
// # Where to look
//
//	urgency.go    the ladder from self-care to ambulance
//	table.go      questions, rules, advice, and how a table is put together
//	answers.go    what a person has said
//	evaluate.go   fired, refuted, open; the range of urgency
//	interview.go  which question comes next, and the way back
//	resume.go     going on from the answers of an earlier interview
//	assess.go     the result: urgency, reasons, advice, what would change it
//	reasons.go    which answers are enough, and what hangs on a question
//	check.go      proofs over every possible set of answers, and why they are exact
//	diff.go       which answers two tables judge differently
//	view.go       views of a table for its authors
//	score.go      playing vignettes and near misses
//	json.go       tables, answers and assessments for programs
//
// # Goals and non-goals
//
// The package is pure: no files, no terminal, no clock, no randomness. The
// same answers give the same result. It does not diagnose, it keeps no score
// that could outweigh a warning sign, and it knows nothing about legs: all
// medicine is in the table.
package triage
