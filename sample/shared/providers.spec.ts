import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKaizen, type KaizenService } from 'nestjs-kaizen';
import { KaizenAnthropic, KaizenOpenAI } from 'nestjs-kaizen/providers';
import { ask } from './ask.js';
import { QUESTION } from './orders.js';
import { type Vendor, vendorOrMock } from './vendor-or-mock.js';

const KEY = 'SAMPLE_VENDOR_API_KEY';
let vendor: Vendor;
let kaizen: KaizenService;

beforeEach(async () => {
  jest.spyOn(console, 'log').mockReturnValue();
  vendor = await vendorOrMock(KEY);
  kaizen = createKaizen({ transport: 'embedded' });
});
afterEach(async () => {
  jest.restoreAllMocks();
  delete process.env[KEY];
  await kaizen.close();
  await vendor.close();
});

describe('a sample of a vendor', () => {
  it('writes the answer as it comes, and what it took', async () => {
    const provider = new KaizenAnthropic({ model: 'claude-sonnet-5', ...vendor.options }, kaizen);
    const pieces: string[] = [];
    await ask(provider, (text) => pieces.push(text));
    const output = pieces.join('');
    expect(pieces.length).toBeGreaterThan(2);
    expect(output).toMatch(
      /^Order 1004 of customer-\d+ has the highest total, 135\.\n\nanthropic, /,
    );
    const [, before, after] = /prompt: (\d+) tokens before, (\d+) sent/.exec(output) ?? [];
    expect(Number(after)).toBeLessThan(Number(before) * 0.7);
    expect(output).toMatch(/\n1 block compressed, \d\d(\.\d)? % of the bytes saved\n/);
  });

  it('gets the same answer without Kaizen', async () => {
    const { apiKey = '', baseUrl = '' } = vendor.options;
    const options = { apiKey, baseUrl: `${baseUrl}/v1`, model: 'gpt-5-mini' };
    const provider = new KaizenOpenAI(options, kaizen);
    const { text, receipt } = await provider.chat(QUESTION, { compress: false });
    expect(text).toMatch(/^Order 1004 /);
    expect(receipt.encoded).toEqual([]);
  });

  it('asks the vendor itself where there is a key', async () => {
    process.env[KEY] = 'a-key';
    const real = await vendorOrMock(KEY);
    expect(real.options).toEqual({});
    await real.close();
  });
});
