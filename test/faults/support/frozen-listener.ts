import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LISTEN = `
const server = require('node:net').createServer();
const [host, port] = process.argv.slice(1);
server.listen({ host, port, backlog: 1 }, () => console.log(server.address().port));
`;

/** A port, and what frees it. */
export interface FrozenListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * A port whose connections never come about: its process is stopped and its backlog is full, so the
 * system drops whoever knocks. Linux does; other systems may not.
 *
 * @param port Default: any that is free.
 */
export async function frozenListener(host = '127.0.0.1', port = 0): Promise<FrozenListener> {
  const child = spawn(process.execPath, ['-e', LISTEN, host, `${port}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const actual = Number(line.toString());
  child.kill('SIGSTOP');
  const fillers = await fill(host, actual);
  const close = async (): Promise<void> => {
    fillers.forEach((socket) => socket.destroy());
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return { port: actual, close };
}

async function fill(host: string, port: number): Promise<Socket[]> {
  const fillers: Socket[] = [];
  for (;;) {
    const socket = connect(port, host).on('error', () => undefined);
    fillers.push(socket);
    const connected = await Promise.race([once(socket, 'connect'), sleep(100)]);
    if (!connected) return fillers;
  }
}
