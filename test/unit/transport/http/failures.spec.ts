import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import axios, { type AxiosError, type AxiosRequestConfig } from 'axios';
import fc from 'fast-check';
import { generate } from 'selfsigned';
import { KaizenAbortError } from '../../../../lib/errors/abort.error.js';
import { KaizenAPIError } from '../../../../lib/errors/api.error.js';
import { KaizenAuthenticationError } from '../../../../lib/errors/authentication.error.js';
import { KaizenConnectionError } from '../../../../lib/errors/connection.error.js';
import { KaizenExpiredError } from '../../../../lib/errors/expired.error.js';
import { KaizenError } from '../../../../lib/errors/kaizen.error.js';
import { KaizenNotFoundError } from '../../../../lib/errors/not-found.error.js';
import { KaizenOptionsError } from '../../../../lib/errors/options.error.js';
import { KaizenPayloadTooLargeError } from '../../../../lib/errors/payload-too-large.error.js';
import { KaizenPermissionError } from '../../../../lib/errors/permission.error.js';
import { KaizenRateLimitError } from '../../../../lib/errors/rate-limit.error.js';
import { KaizenResponseError } from '../../../../lib/errors/response.error.js';
import { KaizenServerError } from '../../../../lib/errors/server.error.js';
import { KaizenTimeoutError } from '../../../../lib/errors/timeout.error.js';
import { KaizenValidationError } from '../../../../lib/errors/validation.error.js';
import type { KaizenOptions } from '../../../../lib/options/kaizen-options.js';
import { resolveKaizenOptions } from '../../../../lib/options/resolve-options.js';
import { axiosDefaults } from '../../../../lib/transport/http/axios-defaults.js';
import { apiError } from '../../../../lib/transport/http/failures/api-error.js';
import { tellEndOf } from '../../../../lib/transport/http/failures/ended-call.js';
import type { FailedCall } from '../../../../lib/transport/http/failures/failed-call.js';
import { quoteFor } from '../../../../lib/transport/http/failures/quote.js';
import { secretsOf } from '../../../../lib/transport/http/failures/secrets-of.js';
import { sharesRun } from '../../../../lib/transport/http/failures/shares-run.js';
import { tlsRemedy } from '../../../../lib/transport/http/failures/tls-remedy.js';
import { toKaizenError } from '../../../../lib/transport/http/failures/to-kaizen-error.js';

const API_KEY = 'kz_live_5Hn2qQm8Zr41vXy7';
const PROXY_PASSWORD = 'pr0xy:pässword/9';
const PROMPT = 'Patient 4711 takes "warfarin" 5 mg;\nher sister Zoë must not be told of it.';
const BODY = JSON.stringify({ prompt: { note: PROMPT }, auto_detect_json: true });

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Listens on a free port until the test ends. */
function listen(server: net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  closers.push(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const service = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  listen(createServer(answer));

/** Does something with the socket once a request's head is there. */
const wire = (act: (socket: Socket) => void) =>
  listen(
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => act(socket));
    }),
  );

const sends = (text: string) => wire((socket) => socket.end(text));

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

interface Given extends Omit<Partial<FailedCall>, 'options'> {
  readonly options?: KaizenOptions;
  readonly config?: AxiosRequestConfig;
  readonly signal?: AbortSignal;
  readonly attempts?: number;
}

function callWith({ options, signal, attempts = 1, requestBody = BODY }: Given = {}): FailedCall {
  const call = {
    signal: signal ?? new AbortController().signal,
    requestId: 'req-1',
    timeoutMs: 1000,
  };
  return {
    state: { operation: 'promptsEncode', attempts, call },
    options: resolveKaizenOptions(
      {
        apiKey: API_KEY,
        proxyAuth: { username: 'carol', password: PROXY_PASSWORD },
        ...options,
      },
      {},
    ),
    requestBody,
  };
}

/** The error of a real request to a local port, as the transport sends it. */
async function failure(port: number, given: Given = {}): Promise<KaizenError> {
  const options = { baseUrl: `http://127.0.0.1:${port}/kaizen`, ...given.options };
  const call = callWith({ ...given, options });
  const client = axios.create(axiosDefaults(resolveKaizenOptions({ apiKey: API_KEY, ...options })));
  const request = { method: 'POST', url: '/v1/prompts/encode', data: call.requestBody };
  try {
    await client.request({ ...request, signal: given.signal, ...given.config });
  } catch (error) {
    const typed = toKaizenError(error, call);
    expectClean(typed, [API_KEY, PROXY_PASSWORD, PROMPT.slice(5, 45)]);
    return typed;
  }
  throw new Error('the request succeeded');
}

/** None of the texts can be seen, whatever is done to print the error. */
function expectClean(error: KaizenError, canaries: readonly string[]): void {
  const shown = [
    error.message,
    error.stack,
    JSON.stringify(error),
    JSON.stringify(error.toJSON()),
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify({ ...error }),
  ].join('\n');
  const seen = canaries.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  expect(seen.filter((text) => shown.includes(text))).toEqual([]);
  expect(Object.keys(error)).not.toContain('cause');
  expect(error.message).toMatch(/[.…]$/);
}

describe('a connection that does not come about or last', () => {
  it('is refused', async () => {
    const port = await listen(net.createServer());
    closers.splice(0).forEach((close) => close());
    const error = await failure(port, { attempts: 4 });
    expect(error).toBeInstanceOf(KaizenConnectionError);
    expect(error).toMatchObject({
      failure: 'refused',
      systemCode: 'ECONNREFUSED',
      requestId: 'req-1',
      attempts: 4,
    });
    expect(error.message).toBe(
      `promptsEncode failed after 4 attempts: nothing listens at 127.0.0.1:${port} (ECONNREFUSED). ` +
        'Check the host and port in baseUrl, and that the service runs. ' +
        `See ${error.help}.`,
    );
    expect(error.cause).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  it('is refused at every address of a name', async () => {
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const lookup = ((_: string, __: object, done: (error: null, found: typeof both) => void) =>
      done(null, both)) as never;
    const error = await failure(1, {
      options: { baseUrl: 'http://both.invalid:1' },
      config: { lookup },
    });
    expect(error).toMatchObject({ failure: 'refused', systemCode: 'ECONNREFUSED' });
    expect(error.cause).not.toHaveProperty('errors');
  });

  it('has a host that is not found', async () => {
    const lookup = ((_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' }))) as never;
    const error = await failure(1, {
      options: { baseUrl: 'http://kaizen.invalid' },
      config: { lookup },
    });
    expect(error).toMatchObject({ failure: 'dns', systemCode: 'EAI_AGAIN' });
    expect(error.message).toContain('the name of kaizen.invalid was not found');
  });

  it.each<[string, (socket: Socket) => void]>([
    ['reset before the headers', (socket) => socket.resetAndDestroy()],
    ['closed before a byte', (socket) => socket.end()],
    ['closed in the middle of the headers', (socket) => socket.end(HEAD)],
    [
      'closed in the middle of the body',
      (socket) => socket.end(`${HEAD}content-length: 9\r\n\r\n{`),
    ],
    [
      'closed inside a chunked body',
      (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"a"`),
    ],
    [
      'closed inside a packed body',
      (socket) =>
        socket.end(
          Buffer.concat([
            Buffer.from(`${HEAD}content-length: 99\r\ncontent-encoding: gzip\r\n\r\n`),
            gzipSync('{}').subarray(0, 12),
          ]),
        ),
    ],
    [
      'reset in the middle of the body',
      (socket) =>
        socket.write(`${HEAD}content-length: 9\r\n\r\n{`, () =>
          setTimeout(() => socket.resetAndDestroy(), 20),
        ),
    ],
  ])('is %s', async (_, act) => {
    const error = await failure(await wire(act));
    expect(error).toBeInstanceOf(KaizenConnectionError);
    expect(error).toMatchObject({ failure: 'reset', attempts: 1 });
    expect(error).toHaveProperty('systemCode');
  });

  it('is a request that was never sent: no attempts are told', async () => {
    const error = await failure(1, { attempts: 0 });
    expect(error).not.toHaveProperty('attempts');
    expect(error.toJSON()).not.toHaveProperty('attempts');
  });
});

describe('a TLS handshake that fails', () => {
  async function tls(altName: string, { days = 30, expired = false } = {}): Promise<number> {
    const day = 86_400_000;
    const start = new Date(Date.now() - (expired ? 2 * days : 1) * day);
    const pem = await generate([{ name: 'commonName', value: 'kaizen' }], {
      algorithm: 'sha256',
      notBeforeDate: start,
      notAfterDate: new Date(start.getTime() + days * day),
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames: [
            altName === '127.0.0.1' ? { type: 7, ip: altName } : { type: 2, value: altName },
          ],
        },
      ],
    });
    ca = pem.cert;
    return listen(createTlsServer({ key: pem.private, cert: pem.cert }));
  }
  let ca = '';

  const secure = async (port: number, trusted = true) => {
    const { Agent } = await import('node:https');
    return failure(port, {
      options: { baseUrl: `https://127.0.0.1:${port}` },
      config: { httpsAgent: new Agent(trusted ? { ca } : {}) },
    });
  };

  it('is told by what to do about the certificate', async () => {
    const selfSigned = await secure(await tls('127.0.0.1'), false);
    expect(selfSigned).toMatchObject({
      failure: 'tls',
      systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      message: expect.stringMatching(/caBundle\. See \S+#certificates\.$/),
    });
    const expired = await secure(await tls('127.0.0.1', { expired: true }));
    expect(expired).toMatchObject({ failure: 'tls', systemCode: 'CERT_HAS_EXPIRED' });
    expect(expired.message).toContain('has expired');
    const other = await secure(await tls('other.example'));
    expect(other).toMatchObject({ failure: 'tls', systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(other.message).toContain('for another host');
  });

  it('is a port that speaks no TLS', async () => {
    const error = await secure(await sends('HTTP/1.1 400 Bad Request\r\n\r\n'), false);
    expect(error).toMatchObject({
      failure: 'tls',
      message: expect.stringMatching(/write http:\/\/\. See \S+\.$/),
    });
  });

  it.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'caBundle'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'caBundle'],
    ['CERT_NOT_YET_VALID', 'clock'],
    ['CERT_REVOKED', 'revoked'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCert'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'clientCert'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'http://'],
    ['SOMETHING_ELSE', 'caBundle'],
  ])('has a remedy for %s', (code, word) => {
    expect(tlsRemedy(code)).toContain(word);
  });
});

describe('a response that cannot be read', () => {
  const packed = (encoding: string, bytes: Buffer) =>
    service((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(bytes);
    });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['two lengths', `${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    [
      'a length and chunks',
      `${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a bad chunk', `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`],
    ['headers too long', `${HEAD}x: ${'y'.repeat(20_000)}\r\n\r\n`],
  ])('is %s', async (_, text) => {
    const error = await failure(await sends(text));
    expect(error).toBeInstanceOf(KaizenResponseError);
    expect(error).toMatchObject({ fault: 'protocol', requestId: 'req-1', attempts: 1 });
    expect(error.message).toContain('is no valid HTTP (');
  });

  it.each([
    ['gzip', Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.from('nothing of it')])],
    ['br', Buffer.concat([Buffer.from([0xff, 0xff]), brotliCompressSync('{}')])],
    ['deflate', Buffer.from('no deflate at all')],
  ])('is %s that is broken', async (encoding, bytes) => {
    const error = await failure(await packed(encoding, bytes));
    expect(error).toMatchObject({ fault: 'encoding', statusCode: 200 });
    expect(error.message).toContain('cannot be unpacked');
  });

  it('is larger than allowed once it is unpacked', async () => {
    const port = await packed('gzip', gzipSync(Buffer.alloc(1024 * 1024)));
    const error = await failure(port, { options: { maxResponseBytes: 4096 } });
    expect(error).toMatchObject({ fault: 'too-large', statusCode: 200 });
    expect(error.message).toContain('maxResponseBytes allows, 4096 bytes');
  });

  it.each([301, 302, 304, 307, 308])('is a redirect: %i', async (status) => {
    const location = `http://other.example/?key=${API_KEY}`;
    const port = await service((_, response) => response.writeHead(status, { location }).end());
    const error = await failure(port);
    expect(error).toMatchObject({ fault: 'redirect', statusCode: status });
    expect(error.message).toContain('never followed');
  });
});

describe('a call that was ended', () => {
  it('has the reason of its signal for an error, told of the call', async () => {
    const port = await service(() => undefined);
    const controller = new AbortController();
    const reason = new KaizenTimeoutError('promptsEncode did not finish within 50 ms. Wait.', 50);
    setTimeout(() => controller.abort(reason), 50);
    const error = await failure(port, { signal: controller.signal, attempts: 2 });
    expect(error).toBe(reason);
    expect(error).toMatchObject({ requestId: 'req-1', attempts: 2, which: 'total' });
  });

  it('keeps the reason of a caller', async () => {
    const signal = AbortSignal.abort('enough');
    const error = await failure(1, { signal, attempts: 0 });
    expect(error).toBeInstanceOf(KaizenAbortError);
    expect(error).toMatchObject({ cause: 'enough', requestId: 'req-1' });
  });

  it('leaves to an error of ours what it knows', () => {
    const error = new KaizenResponseError('Wrong.', [], { requestId: 'svc-9' });
    expect(toKaizenError(error, callWith({ attempts: 3 }))).toBe(error);
    expect(error).toMatchObject({ requestId: 'svc-9', attempts: 3 });
  });

  it('finds an error of ours beneath that of axios', () => {
    const ours = new KaizenTimeoutError('Nothing was read. Wait longer.', 20, 'read');
    const error = toKaizenError(new Error('aborted', { cause: ours }), callWith());
    expect(error).toBe(ours);
    expect(error).toMatchObject({ which: 'read', requestId: 'req-1', attempts: 1 });
  });

  it('replaces an id that must not be told', () => {
    const error = new KaizenResponseError('Wrong.', [], { requestId: API_KEY });
    expect(toKaizenError(error, callWith())).toMatchObject({ requestId: 'req-1' });
  });

  it('tells its error of the call at once, while somebody listens', () => {
    const end = (isHeard: boolean) => {
      const controller = new AbortController();
      const reason = new KaizenTimeoutError('Too late. Wait.', 50);
      const forget = tellEndOf(callWith({ signal: controller.signal, attempts: 2 }));
      if (!isHeard) forget();
      controller.abort(reason);
      return reason;
    };
    expect(end(true)).toMatchObject({ requestId: 'req-1', attempts: 2 });
    expect(end(false)).not.toHaveProperty('attempts');
  });

  it('is an abort when axios cancels it unasked', () => {
    const error = toKaizenError(new axios.CanceledError(), callWith());
    expect(error).toBeInstanceOf(KaizenAbortError);
  });
});

describe('a request that cannot be sent', () => {
  it('names the option at fault', async () => {
    const config = { headers: { 'x-note': 'not for headers: \u{1F511}' } };
    const error = await failure(1, { config });
    // axios drops what a header cannot carry: the request goes out and nothing listens there.
    expect(error).toBeInstanceOf(KaizenConnectionError);
    const invalid = Object.assign(new TypeError('Invalid character'), { code: 'ERR_INVALID_CHAR' });
    const typed = toKaizenError(invalid, callWith());
    expect(typed).toBeInstanceOf(KaizenOptionsError);
    expect(typed).toMatchObject({ option: 'headers', requestId: 'req-1' });
    expect(toKaizenError({ code: 'ERR_INVALID_URL' }, callWith())).toMatchObject({
      option: 'baseUrl',
    });
  });

  it.each([undefined, null, 'text', 7, {}, [], { message: 7 }, new TypeError('a bug')])(
    'gives a typed error for %p as well',
    (thrown) => {
      const error = toKaizenError(thrown, callWith());
      expect(error).toBeInstanceOf(KaizenConnectionError);
      expect(error.message).toMatch(/^promptsEncode failed: .*\.$/);
    },
  );

  it('does not run in circles', () => {
    const a = new Error('a');
    a.cause = new Error('b', { cause: a });
    expect(toKaizenError(a, callWith())).toBeInstanceOf(KaizenError);
  });
});

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const bytesOf = (body: unknown) => {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
};

/** The error for an answer, without a socket. */
function refusal(
  { status = 422, headers = { 'content-type': 'application/json' }, body }: Answer,
  given: Given = {},
): KaizenAPIError {
  const call = callWith(given);
  const quote = quoteFor(secretsOf(call, {}), call.requestBody);
  return apiError({ status, headers, data: bytesOf(body) }, call, quote);
}

describe('an error status', () => {
  it.each([
    [400, KaizenValidationError],
    [401, KaizenAuthenticationError],
    [403, KaizenPermissionError],
    [404, KaizenNotFoundError],
    [408, KaizenAPIError],
    [409, KaizenAPIError],
    [410, KaizenExpiredError],
    [413, KaizenPayloadTooLargeError],
    [418, KaizenAPIError],
    [422, KaizenValidationError],
    [425, KaizenAPIError],
    [429, KaizenRateLimitError],
    [500, KaizenServerError],
    [501, KaizenServerError],
    [503, KaizenServerError],
    [599, KaizenServerError],
  ])('%i has its class', async (status, type) => {
    const port = await service((_, response) => response.writeHead(status).end());
    const error = await failure(port, { attempts: 2 });
    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({
      statusCode: status,
      attempts: 2,
      requestId: 'req-1',
      details: [],
    });
    expect(error.message).toMatch(
      new RegExp(`^promptsEncode failed with HTTP ${status} after 2 attempts: [^.]+\\. .+\\.$`),
    );
    expect(error.cause).toMatchObject({ message: `Request failed with status code ${status}` });
  });

  it('407 is of the proxy, however it comes', async () => {
    const port = await service((_, response) => response.writeHead(407).end());
    const error = await failure(port);
    expect(error).toMatchObject({ failure: 'proxy', systemCode: 'HTTP_407' });
    expect(error.message).toContain('Set proxyAuth');
  });

  it('counts even if its body breaks off', async () => {
    const cut = 'content-length: 99\r\n\r\n{"detail": "half';
    const error = await failure(await sends(`HTTP/1.1 503 Busy\r\nretry-after: 2\r\n${cut}`));
    expect(error).toBeInstanceOf(KaizenServerError);
    expect(error).toMatchObject({ statusCode: 503, retryAfterMs: 2000 });
  });

  it('tells how long the service asks to wait', () => {
    const error = refusal({ status: 429, headers: { 'retry-after': '1.5' } });
    expect(error.retryAfterMs).toBe(1500);
    expect(error.message).toContain('It asks to wait 1500 ms.');
    expect(error.toJSON()).toMatchObject({ code: 'KAIZEN_RATE_LIMITED', retryAfterMs: 1500 });
  });

  it('shows the headers of its allow list and no others', () => {
    const headers = {
      'Content-Type': 'application/json',
      'X-RateLimit-Remaining': '0',
      Server: 'uvicorn',
      Via: `1.1 ${API_KEY}`,
      'Set-Cookie': 'session=1',
      'X-Api-Key': API_KEY,
      'WWW-Authenticate': 'Bearer realm="x"',
      Location: 'http://other.example',
    };
    expect(refusal({ headers }).headers).toEqual({
      'content-type': 'application/json',
      'x-ratelimit-remaining': '0',
      server: 'uvicorn',
    });
  });

  it('has the id of a header, else of the body, else of the call', () => {
    const body = { error: { message: 'No.', request_id: 'body-1' } };
    const headers = { 'x-request-id': 'head-1' };
    expect(refusal({ headers, body }).requestId).toBe('head-1');
    expect(refusal({ body }).requestId).toBe('body-1');
    expect(refusal({ body: { message: 'No.', requestId: 'body-2' } }).requestId).toBe('body-2');
    expect(refusal({ body: { error: 'No.', request_id: 7 } }).requestId).toBe('7');
    expect(refusal({}).requestId).toBe('req-1');
  });
});

describe('the body of an error', () => {
  it('is a text in "detail"', () => {
    const error = refusal({ status: 400, body: { detail: 'Line 3: bad indent' } });
    expect(error.message).toContain('The service says: "Line 3: bad indent".');
  });

  it('is a list in "detail", of which only place, message and type are kept', () => {
    const entry = { loc: ['body', 'items', 2, 'prompt'], msg: 'Field required', type: 'missing' };
    const body = { detail: [{ ...entry, input: { note: PROMPT }, ctx: { error: PROMPT } }] };
    const error = refusal({ body });
    expect(error.details).toEqual([entry]);
    expect(error.message).toContain('says: "body.items.2.prompt: Field required".');
  });

  it('is an object in "detail"', () => {
    const body = { detail: { code: 'quota', message: 'Used up' } };
    expect(refusal({ body })).toMatchObject({
      serviceCode: 'quota',
      message: expect.stringMatching(/says: "Used up"/),
    });
  });

  it.each([
    ['in "error"', (fields: object) => ({ error: fields })],
    ['at the top', (fields: object) => fields],
  ])('is structured, with its fields %s', (_, wrap) => {
    const details = [{ field: 'options.indent', message: 'must be 1 or more', code: 'range' }];
    const fields = { code: 'INVALID', message: 'Bad option', details, request_id: 'svc-1' };
    const error = refusal({ body: wrap(fields) });
    expect(error).toMatchObject({ serviceCode: 'INVALID', requestId: 'svc-1' });
    expect(error.details).toEqual([
      { loc: ['options.indent'], msg: 'must be 1 or more', type: 'range' },
    ]);
    expect(error.message).toContain('The service says: "Bad option".');
  });

  it('has its details in other forms', () => {
    const details = (value: unknown) =>
      refusal({ body: { message: 'No', details: value } }).details;
    expect(details(['too long'])).toEqual([{ loc: [], msg: 'too long', type: '' }]);
    expect(details({ indent: ['too small', 'x'] })).toEqual([
      { loc: ['indent'], msg: 'too small', type: '' },
    ]);
    expect(details('no list')).toEqual([]);
    expect(details([null, 7, {}, []])).toEqual([]);
    expect(details(Array.from({ length: 900 }, () => 'x'))).toHaveLength(20);
  });

  it.each<[string, unknown, string | undefined]>([
    ['a text in "error"', { error: 'Nope' }, 'Nope'],
    ['a JSON text', '"Nope"', 'Nope'],
    ['another object', { reason: 'Nope' }, undefined],
    ['a list', [1, 2], '[1,2]'],
    ['nothing', '', undefined],
    ['truncated JSON', '{"detail": "No', undefined],
  ])('is %s', (_, body, words) => {
    const { message } = refusal({ body: bytesOf(body) });
    expect(/The service says: "(.*)"\./.exec(message)?.[1]).toBe(words);
  });

  it('is plain text', () => {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const error = refusal({
      status: 503,
      headers,
      body: bytesOf('no healthy\nupstream\u001b[31m'),
    });
    expect(error.message).toContain('The service says: "no healthy upstream [31m".');
  });

  it('is a page for people, which is not quoted', () => {
    const headers = { 'content-type': 'text/html' };
    const error = refusal({ status: 502, headers, body: bytesOf('\n<html>Bad Gateway</html>') });
    expect(error.message).toContain(
      'It sent an HTML page, which may be that of a proxy or gateway.',
    );
    expect(error.message).not.toContain('Bad Gateway');
  });

  it('is bounded in what is told of it', () => {
    const error = refusal({ body: { detail: 'long '.repeat(1000), code: 'c'.repeat(500) } });
    expect(error.message.length).toBeLessThan(700);
    expect(error).not.toHaveProperty('serviceCode');
    const huge = refusal({ body: { detail: 'x', more: 'y'.repeat(300_000) } });
    expect(huge.message).not.toContain('The service says');
  });
});

describe('what may be quoted', () => {
  const quote = quoteFor([API_KEY, 'p w'], BODY);

  it('is what does not repeat the request', () => {
    expect(quote('auto_detect_json: value is not a valid boolean')).toBeDefined();
    expect(quote('Patient 47 takes')).toBe('Patient 47 takes');
    expect(quote(PROMPT)).toBeUndefined();
  });

  it.each<[string, string]>([
    ['as it is', PROMPT.slice(5, 45)],
    ['as JSON', JSON.stringify(PROMPT)],
    ['as JSON in JSON', JSON.stringify(JSON.stringify(PROMPT))],
    ['in ASCII', JSON.stringify(PROMPT.slice(40)).replaceAll('ë', '\\u00eb')],
    ['in another case', PROMPT.toUpperCase()],
    ['with other spaces', PROMPT.replaceAll(' ', '  \t')],
    ['as HTML', PROMPT.replaceAll('"', '&quot;')],
    ['as a URL would carry it', `see http://h/x ${PROMPT.slice(0, 30)}`],
  ])('is no piece of the prompt %s', (_, text) => {
    expect(quote(`Unexpected: ${text}`)).toBeUndefined();
  });

  it('is no piece of a request without letters', () => {
    const body = JSON.stringify({ a: '"+-*/"\n'.repeat(3) });
    expect(quoteFor([], body)(`Unexpected ${body.slice(5, 31)}`)).toBeUndefined();
  });

  it('is no secret and no longer part of one', () => {
    expect(quote(`bad key ${API_KEY}`)).toBeUndefined();
    expect(quote(`bad key ${API_KEY.toUpperCase()}`)).toBeUndefined();
    expect(quote(`bad key ${API_KEY.slice(0, 12)}***`)).toBeUndefined();
    expect(quote('user:p w')).toBeUndefined();
    expect(quote('user:p%20w')).toBeUndefined();
    // Of which only the beginning would be left.
    expect(quote(`${'.'.repeat(296)}${API_KEY}`)).toBeUndefined();
  });

  it('has no credentials or queries of URLs and no control characters', () => {
    expect(quote('see https://u:s@h.example/a?token=1#x now')).toBe('see https://h.example/a now');
    expect(quote('a\u0000b\u202ec\ud800d\r\n')).toBe('a b c d');
    expect([quote(''), quote(' \n'), quote(7), quote(undefined)]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it('is nothing at all for a request that is too long to look through', () => {
    expect(quoteFor([], 'x'.repeat(5 * 1024 * 1024))('fine')).toBeUndefined();
  });

  it('finds every common run of the length and no shorter one', () => {
    const pieces = fc.string({ minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(pieces, fc.string(), fc.string(), fc.string(), fc.string(), (run, a, b, c, d) => {
        expect(sharesRun(a + run + b, c + run + d, 8)).toBe(true);
      }),
    );
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 });
    const naive = (text: string, body: string, length: number) =>
      Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) =>
        text.slice(at, at + length),
      ).some((piece) => body.includes(piece));
    fc.assert(
      fc.property(letters, letters, fc.integer({ min: 2, max: 9 }), (text, body, length) => {
        expect(sharesRun(text, body, length)).toBe(naive(text, body, length));
      }),
    );
  });

  it('takes a text that repeats itself all over for the request', () => {
    expect(sharesRun(`${'-'.repeat(23)}+`, '-'.repeat(5000), 24)).toBe(true);
  });
});

describe('secretsOf', () => {
  it('has the key, the headers and the credentials of proxies, as they are sent', () => {
    const call = callWith({
      options: {
        proxy: 'http://dave:s%2Fcret@proxy.example:3128',
        headers: { 'x-tenant': 'tenant-key', accept: 'application/json' },
        clientKeyPassphrase: 'open sesame',
      },
    });
    const environment = {
      https_proxy: 'http://erin:env-pass@p',
      HTTP_PROXY: 'nonsense',
      ALL_PROXY: 'http://user:100%@p',
    };
    const secrets = secretsOf(call, environment);
    const basic = (text: string) => Buffer.from(text).toString('base64');
    expect(secrets).toEqual(
      expect.arrayContaining([
        API_KEY,
        PROXY_PASSWORD,
        basic(`carol:${PROXY_PASSWORD}`),
        's/cret',
        's%2Fcret',
        basic('dave:s/cret'),
        'env-pass',
        '100%',
        'tenant-key',
        'open sesame',
      ]),
    );
    expect(secrets).not.toContain('application/json');
    expect(secrets).not.toContain('');
  });
});

describe('any body of an error', () => {
  const canaries = fc.record({
    key: fc.stringMatching(/^[!-~]{16,40}$/),
    // With a beginning that no word of a stack trace has.
    password: fc
      .string({ unit: 'binary', minLength: 8, maxLength: 30 })
      .map((text) => `pw§${text.toWellFormed()}`),
    prompt: fc.string({ unit: 'grapheme-ascii', minLength: 60, maxLength: 120 }),
  });
  const place = fc.constantFrom<((text: string) => unknown)[]>(
    (text) => text,
    (text) => ({ detail: text }),
    (text) => ({ detail: `Unexpected value: ${text} at line 3` }),
    (text) => ({ detail: [{ loc: ['body', text], msg: text, type: text, input: text }] }),
    (text) => ({ detail: { code: text, message: text, request_id: text } }),
    (text) => ({
      error: { code: text, message: `No: ${text}`, details: [text], request_id: text },
    }),
    (text) => ({ message: 'No', details: { [text]: [text] } }),
    (text) => ({
      code: text,
      message: text,
      details: [{ field: text, message: text, code: text }],
    }),
    (text) => ({ error: text, errors: [{ path: [text], msg: text }] }),
    (text) => ({ detail: `${'.'.repeat(280)}${text}` }),
    (text) => JSON.stringify(text),
  );
  const type = fc.constantFrom('application/json', 'text/plain', 'text/html', '');

  it('gives a typed error', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.json().map((json) => Buffer.from(json)),
      fc
        .record({ error: fc.anything(), detail: fc.anything(), details: fc.anything() })
        .map((value) => Buffer.from(JSON.stringify(value, plain) ?? '')),
    );
    fc.assert(
      fc.property(body, fc.integer({ min: 400, max: 599 }), type, (bytes, status, contentType) => {
        const headers = { 'content-type': contentType };
        const error = refusal({ status, headers, body: bytes });
        expect(error).toBeInstanceOf(KaizenAPIError);
        expect(JSON.parse(JSON.stringify(error))).toMatchObject({ statusCode: status });
      }),
    );
  });

  it('never shows key, password or prompt', () => {
    fc.assert(
      fc.property(canaries, place, type, fc.nat(20), ({ key, password, prompt }, put, mime, at) => {
        const piece = prompt.slice(at, at + 40);
        const given = {
          options: { apiKey: key, proxyAuth: { username: 'carol', password } },
          requestBody: JSON.stringify({ prompt: { a: [prompt] } }),
        };
        for (const canary of [key, password, piece]) {
          const headers = { 'content-type': mime, 'x-request-id': canary, via: canary };
          const error = refusal({ headers, body: put(canary) }, given);
          expectClean(error, [canary]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never shows them in the cause of an error of another kind', () => {
    fc.assert(
      fc.property(canaries, fc.nat(20), ({ key, prompt }, at) => {
        const piece = prompt.slice(at, at + 40);
        const call = callWith({
          options: { apiKey: key },
          requestBody: JSON.stringify({ prompt }),
        });
        for (const canary of [key, piece]) {
          const failed = new axios.AxiosError(`Invalid ${canary}`, 'ECONNRESET', {
            headers: new axios.AxiosHeaders({ 'x-api-key': key }),
            data: prompt,
          }) as AxiosError;
          expectClean(toKaizenError(failed, call), [canary]);
        }
      }),
    );
  });

  it('shows no more of a cause than message and code', async () => {
    const port = await service((_, response) => response.writeHead(500).end());
    const { cause } = await failure(port);
    expect(Object.keys(cause as Error)).toEqual(['code']);
    expect((cause as Error).cause).toBeUndefined();
  });
});

/** What `JSON.stringify` cannot take is left out. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? undefined : value;
}
