import { quoteFor, type Quote } from '../../transport/http/failures/quote.js';
import { secretsOfHeaders } from '../../observability/redact/known-secrets.js';
import type { CallContext, ErrorView, ProviderAdapter } from '../adapter.js';
import type { CallClock } from './call-clock.js';
import type { ResponseNotes } from './response-notes.js';

/** What an attempt of a call runs with. */
export function contextOf(
  clock: CallClock,
  headers: Readonly<Record<string, string>>,
  notes: ResponseNotes,
): CallContext {
  return { signal: clock.signal, headers, fetch: notes.fetch, noteResponse: notes.note };
}

/** What an adapter can tell of an error; nothing where it fails at that. */
export function viewOf(adapter: ProviderAdapter | undefined, error: unknown): ErrorView {
  try {
    return adapter?.viewError(error) ?? {};
  } catch {
    return {};
  }
}

/**
 * What may be said of a vendor's words. Made only when there is something to say: it looks through the whole
 * prompt.
 *
 * @param contents What is in the prompt, as it was given and as it was sent.
 */
export function quoteOf(
  secrets: readonly string[],
  headers: Readonly<Record<string, string>>,
  contents: unknown,
): Quote {
  return quoteFor([...secrets, ...secretsOfHeaders(headers)], bodyOf(contents));
}

/** Bytes of images are left out: no error repeats them, and they would be written as long lists. */
function bodyOf(contents: unknown): string {
  try {
    return JSON.stringify(contents, withoutBytes) ?? '';
  } catch {
    return '';
  }
}

/** Looks at what holds the value: a Buffer has been turned into a list of numbers before this is asked. */
function withoutBytes(
  this: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): unknown {
  return ArrayBuffer.isView(this[key]) ? '' : value;
}
