import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createKaizen,
  type DecodeValueEvent,
  type KaizenOptions,
  type KaizenService,
} from 'nestjs-kaizen';
import { StreamEngine } from '../../../lib/engine/stream/stream-engine.js';
import { CollectedValue } from '../../../lib/transport/http/stream/collected-value.js';
import { LineSplitter } from '../../../lib/transport/http/stream/line-splitter.js';
import { readEvent } from '../../../lib/transport/http/stream/stream-event.js';
import { StreamFaultError } from '../../../lib/transport/http/stream/stream-fault.js';
import { anyTexts, jsonValues } from '../../support/json-arbitraries.js';
import { liveBytes } from '../../support/live-bytes.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const open: { server: Server; kaizen: KaizenService }[] = [];
afterEach(async () => {
  for (const { server, kaizen } of open.splice(0)) {
    await kaizen.close();
    server.closeAllConnections();
    server.close();
  }
});

/** A client of a service that answers so. */
async function clientOf(answer: Answer, options: KaizenOptions = {}): Promise<KaizenService> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const kaizen = createKaizen({ baseUrl, maxRetries: 0, shutdownGraceMs: 100, ...options });
  open.push({ server, kaizen });
  return kaizen;
}

const NDJSON = { 'content-type': 'application/x-ndjson' };
const engine = new StreamEngine({});

/** What a service with the routes of streams does, and no more than that. */
const streams: Answer = async (request, response) => {
  const url = new URL(request.url!, 'http://localhost');
  const write = async (event: object): Promise<void> => {
    if (!response.headersSent) response.writeHead(200, NDJSON);
    if (!response.write(`${JSON.stringify(event)}\n`)) await once(response, 'drain');
  };
  try {
    for await (const part of partsOf(url, request)) {
      if (part.type === 'done') await write({ type: 'done', ...part.body, result: undefined });
      else await write(part);
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) response.writeHead(422).end();
    else response.destroy(error as Error);
  }
};

async function* partsOf({ pathname, searchParams }: URL, request: IncomingMessage) {
  if (pathname.endsWith('/decode/stream')) {
    const strict = searchParams.get('strict') !== 'false';
    yield* engine.decode({ source: request, options: { strict }, collect: false });
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  yield* engine.encode(JSON.parse(Buffer.concat(chunks).toString()) as { prompt: unknown });
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const ofEngine = { requestId: 'r-1', servedBy: 'embedded', attempts: undefined };

describe('a stream over HTTP', () => {
  it('yields what the engine yields for the same input', async () => {
    const http = await clientOf(streams);
    const embedded = createKaizen();
    const call = { requestId: 'r-1' };
    await fc.assert(
      fc.asyncProperty(jsonValues(anyTexts), fc.nat(50), async (prompt, cut) => {
        const encoded = await all(http.promptsEncodeStream({ prompt }, call));
        expect(encoded.at(-1)).toMatchObject({ servedBy: 'http' });
        const expected = await all(embedded.promptsEncodeStream({ prompt }, call));
        expect([...encoded.slice(0, -1), { ...encoded.at(-1), ...ofEngine }]).toEqual(expected);
        const text = encoded.map((event) => (event.type === 'chunk' ? event.text : '')).join('');
        fc.pre(text.isWellFormed());
        const chunks = [text.slice(0, cut), text.slice(cut)];
        for (const collect of [true, false]) {
          const decoded = await all(http.promptsDecodeStream(chunks, { ...call, collect }));
          const told = await all(embedded.promptsDecodeStream(chunks, { ...call, collect }));
          expect(JSON.stringify(decoded.slice(0, -1))).toBe(JSON.stringify(told.slice(0, -1)));
          // Key by key, and in their order.
          expect(JSON.stringify({ ...decoded.at(-1), ...ofEngine })).toBe(
            JSON.stringify({ ...told.at(-1), ...ofEngine }),
          );
        }
      }),
      { numRuns: 60 },
    );
    await embedded.close();
  });

  it('puts together what a key that comes again leaves', async () => {
    const text = 'a[3]: 1,2,3\nb:\n  c: 1\na[1]: 9\nb: 2\nd: 3';
    const kaizen = await clientOf(streams);
    const embedded = createKaizen();
    const [overHttp, inProcess] = await Promise.all(
      [kaizen, embedded].map((it) => all(it.promptsDecodeStream(text, { strict: false }))),
    );
    const { result } = inProcess!.at(-1) as { result: unknown };
    expect(result).toEqual({ a: [9], b: 2, d: 3 });
    expect(overHttp!.at(-1)).toMatchObject({ result });
    await embedded.close();
  });

  it('tells values while the source is still to end', async () => {
    const kaizen = await clientOf(streams);
    let isEnded = false;
    async function* source() {
      yield 'rows[3]{id}:\n 1\n 2\n';
      await told;
      yield ' 3\n';
      isEnded = true;
    }
    let tell!: () => void;
    const told = new Promise<void>((resolve) => (tell = resolve));
    const values: DecodeValueEvent[] = [];
    const early: boolean[] = [];
    for await (const event of kaizen.promptsDecodeStream(source())) {
      if (event.type !== 'value') continue;
      early.push(!isEnded);
      if (values.push(event) === 2) tell();
    }
    expect(early.slice(0, 2)).toEqual([true, true]);
    expect(values.map(({ value }) => value)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it('stops reading, and the service writing, while nobody takes its events', async () => {
    let written = 0;
    const kaizen = await clientOf(async (_, response) => {
      response.writeHead(200, NDJSON);
      const line = `${JSON.stringify({ type: 'chunk', text: 'x'.repeat(50_000) })}\n`;
      for (; written < 1000 && !response.destroyed; written++) {
        if (!response.write(line)) await once(response, 'drain');
      }
    });
    const stream = kaizen.promptsEncodeStream({ prompt: 1 }, { timeoutMs: 5000 });
    await stream.next();
    await sleep(300);
    const before = written;
    expect(before).toBeLessThan(400);
    await sleep(100);
    expect(written).toBe(before);
    await stream.return();
  });

  it('has no clock for a consumer that takes its time', async () => {
    const timeouts = { readTimeoutMs: 1000, writeTimeoutMs: 1000, timeoutMs: 40_000 };
    const kaizen = await clientOf(streams, timeouts);
    function* source() {
      yield 'rows[8000]{name}:\n';
      for (let id = 0; id < 8000; id++) yield ` ${String(id).padEnd(1000, 'x')}\n`;
    }
    let rows = 0;
    for await (const event of kaizen.promptsDecodeStream(source(), { collect: false })) {
      if (event.type === 'value' && rows++ === 3) await sleep(2500);
    }
    expect(rows).toBe(8000);
  });

  it('asks its source for no more than the service takes', async () => {
    let isReading = false;
    const kaizen = await clientOf((request, response) => {
      if (request.headers['content-length'] === '0') return void response.writeHead(422).end();
      setTimeout(() => ((isReading = true), request.resume()), 300);
      request.on('end', () =>
        response
          .writeHead(200, NDJSON)
          .end(
            '{"type":"value","path":[],"value":1}\n{"type":"done","status":"ok","stats":{"original_bytes":1,"compressed_bytes":1,"reduction_ratio":0}}\n',
          ),
      );
      request.pause();
    });
    let pulls = 0;
    let early = 0;
    function* source() {
      for (pulls = 1; pulls <= 800; pulls++) {
        if (!isReading) early = pulls;
        yield 'x'.repeat(50_000);
      }
    }
    expect(await all(kaizen.promptsDecodeStream(source()))).toHaveLength(2);
    expect(pulls).toBe(801);
    expect(early).toBeLessThan(400);
  });

  it('decodes 50 MB in flat memory', async () => {
    const kaizen = await clientOf(streams, { timeoutMs: 60_000 });
    const row = ` ${'x'.repeat(1000)},7\n`;
    function* source() {
      yield 'rows[50000]{name,id}:\n';
      for (let page = 0; page < 1000; page++) yield row.repeat(50);
    }
    let rows = 0;
    let peak = 0;
    const before = liveBytes();
    for await (const event of kaizen.promptsDecodeStream(source(), { collect: false })) {
      if (event.type === 'value') rows++;
      if (rows % 5000 === 0) peak = Math.max(peak, liveBytes());
    }
    expect(rows).toBe(50_000);
    // Service and client share this process, each with some chunks under way.
    expect((peak - before) / 2 ** 20).toBeLessThan(24);
  }, 60_000);

  it('is refused by a service that has gone, its source untouched and let go of', async () => {
    const kaizen = await clientOf(streams, { maxRetries: 1, retryBackoffFactor: 0.01 });
    await all(kaizen.promptsDecodeStream('a: 1'));
    const { server } = open.at(-1)!;
    server.close();
    server.closeAllConnections();
    let pulls = 0;
    let isLetGo = false;
    const source: AsyncGenerator<string> = (async function* () {
      pulls++;
      yield await Promise.resolve('a: 1');
    })();
    const end = source.return.bind(source);
    source.return = (value) => ((isLetGo = true), end(value));
    await expect(all(kaizen.promptsDecodeStream(source))).rejects.toMatchObject({
      failure: 'refused',
      attempts: 2,
    });
    expect([pulls, isLetGo]).toEqual([0, true]);
  });

  it("sends a call's options with each of its requests", async () => {
    const seen: Record<string, unknown>[] = [];
    const kaizen = await clientOf(
      (request, response) => {
        seen.push(request.headers);
        return streams(request, response);
      },
      { apiKey: 'k-1' },
    );
    const call = { requestId: 'r-7', idempotencyKey: 'i-7', headers: { 'X-Tenant': 't' } };
    const [, done] = await all(kaizen.promptsDecodeStream('a: 1', call));
    expect(done).toMatchObject({ requestId: 'r-7' });
    await all(kaizen.promptsEncodeStream({ prompt: 1 }, call));
    const common = { 'x-api-key': 'k-1', 'x-request-id': 'r-7', 'x-tenant': 't' };
    expect(seen).toMatchObject([
      { ...common, 'idempotency-key': expect.not.stringMatching('i-7') },
      { ...common, 'idempotency-key': 'i-7', 'content-type': 'text/plain; charset=utf-8' },
      { ...common, 'idempotency-key': 'i-7', accept: 'application/x-ndjson, application/json' },
    ]);
  });

  it('uses its connection again when it has ended well', async () => {
    let connections = 0;
    const kaizen = await clientOf(streams);
    open.at(-1)!.server.on('connection', () => connections++);
    for (let i = 0; i < 5; i++) await all(kaizen.promptsEncodeStream({ prompt: i }));
    expect(connections).toBe(1);
  });
});

describe('LineSplitter', () => {
  const lines = ['{"a":"ä€😀"}', '', 'b\r', 'ccc'];
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));

  it.each([1, 2, 3, 5, 7, 100])('gives the same lines from pieces of %d bytes', (size) => {
    const splitter = new LineSplitter(100);
    const got: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      got.push(...splitter.push(bytes.subarray(at, at + size)));
    }
    expect(got).toEqual(lines);
    expect(splitter.rest()).toBe('');
  });

  it('gives the same lines wherever the bytes are cut', () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const splitter = new LineSplitter(100);
      const got = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => [
        ...splitter.push(part),
      ]);
      expect(got).toEqual(lines);
    }
  });

  it('gives the lines before one that is too long or no UTF-8', () => {
    for (const [bad, fault] of [
      ['x'.repeat(11), 'too-large'],
      [Buffer.from([0xc3]), 'invalid-text'],
    ] as const) {
      const splitter = new LineSplitter(10);
      const got: string[] = [];
      const read = () => {
        const block = Buffer.concat([Buffer.from('good\n'), Buffer.from(bad), Buffer.from('\n')]);
        for (const line of splitter.push(block)) got.push(line);
      };
      expect(read).toThrow(expect.objectContaining({ fault }));
      expect(got).toEqual(['good']);
    }
    const splitter = new LineSplitter(10);
    splitter.push(Buffer.from('12345678'));
    expect(() => splitter.push(Buffer.from('901'))).toThrow(StreamFaultError);
  });

  it('takes time that is linear in the bytes, however small the pieces', () => {
    const cost = (count: number): number => {
      const splitter = new LineSplitter(Infinity);
      const piece = Buffer.alloc(64, 'x');
      const began = process.cpuUsage();
      for (let i = 0; i < count; i++) splitter.push(piece);
      expect([...splitter.push(Buffer.from('\n'))][0]).toHaveLength(count * 64);
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    cost(20_000);
    const small = Math.min(cost(20_000), cost(20_000));
    expect(Math.min(cost(160_000), cost(160_000)) / small).toBeLessThan(40);
  });
});

describe('CollectedValue', () => {
  const collect = (...events: [path: (string | number)[], value: unknown][]): unknown => {
    const collected = new CollectedValue();
    for (const [path, value] of events) {
      collected.set({ type: 'value', path, value: value as never });
    }
    return collected.whole;
  };

  it('keeps every key as data and in its order', () => {
    const whole = collect(
      [['__proto__'], { admin: true }],
      [['b'], 1],
      [['a'], 2],
      [['constructor', '__proto__'], 3],
    );
    expect(JSON.stringify(whole)).toBe(
      '{"__proto__":{"admin":true},"b":1,"a":2,"constructor":{"__proto__":3}}',
    );
    expect(Object.getPrototypeOf(whole)).toBe(Object.prototype);
    expect(({} as { admin?: true }).admin).toBeUndefined();
  });

  it('sets values at paths of any depth', () => {
    expect(
      collect([['a', 0, 'b', 'c'], 1], [['a', 0, 'b', 'd'], 2], [['a', 1], 3], [['e'], 4]),
    ).toEqual({
      a: [{ b: { c: 1, d: 2 } }, 3],
      e: 4,
    });
    expect(collect([[0], 1], [[1], 2])).toEqual([1, 2]);
    expect(collect([[], 'whole'])).toBe('whole');
    expect(collect()).toBeUndefined();
  });

  it.each([
    { events: [[['a', 1], 1]] },
    { events: [[[4_000_000_000], 1]] },
    {
      events: [
        [[0], 1],
        [['a'], 2],
      ],
    },
    {
      events: [
        [['a'], 1],
        [[0], 2],
      ],
    },
  ] as { events: [path: (string | number)[], value: unknown][] }[])(
    'refuses what leads nowhere: %j',
    ({ events }) => {
      expect(() => collect(...events)).toThrow(StreamFaultError);
    },
  );
});

describe('readEvent', () => {
  it.each([
    '{"type":"value","path":[-1],"value":1}',
    '{"type":"value","path":[0.5],"value":1}',
    '{"type":"value","path":"a","value":1}',
    '{"type":"value","path":[]}',
    '{"type":7}',
    '7',
    '{',
  ])('refuses %s', (line) => expect(() => readEvent(line, 'value')).toThrow(StreamFaultError));

  it('skips what it does not know, and what belongs to other streams', () => {
    for (const line of ['', '\r', '{"type":"ping"}', '{"type":"chunk","text":"x"}']) {
      expect(readEvent(line, 'value')).toBeUndefined();
    }
  });
});
