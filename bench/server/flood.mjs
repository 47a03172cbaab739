/**
 * A process that keeps bodies of 5 MB in flight: `node flood.mjs URL IN_FLIGHT`. When its parent says so, it
 * ends and tells how many were encoded.
 */
import { events, orders, tables } from '../speed/payloads.mjs';

const [url, inFlight] = process.argv.slice(2);
const MEGABYTES = 5;

const bodies = [tables, orders, events].map((payload) => {
  const [[key, rows]] = Object.entries(payload);
  return JSON.stringify({ prompt: { [key]: Array(MEGABYTES).fill(rows).flat() } });
});

let isOver = false;
const statuses = {};

async function keepSending(index) {
  for (let turn = index; !isOver; turn++) {
    const response = await fetch(`${url}/v1/prompts/encode`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bodies[turn % bodies.length],
    });
    await response.arrayBuffer();
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  }
}

const senders = Array.from({ length: Number(inFlight) }, (_, index) => keepSending(index));
process.once('message', async () => {
  isOver = true;
  await Promise.all(senders);
  process.send(statuses, () => process.disconnect());
});
