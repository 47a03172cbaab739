import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createKaizen,
  KaizenAbortError,
  KaizenAuthenticationError,
  KaizenClosedError,
  type KaizenBatchOptions,
  type KaizenBatchProgress,
  KaizenFormatError,
  type KaizenOptions,
  KaizenOptionsError,
  KaizenPayloadError,
  KaizenResponseError,
  type KaizenService,
  KaizenTimeoutError,
  KaizenValidationError,
} from 'nestjs-kaizen';
import { fromWire } from '../../../lib/contract/from-wire.js';
import { type KaizenOperation, OPERATIONS } from '../../../lib/contract/operations.js';
import { validateRequest } from '../../../lib/contract/validate-request.js';
import { createEngine } from '../../../lib/engine/engine.js';
import { CompiledLib } from '../../support/compiled-lib.js';
import { eventually } from '../../support/eventually.js';
import { jsonValues, wellFormedTexts } from '../../support/json-arbitraries.js';

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}
type Reply = readonly [status: number, body: unknown];
/** Instead of the answer to a request; `undefined` leaves it to the engine, `hang` never answers. */
type Act = (request: Received, nth: number) => Reply | 'hang' | 'cut' | undefined;

/** A Kaizen service with the batch routes. */
class BatchService {
  readonly received: Received[] = [];
  open = 0;
  mostOpen = 0;
  readonly #engine = createEngine();
  readonly #server: Server = createServer(
    (request, response) => void this.#take(request, response),
  );

  constructor(private readonly act: Act = () => undefined) {}

  get batches(): Received[] {
    return this.received.filter(({ url }) => url.endsWith('/batch'));
  }

  get singles(): Received[] {
    return this.received.filter(({ url }) => !url.endsWith('/batch'));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    const received = { url: request.url ?? '', headers: request.headers, body };
    this.received.push(received);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    response.on('close', () => (this.open -= 1));
    const act = this.act(received, this.received.length);
    if (act === 'cut') return void request.socket.destroy();
    if (act === 'hang') return;
    await sleep(1);
    const [status, answer] = act ?? (await this.answer(received));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  async answer({ url, body }: Received): Promise<Reply> {
    const operation = Object.entries(OPERATIONS).find(([, { path }]) => url.startsWith(path + '/'));
    if (!operation) return this.#one(operationAt(url), body);
    const given = body['items'] as unknown[];
    const items = given.map(async (item, index) => {
      const [status, answer] = await this.#one(operation[0] as KaizenOperation, item);
      if (status === 200) return { index, ...(answer as object) };
      return { index, status: 'error', status_code: status, ...(answer as object) };
    });
    return [200, { status: 'ok', operation: 'batch', items: await Promise.all(items) }];
  }

  async #one(operation: KaizenOperation, body: unknown): Promise<Reply> {
    try {
      const request = validateRequest(operation, fromWire(operation, body));
      return [200, await this.#engine.execute(operation, request)];
    } catch (error) {
      const { code, message } = error as KaizenFormatError;
      const status = error instanceof KaizenFormatError ? 400 : 422;
      return [status, { error: { code, message } }];
    }
  }
}

function operationAt(url: string): KaizenOperation {
  return Object.entries(OPERATIONS).find(([, { path }]) => path === url)![0] as KaizenOperation;
}

const prompts = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ prompt: { rows: [{ id, name: `user ${id}` }] } }));
const isBatch = ({ url }: Received): boolean => url.endsWith('/batch');
const refuseBatch =
  (status: number): Act =>
  (request) =>
    isBatch(request) ? [status, { detail: 'No.' }] : undefined;

/** A response as JSON, without what is a call's own. */
function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  const response = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  delete response['requestId'];
  delete response['servedBy'];
  return response;
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('batches', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const thing of opened.splice(0).reverse()) await thing.close();
  });

  const embedded = (options: KaizenOptions = {}): KaizenService => {
    const kaizen = createKaizen({ transport: 'embedded', shutdownGraceMs: 1, ...options });
    opened.push(kaizen);
    return kaizen;
  };

  async function served(act?: Act, options: KaizenOptions = {}) {
    const service = new BatchService(act);
    opened.push(service);
    const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };
    const kaizen = createKaizen({
      ...{ baseUrl: await service.listen(), apiKey: 'key', retryBackoffFactor: 0.001 },
      ...{ shutdownGraceMs: 1, logger: quiet, ...options },
    });
    opened.push(kaizen);
    return { service, kaizen };
  }

  describe('with the engine in this process', () => {
    it('gives what single calls give, in order', async () => {
      const kaizen = embedded();
      const batch = await kaizen.promptsEncodeBatch(prompts(30), { requestId: 'b' });
      expect(batch).toMatchObject({ errors: [], via: 'embedded', requestId: 'b' });
      expect(batch.items.map((item) => item?.requestId).slice(0, 2)).toEqual(['b.0', 'b.1']);
      const ktof = batch.items.map((item) => ({ ktof: item!.result, replayMeta: item!.meta }));
      const back = await kaizen.promptsDecodeBatch(ktof);
      expect(back.items.map((item) => ({ prompt: item?.result }))).toEqual(prompts(30));
      await expect(kaizen.promptsEncodeBatch([])).resolves.toMatchObject({ items: [], errors: [] });
    });

    it('keeps bad items apart and tells how far it is', async () => {
      const seen: KaizenBatchProgress[] = [];
      const payloads = [{ prompt: 1 }, { promt: 2 } as never, { prompt: 3n }, { prompt: 4 }];
      const { items, errors } = await embedded().promptsEncodeBatch(payloads, {
        requestId: 'b',
        onProgress: (progress) => {
          seen.push(progress);
          throw new Error('A bar that breaks.');
        },
      });
      expect(items.map((item) => item?.result)).toEqual(['1', undefined, undefined, '4']);
      expect(errors.map(({ index }) => index)).toEqual([1, 2]);
      for (const { index, error } of errors) {
        expect(error).toBeInstanceOf(KaizenPayloadError);
        expect(error).toMatchObject({ requestId: `b.${index}` });
      }
      expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4]);
      expect(seen.at(-1)).toEqual({ done: 4, total: 4, failed: 2 });
    });

    it('keeps apart an item that throws what is no error', async () => {
      const bad = Object.defineProperty({}, 'x', {
        enumerable: true,
        get: () => {
          throw 'no error' as unknown as Error;
        },
      });
      const { items, errors } = await embedded().promptsEncodeBatch([
        { prompt: bad },
        { prompt: 2 },
      ]);
      expect(items[1]?.result).toBe('2');
      expect(errors).toMatchObject([{ index: 0, error: { cause: 'no error' } }]);
    });

    it('throws the first error when told so', async () => {
      const kaizen = embedded();
      const texts = ['a: 1', 'rows[2]{id}:\n 1\n', 'b: 2'].map((ktof) => ({ ktof }));
      const error = await failure(
        kaizen.promptsDecodeBatch(texts, { onError: 'throw', requestId: 'b' }),
      );
      expect(error).toBeInstanceOf(KaizenFormatError);
      expect(error).toMatchObject({ requestId: 'b.1' });
    });

    it('refuses wrong options and what is no list', async () => {
      const kaizen = embedded();
      const wrong: [KaizenBatchOptions, string][] = [
        [{ concurrency: 0 }, 'concurrency'],
        [{ onError: 'ignore' as never }, 'onError'],
        [{ onProgress: 'log' as never }, 'onProgress'],
        [{ requestId: 'x'.repeat(181) }, 'requestId'],
      ];
      for (const [options, option] of wrong) {
        const error = await failure(kaizen.promptsEncodeBatch(prompts(1), options));
        expect(error).toBeInstanceOf(KaizenOptionsError);
        expect(error).toMatchObject({ option });
      }
      const error = await failure(kaizen.promptsEncodeBatch({ prompt: 1 } as never));
      expect(error).toBeInstanceOf(KaizenPayloadError);
    });

    it('gives way to others while it works on 4,000 prompts', async () => {
      const kaizen = embedded();
      await kaizen.promptsEncodeBatch(prompts(200));
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      const { items } = await kaizen.promptsEncodeBatch(prompts(4000));
      clearInterval(timer);
      expect(items).toHaveLength(4000);
      // All in one turn would be 0 of them; one each 5 ms is more than a hundred.
      expect(turns).toBeGreaterThan(20);
    });

    it('hands large items to the worker threads, so many at once', async () => {
      const compiled = new CompiledLib('batch');
      opened.push({ close: () => compiled.remove() });
      await compiled.make();
      const { createKaizen: create } = (await import(compiled.url('client/create-kaizen.js'))) as {
        createKaizen: typeof createKaizen;
      };
      const workers = { thresholdBytes: 1000, maxThreads: 1, maxQueue: 1 };
      const kaizen = create({ transport: 'embedded', workers });
      opened.push(kaizen);
      const large = prompts(12).map(({ prompt }) => ({ prompt: [prompt, 'x'.repeat(2000)] }));
      const two = await kaizen.promptsEncodeBatch(large, { concurrency: 2 });
      const many = await kaizen.promptsEncodeBatch(large, { concurrency: 12 });
      expect(two.errors).toEqual([]);
      // One at work, one in line: who asks for more at once is refused.
      expect(many.errors[0]?.error).toMatchObject({ code: 'KAIZEN_OVERLOADED' });
    });

    it.each(['abort', 'deadline', 'close'])('ends at once: %s', async (how) => {
      const kaizen = embedded();
      const controller = new AbortController();
      const options = how === 'deadline' ? { timeoutMs: 20 } : { signal: controller.signal };
      const seen: KaizenBatchProgress[] = [];
      const onProgress = (progress: KaizenBatchProgress) => void seen.push(progress);
      const outcome = failure(
        kaizen.promptsEncodeBatch(prompts(20_000), { ...options, onProgress }),
      );
      await sleep(10);
      if (how === 'abort') controller.abort();
      if (how === 'close') void kaizen.close();
      const ends = {
        abort: KaizenAbortError,
        deadline: KaizenTimeoutError,
        close: KaizenClosedError,
      };
      expect(await outcome).toBeInstanceOf(ends[how as keyof typeof ends]);
      const { length } = seen;
      await sleep(20);
      expect(seen).toHaveLength(length);
      expect(length).toBeLessThan(20_000);
    });
  });

  describe('with a service that has the routes', () => {
    it('asks for a hundred at a time and gives what single calls give', async () => {
      const { service, kaizen } = await served();
      const batch = await kaizen.promptsEncodeBatch(prompts(250), {
        ...{ requestId: 'b', idempotencyKey: 'k', headers: { 'x-tenant': 't' } },
      });
      expect(batch).toMatchObject({ errors: [], via: 'batch' });
      expect(service.received.map(({ url }) => url)).toEqual(
        Array.from({ length: 3 }, () => '/v1/prompts/encode/batch'),
      );
      const ids = service.received.map(({ headers }) => headers['x-request-id']).sort();
      expect(ids).toEqual(['b.0-99', 'b.100-199', 'b.200-249']);
      const keys = service.received.map(({ headers }) => headers['idempotency-key']).sort();
      expect(keys).toEqual(['k.0-99', 'k.100-199', 'k.200-249']);
      expect(service.received[0]?.headers).toMatchObject({ 'x-tenant': 't' });
      const single = await kaizen.promptsEncode(prompts(250)[149]!);
      expect(plain(batch.items[149])).toEqual(plain(single));
      expect(batch.items[149]).toMatchObject({ requestId: 'b.149', servedBy: 'http' });
    });

    it('gives each bad item the error of a single call and sends none that is refused here', async () => {
      const { service, kaizen } = await served();
      const payloads = ['a: 1', 'rows[2]{id}:\n 1\n', 7 as never, 'b: 2'].map((ktof) => ({ ktof }));
      const { items, errors, via } = await kaizen.promptsDecodeBatch(payloads, { requestId: 'b' });
      expect(via).toBe('batch');
      expect(items.map((item) => item?.result)).toEqual([{ a: 1 }, undefined, undefined, { b: 2 }]);
      expect((service.batches[0]!.body['items'] as unknown[]).length).toBe(3);
      const alone = await failure(kaizen.promptsDecode(payloads[1]!, { requestId: 'b.1' }));
      expect(errors.map(({ index }) => index)).toEqual([1, 2]);
      expect(errors[0]?.error).toBeInstanceOf(KaizenValidationError);
      expect((errors[0]?.error as KaizenValidationError).toJSON()).toEqual({
        ...(alone as KaizenValidationError).toJSON(),
        headers: {},
      });
      expect(errors[1]?.error).toBeInstanceOf(KaizenPayloadError);
    });

    it('sends nothing at all when every item is refused, or the first is to throw', async () => {
      const { service, kaizen } = await served();
      const bad = { prompt: undefined };
      const { errors } = await kaizen.promptsEncodeBatch([bad, bad]);
      expect(errors).toHaveLength(2);
      const mixed = [...prompts(3), bad];
      const error = await failure(kaizen.promptsEncodeBatch(mixed, { onError: 'throw' }));
      expect(error).toBeInstanceOf(KaizenPayloadError);
      const { errors: others } = await kaizen.promptsEncodeBatch([{ prompt: 1n }]);
      expect(others[0]?.error).toBeInstanceOf(KaizenPayloadError);
      expect(service.received).toEqual([]);
    });

    it('parts what is large into requests of about a megabyte', async () => {
      const { service, kaizen } = await served();
      const large = Array.from({ length: 6 }, () => ({ prompt: 'x'.repeat(300_000) }));
      const { errors } = await kaizen.promptsEncodeBatch(large);
      expect(errors).toEqual([]);
      const counts = service.batches.map(({ body }) => (body['items'] as unknown[]).length);
      expect(counts).toEqual([3, 3]);
    });

    it('fails all items of a request that fails, with its error', async () => {
      const { service, kaizen } = await served(() => [401, { detail: 'No such key.' }]);
      const { errors, via } = await kaizen.promptsEncodeBatch(prompts(5));
      expect(via).toBe('batch');
      expect(errors).toHaveLength(5);
      expect(errors[4]?.error).toBeInstanceOf(KaizenAuthenticationError);
      expect(service.singles).toEqual([]);
    });

    it.each<[string, (items: object[]) => unknown, number[]]>([
      ['no list', () => ({ result: 'x' }), [0, 1, 2]],
      ['an item twice', (items) => [items[0], items[0], items[1]], [0, 1, 2]],
      ['the item of another batch', ([item]) => [{ ...item, index: 9 }], [0, 1, 2]],
      ['an item missing', (items) => items.slice(0, 2), [2]],
      ['an item without its result', ([a, b, c]) => [a, { ...b, result: 7 }, c], [1]],
      ['an error without a status', ([a, b]) => [a, b, { index: 2, status: 'error' }], [2]],
    ])('finds a garbled answer: %s', async (_, garble, failed) => {
      const { kaizen } = await served((received) => {
        const items = (received.body['items'] as { prompt: number }[]).map(({ prompt }, index) => ({
          ...{ index, status: 'ok', result: `${prompt}` },
          stats: { original_bytes: 1, compressed_bytes: 1, reduction_ratio: 1 },
        }));
        return [200, { status: 'ok', items: garble(items) }];
      });
      const { items, errors } = await kaizen.promptsEncodeBatch(
        [0, 1, 2].map((prompt) => ({ prompt })),
      );
      expect(errors.map(({ index }) => index)).toEqual(failed);
      for (const { error } of errors) expect(error).toBeInstanceOf(KaizenResponseError);
      expect(items.filter((item) => item !== undefined)).toHaveLength(3 - failed.length);
    });

    it('is one call for retries, and goes on after one', async () => {
      const { service, kaizen } = await served((_, nth) => (nth === 1 ? 'cut' : undefined));
      const { items, errors } = await kaizen.promptsEncodeBatch(prompts(3));
      expect(errors).toEqual([]);
      expect(items).toHaveLength(3);
      expect(service.received).toHaveLength(2);
    });

    it.each(['abort', 'close', 'throw'])('ends what is under way: %s', async (how) => {
      // The first request is sent alone, to see whether there is such a route.
      const { service, kaizen } = await served((_, nth) => {
        if (nth === 1) return undefined;
        return how === 'throw' && nth === 2 ? [401, { detail: 'No.' }] : 'hang';
      });
      const controller = new AbortController();
      const { signal } = controller;
      const outcome = failure(
        kaizen.promptsEncodeBatch(prompts(400), { signal, onError: 'throw', requestId: 'b' }),
      );
      while (how !== 'throw' && service.received.length < 4) await sleep(2);
      if (how === 'abort') controller.abort();
      if (how === 'close') void kaizen.close();
      const ends = {
        abort: [KaizenAbortError, 'b'],
        close: [KaizenClosedError, 'b'],
        throw: [KaizenAuthenticationError, expect.stringMatching(/^b\.\d+-\d+$/)],
      } as const;
      const [type, requestId] = ends[how as keyof typeof ends];
      const error = await outcome;
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ requestId });
      await eventually(() => service.open === 0);
    });
  });

  describe('with a service that lacks the routes', () => {
    it.each([404, 405, 501])('makes single calls after %i and remembers it', async (status) => {
      const { service, kaizen } = await served(refuseBatch(status));
      const first = await kaizen.promptsEncodeBatch(prompts(250), { concurrency: 4 });
      expect(first).toMatchObject({ errors: [], via: 'calls' });
      expect(first.items.map((item) => item?.result)).toEqual(
        (await embedded().promptsEncodeBatch(prompts(250))).items.map((item) => item?.result),
      );
      expect(service.batches).toHaveLength(1);
      expect(service.singles).toHaveLength(250);
      expect(service.mostOpen).toBeLessThanOrEqual(4);
      expect(service.mostOpen).toBeGreaterThan(1);
      const ids = new Set(service.singles.map(({ headers }) => headers['idempotency-key']));
      expect(ids.size).toBe(250);
      await kaizen.promptsEncodeBatch(prompts(3));
      expect(service.batches).toHaveLength(1);
      const { via } = await kaizen.promptsDecodeBatch([{ ktof: 'a: 1' }]);
      expect(via).toBe('calls');
      expect(service.batches).toHaveLength(2);
    });

    it.each([400, 413, 422])('lets each item speak for itself after %i', async (status) => {
      const { service, kaizen } = await served(refuseBatch(status));
      await kaizen.promptsEncodeBatch(prompts(3));
      const { errors, via } = await kaizen.promptsEncodeBatch(prompts(3));
      expect({ errors, via }).toEqual({ errors: [], via: 'calls' });
      expect(service.batches).toHaveLength(2);
    });

    it('stays within maxConcurrency', async () => {
      const { service, kaizen } = await served(refuseBatch(404), {
        maxConcurrency: 2,
        maxQueue: 0,
      });
      const { errors } = await kaizen.promptsEncodeBatch(prompts(20), { concurrency: 20 });
      expect(errors).toEqual([]);
      expect(service.mostOpen).toBe(2);
    });

    it('does not wear the circuit breaker', async () => {
      const circuitBreaker = { minimumCalls: 1, sampleSize: 1, failureRatio: 1 };
      const { kaizen } = await served(refuseBatch(501), { circuitBreaker });
      const { errors } = await kaizen.promptsEncodeBatch(prompts(3));
      expect(errors).toEqual([]);
      expect(kaizen.circuit).toBe('closed');
    });
  });

  describe('behind a fallback', () => {
    const fallback = { fallback: 'embedded', maxRetries: 0 } as const;

    it('hands over every item of a request that the service does not answer', async () => {
      const { kaizen } = await served(() => [503, {}], fallback);
      const { items, errors, via } = await kaizen.promptsEncodeBatch(prompts(5));
      expect(errors).toEqual([]);
      expect(via).toBe('embedded');
      expect(items.map((item) => item?.servedBy)).toEqual(Array(5).fill('embedded'));
    });

    it('hands over the one item that the service has no answer for', async () => {
      const { kaizen } = await served(({ body }) => {
        const items = (body['items'] as unknown[]).map((_, index) => ({
          ...{ index, status: 'ok', result: 'x' },
          stats: { original_bytes: 1, compressed_bytes: 1, reduction_ratio: 1 },
        }));
        const failed = { index: 1, status: 'error', status_code: 503, error: { message: 'Busy.' } };
        return [200, { status: 'ok', items: [items[0], failed, items[2]] }];
      }, fallback);
      const { items, via } = await kaizen.promptsEncodeBatch(prompts(3));
      expect(via).toBe('batch');
      expect(items.map((item) => item?.servedBy)).toEqual(['http', 'embedded', 'http']);
    });

    it('makes single calls where the route is missing, and leaves refusals alone', async () => {
      const { kaizen } = await served(refuseBatch(404), fallback);
      const { errors, via } = await kaizen.promptsDecodeBatch([
        { ktof: 'x[2]: 1' },
        { ktof: 'a: 1' },
      ]);
      expect(via).toBe('calls');
      expect(errors).toMatchObject([{ index: 0, error: { statusCode: 400 } }]);
    });
  });

  it('gives the same as single calls, whichever way it goes', async () => {
    const one = embedded();
    const routes = (await served()).kaizen;
    const calls = (await served(refuseBatch(404))).kaizen;
    await fc.assert(
      fc.asyncProperty(fc.array(jsonValues(wellFormedTexts), { maxLength: 8 }), async (values) => {
        const payloads = values.map((prompt) => ({ prompt, tokenModels: [] }));
        const single = await Promise.allSettled(payloads.map((it) => one.promptsEncode(it)));
        for (const kaizen of [one, routes, calls]) {
          const { items, errors } = await kaizen.promptsEncodeBatch(payloads);
          expect(errors.map(({ index }) => index)).toEqual(
            single.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])),
          );
          expect(items.map(plain)).toEqual(
            single.map((it) => (it.status === 'fulfilled' ? plain(it.value) : undefined)),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
