import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

const BINARIES = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
const BINARY = BINARIES.find((path) => existsSync(path));

/** Whether this machine has Redis. Specs that need it say so when they are skipped. */
export const HAS_REDIS = BINARY !== undefined;

/** A Redis of a test's own, on a free port, that keeps nothing on disk. */
export class RedisServer {
  private constructor(
    private readonly process: ChildProcess,
    /** Its address. */
    readonly url: string,
  ) {}

  /** Starts one. */
  static async start(port?: number): Promise<RedisServer> {
    const own = port ?? (await freePort());
    const args = ['--port', String(own), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'];
    const child = spawn(BINARY!, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('Ready to accept connections')) break;
    }
    return new RedisServer(child, `redis://127.0.0.1:${own}`);
  }

  /** Stops answering, as a machine under too much load does; it goes on with {@link thaw}. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  /** Ends it. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGCONT');
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
