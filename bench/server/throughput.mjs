/**
 * Requests per second of our routes with prompts of 1 KB, beside a bare Nest route on the same adapter
 * that echoes the same bodies. Rounds take turns, so that what else the machine does hits both.
 */
import autocannon from 'autocannon';
import { prompts } from './prompts.mjs';
import { startService } from './start.mjs';

const CONNECTIONS = 50;
const headers = { 'content-type': 'application/json' };

/** What each contestant is sent. */
const ROUTES = {
  promptsEncode: { path: '/v1/prompts/encode', body: (prompt) => ({ prompt }) },
  compress: { path: '/v1/compress', body: (data) => ({ data }) },
};

/** Has a server answer for some seconds. */
async function turn({ url, usage }, requests, duration) {
  const before = await usage();
  const result = await autocannon({ url, connections: CONNECTIONS, duration, requests });
  const after = await usage();
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} requests to ${requests[0].path} were not answered`);
  const answered = result['2xx'];
  return { perSecond: answered / result.duration, cpuUs: (after.cpuUs - before.cpuUs) / answered };
}

/**
 * @returns For each operation its rounds: `ours` and `bare`, with requests per second and microseconds of
 * CPU that a request took of the server.
 */
export async function throughput(adapter, { rounds, seconds }) {
  const ours = await startService('kaizen', adapter);
  const bare = await startService('bare', adapter);
  const results = {};
  for (const [operation, { path, body }] of Object.entries(ROUTES)) {
    const bodies = prompts().map((prompt) => JSON.stringify(body(prompt)));
    const to = (target) =>
      bodies.map((text) => ({ method: 'POST', path: target, headers, body: text }));
    const contest = async (duration) => ({
      bare: await turn(bare, to('/echo'), duration),
      ours: await turn(ours, to(path), duration),
    });
    await contest(Math.min(3, seconds));
    results[operation] = [];
    for (let round = 0; round < rounds; round++) results[operation].push(await contest(seconds));
  }
  ours.stop();
  bare.stop();
  return results;
}
