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
/** A part of a secret that is this long gives it away. */
const SECRET_RUN = 8;

const NOT_PRINTED = /[\s\p{C}\p{Zl}\p{Zp}]+/gu;
const USER_OF_URL = /(:\/\/)[^\s/?#]*@/g;
const QUERY_OF_URL = /(:\/\/[^\s?#]*)[?#]\S*/g;

/**
 * Makes the {@link Quote} of one call.
 *
 * @param secrets None of them is said, nor eight characters of one in a row.
 * @param requestBody As it was sent. No longer piece of it is said.
 */
export function quoteFor(secrets: readonly string[], requestBody = ''): Quote {
  const isRequest = requestBody.length > LONGEST_REQUEST ? always : repeatsRequest(requestBody);
  const parts = secrets.flatMap(partsOf);
  const margin = secrets.reduce((most, { length }) => Math.max(most, length), MARGIN);
  const isSecret = (text: string): boolean => parts.some((part) => text.includes(part));
  return (text, longest = LONGEST) => {
    if (typeof text !== 'string') return undefined;
    const line = tidy(text.slice(0, longest + margin));
    if (line === '' || isSecret(line.toLowerCase()) || isRequest(line)) return undefined;
    return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
  };
}

const always = (): boolean => true;

function tidy(text: string): string {
  return text
    .replace(NOT_PRINTED, ' ')
    .replace(USER_OF_URL, '$1')
    .replace(QUERY_OF_URL, '$1')
    .trim();
}

/** The parts that must not be seen of a secret, in lower case, also as a URL would carry it. */
function partsOf(secret: string): string[] {
  const spellings = new Set([secret, encodeURIComponent(secret.toWellFormed())]);
  return [...spellings].flatMap((spelling) => runsOf(spelling.toLowerCase()));
}

function runsOf(text: string): string[] {
  if (text.length <= SECRET_RUN) return text === '' ? [] : [text];
  return Array.from({ length: text.length - SECRET_RUN + 1 }, (_, start) =>
    text.slice(start, start + SECRET_RUN),
  );
}
