import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { KaizenTimeoutError, type KaizenService } from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { late } from './support/failures.js';
import { byName, type Fault, type Stage } from './support/fault.js';
import {
  ENVELOPE,
  held,
  later,
  ok,
  reply,
  reset,
  response,
  silence,
  write,
  writeAndEnd,
} from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, service } from './support/scenes.js';
import type { Step } from './support/scripted-server.js';

/** One thing for the first request of a connection, another for all that follow on it. */
function perConnection(first: Step, further: Step): Step {
  const used = new WeakSet<Socket>();
  return (exchange) => {
    const step = used.has(exchange.socket) ? further : first;
    used.add(exchange.socket);
    step(exchange);
  };
}

/** Answers with the number of the request, so that a mix-up shows. */
function numbered(): Step {
  let count = 0;
  return (exchange) => {
    const body = JSON.stringify({ ...ENVELOPE, result: `answer ${++count}` });
    reply(200, body)(exchange);
  };
}

const call = ({ kaizen, signal }: Stage) => kaizen.promptsEncode({ prompt: PROMPT }, { signal });

const together = (kaizen: KaizenService, count: number) =>
  Promise.all(Array.from({ length: count }, () => kaizen.promptsEncode({ prompt: PROMPT })));

const STALE: Fault[] = [
  {
    name: '66. a reset at the second request of a connection',
    scene: service(perConnection(ok, reset)),
    options: { maxRetries: 0 },
    call: async (stage) => (await call(stage), call(stage)),
    requests: 3,
    connections: 2,
    retries: [],
  },
  {
    name: 'an end at the second request of a connection',
    scene: service(perConnection(ok, writeAndEnd())),
    options: { maxRetries: 0 },
    call: async (stage) => (await call(stage), call(stage)),
    requests: 3,
    connections: 2,
  },
  {
    name: 'a pool in which every connection is stale, and one call',
    scene: service(perConnection(later(50, ok), reset)),
    options: { maxRetries: 0 },
    call: async (stage) => (await together(stage.kaizen, 5), call(stage)),
    requests: 7,
    connections: 6,
    retries: [],
  },
  {
    name: 'a pool in which every connection is stale, and a call for each',
    scene: service(perConnection(later(50, ok), reset)),
    options: { maxRetries: 0 },
    call: async ({ kaizen }) => {
      await together(kaizen, 5);
      return (await together(kaizen, 5))[4];
    },
    requests: 15,
    connections: 10,
  },
  {
    name: 'a connection that the service ends while it is idle',
    scene: service(perConnection(writeLaterEnd(), reset)),
    options: { maxRetries: 0 },
    call: async (stage) => {
      await call(stage);
      await stage.scene.service?.settled();
      return call(stage);
    },
    requests: 2,
    connections: 2,
    retries: [],
  },
  {
    name: 'a connection that the service says it will close',
    scene: service(reply(200, undefined, { connection: 'close' })),
    call: async (stage) => (await call(stage), call(stage)),
    requests: 2,
    connections: 2,
    retries: [],
  },
];

/** Answers, and ends the connection when it has been idle for a moment. */
function writeLaterEnd(): Step {
  return (exchange) => {
    ok(exchange);
    later(30, ({ socket }) => socket.end())(exchange);
  };
}

const POISON = response(200, JSON.stringify({ ...ENVELOPE, result: 'poison' }));

/** In each turn of the event loop whatever has come is read. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/** Between two calls the service writes something that nobody asked for. */
function interrupted(name: string, bytes: string | Buffer): Fault {
  const answer = numbered();
  const seen: Socket[] = [];
  const step: Step = (exchange) => {
    seen.push(exchange.socket);
    answer(exchange);
  };
  const twice = async (stage: Stage) => {
    await call(stage);
    await new Promise((resolve) => seen[0]?.write(bytes, resolve));
    await turns();
    return call(stage);
  };
  return { name, scene: service(step), call: twice, gives: { result: 'answer 2' }, requests: 2 };
}

const tooLate = held(write(POISON));

const UNSOLICITED: Fault[] = [
  interrupted('67. bytes on an idle connection', 'what is this'),
  interrupted('a whole answer on an idle connection', POISON),
  {
    name: 'two answers to one request',
    scene: service(write(Buffer.concat([response(200), POISON])), numbered()),
    call: async (stage) => {
      await call(stage).catch(() => undefined);
      await turns();
      return call(stage);
    },
    gives: { result: 'answer 1' },
    requests: 2,
  },
  {
    name: 'an answer that comes after the call has given up',
    scene: service(tooLate.step, numbered()),
    options: { maxRetries: 0 },
    call: async (stage) => {
      const { kaizen } = stage;
      const first = kaizen.promptsEncode({ prompt: PROMPT }, { readTimeoutMs: 300 });
      await expect(first).rejects.toBeInstanceOf(KaizenTimeoutError);
      tooLate.release();
      await turns();
      return call(stage);
    },
    gives: { result: 'answer 1' },
    requests: 2,
    connections: 2,
  },
];

const busy = held(ok);

/** The one connection is taken; whoever waits for it gives up, and it is as good as before. */
async function waitForBusy(stage: Stage): Promise<unknown> {
  const first = call(stage);
  const error: unknown = await call(stage).catch((caught: unknown) => caught);
  busy.release();
  await first;
  await stage.kaizen.health();
  throw error;
}

const POOL: Fault[] = [
  {
    name: 'one connection serves one call after the other',
    scene: service(ok),
    call: async (stage) => (await call(stage), await call(stage), call(stage)),
    requests: 3,
    connections: 1,
    idle: 1,
  },
  {
    name: 'no more connections than allowed, and no call lost',
    scene: service(later(20, ok)),
    options: { maxConnections: 3 },
    call: async ({ kaizen }) => (await together(kaizen, 20))[19],
    requests: 20,
    connections: 3,
  },
  {
    name: 'no more idle connections than allowed',
    scene: service(later(50, ok)),
    options: { maxKeepAliveConnections: 2 },
    call: async ({ kaizen }) => (await together(kaizen, 6))[5],
    requests: 6,
    connections: 6,
    idle: 2,
  },
  {
    name: 'no connection kept when none is to be kept',
    scene: service(ok),
    options: { keepAliveExpiryMs: 0 },
    call: async (stage) => (await call(stage), call(stage)),
    requests: 2,
    connections: 2,
    idle: 0,
  },
  {
    name: 'an idle connection is closed in time',
    scene: service(ok),
    options: { keepAliveExpiryMs: 300 },
    connections: 1,
    idle: 0,
  },
  {
    name: 'a wait for a connection that takes too long',
    scene: service(busy.step, ok),
    options: { maxConnections: 1, poolTimeoutMs: 300 },
    call: waitForBusy,
    fails: late(1, 'pool', 300),
    requests: 2,
    connections: 1,
    retries: [],
    idle: 1,
  },
  {
    name: 'a call that has given up waiting for a connection is given none',
    scene: service(silence),
    options: { maxConnections: 1, poolTimeoutMs: 300, readTimeoutMs: 600, maxRetries: 0 },
    call: async (stage) => {
      const calls = await Promise.allSettled([call(stage), call(stage)]);
      // A connection for it would be made now.
      await sleep(100);
      throw (calls[1] as PromiseRejectedResult).reason as Error;
    },
    fails: late(1, 'pool', 300),
    requests: 1,
    connections: 1,
  },
  {
    name: 'a mute service does not hold its connection for ever',
    scene: service(silence, ok),
    options: { maxConnections: 1, readTimeoutMs: 800, maxRetries: 0 },
    call: async ({ kaizen }) => {
      const [first, second] = await Promise.allSettled([
        kaizen.promptsEncode({ prompt: PROMPT }),
        kaizen.promptsEncode({ prompt: PROMPT }),
      ]);
      expect(first.status).toBe('rejected');
      return second.status === 'fulfilled' ? second.value : Promise.reject(second.reason as Error);
    },
    requests: 2,
    connections: 2,
    atLeastMs: 800,
  },
  {
    name: 'a service that closes each connection at once still answers',
    scene: scripted({
      connection: (socket) => socket.once('data', () => socket.end(response(200))),
    }),
    call: async (stage) => (await call(stage), await call(stage), call(stage)),
    connections: 3,
    idle: 0,
  },
];

describe('a stale connection is never seen', () => {
  it.each(byName(STALE))('%s', (_, fault) => expectFault(fault));
});

describe('what nobody asked for is nobody’s answer', () => {
  it.each(byName(UNSOLICITED))('%s', (_, fault) => expectFault(fault));
});

describe('the pool', () => {
  it.each(byName(POOL))('%s', (_, fault) => expectFault(fault));
});
