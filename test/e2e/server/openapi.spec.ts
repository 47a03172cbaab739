import { afterEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from 'nestjs-kaizen/server';
import { BATCH_ROUTES } from '../../../lib/contract/batch-routes.js';
import { type OperationRoute, OPERATIONS } from '../../../lib/contract/operations.js';
import { STREAM_ROUTES } from '../../../lib/contract/stream-routes.js';
import { REFUSALS } from '../../../lib/server/refusals/refusal-codes.js';
import { ADAPTERS } from '../run-app.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', ...document });

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Record<string, { readonly $ref?: string; readonly content?: unknown }>;
}

/** What is wrong with a value, by a schema of the document. */
function faults(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`api#${pointer}`)!;
  return validate(value) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error));
}

const escaped = (route: string) => route.replaceAll('/', '~1');

/** What is wrong with a response, by the description of its route and status. */
function faultsOf(route: string, method: string, { status, json, headers }: Reply): string[] {
  const operation = document.paths[route]![method] as Operation;
  const told = operation.responses[status];
  if (!told) return [`${status} is not described`];
  const response = told.$ref?.slice(1) ?? `/paths/${escaped(route)}/${method}/responses/${status}`;
  const hasId = headers.get('x-request-id') !== null;
  const found = faults(`${response}/content/application~1json/schema`, json);
  return hasId ? found : [...found, 'no request id'];
}

describe('the OpenAPI document', () => {
  it('is the one that is committed', async () => {
    const file = path.resolve('docs/openapi.json');
    const committed = JSON.parse(await readFile(file, 'utf8')) as unknown;
    // When this fails, run `npm run openapi` and look at what has changed.
    expect(JSON.parse(JSON.stringify(document))).toEqual(committed);
  });

  it('has every operation, and schemas that compile', () => {
    const operations = [OPERATIONS, BATCH_ROUTES, STREAM_ROUTES].flatMap((routes) =>
      Object.values<OperationRoute>(routes).map(({ path: route }) => route),
    );
    expect(Object.keys(document.paths).toSorted()).toEqual(
      [...operations, '/health', '/livez', '/readyz'].toSorted(),
    );
    for (const name of Object.keys(document.components['schemas']!)) {
      expect(() => ajv.getSchema(`api#/components/schemas/${name}`)).not.toThrow();
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
    expect(names.length).toBeGreaterThan(50);
    for (const [, kind, name] of names) {
      expect(document.components[kind!]).toHaveProperty(name!);
    }
  });
});

describe('the guide', () => {
  it('tells every code of an error with its status, and no other', async () => {
    const guide = await readFile(path.resolve('docs/server.md'), 'utf8');
    const lines = [...guide.matchAll(/^\| (\d{3}) +\| ([^|]+) \|/gm)];
    const told = lines.flatMap(([, status, codes]) =>
      [...codes!.matchAll(/`(\w+)`/g)].map(([, code]) => `${code} ${status}`),
    );
    const known = Object.entries(REFUSALS).map(([code, { status }]) => `${code} ${status}`);
    expect(told.toSorted()).toEqual(known.toSorted());
  });
});

const rows = [{ id: 1, name: 'Ada' }];
const BODIES: [string, unknown][] = [
  ['/v1/compress', { data: { rows } }],
  ['/v1/compress', { data: null, options: null }],
  ['/v1/compress', { data: [1], options: { indent: 8, delimiter: '|', length_marker: '#' } }],
  ['/v1/compress', { data: 1, options: { indent: 9 } }],
  ['/v1/compress', { data: 1, options: { delimiter: ';' } }],
  ['/v1/compress', { data: 1, more: 1 }],
  ['/v1/compress', {}],
  ['/v1/decompress', { data: 'a: 1', options: { strict: false } }],
  ['/v1/decompress', { data: 7 }],
  ['/v1/optimize', { data: rows, token_models: ['gpt-4o', 'unknown'] }],
  ['/v1/optimize', { data: rows, token_models: [' '] }],
  ['/v1/optimize/request', { prompt: { messages: [{ role: 'user', content: '{"a":1}' }] } }],
  ['/v1/optimize/request', { prompt: 1, auto_detect_json: 1 }],
  ['/v1/optimize/response', { ktof: 'a: 1' }],
  ['/v1/optimize/response', { ktof: null }],
  [
    '/v1/prompts/encode',
    { prompt: 'text {"a":[1,2]}', metadata: { a: 1 }, schemas: {}, store: true },
  ],
  ['/v1/prompts/encode', { prompt: 1, metadata: [] }],
  ['/v1/prompts/decode', { ktof: 'a: 1', metadata: { b: 2 }, replay_meta: null }],
  ['/v1/prompts/decode', { ktof: 'a: 1', replay_meta: 'x' }],
];

describe.each(ADAPTERS)('what a server on %s answers', (_name, adapter) => {
  it('is what the document that it serves says', async () => {
    const url = await servers.run({}, {}, { adapter: adapter() });
    const served = await ask(`${url}/openapi.json`);
    expect(served.json).toEqual(JSON.parse(JSON.stringify(document)));
    for (const [route, body] of BODIES) {
      const reply = await ask(url + route, { body });
      expect([route, body, faultsOf(route, 'post', reply)]).toEqual([route, body, []]);
      const request = `/paths/${escaped(route)}/post/requestBody/content/application~1json/schema`;
      const isRight = faults(request, body).length === 0;
      expect([route, body, reply.status]).toEqual([route, body, isRight ? 200 : 422]);
    }
    for (const route of ['/', '/health', '/livez', '/readyz']) {
      expect([route, faultsOf(route, 'get', await ask(url + route))]).toEqual([route, []]);
    }
  });

  it('is that for batches and streams as well', async () => {
    const url = await servers.run({}, {}, { adapter: adapter() });
    const batches: [string, unknown, number][] = [
      [
        'encode',
        {
          items: [
            { prompt: 1, store: true },
            { prompt: 1, more: 1 },
          ],
        },
        200,
      ],
      ['decode', { items: [{ ktof: 'a: 1' }, { ktof: 'a[2]: 1' }, 7] }, 200],
      ['encode', { items: 1 }, 422],
    ];
    for (const [name, body, status] of batches) {
      const route = `/v1/prompts/${name}/batch`;
      const reply = await ask(url + route, { body });
      expect([reply.status, faultsOf(route, 'post', reply)]).toEqual([status, []]);
    }
    const text = { 'content-type': 'text/plain' };
    const streams: [string, string, object][] = [
      ['encode', 'Encode', { body: { prompt: rows, token_models: ['gpt-4o'], metadata: {} } }],
      ['decode', 'Decode', { headers: text, body: Buffer.from('a: 1\nb[2]: 1,2') }],
      ['decode', 'Decode', { headers: text, body: Buffer.from('a: 1\nb[2]: 1,2\nc[2]: 1') }],
    ];
    for (const [name, type, request] of streams) {
      const reply = await ask(`${url}/v1/prompts/${name}/stream`, request);
      const lines = reply.text.trimEnd().split('\n');
      const found = lines.map((line) =>
        faults(`/components/schemas/${type}StreamEvent`, JSON.parse(line)),
      );
      expect([lines.length > 1, found.flat()]).toEqual([true, []]);
    }
  });

  it('is described also when it is a refusal', async () => {
    const url = await servers.run(
      { keys: ['key-of-a'], maxBodyBytes: 100 },
      {},
      { adapter: adapter() },
    );
    const headers = { 'x-api-key': 'key-of-a' };
    const route = '/v1/prompts/decode';
    const replies = [
      await ask(url + route, { body: {} }),
      await ask(url + route, { headers, body: Buffer.from('{') }),
      await ask(url + route, { headers, body: { ktof: 'a[2]: 1' } }),
      await ask(url + route, { headers, body: { ktof: `kpl_${'x'.repeat(32)}` } }),
      await ask(url + route, { headers, body: { ktof: 'x'.repeat(200) } }),
      await ask(url + route, { headers: { ...headers, 'content-type': 'text/plain' }, body: {} }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 400, 400, 404, 413, 415]);
    expect(replies.flatMap((reply) => faultsOf(route, 'post', reply))).toEqual([]);
  });
});

const require = createRequire(import.meta.url);
function hasSwagger(): boolean {
  try {
    return require.resolve('@nestjs/swagger/package.json') !== '';
  } catch {
    return false;
  }
}

(hasSwagger() ? describe : describe.skip).each(ADAPTERS)(
  'the page of a server on %s',
  (_name, adapter) => {
    it.each(['', 'kaizen'])(
      'shows the document that stands beside it, below "%s"',
      async (prefix) => {
        const url = await servers.run({ prefix, docs: true }, {}, { adapter: adapter() });
        const root = prefix === '' ? url : `${url}/${prefix}`;
        for (const address of [`${root}/docs`, `${root}/docs/`]) {
          const page = await ask(address);
          expect([page.status, page.headers.get('content-type')]).toEqual([
            200,
            'text/html; charset=utf-8',
          ]);
          const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);
          expect(links).toHaveLength(3);
          for (const link of links) {
            const file = await ask(new URL(link, address).href);
            expect([link, file.status]).toEqual([link, 200]);
            expect(file.headers.get('content-type')).toMatch(
              /^text\/(?:css|javascript); charset=utf-8$/,
            );
          }
        }
        const { text } = await ask(`${root}/docs/start.js`);
        expect(text).toContain("base + '/openapi.json'");
        for (const file of ['other.js', '..%2fpackage.json', '__proto__']) {
          expect((await ask(`${root}/docs/${file}`)).status).toBe(404);
        }
      },
    );
  },
);
