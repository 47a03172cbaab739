import { encodeNormalized } from '../encode.js';
import { isWorthIt, plannerFor } from '../encode/document.js';
import { countJsonBytes } from '../encode/json-bytes.js';
import type { NormalizedValue } from '../encode/normalize.js';
import { normalizeSteps } from '../encode/normalize-steps.js';
import type { Plan } from '../encode/plan.js';
import type { Steps } from '../encode/steps.js';
import { LineWriter } from '../encode/writer.js';
import type { ResolvedEncodeOptions } from '../encode-options.js';
import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { tooLarge } from '../payload-size.js';

/** How a text is written: by a plan, or as compact JSON. */
type Form = Plan | 'json';

/** A value and the forms it will be written in: its text can be had in parts, any number of times. */
export class PlannedDocument {
  private constructor(
    private readonly normalized: NormalizedValue,
    private readonly options: ResolvedEncodeOptions,
    /** The bytes of the value as compact JSON, which is counted and never there as a whole. */
    readonly jsonBytes: number,
    /** Undefined for a primitive that is no JSON. */
    private readonly form: Form | undefined,
  ) {}

  /**
   * Reads a payload and chooses its forms, in steps.
   *
   * @param root What paths in errors begin with.
   * @throws KaizenPayloadError for what JSON cannot hold, and past a limit.
   */
  static *steps(
    payload: unknown,
    options: ResolvedEncodeOptions,
    root = '$',
  ): Steps<PlannedDocument> {
    const normalized = yield* normalizeSteps(payload, options, root);
    const { value } = normalized;
    const jsonBytes = yield* countJsonBytes(value);
    if (jsonBytes > options.maxBytes) throw tooLarge('The payload', options.maxBytes, root);
    const form = isContainer(value)
      ? yield* decide(value, normalized, jsonBytes, options)
      : undefined;
    return new PlannedDocument(normalized, options, jsonBytes, form);
  }

  /** The value as JSON sees it. */
  get value(): JsonValue {
    return this.normalized.value;
  }

  /** The same value, to be written as compact JSON whatever it costs. */
  asJson(): PlannedDocument {
    return new PlannedDocument(this.normalized, this.options, this.jsonBytes, 'json');
  }

  /** The text that `encode` gives as a whole, in parts of at least so many code units but the last. */
  *pages(size: number): Generator<string, void> {
    const { value, form } = this;
    if (!isContainer(value)) {
      yield form === 'json'
        ? JSON.stringify(value)
        : encodeNormalized(this.normalized, this.options);
      return;
    }
    const writer = new LineWriter(this.options, size);
    if (form === undefined || form === 'json') writer.beginJson(value);
    else writer.begin(value, form);
    for (let page = writer.next(); page !== undefined; page = writer.next()) yield page;
  }
}

function* decide(
  container: JsonArray | JsonObject,
  { wellFormed }: NormalizedValue,
  jsonBytes: number,
  options: ResolvedEncodeOptions,
): Steps<Form> {
  const mayBeJson = options.profile === 'ktof';
  // UTF-8 cannot carry a lone surrogate: JSON escapes it.
  if (mayBeJson && !wellFormed) return 'json';
  const plan = yield* plannerFor(options).steps(container, 0, 'root');
  return !mayBeJson || isWorthIt(plan.saving, jsonBytes) ? plan : 'json';
}
