import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../../../lib/engine/engine.js';
import { KaizenFormatError } from '../../../lib/errors/format.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { encode } from '../../../lib/ktof/encode.js';
import { countTokens } from '../../../lib/tokens/count-tokens.js';

const rows = {
  rows: Array.from({ length: 20 }, (_, id) => ({ id, name: `user ${id}`, tags: ['a', 'b'] })),
};
const json = JSON.stringify(rows);
const engine = createEngine();
const nothingDetected = {
  auto_detected_json: false,
  embedded_json_count: 0,
  auto_detection_applied: false,
  replacements: [],
};

describe('encoding operations', () => {
  it.each([
    ['compress', { data: rows }, 'compress', {}],
    ['optimize', { data: rows }, 'optimize', {}],
    ['optimizeRequest', { prompt: rows }, 'optimize.request', { meta: nothingDetected }],
    ['promptsEncode', { prompt: rows }, 'prompts.encode', { meta: nothingDetected }],
  ] as const)('%s answers as documented', async (operation, request, name, more) => {
    const text = encode(rows);
    const [original, compressed] = [json.length, text.length];

    expect(await engine.execute(operation, request)).toEqual({
      operation: name,
      status: 'ok',
      result: text,
      stats: {
        original_bytes: original,
        compressed_bytes: compressed,
        reduction_ratio: Math.round((compressed / original) * 1000) / 1000,
      },
      ...more,
    });
  });

  it('counts tokens for each model, and says how', async () => {
    const models = ['gpt-4o', 'claude-sonnet'];
    const request = { prompt: rows, tokenModels: models };
    const { result, token_stats } = await engine.execute('promptsEncode', request);

    const tokensFor = async (model: string) => ({
      original: (await countTokens(json, model)).tokens,
      compressed: (await countTokens(result as string, model)).tokens,
      encoding: 'o200k_base',
    });
    expect(token_stats).toEqual({
      'gpt-4o': { ...(await tokensFor('gpt-4o')), method: 'exact' },
      'claude-sonnet': { ...(await tokensFor('claude-sonnet')), method: 'estimate' },
    });
  });

  it('echo metadata and schemas by reference', async () => {
    const metadata = { trace: { id: 7 } };
    const schemas = { order: { type: 'object' } };
    const answer = await engine.execute('promptsEncode', { prompt: 1, metadata, schemas });

    expect(answer['metadata']).toBe(metadata);
    expect((answer['meta'] as typeof answer)['schemas']).toBe(schemas);
  });

  it('let the options of a call win over those of the engine, and null be absent', async () => {
    const own = createEngine({ profile: 'toon', delimiter: '|', indent: 4 });
    const written = async (options?: object | null) =>
      (await own.execute('compress', { data: rows, options }))['result'];

    expect(await written()).toBe(encode(rows, { profile: 'toon', delimiter: '|', indent: 4 }));
    expect(await written(null)).toBe(await written());
    expect(await written({ profile: 'ktof', delimiter: null, lengthMarker: '#' })).toBe(
      encode(rows, { profile: 'ktof', delimiter: '|', indent: 4, lengthMarker: true }),
    );
  });

  it('refuse what is too large or too deep before any work, and name the place', async () => {
    const small = createEngine({ maxPayloadBytes: 100, maxDepth: 2 });

    await expect(small.execute('compress', { data: 'x'.repeat(99) })).rejects.toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_LARGE',
    });
    await expect(small.execute('compress', { data: [[[1]]] })).rejects.toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_DEEP',
      path: '$.data[0][0]',
    });
    await expect(small.execute('compress', { data: { at: 1n } })).rejects.toBeInstanceOf(
      KaizenPayloadError,
    );
  });

  it('take as many bytes of compact JSON as may be, and not one more', async () => {
    const payloads = [
      1.25,
      'é\n',
      [1e21, false, null, null, undefined],
      { 'a "key"': [{}, []], n: -7.5 },
      ['\ud800'],
    ];
    for (const payload of payloads) {
      const maxPayloadBytes = Buffer.byteLength(JSON.stringify(payload));
      const [enough, short] = [0, 1].map((less) =>
        createEngine({ maxPayloadBytes: maxPayloadBytes - less }),
      );
      await enough?.execute('compress', { data: payload });
      for (const [operation, field] of [
        ['compress', 'data'],
        ['optimize', 'data'],
        ['optimizeRequest', 'prompt'],
        ['promptsEncode', 'prompt'],
      ] as const) {
        const refused = short?.execute(operation, { [field]: payload } as never);
        await expect(refused).rejects.toMatchObject({
          code: 'KAIZEN_PAYLOAD_TOO_LARGE',
          path: expect.stringContaining(`$.${field}`),
        });
      }
    }
  });

  it.each([
    ['compress', { data: { list: [1, { at: 1n }] } }, '$.data.list[1].at'],
    ['optimize', { data: [[() => 1]] }, '$.data[0][0]'],
    ['optimizeRequest', { prompt: { 'a key': Symbol('s') } }, '$.prompt["a key"]'],
    ['promptsEncode', { prompt: { messages: [{ content: 1n }] } }, '$.prompt.messages[0].content'],
  ] as const)('%s says where in the request a bad value is', async (operation, request, path) => {
    const error: unknown = await engine
      .execute(operation, request as never)
      .catch((it: unknown) => it);

    expect(error).toMatchObject({ code: 'KAIZEN_INVALID_PAYLOAD', path });
    expect((error as Error).message).toContain(path);
  });

  it('never change the payload', async () => {
    const frozen = Object.freeze({ list: Object.freeze([Object.freeze({ a: 1 })]) });

    await expect(engine.execute('promptsEncode', { prompt: frozen })).resolves.toBeDefined();
  });
});

describe('decoding operations', () => {
  const text = encode(rows);

  it.each([
    ['decompress', { data: text }, 'decompress'],
    ['optimizeResponse', { ktof: text }, 'optimize.response'],
    ['promptsDecode', { ktof: text }, 'prompts.decode'],
  ] as const)('%s answers as documented', async (operation, request, name) => {
    const answer = await engine.execute(operation, request);

    expect(answer).toMatchObject({ operation: name, status: 'ok', result: rows });
    expect(answer['stats']).toMatchObject({
      original_bytes: json.length,
      compressed_bytes: text.length,
    });
  });

  it('tell the place of malformed text', async () => {
    const broken = engine.execute('promptsDecode', { ktof: 'rows[2]{id}:\n 1' });

    await expect(broken).rejects.toBeInstanceOf(KaizenFormatError);
    await expect(broken).rejects.toMatchObject({ line: 1 });
  });

  it('are lenient when told so', async () => {
    const request = { ktof: 'rows[2]{id}:\n 1', options: { strict: false } };

    expect((await engine.execute('promptsDecode', request))['result']).toEqual({
      rows: [{ id: 1 }],
    });
  });

  it('refuse a text past the limit', async () => {
    const small = createEngine({ maxPayloadBytes: 10 });

    for (const [operation, field] of [
      ['decompress', 'data'],
      ['optimizeResponse', 'ktof'],
      ['promptsDecode', 'ktof'],
    ] as const) {
      await expect(small.execute(operation, { [field]: text } as never)).rejects.toMatchObject({
        message: expect.stringContaining('larger than 10'),
        path: `$.${field}`,
      });
    }
  });
});

describe('health', () => {
  it('is ok', async () => {
    expect(await engine.execute('health', {})).toEqual({ operation: 'health', status: 'ok' });
  });
});
