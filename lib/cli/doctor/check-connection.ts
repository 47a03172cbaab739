import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { readCertificates } from '../../transport/http/sockets/pem.js';
import { proxyFor } from '../../transport/http/sockets/proxy-for.js';
import { fail, failedWith, type Finding, ok, warn } from './finding.js';

/** The proxy that a service is asked through, and where that is said. */
export function checkProxy(options: ResolvedKaizenOptions): Finding {
  try {
    const proxy = proxyFor(new URL(options.baseUrl), options);
    if (!proxy) return ok('Proxy', 'none');
    const { host, port, isSecure, authorization } = proxy;
    const from = options.proxy === undefined ? 'from the environment' : 'from the option';
    const as = authorization === undefined ? '' : ', with a password';
    return ok('Proxy', `${isSecure ? 'https' : 'http'}://${host}:${port} ${from}${as}`);
  } catch (error) {
    return failedWith('Proxy', error);
  }
}

/** The certificates that are trusted beside those that Node knows, and whether any are checked. */
export function checkCertificates({
  caBundle,
  rejectUnauthorized,
}: ResolvedKaizenOptions): Finding[] {
  const bundles = caBundle === undefined ? [] : [caBundle].flat();
  const findings = bundles.map((bundle) => checkBundle(bundle));
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  if (extra) findings.push(checkExtra(extra));
  const isOff = !rejectUnauthorized || process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
  if (isOff) findings.push(unchecked());
  return findings.length > 0 ? findings : [ok('Certificates', 'those that Node knows')];
}

function checkBundle(bundle: string): Finding {
  const name = 'caBundle';
  try {
    const all = readCertificates(name, bundle).map((pem) => new X509Certificate(pem));
    const old = all.filter(({ validTo }) => Date.parse(validTo) < Date.now());
    const found = `${all.length} certificate${all.length === 1 ? '' : 's'}`;
    if (old.length === 0) return ok(name, found);
    return fail(name, `${found}, ${old.length} out of date`, 'Ask for new ones, and replace them.');
  } catch (error) {
    return failedWith(name, error);
  }
}

function checkExtra(path: string): Finding {
  const name = 'NODE_EXTRA_CA_CERTS';
  if (existsSync(path)) return ok(name, 'a file that is there');
  return warn(name, 'a file that is not there', 'Correct its path; Node goes on without it.');
}

function unchecked(): Finding {
  const remedy =
    'Give --ca-bundle for a certificate of your own, and unset rejectUnauthorized and NODE_TLS_REJECT_UNAUTHORIZED.';
  return warn('Certificates', 'not checked: who is in between can read all', remedy);
}
