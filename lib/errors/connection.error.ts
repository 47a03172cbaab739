import { HELP, withHelp } from './help.js';
import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/**
 * What became of the connection: `dns` the name was not resolved; `refused` nobody listens; `reset`
 * it was cut before the whole response was there; `unreachable` there is no way to the host; `tls`
 * the handshake failed or the certificate is not trusted; `proxy` the proxy refused or failed.
 */
export type KaizenConnectionFailure = 'dns' | 'refused' | 'reset' | 'unreachable' | 'tls' | 'proxy';

/**
 * The service could not be reached, or the connection was lost. Sent again before it is raised, unless
 * sending again cannot help: a certificate is not trusted, a proxy wants other credentials.
 */
export class KaizenConnectionError extends KaizenRequestError {
  override readonly name = 'KaizenConnectionError';
  override readonly code = 'KAIZEN_CONNECTION_FAILED';
  override readonly help: string;

  constructor(
    message: string,
    /** What became of the connection. */
    readonly failure: KaizenConnectionFailure,
    context: KaizenErrorContext & {
      /** What Node calls it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`; for a proxy's answer, `HTTP_407`. */
      readonly systemCode?: string;
    } = {},
  ) {
    const help = failure === 'tls' ? HELP.certificates : HELP.connection;
    super(withHelp(message, help), context);
    this.help = help;
    if (context.systemCode !== undefined) this.systemCode = context.systemCode;
  }

  /** What Node calls it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`; for a proxy's answer, `HTTP_407`. */
  readonly systemCode?: string;

  override toJSON(): Record<string, unknown> {
    const { failure, systemCode } = this;
    return { ...super.toJSON(), failure, ...(systemCode !== undefined && { systemCode }) };
  }
}
