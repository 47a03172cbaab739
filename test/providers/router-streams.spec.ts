import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenOpenAI,
  KaizenRouter,
  type RoutedStreamEvent,
  type RouterOptions,
} from 'nestjs-kaizen/providers';
import { once } from 'node:events';
import { failureOf } from './support/asking.js';
import { HeldVendor } from './support/held-vendor.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const SHARED = { apiKey: KEY, model: 'm', maxRetries: 0 };

const piece = (content: string, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
});

/** What Anthropic tells of a message before its first word. */
const STARTED = {
  type: 'message_start',
  message: { id: 'm1', role: 'assistant', model: 'm', content: [], usage: { input_tokens: 9 } },
};
const said = (text: string) => [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
];

const kaizen = createKaizen({ transport: 'embedded' });
/** The first one that is asked, and the second. */
let begins = false;
const held = new HeldVendor(() => (begins ? [piece('So')] : undefined));
const vendor = new ScriptedVendor();
let openai: KaizenOpenAI;
let anthropic: KaizenAnthropic;

beforeAll(async () => {
  openai = new KaizenOpenAI({ ...SHARED, api: 'chat', baseUrl: await held.start() }, kaizen);
  anthropic = new KaizenAnthropic({ ...SHARED, baseUrl: await vendor.start() }, kaizen);
  // What is measured below is no loading of SDKs.
  vendor.answers({ body: [STARTED, ...said('Hello.')] });
  await read(anthropic.stream(ASK));
  begins = true;
  for await (const event of openai.stream(ASK)) if (event.type === 'text') break;
});
beforeEach(() => {
  begins = false;
  held.answers.length = 0;
});
afterAll(async () => {
  await held.stop();
  await vendor.stop();
  await kaizen.close();
});

const among = (more: Partial<RouterOptions> = {}) =>
  new KaizenRouter([openai, anthropic], { order: ['openai', 'anthropic'], ...more });

async function read<E>(events: AsyncIterable<E>, told: E[] = []): Promise<E[]> {
  for await (const event of events) told.push(event);
  return told;
}

describe('a routed stream whose vendor tells usage first', () => {
  const stream = (order = ['anthropic', 'openai']) =>
    new KaizenRouter([openai, anthropic], { order }).stream(ASK);

  it('goes on to the next one when it fails right after', async () => {
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Busy' } };
    vendor.answers({ body: [STARTED, overloaded] });
    begins = true;
    const events = stream();
    expect(await events.next()).toEqual({ done: false, value: { type: 'text', text: 'So' } });
    held.end([piece('.', 'stop')]);
    const done = (await read(events)).at(-1);
    expect(done).toMatchObject({
      type: 'done',
      text: 'So.',
      route: [{ provider: 'anthropic', kind: 'overloaded' }, { provider: 'openai' }],
    });
  });

  it('tells nothing of it where nobody answers', async () => {
    const told: RoutedStreamEvent[] = [];
    vendor.answers({ body: [STARTED] });
    const error = await failureOf(read(stream(['anthropic']), told));
    expect(error).toMatchObject({ kind: 'incomplete-stream', route: [{ provider: 'anthropic' }] });
    expect(told).toEqual([]);
  });

  it('tells all of it, in its order, where it is the one who answers', async () => {
    vendor.answers({ body: [STARTED, ...said('Hello.')] });
    expect(await read(stream())).toMatchObject([
      { type: 'usage', usage: { inputTokens: 9 } },
      { type: 'text', text: 'Hello.' },
      { type: 'usage', usage: { inputTokens: 9, outputTokens: 2 } },
      { type: 'done', text: 'Hello.', route: [{ provider: 'anthropic', attempts: 1 }] },
    ]);
  });
});

it('a routed stream does not go on once a word of it has been told', async () => {
  begins = true;
  vendor.answers();
  const events = among().stream(ASK);
  await events.next();
  held.answers[0]!.destroy();
  const error = await failureOf(read(events));
  expect(error).toMatchObject({ kind: 'connection', provider: 'openai', partialText: 'So' });
  expect(error.route).toHaveLength(1);
  expect(vendor.bodies).toEqual([]);
});

describe('the time of a routed call', () => {
  const timedOut = { provider: 'openai', attempts: 1, kind: 'timeout' };
  const answered = { provider: 'anthropic', model: 'm', attempts: 1 };
  const reply = {
    content: [{ type: 'text', text: 'Hello.' }],
    stop_reason: 'end_turn',
    model: 'm',
  };

  it('is shared among those that are left: one who hangs leaves some to the next', async () => {
    vendor.answers({ body: reply });
    const { route } = await among({ timeoutMs: 3000 }).chat(ASK);
    expect(route).toEqual([timedOut, answered]);
    vendor.answers({ body: reply });
    expect((await among().chat(ASK, { timeoutMs: 3000 })).route).toEqual([timedOut, answered]);
  });

  it('is shared in a stream until it begins', async () => {
    vendor.answers({ body: [STARTED, ...said('Hello.')] });
    const done = (await read(among({ timeoutMs: 3000 }).stream(ASK))).at(-1);
    expect(done).toMatchObject({ text: 'Hello.', route: [timedOut, answered] });
  });

  it('is not over for a stream that has begun within its share', async () => {
    begins = true;
    const events = among({ targetTimeoutMs: 1000 }).stream(ASK);
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    held.end([piece('.', 'stop')]);
    expect((await read(events)).at(-1)).toMatchObject({ text: 'So.', route: [{ attempts: 1 }] });
  });

  it('may be given for each target, and for one', async () => {
    vendor.answers({ body: reply }, { body: [STARTED, ...said('Hello.')] });
    const each = among({ targetTimeoutMs: 100 });
    expect((await each.chat(ASK)).route).toEqual([timedOut, answered]);
    const order = [{ provider: 'openai', timeoutMs: 100 }, 'anthropic'];
    const one = among({ order, targetTimeoutMs: 60_000 });
    expect((await read(one.stream(ASK))).at(-1)).toMatchObject({ route: [timedOut, answered] });
  });

  it('has an error that says who did not begin in time, when nobody is left', async () => {
    const alone = among({ order: ['openai'], targetTimeoutMs: 100 });
    const error = await failureOf(read(alone.stream(ASK)));
    expect(error.message).toMatch(
      /^openai did not begin to answer within 100 ms\..*targetTimeoutMs/,
    );
    expect(error).toMatchObject({ kind: 'timeout', attempts: 1, route: [timedOut] });
  });

  it('ends in a stream with the caller’s signal, and nobody else is asked', async () => {
    const caller = new AbortController();
    const asked = failureOf(
      read(among({ timeoutMs: 60_000 }).stream(ASK, { signal: caller.signal })),
    );
    while (held.answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const gone = once(held.answers[0]!, 'close');
    vendor.answers();
    caller.abort(new Error('enough'));
    const error = await asked;
    expect(error).toMatchObject({ kind: 'abort', route: [{ provider: 'openai', kind: 'abort' }] });
    expect(error.cause).toMatchObject({ message: 'enough' });
    await gone;
    expect(vendor.bodies).toEqual([]);
  });

  it('is that of all of them: the last one has what is left', async () => {
    const order = ['openai', { provider: 'openai', model: 'other' }];
    const all = await failureOf(among({ order, timeoutMs: 400 }).chat(ASK));
    expect(all).toMatchObject({ kind: 'timeout', route: [timedOut, { model: 'other' }] });
    expect(held.answers).toHaveLength(2);
  });
});
