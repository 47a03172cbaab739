/**
 * A process that answers every request with the same bytes: `node responder.mjs SIZE`. It tells its
 * parent the port. Bare TCP, so that it takes less of the machine than any client.
 */
import { createServer } from 'node:net';
import { onRequest } from './read-requests.mjs';
import { REPLIES } from './replies.mjs';

const reply = REPLIES[process.argv[2]];

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  onRequest(socket, () => socket.write(reply));
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
