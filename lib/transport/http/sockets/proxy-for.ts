import { KaizenOptionsError } from '../../../errors/options.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import { isExempt } from './no-proxy.js';

/** What a client is told of proxies. */
export type ProxyOptions = Pick<ResolvedKaizenOptions, 'proxy' | 'proxyAuth' | 'noProxy'>;

/** A proxy that a client's connections go through. */
export interface Proxy {
  readonly isSecure: boolean;
  /** Its name or address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, if it is to have one. A secret. */
  readonly authorization?: string;
}

/**
 * The proxy for a service, or none.
 *
 * The option `proxy` decides, with `noProxy` as its exceptions. Where it is not set, the environment
 * does, in lower or upper case: `HTTPS_PROXY` or `HTTP_PROXY` by the service's protocol, then
 * `ALL_PROXY`; `NO_PROXY` and `noProxy` are both minded.
 *
 * @throws {@link KaizenOptionsError} for a proxy in the environment that is no http or https URL.
 */
export function proxyFor(
  service: URL,
  { proxy, proxyAuth, noProxy = [] }: ProxyOptions,
  env: NodeJS.ProcessEnv = process.env,
): Proxy | undefined {
  if (proxy === false || isExempt(service, noProxy)) return undefined;
  const url = proxy === undefined ? proxyOfEnvironment(service, env) : new URL(proxy);
  if (!url) return undefined;
  const isSecure = url.protocol === 'https:';
  const authorization = basic(proxyAuth ?? credentialsOf(url));
  return {
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    ...(authorization !== undefined && { authorization }),
  };
}

function proxyOfEnvironment(service: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const given = read(env, `${service.protocol.slice(0, -1)}_proxy`, 'all_proxy');
  if (given === undefined) return undefined;
  if (isExempt(service, read(env, 'no_proxy')?.split(/[,\s]+/) ?? [])) return undefined;
  const text = given.includes('://') ? given : `http://${given}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new KaizenOptionsError(
    'The proxy that the environment names is no http or https URL. Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, or set proxy: false.',
    'proxy',
  );
}

/** The first of these that is set, each in lower case or else in upper; an empty one is not set. */
function read(env: NodeJS.ProcessEnv, ...names: string[]): string | undefined {
  const spellings = names.flatMap((name) => [name, name.toUpperCase()]);
  return spellings.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

function credentialsOf({ username, password }: URL) {
  return { username: decode(username), password: decode(password) };
}

function basic({ username, password }: { username: string; password: string }): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** URLs are written by people: a lone `%` stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
