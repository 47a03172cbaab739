import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import type { KaizenOperation } from '../../../lib/contract/operations.js';
import type { EngineOptions, VerificationFailure } from '../../../lib/engine/engine-options.js';
import type * as sources from '../../../lib/engine/pool/pooled-engine.js';
import type { EncodeStreamPart } from '../../../lib/engine/stream/stream-engine.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import type * as embedded from '../../../lib/transport/embedded/embedded.transport.js';
import { CompiledLib } from '../../support/compiled-lib.js';
import {
  anyTexts,
  firstDifference,
  jsonValues,
  wellFormedTexts,
} from '../../support/json-arbitraries.js';

jest.setTimeout(120_000);

type Engine = sources.PooledEngine;
type Outcome = { readonly answer: Record<string, unknown> } | { readonly error: unknown };

const compiled = new CompiledLib();
let pool: typeof sources;
/** The same engine twice: its work done in this thread, and in another. */
let near: Engine;
let far: Engine;

beforeAll(async () => {
  await compiled.make();
  pool = (await import(compiled.url('engine/pool/pooled-engine.js'))) as typeof sources;
  near = pool.createPooledEngine({}, false);
  far = pool.createPooledEngine({}, { thresholdBytes: 0, maxThreads: 1 });
});

afterAll(async () => {
  await far.close();
  await compiled.remove();
});

function run(engine: Engine, operation: KaizenOperation, request: object): Promise<Outcome> {
  return engine.execute(operation, request as never).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
}

/** What one can see of an error of ours; of a foreign cause its name. */
function factsOf(error: unknown): object {
  const { name, message, cause, constructor } = error as Error;
  if (!name.startsWith('Kaizen')) return { name };
  const because = cause === undefined ? undefined : factsOf(cause);
  return { ...(error as object), constructor, name, message, because };
}

/** The objects that a value is made of. */
function partsOf(value: unknown, parts = new Set<unknown>()): Set<unknown> {
  if (typeof value !== 'object' || value === null || parts.has(value)) return parts;
  parts.add(value);
  for (const part of Object.values(value)) partsOf(part, parts);
  return parts;
}

/** Where one answer holds an object of the caller's and the other another one. */
function strays(one: unknown, other: unknown, own: Set<unknown>, path = '$'): string[] {
  if (own.has(one) || own.has(other)) return one === other ? [] : [path];
  if (typeof one !== 'object' || one === null || typeof other !== 'object') return [];
  const others = other as Record<string, unknown>;
  return Object.entries(one).flatMap(([key, part]) =>
    strays(part, others[key], own, `${path}.${key}`),
  );
}

async function expectSame(
  operation: KaizenOperation,
  request: object,
  [here, there] = [near, far],
): Promise<Outcome> {
  const [expected, actual] = [
    await run(here, operation, request),
    await run(there, operation, request),
  ];
  if ('error' in expected) {
    if (!('error' in actual)) throw new Error('Only one of them failed.');
    expect(factsOf(actual.error)).toEqual(factsOf(expected.error));
    return expected;
  }
  expect(firstDifference(actual, expected)).toBeUndefined();
  if ('answer' in actual) {
    expect(strays(expected.answer, actual.answer, partsOf(request))).toEqual([]);
  }
  return actual;
}

/** A value whose JSON is another. */
class Serializable {
  readonly content = 'not what is sent';
  readonly #json: unknown;

  constructor(json: unknown) {
    this.#json = json;
  }

  toJSON(): unknown {
    return this.#json;
  }
}

/** Its fields are data, and what it serializes to is one of its kind again. */
class Entity {
  constructor(
    readonly role: unknown,
    readonly content: unknown,
    private readonly copies = 0,
  ) {}

  toJSON(): Entity {
    return new Entity(this.role, this.content, this.copies + 1);
  }
}

class Message {
  constructor(
    readonly role: unknown,
    readonly content: unknown,
    readonly name?: string,
  ) {}
}

const users = Array.from({ length: 4 }, (_, id) => ({ id, name: `user ${id}`, admin: id === 0 }));
const json = JSON.stringify(users);

const texts: Arbitrary<string> = fc.oneof(
  fc.constantFrom('Be brief.', '', json, `See ${json} above`, JSON.stringify({ users: json })),
  wellFormedTexts,
  jsonValues(wellFormedTexts).map((value) => `A ${JSON.stringify(value, null, 2)} z`),
);

/** What a caller's own objects may be besides plain JSON. */
const odd: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, -0, Number.NaN, Infinity, 1.5, true),
  texts.map((text) => new String(text)),
  texts.map((text) => new Serializable(text)),
  fc.constantFrom(users, { users: json }, [json]).map((value) => new Serializable(value)),
  fc.constantFrom<unknown>(undefined, [undefined], new Date(0)).map((it) => new Serializable(it)),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 3 }),
  texts.map((text) => Buffer.from(text.slice(0, 9))),
  texts.map((text) => new Entity('user', text)),
  texts.map((text) => Object.assign(Object.create(null) as object, { text, at: new Date(0) })),
  fc.constant(Object.defineProperty({ seen: json }, 'hidden', { value: json })),
  fc.constant(Object.assign(Array<unknown>(3), { 0: json, 2: new Date(1) })),
);
const values: Arbitrary<unknown> = fc.oneof(
  texts,
  odd,
  jsonValues(wellFormedTexts),
  fc.array(odd, { maxLength: 3 }),
  fc.record({ a: odd, output: texts, b: fc.option(odd, { nil: undefined }) }),
);

const part: Arbitrary<unknown> = fc.oneof(
  texts.map((text) => ({ type: 'text', text, cache_control: undefined })),
  values.map((image) => ({ type: 'image', image })),
  values.map((content) => ({ type: 'tool_result', tool_use_id: 't', content })),
  values.map((response) => ({ functionResponse: { name: 'f', response } })),
  values.map((value) => ({ toolResult: { content: [{ json: value }, { text: json }] } })),
  values.map((value) => ({ type: 'tool-result', output: { type: 'json', value } })),
  texts.map((text) => ({ text, thought: true })),
  odd,
);
const content: Arbitrary<unknown> = fc.oneof(texts, fc.array(part, { maxLength: 3 }), values);
const role = fc.constantFrom<unknown>('user', 'tool', 'assistant', 'system', 'function');
const message: Arbitrary<unknown> = fc.oneof(
  fc.record({ role, content, extra: fc.option(values, { nil: undefined }) }),
  fc.record({ role, content }).map((fields) => new Serializable(fields)),
  fc.tuple(role, content).map(([who, what]) => new Message(who, what)),
  fc.tuple(role, content).map(([who, what]) => new Entity(who, what)),
  fc.record({ role: fc.constant('user'), parts: fc.array(part, { maxLength: 3 }) }),
  content.map((output) => ({ type: 'function_call_output', call_id: 'c', output })),
  odd,
);
const messages = fc.array(message, { minLength: 1, maxLength: 4 });
const prompts: Arbitrary<unknown> = fc.oneof(
  messages,
  fc
    .tuple(fc.constantFrom('messages', 'contents', 'input'), messages, values)
    .map(([field, list, more]) => ({ model: 'm', [field]: list, more })),
  messages.map((list) => new Serializable({ messages: list })),
  messages.map((list) => ({ messages: new Serializable(list) })),
  messages.map((list) => JSON.stringify({ messages: list })),
  messages.map((list) => JSON.stringify({ messages: list }, null, 2)),
  texts,
  values,
);
const schemas: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    {},
    { user: { type: 'object', properties: { admin: {}, name: {}, id: {} } } },
    { user: { properties: { name: undefined, admin: new Date(0), id: {} } } },
    { user: new Serializable({ properties: { name: {} } }), parse: undefined },
    { user: Object.assign([users], { properties: { name: {} } }) },
    { user: Object.create({ properties: { name: {} } }) as object, send: () => 'no JSON' },
  ),
  odd.map((value) => ({ any: value })),
);

const bad: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(1n, Symbol('s'), new Map([[1, 2]]), new Error('no'), Promise.resolve()),
  fc.constantFrom<unknown>(() => 1, new Serializable(1n), new Serializable(new Set())),
  fc.integer({ min: 190, max: 205 }).map((levels) => nested(levels)),
  fc.constant(0).map(() => {
    const cycle: { inner: unknown[] } = { inner: [1] };
    cycle.inner.push({ cycle });
    return cycle;
  }),
  fc.constant({
    toJSON: () => {
      throw new TypeError('no');
    },
  }),
);

function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { value };
  return value;
}

/** Large enough for many pieces; where a value stands must not matter. */
const ENLARGE: readonly ((value: unknown) => unknown)[] = [
  (value) => value,
  (value) => ({ messages: [value, { role: 'user', content: LONG }] }),
  (value) => [{ role: 'tool', content: [LONG, value] }],
  (value) => ({ before: [LONG], value, after: [LONG, value] }),
  (value) => new Serializable([LONG, value, { deep: new Serializable({ value, LONG }) }]),
  (value) => Array.from({ length: 900 }, (_, id) => ({ id, value, note: 'first, second' })),
];
const LONG = `a long text with ${json} `.repeat(700);

describe('a prompt in another thread', () => {
  const requests = fc.record({
    prompt: prompts,
    metadata: fc.option(fc.record({ at: odd, send: fc.constant(() => 'x') }), { nil: undefined }),
    schemas,
    autoDetectJson: fc.constantFrom(undefined, true, false),
  });

  it('is answered as in this one, with the same objects of the caller', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const outcome = await expectSame('promptsEncode', request);
        if ('answer' in outcome) {
          const { result: ktof, meta: replayMeta } = outcome.answer;
          await expectSame('promptsDecode', { ktof, replayMeta });
          await expectSame('promptsDecode', { ktof, metadata: request.metadata });
        }
        await expectSame('optimizeRequest', { ...request, metadata: null, schemas: undefined });
      }),
      { numRuns: 150 },
    );
  });

  it('is so when it is large', async () => {
    const large = fc.tuple(fc.oneof(prompts, message), fc.constantFrom(...ENLARGE));
    await fc.assert(
      fc.asyncProperty(large, async ([value, enlarge]) => {
        await expectSame('promptsEncode', { prompt: enlarge(value) });
      }),
      { numRuns: 20 },
    );
  });

  it('has its own objects back where there are any', async () => {
    const image = { type: 'image', image: Buffer.from([1, 2, 3]), alt: undefined };
    const sent = new Message('user', [{ type: 'text', text: json }, image], 'Ada');
    const prompt = { messages: [{ role: 'system', content: 'Be brief.', at: new Date(0) }, sent] };
    const metadata = { at: new Date(0), send: () => 'a function' };
    const schemas = { parse: (text: string) => text, row: { properties: { name: {}, id: {} } } };
    const outcome = await expectSame('promptsEncode', { prompt, metadata, schemas });
    const { answer } = outcome as {
      answer: { messages: [unknown, typeof sent]; metadata: unknown; meta: { schemas: unknown } };
    };
    const [system, user] = answer.messages;
    const [text, picture] = user.content as [{ text: string }, unknown];
    expect(system).toBe(prompt.messages[0]);
    expect(picture).toBe(image);
    expect(text.text).toContain('[4]{name,id,admin}:');
    expect(answer.metadata).toBe(metadata);
    expect(answer.meta.schemas).toBe(schemas);
  });
});

describe('a refusal in another thread', () => {
  it('is the same: its class, code, place, message and cause', async () => {
    let refusals = 0;
    const places = fc.tuple(bad, fc.constantFrom(...ENLARGE), fc.constantFrom('data', 'prompt'));
    await fc.assert(
      fc.asyncProperty(places, async ([value, enlarge, field]) => {
        const operation = field === 'data' ? 'compress' : 'promptsEncode';
        const outcome = await expectSame(operation, { [field]: enlarge(value) });
        if ('error' in outcome) refusals++;
      }),
      { numRuns: 40 },
    );
    expect(refusals).toBeGreaterThan(20);
  });

  it('comes at the same size and depth', async () => {
    const options: EngineOptions = { maxPayloadBytes: 400, maxDepth: 4 };
    const small = pool.createPooledEngine(options, false);
    const smallFar = pool.createPooledEngine(options, { thresholdBytes: 0, maxThreads: 1 });
    for (const length of [396, 397, 398, 399, 400, 401]) {
      await expectSame('decompress', { data: 'x'.repeat(length) }, [small, smallFar]);
    }
    await fc.assert(
      fc.asyncProperty(values, async (data) => {
        const outcome = await expectSame('compress', { data }, [small, smallFar]);
        const ktof = 'answer' in outcome ? outcome.answer['result'] : JSON.stringify(data) || '';
        await expectSame('decompress', { data: ktof }, [small, smallFar]);
      }),
      { numRuns: 150 },
    );
    await smallFar.close();
  });
});

describe('a fault of the codec', () => {
  const forgetful = new CompiledLib('forgetful');
  const faults: VerificationFailure[] = [];
  const hooks = { onVerificationFailure: (fault: VerificationFailure) => void faults.push(fault) };
  const throwing = {
    onVerificationFailure: () => {
      throw new Error('The hook failed.');
    },
  };
  let transports: typeof embedded;

  beforeAll(async () => {
    await forgetful.make();
    await forgetful.replace(
      'engine/codec.js',
      `import { encodeNormalized as encode } from '../ktof/encode.js';
       export const KTOF_CODEC = { encode, decode: () => 'nothing' };`,
    );
    const url = forgetful.url('transport/embedded/embedded.transport.js');
    transports = (await import(url)) as typeof embedded;
  });

  afterAll(async () => {
    await forgetful.remove();
  });

  it.each([0, 1_000_000])(
    'is told to the hook, whichever thread met it (threshold %d)',
    async (thresholdBytes) => {
      const options = resolveKaizenOptions({ workers: { thresholdBytes, maxThreads: 1 } });
      for (const [given, told] of [[hooks, 1] as const, [throwing, 0] as const, [{}, 0] as const]) {
        faults.length = 0;
        const transport = new transports.EmbeddedTransport(options, given);
        const call = { signal: new AbortController().signal, requestId: 'r', timeoutMs: 1000 };
        const { body } = await transport.execute('promptsEncode', { prompt: { users } }, call);
        expect(body).toMatchObject({
          result: JSON.stringify({ users }),
          meta: { verification_failed: true },
        });
        expect(faults).toEqual(Array(told).fill({ operation: 'promptsEncode' }));
        await transport.close();
      }
    },
  );

  it('is told of a stream as well', async () => {
    let reads = 0;
    const prompt = {
      users,
      get reads() {
        return reads++;
      },
    };
    for (const given of [hooks, throwing]) {
      faults.length = 0;
      const transport = new transports.EmbeddedTransport(resolveKaizenOptions({}), given);
      const call = { signal: new AbortController().signal, requestId: 'r', timeoutMs: 1000 };
      const parts: EncodeStreamPart[] = [];
      for await (const next of transport.encodeStream({ prompt }, call)) parts.push(next);
      expect(parts[0]).toMatchObject({ text: expect.stringMatching(/^\{"users":\[\{"id":0/) });
      expect(faults).toEqual(given === hooks ? [{ operation: 'promptsEncode' }] : []);
      await transport.close();
    }
  });
});

describe('a text in another thread', () => {
  const damage = fc.tuple(fc.nat(200), fc.constantFrom('', ' ', '\n', ',', '[', '"', '-0', '1'));

  it('is read, or refused, as in this one', async () => {
    const texts = fc.tuple(jsonValues(anyTexts), fc.option(damage));
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async ([data, change], strict) => {
        const outcome = await expectSame('optimize', { data, tokenModels: ['gpt-4o', 'other'] });
        const { result } = (outcome as { answer: { result: string } }).answer;
        const [at, insertion] = change ?? [0, ''];
        const ktof = result.slice(0, at) + insertion + result.slice(at + insertion.length);
        await expectSame('optimizeResponse', { ktof, options: { strict } });
      }),
      { numRuns: 150 },
    );
  });
});
