import { expect } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { createKaizen, type KaizenOptions } from 'nestjs-kaizen';
import { API_KEY, canariesIn, GATEWAY_TOKEN, PROMPT } from './canaries.js';
import type { Fault, Scene, Stage } from './fault.js';
import { activeResources, leftBehind } from './leftovers.js';
import { Recorder } from './recorder.js';
import { ENVELOPE } from './replies.js';

/** Clocks that do not run out unless a fault sets its own, and retries that follow fast. */
const PATIENT: KaizenOptions = {
  apiKey: API_KEY,
  headers: { 'x-gateway-token': GATEWAY_TOKEN },
  proxy: false,
  maxRetries: 2,
  retryBackoffFactor: 0.02,
  timeoutMs: 10_000,
  shutdownGraceMs: 500,
};

/** How a call ended. */
interface Outcome {
  readonly result?: unknown;
  readonly error?: unknown;
  readonly tookMs: number;
}

/**
 * Lets a fault happen to a client of its own and checks all that must hold: the outcome, the attempts,
 * the time, that nothing is left behind, and that no secret can be read anywhere. A promise that is
 * rejected with nobody waiting fails the test too: Jest sees to that.
 */
export async function expectFault(fault: Fault): Promise<void> {
  const before = activeResources();
  const scene = await fault.scene();
  try {
    await expectInScene(fault, scene);
  } finally {
    for (const server of serversOf(scene)) await server.close();
    await scene.close?.();
  }
  expect(await leftBehind(before)).toEqual([]);
}

async function expectInScene(fault: Fault, scene: Scene): Promise<void> {
  const recorder = new Recorder();
  const { logger, metrics } = recorder;
  const { baseUrl } = scene;
  const kaizen = createKaizen({
    ...PATIENT,
    baseUrl,
    logger,
    metrics,
    ...scene.options,
    ...fault.options,
  });
  const { stage, outcome } = stageFor(kaizen, scene, recorder.told);
  try {
    const ended = await outcome(fault.call ?? encodePrompt);
    expectOutcome(fault, ended);
    expectTraffic(fault, scene, recorder);
    expect(getEventListeners(stage.signal, 'abort')).toHaveLength(0);
    expect(canariesIn(ended.error, ...recorder.told)).toEqual([]);
    await expectSocketsGone(fault, scene, ended);
    await fault.also?.(stage);
  } finally {
    await kaizen.close();
  }
  for (const server of serversOf(scene)) expect(await server.settled()).toBe(0);
}

const encodePrompt = ({ kaizen, signal }: Stage) =>
  kaizen.promptsEncode({ prompt: { text: PROMPT } }, { signal });

function stageFor(kaizen: Stage['kaizen'], scene: Scene, told: readonly unknown[]) {
  const caller = new AbortController();
  let from = performance.now();
  const abort = (reason?: unknown) => {
    from = performance.now();
    caller.abort(reason);
  };
  const stage: Stage = { kaizen, scene, told, signal: caller.signal, abort };
  const outcome = async (call: (stage: Stage) => Promise<unknown>): Promise<Outcome> => {
    const ended = await call(stage).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    return { ...ended, tookMs: performance.now() - from };
  };
  return { stage, outcome };
}

function expectOutcome({ fails, gives, atLeastMs = 0, atMostMs = 3000 }: Fault, ended: Outcome) {
  if (fails) {
    expect(ended.error).toBeInstanceOf(fails.type);
    expect(ended.error).toMatchObject({ requestId: expect.any(String), ...fails.with });
  } else {
    expect(ended.error).toBeUndefined();
    expect(ended.result).toMatchObject(gives ?? { result: ENVELOPE.result, servedBy: 'http' });
  }
  // A timer of Node's may fire a millisecond before its time.
  expect(ended.tookMs).toBeGreaterThanOrEqual(atLeastMs - 2);
  expect(ended.tookMs).toBeLessThan(atMostMs);
}

function expectTraffic(fault: Fault, scene: Scene, { retries }: Recorder): void {
  const { service, proxy, elsewhere } = scene;
  const wanted = {
    requests: fault.requests ?? service?.requests.length,
    connections: fault.connections ?? service?.accepted,
    tunnels: fault.tunnels ?? proxy?.requests.length,
    elsewhere: elsewhere && 0,
    retries: fault.retries ?? retries.map(({ reason }) => reason),
  };
  expect({
    requests: service?.requests.length,
    connections: service?.accepted,
    tunnels: proxy?.requests.length,
    elsewhere: elsewhere?.accepted,
    retries: retries.map(({ reason }) => reason),
  }).toEqual(wanted);
}

/** A call that failed under way leaves no connection open, though its client lives on. */
async function expectSocketsGone(fault: Fault, scene: Scene, { error }: Outcome): Promise<void> {
  const { name = '', fault: wrong = '' } = (error ?? {}) as { name?: string; fault?: string };
  const isCut = /Timeout|Connection|Abort/.test(name) || wrong === 'protocol';
  const idle = fault.idle ?? (isCut ? 0 : undefined);
  if (idle === undefined) return;
  for (const server of serversOf(scene)) {
    expect(await server.settled(idle)).toBeLessThanOrEqual(idle);
  }
}

function serversOf({ service, proxy, elsewhere }: Scene) {
  return [service, proxy, elsewhere].filter((server) => server !== undefined);
}
