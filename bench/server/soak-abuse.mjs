/** The other half of the soak: requests that must be refused, and clients that do not wait. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { events } from '../speed/payloads.mjs';

const nested = (levels) => `{"data":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const megabytes = (count) => `{"data":"${'x'.repeat(count * 1024 * 1024)}"}`;
const large = JSON.stringify({ prompt: { events: Array(5).fill(events.events).flat() } });

/** Bodies that are refused, and the status that documents it. */
const REFUSED = {
  'malformed JSON': { body: '{"data":', status: 400 },
  'invalid UTF-8': { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), status: 400 },
  'no KTOF': { path: '/v1/decompress', body: '{"data":"a[2]{b}:\\n 1"}', status: 400 },
  'a wrong key': { body: '{"data":1}', key: 'another-key', status: 401 },
  'no such prompt': {
    path: '/v1/prompts/decode',
    body: JSON.stringify({ ktof: `kpl_${'A'.repeat(32)}` }),
    status: 404,
  },
  'no such route': { path: '/v1/nothing', body: '{}', status: 404 },
  'too large': { body: megabytes(17), status: 413 },
  'another type': { body: 'data', type: 'text/html', status: 415 },
  'a wrong type': { path: '/v1/decompress', body: '{"data":1}', status: 422 },
  'an unknown field': { body: '{"data":1,"nothing":1}', status: 422 },
  'a prototype key': { body: '{"data":1,"__proto__":{"a":1}}', status: 422 },
  'too deep': { body: nested(20_000), status: 422 },
};

async function post(url, key, { path = '/v1/compress', body, type = 'application/json' }) {
  const headers = { 'content-type': type, 'x-api-key': key };
  const response = await fetch(url + path, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response;
}

/** A refusal that may meet any request: the server says that it has too much to do, and when to return. */
export function isOverload(status, retryAfter) {
  return (status === 503 || status === 429) && retryAfter !== null;
}

async function refused({ url, key }) {
  const names = Object.keys(REFUSED);
  const name = names[Math.floor(Math.random() * names.length)];
  const wanted = REFUSED[name];
  const { status, headers } = await post(url, wanted.key ?? key, wanted);
  if (status === wanted.status) return;
  if (!isOverload(status, headers.get('retry-after'))) {
    throw new Error(`${name}: ${status}, not ${wanted.status}`);
  }
}

async function encodeLarge({ url, key }) {
  const { status, headers } = await post(url, key, { path: '/v1/prompts/encode', body: large });
  if (status !== 200 && !isOverload(status, headers.get('retry-after'))) {
    throw new Error(`5 MB: ${status}, not 200`);
  }
}

/** Sends a request, or a part of it, and goes away. */
async function vanish({ url, key }) {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port) });
  socket.on('error', () => socket.destroy());
  const head = `POST /v1/prompts/encode HTTP/1.1\r\nhost: ${host}\r\nx-api-key: ${key}\r\n`;
  const type = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(large)}\r\n\r\n`;
  const whole = head + type + large;
  socket.write(whole.slice(0, 1 + Math.floor(Math.random() * whole.length)));
  await sleep(Math.random() * 200);
  socket.destroy();
}

/** What is done, as {@link CALLS} of soak-calls.mjs. */
export const ABUSE = {
  'refused requests': refused,
  'bodies of 5 MB': encodeLarge,
  'clients that vanish': vanish,
};
