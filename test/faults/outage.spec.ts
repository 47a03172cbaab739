import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  KaizenCircuitOpenError,
  KaizenOverloadedError,
  KaizenServerError,
  KaizenValidationError,
} from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { refused } from './support/failures.js';
import { byName, type Fault, type Stage } from './support/fault.js';
import { refusingPort } from './support/refusing-port.js';
import { later, ok, refuse, reply, silence } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { service } from './support/scenes.js';

const encode = ({ kaizen, signal }: Stage) => kaizen.promptsEncode({ prompt: PROMPT }, { signal });

/** Calls so many times, and lets all of them fail. */
async function fail(stage: Stage, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await encode(stage).catch(() => undefined);
}

const byEngine = { servedBy: 'embedded', operation: 'prompts.encode' };

function expectTold({ told }: Stage): void {
  expect(told.join('\n')).toContain('answered by the embedded engine');
}

const FALLBACK: Fault[] = [
  {
    name: 'nobody listens',
    scene: async () => {
      const { port, close } = await refusingPort();
      return { baseUrl: `http://127.0.0.1:${port}`, close };
    },
    gives: byEngine,
    retries: ['ECONNREFUSED', 'ECONNREFUSED'],
    also: expectTold,
  },
  {
    name: 'the service fails for ever',
    scene: service(refuse(503)),
    gives: byEngine,
    requests: 3,
    also: expectTold,
  },
  {
    name: 'the service has no time for it',
    scene: service(refuse(429, { 'retry-after': '3600' })),
    gives: byEngine,
    requests: 1,
    also: expectTold,
  },
  {
    name: 'the service is silent, until the call has hardly any time left',
    scene: service(silence),
    options: { timeoutMs: 3000 },
    gives: byEngine,
    requests: 1,
    atLeastMs: 2700,
    atMostMs: 5000,
    also: expectTold,
  },
  {
    name: 'something else answers in its place',
    scene: service(reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' })),
    gives: byEngine,
    requests: 1,
    also: expectTold,
  },
];

const NO_FALLBACK: Fault[] = [
  {
    name: 'a request that the service refuses is refused',
    scene: service(refuse(422)),
    options: { fallback: 'embedded' },
    fails: refused(KaizenValidationError, 422, 1),
    requests: 1,
  },
  {
    name: 'health tells the truth',
    scene: service(refuse(503)),
    options: { fallback: 'embedded', maxRetries: 0 },
    call: ({ kaizen, signal }) => kaizen.health({ signal }),
    fails: refused(KaizenServerError, 503, 1),
    requests: 1,
  },
];

const breaker = { failureRatio: 0.5, sampleSize: 4, minimumCalls: 2 };

const CIRCUIT: Fault[] = [
  {
    name: 'leaves a service alone that fails',
    scene: service(refuse(503)),
    options: { maxRetries: 0, circuitBreaker: breaker },
    call: async (stage) => {
      await fail(stage, 5);
      return encode(stage);
    },
    fails: {
      type: KaizenCircuitOpenError,
      with: { code: 'KAIZEN_CIRCUIT_OPEN', retryAfterMs: expect.any(Number) },
    },
    requests: 2,
  },
  {
    name: 'lets one call try after a while, and all of them when that was good',
    scene: service(refuse(503), refuse(503), ok),
    options: { maxRetries: 0, circuitBreaker: { ...breaker, openMs: 300 } },
    call: async (stage) => {
      await fail(stage, 2);
      await sleep(350);
      await encode(stage);
      return encode(stage);
    },
    requests: 4,
  },
  {
    name: 'hands over to the embedded engine while it is open',
    scene: service(refuse(503)),
    options: { maxRetries: 0, circuitBreaker: breaker, fallback: 'embedded' },
    call: async (stage) => {
      await fail(stage, 2);
      return encode(stage);
    },
    gives: byEngine,
    requests: 2,
    also: expectTold,
  },
  {
    name: 'takes no offence at requests that are refused',
    scene: service(refuse(422), refuse(422), refuse(422), ok),
    options: { circuitBreaker: breaker },
    call: async (stage) => {
      await fail(stage, 3);
      return encode(stage);
    },
    requests: 4,
  },
];

/** Six calls at once, of which one is too many. */
async function six(stage: Stage): Promise<unknown> {
  const calls = await Promise.allSettled(Array.from({ length: 6 }, () => encode(stage)));
  const refusals = calls.filter((call) => call.status === 'rejected');
  expect(refusals).toHaveLength(1);
  throw refusals[0]?.reason as Error;
}

const BULKHEAD: Fault[] = [
  {
    name: 'more calls than allowed wait, and more than may wait are refused',
    scene: service(later(50, ok)),
    options: { maxConcurrency: 2, maxQueue: 3 },
    call: six,
    fails: { type: KaizenOverloadedError, with: { code: 'KAIZEN_OVERLOADED', maxQueue: 3 } },
    requests: 5,
    connections: 2,
  },
  {
    name: 'a call that fails makes room for the next',
    scene: service(refuse(500), ok),
    options: { maxConcurrency: 1, maxRetries: 0 },
    call: async (stage) => {
      const [first, second] = await Promise.allSettled([encode(stage), encode(stage)]);
      expect(first.status).toBe('rejected');
      return second.status === 'fulfilled' ? second.value : undefined;
    },
    requests: 2,
  },
];

describe('with fallback: embedded, the engine answers when', () => {
  const faults = FALLBACK.map((fault): Fault => ({
    ...fault,
    options: { ...fault.options, fallback: 'embedded' },
  }));
  it.each(byName(faults))('%s', (_, fault) => expectFault(fault));
});

describe('with fallback: embedded', () => {
  it.each(byName(NO_FALLBACK))('%s', (_, fault) => expectFault(fault));
});

describe('the circuit breaker', () => {
  it.each(byName(CIRCUIT))('%s', (_, fault) => expectFault(fault));
});

describe('maxConcurrency', () => {
  it.each(byName(BULKHEAD))('%s', (_, fault) => expectFault(fault));
});
