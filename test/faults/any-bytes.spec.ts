import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKaizen, KaizenError, type KaizenService, PromptEncodeResponse } from 'nestjs-kaizen';
import { Recorder } from './support/recorder.js';
import { ENVELOPE, ENVELOPE_TEXT, head, response } from './support/replies.js';
import { ScriptedServer, type Step } from './support/scripted-server.js';

/** An answer whose characters take one to four bytes. */
const ANSWER = { ...ENVELOPE, result: 'é漢😀 "\\n" 42' };
const TEXT = JSON.stringify(ANSWER);
const WHOLE = response(200, TEXT);
const CHUNKED = Buffer.from(
  head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }) +
    `${Buffer.byteLength(TEXT).toString(16)}\r\n${TEXT}\r\n0\r\n\r\n`,
);

/** Sends bytes in pieces, each in a turn of its own. */
async function send({ socket }: Parameters<Step>[0], bytes: Buffer, cuts: readonly number[]) {
  socket.setNoDelay(true);
  const places = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
  let from = 0;
  for (const to of places) {
    await new Promise((resolve) => socket.write(bytes.subarray(from, to), resolve));
    await new Promise((resolve) => setImmediate(resolve));
    from = to;
  }
}

describe('whatever the bytes', () => {
  let step: Step = () => undefined;
  let server: ScriptedServer;
  let kaizen: KaizenService;

  beforeAll(async () => {
    server = await ScriptedServer.open({ steps: [(exchange) => step(exchange)] });
    const { logger } = new Recorder();
    const limits = { maxRetries: 0, readTimeoutMs: 2000, timeoutMs: 5000 };
    kaizen = createKaizen({ baseUrl: server.url, proxy: false, logger, ...limits });
  });

  afterAll(async () => {
    await kaizen.close();
    await server.close();
  });

  const call = () => kaizen.promptsEncode({ prompt: 1 });

  it('an answer is the same however it is cut into pieces', async () => {
    const answers = fc.constantFrom(WHOLE, CHUNKED);
    const cuts = fc.array(fc.nat(CHUNKED.length - 1), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(answers, cuts, async (bytes, places) => {
        step = (exchange) =>
          void send(
            exchange,
            bytes,
            places.filter((at) => at < bytes.length),
          );
        expect(await call()).toMatchObject({ result: ANSWER.result });
      }),
      { numRuns: 100 },
    );
  });

  it('an answer that breaks off or is damaged ends in a value or in an error of ours', async () => {
    const answers = fc.constantFrom(WHOLE, CHUNKED);
    const damage = fc.array(fc.tuple(fc.nat(CHUNKED.length - 1), fc.nat(255)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(answers, damage, fc.nat(CHUNKED.length), async (bytes, flips, length) => {
        const sent = Buffer.from(bytes.subarray(0, length));
        for (const [at, value] of flips) if (at < sent.length) sent[at] = value;
        step = ({ socket }) => void socket.end(sent);
        const ended: unknown = await call().catch((error: unknown) => error);
        expect(ended instanceof KaizenError || ended instanceof PromptEncodeResponse).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('a good answer is still a good answer after all that', async () => {
    step = ({ socket }) => void socket.write(response(200, ENVELOPE_TEXT));
    expect(await call()).toMatchObject({ result: ENVELOPE.result });
  });
});
