import type { KaizenOperation } from '../contract/operations.js';
import type { EncodeOptions } from '../ktof/encode-options.js';

/** How an engine works. Every field has a default. */
export interface EngineOptions extends Pick<
  EncodeOptions,
  'profile' | 'delimiter' | 'indent' | 'lengthMarker' | 'maxDepth'
> {
  /** The largest payload or text to take, in bytes. Default 64 MiB. */
  readonly maxPayloadBytes?: number;
  /** Decodes each encoded text and compares it with the payload. Default true. */
  readonly verify?: boolean;
  /**
   * Told of an encode that did not read back and was answered in JSON instead: a fault of the codec,
   * worth a metric and a warning. What it throws is dropped: the call goes on.
   */
  readonly onVerificationFailure?: VerificationFailureHook;
}

/** An encode that did not read back. It tells nothing of the payload. */
export interface VerificationFailure {
  readonly operation: KaizenOperation;
}

/** Who is told of an encode that did not read back. */
export type VerificationFailureHook = (failure: VerificationFailure) => void;

/** The largest payload or text an engine takes by default: 64 MiB. */
export const DEFAULT_MAX_PAYLOAD_BYTES = 67_108_864;
