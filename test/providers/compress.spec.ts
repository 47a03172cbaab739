import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKaizen, loadTokenCounter } from 'nestjs-kaizen';
import { decode } from 'nestjs-kaizen/ktof';
import type { ChatMessage, ChatOptions, ContentPart } from 'nestjs-kaizen/providers';
import { captured } from './support/captured.js';

const kaizen = createKaizen({ transport: 'embedded' });
afterAll(() => kaizen.close());

const ROWS = Array.from({ length: 8 }, (_, id) => ({
  id,
  name: `name ${id}`,
  active: id % 2 === 0,
}));
const JSON_TEXT = JSON.stringify(ROWS);

/** Sends messages, and gives the contents that were sent and the receipt. */
async function send(messages: readonly ChatMessage[], options: ChatOptions = {}) {
  const { provider, bodies } = captured(kaizen);
  const { receipt, encoded } = await provider.chat(messages, options);
  const sent = bodies[0]!.messages;
  return { sent, receipt, encoded, contents: sent.map(({ content }) => content) };
}

const user = (content: string | ContentPart[], more: object = {}): ChatMessage => ({
  role: 'user',
  content,
  ...more,
});

const call: ChatMessage = {
  role: 'assistant',
  toolCalls: [{ id: 'c1', name: 'search', arguments: JSON_TEXT }],
};
const toolResult = (content: string | ContentPart[]): ChatMessage => ({
  role: 'tool',
  toolCallId: 'c1',
  content,
});

describe('what is compressed', () => {
  it('is a text that is JSON, with nothing around it', async () => {
    const { contents, receipt } = await send([user(JSON.stringify(ROWS, null, 2))]);
    expect(contents[0]).toMatch(/^\[8\]\{id,name,active\}:\n/);
    expect(decode(contents[0] as string)).toEqual(ROWS);
    expect(receipt.encoded).toMatchObject([{ path: 'messages[0].content', what: 'json' }]);
  });

  it('is JSON in a fence, which is then marked as KTOF, and nothing around it', async () => {
    const text = `Before.\n\`\`\`json\n${JSON_TEXT}\n\`\`\`\nBetween {"a":1} and\n~~~JSON\n${JSON_TEXT}\n~~~`;
    const { contents, receipt } = await send([user(text)]);
    const found =
      /^Before\.\n```ktof\n([^]*?)\n```\nBetween \{"a":1\} and\n~~~ktof\n([^]*)\n~~~$/.exec(
        contents[0] as string,
      );
    expect(found?.slice(1).map((ktof) => decode(ktof))).toEqual([ROWS, ROWS]);
    expect(receipt.encoded.map(({ what }) => what)).toEqual(['fence', 'fence']);
  });

  it.each([
    ['another fence', `\`\`\`ts\nconst rows = ${JSON_TEXT}\n\`\`\``],
    ['a fence that is never closed', `\`\`\`json\n${JSON_TEXT}`],
    ['a fence with something else', '```json\n{ broken, }\n```'],
    ['JSON in the middle of a text', `Here: ${JSON_TEXT} and there.`],
    ['a text that only looks like JSON', `{${JSON_TEXT}}`],
  ])('is not %s', async (_, text) => {
    const { contents, receipt } = await send([user(text)]);
    expect(contents).toEqual([text]);
    expect(receipt.encoded).toEqual([]);
  });

  it('is JSON in the middle of a text where that is asked for', async () => {
    const { contents, receipt } = await send(
      [user(`Here:\n${JSON_TEXT}\nand there.`), user('No JSON.')],
      {
        compress: { prose: true },
      },
    );
    expect(contents[0]).toMatch(/^Here:\n\[8\]\{id,name,active\}:\n[^]*\nand there\.$/);
    expect(receipt.encoded).toHaveLength(1);
    expect(receipt.skipped).toEqual([]);
  });

  it('is data, in a fence beside other text and bare in the result of a tool', async () => {
    const parts: ContentPart[] = [
      { type: 'text', text: 'Look:' },
      { type: 'data', value: ROWS },
    ];
    const { contents } = await send([
      user(parts),
      call,
      toolResult([{ type: 'data', value: ROWS }]),
    ]);
    const [, shown] = contents[0] as { text: string }[];
    expect(shown!.text).toMatch(/^```ktof\n\[8\][^]*\n```$/);
    const [result] = contents[2] as { text: string }[];
    expect(decode(result!.text)).toEqual(ROWS);
  });

  it('is data that would not get smaller, as compact JSON', async () => {
    const { contents, receipt } = await send([
      user([
        { type: 'data', value: [1] },
        { type: 'data', value: 'text' },
      ]),
    ]);
    expect(contents).toEqual([
      [
        { type: 'text', text: '```json\n[1]\n```' },
        { type: 'text', text: '"text"' },
      ],
    ]);
    expect(receipt.skipped).toMatchObject([
      { path: 'messages[0].content[0]', reason: 'not-smaller' },
    ]);
  });

  it('is no system message, unless that is asked for', async () => {
    const system: ChatMessage = { role: 'system', content: JSON_TEXT };
    expect((await send([system, user('Go')])).contents[0]).toBe(JSON_TEXT);
    for (const [message, options] of [
      [{ ...system, compress: true }, {}],
      [system, { compress: { system: true } }],
    ] as const) {
      expect((await send([message, user('Go')], options)).contents[0]).toMatch(/^\[8\]/);
    }
  });

  it('is nothing that the model said, nor the arguments of its calls', async () => {
    const said: ChatMessage = { role: 'assistant', content: JSON_TEXT };
    const told: ChatMessage = { role: 'assistant', content: [{ type: 'data', value: ROWS }] };
    const { sent, receipt } = await send([said, call, toolResult('done'), told, user('Go')]);
    expect(sent[0]!.content).toBe(JSON_TEXT);
    expect(sent[3]!.content).toBe(`\`\`\`json\n${JSON_TEXT}\n\`\`\``);
    expect([receipt.encoded, receipt.skipped]).toEqual([[], []]);
    expect(sent[1]).toMatchObject({ tool_calls: [{ function: { arguments: JSON_TEXT } }] });
  });

  it('is the result of tools that are listed, by the name of the call that they answer', async () => {
    const messages = [user('Go'), call, toolResult(JSON_TEXT)];
    expect((await send(messages)).contents[2]).toMatch(/^\[8\]/);
    expect((await send(messages, { compress: { tools: ['search'] } })).contents[2]).toMatch(
      /^\[8\]/,
    );
    const { contents, receipt, encoded } = await send(messages, { compress: { tools: ['other'] } });
    expect(contents[2]).toBe(JSON_TEXT);
    expect(receipt.skipped).toMatchObject([{ path: 'messages[2].content', reason: 'tool' }]);
    expect(encoded[2]).toMatchObject({ role: 'tool', name: 'search' });
  });

  it('is nothing that says compress: false', async () => {
    const part: ContentPart = { type: 'text', text: JSON_TEXT, compress: false };
    const { contents, receipt } = await send([user([part]), user(JSON_TEXT, { compress: false })]);
    expect(contents).toEqual([[{ type: 'text', text: JSON_TEXT }], JSON_TEXT]);
    expect(receipt.skipped.map(({ reason }) => reason)).toEqual(['off', 'off']);
  });

  it('is no JSON whose characters could not be had back', async () => {
    const text = JSON_TEXT.replaceAll('true', '1.0');
    const { contents, receipt } = await send([user(text)]);
    expect(contents).toEqual([text]);
    expect(receipt.skipped).toMatchObject([{ reason: 'not-smaller' }]);
  });

  it('is no data with a line that would close its fence', async () => {
    const value = { rows: ROWS.map(({ id }) => ({ mark: `\`\`\`${id}`, text: 'so it is' })) };
    const { contents } = await send([user([{ type: 'data', value }])]);
    const [part] = contents[0] as { text: string }[];
    expect(part!.text.split('\n').filter((line) => /^ {0,3}```/.test(line))).toHaveLength(2);
  });
});

describe('compressing a chat', () => {
  it('writes the same block in the same way wherever and whenever it stands', async () => {
    const block = user([{ type: 'data', value: ROWS }]);
    const alone = await send([block]);
    const among = await send([
      user('Hello'),
      block,
      call,
      toolResult(JSON_TEXT),
      block,
      user(JSON_TEXT),
    ]);
    expect(among.contents[1]).toEqual(alone.contents[0]);
    expect(among.contents[4]).toEqual(alone.contents[0]);
  });

  it('never makes a text larger, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 4 }), async (values) => {
        const messages = values.map((value) => toolResult([{ type: 'data', value }]));
        const { contents, receipt } = await send([call, ...messages]);
        expect(receipt.bytes.after).toBeLessThanOrEqual(receipt.bytes.before);
        values.forEach((value, at) => {
          const { text } = (contents[at + 1] as { text: string }[])[0]!;
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(
            Buffer.byteLength(JSON.stringify(value)),
          );
          expect(valueOf(text)).toEqual(JSON.parse(JSON.stringify(value)));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('changes none of the messages it was given', async () => {
    const messages = [user([{ type: 'data', value: ROWS }]), call, toolResult(JSON_TEXT)];
    const before = structuredClone(messages);
    await send(deepFreeze(messages));
    expect(messages).toEqual(before);
  });

  it('counts tokens when told to, exactly where the vocabulary is public', async () => {
    const messages = [user(JSON_TEXT), user('Which one?')];
    const { receipt, contents } = await send(messages, { model: 'gpt-4o', countTokens: true });
    const counter = await loadTokenCounter('gpt-4o');
    const count = (texts: unknown[]) =>
      texts.reduce((sum: number, text) => sum + counter.count(text as string).tokens, 0);
    expect(receipt.tokens).toEqual({
      before: count([JSON_TEXT, 'Which one?']),
      after: count(contents),
      method: 'exact',
      encoding: 'o200k_base',
    });
    const other = await send(messages, { model: 'claude-x', countTokens: true });
    expect(other.receipt.tokens?.method).toBe('estimate');
    expect((await send(messages)).receipt.tokens).toBeUndefined();
  });

  it('refuses data that JSON cannot hold', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    for (const value of [circle, { big: 1n }]) {
      await expect(send([user([{ type: 'data', value }])])).rejects.toMatchObject({
        code: 'KAIZEN_INVALID_PAYLOAD',
        path: 'messages[0].content[0]',
      });
    }
  });
});

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return decode(text);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
