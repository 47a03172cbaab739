import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { pino } from 'pino';
import { inspect } from 'node:util';
import { LogRecord } from '../../../lib/observability/log-record.js';
import { secretsOfOptions } from '../../../lib/observability/redact/known-secrets.js';
import { printableCause } from '../../../lib/observability/redact/printable-cause.js';
import { Redactor } from '../../../lib/observability/redact/redactor.js';
import { withoutUrlSecrets } from '../../../lib/observability/redact/url-secrets.js';
import { cpuMs, PATIENCE_MS } from '../../support/patience.js';

const SECRET = 'kz-secret-51d0c2-önly';

describe('Redactor', () => {
  const redactor = new Redactor([SECRET, 'pin7'], ['email', 'user.*.phone', 'list.*.iban']);

  it.each([
    ['itself', `key ${SECRET} was refused`],
    ['in capitals', `KEY ${SECRET.toUpperCase()}`],
    ['as a URL carries it', encodeURIComponent(SECRET)],
    ['cut off', `key ${SECRET.slice(3, 12)}…`],
    ['that is short', 'the pin7 is wrong'],
  ])('leaves out a text with a known secret %s', (_, text) => {
    expect(redactor.text(text)).toBe('[redacted]');
    expect(redactor.word(text)).toBe('[redacted]');
  });

  it.each([
    ['credentials of a URL', 'at https://ann:pa55@host/path', 'at https://host/path'],
    ['queries of a URL', 'GET https://host/v1?key=abc#x failed', 'GET https://host/v1 failed'],
    ['a bearer token', 'sent Authorization: Bearer abc.def1', 'sent Authorization: [redacted]'],
    ['a scheme alone', 'with bearer abcdef123456', 'with bearer [redacted]'],
    ['a cookie', 'Cookie: sid=5; path=/', 'Cookie: [redacted]; path=/'],
    ['a key in JSON', '{"api_key": "abc def"}', '{"api_key": [redacted]}'],
    ['a key of a vendor', 'Incorrect key sk-proj-abcdefgh12345678.', 'Incorrect key [redacted].'],
    ['a key of a cloud', 'AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['a web token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOjF9.c2ln', '[redacted]'],
  ])('takes %s out of a text', (_, text, shown) => {
    expect(redactor.text(text)).toBe(shown);
  });

  it.each([
    'promptsEncode failed with HTTP 503 after 3 attempts: the service is down.',
    'Option "apiKey" must be visible ASCII characters without spaces, and was a number.',
    'The author keeps tokens of the monkey: 12 of 40 (basic counting).',
    '3f75277a-e79a-482f-931c-411ae6904bef.10',
  ])('leaves alone: %s', (text) => {
    expect(redactor.text(text)).toBe(text);
    expect(redactor.isClean(text)).toBe(true);
  });

  it('hides fields by their name and by the paths it is given, however deep', () => {
    const value = {
      headers: { 'X-Api-Key': 'a', Authorization: 'b', 'set-cookie': ['c'], accept: 'd' },
      apiKey: 'a',
      accessToken: 'a',
      clientSecret: 'a',
      tokens: 5,
      author: 'Ada',
      list: [{ iban: 'i', email: 'e', user: { home: { phone: '1', zip: '2' } } }],
    };
    const hidden = '[redacted]';
    expect(redactor.value(value)).toEqual({
      headers: { 'X-Api-Key': hidden, Authorization: hidden, 'set-cookie': hidden, accept: 'd' },
      apiKey: hidden,
      accessToken: hidden,
      clientSecret: hidden,
      tokens: 5,
      author: 'Ada',
      list: [{ iban: hidden, email: hidden, user: { home: { phone: hidden, zip: '2' } } }],
    });
  });

  it('copies no more than fits in a line, and never throws', () => {
    const cyclic: Record<string, unknown> = { texts: Array.from({ length: 900 }, () => 'word') };
    cyclic['self'] = cyclic;
    expect(JSON.stringify(redactor.value(cyclic)).length).toBeLessThan(4000);
    expect(redactor.text('x'.repeat(9000))).toHaveLength(2001);
    const hostile = {
      get field(): never {
        throw new Error('no');
      },
    };
    expect(redactor.value(hostile)).toBe('[unreadable]');
    expect(redactor.value({ big: 5n, date: new Date(0), lost: () => 1 })).toEqual({
      big: '5',
      date: '1970-01-01T00:00:00.000Z',
    });
  });

  it('knows what of the options and the environment is secret', () => {
    const secrets = secretsOfOptions(
      {
        apiKey: 'the-key',
        headers: { 'x-tenant': 'a-long-tenant', 'x-on': '1', 'x-token': 't', accept: 'text/plain' },
        proxyAuth: { username: 'user', password: 'pw' },
        cache: { store: ['memory', 'redis://default:redis-pw@host:6379'] },
      },
      { https_proxy: 'http://me:p%40ss@proxy.example' },
    );
    const basic = (text: string) => Buffer.from(text).toString('base64');
    expect(new Set(secrets)).toEqual(
      new Set([
        ...['the-key', 'a-long-tenant', 't', 'user', 'pw', basic('user:pw')],
        'redis-pw',
        ...['p%40ss', 'p@ss', basic('me:p%40ss'), basic('me:p@ss')],
      ]),
    );
  });

  it('keeps an error of the user’s own as it is, unless printing it shows a secret', () => {
    const clean = Object.assign(new RangeError('no such account'), { code: 'E1' });
    expect(printableCause(clean, redactor)).toBe(clean);
    const config = { headers: { Authorization: 'Bearer abcdef1234' } };
    const leaky = Object.assign(new TypeError('failed'), { code: 'E_AUTH', config });
    const kept = printableCause(leaky, redactor);
    expect(kept).toMatchObject({ name: 'TypeError', code: 'E_AUTH' });
    expect(inspect(kept, { showHidden: true, depth: null })).not.toContain('abcdef');
    const deep = new Error('outside', { cause: new Error(`inside: ${SECRET}`) });
    expect(inspect(printableCause(deep, redactor))).not.toContain(SECRET);
    expect(printableCause(undefined, redactor)).toBeUndefined();
  });

  it('reads texts full of URLs once, and errors that nobody could read not at all', async () => {
    const urls = 'https://a.example/'.repeat(40_000);
    expect(await cpuMs(() => withoutUrlSecrets(urls))).toBeLessThan(PATIENCE_MS / 10);
    expect(withoutUrlSecrets('see https://proxy/https://a.example/x?key=1 now')).toBe(
      'see https://proxy/https://a.example/x now',
    );
    const large = Object.assign(new Error('x'), { config: { data: urls } });
    expect(printableCause(large, redactor)).not.toBe(large);
  });
});

describe('LogRecord', () => {
  const record = new LogRecord('[default] compress ok', { operation: 'compress', durationMs: 5 });
  const fields = { msg: '[default] compress ok', operation: 'compress', durationMs: 5 };
  const lines: string[] = [];
  const write = (chunk: unknown) => lines.push(String(chunk)) > 0;
  afterEach(() => {
    jest.restoreAllMocks();
    lines.length = 0;
  });

  /** Through Nest's facade, as a client logs. */
  function logWith(options: { json?: boolean; colors?: boolean }): void {
    jest.spyOn(process.stdout, 'write').mockImplementation(write);
    Logger.overrideLogger(new ConsoleLogger(options));
    try {
      new Logger('Kaizen').log(record);
    } finally {
      Logger.overrideLogger(new ConsoleLogger());
    }
  }

  it('is one readable line in Nest’s text mode, with colours and without', () => {
    for (const colors of [true, false]) logWith({ colors });
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.trimEnd()).toMatch(/\[default\] compress ok$/);
  });

  it('has its fields in Nest’s JSON mode', () => {
    logWith({ json: true });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'log', context: 'Kaizen', message: fields }),
    ]);
  });

  it('has its fields beside pino’s own, as nestjs-pino hands an object on', () => {
    const logger = pino({ base: null, timestamp: false }, { write });
    logger.info(Object.assign({ context: 'Kaizen' }, record));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 30, context: 'Kaizen', ...fields },
    ]);
  });

  it('has text and fields for winston, as nest-winston takes an object apart', () => {
    const { message, ...meta } = record;
    expect({ message, meta }).toEqual({ message: fields.msg, meta: fields });
  });

  it('is its text on the console, and shows its fields inside of something else', () => {
    expect(inspect(record)).toBe(fields.msg);
    expect(`${String(record)}`).toBe(fields.msg);
    expect(inspect({ record })).toContain("operation: 'compress'");
  });
});
