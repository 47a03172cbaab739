import { getEventListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import axios, { type AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { generate } from 'selfsigned';
import type { KaizenRetryEvent } from '../../../../lib/options/report-events.js';
import { resolveKaizenOptions } from '../../../../lib/options/resolve-options.js';
import { RequestState } from '../../../../lib/transport/http/request-state.js';
import { failureOf } from '../../../../lib/transport/http/retry/failure-of.js';
import {
  installRetries,
  type RetryDeps,
} from '../../../../lib/transport/http/retry/install-retries.js';
import { createAgents } from '../../../../lib/transport/http/sockets/agents.js';
import { createTimedTransport } from '../../../../lib/transport/http/sockets/timed-transport.js';
import type { KaizenTransportCall } from '../../../../lib/transport/kaizen-transport.js';

const OPTIONS = {
  maxRetries: 3,
  retryBackoffFactor: 0.002,
  maxRetryDelayMs: 8000,
  maxRetryAfterMs: 60_000,
  retryOnStatusCodes: [408, 429, 500, 502, 503, 504],
  retryBudget: { capacity: 500, costPerRetry: 10 },
};
const TIMEOUTS = {
  connectTimeoutMs: 2000,
  readTimeoutMs: 2000,
  writeTimeoutMs: 2000,
  poolTimeoutMs: 2000,
};

const leftovers: (() => void)[] = [];
afterEach(() => {
  for (const clean of leftovers.splice(0)) clean();
});

type Reply = (response: http.ServerResponse, request: http.IncomingMessage) => void;

/** A server that gives the n-th reply to the n-th request, and the last one to all further ones. */
async function serve(...replies: Reply[]) {
  const seen: { headers: http.IncomingHttpHeaders; body: string; port: number | undefined }[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { remotePort: port } = request.socket;
      seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), port });
      const reply = replies[Math.min(seen.length, replies.length) - 1]!;
      reply(response, request);
    });
  });
  return { seen, url: await listen(server) };
}

async function listen(server: net.Server, protocol = 'http'): Promise<string> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  leftovers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ok: Reply = (response) => response.end('{"status":"ok"}');
const answer =
  (status: number, headers: http.OutgoingHttpHeaders = {}): Reply =>
  (response) =>
    response.writeHead(status, headers).end('{"detail":"no"}');
const reset: Reply = (_, request) => request.socket.resetAndDestroy();

/** A client as the transport makes one; it knows what it reported. */
function create(
  options: Partial<RetryDeps['options']> = {},
  fresh: RetryDeps['agents']['fresh'] = () => ({
    httpAgent: new http.Agent(),
    httpsAgent: new https.Agent(),
  }),
) {
  const reports: Omit<KaizenRetryEvent, 'client'>[] = [];
  const httpAgent = new http.Agent({ keepAlive: true });
  const httpsAgent = new https.Agent({ keepAlive: true });
  leftovers.push(() => [httpAgent, httpsAgent].forEach((agent) => agent.destroy()));
  const instance = axios.create({ maxRedirects: 0, proxy: false, responseType: 'arraybuffer' });
  installRetries(instance, {
    options: { ...OPTIONS, ...options },
    agents: { fresh },
    reporter: { retrying: (event) => void reports.push(event) },
  });
  const transport = createTimedTransport(TIMEOUTS);
  const send = (
    url: string,
    told: Partial<KaizenTransportCall> = {},
    config: AxiosRequestConfig = {},
  ) => {
    const { signal } = new AbortController();
    const call = { signal, requestId: 'r-1', timeoutMs: 10_000, ...told };
    const state = new RequestState('compress', call);
    const sent = instance.request<Buffer>({
      method: 'post',
      url,
      data: '{"data":[1]}',
      signal: call.signal,
      httpAgent,
      httpsAgent,
      transport,
      kaizen: state,
      ...config,
    });
    return { sent, state };
  };
  return { send, reports, instance };
}

const failed = (sent: Promise<AxiosResponse>): Promise<AxiosError> =>
  sent.then(
    () => {
      throw new Error('The call should have failed.');
    },
    (error: unknown) => error as AxiosError,
  );

describe('a request that failed', () => {
  it.each<[string, Reply]>([
    ['408', answer(408)],
    ['429', answer(429)],
    ['500', answer(500)],
    ['502', answer(502)],
    ['503', answer(503)],
    ['504', answer(504)],
    ['ECONNRESET', reset],
    ['ECONNRESET', (_, request) => request.socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['ECONNRESET', (_, request) => request.socket.end()],
    [
      'ECONNRESET',
      (response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('{"status"');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    [
      'ECONNRESET',
      (response) => {
        response.writeHead(200).write('{"status"');
        setTimeout(() => response.socket!.end(), 20);
      },
    ],
    [
      'ECONNRESET',
      (response) => {
        const packed = gzipSync('{"status":"ok"}'.repeat(5000));
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
        response.write(packed.subarray(0, packed.length / 2));
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ])('with %s is sent again as it was: %#', async (reason, reply) => {
    const { seen, url } = await serve(reply, ok);
    const { send, reports } = create();
    const config = { headers: { 'idempotency-key': 'k-1', 'content-type': 'application/json' } };
    const { sent, state } = send(url, {}, config);
    expect((await sent).status).toBe(200);
    expect(state.attempts).toBe(2);
    const [first, second] = seen;
    expect(first!.headers['idempotency-key']).toBe('k-1');
    expect(second).toMatchObject({ body: '{"data":[1]}', headers: first!.headers });
    expect(reports).toEqual([
      { operation: 'compress', requestId: 'r-1', attempt: 2, reason, delayMs: expect.any(Number) },
    ]);
  });

  it.each([400, 401, 403, 404, 409, 410, 413, 422, 425, 501, 505, 507])(
    'with %d is not sent again',
    async (status) => {
      const { seen, url } = await serve(answer(status));
      const { send, reports } = create();
      const { sent, state } = send(url);
      expect((await failed(sent)).response?.status).toBe(status);
      expect([seen.length, state.attempts, reports.length]).toEqual([1, 1, 0]);
    },
  );

  it('is sent again so many times, each wait longer, and then fails with the last error', async () => {
    const { seen, url } = await serve(answer(500), answer(502), answer(504), answer(503));
    const { send, reports } = create();
    const { sent, state } = send(url);
    expect((await failed(sent)).response?.status).toBe(503);
    expect([seen.length, state.attempts]).toEqual([4, 4]);
    expect(reports.map(({ attempt }) => attempt)).toEqual([2, 3, 4]);
    expect(reports.map(({ reason }) => reason)).toEqual(['500', '502', '504']);
    for (const [nth, { delayMs }] of reports.entries()) {
      expect(delayMs).toBeGreaterThanOrEqual(2 ** nth);
      expect(delayMs).toBeLessThanOrEqual(2 * 2 ** nth);
    }
  });

  it.each([
    [0, 1],
    [1, 2],
    [5, 6],
  ])('is sent again as often as its call says: %d', async (maxRetries, requests) => {
    const { seen, url } = await serve(answer(503));
    await failed(create().send(url, { maxRetries }).sent);
    expect(seen).toHaveLength(requests);
  });

  it('obeys x-should-retry', async () => {
    const yes = await serve(answer(409, { 'x-should-retry': 'true' }), ok);
    const no = await serve(answer(500, { 'x-should-retry': 'false' }));
    const { send } = create();
    expect((await send(yes.url).sent).status).toBe(200);
    await failed(send(no.url).sent);
    expect([yes.seen.length, no.seen.length]).toEqual([2, 1]);
  });

  it('is sent again when nobody listens, and the last error tells so', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const { sent, state } = create().send(url);
    expect((await failed(sent)).code).toBe('ECONNREFUSED');
    expect(state.attempts).toBe(4);
  });

  it('is sent again when a clock of the connection ran out', async () => {
    const { seen, url } = await serve(() => undefined, ok);
    const { send, reports } = create();
    const transport = createTimedTransport({ ...TIMEOUTS, readTimeoutMs: 300 });
    expect((await send(url, {}, { transport }).sent).status).toBe(200);
    expect(seen).toHaveLength(2);
    expect(reports).toMatchObject([{ reason: 'timeout-read' }]);
  });

  it.each([
    [407, 1],
    [403, 1],
    [502, 4],
  ])('through a proxy that answers %d is sent %d times', async (status, attempts) => {
    const proxy = http.createServer();
    proxy.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    const { sent, state } = throughProxy(await listen(proxy));
    expect(failureOf(await failed(sent))).toMatchObject({ code: `HTTP_${status}` });
    expect(state.attempts).toBe(attempts);
  });

  it('through a proxy that is not there is sent again', async () => {
    const proxy = net.createServer();
    const url = await listen(proxy);
    await new Promise((resolve) => proxy.close(resolve));
    const { sent, state } = throughProxy(url);
    expect(failureOf(await failed(sent))).toMatchObject({ code: 'ECONNREFUSED' });
    expect(state.attempts).toBe(4);
  });

  function throughProxy(proxy: string) {
    const baseUrl = 'http://service.test/';
    const agents = createAgents(resolveKaizenOptions({ baseUrl, proxy }, {}), baseUrl);
    leftovers.push(() => agents.close());
    return create().send(baseUrl, {}, { httpAgent: agents.httpAgent });
  }

  it('is not sent again when it waited too long for a socket', async () => {
    const { seen, url } = await serve(() => undefined);
    const { send } = create();
    const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    leftovers.push(() => httpAgent.destroy());
    const controller = new AbortController();
    const first = failed(send(url, { signal: controller.signal }, { httpAgent }).sent);
    const transport = createTimedTransport({ ...TIMEOUTS, poolTimeoutMs: 300 });
    const { sent, state } = send(url, {}, { httpAgent, transport });
    expect(failureOf(await failed(sent))).toEqual({ kind: 'timeout', which: 'pool' });
    expect([seen.length, state.attempts]).toEqual([1, 1]);
    controller.abort();
    await first;
  });
});

describe('what is the same the next time', () => {
  async function expectOneAttempt(url: string, config: AxiosRequestConfig = {}) {
    const { send, reports } = create();
    const { sent, state } = send(url, {}, config);
    const error = await failed(sent);
    expect([state.attempts, reports.length]).toEqual([1, 0]);
    return failureOf(error);
  }

  it('is not asked for again: a redirect, too much, what is not HTTP', async () => {
    const elsewhere = await serve(answer(307, { location: 'http://example.com/' }));
    const large = await serve((response) => response.end('x'.repeat(1000)));
    const other = net.createServer((socket) => socket.on('data', () => socket.end('220 mail\r\n')));
    const garbled = await serve((_, request) =>
      request.socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
    );
    expect(await expectOneAttempt(elsewhere.url)).toEqual({ kind: 'final' });
    expect(await expectOneAttempt(large.url, { maxContentLength: 100 })).toEqual({ kind: 'final' });
    expect(await expectOneAttempt(await listen(other))).toEqual({ kind: 'final' });
    expect(await expectOneAttempt(garbled.url)).toEqual({ kind: 'final' });
  });

  it('is not asked for again: a response that cannot be unpacked', async () => {
    const { url } = await serve((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not packed'),
    );
    expect(await expectOneAttempt(url)).toEqual({ kind: 'final' });
  });

  it('is not asked for again: a certificate that is not trusted, HTTP where TLS should be', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const secure = await listen(https.createServer({ key, cert }), 'https');
    const { url } = await serve(ok);
    const untrusted = { kind: 'connection', isTransient: false };
    expect(await expectOneAttempt(secure)).toMatchObject(untrusted);
    expect(await expectOneAttempt(url.replace('http', 'https'))).toMatchObject(untrusted);
  });

  it('is not asked for again: a body that is a stream, and is gone', async () => {
    const { seen, url } = await serve(answer(503));
    await expectOneAttempt(url, { data: Readable.from(['{"data":[1]}']) });
    expect(seen).toHaveLength(1);
  });

  it('leaves requests without a state alone', async () => {
    const { seen, url } = await serve(answer(503));
    await failed(create().instance.get(url));
    expect(seen).toHaveLength(1);
  });
});

describe('the wait', () => {
  it('is as long as the service asks', async () => {
    const { url } = await serve(answer(429, { 'retry-after': '0.3' }), ok);
    const { send, reports } = create();
    const begun = performance.now();
    await send(url).sent;
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    expect(reports).toMatchObject([{ delayMs: 300 }]);
  });

  it.each(['86400', '9'.repeat(30), 'Tue, 31 Dec 2199 23:59:59 GMT'])(
    'is none when the service asks for too much: %s',
    async (wait) => {
      const { seen, url } = await serve(answer(429, { 'retry-after': wait }));
      const { send, reports } = create();
      expect((await failed(send(url).sent)).response?.headers['retry-after']).toBe(wait);
      expect([seen.length, reports.length]).toEqual([1, 0]);
    },
  );

  it.each(['1e9', '-1', '0', 'soon', 'Sun, 06 Nov 1994 08:49:37 GMT'])(
    'is the own one when the service asks for nothing that can be done: %s',
    async (wait) => {
      const { seen, url } = await serve(answer(503, { 'retry-after': wait }));
      const { send, reports } = create();
      await failed(send(url).sent);
      expect(seen).toHaveLength(4);
      expect(Math.min(...reports.map(({ delayMs }) => delayMs))).toBeGreaterThan(0);
    },
  );

  it('is not begun when it would outlast the call', async () => {
    const { seen, url } = await serve(answer(503, { 'retry-after': '1' }));
    const { send, reports } = create();
    const begun = performance.now();
    expect((await failed(send(url, { timeoutMs: 900 }).sent)).response?.status).toBe(503);
    expect(performance.now() - begun).toBeLessThan(600);
    expect([seen.length, reports.length]).toEqual([1, 0]);
  });

  it('counts what the attempts took', async () => {
    const { seen, url } = await serve((...told) => setTimeout(() => answer(503)(...told), 200));
    const { send } = create({ retryBackoffFactor: 0.2 });
    const { sent, state } = send(url, { timeoutMs: 500 });
    await failed(sent);
    expect([seen.length, state.attempts]).toEqual([2, 2]);
  });

  it('ends at once when the call is aborted, and leaves no timer and no listener', async () => {
    const { seen, url } = await serve(answer(503, { 'retry-after': '30' }));
    const { send, reports } = create();
    const controller = new AbortController();
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const { sent, state } = send(url, { signal: controller.signal, timeoutMs: 60_000 });
    const outcome = failed(sent);
    while (reports.length === 0) await sleep(5);
    await sleep(20);
    const begun = performance.now();
    controller.abort(new Error('enough'));
    expect((await outcome).code).toBe('ERR_CANCELED');
    expect(performance.now() - begun).toBeLessThan(100);
    expect([seen.length, state.attempts, reports.length]).toEqual([1, 1, 1]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('leaves no listener when nobody aborts', async () => {
    const { url } = await serve(answer(503), reset, ok);
    const { signal } = new AbortController();
    await create().send(url, { signal }).sent;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a stale socket', () => {
  /** A server that cuts each connection at its second request, and so many idle ones to it. */
  async function staleSockets(count: number, client: ReturnType<typeof create>) {
    const connections: number[] = [];
    const server = http.createServer((request, response) => {
      // All at once, so that each has a connection of its own.
      request.resume().on('end', () => setTimeout(() => ok(response, request), 50));
    });
    server.on('connection', (socket) => {
      connections.push(socket.remotePort!);
      let requests = 0;
      socket.on('data', () => ++requests > 1 && socket.resetAndDestroy());
    });
    const url = await listen(server);
    await Promise.all(Array.from({ length: count }, () => client.send(url).sent));
    return { connections, url };
  }

  it('is replaced by a fresh one, not by another stale one, free of charge', async () => {
    const retryBudget = { capacity: 0, costPerRetry: 1 };
    const client = create({ maxRetries: 0, retryBudget });
    const { connections, url } = await staleSockets(3, client);
    const { sent, state } = client.send(url);
    expect((await sent).status).toBe(200);
    expect(connections).toHaveLength(4);
    expect(state).toMatchObject({ attempts: 2, replayedFresh: true });
    expect(client.reports).toEqual([]);
  });

  it('is replaced once for a call; further losses are retries', async () => {
    const pool = new http.Agent({ keepAlive: true });
    leftovers.push(() => pool.destroy());
    const client = create({ maxRetries: 0 }, () => ({ httpAgent: pool, httpsAgent: pool }));
    const { url } = await staleSockets(3, client);
    // As if a fresh one were stale as well.
    await Promise.all([1, 2, 3].map(() => client.send(url, {}, { httpAgent: pool }).sent));
    const none = client.send(url);
    expect((await failed(none.sent)).code).toBe('ECONNRESET');
    expect(none.state.attempts).toBe(2);
    const some = client.send(url, { maxRetries: 3 });
    expect((await some.sent).status).toBe(200);
    expect(client.reports.at(-1)!.delayMs).toBeGreaterThan(0);
  });

  it('is none when it is new, or when a response has begun', async () => {
    const { seen, url } = await serve(reset);
    await failed(create().send(url, { maxRetries: 0 }).sent);
    expect(seen).toHaveLength(1);
    const cut = await serve(ok, (response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{"status"');
      setTimeout(() => response.destroy(), 20);
    });
    const { send } = create();
    await send(cut.url).sent;
    await failed(send(cut.url, { maxRetries: 0 }).sent);
    expect(cut.seen).toHaveLength(2);
  });
});

describe('the retry budget', () => {
  it('keeps 200 callers in a 503 storm to their calls and what it holds', async () => {
    const { seen, url } = await serve(answer(503));
    const { send } = create();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => failed(send(url).sent)));
    expect(outcomes.every((error) => error.response?.status === 503)).toBe(true);
    expect(seen).toHaveLength(200 + 500 / 10);
  });

  it('recovers when the service does', async () => {
    const budget = { capacity: 10, costPerRetry: 10 };
    const { seen, url } = await serve(answer(503), answer(503), ok, answer(503), ok, answer(503));
    const { send } = create({ retryBudget: budget });
    await failed(send(url).sent);
    expect(seen).toHaveLength(2);
    await send(url).sent;
    // One success does not pay for a retry.
    await failed(send(url).sent);
    expect(seen).toHaveLength(4);
  });

  it('gives the cost back when the retry helped, once', async () => {
    const down = Array.from({ length: 4 }, () => answer(503));
    const up = Array.from({ length: 10 }, () => ok);
    const { seen, url } = await serve(...down, ...up, answer(503), ok, answer(503));
    const { send } = create({ retryBudget: { capacity: 30, costPerRetry: 10 } });
    await failed(send(url).sent);
    for (let call = 0; call < 10; call++) await send(url).sent;
    expect(seen).toHaveLength(14);
    await send(url).sent;
    await failed(send(url).sent);
    expect(seen).toHaveLength(14 + 2 + 2);
  });

  it('can be left out', async () => {
    const { seen, url } = await serve(answer(503));
    const { send } = create({ retryBudget: false });
    await Promise.all(Array.from({ length: 60 }, () => failed(send(url).sent)));
    expect(seen).toHaveLength(240);
  });
});
