import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKaizen, KaizenPayloadError } from 'nestjs-kaizen';
import {
  argumentsOf,
  type ChatMessage,
  type ChatOptions,
  type ContentPart,
  KaizenAzureOpenAI,
  KaizenCohere,
  KaizenGemini,
  KaizenMistral,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
} from 'nestjs-kaizen/providers';
import { failureOf, streamed } from './support/asking.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';

const vendor = new ScriptedVendor();
const kaizen = createKaizen({ transport: 'embedded' });
let url = '';
beforeAll(async () => void (url = await vendor.start()));
afterAll(async () => {
  await vendor.stop();
  await kaizen.close();
});

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const options = () => ({ apiKey: KEY, baseUrl: url, model: 'm', maxRetries: 0 });
const make = {
  openai: () => new KaizenOpenAI(options(), kaizen),
  chat: () => new KaizenOpenAI({ ...options(), api: 'chat' }, kaizen),
  mistral: () => new KaizenMistral(options(), kaizen),
  cohere: () => new KaizenCohere(options(), kaizen),
  gemini: () => new KaizenGemini(options(), kaizen),
};

/** What crosses the wire; the reply is of no matter. */
async function sent(
  provider: KaizenProvider,
  given: ChatOptions = {},
  messages = ASK,
): Promise<Record<string, unknown>> {
  vendor.answers({ status: 400, body: { message: 'enough' } });
  expect(await failureOf(provider.chat(messages, given))).toMatchObject({ status: 400 });
  return vendor.bodies[0]!;
}

describe('Fields in vendor', () => {
  const parameters = { type: 'object', properties: { order_id: { type: 'string' } } };
  const tool = { type: 'function', function: { name: 'look', parameters } };

  it('get the names of Mistral’s SDK however deep they are, and what is the application’s own keeps its', async () => {
    const schema = { type: 'object', properties: { due_date: { type: 'string' } } };
    const vendorFields = {
      random_seed: 7,
      metadata: { order_id: 'a_b' },
      tools: [tool],
      response_format: { type: 'json_schema', json_schema: { name: 'r', schema } },
      prediction: { type: 'content', content: 'a_b' },
    };
    expect(await sent(make.mistral(), { vendor: vendorFields })).toMatchObject({
      ...vendorFields,
      response_format: { type: 'json_schema', json_schema: { name: 'r', schema } },
    });
    const byTheSdk = {
      responseFormat: { type: 'json_schema', jsonSchema: { name: 'r', schemaDefinition: schema } },
    };
    expect(await sent(make.mistral(), { vendor: byTheSdk })).toMatchObject({
      response_format: { json_schema: { name: 'r', schema } },
    });
  });

  it('get those of Cohere’s', async () => {
    const fields = {
      thinking: { type: 'enabled', token_budget: 512 },
      documents: [{ id: 'd', data: { order_id: '7' } }],
      tools: [tool],
      response_format: { type: 'json_object', json_schema: parameters },
    };
    expect(await sent(make.cohere(), { vendor: fields })).toMatchObject(fields);
  });

  it('get those of Gemini’s', async () => {
    const schema = { type: 'OBJECT', properties: { due_date: { type: 'STRING' } } };
    const fields = {
      thinking_config: { thinking_budget: 512, include_thoughts: true },
      response_mime_type: 'application/json',
      response_schema: schema,
    };
    expect(await sent(make.gemini(), { vendor: fields })).toMatchObject({
      generationConfig: {
        thinkingConfig: { thinkingBudget: 512, includeThoughts: true },
        responseSchema: schema,
      },
    });
  });

  it('are not changed where they were given', async () => {
    const fields = Object.freeze({ thinking: Object.freeze({ type: 'enabled', token_budget: 5 }) });
    await sent(make.cohere(), { vendor: fields });
    expect(fields).toEqual({ thinking: { type: 'enabled', token_budget: 5 } });
  });
});

describe('Azure’s address', () => {
  it.each(['', '/', '/openai', '/openai/v1', '/openai/v1/'])('may end in "%s"', async (end) => {
    const azure = { ...options(), baseUrl: `${url}${end}` };
    await sent(new KaizenAzureOpenAI(azure, kaizen));
    expect(vendor.paths).toEqual(['/openai/v1/chat/completions']);
    await sent(new KaizenAzureOpenAI({ ...azure, apiVersion: '2024-10-21' }, kaizen));
    expect(vendor.paths[0]).toMatch(/^\/openai\/deployments\/m\/chat\/completions\?/);
  });
});

describe('An image or a file without a source', () => {
  it.each<[string, ContentPart]>([
    ['image', { type: 'image' }],
    ['image', { type: 'image', data: '', mediaType: 'image/png' }],
    ['image', { type: 'image', data: new Uint8Array(), mediaType: 'image/png' }],
    ['file', { type: 'file', name: 'a.pdf', url: '' }],
  ])('is refused before anything is sent: %s %#', async (type, part) => {
    vendor.answers();
    const messages: ChatMessage[] = [
      ...ASK,
      { role: 'user', content: [{ type: 'text', text: 'See' }, part] },
    ];
    const error = await make
      .openai()
      .chat(messages)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({
      path: 'messages[1].content[1]',
      message: expect.stringContaining(`The ${type} of messages[1].content[1] is empty.`),
    });
    expect(vendor.bodies).toHaveLength(0);
  });

  it('is one that has an id where the vendor has the file', async () => {
    const content: ContentPart[] = [{ type: 'file', id: 'file-1' }];
    const body = await sent(make.chat(), {}, [{ role: 'user', content }]);
    expect(body).toMatchObject({ messages: [{ content: [{ file: { file_id: 'file-1' } }] }] });
  });
});

describe('The arguments of a call', () => {
  it.each(['', '{"a":', '[1]', '"x"', '5', 'null'])('are an empty object for %j', (text) => {
    expect(argumentsOf({ arguments: text })).toEqual({});
  });

  it('are what the model wrote where that is an object', () => {
    const asked: Record<string, unknown> = argumentsOf({ arguments: '{"city":"Paris"}' });
    expect(asked['city']).toBe('Paris');
  });

  it('are an object for vendors that take nothing else', async () => {
    const toolCalls = [{ id: 'c', name: 'look', arguments: '[1,2]' }];
    const body = await sent(make.gemini(), {}, [
      ...ASK,
      { role: 'assistant', toolCalls },
      { role: 'tool', toolCallId: 'c', content: 'No object.' },
    ]);
    expect(body).toHaveProperty('contents.1.parts.0.functionCall.args', {});
  });
});

describe('Chat completions whose content is a list of parts', () => {
  const provider = () => new KaizenOpenAiCompatible('other', options(), kaizen);
  const PARTS = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
    { type: 'text', text: '{"a"' },
    ':1}',
  ];

  it('are read as their texts in one', async () => {
    const body = { choices: [{ message: { content: PARTS }, finish_reason: 'stop' }] };
    vendor.answers({ body });
    expect(await provider().chat(ASK)).toMatchObject({ text: '{"a":1}', data: { a: 1 } });
  });

  it('are so in a stream', async () => {
    const piece = (content: unknown, finish_reason: string | null = null) => ({
      choices: [{ delta: { content }, finish_reason }],
    });
    vendor.answers({ body: [piece(PARTS.slice(0, 2)), piece([PARTS[2]]), piece([], 'stop')] });
    expect((await streamed(provider(), ASK)).text).toBe('{"a":1}');
  });

  it('tell a refusal where there is no text', async () => {
    const message = { content: [], refusal: 'I will not.' };
    vendor.answers({ body: { choices: [{ message, finish_reason: 'stop' }] } });
    expect((await provider().chat(ASK)).text).toBe('I will not.');
  });
});

describe('isError of a result', () => {
  it.each(['openai', 'chat', 'mistral', 'cohere'] as const)(
    'leaves the content as it is for a vendor without a field for it: %s',
    async (name) => {
      const toolCalls = [{ id: 'call00001', name: 'look', arguments: '{}' }];
      const body = await sent(make[name](), {}, [
        ...ASK,
        { role: 'assistant', toolCalls },
        { role: 'tool', toolCallId: 'call00001', content: 'Error: no such place.', isError: true },
      ]);
      const [result] = ((body['messages'] ?? body['input']) as object[]).slice(-1);
      expect(Object.values(result!)).toContain('Error: no such place.');
      expect(JSON.stringify(body)).not.toMatch(/is_?error/i);
    },
  );
});

describe('The ids that are made for Gemini’s calls', () => {
  const turn = (...names: string[]) => ({
    candidates: [
      {
        content: { parts: names.map((name) => ({ functionCall: { name, args: {} } })) },
        finishReason: 'STOP',
      },
    ],
  });

  it('are others in each turn, and none of them is sent', async () => {
    const messages = [...ASK];
    const ids: string[] = [];
    vendor.answers(
      { body: turn('look', 'find') },
      { body: [turn('find'), turn('look')] },
      { body: { candidates: [{ content: { parts: [{ text: 'Done' }] }, finishReason: 'STOP' }] } },
    );
    const asked = [() => make.gemini().chat(messages), () => streamed(make.gemini(), messages)];
    for (const next of asked) {
      const { message, toolCalls } = await next();
      messages.push(message);
      for (const { id, name } of [...toolCalls].reverse()) {
        ids.push(id);
        messages.push({ role: 'tool', toolCallId: id, content: `of ${name}` });
      }
    }
    await make.gemini().chat(messages);
    expect(new Set(ids).size).toBe(4);
    const { contents } = vendor.bodies[2] as { contents: { parts: object[] }[] };
    const answer = (name: string) => ({
      functionResponse: { name, response: { output: `of ${name}` } },
    });
    expect(contents[2]!.parts).toEqual([answer('find'), answer('look')]);
    expect(contents[4]!.parts).toEqual([answer('look'), answer('find')]);
    expect(JSON.stringify(contents)).not.toMatch(/"id"|call-/);
  });
});
