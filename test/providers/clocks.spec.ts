import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen, type KaizenService } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatStreamEvent,
  KaizenOpenAI,
  KaizenRouter,
} from 'nestjs-kaizen/providers';
import { getEventListeners, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInThisContext } from 'node:vm';
import OpenAI from 'openai';
import { tellingFetch } from '../../lib/providers/adapters/shared/telling-fetch.js';
import { failureOf } from './support/asking.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const piece = (content: string, finish_reason: string | null = null) => ({
  choices: [{ delta: { content }, finish_reason }],
});

let kaizen: KaizenService;
beforeEach(() => void (kaizen = createKaizen({ transport: 'embedded' })));
afterEach(() => kaizen.close());

describe('a vendor that falls silent', () => {
  let server: Server;
  let requests: number;
  let response: ServerResponse;
  let begins: boolean;
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const openai = (fetchOptions = {}) => {
    const client = new OpenAI({ apiKey: KEY, baseURL: url(), fetchOptions, fetch: tellingFetch });
    return new KaizenOpenAI({ model: 'm', maxRetries: 2, api: 'chat', client }, kaizen);
  };

  beforeEach(async () => {
    requests = 0;
    begins = true;
    server = createServer((request, answer) => {
      requests++;
      response = answer;
      request.resume();
      if (!begins) return;
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.write(`data: ${JSON.stringify(piece('So'))}\n\n`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Node's own `fetch`, with its clocks run down. */
  const impatient = (clocks: object) => {
    const outside = runInThisContext('globalThis') as Record<symbol, object | undefined>;
    // Node 26 has its own behind the second, and wraps it for older ones behind the first.
    const [first, second] = ['1', '2'].map(
      (version) => outside[Symbol.for(`undici.globalDispatcher.${version}`)],
    );
    const { constructor } = (second ?? first)!;
    return { dispatcher: Reflect.construct(constructor, [clocks]) as unknown };
  };

  it('before its answer is not asked again, for it may be at work and is paid for', async () => {
    begins = false;
    const failure = await failureOf(openai(impatient({ headersTimeout: 50 })).chat(ASK));
    expect(failure).toMatchObject({
      kind: 'timeout',
      vendorCode: 'UND_ERR_HEADERS_TIMEOUT',
      attempts: 1,
    });
    expect(failure.message).toMatch(/300 seconds.*stream\(\)/);
    expect(requests).toBe(1);
  });

  it('in its answer leaves the text until then', async () => {
    const told: ChatStreamEvent[] = [];
    const failure = await failureOf(
      (async () => {
        const events = openai(impatient({ bodyTimeout: 50 })).stream(ASK);
        for await (const event of events) told.push(event);
      })(),
    );
    expect(told).toEqual([{ type: 'text', text: 'So' }]);
    expect(failure).toMatchObject({ kind: 'timeout', partialText: 'So', attempts: 1 });
  });

  it.each([
    ['provider', () => openai()],
    ['router', () => new KaizenRouter([openai()], { order: ['openai'] })],
  ])('is let go of at once when the stream of a %s is left', async (_name, make) => {
    const events = make().stream(ASK);
    await events.next();
    const gone = once(response, 'close');
    const waiting = events.next();
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await gone;
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(requests).toBe(1);
  });
});

describe('a call', () => {
  const vendor = new ScriptedVendor();
  let url: string;
  beforeEach(async () => void (url = await vendor.start()));
  afterEach(() => vendor.stop());
  const openai = (maxRetries = 0) =>
    new KaizenOpenAI({ apiKey: KEY, baseUrl: url, model: 'm', maxRetries, api: 'chat' }, kaizen);

  it('shares its signal with any number of others, and leaves nothing on it', async () => {
    const { signal } = new AbortController();
    const body = { choices: [{ message: { content: 'Hello.' }, finish_reason: 'stop' }] };
    vendor.answers(...Array.from({ length: 20 }, () => ({ body })));
    const provider = openai();
    const calls = Array.from({ length: 20 }, () => provider.chat(ASK, { signal }));
    expect(getEventListeners(signal, 'abort').length).toBeLessThan(10);
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('asks again for a stream that ended before its first word', async () => {
    vendor.answers({ body: [] }, { body: [piece('Hello.', 'stop')] });
    const told: ChatStreamEvent[] = [];
    for await (const event of openai(1).stream(ASK)) told.push(event);
    expect(told.at(-1)).toMatchObject({ type: 'done', text: 'Hello.', attempts: 2 });
  });

  it('has a wrong reply where the check of its data throws', async () => {
    const body = { choices: [{ message: { content: '{"total":3}' }, finish_reason: 'stop' }] };
    vendor.answers({ body });
    const validate = () => {
      throw new TypeError('total must be a text');
    };
    const failure = await failureOf(openai().chat(ASK, { output: { validate } }));
    expect(failure).toMatchObject({ kind: 'undecodable-reply', partialText: '{"total":3}' });
    expect(failure.cause).toMatchObject({ message: 'total must be a text' });
  });
});
