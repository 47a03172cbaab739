import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CohereClientV2 } from 'cohere-ai';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenAzureOpenAI,
  KaizenBedrock,
  KaizenCohere,
  KaizenOpenAI,
} from 'nestjs-kaizen/providers';
import { inspect } from 'node:util';
import OpenAI from 'openai';
import { quoteOf } from '../../lib/providers/flow/attempt-context.js';
import { kindOf } from '../../lib/providers/flow/failure-kind.js';
import { cpuMs } from '../support/patience.js';
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

const shared = () => ({ apiKey: KEY, baseUrl: url, model: 'm', maxRetries: 0 });
const openai = (api: 'chat' | 'responses') => new KaizenOpenAI({ ...shared(), api }, kaizen);
const SECRET = 'gateway-secret-58c1e0';
const openAIWithHeader = () => {
  const defaultHeaders = { 'x-gateway-key': SECRET };
  const client = new OpenAI({ apiKey: KEY, baseURL: url, maxRetries: 0, defaultHeaders });
  return new KaizenOpenAI({ model: 'm', maxRetries: 0, api: 'chat', client }, kaizen);
};
const cohereWithToken = () => {
  const client = new CohereClientV2({ token: SECRET, environment: url, maxRetries: 0 });
  return new KaizenCohere({ model: 'm', maxRetries: 0, client }, kaizen);
};
const azureWithToken = () => {
  const tokenProvider = () => Promise.resolve(SECRET);
  return new KaizenAzureOpenAI({ baseUrl: url, model: 'm', maxRetries: 0, tokenProvider }, kaizen);
};
const bedrockWithKey = () => {
  const credentials = () => Promise.resolve({ accessKeyId: 'AK', secretAccessKey: SECRET });
  const region = 'eu-central-1';
  const options = { baseUrl: url, model: 'm', maxRetries: 0, region, credentials };
  return new KaizenBedrock(options, kaizen);
};
const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const TOOLS = { tools: [{ name: 'find' }] };

const piece = (tool_calls: object[] | undefined, finish_reason: string | null = null) => ({
  choices: [{ delta: { ...(tool_calls && { tool_calls }) }, finish_reason }],
});
const end = piece(undefined, 'tool_calls');
const call = (fields: object, name: string | undefined, given: string) => ({
  ...fields,
  function: { ...(name !== undefined && { name }), arguments: given },
});

describe('calls in a stream', () => {
  it('keep their id and name where later pieces have empty ones', async () => {
    vendor.answers({
      body: [
        piece([call({ index: 0, id: 'a' }, 'find', '{"x"')]),
        piece([call({ index: 0, id: '' }, '', ':1}')]),
        end,
      ],
    });
    const { toolCalls } = await streamed(openai('chat'), ASK, TOOLS);
    expect(toolCalls).toEqual([{ id: 'a', name: 'find', arguments: '{"x":1}' }]);
  });

  it('are told apart by their ids where their numbers are the same, or missing', async () => {
    for (const number of [{ index: 0 }, {}]) {
      vendor.answers({
        body: [
          piece([call({ ...number, id: 'a' }, 'find', '{"x":1}')]),
          piece([call({ ...number, id: 'b' }, 'find', '{"x":2}')]),
          end,
        ],
      });
      const { toolCalls } = await streamed(openai('chat'), ASK, TOOLS);
      expect(toolCalls).toMatchObject([
        { id: 'a', arguments: '{"x":1}' },
        { id: 'b', arguments: '{"x":2}' },
      ]);
    }
  });

  it('have ids of their own in each turn where the vendor gives none', async () => {
    const message = { content: null, tool_calls: [call({}, 'find', '{}')] };
    const whole = { body: { choices: [{ message, finish_reason: 'tool_calls' }] } };
    const pieces = { body: [piece([call({}, 'find', '{}')]), end] };
    vendor.answers(whole, whole, pieces, pieces);
    const provider = openai('chat');
    const turns = [
      await provider.chat(ASK, TOOLS),
      await provider.chat(ASK, TOOLS),
      await streamed(provider, ASK, TOOLS),
      await streamed(provider, ASK, TOOLS),
    ];
    const ids = turns.map(({ toolCalls }) => toolCalls[0]?.id);
    expect(new Set(ids).size).toBe(4);
  });

  it('have arguments that are JSON also where there are none', async () => {
    vendor.answers({ body: [piece([call({ index: 0, id: 'a' }, 'find', '')]), end] });
    const { toolCalls } = await streamed(openai('chat'), ASK, TOOLS);
    expect(toolCalls).toEqual([{ id: 'a', name: 'find', arguments: '{}' }]);
  });
});

describe('a reply', () => {
  it('of responses has no thoughts in its text', async () => {
    const output = [
      { type: 'reasoning', id: 'r', content: [{ type: 'reasoning_text', text: 'Hm. ' }] },
      { type: 'reasoning', id: 's', content: null },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
    ];
    vendor.answers({ body: { model: 'm', status: 'completed', output } });
    expect((await openai('responses').chat(ASK)).text).toBe('Hello.');
  });

  it('keeps its calls where the data beside them is not yet what was asked for', async () => {
    const message = {
      content: 'Plan:\n```json\n{"step":1}\n```',
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'find', arguments: '{}' } }],
    };
    vendor.answers({ body: { choices: [{ message, finish_reason: 'tool_calls' }] } });
    const { toolCalls, data } = await openai('chat').chat(ASK, {
      ...TOOLS,
      output: { validate: () => ['It has no total.'] },
    });
    expect(toolCalls).toMatchObject([{ id: 'a' }]);
    expect(data).toBeUndefined();
  });
});

describe('what is sent', () => {
  it('has no tools where the list is empty', async () => {
    const message = { content: 'Hello.' };
    vendor.answers({ body: { choices: [{ message, finish_reason: 'stop' }] } });
    await openai('chat').chat(ASK, { tools: [] });
    expect(vendor.bodies[0]).not.toHaveProperty('tools');
  });

  it('has no empty message where an empty reply is asked for once more', async () => {
    const said = (text: string) => ({
      body: { content: text === '' ? [] : [{ type: 'text', text }], stop_reason: 'end_turn' },
    });
    vendor.answers(said(''), said('{"total":3}'));
    const { data } = await new KaizenAnthropic(shared(), kaizen).chat(ASK, {
      output: { validate: () => true, reask: true },
    });
    expect(data).toEqual({ total: 3 });
    const messages = vendor.bodies[1]?.['messages'] as { role: string }[];
    expect(messages.map(({ role }) => role)).not.toContain('assistant');
  });
});

describe('a failure', () => {
  it('of the connection is one also where the SDK calls it a timeout', () => {
    expect(kindOf(new Error('Request timed out.'), {})).toBe('connection');
  });

  it.each([
    ['openai', () => openAIWithHeader()],
    ['cohere-ai', () => cohereWithToken()],
  ])('repeats no secret of a ready client of %s', async (_name, provider) => {
    const body = { message: `No ${SECRET}.`, error: { message: `No ${SECRET}.` } };
    vendor.answers({ status: 401, body });
    const failure = await failureOf(provider().chat(ASK));
    expect(failure.kind).toBe('authentication');
    expect(inspect(failure, { depth: 9 }) + JSON.stringify(failure)).not.toContain(SECRET);
  });

  it.each([
    ['token', () => azureWithToken()],
    ['key', () => bedrockWithKey()],
  ])('repeats no %s that a function gave', async (_name, provider) => {
    const body = { message: `No ${SECRET}.`, error: { message: `No ${SECRET}.` } };
    vendor.answers({ status: 401, body });
    const failure = await failureOf(provider().chat(ASK));
    expect(failure.kind).toBe('authentication');
    expect(inspect(failure, { depth: 9 }) + JSON.stringify(failure)).not.toContain(SECRET);
  });

  it('does not write the bytes of images as text', async () => {
    const data = Buffer.alloc(8_000_000, 'x');
    const contents = [{ role: 'user', content: [{ type: 'image', data, mediaType: 'image/png' }] }];
    expect(await cpuMs(() => quoteOf([], {}, contents))).toBeLessThan(1000);
  });
});
