import { OPERATIONS, type KaizenOperation } from '../contract/operations.js';

/** A response as the REST API documents it. */
export type WireEnvelope = Record<string, unknown>;

/** A successful response to an operation. Fields that are undefined are left out. */
export function envelope(operation: KaizenOperation, fields: WireEnvelope): WireEnvelope {
  const response: WireEnvelope = { operation: OPERATIONS[operation].wireName, status: 'ok' };
  for (const name of Object.keys(fields)) {
    if (fields[name] !== undefined) response[name] = fields[name];
  }
  return response;
}

/**
 * The documented statistics: sizes in UTF-8 bytes of the compact JSON and of the KTOF, and the part
 * that is left (612 of 2048 is 0.299).
 */
export function wireStats(originalBytes: number, compressedBytes: number): WireEnvelope {
  const ratio = originalBytes === 0 ? 1 : compressedBytes / originalBytes;
  return {
    original_bytes: originalBytes,
    compressed_bytes: compressedBytes,
    reduction_ratio: Math.round(ratio * 1000) / 1000,
  };
}
