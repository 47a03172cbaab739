import { hash } from 'node:crypto';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { lowerCase } from '../../transport/http/client-headers.js';
import { PACKAGE_VERSION } from '../../transport/http/package-version.js';

/**
 * A digest of all that makes a client's answers differ from another client's: who answers, as whom it is
 * asked, and how encodes are written. The engine's answers may change with its version, a service's do not.
 */
export function clientFingerprint(options: ResolvedKaizenOptions): string {
  const { transport, profile, delimiter, indent, lengthMarker } = options;
  const { maxDepth, maxPayloadBytes, maxResponseBytes, verify } = options;
  const who = transport === 'http' ? serviceOf(options) : { verify, engine: PACKAGE_VERSION };
  const form = { profile, delimiter, indent, lengthMarker };
  const facts = { transport, who, form, maxDepth, maxPayloadBytes, maxResponseBytes };
  return hash('sha256', JSON.stringify(facts), 'base64url');
}

function serviceOf({ baseUrl, apiKey, headers }: ResolvedKaizenOptions): object {
  const sorted = Object.entries(lowerCase(headers)).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return { baseUrl, apiKey, headers: sorted };
}
