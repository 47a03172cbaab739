import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import diagnostics from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { KaizenOperation } from '../../../lib/contract/operations.js';
import { createEngine } from '../../../lib/engine/engine.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import type { PoolOptions } from '../../../lib/engine/pool/pool-options.js';
import type * as source from '../../../lib/client/create-kaizen.js';
import * as sources from '../../../lib/engine/pool/pooled-engine.js';
import type { PooledEngine } from '../../../lib/engine/pool/pooled-engine.js';
import { CompiledLib } from '../../support/compiled-lib.js';
import { deepFreeze } from '../../support/json-arbitraries.js';

jest.setTimeout(60_000);

const KILOBYTE = 1024;

/** About so many bytes of JSON: rows with a nested object, a list and a text each. */
function rows(kilobytes: number): Record<string, unknown>[] {
  return Array.from({ length: kilobytes * 8 }, (_, id) => ({
    id,
    name: `Näme ${id}`,
    address: { city: 'Berlin', zip: `${10_000 + id}` },
    tags: ['a', 'b'],
    note: 'first come, first served',
  }));
}

/** KTOF that takes half a second to decode, and that is sent at once: it is one piece. */
function longText(rowCount = 300_000): string {
  const lines = Array.from(
    { length: rowCount },
    (_, id) => ` ${id},"a note, number ${id}",${id / 7}`,
  );
  return `rows[${rowCount}]{id,note,share}:\n${lines.join('\n')}`;
}

function wide(keys: number): Record<string, number> {
  const object: Record<string, number> = {};
  for (let key = 0; key < keys; key++) object[`k${key}`] = 1;
  return object;
}

/** Long enough for a call to be under way, and not for it to end. */
const WELL_UNDER_WAY_MS = 100;

const json = (value: unknown): string => JSON.stringify(value);

type Call = Parameters<PooledEngine['execute']>[2];

/** Runs an operation by its name, whatever its request. */
function execute(
  engine: Pick<PooledEngine, 'execute'>,
  operation: KaizenOperation,
  request: object,
  call?: Call,
): Promise<Record<string, unknown>> {
  return engine.execute(operation, request as never, call);
}

async function failureOf(work: Promise<unknown>): Promise<Record<string, unknown>> {
  const outcome = await work.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );
  return outcome as Record<string, unknown>;
}

const compiled = new CompiledLib();

/** Runs a module that knows `createPooledEngine` in a process of its own, to its end. */
async function runScript(
  script: string,
  flags: string[] = [],
): Promise<{ code: number; output: string }> {
  const from = compiled.url('engine/pool/pooled-engine.js');
  const module = `import { createPooledEngine } from '${from}';\n${script}`;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', module], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

let pool: typeof sources;
let open: PooledEngine[] = [];
const workers: Worker[] = [];
const notice = (message: unknown) => workers.push((message as { worker: Worker }).worker);

function pooled(options: PoolOptions | false = {}, engine: EngineOptions = {}): PooledEngine {
  const made = pool.createPooledEngine(engine, options);
  open.push(made);
  return made;
}

beforeAll(async () => {
  await compiled.make();
  pool = (await import(compiled.url('engine/pool/pooled-engine.js'))) as typeof sources;
  diagnostics.subscribe('worker_threads', notice);
});

afterEach(async () => {
  await Promise.all(open.map((engine) => engine.close()));
  open = [];
  workers.length = 0;
});

afterAll(async () => {
  diagnostics.unsubscribe('worker_threads', notice);
  await compiled.remove();
});

describe('large work', () => {
  const data = deepFreeze({ rows: rows(260), flat: rows(20), title: 'x'.repeat(300_000) });
  const models = { tokenModels: ['gpt-4o'] };

  it.each<[KaizenOperation, object]>([
    ['compress', { data }],
    ['optimize', { data: data.flat, ...models }],
    ['optimizeRequest', { prompt: data.rows, options: { profile: 'toon', delimiter: '|' } }],
    ['promptsEncode', { prompt: data, metadata: { a: 1 }, schemas: { s: { type: 'object' } } }],
    ['promptsEncode', { prompt: data.title }],
  ])('is answered as the engine itself would: %s', async (operation, request) => {
    const options = { indent: 2 };
    const expected = await execute(createEngine(options), operation, request);
    expect(await execute(pooled({ thresholdBytes: 1 }, options), operation, request)).toEqual(
      expected,
    );
    expect(workers).toHaveLength(1);
  });

  it.each<[KaizenOperation, string]>([
    ['decompress', 'data'],
    ['optimizeResponse', 'ktof'],
    ['promptsDecode', 'ktof'],
  ])('is read back as the engine itself would: %s', async (operation, field) => {
    const { result } = await execute(createEngine(), 'compress', { data });
    const request = { [field]: result, options: { strict: true } };
    const expected = await execute(createEngine(), operation, request);
    const actual = await execute(pooled(), operation, request);
    expect(actual).toEqual(expected);
    expect(actual['result']).toEqual(data);
    expect(workers).toHaveLength(1);
  });

  it('leaves the event loop its turns', async () => {
    const engine = pooled();
    let turns = 0;
    let isDone = false;
    const encode = execute(engine, 'compress', { data: rows(1500) }).finally(() => (isDone = true));
    while (!isDone) {
      await setImmediate();
      turns++;
    }
    await encode;
    expect(turns).toBeGreaterThan(20);
  });

  it('hands metadata and schemas back by reference, whatever they hold', async () => {
    const metadata = { send: () => 'a function', at: new Date(0) };
    const schemas: Record<string, unknown> = { row: { type: 'object' }, parse: () => undefined };
    schemas['self'] = schemas;
    const request = { prompt: rows(300), metadata, schemas };
    const response = await execute(pooled(), 'promptsEncode', request);
    expect(response['metadata']).toBe(metadata);
    expect((response['meta'] as { schemas: unknown }).schemas).toBe(schemas);
    expect(workers).toHaveLength(1);
  });

  it('gives the messages of a chat as the engine does: what did not change is the same object', async () => {
    const image = { type: 'image', image: Buffer.from([1, 2, 3]), alt: undefined };
    const rewritten = { role: 'user', content: [image, { type: 'text', text: json(rows(300)) }] };
    const result = { role: 'tool', tool_call_id: 'a', content: rows(20) };
    const prompt = { messages: [{ role: 'system', content: 'Be brief.' }, rewritten, result] };
    const expected = await execute(createEngine(), 'promptsEncode', { prompt });
    const actual = await execute(pooled(), 'promptsEncode', { prompt });
    expect(actual).toEqual(expected);
    const [system, user, tool] = actual['messages'] as (typeof rewritten)[];
    expect(system).toBe(prompt.messages[0]);
    expect(user?.content[0]).toBe(image);
    expect(user?.content[1]).not.toEqual(rewritten.content[1]);
    expect(typeof tool?.content).toBe('string');
    expect(workers).toHaveLength(1);
  });

  it('stays in this thread when a field beside the payload cannot be sent', async () => {
    const replayMeta: Record<string, unknown> = { replacements: [], parse: (text: string) => text };
    replayMeta['self'] = replayMeta;
    const { result: ktof } = await execute(createEngine(), 'compress', { data: rows(300) });
    const response = await execute(pooled(), 'promptsDecode', { ktof, replayMeta });
    expect(response['result']).toEqual(rows(300));
    expect(workers).toHaveLength(0);
  });
});

describe('errors of large work', () => {
  const list = rows(300);
  const cyclic: Record<string, unknown> = { list: [...list, {}] };
  cyclic['self'] = cyclic;
  const deep = Array.from({ length: 300 }).reduce<unknown>((inner) => [inner], 1);

  it.each<[string, KaizenOperation, object, EngineOptions?]>([
    ['a function', 'compress', { data: { list, last: [{ f: () => 1 }] } }],
    ['a Map among the rows', 'promptsEncode', { prompt: { list: [...list, { m: new Map() }] } }],
    ['a BigInt', 'optimize', { data: [list, 1n] }],
    ['a cycle', 'compress', { data: cyclic }],
    [
      'a getter that throws',
      'compress',
      {
        data: {
          list,
          get x() {
            throw new TypeError('no');
          },
        },
      },
    ],
    ['too many levels', 'compress', { data: { list, deep } }],
    ['too many bytes', 'compress', { data: { list } }, { maxPayloadBytes: 270 * KILOBYTE }],
    [
      'a long text past the limit',
      'compress',
      { data: ['x'.repeat(400_000)] },
      { maxPayloadBytes: 300_000 },
    ],
    ['text that is no KTOF', 'decompress', { data: `a[2]: 1\n${'# comment\n'.repeat(40_000)}` }],
    [
      'a text past the limit',
      'promptsDecode',
      { ktof: 'x'.repeat(400_000) },
      { maxPayloadBytes: 300_000 },
    ],
  ])('are those of the engine: %s', async (_, operation, request, options = {}) => {
    const expected = await failureOf(execute(createEngine(options), operation, request));
    const actual = await failureOf(execute(pooled({}, options), operation, request));
    expect(expected['code']).toMatch(/^KAIZEN_/);
    expect({ ...actual }).toEqual({ ...expected });
    expect(actual['message']).toBe(expected['message']);
    expect(actual.constructor.name).toBe(expected['name']);
  });
});

describe('small work', () => {
  it('starts no thread', async () => {
    const engine = pooled();
    const { result } = await execute(engine, 'compress', { data: rows(100) });
    await execute(engine, 'decompress', { data: result });
    await execute(engine, 'health', {});
    expect(workers).toHaveLength(0);
  });

  it('counts token models as work', async () => {
    const engine = pooled();
    await execute(engine, 'optimize', { data: rows(120), tokenModels: ['gpt-4o', 'gpt-4'] });
    expect(workers).toHaveLength(1);
  });

  it('is all there is with `false`', async () => {
    const engine = pooled(false);
    const data = rows(400);
    expect(await execute(engine, 'compress', { data })).toEqual(
      await execute(createEngine(), 'compress', { data }),
    );
    expect(workers).toHaveLength(0);
  });

  it('is all there is where the file of the worker is missing', async () => {
    const engine = sources.createPooledEngine();
    const request = { data: rows(300) };
    const expected = await execute(createEngine(), 'compress', request);
    expect(await execute(engine, 'compress', request)).toEqual(expected);
    expect(workers).toHaveLength(0);
    await engine.close();
  });

  it('is all there is where threads are not allowed, and one warning says so', async () => {
    const run = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const { output } = await runScript(
      `process.on('warning', ({ code }) => code === 'KAIZEN_NO_WORKERS' && console.log(code));
       const engine = createPooledEngine({}, { thresholdBytes: 1 });
       await engine.execute('compress', { data: [1, 2] });
       console.log((await engine.execute('compress', { data: [1, 2] })).result);`,
      [run, '--allow-fs-read=*', '--no-warnings'],
    );
    expect(output.split('\n').sort()).toEqual(['', 'KAIZEN_NO_WORKERS', '[1,2]']);
  });
});

describe('a signal', () => {
  const long = { data: longText() };
  const shorter = { data: longText(50_000) };
  const smaller = { data: rows(300) };

  it('ends the call that runs, and the next one gets a thread', async () => {
    const engine = pooled({ maxThreads: 1 });
    await execute(engine, 'compress', smaller);
    const controller = new AbortController();
    const call = execute(engine, 'decompress', long, { signal: controller.signal });
    const next = execute(engine, 'compress', smaller);
    await sleep(WELL_UNDER_WAY_MS);
    controller.abort(new Error('enough'));
    expect(await failureOf(call)).toMatchObject({
      code: 'KAIZEN_ABORTED',
      cause: { message: 'enough' },
    });
    expect(await next).toHaveProperty('result');
  });

  it('ends a call that waits, and no other', async () => {
    const engine = pooled({ maxThreads: 1 });
    const controller = new AbortController();
    const first = execute(engine, 'decompress', shorter);
    const waiting = execute(engine, 'compress', smaller, { signal: controller.signal });
    const last = execute(engine, 'compress', smaller);
    await setImmediate();
    controller.abort();
    expect(await failureOf(waiting)).toMatchObject({ name: 'KaizenAbortError' });
    expect(await first).toHaveProperty('result');
    expect(await last).toHaveProperty('result');
    expect(workers).toHaveLength(1);
  });

  it('that has aborted already starts nothing', async () => {
    const signal = AbortSignal.abort();
    const call = execute(pooled(), 'compress', smaller, { signal });
    expect(await failureOf(call)).toMatchObject({ name: 'KaizenAbortError' });
    expect(workers).toHaveLength(0);
  });
});

describe('a client', () => {
  it('ends the thread with the call, and with itself', async () => {
    const { createKaizen } = (await import(compiled.url('client/create-kaizen.js'))) as {
      createKaizen: typeof source.createKaizen;
    };
    const kaizen = createKaizen({ workers: { maxThreads: 1 } });
    await kaizen.compress({ data: rows(300) });
    const [worker] = workers;
    const data = longText();
    // On a busy machine, a call may end before its thread has begun.
    while (worker && worker.threadId > 0) {
      const call = kaizen.decompress({ data }, { timeoutMs: WELL_UNDER_WAY_MS });
      expect(await failureOf(call)).toMatchObject({ code: 'KAIZEN_TIMEOUT' });
      await sleep(20);
    }
    const { result } = await kaizen.compress({ data: rows(300) });
    expect((await kaizen.decompress({ data: result })).result).toHaveLength(2400);
    await kaizen.close();
    expect(workers.filter(({ threadId }) => threadId > 0)).toEqual([]);
  });
});

describe('limits', () => {
  it('refuses the call that would wait behind too many', async () => {
    const engine = pooled({ maxThreads: 1, maxQueue: 1 });
    const request = { data: rows(400) };
    const calls = [1, 2, 3].map(() => execute(engine, 'compress', request));
    const [first, second, third] = await Promise.allSettled(calls);
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(third).toMatchObject({ reason: { code: 'KAIZEN_OVERLOADED', maxQueue: 1 } });
    expect(await execute(engine, 'compress', request)).toHaveProperty('result');
  });

  it.each<[string, KaizenOperation, () => object]>([
    ['an encode', 'compress', () => ({ data: rows(3200) })],
    ['a decode', 'decompress', () => ({ data: `[${'{"a":[[]]},'.repeat(200_000)}1]` })],
  ])('ends a thread whose memory %s uses up, and only its call', async (_, operation, request) => {
    const engine = pooled({ maxThreads: 1, maxMemoryMb: 24 });
    const calls = [
      execute(engine, operation, request()),
      execute(engine, 'compress', { data: rows(300) }),
    ];
    const [large, small] = await Promise.allSettled(calls);
    expect(large).toMatchObject({
      reason: {
        ...{ code: 'KAIZEN_WORKER_FAILED', failure: 'out-of-memory' },
        cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' },
      },
    });
    expect(small).toMatchObject({ status: 'fulfilled' });
  });

  it.each<[number, string, KaizenOperation, () => object]>([
    [16, 'a long string', 'compress', () => ({ data: ['x'.repeat(8_000_000)] })],
    [16, 'a long text', 'decompress', () => ({ data: longText(200_000) })],
    [128, 'a long string', 'compress', () => ({ data: ['x'.repeat(40_000_000)] })],
    [128, 'a long text', 'promptsDecode', () => ({ ktof: 'x'.repeat(40_000_000) })],
    [256, 'a long list', 'compress', () => ({ data: Array<number>(7_000_000).fill(1) })],
    [128, 'a long list', 'decompress', () => ({ data: `[5000000]: ${'1,'.repeat(5e6)}1` })],
    [128, 'JSON in a text', 'promptsEncode', () => ({ prompt: `[${'1,'.repeat(5e6)}1]` })],
    [16, 'a wide object', 'compress', () => ({ data: wide(80_000) })],
  ])(
    'refuses, before it could end the process, what %d MiB have no room for: %s (%s)',
    async (maxMemoryMb, _, operation, request) => {
      const began = performance.now();
      const engine = pooled({ maxThreads: 1, maxMemoryMb });
      expect(await failureOf(execute(engine, operation, request()))).toMatchObject({
        ...{ code: 'KAIZEN_WORKER_FAILED', failure: 'out-of-memory' },
        message: expect.stringMatching(/^The work needs more memory than the \d+ MiB of a worker/),
      });
      expect(performance.now() - began).toBeLessThan(20_000);
      expect(await execute(engine, 'compress', { data: rows(300) })).toHaveProperty('result');
    },
  );

  it('reports a thread that was ended from outside, and goes on with another', async () => {
    const engine = pooled({ maxThreads: 1 });
    await execute(engine, 'compress', { data: rows(300) });
    const data = longText();
    let failure: unknown;
    // On a busy machine, a thread may end before the call has come to it.
    for (let attempt = 0; attempt < 5 && !(failure as { code?: string })?.code; attempt++) {
      const call = failureOf(execute(engine, 'decompress', { data }));
      await sleep(WELL_UNDER_WAY_MS);
      await workers.at(-1)?.terminate();
      failure = await call;
    }
    expect(failure).toMatchObject({ code: 'KAIZEN_WORKER_FAILED', failure: 'ended' });
    expect(await execute(engine, 'compress', { data: rows(300) })).toHaveProperty('result');
  });
});

describe('threads', () => {
  it('work side by side, no more than may', async () => {
    const engine = pooled({ maxThreads: 2 });
    const calls = [1, 2, 3, 4].map(() => execute(engine, 'compress', { data: rows(300) }));
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'fulfilled'),
    );
    expect(workers).toHaveLength(2);
  });

  it('end when there is no work for a while', async () => {
    await execute(pooled({ idleTimeoutMs: 50 }), 'compress', { data: rows(300) });
    const [worker] = workers;
    while (worker && worker.threadId > 0) await sleep(10);
    expect(worker?.threadId).toBe(-1);
  });

  it('end with the engine: so do the calls, and later ones are refused', async () => {
    const engine = pooled({ maxThreads: 1 });
    const data = longText();
    const calls = [1, 2].map(() => failureOf(execute(engine, 'decompress', { data })));
    await sleep(WELL_UNDER_WAY_MS);
    await Promise.all([engine.close(), engine.close()]);
    const late = failureOf(execute(engine, 'compress', { data: rows(300) }));
    for (const call of [...calls, late]) {
      expect(await call).toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
    }
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  it('do not keep the process alive', async () => {
    const ended = await runScript(
      `const data = Array.from({ length: 20_000 }, (_, id) => ({ id, note: 'x'.repeat(80) }));
       const { result } = await createPooledEngine().execute('compress', { data });
       console.log(result.length > 1_000_000);`,
    );
    expect(ended).toEqual({ code: 0, output: 'true\n' });
  });
});
