import { createKaizen } from '../../client/create-kaizen.js';
import type { KaizenService } from '../../client/kaizen.service.js';
import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { KaizenOptions } from '../../options/kaizen-options.js';
import { StderrLogger } from '../support/stderr-logger.js';
import type { Answer } from './answer.js';
import type { Backend, ItemOutcome } from './backend.js';

/** The longest that a Node timer waits, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** A Kaizen service, by the client of this package: retries, pool, proxies and all. */
export class HttpBackend implements Backend {
  readonly kind = 'http';
  readonly #kaizen: KaizenService;

  constructor(
    options: KaizenOptions,
    private readonly timeoutMs: number,
  ) {
    // A failure is told once, by the command itself.
    const logger = new StderrLogger({ level: options.logLevel ?? 'off', json: false });
    this.#kaizen = createKaizen({ ...options, logger });
  }

  execute<O extends KaizenOperation>(operation: O, request: KaizenRequests[O]): Promise<Answer> {
    const kaizen: Calls = this.#kaizen as Calls;
    return operation === 'health' ? kaizen.health() : kaizen[operation](request);
  }

  /** The deadline of a call holds for each item, should the service take them one by one. */
  async encodeAll(requests: readonly KaizenRequests['promptsEncode'][]): Promise<ItemOutcome[]> {
    const timeoutMs = Math.min(this.timeoutMs * requests.length, LONGEST_MS);
    const { items, errors } = await this.#kaizen.promptsEncodeBatch(requests, {
      concurrency: 1,
      timeoutMs,
    });
    const failures = new Map(errors.map(({ index, error }) => [index, error]));
    return items.map((answer, index) =>
      answer ? { answer } : { error: failures.get(index) ?? new Error('No answer.') },
    );
  }

  close(): Promise<void> {
    return this.#kaizen.close();
  }
}

/** Every operation by its name. */
type Calls = Readonly<Record<KaizenOperation, (request?: unknown) => Promise<Answer>>>;
