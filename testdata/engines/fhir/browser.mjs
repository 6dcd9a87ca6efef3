// A headless Chromium controlled through a pipe, with Node alone.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// open starts the browser on one page, and returns it.
export async function open(width, height) {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const child = spawn('chromium', [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-extensions', '--mute-audio',
    '--hide-scrollbars', `--user-data-dir=${profile}`, `--window-size=${width},${height}`,
    '--remote-debugging-pipe', 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const waiting = new Map();
  const listeners = [];
  let last = 0, rest = '', gone = null;
  const fail = why => {
    gone = gone ?? new Error(why);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  child.on('error', e => fail('chromium does not start: ' + e.message));
  child.on('exit', code => fail('chromium has ended with ' + code));
  child.stdio[4].setEncoding('utf8');
  child.stdio[4].on('data', data => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const text of messages) {
      const m = JSON.parse(text);
      const wait = waiting.get(m.id);
      waiting.delete(m.id);
      if (!wait) {
        for (const l of listeners) l(m);
      } else if (m.error) {
        wait.reject(new Error(wait.method + ': ' + m.error.message));
      } else {
        wait.resolve(m.result);
      }
    }
  });
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    if (gone) return reject(gone);
    waiting.set(++last, { resolve, reject, method });
    child.stdio[3].write(JSON.stringify({ id: last, method, params, sessionId }) + '\0');
  });
  const { targetInfos } = await send('Target.getTargets');
  const { targetId } = targetInfos.find(t => t.type === 'page');
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  await page('Page.enable');
  await page('Runtime.enable');
  await page('Network.enable');
  return {
    page,
    // on calls listen with every event.
    on: listen => listeners.push(listen),
    // run evaluates an expression in the page and returns its value.
    async run(expression) {
      const { result, exceptionDetails: e } = await page('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (e) throw new Error(e.exception?.description ?? e.text);
      return result.value;
    },
    async close() {
      const ended = new Promise(resolve => child.on('exit', resolve));
      send('Browser.close').catch(() => {});
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
