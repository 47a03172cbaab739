import { type FailedCall } from './failed-call.js';

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
 * What must not be seen in an error: the API key, the values of headers, the credentials of the proxy
 * (those of the environment too) in the forms they are sent in, the passphrase of the client's key.
 */
export function secretsOf(
  { options, state }: FailedCall,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  const { apiKey, headers, proxy, proxyAuth, clientKeyPassphrase } = options;
  const proxies = PROXY_VARIABLES.flatMap((name) => [name, name.toLowerCase()]);
  const secrets = [
    apiKey,
    clientKeyPassphrase,
    ...headerValues(headers),
    ...headerValues(state.call.headers),
    ...(proxyAuth ? credentials(proxyAuth.username, proxyAuth.password) : []),
    ...(proxy ? credentialsOfUrl(proxy) : []),
    ...proxies.flatMap((name) => credentialsOfUrl(environment[name])),
  ];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

function headerValues(headers: Readonly<Record<string, string>> = {}): string[] {
  const entries = Object.entries(headers);
  return entries
    .filter(([name, value]) => SECRET_HEADER.test(name) || isLikeSecret(name, value))
    .map(([, value]) => value);
}

function isLikeSecret(name: string, value: string): boolean {
  return value.length >= SHORTEST_SECRET && !PLAIN_HEADER.test(name);
}

function credentialsOfUrl(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  return [...credentials(username, password), ...credentials(decode(username), decode(password))];
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
