import { OPERATIONS } from '../../contract/operations.js';
import type { KaizenCallEvent } from '../../options/report-events.js';
import { BoundedWords, oneOfWords } from './bounded-words.js';
import type { KaizenLabelLimits } from './label-limits.js';
import type { LabelWords } from './label-words.js';

/** There are some thirty codes. */
const MOST_CODES = 60;

const METHODS: ReadonlySet<unknown> = new Set([
  ...Object.keys(OPERATIONS),
  'promptsEncodeBatch',
  'promptsDecodeBatch',
  'promptsEncodeStream',
  'promptsDecodeStream',
]);
const OUTCOMES: ReadonlySet<unknown> = new Set(['ok', 'error']);
const SERVERS: ReadonlySet<unknown> = new Set(['embedded', 'http']);
const CACHE_OUTCOMES: ReadonlySet<unknown> = new Set(['hit', 'miss', 'stale', 'error', 'refresh']);

/** Makes the values of labels, of which there are never more than a known number. */
export class Labels {
  readonly #clients: BoundedWords;
  readonly #models: BoundedWords;
  readonly #codes: BoundedWords;

  /** @param words Those that there are so far. */
  constructor({ maxClients, maxModels }: Required<KaizenLabelLimits>, words: LabelWords) {
    const { clients, models, codes } = words;
    this.#clients = new BoundedWords(maxClients, /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u, clients);
    this.#models = new BoundedWords(maxModels, /^[\w.:/@+-]{1,64}$/, models);
    this.#codes = new BoundedWords(MOST_CODES, /^KAIZEN_[A-Z_]{1,50}$/, codes);
  }

  /** Whose call it is, and what it does. */
  call({ client, operation }: Pick<KaizenCallEvent, 'client' | 'operation'>) {
    return { client: this.client(client), operation: oneOfWords(METHODS, operation) };
  }

  client(name: unknown): string {
    return this.#clients.show(name);
  }

  model(name: unknown): string {
    return this.#models.show(name);
  }

  errorCode(code: unknown): string {
    return this.#codes.show(code);
  }

  outcome(outcome: unknown): string {
    return oneOfWords(OUTCOMES, outcome);
  }

  servedBy(server: unknown): string {
    return oneOfWords(SERVERS, server);
  }

  cacheOutcome(outcome: unknown): string {
    return oneOfWords(CACHE_OUTCOMES, outcome);
  }
}
