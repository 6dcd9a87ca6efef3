// Fills in a form in LHC-Forms, case by case, by clicking, and records the responses:
//
//	node fill.mjs LFORMS FORM CASES OUT [PICTURES]
//
// LFORMS is the folder of the package, and FORM a Questionnaire. Each line of CASES is
// a JSON object with the answers of a person and how to give them; each line of OUT is
// a response, or null. With PICTURES, a folder, it also takes some pictures.
//
// The form is shown anew for each case, on one page. Everything is done by clicking: a
// question is answered if it is on the page, and only then.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';

const [lforms, form, cases, out, pictures] = process.argv.slice(2).map(name => resolve(name));
const here = mkdtempSync(join(tmpdir(), 'form-'));
const from = name => pathToFileURL(join(lforms, 'dist/lforms', name)).href;
writeFileSync(join(here, 'page.html'), `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Form</title>
<link rel="stylesheet" href="${from('webcomponent/styles.css')}"></head>
<body><div id="form"></div>
<script src="${from('webcomponent/assets/lib/zone.min.js')}"></script>
<script src="${from('webcomponent/lhc-forms.js')}"></script>
<script src="${from('fhir/R4/lformsFHIR.min.js')}"></script>
</body></html>`);

// The code that runs in the page.
const inPage = `
window.show = async () => {
  await LForms.Util.addFormToPage(structuredClone(window.questionnaire), 'form');
  await settle();
};
// settle waits until the form has reacted to the last click.
window.settle = () => new Promise(done => setTimeout(() => setTimeout(done)));
// label finds the label of an answer to an item, or returns null if it is not on the
// page.
window.label = (item, code) => {
  for (const l of document.querySelectorAll('#form label[id]')) {
    if (l.id.startsWith(item + '/') && l.id.endsWith('|' + code)) return l;
  }
  return null;
};
window.shown = item => document.getElementById('item-' + item + '/1') !== null;
window.place = (item, code) => {
  const box = label(item, code)?.querySelector('input');
  box?.scrollIntoView({ block: 'center' });
  const r = box?.getBoundingClientRect();
  return r && [r.x + r.width / 2, r.y + r.height / 2];
};
// fill answers the questions on the page until none is left, and returns them.
window.fill = async clicks => {
  const asked = new Set();
  for (let more = true; more; ) {
    more = false;
    for (const [question, parts] of clicks) {
      if (asked.has(question) || !shown(question)) continue;
      asked.add(question);
      more = true;
      for (const [item, code] of parts) {
        let l = label(item, code);
        for (let i = 0; !l && i < 50; i++) { await settle(); l = label(item, code); }
        if (!l) throw new Error('nothing to click for ' + item + ' ' + code);
        l.querySelector('input').click();
      }
      await settle();
    }
    if (!more) { // it may still be about to show something
      for (let i = 0; i < 5; i++) await settle();
      more = clicks.some(([question]) => !asked.has(question) && shown(question));
    }
  }
  return [...asked];
};
window.response = () => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4');
0`;

const browser = await open(1000, 1400);
const wrong = [];
browser.on(({ method, params }) => {
  if (method === 'Runtime.exceptionThrown') wrong.push('the page: ' + (params.exceptionDetails.exception?.description ?? params.exceptionDetails.text));
  if (method === 'Network.requestWillBeSent' && !/^(file|data|blob):/.test(params.request.url)) wrong.push('the page asks for ' + params.request.url);
});

async function begin() {
  await browser.page('Page.navigate', { url: pathToFileURL(join(here, 'page.html')).href });
  for (let i = 0; await browser.run(`typeof LForms === 'undefined' || !LForms.Util?.addFormToPage || !LForms.FHIR?.R4`); i++) {
    if (i > 300) throw new Error('LHC-Forms does not start');
    await new Promise(r => setTimeout(r, 100));
  }
  await browser.run(`window.questionnaire = ${readFileSync(form, 'utf8')}; ${inPage}`);
}

// click clicks the answer with the mouse.
async function click(item, code) {
  let at = null;
  for (let i = 0; !at && i < 50; i++) at = await browser.run(`settle().then(() => place(${JSON.stringify(item)}, ${JSON.stringify(code)}))`);
  if (!at) throw new Error(`nothing to click for ${item} ${code}`);
  for (const type of ['mousePressed', 'mouseReleased']) {
    await browser.page('Input.dispatchMouseEvent', { type, x: at[0], y: at[1], button: 'left', clickCount: 1 });
  }
}

async function fillByMouse(clicks) {
  const asked = [];
  for (let more = true; more; ) {
    more = false;
    for (const [question, parts] of clicks) {
      if (asked.includes(question) || !await browser.run(`settle().then(() => shown(${JSON.stringify(question)}))`)) continue;
      asked.push(question);
      more = true;
      for (const [item, code] of parts) await click(item, code);
    }
  }
  return asked;
}

async function picture(name, item) {
  await browser.run(`settle().then(() => { ${item ? `document.getElementById('item-${item}/1').scrollIntoView()` : 'scrollTo(0, 0)'}; })`);
  await new Promise(r => setTimeout(r, 300));
  const { data } = await browser.page('Page.captureScreenshot', { format: 'png' });
  writeFileSync(join(pictures, name), Buffer.from(data, 'base64'));
}

const began = Date.now();
let clicked = 0;
await begin();
const results = [];
for (const text of readFileSync(cases, 'utf8').trim().split('\n')) {
  const { id, clicks, mouse } = JSON.parse(text);
  await browser.run('show()');
  const asked = mouse ? await fillByMouse(clicks) : await browser.run(`fill(${JSON.stringify(clicks)})`);
  clicked += clicks.filter(([q]) => asked.includes(q)).reduce((n, [, parts]) => n + parts.length, 0);
  const response = await browser.run('response()');
  results.push(JSON.stringify(response));
}
writeFileSync(out, results.join('\n') + '\n');
console.log(`LHC-Forms: ${results.length} forms filled in with ${clicked} clicks in ${((Date.now() - began) / 1000).toFixed(0)} s`);

if (pictures) {
  await browser.page('Emulation.setDeviceMetricsOverride', { width: 760, height: 900, deviceScaleFactor: 1, mobile: false });
  await browser.run('show()');
  await picture('first-page.png');
  await click('life', 'chest');
  await picture('emergency.png', 'life');
  await browser.run('show()');
  await click('limb', 'none');
  await picture('injury-skipped.png', 'limb');
  await click('limb', 'none');
  await click('limb', 'injury');
  await picture('injury-asked.png', 'limb');
}
await browser.close();
rmSync(here, { recursive: true, force: true });
if (wrong.length > 0) {
  console.log(wrong.slice(0, 10).join('\n'));
  process.exit(1);
}
