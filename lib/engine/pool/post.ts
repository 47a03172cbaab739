import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { LoopShare } from './loop-share.js';
import type { Piece } from './piece.js';
import { throwIfEnded } from './pool-errors.js';
import { Unpacker } from './unpacker.js';

/** How the calling thread sends and receives: in its share of the event loop, until it is ended. */
export interface Pace {
  readonly share: LoopShare;
  readonly signal: AbortSignal | undefined;
}

/** The pieces that have arrived in a port; each is taken out when it is asked for. */
export function* arrivedPieces(port: MessagePort): Generator<Piece, void, undefined> {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    yield next.message as Piece;
  }
}

/** Sends pieces as they are made. The first are sent before this returns its promise. */
export async function sendPieces(
  pieces: Iterable<Piece>,
  port: MessagePort,
  pace: Pace,
): Promise<void> {
  for (const piece of pieces) {
    port.postMessage(piece);
    if (pace.share.isSpent()) await giveWay(pace);
  }
}

/** Puts together the value whose pieces have all arrived. */
export async function receiveValue(port: MessagePort, pace: Pace): Promise<unknown> {
  const unpacker = new Unpacker();
  for (const piece of arrivedPieces(port)) {
    unpacker.take(piece);
    if (pace.share.isSpent()) await giveWay(pace);
  }
  return unpacker.value;
}

async function giveWay({ share, signal }: Pace): Promise<void> {
  await share.next();
  throwIfEnded(signal);
}
