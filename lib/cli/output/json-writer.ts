import type { DecodeValueEvent } from '../../ktof/stream/decode-event.js';

type Step = string | number;

/** Writes compact JSON from the values that a streaming decode tells, in their order. */
export class JsonWriter {
  #end = '';
  #opened: Step | undefined;
  #inner = '';

  /** The text up to the end of this value. */
  add({ path: [first, second], value }: DecodeValueEvent): string {
    const json = JSON.stringify(value);
    if (first === undefined) return json;
    const isInside = second !== undefined && first === this.#opened;
    if (isInside) return `,${keyOf(second)}${json}`;
    const before = this.#inner + (this.#end === '' ? this.#open(first) : ',') + keyOf(first);
    this.#opened = second === undefined ? undefined : first;
    this.#inner = second === undefined ? '' : closingOf(second);
    return before + (second === undefined ? json : `${openingOf(second)}${keyOf(second)}${json}`);
  }

  /** What closes what is open. */
  end(): string {
    return this.#inner + this.#end;
  }

  #open(first: Step): string {
    this.#end = closingOf(first);
    return openingOf(first);
  }
}

const openingOf = (step: Step): string => (typeof step === 'number' ? '[' : '{');
const closingOf = (step: Step): string => (typeof step === 'number' ? ']' : '}');
const keyOf = (step: Step): string => (typeof step === 'number' ? '' : `${JSON.stringify(step)}:`);
