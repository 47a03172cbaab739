import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { AxiosHeaders } from 'axios';
import fc from 'fast-check';
import { KaizenResponseError } from '../../../../lib/errors/response.error.js';
import { readContentType } from '../../../../lib/transport/http/body/content-type.js';
import { plainHeaders, requestIdOf } from '../../../../lib/transport/http/body/plain-headers.js';
import { readBody } from '../../../../lib/transport/http/body/read-body.js';

const JSON_HEADERS = { 'content-type': 'application/json' };

const response = (data: string | Uint8Array, headers: object = JSON_HEADERS, status = 200) => ({
  status,
  headers,
  data: typeof data === 'string' ? Buffer.from(data) : data,
});

function complaint(received: Parameters<typeof readBody>[0]): KaizenResponseError {
  try {
    readBody(received);
  } catch (error) {
    if (error instanceof KaizenResponseError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

describe('readBody', () => {
  it('reads JSON, whatever kind of value it is', () => {
    expect(readBody(response('{"a":[1,"ä",null]}'))).toEqual({ a: [1, 'ä', null] });
    expect(readBody(response('null'))).toBeNull();
    expect(readBody(response('false'))).toBe(false);
    expect(readBody(response('""'))).toBe('');
  });

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8',
    'application/problem+json',
    'application/vnd.kaizen.v1+json; profile=x',
  ])('takes %s for JSON', (type) => {
    expect(readBody(response('{}', { 'content-type': type }))).toEqual({});
  });

  it('takes 204 for null, and never for a body', () => {
    expect(readBody(response('', {}, 204))).toBeNull();
    expect(readBody(response('left over', { 'content-type': 'text/html' }, 204))).toBeNull();
  });

  it('reads the other statuses of success like 200', () => {
    expect(readBody(response('{"a":1}', JSON_HEADERS, 201))).toEqual({ a: 1 });
    expect(complaint(response('', JSON_HEADERS, 205))).toMatchObject({ fault: 'empty' });
  });

  it('reads the headers that axios has', () => {
    const headers = new AxiosHeaders({ 'content-type': 'application/json; charset=utf-8' });
    expect(readBody(response('1', headers))).toBe(1);
  });

  it('lets a byte order mark pass', () => {
    expect(readBody(response('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it('leaves a "__proto__" a plain key', () => {
    const value = readBody(response('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each<[string, string | Uint8Array, object, string]>([
    ['an HTML page', '<html></html>', { 'content-type': 'text/html' }, 'content-type'],
    ['JSON as text', '{"a":1}', { 'content-type': 'text/plain' }, 'content-type'],
    ['no content type', '{"a":1}', {}, 'content-type'],
    ['NDJSON', '{"a":1}\n', { 'content-type': 'application/x-ndjson' }, 'content-type'],
    [
      'another charset',
      '{"a":1}',
      { 'content-type': 'application/json; charset=latin1' },
      'content-type',
    ],
    ['nothing', '', JSON_HEADERS, 'empty'],
    ['truncated JSON', '{"a":[1,2', JSON_HEADERS, 'invalid-json'],
    ['two values', '{} {}', JSON_HEADERS, 'invalid-json'],
    ['white space', ' \n ', JSON_HEADERS, 'invalid-json'],
    ['NaN', '{"a":NaN}', JSON_HEADERS, 'invalid-json'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), JSON_HEADERS, 'invalid-text'],
    ['a lone surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), JSON_HEADERS, 'invalid-text'],
    [
      'packed twice',
      Buffer.from([0x1f, 0x8b]),
      { ...JSON_HEADERS, 'content-encoding': 'gzip, gzip' },
      'encoding',
    ],
    ['packed otherwise', '{}', { ...JSON_HEADERS, 'content-encoding': 'zstd' }, 'encoding'],
  ])('refuses %s', (_, data, headers, fault) => {
    const error = complaint(response(data, headers));
    expect(error).toMatchObject({ fault, statusCode: 200, fields: [] });
    expect(error.message).toMatch(/^The response .* \(HTTP 200\)\. Check .*\.$/);
  });

  it('names the operation and the id under which the service knows the request', () => {
    const headers = { 'content-type': 'text/html', 'x-request-id': 'req-7, req-8' };
    const config = { kaizen: { operation: 'optimize' } } as const;
    const error = complaint({ ...response('<html>', headers), config });
    expect(error.requestId).toBe('req-7');
    expect(error.message).toContain('The response to optimize is text/html instead of JSON');
  });

  it('names no content type that it does not know, for it may say anything', () => {
    const error = complaint(response('x', { 'content-type': 'text/my-secret-key' }));
    expect(error.message).toContain('an unknown content type instead of JSON');
  });

  it('gives a value or the typed error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          return readBody(response(bytes)) !== undefined;
        } catch (error) {
          return error instanceof KaizenResponseError;
        }
      }),
    );
  });

  it('never quotes a body that it refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.base64String({ minLength: 40 }), (a, b) => {
        const error = complaint(response(Buffer.concat([a, Buffer.from(`${b}{`)])));
        expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(b.slice(0, 40));
        expect(error.cause).toBeUndefined();
      }),
    );
  });

  it('gives back what was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(readBody(response(json))).toEqual(JSON.parse(json));
      }),
    );
  });
});

describe('readContentType', () => {
  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { isJson, name } = readContentType(value);
        expect([typeof isJson, name.length < 64 + 20]).toEqual(['boolean', true]);
      }),
    );
  });
});

describe('plainHeaders', () => {
  it('has lower-case names, repeated ones joined, and texts alone', () => {
    const headers = { 'X-A': '1', 'set-cookie': ['a=1', 'b=2'], nothing: null, n: 3 };
    expect(plainHeaders(headers)).toEqual({ 'x-a': '1', 'set-cookie': 'a=1, b=2' });
    expect(plainHeaders(new AxiosHeaders('Retry-After: 3'))).toEqual({ 'retry-after': '3' });
  });

  it('tells the first request id, and no text that is none', () => {
    expect(requestIdOf({ 'x-request-id': 'a-1, b-2' })).toBe('a-1');
    expect(requestIdOf({ 'x-request-id': 'a b' })).toBeUndefined();
    expect(requestIdOf({ 'x-request-id': 'x'.repeat(129) })).toBeUndefined();
    expect(requestIdOf({})).toBeUndefined();
  });
});
