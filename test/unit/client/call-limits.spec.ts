import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createKaizen,
  KaizenAbortError,
  KaizenClosedError,
  type KaizenOptions,
  KaizenService,
  KaizenTimeoutError,
} from 'nestjs-kaizen';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { HeldTransport } from './transports.js';

const HEALTHY = { status: 'ok' };

function heldClient(options: KaizenOptions = {}) {
  const transport = new HeldTransport();
  return { transport, kaizen: new KaizenService(transport, resolveKaizenOptions(options)) };
}

function timersUnderWay(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

describe('a signal', () => {
  it('that has aborted keeps the call from beginning', async () => {
    const { kaizen, transport } = heldClient();
    const reason = new Error('gone');
    const error: unknown = await kaizen
      .health({ signal: AbortSignal.abort(reason), requestId: 'r-1' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KaizenAbortError);
    expect(error).toMatchObject({ code: 'KAIZEN_ABORTED', cause: reason, requestId: 'r-1' });
    expect(transport.calls).toHaveLength(0);
  });

  it('that aborts ends the call under way, and its work', async () => {
    const { kaizen, transport } = heldClient();
    const controller = new AbortController();
    const call = kaizen.compress({ data: 1 }, { signal: controller.signal });
    expect(transport.calls[0]?.signal?.aborted).toBe(false);
    controller.abort('the user left');
    await expect(call).rejects.toMatchObject({
      name: 'KaizenAbortError',
      cause: 'the user left',
      message: expect.stringMatching(/^compress was ended by its signal\./),
    });
    expect(transport.calls[0]?.signal?.aborted).toBe(true);
    transport.calls[0]?.answer({});
  });

  it.each([[[]], [['gpt-4o', 'gpt-4']]])(
    'that aborts once the engine has begun leaves no result (token models: %p)',
    async (tokenModels) => {
      const kaizen = createKaizen();
      const controller = new AbortController();
      const call = kaizen.promptsEncode(
        { prompt: [1], tokenModels },
        { signal: controller.signal },
      );
      controller.abort();
      await expect(call).rejects.toBeInstanceOf(KaizenAbortError);
      await kaizen.close();
    },
  );

  it('ends every call that shares it, through one listener', async () => {
    const { kaizen, transport } = heldClient();
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 20 }, () => kaizen.health({ signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    transport.calls[0]?.answer(HEALTHY);
    await calls[0];
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      ...Array.from({ length: 19 }, () => 'rejected'),
    ]);
  });

  it('is left as it was found, however the calls end', async () => {
    const { kaizen, transport } = heldClient();
    const { signal } = new AbortController();
    const answered = kaizen.health({ signal });
    const late = kaizen.health({ signal, timeoutMs: 5 });
    const invalid = kaizen.compress({} as never, { signal });
    transport.calls[0]?.answer(HEALTHY);
    await Promise.allSettled([answered, late, invalid]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const again = kaizen.health({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    transport.calls.at(-1)?.answer(HEALTHY);
    await again;
  });
});

describe('a deadline', () => {
  it("is the client's timeoutMs", async () => {
    const { kaizen, transport } = heldClient({ timeoutMs: 10 });
    const call = kaizen.promptsEncode({ prompt: 1 }, { requestId: 'r-2' });
    await expect(call).rejects.toMatchObject({
      name: 'KaizenTimeoutError',
      code: 'KAIZEN_TIMEOUT',
      which: 'total',
      timeoutMs: 10,
      requestId: 'r-2',
      message: expect.stringMatching(/^promptsEncode did not finish within 10 ms\./),
    });
    expect(transport.calls[0]?.signal?.aborted).toBe(true);
  });

  it("is the call's own timeoutMs where it has one", async () => {
    const { kaizen } = heldClient({ timeoutMs: 60_000 });
    const error: unknown = await kaizen.health({ timeoutMs: 5 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KaizenTimeoutError);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ which: 'total', timeoutMs: 5 });
  });

  it('leaves no timer behind', async () => {
    const { kaizen, transport } = heldClient();
    const before = timersUnderWay();
    const calls = [kaizen.health(), kaizen.health({ signal: AbortSignal.abort() })];
    expect(timersUnderWay()).toBe(before + 1);
    transport.calls[0]?.answer(HEALTHY);
    await Promise.allSettled([...calls, kaizen.compress({} as never)]);
    expect(timersUnderWay()).toBe(before);
  });
});

describe('close', () => {
  it('refuses every further call', async () => {
    const kaizen = createKaizen();
    await kaizen.close();
    for (const call of [
      () => kaizen.compress({ data: 1 }, { requestId: 'r-3' }),
      () => kaizen.health({ requestId: 'r-3' }),
    ]) {
      await expect(call()).rejects.toMatchObject({
        name: 'KaizenClosedError',
        code: 'KAIZEN_CLIENT_CLOSED',
        requestId: 'r-3',
      });
    }
    await expect(kaizen.estimateTokens('text')).rejects.toBeInstanceOf(KaizenClosedError);
  });

  it('waits for the calls under way and only then closes the transport', async () => {
    const { kaizen, transport } = heldClient();
    const before = timersUnderWay();
    const call = kaizen.health();
    const closed = kaizen.close();
    await expect(kaizen.health()).rejects.toBeInstanceOf(KaizenClosedError);
    await sleep(5);
    expect(transport.closed).toBe(0);
    transport.calls[0]?.answer(HEALTHY);
    expect((await call).status).toBe('ok');
    await closed;
    expect(transport.closed).toBe(1);
    // One from outside may have ended meanwhile.
    expect(timersUnderWay()).toBeLessThanOrEqual(before);
  });

  it('ends what is left after the grace time', async () => {
    const { kaizen, transport } = heldClient({ shutdownGraceMs: 10 });
    const call = kaizen.health({ requestId: 'r-4' });
    const ended = call.catch((caught: unknown) => caught);
    await kaizen.close();
    expect(transport.calls[0]?.signal?.aborted).toBe(true);
    expect(transport.closed).toBe(1);
    expect(await ended).toMatchObject({
      name: 'KaizenClosedError',
      requestId: 'r-4',
      message: expect.stringContaining('the 10 ms of grace'),
    });
  });

  it('gives no grace when there is none to give', async () => {
    const { kaizen } = heldClient({ shutdownGraceMs: 0 });
    const call = kaizen.health().catch((caught: unknown) => caught);
    await kaizen.close();
    expect(await call).toBeInstanceOf(KaizenClosedError);
  });

  it('does its work once, however often it is called', async () => {
    const { kaizen, transport } = heldClient();
    const before = timersUnderWay();
    expect(kaizen.close()).toBe(kaizen.close());
    await Promise.all([kaizen.close(), kaizen.onApplicationShutdown()]);
    expect(transport.closed).toBe(1);
    // One from outside may have ended meanwhile.
    expect(timersUnderWay()).toBeLessThanOrEqual(before);
  });
});
