// Turns cases with answers into the clicks that give these answers:
//
//	node cases.mjs FORM CASES ANSWERS CLICKS
//
// writes a set of answers to each line of ANSWERS, and the way to give them to the same
// line of CLICKS. Every case is given as it is written; some are also given in other
// ways that must lead to the same result: with a list gone through one by one, or with
// "none" beside a tick.

import { readFileSync, writeFileSync } from 'node:fs';

const [form, cases, answers, clicks] = process.argv.slice(2);
const items = JSON.parse(readFileSync(form, 'utf8')).item;
const ticksOf = q => items.find(i => i.linkId === q + '/each').item.map(i => i.linkId);
const mouseEvery = 12; // one case in so many uses the mouse, which takes ten times as long
const said = [], ways = [];
const add = (id, given, way) => {
  said.push(JSON.stringify(given));
  ways.push(JSON.stringify({ id, clicks: way, mouse: ways.length % mouseEvery === 0 }));
};
const plainly = given => Object.entries(given).map(([q, a]) => [q, [a].flat().map(code => [q, code])]);
readFileSync(cases, 'utf8').trim().split('\n').forEach((line, n) => {
  const { id, answers: given } = JSON.parse(line);
  add(id, given, plainly(given));
  const lists = Object.keys(given).filter(q => Array.isArray(given[q]) && q !== 'problem');
  if (n % 12 === 0) { // one of the lists, in turn, one by one
    const q = lists[n / 12 % lists.length];
    add(id + ' one by one', given, plainly(given).map(([p, parts]) => [p, p !== q ? parts : [[p, 'unsure'], ...ticksOf(q).map(t => [t, given[q].includes(t.split('.')[1]) ? 'yes' : 'no'])]]));
  }
  if (n % 12 === 6) { // none beside every tick
    add(id + ' none too', given, plainly(given).map(([p, parts]) => [p, lists.includes(p) && given[p][0] !== 'none' ? [...parts, [p, 'none']] : parts]));
  }
});
writeFileSync(answers, said.join('\n') + '\n');
writeFileSync(clicks, ways.join('\n') + '\n');
