import { afterAll, describe, expect, it } from '@jest/globals';
import {
  createKaizen,
  DecodeRequest,
  EncodeRequest,
  getKaizenToken,
  KaizenClosedError,
  type KaizenError,
  KaizenFormatError,
  KaizenOptionsError,
  KaizenPayloadError,
  KaizenResponseError,
  KaizenService,
  PromptEncodePayload,
  withKaizen,
} from 'nestjs-kaizen';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { FixedTransport } from './transports.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const rows = [
  { id: 1, name: 'Ada', city: 'London', active: true },
  { id: 2, name: 'Grace', city: 'New York', active: false },
  { id: 3, name: 'Linus', city: 'Helsinki', active: true },
];
const prompt = { messages: [{ role: 'user', content: 'Who is active?' }], people: rows };
const ktof = 'id: 7\nname: Ada';

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

async function rejectionOf<E>(type: new (...args: never[]) => E, call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => 'It was fulfilled.',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(type);
  return error as E;
}

const kaizen = createKaizen();
afterAll(() => kaizen.close());

const OPERATIONS = {
  compress: ['compress', () => kaizen.compress({ data: rows }, { requestId: 'r-1' })],
  decompress: ['decompress', () => kaizen.decompress({ data: ktof }, { requestId: 'r-1' })],
  optimize: ['optimize', () => kaizen.optimize({ data: rows }, { requestId: 'r-1' })],
  optimizeRequest: [
    'optimize.request',
    () => kaizen.optimizeRequest({ prompt }, { requestId: 'r-1' }),
  ],
  optimizeResponse: [
    'optimize.response',
    () => kaizen.optimizeResponse({ ktof }, { requestId: 'r-1' }),
  ],
  promptsEncode: ['prompts.encode', () => kaizen.promptsEncode({ prompt }, { requestId: 'r-1' })],
  promptsDecode: ['prompts.decode', () => kaizen.promptsDecode({ ktof }, { requestId: 'r-1' })],
  health: ['health', () => kaizen.health({ requestId: 'r-1' })],
} as const;

describe('KaizenService', () => {
  it.each(Object.entries(OPERATIONS))(
    '%s answers under its name',
    async (_method, [name, call]) => {
      const response = await call();
      expect(response).toMatchObject({ operation: name, requestId: 'r-1', servedBy: 'embedded' });
      expect(response).toMatchObject({ status: 'ok' });
    },
  );

  it('gives back what it compressed', async () => {
    const { result, stats } = await kaizen.compress({ data: rows });
    expect(stats?.bytesSaved).toBeGreaterThan(0);
    const back = await kaizen.decompress<typeof rows>({ data: result });
    expect(back.result).toEqual(rows);
  });

  it('gives back the prompt it encoded, and echoes the metadata', async () => {
    const metadata = { tenant: 'acme' };
    const encoded = await kaizen.promptsEncode({ prompt, metadata, tokenModels: ['gpt-4o'] });
    expect(encoded.metadata).toEqual(metadata);
    expect(encoded.tokenStats['gpt-4o']?.tokensSaved).toBeGreaterThan(0);
    const decoded = await kaizen.promptsDecode({ ktof: encoded.result, replayMeta: encoded.meta });
    expect(decoded.result).toEqual(prompt);
  });

  it('takes instances of the request classes', async () => {
    const request = Object.assign(new EncodeRequest(), { data: rows });
    const { result } = await kaizen.compress(request);
    const reply = Object.assign(new DecodeRequest(), { data: result });
    expect((await kaizen.decompress(reply)).result).toEqual(rows);
    const payload = Object.assign(new PromptEncodePayload(), { prompt });
    expect((await kaizen.promptsEncode(payload)).result).toContain('Ada');
  });

  it('never changes what it is given', async () => {
    const payload = deepFreeze({
      prompt: structuredClone(prompt),
      options: { delimiter: '|' as const },
      metadata: { tags: ['a'] },
      tokenModels: ['gpt-4o'],
    });
    const call = deepFreeze({ requestId: 'r-2', timeoutMs: 10_000 });
    const { requestId } = await kaizen.promptsEncode(payload, call);
    expect(requestId).toBe('r-2');
    expect(payload.prompt).toEqual(prompt);
  });

  it('makes an id for each call that has none', async () => {
    const [one, other] = await Promise.all([kaizen.health(), kaizen.health()]);
    expect(one.requestId).toMatch(UUID);
    expect(other.requestId).not.toBe(one.requestId);
  });

  it('counts tokens', async () => {
    expect(await kaizen.estimateTokens('hello world')).toMatchObject({
      method: 'exact',
      tokens: 2,
    });
    expect(await kaizen.estimateTokens('hello world', 'cl100k_base')).toMatchObject({
      encoding: 'cl100k_base',
    });
    const error = await rejectionOf(KaizenPayloadError, kaizen.estimateTokens(5 as never));
    expect(error.requestId).toMatch(UUID);
  });

  it('says what carries its operations out', () => {
    expect(kaizen.transport).toBe('embedded');
  });
});

describe('a call that cannot be carried out', () => {
  it.each([
    [{ dta: rows }, '$.dta', 'Did you mean "data"?'],
    [{}, '$.data', 'is required'],
    [{ data: rows, options: { delimiter: ';' } }, '$.options.delimiter', 'Pass one of them'],
    [null, '$', 'must be an object'],
  ])('refuses the payload %p at %s', async (payload, path, remedy) => {
    const call = kaizen.compress(payload as never, { requestId: 'r-3' });
    const error = await rejectionOf(KaizenPayloadError, call);
    expect(error).toMatchObject({ path, requestId: 'r-3' });
    expect(error.message).toContain(remedy);
  });

  it('puts its id on an error of the codec', async () => {
    const call = kaizen.decompress({ data: 'rows[2]{a}:\n 1' }, { requestId: 'r-4' });
    expect((await rejectionOf(KaizenFormatError, call)).requestId).toBe('r-4');
  });

  it.each([
    [{ timeout: 5 }, 'timeout', 'There is no call option "timeout". Did you mean "timeoutMs"?'],
    [{ timeoutMs: 0 }, 'timeoutMs', 'Option "timeoutMs" must be a whole number from 1'],
    [{ timeoutMs: '5' }, 'timeoutMs', 'and was a string'],
    [{ signal: {} }, 'signal', 'Option "signal" must be an AbortSignal, and was another object'],
    [{ signal: null }, 'signal', 'and was null'],
    [{ requestId: '' }, 'requestId', 'must be a string of 1 to 200 visible ASCII characters'],
    [{ requestId: 'a\r\nb' }, 'requestId', 'and was another string'],
    [{ requestId: 'x'.repeat(201) }, 'requestId', 'and was another string'],
    [null, 'options', 'The call options must be an object, and were null'],
  ])('refuses the call options %p', async (call, option, message) => {
    const error = await rejectionOf(KaizenOptionsError, kaizen.health(call as never));
    expect(error.option).toBe(option);
    expect(error.message).toContain(message);
  });

  it('takes an undefined call option as left out', async () => {
    const call = { signal: undefined, timeoutMs: undefined, requestId: undefined };
    expect((await kaizen.health(call)).requestId).toMatch(UUID);
  });

  it('reports an answer that is not what it should be', async () => {
    const broken = new KaizenService(new FixedTransport(() => ({})), resolveKaizenOptions({}));
    const call = broken.compress({ data: 1 }, { requestId: 'r-5' });
    const error = await rejectionOf(KaizenResponseError, call);
    expect(error).toMatchObject({ fields: ['status', 'result'], requestId: 'r-5' });
  });

  it('passes an error it does not know on as it is', async () => {
    const fault: Error = Object.freeze(new TypeError('a fault of the transport'));
    const transport = new FixedTransport(() => {
      throw fault;
    });
    const broken = new KaizenService(transport, resolveKaizenOptions({}));
    await expect(broken.health()).rejects.toBe(fault);
  });
});

describe('createKaizen', () => {
  it('needs no options', async () => {
    const own = createKaizen();
    expect((await own.health()).status).toBe('ok');
    await own.close();
  });

  it('refuses wrong options at once', () => {
    expect(() => createKaizen({ maxDepth: 0 })).toThrow(KaizenOptionsError);
    expect(() => createKaizen({ api: 'k' } as object)).toThrow('no client option "api"');
  });

  it('holds every payload to its limits', async () => {
    const small = createKaizen({ maxDepth: 2, maxPayloadBytes: 100 });
    const deep = await rejectionOf<KaizenError>(
      KaizenPayloadError,
      small.compress({ data: [[[1]]] }),
    );
    expect(deep.code).toBe('KAIZEN_PAYLOAD_TOO_DEEP');
    const large = await rejectionOf<KaizenError>(
      KaizenPayloadError,
      small.compress({ data: 'x'.repeat(101) }),
    );
    expect(large.code).toBe('KAIZEN_PAYLOAD_TOO_LARGE');
  });

  it('writes the form it was told to, unless the call says otherwise', async () => {
    const legacy = createKaizen({ profile: 'legacy', delimiter: '|' });
    expect((await legacy.compress({ data: [1, 2, 3] })).result).toBe('[#3|]: 1|2|3');
    const options = { profile: 'toon', delimiter: ',' } as const;
    expect((await legacy.compress({ data: [1, 2, 3], options })).result).toBe('[3]: 1,2,3');
  });
});

describe('withKaizen', () => {
  it('hands a client over, returns what the callback returns, and closes the client', async () => {
    let used: KaizenService | undefined;
    const result = await withKaizen({ profile: 'toon' }, async (own) => {
      used = own;
      return (await own.compress({ data: { a: 1 } })).result;
    });
    expect(result).toBe('a: 1');
    await expect(used?.health()).rejects.toBeInstanceOf(KaizenClosedError);
  });

  it.each([
    [
      'throws',
      () => {
        throw new RangeError('of the callback');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('of the callback'))],
  ])('closes the client when the callback %s', async (_how, fail) => {
    let used: KaizenService | undefined;
    const outcome = withKaizen({}, (own) => {
      used = own;
      return fail();
    });
    await expect(outcome).rejects.toThrow('of the callback');
    await expect(used?.health()).rejects.toBeInstanceOf(KaizenClosedError);
  });

  it("uses the caller's own client and leaves it open", async () => {
    expect(await withKaizen(kaizen, (same) => same === kaizen)).toBe(true);
    await expect(withKaizen(kaizen, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect((await kaizen.health()).status).toBe('ok');
  });

  it('refuses wrong options without calling back', async () => {
    const call = withKaizen({ verify: 'yes' as never }, () => 'called');
    await expect(call).rejects.toBeInstanceOf(KaizenOptionsError);
  });
});

describe('getKaizenToken', () => {
  it('is the class for the default client and readable text for a named one', () => {
    expect(getKaizenToken()).toBe(KaizenService);
    expect(getKaizenToken('eu')).toBe('KaizenService(eu)');
  });
});
