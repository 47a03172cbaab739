import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { KaizenTimeoutError } from '../../../../lib/errors/timeout.error.js';
import { ownRequest } from '../../../../lib/transport/http/sockets/own-request.js';
import { phaseErrorOf } from '../../../../lib/transport/http/sockets/timed-transport.js';
import { makeCertificates } from '../../../faults/support/certificates.js';
import { head, later, ok, response, silence, write } from '../../../faults/support/replies.js';
import { type Script, ScriptedServer } from '../../../faults/support/scripted-server.js';
import {
  failureOf,
  furtherTimers,
  idleSockets,
  type SocketClient,
  socketClient,
  timers,
  waiting,
} from './socket-client.js';

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.open(script);
  opened.push(server);
  return server;
}

function client(...made: Parameters<typeof socketClient>): SocketClient {
  const sockets = socketClient(...made);
  opened.push(sockets.agents);
  return sockets;
}

/** Takes in a piece, and then nothing for a while, again and again. */
function readSlowly(pauseMs: number) {
  return (socket: Socket): void => {
    socket.on('data', () => {
      socket.pause();
      setTimeout(() => socket.resume(), pauseMs);
    });
  };
}

describe('the clock of an upload', () => {
  const mebibytes = (count: number) => Buffer.alloc(count * 2 ** 20, 'x');

  it.each(['http', 'https'])('runs out when the service takes in nothing, by %s', async (kind) => {
    const { authority, service } = await makeCertificates();
    const tls = kind === 'https' ? service : undefined;
    const server = await serve({ connection: (socket) => socket.pause(), tls });
    const { axios } = client(server.url, { caBundle: authority.cert }, { writeTimeoutMs: 300 });
    const { phase, tookMs } = await failureOf(axios.post('', mebibytes(32)));
    expect(phase).toMatchObject({ which: 'write', timeoutMs: 300 });
    expect(tookMs).toBeGreaterThan(298);
    expect(tookMs).toBeLessThan(5000);
  });

  it('does not run while the service takes in a little now and then', async () => {
    let received = 0;
    const server = await serve({
      connection: (socket) => {
        readSlowly(10)(socket);
        socket.on('data', (chunk: Buffer) => {
          received += chunk.length;
          if (received > 16 * 2 ** 20) socket.write(response(200));
        });
      },
    });
    const { axios } = client(server.url, {}, { writeTimeoutMs: 1200 });
    const from = performance.now();
    const { status } = await axios.post('', mebibytes(16));
    expect(status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(1500);
  });

  it('does not run while the source of the body takes its time', async () => {
    const server = http.createServer((request, answer) => {
      request.resume().on('end', () => answer.end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => server.close() });
    async function* body() {
      yield 'first ';
      await sleep(500);
      yield 'last';
    }
    const { port } = server.address() as { port: number };
    const { axios } = client(`http://127.0.0.1:${port}/`, {}, { writeTimeoutMs: 150 });
    await expect(axios.post('', Readable.from(body()))).resolves.toHaveProperty('status', 200);
  });

  it('changes nothing in a large body', async () => {
    const server = await serve({ steps: [ok] });
    const { axios } = client(server.url);
    const text = randomBytes(700_000).toString('base64');
    for (const body of [text, text.slice(0, 2 ** 16), text.slice(0, 2 ** 16 + 1), 'small', '']) {
      await axios.post('', body);
      expect(server.requests.at(-1)?.body === body).toBe(true);
    }
    expect(server.accepted).toBe(1);
  });
});

describe('the clock of a response', () => {
  const stalled = response(200).subarray(0, -10);

  it('runs out when the service stops in the middle', async () => {
    const server = await serve({ steps: [write(stalled)] });
    const { axios } = client(server.url, {}, { readTimeoutMs: 200 });
    const { phase } = await failureOf(axios.post('', '{}'));
    expect(phase).toBeInstanceOf(KaizenTimeoutError);
    expect(phase).toMatchObject({ which: 'read', timeoutMs: 200 });
    expect(phase?.message).toMatch(/sent nothing for 200 ms.*readTimeoutMs/);
  });

  it('is told by the request, when the reader of a stream learns only that it broke off', async () => {
    const server = await serve({ steps: [write(stalled)] });
    const { axios } = client(server.url, {}, { readTimeoutMs: 200 });
    const { data, ...made } = await axios.get<Readable>('', { responseType: 'stream' });
    const { error } = await failureOf(data.forEach(() => undefined));
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(phaseErrorOf(made.request)?.which).toBe('read');
  });

  it('does not run while the reader takes its time', async () => {
    const whole = response(200, 'x'.repeat(2 ** 22));
    const server = await serve({ steps: [write(whole)] });
    const { axios } = client(server.url, {}, { readTimeoutMs: 100 });
    const { data } = await axios.get<Readable>('', { responseType: 'stream' });
    let length = 0;
    for await (const chunk of data) {
      if (length === 0) await sleep(350);
      length += (chunk as Buffer).length;
    }
    expect(length).toBe(2 ** 22);
  });

  it('does not run while the reader takes its time over the last of it', async () => {
    const start = `${head(200, { 'transfer-encoding': 'chunked' })}2\r\n{}\r\n`;
    const end = later(30, write('0\r\n\r\n'));
    const server = await serve({ steps: [(exchange) => (write(start)(exchange), end(exchange))] });
    const { axios } = client(server.url, {}, { readTimeoutMs: 100 });
    const { data } = await axios.get<Readable>('', { responseType: 'stream' });
    let pieces = 0;
    for await (const chunk of data) {
      expect(chunk).toBeInstanceOf(Buffer);
      pieces += 1;
      await sleep(350);
    }
    expect(pieces).toBe(1);
    await axios.get('');
    expect(server.accepted).toBe(1);
  });

  it('begins anew with each byte', async () => {
    const server = await serve({ steps: [dripping(response(200), 5)] });
    const { axios } = client(server.url, {}, { readTimeoutMs: 400 });
    const from = performance.now();
    await expect(axios.get('')).resolves.toHaveProperty('status', 200);
    expect(performance.now() - from).toBeGreaterThan(600);
  });
});

/** Writes bytes in so many pieces, 150 ms apart. */
function dripping(bytes: Buffer, pieces: number) {
  return ({ socket }: { socket: Socket }): void => {
    const size = Math.ceil(bytes.length / pieces);
    for (let nth = 0; nth < pieces; nth++) {
      setTimeout(() => socket.write(bytes.subarray(nth * size, (nth + 1) * size)), nth * 150);
    }
  };
}

describe('the clock of the pool', () => {
  it('takes the request out of the queue, and the pool goes on as before', async () => {
    const server = await serve({ steps: [later(500, ok), ok] });
    const { axios, agents } = client(server.url, { maxConnections: 1 }, { poolTimeoutMs: 200 });
    const first = axios.get('');
    const { error, phase, tookMs } = await failureOf(axios.get(''));
    expect(error).toMatchObject({ code: 'KAIZEN_TIMEOUT' });
    expect(phase).toMatchObject({ which: 'pool', timeoutMs: 200 });
    expect(tookMs).toBeLessThan(400);
    expect(waiting(agents.httpAgent)).toBe(0);
    await first;
    await axios.get('');
    expect(server).toMatchObject({ accepted: 1, requests: { length: 2 } });
  });

  it('is gone at once when the request is aborted', async () => {
    const server = await serve({ steps: [silence] });
    const { axios, agents } = client(server.url, { maxConnections: 1 });
    const controller = new AbortController();
    const first = axios.get('', { signal: controller.signal }).catch(() => undefined);
    await sleep(50);
    const before = timers();
    const second = failureOf(axios.get('', { signal: controller.signal }));
    await sleep(20);
    expect(waiting(agents.httpAgent)).toBe(1);
    controller.abort();
    await Promise.all([first, second]);
    expect(waiting(agents.httpAgent)).toBe(0);
    expect(await furtherTimers(before)).toBe(0);
  });

  it('hands the place of one that gave up to the next', async () => {
    const server = await serve({ steps: [later(300, ok), ok] });
    const { axios } = client(server.url, { maxConnections: 1 });
    const controller = new AbortController();
    const first = axios.get('');
    const second = axios.get('', { signal: controller.signal }).catch(() => undefined);
    const third = axios.get('');
    await sleep(50);
    controller.abort();
    await second;
    await Promise.all([first, third]);
    expect(server).toMatchObject({ accepted: 1, requests: { length: 2 } });
  });
});

describe('a request that is destroyed', () => {
  it('says so once, whether it waits for a socket or has just been made', async () => {
    const server = await serve({ steps: [silence] });
    const agent = new http.Agent({ maxSockets: 1 });
    opened.push({ close: () => agent.destroy() });
    const said: string[] = [];
    const make = (name: string) =>
      ownRequest(http.get(server.url, { agent }), agent)
        .on('error', ({ message }) => said.push(`${name}: ${message}`))
        .on('close', () => said.push(`${name}: closed`));
    const first = make('first');
    const second = make('second');
    second.destroy(new Error('enough')).destroy(new Error('again'));
    first.destroy(new Error('enough'));
    await sleep(50);
    expect(said.sort()).toEqual(
      ['first: closed', 'first: enough', 'second: closed', 'second: enough'].sort(),
    );
    expect(waiting(agent)).toBe(0);
  });
});

describe('a kept socket', () => {
  it('has nothing of the requests that it has served', async () => {
    const server = await serve({ steps: [ok] });
    const { axios, agents } = client(server.url);
    const listenersOf = () => {
      const [socket] = idleSockets(agents.httpAgent);
      return socket?.eventNames().map((name) => [name, socket.listenerCount(name)]);
    };
    await axios.post('', '{}');
    await sleep(5);
    const afterOne = listenersOf();
    const timersBefore = timers();
    for (let count = 0; count < 20; count++) await axios.post('', '{}');
    await sleep(5);
    expect(listenersOf()).toEqual(afterOne);
    expect(afterOne).toContainEqual(['timeout', 1]);
    expect(idleSockets(agents.httpAgent)).toMatchObject([{ timeout: 4000 }]);
    expect(await furtherTimers(timersBefore)).toBe(0);
    expect(server.accepted).toBe(1);
  });
});
