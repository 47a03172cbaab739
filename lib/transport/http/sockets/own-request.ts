import type { Agent, ClientRequest } from 'node:http';
import { KaizenResponseError } from '../../../errors/response.error.js';
import { leaveQueue } from './agent-queue.js';
import { writeInPieces } from './write-in-pieces.js';

/**
 * Makes three things of a new request right for us. The request is our own; nothing else is touched.
 *
 * Destroyed before it has a socket, it ends at once. Node ends it when it is given one: in the
 * agent's queue that may be never, and until then neither `error` nor `close` is heard.
 *
 * A large body is sent so that its progress can be seen.
 *
 * A response that changes the protocol is an error. Node would close the socket and say nothing.
 *
 * @param agent Where it may have to wait for a socket.
 */
export function ownRequest(request: ClientRequest, agent?: Agent): ClientRequest {
  const destroy = request.destroy.bind(request);
  writeInPieces(request);
  request.destroy = (error) => {
    const isWaiting = !request.destroyed && !request.socket;
    destroy(error);
    if (!isWaiting) return request;
    if (agent) leaveQueue(agent, request);
    process.nextTick(endWaiting, request, error);
    return request;
  };
  request.once('upgrade', ({ statusCode }, socket) => {
    socket.destroy();
    request.emit('error', otherProtocol(statusCode));
  });
  return request;
}

function otherProtocol(statusCode = 101): KaizenResponseError {
  const message =
    `The service changed to another protocol (HTTP ${statusCode}), which nobody asked for. ` +
    'Check the baseUrl and what stands before the service.';
  return new KaizenResponseError(message, [], { fault: 'protocol', statusCode });
}

function endWaiting(request: ClientRequest, error?: Error): void {
  // A socket was on its way to it, so Node has told it by now.
  if (request.closed) return;
  if (error) request.emit('error', error);
  request.emit('close');
}
