import { randomBytes } from 'node:crypto';

/** An id for a call that its vendor gave none: a conversation may hold many of them, each with its result. */
export function madeCallId(): string {
  return `call_${randomBytes(9).toString('hex')}`;
}
