// Package rules holds the leg table as data and reads tables and answers.
//
// The table lives in the folder leg: questions, rules, advice and sources in
// YAML files that a clinician can read and change without knowing Go. The
// files are part of the program; any other folder of the same shape can be
// read in their place. schema.json describes that shape for editors.
//
// Reading goes through the nodes of the YAML parser, so that everything that
// is wrong is reported at once, each with file, line and column, the word that
// is wrong, and the nearest word that would be right. Words that a reader of
// YAML would bend (no, on, 1e3) are taken as they are written.
//
// Whoever writes a table or an answers file is not trusted: its size, its depth
// and its characters are limited, and aliases, which can blow up, are refused.
package rules
