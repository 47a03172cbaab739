/**
 * What streaming takes in time and memory: `node bench/stream/main.mjs`, after `npm run build`.
 * Exits with 1 when an expectation fails.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const CASES = path.join(import.meta.dirname, 'cases.mjs');
const MOST_DECODING_MB = 150;
const MOST_ENCODING_MB = 60;
const LEAST_RATIO = 5;

if (!existsSync(path.join(import.meta.dirname, '../../dist/ktof.js'))) {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
}

async function measure(name) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CASES, name]);
  return JSON.parse(stdout);
}

function row(title, { megabytes, seconds, residentMb }) {
  return [
    title.padEnd(34),
    `${megabytes.toFixed(0)} MB`.padStart(8),
    `${seconds.toFixed(2)} s`.padStart(9),
    `${(megabytes / seconds).toFixed(1)} MB/s`.padStart(12),
    `+${residentMb.toFixed(0)} MB`.padStart(10),
  ].join('');
}

let missed = 0;
function expectation(text, isMet) {
  if (!isMet) missed++;
  console.log(`${isMet ? 'met    ' : 'MISSED '} ${text}`);
}

// One after the other: side by side they would slow each other down.
const decoded = await measure('decodeOurs');
const reference = await measure('decodeReference');
const encoded = await measure('encodeOurs');
const whole = await measure('encodeWhole');

console.log('rows of six cells                     text     time       speed    memory');
console.log(row('decodeStream', decoded));
console.log(row('decodeStream of @toon-format/toon', reference));
console.log(row('encodeStream', encoded));
console.log(row('encode, for comparison', whole));
console.log('(memory: the most resident above what the process and the value took before)\n');

const ratio = decoded.megabytes / decoded.seconds / (reference.megabytes / reference.seconds);
expectation(
  `decodeStream: +${decoded.residentMb.toFixed(0)} MB for ${decoded.megabytes.toFixed(0)} MB of text, less than ${MOST_DECODING_MB}`,
  decoded.residentMb < MOST_DECODING_MB,
);
expectation(
  `decodeStream: ${ratio.toFixed(1)} times as fast as the reference, at least ${LEAST_RATIO}`,
  ratio >= LEAST_RATIO,
);
expectation(
  `encodeStream: +${encoded.residentMb.toFixed(0)} MB for ${encoded.megabytes.toFixed(0)} MB of text, less than ${MOST_ENCODING_MB}`,
  encoded.residentMb < MOST_ENCODING_MB,
);
process.exitCode = missed === 0 ? 0 : 1;
