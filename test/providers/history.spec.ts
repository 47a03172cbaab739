import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenGemini,
  KaizenOpenAI,
} from 'nestjs-kaizen/providers';
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
const SIGNED = {
  candidates: [
    {
      content: {
        role: 'model',
        parts: [
          { text: 'Let me look.', thoughtSignature: 'c2lnbmVkLXRleHQ=' },
          { functionCall: { name: 'find', args: {} }, thoughtSignature: 'c2lnbmVkLWNhbGw=' },
        ],
      },
      finishReason: 'STOP',
    },
  ],
};
const shared = () => ({ apiKey: KEY, baseUrl: url, model: 'm', maxRetries: 0 });

describe('a chat that goes from one vendor to another', () => {
  let history: ChatMessage[];
  beforeEach(async () => {
    vendor.answers({ body: SIGNED });
    const { message, toolCalls } = await new KaizenGemini(shared(), kaizen).chat(ASK);
    history = [...ASK, message, { role: 'tool', toolCallId: toolCalls[0]!.id, content: 'sunny' }];
  });

  it.each([
    ['chat completions', () => new KaizenOpenAI({ ...shared(), api: 'chat' }, kaizen)],
    ['responses', () => new KaizenOpenAI(shared(), kaizen)],
    ['Anthropic', () => new KaizenAnthropic(shared(), kaizen)],
  ] as const)('has text and calls, and no signatures: to %s', async (_name, provider) => {
    vendor.answers({ body: {} });
    await provider()
      .chat(history)
      .catch(() => undefined);
    const sent = JSON.stringify(vendor.bodies[0]);
    expect(sent).toContain('Let me look.');
    expect(sent).toContain('find');
    expect(sent).toContain('sunny');
    expect(sent).not.toMatch(/thoughtSignature|c2lnbmVk/);
    expect(JSON.stringify(history)).toContain('c2lnbmVkLXRleHQ=');
  });

  it('has all of it where it goes back to the first', async () => {
    expect(history[1]).toMatchObject({ provider: 'gemini' });
    vendor.answers({ body: SIGNED });
    await new KaizenGemini(shared(), kaizen).chat(history);
    const sent = JSON.stringify(vendor.bodies[0]);
    expect(sent).toContain('c2lnbmVkLXRleHQ=');
    expect(sent).toContain('c2lnbmVkLWNhbGw=');
  });
});
