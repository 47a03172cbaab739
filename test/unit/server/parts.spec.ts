import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { createKaizen } from 'nestjs-kaizen';
import { hydrateResponse } from '../../../lib/contract/hydrate-response.js';
import { toWire } from '../../../lib/contract/to-wire.js';
import { givenKeys } from '../../../lib/server/access/given-keys.js';
import { KeyRing } from '../../../lib/server/access/key-ring.js';
import { isFromThisMachine } from '../../../lib/server/access/loopback.js';
import { readKey } from '../../../lib/server/access/read-key.js';
import { Load } from '../../../lib/server/limits/load.js';
import { requireFinite } from '../../../lib/server/operations/require-finite.js';
import { exceedsDepth } from '../../../lib/server/operations/exceeds-depth.js';
import { resolveServerOptions } from '../../../lib/server/options/resolve-server-options.js';
import type { Refusal } from '../../../lib/server/refusals/refusal.js';
import { codeForStatus, REFUSALS } from '../../../lib/server/refusals/refusal-codes.js';
import { readServeOptions } from '../../../lib/server/serve/serve-options.js';
import { cpuMs, PATIENCE_MS } from '../../support/patience.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('exceedsDepth', () => {
  it('knows the depth of any JSON, whatever its strings hold', () => {
    const strings = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', 'é', 'a') });
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        strings,
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(strings, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(values, fc.boolean(), (value, isSpaced) => {
        const json = bytes(JSON.stringify(value, undefined, isSpaced ? 2 : 0));
        const depth = depthOf(value);
        expect(exceedsDepth(json, depth)).toBe(false);
        expect(depth === 0 || exceedsDepth(json, depth - 1)).toBe(true);
      }),
    );
  });

  it.each([
    ['"[[[[', false],
    ['"\\"[[[[', false],
    ['"\\\\"[[[[', true],
    ['[[][][][]', false],
    ['[[[', true],
  ])('reads what is no JSON as far as it goes: %s', (text, expected) => {
    expect(exceedsDepth(bytes(text), 2)).toBe(expected);
  });

  it('takes little for megabytes', async () => {
    const json = bytes(`[${'"a\\"b",'.repeat(1_000_000)}0]`);
    let isDeep: boolean | undefined;
    const took = await cpuMs(() => void (isDeep = exceedsDepth(json, 1)));
    expect(isDeep).toBe(false);
    expect(took).toBeLessThan(PATIENCE_MS);
  });
});

describe('requireFinite', () => {
  function refusedPlace(json: string): string | undefined {
    try {
      requireFinite(JSON.parse(json), json);
      return undefined;
    } catch (error) {
      return (error as Refusal).facts.details?.[0]?.loc.join('.');
    }
  }

  it('finds what JSON reads as infinite, and nothing else', () => {
    const digits = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(330))
      .map(([first, more]) => `${first}${'0'.repeat(more)}`);
    const exponents = fc
      .tuple(fc.constantFrom('', '.5'), fc.constantFrom('e', 'E', 'e+', 'e-'), fc.nat(400))
      .map(([part, mark, power]) => `${part}${mark}${power}`);
    const numbers = fc.tuple(
      fc.constantFrom('', '-'),
      digits,
      fc.oneof(fc.constant(''), exponents),
    );
    const texts = fc.string({ unit: fc.constantFrom('1', 'e', '9', '+', 'x') });
    fc.assert(
      fc.property(texts, fc.array(numbers, { minLength: 1, maxLength: 4 }), (before, some) => {
        const list = some.map((parts) => parts.join(''));
        const json = `{${JSON.stringify(before)}:[${list.join()}]}`;
        const first = list.findIndex((number) => !Number.isFinite(Number(number)));
        const place = first === -1 ? undefined : `body.${before}.${first}`;
        expect(refusedPlace(json)).toBe(place);
      }),
    );
  });
});

describe('a key of a server', () => {
  const digest = createHash('sha256').update('k-secret').digest();
  const hash = digest.toString('hex');

  it.each([
    ['k-secret', hash.slice(0, 12)],
    ['  team   k-secret ', 'team'],
    [`sha256:${hash}`, hash.slice(0, 12)],
    [`team SHA256:${hash.toUpperCase()}`, 'team'],
    [{ key: 'k-secret' }, hash.slice(0, 12)],
    [{ id: 'team', sha256: hash }, 'team'],
  ])('is read from %j', (given, id) => {
    expect(readKey(given)).toEqual({ id, digest });
  });

  it.each([
    ['a b c'],
    [''],
    ['sha256:abc'],
    ['schlüssel'],
    [{}],
    [{ key: 1 }],
    [{ sha256: 'x' }],
    [7],
    [null],
  ])('is not read from %j, which no message shows', (given) => {
    expect(() => readKey(given)).toThrow(
      expect.objectContaining({ name: 'KaizenOptionsError', option: 'keys' }),
    );
    expect(() => readKey(given)).not.toThrow(/schlüssel|a b c/);
  });

  it('is found wherever it comes from', async () => {
    const keys = ['k-first'];
    const store = { keys: () => ['team k-secret'] };
    const ring = new KeyRing({ keys, store });
    expect(await ring.identify(['wrong', 'k-secret'])).toMatchObject({ id: 'team' });
    expect(await ring.identify(['k-first'])).toBeDefined();
    expect(await ring.identify(['wrong'])).toBeUndefined();
    expect([ring.isEmpty, new KeyRing({}).isEmpty]).toEqual([false, true]);
  });

  it.each([
    [{}, []],
    [{ 'x-api-key': 'a' }, ['a']],
    [{ authorization: 'Bearer a' }, ['a']],
    [{ 'x-api-key': 'a', authorization: 'bearer  a ' }, ['a']],
    [{ 'x-api-key': 'a', authorization: 'Bearer b' }, ['a', 'b']],
    [{ authorization: 'Bearer a b' }, []],
    [{ authorization: 'a' }, []],
  ])('is taken from %j', (headers, keys) => {
    expect(givenKeys(headers)).toEqual(keys);
  });
});

describe('isFromThisMachine', () => {
  const request = (remoteAddress: string | undefined, localAddress = '127.0.0.1', headers = {}) =>
    ({ headers, socket: { remoteAddress, localAddress } }) as unknown as IncomingMessage;

  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.8.0.1', '127.0.0.1', true],
    ['::1', '::1', true],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', true],
    ['10.0.0.1', '10.0.0.1', false],
    ['::ffff:10.0.0.1', '127.0.0.1', false],
    ['127.0.0.1', '10.0.0.1', false],
    ['1127.0.0.1', '127.0.0.1', false],
    [undefined, '127.0.0.1', false],
  ])('from %s to %s: %p', (remote, local, expected) => {
    expect(isFromThisMachine(request(remote, local))).toBe(expected);
  });

  it('is never true because of a header, and false because of one', () => {
    const forwarded = { 'x-forwarded-for': '127.0.0.1' };
    expect(isFromThisMachine(request('10.0.0.1', '10.0.0.2', forwarded))).toBe(false);
    expect(isFromThisMachine(request('127.0.0.1', '127.0.0.1', forwarded))).toBe(false);
  });
});

describe('Load', () => {
  it('counts what is under way, and nothing after it, however it ends', async () => {
    const load = new Load({ maxConcurrency: 1, maxPendingBytes: 10 });
    const failing = load.admit((held) => {
      held.add(10);
      expect([load.running, load.pendingBytes]).toEqual([1, 10]);
      return Promise.reject(new Error('failed'));
    });
    await expect(load.admit(() => Promise.resolve())).rejects.toMatchObject({
      facts: { code: 'overloaded' },
    });
    await expect(failing).rejects.toThrow('failed');
    expect([load.running, load.pendingBytes]).toEqual([0, 0]);
    const tooMuch = load.admit((held) => {
      held.add(6);
      held.add(6);
      return Promise.resolve();
    });
    await expect(tooMuch).rejects.toMatchObject({ facts: { code: 'overloaded' } });
    expect([load.running, load.pendingBytes]).toEqual([0, 0]);
  });
});

describe('the codes of refusals', () => {
  it.each([
    [400, 'bad_request'],
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [413, 'too_large'],
    [418, 'bad_request'],
    [422, 'validation_failed'],
    [429, 'rate_limited'],
    [502, 'internal'],
    [503, 'overloaded'],
  ])('of a status that others decided on: %s', (status, code) => {
    expect(codeForStatus(status)).toBe(code);
  });

  it('are words of letters, each with a meaning', () => {
    for (const [code, { status, meaning }] of Object.entries(REFUSALS)) {
      expect(code).toMatch(/^[a-z_0-9]+$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the options of a server', () => {
  it('have defaults, and are taken from the environment', () => {
    const options = resolveServerOptions(
      {},
      {
        KAIZEN_SERVER_KEYS: ' a-key , team b-key ,',
        KAIZEN_SERVER_REDIS_URL: 'redis://user:secret@localhost',
      },
    );
    expect(options).toMatchObject({
      maxBodyBytes: 16 * 1024 * 1024,
      rateLimit: false,
      maxDepth: 200,
    });
    expect(options.keys).toEqual(['a-key', 'team b-key']);
    expect(JSON.stringify(options)).not.toMatch(/a-key|secret/);
    expect(resolveServerOptions(options, {}).keys).toEqual(['a-key', 'team b-key']);
    expect(resolveServerOptions({ rateLimit: {}, payloads: {} }, {})).toMatchObject({
      rateLimit: { limit: 600, windowMs: 60_000 },
      payloads: { ttlMs: 86_400_000 },
    });
  });

  it('name the variable that is wrong, and not its value', () => {
    const resolve = () => resolveServerOptions({}, { KAIZEN_SERVER_REDIS_URL: 'http://secret' });
    expect(resolve).toThrow(/KAIZEN_SERVER_REDIS_URL/);
    expect(resolve).not.toThrow(/secret/);
  });

  it('say where it listens', () => {
    const env = { KAIZEN_SERVER_HOST: '0.0.0.0', KAIZEN_SERVER_PORT: '9000' };
    expect(readServeOptions({ prefix: 'a', maxDepth: 7, port: 1 }, env)).toEqual({
      server: { maxDepth: 7 },
      extras: { prefix: 'a' },
      listen: expect.objectContaining({ host: '0.0.0.0', port: 1, shutdownTimeoutMs: 25_000 }),
    });
    expect(readServeOptions({}, {}).listen).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(() => readServeOptions({}, { KAIZEN_SERVER_PORT: 'many' })).toThrow(
      /KAIZEN_SERVER_PORT/,
    );
  });
});

describe('the field `store` of a prompt', () => {
  it('is refused by the engine in this process', async () => {
    const kaizen = createKaizen({ workers: false });
    const error = { code: 'KAIZEN_INVALID_PAYLOAD', path: '$.store' };
    await expect(kaizen.promptsEncode({ prompt: 1, store: true })).rejects.toMatchObject(error);
    expect((await kaizen.promptsEncode({ prompt: 1, store: false })).payloadId).toBeUndefined();
    await kaizen.close();
  });

  it('is sent as it is, and its id read from the response', () => {
    expect(toWire('promptsEncode', { prompt: 1, store: true })).toEqual({ prompt: 1, store: true });
    const stats = { original_bytes: 1, compressed_bytes: 1, reduction_ratio: 1 };
    const body = {
      status: 'ok',
      operation: 'prompts.encode',
      result: '1',
      stats,
      payload_id: 'kpl_x',
    };
    const { payloadId, extra } = hydrateResponse('promptsEncode', body);
    expect([payloadId, extra]).toEqual(['kpl_x', {}]);
    expect(() => hydrateResponse('promptsEncode', { ...body, payload_id: 7 })).toThrow(
      'payload_id',
    );
  });
});
