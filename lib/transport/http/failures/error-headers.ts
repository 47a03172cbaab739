import type { PlainHeaders } from '../body/plain-headers.js';
import type { Quote } from './quote.js';

/** What helps to find out what happened, and is made by servers for that. Anything else is left out. */
const SHOWN = new Set([
  'age',
  'allow',
  'cache-control',
  'cf-ray',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'retry-after',
  'retry-after-ms',
  'server',
  'traceparent',
  'via',
  'x-amzn-requestid',
  'x-amzn-trace-id',
  'x-cache',
  'x-correlation-id',
  'x-request-id',
  'x-should-retry',
  'x-trace-id',
]);
const RATE_LIMIT = /^(?:x-)?ratelimit(?:-[a-z-]{1,40})?$/;
const LONGEST_VALUE = 256;

/** The headers of a response that an error may show: by an allow list, each value quoted. */
export function errorHeaders(headers: PlainHeaders, quote: Quote): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    const text = SHOWN.has(name) || RATE_LIMIT.test(name) ? quote(value, LONGEST_VALUE) : undefined;
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(shown);
}
