import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { PACKAGE_VERSION } from './package-version.js';

/** The headers of every request of a client, with lower-case names. */
export function clientHeaders({
  apiKey,
  auth,
  headers,
}: Pick<ResolvedKaizenOptions, 'apiKey' | 'auth' | 'headers'>): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': `nestjs-kaizen/${PACKAGE_VERSION} node/${process.versions.node}`,
    ...(apiKey !== undefined && auth !== 'bearer' && { 'x-api-key': apiKey }),
    ...(apiKey !== undefined && auth !== 'x-api-key' && { authorization: `Bearer ${apiKey}` }),
    ...lowerCase(headers),
  };
}

/** The same headers with lower-case names, so that one replaces another whatever its spelling. */
export function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
