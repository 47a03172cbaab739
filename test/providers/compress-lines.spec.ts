import { afterAll, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import { decode } from 'nestjs-kaizen/ktof';
import type { ChatMessage, ChatOptions, ContentPart } from 'nestjs-kaizen/providers';
import { captured } from './support/captured.js';

const kaizen = createKaizen({ transport: 'embedded' });
afterAll(() => kaizen.close());

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, name: `name ${id}` }));
const JSON_TEXT = JSON.stringify(ROWS);

const user = (content: string | ContentPart[]): ChatMessage => ({ role: 'user', content });

async function send(messages: readonly ChatMessage[], options: ChatOptions = {}) {
  const { provider, bodies } = captured(kaizen);
  const { receipt } = await provider.chat(messages, options);
  return { receipt, contents: bodies[0]!.messages.map(({ content }) => content) };
}

describe('JSON with the line ends of Windows', () => {
  it('is compressed, and what is around it keeps them', async () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    const pretty = JSON.stringify(ROWS, null, 2);
    const { contents, receipt } = await send([
      user(windows(`${pretty}\n`)),
      user(windows(`Before.\n\`\`\`json\n${pretty}\n\`\`\`\nAfter.\n`)),
      user(windows(`\`\`\`json\n${JSON_TEXT}\n\`\`\``)),
    ]);
    const [whole, fenced, compact] = contents as string[];
    expect(decode(whole!)).toEqual(ROWS);
    const found = /^Before\.\r\n```ktof\n([^]*)\n```\r\nAfter\.\r\n$/.exec(fenced!);
    expect(found?.[1]).toBe(/^```ktof\n([^]*)\n```$/.exec(compact!)?.[1]);
    expect(found?.[1]).not.toContain('\r');
    expect(decode(found![1]!)).toEqual(ROWS);
    expect(receipt.encoded.map(({ what }) => what)).toEqual(['json', 'fence', 'fence']);
  });

  it('is left where nothing but its line ends would change', async () => {
    const text = JSON.stringify({ id: 1, note: 'x'.repeat(30) }, null, 3).replaceAll('\n', '\r\n');
    const fence = `\`\`\`json\r\n${text.replace('1', '1.0')}\r\n\`\`\``;
    const odd = text.replace('1', '1.0');
    const { contents, receipt } = await send([user(odd), user(fence)]);
    expect(contents).toEqual([odd, fence]);
    expect(receipt.encoded).toEqual([]);
    expect(receipt.skipped).toMatchObject([{ reason: 'not-smaller' }, { reason: 'not-smaller' }]);
  });
});

describe('a line that is added to a chat', () => {
  it('stands at the end of the system prompt, always, and counts it', async () => {
    const compress = { hint: 'Data is in KTOF.' };
    const { contents, receipt } = await send(
      [{ role: 'system', content: 'Be brief.' }, user('Hi')],
      { compress },
    );
    expect(contents).toEqual(['Be brief.\n\nData is in KTOF.', 'Hi']);
    expect(receipt.bytes).toEqual({ before: 11, after: 27 });
    expect((await send([user('Hi')], { compress })).contents).toEqual(['Data is in KTOF.', 'Hi']);
    expect((await send([user('Hi')], { compress: { hint: true } })).contents[0]).toMatch(/KTOF/);
  });

  it('moves no path: blocks are named by the caller’s messages', async () => {
    const messages = [user('Hi'), user([{ type: 'data', value: ROWS }])];
    for (const reply of ['json', 'ktof'] as const) {
      const { provider, bodies } = captured(kaizen, ['[1]']);
      const { receipt } = await provider.chat(messages, { reply, compress: { hint: true } });
      expect(receipt.encoded).toMatchObject([{ path: 'messages[1].content[0]' }]);
      const [asked] = bodies[0]!.messages;
      expect(asked).toMatchObject({
        role: 'system',
        content: expect.stringMatching(/^Answer (?:with|in)[^]*\n\nData may/),
      });
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      const wrong = provider.chat([user('Hi'), user([{ type: 'data', value: circle }])], { reply });
      await expect(wrong).rejects.toMatchObject({ path: 'messages[1].content[0]' });
    }
  });

  it('counts before and after where it asks for the reply’s form', async () => {
    const { provider, bodies } = captured(kaizen, ['[1]']);
    const { receipt } = await provider.chat([user('Hi')], { reply: 'json' });
    const sent = bodies[0]!.messages.reduce((sum, { content }) => sum + content.length, 0);
    expect(receipt.bytes).toEqual({ before: sent, after: sent });
  });
});
