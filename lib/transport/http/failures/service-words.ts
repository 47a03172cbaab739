import type { KaizenErrorDetail } from '../../../errors/api.error.js';
import { isRecord } from '../../../contract/is-record.js';
import { readFirst, type Wire } from '../../../contract/read-fields.js';
import { detailLine, readDetails } from './error-details.js';
import type { Quote } from './quote.js';

/** What the body of an error response tells, as far as it may be repeated. */
export interface ServiceWords {
  /** What went wrong, in the service's words. */
  readonly message?: string | undefined;
  /** Its code for that. */
  readonly serviceCode?: string | undefined;
  /** The id under which it knows the request. */
  readonly requestId?: string | undefined;
  /** The fields it refused. */
  readonly details: readonly KaizenErrorDetail[];
  /** Whether it is a page for people, as proxies and gateways send. */
  readonly isPage: boolean;
}

/** A larger error body is no message. */
const LARGEST_BODY = 256 * 1024;
/** Where the fields at fault may be told. */
const DETAILS = ['details', 'detail', 'errors'];
const IDENTIFIER = /^[\w.:/-]{1,128}$/;

/**
 * Reads the body of an error response: FastAPI's `detail` as a text, a list or an object, a structured
 * body (`error` with code, message, details, request_id, or these at the top), plain text, HTML,
 * nothing at all, or anything else.
 */
export function readServiceWords(
  body: Uint8Array,
  contentType: string,
  quote: Quote,
): ServiceWords {
  if (body.length > LARGEST_BODY) return { details: [], isPage: false };
  const text = new TextDecoder().decode(body).trim();
  const json = parse(text);
  if (isRecord(json)) return readRecord(json, quote);
  if (text.startsWith('<')) return { details: [], isPage: true };
  const isText = json !== undefined || contentType.startsWith('text/plain');
  const message = typeof json === 'string' ? json : text;
  return { message: isText ? quote(message) : undefined, details: [], isPage: false };
}

/** A value that is an identifier, such as a code or an id; a number is one. */
export function identifier(value: unknown, quote: Quote): string | undefined {
  const text = quote(typeof value === 'number' ? String(value) : value);
  return text !== undefined && IDENTIFIER.test(text) ? text : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRecord(body: Wire, quote: Quote): ServiceWords {
  const said = readFirst(body, ['error', 'detail']);
  const fields = isRecord(said) ? said : body;
  const details = DETAILS.flatMap((name) => readDetails(fields[name], quote));
  return {
    message: messageOf(fields, said, quote) ?? detailLine(details),
    serviceCode: identifier(fields['code'], quote) ?? identifier(fields['type'], quote),
    requestId:
      identifier(readFirst(fields, ['request_id', 'requestId']), quote) ??
      identifier(readFirst(body, ['request_id', 'requestId']), quote),
    details,
    isPage: false,
  };
}

function messageOf(fields: Wire, said: unknown, quote: Quote): string | undefined {
  return quote(readFirst(fields, ['message', 'msg'])) ?? quote(said) ?? quote(fields['detail']);
}
