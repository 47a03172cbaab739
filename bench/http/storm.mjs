/** An outage: how many requests many calls make of it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import axios from 'axios';
import axiosRetry from 'axios-retry';

const CALLS = 200;
const BUDGET = { capacity: 500, costPerRetry: 10 };
const BACKOFF_MS = 20;

/** Sends all calls at once and counts what reaches the service. */
async function requestsOf(makeCaller) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume();
    response.writeHead(503).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { call, close } = makeCaller(`http://127.0.0.1:${server.address().port}`);
  const outcomes = await Promise.allSettled(Array.from({ length: CALLS }, call));
  await close();
  server.close();
  server.closeAllConnections();
  if (outcomes.some(({ status }) => status === 'fulfilled')) throw new Error('a call succeeded');
  return requests;
}

function axiosRetryAlone(baseURL) {
  const client = axios.create({ baseURL });
  const retries = { retries: 3, retryDelay: () => BACKOFF_MS, retryCondition: () => true };
  axiosRetry(client, retries);
  return { call: () => client.post('/v1/prompts/decode', { ktof: 'a: 1' }), close: () => {} };
}

async function ours() {
  const { createKaizen } = await import('../../dist/index.js');
  return (baseUrl) => {
    const client = createKaizen({
      baseUrl,
      retryBudget: BUDGET,
      retryBackoffFactor: BACKOFF_MS / 1000,
      poolTimeoutMs: 30_000,
      logger: { log() {}, warn() {}, error() {}, debug() {} },
    });
    return {
      call: () => client.promptsDecode({ ktof: 'a: 1' }),
      close: () => client.close(),
    };
  };
}

/** @returns How many requests were sent, and what the budget allows beside the calls. */
export async function storm() {
  const sent = await requestsOf(await ours());
  const withoutBudget = await requestsOf(axiosRetryAlone);
  return { calls: CALLS, budget: BUDGET.capacity / BUDGET.costPerRetry, withoutBudget, sent };
}
