import { describe, it } from '@jest/globals';
import { KaizenRateLimitError, KaizenServerError } from 'nestjs-kaizen';
import { refused } from './support/failures.js';
import { byName, type Fault } from './support/fault.js';
import { ok, refuse, type WireHeaders } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { service } from './support/scenes.js';
import type { Step } from './support/scripted-server.js';

const busy = (headers: WireHeaders): Step => refuse(429, headers);

/** When it is so many milliseconds from now, as a header says it: in whole seconds, rounded up. */
function dateIn(ms: number): string {
  return new Date(Math.ceil((Date.now() + ms) / 1000) * 1000).toUTCString();
}

/** Answers 429 with a date that is fresh when it is sent. */
const busyUntil = (ms: number, status = 429): Step => {
  return (exchange) => refuse(status, { 'retry-after': dateIn(ms) })(exchange);
};

/** The service asks for a wait, and gets it. */
function waits(name: string, step: Step, atLeastMs: number, atMostMs = 3000): Fault {
  return { name, scene: service(step, ok), requests: 2, retries: ['429'], atLeastMs, atMostMs };
}

/** What the service asks for says nothing: the next attempt comes after the client's own wait. */
function ignored(name: string, headers: WireHeaders): Fault {
  const backoff = { retryBackoffFactor: 0.2 };
  return { ...waits(name, busy(headers), 100), options: backoff };
}

/** The service asks for more than the client has: it is told so at once, and nothing is sent again. */
function givesUp(name: string, headers: WireHeaders, retryAfterMs: number): Fault {
  return {
    name,
    scene: service(busy(headers), ok),
    fails: refused(KaizenRateLimitError, 429, 1, { retryAfterMs }),
    requests: 1,
    retries: [],
    atMostMs: 2000,
  };
}

const WAITS: Fault[] = [
  waits('44. 0.3 seconds', busy({ 'retry-after': '0.3' }), 300),
  waits('45. 300 ms, in a header of its own', busy({ 'retry-after-ms': '300' }), 300),
  waits(
    '300 ms, though the seconds say otherwise',
    busy({ 'retry-after-ms': '300', 'retry-after': '50' }),
    300,
  ),
  waits('46. a date in a second', busyUntil(1000), 1000, 4500),
  {
    ...waits('a date, with 503', busyUntil(300, 503), 300, 4500),
    retries: ['503'],
  },
  {
    ...waits('less than the own wait: the longer counts', busy({ 'retry-after': '0' }), 300),
    options: { retryBackoffFactor: 0.6 },
  },
];

const IGNORED: Fault[] = [
  ignored('47. a date in the past', { 'retry-after': new Date(1e12).toUTCString() }),
  ignored('49. 1e9', { 'retry-after': '1e9' }),
  ignored('50. garbage', { 'retry-after': 'soon' }),
  ignored('51. -5', { 'retry-after': '-5' }),
  ignored('0x10', { 'retry-after': '0x10' }),
  ignored('Infinity', { 'retry-after': 'Infinity' }),
  ignored('nothing', { 'retry-after': '' }),
];

const GIVES_UP: Fault[] = [
  givesUp('48. a day', { 'retry-after': '86400' }, 86_400_000),
  givesUp('more than a timer can count', { 'retry-after': '1000000000' }, 1_000_000_000_000),
  givesUp(
    'more than there are numbers',
    { 'retry-after-ms': '9'.repeat(400) },
    Number.MAX_SAFE_INTEGER,
  ),
  {
    ...givesUp('more than the cap, and less than the call has', { 'retry-after': '3' }, 3000),
    options: { maxRetryAfterMs: 2000 },
  },
  {
    ...givesUp('less than the cap, and more than the call has', { 'retry-after': '5' }, 5000),
    options: { timeoutMs: 4000 },
  },
  {
    name: 'a day, with 503',
    scene: service(refuse(503, { 'retry-after': '86400' }), ok),
    fails: refused(KaizenServerError, 503, 1, { retryAfterMs: 86_400_000 }),
    requests: 1,
    atMostMs: 2000,
  },
  {
    name: '52. 0 for ever: it is tried as often as allowed, and no more',
    scene: service(busy({ 'retry-after': '0' })),
    fails: refused(KaizenRateLimitError, 429, 3, { retryAfterMs: 0 }),
    requests: 3,
    retries: ['429', '429'],
  },
];

describe('a wait that the service asks for is kept', () => {
  it.each(byName(WAITS))('%s', (_, fault) => expectFault(fault));
});

describe('a wait that cannot be read changes nothing', () => {
  it.each(byName(IGNORED))('%s', (_, fault) => expectFault(fault));
});

describe('a wait that is too long is told at once', () => {
  it.each(byName(GIVES_UP))('%s', (_, fault) => expectFault(fault));
});
