import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { onDialling } from './dialling.js';
import { limitOf, type Phase, type PhaseTimeouts } from './phase-timeouts.js';

/** How often an upload is looked at within its limit: the clock may be one part late, never early. */
const UPLOAD_PARTS = 4;

/**
 * The clocks of one request, of which one runs at a time.
 *
 * For the response it is the socket's own idle timer, which the system refreshes with each byte and
 * the agent sets anew when the socket goes back to the pool. What comes before has a timer that is gone
 * by then: nothing of a request is left on its socket.
 */
export class RequestClock {
  #response?: IncomingMessage;
  #socket?: Socket;
  #timer?: NodeJS.Timeout;
  #phase?: Phase;
  #bytesMoved = 0;
  #stalledParts = 0;

  /**
   * @param request One that has just been made.
   * @param expire Is told once which clock ran out.
   */
  constructor(
    private readonly request: ClientRequest,
    private readonly timeouts: PhaseTimeouts,
    private readonly expire: (phase: Phase) => void,
  ) {
    request.once('socket', (socket: Socket) => this.#begin(socket));
    request.once('close', () => this.#stop());
    if (request.reusedSocket) return;
    this.#await('pool');
    onDialling(request, () => this.#await('connect'));
  }

  /** The head of the response is there. */
  responded(response: IncomingMessage): void {
    this.#response = response;
  }

  #await(phase: 'pool' | 'connect'): void {
    // The tunnel through a proxy and the handshake behind it share one limit.
    if (this.#phase === phase) return;
    this.#phase = phase;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.expire(phase), limitOf(phase, this.timeouts));
  }

  #begin(socket: Socket): void {
    this.#socket = socket;
    const awaited = awaitedEvent(socket);
    if (awaited === undefined) return this.#send();
    this.#await('connect');
    socket.once(awaited, this.#send);
  }

  readonly #send = (): void => {
    clearTimeout(this.#timer);
    if (this.request.writableFinished) return this.#read();
    this.#timer = setInterval(
      () => this.#watchUpload(),
      this.timeouts.writeTimeoutMs / UPLOAD_PARTS,
    );
    this.request.once('finish', () => this.#read());
  };

  #watchUpload(): void {
    const { bytesWritten, bytesRead } = this.#socket!;
    const bytesMoved = bytesWritten + bytesRead;
    // With nothing to take in, it is the source of the body that takes its time; with something to
    // read, the reader.
    const hasTurn = this.request.writableLength > 0 && !isHeldUp(this.#response);
    const isStalled = bytesMoved === this.#bytesMoved && hasTurn;
    this.#bytesMoved = bytesMoved;
    this.#stalledParts = isStalled ? this.#stalledParts + 1 : 0;
    if (this.#stalledParts === UPLOAD_PARTS) this.expire('write');
  }

  #read(): void {
    clearTimeout(this.#timer);
    this.#socket!.on('timeout', this.#idle).setTimeout(this.timeouts.readTimeoutMs);
  }

  readonly #idle = (): void => {
    if (isHeldUp(this.#response)) this.#socket!.setTimeout(this.timeouts.readTimeoutMs);
    else this.expire('read');
  };

  #stop(): void {
    clearTimeout(this.#timer);
    this.#socket
      ?.off('timeout', this.#idle)
      .off('connect', this.#send)
      .off('secureConnect', this.#send);
  }
}

/**
 * Is told when a request can be sent: it has a socket, and that is connected.
 *
 * @param request One that has just been made.
 */
export function whenReady(request: ClientRequest, listener: () => void): void {
  request.once('socket', (socket: Socket) => {
    const awaited = awaitedEvent(socket);
    if (awaited === undefined) listener();
    else socket.once(awaited, listener);
  });
}

/** What a socket tells when it is ready to send; `undefined` if it is. */
function awaitedEvent(socket: Socket): 'connect' | 'secureConnect' | undefined {
  // Null until the handshake is done: Node's manual, tlsSocket.alpnProtocol.
  if ((socket as Partial<TLSSocket>).alpnProtocol === null) return 'secureConnect';
  return socket.connecting ? 'connect' : undefined;
}

/** Whether there is something to read, so that it is the reader who takes its time. */
function isHeldUp(response: IncomingMessage | undefined): boolean {
  return response !== undefined && (response.complete || response.readableLength > 0);
}
