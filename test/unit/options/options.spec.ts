import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../../lib/errors/nearest-name.js';
import { KaizenOptionsError } from '../../../lib/errors/options.error.js';
import type { KaizenOptions } from '../../../lib/options/kaizen-options.js';
import { OPTION_TABLE } from '../../../lib/options/option-table.js';
import { getKaizenOptionsToken } from '../../../lib/options/options-token.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';

/** All options, with those that printing leaves out. */
function everything(options: object): object {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(options)).map(([name, { value }]) => [
      name,
      value as unknown,
    ]),
  );
}

function refusalOf(options: unknown): KaizenOptionsError {
  try {
    resolveKaizenOptions(options as object);
  } catch (error) {
    if (error instanceof KaizenOptionsError) return error;
    throw error;
  }
  throw new Error('The options were accepted.');
}

describe('resolveKaizenOptions', () => {
  it('fills in the defaults and leaves the form of encodes to the engine', () => {
    expect(resolveKaizenOptions({}, {})).toEqual({
      transport: 'embedded',
      timeoutMs: 30_000,
      shutdownGraceMs: 5000,
      maxResponseBytes: 67_108_864,
      maxDepth: 200,
      maxPayloadBytes: 67_108_864,
      verify: true,
      baseUrl: 'https://api.getkaizen.io/',
      auth: 'both',
      connectTimeoutMs: 5000,
      readTimeoutMs: 20_000,
      writeTimeoutMs: 10_000,
      poolTimeoutMs: 5000,
      maxRetries: 3,
      retryBackoffFactor: 0.5,
      maxRetryDelayMs: 8000,
      maxRetryAfterMs: 60_000,
      retryOnStatusCodes: [408, 429, 500, 502, 503, 504],
      retryBudget: { capacity: 500, costPerRetry: 10 },
      maxConnections: 100,
      maxKeepAliveConnections: 20,
      keepAliveExpiryMs: 4000,
      logLevel: 'warn',
      logPayloads: false,
      redact: [],
      caBundleMode: 'add',
      rejectUnauthorized: true,
      circuitBreaker: false,
      fallback: false,
      maxQueue: 1000,
    });
  });

  it('keeps every value that is given, false and zero among them', () => {
    const given = {
      transport: 'embedded',
      timeoutMs: 1,
      shutdownGraceMs: 0,
      maxResponseBytes: 1,
      profile: 'toon',
      delimiter: '\t',
      indent: 8,
      lengthMarker: false,
      maxDepth: 1,
      maxPayloadBytes: 1,
      verify: false,
      workers: {
        thresholdBytes: 0,
        maxThreads: 64,
        maxQueue: 0,
        maxMemoryMb: 16,
        idleTimeoutMs: 0,
      },
      baseUrl: 'http://localhost:8080/kaizen/',
      apiKey: 'k',
      auth: 'bearer',
      headers: { 'X-Team': 'a' },
      connectTimeoutMs: 1,
      readTimeoutMs: 1,
      writeTimeoutMs: 1,
      poolTimeoutMs: 1,
      maxRetries: 0,
      retryBackoffFactor: 0,
      maxRetryDelayMs: 0,
      maxRetryAfterMs: 0,
      retryOnStatusCodes: [],
      retryBudget: false,
      maxConnections: 1,
      maxKeepAliveConnections: 0,
      keepAliveExpiryMs: 0,
      proxy: false,
      proxyAuth: { username: '', password: ':' },
      noProxy: ['*'],
      caBundle: ['/ca.pem'],
      caBundleMode: 'replace',
      clientCert: '/cert.pem',
      clientKey: '/key.pem',
      clientKeyPassphrase: '',
      rejectUnauthorized: false,
      circuitBreaker: { failureRatio: 1, sampleSize: 1, minimumCalls: 1, openMs: 1 },
      fallback: false,
      maxConcurrency: 1,
      maxQueue: 0,
      cache: false,
      logger: console,
      logLevel: 'off',
      logPayloads: true,
      redact: ['user.email'],
      metrics: {},
      prices: { 'gpt-4o': { inputPerMillion: 0 } },
      tracer: { startCall: () => undefined },
      hooks: { afterResponse: () => undefined },
    } as const;
    expect(everything(resolveKaizenOptions(given, {}))).toEqual(given);
    expect(Object.keys(given)).toEqual(Object.keys(OPTION_TABLE));
  });

  it('refuses to log payloads in production', () => {
    const inProduction = () =>
      resolveKaizenOptions({ logPayloads: true }, { NODE_ENV: 'production' });
    expect(inProduction).toThrow('Option "logPayloads" would write prompts to the log');
    expect(resolveKaizenOptions({ logPayloads: true }, { NODE_ENV: 'test' }).logPayloads).toBe(
      true,
    );
  });

  it('does not show what may be secret when the options are printed', () => {
    const secret = 'k-canary';
    const options = resolveKaizenOptions(
      {
        apiKey: secret,
        headers: { cookie: secret },
        proxy: `http://user:${secret}@proxy.example`,
        proxyAuth: { username: secret, password: secret },
        clientKey: secret,
        clientKeyPassphrase: secret,
      },
      {},
    );
    expect(options.apiKey).toBe(secret);
    expect(inspect(options, { depth: 10 }) + JSON.stringify(options)).not.toContain(secret);
    expect(everything(resolveKaizenOptions(options, {}))).toEqual(everything(options));
  });

  it('asks a service as soon as a key or an address is given, here or by the environment', () => {
    const transportOf = (options: KaizenOptions, env: NodeJS.ProcessEnv = {}) =>
      resolveKaizenOptions(options, env).transport;
    expect(transportOf({ apiKey: 'k' })).toBe('http');
    expect(transportOf({ baseUrl: 'http://localhost' })).toBe('http');
    expect(transportOf({}, { KAIZEN_API_KEY: 'k' })).toBe('http');
    expect(transportOf({}, { KAIZEN_BASE_URL: 'http://localhost' })).toBe('http');
    expect(transportOf({ transport: 'embedded' }, { KAIZEN_API_KEY: 'k' })).toBe('embedded');
    expect(transportOf({ transport: 'embedded' }, { KAIZEN_BASE_URL: 'nowhere' })).toBe('embedded');
    expect(transportOf({ transport: 'http' })).toBe('http');
    expect(transportOf({}, { KAIZEN_API_KEY: ' ', KAIZEN_BASE_URL: '', KAIZEN_TIMEOUT: '3' })).toBe(
      'embedded',
    );
  });

  it('reads the environment where the options say nothing, its timeout in seconds', () => {
    const env = {
      KAIZEN_BASE_URL: 'https://kaizen.example/v2',
      KAIZEN_API_KEY: ' from-env\n',
      KAIZEN_TIMEOUT: '2.5',
    };
    const { baseUrl, apiKey, timeoutMs } = resolveKaizenOptions({}, env);
    expect({ baseUrl, apiKey, timeoutMs }).toEqual({
      baseUrl: 'https://kaizen.example/v2',
      apiKey: 'from-env',
      timeoutMs: 2500,
    });
    expect(resolveKaizenOptions({ apiKey: 'own', timeoutMs: 7 }, env)).toMatchObject({
      timeoutMs: 7,
      baseUrl: 'https://kaizen.example/v2',
    });
    expect(resolveKaizenOptions({ apiKey: 'own' }, env).apiKey).toBe('own');
  });

  it.each([
    ['KAIZEN_TIMEOUT', 'soon', 'timeoutMs'],
    ['KAIZEN_TIMEOUT', '-77.5', 'timeoutMs'],
    ['KAIZEN_API_KEY', 'two words', 'apiKey'],
    ['KAIZEN_BASE_URL', 'kaizen.example', 'baseUrl'],
  ])('names the variable %s that is wrong, and not its value', (variable, value, option) => {
    const resolve = () => resolveKaizenOptions({}, { [variable]: value });
    expect(resolve).toThrow(KaizenOptionsError);
    expect(resolve).toThrow(expect.objectContaining({ option }));
    expect(resolve).toThrow(
      new RegExp(`unset the environment variable ${variable}(, which is in seconds)?\\.$`),
    );
    expect(resolve).not.toThrow(value);
  });

  it("keeps the worker options as they are given: their defaults are the engine's", () => {
    expect(resolveKaizenOptions({ workers: false }).workers).toBe(false);
    expect(resolveKaizenOptions({ workers: {} }).workers).toEqual({});
    const workers = { maxThreads: 2, maxQueue: undefined };
    expect(resolveKaizenOptions({ workers }).workers).toEqual({ maxThreads: 2 });
  });

  it('takes undefined as left out', () => {
    expect(resolveKaizenOptions({ maxDepth: undefined, profile: undefined })).toEqual(
      resolveKaizenOptions({}),
    );
  });

  it('returns a frozen object of its own, which may be resolved again', () => {
    const given = { maxDepth: 7 };
    const resolved = resolveKaizenOptions(given);
    expect(resolved).not.toBe(given);
    expect(given).toEqual({ maxDepth: 7 });
    expect(Object.isFrozen(resolved)).toBe(true);
    expect(resolveKaizenOptions(resolved)).toEqual(resolved);
  });

  it.each([
    ['maxDepht', 'Did you mean "maxDepth"?'],
    ['max_depth', 'Did you mean "maxDepth"?'],
    ['timeout', 'Did you mean "timeoutMs"?'],
    ['api_key', 'Did you mean "apiKey"?'],
    ['url', 'Remove it, or use one of: transport, timeoutMs,'],
    ['constructor', 'Remove it, or use one of: transport, timeoutMs,'],
    ['worker', 'Did you mean "workers"?'],
  ])('refuses the unknown option %s: %s', (name, remedy) => {
    const error = refusalOf({ [name]: 'k-secret-value' });
    expect(error.option).toBe(name);
    expect(error.message).toContain(`There is no client option "${name}". ${remedy}`);
    expect(JSON.stringify(error)).not.toContain('k-secret-value');
  });

  it.each<[string, unknown, string]>([
    ['transport', 'https', 'must be one of "http", "embedded", and was another string'],
    ['baseUrl', 'ftp://kaizen.example', 'must be an http or https URL without credentials'],
    ['baseUrl', 'https://user:pass@kaizen.example', 'and was another string'],
    ['baseUrl', 'https://kaizen.example/?key=1', 'and was another string'],
    ['baseUrl', 'https://kaizen.example/?', 'and was another string'],
    ['baseUrl', 'https://kaizen.example/#', 'and was another string'],
    ['baseUrl', 'https://kaizen.example ', 'and was another string'],
    ['apiKey', 'line\nbreak', 'must be visible ASCII characters without spaces'],
    ['apiKey', '', 'and was another string'],
    ['headers', { 'Content-Length': '3' }, 'without connection, content-encoding, content-length,'],
    ['headers', { 'bad name': 'x' }, 'and was another object'],
    ['headers', { 'x-a': 'x\r\ny: z' }, 'and was another object'],
    ['headers', { 'x-a': 3 }, 'and was another object'],
    ['maxRetries', 21, 'must be a whole number from 0 to 20'],
    ['retryBackoffFactor', -0.1, 'must be a number from 0 to 3600'],
    ['retryBackoffFactor', Number.NaN, 'and was another number'],
    ['retryOnStatusCodes', [200], 'must be a list of HTTP statuses from 400 to 599'],
    ['retryOnStatusCodes', 503, 'and was a number'],
    ['proxy', true, 'must be false or the http or https URL of a proxy, and was a boolean'],
    ['proxy', 'socks5://proxy.example', 'and was another string'],
    ['caBundle', [], 'must be the path of a PEM file, its text, or a list of them'],
    ['caBundle', [''], 'and was an array'],
    ['fallback', 'http', 'must be false or "embedded", and was another string'],
    ['circuitBreaker', true, 'must be false or an object of options, and was a boolean'],
    ['logger', { log: () => undefined }, 'must be a logger with log, warn and error'],
    [
      'metrics',
      () => undefined,
      'must be an object of record methods, or a list of them, and was a function',
    ],
    [
      'metrics',
      [{}, 5],
      'must be an object of record methods, or a list of them, and was an array',
    ],
    [
      'logLevel',
      'verbose',
      'must be one of "off", "error", "warn", "info", "debug", and was another',
    ],
    ['redact', ['user.'], 'must be a list of names and dotted paths'],
    [
      'prices',
      { m: { inputPerMillion: -1 } },
      'must be an object of model names and { inputPerMillion',
    ],
    ['tracer', {}, 'must be a tracer with startCall'],
    ['hooks', {}, 'must be an object with the functions beforeRequest and afterResponse'],
    ['hooks', { beforeRequest: 5 }, 'must be an object with the functions beforeRequest'],
    ['profile', 'TOON', 'must be one of "ktof", "toon", "legacy", and was another string'],
    ['delimiter', ';', 'must be one of ",", "\\t", "|", and was another string'],
    ['indent', 0, 'must be a whole number from 1 to 8, and was another number'],
    ['indent', 9, 'and was another number'],
    ['lengthMarker', '#', 'must be true or false, and was a string'],
    ['maxDepth', '200', 'must be a whole number from 1 to 500, and was a string'],
    ['maxDepth', 1.5, 'and was another number'],
    ['maxDepth', 501, 'and was another number'],
    ['maxPayloadBytes', Number.NaN, 'and was another number'],
    ['maxPayloadBytes', 2 ** 29, 'a whole number from 1 to 536870888, and was another number'],
    ['maxPayloadBytes', 10n, 'and was a bigint'],
    ['verify', null, 'must be true or false, and was null'],
    ['verify', ['yes'], 'and was an array'],
    ['workers', true, 'must be false or an object of options, and was a boolean'],
    ['workers', null, 'and was null'],
    ['workers', [2], 'and was an array'],
    ['timeoutMs', 0, 'must be a whole number from 1 to 2147483647 (milliseconds), and was another'],
    ['timeoutMs', 2 ** 31, 'and was another number'],
    ['timeoutMs', Infinity, 'and was another number'],
    ['shutdownGraceMs', -1, 'must be a whole number from 0 to 2147483647 (milliseconds)'],
    ['shutdownGraceMs', {}, 'and was an object'],
  ])('refuses %s = %p: %s', (name, value, text) => {
    const error = refusalOf({ [name]: value });
    expect(error).toMatchObject({ name: 'KaizenOptionsError', code: 'KAIZEN_INVALID_OPTION' });
    expect(error.option).toBe(name);
    expect(error.message).toContain(`Option "${name}" must be `);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/Give such a value, or leave the option out( for \S+)?\.$/);
  });

  it.each<[object, string, string]>([
    [
      { maxThread: 2 },
      'workers.maxThread',
      'There is no client option "workers.maxThread". Did you mean "maxThreads"?',
    ],
    [{ verify: true }, 'workers.verify', 'Remove it, or use one of: thresholdBytes, maxThreads,'],
    [
      { maxThreads: 0 },
      'workers.maxThreads',
      'Option "workers.maxThreads" must be a whole number from 1 to 64, and was another number.',
    ],
    [
      { maxMemoryMb: '64' },
      'workers.maxMemoryMb',
      'a whole number from 16 to 65536, and was a string.',
    ],
    [{ maxQueue: false }, 'workers.maxQueue', 'and was a boolean.'],
  ])('refuses %p among the worker options', (workers, option, text) => {
    const error = refusalOf({ workers });
    expect(error.option).toBe(option);
    expect(error.message).toContain(text);
  });

  it.each<[object, string]>([
    [{ circuitBreaker: { failureRatio: 0 } }, 'circuitBreaker.failureRatio'],
    [{ circuitBreaker: { window: 3 } }, 'circuitBreaker.window'],
    [{ retryBudget: { capacity: '5' } }, 'retryBudget.capacity'],
    [{ proxyAuth: { username: 'a:b', password: '' } }, 'proxyAuth.username'],
  ])('refuses %p and names the field', (options, option) => {
    expect(refusalOf(options).option).toBe(option);
  });

  it('fills in the defaults of nested options', () => {
    const { circuitBreaker, retryBudget } = resolveKaizenOptions({
      circuitBreaker: { openMs: 5 },
      retryBudget: { capacity: 7 },
    });
    expect(circuitBreaker).toEqual({
      failureRatio: 0.5,
      sampleSize: 20,
      minimumCalls: 10,
      openMs: 5,
    });
    expect(retryBudget).toEqual({ capacity: 7, costPerRetry: 10 });
  });

  it('names the default that leaving an option out would give', () => {
    expect(refusalOf({ maxDepth: 'deep' }).message).toMatch(/leave the option out for 200\.$/);
    expect(refusalOf({ indent: 'wide' }).message).toMatch(/leave the option out\.$/);
  });

  it.each([[undefined], [null], ['embedded'], [5], [[]]])('refuses %p as options', (options) => {
    expect(refusalOf(options).message).toMatch(/^The client options must be an object, and were /);
  });
});

describe('getKaizenOptionsToken', () => {
  it('reads well in the errors of Nest', () => {
    expect(getKaizenOptionsToken()).toBe('KaizenOptions');
    expect(getKaizenOptionsToken('eu')).toBe('KaizenOptions(eu)');
  });
});

describe('nearestName', () => {
  it('finds the one that takes the fewest changes', () => {
    expect(nearestName('indnt', ['index', 'indent'])).toBe('indent');
    expect(nearestName('TIMEOUT-MS', ['verify', 'timeoutMs'])).toBe('timeoutMs');
    expect(nearestName('modle', ['api', 'model'])).toBe('model');
  });

  it('finds none when too much would have to change, however long the name', () => {
    expect(nearestName('colour', ['indent', 'verify'])).toBeUndefined();
    expect(nearestName('x'.repeat(1_000_000), ['indent'])).toBeUndefined();
    expect(nearestName('indent', [])).toBeUndefined();
  });
});
