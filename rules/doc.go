// Package rules holds the leg table as data and reads tables and answers.
//
// The table lives in the folder leg: questions, rules, advice and sources in
// YAML files that a clinician can read and change without knowing Go. The
// files are part of the program; any other folder of the same shape can be
// read in their place. schema.json describes that shape for editors.
//
// Package read does the reading: it says what is wrong and where, knows the limits,
// and defines which text is harmless. This package knows what a table is.
//
// Whoever writes a table or an answers file is not trusted: its size, its depth
// and its characters are limited, and aliases, which can blow up, are refused.
package rules
