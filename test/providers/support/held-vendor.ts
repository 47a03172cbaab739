import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server whose streams come as a test lets them: it answers a request with some events and holds it open. */
export class HeldVendor {
  /** The answers that have begun, in their order. */
  readonly answers: ServerResponse[] = [];
  readonly #server: Server;

  /** @param first What every request is told at once; without it not even headers come. */
  constructor(first?: () => readonly object[] | undefined) {
    this.#server = createServer((request, answer) => {
      request.resume();
      this.answers.push(answer);
      const events = first?.();
      if (!events) return;
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      this.tell(events, answer);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Tells more to the last request, or to another one. */
  tell(events: readonly object[], answer = this.answers.at(-1)!): void {
    for (const event of events) answer.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Ends the last answer. */
  end(events: readonly object[]): void {
    this.tell(events);
    this.answers.at(-1)!.end();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
