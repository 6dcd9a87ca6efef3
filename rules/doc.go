// Package rules holds the leg table as data and reads tables and answers.
//
// The table lives in the folder leg: questions, rules, advice and sources in YAML files
// that a clinician can read and change without knowing Go. The files are embedded in
// the program; any other folder of the same shape can be read instead. schema.json
// describes that shape for editors, CHANGING.md says how to change a table, and
// ANSWERS.md describes files of answers.
//
// Package read does the parsing: it says what is wrong and where, knows the limits, and
// defines which text is harmless. This package knows what a table is.
//
// # How a table is read
//
//   - rules.go has the embedded folder; any other file system can take its place. To
//     ask questions, the files of the embedded table that only a check needs are not
//     parsed.
//   - load.go reads its files in the order of their names. Each must be a regular file
//     within the limits of file.go; the hash of the table covers the names and bytes of
//     all.
//   - read/read.go parses one file into nodes with their lines and columns. It refuses
//     anchors, aliases, deep nesting, duplicate keys and characters that act on a
//     terminal (read/harmless.go).
//   - load.go splits the files into sections and reads these in the order in which they
//     refer to each other: the table, questions, sources, acts, rules, advice, the
//     safety net and numbers. Duplicate ids, unknown words and conditions that say
//     nothing are reported at their place, with the nearest right word.
//   - guards.go reads what holds a table to account: promises, rules about words, and,
//     once everything else is right, golden people.
//   - load.go checks the table as a whole (that there is a rule for the rest, for
//     instance), has package triage compile it, and takes a fingerprint of each
//     question for kept answers.
//
// All errors are reported at once; a table with any error is not used.
//
// # How answers are read
//
//	answers.go       one set, as YAML or JSON, and sets that were kept
//	answers_line.go  one JSON object on a line, fast if nothing is wrong
//	csv.go           one set in a row, as spreadsheets write them
//	fhir.go          responses to the form that package export writes
//	vignettes.go     cases with the level that they should get
//
// # How reviews are read
//
//	sheet.go         the sheet that package export writes, when it comes back signed
//	signoff.go       a patch that writes the reviews into the files of a table
//
// # Limits
//
// The author of a table or of an answers file is not trusted. A file may have 1 MiB,
// and so may each line of a file with many sets of answers. A table may have 64 files
// with 4 MiB in all, and a file of cases 10,000 cases. Only regular files are read, and
// a link never leads out of the folder. Package read has the limits of a single file.
package rules
