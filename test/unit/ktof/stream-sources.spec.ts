import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { setImmediate as turn } from 'node:timers/promises';
import {
  type DecodeStreamEvent,
  decodeStream,
  encodeStream,
  KaizenAbortError,
  type KaizenError,
  KaizenFormatError,
  KaizenOptionsError,
  KaizenPayloadError,
  KaizenStreamError,
  type KtofChunk,
  type KtofSource,
} from 'nestjs-kaizen/ktof';
import { eventsOf } from './stream-helpers.js';

const TEXT = 'title: é漢😀\nusers[3]{id,name}:\n 1,Ada\n 2,Grace\n 3,Linus\nmeta:\n ok: true\n';
const EVENTS: DecodeStreamEvent[] = [
  { type: 'value', path: ['title'], value: 'é漢😀' },
  { type: 'value', path: ['users', 0], value: { id: 1, name: 'Ada' } },
  { type: 'value', path: ['users', 1], value: { id: 2, name: 'Grace' } },
  { type: 'value', path: ['users', 2], value: { id: 3, name: 'Linus' } },
  { type: 'value', path: ['meta'], value: { ok: true } },
  {
    type: 'done',
    value: {
      title: 'é漢😀',
      users: [
        { id: 1, name: 'Ada' },
        { id: 2, name: 'Grace' },
        { id: 3, name: 'Linus' },
      ],
      meta: { ok: true },
    },
  },
];
const bytes = [...Buffer.from(TEXT)].map((byte) => Uint8Array.of(byte));
const HEAD = 'users[3]{id}:\n 1\n';

async function* asynchronously<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

/** A source that gives chunks when it is told to, and notes what is asked of it. */
class HandFed implements AsyncIterator<KtofChunk>, AsyncIterable<KtofChunk> {
  pulls = 0;
  returns = 0;
  private answer: ((result: IteratorResult<KtofChunk>) => void) | undefined;

  [Symbol.asyncIterator]() {
    return this;
  }

  next(): Promise<IteratorResult<KtofChunk>> {
    this.pulls++;
    return new Promise((resolve) => (this.answer = resolve));
  }

  return(): Promise<IteratorResult<KtofChunk>> {
    this.returns++;
    return Promise.resolve({ done: true, value: undefined });
  }

  feed(chunk: KtofChunk): void {
    this.answer?.({ done: false, value: chunk });
  }
}

/** Takes events until the stream ends or fails. */
async function takeAll(stream: AsyncIterable<DecodeStreamEvent>) {
  const events: DecodeStreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    return { events, error: error as KaizenError & { line?: number; column?: number } };
  }
  return { events };
}

describe('a source may be', () => {
  it.each<[string, () => KtofSource]>([
    ['a string', () => TEXT],
    ['bytes', () => Buffer.from(TEXT)],
    ['an array of strings', () => TEXT.split('')],
    ['an iterable of bytes', () => new Set(bytes)],
    ['an async iterable', () => asynchronously(bytes)],
    ['a Node stream of bytes', () => Readable.from(bytes)],
    ['a Node stream of text', () => Readable.from(TEXT).setEncoding('utf8')],
    [
      'a web stream',
      () => ReadableStream.from(asynchronously(bytes)) as ReadableStream<Uint8Array>,
    ],
    ['the body of a response', () => new Response(TEXT).body!],
    [
      'a web stream that cannot be iterated',
      () => {
        const stream = ReadableStream.from(bytes) as ReadableStream<Uint8Array>;
        return { getReader: () => stream.getReader() };
      },
    ],
    ['what encodeStream gives', () => encodeStream(EVENTS.at(-1)!.value, { chunkSize: 7 })],
    ['empty chunks as well', () => ['', new Uint8Array(0), TEXT, '', new Uint8Array(0)]],
    ['CRLF, cut in its middle', () => TEXT.replaceAll('\n', '\r\n').split(/(?<=\r)/)],
  ])('%s', async (_name, source) => {
    expect(await eventsOf(source())).toEqual(EVENTS);
  });

  it.each([5, null, undefined, {}, true])('nothing else: not %p', async (source) => {
    await expect(eventsOf(source as never)).rejects.toBeInstanceOf(KaizenFormatError);
  });

  it.each([5, null, { text: 'a: 1' }, [1]])(
    'no iterable of other things: not of %p',
    async (item) => {
      const { events, error } = await takeAll(decodeStream(['a: 1\n', item] as never));
      expect(events).toEqual([{ type: 'value', path: ['a'], value: 1 }]);
      expect(error).toBeInstanceOf(KaizenFormatError);
      expect(error?.message).toContain('a string or a Uint8Array');
    },
  );
});

describe('the events', () => {
  it.each<[string, (string | number)[][]]>([
    ['[2]{a}:\n 1\n 2', [[0], [1]]],
    ['[2]: a,b', [[0], [1]]],
    ['[2]:\n - 1\n - a: 1\n  b: 2', [[0], [1]]],
    ['[1,{"a":[1]}]', [[0], [1]]],
    ['[2:]{a}:\n x: 1\n y: 2', [['x'], ['y']]],
    ['a: 1\nb:\n c: 1\n d[1]: 2', [['a'], ['b']]],
    ['a[2]: 1,2\nb: [1]\nc: {"d":[1]}', [['a', 0], ['a', 1], ['b', 0], ['c']]],
    [
      'a[2:]{b}:\n x: 1\n y: 2\nc[1]:\n - [1]: 2',
      [
        ['a', 'x'],
        ['a', 'y'],
        ['c', 0],
      ],
    ],
    ['{"a":[1,[2]],"b":{"c":[1]},"d":[],"e":{}}', [['a', 0], ['a', 1], ['b'], ['d'], ['e']]],
    ['a[0]:\nb[0]{c}:\nd: []\ne:', [['a'], ['b'], ['d'], ['e']]],
    ['', [[]]],
    ['[]', [[]]],
    ['[0]:', [[]]],
    ['{}', [[]]],
    ['text', [[]]],
  ])('of %j are at %j', async (text, paths) => {
    const events = await eventsOf(text.split(''));
    expect(events.map((event) => (event.type === 'value' ? event.path : 'done'))).toEqual([
      ...paths,
      'done',
    ]);
  });

  it('come as soon as their text is there', async () => {
    const source = new HandFed();
    const stream = decodeStream(source);
    const steps: [chunk: string, events: DecodeStreamEvent[]][] = [
      ['a: 1\n', [{ type: 'value', path: ['a'], value: 1 }]],
      ['r[2]{x}:\n 5\n', [{ type: 'value', path: ['r', 0], value: { x: 5 } }]],
      [' 6\n', [{ type: 'value', path: ['r', 1], value: { x: 6 } }]],
      ['l[1]:\n - word\n', [{ type: 'value', path: ['l', 0], value: 'word' }]],
      [
        'n:\n m: 2\nz: 3\n',
        [
          { type: 'value', path: ['n'], value: { m: 2 } },
          { type: 'value', path: ['z'], value: 3 },
        ],
      ],
    ];
    for (const [chunk, events] of steps) {
      for (const [index, event] of events.entries()) {
        const next = stream.next();
        await turn();
        if (index === 0) source.feed(chunk);
        expect(await next).toEqual({ done: false, value: event });
      }
    }
    await stream.return();
  });

  it('of JSON on one line come as soon as their text is there', async () => {
    const source = new HandFed();
    const stream = decodeStream(source);
    for (const [index, chunk] of ['{"rows": [{"id": 0}', ', {"id": 1}', ',{"id":2}'].entries()) {
      const next = stream.next();
      await turn();
      source.feed(chunk);
      expect((await next).value).toEqual({
        type: 'value',
        path: ['rows', index],
        value: { id: index },
      });
    }
    await stream.return();
  });
});

describe('back-pressure', () => {
  it('asks for a chunk only when the events before have been taken', async () => {
    let pulls = 0;
    function* source() {
      yield 'r[4]{x}:\n';
      for (pulls = 1; pulls <= 4; pulls++) yield ` ${pulls}\n`;
    }
    const stream = decodeStream(source());
    await turn();
    expect(pulls).toBe(0);
    for (let row = 1; row <= 4; row++) {
      expect((await stream.next()).value).toMatchObject({ value: { x: row } });
      await turn();
      expect(pulls).toBe(row);
    }
  });

  it('holds no more than a chunk', async () => {
    let pulls = 0;
    const rows = ' 1\n'.repeat(100);
    function* source() {
      yield 'r[1000]{x}:\n';
      for (; pulls < 10; pulls++) yield rows;
    }
    const pullsBefore: number[] = [];
    for await (const event of decodeStream(source(), { collect: false })) {
      pullsBefore.push(event.type === 'value' ? pulls : -1);
    }
    const expected = Array.from({ length: 1000 }, (_, row) => Math.floor(row / 100));
    expect(pullsBefore).toEqual([...expected, -1]);
  });

  it('lets others have their turn in a text that is there at once', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const text = `r[200000]{x}:\n${' 1\n'.repeat(200_000)}`;
    for await (const event of decodeStream(text, { collect: false })) void event;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('a text that goes wrong', () => {
  it.each([
    ['ends inside of a table', `${HEAD} 2\n`, 2, { line: 1 }],
    ['ends inside of a row', `${HEAD} 2`, 1, { line: 1 }],
    ['ends inside of a block', 'l[2]:\n - a: 1\n - a: 2\n   b:', 1, { line: 4 }],
    ['ends inside of an item', 'l[3]:\n - a: 1\n - a: 2\n', 1, { line: 1 }],
    ['ends inside of a number in JSON', '{"a":[1,2', 1, { line: 1, column: 10 }],
    ['has a row too many', `${HEAD} 2\n 3\n 4\n`, 3, { line: 5 }],
    ['has a wide row', `${HEAD} 2,2\n 3\n`, 1, { line: 3 }],
    ['ends inside of a string', 'a: 1\nb: "x', 1, { line: 2, column: 4 }],
    ['ends inside of JSON', '[1,\n{"a":1},\n{"a":', 2, { line: 3, column: 6 }],
    ['goes on behind JSON', '{"a":1}\nb: 2', 1, { line: 2, column: 1 }],
    ['goes on behind its value', 'a\nb', 0, { line: 2 }],
  ])('when it %s fails after what came before', async (_what, text, values, place) => {
    for (const chunks of [[text], text.split('')]) {
      const { events, error } = await takeAll(decodeStream(chunks));
      expect(events).toHaveLength(values);
      expect(error).toBeInstanceOf(KaizenFormatError);
      expect(error).toMatchObject(place);
    }
  });

  it.each([
    ['a byte that never stands in UTF-8', [0x61, 0xff, 0x62], 8],
    ['a lone continuation', [0x61, 0x80], 8],
    ['an overlong form', [0xc0, 0xaf], 7],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], 7],
    ['a character that ends too early', [0xe6, 0xbc, 0x0a], 7],
    ['a character that never ends', [0x61, 0xf0, 0x9f, 0x98], 8],
  ])('when it holds %s fails there', async (_what, bad, column) => {
    const whole = Buffer.concat([Buffer.from(`é: 1\n${HEAD} 漢 é, `), Uint8Array.from(bad)]);
    for (const chunks of [[whole], [...whole].map((byte) => Uint8Array.of(byte))]) {
      const { events, error } = await takeAll(decodeStream(chunks));
      expect(events.map((event) => event.type)).toEqual(['value', 'value']);
      expect(error).toBeInstanceOf(KaizenFormatError);
      expect(error).toMatchObject({ reason: 'Bytes that are not UTF-8', line: 4, column });
    }
  });

  it('is named by its place in JSON and in a block too', async () => {
    for (const text of ['{"a":\n[1,\n', 'a:\n b: 1\n']) {
      const source = [text, Uint8Array.of(0xff)];
      const { error } = await takeAll(decodeStream(source));
      expect(error).toMatchObject({ line: 3, column: 1 });
    }
  });

  it('is refused past maxBytes: of the whole, or of what must be held', async () => {
    const text = `users[200]{id}:\n${' 1\n'.repeat(200)}`;
    const maxBytes = 300;
    const { events, error } = await takeAll(decodeStream(text.match(/.{1,10}/gs)!, { maxBytes }));
    expect(events.length).toBeGreaterThan(50);
    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE' });
    const flat = { maxBytes, collect: false };
    expect(await eventsOf(text.match(/.{1,10}/gs)!, flat)).toHaveLength(201);
    for (const large of [
      `a: ${'x'.repeat(400)}`,
      `a:\n${' b: 1\n'.repeat(80)}`,
      `["${'x'.repeat(400)}"]`,
    ]) {
      const refused = await takeAll(decodeStream(large.match(/.{1,10}/gs)!, flat));
      expect(refused.error).toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE' });
    }
    const json = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id })));
    expect(await eventsOf(json.match(/.{1,10}/gs)!, flat)).toHaveLength(201);
  });

  it('is read more loosely when not strict', async () => {
    const events = await eventsOf('a: 1\na: 2\nr[9]{x}:\n 1', { strict: false });
    expect(events.at(-1)).toEqual({ type: 'done', value: { a: 2, r: [{ x: 1 }] } });
  });
});

describe('a source that fails', () => {
  async function* failing(cause: unknown): AsyncGenerator<string> {
    yield HEAD;
    await turn();
    throw cause;
  }

  it('ends the stream after what came before, and is the cause', async () => {
    const cause = new Error('connection lost');
    for (const source of [
      failing(cause),
      Readable.from(failing(cause)),
      ReadableStream.from(failing(cause)),
    ]) {
      const { events, error } = await takeAll(decodeStream(source as KtofSource));
      expect(events).toEqual([{ type: 'value', path: ['users', 0], value: { id: 1 } }]);
      expect(error).toBeInstanceOf(KaizenStreamError);
      expect(error).toMatchObject({
        name: 'KaizenStreamError',
        code: 'KAIZEN_STREAM_FAILED',
        cause,
      });
      expect(JSON.stringify(error)).not.toContain('connection lost');
    }
  });

  it('by throwing at once, or at its opening', async () => {
    const locked = new Response('a: 1').body!;
    locked.getReader();
    const sources = [
      locked,
      {
        next: () => ({}),
        [Symbol.iterator]: () => {
          throw new RangeError('no');
        },
      },
      {
        [Symbol.iterator]: () => ({
          next: () => {
            throw new RangeError('no');
          },
        }),
      },
    ];
    for (const source of sources) {
      const { events, error } = await takeAll(decodeStream(source as never));
      expect(events).toEqual([]);
      expect(error).toBeInstanceOf(KaizenStreamError);
    }
  });
});

describe('the source is let go of', () => {
  function watched() {
    const state = { closed: 0 };
    function* source() {
      try {
        for (;;) yield HEAD.replace('3', '9999');
      } finally {
        state.closed++;
      }
    }
    return { state, source: source() };
  }

  it('when the consumer stops', async () => {
    const { state, source } = watched();
    for await (const event of decodeStream(source)) {
      expect(event).toMatchObject({ value: { id: 1 } });
      break;
    }
    expect(state.closed).toBe(1);
  });

  it('when the text is wrong', async () => {
    const { state, source } = watched();
    const { error } = await takeAll(decodeStream(source));
    expect(error).toBeInstanceOf(KaizenFormatError);
    expect(state.closed).toBe(1);
  });

  it('but not asked to end when it has ended itself', async () => {
    let returns = 0;
    const source = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: true, value: undefined }),
        return: () => ({ done: true, value: returns++ }),
      }),
    };
    await eventsOf(source as never);
    expect(returns).toBe(0);
  });

  it('whatever it answers to that', async () => {
    const source = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: HEAD }),
        return: () => {
          throw new Error('cannot close');
        },
      }),
    };
    for await (const event of decodeStream(source as never)) {
      expect(event.type).toBe('value');
      break;
    }
  });

  it.each<[string, () => { source: KtofSource; isClosed: () => boolean }]>([
    [
      'a Node stream',
      () => {
        const stream = new PassThrough();
        stream.write(HEAD);
        return { source: stream, isClosed: () => stream.destroyed };
      },
    ],
    [
      'a web stream',
      () => {
        let isClosed = false;
        const stream = new ReadableStream<string>({
          start: (controller) => controller.enqueue(HEAD),
          cancel: () => void (isClosed = true),
        });
        return { source: stream, isClosed: () => isClosed && !stream.locked };
      },
    ],
    [
      'an iterator',
      () => {
        const source = new HandFed();
        void turn().then(() => source.feed(HEAD));
        return { source, isClosed: () => source.returns === 1 };
      },
    ],
  ])('%s: by return, by return while it owes a chunk, and by a signal', async (_name, make) => {
    const controller = new AbortController();
    const { signal } = controller;
    const ENDED = { done: true, value: undefined };
    const stops: ((stream: AsyncGenerator<DecodeStreamEvent>) => Promise<void>)[] = [
      async (stream) => {
        expect(await stream.return(undefined)).toEqual(ENDED);
      },
      async (stream) => {
        const next = stream.next();
        await turn();
        expect(await stream.return(undefined)).toEqual(ENDED);
        expect(await next).toEqual(ENDED);
      },
      async (stream) => {
        const next = stream.next();
        await turn();
        controller.abort('gone');
        await expect(next).rejects.toMatchObject({ name: 'KaizenAbortError', cause: 'gone' });
      },
    ];
    for (const stop of stops) {
      const { source, isClosed } = make();
      const stream = decodeStream(source, { signal });
      expect(await stream.next()).toMatchObject({ value: { value: { id: 1 } } });
      await stop(stream);
      await turn();
      expect(isClosed()).toBe(true);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(await stream.next()).toEqual(ENDED);
    }
  });
});

describe('a signal', () => {
  it('that has aborted keeps the stream from beginning', async () => {
    const source = new HandFed();
    const stream = decodeStream(source, { signal: AbortSignal.abort() });
    await expect(stream.next()).rejects.toBeInstanceOf(KaizenAbortError);
    expect(source.pulls).toBe(0);
  });

  it('that aborts between two events ends the stream', async () => {
    const controller = new AbortController();
    const stream = decodeStream(TEXT, { signal: controller.signal });
    await stream.next();
    controller.abort();
    await expect(stream.next()).rejects.toBeInstanceOf(KaizenAbortError);
  });

  it('is left as it was found', async () => {
    const { signal } = new AbortController();
    await eventsOf(TEXT, { signal });
    await takeAll(decodeStream('r[2]: 1', { signal }));
    decodeStream(TEXT, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('options', () => {
  it('that are wrong are refused at once', () => {
    expect(() => decodeStream(TEXT, { collect: 1 as never })).toThrow(KaizenOptionsError);
    expect(() => decodeStream(TEXT, { signal: 5 as never })).toThrow(KaizenOptionsError);
    expect(() => decodeStream(TEXT, { maxDepth: 0 })).toThrow(KaizenOptionsError);
    expect(() => decodeStream(TEXT, { colect: false } as never)).toThrow('Unknown option `colect`');
  });
});
