import { instantiate } from './instantiate.js';
import { isRecord } from './is-record.js';
import { readFirst, readOptional, unknownFieldsIfAny, type Wire } from './read-fields.js';
import { TokenStats } from './responses/token-stats.js';

const KNOWN = ['original', 'compressed', 'method', 'encoding'];

/**
 * The envelope's `token_stats` by model name, from either dialect; empty when there are none.
 *
 * The fields of each are unchecked: the class's rules name what is missing or mistyped.
 */
export function readTokenStats(envelope: Wire): Record<string, TokenStats> {
  const wire = readOptional(envelope, 'token_stats');
  if (!isRecord(wire)) return {};
  return isServiceDialect(wire) ? readService(wire) : readDocumented(wire);
}

/** `{raw: {MODEL: {tokens}}, optimized: {MODEL: {tokens}}}`, unless those two are models. */
function isServiceDialect(wire: Wire): wire is { raw: Wire; optimized: Wire } {
  const { raw, optimized } = wire;
  return isRecord(raw) && isRecord(optimized) && !Object.hasOwn(raw, 'original');
}

function readService({ raw, optimized }: { raw: Wire; optimized: Wire }) {
  return mapModels({ ...optimized, ...raw }, (model) =>
    instantiate(TokenStats, {
      original: tokensOf(raw, model),
      compressed: tokensOf(optimized, model),
    }),
  );
}

function tokensOf(side: Wire, model: string): unknown {
  const counts = readFirst(side, [model]);
  return isRecord(counts) ? readFirst(counts, ['tokens']) : undefined;
}

function readDocumented(wire: Wire) {
  return mapModels(wire, (_, value) => {
    const stats = isRecord(value) ? value : {};
    return instantiate(TokenStats, {
      original: readFirst(stats, ['original']),
      compressed: readFirst(stats, ['compressed']),
      method: readOptional(stats, 'method'),
      encoding: readOptional(stats, 'encoding'),
      extra: unknownFieldsIfAny(stats, KNOWN),
    });
  });
}

function mapModels(models: Wire, read: (model: string, value: unknown) => TokenStats) {
  const entries = Object.entries(models).map(([model, value]) => [model, read(model, value)]);
  return Object.fromEntries(entries) as Record<string, TokenStats>;
}
