import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createKaizen,
  type KaizenBatchOptions,
  type KaizenCallOptions,
  type KaizenHookOutcome,
  type KaizenOptions,
  type KaizenRequestEvent,
  type KaizenService,
} from 'nestjs-kaizen';
import { refuse, reply, silence } from '../faults/support/replies.js';
import { ScriptedServer, type Step } from '../faults/support/scripted-server.js';
import { CHUNK, DONE, events, NDJSON } from '../faults/support/streams.js';
import { eventually } from '../support/eventually.js';
import { RecordingTracer } from '../support/recording-tracer.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(...steps: readonly Step[]): Promise<ScriptedServer> {
  const server = await ScriptedServer.open({ steps });
  open.push(server);
  return server;
}

function client(options: KaizenOptions = {}) {
  const requests: KaizenRequestEvent[] = [];
  const kaizen = createKaizen({
    ...{ proxy: false, logLevel: 'off', retryBackoffFactor: 0.01, shutdownGraceMs: 50 },
    metrics: { recordRequest: (event) => void requests.push(event) },
    ...options,
  });
  open.push(kaizen);
  return { kaizen, requests };
}

const prompt = { prompt: { rows: [{ a: 1 }, { a: 2 }, { a: 3 }] } };

describe('a batch that ends before its items', () => {
  /** Two requests of a hundred items are under way, the third waits for its turn. */
  const prompts = Array.from({ length: 250 }, () => prompt);

  async function endOf(
    end: (kaizen: KaizenService, caller: AbortController) => unknown,
    own: KaizenBatchOptions = {},
  ): Promise<KaizenRequestEvent[]> {
    const server = await serve(silence);
    const { kaizen, requests } = client({ baseUrl: server.url });
    const caller = new AbortController();
    const { signal } = caller;
    const call = { requestId: 'b', concurrency: 2, signal, ...own };
    let isOver = false;
    const ended = () => void (isOver = true);
    const batch = kaizen.promptsEncodeBatch(prompts, call).then(ended, ended);
    await eventually(() => isOver || server.requests.length > 0);
    await end(kaizen, caller);
    await batch;
    await eventually(() => requests.length >= prompts.length);
    return requests;
  }

  it.each<[string, string, Parameters<typeof endOf>]>([
    ['its deadline', 'KAIZEN_TIMEOUT', [() => undefined, { timeoutMs: 100 }]],
    ['its signal', 'KAIZEN_ABORTED', [(_, caller) => caller.abort()]],
    ['the end of the client', 'KAIZEN_CLIENT_CLOSED', [(kaizen) => kaizen.close()]],
  ])('by %s tells of each item, with %s', async (_, errorCode, how) => {
    const requests = await endOf(...how);
    const told = requests.map(({ requestId }) => requestId).sort();
    expect(told).toEqual(prompts.map((_, index) => `b.${index}`).sort());
    expect(new Set(requests.map((event) => event.errorCode))).toEqual(new Set([errorCode]));
    const [begun, waiting] = ['b.0', 'b.249'].map((id) =>
      requests.find(({ requestId }) => requestId === id),
    );
    // What never had its turn has waited all the time.
    expect(waiting!.durationMs).toBeGreaterThanOrEqual(begun!.durationMs - 1);
  });

  it('by its first error tells of the others as given up', async () => {
    const { kaizen, requests } = client();
    const wrong = { promt: 1 } as never;
    const call = { requestId: 'b', onError: 'throw' } as const;
    await expect(kaizen.promptsEncodeBatch([prompt, wrong, prompt], call)).rejects.toThrow();
    await eventually(() => requests.length >= 3);
    expect(requests.map(({ requestId, errorCode }) => `${requestId} ${errorCode}`)).toEqual([
      ...['b.1 KAIZEN_INVALID_PAYLOAD', 'b.0 KAIZEN_ABORTED', 'b.2 KAIZEN_ABORTED'],
    ]);
  });

  it('before it began tells of each item too', async () => {
    const { kaizen, requests } = client();
    await kaizen.close();
    const call = kaizen.promptsEncodeBatch([prompt, prompt], { requestId: 'b' });
    await expect(call).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
    await eventually(() => requests.length >= 2);
    expect(requests.map(({ requestId, errorCode }) => `${requestId} ${errorCode}`)).toEqual([
      ...['b.0 KAIZEN_CLIENT_CLOSED', 'b.1 KAIZEN_CLIENT_CLOSED'],
    ]);
  });
});

describe('a stream that nobody reads any more', () => {
  /** Takes one event of a stream and forgets the stream, without a word. */
  async function abandon(kaizen: KaizenService, call: KaizenCallOptions): Promise<void> {
    const step = await kaizen.promptsEncodeStream(prompt, { requestId: 's', ...call }).next();
    expect(step.done).toBe(false);
  }

  it.each<[string, string, (kaizen: KaizenService, caller: AbortController) => unknown]>([
    ['its deadline', 'KAIZEN_TIMEOUT', () => undefined],
    ['its signal', 'KAIZEN_ABORTED', (_, caller) => caller.abort()],
    ['the end of the client', 'KAIZEN_CLIENT_CLOSED', (kaizen) => kaizen.close()],
  ])('is over, and its span ended, with %s', async (_, errorCode, end) => {
    const tracer = new RecordingTracer();
    const { kaizen, requests } = client({ tracer });
    const caller = new AbortController();
    await abandon(kaizen, { timeoutMs: 300, signal: caller.signal });
    expect(requests).toEqual([]);
    await end(kaizen, caller);
    await eventually(() => requests.length > 0);
    expect(requests).toMatchObject([{ requestId: 's', outcome: 'error', errorCode }]);
    expect(tracer.spans.map(({ ends }) => ends)).toEqual([1]);
  });
});

describe('a stream of a service', () => {
  const asked = (kaizen: KaizenService) => kaizen.promptsEncodeStream(prompt, { requestId: 's' });

  it('tells in its event, its line and its last item how many requests were sent', async () => {
    const server = await serve(refuse(503), events(CHUNK, DONE));
    const lines: unknown[] = [];
    const log = (line: unknown) => void lines.push(line);
    const logger = { log, warn: () => undefined, error: () => undefined };
    const { kaizen, requests } = client({ baseUrl: server.url, logLevel: 'info', logger });
    let last: unknown;
    for await (const event of asked(kaizen)) last = event;
    expect(last).toMatchObject({ type: 'done', attempts: 2 });
    expect(requests).toMatchObject([{ outcome: 'ok', attempts: 2 }]);
    expect(lines).toMatchObject([{ event: 'kaizen.response', attempts: 2 }]);
    expect(String(lines[0])).toContain('http after 2 attempts');
  });

  it('tells them also when it is left, and when the engine takes its place', async () => {
    const server = await serve(events(CHUNK, DONE), refuse(503));
    const { kaizen, requests } = client({
      baseUrl: server.url,
      maxRetries: 1,
      fallback: 'embedded',
    });
    for await (const event of asked(kaizen)) if (event.type === 'chunk') break;
    for await (const event of asked(kaizen)) void event;
    await eventually(() => requests.length > 1);
    expect(requests).toMatchObject([
      { errorCode: 'KAIZEN_ABORTED', attempts: 1 },
      { outcome: 'ok', servedBy: 'embedded', attempts: 2 },
    ]);
  });

  it('tells hooks how many requests were sent and who has served it', async () => {
    const server = await serve(refuse(503), events(CHUNK, DONE), refuse(503));
    const ends: unknown[] = [];
    const afterResponse = ({ outcome, attempts, servedBy }: KaizenHookOutcome) =>
      void ends.push([outcome, attempts, servedBy]);
    const options = { baseUrl: server.url, maxRetries: 1, hooks: { afterResponse } };
    const { kaizen } = client({ ...options, fallback: 'embedded' });
    for await (const event of asked(kaizen)) void event;
    for await (const event of asked(kaizen)) void event;
    await expect(asked(client(options).kaizen).next()).rejects.toThrow();
    await client(options)
      .kaizen.health()
      .catch(() => 0);
    expect(ends).toEqual([
      ['ok', 2, 'http'],
      ['ok', 2, 'embedded'],
      ['error', 2, 'http'],
      ['error', 2, 'http'],
    ]);
  });

  it('tells no id of the service that repeats a secret', async () => {
    const headers = { ...NDJSON, 'x-request-id': 'id-Zq8mTx4LpW2v' };
    const server = await serve(reply(200, `${CHUNK}\n${DONE}\n`, headers));
    const { kaizen } = client({ baseUrl: server.url, apiKey: 'Zq8mTx4LpW2v' });
    let last: unknown;
    for await (const event of asked(kaizen)) last = event;
    expect(last).toMatchObject({ type: 'done', requestId: 's' });
  });
});
