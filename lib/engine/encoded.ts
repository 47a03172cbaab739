import type { WireEnvelope } from './wire-envelope.js';

/** A payload as it goes out, beside what it stands for. */
export interface Encoded {
  /** KTOF; compact JSON where that is as small, or where KTOF did not read back. */
  readonly text: string;
  /** Bytes of the payload as compact JSON; of a prompt that is text, of the text. */
  readonly originalBytes: number;
  /** That JSON or text. */
  readonly original: () => string;
  /** False when the codec wrote something that does not read back, and JSON was given instead. */
  readonly verified: boolean;
  /** What there is to say about it, for the `meta` of the response. */
  readonly meta?: WireEnvelope;
  /** The messages of a prompt that is a chat, as they may be sent. */
  readonly messages?: readonly unknown[];
}
