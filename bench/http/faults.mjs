/**
 * What goes wrong in the soak. Which calls meet which fault is worked out from their number alone, so
 * that the service and its caller agree on it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { replyOf } from './replies.mjs';

/** Of a hundred calls. */
const FAULTY_PERCENT = 5;
/** Of a hundred faults that a retry may help against: those that stay. */
const LASTING_PERCENT = 25;

/** How long the client waits for a byte, and in all: what never answers is told by these. */
export const READ_TIMEOUT_MS = 2000;
export const SHORT_DEADLINE_MS = 60;
const ABORT_AFTER_MS = 20;
const SLOW_MS = 80;

const status = (code, headers) => (socket) =>
  socket.write(replyOf('{"detail":"no"}', { code, headers }));
const half = (bytes) => bytes.subarray(0, bytes.length - 200);

/**
 * `serve` plays the fault. `error` is the class of error it ends in: at once, or where `isRetried` when
 * it lasts. Without one, the call succeeds all the same. `call` is what the caller does about it.
 */
const FAULTS = {
  'reset before the reply': {
    serve: (socket) => socket.resetAndDestroy(),
    error: 'KaizenConnectionError',
    isRetried: true,
  },
  'reset in the body': {
    serve: (socket, reply) => {
      socket.write(half(reply));
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    error: 'KaizenConnectionError',
    isRetried: true,
  },
  'closed in the body': {
    serve: (socket, reply) => socket.end(half(reply)),
    error: 'KaizenConnectionError',
    isRetried: true,
  },
  'no reply': { serve: () => {}, error: 'KaizenTimeoutError', isRetried: true },
  503: { serve: status(503), error: 'KaizenServerError', isRetried: true },
  429: {
    serve: status(429, { 'retry-after-ms': 10 }),
    error: 'KaizenRateLimitError',
    isRetried: true,
  },
  401: { serve: status(401), error: 'KaizenAuthenticationError' },
  422: { serve: status(422), error: 'KaizenValidationError' },
  'truncated JSON': {
    serve: (socket) => socket.write(replyOf('{"status":"ok","operation":"prompts.dec')),
    error: 'KaizenResponseError',
  },
  'HTML instead of JSON': {
    serve: (socket) =>
      socket.write(replyOf('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } })),
    error: 'KaizenResponseError',
  },
  'JSON of something else': {
    serve: (socket) => socket.write(replyOf('{"status":"ok"}')),
    error: 'KaizenResponseError',
  },
  'not HTTP': {
    serve: (socket) => socket.end('220 mail.example ESMTP\r\n'),
    error: 'KaizenResponseError',
  },
  'slow, but in time': {
    serve: async (socket, reply) => {
      await sleep(SLOW_MS);
      socket.write(half(reply));
      await sleep(SLOW_MS);
      socket.write(reply.subarray(half(reply).length));
    },
  },
  'given up by the caller': {
    serve: () => {},
    error: 'KaizenAbortError',
    call: () => ({ signal: AbortSignal.timeout(ABORT_AFTER_MS) }),
  },
  'past the deadline': {
    serve: () => {},
    error: 'KaizenTimeoutError',
    call: () => ({ timeoutMs: SHORT_DEADLINE_MS }),
  },
};
const NAMES = Object.keys(FAULTS);

/** The fault that a call meets, and whether it meets it again each time it is sent. */
export function faultOf(call) {
  if (chance(call, 1) * 100 >= FAULTY_PERCENT) return undefined;
  const name = NAMES[Math.floor(chance(call, 2) * NAMES.length)];
  return { name, lasts: chance(call, 3) * 100 < LASTING_PERCENT, ...FAULTS[name] };
}

/** From 0 up to 1, the same on every run. A round of MurmurHash3's finaliser. */
function chance(call, salt) {
  let hash = Math.imul(call * 4 + salt, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
