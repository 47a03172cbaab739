import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KaizenAbortError } from '../../../lib/errors/abort.error.js';
import { KaizenAPIError } from '../../../lib/errors/api.error.js';
import { KaizenCircuitOpenError } from '../../../lib/errors/circuit-open.error.js';
import { KaizenClosedError } from '../../../lib/errors/closed.error.js';
import { KaizenConnectionError } from '../../../lib/errors/connection.error.js';
import { KaizenOverloadedError } from '../../../lib/errors/overloaded.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { KaizenResponseError } from '../../../lib/errors/response.error.js';
import { KaizenTimeoutError } from '../../../lib/errors/timeout.error.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { EmbeddedTransport } from '../../../lib/transport/embedded/embedded.transport.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../../lib/transport/kaizen-transport.js';
import { BulkheadTransport } from '../../../lib/transport/resilience/bulkhead.transport.js';
import { CircuitBreakerTransport } from '../../../lib/transport/resilience/circuit-breaker.transport.js';
import {
  FallbackTransport,
  type HandedOver,
} from '../../../lib/transport/resilience/fallback.transport.js';

type Act = (call: KaizenTransportCall, nth: number) => Promise<KaizenTransportAnswer>;

const ANSWER: KaizenTransportAnswer = {
  body: { status: 'ok', result: 'x: 1' },
  servedBy: 'http',
  attempts: 1,
};
const REQUEST = { data: [1, 2, 3] };

/** A service that acts as told; it knows what it was handed. */
class ScriptedTransport implements KaizenTransport {
  readonly kind = 'http';
  readonly calls: KaizenTransportCall[] = [];
  isClosed = false;

  constructor(public act: Act = () => Promise.resolve(ANSWER)) {}

  execute(_: string, __: object, call: KaizenTransportCall): Promise<KaizenTransportAnswer> {
    this.calls.push(call);
    return this.act(call, this.calls.length);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** A call, its signal in the caller's hands. */
function newCall(controller = new AbortController(), timeoutMs = 5000): KaizenTransportCall {
  return { signal: controller.signal, requestId: 'r-1', timeoutMs };
}

const failing =
  (error: Error): Act =>
  () =>
    Promise.reject(error);

/** Does nothing until its signal aborts, as a transport must. */
const hanging: Act = ({ signal }) =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

const api = (statusCode: number) => new KaizenAPIError('Refused.', { statusCode, attempts: 4 });
const lost = (attempts?: number) => new KaizenConnectionError('Lost.', 'reset', { attempts });
const late = (which: KaizenTimeoutError['which']) => new KaizenTimeoutError('Late.', 10, which);
const aborted = new KaizenAbortError('Ended.');
const invalid = new KaizenPayloadError('Bad.', 'KAIZEN_INVALID_PAYLOAD', '$');
const garbled = new KaizenResponseError('Not JSON.', [], { fault: 'invalid-json' });
const local = new KaizenOverloadedError('Full.', 1);

async function settle(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as Error).constructor.name,
  );
}

describe('CircuitBreakerTransport', () => {
  const OPTIONS = { failureRatio: 0.5, sampleSize: 4, minimumCalls: 4, openMs: 300 };

  function create(act?: Act, options = OPTIONS) {
    const service = new ScriptedTransport(act);
    const states: string[] = [];
    const breaker = new CircuitBreakerTransport(service, options, (state) => states.push(state));
    const ask = (call = newCall()) => breaker.execute('compress', REQUEST, call);
    const askTimes = async (times: number) => {
      for (let i = 0; i < times; i++) await ask().catch(() => undefined);
    };
    return { service, states, breaker, ask, askTimes };
  }

  it.each([
    ['a lost connection', lost(), true],
    ['a connection that is not trusted', new KaizenConnectionError('No.', 'tls'), true],
    ['the total deadline', late('total'), true],
    ['a connect timeout', late('connect'), true],
    ['a read timeout', late('read'), true],
    ['a write timeout', late('write'), true],
    ['a full pool', late('pool'), false],
    ['500', api(500), true],
    ['503', api(503), true],
    ['408', api(408), true],
    ['429', api(429), false],
    ['400', api(400), false],
    ['401', api(401), false],
    ['an invalid payload', invalid, false],
    ['an abort', aborted, false],
    ['a response that cannot be read', garbled, false],
    ['an error of nobody', new Error('?'), false],
  ])('%s: passed on, opens the circuit: %#', async (_, error, opens) => {
    const { breaker, ask, states } = create(failing(error));
    for (let i = 0; i < OPTIONS.minimumCalls; i++) await expect(ask()).rejects.toBe(error);
    expect(breaker.circuit).toBe(opens ? 'open' : 'closed');
    expect(states).toEqual(opens ? ['open'] : []);
  });

  it('opens at the ratio among the last calls, not before the minimum of calls', async () => {
    const options = { failureRatio: 0.5, sampleSize: 10, minimumCalls: 6, openMs: 300 };
    const down = create(failing(lost()), options);
    await down.askTimes(5);
    expect(down.breaker.circuit).toBe('closed');
    await down.askTimes(1);
    expect(down.breaker.circuit).toBe('open');
    const failsLater = create(
      (_, nth) => (nth > 20 ? Promise.reject(lost()) : Promise.resolve(ANSWER)),
      options,
    );
    await failsLater.askTimes(24);
    expect(failsLater.breaker.circuit).toBe('closed');
    await failsLater.askTimes(1);
    expect(failsLater.breaker.circuit).toBe('open');
  });

  it.each([1, 0.01])('takes a ratio of %d', async (failureRatio) => {
    const { breaker, askTimes } = create(failing(lost()), { ...OPTIONS, failureRatio });
    await askTimes(3);
    expect(breaker.circuit).toBe('closed');
    await askTimes(1);
    expect(breaker.circuit).toBe('open');
  });

  it('takes a minimum above the sample for the sample', async () => {
    const { breaker, askTimes } = create(failing(lost()), { ...OPTIONS, minimumCalls: 10 });
    await askTimes(4);
    expect(breaker.circuit).toBe('open');
  });

  it('sends nothing while open, and says when it will', async () => {
    const { breaker, service, ask, askTimes } = create(failing(lost()));
    await askTimes(4);
    const error = await ask().catch((reason: unknown) => reason as KaizenCircuitOpenError);
    expect(error).toBeInstanceOf(KaizenCircuitOpenError);
    const { retryAfterMs } = error as KaizenCircuitOpenError;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(OPTIONS.openMs);
    await expect(breaker.execute('health', {}, newCall())).rejects.toThrow(KaizenCircuitOpenError);
    expect(service.calls).toHaveLength(4);
  });

  it('then lets one call try: the others are refused at once, and its success closes', async () => {
    const { breaker, service, ask, askTimes, states } = create(failing(lost()));
    await askTimes(4);
    await sleep(OPTIONS.openMs + 20);
    let answer = (): void => undefined;
    service.act = () => new Promise((resolve) => (answer = () => resolve(ANSWER)));
    const trial = ask();
    expect(breaker.circuit).toBe('half-open');
    expect(await settle([ask(), ask(), ask()])).toEqual(Array(3).fill('KaizenCircuitOpenError'));
    answer();
    await expect(trial).resolves.toBe(ANSWER);
    expect(service.calls).toHaveLength(5);
    expect(states).toEqual(['open', 'half-open', 'closed']);
    service.act = failing(lost());
    await askTimes(2);
    // What failed before the outage ended is forgotten.
    expect(breaker.circuit).toBe('closed');
  });

  it('opens anew for the whole time when the trial fails', async () => {
    const { service, ask, askTimes, states } = create(failing(lost()));
    await askTimes(4);
    await sleep(OPTIONS.openMs + 20);
    await expect(ask()).rejects.toThrow(KaizenConnectionError);
    await expect(ask()).rejects.toThrow(KaizenCircuitOpenError);
    expect(states).toEqual(['open', 'half-open', 'open']);
    expect(service.calls).toHaveLength(5);
  });

  it('closes when the trial is refused for its own sake: the service lives', async () => {
    const { breaker, service, ask, askTimes } = create(failing(lost()));
    await askTimes(4);
    await sleep(OPTIONS.openMs + 20);
    service.act = failing(api(422));
    await expect(ask()).rejects.toMatchObject({ statusCode: 422 });
    expect(breaker.circuit).toBe('closed');
  });

  it('learns nothing from a trial that was aborted, and lets the next call try', async () => {
    const { breaker, service, ask, askTimes } = create(failing(lost()));
    await askTimes(4);
    await sleep(OPTIONS.openMs + 20);
    service.act = hanging;
    const controller = new AbortController();
    const trial = ask(newCall(controller));
    controller.abort(aborted);
    await expect(trial).rejects.toBe(aborted);
    expect(breaker.circuit).toBe('open');
    service.act = () => Promise.resolve(ANSWER);
    await expect(ask()).resolves.toBe(ANSWER);
    expect(breaker.circuit).toBe('closed');
  });

  it('does not let a call from before the outage decide whether it is over', async () => {
    const { breaker, service, ask, askTimes } = create();
    const fails: (() => void)[] = [];
    service.act = () => new Promise((_, reject) => fails.push(() => reject(lost())));
    const slow = ask();
    service.act = failing(lost());
    await askTimes(4);
    await sleep(OPTIONS.openMs + 20);
    let answer = (): void => undefined;
    service.act = () => new Promise((resolve) => (answer = () => resolve(ANSWER)));
    const trial = ask();
    fails[0]!();
    await expect(slow).rejects.toThrow(KaizenConnectionError);
    expect(breaker.circuit).toBe('half-open');
    answer();
    await trial;
    expect(breaker.circuit).toBe('closed');
  });
});

describe('BulkheadTransport', () => {
  /** A service that answers in the order it is told to. */
  function create(maxConcurrency: number, maxQueue: number) {
    const answers: (() => void)[] = [];
    const service = new ScriptedTransport(
      () => new Promise((resolve) => answers.push(() => resolve(ANSWER))),
    );
    const bulkhead = new BulkheadTransport(service, { maxConcurrency, maxQueue });
    const ask = (call = newCall()) => bulkhead.execute('compress', REQUEST, call);
    return { service, bulkhead, ask, answers };
  }

  it('hands on so many at once, the others in their order', async () => {
    const { service, ask, answers } = create(2, 10);
    const calls = Array.from({ length: 6 }, (_, id) => ({ ...newCall(), requestId: `r-${id}` }));
    const all = calls.map((call) => ask(call));
    for (let sent = 0; sent < calls.length; sent++) {
      await sleep(0);
      expect(service.calls).toHaveLength(Math.min(sent + 2, calls.length));
      answers[sent]!();
    }
    await Promise.all(all);
    expect(service.calls).toEqual(calls);
  });

  it('refuses more than may wait at once, with a remedy that names its options', async () => {
    const { service, ask } = create(1, 2);
    const waiting = [ask(), ask(), ask()];
    await expect(ask()).rejects.toMatchObject({
      code: 'KAIZEN_OVERLOADED',
      maxQueue: 2,
      message: expect.stringMatching(/2 wait already.*raise maxConcurrency or maxQueue/),
    });
    expect(service.calls).toHaveLength(1);
    expect(waiting).toHaveLength(3);
  });

  it('without a queue refuses what cannot begin', async () => {
    const { ask, answers } = create(1, 0);
    const first = ask();
    await expect(ask()).rejects.toBeInstanceOf(KaizenOverloadedError);
    answers[0]!();
    await first;
    void ask();
    await sleep(0);
    expect(answers).toHaveLength(2);
  });

  it('lets an aborted call leave the line at once, and no listener behind', async () => {
    const { service, ask, answers } = create(1, 1);
    const controller = new AbortController();
    const first = ask();
    const leaving = ask(newCall(controller));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort(aborted);
    await expect(leaving).rejects.toBe(aborted);
    const next = new AbortController();
    const last = ask(newCall(next));
    answers[0]!();
    await first;
    await sleep(0);
    answers[1]!();
    await last;
    expect(service.calls).toHaveLength(2);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(getEventListeners(next.signal, 'abort')).toEqual([]);
  });

  it('gives the slot back after a failure', async () => {
    const { service, ask } = create(1, 0);
    service.act = failing(lost());
    await expect(ask()).rejects.toThrow(KaizenConnectionError);
    await expect(ask()).rejects.toThrow(KaizenConnectionError);
  });

  it('refuses those who wait when it closes, and closes what it wraps', async () => {
    const { service, bulkhead, ask } = create(1, 1);
    void ask();
    const waiting = ask();
    await bulkhead.close();
    await expect(waiting).rejects.toBeInstanceOf(KaizenClosedError);
    expect(service.isClosed).toBe(true);
  });
});

describe('FallbackTransport', () => {
  const open: EmbeddedTransport[] = [];
  afterEach(() => Promise.all(open.splice(0).map((engine) => engine.close())));

  function create(act: Act) {
    const service = new ScriptedTransport(act);
    const engine = new EmbeddedTransport(resolveKaizenOptions({ transport: 'embedded' }, {}));
    open.push(engine);
    const reports: HandedOver[] = [];
    const fallback = new FallbackTransport(service, engine, (told) => reports.push(told));
    const ask = (call = newCall()) => fallback.execute('compress', REQUEST, call);
    return { service, engine, fallback, ask, reports };
  }

  it.each([
    ['a lost connection', lost()],
    ['a read timeout', late('read')],
    ['a full pool', late('pool')],
    ['500', api(500)],
    ['408', api(408)],
    ['429', api(429)],
    ['an open circuit', new KaizenCircuitOpenError('Open.', 100)],
    ['a response that cannot be read', garbled],
  ])('hands over on %s, and tells', async (_, error) => {
    const { ask, reports } = create(failing(error));
    const answer = await ask();
    expect(answer).toMatchObject({ servedBy: 'embedded', body: { result: expect.any(String) } });
    expect(answer.attempts).toBe(error.attempts);
    expect(reports).toEqual([{ operation: 'compress', requestId: 'r-1', error }]);
  });

  it.each([
    ['400', api(400)],
    ['401', api(401)],
    ['413', api(413)],
    ['an invalid payload', invalid],
    ['an abort', aborted],
    ['a closed client', new KaizenClosedError('Closed.')],
    ['too many calls', local],
    ['an error of nobody', new Error('?')],
  ])('does not hand over on %s', async (_, error) => {
    const { ask, reports } = create(failing(error));
    await expect(ask()).rejects.toBe(error);
    expect(reports).toEqual([]);
  });

  it('passes on what the service answers', async () => {
    const { ask, reports } = create(() => Promise.resolve(ANSWER));
    await expect(ask()).resolves.toBe(ANSWER);
    expect(reports).toEqual([]);
  });

  it('never hands health over', async () => {
    const { fallback, service } = create(failing(lost()));
    const call = newCall();
    await expect(fallback.execute('health', {}, call)).rejects.toThrow(KaizenConnectionError);
    expect(service.calls[0]!.timeoutMs).toBe(call.timeoutMs);
  });

  it.each([
    [5000, 4500],
    [100, 90],
    [60_000, 59_000],
    [1, 1],
  ])('of %d ms the service gets %d', async (timeoutMs, given) => {
    const { ask, service } = create(() => Promise.resolve(ANSWER));
    await ask(newCall(undefined, timeoutMs));
    expect(service.calls[0]!.timeoutMs).toBe(given);
  });

  it('answers in time when the service hangs', async () => {
    const { ask, reports } = create(hanging);
    const controller = new AbortController();
    const deadline = setTimeout(() => controller.abort(late('total')), 1000);
    await expect(ask(newCall(controller, 1000))).resolves.toMatchObject({ servedBy: 'embedded' });
    clearTimeout(deadline);
    expect(controller.signal.aborted).toBe(false);
    expect(reports[0]!.error).toMatchObject({ which: 'total', timeoutMs: 900 });
  });

  it('ends with the call: an abort reaches the service and is not taken for an outage', async () => {
    const { ask, reports } = create(hanging);
    const controller = new AbortController();
    const asked = ask(newCall(controller));
    controller.abort(late('total'));
    await expect(asked).rejects.toMatchObject({ which: 'total', timeoutMs: 10 });
    await expect(ask(newCall(controller))).rejects.toMatchObject({ timeoutMs: 10 });
    expect(reports).toEqual([]);
  });

  it('leaves no timer and no listener', async () => {
    const { ask } = create(() => Promise.resolve(ANSWER));
    const controller = new AbortController();
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    await ask(newCall(controller));
    expect(timers()).toBe(before);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('has the engine stream what the service cannot', async () => {
    const { fallback } = create(failing(lost()));
    const texts: string[] = [];
    for await (const part of fallback.encodeStream!({ prompt: { a: 1 } }, newCall())) {
      if (part.type === 'chunk') texts.push(part.text);
    }
    expect(texts.join('')).toContain('a: 1');
    const values: unknown[] = [];
    const source = { source: [texts.join('')], collect: true };
    for await (const part of fallback.decodeStream!(source, newCall())) {
      if (part.type === 'done') values.push(part.body['result']);
    }
    expect(values).toEqual([{ a: 1 }]);
  });
});

describe('every decorator', () => {
  const breakerOptions = { failureRatio: 0.5, sampleSize: 2, minimumCalls: 1, openMs: 300 };
  const never = () => undefined;

  it('passes kind, circuit, streams and close through', async () => {
    const service = new ScriptedTransport();
    const breaker = new CircuitBreakerTransport(service, breakerOptions, never);
    const bulkhead = new BulkheadTransport(breaker, { maxConcurrency: 1, maxQueue: 1 });
    const engine = new ScriptedTransport();
    const fallback = new FallbackTransport(bulkhead, engine, never);
    expect([fallback.kind, bulkhead.kind, breaker.kind]).toEqual(['http', 'http', 'http']);
    expect([fallback.circuit, bulkhead.circuit]).toEqual(['closed', 'closed']);
    expect(bulkhead.encodeStream).toBeUndefined();
    expect(bulkhead.decodeStream).toBeUndefined();
    service.act = failing(lost());
    await fallback.execute('compress', REQUEST, newCall());
    expect(fallback.circuit).toBe('open');
    await fallback.close();
    expect([service.isClosed, engine.isClosed]).toEqual([true, true]);
  });

  it('streams through a transport that can', async () => {
    const engine = new EmbeddedTransport(resolveKaizenOptions({ transport: 'embedded' }, {}));
    const bulkhead = new BulkheadTransport(engine, { maxConcurrency: 1, maxQueue: 1 });
    const types: string[] = [];
    for await (const { type } of bulkhead.encodeStream!({ prompt: [1] }, newCall()))
      types.push(type);
    expect(types.at(-1)).toBe('done');
    await bulkhead.close();
  });
});
