import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls, { type SecureContext } from 'node:tls';
import { KaizenOptionsError } from '../../../errors/options.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import { readCertificates, readPrivateKey } from './pem.js';

/** Whom a client trusts, and who it says it is. */
export type TlsOptions = Pick<
  ResolvedKaizenOptions,
  'caBundle' | 'caBundleMode' | 'clientCert' | 'clientKey' | 'clientKeyPassphrase'
>;

/**
 * What all TLS connections of a client to its service share: trusted authorities and its certificate.
 *
 * It is made once: a list of authorities in its place would be read again for each connection, and
 * would be a part of the name under which the agent looks for a free socket.
 *
 * @throws {@link KaizenOptionsError} for a certificate or a key that cannot be read or does not fit.
 */
export function createTlsContext(options: TlsOptions): SecureContext {
  return tls.createSecureContext({ ca: authorities(options), ...clientCertificate(options) });
}

/** The same for connections to a proxy, which is not shown the client's certificate. */
export function createProxyTlsContext(options: TlsOptions): SecureContext {
  return tls.createSecureContext({ ca: authorities(options) });
}

/** `undefined` stands for those that Node trusts by itself. */
function authorities({ caBundle, caBundleMode }: TlsOptions): string[] | undefined {
  if (caBundle === undefined) return undefined;
  const own = [caBundle].flat().flatMap((item) => readCertificates('caBundle', item));
  return caBundleMode === 'replace' ? own : [...defaultAuthorities(), ...own];
}

/** Those that Node trusts by itself, since a list of one's own stands in their place. */
function defaultAuthorities(): readonly string[] {
  // From Node 22.15 on; before, the extra ones have to be read as Node does.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? [...tls.rootCertificates, ...extraAuthorities()];
}

/** `NODE_EXTRA_CA_CERTS`. Node warns of a file that cannot be read, and goes on without it. */
function extraAuthorities(): string[] {
  const path = process.env['NODE_EXTRA_CA_CERTS'];
  try {
    return path ? [readFileSync(path, 'utf8')] : [];
  } catch {
    return [];
  }
}

function clientCertificate({ clientCert, clientKey, clientKeyPassphrase }: TlsOptions) {
  if (clientCert === undefined && clientKey === undefined) return {};
  if (clientCert === undefined) throw missing('clientCert', 'clientKey');
  if (clientKey === undefined) throw missing('clientKey', 'clientCert');
  const chain = readCertificates('clientCert', clientCert);
  const key = readPrivateKey(clientKey, clientKeyPassphrase);
  if (!belongs(key, chain[0]!)) {
    throw new KaizenOptionsError(
      'clientKey is not the key of clientCert. Give the two that were issued together; in a file with a chain, the client’s own certificate comes first.',
      'clientKey',
    );
  }
  return { cert: chain.join('\n'), key: key.export({ type: 'pkcs8', format: 'pem' }) };
}

function belongs(key: KeyObject, certificate: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(key);
}

function missing(option: string, given: string): KaizenOptionsError {
  return new KaizenOptionsError(`${given} needs ${option}. Set both, or neither.`, option);
}
