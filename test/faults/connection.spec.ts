import { describe, expect, it } from '@jest/globals';
import { PROMPT } from './support/canaries.js';
import { late, lost } from './support/failures.js';
import { byName, type Fault, type Scene, type Stage } from './support/fault.js';
import { frozenListener } from './support/frozen-listener.js';
import {
  found,
  foundAt,
  type Lookup,
  noAnswer,
  SCRIPTED_HOST,
  scriptLookups,
  temporaryFailure,
} from './support/lookups.js';
import { refusingPort } from './support/refusing-port.js';
import {
  drip,
  head,
  ok,
  reset,
  response,
  silence,
  trickle,
  write,
  writeAndEnd,
  writeAndReset,
} from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, service } from './support/scenes.js';
import { ScriptedServer } from './support/scripted-server.js';

const OK = response(200);

/** A port where nobody listens. */
async function nobody(): Promise<Scene> {
  const { port, close } = await refusingPort();
  return { baseUrl: `http://127.0.0.1:${port}`, close };
}

/** A host whose connections never come about. */
async function frozen(): Promise<Scene> {
  const { port, close } = await frozenListener();
  return { baseUrl: `http://127.0.0.1:${port}`, close };
}

/** A sound service under a name that is looked up as told. */
function named(...lookups: readonly Lookup[]): () => Promise<Scene> {
  return async () => {
    const server = await ScriptedServer.open({ steps: [ok] });
    const close = scriptLookups(...lookups);
    return { baseUrl: `http://${SCRIPTED_HOST}:${server.port}`, service: server, close };
  };
}

/** A sound service at the second of two addresses; at the first nothing answers. */
async function halfFrozen(): Promise<Scene> {
  const scene = await named(foundAt('127.0.0.2', '127.0.0.1'))();
  const listener = await frozenListener('127.0.0.2', scene.service?.port);
  const close = async (): Promise<void> => {
    await scene.close?.();
    await listener.close();
  };
  return { ...scene, close };
}

/** Two addresses, and nobody listens at either. */
async function refusingTwice(): Promise<Scene> {
  const { port, close } = await refusingPort();
  const forget = scriptLookups(foundAt('127.0.0.1', '127.0.0.2'));
  return { baseUrl: `http://${SCRIPTED_HOST}:${port}`, close: () => (close(), forget()) };
}

function expectSameRequest({ scene }: Stage): void {
  const [first, second] = scene.service?.requests ?? [];
  expect(first?.method).toBe('POST');
  expect(second?.body).toBe(first?.body);
  expect(first?.headers['idempotency-key']).toMatch(/^[\w-]{36}$/);
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  expect(second?.headers['x-request-id']).toBe(first?.headers['x-request-id']);
}

function expectOwnKey({ scene }: Stage): void {
  const keys = scene.service?.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual(['order-66', 'order-66']);
}

const NO_CONNECTION: Fault[] = [
  {
    name: '1. connection refused',
    scene: nobody,
    fails: lost(3, 'refused', 'ECONNREFUSED'),
    retries: ['ECONNREFUSED', 'ECONNREFUSED'],
  },
  {
    name: '2. a name that does not exist',
    scene: () => ({ baseUrl: 'http://no-such-host.invalid' }),
    // Without any network at all, the system says that it is a temporary failure.
    fails: lost(3, 'dns', expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/)),
  },
  {
    name: '3. a name that is found at the second try',
    scene: named(temporaryFailure, found),
    requests: 1,
    retries: ['EAI_AGAIN'],
  },
  {
    name: 'a name that is never found for now',
    scene: named(temporaryFailure),
    fails: lost(3, 'dns', 'EAI_AGAIN'),
    connections: 0,
  },
  {
    name: 'a name with two addresses, of which the first refuses',
    scene: named(foundAt('127.0.0.2', '127.0.0.1')),
    requests: 1,
    retries: [],
  },
  {
    name: 'a name with two addresses, of which the first drops all packets',
    scene: halfFrozen,
    requests: 1,
    retries: [],
  },
  {
    name: 'a name with two addresses that refuse',
    scene: refusingTwice,
    fails: lost(3, 'refused', 'ECONNREFUSED'),
  },
  {
    name: '4. a lookup that is never answered',
    scene: named(noAnswer),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    connections: 0,
    retries: ['timeout-connect'],
    atLeastMs: 600,
  },
  {
    name: 'a host that drops the first packet of every connection',
    scene: frozen,
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    retries: ['timeout-connect'],
    atLeastMs: 600,
  },
];

const NO_RESPONSE: Fault[] = [
  {
    name: '5. a service that takes the request and is silent',
    scene: service(silence),
    options: { readTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'read', 300),
    requests: 2,
    retries: ['timeout-read'],
    atLeastMs: 600,
  },
  {
    name: 'a silent service, when the call has less time than the service',
    scene: service(silence),
    options: { timeoutMs: 300 },
    fails: late(1, 'total', 300),
    requests: 1,
    retries: [],
    atLeastMs: 300,
  },
  {
    name: 'headers that come a byte every 100 ms, and never all',
    scene: service(drip('HTTP/1.1 200 OK\r\nx-filler: ', 'x', 100)),
    options: { readTimeoutMs: 900, timeoutMs: 1200 },
    fails: late(1, 'total', 1200),
    requests: 1,
    atLeastMs: 1200,
  },
  {
    name: '6. a connection that is closed without a byte',
    scene: service(writeAndEnd()),
    fails: lost(3, 'reset', 'ECONNRESET'),
    requests: 3,
    retries: ['ECONNRESET', 'ECONNRESET'],
  },
  {
    name: 'a connection that is closed before the request is read',
    scene: scripted({ connection: (socket) => socket.end() }),
    fails: lost(3, 'reset', expect.stringMatching(/^(ECONNRESET|EPIPE)$/)),
    connections: 3,
  },
  {
    name: '7. a reset before the headers, to a GET',
    scene: service(reset, ok),
    call: ({ kaizen, signal }) => kaizen.health({ signal }),
    gives: { status: 'ok' },
    requests: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: '8. a reset before the headers, to a POST',
    scene: service(reset, ok),
    requests: 2,
    retries: ['ECONNRESET'],
    also: expectSameRequest,
  },
  {
    name: '9. a reset before the headers, to a POST with an idempotency key of its own',
    scene: service(reset, ok),
    call: ({ kaizen, signal }) =>
      kaizen.promptsEncode({ prompt: PROMPT }, { signal, idempotencyKey: 'order-66' }),
    requests: 2,
    also: expectOwnKey,
  },
  {
    name: 'resets for ever',
    scene: service(reset),
    fails: lost(3, 'reset', 'ECONNRESET'),
    requests: 3,
  },
  {
    name: 'resets for ever, to a call that may not be sent again',
    scene: service(reset),
    call: ({ kaizen, signal }) => kaizen.compress({ data: PROMPT }, { signal, maxRetries: 0 }),
    fails: lost(1, 'reset', 'ECONNRESET'),
    requests: 1,
    retries: [],
  },
];

const CUT_RESPONSE: Fault[] = [
  {
    name: '10. a reset in the middle of the headers',
    scene: service(writeAndReset('HTTP/1.1 200 OK\r\ncontent-ty')),
    fails: lost(3, 'reset', 'ECONNRESET'),
    requests: 3,
  },
  {
    name: '11. a reset in the middle of the body',
    scene: service(writeAndReset(OK.subarray(0, -10)), ok),
    requests: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: 'a body that is always reset in its middle',
    scene: service(writeAndReset(OK.subarray(0, -10))),
    fails: lost(3, 'reset', 'ECONNRESET'),
    requests: 3,
  },
  {
    name: 'a body that ends before its length',
    scene: service(writeAndEnd(OK.subarray(0, -10))),
    fails: lost(3, 'reset', 'ECONNRESET'),
    requests: 3,
  },
  {
    name: '12. a chunked body that ends inside a chunk',
    scene: service(
      writeAndEnd(
        `${head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' })}40\r\n{"status"`,
      ),
      ok,
    ),
    requests: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: '13. a body that stalls after its headers',
    scene: service(write(OK.subarray(0, -10))),
    options: { readTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'read', 300),
    requests: 2,
    atLeastMs: 600,
  },
  {
    name: '14. a body of a byte every 100 ms, for ever',
    scene: service(
      drip(
        head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }),
        '1\r\n \r\n',
        100,
      ),
    ),
    options: { readTimeoutMs: 900, timeoutMs: 1200 },
    fails: late(1, 'total', 1200),
    requests: 1,
    atLeastMs: 1200,
  },
  {
    name: 'a slow body that does end, after longer than the service may be silent',
    scene: service(trickle(OK, 40, 250)),
    options: { readTimeoutMs: 1000 },
    atLeastMs: 1000,
    requests: 1,
    retries: [],
  },
];

describe('a connection that does not come about', () => {
  it.each(byName(NO_CONNECTION))('%s', (_, fault) => expectFault(fault));
});

describe('a response that does not begin', () => {
  it.each(byName(NO_RESPONSE))('%s', (_, fault) => expectFault(fault));
});

describe('a response that is cut or slow', () => {
  it.each(byName(CUT_RESPONSE))('%s', (_, fault) => expectFault(fault));
});
