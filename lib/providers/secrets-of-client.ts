import { secretsOfHeaders } from '../observability/redact/known-secrets.js';

/** Where the vendors' SDKs keep what they were given: some of it under `_options`. */
interface KnownClient {
  readonly apiKey?: unknown;
  readonly accessToken?: unknown;
  readonly authToken?: unknown;
  readonly token?: unknown;
  readonly defaultHeaders?: unknown;
  readonly headers?: unknown;
  readonly _options?: unknown;
}

/** What a ready client was given as secrets, as far as it can be seen. */
export function secretsOfClient(client: unknown): unknown[] {
  const known = Object(client) as KnownClient;
  return [known, Object(known._options) as KnownClient].flatMap(secretsIn);
}

function secretsIn(holder: KnownClient): unknown[] {
  const { apiKey, accessToken, authToken, token, defaultHeaders, headers } = holder;
  const ofHeaders = [defaultHeaders, headers].flatMap((given) => secretsOfHeaders(plain(given)));
  return [apiKey, accessToken, authToken, token, ...ofHeaders];
}

/** Those headers that are plain texts. */
function plain(headers: unknown): Record<string, string> {
  const entries = Object.entries(Object(headers) as object);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
}
