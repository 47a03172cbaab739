import type { Agent, ClientRequest } from 'node:http';

/**
 * Takes a request out of an agent's queue, if it waits there for a socket.
 *
 * Node leaves a destroyed request there: it would get the next free socket, or have one made for it.
 * An empty queue is removed, since Node takes each that exists for one with somebody in it.
 */
export function leaveQueue(agent: Agent, request: ClientRequest): void {
  const queues = agent.requests as Record<string, ClientRequest[] | undefined>;
  for (const [name, queue = []] of Object.entries(queues)) {
    const place = queue.indexOf(request);
    if (place === -1) continue;
    queue.splice(place, 1);
    if (queue.length === 0) delete queues[name];
  }
}
