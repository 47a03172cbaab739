import type { KaizenConnectionFailure } from '../../../errors/connection.error.js';

/** What each system code tells of a connection. The one table of them: errors and retries read it. */
const FAILURES: Readonly<Record<string, KaizenConnectionFailure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_MEMORY: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  EAI_SYSTEM: 'dns',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  EADDRNOTAVAIL: 'unreachable',
  EHOSTDOWN: 'unreachable',
  // This machine has no socket or no memory left for the moment.
  EMFILE: 'unreachable',
  ENFILE: 'unreachable',
  ENOBUFS: 'unreachable',
  ENOTCONN: 'reset',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  // The system's own clock, for a peer that acknowledges nothing.
  ETIMEDOUT: 'unreachable',
  // OpenSSL refused what it was sent in the handshake.
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  INVALID_CA: 'tls',
  INVALID_PURPOSE: 'tls',
  PATH_LENGTH_EXCEEDED: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
};

/** The families of codes that Node has for TLS: its manual, "X509 certificate error codes". */
const TLS_FAMILY = /^(?:CERT_|CRL_|ERR_SSL_|ERR_TLS_|ERROR_IN_C|UNABLE_TO_)/;

/** What became of the connection, by the code of a Node error; `undefined` for any other code. */
export function connectionFailureOf(code: string): KaizenConnectionFailure | undefined {
  if (Object.hasOwn(FAILURES, code)) return FAILURES[code];
  return TLS_FAMILY.test(code) ? 'tls' : undefined;
}
