import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolvePoolOptions } from '../../../lib/engine/pool/pool-options.js';
import { Threads } from '../../../lib/engine/pool/threads.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kaizen-threads-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a task fails with whose thread runs this code when it starts. */
async function failureOfStart(code: string): Promise<unknown> {
  const file = path.join(folder, 'worker.mjs');
  await writeFile(file, `${code}\nexport default () => undefined;`);
  const options = resolvePoolOptions({ maxThreads: 1, maxMemoryMb: 16 });
  const threads = new Threads(options, {}, pathToFileURL(file));
  const { port1, port2 } = new MessageChannel();
  try {
    return await threads.run(
      { operation: 'compress', port: port2 },
      { port: port2, signal: undefined },
    );
  } catch (error) {
    return error;
  } finally {
    port1.close();
    await threads.close();
  }
}

describe('a thread that cannot start', () => {
  it('fails its task with what it failed of', async () => {
    expect(await failureOfStart('throw new TypeError("It is broken.");')).toMatchObject({
      ...{ code: 'KAIZEN_WORKER_FAILED', failure: 'ended' },
      cause: { name: 'TypeError', message: 'It is broken.' },
    });
  });

  it('says so when its memory is too little for that', async () => {
    const greedy = 'const kept = []; for (;;) kept.push(Array.from({ length: 1000 }, String));';
    expect(await failureOfStart(greedy)).toMatchObject({
      ...{ code: 'KAIZEN_WORKER_FAILED', failure: 'out-of-memory' },
      message: expect.stringContaining('Raise workers.maxMemoryMb'),
      cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' },
    });
  });
});
