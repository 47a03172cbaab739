import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/** Who has one of these came through a proxy, from wherever. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];
const LOCAL_HOST = /^(?:(?:[^:]*\.)?localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request comes from the machine that the server runs on. The addresses of the socket say so;
 * a header can only say that it does not: that there is a proxy, or that a browser took a name of the web
 * for this machine, as a page may have it do.
 */
export function isFromThisMachine({ socket, headers }: IncomingMessage): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  if (headers.host !== undefined && !LOCAL_HOST.test(headers.host)) return false;
  return isLoopback(socket.remoteAddress) && isLoopback(socket.localAddress);
}

/** Whether a server that listens there is reached from its own machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.test(address);
}
