import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { KaizenOptionsError } from '../../../../lib/errors/options.error.js';
import type { ConnectionOptions } from '../../../../lib/transport/http/sockets/agents.js';
import { isExempt } from '../../../../lib/transport/http/sockets/no-proxy.js';
import { proxyFor, type ProxyOptions } from '../../../../lib/transport/http/sockets/proxy-for.js';
import type { PhaseTimeouts } from '../../../../lib/transport/http/sockets/phase-timeouts.js';
import { type Certificates, makeCertificates } from '../../../faults/support/certificates.js';
import { denyTunnel, tunnel } from '../../../faults/support/proxies.js';
import { drip, later, ok, reply, silence } from '../../../faults/support/replies.js';
import { type Script, ScriptedServer, type Step } from '../../../faults/support/scripted-server.js';
import { failureOf, furtherTimers, socketClient, timers, waiting } from './socket-client.js';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.open(script);
  opened.push(server);
  return server;
}

interface Place {
  readonly tunnels?: readonly Step[];
  readonly steps?: readonly Step[];
  readonly isSecure?: boolean;
  readonly isProxySecure?: boolean;
  readonly options?: Partial<ConnectionOptions>;
  readonly timeouts?: Partial<PhaseTimeouts>;
}

async function setUp(place: Place) {
  const tls = certificates.service;
  const { tunnels = [tunnel], steps = [ok], isSecure, isProxySecure, options, timeouts } = place;
  const service = await serve({ steps, ...(isSecure && { tls }) });
  const proxy = await serve({ steps: tunnels, ...(isProxySecure && { tls }) });
  const caBundle = certificates.authority.cert;
  const made = { caBundle, proxy: proxy.url, ...options };
  const { axios, agents } = socketClient(service.url, made, timeouts);
  opened.push(agents);
  return { service, proxy, axios, agents };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('tunnels', () => {
  it.each([
    { isSecure: false, isProxySecure: false },
    { isSecure: true, isProxySecure: false },
    { isSecure: false, isProxySecure: true },
    { isSecure: true, isProxySecure: true },
  ])('are kept alive, and are as many as allowed: %j', async (kind) => {
    const { axios, service, proxy } = await setUp({
      ...kind,
      steps: [later(10, ok)],
      options: { maxConnections: 3, proxyAuth: { username: 'ann', password: 'p@ss' } },
    });
    for (let count = 0; count < 4; count++) await axios.post('', '{}');
    expect(proxy.requests).toHaveLength(1);
    await Promise.all(times(6, () => axios.post('', '{}')));
    expect(proxy.requests).toHaveLength(3);
    expect(proxy.requests[0]).toMatchObject({
      method: 'CONNECT',
      target: `127.0.0.1:${service.port}`,
      headers: { 'proxy-authorization': `Basic ${Buffer.from('ann:p@ss').toString('base64')}` },
    });
    expect(JSON.stringify(service.requests)).not.toContain('proxy-authorization');
    expect(service.requests).toHaveLength(10);
  });

  it('lead to an IPv6 address, in brackets', async () => {
    const proxy = await serve({ steps: [denyTunnel(502)] });
    const { axios, agents } = socketClient('https://[::1]:8443/', { proxy: proxy.url });
    opened.push(agents);
    await failureOf(axios.get(''));
    expect(proxy.requests).toMatchObject([
      { target: '[::1]:8443', headers: { host: '[::1]:8443' } },
    ]);
  });

  it('are for the name of the service, not of the proxy', async () => {
    const proxy = await serve({ steps: [tunnelTo((await securedService()).port)] });
    const caBundle = certificates.authority.cert;
    const options = { proxy: proxy.url, caBundle };
    const { axios, agents } = socketClient('https://elsewhere.example/', options);
    opened.push(agents);
    await expect(axios.get('')).resolves.toHaveProperty('status', 200);
  });
});

/** A service with the certificate of another host. */
function securedService(): Promise<ScriptedServer> {
  return serve({ steps: [ok], tls: certificates.otherHost });
}

/** Whatever is asked for, the tunnel leads here. */
function tunnelTo(port: number): Step {
  return (exchange) =>
    tunnel({ ...exchange, request: { ...exchange.request, target: `127.0.0.1:${port}` } });
}

describe('a tunnel that does not come about', () => {
  it('fails each call that waits for one, at once', async () => {
    const { axios, agents, proxy } = await setUp({
      tunnels: [denyTunnel(407)],
      options: { maxConnections: 1 },
    });
    const failed = await Promise.all(times(4, () => failureOf(axios.get(''))));
    const wanted = { name: 'KaizenConnectionError', failure: 'proxy', systemCode: 'HTTP_407' };
    expect(failed.map(({ cause }) => cause)).toEqual(
      times(4, () => expect.objectContaining(wanted)),
    );
    expect(Math.max(...failed.map(({ tookMs }) => tookMs))).toBeLessThan(1000);
    expect(proxy.requests).toHaveLength(4);
    expect(waiting(agents.httpAgent)).toBe(0);
    expect(await proxy.settled()).toBe(0);
  });

  it('leaves its place to the next', async () => {
    const { axios } = await setUp({
      tunnels: [denyTunnel(503), tunnel],
      options: { maxConnections: 1 },
    });
    const [first, ...others] = times(3, () => axios.get(''));
    await expect(first).rejects.toHaveProperty('cause.systemCode', 'HTTP_503');
    await expect(Promise.all(others)).resolves.toHaveLength(2);
  });

  it('fails the calls that wait, and no other, when it is to replace a closed one', async () => {
    const { axios, proxy } = await setUp({
      tunnels: [tunnel, denyTunnel(502)],
      steps: [later(50, reply(200, '{}', { connection: 'close' }))],
      options: { maxConnections: 1 },
    });
    const [first, ...others] = await Promise.all(times(3, () => failureOf(axios.get(''))));
    expect(first?.error).toBeUndefined();
    const wanted = expect.objectContaining({ systemCode: 'HTTP_502' });
    expect(others.map(({ cause }) => cause)).toEqual([wanted, wanted]);
    await sleep(50);
    expect(proxy.requests).toHaveLength(3);
  });

  it('does not fail a call that has been given another one meanwhile', async () => {
    const { axios, service, proxy } = await setUp({
      tunnels: [tunnel, tunnel, later(250, denyTunnel(502))],
      steps: [later(100, ok), reply(200, '{}', { connection: 'close' }), later(400, ok)],
      options: { maxConnections: 2 },
    });
    const [first, second] = [axios.get(''), axios.get('')];
    const third = axios.get('');
    await Promise.all([first, second]);
    await expect(third).resolves.toHaveProperty('status', 200);
    expect(proxy.requests).toHaveLength(3);
    expect(service.accepted).toBe(2);
  });

  it('is told from the wait for a free one', async () => {
    const { axios, proxy } = await setUp({
      tunnels: [silence],
      options: { maxConnections: 1 },
      timeouts: { connectTimeoutMs: 400, poolTimeoutMs: 200 },
    });
    const [dialling, queued] = await Promise.all(times(2, () => failureOf(axios.get(''))));
    expect(dialling?.phase).toMatchObject({ which: 'connect', timeoutMs: 400 });
    expect(queued?.phase).toMatchObject({ which: 'pool', timeoutMs: 200 });
    expect(await proxy.settled()).toBe(0);
  });

  it('has one limit for the tunnel and for the handshake behind it', async () => {
    const { axios, proxy } = await setUp({
      isSecure: true,
      tunnels: [later(250, ({ socket }) => socket.write('HTTP/1.1 200 OK\r\n\r\n'))],
      timeouts: { connectTimeoutMs: 400 },
    });
    const { phase, tookMs } = await failureOf(axios.get(''));
    expect(phase?.which).toBe('connect');
    expect(tookMs).toBeLessThan(600);
    expect(await proxy.settled()).toBe(0);
  });

  it('is given up when the call is aborted, with all that belongs to it', async () => {
    const { axios, proxy, agents } = await setUp({ tunnels: [silence] });
    const before = timers();
    const controller = new AbortController();
    const call = failureOf(axios.get('', { signal: controller.signal }));
    while (proxy.requests.length === 0) await sleep(2);
    controller.abort();
    const { error } = await call;
    expect(error?.code).toBe('ERR_CANCELED');
    expect(await proxy.settled()).toBe(0);
    expect(await furtherTimers(before)).toBe(0);
    expect(agents.httpAgent.sockets).toEqual({});
  });

  it('is given up when the client is closed', async () => {
    const { axios, proxy, agents } = await setUp({ tunnels: [silence] });
    const call = failureOf(axios.get(''));
    while (proxy.requests.length === 0) await sleep(2);
    agents.close();
    await expect(call).resolves.toHaveProperty('cause.failure', 'proxy');
    expect(await proxy.settled()).toBe(0);
  });

  it('ends when the proxy never stops talking', async () => {
    const header = `x-fill: ${'x'.repeat(4000)}\r\n`;
    const { axios } = await setUp({ tunnels: [drip('HTTP/1.1 200 OK\r\n', header, 5)] });
    await expect(failureOf(axios.get(''))).resolves.toHaveProperty(
      'cause.systemCode',
      'HPE_HEADER_OVERFLOW',
    );
  });

  it('never repeats what the proxy says, nor the credentials', async () => {
    const { axios } = await setUp({
      tunnels: [
        ({ socket, request }) =>
          socket.end(`HTTP/1.1 407 ${request.headers['proxy-authorization']}\r\n\r\n`),
      ],
      options: { proxyAuth: { username: 'ann', password: 'canary' } },
    });
    const { cause } = await failureOf(axios.get(''));
    expect(cause?.message).toMatch(/answered 407\. Check proxyAuth/);
    expect(cause?.message).not.toMatch(/ann|canary|YW5uOmNhbmFyeQ/);
  });
});

describe('which proxy', () => {
  const https = new URL('https://api.example.com/v1');
  const plain = new URL('http://api.example.com:8080/');
  const ENVIRONMENT: [string, URL, NodeJS.ProcessEnv, string | undefined][] = [
    ['none', https, {}, undefined],
    [
      'HTTPS_PROXY for https',
      https,
      { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:2' },
      'p:1',
    ],
    ['HTTP_PROXY for http', plain, { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:2' }, 'q:2'],
    ['ALL_PROXY for either', https, { ALL_PROXY: 'http://r:3' }, 'r:3'],
    [
      'the lower case first',
      https,
      { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://q:2' },
      'p:1',
    ],
    ['not an empty one', https, { https_proxy: '', ALL_PROXY: 'http://r:3' }, 'r:3'],
    ['without a scheme', https, { HTTPS_PROXY: 'p:1' }, 'p:1'],
    ['without a port', https, { HTTPS_PROXY: 'http://p' }, 'p:80'],
    ['https without a port', https, { HTTPS_PROXY: 'https://p' }, 'p:443'],
    ['an IPv6 address', https, { HTTPS_PROXY: 'http://[::1]:1' }, '::1:1'],
    [
      'not for NO_PROXY',
      https,
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.b, example.com' },
      undefined,
    ],
    [
      'not for no_proxy',
      https,
      { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.b api.example.com' },
      undefined,
    ],
  ];

  it.each(ENVIRONMENT)('of the environment: %s', (_, service, env, wanted) => {
    const proxy = proxyFor(service, {}, env);
    expect(proxy && `${proxy.host}:${proxy.port}`).toBe(wanted);
  });

  const env = { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'api.example.com' };
  const OPTIONS: [string, ProxyOptions, NodeJS.ProcessEnv, string | undefined][] = [
    ['the option, whatever NO_PROXY says', { proxy: 'http://own:2' }, env, 'own'],
    ['none, when told so', { proxy: false }, { HTTPS_PROXY: 'http://env:1' }, undefined],
    ['none for noProxy', { proxy: 'http://own:2', noProxy: ['.example.com'] }, {}, undefined],
    [
      'none for noProxy of the environment’s',
      { noProxy: ['*'] },
      { HTTPS_PROXY: 'http://env:1' },
      undefined,
    ],
  ];

  it.each(OPTIONS)('by option: %s', (_, options, environment, wanted) => {
    expect(proxyFor(https, options, environment)?.host).toBe(wanted);
  });

  const CREDENTIALS: [string, ProxyOptions, string | undefined][] = [
    ['none', { proxy: 'http://p' }, undefined],
    ['percent-encoded', { proxy: 'http://a%40b:c%3Ad%C3%A9@p' }, 'a@b:c:dé'],
    ['with a lone percent sign', { proxy: 'http://a:100%@p' }, 'a:100%'],
    ['without a password', { proxy: 'http://token@p' }, 'token:'],
    [
      'apart from the URL',
      { proxy: 'http://a:b@p', proxyAuth: { username: 'c%40', password: 'd' } },
      'c%40:d',
    ],
  ];

  it.each(CREDENTIALS)('with credentials: %s', (_, options, wanted) => {
    const { authorization } = proxyFor(https, options, {})!;
    const sent = authorization && Buffer.from(authorization.slice(6), 'base64').toString();
    expect(sent).toBe(wanted);
  });

  it.each(['socks5://user:canary@p:1', 'http://user:canary@:1'])(
    'that the environment names must be one: %s',
    (HTTPS_PROXY) => {
      const find = () => proxyFor(https, {}, { HTTPS_PROXY });
      expect(find).toThrow(KaizenOptionsError);
      expect(find).toThrow(/HTTPS_PROXY.*or set proxy: false/);
      expect(find).not.toThrow(/canary/);
    },
  );
});

describe('a host without a proxy', () => {
  const CASES: [string, string, boolean][] = [
    ['*', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['A.Example.', 'https://a.example', true],
    ['example', 'https://a.example', true],
    ['.example', 'https://a.example', true],
    ['*.example', 'https://a.example', true],
    ['ample', 'https://a.example', false],
    ['b.a.example', 'https://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:443', 'http://a.example', false],
    ['a.example:8080', 'http://a.example:8080', true],
    ['', 'https://a.example', false],
    ['127.0.0.1', 'http://127.0.0.1:3000', true],
    ['0.0.1', 'http://127.0.0.1', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.0.0.0/', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://a.example', false],
    ['::1', 'http://[::1]:3000', true],
    ['[::1]', 'http://[::1]:3000', true],
    ['[::1]:3000', 'http://[::1]:3000', true],
    ['[::1]:3001', 'http://[::1]:3000', false],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['fd00::/8', 'http://10.1.2.3', false],
  ];

  it.each(CASES)('%j and %s: %s', (exception, url, wanted) => {
    expect(isExempt(new URL(url), ['other.test', exception])).toBe(wanted);
  });
});
