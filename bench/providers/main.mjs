/**
 * What Kaizen adds to a vendor's SDK: `node bench/providers/main.mjs`.
 *
 * The package `openai`, alone and as `KaizenOpenAI`, asks a vendor of that shape in another process. The prompt
 * has 10 KB of JSON, which Kaizen compresses in the measured time. The ways take turns in every round.
 * Exits with 1 when a figure is over its goal.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import OpenAI from 'openai';

const DIST = process.env.KAIZEN_DIST ?? '../../dist';
const { createKaizen } = await import(`${DIST}/index.js`).catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});
const { KaizenOpenAI } = await import(`${DIST}/providers.js`);

const GOALS = { cpu: 1.25, ideal: 3, stallMs: 20, firstMs: 5 };
const WARM_UP_ROUNDS = 12;
const ROUNDS = 9;
const CALLS = 200;
const LATENCY_MS = 50;

const CITIES = ['Lisbon', 'Porto', 'Braga', 'Faro', 'Coimbra'];
const rows = Array.from({ length: 96 }, (_, at) => ({
  id: 1000 + at,
  customer: `customer-${(at * 7) % 96}`,
  city: CITIES[at % CITIES.length],
  total: 20 + ((at * 37) % 96) * 5.25,
  isPaid: at % 3 === 0,
  note: at % 4 === 0 ? 'leave it at the door' : '',
}));
const content = `Which of these orders is late?\n\n\`\`\`json\n${JSON.stringify(rows)}\n\`\`\``;
const messages = [{ role: 'user', content }];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const failed = [];

function tell(name, text, isMet, goal) {
  if (!isMet) failed.push(name);
  console.log(`${name.padEnd(34)} ${text.padEnd(44)} ${isMet ? 'ok' : 'OVER'} (goal ${goal})`);
}

async function startVendor(latencyMs) {
  const env = { ...process.env, LATENCY_MS: String(latencyMs) };
  const child = fork(new URL('vendor.mjs', import.meta.url), { env });
  const [{ port }] = await once(child, 'message');
  return { baseURL: `http://127.0.0.1:${port}/v1`, stop: () => child.disconnect() };
}

/** The same endpoint, bare and with Kaizen. */
function subjectsOf({ baseURL }) {
  const bare = new OpenAI({ apiKey: 'no-key', baseURL, maxRetries: 0 });
  const options = { apiKey: 'no-key', baseUrl: baseURL, model: 'model-1', api: 'chat' };
  const provider = new KaizenOpenAI(options, kaizen);
  const remembering = new KaizenOpenAI(options, cachingKaizen);
  return {
    bare: {
      chat: () => bare.chat.completions.create({ model: 'model-1', messages }),
      stream: async () => {
        const stream = await bare.chat.completions.create({
          model: 'model-1',
          messages,
          stream: true,
          stream_options: { include_usage: true },
        });
        return firstOf(stream, (event) => event.choices[0]?.delta.content);
      },
    },
    kaizen: {
      chat: () => provider.chat(messages),
      stream: () => firstOf(provider.stream(messages), (event) => event.type === 'text'),
    },
    remembering: { chat: () => remembering.chat(messages) },
  };
}

/** Milliseconds until the first event with text; reads the stream to its end. */
async function firstOf(events, hasText) {
  let first;
  for await (const event of events) if (hasText(event)) first ??= performance.now();
  return first;
}

async function cpuOf(chat) {
  const began = process.cpuUsage();
  for (let call = 0; call < CALLS; call++) await chat();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / CALLS;
}

async function compareCpu(subjects) {
  const times = { bare: [], kaizen: [], remembering: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const name of Object.keys(times)) {
      const cpu = await cpuOf(subjects[name].chat);
      if (round >= 0) times[name].push(cpu);
    }
  }
  const [bare, ours, cached] = Object.values(times).map(median);
  const { receipt } = await subjects.kaizen.chat();
  const saved = `${receipt.savedPercent} % of ${receipt.bytes.before} bytes saved`;
  const text = `${ours.toFixed(0)} µs, bare ${bare.toFixed(0)} µs: x${(ours / bare).toFixed(2)}`;
  tell('CPU of a call', `${text}; ${saved}`, ours / bare <= GOALS.cpu, `x${GOALS.cpu}`);
  const again = `${cached.toFixed(0)} µs: x${(cached / bare).toFixed(2)} of the bare SDK's`;
  console.log(`${'the same, JSON in the cache'.padEnd(34)} ${again}`);
}

async function compareFirstText(subjects) {
  const times = { bare: [], kaizen: [] };
  for (let call = -20; call < 200; call++) {
    for (const name of Object.keys(times)) {
      const began = performance.now();
      const first = await subjects[name].stream();
      if (call >= 0) times[name].push(first - began);
    }
  }
  const later = median(times.kaizen) - median(times.bare);
  const text = `${later.toFixed(2)} ms later than the bare SDK`;
  tell('first text of a stream', text, later <= GOALS.firstMs, `${GOALS.firstMs} ms`);
}

async function runMany(name, chat, { calls, atOnce }) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let next = 0;
  const caller = async () => {
    while (next++ < calls) await chat();
  };
  delay.enable();
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, caller));
  const took = performance.now() - began;
  delay.disable();
  const ideal = (calls / atOnce) * LATENCY_MS;
  const stall = delay.percentile(99) / 1e6;
  const text = `${took.toFixed(0)} ms, ideal ${ideal} ms, loop p99 ${stall.toFixed(1)} ms`;
  return { name, text, isMet: took <= ideal * GOALS.ideal && stall <= GOALS.stallMs };
}

const kaizen = createKaizen({ transport: 'embedded' });
/** As in a conversation, whose earlier messages are sent again and again. */
const cachingKaizen = createKaizen({ transport: 'embedded', cache: true });
const quick = await startVendor(0);
await compareCpu(subjectsOf(quick));
await compareFirstText(subjectsOf(quick));
quick.stop();

const late = await startVendor(LATENCY_MS);
const { bare, kaizen: compressing } = subjectsOf(late);
for (const atOnce of [100, 1000]) {
  for (const [name, { chat }] of Object.entries({ bare, kaizen: compressing })) {
    await runMany(name, chat, { calls: 200, atOnce: 50 });
    const load = { calls: 1000, atOnce };
    const { text, isMet } = await runMany(name, chat, load);
    const title = `1,000 chats, ${atOnce} at once, ${name}`;
    const isJudged = name === 'kaizen' && atOnce === 100;
    if (isJudged) tell(title, text, isMet, `x${GOALS.ideal}, ${GOALS.stallMs} ms`);
    else console.log(`${title.padEnd(34)} ${text}`);
  }
}
late.stop();
await kaizen.close();
await cachingKaizen.close();
process.exitCode = failed.length === 0 ? 0 : 1;
