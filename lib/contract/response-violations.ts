import { isRecord } from './is-record.js';
import { readOptional, type Wire } from './read-fields.js';
import { EncodedResponse } from './responses/encoded-response.js';
import { violations } from './violations.js';

/** The fields of a hydrated response that break its class's rules, in the wire's spelling. */
export function responseViolations(body: Wire, response: object): string[] {
  const own = violations(response).map(({ path }) => path.map(snakeCase).join('.'));
  return response instanceof EncodedResponse ? [...own, ...ofTokenStats(body, response)] : own;
}

/** Model names are keys of the caller's, so the rules are applied model by model. */
function ofTokenStats(body: Wire, { tokenStats }: EncodedResponse): string[] {
  const wire = readOptional(body, 'token_stats');
  if (wire !== undefined && !isRecord(wire)) return ['token_stats'];
  return Object.entries(tokenStats).flatMap(([model, stats]) =>
    violations(stats).map(({ path }) => ['token_stats', model, ...path].join('.')),
  );
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
