// Compares two files of results, one on each line, as legtriage assess --brief writes
// them:
//
//	node compare.mjs WAYS ANSWERS RESPONSES
//
// and exits with 1 if any results differ: in the category, either bound, the deciding
// rules, or the missing questions.

import { readFileSync } from 'node:fs';

const [ways, answers, responses] = process.argv.slice(2).map(name => readFileSync(name, 'utf8').trim().split('\n'));
let differ = answers.length === ways.length && responses.length === ways.length ? 0 : 1;
const by = {};
ways.forEach((way, n) => {
  if (answers[n] !== responses[n]) {
    differ++;
    console.log(`${JSON.parse(way).id}\n  by the answers: ${answers[n]}\n  by the form:    ${responses[n]}`);
    return;
  }
  const { category, urgency } = JSON.parse(answers[n]);
  if (!category || !urgency) {
    differ++;
    console.log(`${JSON.parse(way).id} has no result: ${answers[n]}`);
  }
  by[urgency] = (by[urgency] ?? 0) + 1;
});
console.log(`${ways.length} forms, the same result by the form as by the answers: ${ways.length - differ}; ${JSON.stringify(by)}`);
process.exit(differ > 0 ? 1 : 0);
