const SECOND = 1000;
const DECIMAL = /^\d+(?:\.\d+)?$/;

/**
 * How long the service asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds
 * (fractions too) or as a date. `undefined` when it does not say, or not in a form that can be read:
 * negative, hexadecimal, `1e9`, a date that does not exist. A date that is past is 0.
 *
 * Dates are read in the one form that RFC 9110, 5.6.7, lets a server write.
 *
 * @param headers The response's headers, their names in lower case.
 * @param now The wall clock, in milliseconds.
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, unknown>>,
  now: number = Date.now(),
): number | undefined {
  const inMs = decimal(headers['retry-after-ms']);
  if (inMs !== undefined) return wait(inMs);
  const inSeconds = decimal(headers['retry-after']);
  if (inSeconds !== undefined) return wait(inSeconds * SECOND);
  const date = dateOf(headers['retry-after']);
  return date === undefined ? undefined : wait(date - now);
}

function decimal(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return DECIMAL.test(text) ? Number(text) : undefined;
}

function dateOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  const time = Date.parse(text);
  // What a date is written back as tells whether it was one, in this form, on this day of the week.
  return !Number.isNaN(time) && new Date(time).toUTCString() === text ? time : undefined;
}

/** A whole number that JSON can write. */
function wait(ms: number): number {
  return Math.min(Math.max(0, Math.round(ms)), Number.MAX_SAFE_INTEGER);
}
