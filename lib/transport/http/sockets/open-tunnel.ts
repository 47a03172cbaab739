import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, isIPv6, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { KaizenConnectionError } from '../../../errors/connection.error.js';
import type { Proxy } from './proxy-for.js';

/** Where a tunnel begins, and how the connection to it is made. */
export interface TunnelEntry {
  readonly proxy: Proxy;
  /** What connections to an https proxy share. */
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized: boolean;
  /** See {@link ConnectionOptions}. */
  readonly autoSelectFamilyAttemptTimeout: number;
}

/**
 * Asks a proxy for a tunnel, by CONNECT.
 *
 * @param onOpen Is handed the socket: what is written to it reaches the target as it is.
 * @param onError Is told a {@link KaizenConnectionError} of the failure `proxy`.
 * @returns What is to be destroyed when nobody waits for the tunnel any more.
 */
export function openTunnel(
  { proxy, ...connection }: TunnelEntry,
  target: { readonly host: string; readonly port: number },
  onOpen: (socket: Socket) => void,
  onError: (error: Error) => void,
): ClientRequest {
  const authority = `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
  const { isSecure, host, port, authorization } = proxy;
  return (isSecure ? https : http)
    .request({
      ...connection,
      host,
      port,
      servername: isIP(host) ? '' : host,
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        connection: 'keep-alive',
        'proxy-connection': 'keep-alive',
        ...(authorization !== undefined && { 'proxy-authorization': authorization }),
      },
      agent: false,
    })
    .once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      if (isRefused(response)) {
        socket.destroy();
        onError(refusal(response.statusCode!));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      onOpen(socket);
    })
    .on('error', (error) => onError(failure(error)))
    .end();
}

function isRefused({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode < 200 || statusCode > 299;
}

/** Nothing of what the proxy says beside its status is repeated: it is anybody's text. */
function refusal(status: number): KaizenConnectionError {
  const remedy =
    status === 407
      ? 'Check proxyAuth, or the credentials in the URL of the proxy.'
      : 'Check that the proxy may connect to the service, or set proxy: false.';
  return new KaizenConnectionError(
    `The proxy opened no tunnel to the service: it answered ${status}. ${remedy}`,
    'proxy',
    { systemCode: `HTTP_${status}` },
  );
}

function failure(cause: NodeJS.ErrnoException): KaizenConnectionError {
  const { code: systemCode } = cause;
  const why = systemCode === undefined ? '' : ` (${systemCode})`;
  return new KaizenConnectionError(
    `The proxy could not be reached, or closed the connection${why}. Check the option proxy, or HTTPS_PROXY and HTTP_PROXY in the environment.`,
    'proxy',
    { cause, systemCode },
  );
}
