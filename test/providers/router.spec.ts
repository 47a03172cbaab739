import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenOpenAI,
  type KaizenProviderError,
  KaizenRouter,
  type RoutedStreamEvent,
  type RouterOptions,
  type RouterTarget,
} from 'nestjs-kaizen/providers';
import { createModel, GREETING } from './support/model.js';
import { KEY } from './support/vendors.js';
import { WireTap } from './support/wire-tap.js';

const model = createModel();
const tap = new WireTap();
const kaizen = createKaizen({ transport: 'embedded' });
let good: KaizenAnthropic;
let bad: KaizenOpenAI;

beforeAll(async () => {
  const url = await tap.start(await model.start());
  const shared = { apiKey: KEY, model: 'm', maxRetries: 0 };
  good = new KaizenAnthropic({ ...shared, baseUrl: url }, kaizen);
  bad = new KaizenOpenAI({ ...shared, baseUrl: 'http://127.0.0.1:9' }, kaizen);
});
beforeEach(() => tap.forget());
afterAll(async () => {
  await tap.stop();
  await model.stop();
  await kaizen.close();
});

const says = (content: string): ChatMessage[] => [{ role: 'user', content }];
const router = (order: RouterOptions['order'], more: Partial<RouterOptions> = {}) =>
  new KaizenRouter([bad, good], { order, ...more });

async function failure(asked: Promise<unknown>): Promise<KaizenProviderError> {
  return asked.then(
    () => Promise.reject(new Error('It was answered.')),
    (error: unknown) => error as KaizenProviderError,
  );
}

describe('KaizenRouter', () => {
  it('asks the first one, and nobody else when it answers', async () => {
    const result = await router(['anthropic', 'openai']).chat(says('greet me'));
    expect(result).toMatchObject({ text: GREETING, provider: 'anthropic' });
    expect(result.route).toEqual([{ provider: 'anthropic', model: 'm', attempts: 1 }]);
  });

  it('goes on to the next one, and tells who did not answer and why', async () => {
    const order = ['openai', { provider: 'anthropic', model: 'claude-x' }];
    const { route, provider, text } = await router(order).chat(says('greet me'));
    expect([provider, text]).toEqual(['anthropic', GREETING]);
    expect(route).toEqual([
      { provider: 'openai', attempts: 1, kind: 'connection' },
      { provider: 'anthropic', model: 'claude-x', attempts: 1 },
    ]);
    expect(tap.bodies).toMatchObject([{ model: 'claude-x' }]);
  });

  it('goes on in a stream while nothing has been told', async () => {
    const events: RoutedStreamEvent[] = [];
    for await (const event of router(['openai', 'anthropic']).stream(says('greet me')))
      events.push(event);
    const done = events.at(-1);
    expect(done).toMatchObject({
      type: 'done',
      text: GREETING,
      route: [{ kind: 'connection' }, { attempts: 1 }],
    });
  });

  it('goes on only after failures that another one may not have', async () => {
    const refused = await failure(router(['anthropic', 'openai']).chat(says('refuse 400')));
    expect(refused).toMatchObject({
      kind: 'invalid-request',
      route: [{ provider: 'anthropic', status: 400 }],
    });
    const fallbackOn = ['invalid-request'] as const;
    const both = await failure(
      router(['anthropic', 'openai'], { fallbackOn }).chat(says('refuse 400')),
    );
    expect(both).toMatchObject({ kind: 'connection', provider: 'openai' });
    expect(both.route?.map(({ kind }) => kind)).toEqual(['invalid-request', 'connection']);
    expect(JSON.stringify(both)).toContain('"route"');
  });

  it('does not go on after an abort', async () => {
    const signal = AbortSignal.timeout(100);
    const error = await failure(router(['anthropic', 'openai']).chat(says('be late'), { signal }));
    expect(error).toMatchObject({ kind: 'abort', route: [{ provider: 'anthropic' }] });
  });

  it('goes on after the time that one may take', async () => {
    const slow = { provider: 'anthropic', timeoutMs: 100 };
    const next = await failure(router([slow, 'openai']).chat(says('be late')));
    expect(next.route?.map(({ kind }) => kind)).toEqual(['timeout', 'connection']);
  });

  it('refuses an order that nobody can follow', () => {
    expect(() => router([])).toThrow(KaizenOptionsError);
    expect(() => router(['gemini'])).toThrow(/there is no such provider/);
    expect(() => router(['openai', { provider: 'openai' }])).toThrow(/"openai".* twice/);
    expect(() => router(['openai'], { fallbackOn: ['abort'] })).toThrow(KaizenOptionsError);
  });

  it('checks each target of its order', () => {
    const misspelled = { provider: 'anthropic', modle: 'claude-x' } as RouterTarget;
    expect(() => router(['openai', misspelled])).toThrow(
      'There is no router option "order[1].modle". Did you mean "model"?',
    );
    const late = { provider: 'openai', timeoutMs: 0 };
    expect(() => router([late])).toThrow(/Option "order\[0\]\.timeoutMs" must be a whole number/);
    expect(() => router([null as unknown as RouterTarget])).toThrow(
      /Option "order" must be a list/,
    );
  });
});
