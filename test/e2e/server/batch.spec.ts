import '../../support/bridge-nest.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKaizen } from 'nestjs-kaizen';
import type { KaizenServeOptions } from 'nestjs-kaizen/server';
import { CompiledLib } from '../../support/compiled-lib.js';
import { ADAPTERS } from '../run-app.js';
import { ChildServer } from './child-server.js';
import { RawRequest } from './raw-request.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const ENCODE = '/v1/prompts/encode';
const DECODE = '/v1/prompts/decode';
type Item = Record<string, unknown> & { readonly error: Record<string, unknown> };

const itemsOf = ({ json }: Reply) => json['items'] as Item[];
const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const batch = (url: string, path: string, items: readonly unknown[], headers = {}) =>
  ask(`${url}${path}/batch`, { body: { items }, headers });
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `name ${id}`, ok: id % 3 === 0 }));

/** What a batch says of a request, from what the route of one request says. */
function asItem(index: number, { status, json }: Reply): object {
  if (status === 200) return { index, ...json };
  const error = { ...json.error, request_id: undefined };
  return { index, status: 'error', status_code: status, error };
}

describe.each(ADAPTERS)('batches on %s', (_name, adapter) => {
  const run = (options = {}) => servers.run(options, {}, { adapter: adapter() });

  it('answer each request as its own route does, in order, whatever the others are', async () => {
    const url = await run();
    const requests: [string, unknown[]][] = [
      [
        ENCODE,
        [
          { prompt: { rows: rowsOf(3) }, metadata: { a: [1] }, token_models: ['gpt-4o'] },
          { prompt: 'see [{"a":1}, {"a":2}]: "]},{\\"', schemas: {} },
          { prmpt: 1 },
          { prompt: null, options: { indent: 9 } },
          {},
          [{ prompt: 1 }],
          null,
          'text, with ] and } and \\ and "',
          { prompt: JSON.parse('{"__proto__":{"admin":true}}') as object },
          { prompt: '\u{1f600}é\ud83d', options: { delimiter: '|', profile: 'toon' } },
        ],
      ],
      [
        DECODE,
        [
          { ktof: 'a: 1\nb[2]: 1,2', metadata: null },
          { ktof: 'b[3]: 1,2', options: { strict: false } },
          { ktof: 'b[3]: 1,2' },
          { ktof: `kpl_${'x'.repeat(32)}` },
          { ktof: 7 },
          { ktof: 'a: 1', replay_meta: { digest: 'x', replacements: [[]] } },
        ],
      ],
    ];
    for (const [path, bodies] of requests) {
      const reply = await batch(url, path, bodies);
      const single = await Promise.all(bodies.map((body) => ask(url + path, { body })));
      expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(reply.headers.get('x-request-id')).toMatch(/^\S{36}$/);
      expect([reply.status, reply.json]).toEqual([
        200,
        {
          status: 'ok',
          operation: `${path.slice(4).replace('/', '.')}.batch`,
          items: single.map((one, index) => asItem(index, one)),
        },
      ]);
    }
  });

  it('take the body apart as JSON does, and refuse what is none between the requests', async () => {
    const url = await run();
    const tries: [string, unknown][] = [
      ['{"items":[]}', []],
      [' {\n"\\u0069tems" :\t[ ]\r\n} ', []],
      ['{ "items" : [ {"prompt":"\\\\"} , {"prompt":"\\"]}"} ] }', ['\\', '"]}']],
      ['', 'invalid_json'],
      ['{"items":[', 'invalid_json'],
      ['{"items":[{"prompt":1}', 'invalid_json'],
      ['{"items":[{"prompt":"]}', 'invalid_json'],
      ['{"items":[,]}', 'invalid_json'],
      ['{"items":[{"prompt":1},]}', 'invalid_json'],
      ['{"items":[{"prompt":1} {"prompt":2}]}', 'invalid_json'],
      ['{"items":[]}]', 'invalid_json'],
      ['{"items":[],}', 'invalid_json'],
      ['{"items"=[]}', 'invalid_json'],
      ["{'items':[]}", 'invalid_json'],
      ['{"items":?}', 'invalid_json'],
      ['?', 'invalid_json'],
      ['{}', 'missing'],
      ['[]', 'dict_type'],
      ['"items"', 'dict_type'],
      ['{"items":{}}', 'list_type'],
      ['{"items":null}', 'list_type'],
      ['{"items":[],"items":[]}', 'value_error'],
      ['{"items":[],"more":1}', 'extra_forbidden'],
      ['{"__proto__":[]}', 'extra_forbidden'],
    ];
    for (const [body, expected] of tries) {
      const reply = await ask(`${url}${ENCODE}/batch`, { body: Buffer.from(body) });
      const told =
        reply.status === 200
          ? itemsOf(reply).map(({ result }) => result)
          : (reply.json.error.details?.[0]?.['type'] ?? reply.json.error['code']);
      expect([body, told]).toEqual([body, expected]);
      expect(reply.status === 422).toBe(reply.status !== 200 && told !== 'invalid_json');
    }
  });

  it('have the faults of the bytes of a request as its own', async () => {
    const url = await run();
    const levels = `{"prompt":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const body = Buffer.concat([
      Buffer.from(`{"items":[{"prompt":1},{"prompt":"`),
      Buffer.from([0xff, 0xed, 0xa0, 0x80]),
      Buffer.from(`"},${levels},{"prompt":[1,]},nul,{"prompt":2}]}`),
    ]);
    const reply = await ask(`${url}${ENCODE}/batch`, { body });
    expect(itemsOf(reply).map(({ result, error }) => result ?? error['code'])).toEqual([
      '1',
      'invalid_utf8',
      'too_deep',
      'invalid_json',
      'invalid_json',
      '2',
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('have as many requests as allowed, and the limits of a body', async () => {
    const url = await run({ maxBatchItems: 2, maxBodyBytes: 100, keys: ['k-secret-0'] });
    const headers = { 'x-api-key': 'k-secret-0' };
    const two = [{ prompt: 1 }, { prompt: 2 }];
    expect(itemsOf(await batch(url, ENCODE, two, headers))).toHaveLength(2);
    const three = await batch(url, ENCODE, [...two, 1], headers);
    expect(codeOf(three)).toEqual([422, 'validation_failed']);
    expect(three.json.error.details[0]).toMatchObject({ loc: ['body', 'items'], type: 'too_long' });
    const long = await batch(url, ENCODE, [{ prompt: 'x'.repeat(100) }], headers);
    expect(codeOf(long)).toEqual([413, 'too_large']);
    const plain = { ...headers, 'content-type': 'text/plain' };
    expect(codeOf(await batch(url, ENCODE, two, plain))).toEqual([415, 'unsupported_media_type']);
    expect(codeOf(await batch(url, ENCODE, two))).toEqual([401, 'unauthenticated']);
  });

  it('store prompts and bring them back, each for its own key alone', async () => {
    const url = await run({ keys: ['key-of-a', 'key-of-b'] });
    const as = (key: string) => ({ 'x-api-key': key });
    const prompts = Array.from({ length: 20 }, (_, id) => ({ rows: rowsOf(3), id }));
    const bodies = prompts.map((prompt, at) => ({ prompt, ...(at % 2 === 0 && { store: true }) }));
    const stored = itemsOf(await batch(url, ENCODE, bodies, as('key-of-a')));
    expect(stored.map(({ index }) => index)).toEqual([...bodies.keys()]);
    const ids = stored.map(({ payload_id: id }) => id);
    expect(ids.filter((id) => /^kpl_[\w-]{32}$/.test(String(id)))).toHaveLength(10);
    const asked = stored.map(({ payload_id: id, result }) => ({ ktof: id ?? result }));
    const own = itemsOf(await batch(url, DECODE, asked, as('key-of-a')));
    expect(own.map(({ index, result }) => [index, result])).toEqual([...prompts.entries()]);
    const other = itemsOf(await batch(url, DECODE, asked, as('key-of-b')));
    expect(other.map(({ status_code: status = 200 }) => status)).toEqual(
      prompts.map((_, at) => (at % 2 === 0 ? 404 : 200)),
    );
    const nothing = await run({ payloads: false });
    const [refused, fine] = itemsOf(await batch(nothing, ENCODE, bodies.slice(0, 2)));
    expect([refused!['status_code'], fine!['status']]).toEqual([422, 'ok']);
  });

  it('ask a store that fails once, and count as one request', async () => {
    let asked = 0;
    const get = () => Promise.reject(new Error(`down ${++asked}`));
    const url = await run({
      payloads: { store: { get, set: get } },
      rateLimit: { limit: 2, windowMs: 60_000 },
    });
    const ktof = `kpl_${'x'.repeat(32)}`;
    const requests = Array.from({ length: 50 }, () => ({ ktof }));
    const items = itemsOf(await batch(url, DECODE, [...requests, { ktof: 'a: 1' }]));
    expect(items.slice(0, 50).map(({ status_code: status }) => status)).toEqual(
      requests.map(() => 503),
    );
    expect(items[50]).toMatchObject({ index: 50, status: 'ok', result: { a: 1 } });
    expect(asked).toBeLessThanOrEqual(8);
    expect((await batch(url, DECODE, [])).status).toBe(200);
    expect((await batch(url, DECODE, [])).status).toBe(429);
  });
});

describe('the batches of a client', () => {
  it('go to these routes, and tell each item what a call of its own would', async () => {
    const kaizen = createKaizen({ baseUrl: await servers.run(), apiKey: 'k-secret-0' });
    const prompts = Array.from({ length: 250 }, (_, id) => ({ id, rows: rowsOf(2) }));
    const encoded = await kaizen.promptsEncodeBatch(prompts.map((prompt) => ({ prompt })));
    expect(encoded.errors).toEqual([]);
    const texts = encoded.items.map((item) => ({ ktof: item!.result }));
    texts[7] = { ktof: 'a[2]: 1' };
    const decoded = await kaizen.promptsDecodeBatch(texts);
    expect(decoded.items.map((item) => item?.result)).toEqual(
      prompts.map((prompt, at) => (at === 7 ? undefined : prompt)),
    );
    expect(decoded.errors).toMatchObject([{ index: 7, error: { statusCode: 400 } }]);
    await kaizen.close();
  });
});

const lib = new CompiledLib('lib-batch');
beforeAll(() => lib.make());
afterAll(() => lib.remove());

const running: ChildServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.end('SIGKILL'))));

describe.each([['express'], ['fastify']] as const)('large batches on %s', (adapter) => {
  async function serve(options: KaizenServeOptions = {}): Promise<string> {
    const server = await ChildServer.start(lib, { adapter, logger: false, ...options });
    running.push(server);
    return server.url;
  }

  it('come to the same in worker threads, while others are answered', async () => {
    const [near, far] = [await serve({ workers: false }), await serve()];
    const items = Array.from({ length: 1000 }, (_, id) => {
      if (id % 100 === 7) return { prompt: 1, unknown: id };
      return { prompt: { id, rows: rowsOf(5), text: `see ${JSON.stringify(rowsOf(2))}` } };
    });
    const [here, there] = await Promise.all([near, far].map((url) => batch(url, ENCODE, items)));
    expect(itemsOf(there!)).toHaveLength(1000);
    expect(there!.text).toBe(here!.text);
    const decodes = itemsOf(there!).map(({ result, meta }) => ({
      ktof: result ?? 'a[2]: 1',
      replay_meta: meta ?? null,
    }));
    let isDone = false;
    const work = Promise.all([near, far].map((url) => batch(url, DECODE, decodes)));
    void work.finally(() => (isDone = true));
    const took: number[] = [];
    for (let asked = 0; !isDone; asked++) {
      const began = performance.now();
      await ask(`${asked % 2 === 0 ? near : far}/livez`);
      if (!isDone) took.push(performance.now() - began);
    }
    const [hereBack, thereBack] = await work;
    expect(thereBack!.text).toBe(hereBack!.text);
    expect(itemsOf(thereBack!)[8]!['result']).toEqual((items[8] as { prompt: unknown }).prompt);
    // Were one of them deaf until its batch is done, its first answer would be the last.
    expect(took.length).toBeGreaterThan(6);
  });

  it('store prompts and bring them back there as well', async () => {
    const url = await serve({ workers: { thresholdBytes: 0 } });
    const prompts = Array.from({ length: 300 }, (_, id) => ({ id, rows: rowsOf(30) }));
    const bodies = prompts.map((prompt, at) => ({ prompt, ...(at % 3 === 0 && { store: true }) }));
    const stored = itemsOf(await batch(url, ENCODE, bodies));
    const asked = stored.map(({ payload_id: id, result }) => ({ ktof: id ?? result }));
    const back = itemsOf(await batch(url, DECODE, asked));
    expect(back.map(({ index, result }) => [index, result])).toEqual([...prompts.entries()]);
  });

  it('lose no other request to one that is too much for a thread', async () => {
    const url = await serve({ workers: { maxThreads: 1, maxMemoryMb: 24 } });
    // Its text is short, what it is decoded to is not.
    const much = `[3000]{${Array.from({ length: 400 }, (_, id) => `k${id}`).join()}}:\n${` ${'1,'.repeat(399)}1\n`.repeat(3000)}`;
    const items = [{ ktof: 'a: 1' }, { ktof: much.trimEnd() }, { ktof: 'a: 2' }];
    const reply = await batch(url, DECODE, items);
    expect(itemsOf(reply).map(({ status_code: status, result }) => status ?? result)).toEqual([
      { a: 1 },
      413,
      { a: 2 },
    ]);
  });

  it('end for a client that is gone, and for one that does not read', async () => {
    const url = await serve({ workers: { maxThreads: 1 }, metrics: true, streamIdleMs: 300 });
    const busy = async (name: string) => {
      const { text } = await ask(`${url}/metrics`);
      return Number(new RegExp(`^kaizen_server_${name} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    const models = ['gpt-4o', 'gpt-4', 'text-davinci-003'];
    const slow = Array.from({ length: 400 }, (_, id) => ({
      prompt: { id, rows: rowsOf(150) },
      token_models: models,
    }));
    const large = Array.from({ length: 1000 }, (_, id) => ({ prompt: [id, 'x'.repeat(12_000)] }));
    for (const items of [slow, large]) {
      const body = JSON.stringify({ items });
      const head = ['Content-Type: application/json', `Content-Length: ${body.length}`];
      const raw = await RawRequest.to(url);
      raw.pause().post(`${ENCODE}/batch`, head, body);
      while ((await busy('operations')) === 0) await sleep(5);
      if (items === slow) raw.vanish();
      const began = performance.now();
      while ((await busy('operations')) > 0) await sleep(20);
      expect(performance.now() - began).toBeLessThan(15_000);
      expect(await busy('pending_bytes')).toBe(0);
      raw.vanish();
    }
    expect((await batch(url, ENCODE, [{ prompt: 1 }])).status).toBe(200);
  });
});
