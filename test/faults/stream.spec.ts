import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  KaizenAbortError,
  KaizenAuthenticationError,
  KaizenConnectionError,
  KaizenFormatError,
  KaizenPayloadTooLargeError,
  KaizenServerError,
  KaizenStreamError,
  KaizenTimeoutError,
  KaizenValidationError,
} from 'nestjs-kaizen';
import { PROMPT } from './support/canaries.js';
import { makeCertificates } from './support/certificates.js';
import { late, lost, refused, wrong } from './support/failures.js';
import { byName, type Failure, type Fault, type Stage } from './support/fault.js';
import { behindProxy, tunnelForUser } from './support/proxies.js';
import {
  drip,
  head,
  later,
  ok,
  refuse,
  reply,
  reset,
  response,
  silence,
  trickle,
  write,
  writeAndEnd,
  writeAndReset,
} from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { service, tlsService } from './support/scenes.js';
import {
  begun,
  came,
  CHUNK,
  decodeStream,
  DONE,
  encodeStream,
  eventBytes,
  events,
  handedOver,
  NDJSON,
  stuckText,
  text,
  VALUE,
} from './support/streams.js';

const encoded = { type: 'done', servedBy: 'http', count: 2 };
const FIRST_CHUNK = { type: 'chunk', text: 'answer: ' };
const FIRST_VALUE = { type: 'value', path: ['answer'], value: 42 };
const stats = { originalBytes: 40, compressedBytes: 10 };

/** Faults that have some things in common. */
function withDefaults(faults: readonly Partial<Fault>[], defaults: Partial<Fault>): Fault[] {
  return faults.map((fault) => ({ ...defaults, ...fault }) as Fault);
}

/** What came before is the consumer's. */
const keeps = (event: object) => () => expect(came).toEqual([event]);
const keepsNothing = () => expect(came).toEqual([]);
const isLetGo = () => expect(handedOver.destroyed).toBe(true);

const errorEvent = (status: number, error: object) =>
  JSON.stringify({ type: 'error', status_code: status, error });
const REFUSED = errorEvent(422, { code: 'invalid_ktof', message: `Not KTOF: ${PROMPT}` });

/** A stream of these events in the end fails so; where the first of them came, it is kept. */
function faulty(name: string, bytes: Buffer, fault: string, isFirst = false): Fault {
  return {
    name,
    scene: service(write(bytes)),
    call: encodeStream,
    fails: wrong(fault, {
      statusCode: 200,
      message: expect.stringContaining('prompts.encode.stream'),
    }),
    requests: 1,
    idle: 1,
    also: isFirst ? keepsNothing : keeps(FIRST_CHUNK),
  };
}

const BODIES: Fault[] = [
  faulty('a line that is no JSON', eventBytes(CHUNK, '{"type":"chu', DONE), 'invalid-json'),
  faulty('a first line that is no JSON', eventBytes('<p>', DONE), 'invalid-json', true),
  faulty('a line that is no object', eventBytes(CHUNK, '[1]', DONE), 'fields'),
  faulty('an event without a type', eventBytes(CHUNK, '{"text":"x"}', DONE), 'fields'),
  faulty('a chunk without a text', eventBytes(CHUNK, '{"type":"chunk"}', DONE), 'fields'),
  faulty('an error of no status', eventBytes(CHUNK, errorEvent(200, {})), 'fields'),
  faulty('no last event', eventBytes(CHUNK), 'incomplete'),
  faulty(
    'a last event cut in two',
    Buffer.from(
      String(eventBytes(CHUNK, DONE))
        .replace(/(length: )\d+/, '$160')
        .slice(0, -1),
    ),
    'incomplete',
  ),
  faulty('no event at all', eventBytes(), 'empty', true),
  faulty('a line that is not UTF-8', invalidText(), 'invalid-text'),
  {
    ...faulty(
      'a line that is too long',
      eventBytes(CHUNK, CHUNK.replace('answer', 'x'.repeat(900))),
      'too-large',
    ),
    options: { maxResponseBytes: 800 },
  },
  {
    ...faulty('a line that never ends', Buffer.alloc(0), 'too-large'),
    scene: service(drip(head(200, NDJSON) + `${CHUNK}\n`, 'x'.repeat(5000), 1)),
    options: { maxResponseBytes: 100_000 },
    idle: 0,
  },
  {
    ...faulty('a page instead of events', Buffer.alloc(0), 'content-type', true),
    scene: service(reply(200, '<html>log in</html>', { 'content-type': 'text/html' })),
  },
  {
    ...faulty('JSON instead of events', Buffer.alloc(0), 'content-type', true),
    scene: service(ok),
  },
  {
    ...faulty('a body that is packed as nobody can undo', Buffer.alloc(0), 'encoding', true),
    scene: service(reply(200, `${DONE}\n`, { ...NDJSON, 'content-encoding': 'rot13' })),
    idle: 1,
  },
  {
    name: 'a packed body that is damaged',
    scene: service(write(damaged(packed(eventBytes(CHUNK, DONE))))),
    call: encodeStream,
    fails: wrong('encoding', {}),
  },
  {
    name: 'a redirect',
    scene: service(reply(302, '', { location: 'http://127.0.0.1:9/' })),
    call: encodeStream,
    fails: wrong('redirect', { statusCode: 302 }),
  },
];

/** The same response, its body packed. */
function packed(whole: Buffer): Buffer {
  const body = whole.subarray(whole.indexOf('\r\n\r\n') + 4);
  return response(200, gzipSync(body), { ...NDJSON, 'content-encoding': 'gzip' });
}

function damaged(bytes: Buffer): Buffer {
  // Behind the head of ten bytes.
  const from = bytes.indexOf('\r\n\r\n') + 14;
  return Buffer.concat([bytes.subarray(0, from), Buffer.alloc(bytes.length - from, 0xff)]);
}

function invalidText(): Buffer {
  const bytes = eventBytes(CHUNK, '{"type":"chunk","text":"?"}', DONE);
  bytes[bytes.indexOf('?')] = 0xff;
  return bytes;
}

const SOUND: Fault[] = withDefaults(
  [
    {
      name: 'events of an unknown type, empty lines and CRLF',
      scene: service(
        events('{"type":"ping"}\r', '', `${CHUNK}\r`, '\r', '{"type":"x"}', `${DONE}\r`),
      ),
    },
    {
      name: 'a last line without its line break',
      scene: service(
        write(
          Buffer.from(
            String(eventBytes(CHUNK, DONE))
              .replace(/(length: )(\d+)/, (_, l, n) => `${l}${n - 1}`)
              .slice(0, -1),
          ),
        ),
      ),
    },
    {
      name: 'one byte at a time',
      scene: service(trickle(eventBytes(CHUNK, DONE), 1, 0)),
      atMostMs: 8000,
    },
    {
      name: 'a body that is packed',
      scene: service(write(packed(eventBytes(CHUNK, DONE)))),
    },
    {
      name: 'an end that comes after the last event',
      scene: service(write(begun(CHUNK, DONE))),
    },
  ],
  { call: encodeStream, gives: { ...encoded, stats } },
);

const STATUSES: Fault[] = withDefaults(
  [
    {
      name: '503, and then events',
      scene: service(refuse(503), events(CHUNK, DONE)),
      gives: encoded,
      retries: ['503'],
    },
    {
      name: '429 with a Retry-After, and then events',
      scene: service(refuse(429, { 'retry-after': '1' }), events(CHUNK, DONE)),
      gives: encoded,
      retries: ['429'],
      atLeastMs: 1000,
    },
    {
      name: '503 and no end of it',
      scene: service(refuse(503)),
      fails: refused(KaizenServerError, 503, 3, {
        message: expect.stringContaining('not this time'),
      }),
      requests: 3,
      connections: 1,
      idle: 1,
    },
    {
      name: '401',
      scene: service(refuse(401)),
      fails: refused(KaizenAuthenticationError, 401, 1),
      requests: 1,
    },
    {
      name: '503 whose body breaks off',
      scene: service(writeAndReset(head(503, { 'content-length': '999' }) + '{')),
      fails: refused(KaizenServerError, 503, 3),
    },
    {
      name: '503 whose body never ends',
      scene: service(drip(head(503, {}), 'x'.repeat(30_000), 1)),
      fails: refused(KaizenServerError, 503, 3),
      idle: 0,
    },
    {
      name: '503 whose body never comes',
      scene: service(write(head(503, { 'content-length': '9' }))),
      options: { readTimeoutMs: 100, maxRetries: 0 },
      fails: late(1, 'read', 100),
    },
    {
      name: 'an error as the first event',
      scene: service(events(REFUSED)),
      fails: refused(KaizenValidationError, 422, 1, { serviceCode: 'invalid_ktof' }),
      also: keepsNothing,
    },
    {
      name: 'an error after a chunk',
      scene: service(events(CHUNK, errorEvent(500, { code: 'internal', message: 'It broke.' }))),
      fails: refused(KaizenServerError, 500, 1, {
        message: expect.stringContaining('"It broke."'),
      }),
      also: keeps(FIRST_CHUNK),
      requests: 1,
    },
    {
      name: 'no such route: an ordinary call',
      scene: service(refuse(404), ok),
      gives: { ...encoded, stats },
      requests: 2,
      also: () => expect(came[0]).toEqual({ type: 'chunk', text: 'answer: 42' }),
    },
    {
      name: 'no such route: it is asked once',
      scene: service(refuse(405), ok),
      call: async (stage) => {
        await encodeStream(stage);
        return encodeStream(stage);
      },
      gives: encoded,
      requests: 3,
    },
  ],
  { call: encodeStream },
);

const CUTS: Fault[] = withDefaults(
  [
    {
      name: 'before its head: sent again',
      scene: service(reset, events(CHUNK, DONE)),
      gives: encoded,
      retries: ['ECONNRESET'],
    },
    {
      name: 'before its first event: sent again',
      scene: service(writeAndReset(begun()), events(CHUNK, DONE)),
      gives: encoded,
      retries: ['ECONNRESET'],
    },
    {
      name: 'within its first event: sent again',
      scene: service(writeAndEnd(String(begun(CHUNK)).slice(0, -3)), events(CHUNK, DONE)),
      gives: encoded,
      retries: ['ECONNRESET'],
    },
    {
      name: 'by a reset after its first event',
      scene: service(writeAndReset(begun(CHUNK))),
      fails: lost(1, 'reset', 'ECONNRESET'),
      requests: 1,
      also: keeps(FIRST_CHUNK),
    },
    {
      name: 'by an end after its first event',
      scene: service(writeAndEnd(begun(CHUNK))),
      fails: lost(1, 'reset', 'ECONNRESET'),
      requests: 1,
      also: keeps(FIRST_CHUNK),
    },
    {
      name: 'by silence before its head',
      scene: service(silence),
      options: { readTimeoutMs: 100, maxRetries: 1 },
      fails: late(2, 'read', 100),
      retries: ['timeout-read'],
    },
    {
      name: 'by silence before its first event',
      scene: service(write(begun())),
      options: { readTimeoutMs: 100, maxRetries: 1 },
      fails: late(2, 'read', 100),
      retries: ['timeout-read'],
    },
    {
      name: 'by silence after its first event',
      scene: service(write(begun(CHUNK))),
      options: { readTimeoutMs: 100 },
      fails: late(1, 'read', 100),
      also: keeps(FIRST_CHUNK),
    },
    {
      name: 'by the deadline',
      scene: service(drip(begun(CHUNK), `${CHUNK}\n`, 20)),
      options: { timeoutMs: 200 },
      fails: { type: KaizenTimeoutError, with: { which: 'total', attempts: 1 } },
      atLeastMs: 200,
      atMostMs: 800,
    },
  ],
  { call: encodeStream },
);

const probed = events(DONE);
const decoded = { type: 'done', servedBy: 'http', stats, result: { answer: 42 }, count: 2 };

const DECODES: Fault[] = withDefaults(
  [
    {
      name: 'goes well, the route asked for once',
      scene: service(probed, events(VALUE, DONE)),
      call: async (stage) => {
        await decodeStream(text())(stage);
        return decodeStream(text())(stage);
      },
      gives: decoded,
      requests: 3,
    },
    {
      name: 'of a service that does not take an empty text',
      scene: service(refuse(422), events(VALUE, DONE)),
      gives: decoded,
      requests: 2,
    },
    {
      name: 'has its options in the query',
      scene: service(probed, events(VALUE, DONE)),
      call: decodeStream(text(), { strict: false, indent: 4, collect: false }),
      gives: { type: 'done', count: 2 },
      also: ({ scene }) =>
        expect(scene.service!.requests.map(({ target }) => target)).toEqual([
          '/v1/prompts/decode/stream',
          '/v1/prompts/decode/stream?strict=false&indent=4',
        ]),
    },
    {
      name: 'is not refused for a source that is slow',
      scene: service(probed, later(500, events(VALUE, DONE))),
      options: { readTimeoutMs: 250, writeTimeoutMs: 250 },
      call: decodeStream(text(400)),
      gives: decoded,
    },
    {
      name: 'of a service without the route is an ordinary call',
      scene: service(
        refuse(404),
        reply(
          200,
          '{"status":"ok","result":{"answer":42,"list":[1]},"stats":{"original_bytes":40,"compressed_bytes":10,"reduction_ratio":0.25}}',
        ),
      ),
      gives: { ...decoded, result: { answer: 42, list: [1] }, count: 3 },
      also: ({ scene }) => {
        expect(came[1]).toEqual({ type: 'value', path: ['list', 0], value: 1 });
        expect(scene.service!.requests[1]!.body).toContain('"ktof":"answer: 42\\nsecret: canary');
      },
    },
    {
      name: 'of a service without the route takes no more than maxPayloadBytes',
      scene: service(refuse(501)),
      options: { maxPayloadBytes: 20 },
      fails: { type: Error as never, with: { code: 'KAIZEN_PAYLOAD_TOO_LARGE' } },
      requests: 1,
      also: isLetGo,
    },
    {
      name: 'with a wrong key lets go of its source',
      scene: service(refuse(401)),
      fails: refused(KaizenAuthenticationError, 401, 1),
      requests: 1,
      also: isLetGo,
    },
    {
      name: 'asks for the route as often as for anything',
      scene: service(refuse(503), reset, probed, events(VALUE, DONE)),
      gives: decoded,
      requests: 4,
      retries: ['503'],
    },
    {
      name: 'is refused once it is under way: not sent again',
      scene: service(probed, later(50, refuse(503))),
      fails: refused(KaizenServerError, 503, 1),
      requests: 2,
      retries: [],
      also: isLetGo,
    },
    {
      name: 'is too large once it is under way',
      idle: 1,
      scene: service(probed, later(50, refuse(413))),
      call: decodeStream(stuckText),
      fails: refused(KaizenPayloadTooLargeError, 413, 1),
      also: isLetGo,
    },
    {
      name: 'is cut once it is under way: not sent again',
      idle: 1,
      scene: service(probed, later(50, reset)),
      call: decodeStream(stuckText),
      fails: { type: Error as never, with: { code: 'KAIZEN_CONNECTION_FAILED', failure: 'reset' } },
      requests: 2,
      retries: [],
      also: isLetGo,
    },
    {
      name: 'is cut after a value',
      idle: 1,
      scene: service(probed, writeAndReset(begun(VALUE))),
      call: decodeStream(stuckText),
      fails: lost(1, 'reset', 'ECONNRESET'),
      also: () => (isLetGo(), keeps(FIRST_VALUE)()),
    },
    {
      name: 'ends with an error after a value',
      idle: 1,
      scene: service(probed, later(50, events(VALUE, REFUSED))),
      call: decodeStream(text(500)),
      fails: refused(KaizenValidationError, 422, 1),
      also: () => (isLetGo(), keeps(FIRST_VALUE)()),
    },
    {
      name: 'has a value that stands nowhere',
      scene: service(probed, events(VALUE, VALUE.replace('["answer"]', '["list",1]'), DONE)),
      fails: wrong('fields', { fields: ['path'] }),
      also: keeps(FIRST_VALUE),
    },
    {
      name: 'has a source that fails',
      scene: service(probed, write(begun(VALUE))),
      call: decodeStream(async function* () {
        yield 'answer: 42\n';
        await sleep(50);
        throw new Error('no more');
      } as never),
      fails: {
        type: KaizenStreamError,
        with: { cause: expect.objectContaining({ message: 'no more' }) },
      },
      also: keeps(FIRST_VALUE),
    },
    {
      name: 'has a source that is no text',
      scene: service(probed, silence),
      call: decodeStream(() => ['a: 1\n', 7] as never),
      fails: { type: KaizenFormatError, with: {} },
    },
    {
      name: 'has a source that UTF-8 cannot carry',
      scene: service(probed, silence),
      call: decodeStream(() => ['a: \ud83d', 'b\n']),
      fails: { type: KaizenFormatError, with: {} },
    },
    {
      name: 'meets a service that takes nothing in',
      idle: 1,
      scene: service(probed, ({ socket }) => void socket.pause()),
      call: decodeStream(() => Array.from({ length: 400 }, () => 'x: '.padEnd(60_000, '1') + '\n')),
      options: { writeTimeoutMs: 200 },
      fails: late(1, 'write', 200),
    },
    {
      name: 'meets a service that says nothing at its end',
      idle: 1,
      scene: service(probed, silence),
      options: { readTimeoutMs: 150 },
      fails: late(1, 'read', 150),
    },
  ],
  { call: decodeStream(text()) },
);

const REASON = new Error('the user left');
const aborted: Failure = { type: KaizenAbortError, with: { cause: REASON } };

/** Streams, and aborts a moment after so many requests have come. */
function abortAfter(requests: number, call: (stage: Stage) => Promise<unknown>) {
  return async (stage: Stage): Promise<unknown> => {
    const outcome = call(stage);
    outcome.catch(() => undefined);
    while (stage.scene.service!.requests.length < requests) await sleep(2);
    await sleep(50);
    stage.abort(REASON);
    return outcome;
  };
}

const ABORTS: Fault[] = withDefaults(
  [
    {
      name: 'an encode before its head',
      scene: service(silence),
      call: abortAfter(1, encodeStream),
    },
    {
      name: 'an encode after an event',
      scene: service(write(begun(CHUNK))),
      call: abortAfter(1, encodeStream),
      also: keeps(FIRST_CHUNK),
    },
    {
      name: 'an encode between two attempts',
      scene: service(refuse(503, { 'retry-after': '2' })),
      call: abortAfter(1, encodeStream),
      idle: 1,
    },
    {
      name: 'a decode that asks for the route',
      scene: service(silence),
      call: abortAfter(1, decodeStream(stuckText)),
      also: isLetGo,
    },
    {
      name: 'a decode under way',
      scene: service(probed, silence),
      call: abortAfter(2, decodeStream(stuckText)),
      idle: 1,
      also: isLetGo,
    },
    {
      name: 'a decode after a value',
      scene: service(probed, write(begun(VALUE))),
      call: abortAfter(2, decodeStream(stuckText)),
      idle: 1,
      also: () => (isLetGo(), keeps(FIRST_VALUE)()),
    },
    {
      name: 'a decode that is collected for an ordinary call',
      scene: service(refuse(404)),
      call: abortAfter(1, decodeStream(stuckText)),
      idle: 1,
      also: isLetGo,
    },
  ],
  { fails: aborted, atMostMs: 500 },
);

const LEFT: Fault[] = [
  {
    name: 'an encode',
    scene: service(drip(begun(CHUNK), `${CHUNK}\n`, 5)),
    call: async ({ kaizen, signal }) => {
      for await (const event of kaizen.promptsEncodeStream({ prompt: PROMPT }, { signal }))
        return event;
      return undefined;
    },
    gives: FIRST_CHUNK,
    idle: 0,
  },
  {
    name: 'a decode',
    scene: service(probed, drip(begun(VALUE), `${VALUE}\n`, 5)),
    call: async ({ kaizen, signal }) => {
      for await (const event of kaizen.promptsDecodeStream(stuckText(), { signal })) return event;
      return undefined;
    },
    gives: FIRST_VALUE,
    idle: 1,
    also: isLetGo,
  },
  {
    name: 'a decode that waits for its next value',
    scene: service(probed, write(begun(VALUE))),
    call: async ({ kaizen, signal }) => {
      const stream = kaizen.promptsDecodeStream(stuckText(), { signal });
      const { value } = await stream.next();
      const next = stream.next();
      await stream.return();
      expect(await next).toEqual({ done: true, value: undefined });
      return value;
    },
    gives: FIRST_VALUE,
    idle: 1,
    also: isLetGo,
  },
];

const PROXIED: Fault[] = [
  {
    name: 'an encode',
    scene: behindProxy({ tunnels: [tunnelForUser], steps: [events(CHUNK, DONE)] }),
    call: encodeStream,
    gives: encoded,
    tunnels: 1,
  },
  {
    name: 'a decode, its upload through a tunnel of its own',
    scene: behindProxy({ tunnels: [tunnelForUser], steps: [probed, events(VALUE, DONE)] }),
    call: decodeStream(text()),
    gives: decoded,
    tunnels: 2,
  },
];

describe('a stream', () => {
  it.each(byName(SOUND))('is read with %s', (_, fault) => expectFault(fault));
  it.each(byName(BODIES))('with %s fails, and what came is kept', (_, fault) => expectFault(fault));
  it.each(byName(STATUSES))('is answered with %s', (_, fault) => expectFault(fault));
  it.each(byName(CUTS))('is cut %s', (_, fault) => expectFault(fault));
  it.each(byName(PROXIED))('goes through a proxy: %s', (_, fault) => expectFault(fault));
  it.each(byName(ABORTS))('is aborted: %s', (_, fault) => expectFault(fault));
  it.each(byName(LEFT))('is left by its consumer: %s', (_, fault) => expectFault(fault));
});

describe('a decode stream', () => {
  it.each(byName(DECODES))('%s', (_, fault) => expectFault(fault));

  it('goes over TLS, its source untouched where that does not come about', async () => {
    const { service: tls, authority } = await makeCertificates();
    const scene = tlsService(tls, probed, events(VALUE, DONE));
    const trusting = async () => ({ ...(await scene()), options: { caBundle: authority.cert } });
    const call = decodeStream(text());
    await expectFault({ name: 'trusted', scene: trusting, call, gives: decoded });
    const fails = { type: KaizenConnectionError, with: { failure: 'tls' } };
    await expectFault({ name: 'not trusted', scene, call, fails, also: isLetGo });
  });
});
