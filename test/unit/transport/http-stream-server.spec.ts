import '../../support/bridge-nest.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKaizen, type KaizenOptions, type KaizenService } from 'nestjs-kaizen';
import { ADAPTERS } from '../../e2e/run-app.js';
import { TestServers } from '../../e2e/server/server-app.js';

const servers = new TestServers();
const clients: KaizenService[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await servers.close();
});

function client(options: KaizenOptions): KaizenService {
  const kaizen = createKaizen({ maxRetries: 0, shutdownGraceMs: 100, ...options });
  clients.push(kaizen);
  return kaizen;
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const prompt = {
  note: 'näme 😀, "quoted"',
  rows: Array.from({ length: 3000 }, (_, id) => ({ id, name: `user ${id}`, ok: id % 2 === 0 })),
  hosts: { 'web-1': { ip: '10.0.0.1' }, 'web-2': { ip: '10.0.0.2' } },
  empty: [],
};

describe.each(ADAPTERS)("streams of this package's own server on %s", (_name, adapter) => {
  const run = async (options: KaizenOptions = {}, server = {}) => {
    const baseUrl = await servers.run(server, {}, { adapter: adapter() });
    return client({ baseUrl, ...options });
  };

  it('are those of the embedded engine', async () => {
    const http = await run();
    const embedded = client({ transport: 'embedded' });
    const call = { requestId: 'r-1' };
    const [encoded, expected] = await Promise.all(
      [http, embedded].map((it) =>
        all(it.promptsEncodeStream({ prompt, metadata: { a: 1 } }, call)),
      ),
    );
    const textOf = (events: typeof encoded): string =>
      events!.map((event) => (event.type === 'chunk' ? event.text : '')).join('');
    expect(textOf(encoded)).toBe(textOf(expected));
    expect({ ...encoded!.at(-1), servedBy: 'embedded', attempts: undefined }).toEqual(
      expected!.at(-1),
    );

    const bytes = Buffer.from(textOf(encoded));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, at) =>
      bytes.subarray(at * 777, (at + 1) * 777),
    );
    const [decoded, told] = await Promise.all(
      [http, embedded].map((it) => all(it.promptsDecodeStream(chunks, call))),
    );
    expect([
      ...decoded!.slice(0, -1),
      { ...decoded!.at(-1), servedBy: 'embedded', attempts: undefined },
    ]).toEqual(told);
    expect(decoded!.at(-1)).toMatchObject({ servedBy: 'http', result: prompt });
  });

  it('tell values while the text is still to end', async () => {
    const http = await run();
    let isEnded = false;
    async function* source() {
      yield 'rows[3]{id}:\n 1\n 2\n';
      await sleep(300);
      isEnded = true;
      yield ' 3\n';
    }
    const early: unknown[] = [];
    for await (const event of http.promptsDecodeStream(source())) {
      if (event.type === 'value' && !isEnded) early.push(event.value);
    }
    expect(early).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('fail as calls do', async () => {
    const http = await run();
    await expect(all(http.promptsDecodeStream('rows[2]{id}:\n 1\n'))).rejects.toMatchObject({
      name: 'KaizenValidationError',
      statusCode: 400,
    });
    await expect(all(http.promptsDecodeStream('a:\n   b: 1', { indent: 2 }))).rejects.toMatchObject(
      {
        statusCode: 400,
      },
    );
    const cause = new Error('no more');
    await expect(
      all(
        http.promptsDecodeStream(
          (async function* () {
            yield 'a: 1\n';
            throw await Promise.resolve(cause);
          })(),
        ),
      ),
    ).rejects.toMatchObject({ name: 'KaizenStreamError', cause });
    const locked = await run(
      { apiKey: 'wrong' },
      { keys: ['right-key-of-some-length-0123456789'] },
    );
    for (const stream of [
      locked.promptsEncodeStream({ prompt }),
      locked.promptsDecodeStream('a: 1'),
    ]) {
      await expect(all<unknown>(stream)).rejects.toMatchObject({
        name: 'KaizenAuthenticationError',
      });
    }
  });
});
