import {
  KaizenConnectionError,
  type KaizenConnectionFailure,
} from '../../../errors/connection.error.js';
import { afterAttempts, factsOf, type FailedCall, hostOf } from './failed-call.js';
import { tlsRemedy } from './tls-remedy.js';

/** What happened, as the end of a sentence that names the host in its middle, and what to do. */
type Telling = readonly [before: string, after: string, remedy: string];

const TELLINGS: Readonly<Record<Exclude<KaizenConnectionFailure, 'tls'>, Telling>> = {
  dns: [
    'the name of',
    'was not found',
    'Check the host in baseUrl, and that this machine can resolve it.',
  ],
  refused: [
    'nothing listens at',
    '',
    'Check the host and port in baseUrl, and that the service runs.',
  ],
  reset: [
    'the connection to',
    'was cut before the whole response was there',
    'Call again; if it goes on, look into the logs of the service and of what stands before it.',
  ],
  unreachable: [
    'the request did not get through to',
    '',
    'Check the host in baseUrl, the network and its firewalls; behind a proxy, set proxy.',
  ],
  proxy: [
    'the proxy gives no way to',
    '',
    'Check that proxy (or HTTPS_PROXY) names a proxy that runs and may reach the service.',
  ],
};

const PROXY_AUTH_REMEDY =
  'Set proxyAuth, or the credentials in the URL of the proxy, to what the proxy asks for.';

/** The error for a connection that did not come about or did not last. */
export function connectionError(
  failure: KaizenConnectionFailure,
  systemCode: string | undefined,
  call: FailedCall,
  cause?: Error,
): KaizenConnectionError {
  const [before, after, remedy] = tell(failure, systemCode);
  const where = `${before} ${hostOf(call)}${after && ` ${after}`}`;
  const code = systemCode === undefined ? '' : ` (${systemCode})`;
  return new KaizenConnectionError(
    `${call.state.operation} failed${afterAttempts(call)}: ${where}${code}. ${remedy}`,
    failure,
    { ...factsOf(call), cause, ...(systemCode !== undefined && { systemCode }) },
  );
}

function tell(failure: KaizenConnectionFailure, code = ''): Telling {
  if (failure === 'tls') return ['no secure connection to', 'came about', tlsRemedy(code)];
  const [before, after, remedy] = TELLINGS[failure];
  return [before, after, code === 'HTTP_407' ? PROXY_AUTH_REMEDY : remedy];
}
