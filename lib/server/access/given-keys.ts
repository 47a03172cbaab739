import type { IncomingHttpHeaders } from 'node:http';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * The keys of a request: `x-api-key` and `Authorization: Bearer`. A gateway may use one of the two for
 * itself, so any of them may be the right one.
 */
export function givenKeys({ 'x-api-key': own, authorization }: IncomingHttpHeaders): string[] {
  const bearer = BEARER.exec(authorization ?? '')?.[1];
  const keys = [typeof own === 'string' ? own : undefined, bearer];
  return [...new Set(keys)].filter((key) => key !== undefined && key !== '') as string[];
}
