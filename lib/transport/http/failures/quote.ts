import { SecretParts } from '../../../observability/redact/secret-parts.js';
import { withoutUrlSecrets } from '../../../observability/redact/url-secrets.js';
import { repeatsRequest } from './repeats-request.js';

/**
 * What may be said of a text that came from outside: one line, bounded, without the credentials and
 * queries of URLs; `undefined` for what is no text, is empty, or repeats a secret or the request.
 *
 * @param longest How many UTF-16 code units are kept. Default 300.
 */
export type Quote = (text: unknown, longest?: number) => string | undefined;

const LONGEST = 300;
/** So much more than is kept is looked at: a cut must not hide that a secret begins there. */
const MARGIN = 512;
/** For longer requests nothing is quoted: to look through them would hold the event loop. */
const LONGEST_REQUEST = 256 * 1024;

const NOT_PRINTED = /[\s\p{C}\p{Zl}\p{Zp}]+/gu;

/**
 * Makes the {@link Quote} of one call.
 *
 * @param secrets None of them is said, nor eight characters of one in a row.
 * @param requestBody As it was sent. No longer piece of it is said.
 */
export function quoteFor(secrets: readonly string[], requestBody = ''): Quote {
  const isRequest = requestBody.length > LONGEST_REQUEST ? always : repeatsRequest(requestBody);
  const parts = new SecretParts(secrets);
  const margin = secrets.reduce((most, { length }) => Math.max(most, length), MARGIN);
  return (text, longest = LONGEST) => {
    if (typeof text !== 'string') return undefined;
    const line = tidy(text.slice(0, longest + margin));
    if (line === '' || parts.isIn(line) || isRequest(line)) return undefined;
    return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
  };
}

const always = (): boolean => true;

function tidy(text: string): string {
  return withoutUrlSecrets(text.replace(NOT_PRINTED, ' ')).trim();
}
