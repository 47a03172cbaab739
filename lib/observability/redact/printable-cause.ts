import { inspect } from 'node:util';
import type { Redactor } from './redactor.js';

const NAME = /^\w{1,60}$/;
const CODE = /^[\w.-]{1,60}$/;
/** Who prints more than this at once, in characters, is not read by anybody. */
const MOST_CHARACTERS = 65_536;

/**
 * An error of a user's own code as the cause of one of ours: itself, unless printing it would show a secret.
 * Then only its name and code are kept: an axios error, for one, has the request with its credentials.
 */
export function printableCause(error: unknown, redactor: Redactor): unknown {
  if (isPrintable(error, redactor)) return error;
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const kept = new Error('The message is left out: it may show a secret.');
  if (typeof name === 'string' && NAME.test(name)) kept.name = name;
  return typeof code === 'string' && CODE.test(code) ? Object.assign(kept, { code }) : kept;
}

function isPrintable(error: unknown, redactor: Redactor): boolean {
  try {
    const depths = { depth: 8, showHidden: true, maxStringLength: null, breakLength: Infinity };
    const text = inspect(error, depths);
    return text.length <= MOST_CHARACTERS && redactor.isClean(text);
  } catch {
    return false;
  }
}
