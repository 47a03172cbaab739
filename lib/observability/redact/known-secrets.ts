import type { KaizenProxyAuth } from '../../options/connection-options.js';

/** The options that hold secrets. */
export interface SecretOptions {
  readonly apiKey?: string;
  readonly clientKeyPassphrase?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly proxy?: string | false;
  readonly proxyAuth?: KaizenProxyAuth;
  readonly cache?: boolean | { readonly store?: unknown };
}

/** Headers whose value nobody has to hide. Of any other it is not known. */
const PLAIN_HEADER =
  /^(?:accept(?:-.+)?|cache-control|pragma|user-agent|traceparent|x-request-id)$/i;
/** Headers whose value is a secret however short it is. */
const SECRET_HEADER = /auth|cookie|key|pass|secret|session|token/i;
/** The values of other headers are taken for one from this length on: `1` and `on` are in any text. */
const SHORTEST_SECRET = 8;
/** A shorter user name would be found in any text. */
const SHORTEST_NAME = 4;
const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/**
 * What of a client's options must not be seen: the API key, the values of headers, the credentials of the
 * proxy (those of the environment too) in the forms they are sent in, those of the cache's store, the
 * passphrase of the client's key.
 */
export function secretsOfOptions(
  { apiKey, headers, proxy, proxyAuth, clientKeyPassphrase, cache }: SecretOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  const proxies = PROXY_VARIABLES.flatMap((name) => [name, name.toLowerCase()]);
  const secrets = [
    apiKey,
    clientKeyPassphrase,
    ...secretsOfHeaders(headers),
    ...(proxyAuth ? credentials(proxyAuth.username, proxyAuth.password) : []),
    ...(proxy ? credentialsOfUrl(proxy) : []),
    ...storesOf(cache).flatMap((store) => passwordsOfUrl(store)),
    ...proxies.flatMap((name) => credentialsOfUrl(environment[name])),
  ];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

/** What of a call must not be seen: its own headers that may be secrets, and all that a hook has added. */
export function secretsOfCall({
  headers,
  secretHeaders = {},
}: {
  readonly headers?: Readonly<Record<string, string>>;
  readonly secretHeaders?: Readonly<Record<string, string>>;
}): string[] {
  const secrets = [...secretsOfHeaders(headers), ...Object.values(secretHeaders)];
  return secrets.filter((secret) => secret !== '');
}

/** The values of headers that may be secrets. */
export function secretsOfHeaders(headers: Readonly<Record<string, string>> = {}): string[] {
  const entries = Object.entries(headers);
  return entries
    .filter(([name, value]) => isSecretHeader(name) || isLikeSecret(name, value))
    .map(([, value]) => value);
}

/** Whether the value of this header is a secret by its name alone. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name);
}

function isLikeSecret(name: string, value: string): boolean {
  return value.length >= SHORTEST_SECRET && !PLAIN_HEADER.test(name);
}

/** The stores of a cache that are named: those of Redis by their URL. */
function storesOf(cache: SecretOptions['cache']): string[] {
  const store = typeof cache === 'object' ? cache.store : undefined;
  const tiers: readonly unknown[] = Array.isArray(store) ? store : [store];
  return tiers.filter((tier): tier is string => typeof tier === 'string');
}

function credentialsOfUrl(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  return [...credentials(username, password), ...credentials(decode(username), decode(password))];
}

/** Redis calls its user `default`, which is no secret and in many texts. */
function passwordsOfUrl(url: string): string[] {
  const { password } = URL.canParse(url) ? new URL(url) : { password: '' };
  return [password, decode(password)];
}

function credentials(username: string, password: string): string[] {
  if (username === '' && password === '') return [];
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return [username.length < SHORTEST_NAME ? '' : username, password, basic];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
