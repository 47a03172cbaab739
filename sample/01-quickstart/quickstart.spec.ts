import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { createApp } from './src/create-app.js';
import { loadDataSets } from './src/data-sets.js';
import { type Saving, SavingsReport } from './src/savings-report.service.js';
import { savingsTable } from './src/savings-table.js';

const prompt = {
  question: 'Which orders are late?',
  orders: [
    { id: 101, customer: 'Ada', status: 'shipped', total: 42.5 },
    { id: 102, customer: 'Grace', status: 'late', total: 17 },
    { id: 103, customer: 'Linus', status: 'late', total: 99.9 },
  ],
  note: 'The last answer was {"late": [102, 103]}, was it not?',
};

interface Encoded {
  ktof: string;
  stats: { savedPercent: number };
  tokenStats: Record<string, { original: number; compressed: number; tokensSaved: number }>;
  meta?: unknown;
}

let app: INestApplication;
let url: string;

beforeAll(async () => {
  app = await createApp({ logger: false });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());

async function post(path: string, body: unknown) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the routes', () => {
  it('encode a prompt in fewer tokens, and decode it to the same prompt', async () => {
    const encoded = await post('/prompts/encode', { prompt, tokenModels: ['gpt-4o'] });
    expect(encoded.status).toBe(200);
    const { ktof, stats, tokenStats, meta } = encoded.body as unknown as Encoded;
    expect(stats.savedPercent).toBeGreaterThan(0);
    expect(tokenStats['gpt-4o']?.tokensSaved).toBeGreaterThan(0);
    expect(await post('/prompts/decode', { ktof, replayMeta: meta })).toEqual({
      status: 200,
      body: { prompt },
    });
  });

  it('take a prompt of several megabytes', async () => {
    const large = Array.from({ length: 20_000 }, (_, id) => ({ id, text: 'x'.repeat(100) }));
    const { status, body } = await post('/prompts/encode', { prompt: large });
    expect(status).toBe(200);
    expect((body as unknown as Encoded).stats.savedPercent).toBeGreaterThan(10);
  });

  it.each([
    ['/prompts/encode', {}, 'KAIZEN_INVALID_PAYLOAD', '$.prompt '],
    ['/prompts/encode', { promt: 1 }, 'KAIZEN_INVALID_PAYLOAD', '$.promt '],
    ['/prompts/decode', { ktof: 5 }, 'KAIZEN_INVALID_PAYLOAD', '$.ktof '],
    ['/prompts/decode', { ktof: 'a[2]: 1' }, 'KAIZEN_INVALID_KTOF', 'line 1'],
  ])('answer %s with %j by a clean 400', async (path, sent, code, place) => {
    const { status, body } = await post(path, sent);
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      code,
      message: expect.stringMatching(/[.?]$/),
      requestId: expect.any(String),
    });
    expect(body['message']).toContain(place);
  });

  it('answer what is not JSON by 400, and what is too large by 413', async () => {
    expect((await post('/prompts/encode', '{"prompt": ')).status).toBe(400);
    const huge = await post('/prompts/encode', { prompt: 'x'.repeat(11_000_000) });
    expect(huge.status).toBe(413);
  });

  it('tell that the app is well', async () => {
    const response = await fetch(`${url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'ok',
      details: { kaizen: { status: 'up', transport: 'embedded' } },
    });
  });
});

describe('the table', () => {
  let savings: Saving[];
  beforeAll(async () => {
    savings = await app.get(SavingsReport).of(loadDataSets());
  }, 30_000);

  it('shows fewer tokens and bytes for every data set, each decoded back equal', () => {
    expect(savings).toHaveLength(5);
    for (const saving of savings) {
      expect(saving).toMatchObject({ decodesBackEqual: true });
      expect(saving.ktofTokens).toBeLessThan(saving.jsonTokens);
      expect(saving.ktofBytes).toBeLessThan(saving.jsonBytes);
      const part = (saving.jsonTokens - saving.ktofTokens) / saving.jsonTokens;
      expect(saving.savedPercent).toBeCloseTo(100 * part, 6);
    }
  });

  it('counts the bytes of the data as compact JSON', () => {
    const bytes = loadDataSets().map(({ data }) => Buffer.byteLength(JSON.stringify(data)));
    expect(savings.map(({ jsonBytes }) => jsonBytes)).toEqual(bytes);
  });

  it('is aligned, and says so when a data set did not come back equal', () => {
    const [first, ...others] = savings as [Saving, ...Saving[]];
    const lines = savingsTable([{ ...first, decodesBackEqual: false }, ...others]).split('\n');
    expect(lines).toHaveLength(7);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[2]).toMatch(/^cars \(406 rows\).* NO$/);
    expect(lines[3]).toMatch(/\d\.\d %.* yes$/);
  });
});
