/**
 * How long a large payload holds the event loop: `node bench/event-loop/main.mjs [MB]`.
 *
 * 10 MB of JSON are encoded and decoded by a client with its default options, and by the reference
 * TOON library in the same thread. A prompt of a million rows is encoded as a stream. Medians of
 * several rounds. Exits with 1 when the client's longest stall is over the goal.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as toon from '@toon-format/toon';
import * as payloads from '../speed/payloads.mjs';
import { record } from '../stream/rows.mjs';
import { watch } from './stall.mjs';

const { createKaizen } = await import('../../dist/index.js').catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});

const GOAL_MS = 50;
const ROUNDS = 5;
const STREAM_ROWS = 1_000_000;
const STREAM_ROUNDS = 3;
const MEGABYTES = Number(process.argv[2] ?? 10);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** As many copies of a payload of 1 MB as make up the size. */
function enlarge(payload) {
  const [[key, rows]] = Object.entries(payload);
  return { [key]: Array.from({ length: MEGABYTES }, () => structuredClone(rows)).flat() };
}

/** What the machine does to a loop that has nothing to do. */
async function idleStallMs() {
  const stalls = [];
  for (let left = ROUNDS; left > 0; left--) stalls.push((await watch(() => sleep(500))).stallMs);
  return median(stalls);
}

async function round(kaizen, prompt) {
  const encode = await watch(() => kaizen.promptsEncode({ prompt }));
  const { result: ktof, meta: replayMeta } = encode.result;
  const decode = await watch(() => kaizen.promptsDecode({ ktof, replayMeta }));
  const referenceEncode = await watch(() => toon.encode(prompt));
  const referenceDecode = await watch(() => toon.decode(referenceEncode.result));
  return { encode, decode, referenceEncode, referenceDecode };
}

async function measure(kaizen, prompt) {
  await round(kaizen, prompt);
  const rounds = [];
  for (let left = ROUNDS; left > 0; left--) rounds.push(await round(kaizen, prompt));
  return (what, figure) => median(rounds.map((one) => one[what][figure]));
}

/** A prompt of many rows, encoded as a stream: in this thread, where no chunk may be late. */
async function measureStream() {
  const client = createKaizen({ timeoutMs: 600_000, maxPayloadBytes: 2 ** 29 - 24 });
  const prompt = { rows: Array.from({ length: STREAM_ROWS }, (_, id) => record(id)) };
  const drain = async () => {
    let chunks = 0;
    for await (const { type } of client.promptsEncodeStream({ prompt })) chunks += type === 'chunk';
    return chunks;
  };
  const rounds = [];
  for (let left = STREAM_ROUNDS; left > 0; left--) rounds.push(await watch(drain));
  await client.close();
  const of = (figure) => median(rounds.map((one) => one[figure]));
  return { stallMs: of('stallMs'), tookMs: of('tookMs') };
}

const columns = (cells) =>
  cells.map((cell, index) => cell[index ? 'padStart' : 'padEnd'](16)).join('');
const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

const kaizen = createKaizen({ timeoutMs: 120_000 });
let worst = 0;
console.log(`Longest stall of the event loop, ${MEGABYTES} MB of JSON, median of ${ROUNDS}`);
console.log(`(of an idle loop on this machine: ${ms(await idleStallMs())})`);
console.log(columns(['', 'stall', 'took', 'reference stall', 'ratio']));
for (const [name, payload] of Object.entries(payloads)) {
  if (name === 'prompt') continue;
  const figureOf = await measure(kaizen, enlarge(payload));
  for (const [what, reference] of [
    ['encode', 'referenceEncode'],
    ['decode', 'referenceDecode'],
  ]) {
    const stallMs = figureOf(what, 'stallMs');
    const referenceMs = figureOf(reference, 'stallMs');
    worst = Math.max(worst, stallMs);
    const cells = [ms(stallMs), ms(figureOf(what, 'tookMs')), ms(referenceMs)];
    console.log(columns([`${what} ${name}`, ...cells, (referenceMs / stallMs).toFixed(0)]));
  }
}
const stream = await measureStream();
worst = Math.max(worst, stream.stallMs);
const [streamed, streamTook] = [ms(stream.stallMs), ms(stream.tookMs)];
console.log(
  columns([`stream of ${STREAM_ROWS.toExponential()} rows`, streamed, streamTook, '', '']),
);
await kaizen.close();
console.log(`worst ${ms(worst)}, goal ${GOAL_MS} ms: ${worst <= GOAL_MS ? 'met' : 'MISSED'}`);
process.exitCode = worst <= GOAL_MS ? 0 : 1;
