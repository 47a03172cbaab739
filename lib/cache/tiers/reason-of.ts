import { KaizenError } from '../../errors/kaizen.error.js';
import { TooLate } from './in-time.js';

/** A code, a class or a word in capitals: never what else a message may hold. */
const WORD = /^[A-Za-z][\w-]{0,60}$/;
/** What an error of Redis begins with. */
const REPLY = /^[A-Z]{3,20}(?= )/;
/** What Redis says when it only answers reads: it is full, a replica, without its disk, … */
const REFUSALS = new Set(['OOM', 'READONLY', 'MISCONF', 'NOREPLICAS', 'NOPERM']);

/** Why a store failed, in a word or a few. */
export function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof TooLate) return `no answer within ${timeoutMs} ms`;
  if (error instanceof KaizenError) return error.message;
  const name = fact(error, 'name');
  const type = name === 'Error' ? fact(fact(error, 'constructor'), 'name') : name;
  const told = [fact(error, 'code'), replyOf(error), type];
  return (
    told.find((word): word is string => typeof word === 'string' && WORD.test(word)) ?? 'unknown'
  );
}

/** Whether it is an error of writing alone. */
export function refusesWrites(error: unknown): boolean {
  return REFUSALS.has(replyOf(error) ?? '');
}

/** Whether it is an error of what is kept under one key: the store itself works. */
export function isOfValue(error: unknown): boolean {
  return fact(error, 'name') === 'SyntaxError' || replyOf(error) === 'WRONGTYPE';
}

function replyOf(error: unknown): string | undefined {
  const message = fact(error, 'message');
  return typeof message === 'string' ? REPLY.exec(message)?.[0] : undefined;
}

/** A store may fail with anything, also with what cannot be read. */
function fact(error: unknown, name: string): unknown {
  try {
    return (Object(error) as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}
