import { describe, expect, it } from '@jest/globals';
import { type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { KaizenTimeoutError, type KaizenService } from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { late } from './support/failures.js';
import { byName, type Fault, type Stage } from './support/fault.js';
import {
  ENVELOPE,
  later,
  ok,
  reply,
  reset,
  response,
  silence,
  writeAndEnd,
} from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, service } from './support/scenes.js';
import { type Step } from './support/scripted-server.js';

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

/** Answers, and a little later writes something that nobody asked for. */
function unsolicited(bytes: string | Buffer): Step {
  const answer = numbered();
  return (exchange) => {
    answer(exchange);
    later(30, ({ socket }) => socket.write(bytes))(exchange);
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
    retries: ['ECONNRESET'],
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
    retries: ['ECONNRESET'],
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

const UNSOLICITED: Fault[] = [
  {
    name: '67. bytes on an idle connection',
    scene: service(unsolicited('what is this')),
    call: async (stage) => (await call(stage), await sleep(100), call(stage)),
    gives: { result: 'answer 2' },
    requests: 2,
  },
  {
    name: 'a whole answer on an idle connection',
    scene: service(unsolicited(response(200, JSON.stringify({ ...ENVELOPE, result: 'poison' })))),
    call: async (stage) => (await call(stage), await sleep(100), call(stage)),
    gives: { result: 'answer 2' },
    requests: 2,
  },
  {
    name: 'two answers to one request',
    scene: service(({ socket }) => {
      const poison = response(200, JSON.stringify({ ...ENVELOPE, result: 'poison' }));
      socket.write(Buffer.concat([response(200), poison]));
    }, numbered()),
    call: async (stage) => {
      await call(stage).catch(() => undefined);
      await sleep(50);
      return call(stage);
    },
    gives: { result: 'answer 1' },
    requests: 2,
  },
  {
    name: 'an answer that comes after the call has given up',
    scene: service(later(450, numbered()), numbered()),
    options: { readTimeoutMs: 300, maxRetries: 0 },
    call: async (stage) => {
      await expect(call(stage)).rejects.toBeInstanceOf(KaizenTimeoutError);
      await sleep(250);
      return call(stage);
    },
    gives: { result: 'answer 1' },
    requests: 2,
    connections: 2,
  },
];

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
    scene: service(later(700, ok), ok),
    options: { maxConnections: 1, poolTimeoutMs: 300 },
    call: async (stage) => {
      const first = call(stage);
      const [error] = await Promise.all([call(stage).catch((caught: unknown) => caught), first]);
      // The connection is as good as before.
      await stage.kaizen.health();
      throw error;
    },
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
    options: { maxConnections: 1, readTimeoutMs: 300, maxRetries: 0 },
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
    atLeastMs: 300,
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
