import { type OptionRule, text } from './option-rule.js';

/** Headers that the client itself must write, or a message would be read wrongly. */
const FRAMING = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A header's name, by RFC 9110: a token. */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
/** A header's value, by RFC 9110, without what only tolerant peers read. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A rule for text that a header can carry as one word. */
export const visibleText: OptionRule<string> = text(
  'visible ASCII characters without spaces or line breaks',
  (value) => /^[!-~]+$/.test(value),
);

/** A rule for headers. */
export const headers: OptionRule<Record<string, string>> = {
  types: ['object'],
  expects: `an object of header names and strings, without ${[...FRAMING].join(', ')}`,
  accepts: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(isHeader),
};

/** A rule for the address of a service: its credentials and query have options of their own. */
export function serviceUrl(fallback: string): OptionRule<string> {
  return text(
    'an http or https URL without credentials, query and fragment',
    (value) => {
      const url = parse(value, ['http:', 'https:']);
      return url !== undefined && `${url.username}${url.password}` === '' && !/[?#\s]/.test(value);
    },
    fallback,
  );
}

/** A rule for the address of a proxy, credentials allowed. */
export const proxyUrl: OptionRule<string> = {
  ...text('an http or https URL', (value) => parse(value, ['http:', 'https:']) !== undefined),
  expects: 'false or the http or https URL of a proxy',
  orFalse: true,
};

function isHeader([name, value]: [string, unknown]): boolean {
  return (
    TOKEN.test(name) &&
    !FRAMING.has(name.toLowerCase()) &&
    typeof value === 'string' &&
    FIELD_VALUE.test(value)
  );
}

function parse(value: string, protocols: readonly string[]): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url && protocols.includes(url.protocol) ? url : undefined;
}
