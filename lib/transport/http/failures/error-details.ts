import type { KaizenErrorDetail } from '../../../errors/api.error.js';
import { isRecord } from '../../../contract/is-record.js';
import { readFirst } from '../../../contract/read-fields.js';
import type { Quote } from './quote.js';

/** More fields than these help nobody. */
const MOST_DETAILS = 20;
const MOST_STEPS = 32;
const LONGEST_STEP = 64;
const NAME = /^[\w.-]{1,64}$/;
/** How many of them are told in a message. */
const TOLD = 3;

/**
 * The fields that a service refused, from a list of `{loc, msg, type}` as FastAPI has it, of texts, of
 * objects with a field and a message, or from an object of messages by field. What FastAPI adds as
 * `input` and `ctx` is the request's own and left out; so is every text that repeats the request.
 */
export function readDetails(value: unknown, quote: Quote): KaizenErrorDetail[] {
  const entries = isRecord(value) ? Object.entries(value).map(asDetail) : value;
  if (!Array.isArray(entries)) return [];
  return entries.slice(0, MOST_DETAILS).flatMap((entry: unknown) => readDetail(entry, quote) ?? []);
}

/** The first of them in one line: `body.prompt: Field required`. */
export function detailLine(details: readonly KaizenErrorDetail[]): string | undefined {
  const told = details.slice(0, TOLD).map(({ loc, msg }) => [loc.join('.'), msg]);
  const lines = told.map((parts) => parts.filter((part) => part !== '').join(': '));
  const more = details.length > TOLD ? [`${details.length - TOLD} more`] : [];
  return details.length === 0 ? undefined : [...lines, ...more].join('; ');
}

function asDetail([field, message]: [string, unknown]): unknown {
  return { loc: [field], msg: Array.isArray(message) ? (message[0] as unknown) : message };
}

function readDetail(entry: unknown, quote: Quote): KaizenErrorDetail | undefined {
  const fields = isRecord(entry) ? entry : { msg: entry };
  const loc = readLoc(readFirst(fields, ['loc', 'field', 'path']), quote);
  const msg = quote(readFirst(fields, ['msg', 'message'])) ?? '';
  const type = quote(readFirst(fields, ['type', 'code'])) ?? '';
  if (loc.length === 0 && msg === '') return undefined;
  return { loc, msg, type: NAME.test(type) ? type : '' };
}

/** A place in the body. A step may be a key of the caller's own, which is not told when it is long. */
function readLoc(value: unknown, quote: Quote): (string | number)[] {
  const steps: unknown[] = Array.isArray(value) ? value : [value];
  return steps
    .slice(0, MOST_STEPS)
    .filter((step) => typeof step === 'number' || typeof step === 'string')
    .map((step) => (typeof step === 'number' ? step : (quote(step, LONGEST_STEP) ?? '…')));
}
