import { instantiate } from './instantiate.js';
import { isRecord } from './is-record.js';
import { readFirst, readOptional, unknownFieldsIfAny, type Wire } from './read-fields.js';
import { CompressionStats } from './responses/compression-stats.js';

const ORIGINAL = ['original_bytes', 'original_length'];
const COMPRESSED = ['compressed_bytes', 'optimized_length'];
const RATIO = 'reduction_ratio';
/** `reduction` is the service's name for the bytes saved, which the model derives itself. */
const KNOWN = [...ORIGINAL, ...COMPRESSED, RATIO, 'reduction'];

/**
 * The envelope's `stats`, from either dialect; `undefined` when there are none.
 *
 * The result's fields are unchecked: its class's rules name what is missing or mistyped.
 */
export function readStats(envelope: Wire): CompressionStats | undefined {
  const wire = readOptional(envelope, 'stats');
  if (wire === undefined) return undefined;
  const stats = isRecord(wire) ? wire : {};
  return instantiate(CompressionStats, {
    originalBytes: readFirst(stats, ORIGINAL),
    compressedBytes: readFirst(stats, COMPRESSED),
    reductionRatio: readFirst(stats, [RATIO]),
    extra: unknownFieldsIfAny(stats, KNOWN),
  });
}
