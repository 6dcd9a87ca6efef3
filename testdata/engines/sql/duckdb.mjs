// Runs the statements on the standard input in a DuckDB database, in order. The message
// of a failing statement goes to the standard error output. With -k the others still
// run.
//
//	node duckdb.mjs [-k] MODULES DATABASE < STATEMENTS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const args = process.argv.slice(2);
const goOn = args[0] === "-k" && args.shift();
const [modules, database] = args;
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const connection = await (await DuckDBInstance.create(database)).connect();
for (const statement of readFileSync(0, "utf8").split(/;\n/)) {
  if (!statement.trim()) continue;
  try {
    await connection.run(statement);
  } catch (error) {
    console.error(error.message);
    if (!goOn) process.exit(1);
  }
}
