/** What is measured; each in a process of its own, so that none inherits the memory of another. */
import * as toon from '@toon-format/toon';
import { decodeStream, encode, encodeStream } from '../../dist/ktof.js';
import { chunks, lines, record, table } from './rows.mjs';
import { watch } from './watch.mjs';

const DECODED_MB = 100;
const REFERENCE_MB = 8;
const ENCODED_ROWS = 800_000;

async function drain(stream, watched, check) {
  let events = 0;
  for await (const event of stream) {
    check?.(event);
    if ((++events & 2047) === 0) watched.look();
  }
  return events;
}

async function decodeOurs() {
  const text = table(encode, DECODED_MB);
  const watched = watch();
  const stream = decodeStream(chunks(text), { collect: false });
  const events = await drain(stream, watched);
  if (events !== text.count + 1) throw new Error(`${events} events for ${text.count} rows`);
  return watched.result(text.bytes);
}

async function decodeReference() {
  const text = table(encode, REFERENCE_MB);
  const watched = watch();
  await drain(toon.decodeStream(lines(text)), watched);
  return watched.result(text.bytes);
}

async function encodeOurs() {
  const value = { rows: Array.from({ length: ENCODED_ROWS }, (_, id) => record(id)) };
  const watched = watch();
  let bytes = 0;
  await drain(encodeStream(value), watched, (chunk) => (bytes += Buffer.byteLength(chunk)));
  return watched.result(bytes);
}

async function encodeWhole() {
  const value = { rows: Array.from({ length: ENCODED_ROWS }, (_, id) => record(id)) };
  const watched = watch();
  const bytes = Buffer.byteLength(encode(value));
  watched.look();
  return watched.result(bytes);
}

export const cases = { decodeOurs, decodeReference, encodeOurs, encodeWhole };

const run = cases[process.argv[2]];
if (run) process.stdout.write(JSON.stringify(await run()));
