import { randomUUID } from 'node:crypto';
import { isSecretHeader } from '../observability/redact/known-secrets.js';
import type { KaizenCallOptions } from './kaizen-call-options.js';

/** A shorter part of a secret is in many ids, and gives nothing away. */
const SHORTEST_PART = 8;

/**
 * The id of a call: the caller's own, or a random one where that is missing or shows the value of a secret
 * header of the call. Ids get into results, errors, logs, spans and the logs of the service.
 */
export function callIdOf({
  requestId,
  headers,
}: Pick<KaizenCallOptions, 'requestId' | 'headers'>): string {
  if (requestId === undefined) return randomUUID();
  return headers && showsSecret(requestId, headers) ? randomUUID() : requestId;
}

/** Of options that nobody has checked yet. */
function showsSecret(id: unknown, headers: Readonly<Record<string, unknown>>): boolean {
  if (typeof id !== 'string') return false;
  const text = id.toLowerCase();
  return Object.entries(headers).some(([name, value]) => {
    if (typeof value !== 'string' || value === '' || !isSecretHeader(name)) return false;
    const secret = value.toLowerCase();
    const isPart = text.length >= SHORTEST_PART && secret.includes(text);
    return text === secret || isPart || partsOf(secret).some((part) => text.includes(part));
  });
}

/** What a value is made of: the scheme and the key, the cookies. */
function partsOf(secret: string): string[] {
  return [secret, ...secret.split(/[\s,;=]+/)].filter(({ length }) => length >= SHORTEST_PART);
}
