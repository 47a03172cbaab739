import { beforeAll, describe, expect, it } from '@jest/globals';
import { comparePools } from './src/compare-pools.js';
import { type LoadRow, loadTable } from './src/load-table.js';

const AT_ONCE = 150;
const CALLS = 2 * AT_ONCE;
let rows: LoadRow[];
const row = (pool: string) => rows.find((each) => each.pool === pool)!;

beforeAll(async () => {
  rows = await comparePools(AT_ONCE);
}, 60_000);

describe('hundreds of calls at once', () => {
  it('are all answered, unless a bulkhead refuses them', () => {
    expect(rows).toHaveLength(5);
    for (const { pool, calls, answered, refused, latencies } of rows) {
      const turnedAway = pool === '25 at once, 100 wait' ? 2 * (AT_ONCE - 125) : 0;
      expect({ pool, calls, answered, refused }).toEqual({
        pool,
        calls: CALLS,
        answered: CALLS - turnedAway,
        refused: turnedAway,
      });
      expect(latencies).toEqual(latencies.toSorted((a, b) => a - b));
    }
  });

  it('open as many sockets as the pool has, and open them anew when none are kept', () => {
    const opened = rows.map(({ pool, sockets }) => [pool, sockets]);
    expect(opened).toEqual([
      ['5 sockets', 5],
      ['25 sockets', 25],
      ['100 sockets', 100],
      ['25 sockets, none kept', 50],
      ['25 at once, 100 wait', 25],
    ]);
  });

  it('are done sooner with more sockets, as long as the service is what they wait for', () => {
    expect(row('25 sockets').seconds).toBeLessThan(row('5 sockets').seconds);
    expect(row('5 sockets').latencies.at(-1)).toBeGreaterThan((AT_ONCE / 5) * 20);
  });
});

describe('the table', () => {
  it('is aligned and has a line for each pool', () => {
    const lines = loadTable(rows).split('\n');
    expect(lines).toHaveLength(7);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[6]).toMatch(/^25 at once, 100 wait +300 +250 +50 +25 +\d+ +\d+ ms +\d+ ms$/);
  });
});
