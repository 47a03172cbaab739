import '../../support/bridge-nest.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKaizenServer, type KaizenServeOptions, serveKaizen } from 'nestjs-kaizen/server';
import { CHUNKED, RawRequest } from './raw-request.js';
import { ask, type Reply } from './server-app.js';

const running: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function serve(options: KaizenServeOptions = {}) {
  const server = await serveKaizen({ port: 0, workers: false, logger: false, ...options });
  running.push(server);
  return server;
}

const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const ADAPTERS = [['express'], ['fastify']] as const;

describe.each(ADAPTERS)('a ready server on %s', (adapter) => {
  it('answers the API, and all else with its own error body', async () => {
    const { url } = await serve({ adapter });
    const { status, headers, json } = await ask(`${url}/v1/compress`, { body: { data: { a: 1 } } });
    expect([status, json['result']]).toEqual([200, 'a: 1']);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const tries: [string, object, unknown[]][] = [
      ['/nothing', {}, [404, 'not_found']],
      ['/v1/compress/more?x=1', { body: {} }, [404, 'not_found']],
      ['/v1/compress', {}, [405, 'method_not_allowed']],
      ['/', { body: {} }, [405, 'method_not_allowed']],
      ['/%E0%A4%A', {}, adapter === 'fastify' ? [400, 'bad_request'] : [404, 'not_found']],
    ];
    for (const [path, request, expected] of tries) {
      const reply = await ask(url + path, request);
      expect([path, ...codeOf(reply)]).toEqual([path, ...expected]);
      expect(reply.json.error['request_id']).toBe(reply.headers.get('x-request-id'));
    }
  });

  it('reads no body that no route wants', async () => {
    const { url } = await serve({ adapter });
    const begun = ['Content-Type: application/json', 'Content-Length: 100000000'];
    const tries: [string, readonly string[], string][] = [
      ['POST /nothing', begun, '404 [^]*"code":"not_found"'],
      ['POST /nothing', CHUNKED, '404 [^]*"code":"not_found"'],
      ['POST /nothing', ['Content-Type: none', 'Content-Length: 9'], '404 [^]*"code":"not_found"'],
      ['PUT /v1/compress', begun, '405 [^]*"code":"method_not_allowed"'],
      ['DELETE /v1/compress', CHUNKED, '405 [^]*"code":"method_not_allowed"'],
      ['POST /livez', begun, '404 [^]*"code":"not_found"'],
    ];
    for (const [route, headers, answer] of tries) {
      const raw = await RawRequest.to(url);
      raw.send([`${route} HTTP/1.1`, 'Host: localhost', ...headers, '', '5\r\n{"dat'].join('\r\n'));
      expect(await raw.until(/}$/)).toMatch(new RegExp(`^HTTP/1.1 ${answer}`));
      raw.vanish();
    }
  });

  it('answers what is no HTTP, and heads that are too large or never come', async () => {
    const { url } = await serve({ adapter, headersTimeoutMs: 300 });
    const tries: [string, number, string][] = [
      ['NOT HTTP\r\n\r\n', 400, 'bad_request'],
      [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(40_000)}\r\n\r\n`, 431, 'bad_request'],
      [
        'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
        400,
        'bad_request',
      ],
      ['GET / HTTP/1.1\r\nHost: x\r\n', 408, 'request_timeout'],
    ];
    for (const [text, status, code] of tries) {
      const answer = await (await RawRequest.to(url)).send(text).closed();
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*X-Request-ID: \\S{36}\\r\\n`));
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ error: { code } });
    }
  });

  it('answers the faults that Node would leave without a body', async () => {
    const { url } = await serve({ adapter });
    const tries: [string, number][] = [
      ['GET /livez HTTP/1.1\r\n\r\n', 400],
      ['POST /nothing HTTP/1.1\r\nContent-Length: 9\r\n\r\n', 400],
      ['GET /livez HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\n\r\n', 417],
    ];
    for (const [text, status] of tries) {
      const raw = await RawRequest.to(url);
      const answer = await raw.send(text).until(/\r\n\r\n(?:0|.*\})/);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*x-request-id: \\S{36}\r\n`, 'i'));
      expect(answer).toContain('{"error":{"code":"bad_request","message":"The header ');
      raw.vanish();
    }
    const old = await RawRequest.to(url);
    expect(await old.send('GET /livez HTTP/1.0\r\n\r\n').closed()).toMatch(/^HTTP\/1.1 200 /);
  });

  it('lets pages in that it is told of, and sets security headers when asked to', async () => {
    const { url } = await serve({ adapter, cors: { origin: 'https://app.example' }, helmet: true });
    const { headers } = await ask(`${url}/v1/compress`, { body: { data: 1 } });
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('has its routes below a prefix, unknown ones too', async () => {
    const { url } = await serve({ adapter, prefix: 'api/kaizen' });
    expect((await ask(`${url}/api/kaizen/v1/compress`, { body: { data: 1 } })).status).toBe(200);
    expect((await ask(`${url}/api/kaizen/`)).status).toBe(200);
    expect(codeOf(await ask(`${url}/api/kaizen/v1/compress`))).toEqual([405, 'method_not_allowed']);
    expect(codeOf(await ask(`${url}/v1/compress`, { body: {} }))).toEqual([404, 'not_found']);
  });

  it('has routes by their exact paths, and the slash at the end of its base', async () => {
    const { url } = await serve({ adapter, prefix: 'api/kaizen' });
    for (const path of [
      '/api/kaizen',
      '/api/kaizen/',
      '/api/kaizen/health',
      '/api/kaizen/health/',
    ]) {
      expect([path, (await ask(url + path)).status]).toEqual([path, 200]);
    }
    const others = ['/api/kaizen/Livez', '/api/kaizen/livez/', '/API/kaizen/livez'];
    for (const path of others) expect(codeOf(await ask(url + path))).toEqual([404, 'not_found']);
    for (const path of ['/api/kaizen/v1/Compress', '/api/kaizen/v1/compress/']) {
      expect(codeOf(await ask(url + path, { body: { data: 1 } }))).toEqual([404, 'not_found']);
    }
  });

  it('finishes what is under way, refuses to be found ready, and then ends', async () => {
    const server = await serve({ adapter, shutdownDelayMs: 150, shutdownTimeoutMs: 5000 });
    const { url } = server;
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(url, { agent }), 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
    const silent = await RawRequest.to(url);
    const upload = await RawRequest.to(url);
    upload.post('/v1/compress', CHUNKED, '5\r\n{"dat\r\n');
    await sleep(50);
    const began = performance.now();
    const closed = server.close();
    await sleep(50);
    expect(codeOf(await ask(`${url}/readyz`))).toEqual([503, 'shutting_down']);
    const late = await ask(`${url}/v1/compress`, { body: { data: 1 } });
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    await sleep(300);
    await expect(ask(`${url}/livez`)).rejects.toThrow('fetch failed');
    upload.send('5\r\na":1}\r\n0\r\n\r\n');
    expect(await upload.closed()).toMatch(/^HTTP\/1.1 200 [^]*connection: close[^]*"result":"1"/i);
    expect(await silent.closed()).toBe('');
    await closed;
    agent.destroy();
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('cuts what is not done at the deadline', async () => {
    const server = await serve({ adapter, shutdownTimeoutMs: 200 });
    const upload = await RawRequest.to(server.url);
    upload.post('/v1/compress', CHUNKED, '5\r\n{"dat\r\n');
    await sleep(50);
    const began = performance.now();
    await Promise.all([server.close(), server.close()]);
    expect(await upload.closed()).toBe('');
    const took = performance.now() - began;
    expect(took).toBeGreaterThanOrEqual(190);
    expect(took).toBeLessThan(2000);
  });
});

describe('serveKaizen', () => {
  it('listens for its own machine unless told otherwise', async () => {
    const { url, app } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(app.getHttpAdapter().getType()).toBe('fastify');
  });

  it('fails when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(serve({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });

  it.each(ADAPTERS)('leaves no connection to Redis when it cannot start on %s', async (adapter) => {
    const sockets: Socket[] = [];
    const redis = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(redis, 'listening');
    const { port } = redis.address() as AddressInfo;
    const redisUrl = `redis://127.0.0.1:${port}`;
    const told = { adapter, redisUrl, prefix: ':x(' };
    await expect(serve(told)).rejects.toThrow();
    expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(0);
    redis.close();
  });

  it.each([
    [{ prot: 1 }, 'prot'],
    [{ port: 70_000 }, 'port'],
    [{ host: '' }, 'host'],
    [{ adapter: 'koa' }, 'adapter'],
    [{ maxDepth: 0 }, 'maxDepth'],
    [{ prefix: 1 }, 'prefix'],
    [{ shutdownSignals: ['TERM'] }, 'shutdownSignals'],
    [{ keys: ['a b c'] }, 'keys'],
    [{ trustProxy: 'loopback' }, 'trustProxy'],
  ])('throws for %j', async (options, option) => {
    await expect(createKaizenServer({ logger: false, ...options } as never)).rejects.toMatchObject({
      name: 'KaizenOptionsError',
      option,
    });
  });
});
