import { KaizenError } from '../../errors/kaizen.error.js';
import { isWorthIt } from '../encode/document.js';
import { jsonEqual } from '../json-equal.js';
import type { JsonValue } from '../json-value.js';
import { type Fragment, findFragments } from './find-fragments.js';
import type { FragmentCodec } from './fragment-codec.js';
import { type JsonPath, writePath } from './json-path.js';
import { styleOf } from './json-style.js';
import { findKeyOrders } from './key-orders.js';
import { mapStrings } from './map-strings.js';
import { onLinesOfItsOwn } from './on-lines-of-its-own.js';
import { type FragmentForm, MAX_NESTING, type Replacement } from './replacement.js';
import { TextRestorer } from './text-restorer.js';

interface Rewritten {
  readonly ktof: string;
  readonly form: FragmentForm;
}

/** Replaces the JSON in strings by KTOF, and notes how to bring it back. Serves one call. */
export class TextRewriter {
  /** What was replaced, in the order of the strings. */
  readonly replacements: Replacement[] = [];
  /** How many fragments of JSON the strings have, replaced or not. */
  found = 0;

  /** @param nesting How many JSON texts may still stand inside each other. */
  constructor(
    private readonly codec: FragmentCodec,
    private readonly nesting = MAX_NESTING,
  ) {}

  /**
   * The text with every fragment replaced that gets at least 2 % smaller and whose characters can be
   * written again exactly. All else stays as it is.
   *
   * @param path Where the text stands.
   */
  text(text: string, path: JsonPath): string {
    let rewritten = '';
    let copied = 0;
    for (const fragment of findFragments(text, this.codec.maxDepth)) {
      this.found++;
      const replacement = this.rewrite(text, fragment);
      if (replacement === undefined) continue;
      const { ktof, form } = replacement;
      rewritten += text.slice(copied, fragment.start);
      const place = { path: writePath(path), offset: rewritten.length, length: ktof.length };
      this.replacements.push({ ...place, ...form });
      rewritten += ktof;
      copied = fragment.end;
    }
    return copied === 0 ? text : rewritten + text.slice(copied);
  }

  /** The value with all its strings rewritten; the value itself when that changes nothing. */
  strings(value: JsonValue, path: JsonPath = []): JsonValue {
    return mapStrings(value, path, (text, at) => this.text(text, at));
  }

  private rewrite(text: string, fragment: Fragment): Rewritten | undefined {
    const source = text.slice(fragment.start, fragment.end);
    const value = JSON.parse(source) as JsonValue;
    const style = styleOf(source, value);
    if (style === undefined) return undefined;
    const inside = new TextRewriter(this.codec, this.nesting - 1);
    const inner = this.nesting > 1 ? inside.strings(value) : value;
    const ktof = onLinesOfItsOwn(this.codec.encode(inner), text, fragment);
    if (!isSmaller(ktof, source)) return undefined;
    const form = { style, ...(inner !== value && { inner: inside.replacements }) };
    return this.verified({ ktof, form }, inner, source);
  }

  /** What was rewritten, if the very characters come back from it. */
  private verified(rewritten: Rewritten, value: JsonValue, source: string): Rewritten | undefined {
    const { ktof, form } = rewritten;
    try {
      if (this.restore(rewritten, source.length) === source) return rewritten;
      const decoded = this.codec.decode(ktof);
      if (jsonEqual(decoded, value)) {
        const ordered = { ktof, form: { ...form, orders: findKeyOrders(decoded, value) } };
        return this.restore(ordered, source.length) === source ? ordered : undefined;
      }
    } catch (error) {
      if (!(error instanceof KaizenError)) throw error;
    }
    this.codec.mismatch();
    return undefined;
  }

  private restore({ ktof, form }: Rewritten, length: number): string {
    return new TextRestorer(this.codec, length * MAX_NESTING).fragment(ktof, form);
  }
}

/** Smaller as it is by 2 % or more, and no larger as a string in JSON, where line breaks are escaped. */
function isSmaller(ktof: string, source: string): boolean {
  const bytes = Buffer.byteLength(source);
  if (!isWorthIt(bytes - Buffer.byteLength(ktof), bytes)) return false;
  const escaped = jsonBytes(ktof);
  // With its two quotes the source has so many at least: most often there is no need to write it.
  return escaped <= bytes + 2 || escaped <= jsonBytes(source);
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
