import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  getKaizenToken,
  KaizenModule,
  KaizenRateLimitError,
  type KaizenService,
  KaizenTimeoutError,
} from 'nestjs-kaizen';
import { canariesIn, PROMPT } from './support/canaries.js';
import { activeResources, leftBehind, type Resources } from './support/leftovers.js';
import { Recorder } from './support/recorder.js';
import { ok, refuse, silence } from './support/replies.js';
import { ScriptedServer } from './support/scripted-server.js';

const prompt = { prompt: PROMPT };

/** Three clients of one app that have nothing in common. */
async function bootThree(fast: ScriptedServer, patient: ScriptedServer, recorder: Recorder) {
  const { logger, metrics } = recorder;
  const app = await Test.createTestingModule({
    imports: [
      KaizenModule.forRoot({ logger }),
      KaizenModule.forRoot({
        name: 'fast',
        baseUrl: fast.url,
        apiKey: 'key-of-fast',
        auth: 'bearer',
        readTimeoutMs: 300,
        maxRetries: 0,
        maxConnections: 2,
        proxy: false,
        logger,
      }),
      KaizenModule.forRoot({
        name: 'patient',
        baseUrl: `${patient.url}gateway/kaizen/`,
        apiKey: 'key-of-patient',
        auth: 'x-api-key',
        headers: { 'x-tenant': 'blue' },
        retryBackoffFactor: 0.01,
        maxRetries: 2,
        proxy: false,
        logger,
        metrics,
      }),
    ],
  })
    .setLogger(false as never)
    .compile();
  await app.init();
  return app;
}

describe('clients side by side', () => {
  const recorder = new Recorder();
  let before: Resources;
  let fast: ScriptedServer;
  let patient: ScriptedServer;
  let app: TestingModule;

  const client = (name?: string) => app.get<KaizenService>(getKaizenToken(name), { strict: false });

  beforeEach(async () => {
    before = activeResources();
    fast = await ScriptedServer.open({ steps: [silence] });
    patient = await ScriptedServer.open({ steps: [refuse(503), refuse(503), ok, refuse(429)] });
    app = await bootThree(fast, patient, recorder);
  });

  async function expectNothingLeft(): Promise<void> {
    await app.close();
    expect([await fast.settled(), await patient.settled()]).toEqual([0, 0]);
    await Promise.all([fast.close(), patient.close()]);
    expect(await leftBehind(before)).toEqual([]);
  }

  afterEach(expectNothingLeft);

  it('have each their own service, key, clocks and retries', async () => {
    const [inProcess, late, retried] = await Promise.allSettled([
      client().promptsEncode(prompt),
      client('fast').promptsEncode(prompt),
      client('patient').promptsEncode(prompt),
    ]);
    expect(inProcess).toMatchObject({ value: { servedBy: 'embedded' } });
    expect(late).toMatchObject({ reason: { which: 'read', timeoutMs: 300, attempts: 1 } });
    expect(retried).toMatchObject({ value: { servedBy: 'http' } });
    expect(recorder.retries.map(({ client: name, reason }) => [name, reason])).toEqual([
      ['patient', '503'],
      ['patient', '503'],
    ]);

    expect(fast.requests).toHaveLength(1);
    expect(fast.requests[0]).toMatchObject({
      target: '/v1/prompts/encode',
      headers: { authorization: 'Bearer key-of-fast' },
    });
    expect(Object.keys(fast.requests[0]?.headers ?? {})).not.toContain('x-api-key');
    expect(patient.requests).toHaveLength(3);
    for (const { target, headers } of patient.requests) {
      expect(target).toBe('/gateway/kaizen/v1/prompts/encode');
      expect(headers).toMatchObject({ 'x-api-key': 'key-of-patient', 'x-tenant': 'blue' });
      expect(Object.keys(headers)).not.toContain('authorization');
    }
    expect(canariesIn(...recorder.told)).toEqual([]);
  });

  it('fail and close each on their own', async () => {
    const slow = client('fast').promptsEncode(prompt);
    slow.catch(() => undefined);
    await client('patient').promptsEncode(prompt);
    await client('patient').close();
    await expect(client('patient').health()).rejects.toMatchObject({
      code: 'KAIZEN_CLIENT_CLOSED',
    });
    expect(await patient.settled()).toBe(0);
    await expect(slow).rejects.toBeInstanceOf(KaizenTimeoutError);
    await expect(client().promptsEncode(prompt)).resolves.toMatchObject({ servedBy: 'embedded' });
  });

  it('do not share the retries of others', async () => {
    await client('patient').promptsEncode(prompt);
    await expect(client('patient').promptsEncode(prompt, { maxRetries: 0 })).rejects.toBeInstanceOf(
      KaizenRateLimitError,
    );
    await expect(client('patient').promptsEncode(prompt, { maxRetries: 1 })).rejects.toMatchObject({
      attempts: 2,
    });
    expect(fast.accepted).toBe(0);
  });
});
