import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A port that refuses connections and that nobody else is given meanwhile: the near end of a
 * connection holds it.
 */
export async function refusingPort(): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const holder = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[far]] = (await Promise.all([once(server, 'connection'), once(holder, 'connect')])) as [
    [Socket],
    unknown,
  ];
  const close = (): void => {
    holder.destroy();
    far.destroy();
    server.close();
  };
  return { port: holder.localPort ?? 0, close };
}
