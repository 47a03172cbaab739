import { describe, expect, it } from '@jest/globals';
import {
  KaizenAPIError,
  KaizenAuthenticationError,
  KaizenExpiredError,
  KaizenNotFoundError,
  KaizenPayloadTooLargeError,
  KaizenPermissionError,
  KaizenServerError,
  KaizenValidationError,
} from 'nestjs-kaizen';
import { API_KEY, GATEWAY_TOKEN, PROMPT } from './support/canaries.js';
import { refused, wrong } from './support/failures.js';
import { byName, type Failure, type Fault, type Scene } from './support/fault.js';
import { head, ok, refuse, reply, response, write, writeAndReset } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { service } from './support/scenes.js';
import { ScriptedServer } from './support/scripted-server.js';

/** Statuses that another attempt does not change: one request, and the error says which. */
function final(name: string, statusCode: number, type: Failure['type'], code: string): Fault {
  return {
    name,
    scene: service(refuse(statusCode), ok),
    fails: refused(type, statusCode, 1, {
      code,
      message: expect.stringContaining('not this time'),
    }),
    requests: 1,
    retries: [],
  };
}

const FINAL: Fault[] = [
  final('24. 400', 400, KaizenValidationError, 'KAIZEN_VALIDATION_FAILED'),
  final('25. 401', 401, KaizenAuthenticationError, 'KAIZEN_AUTHENTICATION_FAILED'),
  final('26. 403', 403, KaizenPermissionError, 'KAIZEN_PERMISSION_DENIED'),
  final('27. 404', 404, KaizenNotFoundError, 'KAIZEN_NOT_FOUND'),
  final('405', 405, KaizenAPIError, 'KAIZEN_API_ERROR'),
  final('29. 409', 409, KaizenAPIError, 'KAIZEN_API_ERROR'),
  final('410', 410, KaizenExpiredError, 'KAIZEN_EXPIRED'),
  final('30. 413', 413, KaizenPayloadTooLargeError, 'KAIZEN_REQUEST_TOO_LARGE'),
  final('31. 422', 422, KaizenValidationError, 'KAIZEN_VALIDATION_FAILED'),
  final('32. 425', 425, KaizenAPIError, 'KAIZEN_API_ERROR'),
  final('34. 501', 501, KaizenServerError, 'KAIZEN_SERVICE_FAILED'),
  final('505', 505, KaizenServerError, 'KAIZEN_SERVICE_FAILED'),
  final('38. 507', 507, KaizenServerError, 'KAIZEN_SERVICE_FAILED'),
];

/** Statuses that are worth another attempt: a request more, and nobody notices. */
function passing(name: string, status: number, more: Partial<Fault> = {}): Fault {
  return {
    name,
    scene: service(refuse(status), ok),
    requests: 2,
    retries: [String(status)],
    ...more,
  };
}

const byGet: Partial<Fault> = {
  call: ({ kaizen, signal }) => kaizen.health({ signal }),
  gives: { status: 'ok' },
};

const PASSING: Fault[] = [
  passing('18. a page with status 502 from a gateway, then the answer', 502, {
    scene: service(reply(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }), ok),
  }),
  passing('28. 408 once', 408),
  passing('429 once', 429),
  passing('33. 500 once, to a GET', 500, byGet),
  passing('35. 502 once, to a GET', 502, byGet),
  passing('36. 503 once, to a GET', 503, byGet),
  passing('37. 504 once, to a GET', 504, byGet),
  passing('39. 500 once, to a POST', 500),
  passing('40. 503 once, to a POST with an idempotency key of its own', 503, {
    call: ({ kaizen }) => kaizen.promptsEncode({ prompt: PROMPT }, { idempotencyKey: 'k-1' }),
  }),
  passing('503 whose body is cut by a reset, then the answer', 503, {
    scene: service(writeAndReset(response(503, 'x'.repeat(100)).subarray(0, -50)), ok),
    retries: [expect.stringMatching(/^(503|ECONNRESET)$/) as unknown as string],
  }),
  passing('43. x-should-retry: true with 409, then the answer', 409, {
    scene: service(refuse(409, { 'x-should-retry': 'true' }), ok),
  }),
];

const LASTING: Fault[] = [
  {
    name: '41. 503 for ever',
    scene: service(refuse(503)),
    fails: refused(KaizenServerError, 503, 3),
    requests: 3,
    retries: ['503', '503'],
  },
  {
    name: 'a page with status 502 for ever',
    scene: service(reply(502, `<html>${PROMPT}</html>`, { 'content-type': 'text/html' })),
    fails: refused(KaizenServerError, 502, 3, {
      message: expect.stringMatching(/^[^<]*$/),
    }),
    requests: 3,
  },
  {
    name: '500 without a body for ever',
    scene: service(reply(500, '', { 'content-type': 'text/plain' })),
    fails: refused(KaizenServerError, 500, 3, { details: [] }),
    requests: 3,
  },
  {
    name: '504 with JSON that breaks off for ever',
    scene: service(reply(504, '{"detail": "upstr')),
    fails: refused(KaizenServerError, 504, 3, { details: [] }),
    requests: 3,
  },
  {
    name: '408 for ever, to a call that may not be sent again',
    scene: service(refuse(408)),
    options: { maxRetries: 0 },
    fails: refused(KaizenAPIError, 408, 1),
    requests: 1,
  },
  {
    name: '42. x-should-retry: false with 500',
    scene: service(refuse(500, { 'x-should-retry': 'false' }), ok),
    fails: refused(KaizenServerError, 500, 1),
    requests: 1,
  },
  {
    name: '503 for a client that retries 500 only',
    scene: service(refuse(503), ok),
    options: { retryOnStatusCodes: [500] },
    fails: refused(KaizenServerError, 503, 1),
    requests: 1,
  },
];

const TELLING: Fault[] = [
  {
    name: 'the fields that were refused, without what stood in them',
    scene: service(
      reply(
        422,
        JSON.stringify({
          detail: [
            { loc: ['body', 'prompt'], msg: 'Field required', type: 'missing', input: PROMPT },
            { loc: ['body', 'indent'], msg: `not "${PROMPT}"`, type: 'int', ctx: { was: PROMPT } },
          ],
        }),
      ),
    ),
    fails: refused(KaizenValidationError, 422, 1, {
      details: [
        { loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' },
        { loc: ['body', 'indent'], msg: expect.any(String), type: 'int' },
      ],
    }),
  },
  {
    name: 'a code, a text and an id in the body',
    scene: service(
      reply(
        400,
        '{"error": {"code": "bad_indent", "message": "indent must be positive", "request_id": "req-7"}}',
      ),
    ),
    fails: refused(KaizenValidationError, 400, 1, {
      serviceCode: 'bad_indent',
      requestId: 'req-7',
      message: expect.stringContaining('indent must be positive'),
    }),
  },
  {
    name: 'the id in the headers, before the one in the body',
    scene: service(
      reply(500, '{"error": {"message": "oh", "request_id": "b"}}', { 'X-Request-ID': 'h' }),
    ),
    options: { maxRetries: 0 },
    fails: refused(KaizenServerError, 500, 1, { requestId: 'h' }),
  },
  {
    name: 'a refusal that repeats the key, in its text and in its headers',
    scene: service(
      reply(
        401,
        JSON.stringify({ detail: `unknown key ${API_KEY} (${GATEWAY_TOKEN}) for ${PROMPT}` }),
        {
          'set-cookie': `session=${API_KEY}`,
          'x-api-key': API_KEY,
          authorization: `Bearer ${API_KEY}`,
          'x-echo': API_KEY,
          server: 'kaizen/2',
        },
      ),
    ),
    fails: refused(KaizenAuthenticationError, 401, 1, {
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
    }),
  },
];

/** A service that sends its callers to another host. */
async function redirecting(): Promise<Scene> {
  const elsewhere = await ScriptedServer.open({ steps: [ok] });
  const location = `${elsewhere.url}v1/prompts/encode`;
  const server = await ScriptedServer.open({ steps: [reply(302, '', { location })] });
  return { baseUrl: server.url, service: server, elsewhere };
}

const REDIRECTS: Fault[] = [
  {
    name: '53. 302 to another host, which never hears of it',
    scene: redirecting,
    fails: wrong('redirect', { statusCode: 302 }),
    requests: 1,
  },
  {
    name: '54. a redirect to itself',
    scene: service(reply(302, '', { location: '/v1/prompts/encode' })),
    fails: wrong('redirect', { statusCode: 302 }),
    requests: 1,
  },
  {
    name: '307, which would take the prompt along',
    scene: service(reply(307, '', { location: `https://elsewhere.invalid/?key=${API_KEY}` })),
    fails: wrong('redirect', { statusCode: 307 }),
    requests: 1,
  },
  {
    name: '304, which refers to a copy that nobody has',
    scene: service(write(head(304, {}))),
    fails: wrong('redirect', { statusCode: 304 }),
    requests: 1,
  },
];

describe('a status that stays', () => {
  it.each(byName(FINAL))('%s is told at once', (_, fault) => expectFault(fault));
});

describe('a status that passes', () => {
  it.each(byName(PASSING))('%s', (_, fault) => expectFault(fault));
});

describe('a status that lasts', () => {
  it.each(byName(LASTING))('%s', (_, fault) => expectFault(fault));
});

describe('a refusal tells', () => {
  it.each(byName(TELLING))('%s', (_, fault) => expectFault(fault));
});

describe('a redirect is not followed', () => {
  it.each(byName(REDIRECTS))('%s', (_, fault) => expectFault(fault));
});
