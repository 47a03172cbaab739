import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KaizenServeOptions } from 'nestjs-kaizen/server';
import { CompiledLib } from '../../support/compiled-lib.js';
import { ChildServer } from './child-server.js';
import { RawRequest } from './raw-request.js';
import { ask, type Reply } from './server-app.js';

const lib = new CompiledLib('lib-server');
beforeAll(() => lib.make());
afterAll(() => lib.remove());

const running: ChildServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.end('SIGKILL'))));

async function serve(options: KaizenServeOptions = {}): Promise<ChildServer> {
  const server = await ChildServer.start(lib, { logger: false, ...options });
  running.push(server);
  return server;
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `name ${id}`, ok: id % 3 === 0 }));
const codeOf = ({ status, json }: Reply) => [status, json.error['code']];

/** How many jobs the worker threads have or wait for. */
async function poolJobs(url: string): Promise<number> {
  const { text } = await ask(`${url}/metrics`);
  return Number(/^kaizen_server_pool_jobs (\d+)$/m.exec(text)?.[1]);
}

describe('a server in a process of its own', () => {
  it('gives large requests the answers that it gives small ones', async () => {
    const [far, near] = [
      await serve({ workers: { thresholdBytes: 0 } }),
      await serve({ workers: false }),
    ];
    const prompt = {
      rows: rowsOf(50),
      text: `see ${JSON.stringify(rowsOf(5))}`,
      odd: '\u{1f600} é',
    };
    const bodies: [string, object][] = [
      [
        '/v1/prompts/encode',
        { prompt, token_models: ['gpt-4o'], metadata: { a: [1] }, schemas: {} },
      ],
      ['/v1/compress', { data: [] }],
      ['/v1/decompress', { data: 'a[2]: 1,2' }],
      ['/v1/decompress', { data: 'a[2]: 1' }],
      ['/v1/optimize', { data: 1, options: { indent: 9 } }],
      ['/v1/prompts/decode', { ktof: 'a: 1', replay_meta: { digest: 'x', replacements: [[]] } }],
      ['/v1/optimize/response', {}],
    ];
    const headers = { 'x-request-id': 'same' };
    for (const [path, body] of bodies) {
      const [here, there] = await Promise.all(
        [near, far].map(({ url }) => ask(url + path, { body, headers })),
      );
      expect([path, there?.status, there?.json]).toEqual([path, here?.status, here?.json]);
    }
  });

  it('answers others while it works on megabytes', async () => {
    const { url } = await serve();
    const body = Buffer.from(JSON.stringify({ prompt: { rows: rowsOf(120_000) } }));
    expect(body.length).toBeGreaterThan(5_000_000);
    const post = () => ask(`${url}/v1/prompts/encode`, { body });
    await post();
    const work = Promise.all([post(), post(), post(), post()]);
    let isDone = false;
    void work.finally(() => (isDone = true));
    const took: number[] = [];
    while (!isDone) {
      const began = performance.now();
      await ask(`${url}/health`);
      took.push(performance.now() - began);
      await sleep(5);
    }
    expect((await work).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    // In the main thread each of the four would hold it for more than 300 ms.
    expect(took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.9)]).toBeLessThan(150);
  });

  it('refuses large requests that would have to wait too long, and small ones never', async () => {
    const { url } = await serve({ workers: { maxThreads: 1, maxQueue: 1 } });
    const large = { prompt: { rows: rowsOf(40_000) } };
    const post = (body: object) => ask(`${url}/v1/prompts/encode`, { body });
    const replies = await Promise.all(Array.from({ length: 6 }, () => post(large)));
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused.map(codeOf)).toEqual(refused.map(() => [503, 'overloaded']));
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await post({ prompt: 1 })).status).toBe(200);
    expect((await post(large)).status).toBe(200);
  });

  it('ends work for a client that is gone', async () => {
    const { url } = await serve({ workers: { maxThreads: 1, maxQueue: 0 }, metrics: true });
    const body = JSON.stringify({
      data: rowsOf(100_000),
      token_models: ['gpt-4o', 'gpt-4', 'text-davinci-003', 'davinci'],
    });
    const raw = await RawRequest.to(url);
    raw.post(
      '/v1/optimize',
      ['Content-Type: application/json', `Content-Length: ${body.length}`],
      body,
    );
    while ((await poolJobs(url)) === 0) await sleep(10);
    raw.vanish();
    const began = performance.now();
    while ((await poolJobs(url)) > 0) await sleep(10);
    expect(performance.now() - began).toBeLessThan(1000);
    const next = await ask(`${url}/v1/compress`, { body: { data: rowsOf(20_000) } });
    expect(next.status).toBe(200);
  });

  it('has a small text that stands for much done by a thread', async () => {
    const { url } = await serve({ workers: { thresholdBytes: 4096 } });
    const key = 'k'.repeat(1000);
    const ktof = `[300]{${key}}:\n${Array.from({ length: 300 }, () => ' 1').join('\n')}`;
    const { status, json } = await ask(`${url}/v1/optimize/response`, { body: { ktof } });
    expect(status).toBe(200);
    expect(json['result']).toHaveLength(300);
  });

  it('says when a thread has too little memory, and stays up', async () => {
    const { url } = await serve({ workers: { maxThreads: 1, maxMemoryMb: 16 } });
    const body = { data: rowsOf(100_000) };
    expect(codeOf(await ask(`${url}/v1/compress`, { body }))).toEqual([413, 'too_large']);
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(200);
  });

  it('finishes requests on SIGTERM, and ends by itself', async () => {
    const server = await serve();
    const work = ask(`${server.url}/v1/prompts/encode`, {
      body: { prompt: { rows: rowsOf(60_000) } },
    });
    await sleep(100);
    const [code, { status }] = await Promise.all([server.end(), work]);
    expect([code, status]).toEqual([0, 200]);
  });

  it('has figures for Prometheus, with few labels whatever is asked', async () => {
    const { url } = await serve({ metrics: true });
    await ask(`${url}/v1/compress`, { body: { data: 1 } });
    await ask(`${url}/v1/compress`, { body: {} });
    // Node's own series come and go with what is open.
    const series = async () => (await ask(`${url}/metrics`)).text.match(/^kaizen_/gm)!.length;
    await ask(`${url}/nothing`);
    await series();
    const before = await series();
    for (let i = 0; i < 50; i++)
      await ask(`${url}/path-${i}`, { headers: { 'x-request-id': `${i}` } });
    expect(await series()).toBe(before);
    const { text, headers } = await ask(`${url}/metrics`);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/_count\{route="\/v1\/compress",method="POST",status="2xx"\} 1\n/);
    expect(text).toContain('kaizen_server_refusals_total{code="validation_failed"} 1\n');
    expect(text).toMatch(/^kaizen_server_refusals_total\{code="not_found"\} 51$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });
});
