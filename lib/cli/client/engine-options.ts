import type { EngineOptions } from '../../engine/engine-options.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';

/** Those of a client's options that are the engine's. */
export function engineOptions(options: ResolvedKaizenOptions): EngineOptions {
  const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify } = options;
  const engine = { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify };
  return { ...engine, onVerificationFailure: warn };
}

function warn(): void {
  process.stderr.write(
    'kaizen: warning: The encoded text did not read back, so the answer is JSON. Please report this.\n',
  );
}
