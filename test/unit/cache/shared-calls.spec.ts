import { types } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createKaizen,
  type KaizenCacheEvent,
  type KaizenFallbackEvent,
  type KaizenOptions,
  type KaizenRequestEvent,
  KaizenServerError,
  type KaizenService,
} from 'nestjs-kaizen';
import { type KaizenScriptedService, startScriptedService } from 'nestjs-kaizen/testing';
import { withCache } from '../../../lib/cache/with-cache.js';
import { createReporter } from '../../../lib/observability/create-reporter.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import type { KaizenTransport } from '../../../lib/transport/kaizen-transport.js';
import { EmbeddedTransport } from '../../../lib/transport/embedded/embedded.transport.js';

const DELAY_MS = 60;
const data = [{ id: 1, name: 'Ada' }];
const ids = ['r-0', 'r-1', 'r-2'];

let service: KaizenScriptedService;
let requests: KaizenRequestEvent[];
let asked: KaizenCacheEvent[];
let fallbacks: KaizenFallbackEvent[];
const open: { close(): Promise<void> }[] = [];

const collector = {
  recordRequest: (event: KaizenRequestEvent) => void requests.push(event),
  recordCache: (event: KaizenCacheEvent) => void asked.push(event),
  recordFallback: (event: KaizenFallbackEvent) => void fallbacks.push(event),
};

function client(options: KaizenOptions = {}): KaizenService {
  const common = { apiKey: 'k', cache: true, maxRetries: 0, logLevel: 'off' } as const;
  const made = createKaizen({ baseUrl: service.url, ...common, metrics: collector, ...options });
  open.push(made);
  return made;
}

/** Three equal calls at the same time. */
const three = (kaizen: KaizenService, cache?: 'refresh') =>
  ids.map((requestId) => kaizen.compress({ data }, { requestId, ...(cache && { cache }) }));

beforeEach(async () => {
  service = await startScriptedService();
  open.push(service);
  [requests, asked, fallbacks] = [[], [], []];
});

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

describe('a call that has waited for an equal one', () => {
  it.each([undefined, 'refresh'] as const)('counts once as saved: cache %s', async (cache) => {
    const kaizen = client();
    service.script('compress', { delayMs: DELAY_MS });
    const answers = await Promise.all(three(kaizen, cache));
    expect(service.requests).toHaveLength(1);
    const { answered, cached } = kaizen.savings().operations['compress']!;
    expect([answered.calls, cached.calls]).toEqual([1, 2]);
    expect(cached.bytes.before).toBe(2 * answered.bytes.before);
    expect(answers.map(({ cache: had }) => had)).toEqual(
      cache ? ['refresh', 'refresh', 'refresh'] : ['miss', 'hit', 'hit'],
    );
    expect(asked.map(({ requestId }) => requestId)).toEqual(ids);
  });

  it.each([undefined, 'refresh'] as const)('tells how long it has: cache %s', async (cache) => {
    service.script('compress', { delayMs: DELAY_MS });
    await Promise.all(three(client(), cache));
    for (const event of [...asked.slice(1), ...requests]) {
      expect(event.durationMs).toBeGreaterThan(DELAY_MS / 2);
    }
    expect(asked[0]!.durationMs).toBeLessThan(DELAY_MS / 2);
    expect(requests.map(({ attempts }) => attempts)).toEqual([1, undefined, undefined]);
  });

  it('has an error of its own, with its own id and no attempts', async () => {
    service.script('compress', { status: 500, delayMs: DELAY_MS });
    const outcomes = await Promise.allSettled(three(client()));
    expect(service.requests).toHaveLength(1);
    const errors = outcomes.map(
      (outcome) => (outcome as PromiseRejectedResult).reason as KaizenServerError,
    );
    expect(new Set(errors).size).toBe(3);
    expect(errors.map(({ requestId, attempts }) => [requestId, attempts])).toEqual([
      ['r-0', 1],
      ...ids.slice(1).map((id) => [id, undefined]),
    ]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(KaizenServerError);
      expect(types.isNativeError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'KAIZEN_SERVICE_FAILED', statusCode: 500 });
      expect(error.stack).toBe(errors[0]!.stack);
    }
    expect(requests.map(({ requestId, attempts }) => `${requestId} ${attempts}`)).toEqual([
      ...['r-0 1', 'r-1 undefined', 'r-2 undefined'],
    ]);
  });

  it('counts as a fallback where the engine has answered', async () => {
    service.script('compress', { status: 503, delayMs: DELAY_MS });
    const kaizen = client({ fallback: 'embedded' });
    const answers = await Promise.all(three(kaizen));
    expect(service.requests).toHaveLength(1);
    expect(answers.map(({ servedBy }) => servedBy)).toEqual(ids.map(() => 'embedded'));
    const reason = 'KAIZEN_SERVICE_FAILED';
    const told = { client: 'default', operation: 'compress', reason };
    expect(fallbacks).toEqual(ids.map((requestId) => ({ ...told, requestId })));
    const { answered, cached } = kaizen.savings().operations['compress']!;
    expect([answered.calls, cached.calls]).toEqual([1, 2]);
  });
});

describe('an item of a batch that is equal to another one', () => {
  let transport: KaizenTransport;

  beforeEach(() => {
    const options = resolveKaizenOptions({
      transport: 'embedded',
      cache: true,
      metrics: collector,
    });
    const engine = new EmbeddedTransport(options);
    const inner: KaizenTransport = Object.assign(engine, {
      executeBatch: (async (operation, items, call) => {
        await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
        const outcomes = await Promise.allSettled(
          items.map(({ request, requestId }) =>
            engine.execute(operation, request, { ...call, requestId }),
          ),
        );
        return outcomes.map((outcome) =>
          outcome.status === 'fulfilled'
            ? { answer: outcome.value }
            : { error: outcome.reason as unknown },
        );
      }) satisfies KaizenTransport['executeBatch'],
    });
    const reporter = createReporter('default', options);
    transport = withCache(inner, options, { client: 'default', reporter });
    open.push(transport);
  });

  const run = (...texts: string[]) =>
    transport.executeBatch!(
      'promptsDecode',
      texts.map((ktof, index) => ({ request: { ktof }, requestId: `b.${index}` })),
      { signal: new AbortController().signal, requestId: 'b', timeoutMs: 5000 },
    );

  it('tells how long it has waited, and that it shares', async () => {
    const answers = await run('1', '1');
    expect(answers).toMatchObject([
      { answer: { cache: 'miss' } },
      { answer: { cache: 'hit', isShared: true } },
    ]);
    expect(answers![0]).not.toHaveProperty('answer.isShared');
    expect(asked.map(({ requestId }) => requestId)).toEqual(['b.0', 'b.1']);
    expect(asked[1]!.durationMs).toBeGreaterThan(DELAY_MS / 2);
  });

  it('has an error of its own, also where another batch has failed', async () => {
    const [first, second] = await Promise.all([run('a[2]: 1', 'a[2]: 1'), run('2', 'a[2]: 1')]);
    const errors = [...first!, second![1]!].map((outcome) => (outcome as { error: Error }).error);
    expect(new Set(errors).size).toBe(3);
    expect(errors.slice(1)).toMatchObject([
      { name: 'KaizenFormatError', requestId: 'b.1' },
      { name: 'KaizenFormatError', requestId: 'b.1' },
    ]);
  });
});
