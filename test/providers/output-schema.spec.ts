import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IsInt, Min } from 'class-validator';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  KaizenAzureOpenAI,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
} from 'nestjs-kaizen/providers';
import { failureOf, streamed } from './support/asking.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';

class Order {
  @IsInt()
  @Min(1)
  id!: number;
}

const ORDER = {
  type: 'object',
  properties: { id: { type: 'integer' }, state: { enum: ['open', 'paid'] } },
  required: ['id'],
};
const ASK: ChatMessage[] = [{ role: 'user', content: 'Which order is late?' }];

const vendor = new ScriptedVendor();
const kaizen = createKaizen({ transport: 'embedded' });
let url = '';
beforeAll(async () => void (url = await vendor.start()));
afterAll(async () => {
  await vendor.stop();
  await kaizen.close();
});

const options = () => ({ apiKey: KEY, baseUrl: url, model: 'm', maxRetries: 0 });
const chatApi = () => new KaizenOpenAI({ ...options(), api: 'chat' }, kaizen);

function says(...replies: unknown[]): void {
  vendor.answers(
    ...replies.map((reply) => {
      const content = JSON.stringify(reply);
      return { body: { choices: [{ message: { content }, finish_reason: 'stop' }] } };
    }),
  );
}

function ask(schema: Record<string, unknown>, more: ChatOptions['output'] = {}) {
  return chatApi().chat(ASK, { output: { ...more, schema } });
}

describe('A reply with output.schema', () => {
  it('that keeps the schema is the data', async () => {
    says({ id: 7, state: 'open' });
    expect((await ask(ORDER)).data).toEqual({ id: 7, state: 'open' });
  });

  it('that breaks it is refused by place and rule, without what stands there', async () => {
    const canary = 'canary-8812';
    says({ id: canary, state: 'lost', [canary]: true });
    const closed = { ...ORDER, additionalProperties: false };
    const { message, kind, partialText } = await failureOf(ask(closed));
    expect(kind).toBe('undecodable-reply');
    expect(message).toContain('/id: must be integer (type)');
    expect(message).toContain('/state: must be equal to one of the allowed values (enum)');
    expect(message).toContain(
      'the data: must NOT have additional properties (additionalProperties)',
    );
    expect(message).not.toContain(canary);
    expect(partialText).toContain(canary);
  });

  it('is told of keys that the model chose without the keys', async () => {
    says({ 'ada@example.com': [{ 'a/b': 'x' }] });
    const rows = { type: 'array', items: { properties: { 'a/b': { type: 'number' } } } };
    const { message } = await failureOf(ask({ type: 'object', additionalProperties: rows }));
    expect(message).toContain('/*/0/a~1b: must be number (type)');
    expect(message).not.toContain('ada@example.com');
  });

  it('is asked for once more, with what is wrong', async () => {
    says({ id: 'seven' }, { id: 7 });
    const { data } = await ask(ORDER, { reask: true });
    expect(data).toEqual({ id: 7 });
    const { messages } = vendor.bodies[1] as { messages: { role: string; content: string }[] };
    expect(messages.at(-1)?.content).toContain('/id: must be integer (type)');
    says({ id: 'seven' }, { id: 'eight' }, { id: 9 });
    expect(await failureOf(ask(ORDER, { reask: true }))).toMatchObject({ attempts: 2 });
  });

  it('is checked in a stream too', async () => {
    const delta = (content: string, finish_reason: string | null = null) => ({
      choices: [{ delta: { content }, finish_reason }],
    });
    vendor.answers({ body: [delta('{"id":'), delta('"x"}', 'stop')] });
    const failed = streamed(chatApi(), ASK, { output: { schema: ORDER } });
    expect(await failureOf(failed)).toMatchObject({ kind: 'undecodable-reply' });
  });

  it('has to be right by the class as well, and is whole where it is a list', async () => {
    const list = { type: 'array', items: ORDER, minItems: 1 };
    says([{ id: 1 }], [], [{ id: 0 }]);
    const answer = await ask(list, { dto: Order, list: true });
    expect(answer.data).toEqual([expect.any(Order)]);
    expect((await failureOf(ask(list, { dto: Order, list: true }))).message).toMatch(/minItems/);
    expect((await failureOf(ask(list, { dto: Order, list: true }))).message).toMatch(
      /\[0\]\.id: id must not be less than 1/,
    );
  });

  it.each([
    ['2020-12', 'https://json-schema.org/draft/2020-12/schema', 'prefixItems'],
    ['07', 'http://json-schema.org/draft-07/schema#', 'items'],
  ])('is checked by the draft that is named, %s', async (_, $schema, tuple) => {
    const pair = { $schema, type: 'array', [tuple]: [{ type: 'string' }, { type: 'number' }] };
    says(['a', 1], ['a', 'b']);
    expect((await ask(pair)).data).toEqual(['a', 1]);
    expect((await failureOf(ask(pair))).message).toContain('/1: must be number (type)');
  });

  it('may have a schema with an id again and again, and formats are not checked', async () => {
    const schema = () => ({ $id: 'order', type: 'object', properties: { at: { format: 'date' } } });
    says({ at: 'x' }, { at: 'y' });
    await ask(schema());
    expect((await ask(schema())).data).toEqual({ at: 'y' });
  });
});

describe('A schema that cannot be used', () => {
  it.each([
    ['a type that there is not', { type: 'strin' }],
    ['a reference to nowhere', { $ref: '#/$defs/none' }],
    ['a draft that is not known', { $schema: 'http://json-schema.org/draft-04/schema#' }],
    ['asynchronous rules', { $async: true, type: 'string' }],
  ])('is refused before anything is sent: %s', async (_, schema) => {
    says({});
    const error = await ask(schema).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({ option: 'output.schema' });
    const events = chatApi().stream(ASK, { output: { schema, dto: Order } });
    await expect(events.next()).rejects.toThrow(KaizenOptionsError);
    expect(vendor.bodies).toHaveLength(0);
  });
});

describe('OpenAI’s strict mode', () => {
  const CLOSED = {
    type: 'object',
    properties: {
      rows: { type: 'array', items: { $ref: '#/$defs/row' } },
      note: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    },
    required: ['rows', 'note'],
    additionalProperties: false,
    $defs: {
      row: { type: ['object', 'null'], properties: {}, required: [], additionalProperties: false },
    },
  };
  const strictOf = async (make: () => KaizenProvider, schema: object): Promise<unknown> => {
    vendor.answers({ body: {} });
    await failureOf(make().chat(ASK, { output: { schema: { ...schema }, validate: () => true } }));
    const { response_format: chat, text } = vendor.bodies[0] as {
      response_format?: { json_schema: { strict?: boolean } };
      text?: { format: { strict?: boolean } };
    };
    return chat ? chat.json_schema.strict : text?.format.strict;
  };
  const responses = () => new KaizenOpenAI(options(), kaizen);
  const azure = () => new KaizenAzureOpenAI(options(), kaizen);
  const other = () => new KaizenOpenAiCompatible('ollama', options(), kaizen);

  it('is asked for where it takes the schema', async () => {
    expect(await strictOf(chatApi, CLOSED)).toBe(true);
    expect(await strictOf(responses, CLOSED)).toBe(true);
    expect(await strictOf(azure, CLOSED)).toBe(true);
    expect(await strictOf(other, CLOSED)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['an open object', { additionalProperties: undefined }],
    ['a property that may be left out', { required: ['rows'] }],
    ['an open object inside', { $defs: { row: { type: 'object' } } }],
    ['a keyword that it lacks', { minProperties: 1 }],
    ['a format that it lacks', { $defs: { row: { type: 'string', format: 'uri' } } }],
    ['a list of anything', { $defs: { row: { type: 'array' } } }],
    ['a value of any type', { $defs: { row: {} } }],
    ['a reference with a word beside it', { $defs: { row: { $ref: '#', title: 'Row' } } }],
    ['a root that is no object', { type: 'array', items: { type: 'string' } }],
  ])('is not asked for with %s', async (_, change) => {
    const schema = JSON.parse(JSON.stringify({ ...CLOSED, ...change })) as object;
    expect(await strictOf(chatApi, schema)).toBeUndefined();
    expect(await strictOf(responses, schema)).toBeUndefined();
  });
});

describe('The types of the data', () => {
  it('are a list where the reply is one', async () => {
    says([{ id: 1 }], { id: 1 }, [1]);
    const many: ChatResult<Order[]> = await chatApi().chat(ASK, {
      output: { dto: Order, list: true },
    });
    expect(many.data?.map(({ id }) => id)).toEqual([1]);
    const one: ChatResult<Order> = await chatApi().chat(ASK, { output: { dto: Order } });
    expect(one.data?.id).toBe(1);
    const own = await chatApi().chat<number[]>(ASK, { output: { list: true } });
    expect(own.data?.at(0)).toBe(1);
  });

  it('are no single thing then', async () => {
    says([{ id: 1 }]);
    const { data } = await chatApi().chat(ASK, { output: { dto: Order, list: true } });
    // @ts-expect-error A list of orders has no id.
    expect(data?.id).toBeUndefined();
  });
});

describe('Without the package ajv', () => {
  it('a schema alone is refused before anything is sent, and one beside a check goes to the vendor', async () => {
    jest.resetModules();
    const missing = Object.assign(new Error('Cannot find package'), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    jest.unstable_mockModule('ajv', () => Promise.reject(missing));
    const { KaizenOpenAI: Fresh } = await import('nestjs-kaizen/providers');
    const provider = new Fresh({ ...options(), api: 'chat' });
    says({ id: 'x' });
    await expect(provider.chat(ASK, { output: { schema: ORDER } })).rejects.toMatchObject({
      name: 'KaizenDependencyError',
      message: expect.stringContaining('npm install ajv'),
    });
    expect(vendor.bodies).toHaveLength(0);
    const output = { schema: ORDER, validate: () => true };
    expect((await provider.chat(ASK, { output })).data).toEqual({ id: 'x' });
    expect(vendor.bodies[0]).toHaveProperty('response_format.json_schema.schema', ORDER);
    await provider.close();
  });
});
