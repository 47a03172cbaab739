import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decode, encode } from '@toon-format/toon';
import type { ModelMessage } from 'ai';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type CompressionReceipt,
  kaizen,
  type KaizenMiddlewareOptions,
} from 'nestjs-kaizen/ai-sdk';
import { AI_SDKS } from './support/ai-sdks.js';
import { createModel, GREETING, type Order, ORDERS } from './support/model.js';
import { WireTap } from './support/wire-tap.js';

const model = createModel();
const tap = new WireTap();
const service = createKaizen({ transport: 'embedded', profile: 'toon' });
const closed = createKaizen({ transport: 'embedded' });
let url = '';

beforeAll(async () => {
  model.on({ userMessage: 'list all' }, { content: IN_KTOF }, { chunkSize: 9 });
  model.on(
    { userMessage: 'stop short' },
    { content: IN_KTOF.slice(0, 99), finishReason: 'length' },
  );
  model.on(
    { userMessage: 'slip in KTOF' },
    {
      content: 'Here:\n```ktof\nrows[3]{id,customer,total}:\n1,customer-1,10\n2,customer-2,20\n```',
    },
  );
  model.on(
    { userMessage: 'slip in JSON' },
    { content: "Sure:\n```json\n{'city': 'Paris', people: 2102650,}\n```" },
  );
  model.on({ userMessage: 'give a long number' }, { content: LONG_NUMBER });
  url = `${await tap.start(await model.start())}/v1`;
  await closed.close();
});
beforeEach(() => tap.forget());
afterAll(async () => {
  await tap.stop();
  await model.stop();
  await service.close();
});

const JSON_TEXT = JSON.stringify(ORDERS);
const PARIS = { city: 'Paris', people: 2102650 };
const IN_KTOF = encode({ rows: ORDERS });
/** JavaScript would round it. */
const LONG_NUMBER = '{ "id": 12345678901234567890 }';
const ADD_UP: ModelMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'add up the totals' },
      { type: 'text', text: JSON_TEXT },
    ],
  },
];

interface SentMessage {
  readonly role: string;
  readonly content: string | readonly { readonly text: string }[];
}

/** The messages of each request. */
const sent = () => tap.bodies.map(({ messages }) => messages as SentMessage[]);
const textOf = (message: SentMessage | undefined, part = 0) =>
  typeof message?.content === 'string' ? message.content : message?.content[part]?.text;
/** What a decoder that is not ours reads off a text. */
const read = (text = '') => decode(text.replace(/^```ktof\n([^]*)\n```$/, '$1'));

describe.each(AI_SDKS)('$title', ({ ai, wrapped }) => {
  const using = (options: KaizenMiddlewareOptions = {}) =>
    wrapped(url, kaizen({ kaizen: service, ...options }));
  const resultOf = (output: object): ModelMessage[] => [
    { role: 'user', content: 'greet the tool' },
    {
      role: 'assistant',
      content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'find', input: { in: ORDERS } }],
    },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId: 'c1', toolName: 'find', output: output as never },
      ],
    },
  ];

  describe('a prompt', () => {
    it('goes out compressed, and a decoder that is not ours reads the same data', async () => {
      const { text, providerMetadata } = await ai.generateText({
        model: using(),
        messages: ADD_UP,
      });
      const [messages] = sent();
      expect(textOf(messages![0])).toBe('add up the totals');
      expect(textOf(messages![0], 1)).toMatch(/^```ktof\n\[12\]\{id,customer,total\}:\n/);
      expect(read(textOf(messages![0], 1))).toEqual(ORDERS);
      expect(JSON.parse(text)).toEqual({ total: 780, first: 'customer-1', form: 'toon' });
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [{ path: 'prompt[0].content[1]', what: 'json' }],
        skipped: [],
      });
    });

    it('is the same in a stream, with the same receipt', async () => {
      const generated = await ai.generateText({ model: using(), messages: ADD_UP });
      const streamed = ai.streamText({ model: using(), messages: ADD_UP });
      const pieces: string[] = [];
      for await (const piece of streamed.textStream) pieces.push(piece);
      expect(pieces.join('')).toBe(generated.text);
      const [first, second] = sent();
      expect(second).toEqual(first);
      const metadata = await streamed.providerMetadata;
      expect(metadata?.['kaizen']).toEqual(generated.providerMetadata?.['kaizen']);
    });

    it('that is JSON and nothing else has nothing around it', async () => {
      await ai.generateText({ model: using(), prompt: JSON_TEXT }).catch(() => undefined);
      expect(textOf(sent()[0]![0])).toMatch(/^\[12\]\{/);
      expect(read(textOf(sent()[0]![0]))).toEqual(ORDERS);
    });

    it('may have JSON in fences', async () => {
      const prompt = `add up:\n\`\`\`json\n${JSON_TEXT}\n\`\`\`\nThank you.`;
      await ai.generateText({ model: using(), prompt });
      const found = /^add up:\n(```ktof\n[^]*\n```)\nThank you\.$/.exec(textOf(sent()[0]![0])!);
      expect(read(found?.[1])).toEqual(ORDERS);
    });

    it('leaves the system prompt as it is, unless it is asked for', async () => {
      const ask = { system: JSON_TEXT, prompt: 'greet' };
      await ai.generateText({ model: using(), ...ask });
      await ai.generateText({ model: using({ compress: { system: true } }), ...ask });
      const [untouched, touched] = sent().map(([system]) => textOf(system));
      expect(untouched).toBe(JSON_TEXT);
      expect(read(touched)).toEqual(ORDERS);
    });

    it('gets a line about KTOF at the end of its system prompt with hint', async () => {
      const hinted = using({ compress: { hint: 'Data is in KTOF.' } });
      await ai.generateText({ model: hinted, prompt: 'greet' });
      await ai.generateText({ model: hinted, system: 'Be kind.', prompt: 'greet' });
      expect(sent().map((messages) => messages.map((each) => textOf(each)))).toEqual([
        ['Data is in KTOF.', 'greet'],
        ['Be kind.\n\nData is in KTOF.', 'greet'],
      ]);
    });

    it('stays as it is with compress: false', async () => {
      const { text, providerMetadata } = await ai.generateText({
        model: using({ compress: false }),
        messages: ADD_UP,
      });
      expect(textOf(sent()[0]![0], 1)).toBe(JSON_TEXT);
      expect(JSON.parse(text)).toMatchObject({ total: 780, form: 'json' });
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [],
        skipped: [],
      });
    });

    it('is sent as it is when it cannot be compressed, and the receipt says why', async () => {
      const { text, providerMetadata } = await ai.generateText({
        model: using({ kaizen: closed }),
        messages: ADD_UP,
      });
      expect(JSON.parse(text)).toMatchObject({ total: 780, form: 'json' });
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [],
        skipped: [{ path: 'prompt[0].content[1]', reason: 'failed', code: 'KAIZEN_CLIENT_CLOSED' }],
      });
    });
  });

  describe('a tool', () => {
    const find_orders = ai.tool({
      description: 'Finds orders.',
      inputSchema: ai.jsonSchema<{ city: string }>({
        type: 'object',
        properties: { city: { type: 'string' }, limit: { type: 'integer' } },
        required: ['city'],
      }),
      execute: () => ORDERS,
    });
    const stopWhen = ai.stepCountIs(3);

    it('is called with what the model said, and its result goes out compressed', async () => {
      const { text, steps } = await ai.generateText({
        model: using(),
        prompt: 'call a tool',
        tools: { find_orders },
        stopWhen,
      });
      expect(steps[0]?.toolCalls[0]?.input).toEqual({ city: 'Paris', limit: 3 });
      const [first, second] = sent();
      expect(second!.slice(0, 1)).toEqual(first);
      expect(second![2]).toMatchObject({ role: 'tool', tool_call_id: 'call00001' });
      expect(textOf(second![2])).toMatch(/^\[12\]\{/);
      expect(read(textOf(second![2]))).toEqual(ORDERS);
      expect(JSON.parse(text)).toMatchObject({ total: 780, form: 'toon' });
    });

    it('has its result in a stream as well', async () => {
      const { textStream } = ai.streamText({
        model: using(),
        prompt: 'call a tool',
        tools: { find_orders },
        stopWhen,
      });
      let text = '';
      for await (const piece of textStream) text += piece;
      expect(JSON.parse(text)).toMatchObject({ total: 780, form: 'toon' });
    });

    it.each<[string, object]>([
      ['a value', { type: 'json', value: ORDERS }],
      ['a text', { type: 'text', value: JSON_TEXT }],
    ])('may give %s', async (_, output) => {
      const messages = resultOf(output);
      const { providerMetadata } = await ai.generateText({ model: using(), messages });
      expect(read(textOf(sent()[0]![2]))).toEqual(ORDERS);
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [{ path: 'prompt[2].content[0].output.value' }],
      });
    });

    it('may give a list of parts', async () => {
      const text = { type: 'text', text: JSON_TEXT };
      const messages = resultOf({ type: 'content', value: [text] });
      const { providerMetadata } = await ai.generateText({ model: using(), messages });
      const [part] = JSON.parse(textOf(sent()[0]![2])!) as { text: string }[];
      expect(read(part?.text)).toEqual(ORDERS);
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [{ path: 'prompt[2].content[0].output.value[0]', what: 'json' }],
      });
    });

    it('has its errors sent as they are', async () => {
      const messages = resultOf({ type: 'error-json', value: ORDERS });
      await ai.generateText({ model: using(), messages });
      expect(textOf(sent()[0]![2])).toBe(JSON_TEXT);
    });

    it('that is not listed has its results sent as they are', async () => {
      const messages = resultOf({ type: 'json', value: ORDERS });
      const { providerMetadata } = await ai.generateText({
        model: using({ compress: { tools: ['other'] } }),
        messages,
      });
      expect(textOf(sent()[0]![2])).toBe(JSON_TEXT);
      expect(providerMetadata?.['kaizen']).toMatchObject({ skipped: [{ reason: 'tool' }] });
    });

    it('is asked for with the arguments that the model wrote', async () => {
      await ai.generateText({
        model: using(),
        messages: resultOf({ type: 'json', value: ORDERS }),
      });
      expect(sent()[0]![1]).toMatchObject({
        tool_calls: [{ function: { arguments: JSON.stringify({ in: ORDERS }) } }],
      });
    });
  });

  describe('an answer', () => {
    const city = ai.jsonSchema<{ city: string; people: number }>({
      type: 'object',
      properties: { city: { type: 'string' }, people: { type: 'integer' } },
      required: ['city', 'people'],
    });
    const prompt = 'answer in JSON';

    it('is an object where one is asked for', async () => {
      const output = ai.Output.object({ schema: city });
      const generated = await ai.generateText({ model: using(), prompt, output });
      expect(generated.output).toEqual(PARIS);
      const { object, providerMetadata } = await ai.generateObject({
        model: using(),
        prompt,
        schema: city,
      });
      expect(object).toEqual(PARIS);
      expect(providerMetadata?.['kaizen']).toMatchObject({ encoded: [] });
    });

    it("is asked for by the SDK's own means unless the options say otherwise", async () => {
      await ai.generateObject({ model: using(), prompt, schema: city });
      expect(tap.bodies[0]).toMatchObject({ response_format: { type: 'json_schema' } });
      expect(sent()[0]).toHaveLength(1);
    });

    it('is as the model gave it', async () => {
      const { text, finishReason, usage } = await ai.generateText({
        model: using(),
        prompt: 'greet',
      });
      expect([text, finishReason]).toEqual([GREETING, 'stop']);
      expect(usage).toMatchObject({ inputTokens: 11, outputTokens: 7 });
    });
  });

  describe('an object in KTOF', () => {
    const orders = ai.jsonSchema<{ rows: readonly Order[] }>({
      type: 'object',
      properties: { rows: { type: 'array', items: { type: 'object' } } },
      required: ['rows'],
    });
    const output = ai.Output.object({ schema: orders });
    const inKtof = () => using({ reply: 'ktof' });

    it('is asked for in the system prompt, and not in JSON mode', async () => {
      await ai.generateText({ model: inKtof(), system: 'Be kind.', prompt: 'list all', output });
      const [system, user] = sent()[0]!;
      expect(textOf(system)).toMatch(
        /^Be kind\.\n\nAnswer in KTOF and nothing else: [^]*JSON Schema says: \{.*"rows".*\}$/,
      );
      expect(textOf(user)).toBe('list all');
      expect(tap.bodies[0]).not.toHaveProperty('response_format.json_schema');
      expect(tap.bodies[0]).not.toMatchObject({ response_format: { type: 'json_object' } });
    });

    it('is an object for whoever asked for one', async () => {
      const prompt = 'list all';
      const generated = await ai.generateText({ model: inKtof(), prompt, output });
      expect(generated.output).toEqual({ rows: ORDERS });
      expect(generated.providerMetadata?.['kaizen']).toMatchObject({ encoded: [] });
      const { object } = await ai.generateObject({ model: inKtof(), prompt, schema: orders });
      expect(object).toEqual({ rows: ORDERS });
    });

    it('leaves the paths of the prompt as they are', async () => {
      const texts = ['list all', JSON.stringify(ORDERS)];
      const content = texts.map((text) => ({ type: 'text' as const, text }));
      const prompt = [{ role: 'user' as const, content }];
      const { providerMetadata } = await ai.generateText({ model: inKtof(), prompt, output });
      expect(providerMetadata?.['kaizen']).toMatchObject({
        encoded: [{ path: 'prompt[0].content[1]' }],
      });
    });

    it('is the same in a stream, in one piece', async () => {
      const prompt = 'list all';
      const generated = await ai.generateText({ model: inKtof(), prompt, output });
      const streamed = ai.streamText({ model: inKtof(), prompt, output });
      const pieces: unknown[] = [];
      for await (const piece of streamed.partialOutputStream) pieces.push(piece);
      expect(pieces).toEqual([{ rows: ORDERS }]);
      expect(await streamed.text).toBe(generated.text);
      expect(await streamed.output).toEqual({ rows: ORDERS });
      const metadata = await streamed.providerMetadata;
      expect(metadata?.['kaizen']).toEqual(generated.providerMetadata?.['kaizen']);
      const { partialObjectStream } = ai.streamObject({ model: inKtof(), prompt, schema: orders });
      const objects: unknown[] = [];
      for await (const piece of partialObjectStream) objects.push(piece);
      expect(objects).toEqual(pieces);
    });

    it('may be written in JSON all the same', async () => {
      const schema = ai.jsonSchema<typeof PARIS>({ type: 'object' });
      const prompt = 'answer in JSON';
      const { text } = await ai.generateText({
        model: inKtof(),
        prompt,
        output: ai.Output.object({ schema }),
      });
      expect(JSON.parse(text)).toEqual(PARIS);
    });

    it('may have slips in it', async () => {
      const { output: found } = await ai.generateText({
        model: inKtof(),
        prompt: 'slip in KTOF',
        output,
      });
      expect(found).toEqual({ rows: ORDERS.slice(0, 2) });
    });

    it.each([
      ['is cut off', 'stop short'],
      ['is prose', 'greet'],
    ])("that %s is the SDK's to complain about, generated or streamed", async (_, prompt) => {
      const generated = ai.generateObject({ model: inKtof(), prompt, schema: orders });
      const failure = await generated.then(undefined, (thrown: unknown) => thrown);
      expect(ai.NoObjectGeneratedError.isInstance(failure)).toBe(true);
      const streamed = ai.streamText({ model: inKtof(), prompt, output });
      await streamed.consumeStream();
      expect(await streamed.text).toBe((failure as { text?: string }).text);
      await expect(streamed.output).rejects.toThrow();
    });

    it('comes when the tools have been called, which are as ever', async () => {
      const find_orders = ai.tool({
        inputSchema: ai.jsonSchema<object>({ type: 'object' }),
        execute: () => ORDERS,
      });
      const { steps } = await ai.generateText({
        model: inKtof(),
        prompt: 'call a tool',
        tools: { find_orders },
        stopWhen: ai.stepCountIs(3),
        output: ai.Output.object({ schema: ai.jsonSchema<object>({ type: 'object' }) }),
      });
      expect(steps.map(({ toolCalls, finishReason }) => [toolCalls.length, finishReason])).toEqual([
        [1, 'tool-calls'],
        [0, 'stop'],
      ]);
    });

    it('that is held back does not hold up an abort', async () => {
      const controller = new AbortController();
      tap.asSent = (piece) => {
        if (piece.includes('abcd')) controller.abort();
        return piece;
      };
      const streamed = ai.streamText({
        model: inKtof(),
        prompt: 'talk long',
        output,
        abortSignal: controller.signal,
        onError: () => undefined,
      });
      const failure = Promise.resolve(streamed.output).then(undefined, (error: unknown) => error);
      await streamed.consumeStream();
      tap.asSent = undefined;
      expect(await failure).toMatchObject({ name: 'AbortError' });
      while (tap.left === 0) await new Promise(setImmediate);
      expect(tap.left).toBe(1);
    });

    it('is not what a text is asked for as', async () => {
      const { text } = await ai.generateText({ model: inKtof(), prompt: 'list all' });
      expect(text).toMatch(/^rows\[12\]\{/);
      expect(sent()[0]).toEqual([{ role: 'user', content: 'list all' }]);
    });
  });

  describe('an object in JSON', () => {
    const output = ai.Output.object({ schema: ai.jsonSchema<object>({ type: 'object' }) });

    it('is put right where it has slips', async () => {
      const model = using({ reply: 'json' });
      const generated = await ai.generateText({ model, prompt: 'slip in JSON', output });
      expect(generated.output).toEqual(PARIS);
      const streamed = ai.streamText({ model, prompt: 'slip in JSON', output });
      await streamed.consumeStream();
      expect(await streamed.output).toEqual(PARIS);
      const [first] = tap.bodies;
      expect(first).toMatchObject({ response_format: { type: 'json_schema' } });
      expect(sent()[0]).toEqual([{ role: 'user', content: 'slip in JSON' }]);
    });

    it('keeps every byte where it has none', async () => {
      const { text } = await ai.generateText({
        model: using({ reply: 'json' }),
        prompt: 'give a long number',
        output,
      });
      expect(text).toBe(LONG_NUMBER);
    });
  });

  describe('an error', () => {
    it("is the SDK's own", async () => {
      const told: CompressionReceipt[] = [];
      const asked = ai.generateText({
        model: using({ onReceipt: (receipt) => told.push(receipt) }),
        prompt: 'refuse 400',
        maxRetries: 0,
      });
      const error: unknown = await asked.then(undefined, (thrown: unknown) => thrown);
      expect(ai.APICallError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ statusCode: 400 });
      expect(told).toEqual([]);
    });

    it.each([
      ['before the call', AbortSignal.abort(), 0],
      ['in the middle of it', undefined, 1],
    ])('is that of an abort %s', async (_, given, requests) => {
      const controller = new AbortController();
      const asked = ai.generateText({
        model: using(),
        prompt: 'be late',
        abortSignal: given ?? controller.signal,
      });
      const failure = asked.then(undefined, (error: unknown) => error);
      while (!given && tap.bodies.length === 0) await new Promise(setImmediate);
      controller.abort();
      expect(await failure).toMatchObject({ name: 'AbortError' });
      expect(tap.bodies).toHaveLength(requests);
    });

    it('is none when a stream is left: the request ends', async () => {
      const controller = new AbortController();
      const { textStream } = ai.streamText({
        model: using(),
        prompt: 'talk long',
        abortSignal: controller.signal,
        onError: () => undefined,
      });
      const pieces = textStream[Symbol.asyncIterator]();
      expect(await pieces.next()).toMatchObject({ done: false });
      controller.abort();
      while (tap.left === 0) await new Promise(setImmediate);
      expect(tap.left).toBe(1);
    });
  });

  describe('a receipt', () => {
    it('is told once for each request, and is plain JSON', async () => {
      const told: CompressionReceipt[] = [];
      const counting = using({ countTokens: true, onReceipt: (receipt) => told.push(receipt) });
      const { providerMetadata } = await ai.generateText({ model: counting, messages: ADD_UP });
      await ai.streamText({ model: counting, messages: ADD_UP }).consumeStream();
      const [first, second, ...others] = told;
      expect(providerMetadata?.['kaizen']).toEqual(first);
      expect([second, others]).toEqual([first, []]);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      expect(first?.tokens).toMatchObject({ method: 'exact', encoding: 'o200k_base' });
      expect(first!.tokens!.after).toBeLessThan(first!.tokens!.before);
    });

    it.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw new Error('no');
        },
      ],
      ['rejects', () => Promise.reject(new Error('no'))],
    ])('may be told to one that %s', async (_, onReceipt) => {
      const { text } = await ai.generateText({ model: using({ onReceipt }), prompt: 'greet' });
      expect(text).toBe(GREETING);
    });

    it('is there without a client: the middleware has its own', async () => {
      const { text, providerMetadata } = await ai.generateText({
        model: wrapped(url, kaizen()),
        prompt: `greet:\n\`\`\`json\n${JSON_TEXT}\n\`\`\``,
      });
      expect(text).toBe(GREETING);
      expect(providerMetadata?.['kaizen']).toMatchObject({ encoded: [{ what: 'fence' }] });
    });
  });
});

describe('the parameters of a call', () => {
  const file = { type: 'file', data: new Uint8Array([1, 2]), mediaType: 'image/png' };
  const cache = { anthropic: { cacheControl: { type: 'ephemeral' } } };
  const result = (toolCallId: string, output: { type: string; [field: string]: unknown }) => ({
    type: 'tool-result',
    toolCallId,
    toolName: 'find',
    output,
    providerOptions: cache,
  });
  const params = deepFreeze({
    temperature: 0.5,
    providerOptions: cache,
    prompt: [
      { role: 'system' as const, content: JSON_TEXT, providerOptions: cache },
      {
        role: 'user' as const,
        content: [{ type: 'text', text: JSON_TEXT, providerOptions: cache }, file],
        providerOptions: cache,
      },
      { role: 'assistant' as const, content: [{ type: 'text', text: JSON_TEXT }] },
      {
        role: 'tool' as const,
        content: [
          result('c1', { type: 'json', value: ORDERS, providerOptions: cache }),
          result('c2', { type: 'execution-denied', reason: 'no' }),
          { type: 'tool-approval-response', approvalId: 'a1', approved: true },
          result('c3', { type: 'json', value: 7 }),
        ],
      },
    ],
  });
  const call = { params, model: { modelId: 'gpt-4o' } };

  it('are not changed, and every field that is not compressed is as it was', async () => {
    const sent = await kaizen({ kaizen: service }).transformParams(call);
    const [system, user, assistant, tool] = sent.prompt;
    const [first, denied, approval, small] = params.prompt[3]!.content as object[];
    expect(sent).toMatchObject({ temperature: 0.5, providerOptions: cache });
    expect(system).toBe(params.prompt[0]);
    expect(assistant).toBe(params.prompt[2]);
    const compressed = {
      type: 'text',
      text: expect.stringMatching(/^```ktof\n\[12\]\{/),
    };
    expect(user).toEqual({
      role: 'user',
      content: [{ ...compressed, providerOptions: cache }, file],
      providerOptions: cache,
    });
    const output = {
      type: 'text',
      value: expect.stringMatching(/^\[12\]\{/),
      providerOptions: cache,
    };
    expect(tool).toEqual({
      role: 'tool',
      content: [{ ...first, output }, denied, approval, small],
    });
    expect((user!.content as object[])[1]).toBe(file);
  });

  it('give the same bytes for the same message, whatever comes behind it', async () => {
    const middleware = kaizen({ kaizen: service });
    const turn = { ...params, prompt: params.prompt.slice(0, 2) };
    const [before, after] = [
      await middleware.transformParams({ ...call, params: turn }),
      await middleware.transformParams(call),
    ];
    expect(after.prompt.slice(0, 2)).toEqual(before.prompt);
  });

  it('are not worked on once their signal has aborted', async () => {
    const aborted = { ...params, abortSignal: AbortSignal.abort() };
    const sent = await kaizen({ kaizen: service }).transformParams({ ...call, params: aborted });
    expect(sent.prompt).toEqual(params.prompt);
  });

  it('may hold a value that is no JSON, which is left to the SDK', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const content = [result('c1', { type: 'json', value: circle })];
    const odd = { prompt: [{ role: 'tool' as const, content }] };
    const sent = await kaizen({ kaizen: service }).transformParams({ ...call, params: odd });
    expect(sent.prompt[0]).toBe(odd.prompt[0]);
  });
});

describe('a reply in KTOF', () => {
  const params = deepFreeze({
    prompt: [{ role: 'user' as const, content: [{ type: 'text', text: 'List all.' }] }],
    responseFormat: { type: 'json', schema: { type: 'object' } },
  });
  const signed = { vendor: { signature: 's1' } };
  const stop = { unified: 'stop', raw: 'stop' };
  const ask = async () => {
    const middleware = kaizen({ kaizen: service, reply: 'ktof' });
    const model = { modelId: 'gpt-4o' };
    return { middleware, asked: await middleware.transformParams({ params, model }) };
  };
  const streamed = async (parts: readonly object[]) => {
    const { middleware, asked } = await ask();
    const { stream } = await middleware.wrapStream({
      params: asked,
      doStream: () => Promise.resolve({ stream: ReadableStream.from(parts) }),
    });
    const told: unknown[] = [];
    for await (const part of stream) told.push(part);
    return told as object[];
  };
  const noteless = (part: object) => ({ ...part, providerMetadata: undefined });

  it('is asked for without a change to what is given', async () => {
    const { asked } = await ask();
    const [system, user] = asked.prompt;
    expect(system).toMatchObject({
      role: 'system',
      content: expect.stringMatching(/^Answer in KTOF/),
    });
    expect(user).toBe(params.prompt[0]);
    expect(asked.responseFormat).toEqual({ type: 'text' });
  });

  it.each([
    ['becomes JSON', stop, JSON.stringify({ rows: ORDERS })],
    ['stays as it is beside calls of tools', { ...stop, unified: 'tool-calls' }, IN_KTOF],
  ])('%s, and keeps what else is on it', async (_, finishReason, text) => {
    const { middleware, asked } = await ask();
    const thought = { type: 'reasoning', text: IN_KTOF };
    const content = [thought, { type: 'text', text: IN_KTOF, providerMetadata: signed }];
    const reply = await middleware.wrapGenerate({
      params: asked,
      doGenerate: () => Promise.resolve(deepFreeze({ content, finishReason })),
    });
    expect(reply.content).toEqual([thought, { type: 'text', text, providerMetadata: signed }]);
  });

  it('is put right in a stream text by text, in the order of its parts', async () => {
    const parts = deepFreeze([
      { type: 'stream-start', warnings: [] },
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: IN_KTOF.slice(0, 40) },
      { type: 'text-start', id: '2' },
      { type: 'text-delta', id: '2', delta: 'Done.' },
      { type: 'text-delta', id: '1', delta: IN_KTOF.slice(40), providerMetadata: signed },
      { type: 'text-end', id: '1' },
      { type: 'finish', finishReason: stop },
    ]);
    const told = await streamed(parts);
    expect(told.slice(0, -1)).toEqual(
      parts.slice(0, -1).map((part, at) => {
        if (at === 2) return { ...part, delta: JSON.stringify({ rows: ORDERS }) };
        return at === 5 ? { ...part, delta: '' } : part;
      }),
    );
    expect(noteless(told.at(-1)!)).toEqual(noteless(parts.at(-1)!));
  });

  it('is told as it came when its stream has no end', async () => {
    const parts = [
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: IN_KTOF },
    ];
    expect(await streamed(parts)).toEqual(parts);
  });
});

describe('the options', () => {
  it.each<[object, RegExp]>([
    [{ compres: true }, /no middleware option "compres"\. Did you mean "compress"\?/],
    [{ compress: { tool: [] } }, /"compress\.tool"/],
    [{ kaizen: {} }, /"kaizen" must be a KaizenService/],
    [{ onReceipt: 'log' }, /"onReceipt" must be a function/],
    [{ reply: 'toon' }, /"reply" must be one of "text", "json", "ktof"/],
    [{ countTokens: 1 }, /"countTokens" must be true or false/],
  ])('%j are refused', (options, message) => {
    expect(() => kaizen(options)).toThrow(KaizenOptionsError);
    expect(() => kaizen(options)).toThrow(message);
  });
});

function deepFreeze<T extends object>(value: T): T {
  if (ArrayBuffer.isView(value)) return value;
  for (const each of Object.values(value)) if (each instanceof Object) deepFreeze(each as object);
  return Object.freeze(value);
}
