import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { KaizenClosedError } from '../../../../lib/errors/closed.error.js';
import { later, ok, reply, silence } from '../../../faults/support/replies.js';
import { ScriptedServer, type Step } from '../../../faults/support/scripted-server.js';
import { failureOf, idleSockets, socketClient } from './socket-client.js';

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

async function setUp(steps: Step[], options: Parameters<typeof socketClient>[1] = {}) {
  const server = await ScriptedServer.open({ steps });
  const { axios, agents } = socketClient(server.url, options);
  opened.push(agents, server);
  return { server, axios, agents };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('the pool', () => {
  it('serves calls one after the other by one connection', async () => {
    const { server, axios } = await setUp([ok]);
    for (let count = 0; count < 200; count++) await axios.post('', '{}');
    expect(server.accepted).toBe(1);
  });

  it('opens as many as allowed for calls at once, and keeps as many as allowed', async () => {
    const { server, axios, agents } = await setUp([later(20, ok)], {
      maxConnections: 10,
      maxKeepAliveConnections: 4,
    });
    await Promise.all(times(30, () => axios.post('', '{}')));
    await server.settled(4);
    expect(server).toMatchObject({ accepted: 10, open: 4 });
    expect(idleSockets(agents.httpAgent)).toHaveLength(4);
  });

  it.each([{ maxKeepAliveConnections: 0 }, { keepAliveExpiryMs: 0 }])(
    'keeps none with %j',
    async (options) => {
      const { server, axios } = await setUp([ok], options);
      await axios.get('');
      await axios.get('');
      expect(server.accepted).toBe(2);
      expect(await server.settled()).toBe(0);
    },
  );

  it('closes idle connections in time', async () => {
    const { server, axios } = await setUp([ok], { keepAliveExpiryMs: 150 });
    await axios.get('');
    expect(server.open).toBe(1);
    expect(await server.settled(0, 1000)).toBe(0);
  });

  it('does not use a connection that the service is about to close', async () => {
    const { server, axios } = await setUp([reply(200, '{}', { 'keep-alive': 'timeout=1' })]);
    await axios.get('');
    await axios.get('');
    expect(server.accepted).toBe(2);
  });

  it('keeps a connection no longer than the service says, with a second to spare', async () => {
    const { axios, agents } = await setUp([reply(200, '{}', { 'keep-alive': 'timeout=3' })]);
    await axios.get('');
    await sleep(5);
    expect(idleSockets(agents.httpAgent)).toMatchObject([{ timeout: 2000 }]);
  });

  it('tries each address of a host for a part of the time', () => {
    const { agents } = socketClient('http://localhost:1/', { connectTimeoutMs: 8000 });
    const { options } = agents.httpAgent as unknown as { options: unknown };
    expect(options).toMatchObject({ autoSelectFamilyAttemptTimeout: 2000 });
  });
});

describe('the agents for a replay', () => {
  it('use no kept connection and keep none', async () => {
    const { server, axios, agents } = await setUp([ok]);
    await axios.get('');
    await axios.get('', agents.fresh());
    await axios.get('', agents.fresh());
    expect(server.accepted).toBe(3);
    expect(await server.settled(1)).toBe(1);
  });
});

describe('close', () => {
  it('ends connections in use, idle and fresh', async () => {
    const { server, axios, agents } = await setUp([ok, ok, silence], { maxConnections: 2 });
    await Promise.all([axios.get(''), axios.get('')]);
    const calls = [axios.get(''), axios.get('', agents.fresh())].map(failureOf);
    await sleep(50);
    expect(server.open).toBe(3);
    agents.close();
    expect(await server.settled()).toBe(0);
    const failed = await Promise.all(calls);
    expect(failed.map(({ error }) => error?.code)).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('fails the calls that wait for a connection, and makes none for them', async () => {
    const { server, axios, agents } = await setUp([silence], { maxConnections: 1 });
    const calls = times(3, () => failureOf(axios.get('')));
    await sleep(50);
    agents.close();
    const [, ...waited] = await Promise.all(calls);
    expect(waited.map(({ cause }) => cause)).toEqual(times(2, () => expect.any(KaizenClosedError)));
    expect(await server.settled()).toBe(0);
    expect(server.accepted).toBe(1);
  });
});
