import { isRecord } from '../../contract/is-record.js';
import { refusal } from '../refusals/refusal.js';

type Place = readonly (string | number)[];

/** A number past 10^308 has such an exponent, or more than 200 digits in a row. */
const LARGE_EXPONENT = /[eE]\+?\d{3}/;
/** Where so many characters apart there are so many digits one after the other, there may be that many. */
const STEP = 64;
const STEPS = 3;

/**
 * Refuses JSON with a number that is too large for JavaScript: it would be read as infinite, which JSON
 * writes as `null`.
 *
 * @param value What the JSON was parsed to. @param json The JSON. Most of it need not be looked at.
 * @throws Refusal with 422, which tells the place.
 */
export function requireFinite(value: unknown, json: string): void {
  if (!LARGE_EXPONENT.test(json) && !hasManyDigits(json)) return;
  const place = placeOfInfinite(value);
  if (place) throw notFinite(['body', ...place]);
}

function hasManyDigits(json: string): boolean {
  let digits = 0;
  for (let at = 0; at < json.length; at += STEP) {
    const code = json.charCodeAt(at);
    digits = code >= 0x30 && code <= 0x39 ? digits + 1 : 0;
    if (digits === STEPS) return true;
  }
  return false;
}

/** Where the first one is. The levels of the value are bounded. */
function placeOfInfinite(value: unknown): Place | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : [];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(isRecord(value) ? value : {});
  for (const step of steps) {
    const rest = placeOfInfinite((value as Readonly<Record<string | number, unknown>>)[step]);
    if (rest) return [step, ...rest];
  }
  return undefined;
}

function notFinite(loc: Place): Error {
  const msg = 'is a number that is too large. Write it as a string.';
  const details = [{ loc, msg, type: 'finite_number' }];
  return refusal('validation_failed', `${loc.join('.')} ${msg}`, { details });
}
