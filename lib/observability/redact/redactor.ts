import { RedactPaths } from './redact-paths.js';
import { isSecretName, REDACTED, withoutSecretForms } from './secret-forms.js';
import { SecretParts } from './secret-parts.js';
import { withoutUrlSecrets } from './url-secrets.js';

/** What of a value is kept at most. */
interface Budget {
  characters: number;
  fields: number;
  /** Whether texts are looked through for what `redact` names. */
  readonly isPayload: boolean;
}

const MOST_CHARACTERS = 2000;
const MOST_FIELDS = 200;
const DEEPEST = 12;
/** A form of a secret may begin before a cut and end behind it. */
const MARGIN = 512;

/**
 * The one place through which all goes that a client tells its log, its metrics and its tracer: it takes out
 * the client's own secrets, what looks like anybody's, and what the option `redact` names.
 */
export class Redactor {
  readonly #parts: SecretParts;
  readonly #paths: RedactPaths;

  /**
   * @param secrets What the client knows to be secret.
   * @param paths The option `redact`.
   */
  constructor(
    private readonly secrets: readonly string[] = [],
    private readonly paths: readonly string[] = [],
  ) {
    this.#parts = new SecretParts(secrets);
    this.#paths = new RedactPaths(paths);
  }

  /** One that knows some more secrets, such as those of a call. */
  knowing(secrets: readonly string[]): Redactor {
    if (secrets.length === 0) return this;
    return new Redactor([...this.secrets, ...secrets], this.paths);
  }

  /** A word, such as an id or a name: itself, or nothing of it. */
  word(text: string): string {
    if (text.length > MARGIN) return REDACTED;
    return this.isClean(text) ? text : REDACTED;
  }

  /** Whether there is nothing in a text that {@link text} would take out. */
  isClean(text: string): boolean {
    return !this.#parts.isIn(text) && withoutSecretForms(withoutUrlSecrets(text)) === text;
  }

  /** A text without secrets. One that shows a part of a known secret is left out as a whole. */
  text(text: string, longest = MOST_CHARACTERS): string {
    const near = withoutUrlSecrets(text.slice(0, longest + MARGIN));
    if (this.#parts.isIn(near)) return REDACTED;
    const clean = withoutSecretForms(near);
    return clean.length > longest ? `${clean.slice(0, longest).toWellFormed()}…` : clean;
  }

  /**
   * A copy of a value without secrets, cut to what fits in a line. Never throws, whatever the value's own
   * accessors do.
   */
  value(value: unknown): unknown {
    return this.#within(value, false);
  }

  /** As {@link value}; a text in which what `redact` names may stand is left out as a whole. */
  payload(value: unknown): unknown {
    return this.#within(value, true);
  }

  #within(value: unknown, isPayload: boolean): unknown {
    const budget = { characters: MOST_CHARACTERS, fields: MOST_FIELDS, isPayload };
    try {
      return this.#copy(value, [], budget);
    } catch {
      return '[unreadable]';
    }
  }

  #copy(value: unknown, way: readonly string[], budget: Budget): unknown {
    if (typeof value === 'string') return this.#string(value, budget);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object') return undefined;
    if (value instanceof Date) return value.toJSON();
    if (way.length >= DEEPEST) return '[…]';
    return Array.isArray(value)
      ? this.#items(value, way, budget)
      : this.#fields(value, way, budget);
  }

  #string(text: string, budget: Budget): string {
    const isHidden = budget.isPayload && this.#paths.mayBeIn(text);
    const shown = isHidden ? REDACTED : this.text(text, budget.characters);
    budget.characters = Math.max(0, budget.characters - shown.length);
    return shown;
  }

  #items(items: readonly unknown[], way: readonly string[], budget: Budget): unknown[] {
    const kept: unknown[] = [];
    for (const [index, item] of items.entries()) {
      if (budget.fields-- <= 0) return [...kept, '[…]'];
      kept.push(this.#copy(item, [...way, String(index)], budget));
    }
    return kept;
  }

  #fields(record: object, way: readonly string[], budget: Budget): Record<string, unknown> {
    const kept: [string, unknown][] = [];
    for (const name in record) {
      if (!Object.hasOwn(record, name)) continue;
      if (budget.fields-- <= 0) {
        kept.push(['…', '[…]']);
        break;
      }
      kept.push([this.text(name, 100), this.#field(record, name, [...way, name], budget)]);
    }
    return Object.fromEntries(kept);
  }

  #field(record: object, name: string, way: readonly string[], budget: Budget): unknown {
    if (isSecretName(name) || this.#paths.covers(way)) return REDACTED;
    return this.#copy((record as Record<string, unknown>)[name], way, budget);
  }
}
