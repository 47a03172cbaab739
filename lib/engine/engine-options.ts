import { type EncodeOptions } from '../ktof/encode-options.js';

/** How an engine works. Every field has a default. */
export interface EngineOptions extends Pick<
  EncodeOptions,
  'profile' | 'delimiter' | 'indent' | 'lengthMarker' | 'maxDepth'
> {
  /** The largest payload or text to take, in bytes. Default 64 MiB. */
  readonly maxPayloadBytes?: number;
  /** Decodes each encoded text and compares it with the payload. Default true. */
  readonly verify?: boolean;
}

/** The largest payload or text an engine takes by default: 64 MiB. */
export const DEFAULT_MAX_PAYLOAD_BYTES = 67_108_864;
