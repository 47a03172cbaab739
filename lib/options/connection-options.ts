import { proxyUrl } from './http-rules.js';
import {
  flag,
  listOf,
  milliseconds,
  objectOf,
  oneOf,
  type OptionRule,
  type OptionTable,
  secret,
  text,
  wholeNumber,
} from './option-rule.js';

/** Who a proxy is told it serves. */
export interface KaizenProxyAuth {
  /** The user's name, as it is: not percent-encoded. */
  username: string;
  /** The password, as it is: not percent-encoded. */
  password: string;
}

/** The client's sockets: how many, how long, through which proxy, trusting whom. */
export interface KaizenConnectionOptions {
  /** How many sockets may be open at once; further calls wait `poolTimeoutMs` for one. Default 100. */
  maxConnections?: number;
  /** How many idle sockets are kept for the next calls. Default 20. */
  maxKeepAliveConnections?: number;
  /**
   * How long an idle socket is kept, in milliseconds; it should be less than the service keeps it.
   * 0 keeps none. Default 4000: many servers close theirs after 5 seconds.
   */
  keepAliveExpiryMs?: number;
  /**
   * The proxy, `http://proxy.example:3128`, for http and https services alike; `false` for none.
   * Default: the environment's `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, minded by `NO_PROXY`.
   */
  proxy?: string | false;
  /** Who the proxy is told it serves. Default: what the proxy's URL says. */
  proxyAuth?: KaizenProxyAuth;
  /**
   * Hosts that are reached without a proxy, wherever it is from: `example.com` with all names under
   * it, `.internal`, `host:8080`, `10.0.0.0/8`, `*`. With `proxy`, they stand in the place of
   * `NO_PROXY`. Default: none.
   */
  noProxy?: readonly string[];
  /** Certificate authorities to trust: paths of PEM files, or their text. */
  caBundle?: string | readonly string[];
  /** Whether `caBundle` is trusted beside the authorities that Node knows or instead. Default `add`. */
  caBundleMode?: 'add' | 'replace';
  /** The client's own certificate: the path of a PEM file, or its text. Needs `clientKey`. */
  clientCert?: string;
  /** The key of `clientCert`: the path of a PEM file, or its text. */
  clientKey?: string;
  /** What `clientKey` is encrypted with, if it is. */
  clientKeyPassphrase?: string;
  /**
   * `false` trusts any certificate: whoever is in between can read prompts and key. It is logged as a
   * warning at boot. Default `true`; use `caBundle` for a certificate of your own.
   */
  rejectUnauthorized?: boolean;
}

const isFilled = (value: unknown): boolean => typeof value === 'string' && value !== '';

const pem = text('the path of a PEM file, or its text', isFilled);

const pemList: OptionRule<string | readonly string[]> = {
  types: ['string', 'object'],
  expects: 'the path of a PEM file, its text, or a list of them',
  accepts: (value) =>
    isFilled(value) || (Array.isArray(value) && value.length > 0 && value.every(isFilled)),
};

const PROXY_AUTH_TABLE: OptionTable<KaizenProxyAuth> = {
  // A colon would end the name: RFC 7617.
  username: text('a string without a colon', (value) => !value.includes(':')),
  password: text('a string', () => true),
};

/** What each of them accepts, and its default. */
export const CONNECTION_OPTION_TABLE: OptionTable<KaizenConnectionOptions> = {
  maxConnections: wholeNumber(1, 100_000, 100),
  maxKeepAliveConnections: wholeNumber(0, 100_000, 20),
  keepAliveExpiryMs: milliseconds(0, 4000),
  proxy: secret(proxyUrl),
  proxyAuth: secret(objectOf(PROXY_AUTH_TABLE)),
  noProxy: listOf<string>('a list of host names', isFilled),
  caBundle: pemList,
  caBundleMode: oneOf(['add', 'replace'], 'add'),
  clientCert: pem,
  clientKey: secret(pem),
  clientKeyPassphrase: secret(text('a string', () => true)),
  rejectUnauthorized: flag(true),
};
