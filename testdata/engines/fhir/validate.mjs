// Validates resources with two independent validators: fhir, which uses the structure
// definitions and knows the codes, and a JSON schema, which knows which elements are
// allowed where.
//
//	node validate.mjs NODE_MODULES FILE...
//
// A file holds one resource, or one on each line. First, each validator must find the
// faults it is there for in spoiled resources.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'x.js'));
const { Fhir } = require('fhir');
const Schema = require('@asymmetrik/fhir-json-schema-validator');
const fhir = new Fhir(), schema = new Schema();

const byDefinitions = resource => (fhir.validate(resource, { errorOnUnexpected: true }).messages ?? [])
  .filter(m => m.severity === 'error' || m.severity === 'fatal')
  .map(m => `${m.location}: ${m.message}`);
// verbose: its shorter messages need another compilation for each resource
const bySchema = resource => schema.validate(resource, true).map(e => `${e.dataPath}: ${e.message}`);

let failed = false;
const fail = text => { failed = true; console.log(text); };

let resources = 0, first = null;
for (const name of files) {
  const text = readFileSync(name, 'utf8').trim();
  let all;
  try {
    all = [JSON.parse(text)];
  } catch {
    all = text.split('\n').map(line => JSON.parse(line));
  }
  for (const resource of all) {
    first ??= resource;
    resources++;
    for (const [by, validate] of [['definitions', byDefinitions], ['schema', bySchema]]) {
      for (const message of validate(resource).slice(0, 5)) fail(`${name}: by the ${by}: ${resource.resourceType}: ${message}`);
    }
  }
}

// The planted faults, and which validator must find each.
const faults = [
  ['no status', byDefinitions, q => { delete q.status; }],
  ['an unknown status', byDefinitions, q => { q.status = 'done'; }],
  ['an unknown type of item', byDefinitions, q => { q.item[5].type = 'ticks'; }],
  ['an unknown member', bySchema, q => { q.item[5].redFlag = true; }],
  ['a text in place of a list', bySchema, q => { q.item[5].answerOption = 'chest'; }],
  ['an item without a link id', byDefinitions, q => { delete q.item[5].linkId; }],
];
for (const [what, validate, spoil] of faults) {
  const spoiled = structuredClone(first);
  spoil(spoiled);
  if (validate(spoiled).length === 0) fail('not found by a validator: ' + what);
}
console.log(`${resources} resources, valid by both validators: ${failed ? 'NO' : 'yes'}; ${faults.length} planted faults looked for`);
process.exit(failed ? 1 : 0);
