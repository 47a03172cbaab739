import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A Redis of this sample's own that can be stopped and started. */
export class Redis {
  #process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  /** Starts one on a free port. */
  static async start(): Promise<Redis> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const redis = new Redis(port);
    await redis.begin();
    return redis;
  }

  /** Its address. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, or starts it again: it has forgotten everything. */
  async begin(): Promise<void> {
    const args = ['--port', String(this.port), '--save', '', '--bind', '127.0.0.1'];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = child;
    await once(child, 'spawn');
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('Ready to accept connections')) return;
    }
  }

  /** Kills it. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
