/** Each kind of code, and what to do about it. The first that fits counts. */
const REMEDIES: readonly (readonly [code: RegExp, remedy: string])[] = [
  [
    /^CERT_HAS_EXPIRED$/,
    "The service's certificate has expired: have it renewed, and check the clock of this machine.",
  ],
  [/^CERT_NOT_YET_VALID$/, 'Check the clock of this machine, and when the certificate begins.'],
  [
    /^(?:ERR_TLS_CERT_ALTNAME_|HOSTNAME_MISMATCH$)/,
    'The certificate is for another host: use in baseUrl a name that the certificate has.',
  ],
  [
    /(?:SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA)/,
    'The certificate is not trusted: if it is your own, give its authority as caBundle.',
  ],
  [/^CERT_REVOKED$/, "The service's certificate has been revoked: have it replaced."],
  [
    /(?:ALERT|BAD_CERTIFICATE|CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)/,
    'The service ended the handshake: if it asks for a certificate, set clientCert and clientKey.',
  ],
  [
    /^(?:EPROTO$|ERR_SSL_)/,
    'Check that the port in baseUrl speaks TLS; for a service without it, write http://.',
  ],
];

/** What to do when no secure connection came about, by the code of the error. */
export function tlsRemedy(code: string): string {
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(code)) ?? [];
  return remedy ?? "Check the service's certificate, and caBundle if it is your own.";
}
