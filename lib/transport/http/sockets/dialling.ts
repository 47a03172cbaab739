import type { ClientRequest } from 'node:http';

/** The event of a request for which a socket is being made, not waited for. */
const DIALLING = Symbol('kaizen.dialling');

/** Tells whoever measures a request that a connection is being made for it. */
export function tellDialling(request: ClientRequest): void {
  request.emit(DIALLING);
}

/** Is told when a connection is being made for a request, before it has the socket. */
export function onDialling(request: ClientRequest, listener: () => void): void {
  request.once(DIALLING, listener);
}
