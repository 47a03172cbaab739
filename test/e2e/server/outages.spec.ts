import '../../support/bridge-nest.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KaizenServeOptions, serveKaizen } from 'nestjs-kaizen/server';
import { ask, type Reply } from './server-app.js';

const running: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

/** A server whose log is looked at, and the lines of that. */
async function serve(options: KaizenServeOptions): Promise<{ url: string; lines: string[] }> {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: unknown, ...rest: unknown[]) => {
      if (rest.at(-1) === 'KaizenServer') lines.push(`${level} ${String(message)}`);
    };
  const logger = { log: write('log'), warn: write('warn'), error: write('error') };
  const server = await serveKaizen({ port: 0, workers: false, ...options, logger });
  running.push(server);
  return { url: server.url, lines };
}

const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const hang = () => new Promise<never>(() => undefined);
const batchOf = (count: number) => ({
  items: Array.from({ length: count }, (_, at) => ({ prompt: at, store: true })),
});

describe('an outage', () => {
  it('of the store of prompts is in the log once, however many need it, and so is its end', async () => {
    let isDown = true;
    const failing = () => Promise.reject(new TypeError('secret'));
    const set = () => (isDown ? failing() : Promise.resolve());
    const { url, lines } = await serve({ payloads: { store: { get: set, set } } });
    const encode = () => ask(`${url}/v1/prompts/encode/batch`, { body: batchOf(60) });
    for (let call = 0; call < 3; call++) {
      const items = (await encode()).json['items'] as { status_code?: number }[];
      expect(items.map(({ status_code: status }) => status)).toEqual(items.map(() => 503));
    }
    const begun = expect.stringMatching(/^error store_unavailable: .*prompts.*\(TypeError\)/);
    expect(lines).toEqual([begun]);
    isDown = false;
    while (lines.length === 1) {
      expect((await encode()).status).toBe(200);
      await sleep(50);
    }
    await encode();
    expect(lines).toEqual([begun, expect.stringMatching(/^log .*prompts answers again/)]);
  });

  it('of the store of keys is in the log once, and so is the next one', async () => {
    let keys: () => Promise<string[]> = () => Promise.reject(new RangeError('secret'));
    const { url, lines } = await serve({ keyStore: { keys: () => keys() } });
    const compress = () =>
      ask(`${url}/v1/compress`, { body: { data: 1 }, headers: { 'x-api-key': 'k-secret-0' } });
    for (let call = 0; call < 20; call++) {
      expect(codeOf(await compress())).toEqual([503, 'store_unavailable']);
    }
    const begun = expect.stringMatching(/^error store_unavailable: .*API keys.*\(RangeError\)/);
    expect(lines).toEqual([begun]);
    keys = () => Promise.resolve(['k-secret-0']);
    while (lines.length === 1) {
      expect((await compress()).status).toBe(200);
      await sleep(50);
    }
    keys = () => Promise.reject(new RangeError('secret'));
    expect((await compress()).status).toBe(503);
    const over = expect.stringMatching(/^log .*API keys answers again/);
    expect(lines).toEqual([begun, over, begun]);
  });
});

describe('a store of keys that hangs', () => {
  it('is a 503 for who has a key, while the health routes answer', async () => {
    const { url, lines } = await serve({ keyStore: { keys: hang } });
    const headers = { 'x-api-key': 'k-secret-0' };
    const asked = [1, 2].map((data) => ask(`${url}/v1/compress`, { body: { data }, headers }));
    expect((await ask(`${url}/livez`)).status).toBe(200);
    expect(codeOf(await ask(`${url}/v1/compress`, { body: { data: 1 } }))).toEqual([
      401,
      'unauthenticated',
    ]);
    for (const reply of await Promise.all(asked)) {
      expect(codeOf(reply)).toEqual([503, 'store_unavailable']);
      expect(reply.headers.get('retry-after')).toBe('1');
    }
    expect(lines).toEqual([expect.stringContaining('no answer within 3000 ms')]);
  });
});
