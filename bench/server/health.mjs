/** How long `/health` takes while bodies of 5 MB are being encoded. */
import { Agent, get } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../http/ask.mjs';
import { start, startService } from './start.mjs';

const EVERY_MS = 20;
const WARM_UP_MS = 3000;
const IN_FLIGHT = 4;

async function probe(url, agent) {
  const began = performance.now();
  const [response] = await once(get(`${url}/health`, { agent }), 'response');
  await once(response.resume(), 'end');
  if (response.statusCode !== 200) throw new Error(`/health answered ${response.statusCode}`);
  return performance.now() - began;
}

/** Asks at fixed times, whether or not the answer before has come. */
async function probeFor(url, seconds) {
  const agent = new Agent({ keepAlive: true });
  const probes = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    probes.push(probe(url, agent));
    await sleep(EVERY_MS);
  }
  const times = await Promise.all(probes);
  agent.destroy();
  return times;
}

/** @returns The milliseconds of each answer, idle and under load, and how the 5 MB bodies were answered. */
export async function health(adapter, seconds) {
  const { url, stop } = await startService('kaizen', adapter);
  const idle = await probeFor(url, Math.min(5, seconds));
  const flood = start('flood.mjs', [url, IN_FLIGHT]);
  await sleep(WARM_UP_MS);
  const loaded = await probeFor(url, seconds);
  const statuses = await ask(flood, 'end');
  stop();
  return { idle, loaded, statuses };
}
