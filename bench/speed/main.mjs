/**
 * How fast KTOF is against the reference TOON library, in one run: `npm run bench:speed`.
 * Ratios above 1 mean faster than the reference. Exits with 1 when a ratio is below its goal.
 */
import * as toon from '@toon-format/toon';
import { medianOf, medians } from './measure.mjs';
import * as payloads from './payloads.mjs';

const { decode, encode } = await import('../../dist/ktof.js').catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});
const { createKaizen } = await import('../../dist/index.js');

/** Least ratios to the reference: encoding in `toon`, encoding in `ktof`, decoding either. */
const GOALS = {
  tables: { 'encode toon': 1.5, 'encode ktof': 1, 'decode toon': 5, 'decode ktof': 5 },
  orders: { 'encode toon': 3, 'encode ktof': 2, 'decode toon': 5, 'decode ktof': 5 },
  events: { 'encode toon': 3, 'encode ktof': 2, 'decode toon': 5, 'decode ktof': 5 },
};
const PROMPT_GOAL_MS = 4;

let missed = 0;
const verdict = (met) => {
  if (!met) missed++;
  return met ? 'met' : 'MISSED';
};

for (const [name, goals] of Object.entries(GOALS)) {
  const value = payloads[name];
  const asToon = encode(value, { profile: 'toon' });
  const asKtof = encode(value);
  const times = medians({
    'encode reference': () => toon.encode(value),
    'encode toon': () => encode(value, { profile: 'toon' }),
    'encode ktof': () => encode(value),
    'decode reference': () => toon.decode(asToon),
    'decode toon': () => decode(asToon),
    'decode ktof': () => decode(asKtof),
  });
  console.log(`${name}, ${(JSON.stringify(value).length / 1e6).toFixed(2)} MB of JSON`);
  for (const [what, goal] of Object.entries(goals)) {
    const ratio = times[`${what.split(' ')[0]} reference`] / times[what];
    const row = `  ${what}  ${ratio.toFixed(2).padStart(6)} x the reference, goal ${goal}`;
    console.log(`${row.padEnd(50)} ${verdict(ratio >= goal)}`);
  }
}

const kaizen = createKaizen();
const promptMs = await medianOf(() => kaizen.promptsEncode({ prompt: payloads.prompt }));
await kaizen.close();
const kilobytes = Math.round(JSON.stringify(payloads.prompt).length / 1000);
console.log(`promptsEncode of ${kilobytes} KB, verified, with stats`);
console.log(
  `  median ${promptMs.toFixed(2)} ms, goal ${PROMPT_GOAL_MS} ms`.padEnd(50),
  verdict(promptMs < PROMPT_GOAL_MS),
);
process.exitCode = missed === 0 ? 0 : 1;
