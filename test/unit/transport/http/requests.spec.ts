import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createKaizen } from '../../../../lib/client/create-kaizen.js';
import type { KaizenService } from '../../../../lib/client/kaizen.service.js';
import { getKaizenToken } from '../../../../lib/client/kaizen-token.js';
import { KaizenPayloadError } from '../../../../lib/errors/payload.error.js';
import { KaizenModule } from '../../../../lib/nest/kaizen.module.js';
import type { KaizenOptions } from '../../../../lib/options/kaizen-options.js';
import { PACKAGE_VERSION } from '../../../../lib/transport/http/package-version.js';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

const DOCUMENTED = {
  status: 'ok',
  operation: 'prompts.encode',
  result: 'x: 1',
  stats: { original_bytes: 2048, compressed_bytes: 612, reduction_ratio: 0.299 },
  token_stats: { 'gpt-4o': { original: 20, compressed: 5 } },
};
const SERVICE = {
  status: 'success',
  operation: 'prompts_encode',
  result: 'x: 1',
  stats: { original_length: 2048, optimized_length: 612, reduction: 1436, reduction_ratio: 0.701 },
  token_stats: {
    raw: { 'gpt-4o': { tokens: 20, bytes: 2048 } },
    optimized: { 'gpt-4o': { tokens: 5, bytes: 612 } },
  },
};

/** A service that keeps what it is sent and answers everything with the same body. */
class Service {
  readonly received: Received[] = [];
  readonly #server: Server;

  constructor(body: unknown, headers: Record<string, string> = {}) {
    this.#server = createServer((request, response) => {
      void text(request).then((sent) => {
        const { method = '', url = '', headers: given } = request;
        this.received.push({ method, url, headers: given, body: sent && JSON.parse(sent) });
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

describe('a client of a service', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });

  async function serve(
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{
    service: Service;
    url: string;
    client: (options?: KaizenOptions) => KaizenService;
  }> {
    const service = new Service(body, headers);
    open.push(service);
    const url = await service.open();
    const client = (options: KaizenOptions = {}) => {
      const kaizen = createKaizen({ baseUrl: url, proxy: false, maxRetries: 0, ...options });
      open.push(kaizen);
      return kaizen;
    };
    return { service, url, client };
  }

  it.each<[string, (kaizen: KaizenService) => Promise<unknown>, string, unknown]>([
    ['health', (kaizen) => kaizen.health(), 'GET /', ''],
    [
      'compress',
      (kaizen) => kaizen.compress({ data: [1], options: { lengthMarker: true } }),
      'POST /v1/compress',
      { data: [1], options: { length_marker: true } },
    ],
    [
      'decompress',
      (kaizen) => kaizen.decompress({ data: 'x: 1', options: { strict: false } }),
      'POST /v1/decompress',
      { data: 'x: 1', options: { strict: false } },
    ],
    [
      'optimize',
      (kaizen) => kaizen.optimize({ data: { a: 1 }, tokenModels: ['gpt-4o'] }),
      'POST /v1/optimize',
      { data: { a: 1 }, token_models: ['gpt-4o'] },
    ],
    [
      'optimizeRequest',
      (kaizen) => kaizen.optimizeRequest({ prompt: 'p', autoDetectJson: false }),
      'POST /v1/optimize/request',
      { prompt: 'p', auto_detect_json: false },
    ],
    [
      'optimizeResponse',
      (kaizen) => kaizen.optimizeResponse({ ktof: 'x: 1' }),
      'POST /v1/optimize/response',
      { ktof: 'x: 1' },
    ],
    [
      'promptsEncode',
      (kaizen) =>
        kaizen.promptsEncode({ prompt: { at: new Date(0), gone: undefined }, schemas: { s: {} } }),
      'POST /v1/prompts/encode',
      { prompt: { at: '1970-01-01T00:00:00.000Z' }, schemas: { s: {} } },
    ],
    [
      'promptsDecode',
      (kaizen) => kaizen.promptsDecode({ ktof: 'x: 1', replayMeta: { a: 1 }, metadata: { b: 2 } }),
      'POST /v1/prompts/decode',
      { ktof: 'x: 1', replay_meta: { a: 1 }, metadata: { b: 2 } },
    ],
  ])('sends %s as the wire contract says', async (_, call, line, body) => {
    const { service, url, client } = await serve(DOCUMENTED);
    await call(client());
    await call(client({ baseUrl: `${url}/gate/kaizen/` }));
    const [plain, below] = service.received;
    expect(`${plain!.method} ${plain!.url}`).toBe(line);
    expect(below!.url).toBe(`/gate/kaizen${line.split(' ')[1]}`);
    expect(plain!.body).toEqual(body);
    const type = line.startsWith('POST') ? 'application/json' : undefined;
    expect(plain!.headers['content-type']).toBe(type);
  });

  it.each([
    ['both', { 'x-api-key': 'k-1', authorization: 'Bearer k-1' }],
    ['x-api-key', { 'x-api-key': 'k-1' }],
    ['bearer', { authorization: 'Bearer k-1' }],
  ] as const)('sends the key as %s', async (auth, expected) => {
    const { service, client } = await serve(DOCUMENTED);
    await client({ apiKey: 'k-1', auth }).compress({ data: 1 });
    const { 'x-api-key': key, authorization } = service.received[0]!.headers;
    expect({ 'x-api-key': key, authorization }).toEqual({
      'x-api-key': undefined,
      authorization: undefined,
      ...expected,
    });
  });

  it('sends no key where there is none, and says who it is', async () => {
    const { service, client } = await serve(DOCUMENTED);
    await client().compress({ data: 1 });
    const { headers } = service.received[0]!;
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('x-api-key');
    expect(headers['user-agent']).toBe(
      `nestjs-kaizen/${PACKAGE_VERSION} node/${process.versions.node}`,
    );
    expect(headers.accept).toBe('application/json');
  });

  it("sends the client's headers and the call's, of two with one name the call's", async () => {
    const { service, client } = await serve(DOCUMENTED);
    const headers = { 'X-Team': 'a', 'x-env': 'test', 'USER-AGENT': 'mine' };
    await client({ headers }).compress({ data: 1 }, { headers: { 'x-TEAM': 'b' } });
    const received = service.received[0]!.headers;
    expect(received).toMatchObject({ 'x-team': 'b', 'x-env': 'test', 'user-agent': 'mine' });
  });

  it('sends a request id and an idempotency key, random ones unless the call has its own', async () => {
    const { service, client } = await serve(DOCUMENTED);
    const kaizen = client();
    const given = await kaizen.compress({ data: 1 }, { requestId: 'r-1', idempotencyKey: 'i-1' });
    const made = await kaizen.compress({ data: 1 });
    const [first, second] = service.received.map(({ headers }) => headers);
    expect(first).toMatchObject({ 'x-request-id': 'r-1', 'idempotency-key': 'i-1' });
    expect(given.requestId).toBe('r-1');
    expect(second!['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(second!['idempotency-key']).toMatch(/^[\da-f-]{36}$/);
    expect(second!['idempotency-key']).not.toBe(second!['x-request-id']);
    expect(made.requestId).toBe(second!['x-request-id']);
  });

  it('keeps its ids whatever headers it is given, so that errors name the id that was sent', async () => {
    const { service, client } = await serve(DOCUMENTED);
    const headers = { 'X-Request-ID': 'other', 'Idempotency-Key': 'other' };
    const kaizen = client({ headers });
    await kaizen.compress({ data: 1 }, { headers, requestId: 'r-1', idempotencyKey: 'i-1' });
    expect(service.received[0]!.headers).toMatchObject({
      'x-request-id': 'r-1',
      'idempotency-key': 'i-1',
    });
  });

  it('says the version that the package has', () => {
    const manifest = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    expect(PACKAGE_VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
  });

  it("prefers the service's own request id on the result", async () => {
    const { client } = await serve(DOCUMENTED, { 'x-request-id': 'their-id' });
    const { requestId } = await client().compress({ data: 1 }, { requestId: 'r-1' });
    expect(requestId).toBe('their-id');
  });

  it.each([
    ['documented', DOCUMENTED],
    ["service's", SERVICE],
  ])('reads the %s dialect into one response', async (_, body) => {
    const { client } = await serve(body);
    const response = await client().promptsEncode({ prompt: { x: 1 }, tokenModels: ['gpt-4o'] });
    expect(response).toMatchObject({
      status: 'ok',
      operation: 'prompts.encode',
      result: 'x: 1',
      servedBy: 'http',
      stats: { originalBytes: 2048, compressedBytes: 612, bytesSaved: 1436 },
      tokenStats: { 'gpt-4o': { original: 20, compressed: 5, tokensSaved: 15 } },
    });
  });

  it('asks for the form that its options name, unless the call does', async () => {
    const { service, client } = await serve(DOCUMENTED);
    const kaizen = client({ profile: 'toon', delimiter: '|', indent: 4 });
    await kaizen.promptsEncode({ prompt: 1, options: { indent: 2 } });
    await kaizen.decompress({ data: 'x: 1' });
    expect(service.received.map(({ body }) => body)).toEqual([
      { prompt: 1, options: { profile: 'toon', delimiter: '|', indent: 2 } },
      { data: 'x: 1' },
    ]);
  });

  it.each<[string, object, object, string]>([
    ['a cycle', cycle(), {}, 'KAIZEN_INVALID_PAYLOAD'],
    ['a BigInt', { prompt: { n: 1n } }, {}, 'KAIZEN_INVALID_PAYLOAD'],
    ['a Map', { prompt: { m: new Map() } }, {}, 'KAIZEN_INVALID_PAYLOAD'],
    ['a BigInt in metadata', { prompt: 1, metadata: { n: 1n } }, {}, 'KAIZEN_INVALID_PAYLOAD'],
    ['too many levels', { prompt: [[[[]]]] }, { maxDepth: 2 }, 'KAIZEN_PAYLOAD_TOO_DEEP'],
    ['too much', { prompt: 'é'.repeat(60) }, { maxPayloadBytes: 100 }, 'KAIZEN_PAYLOAD_TOO_LARGE'],
  ])('refuses %s before anything is sent', async (_, payload, options, code) => {
    const { service, client } = await serve(DOCUMENTED);
    const call = client(options).promptsEncode(payload as { prompt: unknown }, { requestId: 'r' });
    await expect(call).rejects.toBeInstanceOf(KaizenPayloadError);
    await expect(call).rejects.toMatchObject({ code, requestId: 'r' });
    expect(service.received).toEqual([]);
  });

  it('never changes its argument', async () => {
    const { client } = await serve(DOCUMENTED);
    const payload = deepFreeze({
      prompt: { list: [1, { a: new Date(0) }] },
      options: { indent: 2 },
    });
    const call = deepFreeze({ headers: { 'x-a': 'b' }, maxRetries: 1 });
    await expect(client().promptsEncode(payload, call)).resolves.toMatchObject({ result: 'x: 1' });
  });

  it('gives each module client an axios instance and settings of its own', async () => {
    const eu = await serve({ ...DOCUMENTED, result: 'eu' });
    const us = await serve({ ...DOCUMENTED, result: 'us' });
    const app = await Test.createTestingModule({
      imports: [
        KaizenModule.forRoot({ baseUrl: eu.url, proxy: false, apiKey: 'eu-key' }),
        KaizenModule.forRootAsync({
          name: 'us',
          useFactory: () => ({ baseUrl: us.url, proxy: false as const, apiKey: 'us-key' }),
        }),
        KaizenModule.forRoot({ name: 'local' }),
      ],
    })
      .setLogger(new Logger())
      .compile();
    open.push(app);
    const answers = await Promise.all(
      [undefined, 'us', 'local'].map((name) =>
        app
          .get<KaizenService>(getKaizenToken(name), { strict: false })
          .compress({ data: { x: 1 } }),
      ),
    );
    expect(answers.map(({ result, servedBy }) => `${servedBy} ${result}`)).toEqual([
      'http eu',
      'http us',
      'embedded x: 1',
    ]);
    expect(eu.service.received.map(({ headers }) => headers['x-api-key'])).toEqual(['eu-key']);
    expect(us.service.received.map(({ headers }) => headers['x-api-key'])).toEqual(['us-key']);
  });
});

function cycle(): object {
  const prompt: Record<string, unknown> = {};
  prompt['self'] = prompt;
  return { prompt };
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child as object);
  }
  return Object.freeze(value);
}
