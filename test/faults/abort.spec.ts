import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { KaizenAbortError, KaizenClosedError } from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { byName, type Failure, type Fault, type Scene, type Stage } from './support/fault.js';
import { frozenListener } from './support/frozen-listener.js';
import { noAnswer, SCRIPTED_HOST, scriptLookups } from './support/lookups.js';
import { behindProxy } from './support/proxies.js';
import { drip, held, later, ok, refuse, response, silence, write } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, service } from './support/scenes.js';

const REASON = new Error('the user left');

/** The call ends with the caller's reason, at once, and leaves no connection behind. */
function aborted(fields: Record<string, unknown> = {}): Failure {
  return { type: KaizenAbortError, with: { code: 'KAIZEN_ABORTED', cause: REASON, ...fields } };
}

const encode = ({ kaizen, signal }: Stage) => kaizen.promptsEncode({ prompt: PROMPT }, { signal });

/** Calls, and aborts a moment after something has come about. */
function abortOnce(
  hasHappened: (scene: Scene) => boolean,
  momentMs = 50,
  call: (stage: Stage) => Promise<unknown> = encode,
) {
  return async (stage: Stage): Promise<unknown> => {
    const outcome = call(stage);
    outcome.catch(() => undefined);
    while (!hasHappened(stage.scene)) await sleep(2);
    await sleep(momentMs);
    stage.abort(REASON);
    return outcome;
  };
}

const at = (count: number) => (scene: Scene) => (scene.service?.requests.length ?? 0) >= count;
const connected = (scene: Scene) => (scene.service?.accepted ?? 0) >= 1;
const atOnce = () => true;

const busy = held(ok);

/** The one connection is taken; whoever waits for it is aborted, and it is as good as before. */
async function abortInQueue(stage: Stage): Promise<unknown> {
  const first = stage.kaizen.promptsEncode({ prompt: PROMPT });
  const error = await abortOnce(at(1))(stage).catch((caught: unknown) => caught);
  busy.release();
  await first;
  await stage.kaizen.health();
  throw error;
}

const ABORTS: Fault[] = [
  {
    name: 'before it begins',
    scene: service(ok),
    call: (stage) => {
      stage.abort(REASON);
      return encode(stage);
    },
    fails: aborted(),
    connections: 0,
  },
  {
    name: 'in the same turn that it begins',
    scene: service(ok),
    call: (stage) => {
      const outcome = encode(stage);
      stage.abort(REASON);
      return outcome;
    },
    fails: aborted(),
    requests: 0,
  },
  {
    name: 'while the name is looked up',
    scene: () => ({
      baseUrl: `http://${SCRIPTED_HOST}:9/`,
      close: scriptLookups(noAnswer),
    }),
    call: abortOnce(atOnce),
    fails: aborted(),
  },
  {
    name: 'while it connects',
    scene: async () => {
      const { port, close } = await frozenListener();
      return { baseUrl: `http://127.0.0.1:${port}/`, close };
    },
    call: abortOnce(atOnce),
    fails: aborted(),
  },
  {
    name: 'while the handshake stalls',
    scene: async () => {
      const scene = await scripted({ connection: () => undefined })();
      return { ...scene, baseUrl: scene.baseUrl.replace('http:', 'https:') };
    },
    call: abortOnce(connected),
    fails: aborted(),
    connections: 1,
  },
  {
    name: 'while the proxy opens no tunnel',
    scene: behindProxy({ tunnels: [silence] }),
    call: abortOnce((scene) => (scene.proxy?.requests.length ?? 0) >= 1),
    fails: aborted(),
    connections: 0,
    tunnels: 1,
  },
  {
    name: 'while it waits for a free connection',
    scene: service(busy.step, ok),
    options: { maxConnections: 1 },
    call: abortInQueue,
    fails: aborted(),
    requests: 2,
    connections: 1,
    idle: 1,
  },
  {
    name: 'while it sends',
    scene: scripted({ connection: () => undefined }),
    call: abortOnce(connected, 200, ({ kaizen, signal }) =>
      kaizen.promptsEncode({ prompt: [PROMPT, 'x'.repeat(2 ** 24)] }, { signal }),
    ),
    fails: aborted(),
    connections: 1,
  },
  {
    name: '83. while it waits for the answer',
    scene: service(silence),
    call: abortOnce(at(1), 100),
    fails: aborted(),
    requests: 1,
  },
  {
    name: 'while it receives the headers',
    scene: service(write('HTTP/1.1 200 OK\r\ncontent-')),
    call: abortOnce(at(1)),
    fails: aborted(),
    requests: 1,
  },
  {
    name: 'while it receives the body',
    scene: service(write(response(200).subarray(0, -10))),
    call: abortOnce(at(1)),
    fails: aborted(),
    requests: 1,
  },
  {
    name: 'while it receives a body bit by bit',
    scene: service(drip(response(200).subarray(0, -60), ' ', 20)),
    call: abortOnce(at(1)),
    fails: aborted(),
    requests: 1,
  },
  {
    name: '84. while it waits before it is sent again',
    scene: service(refuse(429, { 'retry-after': '8' }), ok),
    call: abortOnce(at(1), 100),
    fails: aborted(),
    requests: 1,
    retries: ['429'],
    idle: 1,
  },
  {
    name: 'while it is sent for the second time',
    scene: service(refuse(503), silence),
    call: abortOnce(at(2)),
    fails: aborted(),
    requests: 2,
    retries: ['503'],
  },
];

const closed: Failure = { type: KaizenClosedError, with: { code: 'KAIZEN_CLIENT_CLOSED' } };

/** Calls, and closes the client when something has come about. */
function closeOnce(hasHappened: (scene: Scene) => boolean) {
  return async (stage: Stage): Promise<unknown> => {
    const outcome = encode(stage);
    outcome.catch(() => undefined);
    while (!hasHappened(stage.scene)) await sleep(2);
    await stage.kaizen.close();
    return outcome;
  };
}

const CLOSES: Fault[] = [
  {
    name: 'a call that the service answers in time has its answer',
    scene: service(later(50, ok)),
    call: closeOnce(at(1)),
    requests: 1,
    idle: 0,
  },
  {
    name: 'a call that the service does not answer ends after the grace time',
    scene: service(silence),
    call: closeOnce(at(1)),
    fails: closed,
    requests: 1,
    atLeastMs: 500,
    idle: 0,
  },
  {
    name: 'a call that waits before it is sent again ends after the grace time',
    scene: service(refuse(429, { 'retry-after': '8' }), ok),
    call: closeOnce(at(1)),
    fails: closed,
    requests: 1,
    atLeastMs: 500,
    idle: 0,
  },
  {
    name: 'a call whose connection does not come about ends after the grace time',
    scene: behindProxy({ tunnels: [silence] }),
    call: closeOnce((scene) => (scene.proxy?.requests.length ?? 0) >= 1),
    fails: closed,
    tunnels: 1,
    atLeastMs: 500,
    idle: 0,
  },
  {
    name: 'a call that comes later is refused',
    scene: service(ok),
    call: async (stage) => {
      await stage.kaizen.close();
      return encode(stage);
    },
    fails: closed,
    connections: 0,
  },
];

describe('a call that is aborted ends at once', () => {
  const prompt = ABORTS.map((fault) => ({ atMostMs: 1000, ...fault }));
  it.each(byName(prompt))('%s', (_, fault) => expectFault(fault));

  it('whoever shares the signal, and the signal is left as it was', () =>
    expectFault({
      name: '',
      scene: service(silence),
      call: abortOnce(at(15), 20, async (stage) => {
        const calls = Array.from({ length: 15 }, () => encode(stage));
        const ends = await Promise.allSettled(calls);
        expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(15);
        return calls[0];
      }),
      fails: aborted(),
      requests: 15,
      atMostMs: 1000,
    }));
});

describe('a client that is closed', () => {
  it.each(byName(CLOSES))('%s', (_, fault) => expectFault(fault));
});
