import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledLib } from '../../test/support/compiled-lib.js';
import { type BatchServer, startBatchServer } from './src/batch-server.js';
import { compareWays, type WayResult } from './src/compare-ways.js';
import { ticketPrompts } from './src/prompts.js';
import { waysTable } from './src/ways-table.js';

const COUNT = 300;
const lib = new CompiledLib('lib-sample-batch');
let server: BatchServer;
let results: WayResult[];

beforeAll(async () => {
  await lib.make();
  server = await startBatchServer(new URL(lib.url('cli/main.js')));
  results = await compareWays(server.url, ticketPrompts(COUNT));
});
afterAll(async () => {
  await server.close();
  await lib.remove();
});

describe('a list of prompts', () => {
  it('is encoded to the same texts in every way', () => {
    expect(results.map(({ way, prompts, isSame }) => [way, prompts, isSame])).toEqual([
      ['one by one', COUNT, true],
      ['32 at once', COUNT, true],
      ['as a batch', COUNT, true],
    ]);
  });

  it('is encoded the fastest as a batch, which is a few requests', () => {
    const [oneByOne, , asBatch] = results as [WayResult, WayResult, WayResult];
    expect(asBatch.via).toBe('batch');
    expect(asBatch.milliseconds).toBeLessThan(oneByOne.milliseconds / 2);
  });
});

describe('the table', () => {
  it('is aligned, has a line for each way, and says so when texts differ', () => {
    const [first, ...others] = results as [WayResult, ...WayResult[]];
    const lines = waysTable([{ ...first, isSame: false }, ...others]).split('\n');
    expect(lines).toHaveLength(5);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[2]).toMatch(/^one by one +300 +\d+ ms +\d+ +1\.0 +calls +NO$/);
    expect(lines[4]).toMatch(/^as a batch +300 +\d+ ms +\d+ +\d+\.\d +batch +yes$/);
  });
});

describe('the server', () => {
  it('is the one that KAIZEN_BASE_URL names, which is left alone', async () => {
    process.env['KAIZEN_BASE_URL'] = server.url;
    try {
      const other = await startBatchServer();
      await other.close();
      expect(other.url).toBe(server.url);
      expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    } finally {
      delete process.env['KAIZEN_BASE_URL'];
    }
  });
});
