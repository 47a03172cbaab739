import { describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { hydrateResponse } from '../../../lib/contract/hydrate-response.js';
import type { KaizenRequests } from '../../../lib/contract/types.js';
import { type Codec, KTOF_CODEC } from '../../../lib/engine/codec.js';
import { createEngine } from '../../../lib/engine/engine.js';
import type { VerificationFailure } from '../../../lib/engine/engine-options.js';
import { KaizenFormatError } from '../../../lib/errors/format.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { decode } from '../../../lib/ktof/decode.js';
import { encode } from '../../../lib/ktof/encode.js';
import { countTokens } from '../../../lib/tokens/count-tokens.js';
import {
  deepFreeze,
  firstDifference,
  jsonValues,
  wellFormedTexts,
} from '../../support/json-arbitraries.js';

type Wire = Record<string, unknown>;

interface EncodedPrompt {
  readonly result: string;
  readonly messages?: Wire[];
  readonly meta: Wire;
  readonly stats: Wire;
  readonly token_stats: Wire;
}

const engine = createEngine();
const users = Array.from({ length: 5 }, (_, id) => ({ id, name: `user ${id}`, admin: id === 0 }));
const json = JSON.stringify(users);
const ktof = encode(users);

async function promptsEncode(request: KaizenRequests['promptsEncode'], by = engine) {
  return (await by.execute('promptsEncode', request)) as unknown as EncodedPrompt;
}

async function promptsDecode(request: KaizenRequests['promptsDecode'], by = engine) {
  return (await by.execute('promptsDecode', request))['result'];
}

/** Encodes a prompt and brings it back; `meta` goes through JSON on its way. */
async function bringBack(request: KaizenRequests['promptsEncode']) {
  const { result, meta } = await promptsEncode(request);
  return promptsDecode({ ktof: result, replayMeta: JSON.parse(JSON.stringify(meta)) as Wire });
}

/** Texts with JSON in them, between words. */
const texts: Arbitrary<string> = fc
  .array(
    fc.oneof(
      wellFormedTexts,
      fc.constantFrom('\n', ' ', 'Result: '),
      jsonValues(wellFormedTexts).map((value) => ` ${JSON.stringify(value, null, 2)}\n`),
      jsonValues(wellFormedTexts).map((value) => ` ${JSON.stringify(value)} `),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('a prompt that is text', () => {
  const prompt = `Who is "admin"?\n\n${json}\nAnswer in one line.`;
  const rewritten = `Who is "admin"?\n\n${ktof}\nAnswer in one line.`;

  it('stays text, with its JSON as KTOF', async () => {
    const { result, messages, meta } = await promptsEncode({ prompt });

    expect(result).toBe(rewritten);
    expect(messages).toBeUndefined();
    expect(meta).toEqual({
      auto_detected_json: true,
      embedded_json_count: 1,
      auto_detection_applied: true,
      segments_schema: 'kaizen.text.1',
      replacements: [{ path: '$', offset: 17, length: ktof.length, style: 'compact' }],
      digest: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('is measured as it was sent', async () => {
    const { stats, token_stats } = await promptsEncode({ prompt, tokenModels: ['gpt-4o'] });

    expect(stats).toMatchObject({
      original_bytes: Buffer.byteLength(prompt),
      compressed_bytes: Buffer.byteLength(rewritten),
    });
    expect(token_stats['gpt-4o']).toMatchObject({
      original: (await countTokens(prompt)).tokens,
      compressed: (await countTokens(rewritten)).tokens,
    });
  });

  it.each(['', ' a\n"b"\\ ', 'a: 1', '42', '# Title\n\nText', '\ufeffx', 'KTOF:\na: 1', '\ud800'])(
    '%j stays as it is, and comes back',
    async (text) => {
      expect((await promptsEncode({ prompt: text })).result).toBe(text);
      expect(await bringBack({ prompt: text })).toBe(text);
    },
  );

  it('comes back to the character, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await bringBack({ prompt: text })).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the value without meta when it is JSON as a whole', async () => {
    const { result } = await promptsEncode({ prompt: json });

    expect(await promptsDecode({ ktof: result })).toEqual(users);
  });

  it('cannot be read without meta when it is no KTOF, and the error says what is missing', async () => {
    const lost = promptsDecode({ ktof: rewritten });

    await expect(lost).rejects.toBeInstanceOf(KaizenFormatError);
    await expect(lost).rejects.toThrow(/replayMeta/);
  });

  it('is a KTOF string when detection is off', async () => {
    const { result, meta } = await promptsEncode({ prompt, autoDetectJson: false });

    expect(result).toBe(encode(prompt));
    expect(meta).toMatchObject({ auto_detection_applied: false, embedded_json_count: 0 });
    expect(await promptsDecode({ ktof: result })).toBe(prompt);
    expect(await promptsDecode({ ktof: result, replayMeta: meta })).toBe(prompt);
  });

  it('follows the options of the call', async () => {
    const options = { delimiter: '|', indent: 4, profile: 'toon' } as const;
    const { result } = await promptsEncode({ prompt: `Users:\n${json}`, options });

    expect(result).toBe(`Users:\n${encode(users, options)}`);
    expect(await bringBack({ prompt: `Users:\n${json}`, options })).toBe(`Users:\n${json}`);
  });
});

describe('a prompt that is a chat', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'users', arguments: json } };
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } };
  const chat = deepFreeze({
    model: 'gpt-4o',
    tools: [{ type: 'function', function: { name: 'users', description: json } }],
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: `Look: ${json}` }, image] },
      { role: 'assistant', content: json, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(users, null, 2) },
    ],
  });

  it('gives the messages with their contents rewritten, and all else by reference', async () => {
    const { messages = [] } = await promptsEncode({ prompt: chat });
    const [system, user, assistant, tool] = messages;

    expect(system).toBe(chat.messages[0]);
    expect(user).toEqual({
      role: 'user',
      content: [{ type: 'text', text: `Look: \n${ktof}` }, image],
    });
    expect((user?.['content'] as unknown[])[1]).toBe(image);
    expect(assistant).toBe(chat.messages[2]);
    expect(tool).toEqual({ role: 'tool', tool_call_id: 'c1', content: ktof });
  });

  it('gives one text as well, which comes back with meta, and as values without', async () => {
    const { result, messages, meta } = await promptsEncode({ prompt: chat });

    expect(decode(result)).toEqual({ ...chat, messages });
    expect(meta).toMatchObject({ embedded_json_count: 2, segments_schema: 'kaizen.strings.1' });
    expect((meta['replacements'] as Wire[]).map(({ path, style }) => [path, style])).toEqual([
      ['$.messages[1].content[0].text', 'compact'],
      ['$.messages[3].content', 'pretty-2'],
    ]);
    expect(await bringBack({ prompt: chat })).toEqual(chat);
  });

  it('is measured against its compact JSON', async () => {
    const { result, stats } = await promptsEncode({ prompt: chat });

    expect(stats).toMatchObject({
      original_bytes: Buffer.byteLength(JSON.stringify(chat)),
      compressed_bytes: Buffer.byteLength(result),
    });
  });

  it.each<[string, unknown, unknown]>([
    [
      'a result of Anthropic',
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: json }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: ktof }] },
    ],
    [
      'a result of Anthropic in blocks, with a cache marker',
      {
        role: 'user',
        content: [
          { type: 'tool_result', content: [{ type: 'text', text: json, cache_control: {} }] },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', content: [{ type: 'text', text: ktof, cache_control: {} }] },
        ],
      },
    ],
    [
      'a result of Anthropic that is a value',
      { role: 'user', content: [{ type: 'tool_result', content: { users } }] },
      { role: 'user', content: [{ type: 'tool_result', content: encode({ users }) }] },
    ],
    [
      'a result of OpenAI that is a value',
      { role: 'tool', tool_call_id: 'c', content: users },
      { role: 'tool', tool_call_id: 'c', content: ktof },
    ],
    [
      'a result of OpenAI in parts',
      { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: json }] },
      { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: ktof }] },
    ],
    [
      'a function of OpenAI',
      { role: 'function', name: 'f', content: json },
      { role: 'function', name: 'f', content: ktof },
    ],
    [
      'a text of Gemini',
      { role: 'user', parts: [{ text: json }, { inlineData: { mimeType: 'x/y', data: json } }] },
      { role: 'user', parts: [{ text: ktof }, { inlineData: { mimeType: 'x/y', data: json } }] },
    ],
    [
      'a result of Gemini, which stays an object',
      { parts: [{ functionResponse: { name: 'f', response: { output: json, users } } }] },
      { parts: [{ functionResponse: { name: 'f', response: { output: ktof, users } } }] },
    ],
    [
      'a result of Bedrock, with JSON that is a value',
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 't', content: [{ text: json }, { json: users }] } }],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 't', content: [{ text: ktof }, { json: users }] } }],
      },
    ],
    [
      'a result of responses',
      { type: 'function_call_output', call_id: 'c', output: json },
      { type: 'function_call_output', call_id: 'c', output: ktof },
    ],
    [
      'a text of responses',
      { role: 'user', content: [{ type: 'input_text', text: json }] },
      { role: 'user', content: [{ type: 'input_text', text: ktof }] },
    ],
    [
      'a result of the AI SDK',
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'c', output: { type: 'text', value: json } }],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'c', output: { type: 'text', value: ktof } }],
      },
    ],
  ])('rewrites %s', async (_, message, expected) => {
    const prompt = deepFreeze([message]);
    const { messages } = await promptsEncode({ prompt });

    expect(messages).toEqual([expected]);
    expect(await bringBack({ prompt })).toEqual(prompt);
    expect((await promptsEncode({ prompt: messages })).messages).toBe(messages);
  });

  it.each<[string, unknown]>([
    ['what the model said', { role: 'assistant', content: json }],
    ['what Gemini said', { role: 'model', parts: [{ text: json }] }],
    [
      'the arguments of a call',
      { role: 'assistant', content: [{ type: 'tool_use', input: { q: json } }] },
    ],
    ['a call of responses', { type: 'function_call', call_id: 'c', name: 'f', arguments: json }],
    ['reasoning', { type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: json }] }],
    ['a thought of Gemini', { role: 'user', parts: [{ text: json, thought: true }] }],
    [
      'a document',
      { role: 'user', content: [{ type: 'document', source: { type: 'text', data: json } }] },
    ],
    [
      'a file',
      { role: 'user', content: [{ type: 'file', file: { filename: json, file_data: json } }] },
    ],
    ['content of another kind', { role: 'user', content: { text: json } }],
    ['no content', { role: 'user', content: null }],
    ['parts that are no objects', { role: 'user', content: [json, null] }],
    ['a name', { role: 'user', name: json, content: 'Hi' }],
  ])('leaves %s', async (_, message) => {
    const prompt = deepFreeze({ messages: [message] });

    expect((await promptsEncode({ prompt })).messages).toBe(prompt.messages);
    expect(await bringBack({ prompt })).toEqual(prompt);
  });

  it.each(['messages', 'contents', 'input'])('has its messages in `%s`', async (field) => {
    const prompt = { [field]: [{ role: 'user', content: json }] };

    expect((await promptsEncode({ prompt })).messages).toEqual([{ role: 'user', content: ktof }]);
    expect(await bringBack({ prompt })).toEqual(prompt);
  });

  it.each([[[]], [['Hi']], [[{ text: json }]], [[{ role: 'admin', name: json }]], ['Hi']])(
    'is not one with messages %j',
    async (messages) => {
      expect((await promptsEncode({ prompt: { messages } })).messages).toBeUndefined();
    },
  );

  it('keeps what JSON cannot hold, by reference', async () => {
    const part = { type: 'image', image: new Uint8Array([1, 2]), toJSON: () => 'an image' };
    const prompt = {
      messages: [{ role: 'user', name: undefined, content: [{ type: 'text', text: json }, part] }],
    };
    const { messages = [], result } = await promptsEncode({ prompt });

    expect(messages).toEqual([
      { role: 'user', name: undefined, content: [{ type: 'text', text: ktof }, part] },
    ]);
    expect((messages[0]?.['content'] as unknown[])[1]).toBe(part);
    expect(decode(result)).toMatchObject({ messages: [{ content: [{ text: ktof }, 'an image'] }] });
  });

  it('gives the caller its own list when detection is off', async () => {
    const { messages, result } = await promptsEncode({ prompt: chat, autoDetectJson: false });

    expect(messages).toBe(chat.messages);
    expect(result).toBe(encode(chat));
  });

  it('has the same bytes for the same message, wherever it stands', async () => {
    const message = fc.oneof(
      texts.map((content) => ({ role: 'tool', tool_call_id: 'c', content })),
      texts.map((text) => ({ role: 'user', content: [{ type: 'text', text }] })),
      jsonValues(wellFormedTexts).map((content) => ({ role: 'tool', content })),
      texts.map((content) => ({ role: 'assistant', content })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (list) => {
        const prompt = deepFreeze({ messages: list });
        const { messages = [] } = await promptsEncode({ prompt });
        for (const [index, own] of list.entries()) {
          const alone = await promptsEncode({ prompt: [own] });
          expect(alone.messages).toEqual([messages[index]]);
        }
        expect(firstDifference(await bringBack({ prompt }), asJson(prompt))).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });

  it('is hydrated by reference, for optimizeRequest as well', async () => {
    for (const operation of ['promptsEncode', 'optimizeRequest'] as const) {
      const body = await engine.execute(operation, { prompt: chat });
      const response = hydrateResponse(operation, body);

      expect(response.messages).toBe(body['messages']);
      expect(response.extra).toEqual({});
    }
    const { result, stats } = await engine.execute('promptsEncode', { prompt: chat });
    const mistyped = { status: 'ok', result, stats, messages: 'x' };
    expect(() => hydrateResponse('promptsEncode', mistyped)).toThrow(/messages/);
  });
});

describe('any other prompt', () => {
  const prompt = deepFreeze({
    task: 'Summarise',
    rows: [
      { id: 1, data: json },
      { id: 2, data: 'none' },
    ],
    'a key': { nested: [`See ${json}`] },
  });

  it('has JSON in its strings rewritten, wherever they are', async () => {
    const { result, messages, meta } = await promptsEncode({ prompt });

    expect(messages).toBeUndefined();
    expect(decode(result)).toEqual({
      task: 'Summarise',
      rows: [
        { id: 1, data: ktof },
        { id: 2, data: 'none' },
      ],
      'a key': { nested: [`See \n${ktof}`] },
    });
    expect((meta['replacements'] as Wire[]).map(({ path }) => path)).toEqual([
      '$.rows[0].data',
      '$["a key"].nested[0]',
    ]);
    expect(await bringBack({ prompt })).toEqual(prompt);
  });

  it('comes back with every string to the character, and is never larger than its JSON', async () => {
    const values = jsonValues(fc.oneof(wellFormedTexts, texts));
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        expect(firstDifference(await bringBack({ prompt: value }), asJson(value))).toBeUndefined();
        const { stats } = await promptsEncode({ prompt: value });
        expect(Number(stats['compressed_bytes'])).toBeLessThanOrEqual(
          Number(stats['original_bytes']),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is left as it is when detection is off', async () => {
    const { result } = await promptsEncode({ prompt, autoDetectJson: false });

    expect(decode(result)).toEqual(prompt);
  });

  it('has its schemas echoed beside what was detected', async () => {
    const schemas = { user: { type: 'object' } };
    const { meta } = await promptsEncode({ prompt, schemas });

    expect(meta['schemas']).toBe(schemas);
    expect(
      await promptsDecode({ ktof: (await promptsEncode({ prompt })).result, replayMeta: meta }),
    ).toEqual(prompt);
  });
});

describe('schemas', () => {
  const rows = [
    { note: 'x', id: 1, user: { name: 'Ada', age: 1 } },
    { note: 'y', id: 2, user: { name: 'Eve', age: 2 } },
  ];
  const user = { type: 'object', properties: { age: {}, name: {} } };
  const schemas = { order: { type: 'object', properties: { id: {}, user } } };

  it('give tables the order of their properties', async () => {
    const { result, meta } = await promptsEncode({ prompt: rows, schemas });

    expect(result).toMatch(/^\[2\]\{id,user\{age,name\},note\}:\n 1,1,Ada,x\n/);
    expect(decode(result)).toEqual(rows);
    expect(meta['schemas']).toBe(schemas);
  });

  it('leave exact what comes back from a text', async () => {
    const prompt = `Rows: ${JSON.stringify(rows)}`;

    expect((await promptsEncode({ prompt, schemas })).result).toContain('{id,user{age,name},note}');
    expect(await bringBack({ prompt, schemas })).toBe(prompt);
  });

  it('may be deep, cyclic or no schemas at all', async () => {
    const deep = { properties: { id: {} } as Wire };
    let inner = deep.properties;
    for (let level = 0; level < 20_000; level++) inner = inner['id'] = {} as Wire;
    inner['again'] = deep;

    for (const odd of [deep, { a: null, b: [1, 'x'] }, { properties: ['a'] }]) {
      expect((await promptsEncode({ prompt: rows, schemas: odd })).meta['schemas']).toBe(odd);
    }
  });

  it('are those of a call alone', () => {
    expect(encode(rows, { columns: ['user', 'id'] })).toMatch(/^\[2\]\{user\{name,age\},id,note\}/);
    expect(encode(rows, { columns: ['id'], profile: 'toon' })).toBe(
      encode(rows, { profile: 'toon' }),
    );
    expect(() => encode(rows, { columns: 'id' as unknown as string[] })).toThrow(/`columns`/);
  });
});

function without(meta: Wire, field: string): Wire {
  return Object.fromEntries(Object.entries(meta).filter(([name]) => name !== field));
}

/** The value as JSON has it, where -0 is 0. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

describe('replay data', () => {
  const prompt = `Users: ${json}\nmore`;
  const replay = (ktof: string, replayMeta: Wire) => promptsDecode({ ktof, replayMeta });

  it.each<[string, (meta: Wire, result: string) => [string, Wire]]>([
    ['another text', (meta, result) => [`${result} `, meta]],
    ['an empty text', (meta) => ['', meta]],
    ['another digest', (meta, result) => [result, { ...meta, digest: 'x' }]],
    ['no digest', (meta, result) => [result, without(meta, 'digest')]],
    ['another schema', (meta, result) => [result, { ...meta, segments_schema: 'kaizen.text.2' }]],
    [
      'a schema of the prototype',
      (meta, result) => [result, { ...meta, segments_schema: 'constructor' }],
    ],
    ['no schema', (meta, result) => [result, without(meta, 'segments_schema')]],
    ['replacements that are none', (meta, result) => [result, { ...meta, replacements: 'x' }]],
    ['no replacements', (meta, result) => [result, without(meta, 'replacements')]],
  ])('does not fit: %s', async (_, change) => {
    const { result, meta } = await promptsEncode({ prompt });
    const failed = replay(...change(meta, result));

    await expect(failed).rejects.toBeInstanceOf(KaizenPayloadError);
  });

  it('names itself in the error', async () => {
    const { meta } = await promptsEncode({ prompt });

    await expect(replay('a: 1', meta)).rejects.toMatchObject({
      name: 'KaizenPayloadError',
      code: 'KAIZEN_INVALID_PAYLOAD',
      path: '$.replayMeta',
    });
  });

  it.each([
    '$.messages[9].content',
    '$.messages.length',
    '$.messages[0].__proto__',
    '$.__proto__.x',
    '$',
    'x',
  ])('does not fit with the path %s', async (path) => {
    const { result, meta } = await promptsEncode({
      prompt: { messages: [{ role: 'user', content: prompt }] },
    });
    const [replacement] = meta['replacements'] as Wire[];
    const failed = replay(result, { ...meta, replacements: [{ ...replacement, path }] });

    await expect(failed).rejects.toMatchObject({ path: '$.replayMeta' });
    expect({}).not.toHaveProperty('x');
  });

  it('of a text is no help for KTOF', async () => {
    const { result, meta } = await promptsEncode({ prompt });
    const failed = replay(result, { ...meta, segments_schema: 'kaizen.strings.1' });

    await expect(failed).rejects.toBeInstanceOf(KaizenFormatError);
  });

  it('that says nothing is as good as none', async () => {
    for (const meta of [{}, { schemas: {} }, { replacements: [] }, { replacements: null }]) {
      expect(await replay('a: 1', meta)).toEqual({ a: 1 });
    }
  });

  it('is bound by the limit of the engine', async () => {
    const small = createEngine({ maxPayloadBytes: 400 });
    const { result, meta } = await promptsEncode({
      prompt: `See ${JSON.stringify(users, null, 8)}`,
    });

    await expect(promptsDecode({ ktof: result, replayMeta: meta }, small)).rejects.toBeInstanceOf(
      KaizenPayloadError,
    );
    await expect(
      promptsDecode({ ktof: result, replayMeta: meta }, createEngine({ maxPayloadBytes: 20 })),
    ).rejects.toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE' });
  });
});

describe('a decoded value', () => {
  it('is refused when a small text makes it huge', async () => {
    const bomb = `[2000]{${'k'.repeat(50_000)}}:${'\n 1'.repeat(2000)}`;

    await expect(engine.execute('decompress', { data: bomb })).rejects.toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_LARGE',
    });
  });
});

describe('an encode that does not read back', () => {
  const forgetful: Codec = { ...KTOF_CODEC, decode: () => 'nothing' };
  const failing: Codec = {
    ...KTOF_CODEC,
    decode: () => {
      throw new KaizenFormatError('x', 1, 1, 'y');
    },
  };

  /** An engine with a codec, and what it reports. */
  function engineWith(codec: Codec, verify?: boolean) {
    const failures: VerificationFailure[] = [];
    const onVerificationFailure = (failure: VerificationFailure) => void failures.push(failure);
    return { failures, engine: createEngine({ onVerificationFailure, verify }, codec) };
  }

  it.each([
    ['compress', { data: users }],
    ['optimize', { data: users }],
    ['optimizeRequest', { prompt: users }],
    ['promptsEncode', { prompt: users }],
  ] as const)('of %s is compact JSON, and is reported', async (operation, request) => {
    for (const codec of [forgetful, failing]) {
      const { engine: broken, failures } = engineWith(codec);
      const answer = await broken.execute(operation, request);

      expect(answer).toMatchObject({ result: json, meta: { verification_failed: true } });
      expect(failures).toEqual([{ operation }]);
    }
  });

  it('leaves the strings of a prompt, and its messages', async () => {
    const { engine: broken, failures } = engineWith(forgetful);
    const prompt = { messages: [{ role: 'user', content: json }] };
    const { result, messages, meta } = await promptsEncode({ prompt }, broken);

    expect(result).toBe(JSON.stringify(prompt));
    expect(messages).toBe(prompt.messages);
    expect(meta).toMatchObject({ replacements: [], verification_failed: true });
    expect(failures).toHaveLength(1);
  });

  it('leaves a prompt that is text', async () => {
    const { engine: broken, failures } = engineWith(failing);
    const { result, meta } = await promptsEncode({ prompt: `See ${json}` }, broken);

    expect(result).toBe(`See ${json}`);
    expect(meta).toMatchObject({ embedded_json_count: 1, verification_failed: true });
    expect(failures).toEqual([{ operation: 'promptsEncode' }]);
    expect(await promptsDecode({ ktof: result, replayMeta: meta })).toBe(result);
  });

  it('is not noticed when verification is off, but never gets into a string', async () => {
    const { engine: broken, failures } = engineWith(forgetful, false);

    expect(await broken.execute('compress', { data: users })).toMatchObject({ result: ktof });
    expect(failures).toEqual([]);
    expect((await promptsEncode({ prompt: `See ${json}` }, broken)).result).toBe(`See ${json}`);
  });

  it('does not happen: nothing is reported for what reads back', async () => {
    const { engine: sound, failures } = engineWith(KTOF_CODEC);
    const { meta } = await promptsEncode(
      {
        prompt: {
          a: json,
          rows: [
            { a: 1, b: 2 },
            { b: 1, a: 2 },
          ],
        },
      },
      sound,
    );

    expect(meta).not.toHaveProperty('verification_failed');
    expect(failures).toEqual([]);
  });
});
