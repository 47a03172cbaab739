import { afterAll, describe, expect, it } from '@jest/globals';
import { createKaizen } from '../../lib/client/create-kaizen.js';
import type { KaizenService } from '../../lib/client/kaizen.service.js';
import { KaizenAPIError } from '../../lib/errors/api.error.js';
import { KaizenAuthenticationError } from '../../lib/errors/authentication.error.js';
import { KaizenPermissionError } from '../../lib/errors/permission.error.js';
import { KaizenRateLimitError } from '../../lib/errors/rate-limit.error.js';
import { KaizenValidationError } from '../../lib/errors/validation.error.js';
import { liveEnvironment } from '../support/live-environment.js';

/*
 * Asks a real service: the one of KAIZEN_BASE_URL, else the hosted one. Runs only with KAIZEN_API_KEY.
 */
const live = liveEnvironment();
const describeLive = live ? describe : describe.skip;

const PROMPT = {
  question: 'Which one is late?',
  orders: Array.from({ length: 20 }, (_, id) => ({
    id,
    customer: `customer ${id}`,
    late: id === 7,
  })),
};

describeLive('a real service', () => {
  const kaizens: KaizenService[] = [];
  const client = (options: object = {}): KaizenService => {
    const kaizen = createKaizen({ ...live, ...options });
    kaizens.push(kaizen);
    return kaizen;
  };

  afterAll(() => Promise.all(kaizens.map((kaizen) => kaizen.close())));

  it('answers a health check', async () => {
    await expect(client().health()).resolves.toMatchObject({ servedBy: 'http' });
  });

  it('encodes a prompt to fewer bytes and decodes it to the same', async () => {
    const kaizen = client();
    const { result, stats, meta, requestId } = await kaizen.promptsEncode({ prompt: PROMPT });
    expect(requestId).toMatch(/./);
    expect(stats.bytesSaved).toBeGreaterThan(0);
    const decoded = await kaizen.promptsDecode({ ktof: result, replayMeta: meta });
    expect(decoded.result).toEqual(PROMPT);
  });

  it('optimizes data and tells what it saved', async () => {
    const { result, stats } = await client().optimize({ data: PROMPT.orders });
    expect(result.length).toBeGreaterThan(0);
    expect(stats.originalBytes).toBeGreaterThan(stats.compressedBytes);
  });

  it('refuses a wrong key', async () => {
    const error = await client({ apiKey: 'not-a-key' })
      .promptsEncode({ prompt: PROMPT })
      .catch((reason: unknown) => reason);
    const isRefusal =
      error instanceof KaizenAuthenticationError || error instanceof KaizenPermissionError;
    expect(isRefusal).toBe(true);
    expect(JSON.stringify(error)).not.toContain('not-a-key');
  });

  it('refuses a text that is no KTOF', async () => {
    const malformed = client().promptsDecode({ ktof: 'rows[3]{id,name}:\n 1,a' });
    await expect(malformed).rejects.toBeInstanceOf(KaizenAPIError);
    await expect(malformed).rejects.toBeInstanceOf(KaizenValidationError);
  });

  it('answers a burst of calls, or says how long to wait', async () => {
    const kaizen = client({ maxRetries: 0 });
    const calls = Array.from({ length: 100 }, () => kaizen.compress({ data: PROMPT.orders }));
    const outcomes = await Promise.allSettled(calls);
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    for (const failure of failures) expect(failure).toBeInstanceOf(KaizenRateLimitError);
    expect(failures.length).toBeLessThan(calls.length);
  });
});
