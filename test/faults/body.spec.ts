import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { PROMPT } from './support/canaries.js';
import { wrong } from './support/failures.js';
import { byName, type Fault } from './support/fault.js';
import { ENVELOPE_TEXT, head, reply, response, write, writeAndEnd } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { service } from './support/scenes.js';

const OK = response(200);
const JSON_TYPE = { 'content-type': 'application/json' };
const encoded = (encoding: string) => ({ 'content-encoding': encoding });

/** What no brotli stream may begin with: RFC 7932, 9.1. */
const RESERVED_WINDOW = 0x11;

/** An answer that takes more than a few bytes however it is packed. */
function longAnswer(): string {
  return JSON.stringify({ status: 'ok', result: randomBytes(10_000).toString('hex') });
}

function damaged(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 2000), Buffer.alloc(500, 0xff), bytes.subarray(2500)]);
}

/** Bodies with status 200 that are not what they should be. */
const WRONG_BODIES: Fault[] = [
  {
    name: '15. JSON that breaks off where the connection ends, of unknown length',
    scene: service(writeAndEnd(`${head(200, JSON_TYPE)}${ENVELOPE_TEXT.slice(0, 30)}`)),
    fails: wrong('invalid-json', { statusCode: 200 }),
  },
  {
    name: '16. JSON that breaks off, of honest length',
    scene: service(reply(200, ENVELOPE_TEXT.slice(0, 30))),
    fails: wrong('invalid-json', { statusCode: 200 }),
  },
  {
    name: 'JSON with something behind it',
    scene: service(reply(200, `${ENVELOPE_TEXT}{}`)),
    fails: wrong('invalid-json', { statusCode: 200 }),
  },
  {
    name: 'a text that repeats the prompt instead of JSON',
    scene: service(reply(200, `could not encode "${PROMPT}"`)),
    fails: wrong('invalid-json', { statusCode: 200 }),
  },
  {
    name: '17. a page with status 200',
    scene: service(
      reply(200, `<html>Welcome. You sent ${PROMPT}</html>`, { 'content-type': 'text/html' }),
    ),
    fails: wrong('content-type', { statusCode: 200 }),
  },
  {
    name: '19. an empty body',
    scene: service(reply(200, '')),
    fails: wrong('empty', { statusCode: 200 }),
  },
  {
    name: '20. JSON that calls itself plain text',
    scene: service(reply(200, ENVELOPE_TEXT, { 'content-type': 'text/plain' })),
    fails: wrong('content-type', { statusCode: 200 }),
  },
  {
    name: 'JSON of no type at all',
    scene: service(write(`${head(200, { 'content-length': '2' })}{}`)),
    fails: wrong('content-type', { statusCode: 200 }),
  },
  {
    name: 'JSON in another character set',
    scene: service(
      reply(200, ENVELOPE_TEXT, { 'content-type': 'application/json; charset=latin1' }),
    ),
    fails: wrong('content-type', { statusCode: 200 }),
  },
  {
    name: '21. bytes that are no UTF-8',
    scene: service(reply(200, Buffer.from('{"status":"ok","result":"\xff"}', 'latin1'))),
    fails: wrong('invalid-text', { statusCode: 200 }),
  },
  {
    name: '22. no body and status 204',
    scene: service(write(head(204, {}))),
    fails: wrong('fields', { fields: ['$'] }),
  },
  {
    name: '23. a body behind a status 204, which has none',
    scene: service(write(`${head(204, JSON_TYPE)}{"status":"ok"}`)),
    fails: wrong('protocol'),
  },
  {
    name: 'JSON that is no object',
    scene: service(reply(200, '"fine"')),
    fails: wrong('fields', { fields: ['$'] }),
  },
  {
    name: 'an envelope without what it must have',
    scene: service(reply(200, '{"status":"ok"}')),
    fails: wrong('fields', { fields: expect.arrayContaining(['result', 'stats']) }),
  },
];

/** Bodies that cannot be unpacked, or unpack to too much. */
const PACKED_BODIES: Fault[] = [
  {
    name: '70. gzip that breaks off, of honest length',
    scene: service(reply(200, gzipSync(longAnswer()).subarray(0, -4000), encoded('gzip'))),
    fails: wrong('invalid-json', { statusCode: 200 }),
  },
  {
    name: '71. gzip that is damaged',
    scene: service(reply(200, damaged(gzipSync(longAnswer())), encoded('gzip'))),
    fails: wrong('encoding', { statusCode: 200 }),
  },
  {
    name: '72. gzip in gzip',
    scene: service(reply(200, gzipSync(gzipSync(ENVELOPE_TEXT)), encoded('gzip, gzip'))),
    fails: wrong('encoding', { statusCode: 200 }),
  },
  {
    name: 'a body that is not packed as it says',
    scene: service(reply(200, ENVELOPE_TEXT, encoded('gzip'))),
    fails: wrong('encoding', { statusCode: 200 }),
  },
  {
    name: 'brotli that is none',
    scene: service(reply(200, Buffer.alloc(100, RESERVED_WINDOW), encoded('br'))),
    fails: wrong('encoding', { statusCode: 200 }),
  },
  {
    name: 'a packing that nobody asked for',
    scene: service(reply(200, ENVELOPE_TEXT, encoded('x-secret-sauce'))),
    fails: wrong('encoding', { statusCode: 200 }),
  },
  {
    name: 'gzip, as it should be',
    scene: service(reply(200, gzipSync(ENVELOPE_TEXT), encoded('gzip'))),
    requests: 1,
  },
  {
    name: 'brotli, as it should be',
    scene: service(reply(200, brotliCompressSync(ENVELOPE_TEXT), encoded('br'))),
    requests: 1,
  },
  {
    name: 'deflate, as it should be',
    scene: service(reply(200, deflateSync(ENVELOPE_TEXT), encoded('deflate'))),
    requests: 1,
  },
];

/** What is no valid HTTP, and what is odd and yet valid. */
const PROTOCOL: Fault[] = [
  {
    name: '73. two lengths',
    scene: service(reply(200, ENVELOPE_TEXT, { 'Content-Length': '5' })),
    fails: wrong('protocol'),
  },
  {
    name: '74. a length, and chunks too',
    scene: service(
      write(
        `${head(200, { ...JSON_TYPE, 'content-length': '5', 'transfer-encoding': 'chunked' })}0\r\n\r\n`,
      ),
    ),
    fails: wrong('protocol'),
  },
  {
    name: '75. a chunk of no size',
    scene: service(write(`${head(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' })}zz\r\n{}`)),
    fails: wrong('protocol'),
  },
  {
    name: '76. a header of 20 KB',
    scene: service(reply(200, ENVELOPE_TEXT, { 'x-filler': 'x'.repeat(20_000) })),
    fails: wrong('protocol'),
  },
  {
    name: '77. no HTTP at all',
    scene: service(write(`220 mail.example ESMTP, and here is your ${PROMPT}\r\n`)),
    fails: wrong('protocol'),
  },
  {
    name: 'a change of protocol that nobody asked for',
    scene: service(write(head(101, { connection: 'upgrade', upgrade: 'websocket' }))),
    fails: wrong('protocol', { statusCode: 101 }),
    requests: 1,
    idle: 0,
  },
  {
    name: 'an offer of another protocol beside the answer',
    scene: service(reply(200, undefined, { connection: 'upgrade', upgrade: 'h2,h2c' })),
    requests: 1,
  },
  {
    name: '78. an id and a wait that come twice',
    scene: service(
      reply(200, ENVELOPE_TEXT, {
        'x-request-id': ['first-id', 'second-id'],
        'retry-after': ['1', '2'],
      }),
    ),
    gives: { result: 'answer: 42', requestId: 'first-id' },
    requests: 1,
  },
  {
    name: '79. 100 Continue, then the answer',
    scene: service(write(Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), OK]))),
    requests: 1,
  },
  {
    name: '80. 103 Early Hints, then the answer',
    scene: service(
      write(Buffer.concat([Buffer.from(head(103, { link: '</style.css>; rel=preload' })), OK])),
    ),
    requests: 1,
  },
  {
    name: 'an answer in HTTP/1.0, which ends with its connection',
    scene: service(
      writeAndEnd(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${ENVELOPE_TEXT}`),
    ),
    requests: 1,
  },
];

describe('a body that is not what it should be', () => {
  it.each(byName(WRONG_BODIES))('%s', (_, fault) => expectFault(fault));
});

describe('a packed body', () => {
  it.each(byName(PACKED_BODIES))('%s', (_, fault) => expectFault(fault));
});

describe('a response that is odd on the wire', () => {
  it.each(byName(PROTOCOL))('%s', (_, fault) => expectFault(fault));
});
