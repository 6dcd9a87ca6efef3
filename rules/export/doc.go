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
// itself: what a form skips and where it warns is asked of the evaluator, and tests in
// testdata/engines compare each export with it on the engine that it is for.
//
// The package knows no table, no file and no language; what a form says beside the
// texts of the table comes in as arguments. Package rules reads back what these forms
// are answered with, and what was signed on a sheet.
package export
