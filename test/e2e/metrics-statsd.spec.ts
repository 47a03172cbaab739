import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StatsD } from 'hot-shots';
import { createKaizen, type KaizenMetricsCollector } from 'nestjs-kaizen';
import { startScriptedService } from 'nestjs-kaizen/testing';

/*
 * The collector that docs/metrics.md shows, as it stands there, against a socket that takes what a StatsD
 * server or a Datadog agent would get.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRATCH = path.join(ROOT, '.cache/statsd');

interface Snippet {
  readonly KaizenStatsD: new (statsd: StatsD) => KaizenMetricsCollector;
}

async function importSnippet(): Promise<Snippet> {
  const page = readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8');
  const [, code] = /^```ts\n(import \{ StatsD \}[^]*?)^```$/m.exec(page) ?? [];
  mkdirSync(SCRATCH, { recursive: true });
  const file = path.join(SCRATCH, 'collector.ts');
  writeFileSync(file, code ?? '');
  return (await import(file)) as Snippet;
}

let server: Socket;
const received: string[] = [];

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (bytes) => received.push(...bytes.toString().trim().split('\n')));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(SCRATCH, { recursive: true, force: true });
});

async function linesOf(count: number): Promise<string[]> {
  for (let wait = 0; received.length < count && wait < 200; wait++) await sleep(10);
  return received.splice(0).toSorted();
}

describe('the StatsD collector of the guide', () => {
  it('tells an agent of calls, sizes and retries', async () => {
    const { KaizenStatsD } = await importSnippet();
    const service = await startScriptedService({ promptsEncode: [{ status: 503 }] });
    const statsd = new StatsD({ host: '127.0.0.1', port: server.address().port });
    const kaizen = createKaizen({
      baseUrl: service.url,
      proxy: false,
      logLevel: 'off',
      retryBackoffFactor: 0.001,
      metrics: new KaizenStatsD(statsd),
    });
    try {
      await kaizen.promptsEncode({ prompt: { rows: [{ a: 1 }, { a: 2 }, { a: 3 }] } });
      const who = 'client:default,operation:promptsEncode';
      expect(await linesOf(4)).toEqual([
        `kaizen.compression.json_bytes:34|c|#${who}`,
        expect.stringMatching(`^kaizen.compression.ktof_bytes:\\d+\\|c\\|#${who}$`),
        expect.stringMatching(
          `^kaizen.request.duration:[\\d.]+\\|ms\\|#${who},outcome:ok,served_by:http,error_code:none$`,
        ),
        `kaizen.retries:1|c|#${who},reason:503`,
      ]);
    } finally {
      await kaizen.close();
      await service.close();
      statsd.close();
    }
  });

  it('fails no call when the agent is gone', async () => {
    const { KaizenStatsD } = await importSnippet();
    const statsd = new StatsD({ host: '127.0.0.1', port: 9, errorHandler: () => undefined });
    const kaizen = createKaizen({ logLevel: 'off', metrics: new KaizenStatsD(statsd) });
    statsd.close();
    const { servedBy } = await kaizen.promptsEncode({ prompt: { a: 1 } });
    expect(servedBy).toBe('embedded');
    await kaizen.close();
  });
});
