import { afterAll, describe, expect, it } from '@jest/globals';
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { createKaizen } from 'nestjs-kaizen';
import { decode } from 'nestjs-kaizen/ktof';
import { ORDERS } from '../shared/orders.js';
import { compressMessages } from './src/compress-messages.js';

const kaizen = createKaizen({ transport: 'embedded' });
afterAll(() => kaizen.close());

const JSON_TEXT = JSON.stringify(ORDERS);
const MESSAGES = [
  new SystemMessage(JSON_TEXT),
  new HumanMessage({ content: `Which?\n\n${JSON_TEXT}`, id: 'h1', name: 'Ada' }),
  new AIMessage({
    content: JSON_TEXT,
    tool_calls: [{ id: 'c1', name: 'find', args: { orders: ORDERS } }],
  }),
  new ToolMessage({ content: JSON_TEXT, tool_call_id: 'c1', name: 'find', status: 'success' }),
  new HumanMessage([{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }]),
];

describe('the sample of LangChain', () => {
  it('compresses what the user says and what tools gave back', async () => {
    const [, human, , tool] = await compressMessages(kaizen).invoke(MESSAGES);
    expect(human).toBeInstanceOf(HumanMessage);
    expect(human).toMatchObject({ id: 'h1', name: 'Ada' });
    expect(decode(human!.text.replace('Which?\n\n', ''))).toEqual(ORDERS);
    expect(tool).toBeInstanceOf(ToolMessage);
    expect(tool).toMatchObject({ tool_call_id: 'c1', name: 'find', status: 'success' });
    expect(decode(tool!.text)).toEqual(ORDERS);
  });

  it('leaves all others, and the given messages, as they are', async () => {
    const before = JSON.stringify(MESSAGES);
    const written = await compressMessages(kaizen).invoke(MESSAGES);
    expect([written[0], written[2], written[4]]).toEqual([MESSAGES[0], MESSAGES[2], MESSAGES[4]]);
    expect(JSON.stringify(MESSAGES)).toBe(before);
  });

  it('leaves them as they are without a client that works', async () => {
    const closed = createKaizen({ transport: 'embedded' });
    await closed.close();
    const written = await compressMessages(closed).invoke(MESSAGES);
    expect(written.map(({ content }) => content)).toEqual(MESSAGES.map(({ content }) => content));
  });
});
