import '../../support/bridge-nest.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ClientRequest, type IncomingMessage, request as open } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KaizenServeOptions, serveKaizen } from 'nestjs-kaizen/server';
import { ADAPTERS } from '../run-app.js';
import { CHUNKED, RawRequest } from './raw-request.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
const ready: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(ready.splice(0).map((server) => server.close()));
  await servers.close();
});

const ENCODE = '/v1/prompts/encode';
const DECODE = '/v1/prompts/decode';
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const TEXT_CHUNKED = ['Content-Type: text/plain', 'Transfer-Encoding: chunked'];
type Event = Record<string, unknown>;

const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    name: `näme ${id} \u{1f600}`,
    ok: id % 3 === 0,
  }));

/** The events of a stream: each line is one, and the last line is ended too. */
function eventsOf(text: string): Event[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
}

/** What the values of a stream make up. */
function wholeOf(events: readonly Event[]): unknown {
  let whole: unknown;
  for (const { type, path, value } of events) {
    if (type !== 'value') continue;
    const steps = path as (string | number)[];
    if (steps.length === 0) whole = value;
    else {
      whole ??= typeof steps[0] === 'number' ? [] : {};
      let owner = whole as Record<string | number, unknown>;
      for (const [at, step] of steps.slice(0, -1).entries()) {
        owner = (owner[step] ??= typeof steps[at + 1] === 'number' ? [] : {}) as typeof owner;
      }
      owner[steps.at(-1)!] = value;
    }
  }
  return whole;
}

const decodeStream = (url: string, text: string | Uint8Array, query = '') =>
  ask(`${url}${DECODE}/stream${query}`, { headers: TEXT, body: Buffer.from(text as string) });

/** A request whose body is sent bit by bit while its answer is read. */
class Duplex {
  private text = '';
  private response: IncomingMessage | undefined;

  private constructor(readonly request: ClientRequest) {
    request.on('error', () => undefined);
    request.on('response', (response) => {
      this.response = response.setEncoding('utf8');
      response.on('data', (text: string) => (this.text += text));
      response.on('error', () => undefined);
    });
    request.flushHeaders();
  }

  static decode(url: string, query = ''): Duplex {
    return new Duplex(open(`${url}${DECODE}/stream${query}`, { method: 'POST', headers: TEXT }));
  }

  get status(): number | undefined {
    return this.response?.statusCode;
  }

  send(bytes: string | Uint8Array): this {
    this.request.write(bytes);
    return this;
  }

  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) await sleep(2);
    return this.text;
  }

  async rest(): Promise<string> {
    while (!this.response) await sleep(2);
    while (!this.response.closed) await sleep(2);
    return this.text;
  }
}

describe.each(ADAPTERS)('a stream of an encoding on %s', (_name, adapter) => {
  const run = (options = {}) => servers.run(options, {}, { adapter: adapter() });

  it('tells what the route of one request answers, in pieces', async () => {
    const url = await run();
    const bodies = [
      { prompt: { rows: rowsOf(5000) }, metadata: { a: [1] }, token_models: ['gpt-4o'] },
      { prompt: `see ${JSON.stringify(rowsOf(3))}`, schemas: {} },
      { prompt: `${'x'.repeat(65_535)}\u{1f600}\ud83d${'\u{1f600}'.repeat(70_000)}` },
      { prompt: [] },
      { prompt: '' },
    ];
    for (const body of bodies) {
      const { status, headers, text } = await ask(`${url}${ENCODE}/stream`, { body });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      expect(headers.get('x-request-id')).toMatch(/^\S{36}$/);
      const events = eventsOf(text);
      const { json } = await ask(url + ENCODE, { body });
      const { result, ...rest } = json;
      expect(events.pop()).toEqual({ type: 'done', ...rest });
      const chunks = events.map((event) => String(event['text']));
      expect(chunks.join('')).toBe(result);
      expect(events.every(({ type }) => type === 'chunk')).toBe(true);
      expect(chunks.every((chunk) => chunk.length <= 65_536)).toBe(true);
      expect(chunks).toHaveLength(Math.ceil((result as string).length / 65_536));
      expect(chunks.some((chunk) => /^[\udc00-\udfff]/.test(chunk))).toBe(false);
    }
  });

  it('keeps a prompt, and refuses as the route of one request does', async () => {
    const url = await run({ maxBodyBytes: 200 });
    const { text } = await ask(`${url}${ENCODE}/stream`, { body: { prompt: [1], store: true } });
    const { payload_id: ktof } = eventsOf(text).at(-1)!;
    expect((await ask(url + DECODE, { body: { ktof } })).json['result']).toEqual([1]);
    const tries: [unknown, Record<string, string>][] = [
      [Buffer.from('{"prompt":'), {}],
      [Buffer.from([...Buffer.from('{"prompt":"'), 0xff, ...Buffer.from('"}')]), {}],
      [{ prompt: 1, more: 1 }, {}],
      [{ prompt: 'x'.repeat(300) }, {}],
      [{ prompt: 1 }, TEXT],
    ];
    for (const [body, headers] of tries) {
      const [stream, single] = await Promise.all(
        [`${ENCODE}/stream`, ENCODE].map((path) =>
          ask(url + path, { body, headers: { ...headers, 'x-request-id': 'same' } }),
        ),
      );
      expect(stream!.status).toBeGreaterThanOrEqual(400);
      expect([stream!.status, stream!.json]).toEqual([single!.status, single!.json]);
    }
  });
});

describe.each(ADAPTERS)('a stream of a decoding on %s', (_name, adapter) => {
  const run = (options = {}) => servers.run(options, {}, { adapter: adapter() });

  it('tells the values that make up what the route of one request answers', async () => {
    const url = await run();
    const prompts = [
      { rows: rowsOf(2000), name: 'ä', nested: { a: { b: [1, { c: 2 }] } }, none: [] },
      rowsOf(20),
      ['', 1, null, [1, [2]]],
      'text',
      7,
      {},
      JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as object,
    ];
    const wholes: [unknown, unknown][] = [];
    const own: string[] = [];
    for (const prompt of prompts) {
      const { json: encoded } = await ask(url + ENCODE, {
        body: { prompt, auto_detect_json: false },
      });
      const ktof = String(encoded['result']);
      const { status, headers, text } = await decodeStream(url, ktof);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      const events = eventsOf(text);
      const { json } = await ask(url + DECODE, { body: { ktof } });
      const { result, ...rest } = json;
      expect(events.at(-1)).toEqual({ type: 'done', ...rest });
      // By its text: with a key like __proto__ a value cannot be put together by setting it.
      const told = events
        .filter(({ type }) => type === 'value')
        .map(({ path, value }) => [path, value]);
      if (ktof.includes('__proto__')) {
        own.push(JSON.stringify(told));
      } else {
        wholes.push([wholeOf(events), result]);
      }
    }
    expect(wholes.map(([whole]) => whole)).toEqual(wholes.map(([, result]) => result));
    expect(own).toEqual(['[[["__proto__"],{"admin":true}],[["constructor"],1]]']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('tells each value as soon as it is complete, wherever the text is cut', async () => {
    const url = await run();
    const text = Buffer.from('first: grün\nrows[2]{a,b}:\n 1,\u{1f600}\n 2,\u00e4\nlast: 1');
    const stream = Duplex.decode(url);
    for (const byte of text.subarray(0, -1)) {
      stream.send(Uint8Array.of(byte));
      await sleep(1);
    }
    await stream.until(/"path":\["rows",1\]/);
    expect(stream.status).toBe(200);
    stream.request.end(text.subarray(-1));
    const events = eventsOf(await stream.rest());
    expect(wholeOf(events)).toEqual({
      first: 'grün',
      rows: [
        { a: 1, b: '\u{1f600}' },
        { a: 2, b: 'ä' },
      ],
      last: 1,
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', stats: { compressed_bytes: text.length } });
  });

  it('takes its options from the query, and no other', async () => {
    const url = await run();
    const values = async (query: string) =>
      wholeOf(eventsOf((await decodeStream(url, 'a[3]: 1,2\nb:\n    c: 1', query)).text));
    expect(await values('?strict=false&indent=4')).toEqual({ a: [1, 2], b: { c: 1 } });
    const tries: [string, string, string][] = [
      ['?strict=yes', 'strict', 'bool_type'],
      ['?strict=', 'strict', 'bool_type'],
      ['?strict=true&strict=true', 'strict', 'value_error'],
      ['?indent=9', 'indent', 'int_type'],
      ['?indent=1.5', 'indent', 'int_type'],
      ['?indnt=2', 'indnt', 'extra_forbidden'],
      ['?__proto__=2', '__proto__', 'extra_forbidden'],
    ];
    for (const [query, name, type] of tries) {
      const reply = await decodeStream(url, 'a: 1', query);
      expect([query, ...codeOf(reply)]).toEqual([query, 422, 'validation_failed']);
      expect(reply.json['detail']).toMatchObject([{ loc: ['query', name], type }]);
    }
  });

  it('answers an error before the first event, and ends with it after that', async () => {
    const url = await run({ maxStreamValueBytes: 1000, maxStreamBytes: 5000, maxDepth: 10 });
    const row = `${'x'.repeat(98)}\n`;
    const cases: [string | Uint8Array, number, string][] = [
      ['a[2]: 1\nb: 2', 400, 'invalid_ktof'],
      [Uint8Array.of(0x61, 0x3a, 0x20, 0xff), 400, 'invalid_ktof'],
      [`"${'y'.repeat(2000)}"`, 413, 'too_large'],
      [`rows[60]:\n${` - ${row}`.repeat(60)}`, 413, 'too_large'],
      [
        Array.from({ length: 40 }, (_, level) => `${' '.repeat(level)}k:`).join('\n'),
        400,
        'invalid_ktof',
      ],
    ];
    for (const [text, status, code] of cases) {
      const first = await decodeStream(url, text, '?indent=1');
      expect([code, ...codeOf(first)]).toEqual([code, status, code]);
      const late = Duplex.decode(url, '?indent=1').send('ok: 1\nend: 1\n');
      await late.until(/"path":\["ok"\]/);
      late.request.end(code === 'too_large' || typeof text !== 'string' ? text : `${text}\n`);
      const events = eventsOf(await late.rest());
      expect(late.status).toBe(200);
      expect(events.at(-1)).toMatchObject({ type: 'error', status_code: status, error: { code } });
      expect(events[0]).toEqual({ type: 'value', path: ['ok'], value: 1 });
    }
    const [place] = (await decodeStream(url, 'a: 1\nb[2]: 1')).text.split('\n').slice(-2);
    expect(JSON.parse(place!)).toMatchObject({
      error: { details: [{ loc: ['body'], type: 'ktof_format', line: 2 }] },
    });
  });

  it('takes plain text in UTF-8 alone, from who has a key', async () => {
    const url = await run({ keys: ['k-secret-0'] });
    const send = (headers: Record<string, string>) =>
      ask(`${url}${DECODE}/stream`, { headers, body: Buffer.from('a: 1') });
    const key = { 'x-api-key': 'k-secret-0' };
    expect(codeOf(await send(TEXT))).toEqual([401, 'unauthenticated']);
    for (const headers of [
      { 'content-type': 'application/json' },
      { 'content-type': 'text/plain; charset=latin1' },
      { 'content-type': 'text/plainly' },
      { ...TEXT, 'content-encoding': 'gzip' },
    ]) {
      const reply = await send({ ...key, ...headers });
      expect(codeOf(reply)).toEqual([415, 'unsupported_media_type']);
    }
    expect((await send({ ...key, 'content-type': 'Text/Plain' })).status).toBe(200);
  });
});

const KINDS = [['express'], ['fastify']] as const;

describe.each(KINDS)('clients of streams on %s', (adapter) => {
  async function serve(options: KaizenServeOptions = {}) {
    const server = await serveKaizen({
      port: 0,
      workers: false,
      logger: false,
      metrics: true,
      adapter,
      ...options,
    });
    ready.push(server);
    const figure = async (name: string) => {
      const { text } = await ask(`${server.url}/metrics`);
      return Number(new RegExp(`^kaizen_server_${name} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    const isIdle = async () => {
      const began = performance.now();
      while ((await figure('operations')) > 0) await sleep(20);
      expect(await figure('pending_bytes')).toBe(0);
      return performance.now() - began;
    };
    return { server, url: server.url, figure, isIdle };
  }

  it('may pause for a time, and not for ever', async () => {
    const { url, isIdle } = await serve({
      streamIdleMs: 1500,
      headersTimeoutMs: 1000,
      bodyTimeoutMs: 100,
    });
    const early = await RawRequest.to(url);
    early.post(`${DECODE}/stream`, TEXT_CHUNKED, '3\r\na: \r\n');
    expect(await early.until(/\}$/)).toMatch(/^HTTP\/1.1 408 [^]*"request_timeout"/);
    const late = Duplex.decode(url).send('a: 1\nb: 1\n');
    for (let step = 0; step < 6; step++) {
      await sleep(500);
      late.send(`c${step}: 1\n`);
    }
    const events = eventsOf(await late.rest());
    expect(events.at(-2)).toMatchObject({ path: ['c5'] });
    expect(events.at(-1)).toMatchObject({ type: 'error', status_code: 408 });
    await isIdle();
  });

  it('may go away, and their work ends', async () => {
    const { url, isIdle } = await serve();
    const gone = Duplex.decode(url).send('a: 1\nb: 1\n');
    await gone.until(/"a"/);
    gone.request.destroy();
    expect(await isIdle()).toBeLessThan(15_000);
    const cut = await RawRequest.to(url);
    cut.post(`${DECODE}/stream`, TEXT_CHUNKED, '8\r\na: 1\nb: \r\n');
    await sleep(50);
    cut.vanish();
    expect(await isIdle()).toBeLessThan(15_000);
    const refusals = (await ask(`${url}/metrics`)).text;
    expect(refusals).toContain('kaizen_server_refusals_total{code="client_closed"} 2');
    expect((await decodeStream(url, 'a: 1')).status).toBe(200);
  });

  it('have no more read of them than they read themselves', async () => {
    const { url, figure, isIdle } = await serve({ streamIdleMs: 1000 });
    const line = `${'x'.repeat(60)},1\n`;
    const rows = Buffer.from(` ${line}`.repeat(1000));
    const raw = await RawRequest.to(url);
    raw.pause().post(`${DECODE}/stream`, TEXT_CHUNKED);
    const head = 'rows[10000000]{a,b}:\n';
    raw.send(`${head.length.toString(16)}\r\n${head}\r\n`);
    let sent = 0;
    for (; sent < 600 && raw.unsentBytes < 2_000_000 && !raw.isClosed; sent++) {
      raw
        .send(`${rows.length.toString(16)}\r\n`)
        .send(rows)
        .send('\r\n');
      await sleep(2);
    }
    expect(sent).toBeLessThan(600);
    expect(await figure('pending_bytes')).toBeLessThan(1_000_000);
    expect(await isIdle()).toBeLessThan(15_000);
    const prompt = 'x'.repeat(14_000_000);
    const body = JSON.stringify({ prompt });
    const slow = await RawRequest.to(url);
    slow
      .pause()
      .post(`${ENCODE}/stream`, [...CHUNKED.slice(0, 1), `Content-Length: ${body.length}`], body);
    while ((await figure('operations')) === 0) await sleep(5);
    expect(await isIdle()).toBeLessThan(15_000);
    raw.vanish();
    slow.vanish();
  });

  it('are cut off by one large answer as well, which counts until it is read', async () => {
    const { url, figure, isIdle } = await serve({ streamIdleMs: 500 });
    const body = JSON.stringify({ data: 'x'.repeat(14_000_000) });
    const slow = await RawRequest.to(url);
    const length = `Content-Length: ${body.length}`;
    slow.pause().post('/v1/compress', [...CHUNKED.slice(0, 1), length], body);
    while ((await figure('pending_bytes')) < 20_000_000) await sleep(5);
    expect(await isIdle()).toBeLessThan(15_000);
    slow.vanish();
  });

  it('may be slow, as long as they read', async () => {
    const { url } = await serve({ streamIdleMs: 400 });
    const ktof = 'x'.repeat(15_000_000);
    const response = await fetch(`${url}${DECODE}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ ktof }] }),
    });
    let bytes = 0;
    for await (const chunk of response.body!) {
      bytes += (chunk as Uint8Array).length;
      await sleep(6);
    }
    expect(bytes).toBeGreaterThan(ktof.length);
  });

  it('get to the end of a stream while the server closes, until its deadline', async () => {
    const { server, url } = await serve({ shutdownTimeoutMs: 2000 });
    const [whole, endless] = [Duplex.decode(url), Duplex.decode(url)];
    for (const stream of [whole, endless]) await stream.send('a: 1\nb: 1\n').until(/"a"/);
    const closed = server.close();
    await sleep(100);
    whole.request.end('c: 1');
    expect(eventsOf(await whole.rest()).at(-1)).toMatchObject({ type: 'done' });
    await closed;
    expect(eventsOf(await endless.rest()).at(-1)).toMatchObject({ type: 'value' });
  });

  it('are told of a method that a route does not take, and of headers of the app', async () => {
    const { url } = await serve({ cors: { origin: 'https://app.example' } });
    for (const path of [`${ENCODE}/stream`, `${DECODE}/batch`]) {
      expect(codeOf(await ask(url + path))).toEqual([405, 'method_not_allowed']);
    }
    const { headers } = await decodeStream(url, 'a: 1');
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('transfer-encoding')).toBe('chunked');
    const { text } = await ask(`${url}/metrics`);
    expect(text).toMatch(
      /_count\{route="\/v1\/prompts\/decode\/stream",method="POST",status="2xx"\} 1\n/,
    );
  });
});
