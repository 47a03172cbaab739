import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { fromWire } from '../../../lib/contract/from-wire.js';
import { type KaizenOperation, OPERATIONS } from '../../../lib/contract/operations.js';
import { EncodeOptionsDto } from '../../../lib/contract/requests/encode-options.dto.js';
import { PromptEncodePayload } from '../../../lib/contract/requests/prompt-encode-payload.dto.js';
import { toWire } from '../../../lib/contract/to-wire.js';
import type { KaizenRequests } from '../../../lib/contract/types.js';
import { validateRequest } from '../../../lib/contract/validate-request.js';

/** A request of every operation with every field it has. */
const FULL: KaizenRequests = {
  health: {},
  compress: { data: [1], options: { indent: 2, delimiter: '|', lengthMarker: '#' } },
  decompress: { data: 'a: 1', options: { indent: 2, strict: false } },
  optimize: { data: null, options: { profile: 'toon' }, tokenModels: ['gpt-4o'] },
  optimizeRequest: {
    prompt: 'hi',
    options: { delimiter: '\t' },
    autoDetectJson: false,
    metadata: { tenant: 'a' },
    tokenModels: ['gpt-4o', 'claude'],
  },
  optimizeResponse: { ktof: 'a: 1', options: { strict: true } },
  promptsEncode: {
    prompt: { messages: [] },
    options: { lengthMarker: true },
    autoDetectJson: true,
    schemas: { Order: { type: 'object' } },
    metadata: {},
    tokenModels: [],
  },
  promptsDecode: {
    ktof: 'a: 1',
    options: { indent: 8 },
    replayMeta: { fragments: [] },
    metadata: { tenant: 'a' },
  },
};
const names = Object.keys(OPERATIONS) as KaizenOperation[];

function refusal(operation: KaizenOperation, request: unknown): KaizenPayloadError {
  try {
    validateRequest(operation, request);
  } catch (error) {
    if (error instanceof KaizenPayloadError) return error;
    throw error;
  }
  throw new Error(`${operation} accepted the request`);
}

function nest(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { value };
  return value;
}

describe('validateRequest', () => {
  it.each(names)('accepts every field of %s', (operation) => {
    expect({ ...validateRequest(operation, FULL[operation]) }).toEqual(FULL[operation]);
  });

  it.each(names)('accepts null for every optional field of %s', (operation) => {
    const required = ['data', 'prompt', 'ktof'];
    const entries = Object.entries(FULL[operation] as Record<string, unknown>);
    const sparse = entries.map(([name, value]) => [name, required.includes(name) ? value : null]);
    const request: unknown = Object.fromEntries(sparse);
    expect({ ...validateRequest(operation, request) }).toEqual(request);
  });

  it('takes an instance and returns another, with nested options as an instance too', () => {
    const given = Object.assign(new PromptEncodePayload(), FULL.promptsEncode);
    const validated = validateRequest('promptsEncode', given);
    expect(validated).toBeInstanceOf(PromptEncodePayload);
    expect(validated).not.toBe(given);
    expect(validated.options).toBeInstanceOf(EncodeOptionsDto);
  });

  it('never changes what it is given, nor shares the list of models with it', () => {
    const tokenModels = Object.freeze(['gpt-4o']);
    const options = Object.freeze({ indent: 2 });
    const given = Object.freeze({ prompt: Object.freeze({}), options, tokenModels });
    const validated = validateRequest('promptsEncode', given);
    validated.tokenModels?.push('gpt-4');
    expect(given).toEqual({ prompt: {}, options: { indent: 2 }, tokenModels: ['gpt-4o'] });
  });

  it('passes opaque values by reference, whatever their size, depth or kind', () => {
    const metadata = { rows: Array.from({ length: 5_000 }, (_, id) => ({ id, name: 'a name' })) };
    for (const prompt of [nest(20_000), () => 1, 1n, new Map()]) {
      const validated = validateRequest('promptsEncode', { prompt, metadata });
      expect(validated.prompt === prompt).toBe(true);
      expect(toWire('promptsEncode', validated)['metadata']).toBe(metadata);
    }
  });

  it('leaves undefined fields out', () => {
    const request = { data: 1, options: { indent: undefined }, tokenModels: undefined };
    const validated = validateRequest('optimize', request);
    expect(Object.keys(validated).sort()).toEqual(['data', 'options']);
    expect(Object.keys(validated.options ?? {})).toEqual([]);
  });

  it.each<[KaizenOperation, unknown, string, RegExp]>([
    ['compress', undefined, '$', /must be an object\. Pass data, options\.$/],
    ['compress', [1], '$', /must be an object/],
    ['compress', {}, '$.data', /is required/],
    ['promptsEncode', { prompt: undefined }, '$.prompt', /is required/],
    ['decompress', { data: 5 }, '$.data', /must be a string/],
    ['promptsDecode', { ktof: null }, '$.ktof', /must be a string/],
    ['promptsDecode', { ktof: '', replayMeta: 'x' }, '$.replayMeta', /must be an object/],
    ['promptsEncode', { prompt: 1, schemas: [] }, '$.schemas', /must be an object/],
    ['promptsEncode', { prompt: 1, metadata: () => 1 }, '$.metadata', /must be an object/],
    ['promptsEncode', { prompt: 1, autoDetectJson: 'yes' }, '$.autoDetectJson', /true or false/],
    ['optimize', { data: 1, tokenModels: 'gpt-4o' }, '$.tokenModels', /list of non-empty strings/],
    ['optimize', { data: 1, tokenModels: [''] }, '$.tokenModels', /list of non-empty strings/],
    ['optimize', { data: 1, tokenModels: ['gpt-4o', ' '] }, '$.tokenModels', /non-empty strings/],
    ['optimize', { data: 1, tokenModels: [4] }, '$.tokenModels', /list of non-empty strings/],
    ['compress', { data: 1, options: 'x' }, '$.options', /must be an object/],
    ['compress', { data: 1, options: [] }, '$.options', /must be an object/],
    ['compress', { data: 1, options: { delimiter: ';' } }, '$.options.delimiter', /comma, tab/],
    ['compress', { data: 1, options: { delimiter: ',,' } }, '$.options.delimiter', /comma, tab/],
    ['compress', { data: 1, options: { delimiter: '' } }, '$.options.delimiter', /comma, tab/],
    ['compress', { data: 1, options: { indent: 0 } }, '$.options.indent', /from 1 to 8/],
    ['compress', { data: 1, options: { indent: 9 } }, '$.options.indent', /from 1 to 8/],
    ['compress', { data: 1, options: { indent: 1.5 } }, '$.options.indent', /from 1 to 8/],
    ['compress', { data: 1, options: { indent: '2' } }, '$.options.indent', /from 1 to 8/],
    ['compress', { data: 1, options: { lengthMarker: 'x' } }, '$.options.lengthMarker', /"#"/],
    ['compress', { data: 1, options: { lengthMarker: 1 } }, '$.options.lengthMarker', /"#"/],
    ['compress', { data: 1, options: { profile: 'yaml' } }, '$.options.profile', /"toon"/],
    ['decompress', { data: '', options: { strict: 1 } }, '$.options.strict', /true or false/],
    ['decompress', { data: '', options: { indent: 0 } }, '$.options.indent', /from 1 to 8/],
  ])('%s refuses %j at %s', (operation, request, path, message) => {
    const error = refusal(operation, request);
    expect(error).toMatchObject({ code: 'KAIZEN_INVALID_PAYLOAD', path });
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(path)).toBe(true);
  });

  it('names deep rubbish in a typed field instead of walking it', () => {
    const deep = nest(20_000);
    const indent = { data: 1, options: { indent: deep } };
    expect(refusal('optimize', indent).path).toBe('$.options.indent');
    expect(refusal('optimize', { data: 1, tokenModels: [deep] }).path).toBe('$.tokenModels');
  });

  it.each<[KaizenOperation, unknown, string, string]>([
    ['compress', { data: 1, option: {} }, '$.option', 'Did you mean "options"?'],
    ['optimize', { data: 1, token_models: [] }, '$.token_models', 'Did you mean "tokenModels"?'],
    ['compress', { data: 1, options: { delimeter: ',' } }, '$.options.delimeter', '"delimiter"?'],
    ['decompress', { data: '', options: { delimiter: ',' } }, '$.options.delimiter', 'strict.'],
    ['compress', { messages: [] }, '$.messages', 'Known fields: data, options.'],
    ['health', { data: 1 }, '$.data', 'Known fields: no fields.'],
    ['compress', { data: 1, 'a b': 1 }, '$["a b"]', 'Known fields: data, options.'],
  ])(
    '%s refuses the unknown field of %j and says what is known',
    (operation, request, path, hint) => {
      const error = refusal(operation, request);
      expect(error.path).toBe(path);
      expect(error.message).toContain(hint);
    },
  );

  it('refuses prototype keys as the unknown fields they are', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const body = `{"data":1,"${key}":{"polluted":true}}`;
      const nested = `{"data":1,"options":{"${key}":{"polluted":true}}}`;
      expect(refusal('compress', JSON.parse(body)).path).toBe(`$.${key}`);
      expect(refusal('compress', JSON.parse(nested)).path).toBe(`$.options.${key}`);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never repeats values, and cuts a long key', () => {
    const secret = 'sk-secret';
    const wrong = refusal('compress', { data: secret, options: { delimiter: secret } });
    const long = refusal('compress', { ['k'.repeat(100_000)]: secret });
    expect(JSON.stringify([wrong, long])).not.toContain(secret);
    expect(long.message.length).toBeLessThan(300);
  });
});

describe('toWire and fromWire', () => {
  it('spell a request as the API documents it', () => {
    expect(toWire('promptsEncode', FULL.promptsEncode)).toStrictEqual({
      prompt: { messages: [] },
      options: { length_marker: true },
      auto_detect_json: true,
      schemas: { Order: { type: 'object' } },
      metadata: {},
      token_models: [],
    });
    expect(toWire('promptsDecode', FULL.promptsDecode)).toStrictEqual({
      ktof: 'a: 1',
      options: { indent: 8 },
      replay_meta: { fragments: [] },
      metadata: { tenant: 'a' },
    });
  });

  it('leaves absent fields out and keeps null', () => {
    const request = { prompt: null, options: null, tokenModels: undefined, metadata: null };
    const wire = toWire('promptsEncode', request as unknown as PromptEncodePayload);
    expect(wire).toStrictEqual({ prompt: null, options: null, metadata: null });
  });

  it('passes a mistyped value on, for validateRequest to name', () => {
    const request = fromWire('compress', { data: 1, options: 'x' });
    expect(refusal('compress', request).path).toBe('$.options');
  });

  it.each<[unknown, string]>([
    [{ prompt: 1, tokenModels: [] }, '$.tokenModels'],
    [{ prompt: 1, options: { lengthMarker: true } }, '$.options.lengthMarker'],
    [JSON.parse('{"prompt":1,"__proto__":{}}'), '$.__proto__'],
    ['text', '$'],
    [null, '$'],
  ])('refuse the body %j at %s', (body, path) => {
    expect(() => fromWire('promptsEncode', body)).toThrow(expect.objectContaining({ path }));
  });

  it('are inverse to each other for every operation and request', () => {
    fc.assert(
      fc.property(anyRequest(), ([operation, request]) => {
        const validated = validateRequest(operation, request);
        const body = JSON.parse(JSON.stringify(toWire(operation, validated))) as unknown;
        const received = validateRequest(operation, fromWire(operation, body));
        expect(received).toStrictEqual(validated);
        expect(toWire(operation, received)).toStrictEqual(body);
      }),
    );
  });
});

/** Any valid request of any operation, with any of its optional fields. */
function anyRequest(): fc.Arbitrary<[KaizenOperation, object]> {
  return fc.constantFrom(...names).chain((operation) => {
    const own = Object.keys(FULL[operation]);
    const model = Object.fromEntries(own.map((name) => [name, anyField(operation, name)]));
    const requiredKeys = own.filter((name) => ['data', 'prompt', 'ktof'].includes(name));
    return fc.tuple(
      fc.constant(operation),
      fc.record(model, { requiredKeys, noNullPrototype: true }),
    );
  });
}

function anyField(operation: KaizenOperation, name: string): fc.Arbitrary<unknown> {
  const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  if (name === 'ktof' || (name === 'data' && operation === 'decompress')) return fc.string();
  if (name === 'data' || name === 'prompt') return json;
  if (name === 'autoDetectJson') return fc.option(fc.boolean());
  if (name === 'tokenModels') return fc.option(fc.array(fc.stringMatching(/\S/)));
  if (name !== 'options') {
    return fc.option(fc.dictionary(fc.string(), json, { noNullPrototype: true }));
  }
  return fc.option(operation in DECODING ? anyOptions(DECODE) : anyOptions(ENCODE));
}

const DECODING = { decompress: true, optimizeResponse: true, promptsDecode: true };
const INDENT = fc.option(fc.integer({ min: 1, max: 8 }));
const DECODE = { indent: INDENT, strict: fc.option(fc.boolean()) };
const ENCODE = {
  indent: INDENT,
  delimiter: fc.option(fc.constantFrom(',', '\t', '|')),
  lengthMarker: fc.option(fc.constantFrom(true, false, '#')),
  profile: fc.option(fc.constantFrom('ktof', 'toon', 'legacy')),
};

function anyOptions(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc.record(model, { requiredKeys: [], noNullPrototype: true });
}
