import { inspect } from 'node:util';

/** The key that every client of the suite sends. */
export const API_KEY = 'kz-canary-key-51d0c2';

/** What a gateway before the service is told by every client. */
export const GATEWAY_TOKEN = 'gw-canary-token-03e8';

/** Stands in the prompt of every call. */
export const PROMPT = 'canary-prompt-9b27: the merger closes on Friday';

/** Who the proxies of the suite ask for. The characters show whether it is decoded where it should be. */
export const PROXY_USER = { username: 'canary-user', password: 'canary:p@ss wörd/77' };

/** What a `Proxy-Authorization` header says of {@link PROXY_USER}. */
export const PROXY_CREDENTIALS = Buffer.from(
  `${PROXY_USER.username}:${PROXY_USER.password}`,
).toString('base64');

const CANARIES: Readonly<Record<string, string>> = {
  'the API key': API_KEY,
  'the gateway token': GATEWAY_TOKEN,
  'the prompt': PROMPT.slice(0, 18),
  'the proxy password': PROXY_USER.password,
  'the proxy password, percent-encoded': encodeURIComponent(PROXY_USER.password),
  'the proxy credentials, in base64': PROXY_CREDENTIALS,
};

/** What of the planted secrets can be read in anything printed of a value, however deep. */
export function canariesIn(...values: readonly unknown[]): string[] {
  const printed = values.map(printings).join('\n');
  return Object.keys(CANARIES).filter((name) => printed.includes(CANARIES[name] ?? ''));
}

/** A value as logs may show it: as text, as JSON, and inspected with all that is hidden. */
function printings(value: unknown): string {
  const deep = inspect(value, { depth: 10, showHidden: true, maxStringLength: null });
  return [String(value), JSON.stringify(value), deep].join('\n');
}
