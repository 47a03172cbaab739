import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { KaizenPayloadError, KaizenPayloadTooLargeError, KaizenServerError } from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { late, refused, wrong } from './support/failures.js';
import { byName, type Fault, type Stage } from './support/fault.js';
import { head, refuse, reply, response } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, service } from './support/scenes.js';
import type { Step } from './support/scripted-server.js';

const MiB = 2 ** 20;
const zeros = (size: number) => Buffer.alloc(size, '0');

/** Encodes a prompt of so many bytes. */
const large =
  (size: number) =>
  ({ kaizen, signal }: Stage) =>
    kaizen.promptsEncode({ prompt: { text: PROMPT, filler: 'x'.repeat(size) } }, { signal });

/** What the process holds outside its heap while a call is made: it must not grow with the response. */
async function inLittleMemory(stage: Stage): Promise<unknown> {
  const before = process.memoryUsage().arrayBuffers;
  try {
    return await stage.kaizen.promptsEncode({ prompt: PROMPT });
  } finally {
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * MiB);
  }
}

/** Sends chunks of a body for as long as somebody takes them, and counts the bytes. */
function endless(sent: { bytes: number }): Step {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), zeros(0x10000), Buffer.from('\r\n')]);
  return ({ socket }) => {
    socket.write(head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }));
    const pump = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent.bytes += chunk.length;
    };
    socket.on('drain', pump);
    pump();
  };
}

const bomb = (packed: () => Buffer, encoding: string): Fault['scene'] => {
  return () => service(reply(200, packed(), { 'content-encoding': encoding }))();
};

const sent = { bytes: 0 };

/** What the system buffers on both sides is beyond anybody's reach. */
function expectLittleSent(): void {
  expect(sent.bytes).toBeLessThan(32 * MiB);
}

const RESPONSES: Fault[] = [
  {
    name: '68. 64 MiB packed into 65 KB by gzip',
    scene: bomb(() => gzipSync(zeros(64 * MiB)), 'gzip'),
    options: { maxResponseBytes: MiB },
    call: inLittleMemory,
    fails: wrong('too-large'),
    requests: 1,
  },
  {
    name: '64 MiB packed by brotli',
    scene: bomb(() => brotliCompressSync(zeros(64 * MiB)), 'br'),
    options: { maxResponseBytes: MiB },
    call: inLittleMemory,
    fails: wrong('too-large'),
    requests: 1,
  },
  {
    name: '64 MiB packed by deflate',
    scene: bomb(() => deflateSync(zeros(64 * MiB)), 'deflate'),
    options: { maxResponseBytes: MiB },
    call: inLittleMemory,
    fails: wrong('too-large'),
    requests: 1,
  },
  {
    name: '69. a body without an end',
    scene: service(endless(sent)),
    options: { maxResponseBytes: MiB },
    call: inLittleMemory,
    fails: wrong('too-large'),
    requests: 1,
    idle: 0,
    also: expectLittleSent,
  },
  {
    name: 'a byte more than allowed, of honest length',
    scene: service(reply(200, JSON.stringify({ status: 'ok', result: 'x'.repeat(1000) }))),
    options: { maxResponseBytes: 1000 },
    fails: wrong('too-large'),
    requests: 1,
  },
  {
    name: 'a refusal without an end',
    scene: service(({ socket }) => {
      socket.write(head(400, { 'content-type': 'text/html', 'content-length': `${64 * MiB}` }));
      socket.write(zeros(8 * MiB));
    }),
    options: { maxResponseBytes: MiB },
    fails: wrong('too-large'),
    requests: 1,
    idle: 0,
  },
];

/** Answers as soon as the first bytes are there, and takes in the rest for nobody. */
function answersEarly(socket: Socket): void {
  socket.once('data', () => {
    socket.write(response(200));
    socket.resume();
  });
}

/** Says no as soon as the first bytes are there, and takes in the rest for nobody. */
function refusesEarly(socket: Socket): void {
  socket.once('data', () => {
    const detail = JSON.stringify({ detail: 'too large for this plan' });
    socket.end(response(413, detail, { connection: 'close' }));
    socket.resume();
  });
}

const REQUESTS: Fault[] = [
  {
    name: '81. 413 while 8 MiB are still being sent',
    scene: scripted({ connection: refusesEarly }),
    call: large(8 * MiB),
    fails: refused(KaizenPayloadTooLargeError, 413, 1),
    connections: 1,
    retries: [],
  },
  {
    name: '413 to 128 KiB, with the words of the service',
    scene: scripted({ connection: refusesEarly }),
    call: large(MiB / 8),
    fails: refused(KaizenPayloadTooLargeError, 413, 1, {
      message: expect.stringContaining('too large for this plan'),
    }),
    connections: 1,
  },
  {
    name: 'an answer while 8 MiB are still being sent',
    scene: scripted({ connection: answersEarly }),
    call: large(8 * MiB),
    connections: 1,
    retries: [],
  },
  {
    name: '82. a service that takes in nothing of 32 MiB',
    scene: scripted({ connection: () => undefined }),
    options: { writeTimeoutMs: 300, maxRetries: 1 },
    call: large(32 * MiB),
    fails: late(2, 'write', 300),
    connections: 2,
    retries: ['timeout-write'],
    atLeastMs: 600,
    atMostMs: 6000,
  },
  {
    name: 'a request that is larger than allowed is not sent',
    scene: service(reply(200)),
    options: { maxPayloadBytes: 1000 },
    call: large(1000),
    fails: { type: KaizenPayloadError, with: { code: 'KAIZEN_PAYLOAD_TOO_LARGE' } },
    connections: 0,
  },
];

/** A hundred calls fail together; one that comes after them has no retry either. */
async function storm({ kaizen }: Stage): Promise<unknown> {
  const calls = Array.from({ length: 100 }, () => kaizen.promptsEncode({ prompt: PROMPT }));
  const ends = await Promise.allSettled(calls);
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(100);
  return kaizen.promptsEncode({ prompt: PROMPT });
}

const STORMS: Fault[] = [
  {
    name: '503 to 100 calls at once: all of them together have no more retries than the budget',
    scene: service(refuse(503)),
    options: { maxRetries: 3, retryBudget: { capacity: 100, costPerRetry: 10 } },
    call: storm,
    fails: refused(KaizenServerError, 503, 1),
    requests: 111,
    atMostMs: 5000,
  },
];

describe('a response that is too large', () => {
  it.each(byName(RESPONSES))('%s', (_, fault) => expectFault(fault));
});

describe('a request that is too large', () => {
  it.each(byName(REQUESTS))('%s', (_, fault) => expectFault(fault));
});

describe('a storm', () => {
  it.each(byName(STORMS))('%s', (_, fault) => expectFault(fault));
});
