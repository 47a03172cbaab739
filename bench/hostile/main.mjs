/**
 * The longest that hostile inputs of 1 MB hold the engine up: `npm run build && node bench/hostile/main.mjs`.
 * Every text goes in as a prompt, as the content of a message, and, where it is JSON, as a value; what
 * comes out is brought back. Hostile KTOF is decoded. Exits with 1 when anything takes more than 2 seconds or comes back wrong.
 */
import { isDeepStrictEqual } from 'node:util';

import { align } from '../tokens/report/align.mjs';
import { ktofs, texts } from './inputs.mjs';

const LIMIT_MS = 2000;

const { createKaizen } = await import(process.env.KAIZEN_DIST ?? '../../dist/index.js').catch(
  () => {
    console.error('dist/ is missing: run `npm run build` first.');
    process.exit(1);
  },
);
const kaizen = createKaizen({ timeoutMs: 600_000 });

/** The milliseconds of a call, or the code of the error that it ended in. */
async function timed(call) {
  const started = performance.now();
  const outcome = await call().then(
    (value) => ({ value }),
    (error) => ({ error: error.code ?? error.name }),
  );
  return { ...outcome, ms: performance.now() - started };
}

async function measure(name, shape, prompt) {
  const encoded = await timed(() => kaizen.promptsEncode({ prompt }));
  if (encoded.error) return { name, shape, encodeMs: encoded.ms, verdict: encoded.error };
  const { result: ktof, meta: replayMeta } = encoded.value;
  const decoded = await timed(() => kaizen.promptsDecode({ ktof, replayMeta }));
  const isBack = isDeepStrictEqual(decoded.value?.result, prompt);
  const verdict = isBack
    ? `${replayMeta.replacements.length} replaced`
    : (decoded.error ?? 'WRONG');
  return { name, shape, encodeMs: encoded.ms, decodeMs: decoded.ms, verdict };
}

function parsed(text) {
  try {
    // Once more: a number that is too large for a double is null in JSON.
    return JSON.parse(JSON.stringify(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

const rows = [];
for (const [name, make] of Object.entries(texts)) {
  const text = make();
  rows.push(await measure(name, 'prompt', text));
  rows.push(await measure(name, 'message', { messages: [{ role: 'user', content: text }] }));
  const value = parsed(text);
  if (value !== undefined) rows.push(await measure(name, 'value', value));
}
for (const [name, make] of Object.entries(ktofs)) {
  const ktof = make();
  const { ms, error = 'read' } = await timed(() => kaizen.promptsDecode({ ktof }));
  rows.push({ name, shape: 'KTOF', decodeMs: ms, verdict: error });
}
await kaizen.close();

const isSlow = ({ encodeMs, decodeMs }) => Math.max(encodeMs ?? 0, decodeMs ?? 0) > LIMIT_MS;
const whole = (ms) => (ms === undefined ? '–' : Math.round(ms).toLocaleString('en-US'));
console.log(
  align([
    ['1 MB of', 'as', 'encode ms', 'decode ms', 'outcome', ''],
    [],
    ...rows.map((row) => [
      row.name,
      row.shape,
      whole(row.encodeMs),
      whole(row.decodeMs),
      row.verdict,
      isSlow(row) ? 'TOO SLOW' : '',
    ]),
  ]),
);

const met = !rows.some((row) => isSlow(row) || row.verdict === 'WRONG');
console.error(`\n${met ? 'met    ' : 'NOT MET'}  nothing above ${LIMIT_MS} ms, nothing wrong`);
process.exitCode = met ? 0 : 1;
