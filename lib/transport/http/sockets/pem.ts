import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KaizenOptionsError } from '../../../errors/options.error.js';

/** An option whose value is the path of a PEM file, or its text. */
export type PemOption = 'caBundle' | 'clientCert' | 'clientKey';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates that a PEM file or text holds, each as PEM. What stands around them is left out.
 *
 * @throws {@link KaizenOptionsError} for a file that cannot be read, a text without a certificate, and
 * a certificate that is broken: OpenSSL would pass over it in silence.
 */
export function readCertificates(option: PemOption, pathOrText: string): string[] {
  const found = readPem(option, pathOrText).match(CERTIFICATE) ?? [];
  if (found.length === 0) throw wrongPem(option, 'holds no certificate');
  found.forEach((pem) => attempt(option, 'holds a broken certificate', () => parse(pem)));
  return found;
}

/**
 * The key that a PEM file or text holds.
 *
 * @throws {@link KaizenOptionsError} for a file that cannot be read, a text that is no key, and a
 * passphrase that is wrong or missing.
 */
export function readPrivateKey(pathOrText: string, passphrase?: string): KeyObject {
  const key = readPem('clientKey', pathOrText);
  const what =
    passphrase === undefined
      ? 'holds no key, or one that needs clientKeyPassphrase'
      : 'holds no key that clientKeyPassphrase opens';
  return attempt('clientKey', what, () => createPrivateKey({ key, passphrase }));
}

function readPem(option: PemOption, pathOrText: string): string {
  if (pathOrText.includes('-----BEGIN ')) return pathOrText;
  return attempt(option, 'cannot be read', () => readFileSync(pathOrText, 'utf8'));
}

function attempt<T>(option: PemOption, what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrongPem(option, code === undefined ? what : `${what} (${code})`);
  }
}

function parse(pem: string): X509Certificate {
  return new X509Certificate(pem);
}

/** The value may be a path, or a key: it is not shown. */
function wrongPem(option: PemOption, what: string): KaizenOptionsError {
  return new KaizenOptionsError(
    `${option} ${what}. Set it to the path of a PEM file, or to its text.`,
    option,
  );
}
