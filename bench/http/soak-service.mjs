/**
 * The service of the soak, in a process of its own. Each call is answered with its own number, or with
 * the fault that is due. Tells its parent the port, and when asked how many sockets are open.
 */
import { createServer } from 'node:net';
import { faultOf } from './faults.mjs';
import { onRequest } from './read-requests.mjs';
import { envelopeOf, replyOf, resultOf } from './replies.mjs';

const PADDING = resultOf(650);
const timesSeen = new Map();

function answer(socket, { body }) {
  const call = Number(JSON.parse(body).ktof);
  const times = (timesSeen.get(call) ?? 0) + 1;
  timesSeen.set(call, times);
  const reply = replyOf(envelopeOf({ call, ...PADDING }));
  const fault = faultOf(call);
  if (fault && (fault.lasts || times === 1)) void fault.serve(socket, reply);
  else socket.write(reply);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  onRequest(socket, (request) => answer(socket, request));
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => server.getConnections((_, count) => process.send(count)));
process.on('disconnect', () => process.exit());
