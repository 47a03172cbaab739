const JSON_TYPE = /^application\/(?:[\w.-]{1,64}\+)?json$/;
const UTF_8 = /^"?utf-?8"?$/;
/** Types that a message may name. Of any other it is not known what it says. */
const NAMED = new Set([
  'application/octet-stream',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'application/xhtml+xml',
  'application/xml',
  'multipart/form-data',
  'text/event-stream',
  'text/html',
  'text/plain',
  'text/xml',
]);

/** What a `Content-Type` says. */
export interface ContentType {
  /** Whether the body is JSON in UTF-8, which it is when no charset is named: RFC 8259, 8.1. */
  readonly isJson: boolean;
  /** Its name for a message. */
  readonly name: string;
}

const JSON_UTF_8: ContentType = { isJson: true, name: 'application/json' };

/** Reads a `Content-Type`. */
export function readContentType(value = ''): ContentType {
  // What nearly every response has, known at a glance.
  if (value === 'application/json') return JSON_UTF_8;
  const [type = '', ...parameters] = value
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const isUtf8 = charset === undefined || UTF_8.test(charset);
  if (!JSON_TYPE.test(type)) return { isJson: false, name: nameOf(type) };
  return { isJson: isUtf8, name: isUtf8 ? type : 'JSON in another charset than UTF-8' };
}

function nameOf(type: string): string {
  if (type === '') return 'no content type';
  return NAMED.has(type) ? type : 'an unknown content type';
}
