// Compares the results of the leg table's library on a CQL engine with what legtriage
// assess says, and checks that a faulty library would be noticed.
//
//   node compare.mjs FOLDER
//
// The folder has leg.cql, hostile.cql, hostile.json, sets.ndjson and states.ndjson from
// main.go, and results.ndjson from legtriage assess --lines --brief.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import cql from "cql-execution";
import { compile } from "./compile.mjs";

const folder = isMainThread ? process.argv[2] : workerData.folder;
const text = name => readFileSync(`${folder}/${name}`, "utf8");
const lines = name => text(name).trim().split("\n").map(line => JSON.parse(line));

// parameters returns a set of answers as parameters: question, or question.tick.
function parameters(answers) {
  const out = {};
  for (const [question, answer] of Object.entries(answers)) {
    if (typeof answer === "string") out[question] = answer;
    else for (const [tick, word] of Object.entries(answer)) out[`${question}.${tick}`] = word;
  }
  return out;
}

// The rest of the library is texts. Nothing that is compared depends on them, and they
// take half of the time.
const textsFrom = "define \"rules\":";

async function evaluate(library, answers) {
  const executor = new cql.Executor(library, null, parameters(answers));
  return (await executor.exec(new cql.PatientSource([]))).unfilteredResults;
}

// different says how the judgements of one set of answers differ, or returns nothing.
async function different(library, answers, want, states) {
  const got = await evaluate(library, answers);
  const saw = (what, is, expected) =>
    JSON.stringify(is) === JSON.stringify(expected) ? [] : [`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(expected)}`];
  const wrong = got["wrong answers"].length > 0;
  const all = [
    ...saw("wrong answers", wrong, want.error !== null),
    ...saw("at least", got["at least"], want.at_least),
    ...saw("at most", got["at most"], want.at_most),
    ...saw("category", got.category, want.category),
    ...saw("urgency", got.urgency, want.urgency),
    ...saw("deciding", got.deciding, want.error === null ? want.deciding : null),
    ...saw("fired", got.fired, want.error === null ? Object.keys(states).filter(rule => states[rule] === "fired") : null),
  ];
  if (want.error === null) {
    for (const [rule, state] of Object.entries(states)) {
      const is = { true: "fired", false: "refuted", null: "open" }[got[`rule ${rule}`]];
      all.push(...saw(`rule ${rule}`, is, state));
    }
  }
  return all;
}

// The planted faults: each is a mistake that the code which writes the library could
// make.
const spoiledRule = "clot-in-leg";
const ruleOf = id => new RegExp(`(define "rule ${id}":\n)((?:  .*\n)+)`);
const faults = {
  "a missing answer is the calmest one": t => t.replaceAll(/(define "place of (\S+)"): case/g, "$1: if \"$2\" is null then 0 else case"),
  "a missing answer is in no list, so it is a no": t => t.replace(ruleOf(spoiledRule), (_, head, body) =>
    head + body.replace(/"place of (\S+)" >= 1/, "\"place of $1\" in { 1, 2 }")),
  "at most counts what is true": t => t.replaceAll("is not false", "is true"),
  "at least counts what is not false": t => t.replaceAll(/is true then '(call|go|today|soon|routine)'/g, "is not false then '$1'"),
  "a condition begins one place higher": t => t.replace(ruleOf(spoiledRule), (_, head, body) => head + body.replace(">= 1", ">= 2")),
  "a condition begins one place lower": t => t.replace(ruleOf(spoiledRule), (_, head, body) => head + body.replace(">= 2)", ">= 1)")),
  "a condition is lost": t => t.replace(ruleOf(spoiledRule), (_, head, body) => head + body.replace(/  and .*\n$/, "")),
  "one of two is both": t => t.replace(ruleOf(spoiledRule), (_, head, body) => head + body.replace(/(>= \d) or /, "$1 and ")),
  "an urgency lacks a rule": t => t.replace("  or \"rule clot-in-leg\"\n", ""),
  "a rule is not told": t => t.replace("if \"rule clot-in-leg\" is true then 'clot-in-leg'", "if false then 'clot-in-leg'"),
  "two urgencies are exchanged": t => t.replaceAll(/then 'soon'\n  else if "any routine"(.*) then 'routine'/g, "then 'routine'\n  else if \"any routine\"$1 then 'soon'"),
  "wrong answers do not matter": t => t.replaceAll("if exists \"wrong answers\" then", "if false then"),
  "a list that needs a tick has none": t => t.replace(/,\n.*needs a tick.*\n/, "\n"),
  "home is said too early": t => t.replace("if \"at least\" = 'home' and \"at most\" != 'home' then", "if false then"),
};

if (!isMainThread) {
  const sets = lines("sets.ndjson"), want = lines("results.ndjson"), states = lines("states.ndjson");
  const compare = async (library, i) => different(library, sets[i], want[i], states[i]);
  let leg;
  parentPort.on("message", async job => {
    if (job.elm) leg = new cql.Library(job.elm);
    else if (job.fault) {
      const spoiled = faults[job.fault](text("leg.cql"));
      if (spoiled === text("leg.cql")) throw new Error(`the fault "${job.fault}" changes nothing`);
      const library = new cql.Library(compile(spoiled.slice(0, spoiled.indexOf(textsFrom))));
      // Sets for which the spoiled rule is not refuted come first: they show most
      // faults.
      const order = [...sets.keys()].sort((a, b) => (states[a][spoiledRule] === "refuted") - (states[b][spoiledRule] === "refuted"));
      let seen;
      for (let n = 0; n < order.length && !seen; n++) {
        if ((await compare(library, order[n])).length > 0) seen = order[n] + 1;
      }
      parentPort.postMessage({ fault: job.fault, seen });
    } else {
      const found = [];
      let rules = 0;
      for (let i = job.from; i < Math.min(job.to, sets.length); i++) {
        const all = await compare(leg, i);
        if (all.length > 0) found.push(`set ${i + 1}: ${all.join("; ")}`);
        rules += Object.keys(states[i] ?? {}).length;
      }
      parentPort.postMessage({ sets: Math.min(job.to, sets.length) - job.from, found, rules });
    }
  });
} else {
  const elm = compile(text("leg.cql"));
  console.log(`compiled leg.cql: ${elm.library.statements.def.length} definitions, no error and no warning`);

  // Texts that try to break out of their quotes or comments must come back unchanged.
  // They are read from the compiler's output, since the engine drops the backslash of
  // \'.
  const hostile = compile(text("hostile.cql")).library.statements.def;
  if (hostile.length !== elm.library.statements.def.length) throw new Error("a hostile text has become a definition");
  const same = (where, is, want) => {
    if (is.type === "Literal" ? is.value !== want : typeof want === "string") throw new Error(`the hostile text ${where} is ${JSON.stringify(is)}, not ${JSON.stringify(want)}`);
    const parts = is.type === "Tuple" ? is.element.map(e => [e.name, e.value]) : is.type === "List" ? is.element.map((e, i) => [i, e]) : [];
    if (typeof want === "object" && parts.length !== Object.keys(want).length) throw new Error(`${where} has ${parts.length} parts`);
    for (const [key, value] of parts) same(`${where}.${key}`, value, want[key]);
    texts++;
  };
  let texts = 0;
  for (const [name, want] of Object.entries(JSON.parse(text("hostile.json")))) same(name, hostile.find(d => d.name === name).expression, want);
  console.log(`compiled hostile.cql: as many definitions, and ${texts} texts are what was put in`);

  const count = lines("sets.ndjson").length;
  const step = 50, jobs = [];
  for (let from = 0; from < count; from += step) jobs.push({ from, to: from + step });
  for (const fault of Object.keys(faults)) jobs.push({ fault });
  elm.library.statements.def = elm.library.statements.def.filter(d => !["rules", "sources"].includes(d.name));
  let sets = 0, rules = 0, failed = 0;
  await Promise.all(Array.from({ length: availableParallelism() }, () => new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder } });
    const next = () => jobs.length > 0 ? worker.postMessage(jobs.shift()) : (worker.terminate(), done());
    worker.on("error", fail);
    worker.on("message", result => {
      if (result.fault) {
        console.log(result.seen ? `fault seen at set ${result.seen}: ${result.fault}` : `FAULT NOT SEEN: ${result.fault}`);
        if (!result.seen) failed++;
      } else {
        sets += result.sets;
        rules += result.rules;
        failed += result.found.length;
        for (const message of result.found.slice(0, 3)) console.log(`DIFFERENT: ${message}`);
      }
      next();
    });
    worker.postMessage({ elm });
    next();
  })));
  console.log(`compared ${sets} sets of answers and ${rules} states of rules: ${failed} differences or faults not seen`);
  process.exit(failed > 0 || sets !== count ? 1 : 0);
}
