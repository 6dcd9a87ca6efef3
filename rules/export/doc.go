// Package export writes a table in the languages of other systems, so that they ask
// the same questions or decide by the same rules:
//
//	fhir.go      a form: a FHIR R4 Questionnaire
//	record.go    answers and their result: a FHIR R4 Bundle for a record
//	json.go      the JSON that these two are made of
//	sql.go       views that decide in a database
//	cql.go       decision logic: a CQL library
//	sheet.go     a sheet for clinicians to read and sign: CSV
//
// All of it is generated from a compiled table. Nothing here decides anything by
// itself: the evaluator says what a form skips and where it warns, and tests in
// testdata/engines compare each export with the evaluator on the engine that it is for.
//
// The package knows no particular table, no files and no language: what a form says
// beside the texts of the table is passed in. Package rules reads back the answers to
// these forms, and signed sheets.
package export
