import { afterEach, describe, expect, it } from '@jest/globals';
import { ExpressAdapter } from '@nestjs/platform-express';
import { ADAPTERS } from '../run-app.js';
import { CHUNKED, RawRequest } from './raw-request.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const text = (body: string) => Buffer.from(body);
const codeOf = ({ status, json }: Reply) => [status, json.error['code']];

describe.each(ADAPTERS)('what a server on %s refuses', (_name, adapter) => {
  const run = (options = {}) => servers.run(options, {}, { adapter: adapter() });

  it.each([
    ['no JSON', text('{"data":'), 400, 'invalid_json'],
    ['an empty body', text(''), 400, 'invalid_json'],
    ['two values', text('{"data":1}{"data":2}'), 400, 'invalid_json'],
    [
      'invalid UTF-8',
      Buffer.from([...text('{"data":"'), 0xff, ...text('"}')]),
      400,
      'invalid_utf8',
    ],
    [
      'half a surrogate',
      Buffer.from([...text('{"data":"'), 0xed, 0xa0, 0x80, ...text('"}')]),
      400,
      'invalid_utf8',
    ],
    ['20,000 levels', text(`{"data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`), 422, 'too_deep'],
    ['201 levels', text(`{"data":${'['.repeat(201)}${']'.repeat(201)}}`), 422, 'too_deep'],
    ['open brackets alone', text('['.repeat(100_000)), 422, 'too_deep'],
    ['a list', text('[1]'), 422, 'validation_failed'],
    ['null', text('null'), 422, 'validation_failed'],
  ])('%s', async (_what, body, status, code) => {
    const reply = await ask(`${await run()}/v1/compress`, { body });
    expect(codeOf(reply)).toEqual([status, code]);
    expect(reply.json.error['request_id']).toBe(reply.headers.get('x-request-id'));
  });

  it.each([
    ['/v1/compress', {}, ['data'], 'missing'],
    ['/v1/compress', { data: 1, dta: 1 }, ['dta'], 'extra_forbidden'],
    ['/v1/compress', { data: 1, tokenModels: [] }, ['tokenModels'], 'extra_forbidden'],
    ['/v1/compress', { data: 1, 'a key': 1 }, ['a key'], 'extra_forbidden'],
    ['/v1/decompress', { data: 7 }, ['data'], 'string_type'],
    ['/v1/decompress', {}, ['data'], 'missing'],
    ['/v1/optimize', { data: 1, token_models: 'gpt-4o' }, ['token_models'], 'list_type'],
    ['/v1/optimize', { data: 1, options: [] }, ['options'], 'dict_type'],
    ['/v1/compress', { data: 1, options: { indent: 0 } }, ['options', 'indent'], 'int_type'],
    [
      '/v1/compress',
      { data: 1, options: { delimiter: ';' } },
      ['options', 'delimiter'],
      'literal_error',
    ],
    [
      '/v1/compress',
      { data: 1, options: { length_marker: 3 } },
      ['options', 'length_marker'],
      'literal_error',
    ],
    [
      '/v1/compress',
      { data: 1, options: { lengthMarker: true } },
      ['options', 'lengthMarker'],
      'extra_forbidden',
    ],
    [
      '/v1/prompts/encode',
      { prompt: 1, auto_detect_json: 'yes' },
      ['auto_detect_json'],
      'bool_type',
    ],
    ['/v1/prompts/encode', { prompt: 1, store: 'yes' }, ['store'], 'bool_type'],
    ['/v1/prompts/decode', { ktof: 'a: 1', replay_meta: 1 }, ['replay_meta'], 'dict_type'],
    [
      '/v1/prompts/decode',
      { ktof: 'a: 1', replay_meta: { replacements: [1] } },
      ['replay_meta'],
      'value_error',
    ],
    ['/v1/optimize/response', { ktof: null }, ['ktof'], 'string_type'],
  ])('at %s the body %j', async (path, body, place, type) => {
    const reply = await ask((await run()) + path, { body });
    expect(codeOf(reply)).toEqual([422, 'validation_failed']);
    const { json } = reply;
    expect(json['detail']).toEqual([{ loc: ['body', ...place], msg: expect.any(String), type }]);
    expect(json.error.details).toEqual(json['detail']);
    expect(json.error['message']).toContain(['body', ...place].join('.'));
  });

  it.each([
    ['/v1/compress', '{"data":{"a":[1,{"b c":1e999}]}}', ['data', 'a', 1, 'b c']],
    ['/v1/optimize', '{"data":[0,-1E+0400]}', ['data', 1]],
    ['/v1/prompts/encode', `{"prompt":${'9'.repeat(309)}}`, ['prompt']],
    ['/v1/prompts/encode', '{"prompt":1,"metadata":{"a":1e400}}', ['metadata', 'a']],
    ['/v1/prompts/encode/stream', '{"prompt":{"a":1e400}}', ['prompt', 'a']],
  ])('at %s a number that is too large: %s', async (path, json, place) => {
    const reply = await ask((await run()) + path, { body: text(json) });
    expect(codeOf(reply)).toEqual([422, 'validation_failed']);
    expect(reply.json['detail']).toEqual([
      { loc: ['body', ...place], msg: expect.any(String), type: 'finite_number' },
    ]);
  });

  it('a number that is too large in a request of a batch, and no other of it', async () => {
    const body = text('{"items":[{"prompt":1},{"prompt":{"a":1e999}},{"prompt":"1e999"}]}');
    const reply = await ask(`${await run()}/v1/prompts/encode/batch`, { body });
    const items = reply.json['items'] as { status_code?: number; error?: object }[];
    expect(items.map(({ status_code: status }) => status)).toEqual([undefined, 422, undefined]);
    expect(items[1]!.error).toMatchObject({ details: [{ loc: ['body', 'prompt', 'a'] }] });
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-encoding': 'gzip' }],
  ])('a body with %j', async (headers) => {
    const reply = await ask(`${await run()}/v1/compress`, { body: { data: 1 }, headers });
    expect(codeOf(reply)).toEqual([415, 'unsupported_media_type']);
  });

  it.each([
    ['application/json;charset=UTF-8'],
    ['Application/JSON; profile=x; charset="utf-8"'],
    ['application/problem+json'],
  ])('but not %s', async (type) => {
    const headers = { 'content-type': type };
    const { status } = await ask(`${await run()}/v1/compress`, { body: { data: 1 }, headers });
    expect(status).toBe(200);
  });

  it('KTOF that is malformed, with the place', async () => {
    const body = { ktof: 'a: 1\nb[3]: 1,2' };
    const reply = await ask(`${await run()}/v1/optimize/response`, { body });
    expect(codeOf(reply)).toEqual([400, 'invalid_ktof']);
    expect(reply.json.error.details).toEqual([
      { loc: ['body', 'ktof'], msg: expect.any(String), type: 'ktof_format', line: 2, column: 7 },
    ]);
    expect(reply.json['detail']).toBeUndefined();
  });

  it('more token models than may be', async () => {
    const body = { data: 1, token_models: ['gpt-4o', 'gpt-4', 'o1'] };
    const reply = await ask(`${await run({ maxTokenModels: 2 })}/v1/optimize`, { body });
    expect(codeOf(reply)).toEqual([422, 'validation_failed']);
    expect(reply.json['detail']).toMatchObject([{ loc: ['body', 'token_models'] }]);
  });

  it('what is too large, announced or not, and what decodes to too much', async () => {
    const url = await run({ maxBodyBytes: 100_000, maxPayloadBytes: 200_000 });
    const announced = await ask(`${url}/v1/compress`, { body: { data: 'x'.repeat(200_000) } });
    expect(codeOf(announced)).toEqual([413, 'too_large']);
    const chunk = 'x'.repeat(50_000);
    const raw = await RawRequest.to(url);
    raw.post('/v1/compress', CHUNKED);
    for (let i = 0; i < 3; i++) raw.send(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    expect(await raw.until(/}$/)).toMatch(/^HTTP\/1.1 413 [^]*"code":"too_large"/);
    raw.vanish();
    const key = 'k'.repeat(40_000);
    const bomb = { ktof: `[20]{${key}}:\n${' 1\n'.repeat(20)}`.trimEnd() };
    expect(codeOf(await ask(`${url}/v1/optimize/response`, { body: bomb }))).toEqual([
      413,
      'too_large',
    ]);
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(200);
  });

  it('a client that does not send, while it answers others', async () => {
    const url = await run({ bodyTimeoutMs: 150 });
    const slow = await RawRequest.to(url);
    slow.post('/v1/compress', CHUNKED, '5\r\n{"dat\r\n');
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(200);
    expect(await slow.until(/}$/)).toMatch(/^HTTP\/1.1 408 [^]*"code":"request_timeout"/);
    slow.vanish();
  });

  it('more operations at once than may be, and takes others when they are done', async () => {
    const url = await run({ maxConcurrency: 1 });
    const slow = await RawRequest.to(url);
    slow.post('/v1/compress', CHUNKED, 'a\r\n{"data":1}\r\n');
    const second = () => ask(`${url}/v1/compress`, { body: { data: 2 } });
    let reply = await second();
    while (reply.status === 200) reply = await second();
    expect(codeOf(reply)).toEqual([503, 'overloaded']);
    expect(reply.headers.get('retry-after')).toBe('1');
    expect((await ask(`${url}/health`)).status).toBe(200);
    slow.send('0\r\n\r\n');
    expect(await slow.until(/}$/)).toMatch(/^HTTP\/1.1 200 /);
    slow.vanish();
    expect((await second()).status).toBe(200);
  });

  it('more bytes at once than may be held', async () => {
    const url = await run({ maxPendingBytes: 1000 });
    const big = { data: 'x'.repeat(2000) };
    expect(codeOf(await ask(`${url}/v1/compress`, { body: big }))).toEqual([503, 'overloaded']);
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(200);
  });

  it('nothing for a client that vanishes, and forgets it', async () => {
    const url = await run({ maxConcurrency: 1 });
    for (let i = 0; i < 5; i++) {
      const raw = await RawRequest.to(url);
      raw.post('/v1/compress', CHUNKED, 'a\r\n{"data":1}\r\n');
      await new Promise((resolve) => setTimeout(resolve, 20));
      raw.vanish();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(200);
  });
});

describe('a server behind a body parser that comes before all others', () => {
  it('takes what was parsed', async () => {
    const adapter = new ExpressAdapter();
    adapter.useBodyParser('json', false);
    const url = await servers.run({}, {}, { adapter });
    const body = text('{"data":{"__proto__":{"a":1}}}');
    const reply = await ask(`${url}/v1/compress`, { body });
    expect([reply.status, reply.json['result']]).toEqual([200, '__proto__:\n a: 1']);
    expect(codeOf(await ask(`${url}/v1/compress`, { body: {} }))).toEqual([
      422,
      'validation_failed',
    ]);
  });
});
