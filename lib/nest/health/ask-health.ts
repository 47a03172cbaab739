import type { KaizenService } from '../../client/kaizen.service.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { isWorthHandingOver } from '../../transport/resilience/service-trouble.js';
import { describeFailure } from './describe-failure.js';

/** What is wrong with a client. */
export interface HealthTrouble {
  /** What a health answer says of it. */
  readonly facts: Readonly<Record<string, string>>;
  /** Whether it is the service's: the embedded engine could answer calls in its place. */
  readonly isService: boolean;
}

/** What services that are well say of themselves; anything else is taken for trouble. */
const WELL = new Set(['ok', 'healthy', 'up', 'pass', 'running', 'alive', 'available', 'ready']);

/** Asks a client, once, whether it is well. */
export async function askHealth(
  kaizen: KaizenService,
  timeoutMs: number,
): Promise<HealthTrouble | undefined> {
  try {
    const { status = 'ok' } = await kaizen.health({ timeoutMs, maxRetries: 0 });
    if (WELL.has(status.toLowerCase())) return undefined;
    const facts = { message: 'The service answers that it is not well.' };
    return { facts, isService: true };
  } catch (error) {
    // A wrong option is a mistake in the app, not an outage.
    if (error instanceof KaizenOptionsError) throw error;
    return { facts: describeFailure(error), isService: isWorthHandingOver(error) };
  }
}
