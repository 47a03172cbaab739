import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createKaizen, type KaizenOptions, type KaizenService } from 'nestjs-kaizen';
import { ENVELOPE_TEXT, head, reply, reset, response, silence } from '../faults/support/replies.js';
import { ScriptedServer, type Step } from '../faults/support/scripted-server.js';
import { RecordingTracer } from '../support/recording-tracer.js';

/** Stands in all that is planted, however it is spelled. */
const MARK = 'Ca7aryMark';
const plant = (name: string): string => `${MARK}-${name}-5e1f9c`;
const PROXY_USER = { username: plant('user'), password: plant('p@ss/word') };
const BASIC = Buffer.from(`${PROXY_USER.username}:${PROXY_USER.password}`).toString('base64');

/** What of the planted can be read in anything printed of a value. */
function marksIn(values: readonly unknown[]): string[] {
  const printed = values.flatMap(printings).join('\n');
  const found = printed.match(new RegExp(`.{0,60}${MARK}.{0,40}`, 'gi')) ?? [];
  return [...found, ...(printed.includes(BASIC) ? ['the proxy credentials'] : [])];
}

function printings(value: unknown): string[] {
  const deep = inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null });
  const { stack, cause } = (value ?? {}) as { stack?: string; cause?: unknown };
  const own = [String(value), JSON.stringify(value), deep, stack ?? ''];
  return cause === undefined || cause === value ? own : [...own, ...printings(cause)];
}

/** Answers with all that came: a service that is careless, or means harm. */
const echo =
  (status: number, type = 'application/json'): Step =>
  ({ request, socket }) => {
    const { headers, body } = request;
    const said = `refused ${headers['x-api-key']} with ${headers['x-hook']} for ${body}`;
    const told = { detail: said, error: { message: said, code: plant('code') }, headers, body };
    socket.write(
      response(status, JSON.stringify(told), {
        'content-type': type,
        'set-cookie': `sid=${plant('cookie')}; HttpOnly`,
        'x-request-id': headers['x-api-key'] ?? '',
        'www-authenticate': `Bearer ${headers['authorization'] ?? ''}`,
        server: plant('server').slice(0, 0) || (headers['x-hook'] ?? ''),
        location: `http://${plant('user')}:${plant('pass')}@127.0.0.1/?key=${plant('query')}`,
      }),
    );
  };

const FAULTS: Readonly<Record<string, Step>> = {
  'an answer that repeats the request': echo(200),
  'a sound answer': reply(200, ENVELOPE_TEXT, { 'x-request-id': plant('key') }),
  'a redirect': echo(302),
  ...Object.fromEntries(
    [400, 401, 403, 404, 407, 410, 413, 422, 429, 500, 503].map((status) => [
      `status ${status} that repeats the request`,
      echo(status),
    ]),
  ),
  'a text that repeats the request': echo(500, 'text/plain'),
  'no JSON': ({ request, socket }) => void socket.write(response(200, `{"x": ${request.body}`)),
  'another type': echo(200, 'text/html'),
  'no HTTP': ({ request, socket }) => void socket.end(`${request.body}\r\n\r\n`),
  'a broken body': ({ request, socket }) =>
    void socket.end(
      Buffer.concat([
        Buffer.from(head(200, { 'content-length': '9999' })),
        Buffer.from(request.body),
      ]),
    ),
  'a reset': reset,
  'a silence': silence,
};

const payload = {
  text: plant('prompt'),
  [plant('field')]: [{ password: plant('password'), key: `sk-${plant('vendor')}` }],
};
const metadata = { [plant('metadata-key')]: plant('metadata') };
const ktof = `text: ${plant('ktof')}`;

/** Every operation, on sound payloads full of what must not be seen. */
const CALLS: Readonly<Record<string, (kaizen: KaizenService) => Promise<unknown>>> = {
  compress: (kaizen) => kaizen.compress({ data: payload }, OWN),
  decompress: (kaizen) => kaizen.decompress({ data: ktof }, OWN),
  optimize: (kaizen) => kaizen.optimize({ data: payload, tokenModels: [] }, OWN),
  optimizeRequest: (kaizen) => kaizen.optimizeRequest({ prompt: payload, metadata }, OWN),
  optimizeResponse: (kaizen) => kaizen.optimizeResponse({ ktof }, OWN),
  promptsEncode: (kaizen) => kaizen.promptsEncode({ prompt: payload, metadata }, OWN),
  promptsDecode: (kaizen) => kaizen.promptsDecode({ ktof, metadata }, OWN),
  health: (kaizen) => kaizen.health(OWN),
  promptsEncodeBatch: async (kaizen) => {
    const { errors } = await kaizen.promptsEncodeBatch([{ prompt: payload, metadata }], OWN);
    if (errors[0]) throw errors[0].error;
  },
  promptsDecodeBatch: async (kaizen) => {
    const { errors } = await kaizen.promptsDecodeBatch([{ ktof, metadata }], OWN);
    if (errors[0]) throw errors[0].error;
  },
  promptsEncodeStream: async (kaizen) => {
    for await (const event of kaizen.promptsEncodeStream({ prompt: payload, metadata }, OWN))
      void event;
  },
  promptsDecodeStream: async (kaizen) => {
    for await (const event of kaizen.promptsDecodeStream([ktof], OWN)) void event;
  },
};

/** What one call is told: its headers and its key are secrets as well. */
const OWN = {
  headers: { 'x-tenant': plant('call-header'), cookie: `sid=${plant('call-cookie')}` },
  idempotencyKey: plant('idempotency'),
};

/** A client that tells all there is to tell, at every level. */
function watched(options: KaizenOptions) {
  const told: unknown[] = [];
  const tell = (...given: unknown[]) => void told.push(...given);
  const tracer = new RecordingTracer();
  const kaizen = createKaizen({
    apiKey: plant('key'),
    headers: { 'x-gateway': plant('header'), cookie: plant('client-cookie') },
    clientKeyPassphrase: plant('passphrase'),
    logger: { debug: tell, log: tell, warn: tell, error: tell },
    logLevel: 'debug',
    metrics: {
      ...{ recordRequest: tell, recordCompression: tell, recordRetry: tell },
      ...{ recordCache: tell, recordFallback: tell, recordCircuit: tell },
    },
    tracer,
    hooks: { beforeRequest: () => ({ headers: { 'x-hook': plant('hook') } }) },
    proxy: false,
    maxRetries: 1,
    ...{ retryBackoffFactor: 0.001, maxRetryDelayMs: 2, readTimeoutMs: 60, shutdownGraceMs: 0 },
    ...options,
  });
  return { kaizen, told: () => [...told, ...tracer.spans] };
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the search', () => {
  it('finds what is planted, however deep it is', () => {
    const hidden = Object.defineProperty({}, 'at', { value: { key: plant('x') } });
    const inner = new Error(`refused Basic ${BASIC}`);
    expect(marksIn([new Error('outside', { cause: hidden })])).toHaveLength(2);
    expect(marksIn([new Error('outside', { cause: inner })])).toEqual(['the proxy credentials']);
  });
});

describe('secrets and prompts', () => {
  let current: Step = silence;
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.open({ steps: [(exchange) => current(exchange)] });
  });
  afterAll(() => server.close());

  it.each(Object.keys(FAULTS))('are in no error, line, event or span after %s', async (name) => {
    current = FAULTS[name]!;
    for (const fallback of [false, 'embedded'] as const) {
      const { kaizen, told } = watched({ baseUrl: server.url, fallback });
      for (const call of Object.values(CALLS)) {
        expect(marksIn([await errorOf(call(kaizen))])).toEqual([]);
      }
      await kaizen.close();
      expect(marksIn(told())).toEqual([]);
      expect(told().length).toBeGreaterThan(40);
    }
  });

  it('are in nothing that a client tells of a proxy', async () => {
    const url = new URL(server.url);
    url.username = PROXY_USER.username;
    url.password = PROXY_USER.password;
    for (const fault of [echo(407), echo(502), reset]) {
      current = fault;
      for (const proxy of [{ proxy: url.href }, { proxy: server.url, proxyAuth: PROXY_USER }]) {
        const { kaizen, told } = watched({ baseUrl: 'http://kaizen.example/', ...proxy });
        const error = await errorOf(CALLS['promptsEncode']!(kaizen));
        expect(error).toBeDefined();
        expect(marksIn([error, ...told()])).toEqual([]);
        await kaizen.close();
      }
    }
  });

  it('are in nothing that a client tells of a proxy of the environment', async () => {
    const url = new URL(server.url);
    process.env['HTTP_PROXY'] = `http://${plant('user')}:${plant('pass')}@${url.host}`;
    try {
      current = echo(407);
      const { kaizen, told } = watched({ baseUrl: 'http://kaizen.example/', proxy: undefined });
      const error = await errorOf(CALLS['compress']!(kaizen));
      expect(marksIn([error, ...told()])).toEqual([]);
      await kaizen.close();
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });

  it.each<[string, (kaizen: KaizenService) => Promise<unknown>]>([
    ['a field too many', (kaizen) => kaizen.compress({ data: 1, dta: plant('prompt') } as never)],
    ['a value that is none', (kaizen) => kaizen.compress({ data: [plant('prompt'), 5n] })],
    [
      'metadata of another type',
      (kaizen) => kaizen.promptsEncode({ prompt: payload, metadata: plant('m') } as never),
    ],
    [
      'text that is no KTOF',
      (kaizen) => kaizen.promptsDecode({ ktof: `[3]: ${plant('a')},"${plant('b')}` }),
    ],
    [
      'text whose rows are wrong',
      (kaizen) => kaizen.decompress({ data: `t[2]{a,b}:\n  ${plant('a')}` }),
    ],
    [
      'an accessor that throws',
      (kaizen) =>
        kaizen.compress({
          data: {
            get at(): never {
              throw new Error(plant('prompt'));
            },
          },
        }),
    ],
    [
      'a wrong call option',
      (kaizen) => kaizen.health({ headers: { [plant('header')]: 5 as never } }),
    ],
    ['an unknown call option', (kaizen) => kaizen.health({ sgnal: plant('option') } as never)],
    ['a deadline', (kaizen) => kaizen.compress({ data: payload }, { timeoutMs: 1 })],
    [
      'a closed client',
      async (kaizen) => {
        await kaizen.close();
        return kaizen.compress({ data: payload });
      },
    ],
  ])('are in nothing that the embedded engine tells of %s', async (name, call) => {
    const { kaizen, told } = watched({ transport: 'embedded' });
    const error = await errorOf(call(kaizen));
    // What a payload's own code throws is handed on as it is: it is the caller's.
    const ours = name === 'an accessor that throws' ? [] : [error];
    expect(marksIn([...ours, ...told()])).toEqual([]);
    await kaizen.close();
  });

  it('are in no line though an id, a name or a reason holds them', async () => {
    const { kaizen, told } = watched({ transport: 'embedded' });
    await kaizen.health({ requestId: plant('key') });
    await errorOf(kaizen.compress({ data: undefined }, { requestId: plant('key') }));
    await kaizen.close();
    expect(marksIn(told())).toEqual([]);
    expect(inspect(told())).toContain('[redacted]');
  });

  it.each([
    ['an API key', { 'X-Api-Key': plant('own') }, plant('own')],
    ['a part of it', { 'x-api-key': `${plant('own')}-and-more` }, plant('own')],
    ['a token', { authorization: `Bearer ${plant('own')}` }, plant('own').toUpperCase()],
    ['a cookie, and more', { cookie: `a=1; sid=${plant('own')}` }, `job-7.${plant('own')}`],
  ])('are in nothing though the id of a call is that of its own: %s', async (_, headers, id) => {
    const server = await ScriptedServer.open({ steps: [reply(503)] });
    const { kaizen, told } = watched({ baseUrl: server.url, maxRetries: 1, fallback: 'embedded' });
    const call = { requestId: id, headers };
    const errors = [
      await errorOf(kaizen.health(call)),
      await errorOf(kaizen.promptsEncode({ prompt: undefined }, call)),
      await errorOf(
        kaizen.promptsEncodeBatch([{ promt: 1 } as never], { ...call, onError: 'throw' }),
      ),
    ];
    const { requestId } = await kaizen.compress({ data: 1 }, call);
    for await (const event of kaizen.promptsEncodeStream({ prompt: 1 }, call)) errors.push(event);
    expect(marksIn([...errors, requestId, ...told()])).toEqual([]);
    const sent = server.requests.map(({ headers: { 'x-request-id': given } }) => given);
    expect(marksIn(sent)).toEqual([]);
    expect(sent).toContain(requestId);
    await kaizen.close();
    await server.close();
  });

  it('leave an id alone that a header repeats whose value is no secret by its name', async () => {
    const { kaizen } = watched({ transport: 'embedded' });
    const id = 'a7c2b1e0-job-17';
    const headers = { 'x-correlation-id': id, cookie: 'a=1', 'x-api-key': plant('key') };
    expect(await kaizen.health({ requestId: id, headers })).toMatchObject({ requestId: id });
    await kaizen.close();
  });

  it('are in no error of a hook', async () => {
    const config = {
      headers: { authorization: `Bearer ${plant('hook')}`, 'x-api-key': plant('key') },
    };
    const failing = () => Promise.reject(Object.assign(new Error('refused'), { config }));
    for (const hooks of [{ beforeRequest: failing }, { afterResponse: failing }]) {
      const { kaizen, told } = watched({ transport: 'embedded', hooks });
      const error = await errorOf(kaizen.health());
      expect(error).toMatchObject({ code: 'KAIZEN_HOOK_FAILED' });
      expect(marksIn([error, ...told()])).toEqual([]);
      await kaizen.close();
    }
    await sleep(0);
  });

  it('are in no error about options, and in no printed options', () => {
    const wrong: KaizenOptions[] = [
      { apiKey: `${plant('key')} with spaces` },
      { baseUrl: `https://${plant('user')}:${plant('pass')}@k.example` },
      { baseUrl: `https://k.example/?key=${plant('key')}` },
      { proxy: plant('proxy') },
      { headers: { [plant('header')]: `a\nb${plant('value')}` } },
      { caBundle: `-----BEGIN CERTIFICATE-----\n${plant('pem')}`, baseUrl: 'https://k.example' },
      { redact: [`${plant('path')}.`] },
      { prices: { [plant('model')]: { inputPerMillion: -1 } } },
    ];
    const failed: unknown[] = [];
    for (const options of wrong) {
      let error: unknown;
      try {
        createKaizen(options);
      } catch (reason) {
        error = reason;
      }
      expect(error).toBeDefined();
      failed.push(error);
    }
    expect(marksIn(failed)).toEqual([]);
  });
});
