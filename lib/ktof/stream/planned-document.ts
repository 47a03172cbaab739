import { encodeNormalized } from '../encode.js';
import { bracketPieces } from '../encode/bracket-pieces.js';
import { isWorthIt, plannerFor } from '../encode/document.js';
import { type NormalizedValue } from '../encode/normalize.js';
import { type Plan } from '../encode/plan.js';
import { LineWriter } from '../encode/writer.js';
import { type ResolvedEncodeOptions } from '../encode-options.js';
import { type JsonArray, type JsonObject, isContainer } from '../json-value.js';

/** A value and the forms it will be written in: its text can be had in parts, any number of times. */
export class PlannedDocument {
  /** The bytes of the value as compact JSON, which is counted and never there as a whole. */
  readonly jsonBytes: number;
  private readonly container: JsonArray | JsonObject | undefined;
  /** Undefined for a text that is compact JSON. */
  private readonly plan: Plan | undefined;

  /** @param isJson Whether to write compact JSON whatever it costs. */
  constructor(
    private readonly normalized: NormalizedValue,
    private readonly options: ResolvedEncodeOptions,
    private readonly isJson = false,
  ) {
    const { value } = normalized;
    this.container = isContainer(value) ? value : undefined;
    this.jsonBytes = this.container
      ? countJsonBytes(this.container)
      : Buffer.byteLength(JSON.stringify(value));
    this.plan = this.container && !isJson ? this.decide(this.container) : undefined;
  }

  /** The text that `encode` gives as a whole, in parts of at least so many code units but the last. */
  *pages(size: number): Generator<string, void> {
    if (!this.container) {
      yield this.primitive();
      return;
    }
    const writer = new LineWriter(this.options, size);
    if (this.plan) writer.begin(this.container, this.plan);
    else writer.beginJson(this.container);
    for (let page = writer.next(); page !== undefined; page = writer.next()) yield page;
  }

  private primitive(): string {
    const { value } = this.normalized;
    return this.isJson ? JSON.stringify(value) : encodeNormalized(this.normalized, this.options);
  }

  private decide(container: JsonArray | JsonObject): Plan | undefined {
    const mayBeJson = this.options.profile === 'ktof';
    // UTF-8 cannot carry a lone surrogate: JSON escapes it.
    if (mayBeJson && !this.normalized.wellFormed) return undefined;
    const plan = plannerFor(this.options).plan(container, 0, 'root');
    return !mayBeJson || isWorthIt(plan.saving, this.jsonBytes) ? plan : undefined;
  }
}

function countJsonBytes(container: JsonArray | JsonObject): number {
  let bytes = 0;
  for (const piece of bracketPieces(container, JSON.stringify)) bytes += Buffer.byteLength(piece);
  return bytes;
}
