import { OTHER } from './bounded-words.js';

/** Statuses that say enough to be told apart; the others are told by their hundred. */
const STATUSES = new Set(['408', '409', '425', '429', '500', '502', '503', '504']);
const CLOCK = /^timeout-(?:connect|read|write|pool|total)$/;
/** As Node, OpenSSL and proxies name what went wrong with a connection: `ECONNRESET`, `HTTP_502`. */
const SYSTEM_CODE = /^(?:[A-Z][A-Z\d_]{2,60}|proxy)$/;

/**
 * Why a request is sent again, as one of a few classes: a status (`503`, `4xx`), a clock (`timeout-read`),
 * `connection`, or `other`.
 */
export function reasonClass(reason: string): string {
  if (STATUSES.has(reason) || CLOCK.test(reason)) return reason;
  if (/^[45]\d\d$/.test(reason)) return `${reason[0]}xx`;
  return SYSTEM_CODE.test(reason) ? 'connection' : OTHER;
}
